//! The audit: what is on record, who may read it, how it leaves the hub.

use std::time::Duration;

use plato_sync_protocol::api::{CartAnswer, JoinAnswer, JoinRequest, Role};
use plato_sync_protocol::door::{InviteAnswer, KnockAnswer, KnockRequest};
use plato_sync_protocol::ids::ShareId;
use plato_sync_protocol::team::{AuditPage, AuditRecord, DeviceCode};
use plato_tests::hub::{PASSWORD, staff_name};
use plato_tests::{Http, TestHub, fresh_id};
use serde_json::{Value, json};

const AUDIT: &str = "/api/audit";

async fn page(by: &Http, filter: Value) -> AuditPage {
    by.post(AUDIT).json(&filter).await.ok()
}

async fn acts(by: &Http, filter: Value) -> Vec<String> {
    page(by, filter).await.records.iter().map(act).rev().collect()
}

/// What happened, as it is written in JSON.
fn act(record: &AuditRecord) -> String {
    json!(record.act).as_str().unwrap().to_owned()
}

fn staff_id(hub: &TestHub, role: Role) -> String {
    hub.app()
        .members
        .published
        .read(|venue, _| venue.staff_account(&staff_name(role)).unwrap().account.staff.to_string())
}

/// One of everything that is on record, by an owner with a known browser.
async fn an_evening(hub: &TestHub) -> Http {
    let owner = hub.staff(Role::Owner).await;
    let fails = json!({ "name": "Waiter", "password": "wrong" });
    hub.anyone().post("/api/staff/sign-in").field("user-agent", "Tester/1").json(&fails).await;
    let party = hub.table("1").seated(2).await;
    let path = format!("/api/floor/sessions/{}", party.session);
    owner.get(&format!("{path}/pin")).await;
    owner.command(&format!("{path}/pin/reissue")).await;
    owner.command(&format!("{path}/mode")).json(&json!({ "mode": "individual" })).await.done();
    owner.command("/api/kitchen/items/steak/eighty-six").json(&json!({ "is_eighty_sixed": true })).await;
    owner.command(&format!("/api/sessions/{}/close", party.session)).await.done();
    let waiter = format!("/api/team/people/{}", staff_id(hub, Role::Waiter));
    for change in [
        json!({ "change": "rename", "name": "Wim" }),
        json!({ "change": "role", "role": "cashier" }),
        json!({ "change": "password", "password": "long and dull" }),
        json!({ "change": "disable" }),
        json!({ "change": "enable" }),
    ] {
        owner.command(&waiter).json(&change).await.done();
    }
    let code: DeviceCode = owner.post("/api/team/device-codes").json(&json!({ "name": "Bar" })).await.ok();
    hub.anyone().post("/api/device/enrol").json(&json!({ "code": code.code })).await.done();
    owner.post("/api/staff/me/pin").json(&json!({ "password": PASSWORD, "pin": "4913" })).await.done();
    owner
}

#[tokio::test]
async fn every_sensitive_act_is_on_record() {
    let hub = TestHub::start().await;
    let owner = an_evening(&hub).await;
    let all = acts(&owner, json!({})).await;
    let expected = [
        "venue_imported",
        "account_added",
        "account_added",
        "account_added",
        "account_added",
        "account_added",
        "signed_in",
        "sign_in_failed",
        "table_seated",
        "pin_revealed",
        "pin_reissued",
        "mode_changed",
        "item_eighty_sixed",
        "table_closed",
        "account_renamed",
        "role_changed",
        "password_set",
        "account_disabled",
        "account_enabled",
        "device_code_issued",
        "device_enrolled",
        "stepped_up",
        "staff_pin_set",
    ];
    assert_eq!(all, expected);
}

/// A device of the house at which somebody of the office works.
async fn at_the_bar(hub: &TestHub) -> Http {
    let owner = hub.staff(Role::Owner).await;
    owner.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
    let code: DeviceCode = owner.post("/api/team/device-codes").json(&json!({ "name": "Bar" })).await.ok();
    let enrolled = hub.anyone().post("/api/device/enrol").json(&json!({ "code": code.code })).await;
    owner.at_device(&enrolled.cookie("plato_device"))
}

