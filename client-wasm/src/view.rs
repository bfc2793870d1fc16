//! Exactly what a guest's screens show, flat. A screen computes no price and merges no cart: it
//! finds everything here.

use plato_sync_protocol::api::CartDifference;
use plato_sync_protocol::approval::DeclineReason;
use plato_sync_protocol::bill::view::BillView;
use plato_sync_protocol::door::KnownDiner;
use plato_sync_protocol::floor::CallKind;
use plato_sync_protocol::ids::{
    CommandId, DinerId, InviteId, ItemId, KnockId, LineId, ModifierGroupId, OrderId, TableId, UnitId,
};
use plato_sync_protocol::menu::{Allergen, LineConfig};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::{OrderView, SessionMode};
use serde::Serialize;

/// Everything that the guest's screens show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct View {
    /// How far the guest has come.
    pub stage: Stage,
    /// How the phone stands with the hub.
    pub connection: ConnectionView,
    /// The table of the QR code.
    pub table: TableId,
    /// Name of the table; empty until the guest has joined.
    pub table_name: String,
    /// How the party shares: one cart for all, or one for each.
    pub mode: SessionMode,
    /// Who the guest is, once joined.
    pub me: Option<DinerId>,
    /// Everyone who has joined, in the order of joining.
    pub diners: Vec<GuestView>,
    /// The cart of the party.
    pub cart: CartView,
    /// The review screen, while it is open.
    pub review: Option<ReviewView>,
    /// Orders of the visit, oldest first.
    pub orders: Vec<OrderView>,
    /// What they come to; none before the first.
    pub ordered_total: Option<Money>,
    /// Things that the guest should know, oldest first; each goes when it is dismissed.
    pub notices: Vec<NoticeView>,
    /// Who knocks at the party's door, the longest waiting first.
    pub knocks: Vec<KnockerView>,
    /// The invite that this phone shows.
    pub invite: Option<InviteStage>,
    /// How long this phone may stay; none until the hub has said so.
    pub stay: Option<StayView>,
    /// Calls of the party that wait.
    pub calls: Vec<GuestCallView>,
    /// Dishes that are being taken back, each as `<order>/<index>`.
    pub cancelling: Vec<String>,
    /// Is what is ready at the table being sent?
    pub is_sending_together: bool,
    /// What the guest must not eat.
    pub allergies: AllergiesView,
    /// The bill, while the guest looks at it.
    pub bill: Option<BillScreen>,
}

/// The bill, as far as this phone has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillScreen {
    /// The bill; none before it was fetched.
    pub bill: Option<BillView>,
    /// When it was, in ms since 1970 by this phone's clock.
    pub as_of_ms: Option<u64>,
    /// Is it being fetched?
    pub is_asking: bool,
    /// Was the hub told how to split it, and has not answered yet?
    pub is_splitting: bool,
    /// Why something could not be done.
    pub problem: Option<String>,
    /// Is a page for paying online being opened?
    pub is_opening: bool,
    /// The page on which to pay: the phone is to go there.
    pub page: Option<String>,
}

/// A call of the party that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuestCallView {
    /// Its number; none while the hub has not heard of it.
    pub call: Option<u32>,
    /// What for.
    pub kind: CallKind,
    /// Name of who called.
    pub by: String,
    /// When, in ms since 1970 by this phone's clock.
    pub called_at_ms: u64,
    /// Name of who is on the way.
    pub taken_by: Option<String>,
}

/// Somebody who knocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnockerView {
    /// Names the knock.
    pub knock: KnockId,
    /// The name they gave.
    pub name: String,
    /// Who they say they were.
    pub claims: Option<DinerId>,
    /// When they are no longer waited for, in ms since 1970 by this phone's clock.
    pub ends_at_ms: u64,
    /// Was the hub told, and has not answered yet?
    pub is_busy: bool,
}

/// The invite that this phone shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InviteStage {
    /// The hub was asked for one.
    Asking,
    /// It lets one person in.
    Open {
        /// Names it.
        invite: InviteId,
        /// What to type.
        code: String,
        /// The address to open.
        url: String,
        /// The same as a QR code, an SVG picture.
        svg: String,
        /// When it ends, in ms since 1970 by this phone's clock.
        ends_at_ms: u64,
    },
    /// Somebody came in with it.
    Used {
        /// Their name.
        by: String,
    },
    /// There is none.
    Refused {
        /// A sentence for the guest.
        message: String,
    },
}

/// How long this phone may stay at the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayView {
    /// Until when, in ms since 1970 by its own clock.
    pub ends_at_ms: u64,
    /// Was the hub asked for longer, and has not answered yet?
    pub is_busy: bool,
    /// Why it is not longer.
    pub problem: Option<String>,
}

