//! What becomes of what is asked of a bill: who may, and whether it can be.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::bill::{Discount, DiscountAmount, DiscountOn, Percent};
use plato_sync_protocol::ids::{DiscountId, PaymentId, SessionId, ShareId, StaffId, UnitId};
use plato_sync_protocol::text;

use super::days::DayClose;
use super::events::{BillCommand, BillEvent};
use super::paying::{SUM_MINOR_MAX, Wanted, worked_out};
use super::refusal::BillRefusal;
use super::{Timestamp, Venue};
use crate::venue::{Event, Refusal};

/// Characters of a reason.
const REASON_CHARS_MAX: usize = 140;
/// Discounts on one bill.
const DISCOUNTS_MAX: usize = 50;

type Answer = Result<Vec<BillEvent>, BillRefusal>;

/// The reason as it is kept.
pub(super) fn reason(typed: &str) -> Result<String, BillRefusal> {
    let chars_max = REASON_CHARS_MAX;
    text::clean_required(typed, chars_max).map_err(|_| BillRefusal::Reason { chars_max })
}

impl Venue {
    /// Decides what a member of staff asks of a bill or of the books.
    pub(in crate::venue) fn decide_bill(
        &self,
        now: Timestamp,
        by: &StaffId,
        command: &BillCommand,
    ) -> Result<Vec<Event>, Refusal> {
        if let Some(session) = session_of(command) {
            self.floor.session(session).ok_or(Refusal::UnknownSession)?;
        }
        self.bill_role(by, command)?;
        let acts = match command {
            BillCommand::GiveDiscount { session, discount, reason } => {
                self.give_discount(by, session, discount, reason)
            }
            BillCommand::WithdrawDiscount { session, discount } => {
                self.withdraw_discount(by, session, discount)
            }
            BillCommand::TakeAway { session, units, is_take_away } => {
                self.take_away(by, session, units, *is_take_away)
            }
            BillCommand::StartPaying { session, share } => self.start_paying(now, by, session, share),
            BillCommand::StopPaying { session, share } => Ok(self.stop_paying(by, session, share)),
            BillCommand::TakePayment { payment, session, share, amount, tip, offer } => {
                let wanted = Wanted { payment, session, share, amount: *amount, tip: *tip, offer };
                self.take_payment(now, by, &wanted)
            }
            BillCommand::Refund { refund, payment, amount, tip, offer, reason } => {
                self.refund(by, (refund, payment), (*amount, *tip), offer, reason)
            }
            BillCommand::Correct { refund, replacement, payment, offer, reason } => {
                self.correct(by, (refund, replacement, payment), offer, reason)
            }
            BillCommand::MoveCash { id, amount, reason } => self.move_cash(by, id, *amount, reason),
            BillCommand::CloseDay { day, counted, left } => self.close_day(now, by, *day, *counted, *left),
            BillCommand::ReturnStray { payment, reference } => self.return_stray(by, payment, reference),
        };
        Ok(as_events(acts?))
    }

    fn bill_role(&self, by: &StaffId, command: &BillCommand) -> Result<(), BillRefusal> {
        match command {
            BillCommand::GiveDiscount { .. }
            | BillCommand::WithdrawDiscount { .. }
            | BillCommand::TakeAway { .. }
            | BillCommand::StartPaying { .. }
            | BillCommand::StopPaying { .. }
            | BillCommand::TakePayment { .. } => self.has_role(by, &[Role::Waiter, Role::Cashier]),
            BillCommand::Refund { .. }
            | BillCommand::Correct { .. }
            | BillCommand::MoveCash { .. }
            | BillCommand::CloseDay { .. }
            | BillCommand::ReturnStray { .. } => self.has_role(by, &[Role::Cashier]),
        }
    }

    /// Owners and managers may everything.
    pub(super) fn has_role(&self, staff: &StaffId, roles: &[Role]) -> Result<(), BillRefusal> {
        let role = self.access.active(staff).map(|member| member.account.role);
        let may = |role: Role| matches!(role, Role::Owner | Role::Manager) || roles.contains(&role);
        if role.is_some_and(may) { Ok(()) } else { Err(BillRefusal::Role) }
    }

