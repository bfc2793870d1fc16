//! Random evenings of a party that also pays online, in any order with everything else. Whatever is accepted, the
//! sums hold. The seed is fixed. Evenings of several parties, with the books to the last figure, are in `random.rs`.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;
use crate::venue::billing::Figure;
use crate::venue::billing::online::{OnlineCommand, OnlineEvent, Outcome};

const CASES: u32 = 2_000;
const STEPS_MAX: usize = 60;
const NAMES: [&str; 4] = ["anna", "ben", "cleo", "dora"];
const PERCENTS: [&str; 4] = ["5", "8.875", "33.333", "100"];

#[derive(Debug, Clone)]
enum Step {
    Order { soups: u8, steaks: u8, diner: usize },
    Void { unit: usize, fate: usize },
    Discount { on: Option<usize>, percent: Option<usize>, minor: i64 },
    Split { way: bool, shares: usize, custom: Option<i64>, claims: Vec<(usize, u8, u8)> },
    Lock { share: usize, by: bool },
    Release { share: usize },
    Pay { share: usize, part: i64, tip: i64, kind: u8, by: bool },
    Repeat,
    Refund { payment: usize, part: i64 },
    Begin { share: usize, tip: Option<i64> },
    GiveUp { checkout: usize },
    Hear { checkout: usize, what: usize },
    ReturnStray { checkout: usize },
    Hours { hours: u64 },
    CloseDay,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..4_u8, 0..3_u8, 0..3_usize).prop_map(|(soups, steaks, diner)| Step::Order { soups, steaks, diner }),
        2 => (0..40_usize, 0..3_usize).prop_map(|(unit, fate)| Step::Void { unit, fate }),
        1 => (prop::option::of(0..40_usize), prop::option::of(0..4_usize), 1..3000_i64)
            .prop_map(|(on, percent, minor)| Step::Discount { on, percent, minor }),
        3 => (any::<bool>(), 0..5_usize, prop::option::of(1..3000_i64), vec((0..40_usize, 0..4_u8, 0..4_u8), 0..4))
            .prop_map(|(way, shares, custom, claims)| Step::Split { way, shares, custom, claims }),
        1 => (0..5_usize, any::<bool>()).prop_map(|(share, by)| Step::Lock { share, by }),
        1 => (0..5_usize).prop_map(|share| Step::Release { share }),
        5 => (0..5_usize, 1..5_i64, 0..300_i64, 0..4_u8, any::<bool>())
            .prop_map(|(share, part, tip, kind, by)| Step::Pay { share, part, tip, kind, by }),
        2 => Just(Step::Repeat),
        9 => (0..10_usize, 1..4_i64).prop_map(|(payment, part)| Step::Refund { payment, part }),
        3 => (0..5_usize, prop::option::of(0..300_i64)).prop_map(|(share, tip)| Step::Begin { share, tip }),
        1 => (0..4_usize).prop_map(|checkout| Step::GiveUp { checkout }),
        8 => (0..2_usize, 0..6_usize).prop_map(|(checkout, what)| Step::Hear { checkout, what }),
        4 => (0..3_usize).prop_map(|checkout| Step::ReturnStray { checkout }),
        1 => (1..20_u64).prop_map(|hours| Step::Hours { hours }),
        1 => Just(Step::CloseDay),
    ];
    vec(step, 1..STEPS_MAX)
}

/// An evening on its way, with an account of its own that knows nothing of the books.
struct Evening {
    given: Given,
    log: Vec<(Timestamp, Event)>,
    units: Vec<UnitId>,
    payments: Vec<(PaymentId, i64)>,
    /// Payments online, with what each asks for.
    checkouts: Vec<(PaymentId, i64)>,
    last: Option<Command>,
    ids: u32,
    accepted: BTreeMap<&'static str, u32>,
    taken: i64,
    refunded: i64,
    tips: i64,
    strayed: i64,
    strays_returned: i64,
    drawer: i64,
    receipts: u32,
    settled: i64,
}

