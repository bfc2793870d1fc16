//! What is refused leads to a reset that says why, and touches nothing.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::cart::{Cart, CartChange, CartEdit, NewUnit};
use plato_sync_protocol::floor::FloorView;
use plato_sync_protocol::ids::{LineId, OrderId, UnitId};
use plato_sync_protocol::limits::{EDITS_PER_CHANGE_MAX, HEADS_PER_CART_MAX};
use plato_sync_protocol::message::{FromDevice, FromHub, Reset};
use plato_sync_protocol::vector::{ActorId, ChangeHash};
use plato_tests::phone::{add, refused};
use plato_tests::{Phone, TestHub};

use super::{connected, pair};

/// The reset with which changes are refused; nothing may have changed.
async fn reset(hub: &TestHub, phone: &mut Phone, changes: Vec<CartChange>) -> Reset {
    let before = phone.welcome.accepted.clone();
    hub.unchanged_by(async {
        phone.says(&FromDevice::Changes(changes)).await;
        let found = |frame: &FromHub| {
            if let FromHub::CartReset(reset) = frame { Some((**reset).clone()) } else { None }
        };
        let reset = phone.until(found).await;
        assert!(Cart::load(&reset.snapshot).unwrap().vector().covers(&before));
        reset
    })
    .await
}

/// The code with which an edit is refused that a phone makes without asking its own rules.
async fn code(hub: &TestHub, phone: &mut Phone, edits: Vec<CartEdit>) -> String {
    let seq = phone.cart.vector().of(&phone.actor) + 1;
    let (actor, deps) = (phone.actor, phone.cart.heads());
    let change = CartChange { actor, seq, deps, edits, hash: ChangeHash([5; 32]) };
    let reset = reset(hub, phone, vec![change]).await;
    // As an honest phone does, it goes on as the new actor.
    phone.actor = reset.actor;
    reset.code
}

fn line() -> LineId {
    LineId::from_random(rand::random())
}

fn unit() -> UnitId {
    UnitId::from_random(rand::random())
}

#[tokio::test]
async fn ct8_a_change_with_a_false_hash_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let edit = add("soup", &[], 1, &phone.diner);
    assert_eq!(code(&hub, &mut phone, vec![edit]).await, "change_forged");
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
}

#[tokio::test]
async fn ct8_a_change_of_an_actor_that_was_not_issued_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let edit = add("soup", &[], 1, &phone.diner);
    let change = phone.cart.author(ActorId([9; 16]), vec![edit]).unwrap();
    assert_eq!(reset(&hub, &mut phone, vec![change]).await.code, "actor_unknown");
}

#[tokio::test]
async fn ct8_an_actor_of_another_party_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let stranger = hub.table("2").seated(2).await.joined_by("Eve").await.phone(&hub).await;
    let edit = add("soup", &[], 1, &phone.diner);
    let change = phone.cart.author(stranger.actor, vec![edit]).unwrap();
    assert_eq!(reset(&hub, &mut phone, vec![change]).await.code, "actor_unknown");
}

#[tokio::test]
async fn ct8_a_line_in_another_diners_name_is_refused() {
    let hub = TestHub::start().await;
    let (mut ada, ben) = pair(&hub).await;
    let edit = add("soup", &[], 1, &ben.diner);
    let change = ada.cart.author(ada.actor, vec![edit]).unwrap();
    assert_eq!(reset(&hub, &mut ada, vec![change]).await.code, "diner_foreign");
}

#[tokio::test]
async fn ct8_what_only_the_hub_may_do_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let unit = phone.cart.lines()[0].units[0].unit.clone();
    let mark = vec![CartEdit::MarkSent { unit, order: OrderId(1) }];
    assert_eq!(code(&hub, &mut phone, mark.clone()).await, "edit_refused");
    let (actor, deps) = (phone.cart.hub_actor(), phone.cart.heads());
    let forged = CartChange { actor, seq: 2, deps, edits: mark, hash: ChangeHash([5; 32]) };
    assert_eq!(reset(&hub, &mut phone, vec![forged]).await.code, "edit_refused");
}

