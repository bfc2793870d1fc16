//! What can happen to a phone: the guest does something, or the browser tells something.

use plato_sync_protocol::bill::SplitChange;
use plato_sync_protocol::door::KnockReply;
use plato_sync_protocol::floor::CallKind;
use plato_sync_protocol::ids::{DinerId, ItemId, KnockId, LineId, OrderId, ShareId, TableId, UnitId};
use plato_sync_protocol::menu::{Allergen, LineConfig};
use serde::Deserialize;

/// What the page knew when it opened.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Start {
    /// The table of the QR code.
    pub table: TableId,
    /// The table key of the QR code; empty when the page was opened without it.
    pub key: String,
    /// 32 random bytes as 64 hexadecimal digits: the seed of all ids that the phone makes.
    pub seed: String,
    /// The phone's clock, in ms since 1970.
    pub now_ms: u64,
    /// What an earlier page of this table kept with [`crate::effect::Effect::KeepLogin`].
    pub login: Option<String>,
    /// What an earlier page of this table kept with [`crate::effect::Effect::KeepKnock`].
    #[serde(default)]
    pub knock: Option<String>,
    /// The actor that this tab kept with [`crate::effect::Effect::KeepActor`].
    pub actor: Option<String>,
    /// Does the browser keep records beyond this page?
    pub is_storage_durable: bool,
}

/// Something that happened.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Input {
    /// The guest did something.
    Do {
        /// What.
        action: Action,
    },
    /// The menu was fetched.
    Menu {
        /// The body of `GET /api/menu`.
        body: String,
    },
    /// The socket is open.
    SocketOpened,
    /// The socket was closed or could not be opened.
    SocketClosed,
    /// A call was answered.
    Answered {
        /// Which call.
        id: u32,
        /// Its HTTP status.
        status: u16,
        /// Its body.
        body: String,
    },
    /// A call got no answer.
    Unanswered {
        /// Which call.
        id: u32,
    },
    /// A timer that was asked for has run out.
    TimerFired {
        /// Which one.
        timer: Timer,
    },
    /// The page is visible again, or the phone has a network again: try at once.
    Woken,
}

/// Timers, at most one of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// Time to open the socket again.
    Reconnect,
    /// Time to ask the hub whether it is there, or to give up on its answer.
    Heartbeat,
    /// Time to ask how a knock stands.
    Knock,
    /// Time to try again to come in, where the hub was busy.
    Join,
}

/// What a guest can do.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Action {
    /// Joins the party.
    Join {
        /// The PIN.
        pin: String,
        /// What to be called.
        name: String,
        /// Was the guest here before, with another phone?
        #[serde(default)]
        was_here: bool,
    },
    /// Joins the party with an invite.
    JoinByInvite {
        /// Its code as typed, or its secret.
        invite: String,
        /// What to be called.
        name: String,
        /// Was the guest here before, with another phone?
        was_here: bool,
    },
    /// Asks to be let in.
    Knock {
        /// What to be called.
        name: String,
        /// Was the guest here before, with another phone?
        was_here: bool,
    },
    /// Says who the guest is, when the hub asks.
    ChooseWho {
        /// Somebody who was here before; none for somebody new.
        diner: Option<DinerId>,
    },
    /// Gives up waiting, or puts away what came of it.
    GiveUpKnocking,
    /// Shows an invite to the party.
    ShowInvite,
    /// Puts it away; an open one is taken back.
    PutInviteAway,
    /// Answers somebody who knocks.
    AnswerKnock {
        /// Whom.
        knock: KnockId,
        /// What.
        reply: KnockReply,
    },
    /// Stays longer than the token lasts.
    Stay,
    /// Calls for somebody.
    CallWaiter {
        /// What for.
        kind: CallKind,
    },
    /// Takes the party's call back.
    WithdrawCall {
        /// Which.
        kind: CallKind,
    },
    /// Puts portions into the cart.
    Add {
        /// The dish.
        item: ItemId,
        /// Modifiers and note.
        config: LineConfig,
        /// Portions, 1 to 99.
        portions: u32,
        /// Who eats and pays it; `everyone22` for the whole party.
        diner: DinerId,
    },
    /// One more of a line for somebody.
    More {
        /// The line.
        line: LineId,
        /// Who eats and pays it.
        diner: DinerId,
    },
    /// One less of a line; somebody's own newest first.
    Less {
        /// The line.
        line: LineId,
        /// Whose.
        diner: DinerId,
    },
    /// Takes all of somebody's portions of a line off.
    Remove {
        /// The line.
        line: LineId,
        /// Whose.
        diner: DinerId,
    },
    /// Chooses other modifiers or another note.
    Reconfigure {
        /// The line.
        line: LineId,
        /// What shall stand.
        config: LineConfig,
    },
    /// Gives a portion to somebody else.
    Give {
        /// The line.
        line: LineId,
        /// The portion.
        unit: UnitId,
        /// Who eats and pays it from now on.
        diner: DinerId,
    },
    /// Opens the review screen with the cart as it is now. Also confirms a changed cart anew.
    OpenReview,
    /// Closes it without ordering.
    CloseReview,
    /// Orders what the review screen shows.
    Place,
    /// Orders it together with the others at the table: it waits until they are ready.
    PlaceWithOthers,
    /// Sends what is ready at the table.
    SendTogether,
    /// Takes portions of a dish back that nobody has begun.
    CancelDish {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How many.
        portions: u16,
    },
    /// Puts a dish of an earlier round into the cart again.
    OrderAgain {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
    },
    /// Says what the guest must not eat.
    Declare {
        /// All of it.
        allergens: Vec<Allergen>,
    },
    /// Takes a notice away.
    Dismiss {
        /// Which.
        id: u32,
    },
    /// Forgets this visit on this phone.
    Leave,
    /// Opens the bill, and has it follow what happens; or puts it away.
    WatchBill {
        /// Which of the two.
        is_watched: bool,
    },
    /// Wants the bill split in another way.
    Split {
        /// How.
        wanted: SplitChange,
    },
    /// Wants to pay a share online.
    PayOnline {
        /// Which.
        share: ShareId,
        /// What goes on top for the staff, in minor units; none to go on with what was chosen before.
        #[serde(default)]
        tip: Option<i64>,
    },
    /// Does not want to after all.
    StopOnline {
        /// Which.
        share: ShareId,
    },
}
