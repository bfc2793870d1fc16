//! Does the property test bite? With one rule of the cart taken away, it has to find an evening on which
//! an invariant does not hold. Run by `cargo xtask mutants`.

use plato_sync_protocol::mutants::{Rule, without};

use crate::property::{CASES, STEPS_MAX, search};

/// Fails unless the evening that is found breaks one of these invariants.
fn is_bitten(rule: Rule, breaches: &[&str]) {
    let mut spent = 0;
    let found = without(rule, || search(0, CASES, STEPS_MAX, |_| spent += 1));
    let Err(report) = found else { panic!("nobody misses {rule:?} on {spent} evenings") };
    eprintln!("without {rule:?}, found after {spent} evenings (with those that made it short):\n{report}");
    let is_expected = breaches.iter().any(|breach| report.contains(&format!("{breach} does not hold")));
    assert!(is_expected, "{report}");
}

#[test]
fn ci9_is_broken_when_a_removal_is_not_final() {
    is_bitten(Rule::RemovalIsFinal, &["CI9", "CI5"]);
}

#[test]
fn ci1_is_broken_when_sent_does_not_beat_removed() {
    is_bitten(Rule::SentBeatsRemoved, &["CI1", "CI3"]);
}

#[test]
fn ci4_is_broken_when_a_reset_forgets_unaccepted_edits() {
    is_bitten(Rule::ResetsMakeEditsAnew, &["CI4", "CI9", "CI5"]);
}
