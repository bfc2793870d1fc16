//! Talking to a payment provider: has it open pages on which guests pay, and hears what became of them. The
//! provider stands behind [`Provider`]; [`stripe`] is one. What its words mean for a bill the venue decides
//! (`venue/billing/online.rs`): here nothing is kept but when to ask next, so any of it may come twice, in
//! any order, or never. A venue seldom has an address that the provider can call, so the hub also asks.

pub mod keys;
pub mod opening;
pub mod signature;
pub mod stripe;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use opening::Opening;
use parking_lot::Mutex;
use plato_sync_protocol::bill::Percent;
use plato_sync_protocol::bill::view::BillView;
use plato_sync_protocol::ids::{PaymentId, SessionId, ShareId};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::online::{OnlineOffer, TipChoice};
use tokio::sync::Notify;

use crate::origin::Origin;
use crate::sync::members::Members;
use crate::venue::billing::online::{CHECKOUT_MS, Checkout, OnlineCommand, Outcome};
use crate::venue::{Command, Refusal};
use crate::writer::{Failure, Intent};

/// How often it is looked whether a checkout is to be asked about.
pub const LOOK_EVERY: Duration = Duration::from_secs(3);
/// The first pause between two questions about one checkout, in ms of uptime; each next one is twice as long.
const ASK_AGAIN_MS: u64 = 5_000;
/// The longest pause.
const ASK_AGAIN_MS_MAX: u64 = 60_000;
/// How soon after a question a guest who looks at the bill has the same one asked again.
const ASK_SOON_MS: u64 = 2_000;
/// Checkouts that are asked about at the same time.
const ASKED_AT_ONCE: usize = 8;
/// How long a checkout may be without a page before it is given up, in ms of uptime: the hub was stopped
/// while it asked.
const PAGE_WITHIN_MS: u64 = 60_000;
/// How long a checkout that the provider does not know is asked about, in ms of uptime: longer than any page
/// is open, so that nobody can pay there any more.
const UNKNOWN_WITHIN_MS: u64 = CHECKOUT_MS + 10 * 60 * 1000;
/// What guests are asked to choose from as a tip, in per cent of what is left to pay.
const TIP_PERCENTS: [u8; 4] = [0, 5, 10, 15];
/// Notices of the provider that are read in ten seconds; more is somebody else.
const NOTICES_MAX: u32 = 200;

/// A page that the provider is to open.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The payment that it becomes: names the call, so that one that is made again opens one page.
    pub payment: PaymentId,
    /// How much of the bill is to be paid.
    pub money: Money,
    /// And on top for the staff.
    pub tip: i64,
    /// Until when, in s since 1970.
    pub until_s: u64,
    /// What stands on it.
    pub title: String,
    /// Where the guest comes back to.
    pub back: String,
}

/// What a checkout stands at.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Somebody may still pay, or the money is on its way.
    UnderWay,
    /// It is over.
    Over(Outcome),
}

/// What the provider says of a checkout.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Which payment it would be.
    pub payment: PaymentId,
    /// The provider's name for the checkout.
    pub reference: String,
    /// What it stands at.
    pub standing: Standing,
}

/// Why the provider did not do what it was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProviderFault {
    /// It was not reached, or did not answer in time. The same call may be made again.
    #[error("the provider cannot be reached: {0}")]
    Away(String),
    /// It has too much to do, or is still at work on the same call. That may be made again, later.
    #[error("the provider is busy: {0}")]
    Busy(String),
    /// It broke, and answers the same call like that for ever. Another one may do.
    #[error("the provider is broken: {0}")]
    Broken(String),
    /// It does not know what it is asked about.
    #[error("the provider does not know it: {0}")]
    Unknown(String),
    /// It will not, however often it is asked.
    #[error("the provider refuses: {0}")]
    Refused(String),
}

/// Why what was sent as a notice is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// There is no secret to check it with.
    #[error("notices are not taken")]
    Off,
    /// It is not signed by the provider.
    #[error("it is not signed by the provider")]
    Signature,
    /// It is signed, but long ago.
    #[error("it was signed too long ago")]
    Late,
    /// It is signed, but not understood.
    #[error("it is not understood")]
    Malformed,
}

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Can it take this amount?
    fn takes(&self, money: Money) -> bool;
    /// Opens a page; the same for the same payment. Answers with its name and address.
    fn open<'a>(&'a self, page: &'a Page) -> BoxFuture<'a, Result<(String, String), ProviderFault>>;
    /// What a checkout stands at.
    fn ask<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Standing, ProviderFault>>;
    /// Closes a page on which nobody is to pay any more.
    fn close<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Standing, ProviderFault>>;
    /// Reads what was sent in its name; none for what is of no interest.
    fn read(&self, signature: Option<&str>, body: &[u8], now_s: u64)
    -> Result<Option<Notice>, NoticeRefusal>;
}