#[tokio::test]
async fn ct3_another_change_of_a_known_number_is_a_clash() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let mut tab = Cart::load(&phone.cart.save()).unwrap();
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let other = tab.author(phone.actor, vec![add("coffee", &[], 1, &phone.diner)]).unwrap();
    let reset = reset(&hub, &mut phone, vec![other]).await;
    assert_eq!(reset.code, "actor_clash");
    assert_ne!(reset.actor, phone.actor);
}

#[tokio::test]
async fn an_edit_of_what_is_not_there_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let diner = phone.diner.clone();
    assert_eq!(
        code(&hub, &mut phone, vec![CartEdit::AddUnit { line: line(), unit: unit(), diner }]).await,
        "edit_refused"
    );
    assert_eq!(
        code(&hub, &mut phone, vec![CartEdit::RemoveUnit { line: line(), unit: unit() }]).await,
        "edit_refused"
    );
}

#[tokio::test]
async fn zero_or_a_hundred_portions_of_a_line_are_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    for portions in [0, 100] {
        let edit = add("soup", &[], portions, &phone.diner);
        assert_eq!(code(&hub, &mut phone, vec![edit]).await, "edit_refused");
    }
    phone.adds("soup", &[], 99).await;
    phone.saved().await;
}

#[tokio::test]
async fn a_portion_or_line_that_exists_is_not_made_again() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let own = phone.cart.lines()[0].clone();
    let again = CartEdit::AddLine {
        line: own.line,
        item: "coffee".parse().unwrap(),
        rev: 1,
        by: phone.diner.clone(),
        config: own.configs[0].clone(),
        units: vec![NewUnit { unit: unit(), diner: phone.diner.clone() }],
    };
    assert_eq!(code(&hub, &mut phone, vec![again]).await, "edit_refused");
    let mut twice = add("coffee", &[], 1, &phone.diner);
    if let CartEdit::AddLine { units, .. } = &mut twice {
        units[0].unit = own.units[0].unit.clone();
    }
    assert_eq!(code(&hub, &mut phone, vec![twice]).await, "edit_refused");
}

#[tokio::test]
async fn a_config_that_is_too_long_or_not_canonical_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let long = format!(r#"{{"m":[],"n":"{}"}}"#, "a".repeat(141));
    for config in ["", "{}", r#"{"m":[], "n":""}"#, &long] {
        let mut edit = add("soup", &[], 1, &phone.diner);
        if let CartEdit::AddLine { config: own, .. } = &mut edit {
            *own = config.to_owned();
        }
        let code = code(&hub, &mut phone, vec![edit]).await;
        assert_eq!(code, "edit_refused", "{config}");
        hub.clock.advance(Duration::from_secs(30));
        phone.says(&FromDevice::Ping).await;
    }
}

#[tokio::test]
async fn more_edits_than_a_change_may_have_are_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let edits = (0..=EDITS_PER_CHANGE_MAX).map(|_| add("soup", &[], 1, &phone.diner)).collect();
    assert_eq!(code(&hub, &mut phone, edits).await, "edit_refused");
    assert_eq!(code(&hub, &mut phone, Vec::new()).await, "edit_refused");
    let most = (0..EDITS_PER_CHANGE_MAX).map(|_| add("soup", &[], 1, &phone.diner)).collect();
    phone.edits(most).await;
    phone.saved().await;
}

#[tokio::test]
async fn what_comes_before_a_refused_change_stays() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let good = phone.cart.author(phone.actor, vec![add("soup", &[], 1, &phone.diner)]).unwrap();
    let bad = CartChange {
        seq: 2,
        deps: vec![good.hash],
        hash: ChangeHash([5; 32]),
        edits: vec![add("coffee", &[], 1, &phone.diner)],
        ..good.clone()
    };
    phone.says(&FromDevice::Changes(vec![good.clone(), bad])).await;
    let found =
        |frame: &FromHub| if let FromHub::CartReset(reset) = frame { Some((**reset).clone()) } else { None };
    let reset = phone.until(found).await;
    assert_eq!(Cart::load(&reset.snapshot).unwrap().heads(), [good.hash]);
}

