//! What Plato's hub and its devices must agree on.
//!
//! Ids, money, the rules of the menu, the shared cart, the frames between device and hub, and the
//! bodies of the HTTP calls. Everything here is pure: no input or output, no clock, no chance. The
//! same code runs in the hub, in the guest's phone (as wasm) and in the tests.

pub mod api;
pub mod approval;
pub mod bill;
pub mod cart;
pub mod codec;
pub mod deflated;
pub mod digest;
pub mod door;
pub mod floor;
pub mod former;
pub mod ids;
pub mod limits;
pub mod menu;
pub mod message;
pub mod money;
pub mod mutants;
pub mod online;
pub mod packed;
#[cfg(feature = "openapi")]
mod schema;
pub mod serving;
pub mod team;
pub mod text;
pub mod till;
pub mod vector;
pub mod version;
pub mod views;
