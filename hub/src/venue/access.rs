//! Staff accounts, devices of the house, and who holds which token. Only hashes are known here;
//! making and checking secrets is the work of `auth`. `team` has the rules of who may change what,
//! `tries` the limits on signing in.

pub mod team;
pub mod tries;
pub mod views;

use std::collections::BTreeMap;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{DeviceId, DinerId, SessionId, StaffId};
use serde::{Deserialize, Serialize};

use super::{Event, Timestamp};
use team::STEP_UP_MS;
use tries::{Tries, Try};

/// SHA-256 of a token, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub String);

/// Argon2id hash of a password or PIN, in the PHC string format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(pub String);

/// A member of staff, as the account was made.
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

/// An account as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Name, role and password as they are now.
    pub account: StaffAccount,
    /// Hash of the PIN that they chose for shared devices.
    pub pin_hash: Option<PasswordHash>,
    /// May nobody sign in with it?
    pub is_disabled: bool,
}

impl Member {
    /// May they look after tables?
    pub(crate) fn may_serve(&self) -> bool {
        !self.is_disabled && matches!(self.account.role, Role::Waiter | Role::Manager | Role::Owner)
    }

    fn is_owner(&self) -> bool {
        self.account.role == Role::Owner && !self.is_disabled
    }
}

/// How and from where somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInSource {
    /// The try that was right.
    pub tried: Try,
    /// Network address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct SignIn {
    /// Who.
    pub staff: StaffId,
    /// Since when.
    pub since: Timestamp,
    /// Uptime at which it ends, in ms.
    pub expires_at_ms: u64,
    /// How and from where, where that is known.
    pub from: Option<SignInSource>,
    /// Uptime in ms until which they need not prove again who they are.
    pub stepped_up_until_ms: u64,
}

/// A device of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// What it is called.
    pub name: String,
    /// Hash of the token that it holds.
    pub token: TokenHash,
    /// Since when it belongs to the house.
    pub since: Timestamp,
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
    /// Nobody any more: staff took the diner off the table.
    Removed,
    /// Nobody any more: the diner goes on with another phone.
    Moved,
}

#[derive(Debug, Clone, PartialEq)]
enum Pass {
    Diner { session: SessionId, diner: DinerId },
    Ended,
    Removed,
    Moved,
}

/// A diner's token.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    pass: Pass,
    expires_at_ms: u64,
    /// How often it was made to last longer.
    stays: u8,
}

/// Staff accounts, devices and tokens.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Access {
    staff: BTreeMap<StaffId, Member>,
    passes: BTreeMap<TokenHash, Held>,
    sign_ins: BTreeMap<TokenHash, SignIn>,
    devices: BTreeMap<DeviceId, Device>,
    /// Names of all devices that there ever were, for the records of them.
    device_names: BTreeMap<DeviceId, String>,
    /// Codes that were issued and not used, with the name of the device to be and the uptime in ms at
    /// which they end.
    device_codes: BTreeMap<TokenHash, (String, u64)>,
    tries: Tries,
}

