//! Writing a cart: the one place where edits become Automerge operations. Whatever is changed here
//! changes the hashes of all changes, so it needs a new protocol version, and a [`Writing`] for what was
//! written before.

use std::collections::HashMap;

use automerge::hydrate;
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{Automerge, AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value};

use super::edit::{CartChange, CartEdit, ChangeRefusal, EditRefusal, NewUnit};
use super::grounds::Grounds;
use super::places::Places;
use crate::ids::{DinerId, LineId, OrderId, UnitId};
use crate::limits::{LINES_PER_CART_MAX, UNITS_EVER_PER_LINE_MAX, UNITS_PER_LINE_MAX};
use crate::menu::LineConfig;
use crate::mutants::Rule;
use crate::vector::{ActorId, ChangeHash};

pub(super) const LINES: &str = "lines";
pub(super) const SENT: &str = "sent";
pub(super) const UNITS: &str = "units";
pub(super) const ITEM: &str = "item";
pub(super) const REV: &str = "rev";
pub(super) const BY: &str = "by";
pub(super) const CONFIG: &str = "cfg";
/// Layout of the document; see the picture in `cart.rs`.
const LAYOUT: u64 = 1;

/// In which order a new line's fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// All in one go, sorted: a third of the time. Since protocol 2.
    Whole,
    /// One after the other, as protocol 1 did it. Nothing new is written so; changes that a phone or a hub has
    /// kept since then still are what they were.
    FieldByField,
}

impl From<AutomergeError> for EditRefusal {
    fn from(fault: AutomergeError) -> Self {
        Self::Document(fault.to_string())
    }
}

/// The document with its root maps and nothing on it.
pub(super) fn create(hub: ActorId, epoch: &str) -> Automerge {
    let mut doc = Automerge::new().with_actor(automerge::ActorId::from(&hub.0[..]));
    let mut tx = doc.transaction();
    let written = tx
        .put(ROOT, "v", LAYOUT)
        .and_then(|()| tx.put(ROOT, "epoch", epoch))
        .and_then(|()| tx.put_object(ROOT, LINES, ObjType::Map))
        .and_then(|_| tx.put_object(ROOT, SENT, ObjType::Map));
    written.expect("a new document takes any key at its root");
    tx.commit_with(CommitOptions::default().with_time(0));
    doc
}

/// Makes the edits as `actor` on the document as it stands, or leaves it untouched.
pub(super) fn author(
    doc: &mut Automerge,
    places: &mut Places,
    actor: ActorId,
    edits: &[CartEdit],
    writing: Writing,
) -> Result<ChangeHash, EditRefusal> {
    doc.set_actor(automerge::ActorId::from(&actor.0[..]));
    let mut tx = doc.transaction();
    for edit in edits {
        if let Err(refusal) = write(&mut tx, places, edit, writing) {
            tx.rollback();
            // Some may have been of lines that are not there any more.
            places.forget();
            return Err(refusal);
        }
    }
    let (hash, _) = tx.commit_with(CommitOptions::default().with_time(0));
    hash.map(|hash| ChangeHash(hash.0)).ok_or(EditRefusal::NothingChanged)
}

fn ground(deps: &[ChangeHash]) -> Vec<automerge::ChangeHash> {
    let mut ground: Vec<_> = deps.iter().map(|hash| automerge::ChangeHash(hash.0)).collect();
    ground.sort_unstable();
    ground.dedup();
    ground
}

/// The changes that name the document as it stands. Sorted.
fn heads(doc: &Automerge) -> Vec<automerge::ChangeHash> {
    let mut heads = doc.get_heads();
    heads.sort_unstable();
    heads
}

/// Do these name the document as it stands?
pub(super) fn is_newest(doc: &Automerge, deps: &[ChangeHash]) -> bool {
    ground(deps) == heads(doc)
}

/// Makes a change of another on the ground that it names and compares the hash, or leaves the document as it was.
/// `changes` is how many it has; `is_for_device` bounds what is read again of them ([`Grounds::at`]).
pub(super) fn reauthor(
    doc: &mut Automerge,
    changes: usize,
    places: &mut Places,
    grounds: &mut Grounds,
    change: &CartChange,
    is_for_device: bool,
) -> Result<(), ChangeRefusal> {
    let ground = ground(&change.deps);
    if ground == heads(doc) {
        // A copy shares what neither writes to, and still is a fifth of what a change costs. Without one, a wrong
        // hash costs reading the history once.
        let mut before = grounds.is_watchful().then(|| doc.clone());
        for writing in writings(change) {
            if author(doc, places, change.actor, &change.edits, writing)? == change.hash {
                grounds.keep_before(ground, before);
                return Ok(());
            }
            let as_it_was = match before {
                Some(copy) => copy,
                None => doc.fork_at(&ground).map_err(|_| ChangeRefusal::Missing)?,
            };
            *doc = as_it_was.clone();
            before = Some(as_it_was);
            places.forget();
        }
        grounds.watch();
        return Err(ChangeRefusal::Hash);
    }
    grounds.watch();
    let state = grounds.at(doc, changes, ground, is_for_device)?;
    for writing in writings(change) {
        let mut fork = state.clone();
        if author(&mut fork, &mut Places::default(), change.actor, &change.edits, writing)? == change.hash {
            let hash = automerge::ChangeHash(change.hash.0);
            let authored = fork.get_change_by_hash(&hash).ok_or(ChangeRefusal::Hash)?;
            change.edits.iter().filter_map(CartEdit::line).for_each(|line| places.forget_line(line));
            doc.apply_changes([authored]).map_err(|_| ChangeRefusal::Clash)?;
            grounds.keep_tip(hash, fork, changes);
            return Ok(());
        }
    }
    Err(ChangeRefusal::Hash)
}

