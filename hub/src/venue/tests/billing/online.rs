//! Paying online [B19], as given, when, then.

use plato_sync_protocol::bill::checkout::{CheckoutView, TenderView};

use super::*;
use crate::venue::billing::Figure;
use crate::venue::billing::online::{CHECKOUT_MS, OnlineCommand, OnlineEvent, Outcome};

fn online(command: OnlineCommand) -> Command {
    Command::Online(Box::new(command))
}

fn begin(id: &str, tip: Option<i64>) -> Command {
    let (session, share, diner) = (session(), ShareId::rest(), diner("anna"));
    online(OnlineCommand::Start { payment: payment(id), session, share, diner, tip })
}

fn open(id: &str, reference: &str) -> Command {
    let (reference, url) = (reference.to_owned(), format!("https://pay.example/{reference}"));
    online(OnlineCommand::Open { payment: payment(id), reference, url })
}

fn give_up(id: &str) -> Command {
    online(OnlineCommand::GiveUp { payment: payment(id) })
}

fn hear(id: &str, outcome: Outcome) -> Command {
    online(OnlineCommand::Settle { payment: payment(id), outcome })
}

fn paid(amount: i64, currency: &str) -> Outcome {
    let (said, reference) = (format!("{amount} {currency}"), "pi_1".to_owned());
    Outcome::Paid { amount: Some(amount), currency: currency.into(), said, reference }
}

fn stop() -> Command {
    online(OnlineCommand::Stop { session: session(), share: ShareId::rest() })
}

/// The bill as the till has it.
fn seen(given: &Given) -> CheckoutView {
    given.venue.checkout_view(&session(), 0).unwrap()
}

/// The payment for which the whole bill is locked.
fn wanted(given: &Given) -> Option<PaymentId> {
    given.venue.open_checkout(&session(), &ShareId::rest()).map(|checkout| checkout.payment.clone())
}

/// The end of a checkout freed its share, although its page was open by then.
#[test]
fn b19_only_a_checkout_without_a_page_is_given_up() {
    let given = eaten().after([begin("one", None), open("one", "cs_1")]);
    assert_eq!(given.venue.decide(given.now, &give_up("one")), Ok(vec![]));
    assert_eq!(wanted(&given), Some(payment("one")));
    let given = eaten().after([begin("one", None), give_up("one")]);
    assert_eq!((wanted(&given), given.venue.checkouts_under_way().len()), (None, 0));
}

/// The page was let pass silently, and the guest was sent to it.
#[test]
fn b19_a_page_that_comes_for_a_checkout_that_is_over_is_refused() {
    let over = eaten().after([begin("one", None), give_up("one")]);
    refused(&over, open("one", "cs_1"), BillRefusal::CheckoutOver);
    let stopped = eaten().after([begin("one", None), stop()]);
    refused(&stopped, open("one", "cs_1"), BillRefusal::CheckoutOver);
    let again = eaten().after([begin("one", None), open("one", "cs_1")]);
    assert_eq!(again.venue.decide(again.now, &open("one", "cs_1")), Ok(vec![]));
    refused(&again, open("one", "cs_2"), BillRefusal::CheckoutOver);
}

#[test]
fn b19_a_share_that_has_changed_is_begun_anew_for_what_is_left_of_it() {
    let given = voided(eaten().after([begin("one", Some(100)), open("one", "cs_1")]), &["unitaaaaaa"]);
    let given = given.after([begin("two", None)]);
    let checkout = given.venue.open_checkout(&session(), &ShareId::rest()).unwrap();
    assert_eq!((&checkout.payment, checkout.money.minor, checkout.tip), (&payment("two"), 3150, 100));
    let under_way = given.venue.checkouts_under_way();
    let is_wanted: Vec<_> =
        under_way.iter().map(|(own, is_wanted)| (own.payment.clone(), *is_wanted)).collect();
    assert_eq!(is_wanted, [(payment("one"), false), (payment("two"), true)]);
}

