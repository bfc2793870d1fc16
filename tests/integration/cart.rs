//! `/api/customer/cart`: the cart without wasm, and everything that may not get into it.

use std::time::Duration;

use plato_hub::carts::CartId;
use plato_hub::origin::Origin;
use plato_hub::writer::Intent;
use plato_sync_protocol::api::{CartAdd, CartAnswer, CartUpdate, Role};
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::{DinerId, LineId};
use plato_sync_protocol::limits::{CHANGES_BURST_MAX, LINES_PER_CART_MAX};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::FromHub;
use plato_tests::device::portions;
use plato_tests::party::chosen;
use plato_tests::phone::add;
use plato_tests::{Answer, Guest, TestDevice, TestHub, euros, fresh_id};
use serde_json::{Value, json};

async fn seated(hub: &TestHub) -> Guest {
    hub.table("1").seated(2).await.joined_by("Ada").await
}

/// An addition that has to be refused and change nothing.
async fn is_refused(hub: &TestHub, guest: &Guest, add: (&str, &[&str], u32), status: u16, code: &str) {
    let (item, modifiers, quantity) = add;
    let answer = hub.unchanged_by(guest.asks_for(item, modifiers, quantity)).await;
    answer.refused(status, code);
}

async fn updates(guest: &Guest, update: &CartUpdate) -> Answer {
    guest.http.post("/api/customer/cart/update").json(update).await
}

fn quantity(line: &LineId, quantity: u32) -> CartUpdate {
    CartUpdate { line: line.clone(), quantity: Some(quantity), config: None, diner: None }
}

fn config(line: &LineId, config: LineConfig) -> CartUpdate {
    CartUpdate { line: line.clone(), quantity: None, config: Some(config), diner: None }
}

#[tokio::test]
async fn what_is_added_is_priced_from_the_hubs_menu() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let line = guest.adds("steak", &["doneness/rare", "extras/egg", "extras/fries"], 2).await;
    assert_eq!((line.name.as_str(), line.units.len(), line.unit_price), ("Steak", 2, Some(euros(3000))));
    guest.adds("soup", &[], 1).await;
    let cart = guest.cart().await;
    assert_eq!((cart.lines.len(), cart.total), (2, euros(6750)));
    assert_eq!(cart.confirm.unwrap().units.len(), 3);
}

#[tokio::test]
async fn two_of_a_party_see_one_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let hers = ada.adds("soup", &[], 1).await;
    let his = ben.adds("soup", &[], 1).await;
    assert_eq!(ada.cart().await, ben.cart().await);
    assert_ne!(hers.line, his.line, "the same dish of two people is two lines");
    assert_eq!((&hers.by, &his.by), (&ada.diner, &ben.diner));
}

#[tokio::test]
async fn an_edit_by_call_is_shown_on_a_phone_and_the_other_way_round() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut phone = ben.phone(&hub).await;
    let line = ada.adds("soup", &[], 1).await.line;
    phone.until(|frame| matches!(frame, FromHub::CartUpdated(_)).then_some(())).await;
    assert_eq!(phone.cart.lines()[0].line, line);
    phone.adds("coffee", &["milk/oat"], 1).await;
    phone.saved().await;
    assert_eq!(ada.cart().await.lines[1].item.as_str(), "coffee");
}

#[tokio::test]
async fn a_dish_may_be_for_somebody_else_or_for_everyone() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    for diner in [&ben.diner, &DinerId::everyone()] {
        let add = json!({ "item": "soup", "quantity": 1, "diner": diner });
        let cart: CartAnswer = ada.http.post("/api/customer/cart/add").json(&add).await.ok();
        let line = cart.lines.last().unwrap();
        assert_eq!((&line.units[0].diner, &line.by), (diner, &ada.diner));
    }
    let add = json!({ "item": "soup", "quantity": 1, "diner": "aaaaaaaaaa" });
    let call = ada.http.post("/api/customer/cart/add").json(&add);
    hub.unchanged_by(call).await.refused(404, "diner_unknown");
}

#[tokio::test]
async fn an_unknown_dish_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    is_refused(&hub, &guest, ("lasagne", &[], 1), 404, "item_unknown").await;
}

