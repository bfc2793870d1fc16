//! Receipts as they were issued. A payment has its amounts and taxes; what else a receipt says (the dishes
//! of the share, the head of the house, the moment) is frozen beside it when it is issued, so that a
//! receipt is the same whenever it is asked for [B13].

use std::collections::BTreeMap;
use std::sync::Arc;

use plato_sync_protocol::bill::{self, Fraction};
use plato_sync_protocol::ids::{PaymentId, SessionId, StaffId};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::till::{
    ReceiptBrief, ReceiptKind, ReceiptLine, ReceiptTax, ReceiptTender, ReceiptView,
};

use super::events::{Payment, Refund, TaxPart, Tender};
use super::terms::BillTerms;
use super::{Timestamp, Venue};
use crate::venue::ordering::OrderedLine;

/// What a receipt says beyond its payment or refund.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Issue {
    entry: PaymentId,
    at: Timestamp,
    venue: Arc<str>,
    terms: Arc<BillTerms>,
    table: String,
    by: String,
    lines: Vec<ReceiptLine>,
}

/// Portions that stand on one line of a receipt.
struct Dish<'v> {
    /// Name, modifiers, and which part of each portion.
    what: (&'v str, &'v [String], Option<Fraction>),
    quantity: u32,
    gross: i64,
    /// In the share.
    weight: i128,
}

