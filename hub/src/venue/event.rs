//! What has happened. Events are what the log stores, so their form is a promise: a golden file in
//! `tests/compatibility` holds each to its bytes, and a new shape gets a new version in `log/stored.rs`.

use std::net::IpAddr;

use plato_sync_protocol::ids::{DinerId, ItemId, OrderId, SessionId, StaffId, TableId, TicketId};
use plato_sync_protocol::views::{DishStatus, SessionMode};
use serde::{Deserialize, Serialize};

use super::access::{PasswordHash, StaffAccount, TokenHash};
use super::menu::VenueSetup;
use super::ordering::PlacedOrder;

/// One thing that has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A venue file is in force.
    VenueImported {
        /// What it says, with the keys of the tables.
        setup: Box<VenueSetup>,
    },
    /// There is a new staff account.
    StaffAdded {
        /// The account.
        account: StaffAccount,
    },
    /// A member of staff signed in.
    StaffSignedIn {
        /// Who.
        staff: StaffId,
        /// Hash of the token.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// A staff token has ended.
    StaffSignedOut {
        /// Its hash.
        token: TokenHash,
    },
    /// A party was seated.
    TableSeated {
        /// The visit.
        session: SessionId,
        /// Where.
        table: TableId,
        /// Counted seats.
        covers: u16,
        /// How they share.
        mode: SessionMode,
        /// Hash of their PIN.
        pin_hash: PasswordHash,
    },
    /// A party shares in another way.
    SessionModeChanged {
        /// Which.
        session: SessionId,
        /// How it shares now.
        mode: SessionMode,
    },
    /// A session has a new PIN.
    PinReissued {
        /// Whose.
        session: SessionId,
        /// Its hash.
        pin_hash: PasswordHash,
    },
    /// Somebody guessed a PIN. Right or wrong is known only after this is on disk.
    PinTried {
        /// Whose.
        session: SessionId,
        /// From which address, where there is one; never an IPv4-mapped one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<IpAddr>,
    },
    /// A diner is in: the guess before was right.
    DinerJoined {
        /// Into which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
        /// What they are called.
        name: String,
        /// Hash of their token.
        token: TokenHash,
        /// Uptime at which it ends, in ms.
        expires_at_ms: u64,
    },
    /// A visit has ended.
    SessionClosed {
        /// Which.
        session: SessionId,
    },
    /// An order was taken.
    OrderPlaced {
        /// All of it.
        order: Box<PlacedOrder>,
    },
    /// A dish has moved forward.
    DishMoved {
        /// Of which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// How far.
        status: DishStatus,
    },
    /// A ticket is done.
    TicketBumped {
        /// Which.
        ticket: TicketId,
    },
    /// A ticket is back.
    TicketRecalled {
        /// Which.
        ticket: TicketId,
    },
    /// An item is off for now, or on again.
    ItemEightySixed {
        /// Which.
        item: ItemId,
        /// Off?
        is_eighty_sixed: bool,
    },
}
