//! A table of the real hub, as hostile frames meet it: a phone's conversation, and the cart behind it
//! with its gate, its log of changes and its place on the disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use plato_hub::carts::{CartGuard, CartId, Carts, MergeRefusal};
use plato_hub::store::Store;
use plato_hub::sync::connection::{Connection, Delivered, Merged, Step};
use plato_sync_protocol::api::PlaceOrder;
use plato_sync_protocol::cart::{Accepted, Cart, CartChange, Gate};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::former::FormerCarts;
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::message::{CartStart, FeedFromDevice, FromDevice, Hello, Welcome};
use plato_sync_protocol::packed::{Packed, PackedChange};
use plato_sync_protocol::vector::{ActorId, VersionVector, to_hex};
use plato_sync_protocol::version::SPOKEN;
use plato_sync_protocol::views::SessionMode;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::meter::Meter;
use crate::{bytes, changes};

/// Phones at a table.
const PHONES: usize = 3;
/// Every so many refusals the whole saved form is compared, not only the heads.
const REFUSALS_COMPARED: u64 = 16;

/// The hub's carts on a disk.
pub struct House {
    store: Arc<Store>,
    carts: Arc<Carts>,
    tables: u32,
}

/// Bytes from a phone.
pub struct Input {
    /// What was done to make them.
    pub what: &'static str,
    pub bytes: Vec<u8>,
    pub format: Format,
}

impl Input {
    /// For a report.
    pub fn shown(&self) -> String {
        let start = &self.bytes[..self.bytes.len().min(2_000)];
        format!("{} ({} bytes, {:?}): {}", self.what, self.bytes.len(), self.format, to_hex(start))
    }
}

/// What became of an input.
#[derive(Default)]
pub struct Found {
    pub is_understood: bool,
    pub taken: u64,
    pub refused: u64,
    /// What it cost the hub: most bytes beyond what was there, and processor time in all.
    pub extra_bytes: usize,
    pub time: Duration,
}

impl Found {
    fn add(&mut self, (extra_bytes, time): (usize, Duration)) {
        self.extra_bytes = self.extra_bytes.max(extra_bytes);
        self.time += time;
    }
}

/// One phone of the party, with its own copy.
pub struct Phone {
    pub cart: Cart,
    pub actor: ActorId,
    pub diner: DinerId,
}

/// A party's cart and a conversation.
pub struct Table<'h> {
    house: &'h House,
    id: CartId,
    pub cart: CartGuard,
    pub phones: Vec<Phone>,
    connection: Connection,
    meter: Meter,
    now_ms: u64,
    refusals: u64,
    /// Good frames, to damage and to splice.
    frames: Vec<(Vec<u8>, Format)>,
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(letter: char, number: u32) -> T {
    let digits: String =
        format!("{number:09}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    format!("{letter}{digits}").parse().unwrap()
}

impl House {
    pub fn open(folder: &Path) -> Self {
        let store = Store::open(folder).unwrap();
        Self { carts: Arc::new(Carts::new(store.clone())), store, tables: 0 }
    }

    /// A new party with phones that have made some honest edits.
    pub fn seat(&mut self, chance: &mut ChaCha8Rng) -> Table<'_> {
        self.tables += 1;
        let party = CartId::shared(&id('s', self.tables));
        let mut cart = self.carts.begin(&party, ActorId(chance.random()));
        let phone = |number: usize| {
            let diner: DinerId = id('d', number as u32);
            let actor = cart.issue_actor(&diner, None, ActorId(chance.random()), |_| false).unwrap();
            Phone { cart: Cart::load(&cart.cart().save()).unwrap(), actor, diner }
        };
        let phones = (0..PHONES).map(phone).collect();
        let (connection, meter, frames) = (live(0), Meter::new(), Vec::new());
        let mut table =
            Table { house: self, id: party, cart, phones, connection, meter, now_ms: 0, refusals: 0, frames };
        for _ in 0..chance.random_range(4..30) {
            table.edit_honestly(chance);
        }
        table
    }
}

