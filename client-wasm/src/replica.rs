//! The phone's copy of the cart, and what of it only this phone has.
//!
//! Every change that is made or heard of is written to the store as a record of its own. Before the
//! hub has given the phone a document and an actor, edits wait as *intents*, shown on a draft that
//! nobody else ever sees. Starting over from the hub's document is in `rebase.rs`, and what is still
//! to be sent in `delivery.rs`.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use plato_sync_protocol::cart::{
    Accepted, Cart, CartChange, CartEdit, CartLine, ChangeRefusal, EditRefusal, Gate,
};
use plato_sync_protocol::former::FormerCarts;
use plato_sync_protocol::ids::{DinerId, LineId, UnitId};
use plato_sync_protocol::limits::EDITS_PER_CHANGE_MAX;
use plato_sync_protocol::vector::{ActorId, ChangeHash, VersionVector};
use plato_sync_protocol::views::SessionMode;

use crate::chance::Chance;
use crate::login::KeptActors;
use crate::plan::Plan;
use crate::provenance::{divided, in_order_of_making};
use crate::records::{self, Found, Names, StoredChange, StoredSnapshot};
use crate::replay::{Dropped, Guest, Replay};
use crate::tabs::Elsewhere;

/// New changes after which the store gets a snapshot in their place.
const CHANGES_BEFORE_SNAPSHOT: usize = 50;
/// The same, at each new connection.
const CHANGES_BEFORE_SNAPSHOT_AT_WELCOME: usize = 20;
/// Actors that a tab uses in turn. While the hub has not noticed that a connection is gone, its
/// actor is taken; without turns, each lost connection would cost the session another one.
const ACTORS_KEPT_MAX: usize = 4;
/// Author and root of a draft. Its changes never leave the phone.
const DRAFT: ActorId = ActorId([0xdf; 16]);

/// Edits that wait for a document, with the name of their record.
pub(crate) struct Intent {
    pub(crate) key: String,
    pub(crate) edits: Vec<CartEdit>,
    /// For what another tab told of: when it is to be made here, if it still waits there.
    pub(crate) due_ms: Option<u64>,
    /// The change that another tab has made of it, which does not fit here.
    pub(crate) made: Option<ChangeHash>,
}

/// Why changes of the hub do not fit onto this copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Some in between were not heard: say again what is here.
    Missed,
    /// Hub and phone have different changes of the same number, or the hub lacks what this phone
    /// cannot supply: only the hub's whole document helps.
    Diverged,
}

/// Portions and lines whose last change only this phone has.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// Portions made, given or removed.
    pub units: BTreeSet<UnitId>,
    /// Lines made or chosen anew.
    pub lines: BTreeSet<LineId>,
    /// How many edits that are.
    pub edits: usize,
}

/// One phone's copy.
pub struct Replica {
    /// Whose edits are made anew here.
    pub(crate) guest: Guest,
    pub(crate) names: Names,
    pub(crate) cart: Option<Cart>,
    /// What the document had that the copy began with: changes in it can no longer be supplied.
    pub(crate) base: VersionVector,
    /// When the hub last told it as a whole, by the phone's clock in ms since 1970.
    pub(crate) began_ms: u64,
    /// Actors issued to this tab for this cart; the last is the one in use.
    actors: Vec<ActorId>,
    /// Of which cart an earlier page had them.
    actors_are_for: Option<ActorId>,
    /// Actors of this phone, with those of its other tabs and earlier pages.
    pub(crate) ours: BTreeSet<ActorId>,
    /// What the hub is known to have of what is here.
    pub(crate) at_hub: VersionVector,
    /// Changes of the store that do not fit onto the cart as it is.
    pub(crate) stranded: Vec<StoredChange>,
    /// Changes that are part of the base, but that the hub may not have on disk: it would need them
    /// again if its power went.
    pub(crate) spare: Vec<StoredChange>,
    pub(crate) intents: Vec<Intent>,
    /// What other tabs have and this one cannot place.
    pub(crate) elsewhere: Vec<Elsewhere>,
    draft: Option<Cart>,
    /// Names of records that hold changes and snapshots.
    pub(crate) stored: BTreeSet<String>,
    pub(crate) since_snapshot: usize,
    lines: OnceCell<Vec<CartLine>>,
}

