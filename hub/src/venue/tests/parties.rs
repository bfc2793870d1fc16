//! Two parties become one, and one becomes two, with all that is theirs.

use std::collections::BTreeSet;

use plato_sync_protocol::api::{Returning, Role, TakeOffReason};
use plato_sync_protocol::bill::{Discount, DiscountAmount, DiscountOn};
use plato_sync_protocol::ids::{OrderId, ShareId, StaffId, TableId, UnitId};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::views::DishStatus;

use super::super::admission::KnockStand;
use super::super::billing::events::{BillCommand, Offer};
use super::super::billing::refusal::BillRefusal;
use super::super::command::{Knock, TakeOffPortions, Waiting};
use super::super::floor::events::FloorCommand;
use super::super::floor::parties::{Destination, MoveGuests, Movers, SomeOfThem};
use super::*;

fn mia() -> StaffId {
    "staffmiaaa".parse().unwrap()
}

fn house() -> Given {
    let account =
        StaffAccount { staff: mia(), name: "Mia".into(), role: Role::Manager, password_hash: hash("secret") };
    given([imported(), Event::StaffAdded { account }, seated(), joined("anna"), joined("ben")])
}

fn others() -> SessionId {
    "sessionbbb".parse().unwrap()
}

/// Cleo and a second Anna, at table two.
fn two_parties() -> Given {
    let seated = Event::TableSeated {
        session: others(),
        table: "2".parse().unwrap(),
        covers: 2,
        mode: SessionMode::Family,
        pin_hash: hash("other"),
        pin_digits: PinDigits::Four,
    };
    let joined = |diner_name: &str, name: &str| Event::DinerJoined {
        session: others(),
        diner: diner(diner_name),
        name: name.into(),
        token: TokenHash(diner_name.into()),
        expires_at_ms: 1_000_000,
        how: Entry::Pin,
    };
    let mut house = house();
    for event in [seated, joined("cleo", "Cleo"), joined("annab", "anna")] {
        house.venue.apply(house.now, &event);
    }
    house
}

fn moving(from: SessionId, who: Movers, to: Destination) -> Command {
    Command::Floor(FloorCommand::MoveGuests(MoveGuests { from, who, to, by: mia() }))
}

fn join() -> Command {
    moving(others(), Movers::All, Destination::Party(session()))
}

/// Ben sits at table two, alone.
fn part() -> Command {
    part_of(&["ben"])
}

fn part_of(names: &[&str]) -> Command {
    let seating = SeatTable {
        session: others(),
        table: "2".parse().unwrap(),
        covers: 1,
        mode: SessionMode::Family,
        pin_hash: hash("new"),
        pin_digits: PinDigits::Four,
    };
    moving(session(), only(names), Destination::Table(Box::new(seating)))
}

fn only(names: &[&str]) -> Movers {
    let guests = names.iter().map(|name| diner(name)).collect();
    Movers::Some(SomeOfThem { guests, ..SomeOfThem::default() })
}

/// Dishes go, with so many guests who have no phone, and perhaps with some who have.
fn dishes_go(names: &[&str], units: &[&str], covers: u16, mut to: Destination) -> Command {
    if let Destination::Table(seating) = &mut to {
        seating.covers = covers.max(1);
    }
    let some = SomeOfThem {
        guests: names.iter().map(|name| diner(name)).collect(),
        dishes: units.iter().map(|unit| unit.parse().unwrap()).collect(),
        covers: Some(covers),
    };
    moving(session(), Movers::Some(some), to)
}

fn to_table_two() -> Destination {
    let Command::Floor(FloorCommand::MoveGuests(moving)) = part() else { unreachable!() };
    moving.to
}

/// A steak each for Anna and Ben on one line, and a soup for Anna.
fn for_both() -> Vec<Portion> {
    let mut portions = steak_and_soup();
    let PortionState::Pending { diner: eater, .. } = &mut portions[1].now else { unreachable!() };
    *eater = diner("ben");
    portions
}

fn others_order() -> Command {
    let mut portions = vec![portion("unitzzzzzz", "linezzzzzz", "soup", PLAIN, 750)];
    let PortionState::Pending { diner: eater, .. } = &mut portions[0].now else { unreachable!() };
    *eater = diner("cleo");
    let Command::PlaceOrder(order) = place(portions) else { unreachable!() };
    Command::PlaceOrder(Box::new(PlaceOrder { session: others(), by: diner("cleo"), ..*order }))
}

fn owes(venue: &Venue, session: &SessionId) -> i64 {
    venue.reckoning(session).unwrap().left()
}

