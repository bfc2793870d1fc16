//! Bills: what a visit owes, how it is split, what was paid and given back, and the books of the day.
//!
//! The bill itself is worked out anew from the orders whenever somebody asks ([`reckoning`]), with the
//! mathematics that phones share (`sync_protocol::bill`). What is kept are the acts: discounts, the split,
//! locks, payments, refunds. None is ever edited; a mistake is mended by another act. Sales count on the
//! day on which a bill is settled, money on the day on which it changes hands (`days`).

mod checkouts;
pub mod clocks;
mod closing;
mod day_view;
mod days;
mod deciding;
pub mod events;
mod moving;
pub mod online;
mod paying;
mod receipts;
mod reckoning;
pub mod refusal;
mod showing;
mod splitting;
pub mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plato_sync_protocol::bill::{Discount, Fate, Hold, SplitPlan};
use plato_sync_protocol::ids::{DiscountId, OrderId, PaymentId, SessionId, ShareId, StaffId, UnitId};

use super::{Timestamp, Venue};
use days::{Days, Figures};
use events::{BillEvent, Payment, Refund};
use receipts::Issue;
use terms::BillTerms;

pub use days::{DayClose, Figure, FigureRow, OpenVisit};
pub use reckoning::{Reckoning, ShareState};

/// How long a share stays locked for whoever takes its payment, in ms of uptime. Longer than a card
/// terminal waits; a tablet that fell into the soup does not keep a table for ever.
pub const LOCK_MS: u64 = 5 * 60 * 1000;

/// Somebody is taking the payment of a share.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lock {
    pub by: StaffId,
    pub at_ms: u64,
    /// What is being paid.
    pub amount: i64,
}

/// The acts on one visit's bill.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tab {
    /// Service charge and the like, as they were when the visit first ordered.
    terms: Option<Arc<BillTerms>>,
    discounts: Vec<(Discount, StaffId)>,
    /// Why each was given.
    reasons: BTreeMap<DiscountId, String>,
    taken_away: BTreeSet<UnitId>,
    /// What was voided or given free, and by whom of the house.
    fates: BTreeMap<UnitId, (Fate, Option<StaffId>)>,
    plan: SplitPlan,
    /// Shares with a payment or a lock. The rest of the bill is held by what was paid of it.
    holds: BTreeMap<ShareId, (i64, Option<OrderId>)>,
    locks: BTreeMap<ShareId, Lock>,
    /// Payments and refunds, oldest first.
    payments: Vec<Payment>,
    refunds: Vec<Refund>,
    /// What the books of the days have of this bill.
    booked: Figures,
}

/// All bills, and the books.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Billing {
    terms: Arc<BillTerms>,
    tabs: BTreeMap<SessionId, Tab>,
    /// Whose bill a payment or a refund is on.
    entries: BTreeMap<PaymentId, SessionId>,
    /// Payments online, from the first tap on, by the id that the payment has or would have had.
    checkouts: checkouts::Checkouts,
    /// Cash put into the drawer or taken out, by its id.
    cash_moves: BTreeSet<PaymentId>,
    /// Number of the last receipt.
    receipts: u32,
    /// What every receipt says beyond its payment or refund, by its number.
    issued: BTreeMap<u32, Issue>,
    /// Visits that owe or are owed something.
    unsettled: BTreeSet<SessionId>,
    pub(super) days: Days,
}

impl Tab {
    /// What was paid of a share and not given back.
    fn paid(&self, share: &ShareId) -> i64 {
        let paid = self.payments.iter().filter(|payment| payment.share == *share);
        let back = self.refunds.iter().filter(|refund| refund.share == *share);
        paid.map(|payment| payment.amount).sum::<i64>() - back.map(|refund| refund.amount).sum::<i64>()
    }

    /// What was given back of a payment: of its amount and of its tip.
    fn given_back(&self, payment: &PaymentId) -> (i64, i64) {
        let back = self.refunds.iter().filter(|refund| refund.payment == *payment);
        back.fold((0, 0), |(amount, tip), refund| (amount + refund.amount, tip + refund.tip))
    }

    fn holds(&self) -> Vec<Hold> {
        let held = self.holds.iter().map(|(share, (amount, covered))| Hold {
            share: share.clone(),
            amount: *amount,
            covered: *covered,
        });
        let rest = ShareId::rest();
        let locked = self.locks.get(&rest).map_or(0, |lock| lock.amount);
        let amount = self.paid(&rest) + locked;
        held.chain((amount > 0).then_some(Hold { share: rest, amount, covered: None })).collect()
    }

    /// A share that nobody pays or has paid is free again.
    fn let_go(&mut self, share: &ShareId) {
        if self.paid(share) == 0 && !self.locks.contains_key(share) {
            self.holds.remove(share);
        }
    }

    fn hold(&mut self, share: &ShareId, amount: i64, covered: Option<OrderId>) {
        if !share.is_rest() {
            self.holds.entry(share.clone()).or_insert((amount, covered));
        }
    }
}

impl Billing {
    pub(super) fn set_terms(&mut self, terms: Option<&BillTerms>) {
        self.terms = Arc::new(terms.cloned().unwrap_or_default());
    }

