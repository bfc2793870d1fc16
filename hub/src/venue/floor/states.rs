//! How a table stands and since when, read out of what happens to its party: a screen shows it, and shows
//! what takes too long. The limits are the house's own (`[floor]` of the venue file).

use plato_sync_protocol::floor::{CallKind, TableState, TableStatus};
use plato_sync_protocol::ids::{SessionId, TableId};
use plato_sync_protocol::views::DishStatus;
use serde::{Deserialize, Serialize};

use super::super::billing::events::BillEvent;
use super::super::ordering::Order;
use super::{Event, Floor, Session, Timestamp, Venue};

/// How many minutes a table may stand in a state before screens say so; 0 for as long as it likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorLimits {
    /// Seated, and nothing ordered.
    pub seated: u16,
    /// Ordered, and not everything brought.
    pub ordered: u16,
    /// Everything brought.
    pub eating: u16,
    /// The bill was asked for.
    pub wants_to_pay: u16,
    /// Everything is paid.
    pub paid: u16,
    /// The party has left.
    pub to_clean: u16,
    /// A call waits.
    pub call: u16,
    /// Dishes wait to be brought.
    pub ready: u16,
    /// Everything is paid, and nothing has happened since: after so long the visit is closed. Files of earlier
    /// versions do not say.
    #[serde(default = "usual_close_paid", skip_serializing_if = "is_usual_close_paid")]
    pub close_paid: u16,
}

/// Longer than screens wait with a table that has paid, so that somebody looks at it first.
const fn usual_close_paid() -> u16 {
    30
}

const fn is_usual_close_paid(minutes: &u16) -> bool {
    *minutes == usual_close_paid()
}

impl Default for FloorLimits {
    fn default() -> Self {
        Self {
            seated: 10,
            ordered: 30,
            eating: 0,
            wants_to_pay: 5,
            paid: 20,
            to_clean: 10,
            call: 3,
            ready: 2,
            close_paid: usual_close_paid(),
        }
    }
}

impl FloorLimits {
    /// For serde: files that say nothing of it are written as they were before.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    fn of(&self, state: TableState) -> Option<u64> {
        minutes_ms(match state {
            TableState::Free => 0,
            TableState::Seated => self.seated,
            TableState::Ordered => self.ordered,
            TableState::Eating => self.eating,
            TableState::WantsToPay => self.wants_to_pay,
            TableState::Paid => self.paid,
            TableState::ToClean => self.to_clean,
        })
    }
}

/// A limit in ms; none for 0.
pub(super) fn minutes_ms(minutes: u16) -> Option<u64> {
    (minutes > 0).then(|| u64::from(minutes) * 60_000)
}

impl Floor {
    /// How a table stands.
    pub(super) fn status(&self, table: &TableId, session: Option<&Session>) -> TableStatus {
        let (state, since) = match (session, self.to_clean.get(table)) {
            (Some(session), _) => (session.state, session.state_since),
            (None, Some(left)) => (TableState::ToClean, *left),
            (None, None) => (TableState::Free, Timestamp::default()),
        };
        TableStatus { state, since_ms: since.uptime_ms, limit_ms: self.limits.of(state) }
    }
}

impl Venue {
    /// Notes how the table of a party stands, if that is another state than before.
    pub(in crate::venue) fn note_state(&mut self, at: Timestamp, event: &Event) {
        for id in self.parties_of(event) {
            self.note_state_of(at, &id);
        }
    }

    fn note_state_of(&mut self, at: Timestamp, id: &SessionId) {
        let Some(state) = self.state_of(id) else { return };
        let is_to_bring = |order: &Order| {
            let is_theirs = |index: usize| order.has_of(id, index) && self.kitchen.may_be_run(order, index);
            (0..order.statuses.len()).any(is_theirs)
        };
        let is_ready = self.orders.of_session(id).any(is_to_bring);
        let Some(session) = self.floor.sessions.get_mut(id) else { return };
        if session.state != state {
            (session.state, session.state_since) = (state, at);
        }
        if session.ready_since.is_some() != is_ready {
            session.ready_since = is_ready.then_some(at);
        }
    }

