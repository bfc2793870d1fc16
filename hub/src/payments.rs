//! Talking to a payment provider: has it open pages on which guests pay, and hears what became of them. The
//! provider stands behind [`Provider`]; [`stripe`] is one. What its words mean for a bill the venue decides
//! (`venue/billing/online.rs`): here nothing is kept but when to ask next, so any of it may come twice, in
//! any order, or never. A venue seldom has an address that the provider can call, so the hub also asks.

pub mod keys;
pub mod signature;
pub mod stripe;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use plato_sync_protocol::ids::{DinerId, PaymentId, SessionId, ShareId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::online::OnlineCheckout;

use crate::origin::Origin;
use crate::sync::members::Members;
use crate::venue::billing::online::{Checkout, OnlineCommand, Outcome};
use crate::venue::{Command, Refusal};
use crate::writer::{Failure, Intent};

/// How often it is looked whether a checkout is to be asked about.
pub const LOOK_EVERY: Duration = Duration::from_secs(3);
/// The first pause between two questions about one checkout, in ms of uptime; each next one is twice as long.
const ASK_AGAIN_MS: u64 = 5_000;
/// The longest pause.
const ASK_AGAIN_MS_MAX: u64 = 60_000;
/// How long a checkout may be without a page before it is given up: the hub was stopped while it asked.
const PAGE_WITHIN_MS: u64 = 60_000;
/// Notices of the provider that are read in ten seconds; more is somebody else.
const NOTICES_MAX: u32 = 200;

/// A page that the provider is to open.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The payment that it becomes: names the call, so that one that is made again opens one page.
    pub payment: PaymentId,
    /// How much is to be paid.
    pub money: Money,
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
    /// It may be another time: no internet, too much to do, broken.
    #[error("the provider cannot be reached: {0}")]
    Away(String),
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
#[derive(Debug)]
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
    /// When to ask about a checkout next and the pause after that, in ms of uptime; and since when it is known.
    next: Mutex<BTreeMap<PaymentId, Turn>>,
    /// The ten seconds in which notices are counted, and how many came.
    notices: Mutex<(u64, u32)>,
}

#[derive(Clone, Copy)]
struct Turn {
    at_ms: u64,
    pause_ms: u64,
    since_ms: u64,
}

impl Payments {
    /// With this provider, for guests who come back to this address.
    pub fn new(provider: Arc<dyn Provider>, public_url: Arc<str>) -> Self {
        Self { provider, public_url, next: Mutex::default(), notices: Mutex::default() }
    }

    /// Has a guest pay a share: locks it, has the provider open a page, and says where that is. Without the
    /// provider nothing stays locked.
    pub async fn begin(
        &self,
        members: &Members,
        (session, diner, share): (&SessionId, &DinerId, &ShareId),
        origin: Origin,
    ) -> Result<OnlineCheckout, NotNow> {
        let left = members.published.read(|venue, _| {
            let reckoning = venue.reckoning(session)?;
            let minor = reckoning.share(share)?.left();
            Some(Money { minor, currency: reckoning.currency })
        });
        if left.is_some_and(|money| money.minor > 0 && !self.provider.takes(money)) {
            return Err(NotNow::Amount);
        }
        let payment = PaymentId::from_random(members.chance.bytes());
        let start = OnlineCommand::Start {
            payment,
            session: session.clone(),
            share: share.clone(),
            diner: diner.clone(),
        };
        submit(members, start, origin.clone()).await?;
        let (checkout, table) = members
            .published
            .read(|venue, _| (venue.open_checkout(session, share).cloned(), venue.table_of(session)));
        let checkout = checkout.ok_or(NotNow::Refused(Failure::OutcomeUnknown))?;
        if let Some((_, url)) = checkout.opened {
            return Ok(OnlineCheckout { payment: checkout.payment, url });
        }
        let (table, name) = table.map_or_else(Default::default, |(id, name)| (id.to_string(), name));
        let page = Page {
            payment: checkout.payment.clone(),
            money: checkout.money,
            until_s: checkout.until_ms / 1000,
            title: format!("Table {name}"),
            back: format!("{}/t/{table}", self.public_url),
        };
        let mut opened = self.provider.open(&page).await;
        if matches!(opened, Err(ProviderFault::Away(_))) {
            // The same call once more is the same page; longer nobody waits.
            opened = self.provider.open(&page).await;
        }
        match opened {
            Ok((reference, url)) => {
                let payment = checkout.payment.clone();
                let open = OnlineCommand::Open { payment, reference, url: url.clone() };
                submit(members, open, Origin::hub()).await?;
                Ok(OnlineCheckout { payment: checkout.payment, url })
            }
            Err(fault) => {
                tracing::warn!(session.id = %session, %fault, "a guest could not pay online");
                // Nobody has seen a page: nothing can come of it.
                let unpaid = OnlineCommand::Settle { payment: checkout.payment, outcome: Outcome::Unpaid };
                submit(members, unpaid, Origin::hub()).await?;
                Err(NotNow::Provider(fault))
            }
        }
    }

    /// Asks the provider about the checkouts whose turn it is. Call now and then.
    pub async fn look(&self, members: &Members) {
        let now_ms = members.time.now().uptime_ms;
        let under_way = members.published.read(|venue, _| venue.checkouts_under_way());
        self.next.lock().retain(|id, _| under_way.iter().any(|(checkout, _)| checkout.payment == *id));
        for (checkout, is_wanted) in under_way {
            let since_ms = {
                let mut next = self.next.lock();
                let turn = next.entry(checkout.payment.clone()).or_insert(Turn {
                    at_ms: now_ms,
                    pause_ms: ASK_AGAIN_MS,
                    since_ms: now_ms,
                });
                if turn.at_ms > now_ms {
                    continue;
                }
                turn.at_ms = now_ms.saturating_add(turn.pause_ms);
                turn.pause_ms = turn.pause_ms.saturating_mul(2).min(ASK_AGAIN_MS_MAX);
                turn.since_ms
            };
            let is_given_up = now_ms.saturating_sub(since_ms) >= PAGE_WITHIN_MS;
            self.look_at(members, &checkout, is_wanted, is_given_up).await;
        }
    }

    async fn look_at(&self, members: &Members, checkout: &Checkout, is_wanted: bool, is_given_up: bool) {
        let payment = &checkout.payment;
        let standing = match &checkout.opened {
            None if is_given_up => Ok(Standing::Over(Outcome::Unpaid)),
            None => return,
            Some((reference, _)) if is_wanted => self.provider.ask(reference).await,
            // The share was let go: nobody is to pay on that page, unless somebody has.
            Some((reference, _)) => match self.provider.close(reference).await {
                Err(ProviderFault::Refused(_)) => self.provider.ask(reference).await,
                closed => closed,
            },
        };
        let settled = match standing {
            Ok(Standing::UnderWay) => return,
            Ok(Standing::Over(outcome)) => self.settle(members, payment, outcome).await,
            Err(fault) => {
                tracing::warn!(payment.id = %payment, %fault, "a payment online is not known to be made or not");
                return;
            }
        };
        if let Err(failure) = settled {
            tracing::warn!(payment.id = %payment, %failure, "what became of a payment online could not be noted");
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

    /// Lets go of a share that a guest does not pay online after all.
    pub async fn stop(
        &self,
        members: &Members,
        session: &SessionId,
        share: &ShareId,
        origin: Origin,
    ) -> Result<(), Failure> {
        let stop = OnlineCommand::Stop { session: session.clone(), share: share.clone() };
        submit(members, stop, origin).await
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
