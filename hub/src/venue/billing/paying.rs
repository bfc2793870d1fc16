//! Payments and refunds. What is on the bill is decided here from the bill as it stands; an event holds
//! everything that its receipt says, so that it can be printed again as it was.

use plato_sync_protocol::bill::{self, Bill, CashStep};
use plato_sync_protocol::ids::{PaymentId, SessionId, ShareId, StaffId};
use plato_sync_protocol::text;

use super::days::Figure;
use super::events::{BillEvent, Offer, Payment, Refund, TaxPart, Tender, TenderKind};
use super::reckoning::{is_same, share_of};
use super::refusal::BillRefusal;
use super::{Billing, Reckoning, Tab, Timestamp, Venue};

/// The largest sum that changes hands at once, in minor units.
pub(super) const SUM_MINOR_MAX: i64 = 1_000_000_000_000;
/// Characters of a terminal's reference, a voucher's number or an account's name.
const REFERENCE_CHARS_MAX: usize = 64;
/// Characters of the provider's reference of a payment online, which nobody types.
const ONLINE_REFERENCE_CHARS_MAX: usize = 255;

type Answer = Result<Vec<BillEvent>, BillRefusal>;

/// A payment as it is asked for.
pub(super) struct Wanted<'c> {
    pub payment: &'c PaymentId,
    pub session: &'c SessionId,
    pub share: &'c ShareId,
    pub amount: i64,
    pub tip: i64,
    pub offer: &'c Offer,
}

impl Venue {
    /// A payment that somebody of the house takes.
    pub(super) fn take_payment(&self, now: Timestamp, by: &StaffId, wanted: &Wanted) -> Answer {
        if matches!(wanted.offer, Offer::Online { .. }) {
            return Err(BillRefusal::OnlineOnly);
        }
        self.take(now, by, wanted, false)
    }

    /// A payment; `is_in` when the money is there, whoever holds the share.
    pub(super) fn take(&self, now: Timestamp, by: &StaffId, wanted: &Wanted, is_in: bool) -> Answer {
        if let Some(known) = self.billing.payment(wanted.payment) {
            // The same again is the same payment, taken once [B14].
            return if is_repeat(known, wanted, by) { Ok(Vec::new()) } else { Err(BillRefusal::IdReused) };
        }
        if self.billing.is_used(wanted.payment) {
            return Err(BillRefusal::IdReused);
        }
        let reckoning = self.reckoning(wanted.session).ok_or(BillRefusal::OutOfBounds)?;
        let share = reckoning.share(wanted.share).ok_or(BillRefusal::UnknownShare)?;
        let tab = self.billing.tab(wanted.session);
        let lock = tab.and_then(|tab| tab.locks.get(wanted.share));
        if let Some(lock) = lock.filter(|lock| !is_in && lock.by != *by && lock.is_held(now)) {
            return Err(lock.refusal());
        }
        // Whoever locked a share may take what it came to then: a terminal may have taken it already.
        let locked = lock.filter(|lock| lock.by == *by).map_or(0, |lock| lock.amount);
        let left = share.left().max(locked);
        if left == 0 {
            return Err(BillRefusal::SharePaid);
        }
        if wanted.amount <= 0 || !(0..=SUM_MINOR_MAX).contains(&wanted.tip) {
            return Err(BillRefusal::Amount);
        }
        if wanted.amount > left {
            return Err(BillRefusal::MoreThanOwed { left });
        }
        let is_last = wanted.amount == left || wanted.amount == share.left();
        let tender = self.tender(wanted.offer, wanted.amount, wanted.tip, is_last)?;
        let taxes = reckoning.parts(share, wanted.amount, &tab.map(Tab::covered).unwrap_or_default());
        let payment = Payment {
            id: wanted.payment.clone(),
            receipt: self.billing.next_receipt(0)?,
            session: wanted.session.clone(),
            share: wanted.share.clone(),
            amount: wanted.amount,
            tip: wanted.tip,
            currency: reckoning.currency,
            tender,
            taxes: taxes.ok_or(BillRefusal::OutOfBounds)?,
            share_amount: share.share.amount,
            covered: reckoning.covered,
            by: by.clone(),
            replaces: None,
        };
        Ok(vec![BillEvent::PaymentTaken { payment: Box::new(payment) }])
    }