#[tokio::test]
async fn a_modifier_of_another_dish_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    is_refused(&hub, &guest, ("steak", &["doneness/rare", "milk/oat"], 1), 422, "modifier_unknown").await;
    is_refused(&hub, &guest, ("steak", &["doneness/raw"], 1), 422, "modifier_unknown").await;
    is_refused(&hub, &guest, ("soup", &["spice/hot"], 1), 422, "modifier_unknown").await;
}

#[tokio::test]
async fn a_missing_required_choice_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    is_refused(&hub, &guest, ("steak", &[], 1), 422, "choice_missing").await;
    is_refused(&hub, &guest, ("steak", &["extras/egg"], 1), 422, "choice_missing").await;
}

#[tokio::test]
async fn too_many_choices_are_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    is_refused(&hub, &guest, ("steak", &["doneness/rare", "doneness/well"], 1), 422, "choice_too_many").await;
    let all = ["doneness/rare", "extras/butter", "extras/egg", "extras/fries"];
    is_refused(&hub, &guest, ("steak", &all, 1), 422, "choice_too_many").await;
}

#[tokio::test]
async fn zero_or_a_thousand_portions_are_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    for portions in [0, 100, 1_000, u32::MAX] {
        is_refused(&hub, &guest, ("soup", &[], portions), 422, "quantity_out_of_bounds").await;
    }
    let line = guest.adds("soup", &[], 99).await.line;
    for portions in [100, 1_000] {
        let answer = hub.unchanged_by(updates(&guest, &quantity(&line, portions))).await;
        answer.refused(422, "quantity_out_of_bounds");
    }
}

#[tokio::test]
async fn a_dish_that_is_86d_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let off = json!({ "is_eighty_sixed": true });
    kitchen.command("/api/kitchen/items/soup/eighty-six").json(&off).await.done();
    is_refused(&hub, &guest, ("soup", &[], 1), 409, "item_eighty_sixed").await;
}

#[tokio::test]
async fn a_note_that_cannot_be_shown_or_is_too_long_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let noted = |note: String| CartAdd {
        item: "soup".parse().unwrap(),
        config: LineConfig { note, ..chosen(&[]) },
        quantity: 1,
        diner: None,
    };
    for note in ["a".repeat(141), "no\u{202e}tlas".into(), "bell\u{7}".into()] {
        let call = guest.http.post("/api/customer/cart/add").json(&noted(note));
        hub.unchanged_by(call).await.refused(422, "config_refused");
    }
    let call = guest.http.post("/api/customer/cart/add").json(&noted(format!(" {} ", "ä".repeat(140))));
    assert_eq!(call.await.ok::<CartAnswer>().lines[0].config.note, "ä".repeat(140));
}

#[tokio::test]
async fn a_body_that_is_none_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    for path in ["/api/customer/cart/add", "/api/customer/cart/update"] {
        let send = |content_type, body: &str| {
            let call = guest.http.post(path).body(content_type, body);
            hub.unchanged_by(call)
        };
        send("application/json", "{\"config\":").await.refused(400, "json_malformed");
        send("text/plain", "{}").await.refused(415, "json_expected");
        send("application/json", "{\"quantity\":-1}").await.refused(422, "body_refused");
        send("application/json", "{\"price\":1}").await.refused(422, "body_refused");
        send("application/json", &" ".repeat(64 * 1024 + 1)).await.refused(413, "body_too_long");
    }
}

#[tokio::test]
async fn a_line_can_grow_shrink_and_be_chosen_anew() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let line = guest.adds("steak", &["doneness/rare"], 1).await.line;
    let cart: CartAnswer = updates(&guest, &quantity(&line, 70)).await.ok();
    assert_eq!(cart.lines[0].units.len(), 70);
    let cart: CartAnswer = updates(&guest, &quantity(&line, 2)).await.ok();
    assert_eq!((cart.lines[0].units.len(), cart.total), (2, euros(4800)));
    let cart: CartAnswer =
        updates(&guest, &config(&line, chosen(&["doneness/well", "extras/fries"]))).await.ok();
    assert_eq!((cart.lines[0].unit_price, cart.total), (Some(euros(2800)), euros(5600)));
    let cart: CartAnswer = updates(&guest, &quantity(&line, 0)).await.ok();
    assert!(cart.lines.is_empty() && cart.confirm.is_none());
}

