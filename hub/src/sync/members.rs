//! What a phone's connection asks for: who is this, and take these changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use parking_lot::Mutex;
use plato_sync_protocol::cart::{Accepted, CartChange, ChangeRefusal};
use plato_sync_protocol::door::DoorView;
use plato_sync_protocol::former::{FormerCarts, FormerLines};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::DEVICES_PER_DINER_MAX;
use plato_sync_protocol::message::{CartStart, Hello, Refused, Reset, Welcome};
use plato_sync_protocol::packed::UnpackRefusal;
use plato_sync_protocol::vector::{ActorId, VersionVector};
use plato_sync_protocol::version;
use plato_sync_protocol::views::SessionMode;

use super::connection::{Delivered, Merged};
use super::fanout::{ConnectionId, Fanout, Hears};
use super::link::Link;
use super::traces::Traces;
use crate::auth::secrets::{self, Chance};
use crate::carts::{CartFault, CartGuard, CartId, Carts, LiveCart, MergeRefusal};
use crate::clock::HubTime;
use crate::origin::Origin;
use crate::venue::access::{Holder, TokenHash};
use crate::venue::{Command, Timestamp};
use crate::writer::{Intent, Published, SeenCarts, WriterHandle};

/// Above this many missing changes the whole document is the shorter way.
const CHANGES_BEFORE_SNAPSHOT_MAX: usize = 200;
/// Changes that are told again after a whole document, at most: fewer frames than may wait.
const UNSAVED_TOLD_MAX: usize = 512;

/// Visits whose carts have nothing in them, and since when, in ms of uptime.
pub type Quiet = BTreeMap<SessionId, (SeenCarts, u64)>;

/// How long nobody may have touched the cart of a visit that closes by itself, in ms of uptime.
const CARTS_QUIET_MS: u64 = 5 * 60 * 1000;

/// Everything that connections of phones need.
#[derive(Clone)]
pub struct Members {
    /// All carts.
    pub carts: Arc<Carts>,
    /// Who hears what.
    pub fanout: Arc<Fanout>,
    /// For bringing carts to disk.
    pub writer: WriterHandle,
    /// The venue as it stands on disk.
    pub published: Arc<Published>,
    /// The hub's time.
    pub time: HubTime,
    /// Where ids and secrets come from.
    pub chance: Chance,
    /// Which paid visits have quiet carts.
    pub quiet: Arc<Mutex<Quiet>>,
    /// What phones and hub said to each other; only in development.
    pub traces: Option<Arc<Traces>>,
}

/// A phone that was let in.
pub struct Admitted {
    /// The cart that it works on.
    pub cart: CartId,
    /// Whose it is.
    pub diner: DinerId,
    /// Its place among the party.
    pub connection: ConnectionId,
    /// What it is told.
    pub welcome: Box<Welcome>,
}

fn refused(code: &str, message: &str) -> Refused {
    Refused { code: code.to_owned(), message: message.to_owned() }
}

impl Members {
    /// Who holds this token, or why nobody.
    pub fn holder(&self, token: &str) -> Result<(SessionId, DinerId, u64), Refused> {
        let unknown =
            || refused("token_unknown", "This phone is not at the table any more. Please join again.");
        let hash = secrets::token_hash(token).map(TokenHash).ok_or_else(unknown)?;
        let found = self.published.read(|venue, _| venue.holder(&hash)).ok_or_else(unknown)?;
        let now_ms = self.time.now().uptime_ms;
        match found {
            (Holder::Ended, _) => Err(refused("session_closed", "This visit is over.")),
            (Holder::Removed, _) => {
                Err(refused("diner_removed", "A waiter has taken this phone off the table."))
            }
            (Holder::Moved, _) => {
                Err(refused("diner_moved", "You are at this table with another phone now."))
            }
            (Holder::Staff { .. }, _) => Err(refused("token_wrong_kind", "This is for guests.")),
            (Holder::Diner { .. }, expires_at_ms) if expires_at_ms <= now_ms => {
                Err(refused("token_expired", "You have been here for a long time. Please join again."))
            }
            (Holder::Diner { session, diner }, expires_at_ms) => Ok((session, diner, expires_at_ms - now_ms)),
        }
    }

    /// The cart that a diner works on.
    pub fn cart_of(&self, session: &SessionId, diner: &DinerId) -> CartId {
        let mode = self.published.read(|venue, _| venue.session_mode(session));
        CartId::of(session, diner, mode.unwrap_or(SessionMode::Family))
    }

