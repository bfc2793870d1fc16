//! Bills, payments and the books, by the rules of `docs/bill.md`. Random evenings are in `billing/random.rs`.

mod cases;
mod clocks;
mod days;
mod online;
mod online_random;
mod random;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::bill::{
    CashStep, Claim, Discount, DiscountAmount, DiscountOn, Fate, Fraction, Part, Share, SplitPlan,
    SplitRefusal, SplitWay, TaxWay,
};
use plato_sync_protocol::ids::{PaymentId, ShareId, StaffId, UnitId};
use plato_sync_protocol::till::ReceiptLine;

use super::*;
use crate::venue::billing::events::{BillCommand, BillEvent, Hand, Offer, Tender};
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::billing::terms::{BillTerms, Tax};
use crate::venue::billing::{LOCK_MS, Reckoning};

pub fn staff(name: &str) -> StaffId {
    format!("staff{name:a<5}").parse().unwrap()
}

fn works_here(name: &str, role: Role) -> Event {
    let account = StaffAccount { staff: staff(name), name: name.into(), role, password_hash: hash("x") };
    Event::StaffAdded { account }
}

/// 10 % on the steak, 20 % on the soup (5.5 % for what leaves the house), included.
fn terms() -> BillTerms {
    let tax = |id: &str, percent: &str, take_away: Option<&str>| Tax {
        id: id.parse().unwrap(),
        name: id.to_uppercase(),
        percent: percent.parse().unwrap(),
        take_away: take_away.map(|percent| percent.parse().unwrap()),
    };
    let of = |item: &str, tax: &str| (item.parse().unwrap(), tax.parse().unwrap());
    BillTerms {
        taxes: vec![tax("low", "10", None), tax("high", "20", Some("5.5"))],
        items: [of("steak", "low"), of("soup", "high")].into(),
        ..BillTerms::default()
    }
}

fn house_with(terms: BillTerms) -> Given {
    let mut setup = setup();
    setup.bill = Some(Box::new(terms));
    given([
        Event::VenueImported { setup: Box::new(setup) },
        works_here("wim", Role::Waiter),
        works_here("wanda", Role::Waiter),
        works_here("mona", Role::Manager),
        works_here("cash", Role::Cashier),
        works_here("koch", Role::Kitchen),
        seated(),
        joined("anna"),
        joined("ben"),
    ])
}

/// Two steaks and a soup of anna's: 55.50.
pub fn eaten() -> Given {
    house_with(terms()).after([place(steak_and_soup())])
}

fn bill_by(name: &str, bill: BillCommand) -> Command {
    Command::Bill { by: staff(name), bill: Box::new(bill) }
}

pub fn payment(name: &str) -> PaymentId {
    format!("pay{name:a<7}").parse().unwrap()
}

pub fn card() -> Offer {
    Offer::Card { reference: "T1 0042".into() }
}

fn pay_share(by: &str, id: &str, share: &ShareId, amount: i64, offer: Offer) -> Command {
    let (session, share) = (session(), share.clone());
    bill_by(by, BillCommand::TakePayment { payment: payment(id), session, share, amount, tip: 0, offer })
}

pub fn pay(by: &str, id: &str, amount: i64, offer: Offer) -> Command {
    pay_share(by, id, &ShareId::rest(), amount, offer)
}

pub fn refund(by: &str, id: &str, of: &str, amount: i64) -> Command {
    let (refund, payment, reason) = (payment(id), payment(of), "sorry".to_owned());
    bill_by(by, BillCommand::Refund { refund, payment, amount, tip: 0, offer: card(), reason })
}

fn start(by: &str, share: &ShareId) -> Command {
    bill_by(by, BillCommand::StartPaying { session: session(), share: share.clone() })
}

fn discount(by: &str, id: &str, on: DiscountOn, amount: DiscountAmount) -> Command {
    let discount = Discount { id: format!("disc{id:a<6}").parse().unwrap(), on, amount };
    bill_by(by, BillCommand::GiveDiscount { session: session(), discount, reason: "burnt".into() })
}

fn percent(text: &str) -> DiscountAmount {
    DiscountAmount::Percent { percent: text.parse().unwrap() }
}

fn share(name: &str) -> ShareId {
    format!("share{name:a<5}").parse().unwrap()
}

