//! `doctor`: what this machine has and lacks, and what to do about it. Changes nothing.

use crate::machine::{self, WasmCompiler};
use crate::npm;
use crate::process::{Outcome, root};
use crate::schemathesis;

/// How one thing on the list stands.
enum Standing {
    Fine(String),
    /// Nothing can be built or run without it.
    Missing(String),
    /// Only tests of browsers or of the interface need it.
    MissingForBrowserTests(String),
}

/// Prints the list; fails when something that every verb needs is missing.
pub fn report() -> Outcome {
    let list = [
        ("rust", needed(machine::rust())),
        ("node", needed(machine::node())),
        ("npm", needed(machine::npm())),
        ("wasm compiler", wasm_compiler()),
        ("npm packages", packages(&npm::ALWAYS)),
        ("chromium", chromium()),
        ("npm packages, browser tests", for_browser_tests(packages(&npm::BROWSER_TESTS))),
        ("schemathesis", schemathesis()),
    ];
    let mut missing = 0;
    for (name, standing) in &list {
        match standing {
            Standing::Fine(what) => println!("  ok       {name}: {what}"),
            Standing::MissingForBrowserTests(what) => println!("  (absent) {name}: {what}"),
            Standing::Missing(what) => {
                missing += 1;
                println!("  MISSING  {name}: {what}");
            }
        }
    }
    match missing {
        0 => Ok(()),
        1 => Err("one thing is missing".to_owned()),
        many => Err(format!("{many} things are missing")),
    }
}

fn needed(found: Outcome<String>) -> Standing {
    match found {
        Ok(what) => Standing::Fine(what),
        Err(advice) => Standing::Missing(advice),
    }
}

fn for_browser_tests(standing: Standing) -> Standing {
    match standing {
        Standing::Missing(_) => Standing::MissingForBrowserTests(
            "only browser tests need them; `cargo xtask setup --browser` installs them".to_owned(),
        ),
        other => other,
    }
}

fn schemathesis() -> Standing {
    let advice = "only tests of the interface need it; `cargo xtask setup --browser` installs it";
    schemathesis::found().map_or_else(|| Standing::MissingForBrowserTests(advice.to_owned()), Standing::Fine)
}

fn wasm_compiler() -> Standing {
    match machine::wasm_compiler() {
        WasmCompiler::Toolchain => Standing::Fine("the toolchain's own".to_owned()),
        WasmCompiler::Debian(path) => Standing::Fine(format!("Debian's, {}", path.display())),
        WasmCompiler::Missing => Standing::Missing("`cargo xtask setup` installs one".to_owned()),
    }
}

fn packages(folders: &[&str]) -> Standing {
    let stale: Vec<_> =
        folders.iter().filter(|folder| !npm::is_current(&root().join(folder))).copied().collect();
    if stale.is_empty() {
        Standing::Fine(format!("in {}", folders.join(", ")))
    } else {
        Standing::Missing(format!("`cargo xtask setup` installs those of {}", stale.join(", ")))
    }
}

fn chromium() -> Standing {
    match machine::chromium() {
        Some(path) => Standing::Fine(path.display().to_string()),
        None => Standing::MissingForBrowserTests(
            "only browser tests need it; `cargo xtask setup --browser` installs it, or set CHROMIUM to its path"
                .to_owned(),
        ),
    }
}
