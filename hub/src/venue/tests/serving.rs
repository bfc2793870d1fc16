//! Rounds after they were sent: what guests take back, what people call an order, what a round comes to,
//! and what somebody must not eat.

use plato_sync_protocol::api::TakeOffReason::{self, GuestCancelled, Mistake, Quality};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::menu::Allergen::{self, Milk, Nuts};
use plato_sync_protocol::views::{DishStatus, TicketView};

use super::super::command::TakeOffPortions;
use super::courses::with_courses;
use super::*;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn ordered() -> Given {
    party().after([place(steak_and_soup())])
}

fn cancel(index: u16, portions: u16) -> Command {
    Command::CancelDish { session: session(), diner: diner("ben"), order: OrderId(1), index, portions }
}

fn moved(index: u16, status: DishStatus) -> Command {
    Command::MoveDish { order: OrderId(1), index, status }
}

fn off(portions: u16, reason: TakeOffReason) -> TakeOffPortions {
    TakeOffPortions { order: OrderId(1), index: 0, portions, reason, by: None, at: None, of: None }
}

fn total(given: &Given) -> (i64, i64) {
    let order = given.venue.order_view(&session(), OrderId(1)).unwrap();
    (order.total.minor, given.venue.session_total(&session()).unwrap().minor)
}

#[test]
fn a_guest_takes_back_what_nobody_has_begun_and_the_kitchen_sees_who_it_was() {
    let units = vec!["unitcccccc".parse().unwrap()];
    let event =
        Event::PortionsVoided { order: OrderId(1), index: 1, units, reason: GuestCancelled, by: None };
    ordered().when(cancel(1, 1)).then([event]);
    let given = ordered().after([cancel(1, 1)]);
    let cold = given.venue.ticket_view(&"1-cold".parse().unwrap()).unwrap();
    assert_eq!((cold.lines[0].quantity, cold.lines[0].voided, cold.lines[0].cancelled), (0, 1, 1));
    assert_eq!(total(&given), (4800, 4800));
}

#[test]
fn a_dish_that_the_kitchen_began_a_moment_before_is_not_taken_back() {
    ordered().after([moved(1, DishStatus::Cooking)]).when(cancel(1, 1)).then_refused(Refusal::DishBegun);
    ordered().after([moved(1, DishStatus::Served)]).when(cancel(1, 1)).then_refused(Refusal::DishBegun);
    ordered().after([cancel(1, 1)]).when(cancel(1, 1)).then_refused(Refusal::TooFewPortions { portions: 0 });
}

#[test]
fn nobody_takes_back_what_another_table_ordered() {
    let other = "sessionbbb".parse().unwrap();
    let foreign =
        Command::CancelDish { session: other, diner: diner("ben"), order: OrderId(1), index: 0, portions: 1 };
    ordered().when(foreign).then_refused(Refusal::OrderForeign);
    let mut apart = given([imported(), seated(), joined("anna"), joined("ben")]);
    apart = apart.after([
        Command::ChangeMode { session: session(), mode: SessionMode::Individual },
        place(steak_and_soup()),
    ]);
    apart.when(cancel(0, 1)).then_refused(Refusal::OrderForeign);
}

#[test]
fn a_round_comes_to_what_is_charged() {
    assert_eq!(total(&ordered()), (5550, 5550));
    let voided = ordered().after([Command::VoidPortions(off(1, Mistake))]);
    assert_eq!(total(&voided), (3150, 3150));
    let line = &voided.venue.order_view(&session(), OrderId(1)).unwrap().lines[0];
    assert_eq!((line.diners.len(), line.voided, line.comped, line.total.minor), (1, 1, 0, 2400));
    let made = [moved(0, DishStatus::Ready), Command::CompPortions(off(2, Quality))];
    let comped = ordered().after(made);
    assert_eq!(total(&comped), (750, 750));
    let line = &comped.venue.order_view(&session(), OrderId(1)).unwrap().lines[0];
    assert_eq!((line.diners.len(), line.voided, line.comped, line.total.minor), (2, 0, 2, 0));
}

fn soup(unit: &str, line: &str) -> Command {
    place(vec![portion(unit, line, "soup", PLAIN, 750)])
}

fn numbers(given: &Given) -> Vec<u32> {
    let session = session();
    let orders = given.venue.orders.of_session(&session);
    orders.map(|order| order.placed.number).collect()
}

