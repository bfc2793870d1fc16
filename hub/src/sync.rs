//! Sockets: phones on `/api/sync`, staff screens on `/api/feed`.
//!
//! `connection` is the conversation with a phone as a pure state machine (`bucket` its rate), `talk` drives it over a
//! `line`, which is a WebSocket or, where none gets through, HTTP calls (`polls`); `link` lets others send
//! over it as well. `members` does what
//! it asks for (greet, merge), `fanout` knows who is to hear what, `outgoing` writes a frame once for all
//! who get it, `patience` says how long a device may take, and `feed` serves staff screens.

pub mod bucket;
pub mod connection;
pub mod fanout;
pub mod feed;
pub mod line;
pub mod link;
pub mod members;
pub mod outgoing;
pub mod patience;
pub mod polls;
pub mod talk;
pub mod traces;

/// Close code for a consumer that is too slow (RFC 6455 registry: "try again later").
pub const CLOSE_TRY_AGAIN: u16 = 1013;
/// Close code for a device that is to say hello again, because its place is another now (RFC 6455 registry:
/// "service restart").
pub const CLOSE_BEGIN_ANEW: u16 = 1012;
/// Close code for one that breaks the rules (RFC 6455: "policy violation").
pub const CLOSE_POLICY: u16 = 1008;
/// Close code for a normal end (RFC 6455).
pub const CLOSE_NORMAL: u16 = 1000;