impl Evening {
    fn id(&mut self) -> String {
        self.ids += 1;
        let letters = [self.ids / 625, self.ids / 25 % 25, self.ids % 25];
        letters.map(|digit| char::from(b'a' + digit as u8)).iter().collect()
    }

    fn share(&self, index: usize) -> ShareId {
        let shares = reckoned(&self.given).shares;
        shares[index % shares.len()].share.share.clone()
    }

    fn act(&mut self, what: &'static str, command: Command) {
        let Ok(events) = self.given.venue.decide(self.given.now, &command) else { return };
        *self.accepted.entry(what).or_default() += 1;
        for event in events {
            if let Event::Bill { bill } = &event {
                self.note(bill);
            }
            self.given.venue.apply(self.given.now, &event);
            self.log.push((self.given.now, event));
        }
    }

    fn note(&mut self, event: &BillEvent) {
        match event {
            BillEvent::PaymentTaken { payment } => {
                self.taken += payment.amount;
                self.tips += payment.tip;
                self.drawer += payment.tender.into_drawer();
                self.receipts += 1;
                assert_eq!(payment.receipt, self.receipts, "[B13]");
                assert_eq!(payment.taxes.iter().map(|part| part.gross).sum::<i64>(), payment.amount);
                self.payments.push((payment.id.clone(), payment.amount));
            }
            BillEvent::PaymentRefunded { refund } => {
                self.refunded += refund.amount;
                self.drawer += refund.tender.into_drawer();
                self.receipts += 1;
                assert_eq!(refund.receipt, self.receipts, "[B13]");
                assert_eq!(refund.taxes.iter().map(|part| part.gross).sum::<i64>(), refund.amount);
                let known = self.payments.iter_mut().find(|(id, _)| *id == refund.payment).unwrap();
                known.1 -= refund.amount;
                assert!(known.1 >= 0, "[B11] more was given back than paid");
            }
            BillEvent::DayClosed { close } => {
                assert_eq!(close.expected, self.drawer, "[B17]");
                self.drawer = close.left;
            }
            BillEvent::Online { online } => self.note_online(online),
            _ => {}
        }
    }

    fn note_online(&mut self, online: &OnlineEvent) {
        let payment = match online {
            OnlineEvent::Started { payment, amount, tip, .. } => {
                return self.checkouts.push((payment.clone(), amount + tip));
            }
            OnlineEvent::Strayed { payment, .. } | OnlineEvent::Returned { payment, .. } => payment,
            OnlineEvent::Opened { .. } | OnlineEvent::Ended { .. } => return,
        };
        match online {
            OnlineEvent::Strayed { amount, currency, .. } if currency == "EUR" => {
                self.strayed += amount.unwrap();
                assert!(
                    self.payments.iter().all(|(known, _)| known != payment),
                    "[B19] money that is taken strays"
                );
            }
            OnlineEvent::Returned { .. } => {
                self.strays_returned = self.strayed - self.strays_left(Some(payment));
            }
            _ => {}
        }
    }

    /// What strays are left, but for one.
    fn strays_left(&self, but: Option<&PaymentId>) -> i64 {
        let strays = self.given.venue.checkout_view(&session(), 0).map_or_else(Vec::new, |view| view.strays);
        let left = strays.iter().filter(|stray| Some(&stray.payment) != but && !stray.is_other_currency);
        left.map(|stray| stray.money.unwrap().minor).sum()
    }

