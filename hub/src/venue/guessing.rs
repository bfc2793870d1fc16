//! Guessing PINs: what is counted, and what follows. A guess is counted before it is looked at, and on
//! disk by then, so that neither a crash nor many at once give one back. When it is settled, one that was
//! right is taken back; until then it keeps others waiting, and blocks nobody.

use plato_sync_protocol::ids::SessionId;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

use super::{Refusal, Timestamp};

/// Wrong PINs in a row of tries before a block.
pub const PIN_TRIES_PER_BLOCK: u32 = 5;
/// How long the first and the second block last, in ms. The third lasts until a new PIN is made:
/// so at most 15 of 10,000 PINs are ever tried.
const PIN_BLOCKS_MS: [u64; 2] = [15 * 60_000, 60 * 60_000];

/// How long others wait to hear what came of a guess, in ms. One that was never settled, because the hub
/// was stopped meanwhile, was wrong.
const PIN_LOOK_MS: u64 = 30_000;

/// How long a wrong PIN counts against the house and an address, in ms.
const HOUSE_WINDOW_MS: u64 = 60 * 60_000;
/// Wrong PINs within that time at all tables together, after which nobody gets in by PIN: somebody
/// tries many tables from many addresses, which the tables' own blocks do not stop.
const HOUSE_TRIES_MAX: usize = 60;
/// Wrong PINs within that time from one address. A courtesy to the others only: addresses cost nothing,
/// and behind some access points all guests share one.
const ADDRESS_TRIES_MAX: usize = 50;

/// Wrong codes of invites at one session within a quarter of an hour, after which none is looked at. Six
/// letters of 32 for two minutes each: a guesser who uses all of them finds one of 10 million.
const INVITE_TRIES_MAX: usize = 10;
const INVITE_WINDOW_MS: u64 = 15 * 60_000;

/// How long the PIN of a session is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PinDigits {
    /// Four digits.
    #[default]
    Four,
    /// Six.
    Six,
}

impl PinDigits {
    /// As a number.
    pub fn count(self) -> u8 {
        match self {
            Self::Four => 4,
            Self::Six => 6,
        }
    }

    /// The usual length is not written down, as before there was another.
    pub fn is_four(&self) -> bool {
        *self == Self::Four
    }
}

/// Wrong codes of invites at one session.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct InviteGuard {
    tries_at_ms: VecDeque<u64>,
}

impl InviteGuard {
    pub(super) fn count(&mut self, at: Timestamp) {
        self.tries_at_ms.push_back(at.uptime_ms);
        while self.tries_at_ms.len() > INVITE_TRIES_MAX {
            self.tries_at_ms.pop_front();
        }
    }

    /// A code was right: what was tried before was a slip of the finger.
    pub(super) fn forget(&mut self) {
        self.tries_at_ms.clear();
    }

    pub(super) fn refusal(&self, now: Timestamp) -> Option<Refusal> {
        let first = self.tries_at_ms.front().filter(|_| self.tries_at_ms.len() >= INVITE_TRIES_MAX)?;
        let left_ms = first.saturating_add(INVITE_WINDOW_MS).saturating_sub(now.uptime_ms);
        (left_ms > 0).then_some(Refusal::InvitesPaused { retry_after_ms: left_ms })
    }
}

/// How often a PIN was guessed wrong, and what follows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PinGuard {
    /// Guesses that were wrong, or are looked at.
    pub tries: u32,
    /// Uptime in ms before which no guess is looked at; none for "until a new PIN".
    pub blocked_until_ms: Option<u64>,
    /// When those of them were counted that are not settled, in ms of uptime.
    unsettled_ms: Vec<u64>,
    /// Does the log say what came of each guess? Before it did, joining said that one was right.
    pub is_settled_apart: bool,
}

impl PinGuard {
    pub(super) fn count(&mut self, now: Timestamp) {
        self.tries += 1;
        self.unsettled_ms.push(now.uptime_ms);
        if self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) {
            let block = self.tries / PIN_TRIES_PER_BLOCK - 1;
            let lasts_ms = PIN_BLOCKS_MS.get(block as usize);
            self.blocked_until_ms = lasts_ms.map(|lasts_ms| now.uptime_ms + lasts_ms);
        }
    }

    /// A guess was looked at.
    pub(super) fn settle(&mut self, is_right: bool) {
        self.is_settled_apart = true;
        if is_right && !self.unsettled_ms.is_empty() {
            self.uncount();
        } else {
            self.unsettled_ms.pop();
        }
    }

    /// A guess was right: it does not count, and a block that it set off is lifted.
    pub(super) fn uncount(&mut self) {
        // The latest: what was left behind when the hub was stopped is older.
        self.unsettled_ms.pop();
        self.tries = self.tries.saturating_sub(1);
        if !self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) || self.tries == 0 {
            self.blocked_until_ms = Some(0);
        }
    }

    /// Guesses that are looked at.
    fn looked_at(&self, now: Timestamp) -> u32 {
        self.unsettled_ms.iter().filter(|at_ms| is_looked_at(**at_ms, now)).count() as u32
    }

    pub(crate) fn refusal(&self, now: Timestamp) -> Option<Refusal> {
        let block = self.block(now)?;
        // Every one of them may yet be right, and lift it.
        Some(if self.looked_at(now) > 0 { Refusal::PinsBusy } else { block })
    }

    /// Is nobody let in by PIN, whatever comes of the guesses that are looked at?
    pub(crate) fn is_blocked(&self, now: Timestamp) -> bool {
        matches!(self.refusal(now), Some(Refusal::PinBlocked { .. }))
    }

    fn block(&self, now: Timestamp) -> Option<Refusal> {
        match self.blocked_until_ms {
            _ if self.tries == 0 => None,
            None if self.tries < PIN_TRIES_PER_BLOCK => None,
            None => Some(Refusal::PinBlocked { retry_after_ms: None }),
            Some(until) if until > now.uptime_ms => {
                Some(Refusal::PinBlocked { retry_after_ms: Some(until - now.uptime_ms) })
            }
            Some(_) => None,
        }
    }

    /// Guesses left before the next block, if all that are looked at are right.
    pub(crate) fn tries_left(&self, now: Timestamp) -> u32 {
        let wrong = self.tries.saturating_sub(self.looked_at(now));
        match wrong % PIN_TRIES_PER_BLOCK {
            0 if wrong > 0 => 0,
            tries => PIN_TRIES_PER_BLOCK - tries,
        }
    }
}

