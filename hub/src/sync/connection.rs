//! One phone's conversation with the hub, pure: frames and time go in, steps come out. It owns no
//! socket, no clock and no cart.

use std::collections::VecDeque;

use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::limits::{FRAME_BYTES_MAX, RESETS_PER_MINUTE_MAX};
use plato_sync_protocol::message::{FromDevice, FromHub, Hello, Refused, Reset, Welcome};
use plato_sync_protocol::packed::{Packed, PackedChange};
use plato_sync_protocol::vector::VersionVector;
use plato_sync_protocol::version;

use super::bucket::Bucket;
use super::outgoing::Speech;
use super::{CLOSE_NORMAL, CLOSE_POLICY};

/// Time within which a phone says hello, in ms.
pub const HELLO_WITHIN_MS: u64 = 5_000;
/// Silence after which a phone counts as gone, in ms. Phones ping more often.
pub const SILENCE_MAX_MS: u64 = 40_000;

/// Code with which a phone is cut off that has to start over again and again.
pub const TOO_MANY_RESETS: &str = "too_many_resets";

const TOO_MUCH: &str = "Too many changes at once. Please wait a moment.";
const UNREADABLE: &str = "The hub cannot understand this message.";

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Find out who this is, then call [`Connection::greeted`].
    Greet(Hello),
    /// Merge these changes, then call [`Connection::merged`].
    Merge(Vec<Delivered>),
    /// The guest has opened the review screen, or closed it.
    Review(bool),
    /// Send a frame.
    Send(Box<FromHub>),
    /// End the connection.
    Close {
        /// RFC 6455 close code.
        code: u16,
        /// Stable code of why.
        reason: &'static str,
    },
}

/// A change as a phone delivered it.
#[derive(Debug, PartialEq)]
pub enum Delivered {
    /// In a plain frame.
    Plain(CartChange),
    /// In a packed frame.
    Packed(PackedChange),
}

/// What became of changes that were to be merged.
#[derive(Debug)]
pub enum Merged {
    /// All are in.
    All,
    /// Some build on what is not there; the cart has this much.
    Missing(VersionVector),
    /// One was refused: the phone has to start over from this.
    Refused(Box<Reset>),
    /// The cart is not there any more.
    NoCart,
    /// The cart cannot be used for now.
    Unavailable,
}

enum State {
    /// Waiting for a hello since then.
    Greeting { since_ms: u64 },
    /// Waiting for an answer to it.
    Checking,
    /// Up and running.
    Live,
    /// Ending; nothing more is taken in.
    Closing,
}

/// A phone's conversation.
pub struct Connection {
    state: State,
    speech: Speech,
    heard_ms: u64,
    /// Each frame counts as a change at least: it costs work, and all others may be told of it.
    bucket: Bucket,
    resets_ms: VecDeque<u64>,
    answers_resets: bool,
    /// The phone has not heard yet that it has to start over.
    is_starting_over: bool,
}

impl Connection {
    /// A socket was opened.
    pub fn open(now_ms: u64) -> Self {
        Self {
            state: State::Greeting { since_ms: now_ms },
            speech: Speech { format: Format::Cbor, packs: false },
            heard_ms: now_ms,
            bucket: Bucket::full(now_ms),
            resets_ms: VecDeque::new(),
            answers_resets: false,
            is_starting_over: false,
        }
    }

    /// The form in which the phone speaks, and is answered.
    pub fn speech(&self) -> Speech {
        self.speech
    }

