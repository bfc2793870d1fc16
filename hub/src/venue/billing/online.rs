//! Shares that guests pay online [B19]: a share is locked while its checkout is open, the money becomes an
//! ordinary payment, and what comes in too late is kept as money that is due back. What the provider says
//! may come twice, in any order, or long after; each of it is decided here from how things stand. Talking to
//! the provider is `crate::payments`.

use plato_sync_protocol::ids::{DinerId, PaymentId, SessionId, ShareId, StaffId};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::online::{LostView, StrayReason, StrayView};
use serde::{Deserialize, Serialize};

pub use super::checkouts::Checkout;
use super::checkouts::Stray;
use super::days::Figure;
use super::deciding::as_events;
use super::events::{BillEvent, Offer};
use super::paying::{SUM_MINOR_MAX, Wanted, online_reference, worked_out};
use super::refusal::BillRefusal;
use super::{Lock, Reckoning, ShareState, Timestamp, Venue};
use crate::venue::{Event, Refusal};

/// How long the provider's page is open, in ms of wall time: at least 30 minutes there, and a minute for
/// clocks that differ.
pub const CHECKOUT_MS: u64 = 31 * 60 * 1000;
/// How long a share stays locked for a checkout that nobody hears of any more, in ms of uptime.
pub(super) const ONLINE_LOCK_MS: u64 = CHECKOUT_MS + 4 * 60 * 1000;
/// Checkouts of one visit: each is a call to the provider.
pub const CHECKOUTS_MAX: usize = 30;

/// What has happened to a payment online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum OnlineEvent {
    /// A guest begins to pay a share; the provider is asked next.
    Started {
        /// The payment that it becomes.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// Which share.
        share: ShareId,
        /// How much of the bill is asked for.
        amount: i64,
        /// And on top for the staff.
        #[serde(default, skip_serializing_if = "is_nothing")]
        tip: i64,
        /// Of which currency.
        currency: Currency,
        /// Until when the provider's page is to be open, in ms since 1970.
        until_ms: u64,
        /// Who.
        diner: DinerId,
    },
    /// The provider has a page for it.
    Opened {
        /// Which.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// The provider's name for the checkout.
        reference: String,
        /// The page.
        url: String,
    },
    /// Nothing more is to be heard of it: paid, stray, or never paid.
    Ended {
        /// Which.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// Is it because the provider does not know it any more?
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_lost: bool,
    },
    /// Money came in that is on no share, and is due back.
    Strayed {
        /// Which.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// How much, in minor units of its currency; none for what cannot be counted so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<i64>,
        /// Which that is.
        currency: String,
        /// What the provider said, where it cannot be counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<String>,
        /// The provider's reference.
        reference: String,
        /// Why.
        why: StrayReason,
    },
    /// It was given back at the provider.
    Returned {
        /// Which.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// The provider's reference of the refund.
        reference: String,
        /// Who noted that.
        by: StaffId,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nothing(amount: &i64) -> bool {
    *amount == 0
}

impl OnlineEvent {
    /// Whose bill it is about.
    pub fn session(&self) -> &SessionId {
        match self {
            Self::Started { session, .. }
            | Self::Opened { session, .. }
            | Self::Ended { session, .. }
            | Self::Strayed { session, .. }
            | Self::Returned { session, .. } => session,
        }
    }
}

/// What became of a checkout, as the provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was paid.
    Paid {
        /// How much, in minor units as the venue counts them; none for an amount that cannot be counted so.
        amount: Option<i64>,
        /// The currency, in capitals.
        currency: String,
        /// Both as the provider said them.
        said: String,
        /// The provider's reference of the money.
        reference: String,
    },
    /// It was not, and cannot be any more.
    Unpaid,
    /// The provider does not know it, long after its page was over.
    Lost,
}

