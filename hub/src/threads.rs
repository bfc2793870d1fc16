//! On which threads a hub works besides the one that serves. Called by whoever would hold up
//! connections: the writer, which blocks while it flushes, and hashing, which computes for long.

use std::sync::mpsc;
use std::time::Duration;

/// How a hub spreads over threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// The writer and each hash on a thread of their own.
    Several,
    /// Everything on the runtime that serves, so that a simulation can repeat every step.
    One,
}

/// Work that goes on by itself.
pub struct Running(mpsc::Receiver<()>);

impl Running {
    /// Waits until it has ended. False when it did not within that time.
    pub fn wait(&self, time: Duration) -> bool {
        // Nothing is ever sent: the channel ends with the work.
        self.0.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Disconnected)
    }
}

impl Threads {
    /// Starts work that goes on until it ends by itself. [`Threads::One`] needs a runtime around it.
    pub fn start(self, name: &str, work: impl Future<Output = ()> + Send + 'static) -> Running {
        let (running, ended) = mpsc::channel();
        let work = async move {
            let _running = running;
            work.await;
        };
        match self {
            Self::One => drop(tokio::spawn(work)),
            Self::Several => {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                let runtime = runtime.expect("a runtime without drivers needs nothing that could be missing");
                let started =
                    std::thread::Builder::new().name(name.to_owned()).spawn(move || runtime.block_on(work));
                started.expect("a process that cannot start one thread cannot run a hub");
            }
        }
        Running(ended)
    }

    /// Computes something that takes long. None when it panicked.
    pub async fn compute<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        match self {
            Self::One => Some(work()),
            Self::Several => {
                let (answer, done) = tokio::sync::oneshot::channel();
                let started = std::thread::Builder::new().name("computing".to_owned()).spawn(move || {
                    step_back();
                    // Whoever asked may have gone.
                    let _ = answer.send(work());
                });
                started.ok()?;
                done.await.ok()
            }
        }
    }
}

/// Lets other threads of this machine go before this one: hashes for guests who join must not hold up orders,
/// and there may be one processor for both. Not by SCHED_IDLE, under which a thread gets a three-hundredth of a
/// processor that is busy: then nobody gets in for as long as that lasts. A nice value of about 10 is a tenth.
#[cfg(target_os = "linux")]
pub fn step_back() {
    use thread_priority::{
        NormalThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
    };
    let policy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other);
    let own = thread_priority::thread_native_id();
    // From 0, the nicest, to 99.
    let priority = ThreadPriorityValue::try_from(A_QUARTER).map(ThreadPriority::Crossplatform);
    let stepped =
        priority.map(|priority| thread_priority::set_thread_priority_and_policy(own, priority, policy));
    if !matches!(stepped, Ok(Ok(()))) {
        tracing::debug!(?stepped, "long computations run at the priority of everything else");
    }
}

/// Of the way from the nicest to the least nice.
#[cfg(target_os = "linux")]
const A_QUARTER: u8 = 25;

/// As every other thread: this system has nothing of the kind that is known here.
#[cfg(not(target_os = "linux"))]
pub fn step_back() {}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    /// The scheduling policy and the nice value of this thread, as the system tells them (proc(5), `stat`).
    fn standing() -> (i64, i64) {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        (fields[38].parse().unwrap(), fields[16].parse().unwrap())
    }

    #[tokio::test]
    async fn a_long_computation_gives_way_and_is_not_left_with_nothing() {
        let (policy, nice) = Threads::Several.compute(standing).await.unwrap();
        assert_eq!(policy, 0, "SCHED_OTHER, which is never starved");
        assert!((8..=12).contains(&nice), "{nice}");
        assert_eq!(standing(), (0, 0), "only that thread");
    }
}
