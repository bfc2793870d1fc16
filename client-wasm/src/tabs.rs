//! What the tabs of one phone tell each other, so that they show the same also while the hub is away: their changes, and
//! edits that wait in them. What does not fit here comes from the hub once that tab has delivered it. Where it has not
//! come for a while, the tab is closed, or cannot be heard at the hub: then this one makes the edits anew.

use plato_sync_protocol::cart::{Accepted, Cart, CartChange, CartEdit, Gate};
use plato_sync_protocol::former::FormerCarts;
use plato_sync_protocol::vector::ChangeHash;
use plato_sync_protocol::views::SessionMode;
use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::plan::Plan;
use crate::replay::{Dropped, Replay};
use crate::replica::{Intent, Replica};

/// How long another tab has for making a change of what waits there, in ms: at least and at most. Each tab has another
/// patience, for of two that do the same at once the hub takes the change of one.
const INTENT_LEFT_ALONE_MS: (u64, u64) = (200, 4_000);
/// How long another tab has for delivering a change, in ms, from when this one hears the hub.
const CHANGE_LEFT_ALONE_MS: (u64, u64) = (10_000, 20_000);

/// What a tab tells the others of its phone.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TabNews {
    /// Changes that it has made.
    pub changes: Vec<CartChange>,
    /// Edits that wait in it for a document or an actor, by the names of their records.
    pub intents: Vec<(String, Vec<CartEdit>)>,
    /// Names of those that wait no more: they are among the changes by now, or could not be made.
    pub settled: Vec<String>,
}

/// What another tab has and this one cannot place.
pub(crate) struct Elsewhere {
    /// Name of its record.
    pub(crate) key: String,
    /// What is to be done.
    pub(crate) edits: Vec<CartEdit>,
    /// The change that does it; none while it waits there for an actor.
    change: Option<ChangeHash>,
    due_ms: u64,
}

impl Elsewhere {
    /// Edits that wait in another tab and build on what only that has.
    pub(crate) fn intent(key: String, edits: Vec<CartEdit>, now_ms: u64) -> Self {
        Self { key, edits, change: None, due_ms: now_ms + CHANGE_LEFT_ALONE_MS.1 }
    }
}

impl Replica {
    /// Takes in what another tab tells; true when there was something new.
    pub fn hear_tab(
        &mut self,
        news: TabNews,
        rev: Option<u32>,
        now_ms: u64,
        chance: &mut Chance,
        plan: &mut Plan,
    ) -> bool {
        let TabNews { changes, intents, settled } = news;
        let (mut is_new, mut made) = (false, None);
        for change in changes {
            made = Some(change.hash);
            // Also where it comes from the hub later: who is gone by then cannot see to it that it stays.
            self.ours.insert(change.actor);
            if self.guest.former.has_change(&change.hash) {
                // An earlier page of that tab had it, and the hub has brought it along.
                continue;
            }
            match self.cart.as_mut().map(|cart| cart.accept(&change, Gate::Hub)) {
                Some(Ok(Accepted::New)) => {
                    is_new = true;
                    // Also where the other tab has a record of it: this one may have deleted that, when it started over.
                    self.keep(&change, true, plan);
                }
                Some(Ok(Accepted::Known)) => {}
                // Both may have made the same edits anew, and then only one of the changes can be taken.
                Some(Err(_)) | None => {
                    let key = self.names.change(&change, true);
                    // All at once, and in their order.
                    let last = self.elsewhere.last().map(|other| other.due_ms);
                    let mut patience = || chance.between(CHANGE_LEFT_ALONE_MS.0, CHANGE_LEFT_ALONE_MS.1);
                    let due_ms = last.unwrap_or_else(|| now_ms + patience());
                    if !self.elsewhere.iter().any(|other| other.key == key) {
                        let (edits, change) = (change.edits, Some(change.hash));
                        self.elsewhere.push(Elsewhere { key, edits, change, due_ms });
                    }
                }
            }
        }
        is_new |= self.forget_settled(&settled, made, rev);
        for (key, edits) in intents {
            if !self.intents.iter().any(|intent| intent.key == key) {
                is_new = true;
                let patience_ms = chance.between(INTENT_LEFT_ALONE_MS.0, INTENT_LEFT_ALONE_MS.1);
                // Never before what it may build on.
                let last_ms = self.intents.iter().filter_map(|intent| intent.due_ms).max();
                let due_ms = last_ms.unwrap_or_default().max(now_ms + patience_ms);
                // The clock may have been put back since.
                let due_ms = due_ms.min(now_ms + INTENT_LEFT_ALONE_MS.1);
                self.intents.push(Intent { key, edits, due_ms: Some(due_ms), made: None });
            }
        }
        if is_new {
            self.redraft();
        }
        is_new
    }

