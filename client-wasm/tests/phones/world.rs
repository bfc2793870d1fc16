//! Phones in their browsers, a hub, and the air between them. Time passes only when a test says so.

use std::collections::{BTreeMap, VecDeque};

use plato_client_wasm::client::Client;
use plato_client_wasm::effect::Effect;
use plato_client_wasm::input::{Action, Input, Start, Timer};
use plato_client_wasm::view::{CartLineView, Notice, Quote, ReviewState, Stage, View};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, ItemId, LineId, UnitId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::{FromDevice, FromHub};

use crate::hub::{ConnectionId, Hub, PIN};

enum Event {
    Input(Input),
    Frame(Vec<u8>),
    Tab(Vec<u8>),
}

/// What the tabs of a browser share.
#[derive(Default)]
pub struct Browser {
    pub records: BTreeMap<String, Vec<u8>>,
    login: Option<String>,
    knock: Option<String>,
    is_forgetful: bool,
}

/// One tab of a browser.
pub struct Tab {
    client: Client,
    browser: usize,
    actor: Option<String>,
    pub is_online: bool,
    /// Do calls reach the hub, with their answers lost on the way back?
    pub loses_answers: bool,
    socket: Option<ConnectionId>,
    sending: VecDeque<Vec<u8>>,
    events: VecDeque<Event>,
    timers: BTreeMap<&'static str, u64>,
    pub calls_made: Vec<(String, String)>,
    pub frames_sent: usize,
    /// What the page has taken in so far.
    pub inputs: usize,
    /// The page dies with its next input, after doing so many of the things that this leads to.
    pub dies_after: Option<usize>,
    /// How often it has died.
    pub deaths: usize,
    /// Frames wait on their way to the hub.
    is_held: bool,
    /// Frames wait on their way from the hub.
    is_downlink_held: bool,
    /// The network swallows everything on this socket.
    is_mute: bool,
    /// Frames of the hub that are lost on their way.
    lost: Option<(fn(&FromHub) -> bool, usize)>,
}

pub struct World {
    pub hub: Hub,
    pub browsers: Vec<Browser>,
    pub tabs: Vec<Tab>,
    pub now_ms: u64,
    /// Sockets that phones have tried to open.
    pub attempts: usize,
    /// Sockets that are gone, and when the hub will have noticed.
    zombies: Vec<(ConnectionId, u64)>,
    seeds: u64,
}

fn timer_name(timer: Timer) -> &'static str {
    match timer {
        Timer::Reconnect => "reconnect",
        Timer::Heartbeat => "heartbeat",
        Timer::Knock => "knock",
        Timer::Join => "join",
    }
}

/// Is `TRACE` in the environment? Then a test tells what happens.
pub fn is_traced() -> bool {
    std::env::var_os("TRACE").is_some()
}

impl World {
    pub fn new() -> Self {
        Self::seeded(0)
    }

    pub fn seeded(seeds: u64) -> Self {
        Self {
            hub: Hub::new(),
            browsers: vec![],
            tabs: vec![],
            now_ms: 1_000_000,
            attempts: 0,
            zombies: vec![],
            seeds: seeds << 20,
        }
    }

    /// A party whose phones have all joined and are live.
    pub fn party(phones: usize) -> Self {
        let mut world = Self::new();
        for _ in 0..phones {
            world.join();
        }
        world
    }

    pub fn join(&mut self) -> usize {
        let tab = self.open_page(true);
        let name = format!("Guest {tab}");
        self.act(tab, Action::Join { pin: PIN.into(), name, was_here: false });
        self.settle();
        tab
    }

    fn client(&mut self, browser: usize, actor: Option<String>) -> Client {
        self.seeds += 1;
        let start = Start {
            table: "t7".parse().unwrap(),
            key: "00".repeat(16),
            seed: format!("{:064x}", self.seeds),
            now_ms: self.now_ms,
            login: self.browsers[browser].login.clone(),
            knock: self.browsers[browser].knock.clone(),
            actor,
            is_storage_durable: !self.browsers[browser].is_forgetful,
        };
        Client::new(start).unwrap()
    }

    /// A page in a browser of its own.
    pub fn open_page(&mut self, is_storage_durable: bool) -> usize {
        self.browsers.push(Browser { is_forgetful: !is_storage_durable, ..Browser::default() });
        self.open_tab(self.browsers.len() - 1, None, true)
    }

