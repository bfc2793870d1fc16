//! The test's own account of an evening: a fold of the log that knows nothing of the hub's tabs and books.
//! It has the mathematics of a bill from `sync_protocol::bill`, which has tests of its own, and is told
//! when a bill is settled, which the test checks by itself.

use std::collections::BTreeMap;

use plato_sync_protocol::bill::{self, Bill, BillPortion};
use plato_sync_protocol::ids::{CategoryId, OrderId, SessionId};

use super::super::*;
use crate::venue::billing::Figure;
use crate::venue::billing::events::{Payment, Refund, TaxPart};
use crate::venue::billing::terms::LineTax;
use crate::venue::floor::events::FloorEvent;

pub type Sums = BTreeMap<Figure, i64>;

const DAY_BEGINS_MS: u64 = 4 * 3_600_000;
const DAY_MS: u64 = 24 * 3_600_000;

fn add(sums: &mut Sums, figure: Figure, amount: i64) {
    let sum = sums.entry(figure).or_default();
    *sum += amount;
}

/// Without what came to nothing.
pub fn something(sums: &Sums) -> Sums {
    sums.iter()
        .filter(|(_, amount)| **amount != 0)
        .map(|(figure, amount)| (figure.clone(), *amount))
        .collect()
}

/// A portion as it was ordered, and what became of it.
struct Ordered {
    portion: BillPortion,
    tax: Option<LineTax>,
    category: Option<CategoryId>,
    off_by: Option<StaffId>,
}

/// What has happened to one bill.
#[derive(Default)]
pub struct Visit {
    portions: Vec<Ordered>,
    discounts: Vec<(Discount, StaffId)>,
    waiter: Option<StaffId>,
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
    /// What the books should have of it.
    booked: Sums,
    /// Has it become less since somebody paid, or took out a terminal for it [B10]? Then a receipt may have
    /// tax that is on the bill no more.
    is_lowered: bool,
}

impl Visit {
    pub fn paid(&self) -> i64 {
        let paid: i64 = self.payments.iter().map(|payment| payment.amount).sum();
        paid - self.refunds.iter().map(|refund| refund.amount).sum::<i64>()
    }

    /// Amount and tip of a payment.
    pub fn payment(&self, id: &PaymentId) -> (i64, i64) {
        let known = self.payments.iter().find(|payment| payment.id == *id).unwrap();
        (known.amount, known.tip)
    }

    fn bill(&self, service: Option<&bill::Service>) -> Bill {
        let portions: Vec<BillPortion> = self.portions.iter().map(|one| one.portion.clone()).collect();
        let discounts: Vec<Discount> = self.discounts.iter().map(|(discount, _)| discount.clone()).collect();
        bill::total(&portions, &discounts, service).unwrap()
    }

    /// What the receipts say of each rate, less what refunds took back: gross and tax.
    fn receipts(&self) -> BTreeMap<Option<(String, String)>, (i64, i64)> {
        let mut sums = BTreeMap::new();
        let mut add = |part: &TaxPart, sign: i64| {
            let (gross, tax) = sums.entry(part.rate.as_ref().map(key)).or_insert((0, 0));
            *gross += sign * part.gross;
            *tax += sign * part.tax;
        };
        self.payments.iter().flat_map(|payment| &payment.taxes).for_each(|part| add(part, 1));
        self.refunds.iter().flat_map(|refund| &refund.taxes).for_each(|part| add(part, -1));
        sums.retain(|_, sums| *sums != (0, 0));
        sums
    }

    /// Together the receipts of a settled bill are the bill, rate by rate [B13].
    pub fn receipts_are(&self, bill: &Bill) {
        let receipts = self.receipts();
        assert_eq!(receipts.values().map(|(gross, _)| gross).sum::<i64>(), bill.total, "[B13]");
        if self.is_lowered {
            return;
        }
        let mut lines: BTreeMap<_, _> =
            bill.taxes.iter().map(|line| (Some(key(&line.rate)), (line.gross, line.tax))).collect();
        lines.insert(None, (bill.untaxed, 0));
        lines.retain(|_, sums| *sums != (0, 0));
        assert_eq!(receipts, lines, "[B13] receipts have the bill's taxes");
    }

