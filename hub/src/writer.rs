//! The single owner of the venue and the log. Decides, appends, applies, publishes.
//!
//! Whatever is waiting goes into one transaction (group commit): sixty-four commands cost about one
//! flush, and a lone command never waits for company. Nobody is told "done" before it is on disk.
//! The writer decides on a venue of its own; screens read a second one that is brought up to date
//! only after the commit, so nothing is ever shown that a power cut could take back.

mod approval;
mod intake;
mod parties;
mod published;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::ids::CommandId;
use tokio::sync::{mpsc, oneshot};

pub use crate::log::stored::Outcome;
pub use approval::Decline;
pub use intake::{Admission, Intent, ModeChange, PlaceOrder, SeatParty, SeenCarts};
pub use parties::PartyChange;
pub use published::{Outlet, Publication, Published, SavedCart};

use crate::carts::{CartFault, CartGuard, CartId, CartRows, Carts};
use crate::clock::HubTime;
use crate::log::stored::StoredReceipt;
use crate::log::{self, Head, LogFault};
use crate::origin::Origin;
use crate::store::{Store, StoreFault};
use crate::venue::{Event, Refusal, Timestamp, Venue};

/// Commands that go into one transaction at most.
const BATCH_MAX: usize = 256;
/// Commands that wait at most; more are told to come back.
const QUEUE_MAX: usize = 4096;
/// How long changes of carts wait for others to go to disk with. Phones keep what they made until then,
/// and a commit for each edit would cost several times what everything else about it does.
const CARTS_WAIT: Duration = Duration::from_millis(200);
/// How often the uptime is kept: so much of it is lost at most when the hub is killed.
pub const UPTIME_KEPT_EVERY: Duration = Duration::from_secs(30);

/// Why a command brought nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The command id was used for something else.
    #[error("This command id was already used for something else.")]
    CommandReused,
    /// Too much is waiting.
    #[error("The hub is very busy. Please try again.")]
    Busy,
    /// The write failed and nobody knows how far it came. The same command may be sent again.
    #[error("The hub could not confirm this. Please send it again.")]
    OutcomeUnknown,
    /// Something is broken; the log of the program says what.
    #[error("Something went wrong in the hub.")]
    Fault(String),
}

impl From<CartFault> for Failure {
    fn from(fault: CartFault) -> Self {
        match fault {
            CartFault::Unknown(_) => Self::Refused(Refusal::UnknownSession),
            fault => Self::Fault(fault.to_string()),
        }
    }
}

/// Who waits for an answer.
type Asker = oneshot::Sender<Result<Outcome, Failure>>;

/// A command on its way to the writer.
struct Request {
    intent: Intent,
    command: Option<(CommandId, String)>,
    origin: Origin,
    answer: Asker,
}

impl Request {
    /// One to which nobody waits for an answer.
    fn unasked(intent: Intent) -> Self {
        let (answer, _) = oneshot::channel();
        Self { intent, command: None, origin: Origin::hub(), answer }
    }
}

/// Sends commands to the writer.
#[derive(Clone)]
pub struct WriterHandle {
    requests: mpsc::Sender<Request>,
    waiting: Arc<Waiting>,
}

/// Carts with changes that are to go to disk soon.
type Waiting = Mutex<BTreeSet<CartId>>;

impl WriterHandle {
    /// Has something done, once: a command with the id and fingerprint of an earlier one gets the
    /// earlier outcome.
    pub async fn submit(
        &self,
        intent: Intent,
        command: Option<(CommandId, String)>,
        origin: Origin,
    ) -> Result<Outcome, Failure> {
        let (answer, answered) = oneshot::channel();
        let request = Request { intent, command, origin, answer };
        self.requests.try_send(request).map_err(|_| Failure::Busy)?;
        answered.await.map_err(|_| Failure::OutcomeUnknown)?
    }

    /// Has something done that must not be left undone: with a full queue it waits for a place.
    pub async fn insist(&self, intent: Intent, origin: Origin) -> Result<Outcome, Failure> {
        let (answer, answered) = oneshot::channel();
        let request = Request { intent, command: None, origin, answer };
        self.requests.send(request).await.map_err(|_| Failure::Busy)?;
        answered.await.map_err(|_| Failure::OutcomeUnknown)?
    }

