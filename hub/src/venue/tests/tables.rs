//! What goes on while a party sits: calls, how tables stand, moving.

use plato_sync_protocol::api::{Role, TakeOffReason};
use plato_sync_protocol::floor::{CallKind, CallReply, TableState, TableView};
use plato_sync_protocol::ids::{OrderId, ShareId, StaffId, TableId, TicketId};

use super::super::billing::events::{BillCommand, Offer};
use super::super::command::TakeOffPortions;
use super::super::floor::events::{FloorCommand, FloorEvent};
use super::*;

const MINUTE_MS: u64 = 60_000;

fn table(id: &str) -> TableId {
    id.parse().unwrap()
}

fn mia() -> StaffId {
    "staffmiaaa".parse().unwrap()
}

fn account(role: Role) -> Event {
    let account = StaffAccount { staff: mia(), name: "Mia".into(), role, password_hash: hash("secret") };
    Event::StaffAdded { account }
}

fn floor(command: FloorCommand) -> Command {
    Command::Floor(command)
}

fn call(kind: CallKind) -> Command {
    floor(FloorCommand::CallWaiter { session: session(), by: diner("anna"), kind })
}

fn reply(call: u32, reply: CallReply) -> Command {
    floor(FloorCommand::AnswerCall { session: session(), call, reply, by: mia() })
}

fn move_to(to: &str) -> Command {
    floor(FloorCommand::MoveParty { session: session(), to: table(to) })
}

fn add(id: &str) -> Command {
    floor(FloorCommand::AddTable { session: session(), table: table(id) })
}

fn leave(id: &str) -> Command {
    floor(FloorCommand::TakeTableOff { session: session(), table: table(id) })
}

/// What the party has eaten, paid by card.
fn pay(given: &Given) -> Command {
    let amount = given.venue.reckoning(&session()).unwrap().left();
    let (payment, share) = ("paymentaaa".parse().unwrap(), ShareId::rest());
    let offer = Offer::Card { reference: "T1 0042".into() };
    let bill = BillCommand::TakePayment { payment, session: session(), share, amount, tip: 0, offer };
    Command::Bill { by: mia(), bill: Box::new(bill) }
}

fn close() -> Command {
    Command::CloseSession { session: session() }
}

fn serve() -> [Command; 1] {
    [Command::ServeOrder { order: OrderId(1) }]
}

fn bump() -> [Command; 2] {
    let bump = |id: &str| Command::BumpTicket { ticket: id.parse::<TicketId>().unwrap(), seen: None };
    [bump("1-grill"), bump("1-cold")]
}

fn seen(venue: &Venue, now: Timestamp, id: &str) -> TableView {
    let view = venue.floor_view(0, now);
    view.rooms.into_iter().flat_map(|room| room.tables).find(|seen| seen.table == table(id)).unwrap()
}

#[track_caller]
fn stands(given: &Given, id: &str, state: TableState, since_ms: u64) {
    let status = seen(&given.venue, given.now, id).status.unwrap();
    assert_eq!((status.state, status.since_ms), (state, since_ms));
}

#[test]
fn a_call_that_waits_is_not_made_twice_and_each_kind_waits_for_itself() {
    let called = |call, kind| {
        [Event::from(FloorEvent::WaiterCalled { session: session(), call, kind, by: diner("anna") })]
    };
    party().when(call(CallKind::Water)).then(called(1, CallKind::Water));
    let waits = || party().after([call(CallKind::Water)]);
    waits().when(call(CallKind::Water)).then([]);
    waits().when(call(CallKind::Bill)).then(called(2, CallKind::Bill));
    let done = waits().after([reply(1, CallReply::Done)]);
    done.when(call(CallKind::Water)).then(called(2, CallKind::Water));
}

#[test]
fn only_somebody_of_the_party_calls_and_only_while_the_visit_lasts() {
    let stranger =
        floor(FloorCommand::CallWaiter { session: session(), by: diner("cleo"), kind: CallKind::Waiter });
    party().when(stranger).then_refused(Refusal::UnknownDiner);
    party().after([close()]).when(call(CallKind::Waiter)).then_refused(Refusal::SessionClosed);
}

