//! Two levels of a pass: what was made goes over the first before anybody can run it.

use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::serving::{NamedDish, ShownDish};
use plato_sync_protocol::views::DishStatus::{self, Cooking, Ready, Served};

use super::super::menu::Pass;
use super::*;

/// The grill hands its dishes to a pass of its own; the cold station has none.
pub(super) fn with_passes(venue: Event) -> Event {
    let Event::VenueImported { mut setup } = venue else { panic!("it is an import") };
    setup.passes = vec![Pass { id: "hot".parse().unwrap(), name: "Hot pass".into() }];
    for station in &mut setup.stations {
        station.pass = (station.id.as_str() == "grill").then(|| "hot".parse().unwrap());
    }
    Event::VenueImported { setup }
}

/// The steak is the first dish, from the grill; the soup is the second, from the cold station.
fn ordered() -> Given {
    let venue = with_passes(Event::VenueImported { setup: Box::new(setup()) });
    given([venue, seated(), joined("anna"), joined("ben")]).after([place(steak_and_soup())])
}

fn move_dish(index: u16, status: DishStatus) -> Command {
    Command::MoveDish { order: OrderId(1), index, status }
}

fn pass(pass: &str, dishes: &[u16]) -> Command {
    Command::PassDishes { order: OrderId(1), pass: pass.parse().unwrap(), dishes: dishes.to_vec() }
}

fn let_go(dishes: &[u16]) -> Event {
    Event::DishesPassed { order: OrderId(1), pass: "hot".parse().unwrap(), dishes: dishes.to_vec() }
}

fn bump(ticket: &str) -> Command {
    Command::BumpTicket { ticket: ticket.parse().unwrap(), seen: None }
}

fn recall(ticket: &str) -> Command {
    Command::RecallTicket { ticket: ticket.parse().unwrap() }
}

/// What a waiter is told: portions to make, portions to run, rounds that are all ready.
fn told(given: &Given) -> (u32, u32, u32) {
    let view = given.venue.floor_view(0, given.now);
    let table = &view.rooms[0].tables[0];
    let session = table.session.as_ref().unwrap();
    (session.dishes_open, session.dishes_ready, session.rounds_ready)
}

#[test]
fn what_is_made_is_ready_to_run_once_its_pass_has_let_it_go() {
    let given = ordered();
    assert_eq!(told(&given), (3, 0, 0));
    let given = given.after([bump("1-grill")]);
    assert_eq!(told(&given), (3, 0, 0), "the steak stands at the pass");
    let given = given.after([bump("1-cold")]);
    assert_eq!(told(&given), (2, 1, 0), "the soup goes over no pass");
    let given = given.after([pass("hot", &[0])]);
    assert_eq!(told(&given), (0, 3, 1));
}

#[test]
fn what_stands_at_the_first_pass_is_not_brought() {
    let given = ordered().after([bump("1-grill")]);
    given.when(Command::ServeOrder { order: OrderId(1) }).then_refused(Refusal::NothingReady);
    let given = ordered().after([bump("1-grill"), bump("1-cold")]);
    let served = Event::DishMoved { order: OrderId(1), index: 1, status: Served };
    given.when(Command::ServeOrder { order: OrderId(1) }).then([served.clone()]);
    let given = ordered().after([bump("1-grill"), bump("1-cold")]);
    given.when(Command::ServeDishes { order: OrderId(1), dishes: vec![0, 1] }).then([served]);
}

#[test]
fn a_pass_lets_go_only_what_was_made_at_its_own_stations() {
    let given = ordered();
    given.when(pass("hot", &[0])).then_refused(Refusal::DishNotReady);
    let given = ordered().after([bump("1-grill"), bump("1-cold")]);
    given.when(pass("hot", &[0, 1])).then_refused(Refusal::DishElsewhere);
    let given = ordered().after([bump("1-grill")]);
    given.when(pass("cellar", &[0])).then_refused(Refusal::UnknownPass);
    let given = ordered().after([bump("1-grill")]);
    given.when(pass("hot", &[7])).then_refused(Refusal::UnknownDish);
    let given = ordered().after([bump("1-grill")]);
    given.when(pass("hot", &[0, 0])).then([let_go(&[0])]);
}