#[tokio::test]
async fn acts_at_tables_bills_and_books_are_on_record_with_who_device_address_and_browser() {
    let hub = TestHub::start().await;
    let bar = at_the_bar(&hub).await;
    let does = async |path: &str, body: Value| {
        let answer = bar.command(path).field("user-agent", "Tester/2").json(&body).await;
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.body);
        answer
    };
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let session = &party.session;
    let floor = format!("/api/floor/sessions/{session}");
    does(&format!("{floor}/covers"), json!({ "covers": 4 })).await;
    does(&format!("{floor}/waiter"), json!({ "waiter": staff_id(&hub, Role::Waiter) })).await;
    does(&format!("{floor}/invites"), json!({})).await;
    does(&format!("{floor}/move"), json!({ "table": "2" })).await;
    does(&format!("{floor}/tables"), json!({ "table": "3" })).await;
    does(&format!("{floor}/tables/3/leave"), json!({})).await;
    does(&format!("{floor}/part"), json!({ "guests": [ben.diner], "table": "4" })).await;
    ada.adds("soup", &[], 3).await;
    ada.orders().await;
    let off = |reason: &str| json!({ "portions": 1, "reason": reason });
    does("/api/orders/1/item/0/void", off("mistake")).await;
    does("/api/kitchen/order/1/item/0/void-seen", json!({})).await;
    does("/api/kitchen/ticket/1-grill/bump", json!({})).await;
    does("/api/orders/1/item/0/comp", off("goodwill")).await;
    does("/api/kitchen/items/steak/eighty-six", json!({ "is_eighty_sixed": true })).await;
    does("/api/kitchen/items/steak/eighty-six", json!({ "is_eighty_sixed": false })).await;
    let bill = format!("/api/sessions/{session}/bill");
    let discount = json!({ "discount": "discountaa", "on": "bill", "size": { "kind": "percent", "percent": "10" }, "reason": "slow" });
    does(&format!("{bill}/discounts"), discount).await;
    does(&format!("{bill}/discounts/discountaa/withdraw"), json!({})).await;
    let units: Vec<String> = hub.app().members.published.read(|venue, _| {
        let portions = venue.reckoning(session).unwrap().bill.portions;
        portions.iter().filter(|portion| portion.gross > 0).map(|portion| portion.unit.to_string()).collect()
    });
    does(&format!("{bill}/take-away"), json!({ "units": units, "is_take_away": true })).await;
    let card = json!({ "tender": "card", "reference": "T1" });
    let pays = |amount: i64| json!({ "payment": "paymentaaa", "share": ShareId::rest(), "amount": amount, "tip": 0, "with": card });
    does(&format!("{bill}/payments"), pays(750)).await;
    let back = json!({ "refund": "paymentbbb", "amount": 50, "tip": 0, "with": card, "reason": "cold" });
    does("/api/payments/paymentaaa/refund", back).await;
    does(&format!("/api/sessions/{session}/close-unpaid"), json!({ "reason": "left" })).await;
    does("/api/till/cash", json!({ "id": "paymentccc", "amount": 100, "reason": "float" })).await;
    does("/api/till/day/close", json!({ "day": 1, "counted": 100, "left": 100 })).await;
    does("/api/till/days/1/csv", json!({})).await;
    let expected = [
        "covers_changed",
        "waiter_assigned",
        "invite_shown",
        "party_moved",
        "table_added",
        "table_taken_off",
        "table_seated",
        "waiter_assigned",
        "guests_to_party",
        "covers_changed",
        "portions_voided",
        "portions_comped",
        "item_eighty_sixed",
        "item_back",
        "discount_given",
        "discount_withdrawn",
        "take_away_marked",
        "payment_taken",
        "payment_refunded",
        "left_unpaid",
        "table_closed",
        "cash_moved",
        "day_closed",
        "day_exported",
    ];
    let records = page(&bar, json!({})).await.records;
    let at_bar: Vec<_> = records.iter().rev().filter(|record| record.user_agent == "Tester/2").collect();
    assert_eq!(at_bar.iter().map(|record| act(record)).collect::<Vec<_>>(), expected);
    for record in at_bar {
        assert_eq!((record.who.as_str(), record.device.as_str()), ("Owner", "Bar"), "{record:?}");
        assert!(record.address.starts_with("127.") && record.at_ms > 0, "{record:?}");
    }
    // At a table stands also what was done with a party that came from there or went there.
    let at = acts(&bar, json!({ "table": "3" })).await;
    assert_eq!(at, ["table_added", "table_taken_off"]);
    let seen = bar.post(AUDIT).json(&json!({})).await.body;
    for typed in ["slow", "cold", "float", "T1"] {
        assert!(!seen.contains(&format!("\"{typed}\"")), "{typed} was typed");
    }
}

