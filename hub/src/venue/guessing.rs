//! Guessing PINs: what is counted, and what follows. A guess is counted before it is looked at, and on
//! disk by then, so that neither a crash nor many at once give one back.

use plato_sync_protocol::ids::SessionId;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

use super::{Refusal, Timestamp};

/// Wrong PINs in a row of tries before a block.
pub const PIN_TRIES_PER_BLOCK: u32 = 5;
/// How long the first and the second block last, in ms. The third lasts until a new PIN is made:
/// so at most 15 of 10,000 PINs are ever tried.
const PIN_BLOCKS_MS: [u64; 2] = [15 * 60_000, 60 * 60_000];

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
    /// Guesses that were not followed by joining.
    pub tries: u32,
    /// Uptime in ms before which no guess is looked at; none for "until a new PIN".
    pub blocked_until_ms: Option<u64>,
}

impl PinGuard {
    pub(super) fn count(&mut self, now: Timestamp) {
        self.tries += 1;
        if self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) {
            let block = self.tries / PIN_TRIES_PER_BLOCK - 1;
            let lasts_ms = PIN_BLOCKS_MS.get(block as usize);
            self.blocked_until_ms = lasts_ms.map(|lasts_ms| now.uptime_ms + lasts_ms);
        }
    }

    /// A guess was right: it does not count, and a block that it set off is lifted.
    pub(super) fn uncount(&mut self) {
        self.tries = self.tries.saturating_sub(1);
        if !self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) || self.tries == 0 {
            self.blocked_until_ms = Some(0);
        }
    }

    pub(crate) fn refusal(&self, now: Timestamp) -> Option<Refusal> {
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

    /// Guesses left before the next block.
    pub(crate) fn tries_left(&self) -> u32 {
        match self.tries % PIN_TRIES_PER_BLOCK {
            0 if self.tries > 0 => 0,
            tries => PIN_TRIES_PER_BLOCK - tries,
        }
    }
}

/// A guess that was not followed by joining.
#[derive(Debug, Clone, PartialEq)]
struct Guess {
    at_ms: u64,
    session: SessionId,
    from: Option<String>,
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
        });
    }

    /// The last guess at that table was right.
    pub(super) fn uncount(&mut self, session: &SessionId) {
        if let Some(index) = self.guesses.iter().rposition(|guess| guess.session == *session) {
            self.guesses.remove(index);
        }
    }

    /// Is a guess from there to be looked at?
    pub(super) fn refusal(&self, now: Timestamp, from: Option<&str>) -> Option<Refusal> {
        let left_ms = |guess: &Guess| (guess.at_ms + HOUSE_WINDOW_MS).saturating_sub(now.uptime_ms);
        let recent: Vec<_> = self.guesses.iter().filter(|guess| left_ms(guess) > 0).collect();
        // It goes on as soon as one guess less than the bound is younger than the window.
        if let Some(index) = recent.len().checked_sub(HOUSE_TRIES_MAX) {
            return Some(Refusal::PinsPaused { retry_after_ms: left_ms(recent[index]) });
        }
        let own: Vec<_> =
            recent.into_iter().filter(|guess| from.is_some() && guess.from.as_deref() == from).collect();
        let index = own.len().checked_sub(ADDRESS_TRIES_MAX)?;
        Some(Refusal::PinAddressBlocked { retry_after_ms: left_ms(own[index]) })
    }
}