/// Why a guest cannot pay online now.
#[derive(Debug, Clone)]
pub enum NotNow {
    /// The venue says why.
    Refused(Failure),
    /// The provider is not there or will not.
    Provider(ProviderFault),
    /// Its rules have no room for the amount.
    Amount,
}

impl From<Failure> for NotNow {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

/// Online payment of this hub.
pub struct Payments {
    provider: Arc<dyn Provider>,
    public_url: Arc<str>,
    /// When to ask about each checkout next.
    next: Mutex<BTreeMap<PaymentId, Turn>>,
    /// Pages that are being opened.
    openings: Mutex<BTreeMap<PaymentId, Opening>>,
    /// Somebody wants to know sooner.
    hurry: Notify,
    /// The ten seconds in which notices are counted, and how many came.
    notices: Mutex<(u64, u32)>,
}

/// When to ask about a checkout, in ms of uptime.
#[derive(Clone, Copy)]
struct Turn {
    at_ms: u64,
    /// The pause after that.
    pause_ms: u64,
    /// When it was asked last.
    asked_ms: Option<u64>,
    /// Was its share kept for it then?
    is_wanted: bool,
}

impl Payments {
    /// With this provider, for guests who come back to this address.
    pub fn new(provider: Arc<dyn Provider>, public_url: Arc<str>) -> Self {
        Self {
            provider,
            public_url,
            next: Mutex::default(),
            openings: Mutex::default(),
            hurry: Notify::new(),
            notices: Mutex::default(),
        }
    }

    /// Can the provider take this amount?
    pub fn takes(&self, money: Money) -> bool {
        self.provider.takes(money)
    }

    /// Says on a bill which shares can be paid online, and with which tips: those of which the provider can
    /// take the sum to the last coin.
    pub fn offer(&self, bill: &mut BillView) {
        bill.pays_online = true;
        for share in &mut bill.shares {
            let choices =
                TIP_PERCENTS.iter().filter_map(|percent| self.choice(*percent, share.left, bill.currency));
            let tips: Vec<TipChoice> = choices.collect();
            let is_takeable = tips.first().is_some_and(|first| first.percent == 0);
            share.online = is_takeable.then_some(OnlineOffer { tips });
        }
    }

    fn choice(&self, percent: u8, left: i64, currency: Currency) -> Option<TipChoice> {
        let rate: Percent = percent.to_string().parse().ok()?;
        let tip = if percent == 0 { 0 } else { rate.of(left)? };
        let total = left.checked_add(tip)?;
        let is_takeable = left > 0 && self.takes(Money { minor: total, currency });
        is_takeable.then_some(TipChoice { percent, tip, total })
    }

    /// A guest looks at the bill: what is open of it is asked about soon, though not again and again.
    pub fn hurry(&self, members: &Members, session: &SessionId) {
        let now_ms = members.time.now().uptime_ms;
        let own: Vec<PaymentId> = members.published.read(|venue, _| {
            let under_way = venue.checkouts_under_way().into_iter();
            let own =
                under_way.filter(|(checkout, _)| checkout.session == *session && checkout.opened.is_some());
            own.map(|(checkout, _)| checkout.payment).collect()
        });
        let mut is_sooner = false;
        let mut next = self.next.lock();
        for payment in own {
            let Some(turn) = next.get_mut(&payment) else { continue };
            let soon_ms = turn.asked_ms.map_or(now_ms, |asked_ms| asked_ms.saturating_add(ASK_SOON_MS));
            let at_ms = soon_ms.max(now_ms);
            if at_ms < turn.at_ms {
                (turn.at_ms, turn.pause_ms, is_sooner) = (at_ms, ASK_AGAIN_MS, true);
            }
        }
        if is_sooner {
            self.hurry.notify_one();
        }
    }

    /// Waits until somebody wants to know what became of a checkout.
    pub async fn hurried(&self) {
        self.hurry.notified().await;
    }

    /// Asks the provider about the checkouts whose turn it is. Call now and then, and when it is in a hurry.
    pub async fn look(&self, members: &Members) {
        let now_ms = members.time.now().uptime_ms;
        let under_way = members.published.read(|venue, _| venue.checkouts_under_way());
        self.next.lock().retain(|id, _| under_way.iter().any(|(checkout, _)| checkout.payment == *id));
        let due =
            under_way.into_iter().filter(|(checkout, is_wanted)| self.is_due(checkout, *is_wanted, now_ms));
        let due: Vec<_> = due.collect();
        let looking = futures_util::stream::iter(due);
        let look = async |(checkout, is_wanted)| self.look_at(members, &checkout, is_wanted, now_ms).await;
        looking.for_each_concurrent(ASKED_AT_ONCE, look).await;
    }

