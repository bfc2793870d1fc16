//! Shares that guests pay online [B19]: a share is locked while its checkout is open, the money becomes an
//! ordinary payment, and what comes in too late is kept as money that is due back. What the provider says
//! may come twice, in any order, or long after; each of it is decided here from how things stand. Talking to
//! the provider is `crate::payments`.

use plato_sync_protocol::ids::{DinerId, PaymentId, SessionId, ShareId, StaffId};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::online::{StrayReason, StrayView};
use serde::{Deserialize, Serialize};

use super::deciding::as_events;
use super::events::{BillEvent, Offer};
use super::paying::{Wanted, reference, worked_out};
use super::refusal::BillRefusal;
use super::{Billing, Lock, Timestamp, Venue};
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
        /// How much is asked for.
        amount: i64,
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
    },
    /// Money came in that is on no share, and is due back.
    Strayed {
        /// Which.
        payment: PaymentId,
        /// On whose bill.
        session: SessionId,
        /// How much, in minor units of its currency.
        amount: i64,
        /// Which that is.
        currency: String,
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
        /// The provider's reference of the money.
        reference: String,
    },
    /// It was not, and cannot be any more.
    Unpaid,
}

/// What can be asked about paying online. Only the hub asks; guests and staff through it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the events")]
pub enum OnlineCommand {
    /// A guest begins to pay a share, or goes on with it.
    Start { payment: PaymentId, session: SessionId, share: ShareId, diner: DinerId },
    /// The provider has a page.
    Open { payment: PaymentId, reference: String, url: String },
    /// A guest does not pay online after all, or the provider was not there.
    Stop { session: SessionId, share: ShareId },
    /// The provider says what became of it.
    Settle { payment: PaymentId, outcome: Outcome },
}

