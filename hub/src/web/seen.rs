//! When and from where each sign-in was last used. In memory only: a write for every call would cost
//! more than it tells, and after a restart the time of signing in stands.

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::venue::access::TokenHash;

/// Sign-ins that are remembered at most.
const SEEN_MAX: usize = 4096;

/// Last uses.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<TokenHash, (u64, String)>>);

impl Seen {
    /// A token was used at that wall time in ms, from that address.
    pub fn note(&self, token: &TokenHash, wall_ms: u64, address: String) {
        let mut seen = self.0.lock();
        if seen.len() >= SEEN_MAX && !seen.contains_key(token) {
            // Most are of sign-ins that have ended; the others are noted again with their next call.
            seen.clear();
        }
        seen.insert(token.clone(), (wall_ms, address));
    }

    /// The last use of a token: wall time in ms, and address.
    pub fn last(&self, token: &TokenHash) -> Option<(u64, String)> {
        self.0.lock().get(token).cloned()
    }
}
