//! What was confirmed is what is ordered, or nothing is.

use plato_sync_protocol::api::{CartDifference, Difference};
use plato_sync_protocol::ids::OrderId;

use super::*;

#[track_caller]
fn differs(given: Given, portions: Vec<Portion>, expected: Vec<(&str, &str, Difference)>) {
    let difference = |(unit, dish, what): (&str, &str, Difference)| CartDifference {
        unit: Some(unit.parse().unwrap()),
        dish: dish.into(),
        what,
    };
    let differences = expected.into_iter().map(difference).collect();
    given.when(place(portions)).then_refused(Refusal::CartChanged { differences });
}

/// One soup that has become something else.
fn soup(change: impl FnOnce(&mut Portion)) -> Vec<Portion> {
    let mut soup = portion("unitcccccc", "linebbbbbb", "soup", PLAIN, 750);
    change(&mut soup);
    vec![soup]
}

#[test]
fn an_order_holds_what_was_confirmed_with_names_and_prices_of_that_moment() {
    let venue = party().when(place(steak_and_soup())).then_venue();
    let order = venue.order_view(&session(), OrderId(1)).unwrap();
    assert_eq!((order.round, order.total), (1, eur(5550)));
    let lines: Vec<_> =
        order.lines.iter().map(|line| (line.name.as_str(), line.diners.len(), line.total)).collect();
    assert_eq!(lines, [("Steak", 2, eur(4800)), ("Soup", 1, eur(750))]);
    assert_eq!(order.lines[0].modifiers, ["Rare"]);
}

#[test]
fn orders_are_numbered_without_gaps_and_rounds_by_visit() {
    let second = vec![portion("unitdddddd", "linecccccc", "soup", PLAIN, 750)];
    let venue = party().after([place(steak_and_soup())]).when(place(second)).then_venue();
    let order = venue.order_view(&session(), OrderId(2)).unwrap();
    assert_eq!((order.order, order.round), (OrderId(2), 2));
    assert_eq!(venue.session_total(&session()), Some(eur(6300)));
}

#[test]
fn a_portion_that_is_gone_sent_or_unknown_is_named() {
    let item = || "soup".parse().unwrap();
    differs(
        party(),
        soup(|soup| soup.now = PortionState::Unknown),
        vec![("unitcccccc", "", Difference::Unknown)],
    );
    let gone = soup(|soup| soup.now = PortionState::Gone { item: item() });
    differs(party(), gone, vec![("unitcccccc", "Soup", Difference::Gone)]);
    let sent = soup(|soup| soup.now = PortionState::Sent { item: item(), order: OrderId(1) });
    let already = Difference::AlreadySent { order: OrderId(1), by: "ANNA".into() };
    let ordered = party().after([place(steak_and_soup())]);
    differs(ordered, sent, vec![("unitcccccc", "Soup", already.clone())]);
    // In another cart it may stand as if nobody had ordered it.
    let ordered = party().after([place(steak_and_soup())]);
    differs(ordered, soup(|_| ()), vec![("unitcccccc", "Soup", already)]);
}

#[test]
fn a_portion_that_was_chosen_anew_or_given_away_is_named() {
    let shown_as = |config: &str, shown: &str| {
        let shown = (config.to_owned(), diner(shown));
        soup(|soup| {
            if let PortionState::Pending { shown_as, .. } = &mut soup.now {
                *shown_as = Some(shown);
            }
        })
    };
    let salty = r#"{"m":[],"n":"salty"}"#;
    differs(party(), shown_as(salty, "anna"), vec![("unitcccccc", "Soup", Difference::Reconfigured)]);
    let given = Difference::GivenTo { diner: "ANNA".into() };
    differs(party(), shown_as(PLAIN, "ben"), vec![("unitcccccc", "Soup", given)]);
    assert!(party().when(place(shown_as(PLAIN, "anna"))).decided.is_ok());
}

#[test]
fn choices_that_conflict_or_do_not_make_a_dish_are_named() {
    let with = |item: &str, configs: &[&str]| {
        let mut portion = portion("unitcccccc", "linebbbbbb", item, PLAIN, 750);
        if let PortionState::Pending { configs: now, .. } = &mut portion.now {
            *now = configs.iter().map(|config| (*config).to_owned()).collect();
        }
        vec![portion]
    };
    let conflict = with("soup", &[PLAIN, r#"{"m":[],"n":"x"}"#]);
    differs(party(), conflict, vec![("unitcccccc", "Soup", Difference::ChoicesConflict)]);
    let code = |portions| match party().when(place(portions)).decided {
        Err(Refusal::CartChanged { differences }) => match &differences[0].what {
            Difference::Choices { code, .. } => code.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(code(with("steak", &[PLAIN])), "choice_missing");
    assert_eq!(code(with("soup", &[RARE])), "modifier_unknown");
    assert_eq!(
        code(with("steak", &[r#"{"m":["doneness/rare","doneness/well"],"n":""}"#])),
        "choice_too_many"
    );
}

#[test]
fn a_price_that_has_changed_is_shown_with_both_amounts() {
    let repriced = Difference::Repriced { shown: eur(700), now: eur(750) };
    differs(party(), soup(|soup| soup.shown = eur(700)), vec![("unitcccccc", "Soup", repriced)]);
}

#[test]
fn a_dish_that_is_off_or_left_the_menu_is_named() {
    let off = Command::EightySix { item: "soup".parse().unwrap(), is_eighty_sixed: true };
    differs(party().after([off]), soup(|_| {}), vec![("unitcccccc", "Soup", Difference::EightySixed)]);
    let pizza = vec![portion("unitcccccc", "linebbbbbb", "pizza", PLAIN, 750)];
    differs(party(), pizza, vec![("unitcccccc", "", Difference::NotOnMenu)]);
}

#[test]
fn one_difference_stops_the_whole_order() {
    let mut portions = steak_and_soup();
    portions[0].now = PortionState::Gone { item: "steak".parse().unwrap() };
    differs(party(), portions, vec![("unitaaaaaa", "Steak", Difference::Gone)]);
}

#[test]
fn a_digest_of_something_else_is_refused() {
    let order = PlaceOrder {
        session: session(),
        by: diner("anna"),
        portions: steak_and_soup(),
        digest: digest_of(&soup(|_| {})),
        heads: vec![],
        is_by_staff: false,
        with_others: false,
    };
    let differences = vec![CartDifference { unit: None, dish: String::new(), what: Difference::Digest }];
    party().when(Command::PlaceOrder(Box::new(order))).then_refused(Refusal::CartChanged { differences });
}

#[test]
fn an_order_has_portions_each_once() {
    party().when(place(vec![])).then_refused(Refusal::OrderEmpty);
    let twice = [soup(|_| {}), soup(|_| {})].concat();
    party().when(place(twice)).then_refused(Refusal::PortionTwice);
    let many = vec![soup(|_| {}).remove(0); 1_001];
    party().when(place(many)).then_refused(Refusal::OrderTooLarge { units_max: 1_000 });
}

#[test]
fn a_portion_for_a_stranger_is_refused_and_one_for_everyone_is_not() {
    let for_diner = |eater: DinerId| {
        soup(|soup| {
            if let PortionState::Pending { diner, .. } = &mut soup.now {
                *diner = eater;
            }
        })
    };
    let stranger = Difference::GivenTo { diner: String::new() };
    differs(party(), for_diner(diner("zoe")), vec![("unitcccccc", "Soup", stranger)]);
    assert!(party().when(place(for_diner(DinerId::everyone()))).decided.is_ok());
}
