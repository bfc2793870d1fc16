//! A guest's phone: a browser with its store and the tabs that are open in it, each with the real
//! client. Everything that an effect asks for goes over the simulated network.

mod calls;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use plato_client_wasm::client::Client;
use plato_client_wasm::effect::Effect;
use plato_client_wasm::input::{Input, Start, Timer};
use plato_client_wasm::view::View;
use plato_sync_protocol::ids::CommandId;
use plato_tests::clock::EVENING_MS;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::evening::Evening;
use crate::hub::TABLE_KEY;
use crate::network::Heard;
use crate::trace::fingerprint;

/// How often it is looked at what a tab shows.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// One phone in so many has nothing but long-poll.
const POLLS_ONE_IN: u64 = 6;

/// What comes from outside of a page.
enum News {
    Socket(u64, Heard),
    Answered { id: u32, status: u16, body: String },
    Unanswered { id: u32 },
    Menu(String),
    Tab(Vec<u8>),
}

/// A page in one tab.
pub struct Page {
    /// The brain.
    pub client: Client,
    /// Names this page: nobody listens to news for an older one.
    page: u64,
    /// The table whose code was scanned.
    pub(crate) table: String,
    actor: Option<String>,
    socket: u64,
    frames: Option<mpsc::UnboundedSender<Message>>,
    tasks: Vec<AbortHandle>,
    calls: BTreeMap<u32, AbortHandle>,
    timers: BTreeMap<&'static str, (Instant, Timer)>,
    told: u32,
    looked_at: Option<Instant>,
}

/// A phone.
pub struct Phone {
    /// Its name on the network.
    pub name: String,
    /// The party that its owner belongs to.
    pub party: usize,
    /// Tabs that are open, by number.
    pub pages: BTreeMap<usize, Page>,
    /// Is it cut off by its owner?
    pub is_offline: bool,
    /// Does its network let no WebSocket through?
    pub polls: bool,
    /// Do answers get lost on the way?
    pub loses_answers: bool,
    /// Orders that it has posted, with the token.
    pub posted: Vec<(Option<String>, String)>,
    /// Orders that were confirmed, by tab.
    pub ordered: BTreeMap<usize, Vec<CommandId>>,
    /// What its owner does.
    pub chance: ChaCha8Rng,
    /// When its owner does something next.
    pub acts_at: Instant,
    pub(crate) evening: Rc<Evening>,
    records: BTreeMap<String, Vec<u8>>,
    login: Option<String>,
    knock: Option<String>,
    news: mpsc::UnboundedSender<(usize, u64, News)>,
    next: u64,
    began: Instant,
}

fn name(timer: Timer) -> &'static str {
    match timer {
        Timer::Reconnect => "reconnect",
        Timer::Heartbeat => "heartbeat",
        Timer::Knock => "knock",
        Timer::Join => "join",
    }
}

/// Runs a phone from the beginning to the end of the evening.
pub async fn run(evening: Rc<Evening>, number: usize, party: usize, seed: u64) {
    let (news, mut happening) = mpsc::unbounded_channel();
    let mut chance = ChaCha8Rng::seed_from_u64(seed ^ ((number as u64 + 1) << 32));
    let phone = Phone {
        name: crate::evening::phone_name(number),
        party,
        pages: BTreeMap::new(),
        is_offline: false,
        polls: (seed + number as u64).is_multiple_of(POLLS_ONE_IN),
        loses_answers: false,
        posted: Vec::new(),
        ordered: BTreeMap::new(),
        acts_at: Instant::now() + Duration::from_millis(chance.random_range(200..1_500)),
        chance,
        evening: evening.clone(),
        records: BTreeMap::new(),
        login: None,
        knock: None,
        news,
        next: 0,
        began: Instant::now(),
    };
    let phone = Rc::new(RefCell::new(phone));
    evening.phones.borrow_mut().push(phone.clone());
    phone.borrow_mut().open_page(None);
    loop {
        let due = phone.borrow().due();
        tokio::select! {
            biased;
            Some((tab, page, news)) = happening.recv() => phone.borrow_mut().hear(tab, page, news),
            () = tokio::time::sleep_until(due) => phone.borrow_mut().be_on_time(),
        }
    }
}

impl Phone {
    fn now_ms(&self) -> u64 {
        EVENING_MS + u64::try_from(self.began.elapsed().as_millis()).unwrap()
    }

