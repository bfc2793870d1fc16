//! Packed frames: the changes of a cart in less than half the bytes that CBOR takes.
//!
//! A device that says so in its hello is told the session's actors by number, and from then on both
//! sides write changes packed (<https://postcard.jamesmunns.com/wire-format>): an author is a number,
//! and what a change builds on are its author's number and its own. The first byte of a packed frame
//! is zero, with which no CBOR frame begins. Only bytes differ: the rules of `docs/protocol.md` hold.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, CartChange, CartEdit};
use crate::codec::{Format, FrameRefusal};
use crate::limits::FRAME_BYTES_MAX;
use crate::vector::{ActorId, ChangeHash, VersionVector};

/// First byte of a packed frame.
const MARK: u8 = 0;

/// Place of an actor in the session's list. Good for one connection.
pub type ActorNumber = u16;

/// The actors of a session, by number: the hub knows all, a device those that it was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actors {
    by_number: BTreeMap<ActorNumber, ActorId>,
    numbers: HashMap<ActorId, ActorNumber>,
}

impl Actors {
    /// Gives an actor the next number, unless it has one. For the hub, which gives them out.
    pub fn add(&mut self, actor: ActorId) {
        if !self.numbers.contains_key(&actor) {
            let next = self.by_number.last_key_value().map_or(0, |(last, _)| last.saturating_add(1));
            self.learn(next, actor);
        }
    }

    /// Notes the number that an actor has.
    pub fn learn(&mut self, number: ActorNumber, actor: ActorId) {
        self.by_number.insert(number, actor);
        self.numbers.insert(actor, number);
    }

    /// Is none known?
    pub fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// The number of an actor.
    pub fn number(&self, actor: &ActorId) -> Option<ActorNumber> {
        self.numbers.get(actor).copied()
    }

    /// The actor with that number.
    pub fn actor(&self, number: ActorNumber) -> Option<ActorId> {
        self.by_number.get(&number).copied()
    }

    /// All, in the order of their numbers.
    pub fn list(&self) -> Vec<ActorId> {
        self.by_number.values().copied().collect()
    }

    /// All, with their numbers.
    pub fn numbered(&self) -> Vec<(ActorNumber, ActorId)> {
        self.by_number.iter().map(|(number, actor)| (*number, *actor)).collect()
    }

    /// Packs a vector, without the actors that have no number.
    pub fn pack_vector(&self, vector: &VersionVector) -> Vec<(ActorNumber, u64)> {
        vector.iter().filter_map(|(actor, seq)| Some((self.number(actor)?, seq))).collect()
    }

    /// Unpacks a vector, without the numbers that no actor has.
    pub fn unpack_vector(&self, packed: &[(ActorNumber, u64)]) -> VersionVector {
        let mut vector = VersionVector::default();
        for (number, seq) in packed {
            if let Some(actor) = self.actor(*number) {
                vector.raise(actor, *seq);
            }
        }
        vector
    }
}

impl FromIterator<ActorId> for Actors {
    fn from_iter<I: IntoIterator<Item = ActorId>>(actors: I) -> Self {
        let mut all = Self::default();
        for actor in actors {
            all.add(actor);
        }
        all
    }
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Author {
    Number(ActorNumber),
    /// One that has no number on this connection.
    Id(ActorId),
}

/// What a change builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Dep {
    /// A change by the number of its author and its own.
    Named(ActorNumber, u64),
    /// One whose author has no number on this connection.
    Hash(ChangeHash),
}

/// A [`CartChange`] in few bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedChange {
    by: Author,
    seq: u64,
    deps: Vec<Dep>,
    edits: Vec<CartEdit>,
    hash: ChangeHash,
}

/// Why a packed change cannot be read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnpackRefusal {
    /// Its author's number was never given out.
    #[error("its author is not known")]
    UnknownAuthor,
    /// It builds on a change that is not here.
    #[error("it builds on a change that is not here")]
    Missing,
}

impl PackedChange {
    /// Packs a change of that cart.
    pub fn pack(change: &CartChange, actors: &Actors, cart: &Cart) -> Self {
        let number = |actor: &ActorId| actors.number(actor);
        let dep = |hash: &ChangeHash| {
            let name = cart.name_of(hash).and_then(|(actor, seq)| Some(Dep::Named(number(&actor)?, seq)));
            name.unwrap_or(Dep::Hash(*hash))
        };
        Self {
            by: number(&change.actor).map_or(Author::Id(change.actor), Author::Number),
            seq: change.seq,
            deps: change.deps.iter().map(dep).collect(),
            edits: change.edits.clone(),
            hash: change.hash,
        }
    }

    /// Whose change it is, and which of theirs.
    pub fn name(&self, actors: &Actors) -> Result<(ActorId, u64), UnpackRefusal> {
        let actor = match self.by {
            Author::Number(number) => actors.actor(number).ok_or(UnpackRefusal::UnknownAuthor)?,
            Author::Id(actor) => actor,
        };
        Ok((actor, self.seq))
    }

    /// Unpacks a change that builds on what is in that cart.
    pub fn unpack(self, actors: &Actors, cart: &Cart) -> Result<CartChange, UnpackRefusal> {
        let dep = |dep: Dep| match dep {
            Dep::Named(number, seq) => {
                let actor = actors.actor(number).ok_or(UnpackRefusal::UnknownAuthor)?;
                cart.hash_of(&actor, seq).ok_or(UnpackRefusal::Missing)
            }
            Dep::Hash(hash) => Ok(hash),
        };
        let (actor, _) = self.name(actors)?;
        let deps = self.deps.into_iter().map(dep).collect::<Result<_, _>>()?;
        Ok(CartChange { actor, seq: self.seq, deps, edits: self.edits, hash: self.hash })
    }
}

/// A frame that can be packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Packed {
    /// From a device: changes that the hub lacks.
    Changes(Vec<PackedChange>),
    /// From the hub: changes of others.
    Updated {
        /// Actors among their authors that are newer than the welcome, with their numbers.
        new_actors: Vec<(ActorNumber, ActorId)>,
        /// The changes.
        changes: Vec<PackedChange>,
    },
    /// From the hub: what has come to its disk since it last said so.
    Accepted {
        /// Actors among these that are newer than the welcome, with their numbers.
        new_actors: Vec<(ActorNumber, ActorId)>,
        /// The last change of each actor that is on disk.
        vector: Vec<(ActorNumber, u64)>,
    },
}

impl Packed {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_extend(self, vec![MARK]).expect("frames hold nothing that cannot be written")
    }

    /// Reads a frame; none when it is not a packed one.
    pub fn decode(bytes: &[u8], format: Format) -> Option<Result<Self, FrameRefusal>> {
        let (MARK, packed) = bytes.split_first().map(|(first, rest)| (*first, rest))? else { return None };
        if format != Format::Cbor {
            return None;
        }
        if bytes.len() > FRAME_BYTES_MAX {
            return Some(Err(FrameRefusal::TooLong));
        }
        Some(match postcard::take_from_bytes(packed) {
            Ok((frame, [])) => Ok(frame),
            _ => Err(FrameRefusal::Unreadable),
        })
    }
}

#[cfg(test)]
mod tests;
