//! A disk whose flush takes as long as that of the small boxes that stand in venues, above that of the
//! machine that measures.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::time::Duration;

use redb::backends::FileBackend;
use redb::{Database, StorageBackend};

/// Opens a database in a file, or makes it. Each flush takes so much longer than the machine's own.
pub fn database(file: &Path, flush: Duration) -> Result<Database, redb::DatabaseError> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(file)?;
    Database::builder().create_with_backend(Slow { file: FileBackend::new(file)?, flush })
}

#[derive(Debug)]
struct Slow {
    file: FileBackend,
    flush: Duration,
}

impl StorageBackend for Slow {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(at, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.file.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        std::thread::sleep(self.flush);
        self.file.sync_data()
    }

    fn write(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.write(at, bytes)
    }
}
