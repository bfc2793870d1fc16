//! Reading a cart: lines and portions as plain values, the same on every replica.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::iter::{MapRange, MapRangeItem};
use automerge::{Automerge, ObjId, ObjType, ROOT, ReadDoc, Value};

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

/// What was read of a cart before. To read thirty lines takes half a millisecond, and a change touches one
/// of them, most often only a portion of it.
#[derive(Default)]
pub(super) struct Lines {
    known: BTreeMap<LineId, Known>,
    /// Are these all lines?
    is_whole: bool,
    /// What has changed since it was read: lines, and of others only these portions.
    stale: BTreeMap<LineId, Stale>,
    /// Found once: they never move.
    roots: Option<Roots>,
}

/// The maps at the root of a cart.
struct Roots {
    lines: ObjId,
    sent: ObjId,
}

/// A line that was read, and where its portions are.
struct Known {
    line: CartLine,
    units: ObjId,
}

enum Stale {
    Line,
    Units(BTreeSet<UnitId>),
}

impl Lines {
    /// A change has touched this line.
    pub fn touch(&mut self, line: &LineId) {
        if self.is_read(line) {
            self.stale.insert(line.clone(), Stale::Line);
        }
    }

    /// A change has touched this portion, and nothing else of its line.
    pub fn touch_unit(&mut self, line: &LineId, unit: &UnitId) {
        if !self.is_read(line) {
            return;
        }
        let stale = self.stale.entry(line.clone()).or_insert_with(|| Stale::Units(BTreeSet::new()));
        if let Stale::Units(units) = stale {
            units.insert(unit.clone());
        }
    }

    /// Whether it is there or not, was it looked for?
    fn is_read(&self, line: &LineId) -> bool {
        self.is_whole || self.known.contains_key(line)
    }

    /// All lines, oldest first, as they stand in this document.
    pub fn read(&mut self, doc: &Automerge) -> Vec<CartLine> {
        let stale = std::mem::take(&mut self.stale);
        if self.is_whole {
            self.refresh(doc, stale);
        } else {
            let all = Shown { doc, at: None }.lines();
            self.known = all.into_iter().map(|known| (known.line.line.clone(), known)).collect();
            self.is_whole = true;
        }
        oldest_first(self.known.values().map(|known| known.line.clone()).collect())
    }

    /// One line as it stands in this document.
    pub fn read_one(&mut self, doc: &Automerge, line: &LineId) -> Option<CartLine> {
        let stale = if self.is_read(line) { self.stale.remove(line) } else { Some(Stale::Line) };
        if let Some(stale) = stale {
            self.refresh(doc, BTreeMap::from([(line.clone(), stale)]));
        }
        self.known.get(line).map(|known| known.line.clone())
    }

    /// Reads anew what is stale.
    fn refresh(&mut self, doc: &Automerge, stale: BTreeMap<LineId, Stale>) {
        let doc = Shown { doc, at: None };
        self.roots = self.roots.take().or_else(|| doc.roots());
        let Some(Roots { lines, sent }) = &self.roots else { return };
        let order_of = |unit: &str| order(&doc.get(sent, unit)?.0);
        for (id, stale) in stale {
            match (stale, self.known.get_mut(&id)) {
                (Stale::Units(units), Some(known)) => {
                    for unit in units {
                        doc.refresh_unit(known, &unit, &order_of);
                    }
                    sort_units(&mut known.line.units);
                }
                _ => {
                    let object = doc.map(lines, id.as_str());
                    match object.and_then(|object| doc.line(id.as_str(), &object, &order_of)) {
                        Some(line) => self.known.insert(id, line),
                        None => self.known.remove(&id),
                    };
                }
            }
        }
    }
}

/// A document as it stands, or as it stood with some changes. To read it so costs a little more for each map;
/// to bring the state back would cost reading the whole history.
struct Shown<'d> {
    doc: &'d Automerge,
    at: Option<&'d [automerge::ChangeHash]>,
}

