//! The payments online that were ever begun: by the id that the payment has or would have had, those of a
//! visit in the order in which they began, and those of which the end is not known yet. What may be done with
//! them is decided in `online`.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::ids::{PaymentId, SessionId, ShareId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::online::StrayReason;

/// A payment online on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkout {
    /// The payment that it becomes.
    pub payment: PaymentId,
    /// On whose bill.
    pub session: SessionId,
    /// Which share.
    pub share: ShareId,
    /// How much of the bill is asked for.
    pub money: Money,
    /// And on top for the staff.
    pub tip: i64,
    /// Until when the provider's page is to be open, in ms since 1970.
    pub until_ms: u64,
    /// When it began, in ms of uptime.
    pub since_ms: u64,
    /// The provider's name for it, and its page.
    pub opened: Option<(String, String)>,
    /// Is nothing more to be heard of it?
    pub is_ended: bool,
    /// Money that came in for nothing, until it is given back.
    pub(super) stray: Option<Stray>,
    pub(super) has_strayed: bool,
    /// It ended because the provider does not know it any more.
    pub(super) is_lost: bool,
}

impl Checkout {
    /// What the guest pays in all; none when that does not fit.
    pub fn total(&self) -> Option<Money> {
        let minor = self.money.minor.checked_add(self.tip)?;
        Some(Money { minor, ..self.money })
    }
}

/// Money that came in for nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stray {
    /// How much, in minor units of its currency; none for what cannot be counted so.
    pub amount: Option<i64>,
    /// Which that is, as it was told.
    pub currency: String,
    /// What was told, where it cannot be counted.
    pub said: Option<String>,
    /// The provider's reference.
    pub reference: String,
    /// Why it is for nothing.
    pub why: StrayReason,
}

impl Stray {
    /// The money, where it can be counted.
    pub fn money(&self) -> Option<Money> {
        Some(Money { minor: self.amount?, currency: self.currency.parse().ok()? })
    }
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Checkouts {
    by_id: BTreeMap<PaymentId, Checkout>,
    of_visit: BTreeMap<SessionId, Vec<PaymentId>>,
    under_way: BTreeSet<PaymentId>,
}

impl Checkouts {
    pub fn get(&self, payment: &PaymentId) -> Option<&Checkout> {
        self.by_id.get(payment)
    }

    pub fn get_mut(&mut self, payment: &PaymentId) -> Option<&mut Checkout> {
        self.by_id.get_mut(payment)
    }

    /// Those of a visit, in the order in which they began.
    pub fn of(&self, session: &SessionId) -> impl DoubleEndedIterator<Item = &Checkout> {
        let own = self.of_visit.get(session).into_iter().flatten();
        own.filter_map(|payment| self.by_id.get(payment))
    }

    /// The one of a share that began last: a lock of the share is for it.
    pub fn newest(&self, session: &SessionId, share: &ShareId) -> Option<&Checkout> {
        self.of(session).rev().find(|checkout| checkout.share == *share)
    }

    /// Those of which the end is not known.
    pub fn under_way(&self) -> impl Iterator<Item = &Checkout> {
        self.under_way.iter().filter_map(|payment| self.by_id.get(payment))
    }

    pub fn begin(&mut self, checkout: Checkout) {
        let payment = checkout.payment.clone();
        self.of_visit.entry(checkout.session.clone()).or_default().push(payment.clone());
        self.under_way.insert(payment.clone());
        self.by_id.insert(payment, checkout);
    }

    pub fn end(&mut self, payment: &PaymentId, is_lost: bool) {
        self.under_way.remove(payment);
        if let Some(checkout) = self.by_id.get_mut(payment) {
            (checkout.is_ended, checkout.is_lost) = (true, is_lost);
        }
    }
}
