//! Two displays that were cut off for twenty minutes of a busy evening, each with fifty taps waiting:
//! they come together with the log, nothing is missing, nothing is bumped twice.

use std::time::{Duration, Instant};

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::TicketId;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::{DishStatus, KitchenView};
use plato_tests::screen::all_tickets;
use plato_tests::{Http, Raw, StaffScreen, TestHub, fresh_id};
use serde_json::json;

use super::view;

const TABLES: usize = 10;
const ORDERS: usize = 200;
/// How many tickets the displays had when they were cut off.
const BEFORE: usize = 80;
const TAPS: usize = 50;
/// What the issue promises.
const WITHIN: Duration = Duration::from_secs(2);

/// The bumps that a display has waiting, oldest first, each meant for the ticket as it was then.
async fn send(display: &Http, taps: &[TicketId]) -> Vec<TicketId> {
    let mut taken = Vec::new();
    for ticket in taps {
        let answer = display.command(&format!("/api/kitchen/ticket/{ticket}/bump?seen=0")).await;
        match answer.status {
            204 => taken.push(ticket.clone()),
            _ => drop(answer.refused(409, "ticket_already_bumped")),
        }
    }
    taken
}

#[tokio::test]
async fn two_displays_that_were_away_for_twenty_minutes_come_together_and_bump_nothing_twice() {
    let hub = TestHub::start().await;
    let mut guests = Vec::new();
    for table in 1..=TABLES {
        guests.push(hub.table(&table.to_string()).seated(2).await.joined_by("Ada").await);
    }
    for order in 0..BEFORE {
        guests[order % TABLES].orders_one("soup", &[]).await;
    }
    let (one, two) = (hub.staff(Role::Kitchen).await, hub.staff(Role::Waiter).await);
    let mut since = Vec::new();
    for display in [&one, &two] {
        let mut screen = StaffScreen::open(hub.address(), FeedKind::Kitchen, display.token(), None).await;
        screen.frame().await;
        since.push((screen.position, screen.tickets));
        // Here the line breaks.
    }
    // Both bump the same twenty, and each thirty of its own.
    let known: Vec<TicketId> = since[0].1.keys().cloned().collect();
    let taps_of = |own: usize| -> Vec<TicketId> {
        known[..20].iter().chain(&known[own..own + TAPS - 20]).cloned().collect()
    };
    let (taps_one, taps_two) = (taps_of(20), taps_of(50));
    for order in BEFORE..ORDERS {
        hub.clock.advance(Duration::from_secs(10));
        guests[order % TABLES].orders_one("soup", &[]).await;
    }

    let began = Instant::now();
    let mut screens = Vec::new();
    for (display, (position, _)) in [&one, &two].into_iter().zip(&since) {
        screens.push(
            StaffScreen::open(hub.address(), FeedKind::Kitchen, display.token(), Some(*position)).await,
        );
    }
    let (taken_one, taken_two) = tokio::join!(send(&one, &taps_one), send(&two, &taps_two));
    let bumped = |screen: &StaffScreen| screen.tickets.values().filter(|ticket| ticket.is_bumped).count();
    for screen in &mut screens {
        screen.until(|screen| bumped(screen) == 80).await;
    }
    let took = began.elapsed();

    assert_eq!(taken_one.len() + taken_two.len(), 80, "each ticket was bumped by one display");
    assert!(!taken_one.iter().any(|ticket| taken_two.contains(ticket)));
    let fresh: KitchenView = view(&one).await;
    assert_eq!(all_tickets(&fresh).len(), ORDERS, "nothing is missing");
    for screen in &screens {
        assert_eq!(screen.tickets, all_tickets(&fresh), "both show what a new display shows");
    }
    assert!(fresh.done.iter().flat_map(|ticket| &ticket.lines).all(|line| line.status == DishStatus::Ready));
    assert!(took < WITHIN, "together after {took:?}");
}

