//! What a phone keeps in its store, and under which names.
//!
//! Records are only ever added, and deleted under their exact names once another one covers them:
//! several tabs write into one store, and none may take away what another has just written. All but
//! the menu carry the session in their names, so that nothing of an earlier visit gets into a later
//! one. Bytes that cannot be read are passed over: the hub has the rest.

use std::collections::BTreeMap;

use plato_sync_protocol::cart::{CartChange, CartEdit};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::former::FormerCarts;
use plato_sync_protocol::ids::{CommandId, OrderId, SessionId, UnitId};
use plato_sync_protocol::vector::{ActorId, VersionVector, to_hex};
use plato_sync_protocol::views::{DinerView, OrderView};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::confirmed::Confirmed;

/// A change of the cart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredChange {
    /// The change.
    pub change: CartChange,
    /// Was it made on this phone? Then this phone has to see to it that it arrives.
    pub is_ours: bool,
}

/// The whole cart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredSnapshot {
    /// The document ([`plato_sync_protocol::cart::Cart::save`]).
    #[serde(with = "serde_bytes")]
    pub saved: Vec<u8>,
    /// How many changes are in it: of two of one cart, the larger is the newer.
    pub changes: u64,
    /// Which cart it is, by the hub's actor in it.
    #[serde(default)]
    pub cart: Option<ActorId>,
    /// When the hub last told that cart as a whole, by the phone's clock in ms since 1970: of two carts, the later counts.
    #[serde(default)]
    pub began_ms: u64,
    /// What of it the hub had.
    pub at_hub: VersionVector,
    /// What the hub knew of carts before it.
    #[serde(default)]
    pub former: FormerCarts,
}

/// Who was there and what was ordered, for a page that opens while the hub is away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredVisit {
    /// When, by the phone's clock, in ms since 1970: of two, the later counts.
    pub written_at_ms: u64,
    /// The party.
    pub diners: Vec<DinerView>,
    /// Their orders.
    pub orders: Vec<OrderView>,
}

/// An order that the hub has taken, kept until the cart has its marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredOrder {
    /// The command that placed it.
    pub command_id: CommandId,
    /// The order.
    pub order: OrderId,
    /// Its portions.
    pub units: Vec<UnitId>,
}

/// The name of the menu's record. Its bytes are the body of `GET /api/menu`.
pub const MENU: &str = "menu";

/// Names of the records of one visit.
#[derive(Debug, Clone)]
pub struct Names {
    session: SessionId,
}

impl Names {
    /// Of that visit.
    pub fn new(session: SessionId) -> Self {
        Self { session }
    }

    /// A change. Its hash is part of the name: two tabs that share an actor may both make a change
    /// of one number, and neither may write over the other's. Nor may one that hears of a change
    /// from the hub write over the record of the one that made it and has to see that it arrives.
    pub fn change(&self, change: &CartChange, is_ours: bool) -> String {
        let kind = if is_ours { "change" } else { "heard" };
        let hash = to_hex(&change.hash.0[..4]);
        format!("{}/{kind}/{}/{:010}/{hash}", self.session, change.actor, change.seq)
    }

    /// A snapshot.
    pub fn snapshot(&self, chance: &mut Chance) -> String {
        format!("{}/snapshot/{}", self.session, chance.word())
    }

    /// Edits that wait for a document to be made on. Names sort in the order of making: after those that are `known`,
    /// of whichever tab, also within one millisecond and when the clock was put back.
    pub fn intent<'k>(
        &self,
        now_ms: u64,
        known: impl Iterator<Item = &'k str>,
        chance: &mut Chance,
    ) -> String {
        let (at_ms, place) = match known.filter_map(order_of_intent).max() {
            Some((last_ms, place)) if last_ms >= now_ms => (last_ms, place.saturating_add(1)),
            _ => (now_ms, 0),
        };
        format!("{}/intent/{at_ms:015}-{place:05}-{}", self.session, chance.word())
    }

    /// An order that was not answered yet.
    pub fn command(&self, command: &CommandId) -> String {
        format!("{}/command/{command}", self.session)
    }

    /// An order that was taken, of which the cart has not heard yet.
    pub fn ordered(&self, command: &CommandId) -> String {
        format!("{}/ordered/{command}", self.session)
    }

    /// Who was there and what was ordered.
    pub fn visit(&self, chance: &mut Chance) -> String {
        format!("{}/visit/{}", self.session, chance.word())
    }
}

/// When edits that wait were made, in ms since 1970, and in which place within that.
fn order_of_intent(key: &str) -> Option<(u64, u64)> {
    let mut parts = key.rsplit('/').next()?.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Everything readable in the store, with the names.
#[derive(Debug, Default)]
pub struct Found {
    /// Changes, by actor and number.
    pub changes: Vec<(String, StoredChange)>,
    /// Snapshots, the newest first.
    pub snapshots: Vec<(String, StoredSnapshot)>,
    /// Edits that wait for a document, oldest first.
    pub intents: Vec<(String, Vec<CartEdit>)>,
    /// Orders that were not answered.
    pub commands: Vec<Confirmed>,
    /// Orders that were taken, of which the cart may not have heard.
    pub ordered: Vec<StoredOrder>,
    /// Who was there and what was ordered, the latest first.
    pub visits: Vec<(String, StoredVisit)>,
    /// The menu.
    pub menu: Option<Vec<u8>>,
    /// Names of records of other visits.
    pub foreign: Vec<String>,
}

/// Sorts what the store had; nothing of a visit that is not among `visits` is read.
pub fn read(mut records: Vec<(String, Vec<u8>)>, visits: &[&SessionId]) -> Found {
    let mut found = Found::default();
    records.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, bytes) in records {
        let mut parts = key.split('/');
        let (owner, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if key == MENU {
            found.menu = Some(bytes);
        } else if visits.iter().all(|session| session.as_str() != owner) {
            found.foreign.push(key);
        } else {
            match kind {
                "change" | "heard" => found.changes.extend(decoded(&bytes).map(|change| (key, change))),
                "snapshot" => found.snapshots.extend(decoded(&bytes).map(|snapshot| (key, snapshot))),
                "intent" => found.intents.extend(decoded(&bytes).map(|edits| (key, edits))),
                "command" => found.commands.extend(decoded::<Confirmed>(&bytes)),
                "ordered" => found.ordered.extend(decoded::<StoredOrder>(&bytes)),
                "visit" => found.visits.extend(decoded(&bytes).map(|visit| (key, visit))),
                // Of a newer page; it is for that page to read.
                _ => {}
            }
        }
    }
    let mut began_ms = BTreeMap::new();
    for (_, snapshot) in &found.snapshots {
        let known = began_ms.entry(snapshot.cart).or_insert(snapshot.began_ms);
        *known = snapshot.began_ms.max(*known);
    }
    found
        .snapshots
        .sort_by_key(|(_, snapshot)| std::cmp::Reverse((began_ms[&snapshot.cart], snapshot.changes)));
    found.visits.sort_by_key(|(_, visit)| std::cmp::Reverse(visit.written_at_ms));
    found
}

/// A record's bytes.
pub fn encoded<T: Serialize>(record: &T) -> Vec<u8> {
    codec::encode(record, Format::Cbor)
}

fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    codec::decode_trusted(bytes, Format::Cbor).ok()
}
