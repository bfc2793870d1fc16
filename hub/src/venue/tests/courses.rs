//! Courses: what is fired with the order, what waits, and that nothing is fired twice or lost.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::floor::TableState;
use plato_sync_protocol::ids::{OrderId, ShareId, TicketId};
use plato_sync_protocol::views::{DishStatus, KitchenView, TicketView};

use super::super::billing::events::{BillCommand, Offer};
use super::super::event::DishId;
use super::*;

/// Soup is a starter, steak a main; the dessert has no dish yet.
pub(super) fn with_courses() -> Event {
    let mut setup = setup();
    setup.courses = vec!["Starters".into(), "Mains".into(), "Desserts".into()];
    setup.kitchen_items.get_mut(&"soup".parse().unwrap()).unwrap().course = 1;
    setup.kitchen_items.get_mut(&"steak".parse().unwrap()).unwrap().course = 2;
    Event::VenueImported { setup: Box::new(setup) }
}

fn at_table() -> Given {
    given([with_courses(), seated(), joined("anna"), joined("ben")])
}

fn ordered() -> Given {
    at_table().at_ms(1_000).after([place(steak_and_soup())])
}

fn steak(n: char) -> Command {
    let (unit, line) =
        (format!("unit{}", n.to_string().repeat(6)), format!("line{}", n.to_string().repeat(6)));
    place(vec![portion(&unit, &line, "steak", RARE, 2400)])
}

fn soup(n: char) -> Command {
    let (unit, line) =
        (format!("unit{}", n.to_string().repeat(6)), format!("line{}", n.to_string().repeat(6)));
    place(vec![portion(&unit, &line, "soup", PLAIN, 750)])
}

fn fire(course: u8) -> Command {
    Command::FireCourse { session: session(), course }
}

fn move_to(order: u32, index: u16, course: u8) -> Command {
    Command::MoveToCourse { order: OrderId(order), index, course }
}

fn tickets(given: &Given) -> Vec<TicketView> {
    given.venue.kitchen_view(0, given.now).tickets
}

fn bump(ticket: &str) -> Command {
    Command::BumpTicket { ticket: ticket.parse().unwrap(), seen: None }
}

/// What each ticket is called, whether it waits, and its dishes.
fn board(given: &Given) -> Vec<(String, bool, Vec<u16>)> {
    let row = |ticket: &TicketView| {
        (ticket.ticket.to_string(), ticket.is_held, ticket.lines.iter().map(|line| line.index).collect())
    };
    tickets(given).iter().map(row).collect()
}

#[test]
fn the_first_course_of_an_order_is_fired_with_it_and_later_ones_wait() {
    let given = ordered();
    assert_eq!(board(&given), [("1-cold".into(), false, vec![1]), ("1.2-grill".into(), true, vec![0])]);
    let floor = given.venue.floor_view(0, given.now);
    let held = &floor.rooms[0].tables[0].session.as_ref().unwrap().held;
    assert_eq!((held[0].course, held[0].name.as_str(), held[0].portions), (2, "Mains", 2));
}

#[test]
fn an_order_of_one_course_is_fired_at_once_whichever_it_is() {
    assert_eq!(board(&at_table().after([steak('a')])), [("1-grill".into(), false, vec![0])]);
}

#[test]
fn who_orders_a_main_alone_waits_with_the_table() {
    let given = ordered().after([steak('e')]);
    assert!(tickets(&given).iter().find(|ticket| ticket.order == OrderId(2)).unwrap().is_held);
    let given = given.after([fire(2)]);
    assert!(tickets(&given).iter().all(|ticket| !ticket.is_held), "both mains are fired together");
}

#[test]
fn a_starter_that_comes_late_does_not_wait_for_the_mains() {
    let given = ordered().after([soup('e')]);
    assert!(!tickets(&given).iter().find(|ticket| ticket.order == OrderId(2)).unwrap().is_held);
}

#[test]
fn a_fired_course_names_its_dishes_and_its_age_counts_from_then() {
    let dishes = vec![DishId { order: OrderId(1), index: 0 }];
    let at = || ordered().at_ms(90_000);
    at().when(fire(2)).then([Event::CourseFired { session: session(), course: 2, dishes }]);
    let given = at().after([fire(2)]);
    let grill = tickets(&given).into_iter().find(|ticket| ticket.station.as_str() == "grill").unwrap();
    assert_eq!((grill.fired_at_ms, grill.is_held, grill.lines[0].quantity), (90_000, false, 2));
    let floor = given.venue.floor_view(0, given.now);
    assert!(floor.rooms[0].tables[0].session.as_ref().unwrap().held.is_empty());
}

