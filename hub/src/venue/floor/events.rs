//! What is asked of the floor once a party sits, and what has happened there. Seating and closing are
//! commands of their own, older than these.

use plato_sync_protocol::floor::{CallKind, CallReply};
use plato_sync_protocol::ids::{DinerId, SessionId, StaffId, TableId};
use serde::{Deserialize, Serialize};

use super::parties::{MoveGuests, MovedGuest, MovedPortions};

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum FloorCommand {
    /// Calls for somebody.
    CallWaiter {
        /// To which party.
        session: SessionId,
        /// Who calls.
        by: DinerId,
        /// What for.
        kind: CallKind,
    },
    /// Takes a call back, as its party may.
    WithdrawCall {
        /// Of which party.
        session: SessionId,
        /// Which.
        call: u32,
    },
    /// Answers a call.
    AnswerCall {
        /// Of which party.
        session: SessionId,
        /// Which.
        call: u32,
        /// What is said.
        reply: CallReply,
        /// Who.
        by: StaffId,
    },
    /// Counts a party anew.
    ChangeCovers {
        /// Which.
        session: SessionId,
        /// Counted seats.
        covers: u16,
    },
    /// Says who looks after a party.
    AssignWaiter {
        /// Which.
        session: SessionId,
        /// Who; nobody in particular where none is named.
        waiter: Option<StaffId>,
    },
    /// Says that a table is laid again.
    CleanTable {
        /// Which.
        table: TableId,
    },
    /// Has a party sit elsewhere, with everything that is theirs.
    MoveParty {
        /// Which.
        session: SessionId,
        /// Where.
        to: TableId,
    },
    /// Gives a party one table more.
    AddTable {
        /// Which party.
        session: SessionId,
        /// Which table.
        table: TableId,
    },
    /// Takes a table off a party that has several.
    TakeTableOff {
        /// Which party.
        session: SessionId,
        /// Which table.
        table: TableId,
    },
    /// Has guests go to another party, or be one of their own.
    MoveGuests(MoveGuests),
}

/// One thing that has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FloorEvent {
    /// A party has called.
    WaiterCalled {
        /// Which.
        session: SessionId,
        /// Names the call within the visit, from 1.
        call: u32,
        /// What for.
        kind: CallKind,
        /// Who called.
        by: DinerId,
    },
    /// Somebody is on the way to a party that has called.
    CallTaken {
        /// To which.
        session: SessionId,
        /// Because of which call.
        call: u32,
        /// Who.
        by: StaffId,
    },
    /// A call is over.
    CallEnded {
        /// Of which party.
        session: SessionId,
        /// Which.
        call: u32,
        /// Who did what was asked; none when the party took it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<StaffId>,
    },
    /// A party was counted anew.
    CoversChanged {
        /// Which.
        session: SessionId,
        /// Counted seats.
        covers: u16,
    },
    /// Somebody else looks after a party.
    WaiterAssigned {
        /// Which.
        session: SessionId,
        /// Who; nobody in particular where none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiter: Option<StaffId>,
    },
    /// A table is laid again.
    TableCleaned {
        /// Which.
        table: TableId,
    },
    /// A party sits elsewhere.
    PartyMoved {
        /// Which.
        session: SessionId,
        /// Where it sat, by the first of its tables.
        from: TableId,
        /// Where it sits.
        to: TableId,
    },
    /// A party has one table more.
    TableAdded {
        /// Which party.
        session: SessionId,
        /// Which table.
        table: TableId,
    },
    /// A party has one table less.
    TableTakenOff {
        /// Which party.
        session: SessionId,
        /// Which table.
        table: TableId,
    },
    /// Guests are with another party, with what they have ordered.
    GuestsMoved {
        /// With which they were.
        from: SessionId,
        /// With which they are.
        to: SessionId,
        /// Who.
        guests: Vec<MovedGuest>,
        /// What went along.
        portions: Vec<MovedPortions>,
        /// Does the party go on without them? Not said of those who parted in earlier versions.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        some_stay: bool,
    },
}

impl FloorEvent {
    /// The parties that it concerns.
    pub fn sessions(&self) -> Vec<&SessionId> {
        match self {
            Self::WaiterCalled { session, .. }
            | Self::CallTaken { session, .. }
            | Self::CallEnded { session, .. }
            | Self::CoversChanged { session, .. }
            | Self::WaiterAssigned { session, .. }
            | Self::PartyMoved { session, .. }
            | Self::TableAdded { session, .. }
            | Self::TableTakenOff { session, .. } => vec![session],
            Self::GuestsMoved { from, to, .. } => vec![from, to],
            Self::TableCleaned { .. } => Vec::new(),
        }
    }
}
