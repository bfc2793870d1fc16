//! Where everyone has a cart of their own, orders may wait for each other and go in one commit.

use std::collections::BTreeSet;

use plato_sync_protocol::approval::OrderApproval;
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::menu::Allergen;

use super::super::approval::{ApprovalTerms, DecideOrder, Verdict};
use super::super::floor::events::FloorCommand;
use super::super::floor::parties::{Destination, MoveGuests, Movers};
use super::*;

/// Anna, Ben and Cleo, each with a cart of their own.
fn friends() -> Given {
    let apart = Command::ChangeMode { session: session(), mode: SessionMode::Individual };
    given([imported(), seated(), joined("anna"), joined("ben"), joined("cleo")]).after([apart])
}

/// A soup for one of them, in an order of theirs.
fn orders(name: &str, with_others: bool) -> Command {
    let unit = format!("unit{name:y<6}");
    let mut portions = vec![portion(&unit, &format!("line{name:y<6}"), "soup", PLAIN, 750)];
    let PortionState::Pending { diner: eater, .. } = &mut portions[0].now else { unreachable!() };
    *eater = diner(name);
    let Command::PlaceOrder(order) = place(portions) else { unreachable!() };
    Command::PlaceOrder(Box::new(PlaceOrder { by: diner(name), with_others, ..*order }))
}

fn send(by: Option<&str>) -> Command {
    Command::SendTogether { session: session(), by: by.map(diner) }
}

fn stands(given: &Given, order: u32) -> Option<OrderApproval> {
    given.venue.order_view(&session(), OrderId(order)).unwrap().approval
}

fn ready(names: &[&str]) -> Option<OrderApproval> {
    let ready: BTreeSet<_> = names.iter().map(|name| diner(name)).collect();
    Some(OrderApproval::Together { ready: ready.into_iter().collect() })
}

fn owes(given: &Given) -> i64 {
    given.venue.reckoning(&session()).map_or(0, |bill| bill.left())
}

#[test]
fn what_waits_for_the_others_is_with_no_kitchen_and_on_no_bill() {
    let given = friends().after([orders("anna", true)]);
    assert_eq!(stands(&given, 1), ready(&["anna"]));
    assert!(given.venue.kitchen.tickets.is_empty());
    assert_eq!((owes(&given), given.venue.session_total(&session())), (0, Some(eur(0))));
    let floor = given.venue.floor_view(0, given.now);
    let table = floor.rooms[0].tables[0].session.clone().unwrap();
    assert_eq!((table.gathering, table.orders, table.approvals.len()), (1, 0, 0));
    let given = given.after([orders("ben", true)]);
    assert_eq!(stands(&given, 1), ready(&["anna", "ben"]));
}

#[test]
fn the_last_one_who_is_ready_sends_all_of_it() {
    let given = friends().after([orders("anna", true), orders("ben", true), orders("cleo", true)]);
    assert_eq!([1, 2, 3].map(|order| stands(&given, order)), [None, None, None]);
    assert_eq!(given.venue.kitchen.tickets.len(), 3);
    let fired: BTreeSet<_> =
        given.venue.kitchen.tickets.values().map(|ticket| ticket.fired_at.map(|at| at.uptime_ms)).collect();
    assert_eq!(fired.len(), 1, "at the same moment");
    assert_eq!(owes(&given), 3 * 750);
}

#[test]
fn one_who_waits_sends_what_is_there_and_the_others_order_later() {
    let given = friends().after([orders("anna", true), orders("ben", true), send(Some("ben"))]);
    assert_eq!([1, 2].map(|order| stands(&given, order)), [None, None]);
    assert_eq!(owes(&given), 2 * 750);
    let alone = given.after([orders("cleo", true)]);
    assert_eq!(stands(&alone, 3), ready(&["cleo"]));
}

#[test]
fn only_whoever_waits_may_send_or_the_house() {
    friends().when(send(Some("anna"))).then_refused(Refusal::NothingGathers);
    friends().when(send(None)).then_refused(Refusal::NothingGathers);
    friends().after([orders("anna", true)]).when(send(Some("ben"))).then_refused(Refusal::NothingGathers);
    let sent = friends().after([orders("anna", true), send(None)]);
    assert_eq!(stands(&sent, 1), None);
}

