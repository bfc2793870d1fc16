//! The venue as it stands on disk, for everyone to read.

use parking_lot::RwLock;

use crate::origin::Origin;
use crate::venue::{Event, Timestamp, Venue};

/// The venue up to the last commit, and the position of that commit.
#[derive(Default)]
pub struct Published {
    state: RwLock<(Venue, u64)>,
}

impl Published {
    /// Reads from one state of the venue; `read` gets it with its log position. Keep it short: the
    /// writer waits meanwhile.
    pub fn read<T>(&self, read: impl FnOnce(&Venue, u64) -> T) -> T {
        let state = self.state.read();
        read(&state.0, state.1)
    }

    pub(super) fn apply(&self, events: &[(Timestamp, Origin, Event)], position: u64) {
        let mut state = self.state.write();
        for (at, _, event) in events {
            state.0.apply(*at, event);
        }
        state.1 = position;
    }

    pub(super) fn replace(&self, venue: Venue, position: u64) {
        *self.state.write() = (venue, position);
    }
}