    /// Drops carts from memory that nobody works on. Call now and then.
    pub fn rest_carts(&self) {
        for cart in self.carts.rest(|cart| self.fanout.is_busy(cart)) {
            self.writer.compact_cart(cart);
        }
    }

    /// Puts dishes back on the menu that were off until today. Call now and then.
    pub async fn renew_stock(&self) {
        let now = self.time.now();
        if self.published.read(|venue, _| venue.is_stock_to_renew(now)) {
            let renew = Intent::Command(Command::RenewStock);
            if let Err(failure) = self.writer.submit(renew, None, Origin::hub()).await {
                tracing::warn!(%failure, "dishes could not be put back on the menu; it is tried again");
            }
        }
    }

    /// Closes visits that have paid long ago and in whose carts nobody has touched anything for a while. One in
    /// whose cart somebody has chosen more stays open: a waiter is told that it has paid, and asks. The writer
    /// looks once more, with the carts in its hand. Call now and then.
    pub async fn close_paid(&self) {
        let now = self.time.now();
        let soon = Timestamp { uptime_ms: now.uptime_ms.saturating_add(CARTS_QUIET_MS), ..now };
        let (soon, due) =
            self.published.read(|venue, _| (venue.paid_long_ago(soon), venue.paid_long_ago(now)));
        let quiet = self.quiet_since(&soon, now.uptime_ms);
        for (session, (carts, since_ms)) in quiet {
            if !due.contains(&session) || since_ms.saturating_add(CARTS_QUIET_MS) > now.uptime_ms {
                continue;
            }
            let close = Intent::ClosePaid { session: session.clone(), carts };
            if let Err(failure) = self.writer.submit(close, None, Origin::hub()).await {
                tracing::warn!(session.id = %session, %failure, "a visit that has paid could not be closed");
            }
        }
    }

    /// The carts of these visits with nothing chosen in them, and since when they are as they are.
    fn quiet_since(&self, sessions: &[SessionId], now_ms: u64) -> Quiet {
        let carts = sessions.iter().filter_map(|session| Some((session.clone(), self.empty_carts(session)?)));
        let carts: Vec<_> = carts.collect();
        let mut known = self.quiet.lock();
        let since = |session: &SessionId, carts: &SeenCarts| match known.get(session) {
            Some((before, since_ms)) if before == carts => *since_ms,
            _ => now_ms,
        };
        let quiet: Quiet = carts
            .into_iter()
            .map(|(session, carts)| {
                let since_ms = since(&session, &carts);
                (session, (carts, since_ms))
            })
            .collect();
        known.clone_from(&quiet);
        quiet
    }

    /// How the carts of a visit stand; none when something stands in them that was not ordered, or one that
    /// cannot be read and may hold anything.
    fn empty_carts(&self, session: &SessionId) -> Option<SeenCarts> {
        let diners = self.published.read(|venue, _| venue.diners(session));
        let ids: BTreeSet<CartId> = diners.iter().map(|diner| self.cart_of(session, diner)).collect();
        let mut seen = SeenCarts::new();
        for id in ids {
            let cart = self.carts.lock(&id).ok()?;
            if cart.cart().lines().iter().any(|line| line.pending().next().is_some()) {
                return None;
            }
            let heads = cart.cart().heads();
            drop(cart);
            seen.push((id, heads));
        }
        Some(seen)
    }