/// A share for each name, each for the diner of that name.
fn split(way: SplitWay, names: &[&str]) -> SplitPlan {
    let share = |name: &&str| Share { share: share(name), diners: vec![diner(name)], amount: None };
    SplitPlan { way, shares: names.iter().map(share).collect(), claims: vec![] }
}

fn split_by(by: Hand, plan: SplitPlan) -> Command {
    Command::SplitBill { by, session: session(), plan }
}

fn unit(text: &str) -> UnitId {
    text.parse().unwrap()
}

fn reckoned(given: &Given) -> Reckoning {
    given.venue.reckoning(&session()).unwrap()
}

#[track_caller]
fn refused(given: &Given, command: Command, refusal: BillRefusal) {
    assert_eq!(given.venue.decide(given.now, &command), Err(Refusal::Bill(refusal)));
}

fn voided(mut given: Given, units: &[&str]) -> Given {
    let units: Vec<UnitId> = units.iter().map(|text| unit(text)).collect();
    given.venue.take_off_bill(given.now, &session(), &units, (Fate::Voided, None));
    given
}

#[test]
fn b4_a_bill_has_prices_and_taxes_of_the_moment_of_the_order() {
    let dearer = BillTerms { way: TaxWay::Added, taxes: vec![], items: [].into(), ..terms() };
    let mut setup = setup();
    setup.bill = Some(Box::new(dearer));
    setup.menu.items[0].price = eur(9900);
    let import = Command::ImportVenue(Box::new(ImportVenue { setup, keys: vec![] }));
    let after = eaten().after([import]);
    let bill = reckoned(&after).bill;
    let lines: Vec<_> =
        bill.taxes.iter().map(|line| (line.rate.name.as_str(), line.gross, line.tax)).collect();
    assert_eq!((bill.total, lines), (5550, vec![("LOW", 4800, 436), ("HIGH", 750, 125)]));
}

#[test]
fn b4_what_leaves_the_house_has_its_own_rate_until_somebody_pays() {
    let take = |is_take_away| {
        let units = vec![unit("unitcccccc")];
        bill_by("wim", BillCommand::TakeAway { session: session(), units, is_take_away })
    };
    let gone = eaten().after([take(true)]);
    let line = &reckoned(&gone).bill.taxes[1];
    assert_eq!((line.rate.percent.to_string(), line.gross, line.tax), ("5.5".into(), 750, 39));
    assert_eq!(gone.venue.decide(gone.now, &take(true)), Ok(vec![]));
    refused(&gone.after([pay("wim", "one", 100, card())]), take(false), BillRefusal::BeingPaid);
}

#[test]
fn an_order_of_an_earlier_version_bears_no_tax() {
    let venue = party().after([place(steak_and_soup())]).venue;
    let bill = venue.reckoning(&session()).unwrap().bill;
    assert_eq!((bill.total, bill.untaxed, bill.taxes.len()), (5550, 5550, 0));
}

#[test]
fn b3_discounts_have_reasons_and_a_waiters_stay_small() {
    let high = BillRefusal::DiscountTooHigh { percent_max: "10".parse().unwrap() };
    refused(&eaten(), discount("wim", "one", DiscountOn::Bill, percent("10.5")), high.clone());
    let steak = DiscountOn::Portions { units: vec![unit("unitaaaaaa")] };
    let small = discount("wim", "one", steak.clone(), DiscountAmount::Fixed { minor: 500 });
    let given = eaten().after([small.clone()]);
    assert_eq!(reckoned(&given).bill.total, 5050);
    assert_eq!(given.venue.decide(given.now, &small), Ok(vec![]), "the same again is given once");
    refused(&given, discount("wim", "two", steak, DiscountAmount::Fixed { minor: 56 }), high);
    refused(&given, discount("koch", "two", DiscountOn::Bill, percent("1")), BillRefusal::Role);
    refused(&given, discount("mona", "two", DiscountOn::Bill, percent("0")), BillRefusal::Discount);
    let given = given.after([discount("mona", "two", DiscountOn::Bill, percent("100"))]);
    assert_eq!((reckoned(&given).bill.total, reckoned(&given).is_settled()), (0, true));
    let silent = BillCommand::GiveDiscount {
        session: session(),
        discount: Discount { id: "discthreea".parse().unwrap(), on: DiscountOn::Bill, amount: percent("1") },
        reason: "  ".into(),
    };
    refused(&given, bill_by("mona", silent), BillRefusal::Reason { chars_max: 140 });
}

