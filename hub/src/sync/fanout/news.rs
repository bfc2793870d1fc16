//! What staff screens are to look at anew after what has happened.

use super::News;
use crate::venue::floor::events::FloorEvent;
use crate::venue::{Event, Venue};

/// What staff screens are to look at after this, in a venue in which it has happened.
pub fn news_of(venue: &Venue, event: &Event) -> Vec<News> {
    match event {
        Event::OrderPlaced { .. } | Event::Approval { .. } | Event::SentTogether { .. } => {
            let order = match event {
                Event::SentTogether { sent } => sent.order,
                Event::Approval { approval } => approval.order(),
                Event::OrderPlaced { order } => order.id,
                _ => return Vec::new(),
            };
            // Counts are shown beside the tickets, and come with everything.
            if venue.is_counted(order) {
                vec![News::Everything]
            } else {
                vec![News::Tickets(venue.tickets_of(order)), News::Floor]
            }
        }
        Event::DishMoved { order, .. } => {
            vec![News::Tickets(venue.tickets_of(*order)), News::Floor]
        }
        Event::TicketBumped { ticket } | Event::TicketRecalled { ticket } => {
            vec![News::Tickets(vec![ticket.clone()]), News::Floor]
        }
        Event::TableSeated { .. }
        | Event::SessionModeChanged { .. }
        | Event::PinReissued { .. }
        | Event::PinTried { .. }
        | Event::PinSettled { .. }
        | Event::DinerJoined { .. } => vec![News::Floor],
        // What nobody will run any more leaves the pass.
        // Whoever cooks for them sees it on what is not brought yet.
        Event::SessionClosed { session } | Event::AllergiesDeclared { session, .. } => {
            vec![News::Tickets(venue.tickets_of_session(session)), News::Floor]
        }
        Event::VenueImported { .. } | Event::ItemEightySixed { .. } | Event::StockSet { .. } => {
            vec![News::Everything]
        }
        Event::PortionsVoided { order, .. } if venue.is_counted(*order) => {
            vec![News::Everything]
        }
        // Screens of whoever may not look any more close at once.
        Event::StaffSignedOut { .. }
        | Event::StaffRoleChanged { .. }
        | Event::StaffPasswordSet { .. }
        | Event::StaffDisabled { .. }
        | Event::DeviceRevoked { .. } => vec![News::Access],
        Event::StaffAdded { .. }
        | Event::StaffSignedIn { .. }
        | Event::StaffSignInTried { .. }
        | Event::StaffSignInFailed { .. }
        | Event::StaffSteppedUp { .. }
        | Event::StaffRenamed { .. }
        | Event::StaffPinSet { .. }
        | Event::StaffEnabled { .. }
        | Event::DeviceCodeIssued { .. }
        | Event::DeviceEnrolled { .. }
        | Event::PinRevealed { .. }
        | Event::AuditExported { .. }
        | Event::DayExported { .. }
        | Event::InviteTried { .. }
        | Event::TokenExtended { .. }
        | Event::VisitRated { .. } => Vec::new(),
        Event::InviteOpened { .. }
        | Event::InviteCancelled { .. }
        | Event::KnockMade { .. }
        | Event::KnockClaimed { .. }
        | Event::KnockRefused { .. }
        | Event::KnockWithdrawn { .. }
        | Event::DinerReturned { .. }
        | Event::DinerRemoved { .. } => vec![News::Floor],
        Event::Bill { .. } => vec![News::Floor],
        Event::Floor { floor } => news_of_floor(venue, floor),
        Event::CourseFired { session, .. } => {
            vec![News::Tickets(venue.tickets_of_session(session)), News::Floor]
        }
        Event::DishMovedToCourse { order, .. }
        | Event::PortionsVoided { order, .. }
        | Event::PortionsComped { order, .. }
        | Event::DishesPassed { order, .. }
        | Event::DishesPutBack { order, .. }
        | Event::VoidSeen { order, .. } => {
            vec![News::Tickets(venue.tickets_of(*order)), News::Floor]
        }
    }
}

fn news_of_floor(venue: &Venue, event: &FloorEvent) -> Vec<News> {
    match event {
        // Tickets carry the name of the table.
        FloorEvent::PartyMoved { session, .. }
        | FloorEvent::TableAdded { session, .. }
        | FloorEvent::TableTakenOff { session, .. } => {
            let tickets = venue.tickets_of_session(session);
            vec![News::Tickets(tickets), News::Floor]
        }
        FloorEvent::GuestsMoved { portions, .. } => {
            let orders = portions.iter().map(|moved| moved.order);
            let tickets = orders.flat_map(|order| venue.tickets_of(order)).collect();
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
