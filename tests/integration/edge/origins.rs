//! Which pages may open sockets and change anything.

use axum::body::Body;
use axum::http::Request;
use plato_hub::web::edge::Network;
use plato_sync_protocol::api::Role;
use plato_tests::http::Call;
use plato_tests::{Http, TestHub};
use reqwest::Method;

use super::private::asks;

/// The upgrade of a socket.
fn upgrade(http: &Http, path: &str) -> Call {
    let call = http.get(path).field("connection", "upgrade").field("upgrade", "websocket");
    call.field("sec-websocket-version", "13").field("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

/// Everything that a page could do with the cookie of somebody who works here, but for reading.
fn doings(hub: &TestHub) -> Vec<Call> {
    let http = hub.anyone();
    vec![
        upgrade(&http, "/api/sync"),
        upgrade(&http, "/api/feed"),
        http.post("/api/sync/poll").body("application/octet-stream", []),
        http.post("/api/staff/sign-in").body("application/json", "{}"),
        http.post("/api/staff/sign-out"),
        http.command("/api/kitchen/ticket/1-grill/bump"),
        http.command("/api/venue/import").body("application/json", "{\"file\":\"\"}"),
        http.delete("/api/customer/cart/item/aaaaaaaaaa"),
    ]
}

#[tokio::test]
async fn a_page_of_another_site_may_open_no_socket_and_change_nothing() {
    let hub = TestHub::start().await;
    let port = hub.address().port();
    let others = [
        "http://evil.example".to_owned(),
        format!("http://evil.example:{port}"),
        format!("http://{}:1", hub.address().ip()),
        format!("http://127.0.0.1:{port}"),
        format!("http://{}.evil.example", hub.address()),
        format!("http://user@{}", hub.address()),
        format!("{}/", hub.url()),
        "null".into(),
        String::new(),
        "file://".into(),
    ];
    let staff = hub.staff(Role::Owner).await;
    let cookie = format!("plato_staff={}", staff.token().unwrap());
    hub.unchanged_by(async {
        for origin in &others {
            for doing in doings(&hub) {
                doing.field("cookie", &cookie).field("origin", origin).await.refused(403, "origin_forbidden");
            }
        }
        for doing in doings(&hub) {
            let own = doing.field("cookie", &cookie).field("origin", &hub.url());
            own.field("origin", "http://evil.example").await.refused(403, "origin_forbidden");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_of_this_hub_may() {
    let hub = TestHub::start().await;
    let staff = hub.staff(Role::Owner).await;
    let cookie = format!("plato_staff={}", staff.token().unwrap());
    for path in ["/api/sync", "/api/feed"] {
        let own = || upgrade(&hub.anyone(), path).field("cookie", &cookie);
        assert_eq!(own().field("origin", &hub.url()).await.status, 101);
        let by_name = own().field("host", "tables.example").field("origin", "http://tables.example");
        assert_eq!(by_name.await.status, 101, "by another of its names");
        let by_proxy = own().field("host", "tables.example").field("origin", "https://tables.example");
        assert_eq!(by_proxy.await.status, 101, "behind a proxy that takes the TLS off");
        let mixed = own().field("host", "tables.example").field("origin", "http://localhost");
        mixed.await.refused(403, "origin_forbidden");
    }
    let out = hub.anyone().post("/api/staff/sign-out").field("cookie", &cookie);
    out.field("origin", &hub.url()).field("sec-fetch-site", "same-origin").await.done();
}

#[tokio::test]
async fn a_cookie_without_an_origin_is_no_browser_of_ours() {
    let hub = TestHub::start().await;
    let staff = hub.staff(Role::Owner).await;
    let cookie = format!("plato_staff={}", staff.token().unwrap());
    for doing in doings(&hub) {
        doing.field("cookie", &cookie).await.refused(403, "origin_missing");
    }
    assert_eq!(hub.anyone().get("/api/staff/me").field("cookie", &cookie).await.status, 200, "reading may");
    assert_eq!(staff.get("/api/staff/me").await.status, 200, "and so may a token that no browser adds");
    staff.post("/api/staff/sign-out").await.done();
}

#[tokio::test]
async fn what_is_no_page_authenticates_in_its_first_message() {
    let hub = TestHub::start().await;
    for path in ["/api/sync", "/api/feed"] {
        assert_eq!(upgrade(&hub.anyone(), path).await.status, 101);
        hub.anyone().get(path).await.refused(426, "websocket_expected");
    }
}

#[tokio::test]
async fn what_browsers_say_about_the_page_that_asks_counts() {
    let hub = TestHub::start().await;
    for site in ["cross-site", "same-site", "nonsense"] {
        for doing in doings(&hub) {
            doing.field("sec-fetch-site", site).await.refused(403, "origin_forbidden");
        }
        let read = || hub.anyone().get("/api/menu").field("sec-fetch-site", site);
        read().field("sec-fetch-mode", "no-cors").await.refused(403, "origin_forbidden");
        read().await.refused(403, "origin_forbidden");
        assert_eq!(read().field("sec-fetch-mode", "navigate").await.status, 200, "a link may lead here");
        let page = hub.anyone().call(Method::GET, "/healthz").field("sec-fetch-site", site);
        assert_eq!(page.await.status, 200);
    }
    for site in ["same-origin", "none"] {
        assert_eq!(hub.anyone().get("/api/menu").field("sec-fetch-site", site).await.status, 200);
    }
}

/// They could connect to any host by a socket.
#[tokio::test]
async fn a_page_may_connect_to_the_hub_alone_under_the_name_that_was_asked_for() {
    let hub = TestHub::start().await;
    let policy = |headers: &axum::http::HeaderMap| {
        let policy = headers["content-security-policy"].to_str().unwrap();
        policy.split("; ").find(|part| part.starts_with("connect-src")).unwrap().to_owned()
    };
    let at = hub.address();
    let (name, address) = ("Tables.Example:7878", at.to_string());
    for (host, sockets) in [
        (address.as_str(), format!(" ws://{at} wss://{at}")),
        (name, " ws://tables.example:7878 wss://tables.example:7878".to_owned()),
        ("plato.local", " ws://plato.local wss://plato.local".to_owned()),
        ("[2001:db8::7]:7878", String::new()),
        ("evil.example", String::new()),
        ("tables.example;script-src *", String::new()),
    ] {
        let answer = hub.anyone().get("/t/1").field("host", host).await;
        assert_eq!(policy(&answer.headers), format!("connect-src 'self'{sockets}"), "{host}");
    }
    let page = Request::get("/staff").body(Body::empty()).unwrap();
    let answer = asks(&hub, Network::default(), "192.0.2.20:50000", true, page).await;
    assert_eq!(policy(answer.headers()), "connect-src 'self' wss://192.0.2.1:7878");
}
