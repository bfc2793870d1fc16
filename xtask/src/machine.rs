//! What this machine has: compilers, Node, a browser. Looks, and changes nothing; `doctor` reports
//! it and `setup` acts on it.

use std::path::{Path, PathBuf};

use crate::files;
use crate::process::{Outcome, first_line, root};

/// The target the phone's brain is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Oldest Node that the UI's tools run on.
pub const NODE_MAJOR_MIN: u64 = 20;

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";

/// The compiler that can produce wasm on this machine.
#[derive(Debug, PartialEq, Eq)]
pub enum WasmCompiler {
    /// The same toolchain that builds the hub.
    Toolchain,
    /// Debian's own compiler, with its standard library in source.
    Debian(PathBuf),
    /// None: neither was found.
    Missing,
}

/// Finds the compiler for wasm; the toolchain's own is preferred.
pub fn wasm_compiler() -> WasmCompiler {
    // rustc names this folder even when the target is not installed.
    let libdir = first_line("rustc", &["--print", "target-libdir", "--target", WASM_TARGET]);
    if libdir.is_some_and(|path| Path::new(&path).is_dir()) {
        WasmCompiler::Toolchain
    } else if Path::new(DEBIAN_RUSTC).exists() && Path::new(DEBIAN_STD_SOURCE).exists() {
        WasmCompiler::Debian(PathBuf::from(DEBIAN_RUSTC))
    } else {
        WasmCompiler::Missing
    }
}

/// The version line of the Rust compiler, if it is new enough.
pub fn rust() -> Outcome<String> {
    let line = first_line("rustc", &["--version"]).ok_or("no Rust compiler; see https://rustup.rs")?;
    let manifest = files::read(&root().join("Cargo.toml"))?;
    let manifest: toml::Table = manifest.parse().map_err(|error| format!("Cargo.toml: {error}"))?;
    let wanted = manifest["workspace"]["package"]["rust-version"].as_str().unwrap_or_default();
    if version(&line) < version(wanted) {
        return Err(format!("{line} is too old; run `rustup update`, at least {wanted} is needed"));
    }
    Ok(line)
}

/// The version of Node, if it is new enough.
pub fn node() -> Outcome<String> {
    let wanted = format!("install Node {NODE_MAJOR_MIN} or newer, from https://nodejs.org or your system");
    let line = first_line("node", &["--version"]).ok_or(format!("not found; {wanted}"))?;
    if version(&line).first().is_none_or(|major| *major < NODE_MAJOR_MIN) {
        return Err(format!("{line} is too old; {wanted}"));
    }
    Ok(line)
}

/// The version of npm.
pub fn npm() -> Outcome<String> {
    first_line("npm", &["--version"]).ok_or_else(|| "not found; it comes with Node".to_owned())
}

/// A browser the tests can drive: the one named by `CHROMIUM`, or one in a usual place.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let search = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&search).flat_map(|folder| names.map(|name| folder.join(name)));
    let elsewhere = [
        "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    on_path.chain(elsewhere.map(PathBuf::from)).find(|path| path.is_file())
}

/// True when packages can be installed without asking anyone.
pub fn is_root_on_debian() -> bool {
    first_line("id", &["-u"]).is_some_and(|id| id == "0") && first_line("apt-get", &["--version"]).is_some()
}

/// The numbers of the first dotted version in a line.
fn version(line: &str) -> Vec<u64> {
    let start = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
    let dotted: String = line[start..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    dotted.split('.').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version("rustc 1.95.0 (59807616e 2026-04-14)") >= version("1.95"));
        assert!(version("rustc 1.100.0") > version("1.95"));
        assert!(version("rustc 1.94.1") < version("1.95"));
        assert_eq!(version("v20.20.2"), [20, 20, 2]);
        assert_eq!(version("nothing"), Vec::<u64>::new());
    }
}
