//! Chance that libraries ask of the system: hash seeds of the standard library, and with them the
//! order in which maps are walked and in which a runtime looks at the branches of a `select`.
//!
//! The linker prefers this `getrandom` to the C library's, so that a seed makes all of it repeatable.
//! Only this program has it. On systems other than Linux a seed repeats the faults, but not each step.

use std::sync::atomic::{AtomicU64, Ordering};

static STATE: AtomicU64 = AtomicU64::new(0);

/// Begins anew. Call it before anything else.
pub fn begin(seed: u64) {
    STATE.store(seed, Ordering::SeqCst);
}

/// The next 64 bits (SplitMix64).
fn next() -> u64 {
    let mut bits = STATE.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Stands in for the C library's function of this name.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the only way to choose what the standard library takes as random")]
#[unsafe(no_mangle)]
extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: whoever calls `getrandom` hands over that many bytes to write to.
    let bytes = unsafe { std::slice::from_raw_parts_mut(buffer, length) };
    for some in bytes.chunks_mut(8) {
        some.copy_from_slice(&next().to_le_bytes()[..some.len()]);
    }
    length.cast_signed()
}
