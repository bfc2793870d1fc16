//! Who takes money: a till and a waiter's tablet. They pay the same bills at the same moment, insist on every payment with
//! the same ids until the hub has answered, split anew, give back, close the day in mid-evening. A table of its own is
//! seated, fed, paid and left by the waiter again and again, so that visits end while others go on.

use std::rc::Rc;
use std::time::Duration;

use plato_sync_protocol::api::{CartAdd, CartAnswer, PinAnswer, PlaceOrder, SeatTable, SignIn};
use plato_sync_protocol::bill::checkout::{
    CheckoutView, PaymentView, RefundPayment, TakePayment, TenderOffer,
};
use plato_sync_protocol::bill::view::{ChangeSplit, ShareView};
use plato_sync_protocol::bill::{SplitChange, SplitWay};
use plato_sync_protocol::ids::{CommandId, DinerId, PaymentId, SessionId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::till::{CloseDay, DayView};
use plato_sync_protocol::views::SessionMode;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::evening::{Evening, Phase};
use crate::hub::{STAFF, WAITER};
use crate::network::Call;

/// The machines, and who has signed in there.
pub const TILLS: [(&str, &str); 2] = [("till", STAFF), ("tablet", WAITER)];
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);

struct Till {
    evening: Rc<Evening>,
    number: usize,
    chance: ChaCha8Rng,
    token: Option<String>,
    /// The table that the waiter seats.
    table: String,
    visit: Option<SessionId>,
}

/// Runs a till for the whole evening.
pub async fn run(evening: Rc<Evening>, number: usize, seed: u64, table: String) {
    let chance = ChaCha8Rng::seed_from_u64(seed.rotate_left(41 + number as u32));
    let mut till = Till { evening, number, chance, token: None, table, visit: None };
    loop {
        let pause_ms = till.chance.random_range(20..300);
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        if till.evening.phase.get() == Phase::Calm {
            continue;
        }
        till.evening.history.borrow_mut().unanswered += 1;
        till.act().await;
        till.evening.history.borrow_mut().unanswered -= 1;
    }
}

impl Till {
    async fn act(&mut self) {
        if self.number == 1 && self.chance.random_ratio(1, 3) {
            return self.serve_own_table().await;
        }
        let Some(session) = self.some_visit() else { return };
        // Both at the same share is what it is about.
        let rival = self.evening.history.borrow().rival.clone();
        let session = rival.filter(|_| self.chance.random()).unwrap_or(session);
        let Some(checkout) = self.get::<CheckoutView>(&format!("/api/sessions/{session}/bill")).await else {
            return;
        };
        let unpaid: Vec<&ShareView> = checkout.bill.shares.iter().filter(|share| share.left > 0).collect();
        match self.chance.random_range(0..20) {
            0..=2 => self.split(&session).await,
            3 if self.number == 0 => self.close_day().await,
            4 if self.number == 0 => self.give_back(&checkout).await,
            5..=6 => {
                let Some(share) = unpaid.choose(&mut self.chance) else { return };
                let path = format!("/api/sessions/{session}/bill/shares/{}/lock", share.share);
                self.insist::<()>(path, &()).await;
            }
            _ => {
                // Both begin with what is first on the list.
                let Some(share) = unpaid.first() else { return };
                self.evening.history.borrow_mut().rival = Some(session.clone());
                self.pay(&session, share).await;
            }
        }
    }

    fn some_visit(&mut self) -> Option<SessionId> {
        let screens = self.evening.screens.borrow();
        let floor = screens.get("floor")?.floor.as_ref()?;
        let tables = floor.rooms.iter().flat_map(|room| &room.tables);
        let visits: Vec<_> = tables.filter_map(|table| Some(&table.session.as_ref()?.session)).collect();
        visits.choose(&mut self.chance).map(|session| (*session).clone())
    }

    /// True when it is taken.
    async fn pay(&mut self, session: &SessionId, share: &ShareView) -> bool {
        let is_part = share.left > 1 && self.chance.random_ratio(1, 4);
        let amount = if is_part { self.chance.random_range(1..share.left) } else { share.left };
        let tip = self.chance.random_range(0..3) * 50;
        let with = if self.chance.random() {
            TenderOffer::Cash { given: amount + tip + 700 }
        } else {
            TenderOffer::Card { reference: "T1".into() }
        };
        let payment = PaymentId::from_random(self.chance.random());
        let asked = TakePayment { payment: payment.clone(), share: share.share.clone(), amount, tip, with };
        let path = format!("/api/sessions/{session}/bill/payments");
        let answer = self.insist::<PaymentView>(path, &asked).await;
        self.evening.history.borrow_mut().pays(payment, amount, tip, answer)
    }

    async fn give_back(&mut self, checkout: &CheckoutView) {
        let refundable = checkout.payments.iter().filter(|payment| payment.refundable > 0);
        let refundable: Vec<&PaymentView> = refundable.collect();
        let Some(of) = refundable.choose(&mut self.chance) else { return };
        let amount = self.chance.random_range(1..=of.refundable);
        let refund = PaymentId::from_random(self.chance.random());
        let (with, reason) = (TenderOffer::Card { reference: "T1".into() }, "Sorry".to_owned());
        let asked = RefundPayment { refund: refund.clone(), amount, tip: 0, with, reason };
        let path = format!("/api/payments/{}/refund", of.payment);
        let answer = self.insist::<PaymentView>(path, &asked).await;
        self.evening.history.borrow_mut().pays(refund, amount, 0, answer);
    }

