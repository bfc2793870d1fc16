//! Plato's hub: one process, one data folder, one writer. [`Hub::open`] is the only place where the
//! parts are wired; [`Hub::serve`] runs them.

pub mod audit;
pub mod auth;
pub mod carts;
pub mod clock;
pub mod config;
pub mod demo;
pub mod discovery;
pub mod log;
pub mod origin;
pub mod payments;
pub mod receipts;
pub mod store;
pub mod sync;
pub mod threads;
pub mod tls;
pub mod venue;
pub mod venue_file;
pub mod web;
pub mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use audit::Audit;
use auth::secrets::{self, Chance};
use futures_util::FutureExt;
use rustls::ServerConfig;

use auth::{HashCost, Passwords, PinMemory};
use carts::Carts;
use clock::{Clock, HubTime};
use payments::{Payments, Provider};
use receipts::Signer;
use store::Store;
use sync::fanout::{Fanout, FanoutOutlet};
use sync::members::Members;
use sync::polls::Polls;
use threads::{Running, Threads};
use web::App;
use web::edge::places::Places;
use web::edge::{Bounds, Edge, Listener, Network, Service};
use writer::{Published, StartFault, UPTIME_KEPT_EVERY, Writer};

/// How often the hub looks after what no event ends: carts that nobody works on, displays that have gone silent.
const REST_EVERY: Duration = Duration::from_secs(30);

/// What a hub needs from outside.
pub struct Parts {
    /// Where its data is.
    pub store: Arc<Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Secret that PIN and password hashes are made with.
    pub pepper: Vec<u8>,
    /// What such a hash costs.
    pub hash_cost: HashCost,
    /// Where ids and secrets come from.
    pub chance: Chance,
    /// Where the writer and hashing work.
    pub threads: Threads,
    /// Where guests reach it, without a slash at the end.
    pub public_url: String,
}

/// A hub with its data open, ready to serve.
pub struct Hub {
    /// What handlers work with; also the way in for the console.
    pub app: App,
    writer: Running,
    bounds: Bounds,
    clock: Arc<dyn Clock>,
}

impl Hub {
    /// Replays the log, starts the writer, wires everything.
    pub fn open(parts: Parts) -> Result<Self, StartFault> {
        let (venue, head, uptime_ms) = writer::replay(&parts.store)?;
        tracing::info!(position = head.position, "the log was replayed");
        let time = HubTime::new(parts.clock.clone(), uptime_ms);
        let carts = Arc::new(Carts::new(parts.store.clone()));
        let published = Arc::new(Published::default());
        let fanout = Fanout::new(published.clone(), time.clone());
        let outlet = Box::new(FanoutOutlet(fanout.clone()));
        let state = (venue, head);
        let audit = Audit::new(parts.store.clone(), parts.threads);
        let (writer, handle) =
            Writer::new(state, parts.store, carts.clone(), time.clone(), vec![outlet], published.clone());
        let writer = parts.threads.start("writer", writer.run());
        let chance = parts.chance.clone();
        let (writer_handle, quiet) = (handle, Arc::default());
        let members =
            Members { carts, fanout, writer: writer_handle, published, time, chance, quiet, traces: None };
        let has_owner = members.published.read(|venue, _| venue.has_owner());
        let owner_code =
            (!has_owner).then(|| secrets::new_code(&members.chance, secrets::OWNER_CODE_CHARS).into());
        let receipts = Arc::new(Signer::new(&parts.pepper));
        let passwords = Passwords::new(&parts.pepper, parts.hash_cost, parts.chance, parts.threads);
        let app = App {
            members,
            receipts,
            staff_passwords: passwords.apart(),
            passwords,
            seen: Arc::default(),
            owner_code,
            audit,
            payments: None,
            pins: Arc::new(PinMemory::default()),
            http_actors: Arc::default(),
            cart_rates: Arc::default(),
            polls: Polls::default(),
            edge: Arc::new(Edge::new(&parts.public_url, Network::default())),
            public_url: parts.public_url.into(),
        };
        Ok(Self { app, writer, bounds: Bounds::default(), clock: parts.clock })
    }

