//! One cart in memory: what devices and the hub do to it, what of it is on disk, and how the rest
//! gets there.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use plato_sync_protocol::cart::{Accepted, Cart, CartChange, CartEdit, ChangeRefusal, EditRefusal, Gate};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::limits::{ACTORS_PER_DINER_MAX, ACTORS_PER_SESSION_MAX};
use plato_sync_protocol::message::FromHub;
use plato_sync_protocol::packed::{ActorNumber, Actors, Packed, PackedChange};
use plato_sync_protocol::vector::{ActorId, VersionVector};
use redb::WriteTransaction;

use super::{
    CART_ACTORS, CART_ARCHIVE, CART_CHANGES, CART_ORIGINS, CHANGES_WHILE_BUSY_MAX, CartId, actors_of,
    changes_of,
};
use crate::store::{StoreFault, panic_text};

/// Why a device's change was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeRefusal {
    /// The actor was not issued in this session.
    #[error("its author was not issued in this session")]
    ForeignActor,
    /// It speaks in another diner's name.
    #[error("it adds a line in the name of another diner")]
    ForeignDiner,
    /// No more actors in this session.
    #[error("this session has too many authors")]
    TooManyActors,
    /// The cart itself refused it.
    #[error(transparent)]
    Change(#[from] ChangeRefusal),
    /// Automerge panicked over it; the cart was rebuilt without it.
    #[error("it made the document fail")]
    Panicked,
}

impl From<EditRefusal> for MergeRefusal {
    fn from(refusal: EditRefusal) -> Self {
        Self::Change(refusal.into())
    }
}

/// Changes in one frame at most, to stay well below the longest frame.
const CHANGES_PER_FRAME_MAX: usize = 16;

/// News of a cart, in both forms in which phones take it.
#[derive(Debug, Clone)]
pub struct CartNews {
    /// For phones that take plain frames.
    pub plain: FromHub,
    /// For phones that take packed ones.
    pub packed: Packed,
}

impl CartNews {
    /// What this said and then the other, when both tell what is on disk.
    pub fn then(self, newer: Self) -> Self {
        let (Packed::Accepted { new_actors, vector }, Packed::Accepted { new_actors: more, vector: last }) =
            (&self.packed, newer.packed)
        else {
            return self;
        };
        let last_of: BTreeMap<_, _> = vector.iter().copied().chain(last).collect();
        let new_actors: BTreeMap<_, _> = new_actors.iter().copied().chain(more).collect();
        let (new_actors, vector) = (new_actors.into_iter().collect(), last_of.into_iter().collect());
        Self { plain: newer.plain, packed: Packed::Accepted { new_actors, vector } }
    }
}

/// What has come to disk.
#[derive(Debug)]
pub struct Durable {
    /// To be told to all, but not to all at once.
    pub news: CartNews,
    /// Who made the changes: these wait for it.
    pub authors: BTreeSet<ActorId>,
}

/// What is not on disk yet, as it is to be there.
pub struct CartRows {
    /// Changes, each with its place.
    changes: Vec<(u64, Vec<u8>)>,
    /// Actors, each with the diner to whom it was issued.
    actors: Vec<(ActorId, DinerId)>,
}

impl CartRows {
    /// Writes them. Call [`LiveCart::saved_rows`] once the transaction is committed.
    pub fn write(&self, transaction: &WriteTransaction, id: &CartId) -> Result<(), StoreFault> {
        let key = id.to_string();
        let key = key.as_str();
        if !self.changes.is_empty() {
            let mut table = transaction.open_table(CART_CHANGES)?;
            for (place, bytes) in &self.changes {
                table.insert((key, *place), bytes.as_slice())?;
            }
        }
        if !self.actors.is_empty() {
            let mut table = transaction.open_table(CART_ACTORS)?;
            for (actor, diner) in &self.actors {
                table.insert((key, &actor.0), diner.as_str())?;
            }
        }
        Ok(())
    }
}