fn bill(command: BillCommand) -> Command {
    Command::Bill { by: mia(), bill: Box::new(command) }
}

fn pay(session: SessionId, amount: i64) -> Command {
    let offer = Offer::Card { reference: "T1".into() };
    let (payment, share) = ("paymentaaa".parse().unwrap(), ShareId::rest());
    bill(BillCommand::TakePayment { payment, session, share, amount, tip: 0, offer })
}

fn discount(on: DiscountOn, amount: DiscountAmount) -> Command {
    let discount = Discount { id: "discountaa".parse().unwrap(), on, amount };
    bill(BillCommand::GiveDiscount { session: session(), discount, reason: "regulars".into() })
}

fn percent(text: &str) -> DiscountAmount {
    DiscountAmount::Percent { percent: text.parse().unwrap() }
}

fn names(venue: &Venue, session: &SessionId) -> Vec<String> {
    let views = venue.diner_views(session, |_| views::Attendance::default());
    views.into_iter().filter(|diner| !diner.has_left).map(|diner| diner.name).collect()
}

#[test]
fn two_parties_are_one_with_one_bill_and_all_tables() {
    let given = two_parties().after([place(for_both()), others_order()]);
    let kitchen = given.venue.kitchen.clone();
    let venue = given.after([join()]).venue;
    assert_eq!(venue.kitchen, kitchen, "nothing is fired again");
    assert_eq!(owes(&venue, &session()), 2 * 2400 + 2 * 750);
    assert_eq!(owes(&venue, &others()), 0);
    assert!(!venue.is_session_open(&others()));
    assert_eq!(names(&venue, &session()), ["ANNA", "BEN", "Cleo", "anna 2"], "no two are called the same");
    assert_eq!(venue.table_of(&session()).unwrap().1, "One + Two");
    for table in ["1", "2"] {
        let table: TableId = table.parse().unwrap();
        assert_eq!(venue.door(&table).unwrap().session.unwrap().0, session(), "both codes lead to them");
    }
    assert_eq!(venue.ticket_view(&"2-cold".parse().unwrap()).unwrap().table, "One + Two");
    assert_eq!(venue.ticket_view(&"2-cold".parse().unwrap()).unwrap().lines[0].diners, ["Cleo"]);
    assert_eq!(venue.session_status(&session(), |_| Default::default()).unwrap().covers, 6);
    let rounds: Vec<u32> = venue.all_order_views(&session()).iter().map(|order| order.round).collect();
    assert_eq!(rounds, [1, 2]);
}

#[test]
fn whoever_comes_along_keeps_their_token_and_nobody_has_to_join_anew() {
    let venue = two_parties().after([join()]).venue;
    let holder = access::Holder::Diner { session: session(), diner: diner("cleo") };
    assert_eq!(venue.holder(&TokenHash("cleo".into())).unwrap().0, holder);
    let venue = house().after([part()]).venue;
    let holder = access::Holder::Diner { session: others(), diner: diner("ben") };
    assert_eq!(venue.holder(&TokenHash("ben".into())).unwrap().0, holder);
    let holder = access::Holder::Diner { session: session(), diner: diner("anna") };
    assert_eq!(venue.holder(&TokenHash("anna".into())).unwrap().0, holder);
}

#[test]
fn a_guest_who_parts_takes_their_portions_and_what_these_cost() {
    let given = house().after([place(for_both())]);
    let kitchen = given.venue.kitchen.clone();
    let venue = given.after([part()]).venue;
    assert_eq!(venue.kitchen, kitchen, "nothing is fired again");
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (2400 + 750, 2400));
    let theirs = venue.all_order_views(&others());
    assert_eq!((theirs[0].lines.len(), theirs[0].lines[0].diners.len(), theirs[0].total), (1, 1, eur(2400)));
    let stays = venue.all_order_views(&session());
    assert_eq!((stays[0].lines.len(), stays[0].total), (2, eur(3150)));
    let ticket = venue.ticket_view(&"1-grill".parse().unwrap()).unwrap();
    assert_eq!((ticket.table.as_str(), ticket.lines[0].quantity), ("One / Two", 2), "one strip, two tables");
    assert_eq!(ticket.lines[0].diners, ["ANNA", "BEN"]);
    assert_eq!(venue.ticket_view(&"1-cold".parse().unwrap()).unwrap().table, "One");
    assert_eq!(names(&venue, &session()), ["ANNA"]);
    assert_eq!(venue.session_status(&session(), |_| Default::default()).unwrap().covers, 3);
}

