//! On which threads a hub works besides the one that serves. Called by whoever would hold up
//! connections: the writer, which blocks while it flushes, and hashing, which computes for long.

use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};

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

/// Does something that takes long for whoever asked, while all else that their thread serves goes on on another.
/// Where a runtime has only the one thread, all of it waits.
pub fn in_place<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
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
fn step_back() {
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
fn step_back() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_in_its_place_keeps_nothing_else_waiting() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let (done, other) = mpsc::channel();
        let waits = runtime.spawn(async move { in_place(|| other.recv_timeout(Duration::from_secs(60))) });
        runtime.spawn(async move { done.send(()) });
        assert_eq!(runtime.block_on(waits).unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn where_there_is_one_thread_it_is_done_there() {
        assert_eq!(in_place(|| 1), 1);
    }

    /// The scheduling policy and the nice value of this thread, as the system tells them (proc(5), `stat`).
    #[cfg(target_os = "linux")]
    fn standing() -> (i64, i64) {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        (fields[38].parse().unwrap(), fields[16].parse().unwrap())
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_long_computation_gives_way_and_is_not_left_with_nothing() {
        let (policy, nice) = Threads::Several.compute(standing).await.unwrap();
        assert_eq!(policy, 0, "SCHED_OTHER, which is never starved");
        assert!((8..=12).contains(&nice), "{nice}");
        assert_eq!(standing(), (0, 0), "only that thread");
    }
}
