//! Stripe: Checkout Sessions. The forms of requests, answers and notices are those of its public API
//! reference in one version of it, which every call names; `tests/integration/online` has a server that answers
//! as it says.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use plato_sync_protocol::ids::PaymentId;
use plato_sync_protocol::money::{Currency, Money};
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;

use super::keys::Keys;
use super::{Notice, NoticeRefusal, Page, Provider, ProviderFault, Standing, signature};
use crate::venue::billing::online::Outcome;

/// Where it is.
const ADDRESS: &str = "https://api.stripe.com";
/// The version of its interface. Later ones drop `payment_method_types` (2026-09-30.endive), earlier ones than
/// 2024-11-20.acacia have no `adaptive_pricing`.
pub const VERSION: &str = "2025-12-15.clover";
/// How long the hub waits for an answer; a guest waits with it.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);
/// The longest answer that is read.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// Characters of its names for checkouts and payments.
const REFERENCE_CHARS_MAX: usize = 255;
/// Characters of an amount that is not understood.
const SAID_CHARS_MAX: usize = 40;

/// An account at Stripe.
pub struct Stripe {
    keys: Keys,
    client: Client,
}

impl Stripe {
    /// With these keys. Fails when there is no TLS to be had.
    pub fn new(keys: Keys) -> Result<Arc<Self>, reqwest::Error> {
        Self::answering_within(keys, ANSWER_WITHIN)
    }

    /// The same with less patience.
    pub fn answering_within(keys: Keys, within: Duration) -> Result<Arc<Self>, reqwest::Error> {
        // A redirect would carry the key elsewhere, and so would a proxy of the environment.
        let client = Client::builder().timeout(within).redirect(reqwest::redirect::Policy::none());
        Ok(Arc::new(Self { keys, client: client.no_proxy().build()? }))
    }

    fn at(&self, path: &str) -> String {
        let address = self.keys.address.as_deref().unwrap_or(ADDRESS);
        format!("{}/v1/checkout/sessions{path}", address.trim_end_matches('/'))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Session, ProviderFault> {
        let away = |fault: reqwest::Error| ProviderFault::Away(fault.without_url().to_string());
        let request = request.bearer_auth(&self.keys.secret_key).header("Stripe-Version", VERSION);
        let mut answer = request.send().await.map_err(away)?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(away)? {
            if body.len() + chunk.len() > ANSWER_BYTES_MAX {
                return Err(ProviderFault::Broken("the answer is too long".into()));
            }
            body.extend_from_slice(&chunk);
        }
        // 409: the same call is still at work; 429: too many calls. Neither is kept, and both pass. The first
        // answer of a call that came to work is kept under its name, also when it says that something broke.
        if matches!(status.as_u16(), 409 | 429) {
            return Err(ProviderFault::Busy(format!("status {status}")));
        }
        if status.is_server_error() {
            return Err(ProviderFault::Broken(format!("status {status}")));
        }
        if !status.is_success() {
            let said =
                serde_json::from_slice::<Refused>(&body).map(|refused| refused.error).unwrap_or_default();
            let why = format!("status {status} {}", said.code.or(said.kind).unwrap_or_default());
            let is_unknown = status.as_u16() == 404;
            return Err(if is_unknown { ProviderFault::Unknown(why) } else { ProviderFault::Refused(why) });
        }
        serde_json::from_slice(&body)
            .map_err(|_| ProviderFault::Broken("the answer is not understood".into()))
    }
}

impl Provider for Stripe {
    fn takes(&self, money: Money) -> bool {
        to_stripe(money).is_some_and(|amount| amount >= amount_min(money.currency))
    }

    fn open<'a>(&'a self, page: &'a Page) -> BoxFuture<'a, Result<(String, String), ProviderFault>> {
        async move {
            let refused = || ProviderFault::Refused("this amount".into());
            let form = form(page).ok_or_else(refused)?;
            let request = self.client.post(self.at("")).form(&form);
            let key = format!("plato-{}", page.payment);
            let session = self.send(request.header("Idempotency-Key", key)).await?;
            match session.url {
                Some(url) if is_reference(&session.id) && is_page(&url) => Ok((session.id, url)),
                _ => Err(ProviderFault::Refused("it opened no page".into())),
            }
        }
        .boxed()
    }

