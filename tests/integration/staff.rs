//! `/api/staff`: signing in and out.

use std::time::Duration;

use plato_sync_protocol::api::{Role, StaffAnswer};
use plato_tests::hub::{PASSWORD, ROLES, staff_name};
use plato_tests::{Answer, TestHub};
use serde_json::json;

async fn signs_in(hub: &TestHub, name: &str, password: &str) -> Answer {
    let body = json!({ "name": name, "password": password });
    hub.anyone().post("/api/staff/sign-in").json(&body).await
}

#[tokio::test]
async fn everyone_signs_in_with_their_name_and_password() {
    let hub = TestHub::start().await;
    for role in ROLES {
        let answer = signs_in(&hub, &format!(" {} ", staff_name(role).to_lowercase()), PASSWORD).await;
        let told: StaffAnswer = answer.ok();
        assert_eq!((told.name, told.role), (staff_name(role), role));
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!answer.body.contains(&cookie[12..76]), "the token is in the cookie only");
    }
}

#[tokio::test]
async fn a_token_works_as_cookie_and_as_bearer() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    assert_eq!(waiter.get("/api/staff/me").await.ok::<StaffAnswer>().role, Role::Waiter);
    let cookie = format!("theme=dark; plato_staff={}", waiter.token().unwrap());
    let answer = hub.anyone().get("/api/staff/me").field("cookie", &cookie).await;
    assert_eq!(answer.ok::<StaffAnswer>().name, "Waiter");
}

#[tokio::test]
async fn a_wrong_name_or_password_is_refused_alike() {
    let hub = TestHub::start().await;
    let mut bodies = Vec::new();
    for (name, password) in
        [("Waiter", "wrong"), ("Waiter", ""), ("Nobody", PASSWORD), ("", ""), ("Waiter", "correct horse ")]
    {
        let answer = signs_in(&hub, name, password).await;
        answer.refused(401, "sign_in_wrong");
        assert!(!answer.headers.contains_key("set-cookie"));
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "nothing tells whether the name exists");
}

#[tokio::test]
async fn a_body_that_is_no_sign_in_is_refused() {
    let hub = TestHub::start().await;
    let send = |content_type, body: &str| {
        hub.unchanged_by(hub.anyone().post("/api/staff/sign-in").body(content_type, body))
    };
    send("application/json", "{\"name\":").await.refused(400, "json_malformed");
    send("application/json", "{\"name\":\"Waiter\"}").await.refused(422, "body_refused");
    send("application/x-www-form-urlencoded", "name=Waiter").await.refused(415, "json_expected");
    send("application/json", &" ".repeat(64 * 1024 + 1)).await.refused(413, "body_too_long");
}

#[tokio::test]
async fn signing_out_ends_the_token() {
    let hub = TestHub::start().await;
    let (one, other) = (hub.staff(Role::Waiter).await, hub.staff(Role::Waiter).await);
    let answer = one.post("/api/staff/sign-out").await;
    answer.done();
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    hub.unchanged_by(one.get("/api/staff/me")).await.refused(401, "staff_signed_out");
    hub.unchanged_by(one.post("/api/staff/sign-out")).await.refused(401, "staff_signed_out");
    other.get("/api/staff/me").await.ok::<StaffAnswer>();
    hub.restart().await;
    one.get("/api/staff/me").await.refused(401, "staff_signed_out");
}

#[tokio::test]
async fn a_token_ends_after_twelve_hours_of_uptime() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    hub.clock.advance(Duration::from_secs(12 * 3600) - Duration::from_millis(1));
    assert_eq!(waiter.get("/api/staff/me").await.ok::<StaffAnswer>().expires_in_ms, 1);
    hub.clock.advance(Duration::from_millis(1));
    hub.unchanged_by(waiter.get("/api/staff/me")).await.refused(401, "staff_signed_out");
    hub.unchanged_by(waiter.get("/api/floor")).await.refused(401, "staff_signed_out");
}
