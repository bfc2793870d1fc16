//! What the floor's screens see of rooms, tables, parties and calls, and the bodies of its commands. The
//! rules are in `hub/src/venue/floor`.

use serde::{Deserialize, Serialize};

use crate::approval::WaitingOrderView;
use crate::door::{DoorView, SeatedDiner};
use crate::ids::{CommandId, DinerId, OrderId, RoomId, SessionId, StaffId, TableId, UnitId};
use crate::serving::PartyAllergiesView;
use crate::views::SessionMode;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Everything a floor screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FloorView {
    /// Log position that this view includes.
    pub position: u64,
    /// The hub's steady clock in ms.
    pub hub_time_ms: u64,
    /// Rooms with their tables.
    pub rooms: Vec<RoomView>,
    /// Who may look after a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiters: Vec<WaiterView>,
    /// Names of the courses, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<String>,
    /// How long a call may wait, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_late_ms: Option<u64>,
    /// How long dishes may wait to be brought, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_late_ms: Option<u64>,
    /// How long an order may wait for the house, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_late_ms: Option<u64>,
    /// Until when nobody joins by a PIN, on the hub's steady clock, in ms: too many wrong ones were typed in the
    /// house. Guests knock, and are let in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pins_paused_until_ms: Option<u64>,
}

/// A room with its tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomView {
    /// Its id.
    pub room: RoomId,
    /// Its name.
    pub name: String,
    /// Its tables, in the order of the venue file.
    pub tables: Vec<TableView>,
}

/// A table and who sits there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableView {
    /// Its id.
    pub table: TableId,
    /// Its name.
    pub name: String,
    /// How many it seats.
    pub seats: u16,
    /// The party at it; none when it is free. A party with several tables stands at each.
    pub session: Option<TableSessionView>,
    /// How it stands, and since when. Hubs of before do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<TableStatus>,
    /// Where it stands on the plan of its room, if the venue file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TablePlace>,
}

/// A party at a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableSessionView {
    /// Its session.
    pub session: SessionId,
    /// Counted seats.
    pub covers: u16,
    /// How the party shares.
    pub mode: SessionMode,
    /// When it was seated, on the hub's steady clock, in ms.
    pub seated_at_ms: u64,
    /// Names of the diners who have joined.
    pub diners: Vec<String>,
    /// Orders so far.
    pub orders: u32,
    /// Portions that the kitchen has not finished.
    pub dishes_open: u32,
    /// Portions that wait to be brought.
    pub dishes_ready: u32,
    /// When the PIN may be tried again, on the hub's steady clock, in ms, after too many wrong ones.
    pub pin_blocked_until_ms: Option<u64>,
    /// The same diners, with what is needed to take one off the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<SeatedDiner>,
    /// Who waits to be let in, and invites. Times count from `hub_time_ms` of the view.
    #[serde(default, skip_serializing_if = "DoorView::is_empty")]
    pub door: DoorView,
    /// Courses that wait to be fired, the next first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldCourseView>,
    /// Rounds of which everything that was fired is ready and waits to be brought.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rounds_ready: u32,
    /// Orders that no connected kitchen display has on its board.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unshown: Vec<UnshownView>,
    /// Diners whose phone had to start over again and again in the last minutes, and was cut off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stuck: Vec<DinerId>,
    /// Who looks after the party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiter: Option<WaiterView>,
    /// Its tables where it has several; the first is the one by which screens list it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableNameView>,
    /// What waits to be brought, by order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ready: Vec<ReadyOrderView>,
    /// Since when something waits to be brought, on the hub's steady clock, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready_since_ms: Option<u64>,
    /// Orders of guests who order together and are not all ready yet.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub gathering: u32,
    /// Orders that somebody of the house has to look at before the kitchen has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<WaitingOrderView>,
    /// What somebody of the party must not eat; what was said of the whole table first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<PartyAllergiesView>,
}

/// A course of a party that waits to be fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldCourseView {
    /// Which, from 1.
    pub course: u8,
    /// Its name.
    pub name: String,
    /// Portions that wait.
    pub portions: u32,
    /// What waits, by the orders that it came with. Hubs of before do not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dishes: Vec<HeldDishView>,
}

/// A dish that waits for its course. No money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldDishView {
    /// Its order.
    pub order: OrderId,
    /// Its place in the order.
    pub index: u16,
    /// How many portions.
    pub quantity: u32,
    /// What the kitchen calls it.
    pub name: String,
}

