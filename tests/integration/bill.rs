//! The bill over real HTTP and sockets: seen by everyone, split by wishes that never undo each other,
//! paid once. Named after what goes wrong elsewhere.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::Notice;
use plato_sync_protocol::api::{Problem, Role};
use plato_sync_protocol::bill::checkout::{CheckoutView, PaymentView, TenderView};
use plato_sync_protocol::bill::view::{BillView, ShareView};
use plato_sync_protocol::bill::{SplitChange, SplitWay};
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::message::{FromHub, Hello};
use plato_tests::http::Call;
use plato_tests::phone::hello;
use plato_tests::{Guest, Http, Party, Phone, TestDevice, TestHub, fresh_id};
use serde_json::{Value, json};

/// A party of two: Ada had soup for 7.50, Ben lemonade for 3.80.
async fn eaten(hub: &TestHub) -> (Party<'_>, Guest, Guest) {
    let party = hub.table("7").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.adds("soup", &[], 1).await;
    ben.adds("lemonade", &[], 1).await;
    ada.orders().await;
    (party, ada, ben)
}

async fn bill_of(guest: &Guest) -> BillView {
    guest.http.get("/api/customer/bill").await.ok()
}

async fn checkout(till: &Http, guest: &Guest) -> CheckoutView {
    till.get(&format!("/api/sessions/{}/bill", guest.session)).await.ok()
}

fn wishes(guest: &Guest, wish: &Value) -> Call {
    guest.http.command("/api/customer/bill/split").json(wish)
}

fn share_of<'b>(bill: &'b BillView, guest: &Guest) -> &'b ShareView {
    bill.shares.iter().find(|share| share.diners.contains(&guest.diner)).expect("the guest has a share")
}

fn pays(till: &Http, guest: &Guest, body: &Value) -> Call {
    till.command(&format!("/api/sessions/{}/bill/payments", guest.session)).json(body)
}

fn cash(id: &str, share: &ShareView, given: i64) -> Value {
    let with = json!({"tender": "cash", "given": given});
    json!({"payment": id, "share": share.share, "amount": share.left, "tip": 0, "with": with})
}

#[tokio::test]
async fn the_bill_is_the_same_on_every_phone_and_at_the_till() {
    let hub = TestHub::start().await;
    let (_, ada, ben) = eaten(&hub).await;
    let till = hub.staff(Role::Cashier).await;
    let seen = bill_of(&ada).await;
    assert_eq!((seen.total, seen.left, seen.lines.len(), seen.unseen), (1130, 1130, 2, 0));
    assert_eq!(seen, bill_of(&ben).await);
    assert_eq!(seen, checkout(&till, &ada).await.bill);
}

#[tokio::test]
async fn two_who_change_the_split_at_once_both_get_what_they_asked_for() {
    let hub = TestHub::start().await;
    let (_, ada, ben) = eaten(&hub).await;
    wishes(&ada, &json!({"change": "way", "way": "by_person"})).await.done();
    let bill = bill_of(&ada).await;
    let (own, other) = (share_of(&bill, &ada).share.clone(), share_of(&bill, &ben).share.clone());
    let unit_of = |line: usize| bill.lines[line].portions[0].unit.clone();
    // Each has seen the same bill, and each shares a dish of their own with the other.
    let shared = |unit| json!({"change": "portions", "units": [unit], "parts": [{"share": own, "parts": 1}, {"share": other, "parts": 1}]});
    let (one, two) = (shared(unit_of(0)), shared(unit_of(1)));
    let (first, second) =
        tokio::join!(async { wishes(&ada, &one).await }, async { wishes(&ben, &two).await });
    first.done();
    second.done();
    let after = bill_of(&ada).await;
    assert_eq!(after.plan.claims.len(), 2);
    assert_eq!((share_of(&after, &ada).amount, share_of(&after, &ben).amount), (565, 565));
}

