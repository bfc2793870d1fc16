//! Whatever the house does in whatever order: no dish is lost, none is fired twice, none goes back
//! unless it is recalled, and what a screen shows is the fold of the log.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::{OrderId, TableId, TicketId};
use plato_sync_protocol::views::{DishStatus, TicketView};
use proptest::prelude::*;

use super::super::approval::ApprovalTerms;
use super::super::command::TakeOffPortions;
use super::super::event::DishId;
use super::super::floor::events::FloorCommand;
use super::super::floor::parties::{Destination, MoveGuests, Movers, SomeOfThem};
use super::super::ordering::OrderedUnit;
use super::super::voiding::Standing;
use super::approval::{approve, decline};
use super::courses::with_courses;
use super::passes::with_passes;
use super::*;
use crate::sync::fanout::{News, news_of};

/// Orders of an evening: enough for each rule to meet each other.
const ORDERS_MAX: u32 = 4;

#[derive(Debug, Clone)]
enum Act {
    Order {
        steaks: u8,
        soups: u8,
    },
    /// A course, of one order alone where a screen says which it has seen.
    Fire(u8, Option<u32>),
    /// A dish that waits, by its place among those that do.
    Course(usize, u8),
    AnyCourse(u32, u16, u8),
    Dish(u32, u16, DishStatus, Option<u32>),
    /// A ticket, by its place among all.
    Bump(usize, Option<u32>),
    Recall(usize, Option<u32>),
    /// An order, or one dish of it where a screen says which it has seen.
    Serve(u32, Option<u16>),
    /// What was brought was not: a dish of an order.
    PutBack(u32, u16),
    /// The pass of the grill lets dishes go, of what an order has.
    Pass(u32, u16),
    Void(u32, u16, u16),
    Comp(u32, u16, u16),
    See(u32, u16),
    /// The party sits elsewhere, at one table more, or at one less.
    Move(bool),
    Add(bool),
    Leave(bool),
    /// One of the guests goes to the other table: to whoever sits there, or alone.
    Part {
        is_first: bool,
        goes: bool,
        dishes: u16,
    },
    /// The party of one of the guests joins that of the other.
    Join(bool),
    /// The house says yes or no to an order, or a guest takes portions back.
    Approve(u32),
    Decline(u32),
    Cancel(u32, u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let (order, index) = (1..=ORDERS_MAX, 0..4u16);
    let dish = || (order.clone(), index.clone());
    let seen = || prop_oneof![3 => Just(None), 1 => (0..3u32).prop_map(Some)];
    let status = prop_oneof![Just(DishStatus::Cooking), Just(DishStatus::Ready), Just(DishStatus::Served)];
    prop_oneof![
        3 => (0..4u8, 0..3u8).prop_map(|(steaks, soups)| Act::Order { steaks, soups }),
        3 => (0..5u8, prop::option::weighted(0.3, order.clone()))
            .prop_map(|(course, seen)| Act::Fire(course, seen)),
        6 => (0..8usize, 1..4u8).prop_map(|(place, course)| Act::Course(place, course)),
        1 => (dish(), 0..5u8).prop_map(|((order, index), course)| Act::AnyCourse(order, index, course)),
        3 => (dish(), status, seen())
            .prop_map(|((order, index), status, seen)| Act::Dish(order, index, status, seen)),
        6 => (0..12usize, seen()).prop_map(|(place, seen)| Act::Bump(place, seen)),
        2 => (0..12usize, seen()).prop_map(|(place, seen)| Act::Recall(place, seen)),
        2 => (order.clone(), prop::option::of(index.clone()))
            .prop_map(|(order, dish)| Act::Serve(order, dish)),
        2 => dish().prop_map(|(order, index)| Act::PutBack(order, index)),
        4 => dish().prop_map(|(order, index)| Act::Pass(order, index)),
        2 => (dish(), 0..3u16).prop_map(|((order, index), portions)| Act::Void(order, index, portions)),
        1 => (dish(), 0..3u16).prop_map(|((order, index), portions)| Act::Comp(order, index, portions)),
        2 => dish().prop_map(|(order, index)| Act::See(order, index)),
        1 => any::<bool>().prop_map(Act::Move),
        1 => any::<bool>().prop_map(Act::Add),
        1 => any::<bool>().prop_map(Act::Leave),
        3 => (any::<bool>(), any::<bool>(), any::<u16>())
            .prop_map(|(is_first, goes, dishes)| Act::Part { is_first, goes, dishes }),
        2 => any::<bool>().prop_map(Act::Join),
        4 => order.clone().prop_map(Act::Approve),
        2 => order.clone().prop_map(Act::Decline),
        2 => (dish(), 0..3u16).prop_map(|((order, index), portions)| Act::Cancel(order, index, portions)),
    ]
}

/// Portions with ids that no other order has; two portions a line now and then.
fn portions(order: usize, steaks: u8, soups: u8) -> Vec<Portion> {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n).unwrap());
    let dishes = std::iter::repeat_n(("steak", RARE, 2400), usize::from(steaks))
        .chain(std::iter::repeat_n(("soup", PLAIN, 750), usize::from(soups)));
    let portion = |(n, (item, config, price)): (usize, (&str, &str, i64))| {
        let line = format!("line{}{}aaaa", letter(order), letter(n));
        (0..=n % 2)
            .map(move |unit| {
                let unit = format!("unit{}{}{}aaa", letter(order), letter(n), letter(unit));
                portion(&unit, &line, item, config, price)
            })
            .collect::<Vec<_>>()
    };
    dishes.enumerate().flat_map(portion).collect()
}

