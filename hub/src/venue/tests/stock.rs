//! What is off or counted: nobody orders what is not there, and the last portion goes to one table.

use plato_sync_protocol::api::{CartDifference, Difference, TakeOffReason};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::serving::{StockMode, StockOf};
use plato_sync_protocol::views::DishStatus;
use proptest::prelude::*;

use super::super::command::TakeOffPortions;
use super::*;

const HOUR_MS: u64 = 60 * 60 * 1000;

fn item(item: &str) -> StockOf {
    StockOf::Item { item: item.parse().unwrap() }
}

fn rare() -> StockOf {
    StockOf::Modifier { modifier: "doneness/rare".parse().unwrap() }
}

fn set(of: StockOf, mode: StockMode) -> Command {
    Command::SetStock { of, mode }
}

fn set_late(mode: StockMode, seen: StockMode) -> Command {
    Command::SetSeenStock { of: item("soup"), mode, seen }
}

fn counted(left: u32) -> StockMode {
    StockMode::Counted { left }
}

fn is_off(given: &Given, item: &str) -> bool {
    given.venue.menu_view().unwrap().item(&item.parse().unwrap()).unwrap().is_eighty_sixed
}

fn left(given: &Given, of: &StockOf) -> StockMode {
    let view = given.venue.kitchen_view(0, given.now);
    let found = view.stock.into_iter().find(|stock| stock.of == *of);
    found.map_or(StockMode::Plenty, |stock| stock.mode)
}

fn soups(units: &[&str]) -> Vec<Portion> {
    units.iter().map(|unit| portion(unit, "linebbbbbb", "soup", PLAIN, 750)).collect()
}

fn too_few(unit: &str, left: u32) -> CartDifference {
    let (unit, what) = (Some(unit.parse().unwrap()), Difference::TooFewLeft { left });
    CartDifference { unit, dish: "Soup".into(), what }
}

#[test]
fn the_last_portion_goes_to_one_of_two_orders_and_the_other_hears_why() {
    let given = party().after([set(item("soup"), counted(1)), place(soups(&["unitaaaaaa"]))]);
    assert!(is_off(&given, "soup"));
    let differences = vec![CartDifference {
        unit: Some("unitbbbbbb".parse().unwrap()),
        dish: "Soup".into(),
        what: Difference::EightySixed,
    }];
    given.when(place(soups(&["unitbbbbbb"]))).then_refused(Refusal::CartChanged { differences });
}

#[test]
fn an_order_of_more_than_there_is_is_told_how_many_there_are() {
    let given = party().after([set(item("soup"), counted(2))]);
    let order = soups(&["unitaaaaaa", "unitbbbbbb", "unitcccccc"]);
    given
        .when(place(order))
        .then_refused(Refusal::CartChanged { differences: vec![too_few("unitcccccc", 2)] });
}

#[test]
fn a_counted_answer_runs_down_over_all_dishes_and_lines() {
    let order = vec![
        portion("unitaaaaaa", "lineaaaaaa", "steak", RARE, 2400),
        portion("unitbbbbbb", "linebbbbbb", "steak", RARE, 2400),
    ];
    let given = party().after([set(rare(), counted(2)), place(order)]);
    assert_eq!(left(&given, &rare()), counted(0));
    let (code, message) = ("modifier_eighty_sixed".into(), "Rare is sold out right now".into());
    let what = Difference::Choices { code, message };
    let differences =
        vec![CartDifference { unit: Some("unitcccccc".parse().unwrap()), dish: "Steak".into(), what }];
    let another = vec![portion("unitcccccc", "linecccccc", "steak", RARE, 2400)];
    given.when(place(another)).then_refused(Refusal::CartChanged { differences });
}

#[test]
fn an_answer_that_is_off_leaves_the_dish_with_its_other_answers() {
    let given = party().after([set(rare(), StockMode::Off)]);
    assert!(!is_off(&given, "steak"));
    let well = r#"{"m":["doneness/well"],"n":""}"#;
    given.after([place(vec![portion("unitaaaaaa", "lineaaaaaa", "steak", well, 2500)])]);
}

#[test]
fn guests_are_told_how_many_are_left_only_when_that_is_few() {
    let shown = |left: u32| {
        let given = party().after([set(item("soup"), counted(left))]);
        given.venue.menu_view().unwrap().item(&"soup".parse().unwrap()).unwrap().left
    };
    assert_eq!((shown(10), shown(9), shown(1), shown(0)), (None, Some(9), Some(1), None));
}

