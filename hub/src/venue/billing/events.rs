//! What has happened to bills, and what can be asked. Stored as part of [`Event`](crate::venue::Event),
//! so golden files hold these forms to their bytes. Amounts are whole minor units of the currency that
//! stands beside them.

use plato_sync_protocol::bill::{Discount, SplitPlan, TaxRate};
use plato_sync_protocol::ids::{
    DinerId, DiscountId, OrderId, PaymentId, SessionId, ShareId, StaffId, UnitId,
};
use plato_sync_protocol::money::Currency;
use serde::{Deserialize, Serialize};

use super::days::DayClose;
use super::online::OnlineEvent;

/// One thing that has happened to a bill or to the books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum BillEvent {
    /// A discount was given.
    DiscountGiven {
        /// On whose bill.
        session: SessionId,
        /// How much on what.
        discount: Discount,
        /// Why.
        reason: String,
        /// Who.
        by: StaffId,
    },
    /// A discount was taken back.
    DiscountWithdrawn {
        /// On whose bill.
        session: SessionId,
        /// Which.
        discount: DiscountId,
        /// Who.
        by: StaffId,
    },
    /// Portions leave the house, or do not after all.
    PortionsTakenAway {
        /// On whose bill.
        session: SessionId,
        /// Which.
        units: Vec<UnitId>,
        /// Do they?
        is_take_away: bool,
        /// Who.
        by: StaffId,
    },
    /// A bill is split in another way.
    BillSplit {
        /// Whose.
        session: SessionId,
        /// How.
        plan: SplitPlan,
        /// Who.
        by: Hand,
    },
    /// Somebody begins to take the payment of a share.
    ShareLocked {
        /// On whose bill.
        session: SessionId,
        /// Which.
        share: ShareId,
        /// What is left to pay of it.
        amount: i64,
        /// The last order on the bill.
        covered: Option<OrderId>,
        /// Who.
        by: StaffId,
    },
    /// Nobody takes its payment after all.
    ShareReleased {
        /// On whose bill.
        session: SessionId,
        /// Which.
        share: ShareId,
        /// Who.
        by: StaffId,
    },
    /// A payment was taken.
    PaymentTaken {
        /// All of it.
        payment: Box<Payment>,
    },
    /// Something was given back.
    PaymentRefunded {
        /// All of it.
        refund: Box<Refund>,
    },
    /// Cash was put into the drawer or taken out.
    CashMoved {
        /// Its id.
        id: PaymentId,
        /// How much went in; negative for what went out.
        amount: i64,
        /// Of which currency.
        currency: Currency,
        /// Why.
        reason: String,
        /// Who.
        by: StaffId,
    },
    /// A business day is closed.
    DayClosed {
        /// Its books.
        close: Box<DayClose>,
    },
    /// A visit is about to be closed although its bill is not settled.
    LeftUnpaid {
        /// Which.
        session: SessionId,
        /// What is left to pay.
        left: i64,
        /// What was not given back.
        due_back: i64,
        /// Of which currency.
        currency: Currency,
        /// Why.
        reason: String,
        /// Who closed it.
        by: StaffId,
    },
    /// Something has happened to a payment online.
    Online {
        /// What.
        online: Box<OnlineEvent>,
    },
}

impl BillEvent {
    /// Whose bill it is about, if it is about one.
    pub fn session(&self) -> Option<&SessionId> {
        match self {
            Self::DiscountGiven { session, .. }
            | Self::DiscountWithdrawn { session, .. }
            | Self::PortionsTakenAway { session, .. }
            | Self::BillSplit { session, .. }
            | Self::ShareLocked { session, .. }
            | Self::ShareReleased { session, .. }
            | Self::LeftUnpaid { session, .. } => Some(session),
            Self::PaymentTaken { payment } => Some(&payment.session),
            Self::PaymentRefunded { refund } => Some(&refund.session),
            Self::Online { online } => Some(online.session()),
            Self::CashMoved { .. } | Self::DayClosed { .. } => None,
        }
    }
}

/// Who split a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// Somebody of the party.
    Diner(DinerId),
    /// Somebody of the house.
    Staff(StaffId),
}

/// With what somebody pays, or is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "tender", rename_all = "snake_case")]
pub enum Tender {
    /// Notes and coins.
    Cash {
        /// What was handed over.
        given: i64,
        /// What was handed back.
        change: i64,
        /// What the smallest coin added to the amount, or took off.
        rounding: i64,
    },
    /// A card, on a terminal of its own.
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

/// A kind of tender, for the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each name says what it means")]
pub enum TenderKind {
    Cash,
    Card,
    Voucher,
    Account,
    Online,
}

impl Tender {
    /// Its kind.
    pub fn kind(&self) -> TenderKind {
        match self {
            Self::Cash { .. } => TenderKind::Cash,
            Self::Card { .. } => TenderKind::Card,
            Self::Voucher { .. } => TenderKind::Voucher,
            Self::Account { .. } => TenderKind::Account,
            Self::Online { .. } => TenderKind::Online,
        }
    }

