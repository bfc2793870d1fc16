//! Who hears what of the floor: calls, and tables that are called by another name now.

use super::Fanout;
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
}
