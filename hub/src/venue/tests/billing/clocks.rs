//! The clocks of the house where they change, and what hangs on them.

use plato_sync_protocol::ids::ItemId;
use plato_sync_protocol::serving::{StockMode, StockOf};

use super::*;
use crate::venue::billing::Figure;
use crate::venue::billing::clocks::{OffsetChange, Zone, business_date, until_next_day_ms};
use crate::venue::billing::events::TenderKind;

const HOUR_MS: u64 = 3_600_000;
/// 01:00 UTC on 2026-03-29 and 2026-10-25: clocks in Rome go forward from 02:00, and back from 03:00.
const FORWARD_S: i64 = 1_774_746_000;
const BACK_S: i64 = 1_792_890_000;
/// 01:30 UTC on 2026-07-13.
const SUMMER_NIGHT_S: i64 = 1_783_906_200;

fn rome(day_begins: &str) -> BillTerms {
    let (hours, minutes) = day_begins.split_once(':').unwrap();
    let [hours, minutes]: [u16; 2] = [hours, minutes].map(|part| part.parse().unwrap());
    let change = |from_s, minutes| OffsetChange { from_s, minutes };
    let changes = vec![change(FORWARD_S, 120), change(BACK_S, 60)];
    BillTerms {
        day_begins_minutes: hours * 60 + minutes,
        utc_offset_minutes: 60,
        zone: Some(Zone { name: "Europe/Rome".into(), changes }),
        ..terms()
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp { wall_ms: second as u64 * 1000, ..given([]).now }
}

fn date(terms: &BillTerms, second: i64) -> String {
    business_date(at(second), terms)
}

/// The first second of a date, looked for by the second around a guess.
fn begins(terms: &BillTerms, date: &str, around_s: i64) -> i64 {
    let is_it = |second: &i64| business_date(at(*second), terms).as_str() >= date;
    let span = around_s - 4 * 3600..around_s + 4 * 3600;
    let first = span.clone().find(is_it).unwrap();
    assert!((first..span.end).all(|second| is_it(&second)), "{date} begins once");
    first
}

#[test]
fn b16_days_on_which_clocks_change_have_23_and_25_hours() {
    let terms = rome("01:00");
    let midnight_utc = FORWARD_S - 3600;
    let (sunday, monday) =
        (begins(&terms, "2026-03-29", midnight_utc), begins(&terms, "2026-03-30", midnight_utc + 23 * 3600));
    assert_eq!((sunday, monday - sunday), (midnight_utc, 23 * 3600));
    let (sunday, monday) =
        (begins(&terms, "2026-10-25", BACK_S - 2 * 3600), begins(&terms, "2026-10-26", BACK_S + 23 * 3600));
    assert_eq!((sunday, monday - sunday), (BACK_S - 2 * 3600, 25 * 3600));
}

#[test]
fn b16_a_day_whose_hour_does_not_exist_begins_when_clocks_go_forward() {
    for hour in ["02:00", "02:30", "02:59"] {
        assert_eq!(begins(&rome(hour), "2026-03-29", FORWARD_S), FORWARD_S, "{hour}");
    }
    assert_eq!(begins(&rome("03:00"), "2026-03-29", FORWARD_S), FORWARD_S);
    assert_eq!(begins(&rome("03:01"), "2026-03-29", FORWARD_S), FORWARD_S + 60);
}

#[test]
fn b16_a_day_whose_hour_comes_twice_begins_the_first_time() {
    // 02:30 is at 00:30 and at 01:30 UTC.
    assert_eq!(begins(&rome("02:30"), "2026-10-25", BACK_S), BACK_S - 1800);
    assert_eq!(begins(&rome("03:00"), "2026-10-25", BACK_S), BACK_S + 3600);
}

#[test]
fn b16_in_summer_the_day_begins_at_the_hour_on_the_wall() {
    // 03:30 and 04:00 of a night in July: 01:30 and 02:00 UTC.
    let (terms, fixed) = (rome("04:00"), BillTerms { zone: None, ..rome("04:00") });
    let night = [SUMMER_NIGHT_S, SUMMER_NIGHT_S + 1800];
    assert_eq!(night.map(|second| date(&terms, second)), ["2026-07-12", "2026-07-13"]);
    assert_eq!(date(&fixed, night[1]), "2026-07-12", "what a fixed offset makes of it");
}

#[test]
fn what_is_off_until_tomorrow_comes_back_at_the_hour_on_the_wall() {
    // The evenings before: 22:00 in Rome, and the day begins at 04:00.
    for (evening, hours) in [(FORWARD_S - 4 * 3600, 5), (BACK_S - 5 * 3600, 7), (BACK_S + 20 * 3600, 6)] {
        assert_eq!(until_next_day_ms(at(evening), &rome("04:00")), hours * HOUR_MS);
    }
    let mut given = house_with(rome("04:00"));
    given.now = at(BACK_S - 5 * 3600);
    let of = StockOf::Item { item: "soup".parse::<ItemId>().unwrap() };
    let mut given = given.after([Command::SetStock { of, mode: StockMode::OffToday }]);
    given.now.wall_ms += 7 * HOUR_MS - 1;
    assert!(!given.venue.is_stock_to_renew(given.now));
    given.now.wall_ms += 1;
    assert!(given.venue.is_stock_to_renew(given.now));
}

#[test]
fn b13_receipts_say_the_time_on_the_wall() {
    let mut given = house_with(rome("04:00")).after([place(steak_and_soup())]);
    for (id, second, says) in [
        ("one", FORWARD_S - 60, "2026-03-29 01:59"),
        ("two", FORWARD_S, "2026-03-29 03:00"),
        ("three", BACK_S - 60, "2026-10-25 02:59"),
        ("four", BACK_S, "2026-10-25 02:00"),
    ] {
        given.now = at(second);
        given = given.after([pay("wim", id, 500, card())]);
        assert_eq!(given.venue.receipt_view(&payment(id)).unwrap().issued, says);
    }
}

#[test]
fn numbers_that_are_called_out_begin_anew_when_the_day_does() {
    let mut given = house_with(rome("02:30"));
    // The second pass through 02:15 belongs to the day that began at the first 02:30.
    let moments = [(BACK_S - 7200, 1), (BACK_S - 1800, 1), (BACK_S + 900, 2)];
    for ((second, called), unit) in moments.into_iter().zip(["unitaaaaaa", "unitbbbbbb", "unitcccccc"]) {
        given.now = at(second);
        let events =
            given.venue.decide(given.now, &place(vec![portion(unit, "lineaaaaaa", "soup", PLAIN, 750)]));
        let events = events.unwrap();
        let number = events.iter().find_map(|event| match event {
            Event::OrderPlaced { order } => Some(order.number),
            _ => None,
        });
        assert_eq!(number, Some(called));
        events.iter().for_each(|event| given.venue.apply(given.now, event));
    }
}

#[test]
fn b16_rules_that_are_read_anew_move_no_day_that_has_begun() {
    let mut given = house_with(rome("04:00")).after([place(steak_and_soup())]);
    given.now = at(SUMMER_NIGHT_S + 1800);
    let mut given = given.after([pay("wim", "one", 500, card())]);
    let mut setup = setup();
    setup.bill = Some(Box::new(BillTerms { zone: None, ..rome("04:00") }));
    given.venue.apply(given.now, &Event::VenueImported { setup: Box::new(setup) });
    assert_eq!(given.venue.oldest_day(given.now).1, "2026-07-13");
    let given = given.after([pay("wim", "two", 500, card())]);
    let (_, _, figures) = given.venue.oldest_day(given.now);
    let card = Figure::Taken { tender: TenderKind::Card };
    assert_eq!(figures.iter().find(|row| row.figure == card).unwrap().amount, 1000, "one day, not two");
}