/// How far somebody who waits to be let in has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum KnockStage {
    /// The hub is asked, after a reload.
    Asking,
    /// Were they here before?
    Choosing {
        /// As one of these?
        diners: Vec<KnownDiner>,
        /// When that ends, in ms since 1970 by this phone's clock.
        ends_at_ms: u64,
    },
    /// Somebody has to let them in.
    Waiting {
        /// Name of who they say they were.
        claims: Option<String>,
        /// When that ends, in ms since 1970 by this phone's clock.
        ends_at_ms: u64,
    },
    /// Not now.
    Refused {
        /// May they come in as somebody new?
        may_enter: bool,
    },
    /// Nobody answered in time.
    Expired {
        /// Or there is a new PIN since, which is to be typed.
        is_pin_replaced: bool,
    },
    /// The visit is over.
    Closed {
        /// Or the party is one with another, who may be asked.
        is_joined: bool,
    },
}

/// A guest of the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuestView {
    /// Who.
    pub diner: DinerId,
    /// The name they gave.
    pub name: String,
    /// Place in the order of joining, from 0: chooses the colour.
    pub number: u16,
    /// Is a phone of theirs connected, as far as this phone knows?
    pub is_here: bool,
    /// Are they looking at the review screen?
    pub is_reviewing: bool,
    /// Since when nothing was heard of their phones, in ms since 1970 by this phone's clock; none
    /// while one is connected, and where it is not known.
    pub away_since_ms: Option<u64>,
    /// Were they taken off the table?
    pub has_left: bool,
}

/// How far the guest has come.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Stage {
    /// The guest has to type the PIN and a name.
    Join {
        /// Is an answer awaited?
        is_busy: bool,
        /// Why the last try did not work.
        refusal: Option<JoinRefusal>,
    },
    /// The guest waits to be let in.
    Knocking {
        /// The name they gave.
        name: String,
        /// Name of the table.
        table_name: String,
        /// How far it is.
        at: KnockStage,
        /// Was the hub told something, and has not answered yet?
        is_busy: bool,
        /// Did the hub not answer when it was asked last?
        is_unheard: bool,
        /// Why what was chosen did not work.
        problem: Option<JoinRefusal>,
    },
    /// The guest sits at the table.
    Seated,
    /// The visit is over, or the token has ended.
    Closed {
        /// Stable code of why: `session_closed`, `token_unknown`, `token_expired`,
        /// `diner_removed`, `diner_moved`, `protocol_version`.
        code: String,
    },
}

/// Why joining did not work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRefusal {
    /// Stable code, such as `pin_wrong`, `pin_blocked`, `table_key_wrong`, `hub_unreachable`.
    pub code: String,
    /// A sentence for the guest.
    pub message: String,
    /// PIN attempts left.
    pub attempts_left: Option<u32>,
    /// Seconds until the next try makes sense.
    pub retry_after_s: Option<u64>,
    /// Does waiting not help, because only a new PIN is looked at?
    pub needs_new_pin: bool,
}

/// How the phone stands with the hub.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ConnectionView {
    /// The first connection is being made.
    Connecting,
    /// Everything arrives at once.
    Live,
    /// The hub does not answer. The cart goes on working.
    Away {
        /// Since when, in ms since 1970 by the phone's clock.
        since_ms: u64,
    },
}

/// The cart of the party: what is wanted and not ordered.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartView {
    /// "Everyone" first, then the guest, then the others in the order of joining. No empty groups.
    pub groups: Vec<CartGroupView>,
    /// Portions in all.
    pub portions: u32,
    /// Sum of all portions that have a price; none while the menu is not there yet.
    pub total: Option<Money>,
    /// Edits that only this phone has so far.
    pub unsaved_edits: u32,
    /// Can it be ordered as it is? Not when it is empty or a line has a problem.
    pub is_orderable: bool,
}

/// What one person gets, or everyone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartGroupView {
    /// Who; `everyone22` for the whole party.
    pub diner: DinerId,
    /// What, oldest first.
    pub lines: Vec<CartLineView>,
    /// Sum of the group.
    pub total: Option<Money>,
}

/// What one person gets of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartLineView {
    /// The line.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Its name; empty while the menu is not there yet.
    pub name: String,
    /// Names of the chosen modifiers.
    pub modifiers: Vec<String>,
    /// Words to the kitchen; may be empty.
    pub note: String,
    /// The choices themselves, for changing them.
    pub config: LineConfig,
    /// The portions of this person.
    pub units: Vec<UnitView>,
    /// Price of one portion.
    pub unit_price: Option<Money>,
    /// Price of the portions of this person.
    pub total: Option<Money>,
    /// Who put it into the cart.
    pub added_by: DinerId,
    /// Is all of it on the hub's disk?
    pub is_saved: bool,
    /// Is it what is left of a line that was ordered meanwhile: a proposal for the next round?
    pub is_proposal: bool,
    /// Why it cannot be ordered as it is.
    pub problem: Option<LineProblem>,
}

/// One portion.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitView {
    /// Its id.
    pub unit: UnitId,
    /// Is it on the hub's disk?
    pub is_saved: bool,
}

