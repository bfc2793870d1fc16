//! An order that no kitchen display shows: the floor is told since when it waits.

use std::time::Duration;

use plato_hub::sync::fanout::SHOWN_FOR_MS;
use plato_sync_protocol::api::Role;
use plato_sync_protocol::floor::{FloorView, TableView, UnshownView};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use plato_sync_protocol::serving::ShownTickets;
use plato_tests::{StaffScreen, TestHub};

fn unshown(table: &TableView) -> Vec<UnshownView> {
    table.session.iter().flat_map(|session| session.unshown.clone()).collect()
}

/// Reads on until an order of table 1 waits for a display, or none does.
async fn waits(floor: &mut StaffScreen, is_waiting: bool) {
    floor
        .until(|screen| screen.floor.is_some() && unshown(&screen.table("1")).is_empty() != is_waiting)
        .await;
}

#[tokio::test]
async fn an_order_waits_for_a_display_until_one_shows_each_of_its_tickets() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    hub.clock.advance(Duration::from_secs(5));
    guest.adds("soup", &[], 1).await;
    guest.adds("coffee", &[], 1).await;
    guest.orders().await;
    waits(&mut floor, true).await;
    assert_eq!(unshown(&floor.table("1")), [UnshownView { order: OrderId(1), fired_at_ms: 5_000 }]);
    let mut display = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    for ticket in ["1-grill", "1-bar"] {
        assert!(!unshown(&floor.table("1")).is_empty(), "one of two stations is not enough");
        display.says(&FeedFromDevice::Shown { tickets: vec![ticket.parse().unwrap()] }).await;
        floor.frame().await;
    }
    assert_eq!(unshown(&floor.table("1")), []);
}

// A tablet whose battery was empty took its orders along, and nobody was told.
#[tokio::test]
async fn what_only_a_display_had_that_died_waits_for_another_from_then_on() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    guest.orders_one("soup", &[]).await;
    waits(&mut floor, true).await;
    let soup = || vec!["1-grill".parse().unwrap()];
    let mut displays = Vec::new();
    for _ in 0..2 {
        let mut display = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
        display.says(&FeedFromDevice::Shown { tickets: soup() }).await;
        display.says(&FeedFromDevice::Ping).await;
        while !matches!(display.frame().await, FeedFromHub::Pong { .. }) {}
        displays.push(display);
    }
    waits(&mut floor, false).await;
    hub.clock.advance(Duration::from_secs(600));
    displays.truncate(1);
    // The other has it still.
    hub.clock.advance(Duration::from_secs(5));
    displays.clear();
    waits(&mut floor, true).await;
    assert_eq!(unshown(&floor.table("1")), [UnshownView { order: OrderId(1), fired_at_ms: 605_000 }]);
    let mut display = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    display.says(&FeedFromDevice::Shown { tickets: soup() }).await;
    waits(&mut floor, false).await;
}

// A network that lets no WebSocket through: every order alarmed the floor.
#[tokio::test]
async fn a_display_without_a_socket_says_again_and_again_what_it_shows() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    guest.orders_one("soup", &[]).await;
    waits(&mut floor, true).await;
    let shown = ShownTickets { tickets: vec!["1-grill".parse().unwrap(), "9-bar".parse().unwrap()] };
    kitchen.post("/api/kitchen/shown").json(&shown).await.done();
    waits(&mut floor, false).await;
    let fanout = hub.app().members.fanout;
    hub.clock.advance(Duration::from_millis(SHOWN_FOR_MS - 1));
    kitchen.post("/api/kitchen/shown").json(&shown).await.done();
    hub.clock.advance(Duration::from_millis(SHOWN_FOR_MS - 1));
    fanout.end_leases();
    let view: FloorView = hub.staff(Role::Waiter).await.get("/api/floor").await.ok();
    assert_eq!(unshown(&view.rooms[0].tables[0]), [], "it has said so again");
    hub.clock.advance(Duration::from_secs(20));
    fanout.end_leases();
    waits(&mut floor, true).await;
    let since_ms = 2 * SHOWN_FOR_MS - 1;
    assert_eq!(unshown(&floor.table("1")), [UnshownView { order: OrderId(1), fired_at_ms: since_ms }]);
}

#[tokio::test]
async fn a_ticket_that_is_recalled_is_shown_by_those_who_had_it() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    let mut display = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    for ticket in ["1-grill", "2-grill"] {
        guest.orders_one("soup", &[]).await;
        waits(&mut floor, true).await;
        display.says(&FeedFromDevice::Shown { tickets: vec![ticket.parse().unwrap()] }).await;
        waits(&mut floor, false).await;
        kitchen.command(&format!("/api/kitchen/ticket/{ticket}/bump")).await.done();
    }
    kitchen.command("/api/kitchen/ticket/1-grill/recall").await.done();
    guest.orders_one("soup", &[]).await;
    waits(&mut floor, true).await;
    let orders: Vec<_> = unshown(&floor.table("1")).into_iter().map(|unshown| unshown.order).collect();
    assert_eq!(orders, [OrderId(3)], "only what nobody has shown yet");
}

#[tokio::test]
async fn a_hub_that_was_off_gives_the_displays_their_minute() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    hub.clock.advance(Duration::from_secs(3_600));
    hub.restart().await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    floor.frame().await;
    assert_eq!(unshown(&floor.table("1")), [UnshownView { order: OrderId(1), fired_at_ms: 3_600_000 }]);
}

#[tokio::test]
async fn a_floor_screen_shows_no_tickets() {
    let hub = TestHub::start().await;
    let mut floor = hub.screen(Role::Owner, FeedKind::Floor).await;
    floor.frame().await;
    floor.says(&FeedFromDevice::Shown { tickets: vec!["1-grill".parse().unwrap()] }).await;
    assert_eq!(hub.unchanged_by(floor.refused()).await, ("frame_unreadable".into(), 1008));
}
