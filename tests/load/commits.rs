//! The barest way to disk: commits of one record of 1 KiB, in the mode in which the hub commits.

use std::time::{Duration, Instant};

use redb::{Database, TableDefinition};

use crate::figures::Figures;

const RECORDS: TableDefinition<u64, &[u8]> = TableDefinition::new("records");

/// What was measured.
pub struct Commits {
    pub figures: Figures,
    pub took: Duration,
}

/// So many commits, one after another, in the same kind of place as the hub's data.
pub fn measure(count: usize) -> Commits {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::create(folder.path().join("bare.redb")).unwrap();
    let record = [7; 1024];
    let mut times = Vec::new();
    let began = Instant::now();
    for key in 0..count as u64 {
        let since = Instant::now();
        let mut transaction = database.begin_write().unwrap();
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        transaction.open_table(RECORDS).unwrap().insert(key, &record[..]).unwrap();
        transaction.commit().unwrap();
        times.push(since.elapsed());
    }
    Commits { took: began.elapsed(), figures: Figures::of(times) }
}