fn guest(is_first: bool) -> DinerId {
    diner(if is_first { "anna" } else { "ben" })
}

/// The party with which a guest is.
fn party_of(venue: &Venue, is_first: bool) -> SessionId {
    let mut open = venue.floor.sessions.iter().filter(|(_, session)| session.is_open);
    open.find(|(_, session)| session.seated_diner(&guest(is_first)).is_some()).unwrap().0.clone()
}

/// Every order, whoever it is with by now.
fn every_order(venue: &Venue) -> BTreeMap<OrderId, &crate::venue::ordering::Order> {
    let parties = venue.floor.sessions.keys();
    let of_party = |party| venue.orders.of_session(party).chain(venue.orders.asked(party));
    parties.flat_map(of_party).map(|order| (order.placed.id, order)).collect()
}

/// A guest goes or stays, and some of the first dishes of the party go beside.
fn part(venue: &Venue, (is_first, goes, dishes): (bool, bool, u16), step: usize) -> Option<Command> {
    let from = party_of(venue, is_first);
    let other = table(venue.floor.seated.get(&table(true)) != Some(&from));
    let to = match venue.floor.session_at(&other) {
        Some(party) => Destination::Party(party.clone()),
        None => {
            let letters = [step / 25, step % 25].map(|digit| char::from(b'a' + digit as u8));
            Destination::Table(Box::new(SeatTable {
                session: format!("parted{}{}aa", letters[0], letters[1]).parse().unwrap(),
                table: other,
                covers: 1,
                mode: SessionMode::Family,
                pin_hash: hash("parted"),
                pin_digits: PinDigits::Four,
            }))
        }
    };
    let units = venue.units_to_be_eaten(&from).take(16).enumerate();
    let some = SomeOfThem {
        guests: goes.then(|| guest(is_first)).into_iter().collect(),
        dishes: units.filter(|(n, _)| dishes & (1 << n) != 0).map(|(_, unit)| unit.unit.clone()).collect(),
        covers: None,
    };
    Some(moving(from, Movers::Some(some), to))
}

fn moving(from: SessionId, who: Movers, to: Destination) -> Command {
    let by = "staffaaaaa".parse().unwrap();
    Command::Floor(FloorCommand::MoveGuests(MoveGuests { from, who, to, by }))
}

