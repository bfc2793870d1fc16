//! What the writer can be asked for, and how a request becomes a decision: where a command needs a
//! cart, the writer reads it here and hands the venue plain lines.

use plato_sync_protocol::api::ShownUnit;
use plato_sync_protocol::cart::{CartEdit, CartLine, UnitState};
use plato_sync_protocol::digest::OrderDigest;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, UnitId};
use plato_sync_protocol::limits::{EDITS_PER_CHANGE_MAX, UNITS_PER_ORDER_MAX};
use plato_sync_protocol::vector::{ActorId, ChangeHash};

use super::{Batch, Failure, Outcome, Writer};
use crate::carts::LiveCart;
use crate::origin::Origin;
use crate::venue::command::{self, Command, Portion, PortionState};
use crate::venue::{Event, Refusal};

/// What the writer can be asked for.
#[derive(Debug)]
pub enum Intent {
    /// Only to answer.
    Nothing,
    /// Something that the venue decides by itself.
    Command(Command),
    /// Seats a party and makes its cart.
    Seat(SeatParty),
    /// Orders portions of a cart.
    PlaceOrder(PlaceOrder),
    /// Brings the changes of a cart to disk.
    SaveCart {
        /// Whose.
        session: SessionId,
    },
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
            Intent::Command(command) => {
                self.take(&command, origin, batch)?;
                Ok(Outcome::Done)
            }
            Intent::Seat(SeatParty { seating, cart_actor }) => {
                let session = seating.session.clone();
                self.take(&Command::SeatTable(seating), origin, batch)?;
                batch.new_carts.push((session.clone(), cart_actor));
                Ok(Outcome::Seated { session })
            }
            Intent::PlaceOrder(asked) => self.place_order(asked, origin, batch),
            Intent::SaveCart { session } => {
                self.hold_cart(&session, batch)?;
                Ok(Outcome::Done)
            }
        }
    }

    /// Decides a command and takes its events into the writer's venue and the batch.
    fn take(&mut self, command: &Command, origin: &Origin, batch: &mut Batch) -> Result<Vec<Event>, Refusal> {
        let now = self.time.now();
        let events = self.venue.decide(now, command)?;
        for event in &events {
            self.venue.apply(now, event);
            batch.events.push((now, origin.clone(), event.clone()));
        }
        Ok(events)
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
        let portions = {
            let cart = self.hold_cart(&session, batch)?;
            portions(cart, &asked)?
        };
        let units: Vec<UnitId> = asked.units.into_iter().map(|shown| shown.unit).collect();
        let proposal = command::PlaceOrder {
            session: asked.session,
            by: asked.by,
            portions,
            digest: asked.digest,
            heads: asked.heads,
        };
        let events = self.take(&Command::PlaceOrder(Box::new(proposal)), origin, batch)?;
        let placed = events.iter().find_map(|event| match event {
            Event::OrderPlaced { order } => Some(order.id),
            _ => None,
        });
        let order = placed.and_then(|id| self.venue.order_view(id));
        let order = order.ok_or_else(|| Failure::Fault("an order was decided and is not there".into()))?;
        self.mark_sent(&session, order.order, &units, batch)?;
        Ok(Outcome::Ordered { order: Box::new(order) })
    }

    /// Marks portions as sent, in the same commit as their order.
    fn mark_sent(
        &self,
        session: &SessionId,
        order: OrderId,
        units: &[UnitId],
        batch: &mut Batch,
    ) -> Result<(), Failure> {
        let cart = self.hold_cart(session, batch)?;
        let hub = cart.cart().hub_actor();
        let mut authored = Vec::new();
        for some in units.chunks(EDITS_PER_CHANGE_MAX) {
            let mark = |unit: &UnitId| CartEdit::MarkSent { unit: unit.clone(), order };
            authored.push(cart.author(hub, some.iter().map(mark).collect()));
        }
        for change in authored {
            match change {
                Ok(change) => batch.by_hub.entry(session.clone()).or_default().push(change),
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
    let now = cart.lines();
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
