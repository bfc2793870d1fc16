//! What a house does beyond taking an order: stock of dishes and choices, what guests cannot eat, rounds
//! that the house looks at first, dishes that a guest does not want any more. Bodies and parts of views;
//! nothing here has money.

use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, DinerId, ItemId, TicketId};
use crate::limits::STOCK_MAX;
use crate::menu::{Allergen, ModifierKey};

/// What can run out: a dish, or one answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum StockOf {
    /// A dish or a drink.
    Item {
        /// Which.
        item: ItemId,
    },
    /// An answer, with whatever dish it is chosen.
    Modifier {
        /// Which.
        modifier: ModifierKey,
    },
}

/// How something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum StockMode {
    /// As much as anybody wants.
    Plenty,
    /// Off until somebody puts it back.
    Off,
    /// Off until the next business day.
    OffToday,
    /// So many portions are left. Every order takes its own off; at none it is off.
    Counted {
        /// How many, 0 to 999.
        #[cfg_attr(feature = "openapi", schema(maximum = 999))]
        left: u32,
    },
}

impl StockMode {
    /// Can nobody order it?
    pub fn is_off(self) -> bool {
        matches!(self, Self::Off | Self::OffToday | Self::Counted { left: 0 })
    }

    /// Is it a number that can be counted down in an evening?
    pub fn is_in_bounds(self) -> bool {
        !matches!(self, Self::Counted { left } if left > STOCK_MAX)
    }
}

/// Says how something is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetStock {
    /// What.
    pub of: StockOf,
    /// How.
    pub mode: StockMode,
    /// How it was shown to whoever says so, for what may wait out an outage: portions that were ordered since
    /// come off a new count, and where it is now of another kind nothing happens. Left out: whatever it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<StockMode>,
}

/// Something that is not simply there, as the kitchen sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StockView {
    /// What.
    pub of: StockOf,
    /// How it is there.
    pub mode: StockMode,
}

/// An answer to a question, as the kitchen knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KitchenModifierView {
    /// Names it.
    pub modifier: ModifierKey,
    /// The kitchen's name for it.
    pub name: String,
    /// The question.
    pub question: String,
}

/// What somebody at a table must not eat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllergyView {
    /// Their name; empty for the whole table.
    pub name: String,
    /// What.
    pub allergens: Vec<Allergen>,
}

/// What somebody of a party must not eat, as the floor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyAllergiesView {
    /// Who; `everyone22` for the whole table.
    pub diner: DinerId,
    /// Their name; empty for the whole table.
    pub name: String,
    /// What they have said themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergens: Vec<Allergen>,
    /// What somebody of the house has noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noted: Vec<Allergen>,
}

/// What a guest must not eat, declared with an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclareAllergies {
    /// Names the command; may come as the header `Idempotency-Key` instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// All of it; what is not listed any more is taken back. At most the fourteen that there are.
    #[cfg_attr(feature = "openapi", schema(max_items = 14))]
    pub allergens: Vec<Allergen>,
}

/// What the guests of an order had declared when it was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclaredAllergies {
    /// Who.
    pub diner: DinerId,
    /// What they must not eat, in the order of the regulation.
    pub allergens: Vec<Allergen>,
}

/// Takes a dish back that is not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelDish {
    /// Names the command; may come as the header `Idempotency-Key` instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<CommandId>,
    /// How many portions.
    pub portions: u16,
}

/// What a guest has declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllergiesAnswer {
    /// All of it, in the order of the regulation.
    pub allergens: Vec<Allergen>,
}

/// A dish of an order, by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum NamedDish {
    /// However it is by then.
    Place(u16),
    /// As it was shown: what was made again since is not meant.
    Shown(ShownDish),
}

/// A dish as it was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShownDish {
    /// Its place in the order.
    pub index: u16,
    /// How often it had been made again.
    pub remade: u32,
}

impl NamedDish {
    /// Its place in the order.
    pub fn index(self) -> u16 {
        match self {
            Self::Place(index) | Self::Shown(ShownDish { index, .. }) => index,
        }
    }

    /// Is it meant, now that it was made again so often?
    pub fn is_meant(self, remade: u32) -> bool {
        match self {
            Self::Place(_) => true,
            Self::Shown(shown) => shown.remade == remade,
        }
    }
}

/// What a kitchen display without a socket has on its board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShownTickets {
    /// All that it has shown so far and that are still open.
    pub tickets: Vec<TicketId>,
}

/// Lets dishes go that a pass has looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PassDishes {
    /// Those that were looked at, and no others.
    pub dishes: Vec<NamedDish>,
}

/// Notes that dishes of an order were brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServeDishes {
    /// Those that were seen to be ready: no others are brought. Who does not say it means everything that is ready
    /// by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dishes: Option<Vec<NamedDish>>,
}

/// Puts dishes back that were marked as brought by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutBack {
    /// By their places in the order.
    pub dishes: Vec<u16>,
}
