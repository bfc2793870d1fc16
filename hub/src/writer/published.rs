//! The venue as it stands on disk, for everyone to read, and what each commit has changed in it.

use parking_lot::RwLock;

use crate::carts::{CartId, CartNews, Durable};
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

/// What a commit has changed, for those who show it.
#[derive(Debug, Default)]
pub struct Publication {
    /// Position of the newest record.
    pub position: u64,
    /// What has happened, oldest first.
    pub events: Vec<Event>,
    /// Carts of which something came to disk.
    pub carts: Vec<SavedCart>,
}

/// A cart of which something came to disk.
#[derive(Debug)]
pub struct SavedCart {
    /// Which.
    pub cart: CartId,
    /// What the hub itself changed.
    pub by_hub: Vec<CartNews>,
    /// That it is on disk, and what else is.
    pub durable: Durable,
}

/// Someone who wants to know what was committed. Called between commit and answers, while the carts
/// concerned are held: so nothing that builds on the news can overtake it.
pub trait Outlet: Send {
    /// Takes note. Must not wait for anything.
    fn publish(&self, publication: &Publication);
    /// A write failed and the hub has gone back to what is on disk: everyone has to ask anew.
    fn start_over(&self);
}
