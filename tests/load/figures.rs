//! Times that were measured, and how they are shown.

use std::time::Duration;

/// Times, sorted.
pub struct Figures(Vec<Duration>);

impl Figures {
    /// Of these times.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time below which so many percent are (nearest rank).
    pub fn at(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    /// The same, for people.
    pub fn shown(&self, percent: usize) -> String {
        if self.0.is_empty() {
            "-".to_owned()
        } else {
            format!("{:.2} ms", self.at(percent).as_secs_f64() * 1000.0)
        }
    }
}

/// How many times as long.
pub fn ratio(ours: Duration, bare: Duration) -> String {
    if bare.is_zero() { "-".to_owned() } else { format!("{:.1} x", ours.as_secs_f64() / bare.as_secs_f64()) }
}
