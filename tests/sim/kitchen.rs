//! The kitchen's screen: shows tickets from the feed, bumps them, and insists on a bump until the hub
//! has answered it.

use std::rc::Rc;
use std::time::Duration;

use plato_sync_protocol::api::{EightySix, SignIn};
use plato_sync_protocol::ids::{CommandId, TicketId};
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use plato_tests::screen::all_tickets;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::evening::{Evening, Phase};
use crate::hub::STAFF;
use crate::network::{self, Call, Heard};

/// Name of the kitchen's machine.
pub const KITCHEN: &str = "kitchen";
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);
/// How often the hub is asked whether it is there, and how long it may be silent.
const PING_EVERY: Duration = Duration::from_secs(5);
const SILENCE_MAX: Duration = Duration::from_secs(12);

struct Screen {
    evening: Rc<Evening>,
    chance: ChaCha8Rng,
    token: String,
    acts_at: Instant,
}

/// Runs the screen for the whole evening.
pub async fn run(evening: Rc<Evening>, seed: u64) {
    let chance = ChaCha8Rng::seed_from_u64(seed.rotate_left(17));
    let mut screen = Screen { evening, chance, token: String::new(), acts_at: Instant::now() };
    loop {
        if let Some(token) = sign_in().await {
            screen.token = token;
            screen.show().await;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn sign_in() -> Option<String> {
    let body = SignIn { name: STAFF.to_owned(), password: STAFF.to_owned() };
    let call = Call::post("/api/staff/sign-in", serde_json::to_string(&body).unwrap());
    let (status, headers, _) = timeout(ANSWER_WITHIN, call.make()).await.ok()??;
    let cookie = headers.get("set-cookie").filter(|_| status == 200)?.to_str().ok()?;
    let token = cookie.split_once('=')?.1.split(';').next()?;
    Some(token.to_owned())
}

impl Screen {
    /// Shows the feed until the connection ends.
    async fn show(&mut self) {
        let (frames, sending) = mpsc::unbounded_channel();
        let (news, mut heard) = mpsc::unbounded_channel();
        let socket = network::socket("/api/feed", sending, move |heard| drop(news.send(heard)));
        let task = tokio::task::spawn_local(socket);
        let send = |frame: &FeedFromDevice| {
            let _ = frames.send(Message::text(serde_json::to_string(frame).unwrap()));
        };
        let token = Some(self.token.clone());
        send(&FeedFromDevice::Hello { feed: FeedKind::Kitchen, token, since: None });
        let (mut heard_at, mut ping_at) = (Instant::now(), Instant::now() + PING_EVERY);
        while heard_at.elapsed() < SILENCE_MAX {
            tokio::select! {
                biased;
                heard = heard.recv() => match heard {
                    Some(Heard::Message(bytes)) => {
                        heard_at = Instant::now();
                        self.take(&bytes);
                    }
                    Some(Heard::Opened) => {}
                    Some(Heard::Closed) | None => break,
                },
                () = tokio::time::sleep_until(ping_at) => {
                    send(&FeedFromDevice::Ping);
                    ping_at = Instant::now() + PING_EVERY;
                }
                () = tokio::time::sleep_until(self.acts_at) => self.act(),
            }
        }
        task.abort();
    }

    fn take(&self, bytes: &[u8]) {
        let mut tickets = self.evening.tickets.borrow_mut();
        match serde_json::from_slice(bytes).unwrap() {
            FeedFromHub::Kitchen { view } => *tickets = all_tickets(&view),
            FeedFromHub::Tickets { changed, .. } => {
                tickets.extend(changed.into_iter().map(|ticket| (ticket.ticket.clone(), ticket)));
            }
            FeedFromHub::Floor { .. } | FeedFromHub::Refused { .. } | FeedFromHub::Pong { .. } => {}
        }
        self.evening.trace.note(KITCHEN, format_args!("shows {} tickets", tickets.len()));
    }

    /// The cook does the next thing.
    fn act(&mut self) {
        self.acts_at = Instant::now() + Duration::from_millis(self.chance.random_range(200..2_000));
        if self.evening.phase.get() == Phase::Calm {
            return;
        }
        if self.chance.random_ratio(1, 8) {
            let body = EightySix { is_eighty_sixed: self.chance.random() };
            let body = serde_json::to_string(&body).unwrap();
            return self.insist("/api/kitchen/items/soup/eighty-six".to_owned(), body, None);
        }
        let open: Vec<TicketId> = {
            let tickets = self.evening.tickets.borrow();
            tickets.values().filter(|ticket| !ticket.is_bumped).map(|ticket| ticket.ticket.clone()).collect()
        };
        if let Some(ticket) = open.choose(&mut self.chance) {
            self.insist(format!("/api/kitchen/ticket/{ticket}/bump"), String::new(), Some(ticket.clone()));
        }
    }

    /// Sends a command with the same id until there is an answer.
    fn insist(&mut self, path: String, body: String, bumped: Option<TicketId>) {
        let command = CommandId::from_random(self.chance.random()).to_string();
        let (token, evening) = (self.token.clone(), self.evening.clone());
        tokio::task::spawn_local(async move {
            loop {
                let call = Call::post(path.clone(), body.clone())
                    .header("idempotency-key", command.clone())
                    .header("authorization", format!("Bearer {token}"));
                let answer = timeout(ANSWER_WITHIN, call.make()).await.ok().flatten();
                match answer {
                    Some((204, ..)) => {
                        let mut history = evening.history.borrow_mut();
                        history.count("commands of the kitchen");
                        history.bumped.extend(bumped);
                        return;
                    }
                    Some((400..500, ..)) => return,
                    _ => tokio::time::sleep(PAUSE).await,
                }
            }
        });
    }
}