#[test]
fn a_dish_of_two_tables_is_ready_at_both() {
    let cook = Command::MoveDish { order: OrderId(1), index: 0, status: DishStatus::Ready };
    let venue = house().after([place(for_both()), part(), cook]).venue;
    let floor = venue.floor_view(0, Timestamp::default());
    let tables: Vec<_> = floor.rooms.into_iter().flat_map(|room| room.tables).collect();
    let ready = |table: usize| tables[table].session.as_ref().unwrap().ready[0].dishes[0].quantity;
    assert_eq!((ready(0), ready(1)), (1, 1));
    let since = |table: usize| tables[table].session.as_ref().unwrap().ready_since_ms;
    assert_eq!((since(0), since(1)), (Some(0), Some(0)));
}

#[test]
fn a_void_takes_a_portion_of_the_table_that_is_meant() {
    let void = |at: &SessionId| {
        let (order, reason) = (OrderId(1), TakeOffReason::Mistake);
        Command::VoidPortions(TakeOffPortions {
            order,
            index: 0,
            portions: 1,
            reason,
            by: None,
            at: Some(at.clone()),
            of: None,
        })
    };
    let parted = || house().after([place(for_both()), part()]);
    let venue = parted().after([void(&session())]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (750, 2400));
    let venue = parted().after([void(&others())]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (3150, 0));
    parted()
        .after([void(&others())])
        .when(void(&others()))
        .then_refused(Refusal::TooFewPortions { portions: 0 });
    let foreign = "sessionzzz".parse().unwrap();
    parted().when(void(&foreign)).then_refused(Refusal::OrderForeign);
}

#[test]
fn whoever_parted_comes_back_to_what_was_paid_meanwhile_without_being_covered_by_it() {
    let venue = house().after([place(for_both()), part(), pay(session(), 3150)]);
    let venue = venue.after([moving(others(), Movers::All, Destination::Party(session()))]).venue;
    assert_eq!(owes(&venue, &session()), 2400, "what Ben ate is owed still");
    assert_eq!(venue.reckoning(&session()).unwrap().paid(), 3150);
    assert_eq!(names(&venue, &session()), ["ANNA", "BEN"]);
}

#[test]
fn a_bill_that_somebody_pays_does_not_move() {
    let paid = || two_parties().after([others_order(), pay(others(), 300)]);
    paid().when(join()).then_refused(BillRefusal::BeingPaid.into());
    // The other way it may: what comes is owed on top.
    let over = moving(session(), Movers::All, Destination::Party(others()));
    let venue = paid().after([place(for_both()), over]).venue;
    assert_eq!(owes(&venue, &others()), 450 + 2 * 2400 + 750);
    let lock = BillCommand::StartPaying { session: others(), share: ShareId::rest() };
    two_parties()
        .after([others_order(), bill(lock)])
        .when(join())
        .then_refused(BillRefusal::BeingPaid.into());
}

#[test]
fn a_discount_stays_on_what_it_was_given_for() {
    let ten = || discount(DiscountOn::Bill, percent("10"));
    // On the whole bill of those who go: on what was on it, and on nothing else.
    let venue = two_parties().after([place(for_both()), others_order(), ten()]);
    let venue = venue.after([moving(session(), Movers::All, Destination::Party(others()))]).venue;
    assert_eq!(owes(&venue, &others()), 750 + (2 * 2400 + 750) * 9 / 10);
    // Divided with those who part; whoever stays has it on later orders as well.
    let parted = house().after([place(for_both()), ten(), part()]);
    assert_eq!(owes(&parted.venue, &session()), (2400 + 750) * 9 / 10);
    assert_eq!(owes(&parted.venue, &others()), 2400 * 9 / 10);
    let later = place(vec![portion("unityyyyyy", "lineyyyyyy", "soup", PLAIN, 750)]);
    assert_eq!(owes(&parted.after([later]).venue, &session()), (2400 + 2 * 750) * 9 / 10);
    // An amount on dishes of both sides cannot be divided by itself.
    let five = discount(DiscountOn::Bill, DiscountAmount::Fixed { minor: 500 });
    house().after([place(for_both()), five]).when(part()).then_refused(BillRefusal::DiscountSpans.into());
    let own: Vec<UnitId> = vec!["unitbbbbbb".parse().unwrap()];
    let five = discount(DiscountOn::Portions { units: own }, DiscountAmount::Fixed { minor: 500 });
    let venue = house().after([place(for_both()), five, part()]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (3150, 1900));
}