impl Replica {
    /// Nothing yet.
    pub fn new(
        me: DinerId,
        mode: SessionMode,
        names: Names,
        KeptActors { cart, actors }: KeptActors,
    ) -> Self {
        Self {
            guest: Guest { me, mode, former: FormerCarts::default() },
            names,
            cart: None,
            base: VersionVector::default(),
            began_ms: 0,
            ours: actors.iter().copied().collect(),
            actors,
            actors_are_for: cart,
            at_hub: VersionVector::default(),
            stranded: Vec::new(),
            spare: Vec::new(),
            intents: Vec::new(),
            elsewhere: Vec::new(),
            draft: None,
            stored: BTreeSet::new(),
            since_snapshot: 0,
            lines: OnceCell::new(),
        }
    }

    /// Takes up what an earlier page or another tab has stored.
    pub fn restore(&mut self, found: &mut Found, plan: &mut Plan) -> Vec<Dropped> {
        for (key, snapshot) in std::mem::take(&mut found.snapshots) {
            self.stored.insert(key);
            if self.cart.is_none() {
                self.begin_with(&snapshot);
            }
        }
        if self.actors_are_for != self.cart.as_ref().map(Cart::hub_actor) {
            self.retire_actors();
        }
        self.stored.extend(found.changes.iter().map(|(key, _)| key.clone()));
        let changes = std::mem::take(&mut found.changes).into_iter().map(|(_, stored)| stored);
        let (of_hub, others) = divided(changes.collect());
        // Tabs may have made the same anew, each for itself: of that, the hub takes one.
        for (some, gate) in [(of_hub, Gate::Device), (others, Gate::Hub)] {
            self.stranded.extend(some);
            self.fit_stranded(gate);
        }
        let former = &self.guest.former;
        self.stranded.retain(|stored| !former.has_change(&stored.change.hash));
        self.stranded = in_order_of_making(std::mem::take(&mut self.stranded));
        let intents = std::mem::take(&mut found.intents).into_iter();
        self.intents = intents.map(|(key, edits)| Intent { key, edits, due_ms: None, made: None }).collect();
        let dropped = self.settle(None, plan);
        self.redraft();
        self.tell_tabs(plan);
        dropped
    }

    fn begin_with(&mut self, snapshot: &StoredSnapshot) {
        if let Ok(cart) = Cart::load(&snapshot.saved) {
            self.base = cart.vector();
            self.began_ms = snapshot.began_ms;
            self.at_hub = snapshot.at_hub.clone();
            merge(&mut self.at_hub, &self.base);
            self.guest.former = snapshot.former.clone();
            self.cart = Some(cart);
        }
    }

    /// Takes in the stranded changes that fit by now, in whatever order they do. `gate` is the hub's
    /// for those that are to be sent: what it would refuse is better made anew at once.
    pub(crate) fn fit_stranded(&mut self, gate: Gate) {
        let Some(cart) = &mut self.cart else { return };
        loop {
            let before = self.stranded.len();
            for stored in std::mem::take(&mut self.stranded) {
                let StoredChange { change, is_ours } = &stored;
                match cart.accept(change, gate) {
                    Ok(accepted) => {
                        self.since_snapshot += usize::from(accepted == Accepted::New);
                        if *is_ours {
                            self.ours.insert(change.actor);
                        } else {
                            self.at_hub.raise(change.actor, change.seq);
                        }
                        if change.seq <= self.base.of(&change.actor) {
                            self.spare.push(stored);
                        }
                    }
                    Err(_) => self.stranded.push(stored),
                }
            }
            if self.stranded.len() == before {
                break;
            }
        }
        self.changed();
    }