    fn due(&self) -> Instant {
        let timers = self.pages.values().flat_map(|page| page.timers.values().map(|(at, _)| *at));
        timers.chain([self.acts_at]).min().unwrap()
    }

    fn be_on_time(&mut self) {
        let now = Instant::now();
        if self.acts_at <= now {
            return self.live();
        }
        let due = self.pages.iter().find_map(|(tab, page)| {
            let timer = page.timers.values().find(|(at, _)| *at <= now)?;
            Some((*tab, timer.1))
        });
        if let Some((tab, timer)) = due {
            self.page(tab).timers.remove(name(timer));
            self.take(tab, Input::TimerFired { timer });
        }
    }

    pub(crate) fn page(&mut self, tab: usize) -> &mut Page {
        self.pages.get_mut(&tab).unwrap()
    }

    /// What a tab shows.
    pub fn view(&self, tab: usize) -> View {
        self.pages[&tab].client.view()
    }

    fn client(&mut self, actor: Option<String>, at: &str) -> Client {
        let start = Start {
            table: at.parse().unwrap(),
            key: TABLE_KEY.to_owned(),
            seed: plato_sync_protocol::vector::to_hex(&self.chance.random::<[u8; 32]>()),
            now_ms: self.now_ms(),
            login: self.login.clone(),
            knock: self.knock.clone(),
            actor,
            is_storage_durable: true,
        };
        Client::new(start).unwrap()
    }

    /// A client with everything that this phone has stored, as after a reload without any network.
    pub fn reloaded(&mut self) -> Client {
        let at = self.evening.table_of(self.party);
        let mut client = self.client(None, &at);
        client.restore(self.records.clone().into_iter().collect());
        client
    }

    /// Opens the table's page in a new tab; a copied tab has the actor of the first.
    pub fn open_page(&mut self, actor: Option<String>) -> usize {
        let tab = self.pages.keys().last().map_or(0, |last| last + 1);
        self.load(tab, actor, self.evening.table_of(self.party));
        tab
    }

    fn load(&mut self, tab: usize, actor: Option<String>, table: String) {
        let client = self.client(actor.clone(), &table);
        self.next += 1;
        let page = Page {
            client,
            page: self.next,
            table,
            actor,
            socket: 0,
            frames: None,
            tasks: Vec::new(),
            calls: BTreeMap::new(),
            timers: BTreeMap::new(),
            told: 0,
            looked_at: None,
        };
        self.pages.insert(tab, page);
        let effects = {
            let records = self.records.clone().into_iter().collect();
            self.page(tab).client.restore(records)
        };
        self.carry_out(tab, effects);
        // Every page fetches the menu as it opens.
        self.fetch_menu(tab);
    }

    /// Loads a tab's page anew: what is only in memory is gone.
    pub fn reload(&mut self, tab: usize) {
        let table = self.page(tab).table.clone();
        let actor = self.close_page(tab);
        self.load(tab, actor, table);
    }

    /// Opens another tab as a copy of this one.
    pub fn copy_page(&mut self, tab: usize) {
        let actor = self.page(tab).actor.clone();
        self.open_page(actor);
    }

    /// Closes a tab; its actor is what a reload would take over.
    pub fn close_page(&mut self, tab: usize) -> Option<String> {
        self.look(tab);
        let page = self.pages.remove(&tab).unwrap();
        page.tasks.iter().chain(page.calls.values()).for_each(AbortHandle::abort);
        page.actor
    }

    /// The phone loses its network, or gets it back.
    pub fn network(&mut self, is_there: bool) {
        self.is_offline = !is_there;
        let tabs: Vec<usize> = self.pages.keys().copied().collect();
        for tab in tabs {
            if is_there {
                self.take(tab, Input::Woken);
                continue;
            }
            for (id, call) in std::mem::take(&mut self.page(tab).calls) {
                call.abort();
                self.take(tab, Input::Unanswered { id });
            }
            self.lose_socket(tab);
        }
    }

    /// A tab's connection breaks, and the page hears of it.
    pub fn lose_socket(&mut self, tab: usize) {
        let had_socket = self.page(tab).frames.is_some();
        self.hang_up(tab);
        if had_socket {
            self.take(tab, Input::SocketClosed);
        }
    }

