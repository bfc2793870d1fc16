//! What the writer can be asked for, and how a request becomes a decision: where a command needs a
//! cart, the writer reads it here and hands the venue plain lines.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::api::ShownUnit;
use plato_sync_protocol::cart::{CartEdit, CartLine, UnitState};
use plato_sync_protocol::digest::OrderDigest;
use plato_sync_protocol::ids::{DinerId, LineId, SessionId, UnitId};
use plato_sync_protocol::limits::{EDITS_PER_CHANGE_MAX, UNITS_PER_ORDER_MAX};
use plato_sync_protocol::vector::{ActorId, ChangeHash};
use plato_sync_protocol::views::SessionMode;
use sha2::{Digest, Sha256};

use super::approval::Decline;
use super::parties::PartyChange;
use super::{Batch, Failure, Outcome, Writer};
use crate::carts::{CartId, LiveCart, carry_over, own_portion, wanted};
use crate::origin::{Origin, Who};
use crate::venue::command::{self, Command, Portion, PortionState};
use crate::venue::{Event, Refusal};

/// Carts, and the changes with which each ends.
pub type SeenCarts = Vec<(CartId, Vec<ChangeHash>)>;

/// What the writer can be asked for.
#[derive(Debug)]
pub enum Intent {
    /// Only to answer.
    Nothing,
    /// Keeps how long the hub has been running.
    KeepUptime,
    /// Something that the venue decides by itself.
    Command(Command),
    /// Seats a party and makes its cart.
    Seat(SeatParty),
    /// Lets a diner in, with a cart of their own where the party shares none.
    Admit(Admission),
    /// Lets a party share in another way.
    ChangeMode(ModeChange),
    /// Orders portions of a cart.
    PlaceOrder(PlaceOrder),
    /// Says no to an order that waits for the house.
    DeclineOrder(Decline),
    /// Has guests go to another party.
    MoveGuests(PartyChange),
    /// Closes a visit that has paid long ago, if its carts still are as they were seen.
    ClosePaid {
        /// Which.
        session: SessionId,
        /// Its carts.
        carts: SeenCarts,
    },
    /// Brings the changes of carts to disk. Nobody waits at a cart for the disk meanwhile.
    SaveCarts {
        /// Which.
        carts: Vec<CartId>,
    },
    /// Puts the saved document of a cart in the place of its changes.
    CompactCart {
        /// Which.
        cart: CartId,
    },
}

/// Lets a diner in.
#[derive(Debug)]
pub struct Admission {
    /// What is asked: a way in, after which somebody new may have joined.
    pub asked: Command,
    /// Fresh actor as which the hub marks portions of the diner's own cart.
    pub cart_actor: ActorId,
}

/// Lets a party share in another way.
#[derive(Debug)]
pub struct ModeChange {
    /// Which.
    pub session: SessionId,
    /// How it is to share.
    pub mode: SessionMode,
    /// Fresh random bytes, from which ids of new carts are made.
    pub seed: [u8; 32],
}

/// Seats a party and makes its cart.
#[derive(Debug)]
pub struct SeatParty {
    /// Who and where.
    pub seating: command::SeatTable,
    /// Fresh actor as which the hub marks portions of this cart.
    pub cart_actor: ActorId,
}

/// Orders portions of a cart.
#[derive(Debug)]
pub struct PlaceOrder {
    /// Of which visit.
    pub session: SessionId,
    /// Who orders.
    pub by: DinerId,
    /// Heads of the cart that was confirmed.
    pub heads: Vec<ChangeHash>,
    /// The portions, each with the price that was shown.
    pub units: Vec<ShownUnit>,
    /// Digest of what was shown.
    pub digest: OrderDigest,
    /// Is it to wait for those of the others at the table?
    pub with_others: bool,
}