    /// Visits that are to be closed by themselves [B18]: everything is paid and brought, nobody calls for more, and so
    /// it has been for as long as the house says.
    pub fn paid_long_ago(&self, now: Timestamp) -> Vec<SessionId> {
        let Some(after_ms) = minutes_ms(self.floor.limits.close_paid) else { return Vec::new() };
        let is_due = |session: &Session| {
            let stirred_ms = session.state_since.uptime_ms.max(session.calls.last_at_ms());
            let has_paid = session.is_open && session.state == TableState::Paid;
            has_paid && !session.calls.want_more() && stirred_ms.saturating_add(after_ms) <= now.uptime_ms
        };
        // A course that waits is paid and still to come.
        let is_to_make = |order: &Order, index: usize| order.statuses[index] < DishStatus::Served;
        let has_all = |id: &SessionId| {
            let is_made = !self.orders.of_session(id).any(|order| has_dish(id, order, is_to_make));
            is_made && self.refuse_while_waiting(id).is_ok()
        };
        let due = self.floor.sessions.iter().filter(|(id, session)| is_due(session) && has_all(id));
        due.map(|(id, _)| id.clone()).collect()
    }

    /// The parties whose tables may stand otherwise because of what has happened.
    fn parties_of(&self, event: &Event) -> Vec<SessionId> {
        let session = match event {
            Event::OrderPlaced { order } => &order.session,
            Event::DishMoved { order, .. }
            | Event::DishMovedToCourse { order, .. }
            | Event::DishesPassed { order, .. }
            | Event::DishesPutBack { order, .. }
            | Event::PortionsVoided { order, .. }
            | Event::PortionsComped { order, .. } => return self.visits_of(*order),
            Event::TicketBumped { ticket } | Event::TicketRecalled { ticket } => {
                return self.visits_of(ticket.order);
            }
            // Dishes that were ordered together are fired together, also where one of the guests has moved.
            Event::CourseFired { dishes, .. } => {
                return dishes.iter().flat_map(|dish| self.visits_of(dish.order)).collect();
            }
            Event::Approval { approval } => return self.visits_of(approval.order()),
            Event::SentTogether { sent } => return self.visits_of(sent.order),
            Event::Floor { floor } => return floor.sessions().into_iter().cloned().collect(),
            Event::Bill { bill } => match &**bill {
                BillEvent::DiscountGiven { session, .. } | BillEvent::DiscountWithdrawn { session, .. } => {
                    session
                }
                BillEvent::PaymentTaken { payment } => &payment.session,
                BillEvent::PaymentRefunded { refund } => &refund.session,
                BillEvent::Online { online } => online.session(),
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        vec![session.clone()]
    }

    fn state_of(&self, id: &SessionId) -> Option<TableState> {
        let session = self.floor.session(id).filter(|session| session.is_open)?;
        let is_open = || self.orders.of_session(id).any(|order| has_dish(id, order, is_to_come));
        let waits = || self.orders.of_session(id).any(|order| has_dish(id, order, is_waiting));
        let is_paid = || {
            let bill = self.reckoning(id);
            bill.is_some_and(|bill| bill.is_settled() && bill.paid() > 0) && !self.has_strays(id)
        };
        let has_ordered = self.orders.of_session(id).any(|order| has_dish(id, order, |_, _| true));
        // Whoever has paid for a dessert that was not fired yet is not done.
        Some(if has_ordered && !is_open() && !waits() && is_paid() {
            TableState::Paid
        } else if session.calls.is_open(CallKind::Bill) {
            TableState::WantsToPay
        } else if !has_ordered {
            TableState::Seated
        } else if is_open() {
            TableState::Ordered
        } else {
            TableState::Eating
        })
    }
}

fn has_dish(session: &SessionId, order: &Order, is_meant: fn(&Order, usize) -> bool) -> bool {
    (0..order.statuses.len()).any(|index| order.made_for(session, index) > 0 && is_meant(order, index))
}

/// Fired, and not on the table. What waits for its course keeps nobody from eating.
fn is_to_come(order: &Order, index: usize) -> bool {
    order.statuses[index] < DishStatus::Served && !order.dishes[index].is_held
}

fn is_waiting(order: &Order, index: usize) -> bool {
    order.dishes[index].is_held
}