#[tokio::test]
async fn who_leaves_and_who_is_let_in_or_not_is_on_record() {
    let hub = TestHub::start().await;
    let owner = at_the_bar(&hub).await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let wrong = JoinRequest { pin: String::new(), invite: Some("AAAA-AAAA".into()), ..party.request("Eve") };
    hub.anyone().post("/api/sessions/join").json(&wrong).await.refused(401, "invite_wrong");
    let invite: InviteAnswer = ada.http.post(&format!("/api/sessions/{}/invites", party.session)).await.ok();
    let right = JoinRequest { invite: Some(invite.code), ..wrong };
    hub.anyone().post("/api/sessions/join").json(&right).await.ok::<JoinAnswer>();
    let knock = KnockRequest {
        table: party.table.clone(),
        key: party.key.clone(),
        name: "Mallory".into(),
        was_here: false,
    };
    hub.anyone().post("/api/knocks").json(&knock).await.ok::<KnockAnswer>();
    let waiting = hub.app().members.published.read(|venue, _| {
        venue.door_view(&party.session, hub.app().members.time.now()).knocks[0].knock.clone()
    });
    let path = format!("/api/floor/sessions/{}", party.session);
    owner.command(&format!("{path}/knocks/{waiting}")).json(&json!({ "reply": "refuse" })).await.done();
    owner.command(&format!("{path}/diners/{}/remove", ada.diner)).await.done();
    let waiter = hub.staff(Role::Waiter).await;
    waiter.post("/api/staff/sign-out").await.done();
    let all = acts(&owner, json!({})).await;
    let expected = [
        "invite_tried",
        "invite_shown",
        "invite_tried",
        "guest_let_in",
        "guest_turned_away",
        "guest_removed",
        "signed_in",
        "signed_out",
    ];
    assert_eq!(all[all.len() - expected.len()..], expected);
    let records = page(&owner, json!({ "table": "1" })).await.records;
    let shown = records.iter().find(|record| act(record) == "invite_shown").unwrap();
    assert_eq!((shown.who.as_str(), shown.subject.as_str()), ("guest", "1"));
}

#[tokio::test]
async fn a_record_says_who_did_what_to_whom_when_and_from_where() {
    let hub = TestHub::start().await;
    let owner = an_evening(&hub).await;
    let find = |records: &[AuditRecord], wanted: &str| {
        records.iter().find(|record| act(record) == wanted).unwrap_or_else(|| panic!("{wanted}")).clone()
    };
    let records = page(&owner, json!({})).await.records;
    let failed = find(&records, "sign_in_failed");
    assert_eq!(
        (failed.who.as_str(), failed.subject.as_str(), failed.detail.as_str()),
        ("", "Wim", "password")
    );
    assert_eq!(failed.user_agent, "Tester/1");
    assert!(failed.address.starts_with("127."), "{failed:?}");
    let role = find(&records, "role_changed");
    assert_eq!((role.who.as_str(), role.subject.as_str(), role.detail.as_str()), ("Owner", "Wim", "cashier"));
    let closed = find(&records, "table_closed");
    assert_eq!((closed.who.as_str(), closed.subject.as_str()), ("Owner", "1"));
    assert_eq!(find(&records, "device_enrolled").device, "Bar");
    assert_eq!(find(&records, "venue_imported").who, "hub");
}

