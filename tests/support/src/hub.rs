//! A real hub in this process: real files, real sockets, but a clock that the test moves and hashes
//! that cost little. It runs on a thread and a runtime of its own, so that stopping it ends
//! everything that it does, as the end of a process would.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use plato_hub::auth::HashCost;
use plato_hub::auth::secrets::{self, Chance};
use plato_hub::carts::CartId;
use plato_hub::clock::{Clock, SystemClock};
use plato_hub::origin::Origin;
use plato_hub::payments::keys::Keys;
use plato_hub::payments::stripe::Stripe;
use plato_hub::store::Store;
use plato_hub::threads::Threads;
use plato_hub::venue::access::{PasswordHash, StaffAccount};
use plato_hub::venue::billing::events::{BillCommand, Offer};
use plato_hub::venue::command::ImportVenue;
use plato_hub::venue::menu::TableKey;
use plato_hub::venue::{Command, Venue};
use plato_hub::venue_file;
use plato_hub::web::App;
use plato_hub::web::edge::{self, Bounds, Network};
use plato_hub::writer::Intent;
use plato_hub::{Hub, Parts};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{PaymentId, SessionId, StaffId, TableId};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::vector::ChangeHash;
use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::clock::TestClock;
use crate::http::Http;
use crate::party::Table;
use crate::screen::StaffScreen;
use crate::socket::Socket;
use crate::{PATIENCE, VENUE_FILE, disk, hub_address};

/// How long the hubs of the tests wait for the provider.
const PROVIDER_WITHIN: Duration = Duration::from_millis(500);
/// The password of every account of the tests.
pub const PASSWORD: &str = "correct horse";
/// Names and addresses that every hub of the tests goes by, besides its own.
pub const OTHER_NAMES: [&str; 3] = ["tables.example", "192.0.2.7", "[2001:db8::7]"];
/// Every role there is. An account of each exists, named after it.
pub const ROLES: [Role; 5] = [Role::Owner, Role::Manager, Role::Waiter, Role::Kitchen, Role::Cashier];

/// Name of the account that has a role.
pub fn staff_name(role: Role) -> String {
    format!("{role:?}")
}

/// A hub in this process.
pub struct TestHub {
    folder: TempDir,
    address: SocketAddr,
    /// Moves the hub's time, unless it is for real.
    pub clock: Arc<TestClock>,
    /// Does it run as the real program does: many threads, the machine's clock, a disk?
    is_for_real: bool,
    /// Does it show developers its carts?
    is_for_developers: bool,
    /// How much longer its disk takes to flush than the machine's, when it has one of its own.
    flush: Option<Duration>,
    /// How many connections it takes, unless as many as usual.
    bounds: Option<Bounds>,
    /// Keys of the account with which guests pay online.
    payments: Option<Keys>,
    /// What a hash costs.
    hash_cost: HashCost,
    running: Mutex<Option<Running>>,
}

struct Running {
    app: App,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Everything that a command may change.
#[derive(PartialEq)]
pub struct State {
    venue: Venue,
    position: u64,
    carts: Vec<(SessionId, Vec<ChangeHash>)>,
}

impl TestHub {
    /// With the venue of the tests and an account for every role.
    pub async fn start() -> Self {
        Self::empty().furnished().await
    }

    /// The same on many threads, a real disk and the machine's own clock: for measuring.
    pub async fn start_for_real() -> Self {
        let hub = Self::new(tempfile::tempdir().unwrap());
        Self { is_for_real: true, ..hub }.started().furnished().await
    }

    /// The same on a disk whose flush takes so much longer than the machine's.
    pub async fn start_for_real_on_disk(flush: Duration) -> Self {
        let hub = Self::new(tempfile::tempdir().unwrap());
        Self { is_for_real: true, flush: Some(flush), ..hub }.started().furnished().await
    }

    /// The same with hashes that cost what they do in a venue.
    pub async fn start_at_full_cost(flush: Duration) -> Self {
        let hub = Self::new(tempfile::tempdir().unwrap());
        let hub = Self { is_for_real: true, flush: Some(flush), hash_cost: HashCost::default(), ..hub };
        hub.started().furnished().await
    }

    /// The same as for developers.
    pub async fn start_for_developers() -> Self {
        Self { is_for_developers: true, ..Self::new(scratch()) }.started().furnished().await
    }

