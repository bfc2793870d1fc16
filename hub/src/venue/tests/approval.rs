//! Orders that the house looks at first: which ones, that no kitchen and no bill hears of them before, and
//! that saying yes, no or "never mind" in any order does nothing twice.

use plato_sync_protocol::api::TakeOffReason::{GuestCancelled, Mistake};
use plato_sync_protocol::approval::{ApprovalGround, DeclineReason, OrderApproval};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::serving::{StockMode, StockOf};

use super::super::approval::{ApprovalEvent, ApprovalTerms, DecideOrder, Verdict};
use super::super::command::TakeOffPortions;
use super::courses::with_courses;
use super::*;

fn at_table(terms: ApprovalTerms) -> Given {
    let Event::VenueImported { mut setup } = with_courses() else { panic!("it is an import") };
    setup.approval = terms;
    let hired = Event::StaffAdded {
        account: StaffAccount {
            staff: "staffmiaaa".parse().unwrap(),
            name: "Mia".into(),
            role: plato_sync_protocol::api::Role::Waiter,
            password_hash: hash("x"),
        },
    };
    given([Event::VenueImported { setup }, hired, seated(), joined("anna"), joined("ben")])
}

pub(super) fn first_order() -> ApprovalTerms {
    ApprovalTerms { first_order: true, ..ApprovalTerms::default() }
}

fn waiting() -> Given {
    at_table(first_order()).at_ms(1_000).after([place(steak_and_soup())])
}

pub(super) fn approve(order: u32) -> Command {
    let by = "staffmiaaa".parse().unwrap();
    Command::DecideOrder(DecideOrder { order: OrderId(order), by, verdict: Verdict::Approve })
}

pub(super) fn decline(order: u32) -> Command {
    said(order, DeclineReason::SoldOut, "")
}

fn said(order: u32, reason: DeclineReason, text: &str) -> Command {
    let verdict = Verdict::Decline { reason, text: text.into(), is_back: true };
    let by = "staffmiaaa".parse().unwrap();
    Command::DecideOrder(DecideOrder { order: OrderId(order), by, verdict })
}

fn by_waiter(portions: Vec<Portion>) -> Command {
    let Command::PlaceOrder(mut order) = place(portions) else { panic!("it is an order") };
    order.is_by_staff = true;
    Command::PlaceOrder(order)
}

fn soup(n: char) -> Vec<Portion> {
    let id = |what: &str| format!("{what}{}", n.to_string().repeat(6));
    vec![portion(&id("unit"), &id("line"), "soup", PLAIN, 750)]
}

fn cancel(index: u16, portions: u16) -> Command {
    Command::CancelDish { session: session(), diner: diner("ben"), order: OrderId(1), index, portions }
}

fn decided(what: &'static str) -> Refusal {
    Refusal::OrderDecided { by: "Mia".into(), what }
}

/// What any screen of the house but the one question shows: nothing.
#[track_caller]
fn is_nobodys_work(venue: &Venue) {
    let view = venue.kitchen_view(0, Timestamp::default());
    assert_eq!((view.tickets, view.done), (vec![], vec![]));
    assert!(venue.unshown(|_| Some(0)).is_empty());
    let floor = venue.floor_view(0, Timestamp::default());
    let party = floor.rooms[0].tables[0].session.as_ref().unwrap();
    assert_eq!((party.orders, party.dishes_open, party.dishes_ready, party.held.len()), (0, 0, 0, 0));
    assert_eq!(venue.session_total(&session()).unwrap().minor, 0);
    assert!(venue.bill_view(&session(), None, 0).unwrap().lines.is_empty());
}

fn grounds(venue: &Venue, order: u32) -> Vec<ApprovalGround> {
    venue.orders.any(OrderId(order)).unwrap().placed.awaits.clone()
}

#[test]
fn nothing_waits_where_the_owner_has_not_asked_for_it() {
    let given = at_table(ApprovalTerms::default()).after([place(steak_and_soup())]);
    assert_eq!(given.venue.order_view(&session(), OrderId(1)).unwrap().approval, None);
    given.when(approve(1)).then_refused(Refusal::OrderNotWaiting);
}

