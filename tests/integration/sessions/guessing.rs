//! Guessing PINs: attempts are counted on the hub's uptime, a block ends by itself, and those who
//! are in notice nothing.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::task::Poll;
use std::time::Duration;

use plato_hub::origin::Origin;
use plato_hub::web::join::{Guess, look_at};
use plato_sync_protocol::api::{PinAnswer, Problem, Role};
use plato_tests::clock::EVENING_MS;
use plato_tests::hub::PASSWORD;
use plato_tests::{Party, TestHub};
use serde_json::json;

const MINUTE: Duration = Duration::from_secs(60);
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Uses up the attempts before the next block.
async fn block(party: &Party<'_>) {
    for left in [4, 3, 2, 1, 0] {
        let problem = party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
        assert_eq!(problem.attempts_left, Some(left));
        let is_last = problem.retry_after_s.is_some() || problem.needs_new_pin;
        assert_eq!(is_last, left == 0, "the last says how it goes on: {problem:?}");
    }
}

/// Checks that even the right PIN is not looked at, and says for how many seconds.
async fn blocked_for(hub: &TestHub, party: &Party<'_>) -> Option<u64> {
    let answer = hub.unchanged_by(party.tries(&party.pin)).await;
    let Problem { retry_after_s, .. } = answer.refused(429, "pin_blocked");
    let field = answer.headers.get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    assert_eq!(field, retry_after_s);
    retry_after_s
}

#[tokio::test]
async fn five_wrong_pins_block_the_table_for_fifteen_minutes() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    for _ in 0..4 {
        party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    }
    let fifth = party.tries(&party.wrong_pin()).await;
    assert_eq!(fifth.refused(401, "pin_wrong").retry_after_s, Some(15 * 60));
    assert_eq!(fifth.headers["retry-after"], "900");
    assert_eq!(blocked_for(&hub, &party).await, Some(15 * 60));
    hub.clock.advance(15 * MINUTE - Duration::from_millis(1));
    assert_eq!(blocked_for(&hub, &party).await, Some(1));
    hub.clock.advance(Duration::from_millis(1));
    assert_eq!(party.tries(&party.pin).await.status, 200);
}

#[tokio::test]
async fn the_second_block_lasts_an_hour_and_the_third_until_there_is_a_new_pin() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    block(&party).await;
    hub.clock.advance(15 * MINUTE);
    block(&party).await;
    assert_eq!(blocked_for(&hub, &party).await, Some(60 * 60));
    hub.clock.advance(60 * MINUTE);
    block(&party).await;
    let problem = party.tries(&party.pin).await.refused(429, "pin_blocked");
    assert!(problem.needs_new_pin && !problem.title.contains("Please wait"), "{problem:?}");
    assert_eq!(blocked_for(&hub, &party).await, None);
    hub.clock.advance(7 * 24 * 60 * MINUTE);
    assert_eq!(blocked_for(&hub, &party).await, None);
    let waiter = hub.staff(Role::Waiter).await;
    let reissue = format!("/api/floor/sessions/{}/pin/reissue", party.session);
    let PinAnswer { pin, .. } = waiter.command(&reissue).await.ok();
    assert_eq!(party.tries(&pin).await.status, 200);
}

#[tokio::test]
async fn a_block_counts_uptime_whatever_the_wall_clock_does() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    block(&party).await;
    hub.clock.set_wall_ms(EVENING_MS + DAY_MS);
    assert_eq!(blocked_for(&hub, &party).await, Some(15 * 60));
    hub.clock.set_wall_ms(0);
    assert_eq!(blocked_for(&hub, &party).await, Some(15 * 60));
}

#[tokio::test]
async fn a_block_survives_a_restart_and_does_not_count_the_time_that_the_hub_was_off() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    block(&party).await;
    hub.clock.advance(5 * MINUTE);
    hub.stop().await;
    hub.clock.advance(12 * MINUTE);
    hub.clock.reboot();
    hub.start_again();
    assert_eq!(blocked_for(&hub, &party).await, Some(10 * 60));
    hub.clock.advance(10 * MINUTE);
    assert_eq!(party.tries(&party.pin).await.status, 200);
}

#[tokio::test]
async fn attempts_survive_a_restart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    hub.restart().await;
    let problem = party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    assert_eq!(problem.attempts_left, Some(3));
}

#[tokio::test]
async fn those_who_are_in_are_not_affected_by_a_block() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    block(&party).await;
    blocked_for(&hub, &party).await;
    assert_eq!(guest.http.post("/api/sessions/resume").await.status, 200);
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    assert_eq!(guest.orders().await.order.lines.len(), 1);
    assert!(guest.phone(&hub).await.welcome.orders.len() == 1);
}

#[tokio::test]
async fn another_table_is_not_affected_by_a_block() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let other = hub.table("2").seated(2).await;
    block(&party).await;
    other.joined_by("Ben").await;
}

#[tokio::test]
async fn a_right_pin_does_not_count_as_an_attempt() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    for _ in 0..3 {
        party.joined_by("Ada").await;
    }
    party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    party.joined_by("Ben").await;
    let problem = party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    assert_eq!(problem.attempts_left, Some(3));
}

