//! The hub's copy of each live cart: made at seating and joining, merged with what devices send, saved
//! beside the event log in keyspaces of its own, dropped from memory while nobody works on it, and
//! archived when the visit ends. Knows nothing of the restaurant's rules.
//!
//! A change is merged and relayed at once and is on disk with the next group commit, which the
//! writer makes. Every call that reaches Automerge runs behind `LiveCart::guarded`, so that a
//! panic in there costs one cart a rebuild and nobody a connection.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use parking_lot::{ArcMutexGuard, Mutex, RawMutex};
use plato_sync_protocol::cart::Cart;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::SessionId;
use plato_sync_protocol::vector::ActorId;
use redb::TableDefinition;

use crate::store::{Store, StoreFault, opened};
use crate::threads;

mod carry_over;
mod id;
mod live;

pub use carry_over::{Wanted, carry_over, own_portion, wanted};
pub use id::CartId;
pub use live::{CartNews, CartRows, Durable, LiveCart, MergeRefusal};

/// The saved document with which a cart began, or to which it was compacted.
const CART_ORIGINS: TableDefinition<&str, &[u8]> = TableDefinition::new("cart_origins");
/// Every change since then, by cart and place in the order of acceptance.
const CART_CHANGES: TableDefinition<(&str, u64), &[u8]> = TableDefinition::new("cart_changes");
/// The diner to whom each actor was issued.
const CART_ACTORS: TableDefinition<(&str, &[u8; 16]), &str> = TableDefinition::new("cart_actors");
/// The saved document of each cart whose visit is over.
const CART_ARCHIVE: TableDefinition<&str, &[u8]> = TableDefinition::new("cart_archive");
/// Changes above which a cart that nobody works on is compacted.
const CHANGES_BEFORE_COMPACTION: usize = 50;
/// Changes above which any cart is compacted with its next commit: after a power cut all of them are made again
/// before anybody sees the cart.
const CHANGES_WHILE_BUSY_MAX: usize = 256;

