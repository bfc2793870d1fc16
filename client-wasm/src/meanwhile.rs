//! What others did to the cart while this phone heard nothing of them.

use std::collections::BTreeMap;

use plato_sync_protocol::cart::{CartLine, UnitState};
use plato_sync_protocol::ids::{DinerId, ItemId, LineId, UnitId};

use crate::replica::{Replica, Unsaved};

/// Portions of a dish that others made other than they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New ones.
    pub added: u32,
    /// Those taken off.
    pub removed: u32,
    /// Those with other choices or another note, or for another guest.
    pub changed: u32,
}

/// What others did, dish by dish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meanwhile {
    /// Only dishes of which anything is different.
    pub dishes: BTreeMap<ItemId, Changes>,
}

/// A portion as it was known.
struct Known {
    is_pending: bool,
    diner: Option<DinerId>,
    config: String,
}

/// The cart as this phone knew it, to be held against what the hub has.
pub(crate) struct Before {
    units: BTreeMap<UnitId, Known>,
    unsaved: Unsaved,
}

impl Before {
    /// What the phone shows now.
    pub fn of(replica: &Replica) -> Self {
        let mut units = BTreeMap::new();
        for line in replica.lines() {
            for unit in &line.units {
                let known = Known {
                    is_pending: unit.state == UnitState::Pending,
                    diner: unit.diner.clone(),
                    config: line.config().to_owned(),
                };
                units.insert(unit.unit.clone(), known);
            }
        }
        Self { units, unsaved: replica.unsaved() }
    }

    /// What others made of it. What this phone alone has is no change of theirs: neither a portion that
    /// is not yet at the hub nor a choice that the hub has not heard of.
    pub fn compare(&self, lines: &[CartLine]) -> Meanwhile {
        let mut dishes: BTreeMap<ItemId, Changes> = BTreeMap::new();
        for line in lines {
            for unit in &line.units {
                let known = self.units.get(&unit.unit);
                let mut one = Changes::default();
                match (known, &unit.state) {
                    (None, UnitState::Pending) => one.added = 1,
                    (Some(Known { is_pending: true, .. }), UnitState::Removed) => one.removed = 1,
                    (Some(known @ Known { is_pending: true, .. }), UnitState::Pending) => {
                        let is_given = known.diner != unit.diner && !self.is_given_here(&unit.unit);
                        let is_other = known.config != line.config() && !self.is_chosen_here(&line.line);
                        one.changed = u32::from(is_given || is_other);
                    }
                    _ => {}
                }
                if one != Changes::default() {
                    let sum = dishes.entry(line.item.clone()).or_default();
                    sum.added += one.added;
                    sum.removed += one.removed;
                    sum.changed += one.changed;
                }
            }
        }
        Meanwhile { dishes }
    }

    fn is_given_here(&self, unit: &UnitId) -> bool {
        self.unsaved.units.contains(unit)
    }

    fn is_chosen_here(&self, line: &LineId) -> bool {
        self.unsaved.lines.contains(line)
    }
}