    /// What it adds to the drawer.
    pub fn into_drawer(&self) -> i64 {
        match self {
            Self::Cash { given, change, .. } => given - change,
            Self::Card { .. } | Self::Voucher { .. } | Self::Account { .. } | Self::Online { .. } => 0,
        }
    }

    /// What coins added.
    pub fn rounding(&self) -> i64 {
        match self {
            Self::Cash { rounding, .. } => *rounding,
            Self::Card { .. } | Self::Voucher { .. } | Self::Account { .. } | Self::Online { .. } => 0,
        }
    }
}

/// The part of a payment that belongs to one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxPart {
    /// The rate; none for what bears no tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<TaxRate>,
    /// How much of the payment.
    pub gross: i64,
    /// The tax in it.
    pub tax: i64,
}

/// A payment, with everything that its receipt says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Number of its receipt; those of payments and refunds are one sequence without gaps.
    pub receipt: u32,
    /// On whose bill.
    pub session: SessionId,
    /// Of which share.
    pub share: ShareId,
    /// How much of the bill.
    pub amount: i64,
    /// And on top for the staff.
    pub tip: i64,
    /// Of which currency.
    pub currency: Currency,
    /// With what.
    #[serde(flatten)]
    pub tender: Tender,
    /// The tax in it.
    pub taxes: Vec<TaxPart>,
    /// What the whole share came to.
    pub share_amount: i64,
    /// The last order on the bill.
    pub covered: Option<OrderId>,
    /// Who took it.
    pub by: StaffId,
    /// The payment that was noted with the wrong tender, and that this one stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PaymentId>,
}

/// Money that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its id.
    pub id: PaymentId,
    /// Number of its receipt.
    pub receipt: u32,
    /// Of which payment.
    pub payment: PaymentId,
    /// On whose bill.
    pub session: SessionId,
    /// Of which share.
    pub share: ShareId,
    /// How much of its amount.
    pub amount: i64,
    /// How much of its tip.
    pub tip: i64,
    /// Of which currency.
    pub currency: Currency,
    /// As what.
    #[serde(flatten)]
    pub tender: Tender,
    /// The tax in it.
    pub taxes: Vec<TaxPart>,
    /// By how much the share is less, because the bill has become less than what was paid.
    pub lowers: i64,
    /// Is it the first half of a correction, with the payment as it should have been as the second?
    pub is_correction: bool,
    /// Why.
    pub reason: String,
    /// Who gave it back.
    pub by: StaffId,
}

/// With what somebody wants to pay, or is to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Notes and coins: so much is handed over. Of no account when something is given back.
    Cash {
        /// How much.
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
    /// Online, at the provider.
    Online {
        /// The provider's reference.
        reference: String,
    },
}

/// What can be asked of bills and books. Ids of payments are made on the device that asks: whatever is
/// sent again with the same id happens once.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the events")]
pub enum BillCommand {
    /// Gives a discount.
    GiveDiscount { session: SessionId, discount: Discount, reason: String },
    /// Takes a discount back.
    WithdrawDiscount { session: SessionId, discount: DiscountId },
    /// Notes which portions leave the house.
    TakeAway { session: SessionId, units: Vec<UnitId>, is_take_away: bool },
    /// Begins to take the payment of a share.
    StartPaying { session: SessionId, share: ShareId },
    /// Takes no payment after all.
    StopPaying { session: SessionId, share: ShareId },
    /// Takes a payment.
    TakePayment {
        payment: PaymentId,
        session: SessionId,
        share: ShareId,
        amount: i64,
        tip: i64,
        offer: Offer,
    },
    /// Gives back a payment or a part of it.
    Refund { refund: PaymentId, payment: PaymentId, amount: i64, tip: i64, offer: Offer, reason: String },
    /// Mends what a payment was made with.
    Correct { refund: PaymentId, replacement: PaymentId, payment: PaymentId, offer: Offer, reason: String },
    /// Puts cash into the drawer or takes it out.
    MoveCash { id: PaymentId, amount: i64, reason: String },
    /// Closes the oldest open business day: so much was counted, so much stays in the drawer.
    CloseDay { day: u32, counted: i64, left: i64 },
    /// Notes that stray money was given back at the provider.
    ReturnStray { payment: PaymentId, reference: String },
}
