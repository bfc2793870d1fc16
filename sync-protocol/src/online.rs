//! Paying a share online: what a phone is answered, and money that came in for nothing on the bill.

use serde::{Deserialize, Serialize};

use crate::ids::{PaymentId, ShareId};
use crate::money::Currency;

/// Where a guest pays a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnlineCheckout {
    /// The payment that it becomes.
    pub payment: PaymentId,
    /// The provider's page.
    pub url: String,
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
    /// How much, as far as it is of the bill's currency.
    pub amount: i64,
    /// Of which currency.
    pub currency: Currency,
    /// The provider's reference.
    pub reference: String,
    /// Why it is on no share.
    pub why: StrayReason,
}

/// Notes that stray money was given back at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnStray {
    /// The provider's reference of the refund.
    pub reference: String,
}