#[tokio::test]
async fn guesses_at_the_same_moment_are_counted_one_by_one() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guesses: Vec<_> =
        (0..20).map(|_| tokio::spawn(party.tries(&party.wrong_pin()).into_future())).collect();
    let mut statuses = Vec::new();
    for guess in guesses {
        statuses.push(guess.await.unwrap().status);
    }
    // Whoever came while the five were looked at is told to come back, and has not guessed.
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 401 | 429 | 503)), "{statuses:?}");
    assert_eq!(blocked_for(&hub, &party).await, Some(15 * 60));
}

/// Guests who all typed the right PIN at one moment were told of too many wrong ones, for 15 minutes.
#[tokio::test]
async fn whoever_types_the_right_pin_gets_in_however_many_do_at_once() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(20).await;
    let gets_in = async |name: String| {
        let request = party.request(&name);
        loop {
            let answer = hub.anyone().post("/api/sessions/join").json(&request).await;
            if answer.status != 503 {
                return answer.status;
            }
            assert_eq!(answer.refused(503, "busy").retry_after_s.map(|seconds| seconds <= 2), Some(true));
        }
    };
    let all = (0..20).map(|number| gets_in(format!("Guest {number}")));
    assert_eq!(futures_util::future::join_all(all).await, [200; 20]);
    let problem = party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    assert_eq!(problem.attempts_left, Some(4));
}

/// A phone that lost the Wi-Fi in the wrong moment had guessed wrong.
#[tokio::test]
async fn a_right_pin_is_taken_back_also_when_whoever_typed_it_has_gone() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let app = hub.app();
    let (session, pin) = (party.session.clone(), party.pin.clone());
    let (_, hash) = app.members.published.read(|venue, _| venue.door(&party.table)).unwrap().session.unwrap();
    let before = hub.position();
    let guess = Guess { session, from: "10.0.0.7".into(), pin, hash };
    let mut looking = Box::pin(look_at(&app, guess, Origin::hub()));
    let begins = std::future::poll_fn(|context| Poll::Ready(looking.as_mut().poll(context).is_pending()));
    assert!(begins.await);
    drop(looking);
    let settled = async {
        while hub.position() < before + 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), settled).await.expect("it is counted and settled");
    let problem = party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    assert_eq!(problem.attempts_left, Some(4));
}

/// Only Linux has all of 127.0.0.0/8 without being asked.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn of_a_thousand_guesses_at_once_from_a_thousand_addresses_five_are_looked_at() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guess = |number: u16| {
        let [high, low] = number.to_be_bytes();
        party.tries_from(IpAddr::from([127, 77, high, low]), &party.wrong_pin()).into_future()
    };
    let guesses: Vec<_> = (1..=1000).map(|number| tokio::spawn(guess(number))).collect();
    let mut counts = BTreeMap::new();
    for guess in guesses {
        let answer = guess.await.unwrap();
        *counts.entry(answer.status).or_insert(0) += 1;
    }
    let (looked_at, blocked) = (counts.remove(&401), counts.remove(&429).unwrap_or_default());
    // Whoever finds the queue for hashing full is told to come back, and has not guessed.
    let busy = counts.remove(&503).unwrap_or_default();
    assert_eq!((looked_at, blocked + busy, counts), (Some(5), 995, BTreeMap::new()));
    assert_eq!(blocked_for(&hub, &party).await, Some(15 * 60));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn sixty_wrong_pins_in_the_house_pause_pins_and_those_who_are_in_go_on() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let other = hub.table("2").seated(2).await;
    let reissue = format!("/api/floor/sessions/{}/pin/reissue", party.session);
    for round in 0..12 {
        // From one address no more than fifty are looked at.
        let from = IpAddr::from([127, 77, 0, round % 2 + 1]);
        waiter.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
        let PinAnswer { pin, .. } = waiter.command(&reissue).await.ok();
        let wrong = if pin == "4712" { "4713" } else { "4712" };
        for _ in 0..5 {
            party.tries_from(from, wrong).await.refused(401, "pin_wrong");
        }
        hub.clock.advance(MINUTE);
    }
    let paused = other.tries(&other.pin).await;
    assert!(matches!(paused.refused(429, "pins_paused").retry_after_s, Some(1..=3600)));
    assert_eq!(guest.http.post("/api/sessions/resume").await.status, 200);
    hub.restart().await;
    hub.unchanged_by(other.tries(&other.pin)).await.refused(429, "pins_paused");
    hub.clock.advance(60 * MINUTE);
    assert_eq!(other.tries(&other.pin).await.status, 200);
}

#[tokio::test]
async fn no_token_and_no_pin_is_kept_as_it_is() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    hub.stop().await;
    let kept = std::fs::read(hub.folder().join("plato.redb")).unwrap();
    let has = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(party.session.as_str()), "the search finds what is there");
    assert!(!has(&guest.token));
    assert!(!has(&format!("\"{}\"", party.pin)));
}
