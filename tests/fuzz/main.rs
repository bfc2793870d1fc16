//! `fuzz`: hostile frames and changes against what the hub does with them, from a seed: the decoder,
//! a phone's conversation, and the gate of the hub's cart. No input may panic; what is refused changes
//! nothing; the cart always loads again from its saved form and from the disk; an input costs at most
//! 64 MiB beyond what was there, and its time is shown.
//!
//! Inputs come in evenings of 250 with a cart of their own. `fuzz --seed S --evening E` repeats one. Otherwise
//! there is a process for each processor, and each takes its share of the evenings.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]
#![allow(clippy::float_arithmetic, reason = "it shows measurements; no money is near")]

mod bytes;
mod changes;
mod meter;
mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use meter::Counting;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use table::Found;

const USAGE: &str = "fuzz [--quick] [--count 1-1000000000] [--seed N] [--evening N] [N, a seed]";
/// Inputs with `--quick`, and without.
const INPUTS: (u64, u64) = (100_000, 1_000_000);
/// Inputs on one cart.
const PER_EVENING: u64 = 250;
/// Memory beyond what was there that an input may take.
const EXTRA_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Time that an input should take at most, of one processor.
const TIME_MAX: Duration = Duration::from_millis(50);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn last_panic() -> String {
    format!("PANIC: {}", LAST_PANIC.lock().unwrap())
}

/// What is to be done.
struct Plan {
    inputs: u64,
    seed: u64,
    evening: Option<u64>,
    /// Of how many processes this is one, and which: how they are started by the first.
    share: Option<(usize, usize)>,
}

impl Plan {
    fn read(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut plan = Self { inputs: INPUTS.1, seed: 0, evening: None, share: None };
        let mut arguments = arguments.peekable();
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--quick" => plan.inputs = INPUTS.0,
                "--count" => plan.inputs = arguments.next()?.parse().ok().filter(|count| *count > 0)?,
                "--seed" => plan.seed = arguments.next()?.parse().ok()?,
                "--evening" => plan.evening = Some(arguments.next()?.parse().ok()?),
                "--share" => plan.share = arguments.next()?.split_once('/').and_then(as_share),
                seed => plan.seed = seed.parse().ok()?,
            }
        }
        Some(plan)
    }

    fn evenings(&self) -> impl Iterator<Item = u64> {
        let (own, of) = self.share.unwrap_or((0, 1));
        let all = match self.evening {
            Some(evening) => evening..evening + 1,
            None => 0..self.inputs.div_ceil(PER_EVENING),
        };
        all.skip(own).step_by(of)
    }
}

fn as_share((own, of): (&str, &str)) -> Option<(usize, usize)> {
    Some((own.parse().ok()?, of.parse().ok().filter(|of| *of > 0)?))
}

/// What a run has seen.
#[derive(Default, Serialize, Deserialize)]
struct Tally {
    inputs: u64,
    understood: u64,
    taken: u64,
    refused: u64,
    most_bytes: usize,
    slowest: Duration,
    slowest_what: String,
    slow: u64,
}

fn main() -> ExitCode {
    let Some(plan) = Plan::read(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if plan.share.is_none() && plan.evening.is_none() && processors > 1 {
        return shared(processors);
    }
    // A panic is reported once, with the input; the hub's own guard catches some before this does.
    std::panic::set_hook(Box::new(|panic| *LAST_PANIC.lock().unwrap() = panic.to_string()));
    let folder = tempfile::tempdir().unwrap();
    let mut tally = Tally::default();
    let mut house = table::House::open(folder.path());
    for evening in plan.evenings() {
        let spent = catch_unwind(AssertUnwindSafe(|| spend(&mut house, plan.seed, evening, &mut tally)));
        if let Err(breach) = spent.unwrap_or_else(|_| Err(last_panic())) {
            println!("{breach}\nagain with: --seed {} --evening {evening}", plan.seed);
            return ExitCode::FAILURE;
        }
    }
    match plan.share {
        Some(_) => println!("{}", serde_json::to_string(&tally).unwrap()),
        None => report(&tally),
    }
    ExitCode::SUCCESS
}

/// Has as many processes do it as there are processors, and tells what all of them have seen.
fn shared(processes: usize) -> ExitCode {
    let start = |own: usize| {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(std::env::args().skip(1)).args(["--share", &format!("{own}/{processes}")]);
        program.stdout(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = (0..processes).map(start).collect();
    let (mut tally, mut is_well) = (Tally::default(), true);
    for child in children {
        let done = child.wait_with_output().unwrap();
        let told = String::from_utf8(done.stdout).unwrap();
        match serde_json::from_str(told.lines().last().unwrap_or_default()) {
            Ok(seen) if done.status.success() => tally.join(seen),
            _ => {
                println!("{told}{}", done.status);
                is_well = false;
            }
        }
    }
    report(&tally);
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One evening: a cart, and hostile input for it. Fails with what must not be.
fn spend(house: &mut table::House, seed: u64, evening: u64, tally: &mut Tally) -> Result<(), String> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(evening));
    let mut table = house.seat(&mut chance);
    for _ in 0..PER_EVENING {
        let input = table.hostile_input(&mut chance);
        let outcome = catch_unwind(AssertUnwindSafe(|| table.take(&input)));
        let found = outcome.map_err(|_| format!("{} over {}", last_panic(), input.shown()))??;
        tally.add(&found, input.what);
        if found.extra_bytes > EXTRA_BYTES_MAX {
            return Err(format!("{} bytes for {}", found.extra_bytes, input.shown()));
        }
        if chance.random_ratio(1, 64) {
            table.loads_again().map_err(|fault| format!("{fault} after {}", input.shown()))?;
        }
    }
    table.loads_again()?;
    table.loads_from_disk()
}

impl Tally {
    fn add(&mut self, found: &Found, what: &str) {
        self.inputs += 1;
        self.understood += u64::from(found.is_understood);
        self.taken += found.taken;
        self.refused += found.refused;
        self.most_bytes = self.most_bytes.max(found.extra_bytes);
        self.slow += u64::from(found.time > TIME_MAX);
        if found.time > self.slowest {
            (self.slowest, self.slowest_what) = (found.time, what.to_owned());
        }
    }

    fn join(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.understood += other.understood;
        self.taken += other.taken;
        self.refused += other.refused;
        self.most_bytes = self.most_bytes.max(other.most_bytes);
        self.slow += other.slow;
        if other.slowest > self.slowest {
            (self.slowest, self.slowest_what) = (other.slowest, other.slowest_what);
        }
    }
}

fn report(tally: &Tally) {
    let Tally { inputs, understood, taken, refused, most_bytes, slowest, slowest_what, slow } = tally;
    println!(
        "{inputs} inputs: {understood} could be read; of their changes {taken} fitted, {refused} were refused"
    );
    println!("most memory for one input: {:.1} MiB", *most_bytes as f64 / 1_048_576.0);
    println!("slowest: {:.1} ms ({slowest_what}); over 50 ms: {slow}", slowest.as_secs_f64() * 1e3);
}
