//! No money reaches the kitchen, in any byte: not the amounts, not the words for them.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::message::{FeedFromDevice, FeedKind};
use plato_tests::{TestHub, VENUE_FILE};
use serde_json::json;

use super::kitchen;

/// The truffle's price in minor units, in words, and the sum of two; words that go with amounts.
const MONEY: &[&str] =
    &["918273", "9182.73", "1836546", "18365.46", "price", "total", "minor", "currency", "EUR", "€"];

fn is_free_of_money(text: &str) {
    for money in MONEY {
        assert!(!text.contains(money), "{money} in {text}");
    }
}

#[tokio::test]
async fn no_money_is_in_any_byte_that_the_kitchen_receives() {
    let hub = TestHub::start().await;
    hub.import(&VENUE_FILE.replace("price = \"4.00\"", "price = \"9182.73\"")).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let kitchen = kitchen(&hub).await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    guest.adds("truffle", &[], 2).await;
    guest.adds("steak", &["doneness/rare", "extras/fries"], 1).await;
    let receipt = guest.orders().await;
    assert_eq!(receipt.order.lines[0].unit_price.minor, 918_273, "the amount that is looked for is there");
    screen.ticket("1-grill").await;
    let ready = json!({ "status": "ready" });
    let mut bodies = vec![
        kitchen.command("/api/kitchen/order/1/item/0/status").json(&ready).await,
        kitchen.command("/api/kitchen/ticket/1-grill/bump").await,
        kitchen.command("/api/kitchen/ticket/1-grill/bump").await,
        kitchen.command("/api/kitchen/ticket/1-grill/recall").await,
        kitchen
            .command("/api/kitchen/items/truffle/eighty-six")
            .json(&json!({ "is_eighty_sixed": true }))
            .await,
        kitchen.get("/api/kitchen/orders").await,
    ];
    // Also a repriced menu and a refused order are no reason to speak of money.
    hub.import(&VENUE_FILE.replace("9182.73", "18365.46")).await;
    bodies.push(kitchen.get("/api/kitchen/orders").await);
    for answer in &bodies {
        is_free_of_money(&answer.body);
        is_free_of_money(&format!("{:?}", answer.headers));
    }
    screen.says(&FeedFromDevice::Ping).await;
    let position = hub.position();
    screen.until(|screen| screen.position >= position).await;
    // However much of it came in one frame.
    for what in ["1-grill", "\"is_bumped\":true", "\"is_eighty_sixed\":true"] {
        assert!(screen.heard.iter().any(|frame| frame.contains(what)), "{what}: {:?}", screen.heard);
    }
    screen.heard.iter().for_each(|frame| is_free_of_money(frame));
    let mut late = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    late.ticket("1-grill").await;
    late.heard.iter().for_each(|frame| is_free_of_money(frame));
}
