//! The books of the business days.

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::money::Currency;
use plato_sync_protocol::views::DishStatus;

use super::*;
use crate::venue::billing::events::TenderKind;
use crate::venue::billing::{DayClose, Figure, FigureRow};
use crate::venue::command::TakeOffPortions;
use crate::venue::floor::events::FloorCommand;
use crate::venue::rating::VisitRating;

const HOUR_MS: u64 = 3_600_000;
/// 2026-11-22, 00:00 UTC.
const MIDNIGHT_MS: u64 = 1_795_305_600_000;

fn at_hour(mut given: Given, hour: u64) -> Given {
    given.now.wall_ms = MIDNIGHT_MS + hour * HOUR_MS;
    given
}

fn close(day: u32, counted: i64, left: i64) -> Command {
    bill_by("cash", BillCommand::CloseDay { day, counted, left })
}

fn closed(given: &Given, day: u32) -> DayClose {
    match decided(given, close(day, 0, 0)) {
        Some(BillEvent::DayClosed { close }) => *close,
        other => panic!("{other:?}"),
    }
}

pub fn expected(given: &Given) -> i64 {
    closed(given, 1).expected
}

fn sum(close: &DayClose, figure: &Figure) -> i64 {
    let rows = close.figures.iter().filter(|row| row.figure == *figure);
    rows.map(|row| row.amount).sum()
}

fn cash(given: i64) -> Offer {
    Offer::Cash { given }
}

#[test]
fn b15_a_day_has_sales_by_rate_and_section_and_money_by_tender_and_person() {
    let given = at_hour(eaten(), 20).after([
        discount("wim", "one", DiscountOn::Bill, percent("10")),
        pay("wim", "one", 2000, cash(5000)),
        pay("wanda", "two", 2995, card()),
    ]);
    let day = closed(&given, 1);
    let eur: Currency = "EUR".parse().unwrap();
    assert_eq!((day.day, day.date.as_str(), day.currency), (1, "2026-11-22", eur));
    let tax = |tax: &str, percent: &str| Figure::Tax {
        tax: tax.parse().unwrap(),
        percent: percent.parse().unwrap(),
        way: TaxWay::Included,
    };
    let expected = [
        (Figure::Sales, 4995),
        (tax("low", "10"), 393),
        (tax("high", "20"), 113),
        (Figure::Category { category: Some("mains".parse().unwrap()) }, 4995),
        (Figure::Discounts, 555),
        (Figure::DiscountsBy { staff: staff("wim") }, 555),
        (Figure::Taken { tender: TenderKind::Cash }, 2000),
        (Figure::Taken { tender: TenderKind::Card }, 2995),
        (Figure::TakenBy { staff: staff("wanda") }, 2995),
        (Figure::IntoDrawer, 2000),
    ];
    for (figure, amount) in expected {
        assert_eq!(sum(&day, &figure), amount, "{figure:?} in {:?}", day.figures);
    }
    let open = day.open_visits.iter().map(|visit| (visit.table.as_str(), visit.left, visit.due_back));
    assert_eq!(open.collect::<Vec<_>>(), [("One", 0, 0)], "they have paid, and sit there still");
}

/// Whoever was paid out by these lines got the tip of a corrected payment twice.
#[test]
fn b15_a_tip_is_its_waiters_once_whatever_is_put_right_and_given_back() {
    let tipped = BillCommand::TakePayment {
        payment: payment("one"),
        session: session(),
        share: ShareId::rest(),
        amount: 5550,
        tip: 500,
        offer: card(),
    };
    let correct = BillCommand::Correct {
        refund: payment("back"),
        replacement: payment("two"),
        payment: payment("one"),
        offer: cash(6050),
        reason: "was cash".into(),
    };
    let back = BillCommand::Refund {
        refund: payment("less"),
        payment: payment("two"),
        amount: 0,
        tip: 100,
        offer: cash(0),
        reason: "meant 4.00".into(),
    };
    let given =
        at_hour(eaten(), 20).after([bill_by("wim", tipped), bill_by("cash", correct), bill_by("cash", back)]);
    let day = closed(&given, 1);
    let tips = |name| sum(&day, &Figure::TipsBy { staff: staff(name) });
    assert_eq!((tips("wim"), tips("cash")), (400, 0));
}

#[test]
fn b15_a_visit_that_is_not_paid_is_listed_and_sold_on_the_day_on_which_it_is() {
    let given = at_hour(eaten(), 20).after([pay("wim", "one", 5000, card())]);
    let day = closed(&given, 1);
    assert_eq!(
        (sum(&day, &Figure::Sales), sum(&day, &Figure::Taken { tender: TenderKind::Card })),
        (0, 5000)
    );
    assert_eq!((day.open_visits[0].table.as_str(), day.open_visits[0].left), ("One", 550));
    let next = at_hour(given.after([close(1, 0, 0)]), 30).after([pay("wim", "two", 550, card())]);
    let day = closed(&next, 2);
    assert_eq!((day.date.as_str(), sum(&day, &Figure::Sales)), ("2026-11-23", 5550));
}

