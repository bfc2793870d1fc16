//! Paying a share online: what a phone is answered, and money that came in for nothing on the bill.

use serde::{Deserialize, Serialize};

use crate::ids::{PaymentId, ShareId};
use crate::money::Money;

/// Where a guest pays a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnlineCheckout {
    /// The payment that it becomes.
    pub payment: PaymentId,
    /// The provider's page.
    pub url: String,
}

/// With what a share can be paid online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnlineOffer {
    /// What can go on top for the staff, the least first.
    pub tips: Vec<TipChoice>,
}

/// A tip that a guest can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TipChoice {
    /// Whole per cent of what is left to pay; 0 for none.
    pub percent: u8,
    /// How much that is.
    pub tip: i64,
    /// And how much with what is left.
    pub total: i64,
}

/// Why money that came in online is on nobody's share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StrayReason {
    /// The share was paid otherwise by then, or there is no such share any more.
    PaidOtherwise,
    /// It is not the amount that was asked for.
    OtherAmount,
}

/// Money that came in online and has to be given back at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StrayView {
    /// Which payment it would have been.
    pub payment: PaymentId,
    /// Of which share.
    pub share: ShareId,
    /// How much; none for what cannot be counted in minor units of a currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// What the provider said, where it cannot be counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
    /// Is it of another currency than the bill, and so not in what is due back on it?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_other_currency: bool,
    /// The provider's reference.
    pub reference: String,
    /// Why it is on no share.
    pub why: StrayReason,
}

/// A page to pay that the provider does not know any more: whether somebody has paid there, only the house's
/// account with the provider tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LostView {
    /// Which payment it would have been.
    pub payment: PaymentId,
    /// Of which share.
    pub share: ShareId,
    /// How much was asked for, with the tip.
    pub money: Money,
    /// The provider's name for the page.
    pub reference: String,
}

/// Begins to pay a share online.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PayOnline {
    /// What goes on top for the staff, in minor units; left out, what was chosen before stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<i64>,
}

/// Notes that stray money was given back at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnStray {
    /// The provider's reference of the refund.
    pub reference: String,
}