fn command(venue: &Venue, act: &Act, step: usize) -> Option<Command> {
    let anna = party_of(venue, true);
    let off = |order, index, portions| TakeOffPortions {
        order: OrderId(order),
        index,
        portions,
        reason: TakeOffReason::Mistake,
        at: None,
        of: None,
        by: None,
    };
    Some(match *act {
        Act::Order { steaks, soups } => {
            let orders = every_order(venue).len();
            if orders as u32 >= ORDERS_MAX || steaks + soups == 0 {
                return None;
            }
            let is_shared = venue.floor.session(&anna).unwrap().seated_diner(&guest(false)).is_some();
            let mut portions = portions(orders, steaks, soups);
            for (n, portion) in portions.iter_mut().enumerate() {
                let PortionState::Pending { diner, .. } = &mut portion.now else { unreachable!() };
                *diner = guest(!is_shared || n % 3 != 1);
            }
            let Command::PlaceOrder(order) = place(portions) else { unreachable!() };
            Command::PlaceOrder(Box::new(PlaceOrder { session: anna, ..*order }))
        }
        Act::Fire(course, None) => Command::FireCourse { session: anna, course },
        Act::Fire(course, Some(order)) => {
            Command::FireOrders { session: anna, course, orders: vec![OrderId(order)] }
        }
        Act::Course(place, course) => {
            let waiting: Vec<(DishId, u8)> = venue.waiting(&anna).collect();
            let (dish, _) = waiting.get(place % waiting.len().max(1))?;
            Command::MoveToCourse { order: dish.order, index: dish.index, course }
        }
        Act::AnyCourse(order, index, course) => {
            Command::MoveToCourse { order: OrderId(order), index, course }
        }
        Act::Dish(order, index, status, None) => Command::MoveDish { order: OrderId(order), index, status },
        Act::Dish(order, index, status, Some(seen)) => {
            Command::MoveSeenDish { order: OrderId(order), index, status, seen }
        }
        Act::Bump(place, seen) => Command::BumpTicket { ticket: ticket(venue, place)?, seen },
        Act::Recall(place, None) => Command::RecallTicket { ticket: ticket(venue, place)? },
        Act::Recall(place, Some(seen)) => Command::RecallSeenTicket { ticket: ticket(venue, place)?, seen },
        Act::Serve(order, None) => Command::ServeOrder { order: OrderId(order) },
        Act::Serve(order, Some(dish)) => Command::ServeDishes { order: OrderId(order), dishes: vec![dish] },
        Act::PutBack(order, index) => Command::PutBack { order: OrderId(order), dishes: vec![index] },
        Act::Pass(order, index) => {
            Command::PassDishes { order: OrderId(order), pass: "hot".parse().unwrap(), dishes: vec![index] }
        }
        Act::Void(order, index, portions) => Command::VoidPortions(off(order, index, portions)),
        Act::Comp(order, index, portions) => Command::CompPortions(off(order, index, portions)),
        Act::See(order, index) => Command::SeeVoid { order: OrderId(order), index },
        Act::Move(is_first) => Command::Floor(FloorCommand::MoveParty { session: anna, to: table(is_first) }),
        Act::Add(is_first) => {
            Command::Floor(FloorCommand::AddTable { session: anna, table: table(is_first) })
        }
        Act::Leave(is_first) => {
            Command::Floor(FloorCommand::TakeTableOff { session: anna, table: table(is_first) })
        }
        Act::Part { is_first, goes, dishes } => part(venue, (is_first, goes, dishes), step)?,
        Act::Join(is_first) => {
            let to = Destination::Party(party_of(venue, !is_first));
            moving(party_of(venue, is_first), Movers::All, to)
        }
        Act::Approve(order) => approve(order),
        Act::Decline(order) => decline(order),
        Act::Cancel(order, index, portions) => Command::CancelDish {
            session: party_of(venue, false),
            diner: diner("ben"),
            order: OrderId(order),
            index,
            portions,
        },
    })
}

fn table(is_first: bool) -> TableId {
    if is_first { "1" } else { "2" }.parse().unwrap()
}