/// Why a line cannot be ordered as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LineProblem {
    /// Off for now.
    EightySixed,
    /// No longer on the menu.
    NotOnMenu,
    /// Two people chose differently at the same time; somebody has to choose again.
    ChoicesConflict {
        /// Names of the modifiers and the note of each, the one that stands first.
        choices: Vec<ConflictingChoice>,
    },
    /// The choices do not make a complete dish.
    Choices {
        /// A sentence for the guest.
        message: String,
    },
}

/// What the guest must not eat.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllergiesView {
    /// As the hub has it; none while that is not known.
    pub allergens: Option<Vec<Allergen>>,
    /// Is the hub being told? Nothing is to be ordered meanwhile.
    pub is_busy: bool,
    /// Why it could not be told.
    pub problem: Option<String>,
}

/// One of several choices made at the same time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConflictingChoice {
    /// The choice itself.
    pub config: LineConfig,
    /// Names of its modifiers.
    pub modifiers: Vec<String>,
}

/// The review screen: what will be ordered, frozen at the moment it was opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    /// Names this order for good, however often it is sent.
    pub command_id: CommandId,
    /// What will be ordered, grouped like the cart.
    pub groups: Vec<CartGroupView>,
    /// Portions in all.
    pub portions: u32,
    /// What it costs.
    pub total: Money,
    /// Where it stands.
    pub state: ReviewState,
}

/// Where a review stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReviewState {
    /// The guest may order.
    Open,
    /// The hub has been asked.
    Sending,
    /// The hub was asked and cannot be reached: it is asked again, with the same command id.
    Unknown,
    /// The hub refused because the cart is not what was confirmed. Confirming anew shows the cart
    /// as it is now.
    Changed {
        /// What exactly differs.
        differences: Vec<CartDifference>,
    },
    /// The hub refused.
    Refused {
        /// Stable code.
        code: String,
        /// A sentence for the guest.
        message: String,
    },
    /// The order was taken.
    Placed {
        /// Its number.
        order: OrderId,
    },
}

/// Something that the guest should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeView {
    /// For dismissing it.
    pub id: u32,
    /// What happened.
    pub what: Notice,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Notice {
    /// While the hub was away, others changed the cart.
    ChangedMeanwhile {
        /// What they changed, dish by dish.
        dishes: Vec<ChangedDish>,
    },
    /// The guest is with another party now, with its cart and its bill.
    WithOthers {
        /// What people call the place.
        table: String,
    },
    /// Guests have come from another table, with what they had ordered there.
    GuestsCame {
        /// Who.
        diners: Vec<DinerId>,
    },
    /// Somebody else ordered.
    OrderedByOther {
        /// The order.
        order: OrderId,
        /// Who.
        diner: DinerId,
        /// Does it wait for the house to take it?
        is_waiting: bool,
    },
    /// An edit could not be made any more and was dropped.
    EditDropped {
        /// The dish; empty when it is not known.
        dish: String,
        /// Why, for the guest.
        message: String,
    },
    /// Somebody who knocks could not be answered.
    NotLetIn {
        /// Why, for the guest.
        message: String,
    },
    /// A dish could not be taken back.
    NotCancelled {
        /// Why, in a sentence for the guest.
        message: String,
    },
    /// What is ready at the table was not sent.
    NotSent {
        /// Why, for the guest.
        message: String,
    },
    /// A dish of an earlier round is in the cart again.
    OrderedAgain {
        /// The dish.
        dish: String,
        /// What is not as it was, each a few words.
        differences: Vec<String>,
    },
    /// A dish of an earlier round cannot be ordered again.
    NotAgain {
        /// The dish.
        dish: String,
        /// Why, for the guest.
        message: String,
    },
    /// A call did not reach anybody.
    NotCalled {
        /// Why, for the guest.
        message: String,
    },
    /// The house has not taken an order that waited for it.
    OrderDeclined {
        /// What people call it out by.
        number: u32,
        /// Why.
        reason: DeclineReason,
        /// More, in the words of the house; may be empty.
        text: String,
        /// Do its portions stand in the cart again?
        is_back: bool,
    },
    /// The browser keeps nothing here: closing the page loses what the hub does not have yet.
    NotKept,
    /// A payment was taken.
    Paid {
        /// For whom; empty for nobody in particular.
        diners: Vec<DinerId>,
        /// How much.
        amount: Money,
        /// What is left of the whole bill.
        left: Money,
    },
}

/// What others did about a dish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedDish {
    /// The dish; empty while the menu is not there yet.
    pub dish: String,
    /// Portions that they added.
    pub added: u32,
    /// Portions that they took off.
    pub removed: u32,
    /// Portions that they chose otherwise, or gave to somebody else.
    pub changed: u32,
}

/// The price of a dish with choices, for the dish sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// Price of one portion; none when it cannot be ordered so.
    pub unit_price: Option<Money>,
    /// Price of all portions.
    pub total: Option<Money>,
    /// The question that has too few or too many answers.
    pub group: Option<ModifierGroupId>,
    /// What is wrong, for the guest; empty when nothing is.
    pub message: String,
}
