//! Sockets: phones on `/api/sync`, staff screens on `/api/feed`.
//!
//! `connection` is the conversation with a phone as a pure state machine, `socket` drives it over a
//! WebSocket, `members` does what it asks for (greet, merge), `fanout` knows who is to hear what, and
//! `feed` serves staff screens.

pub mod connection;
pub mod fanout;
pub mod feed;
pub mod members;
pub mod socket;

/// Close code for a consumer that is too slow (RFC 6455 registry: "try again later").
pub const CLOSE_TRY_AGAIN: u16 = 1013;
/// Close code for one that breaks the rules (RFC 6455: "policy violation").
pub const CLOSE_POLICY: u16 = 1008;
/// Close code for a normal end (RFC 6455).
pub const CLOSE_NORMAL: u16 = 1000;
