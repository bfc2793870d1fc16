//! Tickets, dishes, bump and recall.

use plato_sync_protocol::ids::{OrderId, TicketId};
use plato_sync_protocol::serving::{NamedDish, ShownDish};
use plato_sync_protocol::views::DishStatus::{self, Cooking, Queued, Ready, Served};

use super::*;

fn ticket(text: &str) -> TicketId {
    text.parse().unwrap()
}

fn ordered() -> Given {
    party().after([place(steak_and_soup())])
}

fn move_dish(index: u16, status: DishStatus) -> Command {
    Command::MoveDish { order: OrderId(1), index, status }
}

fn bump(text: &str) -> Command {
    Command::BumpTicket { ticket: ticket(text), seen: None }
}

fn recall(text: &str) -> Command {
    Command::RecallTicket { ticket: ticket(text) }
}

fn statuses(given: &Given) -> Vec<DishStatus> {
    given.venue.order_view(&session(), OrderId(1)).unwrap().lines.iter().map(|line| line.status).collect()
}

#[test]
fn an_order_becomes_a_ticket_at_each_of_its_stations() {
    let view = ordered().venue.kitchen_view(7, Timestamp { wall_ms: 0, uptime_ms: 5 });
    assert_eq!((view.position, view.hub_time_ms), (7, 5));
    let tickets: Vec<_> = view.tickets.iter().map(|ticket| ticket.ticket.to_string()).collect();
    assert_eq!(tickets, ["1-cold", "1-grill"]);
    let grill = &view.tickets[1];
    assert_eq!((grill.table.as_str(), grill.room.as_str(), grill.round), ("One", "Main", 1));
    assert_eq!(grill.also_at, ["Cold"]);
    let steak = &grill.lines[0];
    assert_eq!(
        (steak.name.as_str(), steak.quantity, &steak.modifiers[..]),
        ("STK", 2, &["RARE".to_owned()][..])
    );
    assert_eq!(steak.diners, ["ANNA"]);
}

#[test]
fn tickets_stand_oldest_first() {
    let later = vec![portion("unitdddddd", "linecccccc", "soup", PLAIN, 750)];
    let given = ordered().at_ms(1_000).after([place(later)]);
    let view = given.venue.kitchen_view(0, given.now);
    let orders: Vec<_> = view.tickets.iter().map(|ticket| ticket.order.0).collect();
    assert_eq!(orders, [1, 1, 2]);
    assert_eq!(view.tickets[2].fired_at_ms, 1_000);
}

