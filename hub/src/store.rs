//! The one database file. Opens it, hands out transactions, and opens it anew after a fault. What
//! stands in it belongs to `log` and `carts`, each with keyspaces of its own.
//!
//! One commit mode everywhere: two-phase with quick repair. Mixing modes, or one-phase commits,
//! loses more on storage that lies and takes longer to open after a crash.

use std::any::Any;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::RwLock;
use redb::{Database, ReadTransaction, ReadableDatabase, WriteTransaction};

/// The database in a data folder.
const DATABASE_FILE: &str = "plato.redb";
/// The database while it is being made: redb cannot open a file whose creation was interrupted.
const NEW_DATABASE_FILE: &str = "plato.redb.new";
/// Says that a data folder has been in use, so that a lost database is noticed.
const MARK_FILE: &str = "PLATO-DATA";
const MARK: &str =
    "This folder belongs to a Plato hub. plato.redb holds its data; back up the whole folder.\n";

/// Why the data cannot be used. Each says where it is and what can be done.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// The folder or a file cannot be reached.
    #[error("cannot use {path}: {fault}")]
    Files {
        /// Where.
        path: PathBuf,
        /// What the system says.
        fault: io::Error,
    },
    /// There is nothing of a hub.
    #[error("there is no data of a Plato hub in {folder}. Name the folder that the hub runs with (--data)")]
    Nothing {
        /// Where.
        folder: PathBuf,
    },
    /// The folder was in use, and its database is gone.
    #[error(
        "{folder} belongs to a hub but its data file {DATABASE_FILE} is missing. Put it back from a backup, or start with another folder; an empty hub is not started over existing data"
    )]
    Missing {
        /// Where.
        folder: PathBuf,
    },
    /// The database is there and cannot be read.
    #[error("the data in {path} is damaged: {fault}. It is left as it is; restore the folder from a backup")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
    /// A read or write did not work. After a failed write it is not known whether it happened.
    #[error("the database failed: {0}")]
    Database(#[from] redb::Error),
}

macro_rules! database_fault {
    ($($kind:ident),+) => {
        $(impl From<redb::$kind> for StoreFault {
            fn from(fault: redb::$kind) -> Self {
                Self::Database(fault.into())
            }
        })+
    };
}

database_fault!(TransactionError, TableError, StorageError, CommitError, DatabaseError);