    /// Another tab of a browser.
    pub fn open_tab(&mut self, browser: usize, actor: Option<String>, is_online: bool) -> usize {
        let client = self.client(browser, actor.clone());
        self.tabs.push(Tab {
            client,
            browser,
            actor,
            is_online,
            loses_answers: false,
            socket: None,
            sending: VecDeque::new(),
            events: VecDeque::new(),
            timers: BTreeMap::new(),
            calls_made: vec![],
            frames_sent: 0,
            inputs: 0,
            dies_after: None,
            deaths: 0,
            is_held: false,
            is_downlink_held: false,
            is_mute: false,
            lost: None,
        });
        let tab = self.tabs.len() - 1;
        self.restore(tab);
        tab
    }

    /// The browser's "duplicate tab": the new one has the actor of the old.
    pub fn copy_tab(&mut self, tab: usize) -> usize {
        let Tab { browser, actor, is_online, .. } = &self.tabs[tab];
        self.open_tab(*browser, actor.clone(), *is_online)
    }

    /// Another tab beside this one, with an actor of its own.
    pub fn open_beside(&mut self, tab: usize) -> usize {
        let Tab { browser, is_online, .. } = &self.tabs[tab];
        self.open_tab(*browser, None, *is_online)
    }

    fn restore(&mut self, tab: usize) {
        let browser = self.tabs[tab].browser;
        let records = self.browsers[browser].records.clone().into_iter().collect();
        let effects = self.tabs[tab].client.restore(records);
        self.perform(tab, effects);
    }

    /// The page is loaded anew: what is in memory is gone.
    pub fn reload(&mut self, tab: usize) {
        self.drop_socket(tab);
        let Tab { browser, actor, .. } = &self.tabs[tab];
        let client = self.client(*browser, actor.clone());
        let tab_state = &mut self.tabs[tab];
        tab_state.client = client;
        tab_state.events.clear();
        tab_state.timers.clear();
        self.restore(tab);
    }

    /// A call that a tab has made before reaches the hub once more; nobody hears the answer.
    pub fn repeat_call(&mut self, tab: usize, number: usize) {
        let placed = self.placed(tab);
        if let Some(body) = placed.get(number % placed.len().max(1)).filter(|_| self.hub.is_up) {
            self.hub.place_again(body);
        }
    }

    /// Damages the first change that a tab has on its way; false when there is none.
    pub fn damage_change(&mut self, tab: usize) -> bool {
        for bytes in &mut self.tabs[tab].sending {
            if let Ok(FromDevice::Changes(mut changes)) = codec::decode(bytes, Format::Cbor)
                && let Some(change) = changes.first_mut()
            {
                change.hash.0[0] ^= 1;
                *bytes = codec::encode(&FromDevice::Changes(changes), Format::Cbor);
                return true;
            }
        }
        false
    }

    pub fn act(&mut self, tab: usize, action: Action) {
        self.input(tab, Input::Do { action });
    }

    pub fn input(&mut self, tab: usize, input: Input) {
        let effects = self.tabs[tab].client.update(input, self.now_ms);
        self.perform(tab, effects);
    }

    fn perform(&mut self, tab: usize, effects: Vec<Effect>) {
        self.tabs[tab].inputs += 1;
        let dies_after = self.tabs[tab].dies_after.take();
        for effect in effects.into_iter().take(dies_after.unwrap_or(usize::MAX)) {
            self.perform_one(tab, effect);
        }
        if dies_after.is_some() {
            self.tabs[tab].deaths += 1;
            self.reload(tab);
        }
    }