#[tokio::test]
async fn a_wish_that_is_sent_again_under_its_id_adds_one_share() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let (id, wish) = (fresh_id(), json!({"change": "add"}));
    for _ in 0..3 {
        ada.http.post("/api/customer/bill/split").json(&wish).id(id).await.done();
    }
    assert_eq!(bill_of(&ada).await.plan.shares.len(), 1);
    let other = json!({"change": "together"});
    ada.http.post("/api/customer/bill/split").json(&other).id(id).await.refused(409, "command_reused");
}

#[tokio::test]
async fn a_guest_who_was_taken_off_the_table_splits_nothing() {
    let hub = TestHub::start().await;
    let (party, ada, ben) = eaten(&hub).await;
    let waiter = hub.staff(Role::Waiter).await;
    let path = format!("/api/floor/sessions/{}/diners/{}/remove", ben.session, ben.diner);
    waiter.command(&path).await.done();
    wishes(&ben, &json!({"change": "together"})).await.refused(401, "diner_removed");
    wishes(&ada, &json!({"change": "way", "way": "by_person"})).await.done();
    assert_eq!(share_of(&bill_of(&ada).await, &ben).amount, 380, "what Ben had can be covered by others");
    party.closed().await;
}

#[tokio::test]
async fn b10_what_a_waiter_takes_right_now_stays_as_it_is_and_every_phone_sees_it() {
    let hub = TestHub::start().await;
    let (_, ada, ben) = eaten(&hub).await;
    wishes(&ada, &json!({"change": "way", "way": "by_person"})).await.done();
    let share = share_of(&bill_of(&ada).await, &ada).clone();
    let (waiter, cashier) = (hub.staff(Role::Waiter).await, hub.staff(Role::Cashier).await);
    let lock = format!("/api/sessions/{}/bill/shares/{}/lock", ada.session, share.share);
    waiter.command(&lock).await.done();
    cashier.command(&lock).await.refused(409, "share_being_paid");
    let seen = share_of(&bill_of(&ben).await, &ada).clone();
    assert_eq!((seen.paid_to.as_deref(), seen.is_held), (Some("Waiter"), true));
    let drop = json!({"change": "drop", "share": share.share});
    wishes(&ben, &drop).await.refused(409, "split_share_held");
    pays(&cashier, &ada, &cash("paymentaaa", &share, 1000)).await.refused(409, "share_being_paid");
    waiter.command(&lock.replace("/lock", "/release")).await.done();
    wishes(&ben, &drop).await.done();
}

#[tokio::test]
async fn b14_a_payment_that_is_sent_again_also_after_a_restart_is_taken_once() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let waiter = hub.staff(Role::Waiter).await;
    let rest = bill_of(&ada).await.shares[0].clone();
    let (id, body) = (fresh_id(), cash("paymentaaa", &rest, 2000));
    let path = format!("/api/sessions/{}/bill/payments", ada.session);
    let first: PaymentView = waiter.post(&path).json(&body).id(id).await.ok();
    assert_eq!(first.tender, TenderView::Cash { given: 2000, change: 870, rounding: 0 });
    hub.restart().await;
    let again: PaymentView = waiter.post(&path).json(&body).id(id).await.ok();
    // Also when the page was lost and the command got another name.
    let anew: PaymentView = waiter.command(&path).json(&body).await.ok();
    assert_eq!((&again, &anew), (&first, &first));
    let seen = checkout(&waiter, &ada).await;
    assert_eq!((seen.bill.paid, seen.bill.left, seen.payments.len()), (1130, 0, 1));
}

#[tokio::test]
async fn two_waiters_at_one_share_take_it_once_and_one_of_them_is_told() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let (waiter, cashier) = (hub.staff(Role::Waiter).await, hub.staff(Role::Cashier).await);
    let rest = bill_of(&ada).await.shares[0].clone();
    let (one, two) = (cash("paymentaaa", &rest, 1130), cash("paymentbbb", &rest, 1130));
    let (first, second) =
        tokio::join!(async { pays(&waiter, &ada, &one).await }, async { pays(&cashier, &ada, &two).await });
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let refused = if first.status == 409 { first } else { second };
    refused.refused(409, "share_paid");
    assert_eq!(bill_of(&ada).await.paid, 1130);
}

