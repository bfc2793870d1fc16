//! Receipts, the end of a visit, and the books of a day, over HTTP.

use std::time::Duration;

use plato_hub::venue::Command;
use plato_hub::venue::billing::events::{BillCommand, Offer};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::floor::{FloorView, TableState};
use plato_sync_protocol::ids::{PaymentId, SessionId, ShareId};
use plato_sync_protocol::team::{AuditAct, AuditPage};
use plato_sync_protocol::till::{
    DayBrief, DaySection, DayView, Goodbye, GoodbyeLink, RatingsView, ReceiptAnswer, ReceiptBrief,
};
use plato_tests::hub::{PASSWORD, staff_name};
use plato_tests::{Http, TestHub};
use serde_json::json;

/// The books of the first day as a file.
const BOOKS: &str = "/api/till/days/1/csv";

/// Takes what a visit owes in cash; gives the payment's id.
async fn pays(hub: &TestHub, session: &SessionId, tip: i64) -> PaymentId {
    let (amount, by) = hub.app().members.published.read(|venue, _| {
        let left = venue.reckoning(session).unwrap().left();
        (left, venue.staff_account(&staff_name(Role::Cashier)).unwrap().account.staff)
    });
    let payment = PaymentId::from_random(rand::random());
    let pay = BillCommand::TakePayment {
        payment: payment.clone(),
        session: session.clone(),
        share: ShareId::rest(),
        amount,
        tip,
        offer: Offer::Cash { given: amount + tip },
    };
    hub.carry_out(Command::Bill { by, bill: Box::new(pay) }).await;
    payment
}

async fn steps_up(who: &Http) {
    who.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
}

#[tokio::test]
async fn a_guest_has_the_receipt_when_the_visit_is_over_and_rates_it_once() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let link: GoodbyeLink = guest.http.get("/api/customer/goodbye").await.ok();
    let waiter = hub.staff(Role::Waiter).await;
    let close = format!("/api/sessions/{}/close", party.session);
    hub.unchanged_by(waiter.command(&close)).await.refused(409, "open_bill");
    let payment = pays(&hub, &party.session, 50).await;
    waiter.command(&close).await.done();
    guest.http.get("/api/customer/goodbye").await.refused(401, "session_closed");

    let here = format!("/api/goodbye/{}/{}", link.session, link.diner);
    let there = format!("{here}/{}", link.key);
    let goodbye: Goodbye = hub.anyone().get(&there).await.ok();
    assert_eq!((goodbye.is_open, goodbye.receipts.len(), goodbye.stars), (false, 1, None));
    hub.anyone().get(&format!("{here}/{}", "0".repeat(32))).await.refused(404, "visit_unknown");

    let page = goodbye.receipts[0].path.replace("/receipt/", "/api/receipts/");
    let receipt: ReceiptAnswer = hub.anyone().get(&page).await.ok();
    assert_eq!(receipt.receipt.payment, payment);
    assert!(receipt.code.starts_with("1-"), "{}", receipt.code);
    let pdf = hub.anyone().get(&format!("{page}/pdf")).await;
    assert_eq!(pdf.status, 200);
    let own: ReceiptAnswer = waiter.get(&format!("/api/payments/{payment}/receipt")).await.ok();
    assert_eq!(own, receipt);
    // Somebody shows it at the till: the house sees whether it is its own, while it is open.
    let shown = hub.staff(Role::Cashier).await;
    let typed = receipt.code.to_lowercase();
    let checked: ReceiptAnswer = shown.get(&format!("/api/till/codes/{typed}")).await.ok();
    assert_eq!(checked, receipt);
    for forged in [receipt.code.replace("1-", "2-"), "1-AAAA-AAAA-AAAA".to_owned(), "nonsense".to_owned()] {
        shown.get(&format!("/api/till/codes/{forged}")).await.refused(404, "receipt_code_unknown");
    }
    waiter.get(&format!("/api/till/codes/{typed}")).await.refused(403, "role_forbidden");
    let wrong = page.replace(payment.as_str(), "aaaaaaaaaa");
    hub.anyone().get(&wrong).await.refused(404, "receipt_unknown");

    let rating = format!("{there}/rating");
    let said = json!({ "stars": 5, "comment": "Lovely" });
    hub.anyone().command(&rating).json(&said).await.done();
    hub.anyone().command(&rating).json(&said).await.refused(409, "already_rated");
    let goodbye: Goodbye = hub.anyone().get(&there).await.ok();
    assert_eq!(goodbye.stars, Some(5));
    let manager = hub.staff(Role::Manager).await;
    let ratings: RatingsView = manager.get("/api/till/ratings").await.ok();
    assert_eq!((ratings.count, ratings.average_tenths), (1, 50));
    let day: DayView = manager.get("/api/till/day").await.ok();
    assert_eq!(day.ratings.unwrap().comments[0].comment, "Lovely");
    let cashier = hub.staff(Role::Cashier).await;
    let day: DayView = cashier.get("/api/till/day").await.ok();
    let ratings = day.ratings.unwrap();
    assert_eq!((ratings.count, ratings.average_tenths, ratings.comments), (1, 50, vec![]));

    steps_up(&cashier).await;
    let close = json!({ "day": day.day, "counted": day.expected.minor, "left": 0 });
    cashier.command("/api/till/day/close").json(&close).await.done();
    let saved = |who: Http| async move { who.post(BOOKS).json(&json!({})).await.body };
    let (office, counter) = (saved(manager).await, saved(cashier).await);
    assert!(office.contains("Lovely,5,") && office.contains("What guests say,On average,5.0,"), "{office}");
    assert!(!counter.contains("Lovely") && counter.contains("What guests say,On average,5.0,"), "{counter}");
}

