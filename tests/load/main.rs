//! Measures a hub on this machine: how long an edit takes to the other phones of a table, beside a
//! bare WebSocket echo; and orders, beside bare commits. Everything in one run, over loopback,
//! bounded in count and time. Fails only when something was lost.
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

mod floors;
mod orders;
mod phones;
mod report;

use std::time::Duration;

use plato_tests::hub::TestHub;

/// How much to measure.
pub struct Size {
    tables: usize,
    phones: usize,
    edit_every: Duration,
    lasting: Duration,
    orders_per_table: usize,
}

fn size() -> Result<Size, String> {
    let mut size = Size {
        tables: 10,
        phones: 4,
        edit_every: Duration::from_secs(2),
        lasting: Duration::from_secs(20),
        orders_per_table: 50,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || -> Result<usize, String> {
            let text = words.next().unwrap_or_default();
            text.parse().map_err(|_| format!("{word} takes a number, not `{text}`"))
        };
        match word.as_str() {
            "--quick" => {
                size.edit_every = Duration::from_millis(500);
                size.lasting = Duration::from_secs(5);
                size.orders_per_table = 10;
            }
            "--tables" => size.tables = number()?.clamp(1, 12),
            "--phones" => size.phones = number()?.clamp(2, 20),
            "--seconds" => size.lasting = Duration::from_secs(number()?.clamp(1, 120) as u64),
            "--orders" => size.orders_per_table = number()?.clamp(1, 1_000),
            other => {
                return Err(format!("`{other}` is none of --quick, --tables, --phones, --seconds, --orders"));
            }
        }
    }
    Ok(size)
}

#[tokio::main]
async fn main() -> Result<(), String> {
    let size = size()?;
    let hub = TestHub::start_for_real().await;
    hub.import(plato_hub::demo::VENUE_FILE).await;
    let echo = floors::echo().await;
    let commit = floors::commits();
    let (edits, propagation) = phones::measure(&hub, &size).await?;
    let placed = orders::measure(&hub, &size).await?;
    hub.stop().await;
    println!(
        "{} tables of {} phones, an edit every {:?} on each phone",
        size.tables, size.phones, size.edit_every
    );
    report::line("bare WebSocket echo, 200 bytes", &echo, None);
    report::line("edit shown on another phone", &propagation, Some(&echo));
    report::line("bare commit, 1 KB, two-phase", &commit, None);
    report::line("order acknowledged", &placed.acknowledged, Some(&commit));
    println!(
        "{edits} edits reached every phone of their table; {} orders, each once in the kitchen",
        placed.orders
    );
    println!(
        "{} orders/s from {} tables at once, each after reading its cart",
        placed.per_second, size.tables
    );
    Ok(())
}
