//! What the tests of the whole system share: a real hub on a temporary folder (`hub`), parties and
//! guests (`party`), HTTP calls (`http`), staff screens (`screen`), phones as bare sockets
//! (`phone`, `packer`) and as the real client (`device`), the real program (`process`), and a clock that the test moves.
//!
//! Nothing here sleeps: a test waits for what it expects, and [`PATIENCE`] only bounds how long a
//! failure takes.
#![allow(clippy::unwrap_used, reason = "everything here is part of tests")]

pub mod clock;
pub mod device;
pub mod disk;
pub mod documented;
pub mod http;
pub mod hub;
pub mod packer;
pub mod party;
pub mod phone;
pub mod process;
pub mod raw;
pub mod screen;
pub mod secure;
pub mod socket;
pub mod trail;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use plato_sync_protocol::ids::CommandId;
use plato_sync_protocol::money::Money;

pub use clock::TestClock;
pub use device::TestDevice;
pub use http::{Answer, Http};
pub use hub::{TestHub, scratch};
pub use packer::{Heard, Packer, Received};
pub use party::{Guest, Party};
pub use phone::Phone;
pub use process::HubProcess;
pub use raw::{Raw, RawAnswer};
pub use screen::StaffScreen;
pub use socket::Socket;

/// How long anything may take before the test has failed. Nothing waits that long when it works.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The venue file of the tests.
pub const VENUE_FILE: &str = include_str!("../venue.toml");

/// The tests' venue with as many tables as are wanted.
pub fn venue_with(tables: usize) -> String {
    let list = |number: usize| {
        format!("  {{ id = \"{number}\", name = \"{number}\", room = \"main\", seats = 4 }},\n")
    };
    let (head, rest) = VENUE_FILE.split_once("table = [\n").unwrap();
    let (_, rest) = rest.split_once("]\n").unwrap();
    format!("{head}table = [\n{}]\n{rest}", (1..=tables).map(list).collect::<String>())
}

/// Waits for something that has to come.
pub async fn soon<T>(what: &str, coming: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, coming).await {
        Ok(come) => come,
        Err(_) => panic!("{what} did not come within {PATIENCE:?}"),
    }
}

/// A command id that nobody has used.
pub fn fresh_id() -> CommandId {
    CommandId::from_random(rand::random())
}

/// An amount in the currency of the tests' venue.
pub fn euros(minor: i64) -> Money {
    Money { minor, currency: "EUR".parse().unwrap() }
}

/// An address for a hub, with a port that is free. Each has a loopback address of its own where the
/// system has more than one: so nobody else takes the port while the hub is down, and a device that
/// keeps on trying cannot connect to itself.
pub fn hub_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(1);
    let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let process = std::process::id().to_be_bytes()[3];
    let own = if cfg!(target_os = "linux") {
        Ipv4Addr::new(127, process | 128, high, low)
    } else {
        Ipv4Addr::LOCALHOST
    };
    let listener = std::net::TcpListener::bind((IpAddr::from(own), 0)).unwrap();
    listener.local_addr().unwrap()
}
