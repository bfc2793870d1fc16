//! A hub in a process of its own with its phones; a cold join; and all phones coming back at once.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use plato_sync_protocol::vector::VersionVector;
use plato_tests::{Packer, soon};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::Plan;
use crate::edits::next;
use crate::figures::Figures;
use crate::hub::Pass;
use crate::rig::Server;

/// Joins that are measured.
const JOINS: usize = 20;

/// The hub, and the phones of each table.
pub struct Venue {
    pub server: Server,
    address: SocketAddr,
    parties: Vec<Vec<Pass>>,
    pub phones: Vec<Vec<Packer>>,
}

/// What cold joins cost.
pub struct Joins {
    pub figures: Figures,
    /// Bytes that the first brought.
    pub bytes: usize,
    /// Processor time of the hub for all of them.
    pub cpu: Option<Duration>,
}

impl Venue {
    /// Starts the hub and connects everyone.
    pub async fn start(plan: Plan) -> Self {
        let server = Server::start(&["hub", &plan.tables.to_string(), &plan.phones.to_string()]);
        let read = |name: &str| server.hello[name].clone();
        let address: SocketAddr = serde_json::from_value(read("address")).unwrap();
        let parties: Vec<Vec<Pass>> = serde_json::from_value(read("parties")).unwrap();
        let mut phones = Vec::new();
        for party in &parties[..plan.tables] {
            let mut own = Vec::new();
            for pass in party {
                own.push(Packer::connect(address, &pass.token).await);
            }
            phones.push(own);
        }
        Self { server, address, parties, phones }
    }

    /// Memory of the hub now, in KiB.
    pub fn rss_kib(&self) -> Option<u64> {
        self.server.rss_kib()
    }

    /// Phones with nothing join a table with a cart of 40 lines and 400 edits, one after another.
    pub async fn cold_joins(&mut self) -> Joins {
        let pass = self.parties.last().unwrap()[0].clone();
        self.server.ask(&json!({ "what": "fill", "session": pass.session }));
        let cpu = self.server.cpu();
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..JOINS {
            let since = Instant::now();
            let phone = Packer::connect(self.address, &pass.token).await;
            times.push(since.elapsed());
            assert!(phone.cart.change_count() >= 400, "the cart is not the full one");
            // Each of these joins as an author of its own, which later ones are told of.
            bytes = if bytes == 0 { phone.socket.traffic().down } else { bytes };
        }
        let cpu = self.server.cpu().zip(cpu).map(|(after, before)| after - before);
        Joins { figures: Figures::of(times), bytes, cpu }
    }

    /// All phones are cut off, make an edit each, and come back at the same moment: how long until each
    /// has the edits of all others of its table, and the hub's processor time.
    pub async fn herd(&mut self) -> (Duration, Option<Duration>) {
        for phone in self.phones.iter_mut().flatten() {
            phone.socket.close().await;
        }
        assert_eq!(self.server.ask(&json!({ "what": "quiet" })), true, "phones are not gone");
        let mut chance = ChaCha8Rng::seed_from_u64(u64::MAX);
        let mut cut_off = Vec::new();
        for party in &mut self.phones {
            let mut wanted = VersionVector::default();
            let mut changes = Vec::new();
            for phone in party.iter_mut() {
                let edit = next(phone, &mut chance);
                let change = phone.authors(vec![edit]);
                wanted.raise(change.actor, change.seq);
                changes.push(change);
            }
            cut_off.push((wanted, changes));
        }
        let (address, began, cpu) = (self.address, Instant::now(), self.server.cpu());
        let mut running = Vec::new();
        for (party, (wanted, changes)) in std::mem::take(&mut self.phones).into_iter().zip(cut_off) {
            for (mut phone, change) in party.into_iter().zip(changes) {
                let wanted = wanted.clone();
                running.push(tokio::spawn(async move {
                    let made = [change];
                    let socket = soon("everyone's edit", phone.returns(address, &made, &wanted)).await;
                    // To free a cart takes time as well, and no phone does that now.
                    (phone, socket)
                }));
            }
        }
        let mut back = Vec::new();
        for phone in running {
            back.push(phone.await.unwrap());
        }
        let took = began.elapsed();
        (took, self.server.cpu().zip(cpu).map(|(after, before)| after - before))
    }
}
