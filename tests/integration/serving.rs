//! What happens beside orders: the last portion, dishes that are taken back, waiters who order, allergies.

use std::collections::BTreeMap;

use plato_sync_protocol::api::{CartAnswer, Confirmation, Difference, OrderReceipt, OrdersAnswer, Role};
use plato_sync_protocol::floor::TableSessionView;
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::menu::{Allergen, Menu};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::serving::AllergiesAnswer;
use plato_sync_protocol::views::{KitchenView, TicketView};
use plato_tests::{Answer, Guest, Http, TestHub, euros, fresh_id};
use serde_json::{Value, json};

async fn stock(hub: &TestHub, of: Value, mode: Value) -> Answer {
    let kitchen = hub.staff(Role::Kitchen).await;
    kitchen.command("/api/kitchen/stock").json(&json!({ "of": of, "mode": mode })).await
}

fn soup() -> Value {
    json!({ "type": "item", "item": "soup" })
}

async fn menu(guest: &Guest) -> (bool, Option<u32>) {
    let menu: Menu = guest.http.get("/api/menu").await.ok();
    let soup = menu.item(&"soup".parse().unwrap()).unwrap();
    (soup.is_eighty_sixed, soup.left)
}

async fn cancels(guest: &Guest, order: u64, index: u16, portions: u16) -> Answer {
    let path = format!("/api/order/{order}/item/{index}/cancel");
    guest.http.command(&path).json(&json!({ "portions": portions })).await
}

async fn orders(guest: &Guest) -> OrdersAnswer {
    guest.order_list().await.ok()
}

#[tokio::test]
async fn two_tables_that_want_the_last_portion_get_one_order_and_one_reason() {
    let hub = TestHub::start().await;
    let ada = hub.table("1").seated(2).await.joined_by("Ada").await;
    let ben = hub.table("2").seated(2).await.joined_by("Ben").await;
    stock(&hub, soup(), json!({ "type": "counted", "left": 1 })).await.done();
    assert_eq!(menu(&ada).await, (false, Some(1)));
    ada.adds("soup", &[], 1).await;
    ben.adds("soup", &[], 1).await;
    let (hers, his) = (ada.reviews().await, ben.reviews().await);
    let (one, other) = tokio::join!(async { ada.places(&hers, fresh_id()).await }, async {
        ben.places(&his, fresh_id()).await
    });
    let (taken, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    taken.ok::<OrderReceipt>();
    let differences = refused.refused(409, "cart_changed").differences;
    assert_eq!((differences[0].dish.as_str(), &differences[0].what), ("Soup", &Difference::EightySixed));
    assert_eq!(menu(&ada).await, (true, None));
}

#[tokio::test]
async fn a_guest_takes_a_dish_back_until_the_kitchen_begins() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    stock(&hub, soup(), json!({ "type": "counted", "left": 2 })).await.done();
    ada.adds("soup", &[], 2).await;
    ada.orders().await;
    cancels(&ben, 1, 0, 1).await.done();
    assert_eq!(menu(&ada).await, (false, Some(1)), "the portion is there for others");
    let seen = orders(&ada).await;
    assert_eq!((seen.total, seen.orders[0].lines[0].voided), (euros(750), 1));
    let kitchen = hub.staff(Role::Kitchen).await;
    kitchen.command("/api/kitchen/order/1/item/0/status").json(&json!({ "status": "cooking" })).await.done();
    hub.unchanged_by(cancels(&ada, 1, 0, 1)).await.refused(409, "dish_begun");
    let stranger = hub.table("2").seated(2).await.joined_by("Cleo").await;
    hub.unchanged_by(cancels(&stranger, 1, 0, 1)).await.refused(403, "order_foreign");
    let view: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    let line = &view.tickets[0].lines[0];
    assert_eq!((line.quantity, line.voided, line.cancelled), (1, 1, 1));
}

async fn confirmed(waiter: &Http, cart: &str) -> Confirmation {
    waiter.get(cart).await.ok::<CartAnswer>().confirm.unwrap()
}

