//! What can be asked of the restaurant. Whatever a command needs from outside (random ids, hashes,
//! the state of a cart) it brings along, so that deciding stays pure.

use std::collections::BTreeSet;

use plato_sync_protocol::api::{Returning, TakeOffReason};
use plato_sync_protocol::bill::{SplitChange, SplitPlan};
use plato_sync_protocol::digest::OrderDigest;
use plato_sync_protocol::door::KnockReply;
use plato_sync_protocol::ids::{
    DeviceId, DinerId, InviteId, ItemId, KnockId, LineId, OrderId, SessionId, ShareId, StaffId, StationId,
    TableId, TicketId, UnitId,
};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::{NamedDish, StockMode, StockOf};
use plato_sync_protocol::vector::ChangeHash;
use plato_sync_protocol::views::{DishStatus, SessionMode};

use super::access::team::{OwnChange, TeamChange};
use super::access::tries::Try;
use super::access::{PasswordHash, SignInSource, StaffAccount, TokenHash};
use super::approval::DecideOrder;
use super::billing::events::{BillCommand, Hand};
use super::billing::online::OnlineCommand;
use super::floor::events::FloorCommand;
use super::guessing::PinDigits;
use super::menu::{TableKey, VenueSetup};
use super::rating::VisitRating;

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Puts a venue file in force.
    ImportVenue(Box<ImportVenue>),
    /// Makes a staff account.
    AddStaff(StaffAccount),
    /// Signs a member of staff in, whose password was right.
    SignStaffIn {
        /// Who.
        staff: StaffId,
        /// Hash of the token that they will hold.
        token: TokenHash,
        /// How long it lasts, in ms.
        lasts_ms: u64,
        /// How and from where, with the hash of the secret that was looked at: it has to be in force still.
        from: Option<(Box<SignInSource>, PasswordHash)>,
    },
    /// Ends a staff token.
    SignStaffOut {
        /// Its hash.
        token: TokenHash,
    },
    /// Seats a party.
    SeatTable(SeatTable),
    /// Lets a party share in another way, before its first order.
    ChangeMode {
        /// Which.
        session: SessionId,
        /// How it is to share.
        mode: SessionMode,
    },
    /// Replaces the PIN of a session and lifts its block.
    ReissuePin {
        /// Whose.
        session: SessionId,
        /// Hash of the new one.
        pin_hash: PasswordHash,
        /// How long it is.
        pin_digits: PinDigits,
    },
    /// Counts a guess at a PIN, before it is looked at.
    TryPin {
        /// Whose PIN.
        session: SessionId,
        /// From which address, where there is one. IPv4-mapped ones are written as IPv4.
        from: Option<String>,
    },
    /// Says what came of a guess that was counted.
    SettlePin {
        /// Whose PIN.
        session: SessionId,
        /// From which address, as it was counted.
        from: Option<String>,
        /// Hash of the PIN that was looked at.
        pin: PasswordHash,
        /// Was it that one?
        is_right: bool,
    },
    /// Lets a diner in whose PIN was right, or who has an invite.
    Join(Box<Join>),
    /// Ends a visit.
    CloseSession {
        /// Which.
        session: SessionId,
    },
    /// Orders portions of the party's cart.
    PlaceOrder(Box<PlaceOrder>),
    /// Moves a dish forward.
    MoveDish {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How far.
        status: DishStatus,
    },
    /// Moves a dish forward, if its ticket is still as it was looked at. A variant of its own, as are those
    /// below: a tap that names nothing is the command that it always was, also in the fingerprint by which a
    /// retry is known.
    MoveSeenDish {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How far.
        status: DishStatus,
        /// The revision of its ticket that was looked at.
        seen: u32,
    },
    /// Marks a ticket as done.
    BumpTicket {
        /// Which.
        ticket: TicketId,
        /// The revision of the ticket that was looked at, where the screen says so.
        seen: Option<u32>,
    },
    /// Brings a bumped ticket back.
    RecallTicket {
        /// Which.
        ticket: TicketId,
    },
    /// Brings a bumped ticket back, if it is still as it was looked at.
    RecallSeenTicket {
        /// Which.
        ticket: TicketId,
        /// The revision that was looked at.
        seen: u32,
    },
    /// Takes an item off for now, or puts it back.
    EightySix {
        /// Which.
        item: ItemId,
        /// Off?
        is_eighty_sixed: bool,
    },
    /// Makes the first owner of a hub that has none.
    AddFirstOwner(StaffAccount),
    /// Changes accounts, devices or sign-ins.
    ChangeTeam {
        /// Who asks; nobody for the hub's console.
        by: Option<StaffId>,
        /// What.
        change: TeamChange,
    },
    /// Changes one's own account.
    ChangeOwn {
        /// Whose.
        staff: StaffId,
        /// What.
        change: OwnChange,
    },
    /// Makes a device one of the house.
    EnrolDevice {
        /// Hash of the code that it was given.
        code: TokenHash,
        /// Fresh id of the device.
        device: DeviceId,
        /// Hash of the token that it will hold.
        token: TokenHash,
        /// The device that it was until now.
        replaces: Option<DeviceId>,
    },
    /// Counts a try to sign in, before it is looked at.
    TrySignIn(Try),
    /// Notes that the try was wrong.
    FailSignIn {
        /// The try.
        tried: Try,
        /// Was it to prove again who somebody is that is signed in?
        is_step_up: bool,
    },
    /// Notes that somebody who is signed in has proved again who they are.
    StepUp {
        /// Hash of the token with which they are signed in.
        token: TokenHash,
        /// How and from where.
        tried: Try,
    },
    /// Notes that a PIN is about to be shown.
    RevealPin {
        /// Of which session.
        session: SessionId,
    },
    /// Notes that audit records are about to leave the hub.
    ExportAudit {
        /// How many.
        records: u64,
    },
    /// Notes that the books of a closed day are about to leave the hub as a file.
    ExportDay {
        /// Its number.
        day: u32,
    },
    /// Does something with a bill or the books.
    Bill {
        /// Who asks.
        by: StaffId,
        /// What.
        bill: Box<BillCommand>,
    },
    /// Splits a bill in another way.
    SplitBill {
        /// Who asks.
        by: Hand,
        /// Whose.
        session: SessionId,
        /// How.
        plan: SplitPlan,
    },
    /// Makes an invite.
    OpenInvite(OpenInvite),
    /// Takes an invite back.
    CancelInvite {
        /// To which visit.
        session: SessionId,
        /// Which.
        invite: InviteId,
    },
    /// Counts a guess at the code of an invite, before it is looked at.
    TryInvite {
        /// At which visit.
        session: SessionId,
        /// From which address, where there is one.
        from: Option<String>,
    },
    /// Asks to be let in.
    Knock(Box<Knock>),
    /// Says who a newcomer is.
    ChooseWho(ChooseWho),
    /// Answers a knock.
    AnswerKnock(AnswerKnock),
    /// Gives up waiting.
    WithdrawKnock {
        /// At which visit.
        session: SessionId,
        /// Which.
        knock: KnockId,
    },
    /// Takes a diner off a table.
    RemoveDiner {
        /// Off which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
    },
    /// Has a token that is about to end last longer.
    StayLonger {
        /// Its hash.
        token: TokenHash,
    },
    /// Tells the kitchen to start a course.
    FireCourse {
        /// Of which visit.
        session: SessionId,
        /// Which, from 1.
        course: u8,
    },
    /// Tells the kitchen to start a course, of some orders of a party and no others.
    FireOrders {
        /// Of which visit.
        session: SessionId,
        /// Which, from 1.
        course: u8,
        /// Those that were seen to wait.
        orders: Vec<OrderId>,
    },
    /// Moves a dish that waits into another course.
    MoveToCourse {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// Into which, from 1.
        course: u8,
    },
    /// Notes that everything of an order that is ready was brought.
    ServeOrder {
        /// Which.
        order: OrderId,
    },
    /// Notes that dishes were brought: those of them that are ready, and no others.
    ServeDishes {
        /// Of which order.
        order: OrderId,
        /// By their places in the order: those that were seen to be ready.
        dishes: Vec<u16>,
    },
    /// The same of dishes as they were shown.
    ServeShownDishes {
        /// Of which order.
        order: OrderId,
        /// Those that were seen to be ready.
        dishes: Vec<NamedDish>,
    },
    /// Puts dishes back that were taken for brought.
    PutBack {
        /// Of which order.
        order: OrderId,
        /// By their places in the order.
        dishes: Vec<u16>,
    },
    /// Takes portions off that are not made yet and never will be.
    VoidPortions(TakeOffPortions),
    /// Gives portions free that were made.
    CompPortions(TakeOffPortions),
    /// Notes that the kitchen knows of a void.
    SeeVoid {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
    },
    /// Ends a visit whose bill is not settled.
    CloseUnpaid {
        /// Which.
        session: SessionId,
        /// Who asks.
        by: StaffId,
        /// Why.
        reason: String,
    },
    /// Says how a visit was that is over.
    RateVisit(VisitRating),
    /// Says yes or no to an order that waits for the house.
    DecideOrder(DecideOrder),
    /// Does something with a party that sits, or with a table.
    Floor(FloorCommand),
    /// Says how a dish or an answer is there.
    SetStock {
        /// What.
        of: StockOf,
        /// How.
        mode: StockMode,
    },
    /// Says how something is there, at the sight of how it was: as with a dish, a variant of its own.
    SetSeenStock {
        /// What.
        of: StockOf,
        /// How.
        mode: StockMode,
        /// How it was shown.
        seen: StockMode,
    },
    /// Puts back what was off until a day that has begun.
    RenewStock,
    /// Sends the orders of a table that wait for each other.
    SendTogether {
        /// Of which visit.
        session: SessionId,
        /// Which guest, who waits as well; nobody where the house does.
        by: Option<DinerId>,
    },
    /// Takes portions back that a guest does not want any more and nobody has begun.
    CancelDish {
        /// Of which visit the guest is.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How many.
        portions: u16,
    },
    /// Says what a guest must not eat.
    DeclareAllergies {
        /// At which visit.
        session: SessionId,
        /// Who; everyone where the house says it of the whole table.
        diner: DinerId,
        /// All of it.
        allergens: BTreeSet<Allergen>,
        /// Does somebody of the house say it? It stands beside what the guest says, and neither takes back the other's.
        is_by_staff: bool,
    },
    /// Changes how a bill is split.
    ChangeSplit(ChangeSplit),
    /// Lets dishes go that a pass has looked at.
    PassDishes {
        /// Of which order.
        order: OrderId,
        /// Which pass.
        pass: StationId,
        /// By their places in the order.
        dishes: Vec<u16>,
    },
    /// The same of dishes as they were shown.
    PassShownDishes {
        /// Of which order.
        order: OrderId,
        /// Which pass.
        pass: StationId,
        /// Those that were looked at.
        dishes: Vec<NamedDish>,
    },
    /// Has a guest pay a share online.
    Online(Box<OnlineCommand>),
}

