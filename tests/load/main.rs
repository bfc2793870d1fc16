//! `load`: how long an edit takes to the other phones of a table and what it costs, and how long phones
//! take to join and to come back, beside a bare WebSocket relay on the same machine in the same run. `load
//! orders`: how long orders take to guest and kitchen, beside bare commits and calls. Compare the
//! ratios; the figures belong to the machine. `load joins` lets far more guests join than can be hashed,
//! and a crowd of connections that do nothing, while orders flow.
//!
//! Everything is bounded in number and time, and on the loopback interface. Hub and relay run in
//! processes of their own. It fails only when something was lost.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]
#![allow(clippy::float_arithmetic, reason = "it shows measurements; no money is near")]

mod aside;
mod commits;
mod crowd;
mod door;
mod echo;
mod edits;
mod figures;
mod hub;
mod orders;
mod relay;
mod rig;
mod venue;

use std::process::ExitCode;
use std::time::Duration;

use edits::Spread;
use figures::ratio;
use venue::Venue;

const USAGE: &str = "load [--quick] [--tables 1-500] [--phones 2-8] [--seconds 1-60] [--every-ms 60-10000]";

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
}

/// What was asked for: how many tables, in one go after another, and the rest.
fn read(arguments: impl Iterator<Item = String>) -> Option<(Vec<usize>, Plan)> {
    let second = Duration::from_secs(1);
    let mut plan = Plan { tables: 10, phones: 4, time: 30 * second, every: 2 * second };
    let mut tables = vec![1, 10, 50, 125];
    let mut arguments = arguments.peekable();
    while let Some(name) = arguments.next() {
        if name == "--quick" {
            (plan.time, plan.every) = (4 * second, second / 5);
            tables = vec![10];
            continue;
        }
        let number: u64 = arguments.next()?.parse().ok()?;
        let bounded = |least, most| (least..=most).contains(&number).then_some(number);
        match name.as_str() {
            "--tables" => tables = vec![bounded(1, 500)? as usize],
            "--phones" => plan.phones = bounded(2, 8)? as usize,
            "--seconds" => plan.time = Duration::from_secs(bounded(1, 60)?),
            "--every-ms" => plan.every = Duration::from_millis(bounded(60, 10_000)?),
            _ => return None,
        }
    }
    Some((tables, plan))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Processes that this one starts.
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["hub", tables, phones] => {
            hub::serve(tables.parse().unwrap(), phones.parse().unwrap());
            return ExitCode::SUCCESS;
        }
        ["door", tables, flush_ms] => {
            door::serve(tables.parse().unwrap(), Duration::from_millis(flush_ms.parse().unwrap()));
            return ExitCode::SUCCESS;
        }
        // Not `load orders`, which has an option behind it.
        ["orders", tables, flush_ms] if tables.parse::<usize>().is_ok() => {
            orders::serve(tables.parse().unwrap(), Duration::from_millis(flush_ms.parse().unwrap()));
            return ExitCode::SUCCESS;
        }
        ["relay"] => {
            relay::serve();
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if let Some((first, rest)) = arguments.split_first().filter(|(first, _)| *first == "joins") {
        let Some(rush) = door::Rush::read(rest) else {
            println!("load {first} {}", door::USAGE);
            return ExitCode::FAILURE;
        };
        return verdict(runtime.block_on(door::measure(rush)));
    }
    if let Some((first, rest)) = arguments.split_first().filter(|(first, _)| *first == "orders") {
        let Some(evening) = orders::Evening::read(rest) else {
            println!("load {first} {}", orders::USAGE);
            return ExitCode::FAILURE;
        };
        return verdict(runtime.block_on(orders::measure(&evening)));
    }
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let Some((tables, plan)) = read(arguments.into_iter()) else {
        println!("{USAGE}\nload joins {}\nload orders {}", door::USAGE, orders::USAGE);
        return ExitCode::FAILURE;
    };
    let mut lost = runtime.block_on(run(&tables, plan));
    if is_quick {
        lost.extend(runtime.block_on(orders::measure(&orders::Evening::quick())));
        lost.extend(runtime.block_on(door::measure(door::Rush::QUICK)));
    }
    verdict(lost)
}

/// Says what was lost, if anything.
fn verdict(lost: Vec<String>) -> ExitCode {
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
async fn run(tables: &[usize], plan: Plan) -> Vec<String> {
    let mut lost = Vec::new();
    for tables in tables {
        lost.extend(cart(Plan { tables: *tables, ..plan }).await);
    }
    lost
}

/// Edits, joins and the herd.
async fn cart(plan: Plan) -> Vec<String> {
    let Plan { tables, phones, time, every, .. } = plan;
    println!("{tables} tables, {phones} phones each, an edit every {every:?} a phone, for {time:?}\n");
    let echo = echo::measure(plan).await;
    let relay = relay::measure(plan).await;
    let mut venue = Venue::start(plan).await;
    let spread = edits::measure(&mut venue, plan).await;
    println!(
        "{:<26}{:>8}{:>10}{:>10}{:>10}{:>10}{:>11}{:>10}{:>9}",
        "", "edits", "p50", "p95", "p99", "max", "cpu/edit", "bytes", "rss"
    );
    shown("edit to each other phone", &spread);
    shown("bare WebSocket relay", &relay);
    println!(
        "{:<26}{:>8}{:>10}{:>10}{:>10}",
        "bare WebSocket echo",
        echo.count(),
        echo.shown(50),
        echo.shown(95),
        echo.shown(99)
    );
    let more = per_edit(&spread).zip(per_edit(&relay)).map(|(ours, bare)| ours - bare);
    println!(
        "  the first is {} of the relay at p50, {} at p99, {} of its processor time an edit more\n",
        ratio(spread.figures.at(50), relay.figures.at(50)),
        ratio(spread.figures.at(99), relay.figures.at(99)),
        more.map_or_else(|| "-".to_owned(), |more| format!("{more:.3} ms")),
    );
    let ((herd, cpu), bare) = (venue.herd().await, relay::herd(plan).await);
    println!(
        "all {} phones back with an edit each: {} ms ({} of the hub's processor), the relay's {} ms: {}",
        tables * phones,
        herd.as_millis(),
        cpu.map_or_else(|| "-".to_owned(), |cpu| format!("{} ms", cpu.as_millis())),
        bare.as_millis(),
        ratio(herd, bare)
    );
    let joins = venue.cold_joins().await;
    println!(
        "join with nothing, 40 lines, 400 edits: p50 {}, p99 {}, {} bytes, {} of processor time, {} MiB\n",
        joins.figures.shown(50),
        joins.figures.shown(99),
        joins.bytes,
        joins.cpu.map_or_else(
            || "-".to_owned(),
            |cpu| format!("{:.2} ms", cpu.as_secs_f64() * 1000.0 / joins.figures.count() as f64)
        ),
        mebibytes(venue.rss_kib()),
    );
    [spread.lost, relay.lost].concat()
}

/// Processor time of the server for each edit, in ms.
fn per_edit(spread: &Spread) -> Option<f64> {
    Some(spread.cpu?.as_secs_f64() * 1000.0 / spread.edits as f64)
}

fn mebibytes(kib: Option<u64>) -> String {
    kib.map_or_else(|| "-".to_owned(), |kib| format!("{:.1}", kib as f64 / 1024.0))
}

fn shown(what: &str, spread: &Spread) {
    let at = |percent| spread.figures.shown(percent);
    println!(
        "{what:<26}{:>8}{:>10}{:>10}{:>10}{:>10}{:>11}{:>10.0}{:>9}",
        spread.edits,
        at(50),
        at(95),
        at(99),
        at(100),
        per_edit(spread).map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.3} ms")),
        spread.bytes as f64 / spread.edits as f64,
        mebibytes(spread.rss_kib),
    );
}
