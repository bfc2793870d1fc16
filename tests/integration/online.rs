//! Paying online, against a provider that answers as its documentation says: paid once however often and in
//! which order that is told, never lost when it is told late, and nothing locked when there is no internet.

mod provider;

use std::time::Duration;

use plato_hub::clock::Clock;
use plato_hub::payments::signature;
use plato_sync_protocol::api::{Problem, Role};
use plato_sync_protocol::bill::checkout::{CheckoutView, TenderView};
use plato_sync_protocol::bill::view::BillView;
use plato_sync_protocol::online::{OnlineCheckout, StrayReason};
use plato_tests::hub::PASSWORD;
use plato_tests::{Answer, Guest, Http, TestHub};
use provider::{Mood, Provider, WEBHOOK_SECRET, notice};
use serde_json::{Value, json};

const REST: &str = "restofbill";

/// A party whose bill is 7.50, and a provider.
async fn house() -> (Provider, TestHub, Guest) {
    let provider = Provider::start().await;
    let hub = TestHub::start_paid_online(provider.keys()).await;
    let guest = {
        let party = hub.table("7").seated(2).await;
        let guest = party.joined_by("Ada").await;
        guest.adds("soup", &[], 1).await;
        guest.orders().await;
        guest
    };
    (provider, hub, guest)
}

async fn bill_of(guest: &Guest) -> BillView {
    guest.http.get("/api/customer/bill").await.ok()
}

async fn checkout(till: &Http, guest: &Guest) -> CheckoutView {
    till.get(&format!("/api/sessions/{}/bill", guest.session)).await.ok()
}

async fn begins(guest: &Guest) -> Answer {
    guest.http.post(&format!("/api/customer/bill/shares/{REST}/pay-online")).await
}

/// The hub asks the provider about everything whose turn it is.
async fn looks(hub: &TestHub) {
    hub.clock.advance(Duration::from_secs(61));
    let app = hub.app();
    app.payments.clone().unwrap().look(&app.members).await;
}

async fn tells(hub: &TestHub, (body, header): (String, String)) -> Answer {
    hub.anyone()
        .post("/api/webhooks/payments")
        .body("application/json", body)
        .field("stripe-signature", &header)
        .await
}

fn now_s(hub: &TestHub) -> u64 {
    hub.clock.wall_ms() / 1000
}

async fn pays_cash(till: &Http, guest: &Guest, id: &str) -> Answer {
    let with = json!({"tender": "cash", "given": 750});
    let pay = json!({"payment": id, "share": REST, "amount": 750, "tip": 0, "with": with});
    till.command(&format!("/api/sessions/{}/bill/payments", guest.session)).json(&pay).await
}

async fn steps_up(who: &Http) {
    who.post("/api/staff/step-up").json(&json!({"password": PASSWORD})).await.done();
}

async fn frees(till: &Http, guest: &Guest) {
    till.command(&format!("/api/sessions/{}/bill/shares/{REST}/release", guest.session)).await.done();
}

#[tokio::test]
async fn b19_a_share_is_paid_online_and_the_hub_finds_out_by_asking() {
    let (provider, hub, guest) = house().await;
    assert!(bill_of(&guest).await.pays_online);
    let page: OnlineCheckout = begins(&guest).await.ok();
    let asked = provider.sessions().pop().unwrap();
    assert_eq!((&asked["amount_total"], &asked["client_reference_id"]), (&json!(750), &json!(page.payment)));
    assert!(asked["expires_at"].as_u64().unwrap() >= now_s(&hub) + 30 * 60);
    assert_eq!(asked["url"], page.url);
    let share = bill_of(&guest).await.shares.pop().unwrap();
    assert!(share.is_paid_online && share.left == 750);
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 750, "nobody has paid yet");
    provider.paid();
    looks(&hub).await;
    let seen = checkout(&hub.staff(Role::Cashier).await, &guest).await;
    assert_eq!((seen.bill.left, seen.payments.len(), seen.strays.len()), (0, 1, 0));
    let payment = &seen.payments[0];
    assert_eq!((&payment.payment, payment.by.as_str()), (&page.payment, "Online"));
    assert_eq!(payment.tender, TenderView::Online { reference: "pi_3Plato".into() });
    let calls = provider.calls();
    looks(&hub).await;
    assert_eq!(provider.calls(), calls, "nothing is asked about what is over");
}