    /// Lets a phone in: issues its actor, works out what it lacks, gives it a place. Its link is to be held
    /// until it is told.
    pub fn greet(&self, hello: &Hello, link: &Arc<Link>) -> Result<Admitted, Refused> {
        let (session, diner, expires_in_ms) = self.holder(&hello.token)?;
        let broken = |fault: &dyn std::fmt::Display| {
            tracing::error!(session.id = %session, %fault, "a cart cannot be used");
            self.writer.nudge();
            refused("cart_unavailable", "The cart cannot be opened right now. Please ask a waiter.")
        };
        let id = self.cart_of(&session, &diner);
        let former = self.former_carts(&id, &diner);
        let held = self.carts.lock(&id);
        // Guests and carts change while the writer holds the cart for which this phone has waited.
        let now = self.holder(&hello.token)?;
        if (&now.0, &now.1) != (&session, &diner) || self.cart_of(&session, &diner) != id {
            return Err(refused("moved_meanwhile", "You sit elsewhere now. One moment, please."));
        }
        let mut cart = held.map_err(|fault| broken(&fault))?;
        if self.fanout.devices_of(&session, &diner) >= DEVICES_PER_DINER_MAX {
            return Err(refused("too_many_devices", "This is open too often. Please close other tabs."));
        }
        let is_taken = |actor: &ActorId| self.fanout.is_actor_taken(&session, actor);
        let actor = cart.issue_actor(&diner, hello.actor, ActorId(self.chance.bytes()), is_taken);
        let actor = actor.map_err(|_| {
            let message = "This was opened anew too often. Please ask a waiter.";
            refused("too_many_devices", message)
        })?;
        cart.expect_late();
        let missing = cart
            .cart()
            .missing_from(&hello.have)
            .filter(|missing| missing.len() <= CHANGES_BEFORE_SNAPSHOT_MAX)
            .filter(|_| hello.have.of(&cart.cart().hub_actor()) > 0);
        let start = missing.map_or_else(|| CartStart::Snapshot(cart.cart().save()), CartStart::Changes);
        let accepted = cart.durable().clone();
        let actors = if hello.packs { cart.numbers().list() } else { Vec::new() };
        let came_as = (diner.clone(), TokenHash(secrets::token_hash(&hello.token).unwrap_or_default()));
        let connection = self.fanout.enter(&id, came_as, actor, Hears::of(hello), link.clone());
        // Who is told that their token has ended is whoever had come in by then.
        if let Err(ended) = self.holder(&hello.token) {
            drop(cart);
            self.fanout.leave(&session, &diner, connection);
            return Err(ended);
        }
        if matches!(start, CartStart::Snapshot(_)) {
            self.tell_unsaved(&cart, &id, connection);
        }
        drop(cart);
        self.writer.save_cart(id.clone());
        let attendance = self.fanout.attendance(&session);
        let now = self.time.now();
        let welcome = self.published.read(|venue, _| Welcome {
            version: version::negotiate(&hello.versions).unwrap_or(version::SPOKEN[0]),
            session: session.clone(),
            mode: venue.session_mode(&session).unwrap_or(SessionMode::Family),
            table: venue.table_of(&session).map_or_else(String::new, |(_, name)| name),
            diner: diner.clone(),
            actor,
            actors,
            cart: start,
            accepted,
            former,
            diners: venue.diner_views(&session, &attendance),
            orders: venue.order_views(&session, &diner),
            menu_revision: venue.menu_revision(),
            hub_time_ms: self.time.now().wall_ms,
            expires_in_ms,
            door: if hello.hears_door { venue.door_view(&session, now) } else { DoorView::default() },
        });
        self.fanout.tell_presence(&session, Some(connection));
        Ok(Admitted { cart: id, diner, connection, welcome: Box::new(welcome) })
    }

    /// What the hub knows of carts that this guest used before the party began to share otherwise, and with parties
    /// before: a device may still have edits on those. Where others have gone on since, the guest does not learn what
    /// they chose. Of a cart that cannot be read nothing is told: should a portion of it be made anew, only one of the
    /// two can be ordered.
    fn former_carts(&self, now: &CartId, diner: &DinerId) -> FormerCarts {
        let visits = self.published.read(|venue, _| venue.visits_of_diner(&now.session, diner));
        let of_visit = |visit: &SessionId| [CartId::shared(visit), CartId::own(visit, diner)];
        let mut former = FormerCarts::default();
        for id in visits.iter().flat_map(of_visit).filter(|id| id != now) {
            let is_same_visit = id.session == now.session;
            let which = if is_same_visit { FormerLines::All } else { FormerLines::Own };
            let add = |live: &LiveCart| {
                // Who was never here has nothing to make anew. Of another visit, staff have brought the guest from it.
                if live.knows(diner) || !is_same_visit {
                    former.add(live.cart(), diner, which);
                }
            };
            match self.carts.look_at(&id, add) {
                Ok(()) | Err(CartFault::Unknown(_)) => {}
                Err(fault) => tracing::error!(cart = %id, %fault, "a former cart cannot be read"),
            }
        }
        former
    }

    /// Tells, after a whole document, what of it the hub could still lose: a phone that has it as
    /// changes can supply it again.
    fn tell_unsaved(&self, cart: &CartGuard, id: &CartId, to: ConnectionId) {
        let unsaved = &cart.unsaved()[..cart.unsaved().len().min(UNSAVED_TOLD_MAX)];
        for news in cart.news(unsaved) {
            self.fanout.tell(&id.session, to, news);
        }
    }

