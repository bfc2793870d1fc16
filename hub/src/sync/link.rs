//! The hub's end of a line to a phone, shared by the connection's own task and by whoever has frames for
//! the phone: these are sent by whoever has them, on the spot. To wake a task for each would cost more
//! than the frame. Only where the line does not take everything at once, the own task goes on with it.
//!
//! While the own task answers a phone, the link is held: frames of others wait behind the answer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use axum::extract::ws::Message;
use parking_lot::Mutex;
use plato_sync_protocol::codec::Format;

use super::line::{Gone, Line};
use super::outgoing::{Outgoing, Speech};

/// Frames that may wait for a phone. One that falls further behind is closed and starts anew.
const WAITING_FRAMES_MAX: usize = 64;

/// What the own task has to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    /// The phone said something.
    Heard(Vec<u8>, Format),
    /// The phone is gone.
    Gone,
    /// The party has let it go: it is to begin anew.
    LetGo {
        /// Because it does not keep up?
        is_behind: bool,
    },
    /// The last frame of the conversation is out, and this is how it ends.
    Over {
        /// Close code.
        code: u16,
        /// Stable code of why.
        reason: &'static str,
    },
}

type Listener = Box<dyn Fn(&Outgoing, &Message) + Send>;

struct Inner {
    line: Box<dyn Line>,
    speech: Speech,
    /// What the line is to take next.
    waiting: VecDeque<Message>,
    /// Frames of others that came while the link was held.
    behind: Vec<Arc<Outgoing>>,
    is_held: bool,
    /// Did the line not take everything? Then the own task goes on with it.
    is_stuck: bool,
    is_gone: bool,
    /// Did it not keep up with what others said?
    is_behind: bool,
    is_let_go: bool,
    /// How the conversation ends, once its last frame was said.
    farewell: Option<(u16, &'static str)>,
    own_task: Option<Waker>,
    listener: Option<Listener>,
}

/// The hub's end of a line to a phone.
pub struct Link(Mutex<Inner>);

impl Link {
    /// To a phone that has not said yet how it wants to be spoken to.
    pub fn new(line: impl Line + 'static, speech: Speech) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Inner {
            line: Box::new(line),
            speech,
            waiting: VecDeque::new(),
            behind: Vec::new(),
            is_held: false,
            is_stuck: false,
            is_gone: false,
            is_behind: false,
            is_let_go: false,
            farewell: None,
            own_task: None,
            listener: None,
        })))
    }

    /// Somebody who is told of every frame of others, for developers.
    pub fn listen(&self, listener: impl Fn(&Outgoing, &Message) + Send + 'static) {
        self.0.lock().listener = Some(Box::new(listener));
    }

    /// Hands over frames, which go out together: to send costs more than to make them. False when the phone does
    /// not keep up or is gone.
    pub fn put(&self, frames: impl IntoIterator<Item = Arc<Outgoing>>) -> bool {
        let mut inner = self.0.lock();
        let mut is_kept = true;
        for frame in frames {
            inner.is_behind |= inner.waiting.len() + inner.behind.len() >= WAITING_FRAMES_MAX;
            is_kept = !inner.is_gone && !inner.is_behind;
            if !is_kept {
                break;
            }
            inner.behind.push(frame);
        }
        if !inner.is_held && !inner.is_gone {
            inner.catch_up();
        }
        is_kept
    }

    /// Lets frames of others wait until [`Link::release`].
    pub fn hold(&self) {
        self.0.lock().is_held = true;
    }

    /// Sends what has come meanwhile, as the phone wants to be spoken to from here on.
    pub fn release(&self, speech: Speech) {
        let mut inner = self.0.lock();
        inner.is_held = false;
        inner.speech = speech;
        inner.catch_up();
    }

    /// Says something before everything that waits. For the own task, while it holds the link.
    pub fn say(&self, message: Message) {
        let mut inner = self.0.lock();
        inner.waiting.push_back(message);
        inner.send_on_the_spot();
    }

    /// It is known who the phone is: its place is kept. False when somebody else has it.
    pub fn keep_place(&self) -> bool {
        self.0.lock().line.keep_place()
    }

    /// The party has no more frames for this phone.
    pub fn let_go(&self) {
        let mut inner = self.0.lock();
        inner.is_let_go = true;
        inner.wake();
    }

    /// Is there something that the line has not taken?
    pub fn is_stuck(&self) -> bool {
        self.0.lock().is_stuck
    }

    /// What the own task has to do next. May be dropped while waiting.
    pub async fn turn(&self) -> Turn {
        std::future::poll_fn(|context| self.poll_turn(context)).await
    }

    /// Waits until the line has taken everything.
    pub async fn flushed(&self) -> Result<(), Gone> {
        std::future::poll_fn(|context| self.0.lock().poll_send(context)).await
    }

    fn poll_turn(&self, context: &mut Context<'_>) -> Poll<Turn> {
        let mut inner = self.0.lock();
        // What is not done now is done when this task is woken: by the line, or by whoever has news.
        if inner.own_task.as_ref().is_none_or(|waker| !waker.will_wake(context.waker())) {
            inner.own_task = Some(context.waker().clone());
        }
        if inner.is_stuck {
            let _ = inner.poll_send(context);
        }
        if inner.is_gone {
            return Poll::Ready(Turn::Gone);
        }
        match inner.farewell {
            Some((code, reason)) if !inner.is_stuck => return Poll::Ready(Turn::Over { code, reason }),
            _ => {}
        }
        if inner.is_let_go && inner.farewell.is_none() {
            return Poll::Ready(Turn::LetGo { is_behind: inner.is_behind });
        }
        inner.line.poll_receive(context).map(|heard| match heard {
            Some((bytes, format)) => Turn::Heard(bytes, format),
            None => Turn::Gone,
        })
    }
}

impl Inner {
    /// Frames of others become what the line is to take next.
    fn catch_up(&mut self) {
        for frame in std::mem::take(&mut self.behind) {
            let message = frame.message(self.speech);
            if let Some(listener) = &self.listener {
                listener(&frame, &message);
            }
            self.farewell = self.farewell.or(frame.farewell());
            self.waiting.push_back(message);
        }
        self.send_on_the_spot();
        if self.farewell.is_some() {
            self.wake();
        }
    }

    /// Sends what the line takes without waiting; the own task is woken for the rest.
    fn send_on_the_spot(&mut self) {
        let was_stuck = self.is_stuck;
        if was_stuck || self.waiting.is_empty() {
            return;
        }
        let _ = self.poll_send(&mut Context::from_waker(Waker::noop()));
        if self.is_stuck || self.is_gone {
            self.wake();
        }
    }

    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        let sent = self.line.poll_send(context, &mut self.waiting);
        self.is_stuck = sent.is_pending();
        self.is_gone |= matches!(sent, Poll::Ready(Err(Gone)));
        sent
    }

    fn wake(&self) {
        if let Some(own_task) = &self.own_task {
            own_task.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests;
