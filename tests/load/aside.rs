//! What phones compute by themselves. In a venue each phone has a processor of its own; five hundred
//! copies of carts on that of the hub would measure themselves.

use std::sync::mpsc;

use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// A thread that lets everything else of this machine go first. Ends with the last of its copies.
#[derive(Clone)]
pub struct Aside(mpsc::Sender<Work>);

impl Aside {
    pub fn start() -> Self {
        let (sender, work) = mpsc::channel::<Work>();
        std::thread::spawn(move || {
            step_back();
            work.into_iter().for_each(|work| work());
        });
        Self(sender)
    }

    pub async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let (answer, done) = oneshot::channel();
        let work = move || {
            // Whoever asked has gone with the run.
            let _ = answer.send(work());
        };
        self.0.send(Box::new(work)).unwrap();
        done.await.unwrap()
    }
}

/// Lets every other thread of this machine go first, at once. Not as `plato_hub::threads` does it: a thread that is
/// only nice keeps a processor for some ms after somebody else wants it, and that would be measured as the hub's.
#[cfg(target_os = "linux")]
fn step_back() {
    use thread_priority::{NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy};
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    let own = thread_priority::thread_native_id();
    thread_priority::set_thread_priority_and_policy(own, ThreadPriority::Min, idle).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}
