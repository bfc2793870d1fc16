//! Phones whose network lets no WebSocket through: the same frames, carried by HTTP calls.
//!
//! A call brings frames of the phone and waits until there are some for it. One call waits at a time:
//! when the phone has something to say meanwhile, its newer call releases the older one. A frame is
//! handed out once; a phone that misses an answer begins anew, as after a lost socket.
//!
//! A network may hold up the older of two calls, so a phone numbers them, and they are taken in that order:
//! then what it says is heard as it was said, and its answers, in the order of its calls, are in that of
//! their frames.
//!
//! The hello comes with the first call, and is looked at before there is a conversation: whoever is not let
//! in holds nothing here, however often they ask.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ws::Message;
use parking_lot::Mutex;
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::{POLLS_MAX, POLLS_PER_DINER_MAX};
use plato_sync_protocol::vector::to_hex;
use tokio::sync::{Notify, mpsc};

use super::connection::{Connection, Step};
use super::line::{Gone, Line};
use super::members::Members;
use super::outgoing::Outgoing;
use super::talk;

/// How long a call waits for frames. Shorter than what proxies between phone and hub put up with.
pub const WAIT: Duration = Duration::from_secs(25);
/// Frames that may wait for a phone, either way.
const WAITING_FRAMES_MAX: usize = 64;
/// Calls of a conversation that may be under way at a time: one that waits and one that brings frames.
const CALLS_AT_A_TIME: u64 = 2;
/// How long the last frames of a conversation are kept for the phone.
const KEPT_AFTER_END: Duration = Duration::from_secs(30);

/// Why a call cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollRefusal {
    /// There is no such conversation (any more).
    Unknown,
    /// No more conversations.
    Busy,
    /// A call with this number was taken already, or one before it did not come.
    OutOfTurn,
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

/// A guest of a visit.
type Whose = (SessionId, DinerId);

struct Conversation {
    whose: Whose,
    /// Where frames of the phone go; none once it is over.
    heard: Mutex<Option<mpsc::Sender<Vec<u8>>>>,
    /// The number of the call that is taken next; held while its frames are handed on.
    next: tokio::sync::Mutex<u64>,
    taken: Notify,
    outbox: Mutex<Outbox>,
    news: Notify,
    fetched: Notify,
}

#[derive(Default)]
struct All {
    turn: u64,
    /// By name, with the turn in which each began.
    open: HashMap<String, (u64, Arc<Conversation>)>,
}

/// All such conversations.
#[derive(Clone, Default)]
pub struct Polls(Arc<Mutex<All>>);

impl Polls {
    /// Gives a conversation its place. A guest with too many gives up the oldest: its phone has gone on with
    /// another, or begins anew.
    fn admit(&self, id: &str, conversation: &Arc<Conversation>) -> Result<(), PollRefusal> {
        let mut all = self.0.lock();
        let own = all.open.iter().filter(|(_, (_, other))| other.whose == conversation.whose);
        let own: Vec<_> = own.map(|(id, (turn, _))| (*turn, id.clone())).collect();
        if own.len() >= POLLS_PER_DINER_MAX
            && let Some((_, oldest)) = own.into_iter().min()
            && let Some((_, ended)) = all.open.remove(&oldest)
        {
            ended.heard.lock().take();
        }
        if all.open.len() >= POLLS_MAX {
            return Err(PollRefusal::Busy);
        }
        all.turn += 1;
        let turn = all.turn;
        all.open.insert(id.to_owned(), (turn, conversation.clone()));
        Ok(())
    }

    /// Begins a conversation.
    fn begin(&self, whose: Whose, members: Members) -> Result<(String, Arc<Conversation>), PollRefusal> {
        let (conversation, hearing) = Conversation::new(whose);
        let id = to_hex(&members.chance.bytes::<16>());
        self.admit(&id, &conversation)?;
        let line = PollLine { conversation: conversation.clone(), hearing };
        let (polls, name, own) = (self.clone(), id.clone(), conversation.clone());
        tokio::spawn(async move {
            talk::serve(line, members).await;
            own.outbox.lock().has_ended = true;
            own.news.notify_waiters();
            // What was said last may still be on its way out.
            let _ = tokio::time::timeout(KEPT_AFTER_END, own.fetched.notified()).await;
            polls.0.lock().open.remove(&name);
        });
        Ok((id, conversation))
    }

