//! Individual mode: a cart for each diner, seen by that diner and staff.

use std::collections::BTreeMap;

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{ConnectionView, Notice, ReviewState, View};
use plato_sync_protocol::api::{CartAnswer, ChangeMode, OrdersAnswer, Role, SeatTable, StaffCart};
use plato_sync_protocol::approval::OrderApproval;
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::floor::FloorView;
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::{FromDevice, FromHub};
use plato_sync_protocol::views::{KitchenView, SessionMode};
use plato_tests::device::{Kept, dishes, is_seated, lines};
use plato_tests::phone::Phone;
use plato_tests::{Answer, Guest, Http, Party, TestDevice, TestHub};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

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

/// What stands of the last round that a phone shows: who is ready, or nothing once it is sent.
fn ready(view: &View) -> Option<usize> {
    match view.orders.last()?.approval.as_ref()? {
        OrderApproval::Together { ready } => Some(ready.len()),
        _ => None,
    }
}

fn is_sent(view: &View) -> bool {
    view.orders.last().is_some_and(|order| order.approval.is_none())
}

async fn friends(hub: &TestHub) -> [TestDevice; 3] {
    let party = hub.table("1").seated(3).await;
    changed_to(hub, &party, SessionMode::Individual).await.done();
    let [ada, ben, cleo] = ["Ada", "Ben", "Cleo"];
    [
        TestDevice::seated(hub, &party, ada).await,
        TestDevice::seated(hub, &party, ben).await,
        TestDevice::seated(hub, &party, cleo).await,
    ]
}

async fn chooses(guest: &TestDevice, item: &str) {
    guest.adds(item, &[], 1).await;
    guest.does(Action::OpenReview).await;
    guest.does(Action::PlaceWithOthers).await;
    guest.until("its receipt", |view| view.orders.len() == 1).await;
}

#[tokio::test]
async fn friends_order_together_and_nobody_sees_what_the_others_have() {
    let hub = TestHub::start().await;
    let [ada, ben, cleo] = friends(&hub).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let tickets = || async { kitchen.get("/api/kitchen/orders").await.ok::<KitchenView>().tickets.len() };
    chooses(&ada, "soup").await;
    ada.until("alone so far", |view| ready(view) == Some(1)).await;
    chooses(&ben, "coffee").await;
    ada.until("Ben as well", |view| ready(view) == Some(2)).await;
    assert_eq!(tickets().await, 0);
    // The hub dies over it, and nothing is lost.
    hub.restart().await;
    ada.until("still both", |view| ready(view) == Some(2) && view.connection == ConnectionView::Live).await;
    chooses(&cleo, "soup").await;
    for guest in [&ada, &ben, &cleo] {
        let view = guest.until("all of it sent", is_sent).await;
        assert_eq!(view.orders.len(), 1, "only one's own");
    }
    let board: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    assert_eq!(board.tickets.len(), 3);
    assert!(board.tickets.iter().all(|ticket| ticket.fired_at_ms == board.tickets[0].fired_at_ms));
}

