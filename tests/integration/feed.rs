//! `/api/feed`: everything at first, then what changes, for those who may see it.

use std::time::Duration;

use plato_sync_protocol::api::{OrderReceipt, Role};
use plato_sync_protocol::ids::SessionId;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use plato_sync_protocol::views::{DishStatus, KitchenView};
use plato_tests::hub::ROLES;
use plato_tests::screen::all_tickets;
use plato_tests::{Socket, StaffScreen, TestHub, fresh_id};
use serde_json::json;

async fn open(hub: &TestHub, feed: FeedKind, token: Option<&str>, since: Option<u64>) -> StaffScreen {
    StaffScreen::open(hub.address(), feed, token, since).await
}

/// How a feed ends that begins with this text.
async fn ends_with(hub: &TestHub, text: &str) -> (String, u16) {
    let mut screen = StaffScreen::with_socket(Socket::open(hub.address(), "/api/feed", None).await);
    screen.socket().send_text(text).await;
    hub.unchanged_by(screen.refused()).await
}

#[tokio::test]
async fn a_kitchen_screen_that_follows_shows_what_a_fresh_one_shows() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let mut screen = open(&hub, FeedKind::Kitchen, kitchen.token(), None).await;
    assert!(matches!(screen.frame().await, FeedFromHub::Kitchen { .. }), "everything at first");
    guest.orders_one("coffee", &["milk/oat"]).await;
    let FeedFromHub::Tickets { changed, .. } = screen.frame().await else { panic!("not what has changed") };
    assert_eq!(changed.iter().map(|ticket| ticket.ticket.to_string()).collect::<Vec<_>>(), ["2-bar"]);
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    kitchen.command("/api/kitchen/order/2/item/0/status").json(&json!({ "status": "cooking" })).await.done();
    screen.dish("2-bar", 0, DishStatus::Cooking).await;
    let fresh: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    assert_eq!((screen.position, &screen.tickets), (fresh.position, &all_tickets(&fresh)));
}

#[tokio::test]
async fn a_screen_that_missed_nothing_gets_only_what_comes_next() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let mut before = open(&hub, FeedKind::Kitchen, kitchen.token(), None).await;
    before.frame().await;
    let since = Some(before.position);
    let mut same = open(&hub, FeedKind::Kitchen, kitchen.token(), since).await;
    let FeedFromHub::Tickets { position, changed, .. } = same.frame().await else {
        panic!("everything again")
    };
    assert_eq!((Some(position), changed), (since, Vec::new()));
    guest.orders_one("coffee", &[]).await;
    assert!(same.ticket("2-bar").await.lines.len() == 1 && same.tickets.len() == 1);
}

#[tokio::test]
async fn a_screen_that_missed_something_or_knows_too_much_gets_everything() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let position = hub.position();
    guest.orders_one("soup", &[]).await;
    for since in [0, position, position + 1_000, u64::MAX] {
        let mut screen = open(&hub, FeedKind::Kitchen, kitchen.token(), Some(since)).await;
        assert!(matches!(screen.frame().await, FeedFromHub::Kitchen { .. }), "{since}");
        assert_eq!(screen.tickets.len(), 1);
    }
}

#[tokio::test]
async fn a_floor_screen_shows_what_happens_at_the_tables() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    let party = hub.table("4").seated(3).await;
    screen.until(|screen| screen.table("4").session.is_some_and(|session| session.covers == 3)).await;
    let guest = party.joined_by("Ada").await;
    screen.until(|screen| screen.table("4").session.is_some_and(|session| session.diners == ["Ada"])).await;
    guest.orders_one("soup", &[]).await;
    screen.until(|screen| screen.table("4").session.is_some_and(|session| session.dishes_open == 1)).await;
    for _ in 0..5 {
        party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong");
    }
    let is_blocked = |screen: &StaffScreen| screen.table("4").session.unwrap().pin_blocked_until_ms.is_some();
    screen.until(is_blocked).await;
}