#[test]
fn an_allergy_goes_along_with_whoever_has_it() {
    let declared = Command::DeclareAllergies {
        session: session(),
        is_by_staff: false,
        diner: diner("ben"),
        allergens: [Allergen::Peanuts].into(),
    };
    let venue = house().after([declared, place(for_both()), part()]).venue;
    assert_eq!(venue.allergies(&others(), &diner("ben")), [Allergen::Peanuts]);
    assert_eq!(venue.allergies(&session(), &diner("ben")), []);
    let ticket = venue.ticket_view(&"1-grill".parse().unwrap()).unwrap();
    assert_eq!(ticket.allergies[0].name, "BEN");
}

#[test]
fn only_some_part_and_only_from_a_party_that_is_there() {
    house().when(part_of(&["anna", "ben"])).then_refused(Refusal::GuestsAll);
    house().when(part_of(&[])).then_refused(Refusal::GuestsAll);
    house().when(part_of(&["cleo"])).then_refused(Refusal::UnknownDiner);
    two_parties().when(part()).then_refused(Refusal::TableTaken);
    let same = moving(session(), Movers::All, Destination::Party(session()));
    house().when(same).then_refused(Refusal::PartySame);
    let gone = two_parties().after([Command::CloseSession { session: session() }]);
    gone.when(join()).then_refused(Refusal::SessionClosed);
}

#[test]
fn one_guest_may_sit_with_another_party() {
    let over = moving(session(), only(&["ben"]), Destination::Party(others()));
    let venue = two_parties().after([place(for_both()), others_order(), over]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (3150, 750 + 2400));
    assert_eq!(names(&venue, &others()), ["Cleo", "anna", "BEN"]);
    let foreign = moving(session(), only(&["cleo"]), Destination::Party(others()));
    two_parties().when(foreign).then_refused(Refusal::UnknownDiner);
}

#[test]
fn a_call_goes_along_with_whoever_made_it() {
    use plato_sync_protocol::floor::CallKind;
    let call = FloorCommand::CallWaiter { session: session(), by: diner("ben"), kind: CallKind::Water };
    let venue = house().after([Command::Floor(call), part()]).venue;
    assert_eq!(venue.door_view(&session(), Timestamp::default()).calls, []);
    let calls = venue.door_view(&others(), Timestamp::default()).calls;
    assert_eq!((calls.len(), calls[0].kind, calls[0].by.as_str()), (1, CallKind::Water, "BEN"));
}

fn secret() -> TokenHash {
    TokenHash("secret".into())
}

fn dave_knocks(at: SessionId) -> Command {
    let waiting = Waiting {
        knock: "knockaaaaa".parse().unwrap(),
        secret: secret(),
        from: None,
        away: Vec::new(),
        returning: Returning::No,
    };
    Command::Knock(Box::new(Knock {
        session: at,
        name: "Dave".into(),
        token: TokenHash("dave".into()),
        waiting,
    }))
}

/// How Dave's knock stands.
fn stand(given: &Given) -> KnockStand {
    given.venue.knock_of(&secret(), given.now).unwrap().stand
}

/// Whoever knocked was told that the visit is over, while the party sat there still.
#[test]
fn whoever_knocks_while_the_party_joins_another_is_told_that_it_sits_with_them() {
    let waits = two_parties().after([dave_knocks(others())]);
    let parted = waits.clone().after([moving(others(), only(&["cleo"]), Destination::Party(session()))]);
    assert!(matches!(stand(&parted), KnockStand::Waiting { .. }));
    assert_eq!(stand(&waits.after([join()])), KnockStand::Joined);
}

/// One phone for a family, and half of it sits elsewhere.
#[test]
fn dishes_go_to_another_table_without_those_who_ordered_them() {
    let steak = "unitaaaaaa";
    let given = house().after([place(for_both())]);
    let kitchen = given.venue.kitchen.clone();
    let venue = given.after([dishes_go(&[], &[steak], 2, to_table_two())]).venue;
    assert_eq!(venue.kitchen, kitchen, "nothing is fired again");
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (2400 + 750, 2400));
    assert_eq!(names(&venue, &session()), ["ANNA", "BEN"], "whoever has a phone stays");
    assert!(names(&venue, &others()).is_empty());
    let covers = |session| venue.session_status(session, |_| Default::default()).unwrap().covers;
    assert_eq!((covers(&session()), covers(&others())), (2, 2));
    let there = venue.all_order_views(&others());
    assert_eq!(there[0].lines[0].diners, [DinerId::everyone()], "nobody there is called Anna");
    let ticket = venue.ticket_view(&"1-grill".parse().unwrap()).unwrap();
    assert_eq!(ticket.table, "Two / One");
}

