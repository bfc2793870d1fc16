//! The end of a visit, its receipts and what guests say of it.

use plato_sync_protocol::till::{ReceiptKind, ReceiptTender};

use super::billing::{card, eaten, pay, payment, refund, staff};
use super::*;
use crate::venue::billing::events::BillEvent;
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::rating::VisitRating;

fn close() -> Command {
    Command::CloseSession { session: session() }
}

fn close_unpaid(by: &str, reason: &str) -> Command {
    Command::CloseUnpaid { session: session(), by: staff(by), reason: reason.into() }
}

fn rating(stars: u8, comment: &str) -> VisitRating {
    VisitRating { session: session(), diner: diner("anna"), stars, comment: comment.into() }
}

#[test]
fn b18_a_visit_is_closed_when_its_bill_is_settled() {
    let open = |left, due_back| Refusal::Bill(BillRefusal::OpenBill { left, due_back });
    eaten().when(close()).then_refused(open(5550, 0));
    let partly = eaten().after([pay("wim", "one", 5000, card())]);
    partly.when(close()).then_refused(open(550, 0));
    let paid = eaten().after([pay("wim", "one", 5550, card())]);
    paid.when(close()).then([Event::SessionClosed { session: session() }]);
    let given_back = eaten().after([pay("wim", "one", 5550, card()), refund("cash", "back", "one", 100)]);
    given_back.when(close()).then_refused(open(100, 0));
    party().when(close()).then([Event::SessionClosed { session: session() }]);
}

#[test]
fn b18_a_manager_closes_an_open_bill_with_a_reason_and_the_bill_stays_open() {
    let role = Refusal::Bill(BillRefusal::Role);
    eaten().when(close_unpaid("wim", "walked out")).then_refused(role.clone());
    eaten().when(close_unpaid("cash", "walked out")).then_refused(role);
    let silent = Refusal::Bill(BillRefusal::Reason { chars_max: 140 });
    eaten().when(close_unpaid("mona", " ")).then_refused(silent);
    let left = BillEvent::LeftUnpaid {
        session: session(),
        left: 5550,
        due_back: 0,
        currency: "EUR".parse().unwrap(),
        reason: "walked out".into(),
        by: staff("mona"),
    };
    let events = [Event::Bill { bill: Box::new(left) }, Event::SessionClosed { session: session() }];
    eaten().when(close_unpaid("mona", " walked out ")).then(events);
    let gone = eaten().after([close_unpaid("mona", "walked out")]);
    assert_eq!(gone.venue.open_bills()[0].left, 5550);
    let late = gone.after([pay("wim", "one", 5550, card())]);
    assert_eq!(late.venue.open_bills(), [], "they came back and paid");
}

#[test]
fn b13_a_receipt_says_what_it_is_for_to_the_cent_and_never_changes() {
    let given = eaten().after([pay("wim", "one", 5550, card())]);
    let receipt = given.venue.receipt_view(&payment("one")).unwrap();
    assert_eq!((receipt.number, receipt.kind, receipt.table.as_str()), (1, ReceiptKind::Payment, "One"));
    let lines: i64 = receipt.lines.iter().map(|line| line.amount.minor).sum();
    assert_eq!((lines, receipt.total.minor), (5550, 5550));
    assert_eq!(receipt.lines[0].quantity, 2);
    assert!(receipt.lines.iter().all(|line| !line.is_part));
    let gross: i64 = receipt.taxes.iter().map(|tax| tax.gross.minor).sum();
    assert_eq!(gross, 5550);
    assert!(receipt.taxes.iter().all(|tax| tax.net.minor + tax.tax.minor == tax.gross.minor));
    assert_eq!(receipt.tender, ReceiptTender::Card { reference: "T1 0042".into() });
    let mut other = setup();
    other.menu.venue = "Another name".into();
    let mut later = given.after([refund("cash", "back", "one", 100)]);
    later.venue.apply(later.now, &Event::VenueImported { setup: Box::new(other) });
    assert_eq!(later.venue.receipt_view(&payment("one")).unwrap(), receipt);
    let back = later.venue.receipt_view(&payment("back")).unwrap();
    assert_eq!((back.number, back.kind, back.of), (2, ReceiptKind::Refund, Some(1)));
    assert_eq!((back.total.minor, back.reason.as_str()), (100, "sorry"));
    let numbers: Vec<u32> =
        later.venue.receipts_of(&session()).iter().map(|(_, brief)| brief.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(later.venue.receipt_numbered(2), Some(payment("back")));
}

#[test]
fn a_visit_is_rated_once_by_each_of_the_party_when_it_is_over() {
    let rate = |stars, comment: &str| Command::RateVisit(rating(stars, comment));
    party().when(rate(5, "")).then_refused(Refusal::VisitOpen);
    let closed = || party().after([close()]);
    let refused = Refusal::Rating { chars_max: 500 };
    closed().when(rate(0, "")).then_refused(refused.clone());
    closed().when(rate(6, "")).then_refused(refused.clone());
    closed().when(rate(5, &"x".repeat(501))).then_refused(refused);
    let stranger = VisitRating { diner: diner("zoe"), ..rating(5, "") };
    closed().when(Command::RateVisit(stranger)).then_refused(Refusal::UnknownDiner);
    closed().when(rate(4, " Lovely ")).then([Event::VisitRated { rating: rating(4, "Lovely") }]);
    let rated = closed().after([rate(4, "Lovely")]);
    let view = rated.venue.ratings_view();
    assert_eq!((view.count, view.average_tenths, view.newest[0].comment.as_str()), (1, 40, "Lovely"));
    rated.when(rate(1, "")).then_refused(Refusal::AlreadyRated);
}