    fn perform_one(&mut self, tab: usize, effect: Effect) {
        let browser = self.tabs[tab].browser;
        match effect {
            Effect::OpenSocket => {
                self.close_socket(tab);
                self.attempts += 1;
                self.tabs[tab].is_mute = false;
                let is_reachable = self.tabs[tab].is_online && self.hub.is_up;
                let event = if is_reachable { Input::SocketOpened } else { Input::SocketClosed };
                self.tabs[tab].socket = is_reachable.then(|| self.hub.connect(self.now_ms));
                self.tabs[tab].events.push_back(Event::Input(event));
            }
            Effect::Send { frame } => {
                self.tabs[tab].frames_sent += 1;
                self.tabs[tab].sending.push_back(frame);
            }
            Effect::CloseSocket => self.close_socket(tab),
            Effect::Call { id, path, token, body, .. } => self.call(tab, id, &path, token.as_deref(), &body),
            Effect::FetchMenu => {
                if self.tabs[tab].is_online && self.hub.is_up {
                    let body = serde_json::to_string(&self.hub.menu).unwrap();
                    self.tabs[tab].events.push_back(Event::Input(Input::Menu { body }));
                }
            }
            Effect::StartTimer { timer, after_ms } => {
                self.tabs[tab].timers.insert(timer_name(timer), self.now_ms + after_ms);
            }
            Effect::StopTimer { timer } => {
                self.tabs[tab].timers.remove(timer_name(timer));
            }
            Effect::KeepLogin { login } => self.browsers[browser].login = login,
            Effect::KeepKnock { knock } => self.browsers[browser].knock = knock,
            Effect::KeepActor { actor } => self.tabs[tab].actor = Some(actor),
            Effect::Store { put, delete } => {
                if is_traced() {
                    let put: Vec<_> = put.iter().map(|record| &record.key).collect();
                    eprintln!("  tab {tab} writes {put:?}, deletes {delete:?}");
                }
                let records = &mut self.browsers[browser].records;
                records.extend(put.into_iter().map(|record| (record.key, record.bytes)));
                for key in delete {
                    records.remove(&key);
                }
            }
            Effect::ForgetRecords => self.browsers[browser].records.clear(),
            Effect::Tell { message } => {
                for (other, heard) in self.tabs.iter_mut().enumerate() {
                    if other != tab && heard.browser == browser {
                        heard.events.push_back(Event::Tab(message.clone()));
                    }
                }
            }
            Effect::Render => {}
        }
    }

    fn call(&mut self, tab: usize, id: u32, path: &str, token: Option<&str>, body: &str) {
        self.tabs[tab].calls_made.push((path.into(), body.into()));
        let Tab { is_online, loses_answers, .. } = self.tabs[tab];
        let mut input = Input::Unanswered { id };
        if is_online && self.hub.is_up {
            let (status, body) = self.hub.call(path, token, body);
            if !loses_answers {
                input = Input::Answered { id, status, body };
            }
        }
        self.tabs[tab].events.push_back(Event::Input(input));
    }

    fn close_socket(&mut self, tab: usize) {
        if let Some(socket) = self.tabs[tab].socket.take() {
            self.hub.disconnect(socket);
        }
        self.tabs[tab].sending.clear();
        self.tabs[tab].events.retain(|event| {
            !matches!(event, Event::Frame(_) | Event::Input(Input::SocketOpened | Input::SocketClosed))
        });
    }

    /// The socket breaks, and the page hears of it.
    pub fn drop_socket(&mut self, tab: usize) {
        if self.tabs[tab].socket.is_some() {
            self.close_socket(tab);
            self.tabs[tab].events.push_back(Event::Input(Input::SocketClosed));
        }
    }

    pub fn go_offline(&mut self, tab: usize) {
        self.tabs[tab].is_online = false;
        self.drop_socket(tab);
        self.settle();
    }

    pub fn go_online(&mut self, tab: usize) {
        self.tabs[tab].is_online = true;
        self.input(tab, Input::Woken);
        self.settle();
    }

    pub fn stop_hub(&mut self) {
        self.hub.crash();
        self.hub.is_up = false;
        for tab in 0..self.tabs.len() {
            self.drop_socket(tab);
        }
        self.settle();
    }

    pub fn start_hub(&mut self) {
        self.hub.is_up = true;
        for tab in 0..self.tabs.len() {
            self.input(tab, Input::Woken);
        }
        self.settle();
    }