impl Access {
    /// Takes in what concerns staff and devices. Anything else is no business of this part.
    pub(super) fn apply(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::StaffAdded { account } => {
                let member = Member { account: account.clone(), pin_hash: None, is_disabled: false };
                self.staff.insert(account.staff.clone(), member);
            }
            Event::StaffSignedIn { staff, token, expires_at_ms, from } => {
                self.sign_in(at, staff, token, *expires_at_ms, from.as_deref());
            }
            Event::StaffSignedOut { token, .. } => drop(self.sign_ins.remove(token)),
            Event::StaffRenamed { staff, name } => {
                self.change(staff, |member| member.account.name.clone_from(name));
            }
            Event::StaffRoleChanged { staff, role } => {
                self.change(staff, |member| member.account.role = *role);
                // What a screen shows and offers depends on the role: everyone begins anew with it.
                self.end_sign_ins(|_, sign_in| sign_in.staff == *staff);
            }
            Event::StaffPasswordSet { staff, password_hash, keeps } => {
                self.change(staff, |member| {
                    member.account.password_hash = password_hash.clone();
                    member.pin_hash = None;
                });
                self.end_sign_ins(|token, sign_in| sign_in.staff == *staff && Some(token) != keeps.as_ref());
            }
            Event::StaffPinSet { staff, pin_hash } => {
                self.change(staff, |member| member.pin_hash = Some(pin_hash.clone()));
            }
            Event::StaffDisabled { staff } => {
                self.change(staff, |member| member.is_disabled = true);
                self.end_sign_ins(|_, sign_in| sign_in.staff == *staff);
            }
            Event::StaffEnabled { staff } => self.change(staff, |member| member.is_disabled = false),
            Event::StaffSignInTried { tried } => self.tries.count(at, tried),
            Event::StaffSteppedUp { token, until_ms, tried, .. } => {
                self.tries.forget(at, tried);
                if let Some(sign_in) = self.sign_ins.get_mut(token) {
                    sign_in.stepped_up_until_ms = *until_ms;
                }
            }
            Event::DeviceCodeIssued { code, name, expires_at_ms } => {
                self.device_codes.retain(|_, (_, ends_at_ms)| *ends_at_ms > at.uptime_ms);
                self.device_codes.insert(code.clone(), (name.clone(), *expires_at_ms));
            }
            Event::DeviceEnrolled { device, name, token, code } => {
                self.device_codes.remove(code);
                self.device_names.insert(device.clone(), name.clone());
                let enrolled = Device { name: name.clone(), token: token.clone(), since: at };
                self.devices.insert(device.clone(), enrolled);
            }
            Event::DeviceRevoked { device } => {
                self.devices.remove(device);
                let place = tries::Place::Device(device.clone());
                self.end_sign_ins(|_, sign_in| {
                    sign_in.from.as_ref().is_some_and(|from| from.tried.place == place)
                });
            }
            _ => {}
        }
    }

    fn change(&mut self, staff: &StaffId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.staff.get_mut(staff) {
            change(member);
        }
    }

    fn end_sign_ins(&mut self, is_meant: impl Fn(&TokenHash, &SignIn) -> bool) {
        self.sign_ins.retain(|token, sign_in| !is_meant(token, sign_in));
    }

    fn sign_in(
        &mut self,
        at: Timestamp,
        staff: &StaffId,
        token: &TokenHash,
        expires_at_ms: u64,
        from: Option<&SignInSource>,
    ) {
        if let Some(from) = from {
            self.tries.forget(at, &from.tried);
        }
        self.sign_ins.retain(|_, sign_in| sign_in.expires_at_ms > at.uptime_ms);
        let sign_in = SignIn {
            staff: staff.clone(),
            since: at,
            expires_at_ms,
            from: from.cloned(),
            // Whoever has just signed in has just proved who they are.
            stepped_up_until_ms: at.uptime_ms.saturating_add(STEP_UP_MS),
        };
        self.sign_ins.insert(token.clone(), sign_in);
    }

    pub(super) fn admit(
        &mut self,
        session: &SessionId,
        diner: &DinerId,
        token: &TokenHash,
        expires_at_ms: u64,
    ) {
        let pass = Pass::Diner { session: session.clone(), diner: diner.clone() };
        self.passes.insert(token.clone(), Held { pass, expires_at_ms, stays: 0 });
    }

    /// A diner goes on with another phone: what they held until now is worth nothing.
    pub(super) fn move_diner(&mut self, session: &SessionId, diner: &DinerId) {
        self.end_passes(&Pass::Moved, |of, who| of == session && who == diner);
    }

    /// A diner is with another party: whatever they hold is good there.
    pub(super) fn bring_diner(&mut self, from: &SessionId, to: &SessionId, who: &DinerId) {
        for held in self.passes.values_mut() {
            if let Pass::Diner { session, diner } = &mut held.pass
                && session == from
                && diner == who
            {
                session.clone_from(to);
            }
        }
    }

    /// A diner was taken off the table.
    pub(super) fn remove_diner(&mut self, session: &SessionId, diner: &DinerId) {
        self.end_passes(&Pass::Removed, |of, who| of == session && who == diner);
    }

    fn end_passes(&mut self, how: &Pass, is_meant: impl Fn(&SessionId, &DinerId) -> bool) {
        for held in self.passes.values_mut() {
            if matches!(&held.pass, Pass::Diner { session, diner } if is_meant(session, diner)) {
                held.pass = how.clone();
            }
        }
    }

    /// A token lasts longer.
    pub(super) fn extend(&mut self, token: &TokenHash, expires_at_ms: u64) {
        if let Some(held) = self.passes.get_mut(token) {
            held.expires_at_ms = expires_at_ms;
            held.stays += 1;
        }
    }

    /// How often a diner's token was made to last longer.
    pub(super) fn stays(&self, token: &TokenHash) -> u8 {
        self.passes.get(token).map_or(0, |held| held.stays)
    }

    /// Remembers the tokens of a closed visit as ended, so that its phones can be told why.
    pub(super) fn end_session(&mut self, closed: &SessionId) {
        self.end_passes(&Pass::Ended, |session, _| session == closed);
    }

    /// Who holds a token, and until which uptime in ms.
    pub(crate) fn holder(&self, token: &TokenHash) -> Option<(Holder, u64)> {
        if let Some(sign_in) = self.sign_ins.get(token) {
            let account = &self.active(&sign_in.staff)?.account;
            let (staff, name, role) = (account.staff.clone(), account.name.clone(), account.role);
            return Some((Holder::Staff { staff, name, role }, sign_in.expires_at_ms));
        }
        let held = self.passes.get(token)?;
        let holder = match &held.pass {
            Pass::Diner { session, diner } => {
                Holder::Diner { session: session.clone(), diner: diner.clone() }
            }
            Pass::Ended => Holder::Ended,
            Pass::Removed => Holder::Removed,
            Pass::Moved => Holder::Moved,
        };
        Some((holder, held.expires_at_ms))
    }

    /// An account with which somebody may sign in.
    pub(crate) fn active(&self, staff: &StaffId) -> Option<&Member> {
        self.staff.get(staff).filter(|member| !member.is_disabled)
    }

    /// Every account, also the disabled ones.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.staff.values()
    }

    /// The account of an id.
    pub(crate) fn member(&self, staff: &StaffId) -> Option<&Member> {
        self.staff.get(staff)
    }

    /// The account of that name, whatever the case of its letters.
    pub(crate) fn account(&self, name: &str) -> Option<&Member> {
        let name = name.trim().to_lowercase();
        self.staff.values().find(|member| member.account.name.to_lowercase() == name)
    }

    /// Everyone who is signed in, with the hashes of their tokens; also those whose time is over.
    pub(crate) fn sign_ins(&self) -> impl Iterator<Item = (&TokenHash, &SignIn)> {
        self.sign_ins.iter()
    }

    /// The sign-in of a token.
    pub(crate) fn sign_in_of(&self, token: &TokenHash) -> Option<&SignIn> {
        self.sign_ins.get(token)
    }

    fn signed_in(&self, token: &TokenHash) -> Option<&StaffId> {
        self.sign_ins.get(token).map(|sign_in| &sign_in.staff)
    }

    /// The devices of the house.
    pub(crate) fn devices(&self) -> impl Iterator<Item = (&DeviceId, &Device)> {
        self.devices.iter()
    }

    /// The device that holds a token.
    pub(crate) fn device_of(&self, token: &TokenHash) -> Option<(&DeviceId, &Device)> {
        self.devices.iter().find(|(_, device)| device.token == *token)
    }

    /// The name of a device, also of one that was revoked.
    pub(crate) fn device_name(&self, device: &DeviceId) -> Option<&str> {
        self.device_names.get(device).map(String::as_str)
    }

    /// Is there an owner who can sign in?
    pub(crate) fn has_owner(&self) -> bool {
        self.staff.values().any(Member::is_owner)
    }
}
