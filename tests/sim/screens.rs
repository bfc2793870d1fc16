//! The house's screens: two kitchen displays side by side and the floor. Each shows its feed, goes away now
//! and then with what it shows and what it has not sent, comes back, and insists on every tap until the hub
//! has answered it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use plato_sync_protocol::api::{ChangeMode, EightySix, FireCourse, SetDishStatus, SignIn};
use plato_sync_protocol::floor::{ChangeCovers, FloorView, ReadyDishView, TableView, ToTable};
use plato_sync_protocol::ids::{CommandId, OrderId, TicketId};
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use plato_sync_protocol::serving::{NamedDish, ServeDishes, ShownDish};
use plato_sync_protocol::views::{DishStatus, SessionMode, TicketView};
use plato_tests::screen::all_tickets;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::evening::{Evening, Phase};
use crate::hub::{self, STAFF};
use crate::network::{self, Call, Heard};

/// The machines, with what each shows.
pub const SCREENS: [(&str, FeedKind); 3] =
    [("kitchen", FeedKind::Kitchen), ("kitchen-2", FeedKind::Kitchen), ("floor", FeedKind::Floor)];
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);
/// How often a party is made to share otherwise. After more a portion may have been taken out of each of two carts,
/// and goes on under another id.
const MODE_CHANGES_MAX: usize = 3;
/// How often the hub is asked whether it is there, and how long it may be silent.
const PING_EVERY: Duration = Duration::from_secs(5);
const SILENCE_MAX: Duration = Duration::from_secs(12);

/// What a screen shows.
#[derive(Default)]
pub struct Shown {
    /// Tickets, of the kitchen.
    pub tickets: BTreeMap<TicketId, TicketView>,
    /// Rooms and tables, of the floor.
    pub floor: Option<FloorView>,
    /// Log position up to which the screen knows everything.
    position: Option<u64>,
}

struct Screen {
    evening: Rc<Evening>,
    name: &'static str,
    feed: FeedKind,
    chance: ChaCha8Rng,
    token: String,
    acts_at: Instant,
}

/// A tap: what it asks for, with what the screen showed then, as the real ones say it, and what has to stand once it is acknowledged.
struct Tap {
    path: String,
    body: String,
    stands: Stands,
}

/// What stands after a tap.
enum Stands {
    Nothing,
    Bumped(TicketId),
    Dish(OrderId, u16, DishStatus),
    Brought(OrderId, Vec<u16>),
}

