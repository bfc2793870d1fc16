//! What the phones of a party hear of their bill: that it has changed, and every payment.

use plato_sync_protocol::ids::SessionId;
use plato_sync_protocol::message::FromHub;

use super::Fanout;
use crate::venue::Event;
use crate::venue::billing::events::BillEvent;

impl Fanout {
    /// Tells a party that its bill is another one now. They fetch it: where everyone has a cart of their
    /// own, not all of them may see the same.
    pub(super) fn tell_bill(&self, event: &Event) {
        let sessions = match event {
            Event::OrderPlaced { order } => vec![order.session.clone()],
            Event::PortionsVoided { order, .. } | Event::PortionsComped { order, .. } => {
                self.published.read(|venue, _| venue.visits_of(*order))
            }
            Event::Approval { approval } => self.published.read(|venue, _| venue.visits_of(approval.order())),
            Event::SentTogether { sent } => self.published.read(|venue, _| venue.visits_of(sent.order)),
            Event::Bill { bill } => bill.session().into_iter().cloned().collect(),
            _ => return,
        };
        let position = self.published.read(|_, position| position);
        for session in sessions {
            self.tell_payers(&session, FromHub::BillChanged { position });
        }
    }

    pub(super) fn tell_payment(&self, bill: &BillEvent) {
        let BillEvent::PaymentTaken { payment } = bill else { return };
        if let Some(news) = self.published.read(|venue, _| venue.payment_news(payment)) {
            self.tell_payers(&payment.session, FromHub::PaymentCompleted(Box::new(news)));
        }
    }

    fn tell_payers(&self, session: &SessionId, frame: FromHub) {
        self.tell_those(session, frame, |member| member.hears.bill);
    }
}
