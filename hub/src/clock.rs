//! Where time enters. Everything else is told the time, so that tests and simulations choose it.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::venue::Timestamp;

/// A source of wall and steady time.
pub trait Clock: Send + Sync {
    /// Wall time in ms since 1970 (UTC). May jump.
    fn wall_ms(&self) -> u64;
    /// Time since some fixed moment of this run. Never jumps.
    fn steady(&self) -> Duration;
}

/// The clocks of the machine.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn wall_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn steady(&self) -> Duration {
        self.started.elapsed()
    }
}

/// The hub's own time: wall time for showing, uptime over all starts for everything that counts.
#[derive(Clone)]
pub struct HubTime {
    clock: Arc<dyn Clock>,
    earlier_uptime_ms: u64,
}

impl HubTime {
    /// Goes on from the uptime that earlier runs have reached, in ms.
    pub fn new(clock: Arc<dyn Clock>, earlier_uptime_ms: u64) -> Self {
        let started_ms = u64::try_from(clock.steady().as_millis()).unwrap_or(u64::MAX);
        Self { clock, earlier_uptime_ms: earlier_uptime_ms.saturating_sub(started_ms) }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        let steady_ms = u64::try_from(self.clock.steady().as_millis()).unwrap_or(u64::MAX);
        Timestamp {
            wall_ms: self.clock.wall_ms(),
            uptime_ms: self.earlier_uptime_ms.saturating_add(steady_ms),
        }
    }
}