    /// The same with so much room.
    pub async fn start_bounded(bounds: Bounds) -> Self {
        Self { bounds: Some(bounds), ..Self::new(scratch()) }.started().furnished().await
    }

    /// The same where guests pay online, with an account at this address.
    pub async fn start_paid_online(keys: Keys) -> Self {
        Self { payments: Some(keys), ..Self::new(scratch()) }.started().furnished().await
    }

    /// With nothing at all.
    pub fn empty() -> Self {
        Self::new(scratch()).started()
    }

    async fn furnished(self) -> Self {
        self.import(VENUE_FILE).await;
        for role in ROLES {
            self.hire(role).await;
        }
        self
    }

    fn new(folder: TempDir) -> Self {
        let (clock, running) = (Arc::new(TestClock::default()), Mutex::default());
        let (is_for_real, is_for_developers, flush, bounds) = (false, false, None, None);
        let payments = None;
        // Hundreds of tests hash at once.
        let hash_cost = HashCost { memory_kib: 8, passes: 1 };
        let address = hub_address();
        Self {
            folder,
            address,
            clock,
            is_for_real,
            is_for_developers,
            flush,
            bounds,
            payments,
            hash_cost,
            running,
        }
    }

    fn started(self) -> Self {
        self.start_again();
        self
    }

    fn store(&self) -> Arc<Store> {
        let Some(flush) = self.flush else { return Store::open(self.folder.path()).unwrap() };
        let file = self.folder.path().join("slow.redb");
        let place = file.clone();
        let open = move || Ok(disk::database(&file, flush)?);
        Store::with_opener(place, Box::new(open)).unwrap()
    }

    /// Starts it again, at the same address and on the same data.
    pub fn start_again(&self) {
        let mut running = self.running.lock().unwrap();
        assert!(running.is_none(), "it is running");
        let clock: Arc<dyn Clock> =
            if self.is_for_real { Arc::new(SystemClock::default()) } else { self.clock.clone() };
        let parts = Parts {
            store: self.store(),
            clock,
            pepper: vec![7; 32],
            hash_cost: self.hash_cost,
            chance: Chance::default(),
            threads: Threads::Several,
            public_url: self.url(),
        };
        let hub = Hub::open(parts).unwrap();
        let hub = if self.is_for_developers { hub.for_developers() } else { hub };
        let hub = match &self.payments {
            Some(keys) => hub.paid_online(Stripe::answering_within(keys.clone(), PROVIDER_WITHIN).unwrap()),
            None => hub,
        };
        let hosts = OTHER_NAMES.map(str::to_owned).to_vec();
        let hub = hub.known_as(Network { hosts, ..Network::default() });
        let hub = hub.bounded_by(self.bounds.unwrap_or_default());
        let app = hub.app.clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut runtime =
            if self.is_for_real { Builder::new_multi_thread() } else { Builder::new_current_thread() };
        let runtime = runtime.enable_all().build().unwrap();
        let (listening, is_listening) = std::sync::mpsc::channel();
        let address = self.address;
        let thread = std::thread::spawn(move || {
            let writer = runtime.block_on(async {
                let listener = edge::listen(address).unwrap();
                listening.send(()).unwrap();
                // A dropped sender stops it as well.
                hub.serve(listener, async { drop(stopped.await) }).await
            });
            runtime.shutdown_timeout(PATIENCE);
            assert!(writer.wait(PATIENCE), "somebody still holds the hub");
        });
        is_listening.recv().expect("nobody else has its address");
        *running = Some(Running { app, stop, thread });
    }

    /// Stops it as SIGTERM does. Its address refuses connections from then on.
    pub async fn stop(&self) {
        let running = self.running.lock().unwrap().take();
        let Running { app, stop, thread } = running.expect("the hub runs");
        drop(app);
        let _ = stop.send(());
        tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
    }

    /// Stops and starts it.
    pub async fn restart(&self) {
        self.stop().await;
        self.start_again();
    }

