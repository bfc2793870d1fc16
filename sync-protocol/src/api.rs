//! Bodies of the HTTP calls that a device and the hub exchange. The paths are listed in
//! `hub/src/web/routes.rs`; every refusal is a [`Problem`].

use serde::{Deserialize, Serialize};

use crate::digest::OrderDigest;
use crate::ids::{CommandId, DinerId, ItemId, LineId, OrderId, SessionId, StaffId, TableId, UnitId};
use crate::menu::LineConfig;
use crate::money::Money;
use crate::vector::ChangeHash;
use crate::views::{DinerView, DishStatus, OrderView, SessionMode};

/// Joins the party at a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinRequest {
    /// The table of the QR code.
    pub table: TableId,
    /// The table key of the QR code: 32 hexadecimal digits.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub key: String,
    /// The PIN that the waiter gave. Empty with an invite.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 16))]
    pub pin: String,
    /// What the diner wants to be called.
    #[cfg_attr(feature = "openapi", schema(max_length = 96))]
    pub name: String,
    /// The code or the secret of an invite, in place of the PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub invite: Option<String>,
    /// Names this attempt, the same for a retry. The header `Idempotency-Key` serves as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// Is the answer 202 understood, which asks whether the diner was here before?
    #[serde(default)]
    pub returning: Returning,
}

/// When the hub asks a newcomer whether they are somebody whose phone is away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Returning {
    /// Never.
    #[default]
    No,
    /// When somebody of that name is away.
    IfNamed,
    /// When anybody is away: the guest said that they were here before.
    Yes,
}

/// A diner is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinAnswer {
    /// The session.
    pub session: SessionId,
    /// The diner's token: 64 hexadecimal digits. Shown once.
    pub token: String,
    /// Who the diner is.
    pub diner: DinerId,
    /// How the party shares.
    pub mode: SessionMode,
    /// Name of the table.
    pub table: String,
    /// How long the token lasts, in ms.
    pub expires_in_ms: u64,
}

/// A token is still good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAnswer {
    /// The session.
    pub session: SessionId,
    /// Who the diner is.
    pub diner: DinerId,
    /// The name they gave.
    pub name: String,
    /// How the party shares.
    pub mode: SessionMode,
    /// Name of the table.
    pub table: String,
    /// How long the token lasts, in ms.
    pub expires_in_ms: u64,
}

/// The state of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionStatus {
    /// The session.
    pub session: SessionId,
    /// Its table.
    pub table: TableId,
    /// How the party shares.
    pub mode: SessionMode,
    /// Counted seats.
    pub covers: u16,
    /// Is the visit still going on?
    pub is_open: bool,
    /// Who has joined.
    pub diners: Vec<DinerView>,
    /// Orders so far.
    pub orders: u32,
    /// Sum of all orders.
    pub total: Money,
}

/// Puts portions of a dish into the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CartAdd {
    /// The dish.
    pub item: ItemId,
    /// Modifiers and note.
    #[serde(default)]
    pub config: LineConfig,
    /// Portions, 1 to 99.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub quantity: u32,
    /// Who eats and pays it; the caller when left out.
    #[serde(default)]
    pub diner: Option<DinerId>,
}

/// Changes a line of the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CartUpdate {
    /// The line.
    pub line: LineId,
    /// Pending portions that it shall have, 0 to 99; as before when left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 99))]
    pub quantity: Option<u32>,
    /// Modifiers and note that it shall have; as before when left out.
    #[serde(default)]
    pub config: Option<LineConfig>,
    /// Who shall get its pending portions: somebody of the party, or everyone where they share one cart; as
    /// before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diner: Option<DinerId>,
}

/// Body of `POST /api/floor/sessions/{session}/mode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMode {
    /// How the party is to share.
    pub mode: SessionMode,
}

/// A cart as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffCart {
    /// Whose; none for the cart of the whole party.
    pub diner: Option<DinerId>,
    /// Their name; empty for the whole party.
    pub name: String,
    /// What is in it.
    pub cart: CartAnswer,
}