#[tokio::test]
async fn one_who_waits_sends_for_those_who_are_ready_and_so_does_a_waiter() {
    let hub = TestHub::start().await;
    let [ada, ben, cleo] = friends(&hub).await;
    chooses(&ada, "soup").await;
    chooses(&ben, "coffee").await;
    ben.until("both", |view| ready(view) == Some(2)).await;
    ben.does(Action::SendTogether).await;
    for guest in [&ada, &ben] {
        guest.until("sent", |view| is_sent(view) && !view.is_sending_together).await;
    }
    chooses(&cleo, "soup").await;
    cleo.until("alone", |view| ready(view) == Some(1)).await;
    let waiter = hub.staff(Role::Waiter).await;
    let floor: FloorView = waiter.get("/api/floor").await.ok();
    let tables = floor.rooms.iter().flat_map(|room| &room.tables);
    let visit = tables.filter_map(|table| table.session.clone()).find(|visit| visit.gathering > 0).unwrap();
    let send = format!("/api/floor/sessions/{}/send-together", visit.session);
    waiter.command(&send).await.done();
    cleo.until("sent", is_sent).await;
    hub.unchanged_by(waiter.command(&send)).await.refused(409, "nothing_gathers");
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

/// What a party wants in all, whoever's cart it is in: how many of each dish. Nothing that it says when carts are
/// apart and nobody has one.
async fn wants(staff: &Http, party: &Party<'_>) -> Option<BTreeMap<String, usize>> {
    let carts = carts(staff, party).await;
    let lines = carts.iter().flat_map(|cart| &cart.cart.lines);
    let mut wants = BTreeMap::new();
    for line in lines.filter(|line| !line.units.is_empty()) {
        *wants.entry(line.item.to_string()).or_default() += line.units.len();
    }
    (!carts.is_empty()).then_some(wants)
}

// Guests and a waiter add and take off, guests come, the hub starts anew, and the party parts and comes together
// again: as often as it likes, and no portion is lost or there twice.
#[tokio::test]
async fn no_portion_is_lost_or_doubled_however_often_a_party_changes_how_it_shares() {
    for seed in 0..12 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let hub = TestHub::start().await;
        let party = hub.table("1").seated(2).await;
        let waiter = hub.staff(Role::Waiter).await;
        let mut guests: Vec<Guest> = Vec::new();
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for step in 0..30 {
            let item = ["soup", "coffee", "lemonade"][chance.random_range(0..3)];
            let quantity = chance.random_range(1..4);
            match chance.random_range(0..12) {
                0 if guests.len() < 3 => guests.push(party.joined_by(&format!("Guest {step}")).await),
                1 => hub.restart().await,
                2..=3 => changes_to(&waiter, &party, SessionMode::Individual).await.done(),
                4..=5 => changes_to(&waiter, &party, SessionMode::Family).await.done(),
                6..=7 if wants_one_cart(&waiter, &party).await => {
                    let path = format!("/api/sessions/{}/cart/everyone22/add", party.session);
                    let add = serde_json::json!({ "item": item, "quantity": quantity });
                    let answer = waiter.post(&path).json(&add).await;
                    let _: CartAnswer = answer.ok();
                    *wanted.entry(item.to_owned()).or_default() += quantity;
                }
                8..=9 => {
                    let Some(guest) = guests.choose(&mut chance) else { continue };
                    guest.adds(item, &[], quantity as u32).await;
                    *wanted.entry(item.to_owned()).or_default() += quantity;
                }
                _ => {
                    let Some(guest) = guests.choose(&mut chance) else { continue };
                    let cart = guest.cart().await;
                    let Some(line) = cart.lines.choose(&mut chance).filter(|line| !line.units.is_empty())
                    else {
                        continue;
                    };
                    let update = serde_json::json!({ "line": line.line, "quantity": line.units.len() - 1 });
                    let _: CartAnswer = guest.http.post("/api/customer/cart/update").json(&update).await.ok();
                    let left = wanted.get_mut(line.item.as_str()).unwrap();
                    *left -= 1;
                    if *left == 0 {
                        wanted.remove(line.item.as_str());
                    }
                }
            }
            if let Some(now) = wants(&waiter, &party).await {
                assert_eq!(now, wanted, "seed {seed}, step {step}");
            }
        }
    }
}

async fn wants_one_cart(staff: &Http, party: &Party<'_>) -> bool {
    carts(staff, party).await.iter().any(|cart| cart.diner.is_none())
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

/// Her order was refused again and again: in a cart of one's own nobody can order for others, and she could not see
/// what was wrong with it.
#[tokio::test]
async fn what_a_phone_chose_for_others_while_the_party_parted_is_its_guests_own() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    ben.adds("soup", &[], 1).await;
    ben.saved().await;
    let soup =
        ada.until("the soup", |view| !dishes(view).is_empty()).await.cart.groups[0].lines[0].line.clone();
    ada.cut().await;
    ada.away().await;
    ada.adds("steak", &["doneness/rare"], 1).await;
    for (item, diner) in [("coffee", ben.me()), ("lemonade", DinerId::everyone())] {
        let (item, config) = (item.parse().unwrap(), LineConfig::default());
        ada.does(Action::Add { item, config, portions: 1, diner }).await;
    }
    ada.does(Action::More { line: soup, diner: ben.me() }).await;
    let steak = lines(&ada.view()).into_iter().find(|line| line.item.as_str() == "steak").unwrap().clone();
    let give = Action::Give { line: steak.line, unit: steak.units[0].unit.clone(), diner: ben.me() };
    ada.does(give).await;
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    ada.reconnect().await;
    let all = ["coffee", "lemonade", "soup", "steak"].map(|dish| (dish.to_owned(), 1));
    let view = ada
        .until("her own cart with all of it", |view| {
            view.mode == SessionMode::Individual && view.cart.unsaved_edits == 0 && dishes(view) == all
        })
        .await;
    assert_eq!(view.cart.groups.iter().map(|group| &group.diner).collect::<Vec<_>>(), [&ada.me()]);
    ada.orders().await;
    assert!(matches!(ada.settled().await, ReviewState::Placed { .. }));
    assert_eq!(dishes(&ben.view()), [("soup".into(), 1)]);
}

/// Edits of Ada's that wait in a closed page of hers, with the hub away: three coffees for Ben, of which she takes one off
/// again, and a lemonade.
async fn waits_for_ben(hub: &TestHub, party: &Party<'_>, ben: &TestDevice) -> (TestDevice, Kept) {
    let ada = TestDevice::seated(hub, party, "Ada").await;
    ada.cut().await;
    ada.away().await;
    for (item, portions) in [("coffee", 3), ("lemonade", 1)] {
        let (item, config) = (item.parse().unwrap(), LineConfig::default());
        ada.does(Action::Add { item, config, portions, diner: ben.me() }).await;
        if portions > 1 {
            let line = lines(&ada.view()).remove(0).line.clone();
            ada.does(Action::Less { line, diner: ben.me() }).await;
        }
    }
    let kept = ada.closes().await;
    (ada, kept)
}

