//! Tickets: each station's part of an order. Dishes only move forward; bump and recall are
//! explicit.

use std::collections::BTreeMap;

use plato_sync_protocol::ids::{OrderId, TicketId};
use plato_sync_protocol::views::DishStatus;

use super::menu::{Station, VenueSetup};
use super::ordering::PlacedOrder;
use super::{Event, Refusal, Timestamp, Venue};

/// One station's part of an order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticket {
    pub fired_at: Timestamp,
    pub bumped_at: Option<Timestamp>,
}

/// What has to be made.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Kitchen {
    pub(super) stations: Vec<Station>,
    pub(super) tickets: BTreeMap<TicketId, Ticket>,
}

impl Kitchen {
    pub(super) fn install(&mut self, setup: &VenueSetup) {
        self.stations.clone_from(&setup.stations);
    }

    pub(super) fn fire(&mut self, at: Timestamp, order: &PlacedOrder) {
        for line in &order.lines {
            let ticket = TicketId { order: order.id, station: line.station.clone() };
            self.tickets.entry(ticket).or_insert(Ticket { fired_at: at, bumped_at: None });
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
        }
    }
}

impl Venue {
    pub(super) fn move_dish(
        &self,
        id: OrderId,
        index: u16,
        status: DishStatus,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.orders.order(id).ok_or(Refusal::UnknownOrder)?;
        let now = *order.statuses.get(usize::from(index)).ok_or(Refusal::UnknownDish)?;
        match status.cmp(&now) {
            std::cmp::Ordering::Less => Err(Refusal::DishFurtherOn { status: now }),
            std::cmp::Ordering::Equal => Ok(Vec::new()),
            std::cmp::Ordering::Greater => Ok(vec![Event::DishMoved { order: id, index, status }]),
        }
    }

    pub(super) fn bump_ticket(&self, id: &TicketId) -> Result<Vec<Event>, Refusal> {
        let ticket = self.kitchen.tickets.get(id).ok_or(Refusal::UnknownTicket)?;
        if ticket.bumped_at.is_some() {
            return Err(Refusal::TicketAlreadyBumped);
        }
        Ok(vec![Event::TicketBumped { ticket: id.clone() }])
    }

    pub(super) fn recall_ticket(&self, id: &TicketId) -> Result<Vec<Event>, Refusal> {
        let ticket = self.kitchen.tickets.get(id).ok_or(Refusal::UnknownTicket)?;
        if ticket.bumped_at.is_none() {
            return Err(Refusal::TicketNotBumped);
        }
        Ok(vec![Event::TicketRecalled { ticket: id.clone() }])
    }
}