    pub(super) fn terms(&self) -> &BillTerms {
        &self.terms
    }

    fn tab_mut(&mut self, session: &SessionId) -> &mut Tab {
        let terms = &self.terms;
        let new = || Tab { terms: Some(terms.clone()), ..Tab::default() };
        self.tabs.entry(session.clone()).or_insert_with(new)
    }
}

impl Venue {
    pub(super) fn apply_bill(&mut self, at: Timestamp, event: &BillEvent) {
        match event {
            BillEvent::DiscountGiven { session, discount, reason, by } => {
                self.change_bill(at, session, |venue| {
                    let tab = venue.billing.tab_mut(session);
                    tab.discounts.push((discount.clone(), by.clone()));
                    tab.reasons.insert(discount.id.clone(), reason.clone());
                });
            }
            BillEvent::DiscountWithdrawn { session, discount, .. } => {
                self.change_bill(at, session, |venue| {
                    venue.billing.tab_mut(session).discounts.retain(|(other, _)| other.id != *discount);
                });
            }
            BillEvent::PortionsTakenAway { session, units, is_take_away, .. } => {
                self.change_bill(at, session, |venue| {
                    let tab = venue.billing.tab_mut(session);
                    for unit in units {
                        if *is_take_away {
                            tab.taken_away.insert(unit.clone());
                        } else {
                            tab.taken_away.remove(unit);
                        }
                    }
                });
            }
            BillEvent::BillSplit { session, plan, .. } => {
                self.billing.tab_mut(session).plan.clone_from(plan);
                self.settle(at, session);
            }
            BillEvent::ShareLocked { session, share, amount, covered, by } => {
                let tab = self.billing.tab_mut(session);
                let lock = Lock { by: by.clone(), at_ms: at.uptime_ms, amount: *amount };
                tab.hold(share, *amount + tab.paid(share), *covered);
                tab.locks.insert(share.clone(), lock);
                self.settle(at, session);
            }
            BillEvent::ShareReleased { session, share, .. } => {
                let tab = self.billing.tab_mut(session);
                tab.locks.remove(share);
                tab.let_go(share);
                self.settle(at, session);
            }
            BillEvent::PaymentTaken { payment } => self.apply_payment(at, payment),
            BillEvent::PaymentRefunded { refund } => self.apply_refund(at, refund),
            BillEvent::CashMoved { id, amount, .. } => {
                self.billing.cash_moves.insert(id.clone());
                self.billing.book_cash(at, *amount);
            }
            BillEvent::DayClosed { close } => {
                self.billing.days.close(at, close);
                self.ratings.close_day(&close.date);
            }
            // The visit stays among those that owe something.
            BillEvent::LeftUnpaid { .. } => {}
            BillEvent::Online { online } => self.apply_online(at, online),
        }
    }

    /// Takes portions off the bill: voided or comped, and by whom.
    pub(super) fn take_off_bill(
        &mut self,
        at: Timestamp,
        session: &SessionId,
        units: &[UnitId],
        (fate, by): (Fate, Option<&StaffId>),
    ) {
        self.change_bill(at, session, |venue| {
            let fates = &mut venue.billing.tab_mut(session).fates;
            fates.extend(units.iter().map(|unit| (unit.clone(), (fate, by.cloned()))));
        });
    }

    /// Takes portions of an order off the bills that they are on.
    pub(super) fn take_off_the_bill_of(
        &mut self,
        at: Timestamp,
        order: OrderId,
        units: &[UnitId],
        fate: (Fate, Option<&StaffId>),
    ) {
        let Some(known) = self.orders.any(order) else { return };
        let mut by_visit: BTreeMap<SessionId, Vec<UnitId>> = BTreeMap::new();
        for unit in units {
            by_visit.entry(known.home(unit).clone()).or_default().push(unit.clone());
        }
        for (session, units) in by_visit {
            self.take_off_bill(at, &session, &units, fate);
        }
    }

    /// An order is on the bill.
    pub(super) fn bill_order(&mut self, at: Timestamp, session: &SessionId) {
        self.billing.tab_mut(session);
        self.settle(at, session);
    }

    /// Changes what a bill comes to. A share that was paid gets less by what it would have been charged
    /// less, and so has something to be given back; that it is not charged more is the split's rule [B11].
    fn change_bill(&mut self, at: Timestamp, session: &SessionId, change: impl FnOnce(&mut Self)) {
        let before = self.reckoning(session);
        change(self);
        if let (Some(before), Some(after)) = (before, self.reckoning(session)) {
            let tab = self.billing.tab_mut(session);
            let drop = |share: &ShareId| (before.planned(share) - after.planned(share)).max(0);
            // Where cents are spread anew, a share may fall by one more than the bill does: nobody else is
            // asked for that one.
            let fallen: i64 = tab.holds.keys().map(drop).sum();
            let mut excess = (fallen - (before.bill.total - after.bill.total).max(0)).max(0);
            for (share, (amount, _)) in &mut tab.holds {
                let kept = excess.min(drop(share));
                excess -= kept;
                *amount = (*amount - drop(share) + kept).max(0);
            }
        }
        self.settle(at, session);
    }
}
