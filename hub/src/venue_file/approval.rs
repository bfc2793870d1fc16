//! What a venue file says of orders that the house looks at first.

use plato_sync_protocol::limits::UNITS_PER_ORDER_MAX;
use plato_sync_protocol::money::Currency;

use super::check::{Wrong, money, wrong};
use super::format;
use super::plan::minutes;
use crate::venue::approval::ApprovalTerms;

/// The terms, each as the file says or as it is by itself: off.
pub fn terms(file: Option<&format::Approval>, currency: Currency) -> Result<ApprovalTerms, Wrong> {
    let usual = ApprovalTerms::default();
    let Some(file) = file else { return Ok(usual) };
    let over_portions = file.over_portions.as_ref().map(|portions| match portions.get_ref() {
        own if (1..UNITS_PER_ORDER_MAX as u32).contains(own) => Ok(*own),
        _ => Err(wrong(portions, format!("over_portions is 1 to {}", UNITS_PER_ORDER_MAX - 1))),
    });
    let over_amount = file.over_amount.as_ref().map(|amount| match money(amount, currency)? {
        own if own.minor > 0 => Ok(own),
        _ => Err(wrong(amount, "over_amount is more than nothing, such as \"200.00\"")),
    });
    Ok(ApprovalTerms {
        first_order: file.first_order.unwrap_or(usual.first_order),
        over_portions: over_portions.transpose()?,
        over_amount: over_amount.transpose()?,
        minutes: minutes(file.minutes.as_ref(), usual.minutes)?,
    })
}
