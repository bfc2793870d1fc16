//! Bodies of the HTTP calls about receipts, the end of a visit, and the books of the business days. Hub
//! and screens agree on them here. Amounts come worked out: no screen adds anything up but coins that
//! somebody counts.

use serde::{Deserialize, Serialize};

use crate::bill::{Fraction, Percent, TaxWay};
use crate::ids::{DinerId, PaymentId, SessionId};
use crate::money::Money;

macro_rules! answer {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$meta])* pub $field: $type),* }
    };
}

macro_rules! body {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$meta])* pub $field: $type),* }
    };
}

/// What a receipt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// Somebody has paid.
    Payment,
    /// Somebody was given money back.
    Refund,
}

/// With what was paid or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "tender", rename_all = "snake_case")]
pub enum ReceiptTender {
    /// Notes and coins.
    Cash {
        /// What was handed over.
        given: Money,
        /// What was handed back.
        change: Money,
        /// What the smallest coin added, or took off.
        rounding: Money,
    },
    /// A card.
    Card {
        /// The terminal's reference.
        reference: String,
    },
    /// A voucher of the house.
    Voucher {
        /// Its number.
        voucher: String,
    },
    /// Paid later.
    Account {
        /// By whom.
        account: String,
    },
    /// Paid by the guest online.
    Online {
        /// The provider's reference.
        online: String,
    },
}

answer!(
    /// Portions of one dish on a receipt.
    ReceiptLine {
        /// The dish, as the menu called it then.
        name: String,
        /// What was chosen with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        modifiers: Vec<String>,
        /// How many portions.
        quantity: u32,
        /// Is it a part of them only, because others pay the rest?
        is_part: bool,
        /// Which part of each, where they were divided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fraction: Option<Fraction>,
        /// What it comes to, with discounts, service charge and tax.
        amount: Money,
    }
);
answer!(
    /// The part of a receipt that belongs to one rate of tax.
    ReceiptTax {
        /// Name of the tax; empty for what bears none.
        name: String,
        /// Its rate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        percent: Option<Percent>,
        /// Was it in the prices, or added to them?
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<TaxWay>,
        /// Without tax.
        net: Money,
        /// The tax.
        tax: Money,
        /// With tax.
        gross: Money,
    }
);
answer!(
    /// Everything that a receipt says. It is the same whenever it is asked for, whatever has become of menu
    /// and venue meanwhile.
    ReceiptView {
        /// Its number; receipts of payments and refunds are one sequence without gaps.
        number: u32,
        /// What it is for.
        kind: ReceiptKind,
        /// The payment or refund.
        payment: PaymentId,
        /// Number of the receipt whose payment was given back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<u32>,
        /// Why something was given back; empty for payments.
        reason: String,
        /// When, in ms since 1970.
        issued_at_ms: u64,
        /// When, by the clocks of the house: `2026-11-22 20:15`.
        issued: String,
        /// Name of the house.
        venue: String,
        /// Its address, a line each.
        address: Vec<String>,
        /// Its number for tax.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tax_number: Option<String>,
        /// What stands at the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        footer: Option<String>,
        /// Name of the table.
        table: String,
        /// What the share was for. Empty for a custom amount, and for refunds.
        lines: Vec<ReceiptLine>,
        /// What the whole share came to; more than `amount` when only a part was paid.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<Money>,
        /// What was paid of the bill, or given back of it.
        amount: Money,
        /// And the tip.
        tip: Money,
        /// Both.
        total: Money,
        /// With what.
        #[serde(flatten)]
        tender: ReceiptTender,
        /// The taxes in `amount`.
        taxes: Vec<ReceiptTax>,
        /// Who took or gave it.
        by: String,
    }
);
answer!(
    /// A receipt, and what makes it worth something.
    ReceiptAnswer {
        /// What it says.
        receipt: ReceiptView,
        /// The code that the hub alone can make: `plato receipt verify` checks it.
        code: String,
        /// Path of its page, which whoever has it may open. Beside it stands the PDF at the same path
        /// under `/api/receipts`.
        path: String,
    }
);
answer!(
    /// A receipt in a list.
    ReceiptBrief {
        /// Its number.
        number: u32,
        /// What it is for.
        kind: ReceiptKind,
        /// Name of the table.
        table: String,
        /// Amount and tip.
        total: Money,
        /// When, in ms since 1970.
        issued_at_ms: u64,
        /// Path of its page.
        path: String,
    }
);
answer!(
    /// Where a guest goes once the visit is over and the token has ended.
    GoodbyeLink {
        /// The visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// The key that lets this guest in.
        key: String,
    }
);
answer!(
    /// What a guest sees at the end.
    Goodbye {
        /// Name of the house.
        venue: String,
        /// Name of the table.
        table: String,
        /// Is the visit still going on?
        is_open: bool,
        /// The party's receipts, the oldest first.
        receipts: Vec<ReceiptBrief>,
        /// The stars that this guest has given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stars: Option<u8>,
    }
);
body!(
    /// How a visit was.
    RateVisit {
        /// One to five.
        stars: u8,
        /// In words; may be empty.
        comment: String,
    }
);
body!(
    /// Ends a visit whose bill is not settled.
    CloseUnpaid {
        /// Why.
        reason: String,
    }
);
body!(
    /// Puts cash into the drawer or takes it out.
    MoveCash {
        /// Fresh id; the same for a retry.
        id: PaymentId,
        /// How much goes in, in minor units; negative for what goes out.
        amount: i64,
        /// Why.
        reason: String,
    }
);
body!(
    /// Closes the oldest open business day.
    CloseDay {
        /// Its number, as it was shown.
        day: u32,
        /// What was counted in the drawer, in minor units.
        counted: i64,
        /// What stays in it.
        left: i64,
    }
);

