//! The books of the business days. A day is a sum of named figures, kept up as things happen; closing it
//! writes them down for good, with the drawer that was counted.
//!
//! A day begins at the venue's own hour, not at midnight, and ends when somebody closes it. Days are
//! numbered without gaps; their dates come from the wall clock, and a clock that has fallen back (a box
//! without a battery boots in 1970) does not open a day before the one that is open [B16].

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use plato_sync_protocol::bill::{Fate, Percent, TaxWay};
use plato_sync_protocol::ids::{CategoryId, SessionId, StaffId, TaxId};
use plato_sync_protocol::money::Currency;
use serde::{Deserialize, Serialize};

use super::clocks::business_date;
use super::events::TenderKind;
use super::terms::BillTerms;
use super::{Billing, Reckoning, Timestamp, Venue};
use crate::venue::rating::DayRatings;

/// What a sum in the books is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "figure", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields name themselves")]
pub enum Figure {
    /// Bills that were settled, all in.
    Sales,
    /// Of which with a rate of tax.
    TaxedSales { tax: TaxId, percent: Percent, way: TaxWay },
    /// The tax in that.
    Tax { tax: TaxId, percent: Percent, way: TaxWay },
    /// Of which without tax.
    UntaxedSales,
    /// Sales of a section of the menu; of none for orders of earlier versions.
    Category { category: Option<CategoryId> },
    /// Service charge in the sales, before added tax.
    Service,
    /// Sales of the visits that somebody looks after; of nobody for tables without a waiter.
    SalesOf { staff: Option<StaffId> },
    /// Discounts on what was sold.
    Discounts,
    /// Of which given by somebody.
    DiscountsBy { staff: StaffId },
    /// Prices of what was voided.
    Voids,
    /// Of which voided by somebody of the house, not by guests themselves.
    VoidsBy { staff: StaffId },
    /// Prices of what was on the house.
    Comps,
    /// Of which given by somebody.
    CompsBy { staff: StaffId },
    /// Payments of bills, without tips.
    Taken { tender: TenderKind },
    /// Of which taken by somebody.
    TakenBy { staff: StaffId },
    /// Tips.
    Tips { tender: TenderKind },
    /// Of which taken by somebody.
    TipsBy { staff: StaffId },
    /// What was given back of payments.
    Refunded { tender: TenderKind },
    /// What was given back of tips.
    TipsRefunded { tender: TenderKind },
    /// What was given back by somebody.
    RefundedBy { staff: StaffId },
    /// What came in online for nothing on a bill, in the house's currency.
    Strayed,
    /// And what was given back of that.
    StraysReturned,
    /// What coins added to cash payments, or took off.
    Rounding,
    /// Cash put into the drawer less cash taken out, but for payments.
    CashMoved,
    /// What came into the drawer in all.
    IntoDrawer,
}

/// A line of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRow {
    /// What it is of.
    #[serde(flatten)]
    pub figure: Figure,
    /// How much.
    pub amount: i64,
}

/// Sums by name. One that is nothing is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Figures(BTreeMap<Figure, i64>);

impl Figures {
    pub fn add(&mut self, figure: Figure, amount: i64) {
        let sum = self.0.remove(&figure).unwrap_or(0).saturating_add(amount);
        if sum != 0 {
            self.0.insert(figure, sum);
        }
    }

    #[cfg(test)]
    pub fn of(&self, figure: &Figure) -> i64 {
        self.0.get(figure).copied().unwrap_or(0)
    }

    /// Adds what `new` has more than `old`.
    fn add_difference(&mut self, old: &Self, new: &Self) {
        new.0.iter().for_each(|(figure, amount)| self.add(figure.clone(), *amount));
        old.0.iter().for_each(|(figure, amount)| self.add(figure.clone(), -amount));
    }

    pub fn rows(&self) -> Vec<FigureRow> {
        let row = |(figure, amount): (&Figure, &i64)| FigureRow { figure: figure.clone(), amount: *amount };
        self.0.iter().map(row).collect()
    }
}

/// A visit that owes or is owed something when a day is closed, or has paid and is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenVisit {
    /// Which.
    pub session: SessionId,
    /// At which table.
    pub table: String,
    /// What is left to pay.
    pub left: i64,
    /// What has to be given back.
    pub due_back: i64,
}