#[test]
fn an_order_that_waits_has_a_number_and_is_nobodys_work_and_on_no_bill() {
    let given = waiting();
    is_nobodys_work(&given.venue);
    let order = given.venue.order_view(&session(), OrderId(1)).unwrap();
    assert_eq!((order.number, order.round, order.approval), (1, 1, Some(OrderApproval::Waiting)));
    assert_eq!(given.venue.order_views(&session(), &diner("ben")).len(), 1);
    let floor = given.venue.floor_view(0, given.now);
    let waits = &floor.rooms[0].tables[0].session.as_ref().unwrap().approvals[0];
    assert_eq!((waits.by.as_str(), waits.since_ms), ("ANNA", 1_000));
    assert_eq!(waits.grounds, [ApprovalGround::FirstOrder]);
    let dishes: Vec<_> = waits.dishes.iter().map(|dish| (dish.quantity, dish.name.as_str())).collect();
    assert_eq!(dishes, [(2, "Steak"), (1, "Soup")]);
    let bump = Command::BumpTicket { ticket: "1-grill".parse().unwrap(), seen: None };
    given.when(bump).then_refused(Refusal::UnknownTicket);
    let off = TakeOffPortions {
        order: OrderId(1),
        index: 0,
        portions: 1,
        reason: Mistake,
        by: None,
        at: None,
        of: None,
    };
    waiting().when(Command::VoidPortions(off)).then_refused(Refusal::UnknownOrder);
    waiting().when(Command::ServeOrder { order: OrderId(1) }).then_refused(Refusal::UnknownOrder);
}

#[test]
fn once_approved_it_is_as_any_other_and_as_old_as_the_yes() {
    let given = waiting().at_ms(61_000).after([approve(1)]);
    let view = given.venue.kitchen_view(0, given.now);
    let tickets: Vec<_> =
        view.tickets.iter().map(|ticket| (ticket.ticket.to_string(), ticket.is_held)).collect();
    assert_eq!(tickets, [("1-cold".into(), false), ("1.2-grill".into(), true)]);
    assert_eq!(view.tickets[0].fired_at_ms, 61_000);
    assert_eq!(given.venue.order_view(&session(), OrderId(1)).unwrap().approval, None);
    assert_eq!(given.venue.session_total(&session()).unwrap().minor, 5550);
    // The next is not the first any more.
    let given = given.after([place(soup('e'))]);
    assert_eq!(grounds(&given.venue, 2), []);
}

#[test]
fn the_second_waiter_is_told_who_was_first() {
    waiting().after([approve(1)]).when(approve(1)).then_refused(decided("approved"));
    waiting().after([approve(1)]).when(decline(1)).then_refused(decided("approved"));
    waiting().after([decline(1)]).when(approve(1)).then_refused(decided("declined"));
    waiting().when(approve(2)).then_refused(Refusal::UnknownOrder);
}

#[test]
fn a_declined_order_is_never_made_and_says_why() {
    let given = waiting().after([said(1, DeclineReason::Other, " Ask us at the bar ")]);
    is_nobodys_work(&given.venue);
    let text = "Ask us at the bar".to_owned();
    let declined = OrderApproval::Declined { reason: DeclineReason::Other, text, is_back: true };
    assert_eq!(given.venue.order_view(&session(), OrderId(1)).unwrap().approval, Some(declined));
    given.when(cancel(0, 1)).then_refused(Refusal::OrderNotWaiting);
    let wordless = waiting().when(said(1, DeclineReason::Other, " "));
    wordless.then_refused(Refusal::DeclineWords { chars_max: 140 });
    let long = waiting().when(said(1, DeclineReason::SoldOut, &"x".repeat(141)));
    long.then_refused(Refusal::DeclineWords { chars_max: 140 });
}

#[test]
fn what_a_waiter_enters_never_waits_and_counts_as_the_first_order() {
    let given = at_table(first_order()).after([by_waiter(soup('e')), place(steak_and_soup())]);
    assert_eq!((grounds(&given.venue, 1), grounds(&given.venue, 2)), (vec![], vec![]));
}

#[test]
fn more_portions_or_a_larger_amount_than_the_owner_said_wait_and_as_much_does_not() {
    let over = |portions, minor| ApprovalTerms {
        over_portions: Some(portions),
        over_amount: Some(eur(minor)),
        ..ApprovalTerms::default()
    };
    let of = |terms| grounds(&at_table(terms).after([place(steak_and_soup())]).venue, 1);
    assert_eq!(of(over(3, 5550)), []);
    assert_eq!(of(over(2, 5550)), [ApprovalGround::ManyPortions]);
    assert_eq!(of(over(3, 5549)), [ApprovalGround::LargeAmount]);
    assert_eq!(of(over(2, 5549)), [ApprovalGround::ManyPortions, ApprovalGround::LargeAmount]);
}

#[test]
fn counted_portions_are_taken_as_it_is_placed_and_given_back_with_the_no() {
    let of = StockOf::Item { item: "soup".parse().unwrap() };
    let counted = Command::SetStock { of, mode: StockMode::Counted { left: 1 } };
    let left = |venue: &Venue| venue.kitchen_view(0, Timestamp::default()).stock[0].mode;
    let given = at_table(first_order()).after([counted, place(steak_and_soup())]);
    assert_eq!(left(&given.venue), StockMode::Counted { left: 0 });
    let given = given.after([decline(1)]);
    assert_eq!(left(&given.venue), StockMode::Counted { left: 1 });
}