/// A part of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DaySection {
    /// Bills that were settled.
    Sales,
    /// By rate of tax.
    Tax,
    /// By section of the menu.
    Categories,
    /// Service charge, discounts, voids, comps.
    Reductions,
    /// Payments by tender.
    Takings,
    /// Tips by tender.
    Tips,
    /// What was given back.
    Refunds,
    /// By person.
    People,
    /// Cash.
    Drawer,
}

answer!(
    /// A line of the books.
    DayRow {
        /// Where it belongs.
        section: DaySection,
        /// What it is.
        label: String,
        /// How much.
        amount: Money,
    }
);
answer!(
    /// A visit as the till sees it.
    TillVisit {
        /// Which.
        session: SessionId,
        /// Name of the table.
        table: String,
        /// Does the party still sit there?
        is_open: bool,
        /// What is left to pay.
        left: Money,
        /// What has to be given back.
        due_back: Money,
    }
);
answer!(
    /// How a day was closed.
    DayClosing {
        /// What was counted.
        counted: Money,
        /// What is over, or missing when negative.
        difference: Money,
        /// What stays in the drawer.
        left: Money,
        /// Who closed it.
        by: String,
        /// When, in ms since 1970.
        at_ms: u64,
    }
);
answer!(
    /// The books of a business day.
    DayView {
        /// Name of the house.
        venue: String,
        /// Its number.
        day: u32,
        /// Its date, as 2026-11-22.
        date: String,
        /// Its sums.
        rows: Vec<DayRow>,
        /// Visits that owed or were owed something; for the open day, everyone who has ordered and is there.
        visits: Vec<TillVisit>,
        /// What should be in the drawer.
        expected: Money,
        /// How it was closed; none for the day that is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closing: Option<DayClosing>,
        /// Notes and coins of the currency in minor units, the largest first; empty where they are not known.
        coins: Vec<i64>,
        /// What guests said; none when nobody did. Words only for those who read the ratings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ratings: Option<DayRatings>,
    }
);
answer!(
    /// What guests said on a business day.
    DayRatings {
        /// How many.
        count: u32,
        /// Their stars on average, in tenths.
        average_tenths: u32,
        /// The newest of those with words, the oldest first.
        comments: Vec<RatingView>,
    }
);
answer!(
    /// A closed day in a list.
    DayBrief {
        /// Its number.
        day: u32,
        /// Its date.
        date: String,
        /// Bills that were settled.
        sales: Money,
        /// What was over in the drawer, or missing when negative.
        difference: Money,
        /// Who closed it.
        by: String,
    }
);
answer!(
    /// What somebody said of a visit.
    RatingView {
        /// Name of the table.
        table: String,
        /// One to five.
        stars: u8,
        /// In words; may be empty.
        comment: String,
        /// When, in ms since 1970.
        at_ms: u64,
    }
);
answer!(
    /// What parties said.
    RatingsView {
        /// How many have.
        count: u32,
        /// Their stars on average, in tenths.
        average_tenths: u32,
        /// The newest.
        newest: Vec<RatingView>,
    }
);

/// Notes and coins of a currency in minor units, the largest first. Of others a plain sum is counted.
pub fn coins(currency: &str) -> &'static [i64] {
    match currency {
        "EUR" => &[50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "USD" => &[10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5, 1],
        "GBP" => &[5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
        "CHF" => &[100_000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
        "JPY" => &[10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
        _ => &[],
    }
}