/// One cart in memory.
pub struct LiveCart {
    cart: Cart,
    /// The saved document with which it began.
    origin: Vec<u8>,
    /// How many changes of the cart's log are in that document.
    begun: usize,
    /// How many changes since then are on disk.
    saved: usize,
    /// To whom each actor was issued.
    actors: BTreeMap<ActorId, DinerId>,
    /// Issued actors that are not on disk yet.
    new_actors: Vec<ActorId>,
    /// All actors by the number that packed frames call them; good until the cart is loaded anew.
    numbers: Actors,
    /// What is on disk.
    durable: VersionVector,
    /// Is the saved document to take the place of all changes with the next commit?
    is_compacting: bool,
}

impl LiveCart {
    /// One of which nothing is on disk.
    pub(super) fn new(cart: Cart) -> Self {
        Self {
            origin: cart.save(),
            durable: cart.vector(),
            begun: cart.log().len(),
            saved: 0,
            actors: BTreeMap::new(),
            new_actors: Vec::new(),
            numbers: std::iter::once(cart.hub_actor()).collect(),
            is_compacting: true,
            cart,
        }
    }

    pub(super) fn rebuild(
        origin: &[u8],
        changes: &[CartChange],
        actors: BTreeMap<ActorId, DinerId>,
    ) -> Result<Self, String> {
        let build = || -> Result<Cart, String> {
            let mut cart = Cart::load(origin).map_err(|fault| fault.to_string())?;
            for change in changes {
                cart.accept(change, Gate::Device).map_err(|refusal| refusal.to_string())?;
            }
            Ok(cart)
        };
        let cart = catch_unwind(AssertUnwindSafe(build)).map_err(|panic| panic_text(&*panic))??;
        let (saved, durable) = (changes.len(), cart.vector());
        let numbers = std::iter::once(cart.hub_actor()).chain(actors.keys().copied()).collect();
        let (origin, new_actors) = (origin.to_vec(), Vec::new());
        let is_compacting = false;
        let begun = 0;
        Ok(Self { cart, origin, begun, saved, actors, new_actors, numbers, durable, is_compacting })
    }