#[tokio::test]
async fn guesses_at_a_pin_are_on_record_with_where_from_and_without_what_was_typed() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let wrong = party.wrong_pin();
    party.tries(&wrong).await.refused(401, "pin_wrong");
    party.joined_by("Sentinelada").await;
    let owner = hub.staff(Role::Owner).await;
    let pins = page(&owner, json!({ "kind": "pin" })).await.records;
    let told: Vec<_> = pins.iter().rev().map(|record| (act(record), record.subject.as_str())).collect();
    let told: Vec<_> = told.iter().map(|(act, table)| (act.as_str(), *table)).collect();
    assert_eq!(told, [("pin_tried", "1"), ("pin_wrong", "1"), ("pin_tried", "1"), ("guest_joined", "1")]);
    assert!(pins.iter().all(|record| record.address.starts_with("127.") && record.detail.is_empty()));
    let text = owner.post(AUDIT).json(&json!({})).await.body;
    assert!(!text.contains("Sentinelada") && !text.contains(&format!("\"{wrong}\"")), "{text}");
}

/// What was done at a table stays there, wherever the party sits later.
#[tokio::test]
async fn what_was_done_at_a_table_is_on_record_there_after_the_party_has_moved() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let party = hub.table("1").seated(2).await;
    let of = |act: &str| format!("/api/floor/sessions/{}/{act}", party.session);
    let order = format!("/api/sessions/{}/cart/everyone22", party.session);
    let add = json!({ "item": "soup", "quantity": 1 });
    let cart: CartAnswer = waiter.post(&format!("{order}/add")).json(&add).await.ok();
    waiter.command(&format!("{order}/order")).json(&cart.confirm.unwrap()).await.value();
    hub.clock.advance(Duration::from_secs(60));
    waiter.command(&of("move")).json(&json!({ "table": "2" })).await.done();
    hub.clock.advance(Duration::from_secs(60));
    waiter.command(&of("tables")).json(&json!({ "table": "3" })).await.done();
    waiter.post(&of("pin/reissue")).id(fresh_id()).await.value();
    let owner = hub.staff(Role::Owner).await;
    let at = async |table: &str| {
        let records = page(&owner, json!({ "table": table })).await.records;
        let told = records
            .iter()
            .rev()
            .map(|record| format!("{} {} {}", act(record), record.subject, record.detail));
        told.collect::<Vec<_>>()
    };
    assert_eq!(at("1").await, ["table_seated 1 2", "order_entered 1 7.50 EUR", "party_moved 2 1"]);
    assert_eq!(at("2").await, ["party_moved 2 1", "table_added 2 + 3 3", "pin_reissued 2 + 3 "]);
    assert_eq!(at("3").await, ["table_added 2 + 3 3", "pin_reissued 2 + 3 "]);
}

#[tokio::test]
async fn it_is_read_by_person_kind_time_and_page() {
    let hub = TestHub::start().await;
    let waiter = staff_id(&hub, Role::Waiter);
    let owner = an_evening(&hub).await;
    let about = acts(&owner, json!({ "person": waiter })).await;
    let expected = [
        "account_added",
        "sign_in_failed",
        "account_renamed",
        "role_changed",
        "password_set",
        "account_disabled",
        "account_enabled",
    ];
    assert_eq!(about, expected);
    assert_eq!(acts(&owner, json!({ "kind": "pin" })).await, ["pin_revealed", "pin_reissued"]);
    let at_table = ["table_seated", "pin_revealed", "pin_reissued", "mode_changed", "table_closed"];
    assert_eq!(acts(&owner, json!({ "table": "1" })).await, at_table);
    assert!(acts(&owner, json!({ "table": "2" })).await.is_empty());
    let all = page(&owner, json!({})).await.records;
    let middle = all[all.len() / 2].position;
    let older = page(&owner, json!({ "before": middle })).await;
    assert!(older.records.iter().all(|record| record.position < middle) && !older.records.is_empty());
    assert_eq!(older.next, None);
    let then_ms = all[0].at_ms;
    hub.clock.advance(Duration::from_secs(60));
    owner.command("/api/kitchen/items/steak/eighty-six").json(&json!({ "is_eighty_sixed": false })).await;
    assert_eq!(acts(&owner, json!({ "from_ms": then_ms + 1 })).await, ["item_back"]);
    assert_eq!(page(&owner, json!({ "until_ms": then_ms + 1 })).await.records, all);
    owner.post(AUDIT).json(&json!({ "kind": "nonsense" })).await.refused(422, "body_refused");
}

