//! What guests do about their own rounds: take back what nobody has begun, and say what they must not
//! eat. Also what a round comes to once portions were taken off.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, TicketId};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::{AllergyView, DeclaredAllergies, PartyAllergiesView};
use plato_sync_protocol::views::DishStatus;

use super::command::TakeOffPortions;
use super::ordering::{Declared, Order, OrderedLine, Orders};
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
    pub(super) fn declare(
        &mut self,
        session: &SessionId,
        diner: &DinerId,
        allergens: &[Allergen],
        is_by_staff: bool,
    ) {
        let whose = (session.clone(), diner.clone());
        let declared = self.allergies.entry(whose.clone()).or_default();
        let said = if is_by_staff { &mut declared.noted } else { &mut declared.own };
        *said = allergens.to_vec();
        if declared.own.is_empty() && declared.noted.is_empty() {
            self.allergies.remove(&whose);
        }
    }

    /// What was declared at a visit until now, by whom it is about.
    fn declared(&self, session: &SessionId) -> impl Iterator<Item = (&DinerId, &Declared)> {
        let of_session = self.allergies.iter().filter(move |((of, _), _)| of == session);
        of_session.map(|((_, diner), declared)| (diner, declared))
    }
}

impl Orders {
    /// What a guest must not eat they must not eat at another table either.
    pub(super) fn bring_allergies(&mut self, from: &SessionId, to: &SessionId, diner: &DinerId) {
        if let Some(declared) = self.allergies.remove(&(from.clone(), diner.clone())) {
            self.allergies.insert((to.clone(), diner.clone()), declared);
        }
    }

    /// What is known of a whole table, or of somebody whose dish goes without them, is heeded wherever some of
    /// it sit, for the whole table.
    pub(super) fn share_allergies(&mut self, (from, whose): (&SessionId, &DinerId), to: &SessionId) {
        let Some(there) = self.allergies.get(&(from.clone(), whose.clone())).cloned() else { return };
        let here = self.allergies.entry((to.clone(), DinerId::everyone())).or_default();
        for (here, there) in [(&mut here.own, there.own), (&mut here.noted, there.noted)] {
            here.extend(there);
            here.sort_unstable();
            here.dedup();
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
        if !known.is_taken() && !known.is_waiting() && !known.is_gathering() {
            return Err(Refusal::OrderNotWaiting);
        }
        let reason = TakeOffReason::GuestCancelled;
        // Their own first, then those of everyone, and only then what somebody else wants.
        let (by, at, of) = (None, Some(session.clone()), Some(diner.clone()));
        let units = self.charged_portions(&TakeOffPortions { order, index, portions, reason, by, at, of })?;
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
        is_by_staff: bool,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        // Whoever has no phone is only of the table: the house may speak for all of it.
        let is_table = is_by_staff && diner.is_everyone();
        if !is_table && self.floor.diner_name(session, diner).is_empty() {
            return Err(Refusal::UnknownDiner);
        }
        let allergens: Vec<Allergen> = allergens.iter().copied().collect();
        let known = self.orders.allergies.get(&(session.clone(), diner.clone()));
        let said = known.map(|known| if is_by_staff { &known.noted } else { &known.own });
        if said.map_or(&[][..], Vec::as_slice) == allergens {
            return Ok(Vec::new());
        }
        let (session, diner) = (session.clone(), diner.clone());
        Ok(vec![Event::AllergiesDeclared { session, diner, allergens, is_by_staff }])
    }

    /// What a guest has said that they must not eat.
    pub fn allergies(&self, session: &SessionId, diner: &DinerId) -> Vec<Allergen> {
        let known = self.orders.allergies.get(&(session.clone(), diner.clone()));
        known.map_or_else(Vec::new, |known| known.own.clone())
    }

    /// What is known at a visit of what somebody must not eat, as the floor sees it; the whole table first.
    pub(super) fn party_allergies(&self, session: &SessionId) -> Vec<PartyAllergiesView> {
        let view = |(diner, known): (&DinerId, &Declared)| PartyAllergiesView {
            diner: diner.clone(),
            name: self.floor.diner_name(session, diner),
            allergens: known.own.clone(),
            noted: known.noted.clone(),
        };
        let mut all: Vec<_> = self.orders.declared(session).map(view).collect();
        all.sort_by_key(|one| !one.diner.is_everyone());
        all
    }

    /// What those must not eat who eat of these lines. A dish for everyone is eaten by the whole party, and
    /// what was said of the whole table is about every dish.
    pub(super) fn allergies_of(&self, session: &SessionId, lines: &[OrderedLine]) -> Vec<DeclaredAllergies> {
        let declared = self.orders.declared(session).filter(|(diner, _)| is_eaten_by(lines, diner));
        let view = |(diner, known): (&DinerId, &Declared)| DeclaredAllergies {
            diner: diner.clone(),
            allergens: known
                .own
                .iter()
                .chain(&known.noted)
                .copied()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        };
        declared.map(view).collect()
    }

    /// What those must not eat who eat of a ticket: what they had said when they ordered, also if they have
    /// taken it back since, and what is known by now. Safer too much than too little.
    pub(super) fn ticket_allergies(&self, order: &Order, ticket: &TicketId) -> Vec<AllergyView> {
        let lines = order.placed.lines.iter().enumerate();
        let own = lines.filter(|(index, _)| order.is_on(*index, ticket) && !order.is_voided(*index));
        let lines: Vec<OrderedLine> = own.map(|(_, line)| line.clone()).collect();
        let mut all: BTreeMap<DinerId, BTreeSet<Allergen>> = BTreeMap::new();
        let then = order.placed.allergies.iter().filter(|declared| is_eaten_by(&lines, &declared.diner));
        let visits = order.visits();
        let now = visits.iter().flat_map(|session| {
            let with = |mut line: OrderedLine| {
                line.units.retain(|unit| order.home(&unit.unit) == *session);
                (!line.units.is_empty()).then_some(line)
            };
            let lines: Vec<OrderedLine> = lines.iter().cloned().filter_map(with).collect();
            self.allergies_of(session, &lines)
        });
        for declared in then.cloned().chain(now) {
            all.entry(declared.diner).or_default().extend(declared.allergens);
        }
        let name = |diner: &DinerId| {
            let names = visits.iter().map(|session| self.floor.diner_name(session, diner));
            names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
        };
        let view = |(diner, allergens): (DinerId, BTreeSet<Allergen>)| AllergyView {
            name: name(&diner),
            allergens: allergens.into_iter().collect(),
        };
        all.into_iter().map(view).collect()
    }
}

/// Does somebody eat of these lines? What is for everyone is eaten by each, and the whole table eats of all.
fn is_eaten_by(lines: &[OrderedLine], diner: &DinerId) -> bool {
    let mut units = lines.iter().flat_map(|line| &line.units);
    units.any(|unit| unit.diner == *diner || unit.diner.is_everyone() || diner.is_everyone())
}
