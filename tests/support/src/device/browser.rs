//! The browser around the client: does what its effects ask for, and tells it what happens.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use plato_client_wasm::client::Client;
use plato_client_wasm::effect::Effect;
use plato_client_wasm::input::{Input, Start, Timer};
use plato_client_wasm::view::View;
use plato_sync_protocol::vector::to_hex;
use reqwest::Method;
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Message;

use super::{Ask, Kept, Place};
use crate::PATIENCE;

/// What comes from outside of the page. Sockets are numbered: nobody listens to an old one.
enum News {
    Opened(u64),
    Frame(u64, Vec<u8>),
    Closed(u64),
    Answered { id: u32, status: u16, body: String },
    Unanswered { id: u32 },
    Menu(String),
}

pub(super) struct Browser {
    place: Place,
    client: Client,
    kept: Kept,
    view: watch::Sender<View>,
    news: mpsc::UnboundedSender<News>,
    happening: mpsc::UnboundedReceiver<News>,
    http: reqwest::Client,
    socket: u64,
    frames: Option<mpsc::UnboundedSender<Vec<u8>>>,
    socket_task: Option<AbortHandle>,
    calls: BTreeMap<u32, AbortHandle>,
    timers: BTreeMap<&'static str, (Instant, Timer)>,
    is_losing_answers: bool,
}

fn now_ms() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn name(timer: Timer) -> &'static str {
    match timer {
        Timer::Reconnect => "reconnect",
        Timer::Heartbeat => "heartbeat",
        Timer::Knock => "knock",
        Timer::Join => "join",
    }
}

