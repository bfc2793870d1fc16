//! `wasm`: compiles the phone's brain for the browser and writes the JavaScript that loads it into
//! `ui/src/bridge/pkg`. That folder is made, never edited, and not in version control.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, Stamp};
use crate::machine::{self, WASM_TARGET, WasmCompiler};
use crate::process::{Outcome, cargo, notes_dir, root, run, target_dir};
use crate::sysroot;

const LIBRARY: &str = "plato_client_wasm";

/// What to spend time on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As small as it can be: what guests load.
    Small,
    /// Soon ready: for work on the screens.
    Quick,
}

impl Size {
    /// The word for stamps and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Quick => "quick",
        }
    }

    /// The cargo profile, which is also the folder it builds into.
    fn profile(self) -> &'static str {
        match self {
            Self::Small => "wasm",
            Self::Quick => "wasm-dev",
        }
    }
}

/// Brings the generated folder up to date; costs milliseconds when it is.
pub fn build(size: Size) -> Outcome {
    let stamp = stamp(size)?;
    if is_current(&stamp) {
        return Ok(());
    }
    for other in [Size::Small, Size::Quick] {
        self::stamp(other)?.forget();
    }
    let binary = compile(size)?;
    let written = bind(&binary)?;
    if written > 0 {
        println!("wasm: {written} files in {}", package().display());
    }
    stamp.write()
}

/// As `build`, but content with what is there in either size: type checks need only the shape.
pub fn build_any() -> Outcome {
    if is_current(&stamp(Size::Quick)?) {
        return Ok(());
    }
    build(Size::Small)
}

fn stamp(size: Size) -> Outcome<Stamp> {
    let inputs = ["Cargo.lock", "Cargo.toml", "sync-protocol", "client-wasm"];
    Stamp::of(&format!("wasm-{}", size.name()), &inputs.map(|path| root().join(path)))
}

fn is_current(stamp: &Stamp) -> bool {
    stamp.is_current() && package().join(format!("{LIBRARY}_bg.wasm")).is_file()
}

fn package() -> PathBuf {
    root().join("ui/src/bridge/pkg")
}

/// Compiles into a target folder of its own, so that the switch of compilers leaves the hub's
/// build alone.
fn compile(size: Size) -> Outcome<PathBuf> {
    let target = target_dir().join("wasm");
    let mut build = cargo_for_wasm()?;
    build.args(["build", "--package", "plato-client-wasm", "--lib", "--target", WASM_TARGET]);
    build.args(["--profile", size.profile(), "--target-dir"]).arg(&target);
    run(&mut build)?;
    Ok(target.join(WASM_TARGET).join(size.profile()).join(format!("{LIBRARY}.wasm")))
}

/// A cargo that can compile for the browser.
fn cargo_for_wasm() -> Outcome<Command> {
    let mut cargo = cargo(&[]);
    match machine::wasm_compiler() {
        WasmCompiler::Toolchain => {}
        WasmCompiler::Debian(rustc) => {
            let sysroot = sysroot::ensure(&rustc)?;
            cargo
                .env("RUSTC", rustc)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", sysroot::linker()?)
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                    format!("--sysroot={}", sysroot.display()),
                );
        }
        WasmCompiler::Missing => {
            return Err("no compiler for the browser; run `cargo xtask setup`".to_owned());
        }
    }
    Ok(cargo)
}

/// Writes the loader and the types beside the wasm; gives how many files differ from before.
fn bind(binary: &Path) -> Outcome<usize> {
    let fresh = notes_dir().join("pkg");
    // What an earlier version generated and this one does not must not linger.
    let _ = fs::remove_dir_all(&fresh);
    Bindgen::new()
        .input_path(binary)
        // Names of functions are a fifth of the file, and no guest reads a stack trace.
        .remove_name_section(true)
        .remove_producers_section(true)
        // After a trap the page begins anew with a fresh instance.
        .reset_state_function(true)
        .web(true)
        .and_then(|bindgen| bindgen.typescript(true).generate(&fresh))
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    replace(&fresh, &package())
}

/// Makes one flat folder like another, touching only the files that differ.
fn replace(fresh: &Path, folder: &Path) -> Outcome<usize> {
    let mut changed = 0;
    for old in files::walk(folder, &[])? {
        if !fresh.join(old.file_name().unwrap_or_default()).exists() {
            fs::remove_file(&old).map_err(|error| format!("cannot remove {}: {error}", old.display()))?;
            changed += 1;
        }
    }
    for new in files::walk(fresh, &[])? {
        let place = folder.join(new.file_name().unwrap_or_default());
        changed += usize::from(files::write_if_changed(&place, &files::read_bytes(&new)?)?);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_touches_only_what_differs() -> Outcome {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let (fresh, old) = (folder.path().join("fresh"), folder.path().join("old"));
        for (path, text) in [(&fresh, "same"), (&old, "same")] {
            files::write_if_changed(&path.join("kept.js"), text.as_bytes())?;
        }
        files::write_if_changed(&fresh.join("new.js"), b"new")?;
        files::write_if_changed(&old.join("gone.js"), b"gone")?;
        assert_eq!(replace(&fresh, &old)?, 2);
        assert_eq!(replace(&fresh, &old)?, 0);
        assert!(!old.join("gone.js").exists());
        Ok(())
    }
}
