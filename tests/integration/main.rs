//! A real hub, real sockets, a clock that the test moves. The files mirror the routes.
#![allow(clippy::unwrap_used, reason = "everything here is a test")]

mod access;
mod approval;
mod audit;
mod bill;
mod cart;
mod dev;
mod document;
mod edge;
mod evening;
mod feed;
mod floor;
mod individual;
mod kitchen;
mod online;
mod order;
mod parties;
mod phones;
mod process;
mod serving;
mod sessions;
mod setup;
mod staff;
mod sync;
mod system;
mod tables;
mod team;
mod till;
mod uptime;
mod ways;
