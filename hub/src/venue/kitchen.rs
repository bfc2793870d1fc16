//! Tickets: each station's part of an order. Dishes only move forward; bump and recall are
//! explicit. What waits for its course has a ticket of its own, without an age (`courses.rs`).

mod courses;
mod passes;

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::ids::{OrderId, TicketId};
use plato_sync_protocol::serving::NamedDish;
use plato_sync_protocol::views::DishStatus;

use super::menu::{Pass, Station, VenueSetup};
use super::ordering::Order;
use super::{Event, Refusal, Timestamp, Venue};

/// One station's part of an order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ticket {
    /// None while it waits for its course.
    pub fired_at: Option<Timestamp>,
    pub bumped_at: Option<Timestamp>,
    /// How often a dish joined it after it was fired, or it was recalled.
    pub revision: u32,
}

/// What has to be made.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Kitchen {
    pub(super) stations: Vec<Station>,
    pub(super) tickets: BTreeMap<TicketId, Ticket>,
    pub(super) courses: Vec<String>,
    pub(super) passes: Vec<Pass>,
}

impl Kitchen {
    pub(super) fn install(&mut self, setup: &VenueSetup) {
        self.stations.clone_from(&setup.stations);
        self.courses.clone_from(&setup.courses);
        self.passes.clone_from(&setup.passes);
    }

    /// Makes the tickets of an order: to be made now, but for those of courses that wait.
    fn fire(&mut self, at: Timestamp, order: &Order) {
        let lines = order.placed.lines.iter().enumerate().filter(|(index, _)| order.is_heard(*index));
        for (_, line) in lines {
            let course = if line.is_held { line.course } else { 0 };
            let id = TicketId { order: order.placed.id, course, station: line.station.clone() };
            let fired_at = (!line.is_held).then_some(at);
            self.tickets.entry(id).or_insert(Ticket { fired_at, ..Ticket::default() });
        }
    }

    pub(super) fn bump(&mut self, at: Timestamp, ticket: &TicketId) {
        if let Some(ticket) = self.tickets.get_mut(ticket) {
            ticket.bumped_at = Some(at);
        }
    }

    pub(super) fn recall(&mut self, ticket: &TicketId) {
        if let Some(ticket) = self.tickets.get_mut(ticket) {
            ticket.bumped_at = None;
            ticket.revision += 1;
        }
    }
}

/// Dishes that are meant however they are by now.
pub(super) fn places(dishes: &[u16]) -> Vec<NamedDish> {
    dishes.iter().copied().map(NamedDish::Place).collect()
}

impl Venue {
    /// The kitchen has an order.
    pub(super) fn start_order(&mut self, at: Timestamp, order: OrderId) {
        if let Some(order) = self.orders.order(order) {
            self.kitchen.fire(at, order);
        }
    }

    pub(super) fn move_dish(
        &self,
        id: OrderId,
        index: u16,
        status: DishStatus,
        seen: Option<u32>,
    ) -> Result<Vec<Event>, Refusal> {
        let (order, now) = self.dish(id, index)?;
        let place = usize::from(index);
        if order.dishes[place].is_held {
            return Err(Refusal::TicketHeld);
        }
        if order.is_voided(place) {
            return Err(Refusal::DishVoided);
        }
        match status.cmp(&now) {
            std::cmp::Ordering::Less => Err(Refusal::DishFurtherOn { status: now }),
            std::cmp::Ordering::Equal => Ok(Vec::new()),
            std::cmp::Ordering::Greater => {
                self.must_be_as_seen(&order.ticket_of(place), seen)?;
                if status == DishStatus::Served && !self.kitchen.may_pass_over(order, place) {
                    return Err(Refusal::DishAtPass);
                }
                Ok(vec![Event::DishMoved { order: id, index, status }])
            }
        }
    }

    /// Whoever was cut off may mean a ticket as it was then: nothing is done that nobody has seen.
    fn must_be_as_seen(&self, id: &TicketId, seen: Option<u32>) -> Result<(), Refusal> {
        let Some(seen) = seen else { return Ok(()) };
        let ticket = self.kitchen.tickets.get(id).ok_or(Refusal::UnknownTicket)?;
        if seen == ticket.revision { Ok(()) } else { Err(Refusal::TicketChanged) }
    }

    /// An order that the kitchen has, and how far one of its dishes is.
    pub(super) fn dish(&self, id: OrderId, index: u16) -> Result<(&Order, DishStatus), Refusal> {
        let (order, now) = self.any_dish(id, index)?;
        if order.is_taken() { Ok((order, now)) } else { Err(Refusal::UnknownOrder) }
    }

