//! From ordered portions to a bill: discounts, service charge, tax per rate, total.
//!
//! A discount lowers the taxable amount (Directive 2006/112/EC, art. 79 (b)); tax is shown per rate
//! (art. 226 (8) to (10)) and rounded once a rate, not once a line (EN 16931, BR-CO-17 and BR-S-09). A
//! service charge is part of what the supply costs and shares its rate unless the venue says another
//! (art. 78 (b)). Everything is allotted to portions to the cent, so that splits can follow it.

use serde::{Deserialize, Serialize};

use super::allot::allot;
use super::percent::Percent;
use crate::ids::{DinerId, DiscountId, OrderId, TaxId, UnitId};

/// Is tax in the prices or added to them?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxWay {
    /// Prices are what guests pay.
    #[default]
    Included,
    /// Tax comes on top.
    Added,
}

/// A tax as it was in force when a portion was ordered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxRate {
    /// Its id in the venue file.
    pub tax: TaxId,
    /// Its name on receipts.
    pub name: String,
    /// How much.
    pub percent: Percent,
    /// In the price or on top.
    pub way: TaxWay,
}

/// What became of an ordered portion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// It is to be paid.
    #[default]
    Charged,
    /// It was taken off: never made, or sent back.
    Voided,
    /// It was made and is on the house.
    Comped,
}

/// An ordered portion as the bill takes it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillPortion {
    /// Which.
    pub unit: UnitId,
    /// With which order.
    pub order: OrderId,
    /// Who eats and pays it.
    pub diner: DinerId,
    /// Its price at order time, modifiers included. Never negative.
    pub price: i64,
    /// Its tax at order time, if the venue has taxes.
    pub rate: Option<TaxRate>,
    /// What became of it.
    pub fate: Fate,
}

/// On what a discount is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum DiscountOn {
    /// On everything, also on what is ordered later.
    Bill,
    /// On some portions.
    Portions {
        /// Which.
        units: Vec<UnitId>,
    },
}

/// How large a discount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DiscountAmount {
    /// A part of what is charged.
    Percent {
        /// Which part.
        percent: Percent,
    },
    /// So many minor units, at most what is charged.
    Fixed {
        /// How many.
        minor: i64,
    },
}

/// A discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// Its id.
    pub id: DiscountId,
    /// On what.
    pub on: DiscountOn,
    /// How large.
    pub amount: DiscountAmount,
}

/// A service charge on what is left after discounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// How much.
    pub percent: Percent,
    /// Its own tax; without one it is taxed as the portions are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<TaxRate>,
}

/// A portion with everything that the bill adds to it or takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedPortion {
    /// Which.
    pub unit: UnitId,
    /// With which order.
    pub order: OrderId,
    /// Who eats and pays it.
    pub diner: DinerId,
    /// Discounts on it.
    pub discount: i64,
    /// Its part of the service charge.
    pub service: i64,
    /// What is to be paid for it, all in.
    pub gross: i64,
    /// The same by the bill's tax lines; none is what bears no tax.
    pub by_tax: Vec<(Option<usize>, i64)>,
}

/// One rate of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxLine {
    /// The rate.
    pub rate: TaxRate,
    /// Taxable amount without the tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// Both.
    pub gross: i64,
}

/// What a visit owes and how it comes about. `total` is `goods - discount + service` and added tax, and
/// the sum of the portions, and the sum of the tax lines with what bears no tax.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bill {
    /// The portions that are charged, in the order of the orders.
    pub portions: Vec<PricedPortion>,
    /// Prices of what is charged.
    pub goods: i64,
    /// Amount of each discount, in the order in which they were given.
    pub discounts: Vec<(DiscountId, i64)>,
    /// All discounts.
    pub discount: i64,
    /// The service charge.
    pub service: i64,
    /// Tax that was added to prices.
    pub tax_added: i64,
    /// Tax per rate, included and added.
    pub taxes: Vec<TaxLine>,
    /// What bears no tax.
    pub untaxed: i64,
    /// Prices of what was voided, for the day's report.
    pub voided: i64,
    /// Prices of what is on the house.
    pub comped: i64,
    /// What is to be paid.
    pub total: i64,
}

/// Where the parts of a rate come from: which portion, how much before added tax.
type Parts = Vec<(usize, i64)>;