/// The hub had her coffee for him, and brought it into his cart, before her phone heard of that: made anew in her own
/// cart, it was in two, and the kitchen cooked it for both.
#[tokio::test]
async fn what_the_hub_had_when_the_party_parted_is_in_one_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    let (ada, kept) = waits_for_ben(&hub, &party, &ben).await;
    let [coffee, less, _lemonade] = &kept.changes()[..] else { panic!("three changes") };
    // The first two have reached the hub; the answer did not come through any more.
    let mut other_socket = Phone::connect(hub.address(), &kept.token()).await;
    other_socket.says(&FromDevice::Changes(vec![coffee.clone(), less.clone()])).await;
    ben.until("the coffee", |view| dishes(view) == [("coffee".into(), 2)]).await;
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    only_the_lemonade_is_new(&ada.reopens(kept).await, &ben).await;
}

/// Another tab had made her coffee for him anew, as another author, and the hub had it so.
#[tokio::test]
async fn what_another_tab_has_made_anew_before_the_party_parts_is_in_one_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    let (ada, kept) = waits_for_ben(&hub, &party, &ben).await;
    made_anew_by_another_tab(&hub, &kept, &ben).await;
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    only_the_lemonade_is_new(&ada.reopens(kept).await, &ben).await;
}

/// The same, where it is staff who bring them to a party whose guests have carts of their own.
#[tokio::test]
async fn what_another_tab_has_made_anew_before_they_join_a_party_is_in_one_cart() {
    let hub = TestHub::start().await;
    let (party, others) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    changed_to(&hub, &others, SessionMode::Individual).await.done();
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    let (ada, kept) = waits_for_ben(&hub, &party, &ben).await;
    made_anew_by_another_tab(&hub, &kept, &ben).await;
    let waiter = hub.staff(Role::Waiter).await;
    let join = format!("/api/floor/sessions/{}/join", party.session);
    waiter.command(&join).json(&json!({ "party": others.session })).await.done();
    only_the_lemonade_is_new(&ada.reopens(kept).await, &ben).await;
}

async fn made_anew_by_another_tab(hub: &TestHub, kept: &Kept, ben: &TestDevice) {
    let [coffee, less, _lemonade] = &kept.changes()[..] else { panic!("three changes") };
    let mut tab = Phone::connect(hub.address(), &kept.token()).await;
    let anew = [coffee, less].map(|change| tab.cart.author(tab.actor, change.edits.clone()).unwrap());
    tab.says(&FromDevice::Changes(anew.into())).await;
    ben.until("the coffee", |view| dishes(view) == [("coffee".into(), 2)]).await;
}

/// Ada's page opens with a cart of her own: what Ben has of hers is not in it.
async fn only_the_lemonade_is_new(ada: &TestDevice, ben: &TestDevice) {
    ada.reconnect().await;
    let is_hers = |view: &View| view.mode == SessionMode::Individual && view.cart.unsaved_edits == 0;
    let hers = ada.until("her own cart", is_hers).await;
    assert_eq!(dishes(&hers), [("lemonade".into(), 1)]);
    assert!(!hers.notices.iter().any(|notice| matches!(notice.what, Notice::EditDropped { .. })), "{hers:?}");
    let his = ben.until("his own cart", |view| view.mode == SessionMode::Individual).await;
    assert_eq!(dishes(&his), [("coffee".into(), 2)]);
}

/// Her own cart said that it was off there: the hub had given it to him, as she was away, and nobody told her that she
/// could not take it off any more.
#[tokio::test]
async fn who_takes_off_what_somebody_else_has_by_now_is_told() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    let soup = [("soup".to_owned(), 1)];
    for mode in [SessionMode::Individual, SessionMode::Family] {
        changed_to(&hub, &party, mode).await.done();
        ada.until("her soup", |view| view.mode == mode && dishes(view) == soup).await;
        ben.until("the same", |view| view.mode == mode).await;
    }
    ada.cut().await;
    ada.away().await;
    let shown = lines(&ben.until("the soup", |view| dishes(view) == soup).await).remove(0).clone();
    ada.does(Action::Less { line: shown.line.clone(), diner: ada.me() }).await;
    let unit = shown.units[0].unit.clone();
    ben.does(Action::Give { line: shown.line, unit, diner: ben.me() }).await;
    ben.saved().await;
    changed_to(&hub, &party, SessionMode::Individual).await.done();
    ada.reconnect().await;
    let is_hers = |view: &View| view.mode == SessionMode::Individual && view.cart.unsaved_edits == 0;
    let hers = ada.until("her own cart", is_hers).await;
    assert!(hers.notices.iter().any(|notice| matches!(notice.what, Notice::EditDropped { .. })), "{hers:?}");
    ben.until("his soup", |view| view.mode == SessionMode::Individual && dishes(view) == soup).await;
}