/// What can be asked about paying online. Only the hub asks; guests and staff through it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the events")]
pub enum OnlineCommand {
    /// A guest begins to pay a share, or goes on with it; with no word on a tip, with the one chosen before.
    Start { payment: PaymentId, session: SessionId, share: ShareId, diner: DinerId, tip: Option<i64> },
    /// The provider has a page.
    Open { payment: PaymentId, reference: String, url: String },
    /// The provider has none, and nobody waits for it any more.
    GiveUp { payment: PaymentId },
    /// A guest does not pay online after all.
    Stop { session: SessionId, share: ShareId },
    /// The provider says what became of it.
    Settle { payment: PaymentId, outcome: Outcome },
}

impl Lock {
    /// Does it keep others out?
    pub(super) fn is_held(&self, now: Timestamp) -> bool {
        let lasts_ms = if self.by.is_online() { ONLINE_LOCK_MS } else { super::LOCK_MS };
        now.uptime_ms < self.at_ms.saturating_add(lasts_ms)
    }

    /// Why others are kept out.
    pub(super) fn refusal(&self) -> BillRefusal {
        if self.by.is_online() { BillRefusal::SharePaidOnline } else { BillRefusal::ShareBeingPaid }
    }
}

impl Venue {
    /// Decides what is asked about paying online.
    pub(in crate::venue) fn decide_online(
        &self,
        now: Timestamp,
        command: &OnlineCommand,
    ) -> Result<Vec<Event>, Refusal> {
        let acts = match command {
            OnlineCommand::Start { payment, session, share, diner, tip } => {
                let open = self.floor.open_session(session)?;
                if open.seated_diner(diner).is_none() {
                    return Err(BillRefusal::Role.into());
                }
                self.start_online(now, payment, (session, share), diner, *tip)
            }
            OnlineCommand::Open { payment, reference, url } => self.open_online(payment, reference, url),
            OnlineCommand::GiveUp { payment } => self.give_up(payment),
            OnlineCommand::Stop { session, share } => {
                let by = StaffId::online();
                let is_ours = self.online_lock(session, share).is_some();
                let (session, share) = (session.clone(), share.clone());
                let released = BillEvent::ShareReleased { session, share, by };
                Ok(if is_ours { vec![released] } else { Vec::new() })
            }
            OnlineCommand::Settle { payment, outcome } => self.settle_online(now, payment, outcome),
        };
        Ok(as_events(acts?))
    }

    fn online_lock(&self, session: &SessionId, share: &ShareId) -> Option<&Lock> {
        let lock = self.billing.tab(session)?.locks.get(share)?;
        lock.by.is_online().then_some(lock)
    }

    /// The checkout for which a share is locked: the one that began last.
    pub fn open_checkout(&self, session: &SessionId, share: &ShareId) -> Option<&Checkout> {
        self.online_lock(session, share)?;
        self.billing.checkouts.newest(session, share).filter(|checkout| !checkout.is_ended)
    }

    /// Is its share still kept for a checkout?
    fn is_wanted(&self, checkout: &Checkout) -> bool {
        let locked = self.open_checkout(&checkout.session, &checkout.share);
        locked.is_some_and(|locked| locked.payment == checkout.payment)
    }

    /// Checkouts of which the provider has not said what became of them, with whether their share is
    /// still kept for them.
    pub fn checkouts_under_way(&self) -> Vec<(Checkout, bool)> {
        let open = self.billing.checkouts.under_way();
        open.map(|checkout| (checkout.clone(), self.is_wanted(checkout))).collect()
    }

    /// A checkout, whatever became of it.
    pub fn online_checkout(&self, payment: &PaymentId) -> Option<&Checkout> {
        self.billing.checkouts.get(payment)
    }

    /// What a guest who pays a share online now would be asked for, all in; none when it cannot be worked out.
    pub fn asked_online(&self, session: &SessionId, id: &ShareId, tip: Option<i64>) -> Option<Money> {
        let known = self.open_checkout(session, id);
        let reckoning = self.reckoning(session)?;
        let left = left_online(&reckoning, reckoning.share(id)?, known.is_some());
        let tip = if left == 0 { 0 } else { tip.or(known.map(|known| known.tip)).unwrap_or(0) };
        Some(Money { minor: left.checked_add(tip)?, currency: reckoning.currency })
    }

