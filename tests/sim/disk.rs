//! A disk in memory under redb. It keeps what was flushed apart from what was only written, so that
//! the power can go at any operation: what was not flushed is then there, gone or torn by the sector.
//! It can also fail for some operations and go on.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use plato_hub::store::Store;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use redb::{Database, StorageBackend};

use crate::trace::Trace;

/// What a disk writes whole or not at all.
const SECTOR_BYTES: usize = 512;

enum Pending {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

struct State {
    /// What a power cut leaves for certain.
    flushed: Vec<u8>,
    /// What the running hub sees.
    seen: Vec<u8>,
    /// What it did since the last flush.
    pending: Vec<Pending>,
    /// How often it was switched on: whoever opened it before is cut off.
    boots: u64,
    is_on: bool,
    /// Operations until the power goes.
    cut_in: Option<u64>,
    /// Operations until some fail, and how many.
    fault_in: Option<(u64, u64)>,
    operations: u64,
    chance: ChaCha8Rng,
    trace: Trace,
}

/// A disk; clones are the same one.
#[derive(Clone)]
pub struct Disk(Arc<Mutex<State>>);

/// How a power cut treats what was not flushed.
#[derive(Debug, Clone, Copy)]
enum Loss {
    Everything,
    Nothing,
    /// Each write is there or not.
    Writes,
    /// Each sector is there or not.
    Sectors,
    /// All up to one write, which is torn.
    After(usize),
}

impl Disk {
    /// Empty, and on.
    pub fn new(seed: u64, trace: Trace) -> Self {
        Self(Arc::new(Mutex::new(State {
            flushed: Vec::new(),
            seen: Vec::new(),
            pending: Vec::new(),
            boots: 0,
            is_on: true,
            cut_in: None,
            fault_in: None,
            operations: 0,
            chance: ChaCha8Rng::seed_from_u64(seed),
            trace,
        })))
    }

    /// A store on this disk, as it is until the power goes.
    pub fn store(&self) -> Result<Arc<Store>, plato_hub::store::StoreFault> {
        let handle = Handle { disk: self.clone(), boot: self.0.lock().boots };
        let open = move || Ok(Database::builder().create_with_backend(handle.clone())?);
        Store::with_opener(PathBuf::from("the simulated disk"), Box::new(open))
    }

    /// Has the power gone?
    pub fn is_off(&self) -> bool {
        !self.0.lock().is_on
    }

    /// Lets the power go at the operation after so many.
    pub fn cut_in(&self, operations: u64) {
        self.0.lock().cut_in = Some(operations);
    }

    /// Lets some operations after so many fail.
    pub fn fail_in(&self, operations: u64, some: u64) {
        self.0.lock().fault_in = Some((operations, some));
    }

    /// Lets the power go now, if it has not gone.
    pub fn cut(&self) {
        self.0.lock().cut();
    }

    /// Nothing goes wrong any more.
    pub fn behave(&self) {
        let mut state = self.0.lock();
        (state.cut_in, state.fault_in) = (None, None);
    }

    /// The power is back.
    pub fn switch_on(&self) {
        let mut state = self.0.lock();
        (state.is_on, state.cut_in) = (true, None);
        state.boots += 1;
    }
}

impl State {
    /// Counts an operation; false when it fails.
    fn operate(&mut self, what: &str, at: u64, length: usize) -> io::Result<()> {
        self.operations += 1;
        self.trace.note("disk", format_args!("{what} {at} {length}"));
        match self.cut_in.as_mut() {
            Some(0) => self.cut(),
            Some(left) => *left -= 1,
            None => {}
        }
        if !self.is_on {
            return Err(io::Error::other("the power is off"));
        }
        match self.fault_in.as_mut() {
            Some((0, left)) => {
                *left -= 1;
                self.fault_in = self.fault_in.filter(|(_, left)| *left > 0);
                return Err(io::Error::other("the disk has failed"));
            }
            Some((until, _)) => *until -= 1,
            None => {}
        }
        Ok(())
    }

    fn cut(&mut self) {
        if !self.is_on {
            return;
        }
        (self.is_on, self.cut_in, self.fault_in) = (false, None, None);
        let loss = match self.chance.random_range(0..5) {
            0 => Loss::Everything,
            1 => Loss::Nothing,
            2 => Loss::Writes,
            3 => Loss::Sectors,
            _ => Loss::After(self.chance.random_range(0..=self.pending.len())),
        };
        self.trace.note("disk", format_args!("power cut, {} pending, loses {loss:?}", self.pending.len()));
        for (index, pending) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            self.survive(index, pending, loss);
        }
        self.seen = self.flushed.clone();
    }

    fn survive(&mut self, index: usize, pending: Pending, loss: Loss) {
        let is_whole = match loss {
            Loss::Everything => false,
            Loss::Nothing | Loss::Sectors => true,
            Loss::Writes => self.chance.random(),
            Loss::After(last) => index <= last,
        };
        let is_torn = matches!(loss, Loss::Sectors) || matches!(loss, Loss::After(last) if index == last);
        match pending {
            _ if !is_whole => {}
            Pending::Length(length) => self.flushed.resize(length, 0),
            Pending::Write { at, bytes } => {
                for (sector, some) in bytes.chunks(SECTOR_BYTES).enumerate() {
                    if !is_torn || self.chance.random() {
                        put(&mut self.flushed, at + sector * SECTOR_BYTES, some);
                    }
                }
            }
        }
    }

    fn flush(&mut self) {
        for pending in self.pending.drain(..) {
            match pending {
                Pending::Length(length) => self.flushed.resize(length, 0),
                Pending::Write { at, bytes } => put(&mut self.flushed, at, &bytes),
            }
        }
    }
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The disk as one boot of the hub has it open.
#[derive(Clone)]
struct Handle {
    disk: Disk,
    boot: u64,
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the simulated disk, boot {}", self.boot)
    }
}

impl Handle {
    fn with<T>(
        &self,
        what: &str,
        at: u64,
        length: usize,
        work: impl FnOnce(&mut State) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut state = self.disk.0.lock();
        if state.boots != self.boot {
            return Err(io::Error::other("the power was off since"));
        }
        state.operate(what, at, length)?;
        work(&mut state)
    }
}

impl StorageBackend for Handle {
    fn len(&self) -> io::Result<u64> {
        self.with("len", 0, 0, |state| Ok(state.seen.len() as u64))
    }

    fn read(&self, at: u64, out: &mut [u8]) -> io::Result<()> {
        self.with("read", at, out.len(), |state| {
            let from = at as usize;
            let found = state.seen.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
            out.copy_from_slice(found);
            Ok(())
        })
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.with("set_len", length, 0, |state| {
            state.seen.resize(length as usize, 0);
            state.pending.push(Pending::Length(length as usize));
            Ok(())
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        self.with("sync", 0, 0, |state| {
            state.flush();
            Ok(())
        })
    }

    fn write(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.with("write", at, bytes.len(), |state| {
            put(&mut state.seen, at as usize, bytes);
            state.pending.push(Pending::Write { at: at as usize, bytes: bytes.to_vec() });
            Ok(())
        })
    }
}