    /// Takes frames of a phone and waits for some for it. Without an id a conversation begins, if the first
    /// frame is the hello of somebody who is let in. The calls after that one are numbered from 1; one without
    /// a number is taken when it comes.
    pub async fn exchange(
        &self,
        id: Option<&str>,
        number: Option<u64>,
        frames: Vec<Vec<u8>>,
        members: &Members,
    ) -> Result<Polled, PollRefusal> {
        let (id, number, conversation) = match id {
            None => match let_in(&frames, members) {
                Ok(whose) => {
                    let (id, conversation) = self.begin(whose, members.clone())?;
                    (id, None, conversation)
                }
                Err(frames) => {
                    let id = to_hex(&members.chance.bytes::<16>());
                    return Ok(Polled { id, frames, has_ended: true });
                }
            },
            Some(id) => {
                let found = self.0.lock().open.get(id).map(|(_, conversation)| conversation.clone());
                (id.to_owned(), number, found.ok_or(PollRefusal::Unknown)?)
            }
        };
        let (frames, has_ended) = conversation.exchange(number, frames).await?;
        Ok(Polled { id, frames, has_ended })
    }
}

/// Whose phone it is that begins with these frames, or what it is told instead: the same as on a socket.
fn let_in(frames: &[Vec<u8>], members: &Members) -> Result<Whose, Vec<Vec<u8>>> {
    let now_ms = members.time.now().uptime_ms;
    let mut connection = Connection::open(now_ms);
    let mut steps = match frames.first() {
        Some(first) => connection.frame(now_ms, first, Format::Cbor),
        None => connection.no_hello(),
    };
    if let [Step::Greet(hello)] = &steps[..] {
        match members.holder(&hello.token) {
            Ok((session, diner, _)) => return Ok((session, diner)),
            Err(refused) => steps = connection.greeted(Err(refused)),
        }
    }
    let told = steps.into_iter().filter_map(|step| match step {
        Step::Send(frame) => Some(Outgoing::from(*frame).message(connection.speech()).into_data().into()),
        _ => None,
    });
    Err(told.collect())
}

impl Conversation {
    fn new(whose: Whose) -> (Arc<Self>, mpsc::Receiver<Vec<u8>>) {
        let (heard, hearing) = mpsc::channel(WAITING_FRAMES_MAX);
        let conversation = Self {
            whose,
            heard: Mutex::new(Some(heard)),
            next: tokio::sync::Mutex::new(1),
            taken: Notify::new(),
            outbox: Mutex::default(),
            news: Notify::new(),
            fetched: Notify::new(),
        };
        (Arc::new(conversation), hearing)
    }

    /// Takes a call when it is its turn, and says what comes of it.
    async fn exchange(
        &self,
        number: Option<u64>,
        frames: Vec<Vec<u8>>,
    ) -> Result<(Vec<Vec<u8>>, bool), PollRefusal> {
        let turn = match number {
            None => self.hear(frames).await,
            Some(number) => tokio::time::timeout(WAIT, self.hear_in_turn(number, frames))
                .await
                .unwrap_or(Err(PollRefusal::OutOfTurn))?,
        };
        Ok(self.fetch(turn).await)
    }

    /// [`Self::hear`], once all calls before this one were heard.
    async fn hear_in_turn(&self, number: u64, frames: Vec<Vec<u8>>) -> Result<u64, PollRefusal> {
        loop {
            let taken = self.taken.notified();
            tokio::pin!(taken);
            // From here on nothing is missed that happens between looking and waiting.
            taken.as_mut().enable();
            {
                let mut next = self.next.lock().await;
                if number == *next {
                    let turn = self.hear(frames).await;
                    *next += 1;
                    self.taken.notify_waiters();
                    return Ok(turn);
                }
                if number < *next || number - *next >= CALLS_AT_A_TIME {
                    return Err(PollRefusal::OutOfTurn);
                }
            }
            taken.await;
        }
    }

