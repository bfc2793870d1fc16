//! `POST /api/kitchen/order/{order}/item/{index}/status`, and how the guests hear of it.

use plato_sync_protocol::api::OrdersAnswer;
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::message::FromHub;
use plato_sync_protocol::views::DishStatus;
use plato_tests::http::Call;
use plato_tests::{Http, TestHub, fresh_id};
use serde_json::json;

use super::kitchen;

fn moves(kitchen: &Http, dish: u16, status: &str) -> Call {
    kitchen.command(&format!("/api/kitchen/order/1/item/{dish}/status")).json(&json!({ "status": status }))
}

#[tokio::test]
async fn a_dish_is_cooked_made_ready_and_served_and_the_guests_see_each_step() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    guest.adds("soup", &[], 1).await;
    guest.adds("coffee", &[], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    let steps =
        [("cooking", DishStatus::Cooking), ("ready", DishStatus::Ready), ("served", DishStatus::Served)];
    for (word, status) in steps {
        moves(&kitchen, 1, word).await.done();
        let moved = FromHub::OrderItemStatusChanged { order: OrderId(1), index: 1, status };
        phone.until(|frame| (*frame == moved).then_some(())).await;
        let slowest = FromHub::OrderStatusChanged { order: OrderId(1), status: DishStatus::Queued };
        assert_eq!(phone.frame().await, slowest, "the soup is not begun");
        let orders: OrdersAnswer = guest.order_list().await.ok();
        assert_eq!(orders.orders[0].lines[1].status, status);
    }
    moves(&kitchen, 0, "served").await.done();
    let all = FromHub::OrderStatusChanged { order: OrderId(1), status: DishStatus::Served };
    phone.until(|frame| (*frame == all).then_some(())).await;
}

#[tokio::test]
async fn a_bump_and_a_recall_are_told_to_the_guests_dish_by_dish() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    guest.adds("soup", &[], 1).await;
    guest.adds("coffee", &[], 1).await;
    guest.adds("truffle", &[], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    for (verb, status) in [("bump", DishStatus::Ready), ("recall", DishStatus::Cooking)] {
        kitchen.command(&format!("/api/kitchen/ticket/1-grill/{verb}")).await.done();
        let mut moved = Vec::new();
        while moved.len() < 2 {
            if let FromHub::OrderItemStatusChanged { index, status, .. } = phone.frame().await {
                moved.push((index, status));
            }
        }
        assert_eq!(moved, [(0, status), (2, status)], "the coffee is another station's");
    }
}

#[tokio::test]
async fn another_party_hears_nothing() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let other = hub.table("2").seated(2).await.joined_by("Eve").await;
    let mut phone = other.phone(&hub).await;
    guest.orders_one("soup", &[]).await;
    moves(&kitchen(&hub).await, 0, "ready").await.done();
    other.orders_one("coffee", &[]).await;
    let first = phone.until(|frame| match frame {
        FromHub::OrderNew(order) => Some(order.order),
        FromHub::OrderItemStatusChanged { order, .. } | FromHub::OrderStatusChanged { order, .. } => {
            Some(*order)
        }
        _ => None,
    });
    assert_eq!(first.await, OrderId(2), "the first that they hear of is their own");
}

#[tokio::test]
async fn a_dish_never_moves_back() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let kitchen = kitchen(&hub).await;
    moves(&kitchen, 0, "ready").await.done();
    hub.unchanged_by(async {
        moves(&kitchen, 0, "cooking").await.refused(409, "dish_further_on");
        moves(&kitchen, 0, "queued").await.refused(409, "dish_further_on");
        moves(&kitchen, 0, "ready").await.done();
    })
    .await;
}

#[tokio::test]
async fn a_move_that_cannot_be_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let kitchen = kitchen(&hub).await;
    let ready = json!({ "status": "ready" });
    let post = |path: &str| kitchen.command(&format!("/api/kitchen/order/{path}/status"));
    hub.unchanged_by(async {
        post("2/item/0").json(&ready).await.refused(404, "order_unknown");
        post("1/item/1").json(&ready).await.refused(404, "dish_unknown");
        post("x/item/0").json(&ready).await.refused(404, "path_unknown");
        post("1/item/-1").json(&ready).await.refused(404, "path_unknown");
        post("1/item/70000").json(&ready).await.refused(404, "path_unknown");
        post("1/item/0").json(&json!({ "status": "burnt" })).await.refused(422, "body_refused");
        post("1/item/0").json(&json!({ "status": "ready", "price": 1 })).await.refused(422, "body_refused");
        post("1/item/0").body("application/json", "{").await.refused(400, "json_malformed");
        post("1/item/0").body("text/plain", "ready").await.refused(415, "json_expected");
        post("1/item/0")
            .body("application/json", vec![b' '; 64 * 1024 + 1])
            .await
            .refused(413, "body_too_long");
        let nameless = kitchen.post("/api/kitchen/order/1/item/0/status").json(&ready);
        nameless.await.refused(400, "command_id_missing");
    })
    .await;
}

#[tokio::test]
async fn the_same_move_again_is_answered_as_the_first_also_when_the_dish_has_moved_on() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let (kitchen, id) = (kitchen(&hub).await, fresh_id());
    let cooking =
        || kitchen.post("/api/kitchen/order/1/item/0/status").id(id).json(&json!({ "status": "cooking" }));
    cooking().await.done();
    moves(&kitchen, 0, "ready").await.done();
    hub.unchanged_by(cooking()).await.done();
    let other =
        kitchen.post("/api/kitchen/order/1/item/0/status").id(id).json(&json!({ "status": "served" }));
    hub.unchanged_by(other).await.refused(409, "command_reused");
}
