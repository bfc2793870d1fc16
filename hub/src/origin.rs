//! Who did something, and from where: the audit side of every event.

use plato_sync_protocol::ids::{DeviceId, DinerId, SessionId, StaffId};
use serde::{Deserialize, Serialize};

/// The longest user agent that is kept, in characters.
const USER_AGENT_CHARS_MAX: usize = 200;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Who {
    /// The hub itself, or its console.
    Hub,
    /// Somebody with a table key, not yet in.
    Guest,
    /// Somebody at a staff screen, not yet signed in.
    Stranger,
    /// A diner.
    Diner {
        /// Of which visit.
        session: SessionId,
        /// Who.
        diner: DinerId,
    },
    /// A member of staff.
    Staff {
        /// Who.
        staff: StaffId,
    },
}

/// Who did something, from which address and with which program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// Network address, where there is one. IPv4-mapped addresses are written as IPv4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What the browser calls itself, cut to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The device of the house that it came from, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
}

impl Origin {
    /// The hub itself.
    pub fn hub() -> Self {
        Self { who: Who::Hub, address: None, user_agent: None, device: None }
    }

    /// Someone who came over the network.
    pub fn remote(who: Who, address: std::net::IpAddr, user_agent: Option<&str>) -> Self {
        let user_agent = user_agent.map(|text| {
            text.chars().filter(|character| !character.is_control()).take(USER_AGENT_CHARS_MAX).collect()
        });
        Self { who, address: Some(address.to_canonical().to_string()), user_agent, device: None }
    }

    /// The same from a device of the house.
    pub fn at_device(self, device: Option<DeviceId>) -> Self {
        Self { device, ..self }
    }
}
