//! Names of things. Each kind of id is a type of its own, so that two cannot be swapped.
//!
//! Short ids are made by devices or by the hub from random bits; slugs come from the venue file.
//! Both are checked where they enter and stay valid afterwards.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Characters of a random id: lower-case base32 without padding (RFC 4648 alphabet).
pub const SHORT_ID_ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Length of a random id in characters: 50 bits.
pub const SHORT_ID_CHARS: usize = 10;
/// The longest slug of a venue file, in characters.
pub const SLUG_CHARS_MAX: usize = 32;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a valid {kind}")]
pub struct IdRefusal {
    kind: &'static str,
    text: String,
}

fn is_short_id(text: &str) -> bool {
    text.len() == SHORT_ID_CHARS && text.bytes().all(|byte| SHORT_ID_ALPHABET.contains(&byte))
}

fn is_slug(text: &str) -> bool {
    (1..=SLUG_CHARS_MAX).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

macro_rules! text_id {
    ($(#[doc = $doc:literal])+ $name:ident, $check:ident, $pattern:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = $pattern))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as it is written in paths, frames and the log.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdRefusal;

            fn try_from(text: String) -> Result<Self, IdRefusal> {
                if $check(&text) {
                    Ok(Self(text))
                } else {
                    let text = text.chars().take(40).collect();
                    Err(IdRefusal { kind: stringify!($name), text })
                }
            }
        }

        impl FromStr for $name {
            type Err = IdRefusal;

            fn from_str(text: &str) -> Result<Self, IdRefusal> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! short_id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        text_id!($(#[doc = $doc])+ $name, is_short_id, "^[a-z2-7]{10}$");

        impl $name {
            /// Makes an id from 10 random bytes; only the low five bits of each are used.
            pub fn from_random(bytes: [u8; SHORT_ID_CHARS]) -> Self {
                let text = bytes.map(|byte| char::from(SHORT_ID_ALPHABET[usize::from(byte & 31)]));
                Self(text.iter().collect())
            }
        }
    };
}

macro_rules! slug {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        text_id!($(#[doc = $doc])+ $name, is_slug, "^[a-z0-9-]{1,32}$");
    };
}

short_id!(
    /// One party's stay at a table, from seating to paid bill.
    SessionId
);
short_id!(
    /// A person of the party who has joined with a device.
    DinerId
);
short_id!(
    /// A line of a cart: one item with one choice of modifiers.
    LineId
);
short_id!(
    /// One portion of a line.
    UnitId
);
short_id!(
    /// A member of staff.
    StaffId
);
short_id!(
    /// A device of the house that was enrolled with a code.
    DeviceId
);
short_id!(
    /// One payer's part of a bill.
    ShareId
);
short_id!(
    /// A discount on a bill.
    DiscountId
);
short_id!(
    /// A payment or a refund: made by the device that asks, and the same for every retry.
    PaymentId
);
slug!(
    /// A tax of the venue file.
    TaxId
);
short_id!(
    /// An invite that lets one person in.
    InviteId
);
short_id!(
    /// Somebody who waits to be let in.
    KnockId
);
slug!(
    /// A place to sit.
    TableId
);
slug!(
    /// A room, which groups tables.
    RoomId
);
slug!(
    /// A dish or drink of the menu.
    ItemId
);
slug!(
    /// A section of the menu.
    CategoryId
);
slug!(
    /// Where a dish is made: grill, cold, bar, pass.
    StationId
);
slug!(
    /// A question asked about an item, such as its doneness.
    ModifierGroupId
);
slug!(
    /// One answer to such a question. Unique within its group.
    ModifierId
);

impl DinerId {
    /// Stands for the whole party: a dish in the middle of the table.
    pub fn everyone() -> Self {
        Self("everyone22".to_owned())
    }

    /// Stands for the house: what a waiter enters for a party that shares one cart.
    pub fn house() -> Self {
        Self("thewaiters".to_owned())
    }

    /// Is this the house rather than somebody of the party?
    pub fn is_house(&self) -> bool {
        self.0 == "thewaiters"
    }

    /// Is this the whole party rather than one person?
    pub fn is_everyone(&self) -> bool {
        self.0 == "everyone22"
    }
}

impl ShareId {
    /// Stands for what nobody has taken on: without a split, the whole bill.
    pub fn rest() -> Self {
        Self("restofbill".to_owned())
    }

    /// Is this what nobody has taken on?
    pub fn is_rest(&self) -> bool {
        self.0 == "restofbill"
    }
}

impl StaffId {
    /// Stands for nobody of the house: guests paid this online, by themselves.
    pub fn online() -> Self {
        Self("paidonline".to_owned())
    }

    /// Is it nobody of the house?
    pub fn is_online(&self) -> bool {
        self.0 == "paidonline"
    }
}

/// Names a command for good: made on the device when the screen opens, and the same for every retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub uuid::Uuid);

impl CommandId {
    /// Makes a version 4 UUID from random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CommandId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// Number of an order: 1 for the first that the hub took, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = u32, minimum = 1, maximum = 4294967295u32))]
#[serde(transparent)]
pub struct OrderId(pub u32);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One station's part of an order, written `<order>-<station>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketId {
    /// The order that the ticket is a part of.
    pub order: OrderId,
    /// The course that it was held for, from 1; 0 for what was fired as the order was sent.
    pub course: u8,
    /// The station that makes it.
    pub station: StationId,
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.course {
            0 => write!(f, "{}-{}", self.order, self.station),
            course => write!(f, "{}.{course}-{}", self.order, self.station),
        }
    }
}

impl FromStr for TicketId {
    type Err = IdRefusal;

    fn from_str(text: &str) -> Result<Self, IdRefusal> {
        let refusal = || IdRefusal { kind: "TicketId", text: text.chars().take(40).collect() };
        let (order, station) = text.split_once('-').ok_or_else(refusal)?;
        let (order, course) = match order.split_once('.') {
            Some((order, course)) => (order, course.parse().map_err(|_| refusal())?),
            None => (order, 0),
        };
        let ticket = Self {
            order: OrderId(order.parse().map_err(|_| refusal())?),
            course,
            station: station.parse().map_err(|_| refusal())?,
        };
        // One ticket has one name: `1.0-grill` and `1.02-grill` are none.
        if ticket.to_string() == text { Ok(ticket) } else { Err(refusal()) }
    }
}

impl TryFrom<String> for TicketId {
    type Error = IdRefusal;

    fn try_from(text: String) -> Result<Self, IdRefusal> {
        text.parse()
    }
}

impl From<TicketId> for String {
    fn from(id: TicketId) -> String {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_are_ten_characters_of_base32() {
        assert_eq!(LineId::from_random([0; 10]).as_str(), "aaaaaaaaaa");
        assert_eq!(LineId::from_random([255; 10]).as_str(), "7777777777");
        for wrong in ["", "aaaaaaaaa", "aaaaaaaaaaa", "AAAAAAAAAA", "aaaaaaaaa1", "aaaaa aaaa", "ääääääääää"]
        {
            assert!(wrong.parse::<LineId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn slugs_are_short_lower_case_words() {
        assert!("burrata-2".parse::<ItemId>().is_ok());
        let long = "a".repeat(SLUG_CHARS_MAX + 1);
        for wrong in ["", "Burrata", "a b", "a/b", "<script>", long.as_str()] {
            assert!(wrong.parse::<ItemId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_ticket_is_named_by_its_order_and_station() {
        let ticket: TicketId = "12-wood-oven".parse().unwrap();
        assert_eq!((ticket.order, ticket.station.as_str()), (OrderId(12), "wood-oven"));
        assert_eq!(ticket.to_string(), "12-wood-oven");
        assert!("x-grill".parse::<TicketId>().is_err());
    }

    #[test]
    fn a_ticket_of_a_held_course_says_which() {
        let ticket: TicketId = "12.2-wood-oven".parse().unwrap();
        assert_eq!((ticket.order, ticket.course, ticket.station.as_str()), (OrderId(12), 2, "wood-oven"));
        assert_eq!(ticket.to_string(), "12.2-wood-oven");
        for wrong in ["12.0-grill", "12.02-grill", "12.-grill", ".2-grill", "12.300-grill", "1.2.3-grill"] {
            assert!(wrong.parse::<TicketId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn everyone_is_a_valid_diner_id() {
        assert!(DinerId::everyone().as_str().parse::<DinerId>().unwrap().is_everyone());
        assert!(DinerId::house().as_str().parse::<DinerId>().unwrap().is_house());
    }
}
