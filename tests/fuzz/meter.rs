//! What an input costs: memory, from an allocator that counts, and processor time of this thread.
#![allow(unsafe_code, reason = "an allocator cannot be written without; it only counts and passes on")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs::File;
use std::io::{Read, Seek};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting.
pub struct Counting;

fn grow(bytes: usize) {
    let now = NOW.fetch_add(bytes, Relaxed) + bytes;
    MOST.fetch_max(now, Relaxed);
}

// SAFETY: every call is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: the caller's duties are those of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may be there for a moment.
        grow(size);
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// Measures one input after the other.
pub struct Meter {
    /// Where Linux says how long this thread has run; elsewhere the clock has to do.
    schedule: Option<File>,
    began_at: Instant,
    began_ns: u64,
    began_bytes: usize,
}

impl Meter {
    /// Of this thread.
    pub fn new() -> Self {
        let schedule = File::open("/proc/thread-self/schedstat").ok();
        Self { schedule, began_at: Instant::now(), began_ns: 0, began_bytes: 0 }
    }

    fn ran_ns(&mut self) -> Option<u64> {
        let file = self.schedule.as_mut()?;
        let mut text = [0; 64];
        file.rewind().ok()?;
        let length = file.read(&mut text).ok()?;
        std::str::from_utf8(&text[..length]).ok()?.split(' ').next()?.parse().ok()
    }

    /// From now on.
    pub fn begin(&mut self) {
        self.began_ns = self.ran_ns().unwrap_or(0);
        self.began_bytes = NOW.load(Relaxed);
        MOST.store(self.began_bytes, Relaxed);
        self.began_at = Instant::now();
    }

    /// Up to now: the most memory beyond what was there, and the time.
    pub fn end(&mut self) -> (usize, Duration) {
        let passed = self.began_at.elapsed();
        let ran = self.ran_ns().map(|now_ns| Duration::from_nanos(now_ns.saturating_sub(self.began_ns)));
        let extra = MOST.load(Relaxed).saturating_sub(self.began_bytes);
        (extra, ran.map_or(passed, |ran| ran.min(passed)))
    }
}