impl Shown<'_> {
    fn get(&self, object: &ObjId, key: &str) -> Option<(Value<'_>, ObjId)> {
        let found = match self.at {
            None => self.doc.get(object, key),
            Some(heads) => self.doc.get_at(object, key, heads),
        };
        found.ok().flatten()
    }

    /// Every value that stands under a key, the winner last; more than one when they were put at the same time.
    fn get_all(&self, object: &ObjId, key: &str) -> Vec<(Value<'_>, ObjId)> {
        let found = match self.at {
            None => self.doc.get_all(object, key),
            Some(heads) => self.doc.get_all_at(object, key, heads),
        };
        found.unwrap_or_default()
    }

    /// A whole map in one go: to look for each of its values costs as much.
    fn entries(&self, object: &ObjId) -> MapRange<'_> {
        match self.at {
            None => self.doc.map_range(object, ..),
            Some(heads) => self.doc.map_range_at(object, .., heads),
        }
    }

    fn map(&self, object: &ObjId, key: &str) -> Option<ObjId> {
        match self.get(object, key)? {
            (Value::Object(ObjType::Map), id) => Some(id),
            _ => None,
        }
    }

    fn roots(&self) -> Option<Roots> {
        Some(Roots { lines: self.map(&ROOT, LINES)?, sent: self.map(&ROOT, SENT)? })
    }

    /// All lines.
    fn lines(&self) -> Vec<Known> {
        let Some(Roots { lines, sent }) = self.roots() else { return Vec::new() };
        let sent: HashMap<_, _> = self
            .entries(&sent)
            .filter_map(|entry| Some((entry.key.to_string(), order(&entry.value.into_value())?)))
            .collect();
        let order_of = |unit: &str| sent.get(unit).copied();
        let line = |entry: MapRangeItem<'_>| self.line(&entry.key, &entry.id(), &order_of);
        self.entries(&lines).filter_map(line).collect()
    }

    fn refresh_unit(&self, known: &mut Known, id: &UnitId, order_of: &OrderOf<'_>) {
        let values = self.get_all(&known.units, id.as_str());
        let Some((winner, at)) = values.last() else { return };
        let Some(read) = unit(id.as_str(), winner, &values, age(at), order_of) else { return };
        match known.line.units.iter_mut().find(|unit| unit.unit == *id) {
            Some(known) => *known = read,
            None => known.line.units.push(read),
        }
    }

    fn line(&self, key: &str, object: &ObjId, order_of: &OrderOf<'_>) -> Option<Known> {
        let (mut item, mut by, mut rev, mut configs, mut units) = (None, None, None, Vec::new(), None);
        for entry in self.entries(object) {
            let id = entry.id();
            let value = entry.value.into_value();
            match &*entry.key {
                ITEM => item = value.as_str().and_then(|item| item.parse().ok()),
                BY => by = value.as_str().and_then(|by| by.parse().ok()),
                REV => rev = value.as_u64().and_then(|rev| u32::try_from(rev).ok()),
                UNITS if value.is_object() => units = Some(id),
                CONFIG => {
                    configs.push(value.as_str()?.to_owned());
                    let others = if entry.conflict { self.get_all(object, CONFIG) } else { Vec::new() };
                    for (other, _) in &others {
                        let other = other.as_str()?;
                        if !configs.iter().any(|config| config == other) {
                            configs.push(other.to_owned());
                        }
                    }
                }
                _ => {}
            }
        }
        let place = units?;
        let read = |entry: MapRangeItem<'_>| {
            let (id, winner) = (entry.id(), entry.value.into_value());
            let others = if entry.conflict { self.get_all(&place, &entry.key) } else { Vec::new() };
            unit(&entry.key, &winner, &others, age(&id), order_of)
        };
        let mut units: Vec<CartUnit> = self.entries(&place).filter_map(read).collect();
        sort_units(&mut units);
        let line = key.parse().ok()?;
        if configs.is_empty() {
            return None;
        }
        let line = CartLine { line, item: item?, rev: rev?, by: by?, configs, units, age: age(object) };
        Some(Known { line, units: place })
    }
}

/// With which order a portion went.
type OrderOf<'d> = dyn Fn(&str) -> Option<OrderId> + 'd;

fn order(mark: &Value<'_>) -> Option<OrderId> {
    Some(OrderId(u32::try_from(mark.as_u64()?).ok()?))
}

/// All lines as they stand, oldest first, read anew.
#[cfg(test)]
pub(super) fn lines(doc: &Automerge) -> Vec<CartLine> {
    all(&Shown { doc, at: None })
}

/// All lines as they stood with these changes, oldest first.
pub(super) fn lines_at(doc: &Automerge, heads: &[automerge::ChangeHash]) -> Vec<CartLine> {
    all(&Shown { doc, at: Some(heads) })
}

fn all(doc: &Shown<'_>) -> Vec<CartLine> {
    oldest_first(doc.lines().into_iter().map(|known| known.line).collect())
}

fn oldest_first(mut lines: Vec<CartLine>) -> Vec<CartLine> {
    lines.sort_by(|a, b| (&a.age, &a.line).cmp(&(&b.age, &b.line)));
    lines
}

fn sort_units(units: &mut [CartUnit]) {
    units.sort_by(|a, b| (&a.age, &a.unit).cmp(&(&b.age, &b.unit)));
}

/// A portion, from the value that stands and, where several were put at the same time, all of them.
fn unit(
    key: &str,
    winner: &Value<'_>,
    values: &[(Value<'_>, ObjId)],
    age: Age,
    order_of: &OrderOf<'_>,
) -> Option<CartUnit> {
    // The diner of a portion that was sent and removed at the same time is kept: it was ordered.
    let known = values.iter().find_map(|(value, _)| value.as_str());
    let diner = winner.as_str().or(known).and_then(|diner| diner.parse().ok());
    let is_nulled = winner.is_null() || values.iter().any(|(value, _)| value.is_null());
    let is_removed = if Rule::RemovalIsFinal.holds() { is_nulled } else { winner.is_null() };
    let state = match order_of(key) {
        Some(order) if Rule::SentBeatsRemoved.holds() || !is_removed => UnitState::Sent { order },
        _ if is_removed => UnitState::Removed,
        _ => UnitState::Pending,
    };
    Some(CartUnit { unit: key.parse().ok()?, diner, state, age })
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
