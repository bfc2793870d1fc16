//! The document as it stood when somebody made a change without those of others. To bring it back costs
//! reading its whole history, so the states on which changes are likely to build are kept: those on which late changes
//! have built, how far each late author has come, and, while there is reason to expect late changes, the one before
//! the newest change.
//!
//! Somebody who wanted to could still have every change build on something else. How much is read again for
//! devices is bounded until [`Grounds::forget`]; whoever comes later than that begins anew.

use std::collections::VecDeque;

use automerge::{Automerge, ChangeHash};

use super::edit::ChangeRefusal;

/// States that are kept at most: a party's phones, each with what it made while away.
const KEPT_MAX: usize = 16;
/// States that are kept at least, however long the document is.
const KEPT_MIN: usize = 2;
/// Changes on the newest state after which nobody is expected to be late any more.
const WATCHED_CHANGES: usize = 8;
/// Changes in all states that are kept, at most. A state in memory takes about half a KiB for each.
const KEPT_CHANGES_MAX: usize = 16_000;
/// Changes that are read again for devices until it is quiet, at most: half a second of a small processor. A family of
/// eight that was away from a cart of 200 changes costs 1,600.
pub(super) const REREAD_CHANGES_MAX: usize = 20_000;

/// A state, by the changes that name it (sorted).
struct State {
    heads: Vec<ChangeHash>,
    doc: Automerge,
    /// How far one author has come: nobody builds on it but their next change.
    is_tip: bool,
}

/// Earlier states of a document.
#[derive(Default)]
pub(super) struct Grounds {
    /// The one used last at the end.
    kept: VecDeque<State>,
    /// Before the newest change: two who tap at the same moment build on it.
    before: Option<State>,
    /// For how many changes more a state is kept before each.
    watched: usize,
    /// Changes that were read again for devices.
    reread: usize,
}

impl Grounds {
    /// The document as it stood with these changes (sorted) and all that they build on, to write to. For a device it
    /// is refused where too much was read again already.
    pub fn at(
        &mut self,
        doc: &Automerge,
        changes: usize,
        heads: Vec<ChangeHash>,
        is_for_device: bool,
    ) -> Result<Automerge, ChangeRefusal> {
        let is_it = |state: &State| state.heads == heads;
        let kept = self.kept.iter().position(is_it).and_then(|place| self.kept.remove(place));
        let known = kept.or_else(|| self.before.take_if(|state| is_it(state)));
        let state = match known {
            Some(State { doc, is_tip: true, .. }) => return Ok(doc),
            Some(State { doc, .. }) => doc,
            None if is_for_device && self.reread + changes > REREAD_CHANGES_MAX => {
                return Err(ChangeRefusal::Late);
            }
            None => {
                self.reread += changes;
                doc.fork_at(&heads).map_err(|_| ChangeRefusal::Missing)?
            }
        };
        let copy = state.clone();
        self.keep(State { heads, doc: state, is_tip: false }, changes);
        Ok(copy)
    }

    /// An author has come so far, without what others did.
    pub fn keep_tip(&mut self, hash: ChangeHash, doc: Automerge, changes: usize) {
        self.keep(State { heads: vec![hash], doc, is_tip: true }, changes);
    }

    /// Somebody has come back who may have changes of their own, or a change was late or false: the next may be, too.
    pub fn watch(&mut self) {
        self.watched = WATCHED_CHANGES;
    }

    /// Is the state before the next change worth its copy?
    pub fn is_watchful(&self) -> bool {
        self.watched > 0
    }

    /// So the document stood before the newest change, where it was kept.
    pub fn keep_before(&mut self, heads: Vec<ChangeHash>, doc: Option<Automerge>) {
        self.before = doc.map(|doc| State { heads, doc, is_tip: false });
        self.watched = self.watched.saturating_sub(1);
    }

    /// A moment has gone by: whoever tapped at the same time as the newest change has been heard.
    pub fn forget_before(&mut self) {
        self.before = None;
    }

    fn keep(&mut self, state: State, changes: usize) {
        let room = (KEPT_CHANGES_MAX / changes.max(1)).clamp(KEPT_MIN, KEPT_MAX);
        while self.kept.len() >= room {
            self.kept.pop_front();
        }
        self.kept.push_back(state);
    }

    /// How many changes were read again.
    #[cfg(test)]
    pub fn reread(&self) -> usize {
        self.reread
    }

