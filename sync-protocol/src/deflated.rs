//! Long frames with less bytes: the whole document of a cart and everything else in one deflated stream
//! (RFC 1951). Only from the hub, to devices that take packed frames. Whoever inflates says how much may
//! come of it.

use crate::limits::SNAPSHOT_FRAME_BYTES_MAX;

/// First byte of a deflated frame. No CBOR frame begins with it, nor a packed one.
const MARK: u8 = 1;
/// Frames that are not longer go as they are.
pub const PLAIN_BYTES_MAX: usize = 1_024;
/// How hard to look for repetitions, up to 10.
const LEVEL: u8 = 9;

/// Writes a frame deflated; none where that makes little difference.
pub fn deflate(frame: &[u8]) -> Option<Vec<u8>> {
    if frame.len() <= PLAIN_BYTES_MAX {
        return None;
    }
    let stream = miniz_oxide::deflate::compress_to_vec(frame, LEVEL);
    (stream.len() < frame.len()).then(|| [&[MARK], &stream[..]].concat())
}

/// Reads a frame; none when it is not a deflated one. `Some(None)` when it cannot be inflated, or not to
/// less than [`SNAPSHOT_FRAME_BYTES_MAX`] bytes.
pub fn inflate(bytes: &[u8]) -> Option<Option<Vec<u8>>> {
    let (MARK, stream) = bytes.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    Some(miniz_oxide::inflate::decompress_to_vec_with_limit(stream, SNAPSHOT_FRAME_BYTES_MAX).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_frame_comes_back_as_it_was_in_less_bytes() {
        let frame = b"a cart with much that repeats. ".repeat(200);
        let deflated = deflate(&frame).unwrap();
        assert!(deflated.len() < frame.len() / 10, "{}", deflated.len());
        assert_eq!(inflate(&deflated), Some(Some(frame)));
    }

    #[test]
    fn short_frames_and_those_without_repetition_go_as_they_are() {
        assert_eq!(deflate(&[7; PLAIN_BYTES_MAX]), None);
        let mut random = 1u64;
        let mut next = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 56) as u8
        };
        let noise: Vec<u8> = (0..5_000).map(|_| next()).collect();
        assert_eq!(deflate(&noise), None);
        assert_eq!(inflate(&[0xa1, 0x00]), None, "a plain frame is no deflated one");
    }

    #[test]
    fn a_stream_that_blows_up_or_is_broken_is_refused() {
        let bomb = deflate(&vec![0; SNAPSHOT_FRAME_BYTES_MAX + 1]).unwrap();
        assert!(bomb.len() < 2_000);
        assert_eq!(inflate(&bomb), Some(None));
        let whole = deflate(&vec![0; SNAPSHOT_FRAME_BYTES_MAX]).unwrap();
        assert!(inflate(&whole).unwrap().is_some());
        assert_eq!(inflate(&whole[..whole.len() - 3]), Some(None));
        assert_eq!(inflate(&[MARK, 0xff, 0xff]), Some(None));
    }
}
