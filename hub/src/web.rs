//! HTTP: every path in one list (`routes`), errors as problem documents (`error`), who is asking
//! (`extract`), then one file a screen's routes. A handler extracts, sends one command or reads one
//! view, and answers; rules are elsewhere.

pub mod approval;
pub mod assets;
pub mod audit;
pub mod bill;
pub mod cart;
pub mod courses;
pub mod dev;
pub mod device;
pub mod edge;
pub mod error;
pub mod extract;
pub mod floor;
pub mod invites;
pub mod join;
pub mod kitchen;
pub mod knocks;
pub mod online;
pub mod order;
pub mod parties;
pub mod receipts;
pub mod roles;
pub mod routes;
pub mod seen;
pub mod serving;
pub mod setup;
pub mod staff;
pub mod system;
pub mod tables;
pub mod team;
pub mod till;
pub mod trust;
pub mod waiter;

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use parking_lot::Mutex;
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::vector::ActorId;

use crate::audit::Audit;
use crate::auth::{Passwords, PinMemory};
use crate::origin::{Origin, Who};
use crate::payments::Payments;
use crate::receipts::Signer;
use crate::sync::bucket::Bucket;
use crate::sync::members::Members;
use crate::sync::polls::Polls;
use crate::venue::command::Command;
use crate::writer::Intent;
use error::ApiError;
use seen::Seen;

/// How long a diner's token lasts, in ms: 8 hours.
pub const DINER_TOKEN_MS: u64 = 8 * 60 * 60 * 1000;
/// How long a staff token lasts, in ms: 12 hours.
pub const STAFF_TOKEN_MS: u64 = 12 * 60 * 60 * 1000;

/// Everything that handlers need.
#[derive(Clone)]
pub struct App {
    /// Carts, fanout, writer, published venue, time.
    pub members: Members,
    /// Hashes PINs and passwords.
    pub passwords: Passwords,
    /// The same for staff, with a queue of its own.
    pub staff_passwords: Passwords,
    /// When each sign-in was last used.
    pub seen: Arc<Seen>,
    /// Code that makes the first owner; none when the hub began with one.
    pub owner_code: Option<Arc<str>>,
    /// Makes what proves a receipt.
    pub receipts: Arc<Signer>,
    /// Reads the audit out of the log.
    pub audit: Audit,
    /// Lets guests pay online; none when the house has no account for that.
    pub payments: Option<Arc<Payments>>,
    /// PINs that can still be shown.
    pub pins: Arc<PinMemory>,
    /// As whom the hub edits a cart for a diner without the wasm client.
    pub http_actors: Arc<Mutex<HashMap<(SessionId, DinerId), ActorId>>>,
    /// How fast each person changes carts by calls.
    pub cart_rates: Arc<Mutex<HashMap<Who, Bucket>>>,
    /// Phones that get no WebSocket through.
    pub polls: Polls,
    /// Where guests reach this hub, without a slash at the end: what QR codes carry.
    pub public_url: Arc<str>,
    /// Who this hub is to the network.
    pub edge: Arc<edge::Edge>,
}

impl App {
    /// Has the writer do what a call without an answer of its own asks for: done, or refused.
    async fn carry_out(
        &self,
        origin: Origin,
        command: &extract::Command,
        what: Command,
    ) -> Result<StatusCode, ApiError> {
        let identified = command.identified(&origin, &what)?;
        self.members.writer.submit(Intent::Command(what), Some(identified), origin).await?;
        Ok(StatusCode::NO_CONTENT)
    }
}
