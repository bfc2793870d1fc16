//! How a bill stands: worked out from the orders and the acts on it, never kept.

use std::collections::BTreeMap;

use plato_sync_protocol::bill::{self, Bill, BillPortion, Fate, ShareAmount, TaxLine, TaxRate};
use plato_sync_protocol::ids::{CategoryId, OrderId, SessionId, ShareId, StaffId, UnitId};
use plato_sync_protocol::money::Currency;

use super::events::TaxPart;
use super::{Tab, Venue};

/// A share and how far it is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareState {
    /// What it comes to, and for which portions.
    pub share: ShareAmount,
    /// What was paid and not given back.
    pub paid: i64,
    /// Who is taking its payment, and how much that is.
    pub lock: Option<(StaffId, i64)>,
}

impl ShareState {
    /// What is left to pay.
    pub fn left(&self) -> i64 {
        (self.share.amount - self.paid).max(0)
    }

    /// What was paid beyond what it comes to by now.
    pub fn over(&self) -> i64 {
        (self.paid - self.share.amount).max(0)
    }
}

/// How a bill stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoning {
    /// The bill.
    pub bill: Bill,
    /// Its currency.
    pub currency: Currency,
    /// Its shares; the rest comes last.
    pub shares: Vec<ShareState>,
    /// By how much the paid shares are more than the bill has become.
    pub over: i64,
    /// The last order on it.
    pub covered: Option<OrderId>,
}

impl Reckoning {
    /// What is left to pay.
    pub fn left(&self) -> i64 {
        self.shares.iter().map(ShareState::left).sum()
    }

    /// What has to be given back.
    pub fn due_back(&self) -> i64 {
        self.over + self.shares.iter().map(ShareState::over).sum::<i64>()
    }

    /// What was paid and not given back.
    pub fn paid(&self) -> i64 {
        self.shares.iter().map(|share| share.paid).sum()
    }

    /// Is everything paid that has to be, and nothing more?
    pub fn is_settled(&self) -> bool {
        self.left() == 0 && self.due_back() == 0
    }

    /// One share.
    pub fn share(&self, id: &ShareId) -> Option<&ShareState> {
        self.shares.iter().find(|share| share.share.share == *id)
    }

    /// What a share would come to if nothing were paid.
    pub(super) fn planned(&self, id: &ShareId) -> i64 {
        self.share(id).map_or(0, |share| share.share.planned)
    }

    /// What is in a payment of a share, by rate: in the proportions of the share's own portions, as far
    /// as no earlier payment has covered them; the last payment takes what is left of each rate [B13].
    pub(super) fn parts(&self, share: &ShareState, amount: i64, covered: &[TaxPart]) -> Option<Vec<TaxPart>> {
        let lines: Vec<Option<&TaxLine>> = self.bill.taxes.iter().map(Some).chain([None]).collect();
        let done = |line: &Option<&TaxLine>| {
            let own = covered.iter().filter(|part| is_same(part.rate.as_ref(), line.map(|line| &line.rate)));
            own.fold((0, 0), |(gross, tax), part| (gross + part.gross, tax + part.tax))
        };
        let room = |line: &Option<&TaxLine>| {
            let (gross, tax) = line.map_or((self.bill.untaxed, 0), |line| (line.gross, line.tax));
            let (gross_done, tax_done) = done(line);
            ((gross - gross_done).max(0), (tax - tax_done).max(0))
        };
        let rooms: Vec<(i64, i64)> = lines.iter().map(room).collect();
        let mut mix = vec![0_i128; lines.len()];
        for (place, fraction) in &share.share.portions {
            for (line, gross) in &self.bill.portions[*place].by_tax {
                // Weights only: what is cut off does not reach a cent.
                mix[line.unwrap_or(lines.len() - 1)] += i128::from(*gross) * (fraction >> 24);
            }
        }
        if mix.iter().all(|weight| *weight == 0) {
            mix = rooms.iter().map(|(gross, _)| i128::from(*gross)).collect();
        }
        if mix.iter().all(|weight| *weight == 0) {
            mix[lines.len() - 1] = 1;
        }
        let whole = mix.iter().sum();
        let due =
            mix.iter().map(|weight| weight.checked_mul(i128::from(amount))).collect::<Option<Vec<_>>>()?;
        let mut parts = bill::apportion(&due, whole)?;
        fit(&mut parts, &rooms);
        let part = |((line, (room, tax_room)), gross): ((&Option<&TaxLine>, &(i64, i64)), i64)| {
            let tax = share_of(*tax_room, gross, *room)?;
            Some(TaxPart { rate: line.map(|line| line.rate.clone()), gross, tax })
        };
        let parts = lines.iter().zip(&rooms).zip(parts).map(part).collect::<Option<Vec<_>>>()?;
        Some(parts.into_iter().filter(|part| part.gross != 0).collect())
    }
}