#[tokio::test]
async fn a_bill_that_was_paid_is_not_open_again_after_the_hub_was_down() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let waiter = hub.staff(Role::Waiter).await;
    let rest = bill_of(&ada).await.shares[0].clone();
    pays(&waiter, &ada, &cash("paymentaaa", &rest, 1130)).await.ok::<PaymentView>();
    hub.restart().await;
    let seen = bill_of(&ada).await;
    assert_eq!((seen.paid, seen.left, seen.due_back), (1130, 0, 0));
    pays(&waiter, &ada, &cash("paymentbbb", &rest, 1130)).await.refused(409, "share_paid");
}

#[tokio::test]
async fn money_is_given_back_by_a_cashier_who_has_proved_who_they_are() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let (waiter, cashier) = (hub.staff(Role::Waiter).await, hub.staff(Role::Cashier).await);
    let rest = bill_of(&ada).await.shares[0].clone();
    pays(&waiter, &ada, &cash("paymentaaa", &rest, 1130)).await.ok::<PaymentView>();
    let wanted = json!({"refund": "refundaaaa", "amount": 380, "tip": 0, "with": {"tender": "cash", "given": 0}, "reason": "cold"});
    let path = "/api/payments/paymentaaa/refund";
    waiter.command(path).json(&wanted).await.refused(403, "role_forbidden");
    let back: PaymentView = cashier.command(path).json(&wanted).await.ok();
    assert_eq!((back.amount, back.reason.as_deref()), (380, Some("cold")));
    let seen = checkout(&cashier, &ada).await;
    assert_eq!((seen.bill.left, seen.payments.len(), seen.payments[0].refundable), (380, 2, 750));
    hub.clock.advance(std::time::Duration::from_secs(6 * 60));
    let late = json!({"refund": "refundbbbb", "amount": 1, "tip": 0, "with": {"tender": "cash", "given": 0}, "reason": "cold"});
    cashier.command(path).json(&late).await.refused(403, "step_up_needed");
}