impl Writer {
    /// Decides on the venue as it will be when everything before in the batch is on disk.
    pub(super) fn decide(
        &mut self,
        intent: Intent,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Outcome, Failure> {
        match intent {
            Intent::Nothing => Ok(Outcome::Done),
            Intent::KeepUptime => {
                batch.keeps_uptime = true;
                Ok(Outcome::Done)
            }
            Intent::Command(command) => {
                self.take(&command, origin, batch)?;
                Ok(Outcome::Done)
            }
            Intent::Seat(SeatParty { seating, cart_actor }) => {
                let session = seating.session.clone();
                self.take(&Command::SeatTable(seating), origin, batch)?;
                self.begin_cart(CartId::shared(&session), cart_actor, batch);
                Ok(Outcome::Seated { session })
            }
            Intent::Admit(Admission { asked, cart_actor }) => {
                let events = self.take(&asked, origin, batch)?;
                let joined = events.iter().find_map(|event| match event {
                    Event::DinerJoined { session, diner, .. } => Some(CartId::own(session, diner)),
                    _ => None,
                });
                if let Some(cart) = joined
                    && self.mode(&cart.session) == SessionMode::Individual
                {
                    self.begin_cart(cart.clone(), cart_actor, batch);
                    self.bring_what_waited(&cart, batch)?;
                }
                Ok(Outcome::Done)
            }
            Intent::ChangeMode(change) => self.change_mode(&change, origin, batch),
            Intent::PlaceOrder(asked) => self.place_order(asked, origin, batch),
            Intent::DeclineOrder(decline) => self.decline_order(decline, origin, batch),
            Intent::MoveGuests(change) => self.move_guests(change, origin, batch),
            Intent::ClosePaid { session, carts } => {
                // From here to the commit nobody changes them.
                for (cart, heads) in &carts {
                    if self.hold_cart(cart, batch)?.cart().heads() != *heads {
                        return Ok(Outcome::Done);
                    }
                }
                if self.venue.paid_long_ago(self.time.now()).contains(&session) {
                    self.take(&Command::CloseSession { session }, origin, batch)?;
                }
                Ok(Outcome::Done)
            }
            Intent::SaveCarts { carts } => {
                let mut outcome = Ok(Outcome::Done);
                for cart in carts {
                    if batch.carts.contains_key(&cart) {
                        continue;
                    }
                    match self.carts.lock(&cart) {
                        Ok(mut guard) if guard.is_compacting() || guard.is_long() => {
                            guard.compact();
                            batch.carts.insert(cart, guard);
                        }
                        Ok(_) => drop(batch.saving.insert(cart)),
                        Err(fault) => outcome = Err(fault.into()),
                    }
                }
                outcome
            }
            Intent::CompactCart { cart } => {
                self.hold_cart(&cart, batch)?.compact();
                Ok(Outcome::Done)
            }
        }
    }

    /// Decides a command and takes its events into the writer's venue and the batch.
    pub(super) fn take(
        &mut self,
        command: &Command,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Vec<Event>, Refusal> {
        let now = self.time.now();
        let events = self.venue.decide(now, command)?;
        for event in &events {
            self.venue.apply(now, event);
            batch.events.push((now, origin.clone(), event.clone()));
            if let Event::SessionClosed { session } = event {
                self.close_carts(session, batch);
            }
        }
        Ok(events)
    }

    /// Has the carts of a visit archived, as they are with everything in them.
    fn close_carts(&self, session: &SessionId, batch: &mut Batch) {
        let own = self.venue.diners(session).into_iter().map(|diner| CartId::own(session, &diner));
        for cart in std::iter::once(CartId::shared(session)).chain(own) {
            match self.hold_cart(&cart, batch) {
                Ok(_) => drop(batch.closing.insert(cart)),
                // Whoever joined a family has no cart of their own.
                Err(Failure::Refused(_)) => {}
                Err(fault) => tracing::error!(%cart, %fault, "a cart could not be archived"),
            }
        }
    }

    pub(super) fn mode(&self, session: &SessionId) -> SessionMode {
        self.venue.session_mode(session).unwrap_or(SessionMode::Family)
    }

    pub(super) fn begin_cart(&self, id: CartId, actor: ActorId, batch: &mut Batch) {
        let cart = self.carts.begin(&id, actor);
        batch.carts.insert(id, cart);
    }

    /// Makes a cart of a diner's own, where there is none.
    pub(super) fn begin_cart_of(&self, diner: &DinerId, id: &CartId, seed: &[u8; 32], batch: &mut Batch) {
        if matches!(self.hold_cart(id, batch), Err(Failure::Refused(_))) {
            let bytes = Sha256::new().chain_update(seed).chain_update(diner.as_str()).finalize();
            let mut actor = [0; 16];
            actor.copy_from_slice(&bytes[..16]);
            self.begin_cart(id.clone(), ActorId(actor), batch);
        }
    }

    /// The first guest of a party that shares no cart gets what a waiter had put into the shared one before
    /// anybody had a phone.
    fn bring_what_waited(&self, cart: &CartId, batch: &mut Batch) -> Result<(), Failure> {
        let diners = self.venue.diners(&cart.session);
        if diners.len() != 1 {
            return Ok(());
        }
        let lines = self.hold_cart(&CartId::shared(&cart.session), batch)?.cart().lines();
        let all = wanted(&lines, |_, eater| Some(eater.clone()));
        let all: Vec<_> = all.into_iter().filter_map(|portion| own_portion(portion, &diners)).collect();
        // Nothing was removed yet over there, so that no id is made anew.
        self.author_as_hub(cart, carry_over(&all, &[], &[0; 32]), batch)
    }

    /// Changes how a party shares, and brings what is wanted along into the carts that it goes on with.
    fn change_mode(
        &mut self,
        change: &ModeChange,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Outcome, Failure> {
        let ModeChange { session, mode, seed } = change;
        let was = self.mode(session);
        self.take(&Command::ChangeMode { session: session.clone(), mode: *mode }, origin, batch)?;
        if was == *mode {
            return Ok(Outcome::Done);
        }
        let shared = CartId::shared(session);
        let diners = self.venue.diners(session);
        let own: Vec<CartId> = diners.iter().map(|diner| CartId::own(session, diner)).collect();
        for (diner, id) in diners.iter().zip(&own) {
            self.begin_cart_of(diner, id, seed, batch);
        }
        let mut lines = BTreeMap::new();
        for id in own.iter().chain([&shared]) {
            lines.insert(id, self.hold_cart(id, batch)?.cart().lines());
        }
        match mode {
            SessionMode::Individual => {
                let all = wanted(&lines[&shared], |_, eater| Some(eater.clone()));
                let all: Vec<_> =
                    all.into_iter().filter_map(|portion| own_portion(portion, &diners)).collect();
                for (diner, id) in diners.iter().zip(&own) {
                    let mine = all.iter().filter(|portion| portion.diner == *diner).cloned();
                    let edits = carry_over(&mine.collect::<Vec<_>>(), &lines[id], seed);
                    self.author_as_hub(id, edits, batch)?;
                }
            }
            // What a waiter had put there for nobody in particular went nowhere.
            SessionMode::Family if diners.is_empty() => {}
            SessionMode::Family => {
                let all = own.iter().flat_map(|id| wanted(&lines[id], |_, eater| Some(eater.clone())));
                let edits = carry_over(&all.collect::<Vec<_>>(), &lines[&shared], seed);
                self.author_as_hub(&shared, edits, batch)?;
            }
        }
        Ok(Outcome::Done)
    }

    fn place_order(
        &mut self,
        asked: PlaceOrder,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Outcome, Failure> {
        if asked.units.len() > UNITS_PER_ORDER_MAX {
            return Err(Refusal::OrderTooLarge { units_max: UNITS_PER_ORDER_MAX }.into());
        }
        let session = asked.session.clone();
        let cart = CartId::of(&session, &asked.by, self.mode(&session));
        let portions = portions(self.hold_cart(&cart, batch)?, &asked)?;
        let units: Vec<UnitId> = asked.units.into_iter().map(|shown| shown.unit).collect();
        let proposal = command::PlaceOrder {
            session: asked.session,
            by: asked.by,
            portions,
            digest: asked.digest,
            heads: asked.heads,
            is_by_staff: matches!(origin.who, Who::Staff { .. }),
            with_others: asked.with_others,
        };
        let events = self.take(&Command::PlaceOrder(Box::new(proposal)), origin, batch)?;
        let placed = events.iter().find_map(|event| match event {
            Event::OrderPlaced { order } => Some(order.id),
            _ => None,
        });
        let order = placed.and_then(|id| self.venue.order_view(&session, id));
        let order = order.ok_or_else(|| Failure::Fault("an order was decided and is not there".into()))?;
        // Marked in the same commit as the order.
        let mark = |unit: UnitId| CartEdit::MarkSent { unit, order: order.order };
        self.author_as_hub(&cart, units.into_iter().map(mark).collect(), batch)?;
        Ok(Outcome::Ordered { order: Box::new(order) })
    }

    /// Makes edits in the hub's own name. What was decided before them cannot be taken back.
    pub(super) fn author_as_hub(
        &self,
        id: &CartId,
        edits: Vec<CartEdit>,
        batch: &mut Batch,
    ) -> Result<(), Failure> {
        for some in edits.chunks(EDITS_PER_CHANGE_MAX) {
            let cart = self.hold_cart(id, batch)?;
            let hub = cart.cart().hub_actor();
            match cart.author(hub, some.to_vec()) {
                Ok(change) => batch.by_hub.entry(id.clone()).or_default().push(change),
                Err(refusal) => {
                    batch.broken = Some(refusal.to_string());
                    return Err(Failure::Fault(refusal.to_string()));
                }
            }
        }
        Ok(())
    }
}

/// How each confirmed portion stands in the cart now, and as what it was shown.
fn portions(cart: &LiveCart, asked: &PlaceOrder) -> Result<Vec<Portion>, Refusal> {
    let cart = cart.cart();
    if asked.heads.is_empty() || !cart.has_all(&asked.heads) {
        return Err(Refusal::ChangesMissing);
    }
    let wanted: BTreeSet<&LineId> =
        asked.units.iter().filter_map(|shown| cart.line_of(&shown.unit)).collect();
    let now: Vec<CartLine> = wanted.into_iter().filter_map(|line| cart.line(line)).collect();
    let mut heads = asked.heads.clone();
    heads.sort_unstable();
    let is_as_shown = heads == cart.heads();
    let then = if is_as_shown { None } else { cart.lines_at(&heads) };
    let portion = |shown: &ShownUnit| Portion {
        unit: shown.unit.clone(),
        shown: shown.price,
        now: state(&now, then.as_deref(), &shown.unit),
    };
    Ok(asked.units.iter().map(portion).collect())
}

fn state(now: &[CartLine], then: Option<&[CartLine]>, unit: &UnitId) -> PortionState {
    let Some((line, found)) = find(now, unit) else { return PortionState::Unknown };
    let item = line.item.clone();
    match (&found.state, &found.diner) {
        (UnitState::Sent { order }, _) => PortionState::Sent { item, order: *order },
        (UnitState::Pending, Some(diner)) => {
            let shown_as = then
                .and_then(|then| find(then, unit))
                .and_then(|(line, found)| Some((line.config().to_owned(), found.diner.clone()?)));
            PortionState::Pending {
                line: line.line.clone(),
                item,
                rev: line.rev,
                configs: line.configs.clone(),
                diner: diner.clone(),
                shown_as,
            }
        }
        _ => PortionState::Gone { item },
    }
}

fn find<'l>(
    lines: &'l [CartLine],
    unit: &UnitId,
) -> Option<(&'l CartLine, &'l plato_sync_protocol::cart::CartUnit)> {
    lines.iter().find_map(|line| Some((line, line.units.iter().find(|other| other.unit == *unit)?)))
}
