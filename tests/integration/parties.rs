//! Two parties become one, and one becomes two, with their phones in the guests' hands.

use plato_client_wasm::view::{Notice, ReviewState, View};
use plato_sync_protocol::api::{OrderReceipt, Role};
use plato_sync_protocol::bill::checkout::CheckoutView;
use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::floor::{FloorView, PartedAnswer};
use plato_sync_protocol::ids::SessionId;
use plato_sync_protocol::message::FeedKind;
use plato_tests::device::{dishes, portions};
use plato_tests::{TestDevice, TestHub, fresh_id};
use serde_json::{Value, json};

fn join_path(session: &SessionId) -> String {
    format!("/api/floor/sessions/{session}/join")
}

fn part_path(session: &SessionId) -> String {
    format!("/api/floor/sessions/{session}/part")
}

fn with(session: &SessionId) -> Value {
    json!({ "party": session })
}

fn sits_at(table: &str) -> impl Fn(&View) -> bool {
    move |view: &View| view.table_name == table && !view.diners.is_empty()
}

fn has_notice(view: &View, wanted: &Notice) -> bool {
    view.notices.iter().any(|notice| notice.what == *wanted)
}

#[tokio::test]
async fn a_late_split_brings_nobody_to_a_party_that_was_not_seen() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (_ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let waiter = hub.staff(Role::Waiter).await;
    let part = |with: Value| {
        let body = json!({ "guests": [ben.diner], "table": "2", "with": with });
        waiter.command(&part_path(&party.session)).json(&body)
    };
    // Table 2 was free when the waiter pressed; strangers were seated there before the press arrived.
    let strangers = hub.table("2").seated(2).await;
    let alone = json!({ "type": "nobody" });
    hub.unchanged_by(part(alone.clone())).await.refused(409, "table_taken");
    // Others sat there, and have left.
    let left = json!({ "type": "party", "party": strangers.session });
    hub.settles_and_closes(&strangers.session).await;
    let others = hub.table("2").seated(2).await;
    hub.unchanged_by(part(left)).await.refused(409, "session_closed");
    let seen = json!({ "type": "party", "party": others.session });
    let there: PartedAnswer = part(seen).await.ok();
    assert_eq!((there.session, there.pin), (others.session, None));
}

#[tokio::test]
async fn cn10_parties_that_join_share_cart_orders_and_bill_and_nobody_joins_anew() {
    let hub = TestHub::start().await;
    let (one, two) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let ada = TestDevice::seated(&hub, &one, "Ada").await;
    let ben = TestDevice::seated(&hub, &two, "Ben").await;
    let eve = TestDevice::seated(&hub, &two, "Eve").await;
    ada.adds("soup", &[], 1).await;
    ada.orders().await;
    ben.adds("coffee", &[], 1).await;
    ben.orders().await;
    ben.adds("coffee", &[], 2).await;
    eve.until("all of Ben's", |view| dishes(view) == [("coffee".to_owned(), 2)]).await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    ben.saved().await;
    // Eve does not hear of it for now, and goes on.
    eve.cut().await;
    eve.away().await;
    eve.adds("soup", &[], 3).await;
    let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    kitchen.until(|screen| screen.tickets.len() == 2).await;
    let before: Vec<_> =
        kitchen.tickets.values().map(|ticket| (ticket.ticket.clone(), ticket.fired_at_ms)).collect();

    let waiter = hub.staff(Role::Waiter).await;
    waiter.command(&join_path(&two.session)).json(&with(&one.session)).await.done();

    let there = ben.until("the new party", sits_at("1 + 2")).await;
    assert!(has_notice(&there, &Notice::WithOthers { table: "1 + 2".into() }), "{:?}", there.notices);
    assert_eq!(there.orders.len(), 2, "with what was ordered at both");
    let all = [("soup".to_owned(), 1), ("coffee".to_owned(), 2)];
    ben.until("both carts", |view| {
        dishes(view).len() == 2 && all.iter().all(|one| dishes(view).contains(one))
    })
    .await;
    let came = ada.until("Ben", |view| view.diners.iter().any(|guest| guest.name == "Ben")).await;
    assert!(
        came.notices.iter().any(|notice| matches!(notice.what, Notice::GuestsCame { .. })),
        "{:?}",
        came.notices
    );
    // What Eve did meanwhile arrives where she sits now.
    eve.reconnect().await;
    eve.until("the new party", sits_at("1 + 2")).await;
    let soups =
        |view: &View| dishes(view).iter().filter(|(dish, _)| dish == "soup").map(|(_, n)| n).sum::<usize>();
    ada.until("what Eve wanted", |view| soups(view) == 4).await;
    eve.saved().await;
    let kitchen_now =
        |screen: &plato_tests::StaffScreen| screen.tickets.values().all(|one| one.table == "1 + 2");
    kitchen.until(kitchen_now).await;
    let after: Vec<_> =
        kitchen.tickets.values().map(|ticket| (ticket.ticket.clone(), ticket.fired_at_ms)).collect();
    assert_eq!(after, before, "nothing is fired again");
    // The end of the old visit is no end for its guests, and they can order.
    eve.orders().await;
    ada.until("all three rounds", |view| view.orders.len() == 3).await;
}