/// A keyspace that was opened for reading; none when nothing was ever written to it. Everything else is
/// a fault, and must not be taken for an empty keyspace.
pub fn opened<T>(table: Result<T, redb::TableError>) -> Result<Option<T>, StoreFault> {
    match table {
        Ok(table) => Ok(Some(table)),
        Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

type Opener = dyn Fn() -> Result<Database, StoreFault> + Send + Sync;

/// The hub's database.
pub struct Store {
    open: Box<Opener>,
    database: RwLock<Option<Database>>,
    place: PathBuf,
}

impl Store {
    /// Opens the database of a data folder, or makes both.
    pub fn open(folder: &Path) -> Result<Arc<Self>, StoreFault> {
        let place = folder.join(DATABASE_FILE);
        let folder = folder.to_owned();
        Self::with_opener(place, Box::new(move || open_files(&folder)))
    }

    /// Opens the database of a folder that a hub has used, and makes nothing.
    pub fn open_used(folder: &Path) -> Result<Arc<Self>, StoreFault> {
        Self::must_be_used(folder)?;
        Self::open(folder)
    }

    /// Refuses a folder that no hub has used.
    pub fn must_be_used(folder: &Path) -> Result<(), StoreFault> {
        if [DATABASE_FILE, MARK_FILE].iter().any(|file| folder.join(file).exists()) {
            return Ok(());
        }
        Err(StoreFault::Nothing { folder: folder.to_owned() })
    }

    /// Uses a database that `open` opens, again and again: for tests and simulations that bring
    /// storage of their own. `place` names it in messages.
    pub fn with_opener(place: PathBuf, open: Box<Opener>) -> Result<Arc<Self>, StoreFault> {
        let database = open()?;
        Ok(Arc::new(Self { open, database: RwLock::new(Some(database)), place }))
    }

    /// Where the data is, for messages.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Reads one state of everything.
    pub fn read(&self) -> Result<ReadTransaction, StoreFault> {
        let database = self.database.read();
        let database = database.as_ref().ok_or(redb::Error::DatabaseAlreadyOpen)?;
        Ok(database.begin_read()?)
    }

    /// Writes everything that `write` does, or nothing. On an error the outcome is unknown: call
    /// [`Store::reopen`] before the next use.
    pub fn write<T>(
        &self,
        write: impl FnOnce(&WriteTransaction) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let database = self.database.read();
        let database = database.as_ref().ok_or(redb::Error::DatabaseAlreadyOpen)?;
        let mut transaction = database.begin_write()?;
        transaction.set_two_phase_commit(true);
        transaction.set_quick_repair(true);
        let written = write(&transaction)?;
        transaction.commit()?;
        Ok(written)
    }

    /// Closes the database and opens it anew, to find out what is really in it.
    pub fn reopen(&self) -> Result<(), StoreFault> {
        let mut database = self.database.write();
        *database = None;
        *database = Some((self.open)()?);
        Ok(())
    }
}

fn open_files(folder: &Path) -> Result<Database, StoreFault> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |fault| StoreFault::Files { path, fault }
    };
    fs::create_dir_all(folder).map_err(at(folder))?;
    let (file, mark) = (folder.join(DATABASE_FILE), folder.join(MARK_FILE));
    if !file.exists() {
        if mark.exists() {
            return Err(StoreFault::Missing { folder: folder.to_owned() });
        }
        let new = folder.join(NEW_DATABASE_FILE);
        if new.exists() {
            fs::remove_file(&new).map_err(at(&new))?;
        }
        drop(guarded(&new, || Database::create(&new))?);
        File::open(&new).and_then(|file| file.sync_all()).map_err(at(&new))?;
        fs::rename(&new, &file).map_err(at(&file))?;
        sync_folder(folder).map_err(at(folder))?;
    }
    let database = guarded(&file, || Database::open(&file))?;
    if !mark.exists() {
        fs::write(&mark, MARK).map_err(at(&mark))?;
        sync_folder(folder).map_err(at(folder))?;
    }
    Ok(database)
}

/// redb may panic over a damaged file; that is a fault of the data, not of the hub.
fn guarded(
    path: &Path,
    open: impl FnOnce() -> Result<Database, redb::DatabaseError>,
) -> Result<Database, StoreFault> {
    let damaged = |fault: String| StoreFault::Damaged { path: path.to_owned(), fault };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(open)) {
        Ok(Ok(database)) => Ok(database),
        Ok(Err(redb::DatabaseError::DatabaseAlreadyOpen)) => Err(StoreFault::Files {
            path: path.to_owned(),
            fault: io::Error::other("another hub is using it"),
        }),
        Ok(Err(fault)) => Err(damaged(fault.to_string())),
        Err(panic) => Err(damaged(panic_text(&*panic))),
    }
}

/// What a panic said.
pub fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown panic".into())
}

/// A rename is on disk only when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_lost_its_data_file_is_not_started_empty() {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open(folder.path()).unwrap());
        fs::remove_file(folder.path().join(DATABASE_FILE)).unwrap();
        assert!(matches!(Store::open(folder.path()), Err(StoreFault::Missing { .. })));
        assert!(!folder.path().join(DATABASE_FILE).exists());
    }

    #[test]
    fn an_interrupted_first_start_is_made_good() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NEW_DATABASE_FILE), b"half a file").unwrap();
        assert!(Store::open(folder.path()).is_ok());
        assert!(!folder.path().join(NEW_DATABASE_FILE).exists());
    }

    #[test]
    fn a_damaged_file_is_named_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open(folder.path()).unwrap());
        let file = folder.path().join(DATABASE_FILE);
        fs::write(&file, b"not a database").unwrap();
        let Err(fault) = Store::open(folder.path()) else { panic!("it was opened") };
        assert!(fault.to_string().contains(&*file.to_string_lossy()), "{fault}");
        assert_eq!(fs::read(&file).unwrap(), b"not a database");
    }

    #[test]
    fn two_hubs_cannot_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Store::open(folder.path()).unwrap();
        let Err(fault) = Store::open(folder.path()) else { panic!("it was opened") };
        assert!(fault.to_string().contains("another hub"), "{fault}");
    }
}
