//! How long the other side of a socket may take.

use std::time::Duration;

use crate::clock::HubTime;

/// Time that a frame gets to leave for a device, in ms. One that takes nothing for so long is cut off:
/// its socket must not be held, nor what waits for it.
pub const SEND_WITHIN_MS: u64 = 10_000;
/// Time that a last word gets, to a device that may not listen any more.
pub const FAREWELL_WITHIN: Duration = Duration::from_secs(1);
/// How often the clock is looked at.
pub const TICK: Duration = Duration::from_secs(1);

/// Does something that has to be done within so many ms of the hub's time. None when it was not.
pub async fn within<T>(time: &HubTime, ms: u64, doing: impl Future<Output = T>) -> Option<T> {
    let until_ms = time.now().uptime_ms.saturating_add(ms);
    let mut ticks = tokio::time::interval(TICK);
    let mut doing = std::pin::pin!(doing);
    loop {
        tokio::select! {
            biased;
            done = &mut doing => return Some(done),
            _ = ticks.tick() => {
                if time.now().uptime_ms >= until_ms {
                    return None;
                }
            }
        }
    }
}
