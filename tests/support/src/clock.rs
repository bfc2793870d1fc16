//! A clock that stands still until the test moves it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use plato_hub::clock::Clock;

/// Wall time at which every test begins: 2026-06-01T18:00:00Z, in ms since 1970.
pub const EVENING_MS: u64 = 1_780_336_800_000;

/// Wall and steady time as the test says.
#[derive(Debug)]
pub struct TestClock {
    wall_ms: AtomicU64,
    steady_ms: AtomicU64,
}

impl Default for TestClock {
    fn default() -> Self {
        Self { wall_ms: AtomicU64::new(EVENING_MS), steady_ms: AtomicU64::new(0) }
    }
}

impl TestClock {
    /// Lets time pass, on both clocks.
    pub fn advance(&self, by: Duration) {
        let by_ms = u64::try_from(by.as_millis()).unwrap();
        self.wall_ms.fetch_add(by_ms, Ordering::SeqCst);
        self.steady_ms.fetch_add(by_ms, Ordering::SeqCst);
    }

    /// Sets the wall clock, as a person or a time server does.
    pub fn set_wall_ms(&self, wall_ms: u64) {
        self.wall_ms.store(wall_ms, Ordering::SeqCst);
    }

    /// Begins the steady time anew, as a machine that was switched off does.
    pub fn reboot(&self) {
        self.steady_ms.store(0, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn wall_ms(&self) -> u64 {
        self.wall_ms.load(Ordering::SeqCst)
    }

    fn steady(&self) -> Duration {
        Duration::from_millis(self.steady_ms.load(Ordering::SeqCst))
    }
}
