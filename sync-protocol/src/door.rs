//! The ways into a party besides its PIN: somebody at the table shows an invite, or whoever stands
//! there knocks and is let in. Bodies of those calls, and what the screens of the party and of the
//! floor see of both. The rules are in `hub/src/venue/admission.rs`.

use serde::{Deserialize, Serialize};

use crate::api::JoinAnswer;
use crate::floor::CallView;
use crate::ids::{CommandId, DinerId, InviteId, KnockId, TableId};

macro_rules! body {
    ($(#[$meta:meta])* $name:ident { $($fields:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        pub struct $name { $($fields)* }
    };
}

body!(
    /// Asks what a table takes, before anything is typed.
    #[serde(deny_unknown_fields)]
    LookRequest {
        /// The table of the QR code.
        pub table: TableId,
        /// The table key of the QR code.
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub key: String,
    }
);

body!(
    /// What a table takes.
    LookAnswer {
        /// Its name.
        pub table: String,
        /// Is a party seated there?
        pub is_seated: bool,
        /// Digits of its PIN: 4 or 6.
        #[cfg_attr(feature = "openapi", schema(minimum = 4, maximum = 6))]
        pub pin_digits: u8,
    }
);

body!(
    /// Asks to be let in without a PIN.
    #[serde(deny_unknown_fields)]
    KnockRequest {
        /// The table of the QR code.
        pub table: TableId,
        /// The table key of the QR code.
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub key: String,
        /// What the newcomer wants to be called.
        #[cfg_attr(feature = "openapi", schema(max_length = 96))]
        pub name: String,
        /// Do they say that they sat here before, with another phone?
        #[serde(default)]
        pub was_here: bool,
    }
);

body!(
    /// Names a knock by its secret.
    #[serde(deny_unknown_fields)]
    KnockSecret {
        /// 64 hexadecimal digits, as the hub gave them.
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub secret: String,
    }
);

body!(
    /// Says who the newcomer is, of those whom the hub knows.
    #[serde(deny_unknown_fields)]
    KnockChoice {
        /// The secret of the knock.
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub secret: String,
        /// Who they say they were; none for somebody new, who is in at once.
        #[serde(default)]
        pub diner: Option<DinerId>,
    }
);

body!(
    /// How a knock stands.
    KnockAnswer {
        /// Its secret, with which its phone asks again. Never in an address.
        pub secret: String,
        /// The name that was given.
        pub name: String,
        /// Name of the table.
        pub table: String,
        /// How far it is.
        pub state: KnockState,
    }
);

body!(
    /// Somebody who sat here before.
    KnownDiner {
        /// Who.
        pub diner: DinerId,
        /// The name they gave.
        pub name: String,
    }
);

/// How far a knock is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum KnockState {
    /// They are as good as in, and the hub asks whether they were here before.
    Choosing {
        /// Those who might be them.
        diners: Vec<KnownDiner>,
        /// How long it holds, in ms.
        expires_in_ms: u64,
    },
    /// Somebody at the table, or a waiter, has to let them in.
    Waiting {
        /// Name of the diner who they say they were.
        claims: Option<String>,
        /// How long it holds, in ms.
        expires_in_ms: u64,
    },
    /// They are in.
    Admitted {
        /// As whom, and with which token.
        join: JoinAnswer,
    },
    /// Not now.
    Refused {
        /// Did they have the PIN or an invite? Then they may come in as somebody new.
        may_enter: bool,
    },
    /// Nobody answered in time, or they gave up.
    Expired {
        /// Or they had a PIN in whose place there is a new one since: that one is to be typed.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_pin_replaced: bool,
    },
    /// The visit is over.
    Closed {
        /// Or the party is one with another, and the table with theirs: whoever asks again asks them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_joined: bool,
    },
}

/// What is said to somebody who knocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KnockReply {
    /// Come in, as somebody new.
    LetIn,
    /// Come in: it is the one who they say they were.
    Confirm,
    /// Not now.
    Refuse,
}

body!(
    /// Answers a knock.
    #[serde(deny_unknown_fields)]
    ReplyToKnock {
        /// Names the command. The header `Idempotency-Key` serves as well.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub command_id: Option<CommandId>,
        /// What is said.
        pub reply: KnockReply,
    }
);

body!(
    /// An invite, as whoever asked for it shows it. The code and the address are told this once.
    InviteAnswer {
        /// Names it, for taking it back.
        pub invite: InviteId,
        /// What to type, in groups.
        pub code: String,
        /// The address to open, with the secret in its fragment.
        pub url: String,
        /// The same as a QR code, an SVG picture.
        pub svg: String,
        /// How long it holds, in ms.
        pub expires_in_ms: u64,
    }
);

body!(
    /// What waits at a party's door, and what it has called for.
    #[derive(Default)]
    DoorView {
        /// Who knocks, the longest waiting first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub knocks: Vec<KnockView>,
        /// Invites that are open, or were used a moment ago.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub invites: Vec<InviteView>,
        /// Calls of the party that nobody has answered, the longest waiting first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub calls: Vec<CallView>,
    }
);

impl DoorView {
    /// Does nothing wait?
    pub fn is_empty(&self) -> bool {
        self.knocks.is_empty() && self.invites.is_empty() && self.calls.is_empty()
    }
}

body!(
    /// Somebody who knocks.
    KnockView {
        /// Names the knock.
        pub knock: KnockId,
        /// The name they gave.
        pub name: String,
        /// Who they say they were.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub claims: Option<DinerId>,
        /// How long it held when this was sent, in ms.
        pub ends_in_ms: u64,
    }
);

body!(
    /// An invite.
    InviteView {
        /// Names it.
        pub invite: InviteId,
        /// The diner who shows it; none for a waiter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<DinerId>,
        /// Name of who came in with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub used_by: Option<String>,
        /// How long it held when this was sent, in ms.
        pub ends_in_ms: u64,
    }
);

body!(
    /// Somebody of the party at a table, as staff see it.
    SeatedDiner {
        /// Who.
        pub diner: DinerId,
        /// The name they gave.
        pub name: String,
        /// Place in the order of joining, from 0: chooses the colour.
        pub number: u16,
    }
);
