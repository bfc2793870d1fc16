//! What the hub knows of carts in which a guest was before: the party shares otherwise by now, or the guest sits with
//! another one. The hub has brought along what stood there, and a device that still has edits for such a cart must not
//! make anew what was among that: it may stand in a cart that the device does not see.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, UnitState};
use crate::ids::{DinerId, ItemId, LineId, UnitId};
use crate::limits::FORMER_NAMES_MAX;
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
    /// Portions that were not taken off there.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    units: BTreeSet<UnitId>,
    /// Those of them that are for somebody else.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    others: BTreeSet<UnitId>,
    /// Portions that somebody had taken off there.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    removed: BTreeSet<UnitId>,
}

/// Of which lines of a former cart a guest is told what they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormerLines {
    /// Of all: the cart is as it was when the guest left it.
    All,
    /// Of the guest's own: others may have gone on there.
    Own,
}

impl FormerCarts {
    /// Adds a cart in which this guest was. One that would make it too long is left out: what is made anew of it all
    /// the same can be ordered only once.
    pub fn add(&mut self, cart: &Cart, me: &DinerId, which: FormerLines) {
        let lines = cart.lines();
        let portions: usize = lines.iter().map(|line| line.units.len()).sum();
        let names = self.changes.len() + self.lines.len() + self.units.len() + self.removed.len();
        if names + cart.change_count() + lines.len() + portions > FORMER_NAMES_MAX {
            return;
        }
        self.changes.extend(cart.hashes().map(named));
        for line in lines {
            if which == FormerLines::All || line.by == *me {
                let config = line.config().to_owned();
                self.lines.insert(line.line, FormerLine { item: line.item, rev: line.rev, config });
            }
            for unit in line.units {
                if unit.state == UnitState::Removed {
                    self.removed.insert(unit.unit);
                    continue;
                }
                if unit.diner.is_some_and(|diner| diner != *me && !diner.is_everyone()) {
                    self.others.insert(unit.unit.clone());
                }
                self.units.insert(unit.unit);
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

    /// Had somebody taken this portion off there, and is it in none of those carts?
    pub fn is_removed(&self, unit: &UnitId) -> bool {
        self.removed.contains(unit) && !self.units.contains(unit)
    }

    /// Was this portion somebody else's there?
    pub fn is_anothers(&self, unit: &UnitId) -> bool {
        self.others.contains(unit)
    }
}

fn named(change: &ChangeHash) -> u64 {
    change.0.iter().take(8).fold(0, |name, byte| name << 8 | u64::from(*byte))
}
