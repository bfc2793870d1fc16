//! Bytes that are no frames, or were frames before something happened to them.

use plato_sync_protocol::codec::Format;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// Heads of CBOR items that promise more than can follow: byte strings, texts, lists, maps, tags.
const BOMBS: [&[u8]; 8] = [
    &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x5b, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff],
    &[0x7b, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff],
    &[0xbb, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00],
    &[0x9a, 0x7f, 0xff, 0xff, 0xff],
    &[0xba, 0x00, 0x10, 0x00, 0x00],
    &[0xc2, 0x5a, 0x00, 0xff, 0xff, 0xff],
    &[0x9f, 0xbf, 0x5f, 0x7f],
];
/// Texts that JSON readers stumble over.
const STUMBLES: [&str; 8] = [
    "1e999999",
    "-0",
    "18446744073709551616",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "null",
    "{\"changes\":[[[[",
    "0.1e-400",
];

/// Bytes that never were a frame.
pub fn arbitrary(chance: &mut ChaCha8Rng) -> Vec<u8> {
    let length = match chance.random_range(0..40) {
        0 => chance.random_range(60_000..70_000),
        1..=5 => chance.random_range(300..3_000),
        _ => chance.random_range(0..200),
    };
    (0..length).map(|_| chance.random()).collect()
}

/// One thing nested in another, deeper than any stack likes.
pub fn nested(chance: &mut ChaCha8Rng, format: Format) -> Vec<u8> {
    let depth = chance.random_range(20..65_000);
    match format {
        Format::Cbor => [vec![*[0x81, 0xa1, 0xc1, 0x9f].choose(chance).unwrap(); depth], vec![0]].concat(),
        Format::Json => {
            let (open, close) =
                *[("[", "]"), ("{\"a\":", "}"), ("{\"changes\":[", "]}")].choose(chance).unwrap();
            let depth = depth / open.len() / 2;
            format!("{}1{}", open.repeat(depth), close.repeat(depth)).into_bytes()
        }
    }
}

/// Does one to four things to a frame; `other` is another frame to splice with.
pub fn damaged(mut bytes: Vec<u8>, other: &[u8], format: Format, chance: &mut ChaCha8Rng) -> Vec<u8> {
    for _ in 0..chance.random_range(1..=4) {
        damage(&mut bytes, other, format, chance);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, other: &[u8], format: Format, chance: &mut ChaCha8Rng) {
    if bytes.is_empty() {
        bytes.extend_from_slice(other);
        return;
    }
    let at = chance.random_range(0..bytes.len());
    let to = (at + chance.random_range(1..64)).min(bytes.len());
    match chance.random_range(0..9) {
        0 => bytes.truncate(at),
        1 | 2 => bytes[at] ^= 1 << chance.random_range(0..8),
        3 => bytes[at] = *[0x00, 0x7f, 0x80, 0xff, b'"', b'}', 0x9f, 0xf6].choose(chance).unwrap(),
        4 => drop(bytes.drain(at..to)),
        5 => {
            let piece = bytes[at..to].to_vec();
            let times = chance.random_range(1..200);
            drop(bytes.splice(at..at, piece.repeat(times)));
        }
        6 => {
            let from = chance.random_range(0..other.len().max(1));
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from.min(other.len())..]);
        }
        7 => bytes.extend_from_slice(other),
        _ => {
            let bomb = match format {
                Format::Cbor => BOMBS.choose(chance).unwrap(),
                Format::Json => STUMBLES.choose(chance).unwrap().as_bytes(),
            };
            drop(bytes.splice(at..to, bomb.iter().copied()));
        }
    }
}