    /// Has the uptime kept, also while nothing else is written. Call every [`UPTIME_KEPT_EVERY`].
    pub fn keep_uptime(&self) {
        // With a full queue there are records to come, and each says when it was.
        self.send(Intent::KeepUptime);
    }

    /// Does the writer still answer?
    pub async fn is_alive(&self) -> bool {
        self.submit(Intent::Nothing, None, Origin::hub()).await.is_ok()
    }

    /// Asks for the changes of a cart to be brought to disk soon, with those of other carts; the outlets
    /// hear of it. Needs a tokio runtime around it.
    pub fn save_cart(&self, cart: CartId) {
        let mut waiting = self.waiting.lock();
        let is_first = waiting.is_empty();
        if waiting.insert(cart) && is_first {
            // Holds no handle: whatever is left when the last one goes, the writer itself takes along.
            let (requests, waiting) = (self.requests.downgrade(), self.waiting.clone());
            tokio::spawn(async move {
                tokio::time::sleep(CARTS_WAIT).await;
                let Some(requests) = requests.upgrade() else { return };
                let carts: Vec<_> = std::mem::take(&mut *waiting.lock()).into_iter().collect();
                let _ = requests.send(Request::unasked(Intent::SaveCarts { carts })).await;
            });
        }
    }

    /// Asks for the saved document of a cart to take the place of its changes on disk.
    pub fn compact_cart(&self, cart: CartId) {
        // A full queue is no loss: the cart is found again the next time.
        self.send(Intent::CompactCart { cart });
    }

    /// Tells the writer that the database could not be read: it may have to be opened again.
    pub fn nudge(&self) {
        self.send(Intent::Nothing);
    }

    /// Sends something to which nobody waits for an answer.
    fn send(&self, intent: Intent) {
        let _ = self.requests.try_send(Request::unasked(intent));
    }
}

/// Why the hub cannot start on this data.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The log in it.
    #[error("the log in {place} is damaged: {fault}. It is left as it is; restore the folder from a backup")]
    Log {
        /// Where.
        place: std::path::PathBuf,
        /// What is wrong.
        fault: LogFault,
    },
}

/// Replays the log of a database.
pub fn replay(store: &Store) -> Result<(Venue, Head, u64), StartFault> {
    let transaction = store.read()?;
    let mut venue = Venue::default();
    let mut uptime_ms = log::uptime_ms(&transaction)?;
    let replayed = log::replay(&transaction, |record| {
        venue.apply(record.at, &record.event);
        uptime_ms = uptime_ms.max(record.at.uptime_ms);
    })?;
    let head = replayed.map_err(|fault| StartFault::Log { place: store.place().to_owned(), fault })?;
    Ok((venue, head, uptime_ms))
}

/// The writer itself.
pub struct Writer {
    requests: mpsc::Receiver<Request>,
    waiting: Arc<Waiting>,
    store: Arc<Store>,
    carts: Arc<Carts>,
    time: HubTime,
    venue: Venue,
    head: Head,
    published: Arc<Published>,
    outlets: Vec<Box<dyn Outlet>>,
    /// Has a write failed and what is on disk not been read since?
    is_adrift: bool,
}

/// A group of commands on its way to disk.
#[derive(Default)]
struct Batch {
    events: Vec<(Timestamp, Origin, Event)>,
    receipts: Vec<(CommandId, StoredReceipt)>,
    /// Carts to save, held until everyone was told.
    carts: BTreeMap<CartId, CartGuard>,
    /// Carts of which only what devices did is to be saved: nobody waits for the disk at these.
    saving: BTreeSet<CartId>,
    /// What the hub itself changed in them.
    by_hub: BTreeMap<CartId, Vec<CartChange>>,
    /// Carts whose visit ends.
    closing: BTreeSet<CartId>,
    answers: Vec<(Asker, Result<Outcome, Failure>)>,
    /// Is the uptime to be kept?
    keeps_uptime: bool,
    /// Set when a half-made decision cannot be taken back: then nothing of the batch is written.
    broken: Option<String>,
}