/// May a guess that was counted then, and is not settled, still be looked at?
fn is_looked_at(at_ms: u64, now: Timestamp) -> bool {
    at_ms.saturating_add(PIN_LOOK_MS) > now.uptime_ms
}

/// A guess that was wrong, or is looked at.
#[derive(Debug, Clone, PartialEq)]
struct Guess {
    at_ms: u64,
    session: SessionId,
    from: Option<String>,
    is_settled: bool,
}

impl Guess {
    /// How long it counts yet, in ms.
    fn left_ms(&self, now: Timestamp) -> u64 {
        self.at_ms.saturating_add(HOUSE_WINDOW_MS).saturating_sub(now.uptime_ms)
    }

    fn is_wrong(&self, now: Timestamp) -> bool {
        self.is_settled || !is_looked_at(self.at_ms, now)
    }
}

/// The wrong PINs of the last hour, at all tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct HouseGuard {
    guesses: VecDeque<Guess>,
}

impl HouseGuard {
    pub(super) fn count(&mut self, at: Timestamp, session: &SessionId, from: Option<&str>) {
        let is_old = |guess: &Guess| guess.at_ms.saturating_add(HOUSE_WINDOW_MS) <= at.uptime_ms;
        while self.guesses.front().is_some_and(is_old) {
            self.guesses.pop_front();
        }
        self.guesses.push_back(Guess {
            at_ms: at.uptime_ms,
            session: session.clone(),
            from: from.map(str::to_owned),
            is_settled: false,
        });
    }

    /// A guess was looked at.
    pub(super) fn settle(&mut self, session: &SessionId, from: Option<&str>, is_right: bool) {
        let is_meant =
            |guess: &Guess| !guess.is_settled && guess.session == *session && guess.from.as_deref() == from;
        match self.guesses.iter().rposition(is_meant) {
            Some(index) if is_right => drop(self.guesses.remove(index)),
            Some(index) => self.guesses[index].is_settled = true,
            None => {}
        }
    }

    /// The last guess at that table was right.
    pub(super) fn uncount(&mut self, session: &SessionId) {
        if let Some(index) = self.guesses.iter().rposition(|guess| guess.session == *session) {
            self.guesses.remove(index);
        }
    }

    /// Until when PINs are looked at nowhere in the house, in ms of uptime.
    pub(super) fn paused_until_ms(&self, now: Timestamp) -> Option<u64> {
        match self.refusal(now, None) {
            Some(Refusal::PinsPaused { retry_after_ms }) => {
                Some(now.uptime_ms.saturating_add(retry_after_ms))
            }
            _ => None,
        }
    }

    /// Is a guess from there to be looked at?
    pub(super) fn refusal(&self, now: Timestamp, from: Option<&str>) -> Option<Refusal> {
        let recent: Vec<_> = self.guesses.iter().filter(|guess| guess.left_ms(now) > 0).collect();
        let paused = |retry_after_ms| Refusal::PinsPaused { retry_after_ms };
        if let Some(refusal) = beyond(&recent, HOUSE_TRIES_MAX, now, paused) {
            return Some(refusal);
        }
        let own: Vec<_> =
            recent.into_iter().filter(|guess| from.is_some() && guess.from.as_deref() == from).collect();
        beyond(&own, ADDRESS_TRIES_MAX, now, |retry_after_ms| Refusal::PinAddressBlocked { retry_after_ms })
    }
}

/// What is said when there are as many guesses as may be: it goes on as soon as one less is younger than
/// the window, or has turned out to be right.
fn beyond(
    guesses: &[&Guess],
    guesses_max: usize,
    now: Timestamp,
    refusal: impl FnOnce(u64) -> Refusal,
) -> Option<Refusal> {
    let index = guesses.len().checked_sub(guesses_max)?;
    let wrong = guesses.iter().filter(|guess| guess.is_wrong(now)).count();
    Some(if wrong < guesses_max { Refusal::PinsBusy } else { refusal(guesses[index].left_ms(now)) })
}
