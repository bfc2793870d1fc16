//! Staff screens that show a party's cart hear that it has changed, not how: they ask for it as they do at
//! first. What a screen has not looked at yet is told once, however much has changed since.

use plato_sync_protocol::ids::SessionId;
use tokio::sync::watch;

use super::Fanout;

/// Counts the changes of a party's cart for those who look at it.
#[derive(Debug, Default)]
pub(super) struct Watchers(watch::Sender<u64>);

/// A look at a party's cart. It ends with the visit.
pub struct Watching {
    /// Whose.
    pub session: SessionId,
    changes: watch::Receiver<u64>,
}

impl Watching {
    /// Waits until the cart has changed since this was last asked. False when there is nothing to watch
    /// any more, or whoever counted has begun anew.
    pub async fn changed(&mut self) -> bool {
        self.changes.changed().await.is_ok()
    }
}

impl Fanout {
    /// From now on; nothing where the party has gone.
    pub fn watch(&self, session: &SessionId) -> Option<Watching> {
        // The venue first and the tables within, as `with_devices` does: the end of the visit, which takes its
        // table away, is told after the venue knows of it, and so after this.
        self.published.read(|venue, _| {
            if !venue.is_session_open(session) {
                return None;
            }
            let mut tables = self.tables.lock();
            let changes = tables.entry(session.clone()).or_default().watchers.0.subscribe();
            Some(Watching { session: session.clone(), changes })
        })
    }

    /// The cart of a party is another.
    pub(super) fn tell_watchers(&self, session: &SessionId) {
        if let Some(table) = self.tables.lock().get(session) {
            table.watchers.0.send_modify(|changes| *changes += 1);
        }
    }
}
