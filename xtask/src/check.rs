//! `check`: everything that can be judged without running the program, quickest first.

use crate::licences;
use crate::npm;
use crate::process::{Outcome, cargo, run};
use crate::setup;
use crate::steps::Steps;
use crate::tidy;
use crate::types;
use crate::wasm;

/// The verb.
pub fn all() -> Outcome {
    let mut steps = Steps::default();
    let outcome = take(&mut steps);
    steps.close(outcome)
}

/// The steps, for `test` to begin with.
pub fn take(steps: &mut Steps) -> Outcome {
    steps.take("setup", || setup::all(false))?;
    steps.take("format", || run(&mut cargo(&["fmt", "--all", "--", "--check"])))?;
    steps.take("house rules", tidy::whole_tree)?;
    steps.take("licences", licences::check)?;
    steps.take("lints", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.take("types made from the code", types::check)?;
    // The screens import what the wasm build generates.
    steps.take("wasm", wasm::build_any)?;
    steps.take("screens", || run(&mut npm::command("ui", &["run", "--silent", "check"])))?;
    steps.take("specs of the browser tests", || {
        npm::BROWSER_TESTS.iter().try_for_each(|folder| {
            npm::install(folder)?;
            run(&mut npm::command(folder, &["run", "--silent", "check"]))
        })
    })
}
