//! Individual mode: a cart for each diner, seen by that diner and staff.

use plato_client_wasm::view::View;
use plato_sync_protocol::api::{CartAnswer, ChangeMode, OrdersAnswer, Role, SeatTable, StaffCart};
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::message::FromHub;
use plato_sync_protocol::views::SessionMode;
use plato_tests::device::{dishes, is_seated};
use plato_tests::{Answer, Guest, Http, Party, TestDevice, TestHub};

async fn changed_to(hub: &TestHub, party: &Party<'_>, mode: SessionMode) -> Answer {
    let waiter = hub.staff(Role::Waiter).await;
    changes_to(&waiter, party, mode).await
}

async fn changes_to(waiter: &Http, party: &Party<'_>, mode: SessionMode) -> Answer {
    waiter.command(&format!("/api/floor/sessions/{}/mode", party.session)).json(&ChangeMode { mode }).await
}

async fn apart(hub: &TestHub) -> (Guest, Guest) {
    let party = hub.table("1").seated(2).await;
    changed_to(hub, &party, SessionMode::Individual).await.done();
    (party.joined_by("Ada").await, party.joined_by("Ben").await)
}

fn held(cart: &CartAnswer) -> Vec<(String, usize)> {
    cart.lines.iter().map(|line| (line.item.to_string(), line.units.len())).collect()
}

async fn carts(staff: &Http, party: &Party<'_>) -> Vec<StaffCart> {
    staff.get(&format!("/api/floor/sessions/{}/carts", party.session)).await.ok()
}

#[tokio::test]
async fn everyone_has_a_cart_that_the_others_do_not_see() {
    let hub = TestHub::start().await;
    let (ada, ben) = apart(&hub).await;
    let (mut hers, mut his) = (ada.phone(&hub).await, ben.phone(&hub).await);
    assert_eq!(hers.welcome.mode, SessionMode::Individual);
    hers.adds("soup", &[], 2).await;
    hers.saved().await;
    his.adds("coffee", &[], 1).await;
    his.saved().await;
    assert_eq!(held(&ada.cart().await), [("soup".into(), 2)]);
    assert_eq!(held(&ben.cart().await), [("coffee".into(), 1)]);
    // A second phone of hers shares her cart.
    let second = ada.phone(&hub).await;
    assert_eq!(second.cart.heads(), hers.cart.heads());
}

#[tokio::test]
async fn orders_are_apart_as_well() {
    let hub = TestHub::start().await;
    let (ada, ben) = apart(&hub).await;
    let mut his = ben.phone(&hub).await;
    ada.orders_one("soup", &[]).await;
    ben.orders_one("coffee", &[]).await;
    let his_first = his.until(|frame| match frame {
        FromHub::OrderNew(order) => Some(order.placed_by.clone()),
        _ => None,
    });
    assert_eq!(his_first.await, ben.diner);
    for (guest, total) in [(&ada, 750), (&ben, 300)] {
        let path = format!("/api/order/session/{}", guest.session);
        let answer: OrdersAnswer = guest.http.get(&path).await.ok();
        assert_eq!((answer.orders.len(), answer.total.minor), (1, total));
        assert_eq!(answer.orders[0].placed_by, guest.diner);
    }
}

#[tokio::test]
async fn nobody_puts_anything_into_the_cart_of_another() {
    let hub = TestHub::start().await;
    let (ada, ben) = apart(&hub).await;
    let add = serde_json::json!({"item": "soup", "quantity": 1, "diner": ben.diner});
    hub.unchanged_by(ada.http.post("/api/customer/cart/add").json(&add)).await.refused(409, "diner_foreign");
    let mut hers = ada.phone(&hub).await;
    let for_him = plato_tests::phone::add("soup", &[], 1, &ben.diner);
    let CartEdit::AddLine { line, item, rev, config, units, .. } = for_him else { panic!("a line") };
    let edit = CartEdit::AddLine { line, item, rev, by: ada.diner.clone(), config, units };
    hers.edits(vec![edit]).await;
    hers.saved().await;
    let reviewed = ada.reviews().await;
    hub.unchanged_by(ada.places(&reviewed, plato_tests::fresh_id())).await.refused(409, "cart_changed");
}