/// It went by the wall clock, which may fall back.
#[test]
fn b19_the_checkout_that_began_last_has_the_lock_whatever_the_clock_says() {
    let mut given = eaten();
    given.now.wall_ms = 10 * CHECKOUT_MS;
    let mut given = given.after([begin("one", None), open("one", "cs_1"), stop()]);
    given.now.wall_ms = 0;
    assert_eq!(wanted(&given.after([begin("two", None)])), Some(payment("two")));
}

#[test]
fn b19_a_tip_goes_with_the_payment_and_is_asked_for_with_it() {
    let given = eaten().after([begin("one", Some(555)), open("one", "cs_1")]);
    let short = given.venue.decide(given.now, &hear("one", paid(5550, "EUR"))).unwrap();
    assert!(short.iter().any(|event| matches!(event, Event::Bill { bill } if matches!(bill.as_ref(),
        BillEvent::Online { online } if matches!(online.as_ref(), OnlineEvent::Strayed { .. })))));
    let given = given.after([hear("one", paid(6105, "EUR"))]);
    let taken = &seen(&given).payments[0];
    assert_eq!((taken.amount, taken.tip, reckoned(&given).is_settled()), (5550, 555, true));
}

#[test]
fn b19_a_reference_is_kept_whole_up_to_255_characters() {
    let long = |letters: usize| Outcome::Paid {
        amount: Some(5550),
        currency: "EUR".into(),
        said: String::new(),
        reference: "p".repeat(letters),
    };
    let given = eaten().after([begin("one", None), open("one", "cs_1"), hear("one", long(255))]);
    assert_eq!(seen(&given).payments[0].tender, TenderView::Online { reference: "p".repeat(255) });
    let given = eaten().after([begin("one", None), open("one", "cs_1"), hear("one", long(256))]);
    assert_eq!(seen(&given).strays[0].reference.len(), 256, "never cut");
}

/// Dollars were added to euros.
#[test]
fn b19_stray_money_is_due_back_and_booked_in_the_currency_of_the_bill_alone() {
    let cash = || pay("wim", "cash", 5550, card());
    let given = eaten().after([begin("one", None), open("one", "cs_1"), stop(), cash()]);
    let figure = |given: &Given, figure| given.venue.billing.days.open[0].figures.of(&figure);
    let euros = given.after([hear("one", paid(5550, "EUR"))]);
    assert_eq!((seen(&euros).bill.due_back, figure(&euros, Figure::Strayed)), (5550, 5550));
    let back = BillCommand::ReturnStray { payment: payment("one"), reference: "re_1".into() };
    let euros = euros.after([bill_by("mona", back)]);
    assert_eq!((seen(&euros).bill.due_back, figure(&euros, Figure::StraysReturned)), (0, 5550));

    let given = eaten().after([begin("one", None), open("one", "cs_1"), stop(), cash()]);
    let dollars = given.after([hear("one", paid(5550, "USD"))]);
    let strays = seen(&dollars).strays;
    assert_eq!((seen(&dollars).bill.due_back, figure(&dollars, Figure::Strayed)), (0, 0));
    assert_eq!((strays[0].money.unwrap().currency.as_str(), strays[0].is_other_currency), ("USD", true));
    assert!(dollars.venue.has_strays(&session()), "it has to be given back all the same");
}

#[test]
fn b19_a_page_that_the_provider_does_not_know_ends_and_is_shown_until_its_money_comes() {
    let given = eaten().after([begin("one", None), open("one", "cs_1"), hear("one", Outcome::Lost)]);
    let lost = seen(&given).lost;
    assert_eq!((lost.len(), lost[0].money.minor, lost[0].reference.as_str()), (1, 5550, "cs_1"));
    assert_eq!(wanted(&given), None);
    let given = given.after([hear("one", paid(5550, "EUR"))]);
    assert!(reckoned(&given).is_settled() && seen(&given).lost.is_empty());
}
