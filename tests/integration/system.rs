//! Health, the description of the interface, the screens, and what every answer carries.

use std::io::{Read, Write};
use std::net::TcpStream;

use plato_tests::documented::description;
use plato_tests::{PATIENCE, TestHub};
use reqwest::Method;

#[tokio::test]
async fn a_hub_with_a_venue_is_ready() {
    let hub = TestHub::start().await;
    let (health, ready) = (hub.anyone().get("/healthz").await, hub.anyone().get("/readyz").await);
    assert_eq!((health.status, health.body.as_str()), (200, "ok"));
    assert_eq!((ready.status, ready.body.as_str()), (200, "ready"));
}

#[tokio::test]
async fn a_hub_without_a_venue_is_alive_and_not_ready() {
    let hub = TestHub::empty();
    assert_eq!(hub.anyone().get("/healthz").await.status, 200);
    let problem = hub.anyone().get("/readyz").await.refused(503, "not_ready");
    assert!(problem.title.contains("Import a venue file"));
    hub.import(plato_tests::VENUE_FILE).await;
    assert_eq!(hub.anyone().get("/readyz").await.status, 200);
}

#[tokio::test]
async fn the_hub_describes_its_interface() {
    let hub = TestHub::start().await;
    let answer = hub.anyone().get("/api/openapi.json").await;
    assert_eq!(&answer.value(), description());
    assert!(answer.value()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_a_code() {
    let hub = TestHub::start().await;
    hub.unchanged_by(async {
        for path in [
            "/api",
            "/api/",
            "/api/nothing",
            "/api/menu/",
            "/etc/passwd",
            "/assets/../../secret",
            "/t",
            "/index.html.br",
        ] {
            hub.anyone().get(path).await.refused(404, "path_unknown");
        }
        for (method, path) in
            [(Method::DELETE, "/api/menu"), (Method::GET, "/api/order/place"), (Method::PUT, "/api/floor")]
        {
            hub.anyone().call(method, path).await.refused(405, "method_wrong");
        }
    })
    .await;
}

/// They answered whatever the method.
#[tokio::test]
async fn pages_and_files_are_only_read() {
    let hub = TestHub::start().await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        for path in ["/", "/t/1", "/kitchen", "/index.html"] {
            let answer = hub.anyone().call(method.clone(), path).await;
            answer.refused(405, "method_wrong");
            assert_eq!(answer.headers["allow"], "GET, HEAD", "{method} {path}");
        }
        hub.anyone().call(method, "/nothing").await.refused(404, "path_unknown");
    }
    let page = hub.anyone().call(Method::HEAD, "/kitchen").await;
    assert!(page.status != 405 && page.body.is_empty(), "{page:?}");
    let menu = hub.anyone().call(Method::DELETE, "/api/menu").await;
    assert_eq!(menu.headers["allow"], "GET,HEAD");
}

#[tokio::test]
async fn every_answer_says_what_a_page_may_do_and_is_not_kept() {
    let hub = TestHub::start().await;
    for path in ["/api/menu", "/api/nothing", "/healthz", "/t/1", "/kitchen"] {
        let headers = hub.anyone().get(path).await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin", "{path}");
        assert_eq!(
            (&headers["x-content-type-options"], &headers["referrer-policy"]),
            (&"nosniff".parse().unwrap(), &"no-referrer".parse().unwrap())
        );
    }
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    assert_eq!(guest.http.get("/api/customer/cart").await.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_request_that_is_never_finished_does_not_hold_its_connection() {
    let hub = TestHub::start().await;
    let mut half = TcpStream::connect(hub.address()).unwrap();
    half.set_read_timeout(Some(PATIENCE)).unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n").unwrap();
    let ended = tokio::task::spawn_blocking(move || {
        let mut rest = Vec::new();
        // Whether it is told something or just cut off: it ends.
        half.read_to_end(&mut rest).map_or(true, |_| true)
    });
    assert!(ended.await.unwrap());
    assert_eq!(hub.anyone().get("/healthz").await.status, 200);
}