#[tokio::test]
async fn a_feed_is_only_for_the_roles_that_may_see_it() {
    let hub = TestHub::start().await;
    for role in ROLES {
        let staff = hub.staff(role).await;
        for (feed, is_forbidden) in
            [(FeedKind::Kitchen, role == Role::Cashier), (FeedKind::Floor, role == Role::Kitchen)]
        {
            let mut screen = open(&hub, feed, staff.token(), None).await;
            if is_forbidden {
                assert_eq!(hub.unchanged_by(screen.refused()).await, ("role_forbidden".into(), 1008));
                assert_eq!(screen.heard.len(), 1, "nothing came before");
            } else {
                screen.frame().await;
                assert!(screen.position > 0);
            }
        }
    }
}

#[tokio::test]
async fn a_feed_without_a_good_token_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let waiter = hub.staff(Role::Waiter).await;
    for token in [None, Some(""), Some("x"), Some(&*"0".repeat(64)), Some(&*guest.token)] {
        let mut screen = open(&hub, FeedKind::Kitchen, token, None).await;
        assert_eq!(hub.unchanged_by(screen.refused()).await, ("staff_signed_out".into(), 1008), "{token:?}");
    }
    hub.clock.advance(Duration::from_secs(12 * 3600));
    let mut screen = open(&hub, FeedKind::Kitchen, waiter.token(), None).await;
    assert_eq!(screen.refused().await.0, "staff_signed_out");
}

#[tokio::test]
async fn the_cookie_of_a_browser_is_enough() {
    let hub = TestHub::start().await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let mut screen =
        StaffScreen::with_socket(Socket::open(hub.address(), "/api/feed", kitchen.token()).await);
    screen.says(&FeedFromDevice::Hello { feed: FeedKind::Kitchen, token: None, since: None }).await;
    assert!(matches!(screen.frame().await, FeedFromHub::Kitchen { .. }));
}

#[tokio::test]
async fn whoever_signs_out_hears_nothing_more() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let mut screen = open(&hub, FeedKind::Kitchen, kitchen.token(), None).await;
    screen.frame().await;
    kitchen.post("/api/staff/sign-out").await.done();
    guest.orders_one("truffle", &[]).await;
    assert_eq!(screen.refused().await, ("staff_signed_out".into(), 1008));
    assert!(!screen.heard.iter().any(|frame| frame.contains("Truffle") && frame.contains("1-grill")));
}

#[tokio::test]
async fn a_ping_is_answered_with_the_hubs_time() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.frame().await;
    hub.clock.advance(Duration::from_secs(7));
    screen.says(&FeedFromDevice::Ping).await;
    assert_eq!(screen.frame().await, FeedFromHub::Pong { hub_time_ms: 7_000 });
}

#[tokio::test]
async fn a_first_message_that_is_no_hello_is_refused() {
    let hub = TestHub::start().await;
    let texts = [
        "",
        "{",
        "{\"type\":\"ping\"}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\",\"feed\":\"safe\"}",
        "hello",
    ];
    for text in texts {
        assert_eq!(ends_with(&hub, text).await, ("hello_missing".into(), 1008), "{text}");
    }
}

#[tokio::test]
async fn a_later_message_that_cannot_be_understood_is_refused() {
    let hub = TestHub::start().await;
    for text in ["", "{\"type\":\"dance\"}", "{\"type\":\"hello\",\"feed\":\"floor\"}"] {
        let mut screen = hub.screen(Role::Owner, FeedKind::Kitchen).await;
        screen.frame().await;
        screen.socket().send_text(text).await;
        assert_eq!(hub.unchanged_by(screen.refused()).await, ("frame_unreadable".into(), 1008));
    }
    let mut screen = hub.screen(Role::Owner, FeedKind::Kitchen).await;
    screen.frame().await;
    screen.socket().send_bytes(vec![0; 3]).await;
    screen.socket().ended().await;
}

#[tokio::test]
async fn screens_come_back_after_a_restart_with_nothing_lost() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let mut screen = open(&hub, FeedKind::Kitchen, kitchen.token(), None).await;
    guest.orders_one("soup", &[]).await;
    screen.ticket("1-grill").await;
    hub.restart().await;
    screen.socket().ended().await;
    let mut again = open(&hub, FeedKind::Kitchen, kitchen.token(), Some(screen.position)).await;
    let FeedFromHub::Tickets { changed, .. } = again.frame().await else {
        panic!("the position still stands")
    };
    assert!(changed.is_empty());
    guest.orders_one("coffee", &[]).await;
    again.ticket("2-bar").await;
}