#[test]
fn b15_a_bill_that_changes_after_it_was_settled_adds_only_the_difference() {
    let given = at_hour(eaten(), 20).after([pay("wim", "one", 5550, card()), close(1, 0, 0)]);
    let given = voided(at_hour(given, 40), &["unitcccccc"]).after([refund("mona", "two", "one", 750)]);
    let day = closed(&given, 2);
    assert_eq!((sum(&day, &Figure::Sales), sum(&day, &Figure::Voids)), (-750, 750));
    assert_eq!(sum(&day, &Figure::Refunded { tender: TenderKind::Card }), 750);
}

#[test]
fn b15_sales_are_with_the_waiter_of_the_table_and_voids_with_whoever_made_them() {
    let assign = |name: &str| {
        let waiter = Some(staff(name));
        Command::Floor(FloorCommand::AssignWaiter { session: session(), waiter })
    };
    let by = |name: &str| Some(staff(name));
    let off = |index, portions, by| TakeOffPortions {
        order: OrderId(1),
        index,
        portions,
        reason: TakeOffReason::Mistake,
        by,
        at: None,
        of: None,
    };
    let given = at_hour(eaten(), 20).after([
        assign("wim"),
        Command::VoidPortions(off(1, 1, by("wanda"))),
        Command::MoveDish { order: OrderId(1), index: 0, status: DishStatus::Ready },
        Command::CompPortions(off(0, 1, by("mona"))),
        pay("wanda", "one", 2400, card()),
    ]);
    let day = closed(&given, 1);
    for (figure, amount) in [
        (Figure::SalesOf { staff: by("wim") }, 2400),
        (Figure::Voids, 750),
        (Figure::VoidsBy { staff: staff("wanda") }, 750),
        (Figure::Comps, 2400),
        (Figure::CompsBy { staff: staff("mona") }, 2400),
    ] {
        assert_eq!(sum(&day, &figure), amount, "{figure:?} in {:?}", day.figures);
    }
    let shown = given.venue.open_day_view(given.now).unwrap().rows;
    for label in ["Sales at the tables of wim", "Voids by wanda", "On the house by mona"] {
        assert!(shown.iter().any(|row| row.label == label), "{label} in {shown:?}");
    }
    // What comes later is with whoever looks after the table then.
    let mut more = portion("unitdddddd", "lineeeeeee", "soup", PLAIN, 750);
    more.shown = eur(750);
    let given = given.after([assign("wanda"), place(vec![more]), pay("wim", "two", 750, card())]);
    let day = closed(&given, 1);
    assert_eq!(sum(&day, &Figure::SalesOf { staff: by("wim") }), 2400);
    assert_eq!(sum(&day, &Figure::SalesOf { staff: by("wanda") }), 750);
}

#[test]
fn b16_a_business_day_goes_on_after_midnight_until_its_own_hour() {
    let evening = at_hour(eaten(), 23).after([pay("wim", "one", 1000, card())]);
    let night = at_hour(evening, 27).after([pay("wim", "two", 1000, card())]);
    let morning = at_hour(night, 28).after([pay("wim", "three", 1000, card())]);
    let taken = Figure::Taken { tender: TenderKind::Card };
    assert_eq!(sum(&closed(&morning, 1), &taken), 2000);
    refused(&morning, close(2, 0, 0), BillRefusal::NotTheOpenDay);
    let next = morning.after([close(1, 0, 0)]);
    assert_eq!((sum(&closed(&next, 2), &taken), closed(&next, 2).date), (1000, "2026-11-23".into()));
    refused(&next, close(1, 0, 0), BillRefusal::NotTheOpenDay);
}

#[test]
fn b16_the_clock_of_the_venue_counts_not_that_of_greenwich() {
    let tokyo = BillTerms { utc_offset_minutes: 9 * 60, ..terms() };
    let given = at_hour(house_with(tokyo).after([place(steak_and_soup())]), 20);
    assert_eq!(closed(&given, 1).date, "2026-11-23", "05:00 in Tokyo");
}

#[test]
fn b16_a_box_that_boots_in_1970_does_not_open_a_day_in_the_past() {
    let mut given = at_hour(eaten(), 20).after([pay("wim", "one", 1000, card())]);
    given.now.wall_ms = 0;
    let given = given.after([pay("wim", "two", 1000, card())]);
    assert_eq!(sum(&closed(&given, 1), &Figure::Taken { tender: TenderKind::Card }), 2000);
}

