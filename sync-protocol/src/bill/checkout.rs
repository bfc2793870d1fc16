//! The bill as whoever takes the money sees it, and what they can ask for.

use serde::{Deserialize, Serialize};

use super::percent::Percent;
use super::total::{DiscountAmount, DiscountOn};
use super::view::BillView;
use crate::ids::{DiscountId, PaymentId, ShareId, UnitId};
use crate::money::Currency;
use crate::online::{LostView, StrayView};
use crate::views::DinerView;

/// Everything that the till shows of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckoutView {
    /// The bill.
    pub bill: BillView,
    /// Everyone who has joined.
    pub diners: Vec<DinerView>,
    /// Payments and what was given back of them, oldest first.
    pub payments: Vec<PaymentView>,
    /// Why discounts were given and by whom, in the order of the bill.
    pub reasons: Vec<DiscountReason>,
    /// The smallest coin, in minor units.
    pub cash_step: i64,
    /// What a waiter may take off, of everything on the bill.
    pub waiter_discount_max: Percent,
    /// Money that came in online for nothing on the bill, and has to be given back at the provider.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strays: Vec<StrayView>,
    /// Pages to pay that the provider does not know any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<LostView>,
}

/// Why a discount was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiscountReason {
    /// Which discount.
    pub discount: DiscountId,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
}

/// With what something was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "tender", rename_all = "snake_case")]
pub enum TenderView {
    /// Notes and coins.
    Cash {
        /// Handed over.
        given: i64,
        /// Handed back.
        change: i64,
        /// What the smallest coin added, or took off.
        rounding: i64,
    },
    /// A card.
    Card {
        /// The terminal's reference.
        reference: String,
    },
    /// A voucher of the house.
    Voucher {
        /// Its number.
        number: String,
    },
    /// Paid later.
    Account {
        /// By whom.
        name: String,
    },
    /// Paid by a guest online.
    Online {
        /// The provider's reference.
        reference: String,
    },
}

/// A payment, or something that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentView {
    /// Which.
    pub payment: PaymentId,
    /// The payment that it gives back; none for a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_of: Option<PaymentId>,
    /// Number of its receipt.
    pub receipt: u32,
    /// Of which share.
    pub share: ShareId,
    /// How much of the bill.
    pub amount: i64,
    /// And of the tip.
    pub tip: i64,
    /// Of which currency.
    pub currency: Currency,
    /// With what.
    #[serde(flatten)]
    pub tender: TenderView,
    /// What is left of its amount that can be given back.
    pub refundable: i64,
    /// The same of its tip.
    pub refundable_tip: i64,
    /// Why it was given back; none for a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Was it noted with another tender by mistake?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_correction: bool,
    /// Who took it or gave it back.
    pub by: String,
}

/// With what somebody pays, or is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "tender", rename_all = "snake_case", deny_unknown_fields)]
pub enum TenderOffer {
    /// Notes and coins.
    Cash {
        /// What is handed over, in minor units; of no account when something is given back.
        given: i64,
    },
    /// A card.
    Card {
        /// The terminal's reference.
        reference: String,
    },
    /// A voucher of the house.
    Voucher {
        /// Its number.
        number: String,
    },
    /// Paid later.
    Account {
        /// By whom.
        name: String,
    },
    /// Only to give back what was paid online, which is done at the provider first.
    Online {
        /// The provider's reference of the refund.
        reference: String,
    },
}

/// Takes a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// Its id, made on the device; the same for every retry.
    pub payment: PaymentId,
    /// Of which share.
    pub share: ShareId,
    /// How much of it, in minor units.
    pub amount: i64,
    /// And on top for the staff.
    pub tip: i64,
    /// With what.
    pub with: TenderOffer,
}

/// Gives a payment back, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefundPayment {
    /// Id of the refund, made on the device.
    pub refund: PaymentId,
    /// How much of its amount, in minor units.
    pub amount: i64,
    /// How much of its tip.
    pub tip: i64,
    /// As what.
    pub with: TenderOffer,
    /// Why.
    pub reason: String,
}

/// Mends what a payment was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectPayment {
    /// Id of the refund of what was wrong, made on the device.
    pub refund: PaymentId,
    /// Id of the payment as it should have been, likewise.
    pub replacement: PaymentId,
    /// With what it was paid.
    pub with: TenderOffer,
    /// Why.
    pub reason: String,
}

/// Gives a discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveDiscount {
    /// Its id, made on the device.
    pub discount: DiscountId,
    /// On what.
    #[serde(flatten)]
    pub on: DiscountOn,
    /// How large.
    pub size: DiscountAmount,
    /// Why.
    pub reason: String,
}

/// Notes which portions leave the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeAway {
    /// Which.
    pub units: Vec<UnitId>,
    /// Do they?
    pub is_take_away: bool,
}
