//! The machine of the hub: the real hub on the simulated disk, clock and network.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use plato_hub::auth::HashCost;
use plato_hub::auth::secrets::Chance;
use plato_hub::clock::Clock;
use plato_hub::origin::Origin;
use plato_hub::store::Store;
use plato_hub::threads::Threads;
use plato_hub::venue::Command;
use plato_hub::venue::access::{PasswordHash, StaffAccount};
use plato_hub::venue::command::{ImportVenue, SeatTable};
use plato_hub::venue::menu::TableKey;
use plato_hub::venue_file;
use plato_hub::web::App;
use plato_hub::web::edge::Network;
use plato_hub::writer::{Intent, SeatParty};
use plato_hub::{Hub, Parts};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{SessionId, StaffId};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;
use plato_tests::VENUE_FILE;
use plato_tests::clock::EVENING_MS;
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::disk::Disk;
use crate::network::{Door, HUB};
use crate::time;
use crate::trace::Trace;

/// The PIN of every party.
pub const PIN: &str = "4711";
/// The key of every table.
pub const TABLE_KEY: &str = "0123456789abcdef0123456789abcdef";
/// Names and passwords of the owner and of a waiter.
pub const STAFF: &str = "Kim";
pub const WAITER: &str = "Wim";
/// One party in so many begins with a cart for everyone.
const APART_ONE_IN: u64 = 4;
/// How long a supervisor waits before it starts a hub again that has ended.
const RESTART_AFTER: Duration = Duration::from_secs(1);

/// The clock of one boot.
struct BootClock {
    booted_ms: u64,
}

impl Clock for BootClock {
    fn wall_ms(&self) -> u64 {
        EVENING_MS + time::now_ms()
    }

    fn steady(&self) -> Duration {
        Duration::from_millis(time::now_ms() - self.booted_ms)
    }
}

/// The hub's machine.
pub struct HubMachine {
    /// Its disk.
    pub disk: Disk,
    /// The inside of the hub that runs on it; none while it does not.
    pub app: RefCell<Option<App>>,
    /// Its database.
    pub store: RefCell<Option<Arc<Store>>>,
    /// Why it could not go on, though the power was on.
    pub failed: RefCell<Option<String>>,
    /// How often it was started.
    pub boots: Cell<u32>,
    pub parties: usize,
    seed: u64,
    chance: Arc<Mutex<ChaCha8Rng>>,
    trace: Trace,
}

impl HubMachine {
    /// With an empty disk, for so many parties.
    pub fn new(seed: u64, parties: usize, trace: Trace) -> Self {
        Self {
            disk: Disk::new(seed, trace.clone()),
            app: RefCell::default(),
            store: RefCell::default(),
            failed: RefCell::default(),
            boots: Cell::new(0),
            parties,
            seed,
            chance: Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(!seed))),
            trace,
        }
    }

    /// The power goes, if it has not gone: nothing of the hub goes on.
    pub fn stop(&self) {
        self.disk.cut();
        self.app.take();
        self.store.take();
    }

    fn open(&self) -> Result<Hub, String> {
        let store = self.disk.store().map_err(|fault| fault.to_string())?;
        *self.store.borrow_mut() = Some(store.clone());
        let chance = self.chance.clone();
        let parts = Parts {
            store,
            clock: Arc::new(BootClock { booted_ms: time::now_ms() }),
            pepper: vec![7; 32],
            hash_cost: HashCost { memory_kib: 8, passes: 1 },
            chance: Chance::of(move |bytes| chance.lock().fill_bytes(bytes)),
            threads: Threads::One,
            public_url: format!("http://{HUB}"),
        };
        // Nobody listens on the simulated network.
        let network = Network { staff_on_plain_http: true, ..Network::default() };
        Hub::open(parts).map(|hub| hub.known_as(network)).map_err(|fault| fault.to_string())
    }

    /// From the power coming on until it goes.
    pub async fn run(&self) {
        self.boots.set(self.boots.get() + 1);
        loop {
            self.trace.note(HUB, "starts");
            match self.open() {
                Ok(hub) => {
                    self.furnish(&hub.app).await;
                    *self.app.borrow_mut() = Some(hub.app.clone());
                    let door = Door::open().await.unwrap();
                    hub.serve(door, std::future::pending()).await;
                }
                Err(_) if self.disk.is_off() => return std::future::pending().await,
                Err(fault) => {
                    self.trace.note(HUB, &fault);
                    *self.failed.borrow_mut() = Some(fault);
                }
            }
            tokio::time::sleep(RESTART_AFTER).await;
        }
    }

    /// The visits of the parties that have phones, as long as nobody has moved.
    pub fn parties_of(&self, app: &App) -> Vec<SessionId> {
        let open = app.members.published.read(|venue, _| venue.open_sessions());
        let at = |party| open.iter().find(|(at, _)| at.as_str() == table(party)).unwrap().1.clone();
        (0..self.parties).map(at).collect()
    }

    /// How a party shares when it is seated; a waiter may change that.
    fn mode_at_first(&self, party: usize) -> SessionMode {
        if (self.seed + party as u64).is_multiple_of(APART_ONE_IN) {
            SessionMode::Individual
        } else {
            SessionMode::Family
        }
    }

    /// Makes the venue, the accounts and the parties, once.
    async fn furnish(&self, app: &App) {
        if app.members.published.read(|venue, _| venue.is_set_up()) {
            return;
        }
        let (setup, keys) = venue_file::read(&with_courses(), || TableKey(TABLE_KEY.to_owned())).unwrap();
        carry_out(app, Intent::Command(Command::ImportVenue(Box::new(ImportVenue { setup, keys })))).await;
        for (name, role) in [(STAFF, Role::Owner), (WAITER, Role::Waiter)] {
            let account = StaffAccount {
                staff: StaffId::from_random(app.members.chance.bytes()),
                name: name.to_owned(),
                role,
                password_hash: PasswordHash(app.passwords.hash(name).await.unwrap()),
            };
            carry_out(app, Intent::Command(Command::AddStaff(account))).await;
        }
        for party in 0..self.parties {
            let seating = SeatTable {
                session: SessionId::from_random(app.members.chance.bytes()),
                table: table(party).parse().unwrap(),
                covers: 8,
                mode: self.mode_at_first(party),
                pin_digits: Default::default(),
                pin_hash: PasswordHash(app.passwords.hash(PIN).await.unwrap()),
            };
            let cart_actor = ActorId(app.members.chance.bytes());
            carry_out(app, Intent::Seat(SeatParty { seating, cart_actor })).await;
        }
    }
}

/// The venue of the tests, in which the soup comes before the steak and drinks come at once.
fn with_courses() -> String {
    let mut file = VENUE_FILE.to_owned();
    for (dish, course) in [("soup", "starters"), ("steak", "mains")] {
        let id = format!("id = \"{dish}\"\n");
        assert!(file.contains(&id));
        file = file.replace(&id, &format!("{id}course = \"{course}\"\n"));
    }
    let course = |id| format!("\n[[course]]\nid = \"{id}\"\nname = \"{id}\"\n");
    format!("{file}{}{}", course("starters"), course("mains"))
}

/// Where a party sits at first.
pub fn table(party: usize) -> String {
    (party + 1).to_string()
}

async fn carry_out(app: &App, intent: Intent) {
    app.members.writer.submit(intent, None, Origin::hub()).await.unwrap();
}