    fn take_off(&mut self, units: &[UnitId], fate: Fate, by: Option<&StaffId>) {
        for one in self.portions.iter_mut().filter(|one| units.contains(&one.portion.unit)) {
            one.portion.fate = fate;
            one.off_by = by.cloned();
        }
    }

    /// What the books have of it once it is settled.
    fn sold(&self, bill: &Bill) -> Sums {
        let mut sums = Sums::new();
        add(&mut sums, Figure::Sales, bill.total);
        add(&mut sums, Figure::UntaxedSales, bill.untaxed);
        for line in &bill.taxes {
            let (tax, percent, way) = (line.rate.tax.clone(), line.rate.percent, line.rate.way);
            add(&mut sums, Figure::TaxedSales { tax: tax.clone(), percent, way }, line.gross);
            add(&mut sums, Figure::Tax { tax, percent, way }, line.tax);
        }
        for priced in &bill.portions {
            let ordered = self.portions.iter().find(|one| one.portion.unit == priced.unit).unwrap();
            add(&mut sums, Figure::Category { category: ordered.category.clone() }, priced.gross);
        }
        add(&mut sums, Figure::Service, bill.service);
        for ((_, by), (_, amount)) in self.discounts.iter().zip(&bill.discounts) {
            add(&mut sums, Figure::Discounts, *amount);
            add(&mut sums, Figure::DiscountsBy { staff: by.clone() }, *amount);
        }
        for one in &self.portions {
            let (all, own): (_, fn(StaffId) -> Figure) = match one.portion.fate {
                Fate::Charged => continue,
                Fate::Voided => (Figure::Voids, |staff| Figure::VoidsBy { staff }),
                Fate::Comped => (Figure::Comps, |staff| Figure::CompsBy { staff }),
            };
            add(&mut sums, all, one.portion.price);
            if let Some(by) = one.off_by.clone() {
                add(&mut sums, own(by), one.portion.price);
            }
        }
        let before = |figure: &&Figure| matches!(figure, Figure::SalesOf { .. });
        let mut new = bill.total;
        for figure in self.booked.keys().filter(before) {
            add(&mut sums, figure.clone(), self.booked[figure]);
            new -= self.booked[figure];
        }
        add(&mut sums, Figure::SalesOf { staff: self.waiter.clone() }, new);
        something(&sums)
    }
}

fn key(rate: &bill::TaxRate) -> (String, String) {
    (rate.tax.to_string(), format!("{} {:?}", rate.percent, rate.way))
}

/// All of it.
#[derive(Default)]
pub struct Account {
    pub service: Option<bill::Service>,
    pub visits: BTreeMap<SessionId, Visit>,
    pub orders: BTreeMap<OrderId, SessionId>,
    /// Days that are open, by how many there were before them since 1970.
    pub open: BTreeMap<u64, Sums>,
    /// Days that were closed, all in one.
    pub closed: Sums,
    pub receipts: u32,
    pub drawer: i64,
}

impl Account {
    fn visit(&mut self, session: &SessionId) -> &mut Visit {
        self.visits.entry(session.clone()).or_default()
    }

    fn book(&mut self, at: Timestamp, figure: Figure, amount: i64) {
        let date = (at.wall_ms - DAY_BEGINS_MS) / DAY_MS;
        add(self.open.entry(date).or_default(), figure, amount);
    }