#[test]
fn orders_are_called_by_numbers_that_begin_anew_with_the_business_day() {
    let mut given = party();
    given.now.wall_ms = 20_000 * DAY_MS + DAY_MS / 2;
    given = given.after([soup("unitaaaaaa", "lineaaaaaa"), soup("unitbbbbbb", "linebbbbbb")]);
    // Two in the morning still belongs to the evening.
    given.now.wall_ms += DAY_MS / 2 + 2 * 60 * 60 * 1000;
    given = given.after([soup("unitcccccc", "linecccccc")]);
    given.now.wall_ms += 3 * 60 * 60 * 1000;
    given = given.after([soup("unitdddddd", "linedddddd")]);
    assert_eq!(numbers(&given), [1, 2, 3, 1]);
    let view = given.venue.order_view(&session(), OrderId(3)).unwrap();
    assert_eq!((view.order, view.number), (OrderId(3), 3));
    assert_eq!(given.venue.ticket_view(&"3-cold".parse().unwrap()).unwrap().number, 3);
}

fn declare(name: &str, allergens: &[Allergen]) -> Command {
    let allergens = allergens.iter().copied().collect();
    Command::DeclareAllergies { session: session(), diner: diner(name), allergens, is_by_staff: false }
}

fn note(diner: DinerId, allergens: &[Allergen]) -> Command {
    let allergens = allergens.iter().copied().collect();
    Command::DeclareAllergies { session: session(), diner, allergens, is_by_staff: true }
}

fn banner(given: &Given, ticket: &str) -> Vec<(String, Vec<Allergen>)> {
    let ticket = given.venue.ticket_view(&ticket.parse().unwrap()).unwrap();
    ticket.allergies.into_iter().map(|allergy| (allergy.name, allergy.allergens)).collect()
}

#[test]
fn a_declared_allergy_is_on_the_tickets_of_whoever_declared_it() {
    let given =
        party().after([declare("anna", &[Nuts, Milk]), declare("ben", &[Milk]), place(steak_and_soup())]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Milk, Nuts])], "Ben eats none of it");
    assert_eq!(banner(&given, "1-cold"), [("ANNA".to_owned(), vec![Milk, Nuts])]);
}

#[test]
fn a_dish_for_everyone_carries_what_anybody_of_the_party_must_not_eat() {
    let mut shared = portion("unitaaaaaa", "lineaaaaaa", "soup", PLAIN, 750);
    if let PortionState::Pending { diner, .. } = &mut shared.now {
        *diner = DinerId::everyone();
    }
    let given = party().after([declare("ben", &[Nuts]), place(vec![shared])]);
    assert_eq!(banner(&given, "1-cold"), [("BEN".to_owned(), vec![Nuts])]);
}

#[test]
fn an_order_keeps_what_was_declared_when_it_was_placed() {
    let given = party().after([declare("anna", &[Nuts]), place(steak_and_soup()), declare("anna", &[])]);
    assert_eq!(banner(&given, "1-cold"), [("ANNA".to_owned(), vec![Nuts])]);
    assert_eq!(given.venue.allergies(&session(), &diner("anna")), []);
    given.when(declare("anna", &[])).then([]);
}

#[test]
fn an_allergy_declared_after_sending_reaches_the_tickets_of_its_eater() {
    // Tickets had what was declared with the order, and nothing that came later.
    let given = party().after([place(steak_and_soup())]);
    assert_eq!(banner(&given, "1-grill"), []);
    let given = given.after([declare("anna", &[Nuts])]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Nuts])]);
    let given = given.after([declare("anna", &[Milk])]);
    assert_eq!(
        banner(&given, "1-grill"),
        [("ANNA".to_owned(), vec![Milk])],
        "sent without, said and taken back"
    );
}

#[test]
fn what_was_declared_when_it_was_ordered_and_what_is_declared_now_stand_together() {
    let given = party().after([declare("anna", &[Nuts]), place(steak_and_soup()), declare("anna", &[Milk])]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Milk, Nuts])]);
}