#[tokio::test]
async fn a_tap_that_waited_does_not_bump_what_came_back_meanwhile() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let (one, two) = (hub.staff(Role::Kitchen).await, hub.staff(Role::Waiter).await);
    two.command("/api/kitchen/ticket/1-grill/bump?seen=0").await.done();
    two.command("/api/kitchen/ticket/1-grill/recall").await.done();
    let late = one.command("/api/kitchen/ticket/1-grill/bump?seen=0");
    hub.unchanged_by(late).await.refused(409, "ticket_changed");
    assert_eq!(view(&one).await.tickets.len(), 1, "it is being made again");
}

#[tokio::test]
async fn whoever_sends_no_body_at_all_has_brought_what_is_ready_whatever_type_they_say_it_is() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let kitchen = hub.staff(Role::Kitchen).await;
    for (order, length) in ["", "content-length: 0\r\n"].into_iter().enumerate() {
        guest.orders_one("soup", &[]).await;
        let order = order + 1;
        kitchen.command(&format!("/api/kitchen/ticket/{order}-grill/bump")).await.done();
        let request = format!(
            "POST /api/kitchen/order/{order}/serve HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
             idempotency-key: {}\r\ncontent-type: application/json\r\n{length}\r\n",
            hub.address(),
            kitchen.token().unwrap(),
            fresh_id(),
        );
        let answer = Raw::open(hub.address()).await.ask(&request).await.unwrap();
        assert_eq!(answer.status, 204, "{answer:?}");
    }
}

#[tokio::test]
async fn what_a_late_tap_says_to_have_seen_is_all_that_it_does() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("coffee", &[], 1).await;
    guest.orders().await;
    let (one, two) = (hub.staff(Role::Kitchen).await, hub.staff(Role::Waiter).await);
    let serve = |dishes: &[u16]| one.command("/api/kitchen/order/1/serve").json(&json!({ "dishes": dishes }));
    let moves = |seen: u32| {
        one.command("/api/kitchen/order/1/item/0/status").json(&json!({ "status": "ready", "seen": seen }))
    };
    let recall = |seen: &str| one.command(&format!("/api/kitchen/ticket/1-grill/recall?seen={seen}"));
    for verb in ["bump", "recall"] {
        two.command(&format!("/api/kitchen/ticket/1-grill/{verb}")).await.done();
    }
    let shown = |remade: u32| json!({ "dishes": [{ "index": 0, "remade": remade }] });
    let serve_shown = |remade| one.command("/api/kitchen/order/1/serve").json(&shown(remade));
    hub.unchanged_by(async {
        serve(&[0]).await.refused(409, "nothing_ready");
        serve(&[9]).await.refused(404, "dish_unknown");
        moves(0).await.refused(409, "ticket_changed");
    })
    .await;
    moves(1).await.done();
    for ticket in ["1-grill", "1-bar"] {
        two.command(&format!("/api/kitchen/ticket/{ticket}/bump?seen={}", u8::from(ticket == "1-grill")))
            .await
            .done();
    }
    hub.unchanged_by(async {
        serve_shown(0).await.refused(409, "ticket_changed");
        let odd = json!({ "dishes": [{ "index": 0 }] });
        one.command("/api/kitchen/order/1/serve").json(&odd).await.refused(422, "body_refused");
        recall("0").await.refused(409, "ticket_changed");
        recall("x").await.refused(400, "query_refused");
    })
    .await;
    let id = fresh_id();
    let serves =
        |dishes: &[u16]| one.post("/api/kitchen/order/1/serve").id(id).json(&json!({ "dishes": dishes }));
    serves(&[0]).await.done();
    let statuses = |view: &KitchenView| -> Vec<DishStatus> {
        view.done.iter().flat_map(|ticket| &ticket.lines).map(|line| line.status).collect()
    };
    let mut shown = statuses(&view(&one).await);
    shown.sort_unstable();
    assert_eq!(shown, [DishStatus::Ready, DishStatus::Served], "nobody has carried the coffee");
    hub.unchanged_by(async {
        serves(&[0]).await.done();
        serves(&[1]).await.refused(409, "command_reused");
        serve(&[0]).await.done();
        serve_shown(1).await.done();
    })
    .await;
    one.command("/api/kitchen/order/1/serve").json(&json!({})).await.done();
    hub.unchanged_by(one.command("/api/kitchen/order/1/serve")).await.refused(409, "nothing_ready");
    recall("1").await.done();
}
