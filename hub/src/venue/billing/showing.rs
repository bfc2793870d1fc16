//! A bill as phones and tills show it. Everything is worked out here; screens add nothing up.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::bill::checkout::{CheckoutView, DiscountReason, PaymentView, TenderView};
use plato_sync_protocol::bill::view::{
    BillLineView, BillPortionView, BillView, DiscountView, PaymentNews, PortionFate, ServiceView, ShareView,
};
use plato_sync_protocol::bill::{Bill, Discount, Fate, PricedPortion};
use plato_sync_protocol::ids::{DinerId, DiscountId, PaymentId, SessionId, StaffId, UnitId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::DinerView;

use super::events::{Payment, Refund, Tender};
use super::reckoning::ShareState;
use super::{Reckoning, Tab, Venue};
use crate::venue::views::Attendance;

impl Venue {
    /// The bill of a visit; with a diner, only what that diner may see. None when there is no such visit,
    /// or its amounts do not fit.
    pub fn bill_view(&self, session: &SessionId, diner: Option<&DinerId>, position: u64) -> Option<BillView> {
        let (_, table) = self.table_of(session)?;
        let is_open = self.floor.session(session)?.is_open;
        let reckoning = self.reckoning(session)?;
        let none = Tab::default();
        let tab = self.billing.tab(session).unwrap_or(&none);
        let bill = &reckoning.bill;
        let (lines, unseen) = self.bill_lines(session, diner, &reckoning, tab);
        let seen: BTreeSet<&UnitId> =
            lines.iter().flat_map(|line| &line.portions).map(|portion| &portion.unit).collect();
        let share = |state| {
            let mut view = self.share_view(state, tab, bill);
            view.portions.retain(|unit| seen.contains(unit));
            view
        };
        let shares = reckoning.shares.iter().map(share).collect();
        let amounts: BTreeMap<&DiscountId, i64> =
            bill.discounts.iter().map(|(id, amount)| (id, *amount)).collect();
        let discount = |(discount, _): &(Discount, StaffId)| DiscountView {
            amount: amounts.get(&discount.id).copied().unwrap_or_default(),
            discount: discount.id.clone(),
            on: discount.on.clone(),
            size: discount.amount,
        };
        let terms = tab.terms.as_deref().unwrap_or(&self.billing.terms);
        let service = terms.service.as_ref();
        Some(BillView {
            position,
            session: session.clone(),
            table,
            is_open,
            currency: reckoning.currency,
            lines,
            unseen,
            goods: bill.goods,
            discounts: tab.discounts.iter().map(discount).collect(),
            service: service.map(|own| ServiceView { percent: own.percent, amount: bill.service }),
            tax_added: bill.tax_added,
            taxes: bill.taxes.clone(),
            total: bill.total,
            plan: tab.plan.clone(),
            shares,
            paid: reckoning.paid(),
            left: reckoning.left(),
            due_back: reckoning.due_back() + self.stray_sum(session),
            pays_online: false,
        })
    }

    fn share_view(&self, state: &ShareState, tab: &Tab, bill: &Bill) -> ShareView {
        let id = &state.share.share;
        let own = tab.plan.shares.iter().find(|share| share.share == *id);
        ShareView {
            share: id.clone(),
            diners: own.map_or_else(Vec::new, |share| share.diners.clone()),
            is_rest: id.is_rest(),
            is_custom: own.is_some_and(|share| share.amount.is_some()),
            amount: state.share.amount,
            paid: state.paid,
            left: state.left(),
            due_back: state.over(),
            is_held: tab.holds.contains_key(id),
            paid_to: tab.locks.get(id).map(|lock| self.staff_name(&lock.by)),
            locked: tab.locks.get(id).map(|lock| lock.amount).filter(|locked| *locked > state.left()),
            is_paid_online: tab.locks.get(id).is_some_and(|lock| lock.by.is_online()),
            online: None,
            portions: state
                .share
                .portions
                .iter()
                .map(|(place, _)| bill.portions[*place].unit.clone())
                .collect(),
        }
    }

    /// The lines that a diner may see, and what all others come to.
    fn bill_lines(
        &self,
        session: &SessionId,
        diner: Option<&DinerId>,
        reckoning: &Reckoning,
        tab: &Tab,
    ) -> (Vec<BillLineView>, i64) {
        let priced: BTreeMap<&UnitId, &PricedPortion> =
            reckoning.bill.portions.iter().map(|portion| (&portion.unit, portion)).collect();
        let (mut lines, mut unseen) = (Vec::new(), 0);
        for order in self.orders.of_session(session) {
            let placed = &order.placed;
            let is_seen = diner.is_none_or(|diner| self.is_seen_by(session, placed, diner));
            for (index, line) in placed.lines.iter().enumerate() {
                if !order.has_of(session, index) {
                    continue;
                }
                let portion = |unit: &UnitId, diner: &DinerId| {
                    let own = priced.get(unit);
                    BillPortionView {
                        unit: unit.clone(),
                        diner: diner.clone(),
                        fate: fate(tab.fates.get(unit).map(|(fate, _)| *fate)),
                        discount: own.map_or(0, |portion| portion.discount),
                        gross: own.map_or(0, |portion| portion.gross),
                        is_take_away: tab.taken_away.contains(unit),
                    }
                };
                let portions: Vec<_> =
                    order.units_of(session, index).map(|unit| portion(&unit.unit, &unit.diner)).collect();
                if !is_seen {
                    unseen += portions.iter().map(|portion| portion.gross).sum::<i64>();
                    continue;
                }
                lines.push(BillLineView {
                    order: placed.id,
                    round: order.round_of(session),
                    index: index as u16,
                    name: line.name.clone(),
                    modifiers: line.modifiers.clone(),
                    unit_price: line.unit_price.minor,
                    portions,
                });
            }
        }
        (lines, unseen)
    }

    /// The bill as whoever takes the money sees it.
    pub fn checkout_view(&self, session: &SessionId, position: u64) -> Option<CheckoutView> {
        let bill = self.bill_view(session, None, position)?;
        let none = Tab::default();
        let tab = self.billing.tab(session).unwrap_or(&none);
        let reason = |(discount, by): &(Discount, StaffId)| DiscountReason {
            discount: discount.id.clone(),
            reason: tab.reasons.get(&discount.id).cloned().unwrap_or_default(),
            by: self.staff_name(by),
        };
        let mut payments: Vec<PaymentView> =
            tab.payments.iter().map(|payment| self.payment_view(tab, payment)).collect();
        payments.extend(tab.refunds.iter().map(|refund| self.refund_view(refund)));
        // One sequence: the number says what came first.
        payments.sort_by_key(|entry| entry.receipt);
        Some(CheckoutView {
            diners: self.bill_diners(session),
            payments,
            reasons: tab.discounts.iter().map(reason).collect(),
            cash_step: self.billing.terms().cash_step.into(),
            waiter_discount_max: self.billing.terms().waiter_discount_max,
            strays: self.strays(session),
            lost: self.lost_checkouts(session),
            bill,
        })
    }

    fn bill_diners(&self, session: &SessionId) -> Vec<DinerView> {
        self.diner_views(session, |_| Attendance::default())
    }

    /// A payment or a refund of any visit.
    pub fn payment_entry(&self, id: &PaymentId) -> Option<PaymentView> {
        let tab = self.billing.tab(self.billing.entries.get(id)?)?;
        let payment = tab.payments.iter().find(|payment| payment.id == *id);
        let refund = || tab.refunds.iter().find(|refund| refund.id == *id);
        match payment {
            Some(payment) => Some(self.payment_view(tab, payment)),
            None => refund().map(|refund| self.refund_view(refund)),
        }
    }

    fn payment_view(&self, tab: &Tab, payment: &Payment) -> PaymentView {
        let (amount_back, tip_back) = tab.given_back(&payment.id);
        PaymentView {
            payment: payment.id.clone(),
            refund_of: None,
            receipt: payment.receipt,
            share: payment.share.clone(),
            amount: payment.amount,
            tip: payment.tip,
            currency: payment.currency,
            tender: tender(&payment.tender),
            refundable: payment.amount - amount_back,
            refundable_tip: payment.tip - tip_back,
            reason: None,
            is_correction: false,
            by: self.staff_name(&payment.by),
        }
    }

    fn refund_view(&self, refund: &Refund) -> PaymentView {
        PaymentView {
            payment: refund.id.clone(),
            refund_of: Some(refund.payment.clone()),
            receipt: refund.receipt,
            share: refund.share.clone(),
            amount: refund.amount,
            tip: refund.tip,
            currency: refund.currency,
            tender: tender(&refund.tender),
            refundable: 0,
            refundable_tip: 0,
            reason: Some(refund.reason.clone()),
            is_correction: refund.is_correction,
            by: self.staff_name(&refund.by),
        }
    }

    /// A payment as the party's phones hear of it. None for the second half of a correction: nobody has
    /// paid anew.
    pub fn payment_news(&self, payment: &Payment) -> Option<PaymentNews> {
        let reckoning = self.reckoning(&payment.session)?;
        let tab = self.billing.tab(&payment.session)?;
        let mends = |refund: &&Refund| refund.is_correction && refund.receipt + 1 == payment.receipt;
        if tab.refunds.iter().any(|refund| mends(&refund)) {
            return None;
        }
        let share = tab.plan.shares.iter().find(|share| share.share == payment.share);
        Some(PaymentNews {
            payment: payment.id.clone(),
            share: payment.share.clone(),
            diners: share.map_or_else(Vec::new, |share| share.diners.clone()),
            amount: Money { minor: payment.amount, currency: payment.currency },
            left: Money { minor: reckoning.left(), currency: payment.currency },
        })
    }
}

fn fate(fate: Option<Fate>) -> PortionFate {
    match fate.unwrap_or(Fate::Charged) {
        Fate::Charged => PortionFate::Charged,
        Fate::Voided => PortionFate::Voided,
        Fate::Comped => PortionFate::Comped,
    }
}

fn tender(tender: &Tender) -> TenderView {
    match tender {
        Tender::Cash { given, change, rounding } => {
            TenderView::Cash { given: *given, change: *change, rounding: *rounding }
        }
        Tender::Card { reference } => TenderView::Card { reference: reference.clone() },
        Tender::Voucher { number } => TenderView::Voucher { number: number.clone() },
        Tender::Account { name } => TenderView::Account { name: name.clone() },
        Tender::Online { reference } => TenderView::Online { reference: reference.clone() },
    }
}
