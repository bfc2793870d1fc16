//! Which kitchen displays have which tickets on their boards. A display that goes has shown nothing: what only
//! it had waits for another from that moment on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plato_sync_protocol::ids::TicketId;

use super::{ConnectionId, Fanout, News};
use crate::venue::Venue;
use crate::venue::access::TokenHash;

/// How long a display without a socket counts as showing what it has said, in ms: it says so every few seconds.
pub const SHOWN_FOR_MS: u64 = 15_000;

/// Tickets that displays have shown since the hub started, until the kitchen forgets them: one that is recalled
/// is shown by those who had it before.
#[derive(Default)]
pub(super) struct Shown(BTreeMap<TicketId, Sight>);

impl Shown {
    /// Since when, on the hub's steady clock in ms, no display has a ticket; nothing while one does. `started_ms` for
    /// what none has ever had: no order waits for a display longer than the hub runs.
    pub(super) fn missing_since(&self, ticket: &TicketId, started_ms: u64) -> Option<u64> {
        match self.0.get(ticket) {
            Some(sight) if !sight.displays.is_empty() => None,
            sight => Some(sight.map_or(started_ms, |sight| sight.left_at_ms)),
        }
    }
}

#[derive(Default)]
struct Sight {
    displays: BTreeSet<ConnectionId>,
    /// When the last of them went, by the hub's uptime in ms.
    left_at_ms: u64,
}

/// A connected kitchen display; what it shows ends with it.
pub struct Display {
    id: ConnectionId,
    fanout: Arc<Fanout>,
}

impl Display {
    /// It has these tickets on its board; the floor hears of it when that is new.
    pub fn shows(&self, tickets: Vec<TicketId>) {
        self.fanout.note_shown(self.id, tickets);
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.fanout.note_gone(self.id, self.fanout.time.now().uptime_ms);
    }
}

/// A kitchen display that no socket connects: it says again and again what it has on its board.
pub(super) struct Lease {
    id: ConnectionId,
    /// When it counts as gone unless it has said so again, by the hub's uptime in ms.
    until_ms: u64,
}

impl Fanout {
    /// A kitchen display that has nothing on its board yet.
    pub fn display(self: &Arc<Self>) -> Display {
        Display { id: self.new_id(), fanout: self.clone() }
    }

    /// A display without a socket, known by its sign-in, has these tickets on its board: for [`SHOWN_FOR_MS`].
    pub fn shows_for_a_while(&self, display: TokenHash, tickets: Vec<TicketId>) {
        let until_ms = self.time.now().uptime_ms.saturating_add(SHOWN_FOR_MS);
        // Held while it is noted, so that nothing is noted of a lease that ends meanwhile.
        let mut leases = self.leases.lock();
        let lease = leases.entry(display).or_insert_with(|| Lease { id: self.new_id(), until_ms });
        lease.until_ms = until_ms;
        self.note_shown(lease.id, tickets);
    }

    /// Lets displays go that no socket connects and that have not said for a while what they show. Call now and
    /// then, at least every half a minute: an order alarms the floor a minute after its last display is gone.
    pub fn end_leases(&self) {
        let now_ms = self.time.now().uptime_ms;
        self.leases.lock().retain(|_, lease| {
            let is_over = lease.until_ms <= now_ms;
            if is_over {
                self.note_gone(lease.id, lease.until_ms);
            }
            !is_over
        });
    }

    fn note_shown(&self, id: ConnectionId, tickets: Vec<TicketId>) {
        self.change_shown(|venue, shown| {
            shown.0.retain(|ticket, _| venue.has_ticket(ticket));
            let mut is_news = false;
            for ticket in tickets.into_iter().filter(|ticket| venue.is_to_show(ticket)) {
                let displays = &mut shown.0.entry(ticket).or_default().displays;
                is_news |= displays.is_empty();
                displays.insert(id);
            }
            is_news
        });
    }

    fn note_gone(&self, id: ConnectionId, at_ms: u64) {
        self.change_shown(|venue, shown| {
            let mut is_news = false;
            for (ticket, sight) in &mut shown.0 {
                if sight.displays.remove(&id) && sight.displays.is_empty() {
                    sight.left_at_ms = at_ms;
                    is_news |= venue.is_to_show(ticket);
                }
            }
            is_news
        });
    }

    /// Changes what displays show, and tells the floor when that is news to it.
    fn change_shown(&self, change: impl FnOnce(&Venue, &mut Shown) -> bool) {
        // Always the venue first and the set within, as `Fanout::with_devices` does.
        let (position, is_news) =
            self.published.read(|venue, position| (position, change(venue, &mut self.shown.lock())));
        if is_news {
            // Nobody listening is fine.
            let _ = self.news.send((position, News::Floor));
        }
    }
}