/// How this change may have been written: today's way, and an earlier one where that was another.
fn writings(change: &CartChange) -> impl Iterator<Item = Writing> + use<> {
    let has_lines = change.edits.iter().any(|edit| matches!(edit, CartEdit::AddLine { .. }));
    std::iter::once(Writing::Whole).chain(has_lines.then_some(Writing::FieldByField))
}

fn write(
    tx: &mut Transaction<'_>,
    places: &mut Places,
    edit: &CartEdit,
    writing: Writing,
) -> Result<(), EditRefusal> {
    match edit {
        CartEdit::AddLine { line, item, rev, by, config, units } => {
            let lines = room_for_line(tx, places, line, units)?;
            check_config(config)?;
            let fields = [
                (ITEM, ScalarValue::from(item.as_str())),
                (REV, u64::from(*rev).into()),
                (BY, by.as_str().into()),
                (CONFIG, config.as_str().into()),
            ];
            add_line(tx, &lines, line.as_str(), fields, units, writing)
        }
        CartEdit::AddUnit { line, unit, diner } => add_unit(tx, places, line, unit, diner),
        CartEdit::RemoveUnit { line, unit } => {
            let units = pending_unit(tx, places, line, unit)?;
            Ok(tx.put(&units, unit.as_str(), ScalarValue::Null)?)
        }
        CartEdit::GiveUnit { line, unit, diner } => {
            let units = pending_unit(tx, places, line, unit)?;
            put_other(tx, &units, unit.as_str(), diner.as_str())
        }
        CartEdit::Reconfigure { line, config } => {
            let place = places.line(tx, line)?.clone();
            check_config(config)?;
            refuse_frozen(tx, places, &place.units)?;
            put_other(tx, &place.object, CONFIG, config)
        }
        CartEdit::MarkSent { unit, order } => mark_sent(tx, places, unit, *order),
    }
}

/// Writes a line that is not there yet.
fn add_line(
    tx: &mut Transaction<'_>,
    lines: &ObjId,
    line: &str,
    fields: [(&str, ScalarValue); 4],
    units: &[NewUnit],
    writing: Writing,
) -> Result<(), EditRefusal> {
    let units = units.iter().map(|new| (new.unit.as_str(), new.diner.as_str()));
    if writing == Writing::Whole {
        let units: HashMap<&str, hydrate::Value> = units.map(|(unit, diner)| (unit, diner.into())).collect();
        let fields: HashMap<&str, hydrate::Value> = fields
            .into_iter()
            .map(|(key, value)| (key, value.into()))
            .chain([(UNITS, units.into())])
            .collect();
        tx.batch_create_object(lines, line, &fields.into(), false)?;
        return Ok(());
    }
    let object = tx.put_object(lines, line, ObjType::Map)?;
    for (key, value) in fields {
        tx.put(&object, key, value)?;
    }
    let object = tx.put_object(&object, UNITS, ObjType::Map)?;
    for (unit, diner) in units {
        tx.put(&object, unit, diner)?;
    }
    Ok(())
}

/// The map of lines, where this line may be added: its id is not taken, and it has portions, none of them twice.
fn room_for_line(
    tx: &Transaction<'_>,
    places: &mut Places,
    line: &LineId,
    units: &[NewUnit],
) -> Result<ObjId, EditRefusal> {
    let lines = places.lines(tx)?.clone();
    if tx.get(&lines, line.as_str())?.is_some() {
        return Err(EditRefusal::LineExists);
    }
    if units.is_empty() {
        return Err(EditRefusal::NothingChanged);
    }
    if units.len() > UNITS_PER_LINE_MAX {
        return Err(EditRefusal::TooManyUnits);
    }
    let is_repeated =
        |(index, new): (usize, &NewUnit)| units[..index].iter().any(|other| other.unit == new.unit);
    if units.iter().enumerate().any(is_repeated) {
        return Err(EditRefusal::UnitExists);
    }
    if tx.length(&lines) >= LINES_PER_CART_MAX {
        return Err(EditRefusal::TooManyLines);
    }
    Ok(lines)
}

fn add_unit(
    tx: &mut Transaction<'_>,
    places: &mut Places,
    line: &LineId,
    unit: &UnitId,
    diner: &DinerId,
) -> Result<(), EditRefusal> {
    let units = places.line(tx, line)?.units.clone();
    refuse_frozen(tx, places, &units)?;
    if tx.get(&units, unit.as_str())?.is_some() {
        return Err(EditRefusal::UnitExists);
    }
    refuse_full(tx, &units, 1)?;
    Ok(tx.put(&units, unit.as_str(), diner.as_str())?)
}

