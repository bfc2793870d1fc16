//! Guesses at PINs, counted by the address that they come from.

use axum::body::Body;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use plato_hub::web::edge::Network;
use plato_sync_protocol::api::{JoinRequest, Problem, Role};
use plato_tests::{Party, TestHub};

use super::private::asks;

/// A PIN that is typed in from elsewhere in the network.
async fn types(hub: &TestHub, party: &Party<'_>, pin: &str, from: &str) -> Response<Body> {
    let join = JoinRequest { pin: pin.to_owned(), ..party.request("Eve") };
    let request = Request::post("/api/sessions/join").header("content-type", "application/json");
    let request = request.body(Body::from(serde_json::to_string(&join).unwrap())).unwrap();
    asks(hub, Network::default(), from, false, request).await
}

#[tokio::test]
async fn fifty_wrong_pins_of_one_address_an_hour_however_it_is_written() {
    let hub = TestHub::start().await;
    let mut party = hub.table("1").seated(2).await;
    let waiter = hub.staff(Role::Waiter).await;
    let forms = ["192.0.2.9:50000", "[::ffff:192.0.2.9]:50001"];
    for guess in 0..50 {
        if guess % 5 == 0 {
            // So that it is the address that is blocked, and not the table.
            party.closed().await;
            waiter.command("/api/floor/tables/1/clean").await;
            party = hub.table("1").seated(2).await;
        }
        let answer = types(&hub, &party, &party.wrong_pin(), forms[guess % 2]).await;
        assert_eq!(answer.status(), 401, "guess {guess}");
    }
    party.closed().await;
    let party = hub.table("1").seated(2).await;
    for from in forms {
        let answer = hub.unchanged_by(types(&hub, &party, &party.pin, from)).await;
        let after = answer.headers()["retry-after"].to_str().unwrap().to_owned();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!((problem.status, problem.code.as_str()), (429, "pin_address_blocked"), "{from}");
        assert_eq!(problem.retry_after_s, Some(after.parse().unwrap()));
    }
    let other = types(&hub, &party, &party.pin, "192.0.2.10:50000").await;
    assert_eq!(other.status(), 200, "nobody else is kept out");
}
