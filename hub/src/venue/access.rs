//! Staff accounts, and who holds which token. Only hashes are known here; making and checking
//! secrets is the work of `auth`.

use std::collections::BTreeMap;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{DinerId, SessionId, StaffId};
use plato_sync_protocol::limits::NAME_CHARS_MAX;
use plato_sync_protocol::text;
use serde::{Deserialize, Serialize};

use super::{Event, Refusal, Timestamp, Venue};

/// SHA-256 of a token, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub String);

/// Argon2id hash of a password or PIN, in the PHC string format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(pub String);

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccount {
    /// Their id.
    pub staff: StaffId,
    /// The name they sign in with; unique.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Hash of their password.
    pub password_hash: PasswordHash,
}

/// Who a token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A diner of an open visit.
    Diner {
        /// The visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
    },
    /// A member of staff.
    Staff {
        /// Who.
        staff: StaffId,
        /// Their name.
        name: String,
        /// What they may do.
        role: Role,
    },
    /// Nobody any more: the visit that it was for is over.
    Ended,
}

#[derive(Debug, Clone, PartialEq)]
enum Pass {
    Diner { session: SessionId, diner: DinerId },
    Staff { staff: StaffId },
    Ended,
}

/// Staff accounts and tokens.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Access {
    staff: BTreeMap<StaffId, StaffAccount>,
    passes: BTreeMap<TokenHash, (Pass, u64)>,
}

impl Access {
    pub(super) fn hire(&mut self, account: &StaffAccount) {
        self.staff.insert(account.staff.clone(), account.clone());
    }

    pub(super) fn sign_in(&mut self, staff: &StaffId, token: &TokenHash, expires_at_ms: u64) {
        self.passes.insert(token.clone(), (Pass::Staff { staff: staff.clone() }, expires_at_ms));
    }

    pub(super) fn admit(
        &mut self,
        session: &SessionId,
        diner: &DinerId,
        token: &TokenHash,
        expires_at_ms: u64,
    ) {
        let pass = Pass::Diner { session: session.clone(), diner: diner.clone() };
        self.passes.insert(token.clone(), (pass, expires_at_ms));
    }

    pub(super) fn forget(&mut self, token: &TokenHash) {
        self.passes.remove(token);
    }

    /// Remembers the tokens of a closed visit as ended, so that its phones can be told why.
    pub(super) fn end_session(&mut self, closed: &SessionId) {
        for (pass, _) in self.passes.values_mut() {
            if matches!(pass, Pass::Diner { session, .. } if session == closed) {
                *pass = Pass::Ended;
            }
        }
    }

    /// Who holds a token, and until which uptime in ms.
    pub(crate) fn holder(&self, token: &TokenHash) -> Option<(Holder, u64)> {
        let (pass, expires_at_ms) = self.passes.get(token)?;
        let holder = match pass {
            Pass::Diner { session, diner } => {
                Holder::Diner { session: session.clone(), diner: diner.clone() }
            }
            Pass::Staff { staff } => {
                let account = self.staff.get(staff)?;
                Holder::Staff { staff: staff.clone(), name: account.name.clone(), role: account.role }
            }
            Pass::Ended => Holder::Ended,
        };
        Some((holder, *expires_at_ms))
    }

    /// The account of that name, whatever the case of its letters.
    pub(crate) fn account(&self, name: &str) -> Option<&StaffAccount> {
        let name = name.trim().to_lowercase();
        self.staff.values().find(|account| account.name.to_lowercase() == name)
    }

    /// Are there any accounts?
    pub(crate) fn has_staff(&self) -> bool {
        !self.staff.is_empty()
    }
}

impl Venue {
    pub(super) fn add_staff(&self, account: &StaffAccount) -> Result<Vec<Event>, Refusal> {
        let name = text::clean_required(&account.name, NAME_CHARS_MAX);
        let name = name.map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })?;
        if self.access.account(&name).is_some() {
            return Err(Refusal::StaffNameTaken);
        }
        Ok(vec![Event::StaffAdded { account: StaffAccount { name, ..account.clone() } }])
    }

    pub(super) fn sign_in(
        &self,
        now: Timestamp,
        staff: &StaffId,
        token: &TokenHash,
        lasts_ms: u64,
    ) -> Result<Vec<Event>, Refusal> {
        if !self.access.staff.contains_key(staff) {
            return Err(Refusal::UnknownStaff);
        }
        let expires_at_ms = now.uptime_ms.saturating_add(lasts_ms);
        Ok(vec![Event::StaffSignedIn { staff: staff.clone(), token: token.clone(), expires_at_ms }])
    }
}
