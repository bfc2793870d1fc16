//! A disk in memory that outlives its database and fails when told to.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use parking_lot::Mutex;
use redb::{Database, StorageBackend};

use crate::store::{Store, StoreFault};

#[derive(Debug, Default)]
struct State {
    bytes: Mutex<Vec<u8>>,
    /// Writing operations that still succeed; negative for all.
    good_for: AtomicI64,
    has_failed: AtomicBool,
    is_shut: AtomicBool,
    syncs: AtomicU64,
}

/// A disk; clones are the same one.
#[derive(Debug, Clone)]
pub struct Disk(Arc<State>);

impl Default for Disk {
    fn default() -> Self {
        Self(Arc::new(State { good_for: AtomicI64::new(-1), ..State::default() }))
    }
}

impl Disk {
    /// A store on this disk, with whatever is on it.
    pub fn store(&self) -> Arc<Store> {
        let disk = self.clone();
        let open = move || match disk.0.is_shut.load(Ordering::SeqCst) {
            true => Err(StoreFault::Database(redb::Error::PreviousIo)),
            false => Ok(Database::builder().create_with_backend(disk.clone())?),
        };
        Store::with_opener(PathBuf::from("memory"), Box::new(open)).unwrap()
    }

    /// Lets so many writing operations succeed and one fail.
    pub fn fail_after(&self, operations: i64) {
        self.0.good_for.store(operations, Ordering::SeqCst);
    }

    /// Lets nobody open it, or lets them again.
    pub fn shut(&self, is_shut: bool) {
        self.0.is_shut.store(is_shut, Ordering::SeqCst);
    }

    /// Has an operation failed?
    pub fn has_failed(&self) -> bool {
        self.0.has_failed.load(Ordering::SeqCst)
    }

    /// Flushes so far.
    pub fn syncs(&self) -> u64 {
        self.0.syncs.load(Ordering::SeqCst)
    }

    fn writing(&self) -> io::Result<()> {
        match self.0.good_for.load(Ordering::SeqCst) {
            0 => {
                self.0.good_for.store(-1, Ordering::SeqCst);
                self.0.has_failed.store(true, Ordering::SeqCst);
                Err(io::Error::other("the disk was told to fail"))
            }
            left if left > 0 => {
                self.0.good_for.store(left - 1, Ordering::SeqCst);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.bytes.lock().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.0.bytes.lock();
        let from = offset as usize;
        let found = bytes.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.writing()?;
        self.0.bytes.lock().resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.writing()?;
        self.0.syncs.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.writing()?;
        let mut bytes = self.0.bytes.lock();
        let from = offset as usize;
        bytes.get_mut(from..from + data.len()).ok_or(io::ErrorKind::UnexpectedEof)?.copy_from_slice(data);
        Ok(())
    }
}
