//! Ordering together where everyone has a cart of their own: whoever is ready sends theirs, and it waits until all
//! of the table are, or until somebody sends what is there. Then all of it goes to the kitchen in one commit.
//!
//! An order that waits so is taken as any other, with its number, its sent marks and what it takes of counts, and
//! kept apart like one that the house looks at ([`super::approval`]): no kitchen has it, and no bill.

use std::collections::BTreeSet;

use plato_sync_protocol::approval::OrderApproval;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId};
use plato_sync_protocol::serving::DeclaredAllergies;
use plato_sync_protocol::views::SessionMode;
use serde::{Deserialize, Serialize};

use super::approval::Approval;
use super::command::PlaceOrder;
use super::ordering::{Order, OrderedLine};
use super::{Event, Refusal, Timestamp, Venue};

/// An order that waited for the others of its table goes to the house.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentTogether {
    /// Which.
    pub order: OrderId,
    /// Its lines that wait for their course, by their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<u16>,
    /// What those who eat of it must not eat, as they have declared by now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<DeclaredAllergies>,
    /// Its place on the bill, where a later order of the visit came there before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billed_as: Option<OrderId>,
}

impl Order {
    /// Waits it for the others of its table? One that was taken back whole does not any more.
    pub fn is_gathering(&self) -> bool {
        self.approval == Approval::Gathering && self.wanted().next().is_some()
    }
}

impl Venue {
    /// Orders of a visit that wait for the others, oldest first.
    pub(super) fn gathering<'a>(&'a self, session: &'a SessionId) -> impl Iterator<Item = &'a Order> {
        self.orders.asked(session).filter(|order| order.is_gathering())
    }

    /// Those of a visit who have sent what they want and wait for the others.
    pub(super) fn ready_diners(&self, session: &SessionId) -> BTreeSet<DinerId> {
        self.gathering(session).map(|order| order.placed.by.clone()).collect()
    }

    /// The orders of a visit that wait for each other: whoever sees one of them sees who is ready.
    pub fn gathering_orders(&self, session: &SessionId) -> Vec<OrderId> {
        self.gathering(session).map(|order| order.placed.id).collect()
    }

    /// Whether an order is to wait for the others of its table, and what goes with it if it is the last.
    pub(super) fn gathers(&self, proposal: &PlaceOrder) -> (bool, Vec<Event>) {
        let PlaceOrder { session, by, with_others, is_by_staff, .. } = proposal;
        let is_apart = self.session_mode(session) == Some(SessionMode::Individual);
        if !*with_others || *is_by_staff || !is_apart {
            return (false, Vec::new());
        }
        let ready = self.ready_diners(session);
        let diners = self.floor.session(session).map_or(&[][..], |session| &session.diners);
        let mut others = diners.iter().filter(|diner| !diner.has_left && diner.id != *by);
        if others.all(|diner| ready.contains(&diner.id)) {
            // The first free place is that of the order itself.
            return (false, self.send_all(session, OrderId(self.orders.next_id().0 + 1)));
        }
        (true, Vec::new())
    }

    /// Sends what is ready at a table. A guest may who waits as well.
    pub(super) fn send_together(
        &self,
        session: &SessionId,
        by: Option<&DinerId>,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        let ready = self.ready_diners(session);
        if ready.is_empty() || by.is_some_and(|diner| !ready.contains(diner)) {
            return Err(Refusal::NothingGathers);
        }
        Ok(self.send_all(session, self.orders.next_id()))
    }

    /// All that waits goes; what was overtaken on the bill comes to places from this one on.
    fn send_all(&self, session: &SessionId, mut place: OrderId) -> Vec<Event> {
        let sent = self.gathering(session).map(|order| {
            let id = order.placed.id;
            let mut lines: Vec<OrderedLine> = order.wanted().collect();
            let allergies = self.allergies_of(session, &lines);
            self.hold_later_courses(session, &mut lines);
            let billed_as = self.is_overtaken(session, id).then(|| {
                let own = place;
                place = OrderId(place.0 + 1);
                own
            });
            let sent = SentTogether { order: id, held: order.held_places(&lines), allergies, billed_as };
            Event::SentTogether { sent: Box::new(sent) }
        });
        sent.collect()
    }

    /// Has a later order of the visit come onto the bill before this one?
    pub(super) fn is_overtaken(&self, session: &SessionId, id: OrderId) -> bool {
        self.orders.of_session(session).any(|other| other.billed_as > id)
    }

    pub(super) fn apply_sent_together(&mut self, at: Timestamp, sent: &SentTogether) {
        let SentTogether { order: id, held, allergies, billed_as } = sent;
        let Some(order) = self.orders.any(*id) else { return };
        let session = order.placed.session.clone();
        if order.placed.awaits.is_empty() {
            self.orders.let_in(*id, Approval::None, held, allergies, *billed_as);
            self.start_order(at, *id);
            self.bill_order(at, &session);
        } else {
            // The house has wanted to look at it all along.
            self.orders.stand(*id, Approval::Waiting);
        }
    }

    /// How an order stands, as its party sees it.
    pub(super) fn approval_of(&self, order: &Order) -> Option<OrderApproval> {
        match order.approval {
            Approval::Gathering => {
                let ready = self.ready_diners(&order.placed.session).into_iter().collect();
                Some(OrderApproval::Together { ready })
            }
            _ => order.approval_view(),
        }
    }
}