/// A key that was handed out once opened the receipts of a table for ever.
#[tokio::test]
async fn whoever_was_taken_off_the_table_sees_nothing_of_it_any_more() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.orders_one("soup", &[]).await;
    let of = |link: GoodbyeLink| format!("/api/goodbye/{}/{}/{}", link.session, link.diner, link.key);
    let hers = of(ada.http.get("/api/customer/goodbye").await.ok());
    let his = of(ben.http.get("/api/customer/goodbye").await.ok());
    hub.anyone().get(&his).await.ok::<Goodbye>();
    let waiter = hub.staff(Role::Waiter).await;
    let remove = format!("/api/floor/sessions/{}/diners/{}/remove", party.session, ben.diner);
    waiter.command(&remove).await.done();
    pays(&hub, &party.session, 0).await;
    hub.anyone().get(&his).await.refused(404, "visit_unknown");
    assert_eq!(hub.anyone().get(&hers).await.ok::<Goodbye>().receipts.len(), 1);
    waiter.command(&format!("/api/sessions/{}/close", party.session)).await.done();
    hub.anyone()
        .command(&format!("{his}/rating"))
        .json(&json!({ "stars": 1, "comment": "" }))
        .await
        .refused(404, "visit_unknown");
    assert_eq!(hub.anyone().get(&hers).await.ok::<Goodbye>().receipts.len(), 1);
}

#[tokio::test]
async fn b18_a_visit_that_has_paid_closes_by_itself_unless_somebody_chooses_more() {
    let hub = TestHub::start().await;
    let (one, two) = (hub.table("1").seated(2).await, hub.table("2").seated(2).await);
    let (ada, ben) = (one.joined_by("Ada").await, two.joined_by("Ben").await);
    for guest in [&ada, &ben] {
        let order = guest.orders_one("soup", &[]).await.order.order;
        let tickets = hub.app().members.published.read(|venue, _| venue.tickets_of(order));
        for ticket in tickets {
            hub.carry_out(Command::BumpTicket { ticket, seen: None }).await;
        }
        hub.carry_out(Command::ServeOrder { order }).await;
        pays(&hub, &guest.session, 0).await;
    }
    ben.adds("soup", &[], 1).await;
    hub.clock.advance(Duration::from_secs(29 * 60));
    hub.app().members.close_paid().await;
    assert_eq!(ada.cart().await.lines.len(), 0, "half an hour has not passed");
    hub.stop().await;
    hub.start_again();
    hub.clock.advance(Duration::from_secs(61));
    hub.app().members.close_paid().await;
    // She takes something and puts it back: she is there, and does not find herself thrown out.
    ada.adds("soup", &[], 1).await;
    let line = ada.cart().await.lines[0].line.clone();
    ada.http.delete(&format!("/api/customer/cart/item/{line}")).await.ok::<serde_json::Value>();
    for _ in 0..2 {
        hub.clock.advance(Duration::from_secs(4 * 60));
        hub.app().members.close_paid().await;
        assert_eq!(ada.cart().await.lines.len(), 0, "her cart has not been quiet for long");
    }
    hub.clock.advance(Duration::from_secs(61));
    hub.app().members.close_paid().await;
    ada.http.get("/api/customer/cart").await.refused(401, "session_closed");
    assert_eq!(ben.cart().await.lines.len(), 1, "Ben wants another soup");
    let floor: FloorView = hub.staff(Role::Waiter).await.get("/api/floor").await.ok();
    let states: Vec<_> =
        floor.rooms.iter().flat_map(|room| &room.tables).filter_map(|table| table.status).collect();
    let count = |state| states.iter().filter(|status| status.state == state).count();
    assert_eq!((count(TableState::ToClean), count(TableState::Paid)), (1, 1));
}

