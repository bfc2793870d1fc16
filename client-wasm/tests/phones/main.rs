//! Guests' phones against a small hub, without sockets, browsers or time of their own: every sequence
//! of happenings is chosen by the test.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::result_large_err, clippy::type_complexity, reason = "test doubles, called a few times")]

mod away;
mod cases;
mod edits;
mod evening;
mod hub;
mod joining;
mod ordering;
mod property;
mod serving;
mod sharing;
mod starting_over;
#[cfg(feature = "mutants")]
mod teeth;
mod world;