    /// The cart as it is shown: with the edits that wait for a document.
    pub fn lines(&self) -> &[CartLine] {
        let shown = || self.draft.as_ref().or(self.cart.as_ref()).map_or_else(Vec::new, Cart::lines);
        self.lines.get_or_init(shown)
    }

    /// Can edits be made in the document at once? What waits in other tabs does not keep them waiting.
    pub(crate) fn may_author(&self) -> bool {
        self.may_settle() && self.intents.iter().all(|intent| intent.due_ms.is_some())
    }

    /// Can edits that waited be made?
    pub(crate) fn may_settle(&self) -> bool {
        let is_possible = self.cart.is_some() && !self.actors.is_empty();
        is_possible && !self.stranded.iter().any(|stored| stored.is_ours)
    }

    /// The cart has changed under what waits for it.
    fn shown_anew(&mut self) {
        if self.draft.is_some() && self.intents.iter().all(|intent| intent.due_ms.is_some()) {
            self.redraft();
        }
    }

    pub(crate) fn changed(&mut self) {
        self.lines = OnceCell::new();
    }

    /// Does everything that is shown stand in a document that the hub can know?
    pub fn is_settled(&self) -> bool {
        self.cart.is_some() && self.intents.is_empty() && !self.stranded.iter().any(|stored| stored.is_ours)
    }