impl Browser {
    /// Opens the page: the menu is fetched first, as every page does.
    pub async fn open(place: Place, kept: Kept) -> Self {
        let client = Client::new(Start {
            table: place.table.clone(),
            key: place.key.clone(),
            seed: to_hex(&rand::random::<[u8; 32]>()),
            now_ms: now_ms(),
            login: kept.login.clone(),
            knock: kept.knock.clone(),
            actor: kept.actor.clone(),
            is_storage_durable: true,
        });
        let client = client.unwrap();
        let (news, happening) = mpsc::unbounded_channel();
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE);
        let mut browser = Self {
            place,
            view: watch::Sender::new(client.view()),
            client,
            kept,
            news,
            happening,
            http: http.build().unwrap(),
            socket: 0,
            frames: None,
            socket_task: None,
            calls: BTreeMap::new(),
            timers: BTreeMap::new(),
            is_losing_answers: false,
        };
        let effects = browser.client.restore(browser.kept.records.clone().into_iter().collect());
        browser.carry_out(effects);
        if !browser.kept.is_offline
            && let Ok(answer) = browser.http.get(browser.url("/api/menu")).send().await
            && let Ok(body) = answer.text().await
        {
            browser.take(Input::Menu { body });
        }
        browser
    }

    pub fn view(&self) -> watch::Receiver<View> {
        self.view.subscribe()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.place.hub)
    }

    /// Lives until the page is closed or nobody holds it any more.
    pub async fn run(mut self, mut asked: mpsc::UnboundedReceiver<Ask>) {
        loop {
            let next = self.timers.values().min_by_key(|(at, _)| *at).copied();
            let pause = next
                .map_or(Duration::from_secs(3600), |(at, _)| at.saturating_duration_since(Instant::now()));
            tokio::select! {
                ask = asked.recv() => match ask {
                    Some(Ask::Do(action, done)) => {
                        self.take(Input::Do { action: *action });
                        let _ = done.send(());
                    }
                    Some(Ask::Network(is_there, done)) => {
                        self.network(is_there);
                        let _ = done.send(());
                    }
                    Some(Ask::LoseAnswers(is_losing, done)) => {
                        self.is_losing_answers = is_losing;
                        let _ = done.send(());
                    }
                    Some(Ask::Close(done)) => {
                        self.hang_up();
                        let _ = done.send(self.kept.clone());
                        return;
                    }
                    None => return self.hang_up(),
                },
                Some(news) = self.happening.recv() => self.hear(news),
                () = tokio::time::sleep(pause) => {
                    if let Some((_, timer)) = next {
                        self.timers.remove(name(timer));
                        self.take(Input::TimerFired { timer });
                    }
                }
            }
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Opened(socket) if socket == self.socket => self.take(Input::SocketOpened),
            News::Frame(socket, bytes) if socket == self.socket => {
                let effects = self.client.frame(&bytes, now_ms());
                self.carry_out(effects);
            }
            News::Closed(socket) if socket == self.socket => {
                self.frames = None;
                self.take(Input::SocketClosed);
            }
            News::Opened(_) | News::Frame(..) | News::Closed(_) => {}
            News::Answered { id, status, body } => {
                if self.calls.remove(&id).is_some() {
                    self.take(Input::Answered { id, status, body });
                }
            }
            News::Unanswered { id } => {
                if self.calls.remove(&id).is_some() {
                    self.take(Input::Unanswered { id });
                }
            }
            News::Menu(body) => self.take(Input::Menu { body }),
        }
    }

    fn take(&mut self, input: Input) {
        let effects = self.client.update(input, now_ms());
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::OpenSocket => self.open_socket(),
                Effect::Send { frame } => {
                    if let Some(frames) = &self.frames {
                        let _ = frames.send(frame);
                    }
                }
                Effect::CloseSocket => self.hang_up(),
                Effect::Call { id, method, path, token, body } => self.call(id, &method, &path, token, body),
                Effect::FetchMenu => self.fetch_menu(),
                Effect::StartTimer { timer, after_ms } => {
                    self.timers
                        .insert(name(timer), (Instant::now() + Duration::from_millis(after_ms), timer));
                }
                Effect::StopTimer { timer } => {
                    self.timers.remove(name(timer));
                }
                Effect::KeepLogin { login } => self.kept.login = login,
                Effect::KeepKnock { knock } => self.kept.knock = knock,
                Effect::KeepActor { actor } => self.kept.actor = Some(actor),
                Effect::Store { put, delete } => {
                    self.kept.records.extend(put.into_iter().map(|record| (record.key, record.bytes)));
                    self.kept.records.retain(|key, _| !delete.contains(key));
                }
                Effect::ForgetRecords => self.kept.records.clear(),
                // This phone has one tab.
                Effect::Tell { .. } | Effect::Render => {}
            }
        }
        self.view.send_replace(self.client.view());
    }

    /// Ends the socket, as closing a page or a network that is gone does: the hub reads the end of it.
    fn hang_up(&mut self) {
        self.socket += 1;
        self.frames = None;
        if let Some(task) = self.socket_task.take() {
            task.abort();
        }
    }

    fn open_socket(&mut self) {
        self.hang_up();
        let (socket, news) = (self.socket, self.news.clone());
        if self.kept.is_offline {
            let _ = news.send(News::Closed(socket));
            return;
        }
        let (frames, mut sending) = mpsc::unbounded_channel::<Vec<u8>>();
        self.frames = Some(frames);
        let url = format!("ws://{}/api/sync", self.place.hub);
        let task = tokio::spawn(async move {
            if let Ok((mut stream, _)) = tokio_tungstenite::connect_async_with_config(url, None, true).await {
                let _ = news.send(News::Opened(socket));
                loop {
                    tokio::select! {
                        frame = sending.recv() => {
                            let Some(frame) = frame else { break };
                            if stream.send(Message::binary(frame)).await.is_err() {
                                break;
                            }
                        }
                        message = stream.next() => match message {
                            Some(Ok(Message::Binary(bytes))) => {
                                let _ = news.send(News::Frame(socket, bytes.to_vec()));
                            }
                            Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                            Some(Ok(_)) => {}
                        },
                    }
                }
            }
            let _ = news.send(News::Closed(socket));
        });
        self.socket_task = Some(task.abort_handle());
    }

    fn call(&mut self, id: u32, method: &str, path: &str, token: Option<String>, body: String) {
        let news = self.news.clone();
        let mut request = self.http.request(Method::from_bytes(method.as_bytes()).unwrap(), self.url(path));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let request = request.header("content-type", "application/json").body(body);
        let (is_offline, is_lost) = (self.kept.is_offline, self.is_losing_answers);
        let task = tokio::spawn(async move {
            let answer = async {
                let answer = request.send().await.ok()?;
                Some((answer.status().as_u16(), answer.text().await.ok()?))
            };
            let answer = if is_offline { None } else { answer.await };
            let told = match answer.filter(|_| !is_lost) {
                Some((status, body)) => News::Answered { id, status, body },
                None => News::Unanswered { id },
            };
            let _ = news.send(told);
        });
        self.calls.insert(id, task.abort_handle());
    }

    fn fetch_menu(&mut self) {
        if self.kept.is_offline {
            return;
        }
        let (news, request) = (self.news.clone(), self.http.get(self.url("/api/menu")));
        tokio::spawn(async move {
            if let Ok(answer) = request.send().await
                && let Ok(body) = answer.text().await
            {
                let _ = news.send(News::Menu(body));
            }
        });
    }

    fn network(&mut self, is_there: bool) {
        self.kept.is_offline = !is_there;
        if is_there {
            return self.take(Input::Woken);
        }
        let had_socket = self.frames.is_some();
        self.hang_up();
        for (id, call) in std::mem::take(&mut self.calls) {
            call.abort();
            self.take(Input::Unanswered { id });
        }
        if had_socket {
            self.take(Input::SocketClosed);
        }
    }
}
