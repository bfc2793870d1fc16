//! Courses by HTTP and on the feeds: what waits, what is fired, and who hears of it.

use plato_sync_protocol::api::{OrdersAnswer, Role};
use plato_sync_protocol::message::{FeedKind, FromHub};
use plato_sync_protocol::views::OrderView;
use plato_tests::{TestHub, VENUE_FILE, fresh_id};
use serde_json::json;

use super::{kitchen, view};

/// The venue of the tests with soup as a starter and every other dish of the kitchen as a main.
fn file() -> String {
    let mains = "id = \"mains\"\nname = \"Mains\"\n";
    let soup = "id = \"soup\"\nname = \"Soup\"\n";
    assert!(VENUE_FILE.contains(mains) && VENUE_FILE.contains(soup));
    let file = VENUE_FILE
        .replace(mains, &format!("{mains}course = \"mains\"\n"))
        .replace(soup, &format!("{soup}course = \"starters\"\n"));
    format!(
        "{file}\n[[course]]\nid = \"starters\"\nname = \"Starters\"\n[[course]]\nid = \"mains\"\nname = \"Mains\"\n"
    )
}

#[tokio::test]
async fn later_courses_wait_until_floor_or_kitchen_fires_them() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    for (item, modifiers) in [("soup", &[][..]), ("steak", &["doneness/rare"][..]), ("coffee", &[][..])] {
        guest.adds(item, modifiers, 1).await;
    }
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    let shown = view(&kitchen).await;
    assert_eq!(shown.courses, ["Starters", "Mains"]);
    let tickets: Vec<_> =
        shown.tickets.iter().map(|ticket| (ticket.ticket.to_string(), ticket.is_held)).collect();
    let waits = |ticket: &str, is_held| (ticket.to_owned(), is_held);
    assert_eq!(tickets, [waits("1-bar", false), waits("1-grill", false), waits("1.2-grill", true)]);
    floor.until(|screen| screen.floor.is_some() && !held(&screen.table("1")).is_empty()).await;
    assert_eq!(held(&floor.table("1")), [(2, "Mains".to_owned(), 1)]);

    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    let waiter = hub.staff(Role::Waiter).await;
    let (fire, id) = (format!("/api/sessions/{}/fire", party.session), fresh_id());
    let fires = || waiter.post(&fire).id(id).json(&json!({ "course": 2 }));
    fires().await.done();
    screen.until(|screen| screen.tickets.values().all(|ticket| !ticket.is_held)).await;
    floor.until(|screen| held(&screen.table("1")).is_empty()).await;
    hub.unchanged_by(fires()).await.done();
    let again = waiter.command(&fire).json(&json!({ "course": 2 }));
    hub.unchanged_by(again).await.refused(409, "course_not_held");
}

fn held(table: &plato_sync_protocol::floor::TableView) -> Vec<(u8, String, u32)> {
    let held = table.session.iter().flat_map(|session| &session.held);
    held.map(|course| (course.course, course.name.clone(), course.portions)).collect()
}

#[tokio::test]
async fn a_course_is_fired_by_the_kitchen_for_the_party_of_an_order() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.orders().await;
    guest.orders_one("truffle", &[]).await;
    let kitchen = kitchen(&hub).await;
    kitchen.command("/api/kitchen/order/1/fire").json(&json!({ "course": 2 })).await.done();
    let shown = view(&kitchen).await;
    assert!(shown.tickets.iter().all(|ticket| !ticket.is_held), "the second order waited with the first");
    hub.unchanged_by(async {
        let fire = |order: u32, course| {
            kitchen.command(&format!("/api/kitchen/order/{order}/fire")).json(&json!({ "course": course }))
        };
        fire(1, 2).await.refused(409, "course_not_held");
        fire(9, 2).await.refused(404, "order_unknown");
        fire(1, 300).await.refused(422, "body_refused");
    })
    .await;
}

