//! Paying online, against a provider that answers as its documentation says: paid once however often and in
//! which order that is told, never lost when it is told late, and nothing locked when there is no internet.

mod provider;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plato_hub::clock::Clock;
use plato_hub::payments::signature;
use plato_hub::venue::Command;
use plato_hub::venue::billing::online::OnlineCommand;
use plato_sync_protocol::api::{Problem, Role};
use plato_sync_protocol::bill::checkout::{CheckoutView, TenderView};
use plato_sync_protocol::bill::view::BillView;
use plato_sync_protocol::ids::PaymentId;
use plato_sync_protocol::online::{OnlineCheckout, StrayReason};
use plato_tests::hub::PASSWORD;
use plato_tests::{Answer, Guest, Http, TestHub};
use provider::{Mood, Provider, WEBHOOK_SECRET, notice};
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::util::SubscriberInitExt;

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

async fn begins_with_tip(guest: &Guest, tip: i64) -> Answer {
    let path = format!("/api/customer/bill/shares/{REST}/pay-online");
    guest.http.post(&path).json(&json!({"tip": tip})).await
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
    let away: [&[Mood]; 5] = [
        &[Mood::Status(500), Mood::Status(503)],
        &[Mood::Status(429); 5],
        &[Mood::Silent; 5],
        &[Mood::Status(402)],
        &[Mood::Status(401)],
    ];
    for moods in away {
        provider.will(moods);
        let problem: Problem = begins(&guest).await.refused(503, "online_away");
        assert!(problem.title.contains("at the table"));
        assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
    }
    provider.will(&[]);
    pays_cash(&hub.staff(Role::Cashier).await, &guest, "paymentaaa").await.ok::<Value>();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.due_back, 0);
}

