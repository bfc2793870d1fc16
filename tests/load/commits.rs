//! The barest way to disk: commits of records of 1 KiB, in the mode in which the hub commits. One record
//! after another, and whatever waits together, as a writer that many ask does. On the same kind of disk as the
//! hub's.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use plato_tests::disk;
use redb::{Database, TableDefinition};

use crate::figures::Figures;

const RECORDS: TableDefinition<u64, &[u8]> = TableDefinition::new("records");
const RECORD: [u8; 1024] = [7; 1024];

/// What was measured.
pub struct Commits {
    pub figures: Figures,
    pub took: Duration,
}

/// A database in the same kind of place as the hub's data.
struct Bare {
    database: Database,
    written: u64,
    _folder: tempfile::TempDir,
}

impl Bare {
    fn new(flush: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = disk::database(&folder.path().join("bare.redb"), flush).unwrap();
        Self { database, written: 0, _folder: folder }
    }

    fn commit(&mut self, records: usize) {
        let mut transaction = self.database.begin_write().unwrap();
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        {
            let mut table = transaction.open_table(RECORDS).unwrap();
            for _ in 0..records {
                table.insert(self.written, &RECORD[..]).unwrap();
                self.written += 1;
            }
        }
        transaction.commit().unwrap();
    }
}

/// So many records, a commit each.
pub fn one_at_a_time(count: usize, flush: Duration) -> Commits {
    let mut bare = Bare::new(flush);
    let mut times = Vec::new();
    let began = Instant::now();
    for _ in 0..count {
        let since = Instant::now();
        bare.commit(1);
        times.push(since.elapsed());
    }
    Commits { took: began.elapsed(), figures: Figures::of(times) }
}

/// So many records of several who each wait for one before the next; a thread commits what waits.
pub fn in_groups(askers: usize, count: usize, flush: Duration) -> Commits {
    let (ask, asked) = mpsc::channel::<mpsc::Sender<()>>();
    let writer = std::thread::spawn(move || {
        let mut bare = Bare::new(flush);
        while let Ok(first) = asked.recv() {
            let waiting: Vec<_> = std::iter::once(first).chain(asked.try_iter()).collect();
            bare.commit(waiting.len());
            waiting.iter().for_each(|answer| answer.send(()).unwrap());
        }
    });
    let began = Instant::now();
    let asking: Vec<_> = (0..askers)
        .map(|_| {
            let ask = ask.clone();
            std::thread::spawn(move || {
                let mut times = Vec::new();
                for _ in 0..count.div_ceil(askers) {
                    let (answer, answered) = mpsc::channel();
                    let since = Instant::now();
                    ask.send(answer).unwrap();
                    answered.recv().unwrap();
                    times.push(since.elapsed());
                }
                times
            })
        })
        .collect();
    let times = asking.into_iter().flat_map(|asker| asker.join().unwrap()).collect();
    let took = began.elapsed();
    drop(ask);
    writer.join().unwrap();
    Commits { took, figures: Figures::of(times) }
}