/// Works out a bill. None when something does not fit or a price is negative.
pub fn total(portions: &[BillPortion], discounts: &[Discount], service: Option<&Service>) -> Option<Bill> {
    let mut bill = Bill::default();
    let mut left = Vec::new();
    let mut charged = Vec::new();
    for portion in portions {
        let sum = match portion.fate {
            Fate::Charged => &mut bill.goods,
            Fate::Voided => &mut bill.voided,
            Fate::Comped => &mut bill.comped,
        };
        *sum = sum.checked_add(portion.price).filter(|_| portion.price >= 0)?;
        if portion.fate == Fate::Charged {
            charged.push(portion);
            left.push(portion.price);
        }
    }
    for discount in discounts {
        let amount = take_off(discount, &charged, &mut left)?;
        bill.discounts.push((discount.id.clone(), amount));
        bill.discount = bill.discount.checked_add(amount)?;
    }
    let services = match service {
        Some(service) => allot(service.percent.of(sum(&left)?)?, &left)?,
        None => vec![0; left.len()],
    };
    bill.service = sum(&services)?;
    bill.portions = charged
        .iter()
        .zip(&left)
        .zip(&services)
        .map(|((portion, left), service)| PricedPortion {
            unit: portion.unit.clone(),
            order: portion.order,
            diner: portion.diner.clone(),
            discount: portion.price - left,
            service: *service,
            gross: 0,
            by_tax: Vec::new(),
        })
        .collect();
    let mut rates: Vec<(Option<TaxRate>, Parts)> = Vec::new();
    for (index, portion) in charged.iter().enumerate() {
        add_part(&mut rates, portion.rate.as_ref(), index, left[index])?;
        let own = service.and_then(|service| service.rate.as_ref());
        add_part(&mut rates, own.or(portion.rate.as_ref()), index, services[index])?;
    }
    for (rate, parts) in rates {
        bill.tax(rate, &parts)?;
    }
    bill.total = bill.goods - bill.discount;
    bill.total = bill.total.checked_add(bill.service)?.checked_add(bill.tax_added)?;
    Some(bill)
}

impl Bill {
    /// Adds a rate: its tax, rounded once [B4, B5], and where it goes.
    fn tax(&mut self, rate: Option<TaxRate>, parts: &Parts) -> Option<()> {
        let amounts: Vec<i64> = parts.iter().map(|(_, amount)| *amount).collect();
        let base = sum(&amounts)?;
        let mut added = vec![0; parts.len()];
        let line = match rate {
            None => {
                self.untaxed = base;
                None
            }
            Some(rate) => {
                let (net, tax) = match rate.way {
                    TaxWay::Included => {
                        let tax = rate.percent.contained_in(base)?;
                        (base - tax, tax)
                    }
                    TaxWay::Added => {
                        let tax = rate.percent.of(base)?;
                        added = allot(tax, &amounts)?;
                        self.tax_added = self.tax_added.checked_add(tax)?;
                        (base, tax)
                    }
                };
                self.taxes.push(TaxLine { rate, net, tax, gross: net.checked_add(tax)? });
                Some(self.taxes.len() - 1)
            }
        };
        for ((index, amount), tax) in parts.iter().zip(added) {
            let gross = amount.checked_add(tax)?;
            let portion = &mut self.portions[*index];
            portion.gross = portion.gross.checked_add(gross)?;
            portion.by_tax.push((line, gross));
        }
        Some(())
    }
}

/// Takes a discount off what is left of each portion; answers how much that was [B3].
fn take_off(discount: &Discount, charged: &[&BillPortion], left: &mut [i64]) -> Option<i64> {
    let is_meant = |portion: &BillPortion| match &discount.on {
        DiscountOn::Bill => true,
        DiscountOn::Portions { units } => units.contains(&portion.unit),
    };
    let amount_of = |(portion, left): (&&BillPortion, &i64)| if is_meant(portion) { *left } else { 0 };
    let bases: Vec<i64> = charged.iter().zip(left.iter()).map(amount_of).collect();
    let base = sum(&bases)?;
    let amount = match discount.amount {
        DiscountAmount::Percent { percent } => percent.of(base)?,
        DiscountAmount::Fixed { minor } => minor.clamp(0, base),
    };
    for (left, part) in left.iter_mut().zip(allot(amount, &bases)?) {
        *left -= part;
    }
    Some(amount)
}

/// Parts of one rate belong together, whatever the rate is called by now.
fn add_part(
    rates: &mut Vec<(Option<TaxRate>, Parts)>,
    rate: Option<&TaxRate>,
    index: usize,
    amount: i64,
) -> Option<()> {
    let key = |rate: &TaxRate| (rate.tax.clone(), rate.percent, rate.way);
    if amount == 0 {
        return Some(());
    }
    match rates.iter_mut().find(|(other, _)| other.as_ref().map(key) == rate.map(key)) {
        Some((_, parts)) => match parts.last_mut().filter(|(last, _)| *last == index) {
            Some((_, sum)) => *sum = sum.checked_add(amount)?,
            None => parts.push((index, amount)),
        },
        None => rates.push((rate.cloned(), vec![(index, amount)])),
    }
    Some(())
}

fn sum(amounts: &[i64]) -> Option<i64> {
    amounts.iter().try_fold(0_i64, |sum, amount| sum.checked_add(*amount))
}