/// Somebody wants a bill split in another way.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSplit {
    /// Who asks.
    pub by: Hand,
    /// Whose bill.
    pub session: SessionId,
    /// What they want.
    pub change: SplitChange,
    /// Ids for shares that come of it.
    pub fresh: Vec<ShareId>,
}

/// Portions of a dish that are not to be paid.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeOffPortions {
    /// Of which order.
    pub order: OrderId,
    /// Which of its lines.
    pub index: u16,
    /// How many.
    pub portions: u16,
    /// Why.
    pub reason: TakeOffReason,
    /// Of which visit, where an order is for several; otherwise any.
    pub at: Option<SessionId>,
    /// Whose go first, where several eat of the line; otherwise the last.
    pub of: Option<DinerId>,
    /// Who of the house.
    pub by: Option<StaffId>,
}

/// Makes an invite.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenInvite {
    /// To which visit.
    pub session: SessionId,
    /// Fresh id.
    pub invite: InviteId,
    /// The diner who asks; none for staff.
    pub by: Option<DinerId>,
    /// Hash of the code that is typed.
    pub code: TokenHash,
    /// Hash of the secret in its address.
    pub link: TokenHash,
}

/// The secrets of somebody who waits, and what is known of the party meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Fresh id.
    pub knock: KnockId,
    /// Hash of the secret with which the phone asks how it stands.
    pub secret: TokenHash,
    /// From which address, where there is one.
    pub from: Option<String>,
    /// Diners of whom no phone is connected.
    pub away: Vec<DinerId>,
    /// When to ask whether it is one of them.
    pub returning: Returning,
}

