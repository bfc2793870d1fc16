//! What happened, step by step, as one number: two runs of a seed have to give the same. With
//! `--trace` every step is printed as well.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::time;

/// The steps so far; clones are the same one.
#[derive(Clone, Default)]
pub struct Trace(Arc<Steps>);

#[derive(Default)]
struct Steps {
    hash: AtomicU64,
    count: AtomicU64,
    is_shown: bool,
}

impl Trace {
    /// Nothing has happened yet.
    pub fn new(is_shown: bool) -> Self {
        Self(Arc::new(Steps { is_shown, ..Steps::default() }))
    }

    /// Takes note of a step.
    pub fn note(&self, who: &str, what: impl Display) {
        let at_ms = time::now_ms();
        let line = format!("{at_ms:>7} {who}: {what}");
        if self.0.is_shown {
            println!("{line}");
        }
        let hash = fingerprint(self.0.hash.load(Ordering::SeqCst), line.as_bytes());
        self.0.hash.store(hash, Ordering::SeqCst);
        self.0.count.fetch_add(1, Ordering::SeqCst);
    }

    /// All steps as one number, and how many they are.
    pub fn sum(&self) -> (u64, u64) {
        (self.0.hash.load(Ordering::SeqCst), self.0.count.load(Ordering::SeqCst))
    }
}

/// Goes on from `hash` with more bytes (FNV-1a).
pub fn fingerprint(hash: u64, bytes: &[u8]) -> u64 {
    let mut hash = hash ^ 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}