    fn start_online(
        &self,
        now: Timestamp,
        payment: &PaymentId,
        (session, id): (&SessionId, &ShareId),
        diner: &DinerId,
        tip: Option<i64>,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let known = self.open_checkout(session, id);
        let reckoning = worked_out(self.reckoning(session))?;
        let share = reckoning.share(id).ok_or(BillRefusal::UnknownShare)?;
        let amount = left_online(&reckoning, share, known.is_some());
        let tip = tip.or(known.map(|known| known.tip)).unwrap_or(0);
        // Whoever taps again, or somebody else of the party, goes on with the same page. One that is over, or
        // of another amount than is left by now, gives way to a new one and is closed.
        if let Some(known) = known
            && known.until_ms > now.wall_ms
            && (known.money.minor, known.tip) == (amount, tip)
        {
            return Ok(Vec::new());
        }
        let lock = self.billing.tab(session).and_then(|tab| tab.locks.get(id));
        if let Some(lock) = lock.filter(|lock| !lock.by.is_online() && lock.is_held(now)) {
            return Err(lock.refusal());
        }
        if amount == 0 {
            return Err(BillRefusal::SharePaid);
        }
        if !(0..=SUM_MINOR_MAX).contains(&tip) {
            return Err(BillRefusal::Amount);
        }
        if self.billing.checkouts.of(session).count() >= CHECKOUTS_MAX {
            return Err(BillRefusal::TooManyCheckouts);
        }
        if self.billing.is_used(payment) || self.billing.checkouts.get(payment).is_some() {
            return Err(BillRefusal::IdReused);
        }
        let started = OnlineEvent::Started {
            payment: payment.clone(),
            session: session.clone(),
            share: id.clone(),
            amount,
            tip,
            currency: reckoning.currency,
            until_ms: now.wall_ms.saturating_add(CHECKOUT_MS),
            diner: diner.clone(),
        };
        let (session, share, by) = (session.clone(), id.clone(), StaffId::online());
        let locked = BillEvent::ShareLocked { session, share, amount, covered: reckoning.covered, by };
        Ok(vec![locked, as_act(started)])
    }

    /// A page comes to be known only for the checkout that its share is kept for: nobody is sent to another,
    /// and whoever has it closes it.
    fn open_online(
        &self,
        payment: &PaymentId,
        reference: &str,
        url: &str,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(payment).ok_or(BillRefusal::UnknownPayment)?;
        match &checkout.opened {
            _ if !self.is_wanted(checkout) => Err(BillRefusal::CheckoutOver),
            Some((known, _)) if known != reference => Err(BillRefusal::CheckoutOver),
            Some(_) => Ok(Vec::new()),
            None => Ok(vec![as_act(OnlineEvent::Opened {
                payment: payment.clone(),
                session: checkout.session.clone(),
                reference: reference.to_owned(),
                url: url.to_owned(),
            })]),
        }
    }