    fn ask<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Standing, ProviderFault>> {
        // With the payment in it: only that tells whether money that was on its way will never come.
        let request = self.client.get(self.at(&format!("/{reference}?expand[]=payment_intent")));
        async move { Ok(self.send(request).await?.standing()) }.boxed()
    }

    fn close<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Standing, ProviderFault>> {
        let request = self.client.post(self.at(&format!("/{reference}/expire")));
        async move { Ok(self.send(request).await?.standing()) }.boxed()
    }

    fn read(&self, header: Option<&str>, body: &[u8], now_s: u64) -> Result<Option<Notice>, NoticeRefusal> {
        let secret = self.keys.webhook_secret.as_deref().ok_or(NoticeRefusal::Off)?;
        signature::check(header.ok_or(NoticeRefusal::Signature)?, body, secret, now_s)?;
        read_event(body)
    }
}

/// The form of a call that opens a page; none for an amount that cannot be asked for.
fn form(page: &Page) -> Option<Vec<(&'static str, String)>> {
    let amount = to_stripe(page.money)?;
    let currency = page.money.currency.as_str().to_lowercase();
    let payment = page.payment.to_string();
    let mut form = vec![
        ("mode", "payment".into()),
        // Cards, and the wallets that hold them: with other ways to pay the money may come days later, or not.
        ("payment_method_types[0]", "card".into()),
        ("client_reference_id", payment.clone()),
        ("metadata[plato_payment]", payment),
        ("line_items[0][quantity]", "1".into()),
        ("line_items[0][price_data][currency]", currency.clone()),
        ("line_items[0][price_data][unit_amount]", amount.to_string()),
        ("line_items[0][price_data][product_data][name]", page.title.clone()),
        // Guests pay what the bill says, in its currency: the amount that comes back is compared with it.
        ("adaptive_pricing[enabled]", "false".into()),
        ("success_url", page.back.clone()),
        ("cancel_url", page.back.clone()),
        ("expires_at", page.until_s.to_string()),
    ];
    if page.tip > 0 {
        let tip = to_stripe(Money { minor: page.tip, ..page.money })?;
        form.extend([
            ("line_items[1][quantity]", "1".into()),
            ("line_items[1][price_data][currency]", currency),
            ("line_items[1][price_data][unit_amount]", tip.to_string()),
            ("line_items[1][price_data][product_data][name]", "Tip".into()),
        ]);
    }
    Some(form)
}

/// Digits after the decimal mark in Stripe's amounts ("Supported currencies"). Krónur and Ugandan shillings
/// have none any more but are still written with two.
fn digits(currency: Currency) -> u32 {
    match currency.as_str() {
        "BIF" | "CLP" | "DJF" | "GNF" | "JPY" | "KMF" | "KRW" | "MGA" | "PYG" | "RWF" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The least that Stripe takes, as it writes amounts ("Minimum and maximum charge amounts"). It goes by the
/// currency of the house's bank account; a house with another one is told so by Stripe. Of currencies that are
/// not listed nothing is known.
fn amount_min(currency: Currency) -> i64 {
    match currency.as_str() {
        "GBP" => 30,
        "AUD" | "BRL" | "CAD" | "CHF" | "EUR" | "INR" | "JPY" | "NZD" | "SGD" | "USD" => 50,
        "BGN" => 100,
        "AED" | "MYR" | "PLN" | "RON" => 200,
        "DKK" => 250,
        "NOK" | "SEK" => 300,
        "HKD" => 400,
        "MXN" | "THB" => 1000,
        "CZK" => 1500,
        "HUF" => 17_500,
        _ => 1,
    }
}

/// An amount as Stripe writes it. None for one that it cannot: an amount with three digits after the mark has
/// to end in 0, and rounding it would charge something else than the bill says.
fn to_stripe(money: Money) -> Option<i64> {
    let (ours, theirs) = (money.currency.digits(), digits(money.currency));
    let amount = scaled(money.minor, ours, theirs)?;
    (amount > 0 && (theirs < 3 || amount % 10 == 0)).then_some(amount)
}

/// And back.
fn from_stripe(amount: i64, currency: &str) -> Option<i64> {
    let currency: Currency = currency.parse().ok()?;
    scaled(amount, digits(currency), currency.digits())
}

fn scaled(amount: i64, from: u32, to: u32) -> Option<i64> {
    let step = 10_i64.checked_pow(from.abs_diff(to))?;
    if to >= from { amount.checked_mul(step) } else { (amount % step == 0).then_some(amount / step) }
}

fn is_reference(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.starts_with("cs_") && text.len() <= REFERENCE_CHARS_MAX && text.bytes().all(is_letter)
}

/// A page that a phone may be sent to.
fn is_page(url: &str) -> bool {
    url.len() <= 4096 && (url.starts_with("https://") || url.starts_with("http://127.0.0.1:"))
}

/// A Checkout Session, as far as it matters here.
#[derive(Deserialize)]
struct Session {
    id: String,
    url: Option<String>,
    status: Option<String>,
    payment_status: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    payment_intent: Option<serde_json::Value>,
    client_reference_id: Option<String>,
}

impl Session {
    fn standing(&self) -> Standing {
        if self.payment_status.as_deref() == Some("paid") {
            return Standing::Over(self.paid());
        }
        match (self.status.as_deref(), self.intent("status")) {
            (Some("expired"), _) => Standing::Over(Outcome::Unpaid),
            // Complete and not paid: the money is on its way, for days with some ways to pay. When it does not
            // come after all, only the payment itself says so.
            (Some("complete"), Some("requires_payment_method" | "canceled")) => {
                Standing::Over(Outcome::Unpaid)
            }
            _ => Standing::UnderWay,
        }
    }

    /// A field of the payment, where it is there with everything in it.
    fn intent(&self, field: &str) -> Option<&str> {
        self.payment_intent.as_ref()?[field].as_str()
    }

    fn paid(&self) -> Outcome {
        let said = self.currency.clone().unwrap_or_default();
        let currency = said.to_uppercase();
        // The payment, which a refund names; by itself or with everything in it.
        let by_itself = self.payment_intent.as_ref().and_then(|intent| intent.as_str());
        let reference = by_itself.or(self.intent("id")).filter(|id| id.len() <= REFERENCE_CHARS_MAX);
        let reference = reference.unwrap_or(&self.id).to_owned();
        let amount = self.amount_total.and_then(|amount| from_stripe(amount, &currency));
        let said = self.amount_total.map_or_else(|| said.clone(), |amount| format!("{amount} {said}"));
        Outcome::Paid { amount, currency, said: said.chars().take(SAID_CHARS_MAX).collect(), reference }
    }
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    data: serde_json::Value,
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    error: Said,
}

#[derive(Deserialize, Default)]
struct Said {
    code: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// A notice that is known to be of Stripe.
fn read_event(body: &[u8]) -> Result<Option<Notice>, NoticeRefusal> {
    let malformed = |_| NoticeRefusal::Malformed;
    let event: Event = serde_json::from_slice(body).map_err(malformed)?;
    let Some(step) = event.kind.strip_prefix("checkout.session.") else { return Ok(None) };
    let object = event.data.get("object").cloned().unwrap_or_default();
    let session: Session = serde_json::from_value(object).map_err(malformed)?;
    let standing = match step {
        "completed" => session.standing(),
        "async_payment_succeeded" => Standing::Over(session.paid()),
        "async_payment_failed" | "expired" => Standing::Over(Outcome::Unpaid),
        _ => return Ok(None),
    };
    // Other programs of the same account have checkouts of their own.
    let payment = session.client_reference_id.as_deref().and_then(|id| id.parse::<PaymentId>().ok());
    Ok(payment.map(|payment| Notice { payment, reference: session.id, standing }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        let (amount, currency) = text.split_once(' ').unwrap();
        Money { minor: amount.parse().unwrap(), currency: currency.parse().unwrap() }
    }

    #[test]
    fn amounts_are_written_as_stripe_writes_them_and_read_back_the_same() {
        for (ours, theirs) in [
            ("1000 USD", 1000),
            ("500 JPY", 500),
            ("5 ISK", 500),
            ("7 UGX", 700),
            ("5120 KWD", 5120),
            ("1200 MGA", 12),
        ] {
            let of = money(ours);
            assert_eq!(to_stripe(of), Some(theirs), "{ours}");
            assert_eq!(from_stripe(theirs, of.currency.as_str()), Some(of.minor), "{ours}");
        }
    }

    #[test]
    fn an_amount_that_stripe_cannot_take_exactly_is_not_asked_for() {
        for amount in ["5124 KWD", "1250 MGA", "0 EUR", "-5 EUR", "9223372036854775807 ISK"] {
            assert_eq!(to_stripe(money(amount)), None, "{amount}");
        }
        assert_eq!(from_stripe(501, "ISK"), None);
        assert_eq!(from_stripe(500, "NOPE"), None);
    }

    #[test]
    fn a_page_is_asked_for_with_the_documented_fields() {
        let page = Page {
            payment: "paymentaaa".parse().unwrap(),
            money: money("1130 EUR"),
            tip: 170,
            until_s: 1_700_001_860,
            title: "Table 7".into(),
            back: "http://plato.local:7878/t/7".into(),
        };
        let form = form(&page).unwrap();
        let field = |name: &str| form.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
        assert_eq!(field("mode"), Some("payment"));
        assert_eq!(field("line_items[0][price_data][unit_amount]"), Some("1130"));
        assert_eq!(field("line_items[0][price_data][currency]"), Some("eur"));
        assert_eq!(field("line_items[1][price_data][unit_amount]"), Some("170"));
        assert_eq!(field("payment_method_types[0]"), Some("card"));
        assert_eq!(field("client_reference_id"), Some("paymentaaa"));
        assert_eq!(field("expires_at"), Some("1700001860"));
        assert_eq!(field("success_url"), Some("http://plato.local:7878/t/7"));
    }

    fn event(kind: &str, session: &str) -> Vec<u8> {
        format!(r#"{{"id":"evt_1","object":"event","type":"{kind}","data":{{"object":{session}}}}}"#)
            .into_bytes()
    }

    const PAID: &str = r#"{"id":"cs_test_a1","object":"checkout.session","amount_total":1130,"currency":"eur",
        "client_reference_id":"paymentaaa","mode":"payment","payment_intent":"pi_1","payment_status":"paid",
        "status":"complete","url":null,"metadata":{}}"#;

    #[test]
    fn each_notice_says_what_became_of_a_checkout() {
        let standing = |kind: &str, session: &str| {
            read_event(&event(&format!("checkout.session.{kind}"), session)).unwrap().unwrap().standing
        };
        let paid = Standing::Over(Outcome::Paid {
            amount: Some(1130),
            currency: "EUR".into(),
            said: "1130 eur".into(),
            reference: "pi_1".into(),
        });
        let unpaid = PAID.replace(r#""paid""#, r#""unpaid""#);
        assert_eq!(standing("completed", PAID), paid);
        assert_eq!(standing("completed", &unpaid), Standing::UnderWay);
        assert_eq!(standing("async_payment_succeeded", PAID), paid);
        assert_eq!(standing("async_payment_failed", &unpaid), Standing::Over(Outcome::Unpaid));
        assert_eq!(standing("expired", &unpaid), Standing::Over(Outcome::Unpaid));
    }

    #[test]
    fn what_is_about_something_else_is_let_pass_and_nonsense_is_refused() {
        assert_eq!(read_event(&event("customer.created", "{}")), Ok(None));
        assert_eq!(
            read_event(&event("checkout.session.completed", &PAID.replace("paymentaaa", "order-7"))),
            Ok(None)
        );
        assert_eq!(read_event(b"{"), Err(NoticeRefusal::Malformed));
        assert_eq!(read_event(&event("checkout.session.completed", "7")), Err(NoticeRefusal::Malformed));
    }

    #[test]
    fn only_names_and_pages_that_can_be_used_are_taken() {
        assert!(is_reference("cs_test_a1B2"));
        assert!(
            !is_reference("cs_test/../../refunds")
                && !is_reference("pi_1")
                && !is_reference(&"cs_".repeat(99))
        );
        assert!(is_page("https://checkout.stripe.com/c/pay/cs_test_a1"));
        assert!(!is_page("javascript:alert(1)") && !is_page("http://evil.example/"));
    }
}
