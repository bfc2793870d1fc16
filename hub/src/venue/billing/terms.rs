//! What the venue file says of tax, service charge, coins and the business day.

use std::collections::BTreeMap;

use plato_sync_protocol::bill::{CashStep, Percent, Service, TaxRate, TaxWay};
use plato_sync_protocol::ids::{ItemId, TaxId};
use serde::{Deserialize, Serialize};

use super::clocks::Zone;

/// A tax of the venue file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// Its id.
    pub id: TaxId,
    /// Its name on receipts.
    pub name: String,
    /// How much.
    pub percent: Percent,
    /// How much for what leaves the house, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_away: Option<Percent>,
}

/// What receipts say of the house beside its name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Letterhead {
    /// Its address, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// Its number for tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// What stands at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
}

/// The terms of bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillTerms {
    /// Is tax in the prices or added to them?
    pub way: TaxWay,
    /// The taxes.
    pub taxes: Vec<Tax>,
    /// Which item has which.
    pub items: BTreeMap<ItemId, TaxId>,
    /// The service charge, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// The smallest coin.
    pub cash_step: CashStep,
    /// The highest discount of a waiter, of everything on a bill.
    pub waiter_discount_max: Percent,
    /// Minutes after midnight at which a business day begins.
    pub day_begins_minutes: u16,
    /// Minutes by which the venue's clocks are ahead of UTC; with a zone, before its first change.
    pub utc_offset_minutes: i16,
    /// Where its clocks are. Files of earlier versions have none, and neither has one with an offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The head of receipts. Files of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
}

impl Default for BillTerms {
    fn default() -> Self {
        Self {
            way: TaxWay::Included,
            taxes: Vec::new(),
            items: BTreeMap::new(),
            service: None,
            cash_step: CashStep::ONE,
            waiter_discount_max: "10".parse().expect("ten is a percentage"),
            day_begins_minutes: 4 * 60,
            utc_offset_minutes: 0,
            zone: None,
            letterhead: None,
        }
    }
}

/// The tax of an ordered line, as it was in force then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTax {
    /// In the house.
    #[serde(flatten)]
    pub rate: TaxRate,
    /// For what leaves the house, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_away: Option<Percent>,
}

impl LineTax {
    /// The rate for a portion that leaves the house, or does not.
    pub fn rate(&self, is_take_away: bool) -> TaxRate {
        let percent = self.take_away.filter(|_| is_take_away).unwrap_or(self.rate.percent);
        TaxRate { percent, ..self.rate.clone() }
    }
}

impl BillTerms {
    /// The tax of an item, as it is in force now.
    pub fn line_tax(&self, item: &ItemId) -> Option<LineTax> {
        let id = self.items.get(item)?;
        let tax = self.taxes.iter().find(|tax| tax.id == *id)?;
        let rate =
            TaxRate { tax: tax.id.clone(), name: tax.name.clone(), percent: tax.percent, way: self.way };
        Some(LineTax { rate, take_away: tax.take_away })
    }
}