    /// Is it the turn of a checkout? If so, its next one is later. One whose share was let go is looked at
    /// once: its page is still open.
    fn is_due(&self, checkout: &Checkout, is_wanted: bool, now_ms: u64) -> bool {
        let first = Turn { at_ms: now_ms, pause_ms: ASK_AGAIN_MS, asked_ms: None, is_wanted };
        let mut next = self.next.lock();
        let turn = next.entry(checkout.payment.clone()).or_insert(first);
        if turn.is_wanted && !is_wanted {
            *turn = Turn { is_wanted, ..first };
        }
        if turn.at_ms > now_ms {
            return false;
        }
        turn.at_ms = now_ms.saturating_add(turn.pause_ms);
        turn.pause_ms = turn.pause_ms.saturating_mul(2).min(ASK_AGAIN_MS_MAX);
        turn.asked_ms = Some(now_ms);
        true
    }

    async fn look_at(&self, members: &Members, checkout: &Checkout, is_wanted: bool, now_ms: u64) {
        let payment = &checkout.payment;
        let age_ms = now_ms.saturating_sub(checkout.since_ms);
        let Some((reference, _)) = &checkout.opened else {
            if age_ms >= PAGE_WITHIN_MS && !self.is_opening(payment) {
                let given_up =
                    submit(members, OnlineCommand::GiveUp { payment: payment.clone() }, Origin::hub());
                note(payment, given_up.await);
            }
            return;
        };
        let standing = if is_wanted {
            self.provider.ask(reference).await
        } else {
            // The share was let go: nobody is to pay on that page, unless somebody has.
            self.close(reference).await
        };
        let outcome = match standing {
            Ok(Standing::UnderWay) => return,
            Ok(Standing::Over(outcome)) => outcome,
            Err(ProviderFault::Unknown(_)) if age_ms >= UNKNOWN_WITHIN_MS => Outcome::Lost,
            Err(fault) => {
                tracing::warn!(payment.id = %payment, %fault, "a payment online is not known to be made or not");
                return;
            }
        };
        note(payment, self.settle(members, payment, outcome).await);
    }

    async fn close(&self, reference: &str) -> Result<Standing, ProviderFault> {
        match self.provider.close(reference).await {
            // It is paid, or whether it is cannot be told from this.
            Err(ProviderFault::Refused(_) | ProviderFault::Broken(_)) => self.provider.ask(reference).await,
            closed => closed,
        }
    }

    /// Takes a notice of the provider: false when there are too many.
    pub fn has_room_for_notice(&self, uptime_ms: u64) -> bool {
        let mut notices = self.notices.lock();
        let window = uptime_ms / 10_000;
        if notices.0 != window {
            *notices = (window, 0);
        }
        notices.1 = notices.1.saturating_add(1);
        notices.1 <= NOTICES_MAX
    }

    /// Reads a notice and does what it says. One about a payment that this hub has not begun is of another
    /// hub with the same account.
    pub async fn hear(
        &self,
        members: &Members,
        signature: Option<&str>,
        body: &[u8],
    ) -> Result<(), Result<Failure, NoticeRefusal>> {
        let now_s = members.time.now().wall_ms / 1000;
        let Some(notice) = self.provider.read(signature, body, now_s).map_err(Err)? else { return Ok(()) };
        let known = members.published.read(|venue, _| venue.online_checkout(&notice.payment).cloned());
        let is_ours = |known: &Checkout| match &known.opened {
            Some((reference, _)) => *reference == notice.reference,
            None => true,
        };
        match (known.filter(is_ours), notice.standing) {
            (Some(known), Standing::Over(outcome)) => {
                self.settle(members, &known.payment, outcome).await.map_err(Ok)
            }
            _ => Ok(()),
        }
    }

    async fn settle(&self, members: &Members, payment: &PaymentId, outcome: Outcome) -> Result<(), Failure> {
        submit(members, OnlineCommand::Settle { payment: payment.clone(), outcome }, Origin::hub()).await
    }
}

/// Lets go of a share that a guest does not pay online after all. That needs no provider: its page is closed
/// later.
pub async fn stop(
    members: &Members,
    session: &SessionId,
    share: &ShareId,
    origin: Origin,
) -> Result<(), Failure> {
    let stop = OnlineCommand::Stop { session: session.clone(), share: share.clone() };
    submit(members, stop, origin).await
}

/// How many payments online have an end that is not known: what is warned of where nobody can ask any more.
pub fn left_open(members: &Members) -> usize {
    members.published.read(|venue, _| venue.checkouts_under_way().len())
}

fn note(payment: &PaymentId, noted: Result<(), Failure>) {
    if let Err(failure) = noted {
        tracing::warn!(payment.id = %payment, %failure, "what became of a payment online could not be noted");
    }
}

async fn submit(members: &Members, what: OnlineCommand, origin: Origin) -> Result<(), Failure> {
    let intent = Intent::Command(Command::Online(Box::new(what)));
    members.writer.submit(intent, None, origin).await.map(|_| ())
}

impl NotNow {
    /// Is it because of the bill?
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(Failure::Refused(refusal)) => Some(refusal),
            _ => None,
        }
    }
}
