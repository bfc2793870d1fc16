//! Percentiles, and how they compare with a floor that was measured in the same run.

use std::time::Duration;

/// The value below which so many of a hundred lie.
pub fn percentile(sorted: &[Duration], of_hundred: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * of_hundred / 100).copied().unwrap_or_default()
}

/// Prints a line of figures.
pub fn line(what: &str, times: &[Duration], floor: Option<&[Duration]>) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let figures = [50, 99].map(|of_hundred| {
        let time = percentile(&sorted, of_hundred);
        let ratio = floor.map_or_else(String::new, |floor| {
            let mut floor = floor.to_vec();
            floor.sort_unstable();
            let tenths = time.as_nanos() * 10 / percentile(&floor, of_hundred).as_nanos().max(1);
            format!(" ({}.{}x)", tenths / 10, tenths % 10)
        });
        format!("p{of_hundred} {:>6} us{ratio:<9}", time.as_micros())
    });
    println!("{what:<32} {}  {}  n {}", figures[0], figures[1], times.len());
}
