//! Who may change which account, device and sign-in, and what follows. Called by `decide`.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{DeviceId, StaffId};
use plato_sync_protocol::limits::{DEVICE_NAME_CHARS_MAX, DEVICES_MAX, NAME_CHARS_MAX, STAFF_MAX};
use plato_sync_protocol::text;

use super::tries::{Place, Proof, Try};
use super::views::may_change;
use super::{Access, Member, PasswordHash, SignInSource, StaffAccount, TokenHash};
use crate::venue::{Event, Refusal, Timestamp, Venue};

/// How long proof of who one is is good for acts that ask for it, in ms: 5 minutes.
pub const STEP_UP_MS: u64 = 5 * 60_000;

/// A change of the team.
#[derive(Debug, Clone, PartialEq)]
pub enum TeamChange {
    /// Makes an account.
    Add(StaffAccount),
    /// Gives an account another name.
    Rename {
        /// Whose.
        staff: StaffId,
        /// The name, as typed.
        name: String,
    },
    /// Gives somebody another role.
    ChangeRole {
        /// Whom.
        staff: StaffId,
        /// Which.
        role: Role,
    },
    /// Sets a password.
    SetPassword {
        /// Whose.
        staff: StaffId,
        /// Its hash.
        password_hash: PasswordHash,
    },
    /// Disables an account, or enables it again.
    SetDisabled {
        /// Whose.
        staff: StaffId,
        /// Disabled?
        is_disabled: bool,
    },
    /// Issues a code that enrols one device.
    IssueDeviceCode {
        /// Hash of the code.
        code: TokenHash,
        /// Name of the device to be, as typed.
        name: String,
        /// How long the code lasts, in ms.
        lasts_ms: u64,
    },
    /// Ends a device's enrolment.
    RevokeDevice {
        /// Which.
        device: DeviceId,
    },
    /// Ends a sign-in.
    RevokeSignIn {
        /// Hash of its token.
        token: TokenHash,
    },
}

/// A change that somebody makes to their own account, while the sign-in with that token lasts.
#[derive(Debug, Clone, PartialEq)]
pub enum OwnChange {
    /// Chooses a PIN for shared devices.
    SetPin(PasswordHash, TokenHash),
    /// Chooses another password. The sign-in with this token goes on.
    SetPassword(PasswordHash, TokenHash),
}

fn name(typed: &str) -> Result<String, Refusal> {
    let clean = text::clean_required(typed, NAME_CHARS_MAX);
    clean.map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })
}

impl Access {
    /// The account, if whoever asks may change it: an owner everyone, a manager everyone but owners.
    /// `by` is empty for the hub's own console.
    fn manageable(&self, by: Option<&StaffId>, staff: &StaffId) -> Result<&Member, Refusal> {
        let member = self.staff.get(staff).ok_or(Refusal::UnknownStaff)?;
        self.may_manage(by, member.account.role)?;
        Ok(member)
    }

    fn may_manage(&self, by: Option<&StaffId>, role: Role) -> Result<(), Refusal> {
        let Some(by) = by else { return Ok(()) };
        let by = self.active(by).ok_or(Refusal::UnknownStaff)?;
        match by.account.role {
            own if may_change(own, role) => Ok(()),
            Role::Owner | Role::Manager => Err(Refusal::OwnersOnly),
            Role::Waiter | Role::Kitchen | Role::Cashier => Err(Refusal::ManagersOnly),
        }
    }

    fn must_not_be_last_owner(&self, staff: &StaffId) -> Result<(), Refusal> {
        let mut owners = self.staff.values().filter(|member| member.is_owner());
        let is_last = owners.all(|owner| owner.account.staff == *staff);
        let is_owner = self.staff.get(staff).is_some_and(Member::is_owner);
        if is_owner && is_last { Err(Refusal::LastOwner) } else { Ok(()) }
    }

    fn is_name_free(&self, name: &str, except: Option<&StaffId>) -> bool {
        self.account(name).is_none_or(|other| Some(&other.account.staff) == except)
    }
}

