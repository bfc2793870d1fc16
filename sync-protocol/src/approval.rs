//! Orders that the house looks at before its kitchen does: why one waits, what becomes of it, and what the
//! floor sees of it. The rules are in `hub/src/venue/approval.rs`. Nothing here has money.

use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, DinerId, OrderId};
use crate::serving::AllergyView;

/// Characters of what the house adds to a reason.
pub const DECLINE_CHARS_MAX: usize = 140;

/// Why an order waits for the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalGround {
    /// Nothing of this party was taken before.
    FirstOrder,
    /// It has more portions than the house takes unseen.
    ManyPortions,
    /// It comes to more than the house takes unseen.
    LargeAmount,
}

/// Why the house does not take an order, in words that a guest is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Something of it has run out.
    SoldOut,
    /// The kitchen cannot make it now, or not any more today.
    KitchenBusy,
    /// It looks like a slip: too many, or twice the same.
    Mistake,
    /// It does not seem to come from the people at this table.
    NotAtTable,
    /// Somebody comes to the table to talk about it.
    AskWaiter,
    /// What was written beside it.
    Other,
}

/// How an order stands with the house, where it is not simply taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OrderApproval {
    /// Somebody of the house looks at it first: no kitchen has it, and no bill.
    Waiting,
    /// It goes to the house together with those of the others at the table, who are not all ready yet.
    Together {
        /// Who is: the one who placed it as well.
        ready: Vec<DinerId>,
    },
    /// The house has not taken it.
    Declined {
        /// Why.
        reason: DeclineReason,
        /// More, in the words of the house; may be empty.
        text: String,
        /// Do its portions stand in the cart again?
        is_back: bool,
    },
}

/// An order that waits for the house, as the floor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingOrderView {
    /// Names it.
    pub order: OrderId,
    /// What people call it out by.
    pub number: u32,
    /// Which round of the visit it is, from 1.
    pub round: u32,
    /// Name of who placed it.
    pub by: String,
    /// Since when it waits, on the hub's steady clock, in ms.
    pub since_ms: u64,
    /// Why it waits.
    pub grounds: Vec<ApprovalGround>,
    /// What is wanted.
    pub dishes: Vec<WaitingDishView>,
    /// What those who eat of it must not eat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<AllergyView>,
}

/// Portions of a dish that wait for the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingDishView {
    /// How many.
    pub quantity: u32,
    /// Its name on the menu.
    pub name: String,
    /// Names of the chosen modifiers.
    pub modifiers: Vec<String>,
    /// Words to the kitchen; may be empty.
    pub note: String,
}

/// Sends the orders of a table that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendTogether {
    /// Names the command. The header `Idempotency-Key` serves as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
}

/// Says that the house does not take an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclineOrder {
    /// Why.
    pub reason: DeclineReason,
    /// More, for the guest; needed where the reason is `other`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 140))]
    pub text: String,
}