    async fn split(&mut self, session: &SessionId) {
        let ways = [
            SplitChange::Together,
            SplitChange::Way { way: SplitWay::ByPerson, payers: None },
            SplitChange::Way { way: SplitWay::Equal, payers: Some(3) },
        ];
        let change = ways.choose(&mut self.chance).unwrap().clone();
        let asked = ChangeSplit { command_id: None, change };
        self.insist::<()>(format!("/api/sessions/{session}/bill/split"), &asked).await;
    }

    async fn close_day(&mut self) {
        let Some(day) = self.get::<DayView>("/api/till/day").await else { return };
        let counted = day.expected.minor.max(0);
        let asked = CloseDay { day: day.day, counted, left: counted / 2 };
        if self.insist::<()>("/api/till/day/close".into(), &asked).await.is_some() {
            self.evening.history.borrow_mut().count("days closed");
        }
    }

    /// The next thing at the waiter's own table: seat a party, bring a round, take the money, see it off.
    async fn serve_own_table(&mut self) {
        let Some(session) = self.visit.clone() else {
            let path = format!("/api/floor/tables/{}/seat", self.table);
            let asked = SeatTable { covers: 2, mode: SessionMode::Family };
            let seated = self.insist::<PinAnswer>(path, &asked).await;
            self.visit = seated.map(|seated| seated.session);
            return;
        };
        let Some(checkout) = self.get::<CheckoutView>(&format!("/api/sessions/{session}/bill")).await else {
            return;
        };
        let bill = &checkout.bill;
        if bill.total == 0 {
            return self.order(&session).await;
        }
        if let Some(share) = bill.shares.iter().find(|share| share.left > 0) {
            self.pay(&session, share).await;
            return;
        }
        let closed = self.insist::<()>(format!("/api/sessions/{session}/close"), &()).await;
        if closed.is_some() {
            self.evening.history.borrow_mut().count("visits paid and over");
            self.visit = None;
        }
    }

    async fn order(&mut self, session: &SessionId) {
        let cart = format!("/api/sessions/{session}/cart/{}", DinerId::everyone());
        let quantity = self.chance.random_range(1..4);
        let add =
            CartAdd { item: "soup".parse().unwrap(), config: LineConfig::default(), quantity, diner: None };
        let Some(cart_now) = self.insist::<CartAnswer>(format!("{cart}/add"), &add).await else { return };
        let Some(confirm) = cart_now.confirm else { return };
        let asked = PlaceOrder {
            command_id: None,
            heads: confirm.heads,
            units: confirm.units,
            digest: confirm.digest,
            with_others: false,
        };
        self.insist::<serde_json::Value>(format!("{cart}/order"), &asked).await;
    }

    async fn get<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let token = self.signed_in().await;
        let call = Call { method: "GET".into(), ..Call::post(path, "") };
        let call = call.header("authorization", format!("Bearer {token}"));
        match timeout(ANSWER_WITHIN, call.make()).await.ok().flatten()? {
            (200, _, body) => Some(serde_json::from_str(&body).unwrap()),
            _ => None,
        }
    }

    /// Sends the same until there is an answer, and now and then once more: none when it is refused.
    async fn insist<T: DeserializeOwned>(&mut self, path: String, body: &impl Serialize) -> Option<T> {
        let command = CommandId::from_random(self.chance.random()).to_string();
        let body = serde_json::to_string(body).unwrap();
        let mut first: Option<(u16, String)> = None;
        loop {
            let token = self.signed_in().await;
            let call = Call::post(path.clone(), body.clone())
                .header("idempotency-key", command.clone())
                .header("authorization", format!("Bearer {token}"));
            let answer = match timeout(ANSWER_WITHIN, call.make()).await.ok().flatten() {
                Some((401, ..)) => {
                    self.token = None;
                    continue;
                }
                Some((status, _, body)) if (200..500).contains(&status) => (status, body),
                _ => {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            };
            let is_taken = answer.0 < 300;
            if let Some(first) = &first
                && path.ends_with("/payments")
                && (!is_taken || as_taken(&first.1) != as_taken(&answer.1))
            {
                let promise = format!("{path} of {command} was answered {first:?}, then {answer:?}");
                self.evening.history.borrow_mut().breaks(promise);
            }
            // An answer that was lost on the way: the device asks again.
            if first.is_none() && is_taken && self.chance.random_ratio(1, 4) {
                self.evening.history.borrow_mut().count("answers to tills lost");
                first = Some(answer);
                continue;
            }
            self.evening.trace.note(TILLS[self.number].0, format_args!("{path} {}", answer.0));
            let text = if answer.1.is_empty() { "null" } else { &answer.1 };
            return is_taken.then(|| serde_json::from_str(text).unwrap());
        }
    }

    async fn signed_in(&mut self) -> String {
        loop {
            if let Some(token) = &self.token {
                return token.clone();
            }
            let name = TILLS[self.number].1.to_owned();
            let asked = serde_json::to_string(&SignIn { password: name.clone(), name }).unwrap();
            let call = Call::post("/api/staff/sign-in", asked);
            let answer = timeout(ANSWER_WITHIN, call.make()).await.ok().flatten();
            self.token = answer.filter(|(status, ..)| *status == 200).and_then(|(_, headers, _)| {
                let cookie = headers.get("set-cookie")?.to_str().ok()?;
                Some(cookie.split_once('=')?.1.split(';').next()?.to_owned())
            });
            if self.token.is_none() {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A payment as it was taken: somebody may have given some of it back between two answers.
fn as_taken(answer: &str) -> PaymentView {
    let payment: PaymentView = serde_json::from_str(answer).unwrap();
    PaymentView { refundable: 0, refundable_tip: 0, ..payment }
}
