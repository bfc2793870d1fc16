//! Void and comp by HTTP: who may, what the kitchen sees, what is on record.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::team::{AuditAct, AuditPage};
use plato_tests::http::Call;
use plato_tests::{Http, TestHub};
use serde_json::json;

use super::{kitchen, view};

fn takes_off(by: &Http, verb: &str, index: u16, portions: u16) -> Call {
    by.command(&format!("/api/orders/1/item/{index}/{verb}"))
        .json(&json!({ "portions": portions, "reason": "mistake" }))
}

#[tokio::test]
async fn a_void_shows_on_the_ticket_until_the_kitchen_has_seen_it_and_is_on_record() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 2).await;
    guest.orders().await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    let grill = "1-grill".parse().unwrap();
    screen.ticket("1-grill").await;
    takes_off(&hub.staff(Role::Waiter).await, "void", 0, 1).await.done();
    screen.until(|screen| screen.tickets[&grill].lines[0].voided == 1).await;
    let line = &screen.tickets[&grill].lines[0];
    assert_eq!((line.quantity, line.is_void_seen), (1, false));
    let kitchen = kitchen(&hub).await;
    hub.unchanged_by(kitchen.command("/api/kitchen/ticket/1-grill/bump")).await.refused(409, "void_unseen");
    kitchen.command("/api/kitchen/order/1/item/0/void-seen").await.done();
    screen.until(|screen| screen.tickets[&grill].lines[0].is_void_seen).await;
    hub.unchanged_by(kitchen.command("/api/kitchen/order/1/item/0/void-seen")).await.done();
    let owner = hub.staff(Role::Owner).await;
    let page: AuditPage = owner.post("/api/audit").json(&json!({ "kind": "table" })).await.ok();
    let record = &page.records[0];
    assert_eq!((record.act, record.subject.as_str()), (AuditAct::PortionsVoided, "1"));
    assert_eq!(record.detail, "1 × Soup (entered by mistake)");
}

#[tokio::test]
async fn what_was_made_is_comped_by_the_office_and_never_voided() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let (kitchen, manager) = (kitchen(&hub).await, hub.staff(Role::Manager).await);
    hub.unchanged_by(takes_off(&manager, "comp", 0, 1)).await.refused(409, "dish_not_made");
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    hub.unchanged_by(takes_off(&manager, "void", 0, 1)).await.refused(409, "dish_made");
    let waiter = hub.staff(Role::Waiter).await;
    hub.unchanged_by(takes_off(&waiter, "comp", 0, 1)).await.refused(403, "role_forbidden");
    let before = view(&kitchen).await.done;
    takes_off(&manager, "comp", 0, 1).await.done();
    assert_eq!(view(&kitchen).await.done, before, "a comp is no matter of the kitchen's");
    hub.unchanged_by(takes_off(&manager, "comp", 0, 1)).await.refused(409, "portions_too_few");
}

#[tokio::test]
async fn somebody_who_finds_a_screen_left_open_takes_nothing_off() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let manager = hub.staff(Role::Manager).await;
    hub.clock.advance(Duration::from_secs(6 * 60));
    hub.unchanged_by(async {
        takes_off(&manager, "void", 0, 1).await.refused(403, "step_up_needed");
        takes_off(&manager, "comp", 0, 1).await.refused(403, "step_up_needed");
    })
    .await;
}

#[tokio::test]
async fn what_leaves_the_pass_is_served_and_the_guests_see_it() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("coffee", &[], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    hub.unchanged_by(kitchen.command("/api/kitchen/order/1/serve")).await.refused(409, "nothing_ready");
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    kitchen.command("/api/kitchen/order/1/serve").await.done();
    let orders: serde_json::Value = guest.order_list().await.value();
    let statuses = [0, 1].map(|line| orders["orders"][0]["lines"][line]["status"].clone());
    assert_eq!(statuses, ["served", "queued"]);
}
