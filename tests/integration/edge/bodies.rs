//! Bodies: only JSON, only so long, and in time.

use std::time::Duration;

use plato_hub::web::edge::Bounds;
use plato_tests::documented::description;
use plato_tests::{Raw, TestHub};
use reqwest::Method;

#[tokio::test]
async fn every_route_that_takes_json_takes_nothing_else() {
    let hub = TestHub::start().await;
    let owner = hub.staff(plato_sync_protocol::api::Role::Owner).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut routes = 0;
    for (path, methods) in description()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let content = &operation["requestBody"]["content"];
            // What a provider sends is judged by its signature, whatever it calls itself.
            if content["application/json"].is_null() || path.starts_with("/api/webhooks/") {
                continue;
            }
            let is_guests = path.starts_with("/api/customer") || path.starts_with("/api/order/");
            let is_guests = is_guests || path == "/api/sessions/{session}/knocks/{knock}";
            let is_guests = is_guests || path == "/api/sessions/{session}/calls";
            let is_guests = is_guests || path.starts_with("/api/sessions/r") || path.ends_with("check-token");
            let who = if is_guests && !path.ends_with("close") { &guest.http } else { &owner };
            let at = path.replace("{session}", "aaaaaaaaaa").replace("{order}", "1").replace("{index}", "0");
            let at = at.replace("{table}", "1").replace("{item}", "soup").replace("{staff}", "aaaaaaaaaa");
            let at = at.replace("{call}", "1").replace("{day}", "1");
            let at = with_ids(&at);
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            for kind in
                ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
            {
                let call = who.call(method.clone(), &at).id(plato_tests::fresh_id());
                let answer = hub.unchanged_by(call.body(kind, "{}")).await;
                answer.refused(415, "json_expected");
            }
            routes += 1;
        }
    }
    assert!(routes >= 9, "only {routes} routes were looked at");
    let frames = hub.anyone().post("/api/sync/poll").body("text/plain", []);
    frames.await.refused(415, "frames_expected");
}

/// A path with an id in each place that still has only a name.
fn with_ids(path: &str) -> String {
    let place = |part: &str| if part.starts_with('{') { "aaaaaaaaaa".to_owned() } else { part.to_owned() };
    path.split('/').map(place).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_body_that_trickles_is_not_waited_for() {
    let bounds = Bounds { body_within: Duration::from_millis(200), ..Bounds::default() };
    let hub = TestHub::start_bounded(bounds).await;
    let mut raw = Raw::open(hub.address()).await;
    raw.send(
        "POST /api/sessions/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: 100\r\n\r\n{",
    )
    .await;
    let answer = raw.answer().await.expect("the hub says so");
    assert_eq!((answer.status, answer.code()), (408, Some("body_late".into())));
    raw.ended().await;
}

/// Nobody looked at it, and a command without a body was carried out all the same.
#[tokio::test]
async fn a_command_that_takes_no_body_takes_no_form_either() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(plato_sync_protocol::api::Role::Waiter).await;
    hub.table("1").seated(2).await;
    hub.unchanged_by(async {
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/plain"] {
            for path in ["/api/staff/sign-out", "/api/floor/tables/2/clean"] {
                waiter.command(path).body(kind, "a=b").await.refused(415, "json_expected");
            }
        }
    })
    .await;
    waiter.post("/api/staff/sign-out").body("application/json", "{}").await.done();
}