    /// The tender as it goes on the receipt [B12].
    fn tender(&self, offer: &Offer, amount: i64, tip: i64, is_last: bool) -> Result<Tender, BillRefusal> {
        Ok(match offer {
            Offer::Cash { given } => {
                let cash = self.in_coins(amount, is_last)?;
                let tip = self.in_coins(tip, false)?;
                let due = cash.checked_add(tip).ok_or(BillRefusal::OutOfBounds)?;
                if !(0..=SUM_MINOR_MAX).contains(given) {
                    return Err(BillRefusal::Amount);
                }
                if *given < due {
                    return Err(BillRefusal::CashTooLittle { due });
                }
                Tender::Cash { given: *given, change: given - due, rounding: cash - amount }
            }
            Offer::Card { reference } => Tender::Card { reference: self::reference(reference)? },
            Offer::Voucher { number } => Tender::Voucher { number: reference(number)? },
            Offer::Account { name } => Tender::Account { name: reference(name)? },
            Offer::Online { reference } => Tender::Online { reference: online_reference(reference)? },
        })
    }

    /// What pays a share off is rounded; a part of it has to be payable as it is.
    fn in_coins(&self, amount: i64, is_last: bool) -> Result<i64, BillRefusal> {
        let step: CashStep = self.billing.terms().cash_step;
        if !is_last && !step.is_payable(amount) {
            return Err(BillRefusal::Coins);
        }
        step.round(amount).ok_or(BillRefusal::OutOfBounds)
    }

    pub(super) fn refund(
        &self,
        by: &StaffId,
        (refund, payment): (&PaymentId, &PaymentId),
        (amount, tip): (i64, i64),
        offer: &Offer,
        reason: &str,
    ) -> Answer {
        let known = self.billing.payment(payment).ok_or(BillRefusal::UnknownPayment)?;
        if let Some(repeat) = self.billing.refund(refund) {
            let is_same =
                (&repeat.payment, repeat.amount, repeat.tip, &repeat.by) == (payment, amount, tip, by);
            return if is_same { Ok(Vec::new()) } else { Err(BillRefusal::IdReused) };
        }
        if self.billing.is_used(refund) {
            return Err(BillRefusal::IdReused);
        }
        let back = self.give_back(known, by, refund, (amount, tip), offer, reason)?;
        Ok(vec![BillEvent::PaymentRefunded { refund: Box::new(back) }])
    }

    /// A payment that was noted with the wrong tender: given back and taken again, both on record.
    pub(super) fn correct(
        &self,
        by: &StaffId,
        (refund, replacement, payment): (&PaymentId, &PaymentId, &PaymentId),
        offer: &Offer,
        reason: &str,
    ) -> Answer {
        let known = self.billing.payment(payment).ok_or(BillRefusal::UnknownPayment)?;
        if let Some(repeat) = self.billing.payment(replacement) {
            let is_same = repeat.share == known.share && self.billing.refund(refund).is_some();
            return if is_same { Ok(Vec::new()) } else { Err(BillRefusal::IdReused) };
        }
        if self.billing.is_used(refund) || self.billing.is_used(replacement) || refund == replacement {
            return Err(BillRefusal::IdReused);
        }
        let tab = self.billing.tab(&known.session).ok_or(BillRefusal::UnknownPayment)?;
        let (amount_back, tip_back) = tab.given_back(payment);
        let (amount, tip) = (known.amount - amount_back, known.tip - tip_back);
        let as_it_was = match &known.tender {
            Tender::Cash { given, .. } => Offer::Cash { given: *given },
            Tender::Card { reference } => Offer::Card { reference: reference.clone() },
            Tender::Voucher { number } => Offer::Voucher { number: number.clone() },
            Tender::Account { name } => Offer::Account { name: name.clone() },
            Tender::Online { .. } => return Err(BillRefusal::OnlineOnly),
        };
        if matches!(offer, Offer::Online { .. }) {
            return Err(BillRefusal::OnlineOnly);
        }
        let mut back = self.give_back(known, by, refund, (amount, tip), &as_it_was, reason)?;
        back.is_correction = true;
        back.lowers = 0;
        let held = tab.holds.get(&known.share).copied();
        let (share_amount, covered) = held.unwrap_or((known.share_amount, known.covered));
        let again = Payment {
            id: replacement.clone(),
            receipt: self.billing.next_receipt(1)?,
            amount,
            tip,
            tender: self.tender(offer, amount, tip, true)?,
            taxes: back.taxes.clone(),
            share_amount,
            covered,
            by: by.clone(),
            replaces: Some(payment.clone()),
            ..known.clone()
        };
        Ok(vec![
            BillEvent::PaymentRefunded { refund: Box::new(back) },
            BillEvent::PaymentTaken { payment: Box::new(again) },
        ])
    }

