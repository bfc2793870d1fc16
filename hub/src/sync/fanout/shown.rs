//! Which kitchen displays have which tickets on their boards. A display that goes has shown nothing: what only
//! it had waits for another from that moment on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use plato_sync_protocol::ids::TicketId;

use super::{ConnectionId, Fanout, News};

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
        let Self { id, fanout } = self;
        // Always the venue first and the set within, as `Fanout::with_devices` does.
        let (position, is_news) = fanout.published.read(|venue, position| {
            let mut shown = fanout.shown.lock();
            shown.0.retain(|ticket, _| venue.has_ticket(ticket));
            let mut is_news = false;
            for ticket in tickets.into_iter().filter(|ticket| venue.is_to_show(ticket)) {
                let displays = &mut shown.0.entry(ticket).or_default().displays;
                is_news |= displays.is_empty();
                displays.insert(*id);
            }
            (position, is_news)
        });
        if is_news {
            // Nobody listening is fine.
            let _ = fanout.news.send((position, News::Floor));
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let Self { id, fanout } = self;
        let now_ms = fanout.time.now().uptime_ms;
        let (position, is_news) = fanout.published.read(|venue, position| {
            let mut is_news = false;
            for (ticket, sight) in &mut fanout.shown.lock().0 {
                if sight.displays.remove(id) && sight.displays.is_empty() {
                    sight.left_at_ms = now_ms;
                    is_news |= venue.is_to_show(ticket);
                }
            }
            (position, is_news)
        });
        if is_news {
            let _ = fanout.news.send((position, News::Floor));
        }
    }
}

impl Fanout {
    /// A kitchen display that has nothing on its board yet.
    pub fn display(self: &Arc<Self>) -> Display {
        let id = ConnectionId(self.next.fetch_add(1, Ordering::Relaxed));
        Display { id, fanout: self.clone() }
    }
}