#[test]
fn a_count_that_nobody_sees_running_down_gives_no_new_menu() {
    let given = party().after([set(item("soup"), counted(50))]);
    let before = given.venue.menu_revision();
    let given = given.after([place(soups(&["unitaaaaaa"]))]);
    assert_eq!((given.venue.menu_revision(), left(&given, &item("soup"))), (before, counted(49)));
}

fn void(reason: TakeOffReason) -> Command {
    Command::VoidPortions(TakeOffPortions {
        order: OrderId(1),
        index: 0,
        portions: 1,
        reason,
        by: None,
        at: None,
        of: None,
    })
}

#[test]
fn a_portion_that_nobody_began_is_there_again() {
    let ordered = || party().after([set(item("soup"), counted(1)), place(soups(&["unitaaaaaa"]))]);
    let given = ordered().after([void(TakeOffReason::Mistake)]);
    assert_eq!((left(&given, &item("soup")), is_off(&given, "soup")), (counted(1), false));
    let sold_out = ordered().after([void(TakeOffReason::SoldOut)]);
    assert_eq!(left(&sold_out, &item("soup")), counted(0), "what has run out has run out");
    let cooking = Command::MoveDish { order: OrderId(1), index: 0, status: DishStatus::Cooking };
    let begun = ordered().after([cooking, void(TakeOffReason::Mistake)]);
    assert_eq!(left(&begun, &item("soup")), counted(0), "what was begun is used up");
}

/// 2026-11-23 at a minute of the day, by a wall clock that is right.
fn at(mut given: Given, hours_ms: u64) -> Given {
    given.now.wall_ms = 1_795_392_000_000 + hours_ms;
    given.now.uptime_ms = 1_000_000 + hours_ms;
    given
}

#[test]
fn what_is_off_until_tomorrow_is_back_when_the_business_day_begins() {
    let off = at(party(), 22 * HOUR_MS).after([set(item("soup"), StockMode::OffToday)]);
    assert!(is_off(&off, "soup"));
    // The day begins at four.
    let night = at(off, 28 * HOUR_MS - 1).after([Command::RenewStock]);
    assert!(is_off(&night, "soup"));
    let morning = at(night, 28 * HOUR_MS);
    assert!(morning.venue.is_stock_to_renew(morning.now));
    let morning = morning.after([Command::RenewStock]);
    assert!(!is_off(&morning, "soup"));
}

#[test]
fn a_box_that_was_off_overnight_and_one_with_a_wrong_clock_both_find_the_morning() {
    let off = || at(party(), 22 * HOUR_MS).after([set(item("soup"), StockMode::OffToday)]);
    let mut slept = off();
    slept.now.wall_ms += 7 * HOUR_MS;
    assert!(slept.venue.is_stock_to_renew(slept.now));
    let mut fallen_back = off();
    (fallen_back.now.wall_ms, fallen_back.now.uptime_ms) = (0, fallen_back.now.uptime_ms + 6 * HOUR_MS);
    assert!(fallen_back.venue.is_stock_to_renew(fallen_back.now));
}

#[test]
fn what_cannot_be_counted_or_is_not_there_is_refused() {
    party().when(set(item("soup"), counted(1000))).then_refused(Refusal::StockOutOfBounds);
    party().when(set(item("cake"), StockMode::Off)).then_refused(Refusal::UnknownItem);
    let unknown = StockOf::Modifier { modifier: "doneness/blue".parse().unwrap() };
    party().when(set(unknown, StockMode::Off)).then_refused(Refusal::UnknownModifier);
    party().after([set(item("soup"), StockMode::Off)]).when(set(item("soup"), StockMode::Off)).then([]);
}

#[test]
fn portions_that_were_ordered_since_somebody_counted_come_off_the_count() {
    let sold_two =
        || party().after([set(item("soup"), counted(6)), place(soups(&["unitaaaaaa", "unitbbbbbb"]))]);
    let count = |mode, seen| left(&sold_two().after([set_late(mode, seen)]), &item("soup"));
    assert_eq!(count(counted(8), counted(6)), counted(6));
    // Not "as it is already": two of these four are in the order.
    assert_eq!(count(counted(4), counted(6)), counted(2));
    assert_eq!(count(counted(1), counted(6)), counted(0));
    assert_eq!(count(counted(999), counted(0)), counted(999));
    assert_eq!(count(StockMode::Off, counted(6)), StockMode::Off);
    assert_eq!(count(StockMode::Plenty, counted(6)), StockMode::Plenty);
}

