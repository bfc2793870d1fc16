//! Bringing the phone's copy and the hub's cart together: by what is missing, or, where that does not
//! fit, from the hub's whole document. Whatever only the phone has is put on top again: as the change
//! that it was where that still fits, else as edits made anew. Nothing is lost or done twice.

use plato_sync_protocol::cart::{Cart, CartChange, CartEdit, CartLine, Gate, LoadFault};
use plato_sync_protocol::mutants::Rule;
use plato_sync_protocol::vector::{ActorId, VersionVector};

use crate::chance::Chance;
use crate::meanwhile::{Before, Meanwhile};
use crate::plan::Plan;
use crate::records::StoredChange;
use crate::replay::{Dropped, Replay};
use crate::replica::{Gap, Replica, lower, merge};

/// Which changes may go on as they are, on the hub's document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All that fit: the hub has refused none.
    Fitting,
    /// Not those that this tab made: the hub has just refused one of them.
    OfOtherTabs,
    /// None: the hub has refused something for the second time.
    Nothing,
}

/// The hub's document, from which to go on.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// The document.
    pub saved: &'a [u8],
    /// What of it the hub has on disk.
    pub durable: &'a VersionVector,
    /// The actor to go on as.
    pub actor: ActorId,
    /// When it was heard, by the phone's clock in ms since 1970.
    pub heard_ms: u64,
    /// Which changes may go on as they are.
    pub keep: Keep,
}

/// What came of starting over.
#[derive(Debug, Default)]
pub struct Rebased {
    /// Edits that could not be made any more.
    pub dropped: Vec<Dropped>,
    /// What others had done.
    pub meanwhile: Meanwhile,
}

impl Replica {
    /// Takes in what the hub says was missing here. `accepted` is what the hub has on disk.
    pub fn catch_up(
        &mut self,
        changes: &[CartChange],
        accepted: &VersionVector,
        plan: &mut Plan,
    ) -> Result<Meanwhile, Gap> {
        let before = Before::of(self);
        // The hub was told what is here, so a gap is none that asking again would fill.
        self.hear(changes, plan).map_err(|_| Gap::Diverged)?;
        let mut there = accepted.clone();
        for change in changes {
            there.raise(change.actor, change.seq);
        }
        self.fit_stranded(Gate::Device);
        self.note_durable(accepted);
        self.hub_has_only(&there)?;
        Ok(before.compare(&self.cart.as_ref().map_or_else(Vec::new, Cart::lines)))
    }

    /// The hub has no more than this, whatever was known before. Fails when it lacks what cannot be
    /// supplied: what was in the snapshot that this copy began with, or what the hub itself made.
    pub fn hub_has_only(&mut self, vector: &VersionVector) -> Result<(), Gap> {
        let hub = self.cart.as_ref().map(Cart::hub_actor).ok_or(Gap::Diverged)?;
        if !vector.covers(&self.base) || vector.of(&hub) < self.vector().of(&hub) {
            return Err(Gap::Diverged);
        }
        self.at_hub = lower(&self.at_hub, vector);
        merge(&mut self.at_hub, &self.base);
        Ok(())
    }

    /// Makes anew what the store had and what does not fit onto the cart even now, and the edits that
    /// waited for a document.
    pub fn resolve(&mut self, rev: Option<u32>, plan: &mut Plan) -> Vec<Dropped> {
        let (guest, before) = (self.guest.clone(), self.shown_before());
        let mut replay = Replay::new(&guest, rev, &before);
        for StoredChange { change, is_ours } in std::mem::take(&mut self.stranded) {
            if is_ours && !guest.former.has_change(&change.hash) {
                self.redo(&change.edits, &mut replay, plan);
            }
            let key = self.names.change(&change, is_ours);
            self.stored.remove(&key);
            plan.delete(key);
        }
        self.settle_in(&mut replay, 0, plan);
        replay.dropped
    }

    /// Goes on from the hub's document.
    pub fn start_over(
        &mut self,
        from: Fresh<'_>,
        rev: Option<u32>,
        chance: &mut Chance,
        plan: &mut Plan,
    ) -> Result<Rebased, LoadFault> {
        let Fresh { saved, durable, actor, heard_ms, keep } = from;
        let fresh = Cart::load(saved)?;
        let before = self.lines().to_vec();
        let meanwhile = Before::of(self).compare(&fresh.lines());
        let (mut there, mut lacking) = self.compare_with(&fresh);
        // The guest goes on in another cart, and the hub has brought along what it had. That may be more than this
        // phone has heard of.
        lacking.retain(|stored| !self.guest.former.has_change(&stored.change.hash));
        if self.cart.as_ref().is_some_and(|cart| cart.hub_actor() != fresh.hub_actor()) {
            there.clear();
            self.retire_actors();
        }
        let refused = if keep == Keep::Fitting { Vec::new() } else { self.retire_actors() };
        let may_stay = |stored: &&StoredChange| match keep {
            Keep::Fitting => true,
            Keep::OfOtherTabs => !refused.contains(&stored.change.actor),
            Keep::Nothing => false,
        };
        self.stranded = lacking.iter().filter(may_stay).cloned().collect();
        self.base = fresh.vector();
        self.spare = there;
        self.note_durable(durable);
        let changes = fresh.change_count();
        self.cart = Some(fresh);
        self.began_ms = heard_ms;
        self.fit_stranded(Gate::Hub);
        self.stranded.clear();
        self.at_hub = self.base.clone();
        self.store_snapshot(saved.to_vec(), changes, chance, plan);
        self.work_as(actor);
        let dropped = self.put_on_top(&lacking, &before, rev, plan);
        Ok(Rebased { dropped, meanwhile })
    }

    /// Changes from here that a document of the hub has, and those that it does not have, in the
    /// order of making.
    fn compare_with(&self, fresh: &Cart) -> (Vec<StoredChange>, Vec<StoredChange>) {
        let log = self.cart.as_ref().and_then(|cart| cart.missing_from(&self.base)).unwrap_or_default();
        let log =
            log.into_iter().map(|change| StoredChange { is_ours: self.ours.contains(&change.actor), change });
        let all = self.spare.iter().cloned().chain(log).chain(self.stranded.iter().cloned());
        // What only the hub makes is not for phones to bring back.
        let is_hubs = |change: &CartChange| {
            let marks = |edit: &CartEdit| matches!(edit, CartEdit::MarkSent { .. });
            change.actor == fresh.hub_actor() || change.edits.iter().any(marks)
        };
        all.filter(|stored| !is_hubs(&stored.change)).partition(|stored| fresh.has_all(&[stored.change.hash]))
    }

    /// Stores the changes that fitted, and makes the edits of the others anew.
    fn put_on_top(
        &mut self,
        lacking: &[StoredChange],
        before: &[CartLine],
        rev: Option<u32>,
        plan: &mut Plan,
    ) -> Vec<Dropped> {
        let guest = self.guest.clone();
        let mut replay = Replay::new(&guest, rev, before);
        for StoredChange { change, is_ours } in lacking {
            if self.has_all(&[change.hash]) {
                self.keep(change, *is_ours, plan);
            } else if *is_ours && Rule::ResetsMakeEditsAnew.holds() {
                self.redo(&change.edits, &mut replay, plan);
            }
        }
        self.settle_in(&mut replay, 0, plan);
        replay.dropped
    }
}
