//! What has happened. Events are what the log stores, so their form is a promise: a golden file in
//! `tests/compatibility` holds each to its bytes, and a new shape gets a new version in `log/stored.rs`.

use plato_sync_protocol::api::{Role, TakeOffReason};
use plato_sync_protocol::ids::{
    DeviceId, DinerId, InviteId, ItemId, KnockId, OrderId, SessionId, StaffId, StationId, TableId, TicketId,
    UnitId,
};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::serving::StockOf;
use plato_sync_protocol::views::{DishStatus, SessionMode};
use serde::{Deserialize, Serialize};

use super::access::tries::Try;
use super::access::{PasswordHash, SignInSource, StaffAccount, TokenHash};
use super::admission::Entry;
use super::approval::ApprovalEvent;
use super::billing::events::BillEvent;
use super::floor::events::FloorEvent;
use super::guessing::PinDigits;
use super::menu::VenueSetup;
use super::ordering::PlacedOrder;
use super::rating::VisitRating;
use super::stock::Stock;
use super::together::SentTogether;

/// One thing that has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A venue file is in force.
    VenueImported {
        /// What it says, with the keys of the tables.
        setup: Box<VenueSetup>,
    },
    /// There is a new staff account.
    StaffAdded {
        /// The account.
        account: StaffAccount,
    },
    /// A member of staff signed in.
    StaffSignedIn {
        /// Who.
        staff: StaffId,
        /// Hash of the token.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
        /// How and from where. Records of earlier versions do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Box<SignInSource>>,
    },
    /// A staff token has ended.
    StaffSignedOut {
        /// Its hash.
        token: TokenHash,
        /// Whose it was. Records of earlier versions do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff: Option<StaffId>,
    },
    /// A party was seated.
    TableSeated {
        /// The visit.
        session: SessionId,
        /// Where.
        table: TableId,
        /// Counted seats.
        covers: u16,
        /// How they share.
        mode: SessionMode,
        /// Hash of their PIN.
        pin_hash: PasswordHash,
        /// How long it is.
        #[serde(default, skip_serializing_if = "PinDigits::is_four")]
        pin_digits: PinDigits,
    },
    /// A party shares in another way.
    SessionModeChanged {
        /// Which.
        session: SessionId,
        /// How it shares now.
        mode: SessionMode,
    },
    /// A session has a new PIN.
    PinReissued {
        /// Whose.
        session: SessionId,
        /// Its hash.
        pin_hash: PasswordHash,
        /// How long it is.
        #[serde(default, skip_serializing_if = "PinDigits::is_four")]
        pin_digits: PinDigits,
    },
    /// Somebody guessed a PIN. Right or wrong is known only after this is on disk.
    PinTried {
        /// Whose.
        session: SessionId,
        /// From which address, where there is one. IPv4-mapped ones are written as IPv4.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    /// A guess at a PIN was looked at. One that was right does not count, whatever becomes of whoever made it.
    PinSettled {
        /// Whose.
        session: SessionId,
        /// From which address, as it was counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// Was it right?
        is_right: bool,
    },
    /// A diner is in. By PIN: then a guess before was right, which logs of earlier versions say only so.
    DinerJoined {
        /// Into which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// What they are called.
        name: String,
        /// Hash of their token.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
        /// By which way.
        #[serde(default, skip_serializing_if = "Entry::is_pin")]
        how: Entry,
    },
    /// A visit has ended.
    SessionClosed {
        /// Which.
        session: SessionId,
    },
    /// An order was taken.
    OrderPlaced {
        /// All of it.
        order: Box<PlacedOrder>,
    },
    /// A dish has moved forward.
    DishMoved {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How far.
        status: DishStatus,
    },
    /// A ticket is done.
    TicketBumped {
        /// Which.
        ticket: TicketId,
    },
    /// A ticket is back.
    TicketRecalled {
        /// Which.
        ticket: TicketId,
    },
    /// An item is off for now, or on again.
    ItemEightySixed {
        /// Which.
        item: ItemId,
        /// Off?
        is_eighty_sixed: bool,
    },
    /// Somebody tries to sign in or to step up. Right or wrong is known only after this is on disk.
    StaffSignInTried {
        /// As whom, how, from where.
        tried: Try,
    },
    /// The try before was wrong.
    StaffSignInFailed {
        /// As whom, how, from where.
        tried: Try,
        /// Was it to prove again who somebody is that was signed in?
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_step_up: bool,
    },
    /// Somebody who is signed in has proved again who they are.
    StaffSteppedUp {
        /// Who.
        staff: StaffId,
        /// Hash of the token with which they are signed in.
        token: TokenHash,
        /// Uptime until which that is good, in ms.
        until_ms: u64,
        /// How and from where.
        tried: Try,
    },
    /// An account has another name.
    StaffRenamed {
        /// Whose.
        staff: StaffId,
        /// The new one.
        name: String,
    },
    /// Somebody has another role, and has to sign in anew.
    StaffRoleChanged {
        /// Who.
        staff: StaffId,
        /// The new one.
        role: Role,
    },
    /// An account has a new password. Its PIN and its sign-ins have ended.
    StaffPasswordSet {
        /// Whose.
        staff: StaffId,
        /// Its hash.
        password_hash: PasswordHash,
        /// The one sign-in that goes on: that of whoever changed their own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        keeps: Option<TokenHash>,
    },
    /// Somebody has chosen a PIN for shared devices.
    StaffPinSet {
        /// Who.
        staff: StaffId,
        /// Its hash.
        pin_hash: PasswordHash,
    },
    /// Nobody can sign in with an account any more.
    StaffDisabled {
        /// Whose.
        staff: StaffId,
    },
    /// An account can be used again.
    StaffEnabled {
        /// Whose.
        staff: StaffId,
    },
    /// There is a code that enrols one device.
    DeviceCodeIssued {
        /// Its hash.
        code: TokenHash,
        /// Name of the device to be.
        name: String,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// A device belongs to the house.
    DeviceEnrolled {
        /// Which.
        device: DeviceId,
        /// What it is called.
        name: String,
        /// Hash of the token that it holds.
        token: TokenHash,
        /// Hash of the code that it came with, which is used up.
        code: TokenHash,
    },
    /// A device does not belong to the house any more; sign-ins on it have ended.
    DeviceRevoked {
        /// Which.
        device: DeviceId,
    },
    /// The PIN of a session was shown to a member of staff.
    PinRevealed {
        /// Whose.
        session: SessionId,
    },
    /// Audit records have left the hub.
    AuditExported {
        /// How many.
        records: u64,
    },
    /// The books of a closed day have left the hub as a file.
    DayExported {
        /// Its number.
        day: u32,
    },
    /// Something has happened to a bill or to the books.
    Bill {
        /// What.
        bill: Box<BillEvent>,
    },
    /// Somebody at the table, or a waiter, shows an invite.
    InviteOpened {
        /// To which visit.
        session: SessionId,
        /// Names it.
        invite: InviteId,
        /// Hash of the code that is typed.
        code: TokenHash,
        /// Hash of the secret in its address.
        link: TokenHash,
        /// The diner who shows it; none for staff.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<DinerId>,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// An invite was taken back.
    InviteCancelled {
        /// To which visit.
        session: SessionId,
        /// Which.
        invite: InviteId,
    },
    /// Somebody typed the code of an invite. Right or wrong is known only after this is on disk.
    InviteTried {
        /// At which visit.
        session: SessionId,
        /// From which address, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    /// Somebody waits to be let in.
    KnockMade {
        /// To which visit.
        session: SessionId,
        /// Names it.
        knock: KnockId,
        /// The name they gave.
        name: String,
        /// Hash of the secret with which their phone asks how it stands.
        secret: TokenHash,
        /// Hash of the token that they will hold.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
        /// From which address, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// With what they may come in as somebody new. Then the guess before was right, or the invite is used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<Entry>,
        /// Those of whom they are asked whether it is them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        offers: Vec<DinerId>,
        /// Who they say they were.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claims: Option<DinerId>,
    },
    /// A newcomer says that they were here before.
    KnockClaimed {
        /// At which visit.
        session: SessionId,
        /// Which knock.
        knock: KnockId,
        /// As whom.
        claims: DinerId,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// Somebody was turned away.
    KnockRefused {
        /// From which visit.
        session: SessionId,
        /// Which knock.
        knock: KnockId,
    },
    /// Somebody has given up waiting.
    KnockWithdrawn {
        /// At which visit.
        session: SessionId,
        /// Which knock.
        knock: KnockId,
    },
    /// A diner goes on with another phone. The tokens that they had are worth nothing any more.
    DinerReturned {
        /// In which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// The knock that was confirmed.
        knock: KnockId,
        /// Hash of their new token.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// A diner was taken off the table. Their tokens are worth nothing any more; their portions stay.
    DinerRemoved {
        /// From which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
    },
    /// A diner stays longer than a token lasts.
    TokenExtended {
        /// In which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// Hash of the token.
        token: TokenHash,
        /// Uptime at which it ends now, in ms.
        expires_at_ms: u64,
    },
    /// A course was fired: its dishes are to be made now.
    CourseFired {
        /// Of which visit.
        session: SessionId,
        /// Which, from 1.
        course: u8,
        /// Its dishes.
        dishes: Vec<DishId>,
    },
    /// A dish that waited belongs to another course now.
    DishMovedToCourse {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// The course, from 1.
        course: u8,
        /// The course was fired before: the dish joins the ticket of this name, to be made now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joins: Option<TicketId>,
    },
    /// Portions were taken off that are never to be made.
    PortionsVoided {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// Which of its portions.
        units: Vec<UnitId>,
        /// Why.
        reason: TakeOffReason,
        /// Who of the house. None for guests, who take off their own, and in events of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<StaffId>,
    },
    /// Portions that were made are given free.
    PortionsComped {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// Which of its portions.
        units: Vec<UnitId>,
        /// Why.
        reason: TakeOffReason,
        /// Who. None in events of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<StaffId>,
    },
    /// The kitchen knows of a void.
    VoidSeen {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
    },
    /// A dish or an answer is off, counted, or simply there again.
    StockSet {
        /// What.
        of: StockOf,
        /// How it is there.
        stock: Stock,
    },
    /// Somebody has said what a guest must not eat.
    AllergiesDeclared {
        /// At which visit.
        session: SessionId,
        /// Who; everyone for the whole table.
        diner: DinerId,
        /// All of it, in the order of the regulation.
        allergens: Vec<Allergen>,
        /// Somebody of the house has said it, beside what the guest says.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_by_staff: bool,
    },
    /// Something has happened on the floor.
    Floor {
        /// What.
        floor: Box<FloorEvent>,
    },
    /// Somebody of a party has said how their visit was.
    VisitRated {
        /// Who, and what.
        rating: VisitRating,
    },
    /// The house has looked at an order that waited for it.
    Approval {
        /// What it said.
        approval: Box<ApprovalEvent>,
    },
    /// An order that waited for the others of its table goes to the house.
    SentTogether {
        /// Which, and how.
        sent: Box<SentTogether>,
    },
    /// A pass has looked at dishes and let them go.
    DishesPassed {
        /// Of which order.
        order: OrderId,
        /// Which pass.
        pass: StationId,
        /// Which of its lines.
        dishes: Vec<u16>,
    },
    /// Dishes were taken for brought by mistake: they are ready, and wait to be brought.
    DishesPutBack {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        dishes: Vec<u16>,
    },
}

/// Names a dish: a line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DishId {
    /// Of which order.
    pub order: OrderId,
    /// Which of its lines.
    pub index: u16,
}