#[test]
fn eight_calls_in_five_minutes_are_enough() {
    let mut given = party();
    for number in 1..=8 {
        given = given.at_ms(u64::from(number) * 1_000);
        given = given.after([call(CallKind::Waiter), reply(number, CallReply::Done)]);
    }
    let refused = Refusal::CallsPaused { retry_after_ms: 5 * MINUTE_MS - 7_000 };
    given = given.at_ms(8_000);
    assert_eq!(given.venue.decide(given.now, &call(CallKind::Waiter)), Err(refused));
    given = given.at_ms(5 * MINUTE_MS + 1_000);
    assert!(given.when(call(CallKind::Waiter)).decided.is_ok());
}

#[test]
fn a_party_sees_who_is_on_the_way_until_it_is_done() {
    let waits =
        || given([imported(), account(Role::Waiter), seated(), joined("anna")]).after([call(CallKind::Bill)]);
    let taken = waits().at_ms(90_000).after([reply(1, CallReply::OnTheWay)]);
    let door = taken.venue.door_view(&session(), taken.now);
    assert_eq!((door.calls[0].by.as_str(), door.calls[0].waits_ms), ("ANNA", 90_000));
    assert_eq!(door.calls[0].taken_by.as_deref(), Some("Mia"));
    let done = taken.after([reply(1, CallReply::Done)]);
    assert_eq!(done.venue.door_view(&session(), done.now).calls, []);
    done.when(reply(1, CallReply::Done)).then_refused(Refusal::CallOver);
    let withdraw = floor(FloorCommand::WithdrawCall { session: session(), call: 1 });
    let ended = FloorEvent::CallEnded { session: session(), call: 1, by: None };
    waits().when(withdraw).then([ended.into()]);
}

#[test]
fn taking_a_call_again_says_nothing_new_and_somebody_else_may_take_it_over() {
    let taken = || party().after([call(CallKind::Water), reply(1, CallReply::OnTheWay)]);
    taken().when(reply(1, CallReply::OnTheWay)).then([]);
    let by: StaffId = "staffleooo".parse().unwrap();
    let leo =
        FloorCommand::AnswerCall { session: session(), call: 1, reply: CallReply::OnTheWay, by: by.clone() };
    taken().when(floor(leo)).then([FloorEvent::CallTaken { session: session(), call: 1, by }.into()]);
}

#[test]
fn a_table_goes_from_seated_over_ordered_and_eating_to_clean_and_free() {
    let given = given([imported()]);
    stands(&given, "1", TableState::Free, 0);
    let party = super::given([imported(), account(Role::Waiter), seated(), joined("anna")]);
    let given = party.at_ms(1_000).after([place(steak_and_soup())]);
    stands(&given, "1", TableState::Ordered, 1_000);
    let given = given.at_ms(2_000).after(bump());
    stands(&given, "1", TableState::Ordered, 1_000);
    let view = seen(&given.venue, given.now, "1").session.unwrap();
    assert_eq!((view.ready_since_ms, view.ready[0].dishes.len()), (Some(2_000), 2));
    let given = given.at_ms(3_000).after(serve());
    stands(&given, "1", TableState::Eating, 3_000);
    assert_eq!(seen(&given.venue, given.now, "1").session.unwrap().ready_since_ms, None);
    let given = given.at_ms(4_000).after([call(CallKind::Bill)]);
    stands(&given, "1", TableState::WantsToPay, 4_000);
    let paid = pay(&given);
    let given = given.at_ms(4_500).after([paid]);
    stands(&given, "1", TableState::Paid, 4_500);
    let given = given.at_ms(5_000).after([close()]);
    stands(&given, "1", TableState::ToClean, 5_000);
    let clean = || floor(FloorCommand::CleanTable { table: table("1") });
    let given = given.at_ms(6_000).after([clean()]);
    stands(&given, "1", TableState::Free, 0);
    given.when(clean()).then([]);
}

