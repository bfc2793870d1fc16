//! The bill on a guest's phone: fetched while the guest looks at it and whenever the hub says that it is
//! another one, and what the guest wants changed about who pays what. Money is only at the hub: nothing
//! here is kept, and nothing is changed while the hub is away.

use plato_sync_protocol::bill::SplitChange;
use plato_sync_protocol::bill::view::{BillView, ChangeSplit, PaymentNews};
use plato_sync_protocol::ids::ShareId;
use plato_sync_protocol::online::{OnlineCheckout, PayOnline};

use crate::calls::{Answer, Purpose};
use crate::client::Client;
use crate::talk::ends_visit;
use crate::view::{BillScreen, Notice};

/// What the phone has of the bill.
#[derive(Debug, Default)]
pub(crate) struct Bill {
    is_watched: bool,
    known: Option<(BillView, u64)>,
    /// Is a fetch on its way? And has the bill changed since?
    is_asking: bool,
    is_stale: bool,
    is_splitting: bool,
    problem: Option<String>,
    is_opening: bool,
    page: Option<String>,
}

impl Bill {
    /// What the screen shows; none while the guest does not look at the bill.
    pub(crate) fn show(&self) -> Option<BillScreen> {
        self.is_watched.then(|| BillScreen {
            bill: self.known.as_ref().map(|(bill, _)| bill.clone()),
            as_of_ms: self.known.as_ref().map(|(_, at_ms)| *at_ms),
            is_asking: self.is_asking,
            is_splitting: self.is_splitting,
            problem: self.problem.clone(),
            is_opening: self.is_opening,
            page: self.page.clone(),
        })
    }

    /// The hub was away: what was asked of it before may never be answered.
    pub(crate) fn lost_touch(&mut self) {
        (self.is_asking, self.is_stale, self.is_opening) = (false, false, false);
    }
}

impl Client {
    /// The guest opens the bill, or puts it away.
    pub(crate) fn watch_bill(&mut self, is_watched: bool) {
        let Some(seat) = &mut self.seat else { return };
        let bill = &mut seat.bill;
        (bill.is_watched, bill.problem, bill.page) = (is_watched, None, None);
        self.fetch_bill();
    }

    /// Asks for the bill, if anybody looks at it. One call at a time: what changes meanwhile is asked for
    /// after it.
    pub(crate) fn fetch_bill(&mut self) {
        let Some(seat) = &mut self.seat else { return };
        let bill = &mut seat.bill;
        if !bill.is_watched {
            return;
        }
        if bill.is_asking {
            bill.is_stale = true;
            return;
        }
        (bill.is_asking, bill.is_stale) = (true, false);
        let token = Some(seat.login.token.as_str());
        self.calls.get(Purpose::Bill, "/api/customer/bill", token, &mut self.plan);
    }

    pub(crate) fn bill_answered(&mut self, answer: Option<(u16, &str)>, now_ms: u64) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let bill = &mut seat.bill;
        bill.is_asking = false;
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<BillView>::read(status, body)) {
            // An answer that was long on its way may be older than what is shown.
            Answer::Done(view)
                if bill.known.as_ref().is_some_and(|(known, _)| known.position > view.position) => {}
            Answer::Done(view) => bill.known = Some((view, now_ms)),
            Answer::Refused(problem) if ends_visit(&problem.code) => return self.close(&problem.code),
            Answer::Refused(problem) => bill.problem = Some(problem.title),
            // The screen says how old the bill is; with the next welcome it is asked for again.
            Answer::Unknown { .. } => return,
        }
        if bill.is_stale {
            self.fetch_bill();
        }
    }

    /// The guest wants the bill split in another way.
    pub(crate) fn change_split(&mut self, change: SplitChange) {
        let is_live = self.connection.is_live();
        let command_id = Some(self.chance.command());
        let Some(seat) = &mut self.seat else { return };
        if seat.bill.is_splitting {
            return;
        }
        if !is_live {
            let message =
                "This phone is not connected right now. How the bill is split is agreed at the hub.";
            seat.bill.problem = Some(message.to_owned());
            return;
        }
        (seat.bill.is_splitting, seat.bill.problem) = (true, None);
        let body = serde_json::to_string(&ChangeSplit { command_id, change });
        let body = body.expect("a change holds nothing that JSON cannot");
        let token = Some(seat.login.token.as_str());
        self.calls.post(Purpose::Split, "/api/customer/bill/split", token, body, &mut self.plan);
    }

    pub(crate) fn split_answered(&mut self, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        seat.bill.is_splitting = false;
        match answer.map(|(status, body)| (status, Answer::<()>::read(status, body))) {
            Some((204, _)) => {}
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => {
                return self.close(&problem.code);
            }
            Some((_, Answer::Refused(problem))) => seat.bill.problem = Some(problem.title),
            _ => seat.bill.problem = Some("The hub did not answer. Please try again.".to_owned()),
        }
        // What the others have made of it meanwhile is worth seeing, whatever came of this.
        self.fetch_bill();
    }

    /// The guest wants to pay a share online, with a tip on top: the hub has a page opened for it. Asking again
    /// without a word on the tip asks for the same page.
    pub(crate) fn pay_online(&mut self, share: &ShareId, tip: Option<i64>) {
        let is_live = self.connection.is_live();
        let Some(seat) = &mut self.seat else { return };
        if seat.bill.is_opening {
            return;
        }
        if !is_live {
            let message = "This phone is not connected right now. Please pay at the table.";
            seat.bill.problem = Some(message.to_owned());
            return;
        }
        (seat.bill.is_opening, seat.bill.problem, seat.bill.page) = (true, None, None);
        let path = format!("/api/customer/bill/shares/{share}/pay-online");
        let token = Some(seat.login.token.as_str());
        let body = serde_json::to_string(&PayOnline { tip }).expect("a tip holds nothing that JSON cannot");
        self.calls.post(Purpose::PayOnline, &path, token, body, &mut self.plan);
    }

    pub(crate) fn page_opened(&mut self, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        seat.bill.is_opening = false;
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<OnlineCheckout>::read(status, body)) {
            Answer::Done(page) => seat.bill.page = Some(page.url),
            Answer::Refused(problem) if ends_visit(&problem.code) => return self.close(&problem.code),
            Answer::Refused(problem) => seat.bill.problem = Some(problem.title),
            Answer::Unknown { .. } => {
                let message = "Paying online does not work right now. Please pay at the table.";
                seat.bill.problem = Some(message.to_owned());
            }
        }
        self.fetch_bill();
    }

    /// The guest does not pay it online after all.
    pub(crate) fn stop_online(&mut self, share: &ShareId) {
        let Some(seat) = &mut self.seat else { return };
        (seat.bill.is_splitting, seat.bill.problem) = (true, None);
        let path = format!("/api/customer/bill/shares/{share}/stop-online");
        let token = Some(seat.login.token.as_str());
        self.calls.post(Purpose::StopOnline, &path, token, String::new(), &mut self.plan);
    }

    /// Somebody has paid.
    pub(crate) fn paid(&mut self, news: PaymentNews) {
        let PaymentNews { diners, amount, left, .. } = news;
        self.notices.add(Notice::Paid { diners, amount, left });
        self.plan.render();
    }
}
