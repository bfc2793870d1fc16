//! What guests do about their own rounds: take back what nobody has begun, and say what they must not
//! eat. Also what a round comes to once portions were taken off.

use std::collections::BTreeSet;

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, TicketId};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::{AllergyView, DeclaredAllergies};
use plato_sync_protocol::views::DishStatus;

use super::command::TakeOffPortions;
use super::ordering::{Order, OrderedLine, Orders};
use super::voiding::Standing;
use super::{Event, Refusal, Venue};

impl Order {
    /// What a line comes to for a visit: its portions that are charged.
    pub fn line_charged(&self, session: &SessionId, index: usize) -> Money {
        let line = &self.placed.lines[index];
        let own = self.units_of(session, index);
        let charged = own.filter(|unit| self.standing(&unit.unit) == Standing::Charged).count();
        // Fewer than were priced when the order was taken, so it is in bounds.
        line.unit_price.checked_times(charged as u32).unwrap_or(line.unit_price)
    }

    /// What it comes to for a visit: everything that is charged.
    pub fn charged(&self, session: &SessionId) -> Money {
        let lines = (0..self.placed.lines.len()).map(|index| self.line_charged(session, index));
        Money::sum(self.placed.total.currency, lines).unwrap_or(self.placed.total)
    }
}

impl Orders {
    pub(super) fn declare(&mut self, session: &SessionId, diner: &DinerId, allergens: &[Allergen]) {
        let whose = (session.clone(), diner.clone());
        if allergens.is_empty() {
            self.allergies.remove(&whose);
        } else {
            self.allergies.insert(whose, allergens.to_vec());
        }
    }
}

impl Orders {
    /// What a guest must not eat they must not eat at another table either.
    pub(super) fn bring_allergies(&mut self, from: &SessionId, to: &SessionId, diner: &DinerId) {
        if let Some(allergens) = self.allergies.remove(&(from.clone(), diner.clone())) {
            self.allergies.insert((to.clone(), diner.clone()), allergens);
        }
    }
}

impl Venue {
    /// A guest does not want portions any more that nobody has begun. Those of the party may, as they may
    /// edit each other's lines before they are sent; with a cart of one's own, only one's own.
    pub(super) fn cancel_dish(
        &self,
        (session, diner): (&SessionId, &DinerId),
        order: OrderId,
        index: u16,
        portions: u16,
    ) -> Result<Vec<Event>, Refusal> {
        let (known, status) = self.any_dish(order, index)?;
        let is_theirs = known.has_of(session, usize::from(index));
        if !is_theirs || !self.is_seen_by(session, &known.placed, diner) {
            return Err(Refusal::OrderForeign);
        }
        if status > DishStatus::Queued {
            return Err(Refusal::DishBegun);
        }
        if !known.is_taken() && !known.is_waiting() {
            return Err(Refusal::OrderNotWaiting);
        }
        let reason = TakeOffReason::GuestCancelled;
        let (by, at) = (None, Some(session.clone()));
        let units = self.charged_portions(&TakeOffPortions { order, index, portions, reason, by, at })?;
        Ok(vec![Event::PortionsVoided { order, index, units, reason, by: None }])
    }

    /// Portions that nobody began are there for others; what the kitchen has run out of is not.
    pub(super) fn return_to_stock(
        &mut self,
        order: OrderId,
        index: u16,
        portions: usize,
        reason: TakeOffReason,
    ) {
        let Ok((known, DishStatus::Queued)) = self.any_dish(order, index) else { return };
        if reason != TakeOffReason::SoldOut {
            let line = known.placed.lines[usize::from(index)].clone();
            self.menu.give_back(&line, portions);
        }
    }

    pub(super) fn declare_allergies(
        &self,
        session: &SessionId,
        diner: &DinerId,
        allergens: &BTreeSet<Allergen>,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        if self.floor.diner_name(session, diner).is_empty() {
            return Err(Refusal::UnknownDiner);
        }
        let allergens: Vec<Allergen> = allergens.iter().copied().collect();
        if self.allergies(session, diner) == allergens {
            return Ok(Vec::new());
        }
        let (session, diner) = (session.clone(), diner.clone());
        Ok(vec![Event::AllergiesDeclared { session, diner, allergens }])
    }

    /// What a guest has said that they must not eat.
    pub fn allergies(&self, session: &SessionId, diner: &DinerId) -> Vec<Allergen> {
        self.orders.allergies.get(&(session.clone(), diner.clone())).cloned().unwrap_or_default()
    }

    /// What those must not eat who eat of these lines. A dish for everyone is eaten by the whole party.
    pub(super) fn allergies_of(&self, session: &SessionId, lines: &[OrderedLine]) -> Vec<DeclaredAllergies> {
        let eats = |diner: &DinerId| {
            let mut units = lines.iter().flat_map(|line| &line.units);
            units.any(|unit| unit.diner == *diner || unit.diner.is_everyone())
        };
        let declared = self.orders.allergies.iter().filter(|((of, diner), _)| of == session && eats(diner));
        let declared = declared.map(|((_, diner), allergens)| {
            let (diner, allergens) = (diner.clone(), allergens.clone());
            DeclaredAllergies { diner, allergens }
        });
        declared.collect()
    }

    /// What those must not eat who eat of a ticket.
    pub(super) fn ticket_allergies(&self, order: &Order, ticket: &TicketId) -> Vec<AllergyView> {
        let lines = order.placed.lines.iter().enumerate();
        let own = lines.filter(|(index, _)| order.is_on(*index, ticket) && !order.is_voided(*index));
        let eaters: BTreeSet<&DinerId> =
            own.flat_map(|(_, line)| &line.units).map(|unit| &unit.diner).collect();
        let is_shared = eaters.iter().any(|diner| diner.is_everyone());
        let declared = order.placed.allergies.iter();
        let on_ticket = declared.filter(|declared| is_shared || eaters.contains(&declared.diner));
        let visits = order.visits();
        let name = |diner: &DinerId| {
            let names = visits.iter().map(|session| self.floor.diner_name(session, diner));
            names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
        };
        let view = |declared: &DeclaredAllergies| AllergyView {
            name: name(&declared.diner),
            allergens: declared.allergens.clone(),
        };
        on_ticket.map(view).collect()
    }
}