/// They were said to be eating what had never been made.
#[test]
fn a_table_whose_dishes_were_all_voided_has_ordered_nothing() {
    let party = given([imported(), account(Role::Waiter), seated(), joined("anna")]);
    let given = party.at_ms(1_000).after([place(steak_and_soup())]);
    let void = |index, portions| {
        let (order, reason) = (OrderId(1), TakeOffReason::Mistake);
        Command::VoidPortions(TakeOffPortions {
            order,
            index,
            portions,
            reason,
            by: None,
            at: None,
            of: None,
        })
    };
    let given = given.at_ms(2_000).after([void(0, 2)]);
    stands(&given, "1", TableState::Ordered, 1_000);
    let given = given.at_ms(3_000).after([void(1, 1)]);
    stands(&given, "1", TableState::Seated, 3_000);
}

#[test]
fn a_table_where_nothing_was_ordered_is_free_at_once() {
    stands(&party().after([close()]), "1", TableState::Free, 0);
}

#[test]
fn a_limit_is_the_houses_own_and_eating_has_none_by_itself() {
    let limit = |file: &str| {
        let (setup, _) = venue_file::read(file, || TableKey("0".repeat(32))).unwrap();
        let seated = given([Event::VenueImported { setup: Box::new(setup) }, seated()]);
        seen(&seated.venue, seated.now, "1").status.unwrap().limit_ms
    };
    assert_eq!(limit(SMALL_VENUE), Some(10 * MINUTE_MS));
    assert_eq!(limit(&format!("{SMALL_VENUE}\n[floor]\nseated_minutes = 4\n")), Some(4 * MINUTE_MS));
    assert_eq!(limit(&format!("{SMALL_VENUE}\n[floor]\nseated_minutes = 0\n")), None);
}

#[test]
fn a_party_moves_to_a_free_table_with_all_that_is_theirs() {
    let moved = FloorEvent::PartyMoved { session: session(), from: table("1"), to: table("2") };
    let given = party().after([place(steak_and_soup())]);
    let before = (given.venue.orders.clone(), given.venue.kitchen.clone(), given.venue.access.clone());
    let pin = given.venue.pin_hash(&session());
    let when = given.when(move_to("2"));
    assert_eq!(when.decided, Ok(vec![moved.into()]));
    let venue = when.then_venue();
    assert_eq!((venue.orders.clone(), venue.kitchen.clone(), venue.access.clone()), before);
    assert_eq!(venue.pin_hash(&session()), pin);
    assert_eq!(venue.ticket_view(&"1-grill".parse().unwrap()).unwrap().table, "Two");
    assert!(seen(&venue, Timestamp::default(), "1").session.is_none(), "the old table has nobody");
    assert_eq!(seen(&venue, Timestamp::default(), "1").status.unwrap().state, TableState::ToClean);
    assert!(venue.door(&table("1")).unwrap().session.is_none(), "its QR code leads to nobody");
    assert_eq!(venue.door(&table("2")).unwrap().session.unwrap().0, session());
}

#[test]
fn a_party_moves_only_to_a_table_that_is_there_and_free() {
    party().when(move_to("9")).then_refused(Refusal::UnknownTable);
    party().when(move_to("1")).then([]);
    let other = Event::TableSeated {
        session: "sessionbbb".parse().unwrap(),
        table: table("2"),
        covers: 2,
        mode: SessionMode::Family,
        pin_hash: hash("other"),
        pin_digits: PinDigits::Four,
    };
    let full = || given([imported(), seated(), other.clone()]);
    full().when(move_to("2")).then_refused(Refusal::TableTaken);
    full().when(add("2")).then_refused(Refusal::TableTaken);
    party().after([close()]).when(move_to("2")).then_refused(Refusal::SessionClosed);
}