    /// Without a page nobody can have paid; with one only the provider says what became of it.
    fn give_up(&self, payment: &PaymentId) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(payment).ok_or(BillRefusal::UnknownPayment)?;
        if checkout.opened.is_some() || checkout.is_ended {
            return Ok(Vec::new());
        }
        Ok(self.let_go_of(checkout).into_iter().chain([ended(checkout, false)]).collect())
    }

    fn settle_online(
        &self,
        now: Timestamp,
        id: &PaymentId,
        outcome: &Outcome,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(id).ok_or(BillRefusal::UnknownPayment)?;
        let is_done = self.billing.payment(id).is_some() || checkout.has_strayed;
        let let_go = || self.let_go_of(checkout).into_iter();
        match outcome {
            // Money outweighs whatever else was said before.
            Outcome::Paid { .. } if is_done => Ok(Vec::new()),
            Outcome::Unpaid | Outcome::Lost if checkout.is_ended => Ok(Vec::new()),
            Outcome::Unpaid => Ok(let_go().chain([ended(checkout, false)]).collect()),
            Outcome::Lost => Ok(let_go().chain([ended(checkout, true)]).collect()),
            Outcome::Paid { amount, currency, said, reference } => {
                let asked = checkout.total().ok_or(BillRefusal::OutOfBounds)?;
                let is_as_asked =
                    *amount == Some(asked.minor) && *currency == checkout.money.currency.as_str();
                // The money is there: who holds the share by now is told that it is paid.
                if is_as_asked && let Some(taken) = self.take_online(now, checkout, reference) {
                    return Ok(taken.into_iter().chain([ended(checkout, false)]).collect());
                }
                let strayed = as_act(OnlineEvent::Strayed {
                    payment: id.clone(),
                    session: checkout.session.clone(),
                    amount: *amount,
                    currency: currency.clone(),
                    said: amount.is_none().then(|| said.clone()),
                    reference: reference.clone(),
                    why: if is_as_asked { StrayReason::PaidOtherwise } else { StrayReason::OtherAmount },
                });
                Ok(let_go().chain([strayed, ended(checkout, false)]).collect())
            }
        }
    }

    /// The payment that a checkout becomes, if its share can still be paid.
    fn take_online(&self, now: Timestamp, checkout: &Checkout, reference: &str) -> Option<Vec<BillEvent>> {
        let wanted = Wanted {
            payment: &checkout.payment,
            session: &checkout.session,
            share: &checkout.share,
            amount: checkout.money.minor,
            tip: checkout.tip,
            offer: &Offer::Online { reference: reference.to_owned() },
        };
        self.take(now, &StaffId::online(), &wanted, true).ok()
    }

    /// Frees the share that is locked for a checkout, if it still is.
    fn let_go_of(&self, checkout: &Checkout) -> Option<BillEvent> {
        let (session, share) = (checkout.session.clone(), checkout.share.clone());
        let released = BillEvent::ShareReleased { session, share, by: StaffId::online() };
        self.is_wanted(checkout).then_some(released)
    }

    pub(super) fn return_stray(
        &self,
        by: &StaffId,
        payment: &PaymentId,
        typed: &str,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(payment).ok_or(BillRefusal::UnknownPayment)?;
        if checkout.stray.is_none() {
            return if checkout.has_strayed { Ok(Vec::new()) } else { Err(BillRefusal::UnknownPayment) };
        }
        let (payment, session) = (payment.clone(), checkout.session.clone());
        let reference = online_reference(typed)?;
        Ok(vec![as_act(OnlineEvent::Returned { payment, session, reference, by: by.clone() })])
    }

    pub(super) fn apply_online(&mut self, at: Timestamp, online: &OnlineEvent) {
        let checkouts = &mut self.billing.checkouts;
        match online {
            OnlineEvent::Started { payment, session, share, amount, tip, currency, until_ms, .. } => {
                checkouts.begin(Checkout {
                    payment: payment.clone(),
                    session: session.clone(),
                    share: share.clone(),
                    money: Money { minor: *amount, currency: *currency },
                    tip: *tip,
                    until_ms: *until_ms,
                    since_ms: at.uptime_ms,
                    opened: None,
                    is_ended: false,
                    stray: None,
                    has_strayed: false,
                    is_lost: false,
                });
            }
            OnlineEvent::Opened { payment, reference, url, .. } => {
                if let Some(checkout) = checkouts.get_mut(payment) {
                    checkout.opened = Some((reference.clone(), url.clone()));
                }
            }
            OnlineEvent::Ended { payment, is_lost, .. } => checkouts.end(payment, *is_lost),
            OnlineEvent::Strayed { payment, session, amount, currency, said, reference, why } => {
                let stray = Stray {
                    amount: *amount,
                    currency: currency.clone(),
                    said: said.clone(),
                    reference: reference.clone(),
                    why: *why,
                };
                let Some(checkout) = checkouts.get_mut(payment) else { return };
                let own = own_amount(checkout, &stray);
                (checkout.stray, checkout.has_strayed) = (Some(stray), true);
                self.billing.book_stray(at, Figure::Strayed, own);
                self.settle(at, session);
            }
            OnlineEvent::Returned { payment, session, .. } => {
                let Some(checkout) = checkouts.get_mut(payment) else { return };
                let own = checkout.stray.take().and_then(|stray| own_amount(checkout, &stray));
                self.billing.book_stray(at, Figure::StraysReturned, own);
                self.settle(at, session);
            }
        }
    }

    /// Money that came in online for nothing on a bill.
    pub(super) fn strays(&self, session: &SessionId) -> Vec<StrayView> {
        self.strays_of(session).map(|(checkout, stray)| stray_view(checkout, stray)).collect()
    }

    /// Is there any?
    pub(in crate::venue) fn has_strays(&self, session: &SessionId) -> bool {
        self.strays_of(session).next().is_some()
    }

    /// What of it is due back in the currency of the bill. What is of another cannot be added to it: it only
    /// stands in the list.
    pub(super) fn stray_sum(&self, session: &SessionId) -> i64 {
        let own = self.strays_of(session).filter_map(|(checkout, stray)| own_amount(checkout, stray));
        own.fold(0, i64::saturating_add)
    }

    fn strays_of(&self, session: &SessionId) -> impl Iterator<Item = (&Checkout, &Stray)> {
        let own = self.billing.checkouts.of(session);
        own.filter_map(|checkout| checkout.stray.as_ref().map(|stray| (checkout, stray)))
    }

    /// Pages of a visit that the provider does not know any more.
    pub(super) fn lost_checkouts(&self, session: &SessionId) -> Vec<LostView> {
        let lost = self.billing.checkouts.of(session).filter(|checkout| {
            checkout.is_lost && !checkout.has_strayed && self.billing.payment(&checkout.payment).is_none()
        });
        lost.map(lost_view).collect()
    }
}

