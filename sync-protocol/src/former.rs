//! What the hub knew of carts in which a guest was before: the party shares otherwise by now, or the guest sits with
//! another one. The hub has brought along what stood there, and a device that still has edits for such a cart must not
//! make anew what was among that: it may stand in a cart that the device does not see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, UnitState};
use crate::ids::UnitId;
use crate::vector::ChangeHash;

/// Changes and portions of former carts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormerCarts {
    /// Changes, each named by the first 8 bytes of its hash, big endian.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    changes: BTreeSet<u64>,
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
        for unit in cart.lines().into_iter().flat_map(|line| line.units) {
            match unit.state {
                UnitState::Removed => self.removed.insert(unit.unit),
                UnitState::Pending | UnitState::Sent { .. } => self.units.insert(unit.unit),
            };
        }
    }

    /// Is there nothing of a former cart?
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.units.is_empty() && self.removed.is_empty()
    }

    /// Did the hub have this change there?
    pub fn has_change(&self, change: &ChangeHash) -> bool {
        self.changes.contains(&named(change))
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
