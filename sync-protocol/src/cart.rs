//! The shared cart: an Automerge document that every replica authors for itself.
//!
//! Devices exchange edits, never Automerge bytes. A change names its author, its number, what it
//! builds on, its edits and the hash of the Automerge change they lead to. A replica runs the same
//! edits on the same ground and compares hashes; equal means merged, anything else means refused
//! and nothing touched. This folder is the only code that knows how a cart is laid out:
//!
//! ```text
//! /v /epoch                                     the hub's first change only
//! /lines/<line>  {item, rev, by, cfg, units}    written in one change; item, rev, by never change
//!      cfg                                      canonical modifiers and note, one scalar
//!      units/<unit>  diner | null               one portion; null = removed, for good
//! /sent/<unit>   order number                   the hub's actor only
//! ```
//!
//! The hub wraps it in `hub/carts.rs` (durability, panics), the phone in `client-wasm`.

mod document;
mod edit;
mod grounds;
mod places;
mod read;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::Automerge;

pub use edit::{CartChange, CartEdit, ChangeRefusal, EditRefusal, NewUnit};
pub use read::{CartLine, CartUnit, UnitState};

use self::document::Writing;
use self::grounds::Grounds;
use self::places::Places;
use crate::ids::{LineId, UnitId};
use crate::limits::{
    CART_BYTES_MAX, CHANGES_PER_CART_MAX, DEPS_PER_CHANGE_MAX, EDITS_PER_CHANGE_MAX, HEADS_PER_CART_MAX,
};
use crate::vector::{ActorId, ChangeHash, VersionVector};

/// Who is checking a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// The hub, from a device: bounds and fresh ids are checked against the cart as it stands, and
    /// nothing that is the hub's own is let through.
    Hub,
    /// A device, from the hub: the hub has checked; only the hash must agree.
    Device,
}

/// What became of a change that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is part of the cart now.
    New,
    /// It was there already.
    Known,
}

/// A replica of one party's cart.
pub struct Cart {
    doc: Automerge,
    /// The hub's own actor: the author of the first change, and the only one who marks as sent.
    hub: ActorId,
    /// Hash of each change of each actor, from its first.
    hashes: BTreeMap<ActorId, Vec<ChangeHash>>,
    /// What the snapshot that this replica began with already had.
    base: VersionVector,
    /// Changes since then, in an order in which they can be accepted.
    log: Vec<CartChange>,
    /// Where its maps are.
    places: Places,
    /// Earlier states on which changes were built that came late.
    grounds: Grounds,
    /// Every portion there has ever been, with its line.
    units: HashMap<UnitId, LineId>,
    /// What was read of the lines before.
    lines: RefCell<read::Lines>,
    /// The saved form is not longer than this.
    bytes_at_most: usize,
}

impl Cart {
    /// Makes the document of a new session. Only the hub does this, so that all share one root.
    pub fn create(hub: ActorId, epoch: &str) -> Self {
        let doc = document::create(hub, epoch);
        let saved = doc.save();
        Self::from_document(doc, saved.len()).expect("a document made here has the root of a cart")
    }

    /// Takes up a document saved by [`Cart::save`]. Only for bytes of one's own or of the hub:
    /// Automerge does not defend itself against hostile ones.
    pub fn load(saved: &[u8]) -> Result<Self, LoadFault> {
        let doc = Automerge::load(saved).map_err(|fault| LoadFault(fault.to_string()))?;
        Self::from_document(doc, saved.len())
    }

    fn from_document(doc: Automerge, bytes_at_most: usize) -> Result<Self, LoadFault> {
        let mut hashes: BTreeMap<ActorId, Vec<ChangeHash>> = BTreeMap::new();
        let mut hub = None;
        for change in doc.get_changes(&[]) {
            let actor = change.actor_id().to_bytes().try_into().map(ActorId);
            let actor = actor.map_err(|_| LoadFault("an actor is not 16 bytes long".into()))?;
            if change.deps().is_empty() {
                hub = Some(actor);
            }
            hashes.entry(actor).or_default().push(ChangeHash(change.hash().0));
        }
        let hub = hub.ok_or_else(|| LoadFault("it has no first change".into()))?;
        let units = read::units(&doc).ok_or_else(|| LoadFault("it has no lines".into()))?;
        let (base, log) = (VersionVector::default(), Vec::new());
        let (places, grounds, lines) = (Places::default(), Grounds::default(), RefCell::default());
        let mut cart = Self { doc, hub, hashes, base, log, places, grounds, units, bytes_at_most, lines };
        cart.base = cart.vector();
        Ok(cart)
    }

    /// The document in Automerge's own form, which any Automerge library opens.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// The hub's actor.
    pub fn hub_actor(&self) -> ActorId {
        self.hub
    }

