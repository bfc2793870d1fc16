//! Random evenings of two parties at once: orders, voids, comps, what leaves the house, discounts given and
//! withdrawn, splits, locks, payments, tips, refunds, corrections, cash, waiters, closed days, in any order
//! and four currencies. Whatever is accepted, the sums hold, every figure of the books is the fold of the
//! log that the test makes itself (`account.rs`), and a replay gives the same venue. The seed is fixed.

mod account;

use std::collections::BTreeMap;

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::{DiscountId, OrderId, SessionId};
use plato_sync_protocol::money::Currency;
use plato_sync_protocol::views::DishStatus;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;
use crate::venue::command::TakeOffPortions;
use crate::venue::floor::events::FloorCommand;
use account::{Account, date_of, something};

const CASES: u32 = 1_000;
const STEPS_MAX: usize = 50;
const NAMES: [&str; 4] = ["anna", "ben", "cleo", "dora"];
const PERCENTS: [&str; 4] = ["5", "8.875", "33.333", "100"];
const CURRENCIES: [&str; 4] = ["EUR", "JPY", "CHF", "KWD"];
/// 2026-11-22, 12:00 UTC.
const NOON_MS: u64 = 1_795_305_600_000 + 12 * 3_600_000;

#[derive(Debug, Clone)]
enum Act {
    Order { soups: u8, steaks: u8, diner: usize },
    Ready { order: usize, index: u16 },
    Void { order: usize, index: u16, portions: u16, by: bool },
    Comp { order: usize, index: u16, portions: u16 },
    TakeAway { units: Vec<usize>, leaves: bool },
    Discount { on: Option<usize>, percent: Option<usize>, minor: i64 },
    Withdraw { discount: usize },
    Waiter { which: usize },
    Split { way: bool, shares: usize, custom: Option<i64>, claims: Vec<(usize, u8, u8)> },
    Lock { share: usize, by: bool },
    Release { share: usize },
    Pay { share: usize, part: i64, tip: i64, kind: u8, by: bool },
    Repeat,
    Refund { payment: usize, part: i64, tip: i64, kind: u8 },
    Correct { payment: usize, kind: u8 },
    Cash { amount: i64 },
    Hours { hours: u64 },
    CloseDay,
}

/// What is done, and at which of the two tables.
type Step = (usize, Act);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let act = prop_oneof![
        4 => (0..4_u8, 0..3_u8, 0..3_usize).prop_map(|(soups, steaks, diner)| Act::Order { soups, steaks, diner }),
        1 => (0..4_usize, 0..2_u16).prop_map(|(order, index)| Act::Ready { order, index }),
        2 => (0..4_usize, 0..2_u16, 1..3_u16, any::<bool>())
            .prop_map(|(order, index, portions, by)| Act::Void { order, index, portions, by }),
        1 => (0..4_usize, 0..2_u16, 1..3_u16)
            .prop_map(|(order, index, portions)| Act::Comp { order, index, portions }),
        2 => (vec(0..12_usize, 1..4), any::<bool>())
            .prop_map(|(units, leaves)| Act::TakeAway { units, leaves }),
        1 => (prop::option::of(0..12_usize), prop::option::of(0..4_usize), 1..3000_i64)
            .prop_map(|(on, percent, minor)| Act::Discount { on, percent, minor }),
        3 => (0..3_usize).prop_map(|discount| Act::Withdraw { discount }),
        1 => (0..3_usize).prop_map(|which| Act::Waiter { which }),
        3 => (any::<bool>(), 0..5_usize, prop::option::of(1..3000_i64), vec((0..12_usize, 0..4_u8, 0..4_u8), 0..4))
            .prop_map(|(way, shares, custom, claims)| Act::Split { way, shares, custom, claims }),
        2 => (0..5_usize, any::<bool>()).prop_map(|(share, by)| Act::Lock { share, by }),
        1 => (0..5_usize).prop_map(|share| Act::Release { share }),
        7 => (0..5_usize, prop_oneof![3 => Just(1_i64), 1 => 2..5_i64], 0..300_i64, 0..4_u8, any::<bool>())
            .prop_map(|(share, part, tip, kind, by)| Act::Pay { share, part, tip, kind, by }),
        1 => Just(Act::Repeat),
        3 => (0..6_usize, 1..4_i64, 0..4_i64, 0..4_u8)
            .prop_map(|(payment, part, tip, kind)| Act::Refund { payment, part, tip, kind }),
        1 => (0..6_usize, 0..4_u8).prop_map(|(payment, kind)| Act::Correct { payment, kind }),
        1 => (-500..2_000_i64).prop_map(|amount| Act::Cash { amount }),
        1 => (1..20_u64).prop_map(|hours| Act::Hours { hours }),
        1 => Just(Act::CloseDay),
    ];
    vec((prop_oneof![4 => Just(0_usize), 1 => Just(1)], act), 1..STEPS_MAX)
}