#[tokio::test]
async fn a_guest_who_parts_finds_their_own_at_the_new_table_also_after_a_reload() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    ben.adds("soup", &[], 1).await;
    ben.orders().await;
    ada.adds("coffee", &[], 1).await;
    ben.until("Ada's", |view| view.orders.len() == 1 && dishes(view).len() == 1).await;
    ben.adds("coffee", &[], 2).await;
    ada.until("Ben's", |view| portions(view).len() == 3).await;
    ben.saved().await;

    let waiter = hub.staff(Role::Waiter).await;
    let id = fresh_id();
    let wanted = json!({ "guests": [ben.me()], "table": "2" });
    let part = || waiter.post(&part_path(&party.session)).id(id).json(&wanted);
    let answer: PartedAnswer = serde_json::from_value(part().await.value()).unwrap();
    assert_ne!(answer.session, party.session);
    let again: PartedAnswer = serde_json::from_value(hub.unchanged_by(part()).await.value()).unwrap();
    assert_eq!(again, answer, "a lost answer is asked for again");

    let there = ben.until("the own table", sits_at("2")).await;
    assert_eq!(there.orders.len(), 1);
    ben.until("the own portions", |view| dishes(view) == [("coffee".to_owned(), 2)]).await;
    let stays = ada
        .until("without Ben's", |view| dishes(view) == [("coffee".to_owned(), 1)] && view.orders.is_empty())
        .await;
    assert!(stays.diners.iter().any(|guest| guest.name == "Ben" && guest.has_left));
    let ben = ben.reloads().await;
    ben.until("the own table still", |view| sits_at("2")(view) && dishes(view) == [("coffee".to_owned(), 2)])
        .await;
    ben.orders().await;
    assert!(matches!(ben.settled().await, ReviewState::Placed { .. }));
    // Newcomers of the new party come in with its PIN.
    let key = hub.table_key(&"2".parse().unwrap());
    let join = json!({ "table": "2", "key": key, "pin": answer.pin, "name": "Cleo" });
    let joined = hub.anyone().post("/api/sessions/join").json(&join).await.value();
    assert_eq!(joined["session"], answer.session.as_str());
}

/// One phone for six people, of whom three go to the terrace.
#[tokio::test]
async fn dishes_of_those_without_a_phone_go_to_another_table() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(6).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.adds("soup", &[], 2).await;
    ada.adds("coffee", &[], 1).await;
    ada.orders().await;
    assert!(matches!(ada.settled().await, ReviewState::Placed { .. }));
    let waiter = hub.staff(Role::Waiter).await;
    let bill_of = |session: SessionId| {
        let waiter = &waiter;
        async move { waiter.get(&format!("/api/sessions/{session}/bill")).await.ok::<CheckoutView>().bill }
    };
    let bill = bill_of(party.session.clone()).await;
    let soups = bill.lines.iter().find(|line| line.portions.len() == 2).unwrap();
    let soup = &soups.portions[0].unit;
    let part = |id, body: &Value| waiter.post(&part_path(&party.session)).id(id).json(body);

    let (id, nobody) = (fresh_id(), json!({ "type": "nobody" }));
    let body = json!({ "guests": [], "dishes": [soup], "covers": 3, "table": "2", "with": nobody });
    let there: PartedAnswer = part(id, &body).await.ok();
    let again: PartedAnswer = hub.unchanged_by(part(id, &body)).await.ok();
    assert_eq!(again, there, "a lost answer is asked for again");
    hub.unchanged_by(part(fresh_id(), &body)).await.refused(409, "dishes_gone");
    let onto = json!({ "type": "party", "party": there.session });
    let late = json!({ "guests": [], "dishes": [soup], "table": "2", "with": onto });
    hub.unchanged_by(part(fresh_id(), &late)).await.refused(409, "dishes_gone");
    let few = json!({ "guests": [], "dishes": [soups.portions[1].unit], "covers": 0, "table": "3" });
    hub.unchanged_by(part(fresh_id(), &few)).await.refused(422, "covers_out_of_bounds");

    // Each is billed for what it has, and the phone stays with those who keep it.
    let (stays, goes) = (bill_of(party.session.clone()).await, bill_of(there.session.clone()).await);
    assert_eq!((goes.total, stays.total), (soups.unit_price, bill.total - soups.unit_price));
    assert!(goes.lines[0].portions[0].diner.is_everyone());
    ada.until("one soup less", |view| view.orders[0].lines[0].diners.len() == 1 && dishes(view).is_empty())
        .await;
    let floor: FloorView = waiter.get("/api/floor").await.ok();
    let covers = |session: &SessionId| {
        let tables = floor.rooms.iter().flat_map(|room| &room.tables);
        tables
            .filter_map(|table| table.session.as_ref())
            .find(|visit| visit.session == *session)
            .unwrap()
            .covers
    };
    assert_eq!((covers(&party.session), covers(&there.session)), (3, 3));
    // Whoever comes by the new table's PIN sees what is theirs.
    let key = hub.table_key(&"2".parse().unwrap());
    let join = json!({ "table": "2", "key": key, "pin": there.pin, "name": "Cleo" });
    let joined = hub.anyone().post("/api/sessions/join").json(&join).await.value();
    assert_eq!(joined["session"], there.session.as_str());
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_before_its_party_moved_is_the_same_order() {
    let hub = TestHub::start().await;
    let (one, two) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let guest = one.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let first: OrderReceipt = guest.places(&reviewed, id).await.receipt();
    let waiter = hub.staff(Role::Waiter).await;
    waiter.command(&join_path(&one.session)).json(&with(&two.session)).await.done();
    let again: OrderReceipt = hub.unchanged_by(guest.places(&reviewed, id)).await.receipt();
    assert_eq!(again.order.order, first.order.order);
    assert!(guest.cart().await.lines.is_empty(), "and what was ordered is not in the new cart");
}

