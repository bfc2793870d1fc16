//! Which events the audit shows, and what it says of each. An event without a row does not compile, so
//! that whoever adds one decides whether it belongs here.

use plato_sync_protocol::ids::{SessionId, StaffId};
use plato_sync_protocol::team::AuditKind;

use crate::venue::access::tries::{Claim, Proof, Try};
use crate::venue::{Event, Venue};

/// What the audit says of an event.
pub(super) struct Words {
    pub kind: AuditKind,
    pub act: &'static str,
    /// To whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
    /// The account that it concerns.
    pub about: Option<StaffId>,
}

/// What the audit says, if the event belongs to it.
pub(super) fn of(venue: &Venue, event: &Event) -> Option<Words> {
    use AuditKind::{Device, Export, Menu, Pin, SignIn, Table, Team};
    let plain =
        |kind, act, subject: String| Some(Words { kind, act, subject, detail: String::new(), about: None });
    let person = |kind, act, staff: &StaffId, detail: &str| {
        let (subject, detail) = (name(venue, staff), detail.to_owned());
        Some(Words { kind, act, subject, detail, about: Some(staff.clone()) })
    };
    match event {
        Event::StaffSignedIn { staff, from, .. } => {
            person(SignIn, "signed_in", staff, from.as_ref().map_or("", |from| proof(&from.tried)))
        }
        Event::StaffSignInFailed { tried } => match &tried.claim {
            Claim::Staff(staff) => person(SignIn, "sign_in_failed", staff, proof(tried)),
            Claim::Name(_) => {
                let detail = proof(tried).to_owned();
                Some(Words {
                    kind: SignIn,
                    act: "sign_in_failed",
                    subject: String::new(),
                    detail,
                    about: None,
                })
            }
        },
        Event::StaffSignedOut { staff, .. } => match staff {
            Some(staff) => person(SignIn, "signed_out", staff, ""),
            None => plain(SignIn, "signed_out", String::new()),
        },
        Event::StaffSteppedUp { staff, tried, .. } => person(SignIn, "stepped_up", staff, proof(tried)),
        Event::StaffAdded { account } => {
            person(Team, "account_added", &account.staff, &format!("{:?}", account.role).to_lowercase())
        }
        Event::StaffRenamed { staff, name } => person(Team, "account_renamed", staff, name),
        Event::StaffRoleChanged { staff, role } => {
            person(Team, "role_changed", staff, &format!("{role:?}").to_lowercase())
        }
        Event::StaffPasswordSet { staff, .. } => person(Team, "password_set", staff, ""),
        Event::StaffPinSet { staff, .. } => person(Team, "staff_pin_set", staff, ""),
        Event::StaffDisabled { staff } => person(Team, "account_disabled", staff, ""),
        Event::StaffEnabled { staff } => person(Team, "account_enabled", staff, ""),
        Event::DeviceCodeIssued { name, .. } => plain(Device, "device_code_issued", name.clone()),
        Event::DeviceEnrolled { name, .. } => plain(Device, "device_enrolled", name.clone()),
        Event::DeviceRevoked { device } => plain(Device, "device_revoked", device.to_string()),
        Event::PinRevealed { session } => plain(Pin, "pin_revealed", table(venue, session)),
        Event::PinReissued { session, .. } => plain(Pin, "pin_reissued", table(venue, session)),
        Event::TableSeated { session, covers, .. } => Some(Words {
            kind: Table,
            act: "table_seated",
            subject: table(venue, session),
            detail: covers.to_string(),
            about: None,
        }),
        Event::SessionClosed { session } => plain(Table, "table_closed", table(venue, session)),
        Event::SessionModeChanged { session, mode } => Some(Words {
            kind: Table,
            act: "mode_changed",
            subject: table(venue, session),
            detail: format!("{mode:?}").to_lowercase(),
            about: None,
        }),
        Event::VenueImported { setup } => plain(Menu, "venue_imported", setup.menu.venue.clone()),
        Event::ItemEightySixed { item, is_eighty_sixed: true } => {
            plain(Menu, "item_eighty_sixed", item.to_string())
        }
        Event::ItemEightySixed { item, is_eighty_sixed: false } => plain(Menu, "item_back", item.to_string()),
        Event::AuditExported { records } => Some(Words {
            kind: Export,
            act: "audit_exported",
            subject: String::new(),
            detail: records.to_string(),
            about: None,
        }),
        // What follows a try is on record; guests' guesses, orders and dishes are the log's, not the audit's.
        Event::StaffSignInTried { .. }
        | Event::PinTried { .. }
        | Event::DinerJoined { .. }
        | Event::OrderPlaced { .. }
        | Event::DishMoved { .. }
        | Event::TicketBumped { .. }
        | Event::TicketRecalled { .. } => None,
    }
}

/// The name of an account, or its id.
pub(super) fn name(venue: &Venue, staff: &StaffId) -> String {
    venue.staff_member(staff).map_or_else(|| staff.to_string(), |member| member.account.name)
}

fn table(venue: &Venue, session: &SessionId) -> String {
    venue.table_of(session).map_or_else(|| session.to_string(), |(_, name)| name)
}

fn proof(tried: &Try) -> &'static str {
    match tried.proof {
        Proof::Password => "password",
        Proof::Pin => "pin",
    }
}