#[test]
fn guests_hear_that_a_dish_is_ready_when_somebody_can_bring_it() {
    let told = |given: &Given| {
        let order = given.venue.order_view(&session(), OrderId(1)).unwrap();
        (order.status, order.lines.iter().map(|line| line.status).collect::<Vec<_>>())
    };
    let given = ordered().after([bump("1-grill"), bump("1-cold")]);
    assert_eq!(told(&given), (Cooking, vec![Cooking, Ready]), "the steak stands at the pass");
    let given = given.after([pass("hot", &[0])]);
    assert_eq!(told(&given), (Ready, vec![Ready, Ready]));
}

#[test]
fn two_at_the_pass_let_a_dish_go_once() {
    let given = ordered().after([bump("1-grill"), pass("hot", &[0])]);
    given.when(pass("hot", &[0])).then_refused(Refusal::NothingReady);
    let given = ordered().after([bump("1-grill"), pass("hot", &[0]), move_dish(0, Served)]);
    given.when(pass("hot", &[0])).then_refused(Refusal::NothingReady);
}

#[test]
fn a_recall_brings_a_dish_back_at_every_level() {
    let given = ordered().after([bump("1-grill"), bump("1-cold"), pass("hot", &[0]), recall("1-grill")]);
    assert_eq!(told(&given), (2, 1, 0));
    let view = given.venue.kitchen_view(0, given.now);
    let steak = &view.tickets.iter().find(|ticket| ticket.ticket.to_string() == "1-grill").unwrap().lines[0];
    assert_eq!((steak.status, steak.is_passed), (Cooking, false));
    let given = given.after([bump("1-grill")]);
    assert_eq!(told(&given), (2, 1, 0), "the pass has to look at it again");
}

#[test]
fn what_was_made_again_is_not_let_go_by_a_press_from_before() {
    let pass_shown = |remade| {
        let dishes = vec![NamedDish::Shown(ShownDish { index: 0, remade })];
        Command::PassShownDishes { order: OrderId(1), pass: "hot".parse().unwrap(), dishes }
    };
    let again = || ordered().after([bump("1-grill"), recall("1-grill"), bump("1-grill")]);
    let view = again().venue.kitchen_view(0, again().now);
    assert_eq!(
        view.done.iter().flat_map(|ticket| &ticket.lines).map(|line| line.remade).collect::<Vec<_>>(),
        [1]
    );
    again().when(pass_shown(0)).then_refused(Refusal::TicketChanged);
    again().when(pass_shown(1)).then([let_go(&[0])]);
}

#[test]
fn nothing_of_this_is_there_without_passes_in_the_venue_file() {
    let given = party().after([place(steak_and_soup()), bump("1-grill"), bump("1-cold")]);
    assert_eq!(told(&given), (0, 3, 1));
    assert_eq!(given.venue.kitchen_view(0, given.now).passes, []);
    given.when(pass("hot", &[0])).then_refused(Refusal::UnknownPass);
}

#[test]
fn the_kitchen_is_told_its_passes_and_whose_dishes_go_over_them() {
    let given = ordered().after([move_dish(0, Ready), pass("hot", &[0])]);
    let view = given.venue.kitchen_view(0, given.now);
    assert_eq!(view.passes.iter().map(|pass| pass.name.as_str()).collect::<Vec<_>>(), ["Hot pass"]);
    let over = |station: &str| {
        view.stations.iter().find(|known| known.station.as_str() == station).unwrap().pass.clone()
    };
    assert_eq!((over("grill"), over("cold")), (Some("hot".parse().unwrap()), None));
    let lines = view.tickets.iter().flat_map(|ticket| &ticket.lines);
    assert_eq!(lines.filter(|line| line.is_passed).map(|line| line.index).collect::<Vec<_>>(), [0]);
}

#[test]
fn what_its_pass_has_not_let_go_is_served_by_nobody() {
    // The strip of what is done, and the route of a single dish, went past the pass.
    let made = || ordered().after([bump("1-grill"), bump("1-cold")]);
    made().when(move_dish(0, Served)).then_refused(Refusal::DishAtPass);
    let given = made().after([move_dish(1, Served), pass("hot", &[0]), move_dish(0, Served)]);
    assert_eq!(told(&given), (0, 0, 0));
    given.when(move_dish(0, Served)).then([]);
}

#[test]
fn a_dish_that_is_put_back_is_over_its_pass_still() {
    let given = ordered().after([bump("1-grill"), pass("hot", &[0]), move_dish(0, Served)]);
    let given = given.after([Command::PutBack { order: OrderId(1), dishes: vec![0] }]);
    assert_eq!(told(&given), (1, 2, 0));
}