/// Asks to be let in.
#[derive(Debug, Clone, PartialEq)]
pub struct Knock {
    /// To which visit.
    pub session: SessionId,
    /// What they want to be called, as typed.
    pub name: String,
    /// Hash of the token that they will hold.
    pub token: TokenHash,
    /// The secrets.
    pub waiting: Waiting,
}

/// Says who a newcomer is.
#[derive(Debug, Clone, PartialEq)]
pub struct ChooseWho {
    /// At which visit.
    pub session: SessionId,
    /// Which knock.
    pub knock: KnockId,
    /// Who they say they were; none for somebody new.
    pub claims: Option<DinerId>,
    /// Fresh id, for somebody new.
    pub fresh: DinerId,
    /// How long their token lasts, in ms.
    pub lasts_ms: u64,
}

/// Answers a knock.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerKnock {
    /// At which visit.
    pub session: SessionId,
    /// Which.
    pub knock: KnockId,
    /// The diner who answers; none for staff.
    pub by: Option<DinerId>,
    /// What.
    pub reply: KnockReply,
    /// Is a phone of the one who they say they were connected?
    pub is_claimed_here: bool,
    /// Fresh id, for somebody new.
    pub fresh: DinerId,
    /// How long their token lasts, in ms.
    pub lasts_ms: u64,
}

