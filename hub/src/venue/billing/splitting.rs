//! Deciding how a bill is split. A party does that by itself; afterwards, and for it, staff do.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::bill::{SplitPlan, Table};
use plato_sync_protocol::ids::{DinerId, SessionId};

use super::Venue;
use super::deciding::as_events;
use super::events::{BillEvent, Hand};
use super::paying::worked_out;
use super::refusal::BillRefusal;
use crate::venue::command::ChangeSplit;
use crate::venue::{Event, Refusal};

impl Venue {
    /// Decides on a whole new plan.
    pub(in crate::venue) fn split_bill(
        &self,
        by: &Hand,
        session: &SessionId,
        plan: &SplitPlan,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_split(by, session)?;
        let reckoning = worked_out(self.reckoning(session))?;
        let tab = self.billing.tab(session);
        let (old, holds) = tab.map_or_else(Default::default, |tab| (tab.plan.clone(), tab.holds()));
        if *plan == old {
            return Ok(Vec::new());
        }
        plan.check(&old, &reckoning.bill.portions, &holds).map_err(BillRefusal::Split)?;
        if plan.shares(&reckoning.bill.portions, &holds).is_none() {
            return Err(BillRefusal::OutOfBounds.into());
        }
        let (session, plan) = (session.clone(), plan.clone());
        Ok(as_events(vec![BillEvent::BillSplit { session, plan, by: by.clone() }]))
    }

    /// Decides on what somebody wants changed, with the plan in force.
    pub(in crate::venue) fn change_split(&self, wanted: &ChangeSplit) -> Result<Vec<Event>, Refusal> {
        let ChangeSplit { by, session, change, fresh } = wanted;
        self.may_split(by, session)?;
        let reckoning = worked_out(self.reckoning(session))?;
        let tab = self.billing.tab(session);
        let (old, holds) = tab.map_or_else(Default::default, |tab| (tab.plan.clone(), tab.holds()));
        let seated = self.floor.session(session).map_or(&[][..], |session| &session.diners);
        let here: Vec<DinerId> =
            seated.iter().filter(|diner| !diner.has_left).map(|diner| diner.id.clone()).collect();
        let table = Table { here: &here, portions: &reckoning.bill.portions, holds: &holds, fresh };
        let plan = old.changed(change, &table).map_err(BillRefusal::Split)?;
        self.split_bill(by, session, &plan)
    }

    fn may_split(&self, by: &Hand, session: &SessionId) -> Result<(), Refusal> {
        match by {
            Hand::Diner(diner) => {
                let open = self.floor.open_session(session)?;
                if open.seated_diner(diner).is_none() {
                    return Err(BillRefusal::Role.into());
                }
            }
            Hand::Staff(staff) => {
                self.floor.session(session).ok_or(Refusal::UnknownSession)?;
                self.has_role(staff, &[Role::Waiter, Role::Cashier])?;
            }
        }
        Ok(())
    }
}