#[tokio::test]
async fn two_waiters_who_let_two_parties_join_crosswise_make_one_of_them() {
    let hub = TestHub::start().await;
    let (one, two) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let waiter = hub.staff(Role::Waiter).await;
    let (there, back) = tokio::join!(
        async { waiter.command(&join_path(&one.session)).json(&with(&two.session)).await.status },
        async { waiter.command(&join_path(&two.session)).json(&with(&one.session)).await.status },
    );
    let mut both = [there, back];
    both.sort_unstable();
    assert_eq!(both, [204, 409]);
}

#[tokio::test]
async fn what_cannot_join_is_left_as_it_is() {
    let hub = TestHub::start().await;
    let (one, two) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let waiter = hub.staff(Role::Waiter).await;
    let join = |body: &Value| waiter.command(&join_path(&one.session)).json(body);
    hub.unchanged_by(join(&with(&one.session))).await.refused(409, "party_same");
    hub.unchanged_by(join(&json!({ "party": "sessionzzz" }))).await.refused(404, "session_unknown");
    let guest = two.joined_by("Ada").await;
    let all = json!({ "guests": [guest.diner], "table": "3" });
    let part = |body: &Value| waiter.command(&part_path(&two.session)).json(body);
    hub.unchanged_by(part(&all)).await.refused(409, "guests_all");
    hub.unchanged_by(part(&json!({ "guests": [], "table": "3" }))).await.refused(409, "guests_all");
    hub.unchanged_by(part(&json!({ "guests": ["dinerzzzzz"], "table": "3" })))
        .await
        .refused(404, "diner_unknown");
    hub.unchanged_by(part(&json!({ "guests": [], "table": "99" }))).await.refused(404, "table_unknown");
}

#[tokio::test]
async fn guests_with_a_cart_of_their_own_bring_it_along() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let one = hub.table("1").seated(2).await;
    let own = |session: &SessionId| format!("/api/floor/sessions/{session}/mode");
    waiter.command(&own(&one.session)).json(&json!({ "mode": "individual" })).await.done();
    let two = hub.table("2").seated(2).await;
    let ada = TestDevice::seated(&hub, &one, "Ada").await;
    let ben = TestDevice::seated(&hub, &two, "Ben").await;
    ada.adds("soup", &[], 2).await;
    ada.saved().await;
    ben.adds("coffee", &[], 1).await;
    ben.saved().await;
    waiter.command(&join_path(&one.session)).json(&with(&two.session)).await.done();
    ben.until("both", |view| dishes(view).len() == 2).await;
    ada.until("both", |view| dishes(view).len() == 2 && sits_at("2 + 1")(view)).await;
    // And the other way: into a cart of their own.
    let three = hub.table("3").seated(1).await;
    waiter.command(&own(&three.session)).json(&json!({ "mode": "individual" })).await.done();
    let over = json!({ "guests": [ada.me()], "table": "3" });
    waiter.command(&part_path(&two.session)).json(&over).await.value();
    ada.until("own dishes", |view| dishes(view) == [("soup".to_owned(), 2)] && sits_at("3")(view)).await;
    ben.until("own dishes", |view| dishes(view) == [("coffee".to_owned(), 1)]).await;
}

/// Her phone is told what she had left behind, so that nothing is made twice, and not what the others choose since.
#[tokio::test]
async fn who_has_parted_does_not_learn_what_the_others_choose() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut her_phone = ada.phone(&hub).await;
    let hers = her_phone.adds("soup", &[], 1).await;
    her_phone.saved().await;
    let waiter = hub.staff(Role::Waiter).await;
    let wanted = json!({ "guests": [ada.diner], "table": "2" });
    waiter.command(&part_path(&party.session)).json(&wanted).await.value();
    let mut his_phone = ben.phone(&hub).await;
    let his = his_phone.adds("coffee", &[], 1).await;
    his_phone.saved().await;
    let former = ada.phone(&hub).await.welcome.former;
    assert!(former.has_change(&hers.hash) && former.has_change(&his.hash), "both by names that say nothing");
    let line = |change: &CartChange| former.line(change.edits[0].line().unwrap()).cloned();
    assert_eq!(line(&hers).unwrap().item.as_str(), "soup");
    assert_eq!(line(&his), None);
}
