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
                    if has_time_to_spare() {
                        step_back();
                    }
                    // Whoever asked may have gone.
                    let _ = answer.send(work());
                });
                started.ok()?;
                done.await.ok()
            }
        }
    }
}

/// How long a thread that gives way to all others may wait for a processor before the machine counts as busy.
const SPARE_WITHIN: Duration = Duration::from_millis(5);

/// Has this machine a processor for what gives way to everything? Where it has not, such a thread would hardly
/// get on for as long as that lasts, and no guest would get in: then hashes take their turn like all else.
fn has_time_to_spare() -> bool {
    let (tell, told) = mpsc::channel();
    let asked = std::thread::Builder::new().name("asking".to_owned()).spawn(move || {
        step_back();
        // Whoever asked may not have waited.
        let _ = tell.send(());
    });
    asked.is_ok() && told.recv_timeout(SPARE_WITHIN).is_ok()
}

/// Lets every other thread of this machine go before this one: hashes for guests who join must not hold up orders,
/// and there may be one processor for both.
#[cfg(target_os = "linux")]
pub fn step_back() {
    use thread_priority::{NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy};
    // A thread that is only nice keeps the processor until the next tick, some ms later.
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    let own = thread_priority::thread_native_id();
    if let Err(fault) = thread_priority::set_thread_priority_and_policy(own, ThreadPriority::Min, idle) {
        tracing::debug!(?fault, "long computations run at the priority of everything else");
    }
}

/// As every other thread: this system has nothing of the kind that is known here.
#[cfg(not(target_os = "linux"))]
pub fn step_back() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_machine_without_a_processor_to_spare_is_noticed_and_so_is_one_that_has_one_again() {
        let is_over = Arc::new(AtomicBool::new(false));
        let processors = std::thread::available_parallelism().map_or(4, std::num::NonZero::get);
        let busy: Vec<_> = (0..2 * processors)
            .map(|_| {
                let is_over = is_over.clone();
                std::thread::spawn(move || {
                    while !is_over.load(Ordering::Relaxed) {
                        std::hint::spin_loop();
                    }
                })
            })
            .collect();
        while has_time_to_spare() {}
        is_over.store(true, Ordering::Relaxed);
        busy.into_iter().for_each(|thread| thread.join().unwrap());
        while !has_time_to_spare() {}
    }
}