#[test]
fn a_party_with_two_tables_is_one_party_at_both() {
    let both = || party().after([place(steak_and_soup()), add("2")]);
    let venue = both().venue;
    for id in ["1", "2"] {
        assert_eq!(venue.door(&table(id)).unwrap().session.unwrap().0, session());
        let view = seen(&venue, Timestamp::default(), id).session.unwrap();
        assert_eq!(view.tables.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
    }
    assert_eq!(venue.ticket_view(&"1-grill".parse().unwrap()).unwrap().table, "One + Two");
    both().when(add("2")).then([]);
    let one_less = both().after([leave("1")]);
    assert_eq!(one_less.venue.table_of(&session()).unwrap(), (table("2"), "Two".into()));
    one_less.when(leave("1")).then_refused(Refusal::TableNotTheirs);
    party().when(leave("1")).then_refused(Refusal::LastTable);
    let closed = party().after([add("2"), close()]).venue;
    assert!(closed.floor.seated.is_empty(), "both are left");
}

#[test]
fn a_party_has_the_waiter_who_is_named_and_only_one_who_may_serve() {
    let assign = |waiter: Option<StaffId>| floor(FloorCommand::AssignWaiter { session: session(), waiter });
    let assigned =
        |waiter: Option<StaffId>| [Event::from(FloorEvent::WaiterAssigned { session: session(), waiter })];
    let house = |role| given([imported(), account(role), seated()]);
    house(Role::Waiter).when(assign(Some(mia()))).then(assigned(Some(mia())));
    house(Role::Waiter).after([assign(Some(mia()))]).when(assign(None)).then(assigned(None));
    house(Role::Kitchen).when(assign(Some(mia()))).then_refused(Refusal::UnknownStaff);
    house(Role::Waiter).when(assign(None)).then([]);
}

#[test]
fn a_party_is_counted_anew_within_bounds() {
    let covers = |covers| floor(FloorCommand::ChangeCovers { session: session(), covers });
    party().when(covers(6)).then([FloorEvent::CoversChanged { session: session(), covers: 6 }.into()]);
    party().when(covers(4)).then([]);
    party().when(covers(0)).then_refused(Refusal::CoversOutOfBounds { covers_max: 60 });
}

#[test]
fn b18_a_visit_that_has_paid_and_has_everything_is_due_to_close_after_a_while() {
    let party = given([imported(), account(Role::Waiter), seated(), joined("anna")]).at_ms(1_000);
    let given = party.after([place(steak_and_soup())]);
    let paid = pay(&given);
    // Paid before it was brought: the half hour begins when it has been.
    let given = given.at_ms(2_000).after([paid]);
    let due = |given: &Given, at_ms: u64| {
        given.venue.paid_long_ago(Timestamp { uptime_ms: at_ms, ..given.now }).len()
    };
    assert_eq!(due(&given, 99 * MINUTE_MS), 0);
    let given = given.at_ms(MINUTE_MS).after(bump()).after(serve());
    assert_eq!((due(&given, 31 * MINUTE_MS - 1), due(&given, 31 * MINUTE_MS)), (0, 1));
    // Whoever pays at the table has asked for the bill, and nobody says that it was brought.
    let asked = given.after([call(CallKind::Bill)]);
    assert_eq!(due(&asked, 31 * MINUTE_MS), 1);
    let calls = asked.at_ms(20 * MINUTE_MS).after([call(CallKind::Waiter)]);
    assert_eq!(due(&calls, 99 * MINUTE_MS), 0);
    let done = calls.at_ms(40 * MINUTE_MS).after([reply(2, CallReply::Done)]);
    assert_eq!((due(&done, 50 * MINUTE_MS - 1), due(&done, 50 * MINUTE_MS)), (0, 1), "since the last call");
    let again = vec![portion("unitdddddd", "linedddddd", "soup", PLAIN, 750)];
    let eats_on = done.after([place(again)]);
    assert_eq!(due(&eats_on, 99 * MINUTE_MS), 0);
}

#[test]
fn b18_a_house_may_close_every_table_itself() {
    let mut house = setup();
    house.limits.close_paid = 0;
    let imported = Event::VenueImported { setup: Box::new(house) };
    let given = given([imported, account(Role::Waiter), seated(), joined("anna")]).at_ms(1_000);
    let given = given.after([place(steak_and_soup())]).after(bump()).after(serve());
    let paid = pay(&given);
    let given = given.after([paid]);
    stands(&given, "1", TableState::Paid, 1_000);
    assert!(given.venue.paid_long_ago(Timestamp { uptime_ms: u64::MAX, ..given.now }).is_empty());
}
