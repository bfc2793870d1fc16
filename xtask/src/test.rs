//! `test`: all that CI runs. Also the verbs `e2e`, `sim`, `load`, `fuzz` and `mutants`, which are parts
//! of it.

use std::process::Command;

use crate::check;
use crate::hub::{self, Build};
use crate::machine;
use crate::npm;
use crate::process::{Outcome, cargo, root, run};
use crate::schemathesis;
use crate::setup;
use crate::steps::Steps;
use crate::trail;
use crate::ui;
use crate::wasm::Size;

const E2E: &str = "tests/e2e";

/// Every check and every test, stopping at the first that fails.
pub fn everything() -> Outcome {
    let mut steps = Steps::default();
    let outcome = take(&mut steps);
    steps.close(outcome)
}

fn take(steps: &mut Steps) -> Outcome {
    steps.take("setup, with a browser", || setup::all(true))?;
    check::take(steps)?;
    steps.take("screens, ready to serve", || ui::build(Size::Small))?;
    steps.take("a place for what hubs write", trail::begin)?;
    steps.take("tests", || run(cargo(&["test", "--workspace"]).env(trail::VARIABLE, trail::folder())))?;
    steps.take("mutants", mutants)?;
    steps.take("tests of the screens", || run(&mut npm::command("ui", &["run", "--silent", "test"])))?;
    // With what the tests have built already: all of it once more for the release takes ten minutes on two
    // cores, and nothing of this measures.
    for name in ["sim", "fuzz", "load"] {
        steps.take(name, || tool(name, &["--quick".to_owned()], Build::Debug))?;
    }
    steps.take("api", || schemathesis::ask(Build::Debug))?;
    steps.take("browser tests", || browsers(&["--retries=1".to_owned()], Build::Debug))?;
    steps.take("secrets in what hubs wrote", trail::search)
}

/// The browser tests, against a hub with the screens inside it.
pub fn browsers(args: &[String], how: Build) -> Outcome {
    setup::all(true)?;
    ui::build(Size::Small)?;
    let plato = hub::build(how)?;
    let chromium = machine::chromium().ok_or("no browser; run `cargo xtask setup --browser`")?;
    run(&mut npm::command(E2E, &["run", "--silent", "check"]))?;
    let mut playwright = Command::new("node");
    playwright
        .current_dir(root().join(E2E))
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .args(args)
        .env("PLATO_BIN", plato)
        .env("CHROMIUM", chromium);
    if trail::folder().is_dir() {
        playwright.env(trail::VARIABLE, trail::folder());
    }
    // Which tests failed, as `tests/e2e/support/failures.ts` writes it down.
    let failures = root().join(E2E).join("artifacts/failures.txt");
    let _not_there = std::fs::remove_file(&failures);
    run(&mut playwright).map_err(|reason| {
        std::fs::read_to_string(&failures)
            .map_or_else(|_| reason.clone(), |tests| format!("{reason}\n{tests}"))
    })
}

/// The property test of the cart, with a rule taken away: it has to fail each time.
pub fn mutants() -> Outcome {
    run(&mut cargo(&["test", "--features", "plato-client-wasm/mutants", "--test", "phones", "--", "teeth"]))
}

/// A program of the tests crate; in release where it measures or has much to do. Sums are checked there as
/// well.
pub fn tool(name: &str, args: &[String], how: Build) -> Outcome {
    run(&mut tool_command(name, args, how))
}

/// How such a program is run.
pub fn tool_command(name: &str, args: &[String], how: Build) -> Command {
    let mut command = cargo(&["run", "--bin", name]);
    command.args(how.args()).arg("--").args(args);
    command
}