fn mark_sent(
    tx: &mut Transaction<'_>,
    places: &mut Places,
    unit: &UnitId,
    order: OrderId,
) -> Result<(), EditRefusal> {
    let sent = places.sent(tx)?.clone();
    if tx.get(&sent, unit.as_str())?.is_some() {
        return Err(EditRefusal::UnitSent);
    }
    Ok(tx.put(&sent, unit.as_str(), u64::from(order.0))?)
}

/// Is a portion marked as ordered?
pub fn is_marked(doc: &Automerge, unit: &UnitId) -> bool {
    let sent = Places::default().sent(doc).cloned();
    sent.is_ok_and(|sent| doc.get(&sent, unit.as_str()).is_ok_and(|mark| mark.is_some()))
}

/// Puts a value unless it is already the only one there: Automerge would write nothing, and a
/// change without operations has no hash.
fn put_other(tx: &mut Transaction<'_>, object: &ObjId, key: &str, value: &str) -> Result<(), EditRefusal> {
    let now = tx.get_all(object, key)?;
    if matches!(now.as_slice(), [(only, _)] if only.as_str() == Some(value)) {
        return Err(EditRefusal::NothingChanged);
    }
    Ok(tx.put(object, key, value)?)
}

/// The units map of a line on which this portion is pending.
fn pending_unit(
    tx: &Transaction<'_>,
    places: &mut Places,
    line: &LineId,
    unit: &UnitId,
) -> Result<ObjId, EditRefusal> {
    let units = places.line(tx, line)?.units.clone();
    let values = tx.get_all(&units, unit.as_str())?;
    if values.is_empty() {
        return Err(EditRefusal::UnknownUnit);
    }
    if matches!(tx.get(places.sent(tx)?, unit.as_str()), Ok(Some(_))) {
        return Err(EditRefusal::UnitSent);
    }
    // A removal is final: a later value would win over the null and bring the portion back.
    if Rule::RemovalIsFinal.holds() && values.iter().any(|(value, _)| value.is_null()) {
        return Err(EditRefusal::UnitRemoved);
    }
    Ok(units)
}

/// A line of which a portion was sent stays as it was confirmed.
fn refuse_frozen(doc: &impl ReadDoc, places: &mut Places, units: &ObjId) -> Result<(), EditRefusal> {
    let sent = places.sent(doc)?;
    if doc.length(sent) == 0 {
        return Ok(());
    }
    let is_frozen = doc.keys(units).any(|unit| matches!(doc.get(sent, unit.as_str()), Ok(Some(_))));
    if is_frozen { Err(EditRefusal::LineFrozen) } else { Ok(()) }
}

fn refuse_full(doc: &impl ReadDoc, units: &ObjId, more: usize) -> Result<(), EditRefusal> {
    let ever = doc.length(units) + more;
    if ever > UNITS_EVER_PER_LINE_MAX {
        return Err(EditRefusal::TooManyUnits);
    }
    if ever <= UNITS_PER_LINE_MAX {
        return Ok(());
    }
    let is_wanted =
        |unit: &String| matches!(doc.get(units, unit.as_str()), Ok(Some((value, _))) if !value.is_null());
    if doc.keys(units).filter(is_wanted).count() + more > UNITS_PER_LINE_MAX {
        return Err(EditRefusal::TooManyUnits);
    }
    Ok(())
}

/// Is there room for these edits in the cart as it stands now?
pub(super) fn check_room(doc: &Automerge, edits: &[CartEdit]) -> Result<(), EditRefusal> {
    let lines = map(doc, &ROOT, LINES).ok_or(EditRefusal::UnknownLine)?;
    let new_lines = edits.iter().filter(|edit| matches!(edit, CartEdit::AddLine { .. })).count();
    if new_lines > 0 && doc.length(&lines) + new_lines > LINES_PER_CART_MAX {
        return Err(EditRefusal::TooManyLines);
    }
    for edit in edits {
        match edit {
            CartEdit::AddLine { line, .. } if doc.get(&lines, line.as_str())?.is_some() => {
                return Err(EditRefusal::LineExists);
            }
            CartEdit::AddUnit { line, .. } => {
                let more = edits
                    .iter()
                    .filter(|edit| matches!(edit, CartEdit::AddUnit { line: other, .. } if other == line));
                if let Some(units) =
                    map(doc, &lines, line.as_str()).and_then(|object| map(doc, &object, UNITS))
                {
                    refuse_full(doc, &units, more.count())?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_config(config: &str) -> Result<(), EditRefusal> {
    LineConfig::from_canonical(config).map(|_| ()).map_err(EditRefusal::Config)
}

/// The map under a key.
pub(super) fn map(doc: &impl ReadDoc, object: &ObjId, key: &str) -> Option<ObjId> {
    match doc.get(object, key) {
        Ok(Some((Value::Object(ObjType::Map), id))) => Some(id),
        _ => None,
    }
}
