//! The audit: what is on record, who may read it, how it leaves the hub.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::team::{AuditPage, AuditRecord, DeviceCode};
use plato_tests::hub::{PASSWORD, staff_name};
use plato_tests::{Http, TestHub};
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
    assert_eq!(told, [("pin_tried", "1"), ("pin_tried", "1"), ("guest_joined", "1")]);
    assert!(pins.iter().all(|record| record.address.starts_with("127.") && record.detail.is_empty()));
    let text = owner.post(AUDIT).json(&json!({})).await.body;
    assert!(!text.contains("Sentinelada") && !text.contains(&format!("\"{wrong}\"")), "{text}");
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
