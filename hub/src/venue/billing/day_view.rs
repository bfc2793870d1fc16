//! The books of a business day in words, for the screen and for what is printed or saved of it.

use plato_sync_protocol::ids::TaxId;
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::till::{self, DayBrief, DayClosing, DayRow, DaySection, DayView, TillVisit};

use super::days::{DayClose, Figure, FigureRow, OpenVisit};
use super::events::TenderKind;
use super::{Timestamp, Venue};
use crate::venue::rating::DayRatings;

impl Venue {
    /// The day that is to be closed next, as far as it has come. None before there is a venue.
    pub fn open_day_view(&self, now: Timestamp) -> Option<DayView> {
        let currency = self.menu.current()?.currency;
        let (day, date, figures) = self.oldest_day(now);
        Some(DayView {
            venue: self.venue_name(),
            day,
            ratings: self.day_ratings(&date).map(|ratings| ratings.view()),
            date,
            rows: self.day_rows(&figures, currency),
            visits: self.till_visits(currency),
            expected: Money { minor: self.drawer(), currency },
            closing: None,
            coins: till::coins(currency.as_str()).to_vec(),
        })
    }

    /// A day that was closed.
    pub fn closed_day_view(&self, day: u32) -> Option<DayView> {
        let (at, close) = self.closed_day(day)?;
        let money = |minor| Money { minor, currency: close.currency };
        Some(DayView {
            venue: self.venue_name(),
            day,
            date: close.date.clone(),
            rows: self.day_rows(&close.figures, close.currency),
            visits: close.open_visits.iter().map(|visit| self.till_visit(visit, close.currency)).collect(),
            expected: money(close.expected),
            closing: Some(DayClosing {
                counted: money(close.counted),
                difference: money(close.difference()),
                left: money(close.left),
                by: self.staff_name(&close.by),
                at_ms: at.wall_ms,
            }),
            coins: Vec::new(),
            ratings: close.ratings.as_ref().map(DayRatings::view),
        })
    }

    /// A closed day in a line.
    pub fn day_brief(&self, close: &DayClose) -> DayBrief {
        let money = |minor| Money { minor, currency: close.currency };
        let sales = close.figures.iter().find(|row| row.figure == Figure::Sales);
        DayBrief {
            day: close.day,
            date: close.date.clone(),
            sales: money(sales.map_or(0, |row| row.amount)),
            difference: money(close.difference()),
            by: self.staff_name(&close.by),
        }
    }

    /// Open visits, as they stand.
    fn till_visits(&self, currency: Currency) -> Vec<TillVisit> {
        self.open_visits().iter().map(|visit| self.till_visit(visit, currency)).collect()
    }

    fn till_visit(&self, visit: &OpenVisit, currency: Currency) -> TillVisit {
        let money = |minor| Money { minor, currency };
        TillVisit {
            session: visit.session.clone(),
            table: visit.table.clone(),
            is_open: self.floor.open_session(&visit.session).is_ok(),
            left: money(visit.left),
            due_back: money(visit.due_back),
        }
    }

    fn venue_name(&self) -> String {
        self.menu.current().map_or_else(String::new, |menu| menu.venue.clone())
    }

    fn day_rows(&self, figures: &[FigureRow], currency: Currency) -> Vec<DayRow> {
        let row = |row: &FigureRow| {
            let (section, label) = self.figure_words(&row.figure);
            DayRow { section, label, amount: Money { minor: row.amount, currency } }
        };
        let mut rows: Vec<DayRow> = figures.iter().map(row).collect();
        rows.sort_by_key(|row| row.section);
        rows
    }

    fn figure_words(&self, figure: &Figure) -> (DaySection, String) {
        use DaySection as In;
        let tax_name = |id: &TaxId| {
            let taxes = &self.billing.terms.taxes;
            taxes.iter().find(|tax| tax.id == *id).map_or_else(|| id.to_string(), |tax| tax.name.clone())
        };
        match figure {
            Figure::Sales => (In::Sales, "Settled bills".into()),
            Figure::TaxedSales { tax, percent, .. } => {
                (In::Tax, format!("Sales with {} {percent} %", tax_name(tax)))
            }
            Figure::Tax { tax, percent, .. } => (In::Tax, format!("{} {percent} %", tax_name(tax))),
            Figure::UntaxedSales => (In::Tax, "Sales without tax".into()),
            Figure::Category { category } => {
                let menu = self.menu.current();
                let known = category
                    .as_ref()
                    .zip(menu)
                    .and_then(|(id, menu)| menu.categories.iter().find(|category| category.id == *id));
                let id = category.as_ref().map_or_else(|| "Other".into(), ToString::to_string);
                (In::Categories, known.map_or(id, |category| category.name.clone()))
            }
            Figure::Service => (In::Reductions, "Service charge".into()),
            Figure::SalesOf { staff: Some(staff) } => {
                (In::People, format!("Sales at the tables of {}", self.staff_name(staff)))
            }
            Figure::SalesOf { staff: None } => (In::People, "Sales at tables without a waiter".into()),
            Figure::Discounts => (In::Reductions, "Discounts".into()),
            Figure::DiscountsBy { staff } => (In::People, format!("Discounts by {}", self.staff_name(staff))),
            Figure::Voids => (In::Reductions, "Voids".into()),
            Figure::VoidsBy { staff } => (In::People, format!("Voids by {}", self.staff_name(staff))),
            Figure::Comps => (In::Reductions, "On the house".into()),
            Figure::CompsBy { staff } => (In::People, format!("On the house by {}", self.staff_name(staff))),
            Figure::Taken { tender } => (In::Takings, tender_word(*tender).into()),
            // Nobody of the house took it.
            Figure::TakenBy { staff } if staff.is_online() => (In::People, "Paid online".into()),
            Figure::TipsBy { staff } if staff.is_online() => (In::People, "Tips paid online".into()),
            Figure::TakenBy { staff } => (In::People, format!("Taken by {}", self.staff_name(staff))),
            Figure::Tips { tender } => (In::Tips, tender_word(*tender).into()),
            Figure::TipsBy { staff } => (In::People, format!("Tips of {}", self.staff_name(staff))),
            Figure::Refunded { tender } => (In::Refunds, tender_word(*tender).into()),
            Figure::TipsRefunded { tender } => (In::Refunds, format!("Tips, {}", tender_word(*tender))),
            Figure::RefundedBy { staff } => (In::People, format!("Given back by {}", self.staff_name(staff))),
            Figure::Strayed => (In::Takings, "Online, for nothing on a bill".into()),
            Figure::StraysReturned => (In::Refunds, "Online, of what was for nothing".into()),
            Figure::Rounding => (In::Drawer, "Rounding to coins".into()),
            Figure::CashMoved => (In::Drawer, "Put in or taken out".into()),
            Figure::IntoDrawer => (In::Drawer, "Into the drawer in all".into()),
        }
    }
}

fn tender_word(tender: TenderKind) -> &'static str {
    match tender {
        TenderKind::Cash => "Cash",
        TenderKind::Card => "Card",
        TenderKind::Voucher => "Voucher",
        TenderKind::Account => "On account",
        TenderKind::Online => "Paid online",
    }
}