#[tokio::test]
async fn more_than_a_page_is_read_page_by_page_without_a_gap() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    for round in 0..230 {
        let body = json!({ "is_eighty_sixed": round % 2 == 0 });
        owner.command("/api/kitchen/items/steak/eighty-six").json(&body).await;
    }
    let first = page(&owner, json!({ "kind": "menu" })).await;
    assert_eq!(first.records.len(), 200);
    let second = page(&owner, json!({ "kind": "menu", "before": first.next.unwrap() })).await;
    assert_eq!(second.records.len(), 31);
    assert_eq!(second.next, None);
    assert_eq!(first.records.last().unwrap().position - 1, second.records[0].position);
}

#[tokio::test]
async fn an_export_needs_a_step_up_is_on_record_and_no_formula() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    let evil = json!({ "name": "=cmd|' /C calc'!A0", "role": "waiter", "password": "long and dull" });
    owner.command("/api/team/people").json(&evil).await.done();
    hub.clock.advance(Duration::from_secs(300));
    let export = || owner.post("/api/audit/export").json(&json!({ "kind": "team" }));
    hub.unchanged_by(export()).await.refused(403, "step_up_needed");
    owner.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
    let answer = export().await;
    assert_eq!(
        (answer.status, answer.headers["content-type"].to_str().unwrap()),
        (200, "text/csv; charset=utf-8")
    );
    assert_eq!(answer.body.lines().count(), 1 + 6, "{}", answer.body);
    assert!(answer.body.contains(",'=cmd|' /C calc'!A0,"), "{}", answer.body);
    let records = page(&owner, json!({ "kind": "export" })).await.records;
    assert_eq!((records.len(), records[0].detail.as_str()), (1, "6"));
}

#[tokio::test]
async fn no_secret_and_no_hash_of_one_is_in_what_the_audit_shows() {
    let hub = TestHub::start().await;
    let owner = an_evening(&hub).await;
    owner
        .post("/api/staff/sign-in")
        .json(&json!({ "name": "5entinel-typed-as-name", "password": "x" }))
        .await;
    let shown = owner.post(AUDIT).json(&json!({})).await.body;
    let exported = owner.post("/api/audit/export").json(&json!({})).await.body;
    let pins = hub
        .app()
        .members
        .published
        .read(|venue, _| venue.staff_account("Owner").unwrap().account.password_hash.0);
    for text in [shown, exported] {
        for secret in
            [PASSWORD, "long and dull", owner.token().unwrap(), "$argon2", "5entinel", pins.as_str()]
        {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn a_device_keeps_its_name_in_the_records_after_it_was_removed() {
    let hub = TestHub::start().await;
    let owner = an_evening(&hub).await;
    let team: plato_sync_protocol::team::TeamView = owner.get("/api/team").await.ok();
    owner.post(&format!("/api/team/devices/{}/revoke", team.devices[0].device)).await.done();
    let records = page(&owner, json!({ "kind": "device" })).await.records;
    assert_eq!((act(&records[0]).as_str(), records[0].subject.as_str()), ("device_revoked", "Bar"));
    assert_eq!(records[1].device, "Bar");
}
