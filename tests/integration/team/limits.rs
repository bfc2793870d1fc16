//! Limits on signing in: they slow guessing down and lock nobody out.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_tests::TestHub;
use plato_tests::hub::{PASSWORD, staff_name};

use super::{PIN, chooses_pin, enrolled, id_of, signs_in, signs_in_with_pin};

#[tokio::test]
async fn five_wrong_passwords_cost_half_a_minute_whether_the_name_exists_or_not() {
    let hub = TestHub::start().await;
    for name in ["Waiter", "Nobody"] {
        for _ in 0..5 {
            signs_in(&hub.anyone(), name, "wrong").await.refused(401, "sign_in_wrong");
        }
        let answer = hub.unchanged_by(signs_in(&hub.anyone(), name, PASSWORD)).await;
        assert_eq!(answer.refused(429, "sign_in_blocked").retry_after_s, Some(30));
        assert_eq!(answer.headers["retry-after"], "30");
    }
    hub.restart().await;
    signs_in(&hub.anyone(), "Waiter", PASSWORD).await.refused(429, "sign_in_blocked");
    hub.clock.advance(Duration::from_secs(30));
    assert_eq!(signs_in(&hub.anyone(), "Waiter", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_guest_who_guesses_all_evening_keeps_no_device_of_the_house_out() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    chooses_pin(&hub, Role::Waiter).await;
    for round in 0..30 {
        for role in [Role::Waiter, Role::Owner, Role::Manager] {
            signs_in(&hub.anyone(), &staff_name(role), &format!("guess {round}")).await;
        }
    }
    signs_in(&hub.anyone(), &staff_name(Role::Waiter), PASSWORD).await.refused(429, "sign_in_blocked");
    assert_eq!(signs_in(&tablet, &staff_name(Role::Owner), PASSWORD).await.status, 200);
    assert_eq!(signs_in_with_pin(&tablet, &id_of(&hub, Role::Waiter), PIN).await.status, 200);
}

/// Tries that were to be turned away waited for a place to hash, and took it from those of the house.
#[tokio::test]
async fn a_crowd_of_tries_that_are_turned_away_takes_no_turn_from_a_device_of_the_house() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    for _ in 0..5 {
        signs_in(&hub.anyone(), "Waiter", "wrong").await.refused(401, "sign_in_wrong");
    }
    let crowd: Vec<_> = (0..200)
        .map(|_| {
            let anyone = hub.anyone();
            tokio::spawn(async move { signs_in(&anyone, "Waiter", "wrong").await.status })
        })
        .collect();
    assert_eq!(signs_in(&tablet, &staff_name(Role::Owner), PASSWORD).await.status, 200);
    for one in crowd {
        assert_eq!(one.await.unwrap(), 429);
    }
}

#[tokio::test]
async fn tries_at_the_same_moment_are_counted_before_any_is_looked_at() {
    let hub = TestHub::start().await;
    let anyone = hub.anyone();
    let all: Vec<_> = (0..20)
        .map(|_| {
            let anyone = anyone.clone();
            tokio::spawn(async move { signs_in(&anyone, "Waiter", "wrong").await.status })
        })
        .collect();
    let mut looked_at = 0;
    for one in all {
        match one.await.unwrap() {
            401 => looked_at += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn ten_wrong_pins_leave_only_the_password_until_it_was_right() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    chooses_pin(&hub, Role::Waiter).await;
    let waiter = id_of(&hub, Role::Waiter);
    for _ in 0..10 {
        signs_in_with_pin(&tablet, &waiter, "9999").await.refused(401, "sign_in_wrong");
        hub.clock.advance(Duration::from_secs(15 * 60));
    }
    signs_in_with_pin(&tablet, &waiter, PIN).await.refused(403, "staff_pin_off");
    assert_eq!(signs_in(&tablet, "Waiter", PASSWORD).await.status, 200);
    assert_eq!(signs_in_with_pin(&tablet, &waiter, PIN).await.status, 200);
}