impl Writer {
    /// Takes over a venue that was replayed up to `head`.
    pub fn new(
        (venue, head): (Venue, Head),
        store: Arc<Store>,
        carts: Arc<Carts>,
        time: HubTime,
        outlets: Vec<Box<dyn Outlet>>,
        published: Arc<Published>,
    ) -> (Self, WriterHandle) {
        let (sender, requests) = mpsc::channel(QUEUE_MAX);
        published.replace(venue.clone(), head.position);
        let waiting = Arc::<Waiting>::default();
        let writer = Self {
            requests,
            waiting: waiting.clone(),
            store,
            carts,
            time,
            venue,
            head,
            published,
            outlets,
            is_adrift: false,
        };
        (writer, WriterHandle { requests: sender, waiting })
    }

    /// Works until every handle is gone, then keeps the uptime and returns.
    pub async fn run(mut self) {
        while let Some(first) = self.requests.recv().await {
            if self.is_adrift && !self.go_back() {
                let _ = first.answer.send(Err(Failure::OutcomeUnknown));
                continue;
            }
            let mut batch = Batch::default();
            self.stage(first, &mut batch);
            for _ in 1..BATCH_MAX {
                match self.requests.try_recv() {
                    Ok(request) => self.stage(request, &mut batch),
                    Err(_) => break,
                }
            }
            self.finish(batch);
        }
        let carts: Vec<_> = std::mem::take(&mut *self.waiting.lock()).into_iter().collect();
        if !carts.is_empty() {
            let mut batch = Batch::default();
            self.stage(Request::unasked(Intent::SaveCarts { carts }), &mut batch);
            self.finish(batch);
        }
        let uptime_ms = self.time.now().uptime_ms;
        if let Err(fault) = self.store.write(|transaction| log::keep_uptime(transaction, uptime_ms)) {
            tracing::warn!(%fault, "the uptime could not be kept");
        }
    }

    /// Decides one request and adds what follows to the batch.
    fn stage(&mut self, request: Request, batch: &mut Batch) {
        let Request { intent, command, origin, answer } = request;
        let decided = match self.known_outcome(&command, batch) {
            Some(known) => known,
            None => self.decide(intent, &origin, batch).inspect(|outcome| {
                if let Some((id, fingerprint)) = command {
                    batch.receipts.push((id, StoredReceipt { fingerprint, outcome: outcome.clone() }));
                }
            }),
        };
        batch.answers.push((answer, decided));
    }

    /// The outcome of the same command, sent before.
    fn known_outcome(
        &self,
        command: &Option<(CommandId, String)>,
        batch: &Batch,
    ) -> Option<Result<Outcome, Failure>> {
        let (id, fingerprint) = command.as_ref()?;
        let waiting =
            batch.receipts.iter().find(|(other, _)| other == id).map(|(_, receipt)| receipt.clone());
        let found = match waiting {
            Some(receipt) => Some(receipt),
            None => match self.store.read().and_then(|transaction| log::receipt(&transaction, *id)) {
                Ok(found) => found,
                Err(fault) => return Some(Err(Failure::Fault(fault.to_string()))),
            },
        };
        found.map(|receipt| {
            if receipt.fingerprint == *fingerprint {
                Ok(receipt.outcome)
            } else {
                Err(Failure::CommandReused)
            }
        })
    }

