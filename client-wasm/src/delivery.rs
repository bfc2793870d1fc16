//! What is still to be sent on the connection that is up, and how fast.
//!
//! The hub takes 60 changes at once and 20 a second after that, and closes the connection of whoever
//! sends more. The phone stays below it: at most 20 unanswered, and a bucket of its own with 40 and
//! 15 a second. However frames bunch up on the way, the hub never counts more than it takes.

use plato_sync_protocol::cart::{Cart, CartChange};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::message::FromDevice;
use plato_sync_protocol::packed::{Actors, Packed, PackedChange};
use plato_sync_protocol::vector::VersionVector;

use crate::plan::Plan;
use crate::replica::{Replica, lower, merge};

/// Changes that may be on the way without an answer.
const UNANSWERED_MAX: usize = 20;
/// Changes that may go out at once.
const BURST_MAX: u64 = 40;
/// Changes a second after that: thousandths of a change in a millisecond.
const PER_SECOND: u64 = 15;
/// Bytes of changes in one frame, with room for what is around them.
const CHANGES_BYTES_MAX: usize = 56 * 1024;

/// The sending side of one connection.
pub struct Delivery {
    sent: VersionVector,
    durable: VersionVector,
    /// Thousandths of a change.
    tokens: u64,
    filled_ms: u64,
    is_waiting: bool,
    /// Numbers of actors, where packed frames are spoken.
    pub(crate) actors: Actors,
}

impl Delivery {
    /// A connection is up; `durable` is what the hub has on disk, `actors` what it calls them in
    /// packed frames.
    pub fn begin(durable: VersionVector, actors: Actors, now_ms: u64) -> Self {
        let (sent, tokens) = (VersionVector::default(), BURST_MAX * 1000);
        Self { sent, durable, tokens, filled_ms: now_ms, is_waiting: false, actors }
    }

    /// The hub has more on disk.
    pub fn note_durable(&mut self, vector: &VersionVector) {
        merge(&mut self.durable, vector);
    }

    /// What the hub has on disk.
    pub fn durable(&self) -> &VersionVector {
        &self.durable
    }

    /// The hub has only this much: send again from there.
    pub fn rewind(&mut self, vector: &VersionVector) {
        self.sent = lower(&self.sent, vector);
    }

    /// The frames that may go now.
    ///
    /// What is not known to be the same at the hub is sent even where the hub's vector covers it:
    /// two tabs may have used one actor, and only the hub can compare. It answers with a reset then.
    pub fn frames(&mut self, replica: &mut Replica, now_ms: u64, plan: &mut Plan) -> Vec<Vec<u8>> {
        self.fill(now_ms);
        let mut frames = Vec::new();
        loop {
            replica.agree(&lower(&self.sent, &self.durable), plan);
            let unsaved = replica.unsaved_changes();
            let all = unsaved.len();
            let sent = &self.sent;
            let unsent: Vec<CartChange> =
                unsaved.into_iter().filter(|change| change.seq > sent.of(&change.actor)).collect();
            let room = UNANSWERED_MAX.saturating_sub(all - unsent.len()).min((self.tokens / 1000) as usize);
            self.is_waiting = !unsent.is_empty() && self.tokens < 1000;
            if room == 0 || unsent.is_empty() {
                return frames;
            }
            frames.push(self.frame(unsent.into_iter().take(room), replica.cart.as_ref()));
        }
    }

    fn frame(&mut self, changes: impl Iterator<Item = CartChange>, cart: Option<&Cart>) -> Vec<u8> {
        let (mut some, mut bytes) = (Vec::new(), 0);
        for change in changes {
            bytes += codec::encode(&change, Format::Cbor).len();
            if !some.is_empty() && bytes > CHANGES_BYTES_MAX {
                break;
            }
            self.sent.raise(change.actor, change.seq);
            self.tokens = self.tokens.saturating_sub(1000);
            some.push(change);
        }
        match cart.filter(|_| !self.actors.is_empty()) {
            Some(cart) => {
                let pack = |change: &CartChange| PackedChange::pack(change, &self.actors, cart);
                Packed::Changes(some.iter().map(pack).collect()).encode()
            }
            None => codec::encode(&FromDevice::Changes(some), Format::Cbor),
        }
    }

    fn fill(&mut self, now_ms: u64) {
        let gained = now_ms.saturating_sub(self.filled_ms).saturating_mul(PER_SECOND);
        self.tokens = self.tokens.saturating_add(gained).min(BURST_MAX * 1000);
        self.filled_ms = now_ms;
    }

    /// When more may go, if something waits for that.
    pub fn due_at_ms(&self) -> Option<u64> {
        let missing = 1000_u64.saturating_sub(self.tokens);
        self.is_waiting.then(|| self.filled_ms + missing.div_ceil(PER_SECOND).max(1))
    }
}
