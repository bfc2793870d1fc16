//! The end of a visit. A visit whose bill is settled is closed by whoever looks after the table; one that
//! owes or is owed something only by a manager or an owner, who says why. Its bill stays on the list of
//! those that are open: closing forgives nothing [B18].

use plato_sync_protocol::ids::{SessionId, StaffId};

use super::deciding::{as_events, reason};
use super::events::BillEvent;
use super::refusal::BillRefusal;
use crate::venue::{Event, Refusal, Venue};

impl Venue {
    pub(in crate::venue) fn close_session(&self, session: &SessionId) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        self.refuse_while_waiting(session)?;
        match self.owed(session) {
            None => Ok(vec![Event::SessionClosed { session: session.clone() }]),
            Some((left, due_back)) => Err(BillRefusal::OpenBill { left, due_back }.into()),
        }
    }

    pub(in crate::venue) fn close_unpaid(
        &self,
        session: &SessionId,
        by: &StaffId,
        why: &str,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        self.has_role(by, &[])?;
        let reason = reason(why)?;
        self.refuse_while_waiting(session)?;
        let closed = Event::SessionClosed { session: session.clone() };
        let Some((left, due_back)) = self.owed(session) else { return Ok(vec![closed]) };
        let currency = self.menu.current().ok_or(BillRefusal::OutOfBounds)?.currency;
        let (session, by) = (session.clone(), by.clone());
        let left = BillEvent::LeftUnpaid { session, left, due_back, currency, reason, by };
        Ok(as_events(vec![left]).into_iter().chain([closed]).collect())
    }

    /// What a visit owes and is owed; none when its bill is settled. One whose bill cannot be worked out
    /// is not.
    fn owed(&self, session: &SessionId) -> Option<(i64, i64)> {
        self.orders.of_session(session).next()?;
        match self.reckoning(session) {
            Some(reckoning) if reckoning.is_settled() && !self.has_strays(session) => None,
            Some(reckoning) => Some((reckoning.left(), reckoning.due_back() + self.stray_sum(session))),
            None => Some((0, 0)),
        }
    }
}
