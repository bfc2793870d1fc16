//! A program that answers as Stripe's API reference says it does, and does what a test wants of it: is
//! busy, is broken, says nothing for a while. It holds the hub to the documented requests.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use parking_lot::Mutex;
use plato_hub::payments::keys::Keys;
use plato_hub::payments::signature;
use serde_json::{Value, json};

pub const KEY: &str = "sk_test_plato";
pub const WEBHOOK_SECRET: &str = "whsec_plato";

/// What it does with the next calls instead of answering.
#[derive(Clone, Copy, PartialEq)]
pub enum Mood {
    Fine,
    Status(u16),
    /// Takes the call and does not answer in time.
    Silent,
}

#[derive(Default)]
struct Account {
    sessions: Vec<Value>,
    /// What was answered under each key, and to which form.
    answered: BTreeMap<String, (BTreeMap<String, String>, String)>,
    moods: Vec<Mood>,
    calls: u32,
}

#[derive(Clone, Default)]
pub struct Provider {
    account: Arc<Mutex<Account>>,
    address: String,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self { address, ..Self::default() };
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
        self.account.lock().calls
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

    async fn mood(&self, headers: &HeaderMap) -> Option<Response> {
        assert_eq!(headers["authorization"], format!("Bearer {KEY}"));
        let mood = {
            let mut account = self.account.lock();
            account.calls += 1;
            account.moods.pop().unwrap_or(Mood::Fine)
        };
        match mood {
            Mood::Fine => None,
            Mood::Status(status) => Some(refused(status, "api_error")),
            Mood::Silent => {
                // Longer than the hub waits.
                tokio::time::sleep(Duration::from_secs(30)).await;
                Some(refused(500, "api_error"))
            }
        }
    }
}

fn refused(status: u16, code: &str) -> Response {
    let error = json!({"error": {"type": "invalid_request_error", "code": code, "message": "No."}});
    (StatusCode::from_u16(status).unwrap(), Json(error)).into_response()
}

async fn create(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    if let Some(answer) = provider.mood(&headers).await {
        return answer;
    }
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    let as_query = format!("http://provider/?{body}").parse().unwrap();
    let Query(form) = Query::<BTreeMap<String, String>>::try_from_uri(&as_query).unwrap();
    let mut account = provider.account.lock();
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    if let Some((before, id)) = account.answered.get(&key) {
        if *before != form {
            return refused(400, "idempotency_error");
        }
        let session = account.sessions.iter().find(|session| session["id"] == id.as_str());
        return Json(session.unwrap().clone()).into_response();
    }
    let item = |name: &str| form[&format!("line_items[0]{name}")].clone();
    assert_eq!((form["mode"].as_str(), item("[quantity]").as_str()), ("payment", "1"));
    assert!(!item("[price_data][product_data][name]").is_empty());
    assert!(form["success_url"].starts_with("http") && form["cancel_url"].starts_with("http"));
    let amount: i64 = item("[price_data][unit_amount]").parse().unwrap();
    let id = format!("cs_test_{}", account.sessions.len());
    let session = json!({
        "id": id, "object": "checkout.session", "amount_subtotal": amount, "amount_total": amount,
        "client_reference_id": form["client_reference_id"], "currency": item("[price_data][currency]"),
        "expires_at": form["expires_at"].parse::<u64>().unwrap(), "livemode": false, "mode": "payment",
        "metadata": {"plato_payment": form["metadata[plato_payment]"]}, "payment_intent": null,
        "payment_status": "unpaid", "status": "open", "url": format!("{}/pay/{id}", provider.address),
    });
    account.sessions.push(session.clone());
    account.answered.insert(key, (form, id));
    Json(session).into_response()
}

async fn retrieve(State(provider): State<Provider>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if let Some(answer) = provider.mood(&headers).await {
        return answer;
    }
    let account = provider.account.lock();
    match account.sessions.iter().find(|session| session["id"] == id.as_str()) {
        Some(session) => Json(session.clone()).into_response(),
        None => refused(404, "resource_missing"),
    }
}

async fn expire(State(provider): State<Provider>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if let Some(answer) = provider.mood(&headers).await {
        return answer;
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
