//! `load`: how long an edit takes to the other phones of a table, and how many orders a hub
//! acknowledges, each beside the barest thing of its kind on the same machine in the same run: a
//! WebSocket echo, and commits of the database. Compare the ratios; the figures belong to the machine.
//!
//! Everything is bounded in number and time, and on the loopback interface. It fails only when
//! something was lost.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]
#![allow(clippy::float_arithmetic, reason = "it shows measurements; no money is near")]

mod commits;
mod echo;
mod figures;
mod orders;
mod propagation;

use std::process::ExitCode;
use std::time::Duration;

use figures::{Figures, ratio};
use plato_tests::TestHub;

const USAGE: &str =
    "load [--quick] [--tables 1-12] [--phones 2-8] [--seconds 1-60] [--every-ms 60-10000] [--orders 1-1000]";

/// What is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Tables with a party.
    tables: usize,
    /// Phones at each.
    phones: usize,
    /// How long edits are made.
    time: Duration,
    /// How often a phone makes one.
    every: Duration,
    /// Orders that each table places, one after another.
    orders: usize,
}

impl Plan {
    fn read(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let second = Duration::from_secs(1);
        let mut plan = Self { tables: 10, phones: 4, time: 10 * second, every: 2 * second, orders: 60 };
        let mut arguments = arguments.peekable();
        while let Some(name) = arguments.next() {
            if name == "--quick" {
                (plan.time, plan.every, plan.orders) = (4 * second, second / 5, 30);
                continue;
            }
            let number: u64 = arguments.next()?.parse().ok()?;
            let bounded = |least, most| (least..=most).contains(&number).then_some(number);
            match name.as_str() {
                "--tables" => plan.tables = bounded(1, 12)? as usize,
                "--phones" => plan.phones = bounded(2, 8)? as usize,
                "--seconds" => plan.time = Duration::from_secs(bounded(1, 60)?),
                "--orders" => plan.orders = bounded(1, 1_000)? as usize,
                "--every-ms" => plan.every = Duration::from_millis(bounded(60, 10_000)?),
                _ => return None,
            }
        }
        Some(plan)
    }
}

fn main() -> ExitCode {
    let Some(plan) = Plan::read(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let lost = runtime.block_on(run(plan));
    if lost.is_empty() {
        println!("\nNothing was lost.");
        return ExitCode::SUCCESS;
    }
    println!("\nLOST:");
    for what in lost {
        println!("  {what}");
    }
    ExitCode::FAILURE
}

/// Measures and reports. Returns what was lost.
async fn run(plan: Plan) -> Vec<String> {
    let Plan { tables, phones, time, every, .. } = plan;
    println!("{tables} tables, {phones} phones each, an edit every {every:?} a phone, for {time:?}\n");
    let echo = echo::measure(plan).await;
    let hub = TestHub::start_for_real().await;
    let spread = propagation::measure(&hub, plan).await;
    header("", "per second");
    row("edit to each other phone", &spread.figures, time);
    row("bare WebSocket echo", &echo, time);
    ratios(&spread.figures, &echo, None);

    let commits = commits::measure(tables * plan.orders);
    let placed = orders::measure(&hub, plan).await;
    println!();
    header("", "per second");
    row(&format!("order acknowledged, {tables} at a time"), &placed.figures, placed.took);
    row("bare commit of 1 KiB, one at a time", &commits.figures, commits.took);
    let per_second = |figures: &Figures, took: Duration| figures.count() as f64 / took.as_secs_f64();
    let rates = per_second(&placed.figures, placed.took) / per_second(&commits.figures, commits.took);
    ratios(&placed.figures, &commits.figures, Some(rates));
    [spread.lost, placed.lost].concat()
}

fn header(what: &str, rate: &str) {
    println!("{what:<38}{:>10}{:>10}{:>10}{rate:>13}", "count", "p50", "p99");
}

fn row(what: &str, figures: &Figures, took: Duration) {
    let rate = figures.count() as f64 / took.as_secs_f64();
    let (p50, p99) = (figures.shown(50), figures.shown(99));
    println!("{what:<38}{:>10}{p50:>10}{p99:>10}{rate:>13.0}", figures.count());
}

fn ratios(ours: &Figures, bare: &Figures, rates: Option<f64>) {
    let (p50, p99) = (ratio(ours.at(50), bare.at(50)), ratio(ours.at(99), bare.at(99)));
    let rate = rates.map_or_else(String::new, |rates| format!("{rates:.2} x"));
    println!("{:<38}{:>10}{p50:>10}{p99:>10}{rate:>13}", "  the first is", "");
}
