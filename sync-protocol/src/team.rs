//! Bodies of the HTTP calls about staff: first owner, accounts, devices of the house, PINs, step-up,
//! and the audit. Hub and screens agree on them here.

use serde::{Deserialize, Serialize};

use crate::api::Role;
use crate::ids::{DeviceId, StaffId, TableId};

macro_rules! body {
    ($(#[doc = $doc:literal])+ $(#[derive($more:ident)])? $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        $(#[derive($more)])?
        pub struct $name { $($(#[$meta])* pub $field: $type),* }
    };
}

macro_rules! answer {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$meta])* pub $field: $type),* }
    };
}

answer!(
    /// How far a hub is set up.
    SetupAnswer {
        /// Is there an owner? Without one, `POST /api/setup/owner` makes the first.
        has_owner: bool,
        /// Is a venue file in force?
        has_venue: bool,
    }
);
body!(
    /// Makes the first owner of a hub.
    FirstOwner {
        /// The code that the hub printed on its console. Case, spaces and dashes do not count.
        #[cfg_attr(feature = "openapi", schema(max_length = 32))]
        code: String,
        /// The name to sign in with, 1 to 24 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 96))]
        name: String,
        /// The password, 8 to 128 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: String,
    }
);
answer!(
    /// The device that asks, and who works here.
    DeviceAnswer {
        /// The device, when it was enrolled.
        device: Option<DeviceView>,
        /// Who can sign in on it; nobody unless it was enrolled.
        people: Vec<PersonTile>,
    }
);
answer!(
    /// A device of the house.
    DeviceView {
        /// Its id.
        device: DeviceId,
        /// What it is called.
        name: String,
        /// Since when, in ms since 1970 by the hub's wall clock.
        since_ms: u64,
    }
);
answer!(
    /// Somebody who can be chosen on a shared device.
    PersonTile {
        /// Their id.
        staff: StaffId,
        /// Their name.
        name: String,
        /// What they may do.
        role: Role,
        /// Can they sign in with a PIN?
        has_pin: bool,
    }
);
body!(
    /// Makes the device that asks one of the house.
    EnrolDevice {
        /// The code that an owner or manager was shown. Case, spaces and dashes do not count.
        #[cfg_attr(feature = "openapi", schema(max_length = 32))]
        code: String,
    }
);
body!(
    /// Signs a member of staff in on a device of the house.
    SignInWithPin {
        /// Who.
        staff: StaffId,
        /// Their PIN.
        #[cfg_attr(feature = "openapi", schema(max_length = 16))]
        pin: String,
    }
);
body!(
    /// Proves again who one is. Exactly one of the two.
    StepUp {
        /// The password.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: Option<String>,
        /// The PIN, on a device of the house.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 16))]
        pin: Option<String>,
    }
);
body!(
    /// Chooses a PIN for shared devices.
    ChoosePin {
        /// The password, as proof.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: String,
        /// The PIN, 4 to 6 digits.
        #[cfg_attr(feature = "openapi", schema(max_length = 16))]
        pin: String,
    }
);
body!(
    /// Chooses another password.
    ChoosePassword {
        /// The password until now, as proof.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: String,
        /// The new one, 8 to 128 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        new_password: String,
    }
);
answer!(
    /// The team: people, devices, sign-ins, each in the order of their names or times.
    TeamView {
        /// Every account.
        people: Vec<PersonView>,
        /// The devices of the house.
        devices: Vec<DeviceView>,
        /// Who is signed in.
        sign_ins: Vec<SignInView>,
    }
);
answer!(
    /// An account.
    PersonView {
        /// Their id.
        staff: StaffId,
        /// The name they sign in with.
        name: String,
        /// What they may do.
        role: Role,
        /// Have they chosen a PIN?
        has_pin: bool,
        /// Is the account disabled?
        is_disabled: bool,
        /// May the one who asks change it?
        is_yours_to_change: bool,
    }
);
answer!(
    /// Somebody who is signed in somewhere.
    SignInView {
        /// Names the sign-in; no secret.
        sign_in: String,
        /// Who.
        staff: StaffId,
        /// Their name.
        name: String,
        /// Name of the device of the house, if it is one.
        device: Option<String>,
        /// Network address of the last call, or of signing in.
        address: Option<String>,
        /// Since when, in ms since 1970 by the hub's wall clock.
        since_ms: u64,
        /// The last call; none since the hub was started when left out.
        last_seen_ms: Option<u64>,
        /// Is it the one who asks?
        is_yours: bool,
        /// May the one who asks end it?
        is_yours_to_end: bool,
    }
);
body!(
    /// Makes an account.
    AddPerson {
        /// The name to sign in with, 1 to 24 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 96))]
        name: String,
        /// What they may do.
        role: Role,
        /// Their password, 8 to 128 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: String,
    }
);

/// A change of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum PersonChange {
    /// Another name.
    Rename {
        /// The new one.
        #[cfg_attr(feature = "openapi", schema(max_length = 96))]
        name: String,
    },
    /// Another role. Their sign-ins end.
    Role {
        /// The new one.
        role: Role,
    },
    /// A new password. Their PIN and their sign-ins end.
    Password {
        /// The new one, 8 to 128 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 256))]
        password: String,
    },
    /// Nobody can sign in with it any more.
    Disable,
    /// It can be used again.
    Enable,
}

body!(
    /// Asks for a code that enrols one device.
    NewDevice {
        /// What the device will be called, 1 to 32 characters.
        #[cfg_attr(feature = "openapi", schema(max_length = 128))]
        name: String,
    }
);
answer!(
    /// A code that enrols one device, once.
    DeviceCode {
        /// The code, for showing. It cannot be shown again.
        code: String,
        /// How long it lasts, in ms.
        expires_in_ms: u64,
    }
);

