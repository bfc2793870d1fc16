//! Having a page opened. One call is under way for each payment, whoever waits for it: others who tap the same
//! share, and nobody at all when the phone has gone meanwhile. A page that nobody is to pay on any more when it
//! comes is closed at once, and its address told to nobody.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use plato_sync_protocol::ids::{DinerId, PaymentId, SessionId, ShareId};
use plato_sync_protocol::online::OnlineCheckout;

use super::{NotNow, Page, Payments, ProviderFault, submit};
use crate::origin::Origin;
use crate::sync::members::Members;
use crate::venue::billing::online::{Checkout, OnlineCommand};
use crate::writer::Failure;

/// How often the provider is called for one page.
const CALLS_MAX: u32 = 5;
/// The pause before the same call is made again to a provider that is busy; each next one is twice as long.
const CALL_AGAIN: Duration = Duration::from_millis(250);

/// A page that is being opened: what comes of it, for everyone who waits.
pub(super) type Opening = Shared<BoxFuture<'static, Result<OnlineCheckout, NotNow>>>;

/// Who wants to pay which share of what.
#[derive(Debug, Clone)]
pub struct Wish {
    /// On whose bill.
    pub session: SessionId,
    /// Which share.
    pub share: ShareId,
    /// Who.
    pub diner: DinerId,
    /// What goes on top; none for what was chosen before.
    pub tip: Option<i64>,
}

impl Payments {
    /// Has a guest pay a share: locks it, has the provider open a page, and says where that is. Without the
    /// provider nothing stays locked.
    pub async fn begin(
        self: &Arc<Self>,
        members: &Members,
        wish: &Wish,
        origin: Origin,
    ) -> Result<OnlineCheckout, NotNow> {
        let (first, is_new) = self.begin_once(members, wish, origin.clone()).await?;
        match first.await {
            // The provider keeps to what it answered to a payment: another one may do. So it is with one that
            // was left over without a page, about which it may be asked no more.
            Err(NotNow::Provider(fault)) if is_another_worth_it(&fault, is_new) => {
                let (second, _) = self.begin_once(members, wish, origin).await?;
                second.await
            }
            opened => opened,
        }
    }

    /// Locks the share, and says what comes of its page: also whether its payment has begun just now.
    async fn begin_once(
        self: &Arc<Self>,
        members: &Members,
        wish: &Wish,
        origin: Origin,
    ) -> Result<(Opening, bool), NotNow> {
        let Wish { session, share, diner, tip } = wish.clone();
        let left = members.published.read(|venue, _| venue.asked_online(&session, &share, tip));
        if left.is_some_and(|money| money.minor > 0 && !self.takes(money)) {
            return Err(NotNow::Amount);
        }
        let payment = PaymentId::from_random(members.chance.bytes());
        let (own, of) = (session.clone(), share.clone());
        let start = OnlineCommand::Start { payment: payment.clone(), session: own, share: of, diner, tip };
        submit(members, start.clone(), origin.clone()).await?;
        if members.published.read(|venue, _| venue.open_checkout(&session, &share).is_none()) {
            // What was to be gone on with has ended in between.
            submit(members, start, origin).await?;
        }
        let mut openings = self.openings.lock();
        openings.retain(|_, opening| opening.peek().is_none());
        // Looked up under the lock: who ends an opening has noted before what came of it.
        let checkout = members.published.read(|venue, _| venue.open_checkout(&session, &share).cloned());
        let checkout = checkout.ok_or(NotNow::Refused(Failure::OutcomeUnknown))?;
        let is_new = checkout.payment == payment;
        if let Some((_, url)) = checkout.opened {
            let known = Ok(OnlineCheckout { payment: checkout.payment, url });
            return Ok((std::future::ready(known).boxed().shared(), is_new));
        }
        let opening = match openings.get(&checkout.payment) {
            Some(opening) => opening.clone(),
            None => {
                let opening = self.clone().open(members.clone(), checkout.clone());
                openings.insert(checkout.payment, opening.clone());
                opening
            }
        };
        Ok((opening, is_new))
    }

    /// Is a page being opened?
    pub(super) fn is_opening(&self, payment: &PaymentId) -> bool {
        self.openings.lock().contains_key(payment)
    }

    /// Opens a page, even if nobody waits for it any more.
    fn open(self: Arc<Self>, members: Members, checkout: Checkout) -> Opening {
        let opening = tokio::spawn(async move {
            let payment = checkout.payment.clone();
            let opened = self.open_page(&members, checkout).await;
            self.openings.lock().remove(&payment);
            opened
        });
        let lost = |_| Err(NotNow::Refused(Failure::OutcomeUnknown));
        opening.map(move |opened| opened.unwrap_or_else(lost)).boxed().shared()
    }

    async fn open_page(&self, members: &Members, checkout: Checkout) -> Result<OnlineCheckout, NotNow> {
        let payment = checkout.payment.clone();
        let (reference, url) = match self.call_for(&self.page(members, &checkout)).await {
            Ok(opened) => opened,
            Err(fault) => {
                tracing::warn!(session.id = %checkout.session, %fault, "a guest could not pay online");
                submit(members, OnlineCommand::GiveUp { payment }, Origin::hub()).await?;
                return Err(NotNow::Provider(fault));
            }
        };
        let open =
            OnlineCommand::Open { payment: payment.clone(), reference: reference.clone(), url: url.clone() };
        match submit(members, open, Origin::hub()).await {
            Ok(()) => Ok(OnlineCheckout { payment, url }),
            Err(failure) => {
                if let Err(fault) = self.close(&reference).await {
                    tracing::warn!(payment.id = %payment, %fault, "a page that nobody pays on stays open");
                }
                if matches!(failure, Failure::Refused(_)) {
                    submit(members, OnlineCommand::GiveUp { payment }, Origin::hub()).await?;
                }
                Err(failure.into())
            }
        }
    }

    fn page(&self, members: &Members, checkout: &Checkout) -> Page {
        let table = members.published.read(|venue, _| venue.table_of(&checkout.session));
        let (table, name) = table.map_or_else(Default::default, |(id, name)| (id.to_string(), name));
        Page {
            payment: checkout.payment.clone(),
            money: checkout.money,
            tip: checkout.tip,
            until_s: checkout.until_ms / 1000,
            title: format!("Table {name}"),
            back: format!("{}/t/{table}", self.public_url),
        }
    }

    /// Calls the provider. The same call once more is the same page, as long as nothing came of it yet; longer
    /// nobody waits.
    async fn call_for(&self, page: &Page) -> Result<(String, String), ProviderFault> {
        let (mut pause, mut is_away) = (CALL_AGAIN, false);
        for _ in 1..CALLS_MAX {
            match self.provider.open(page).await {
                Err(ProviderFault::Away(_)) if !is_away => is_away = true,
                Err(ProviderFault::Busy(_)) => {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                opened => return opened,
            }
        }
        self.provider.open(page).await
    }
}

/// Is it worth beginning anew with another payment?
fn is_another_worth_it(fault: &ProviderFault, is_new: bool) -> bool {
    match fault {
        ProviderFault::Broken(_) => true,
        ProviderFault::Refused(_) | ProviderFault::Unknown(_) => !is_new,
        ProviderFault::Away(_) | ProviderFault::Busy(_) => false,
    }
}