#[test]
fn an_order_does_not_wait_where_there_is_nobody_to_wait_for() {
    let alone = given([imported(), seated(), joined("anna")])
        .after([Command::ChangeMode { session: session(), mode: SessionMode::Individual }]);
    assert_eq!(stands(&alone.after([orders("anna", true)]), 1), None);
    let family = given([imported(), seated(), joined("anna"), joined("ben")]);
    assert_eq!(stands(&family.after([orders("anna", true)]), 1), None, "they share one cart");
    let left = |name: &str| Command::RemoveDiner { session: session(), diner: diner(name) };
    let others_left = friends().after([left("ben"), left("cleo"), orders("anna", true)]);
    assert_eq!(stands(&others_left, 1), None);
    let mut staff = orders("anna", true);
    if let Command::PlaceOrder(order) = &mut staff {
        order.is_by_staff = true;
    }
    assert_eq!(stands(&friends().after([staff]), 1), None, "a waiter does not wait for anybody");
}

#[test]
fn the_house_looks_at_it_once_it_is_sent() {
    let mut setup = setup();
    setup.approval = ApprovalTerms { first_order: true, ..ApprovalTerms::default() };
    let strict =
        given([Event::VenueImported { setup: Box::new(setup) }, seated(), joined("anna"), joined("ben")])
            .after([Command::ChangeMode { session: session(), mode: SessionMode::Individual }]);
    let approve =
        DecideOrder { order: OrderId(1), by: "staffaaaaa".parse().unwrap(), verdict: Verdict::Approve };
    let approve = || Command::DecideOrder(approve.clone());
    let waits = strict.after([orders("anna", true)]);
    waits.clone().when(approve()).then_refused(Refusal::OrderNotWaiting);
    let sent = waits.after([send(Some("anna"))]);
    assert_eq!(stands(&sent, 1), Some(OrderApproval::Waiting));
    assert!(sent.venue.kitchen.tickets.is_empty());
    let approved = sent.after([approve()]);
    assert_eq!((stands(&approved, 1), owes(&approved)), (None, 750));
}

#[test]
fn a_dish_is_taken_back_while_it_waits_and_what_is_empty_waits_no_more() {
    let cancel = Command::CancelDish {
        session: session(),
        diner: diner("anna"),
        order: OrderId(1),
        index: 0,
        portions: 1,
    };
    let given = friends().after([orders("anna", true), cancel, orders("ben", true)]);
    assert_eq!(stands(&given, 2), ready(&["ben"]));
    let sent = given.after([send(Some("ben"))]);
    assert_eq!(owes(&sent), 750);
}

#[test]
fn a_visit_neither_ends_nor_changes_nor_moves_while_orders_wait_for_each_other() {
    let waits = || friends().after([orders("anna", true)]);
    waits().when(Command::CloseSession { session: session() }).then_refused(Refusal::OrderGathers);
    let family = Command::ChangeMode { session: session(), mode: SessionMode::Family };
    waits().when(family).then_refused(Refusal::OrderGathers);
    let others: SessionId = "sessionbbb".parse().unwrap();
    let seated = Event::TableSeated {
        session: others.clone(),
        table: "2".parse().unwrap(),
        covers: 2,
        mode: SessionMode::Family,
        pin_hash: hash("other"),
        pin_digits: PinDigits::Four,
    };
    let mut two = waits();
    two.venue.apply(two.now, &seated);
    let join = MoveGuests {
        from: session(),
        who: Movers::All,
        to: Destination::Party(others),
        by: "staffaaaaa".parse().unwrap(),
    };
    two.when(Command::Floor(FloorCommand::MoveGuests(join))).then_refused(Refusal::OrderGathers);
}

#[test]
fn what_was_overtaken_comes_onto_the_bill_after_what_was_paid() {
    // Cleo ordered for herself alone meanwhile, and every order that comes later has a later place.
    let given = friends().after([orders("anna", true), orders("ben", true), orders("cleo", false)]);
    let sent = given.after([send(Some("anna"))]);
    let places: Vec<u64> = [1u32, 2, 3]
        .iter()
        .map(|order| u64::from(sent.venue.orders.order(OrderId(*order)).unwrap().billed_as.0))
        .collect();
    assert!(places[0] > places[2] && places[1] > places[0], "{places:?}");
    assert!(u64::from(sent.venue.orders.next_id().0) > places[1], "no place is given twice");
}

#[test]
fn an_allergy_that_was_said_meanwhile_is_on_the_ticket() {
    let declared = Command::DeclareAllergies {
        session: session(),
        is_by_staff: false,
        diner: diner("anna"),
        allergens: [Allergen::Nuts].into(),
    };
    let given = friends().after([orders("anna", true), declared, send(Some("anna"))]);
    assert_eq!(given.venue.orders.order(OrderId(1)).unwrap().placed.allergies.len(), 1);
}
