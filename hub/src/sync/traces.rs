//! What phones and hub have said to each other, for developers. Kept only by a hub that was started
//! with `--dev`; tokens are never among it: it begins after the hello, and of another one only that it came is kept.

use std::collections::{BTreeMap, VecDeque};

use parking_lot::Mutex;

use super::fanout::ConnectionId;
use crate::carts::CartId;

/// Frames that are kept of each cart.
const FRAMES_MAX: usize = 100;
/// Carts of which frames are kept.
const CARTS_MAX: usize = 256;
/// Characters that are kept of each frame.
const CHARS_MAX: usize = 400;

/// A frame that went either way.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Wall time of the hub, in ms since 1970 (UTC).
    pub at_ms: u64,
    /// The phone's connection.
    pub connection: ConnectionId,
    /// Did the phone say it?
    pub is_from_phone: bool,
    /// Its length on the wire.
    pub bytes: usize,
    /// What it was, shortened.
    pub what: String,
}

/// The last frames of each cart.
#[derive(Default)]
pub struct Traces(Mutex<BTreeMap<CartId, VecDeque<Trace>>>);

impl Traces {
    /// Keeps a frame.
    pub fn keep(&self, cart: &CartId, trace: Trace) {
        let mut all = self.0.lock();
        if !all.contains_key(cart) && all.len() >= CARTS_MAX {
            all.pop_first();
        }
        let frames = all.entry(cart.clone()).or_default();
        if frames.len() >= FRAMES_MAX {
            frames.pop_front();
        }
        let what = trace.what.chars().take(CHARS_MAX).collect();
        frames.push_back(Trace { what, ..trace });
    }

    /// The last frames of a cart, oldest first.
    pub fn of(&self, cart: &CartId) -> Vec<Trace> {
        self.0.lock().get(cart).map_or_else(Vec::new, |frames| frames.iter().cloned().collect())
    }
}