    /// Hands frames of the phone on, and releases the call that waits.
    async fn hear(&self, frames: Vec<Vec<u8>>) -> u64 {
        let heard = self.heard.lock().clone();
        for frame in frames {
            // The conversation may have ended; the answer says so.
            if let Some(heard) = &heard {
                let _ = heard.send(frame).await;
            }
        }
        let turn = {
            let mut outbox = self.outbox.lock();
            outbox.turn += 1;
            outbox.turn
        };
        self.news.notify_waiters();
        turn
    }

    /// Waits for frames for the phone, until a newer call has its turn.
    async fn fetch(&self, turn: u64) -> (Vec<Vec<u8>>, bool) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(diner: u16) -> Arc<Conversation> {
        begun(diner).0
    }

    fn begun(diner: u16) -> (Arc<Conversation>, mpsc::Receiver<Vec<u8>>) {
        let mut bytes = [0; 10];
        // Five bits of each byte count.
        bytes[..2].copy_from_slice(&[(diner % 32) as u8, (diner / 32) as u8]);
        Conversation::new((SessionId::from_random([0; 10]), DinerId::from_random(bytes)))
    }

    fn has_ended(conversation: &Conversation) -> bool {
        conversation.heard.lock().is_none()
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_overtakes_another_is_taken_after_it() {
        let (conversation, mut hearing) = begun(1);
        conversation.outbox.lock().frames = vec![vec![10]];
        let second = conversation.exchange(Some(2), vec![vec![2]]);
        tokio::pin!(second);
        let is_held = tokio::time::timeout(WAIT / 2, &mut second).await.is_err();
        assert!(is_held && hearing.try_recv().is_err(), "the second call waits for the first");
        let (first, _) = conversation.exchange(Some(1), vec![vec![1]]).await.unwrap();
        conversation.outbox.lock().frames.push(vec![20]);
        let (second, _) = second.await.unwrap();
        assert_eq!([hearing.try_recv().unwrap(), hearing.try_recv().unwrap()], [[1], [2]]);
        assert_eq!([first, second].concat(), [[10], [20]]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_taken_once_and_none_far_ahead_of_its_turn() {
        let (conversation, _hearing) = begun(1);
        conversation.outbox.lock().frames = vec![vec![10]];
        conversation.exchange(Some(1), Vec::new()).await.unwrap();
        for number in [0, 1, 4, u64::MAX] {
            let refused = conversation.exchange(Some(number), Vec::new()).await;
            assert_eq!(refused, Err(PollRefusal::OutOfTurn), "{number}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_whose_forerunner_does_not_come_is_refused() {
        let (conversation, mut hearing) = begun(1);
        let refused = conversation.exchange(Some(2), vec![vec![2]]).await;
        assert_eq!(refused, Err(PollRefusal::OutOfTurn));
        assert!(hearing.try_recv().is_err());
    }

    #[test]
    fn a_guest_with_too_many_conversations_loses_the_oldest() {
        let polls = Polls::default();
        let own = [(); POLLS_PER_DINER_MAX].map(|()| of(1));
        for (number, conversation) in own.iter().enumerate() {
            polls.admit(&number.to_string(), conversation).unwrap();
        }
        polls.admit("of another", &of(2)).unwrap();
        assert!(!own.iter().any(|conversation| has_ended(conversation)));
        polls.admit("one more", &of(1)).unwrap();
        let ended = own.iter().map(|conversation| has_ended(conversation));
        assert_eq!(ended.collect::<Vec<_>>(), [true, false, false, false, false, false, false, false]);
    }

    #[test]
    fn there_are_only_so_many_conversations() {
        let polls = Polls::default();
        for number in 0..POLLS_MAX {
            let diner = u16::try_from(number / POLLS_PER_DINER_MAX).unwrap();
            polls.admit(&number.to_string(), &of(diner)).unwrap();
        }
        assert_eq!(polls.admit("one more", &of(999)), Err(PollRefusal::Busy));
    }
}