#[test]
fn b3_a_discount_is_withdrawn_only_while_nobody_has_paid() {
    let withdraw = |id: &str| {
        let discount = format!("disc{id:a<6}").parse().unwrap();
        bill_by("wim", BillCommand::WithdrawDiscount { session: session(), discount })
    };
    let given = eaten().after([discount("mona", "one", DiscountOn::Bill, percent("50"))]);
    refused(&given, withdraw("two"), BillRefusal::UnknownDiscount);
    let given = given.after([withdraw("one"), discount("mona", "two", DiscountOn::Bill, percent("50"))]);
    assert_eq!(reckoned(&given).bill.total, 2775);
    refused(&given.after([pay("wim", "one", 5, card())]), withdraw("two"), BillRefusal::BeingPaid);
}

#[test]
fn b14_a_payment_that_is_sent_again_is_taken_once() {
    let given = eaten().after([pay("wim", "one", 2000, card())]);
    assert_eq!(given.venue.decide(given.now, &pay("wim", "one", 2000, card())), Ok(vec![]));
    refused(&given, pay("wim", "one", 2001, card()), BillRefusal::IdReused);
    refused(&given, pay("wanda", "one", 2000, card()), BillRefusal::IdReused);
    refused(&given, refund("cash", "one", "one", 1), BillRefusal::IdReused);
    assert_eq!(reckoned(&given).paid(), 2000);
}

#[test]
fn b14_two_waiters_who_take_the_same_share_at_once_take_it_once() {
    let given = eaten().after([pay("wim", "one", 5550, card())]);
    refused(&given, pay("wanda", "two", 5550, card()), BillRefusal::SharePaid);
    refused(&eaten(), pay("wim", "one", 5551, card()), BillRefusal::MoreThanOwed { left: 5550 });
}

#[test]
fn b10_a_share_being_paid_is_locked_for_others_but_not_for_ever() {
    let rest = ShareId::rest();
    let given = eaten().after([start("wim", &rest)]);
    assert_eq!(given.venue.decide(given.now, &start("wim", &rest)), Ok(vec![]));
    refused(&given, start("wanda", &rest), BillRefusal::ShareBeingPaid);
    refused(&given, pay("wanda", "one", 100, card()), BillRefusal::ShareBeingPaid);
    let plan = split(SplitWay::Equal, &["anna", "ben"]);
    let fixed = SplitPlan {
        shares: vec![Share { share: share("anna"), diners: vec![], amount: Some(100) }],
        ..plan.clone()
    };
    refused(
        &given,
        split_by(Hand::Staff(staff("wim")), fixed),
        BillRefusal::Split(SplitRefusal::AmountsTooHigh { left: 0 }),
    );
    let later = given.at_ms(LOCK_MS);
    let taken = later.after([start("wanda", &rest), pay("wanda", "one", 5550, card())]);
    assert!(reckoned(&taken).is_settled());
}

#[test]
fn b10_a_locked_share_is_paid_as_it_was_even_if_a_dish_is_voided_meanwhile() {
    let given = voided(eaten().after([start("wim", &ShareId::rest())]), &["unitaaaaaa"]);
    refused(&given, pay("wim", "one", 5551, card()), BillRefusal::MoreThanOwed { left: 5550 });
    let given = given.after([pay("wim", "one", 5550, card())]);
    assert_eq!(reckoned(&given).due_back(), 2400, "the terminal has it, so it is on the books");
    assert!(reckoned(&given.after([refund("mona", "two", "one", 2400)])).is_settled());
}

#[test]
fn a_lock_that_is_let_go_leaves_nothing() {
    let plan = split(SplitWay::Equal, &["anna", "ben"]);
    let stop = BillCommand::StopPaying { session: session(), share: share("anna") };
    let given = eaten().after([split_by(Hand::Diner(diner("ben")), plan), start("wim", &share("anna"))]);
    let after = given.after([bill_by("wanda", stop.clone())]);
    assert_eq!(reckoned(&after).shares[0].lock, None);
    assert_eq!(after.venue.decide(after.now, &bill_by("wim", stop)), Ok(vec![]));
    let removed = split_by(Hand::Diner(diner("anna")), SplitPlan::default());
    assert_eq!(reckoned(&after.after([removed])).shares.len(), 1);
}