/// What an audit record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// Signing in and out, step-up.
    SignIn,
    /// Accounts, roles, passwords, PINs of staff.
    Team,
    /// Devices of the house.
    Device,
    /// PINs of tables.
    Pin,
    /// Seating, closing, sharing.
    Table,
    /// Venue file, 86'd items.
    Menu,
    /// Records that left the hub.
    Export,
    /// Discounts, payments, refunds, the books of the days.
    Bill,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// Somebody signed in.
    SignedIn,
    /// A try to sign in or to step up was wrong.
    SignInFailed,
    /// A sign-in ended.
    SignedOut,
    /// Somebody proved again who they are.
    SteppedUp,
    /// An account was made.
    AccountAdded,
    /// An account has another name.
    AccountRenamed,
    /// Somebody has another role.
    RoleChanged,
    /// An account has a new password.
    PasswordSet,
    /// Somebody chose a PIN for shared devices.
    StaffPinSet,
    /// An account was disabled.
    AccountDisabled,
    /// An account can be used again.
    AccountEnabled,
    /// A code was issued that enrols a device.
    DeviceCodeIssued,
    /// A device belongs to the house.
    DeviceEnrolled,
    /// A device does not belong to the house any more.
    DeviceRevoked,
    /// The PIN of a table was shown.
    PinRevealed,
    /// A table has a new PIN.
    PinReissued,
    /// A PIN was typed on a guest's phone. With nobody who came in next, it was wrong.
    PinTried,
    /// A PIN that was typed was wrong.
    PinWrong,
    /// Somebody of the house ordered for a table.
    OrderEntered,
    /// The code of an invite was typed on a guest's phone. With nobody who came in next, it was wrong.
    InviteTried,
    /// A guest came in with the PIN.
    GuestJoined,
    /// A party was seated.
    TableSeated,
    /// A visit was ended.
    TableClosed,
    /// A party shares in another way.
    ModeChanged,
    /// A venue file is in force.
    VenueImported,
    /// A dish is off the menu.
    ItemEightySixed,
    /// A dish is on the menu again.
    ItemBack,
    /// Audit records left the hub.
    AuditExported,
    /// The books of a closed day left the hub as a file.
    DayExported,
    /// A discount was given.
    DiscountGiven,
    /// A discount was taken back.
    DiscountWithdrawn,
    /// Portions were marked as leaving the house, or not.
    TakeAwayMarked,
    /// A payment was taken.
    PaymentTaken,
    /// Money was given back.
    PaymentRefunded,
    /// Cash was put into the drawer or taken out.
    CashMoved,
    /// A business day was closed.
    DayClosed,
    /// An invite to a table was shown.
    InviteShown,
    /// Somebody was let in without the PIN.
    GuestLetIn,
    /// Somebody who knocked was turned away.
    GuestTurnedAway,
    /// A guest goes on with another phone.
    GuestMoved,
    /// A guest was taken off a table.
    GuestRemoved,
    /// Portions that were never made are off the bill.
    PortionsVoided,
    /// Portions that were made are given free.
    PortionsComped,
    /// A party was counted anew.
    CoversChanged,
    /// Somebody else looks after a party.
    WaiterAssigned,
    /// A party was moved to another table.
    PartyMoved,
    /// A party was given one table more.
    TableAdded,
    /// A table was taken off a party.
    TableTakenOff,
    /// Guests of a party were taken to another, with what they had ordered.
    GuestsToParty,
    /// A visit was closed whose bill was not settled.
    LeftUnpaid,
    /// An order that waited for the house was approved.
    OrderApproved,
    /// An order that waited for the house was declined.
    OrderDeclined,
    /// Money came in online that is on no share.
    OnlineStrayed,
    /// Such money was given back at the provider.
    OnlineReturned,
}

body!(
    /// Which audit records.
    #[derive(Default)]
    AuditFilter {
        /// Only what this person did, or what was done to their account.
        #[serde(default)]
        person: Option<StaffId>,
        /// Only of this kind.
        #[serde(default)]
        kind: Option<AuditKind>,
        /// Only what was done at this table, or with a party from it or to it.
        #[serde(default)]
        table: Option<TableId>,
        /// Only from this wall time on, in ms since 1970.
        #[serde(default)]
        from_ms: Option<u64>,
        /// Only before this wall time, in ms since 1970.
        #[serde(default)]
        until_ms: Option<u64>,
        /// Only before this position of the log: the `next` of the page before.
        #[serde(default)]
        before: Option<u64>,
    }
);
answer!(
    /// Audit records, newest first.
    AuditPage {
        /// The records.
        records: Vec<AuditRecord>,
        /// Where to go on looking, if there may be more.
        next: Option<u64>,
    }
);
answer!(
    /// One audit record.
    AuditRecord {
        /// Place in the log.
        position: u64,
        /// When, in ms since 1970 by the hub's wall clock.
        at_ms: u64,
        /// What it is about.
        kind: AuditKind,
        /// What happened.
        act: AuditAct,
        /// Who: the name of a member of staff, `hub`, `guest`, or empty for somebody unknown.
        who: String,
        /// To whom or what: a name, a table, a dish.
        subject: String,
        /// More: the new role, how somebody signed in.
        detail: String,
        /// Name of the device of the house, if it was one.
        device: String,
        /// Network address, where there was one.
        address: String,
        /// What the browser called itself.
        user_agent: String,
        /// SHA-256 of the record in the log, as hexadecimal digits.
        hash: String,
    }
);
