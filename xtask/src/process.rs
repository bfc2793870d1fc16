//! Other programs: starting them in the right folder with a clean environment, and saying plainly
//! which one failed. Every verb goes through here to run anything.

use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

/// Success, or a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), std::path::Path::to_path_buf)
}

/// The folder that cargo builds into.
pub fn target_dir() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(chosen)
}

/// Where this tool keeps its notes about what is up to date.
pub fn notes_dir() -> PathBuf {
    target_dir().join("xtask")
}

/// A program started in the workspace's folder.
pub fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// Cargo, as a person would start it. The variables that `cargo run` set for this tool itself are
/// taken out: build scripts watch some of them, and would run again for no reason.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = program("cargo", args);
    command.env_remove("RUSTC").env_remove("CARGO");
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let is_ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];
        if is_ours.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a program to its end, with its output on this terminal.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    succeeded(command, status)
}

/// Runs a program quietly and gives what it printed; its errors stay visible.
pub fn output(command: &mut Command) -> Outcome<String> {
    let done = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    succeeded(command, done.status)?;
    String::from_utf8(done.stdout).map_err(|_| format!("`{}` printed no text", shown(command)))
}

/// The first line a program prints, or nothing when it is not there or fails.
pub fn first_line(name: &str, args: &[&str]) -> Option<String> {
    let done = program(name, args).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(done.stdout).ok()?;
    let line = text.lines().next()?.trim().to_owned();
    done.status.success().then_some(line)
}

/// The command line, for messages.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// The sentence for a program that could not be started at all.
pub fn not_started(command: &Command, error: &std::io::Error) -> String {
    let name = command.get_program().to_string_lossy();
    format!("`{name}` could not be started ({error}); `cargo xtask doctor` says what is missing")
}

fn succeeded(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}
