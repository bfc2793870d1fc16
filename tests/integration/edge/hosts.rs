//! The allow-list of `Host`, over bare connections.

use std::time::Duration;

use plato_hub::web::edge::Bounds;
use plato_tests::{Raw, TestHub};

/// What a request line and headers lead to: the hub's answer, or that it hangs up.
async fn told(hub: &TestHub, request: &str) -> (u16, Option<String>) {
    let mut raw = Raw::open(hub.address()).await;
    let answer = raw.ask(request).await.unwrap_or_else(|| panic!("no answer to {request:?}"));
    let code = answer.code();
    if code.is_some() {
        assert!(answer.head.contains("x-content-type-options: nosniff"), "{answer:?}");
    }
    (answer.status, code)
}

#[tokio::test]
async fn the_hub_answers_to_its_names_however_they_are_written() {
    let hub = TestHub::start().await;
    let (own, port) = (hub.address().ip(), hub.address().port());
    let hosts = [
        format!("{own}:{port}"),
        format!("{own}"),
        format!("{own}:1"),
        format!("{own}."),
        "localhost".into(),
        format!("LocalHost:{port}"),
        "localhost.".into(),
        format!("localhost.:{port}"),
        "127.0.0.1".into(),
        "[::1]".into(),
        format!("[::1]:{port}"),
        "[0:0:0:0:0:0:0:1]".into(),
        "[::ffff:127.0.0.1]:80".into(),
        format!("plato.local:{port}"),
        "PLATO.LOCAL".into(),
        "plato-2.local".into(),
        "tables.example".into(),
        "Tables.Example.:443".into(),
        "192.0.2.7".into(),
        "[2001:DB8:0::7]:8080".into(),
        "[2001:db8::7]".into(),
    ];
    for host in hosts {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n");
        assert_eq!(told(&hub, &request).await, (200, None), "{host}");
    }
    let target = format!("GET http://tables.example:{port}/healthz HTTP/1.1\r\n");
    assert_eq!(told(&hub, &format!("{target}Host: tables.example:{port}\r\n\r\n")).await, (200, None));
    let old = format!("GET http://{own}/healthz HTTP/1.0\r\n\r\n");
    assert_eq!(told(&hub, &old).await, (200, None));
    assert_eq!(told(&hub, "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n").await, (200, None));
}

#[tokio::test]
async fn the_hub_does_not_answer_to_names_of_others() {
    let hub = TestHub::start().await;
    let hosts = [
        "evil.example",
        "evil.example:7878",
        "tables.example.evil.example",
        "evil.tables.example",
        "xtables.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "plato.local.evil.example",
        "plato-1.local",
        "plato-10.local",
        "192.0.2.8",
        "0.0.0.0",
        "0x7f.0.0.1",
        "2130706433",
        "127.1",
        "[::]",
        "[2001:db8::8]",
        "[::ffff:192.0.2.8]",
        "192.0.2.7.nip.io",
        "com",
    ];
    for host in hosts {
        for path in ["/healthz", "/", "/t/1", "/api/menu", "/nothing"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
            assert_eq!(told(&hub, &request).await, (421, Some("host_unknown".into())), "{host}{path}");
        }
    }
    let upgrade = "Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for path in ["/api/sync", "/api/feed"] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n{upgrade}\r\n"
        );
        assert_eq!(told(&hub, &request).await, (421, Some("host_unknown".into())), "{path}");
    }
    let target = "GET http://evil.example/healthz HTTP/1.0\r\n\r\n";
    assert_eq!(told(&hub, target).await, (421, Some("host_unknown".into())));
    let target = "GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    assert_eq!(told(&hub, target).await, (421, Some("host_unknown".into())));
}

#[tokio::test]
async fn a_request_that_does_not_say_whom_it_wants_is_refused() {
    let hub = TestHub::start().await;
    let requests = [
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: .\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nhOST: evil.example\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost:\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost:0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost:65536\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost:+80\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost:80:80\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost..\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: ::1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: [::1]x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: [localhost]\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: [fe80::1%eth0]\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: evil.example@localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: http://localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost/\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: local host\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: lócalhost\r\n\r\n",
        "GET http://localhost/healthz HTTP/1.1\r\n\r\n",
        "GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://evil.example@localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];
    for request in requests {
        assert_eq!(told(&hub, request).await, (400, Some("host_malformed".into())), "{request:?}");
    }
}

#[tokio::test]
async fn what_is_no_request_of_http_1_is_not_answered_as_one() {
    let bounds = Bounds { headers_within: Duration::from_millis(100), ..Bounds::default() };
    let hub = TestHub::start_bounded(bounds).await;
    for bytes in [
        "GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}",
    ] {
        let mut raw = Raw::open(hub.address()).await;
        let answer = raw.ask(bytes).await;
        assert!(answer.as_ref().is_none_or(|answer| answer.status == 400), "{bytes:?}: {answer:?}");
    }
    let long = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(64 * 1024));
    let answer = Raw::open(hub.address()).await.ask(&long).await;
    assert!(answer.as_ref().is_none_or(|answer| answer.status == 431), "{answer:?}");
}

/// The library that chose between the two ignored that only one was meant, and a connection held 150 requests.
#[tokio::test]
async fn http_2_is_not_spoken_whatever_a_client_knows() {
    // Nothing ends by itself in the time of a test.
    let hub = TestHub::start().await;
    let settings = "\0\0\0\u{4}\0\0\0\0\0";
    let mut raw = Raw::open(hub.address()).await;
    raw.send(&format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{settings}")).await;
    let told = raw.rest().await;
    assert!(told.is_empty() || told.starts_with(b"HTTP/1.1 400 "), "{told:?}");
    let upgrade = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n\
        Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
    let answer = Raw::open(hub.address()).await.ask(upgrade).await.unwrap();
    assert!(answer.status == 200 && answer.head.starts_with("http/1.1 "), "{answer:?}");
}
