//! The mathematics of the bill: what a visit owes, which tax is in it, and who pays which part.
//!
//! Hub and phones run the same code, so a share on a screen is the share at the till. Amounts are whole
//! minor units of the venue's one currency, percentages are whole thousandths; a sum that does not fit
//! brings no bill instead of a wrong one. Who may discount, pay or refund is the hub's (`venue/billing`).
//! The rules have numbers (B1 ..) in `docs/bill.md`, and the tests carry them in their names.

mod allot;
mod change;
pub mod checkout;
mod percent;
mod rounding;
mod split;
mod total;
pub mod view;

pub use allot::{allot, apportion};
pub use change::{SplitChange, Table};
pub use percent::{Percent, PercentRefusal};
pub use rounding::CashStep;
pub use split::{
    Claim, Fraction, Hold, Part, SHARES_MAX, Share, ShareAmount, Shares, SplitPlan, SplitRefusal, SplitWay,
};
pub use total::{
    Bill, BillPortion, Discount, DiscountAmount, DiscountOn, Fate, PricedPortion, Service, TaxLine, TaxRate,
    TaxWay, total,
};

#[cfg(test)]
mod tests;
