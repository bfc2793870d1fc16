//! The hub's copy of each live cart: made at seating, merged with what devices send, saved beside
//! the event log in keyspaces of its own. Knows nothing of the restaurant's rules.
//!
//! A change is merged and relayed at once and is on disk with the next group commit, which the
//! writer makes. Every call that reaches Automerge runs behind [`LiveCart::guarded`], so that a
//! panic in there costs one cart a rebuild and nobody a connection.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parking_lot::{ArcMutexGuard, Mutex, RawMutex};
use plato_sync_protocol::cart::{Accepted, Cart, CartChange, CartEdit, ChangeRefusal, EditRefusal, Gate};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::ACTORS_PER_SESSION_MAX;
use plato_sync_protocol::vector::{ActorId, VersionVector};
use redb::{TableDefinition, WriteTransaction};

use crate::store::{Store, StoreFault, panic_text};

/// The saved document with which a cart began.
const CART_ORIGINS: TableDefinition<&str, &[u8]> = TableDefinition::new("cart_origins");
/// Every change, by session and place in the order of acceptance.
const CART_CHANGES: TableDefinition<(&str, u64), &[u8]> = TableDefinition::new("cart_changes");
/// The diner to whom each actor was issued.
const CART_ACTORS: TableDefinition<(&str, &[u8; 16]), &str> = TableDefinition::new("cart_actors");

/// Why a cart cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CartFault {
    /// There is no cart of that session.
    #[error("there is no cart of session {0}")]
    Unknown(SessionId),
    /// What is on disk does not make a cart.
    #[error("the cart of session {session} is damaged: {fault}")]
    Damaged {
        /// Whose.
        session: SessionId,
        /// What is wrong.
        fault: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

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

/// A cart in memory, held for as long as it is worked on.
pub type CartGuard = ArcMutexGuard<RawMutex, LiveCart>;

/// All carts.
pub struct Carts {
    store: Arc<Store>,
    live: Mutex<HashMap<SessionId, Arc<Mutex<LiveCart>>>>,
}

impl Carts {
    /// Carts of that database; each is loaded when it is first asked for.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, live: Mutex::default() }
    }

    /// The cart of a session, for oneself until the guard is dropped.
    pub fn lock(&self, session: &SessionId) -> Result<CartGuard, CartFault> {
        let cart = {
            let mut live = self.live.lock();
            match live.get(session) {
                Some(cart) => cart.clone(),
                None => {
                    let cart = Arc::new(Mutex::new(self.load(session)?));
                    live.insert(session.clone(), cart.clone());
                    cart
                }
            }
        };
        Ok(cart.lock_arc())
    }

    /// Drops a cart from memory: its visit is over.
    pub fn forget(&self, session: &SessionId) {
        self.live.lock().remove(session);
    }

    /// Drops all carts from memory, after a failed write: what is on disk counts.
    pub fn forget_all(&self) {
        self.live.lock().clear();
    }

    fn load(&self, session: &SessionId) -> Result<LiveCart, CartFault> {
        let damaged = |fault: String| CartFault::Damaged { session: session.clone(), fault };
        let transaction = self.store.read()?;
        let unknown = || CartFault::Unknown(session.clone());
        let origins = transaction.open_table(CART_ORIGINS).map_err(|_| unknown())?;
        let origin = origins.get(session.as_str()).map_err(StoreFault::from)?.ok_or_else(unknown)?;
        let mut changes = Vec::new();
        if let Ok(table) = transaction.open_table(CART_CHANGES) {
            let own = (session.as_str(), 0)..=(session.as_str(), u64::MAX);
            for entry in table.range(own).map_err(StoreFault::from)? {
                let (_, bytes) = entry.map_err(StoreFault::from)?;
                let change = codec::decode_trusted(bytes.value(), Format::Cbor);
                changes.push(change.map_err(|fault| damaged(fault.to_string()))?);
            }
        }
        let mut actors = BTreeMap::new();
        if let Ok(table) = transaction.open_table(CART_ACTORS) {
            let own = (session.as_str(), &[0; 16])..=(session.as_str(), &[255; 16]);
            for entry in table.range(own).map_err(StoreFault::from)? {
                let (key, diner) = entry.map_err(StoreFault::from)?;
                let diner = diner.value().parse().map_err(|_| damaged("an actor has no diner".into()))?;
                actors.insert(ActorId(*key.value().1), diner);
            }
        }
        LiveCart::rebuild(origin.value(), changes, actors).map_err(damaged)
    }

    /// Makes the cart of a new session, in the transaction that seats it.
    pub fn create(
        transaction: &WriteTransaction,
        session: &SessionId,
        hub: ActorId,
    ) -> Result<(), StoreFault> {
        let cart = Cart::create(hub, session.as_str());
        transaction.open_table(CART_ORIGINS)?.insert(session.as_str(), cart.save().as_slice())?;
        Ok(())
    }
}

