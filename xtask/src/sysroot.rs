//! A standard library for wasm, for machines where only Debian's compiler can make wasm.
//!
//! Debian ships that library as source. It must be compiled by exactly the compiler that uses it,
//! so it is built once per compiler version, kept under the target folder, and named to later
//! builds with `--sysroot`. Project crates then need no unstable flag.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files;
use crate::machine::WASM_TARGET;
use crate::process::{Outcome, cargo, output, program, run, target_dir};

/// The folder to give as `--sysroot`, built first if this compiler has none yet.
pub fn ensure(rustc: &Path) -> Outcome<PathBuf> {
    let home = target_dir().join("wasm-sysroot");
    let identity = output(&mut program(&rustc.to_string_lossy(), &["-vV"]))?;
    let version = identity.split(' ').nth(1).unwrap_or("unknown");
    let digest = files::digest(identity.as_bytes());
    let sysroot = home.join(format!("{version}-{}", &digest[..8]));
    let libraries = sysroot.join("lib/rustlib").join(WASM_TARGET).join("lib");
    if !libraries.is_dir() {
        println!("building the standard library for {WASM_TARGET}, once (about a minute)");
        build(rustc, &home.join("build"), &libraries)?;
    }
    Ok(sysroot)
}

/// The linker of the toolchain that runs this; Debian's compiler brings none for wasm.
pub fn linker() -> Outcome<PathBuf> {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"]))?;
    let host = output(&mut program("rustc", &["--print", "host-tuple"]))?;
    let lld = Path::new(sysroot.trim()).join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    if lld.is_file() {
        Ok(lld)
    } else {
        Err(format!("there is no wasm linker at {}; install Rust with rustup", lld.display()))
    }
}

/// Builds the library by compiling an empty crate, and moves it into place in one step, so that an
/// interrupted build leaves nothing that looks finished.
fn build(rustc: &Path, work: &Path, libraries: &Path) -> Outcome {
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n";
    files::write_if_changed(&work.join("Cargo.toml"), manifest.as_bytes())?;
    files::write_if_changed(&work.join("src/lib.rs"), b"#![no_std]\n")?;
    // Without bitcode in the library, link-time optimisation of what uses it fails.
    run(cargo(&["build", "--release", "--target", WASM_TARGET, "-Zbuild-std=std,panic_abort"])
        .args(["--target-dir", "target"])
        .current_dir(work)
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes"))?;
    let unfinished = libraries.with_extension("part");
    remove_folder(&unfinished)?;
    files::create_folder(&unfinished)?;
    let built = work.join("target").join(WASM_TARGET).join("release/deps");
    for path in files::walk(&built, &[])? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(&path, unfinished.join(name.as_ref()))
                .map_err(|error| format!("cannot copy {}: {error}", path.display()))?;
        }
    }
    fs::rename(&unfinished, libraries)
        .map_err(|error| format!("cannot rename {}: {error}", unfinished.display()))?;
    remove_folder(work)
}

fn remove_folder(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
