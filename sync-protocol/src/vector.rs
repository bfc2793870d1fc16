//! Version vectors: how much of each actor's work a replica has. An actor's changes are numbered
//! from 1 without gaps, so one number an actor says it all.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An author of changes: 16 random bytes, issued by the hub.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub [u8; 16]);

/// SHA-256 of an Automerge change. The heads of a document are a set of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeHash(pub [u8; 32]);

/// Writes bytes as lower-case hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Reads exactly `N` bytes of lower- or upper-case hexadecimal digits.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(bytes)
}

/// Takes bytes or hexadecimal digits, whichever the format has.
struct FixedBytes<const N: usize>;

impl<const N: usize> Visitor<'_> for FixedBytes<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{N} bytes or {} hexadecimal digits", N * 2)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
        from_hex(text).ok_or_else(|| E::invalid_value(Unexpected::Str("other text"), &self))
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }
}

macro_rules! fixed_bytes {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.serialize_str(&to_hex(&self.0))
                } else {
                    serializer.serialize_bytes(&self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // A value that serde has buffered counts as readable and may be either.
                if deserializer.is_human_readable() {
                    deserializer.deserialize_any(FixedBytes).map(Self)
                } else {
                    deserializer.deserialize_bytes(FixedBytes).map(Self)
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({}..)", stringify!($name), to_hex(&self.0[..4]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&to_hex(&self.0))
            }
        }
    };
}

fixed_bytes!(ActorId);
fixed_bytes!(ChangeHash);

/// How many changes of each actor a replica has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionVector(BTreeMap<ActorId, u64>);

impl VersionVector {
    /// The number of the last change it has of an actor; 0 for none.
    pub fn of(&self, actor: &ActorId) -> u64 {
        self.0.get(actor).copied().unwrap_or(0)
    }

    /// Notes that an actor's changes up to `seq` are there.
    pub fn raise(&mut self, actor: ActorId, seq: u64) {
        let entry = self.0.entry(actor).or_insert(0);
        *entry = seq.max(*entry);
    }

    /// Is everything that `other` has also here?
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(actor, seq)| self.of(actor) >= *seq)
    }

    /// Every actor with the number of its last change.
    pub fn iter(&self) -> impl Iterator<Item = (&ActorId, u64)> {
        self.0.iter().map(|(actor, seq)| (actor, *seq))
    }

    /// How many actors it knows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Does it know no actor at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_covers_another_that_has_no_more() {
        let (a, b) = (ActorId([1; 16]), ActorId([2; 16]));
        let mut one = VersionVector::default();
        one.raise(a, 3);
        one.raise(a, 2);
        let mut two = one.clone();
        two.raise(b, 1);
        assert!(two.covers(&one));
        assert!(!one.covers(&two));
        assert_eq!((two.of(&a), two.of(&b)), (3, 1));
    }

    #[test]
    fn hashes_are_hex_in_json_and_bytes_in_cbor() {
        let hash = ChangeHash([0xab; 32]);
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(json, format!("\"{}\"", "ab".repeat(32)));
        assert_eq!(serde_json::from_str::<ChangeHash>(&json).unwrap(), hash);
        let mut cbor = Vec::new();
        ciborium::into_writer(&hash, &mut cbor).unwrap();
        assert_eq!(cbor.len(), 34);
        assert_eq!(ciborium::from_reader::<ChangeHash, _>(&cbor[..]).unwrap(), hash);
        assert!(serde_json::from_str::<ChangeHash>("\"abcd\"").is_err());
        assert!(from_hex::<1>("g0").is_none());
    }
}