#[test]
fn a_course_that_is_fired_later_has_what_is_declared_by_then() {
    let given = given([with_courses(), seated(), joined("anna"), joined("ben")])
        .after([place(steak_and_soup()), declare("anna", &[Nuts])]);
    let held = given.venue.kitchen_view(0, given.now).tickets;
    assert!(held.iter().any(|ticket| ticket.is_held), "something waits");
    let given = given.after([Command::FireCourse { session: session(), course: 2 }]);
    let fired = given.venue.kitchen_view(0, given.now).tickets;
    let names = |ticket: &TicketView| ticket.allergies.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert!(fired.iter().all(|ticket| !ticket.is_held && names(ticket) == ["ANNA"]));
}

#[test]
fn a_waiter_notes_an_allergy_for_a_guest_and_for_a_table_without_phones() {
    let given = party().after([place(steak_and_soup()), note(diner("anna"), &[Nuts])]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Nuts])]);
    let given = given.after([note(DinerId::everyone(), &[Milk])]);
    let both = [("ANNA".to_owned(), vec![Nuts]), (String::new(), vec![Milk])];
    let mut shown = banner(&given, "1-grill");
    shown.sort_by_key(|(name, _)| name.is_empty());
    assert_eq!(shown, both);
    let view = given.venue.floor_view(0, given.now);
    let party = view.rooms[0].tables[0].session.clone().unwrap().allergies;
    let names: Vec<_> = party.iter().map(|one| (one.name.as_str(), one.noted.as_slice())).collect();
    assert_eq!(names, [("", &[Milk][..]), ("ANNA", &[Nuts][..])]);
    given.when(note(diner("zoe"), &[Nuts])).then_refused(Refusal::UnknownDiner);
}

#[test]
fn what_a_guest_says_takes_nothing_back_that_a_waiter_has_noted() {
    let given = party().after([
        note(diner("anna"), &[Nuts]),
        declare("anna", &[Milk]),
        declare("anna", &[]),
        place(steak_and_soup()),
    ]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Nuts])]);
    let given = given.after([declare("anna", &[Milk]), note(diner("anna"), &[])]);
    assert_eq!(banner(&given, "1-grill"), [("ANNA".to_owned(), vec![Milk, Nuts])]);
    assert_eq!(given.venue.allergies(&session(), &diner("anna")), [Milk]);
}

#[test]
fn a_guest_speaks_for_nobody_but_themselves() {
    let allergens = [Nuts].into();
    let (diner, is_by_staff) = (DinerId::everyone(), false);
    party()
        .when(Command::DeclareAllergies { session: session(), diner, allergens, is_by_staff })
        .then_refused(Refusal::UnknownDiner);
}

#[test]
fn a_stranger_declares_nothing() {
    party().when(declare("zoe", &[Nuts])).then_refused(Refusal::UnknownDiner);
}

/// One line of two guests: each takes back their own, and only then what is the other's.
#[test]
fn whoever_takes_a_portion_back_takes_their_own() {
    let shared = || {
        let mut portions = steak_and_soup();
        let PortionState::Pending { diner: eater, .. } = &mut portions[1].now else { unreachable!() };
        *eater = diner("ben");
        party().after([place(portions)])
    };
    let takes = |who: &str, portions| Command::CancelDish {
        session: session(),
        diner: diner(who),
        order: OrderId(1),
        index: 0,
        portions,
    };
    let eaters =
        |given: &Given| given.venue.order_view(&session(), OrderId(1)).unwrap().lines[0].diners.clone();
    assert_eq!(eaters(&shared().after([takes("anna", 1)])), [diner("ben")]);
    assert_eq!(eaters(&shared().after([takes("ben", 1)])), [diner("anna")]);
    assert_eq!(eaters(&shared().after([takes("ben", 2)])), []);
    let void = |of: &str| Command::VoidPortions(TakeOffPortions { of: Some(diner(of)), ..off(1, Mistake) });
    assert_eq!(eaters(&shared().after([void("anna")])), [diner("ben")], "the waiter says whose");
    let names =
        |given: &Given| given.venue.ticket_view(&"1-grill".parse().unwrap()).unwrap().lines[0].diners.clone();
    assert_eq!(names(&shared()), ["ANNA", "BEN"]);
    assert_eq!(names(&shared().after([takes("anna", 1)])), ["BEN"], "nobody carries it to Anna");
    assert_eq!(names(&shared().after([takes("ben", 2)])), ["ANNA", "BEN"], "both are told that it is off");
}