impl Venue {
    pub(in crate::venue) fn add_staff(&self, account: &StaffAccount) -> Result<Vec<Event>, Refusal> {
        let name = name(&account.name)?;
        if !self.access.is_name_free(&name, None) {
            return Err(Refusal::StaffNameTaken);
        }
        if self.access.staff.len() >= STAFF_MAX {
            return Err(Refusal::TeamFull);
        }
        Ok(vec![Event::StaffAdded { account: StaffAccount { name, ..account.clone() } }])
    }

    pub(in crate::venue) fn add_first_owner(&self, account: &StaffAccount) -> Result<Vec<Event>, Refusal> {
        if self.access.has_owner() {
            return Err(Refusal::OwnerExists);
        }
        self.add_staff(&StaffAccount { role: Role::Owner, ..account.clone() })
    }

    pub(in crate::venue) fn change_team(
        &self,
        now: Timestamp,
        by: Option<&StaffId>,
        change: &TeamChange,
    ) -> Result<Vec<Event>, Refusal> {
        let access = &self.access;
        match change {
            TeamChange::Add(account) => {
                access.may_manage(by, account.role)?;
                self.add_staff(account)
            }
            TeamChange::Rename { staff, name: typed } => {
                let was = &access.manageable(by, staff)?.account.name;
                let name = name(typed)?;
                if !access.is_name_free(&name, Some(staff)) {
                    return Err(Refusal::StaffNameTaken);
                }
                Ok(unless(*was == name, Event::StaffRenamed { staff: staff.clone(), name }))
            }
            TeamChange::ChangeRole { staff, role } => {
                let was = access.manageable(by, staff)?.account.role;
                access.may_manage(by, *role)?;
                if *role != Role::Owner {
                    access.must_not_be_last_owner(staff)?;
                }
                Ok(unless(was == *role, Event::StaffRoleChanged { staff: staff.clone(), role: *role }))
            }
            TeamChange::SetPassword { staff, password_hash } => {
                access.manageable(by, staff)?;
                let (staff, password_hash) = (staff.clone(), password_hash.clone());
                Ok(vec![Event::StaffPasswordSet { staff, password_hash, keeps: None }])
            }
            TeamChange::SetDisabled { staff, is_disabled: true } => {
                let member = access.manageable(by, staff)?;
                access.must_not_be_last_owner(staff)?;
                Ok(unless(member.is_disabled, Event::StaffDisabled { staff: staff.clone() }))
            }
            TeamChange::SetDisabled { staff, is_disabled: false } => {
                let member = access.manageable(by, staff)?;
                Ok(unless(!member.is_disabled, Event::StaffEnabled { staff: staff.clone() }))
            }
            TeamChange::IssueDeviceCode { code, name: typed, lasts_ms } => {
                access.may_manage(by, Role::Waiter)?;
                if access.devices.len() >= DEVICES_MAX {
                    return Err(Refusal::TooManyDevices { devices_max: DEVICES_MAX });
                }
                let name = text::clean_required(typed, DEVICE_NAME_CHARS_MAX);
                let name = name.map_err(|_| Refusal::NameRefused { chars_max: DEVICE_NAME_CHARS_MAX })?;
                let expires_at_ms = now.uptime_ms.saturating_add(*lasts_ms);
                Ok(vec![Event::DeviceCodeIssued { code: code.clone(), name, expires_at_ms }])
            }
            TeamChange::RevokeDevice { device } => {
                access.may_manage(by, Role::Waiter)?;
                access.devices.get(device).ok_or(Refusal::UnknownDevice)?;
                Ok(vec![Event::DeviceRevoked { device: device.clone() }])
            }
            TeamChange::RevokeSignIn { token } => {
                let staff = access.signed_in(token).ok_or(Refusal::UnknownSignIn)?.clone();
                if by != Some(&staff) {
                    access.manageable(by, &staff)?;
                }
                Ok(vec![Event::StaffSignedOut { token: token.clone(), staff: Some(staff) }])
            }
        }
    }

    pub(in crate::venue) fn change_own(
        &self,
        staff: &StaffId,
        change: &OwnChange,
    ) -> Result<Vec<Event>, Refusal> {
        self.access.active(staff).ok_or(Refusal::UnknownStaff)?;
        let (OwnChange::SetPin(_, token) | OwnChange::SetPassword(_, token)) = change;
        if self.access.signed_in(token) != Some(staff) {
            return Err(Refusal::UnknownSignIn);
        }
        let staff = staff.clone();
        Ok(vec![match change.clone() {
            OwnChange::SetPin(pin_hash, _) => Event::StaffPinSet { staff, pin_hash },
            OwnChange::SetPassword(password_hash, token) => {
                Event::StaffPasswordSet { staff, password_hash, keeps: Some(token) }
            }
        }])
    }