    fn give_discount(&self, by: &StaffId, session: &SessionId, discount: &Discount, why: &str) -> Answer {
        let reason = reason(why)?;
        let reckoning = worked_out(self.reckoning(session))?;
        let given = self.billing.tab(session).map_or(&[][..], |tab| &tab.discounts);
        if let Some((known, giver)) = given.iter().find(|(known, _)| known.id == discount.id) {
            let is_repeat = known == discount && giver == by;
            return if is_repeat { Ok(Vec::new()) } else { Err(BillRefusal::Discount) };
        }
        if given.len() >= DISCOUNTS_MAX {
            return Err(BillRefusal::TooManyDiscounts { discounts_max: DISCOUNTS_MAX });
        }
        let is_something = match discount.amount {
            DiscountAmount::Percent { percent } => percent > Percent::ZERO,
            DiscountAmount::Fixed { minor } => (1..=SUM_MINOR_MAX).contains(&minor),
        };
        if !is_something {
            return Err(BillRefusal::Discount);
        }
        if let DiscountOn::Portions { units } = &discount.on {
            let is_known =
                |unit: &UnitId| reckoning.bill.portions.iter().any(|portion| portion.unit == *unit);
            if units.is_empty() || !units.iter().all(is_known) {
                return Err(BillRefusal::UnknownPortion);
            }
        }
        if self.has_role(by, &[]).is_err() {
            self.is_small(by, session, discount)?;
        }
        let (session, discount, by) = (session.clone(), discount.clone(), by.clone());
        Ok(vec![BillEvent::DiscountGiven { session, discount, reason, by }])
    }

    /// A waiter's discounts stay small, all together.
    fn is_small(&self, by: &StaffId, session: &SessionId, discount: &Discount) -> Result<(), BillRefusal> {
        let mut with = self.billing.tabs.get(session).cloned().unwrap_or_default();
        with.discounts.push((discount.clone(), by.clone()));
        let bill = worked_out(self.reckoning_with(session, &with))?.bill;
        let percent_max = self.billing.terms().waiter_discount_max;
        let most = percent_max.of(bill.goods).ok_or(BillRefusal::OutOfBounds)?;
        // A percentage for the whole bill goes on with what is ordered later, so it is bounded itself.
        let is_high = matches!(discount.amount, DiscountAmount::Percent { percent }
            if discount.on == DiscountOn::Bill && percent > percent_max);
        if bill.discount > most || is_high {
            return Err(BillRefusal::DiscountTooHigh { percent_max });
        }
        Ok(())
    }

    fn withdraw_discount(&self, by: &StaffId, session: &SessionId, discount: &DiscountId) -> Answer {
        let tab = self.billing.tab(session).ok_or(BillRefusal::UnknownDiscount)?;
        if !tab.discounts.iter().any(|(known, _)| known.id == *discount) {
            return Err(BillRefusal::UnknownDiscount);
        }
        // Nobody who has paid is asked for more.
        if !tab.holds().is_empty() {
            return Err(BillRefusal::BeingPaid);
        }
        let (session, discount, by) = (session.clone(), discount.clone(), by.clone());
        Ok(vec![BillEvent::DiscountWithdrawn { session, discount, by }])
    }

    /// With tax on top, what leaves the house costs something else, so nobody may have paid yet.
    fn take_away(&self, by: &StaffId, session: &SessionId, units: &[UnitId], is_take_away: bool) -> Answer {
        let reckoning = worked_out(self.reckoning(session))?;
        let is_known = |unit: &UnitId| reckoning.bill.portions.iter().any(|portion| portion.unit == *unit);
        if units.is_empty() || !units.iter().all(is_known) {
            return Err(BillRefusal::UnknownPortion);
        }
        let tab = self.billing.tab(session);
        if tab.is_some_and(|tab| !tab.holds().is_empty()) {
            return Err(BillRefusal::BeingPaid);
        }
        let is_so = |unit: &&UnitId| tab.is_some_and(|tab| tab.taken_away.contains(*unit)) == is_take_away;
        if units.iter().all(|unit| is_so(&unit)) {
            return Ok(Vec::new());
        }
        let (session, units, by) = (session.clone(), units.to_vec(), by.clone());
        Ok(vec![BillEvent::PortionsTakenAway { session, units, is_take_away, by }])
    }