#[tokio::test]
async fn a_card_that_was_noted_as_cash_is_mended_and_nobody_hears_of_a_new_payment() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let cashier = hub.staff(Role::Cashier).await;
    let rest = bill_of(&ada).await.shares[0].clone();
    pays(&cashier, &ada, &cash("paymentaaa", &rest, 1130)).await.ok::<PaymentView>();
    let hears = Hello { hears_bill: true, ..hello(&ada.token) };
    let mut phone = Phone::connect_in(hub.address(), &hears, Format::Cbor).await;
    let with = json!({"tender": "card", "reference": "T1 0042"});
    let wanted =
        json!({"refund": "refundaaaa", "replacement": "paymentbbb", "with": with, "reason": "mistake"});
    let mended: PaymentView = cashier.command("/api/payments/paymentaaa/correct").json(&wanted).await.ok();
    assert_eq!(mended.tender, TenderView::Card { reference: "T1 0042".into() });
    let seen = checkout(&cashier, &ada).await;
    let receipts: Vec<u32> = seen.payments.iter().map(|entry| entry.receipt).collect();
    assert_eq!((receipts, seen.bill.paid, seen.bill.left), (vec![1, 2, 3], 1130, 0));
    let mut changes = 0;
    while changes < 2 {
        match phone.frame().await {
            FromHub::BillChanged { .. } => changes += 1,
            FromHub::PaymentCompleted(news) => panic!("nobody has paid anew: {news:?}"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_discount_has_a_reason_and_is_bounded_for_waiters() {
    let hub = TestHub::start().await;
    let (_, ada, _) = eaten(&hub).await;
    let waiter = hub.staff(Role::Waiter).await;
    let path = format!("/api/sessions/{}/bill/discounts", ada.session);
    let of = |id: &str, percent: &str, reason: &str| json!({"discount": id, "on": "bill", "size": {"kind": "percent", "percent": percent}, "reason": reason});
    waiter.command(&path).json(&of("discountaa", "10", " ")).await.refused(422, "reason_refused");
    waiter.command(&path).json(&of("discountaa", "50", "slow")).await.refused(403, "discount_too_high");
    waiter.command(&path).json(&of("discountaa", "10", "slow")).await.done();
    let seen = checkout(&waiter, &ada).await;
    assert_eq!((seen.bill.total, seen.bill.discounts[0].amount), (1017, 113));
    assert_eq!((seen.reasons[0].reason.as_str(), seen.reasons[0].by.as_str()), ("slow", "Waiter"));
    let rest = seen.bill.shares[0].clone();
    pays(&waiter, &ada, &cash("paymentaaa", &rest, 1017)).await.ok::<PaymentView>();
    let problem: Problem =
        waiter.command(&format!("{path}/discountaa/withdraw")).await.refused(409, "bill_being_paid");
    assert!(!problem.title.is_empty());
}

#[tokio::test]
async fn with_carts_of_their_own_nobody_sees_the_dishes_of_others_but_everyone_the_shares() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let party = hub.table("7").seated(2).await;
    let mode = format!("/api/floor/sessions/{}/mode", party.session);
    waiter.command(&mode).json(&json!({"mode": "individual"})).await.done();
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.orders_one("soup", &[]).await;
    ben.orders_one("lemonade", &[]).await;
    wishes(&ada, &json!({"change": "way", "way": "by_person"})).await.done();
    let seen = bill_of(&ada).await;
    assert_eq!((seen.lines.len(), seen.unseen, seen.total), (1, 380, 1130));
    assert_eq!(share_of(&seen, &ben).amount, 380);
    assert!(share_of(&seen, &ben).portions.is_empty(), "not even which portions they are");
}

#[tokio::test]
async fn phones_hear_of_a_payment_and_fetch_the_bill_that_they_look_at() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(2).await;
    let (ada, ben) = (TestDevice::seated(&hub, &party, "Ada").await, party.joined_by("Ben").await);
    ben.orders_one("soup", &[]).await;
    ada.does(Action::WatchBill { is_watched: true }).await;
    let total = |wanted: i64| {
        move |view: &plato_client_wasm::view::View| {
            view.bill.as_ref().and_then(|screen| screen.bill.as_ref()).is_some_and(|bill| bill.left == wanted)
        }
    };
    ada.until("the bill", total(750)).await;
    ada.does(Action::Split { wanted: SplitChange::Way { way: SplitWay::Equal, payers: None } }).await;
    let is_split = |view: &plato_client_wasm::view::View| {
        let bill = view.bill.as_ref().and_then(|screen| screen.bill.as_ref());
        bill.is_some_and(|bill| bill.plan.shares.len() == 2)
    };
    ada.until("two shares", is_split).await;
    let share = share_of(&bill_of(&ben).await, &ben).clone();
    let waiter = hub.staff(Role::Waiter).await;
    pays(&waiter, &ben, &cash("paymentaaa", &share, 375)).await.ok::<PaymentView>();
    ada.until("what is left", total(375)).await;
    let is_told = |view: &plato_client_wasm::view::View| {
        view.notices.iter().any(
            |notice| matches!(&notice.what, Notice::Paid { amount, left, .. } if (amount.minor, left.minor) == (375, 375)),
        )
    };
    ada.until("the notice", is_told).await;
}

#[tokio::test]
async fn a_phone_that_is_cut_off_says_so_instead_of_splitting() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(2).await;
    let ada = TestDevice::seated(&hub, &party, "Ada").await;
    ada.adds("soup", &[], 1).await;
    ada.saved().await;
    ada.does(Action::WatchBill { is_watched: true }).await;
    ada.cut().await;
    ada.away().await;
    ada.does(Action::Split { wanted: SplitChange::Together }).await;
    let says = |view: &plato_client_wasm::view::View| {
        view.bill.as_ref().is_some_and(|screen| screen.problem.is_some() && !screen.is_splitting)
    };
    ada.until("why not", says).await;
}
