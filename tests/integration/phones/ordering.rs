//! Ordering from phones: once, whatever becomes of answers and networks.

use plato_client_wasm::view::{Notice, ReviewState, View};
use plato_sync_protocol::api::{Difference, Role};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::message::FeedKind;
use plato_tests::device::dishes;
use plato_tests::{TestHub, VENUE_FILE, euros};

use super::{level, pair};

fn placed(number: u32) -> ReviewState {
    ReviewState::Placed { order: OrderId(number) }
}

#[tokio::test]
async fn an_order_reaches_the_kitchen_and_the_other_phone() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    ada.adds("steak", &["doneness/rare"], 1).await;
    ben.adds("coffee", &[], 1).await;
    level(&ada, &ben, 2).await;
    ada.orders().await;
    assert_eq!(ada.settled().await, placed(1));
    assert_eq!(kitchen.ticket("1-grill").await.lines[0].modifiers, ["R"]);
    let told = Notice::OrderedByOther { order: OrderId(1), diner: ada.me(), is_waiting: false };
    let view = ben.until("the order", |view| view.notices.iter().any(|notice| notice.what == told)).await;
    assert_eq!((view.orders[0].total, view.cart.portions), (euros(2700), 0));
}

#[tokio::test]
async fn two_phones_that_order_at_the_same_moment_make_one_order_and_one_clear_answer() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    level(&ada, &ben, 1).await;
    tokio::join!(ada.orders(), ben.orders());
    let (hers, his) = tokio::join!(ada.settled(), ben.settled());
    let (lost, winner) = if hers == placed(1) { (his, "Ada") } else { (hers, "Ben") };
    let ReviewState::Changed { differences } = lost else { panic!("{lost:?}") };
    let sent = Difference::AlreadySent { order: OrderId(1), by: winner.into() };
    assert_eq!(differences.iter().map(|difference| &difference.what).collect::<Vec<_>>(), [&sent]);
    // Whoever lost may have the answer before the order itself.
    let is_there = |view: &View| view.orders.len() == 1;
    let (hers, his) = tokio::join!(ada.until("the order", is_there), ben.until("the order", is_there));
    assert_eq!(hers.orders, his.orders);
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_asked_again_and_taken_once() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, _ben) = pair(&hub, &party).await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    ada.loses_answers(true).await;
    ada.orders().await;
    kitchen.ticket("1-grill").await;
    ada.cut().await;
    let is_unknown =
        |view: &View| view.review.as_ref().is_some_and(|review| review.state == ReviewState::Unknown);
    ada.until("an unknown outcome", is_unknown).await;
    ada.loses_answers(false).await;
    ada.reconnect().await;
    assert_eq!(ada.settled().await, placed(1));
    assert_eq!((ada.view().orders.len(), kitchen.tickets.len()), (1, 1));
}

#[tokio::test]
async fn an_order_under_way_survives_a_reload_and_a_restart_of_the_hub() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, _ben) = pair(&hub, &party).await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    ada.loses_answers(true).await;
    ada.orders().await;
    kitchen.ticket("1-grill").await;
    hub.stop().await;
    let ada = ada.reloads().await;
    assert!(ada.view().review.is_some_and(|review| review.state != placed(1)), "it is still under way");
    hub.start_again();
    assert_eq!(ada.settled().await, placed(1));
    let view = hub.staff(Role::Kitchen).await.get("/api/kitchen/orders").await.value();
    assert_eq!(view["tickets"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_that_is_tapped_while_cut_off_is_sent_on_return() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.cut().await;
    ada.adds("soup", &[], 1).await;
    ben.adds("coffee", &[], 1).await;
    ben.saved().await;
    ada.orders().await;
    ada.reconnect().await;
    assert_eq!(ada.settled().await, placed(1));
    let view = ben.until("the order", |view| view.orders.len() == 1).await;
    assert_eq!(view.orders[0].total, euros(750), "what was confirmed is what is ordered");
    assert_eq!(dishes(&view), [("coffee".to_owned(), 1)]);
}

#[tokio::test]
async fn a_price_that_has_changed_is_shown_before_anything_is_ordered() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, _ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    ada.does(plato_client_wasm::input::Action::OpenReview).await;
    hub.import(&VENUE_FILE.replace("price = \"7.50\"", "price = \"7.90\"")).await;
    ada.until("the new price", |view| view.cart.total == Some(euros(790))).await;
    assert_eq!(ada.view().review.unwrap().total, euros(750), "the review is frozen");
    ada.does(plato_client_wasm::input::Action::Place).await;
    let ReviewState::Changed { differences } = ada.settled().await else { panic!("it was not refused") };
    let repriced = Difference::Repriced { shown: euros(750), now: euros(790) };
    assert_eq!(differences[0].what, repriced);
    ada.orders().await;
    assert_eq!(ada.settled().await, placed(1));
    assert_eq!(ada.view().orders[0].total, euros(790));
}

#[tokio::test]
async fn a_dish_that_is_86d_shows_in_the_cart_and_cannot_be_ordered() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, _ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let off = serde_json::json!({ "is_eighty_sixed": true });
    kitchen.command("/api/kitchen/items/soup/eighty-six").json(&off).await.done();
    let view = ada.until("the problem", |view| !view.cart.is_orderable).await;
    assert!(plato_tests::device::lines(&view)[0].problem.is_some());
    hub.unchanged_by(ada.orders()).await;
    assert!(ada.view().review.is_none());
}
