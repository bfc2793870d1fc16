//! `sim`: the real hub and real clients on a simulated network, disk and clock. An evening follows from
//! its seed: edits, orders, bumps, and everything that can go wrong; in the end the promises of the
//! product are checked. One process spends one evening, so that the same seed gives the same steps.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

mod books;
mod check;
mod disk;
mod entropy;
mod evening;
mod faults;
mod guest;
mod history;
mod hub;
mod network;
mod phone;
mod polls;
mod screens;
mod seeds;
mod till;
mod time;
mod trace;

use std::process::ExitCode;

use evening::Outcome;
use seeds::Plan;

const USAGE: &str = "sim [seed] [--count 1-1000000] [--phones 2-30] [--quick] [--twice] [--trace] [--log]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match Plan::read(&args) {
        Some(plan) if plan.count > 1 || plan.twice_every.is_some() => seeds::many(&plan),
        Some(plan) => one(&plan),
        None => {
            eprintln!("usage: {USAGE}");
            ExitCode::FAILURE
        }
    }
}

/// Spends one evening in this process.
fn one(plan: &Plan) -> ExitCode {
    entropy::begin(plan.seed);
    if plan.is_logged {
        let log = tracing_subscriber::fmt().without_time().with_writer(std::io::stderr);
        log.with_env_filter("plato_hub=debug").init();
    }
    let Outcome { trace: (hash, steps), counts, broken } =
        evening::spend(plan.seed, plan.phones(), plan.is_traced);
    for (what, count) in &counts {
        println!("count\t{what}\t{count}");
    }
    for promise in &broken {
        println!("broken\t{promise}");
    }
    println!("trace\t{hash:016x}\t{steps}");
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
