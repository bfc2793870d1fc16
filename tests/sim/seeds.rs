//! Which evenings to spend, and spending many: a child process each, a few at a time.

use std::collections::BTreeMap;
use std::io;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

/// Seeds of `--quick`, which `cargo xtask test` spends.
const QUICK: u64 = 300;
/// One in so many of them twice.
const QUICK_TWICE_EVERY: u64 = 30;
const PHONES: std::ops::RangeInclusive<u64> = 2..=30;

/// What is to be done.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The first seed.
    pub seed: u64,
    /// How many.
    pub count: u64,
    /// Guests' phones; none for a number that follows from the seed.
    pub phones: Option<u64>,
    /// One seed in so many is spent twice, to compare the steps.
    pub twice_every: Option<u64>,
    /// Print every step?
    pub is_traced: bool,
    /// Print the hub's log?
    pub is_logged: bool,
}

impl Plan {
    /// Reads arguments; none when they cannot be read.
    pub fn read(args: &[String]) -> Option<Self> {
        let mut plan = Self { count: 1, ..Self::default() };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--count" => plan.count = number(args.next()?, 1..=1_000_000)?,
                "--phones" => plan.phones = Some(number(args.next()?, PHONES)?),
                "--quick" => (plan.count, plan.twice_every) = (QUICK, Some(QUICK_TWICE_EVERY)),
                "--twice" => plan.twice_every = Some(1),
                "--trace" => plan.is_traced = true,
                "--log" => plan.is_logged = true,
                seed => plan.seed = seed.parse().ok()?,
            }
        }
        Some(plan)
    }

    /// Phones of this plan's seed: mostly few, because they meet more often.
    pub fn phones(&self) -> usize {
        let by_seed = match self.seed % 150 {
            149 => 30,
            49 | 99 => 12,
            _ => 2 + self.seed % 4,
        };
        self.phones.unwrap_or(by_seed) as usize
    }
}

fn number(text: &str, bounds: std::ops::RangeInclusive<u64>) -> Option<u64> {
    text.parse().ok().filter(|number| bounds.contains(number))
}

/// What a child has printed.
#[derive(Debug, Default, PartialEq)]
struct Report {
    counts: BTreeMap<String, u64>,
    broken: Vec<String>,
    trace: String,
}

fn spend(seed: u64, plan: &Plan) -> io::Result<Report> {
    let mut child = Command::new(std::env::current_exe()?);
    child.arg(seed.to_string());
    if let Some(phones) = plan.phones {
        child.args(["--phones", &phones.to_string()]);
    }
    let done = child.output()?;
    let mut report = Report::default();
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["count", what, count] => {
                report.counts.insert(what.to_owned(), count.parse().unwrap_or_default());
            }
            ["broken", promise] => report.broken.push(promise.to_owned()),
            ["trace", hash, steps] => report.trace = format!("{hash} of {steps} steps"),
            _ => {}
        }
    }
    if report.trace.is_empty() {
        let said = String::from_utf8_lossy(&done.stderr);
        report.broken.push(format!("it ended with {}: {}", done.status, said.trim()));
    } else if !done.stderr.is_empty() {
        report.broken.push(format!("something panicked: {}", String::from_utf8_lossy(&done.stderr).trim()));
    }
    Ok(report)
}

fn spend_as_planned(seed: u64, plan: &Plan) -> io::Result<Report> {
    let mut report = spend(seed, plan)?;
    if plan.twice_every.is_some_and(|every| seed.is_multiple_of(every)) {
        let again = spend(seed, plan)?;
        if again.trace != report.trace {
            report.broken.push(format!("the steps differ: {} and {}", report.trace, again.trace));
        }
    }
    Ok(report)
}

/// Spends many evenings and prints what came of them.
pub fn many(plan: &Plan) -> ExitCode {
    let started = Instant::now();
    let next = Mutex::new(plan.seed..plan.seed + plan.count);
    let reports = Mutex::new(BTreeMap::new());
    let at_once = thread::available_parallelism().map_or(2, |cores| cores.get());
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let Some(seed) = next.lock().unwrap().next() else { break };
                    let report = spend_as_planned(seed, plan).unwrap();
                    if !report.broken.is_empty() {
                        println!("seed {seed} fails: {}", report.broken.join("; "));
                    }
                    reports.lock().unwrap().insert(seed, report);
                }
            });
        }
    });
    summary(plan, &reports.into_inner().unwrap(), started.elapsed().as_secs())
}

fn summary(plan: &Plan, reports: &BTreeMap<u64, Report>, seconds: u64) -> ExitCode {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (what, count) in reports.values().flat_map(|report| &report.counts) {
        *counts.entry(what).or_default() += count;
    }
    for (what, count) in counts {
        println!("{count:>10} {what}");
    }
    let failed: Vec<String> = reports
        .iter()
        .filter(|(_, report)| !report.broken.is_empty())
        .map(|(seed, _)| seed.to_string())
        .collect();
    let (all, first, last) = (reports.len(), plan.seed, plan.seed + plan.count - 1);
    println!("seeds {first} to {last}: {} of {all} failed, in {seconds} s", failed.len());
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    let phones = plan.phones.map_or_else(String::new, |phones| format!(" --phones {phones}"));
    println!("failed: {}", failed.join(" "));
    println!("again: cargo xtask sim {}{phones} --trace", failed[0]);
    ExitCode::FAILURE
}
