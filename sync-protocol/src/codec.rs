//! Frames to bytes and back. Refuses what is too big or cannot be understood; never panics, and
//! hands nothing to a decoder of Automerge.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::limits::FRAME_BYTES_MAX;

/// How a connection writes its frames: the hub answers as the device began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CBOR (RFC 8949) in binary frames: small.
    Cbor,
    /// JSON (RFC 8259) in text frames: readable.
    Json,
}

/// Why a frame was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameRefusal {
    /// Longer than [`FRAME_BYTES_MAX`].
    #[error("the frame is longer than {} bytes", FRAME_BYTES_MAX)]
    TooLong,
    /// Not a frame that this version knows.
    #[error("the frame cannot be understood")]
    Unreadable,
}

/// Nesting that a frame may have. Frames nest six deep; a hostile one could exhaust the stack.
const DEPTH_MAX: usize = 32;

/// Writes a frame.
pub fn encode<T: Serialize>(frame: &T, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = match format {
        Format::Cbor => ciborium::into_writer(frame, &mut bytes).is_ok(),
        Format::Json => serde_json::to_writer(&mut bytes, frame).is_ok(),
    };
    assert!(written, "frames hold nothing that cannot be written");
    bytes
}

/// Reads a frame from a device: at most [`FRAME_BYTES_MAX`] long.
pub fn decode<T: DeserializeOwned>(bytes: &[u8], format: Format) -> Result<T, FrameRefusal> {
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(FrameRefusal::TooLong);
    }
    decode_trusted(bytes, format)
}

/// Reads bytes of one's own or of the hub, which may be longer.
pub fn decode_trusted<T: DeserializeOwned>(bytes: &[u8], format: Format) -> Result<T, FrameRefusal> {
    match format {
        Format::Cbor => {
            let mut rest = bytes;
            let frame = ciborium::de::from_reader_with_recursion_limit(&mut rest, DEPTH_MAX);
            let frame = frame.map_err(|_| FrameRefusal::Unreadable)?;
            if rest.is_empty() { Ok(frame) } else { Err(FrameRefusal::Unreadable) }
        }
        Format::Json => serde_json::from_slice(bytes).map_err(|_| FrameRefusal::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cart::{CartChange, CartEdit, NewUnit};
    use crate::message::{CartStart, FromDevice, FromHub, Reset};
    use crate::vector::{ActorId, ChangeHash, VersionVector};

    fn change() -> CartChange {
        CartChange {
            actor: ActorId([1; 16]),
            seq: 2,
            deps: vec![ChangeHash([2; 32])],
            edits: vec![CartEdit::AddLine {
                line: "lineaaaaaa".parse().unwrap(),
                item: "steak".parse().unwrap(),
                rev: 3,
                by: "dineraaaaa".parse().unwrap(),
                config: r#"{"m":[],"n":""}"#.into(),
                units: vec![NewUnit {
                    unit: "unitaaaaaa".parse().unwrap(),
                    diner: "dineraaaaa".parse().unwrap(),
                }],
            }],
            hash: ChangeHash([3; 32]),
        }
    }

    #[test]
    fn frames_come_back_as_they_went_in_both_formats() {
        let mut vector = VersionVector::default();
        vector.raise(ActorId([7; 16]), 9);
        let frames = [
            FromHub::CartUpdated(vec![change()]),
            FromHub::CartAccepted(vector),
            FromHub::CartReset(Box::new(Reset {
                code: "x".into(),
                snapshot: vec![0, 255],
                actor: ActorId([4; 16]),
            })),
            FromHub::Pong,
        ];
        for format in [Format::Cbor, Format::Json] {
            for frame in &frames {
                assert_eq!(decode::<FromHub>(&encode(frame, format), format).as_ref(), Ok(frame));
            }
            let start = CartStart::Snapshot(vec![1, 2, 3]);
            assert_eq!(decode::<CartStart>(&encode(&start, format), format), Ok(start));
        }
    }

    #[test]
    fn a_frame_at_the_limit_is_read_and_one_byte_more_is_not() {
        let frame = |bytes: usize| {
            let quotes = 2;
            format!("\"{}\"", "a".repeat(bytes - quotes)).into_bytes()
        };
        assert!(decode::<String>(&frame(FRAME_BYTES_MAX), Format::Json).is_ok());
        assert_eq!(decode::<String>(&frame(FRAME_BYTES_MAX + 1), Format::Json), Err(FrameRefusal::TooLong));
    }

    #[test]
    fn hostile_bytes_are_refused() {
        let nested = vec![0x81; 10_000];
        let promised = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        let trailing = [encode(&FromDevice::Ping, Format::Cbor), vec![0]].concat();
        for bytes in [&nested[..], &promised[..], &trailing[..], b"", b"\xff", b"{\"hello\":{}}"] {
            assert_eq!(decode::<FromDevice>(bytes, Format::Cbor), Err(FrameRefusal::Unreadable));
            assert_eq!(decode::<FromDevice>(bytes, Format::Json), Err(FrameRefusal::Unreadable));
        }
    }

    #[test]
    fn a_small_change_is_a_small_frame() {
        assert_eq!(encode(&FromDevice::Changes(vec![change()]), Format::Cbor).len(), 246);
    }
}