    /// The newest changes, which together name this state of the cart. Sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.doc.get_heads().iter().map(|hash| ChangeHash(hash.0)).collect();
        heads.sort_unstable();
        heads
    }

    /// How much of each actor's work is here.
    pub fn vector(&self) -> VersionVector {
        let mut vector = VersionVector::default();
        for (actor, hashes) in &self.hashes {
            vector.raise(*actor, hashes.len() as u64);
        }
        vector
    }

    /// How many changes there are.
    pub fn change_count(&self) -> usize {
        self.hashes.values().map(Vec::len).sum()
    }

    /// Is every one of these changes part of the cart?
    pub fn has_all(&self, hashes: &[ChangeHash]) -> bool {
        hashes.iter().all(|hash| self.name_of(hash).is_some())
    }

    /// The hash of an actor's change.
    pub fn hash_of(&self, actor: &ActorId, seq: u64) -> Option<ChangeHash> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.hashes.get(actor)?.get(index).copied()
    }

    /// The hashes of all changes, in no particular order.
    pub fn hashes(&self) -> impl Iterator<Item = &ChangeHash> {
        self.hashes.values().flatten()
    }

    /// Whose change has this hash, and which of theirs it is. Changes build on new ones, so these are
    /// looked at first.
    pub fn name_of(&self, hash: &ChangeHash) -> Option<(ActorId, u64)> {
        let place = |hashes: &[ChangeHash]| hashes.iter().rposition(|other| other == hash);
        self.hashes.iter().find_map(|(actor, hashes)| Some((*actor, place(hashes)? as u64 + 1)))
    }

    /// The lines, oldest first, with every portion there has ever been.
    pub fn lines(&self) -> Vec<CartLine> {
        self.lines.borrow_mut().read(&self.doc)
    }

    /// A line, with every portion that there has ever been of it.
    pub fn line(&self, line: &LineId) -> Option<CartLine> {
        self.lines.borrow_mut().read_one(&self.doc, line)
    }

    /// The lines as they stood at `heads`; none when these are not known here.
    pub fn lines_at(&self, heads: &[ChangeHash]) -> Option<Vec<CartLine>> {
        if !self.has_all(heads) {
            return None;
        }
        let heads: Vec<_> = heads.iter().map(|hash| automerge::ChangeHash(hash.0)).collect();
        Some(read::lines_at(&self.doc, &heads))
    }

    /// Makes edits as `actor` on the cart as it stands, and returns the change for the others.
    /// The bounds of a cart are for devices: the hub can mark portions of a full cart as sent.
    pub fn author(&mut self, actor: ActorId, edits: Vec<CartEdit>) -> Result<CartChange, EditRefusal> {
        let deps = self.heads();
        self.check_bounds(edits.len(), deps.len())?;
        if actor != self.hub {
            self.check_against_now(&edits, true)?;
        }
        let hash = document::author(&mut self.doc, &mut self.places, actor, &edits, Writing::Whole)?;
        let seq = self.vector().of(&actor) + 1;
        let change = CartChange { actor, seq, deps, edits, hash };
        self.note(change.clone());
        Ok(change)
    }

    /// Would the hub's edits be taken, one change after another? Tried on a copy; nothing changes.
    pub fn would_take(&self, edits: &[CartEdit]) -> Result<(), EditRefusal> {
        let mut copy = Self::load(&self.save()).map_err(|_| EditRefusal::TooManyChanges)?;
        edits.chunks(EDITS_PER_CHANGE_MAX).try_for_each(|some| copy.author(self.hub, some.to_vec()).map(drop))
    }

    /// Is a portion marked as ordered, whether or not its line is here?
    pub fn is_marked(&self, unit: &UnitId) -> bool {
        document::is_marked(&self.doc, unit)
    }

    /// Takes in another's change, or says why not; then nothing has changed.
    pub fn accept(&mut self, change: &CartChange, gate: Gate) -> Result<Accepted, ChangeRefusal> {
        let have = self.hashes.get(&change.actor).map_or(&[][..], Vec::as_slice);
        if change.seq == 0 {
            return Err(ChangeRefusal::Numbering);
        }
        if let Some(known) = usize::try_from(change.seq - 1).ok().and_then(|index| have.get(index)) {
            return if *known == change.hash { Ok(Accepted::Known) } else { Err(ChangeRefusal::Clash) };
        }
        self.check_bounds(change.edits.len(), change.deps.len())?;
        if change.seq != have.len() as u64 + 1 || !self.has_all(&change.deps) {
            return Err(ChangeRefusal::Missing);
        }
        let marks = |edit: &CartEdit| matches!(edit, CartEdit::MarkSent { .. });
        if (gate == Gate::Hub || change.actor != self.hub) && change.edits.iter().any(marks) {
            return Err(EditRefusal::HubOnly.into());
        }
        if gate == Gate::Hub {
            if change.actor == self.hub {
                return Err(EditRefusal::HubOnly.into());
            }
            if self.heads_with(change) > HEADS_PER_CART_MAX {
                return Err(ChangeRefusal::Late);
            }
            self.check_against_now(&change.edits, document::is_newest(&self.doc, &change.deps))?;
        }
        let (changes, is_for_device) = (self.change_count(), gate == Gate::Hub);
        let Self { doc, places, grounds, .. } = self;
        document::reauthor(doc, changes, places, grounds, change, is_for_device)?;
        self.note(change.clone());
        Ok(Accepted::New)
    }

    /// How many changes would stand beside each other with this one.
    fn heads_with(&self, change: &CartChange) -> usize {
        let is_built_on = |head: &automerge::ChangeHash| change.deps.contains(&ChangeHash(head.0));
        self.doc.get_heads().iter().filter(|head| !is_built_on(head)).count() + 1
    }

    fn check_bounds(&self, edits: usize, deps: usize) -> Result<(), EditRefusal> {
        if edits == 0 {
            return Err(EditRefusal::NothingChanged);
        }
        if edits > EDITS_PER_CHANGE_MAX || deps > DEPS_PER_CHANGE_MAX {
            return Err(EditRefusal::TooManyEdits);
        }
        Ok(())
    }

    /// Bounds and fresh ids, as the cart stands now rather than on the ground of the change: two
    /// devices that build on the same past must not make the same id or pass a bound together.
    /// Edits that are made on the cart as it stands find for themselves whether there is room.
    fn check_against_now(&mut self, edits: &[CartEdit], is_newest: bool) -> Result<(), EditRefusal> {
        if self.change_count() >= CHANGES_PER_CART_MAX || !self.has_bytes_for(edits) {
            return Err(EditRefusal::TooManyChanges);
        }
        let mut fresh: BTreeSet<&UnitId> = BTreeSet::new();
        for unit in edits.iter().flat_map(CartEdit::new_units) {
            if self.units.contains_key(unit) || !fresh.insert(unit) {
                return Err(EditRefusal::UnitExists);
            }
        }
        if is_newest { Ok(()) } else { document::check_room(&self.doc, edits) }
    }

    /// Would the saved form stay within its bound? It is measured only when adding up says no.
    fn has_bytes_for(&mut self, edits: &[CartEdit]) -> bool {
        let more = edit::bytes_at_most(edits);
        if self.bytes_at_most + more > CART_BYTES_MAX {
            self.bytes_at_most = self.doc.save().len();
        }
        self.bytes_at_most + more <= CART_BYTES_MAX
    }

    /// Keeps a change that is in the document now, for those who lack it.
    fn note(&mut self, change: CartChange) {
        self.bytes_at_most += edit::bytes_at_most(&change.edits);
        self.hashes.entry(change.actor).or_default().push(change.hash);
        let lines = self.lines.get_mut();
        for edit in &change.edits {
            match edit {
                CartEdit::MarkSent { unit, .. } => {
                    if let Some(line) = self.units.get(unit) {
                        lines.touch_unit(line, unit);
                    }
                }
                CartEdit::AddUnit { line, unit, .. }
                | CartEdit::RemoveUnit { line, unit }
                | CartEdit::GiveUnit { line, unit, .. } => lines.touch_unit(line, unit),
                CartEdit::AddLine { line, .. } | CartEdit::Reconfigure { line, .. } => lines.touch(line),
            }
            if let Some(line) = edit.line() {
                for unit in edit.new_units() {
                    self.units.insert(unit.clone(), line.clone());
                }
            }
        }
        self.log.push(change);
    }

    /// The changes that a replica with this vector lacks, in an order in which it can accept them;
    /// none when some are older than what this replica began with: then it needs the whole document.
    pub fn missing_from(&self, theirs: &VersionVector) -> Option<Vec<CartChange>> {
        if !theirs.covers(&self.base) {
            return None;
        }
        let lacks = |change: &&CartChange| change.seq > theirs.of(&change.actor);
        Some(self.log.iter().filter(lacks).cloned().collect())
    }

    /// Somebody has come (back): what they bring may build on the state before the next changes.
    pub fn expect_late(&mut self) {
        self.grounds.watch();
    }

    /// A moment has gone by since the newest change: lets go of the state before it, which takes some KiB.
    pub fn settle(&mut self) {
        self.grounds.forget_before();
    }

    /// It is quiet: lets go of what only speeds up the next changes that come late, and of what they have cost.
    pub fn rest(&mut self) {
        self.grounds.forget();
    }

    /// Changes since this replica began, in an order in which they can be accepted.
    pub fn log(&self) -> &[CartChange] {
        &self.log
    }

    /// The line on which a portion stands.
    pub fn line_of(&self, unit: &UnitId) -> Option<&LineId> {
        self.units.get(unit)
    }
}

/// Why saved bytes are not a cart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the saved cart cannot be read: {0}")]
pub struct LoadFault(String);

#[cfg(test)]
mod tests;