/// An order with a ticket that no connected kitchen display has on its board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnshownView {
    /// The order.
    pub order: OrderId,
    /// Since when: its ticket was fired, the hub was running, and the last display that had it was gone. On the
    /// hub's steady clock, in ms.
    pub fired_at_ms: u64,
}

/// How a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TableState {
    /// Nobody is there, and it is laid.
    Free,
    /// A party that has not ordered.
    Seated,
    /// Something is being made, or waits to be brought.
    Ordered,
    /// Everything that was fired is on the table.
    Eating,
    /// They have asked for the bill.
    WantsToPay,
    /// Everything is paid.
    Paid,
    /// The party has left, and the table is to be cleaned.
    ToClean,
}

/// How a table stands, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableStatus {
    /// How.
    pub state: TableState,
    /// Since when, on the hub's steady clock, in ms.
    pub since_ms: u64,
    /// How long that is in order, in ms; none for a state that may last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_ms: Option<u64>,
}

/// Where a table stands on the plan of its room, in cells from the upper left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TablePlace {
    /// Cells from the left.
    pub x: u16,
    /// Cells from above.
    pub y: u16,
    /// Its form.
    pub shape: TableShape,
}

/// The form of a table on the plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TableShape {
    /// One cell with corners.
    #[default]
    Square,
    /// One cell without.
    Round,
    /// Two cells side by side.
    Long,
}

/// Somebody who may look after tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaiterView {
    /// Their account.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
}

/// A table by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TableNameView {
    /// Its id.
    pub table: TableId,
    /// Its name.
    pub name: String,
}

/// What of an order waits to be brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadyOrderView {
    /// The order.
    pub order: OrderId,
    /// What people call it out by, where that is known.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub number: u32,
    /// Its dishes that are ready.
    pub dishes: Vec<ReadyDishView>,
}

/// Portions of a dish that wait to be brought. No money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadyDishView {
    /// Its place in the order. Hubs of before do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u16>,
    /// How many.
    pub quantity: u32,
    /// What the kitchen calls it.
    pub name: String,
    /// How often it was ready before and had to be made again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub remade: u32,
}

/// What a party calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// Somebody, for whatever it is.
    Waiter,
    /// Water.
    Water,
    /// Plates, glasses, cutlery or napkins.
    Cutlery,
    /// The bill.
    Bill,
}

/// A call that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallView {
    /// Names it within the visit.
    pub call: u32,
    /// What for.
    pub kind: CallKind,
    /// Name of the diner who called.
    pub by: String,
    /// How long it had waited when this was sent, in ms.
    pub waits_ms: u64,
    /// Name of who is on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<String>,
}

/// Calls for somebody. The same call again, while it waits, is the same call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallWaiter {
    /// Names the command. The header `Idempotency-Key` serves as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// What for.
    pub kind: CallKind,
}

/// What is said to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallReply {
    /// Somebody is on the way.
    OnTheWay,
    /// It is done.
    Done,
}

/// Answers a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerCall {
    /// What is said.
    pub reply: CallReply,
}

/// Counts a party anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeCovers {
    /// Counted seats.
    pub covers: u16,
}

/// Says who looks after a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignWaiter {
    /// Who; nobody in particular where none is named.
    #[serde(default)]
    pub waiter: Option<StaffId>,
}

/// Names the party that another one joins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinParty {
    /// Which.
    pub party: SessionId,
}

/// Has some guests of a party sit at another table: as a party of their own where it is free, with
/// whoever sits there otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartGuests {
    /// Who of those who have joined, but not all of them.
    pub guests: Vec<DinerId>,
    /// Portions that go beside theirs, of those who have no phone. Where they go they are for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dishes: Vec<UnitId>,
    /// How many go, those without a phone included: at least as many as `guests`. Left out: as many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<u16>,
    /// Where.
    pub table: TableId,
    /// Who was shown to sit there, for what may wait out an outage: with others, or into a party that was not
    /// seen, nobody goes. Left out: whoever sits there by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<PartWith>,
}

/// With whom guests who part from a party go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum PartWith {
    /// Nobody sits there, or they themselves: as a party of their own.
    Nobody,
    /// A party.
    Party {
        /// Which.
        party: SessionId,
    },
}

/// Where guests who parted from a party are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartedAnswer {
    /// Their visit.
    pub session: SessionId,
    /// The PIN of a party that began with it, to tell them for newcomers. They themselves need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

/// Names a table for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ToTable {
    /// Which.
    pub table: TableId,
}
