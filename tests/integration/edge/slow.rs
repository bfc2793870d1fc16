//! Devices that take nothing, or say nothing.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::message::{FeedFromDevice, FeedKind, FromDevice};
use plato_sync_protocol::views::DinerView;
use plato_tests::{Party, Socket, StaffScreen, TestHub, phone};

/// How the hub sees somebody of a party.
fn view(hub: &TestHub, party: &Party<'_>, name: &str) -> DinerView {
    let members = hub.app().members;
    let attendance = members.fanout.attendance(&party.session);
    let all = members.published.read(|venue, _| venue.diner_views(&party.session, attendance));
    all.into_iter().find(|diner| diner.name == name).unwrap()
}

#[tokio::test]
async fn a_phone_that_takes_nothing_is_cut_off_without_its_help() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut phone = ada.phone(&hub).await;
    let mut stuck = Socket::open_narrow(hub.address(), "/api/sync").await;
    phone::send(&mut stuck, &FromDevice::Hello(phone::hello(&ben.token)), Format::Json).await;
    stuck.message().await.unwrap();
    let mut told = 0;
    // News until nothing more goes out to Ben, and more waits for him than may.
    while view(&hub, &party, "Ben").is_here {
        hub.app().members.fanout.tell_presence(&party.session, None);
        phone.frame().await;
        told += 1;
        assert!(told < 200_000, "the hub keeps everything for a phone that takes nothing");
    }
    assert_eq!(view(&hub, &party, "Ben").away_for_ms, None, "his socket is still held");
    hub.clock.advance(Duration::from_secs(10));
    plato_tests::soon("the socket to be let go", async {
        // Ada is told when it is: until then there are only frames that were on their way.
        while view(&hub, &party, "Ben").away_for_ms.is_none() {
            phone.frame().await;
        }
    })
    .await;
    stuck.ended().await;
    assert!(view(&hub, &party, "Ada").is_here);
}

#[tokio::test]
async fn a_phone_that_falls_behind_and_listens_again_is_told_to_begin_anew() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let mut phone = party.joined_by("Ada").await.phone(&hub).await;
    let mut told = 0;
    while view(&hub, &party, "Ada").is_here {
        hub.app().members.fanout.tell_presence(&party.session, None);
        told += 1;
        assert!(told < 200_000, "the hub keeps everything for a phone that takes nothing");
    }
    assert_eq!(phone.socket.closed().await, (1013, "too_slow".into()));
}

#[tokio::test]
async fn a_staff_screen_that_takes_nothing_is_cut_off_without_its_help() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let mut stuck = StaffScreen::with_socket(Socket::open_narrow(hub.address(), "/api/feed").await);
    stuck
        .says(&FeedFromDevice::Hello {
            feed: FeedKind::Floor,
            token: waiter.token().map(str::to_owned),
            since: None,
        })
        .await;
    stuck.frame().await;
    let mut other = hub.screen(Role::Waiter, FeedKind::Floor).await;
    other.frame().await;
    let party = hub.table("1").seated(2).await;
    let ada = party.joined_by("Ada").await;
    // More than systems keep on the way to somebody who takes nothing.
    while other.socket().traffic().down < 16 << 20 {
        hub.app().members.fanout.note_stuck(&party.session, &ada.diner);
        other.frame().await;
    }
    hub.clock.advance(Duration::from_secs(10));
    // Whoever comes now is looked at a second later for the first time: until then the stuck one was, too.
    let mut later = hub.screen(Role::Waiter, FeedKind::Floor).await;
    later.frame().await;
    later.says(&FeedFromDevice::Ping).await;
    later.frame().await;
    hub.clock.advance(Duration::from_secs(40));
    assert_eq!(later.socket().closed().await, (1000, "silence".into()));
    stuck.socket().ended().await;
}

#[tokio::test]
async fn a_staff_screen_has_to_say_hello_within_five_seconds() {
    let hub = TestHub::start().await;
    let mut screen = StaffScreen::with_socket(Socket::open(hub.address(), "/api/feed", None).await);
    screen.socket().attended().await;
    hub.clock.advance(Duration::from_millis(4_999));
    screen.socket().attended().await;
    hub.clock.advance(Duration::from_millis(1));
    assert_eq!(screen.refused().await, ("hello_missing".into(), 1008));
}

#[tokio::test]
async fn a_staff_screen_that_says_nothing_for_forty_seconds_is_gone_whatever_happens() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    hub.clock.advance(Duration::from_secs(30));
    screen.says(&FeedFromDevice::Ping).await;
    screen.frame().await;
    hub.clock.advance(Duration::from_secs(39));
    let party = hub.table("4").seated(3).await;
    screen.until(|screen| screen.table("4").session.is_some()).await;
    hub.clock.advance(Duration::from_secs(1));
    assert_eq!(screen.socket().closed().await, (1000, "silence".into()));
    drop(party);
}
