//! Steps of a long verb: each announced, timed, and listed at the end. The first that fails ends
//! the verb and is named.

use std::time::{Duration, Instant};

use crate::process::Outcome;

/// The steps taken so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Takes one step.
    pub fn take(&mut self, name: &'static str, step: impl FnOnce() -> Outcome) -> Outcome {
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = step();
        let took = started.elapsed();
        self.done.push((name, took));
        outcome.map_err(|reason| format!("{name}: {reason}"))
    }

    /// Prints how long each step took and whether all went well; hands the outcome through.
    pub fn close(&self, outcome: Outcome) -> Outcome {
        println!("\n{}", self.summary(outcome.is_ok()));
        outcome
    }

    fn summary(&self, all_well: bool) -> String {
        let total: Duration = self.done.iter().map(|(_, took)| *took).sum();
        let last = self.done.len().saturating_sub(1);
        let mut lines: Vec<_> = self
            .done
            .iter()
            .enumerate()
            .map(|(index, (name, took))| {
                let mark = if index == last && !all_well { "FAILED" } else { "ok" };
                format!("  {mark:<6} {:>8}  {name}", seconds(*took))
            })
            .collect();
        let word = if all_well { "all well" } else { "stopped" };
        lines.push(format!("  {word} after {}", seconds(total)));
        lines.join("\n")
    }
}

fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_gives_its_name() {
        let mut steps = Steps::default();
        assert_eq!(steps.take("format", || Ok(())), Ok(()));
        let refused = steps.take("lints", || Err("two warnings".to_owned()));
        assert_eq!(refused, Err("lints: two warnings".to_owned()));
        let summary = steps.summary(false);
        assert!(summary.contains("ok        0.0 s  format"), "{summary}");
        assert!(summary.contains("FAILED    0.0 s  lints"), "{summary}");
        assert!(summary.ends_with("stopped after 0.0 s"), "{summary}");
    }

    #[test]
    fn when_all_is_well_no_step_is_marked() {
        let mut steps = Steps::default();
        assert_eq!(steps.take("format", || Ok(())), Ok(()));
        assert!(!steps.summary(true).contains("FAILED"));
    }
}