#[tokio::test]
async fn a_manager_closes_a_visit_that_has_not_paid_after_a_step_up() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    party.joined_by("Ada").await.orders_one("soup", &[]).await;
    let manager = hub.staff(Role::Manager).await;
    let close = format!("/api/sessions/{}/close-unpaid", party.session);
    let why = json!({ "reason": "walked out" });
    hub.clock.advance(Duration::from_secs(300));
    hub.unchanged_by(manager.command(&close).json(&why)).await.refused(403, "step_up_needed");
    steps_up(&manager).await;
    manager.command(&close).json(&json!({ "reason": " " })).await.refused(422, "reason_refused");
    manager.command(&close).json(&why).await.done();
    let day: DayView = manager.get("/api/till/day").await.ok();
    assert!(!day.visits[0].is_open && day.visits[0].left.minor > 0);
}

#[tokio::test]
async fn a_day_is_counted_closed_and_kept_as_page_pdf_and_csv() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    party.joined_by("Ada").await.orders_one("soup", &[]).await;
    pays(&hub, &party.session, 0).await;
    let cashier = hub.staff(Role::Cashier).await;
    let float = json!({ "id": "floataaaaa", "amount": 10_000, "reason": "Float" });
    cashier.command("/api/till/cash").json(&float).await.done();
    let day: DayView = cashier.get("/api/till/day").await.ok();
    let sales = day.rows.iter().find(|row| row.section == DaySection::Sales).unwrap().amount.minor;
    assert_eq!(day.expected.minor, 10_000 + sales);
    assert_eq!(day.visits.len(), 1, "who has paid and sits there still is listed");
    let receipts: Vec<ReceiptBrief> = cashier.get("/api/till/receipts").await.ok();
    assert_eq!(receipts.len(), 1);

    hub.clock.advance(Duration::from_secs(300));
    let close = json!({ "day": day.day, "counted": day.expected.minor - 5, "left": 10_000 });
    hub.unchanged_by(cashier.command("/api/till/day/close").json(&close))
        .await
        .refused(403, "step_up_needed");
    steps_up(&cashier).await;
    cashier.command("/api/till/day/close").json(&close).await.done();
    cashier.command("/api/till/day/close").json(&close).await.refused(409, "day_not_open");
    let days: Vec<DayBrief> = cashier.get("/api/till/days").await.ok();
    assert_eq!((days[0].day, days[0].difference.minor, days[0].sales.minor), (1, -5, sales));
    let closed: DayView = cashier.get("/api/till/days/1").await.ok();
    assert_eq!(closed.closing.unwrap().difference.minor, -5);
    assert_eq!(closed.rows, day.rows);
    let csv = cashier.post(BOOKS).await;
    assert!(csv.body.contains("Difference,-0.05,EUR"), "{}", csv.body);
    assert_eq!(cashier.post("/api/till/days/1/pdf").await.status, 200);
    cashier.post("/api/till/days/2/pdf").await.refused(404, "day_unknown");
    let exports = json!({ "kind": "export" });
    let on_record: AuditPage = hub.staff(Role::Manager).await.post("/api/audit").json(&exports).await.ok();
    let days: Vec<_> = on_record.records.iter().map(|record| (record.act, record.subject.as_str())).collect();
    assert_eq!(days, [(AuditAct::DayExported, "1"); 2]);
    // The books leave only with whoever has just shown who they are.
    hub.clock.advance(Duration::from_secs(3600));
    hub.unchanged_by(cashier.post(BOOKS)).await.refused(403, "step_up_needed");
    cashier.get("/api/till/days/2").await.refused(404, "day_unknown");
    let next: DayView = cashier.get("/api/till/day").await.ok();
    assert_eq!((next.day, next.expected.minor, next.rows.len()), (2, 10_000, 0));
}