#[test]
fn what_goes_without_a_phone_brings_its_allergies_for_the_whole_table() {
    let declared = |who: &str, allergen| Command::DeclareAllergies {
        session: session(),
        is_by_staff: false,
        diner: diner(who),
        allergens: [allergen].into(),
    };
    let given =
        house().after([place(for_both()), declared("anna", Allergen::Milk), declared("ben", Allergen::Fish)]);
    let venue = given.after([dishes_go(&[], &["unitaaaaaa"], 1, to_table_two())]).venue;
    assert_eq!(venue.allergies(&others(), &DinerId::everyone()), [Allergen::Milk], "hers, and not Ben's");
    assert_eq!(venue.allergies(&session(), &diner("anna")), [Allergen::Milk]);
    let ticket = venue.ticket_view(&"1-grill".parse().unwrap()).unwrap();
    let said: BTreeSet<Allergen> = ticket.allergies.iter().flat_map(|one| one.allergens.clone()).collect();
    assert_eq!(said, [Allergen::Milk, Allergen::Fish].into());
}

#[test]
fn guests_and_dishes_of_others_go_to_a_party_that_is_counted_with_them() {
    let soup = "unitcccccc";
    let given = two_parties().after([place(for_both()), others_order()]);
    let over = dishes_go(&["ben"], &[soup], 2, Destination::Party(others()));
    let venue = given.after([over]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (2400, 750 + 2400 + 750));
    let covers = |session| venue.session_status(session, |_| Default::default()).unwrap().covers;
    assert_eq!((covers(&session()), covers(&others())), (2, 4));
}

#[test]
fn a_table_without_phones_parts_by_what_it_has_ordered() {
    let left = |who: &str| Command::RemoveDiner { session: session(), diner: diner(who) };
    let nobody = || house().after([place(for_both()), left("anna"), left("ben")]);
    let goes = |units: &[&str]| dishes_go(&[], units, 1, to_table_two());
    let venue = nobody().after([goes(&["unitaaaaaa", "unitcccccc"])]).venue;
    assert_eq!((owes(&venue, &session()), owes(&venue, &others())), (2400, 2400 + 750));
    nobody().when(goes(&["unitaaaaaa", "unitbbbbbb", "unitcccccc"])).then_refused(Refusal::GuestsAll);
    nobody().when(goes(&[])).then_refused(Refusal::GuestsAll);
}

#[test]
fn only_dishes_that_are_there_go_and_only_as_many_guests_as_there_can_be() {
    let steak = || house().after([place(for_both())]);
    let goes = |names: &[&str], units: &[&str], covers| dishes_go(names, units, covers, to_table_two());
    steak().when(goes(&[], &["unitzzzzzz"], 1)).then_refused(Refusal::DishesGone);
    let parted = steak().after([goes(&[], &["unitaaaaaa"], 1)]);
    let again = dishes_go(&[], &["unitaaaaaa"], 1, Destination::Party(others()));
    parted.when(again).then_refused(Refusal::DishesGone);
    let void = TakeOffPortions {
        order: OrderId(1),
        index: 1,
        portions: 1,
        reason: TakeOffReason::Mistake,
        by: None,
        at: Some(session()),
        of: None,
    };
    let voided = steak().after([Command::VoidPortions(void)]);
    voided.when(goes(&[], &["unitcccccc"], 1)).then_refused(Refusal::DishesGone);
    steak().when(goes(&["ben"], &[], 0)).then_refused(Refusal::CoversTooFew { guests: 1 });
    steak().when(goes(&["anna", "ben"], &[], 2)).then_refused(Refusal::GuestsAll);
    let covers_max = plato_sync_protocol::limits::COVERS_MAX;
    steak().when(goes(&["ben"], &[], covers_max + 1)).then_refused(Refusal::CoversOutOfBounds { covers_max });
}

#[test]
fn a_party_without_phones_of_which_some_dishes_went_is_not_taken_for_one_that_joined_others() {
    let left = |who: &str| Command::RemoveDiner { session: session(), diner: diner(who) };
    let house = house().after([place(for_both()), left("anna"), left("ben"), dave_knocks(session())]);
    let parted = house.after([dishes_go(&[], &["unitaaaaaa"], 1, to_table_two())]);
    let closed = parted.after([pay(session(), 3150), Command::CloseSession { session: session() }]);
    assert_eq!(stand(&closed), KnockStand::Closed);
}
