//! What the hub knew of carts in which a guest was before: the party shares otherwise by now, or the guest sits with
//! another one. The hub has brought along what stood there, and a device that still has edits for such a cart must not
//! make anew what was among that: it may stand in a cart that the device does not see.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, UnitState};
use crate::ids::{ItemId, LineId, UnitId};
use crate::vector::ChangeHash;

/// What a line of a former cart was, for portions that a device wants of it and the hub did not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerLine {
    /// What it was.
    pub item: ItemId,
    /// Menu revision under which it was made.
    pub rev: u32,
    /// Its configuration, canonical.
    pub config: String,
}

/// Changes, lines and portions of former carts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormerCarts {
    /// Changes, each named by the first 8 bytes of its hash, big endian.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    changes: BTreeSet<u64>,
    /// Lines, with portions or without.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    lines: BTreeMap<LineId, FormerLine>,
    /// Portions that stood there when the guest went, or were sent.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    units: BTreeSet<UnitId>,
    /// Portions that somebody had taken off there.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    removed: BTreeSet<UnitId>,
}

impl FormerCarts {
    /// Adds all of a cart.
    pub fn add(&mut self, cart: &Cart) {
        self.changes.extend(cart.hashes().map(named));
        for line in cart.lines() {
            let config = line.config().to_owned();
            self.lines.insert(line.line, FormerLine { item: line.item, rev: line.rev, config });
            for unit in line.units {
                match unit.state {
                    UnitState::Removed => self.removed.insert(unit.unit),
                    UnitState::Pending | UnitState::Sent { .. } => self.units.insert(unit.unit),
                };
            }
        }
    }

    /// Is there nothing of a former cart?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Did the hub have this change there?
    pub fn has_change(&self, change: &ChangeHash) -> bool {
        self.changes.contains(&named(change))
    }

    /// What a line was that the hub knew there.
    pub fn line(&self, line: &LineId) -> Option<&FormerLine> {
        self.lines.get(line)
    }

    /// Did the hub know this portion there, as whoever's change?
    pub fn has_unit(&self, unit: &UnitId) -> bool {
        self.units.contains(unit) || self.removed.contains(unit)
    }

    /// Had somebody taken this portion off there, and does it stand in none of the carts?
    pub fn is_removed(&self, unit: &UnitId) -> bool {
        self.removed.contains(unit) && !self.is_there(unit)
    }

    /// Did this portion stand there when the guest went?
    pub fn is_there(&self, unit: &UnitId) -> bool {
        self.units.contains(unit)
    }
}

fn named(change: &ChangeHash) -> u64 {
    change.0.iter().take(8).fold(0, |name, byte| name << 8 | u64::from(*byte))
}
