//! Void and comp: what the kitchen sees, and what is left on the bill.

use plato_sync_protocol::api::TakeOffReason::{self, Mistake, Quality};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::views::DishStatus::{self, Cooking, Queued, Ready};

use super::super::command::TakeOffPortions;
use super::super::voiding::Standing;
use super::*;

fn ordered() -> Given {
    party().after([place(steak_and_soup())])
}

fn portions(index: u16, portions: u16, reason: TakeOffReason) -> TakeOffPortions {
    TakeOffPortions { order: OrderId(1), index, portions, reason, by: None, at: None, of: None }
}

fn void(index: u16, count: u16) -> Command {
    Command::VoidPortions(portions(index, count, Mistake))
}

fn comp(index: u16, count: u16) -> Command {
    Command::CompPortions(portions(index, count, Quality))
}

fn moved(index: u16, status: DishStatus) -> Command {
    Command::MoveDish { order: OrderId(1), index, status }
}

fn standing(given: &Given, unit: &str) -> Standing {
    given.venue.orders.order(OrderId(1)).unwrap().standing(&unit.parse().unwrap())
}

#[test]
fn a_void_takes_the_last_portions_and_the_ticket_shows_them() {
    let units = vec!["unitbbbbbb".parse().unwrap()];
    let event = Event::PortionsVoided { order: OrderId(1), index: 0, units, reason: Mistake, by: None };
    ordered().when(void(0, 1)).then([event]);
    let given = ordered().after([void(0, 1)]);
    let line = &given.venue.kitchen_view(0, given.now).tickets[1].lines[0];
    assert_eq!((line.quantity, line.voided, line.is_void_seen, line.status), (1, 1, false, Queued));
    assert_eq!(standing(&given, "unitaaaaaa"), Standing::Charged);
    assert_eq!(standing(&given, "unitbbbbbb"), Standing::Voided);
}

fn bump() -> Command {
    Command::BumpTicket { ticket: "1-grill".parse().unwrap(), seen: None }
}

#[test]
fn a_ticket_with_a_void_that_nobody_saw_stays_on_the_board() {
    // It could be bumped away, and whoever cooked had never read what was struck off.
    ordered().after([void(0, 1)]).when(bump()).then_refused(Refusal::VoidUnseen);
    let seen = Command::SeeVoid { order: OrderId(1), index: 0 };
    let bumped = Event::TicketBumped { ticket: "1-grill".parse().unwrap() };
    ordered().after([void(0, 1), seen]).when(bump()).then([bumped.clone()]);
    ordered().after([void(1, 1)]).when(bump()).then([bumped]);
}

#[test]
fn a_ticket_whose_every_dish_was_voided_stays_until_it_is_bumped() {
    let given = ordered().after([void(0, 2)]);
    let grill = &given.venue.kitchen_view(0, given.now).tickets[1];
    assert_eq!((grill.lines[0].quantity, grill.lines[0].voided), (0, 2));
    let bumped = given.after([Command::SeeVoid { order: OrderId(1), index: 0 }, bump()]);
    let view = bumped.venue.kitchen_view(0, bumped.now);
    assert_eq!((view.tickets.len(), view.done.len()), (1, 1));
    assert_eq!(view.done[0].lines[0].status, Queued, "what was never made is not ready");
}

#[test]
fn a_void_that_was_seen_is_news_again_when_more_is_voided() {
    let seen = || Command::SeeVoid { order: OrderId(1), index: 0 };
    let shown = |given: &Given| given.venue.kitchen_view(0, given.now).tickets[1].lines[0].is_void_seen;
    let given = ordered().after([void(0, 1), seen()]);
    assert!(shown(&given));
    let given = given.after([void(0, 1)]);
    assert!(!shown(&given));
    ordered().when(seen()).then([]);
    ordered().after([void(0, 1), seen()]).when(seen()).then([]);
}

#[test]
fn what_was_made_is_given_free_and_what_was_not_is_voided() {
    let ready = || ordered().after([moved(0, Ready)]);
    ready().when(void(0, 1)).then_refused(Refusal::DishMade);
    ordered().when(comp(0, 1)).then_refused(Refusal::DishNotMade);
    let given = ready().after([comp(0, 1)]);
    assert_eq!(standing(&given, "unitbbbbbb"), Standing::Comped);
    let line = &given.venue.kitchen_view(0, given.now).tickets[1].lines[0];
    assert_eq!((line.quantity, line.voided), (2, 0), "the kitchen hears nothing of it");
    assert_eq!(
        ordered().after([moved(0, Cooking), void(0, 2)]).venue.kitchen_view(0, given.now).tickets.len(),
        2
    );
}

#[test]
fn no_portion_is_taken_off_twice() {
    ordered().when(void(0, 3)).then_refused(Refusal::TooFewPortions { portions: 2 });
    ordered().when(void(0, 0)).then_refused(Refusal::TooFewPortions { portions: 2 });
    ordered().after([void(0, 2)]).when(void(0, 1)).then_refused(Refusal::TooFewPortions { portions: 0 });
    ordered().when(void(9, 1)).then_refused(Refusal::UnknownDish);
}

#[test]
fn a_voided_dish_is_not_cooked_and_holds_nothing_up() {
    let given = ordered().after([void(1, 1), moved(0, Ready)]);
    assert_eq!(given.venue.order_view(&session(), OrderId(1)).unwrap().status, Ready);
    let floor = given.venue.floor_view(0, given.now);
    let session = floor.rooms[0].tables[0].session.as_ref().unwrap();
    assert_eq!((session.dishes_open, session.dishes_ready, session.rounds_ready), (0, 2, 1));
    given.when(moved(1, Cooking)).then_refused(Refusal::DishVoided);
}

#[test]
fn nothing_is_taken_off_a_visit_that_is_over() {
    let mut closed = ordered();
    closed.venue.apply(closed.now, &Event::SessionClosed { session: session() });
    closed.when(void(0, 1)).then_refused(Refusal::SessionClosed);
}

#[test]
fn all_that_is_ready_of_an_order_is_served_at_once() {
    let serve = || Command::ServeOrder { order: OrderId(1) };
    ordered().when(serve()).then_refused(Refusal::NothingReady);
    let given = ordered().after([moved(0, Ready)]);
    given.when(serve()).then([Event::DishMoved { order: OrderId(1), index: 0, status: DishStatus::Served }]);
}
