//! The property test of the cart: whatever happens, the twelve invariants hold. Evenings come from
//! fixed seeds, so that every run is the same; `CASES` and `SEED` in the environment ask for others.
//! A failing evening is made as short as it can be and printed as code; it then becomes a named case in
//! `cases.rs`.

use plato_client_wasm::view::Notice;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::evening::{Evening, Happening, evenings};

/// Evenings in one run of all tests.
pub const CASES: u32 = 5_200;
/// Threads that spend them, each from a seed of its own.
const WORKERS: u32 = 4;
/// Steps of the longest evening.
pub const STEPS_MAX: usize = 40;
/// Long evenings in one run, and their steps.
const LONG_CASES: u32 = 48;
const LONG_STEPS_MAX: usize = 240;

fn number(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn spend(happenings: &[Happening]) -> Result<Evening, String> {
    Evening::spend(happenings).map_err(|breach| format!("CI{} does not hold: {}", breach.rule, breach.what))
}

/// Spends so many evenings. The first that fails is made as short as it can be and reported.
pub fn search(seed: u32, cases: u32, longest: usize, mut spent: impl FnMut(&Evening)) -> Result<(), String> {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 700, ..Config::default() };
    let mut bytes = [0x70; 32];
    bytes[..4].copy_from_slice(&seed.to_be_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let tally = std::cell::RefCell::new(&mut spent);
    let outcome = runner.run(&evenings(longest), |happenings| {
        let evening = spend(&happenings).map_err(TestCaseError::fail)?;
        (tally.borrow_mut())(&evening);
        Ok(())
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, shortest)) => {
            Err(format!("seed {seed}: {reason}\n{}", as_code(&shortest)))
        }
        Err(abort) => panic!("{abort}"),
    }
}

fn as_code(happenings: &[Happening]) -> String {
    let steps: Vec<String> = happenings.iter().map(|one| format!("        {one:?},")).collect();
    format!("    holds(&[\n{}\n    ]);", steps.join("\n"))
}

/// What the evenings of a run had in them: a test that nothing happens in proves nothing.
#[derive(Debug, Default)]
struct Tally {
    portions: usize,
    orders: usize,
    resets: usize,
    dropped: usize,
}

impl Tally {
    fn add(&mut self, evening: &Evening) {
        let world = &evening.world;
        self.portions += world.hub.cart.lines().iter().map(|line| line.units.len()).sum::<usize>();
        self.orders += world.hub.orders.len();
        self.resets += world.hub.resets.len();
        let is_drop = |notice: &Notice| matches!(notice, Notice::EditDropped { .. });
        let notices = (0..world.tabs.len()).flat_map(|tab| world.notices(tab));
        self.dropped += notices.filter(is_drop).count();
    }
}

/// Spends evenings on several threads, and fails with every breach that was found.
fn hold_on(cases: u32, longest: usize) {
    let cases = number(if longest > STEPS_MAX { "LONG_CASES" } else { "CASES" }, cases);
    let seed = number("SEED", 0);
    let worker = |worker: u32| {
        let mut tally = Tally::default();
        let found = search(seed + worker, cases.div_ceil(WORKERS), longest, |evening| tally.add(evening));
        (found.err(), tally)
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..WORKERS).map(|number| scope.spawn(move || worker(number))).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let failures: Vec<String> = done.iter().filter_map(|(found, _)| found.clone()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    for (_, tally) in &done {
        eprintln!("{tally:?}");
        assert!(cases < 1_000 || (tally.orders > 0 && tally.resets > 0), "{tally:?}");
    }
}

#[test]
fn the_twelve_invariants_hold_on_random_evenings() {
    hold_on(CASES, STEPS_MAX);
}

#[test]
fn they_hold_on_long_evenings_on_which_phones_put_snapshots_in_the_place_of_changes() {
    hold_on(LONG_CASES, LONG_STEPS_MAX);
}