    /// Forgets edits that do not wait any more. What the other tab made of them may not fit here; then they wait
    /// until the hub has brought it.
    fn forget_settled(&mut self, settled: &[String], made: Option<ChangeHash>, rev: Option<u32>) -> bool {
        if settled.is_empty() {
            return false;
        }
        let lines = self.cart.as_ref().map_or_else(Vec::new, Cart::lines);
        let replay = Replay::new(&self.guest, rev, &[]);
        let waited = self.intents.len();
        self.intents
            .retain(|intent| !settled.contains(&intent.key) || !replay.is_made(&lines, &intent.edits));
        for intent in self.intents.iter_mut().filter(|intent| settled.contains(&intent.key)) {
            intent.made = made;
        }
        self.intents.len() != waited
    }

    /// The party shares like this, and the hub has brought along what it knew of former carts: what other tabs have
    /// told of that is done.
    pub fn shares(&mut self, mode: SessionMode, former: FormerCarts) {
        let is_done = |change: Option<ChangeHash>| change.is_some_and(|hash| former.has_change(&hash));
        self.elsewhere.retain(|other| !is_done(other.change));
        self.intents.retain(|intent| !is_done(intent.made));
        (self.guest.mode, self.guest.former) = (mode, former);
    }

    /// Forgets what other tabs have delivered by now, as the change that it was or made anew.
    fn forget_delivered(&mut self, rev: Option<u32>) {
        let is_none = self.elsewhere.is_empty() && self.intents.iter().all(|intent| intent.due_ms.is_none());
        let Some(cart) = self.cart.as_ref().filter(|_| !is_none) else { return };
        let lines = cart.lines();
        let replay = Replay::new(&self.guest, rev, &[]);
        let is_here = |other: &Elsewhere| other.change.is_some_and(|hash| cart.has_all(&[hash]));
        self.elsewhere.retain(|other| !is_here(other) && !replay.is_made(&lines, &other.edits));
        self.intents.retain(|intent| intent.due_ms.is_none() || !replay.is_made(&lines, &intent.edits));
    }

    /// Tells the other tabs of all that only this one may have: an earlier page may have died before it could.
    pub(crate) fn tell_tabs(&self, plan: &mut Plan) {
        let stranded =
            self.stranded.iter().filter(|stored| stored.is_ours).map(|stored| stored.change.clone());
        self.unsaved_changes().into_iter().chain(stranded).for_each(|change| plan.tell(change));
        for intent in self.intents.iter().filter(|intent| intent.due_ms.is_none()) {
            plan.tell_intent(intent.key.clone(), intent.edits.clone());
        }
    }

    /// The hub is heard from now on: so may be the other tabs.
    pub fn wait_for_tabs(&mut self, now_ms: u64, chance: &mut Chance) {
        let due_ms = now_ms + chance.between(CHANGE_LEFT_ALONE_MS.0, CHANGE_LEFT_ALONE_MS.1);
        self.elsewhere.iter_mut().for_each(|other| other.due_ms = due_ms);
    }

    /// When something of another tab is to be done here, if it still waits then. Never while nothing can be done.
    pub fn takes_over_at_ms(&self, is_live: bool) -> Option<u64> {
        if !self.may_settle() {
            return None;
        }
        let intents = self.intents.iter().filter_map(|intent| intent.due_ms);
        let elsewhere = self.elsewhere.iter().map(|other| other.due_ms).filter(|_| is_live);
        intents.chain(elsewhere).min()
    }

    /// Makes anew what other tabs have had for a while: edits that waited there for an actor, and, while the hub is
    /// heard and has not brought them, changes.
    pub fn take_over(
        &mut self,
        is_live: bool,
        rev: Option<u32>,
        now_ms: u64,
        plan: &mut Plan,
    ) -> Vec<Dropped> {
        self.forget_delivered(rev);
        let is_due = self.takes_over_at_ms(is_live).is_some_and(|due_ms| due_ms <= now_ms);
        let mut waiting = self.intents.iter().map(|intent| intent.due_ms.is_some());
        // Its own, which had waited for what another tab had.
        let is_free =
            self.elsewhere.is_empty() && waiting.next() == Some(false) && !waiting.any(|is_other| is_other);
        if !(is_due || is_free) || !self.may_settle() {
            return Vec::new();
        }
        let (guest, before) = (self.guest.clone(), self.shown_before());
        let mut replay = Replay::new(&guest, rev, &before);
        for Elsewhere { key, edits, change, .. } in
            self.elsewhere.extract_if(.., |other| is_live && other.due_ms <= now_ms).collect::<Vec<_>>()
        {
            // The record of a change stays with whoever made it: the hub may have it after all.
            if change.is_none() {
                plan.settle_intent(key);
            }
            self.redo(&edits, &mut replay, plan);
        }
        self.settle_in(&mut replay, now_ms, plan);
        plan.render();
        replay.dropped
    }
}