/// How much of it is in the currency of the bill.
fn own_amount(checkout: &Checkout, stray: &Stray) -> Option<i64> {
    stray.money().filter(|money| money.currency == checkout.money.currency).map(|money| money.minor)
}

/// What is left of a share for a guest who pays online. The rest of the bill is held at what a page asks for
/// [B10]; whoever begins anew is asked for what it has become.
fn left_online(reckoning: &Reckoning, share: &ShareState, is_locked: bool) -> i64 {
    let over = if is_locked && share.share.share.is_rest() { reckoning.over } else { 0 };
    (share.left() - over).max(0)
}

fn stray_view(checkout: &Checkout, stray: &Stray) -> StrayView {
    StrayView {
        payment: checkout.payment.clone(),
        share: checkout.share.clone(),
        money: stray.money(),
        said: stray.said.clone().unwrap_or_default(),
        is_other_currency: own_amount(checkout, stray).is_none(),
        reference: stray.reference.clone(),
        why: stray.why,
    }
}

fn lost_view(checkout: &Checkout) -> LostView {
    LostView {
        payment: checkout.payment.clone(),
        share: checkout.share.clone(),
        money: checkout.total().unwrap_or(checkout.money),
        reference: checkout.opened.as_ref().map(|(reference, _)| reference.clone()).unwrap_or_default(),
    }
}

fn ended(checkout: &Checkout, is_lost: bool) -> BillEvent {
    let (payment, session) = (checkout.payment.clone(), checkout.session.clone());
    as_act(OnlineEvent::Ended { payment, session, is_lost })
}

fn as_act(online: OnlineEvent) -> BillEvent {
    BillEvent::Online { online: Box::new(online) }
}