    fn give_back(
        &self,
        known: &Payment,
        by: &StaffId,
        refund: &PaymentId,
        (amount, tip): (i64, i64),
        offer: &Offer,
        reason: &str,
    ) -> Result<Refund, BillRefusal> {
        let reason = super::deciding::reason(reason)?;
        if matches!(offer, Offer::Online { .. }) && known.tender.kind() != TenderKind::Online {
            return Err(BillRefusal::OnlineOnly);
        }
        let tab = self.billing.tab(&known.session).ok_or(BillRefusal::UnknownPayment)?;
        let (amount_back, tip_back) = tab.given_back(&known.id);
        if amount < 0 || tip < 0 || (amount, tip) == (0, 0) {
            return Err(BillRefusal::Amount);
        }
        if amount > known.amount - amount_back || tip > known.tip - tip_back {
            return Err(BillRefusal::MoreThanPaid { left: known.amount - amount_back });
        }
        let reckoning = self.reckoning(&known.session).ok_or(BillRefusal::OutOfBounds)?;
        let own = reckoning.share(&known.share).map_or(0, super::ShareState::over);
        // What is due back is given back whole, as what pays a share off is taken.
        let is_last = [known.amount - amount_back, own, reckoning.due_back()].contains(&amount);
        let tender = match offer {
            Offer::Cash { .. } => {
                let cash = self.in_coins(amount, is_last)?;
                let tip = self.in_coins(tip, false)?;
                Tender::Cash { given: 0, change: cash + tip, rounding: amount - cash }
            }
            other => self.tender(other, amount, tip, is_last)?,
        };
        Ok(Refund {
            id: refund.clone(),
            receipt: self.billing.next_receipt(0)?,
            payment: known.id.clone(),
            session: known.session.clone(),
            share: known.share.clone(),
            amount,
            tip,
            currency: known.currency,
            tender,
            taxes: tab.parts_back(&reckoning.bill, known, amount).ok_or(BillRefusal::OutOfBounds)?,
            lowers: reckoning.over.min((amount - own).max(0)),
            is_correction: false,
            reason,
            by: by.clone(),
        })
    }

    pub(super) fn apply_payment(&mut self, at: Timestamp, payment: &Payment) {
        let lines = self.share_lines(payment);
        self.issue_receipt(at, payment.receipt, (&payment.id, &payment.session, &payment.by), lines);
        let tab = self.billing.tab_mut(&payment.session);
        tab.hold(&payment.share, payment.share_amount, payment.covered);
        // Somebody may take what is left of the share while an earlier part of it is put right.
        if payment.replaces.is_none() {
            tab.locks.remove(&payment.share);
        }
        tab.payments.push(payment.clone());
        tab.let_go(&payment.share);
        self.billing.entries.insert(payment.id.clone(), payment.session.clone());
        self.billing.receipts = payment.receipt;
        let (tender, staff) = (payment.tender.kind(), payment.by.clone());
        let books = self.billing.book(at);
        books.add(Figure::Taken { tender }, payment.amount);
        books.add(Figure::TakenBy { staff: staff.clone() }, payment.amount);
        books.add(Figure::Tips { tender }, payment.tip);
        // Whose tip it is stays as it was when only the tender is put right.
        if payment.replaces.is_none() {
            books.add(Figure::TipsBy { staff }, payment.tip);
        }
        books.add(Figure::Rounding, payment.tender.rounding());
        self.billing.book_drawer(at, payment.tender.into_drawer());
        self.settle(at, &payment.session);
    }