/// Runs a screen for the whole evening.
pub async fn run(evening: Rc<Evening>, number: usize, seed: u64) {
    let chance = ChaCha8Rng::seed_from_u64(seed.rotate_left(17 + number as u32));
    let (name, feed) = SCREENS[number];
    let mut screen = Screen { evening, name, feed, chance, token: String::new(), acts_at: Instant::now() };
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
    /// Shows the feed until the connection ends, or somebody puts the screen away for a while.
    async fn show(&mut self) {
        let (frames, sending) = mpsc::unbounded_channel();
        let (news, mut heard) = mpsc::unbounded_channel();
        let socket = network::socket("/api/feed", sending, move |heard| drop(news.send(heard)));
        let task = tokio::task::spawn_local(socket);
        let send = |frame: &FeedFromDevice| {
            let _ = frames.send(Message::text(serde_json::to_string(frame).unwrap()));
        };
        let since = self.evening.screens.borrow().get(self.name).and_then(|shown| shown.position);
        send(&FeedFromDevice::Hello { feed: self.feed, token: Some(self.token.clone()), since });
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
                () = tokio::time::sleep_until(self.acts_at) => {
                    self.acts_at = Instant::now() + Duration::from_millis(self.chance.random_range(200..2_000));
                    if self.evening.phase.get() == Phase::Calm {
                        continue;
                    }
                    if self.chance.random_ratio(1, 12) {
                        self.evening.history.borrow_mut().count("screens put away");
                        task.abort();
                        return self.goes_away().await;
                    }
                    let tap = self.taps();
                    self.insist(tap.into_iter().collect());
                }
            }
        }
        task.abort();
    }

    /// Somebody taps on while nothing is heard, on what was shown last; the hub hears of it afterwards.
    async fn goes_away(&mut self) {
        let taps: Vec<Tap> = (0..self.chance.random_range(1..8)).filter_map(|_| self.taps()).collect();
        // The evening is not over before they are answered.
        self.evening.history.borrow_mut().unanswered += 1;
        taps.iter().for_each(|_| self.evening.history.borrow_mut().count("taps while away"));
        let away = Duration::from_millis(self.chance.random_range(200..6_000));
        tokio::time::sleep(away).await;
        self.insist(taps);
        self.evening.history.borrow_mut().unanswered -= 1;
    }

    fn taps(&mut self) -> Option<Tap> {
        if self.feed == FeedKind::Kitchen { self.cooks() } else { self.waits() }
    }

    fn take(&self, bytes: &[u8]) {
        let mut screens = self.evening.screens.borrow_mut();
        let shown = screens.entry(self.name).or_default();
        match serde_json::from_slice(bytes).unwrap() {
            FeedFromHub::Kitchen { view } => {
                shown.position = Some(view.position);
                shown.tickets = all_tickets(&view);
            }
            FeedFromHub::Tickets { changed, position, .. } => {
                shown.position = Some(position);
                shown.tickets.extend(changed.into_iter().map(|ticket| (ticket.ticket.clone(), ticket)));
            }
            FeedFromHub::Floor { view } => {
                shown.position = Some(view.position);
                shown.floor = Some(view);
            }
            FeedFromHub::Refused { .. } | FeedFromHub::Pong { .. } | FeedFromHub::Cart { .. } => {}
        }
        let tickets = shown.tickets.len();
        self.evening.trace.note(self.name, format_args!("shows {tickets} tickets at {:?}", shown.position));
    }

    /// The next thing that a cook does.
    fn cooks(&mut self) -> Option<Tap> {
        if self.chance.random_ratio(1, 8) {
            let body = EightySix { is_eighty_sixed: self.chance.random() };
            let body = serde_json::to_string(&body).unwrap();
            let path = "/api/kitchen/items/soup/eighty-six".to_owned();
            return Some(Tap { path, body, stands: Stands::Nothing });
        }
        let screens = self.evening.screens.borrow();
        let tickets: Vec<&TicketView> = screens.get(self.name)?.tickets.values().collect();
        let ticket = *tickets.choose(&mut self.chance)?;
        let id = &ticket.ticket;
        if ticket.is_bumped {
            if !self.chance.random_ratio(1, 4) {
                return None;
            }
            let mut history = self.evening.history.borrow_mut();
            history.recalled.insert(ticket.order);
            let path = format!("/api/kitchen/ticket/{id}/recall?seen={}", ticket.revision);
            return Some(Tap { path, body: String::new(), stands: Stands::Nothing });
        }
        if self.chance.random() {
            let path = format!("/api/kitchen/ticket/{id}/bump?seen={}", ticket.revision);
            return Some(Tap { path, body: String::new(), stands: Stands::Bumped(id.clone()) });
        }
        let line = ticket.lines.choose(&mut self.chance)?;
        let status = if line.status == DishStatus::Queued { DishStatus::Cooking } else { DishStatus::Ready };
        let path = format!("/api/kitchen/order/{}/item/{}/status", ticket.order, line.index);
        let body = serde_json::to_string(&SetDishStatus { status, seen: Some(ticket.revision) }).unwrap();
        Some(Tap { path, body, stands: Stands::Dish(ticket.order, line.index, status) })
    }

    /// The next thing that a waiter does.
    fn waits(&mut self) -> Option<Tap> {
        if self.chance.random_ratio(3, 5) { self.brings() } else { self.looks_after_a_party() }
    }

    /// Fires a course, counts guests, gives a party another table, one more or one less, changes how it shares, or
    /// sends what friends have ready. Its line ids and tickets stay what they are.
    fn looks_after_a_party(&mut self) -> Option<Tap> {
        let parties = self.evening.sessions.borrow();
        let screens = self.evening.screens.borrow();
        let rooms = &screens.get(self.name)?.floor.as_ref()?.rooms;
        let tables: Vec<&TableView> = rooms.iter().flat_map(|room| &room.tables).collect();
        // A table at which another party has begun is not given away, nor the one that a till serves: phones
        // that have not joined yet would sit with strangers.
        let is_free = |table: &&&TableView| {
            table.session.is_none()
                && (0..=parties.len()).all(|party| table.table.as_str() != hub::table(party))
        };
        let free = tables.iter().filter(is_free).map(|table| table.table.clone()).collect::<Vec<_>>();
        let party = parties.choose(&mut self.chance)?;
        let home = hub::table(parties.iter().position(|other| other == party)?).parse().unwrap();
        let at = tables.iter().filter_map(|table| table.session.as_ref()).find(|at| at.session == *party)?;
        let of = |act: &str| format!("/api/floor/sessions/{party}/{act}");
        if at.gathering > 0 && self.chance.random_ratio(1, 3) {
            return Some(Tap { path: of("send-together"), body: String::new(), stands: Stands::Nothing });
        }
        // Often enough that somebody is away meanwhile: the hub refuses it from the first order on.
        let changes_left = MODE_CHANGES_MAX > self.evening.history.borrow().mode_changes(party);
        if at.orders == 0 && changes_left && self.chance.random_ratio(1, 2) {
            let mode = match at.mode {
                SessionMode::Family => SessionMode::Individual,
                SessionMode::Individual => SessionMode::Family,
            };
            self.evening.history.borrow_mut().changes_mode(party);
            let body = serde_json::to_string(&ChangeMode { mode }).unwrap();
            return Some(Tap { path: of("mode"), body, stands: Stands::Nothing });
        }
        let (path, body) = match self.chance.random_range(0..10) {
            0..=3 => {
                let held = at.held.choose(&mut self.chance)?;
                let orders = held.dishes.iter().map(|dish| dish.order).collect::<BTreeSet<_>>();
                let body = FireCourse { course: held.course, orders: Some(orders.into_iter().collect()) };
                (format!("/api/sessions/{party}/fire"), serde_json::to_string(&body))
            }
            4 => {
                let covers = self.chance.random_range(1..9);
                (of("covers"), serde_json::to_string(&ChangeCovers { covers }))
            }
            5 | 6 => {
                let table =
                    free.into_iter().chain([home]).collect::<Vec<_>>().choose(&mut self.chance)?.clone();
                (of("move"), serde_json::to_string(&ToTable { table }))
            }
            7 => (
                of("tables"),
                serde_json::to_string(&ToTable { table: free.choose(&mut self.chance)?.clone() }),
            ),
            _ => {
                let table = &at.tables.choose(&mut self.chance)?.table;
                (of(&format!("tables/{table}/leave")), Ok(String::new()))
            }
        };
        Some(Tap { path, body: body.unwrap(), stands: Stands::Nothing })
    }

    /// Brings what is ready.
    fn brings(&mut self) -> Option<Tap> {
        let screens = self.evening.screens.borrow();
        let rooms = &screens.get(self.name)?.floor.as_ref()?.rooms;
        let sessions = rooms.iter().flat_map(|room| &room.tables).filter_map(|table| table.session.as_ref());
        let ready: Vec<_> = sessions.flat_map(|session| &session.ready).collect();
        let order = ready.choose(&mut self.chance)?;
        let shown = |dish: &ReadyDishView| Some(ShownDish { index: dish.index?, remade: dish.remade });
        let dishes: Vec<ShownDish> = order.dishes.iter().filter_map(shown).collect();
        let mut history = self.evening.history.borrow_mut();
        history.carried.extend(dishes.iter().map(|dish| (order.order, dish.index)));
        let brought = dishes.iter().map(|dish| dish.index).collect();
        let dishes = dishes.into_iter().map(NamedDish::Shown).collect();
        let path = format!("/api/kitchen/order/{}/serve", order.order);
        let body = serde_json::to_string(&ServeDishes { dishes: Some(dishes) }).unwrap();
        Some(Tap { path, body, stands: Stands::Brought(order.order, brought) })
    }

    /// Sends taps one after the other, each with the same id until there is an answer.
    fn insist(&mut self, taps: Vec<Tap>) {
        let named = |tap| (CommandId::from_random(self.chance.random()).to_string(), tap);
        let taps: Vec<(String, Tap)> = taps.into_iter().map(named).collect();
        let (token, evening, is_cook) =
            (self.token.clone(), self.evening.clone(), self.feed == FeedKind::Kitchen);
        evening.history.borrow_mut().unanswered += taps.len();
        tokio::task::spawn_local(async move {
            for (command, tap) in taps {
                insist_on(&evening, &token, is_cook, &command, tap).await;
            }
        });
    }
}