/// Odoo PR #288974: orders that were paid while offline were open again afterwards, or lost.
#[test]
fn b9_what_is_ordered_after_paying_is_owed_and_what_was_paid_stays_paid() {
    let soup = vec![portion("unitdddddd", "linecccccc", "soup", PLAIN, 750)];
    let given = eaten().after([pay("wim", "one", 5550, card())]);
    assert!(reckoned(&given).is_settled());
    let given = given.after([place(soup)]);
    assert_eq!((reckoned(&given).paid(), reckoned(&given).left()), (5550, 750));
    assert!(reckoned(&given.after([pay("wim", "two", 750, card())])).is_settled());
}

/// Odoo #105383, #17810: after a split the same goods stood on both bills.
#[test]
fn b9_shares_of_a_family_are_split_paid_and_split_again() {
    let by_ben = |plan| split_by(Hand::Diner(diner("ben")), plan);
    let given = eaten().after([by_ben(split(SplitWay::Equal, &["anna", "ben"]))]);
    let given = given.after([pay_share("wim", "one", &share("anna"), 2775, card())]);
    let mut claims = split(SplitWay::ByPerson, &["anna", "ben", "cleo"]);
    claims.claims = vec![Claim {
        unit: unit("unitaaaaaa"),
        parts: vec![Part { share: share("ben"), parts: 1 }, Part { share: share("cleo"), parts: 1 }],
    }];
    let given = given.after([by_ben(claims)]);
    let amounts: Vec<i64> = reckoned(&given).shares.iter().map(|share| share.share.amount).collect();
    assert_eq!(amounts, [2775, 1388, 1387, 0]);
    let gone = by_ben(split(SplitWay::Equal, &["ben"]));
    refused(&given, gone, BillRefusal::Split(SplitRefusal::Held));
}

#[test]
fn a_bill_is_split_by_its_own_party_and_by_staff() {
    let plan = || split(SplitWay::Equal, &["anna", "ben"]);
    refused(&eaten(), split_by(Hand::Diner(diner("zoe")), plan()), BillRefusal::Role);
    refused(&eaten(), split_by(Hand::Staff(staff("koch")), plan()), BillRefusal::Role);
    let closed = Command::CloseUnpaid { session: session(), by: staff("mona"), reason: "left".into() };
    let closed = eaten().after([closed]);
    let late = closed.venue.decide(closed.now, &split_by(Hand::Diner(diner("anna")), plan()));
    assert_eq!(late, Err(Refusal::SessionClosed));
    let staff = split_by(Hand::Staff(staff("wim")), plan());
    assert_eq!(reckoned(&closed.after([staff])).shares.len(), 3);
}

#[test]
fn b11_a_dish_that_is_voided_after_it_was_paid_is_given_back_to_its_payer() {
    let plan = split_by(Hand::Diner(diner("ben")), split(SplitWay::ByPerson, &["anna", "ben"]));
    let given = eaten().after([plan, pay_share("wim", "one", &share("anna"), 5550, card())]);
    let given = voided(given, &["unitaaaaaa"]);
    let reckoning = reckoned(&given);
    assert_eq!((reckoning.bill.total, reckoning.due_back(), reckoning.left()), (3150, 2400, 0));
    assert_eq!(reckoning.shares[0].over(), 2400);
    refused(&given, refund("wim", "two", "one", 2400), BillRefusal::Role);
    let given = given.after([refund("cash", "two", "one", 2400)]);
    assert!(reckoned(&given).is_settled(), "nobody is asked for it again");
    let Some(BillEvent::PaymentRefunded { refund }) = decided(&given, refund("cash", "three", "one", 1))
    else {
        panic!("a refund beyond that is a debt again")
    };
    assert_eq!((refund.receipt, refund.lowers), (3, 0));
}

fn decided(given: &Given, command: Command) -> Option<BillEvent> {
    match given.venue.decide(given.now, &command).unwrap().pop() {
        Some(Event::Bill { bill }) => Some(*bill),
        _ => None,
    }
}