#[test]
fn a_course_is_never_fired_twice_nor_fired_with_nothing_in_it() {
    ordered().after([fire(2)]).when(fire(2)).then_refused(Refusal::CourseNotHeld);
    ordered().when(fire(3)).then_refused(Refusal::CourseNotHeld);
    ordered().when(fire(0)).then_refused(Refusal::CourseNotHeld);
    at_table().when(fire(1)).then_refused(Refusal::CourseNotHeld);
}

fn fire_seen(course: u8, orders: &[u32]) -> Command {
    let orders = orders.iter().copied().map(OrderId).collect();
    Command::FireOrders { session: session(), course, orders }
}

#[test]
fn a_late_fire_starts_only_the_orders_that_were_seen_to_wait() {
    let given = ordered().after([steak('e')]);
    let dishes = vec![DishId { order: OrderId(1), index: 0 }];
    given.when(fire_seen(2, &[1, 1, 9])).then([Event::CourseFired { session: session(), course: 2, dishes }]);
    let given = ordered().after([steak('e'), fire_seen(2, &[1])]);
    assert_eq!(board(&given).iter().filter(|(_, is_held, _)| *is_held).count(), 1, "the second round waits");
}

#[test]
fn a_fire_that_finds_nothing_says_so_unless_all_that_was_seen_is_fired() {
    ordered().after([fire(2)]).when(fire_seen(2, &[1])).then([]);
    ordered().after([fire(2), steak('e')]).when(fire_seen(2, &[1])).then([]);
    let moved = || ordered().after([move_to(1, 0, 3)]);
    moved().when(fire_seen(2, &[1])).then_refused(Refusal::CourseNotHeld);
    ordered().after([fire(2)]).when(fire_seen(2, &[1, 9])).then_refused(Refusal::CourseNotHeld);
    ordered().when(fire_seen(2, &[])).then_refused(Refusal::CourseNotHeld);
    ordered().when(fire_seen(3, &[1])).then_refused(Refusal::CourseNotHeld);
}

#[test]
fn what_waits_is_neither_bumped_nor_moved_on() {
    ordered().when(bump("1.2-grill")).then_refused(Refusal::TicketHeld);
    let ready = Command::MoveDish { order: OrderId(1), index: 0, status: DishStatus::Ready };
    ordered().when(ready).then_refused(Refusal::TicketHeld);
}

#[test]
fn a_dish_that_waits_moves_to_another_course_and_waits_there() {
    let given = ordered().after([move_to(1, 0, 3)]);
    assert_eq!(board(&given)[1], ("1.3-grill".into(), true, vec![0]));
    let given = given.after([fire(3)]);
    assert!(tickets(&given).iter().all(|ticket| !ticket.is_held && !ticket.lines.is_empty()));
}

#[test]
fn a_dish_that_moves_to_a_course_that_was_fired_is_fired_with_it_as_an_addition() {
    let given = ordered().at_ms(5_000).after([move_to(1, 0, 1)]);
    let fresh = tickets(&given).into_iter().find(|ticket| ticket.station.as_str() == "grill").unwrap();
    assert_eq!(
        (fresh.ticket.to_string(), fresh.is_held, fresh.fired_at_ms),
        ("1-grill".into(), false, 5_000)
    );
    assert!(!fresh.lines[0].is_addition, "nothing of this order was on the grill before");
    given.when(fire(2)).then_refused(Refusal::CourseNotHeld);
}

#[test]
fn a_dish_that_joins_a_bumped_ticket_brings_it_back_to_be_seen() {
    let both = vec![
        portion("unitaaaaaa", "lineaaaaaa", "steak", RARE, 2400),
        portion("unitbbbbbb", "linebbbbbb", "steak", RARE, 2400),
        portion("unitcccccc", "linecccccc", "soup", PLAIN, 750),
    ];
    let given = at_table().after([place(both), move_to(1, 1, 3), fire(2), bump("1.2-grill")]);
    let given = given.at_ms(60_000).after([move_to(1, 1, 2)]);
    let back = tickets(&given).into_iter().find(|ticket| ticket.ticket.to_string() == "1.2-grill").unwrap();
    assert_eq!((back.fired_at_ms, back.is_bumped, back.revision), (60_000, false, 1));
    let shown: Vec<_> = back.lines.iter().map(|line| (line.status, line.is_addition)).collect();
    assert_eq!(shown, [(DishStatus::Ready, false), (DishStatus::Queued, true)]);
}