/// The books of a business day, as they were closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClose {
    /// Its number, from 1 without gaps.
    pub day: u32,
    /// Its date, as 2026-11-22.
    pub date: String,
    /// Currency of its sums.
    pub currency: Currency,
    /// Its sums.
    pub figures: Vec<FigureRow>,
    /// Visits that go over into the next day, or were left unpaid.
    pub open_visits: Vec<OpenVisit>,
    /// What should be in the drawer.
    pub expected: i64,
    /// What was counted.
    pub counted: i64,
    /// What stays in it.
    pub left: i64,
    /// Who closed it.
    pub by: StaffId,
    /// What guests said. Days of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratings: Option<DayRatings>,
}

impl DayClose {
    /// What is over in the drawer, or missing when negative.
    pub fn difference(&self) -> i64 {
        self.counted - self.expected
    }
}

/// A day that is not closed yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Day {
    pub number: u32,
    pub date: String,
    pub figures: Figures,
}

/// All days.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Days {
    /// Oldest first; there are several when closing was forgotten.
    pub open: VecDeque<Day>,
    closed: u32,
    /// Every day that was closed, and when.
    closes: BTreeMap<u32, (Timestamp, Arc<DayClose>)>,
    /// What should be in the drawer.
    pub drawer: i64,
}

impl Days {
    fn today(&mut self, at: Timestamp, terms: &BillTerms) -> &mut Figures {
        let date = business_date(at, terms);
        if self.open.back().is_none_or(|day| day.date < date) {
            let number = self.next_number() + self.open.len() as u32;
            self.open.push_back(Day { number, date, figures: Figures::default() });
        }
        let last = self.open.len() - 1;
        &mut self.open[last].figures
    }

    /// Number of the oldest day that is not closed.
    pub fn next_number(&self) -> u32 {
        self.closed + 1
    }

    pub fn close(&mut self, at: Timestamp, close: &DayClose) {
        self.open.pop_front();
        self.closes.insert(close.day, (at, Arc::new(close.clone())));
        self.closed = close.day;
        self.drawer = close.left;
    }
}

impl Billing {
    /// The business day of a moment, as 2026-11-22; never before the day that is open.
    pub(in crate::venue) fn date(&self, at: Timestamp) -> String {
        let date = business_date(at, &self.terms);
        self.days.open.back().map(|day| day.date.clone()).filter(|open| *open > date).unwrap_or(date)
    }

    /// The books of the day.
    pub(super) fn book(&mut self, at: Timestamp) -> &mut Figures {
        self.days.today(at, &self.terms)
    }

    /// Stray money of another currency is in no books: its sums would say nothing.
    pub(super) fn book_stray(&mut self, at: Timestamp, figure: Figure, own: Option<i64>) {
        if let Some(amount) = own {
            self.book(at).add(figure, amount);
        }
    }

    pub(super) fn book_cash(&mut self, at: Timestamp, amount: i64) {
        self.book(at).add(Figure::CashMoved, amount);
        self.book_drawer(at, amount);
    }

    pub(super) fn book_drawer(&mut self, at: Timestamp, amount: i64) {
        self.book(at).add(Figure::IntoDrawer, amount);
        self.days.drawer = self.days.drawer.saturating_add(amount);
    }
}

impl Venue {
    /// A bill that is settled goes into the books of the day; one that is settled again, with what has
    /// changed since [B15].
    pub(super) fn settle(&mut self, at: Timestamp, session: &SessionId) {
        let Some(reckoning) = self.reckoning(session) else { return };
        if !reckoning.is_settled() {
            self.billing.unsettled.insert(session.clone());
            return;
        }
        if self.has_strays(session) {
            self.billing.unsettled.insert(session.clone());
        } else {
            self.billing.unsettled.remove(session);
        }
        let sold = self.sold(session, &reckoning);
        let booked = std::mem::replace(&mut self.billing.tab_mut(session).booked, sold.clone());
        if sold != booked {
            self.billing.book(at).add_difference(&booked, &sold);
        }
    }

    /// What a settled bill adds to the books.
    fn sold(&self, session: &SessionId, reckoning: &Reckoning) -> Figures {
        let bill = &reckoning.bill;
        let mut figures = Figures::default();
        figures.add(Figure::Sales, bill.total);
        figures.add(Figure::UntaxedSales, bill.untaxed);
        for line in &bill.taxes {
            let (tax, percent, way) = (line.rate.tax.clone(), line.rate.percent, line.rate.way);
            figures.add(Figure::TaxedSales { tax: tax.clone(), percent, way }, line.gross);
            figures.add(Figure::Tax { tax, percent, way }, line.tax);
        }
        for (category, gross) in self.categories(session, bill) {
            figures.add(Figure::Category { category }, gross);
        }
        figures.add(Figure::Service, bill.service);
        figures.add(Figure::Discounts, bill.discount);
        if let Some(tab) = self.billing.tabs.get(session) {
            for ((_, amount), (_, by)) in bill.discounts.iter().zip(&tab.discounts) {
                figures.add(Figure::DiscountsBy { staff: by.clone() }, *amount);
            }
        }
        figures.add(Figure::Voids, bill.voided);
        figures.add(Figure::Comps, bill.comped);
        self.taken_off_by(session, &mut figures);
        self.sold_by(session, bill.total, &mut figures);
        figures
    }