/// A conversation in which the phone was welcomed.
fn live(now_ms: u64) -> Connection {
    let mut connection = Connection::open(now_ms);
    let (versions, have) = (SPOKEN.to_vec(), VersionVector::default());
    let (token, actor) = ("t".into(), None);
    let (hears_door, hears_bill, answers_resets) = (true, true, false);
    let hello = Hello { versions, token, actor, have, packs: true, hears_door, hears_bill, answers_resets };
    let bytes = codec::encode(&FromDevice::Hello(hello), Format::Cbor);
    connection.frame(now_ms, &bytes, Format::Cbor);
    connection.greeted(Ok(Box::new(Welcome {
        version: SPOKEN[0],
        session: id('s', 0),
        mode: SessionMode::Family,
        table: String::new(),
        diner: id('d', 0),
        actor: ActorId([0; 16]),
        actors: Vec::new(),
        cart: CartStart::Changes(Vec::new()),
        accepted: VersionVector::default(),
        former: FormerCarts::default(),
        diners: Vec::new(),
        orders: Vec::new(),
        menu_revision: 1,
        hub_time_ms: 0,
        expires_in_ms: 0,
        door: Default::default(),
    })));
    connection
}

impl Table<'_> {
    fn edit_honestly(&mut self, chance: &mut ChaCha8Rng) {
        let phone = chance.random_range(0..self.phones.len());
        if let Some(change) = changes::honest(&mut self.phones[phone], chance) {
            let frame = self.frame(vec![change.clone()], chance);
            self.frames.push(frame);
            let _ = self.cart.merge(&change);
        }
        if chance.random_ratio(1, 2) {
            self.bring_up_to_date(phone);
        }
    }

    /// A frame with changes: in CBOR, in JSON, or packed.
    fn frame(&self, changes: Vec<CartChange>, chance: &mut ChaCha8Rng) -> (Vec<u8>, Format) {
        if chance.random_ratio(1, 3) {
            let pack =
                |change: &CartChange| PackedChange::pack(change, self.cart.numbers(), self.cart.cart());
            return (Packed::Changes(changes.iter().map(pack).collect()).encode(), Format::Cbor);
        }
        let format = if chance.random() { Format::Cbor } else { Format::Json };
        (codec::encode(&FromDevice::Changes(changes), format), format)
    }

    fn bring_up_to_date(&mut self, phone: usize) {
        let phone = &mut self.phones[phone];
        for change in self.cart.cart().missing_from(&phone.cart.vector()).unwrap() {
            phone.cart.accept(&change, Gate::Device).unwrap();
        }
    }

    /// Something that no honest phone sends, or that reached the hub damaged.
    pub fn hostile_input(&mut self, chance: &mut ChaCha8Rng) -> Input {
        let format = if chance.random() { Format::Cbor } else { Format::Json };
        let (what, bytes) = match chance.random_range(0..100) {
            0..=14 => ("arbitrary bytes", bytes::arbitrary(chance)),
            15..=16 => ("deep nesting", bytes::nested(chance, format)),
            17..=54 => {
                let (frame, format) = self.some_frame(chance);
                let (other, _) = self.some_frame(chance);
                let bytes = bytes::damaged(frame, &other, format, chance);
                return Input { what: "a damaged frame", bytes, format };
            }
            kind => {
                let (what, changes) = match kind {
                    55..=56 => ("a flood", changes::flood(self, chance)),
                    _ => ("a hostile change", changes::hostile(self, chance)),
                };
                let (bytes, format) = self.frame(changes, chance);
                return Input { what, bytes, format };
            }
        };
        Input { what, bytes, format }
    }

    fn some_frame(&self, chance: &mut ChaCha8Rng) -> (Vec<u8>, Format) {
        let ping = || (codec::encode(&FromDevice::Ping, Format::Cbor), Format::Cbor);
        let place = chance.random_range(0..self.frames.len() + 1);
        self.frames.get(place).cloned().unwrap_or_else(ping)
    }

    /// What the hub does with bytes from a phone. Fails with what must not be.
    pub fn take(&mut self, input: &Input) -> Result<Found, String> {
        if input.format == Format::Json {
            // Bodies and frames of other doors, which decode what anyone sends.
            let _ = codec::decode::<FeedFromDevice>(&input.bytes, Format::Json);
            let _ = serde_json::from_slice::<PlaceOrder>(&input.bytes);
        }
        self.now_ms += 60_000;
        let mut found = Found::default();
        self.meter.begin();
        let steps = self.connection.frame(self.now_ms, &input.bytes, input.format);
        found.add(self.meter.end());
        for step in steps {
            match step {
                Step::Merge(changes) => {
                    found.is_understood = true;
                    self.merge(changes, &mut found).map_err(|fault| format!("{fault}: {}", input.shown()))?;
                    let _ = self.connection.merged(self.now_ms, Merged::All);
                }
                Step::Close { .. } => self.connection = live(self.now_ms),
                Step::Greet(_) | Step::Review(_) | Step::Send(_) => {}
            }
        }
        Ok(found)
    }

    fn merge(&mut self, changes: Vec<Delivered>, found: &mut Found) -> Result<(), String> {
        for change in changes {
            let change = match change {
                Delivered::Plain(change) => change,
                Delivered::Packed(packed) => match packed.unpack(self.cart.numbers(), self.cart.cart()) {
                    Ok(change) => change,
                    Err(_) => {
                        found.refused += 1;
                        return Ok(());
                    }
                },
            };
            let before = (self.cart.cart().heads(), self.cart.cart().vector());
            let is_compared = self.refusals.is_multiple_of(REFUSALS_COMPARED);
            let saved = is_compared.then(|| self.cart.cart().save());
            self.meter.begin();
            let merged = self.cart.merge(&change);
            found.add(self.meter.end());
            match merged {
                Ok(Accepted::New) => found.taken += 1,
                Ok(Accepted::Known) => {}
                Err(MergeRefusal::Panicked) => return Err(crate::last_panic()),
                Err(refusal) => {
                    (found.refused, self.refusals) = (found.refused + 1, self.refusals + 1);
                    let is_same = before == (self.cart.cart().heads(), self.cart.cart().vector())
                        && saved.is_none_or(|saved| saved == self.cart.cart().save());
                    // The hub stops at the first refusal, too.
                    return if is_same {
                        Ok(())
                    } else {
                        Err(format!("changed, though refused ({refusal})"))
                    };
                }
            }
        }
        Ok(())
    }

    /// The cart's saved form is the same cart.
    pub fn loads_again(&self) -> Result<(), String> {
        let cart = self.cart.cart();
        let again = Cart::load(&cart.save()).map_err(|fault| format!("UNLOADABLE: {fault}"))?;
        let is_same = again.heads() == cart.heads() && again.lines() == cart.lines();
        if is_same { Ok(()) } else { Err("loaded again, it is another cart".into()) }
    }

    /// So is what comes back from the disk, change by change.
    pub fn loads_from_disk(mut self) -> Result<(), String> {
        self.house.store.write(|transaction| self.cart.save(transaction, &self.id)).unwrap();
        self.cart.saved();
        let (heads, lines) = (self.cart.cart().heads(), self.cart.cart().lines());
        let Self { house, id, cart, .. } = self;
        drop(cart);
        house.carts.forget(&id.session);
        let again = house.carts.lock(&id).map_err(|fault| format!("not on disk: {fault}"))?;
        let is_same = again.cart().heads() == heads && again.cart().lines() == lines;
        drop(again);
        house.carts.forget(&id.session);
        if is_same { Ok(()) } else { Err("from disk, it is another cart".into()) }
    }
}