    /// An order that there is, whether or not the house has taken it, and how far one of its dishes is.
    pub(super) fn any_dish(&self, id: OrderId, index: u16) -> Result<(&Order, DishStatus), Refusal> {
        let order = self.orders.any(id).ok_or(Refusal::UnknownOrder)?;
        let now = order.statuses.get(usize::from(index)).ok_or(Refusal::UnknownDish)?;
        Ok((order, *now))
    }

    /// Everything of an order that is ready is at the table.
    pub(super) fn serve_order(&self, id: OrderId) -> Result<Vec<Event>, Refusal> {
        let order = self.orders.order(id).ok_or(Refusal::UnknownOrder)?;
        let ready = (0..order.statuses.len()).filter(|index| self.kitchen.may_be_run(order, *index));
        let status = DishStatus::Served;
        let served: Vec<Event> =
            ready.map(|index| Event::DishMoved { order: id, index: index as u16, status }).collect();
        if served.is_empty() { Err(Refusal::NothingReady) } else { Ok(served) }
    }

    /// What was seen to be ready is at the table: what came to be ready since stays where it is, also what was made
    /// again, for nobody has carried it. Whoever says it second has it noted already.
    pub(super) fn serve_dishes(&self, id: OrderId, dishes: &[NamedDish]) -> Result<Vec<Event>, Refusal> {
        let mut served = BTreeSet::new();
        let mut is_all_served = !dishes.is_empty();
        let mut is_remade = false;
        for named in dishes {
            let index = named.index();
            let (order, status) = self.dish(id, index)?;
            let is_meant = named.is_meant(order.dishes[usize::from(index)].remade);
            is_all_served &= status == DishStatus::Served;
            is_remade |= !is_meant;
            if is_meant && self.kitchen.may_be_run(order, index.into()) {
                served.insert(index);
            }
        }
        if served.is_empty() && !is_all_served {
            return Err(if is_remade { Refusal::TicketChanged } else { Refusal::NothingReady });
        }
        let moved = |index| Event::DishMoved { order: id, index, status: DishStatus::Served };
        Ok(served.into_iter().map(moved).collect())
    }

    /// Dishes that were taken for brought stand ready again. Only what nobody can have eaten for long: the party
    /// is still there.
    pub(super) fn put_back(&self, id: OrderId, dishes: &[u16]) -> Result<Vec<Event>, Refusal> {
        let mut back = Vec::new();
        for index in dishes {
            let (order, status) = self.dish(id, *index)?;
            if !order.visits().into_iter().any(|session| self.is_session_open(session)) {
                return Err(Refusal::SessionClosed);
            }
            if status == DishStatus::Served && !order.is_voided(usize::from(*index)) {
                back.push(*index);
            }
        }
        back.sort_unstable();
        back.dedup();
        if back.is_empty() {
            Err(Refusal::NothingServed)
        } else {
            Ok(vec![Event::DishesPutBack { order: id, dishes: back }])
        }
    }

    pub(super) fn bump_ticket(&self, id: &TicketId, seen: Option<u32>) -> Result<Vec<Event>, Refusal> {
        let ticket = self.kitchen.tickets.get(id).ok_or(Refusal::UnknownTicket)?;
        if ticket.fired_at.is_none() {
            return Err(Refusal::TicketHeld);
        }
        self.must_be_as_seen(id, seen)?;
        if ticket.bumped_at.is_some() {
            return Err(Refusal::TicketAlreadyBumped);
        }
        // What was struck off has to have been seen: nobody looks at a ticket any more that is done.
        let order = self.orders.order(id.order).ok_or(Refusal::UnknownOrder)?;
        if (0..order.dishes.len()).any(|index| order.is_on(index, id) && order.is_void_news(index)) {
            return Err(Refusal::VoidUnseen);
        }
        Ok(vec![Event::TicketBumped { ticket: id.clone() }])
    }

    pub(super) fn recall_ticket(&self, id: &TicketId, seen: Option<u32>) -> Result<Vec<Event>, Refusal> {
        let ticket = self.kitchen.tickets.get(id).ok_or(Refusal::UnknownTicket)?;
        if ticket.bumped_at.is_none() {
            return Err(Refusal::TicketNotBumped);
        }
        self.must_be_as_seen(id, seen)?;
        Ok(vec![Event::TicketRecalled { ticket: id.clone() }])
    }
}