fn ticket(venue: &Venue, place: usize) -> Option<TicketId> {
    let tickets = &venue.kitchen.tickets;
    tickets.keys().nth(place % tickets.len().max(1)).cloned()
}

/// Each dish: how far it is, whether it waits, whether it was voided.
fn dishes(venue: &Venue) -> BTreeMap<DishId, (DishStatus, bool, bool)> {
    let of_order = |order: &crate::venue::ordering::Order| {
        let id = order.placed.id;
        let dish = |index: usize| {
            let name = DishId { order: id, index: index as u16 };
            (name, (order.statuses[index], order.dishes[index].is_held, order.is_voided(index)))
        };
        (0..order.statuses.len()).map(dish).collect::<Vec<_>>()
    };
    every_order(venue).into_values().filter(|order| order.is_taken()).flat_map(of_order).collect()
}

/// Dishes that the pass has let go.
fn passed(venue: &Venue) -> BTreeSet<DishId> {
    let of_order = |order: &crate::venue::ordering::Order| {
        let (order, id) = (order.clone(), order.placed.id);
        (0..order.dishes.len())
            .filter(move |index| order.dishes[*index].is_passed)
            .map(move |index| DishId { order: id, index: index as u16 })
            .collect::<Vec<_>>()
    };
    every_order(venue).into_values().flat_map(of_order).collect()
}

/// Has the pass of a dish let it go, or does it go over none? Only the grill has one.
fn is_over_its_pass(venue: &Venue, DishId { order, index }: DishId) -> bool {
    let (order, index) = (venue.orders.order(order).unwrap(), usize::from(index));
    order.dishes[index].is_passed || order.placed.lines[index].station.as_str() != "grill"
}

/// A screen that is told only what changes, as the feed does it.
type Screen = BTreeMap<TicketId, TicketView>;

fn tell(screen: &mut Screen, venue: &Venue, event: &Event) {
    for news in news_of(venue, event) {
        match news {
            News::Tickets(told) => {
                let views = told.into_iter().filter_map(|id| Some((id.clone(), venue.ticket_view(&id)?)));
                screen.extend(views);
            }
            News::Everything => *screen = everything(venue),
            News::Floor | News::Access => {}
        }
    }
}

/// What a screen is told when it comes.
fn everything(venue: &Venue) -> Screen {
    let view = venue.kitchen_view(0, Timestamp::default());
    view.tickets.into_iter().chain(view.done).map(|ticket| (ticket.ticket.clone(), ticket)).collect()
}

/// As displays have it: of what waits for its course, nothing is shown of which all was taken back.
fn is_work(ticket: &TicketView) -> bool {
    !ticket.is_held || !ticket.is_over && ticket.lines.iter().any(|line| line.quantity > 0)
}

/// The dishes that an act takes back by the rules: what is made anew of a ticket that is recalled, and what was
/// put back.
fn taken_back(venue: &Venue, events: &[Event]) -> BTreeMap<DishId, DishStatus> {
    let of_event = |event: &Event| match event {
        Event::TicketRecalled { ticket } => {
            let order = venue.orders.order(ticket.order).unwrap();
            let on = (0..order.dishes.len()).filter(|index| order.is_on(*index, ticket));
            on.map(|index| (DishId { order: ticket.order, index: index as u16 }, DishStatus::Cooking))
                .collect()
        }
        Event::DishesPutBack { order, dishes } => {
            let back = |&index| (DishId { order: *order, index }, DishStatus::Ready);
            dishes.iter().map(back).collect()
        }
        _ => Vec::new(),
    };
    events.iter().flat_map(of_event).collect()
}

