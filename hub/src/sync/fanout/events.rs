//! Who hears of what has happened: a party, everybody, staff screens.

use std::collections::BTreeSet;

use plato_sync_protocol::ids::{DinerId, OrderId, SessionId};
use plato_sync_protocol::message::{FromHub, Refused};
use plato_sync_protocol::views::OrderView;

use super::{Fanout, Member};
use crate::venue::Event;

/// An order as one of its parties sees it.
struct Seen {
    session: SessionId,
    view: OrderView,
    /// Who placed it, where nobody else of the party may see it.
    private_to: Option<DinerId>,
}

impl Fanout {
    /// Tells the parties of an order how far the dishes are that it concerns.
    fn tell_statuses(&self, order: OrderId, concerned: impl Fn(u16) -> bool) {
        for Seen { session, view, private_to } in self.seen(order) {
            let may_see = |member: &Member| private_to.as_ref().is_none_or(|diner| member.diner == *diner);
            for line in view.lines.iter().filter(|line| concerned(line.index)) {
                let (index, status) = (line.index, line.status);
                let frame = FromHub::OrderItemStatusChanged { order, index, status };
                self.tell_those(&session, frame, may_see);
            }
            self.tell_those(&session, FromHub::OrderStatusChanged { order, status: view.status }, may_see);
        }
    }

    /// Tells the parties of an order of it, all that is theirs.
    fn tell_order(&self, order: OrderId) {
        for Seen { session, view, private_to } in self.seen(order) {
            let may_see = |member: &Member| private_to.as_ref().is_none_or(|diner| member.diner == *diner);
            self.tell_those(&session, FromHub::OrderNew(Box::new(view)), may_see);
        }
    }

    /// Tells those who wait for the others of their table who is ready by now.
    fn tell_ready(&self, session: &SessionId, but: OrderId) {
        let waiting = self.published.read(|venue, _| venue.gathering_orders(session));
        waiting.into_iter().filter(|order| *order != but).for_each(|order| self.tell_order(order));
    }

    fn seen(&self, order: OrderId) -> Vec<Seen> {
        self.published.read(|venue, _| {
            let seen = |session: SessionId| {
                let view = venue.order_view(&session, order)?;
                let private_to = venue.private_to(&session, order);
                Some(Seen { session, view, private_to })
            };
            venue.visits_of(order).into_iter().filter_map(seen).collect()
        })
    }

    /// A count may have run down, or up: then there is another menu.
    fn tell_menu_if_counted(&self, order: OrderId) {
        let (is_counted, revision) =
            self.published.read(|venue, _| (venue.is_counted(order), venue.menu_revision()));
        if is_counted {
            self.tell_all(&FromHub::MenuChanged { revision });
        }
    }

    /// Tells the phones that it concerns.
    pub(super) fn tell_of(&self, event: &Event) {
        match event {
            Event::OrderPlaced { order } => {
                self.tell_order(order.id);
                self.tell_ready(&order.session, order.id);
                self.tell_menu_if_counted(order.id);
            }
            Event::SentTogether { sent } => self.tell_order(sent.order),
            Event::Approval { approval } => {
                self.tell_order(approval.order());
                self.tell_menu_if_counted(approval.order());
            }
            Event::DishMoved { order, index, .. } => {
                self.tell_statuses(*order, |other| other == *index);
            }
            Event::TicketBumped { ticket } | Event::TicketRecalled { ticket } => {
                let own = self.published.read(|venue, _| venue.ticket_view(ticket));
                let own: Vec<u16> =
                    own.map_or_else(Vec::new, |view| view.lines.iter().map(|line| line.index).collect());
                self.tell_statuses(ticket.order, |other| own.contains(&other));
            }
            Event::DishesPutBack { order, dishes } | Event::DishesPassed { order, dishes, .. } => {
                self.tell_statuses(*order, |other| dishes.contains(&other));
            }
            Event::DinerJoined { session, how, .. } => {
                self.tell_presence(session, None);
                if !how.is_pin() {
                    self.tell_door(session);
                }
            }
            Event::DinerReturned { session, diner, .. } => {
                let message = "You are at this table with another phone now.";
                self.end_diner(
                    session,
                    diner,
                    Refused { code: "diner_moved".into(), message: message.into() },
                );
                self.tell_door(session);
            }
            Event::DinerRemoved { session, diner } => {
                let message = "A waiter has taken this phone off the table.";
                let why = Refused { code: "diner_removed".into(), message: message.into() };
                self.end_diner(session, diner, why);
                self.tell_presence(session, None);
                self.tell_door(session);
            }
            Event::InviteOpened { session, .. }
            | Event::InviteCancelled { session, .. }
            | Event::KnockMade { session, .. }
            | Event::KnockClaimed { session, .. }
            | Event::KnockRefused { session, .. }
            | Event::KnockWithdrawn { session, .. }
            // Knocks with the old one are over.
            | Event::PinReissued { session, .. } => self.tell_door(session),
            Event::SessionClosed { session } => {
                self.tell_party(session, FromHub::SessionClosed, None);
                self.tables.lock().remove(session);
            }
            // All begin anew, with the cart that they work on from now on.
            Event::SessionModeChanged { session, .. } => self.hang_up_on(session),
            Event::VenueImported { .. } | Event::ItemEightySixed { .. } | Event::StockSet { .. } => {
                let revision = self.published.read(|venue, _| venue.menu_revision());
                self.tell_all(&FromHub::MenuChanged { revision });
            }
            Event::StaffAdded { .. }
            | Event::StaffSignedIn { .. }
            | Event::StaffSignedOut { .. }
            | Event::TableSeated { .. }
            | Event::PinTried { .. }
            | Event::PinSettled { .. } => {}
            Event::StaffSignInTried { .. }
            | Event::StaffSignInFailed { .. }
            | Event::StaffSteppedUp { .. }
            | Event::StaffRenamed { .. }
            | Event::StaffRoleChanged { .. }
            | Event::StaffPasswordSet { .. }
            | Event::StaffPinSet { .. }
            | Event::StaffDisabled { .. }
            | Event::StaffEnabled { .. }
            | Event::DeviceCodeIssued { .. }
            | Event::DeviceEnrolled { .. }
            | Event::DeviceRevoked { .. }
            | Event::PinRevealed { .. }
            | Event::AuditExported { .. }
            | Event::DayExported { .. }
            | Event::InviteTried { .. }
            | Event::TokenExtended { .. }
            | Event::DishMovedToCourse { joins: None, .. }
            | Event::VoidSeen { .. }
            | Event::AllergiesDeclared { .. }
            | Event::VisitRated { .. } => {}
            Event::Floor { floor } => self.tell_of_floor(floor),
            // What came later is with the kitchen now.
            Event::CourseFired { dishes, .. } => {
                let orders: BTreeSet<OrderId> = dishes.iter().map(|dish| dish.order).collect();
                orders.into_iter().for_each(|order| self.tell_order(order));
            }
            Event::DishMovedToCourse { order, joins: Some(_), .. } => self.tell_order(*order),
            // The whole order anew: what it comes to has changed.
            Event::PortionsVoided { order, index, .. } | Event::PortionsComped { order, index, .. } => {
                self.tell_order(*order);
                // Whoever has taken all of it back is not ready any more.
                for session in self.published.read(|venue, _| venue.visits_of(*order)) {
                    self.tell_ready(&session, *order);
                }
                self.tell_statuses(*order, |other| other == *index);
                self.tell_menu_if_counted(*order);
            }
            Event::Bill { bill } => self.tell_payment(bill),
        }
        self.tell_bill(event);
    }
}
