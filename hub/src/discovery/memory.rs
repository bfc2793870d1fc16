//! Discovery among the hubs of one process: for tests and simulations.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::{Advert, Announcement, Discovery, DiscoveryFault, FoundHub, HOST_NAME};

/// A network in memory; clones share it.
#[derive(Clone, Default)]
pub struct Memory {
    adverts: Arc<Mutex<Vec<Advert>>>,
}

struct Announced {
    network: Memory,
    advert: Advert,
}

impl Announcement for Announced {}

impl Drop for Announced {
    fn drop(&mut self) {
        let mut adverts = self.network.adverts.lock();
        if let Some(place) = adverts.iter().position(|advert| *advert == self.advert) {
            adverts.remove(place);
        }
    }
}

impl Discovery for Memory {
    fn announce(&self, advert: &Advert) -> Result<Box<dyn Announcement>, DiscoveryFault> {
        self.adverts.lock().push(advert.clone());
        Ok(Box::new(Announced { network: self.clone(), advert: advert.clone() }))
    }

    fn browse(&self, _: Duration) -> Result<Vec<FoundHub>, DiscoveryFault> {
        let found = |advert: &Advert| FoundHub {
            venue: advert.venue.clone(),
            host: HOST_NAME.to_owned(),
            port: advert.port,
            https_port: advert.https_port,
            addresses: advert.addresses.clone(),
        };
        Ok(self.adverts.lock().iter().map(found).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_is_found_as_long_as_it_is_announced() {
        let network = Memory::default();
        let advert = Advert { venue: "Test".into(), port: 7878, https_port: None, addresses: vec![] };
        let announced = network.announce(&advert).unwrap();
        assert_eq!(network.browse(Duration::ZERO).unwrap()[0].venue, "Test");
        drop(announced);
        assert!(network.browse(Duration::ZERO).unwrap().is_empty());
    }
}