#[tokio::test]
async fn cn5_more_changes_at_once_than_allowed_are_refused() {
    let hub = TestHub::start().await;
    let (guest, mut phone) = connected(&hub, "Ada").await;
    let make =
        |phone: &mut Phone| phone.cart.author(phone.actor, vec![add("soup", &[], 1, &phone.diner)]).unwrap();
    let changes: Vec<_> = (0..61).map(|_| make(&mut phone)).collect();
    phone.says(&FromDevice::Changes(changes[..60].to_vec())).await;
    phone.says(&FromDevice::Changes(changes[60..].to_vec())).await;
    assert_eq!(refused(&mut phone.socket).await, ("rate_limited".into(), 1008));
    let mut again = guest.phone(&hub).await;
    assert_eq!(again.cart.lines().len(), 60);
    again.says(&FromDevice::Changes(changes)).await;
    assert_eq!(refused(&mut again.socket).await.0, "rate_limited", "61 in one frame are too many as well");
}

#[tokio::test]
async fn cn5_twenty_changes_a_second_are_taken() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    for round in 0..5 {
        let count = if round == 0 { 60 } else { 20 };
        let make = |phone: &mut Phone| {
            phone.cart.author(phone.actor, vec![add("soup", &[], 1, &phone.diner)]).unwrap()
        };
        let changes: Vec<_> = (0..count).map(|_| make(&mut phone)).collect();
        phone.says(&FromDevice::Changes(changes)).await;
        phone.saved().await;
        hub.clock.advance(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn cn6_the_third_reset_within_a_minute_ends_the_connection() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let foreign = |phone: &Phone| {
        let mut cart = Cart::load(&phone.cart.save()).unwrap();
        vec![cart.author(ActorId([9; 16]), vec![add("soup", &[], 1, &phone.diner)]).unwrap()]
    };
    for _ in 0..2 {
        let changes = foreign(&phone);
        assert_eq!(reset(&hub, &mut phone, changes).await.code, "actor_unknown");
    }
    phone.says(&FromDevice::Changes(foreign(&phone))).await;
    assert_eq!(hub.unchanged_by(refused(&mut phone.socket)).await, ("too_many_resets".into(), 1008));
    let stuck = || async {
        let view: FloorView = hub.staff(Role::Waiter).await.get("/api/floor").await.ok();
        let mut tables = view.rooms.into_iter().flat_map(|room| room.tables);
        tables.find_map(|table| table.session).unwrap().stuck
    };
    assert_eq!(stuck().await, [phone.diner.clone()], "the floor is told");
    hub.clock.advance(Duration::from_secs(10 * 60 + 1));
    assert!(stuck().await.is_empty());
}

#[tokio::test]
async fn ct9_tabs_that_build_on_nobody_elses_work_leave_the_party_a_cart_that_it_can_order() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, eve) = (party.joined_by("Ada").await, party.joined_by("Eve").await);
    let start = eve.phone(&hub).await.cart.save();
    // Each page is closed before the next one is opened, and keeps nothing: each has an actor of its own.
    let mut reset = None;
    for number in 0..=HEADS_PER_CART_MAX {
        let mut page = eve.phone(&hub).await;
        let edit = add("coffee", &["milk/oat"], 1, &page.diner);
        let change = Cart::load(&start).unwrap().author(page.actor, vec![edit]).unwrap();
        page.says(&FromDevice::Changes(vec![change])).await;
        if number < HEADS_PER_CART_MAX {
            let own = page.actor;
            let is_kept = |frame: &FromHub| matches!(frame, FromHub::CartAccepted(all) if all.of(&own) == 1);
            page.until(|frame| is_kept(frame).then_some(())).await;
            continue;
        }
        let found = |frame: &FromHub| match frame {
            FromHub::CartReset(reset) => Some((**reset).clone()),
            _ => None,
        };
        reset = Some(page.until(found).await);
    }
    let reset = reset.unwrap();
    assert_eq!(reset.code, "changes_late");
    assert_eq!(Cart::load(&reset.snapshot).unwrap().heads().len(), HEADS_PER_CART_MAX);
    let order = ada.orders_one("soup", &[]).await;
    assert_eq!(order.order.lines.len(), HEADS_PER_CART_MAX + 1);
}
