//! The project's verbs, run as `cargo xtask <verb>`.
//!
//! Nothing but Rust is needed to start: whatever else a verb wants, `setup` looks for and, where it
//! can, installs. CI calls the same verbs a person types. Each verb is a file; this one only
//! chooses between them.
#![expect(clippy::print_stdout, reason = "a tool for the terminal speaks on standard output")]

mod check;
mod dev;
mod doctor;
mod files;
mod hub;
mod licences;
mod machine;
mod npm;
mod precompress;
mod process;
mod run;
mod schemathesis;
mod setup;
mod steps;
mod sysroot;
mod test;
mod tidy;
mod trail;
mod types;
mod ui;
mod wasm;

use std::process::ExitCode;

use hub::Build;
use process::Outcome;

const HELP: &str = "\
cargo xtask <verb>

  doctor              say what this machine has and lacks; change nothing
  setup [--browser]   install what is missing (--browser: what tests of browsers and interface need, too)
  run [-- ARGS]       build everything and serve the demo venue; ARGS go to `plato serve`
  dev [-- ARGS]       the same in debug, with the screens reloading as they are edited

  check               format, lints, types, licences, house rules; no browser, no tests
  test                all that CI runs: check, tests, simulation, load, interface, browser tests
  sim [SEED] [ARGS]   many devices, one hub and everything that can go wrong, from a seed
  load [ARGS]         load on a real hub
  fuzz [ARGS]         hostile frames and changes, from a seed; `fuzz --count 5000000` for a long run
  mutants             rules of the cart taken away one at a time: the property test must notice
  api                 the interface against its description, with schemathesis
  e2e [ARGS]          browser tests; ARGS go to Playwright
  secrets             look for secrets in what hubs of the last `test` wrote
  tidy                the house rules alone
  licences            the licences of all dependencies alone

  wasm [--dev]        the phone's brain, for the browser
  types [--check]     TypeScript types of the hub's API and of the phone's views
  ui [--dev]          the screens, ready to be served by the hub";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let verb = args.first().map_or("help", String::as_str);
    let rest = args.get(1..).unwrap_or_default();
    match dispatch(verb, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask {verb}: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(verb: &str, args: &[String]) -> Outcome {
    match verb {
        "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        "doctor" => no_args(args).and_then(|()| doctor::report()),
        "setup" => flag(args, "--browser").and_then(setup::all),
        "wasm" => size(args).and_then(wasm::build),
        "types" => flag(args, "--check").and_then(types::generate_or_check),
        "ui" => size(args).and_then(ui::build),
        "run" => run::demo(after_dashes(args)),
        "dev" => dev::both(after_dashes(args)),
        "check" => no_args(args).and_then(|()| check::all()),
        "secrets" => no_args(args).and_then(|()| trail::search()),
        "tidy" => no_args(args).and_then(|()| tidy::whole_tree()),
        "licences" => no_args(args).and_then(|()| licences::check()),
        "test" => no_args(args).and_then(|()| test::everything()),
        "api" => no_args(args).and_then(|()| schemathesis::ask(Build::Release)),
        "e2e" => test::browsers(after_dashes(args), Build::Release),
        "mutants" => no_args(args).and_then(|()| test::mutants()),
        "sim" | "load" | "fuzz" => test::tool(verb, after_dashes(args), Build::Release),
        _ => Err(format!("there is no such verb; these there are:\n\n{HELP}")),
    }
}

fn no_args(args: &[String]) -> Outcome {
    match args.first() {
        None => Ok(()),
        Some(arg) => Err(format!("takes no arguments, but was given `{arg}`")),
    }
}

/// Whether the one flag a verb knows was given; anything else is refused.
fn flag(args: &[String], name: &str) -> Outcome<bool> {
    match args {
        [] => Ok(false),
        [arg] if arg == name => Ok(true),
        _ => Err(format!("knows only `{name}`")),
    }
}

fn size(args: &[String]) -> Outcome<wasm::Size> {
    flag(args, "--dev").map(|dev| if dev { wasm::Size::Quick } else { wasm::Size::Small })
}

/// Arguments meant for another program, with or without the `--` that says so.
fn after_dashes(args: &[String]) -> &[String] {
    match args {
        [first, rest @ ..] if first == "--" => rest,
        all => all,
    }
}