async fn insist_on(evening: &Evening, token: &str, is_cook: bool, command: &str, tap: Tap) {
    let is_done = loop {
        let call = Call::post(tap.path.clone(), tap.body.clone())
            .header("idempotency-key", command.to_owned())
            .header("authorization", format!("Bearer {token}"));
        match timeout(ANSWER_WITHIN, call.make()).await.ok().flatten() {
            Some((204, ..)) => break true,
            Some((400..500, ..)) => break false,
            _ => tokio::time::sleep(PAUSE).await,
        }
    };
    let mut history = evening.history.borrow_mut();
    history.unanswered -= 1;
    if !is_done {
        return history.count("taps refused");
    }
    history.count(if is_cook { "commands of the kitchen" } else { "commands of the floor" });
    let what = ["/fire", "/covers", "/move", "/tables", "/leave", "/mode", "/send-together"]
        .into_iter()
        .find(|act| tap.path.ends_with(act));
    history.count(what.map_or("other taps", |what| what.trim_start_matches('/')));
    let dishes = match tap.stands {
        Stands::Nothing => Vec::new(),
        Stands::Bumped(ticket) => {
            history.bumped.insert(ticket);
            Vec::new()
        }
        Stands::Dish(order, index, status) => vec![(order, index, status)],
        Stands::Brought(order, dishes) => {
            dishes.into_iter().map(|index| (order, index, DishStatus::Served)).collect()
        }
    };
    for (order, index, status) in dishes {
        let known = history.dishes.entry((order, index)).or_insert(status);
        *known = status.max(*known);
    }
}
