//! Who hears what of the floor: calls, and tables that are called by another name now.

use super::{Fanout, News};
use crate::venue::floor::events::FloorEvent;

impl Fanout {
    pub(super) fn tell_of_floor(&self, event: &FloorEvent) {
        match event {
            FloorEvent::WaiterCalled { session, .. }
            | FloorEvent::CallTaken { session, .. }
            | FloorEvent::CallEnded { session, .. } => self.tell_door(session),
            // The phones come back by themselves, with the token they have, and learn where they sit.
            FloorEvent::PartyMoved { session, .. }
            | FloorEvent::TableAdded { session, .. }
            | FloorEvent::TableTakenOff { session, .. } => self.hang_up_on(session),
            // Those who stay and those who were there before have other people, orders and bills now as well.
            FloorEvent::GuestsMoved { from, to, .. } => {
                self.hang_up_on(from);
                self.hang_up_on(to);
            }
            FloorEvent::CoversChanged { .. }
            | FloorEvent::WaiterAssigned { .. }
            | FloorEvent::TableCleaned { .. } => {}
        }
    }

    pub(super) fn news_of_floor(&self, event: &FloorEvent) -> Vec<News> {
        match event {
            // Tickets carry the name of the table.
            FloorEvent::PartyMoved { session, .. }
            | FloorEvent::TableAdded { session, .. }
            | FloorEvent::TableTakenOff { session, .. } => {
                let tickets = self.published.read(|venue, _| venue.tickets_of_session(session));
                vec![News::Tickets(tickets), News::Floor]
            }
            FloorEvent::GuestsMoved { portions, .. } => {
                let orders = portions.iter().map(|moved| moved.order);
                let tickets = self
                    .published
                    .read(|venue, _| orders.flat_map(|order| venue.tickets_of(order)).collect());
                vec![News::Tickets(tickets), News::Floor]
            }
            FloorEvent::WaiterCalled { .. }
            | FloorEvent::CallTaken { .. }
            | FloorEvent::CallEnded { .. }
            | FloorEvent::CoversChanged { .. }
            | FloorEvent::WaiterAssigned { .. }
            | FloorEvent::TableCleaned { .. } => vec![News::Floor],
        }
    }
}
