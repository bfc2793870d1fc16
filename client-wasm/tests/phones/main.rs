//! Guests' phones against a small hub, without sockets, browsers or time of their own: every sequence
//! of happenings is chosen by the test.

mod away;
mod edits;
mod hub;
mod joining;
mod ordering;
mod random;
mod sharing;
mod starting_over;
mod world;