#[test]
fn b11_a_refund_is_never_more_than_its_payment_and_makes_the_share_owed_again() {
    let given = eaten().after([pay("wim", "one", 5550, card())]);
    refused(&given, refund("mona", "two", "one", 5551), BillRefusal::MoreThanPaid { left: 5550 });
    refused(&given, refund("mona", "two", "zero", 1), BillRefusal::UnknownPayment);
    let given = given.after([refund("mona", "two", "one", 5000)]);
    assert_eq!(given.venue.decide(given.now, &refund("mona", "two", "one", 5000)), Ok(vec![]));
    refused(&given, refund("mona", "three", "one", 551), BillRefusal::MoreThanPaid { left: 550 });
    assert_eq!((reckoned(&given).left(), reckoned(&given).due_back()), (5000, 0));
}

#[test]
fn b12_cash_in_francs_is_rounded_and_change_is_counted() {
    let francs = BillTerms { cash_step: CashStep::try_from(5).unwrap(), ..terms() };
    let given = house_with(francs).after([place(steak_and_soup())]);
    let plan = split_by(Hand::Diner(diner("ben")), split(SplitWay::Equal, &["anna", "ben", "cleo", "dora"]));
    let given = given.after([plan]);
    let cash = |amount, given| pay_share("wim", "one", &share("anna"), amount, Offer::Cash { given });
    refused(&given, cash(1388, 1385), BillRefusal::CashTooLittle { due: 1390 });
    refused(&given, cash(1382, 1400), BillRefusal::Coins);
    let Some(BillEvent::PaymentTaken { payment }) = decided(&given, cash(1388, 2000)) else { panic!() };
    assert_eq!(payment.tender, Tender::Cash { given: 2000, change: 610, rounding: 2 });
    assert_eq!(payment.amount, 1388, "the bill stays as it is");
}

#[test]
fn b13_receipts_are_numbered_without_gaps_and_their_taxes_add_up_to_the_bills() {
    let plan = split_by(Hand::Diner(diner("ben")), split(SplitWay::Equal, &["anna", "ben", "cleo"]));
    let mut given = eaten().after([plan]);
    let mut sums = std::collections::BTreeMap::new();
    for (number, name) in ["anna", "ben", "cleo"].into_iter().enumerate() {
        let amount = reckoned(&given).share(&share(name)).unwrap().left();
        let command = pay_share("wim", name, &share(name), amount, card());
        let Some(BillEvent::PaymentTaken { payment }) = decided(&given, command.clone()) else { panic!() };
        assert_eq!(payment.receipt as usize, number + 1);
        assert_eq!(payment.taxes.iter().map(|part| part.gross).sum::<i64>(), amount);
        for part in payment.taxes {
            let sum = sums.entry(part.rate.unwrap().name).or_insert((0, 0));
            *sum = (sum.0 + part.gross, sum.1 + part.tax);
        }
        given = given.after([command]);
    }
    assert_eq!(sums, [("LOW".into(), (4800, 436)), ("HIGH".into(), (750, 125))].into());
}

#[test]
fn b13_a_receipt_has_the_taxes_of_its_own_portions() {
    let mut plan = split(SplitWay::ByPerson, &["anna", "ben"]);
    let soup = Part { share: share("ben"), parts: 1 };
    plan.claims = vec![Claim { unit: unit("unitcccccc"), parts: vec![soup] }];
    let given = eaten().after([split_by(Hand::Diner(diner("ben")), plan)]);
    let bens = pay_share("wim", "one", &share("ben"), 750, card());
    let Some(BillEvent::PaymentTaken { payment }) = decided(&given, bens) else { panic!() };
    assert_eq!(payment.taxes.len(), 1);
    assert_eq!((payment.taxes[0].gross, payment.taxes[0].tax), (750, 125));
}

#[test]
fn b11_a_correction_is_two_new_entries_and_leaves_the_bill_as_it_is() {
    let given = eaten().after([pay("wim", "one", 5550, Offer::Cash { given: 6000 })]);
    let correct = |replacement: &str| {
        let (refund, replacement) = (payment("back"), payment(replacement));
        let reason = "was a card".to_owned();
        let wrong = payment("one");
        bill_by("cash", BillCommand::Correct { refund, replacement, payment: wrong, offer: card(), reason })
    };
    assert_eq!(given.venue.decide(given.now, &correct("two")).unwrap().len(), 2);
    let given = given.after([correct("two")]);
    assert_eq!(given.venue.decide(given.now, &correct("two")), Ok(vec![]));
    refused(&given, correct("three"), BillRefusal::IdReused);
    assert!(reckoned(&given).is_settled());
    assert_eq!(days::expected(&given), 0, "what was noted as cash is not in the drawer");
}