    /// Waits until the actors of a cart are on disk. Without this, a power cut could leave changes
    /// with the party whose author the hub does not know any more.
    pub async fn keep_actors(&self, id: &CartId) {
        let is_new = self.carts.lock(id).is_ok_and(|cart| cart.has_new_actors());
        if is_new {
            let save = Intent::SaveCarts { carts: vec![id.clone()] };
            // On a disk that fails, phones are still let in: what they make stays with them.
            let _ = self.writer.submit(save, None, Origin::hub()).await;
        }
    }

    /// Takes in changes that a phone delivers, and hands them to the others of its party.
    pub fn merge(&self, id: &CartId, diner: &DinerId, from: ConnectionId, changes: Vec<Delivered>) -> Merged {
        let held = self.carts.lock(id);
        // Conversations are ended while the cart is held. Whoever came too late begins anew, with the cart in
        // which they go on, and says it there.
        if !self.fanout.is_connected(&id.session, from) {
            return Merged::All;
        }
        let mut cart = match held {
            Ok(cart) => cart,
            Err(CartFault::Unknown(_)) => return Merged::NoCart,
            Err(fault) => {
                tracing::error!(cart = %id, %fault, "a cart cannot be used");
                self.writer.nudge();
                return Merged::Unavailable;
            }
        };
        let (mut fresh, mut known) = (Vec::new(), VersionVector::default());
        let mut refusal = None;
        for change in changes {
            let merged = unpacked(change, &cart).and_then(|change| Ok((cart.merge(&change)?, change)));
            match merged {
                Ok((Accepted::New, change)) => fresh.push(change),
                Ok((Accepted::Known, change)) => known.raise(change.actor, change.seq),
                Err(why) => {
                    refusal = Some(why);
                    break;
                }
            }
        }
        self.fanout.relay(id, cart.news(&fresh), Some(from));
        let merged = match refusal {
            None => Merged::All,
            Some(MergeRefusal::Change(ChangeRefusal::Missing)) => Merged::Missing(cart.cart().vector()),
            Some(why) => self.reset(&mut cart, id, diner, from, &why),
        };
        let is_all = matches!(merged, Merged::All);
        if !known.is_empty() || (is_all && fresh.is_empty()) {
            // What was known may be on disk already, and nobody says so a second time.
            self.fanout.tell(&id.session, from, cart.durable_news());
        }
        if !fresh.is_empty() || !cart.durable().covers(&known) {
            self.writer.save_cart(id.clone());
        }
        drop(cart);
        merged
    }

    fn reset(
        &self,
        cart: &mut CartGuard,
        id: &CartId,
        diner: &DinerId,
        from: ConnectionId,
        why: &MergeRefusal,
    ) -> Merged {
        tracing::warn!(cart = %id, reason = %why, "a phone's change was refused; it starts over");
        let is_taken = |actor: &ActorId| self.fanout.is_actor_taken(&id.session, actor);
        let Ok(actor) = cart.issue_actor(diner, None, ActorId(self.chance.bytes()), is_taken) else {
            return Merged::Unavailable;
        };
        self.fanout.rename(&id.session, from, actor);
        self.tell_unsaved(cart, id, from);
        let code = reset_code(why).to_owned();
        Merged::Refused(Box::new(Reset { code, snapshot: cart.cart().save(), actor }))
    }
}

fn unpacked(change: Delivered, cart: &LiveCart) -> Result<CartChange, MergeRefusal> {
    match change {
        Delivered::Plain(change) => Ok(change),
        Delivered::Packed(change) => {
            change.unpack(cart.numbers(), cart.cart()).map_err(|refusal| match refusal {
                UnpackRefusal::UnknownAuthor => MergeRefusal::ForeignActor,
                UnpackRefusal::Missing => ChangeRefusal::Missing.into(),
            })
        }
    }
}

/// Stable code of why a phone has to start over.
fn reset_code(why: &MergeRefusal) -> &'static str {
    match why {
        MergeRefusal::ForeignActor => "actor_unknown",
        MergeRefusal::ForeignDiner => "diner_foreign",
        MergeRefusal::TooManyActors => "actors_too_many",
        MergeRefusal::Panicked => "cart_failed",
        MergeRefusal::Change(ChangeRefusal::Clash) => "actor_clash",
        MergeRefusal::Change(ChangeRefusal::Hash | ChangeRefusal::Numbering) => "change_forged",
        MergeRefusal::Change(ChangeRefusal::Missing) => "changes_missing",
        MergeRefusal::Change(ChangeRefusal::Late) => "changes_late",
        MergeRefusal::Change(ChangeRefusal::Edit(_)) => "edit_refused",
    }
}

#[cfg(test)]
mod tests;
