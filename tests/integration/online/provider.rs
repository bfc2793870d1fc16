//! A program that answers as Stripe's API reference says it does, and does what a test wants of it: is
//! busy, is broken, says nothing for a while. It holds the hub to the documented requests, and as there the first
//! answer to a call that came to work is kept under its key, whatever it says.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use parking_lot::Mutex;
use plato_hub::payments::keys::Keys;
use plato_hub::payments::signature;
use plato_hub::payments::stripe::VERSION;
use plato_tests::clock::EVENING_MS;
use serde_json::{Value, json};
use tokio::sync::watch;

pub const KEY: &str = "sk_test_plato";
pub const WEBHOOK_SECRET: &str = "whsec_plato";

/// What it does with the next calls instead of answering.
#[derive(Clone, Copy, PartialEq)]
pub enum Mood {
    Fine,
    Status(u16),
    /// Takes the call and does not answer in time.
    Silent,
    /// Takes the call and is at work on it until [`Provider::release`].
    Held,
}

/// What became of the first call with a key.
#[derive(Clone)]
enum First {
    AtWork,
    Answered(u16, Value),
}

#[derive(Default)]
struct Account {
    sessions: Vec<Value>,
    /// The form of the first call with each key, and what became of it.
    keys: BTreeMap<String, (BTreeMap<String, String>, First)>,
    moods: Vec<Mood>,
}

#[derive(Clone)]
pub struct Provider {
    account: Arc<Mutex<Account>>,
    /// How many calls have come.
    calls: watch::Sender<u32>,
    is_released: watch::Sender<bool>,
    /// The clock by which it looks at how long a page is to be open.
    now_s: Arc<AtomicU64>,
    address: String,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self {
            account: Arc::default(),
            calls: watch::Sender::new(0),
            is_released: watch::Sender::new(false),
            now_s: Arc::new((EVENING_MS / 1000).into()),
            address,
        };
        let router = Router::new()
            .route("/v1/checkout/sessions", post(create))
            .route("/v1/checkout/sessions/{id}", get(retrieve))
            .route("/v1/checkout/sessions/{id}/expire", post(expire))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    pub fn keys(&self) -> Keys {
        Keys {
            secret_key: KEY.into(),
            webhook_secret: Some(WEBHOOK_SECRET.into()),
            address: Some(self.address.clone()),
        }
    }

    /// What it does with the next calls, one each.
    pub fn will(&self, moods: &[Mood]) {
        self.account.lock().moods = moods.iter().rev().copied().collect();
    }

    pub fn calls(&self) -> u32 {
        *self.calls.borrow()
    }

    /// Waits until so many calls have come.
    pub async fn called(&self, times: u32) {
        self.calls.subscribe().wait_for(|calls| *calls >= times).await.unwrap();
    }

    /// Goes on with the calls that it holds.
    pub fn release(&self) {
        self.is_released.send_replace(true);
    }

    /// What time it is there.
    pub fn knows_the_time(&self, now_s: u64) {
        self.now_s.store(now_s, Ordering::SeqCst);
    }

    /// Knows nothing of any checkout any more: another account.
    pub fn forgets(&self) {
        self.account.lock().sessions.clear();
    }

    pub fn sessions(&self) -> Vec<Value> {
        self.account.lock().sessions.clone()
    }

    /// The guest pays on the page that was opened last.
    pub fn paid(&self) -> Value {
        self.change(|session| {
            session["status"] = json!("complete");
            session["payment_status"] = json!("paid");
            session["payment_intent"] = json!("pi_3Plato");
        })
    }

    /// Changes the checkout that was opened last.
    pub fn change(&self, change: impl FnOnce(&mut Value)) -> Value {
        let mut account = self.account.lock();
        let session = account.sessions.last_mut().expect("a page was opened");
        change(session);
        session.clone()
    }

    fn greet(&self, headers: &HeaderMap) -> Mood {
        assert_eq!(headers["authorization"], format!("Bearer {KEY}"));
        assert_eq!(headers["stripe-version"], VERSION);
        self.calls.send_modify(|calls| *calls += 1);
        self.account.lock().moods.pop().unwrap_or(Mood::Fine)
    }

    /// What it answers instead of what it was asked for.
    async fn moody(&self, mood: Mood) -> Option<(u16, Value)> {
        match mood {
            Mood::Fine => None,
            Mood::Status(status) => Some((status, refusal("api_error"))),
            Mood::Silent => {
                // Longer than the hub waits.
                tokio::time::sleep(Duration::from_secs(30)).await;
                Some((500, refusal("api_error")))
            }
            Mood::Held => {
                self.is_released.subscribe().wait_for(|is_released| *is_released).await.unwrap();
                None
            }
        }
    }
}

fn refusal(code: &str) -> Value {
    json!({"error": {"type": "invalid_request_error", "code": code, "message": "No."}})
}

