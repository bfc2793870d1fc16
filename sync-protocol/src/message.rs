//! Frames between devices and the hub: one enum each way and socket, and what they carry.
//!
//! `/api/sync` (phones) speaks [`FromDevice`] and [`FromHub`], as CBOR in binary frames or as JSON in
//! text frames, whichever the device began with. `/api/feed` (staff screens) speaks
//! [`FeedFromDevice`] and [`FeedFromHub`] in JSON. The rules are in `docs/protocol.md`.

use serde::{Deserialize, Serialize};

use crate::bill::view::PaymentNews;
use crate::cart::CartChange;
use crate::door::DoorView;
use crate::floor::FloorView;
use crate::former::FormerCarts;
use crate::ids::{DinerId, OrderId, SessionId, TicketId};
use crate::vector::{ActorId, VersionVector};
use crate::version::ProtocolVersion;
use crate::views::{DinerView, DishStatus, KitchenView, OrderView, SessionMode, TicketView};

/// From a phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromDevice {
    /// The first frame on a socket.
    Hello(Hello),
    /// Changes that the hub lacks, an actor's in order.
    Changes(Vec<CartChange>),
    /// The guest has opened the review screen, or closed it.
    Reviewing(bool),
    /// "Are you there?"
    Ping,
}

/// Who is there and what they have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// Versions of the protocol that the device speaks.
    pub versions: Vec<ProtocolVersion>,
    /// The diner's token: 64 hexadecimal digits.
    pub token: String,
    /// The actor that the device would like to go on as.
    #[serde(default)]
    pub actor: Option<ActorId>,
    /// What it has of the cart; empty for nothing.
    #[serde(default)]
    pub have: VersionVector,
    /// Does it take packed frames ([`crate::packed`])? Only with CBOR.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub packs: bool,
    /// Does it understand `door:changed`? Pages of before do not, and are not told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hears_door: bool,
    /// Does it understand `bill:changed` and `payment:completed`? Likewise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hears_bill: bool,
    /// Does it send a ping once it has heard a reset? Then changes that the hub gets before that ping are passed over:
    /// the device makes them anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answers_resets: bool,
}

/// From the hub to a phone. The names with a colon are those of the earlier system's events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromHub {
    /// The answer to a good hello.
    Welcome(Box<Welcome>),
    /// Changes of others, in an order in which they can be accepted.
    #[serde(rename = "cart:updated")]
    CartUpdated(Vec<CartChange>),
    /// All changes up to here are on the hub's disk; the device may forget that it made them.
    #[serde(rename = "cart:accepted")]
    CartAccepted(VersionVector),
    /// The hub cannot go on with what the device has: take this cart and make unaccepted edits anew.
    #[serde(rename = "cart:reset")]
    CartReset(Box<Reset>),
    /// Changes came that build on others: the hub has only this much.
    #[serde(rename = "cart:needed")]
    CartNeeded(VersionVector),
    /// Who is at the table.
    #[serde(rename = "presence")]
    Presence(Vec<DinerView>),
    /// An order was taken.
    #[serde(rename = "order:new")]
    OrderNew(Box<OrderView>),
    /// The slowest dish of an order has moved.
    #[serde(rename = "order:statusChanged")]
    OrderStatusChanged {
        /// Which order.
        order: OrderId,
        /// Its state now.
        status: DishStatus,
    },
    /// A dish has moved.
    #[serde(rename = "order:itemStatusChanged")]
    OrderItemStatusChanged {
        /// Which order.
        order: OrderId,
        /// Which of its lines.
        index: u16,
        /// Its state now.
        status: DishStatus,
    },
    /// The menu has a new revision: fetch it.
    #[serde(rename = "menu:changed")]
    MenuChanged {
        /// The revision in force.
        revision: u32,
    },
    /// The visit is over; the token is worth nothing now.
    #[serde(rename = "session:closed")]
    SessionClosed,
    /// The hub will not go on with this connection.
    Refused(Refused),
    /// "Yes."
    Pong,
    /// Who knocks at the party's door, and which invites are open.
    #[serde(rename = "door:changed")]
    DoorChanged(DoorView),
    /// The bill, its split or what is paid of it has changed: fetch it.
    #[serde(rename = "bill:changed")]
    BillChanged {
        /// The log position that a fetched bill has to have reached.
        position: u64,
    },
    /// A payment was taken.
    #[serde(rename = "payment:completed")]
    PaymentCompleted(Box<PaymentNews>),
}