/// The cart as JSON, for devices without the wasm client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartAnswer {
    /// Names this state of the cart.
    pub heads: Vec<ChangeHash>,
    /// Lines with portions that are wanted and not ordered, oldest first.
    pub lines: Vec<CartAnswerLine>,
    /// What `POST /api/order/place` takes to order all of it, but for the `command_id`. None when
    /// the cart is empty or a line cannot be ordered as it is.
    pub confirm: Option<Confirmation>,
    /// Sum of the lines that have a price.
    pub total: Money,
}

/// A line of the cart as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartAnswerLine {
    /// Its id.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Its name.
    pub name: String,
    /// Modifiers and note.
    pub config: LineConfig,
    /// Who added it.
    pub by: DinerId,
    /// Pending portions, each with who eats and pays it.
    pub units: Vec<CartAnswerUnit>,
    /// Price of one portion; none when it cannot be ordered as it is.
    pub unit_price: Option<Money>,
}

/// A portion of the cart as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartAnswerUnit {
    /// Its id.
    pub unit: UnitId,
    /// Who eats and pays it.
    pub diner: DinerId,
}

/// What exactly was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Heads of the cart that was shown.
    pub heads: Vec<ChangeHash>,
    /// The portions, each with the price that was shown.
    pub units: Vec<ShownUnit>,
    /// Digest of everything that was shown ([`crate::digest`]).
    pub digest: OrderDigest,
}

/// A portion with the price that was shown for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownUnit {
    /// The portion.
    pub unit: UnitId,
    /// Its price on the screen.
    pub price: Money,
}

/// Places an order. The same command id with the same body always gives the same receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceOrder {
    /// Made when the review screen opened. The header `Idempotency-Key` serves as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// Heads of the cart that was confirmed.
    #[cfg_attr(feature = "openapi", schema(max_items = 64))]
    pub heads: Vec<ChangeHash>,
    /// The portions, each with the price that was shown.
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub units: Vec<ShownUnit>,
    /// Digest of everything that was shown.
    pub digest: OrderDigest,
    /// Is it to go to the kitchen together with those of the others at the table? Where they share one cart, and
    /// where nobody else is there, it goes at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_others: bool,
}

/// The order was taken and is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderReceipt {
    /// The command that it answers.
    pub command_id: CommandId,
    /// The order.
    pub order: OrderView,
}

/// All orders of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrdersAnswer {
    /// Oldest first.
    pub orders: Vec<OrderView>,
    /// Sum of all.
    pub total: Money,
}

/// One thing that is no longer as it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartDifference {
    /// The portion; none when the whole cart is meant.
    pub unit: Option<UnitId>,
    /// Name of the dish; empty when it is not known.
    pub dish: String,
    /// What is different.
    pub what: Difference,
}

/// How a portion differs from what was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Difference {
    /// It is not in the cart.
    Unknown,
    /// Somebody took it off.
    Gone,
    /// It was ordered already.
    AlreadySent {
        /// With which order.
        order: OrderId,
        /// Name of who placed that order.
        by: String,
    },
    /// Somebody chose other modifiers or another note.
    Reconfigured,
    /// Two people chose differently at the same time.
    ChoicesConflict,
    /// It was given to someone else.
    GivenTo {
        /// Name of who has it now.
        diner: String,
    },
    /// The price has changed.
    Repriced {
        /// What was shown.
        shown: Money,
        /// What it costs.
        now: Money,
    },
    /// The dish is off for now.
    EightySixed,
    /// The dish is no longer on the menu.
    NotOnMenu,
    /// The choices do not make a complete dish.
    Choices {
        /// Stable code of what is wrong with them.
        code: String,
        /// A sentence for a person.
        message: String,
    },
    /// The portions are as confirmed, but their digest is not: the device worked it out differently.
    Digest,
    /// There are not so many portions left.
    TooFewLeft {
        /// How many there are.
        left: u32,
    },
}

