//! What screens and the edge may read of staff, devices and sign-ins.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{DeviceId, StaffId};
use plato_sync_protocol::team::{DeviceView, PersonTile, PersonView};

use super::{Holder, Member, SignIn, TokenHash};
use crate::venue::{Timestamp, Venue};

impl Venue {
    /// Who holds a token, and until which uptime in ms.
    pub fn holder(&self, token: &TokenHash) -> Option<(Holder, u64)> {
        self.access.holder(token)
    }

    /// The staff account of that name, also one that is disabled.
    pub fn staff_account(&self, name: &str) -> Option<Member> {
        self.access.account(name).cloned()
    }

    /// The staff account of that id, also one that is disabled.
    pub fn staff_member(&self, staff: &StaffId) -> Option<Member> {
        self.access.member(staff).cloned()
    }

    /// Is there an owner who can sign in?
    pub fn has_owner(&self) -> bool {
        self.access.has_owner()
    }

    /// The sign-in of a token.
    pub fn sign_in_of(&self, token: &TokenHash) -> Option<SignIn> {
        self.access.sign_in_of(token).cloned()
    }

    /// Everyone who is signed in now, with the hashes of their tokens.
    pub fn sign_ins(&self, now: Timestamp) -> Vec<(TokenHash, SignIn)> {
        let all = self.access.sign_ins().filter(|(_, sign_in)| sign_in.expires_at_ms > now.uptime_ms);
        all.map(|(token, sign_in)| (token.clone(), sign_in.clone())).collect()
    }

    /// The device of the house that holds a token.
    pub fn device_of(&self, token: &TokenHash) -> Option<DeviceView> {
        self.access.device_of(token).map(|(id, device)| view(id, device))
    }

    /// The name of a device of the house, also of one that was revoked.
    pub fn device_name(&self, device: &DeviceId) -> Option<String> {
        self.access.device_name(device).map(str::to_owned)
    }

    /// The devices of the house, by name.
    pub fn devices(&self) -> Vec<DeviceView> {
        let mut devices: Vec<_> = self.access.devices().map(|(id, device)| view(id, device)).collect();
        devices.sort_by_key(|device| device.name.to_lowercase());
        devices
    }

    /// Who can sign in, by name.
    pub fn people_to_sign_in(&self) -> Vec<PersonTile> {
        let active = self.access.members().filter(|member| !member.is_disabled);
        let mut people: Vec<PersonTile> = active
            .map(|member| PersonTile {
                staff: member.account.staff.clone(),
                name: member.account.name.clone(),
                role: member.account.role,
                has_pin: member.pin_hash.is_some(),
            })
            .collect();
        people.sort_by_key(|person| person.name.to_lowercase());
        people
    }

    /// Every account, by name, as somebody of that role sees it.
    pub fn people(&self, asked_by: Role) -> Vec<PersonView> {
        let person = |member: &Member| PersonView {
            staff: member.account.staff.clone(),
            name: member.account.name.clone(),
            role: member.account.role,
            has_pin: member.pin_hash.is_some(),
            is_disabled: member.is_disabled,
            is_yours_to_change: may_change(asked_by, member.account.role),
        };
        let mut people: Vec<PersonView> = self.access.members().map(person).collect();
        people.sort_by_key(|person| (person.is_disabled, person.name.to_lowercase()));
        people
    }
}

/// May somebody with a role change an account with another? An owner everyone, a manager all but owners.
pub fn may_change(role: Role, other: Role) -> bool {
    match role {
        Role::Owner => true,
        Role::Manager => other != Role::Owner,
        Role::Waiter | Role::Kitchen | Role::Cashier => false,
    }
}

fn view(id: &DeviceId, device: &super::Device) -> DeviceView {
    DeviceView { device: id.clone(), name: device.name.clone(), since_ms: device.since.wall_ms }
}