/// A payment or a refund.
enum Entry<'v> {
    Payment(&'v Payment),
    Refund(&'v Refund),
}

impl Venue {
    /// Freezes what a receipt says, before the bill takes its payment in.
    pub(super) fn issue_receipt(
        &mut self,
        at: Timestamp,
        number: u32,
        (entry, session, by): (&PaymentId, &SessionId, &StaffId),
        lines: Vec<ReceiptLine>,
    ) {
        let name = self.menu.current().map_or("", |menu| &menu.venue);
        // Thousands of receipts have the same head.
        let last = self.billing.issued.last_key_value().map(|(_, issue)| issue.venue.clone());
        let venue = last.filter(|last| **last == *name).unwrap_or_else(|| name.into());
        let table = self.table_of(session).map_or_else(String::new, |(_, name)| name);
        let terms = self.billing.terms.clone();
        let by = self.staff_name(by);
        let issue = Issue { entry: entry.clone(), at, venue, terms, table, by, lines };
        self.billing.issued.insert(number, issue);
    }

    /// What a share is for, dish by dish: together the lines are the share, to the cent [B1].
    pub(super) fn share_lines(&self, payment: &Payment) -> Vec<ReceiptLine> {
        self.lines_of(payment).unwrap_or_default()
    }

    fn lines_of(&self, payment: &Payment) -> Option<Vec<ReceiptLine>> {
        let reckoning = self.reckoning(&payment.session)?;
        let share = &reckoning.share(&payment.share)?.share;
        let mut ordered: BTreeMap<_, &OrderedLine> = BTreeMap::new();
        for order in self.orders.of_session(&payment.session) {
            for line in &order.placed.lines {
                ordered.extend(line.units.iter().map(|unit| (&unit.unit, line)));
            }
        }
        // In the order of the bill.
        let mut dishes: Vec<Dish<'_>> = Vec::new();
        for (place, fraction) in &share.portions {
            let portion = &reckoning.bill.portions[*place];
            // Weights only: what is cut off does not reach a cent.
            let weight = i128::from(portion.gross) * (fraction >> 24);
            if weight == 0 {
                continue;
            }
            let line = ordered.get(&portion.unit)?;
            let what = (line.name.as_str(), line.modifiers.as_slice(), Fraction::of_weight(*fraction));
            match dishes.iter_mut().find(|dish| dish.what == what) {
                Some(dish) => {
                    dish.quantity += 1;
                    dish.gross = dish.gross.checked_add(portion.gross)?;
                    dish.weight += weight;
                }
                None => dishes.push(Dish { what, quantity: 1, gross: portion.gross, weight }),
            }
        }
        let whole: i128 = dishes.iter().map(|dish| dish.weight).sum();
        let due = |dish: &Dish<'_>| dish.weight.checked_mul(i128::from(payment.share_amount));
        let due = dishes.iter().map(due).collect::<Option<Vec<_>>>()?;
        let amounts = bill::apportion(&due, whole)?;
        let line = |(dish, amount): (Dish<'_>, i64)| {
            let (name, modifiers, fraction) = dish.what;
            ReceiptLine {
                name: name.to_owned(),
                modifiers: modifiers.to_vec(),
                quantity: dish.quantity,
                // An odd cent is no part.
                is_part: dish.gross - amount > i64::from(dish.quantity),
                fraction,
                amount: Money { minor: amount, currency: payment.currency },
            }
        };
        Some(dishes.into_iter().zip(amounts).map(line).collect())
    }

    fn entry(&self, id: &PaymentId) -> Option<Entry<'_>> {
        let payment = self.billing.payment(id).map(Entry::Payment);
        payment.or_else(|| self.billing.refund(id).map(Entry::Refund))
    }

    /// The receipt of a payment or a refund.
    pub fn receipt_view(&self, id: &PaymentId) -> Option<ReceiptView> {
        let (number, kind) = match self.entry(id)? {
            Entry::Payment(payment) => (payment.receipt, ReceiptKind::Payment),
            Entry::Refund(refund) => (refund.receipt, ReceiptKind::Refund),
        };
        let issue = self.billing.issued.get(&number)?;
        let head = issue.terms.letterhead.clone().unwrap_or_default();
        let (of, reason, share, (amount, tip, currency), tender, taxes) = match self.entry(id)? {
            Entry::Payment(paid) => {
                let sums = (paid.amount, paid.tip, paid.currency);
                let share = Some(Money { minor: paid.share_amount, currency: paid.currency });
                (None, String::new(), share, sums, &paid.tender, &paid.taxes)
            }
            Entry::Refund(back) => {
                let of = self.billing.payment(&back.payment).map(|payment| payment.receipt);
                let sums = (back.amount, back.tip, back.currency);
                (of, back.reason.clone(), None, sums, &back.tender, &back.taxes)
            }
        };
        let money = |minor| Money { minor, currency };
        Some(ReceiptView {
            number,
            kind,
            payment: id.clone(),
            of,
            reason,
            issued_at_ms: issue.at.wall_ms,
            issued: super::clocks::local_time(issue.at, &issue.terms),
            venue: issue.venue.to_string(),
            address: head.address,
            tax_number: head.tax_number,
            footer: head.footer,
            table: issue.table.clone(),
            lines: issue.lines.clone(),
            share,
            amount: money(amount),
            tip: money(tip),
            total: money(amount.saturating_add(tip)),
            tender: tender_view(tender, currency),
            taxes: taxes.iter().map(|part| tax_view(part, currency)).collect(),
            by: issue.by.clone(),
        })
    }

    /// The payment or refund of a receipt.
    pub fn receipt_numbered(&self, number: u32) -> Option<PaymentId> {
        self.billing.issued.get(&number).map(|issue| issue.entry.clone())
    }

    /// All receipts, the newest first, without the paths of their pages.
    pub fn receipts(&self) -> impl Iterator<Item = (PaymentId, ReceiptBrief)> + '_ {
        self.billing.issued.values().rev().filter_map(|issue| self.brief(&issue.entry))
    }

    /// Those of a visit, the oldest first.
    pub fn receipts_of(&self, session: &SessionId) -> Vec<(PaymentId, ReceiptBrief)> {
        let Some(tab) = self.billing.tab(session) else { return Vec::new() };
        let paid = tab.payments.iter().map(|payment| &payment.id);
        let back = tab.refunds.iter().map(|refund| &refund.id);
        let mut briefs: Vec<_> = paid.chain(back).filter_map(|id| self.brief(id)).collect();
        briefs.sort_by_key(|(_, brief)| brief.number);
        briefs
    }

    fn brief(&self, id: &PaymentId) -> Option<(PaymentId, ReceiptBrief)> {
        let (number, kind, amount, tip, currency) = match self.entry(id)? {
            Entry::Payment(paid) => {
                (paid.receipt, ReceiptKind::Payment, paid.amount, paid.tip, paid.currency)
            }
            Entry::Refund(back) => (back.receipt, ReceiptKind::Refund, back.amount, back.tip, back.currency),
        };
        let issue = self.billing.issued.get(&number)?;
        let brief = ReceiptBrief {
            number,
            kind,
            table: issue.table.clone(),
            total: Money { minor: amount.saturating_add(tip), currency },
            issued_at_ms: issue.at.wall_ms,
            path: String::new(),
        };
        Some((id.clone(), brief))
    }
}

fn tender_view(tender: &Tender, currency: Currency) -> ReceiptTender {
    let money = |minor: &i64| Money { minor: *minor, currency };
    match tender {
        Tender::Cash { given, change, rounding } => {
            ReceiptTender::Cash { given: money(given), change: money(change), rounding: money(rounding) }
        }
        Tender::Card { reference } => ReceiptTender::Card { reference: reference.clone() },
        Tender::Voucher { number } => ReceiptTender::Voucher { voucher: number.clone() },
        Tender::Account { name } => ReceiptTender::Account { account: name.clone() },
        Tender::Online { reference } => ReceiptTender::Online { online: reference.clone() },
    }
}

fn tax_view(part: &TaxPart, currency: Currency) -> ReceiptTax {
    let money = |minor| Money { minor, currency };
    ReceiptTax {
        name: part.rate.as_ref().map_or_else(String::new, |rate| rate.name.clone()),
        percent: part.rate.as_ref().map(|rate| rate.percent),
        way: part.rate.as_ref().map(|rate| rate.way),
        net: money(part.gross - part.tax),
        tax: money(part.tax),
        gross: money(part.gross),
    }
}