#[test]
fn what_was_taken_back_while_it_waited_is_not_made_not_paid_and_no_news_to_the_kitchen() {
    let units = vec!["unitbbbbbb".parse().unwrap()];
    let event =
        Event::PortionsVoided { order: OrderId(1), index: 0, units, reason: GuestCancelled, by: None };
    waiting().when(cancel(0, 1)).then([event]);
    let given = waiting().after([cancel(0, 1), cancel(1, 1), approve(1)]);
    let view = given.venue.kitchen_view(0, given.now);
    assert_eq!(view.tickets.len(), 1, "the cold station has nothing to do");
    let steak = &view.tickets[0].lines[0];
    assert_eq!((steak.quantity, steak.voided, steak.cancelled), (1, 0, 0));
    assert_eq!(given.venue.bill_view(&session(), None, 0).unwrap().total, 2400);
    given.when(Command::SeeVoid { order: OrderId(1), index: 0 }).then([]);
}

#[test]
fn an_order_that_was_taken_back_whole_asks_nobody_any_more() {
    let given = waiting().after([cancel(0, 2), cancel(1, 1)]);
    let floor = given.venue.floor_view(0, given.now);
    assert!(floor.rooms[0].tables[0].session.as_ref().unwrap().approvals.is_empty());
    given.when(approve(1)).then_refused(Refusal::OrderNotWaiting);
    let given = waiting().after([cancel(0, 2), cancel(1, 1)]);
    given
        .when(Command::CloseSession { session: session() })
        .then([Event::SessionClosed { session: session() }]);
}

#[test]
fn a_visit_does_not_end_over_an_order_that_nobody_has_looked_at() {
    waiting().when(Command::CloseSession { session: session() }).then_refused(Refusal::OrderWaits);
    let apart = Command::ChangeMode { session: session(), mode: SessionMode::Individual };
    waiting().when(apart.clone()).then_refused(Refusal::OrderWaits);
    waiting().after([decline(1), apart, Command::CloseSession { session: session() }]);
}

#[test]
fn a_course_that_waits_is_worked_out_with_the_yes() {
    // Meanwhile a waiter entered steaks, which the kitchen makes: the soup of the first order is no starter
    // that anybody has to be asked for.
    let steak = vec![portion("uniteeeeee", "lineeeeeee", "steak", RARE, 2400)];
    let given = waiting().after([by_waiter(steak), approve(1)]);
    let held: Vec<_> = given.venue.waiting(&session()).map(|(dish, course)| (dish.order, course)).collect();
    assert_eq!(held, [(OrderId(1), 2)]);
}

#[test]
fn what_somebody_must_not_eat_is_on_the_ticket_though_they_said_it_while_it_waited() {
    let allergens = [Allergen::Milk].into();
    let declared =
        Command::DeclareAllergies { session: session(), diner: diner("anna"), allergens, is_by_staff: false };
    let given = waiting().after([declared, approve(1)]);
    let ticket = given.venue.ticket_view(&"1-cold".parse().unwrap()).unwrap();
    assert_eq!(ticket.allergies[0].allergens, [Allergen::Milk]);
}

#[test]
fn whoever_paid_before_the_yes_has_not_paid_what_came_with_it() {
    let given = waiting().after([by_waiter(soup('e'))]);
    let covered = given.venue.reckoning(&session()).unwrap().covered;
    let given = given.after([approve(1), place(soup('f'))]);
    let bill = given.venue.reckoning(&session()).unwrap();
    let places: Vec<_> = bill.bill.portions.iter().map(|portion| portion.order).collect();
    assert_eq!(covered, Some(OrderId(2)));
    assert_eq!(places, [OrderId(2), OrderId(3), OrderId(3), OrderId(3), OrderId(4)]);
    let names: Vec<_> =
        given.venue.bill_view(&session(), None, 0).unwrap().lines.iter().map(|line| line.order).collect();
    assert_eq!(names, [OrderId(2), OrderId(1), OrderId(1), OrderId(4)]);
    assert!(given.venue.categories(&session(), &bill.bill).iter().all(|(category, _)| category.is_some()));
}

#[test]
fn the_event_of_an_approval_says_what_has_to_be_known_later() {
    let event = ApprovalEvent::Approved {
        order: OrderId(1),
        by: "staffmiaaa".parse().unwrap(),
        held: vec![0],
        allergies: vec![],
        billed_as: None,
    };
    waiting().when(approve(1)).then([Event::Approval { approval: Box::new(event) }]);
}