    /// Takes an event in; answers whose bill has changed by it.
    pub fn note(&mut self, at: Timestamp, event: &Event) -> Option<SessionId> {
        match event {
            Event::OrderPlaced { order } => {
                self.orders.insert(order.id, order.session.clone());
                let visit = self.visit(&order.session);
                for line in &order.lines {
                    visit.portions.extend(line.units.iter().map(|unit| Ordered {
                        portion: BillPortion {
                            unit: unit.unit.clone(),
                            order: order.id,
                            diner: unit.diner.clone(),
                            price: line.unit_price.minor,
                            rate: line.tax.as_ref().map(|tax| tax.rate(false)),
                            fate: Fate::Charged,
                        },
                        tax: line.tax.clone(),
                        category: line.category.clone(),
                        off_by: None,
                    }));
                }
                Some(order.session.clone())
            }
            Event::PortionsVoided { order, units, by, .. } => {
                Some(self.take_off(*order, units, Fate::Voided, by.as_ref()))
            }
            Event::PortionsComped { order, units, by, .. } => {
                Some(self.take_off(*order, units, Fate::Comped, by.as_ref()))
            }
            Event::Floor { floor } => {
                if let FloorEvent::WaiterAssigned { session, waiter } = floor.as_ref() {
                    self.visit(session).waiter.clone_from(waiter);
                }
                None
            }
            Event::Bill { bill } => self.note_bill(at, bill),
            _ => None,
        }
    }

    fn take_off(&mut self, order: OrderId, units: &[UnitId], fate: Fate, by: Option<&StaffId>) -> SessionId {
        let session = self.orders[&order].clone();
        let visit = self.visit(&session);
        visit.take_off(units, fate, by);
        visit.is_lowered |= !visit.payments.is_empty();
        session
    }

    fn note_bill(&mut self, at: Timestamp, event: &BillEvent) -> Option<SessionId> {
        match event {
            BillEvent::DiscountGiven { session, discount, by, .. } => {
                let visit = self.visit(session);
                visit.discounts.push((discount.clone(), by.clone()));
                visit.is_lowered |= !visit.payments.is_empty();
            }
            BillEvent::DiscountWithdrawn { session, discount, .. } => {
                self.visit(session).discounts.retain(|(known, _)| known.id != *discount);
            }
            BillEvent::PortionsTakenAway { session, units, is_take_away, .. } => {
                for one in &mut self.visit(session).portions {
                    if units.contains(&one.portion.unit) {
                        one.portion.rate = one.tax.as_ref().map(|tax| tax.rate(*is_take_away));
                    }
                }
            }
            BillEvent::PaymentTaken { payment } => self.take(at, payment),
            BillEvent::PaymentRefunded { refund } => {
                self.give_back(at, refund);
                // Its second half comes at once.
                if refund.is_correction {
                    return None;
                }
            }
            BillEvent::CashMoved { amount, .. } => {
                self.drawer += amount;
                self.book(at, Figure::CashMoved, *amount);
                self.book(at, Figure::IntoDrawer, *amount);
            }
            BillEvent::DayClosed { close } => {
                assert_eq!(close.expected, self.drawer, "[B17]");
                self.drawer = close.left;
                let sums: Sums = close.figures.iter().map(|row| (row.figure.clone(), row.amount)).collect();
                let own = self.open.first_key_value().map(|(date, own)| (*date, something(own)));
                let own = own.filter(|(date, _)| date_of(*date) == close.date);
                let all = |is: fn(&Figure) -> bool| -> i64 {
                    sums.iter().filter(|(figure, _)| is(figure)).map(|(_, sum)| *sum).sum()
                };
                let tips = all(|figure| matches!(figure, Figure::Tips { .. }));
                let back = all(|figure| matches!(figure, Figure::TipsRefunded { .. }));
                let by_person = all(|figure| matches!(figure, Figure::TipsBy { .. }));
                assert_eq!(by_person, tips - back, "[B15] each tip is somebody's, once");
                let own = own.map(|(date, sums)| {
                    self.open.remove(&date);
                    sums
                });
                assert_eq!(sums, own.unwrap_or_default(), "[B15] a closed day is the fold of the log");
                sums.into_iter().for_each(|(figure, amount)| add(&mut self.closed, figure, amount));
            }
            _ => {}
        }
        event.session().cloned()
    }