/// A party, and what the test may point at.
#[derive(Default)]
struct Party {
    units: Vec<UnitId>,
    orders: Vec<OrderId>,
    discounts: Vec<DiscountId>,
    payments: Vec<PaymentId>,
    settled: i64,
}

/// An evening on its way.
struct Evening {
    given: Given,
    currency: Currency,
    log: Vec<(Timestamp, Event)>,
    account: Account,
    parties: [Party; 2],
    last: Option<Command>,
    ids: u32,
    accepted: BTreeMap<&'static str, u32>,
}

fn session_of(table: usize) -> SessionId {
    ["sessionaaa", "sessionbbb"][table].parse().unwrap()
}

/// Diners of both tables have their own ids.
fn guest(table: usize, name: &str) -> DinerId {
    format!("din{}{name:a<6}", ["a", "b"][table]).parse().unwrap()
}

/// Shares as well.
fn share_of(table: usize, name: &str) -> ShareId {
    format!("sha{}{name:a<6}", ["a", "b"][table]).parse().unwrap()
}

impl Evening {
    fn id(&mut self) -> String {
        self.ids += 1;
        let letters = [self.ids / 625, self.ids / 25 % 25, self.ids % 25];
        letters.map(|digit| char::from(b'a' + digit as u8)).iter().collect()
    }

    fn reckoned(&self, table: usize) -> Reckoning {
        self.given.venue.reckoning(&session_of(table)).unwrap()
    }

    fn share(&self, table: usize, index: usize) -> ShareId {
        let shares = self.reckoned(table).shares;
        shares[index % shares.len()].share.share.clone()
    }

    fn order_at(&self, table: usize, index: usize) -> Option<OrderId> {
        pick(&self.parties[table].orders, index).copied()
    }

    fn act(&mut self, what: &'static str, command: Command) {
        let Ok(events) = self.given.venue.decide(self.given.now, &command) else { return };
        if !events.is_empty() || what == "repeat" {
            *self.accepted.entry(what).or_default() += 1;
        }
        for event in events {
            self.point_at(&event);
            self.given.venue.apply(self.given.now, &event);
            if let Some(session) = self.account.note(self.given.now, &event)
                && self.given.venue.reckoning(&session).unwrap().is_settled()
            {
                self.account.settle(self.given.now, &session);
            }
            self.log.push((self.given.now, event));
        }
    }

