//! `setup`: installs what is missing and says so; does nothing, quickly, when nothing is. Where it
//! may not install, it fails with the command to type.

use crate::machine::{self, WASM_TARGET, WasmCompiler};
use crate::npm;
use crate::process::{Outcome, program, run};
use crate::schemathesis;

/// Everything a build needs; with `browser` also what the tests of browsers and of the interface need.
pub fn all(browser: bool) -> Outcome {
    machine::rust().map_err(|advice| format!("rust: {advice}"))?;
    machine::node().map_err(|advice| format!("node: {advice}"))?;
    machine::npm().map_err(|advice| format!("npm: {advice}"))?;
    wasm_compiler()?;
    for folder in npm::ALWAYS {
        npm::install(folder)?;
    }
    if browser {
        chromium()?;
        for folder in npm::BROWSER_TESTS {
            npm::install(folder)?;
        }
        schemathesis::install()?;
    }
    Ok(())
}

fn wasm_compiler() -> Outcome {
    if machine::wasm_compiler() != WasmCompiler::Missing {
        return Ok(());
    }
    println!("installing a compiler for {WASM_TARGET}");
    if run(&mut program("rustup", &["target", "add", WASM_TARGET])).is_ok() {
        return Ok(());
    }
    let packages = ["rustc-web", "rust-web-src"];
    let advice = format!(
        "no compiler for the browser could be installed; run `rustup target add {WASM_TARGET}`, or on Debian \
         `apt-get install {}` as root",
        packages.join(" ")
    );
    if !machine::is_root_on_debian() {
        return Err(advice);
    }
    println!("rustup could not add the target; trying Debian's own compiler");
    apt_install(&packages).map_err(|error| format!("{error}; {advice}"))
}

fn chromium() -> Outcome {
    if machine::chromium().is_some() {
        return Ok(());
    }
    if std::env::var_os("CHROMIUM").is_some() {
        return Err("CHROMIUM names no file; set it to a Chromium, or unset it".to_owned());
    }
    let advice = "install Chromium or Chrome, or set CHROMIUM to its path";
    if !machine::is_root_on_debian() {
        return Err(format!("the browser tests need a browser: {advice}"));
    }
    println!("installing Chromium for the browser tests");
    apt_install(&["chromium"]).map_err(|error| format!("{error}; {advice}"))
}

/// Installs Debian packages, and never at the cost of others.
pub fn apt_install(packages: &[&str]) -> Outcome {
    run(&mut program("apt-get", &["update", "--quiet"]))?;
    let mut install =
        program("apt-get", &["install", "--yes", "--quiet", "--no-remove", "--no-install-recommends"]);
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}