#[test]
fn no_kitchen_view_says_anything_of_money() {
    let given = ordered();
    let text = serde_json::to_string(&given.venue.kitchen_view(0, given.now)).unwrap();
    for word in ["minor", "EUR", "price", "total", "2400", "750"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[test]
fn dishes_only_move_forward() {
    ordered().when(move_dish(0, Ready)).then([Event::DishMoved {
        order: OrderId(1),
        index: 0,
        status: Ready,
    }]);
    let ready = || ordered().after([move_dish(0, Ready)]);
    ready().when(move_dish(0, Cooking)).then_refused(Refusal::DishFurtherOn { status: Ready });
    ready().when(move_dish(0, Ready)).then([]);
    ordered().when(move_dish(2, Ready)).then_refused(Refusal::UnknownDish);
    party().when(move_dish(0, Ready)).then_refused(Refusal::UnknownOrder);
}

#[test]
fn bumping_a_ticket_makes_its_dishes_ready_and_no_others() {
    let given = ordered().after([bump("1-grill")]);
    assert_eq!(statuses(&given), [Ready, Queued]);
    let view = given.venue.kitchen_view(0, given.now);
    assert_eq!((view.tickets.len(), view.done.len()), (1, 1));
    assert_eq!(given.venue.order_view(&session(), OrderId(1)).unwrap().status, Queued);
}

#[test]
fn bumping_a_bumped_ticket_is_refused() {
    ordered().after([bump("1-grill")]).when(bump("1-grill")).then_refused(Refusal::TicketAlreadyBumped);
    ordered().when(bump("1-bar")).then_refused(Refusal::UnknownTicket);
    ordered().when(bump("2-grill")).then_refused(Refusal::UnknownTicket);
}

#[test]
fn a_recalled_ticket_is_made_again_but_what_was_served_stays_served() {
    let given = ordered().after([bump("1-grill"), recall("1-grill")]);
    assert_eq!(statuses(&given), [Cooking, Queued]);
    assert_eq!(given.venue.kitchen_view(0, given.now).done.len(), 0);
    let served = ordered().after([bump("1-grill"), move_dish(0, Served), recall("1-grill")]);
    assert_eq!(statuses(&served), [Served, Queued]);
    ordered().when(recall("1-grill")).then_refused(Refusal::TicketNotBumped);
}

#[test]
fn a_bump_never_takes_a_served_dish_back() {
    let given = ordered().after([move_dish(0, Served), bump("1-grill")]);
    assert_eq!(statuses(&given), [Served, Queued]);
}

#[test]
fn the_floor_counts_open_and_ready_portions() {
    let given = ordered().after([bump("1-grill")]);
    let floor = given.venue.floor_view(0, given.now);
    let session = floor.rooms[0].tables[0].session.as_ref().unwrap();
    assert_eq!((session.orders, session.dishes_open, session.dishes_ready), (1, 1, 2));
    assert_eq!(floor.rooms[0].tables[1].session, None);
}

fn put_back(dishes: &[u16]) -> Command {
    Command::PutBack { order: OrderId(1), dishes: dishes.to_vec() }
}

#[test]
fn what_was_marked_as_brought_by_mistake_waits_to_be_brought_again() {
    let given = ordered().after([bump("1-grill"), bump("1-cold"), Command::ServeOrder { order: OrderId(1) }]);
    assert_eq!(statuses(&given), [Served, Served]);
    let back = Event::DishesPutBack { order: OrderId(1), dishes: vec![0] };
    ordered().after([move_dish(0, Served)]).when(put_back(&[0, 0, 1])).then([back]);
    let given = given.after([put_back(&[0, 1])]);
    assert_eq!(statuses(&given), [Ready, Ready]);
    let session = given.venue.floor_view(0, given.now).rooms[0].tables[0].session.clone().unwrap();
    assert_eq!((session.dishes_ready, session.ready[0].dishes[0].index), (3, Some(0)));
    assert_eq!(given.venue.kitchen_view(0, given.now).done.len(), 2, "nobody has to make it again");
}

#[test]
fn only_what_was_marked_as_brought_is_put_back_and_only_while_they_sit() {
    ordered().after([bump("1-grill")]).when(put_back(&[0])).then_refused(Refusal::NothingServed);
    ordered().when(put_back(&[7])).then_refused(Refusal::UnknownDish);
    party().when(put_back(&[0])).then_refused(Refusal::UnknownOrder);
    let given = given([Event::VenueImported { setup: Box::new(setup()) }, seated(), joined("anna")])
        .after([place(steak_and_soup()), move_dish(0, Served)]);
    let mut venue = given.venue;
    venue.apply(given.now, &Event::SessionClosed { session: session() });
    assert_eq!(venue.decide(given.now, &put_back(&[0])), Err(Refusal::SessionClosed));
}

fn serve(dishes: &[u16]) -> Command {
    Command::ServeDishes { order: OrderId(1), dishes: dishes.to_vec() }
}

fn brought(index: u16) -> Event {
    Event::DishMoved { order: OrderId(1), index, status: Served }
}

#[test]
fn what_came_to_be_ready_since_is_not_brought_with_what_was_seen() {
    // A press that waited out an outage brought the risotto that had become ready meanwhile, and that nobody carried.
    let given = ordered().after([bump("1-cold"), bump("1-grill")]);
    given.when(serve(&[1, 1])).then([brought(1)]);
    let given = ordered().after([bump("1-cold"), bump("1-grill"), serve(&[1])]);
    assert_eq!(statuses(&given), [Ready, Served]);
    given.when(serve(&[0, 1])).then([brought(0)]);
}

fn serve_shown(dishes: &[(u16, u32)]) -> Command {
    let shown = |&(index, remade)| NamedDish::Shown(ShownDish { index, remade });
    Command::ServeShownDishes { order: OrderId(1), dishes: dishes.iter().map(shown).collect() }
}

#[test]
fn what_was_made_again_is_not_brought_by_a_press_from_before() {
    // The press waited out an outage; meanwhile the risotto was recalled, and another one is ready.
    let again = || ordered().after([bump("1-cold"), bump("1-grill"), recall("1-grill"), bump("1-grill")]);
    let remade = |given: &Given| {
        let session = given.venue.floor_view(0, given.now).rooms[0].tables[0].session.clone().unwrap();
        session.ready[0].dishes.iter().map(|dish| (dish.index.unwrap(), dish.remade)).collect::<Vec<_>>()
    };
    assert_eq!(remade(&again()), [(0, 1), (1, 0)]);
    again().when(serve_shown(&[(0, 0)])).then_refused(Refusal::TicketChanged);
    again().when(serve_shown(&[(0, 0), (1, 0)])).then([brought(1)]);
    again().when(serve_shown(&[(0, 1), (1, 0)])).then([brought(0), brought(1)]);
    // Pages of before do not say what they showed.
    again().when(serve(&[0])).then([brought(0)]);
    let given = ordered().after([bump("1-cold"), serve_shown(&[(1, 0)]), recall("1-cold")]);
    given.when(serve_shown(&[(1, 0)])).then([]);
}

#[test]
fn dishes_that_were_seen_are_brought_as_far_as_they_are_ready() {
    let half = || ordered().after([bump("1-cold")]);
    half().when(serve(&[0, 1])).then([brought(1)]);
    half().when(serve(&[0])).then_refused(Refusal::NothingReady);
    half().when(serve(&[])).then_refused(Refusal::NothingReady);
    half().when(serve(&[1, 7])).then_refused(Refusal::UnknownDish);
    party().when(serve(&[0])).then_refused(Refusal::UnknownOrder);
    half().after([recall("1-cold")]).when(serve(&[1])).then_refused(Refusal::NothingReady);
}

#[test]
fn whoever_says_second_that_dishes_were_brought_has_it_noted_already() {
    let given = ordered().after([bump("1-cold"), bump("1-grill"), serve(&[1])]);
    given.when(serve(&[1])).then([]);
}

#[test]
fn a_tap_on_a_dish_means_the_ticket_that_was_looked_at() {
    let moves = |status, seen| Command::MoveSeenDish { order: OrderId(1), index: 1, status, seen };
    ordered().when(moves(Cooking, 0)).then([Event::DishMoved {
        order: OrderId(1),
        index: 1,
        status: Cooking,
    }]);
    let back = || ordered().after([bump("1-cold"), recall("1-cold")]);
    back().when(moves(Ready, 0)).then_refused(Refusal::TicketChanged);
    back().when(moves(Served, 0)).then_refused(Refusal::TicketChanged);
    back().when(moves(Ready, 1)).then([Event::DishMoved { order: OrderId(1), index: 1, status: Ready }]);
    // What is so already needs nobody to look.
    back().when(moves(Cooking, 0)).then([]);
    back().when(moves(Queued, 0)).then_refused(Refusal::DishFurtherOn { status: Cooking });
}

#[test]
fn a_recall_that_waited_does_not_bring_back_what_was_made_again_meanwhile() {
    let recalls = |seen| Command::RecallSeenTicket { ticket: ticket("1-cold"), seen };
    let again = || ordered().after([bump("1-cold"), recall("1-cold"), bump("1-cold")]);
    again().when(recalls(0)).then_refused(Refusal::TicketChanged);
    again().when(recalls(1)).then([Event::TicketRecalled { ticket: ticket("1-cold") }]);
    let back = ordered().after([bump("1-cold"), recall("1-cold")]);
    back.when(recalls(0)).then_refused(Refusal::TicketNotBumped);
}

#[test]
fn a_tap_that_names_nothing_is_the_command_that_it_always_was() {
    // A retry is known by the hash over this text, also of a hub that was renewed in between.
    let texts = [
        (move_dish(0, Ready), "MoveDish { order: OrderId(1), index: 0, status: Ready }"),
        (
            recall("1-cold"),
            "RecallTicket { ticket: TicketId { order: OrderId(1), course: 0, station: StationId(\"cold\") } }",
        ),
        (Command::ServeOrder { order: OrderId(1) }, "ServeOrder { order: OrderId(1) }"),
        (
            Command::FireCourse { session: session(), course: 2 },
            "FireCourse { session: SessionId(\"sessionaaa\"), course: 2 }",
        ),
    ];
    for (command, text) in texts {
        assert_eq!(format!("{command:?}"), text);
    }
}

/// One bump at the grill, and then so many at the other station that they fill the list.
#[test]
fn a_busy_station_does_not_take_the_recall_list_of_a_quiet_one() {
    let mut given = party();
    let portion_of = |n: usize, item: &str| {
        let letters = [n / 25, n % 25].map(|digit| char::from(b'a' + digit as u8));
        let id = format!("{}{}", letters[0], letters[1]);
        let (config, price) = if item == "steak" { (RARE, 2400) } else { (PLAIN, 750) };
        place(vec![portion(&format!("unit{id}aaaa"), &format!("line{id}aaaa"), item, config, price)])
    };
    for n in 0..40 {
        let item = if n == 0 { "steak" } else { "soup" };
        let station = if n == 0 { "grill" } else { "cold" };
        let ticket = format!("{}-{station}", n + 1).parse().unwrap();
        given = given.after([
            portion_of(n, item),
            Command::BumpTicket { ticket, seen: None },
            Command::ServeOrder { order: OrderId((n + 1).try_into().unwrap()) },
        ]);
    }
    let done = given.venue.kitchen_view(0, given.now).done;
    assert!(done.iter().any(|ticket| ticket.ticket == "1-grill".parse().unwrap()), "{}", done.len());
    assert!(done.len() < 40);
}