fn answer((status, body): (u16, Value)) -> Response {
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

fn refused(status: u16, code: &str) -> Response {
    answer((status, refusal(code)))
}

/// "Idempotent requests": the first answer to a call that came to work is kept under its key, errors of the
/// server included; what is turned away before that (too many calls, another one at work, parameters that do
/// not hold) is not.
async fn create(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    let mood = provider.greet(&headers);
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    let as_query = format!("http://provider/?{body}").parse().unwrap();
    let Query(form) = Query::<BTreeMap<String, String>>::try_from_uri(&as_query).unwrap();
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    if let Mood::Status(status @ (400..=499)) = mood {
        return refused(status, "api_error");
    }
    {
        let mut account = provider.account.lock();
        match account.keys.get(&key) {
            Some((before, _)) if *before != form => return refused(400, "idempotency_error"),
            Some((_, First::AtWork)) => return refused(409, "idempotency_key_in_use"),
            Some((_, First::Answered(status, body))) => return answer((*status, body.clone())),
            None => {}
        }
        if let Some(code) = provider.what_is_wrong(&form) {
            return refused(400, code);
        }
        account.keys.insert(key.clone(), (form.clone(), First::AtWork));
    }
    // A caller that hangs up does not end the work.
    let work = tokio::spawn(async move {
        let (status, body) = match provider.moody(mood).await {
            Some(instead) => instead,
            None => (200, provider.opens(&form)),
        };
        let first = First::Answered(status, body.clone());
        provider.account.lock().keys.insert(key, (form, first));
        (status, body)
    });
    answer(work.await.unwrap())
}

impl Provider {
    /// Which parameter does not hold, by the reference of the version that is called.
    fn what_is_wrong(&self, form: &BTreeMap<String, String>) -> Option<&'static str> {
        let (amount, currency) = sum(form);
        let now_s = self.now_s.load(Ordering::SeqCst);
        let open_s = form["expires_at"].parse::<u64>().unwrap().saturating_sub(now_s);
        if !(30 * 60..=24 * 60 * 60).contains(&open_s) {
            return Some("expires_at");
        }
        if currency == "eur" && amount < 50 {
            return Some("amount_too_small");
        }
        if currency == "kwd" && amount % 10 != 0 {
            return Some("amount_not_divisible");
        }
        None
    }

    fn opens(&self, form: &BTreeMap<String, String>) -> Value {
        assert_eq!(form["mode"], "payment");
        assert_eq!(form["payment_method_types[0]"], "card", "the others may take days");
        assert_eq!(form["adaptive_pricing[enabled]"], "false");
        assert!(!form["line_items[0][price_data][product_data][name]"].is_empty());
        assert!(form["success_url"].starts_with("http") && form["cancel_url"].starts_with("http"));
        let (amount, currency) = sum(form);
        let mut account = self.account.lock();
        let id = format!("cs_test_{}", account.sessions.len());
        let session = json!({
            "id": id, "object": "checkout.session", "amount_subtotal": amount, "amount_total": amount,
            "client_reference_id": form["client_reference_id"], "currency": currency,
            "expires_at": form["expires_at"].parse::<u64>().unwrap(), "livemode": false, "mode": "payment",
            "metadata": {"plato_payment": form["metadata[plato_payment]"]}, "payment_intent": null,
            "payment_method_types": ["card"], "payment_status": "unpaid", "status": "open",
            "url": format!("{}/pay/{id}", self.address),
        });
        account.sessions.push(session.clone());
        session
    }
}

/// What all items come to.
fn sum(form: &BTreeMap<String, String>) -> (i64, String) {
    let items = (0..).map_while(|index| form.get(&format!("line_items[{index}][price_data][unit_amount]")));
    let currency = form["line_items[0][price_data][currency]"].clone();
    (items.map(|amount| amount.parse::<i64>().unwrap()).sum(), currency)
}

async fn retrieve(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    assert_eq!(query.as_deref(), Some("expand[]=payment_intent"));
    let mood = provider.greet(&headers);
    if let Some(instead) = provider.moody(mood).await {
        return answer(instead);
    }
    let account = provider.account.lock();
    match account.sessions.iter().find(|session| session["id"] == id.as_str()) {
        Some(session) => Json(expanded(session)).into_response(),
        None => refused(404, "resource_missing"),
    }
}

/// With the payment in it rather than its name.
fn expanded(session: &Value) -> Value {
    let mut session = session.clone();
    if session["payment_intent"].is_string() {
        let is_paid = session["payment_status"] == "paid";
        let status =
            session["intent_status"].as_str().unwrap_or(if is_paid { "succeeded" } else { "processing" });
        session["payment_intent"] =
            json!({"id": session["payment_intent"], "object": "payment_intent", "status": status});
    }
    session
}

async fn expire(State(provider): State<Provider>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let mood = provider.greet(&headers);
    if let Some(instead) = provider.moody(mood).await {
        return answer(instead);
    }
    let mut account = provider.account.lock();
    match account.sessions.iter_mut().find(|session| session["id"] == id.as_str()) {
        Some(session) if session["status"] == "open" => {
            session["status"] = json!("expired");
            Json(session.clone()).into_response()
        }
        // Only those that are open can be expired.
        Some(_) => refused(400, "checkout_session_not_open"),
        None => refused(404, "resource_missing"),
    }
}

/// A notice as it is sent: the body, and the header that signs it at this moment.
pub fn notice(kind: &str, session: &Value, at_s: u64) -> (String, String) {
    let event = json!({"id": "evt_1", "object": "event", "type": format!("checkout.session.{kind}"),
        "data": {"object": session}});
    let body = event.to_string();
    let header =
        format!("t={at_s},v1={}", signature::sign(&at_s.to_string(), body.as_bytes(), WEBHOOK_SECRET));
    (body, header)
}