    fn step_online(&mut self, step: &Step) {
        let known = |index: &usize| self.checkouts.iter().rev().nth(*index).cloned();
        let online = |command| Command::Online(Box::new(command));
        match step {
            Step::Begin { share, tip } => {
                let (share, payment) = (self.share(*share), payment(&self.id()));
                let (session, diner) = (session(), diner("anna"));
                let tip = *tip;
                let own = payment.clone();
                self.act("begin", online(OnlineCommand::Start { payment, session, share, diner, tip }));
                let (reference, url) = (format!("cs_{own}"), "https://pay.example".into());
                self.act("page", online(OnlineCommand::Open { payment: own, reference, url }));
            }
            Step::GiveUp { checkout } => {
                if let Some((payment, _)) = known(checkout) {
                    self.act("give up", online(OnlineCommand::GiveUp { payment }));
                }
            }
            Step::Hear { checkout, what } => {
                if let Some((payment, asked)) = known(checkout) {
                    let paid = |amount, currency: &str| Outcome::Paid {
                        amount,
                        currency: currency.into(),
                        said: String::new(),
                        reference: "pi_1".into(),
                    };
                    let outcome = match what {
                        0 => Outcome::Unpaid,
                        1 => Outcome::Lost,
                        2 => paid(Some(asked - 1), "EUR"),
                        3 => paid(Some(asked), "USD"),
                        _ => paid(Some(asked), "EUR"),
                    };
                    self.act("hear", online(OnlineCommand::Settle { payment, outcome }));
                }
            }
            Step::ReturnStray { checkout } => {
                if let Some((payment, _)) = known(checkout) {
                    let back = BillCommand::ReturnStray { payment, reference: "re_1".into() };
                    self.act("return", bill_by("mona", back));
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) {
        let by = |is_wim: bool| if is_wim { "wim" } else { "wanda" };
        match step {
            Step::Order { soups, steaks, diner: index } => self.order(*soups, *steaks, *index),
            Step::Void { unit, fate } => {
                if let Some(unit) = self.units.get(*unit).cloned() {
                    let fate = [Fate::Voided, Fate::Comped, Fate::Charged][*fate];
                    // Stands for the events of void and comp; charged again is what they do not do.
                    let fate = if fate == Fate::Charged { Fate::Voided } else { fate };
                    self.given.venue.take_off_bill(self.given.now, &session(), &[unit], (fate, None));
                }
            }
            Step::Discount { on, percent: which, minor } => {
                let unit = on.and_then(|unit| self.units.get(unit).cloned());
                let on = unit.map_or(DiscountOn::Bill, |unit| DiscountOn::Portions { units: vec![unit] });
                let fixed = DiscountAmount::Fixed { minor: *minor };
                let amount = which.map_or(fixed, |which| percent(PERCENTS[which]));
                let id = self.id();
                self.act("discount", discount("mona", &id, on, amount));
            }
            Step::Split { way, shares, custom, claims } => self.split(*way, *shares, *custom, claims),
            Step::Lock { share, by: who } => {
                let share = self.share(*share);
                self.act("lock", start(by(*who), &share));
            }
            Step::Release { share } => {
                let stop = BillCommand::StopPaying { session: session(), share: self.share(*share) };
                self.act("release", bill_by("wim", stop));
            }
            Step::Pay { share, part, tip, kind, by: who } => self.pay(*share, *part, *tip, *kind, by(*who)),
            Step::Repeat => {
                if let Some(command) = self.last.clone() {
                    let receipts = self.receipts;
                    self.act("repeat", command);
                    assert_eq!(self.receipts, receipts, "[B14] a retry paid twice");
                }
            }
            Step::Refund { payment, part } => {
                if let Some((payment, left)) = self.payments.get(*payment).cloned() {
                    let (refund, reason) = (super::payment(&self.id()), "sorry".to_owned());
                    let due_back = reckoned(&self.given).due_back();
                    let amount = if *part == 1 { due_back.min(left) } else { left / (*part - 1) };
                    let offer = Offer::Cash { given: 0 };
                    let back = BillCommand::Refund { refund, payment, amount, tip: 0, offer, reason };
                    self.act("refund", bill_by("mona", back));
                }
            }
            Step::Hours { hours } => {
                self.given.now.wall_ms += hours * 3_600_000;
                self.given.now.uptime_ms += hours * 3_600_000;
            }
            Step::CloseDay => {
                let day = self.given.venue.oldest_day(self.given.now).0;
                let close = BillCommand::CloseDay { day, counted: 5000, left: 1000 };
                self.act("close", bill_by("mona", close));
            }
            Step::Begin { .. } | Step::GiveUp { .. } | Step::Hear { .. } | Step::ReturnStray { .. } => {
                self.step_online(step);
            }
        }
    }

    fn order(&mut self, soups: u8, steaks: u8, index: usize) {
        let dishes = [("steak", RARE, 2400, steaks), ("soup", PLAIN, 755, soups)];
        let eater = if index == 2 { DinerId::everyone() } else { diner(NAMES[index]) };
        let mut portions = Vec::new();
        for (item, config, price, count) in dishes {
            let line = format!("line{}aaa", self.id());
            for _ in 0..count {
                let unit = format!("unit{}aaa", self.id());
                let mut portion = portion(&unit, &line, item, config, price);
                if let PortionState::Pending { diner, .. } = &mut portion.now {
                    *diner = eater.clone();
                }
                self.units.push(unit.parse().unwrap());
                portions.push(portion);
            }
        }
        self.act("order", place(portions));
    }

    fn split(&mut self, way: bool, shares: usize, custom: Option<i64>, claims: &[(usize, u8, u8)]) {
        let way = if way { SplitWay::Equal } else { SplitWay::ByPerson };
        let mut plan = split(way, &NAMES[..shares.min(4)]);
        for (unit, first, second) in claims {
            let parts = [("anna", *first), ("ben", *second)].into_iter().filter(|(_, parts)| *parts > 0);
            let parts: Vec<Part> = parts.map(|(name, parts)| Part { share: share(name), parts }).collect();
            if let Some(unit) = self.units.get(*unit) {
                plan.claims.push(Claim { unit: unit.clone(), parts });
            }
        }
        if let Some(last) = plan.shares.last_mut() {
            last.amount = custom;
        }
        self.act("split", split_by(Hand::Diner(diner("ben")), plan));
    }

    fn pay(&mut self, index: usize, part: i64, tip: i64, kind: u8, by: &'static str) {
        let id = self.share(index);
        let state = reckoned(&self.given).share(&id).unwrap().clone();
        let locked =
            state.lock.as_ref().filter(|(who, _)| *who == staff(by)).map_or(0, |(_, amount)| *amount);
        let owed = state.left().max(locked);
        // 4 asks for more than is owed.
        let amount = if part == 4 { owed + 1 } else { owed / part };
        let offer = match kind {
            0 => Offer::Cash { given: amount + tip + 2 },
            1 => card(),
            2 => Offer::Voucher { number: "V-7".into() },
            _ => Offer::Account { name: "Town hall".into() },
        };
        let (payment, session, share) = (payment(&self.id()), session(), id.clone());
        let command = bill_by(by, BillCommand::TakePayment { payment, session, share, amount, tip, offer });
        let before = self.receipts;
        self.act("pay", command.clone());
        if self.receipts > before {
            assert!(amount <= owed, "more was taken than owed");
            self.last = Some(command);
        }
    }

    fn check(&mut self) {
        let reckoning = reckoned(&self.given);
        let sum: i64 = reckoning.shares.iter().map(|share| share.share.amount).sum();
        assert_eq!(sum - reckoning.over, reckoning.bill.total, "[B6] shares are the bill");
        assert_eq!(reckoning.paid(), self.taken - self.refunded);
        assert_eq!(reckoning.bill.total - reckoning.paid(), reckoning.left() - reckoning.due_back());
        assert!(reckoning.shares.iter().all(|share| share.paid >= 0 && share.share.amount >= 0));
        if reckoning.is_settled() {
            *self.accepted.entry("settled").or_default() += u32::from(self.settled != reckoning.bill.total);
            self.settled = reckoning.bill.total;
            let is_open = !self.given.venue.open_bills().is_empty();
            assert_eq!(is_open, self.given.venue.has_strays(&session()), "[B19] strays keep a visit open");
        }
        assert_eq!(self.booked(&Figure::Sales), self.settled, "[B15] sales are the settled bills");
    }

    /// What all days say, closed and open.
    fn booked(&self, figure: &Figure) -> i64 {
        let closed = self.log.iter().filter_map(|(_, event)| match event {
            Event::Bill { bill } => match bill.as_ref() {
                BillEvent::DayClosed { close } => Some(&close.figures),
                _ => None,
            },
            _ => None,
        });
        let closed: i64 = closed.flatten().filter(|row| row.figure == *figure).map(|row| row.amount).sum();
        let open: i64 = self.given.venue.billing.days.open.iter().map(|day| day.figures.of(figure)).sum();
        closed + open
    }
}

fn spend(step_coin: i64, way: TaxWay, service: bool, steps: &[Step]) -> BTreeMap<&'static str, u32> {
    let service =
        service.then(|| plato_sync_protocol::bill::Service { percent: "12.5".parse().unwrap(), rate: None });
    let cash_step = CashStep::try_from(step_coin).unwrap();
    let mut given = house_with(BillTerms { way, service, cash_step, ..terms() });
    // The soup at 7.55 makes odd cents.
    let mut venue = given.venue.clone();
    let mut odd = setup();
    odd.bill = Some(Box::new(venue.billing.terms().clone()));
    odd.menu.items[1].price = eur(755);
    venue.apply(given.now, &Event::VenueImported { setup: Box::new(odd) });
    given.venue = venue;
    let before = given.venue.clone();
    let mut evening = Evening {
        given,
        log: vec![],
        units: vec![],
        payments: vec![],
        checkouts: vec![],
        last: None,
        ids: 0,
        accepted: BTreeMap::new(),
        taken: 0,
        refunded: 0,
        tips: 0,
        strayed: 0,
        strays_returned: 0,
        drawer: 0,
        receipts: 0,
        settled: 0,
    };
    for step in steps {
        evening.step(step);
        evening.check();
    }
    use crate::venue::billing::events::TenderKind::{Account, Card, Cash, Online, Voucher};
    let all = |figure: fn(crate::venue::billing::events::TenderKind) -> Figure| {
        [Cash, Card, Voucher, Account, Online]
            .map(|tender| evening.booked(&figure(tender)))
            .iter()
            .sum::<i64>()
    };
    assert_eq!(all(|tender| Figure::Taken { tender }), evening.taken, "day totals are the fold of the log");
    assert_eq!(all(|tender| Figure::Refunded { tender }), evening.refunded);
    assert_eq!(all(|tender| Figure::Tips { tender }), evening.tips);
    assert_eq!(evening.booked(&Figure::Strayed), evening.strayed, "[B19] the books have what strays");
    assert_eq!(evening.booked(&Figure::StraysReturned), evening.strays_returned);
    assert_eq!(evening.strayed - evening.strays_returned, evening.strays_left(None));
    // Voids are no events here.
    if !steps.iter().any(|step| matches!(step, Step::Void { .. })) {
        let mut replayed = before;
        evening.log.iter().for_each(|(at, event)| replayed.apply(*at, event));
        assert_eq!(replayed, evening.given.venue, "replaying the log gives the same bills and books");
    }
    evening.accepted
}

#[test]
fn whatever_happens_in_an_evening_the_sums_hold() {
    let config =
        Config { cases: CASES, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[0xb2; 32]);
    let accepted = std::cell::RefCell::new(BTreeMap::<&str, u32>::new());
    let evenings = (prop_oneof![Just(1_i64), Just(5)], any::<bool>(), any::<bool>(), steps());
    let outcome = TestRunner::new_with_rng(config, rng).run(&evenings, |(coin, is_added, service, steps)| {
        let way = if is_added { TaxWay::Added } else { TaxWay::Included };
        for (what, count) in spend(coin, way, service, &steps) {
            *accepted.borrow_mut().entry(what).or_default() += count;
        }
        Ok(())
    });
    outcome.unwrap();
    // What is always refused would prove nothing.
    for what in [
        "order", "discount", "split", "lock", "release", "pay", "repeat", "refund", "close", "settled",
        "begin", "page", "hear", "return",
    ] {
        let count = accepted.borrow().get(what).copied().unwrap_or(0);
        // Money is given back only where a share was begun, paid wrongly, and nothing was noted since.
        let least = if what == "return" { 30 } else { 200 };
        assert!(count >= least, "{what} was accepted only {count} times");
    }
}
