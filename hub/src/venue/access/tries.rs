//! Limits on signing in. A try is counted before any secret is looked at, under who it claims to be,
//! how, and from where; so nobody can use up the tries of somebody who sits elsewhere, and nobody is
//! ever locked out as a person (OWASP ASVS 5.0, 6.1.1 and 6.3.1). Strangers, who are on no device of
//! the house, share a budget by address and one for the whole hub; enrolled devices never do, nor does the
//! hub's own machine, nor whoever is signed in and proves it again, nor a person at an address where they
//! have signed in lately. Beyond the hub's, strangers are slowed down rather than turned away.

use core::net::IpAddr;
use std::collections::{BTreeMap, VecDeque};

use plato_sync_protocol::ids::{DeviceId, StaffId};
use serde::{Deserialize, Serialize};

use super::TokenHash;
use crate::venue::{Refusal, Timestamp};

/// Wrong tries in a row that cost nothing but the try.
pub const FREE_TRIES: u32 = 5;
/// How long the first block lasts, in ms. Each wrong try after it doubles the time.
const FIRST_BLOCK_MS: u64 = 30_000;
/// The longest block, in ms: 15 minutes.
const BLOCK_MS_MAX: u64 = 15 * 60_000;
/// Wrong PINs in a row after which a device takes only that person's password: a device in the wrong
/// hands gets at most 10 of 10,000 PINs of each person.
pub const PIN_TRIES_MAX: u32 = 10;
/// Wrong tries an hour from one address that is no device of the house.
pub const STRANGER_TRIES_PER_HOUR: usize = 20;
/// Wrong tries an hour from all such addresses together that cost nothing but the try.
pub const STRANGERS_TRIES_PER_HOUR: usize = 60;
/// Beyond those one try of all of them is looked at in this time, in ms.
pub const STRANGERS_SLOWED_MS: u64 = 30_000;
const HOUR_MS: u64 = 60 * 60_000;
/// How long an address at which somebody has signed in is one of theirs, in ms: a week.
pub const KNOWN_MS: u64 = 7 * 24 * HOUR_MS;
/// How long wrong tries are remembered after the last of them, in ms: a day.
const REMEMBERED_MS: u64 = 24 * HOUR_MS;

/// How somebody proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// With the password of the account.
    Password,
    /// With the PIN that they chose, on a device of the house.
    Pin,
}

/// Who somebody claims to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// An account that exists.
    Staff(StaffId),
    /// A name that no account has, as a keyed hash: people type passwords into the wrong field.
    Name(String),
}

/// Where a try comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A device of the house.
    Device(DeviceId),
    /// Any other, by its network address.
    Address(String),
    /// One where the person is signed in, by the hash of the token: they prove again who they are.
    SignIn(TokenHash),
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Try {
    /// As whom.
    pub claim: Claim,
    /// With what.
    pub proof: Proof,
    /// From where.
    pub place: Place,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Count {
    wrong: u32,
    blocked_until_ms: u64,
    last_ms: u64,
}

/// Tries that were not followed by success.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tries {
    counts: BTreeMap<Try, Count>,
    /// Uptime in ms and address of the last hour's tries by strangers, oldest first.
    strangers: VecDeque<(u64, String)>,
    /// Uptime in ms at which somebody last signed in at an address.
    known: BTreeMap<(StaffId, String), u64>,
}

impl Tries {
    /// Counts a try as wrong until it turns out to be right.
    pub(crate) fn count(&mut self, at: Timestamp, tried: &Try) {
        let now_ms = at.uptime_ms;
        self.counts.retain(|_, count| count.last_ms.saturating_add(REMEMBERED_MS) > now_ms);
        self.strangers.retain(|(then_ms, _)| then_ms.saturating_add(HOUR_MS) > now_ms);
        let count = self.counts.entry(tried.clone()).or_default();
        count.wrong += 1;
        count.last_ms = now_ms;
        if let Some(over) = count.wrong.checked_sub(FREE_TRIES) {
            let lasts_ms = FIRST_BLOCK_MS.saturating_mul(1 << over.min(16)).min(BLOCK_MS_MAX);
            count.blocked_until_ms = now_ms.saturating_add(lasts_ms);
        }
        if let Some(address) = self.stranger(at, tried) {
            self.strangers.push_back((now_ms, address.to_owned()));
        }
    }

    /// The try was right: nothing of it counts any more, nor do wrong ones before it. Whoever knows the
    /// password may use the PIN again, too.
    pub(crate) fn forget(&mut self, at: Timestamp, tried: &Try) {
        self.counts.remove(tried);
        if tried.proof == Proof::Password {
            self.counts.remove(&Try { proof: Proof::Pin, ..tried.clone() });
        }
        if let Some(address) = self.stranger(at, tried)
            && let Some(index) = self.strangers.iter().rposition(|(_, other)| other == address)
        {
            self.strangers.remove(index);
        }
        if let (Claim::Staff(staff), Place::Address(address)) = (&tried.claim, &tried.place) {
            self.known.retain(|_, then_ms| then_ms.saturating_add(KNOWN_MS) > at.uptime_ms);
            self.known.insert((staff.clone(), address.clone()), at.uptime_ms);
        }
    }

    /// The address of a try that shares budgets with others: made neither on a device of the house, nor by
    /// somebody who is signed in, nor where that person has signed in lately, nor on the hub's own
    /// machine, where somebody stands who could read the disk as well.
    fn stranger<'t>(&self, now: Timestamp, tried: &'t Try) -> Option<&'t str> {
        let Place::Address(address) = &tried.place else { return None };
        if address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback()) {
            return None;
        }
        let since = match &tried.claim {
            Claim::Staff(staff) => self.known.get(&(staff.clone(), address.clone())),
            Claim::Name(_) => None,
        };
        let is_known = since.is_some_and(|then_ms| then_ms.saturating_add(KNOWN_MS) > now.uptime_ms);
        (!is_known).then_some(address)
    }

    /// Why a try is not even looked at, if so.
    pub(crate) fn refusal(&self, now: Timestamp, tried: &Try) -> Option<Refusal> {
        let left = |until_ms: u64| until_ms.checked_sub(now.uptime_ms).filter(|left_ms| *left_ms > 0);
        let blocked = |retry_after_ms| Refusal::SignInBlocked { retry_after_ms };
        if let Some(count) = self.counts.get(tried) {
            if tried.proof == Proof::Pin && count.wrong >= PIN_TRIES_MAX {
                return Some(Refusal::StaffPinOff);
            }
            if let Some(left_ms) = left(count.blocked_until_ms) {
                return Some(blocked(left_ms));
            }
        }
        let address = self.stranger(now, tried)?;
        let since = |then_ms: &u64| left(then_ms.saturating_add(HOUR_MS));
        let lately: Vec<(&str, u64)> = self
            .strangers
            .iter()
            .filter_map(|(then_ms, other)| Some((other.as_str(), since(then_ms)?)))
            .collect();
        let own: Vec<u64> =
            lately.iter().filter(|(other, _)| *other == address).map(|(_, left_ms)| *left_ms).collect();
        let over =
            |all: &[u64], max: usize| all.len().checked_sub(max).and_then(|over| all.get(over)).copied();
        let slowed = || {
            let (last_ms, _) = self.strangers.back().filter(|_| lately.len() >= STRANGERS_TRIES_PER_HOUR)?;
            left(last_ms.saturating_add(STRANGERS_SLOWED_MS))
        };
        over(&own, STRANGER_TRIES_PER_HOUR).or_else(slowed).map(blocked)
    }
}