#[tokio::test]
async fn a_line_that_is_taken_off_is_gone() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let line = guest.adds("soup", &[], 3).await.line;
    let path = format!("/api/customer/cart/item/{line}");
    assert!(guest.http.delete(&path).await.ok::<CartAnswer>().lines.is_empty());
    hub.unchanged_by(guest.http.delete(&path)).await.ok::<CartAnswer>();
}

#[tokio::test]
async fn a_change_of_a_line_that_cannot_be_is_refused() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let other = hub.table("2").seated(2).await.joined_by("Ben").await;
    let theirs = other.adds("soup", &[], 1).await.line;
    let own = guest.adds("steak", &["doneness/rare"], 1).await.line;
    hub.unchanged_by(async {
        updates(&guest, &quantity(&theirs, 5)).await.refused(404, "line_unknown");
        guest.http.delete(&format!("/api/customer/cart/item/{theirs}")).await.refused(404, "line_unknown");
        guest.http.delete("/api/customer/cart/item/nothing").await.refused(404, "path_unknown");
        updates(&guest, &config(&own, chosen(&[]))).await.refused(422, "choice_missing");
        updates(&guest, &config(&own, chosen(&["milk/oat"]))).await.refused(422, "modifier_unknown");
        updates(&guest, &quantity(&own, 1)).await.ok::<CartAnswer>();
    })
    .await;
}

#[tokio::test]
async fn a_line_of_which_something_was_ordered_stays_as_it_was_confirmed() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let line = guest.adds("steak", &["doneness/rare"], 1).await.line;
    guest.orders().await;
    hub.unchanged_by(async {
        updates(&guest, &quantity(&line, 2)).await.refused(409, "line_frozen");
        updates(&guest, &config(&line, chosen(&["doneness/well"]))).await.refused(409, "line_frozen");
        guest.http.delete(&format!("/api/customer/cart/item/{line}")).await.ok::<CartAnswer>();
    })
    .await;
    assert_eq!(
        guest.order_list().await.value()["orders"][0]["lines"][0]["diners"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_full_cart_is_refused_and_goes_on_working() {
    let hub = TestHub::start().await;
    let guest = seated(&hub).await;
    let mut phone = guest.phone(&hub).await;
    for _ in 0..LINES_PER_CART_MAX / 50 {
        phone.edits((0..50).map(|_| add("soup", &[], 1, &guest.diner)).collect()).await;
    }
    phone.saved().await;
    is_refused(&hub, &guest, ("soup", &[], 1), 409, "cart_full").await;
    assert_eq!(guest.orders().await.order.lines.len(), LINES_PER_CART_MAX);
}

/// After an answer that was lost, the dish was in the cart twice.
#[tokio::test]
async fn what_is_put_in_again_under_the_same_id_is_put_in_once() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let (id, soup) = (fresh_id(), json!({ "item": "soup", "config": { "modifiers": [] }, "quantity": 2 }));
    let add = |body: &Value| guest.http.post("/api/customer/cart/add").id(id).json(body);
    let first: CartAnswer = add(&soup).await.ok();
    hub.restart().await;
    let (kitchen, off) = (hub.staff(Role::Kitchen).await, json!({ "is_eighty_sixed": true }));
    kitchen.command("/api/kitchen/items/soup/eighty-six").json(&off).await.done();
    let again: CartAnswer = add(&soup).await.ok();
    assert_eq!((again.heads, again.lines.len(), again.lines[0].units.len()), (first.heads, 1, 2));
    let other = json!({ "item": "soup", "config": { "modifiers": [] }, "quantity": 3 });
    add(&other).await.refused(409, "command_reused");
    let ben = party.joined_by("Ben").await;
    let coffee = json!({ "item": "coffee", "config": { "modifiers": [] }, "quantity": 1 });
    let his: CartAnswer = ben.http.post("/api/customer/cart/add").id(id).json(&coffee).await.ok();
    assert_eq!(his.lines.len(), 2, "ids of others are no matter");
    let waiter = hub.staff(Role::Waiter).await;
    let path = format!("/api/sessions/{}/cart/everyone22/add", guest.session);
    for _ in 0..2 {
        let his: CartAnswer = waiter.post(&path).id(id).json(&coffee).await.ok();
        assert_eq!(his.lines.len(), 3);
    }
}

/// The first 64 edits were made and nobody was told of them when a later one was refused.
#[tokio::test]
async fn a_change_of_a_line_that_does_not_fit_is_not_made_by_half() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let soup = json!({ "item": "soup", "config": { "modifiers": [] }, "quantity": 33 });
    let cart: CartAnswer = guest.http.post("/api/customer/cart/add").json(&soup).await.ok();
    let line = cart.lines[0].line.clone();
    let update = |quantity: usize| {
        let body = json!({ "line": line, "quantity": quantity });
        guest.http.post("/api/customer/cart/update").json(&body)
    };
    for quantity in [0, 99, 0, 99, 0, 99, 0] {
        update(quantity).await.ok::<CartAnswer>();
    }
    let before: CartAnswer = guest.http.get("/api/customer/cart").await.ok();
    update(99).await.refused(422, "quantity_out_of_bounds");
    let after: CartAnswer = guest.http.get("/api/customer/cart").await.ok();
    assert_eq!((after.heads, after.lines.len()), (before.heads, 0));
    update(70).await.ok::<CartAnswer>();
}

