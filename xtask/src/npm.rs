//! npm packages: installed exactly as the lock files say, and only when a lock file has changed.

use std::path::Path;
use std::process::Command;

use crate::files;
use crate::process::{Outcome, root, run};

/// Folders whose packages every build needs.
pub const ALWAYS: [&str; 2] = ["ui", "ui/api-types"];
/// Folders whose packages only the browser tests need.
pub const BROWSER_TESTS: [&str; 1] = ["tests/e2e"];

const STAMP: &str = "node_modules/.lock-digest";

/// Installs the packages of a folder of the workspace, unless they are there already.
pub fn install(folder: &str) -> Outcome {
    let path = root().join(folder);
    if is_current(&path) {
        return Ok(());
    }
    println!("installing the npm packages of {folder}");
    let digest = lock_digest(&path)?;
    let mut ci = command(folder, &["ci", "--no-audit", "--no-fund"]);
    run(ci.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")).map_err(|error| {
        format!("{error} in {folder}; if its lock file is behind its package.json, run `npm install` there and commit the lock file")
    })?;
    files::write_if_changed(&path.join(STAMP), digest.as_bytes()).map(|_| ())
}

/// True when the installed packages are those of the lock file.
pub fn is_current(folder: &Path) -> bool {
    match (lock_digest(folder), files::read(&folder.join(STAMP))) {
        (Ok(wanted), Ok(installed)) => wanted == installed,
        _ => false,
    }
}

/// npm in a folder of the workspace.
pub fn command(folder: &str, args: &[&str]) -> Command {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut npm = Command::new(name);
    npm.args(args).current_dir(root().join(folder));
    npm
}

fn lock_digest(folder: &Path) -> Outcome<String> {
    files::read_bytes(&folder.join("package-lock.json")).map(|bytes| files::digest(&bytes))
}
