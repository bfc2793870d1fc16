//! Names of carts: which one a diner works on, and what it is called on disk.

use std::fmt;

use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::views::SessionMode;

/// Names a cart: that of a party, or a diner's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CartId {
    /// Of which visit.
    pub session: SessionId,
    /// Whose; none for the whole party's.
    pub owner: Option<DinerId>,
}

impl CartId {
    /// The cart of the whole party.
    pub fn shared(session: &SessionId) -> Self {
        Self { session: session.clone(), owner: None }
    }

    /// A diner's own cart.
    pub fn own(session: &SessionId, diner: &DinerId) -> Self {
        Self { session: session.clone(), owner: Some(diner.clone()) }
    }

    /// The cart that a diner works on.
    pub fn of(session: &SessionId, diner: &DinerId, mode: SessionMode) -> Self {
        match mode {
            SessionMode::Family => Self::shared(session),
            SessionMode::Individual => Self::own(session, diner),
        }
    }
}

/// As the database and the document name it.
impl fmt::Display for CartId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            None => write!(f, "{}", self.session),
            Some(owner) => write!(f, "{}/{owner}", self.session),
        }
    }
}