    /// Shows developers what goes on in carts, at `/dev/cart`.
    pub fn for_developers(mut self) -> Self {
        self.app.members.traces = Some(Arc::default());
        self
    }

    /// Lets guests pay online with this provider.
    pub fn paid_online(mut self, provider: Arc<dyn Provider>) -> Self {
        self.app.payments = Some(Arc::new(Payments::new(provider, self.app.public_url.clone())));
        self
    }

    /// In this network.
    pub fn known_as(mut self, network: Network) -> Self {
        self.app.edge = Arc::new(Edge::new(&self.app.public_url, network));
        self
    }

    /// Takes no more connections than this, and waits no longer for what they ask.
    pub fn bounded_by(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// Serves until `shutdown`. The writer works off what is waiting and ends once nobody can reach it
    /// any more.
    pub async fn serve(self, listener: impl Listener, shutdown: impl Future<Output = ()>) -> Running {
        self.serve_both(listener, None::<(tokio::net::TcpListener, _)>, shutdown).await
    }

    /// The same, also by https where there is a second listener with what its TLS is to be.
    pub async fn serve_both<S: Listener>(
        self,
        listener: impl Listener,
        secure: Option<(S, Arc<ServerConfig>)>,
        shutdown: impl Future<Output = ()>,
    ) -> Running {
        let members = self.app.members.clone();
        let resting = tokio::spawn(async move {
            let mut pauses = tokio::time::interval(REST_EVERY);
            let mut ticks = tokio::time::interval(UPTIME_KEPT_EVERY);
            loop {
                tokio::select! {
                    biased;
                    _ = ticks.tick() => members.writer.keep_uptime(),
                    _ = pauses.tick() => {
                        members.fanout.end_leases();
                        members.rest_carts();
                        members.renew_stock().await;
                        members.close_paid().await;
                    }
                }
            }
        });
        let left_open = payments::left_open(&self.app.members);
        if left_open > 0 && self.app.payments.is_none() {
            tracing::warn!(
                left_open,
                "guests began to pay online, but there are no keys to ask what became of it"
            );
        }
        let asking = self.app.payments.clone().map(|payments| {
            let members = self.app.members.clone();
            tokio::spawn(async move {
                let mut pauses = tokio::time::interval(payments::LOOK_EVERY);
                loop {
                    tokio::select! {
                        _ = pauses.tick() => {}
                        () = payments.hurried() => {}
                    }
                    payments.look(&members).await;
                }
            })
        });
        let service = Service {
            places: Places::behind(self.bounds, self.app.edge.proxies.clone(), self.clock),
            router: web::routes::router(self.app),
            bounds: self.bounds,
        };
        let shutdown = shutdown.shared();
        let plainly = web::edge::serve(listener, None, service.clone(), shutdown.clone());
        match secure {
            Some((listener, tls)) => {
                let securely = web::edge::serve(listener, Some(tls.into()), service, shutdown);
                tokio::join!(plainly, securely);
            }
            None => {
                drop(service);
                plainly.await;
            }
        }
        resting.abort();
        if let Some(asking) = asking {
            asking.abort();
        }
        self.writer
    }
}

/// Opens the data of a folder and what belongs to it.
pub fn parts(
    data: &Path,
    secrets_folder: &Path,
    public_url: String,
) -> Result<Parts, Box<dyn std::error::Error>> {
    Ok(Parts {
        store: Store::open(data)?,
        clock: Arc::new(clock::SystemClock::default()),
        pepper: secrets::pepper(secrets_folder)?,
        hash_cost: HashCost::default(),
        chance: Chance::default(),
        threads: Threads::Several,
        public_url,
    })
}

#[cfg(test)]
mod tests;
