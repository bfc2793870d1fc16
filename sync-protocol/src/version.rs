//! Versions of the protocol, newest first, and how a device and a hub agree on one.

use serde::{Deserialize, Serialize};

/// A version of the protocol between device and hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProtocolVersion(pub u16);

/// What this build speaks, newest first. Each entry says what changed with it.
pub const SPOKEN: &[ProtocolVersion] = &[
    // 2: a new line of the cart is written in one go, so its change has another hash than before (decision 30). A page
    //    that speaks 1 takes none of these changes: it loads itself anew and keeps its edits.
    // 1: hello, welcome, changes, accepted, reset, presence, orders. Spoken no more.
    ProtocolVersion(2),
];

/// The newest version that both sides speak; none when the page is too old or too new.
pub fn negotiate(offered: &[ProtocolVersion]) -> Option<ProtocolVersion> {
    SPOKEN.iter().copied().find(|version| offered.contains(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_listed_newest_first_without_repeats() {
        assert!(SPOKEN.windows(2).all(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn the_newest_common_version_is_chosen() {
        assert_eq!(negotiate(&[SPOKEN[0], ProtocolVersion(9)]), Some(SPOKEN[0]));
        assert_eq!(negotiate(&[ProtocolVersion(0), ProtocolVersion(9)]), None);
        assert_eq!(negotiate(&[]), None);
    }
}