#[tokio::test]
async fn whoever_taps_again_comes_to_the_same_page() {
    let (provider, _hub, guest) = house().await;
    let (first, second): (OnlineCheckout, OnlineCheckout) =
        (begins(&guest).await.ok(), begins(&guest).await.ok());
    assert_eq!(first, second);
    assert_eq!(provider.sessions().len(), 1);
}

#[tokio::test]
async fn notices_that_come_twice_in_any_order_or_late_pay_once() {
    for order in [["completed", "completed", "expired"], ["expired", "completed", "completed"]] {
        let (provider, hub, guest) = house().await;
        begins(&guest).await.ok::<OnlineCheckout>();
        let open = provider.sessions().pop().unwrap();
        let paid = provider.paid();
        for kind in order {
            let session = if kind == "completed" { &paid } else { &open };
            tells(&hub, notice(kind, session, now_s(&hub))).await.done();
        }
        looks(&hub).await;
        let seen = checkout(&hub.staff(Role::Cashier).await, &guest).await;
        assert_eq!((seen.bill.left, seen.payments.len(), seen.strays.len()), (0, 1, 0), "{order:?}");
    }
}

#[tokio::test]
async fn what_is_not_signed_by_the_provider_changes_nothing() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    let mut paid = provider.sessions().pop().unwrap();
    paid["payment_status"] = json!("paid");
    let now = now_s(&hub);
    let (body, _) = notice("completed", &paid, now);
    let forged = format!("t={now},v1={}", signature::sign(&now.to_string(), body.as_bytes(), "whsec_guess"));
    hub.unchanged_by(async {
        tells(&hub, (body.clone(), forged)).await.refused(400, "notice_unsigned");
        tells(&hub, (body.clone(), String::new())).await.refused(400, "notice_unsigned");
        tells(&hub, notice("completed", &paid, now - 301)).await.refused(400, "notice_late");
        let nonsense = "{".to_owned();
        let signed = format!("t={now},v1={}", signature::sign(&now.to_string(), b"{", WEBHOOK_SECRET));
        tells(&hub, (nonsense, signed)).await.refused(400, "notice_malformed");
        // Another hub's payment, and another checkout under the name of ours.
        let foreign =
            json!({"id": "cs_test_x", "client_reference_id": "aaaaaaaaaa", "payment_status": "paid"});
        tells(&hub, notice("completed", &foreign, now)).await.done();
        let mut other = paid.clone();
        other["id"] = json!("cs_test_other");
        tells(&hub, notice("completed", &other, now)).await.done();
    })
    .await;
    assert_eq!(bill_of(&guest).await.left, 750);
}

#[tokio::test]
async fn too_many_notices_at_once_are_turned_away() {
    let (_provider, hub, _guest) = house().await;
    let mut last = None;
    for _ in 0..=200 {
        last = Some(tells(&hub, ("{}".to_owned(), String::new())).await);
    }
    last.unwrap().refused(429, "too_many_notices");
}

#[tokio::test]
async fn without_the_provider_nothing_is_locked_and_the_guest_is_told_to_pay_at_the_table() {
    let (provider, hub, guest) = house().await;
    for moods in [
        [Mood::Status(500), Mood::Status(503)],
        [Mood::Status(429), Mood::Status(429)],
        [Mood::Silent, Mood::Silent],
        [Mood::Status(402), Mood::Fine],
        [Mood::Status(401), Mood::Fine],
    ] {
        provider.will(&moods);
        let problem: Problem = begins(&guest).await.refused(503, "online_away");
        assert!(problem.title.contains("at the table"));
        assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
    }
    provider.will(&[]);
    pays_cash(&hub.staff(Role::Cashier).await, &guest, "paymentaaa").await.ok::<Value>();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.due_back, 0);
}

#[tokio::test]
async fn a_call_that_was_not_answered_is_made_again_and_opens_one_page() {
    let (provider, _hub, guest) = house().await;
    provider.will(&[Mood::Status(500), Mood::Fine]);
    begins(&guest).await.ok::<OnlineCheckout>();
    assert_eq!(provider.sessions().len(), 1);
}

#[tokio::test]
async fn a_lock_of_a_page_outlasts_five_minutes_and_staff_can_free_it() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    hub.clock.advance(Duration::from_secs(20 * 60));
    let till = hub.staff(Role::Cashier).await;
    pays_cash(&till, &guest, "paymentaaa").await.refused(409, "share_paid_online");
    frees(&till, &guest).await;
    looks(&hub).await;
    assert_eq!(provider.sessions().pop().unwrap()["status"], "expired", "nobody pays there any more");
    pays_cash(&till, &guest, "paymentaaa").await.ok::<Value>();
}