    fn start_paying(&self, now: Timestamp, by: &StaffId, session: &SessionId, id: &ShareId) -> Answer {
        let reckoning = worked_out(self.reckoning(session))?;
        let share = reckoning.share(id).ok_or(BillRefusal::UnknownShare)?;
        if let Some(lock) = self.billing.tab(session).and_then(|tab| tab.locks.get(id)) {
            if lock.by == *by {
                return Ok(Vec::new());
            }
            if lock.is_held(now) {
                return Err(lock.refusal());
            }
        }
        let amount = share.left();
        if amount == 0 {
            return Err(BillRefusal::SharePaid);
        }
        let (session, share, covered) = (session.clone(), id.clone(), reckoning.covered);
        Ok(vec![BillEvent::ShareLocked { session, share, amount, covered, by: by.clone() }])
    }

    /// Anyone who takes payments may free a share: whoever locked it may be at another table.
    fn stop_paying(&self, by: &StaffId, session: &SessionId, share: &ShareId) -> Vec<BillEvent> {
        let is_locked = self.billing.tab(session).is_some_and(|tab| tab.locks.contains_key(share));
        let (session, share, by) = (session.clone(), share.clone(), by.clone());
        if is_locked { vec![BillEvent::ShareReleased { session, share, by }] } else { Vec::new() }
    }

    fn move_cash(&self, by: &StaffId, id: &PaymentId, amount: i64, why: &str) -> Answer {
        if self.billing.cash_moves.contains(id) {
            return Ok(Vec::new());
        }
        if self.billing.is_used(id) {
            return Err(BillRefusal::IdReused);
        }
        if amount == 0 || !(-SUM_MINOR_MAX..=SUM_MINOR_MAX).contains(&amount) {
            return Err(BillRefusal::Amount);
        }
        let (id, reason, by) = (id.clone(), reason(why)?, by.clone());
        let currency = self.menu.current().ok_or(BillRefusal::OutOfBounds)?.currency;
        Ok(vec![BillEvent::CashMoved { id, amount, currency, reason, by }])
    }

    fn close_day(&self, now: Timestamp, by: &StaffId, day: u32, counted: i64, left: i64) -> Answer {
        let (number, date, figures) = self.oldest_day(now);
        if day != number {
            return Err(BillRefusal::NotTheOpenDay);
        }
        if !(0..=SUM_MINOR_MAX).contains(&counted) || !(0..=counted).contains(&left) {
            return Err(BillRefusal::Drawer);
        }
        let close = DayClose {
            day,
            ratings: self.day_ratings(&date),
            date,
            currency: self.menu.current().ok_or(BillRefusal::OutOfBounds)?.currency,
            figures,
            open_visits: self.open_visits(),
            expected: self.billing.days.drawer,
            counted,
            left,
            by: by.clone(),
        };
        Ok(vec![BillEvent::DayClosed { close: Box::new(close) }])
    }
}

fn session_of(command: &BillCommand) -> Option<&SessionId> {
    match command {
        BillCommand::GiveDiscount { session, .. }
        | BillCommand::WithdrawDiscount { session, .. }
        | BillCommand::TakeAway { session, .. }
        | BillCommand::StartPaying { session, .. }
        | BillCommand::StopPaying { session, .. }
        | BillCommand::TakePayment { session, .. } => Some(session),
        BillCommand::Refund { .. }
        | BillCommand::Correct { .. }
        | BillCommand::MoveCash { .. }
        | BillCommand::CloseDay { .. }
        | BillCommand::ReturnStray { .. } => None,
    }
}

pub(super) fn as_events(acts: Vec<BillEvent>) -> Vec<Event> {
    acts.into_iter().map(|act| Event::Bill { bill: Box::new(act) }).collect()
}
