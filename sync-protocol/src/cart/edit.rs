//! What can be done to a cart, as devices write it, and why something may not be done.

use serde::{Deserialize, Serialize};

use crate::ids::{DinerId, ItemId, LineId, OrderId, UnitId};
use crate::menu::ConfigRefusal;
use crate::vector::{ActorId, ChangeHash};

/// A portion that comes with a new line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Its id, made by the device.
    pub unit: UnitId,
    /// Who eats and pays it.
    pub diner: DinerId,
}

/// One edit of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CartEdit {
    /// Puts a line with its first portions on the cart.
    AddLine {
        /// Its id, made by the device.
        line: LineId,
        /// What it is.
        item: ItemId,
        /// Menu revision that the diner saw.
        rev: u32,
        /// Who added it.
        by: DinerId,
        /// Canonical modifiers and note ([`crate::menu::LineConfig::to_canonical`]).
        config: String,
        /// Its portions, at least one.
        units: Vec<NewUnit>,
    },
    /// Adds a portion to a line of which nothing was sent.
    AddUnit {
        /// The line.
        line: LineId,
        /// The portion's id, made by the device.
        unit: UnitId,
        /// Who eats and pays it.
        diner: DinerId,
    },
    /// Removes a pending portion, for good.
    RemoveUnit {
        /// The line.
        line: LineId,
        /// The portion.
        unit: UnitId,
    },
    /// Gives a pending portion to someone else.
    GiveUnit {
        /// The line.
        line: LineId,
        /// The portion.
        unit: UnitId,
        /// Who eats and pays it from now on.
        diner: DinerId,
    },
    /// Chooses anew on a line of which nothing was sent.
    Reconfigure {
        /// The line.
        line: LineId,
        /// Canonical modifiers and note.
        config: String,
    },
    /// Notes that a portion was ordered. The hub's alone, in the same commit as the order.
    MarkSent {
        /// The portion.
        unit: UnitId,
        /// The order that it went with.
        order: OrderId,
    },
}

impl CartEdit {
    /// The line that it is about; none for a mark of the hub.
    pub fn line(&self) -> Option<&LineId> {
        match self {
            Self::AddLine { line, .. }
            | Self::AddUnit { line, .. }
            | Self::RemoveUnit { line, .. }
            | Self::GiveUnit { line, .. }
            | Self::Reconfigure { line, .. } => Some(line),
            Self::MarkSent { .. } => None,
        }
    }

    /// Portions that it makes.
    pub fn new_units(&self) -> Vec<&UnitId> {
        match self {
            Self::AddLine { units, .. } => units.iter().map(|new| &new.unit).collect(),
            Self::AddUnit { unit, .. } => vec![unit],
            _ => Vec::new(),
        }
    }
}

/// Bytes by which these edits, made as one change, lengthen a saved cart at most: their texts, the ids
/// that they name, and what the document keeps about each operation and change.
pub(super) fn bytes_at_most(edits: &[CartEdit]) -> usize {
    const CHANGE: usize = 128;
    const OPERATION: usize = 48;
    let of_one = |edit: &CartEdit| match edit {
        CartEdit::AddLine { config, units, .. } => config.len() + (8 + units.len()) * OPERATION,
        CartEdit::Reconfigure { config, .. } => config.len() + OPERATION,
        _ => OPERATION,
    };
    CHANGE + edits.iter().map(of_one).sum::<usize>()
}

/// Edits made at once by one actor, with the hash of the Automerge change that they lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CartChange {
    /// Who made it.
    pub actor: ActorId,
    /// Its number among that actor's changes, from 1.
    pub seq: u64,
    /// The heads of the cart on which it was made.
    pub deps: Vec<ChangeHash>,
    /// What it does.
    pub edits: Vec<CartEdit>,
    /// The Automerge change that every replica must arrive at.
    pub hash: ChangeHash,
}

/// Why an edit cannot be made on this ground.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefusal {
    /// There is no such line.
    #[error("this line is not in the cart")]
    UnknownLine,
    /// The id of a new line is taken.
    #[error("this line exists already")]
    LineExists,
    /// There is no such portion on the line.
    #[error("this portion is not in the cart")]
    UnknownUnit,
    /// The id of a new portion is taken.
    #[error("this portion exists already")]
    UnitExists,
    /// The portion was removed, which is final.
    #[error("this portion was removed")]
    UnitRemoved,
    /// The portion was sent to the kitchen.
    #[error("this portion was already sent to the kitchen")]
    UnitSent,
    /// Some of the line was sent: changing it opens a new line.
    #[error("some of this line was already sent to the kitchen")]
    LineFrozen,
    /// It would leave everything as it is.
    #[error("nothing would change")]
    NothingChanged,
    /// No room for another line.
    #[error("the cart is full")]
    TooManyLines,
    /// No room for another portion.
    #[error("this line is full")]
    TooManyUnits,
    /// No room for another change in this session.
    #[error("this cart has been changed too often")]
    TooManyChanges,
    /// Too many edits, or too many heads, in one change.
    #[error("too many edits at once")]
    TooManyEdits,
    /// The modifiers and note are not in order.
    #[error("{0}")]
    Config(ConfigRefusal),
    /// Only the hub may do this.
    #[error("only the hub marks portions as sent")]
    HubOnly,
    /// Automerge would not do it.
    #[error("the document refused the edit: {0}")]
    Document(String),
}

/// Why a change of another replica was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// Something that it builds on is not here yet: ask for it, then try again.
    #[error("it builds on changes that are not here")]
    Missing,
    /// It builds on a state of long ago, and too much was read again for such already, or too many changes stand
    /// beside each other: start over and make it on the newest state.
    #[error("it builds on a state of long ago")]
    Late,
    /// The actor has made another change of that number: two tabs share one actor.
    #[error("this author has already made another change of that number")]
    Clash,
    /// Changes are numbered from 1.
    #[error("changes are numbered from 1")]
    Numbering,
    /// The edits do not lead to the hash that it claims.
    #[error("its edits do not lead to its hash")]
    Hash,
    /// An edit cannot be made.
    #[error("{0}")]
    Edit(#[from] EditRefusal),
}