    /// Takes in a frame.
    pub fn frame(&mut self, now_ms: u64, bytes: &[u8], format: Format) -> Vec<Step> {
        self.heard_ms = now_ms;
        if bytes.len() > FRAME_BYTES_MAX {
            return self.refuse("frame_too_long", "This message is too long.");
        }
        if matches!(self.state, State::Live) && !self.bucket.take(now_ms, 1) {
            return self.refuse("rate_limited", TOO_MUCH);
        }
        if matches!(self.state, State::Live)
            && let Some(packed) = Packed::decode(bytes, format)
        {
            return match packed {
                Ok(Packed::Changes(changes)) => {
                    self.deliver(now_ms, changes.into_iter().map(Delivered::Packed).collect())
                }
                _ => self.refuse("frame_unreadable", UNREADABLE),
            };
        }
        let Ok(frame) = codec::decode::<FromDevice>(bytes, format) else {
            return self.refuse("frame_unreadable", UNREADABLE);
        };
        match (&self.state, frame) {
            (State::Greeting { .. }, FromDevice::Hello(mut hello)) => {
                hello.packs &= format == Format::Cbor;
                self.speech = Speech { format, packs: hello.packs };
                self.answers_resets = hello.answers_resets;
                if version::negotiate(&hello.versions).is_none() {
                    return self
                        .refuse("protocol_version", "This page is too old for the hub. Please reload it.");
                }
                self.state = State::Checking;
                vec![Step::Greet(hello)]
            }
            (State::Greeting { .. } | State::Checking, _) => {
                self.speech.format = format;
                self.no_hello()
            }
            (State::Live, FromDevice::Changes(changes)) => {
                self.deliver(now_ms, changes.into_iter().map(Delivered::Plain).collect())
            }
            (State::Live, FromDevice::Reviewing(is_reviewing)) => {
                vec![Step::Review(is_reviewing)]
            }
            (State::Live, FromDevice::Ping) => {
                self.is_starting_over = false;
                vec![Step::Send(Box::new(FromHub::Pong))]
            }
            (State::Live, FromDevice::Hello(_)) => self.refuse("hello_twice", "There was a hello already."),
            (State::Closing, _) => Vec::new(),
        }
    }

    /// The phone has begun with something else.
    pub fn no_hello(&mut self) -> Vec<Step> {
        self.refuse("hello_missing", "The first message has to be a hello.")
    }

    fn deliver(&mut self, now_ms: u64, changes: Vec<Delivered>) -> Vec<Step> {
        // The first is what the frame itself counts.
        if !self.bucket.take(now_ms, changes.len().saturating_sub(1)) {
            return self.refuse("rate_limited", TOO_MUCH);
        }
        // What was on its way when the phone was reset it makes anew.
        if self.is_starting_over { Vec::new() } else { vec![Step::Merge(changes)] }
    }

    /// Takes in who the phone is.
    pub fn greeted(&mut self, answer: Result<Box<Welcome>, Refused>) -> Vec<Step> {
        match answer {
            Ok(welcome) => {
                self.state = State::Live;
                vec![Step::Send(Box::new(FromHub::Welcome(welcome)))]
            }
            Err(refused) => self.end(refused),
        }
    }

    /// Takes in what became of changes.
    pub fn merged(&mut self, now_ms: u64, merged: Merged) -> Vec<Step> {
        match merged {
            Merged::All => Vec::new(),
            Merged::Missing(vector) => vec![Step::Send(Box::new(FromHub::CartNeeded(vector)))],
            Merged::Refused(reset) => {
                self.is_starting_over = self.answers_resets;
                self.resets_ms.retain(|at| now_ms.saturating_sub(*at) < 60_000);
                self.resets_ms.push_back(now_ms);
                if self.resets_ms.len() >= RESETS_PER_MINUTE_MAX as usize {
                    return self.refuse(
                        TOO_MANY_RESETS,
                        "The hub cannot follow this phone. Please reload the page.",
                    );
                }
                vec![Step::Send(Box::new(FromHub::CartReset(reset)))]
            }
            Merged::NoCart => self.refuse("session_closed", "This visit is over."),
            Merged::Unavailable => {
                self.refuse("cart_unavailable", "The cart cannot be opened right now. Please ask a waiter.")
            }
        }
    }

    /// Looks at the clock.
    pub fn tick(&mut self, now_ms: u64) -> Vec<Step> {
        match self.state {
            State::Greeting { since_ms } if now_ms.saturating_sub(since_ms) >= HELLO_WITHIN_MS => {
                self.refuse("hello_late", "There was no hello in time.")
            }
            State::Live if now_ms.saturating_sub(self.heard_ms) >= SILENCE_MAX_MS => {
                self.state = State::Closing;
                vec![Step::Close { code: CLOSE_NORMAL, reason: "silence" }]
            }
            _ => Vec::new(),
        }
    }

    /// The phone may not go on.
    pub fn end(&mut self, why: Refused) -> Vec<Step> {
        self.state = State::Closing;
        let refused = Step::Send(Box::new(FromHub::Refused(why)));
        vec![refused, Step::Close { code: CLOSE_POLICY, reason: "refused" }]
    }

    fn refuse(&mut self, code: &'static str, message: &str) -> Vec<Step> {
        self.state = State::Closing;
        let refused = Refused { code: code.to_owned(), message: message.to_owned() };
        vec![
            Step::Send(Box::new(FromHub::Refused(refused))),
            Step::Close { code: CLOSE_POLICY, reason: code },
        ]
    }
}

#[cfg(test)]
mod tests;