#[tokio::test]
async fn a_waiter_orders_in_the_partys_own_cart_by_its_rules() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = party.joined_by("Ada").await;
    ada.adds("soup", &[], 1).await;
    let waiter = hub.staff(Role::Waiter).await;
    let cart = format!("/api/sessions/{}/cart/everyone22", party.session);
    let add = json!({ "item": "coffee", "quantity": 1 });
    waiter.post(&format!("{cart}/add")).json(&add).await.ok::<CartAnswer>();
    assert_eq!(ada.cart().await.lines.len(), 2, "the guest has it in the same cart");
    let seen = confirmed(&waiter, &cart).await;
    let id = fresh_id();
    let body = json!({ "command_id": id, "heads": seen.heads, "units": seen.units, "digest": seen.digest });
    let placed = || waiter.post(&format!("{cart}/order")).json(&body);
    let receipt: OrderReceipt = placed().await.ok();
    assert!(receipt.order.placed_by.is_house());
    assert_eq!((receipt.order.lines.len(), receipt.order.number), (2, 1));
    assert!(receipt.order.lines.iter().any(|line| line.diners == [DinerId::everyone()]));
    assert_eq!(hub.unchanged_by(placed()).await.ok::<OrderReceipt>(), receipt, "sent again, it is the same");
    assert_eq!(orders(&ada).await.orders.len(), 1);
    let all: OrdersAnswer = waiter.get(&format!("/api/sessions/{}/orders", party.session)).await.ok();
    assert_eq!(all, orders(&ada).await);
}

#[tokio::test]
async fn where_everyone_orders_alone_a_waiter_orders_as_one_of_them() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let waiter = hub.staff(Role::Waiter).await;
    let mode = format!("/api/floor/sessions/{}/mode", party.session);
    waiter.command(&mode).json(&json!({ "mode": "individual" })).await.done();
    let shared = format!("/api/sessions/{}/cart/everyone22", party.session);
    hub.unchanged_by(waiter.get(&shared)).await.refused(404, "diner_unknown");
    let hers = format!("/api/sessions/{}/cart/{}", party.session, ada.diner);
    let add = json!({ "item": "soup", "quantity": 1 });
    waiter.post(&format!("{hers}/add")).json(&add).await.ok::<CartAnswer>();
    let seen = confirmed(&waiter, &hers).await;
    let body = json!({ "heads": seen.heads, "units": seen.units, "digest": seen.digest });
    let receipt: OrderReceipt = waiter.command(&format!("{hers}/order")).json(&body).await.ok();
    assert_eq!(receipt.order.placed_by, ada.diner);
    assert_eq!((orders(&ada).await.orders.len(), orders(&ben).await.orders.len()), (1, 0));
}

#[tokio::test]
async fn an_allergy_is_kept_for_the_visit_and_stands_on_the_ticket() {
    let hub = TestHub::start().await;
    let ada = hub.table("1").seated(2).await.joined_by("Ada").await;
    let declare =
        |what: Value| ada.http.command("/api/customer/allergies").json(&json!({ "allergens": what }));
    declare(json!(["milk", "nuts", "milk"])).await.done();
    hub.unchanged_by(declare(json!(["nuts", "milk"]))).await.done();
    let kept: AllergiesAnswer = ada.http.get("/api/customer/allergies").await.ok();
    assert_eq!(kept.allergens, [Allergen::Milk, Allergen::Nuts]);
    ada.orders_one("soup", &[]).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let view: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    let allergy = &view.tickets[0].allergies[0];
    assert_eq!((allergy.name.as_str(), &allergy.allergens), ("Ada", &kept.allergens));
}

