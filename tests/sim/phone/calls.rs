//! What a phone asks of the network: its sockets, its calls, the menu. Orders are noted, and sometimes
//! the network brings one twice.

use std::time::Duration;

use plato_sync_protocol::bill::view::ChangeSplit;
use plato_sync_protocol::bill::{SplitChange, SplitWay};
use plato_sync_protocol::ids::CommandId;
use plato_tests::clock::EVENING_MS;
use rand::Rng;
use rand::seq::IndexedRandom;
use tokio::sync::mpsc;

use super::{News, Phone};
use crate::evening::Phase;
use crate::network::{self, Call, Heard};
use crate::polls;
use crate::time;

/// How long a page waits for an answer, as `ui/src/platform/calls.ts` does.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// Longest time until the network brings a call a second time, in ms.
const REPEATED_AFTER_MS_MAX: u64 = 3_000;
/// Where orders go.
const PLACE: &str = "/api/order/place";

impl Phone {
    pub(super) fn open_socket(&mut self, tab: usize) {
        self.hang_up(tab);
        let (is_offline, news) = (self.is_offline, self.news.clone());
        let page = self.page(tab);
        let (number, socket) = (page.page, page.socket);
        let heard = move |heard| drop(news.send((tab, number, News::Socket(socket, heard))));
        if is_offline {
            return heard(Heard::Closed);
        }
        let (frames, sending) = mpsc::unbounded_channel();
        page.frames = Some(frames);
        let task = if self.polls {
            tokio::task::spawn_local(polls::converse(sending, heard))
        } else {
            tokio::task::spawn_local(network::socket("/api/sync", sending, heard))
        };
        self.page(tab).tasks.push(task.abort_handle());
    }

    pub(super) fn call(&mut self, tab: usize, id: u32, path: &str, token: Option<String>, body: String) {
        if path == PLACE {
            self.evening.history.borrow_mut().posts(&body);
            self.posted.push((token.clone(), body.clone()));
            if !self.is_offline && self.chance.random_ratio(1, 6) {
                let after_ms = self.chance.random_range(0..REPEATED_AFTER_MS_MAX);
                self.post_again(after_ms, token.clone(), body.clone());
            }
        }
        let (number, news) = (self.page(tab).page, self.news.clone());
        let (is_offline, is_lost) = (self.is_offline, self.loses_answers);
        let (order, evening) = ((path == PLACE).then(|| body.clone()), self.evening.clone());
        let (call, sent_ms) = (with_token(path, token, body), self.now_ms());
        let task = tokio::task::spawn_local(async move {
            let making = async { if is_offline { None } else { call.make().await } };
            let answer = tokio::time::timeout(ANSWER_WITHIN, making).await.ok().flatten();
            if let (Some(order), Some((status, _, body))) = (order, &answer) {
                evening.history.borrow_mut().answered(&order, sent_ms, *status, body);
            }
            let told = match answer.filter(|_| !is_lost) {
                Some((status, _, body)) => News::Answered { id, status, body },
                None => News::Unanswered { id },
            };
            let _ = news.send((tab, number, told));
        });
        self.page(tab).calls.insert(id, task.abort_handle());
    }

    /// The network brings an order once more; nobody waits for the answer.
    pub fn post_again(&mut self, after_ms: u64, token: Option<String>, body: String) {
        let evening = self.evening.clone();
        evening.history.borrow_mut().count("orders repeated by the network");
        tokio::task::spawn_local(async move {
            tokio::time::sleep(Duration::from_millis(after_ms)).await;
            let sent_ms = EVENING_MS + time::now_ms();
            let call = with_token(PLACE, token, body.clone());
            if let Ok(Some((status, _, answer))) = tokio::time::timeout(ANSWER_WITHIN, call.make()).await {
                evening.history.borrow_mut().answered(&body, sent_ms, status, &answer);
            }
        });
    }

    /// Its owner wants the bill split otherwise, and the phone asks until it hears something.
    pub fn wishes(&mut self) {
        let Some((Some(token), _)) = self.posted.choose(&mut self.chance).cloned() else { return };
        let ways = [
            SplitChange::Way { way: SplitWay::ByPerson, payers: None },
            SplitChange::Way { way: SplitWay::Equal, payers: None },
            SplitChange::Together,
        ];
        let change = ways.choose(&mut self.chance).unwrap().clone();
        let command_id = Some(CommandId::from_random(self.chance.random()));
        let body = serde_json::to_string(&ChangeSplit { command_id, change }).unwrap();
        let evening = self.evening.clone();
        tokio::task::spawn_local(async move {
            while evening.phase.get() != Phase::Calm {
                let call = with_token("/api/customer/bill/split", Some(token.clone()), body.clone());
                let answer = tokio::time::timeout(ANSWER_WITHIN, call.make()).await.ok().flatten();
                if let Some((status @ 200..500, ..)) = answer {
                    let what = if status == 204 { "splits by phones" } else { "splits by phones refused" };
                    return evening.history.borrow_mut().count(what);
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }

    pub(super) fn fetch_menu(&mut self, tab: usize) {
        if self.is_offline {
            return;
        }
        let (number, news) = (self.page(tab).page, self.news.clone());
        let call = Call { method: "GET".into(), ..Call::post("/api/menu", "") };
        tokio::task::spawn_local(async move {
            if let Ok(Some((200, _, body))) = tokio::time::timeout(ANSWER_WITHIN, call.make()).await {
                let _ = news.send((tab, number, News::Menu(body)));
            }
        });
    }
}

fn with_token(path: &str, token: Option<String>, body: String) -> Call {
    let call = Call::post(path, body);
    match token {
        Some(token) => call.header("authorization", format!("Bearer {token}")),
        None => call,
    }
}
