//! Phones whose network lets no WebSocket through: the same frames, carried by HTTP calls.
//!
//! A call brings frames of the phone and waits until there are some for it. One call waits at a time:
//! when the phone has something to say meanwhile, its newer call releases the older one. A frame is
//! handed out once; a phone that misses an answer begins anew, as after a lost socket.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ws::Message;
use parking_lot::Mutex;
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::vector::to_hex;
use tokio::sync::{Notify, mpsc};

use super::line::{Gone, Line};
use super::members::Members;
use super::talk;

/// How long a call waits for frames. Shorter than what proxies between phone and hub put up with.
pub const WAIT: Duration = Duration::from_secs(25);
/// Frames that may wait for a phone, either way.
const WAITING_FRAMES_MAX: usize = 64;
/// Conversations at once.
const CONVERSATIONS_MAX: usize = 1_024;
/// How long the last frames of a conversation are kept for the phone.
const KEPT_AFTER_END: Duration = Duration::from_secs(30);

/// Why a call cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollRefusal {
    /// There is no such conversation (any more).
    Unknown,
    /// No more conversations.
    Busy,
}

/// What a call brings back.
#[derive(Debug)]
pub struct Polled {
    /// Names the conversation.
    pub id: String,
    /// Frames for the phone, oldest first.
    pub frames: Vec<Vec<u8>>,
    /// Has the conversation ended? Nothing comes after these frames.
    pub has_ended: bool,
}

#[derive(Default)]
struct Outbox {
    frames: Vec<Vec<u8>>,
    has_ended: bool,
    /// Counts calls: an older one does not wait on.
    turn: u64,
}

struct Conversation {
    heard: mpsc::Sender<Vec<u8>>,
    outbox: Mutex<Outbox>,
    news: Notify,
    fetched: Notify,
}

/// All such conversations.
#[derive(Clone, Default)]
pub struct Polls(Arc<Mutex<HashMap<String, Arc<Conversation>>>>);

impl Polls {
    /// Begins a conversation.
    fn begin(&self, members: Members) -> Result<(String, Arc<Conversation>), PollRefusal> {
        let (heard, hearing) = mpsc::channel(WAITING_FRAMES_MAX);
        let (outbox, news, fetched) = (Mutex::default(), Notify::new(), Notify::new());
        let conversation = Arc::new(Conversation { heard, outbox, news, fetched });
        let id = to_hex(&members.chance.bytes::<16>());
        let mut all = self.0.lock();
        if all.len() >= CONVERSATIONS_MAX {
            return Err(PollRefusal::Busy);
        }
        all.insert(id.clone(), conversation.clone());
        let line = PollLine { conversation: conversation.clone(), hearing };
        let (polls, name, own) = (self.clone(), id.clone(), conversation.clone());
        tokio::spawn(async move {
            talk::serve(line, members).await;
            own.outbox.lock().has_ended = true;
            own.news.notify_waiters();
            // What was said last may still be on its way out.
            let _ = tokio::time::timeout(KEPT_AFTER_END, own.fetched.notified()).await;
            polls.0.lock().remove(&name);
        });
        Ok((id, conversation))
    }

    /// Takes frames of a phone and waits for some for it. Without an id a conversation begins.
    pub async fn exchange(
        &self,
        id: Option<&str>,
        frames: Vec<Vec<u8>>,
        members: &Members,
    ) -> Result<Polled, PollRefusal> {
        let (id, conversation) = match id {
            None => self.begin(members.clone())?,
            Some(id) => {
                let found = self.0.lock().get(id).cloned();
                (id.to_owned(), found.ok_or(PollRefusal::Unknown)?)
            }
        };
        for frame in frames {
            // The conversation may have ended; the answer says so.
            let _ = conversation.heard.send(frame).await;
        }
        let (frames, has_ended) = conversation.fetch().await;
        Ok(Polled { id, frames, has_ended })
    }
}

impl Conversation {
    async fn fetch(&self) -> (Vec<Vec<u8>>, bool) {
        let turn = {
            let mut outbox = self.outbox.lock();
            outbox.turn += 1;
            outbox.turn
        };
        self.news.notify_waiters();
        let patience = tokio::time::sleep(WAIT);
        tokio::pin!(patience);
        loop {
            let news = self.news.notified();
            tokio::pin!(news);
            // From here on nothing is missed that happens between looking and waiting.
            news.as_mut().enable();
            {
                let mut outbox = self.outbox.lock();
                if outbox.turn != turn {
                    return (Vec::new(), false);
                }
                if !outbox.frames.is_empty() || outbox.has_ended {
                    if outbox.has_ended {
                        self.fetched.notify_one();
                    }
                    return (std::mem::take(&mut outbox.frames), outbox.has_ended);
                }
            }
            tokio::select! {
                () = news => {}
                () = &mut patience => return (Vec::new(), false),
            }
        }
    }
}

/// The hub's end of a conversation.
struct PollLine {
    conversation: Arc<Conversation>,
    hearing: mpsc::Receiver<Vec<u8>>,
}

impl Line for PollLine {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>> {
        self.hearing.poll_recv(context).map(|bytes| Some((bytes?, Format::Cbor)))
    }

    fn poll_send(
        &mut self,
        _context: &mut Context<'_>,
        waiting: &mut VecDeque<Message>,
    ) -> Poll<Result<(), Gone>> {
        {
            let mut outbox = self.conversation.outbox.lock();
            // A call has no close frame: it says that the conversation has ended.
            waiting.retain(|message| !matches!(message, Message::Close(_)));
            if outbox.frames.len() + waiting.len() > WAITING_FRAMES_MAX {
                return Poll::Ready(Err(Gone));
            }
            outbox.frames.extend(waiting.drain(..).map(|message| message.into_data().into()));
        }
        self.conversation.news.notify_waiters();
        Poll::Ready(Ok(()))
    }
}