/// Everything a phone needs to go on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The version that both speak from here on.
    pub version: ProtocolVersion,
    /// The session.
    pub session: SessionId,
    /// How the party shares.
    pub mode: SessionMode,
    /// Name of the table.
    pub table: String,
    /// Who the token belongs to.
    pub diner: DinerId,
    /// The actor to make changes as.
    pub actor: ActorId,
    /// Actors of the session in the order of their numbers, for packed frames; empty where these are
    /// not spoken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<ActorId>,
    /// What the device lacked of the cart.
    pub cart: CartStart,
    /// What the hub has on disk: what is missing here, the device sends.
    pub accepted: VersionVector,
    /// What the hub knew of carts in which the guest was before, when it brought along what stood there: that is not
    /// to be made anew. Empty without such a cart.
    #[serde(default, skip_serializing_if = "FormerCarts::is_empty")]
    pub former: FormerCarts,
    /// Who is at the table.
    pub diners: Vec<DinerView>,
    /// Orders of the visit, oldest first.
    pub orders: Vec<OrderView>,
    /// Revision of the menu in force.
    pub menu_revision: u32,
    /// Wall time of the hub, in ms since 1970 (UTC).
    pub hub_time_ms: u64,
    /// How long the token lasts, in ms.
    pub expires_in_ms: u64,
    /// Who knocks, and which invites are open; for phones that understand it.
    #[serde(default, skip_serializing_if = "DoorView::is_empty")]
    pub door: DoorView,
}

/// How the hub brings a device up to date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartStart {
    /// The whole document.
    Snapshot(#[serde(with = "serde_bytes")] Vec<u8>),
    /// Only what it lacked.
    Changes(Vec<CartChange>),
}

/// Why and with what a device has to start over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reset {
    /// Stable code of the reason.
    pub code: String,
    /// The hub's document.
    #[serde(with = "serde_bytes")]
    pub snapshot: Vec<u8>,
    /// The actor to make changes as from now on.
    pub actor: ActorId,
}

/// Why a connection ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// Stable code.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
}

/// Which screen a feed is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// Tickets.
    Kitchen,
    /// Tables.
    Floor,
}

/// From a staff screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeedFromDevice {
    /// The first frame. The token may instead come as the staff cookie of the upgrade.
    Hello {
        /// What to show.
        feed: FeedKind,
        /// The staff token: 64 hexadecimal digits.
        #[serde(default)]
        token: Option<String>,
        /// Log position that the screen has already; then only what came after is sent.
        #[serde(default)]
        since: Option<u64>,
    },
    /// "Are you there?"
    Ping,
    /// A kitchen display has these tickets on its board. An order that none says this of alarms the floor.
    Shown {
        /// Which.
        tickets: Vec<TicketId>,
    },
    /// A floor screen shows the cart of a party, and wants to hear when it changes; one at a time.
    Watch {
        /// Whose; none when it shows no cart any more.
        #[serde(default)]
        session: Option<SessionId>,
    },
}

/// From the hub to a staff screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeedFromHub {
    /// All that a kitchen screen shows.
    Kitchen {
        /// The view.
        view: KitchenView,
    },
    /// Tickets that are new or have changed.
    Tickets {
        /// Log position that the screen has after this.
        position: u64,
        /// The hub's steady clock in ms.
        hub_time_ms: u64,
        /// Their state now.
        changed: Vec<TicketView>,
    },
    /// All that a floor screen shows.
    Floor {
        /// The view.
        view: FloorView,
    },
    /// The hub will not go on with this connection.
    Refused {
        /// Stable code.
        code: String,
        /// A sentence for a person.
        message: String,
    },
    /// "Yes."
    Pong {
        /// The hub's steady clock in ms.
        hub_time_ms: u64,
    },
    /// The cart that the screen watches is another, or what can be ordered is: ask for it anew. Also the
    /// answer to a watch, so that nothing is missed in between.
    Cart {
        /// Whose.
        session: SessionId,
        /// The menu in force; with another one than the screen has, that is to be asked for as well.
        menu_revision: u32,
    },
}
