//! `POST /api/order/place` and `GET /api/order/session/{session}`.

use plato_sync_protocol::api::{Difference, OrdersAnswer, PlaceOrder, Role};
use plato_sync_protocol::digest::OrderDigest;
use plato_sync_protocol::limits::UNITS_PER_ORDER_MAX;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::vector::ChangeHash;
use plato_sync_protocol::views::DishStatus;
use plato_tests::party::order;
use plato_tests::{Guest, TestHub, euros, fresh_id};
use serde_json::{Value, json};

async fn seated(hub: &TestHub) -> Guest {
    hub.table("1").seated(2).await.joined_by("Ada").await
}

async fn places(guest: &Guest, order: &impl serde::Serialize) -> plato_tests::Answer {
    guest.http.post("/api/order/place").json(order).await
}

#[tokio::test]
async fn an_order_says_what_was_ordered_and_what_it_costs() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("steak", &["doneness/rare", "extras/egg"], 2).await;
    guest.adds("lemonade", &[], 1).await;
    let id = fresh_id();
    let receipt = guest.places(&guest.reviews().await, id).await.receipt();
    let order = receipt.order;
    assert_eq!((receipt.command_id, order.order.0, order.round), (id, 1, 1));
    assert_eq!((order.placed_by, order.status), (guest.diner.clone(), DishStatus::Queued));
    assert_eq!(order.total, euros(2 * 2600 + 380));
    assert_eq!(
        (order.lines[0].modifiers.join(", "), order.lines[0].total),
        ("Rare, Fried egg".into(), euros(5200))
    );
    assert_eq!(order.lines[0].diners, [guest.diner.clone(), guest.diner.clone()]);
    assert_eq!((order.lines[1].name.as_str(), order.lines[1].unit_price), ("Lemonade", euros(380)));
    assert!(guest.cart().await.lines.is_empty());
}

#[tokio::test]
async fn rounds_count_for_the_visit_and_numbers_for_the_hub() {
    let hub = TestHub::start().await;
    let one = seated(&hub).await;
    let two = hub.table("2").seated(2).await.joined_by("Ben").await;
    let mut seen = Vec::new();
    for guest in [&one, &two, &one] {
        let order = guest.orders_one("soup", &[]).await.order;
        seen.push((order.order.0, order.round));
    }
    assert_eq!(seen, [(1, 1), (2, 1), (3, 2)]);
    let answer: OrdersAnswer = one.order_list().await.ok();
    assert_eq!(answer.orders.iter().map(|order| order.order.0).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(answer.total, euros(1500));
}

#[tokio::test]
async fn the_same_id_again_gives_the_same_receipt_and_one_ticket() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    guest.adds("soup", &[], 1).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let first = guest.places(&reviewed, id).await;
    assert_eq!(first.status, 200, "{first:?}");
    for _ in 0..3 {
        let again = hub.unchanged_by(guest.places(&reviewed, id)).await;
        assert_eq!(again.body, first.body);
    }
    kitchen.ticket("1-grill").await;
    assert_eq!(kitchen.tickets.len(), 1);
}

#[tokio::test]
async fn the_receipt_stays_the_same_after_a_restart_and_when_the_dishes_have_moved() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let first = guest.places(&reviewed, id).await.body;
    let kitchen = hub.staff(Role::Kitchen).await;
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    assert_eq!(guest.places(&reviewed, id).await.body, first);
    hub.restart().await;
    assert_eq!(hub.unchanged_by(guest.places(&reviewed, id)).await.body, first);
    let orders: OrdersAnswer = guest.order_list().await.ok();
    assert_eq!((orders.orders.len(), orders.orders[0].status), (1, DishStatus::Ready));
}

#[tokio::test]
async fn the_id_may_come_as_a_header_field() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let bare = PlaceOrder { command_id: None, ..order(&reviewed, id) };
    let first = guest.http.post("/api/order/place").id(id).json(&bare).await;
    assert_eq!(first.receipt().command_id, id);
    assert_eq!(places(&guest, &order(&reviewed, id)).await.body, first.body);
}

