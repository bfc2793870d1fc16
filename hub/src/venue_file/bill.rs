//! The bill's part of a venue file: taxes, service charge, coins, and when a business day begins.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use plato_sync_protocol::bill::{CashStep, Percent, Service, TaxRate, TaxWay};
use plato_sync_protocol::ids::{CategoryId, ItemId, TaxId};
use plato_sync_protocol::money::Currency;
use toml::Spanned;

use super::check::{Wrong, money, name, parse, unique, wrong};
use super::format::{self, Text, VenueFile};
use super::zone;
use crate::venue::billing::terms::{BillTerms, Letterhead, Tax};

/// Minutes by which a place is ahead of or behind UTC at most.
const UTC_OFFSET_MAX: i16 = 14 * 60;
/// Lines of an address on a receipt.
const ADDRESS_LINES_MAX: usize = 6;

/// The terms that the file sets; none when it says nothing of bills.
pub fn terms(file: &VenueFile, currency: Currency) -> Result<Option<BillTerms>, Wrong> {
    if file.bill.is_none() && file.taxes.is_empty() {
        return Ok(None);
    }
    let mut terms = BillTerms { taxes: taxes(file)?, ..BillTerms::default() };
    if let Some(bill) = &file.bill {
        settings(bill.get_ref(), currency, &mut terms)?;
    }
    terms.items = items(file, &terms.taxes)?;
    Ok(Some(terms))
}

fn taxes(file: &VenueFile) -> Result<Vec<Tax>, Wrong> {
    let mut seen = BTreeSet::new();
    let tax = |tax: &format::Tax| {
        Ok(Tax {
            id: unique(&tax.id, &mut seen, "tax")?,
            name: name(&tax.name)?,
            percent: parse(&tax.percent)?,
            take_away: tax.take_away.as_ref().map(parse).transpose()?,
        })
    };
    file.taxes.iter().map(tax).collect()
}

fn settings(bill: &format::Bill, currency: Currency, terms: &mut BillTerms) -> Result<(), Wrong> {
    if let Some(way) = &bill.tax {
        terms.way = match way.get_ref().as_str() {
            "included" => TaxWay::Included,
            "added" => TaxWay::Added,
            other => {
                return Err(wrong(
                    way,
                    format!("tax is \"included\" in the prices or \"added\" to them, not `{other}`"),
                ));
            }
        };
    }
    if let Some(percent) = &bill.service {
        let rate = |text: &Text| -> Result<TaxRate, Wrong> {
            let tax = known(text, &terms.taxes)?;
            let (name, way) = (tax.name.clone(), terms.way);
            Ok(TaxRate { tax: tax.id.clone(), name, percent: tax.percent, way })
        };
        let rate = bill.service_tax.as_ref().map(rate).transpose()?;
        terms.service = Some(Service { percent: parse(percent)?, rate });
    } else if let Some(tax) = &bill.service_tax {
        return Err(wrong(tax, "service_tax is of no use without service"));
    }
    if let Some(coin) = &bill.cash_rounding {
        let step = money(coin, currency)?.minor;
        terms.cash_step = CashStep::try_from(step)
            .map_err(|_| wrong(coin, "cash_rounding is the smallest coin, such as \"0.05\""))?;
    }
    if let Some(percent) = &bill.waiter_discount_max {
        terms.waiter_discount_max = parse::<Percent>(percent)?;
    }
    if let Some(time) = &bill.day_begins {
        terms.day_begins_minutes = minutes(time.get_ref())
            .filter(|minutes| *minutes < 24 * 60)
            .ok_or_else(|| wrong(time, "day_begins is a time such as \"04:00\""))?;
    }
    if let Some(name) = &bill.time_zone {
        if let Some(offset) = &bill.utc_offset {
            let says = "time_zone and utc_offset are both given: keep time_zone, which knows summer time";
            return Err(wrong(offset, says));
        }
        (terms.utc_offset_minutes, terms.zone) = zone::read(name)?;
    }
    if let Some(offset) = &bill.utc_offset {
        let text = offset.get_ref();
        let ahead = text.strip_prefix('+').and_then(minutes).and_then(|minutes| i16::try_from(minutes).ok());
        let behind = text.strip_prefix('-').and_then(minutes).and_then(|minutes| i16::try_from(minutes).ok());
        terms.utc_offset_minutes = ahead
            .or(behind.map(|minutes| -minutes))
            .filter(|minutes| minutes.abs() <= UTC_OFFSET_MAX)
            .ok_or_else(|| wrong(offset, "utc_offset is written like \"+01:00\" or \"-05:00\""))?;
    }
    terms.letterhead = letterhead(bill)?;
    Ok(())
}

/// What receipts say of the house.
fn letterhead(bill: &format::Bill) -> Result<Option<Letterhead>, Wrong> {
    let lines = bill.address.as_deref().unwrap_or_default();
    if let Some(beyond) = lines.get(ADDRESS_LINES_MAX) {
        return Err(wrong(beyond, format!("an address has at most {ADDRESS_LINES_MAX} lines")));
    }
    let letterhead = Letterhead {
        address: lines.iter().map(name).collect::<Result<_, _>>()?,
        tax_number: bill.tax_number.as_ref().map(name).transpose()?,
        footer: bill.receipt_footer.as_ref().map(name).transpose()?,
    };
    Ok((letterhead != Letterhead::default()).then_some(letterhead))
}

/// Reads `04:00`.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |part: &str| if part.len() == 2 { u16::from_str(part).ok() } else { None };
    part(hours)?.checked_mul(60)?.checked_add(part(minutes).filter(|minutes| *minutes < 60)?)
}

/// Where there are taxes, every item has one: its own, or that of its section.
fn items(file: &VenueFile, taxes: &[Tax]) -> Result<BTreeMap<ItemId, TaxId>, Wrong> {
    let mut of_categories: BTreeMap<CategoryId, TaxId> = BTreeMap::new();
    for category in &file.categories {
        if let Some(tax) = &category.tax {
            of_categories.insert(parse(&category.id)?, known(tax, taxes)?.id.clone());
        }
    }
    let mut items = BTreeMap::new();
    for item in &file.items {
        let tax = match &item.tax {
            Some(tax) => Some(known(tax, taxes)?.id.clone()),
            None => of_categories.get(&parse(&item.category)?).cloned(),
        };
        match tax {
            Some(tax) => drop(items.insert(parse(&item.id)?, tax)),
            None if taxes.is_empty() => {}
            None => {
                let says = "this item has no tax: write tax = \"...\" here or in its [[category]]";
                return Err(wrong(&item.id, says));
            }
        }
    }
    Ok(items)
}

fn known<'t>(text: &Spanned<String>, taxes: &'t [Tax]) -> Result<&'t Tax, Wrong> {
    let id: TaxId = parse(text)?;
    let found = taxes.iter().find(|tax| tax.id == id);
    found.ok_or_else(|| wrong(text, format!("there is no tax `{id}`")))
}