/// A payment of whose amount nothing was left held its share again, at what it once came to: the shares came
/// to less than the bill.
#[test]
fn b11_a_correction_of_what_was_given_back_but_for_the_tip_holds_no_share() {
    let plan = split_by(Hand::Diner(diner("ben")), split(SplitWay::Equal, &["anna", "ben"]));
    let tipped = BillCommand::TakePayment {
        payment: payment("one"),
        session: session(),
        share: share("anna"),
        amount: 2775,
        tip: 200,
        offer: card(),
    };
    let together = split_by(Hand::Diner(diner("ben")), SplitPlan::default());
    let correct = BillCommand::Correct {
        refund: payment("back"),
        replacement: payment("two"),
        payment: payment("one"),
        offer: Offer::Cash { given: 200 },
        reason: "was cash".into(),
    };
    let given = eaten().after([
        plan,
        bill_by("wim", tipped),
        refund("cash", "half", "one", 2775),
        together,
        bill_by("cash", correct),
    ]);
    assert_eq!(reckoned(&given).shares.iter().map(|share| share.share.amount).sum::<i64>(), 5550);
    assert_eq!(reckoned(&given).left(), 5550);
}

/// A waiter had typed the sum into the terminal, and a correction of an earlier part let somebody else take it.
#[test]
fn b10_a_correction_leaves_the_lock_of_whoever_takes_what_is_left() {
    let correct = BillCommand::Correct {
        refund: payment("back"),
        replacement: payment("two"),
        payment: payment("one"),
        offer: Offer::Voucher { number: "7".into() },
        reason: "was a voucher".into(),
    };
    let given = eaten().after([
        pay("wim", "one", 2000, card()),
        start("wim", &ShareId::rest()),
        bill_by("cash", correct),
    ]);
    refused(&given, pay("wanda", "three", 3550, card()), BillRefusal::ShareBeingPaid);
    assert!(reckoned(&given.after([pay("wim", "three", 3550, card())])).is_settled());
}

/// The cash for what had been voided could not be given back in coins, and the visit never closed.
#[test]
fn b12_what_is_due_back_is_given_back_in_coins() {
    let francs = BillTerms { cash_step: CashStep::try_from(5).unwrap(), ..terms() };
    let plan = split_by(Hand::Diner(diner("ben")), split(SplitWay::Equal, &["anna", "ben", "cleo", "dora"]));
    let cash = Offer::Cash { given: 1390 };
    let given = house_with(francs).after([
        place(steak_and_soup()),
        plan,
        pay_share("wim", "one", &share("anna"), 1388, cash),
    ]);
    let given = voided(given, &["unitcccccc"]);
    assert_eq!(reckoned(&given).due_back(), 188);
    let back = |amount| BillCommand::Refund {
        refund: payment("two"),
        payment: payment("one"),
        amount,
        tip: 0,
        offer: Offer::Cash { given: 0 },
        reason: "voided".into(),
    };
    refused(&given, bill_by("cash", back(187)), BillRefusal::Coins);
    let Some(BillEvent::PaymentRefunded { refund }) = decided(&given, bill_by("cash", back(188))) else {
        panic!()
    };
    assert_eq!(refund.tender, Tender::Cash { given: 0, change: 190, rounding: -2 });
    assert_eq!(reckoned(&given.after([bill_by("cash", back(188))])).due_back(), 0);
}

#[test]
fn b12_a_tip_in_cash_is_payable_in_coins() {
    let francs = BillTerms { cash_step: CashStep::try_from(5).unwrap(), ..terms() };
    let given = house_with(francs).after([place(steak_and_soup())]);
    let tipped = |tip| BillCommand::TakePayment {
        payment: payment("one"),
        session: session(),
        share: ShareId::rest(),
        amount: 5550,
        tip,
        offer: Offer::Cash { given: 6000 },
    };
    refused(&given, bill_by("wim", tipped(3)), BillRefusal::Coins);
    assert!(reckoned(&given.after([bill_by("wim", tipped(5))])).is_settled());
}