/// A payment online on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkout {
    /// The payment that it becomes.
    pub payment: PaymentId,
    /// On whose bill.
    pub session: SessionId,
    /// Which share.
    pub share: ShareId,
    /// How much is asked for.
    pub money: Money,
    /// Until when the provider's page is to be open, in ms since 1970.
    pub until_ms: u64,
    /// The provider's name for it, and its page.
    pub opened: Option<(String, String)>,
    /// Is nothing more to be heard of it?
    pub is_ended: bool,
    /// Money that came in for nothing, until it is given back.
    stray: Option<(i64, String, String, StrayReason)>,
    has_strayed: bool,
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
            OnlineCommand::Start { payment, session, share, diner } => {
                let open = self.floor.open_session(session)?;
                if open.seated_diner(diner).is_none() {
                    return Err(BillRefusal::Role.into());
                }
                self.start_online(now, payment, session, share, diner)
            }
            OnlineCommand::Open { payment, reference, url } => self.open_online(payment, reference, url),
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

    /// The checkout for which a share is locked.
    pub fn open_checkout(&self, session: &SessionId, share: &ShareId) -> Option<&Checkout> {
        self.online_lock(session, share)?;
        let of_share = |checkout: &&Checkout| checkout.session == *session && checkout.share == *share;
        let mut open = self.billing.checkouts.values().filter(of_share).filter(|checkout| !checkout.is_ended);
        // Those that were let go before wait for the provider's word; the newest has the lock.
        open.by_ref().max_by_key(|checkout| checkout.until_ms)
    }

    /// Checkouts of which the provider has not said what became of them, with whether their share is
    /// still kept for them.
    pub fn checkouts_under_way(&self) -> Vec<(Checkout, bool)> {
        let open = self.billing.checkouts.values().filter(|checkout| !checkout.is_ended);
        let with_lock = |checkout: &Checkout| {
            let locked = self.open_checkout(&checkout.session, &checkout.share);
            (checkout.clone(), locked.is_some_and(|locked| locked.payment == checkout.payment))
        };
        open.map(with_lock).collect()
    }

    /// A checkout, whatever became of it.
    pub fn online_checkout(&self, payment: &PaymentId) -> Option<&Checkout> {
        self.billing.checkouts.get(payment)
    }

    fn start_online(
        &self,
        now: Timestamp,
        payment: &PaymentId,
        session: &SessionId,
        id: &ShareId,
        diner: &DinerId,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        // Whoever taps again, or somebody else of the party, goes on with the same page.
        let known = self.open_checkout(session, id);
        let reckoning = worked_out(self.reckoning(session))?;
        let share = reckoning.share(id).ok_or(BillRefusal::UnknownShare)?;
        if let Some(known) = known
            && known.until_ms > now.wall_ms
            && known.money.minor == share.left()
        {
            return Ok(Vec::new());
        }
        let lock = self.billing.tab(session).and_then(|tab| tab.locks.get(id));
        if let Some(lock) = lock.filter(|lock| lock.is_held(now)) {
            return Err(lock.refusal());
        }
        let amount = share.left();
        if amount == 0 {
            return Err(BillRefusal::SharePaid);
        }
        let of_visit = self.billing.checkouts.values().filter(|checkout| checkout.session == *session);
        if of_visit.count() >= CHECKOUTS_MAX {
            return Err(BillRefusal::TooManyCheckouts);
        }
        if self.billing.is_used(payment) || self.billing.checkouts.contains_key(payment) {
            return Err(BillRefusal::IdReused);
        }
        let started = OnlineEvent::Started {
            payment: payment.clone(),
            session: session.clone(),
            share: id.clone(),
            amount,
            currency: reckoning.currency,
            until_ms: now.wall_ms.saturating_add(CHECKOUT_MS),
            diner: diner.clone(),
        };
        let (session, share, by) = (session.clone(), id.clone(), StaffId::online());
        let locked = BillEvent::ShareLocked { session, share, amount, covered: reckoning.covered, by };
        Ok(vec![locked, as_act(started)])
    }

    fn open_online(
        &self,
        payment: &PaymentId,
        reference: &str,
        url: &str,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(payment).ok_or(BillRefusal::UnknownPayment)?;
        if checkout.opened.is_some() || checkout.is_ended {
            return Ok(Vec::new());
        }
        Ok(vec![as_act(OnlineEvent::Opened {
            payment: payment.clone(),
            session: checkout.session.clone(),
            reference: reference.to_owned(),
            url: url.to_owned(),
        })])
    }

    fn settle_online(
        &self,
        now: Timestamp,
        id: &PaymentId,
        outcome: &Outcome,
    ) -> Result<Vec<BillEvent>, BillRefusal> {
        let checkout = self.billing.checkouts.get(id).ok_or(BillRefusal::UnknownPayment)?;
        let (payment, session) = (id.clone(), checkout.session.clone());
        let is_done = self.billing.payment(id).is_some() || checkout.has_strayed;
        let ended = as_act(OnlineEvent::Ended { payment: payment.clone(), session: session.clone() });
        match outcome {
            // Money outweighs whatever else was said before.
            Outcome::Paid { .. } if is_done => Ok(Vec::new()),
            Outcome::Unpaid if checkout.is_ended => Ok(Vec::new()),
            Outcome::Unpaid => Ok(self.let_go_of(checkout).into_iter().chain([ended]).collect()),
            Outcome::Paid { amount, currency, reference } => {
                let is_as_asked =
                    *amount == Some(checkout.money.minor) && *currency == checkout.money.currency.as_str();
                let offer = Offer::Online { reference: reference.clone() };
                let wanted = Wanted {
                    payment: id,
                    session: &session,
                    share: &checkout.share,
                    amount: checkout.money.minor,
                    tip: 0,
                    offer: &offer,
                };
                // The money is there: who holds the share by now is told that it is paid.
                let taken = self.take(now, &StaffId::online(), &wanted, true).ok();
                let why = if is_as_asked { StrayReason::PaidOtherwise } else { StrayReason::OtherAmount };
                match taken.filter(|_| is_as_asked) {
                    Some(taken) => Ok(taken.into_iter().chain([ended]).collect()),
                    None => {
                        let strayed = as_act(OnlineEvent::Strayed {
                            payment,
                            session,
                            amount: amount.unwrap_or(checkout.money.minor),
                            currency: currency.clone(),
                            reference: reference.clone(),
                            why,
                        });
                        Ok(self.let_go_of(checkout).into_iter().chain([strayed, ended]).collect())
                    }
                }
            }
        }
    }

    /// Frees the share that is locked for a checkout, if it still is.
    fn let_go_of(&self, checkout: &Checkout) -> Option<BillEvent> {
        let locked = self.open_checkout(&checkout.session, &checkout.share)?;
        let (session, share) = (locked.session.clone(), locked.share.clone());
        let released = BillEvent::ShareReleased { session, share, by: StaffId::online() };
        (locked.payment == checkout.payment).then_some(released)
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
        let reference = reference(typed)?;
        Ok(vec![as_act(OnlineEvent::Returned { payment, session, reference, by: by.clone() })])
    }

    pub(super) fn apply_online(&mut self, at: Timestamp, online: &OnlineEvent) {
        let checkouts = &mut self.billing.checkouts;
        match online {
            OnlineEvent::Started { payment, session, share, amount, currency, until_ms, .. } => {
                let checkout = Checkout {
                    payment: payment.clone(),
                    session: session.clone(),
                    share: share.clone(),
                    money: Money { minor: *amount, currency: *currency },
                    until_ms: *until_ms,
                    opened: None,
                    is_ended: false,
                    stray: None,
                    has_strayed: false,
                };
                checkouts.insert(payment.clone(), checkout);
            }
            OnlineEvent::Opened { payment, reference, url, .. } => {
                if let Some(checkout) = checkouts.get_mut(payment) {
                    checkout.opened = Some((reference.clone(), url.clone()));
                }
            }
            OnlineEvent::Ended { payment, .. } => {
                if let Some(checkout) = checkouts.get_mut(payment) {
                    checkout.is_ended = true;
                }
            }
            OnlineEvent::Strayed { payment, session, amount, currency, reference, why } => {
                if let Some(checkout) = checkouts.get_mut(payment) {
                    checkout.stray = Some((*amount, currency.clone(), reference.clone(), *why));
                    checkout.has_strayed = true;
                }
                self.settle(at, session);
            }
            OnlineEvent::Returned { payment, session, .. } => {
                if let Some(checkout) = checkouts.get_mut(payment) {
                    checkout.stray = None;
                }
                self.settle(at, session);
            }
        }
    }

    /// Money that came in online for nothing on a bill.
    pub(super) fn strays(&self, session: &SessionId) -> Vec<StrayView> {
        self.billing.strays(session).map(|(checkout, stray)| stray_view(checkout, stray)).collect()
    }

    /// Is there any?
    pub(in crate::venue) fn has_strays(&self, session: &SessionId) -> bool {
        self.billing.strays(session).next().is_some()
    }

    /// What of it is due back, as far as it is of the bill's currency.
    pub(super) fn stray_sum(&self, session: &SessionId) -> i64 {
        self.billing.strays(session).fold(0, |sum, (_, (amount, ..))| sum.saturating_add(*amount))
    }
}

type Stray = (i64, String, String, StrayReason);

impl Billing {
    fn strays(&self, session: &SessionId) -> impl Iterator<Item = (&Checkout, &Stray)> {
        let own = self.checkouts.values().filter(move |checkout| checkout.session == *session);
        own.filter_map(|checkout| checkout.stray.as_ref().map(|stray| (checkout, stray)))
    }
}

fn stray_view(checkout: &Checkout, (amount, currency, reference, why): &Stray) -> StrayView {
    StrayView {
        payment: checkout.payment.clone(),
        share: checkout.share.clone(),
        amount: *amount,
        currency: currency.parse().unwrap_or(checkout.money.currency),
        reference: reference.clone(),
        why: *why,
    }
}

fn as_act(online: OnlineEvent) -> BillEvent {
    BillEvent::Online { online: Box::new(online) }
}
