//! The document as it stood when somebody made a change without those of others. To bring it back costs
//! reading its whole history; phones that come back together built on the same state, and each change
//! of one phone builds on the one before.

use std::collections::VecDeque;

use automerge::{Automerge, ChangeHash};

use super::edit::ChangeRefusal;

/// States that are kept at most: what a party built on, and how far one phone has come.
const KEPT_MAX: usize = 2;

/// Earlier states of a document, by the changes that name them, the one used last at the end.
#[derive(Default)]
pub(super) struct Grounds(VecDeque<(Vec<ChangeHash>, Automerge)>);

impl Grounds {
    /// The document as it stood with these changes (sorted) and all that they build on, to write to.
    pub fn at(&mut self, doc: &Automerge, heads: Vec<ChangeHash>) -> Result<Automerge, ChangeRefusal> {
        let known = self.0.iter().position(|(of, _)| *of == heads);
        let state = match known.and_then(|place| self.0.remove(place)) {
            Some((_, state)) => state,
            None => doc.fork_at(&heads).map_err(|_| ChangeRefusal::Missing)?,
        };
        let copy = state.clone();
        self.keep(heads, state);
        Ok(copy)
    }

    /// Keeps a state on which somebody may build.
    pub fn keep(&mut self, heads: Vec<ChangeHash>, state: Automerge) {
        if self.0.len() >= KEPT_MAX {
            self.0.pop_front();
        }
        self.0.push_back((heads, state));
    }

    /// Nothing is built on earlier states for now.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable;
    use automerge::{ActorId, ROOT, ReadDoc};

    use super::*;

    /// Puts a value as one change, and names the state with it.
    fn put(doc: &mut Automerge, key: &str) -> Vec<ChangeHash> {
        let mut tx = doc.transaction();
        tx.put(ROOT, key, 1).unwrap();
        tx.commit();
        doc.get_heads()
    }

    #[test]
    fn a_state_is_brought_back_as_it_was_however_often() {
        let mut doc = Automerge::new().with_actor(ActorId::from([1; 16]));
        let (first, mut grounds) = (put(&mut doc, "first"), Grounds::default());
        put(&mut doc, "second");
        for _ in 0..3 {
            let mut state = grounds.at(&doc, first.clone()).unwrap();
            assert_eq!(state.get_heads(), first);
            assert_eq!(state.keys(ROOT).collect::<Vec<_>>(), ["first"]);
            // What is written to it stays out of the next.
            put(&mut state, "mine");
        }
    }

    #[test]
    fn no_more_states_are_kept_than_may() {
        let mut doc = Automerge::new().with_actor(ActorId::from([1; 16]));
        let states: Vec<_> = ["a", "b", "c", "d"].map(|key| put(&mut doc, key)).into();
        let mut grounds = Grounds::default();
        for heads in states {
            grounds.at(&doc, heads).unwrap();
            assert!(grounds.0.len() <= KEPT_MAX);
        }
        grounds.forget();
        assert!(grounds.0.is_empty());
    }

    #[test]
    fn a_state_that_never_was_is_missing() {
        let mut doc = Automerge::new();
        put(&mut doc, "a");
        let unknown = Grounds::default().at(&doc, vec![ChangeHash([7; 32])]);
        assert!(matches!(unknown, Err(ChangeRefusal::Missing)));
    }
}