fn check(venue: &Venue, screen: &Screen, act: &Act) {
    for order in every_order(venue).into_values().filter(|order| !order.is_taken()) {
        let id = order.placed.id;
        assert!(!order.is_taken() && venue.orders.order(id).is_none(), "{act:?}");
        assert!(venue.tickets_of(id).is_empty(), "no kitchen has an order that waits: {act:?}");
        assert!(screen.keys().all(|ticket| ticket.order != id), "nor a screen: {act:?}");
    }
    let unshown = venue.unshown(|_| Some(0)).into_values().flatten();
    assert!({ unshown }.all(|unshown| venue.orders.order(unshown.order).is_some()), "{act:?}");
    let mut charged = 0;
    for party in venue.floor.sessions.keys() {
        let bill = venue.reckoning(party).unwrap().bill;
        assert_eq!(Some(bill.total), venue.session_total(party).map(|total| total.minor), "{act:?}");
        assert!(venue.is_session_open(party) || bill.total == 0, "nothing is left behind: {act:?}");
        charged += bill.total;
    }
    let mut owed = 0;
    for order in every_order(venue).into_values().filter(|order| order.is_taken()) {
        for line in &order.placed.lines {
            let is_charged = |unit: &&OrderedUnit| order.standing(&unit.unit) == Standing::Charged;
            owed += line.unit_price.minor * line.units.iter().filter(is_charged).count() as i64;
        }
    }
    assert_eq!(charged, owed, "each portion is on one bill: {act:?}");
    for order in every_order(venue).into_values().filter(|order| order.is_taken()) {
        for (index, line) in order.placed.lines.iter().enumerate() {
            let on = |id: &&TicketId| id.order == order.placed.id && order.is_on(index, id);
            let tickets: Vec<_> = venue.kitchen.tickets.keys().filter(on).collect();
            if !order.is_heard(index) {
                assert!(tickets.is_empty(), "what nobody wanted any more is on no ticket: {act:?}");
                continue;
            }
            assert_eq!(tickets.len(), 1, "a dish is on one ticket: {act:?}");
            let ticket = &venue.kitchen.tickets[tickets[0]];
            let Some(shown) = screen.get(tickets[0]) else {
                assert!(order.is_voided(index) && order.dishes[index].is_held, "a dish is shown: {act:?}");
                continue;
            };
            let shown = shown.lines.iter().find(|shown| usize::from(shown.index) == index).unwrap();
            let heard = line.units.len() - order.dishes[index].unheard as usize;
            assert_eq!((shown.quantity + shown.voided) as usize, heard, "no portion is lost");
            if order.is_voided(index) {
                continue;
            }
            assert_eq!(ticket.fired_at.is_none(), order.dishes[index].is_held, "{act:?}");
            let is_to_make = order.statuses[index] < DishStatus::Ready;
            assert!(!(is_to_make && ticket.bumped_at.is_some()), "a dish to make is on the board: {act:?}");
        }
        for (index, _) in
            order.placed.lines.iter().enumerate().filter(|(index, _)| order.is_void_news(*index))
        {
            let on = |(id, _): &(&TicketId, &_)| id.order == order.placed.id && order.is_on(index, id);
            let mut tickets = venue.kitchen.tickets.iter().filter(on);
            assert!(tickets.all(|(_, ticket)| ticket.bumped_at.is_none()), "a void nobody saw: {act:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_dish_is_lost_fired_twice_or_taken_back(
        first_order in any::<bool>(),
        over_portions in prop::option::of(1..4u32),
        has_passes in any::<bool>(),
        acts in prop::collection::vec(act(), 1..60),
    ) {
        let start = if has_passes { with_passes(with_courses()) } else { with_courses() };
        let Event::VenueImported { mut setup } = start else { panic!("it is an import") };
        setup.approval = ApprovalTerms { first_order, over_portions, ..ApprovalTerms::default() };
        let start = [Event::VenueImported { setup }, seated(), joined("anna"), joined("ben")];
        let mut log: Vec<(Timestamp, Event)> = start.map(|event| (Timestamp::default(), event)).into();
        let mut venue = given(log.iter().map(|(_, event)| event.clone())).venue;
        let mut screen = Screen::new();
        let mut fired: BTreeSet<DishId> = BTreeSet::new();
        for (step, act) in acts.iter().enumerate() {
            let at = Timestamp { wall_ms: 0, uptime_ms: step as u64 * 1_000 };
            let Some(command) = command(&venue, act, step) else { continue };
            let (before, passed_before) = (dishes(&venue), passed(&venue));
            let tables = venue.floor.seated.clone();
            let asked = every_order(&venue).len();
            let events = venue.decide(at, &command).unwrap_or_default();
            let may_go_back = taken_back(&venue, &events);
            for event in events {
                venue.apply(at, &event);
                tell(&mut screen, &venue, &event);
                log.push((at, event));
            }
            let after = dishes(&venue);
            let passed_after = passed(&venue);
            for dish in passed_before.difference(&passed_after) {
                let is_recalled = matches!(act, Act::Recall(..)) && may_go_back.contains_key(dish);
                prop_assert!(is_recalled, "{dish:?} came back to the pass by {act:?}");
            }
            for dish in passed_after.difference(&passed_before) {
                prop_assert!(matches!(act, Act::Pass(..)), "{act:?} let {dish:?} go");
                prop_assert_eq!(after[dish].0, DishStatus::Ready, "{:?} was not made", dish);
            }
            let known = every_order(&venue).len();
            let is_new = usize::from(matches!(act, Act::Order { .. }) && known > asked);
            prop_assert_eq!(known, asked + is_new, "each order is somewhere, once");
            for (dish, (status, is_held, _)) in &after {
                let was = before.get(dish);
                let starts = !is_held && was.is_none_or(|(_, was_held, _)| *was_held);
                prop_assert!(!starts || fired.insert(*dish), "{dish:?} was fired twice by {act:?}");
                prop_assert!(!(*is_held && fired.contains(dish)), "{dish:?} waits again after {act:?}");
                let is_back = was.is_some_and(|(was, ..)| status < was);
                let is_asked = matches!(act, Act::Recall(..) | Act::PutBack(..));
                // By one step: what stands ready is made again, what was brought stands ready.
                let may_be = is_asked && may_go_back.get(dish) == Some(status);
                let is_one_step = was.is_some_and(|(was, ..)| {
                    matches!(
                        (was, status),
                        (DishStatus::Ready, DishStatus::Cooking) | (DishStatus::Served, DishStatus::Ready)
                    )
                });
                prop_assert!(!is_back || (may_be && is_one_step), "{dish:?} went back by {act:?}");
                let is_brought = *status == DishStatus::Served && was.is_none_or(|(was, ..)| was < status);
                let is_meant = match act {
                    Act::Serve(order, Some(index)) => (dish.order, dish.index) == (OrderId(*order), *index),
                    Act::Fire(_, Some(order)) => dish.order == OrderId(*order),
                    _ => true,
                };
                prop_assert!(is_meant || !(starts || is_brought), "{act:?} means another dish than {dish:?}");
                let is_over = !has_passes || is_over_its_pass(&venue, *dish);
                prop_assert!(!is_brought || is_over, "{dish:?} left its pass unseen by {act:?}");
            }
            let is_moving =
                matches!(act, Act::Move(_) | Act::Add(_) | Act::Leave(_) | Act::Part { .. } | Act::Join(_));
            prop_assert!(!is_moving || before == after, "{act:?} is a change of names only");
            prop_assert!(is_moving || tables == venue.floor.seated, "{act:?} moves nobody");
            let open = venue.floor.sessions.values().filter(|session| session.is_open);
            let own: Vec<_> = open.flat_map(|session| session.tables().cloned().collect::<Vec<_>>()).collect();
            let seated: Vec<_> = venue.floor.seated.keys().cloned().collect();
            prop_assert_eq!(own.iter().cloned().collect::<BTreeSet<_>>(), seated.into_iter().collect());
            prop_assert!(before.keys().all(|dish| after.contains_key(dish)), "no dish is gone");
            check(&venue, &screen, act);
        }
        let mut again = Venue::default();
        for (at, event) in &log {
            again.apply(*at, event);
        }
        prop_assert_eq!(&again, &venue);
        screen.retain(|_, ticket| !ticket.lines.is_empty());
        screen.retain(|_, ticket| is_work(ticket));
        prop_assert_eq!(everything(&venue), screen);
    }
}
