//! Guests go to another party: what they want goes along into the cart in which they go on, in the commit
//! that says so. Lines and portions keep their ids, so that a phone which makes its edits anew over there
//! finds them made.

use std::collections::BTreeMap;

use plato_sync_protocol::cart::{CartEdit, CartLine};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;

use super::{Batch, Failure, Outcome, Writer};
use crate::carts::{CartId, Wanted, carry_over, own_portion, wanted};
use crate::origin::Origin;
use crate::venue::command::Command;
use crate::venue::floor::events::{FloorCommand, FloorEvent};
use crate::venue::floor::parties::{Destination, MoveGuests, MovedPortions, Movers};
use crate::venue::{Event, Refusal};

/// Has guests go to another party.
#[derive(Debug)]
pub struct PartyChange {
    /// Who, and where to.
    pub moving: MoveGuests,
    /// Fresh actor as which the hub marks portions of a new party's cart.
    pub cart_actor: ActorId,
    /// Fresh random bytes, from which ids of new carts are made.
    pub seed: [u8; 32],
}

/// What is to be written into carts.
type Edits = Vec<(CartId, Vec<CartEdit>)>;

impl Writer {
    pub(super) fn move_guests(
        &mut self,
        change: PartyChange,
        origin: &Origin,
        batch: &mut Batch,
    ) -> Result<Outcome, Failure> {
        let PartyChange { moving, cart_actor, seed } = change;
        let command = Command::Floor(FloorCommand::MoveGuests(moving.clone()));
        // Whoever may not learns so before a cart is touched.
        let events = self.venue.decide(self.time.now(), &command)?;
        let moved = events.iter().find_map(|event| match event {
            Event::Floor { floor } => match &**floor {
                FloorEvent::GuestsMoved { guests, portions, .. } => Some((guests, portions)),
                _ => None,
            },
            _ => None,
        });
        let (guests, portions) = moved.map_or((&[][..], &[][..]), |(guests, portions)| (guests, portions));
        let guests: Vec<DinerId> = guests.iter().map(|guest| guest.diner.clone()).collect();
        let mode = self.venue.mode_at(&moving.to);
        self.begin_carts(&moving, mode, &guests, cart_actor, &seed, batch);
        let mut edits = self.carried(&moving, mode, &guests, &seed, batch)?;
        edits.extend(self.marks(&moving, mode, &guests, portions, batch)?);
        for (cart, edits) in &edits {
            // Once its events are decided, nothing may stand in the way.
            self.hold_cart(cart, batch)?.cart().would_take(edits).map_err(|_| Refusal::CartFull)?;
        }
        self.take(&command, origin, batch)?;
        for (cart, edits) in edits {
            self.author_as_hub(&cart, edits, batch)?;
        }
        Ok(match moving.to {
            Destination::Table(seating) => Outcome::Seated { session: seating.session },
            Destination::Party(_) => Outcome::Done,
        })
    }

    /// Makes the carts in which they go on, where there are none.
    fn begin_carts(
        &self,
        moving: &MoveGuests,
        mode: SessionMode,
        guests: &[DinerId],
        actor: ActorId,
        seed: &[u8; 32],
        batch: &mut Batch,
    ) {
        if matches!(moving.to, Destination::Table(_)) {
            self.begin_cart(CartId::shared(moving.to()), actor, batch);
        }
        if mode == SessionMode::Individual {
            for diner in guests {
                self.begin_cart_of(diner, &CartId::own(moving.to(), diner), seed, batch);
            }
        }
    }

    /// What is to be written so that what they want stands where they go on, and no more where they were.
    fn carried(
        &self,
        moving: &MoveGuests,
        mode: SessionMode,
        guests: &[DinerId],
        seed: &[u8; 32],
        batch: &mut Batch,
    ) -> Result<Edits, Failure> {
        let sources = self.lines_of(&moving.from, guests, batch)?;
        let goes = |eater: &DinerId| moving.who == Movers::All || guests.contains(eater);
        let all = || {
            sources.iter().flat_map(|(_, lines)| wanted(lines, |_, eater| goes(eater).then(|| eater.clone())))
        };
        let mut edits = Edits::new();
        if moving.who != Movers::All {
            for (cart, lines) in &sources {
                let gone = wanted(lines, |_, eater| goes(eater).then(|| eater.clone()));
                let off = gone.iter().map(|portion| CartEdit::RemoveUnit {
                    line: portion.line.line.clone(),
                    unit: portion.unit.clone(),
                });
                let off: Vec<CartEdit> = off.collect();
                if !off.is_empty() {
                    edits.push((cart.clone(), off));
                }
            }
        }
        let mut targets: BTreeMap<CartId, Vec<Wanted<'_>>> = BTreeMap::new();
        for portion in all() {
            let whose = match mode {
                SessionMode::Family => Some(portion),
                SessionMode::Individual => own_portion(portion, guests),
            };
            if let Some(portion) = whose {
                let cart = CartId::of(moving.to(), &portion.diner, mode);
                targets.entry(cart).or_default().push(portion);
            }
        }
        for (cart, coming) in targets {
            let there = self.hold_cart(&cart, batch)?.cart().lines();
            let mut stands = wanted(&there, |_, eater| Some(eater.clone()));
            stands.extend(coming);
            edits.push((cart, carry_over(&stands, &there, seed)));
        }
        Ok(edits)
    }

    /// Marks for what was ordered elsewhere: a phone that has not heard of that and makes its edits anew here
    /// must not be able to order it a second time.
    fn marks(
        &self,
        moving: &MoveGuests,
        mode: SessionMode,
        guests: &[DinerId],
        portions: &[MovedPortions],
        batch: &mut Batch,
    ) -> Result<Edits, Failure> {
        let mut marks: BTreeMap<CartId, Vec<CartEdit>> = BTreeMap::new();
        for moved in portions {
            for (unit, diner) in self.venue.eaters(moved) {
                let diner = if guests.contains(&diner) { Some(&diner) } else { guests.first() };
                let cart = match (mode, diner) {
                    (SessionMode::Family, _) => CartId::shared(moving.to()),
                    (SessionMode::Individual, Some(diner)) => CartId::own(moving.to(), diner),
                    (SessionMode::Individual, None) => continue,
                };
                if !self.hold_cart(&cart, batch)?.cart().is_marked(&unit) {
                    marks.entry(cart).or_default().push(CartEdit::MarkSent { unit, order: moved.order });
                }
            }
        }
        Ok(marks.into_iter().collect())
    }

    /// The carts of a party in which guests of it work, with their lines.
    fn lines_of(
        &self,
        session: &SessionId,
        guests: &[DinerId],
        batch: &mut Batch,
    ) -> Result<Vec<(CartId, Vec<CartLine>)>, Failure> {
        let carts = match self.mode(session) {
            SessionMode::Family => vec![CartId::shared(session)],
            SessionMode::Individual => guests.iter().map(|diner| CartId::own(session, diner)).collect(),
        };
        let mut lines = Vec::new();
        for cart in carts {
            match self.hold_cart(&cart, batch) {
                Ok(held) => lines.push((cart, held.cart().lines())),
                // Whoever was here before everyone had a cart of their own may have none.
                Err(Failure::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(lines)
    }
}