/// A refusal or fault, as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable code: what programs look at.
    pub code: String,
    /// A sentence for a person.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// PIN attempts that are left before the table is blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// Seconds until it makes sense to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// Does waiting not help, because no PIN is looked at until staff make a new one?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_new_pin: bool,
    /// What exactly is no longer as it was confirmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<CartDifference>,
    /// Finds a fault in the hub's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault_id: Option<String>,
    /// Address of a page where it can be done instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// What a device has to know to trust the hub's https.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustAnswer {
    /// The hub by https, under the name by which it was asked; without a slash at the end. None when it
    /// does not speak https.
    pub https_url: Option<String>,
    /// SHA-256 of the authority's certificate: 32 bytes as pairs of capital digits, with colons between.
    pub fingerprint: Option<String>,
    /// Does a certificate answer that every device trusts already, for this name? Then nothing has to
    /// be installed.
    pub is_public: bool,
    /// May staff sign in the way that this was asked? A page looks before it lets anyone type a password.
    pub may_sign_in: bool,
}

/// Moves a dish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetDishStatus {
    /// How far it is.
    pub status: DishStatus,
    /// The revision of its ticket that was looked at; with another one nothing happens. Who does not say it means
    /// the dish however it is by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u32>,
}

/// Tells the kitchen to start a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FireCourse {
    /// Which, from 1.
    pub course: u8,
    /// The orders of the party that were seen to wait for it: the dishes of no other are fired. Who does not say
    /// it means whatever waits by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<Vec<OrderId>>,
}

/// Moves a dish that waits into another course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveToCourse {
    /// Which, from 1.
    pub course: u8,
}

/// Why portions are taken off a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TakeOffReason {
    /// It was entered by mistake.
    Mistake,
    /// The guest wants something else, or nothing.
    GuestChanged,
    /// The kitchen has run out of it.
    SoldOut,
    /// It was not as it should be.
    Quality,
    /// It came too late.
    Late,
    /// The house invites.
    Goodwill,
    /// The guest took it back before it was begun.
    GuestCancelled,
}

/// Voids or comps portions of a dish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeOff {
    /// How many.
    pub portions: u16,
    /// Why.
    pub reason: TakeOffReason,
    /// Of which visit, where guests of an order have moved to another party since; otherwise any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Whose go first, where several eat of the line; otherwise the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diner: Option<DinerId>,
}

/// Takes a dish off the menu for now, or puts it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EightySix {
    /// Off for now?
    pub is_eighty_sixed: bool,
}

/// Seats a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeatTable {
    /// Counted seats, 1 to 60.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    pub covers: u16,
    /// How the party shares.
    pub mode: SessionMode,
}

/// A party was seated, or its PIN made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinAnswer {
    /// The session.
    pub session: SessionId,
    /// The PIN to tell the party.
    pub pin: String,
}

/// What the QR code of a table carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableCode {
    /// The address to open.
    pub url: String,
    /// The QR code as an SVG picture.
    pub svg: String,
}

/// Signs a member of staff in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name of the account.
    #[cfg_attr(feature = "openapi", schema(max_length = 96))]
    pub name: String,
    /// Its password.
    #[cfg_attr(feature = "openapi", schema(max_length = 256))]
    pub password: String,
}

/// What a member of staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything in service.
    Manager,
    /// Tables and orders.
    Waiter,
    /// Tickets.
    Kitchen,
    /// Bills.
    Cashier,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffAnswer {
    /// Their id.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How long they stay signed in, in ms.
    pub expires_in_ms: u64,
    /// Have they chosen a PIN for shared devices?
    pub has_pin: bool,
    /// Name of the enrolled device that they are at, if it is one.
    pub device: Option<String>,
    /// How long they need not prove again who they are for acts that ask for it, in ms; 0 when they do.
    pub stepped_up_for_ms: u64,
    /// For those who run the house: a certificate of the hub that ends soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateEnd>,
}

/// A certificate that somebody has to replace before it ends, because the hub cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateEnd {
    /// Is it the hub's own certificate authority, which devices of the house have installed? Otherwise it is the
    /// operator's certificate.
    pub is_authority: bool,
    /// When it ends, in ms since 1970.
    pub ends_at_ms: u64,
}

/// The new venue file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportVenue {
    /// The text of the venue file (TOML).
    pub file: String,
}

/// The venue file is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportAnswer {
    /// Revision of the menu that it made.
    pub menu_revision: u32,
    /// Dishes on it.
    pub items: u32,
    /// Tables.
    pub tables: u32,
}
