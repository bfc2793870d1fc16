//! Discovery by multicast DNS (RFC 6762, RFC 6763).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use mdns_sd::{IfKind, ServiceDaemon, ServiceEvent, ServiceInfo};

use super::{Advert, Announcement, Discovery, DiscoveryFault, FoundHub, HOST_NAME, SERVICE_TYPE};

/// Time that a goodbye gets to leave, when a hub stops.
const GOODBYE_WITHIN: Duration = Duration::from_millis(200);

/// The network of this machine.
#[derive(Debug, Default)]
pub struct Mdns {
    /// Only the loopback interface: for tests, which must not talk to the neighbours.
    pub is_loopback_only: bool,
}

impl From<mdns_sd::Error> for DiscoveryFault {
    fn from(fault: mdns_sd::Error) -> Self {
        Self(fault.to_string())
    }
}

impl Mdns {
    fn daemon(&self) -> Result<ServiceDaemon, DiscoveryFault> {
        let daemon = ServiceDaemon::new()?;
        if self.is_loopback_only {
            daemon.disable_interface(IfKind::All)?;
            daemon.enable_interface(IfKind::LoopbackV4)?;
        }
        Ok(daemon)
    }
}

struct Announced {
    daemon: ServiceDaemon,
    name: String,
}

impl Announcement for Announced {}

impl Drop for Announced {
    fn drop(&mut self) {
        if let Ok(done) = self.daemon.unregister(&self.name) {
            let _ = done.recv_timeout(GOODBYE_WITHIN);
        }
        let _ = self.daemon.shutdown();
    }
}

impl Discovery for Mdns {
    fn announce(&self, advert: &Advert) -> Result<Box<dyn Announcement>, DiscoveryFault> {
        let daemon = self.daemon()?;
        let mut properties = vec![("path", "/".to_owned()), ("v", "1".to_owned())];
        properties.extend(advert.https_port.map(|port| ("https", port.to_string())));
        let service = ServiceInfo::new(
            SERVICE_TYPE,
            &advert.venue,
            HOST_NAME,
            &advert.addresses[..],
            advert.port,
            &properties[..],
        )?;
        let service = if advert.addresses.is_empty() { service.enable_addr_auto() } else { service };
        let name = service.get_fullname().to_owned();
        daemon.register(service)?;
        Ok(Box::new(Announced { daemon, name }))
    }

    fn browse(&self, time: Duration) -> Result<Vec<FoundHub>, DiscoveryFault> {
        let daemon = self.daemon()?;
        let events = daemon.browse(SERVICE_TYPE)?;
        let until = Instant::now() + time;
        let mut found = BTreeMap::new();
        while let Ok(event) = events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            match event {
                ServiceEvent::ServiceResolved(service) => {
                    let venue = service.get_fullname().trim_end_matches(SERVICE_TYPE).trim_end_matches('.');
                    let addresses: Vec<IpAddr> =
                        service.get_addresses().iter().map(mdns_sd::ScopedIp::to_ip_addr).collect();
                    let hub = FoundHub {
                        venue: venue.to_owned(),
                        host: service.get_hostname().to_owned(),
                        port: service.get_port(),
                        https_port: service.get_property_val_str("https").and_then(|port| port.parse().ok()),
                        addresses,
                    };
                    found.insert(service.get_fullname().to_owned(), hub);
                }
                ServiceEvent::ServiceRemoved(_, name) => {
                    found.remove(&name);
                }
                _ => {}
            }
        }
        let _ = daemon.shutdown();
        Ok(found.into_values().collect())
    }
}