    pub(super) fn apply_refund(&mut self, at: Timestamp, refund: &Refund) {
        self.issue_receipt(at, refund.receipt, (&refund.id, &refund.session, &refund.by), Vec::new());
        let tab = self.billing.tab_mut(&refund.session);
        tab.refunds.push(refund.clone());
        if let Some((amount, _)) = tab.holds.get_mut(&refund.share) {
            *amount -= refund.lowers;
        }
        tab.let_go(&refund.share);
        self.billing.entries.insert(refund.id.clone(), refund.session.clone());
        self.billing.receipts = refund.receipt;
        let (tender, staff) = (refund.tender.kind(), refund.by.clone());
        let tipped = self.billing.taker(&refund.payment).filter(|_| !refund.is_correction);
        let books = self.billing.book(at);
        if let Some(staff) = tipped {
            books.add(Figure::TipsBy { staff }, -refund.tip);
        }
        books.add(Figure::Refunded { tender }, refund.amount);
        books.add(Figure::RefundedBy { staff }, refund.amount);
        books.add(Figure::TipsRefunded { tender }, refund.tip);
        books.add(Figure::Rounding, refund.tender.rounding());
        self.billing.book_drawer(at, refund.tender.into_drawer());
        // Between the two halves of a correction the bill only seems to be owed.
        if !refund.is_correction {
            self.settle(at, &refund.session);
        }
    }
}

impl Billing {
    pub(super) fn tab(&self, session: &SessionId) -> Option<&Tab> {
        self.tabs.get(session)
    }

    pub(super) fn is_used(&self, id: &PaymentId) -> bool {
        self.entries.contains_key(id) || self.cash_moves.contains(id)
    }

    pub(super) fn payment(&self, id: &PaymentId) -> Option<&Payment> {
        let tab = self.tabs.get(self.entries.get(id)?)?;
        tab.payments.iter().find(|payment| payment.id == *id)
    }

    /// Who took a payment when it was first noted.
    fn taker(&self, id: &PaymentId) -> Option<StaffId> {
        let mut payment = self.payment(id)?;
        while let Some(before) = payment.replaces.as_ref().and_then(|before| self.payment(before)) {
            payment = before;
        }
        Some(payment.by.clone())
    }

    pub(super) fn refund(&self, id: &PaymentId) -> Option<&Refund> {
        let tab = self.tabs.get(self.entries.get(id)?)?;
        tab.refunds.iter().find(|refund| refund.id == *id)
    }

    fn next_receipt(&self, after: u32) -> Result<u32, BillRefusal> {
        self.receipts.checked_add(1 + after).ok_or(BillRefusal::OutOfBounds)
    }
}

impl Tab {
    /// What payments have covered so far, by rate.
    fn covered(&self) -> Vec<TaxPart> {
        let paid = self.payments.iter().flat_map(|payment| payment.taxes.clone());
        let back = self.refunds.iter().flat_map(|refund| refund.taxes.clone());
        let minus = |part: TaxPart| TaxPart { gross: -part.gross, tax: -part.tax, ..part };
        paid.chain(back.map(minus)).collect()
    }

