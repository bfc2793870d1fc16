//! `dev`: a debug hub and Vite's server side by side. Vite reloads the screens as they are edited
//! and passes the hub's paths on to it. When either ends, or this is interrupted, both end.

use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::hub::{self, Build};
use crate::process::{Outcome, not_started, root};
use crate::setup;
use crate::wasm::{self, Size};

/// The hub as Vite's server reaches it.
const HUB_URL: &str = "http://127.0.0.1:7878";
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The hub finishes its last writes in this time; after it, it is killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs both until one of them ends.
pub fn both(extra: &[String]) -> Outcome {
    setup::all(false)?;
    wasm::build(Size::Quick)?;
    let plato = hub::build(Build::Debug)?;
    let interrupted = watch_for_interrupts()?;
    let mut serve = Command::new(plato);
    serve.args(hub::demo_args(extra)).current_dir(root());
    // Vite is started without npm between: npm would end without ending it.
    let mut vite = Command::new("node");
    vite.arg("node_modules/vite/bin/vite.js").current_dir(root().join("ui")).env("PLATO_HUB", HUB_URL);

    let mut hub = start(&mut serve)?;
    let mut screens = match start(&mut vite) {
        Ok(child) => child,
        Err(reason) => {
            stop(&mut hub);
            return Err(reason);
        }
    };
    let reason = loop {
        if interrupted.load(Ordering::Relaxed) {
            break Ok(());
        }
        if let Some(name) = ended(&mut hub, "the hub").or_else(|| ended(&mut screens, "Vite's server")) {
            break Err(format!("{name} ended, so both were stopped"));
        }
        sleep(LOOK_EVERY);
    };
    stop(&mut screens);
    stop(&mut hub);
    reason
}

fn start(command: &mut Command) -> Outcome<Child> {
    command.spawn().map_err(|error| not_started(command, &error))
}

fn ended<'a>(child: &mut Child, name: &'a str) -> Option<&'a str> {
    match child.try_wait() {
        Ok(None) => None,
        _ => Some(name),
    }
}

/// Asks a child to end, and kills it when it does not.
fn stop(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    // The standard library can only kill, which would cut off the hub's last writes.
    let asked = Command::new("kill").arg(child.id().to_string()).status();
    let deadline = Instant::now() + PATIENCE;
    while asked.as_ref().is_ok_and(|status| status.success()) && Instant::now() < deadline {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        sleep(LOOK_EVERY);
    }
    // Both fail only when the child has just ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// A flag that is set when a person or the system asks this process to end.
#[cfg(unix)]
fn watch_for_interrupts() -> Outcome<Arc<AtomicBool>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&flag))
            .map_err(|error| format!("cannot watch for signals: {error}"))?;
    }
    Ok(flag)
}

#[cfg(not(unix))]
fn watch_for_interrupts() -> Outcome<Arc<AtomicBool>> {
    Ok(Arc::new(AtomicBool::new(false)))
}