    /// Who took off how much of what the kitchen knew of.
    fn taken_off_by(&self, session: &SessionId, figures: &mut Figures) {
        let Some(tab) = self.billing.tabs.get(session) else { return };
        let lines = self.orders.of_session(session).flat_map(|order| &order.placed.lines);
        for (unit, price) in lines.flat_map(|line| line.units.iter().map(|unit| (unit, &line.unit_price))) {
            match tab.fates.get(&unit.unit) {
                Some((Fate::Voided, Some(by))) => {
                    figures.add(Figure::VoidsBy { staff: by.clone() }, price.minor);
                }
                Some((Fate::Comped, Some(by))) => {
                    figures.add(Figure::CompsBy { staff: by.clone() }, price.minor);
                }
                _ => {}
            }
        }
    }

    /// What was sold before stays with whoever looked after the visit then; what has come since, or was
    /// taken off, is with whoever does now.
    fn sold_by(&self, session: &SessionId, total: i64, figures: &mut Figures) {
        let booked = self.billing.tabs.get(session).map(|tab| &tab.booked.0);
        let mut more = total;
        for (figure, amount) in booked.into_iter().flatten() {
            if matches!(figure, Figure::SalesOf { .. }) {
                figures.add(figure.clone(), *amount);
                more -= amount;
            }
        }
        let staff = self.floor.session(session).and_then(|visit| visit.waiter.clone());
        figures.add(Figure::SalesOf { staff }, more);
    }

    /// The oldest day that is not closed, with the sums that it has so far; a new one when all are.
    pub fn oldest_day(&self, now: Timestamp) -> (u32, String, Vec<FigureRow>) {
        match self.billing.days.open.front() {
            Some(day) => (day.number, day.date.clone(), day.figures.rows()),
            None => (self.billing.days.next_number(), business_date(now, &self.billing.terms), Vec::new()),
        }
    }

    /// What should be in the drawer.
    pub fn drawer(&self) -> i64 {
        self.billing.days.drawer
    }

    /// The days that were closed with the moment of that, the newest first.
    pub fn closed_days(&self) -> impl Iterator<Item = (Timestamp, Arc<DayClose>)> + '_ {
        self.billing.days.closes.values().rev().cloned()
    }

    /// A day that was closed.
    pub fn closed_day(&self, day: u32) -> Option<(Timestamp, Arc<DayClose>)> {
        self.billing.days.closes.get(&day).cloned()
    }

    /// Does anything wait to be paid, counted or closed whose currency has to stay?
    pub(in crate::venue) fn has_money_under_way(&self) -> bool {
        let days = &self.billing.days;
        let has_ordered = |session: &SessionId| self.orders.of_session(session).next().is_some();
        self.floor.seated.values().any(has_ordered)
            || days.drawer != 0
            || days.open.iter().any(|day| !day.figures.0.is_empty())
    }

    /// Visits that owe or are owed something.
    pub fn open_bills(&self) -> Vec<OpenVisit> {
        let visit = |session: &SessionId| {
            let reckoning = self.reckoning(session)?;
            let table = self.floor.session(session).map(|state| &state.table)?;
            let name = self.floor.table(table).map_or_else(|| table.to_string(), |table| table.name.clone());
            let (left, due_back) = (reckoning.left(), reckoning.due_back() + self.stray_sum(session));
            Some(OpenVisit { session: session.clone(), table: name, left, due_back })
        };
        self.billing.unsettled.iter().filter_map(visit).collect()
    }

    /// The same, and who has paid and sits there still.
    pub(super) fn open_visits(&self) -> Vec<OpenVisit> {
        let mut visits = self.open_bills();
        for (_, session) in self.open_sessions() {
            let is_listed = visits.iter().any(|visit| visit.session == session);
            if is_listed || self.orders.of_session(&session).next().is_none() {
                continue;
            }
            let table = self.table_of(&session).map_or_else(String::new, |(_, name)| name);
            visits.push(OpenVisit { session, table, left: 0, due_back: 0 });
        }
        visits
    }
}