#[test]
fn a_late_word_about_what_somebody_else_has_changed_changes_nothing() {
    let off = || party().after([set(item("soup"), StockMode::Off)]);
    off().when(set_late(counted(5), StockMode::Plenty)).then_refused(Refusal::StockChanged);
    off().when(set_late(StockMode::Plenty, counted(5))).then_refused(Refusal::StockChanged);
    off().when(set_late(StockMode::Off, StockMode::Plenty)).then([]);
    let back = off().after([set_late(StockMode::Plenty, StockMode::Off)]);
    assert_eq!(left(&back, &item("soup")), StockMode::Plenty);
}

#[derive(Debug, Clone)]
enum Step {
    /// So many rare steaks, for one of two parties.
    Order(bool, u32),
    /// A steak of the latest order was never made.
    Void,
    /// So many steaks there are, or so many that can be rare.
    Count(bool, u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (any::<bool>(), 1..5_u32).prop_map(|(is_first, portions)| Step::Order(is_first, portions)),
        2 => Just(Step::Void),
        1 => (any::<bool>(), 0..8_u32).prop_map(|(is_item, left)| Step::Count(is_item, left)),
    ];
    proptest::collection::vec(step, 1..30)
}

/// Two parties that each have one guest.
fn two_parties() -> Given {
    let other = Event::TableSeated {
        session: "otherparty".parse().unwrap(),
        table: "2".parse().unwrap(),
        covers: 1,
        mode: SessionMode::Family,
        pin_hash: hash("other"),
        pin_digits: PinDigits::Four,
    };
    let zoe = Event::DinerJoined {
        session: "otherparty".parse().unwrap(),
        diner: diner("zoe"),
        name: "ZOE".into(),
        token: TokenHash("zoe".into()),
        expires_at_ms: 1_000_000,
        how: Entry::Pin,
    };
    given([imported(), seated(), joined("anna"), other, zoe])
}

/// Steaks with ids that no other portion has.
fn steaks(of_first: bool, ids: std::ops::Range<u32>) -> Command {
    let letters = |number: u32| [number / 25, number % 25].map(|digit| char::from(b'b' + digit as u8));
    let named = |kind: &str, number| format!("{kind}{}aaaa", String::from_iter(letters(number)));
    let (by, session) = if of_first { ("anna", session()) } else { ("zoe", "otherparty".parse().unwrap()) };
    let steak = |number| {
        let line = named("line", number);
        let mut portion = portion(&named("unit", number), &line, "steak", RARE, 2400);
        let PortionState::Pending { diner: eater, .. } = &mut portion.now else { unreachable!() };
        *eater = diner(by);
        portion
    };
    let Command::PlaceOrder(order) = place(ids.map(steak).collect()) else { unreachable!() };
    Command::PlaceOrder(Box::new(PlaceOrder { session, by: diner(by), ..*order }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Sold is never more than there was, whatever two parties order and is taken back and counted anew in between.
    #[test]
    fn nothing_is_ever_sold_that_is_not_there(steps in steps()) {
        let counts = [item("steak"), rare()];
        let mut there = [6_u32, 9];
        let mut given = two_parties().after([set(counts[0].clone(), counted(6)), set(counts[1].clone(), counted(9))]);
        let (mut made, mut placed) = (0_u32, 0_u32);
        let mut open: Vec<OrderId> = Vec::new();
        for step in steps {
            match step {
                Step::Count(is_item, left) => {
                    let of = usize::from(!is_item);
                    given = given.after([set(counts[of].clone(), counted(left))]);
                    there[of] = left;
                }
                Step::Void => {
                    let Some(order) = open.pop() else { continue };
                    let reason = TakeOffReason::GuestChanged;
                    let taken = TakeOffPortions { order, index: 0, portions: 1, reason, by: None, at: None, of: None };
                    given = given.after([Command::VoidPortions(taken)]);
                    there = there.map(|left| left + 1);
                }
                Step::Order(of_first, portions) => {
                    let order = steaks(of_first, made..made + portions);
                    made += portions;
                    let decided = given.venue.decide(given.now, &order);
                    prop_assert_eq!(decided.is_ok(), there.iter().all(|left| portions <= *left), "{:?}", decided);
                    if decided.is_ok() {
                        given = given.after([order]);
                        there = there.map(|left| left - portions);
                        placed += 1;
                        open.push(OrderId(placed));
                    }
                }
            }
            for (of, left_of) in counts.iter().zip(there) {
                prop_assert_eq!(left(&given, of), counted(left_of));
            }
            prop_assert_eq!(is_off(&given, "steak"), there[0] == 0);
        }
    }
}