    /// One thing that is on its way arrives; false when nothing is on its way to or from this tab.
    pub fn step(&mut self, tab: usize) -> bool {
        let socket = self.tabs[tab].socket;
        if let Some(event) = self.tabs[tab].events.pop_front() {
            let client = &mut self.tabs[tab].client;
            let effects = match event {
                Event::Input(input) => client.update(input, self.now_ms),
                Event::Frame(bytes) => client.frame(&bytes, self.now_ms),
                Event::Tab(bytes) => client.tab_message(&bytes, self.now_ms),
            };
            self.perform(tab, effects);
            return true;
        }
        let is_mute = self.tabs[tab].is_mute;
        let sending = &mut self.tabs[tab];
        if let (Some(socket), false) = (socket, sending.is_held)
            && let Some(frame) = sending.sending.pop_front()
        {
            if !is_mute {
                self.hub.receive(socket, &frame, self.now_ms);
            }
            return true;
        }
        let open = socket.filter(|_| !self.tabs[tab].is_downlink_held);
        if let Some(frame) = open.and_then(|socket| self.hub.next_frame(socket)) {
            if !is_mute && !self.is_lost(tab, &frame) {
                self.tabs[tab].events.push_back(Event::Frame(frame));
            }
            return true;
        }
        if socket.is_some_and(|socket| !self.hub.is_connected(socket)) {
            self.drop_socket(tab);
            return true;
        }
        false
    }

    /// Everything that is on its way arrives.
    pub fn settle(&mut self) {
        for _ in 0..100_000 {
            let moved = (0..self.tabs.len()).map(|tab| self.step(tab)).fold(false, |any, one| any | one);
            if !moved {
                return;
            }
        }
        panic!("phones and hub talk without end");
    }

    /// Time passes, and timers fire when they are due.
    pub fn advance(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        loop {
            let now_ms = self.now_ms;
            for (socket, _) in self.zombies.extract_if(.., |(_, noticed_ms)| *noticed_ms <= now_ms) {
                self.hub.disconnect(socket);
            }
            self.settle();
            let due = self.tabs.iter().enumerate().flat_map(|(tab, state)| {
                state.timers.iter().map(move |(name, due_ms)| (*due_ms, tab, *name))
            });
            let Some((due_ms, tab, name)) = due.min().filter(|(due_ms, ..)| *due_ms <= until_ms) else {
                break;
            };
            self.now_ms = self.now_ms.max(due_ms);
            self.tabs[tab].timers.remove(name);
            let timer = match name {
                "reconnect" => Timer::Reconnect,
                "join" => Timer::Join,
                _ => Timer::Heartbeat,
            };
            self.input(tab, Input::TimerFired { timer });
        }
        self.now_ms = until_ms;
    }

    fn is_lost(&mut self, tab: usize, frame: &[u8]) -> bool {
        let Some((is_meant, left)) = self.tabs[tab].lost.filter(|(_, left)| *left > 0) else { return false };
        let frame = codec::decode_trusted::<FromHub>(frame, Format::Cbor).unwrap();
        let is_lost = is_meant(&frame);
        self.tabs[tab].lost = Some((is_meant, left - usize::from(is_lost)));
        is_lost
    }

    /// The next frames of a kind do not reach this tab.
    pub fn lose_next_frames(&mut self, tab: usize, is_meant: fn(&FromHub) -> bool, count: usize) {
        self.tabs[tab].lost = Some((is_meant, count));
    }

    /// Frames to the hub wait on their way.
    pub fn hold_frames(&mut self, tab: usize) {
        self.tabs[tab].is_held = true;
    }

    pub fn release_frames(&mut self, tab: usize) {
        self.tabs[tab].is_held = false;
    }

    /// Frames from the hub wait on their way.
    pub fn hold_downlink(&mut self, tab: usize) {
        self.tabs[tab].is_downlink_held = true;
    }

    pub fn release_downlink(&mut self, tab: usize) {
        self.tabs[tab].is_downlink_held = false;
    }

    /// What was about to happen to a tab does not.
    pub fn forget_events(&mut self, tab: usize) {
        self.tabs[tab].events.clear();
    }

    pub fn quote(&self, tab: usize, item: &ItemId, config: &LineConfig, portions: u32) -> Quote {
        self.tabs[tab].client.quote(item, config, portions)
    }

    /// The hub answers with this to what was on its way, which it did not take.
    pub fn hub_says(&mut self, tab: usize, frame: &FromHub) {
        self.tabs[tab].sending.clear();
        self.release_frames(tab);
        let socket = self.tabs[tab].socket.expect("a socket");
        self.hub.send(socket, frame);
    }

    /// From now on nothing comes through this socket, and nobody is told.
    pub fn mute(&mut self, tab: usize) {
        self.tabs[tab].is_mute = true;
    }

