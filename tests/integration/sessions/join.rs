//! `POST /api/sessions/join`.

use plato_sync_protocol::api::{JoinAnswer, JoinRequest};
use plato_sync_protocol::limits::DINERS_PER_SESSION_MAX;
use plato_tests::{Answer, Party, TestHub, fresh_id};
use serde_json::json;

async fn joins(hub: &TestHub, request: &JoinRequest) -> Answer {
    hub.anyone().post("/api/sessions/join").json(request).await
}

/// A join that has to be refused before a guess is counted.
async fn is_refused(hub: &TestHub, request: &JoinRequest, status: u16, code: &str) {
    hub.unchanged_by(joins(hub, request)).await.refused(status, code);
}

async fn attempts_left(party: &Party<'_>) -> u32 {
    party.tries(&party.wrong_pin()).await.refused(401, "pin_wrong").attempts_left.unwrap()
}

#[tokio::test]
async fn the_right_key_and_pin_let_a_guest_in() {
    let hub = TestHub::start().await;
    let party = hub.table("3").seated(2).await;
    let answer: JoinAnswer = joins(&hub, &party.request("  Ada ")).await.ok();
    assert_eq!((answer.session, answer.table.as_str()), (party.session.clone(), "3"));
    assert_eq!(answer.expires_in_ms, 8 * 60 * 60 * 1000);
    assert!(answer.token.len() == 64 && answer.token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let guest = party.joined_by("Ben").await;
    let status = guest.http.get(&format!("/api/sessions/{}/status", guest.session)).await.value();
    assert_eq!((&status["diners"][0]["name"], &status["diners"][1]["name"]), (&json!("Ada"), &json!("Ben")));
    assert_eq!(
        (&status["covers"], &status["is_open"], &status["orders"]),
        (&json!(2), &json!(true), &json!(0))
    );
}

#[tokio::test]
async fn an_unknown_table_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let request = JoinRequest { table: "nowhere".parse().unwrap(), ..party.request("Ada") };
    is_refused(&hub, &request, 404, "table_unknown").await;
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_costs_no_attempt() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let of_another_table = hub.table_key(&"2".parse().unwrap());
    for key in ["", "0", &"f".repeat(32), &of_another_table, &party.key[..31], &party.key.to_uppercase()] {
        let request = JoinRequest { key: key.to_owned(), ..party.request("Ada") };
        is_refused(&hub, &request, 403, "table_key_wrong").await;
    }
    assert_eq!(attempts_left(&party).await, 4);
}

#[tokio::test]
async fn a_table_where_nobody_sits_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let table = "2".parse().unwrap();
    let request = JoinRequest { key: hub.table_key(&table), table, ..party.request("Ada") };
    is_refused(&hub, &request, 409, "table_not_seated").await;
}

#[tokio::test]
async fn a_closed_table_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    party.closed().await;
    is_refused(&hub, &party.request("Ada"), 409, "table_not_seated").await;
}

#[tokio::test]
async fn a_wrong_pin_is_refused_with_the_attempts_left() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(attempts_left(&party).await, left);
    }
}

#[tokio::test]
async fn what_cannot_be_a_pin_is_refused_and_costs_no_attempt() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    for pin in ["", "123", "1234567", "12a4", " 1234", "١٢٣٤"] {
        let request = JoinRequest { pin: pin.to_owned(), ..party.request("Ada") };
        is_refused(&hub, &request, 422, "pin_malformed").await;
    }
    assert_eq!(attempts_left(&party).await, 4);
}

#[tokio::test]
async fn what_cannot_be_a_name_is_refused_and_costs_no_attempt() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    for name in ["", "   ", &"a".repeat(25), "Ada\u{202e}", "A\u{0}da"] {
        is_refused(&hub, &party.request(name), 422, "name_refused").await;
    }
    assert_eq!(attempts_left(&party).await, 4);
    assert_eq!(joins(&hub, &party.request(&"ä".repeat(24))).await.status, 200);
}

#[tokio::test]
async fn a_full_party_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(4).await;
    for number in 0..DINERS_PER_SESSION_MAX {
        party.joined_by(&format!("Guest {number}")).await;
    }
    joins(&hub, &party.request("One more")).await.refused(409, "party_full");
}

#[tokio::test]
async fn a_body_that_is_not_a_join_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let send = |content_type: &'static str, body: String| {
        let call = hub.anyone().post("/api/sessions/join").body(content_type, body);
        hub.unchanged_by(call)
    };
    let good = serde_json::to_string(&party.request("Ada")).unwrap();
    send("application/json", good[..good.len() - 1].to_owned()).await.refused(400, "json_malformed");
    send("application/json", String::new()).await.refused(400, "json_malformed");
    send("text/plain", good.clone()).await.refused(415, "json_expected");
    send("application/x-www-form-urlencoded", "table=1".into()).await.refused(415, "json_expected");
    send("application/json", "{}".into()).await.refused(422, "body_refused");
    send("application/json", good.replace("\"name\"", "\"nickname\"")).await.refused(422, "body_refused");
    // Not the PIN itself: it may begin with a zero, and such a number is no JSON at all.
    send("application/json", good.replace(&format!("\"{}\"", party.pin), "1234"))
        .await
        .refused(422, "body_refused");
    send("application/json", format!("{}{good}", " ".repeat(64 * 1024))).await.refused(413, "body_too_long");
    send("application/json", "[".repeat(60_000)).await.refused(422, "body_refused");
}

#[tokio::test]
async fn a_body_of_64_kib_is_read() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let good = serde_json::to_string(&party.request("Ada")).unwrap();
    let long = format!("{}{good}", " ".repeat(64 * 1024 - good.len()));
    assert_eq!(hub.anyone().post("/api/sessions/join").body("application/json", long).await.status, 200);
}

/// The same command twice made two diners.
#[tokio::test]
async fn whoever_missed_the_answer_to_a_pin_gets_it_again_also_after_a_restart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let command_id = Some(fresh_id());
    let request = JoinRequest { command_id, ..party.request("Ada") };
    let both = futures_util::future::join(joins(&hub, &request), joins(&hub, &request)).await;
    let (first, again): (JoinAnswer, JoinAnswer) = (both.0.ok(), both.1.ok());
    hub.restart().await;
    let third: JoinAnswer = joins(&hub, &request).await.ok();
    assert_eq!((&first.token, &first.diner), (&again.token, &again.diner));
    assert_eq!((&first.token, &first.diner), (&third.token, &third.diner));
    let with_header = hub.anyone().post("/api/sessions/join").id(fresh_id()).json(&party.request("Ada"));
    assert_ne!(with_header.await.ok::<JoinAnswer>().diner, first.diner);
    let diners = hub.app().members.published.read(|venue, _| venue.diners(&party.session));
    assert_eq!(diners.len(), 2);
    // The same command with another PIN is another guess.
    let wrong = JoinRequest { pin: party.wrong_pin(), ..request };
    assert_eq!(joins(&hub, &wrong).await.refused(401, "pin_wrong").attempts_left, Some(4));
}