    fn take(&mut self, at: Timestamp, paid: &Payment) {
        self.receipts += 1;
        assert_eq!(paid.receipt, self.receipts, "[B13]");
        assert_eq!(paid.taxes.iter().map(|part| part.gross).sum::<i64>(), paid.amount);
        let (tender, by) = (paid.tender.kind(), paid.by.clone());
        self.drawer += paid.tender.into_drawer();
        self.book(at, Figure::Taken { tender }, paid.amount);
        self.book(at, Figure::TakenBy { staff: by.clone() }, paid.amount);
        self.book(at, Figure::Tips { tender }, paid.tip);
        let visit = self.visit(&paid.session);
        let corrected = visit.refunds.last().filter(|back| back.is_correction && back.share == paid.share);
        let replaced = corrected.map(|back| back.payment.clone()).filter(|_| paid.replaces.is_some());
        assert_eq!(paid.replaces, replaced, "[B11] a correction names what it puts right");
        if replaced.is_none() {
            self.book(at, Figure::TipsBy { staff: by }, paid.tip);
        }
        self.book(at, Figure::Rounding, paid.tender.rounding());
        self.book(at, Figure::IntoDrawer, paid.tender.into_drawer());
        let service = self.service.clone();
        let visit = self.visit(&paid.session);
        visit.is_lowered |= visit.paid() + paid.amount > visit.bill(service.as_ref()).total;
        visit.payments.push(paid.clone());
    }

    fn give_back(&mut self, at: Timestamp, back: &Refund) {
        self.receipts += 1;
        assert_eq!(back.receipt, self.receipts, "[B13]");
        assert_eq!(back.taxes.iter().map(|part| part.gross).sum::<i64>(), back.amount);
        let tender = back.tender.kind();
        self.drawer += back.tender.into_drawer();
        self.book(at, Figure::Refunded { tender }, back.amount);
        self.book(at, Figure::TipsRefunded { tender }, back.tip);
        if !back.is_correction {
            let payments = &self.visit(&back.session).payments;
            let of = |id: &PaymentId| payments.iter().find(|payment| payment.id == *id).unwrap();
            let mut first = of(&back.payment);
            while let Some(before) = &first.replaces {
                first = of(before);
            }
            let staff = first.by.clone();
            self.book(at, Figure::TipsBy { staff }, -back.tip);
        }
        self.book(at, Figure::RefundedBy { staff: back.by.clone() }, back.amount);
        self.book(at, Figure::Rounding, back.tender.rounding());
        self.book(at, Figure::IntoDrawer, back.tender.into_drawer());
        let visit = self.visit(&back.session);
        visit.refunds.push(back.clone());
        let of = |refund: &&Refund| refund.payment == back.payment;
        let sum = |part: fn(&Refund) -> i64| visit.refunds.iter().filter(of).map(part).sum::<i64>();
        let known = visit.payments.iter().find(|payment| payment.id == back.payment).unwrap();
        assert!(sum(|refund| refund.amount) <= known.amount, "[B11] more was given back than paid");
        assert!(sum(|refund| refund.tip) <= known.tip, "[B11] more of a tip was given back than given");
    }

    /// A bill is settled: what is new of it is sold today [B15].
    pub fn settle(&mut self, at: Timestamp, session: &SessionId) {
        let service = self.service.clone();
        let visit = self.visit(session);
        let bill = visit.bill(service.as_ref());
        assert_eq!(visit.paid(), bill.total, "a settled bill is paid");
        visit.receipts_are(&bill);
        let sold = visit.sold(&bill);
        let booked = std::mem::replace(&mut visit.booked, sold.clone());
        let mut more = sold;
        booked.into_iter().for_each(|(figure, amount)| add(&mut more, figure, -amount));
        for (figure, amount) in something(&more) {
            self.book(at, figure, amount);
        }
    }

    /// Sales of all days.
    pub fn sales(&self) -> i64 {
        let days = self.open.values().chain([&self.closed]);
        days.filter_map(|sums| sums.get(&Figure::Sales)).sum()
    }
}

/// The day that begins in the morning of so many days after 1970, as 2026-11-22.
pub fn date_of(days: u64) -> String {
    let date = time::OffsetDateTime::UNIX_EPOCH.date() + time::Duration::days(days as i64);
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}