    /// What is in a refund, by rate: first what payments have covered beyond the bill, so that a voided
    /// dish is given back with its own tax; then in the proportions of what is left of the payment [B13].
    fn parts_back(&self, bill: &Bill, payment: &Payment, amount: i64) -> Option<Vec<TaxPart>> {
        let back = self.refunds.iter().filter(|refund| refund.payment == payment.id);
        let back: Vec<TaxPart> = back.flat_map(|refund| refund.taxes.clone()).collect();
        let covered = self.covered();
        let mut lefts = Vec::new();
        let mut beyond = Vec::new();
        for part in &payment.taxes {
            let (gross_back, tax_back) = sum_of(&back, part);
            let (gross_left, tax_left) = (part.gross - gross_back, part.tax - tax_back);
            let line = bill.taxes.iter().find(|line| is_same(Some(&line.rate), part.rate.as_ref()));
            let untaxed = if part.rate.is_none() { bill.untaxed } else { 0 };
            let (gross, tax) = line.map_or((untaxed, 0), |line| (line.gross, line.tax));
            let (gross_covered, tax_covered) = sum_of(&covered, part);
            lefts.push((gross_left, tax_left));
            let gross_beyond = (gross_covered - gross).clamp(0, gross_left);
            beyond.push((gross_beyond, (tax_covered - tax).clamp(0, tax_left.max(0))));
        }
        let firsts: Vec<i64> = beyond.iter().map(|(gross, _)| *gross).collect();
        let first = amount.min(firsts.iter().sum());
        let firsts = bill::allot(first, &firsts)?;
        let weights: Vec<i64> = lefts.iter().zip(&firsts).map(|((left, _), first)| left - first).collect();
        let seconds = bill::allot(amount - first, &weights)?;
        let mut parts = Vec::new();
        for (index, part) in payment.taxes.iter().enumerate() {
            let (gross, (left, tax_left)) = (firsts[index] + seconds[index], lefts[index]);
            let tax = if gross == beyond[index].0 && gross > 0 {
                beyond[index].1
            } else {
                share_of(tax_left.max(0), gross, left)?
            };
            if gross != 0 {
                parts.push(TaxPart { rate: part.rate.clone(), gross, tax });
            }
        }
        Some(parts)
    }
}

/// What parts of a rate come to.
fn sum_of(parts: &[TaxPart], like: &TaxPart) -> (i64, i64) {
    let own = parts.iter().filter(|part| is_same(part.rate.as_ref(), like.rate.as_ref()));
    own.fold((0, 0), |(gross, tax), part| (gross + part.gross, tax + part.tax))
}

fn is_repeat(known: &Payment, wanted: &Wanted, by: &StaffId) -> bool {
    let offer = match (&known.tender, wanted.offer) {
        (Tender::Cash { given, .. }, Offer::Cash { given: again }) => given == again,
        (Tender::Card { reference }, Offer::Card { reference: again }) => reference == again.trim(),
        (Tender::Voucher { number }, Offer::Voucher { number: again }) => number == again.trim(),
        (Tender::Account { name }, Offer::Account { name: again }) => name == again.trim(),
        _ => false,
    };
    let what = (&known.session, &known.share, known.amount, known.tip, &known.by);
    offer && what == (wanted.session, wanted.share, wanted.amount, wanted.tip, by)
}

/// What was typed as a reference, as it is kept.
fn reference(typed: &str) -> Result<String, BillRefusal> {
    cleaned(typed, REFERENCE_CHARS_MAX)
}

/// The same of what a provider tells, whole or not at all.
pub(super) fn online_reference(told: &str) -> Result<String, BillRefusal> {
    cleaned(told, ONLINE_REFERENCE_CHARS_MAX)
}

fn cleaned(told: &str, chars_max: usize) -> Result<String, BillRefusal> {
    text::clean_required(told, chars_max).map_err(|_| BillRefusal::Reference { chars_max })
}

/// What a bill that nobody can work out is called.
pub(super) fn worked_out(reckoning: Option<Reckoning>) -> Result<Reckoning, BillRefusal> {
    reckoning.ok_or(BillRefusal::OutOfBounds)
}