/// Reads on until the cart that is watched is to be asked for.
async fn hears_of_cart(screen: &mut StaffScreen, of: &SessionId) {
    loop {
        if let FeedFromHub::Cart { session, .. } = screen.frame().await {
            assert_eq!(session, *of);
            return;
        }
    }
}

#[tokio::test]
async fn a_floor_screen_hears_of_the_cart_that_it_watches_and_of_no_other() {
    let hub = TestHub::start().await;
    let (party, others) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let (ada, cleo) = (party.joined_by("Ada").await, others.joined_by("Cleo").await);
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    screen.says(&FeedFromDevice::Watch { session: Some(party.session.clone()) }).await;
    hears_of_cart(&mut screen, &party.session).await;
    cleo.adds("soup", &[], 1).await;
    ada.adds("soup", &[], 1).await;
    hears_of_cart(&mut screen, &party.session).await;
    ada.places(&ada.reviews().await, fresh_id()).await.ok::<OrderReceipt>();
    hears_of_cart(&mut screen, &party.session).await;

    // Another menu changes what a cart comes to.
    let kitchen = hub.staff(Role::Kitchen).await;
    let off = json!({ "is_eighty_sixed": true });
    kitchen.command("/api/kitchen/items/soup/eighty-six").json(&off).await.done();
    hears_of_cart(&mut screen, &party.session).await;
}

#[tokio::test]
async fn a_watch_ends_when_the_screen_says_so_and_with_the_visit() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = party.joined_by("Ada").await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.says(&FeedFromDevice::Watch { session: Some(party.session.clone()) }).await;
    hears_of_cart(&mut screen, &party.session).await;
    screen.says(&FeedFromDevice::Watch { session: None }).await;
    screen.says(&FeedFromDevice::Ping).await;
    while !matches!(screen.frame().await, FeedFromHub::Pong { .. }) {}
    ada.adds("soup", &[], 1).await;
    screen.says(&FeedFromDevice::Ping).await;
    assert!(matches!(screen.frame().await, FeedFromHub::Pong { .. }), "nothing of a cart comes any more");

    screen.says(&FeedFromDevice::Watch { session: Some(party.session.clone()) }).await;
    hears_of_cart(&mut screen, &party.session).await;
    hub.settles_and_closes(&party.session).await;
    screen.until(|screen| screen.table("1").session.is_none()).await;
    screen.says(&FeedFromDevice::Watch { session: Some(party.session.clone()) }).await;
    screen.says(&FeedFromDevice::Ping).await;
    assert!(matches!(screen.frame().await, FeedFromHub::Pong { .. }), "a visit that is over has no cart");
}

#[tokio::test]
async fn carts_are_for_the_floor() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.frame().await;
    screen.says(&FeedFromDevice::Watch { session: Some(party.session.clone()) }).await;
    assert_eq!(screen.refused().await.0, "frame_unreadable");
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_a_screen_whatever_it_says() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    let ping = serde_json::to_string(&FeedFromDevice::Ping).unwrap();
    screen.socket().send_text(format!("{ping}{}", " ".repeat(64 * 1024))).await;
    assert_eq!(screen.refused().await, ("frame_too_long".into(), 1008));
}

#[tokio::test]
async fn a_screen_ends_with_its_sign_in_though_nothing_happens() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    for _ in 0..13 {
        hub.clock.advance(Duration::from_secs(3600));
    }
    assert_eq!(screen.refused().await, ("staff_signed_out".into(), 1008));
}

#[tokio::test]
async fn the_till_is_not_told_who_chooses_something() {
    let hub = TestHub::start().await;
    let ada = hub.table("1").seated(2).await.joined_by("Ada").await;
    let watch = FeedFromDevice::Watch { session: Some(ada.session.clone()) };
    let mut heard = Vec::new();
    for role in [Role::Cashier, Role::Waiter] {
        let mut screen = hub.screen(role, FeedKind::Floor).await;
        screen.frame().await;
        screen.says(&watch).await;
        screen.says(&FeedFromDevice::Ping).await;
        heard.push(matches!(screen.frame().await, FeedFromHub::Cart { .. }));
    }
    assert_eq!(heard, [false, true]);
}
