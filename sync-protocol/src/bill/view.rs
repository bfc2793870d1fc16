//! The bill as it travels to phones and tills. Amounts are whole minor units of `currency`; nothing here
//! is to be added up by a screen.

use serde::{Deserialize, Serialize};

use super::change::SplitChange;
use super::percent::Percent;
use super::split::SplitPlan;
use super::total::{DiscountAmount, DiscountOn, TaxLine};
use crate::ids::{CommandId, DinerId, DiscountId, OrderId, PaymentId, SessionId, ShareId, UnitId};
use crate::money::{Currency, Money};
use crate::online::OnlineOffer;

/// The bill of a visit, as everyone at the table may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillView {
    /// Log position that this view includes.
    pub position: u64,
    /// Whose.
    pub session: SessionId,
    /// Name of the table.
    pub table: String,
    /// Is the visit still going on?
    pub is_open: bool,
    /// Of all amounts.
    pub currency: Currency,
    /// What was ordered, oldest first.
    pub lines: Vec<BillLineView>,
    /// What others ordered for themselves and this guest may not see, all in.
    pub unseen: i64,
    /// Prices of what is charged.
    pub goods: i64,
    /// Discounts, oldest first.
    pub discounts: Vec<DiscountView>,
    /// The service charge, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceView>,
    /// Tax that comes on top of prices.
    pub tax_added: i64,
    /// Tax by rate.
    pub taxes: Vec<TaxLine>,
    /// What is to be paid.
    pub total: i64,
    /// How it is split.
    pub plan: SplitPlan,
    /// Who pays which part; what nobody has taken on comes last.
    pub shares: Vec<ShareView>,
    /// What was paid and not given back.
    pub paid: i64,
    /// What is left to pay.
    pub left: i64,
    /// What has to be given back.
    pub due_back: i64,
    /// Can guests pay online here?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pays_online: bool,
}

/// A line of an order on the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillLineView {
    /// Of which order.
    pub order: OrderId,
    /// Which round of the visit that was, from 1.
    pub round: u32,
    /// Its place in the order.
    pub index: u16,
    /// What it is.
    pub name: String,
    /// Names of the chosen modifiers.
    pub modifiers: Vec<String>,
    /// Price of one portion.
    pub unit_price: i64,
    /// Its portions.
    pub portions: Vec<BillPortionView>,
}

/// How a portion stands on the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PortionFate {
    /// To be paid.
    Charged,
    /// Taken off: never made.
    Voided,
    /// On the house.
    Comped,
}

/// A portion on the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillPortionView {
    /// Which.
    pub unit: UnitId,
    /// Whose.
    pub diner: DinerId,
    /// What became of it.
    pub fate: PortionFate,
    /// What discounts took off it.
    pub discount: i64,
    /// What is to be paid for it, all in.
    pub gross: i64,
    /// Does it leave the house?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_take_away: bool,
}

/// A discount on the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiscountView {
    /// Which.
    pub discount: DiscountId,
    /// On what.
    #[serde(flatten)]
    pub on: DiscountOn,
    /// How large.
    pub size: DiscountAmount,
    /// What it takes off.
    pub amount: i64,
}

/// The service charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceView {
    /// How much of what discounts have left.
    pub percent: Percent,
    /// What that is.
    pub amount: i64,
}

/// A share of the bill and how far it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareView {
    /// Which.
    pub share: ShareId,
    /// Whom it pays for.
    pub diners: Vec<DinerId>,
    /// Is it what nobody has taken on?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_rest: bool,
    /// Does it pay an amount of its own?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_custom: bool,
    /// What it comes to.
    pub amount: i64,
    /// What was paid of it.
    pub paid: i64,
    /// What is left to pay of it.
    pub left: i64,
    /// What has to be given back of it.
    pub due_back: i64,
    /// It is paid or being paid, and keeps its amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_held: bool,
    /// Somebody of the house takes its payment right now: their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_to: Option<String>,
    /// What whoever takes its payment may take, where that is more than what is left by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<i64>,
    /// A guest pays it online right now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_paid_online: bool,
    /// Can a guest pay it online? If so, with these tips, and with none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<OnlineOffer>,
    /// Which portions it pays, as far as the split says.
    pub portions: Vec<UnitId>,
}

/// What a change of the split asks for. The command id may come as a header instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSplit {
    /// Names the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// What is wanted.
    #[serde(flatten)]
    pub change: SplitChange,
}

/// A payment that was taken, as all phones of the party hear of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNews {
    /// Which.
    pub payment: PaymentId,
    /// Of which share.
    pub share: ShareId,
    /// For whom; empty for nobody in particular.
    pub diners: Vec<DinerId>,
    /// How much of the bill.
    pub amount: Money,
    /// What is left of the whole bill.
    pub left: Money,
}
