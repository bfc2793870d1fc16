//! What a token is good for: `resume`, `check-token`, `status`, and every route that needs one.

use std::time::Duration;

use plato_sync_protocol::api::{Role, SessionStatus, TokenAnswer};
use plato_tests::{Guest, Http, TestHub, euros};

const HOUR: Duration = Duration::from_secs(3600);

/// Every route of guests that needs a token.
fn calls(http: &Http, session: &impl std::fmt::Display) -> Vec<plato_tests::http::Call> {
    vec![
        http.post("/api/sessions/resume"),
        http.post("/api/sessions/check-token"),
        http.get(&format!("/api/sessions/{session}/status")),
        http.get("/api/customer/cart"),
        http.post("/api/customer/cart/add").body("application/json", "{}"),
        http.post("/api/customer/cart/update").body("application/json", "{}"),
        http.delete("/api/customer/cart/item/aaaaaaaaaa"),
        http.post("/api/order/place").body("application/json", "{}"),
        http.get(&format!("/api/order/session/{session}")),
    ]
}

async fn all_are_refused(hub: &TestHub, http: &Http, guest: &Guest, status: u16, code: &str) {
    for call in calls(http, &guest.session) {
        hub.unchanged_by(call).await.refused(status, code);
    }
}

#[tokio::test]
async fn a_token_says_whose_it_is_and_how_long_it_lasts() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    hub.clock.advance(HOUR);
    for path in ["/api/sessions/resume", "/api/sessions/check-token"] {
        let answer: TokenAnswer = hub.unchanged_by(guest.http.post(path)).await.ok();
        assert_eq!((&answer.session, &answer.diner), (&guest.session, &guest.diner));
        assert_eq!((answer.name.as_str(), answer.table.as_str()), ("Ada", "1"));
        assert_eq!(answer.expires_in_ms, 7 * 3600 * 1000);
    }
}

#[tokio::test]
async fn a_token_may_come_in_the_field_of_the_earlier_system() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let answer = hub.anyone().post("/api/sessions/resume").field("x-customer-session", &guest.token).await;
    assert_eq!(answer.ok::<TokenAnswer>().diner, guest.diner);
}

#[tokio::test]
async fn a_token_survives_a_restart() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    hub.restart().await;
    assert_eq!(guest.http.post("/api/sessions/resume").await.ok::<TokenAnswer>().diner, guest.diner);
}

#[tokio::test]
async fn a_missing_token_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    all_are_refused(&hub, &hub.anyone(), &guest, 401, "token_missing").await;
}

#[tokio::test]
async fn an_unknown_token_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    for token in ["x", &"0".repeat(64), &guest.token.to_uppercase(), &guest.token[..63]] {
        all_are_refused(&hub, &hub.anyone().with_token(token), &guest, 401, "token_unknown").await;
    }
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    hub.clock.advance(8 * HOUR - Duration::from_millis(1));
    assert_eq!(guest.http.post("/api/sessions/resume").await.ok::<TokenAnswer>().expires_in_ms, 1);
    hub.clock.advance(Duration::from_millis(1));
    all_are_refused(&hub, &guest.http, &guest, 401, "token_expired").await;
}

#[tokio::test]
async fn a_token_does_not_expire_because_the_wall_clock_jumps() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    hub.clock.set_wall_ms(u64::MAX / 2);
    assert_eq!(guest.http.post("/api/sessions/resume").await.status, 200);
}

#[tokio::test]
async fn a_token_of_staff_is_refused_on_the_routes_of_guests() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let waiter = hub.staff(Role::Waiter).await;
    all_are_refused(&hub, &waiter, &guest, 403, "token_wrong_kind").await;
}

#[tokio::test]
async fn a_token_of_a_closed_visit_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    party.closed().await;
    all_are_refused(&hub, &guest.http, &guest, 401, "session_closed").await;
    hub.restart().await;
    all_are_refused(&hub, &guest.http, &guest, 401, "session_closed").await;
}

#[tokio::test]
async fn another_partys_status_and_orders_are_refused() {
    let hub = TestHub::start().await;
    let own = hub.table("1").seated(2).await.joined_by("Ada").await;
    let other = hub.table("2").seated(2).await.joined_by("Ben").await;
    other.orders_one("soup", &[]).await;
    for path in
        [format!("/api/sessions/{}/status", other.session), format!("/api/order/session/{}", other.session)]
    {
        let answer = hub.unchanged_by(own.http.get(&path)).await;
        answer.refused(403, "session_foreign");
        assert!(!answer.body.contains("Ben") && !answer.body.contains("Soup"));
    }
    own.http.get("/api/sessions/not-an-id/status").await.refused(404, "path_unknown");
    own.http.get("/api/sessions/aaaaaaaaaa/status").await.refused(403, "session_foreign");
}

#[tokio::test]
async fn the_state_of_ones_own_visit_is_told() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    ada.orders_one("steak", &["doneness/rare", "extras/egg"]).await;
    let phone = ben.phone(&hub).await;
    let status: SessionStatus = ada.http.get(&format!("/api/sessions/{}/status", ada.session)).await.ok();
    assert_eq!((status.covers, status.orders, status.total), (3, 1, euros(2600)));
    let here: Vec<_> = status.diners.iter().map(|diner| (diner.name.as_str(), diner.is_here)).collect();
    assert_eq!(here, [("Ada", false), ("Ben", true)]);
    drop(phone);
}