/// Of three who had paid the first was given a cent too much back, and the last was asked for it.
#[test]
fn b11_nobody_is_asked_for_the_cent_that_a_void_spreads_anew() {
    let mut added = terms();
    added.way = TaxWay::Added;
    added.taxes[0].percent = "8.875".parse().unwrap();
    let mut setup = setup();
    setup.menu.items[0].price = eur(1000);
    setup.bill = Some(Box::new(added.clone()));
    let import = Command::ImportVenue(Box::new(ImportVenue { setup, keys: vec![] }));
    let units = ["unitaaaaaa", "unitbbbbbb", "unitcccccc"];
    let names = ["anna", "ben", "cleo"];
    let steaks = units.map(|unit| portion(unit, "linecccccc", "steak", RARE, 1000));
    let mut plan = split(SplitWay::ByPerson, &names);
    let claim = |(name, of): (&str, &str)| Claim {
        unit: unit(of),
        parts: vec![Part { share: share(name), parts: 1 }],
    };
    plan.claims = names.into_iter().zip(units).map(claim).collect();
    let by_ben = split_by(Hand::Diner(diner("ben")), plan);
    let mut given = house_with(added).after([import, place(steaks.to_vec()), by_ben]);
    let mut paid = Vec::new();
    for name in names {
        let amount = reckoned(&given).share(&share(name)).unwrap().left();
        given = given.after([pay_share("wim", name, &share(name), amount, card())]);
        paid.push(amount);
    }
    assert_eq!(paid, [1089, 1089, 1088]);
    for of in units {
        let less = voided(given.clone(), &[of]);
        let reckoning = reckoned(&less);
        assert_eq!((reckoning.bill.total, reckoning.left(), reckoning.due_back()), (2178, 0, 1088), "{of}");
    }
}

#[test]
fn tips_come_on_top_and_go_back_by_themselves() {
    let tipped = |given| {
        let (session, share) = (session(), ShareId::rest());
        let (offer, payment) = (Offer::Cash { given }, payment("one"));
        bill_by("wim", BillCommand::TakePayment { payment, session, share, amount: 5550, tip: 450, offer })
    };
    refused(&eaten(), tipped(5999), BillRefusal::CashTooLittle { due: 6000 });
    let given = eaten().after([tipped(6000)]);
    assert!(reckoned(&given).is_settled());
    let back = |tip| BillCommand::Refund {
        refund: payment("two"),
        payment: payment("one"),
        amount: 0,
        tip,
        offer: card(),
        reason: "meant 4.00".into(),
    };
    refused(&given, bill_by("mona", back(451)), BillRefusal::MoreThanPaid { left: 5550 });
    assert!(reckoned(&given.after([bill_by("mona", back(50))])).is_settled());
}

#[test]
fn b13_a_receipt_names_what_was_chosen_and_which_part_of_it_was_paid() {
    let well_done = r#"{"m":["doneness/well"],"n":""}"#;
    let steaks = vec![
        portion("unitaaaaaa", "lineaaaaaa", "steak", RARE, 2400),
        portion("unitbbbbbb", "linebbbbbb", "steak", well_done, 2500),
    ];
    let mut plan = split(SplitWay::ByPerson, &["anna", "ben"]);
    let part = |name, parts| Part { share: share(name), parts };
    plan.claims = vec![Claim { unit: unit("unitbbbbbb"), parts: vec![part("anna", 2), part("ben", 1)] }];
    let given = house_with(terms()).after([place(steaks), split_by(Hand::Diner(diner("ben")), plan)]);
    let paid = given.after([
        pay_share("wim", "one", &share("anna"), 4067, card()),
        pay_share("wim", "two", &share("ben"), 833, card()),
    ]);
    let lines = |id: &str| -> Vec<_> {
        let lines = paid.venue.receipt_view(&payment(id)).unwrap().lines.into_iter();
        let fraction = |line: &ReceiptLine| line.fraction.map(|Fraction { parts, of }| (parts, of));
        lines
            .map(|line| (line.modifiers.concat(), line.quantity, fraction(&line), line.amount.minor))
            .collect()
    };
    let (rare, well) = ("Rare".to_owned(), "Well done".to_owned());
    assert_eq!(lines("one"), [(rare, 1, None, 2400), (well.clone(), 1, Some((2, 3)), 1667)]);
    assert_eq!(lines("two"), [(well, 1, Some((1, 3)), 833)]);
}
