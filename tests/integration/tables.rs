//! What goes on while a party sits: calls, and tables that change hands.

use std::collections::BTreeMap;

use plato_client_wasm::input::Action;
use plato_client_wasm::view::View;
use plato_sync_protocol::api::Role;
use plato_sync_protocol::floor::{CallKind, TableState};
use plato_sync_protocol::ids::TicketId;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::TicketView;
use plato_tests::device::dishes;
use plato_tests::{TestDevice, TestHub, fresh_id};
use serde_json::json;

fn water() -> Action {
    Action::CallWaiter { kind: CallKind::Water }
}

#[tokio::test]
async fn a_call_reaches_the_floor_and_its_answer_the_whole_party() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    ada.does(water()).await;
    // Twice is once, whoever of the party presses.
    ben.until("the call", |view| view.calls.iter().any(|call| call.call == Some(1))).await;
    ben.does(water()).await;
    floor
        .until(|screen| {
            let party = screen.floor.as_ref().and_then(|_| screen.table("1").session);
            party.is_some_and(|party| party.door.calls.len() == 1 && party.door.calls[0].by == "Ada")
        })
        .await;
    let waiter = hub.staff(Role::Waiter).await;
    let path = format!("/api/floor/sessions/{}/calls/1", party.session);
    waiter.command(&path).json(&json!({ "reply": "on_the_way" })).await.done();
    for phone in [&ada, &ben] {
        phone.until("on the way", |view| view.calls.iter().any(|call| call.taken_by.is_some())).await;
    }
    waiter.command(&path).json(&json!({ "reply": "done" })).await.done();
    ada.until("done", |view| view.calls.is_empty()).await;
    ben.until("done", |view| view.calls.is_empty()).await;
    waiter.command(&path).json(&json!({ "reply": "done" })).await.refused(409, "call_over");
}

#[tokio::test]
async fn a_call_that_got_no_answer_is_made_once_when_the_hub_is_heard_again() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.live().await;
    ada.cut().await;
    ada.does(water()).await;
    let waits = ada.until("not sent", |view| !view.calls.is_empty()).await;
    assert_eq!(waits.calls[0].call, None);
    ada.reconnect().await;
    ada.until("sent", |view| view.calls.iter().any(|call| call.call == Some(1))).await;
    ada.does(Action::WithdrawCall { kind: CallKind::Water }).await;
    ada.until("taken back", |view| view.calls.is_empty()).await;
}

#[tokio::test]
async fn a_party_moves_with_cart_pin_and_phones_and_nothing_is_fired_again() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.adds("soup", &[], 1).await;
    ada.orders().await;
    ada.adds("coffee", &[], 2).await;
    // The soup leaves the cart with the hub's mark, which may come after the receipt.
    let is_ordered = |view: &View| view.orders.len() == 1 && dishes(view) == [("coffee".to_owned(), 2)];
    ada.until("the round", is_ordered).await;
    let before = ada.saved().await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    kitchen.until(|screen| !screen.tickets.is_empty()).await;
    let tickets = kitchen.tickets.clone();
    let waiter = hub.staff(Role::Waiter).await;
    let path = format!("/api/floor/sessions/{}/move", party.session);
    waiter.command(&path).json(&json!({ "table": "2" })).await.done();
    let after = ada.until("the new table", |view| view.table_name == "2" && !view.diners.is_empty()).await;
    assert_eq!((dishes(&after), &after.orders), (dishes(&before), &before.orders));
    kitchen.until(|screen| screen.tickets.values().all(|ticket| ticket.table == "2")).await;
    let labels = |tickets: &BTreeMap<TicketId, TicketView>| -> Vec<_> {
        let label = |one: &TicketView| (one.ticket.clone(), one.fired_at_ms, one.lines.clone());
        tickets.values().map(label).collect()
    };
    assert_eq!(labels(&kitchen.tickets), labels(&tickets));
    // The PIN lets people in where the party sits now, and nowhere else.
    let join = |table: &str| {
        let key = hub.table_key(&table.parse().unwrap());
        json!({ "table": table, "key": key, "pin": party.pin, "name": "Cleo" })
    };
    hub.anyone().post("/api/sessions/join").json(&join("1")).await.refused(409, "table_not_seated");
    let joined = hub.anyone().post("/api/sessions/join").json(&join("2")).await.value();
    assert_eq!(joined["session"], party.session.as_str());
}

#[tokio::test]
async fn a_table_that_was_eaten_at_is_to_be_cleaned_before_it_is_free() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let waiter = hub.staff(Role::Waiter).await;
    hub.settles(&party.session).await;
    waiter.command(&format!("/api/sessions/{}/close", party.session)).await.done();
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    let state = |wanted: TableState| {
        move |screen: &plato_tests::StaffScreen| {
            screen.floor.is_some() && screen.table("1").status.is_some_and(|is| is.state == wanted)
        }
    };
    floor.until(state(TableState::ToClean)).await;
    let id = fresh_id();
    waiter.post("/api/floor/tables/1/clean").id(id).await.done();
    floor.until(state(TableState::Free)).await;
    hub.unchanged_by(waiter.post("/api/floor/tables/1/clean").id(id)).await.done();
}

#[tokio::test]
async fn whoever_seats_a_party_as_a_waiter_looks_after_it() {
    let hub = TestHub::start().await;
    let seat = json!({ "covers": 2, "mode": "family" });
    hub.staff(Role::Waiter).await.command("/api/floor/tables/1/seat").json(&seat).await.value();
    hub.staff(Role::Owner).await.command("/api/floor/tables/2/seat").json(&seat).await.value();
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    floor.until(|screen| screen.floor.is_some()).await;
    let name = |table| floor.table(table).session.unwrap().waiter.map(|waiter| waiter.name);
    assert_eq!((name("1"), name("2")), (Some(plato_tests::hub::staff_name(Role::Waiter)), None));
}