#[test]
fn nobody_bumps_what_they_have_not_seen() {
    let ticket: TicketId = "1-cold".parse().unwrap();
    let stale = |seen| Command::BumpTicket { ticket: ticket.clone(), seen: Some(seen) };
    let back = || ordered().after([bump("1-cold"), Command::RecallTicket { ticket: ticket.clone() }]);
    back().when(stale(0)).then_refused(Refusal::TicketChanged);
    back().when(stale(1)).then([Event::TicketBumped { ticket: ticket.clone() }]);
}

#[test]
fn a_dish_that_was_fired_stays_in_its_course() {
    ordered().when(move_to(1, 1, 2)).then_refused(Refusal::DishFired);
    ordered().when(move_to(1, 0, 4)).then_refused(Refusal::UnknownCourse);
    ordered().when(move_to(1, 0, 0)).then_refused(Refusal::UnknownCourse);
    ordered().when(move_to(1, 0, 2)).then([]);
    ordered().when(move_to(1, 7, 2)).then_refused(Refusal::UnknownDish);
}

#[test]
fn a_venue_without_courses_fires_everything_at_once() {
    let given = party().after([place(steak_and_soup())]);
    assert!(tickets(&given).iter().all(|ticket| !ticket.is_held));
}

#[test]
fn a_station_is_also_at_work_only_once_its_course_was_fired() {
    let also_at = |given: &Given| {
        let tickets = tickets(given);
        tickets.into_iter().find(|ticket| ticket.station.as_str() == "cold").unwrap().also_at
    };
    assert!(also_at(&ordered()).is_empty());
    assert_eq!(also_at(&ordered().after([fire(2)])), ["Grill"]);
}

fn kitchen(given: &Given) -> KitchenView {
    given.venue.kitchen_view(0, given.now)
}

fn waits(given: &Given) -> usize {
    kitchen(given).tickets.iter().filter(|ticket| ticket.is_held).count()
}

#[test]
fn what_was_taken_back_while_its_course_waited_is_no_work() {
    let cancel = Command::CancelDish {
        session: session(),
        diner: diner("ben"),
        order: OrderId(1),
        index: 0,
        portions: 2,
    };
    assert_eq!(waits(&ordered()), 1);
    assert_eq!(waits(&ordered().after([cancel])), 0, "nothing is left that could be fired");
}

#[test]
fn a_course_of_a_party_that_has_left_waits_for_nobody() {
    let mut given = ordered();
    given.venue.apply(given.now, &Event::SessionClosed { session: session() });
    assert_eq!(waits(&given), 0);
    assert_eq!(
        kitchen(&given).tickets.len(),
        1,
        "what was fired stays until somebody has seen that they left"
    );
}

#[test]
fn a_station_whose_course_was_brought_is_not_waited_for() {
    let given = ordered().after([
        Command::MoveDish { order: OrderId(1), index: 1, status: DishStatus::Ready },
        Command::ServeOrder { order: OrderId(1) },
        fire(2),
    ]);
    let mains =
        kitchen(&given).tickets.into_iter().find(|ticket| ticket.station.as_str() == "grill").unwrap();
    assert_eq!(mains.also_at, Vec::<String>::new());
}

#[test]
fn a_party_that_has_paid_for_a_course_that_waits_is_not_done() {
    let serve = || Command::ServeOrder { order: OrderId(1) };
    let ready = |index| Command::MoveDish { order: OrderId(1), index, status: DishStatus::Ready };
    let pay = Command::Bill {
        by: "staffaaaaa".parse().unwrap(),
        bill: Box::new(BillCommand::TakePayment {
            payment: "paymentaaa".parse().unwrap(),
            session: session(),
            share: ShareId::rest(),
            amount: 2 * 2400 + 750,
            tip: 0,
            offer: Offer::Card { reference: "T1".into() },
        }),
    };
    let manager = StaffAccount {
        staff: "staffaaaaa".parse().unwrap(),
        name: "Mia".into(),
        role: Role::Manager,
        password_hash: hash("secret"),
    };
    let start =
        [with_courses(), Event::StaffAdded { account: manager }, seated(), joined("anna"), joined("ben")];
    let paid = given(start).after([place(steak_and_soup()), ready(1), serve(), pay]);
    let state = |given: &Given| {
        let floor = given.venue.floor_view(0, given.now);
        floor.rooms[0].tables[0].status.unwrap().state
    };
    assert_eq!(state(&paid), TableState::Eating);
    assert_eq!(state(&paid.after([fire(2), ready(0), serve()])), TableState::Paid);
}
