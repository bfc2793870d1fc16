//! Simulated time since the evening began, in steps of a tick. Turmoil's own reading is of no use for a
//! machine that has just started again: it compares the clocks of two runtimes, and with them the
//! machine's real time creeps in.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// One process spends one evening.
static NOW_MS: AtomicU64 = AtomicU64::new(0);

/// A tick begins.
pub fn set(now: Duration) {
    NOW_MS.store(u64::try_from(now.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
}

/// When this tick began, in ms.
pub fn now_ms() -> u64 {
    NOW_MS.load(Ordering::SeqCst)
}