    /// Names the state of the cart.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.cart.as_ref().map_or_else(Vec::new, Cart::heads)
    }

    /// Is this state of the cart known here?
    pub fn has_all(&self, heads: &[ChangeHash]) -> bool {
        self.cart.as_ref().is_some_and(|cart| cart.has_all(heads))
    }

    /// How much of each actor's work is here.
    pub fn vector(&self) -> VersionVector {
        self.cart.as_ref().map_or_else(VersionVector::default, Cart::vector)
    }

    /// The actor to ask the hub for: the one that was not used for longest.
    pub fn wanted_actor(&self) -> Option<ActorId> {
        self.actors.first().copied()
    }

    /// Actors issued to this tab, for its next page.
    pub fn actors(&self) -> KeptActors {
        KeptActors { cart: self.cart.as_ref().map(Cart::hub_actor), actors: self.actors.clone() }
    }

    /// The hub has issued an actor.
    pub fn work_as(&mut self, actor: ActorId) {
        self.actors.retain(|other| *other != actor);
        self.actors.push(actor);
        if self.actors.len() > ACTORS_KEPT_MAX {
            self.actors.remove(0);
        }
        self.ours.insert(actor);
    }

    /// The hub has refused what this tab made, or it goes on in another cart: its actors are not to be used again.
    pub(crate) fn retire_actors(&mut self) -> Vec<ActorId> {
        std::mem::take(&mut self.actors)
    }

    /// Makes edits at once, here; the hub will hear of them. A refusal leaves the rest undone.
    pub fn edit(
        &mut self,
        edits: &[CartEdit],
        now_ms: u64,
        chance: &mut Chance,
        plan: &mut Plan,
    ) -> Result<(), EditRefusal> {
        for edits in edits.chunks(EDITS_PER_CHANGE_MAX) {
            if self.may_author() {
                match self.author(edits.to_vec(), plan) {
                    Ok(()) => continue,
                    Err(refusal) if self.intents.is_empty() => return Err(refusal),
                    // It may be about what another tab has told of, and is not in the cart yet.
                    Err(_) => {}
                }
            }
            self.draft_cart().author(DRAFT, edits.to_vec())?;
            self.changed();
            let others = self.elsewhere.iter().map(|other| other.key.as_str());
            let known = self.intents.iter().map(|intent| intent.key.as_str()).chain(others);
            let key = self.names.intent(now_ms, known, chance);
            plan.put(key.clone(), records::encoded(&edits));
            plan.tell_intent(key.clone(), edits.to_vec());
            self.intents.push(Intent { key, edits: edits.to_vec(), due_ms: None, made: None });
        }
        self.shown_anew();
        Ok(())
    }

    fn author(&mut self, edits: Vec<CartEdit>, plan: &mut Plan) -> Result<(), EditRefusal> {
        let (Some(cart), Some(actor)) = (&mut self.cart, self.actors.last()) else {
            return Err(EditRefusal::UnknownLine);
        };
        let change = cart.author(*actor, edits)?;
        self.keep(&change, true, plan);
        plan.tell(change);
        Ok(())
    }

    /// Writes a change that is in the cart now to the store.
    pub(crate) fn keep(&mut self, change: &CartChange, is_ours: bool, plan: &mut Plan) {
        let key = self.names.change(change, is_ours);
        if self.stored.insert(key.clone()) {
            plan.put(key, records::encoded(&StoredChange { change: change.clone(), is_ours }));
        }
        self.since_snapshot += 1;
        self.changed();
    }

    /// Keeps a change that the hub's document had, but that the hub could still lose.
    fn keep_spare(&mut self, change: &CartChange, plan: &mut Plan) {
        if !self.spare.iter().any(|stored| stored.change.hash == change.hash) {
            let is_ours = self.ours.contains(&change.actor);
            self.spare.push(StoredChange { change: change.clone(), is_ours });
            self.keep(change, is_ours, plan);
        }
    }

    fn draft_cart(&mut self) -> &mut Cart {
        let cart = self.cart.as_ref();
        self.draft.get_or_insert_with(|| {
            let copy = cart.and_then(|cart| Cart::load(&cart.save()).ok());
            copy.unwrap_or_else(|| Cart::create(DRAFT, "draft"))
        })
    }

    /// Makes the draft anew: the cart with everything that does not stand in it yet.
    pub(crate) fn redraft(&mut self) {
        self.draft = None;
        let ours = self.stranded.iter().filter(|stored| stored.is_ours).map(|stored| &stored.change.edits);
        let waiting = ours.chain(self.intents.iter().map(|intent| &intent.edits));
        let waiting: Vec<Vec<CartEdit>> = waiting.cloned().collect();
        let guest = self.guest.clone();
        let mut replay = Replay::new(&guest, None, &[]);
        for edits in waiting {
            let draft = self.draft_cart();
            let edits = replay.adapt(&draft.lines(), &edits);
            // What does not fit is named when it is made for good.
            let _ = draft.author(DRAFT, edits);
        }
        self.changed();
    }

    /// Makes the edits that waited, now that there is a document and an actor.
    pub fn settle(&mut self, rev: Option<u32>, plan: &mut Plan) -> Vec<Dropped> {
        let (guest, before) = (self.guest.clone(), self.shown_before());
        let mut replay = Replay::new(&guest, rev, &before);
        self.settle_in(&mut replay, 0, plan);
        replay.dropped
    }

    /// The same, as part of making more anew: edits that waited may be about lines that moved with it. Of what other
    /// tabs told only what is due.
    pub(crate) fn settle_in(&mut self, replay: &mut Replay<'_>, now_ms: u64, plan: &mut Plan) {
        if !self.may_settle() {
            return;
        }
        self.draft = None;
        let mut later = Vec::new();
        for intent in std::mem::take(&mut self.intents) {
            if intent.due_ms.is_some_and(|due_ms| due_ms > now_ms) {
                later.push(intent);
                continue;
            }
            let may_build_on_others = !later.is_empty() || !self.elsewhere.is_empty();
            if intent.due_ms.is_some() || may_build_on_others {
                let lines = self.cart.as_ref().map_or_else(Vec::new, Cart::lines);
                if !replay.fits(&lines, &intent.edits) {
                    match intent.due_ms {
                        Some(_) => self.elsewhere.push(Elsewhere::intent(intent.key, intent.edits, now_ms)),
                        None => later.push(intent),
                    }
                    continue;
                }
            }
            self.redo(&intent.edits, replay, plan);
            plan.settle_intent(intent.key);
        }
        self.intents = later;
        self.redraft();
    }

    /// What was shown, where edits that wait may be about a line that only the draft has.
    pub(crate) fn shown_before(&self) -> Vec<CartLine> {
        if self.draft.is_some() { self.lines().to_vec() } else { Vec::new() }
    }

    /// Makes the edits of one change anew; what cannot be done goes to the replay's list.
    pub(crate) fn redo(&mut self, edits: &[CartEdit], replay: &mut Replay<'_>, plan: &mut Plan) {
        let Some(lines) = self.cart.as_ref().map(Cart::lines) else { return };
        for edits in replay.adapt(&lines, edits).chunks(EDITS_PER_CHANGE_MAX) {
            if self.author(edits.to_vec(), plan).is_ok() {
                continue;
            }
            for edit in edits {
                match self.author(vec![edit.clone()], plan) {
                    Ok(()) | Err(EditRefusal::NothingChanged) => {}
                    Err(refusal) => replay.drop_on(&lines, edit, refusal),
                }
            }
        }
    }

    /// Takes in changes of others, from the hub.
    pub fn hear(&mut self, changes: &[CartChange], plan: &mut Plan) -> Result<(), Gap> {
        for change in changes {
            let Some(cart) = &mut self.cart else { return Err(Gap::Diverged) };
            // Another tab has made a portion anew that was made here, and the hub has taken that: with both in one
            // document, it would be shown twice over, or again.
            let is_made = |unit: &&UnitId| cart.line_of(unit).is_some();
            let mut new_units = change.edits.iter().flat_map(CartEdit::new_units);
            if new_units.any(|unit| is_made(&unit)) && !cart.has_all(&[change.hash]) {
                return Err(Gap::Diverged);
            }
            match cart.accept(change, Gate::Device) {
                Ok(accepted) => {
                    if accepted == Accepted::Known && change.seq <= self.base.of(&change.actor) {
                        self.keep_spare(change, plan);
                    } else if !self.stored.contains(&self.names.change(change, false)) {
                        // Also what another tab has told of: that one may delete its record when it starts over.
                        self.keep(change, false, plan);
                    }
                    self.at_hub.raise(change.actor, change.seq);
                }
                Err(ChangeRefusal::Missing) => return Err(Gap::Missed),
                Err(_) => return Err(Gap::Diverged),
            }
        }
        self.shown_anew();
        Ok(())
    }

    /// The hub has all of these, and they are the same there. What another tab had told of is stored: that one may have
    /// deleted its record when it started over.
    pub fn agree(&mut self, vector: &VersionVector, plan: &mut Plan) {
        let both = lower(vector, &self.vector());
        if self.at_hub.covers(&both) {
            return;
        }
        let is_told = |change: &&CartChange| {
            let (actor, seq) = (&change.actor, change.seq);
            let is_news = seq > self.at_hub.of(actor) && seq <= both.of(actor);
            is_news && self.ours.contains(actor) && !self.actors.contains(actor)
        };
        let log = self.cart.as_ref().map_or(&[][..], Cart::log);
        for change in log.iter().filter(is_told).cloned().collect::<Vec<_>>() {
            self.keep(&change, false, plan);
        }
        merge(&mut self.at_hub, &both);
    }

    /// Changes that the hub is not known to have, in an order in which it can accept them.
    pub fn unsaved_changes(&self) -> Vec<CartChange> {
        let mut known = self.at_hub.clone();
        merge(&mut known, &self.base);
        self.cart.as_ref().and_then(|cart| cart.missing_from(&known)).unwrap_or_default()
    }

    /// Is there anything that the hub is not known to have?
    pub fn is_saved(&self) -> bool {
        self.intents.is_empty() && self.stranded.is_empty() && self.at_hub.covers(&self.vector())
    }

    /// What only this phone has.
    pub fn unsaved(&self) -> Unsaved {
        let mut unsaved = Unsaved::default();
        let changes = self.unsaved_changes();
        let stranded =
            self.stranded.iter().filter(|stored| stored.is_ours).flat_map(|stored| &stored.change.edits);
        let intents = self.intents.iter().flat_map(|intent| &intent.edits);
        let elsewhere = self.elsewhere.iter().flat_map(|other| &other.edits);
        let waiting = stranded.chain(intents).chain(elsewhere);
        for edit in changes.iter().flat_map(|change| &change.edits).chain(waiting) {
            unsaved.edits += 1;
            unsaved.units.extend(edit.new_units().into_iter().cloned());
            match edit {
                CartEdit::AddLine { line, .. } | CartEdit::Reconfigure { line, .. } => {
                    unsaved.lines.insert(line.clone());
                }
                CartEdit::RemoveUnit { unit, .. } | CartEdit::GiveUnit { unit, .. } => {
                    unsaved.units.insert(unit.clone());
                }
                CartEdit::AddUnit { .. } | CartEdit::MarkSent { .. } => {}
            }
        }
        unsaved
    }

    /// Puts a snapshot in the place of changes, once there are enough and all of them are `durable`
    /// at the hub. What the hub could still lose stays as changes, which can be supplied again.
    pub fn compact(
        &mut self,
        durable: &VersionVector,
        is_welcome: bool,
        chance: &mut Chance,
        plan: &mut Plan,
    ) {
        let enough = if is_welcome { CHANGES_BEFORE_SNAPSHOT_AT_WELCOME } else { CHANGES_BEFORE_SNAPSHOT };
        if self.since_snapshot < enough || !self.is_saved() || !durable.covers(&self.vector()) {
            return;
        }
        if let Some(cart) = &self.cart {
            self.store_snapshot(cart.save(), cart.change_count(), chance, plan);
        }
    }

    /// Is there anything in the hub's document that the hub may not have on disk?
    pub fn has_spare(&self) -> bool {
        !self.spare.is_empty()
    }

    /// The hub has this on disk.
    pub fn note_durable(&mut self, durable: &VersionVector) {
        self.spare.retain(|stored| stored.change.seq > durable.of(&stored.change.actor));
    }

    /// Writes a document with so many changes and deletes every record that it covers: all that are known, but for
    /// those of changes that the hub could still lose.
    pub(crate) fn store_snapshot(
        &mut self,
        saved: Vec<u8>,
        changes: usize,
        chance: &mut Chance,
        plan: &mut Plan,
    ) {
        let (cart, at_hub) = (self.cart.as_ref().map(Cart::hub_actor), self.at_hub.clone());
        let (changes, began_ms) = (changes as u64, self.began_ms);
        let former = self.guest.former.clone();
        let snapshot = StoredSnapshot { saved, changes, cart, began_ms, at_hub, former };
        let key = self.names.snapshot(chance);
        plan.put(key.clone(), records::encoded(&snapshot));
        // One's own may be stored as heard from the hub.
        let names = |change: &CartChange| [true, false].map(|is_ours| self.names.change(change, is_ours));
        let kept = self.spare.iter().flat_map(|stored| names(&stored.change));
        let kept: BTreeSet<String> = kept.filter(|key| self.stored.contains(key)).chain([key]).collect();
        for old in self.stored.difference(&kept) {
            plan.delete(old.clone());
        }
        self.stored = kept;
        self.since_snapshot = 0;
    }
}

/// Raises a vector to another.
pub(crate) fn merge(vector: &mut VersionVector, other: &VersionVector) {
    for (actor, seq) in other.iter() {
        vector.raise(*actor, seq);
    }
}

/// What both of two vectors cover.
pub(crate) fn lower(one: &VersionVector, other: &VersionVector) -> VersionVector {
    let mut both = VersionVector::default();
    for (actor, seq) in one.iter() {
        let seq = seq.min(other.of(actor));
        if seq > 0 {
            both.raise(*actor, seq);
        }
    }
    both
}