    /// Nothing is built on earlier states for now.
    pub fn forget(&mut self) {
        *self = Self::default();
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

    fn begun() -> Automerge {
        Automerge::new().with_actor(ActorId::from([1; 16]))
    }

    #[test]
    fn a_state_is_brought_back_as_it_was_however_often() {
        let mut doc = begun();
        let (first, mut grounds) = (put(&mut doc, "first"), Grounds::default());
        put(&mut doc, "second");
        for _ in 0..3 {
            let mut state = grounds.at(&doc, 2, first.clone(), true).unwrap();
            assert_eq!(state.get_heads(), first);
            assert_eq!(state.keys(ROOT).collect::<Vec<_>>(), ["first"]);
            // What is written to it stays out of the next.
            put(&mut state, "mine");
        }
        assert_eq!(grounds.reread, 2, "the history was read once");
    }

    #[test]
    fn the_state_before_the_newest_change_costs_no_reading() {
        let mut doc = begun();
        let (first, before) = (put(&mut doc, "first"), doc.clone());
        put(&mut doc, "second");
        let mut grounds = Grounds::default();
        grounds.keep_before(first.clone(), Some(before));
        for _ in 0..2 {
            assert_eq!(grounds.at(&doc, 2, first.clone(), true).unwrap().get_heads(), first);
        }
        assert_eq!(grounds.reread, 0);
        grounds.forget_before();
        grounds.at(&doc, 2, first, true).unwrap();
        assert_eq!(grounds.reread, 0, "it was built on, so others may follow");
    }

    #[test]
    fn states_before_changes_are_kept_for_a_while_after_there_was_reason_to() {
        let mut doc = begun();
        let (first, mut grounds) = (put(&mut doc, "first"), Grounds::default());
        assert!(!grounds.is_watchful(), "whoever is there works on the newest state");
        grounds.watch();
        for _ in 0..WATCHED_CHANGES {
            assert!(grounds.is_watchful());
            grounds.keep_before(first.clone(), Some(doc.clone()));
        }
        assert!(!grounds.is_watchful());
        grounds.keep_before(first, None);
        assert!(grounds.before.is_none(), "of the newest change there is none");
    }

    #[test]
    fn how_far_an_author_has_come_takes_one_place_however_far_it_is() {
        let mut doc = begun();
        let (mut tip, mut grounds) = (put(&mut doc, "first"), Grounds::default());
        put(&mut doc, "second");
        for key in ["a", "b", "c"] {
            let mut state = grounds.at(&doc, 2, tip.clone(), true).unwrap();
            tip = put(&mut state, key);
            grounds.keep_tip(tip[0], state, 2);
        }
        assert_eq!(
            (grounds.kept.len(), grounds.reread),
            (2, 2),
            "the tip, and what its first change built on"
        );
    }

    #[test]
    fn no_more_states_are_kept_than_may_and_fewer_of_a_long_document() {
        let mut doc = begun();
        let states: Vec<_> = (0..KEPT_MAX + 3).map(|number| put(&mut doc, &number.to_string())).collect();
        for (changes, room) in [(10, KEPT_MAX), (KEPT_CHANGES_MAX / 4, 4), (KEPT_CHANGES_MAX * 2, KEPT_MIN)] {
            let mut grounds = Grounds::default();
            for heads in &states {
                grounds.at(&doc, changes, heads.clone(), false).unwrap();
                assert!(grounds.kept.len() <= room);
            }
            assert_eq!(grounds.kept.len(), room);
        }
    }

    #[test]
    fn what_is_read_again_for_devices_is_bounded_until_it_is_quiet() {
        let mut doc = begun();
        let states = ["a", "b", "c"].map(|key| put(&mut doc, key));
        let (mut grounds, many) = (Grounds::default(), REREAD_CHANGES_MAX / 2);
        let mut asks = |heads: &Vec<ChangeHash>, is_for_device| {
            grounds.at(&doc, many, heads.clone(), is_for_device).map(|_| ())
        };
        assert_eq!(asks(&states[0], true), Ok(()));
        assert_eq!(asks(&states[1], true), Ok(()));
        assert_eq!(asks(&states[2], true), Err(ChangeRefusal::Late));
        assert_eq!(asks(&states[2], false), Ok(()), "the hub's own log has to be read");
        grounds.forget();
        assert_eq!(grounds.at(&doc, many, states[0].clone(), true).map(|_| ()), Ok(()));
    }

    #[test]
    fn a_state_that_never_was_is_missing() {
        let mut doc = Automerge::new();
        put(&mut doc, "a");
        let unknown = Grounds::default().at(&doc, 1, vec![ChangeHash([7; 32])], true);
        assert!(matches!(unknown, Err(ChangeRefusal::Missing)));
    }
}