#[tokio::test]
async fn an_allergy_that_is_told_after_the_order_reaches_displays_and_the_floor() {
    // Nobody was told: displays kept the ticket as it was when the order came.
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = party.joined_by("Ada").await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    ada.orders_one("soup", &[]).await;
    kitchen.until(|kitchen| !kitchen.tickets.is_empty()).await;
    ada.http.command("/api/customer/allergies").json(&json!({ "allergens": ["milk"] })).await.done();
    let waiter = hub.staff(Role::Waiter).await;
    let note = |who: &str, what: Value| {
        let path = format!("/api/sessions/{}/allergies/{who}", party.session);
        waiter.command(&path).json(&json!({ "allergens": what }))
    };
    note("everyone22", json!(["nuts"])).await.done();
    note("nobodyhere", json!(["nuts"])).await.refused(404, "diner_unknown");
    let told = |ticket: &TicketView| {
        ticket
            .allergies
            .iter()
            .map(|one| (one.name.clone(), one.allergens.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let both =
        BTreeMap::from([(String::new(), vec![Allergen::Nuts]), ("Ada".to_owned(), vec![Allergen::Milk])]);
    kitchen.until(|kitchen| kitchen.tickets.values().all(|ticket| told(ticket) == both)).await;
    let is_known = |session: &TableSessionView| {
        let [table, ada] = session.allergies.as_slice() else { return false };
        table.noted == [Allergen::Nuts] && ada.allergens == [Allergen::Milk] && ada.noted.is_empty()
    };
    floor
        .until(|floor| floor.floor.is_some() && floor.table("1").session.as_ref().is_some_and(is_known))
        .await;
}

#[tokio::test]
async fn a_dish_that_is_off_until_tomorrow_comes_back_by_itself() {
    let hub = TestHub::start().await;
    let ada = hub.table("1").seated(2).await.joined_by("Ada").await;
    stock(&hub, soup(), json!({ "type": "off_today" })).await.done();
    assert_eq!(menu(&ada).await, (true, None));
    hub.clock.advance(std::time::Duration::from_secs(24 * 60 * 60));
    hub.app().members.renew_stock().await;
    assert_eq!(menu(&ada).await, (false, None));
    stock(&hub, soup(), json!({ "type": "counted", "left": 1000 })).await.refused(422, "stock_out_of_bounds");
}

#[tokio::test]
async fn a_count_that_waited_out_an_outage_does_not_sell_what_was_ordered_meanwhile() {
    let hub = TestHub::start().await;
    let ada = hub.table("1").seated(2).await.joined_by("Ada").await;
    let counted = |left: u32| json!({ "type": "counted", "left": left });
    stock(&hub, soup(), counted(6)).await.done();
    ada.orders_one("soup", &[]).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let late = |mode: Value, seen: Value| {
        let body = json!({ "of": soup(), "mode": mode, "seen": seen });
        kitchen.command("/api/kitchen/stock").json(&body)
    };
    late(counted(4), counted(6)).await.done();
    assert_eq!(menu(&ada).await, (false, Some(3)));
    let off = json!({ "type": "off" });
    stock(&hub, soup(), off).await.done();
    hub.unchanged_by(late(counted(9), counted(3))).await.refused(409, "stock_changed");
    assert_eq!(menu(&ada).await, (true, None));
}

#[tokio::test]
async fn a_waiter_changes_who_gets_a_line_and_what_the_kitchen_is_told() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = party.joined_by("Ada").await;
    ada.adds("soup", &[], 2).await;
    let waiter = hub.staff(Role::Waiter).await;
    let cart = format!("/api/sessions/{}/cart/everyone22", party.session);
    let line = waiter.get(&cart).await.ok::<CartAnswer>().lines[0].line.clone();
    let change = |more: Value| {
        let mut body = json!({ "line": line });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        waiter.post(&format!("{cart}/update")).json(&body)
    };
    let told =
        json!({ "config": { "modifiers": [], "note": "no salt" }, "diner": "everyone22", "quantity": 1 });
    change(told).await.ok::<CartAnswer>();
    let seen = ada.cart().await;
    assert_eq!((seen.lines[0].units.len(), seen.lines[0].config.note.as_str()), (1, "no salt"));
    assert!(seen.lines[0].units[0].diner.is_everyone());
    change(json!({ "diner": ada.diner })).await.ok::<CartAnswer>();
    assert_eq!(ada.cart().await.lines[0].units[0].diner, ada.diner);
    hub.unchanged_by(change(json!({ "diner": "strangeraa" }))).await.refused(404, "diner_unknown");
    let mode = format!("/api/floor/sessions/{}/mode", party.session);
    waiter.command(&mode).json(&json!({ "mode": "individual" })).await.done();
    let hers = format!("/api/sessions/{}/cart/{}/update", party.session, ada.diner);
    let for_all = waiter.post(&hers).json(&json!({ "line": line, "diner": "everyone22" }));
    hub.unchanged_by(for_all).await.refused(404, "diner_unknown");
}