#[tokio::test]
async fn what_is_wanted_comes_along_when_a_party_parts_and_when_it_joins_again() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.adds("soup", &[], 2).await;
    ben.adds("coffee", &[], 1).await;
    let shared = serde_json::json!({"item": "steak", "quantity": 1, "diner": "everyone22",
        "config": {"modifiers": ["doneness/rare"], "note": ""}});
    let _: CartAnswer = ada.http.post("/api/customer/cart/add").json(&shared).await.ok();
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    assert_eq!(held(&ada.cart().await), [("soup".into(), 2), ("steak".into(), 1)]);
    assert_eq!(held(&ben.cart().await), [("coffee".into(), 1)]);
    let waiter = hub.staff(Role::Waiter).await;
    let seen = carts(&waiter, &party).await;
    assert_eq!(seen.iter().map(|cart| cart.name.as_str()).collect::<Vec<_>>(), ["Ada", "Ben"]);
    // Apart, she takes a soup off and he adds one; together again, that is how it stands.
    let line = ada.cart().await.lines[0].line.clone();
    let update = serde_json::json!({"line": line, "quantity": 1});
    let _: CartAnswer = ada.http.post("/api/customer/cart/update").json(&update).await.ok();
    ben.adds("soup", &[], 1).await;
    hub.restart().await;
    changed_to(&hub, &party, SessionMode::Family).await.done();
    let mut all = held(&ben.cart().await);
    all.sort();
    assert_eq!(all, [("coffee".into(), 1), ("soup".into(), 1), ("soup".into(), 1), ("steak".into(), 1)]);
    assert_eq!(carts(&hub.staff(Role::Waiter).await, &party).await.len(), 1);
    // And apart once more: a removal stays a removal.
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    assert_eq!(held(&ada.cart().await), [("soup".into(), 1), ("steak".into(), 1)]);
}

#[tokio::test]
async fn what_a_waiter_has_put_there_for_nobody_in_particular_is_never_lost() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let enters = async |party: &Party<'_>| {
        let cart = format!("/api/sessions/{}/cart/everyone22", party.session);
        let add = serde_json::json!({ "item": "soup", "quantity": 2 });
        waiter.post(&format!("{cart}/add")).json(&add).await.ok::<CartAnswer>();
        cart
    };
    // Nobody has a phone: there and back again.
    let party = hub.table("1").seated(2).await;
    let cart = enters(&party).await;
    changes_to(&waiter, &party, SessionMode::Individual).await.done();
    changes_to(&waiter, &party, SessionMode::Family).await.done();
    assert_eq!(held(&waiter.get(&cart).await.ok()), [("soup".into(), 2)]);
    // Whoever comes first finds it in the own cart, and whoever comes next does not.
    changes_to(&waiter, &party, SessionMode::Individual).await.done();
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    assert_eq!((held(&ada.cart().await), held(&ben.cart().await)), (vec![("soup".into(), 2)], vec![]));
    changes_to(&waiter, &party, SessionMode::Family).await.done();
    assert_eq!(held(&ben.cart().await), [("soup".into(), 2)]);
    // With phones at the table it goes to the first of them.
    let party = hub.table("2").seated(2).await;
    let (cleo, dan) = (party.joined_by("Cleo").await, party.joined_by("Dan").await);
    enters(&party).await;
    changes_to(&waiter, &party, SessionMode::Individual).await.done();
    assert_eq!((held(&cleo.cart().await), held(&dan.cart().await)), (vec![("soup".into(), 2)], vec![]));
}

#[tokio::test]
async fn a_party_that_has_ordered_goes_on_as_it_began() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    party.joined_by("Ada").await.orders_one("soup", &[]).await;
    let waiter = hub.staff(Role::Waiter).await;
    let change = Box::pin(changes_to(&waiter, &party, SessionMode::Individual));
    hub.unchanged_by(change).await.refused(409, "mode_fixed");
    // What it is already may be said again.
    changed_to(&hub, &party, SessionMode::Family).await.done();
}

#[tokio::test]
async fn a_party_may_be_seated_apart() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let seat = SeatTable { covers: 2, mode: SessionMode::Individual };
    let seated = waiter.command("/api/floor/tables/2/seat").json(&seat).await;
    assert_eq!(seated.status, 200, "{seated:?}");
    let changed = hub.app().members.published.read(|venue, _| {
        let (_, session) = venue.open_sessions().remove(0);
        venue.session_mode(&session)
    });
    assert_eq!(changed, Some(SessionMode::Individual));
}

#[tokio::test]
async fn a_phone_goes_on_in_its_own_cart_and_loses_nothing() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    ben.until("the soup", |view| dishes(view) == [("soup".into(), 1)]).await;
    // What she does while she is away goes into her own cart as well, and nothing is there twice.
    ada.cut().await;
    ada.away().await;
    ada.adds("coffee", &[], 1).await;
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    let is_apart = |view: &View| is_seated(view) && view.mode == SessionMode::Individual;
    ben.until("an empty cart of his own", |view| is_apart(view) && dishes(view).is_empty()).await;
    ada.reconnect().await;
    let hers = |view: &View| {
        is_apart(view)
            && view.cart.unsaved_edits == 0
            && dishes(view) == [("coffee".into(), 1), ("soup".into(), 1)]
    };
    ada.until("her own cart with everything in it", hers).await;
    let ada = ada.reloads().await;
    ada.until("the same after a reload", hers).await;
}