    /// Its inside.
    pub fn app(&self) -> App {
        self.running.lock().unwrap().as_ref().expect("the hub runs").app.clone()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a venue file in force.
    pub async fn import(&self, file: &str) {
        let (setup, keys) =
            venue_file::read(file, || TableKey(secrets::new_table_key(&Chance::default()))).unwrap();
        self.carry_out(Command::ImportVenue(Box::new(ImportVenue { setup, keys }))).await;
    }

    /// Makes the account of a role.
    pub async fn hire(&self, role: Role) {
        let account = StaffAccount {
            staff: StaffId::from_random(rand::random()),
            name: staff_name(role),
            role,
            password_hash: PasswordHash(self.app().passwords.hash(PASSWORD).await.unwrap()),
        };
        self.carry_out(Command::AddStaff(account)).await;
    }

    /// Has the hub itself do something.
    pub async fn carry_out(&self, command: Command) {
        let writer = self.app().members.writer;
        writer.submit(Intent::Command(command), None, Origin::hub()).await.unwrap();
    }

    /// Has whatever a visit owes be paid, share by share.
    pub async fn settles(&self, session: &SessionId) {
        let published = self.app().members.published;
        let (owed, cashier) = published.read(|venue, _| {
            let shares = venue.reckoning(session).unwrap().shares.into_iter();
            let owed: Vec<_> = shares.map(|state| (state.left(), state.share.share)).collect();
            (owed, venue.staff_account(&staff_name(Role::Cashier)).unwrap().account.staff)
        });
        for (amount, share) in owed.into_iter().filter(|(amount, _)| *amount > 0) {
            let payment = PaymentId::from_random(rand::random());
            let offer = Offer::Card { reference: "T1 0042".into() };
            let pay =
                BillCommand::TakePayment { payment, session: session.clone(), share, amount, tip: 0, offer };
            self.carry_out(Command::Bill { by: cashier.clone(), bill: Box::new(pay) }).await;
        }
    }

    /// The same, and ends it.
    pub async fn settles_and_closes(&self, session: &SessionId) {
        self.settles(session).await;
        self.carry_out(Command::CloseSession { session: session.clone() }).await;
    }

    /// Calls of somebody without any token.
    pub fn anyone(&self) -> Http {
        Http::new(&self.url())
    }

    /// Calls of a member of staff, who signs in first.
    pub async fn staff(&self, role: Role) -> Http {
        self.anyone().signed_in(&staff_name(role), PASSWORD).await
    }

    /// A screen of a member of staff, who signs in first.
    pub async fn screen(&self, role: Role, feed: FeedKind) -> StaffScreen {
        let staff = self.staff(role).await;
        StaffScreen::open(self.address, feed, staff.token(), None).await
    }

    /// A socket for phones on which nothing was said yet.
    pub async fn phone_socket(&self) -> Socket {
        Socket::open(self.address, "/api/sync", None).await
    }

    /// A table, by its id.
    pub fn table(&self, id: &str) -> Table<'_> {
        Table::new(self, id.parse().unwrap())
    }

    /// The key of a table's QR code.
    pub fn table_key(&self, table: &TableId) -> String {
        let tables = self.app().members.published.read(|venue, _| venue.tables());
        tables.into_iter().find(|known| known.id == *table).unwrap().key.0
    }

    /// Where the log ends.
    pub fn position(&self) -> u64 {
        self.app().members.published.read(|_, position| position)
    }

    /// Everything that a command may change.
    pub fn state(&self) -> State {
        let members = self.app().members;
        let (venue, position) = members.published.read(|venue, position| (venue.clone(), position));
        let heads = |session: SessionId| {
            let heads = members.carts.lock(&CartId::shared(&session)).unwrap().cart().heads();
            (session, heads)
        };
        let carts = venue.open_sessions().into_iter().map(|(_, session)| heads(session)).collect();
        State { venue, position, carts }
    }

    /// Checks that something changes nothing: no event, no cart, no order.
    pub async fn unchanged_by<T>(&self, doing: impl IntoFuture<Output = T>) -> T {
        let before = self.state();
        let done = doing.await;
        let after = self.state();
        assert_eq!(after.position, before.position, "something was written to the log");
        assert!(after == before, "something has changed");
        done
    }
}

/// A folder for data that need not outlive the machine's power: in memory where the system has such a
/// place, because the hub flushes after every command and hundreds of tests do so at once.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.or_else(|_| tempfile::tempdir()).unwrap()
}