/// Puts a venue file in force.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportVenue {
    /// What the file says.
    pub setup: VenueSetup,
    /// Fresh keys for its tables; a table that has one already keeps it, and so does its QR code.
    pub keys: Vec<(TableId, TableKey)>,
}

/// Seats a party.
#[derive(Debug, Clone, PartialEq)]
pub struct SeatTable {
    /// Fresh id of the visit.
    pub session: SessionId,
    /// Where.
    pub table: TableId,
    /// Counted seats.
    pub covers: u16,
    /// How they share.
    pub mode: SessionMode,
    /// Hash of their PIN.
    pub pin_hash: PasswordHash,
    /// How long it is.
    pub pin_digits: PinDigits,
}

/// Lets a diner in.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Into which visit.
    pub session: SessionId,
    /// Fresh id of the diner.
    pub diner: DinerId,
    /// What they want to be called, as typed.
    pub name: String,
    /// Hash of the token that they will hold.
    pub token: TokenHash,
    /// How long it lasts, in ms.
    pub lasts_ms: u64,
    /// Hash of the PIN that was looked at and right; none with an invite.
    pub pin: Option<PasswordHash>,
    /// Hash of the code or secret of an invite; none when the PIN was right.
    pub invite: Option<TokenHash>,
    /// For whoever may be asked first whether they were here before.
    pub waiting: Option<Waiting>,
}

/// Orders portions, each as it stands in the cart at this moment.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOrder {
    /// Of which visit.
    pub session: SessionId,
    /// Who orders.
    pub by: DinerId,
    /// What was confirmed and what has become of it.
    pub portions: Vec<Portion>,
    /// Digest of what was shown.
    pub digest: OrderDigest,
    /// Heads of the cart that was shown.
    pub heads: Vec<ChangeHash>,
    /// Has somebody of the house entered it? Then the house has looked at it.
    pub is_by_staff: bool,
    /// Is it to wait for those of the others at the table, where everyone has a cart of their own?
    pub with_others: bool,
}

/// A confirmed portion.
#[derive(Debug, Clone, PartialEq)]
pub struct Portion {
    /// Its id.
    pub unit: UnitId,
    /// The price that was shown.
    pub shown: Money,
    /// How it stands in the cart.
    pub now: PortionState,
}

/// How a portion stands in the cart.
#[derive(Debug, Clone, PartialEq)]
pub enum PortionState {
    /// It never was there.
    Unknown,
    /// It was taken off.
    Gone {
        /// What it was.
        item: ItemId,
    },
    /// It was ordered.
    Sent {
        /// What it was.
        item: ItemId,
        /// With which order.
        order: OrderId,
    },
    /// It is wanted.
    Pending {
        /// Its line.
        line: LineId,
        /// What it is.
        item: ItemId,
        /// Menu revision under which the line was made.
        rev: u32,
        /// Canonical choices; more than one when two people chose at the same time.
        configs: Vec<String>,
        /// Who eats and pays it.
        diner: DinerId,
        /// Choices and diner in the cart that was shown, where they were others.
        shown_as: Option<(String, DinerId)>,
    },
}