/// Moves what does not fit into one rate to those with room; what fits nowhere stays.
fn fit(parts: &mut [i64], rooms: &[(i64, i64)]) {
    let mut excess = 0;
    for (part, (room, _)) in parts.iter_mut().zip(rooms) {
        excess += (*part - room).max(0);
        *part = (*part).min(*room);
    }
    for (part, (room, _)) in parts.iter_mut().zip(rooms) {
        let more = excess.min(room - *part);
        *part += more;
        excess -= more;
    }
    if let Some(first) = parts.first_mut() {
        *first += excess;
    }
}

/// The part of `whole` that `part` of `of` has, rounded; all of it for all.
pub(super) fn share_of(whole: i64, part: i64, of: i64) -> Option<i64> {
    if part >= of {
        return Some(whole);
    }
    bill::allot(whole, &[part, of - part]).map(|parts| parts[0])
}

/// Is it the same rate, whatever it is called by now?
pub(super) fn is_same(one: Option<&TaxRate>, other: Option<&TaxRate>) -> bool {
    let key = |rate: &TaxRate| (rate.tax.clone(), rate.percent, rate.way);
    one.map(key) == other.map(key)
}

impl Venue {
    /// How the bill of a visit stands. None when there is no such visit, or its amounts do not fit.
    pub fn reckoning(&self, session: &SessionId) -> Option<Reckoning> {
        let none = Tab::default();
        self.reckoning_with(session, self.billing.tabs.get(session).unwrap_or(&none))
    }

    /// How it would stand with these acts.
    pub(super) fn reckoning_with(&self, session: &SessionId, tab: &Tab) -> Option<Reckoning> {
        self.floor.session(session)?;
        let mut currency = None;
        let mut portions = Vec::new();
        let mut covered = None;
        for order in self.orders.of_session(session) {
            for (index, line) in order.placed.lines.iter().enumerate() {
                let own: Vec<_> = order.units_of(session, index).collect();
                covered = covered.max(own.iter().map(|unit| order.place(&unit.unit)).max());
                if currency
                    .replace(line.unit_price.currency)
                    .is_some_and(|old| old != line.unit_price.currency)
                {
                    return None;
                }
                portions.extend(own.iter().map(|unit| BillPortion {
                    unit: unit.unit.clone(),
                    order: order.place(&unit.unit),
                    diner: unit.diner.clone(),
                    price: line.unit_price.minor,
                    rate: line.tax.as_ref().map(|tax| tax.rate(tab.taken_away.contains(&unit.unit))),
                    fate: tab.fates.get(&unit.unit).map_or(Fate::Charged, |(fate, _)| *fate),
                }));
            }
        }
        let currency = currency.or_else(|| self.menu.current().map(|menu| menu.currency))?;
        let discounts: Vec<_> = tab.discounts.iter().map(|(discount, _)| discount.clone()).collect();
        let terms = tab.terms.as_deref().unwrap_or(&self.billing.terms);
        let bill = bill::total(&portions, &discounts, terms.service.as_ref())?;
        let shares = tab.plan.shares(&bill.portions, &tab.holds())?;
        let state = |share: ShareAmount| {
            let lock = tab.locks.get(&share.share).map(|lock| (lock.by.clone(), lock.amount));
            ShareState { paid: tab.paid(&share.share), lock, share }
        };
        let over = shares.over;
        Some(Reckoning {
            bill,
            currency,
            shares: shares.shares.into_iter().map(state).collect(),
            over,
            covered,
        })
    }

    /// The section of the menu in which each charged portion of a visit stood, in the order of the bill.
    pub(in crate::venue) fn categories(
        &self,
        session: &SessionId,
        bill: &Bill,
    ) -> Vec<(Option<CategoryId>, i64)> {
        let mut sections: BTreeMap<&UnitId, Option<&CategoryId>> = BTreeMap::new();
        for line in self.orders.of_session(session).flat_map(|order| &order.placed.lines) {
            sections.extend(line.units.iter().map(|unit| (&unit.unit, line.category.as_ref())));
        }
        let category = |portion: &bill::PricedPortion| {
            let section = sections.get(&portion.unit).copied().flatten();
            (section.cloned(), portion.gross)
        };
        bill.portions.iter().map(category).collect()
    }
}
