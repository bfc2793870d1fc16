//! How fast somebody may change a cart, over a socket or by calls.

use plato_sync_protocol::limits::{CHANGES_BURST_MAX, CHANGES_PER_SECOND_MAX};

const FULL: u64 = CHANGES_BURST_MAX as u64 * 1000;

/// Counts changes against the rate. Tokens are thousandths of a change.
pub struct Bucket {
    tokens: u64,
    filled_ms: u64,
}

impl Bucket {
    /// Of somebody who has changed nothing for a while.
    pub fn full(now_ms: u64) -> Self {
        Self { tokens: FULL, filled_ms: now_ms }
    }

    /// May so many changes be made now?
    pub fn take(&mut self, now_ms: u64, changes: usize) -> bool {
        self.fill(now_ms);
        let wanted = changes as u64 * 1000;
        let is_enough = self.tokens >= wanted;
        self.tokens = self.tokens.saturating_sub(wanted);
        is_enough
    }

    /// Has nothing been changed for so long that nothing is to be remembered?
    pub fn is_full(&mut self, now_ms: u64) -> bool {
        self.fill(now_ms);
        self.tokens == FULL
    }

    fn fill(&mut self, now_ms: u64) {
        let gained = now_ms.saturating_sub(self.filled_ms).saturating_mul(u64::from(CHANGES_PER_SECOND_MAX));
        self.tokens = self.tokens.saturating_add(gained).min(FULL);
        self.filled_ms = now_ms;
    }
}
