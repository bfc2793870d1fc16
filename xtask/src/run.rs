//! `run`: from a fresh clone to a hub that serves the demo venue. Starts in seconds when nothing
//! has changed since the last time.

use std::process::Command;

use crate::hub::{self, Build};
use crate::process::{Outcome, root};
use crate::ui;
use crate::wasm::Size;

/// Builds what has changed and becomes the hub.
pub fn demo(extra: &[String]) -> Outcome {
    ui::build(Size::Small)?;
    let plato = hub::build(Build::Release)?;
    let mut serve = Command::new(plato);
    serve.args(hub::demo_args(extra)).current_dir(root());
    replace_this_process(&mut serve)
}

/// The hub takes this process's place, so that signals reach it and not a parent that ignores them.
#[cfg(unix)]
fn replace_this_process(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(crate::process::not_started(command, &error))
}

#[cfg(not(unix))]
fn replace_this_process(command: &mut Command) -> Outcome {
    crate::process::run(command)
}