    /// The phone hears that its socket is gone; the hub finds out 40 s later.
    pub fn drop_socket_unnoticed_by_hub(&mut self, tab: usize) {
        if let Some(socket) = self.tabs[tab].socket.take() {
            self.zombies.push((socket, self.now_ms + 40_000));
            self.tabs[tab].events.push_back(Event::Input(Input::SocketClosed));
        }
    }

    pub fn fire_heartbeat(&mut self, tab: usize) {
        self.tabs[tab].timers.remove("heartbeat");
        self.input(tab, Input::TimerFired { timer: Timer::Heartbeat });
    }

    pub fn raw_frame(&mut self, tab: usize, bytes: &[u8]) {
        self.tabs[tab].events.push_back(Event::Frame(bytes.to_vec()));
    }

    pub fn raw_tab_message(&mut self, tab: usize, bytes: &[u8]) {
        self.tabs[tab].events.push_back(Event::Tab(bytes.to_vec()));
    }

    /// The page is closed for good.
    pub fn close_tab(&mut self, tab: usize) {
        self.close_socket(tab);
        self.tabs.remove(tab);
    }

    // --- what tests do and look at ---

    pub fn view(&self, tab: usize) -> View {
        self.tabs[tab].client.view()
    }

    pub fn me(&self, tab: usize) -> DinerId {
        self.view(tab).me.expect("a seated guest")
    }

    pub fn add(&mut self, tab: usize, item: &str, portions: u32) {
        let diner = self.me(tab);
        self.add_as(tab, item, "", portions, diner);
    }

    pub fn add_as(&mut self, tab: usize, item: &str, note: &str, portions: u32, diner: DinerId) {
        let config = LineConfig { note: note.into(), ..config(item) };
        self.act(tab, Action::Add { item: item.parse().unwrap(), config, portions, diner });
    }

    pub fn lines(&self, tab: usize) -> Vec<CartLineView> {
        self.view(tab).cart.groups.into_iter().flat_map(|group| group.lines).collect()
    }

    /// The only line of that dish.
    pub fn line(&self, tab: usize, item: &str) -> LineId {
        let lines: Vec<_> = self.lines(tab).into_iter().filter(|line| line.item.as_str() == item).collect();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        lines[0].line.clone()
    }

    /// The cart as "dish xportions", oldest first in each group.
    pub fn dishes(&self, tab: usize) -> Vec<String> {
        let show = |line: CartLineView| format!("{} x{}", line.item, line.units.len());
        self.lines(tab).into_iter().map(show).collect()
    }

    /// Every portion in the cart with who gets it.
    pub fn units(&self, tab: usize) -> BTreeMap<UnitId, DinerId> {
        let groups = self.view(tab).cart.groups.into_iter();
        let units = groups.flat_map(|group| {
            let units = group.lines.into_iter().flat_map(|line| line.units);
            units.map(move |unit| (unit.unit, group.diner.clone())).collect::<Vec<_>>()
        });
        units.collect()
    }

    pub fn notices(&self, tab: usize) -> Vec<Notice> {
        self.view(tab).notices.into_iter().map(|notice| notice.what).collect()
    }

    pub fn review(&self, tab: usize) -> ReviewState {
        self.view(tab).review.expect("an open review").state
    }

    pub fn stage(&self, tab: usize) -> Stage {
        self.view(tab).stage
    }

    /// Bodies of the orders that a tab has sent.
    pub fn placed(&self, tab: usize) -> Vec<String> {
        let calls = self.tabs[tab].calls_made.iter();
        calls.filter(|(path, _)| path == "/api/order/place").map(|(_, body)| body.clone()).collect()
    }

    /// Hub and phones have the same cart, and nothing is unsaved.
    pub fn assert_converged(&self) {
        for tab in 0..self.tabs.len() {
            assert_eq!(self.units(tab), self.hub.pending(), "tab {tab}");
            assert_eq!(self.view(tab).cart.unsaved_edits, 0, "tab {tab}");
        }
    }
}

/// Choices that make a dish complete.
pub fn config(item: &str) -> LineConfig {
    let keys: &[&str] = if item == "steak" { &["doneness/rare"] } else { &[] };
    LineConfig { modifiers: keys.iter().map(|key| key.parse().unwrap()).collect(), note: String::new() }
}