#[tokio::test]
async fn a_late_fire_starts_the_orders_that_it_names_and_no_round_that_came_since() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.orders().await;
    guest.orders_one("truffle", &[]).await;
    let (kitchen, waiter) = (kitchen(&hub).await, hub.staff(Role::Waiter).await);
    let of_order = |orders: &[u32]| {
        kitchen.command("/api/kitchen/order/1/fire").json(&json!({ "course": 2, "orders": orders }))
    };
    let of_party = |orders: &[u32]| {
        let path = format!("/api/sessions/{}/fire", party.session);
        waiter.command(&path).json(&json!({ "course": 2, "orders": orders }))
    };
    let held = async || -> Vec<u32> {
        let tickets = view(&kitchen).await.tickets;
        tickets.iter().filter(|ticket| ticket.is_held).map(|ticket| ticket.order.0).collect()
    };
    of_order(&[1]).await.done();
    assert_eq!(held().await, [2], "nobody has seen the second round wait");
    hub.unchanged_by(async {
        of_party(&[1]).await.done();
        of_party(&[9]).await.refused(409, "course_not_held");
        of_party(&[]).await.refused(409, "course_not_held");
    })
    .await;
    of_party(&[1, 2]).await.done();
    assert_eq!(held().await, [0u32; 0]);
}

#[tokio::test]
async fn a_dish_that_waits_is_moved_and_one_that_was_fired_is_not() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.ticket("1.2-grill").await;
    let moves = |index: u16, course: u8| {
        kitchen
            .command(&format!("/api/kitchen/order/1/item/{index}/course"))
            .json(&json!({ "course": course }))
    };
    moves(1, 1).await.done();
    let grill = "1-grill".parse().unwrap();
    screen.until(|screen| screen.tickets[&grill].lines.len() == 2).await;
    let joined = &screen.tickets[&grill];
    assert_eq!((joined.revision, joined.lines[1].is_addition), (1, true));
    assert!(screen.tickets[&"1.2-grill".parse().unwrap()].lines.is_empty(), "nothing waits there any more");
    hub.unchanged_by(async {
        moves(1, 2).await.refused(409, "dish_fired");
        moves(0, 2).await.refused(409, "dish_fired");
        moves(7, 2).await.refused(404, "dish_unknown");
    })
    .await;
    let stale = kitchen.command("/api/kitchen/ticket/1-grill/bump?seen=0");
    hub.unchanged_by(stale).await.refused(409, "ticket_changed");
    hub.unchanged_by(kitchen.command("/api/kitchen/ticket/1-grill/bump?seen=x"))
        .await
        .refused(400, "query_refused");
    kitchen.command("/api/kitchen/ticket/1-grill/bump?seen=1").await.done();
}

#[tokio::test]
async fn guests_see_that_a_dish_comes_later_until_the_kitchen_is_told_to_start_it() {
    // A main that waited for the starters read "With the kitchen".
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    guest.adds("soup", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.adds("steak", &["doneness/rare"], 1).await;
    guest.orders().await;
    let held = |order: &OrderView| order.lines.iter().map(|line| line.is_held).collect::<Vec<_>>();
    let mut hears = async |expected: [bool; 3]| {
        let heard = phone.until(|frame| match frame {
            FromHub::OrderNew(order) => Some(held(order)),
            _ => None,
        });
        assert_eq!(heard.await, expected);
        let orders: OrdersAnswer = guest.order_list().await.ok();
        assert_eq!(held(&orders.orders[0]), expected, "whoever comes back is told the same");
    };
    hears([false, true, true]).await;
    let kitchen = kitchen(&hub).await;
    let moves = |index: u16, course: u8| {
        kitchen
            .command(&format!("/api/kitchen/order/1/item/{index}/course"))
            .json(&json!({ "course": course }))
    };
    moves(2, 1).await.done();
    hears([false, true, false]).await;
    kitchen.command("/api/kitchen/order/1/fire").json(&json!({ "course": 2 })).await.done();
    hears([false; 3]).await;
}

#[tokio::test]
async fn courses_outlive_a_restart() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    let before = view(&kitchen).await;
    hub.restart().await;
    assert_eq!(view(&kitchen).await.tickets, before.tickets);
}
