//! `fuzz`: hostile frames and changes against what the hub does with them, from a seed: the decoder,
//! a phone's conversation, and the gate of the hub's cart. No input may panic; what is refused changes
//! nothing; the cart always loads again from its saved form and from the disk; an input costs at most
//! 64 MiB beyond what was there, and its time is shown.
//!
//! Inputs come in evenings of 250 with a cart of their own. `fuzz --seed S --evening E` repeats one.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]
#![allow(clippy::float_arithmetic, reason = "it shows measurements; no money is near")]

mod bytes;
mod changes;
mod meter;
mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use meter::Counting;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
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
}

impl Plan {
    fn read(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut plan = Self { inputs: INPUTS.1, seed: 0, evening: None };
        let mut arguments = arguments.peekable();
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--quick" => plan.inputs = INPUTS.0,
                "--count" => plan.inputs = arguments.next()?.parse().ok().filter(|count| *count > 0)?,
                "--seed" => plan.seed = arguments.next()?.parse().ok()?,
                "--evening" => plan.evening = Some(arguments.next()?.parse().ok()?),
                seed => plan.seed = seed.parse().ok()?,
            }
        }
        Some(plan)
    }
}

/// What a run has seen.
#[derive(Default)]
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
    // A panic is reported once, with the input; the hub's own guard catches some before this does.
    std::panic::set_hook(Box::new(|panic| *LAST_PANIC.lock().unwrap() = panic.to_string()));
    let folder = tempfile::tempdir().unwrap();
    let mut tally = Tally::default();
    let evenings = match plan.evening {
        Some(evening) => evening..evening + 1,
        None => 0..plan.inputs.div_ceil(PER_EVENING),
    };
    let mut house = table::House::open(folder.path());
    for evening in evenings {
        let spent = catch_unwind(AssertUnwindSafe(|| spend(&mut house, plan.seed, evening, &mut tally)));
        if let Err(breach) = spent.unwrap_or_else(|_| Err(last_panic())) {
            println!("{breach}\nagain with: --seed {} --evening {evening}", plan.seed);
            return ExitCode::FAILURE;
        }
    }
    report(&tally);
    ExitCode::SUCCESS
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
}

fn report(tally: &Tally) {
    let Tally { inputs, understood, taken, refused, most_bytes, slowest, slowest_what, slow } = tally;
    println!(
        "{inputs} inputs: {understood} could be read; of their changes {taken} fitted, {refused} were refused"
    );
    println!("most memory for one input: {:.1} MiB", *most_bytes as f64 / 1_048_576.0);
    println!("slowest: {:.1} ms ({slowest_what}); over 50 ms: {slow}", slowest.as_secs_f64() * 1e3);
}
