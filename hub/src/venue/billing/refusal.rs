//! Why not, as far as bills go.

use plato_sync_protocol::bill::{Percent, SplitRefusal};

/// A command on a bill was refused and nothing has happened.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each sentence says what its refusal means")]
pub enum BillRefusal {
    #[error("Your role does not allow this.")]
    Role,
    #[error("This bill cannot be worked out: its amounts are too large or of several currencies.")]
    OutOfBounds,
    #[error("Please say why, in at most {chars_max} characters.")]
    Reason { chars_max: usize },
    #[error("A waiter gives at most {percent_max} % off a bill. Please ask a manager.")]
    DiscountTooHigh { percent_max: Percent },
    #[error("A discount is more than nothing, is on portions of this bill, and is given once.")]
    Discount,
    #[error("A bill has at most {discounts_max} discounts.")]
    TooManyDiscounts { discounts_max: usize },
    #[error("There is no such discount on this bill.")]
    UnknownDiscount,
    #[error("There is no such portion on this bill.")]
    UnknownPortion,
    #[error("A part of this bill is paid or being paid already.")]
    BeingPaid,
    #[error(transparent)]
    Split(#[from] SplitRefusal),
    #[error("There is no such share of this bill.")]
    UnknownShare,
    #[error("Somebody else is taking the payment of this share.")]
    ShareBeingPaid,
    #[error("This share is paid.")]
    SharePaid,
    #[error("This id was already used for something else.")]
    IdReused,
    #[error("This amount cannot be.")]
    Amount,
    #[error("This is more than is left to pay.")]
    MoreThanOwed { left: i64 },
    #[error("This cash is not enough.")]
    CashTooLittle { due: i64 },
    #[error("There are no coins for this amount.")]
    Coins,
    #[error("Please say which card payment, voucher or account it is, in at most {chars_max} characters.")]
    Reference { chars_max: usize },
    #[error("There is no such payment.")]
    UnknownPayment,
    #[error("This is more than is left of that payment.")]
    MoreThanPaid { left: i64 },
    #[error("This is not the oldest open day.")]
    NotTheOpenDay,
    #[error("What stays in the drawer is at most what was counted.")]
    Drawer,
    #[error("This bill is not settled. A manager can close the visit all the same, and says why.")]
    OpenBill { left: i64, due_back: i64 },
    #[error("A guest is paying this share online. If they have stopped, free it first.")]
    SharePaidOnline,
    #[error("Only what was paid online is given back online, and nobody of the house takes such payments.")]
    OnlineOnly,
    #[error("Paying online was begun too often at this table. Please pay at the table.")]
    TooManyCheckouts,
    #[error(
        "A discount of a fixed amount is on dishes of those who go and of those who stay. Take it back first, and give it anew afterwards."
    )]
    DiscountSpans,
    #[error("Paying this online was stopped meanwhile. Please begin again, or pay at the table.")]
    CheckoutOver,
}

impl BillRefusal {
    /// The stable code that programs look at.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Role => "role_forbidden",
            Self::OutOfBounds => "bill_out_of_bounds",
            Self::Reason { .. } => "reason_refused",
            Self::DiscountTooHigh { .. } => "discount_too_high",
            Self::Discount => "discount_refused",
            Self::TooManyDiscounts { .. } => "too_many_discounts",
            Self::UnknownDiscount => "discount_unknown",
            Self::UnknownPortion => "portion_unknown",
            Self::BeingPaid => "bill_being_paid",
            Self::Split(refusal) => refusal.code(),
            Self::UnknownShare => "share_unknown",
            Self::ShareBeingPaid => "share_being_paid",
            Self::SharePaid => "share_paid",
            Self::IdReused => "payment_id_reused",
            Self::Amount => "amount_refused",
            Self::MoreThanOwed { .. } => "more_than_owed",
            Self::CashTooLittle { .. } => "cash_too_little",
            Self::Coins => "coins_refused",
            Self::Reference { .. } => "reference_refused",
            Self::UnknownPayment => "payment_unknown",
            Self::MoreThanPaid { .. } => "more_than_paid",
            Self::NotTheOpenDay => "day_not_open",
            Self::Drawer => "drawer_refused",
            Self::OpenBill { .. } => "open_bill",
            Self::SharePaidOnline => "share_paid_online",
            Self::OnlineOnly => "online_only",
            Self::TooManyCheckouts => "too_many_checkouts",
            Self::DiscountSpans => "discount_spans",
            Self::CheckoutOver => "checkout_over",
        }
    }
}
