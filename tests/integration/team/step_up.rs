//! Step-up: proving again who one is, before acts that somebody at a forgotten screen must not do.

use std::time::Duration;

use plato_sync_protocol::api::{Role, StaffAnswer};
use plato_sync_protocol::team::{AuditAct, AuditPage};
use plato_tests::TestHub;
use plato_tests::hub::PASSWORD;
use serde_json::json;

use super::{PIN, chooses_pin, enrolled, id_of, signs_in_with_pin};

const STEP_UP: &str = "/api/staff/step-up";

#[tokio::test]
async fn showing_a_pin_needs_a_proof_of_the_last_five_minutes() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let waiter = hub.staff(Role::Waiter).await;
    let pin = format!("/api/floor/sessions/{}/pin", party.session);
    assert_eq!(waiter.get(&pin).await.status, 200, "signing in is a proof");
    hub.clock.advance(Duration::from_secs(300));
    hub.unchanged_by(waiter.get(&pin)).await.refused(403, "step_up_needed");
    assert_eq!(waiter.get("/api/staff/me").await.ok::<StaffAnswer>().stepped_up_for_ms, 0);
    waiter.post(STEP_UP).json(&json!({ "password": PASSWORD })).await.done();
    assert_eq!(waiter.get("/api/staff/me").await.ok::<StaffAnswer>().stepped_up_for_ms, 300_000);
    let other = hub.anyone().with_token(hub.staff(Role::Waiter).await.token().unwrap());
    hub.clock.advance(Duration::from_millis(299_999));
    assert_eq!(waiter.get(&pin).await.status, 200);
    hub.clock.advance(Duration::from_millis(1));
    hub.unchanged_by(waiter.get(&pin)).await.refused(403, "step_up_needed");
    hub.unchanged_by(other.get(&pin)).await.refused(403, "step_up_needed");
}

#[tokio::test]
async fn making_a_new_pin_needs_a_proof_as_showing_the_old_one_does() {
    // Whoever found a tablet could not read the PIN, and had only to make another.
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let waiter = hub.staff(Role::Waiter).await;
    let reissue = format!("/api/floor/sessions/{}/pin/reissue", party.session);
    assert_eq!(waiter.command(&reissue).await.status, 200, "signing in is a proof");
    hub.clock.advance(Duration::from_secs(300));
    hub.unchanged_by(waiter.command(&reissue)).await.refused(403, "step_up_needed");
    waiter.post(STEP_UP).json(&json!({ "password": PASSWORD })).await.done();
    assert_eq!(waiter.command(&reissue).await.status, 200);
}

#[tokio::test]
async fn a_step_up_is_for_one_sign_in_only() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (one, other) = (hub.staff(Role::Waiter).await, hub.staff(Role::Waiter).await);
    hub.clock.advance(Duration::from_secs(300));
    one.post(STEP_UP).json(&json!({ "password": PASSWORD })).await.done();
    let pin = format!("/api/floor/sessions/{}/pin", party.session);
    assert_eq!(one.get(&pin).await.status, 200);
    hub.unchanged_by(other.get(&pin)).await.refused(403, "step_up_needed");
}

#[tokio::test]
async fn a_pin_is_a_proof_on_a_device_of_the_house_only_and_wrong_ones_count() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    chooses_pin(&hub, Role::Waiter).await;
    let token = signs_in_with_pin(&tablet, &id_of(&hub, Role::Waiter), PIN).await.cookie("plato_staff");
    let elsewhere = hub.anyone().with_token(&token);
    let answer = hub.unchanged_by(elsewhere.post(STEP_UP).json(&json!({ "pin": PIN }))).await;
    answer.refused(403, "device_not_enrolled");
    let here = tablet.with_token(&token);
    hub.unchanged_by(here.post(STEP_UP).json(&json!({}))).await.refused(422, "proof_missing");
    let both = json!({ "pin": PIN, "password": PASSWORD });
    hub.unchanged_by(here.post(STEP_UP).json(&both)).await.refused(422, "proof_missing");
    here.post(STEP_UP).json(&json!({ "pin": PIN })).await.done();
    for _ in 0..5 {
        here.post(STEP_UP).json(&json!({ "pin": "9999" })).await.refused(403, "proof_wrong");
    }
    let answer = here.post(STEP_UP).json(&json!({ "pin": PIN })).await;
    assert_eq!(answer.refused(429, "sign_in_blocked").retry_after_s, Some(30));
    here.post(STEP_UP).json(&json!({ "password": PASSWORD })).await.done();
}

#[tokio::test]
async fn choosing_another_password_needs_the_old_one_and_ends_sign_ins_elsewhere() {
    let hub = TestHub::start().await;
    let (here, there) = (hub.staff(Role::Waiter).await, hub.staff(Role::Waiter).await);
    let change = |old: &str, new: &str| {
        here.post("/api/staff/me/password").json(&json!({ "password": old, "new_password": new }))
    };
    change("wrong", "long and dull").await.refused(403, "proof_wrong");
    hub.unchanged_by(change(PASSWORD, "short")).await.refused(422, "password_refused");
    change(PASSWORD, "long and dull").await.done();
    assert_eq!(here.get("/api/staff/me").await.status, 200);
    there.get("/api/staff/me").await.refused(401, "staff_signed_out");
    hub.anyone().signed_in("Waiter", "long and dull").await;
}

/// Whoever found a manager's screen made another manager, and signed in as them.
#[tokio::test]
async fn changing_the_team_needs_a_proof_of_the_last_five_minutes() {
    let hub = TestHub::start().await;
    let manager = hub.staff(Role::Manager).await;
    let of_waiter = format!("/api/team/people/{}", id_of(&hub, Role::Waiter));
    let calls = || {
        let changes = [
            json!({ "change": "rename", "name": "Wim" }),
            json!({ "change": "role", "role": "kitchen" }),
            json!({ "change": "password", "password": "long and dull" }),
            json!({ "change": "disable" }),
            json!({ "change": "enable" }),
        ];
        let mut calls: Vec<_> =
            changes.iter().map(|change| manager.command(&of_waiter).json(change)).collect();
        let person = json!({ "name": "Mia", "role": "manager", "password": "long and dull" });
        calls.push(manager.command("/api/team/people").json(&person));
        calls.push(manager.post("/api/team/device-codes").json(&json!({ "name": "Bar" })));
        calls
    };
    hub.clock.advance(Duration::from_secs(300));
    for call in calls() {
        hub.unchanged_by(call).await.refused(403, "step_up_needed");
    }
    manager.post(STEP_UP).json(&json!({ "password": PASSWORD })).await.done();
    for call in calls() {
        let answer = call.await;
        assert!(matches!(answer.status, 200 | 204), "{answer:?}");
    }
}

/// It was taken for a try to sign in, by nobody.
#[tokio::test]
async fn a_wrong_step_up_is_on_record_with_whose_it_was() {
    let hub = TestHub::start().await;
    let (owner, waiter) = (hub.staff(Role::Owner).await, hub.staff(Role::Waiter).await);
    waiter.post(STEP_UP).json(&json!({ "password": "wrong" })).await.refused(403, "proof_wrong");
    let page: AuditPage = owner.post("/api/audit").json(&json!({})).await.ok();
    let record = &page.records[0];
    assert_eq!(record.act, AuditAct::SignInFailed);
    assert_eq!(
        (record.who.as_str(), record.subject.as_str(), record.detail.as_str()),
        ("Waiter", "Waiter", "step_up_password")
    );
}