    /// Runs `work` on the cart. After a panic the cart is rebuilt from its changes.
    pub(super) fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Cart) -> Result<T, MergeRefusal>,
    ) -> Result<T, MergeRefusal> {
        let known = self.changes().len();
        let cart = &mut self.cart;
        match catch_unwind(AssertUnwindSafe(|| work(cart))) {
            Ok(done) => done,
            Err(panic) => {
                tracing::error!(fault = panic_text(&*panic), "a cart failed and is rebuilt");
                match Self::rebuild(&self.origin, &self.changes()[..known], BTreeMap::new()) {
                    Ok(rebuilt) => (self.cart, self.begun) = (rebuilt.cart, 0),
                    Err(fault) => tracing::error!(fault, "the cart cannot be rebuilt"),
                }
                Err(MergeRefusal::Panicked)
            }
        }
    }

    /// The cart, for reading.
    pub fn cart(&self) -> &Cart {
        &self.cart
    }

    /// A phone has come, maybe with changes made while it was away: see [`Cart::expect_late`].
    pub fn expect_late(&mut self) {
        self.cart.expect_late();
    }

    /// Whoever came back has come back by now: see [`Cart::rest`].
    pub(super) fn rest(&mut self) {
        self.cart.rest();
    }

    /// Has it so many changes that to load it again would take long? Then they are to be compacted whoever
    /// works on it.
    pub fn is_long(&self) -> bool {
        self.change_count() >= CHANGES_WHILE_BUSY_MAX
    }

    /// Every change since it began or was compacted, in order of acceptance.
    fn changes(&self) -> &[CartChange] {
        &self.cart.log()[self.begun..]
    }

    /// How many changes there are since it began or was compacted.
    pub fn change_count(&self) -> usize {
        self.changes().len()
    }

    /// Is everything on disk?
    pub fn is_saved(&self) -> bool {
        self.saved == self.changes().len() && self.new_actors.is_empty()
    }

    /// Has this diner worked on it? Of an archived cart it is not known.
    pub fn knows(&self, diner: &DinerId) -> bool {
        self.actors.values().any(|known| known == diner)
    }

    /// What is on disk of it.
    pub fn durable(&self) -> &VersionVector {
        &self.durable
    }

    /// All actors by number.
    pub fn numbers(&self) -> &Actors {
        &self.numbers
    }

    /// Tells of changes that are part of the cart.
    pub fn news(&self, changes: &[CartChange]) -> Vec<CartNews> {
        let pack = |change: &CartChange| PackedChange::pack(change, &self.numbers, &self.cart);
        let news = |some: &[CartChange]| CartNews {
            plain: FromHub::CartUpdated(some.to_vec()),
            packed: Packed::Updated {
                new_actors: self.first_seen_in(some),
                changes: some.iter().map(pack).collect(),
            },
        };
        changes.chunks(CHANGES_PER_FRAME_MAX).map(news).collect()
    }

    /// Actors of whom these are the first changes. Phones know the actors of their welcome; whoever is
    /// new since then begins with a first change.
    fn first_seen_in(&self, changes: &[CartChange]) -> Vec<(ActorNumber, ActorId)> {
        let firsts = changes.iter().filter(|change| change.seq == 1);
        firsts.filter_map(|change| Some((self.numbers.number(&change.actor)?, change.actor))).collect()
    }

    /// Tells that all that is on disk is there.
    pub fn durable_news(&self) -> CartNews {
        let (new_actors, vector) = (self.numbers.numbered(), self.numbers.pack_vector(&self.durable));
        let packed = Packed::Accepted { new_actors, vector };
        CartNews { plain: FromHub::CartAccepted(self.durable.clone()), packed }
    }

    /// Changes that are not on disk yet: the hub would lose them with its power.
    pub fn unsaved(&self) -> &[CartChange] {
        &self.changes()[self.saved..]
    }

    /// Are there actors that are not on disk yet?
    pub fn has_new_actors(&self) -> bool {
        !self.new_actors.is_empty()
    }

    /// Takes in a device's change. The device may deliver any member's changes.
    pub fn merge(&mut self, change: &CartChange) -> Result<Accepted, MergeRefusal> {
        let author = self.actors.get(&change.actor).cloned();
        if change.actor != self.cart.hub_actor() {
            let author = author.ok_or(MergeRefusal::ForeignActor)?;
            let is_foreign = |edit: &CartEdit| matches!(edit, CartEdit::AddLine { by, .. } if *by != author);
            if change.edits.iter().any(is_foreign) {
                return Err(MergeRefusal::ForeignDiner);
            }
        }
        // A device may send back what the hub itself once made; anything new in its name is refused.
        self.guarded(|cart| Ok(cart.accept(change, Gate::Hub)?))
    }

    /// Makes edits as `actor`: for the hub's own marks and for devices without a cart of their own.
    pub fn author(&mut self, actor: ActorId, edits: Vec<CartEdit>) -> Result<CartChange, MergeRefusal> {
        self.guarded(|cart| Ok(cart.author(actor, edits)?))
    }

    /// Makes all of these changes, or none of them when one is refused.
    pub fn author_all(
        &mut self,
        actor: ActorId,
        changes: Vec<Vec<CartEdit>>,
    ) -> Result<Vec<CartChange>, MergeRefusal> {
        if changes.len() > 1 {
            // Whatever was made is the others' as well and cannot be taken back: it is tried on a copy.
            let copy = self.cart.save();
            self.guarded(|_| {
                let mut copy = Cart::load(&copy).map_err(|_| MergeRefusal::Panicked)?;
                for edits in &changes {
                    copy.author(actor, edits.clone())?;
                }
                Ok(())
            })?;
        }
        changes.into_iter().map(|edits| self.author(actor, edits)).collect()
    }

    /// Issues an actor to a diner: the one it asks for, if that is the diner's own and nobody works as it
    /// now, else `fresh`. A diner who has had many gets one again that has never changed anything: a phone
    /// that keeps nothing takes a new one with every page, and must not use up those of the others.
    pub fn issue_actor(
        &mut self,
        diner: &DinerId,
        wanted: Option<ActorId>,
        fresh: ActorId,
        is_taken: impl Fn(&ActorId) -> bool,
    ) -> Result<ActorId, MergeRefusal> {
        let is_free = |actor: &ActorId| self.actors.get(actor) == Some(diner) && !is_taken(actor);
        if let Some(wanted) = wanted.filter(is_free) {
            return Ok(wanted);
        }
        let own = self.actors.values().filter(|of| *of == diner).count();
        if own >= ACTORS_PER_DINER_MAX / 2 {
            let vector = self.cart.vector();
            let spare = self.actors.keys().find(|actor| vector.of(actor) == 0 && is_free(actor));
            if let Some(spare) = spare {
                return Ok(*spare);
            }
        }
        if own >= ACTORS_PER_DINER_MAX || self.actors.len() >= ACTORS_PER_SESSION_MAX {
            return Err(MergeRefusal::TooManyActors);
        }
        self.actors.insert(fresh, diner.clone());
        self.numbers.add(fresh);
        self.new_actors.push(fresh);
        Ok(fresh)
    }

    /// Is the saved document to be written anew with the next commit?
    pub fn is_compacting(&self) -> bool {
        self.is_compacting
    }

    /// What is not on disk yet. Not for a cart that is compacting.
    pub fn unsaved_rows(&self) -> CartRows {
        let row = |(index, change): (usize, &CartChange)| (index as u64, codec::encode(change, Format::Cbor));
        let issued = |actor: &ActorId| Some((*actor, self.actors.get(actor)?.clone()));
        CartRows {
            changes: self.changes().iter().enumerate().skip(self.saved).map(row).collect(),
            actors: self.new_actors.iter().filter_map(issued).collect(),
        }
    }

    /// With the next commit the saved document takes the place of all changes, on disk.
    pub fn compact(&mut self) {
        self.is_compacting = true;
    }

    /// Writes what is not on disk yet. Call [`LiveCart::saved`] once the transaction is committed.
    pub fn save(&self, transaction: &WriteTransaction, id: &CartId) -> Result<(), StoreFault> {
        let mut rows = self.unsaved_rows();
        if self.is_compacting {
            let key = id.to_string();
            let key = key.as_str();
            transaction.open_table(CART_ORIGINS)?.insert(key, self.cart.save().as_slice())?;
            transaction.open_table(CART_CHANGES)?.retain_in(changes_of(key), |_, _| false)?;
            rows.changes.clear();
        }
        rows.write(transaction, id)
    }

    /// Moves the document to the archive: the visit is over. Takes the place of [`LiveCart::save`].
    pub fn archive(&self, transaction: &WriteTransaction, id: &CartId) -> Result<(), StoreFault> {
        let key = id.to_string();
        let key = key.as_str();
        transaction.open_table(CART_ARCHIVE)?.insert(key, self.cart.save().as_slice())?;
        transaction.open_table(CART_ORIGINS)?.remove(key)?;
        transaction.open_table(CART_CHANGES)?.retain_in(changes_of(key), |_, _| false)?;
        transaction.open_table(CART_ACTORS)?.retain_in(actors_of(key), |_, _| false)?;
        Ok(())
    }

    /// Notes that everything is on disk. Returns what to tell of it, if anything is new.
    pub fn saved(&mut self) -> Option<Durable> {
        self.saved_first(self.changes().len(), self.new_actors.len())
    }

    /// Notes that these rows are on disk; more may have come since they were made.
    pub fn saved_rows(&mut self, rows: &CartRows) -> Option<Durable> {
        self.saved_first(self.saved + rows.changes.len(), rows.actors.len())
    }

    fn saved_first(&mut self, changes: usize, actors: usize) -> Option<Durable> {
        self.cart.settle();
        let fresh = &self.changes()[self.saved..changes];
        let is_new = !fresh.is_empty() || actors > 0;
        let mut newly = VersionVector::default();
        for change in fresh {
            newly.raise(change.actor, change.seq);
        }
        let new_actors = self.first_seen_in(fresh);
        let authors = fresh.iter().map(|change| change.actor).collect();
        for (actor, seq) in newly.iter() {
            self.durable.raise(*actor, seq);
        }
        if std::mem::take(&mut self.is_compacting) {
            self.origin = self.cart.save();
            self.begun = self.cart.log().len();
        }
        self.saved = changes.min(self.changes().len());
        self.new_actors.drain(..actors);
        let packed = Packed::Accepted { new_actors, vector: self.numbers.pack_vector(&newly) };
        let news = CartNews { plain: FromHub::CartAccepted(self.durable.clone()), packed };
        is_new.then_some(Durable { news, authors })
    }
}