#[tokio::test]
async fn a_guest_who_stops_and_one_whose_page_is_over_free_their_share() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    guest.http.post(&format!("/api/customer/bill/shares/{REST}/stop-online")).await.done();
    assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
    looks(&hub).await;
    begins(&guest).await.ok::<OnlineCheckout>();
    assert_eq!(provider.sessions().len(), 2);
    provider.change(|session| session["status"] = json!("expired"));
    looks(&hub).await;
    assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
}

#[tokio::test]
async fn money_for_a_share_that_was_paid_otherwise_is_due_back_until_it_is_given_back() {
    let (provider, hub, guest) = house().await;
    let page: OnlineCheckout = begins(&guest).await.ok();
    let till = hub.staff(Role::Cashier).await;
    frees(&till, &guest).await;
    pays_cash(&till, &guest, "paymentaaa").await.ok::<Value>();
    // In the same moment the guest has paid, and the page can be closed no more.
    provider.paid();
    looks(&hub).await;
    let seen = checkout(&till, &guest).await;
    assert_eq!((seen.bill.paid, seen.bill.due_back, seen.payments.len()), (750, 750, 1));
    assert_eq!((seen.strays[0].amount, seen.strays[0].why), (750, StrayReason::PaidOtherwise));
    till.command(&format!("/api/sessions/{}/close", guest.session)).await.refused(409, "open_bill");
    hub.restart().await;
    let till = hub.staff(Role::Cashier).await;
    assert_eq!(checkout(&till, &guest).await.strays.len(), 1, "a restart forgets no money");
    let path = format!("/api/online-payments/{}/returned", page.payment);
    let returned = json!({"reference": "re_3Plato"});
    hub.clock.advance(Duration::from_secs(6 * 60));
    till.command(&path).json(&returned).await.refused(403, "step_up_needed");
    steps_up(&till).await;
    till.command(&path).json(&returned).await.done();
    till.command(&path).json(&returned).await.done();
    assert_eq!(checkout(&till, &guest).await.bill.due_back, 0);
    till.command(&format!("/api/sessions/{}/close", guest.session)).await.done();
}

#[tokio::test]
async fn another_amount_or_currency_than_was_asked_for_is_never_taken_silently() {
    for (field, value) in [("amount_total", json!(749)), ("currency", json!("usd"))] {
        let (provider, hub, guest) = house().await;
        begins(&guest).await.ok::<OnlineCheckout>();
        provider.paid();
        provider.change(|session| session[field] = value.clone());
        looks(&hub).await;
        let seen = checkout(&hub.staff(Role::Cashier).await, &guest).await;
        assert_eq!((seen.bill.left, seen.payments.len()), (750, 0));
        assert_eq!(seen.strays[0].why, StrayReason::OtherAmount);
        assert!(!seen.bill.shares[0].is_held, "it can be paid otherwise");
    }
}

#[tokio::test]
async fn a_hub_that_was_stopped_in_between_finds_out_afterwards() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    hub.stop().await;
    provider.paid();
    hub.start_again();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

#[tokio::test]
async fn what_was_paid_online_goes_back_online_and_staff_take_nothing_so() {
    let (provider, hub, guest) = house().await;
    let till = hub.staff(Role::Cashier).await;
    let with = json!({"tender": "online", "reference": "pi_guess"});
    let pay = json!({"payment": "paymentaaa", "share": REST, "amount": 750, "tip": 0, "with": with});
    let path = format!("/api/sessions/{}/bill/payments", guest.session);
    till.command(&path).json(&pay).await.refused(409, "online_only");
    let page: OnlineCheckout = begins(&guest).await.ok();
    provider.paid();
    looks(&hub).await;
    steps_up(&till).await;
    let back = json!({"refund": "refundaaaa", "amount": 750, "tip": 0, "reason": "Cold soup",
        "with": {"tender": "online", "reference": "re_3Plato"}});
    till.command(&format!("/api/payments/{}/refund", page.payment)).json(&back).await.ok::<Value>();
    assert_eq!(bill_of(&guest).await.left, 750);
}

#[tokio::test]
async fn a_house_without_an_account_has_no_online_payment() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(2).await;
    let guest = party.joined_by("Ada").await;
    assert!(!bill_of(&guest).await.pays_online);
    begins(&guest).await.refused(404, "online_off");
    tells(&hub, notice("completed", &json!({}), 0)).await.refused(404, "online_off");
}