#[test]
fn b17_the_drawer_is_counted_and_what_is_missing_is_on_record() {
    let float = |id: &str, amount| {
        bill_by("cash", BillCommand::MoveCash { id: payment(id), amount, reason: "float".into() })
    };
    let given = at_hour(eaten(), 20).after([float("in", 10_000), pay("wim", "one", 5550, cash(6000))]);
    assert_eq!(given.venue.decide(given.now, &float("in", 10_000)), Ok(vec![]));
    refused(&given, float("out", 0), BillRefusal::Amount);
    refused(&given, close(1, 100, 200), BillRefusal::Drawer);
    let Some(BillEvent::DayClosed { close: day }) = decided(&given, close(1, 15_500, 10_000)) else {
        panic!()
    };
    assert_eq!((day.expected, day.difference()), (15_550, -50));
    let row = FigureRow { figure: Figure::CashMoved, amount: 10_000 };
    assert!(day.figures.contains(&row));
    let next = given.after([close(1, 15_500, 10_000)]);
    assert_eq!(closed(&next, 2).expected, 10_000, "what stays in the drawer is the next day's float");
}

#[test]
fn books_and_drawer_are_no_matter_of_waiters() {
    let given = eaten();
    for act in [
        BillCommand::CloseDay { day: 1, counted: 0, left: 0 },
        BillCommand::MoveCash { id: payment("in"), amount: 1, reason: "float".into() },
    ] {
        refused(&given, bill_by("wim", act), BillRefusal::Role);
    }
}

fn rate(id: &str, stars: u8, comment: &str) -> Command {
    let rating = VisitRating { session: session(), diner: diner(id), stars, comment: comment.into() };
    Command::RateVisit(rating)
}

#[test]
fn what_guests_say_is_in_the_books_of_the_day_and_opens_none() {
    let paid = at_hour(eaten(), 20).after([pay("wim", "one", 5550, card())]);
    let mut left = paid;
    left.venue.apply(left.now, &Event::SessionClosed { session: session() });
    let rated = left.after([rate("anna", 5, "Lovely"), rate("ben", 4, "")]);
    let day = closed(&rated, 1).ratings.unwrap();
    assert_eq!((day.count, day.stars, day.view().average_tenths), (2, 9, 45));
    assert_eq!(day.comments.iter().map(|said| said.comment.as_str()).collect::<Vec<_>>(), ["Lovely"]);
    let next = rated.after([close(1, 0, 0)]);
    assert_eq!(closed(&next, 2).ratings, None, "once");
}

#[test]
fn who_rates_in_the_morning_is_in_the_books_of_the_next_day() {
    let mut left = at_hour(eaten(), 20).after([pay("wim", "one", 5550, card())]);
    left.venue.apply(left.now, &Event::SessionClosed { session: session() });
    let rated = at_hour(left, 34).after([rate("anna", 3, "Late")]);
    let (number, date, _) = rated.venue.oldest_day(rated.now);
    assert_eq!((number, date.as_str()), (1, "2026-11-22"), "the day of the evening is open still");
    assert_eq!(closed(&rated, 1).ratings, None);
    let next = rated.after([close(1, 0, 0)]);
    assert_eq!(closed(&next, 2).ratings.unwrap().count, 1);
}

/// Francs were added to euros in the books of the day, and a visit with both had no bill.
#[test]
fn the_currency_stays_while_there_is_money_under_way() {
    let mut francs = setup();
    let chf: Currency = "CHF".parse().unwrap();
    francs.menu.currency = chf;
    let into_francs = || Command::ImportVenue(Box::new(ImportVenue { setup: francs.clone(), keys: vec![] }));
    let given = at_hour(house_with(terms()), 20);
    assert!(given.venue.decide(given.now, &into_francs()).is_ok(), "nobody has ordered");
    let given = given.after([place(steak_and_soup())]);
    given.clone().when(into_francs()).then_refused(Refusal::CurrencyInUse);
    let paid = given.after([pay("wim", "one", 5550, cash(5550))]);
    paid.clone().when(into_francs()).then_refused(Refusal::CurrencyInUse);
    let closed = paid.after([Command::CloseSession { session: session() }, close(1, 5550, 100)]);
    closed.clone().when(into_francs()).then_refused(Refusal::CurrencyInUse);
    let out = BillCommand::MoveCash { id: payment("out"), amount: -100, reason: "to the bank".into() };
    let emptied = closed.after([bill_by("mona", out), close(2, 0, 0)]);
    assert!(emptied.venue.decide(emptied.now, &into_francs()).is_ok());
}