#[tokio::test]
async fn carts_are_changed_by_calls_no_faster_than_by_sockets() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (guest, other) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let line = guest.adds("soup", &[], 1).await.line;
    let same = json!({ "line": line, "quantity": 1 });
    let update = |guest: &Guest| guest.http.post("/api/customer/cart/update").json(&same);
    for _ in 0..CHANGES_BURST_MAX - 1 {
        update(&guest).await.ok::<CartAnswer>();
    }
    let refused = update(&guest).await;
    assert_eq!(refused.refused(429, "rate_limited").retry_after_s, Some(1));
    assert_eq!(refused.headers["retry-after"], "1");
    update(&other).await.ok::<CartAnswer>();
    hub.clock.advance(Duration::from_secs(1));
    update(&guest).await.ok::<CartAnswer>();
}

#[tokio::test]
async fn a_cart_that_is_worked_on_all_evening_is_compacted_meanwhile_and_nobody_notices() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    let id = CartId::shared(&party.session);
    let members = hub.app().members;
    let line = members.carts.lock(&id).unwrap().cart().lines()[0].line.clone();
    // As fast as no guest is: somebody changes their mind 300 times.
    for number in 0..300 {
        let mut cart = members.carts.lock(&id).unwrap();
        let actor = cart.cart().hub_actor();
        let config = LineConfig { note: format!("note {number}"), ..chosen(&[]) }.to_canonical();
        let edit = CartEdit::Reconfigure { line: line.clone(), config };
        let change = cart.author(actor, vec![edit]).unwrap();
        members.fanout.relay(&id, cart.news(&[change]), None);
    }
    assert_eq!(members.carts.lock(&id).unwrap().change_count(), 301);
    let save = || members.writer.submit(Intent::SaveCarts { carts: vec![id.clone()] }, None, Origin::hub());
    save().await.unwrap();
    let (heads, left) = {
        let cart = members.carts.lock(&id).unwrap();
        (cart.cart().heads(), cart.change_count())
    };
    assert_eq!(left, 0, "what is made again after a power cut");
    ada.adds("coffee", &["milk/oat"], 1).await;
    let shown = ada.saved().await;
    drop(members);
    hub.restart().await;
    let members = hub.app().members;
    let cart = members.carts.lock(&id).unwrap();
    assert!(cart.cart().has_all(&heads));
    assert_eq!((cart.change_count(), cart.cart().lines().len()), (1, 2));
    drop(cart);
    assert_eq!(portions(&ada.live().await), portions(&shown));
}