    /// Remembers what later steps may be about.
    fn point_at(&mut self, event: &Event) {
        let place = |session: &SessionId| usize::from(*session != session_of(0));
        match event {
            Event::OrderPlaced { order } => {
                let party = &mut self.parties[place(&order.session)];
                party.orders.push(order.id);
                let units = order.lines.iter().flat_map(|line| &line.units);
                party.units.extend(units.map(|unit| unit.unit.clone()));
            }
            Event::Bill { bill } => match bill.as_ref() {
                BillEvent::DiscountGiven { session, discount, .. } => {
                    self.parties[place(session)].discounts.push(discount.id.clone());
                }
                BillEvent::PaymentTaken { payment } => {
                    self.parties[place(&payment.session)].payments.push(payment.id.clone());
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn step(&mut self, (table, act): &Step) {
        let by = |is_wim: bool| if is_wim { "wim" } else { "wanda" };
        let (table, session) = (*table, session_of(*table));
        match act {
            Act::Order { soups, steaks, diner: index } => self.order(table, *soups, *steaks, *index),
            Act::Ready { order, index } => {
                if let Some(order) = self.order_at(table, *order) {
                    let status = DishStatus::Ready;
                    self.act("ready", Command::MoveDish { order, index: *index, status });
                }
            }
            Act::Void { order, index, portions, by: is_house } => {
                if let Some(order) = self.order_at(table, *order) {
                    let by = is_house.then(|| staff("wanda"));
                    self.act("void", Command::VoidPortions(off(order, *index, *portions, by)));
                }
            }
            Act::Comp { order, index, portions } => {
                if let Some(order) = self.order_at(table, *order) {
                    let off = off(order, *index, *portions, Some(staff("mona")));
                    // What was not made is not given free.
                    let status = DishStatus::Ready;
                    self.act("ready", Command::MoveDish { order, index: *index, status });
                    self.act("comp", Command::CompPortions(off));
                }
            }
            Act::TakeAway { units, leaves } => {
                let known = &self.parties[table].units;
                let units: Vec<UnitId> =
                    units.iter().filter_map(|unit| pick(known, *unit).cloned()).collect();
                let act = BillCommand::TakeAway { session, units, is_take_away: *leaves };
                self.act("take away", bill_by("wim", act));
            }
            Act::Discount { on, percent: which, minor } => {
                let unit = on.and_then(|unit| pick(&self.parties[table].units, unit).cloned());
                let on = unit.map_or(DiscountOn::Bill, |unit| DiscountOn::Portions { units: vec![unit] });
                let fixed = DiscountAmount::Fixed { minor: *minor };
                let amount = which.map_or(fixed, |which| percent(PERCENTS[which]));
                let id = format!("disc{:a<6}", self.id()).parse().unwrap();
                let (discount, reason) = (Discount { id, on, amount }, "burnt".to_owned());
                let act = BillCommand::GiveDiscount { session, discount, reason };
                self.act("discount", bill_by(if *minor % 2 == 0 { "mona" } else { "wim" }, act));
            }
            Act::Withdraw { discount } => {
                if self.parties[table].discounts.is_empty() {
                    let discount = Act::Discount { on: None, percent: Some(0), minor: 2 };
                    self.step(&(table, discount));
                }
                if let Some(discount) = pick(&self.parties[table].discounts, *discount).cloned() {
                    let act = BillCommand::WithdrawDiscount { session, discount };
                    self.act("withdraw", bill_by("wim", act));
                }
            }
            Act::Waiter { which } => {
                let waiter = ["wim", "wanda"].get(*which).map(|name| staff(name));
                let assign = FloorCommand::AssignWaiter { session, waiter };
                self.act("waiter", Command::Floor(assign));
            }
            Act::Split { way, shares, custom, claims } => self.split(table, *way, *shares, *custom, claims),
            Act::Lock { share, by: who } => {
                let act = BillCommand::StartPaying { session, share: self.share(table, *share) };
                self.act("lock", bill_by(by(*who), act));
            }
            Act::Release { share } => {
                let shares = self.reckoned(table).shares;
                let locked = shares.into_iter().find(|share| share.lock.is_some());
                let share = locked.map_or_else(|| self.share(table, *share), |share| share.share.share);
                let act = BillCommand::StopPaying { session, share };
                self.act("release", bill_by("wim", act));
            }
            Act::Pay { share, part, tip, kind, by: who } => {
                self.pay(table, *share, (*part, *tip), *kind, by(*who));
            }
            Act::Repeat => {
                if let Some(command) = self.last.clone() {
                    let receipts = self.account.receipts;
                    self.act("repeat", command);
                    assert_eq!(self.account.receipts, receipts, "[B14] a retry paid twice");
                }
            }
            Act::Refund { payment, part, tip, kind } => self.refund(table, *payment, (*part, *tip), *kind),
            Act::Correct { payment, kind } => self.correct(table, *payment, *kind),
            Act::Cash { amount } => {
                let (id, reason) = (payment(&self.id()), "change".to_owned());
                self.act("cash", bill_by("cash", BillCommand::MoveCash { id, amount: *amount, reason }));
            }
            Act::Hours { hours } => {
                self.given.now.wall_ms += hours * 3_600_000;
                self.given.now.uptime_ms += hours * 3_600_000;
            }
            Act::CloseDay => {
                let day = self.given.venue.oldest_day(self.given.now).0;
                let close = BillCommand::CloseDay { day, counted: 5000, left: 1000 };
                self.act("close", bill_by("mona", close));
            }
        }
    }

    fn order(&mut self, table: usize, soups: u8, steaks: u8, index: usize) {
        let dishes = [("steak", RARE, 2400, steaks), ("soup", PLAIN, 755, soups)];
        let eater = if index == 2 { DinerId::everyone() } else { guest(table, NAMES[index]) };
        let mut portions = Vec::new();
        for (item, config, price, count) in dishes {
            let line = format!("line{}aaa", self.id());
            for _ in 0..count {
                let unit = format!("unit{}aaa", self.id());
                let mut portion = portion(&unit, &line, item, config, price);
                portion.shown.currency = self.currency;
                if let PortionState::Pending { diner, .. } = &mut portion.now {
                    *diner = eater.clone();
                }
                portions.push(portion);
            }
        }
        let order = PlaceOrder {
            session: session_of(table),
            by: guest(table, "anna"),
            digest: digest_of(&portions),
            portions,
            heads: vec![],
            is_by_staff: false,
            with_others: false,
        };
        self.act("order", Command::PlaceOrder(Box::new(order)));
    }

    fn split(
        &mut self,
        table: usize,
        way: bool,
        count: usize,
        custom: Option<i64>,
        claims: &[(usize, u8, u8)],
    ) {
        let way = if way { SplitWay::Equal } else { SplitWay::ByPerson };
        let share = |name: &&str| Share {
            share: share_of(table, name),
            diners: vec![guest(table, name)],
            amount: None,
        };
        let shares = NAMES[..count.min(4)].iter().map(share).collect();
        let mut plan = SplitPlan { way, shares, claims: vec![] };
        for (unit, first, second) in claims {
            let parts = [("anna", *first), ("ben", *second)].into_iter().filter(|(_, parts)| *parts > 0);
            let parts: Vec<Part> =
                parts.map(|(name, parts)| Part { share: share_of(table, name), parts }).collect();
            if let Some(unit) = pick(&self.parties[table].units, *unit) {
                plan.claims.push(Claim { unit: unit.clone(), parts });
            }
        }
        if let Some(last) = plan.shares.last_mut() {
            last.amount = custom;
        }
        let (by, session) = (Hand::Diner(guest(table, "ben")), session_of(table));
        self.act("split", Command::SplitBill { by, session, plan });
    }

    fn pay(&mut self, table: usize, index: usize, (part, tip): (i64, i64), kind: u8, by: &'static str) {
        let share = self.share(table, index);
        let state = self.reckoned(table).share(&share).unwrap().clone();
        let locked =
            state.lock.as_ref().filter(|(who, _)| *who == staff(by)).map_or(0, |(_, amount)| *amount);
        let owed = state.left().max(locked);
        // 4 asks for more than is owed.
        let amount = if part == 4 { owed + 1 } else { owed / part };
        let offer = offer(kind, amount + tip + 2);
        let (payment, session) = (payment(&self.id()), session_of(table));
        let command = bill_by(by, BillCommand::TakePayment { payment, session, share, amount, tip, offer });
        let (before, due_back) = (self.account.receipts, self.reckoned(table).due_back());
        self.act("pay", command.clone());
        if self.account.receipts > before {
            assert!(amount <= owed, "more was taken than owed");
            // What a terminal had taken of a share that is less by now lowers the others or is due back;
            // nothing else ever is.
            let over = (amount - state.left()).max(0);
            assert!(self.reckoned(table).due_back() <= due_back + over, "[B10]");
            self.last = Some(command);
        }
    }

    fn refund(&mut self, table: usize, index: usize, (part, tip): (i64, i64), kind: u8) {
        let Some(of) = pick(&self.parties[table].payments, index).cloned() else { return };
        let (whole, whole_tip) = self.account.visits[&session_of(table)].payment(&of);
        let (refund, reason) = (payment(&self.id()), "sorry".to_owned());
        let due_back = self.reckoned(table).due_back();
        let amount = if part == 1 { due_back.min(whole) } else { whole / (part - 1) };
        let tip = if tip == 3 { 0 } else { whole_tip / (tip + 1) };
        let what = if tip > 0 { "tip refund" } else { "refund" };
        let offer = offer(kind, 0);
        let back = BillCommand::Refund { refund, payment: of, amount, tip, offer, reason };
        self.act(what, bill_by("mona", back));
    }

    fn correct(&mut self, table: usize, index: usize, kind: u8) {
        let Some(of) = pick(&self.parties[table].payments, index).cloned() else { return };
        let (amount, tip) = self.account.visits[&session_of(table)].payment(&of);
        let offer = offer(kind, amount + tip + 2);
        let (refund, replacement) = (payment(&self.id()), payment(&self.id()));
        let reason = "it was a card".to_owned();
        let mend = BillCommand::Correct { refund, replacement, payment: of, offer, reason };
        self.act("correct", bill_by("cash", mend));
    }

    fn check(&mut self) {
        for table in 0..2 {
            let reckoning = self.reckoned(table);
            let sum: i64 = reckoning.shares.iter().map(|share| share.share.amount).sum();
            assert_eq!(sum - reckoning.over, reckoning.bill.total, "[B6] shares are the bill");
            let paid = self.account.visits.get(&session_of(table)).map_or(0, |visit| visit.paid());
            assert_eq!(reckoning.paid(), paid);
            assert_eq!(reckoning.bill.total - paid, reckoning.left() - reckoning.due_back());
            assert!(reckoning.shares.iter().all(|share| share.paid >= 0 && share.share.amount >= 0));
            let party = &mut self.parties[table];
            if reckoning.is_settled() && party.settled != reckoning.bill.total {
                *self.accepted.entry("settled").or_default() += 1;
                party.settled = reckoning.bill.total;
            }
        }
        let settled: i64 = self.parties.iter().map(|party| party.settled).sum();
        assert_eq!(self.account.sales(), settled, "[B15] sales are the settled bills");
        assert_eq!(self.given.venue.drawer(), self.account.drawer, "[B17]");
        let days = self.given.venue.billing.days.open.iter().map(|day| {
            let rows = day.figures.rows().into_iter().map(|row| (row.figure, row.amount));
            (day.date.clone(), rows.collect::<account::Sums>())
        });
        let own = self.account.open.iter().map(|(date, sums)| (date_of(*date), something(sums)));
        let is_something = |(_, sums): &(String, account::Sums)| !sums.is_empty();
        let days: Vec<_> = days.filter(is_something).collect();
        let own: Vec<_> = own.filter(is_something).collect();
        assert_eq!(days, own, "[B15] every figure is the fold of the log");
    }
}

/// One of those that there are, whatever the number.
fn pick<T>(all: &[T], index: usize) -> Option<&T> {
    all.get(index % all.len().max(1))
}

fn off(order: OrderId, index: u16, portions: u16, by: Option<StaffId>) -> TakeOffPortions {
    TakeOffPortions { order, index, portions, reason: TakeOffReason::Mistake, by, at: None, of: None }
}

fn offer(kind: u8, given: i64) -> Offer {
    match kind {
        0 => Offer::Cash { given },
        1 => card(),
        2 => Offer::Voucher { number: "V-7".into() },
        _ => Offer::Account { name: "Town hall".into() },
    }
}

/// The small venue in a currency, with a soup that makes odd cents, and two parties in it.
fn house_in(currency: Currency, terms: BillTerms) -> Given {
    let mut setup = setup();
    setup.bill = Some(Box::new(terms));
    setup.menu.currency = currency;
    setup.menu.items[1].price.minor = 755;
    setup.menu.items.iter_mut().for_each(|item| item.price.currency = currency);
    let options = setup.menu.modifier_groups.iter_mut().flat_map(|group| &mut group.options);
    options.for_each(|option| option.price.currency = currency);
    let seat = |table: usize| Event::TableSeated {
        session: session_of(table),
        table: ["1", "2"][table].parse().unwrap(),
        covers: 4,
        mode: SessionMode::Family,
        pin_hash: hash("pin"),
        pin_digits: PinDigits::Four,
    };
    let join = |table: usize, name: &str| Event::DinerJoined {
        session: session_of(table),
        diner: guest(table, name),
        name: name.to_uppercase(),
        token: TokenHash(format!("{table} {name}")),
        expires_at_ms: 1_000_000,
        how: Entry::Pin,
    };
    given([
        Event::VenueImported { setup: Box::new(setup) },
        works_here("wim", Role::Waiter),
        works_here("wanda", Role::Waiter),
        works_here("mona", Role::Manager),
        works_here("cash", Role::Cashier),
        seat(0),
        join(0, "anna"),
        join(0, "ben"),
        seat(1),
        join(1, "anna"),
        join(1, "ben"),
    ])
}

fn spend(
    currency: &str,
    step_coin: i64,
    way: TaxWay,
    service: bool,
    steps: &[Step],
) -> BTreeMap<&'static str, u32> {
    let service =
        service.then(|| plato_sync_protocol::bill::Service { percent: "12.5".parse().unwrap(), rate: None });
    let cash_step = CashStep::try_from(step_coin).unwrap();
    let currency = currency.parse().unwrap();
    let mut given = house_in(currency, BillTerms { way, service: service.clone(), cash_step, ..terms() });
    given.now.wall_ms = NOON_MS;
    let before = given.venue.clone();
    let mut evening = Evening {
        given,
        currency,
        log: vec![],
        account: Account { service, ..Account::default() },
        parties: Default::default(),
        last: None,
        ids: 0,
        accepted: BTreeMap::new(),
    };
    evening.order(0, 2, 1, 0);
    evening.order(1, 1, 1, 2);
    for step in steps {
        evening.step(step);
        evening.check();
    }
    let mut replayed = before;
    evening.log.iter().for_each(|(at, event)| replayed.apply(*at, event));
    assert_eq!(replayed, evening.given.venue, "replaying the log gives the same bills and books");
    evening.accepted
}

#[test]
fn whatever_happens_in_an_evening_the_sums_hold() {
    let config =
        Config { cases: CASES, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[0xb2; 32]);
    let accepted = std::cell::RefCell::new(BTreeMap::<&str, u32>::new());
    let evenings = (0..4_usize, prop_oneof![Just(1_i64), Just(5)], any::<bool>(), any::<bool>(), steps());
    let outcome = TestRunner::new_with_rng(config, rng).run(&evenings, |evening| {
        let (currency, coin, is_added, service, steps) = evening;
        let way = if is_added { TaxWay::Added } else { TaxWay::Included };
        for (what, count) in spend(CURRENCIES[currency], coin, way, service, &steps) {
            *accepted.borrow_mut().entry(what).or_default() += count;
        }
        Ok(())
    });
    outcome.unwrap();
    // What is always refused would prove nothing.
    for what in [
        "order",
        "ready",
        "void",
        "comp",
        "take away",
        "discount",
        "withdraw",
        "waiter",
        "split",
        "lock",
        "release",
        "pay",
        "repeat",
        "refund",
        "tip refund",
        "correct",
        "cash",
        "close",
        "settled",
    ] {
        let count = accepted.borrow().get(what).copied().unwrap_or(0);
        assert!(count >= 50, "{what} was accepted only {count} times: {:?}", accepted.borrow());
    }
}