/// Why a cart cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CartFault {
    /// There is no such cart.
    #[error("there is no cart {0}")]
    Unknown(CartId),
    /// What is on disk does not make a cart.
    #[error("the cart {cart} is damaged: {fault}")]
    Damaged {
        /// Which.
        cart: CartId,
        /// What is wrong.
        fault: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// A cart in memory, held for as long as it is worked on.
pub type CartGuard = ArcMutexGuard<RawMutex, LiveCart>;

/// All carts.
pub struct Carts {
    store: Arc<Store>,
    memory: Mutex<Memory>,
}

/// What of the carts is in memory.
#[derive(Default)]
struct Memory {
    live: HashMap<CartId, Arc<Mutex<LiveCart>>>,
    /// Carts that are being loaded: whoever wants one of them waits here, and nobody else does.
    loading: HashMap<CartId, Arc<Mutex<()>>>,
    /// How often something was forgotten: what was being loaded then is loaded anew.
    forgotten: u64,
}

impl Carts {
    /// Carts of that database; each is loaded when it is first asked for.
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, memory: Mutex::default() }
    }

    /// A cart, for oneself until the guard is dropped.
    pub fn lock(&self, id: &CartId) -> Result<CartGuard, CartFault> {
        loop {
            let (turn, forgotten) = {
                let mut memory = self.memory.lock();
                if let Some(cart) = memory.live.get(id) {
                    let cart = cart.clone();
                    drop(memory);
                    return Ok(cart.lock_arc());
                }
                let turn = memory.loading.entry(id.clone()).or_default().clone();
                (turn, memory.forgotten)
            };
            // A long cart takes a while, and those who wait for it would keep all that serve others waiting.
            let (_turn, loaded) = threads::in_place(|| {
                let held = turn.lock();
                let is_there = self.memory.lock().live.contains_key(id);
                (held, (!is_there).then(|| self.load(id)))
            });
            let Some(loaded) = loaded else { continue };
            let mut memory = self.memory.lock();
            memory.loading.remove(id);
            if memory.forgotten == forgotten {
                let loaded = Arc::new(Mutex::new(loaded?));
                // There may be one by now, from somebody who came after a load that had failed.
                memory.live.entry(id.clone()).or_insert(loaded);
            }
        }
    }

    /// Has a look at a cart, also in the archive, which does not say who worked on it.
    pub fn look_at(&self, id: &CartId, look: impl FnOnce(&LiveCart)) -> Result<(), CartFault> {
        match self.lock(id) {
            Ok(live) => look(&live),
            Err(CartFault::Unknown(_)) => look(&self.archived(id)?),
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    fn archived(&self, id: &CartId) -> Result<LiveCart, CartFault> {
        let unknown = || CartFault::Unknown(id.clone());
        let transaction = self.store.read()?;
        let archive = opened(transaction.open_table(CART_ARCHIVE))?.ok_or_else(unknown)?;
        let key = id.to_string();
        let saved = archive.get(key.as_str()).map_err(StoreFault::from)?.ok_or_else(unknown)?;
        let damaged = |fault: String| CartFault::Damaged { cart: id.clone(), fault };
        threads::in_place(|| LiveCart::rebuild(saved.value(), &[], BTreeMap::new())).map_err(damaged)
    }

    /// Drops the carts of a visit from memory: it is over.
    pub fn forget(&self, session: &SessionId) {
        let mut memory = self.memory.lock();
        memory.live.retain(|id, _| id.session != *session);
        memory.forgotten += 1;
    }

    /// Drops all carts from memory, after a failed write: what is on disk counts.
    pub fn forget_all(&self) {
        let mut memory = self.memory.lock();
        memory.live.clear();
        memory.forgotten += 1;
    }

    /// How many carts are in memory.
    pub fn live_count(&self) -> usize {
        self.memory.lock().live.len()
    }

    /// Lets carts go of what they remember for a while, and drops those from memory that nobody works on and that
    /// are on disk. Gives those that are worth compacting first; they are dropped the next time. `is_busy` says
    /// where phones are connected: a phone enters while it holds the cart, so none slips in between.
    pub fn rest(&self, is_busy: impl Fn(&CartId) -> bool) -> Vec<CartId> {
        let mut long = Vec::new();
        self.memory.lock().live.retain(|id, cart| {
            // Whoever works on a cart has a copy of this pointer, and gets one only in here.
            let is_idle = Arc::strong_count(cart) == 1 && !is_busy(id);
            let Some(mut cart) = cart.try_lock() else { return true };
            cart.rest();
            if !is_idle {
                return true;
            }
            if cart.change_count() >= CHANGES_BEFORE_COMPACTION {
                long.push(id.clone());
                return true;
            }
            !cart.is_saved()
        });
        long
    }

    fn load(&self, id: &CartId) -> Result<LiveCart, CartFault> {
        let damaged = |fault: String| CartFault::Damaged { cart: id.clone(), fault };
        let key = id.to_string();
        let transaction = self.store.read()?;
        let unknown = || CartFault::Unknown(id.clone());
        let origins = opened(transaction.open_table(CART_ORIGINS))?.ok_or_else(unknown)?;
        let origin = origins.get(key.as_str()).map_err(StoreFault::from)?.ok_or_else(unknown)?;
        let mut changes = Vec::new();
        if let Some(table) = opened(transaction.open_table(CART_CHANGES))? {
            for entry in table.range(changes_of(&key)).map_err(StoreFault::from)? {
                let (_, bytes) = entry.map_err(StoreFault::from)?;
                let change = codec::decode_trusted(bytes.value(), Format::Cbor);
                changes.push(change.map_err(|fault| damaged(fault.to_string()))?);
            }
        }
        let mut actors = BTreeMap::new();
        if let Some(table) = opened(transaction.open_table(CART_ACTORS))? {
            for entry in table.range(actors_of(&key)).map_err(StoreFault::from)? {
                let (key, diner) = entry.map_err(StoreFault::from)?;
                let diner = diner.value().parse().map_err(|_| damaged("an actor has no diner".into()))?;
                actors.insert(ActorId(*key.value().1), diner);
            }
        }
        LiveCart::rebuild(origin.value(), &changes, actors).map_err(damaged)
    }

    /// Makes a cart. It is written with the commit that it is saved in.
    pub fn begin(&self, id: &CartId, hub: ActorId) -> CartGuard {
        let cart = Arc::new(Mutex::new(LiveCart::new(Cart::create(hub, &id.to_string()))));
        self.memory.lock().live.insert(id.clone(), cart.clone());
        cart.lock_arc()
    }
}

type ChangeKey<'k> = (&'k str, u64);
type ActorKey<'k> = (&'k str, &'k [u8; 16]);

fn changes_of(key: &str) -> std::ops::RangeInclusive<ChangeKey<'_>> {
    (key, 0)..=(key, u64::MAX)
}

fn actors_of(key: &str) -> std::ops::RangeInclusive<ActorKey<'_>> {
    (key, &[0; 16])..=(key, &[255; 16])
}

#[cfg(test)]
mod tests;
