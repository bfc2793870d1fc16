//! Tickets, dishes, bump and recall.

use plato_sync_protocol::ids::{OrderId, TicketId};
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
