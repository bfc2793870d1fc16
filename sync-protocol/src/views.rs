//! What screens may read, as it travels: parts of frames and of HTTP answers.
//!
//! Kitchen views are types of their own without a money field anywhere, so no price can reach a
//! kitchen by mistake.

use serde::{Deserialize, Serialize};

use crate::approval::OrderApproval;
use crate::ids::{DinerId, ItemId, LineId, OrderId, StationId, TicketId};
use crate::menu::ModifierKey;
use crate::money::Money;
use crate::serving::{AllergyView, KitchenModifierView, StockView};

/// How a party shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionMode {
    /// One cart for the party.
    Family,
    /// A cart for each diner, seen by that diner and staff.
    Individual,
}

/// How far a dish is. It only ever moves forward, but for a recall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DishStatus {
    /// With the kitchen, not begun.
    Queued,
    /// Being made.
    Cooking,
    /// Done, waiting to be brought.
    Ready,
    /// At the table.
    Served,
}

/// A person of the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DinerView {
    /// Their id.
    pub diner: DinerId,
    /// The name they gave.
    pub name: String,
    /// Place in the order of joining, from 0: chooses the colour.
    pub number: u16,
    /// Is a phone of theirs connected?
    pub is_here: bool,
    /// Are they looking at the review screen?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_reviewing: bool,
    /// How long nothing was heard of any of their phones when this was sent, in ms; none while one is
    /// connected, and where none was since the hub started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_for_ms: Option<u64>,
    /// Were they taken off the table? What they ordered keeps their name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_left: bool,
}

/// An order as the party sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// Its number.
    pub order: OrderId,
    /// Which round of the visit it is, from 1.
    pub round: u32,
    /// Wall time of the hub when it was taken, in ms since 1970 (UTC).
    pub placed_at_ms: u64,
    /// Who placed it.
    pub placed_by: DinerId,
    /// What was ordered.
    pub lines: Vec<OrderLineView>,
    /// Sum of the lines.
    pub total: Money,
    /// How far the slowest dish is.
    pub status: DishStatus,
    /// What people call it out by: counts up within the business day. 0 for orders of earlier versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub number: u32,
    /// How it stands with the house, where it is not simply taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<OrderApproval>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLineView {
    /// Place in the order, from 0: names the dish in kitchen commands.
    pub index: u16,
    /// The cart line that it came from.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Its name when it was ordered.
    pub name: String,
    /// Names of the chosen modifiers.
    pub modifiers: Vec<String>,
    /// Words to the kitchen; may be empty.
    pub note: String,
    /// Who eats and pays it, one entry a portion; none for portions that were taken off.
    pub diners: Vec<DinerId>,
    /// Price of one portion.
    pub unit_price: Money,
    /// Price of all portions that are charged.
    pub total: Money,
    /// How far it is.
    pub status: DishStatus,
    /// Portions that were taken off: they are not made.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub voided: u32,
    /// Portions that are on the house.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub comped: u32,
    /// The chosen modifiers themselves, for ordering the same again. Orders of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ModifierKey>,
    /// It waits for its course: the kitchen has not been told to start it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_held: bool,
}

/// Everything a kitchen screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KitchenView {
    /// Log position that this view includes.
    pub position: u64,
    /// The hub's steady clock in ms: ages are this minus `fired_at_ms`, whatever a wall clock says.
    pub hub_time_ms: u64,
    /// Stations, in the order of the venue file.
    pub stations: Vec<StationView>,
    /// Tickets that are not bumped, oldest first.
    pub tickets: Vec<TicketView>,
    /// Tickets bumped last, newest first.
    pub done: Vec<TicketView>,
    /// Dishes, with those 86'd, in menu order.
    pub items: Vec<KitchenItemView>,
    /// Names of the courses, the first served first; none where everything is fired at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<String>,
    /// What is off or counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stock: Vec<StockView>,
    /// Answers that can run out, in menu order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<KitchenModifierView>,
    /// Where stations hand over what they have made before it can be run; none where the pass has one level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passes: Vec<PassView>,
}

/// The first of two levels of a pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassView {
    /// Its id.
    pub pass: StationId,
    /// Its name.
    pub name: String,
}

/// A dish as the kitchen knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KitchenItemView {
    /// Its id.
    pub item: ItemId,
    /// The kitchen's name for it.
    pub name: String,
    /// Where it is made.
    pub station: StationId,
    /// Off for now.
    pub is_eighty_sixed: bool,
}

/// A station and when its tickets grow old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StationView {
    /// Its id.
    pub station: StationId,
    /// Its name.
    pub name: String,
    /// Age at which a ticket is waiting, in ms.
    pub warn_after_ms: u64,
    /// Age at which a ticket is late, in ms.
    pub late_after_ms: u64,
    /// The pass that looks at its dishes first, if any does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<StationId>,
}

/// One station's part of an order. No money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketView {
    /// Its id.
    pub ticket: TicketId,
    /// The order's number.
    pub order: OrderId,
    /// The station.
    pub station: StationId,
    /// Name of the table.
    pub table: String,
    /// Name of the room.
    pub room: String,
    /// Which round of the visit it is, from 1.
    pub round: u32,
    /// When it was fired, on the hub's steady clock, in ms.
    pub fired_at_ms: u64,
    /// Was it bumped?
    pub is_bumped: bool,
    /// When it was bumped, on the hub's steady clock, in ms; 0 before.
    pub bumped_at_ms: u64,
    /// Names of the other stations that work on the same order.
    pub also_at: Vec<String>,
    /// Dishes to make.
    pub lines: Vec<TicketLineView>,
    /// It waits for its course: not to be made yet, and of no age.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_held: bool,
    /// How often something came onto it after it was fired, or it came back. A bump names it, so that
    /// nobody bumps what they have not seen.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revision: u32,
    /// Its visit has ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_over: bool,
    /// What people call it out by; 0 for orders of earlier versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub number: u32,
    /// What those who eat of it must not eat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<AllergyView>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A dish of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketLineView {
    /// Its place in the order: names it in commands.
    pub index: u16,
    /// Portions to make; 0 when all of them were voided.
    pub quantity: u32,
    /// The kitchen's name for it.
    pub name: String,
    /// The kitchen's names for the chosen modifiers.
    pub modifiers: Vec<String>,
    /// The guest's words; may be empty.
    pub note: String,
    /// Who eats it, by name, each once.
    pub diners: Vec<String>,
    /// How far it is.
    pub status: DishStatus,
    /// Portions that were voided: never to be made.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub voided: u32,
    /// Of these, portions that a guest took back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cancelled: u32,
    /// The kitchen has said that it knows of the void.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_void_seen: bool,
    /// Its course, from 1; 0 for what is made at once.
    #[serde(default, skip_serializing_if = "is_no_course")]
    pub course: u8,
    /// It joined a ticket that was fired before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_addition: bool,
    /// The pass of its station has let it go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_passed: bool,
    /// How often it was ready and had to be made again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub remade: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_no_course(course: &u8) -> bool {
    *course == 0
}
