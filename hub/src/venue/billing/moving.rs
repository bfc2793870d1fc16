//! The bill of guests who go to another party: their portions, with what was said of them, come onto the
//! other bill. Prices, taxes and places do not change; what was given on the whole bill stays on what was
//! on it [B20].

use std::collections::BTreeSet;

use plato_sync_protocol::bill::{Discount, DiscountAmount, DiscountOn, Fate, SplitPlan};
use plato_sync_protocol::ids::{SessionId, StaffId, UnitId};

use super::events::{BillEvent, Hand};
use super::refusal::BillRefusal;
use super::{Tab, deciding};
use crate::venue::floor::parties::MovedPortions;
use crate::venue::ordering::OrderedUnit;
use crate::venue::{Event, Refusal, Timestamp, Venue};

/// What happens to the two bills before and after the portions have moved.
#[derive(Default)]
pub(in crate::venue) struct MovedBill {
    pub before: Vec<Event>,
    pub after: Vec<Event>,
}

impl Venue {
    /// What becomes of discounts and split of a party when these portions go to another bill.
    pub(in crate::venue) fn move_bill(
        &self,
        from: &SessionId,
        to: &SessionId,
        portions: &[MovedPortions],
        by: &StaffId,
    ) -> Result<MovedBill, Refusal> {
        let Some(tab) = self.billing.tab(from) else { return Ok(MovedBill::default()) };
        if !tab.holds().is_empty() {
            return Err(BillRefusal::BeingPaid.into());
        }
        let moved: BTreeSet<&UnitId> = portions.iter().flat_map(|portions| &portions.units).collect();
        let all: Vec<UnitId> = self.units_on_bill(from).map(|unit| unit.unit.clone()).collect();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        if tab.plan != SplitPlan::default() {
            let (session, by) = (from.clone(), Hand::Staff(by.clone()));
            before.push(BillEvent::BillSplit { session, plan: SplitPlan::default(), by });
        }
        let goes = |(discount, _): &&(Discount, StaffId)| !divided(discount, &all, &moved).0.is_empty();
        // They are taken one after the other, so all are given anew once one of them is another.
        let discounts = if tab.discounts.iter().any(|given| goes(&given)) { &tab.discounts[..] } else { &[] };
        for (discount, giver) in discounts {
            let (going, staying) = divided(discount, &all, &moved);
            if !going.is_empty() && !staying.is_empty() && is_fixed(discount) {
                return Err(BillRefusal::DiscountSpans.into());
            }
            let (session, id) = (from.clone(), discount.id.clone());
            before.push(BillEvent::DiscountWithdrawn { session, discount: id, by: by.clone() });
            let reason = tab.reasons.get(&discount.id).cloned().unwrap_or_default();
            for (session, units) in [(from, staying), (to, going)] {
                if units.is_empty() {
                    continue;
                }
                // For those who stay, a discount on everything stays one, on what they order later as well.
                let is_theirs = session == from && discount.on == DiscountOn::Bill;
                let on = if is_theirs { DiscountOn::Bill } else { DiscountOn::Portions { units } };
                after.push(BillEvent::DiscountGiven {
                    session: session.clone(),
                    discount: Discount { on, ..discount.clone() },
                    reason: reason.clone(),
                    by: giver.clone(),
                });
            }
        }
        Ok(MovedBill { before: deciding::as_events(before), after: deciding::as_events(after) })
    }

    /// All portions that were ordered, whatever became of them.
    fn units_on_bill<'a>(&'a self, session: &'a SessionId) -> impl Iterator<Item = &'a OrderedUnit> {
        let orders = self.orders.of_session(session);
        let lines = orders.flat_map(|order| (0..order.placed.lines.len()).map(move |index| (order, index)));
        lines.flat_map(move |(order, index)| order.units_of(session, index))
    }

    /// Portions that were ordered and not voided.
    pub(in crate::venue) fn units_to_be_eaten<'a>(
        &'a self,
        session: &'a SessionId,
    ) -> impl Iterator<Item = &'a OrderedUnit> {
        let tab = self.billing.tab(session);
        let is_voided = move |unit: &UnitId| {
            tab.and_then(|tab| tab.fates.get(unit)).is_some_and(|(fate, _)| *fate == Fate::Voided)
        };
        self.units_on_bill(session).filter(move |unit| !is_voided(&unit.unit))
    }

    /// Portions are on another bill now, with what became of them.
    pub(in crate::venue) fn bring_to_bill(
        &mut self,
        at: Timestamp,
        from: &SessionId,
        to: &SessionId,
        portions: &[MovedPortions],
    ) {
        let Some(old) = self.billing.tabs.get_mut(from) else { return };
        let (mut fates, mut taken_away) = (Vec::new(), Vec::new());
        for unit in portions.iter().flat_map(|portions| &portions.units) {
            fates.extend(old.fates.remove_entry(unit));
            taken_away.extend(old.taken_away.take(unit));
        }
        // Whoever begins a bill of their own goes on with the terms under which they ordered.
        let terms = old.terms.clone();
        let new = self.billing.tabs.entry(to.clone()).or_insert_with(|| Tab { terms, ..Tab::default() });
        new.fates.extend(fates);
        new.taken_away.extend(taken_away);
        self.settle(at, from);
        self.settle(at, to);
    }
}

/// Portions of a discount that go, and those that stay.
fn divided(discount: &Discount, all: &[UnitId], moved: &BTreeSet<&UnitId>) -> (Vec<UnitId>, Vec<UnitId>) {
    let units = match &discount.on {
        DiscountOn::Bill => all,
        DiscountOn::Portions { units } => units,
    };
    units.iter().cloned().partition(|unit| moved.contains(unit))
}

fn is_fixed(discount: &Discount) -> bool {
    matches!(discount.amount, DiscountAmount::Fixed { .. })
}