/// One cart in memory.
pub struct LiveCart {
    cart: Cart,
    /// The saved document with which it began.
    origin: Vec<u8>,
    /// Every change since, in order of acceptance.
    changes: Vec<CartChange>,
    /// How many of them are on disk.
    saved: usize,
    /// To whom each actor was issued.
    actors: BTreeMap<ActorId, DinerId>,
    /// Issued actors that are not on disk yet.
    new_actors: Vec<ActorId>,
    /// What is on disk.
    durable: VersionVector,
}

impl LiveCart {
    fn rebuild(
        origin: &[u8],
        changes: Vec<CartChange>,
        actors: BTreeMap<ActorId, DinerId>,
    ) -> Result<Self, String> {
        let build = || -> Result<Cart, String> {
            let mut cart = Cart::load(origin).map_err(|fault| fault.to_string())?;
            for change in &changes {
                cart.accept(change, Gate::Device).map_err(|refusal| refusal.to_string())?;
            }
            Ok(cart)
        };
        let cart = catch_unwind(AssertUnwindSafe(build)).map_err(|panic| panic_text(&*panic))??;
        let (saved, durable) = (changes.len(), cart.vector());
        Ok(Self { cart, origin: origin.to_vec(), changes, saved, actors, new_actors: Vec::new(), durable })
    }

    /// Runs `work` on the cart. After a panic the cart is rebuilt from its changes.
    fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Cart) -> Result<T, MergeRefusal>,
    ) -> Result<T, MergeRefusal> {
        let cart = &mut self.cart;
        match catch_unwind(AssertUnwindSafe(|| work(cart))) {
            Ok(done) => done,
            Err(panic) => {
                tracing::error!(fault = panic_text(&*panic), "a cart failed and is rebuilt");
                match Self::rebuild(&self.origin, self.changes.clone(), BTreeMap::new()) {
                    Ok(rebuilt) => self.cart = rebuilt.cart,
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

    /// What is on disk of it.
    pub fn durable(&self) -> &VersionVector {
        &self.durable
    }

    /// Changes that are not on disk yet: the hub would lose them with its power.
    pub fn unsaved(&self) -> &[CartChange] {
        &self.changes[self.saved..]
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
        let accepted = self.guarded(|cart| Ok(cart.accept(change, Gate::Hub)?))?;
        if accepted == Accepted::New {
            self.changes.push(change.clone());
        }
        Ok(accepted)
    }

    /// Makes edits as `actor`: for the hub's own marks and for devices without a cart of their own.
    pub fn author(&mut self, actor: ActorId, edits: Vec<CartEdit>) -> Result<CartChange, MergeRefusal> {
        let change = self.guarded(|cart| Ok(cart.author(actor, edits)?))?;
        self.changes.push(change.clone());
        Ok(change)
    }

    /// Issues an actor to a diner: the one it asks for, if that is the diner's own, else `fresh`.
    pub fn issue_actor(
        &mut self,
        diner: &DinerId,
        wanted: Option<ActorId>,
        fresh: ActorId,
    ) -> Result<ActorId, MergeRefusal> {
        if let Some(wanted) = wanted.filter(|wanted| self.actors.get(wanted) == Some(diner)) {
            return Ok(wanted);
        }
        if self.actors.len() >= ACTORS_PER_SESSION_MAX {
            return Err(MergeRefusal::TooManyActors);
        }
        self.actors.insert(fresh, diner.clone());
        self.new_actors.push(fresh);
        Ok(fresh)
    }

    /// Writes what is not on disk yet. Call [`LiveCart::saved`] once the transaction is committed.
    pub fn save(&self, transaction: &WriteTransaction, session: &SessionId) -> Result<(), StoreFault> {
        if self.saved < self.changes.len() {
            let mut table = transaction.open_table(CART_CHANGES)?;
            for (index, change) in self.changes.iter().enumerate().skip(self.saved) {
                let bytes = codec::encode(change, Format::Cbor);
                table.insert((session.as_str(), index as u64), bytes.as_slice())?;
            }
        }
        if !self.new_actors.is_empty() {
            let mut table = transaction.open_table(CART_ACTORS)?;
            for actor in &self.new_actors {
                let diner = self.actors.get(actor).map_or("", DinerId::as_str);
                table.insert((session.as_str(), &actor.0), diner)?;
            }
        }
        Ok(())
    }

    /// Notes that everything is on disk. Returns whether there was anything new.
    pub fn saved(&mut self) -> bool {
        let is_new = self.saved < self.changes.len() || !self.new_actors.is_empty();
        self.saved = self.changes.len();
        self.new_actors.clear();
        self.durable = self.cart.vector();
        is_new
    }
}

#[cfg(test)]
mod tests;