    pub(in crate::venue) fn enrol_device(
        &self,
        now: Timestamp,
        code: &TokenHash,
        device: &DeviceId,
        token: &TokenHash,
        replaces: Option<&DeviceId>,
    ) -> Result<Vec<Event>, Refusal> {
        let issued = self.access.device_codes.get(code);
        let issued = issued.filter(|(_, expires_at_ms)| *expires_at_ms > now.uptime_ms);
        let (name, _) = issued.ok_or(Refusal::DeviceCodeWrong)?;
        let (device, token, name) = (device.clone(), token.clone(), name.clone());
        // The browser holds one enrolment: the one before would be listed for ever.
        let before = replaces.filter(|old| self.access.devices.contains_key(old));
        let mut events: Vec<Event> =
            before.map(|old| Event::DeviceRevoked { device: old.clone() }).into_iter().collect();
        events.push(Event::DeviceEnrolled { device, name, token, code: code.clone() });
        Ok(events)
    }

    /// Why a try to sign in would not be looked at now.
    pub fn sign_in_refusal(&self, now: Timestamp, tried: &Try) -> Option<Refusal> {
        self.access.tries.refusal(now, tried)
    }

    pub(in crate::venue) fn try_sign_in(&self, now: Timestamp, tried: &Try) -> Result<Vec<Event>, Refusal> {
        match self.sign_in_refusal(now, tried) {
            Some(refusal) => Err(refusal),
            None => Ok(vec![Event::StaffSignInTried { tried: tried.clone() }]),
        }
    }

    pub(in crate::venue) fn sign_in(
        &self,
        now: Timestamp,
        staff: &StaffId,
        token: &TokenHash,
        lasts_ms: u64,
        from: Option<&(Box<SignInSource>, PasswordHash)>,
    ) -> Result<Vec<Event>, Refusal> {
        let member = self.access.active(staff).ok_or(Refusal::UnknownStaff)?;
        if let Some((source, looked_at)) = from {
            // Between the look at a secret and this, somebody may have set another one, or taken the device
            // off the house: what they ended must not begin anew.
            let in_force = match source.tried.proof {
                Proof::Password => Some(&member.account.password_hash),
                Proof::Pin => member.pin_hash.as_ref(),
            };
            let is_here = match &source.tried.place {
                Place::Device(device) => self.access.devices.contains_key(device),
                Place::Address(_) | Place::SignIn(_) => true,
            };
            if in_force != Some(looked_at) || !is_here {
                return Err(Refusal::UnknownStaff);
            }
        }
        let expires_at_ms = now.uptime_ms.saturating_add(lasts_ms);
        let from = from.map(|(source, _)| source.clone());
        let (staff, token) = (staff.clone(), token.clone());
        Ok(vec![Event::StaffSignedIn { staff, token, expires_at_ms, from }])
    }

    pub(in crate::venue) fn sign_out(&self, token: &TokenHash) -> Vec<Event> {
        let staff = self.access.signed_in(token).cloned();
        vec![Event::StaffSignedOut { token: token.clone(), staff }]
    }

    pub(in crate::venue) fn step_up(
        &self,
        now: Timestamp,
        token: &TokenHash,
        tried: &Try,
    ) -> Result<Vec<Event>, Refusal> {
        let staff = self.access.signed_in(token).ok_or(Refusal::UnknownSignIn)?.clone();
        let until_ms = now.uptime_ms.saturating_add(STEP_UP_MS);
        Ok(vec![Event::StaffSteppedUp { staff, token: token.clone(), until_ms, tried: tried.clone() }])
    }

    pub(in crate::venue) fn note(&self, act: &Event) -> Result<Vec<Event>, Refusal> {
        if let Event::PinRevealed { session } = act {
            self.floor.open_session(session)?;
        }
        Ok(vec![act.clone()])
    }
}

fn unless(is_so_already: bool, event: Event) -> Vec<Event> {
    if is_so_already { Vec::new() } else { vec![event] }
}