#[tokio::test]
async fn an_order_without_an_id_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let mut body = serde_json::to_value(order(&guest.reviews().await, fresh_id())).unwrap();
    body["command_id"] = Value::Null;
    let call = || guest.http.post("/api/order/place").json(&body);
    hub.unchanged_by(call()).await.refused(400, "command_id_missing");
    for id in ["1", "", "not-a-uuid", &"a".repeat(300)] {
        let call = call().field("Idempotency-Key", id);
        hub.unchanged_by(call).await.refused(400, "command_id_malformed");
    }
    body["command_id"] = json!("not-a-uuid");
    hub.unchanged_by(places(&guest, &body)).await.refused(422, "body_refused");
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.adds("soup", &[], 1).await;
    let (reviewed, id) = (ada.reviews().await, fresh_id());
    ada.places(&reviewed, id).await.receipt();
    ada.adds("coffee", &[], 1).await;
    let other = ada.reviews().await;
    hub.unchanged_by(async {
        ada.places(&other, id).await.refused(409, "command_reused");
        ben.places(&reviewed, id).await.refused(409, "command_reused");
    })
    .await;
    let waiter = hub.staff(Role::Waiter).await;
    let bump = waiter.post("/api/kitchen/ticket/1-grill/bump").id(id);
    hub.unchanged_by(bump).await.refused(409, "command_reused");
}

#[tokio::test]
async fn an_id_whose_order_was_refused_may_be_used_again() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let line = guest.adds("soup", &[], 1).await.line;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    guest.http.delete(&format!("/api/customer/cart/item/{line}")).await;
    guest.places(&reviewed, id).await.refused(409, "cart_changed");
    guest.adds("soup", &[], 1).await;
    guest.places(&guest.reviews().await, id).await.receipt();
}

#[tokio::test]
async fn an_order_of_nothing_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let nothing = PlaceOrder { units: Vec::new(), ..order(&guest.reviews().await, fresh_id()) };
    hub.unchanged_by(places(&guest, &nothing)).await.refused(422, "order_empty");
}

#[tokio::test]
async fn a_portion_that_is_listed_twice_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let mut twice = order(&guest.reviews().await, fresh_id());
    twice.units.push(twice.units[0].clone());
    hub.unchanged_by(places(&guest, &twice)).await.refused(422, "portion_twice");
}

#[tokio::test]
async fn an_order_of_more_than_a_thousand_portions_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let mut huge = order(&guest.reviews().await, fresh_id());
    huge.units = vec![huge.units[0].clone(); UNITS_PER_ORDER_MAX + 1];
    hub.unchanged_by(places(&guest, &huge)).await.refused(422, "order_too_large");
}

#[tokio::test]
async fn heads_that_the_hub_does_not_know_are_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let reviewed = guest.reviews().await;
    for heads in
        [vec![ChangeHash([9; 32])], [reviewed.heads.clone(), vec![ChangeHash([9; 32])]].concat(), vec![]]
    {
        let ahead = PlaceOrder { heads, ..order(&reviewed, fresh_id()) };
        hub.unchanged_by(places(&guest, &ahead)).await.refused(409, "changes_missing");
    }
}

#[tokio::test]
async fn a_digest_of_something_else_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let digest = OrderDigest(ChangeHash([9; 32]));
    let other = PlaceOrder { digest, ..order(&guest.reviews().await, fresh_id()) };
    let answer = hub.unchanged_by(places(&guest, &other)).await;
    let differences = answer.refused(409, "cart_changed").differences;
    assert_eq!(
        differences.iter().map(|difference| &difference.what).collect::<Vec<_>>(),
        [&Difference::Digest]
    );
}

#[tokio::test]
async fn a_body_that_is_no_order_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    guest.adds("soup", &[], 1).await;
    let good = serde_json::to_string(&order(&guest.reviews().await, fresh_id())).unwrap();
    let send = |content_type: &'static str, body: String| {
        let call = guest.http.post("/api/order/place").body(content_type, body);
        hub.unchanged_by(call)
    };
    send("application/json", good[..good.len() - 1].to_owned()).await.refused(400, "json_malformed");
    send("application/cbor", good.clone()).await.refused(415, "json_expected");
    send("application/json", good.replace("\"heads\":[\"", "\"heads\":[\"x"))
        .await
        .refused(422, "body_refused");
    send("application/json", good.replace("750", "7.5")).await.refused(422, "body_refused");
    send("application/json", good.replace("EUR", "euro")).await.refused(422, "body_refused");
}