/// It was retried with the same key, under which the provider keeps its first answer, a 500.
#[tokio::test]
async fn after_an_answer_that_something_broke_another_payment_is_begun() {
    let (provider, hub, guest) = house().await;
    provider.will(&[Mood::Status(500)]);
    let page: OnlineCheckout = begins(&guest).await.ok();
    let opened = provider.sessions();
    assert_eq!((opened.len(), &opened[0]["client_reference_id"]), (1, &json!(page.payment)));
    provider.paid();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

#[tokio::test]
async fn a_call_that_is_answered_too_late_is_made_again_and_opens_one_page() {
    let (provider, hub, guest) = house().await;
    provider.will(&[Mood::Held]);
    let late = async {
        // The second is turned away: the first is still at work.
        provider.called(2).await;
        provider.release();
    };
    let (page, ()) = tokio::join!(begins(&guest), late);
    let page: OnlineCheckout = page.ok();
    let opened = provider.sessions();
    assert_eq!((opened.len(), &opened[0]["url"]), (1, &json!(page.url)));
    provider.paid();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

/// The second phone called the provider as well, was turned away, and took the share from the first, whose
/// guest then paid on a page that nobody asked about.
#[tokio::test]
async fn two_phones_that_tap_the_same_share_at_once_come_to_one_page_and_its_money_is_noted() {
    let (provider, hub, guest) = house().await;
    provider.will(&[Mood::Held]);
    let second = async {
        provider.called(1).await;
        let answers = async {
            // What a phone asks after it is answered after it, on this hub with one thread.
            bill_of(&guest).await;
            bill_of(&guest).await;
            provider.release();
        };
        tokio::join!(begins(&guest), answers).0
    };
    let (first, second) = tokio::join!(begins(&guest), second);
    let (first, second): (OnlineCheckout, OnlineCheckout) = (first.ok(), second.ok());
    assert_eq!((first, provider.sessions().len()), (second, 1));
    provider.paid();
    looks(&hub).await;
    let seen = checkout(&hub.staff(Role::Cashier).await, &guest).await;
    assert_eq!((seen.bill.left, seen.payments.len(), seen.strays.len()), (0, 1, 0));
}

#[tokio::test]
async fn a_page_that_comes_after_its_share_was_let_go_is_closed_and_told_to_nobody() {
    let (provider, hub, guest) = house().await;
    provider.will(&[Mood::Held]);
    let stops = async {
        provider.called(1).await;
        guest.http.post(&format!("/api/customer/bill/shares/{REST}/stop-online")).await.done();
        provider.release();
    };
    let (page, ()) = tokio::join!(begins(&guest), stops);
    page.refused(409, "checkout_over");
    assert_eq!(provider.sessions().pop().unwrap()["status"], "expired");
    pays_cash(&hub.staff(Role::Cashier).await, &guest, "paymentaaa").await.ok::<Value>();
}

/// The share stayed locked for a page of another amount, and nobody could go on.
#[tokio::test]
async fn a_share_that_has_changed_since_is_begun_anew_and_its_old_page_closed() {
    let (provider, hub, guest) = house().await;
    let old: OnlineCheckout = begins(&guest).await.ok();
    guest.adds("soup", &[], 1).await;
    guest.orders().await;
    let new: OnlineCheckout = begins(&guest).await.ok();
    assert_ne!(old.payment, new.payment);
    looks(&hub).await;
    let sessions = provider.sessions();
    let seen: Vec<_> = sessions
        .iter()
        .map(|own| (own["status"].as_str().unwrap(), own["amount_total"].as_i64().unwrap()))
        .collect();
    assert_eq!(seen, [("expired", 750), ("open", 1500)]);
    provider.paid();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

#[tokio::test]
async fn what_was_paid_on_a_page_just_as_it_gave_way_counts_and_closes_the_new_one() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    let paid = provider.paid();
    guest.adds("soup", &[], 1).await;
    guest.orders().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    looks(&hub).await;
    looks(&hub).await;
    assert_eq!((paid["amount_total"].as_i64(), bill_of(&guest).await.left), (Some(750), 750));
    assert_eq!(provider.sessions()[1]["status"], "expired");
}

/// Nobody asked about the page as long as it could not be closed, and its money was not noticed.
#[tokio::test]
async fn what_was_paid_on_a_page_that_cannot_be_closed_counts() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    guest.http.post(&format!("/api/customer/bill/shares/{REST}/stop-online")).await.done();
    provider.paid();
    provider.will(&[Mood::Status(500)]);
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

#[tokio::test]
async fn a_tip_is_chosen_before_the_page_and_is_on_it_and_on_the_payment() {
    let (provider, hub, guest) = house().await;
    let offer = bill_of(&guest).await.shares.pop().unwrap().online.unwrap();
    let tips: Vec<_> = offer.tips.iter().map(|tip| (tip.percent, tip.tip, tip.total)).collect();
    assert_eq!(tips, [(0, 0, 750), (5, 38, 788), (10, 75, 825), (15, 113, 863)]);
    let first: OnlineCheckout = begins_with_tip(&guest, 75).await.ok();
    let again: OnlineCheckout = begins(&guest).await.ok();
    assert_eq!(first, again, "who goes on leaves the tip as it is");
    let other: OnlineCheckout = begins_with_tip(&guest, 113).await.ok();
    assert_eq!(provider.sessions().pop().unwrap()["amount_total"], 863);
    provider.paid();
    looks(&hub).await;
    let till = hub.staff(Role::Cashier).await;
    let seen = checkout(&till, &guest).await;
    assert_eq!((seen.bill.left, seen.payments.len(), seen.strays.len()), (0, 1, 0));
    let payment = &seen.payments[0];
    assert_eq!((&payment.payment, payment.amount, payment.tip), (&other.payment, 750, 113));
    begins_with_tip(&guest, -1).await.refused(409, "share_paid");
}

#[tokio::test]
async fn a_tip_that_is_less_than_nothing_is_refused() {
    let (_provider, hub, guest) = house().await;
    hub.unchanged_by(async {
        begins_with_tip(&guest, -1).await.refused(422, "amount_refused");
    })
    .await;
}

#[tokio::test]
async fn what_the_provider_does_not_take_is_not_offered() {
    let provider = Provider::start().await;
    let hub = TestHub::start_paid_online(provider.keys()).await;
    let party = hub.table("7").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.orders().await;
    let till = hub.staff(Role::Cashier).await;
    let with = json!({"tender": "card", "reference": "T1 0042"});
    let pay = json!({"payment": "paymentaaa", "share": REST, "amount": 701, "tip": 0, "with": with});
    till.command(&format!("/api/sessions/{}/bill/payments", guest.session)).json(&pay).await.ok::<Value>();
    let bill = bill_of(&guest).await;
    assert_eq!((bill.left, &bill.shares[0].online), (49, &None));
    begins(&guest).await.refused(422, "online_amount_refused");
    assert_eq!(provider.calls(), 0);
}

#[tokio::test]
async fn money_that_is_on_its_way_is_neither_paid_nor_given_up() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    provider.change(|session| {
        session["status"] = json!("complete");
        session["payment_intent"] = json!("pi_3Plato");
    });
    looks(&hub).await;
    let share = bill_of(&guest).await.shares.pop().unwrap();
    assert!(share.is_paid_online && share.left == 750);
    provider.change(|session| session["intent_status"] = json!("requires_payment_method"));
    looks(&hub).await;
    assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held, "it will never come");
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
    assert_eq!((seen.strays[0].money.unwrap().minor, seen.strays[0].why), (750, StrayReason::PaidOtherwise));
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

/// Dollars were added to euros, and what could not be counted was taken for what was asked.
#[tokio::test]
async fn another_amount_or_currency_than_was_asked_for_is_never_taken_silently() {
    for (field, value, due_back) in
        [("amount_total", json!(749), 749), ("currency", json!("usd"), 0), ("currency", json!("isk"), 0)]
    {
        let (provider, hub, guest) = house().await;
        begins(&guest).await.ok::<OnlineCheckout>();
        provider.paid();
        provider.change(|session| session[field] = value.clone());
        provider.change(|session| {
            if session["currency"] == "isk" {
                session["amount_total"] = json!(751);
            }
        });
        looks(&hub).await;
        let till = hub.staff(Role::Cashier).await;
        let seen = checkout(&till, &guest).await;
        assert_eq!((seen.bill.left, seen.payments.len(), seen.bill.due_back), (750, 0, due_back));
        let stray = &seen.strays[0];
        assert_eq!((stray.why, stray.is_other_currency), (StrayReason::OtherAmount, due_back == 0));
        let is_countable = value != "isk";
        assert_eq!(
            (stray.money.is_some(), stray.said.as_str()),
            (is_countable, if is_countable { "" } else { "751 isk" })
        );
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

/// What a hub has on disk that was stopped before the provider had answered.
async fn begins_and_loses_power(hub: &TestHub, guest: &Guest) -> PaymentId {
    let payment = PaymentId::from_random(rand::random());
    let start = OnlineCommand::Start {
        payment: payment.clone(),
        session: guest.session.clone(),
        share: REST.parse().unwrap(),
        diner: guest.diner.clone(),
        tip: Some(75),
    };
    hub.carry_out(Command::Online(Box::new(start))).await;
    hub.restart().await;
    payment
}

#[tokio::test]
async fn a_hub_that_was_stopped_before_it_had_the_page_goes_on_with_the_same_payment() {
    let (provider, hub, guest) = house().await;
    let payment = begins_and_loses_power(&hub, &guest).await;
    let page: OnlineCheckout = begins(&guest).await.ok();
    assert_eq!((&page.payment, provider.sessions().len()), (&payment, 1));
    assert_eq!(provider.sessions()[0]["amount_total"], 825);
    provider.paid();
    looks(&hub).await;
    assert_eq!(bill_of(&guest).await.left, 0);
}

/// The provider opens no page for less than half an hour, and that of the payment is under way since.
#[tokio::test]
async fn a_payment_that_was_left_over_for_too_long_gives_way_to_another() {
    let (provider, hub, guest) = house().await;
    let payment = begins_and_loses_power(&hub, &guest).await;
    provider.knows_the_time(now_s(&hub) + 5 * 60);
    hub.clock.advance(Duration::from_secs(5 * 60));
    let page: OnlineCheckout = begins(&guest).await.ok();
    assert_ne!(page.payment, payment);
}

#[tokio::test]
async fn a_share_that_was_left_over_without_a_page_is_free_after_a_minute() {
    let (provider, hub, guest) = house().await;
    begins_and_loses_power(&hub, &guest).await;
    looks(&hub).await;
    looks(&hub).await;
    assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
    assert_eq!(provider.calls(), 0);
}

#[tokio::test]
async fn whoever_looks_at_the_bill_has_it_asked_about_at_once_but_not_again_and_again() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    let app = hub.app();
    let payments = app.payments.clone().unwrap();
    // Long after the page was opened the hub asks once a minute.
    for _ in 0..6 {
        looks(&hub).await;
    }
    provider.paid();
    hub.clock.advance(Duration::from_secs(3));
    let calls = provider.calls();
    payments.look(&app.members).await;
    assert_eq!(provider.calls(), calls, "it is not its turn");
    payments.hurry(&app.members, &guest.session);
    payments.look(&app.members).await;
    assert_eq!((provider.calls(), bill_of(&guest).await.left), (calls + 1, 0));
}

#[tokio::test]
async fn a_page_that_the_provider_does_not_know_ends_after_its_time_and_the_till_shows_it() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    provider.forgets();
    let till = hub.staff(Role::Cashier).await;
    looks(&hub).await;
    assert!(checkout(&till, &guest).await.lost.is_empty(), "it may be another account for a while");
    hub.clock.advance(Duration::from_secs(42 * 60));
    looks(&hub).await;
    let seen = checkout(&till, &guest).await;
    assert_eq!((seen.lost.len(), seen.lost[0].money.minor, seen.bill.shares[0].is_held), (1, 750, false));
    let calls = provider.calls();
    looks(&hub).await;
    assert_eq!(provider.calls(), calls);
}

#[tokio::test]
async fn guests_can_let_go_of_a_page_when_the_house_has_no_account_any_more() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.orders().await;
    begins_and_loses_power(&hub, &guest).await;
    let bill = bill_of(&guest).await;
    assert!(bill.shares[0].is_paid_online && !bill.pays_online);
    guest.http.post(&format!("/api/customer/bill/shares/{REST}/stop-online")).await.done();
    assert!(!bill_of(&guest).await.shares.pop().unwrap().is_held);
}

/// A writer for log lines that a test reads.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_logged_of_a_call_that_fails_has_no_key_in_it() {
    let (provider, hub, guest) = house().await;
    begins(&guest).await.ok::<OnlineCheckout>();
    let lines = Lines::default();
    let to = lines.clone();
    let everything = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE);
    let _logging = everything.with_writer(move || to.clone()).finish().set_default();
    for mood in [Mood::Status(401), Mood::Status(500), Mood::Silent] {
        provider.will(&[mood]);
        looks(&hub).await;
    }
    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert_eq!(logged.matches("a payment online is not known to be made or not").count(), 3, "{logged}");
    for secret in [provider::KEY, WEBHOOK_SECRET] {
        assert!(!logged.contains(secret), "{secret} in {logged}");
    }
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