    fn hear(&mut self, tab: usize, page: u64, news: News) {
        let Some(current) = self.pages.get_mut(&tab).filter(|current| current.page == page) else { return };
        match news {
            News::Socket(socket, _) if socket != current.socket => {}
            News::Socket(_, Heard::Opened) => self.take(tab, Input::SocketOpened),
            News::Socket(_, Heard::Closed) => {
                current.frames = None;
                self.take(tab, Input::SocketClosed);
            }
            News::Socket(_, Heard::Message(bytes)) => {
                let (trace, print) = (self.evening.trace.clone(), fingerprint(0, &bytes));
                trace.note(&self.name, format_args!("tab {tab} hears {} bytes {print:x}", bytes.len()));
                let now_ms = self.now_ms();
                let effects = self.page(tab).client.frame(&bytes, now_ms);
                self.carry_out(tab, effects);
            }
            News::Answered { id, status, body } => {
                if current.calls.remove(&id).is_some() {
                    self.take(tab, Input::Answered { id, status, body });
                }
            }
            News::Unanswered { id } => {
                if current.calls.remove(&id).is_some() {
                    self.take(tab, Input::Unanswered { id });
                }
            }
            News::Menu(body) => self.take(tab, Input::Menu { body }),
            News::Tab(message) => {
                let now_ms = self.now_ms();
                let effects = self.page(tab).client.tab_message(&message, now_ms);
                self.carry_out(tab, effects);
            }
        }
    }

    /// Something happens to a tab's page.
    pub fn take(&mut self, tab: usize, input: Input) {
        let text = format!("tab {tab} {input:?}");
        self.evening.trace.note(&self.name, text);
        let now_ms = self.now_ms();
        let effects = self.page(tab).client.update(input, now_ms);
        self.carry_out(tab, effects);
    }

    fn carry_out(&mut self, tab: usize, effects: Vec<Effect>) {
        let is_new = effects.contains(&Effect::Render);
        for effect in effects {
            self.carry_out_one(tab, effect);
        }
        let is_due = self.page(tab).looked_at.is_none_or(|at| at.elapsed() >= LOOK_EVERY);
        if is_new && is_due {
            self.look(tab);
        }
    }

    fn carry_out_one(&mut self, tab: usize, effect: Effect) {
        match effect {
            Effect::OpenSocket => self.open_socket(tab),
            Effect::Send { frame } => {
                if let Some(frames) = &self.page(tab).frames {
                    let _ = frames.send(Message::binary(frame));
                }
            }
            Effect::CloseSocket => self.hang_up(tab),
            Effect::Call { id, path, token, body, .. } => self.call(tab, id, &path, token, body),
            Effect::FetchMenu => self.fetch_menu(tab),
            Effect::StartTimer { timer, after_ms } => {
                let at = Instant::now() + Duration::from_millis(after_ms);
                self.page(tab).timers.insert(name(timer), (at, timer));
            }
            Effect::StopTimer { timer } => drop(self.page(tab).timers.remove(name(timer))),
            Effect::KeepLogin { login } => self.login = login,
            Effect::KeepKnock { knock } => self.knock = knock,
            Effect::KeepActor { actor } => self.page(tab).actor = Some(actor),
            Effect::Store { put, delete } => {
                self.records.extend(put.into_iter().map(|record| (record.key, record.bytes)));
                self.records.retain(|key, _| !delete.contains(key));
            }
            Effect::ForgetRecords => self.records.clear(),
            Effect::Tell { message } => {
                for (other, page) in self.pages.iter().filter(|(other, _)| **other != tab) {
                    let _ = self.news.send((*other, page.page, News::Tab(message.clone())));
                }
            }
            Effect::Render => {}
        }
    }

    /// Notes what a tab newly shows.
    pub fn look(&mut self, tab: usize) {
        let view = self.view(tab);
        let mut history = self.evening.history.borrow_mut();
        history.shows(&view);
        let page = self.pages.get_mut(&tab).unwrap();
        for notice in view.notices.iter().filter(|notice| notice.id >= page.told) {
            self.evening.trace.note(&self.name, format_args!("tab {tab} tells {:?}", notice.what));
            history.tells(&notice.what);
        }
        page.looked_at = Some(Instant::now());
        page.told = view.notices.iter().map(|notice| notice.id + 1).max().unwrap_or(0).max(page.told);
    }

    fn hang_up(&mut self, tab: usize) {
        let page = self.page(tab);
        page.socket += 1;
        page.frames = None;
        page.tasks.drain(..).for_each(|task| task.abort());
    }
}