    fn hold_cart<'b>(&self, id: &CartId, batch: &'b mut Batch) -> Result<&'b mut CartGuard, Failure> {
        if !batch.carts.contains_key(id) {
            let cart = self.carts.lock(id)?;
            batch.carts.insert(id.clone(), cart);
        }
        Ok(batch.carts.get_mut(id).expect("it was put there just above"))
    }

    /// Writes the batch, brings the published venue up to date, answers and tells everyone.
    fn finish(&mut self, mut batch: Batch) {
        let mut head = self.head;
        let rows = self.rows(&batch);
        let committed = match batch.broken.take() {
            Some(broken) => Err(broken),
            None => self.commit(&batch, &rows, &mut head).map_err(|fault| fault.to_string()),
        };
        match committed {
            Ok(()) => self.head = head,
            Err(fault) => return self.recover(batch, &fault),
        }
        self.published.apply(&batch.events, self.head.position);
        // First of all those who wait. Whoever asked may have gone; the outcome stands all the same.
        for (answer, outcome) in batch.answers {
            let _ = answer.send(outcome);
        }
        let mut publication = Publication { position: self.head.position, ..Publication::default() };
        for (id, cart) in &mut batch.carts {
            let by_hub = batch.by_hub.remove(id).unwrap_or_default();
            if let Some(durable) = cart.saved() {
                let by_hub = cart.news(&by_hub);
                publication.carts.push(SavedCart { cart: id.clone(), by_hub, durable });
            }
        }
        publication.events = batch.events.into_iter().map(|(_, _, event)| event).collect();
        if !publication.events.is_empty() || !publication.carts.is_empty() {
            for outlet in &self.outlets {
                outlet.publish(&publication);
            }
        }
        for event in &publication.events {
            if let Event::SessionClosed { session } = event {
                self.carts.forget(session);
            }
        }
        // Held until everyone was told, so that nobody hears of a change before that it is on disk.
        drop(batch.carts);
        for (id, rows) in rows {
            self.tell_saved(id, &rows);
        }
    }

    /// Tells whom it concerns that these rows of a cart are on disk. One cart after another, each held
    /// only meanwhile: an edit would have to wait for all of them.
    fn tell_saved(&self, id: CartId, rows: &CartRows) {
        let Ok(mut cart) = self.carts.lock(&id) else { return };
        if let Some(durable) = cart.saved_rows(rows) {
            let carts = vec![SavedCart { cart: id, by_hub: Vec::new(), durable }];
            let publication = Publication { position: self.head.position, carts, ..Publication::default() };
            self.outlets.iter().for_each(|outlet| outlet.publish(&publication));
        }
    }

    /// What is to be saved of carts that nobody holds meanwhile.
    fn rows(&self, batch: &Batch) -> Vec<(CartId, CartRows)> {
        let ids = batch.saving.iter().filter(|id| !batch.carts.contains_key(*id));
        // One that cannot be read now has nothing that could be saved.
        ids.filter_map(|id| Some((id.clone(), self.carts.lock(id).ok()?.unsaved_rows()))).collect()
    }

    fn commit(
        &mut self,
        batch: &Batch,
        rows: &[(CartId, CartRows)],
        head: &mut Head,
    ) -> Result<(), StoreFault> {
        let uptime_ms = self.time.now().uptime_ms;
        let is_empty = batch.events.is_empty() && batch.carts.is_empty() && rows.is_empty();
        if is_empty && batch.receipts.is_empty() && !batch.keeps_uptime {
            return Ok(());
        }
        self.store.write(|transaction| {
            if !batch.events.is_empty() {
                log::append(transaction, head, &batch.events)?;
            }
            for (command, receipt) in &batch.receipts {
                log::keep_receipt(transaction, *command, receipt)?;
            }
            for (id, cart) in &batch.carts {
                if batch.closing.contains(id) {
                    cart.archive(transaction, id)?;
                } else {
                    cart.save(transaction, id)?;
                }
            }
            for (id, rows) in rows {
                rows.write(transaction, id)?;
            }
            if batch.keeps_uptime {
                log::keep_uptime(transaction, uptime_ms)?;
            }
            Ok(())
        })
    }

    /// A write failed: nobody knows how far it came. Nothing is acknowledged; the database is opened
    /// anew, and what is in it counts.
    fn recover(&mut self, batch: Batch, fault: &str) {
        tracing::error!(fault, "a write failed; going back to what is on disk");
        drop(batch.carts);
        self.go_back();
        for (answer, _) in batch.answers {
            let _ = answer.send(Err(Failure::OutcomeUnknown));
        }
    }

    /// Opens the database anew and goes on from what is in it. False when that cannot be done now.
    fn go_back(&mut self) -> bool {
        self.carts.forget_all();
        let reopened = self.store.reopen().map_err(StartFault::from).and_then(|()| replay(&self.store));
        self.is_adrift = reopened.is_err();
        match reopened {
            Ok((venue, head, _)) => {
                self.published.replace(venue.clone(), head.position);
                (self.venue, self.head) = (venue, head);
            }
            Err(fault) => {
                tracing::error!(%fault, "the data cannot be opened again; nothing is accepted until it can")
            }
        }
        for outlet in &self.outlets {
            outlet.start_over();
        }
        !self.is_adrift
    }
}

#[cfg(test)]
mod tests;
