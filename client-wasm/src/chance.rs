//! All chance of a phone: ids, command ids, names of records and the spread of its retries, from the
//! one seed that the page gives it. The same seed and the same inputs give the same effects.

use plato_sync_protocol::ids::{CommandId, LineId, UnitId};
use plato_sync_protocol::vector::{from_hex, to_hex};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Makes everything that must be unlike what other phones make.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// From 64 hexadecimal digits; none when they are not that.
    pub fn new(seed: &str) -> Option<Self> {
        from_hex::<32>(seed).map(|seed| Self(ChaCha8Rng::from_seed(seed)))
    }

    /// A line that there has never been.
    pub fn line(&mut self) -> LineId {
        LineId::from_random(self.0.random())
    }

    /// A portion that there has never been.
    pub fn unit(&mut self) -> UnitId {
        UnitId::from_random(self.0.random())
    }

    /// A command that there has never been.
    pub fn command(&mut self) -> CommandId {
        CommandId::from_random(self.0.random())
    }

    /// A name for a record: several tabs write into one store.
    pub fn word(&mut self) -> String {
        to_hex(&self.0.random::<[u8; 6]>())
    }

    /// A number between these, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0.random_range(least..=most.max(least))
    }
}

/// Bytes for an id that comes of what it stands for, and is not `taken`: what is made anew on a draft, for
/// good, by the next page and by another tab has one name, so that edits in between find it.
pub fn derived(from: &[&str], taken: impl Fn([u8; 10]) -> bool) -> [u8; 10] {
    let id = |turn: u32| {
        let mut hasher = Sha256::new();
        for part in from {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.update(turn.to_be_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        std::array::from_fn(|place| digest[place])
    };
    (0..).map(id).find(|id| !taken(*id)).expect("there are more turns than ids in a cart")
}
