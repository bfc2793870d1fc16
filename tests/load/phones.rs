//! Phones that edit one cart a table, each with a cart of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plato_sync_protocol::cart::{Cart, CartChange, CartEdit, Gate, NewUnit};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{LineId, UnitId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello};
use plato_sync_protocol::vector::{ActorId, ChangeHash, VersionVector};
use plato_sync_protocol::version::SPOKEN;
use plato_tests::hub::TestHub;
use plato_tests::party::Guest;
use plato_tests::socket::Socket;
use tokio::sync::Barrier;
use tokio::time::{Instant as TokioInstant, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::Message;

use crate::Size;

/// Lines after which phones add portions instead.
const LINES_MAX: usize = 40;

/// When each change was sent.
type Sent = Arc<Mutex<HashMap<ChangeHash, Instant>>>;

struct Phone {
    socket: Socket,
    cart: Cart,
    actor: ActorId,
    guest: Guest,
    times: Vec<Duration>,
}

/// Edits for a while. Returns how many edits there were and how long each took to each other phone.
pub async fn measure(hub: &TestHub, size: &Size) -> Result<(usize, Vec<Duration>), String> {
    let begin = Arc::new(Barrier::new(size.tables * size.phones));
    let mut tables = Vec::new();
    for table in 1..=size.tables {
        let party = table_of(hub, table).seated(4).await;
        let sent = Sent::default();
        let mut phones = Vec::new();
        for number in 0..size.phones {
            let guest = party.joined_by(&format!("Guest {number}")).await;
            let phone = Phone::open(hub, guest).await;
            let pause = size.edit_every * (number as u32 + 1) / size.phones as u32;
            let work = phone.work(size.edit_every, pause, size.lasting, begin.clone(), sent.clone());
            phones.push(tokio::spawn(work));
        }
        tables.push((sent, phones));
    }
    let (mut edits, mut times) = (0, Vec::new());
    for (number, (sent, phones)) in tables.into_iter().enumerate() {
        let count = sent_by_all(phones, &sent, &mut times)
            .await
            .map_err(|lost| format!("table {}: {lost}", number + 1))?;
        edits += count;
    }
    Ok((edits, times))
}

/// A table by its place in the venue file, from 1.
pub fn table_of(hub: &TestHub, number: usize) -> plato_tests::party::Table<'_> {
    let tables = hub.app().members.published.read(|venue, _| venue.tables());
    hub.table(tables[number - 1].id.as_str())
}

/// Waits until every phone has every change that was sent at its table.
async fn sent_by_all(
    phones: Vec<tokio::task::JoinHandle<Phone>>,
    sent: &Sent,
    times: &mut Vec<Duration>,
) -> Result<usize, String> {
    let mut open = Vec::new();
    for phone in phones {
        open.push(phone.await.map_err(|fault| fault.to_string())?);
    }
    let all: Vec<ChangeHash> = sent.lock().unwrap().keys().copied().collect();
    for phone in &mut open {
        while !phone.cart.has_all(&all) {
            let message = phone.socket.message().await.map_err(|_| "a phone was closed".to_owned())?;
            phone.take(&message, sent);
        }
    }
    let heads = open[0].cart.heads();
    if open.iter().any(|phone| phone.cart.heads() != heads) {
        return Err("the carts differ".to_owned());
    }
    times.extend(open.into_iter().flat_map(|phone| phone.times));
    Ok(all.len())
}

impl Phone {
    async fn open(hub: &TestHub, guest: Guest) -> Self {
        let mut socket = hub.phone_socket().await;
        let hello = Hello {
            versions: SPOKEN.to_vec(),
            token: guest.token.clone(),
            actor: None,
            have: VersionVector::default(),
        };
        socket.send_bytes(codec::encode(&FromDevice::Hello(hello), Format::Cbor)).await;
        loop {
            let message = socket.message().await.unwrap();
            if let FromHub::Welcome(welcome) = frame(&message) {
                let CartStart::Snapshot(saved) = welcome.cart else {
                    panic!("a new phone needs the document")
                };
                let cart = Cart::load(&saved).unwrap();
                return Self { socket, cart, actor: welcome.actor, guest, times: Vec::new() };
            }
        }
    }

    async fn work(
        mut self,
        every: Duration,
        pause: Duration,
        lasting: Duration,
        begin: Arc<Barrier>,
        sent: Sent,
    ) -> Self {
        begin.wait().await;
        let end = TokioInstant::now() + lasting;
        let mut edits = interval_at(TokioInstant::now() + pause, every);
        edits.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = edits.tick() => self.edit(&sent).await,
                message = self.socket.message() => match message {
                    Ok(message) => self.take(&message, &sent),
                    Err(frame) => panic!("the hub closed a phone: {frame:?}"),
                },
                () = tokio::time::sleep_until(end) => return self,
            }
        }
    }

    async fn edit(&mut self, sent: &Sent) {
        let lines = self.cart.lines();
        let unit = UnitId::from_random(rand::random());
        let diner = self.guest.diner.clone();
        let edit = if lines.len() < LINES_MAX && (lines.is_empty() || rand::random_ratio(3, 10)) {
            CartEdit::AddLine {
                line: LineId::from_random(rand::random()),
                item: "olives".parse().unwrap(),
                rev: 1,
                by: diner.clone(),
                config: LineConfig::default().to_canonical(),
                units: vec![NewUnit { unit, diner }],
            }
        } else {
            let line = &lines[rand::random_range(0..lines.len())];
            CartEdit::AddUnit { line: line.line.clone(), unit, diner }
        };
        // A line may be full: then there is nothing to send this time.
        let Ok(change) = self.cart.author(self.actor, vec![edit]) else { return };
        sent.lock().unwrap().insert(change.hash, Instant::now());
        self.socket.send_bytes(codec::encode(&FromDevice::Changes(vec![change]), Format::Cbor)).await;
    }

    fn take(&mut self, message: &Message, sent: &Sent) {
        let FromHub::CartUpdated(changes) = frame(message) else { return };
        for change in changes {
            self.cart.accept(&change, Gate::Device).unwrap();
            self.note(&change, sent);
        }
    }

    fn note(&mut self, change: &CartChange, sent: &Sent) {
        if let Some(at) = sent.lock().unwrap().get(&change.hash) {
            self.times.push(at.elapsed());
        }
    }
}

fn frame(message: &Message) -> FromHub {
    let Message::Binary(bytes) = message else { panic!("not a binary frame: {message:?}") };
    codec::decode_trusted(bytes, Format::Cbor).unwrap()
}
