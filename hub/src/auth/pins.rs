//! The PINs of open sessions, for showing them to staff. In memory only: after a restart of the hub
//! nobody can read a PIN any more, and a new one is made.

use std::collections::HashMap;

use parking_lot::Mutex;
use plato_sync_protocol::ids::SessionId;

/// PINs by session.
#[derive(Default)]
pub struct PinMemory {
    pins: Mutex<HashMap<SessionId, String>>,
}

impl PinMemory {
    /// Remembers the PIN of a session, in place of an older one.
    pub fn keep(&self, session: SessionId, pin: String) {
        self.pins.lock().insert(session, pin);
    }

    /// The PIN of a session, if it was made since the hub started.
    pub fn pin(&self, session: &SessionId) -> Option<String> {
        self.pins.lock().get(session).cloned()
    }

    /// Forgets the PIN of a session.
    pub fn forget(&self, session: &SessionId) {
        self.pins.lock().remove(session);
    }
}
