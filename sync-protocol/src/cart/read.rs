//! Reading a cart: lines and portions as plain values, the same on every replica.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::{Automerge, ObjId, ROOT, ReadDoc};

use super::document::{BY, CONFIG, ITEM, LINES, REV, SENT, UNITS, map};
use crate::ids::{DinerId, ItemId, LineId, OrderId, UnitId};
use crate::mutants::Rule;

/// Where a portion stands. Sent beats removed beats pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitState {
    /// Wanted and not ordered.
    Pending,
    /// Taken off again, for good.
    Removed,
    /// Ordered.
    Sent {
        /// With which order.
        order: OrderId,
    },
}

/// One portion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartUnit {
    /// Its id.
    pub unit: UnitId,
    /// Who eats and pays it; none once it was removed.
    pub diner: Option<DinerId>,
    /// Where it stands.
    pub state: UnitState,
    /// When it was last written, on the cart's own clock.
    age: Age,
}

/// Lamport time of an operation: counter, then actor.
type Age = (u64, Vec<u8>);

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartLine {
    /// Its id.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Menu revision under which it was made.
    pub rev: u32,
    /// Who added it.
    pub by: DinerId,
    /// Canonical modifiers and note. More than one when two people chose differently at the same
    /// time; the first is the one that stands until somebody chooses again.
    pub configs: Vec<String>,
    /// Every portion there has ever been, oldest first.
    pub units: Vec<CartUnit>,
    age: Age,
}

impl CartLine {
    /// The configuration that stands.
    pub fn config(&self) -> &str {
        self.configs.first().map_or("", String::as_str)
    }

    /// Portions that are wanted and not ordered.
    pub fn pending(&self) -> impl Iterator<Item = &CartUnit> {
        self.units.iter().filter(|unit| unit.state == UnitState::Pending)
    }

    /// Was any of it ordered? Then it can only lose pending portions.
    pub fn is_frozen(&self) -> bool {
        self.units.iter().any(|unit| matches!(unit.state, UnitState::Sent { .. }))
    }

    /// The portion that "one less" takes: the newest of one's own, else the newest of all. Every
    /// replica with the same cart chooses the same, so that two people who take one off at the
    /// same time take off one.
    pub fn unit_to_remove(&self, me: &DinerId) -> Option<&UnitId> {
        let newest = |mine: bool| {
            let unit = self.pending().filter(|unit| !mine || unit.diner.as_ref() == Some(me));
            unit.max_by(|a, b| (&a.age, &a.unit).cmp(&(&b.age, &b.unit)))
        };
        newest(true).or_else(|| newest(false)).map(|unit| &unit.unit)
    }
}

fn age(id: &ObjId) -> Age {
    match id {
        ObjId::Root => (0, Vec::new()),
        ObjId::Id(counter, actor, _) => (*counter, actor.to_bytes().to_vec()),
    }
}

/// What was read of a cart before. A cart of thirty lines takes milliseconds to read, and a change
/// touches one of them.
#[derive(Default)]
pub(super) struct Lines {
    known: Option<BTreeMap<LineId, CartLine>>,
    /// Lines that have changed since they were read.
    stale: BTreeSet<LineId>,
}

impl Lines {
    /// A change has touched this line.
    pub fn touch(&mut self, line: &LineId) {
        self.stale.insert(line.clone());
    }

    /// All lines, oldest first, as they stand in this document.
    pub fn read(&mut self, doc: &Automerge) -> Vec<CartLine> {
        let stale = std::mem::take(&mut self.stale);
        let known = match self.known.take() {
            None => lines(doc).into_iter().map(|line| (line.line.clone(), line)).collect(),
            Some(mut known) => {
                for id in stale {
                    match map(doc, &ROOT, LINES).and_then(|lines| line(doc, &lines, id.as_str())) {
                        Some(line) => known.insert(id, line),
                        None => known.remove(&id),
                    };
                }
                known
            }
        };
        oldest_first(self.known.insert(known).values().cloned().collect())
    }
}

/// All lines, oldest first.
pub(super) fn lines(doc: &Automerge) -> Vec<CartLine> {
    let Some(lines) = map(doc, &ROOT, LINES) else { return Vec::new() };
    oldest_first(doc.keys(&lines).filter_map(|key| line(doc, &lines, &key)).collect())
}

fn oldest_first(mut lines: Vec<CartLine>) -> Vec<CartLine> {
    lines.sort_by(|a, b| (&a.age, &a.line).cmp(&(&b.age, &b.line)));
    lines
}

fn line(doc: &Automerge, lines: &ObjId, key: &str) -> Option<CartLine> {
    let sent = map(doc, &ROOT, SENT)?;
    let object = map(doc, lines, key)?;
    let text =
        |name: &str| doc.get(&object, name).ok().flatten().and_then(|(value, _)| value.into_string().ok());
    let (rev, _) = doc.get(&object, REV).ok()??;
    let winner = text(CONFIG)?;
    let mut configs = vec![winner];
    for (value, _) in doc.get_all(&object, CONFIG).ok()? {
        let config = value.into_string().ok()?;
        if !configs.contains(&config) {
            configs.push(config);
        }
    }
    let units = map(doc, &object, UNITS)?;
    let mut units: Vec<CartUnit> =
        doc.keys(&units).filter_map(|key| unit(doc, &units, &key, &sent)).collect();
    units.sort_by(|a, b| (&a.age, &a.unit).cmp(&(&b.age, &b.unit)));
    Some(CartLine {
        line: key.parse().ok()?,
        item: text(ITEM)?.parse().ok()?,
        rev: u32::try_from(rev.as_u64()?).ok()?,
        by: text(BY)?.parse().ok()?,
        configs,
        units,
        age: age(&object),
    })
}

fn unit(doc: &Automerge, units: &ObjId, key: &str, sent: &ObjId) -> Option<CartUnit> {
    let values = doc.get_all(units, key).ok()?;
    let (winner, id) = doc.get(units, key).ok()??;
    // The diner of a portion that was sent and removed at the same time is kept: it was ordered.
    let known = values.iter().find_map(|(value, _)| value.as_str());
    let diner = winner.as_str().or(known).and_then(|diner| diner.parse().ok());
    let is_nulled = values.iter().any(|(value, _)| value.is_null());
    let is_removed = if Rule::RemovalIsFinal.holds() { is_nulled } else { winner.is_null() };
    let state = match order_of(doc, sent, key) {
        Some(order) if Rule::SentBeatsRemoved.holds() || !is_removed => UnitState::Sent { order },
        _ if is_removed => UnitState::Removed,
        _ => UnitState::Pending,
    };
    Some(CartUnit { unit: key.parse().ok()?, diner, state, age: age(&id) })
}

/// The order that a portion went with.
fn order_of(doc: &Automerge, sent: &ObjId, unit: &str) -> Option<OrderId> {
    let (value, _) = doc.get(sent, unit).ok()??;
    Some(OrderId(u32::try_from(value.as_u64()?).ok()?))
}

/// Every portion with its line; none when the document is not a cart.
pub(super) fn units(doc: &Automerge) -> Option<HashMap<UnitId, LineId>> {
    let lines = map(doc, &ROOT, LINES)?;
    let mut all = HashMap::new();
    for key in doc.keys(&lines) {
        let line: LineId = key.parse().ok()?;
        let units = map(doc, &map(doc, &lines, &key)?, UNITS)?;
        for unit in doc.keys(&units) {
            all.insert(unit.parse().ok()?, line.clone());
        }
    }
    Some(all)
}
