//! Finding the hub on the network. Always a convenience: guests come by QR code, and a network
//! without multicast is a warning, not a fault.

pub mod mdns;
pub mod memory;

use std::net::IpAddr;
use std::time::Duration;

/// The mDNS service type of hubs.
pub const SERVICE_TYPE: &str = "_plato._tcp.local.";
/// The host name that hubs announce: never the machine's own.
pub const HOST_NAME: &str = "plato.local.";

/// What a hub tells about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advert {
    /// What the venue is called, which names the service.
    pub venue: String,
    /// The port it listens on.
    pub port: u16,
    /// The port of https, told as `https` in the TXT record; none when it is not spoken.
    pub https_port: Option<u16>,
    /// Addresses it can be reached at; empty for all of this machine.
    pub addresses: Vec<IpAddr>,
}

/// A hub that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHub {
    /// What the venue is called.
    pub venue: String,
    /// Its host name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Its port of https; none when it does not speak it.
    pub https_port: Option<u16>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// Discovery did not work here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DiscoveryFault(pub String);

/// Keeps a hub announced until it is dropped.
pub trait Announcement: Send {}

/// A way to announce and to find hubs.
pub trait Discovery: Send + Sync {
    /// Announces a hub.
    fn announce(&self, advert: &Advert) -> Result<Box<dyn Announcement>, DiscoveryFault>;
    /// Looks for hubs for so long. Blocks.
    fn browse(&self, time: Duration) -> Result<Vec<FoundHub>, DiscoveryFault>;
}
