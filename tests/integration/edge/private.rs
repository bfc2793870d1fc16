//! Staff sign in over https, or on the hub's own machine.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use http_body_util::BodyExt;
use plato_hub::tls::Certificates;
use plato_hub::web::edge::places::Places;
use plato_hub::web::edge::{Bounds, Edge, Https, Network, Visit};
use plato_hub::web::routes;
use plato_sync_protocol::api::{Problem, Role, TrustAnswer};
use plato_sync_protocol::team::AuditPage;
use plato_tests::TestHub;
use plato_tests::hub::{PASSWORD, staff_name};
use tower::ServiceExt;

/// Signs in from elsewhere in the network.
async fn signs_in(hub: &TestHub, network: Network, from: &str, is_secure: bool) -> Response<Body> {
    asks(hub, network, from, is_secure, sign_in()).await
}

fn sign_in() -> Request<Body> {
    let sign_in = serde_json::json!({ "name": staff_name(Role::Waiter), "password": PASSWORD });
    let request = Request::post("/api/staff/sign-in").header("content-type", "application/json");
    request.body(Body::from(sign_in.to_string())).unwrap()
}

/// The same through a proxy on the hub's own machine, which says this of it.
async fn signs_in_through(hub: &TestHub, proxies: &[&str], said: [&str; 2]) -> Response<Body> {
    let proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
    let mut request = sign_in();
    for (name, text) in ["x-forwarded-for", "x-forwarded-proto"].into_iter().zip(said) {
        request.headers_mut().insert(name, text.parse().unwrap());
    }
    asks(hub, Network { proxies, ..https() }, "127.0.0.1:50000", false, request).await
}

/// Asks from elsewhere in the network, which no test can: the hub is told of such a connection.
pub async fn asks(
    hub: &TestHub,
    network: Network,
    from: &str,
    is_secure: bool,
    mut request: Request<Body>,
) -> Response<Body> {
    let mut app = hub.app();
    app.edge = Arc::new(Edge::new("http://192.0.2.1:7878", network));
    let from: SocketAddr = from.parse().unwrap();
    let place = Arc::new(Places::new(Bounds::default()).take(from.ip()).unwrap());
    let reached = Some("192.0.2.1:7878".parse().unwrap());
    request.headers_mut().insert("host", "192.0.2.1:7878".parse().unwrap());
    request.extensions_mut().insert(ConnectInfo(from));
    request.extensions_mut().insert(Visit { reached, is_secure, place });
    routes::router(app).oneshot(request).await.unwrap()
}

/// May a page that asks from there let anyone type a password?
async fn may_sign_in(hub: &TestHub, network: Network, from: &str, is_secure: bool) -> bool {
    let request = Request::get("/api/trust").body(Body::empty()).unwrap();
    let answer = asks(hub, network, from, is_secure, request).await;
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice::<TrustAnswer>(&body).unwrap().may_sign_in
}

/// The refusal in an answer.
async fn refusal(answer: Response<Body>) -> Problem {
    assert_eq!(answer.status(), 403);
    assert!(!answer.headers().contains_key("set-cookie"));
    serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

const ELSEWHERE: &str = "192.0.2.20:50000";

fn https() -> Network {
    let folder = tempfile::tempdir().unwrap();
    let names = ["192.0.2.1".to_owned()];
    let certificates = Arc::new(Certificates::open(folder.path(), &names, 0, None).unwrap());
    Network { https: Some(Https { port: 8443, certificates }), ..Network::default() }
}

#[tokio::test]
async fn signing_in_on_plain_http_from_elsewhere_is_refused_and_told_where_to_go() {
    let hub = TestHub::start().await;
    let answer = hub.unchanged_by(signs_in(&hub, https(), ELSEWHERE, false)).await;
    let problem = refusal(answer).await;
    assert_eq!(problem.code, "https_needed");
    assert_eq!(problem.instead.as_deref(), Some("https://192.0.2.1:8443/staff"));
    assert!(problem.title.contains("https://192.0.2.1:8443/staff"), "{}", problem.title);
    let answer = hub.unchanged_by(signs_in(&hub, Network::default(), ELSEWHERE, false)).await;
    let problem = refusal(answer).await;
    assert_eq!((problem.code.as_str(), problem.instead), ("https_needed", None));
    assert!(!may_sign_in(&hub, https(), ELSEWHERE, false).await, "a page knows before anyone types");
    assert!(!may_sign_in(&hub, Network::default(), ELSEWHERE, false).await);
}

#[tokio::test]
async fn signing_in_works_by_https_on_the_machine_itself_and_where_the_settings_allow_it() {
    let hub = TestHub::start().await;
    let cookie = |answer: &Response<Body>| {
        assert_eq!(answer.status(), 200);
        answer.headers()["set-cookie"].to_str().unwrap().to_owned()
    };
    let secure = cookie(&signs_in(&hub, https(), ELSEWHERE, true).await);
    assert!(secure.starts_with("__Host-plato_staff=") && secure.contains("; Secure;"), "{secure}");
    for here in ["127.0.0.1:50000", "[::1]:50000", "[::ffff:127.0.0.1]:50000"] {
        let plain = cookie(&signs_in(&hub, https(), here, false).await);
        assert!(plain.starts_with("plato_staff=") && !plain.contains("Secure"), "{plain}");
    }
    let allowed = Network { staff_on_plain_http: true, ..https() };
    cookie(&signs_in(&hub, allowed.clone(), ELSEWHERE, false).await);
    assert!(may_sign_in(&hub, allowed, ELSEWHERE, false).await);
    assert!(may_sign_in(&hub, https(), ELSEWHERE, true).await);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_is_behind_it_and_how_they_came() {
    let hub = TestHub::start().await;
    let trusted = ["127.0.0.1"];
    let plain = hub.unchanged_by(signs_in_through(&hub, &trusted, ["192.0.2.20", "http"])).await;
    assert_eq!(refusal(plain).await.code, "https_needed");
    let lies = hub.unchanged_by(signs_in_through(&hub, &trusted, ["127.0.0.1, 192.0.2.20", "http"])).await;
    assert_eq!(refusal(lies).await.code, "https_needed", "a guest may write anything in front");
    let secure = signs_in_through(&hub, &trusted, ["192.0.2.20", "https"]).await;
    assert_eq!(secure.status(), 200);
    let cookie = secure.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-plato_staff=") && cookie.contains("; Secure;"), "{cookie}");
    let elsewhere = signs_in_through(&hub, &["192.0.2.9"], ["192.0.2.20", "https"]).await;
    let cookie = elsewhere.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("plato_staff="), "only proxies of the settings are believed: {cookie}");

    let owner = hub.staff(Role::Owner).await;
    let filter = serde_json::json!({ "kind": "sign_in" });
    let records = owner.post("/api/audit").json(&filter).await.ok::<AuditPage>().records;
    let waiters = records.iter().rev().filter(|record| record.subject == staff_name(Role::Waiter));
    let addresses: Vec<_> = waiters.map(|record| record.address.as_str()).collect();
    assert_eq!(addresses, ["192.0.2.20", "127.0.0.1"]);
}

/// Whoever forges plain http could plant a sign-in of their own, by which staff would go on without noticing.
#[tokio::test]
async fn by_https_only_a_cookie_counts_that_https_has_set() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let me = async |name: &str| {
        let cookie = format!("{name}={}", waiter.token().unwrap());
        let request = Request::get("/api/staff/me").header("cookie", cookie).body(Body::empty()).unwrap();
        asks(&hub, https(), ELSEWHERE, true, request).await.status()
    };
    assert_eq!(me("__Host-plato_staff").await, 200);
    assert_eq!(me("plato_staff").await, 401);
}

/// Only the password was kept from plain http: what is as good for twelve hours was taken.
#[tokio::test]
async fn a_token_of_staff_is_not_taken_on_plain_http_from_elsewhere() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let token = waiter.token().unwrap();
    let ask = |path: &str, field: &str, value: String| {
        Request::get(path).header(field, value).body(Body::empty()).unwrap()
    };
    let me = || ask("/api/staff/me", "authorization", format!("Bearer {token}"));
    for request in [
        me(),
        ask("/api/floor", "cookie", format!("plato_staff={token}")),
        ask("/api/feed", "cookie", format!("plato_staff={token}")),
    ] {
        let problem = refusal(asks(&hub, https(), ELSEWHERE, false, request).await).await;
        assert_eq!(problem.code, "https_needed");
        assert_eq!(problem.instead.as_deref(), Some("https://192.0.2.1:8443/staff"));
    }
    let unknown = ask("/api/staff/me", "authorization", format!("Bearer {}", "0".repeat(64)));
    assert_eq!(asks(&hub, https(), ELSEWHERE, false, unknown).await.status(), 401);
    assert_eq!(asks(&hub, https(), ELSEWHERE, true, me()).await.status(), 200);
    assert_eq!(asks(&hub, https(), "127.0.0.1:50000", false, me()).await.status(), 200);
    let allowed = Network { staff_on_plain_http: true, ..https() };
    assert_eq!(asks(&hub, allowed, ELSEWHERE, false, me()).await.status(), 200);
    let mut proxied = me();
    proxied.headers_mut().insert("x-forwarded-for", "192.0.2.20".parse().unwrap());
    proxied.headers_mut().insert("x-forwarded-proto", "https".parse().unwrap());
    let network = Network { proxies: vec!["192.0.2.3".parse().unwrap()], ..https() };
    assert_eq!(asks(&hub, network, "192.0.2.3:50000", false, proxied).await.status(), 200);
}

/// They were on the account of whoever proved again who they are as well: nothing could be voided or refunded
/// by somebody on a phone for as long as a guest went on guessing.
#[tokio::test]
async fn guesses_of_strangers_keep_nobody_from_a_step_up_nor_from_where_they_have_signed_in() {
    let hub = TestHub::start().await;
    let allowed = Network { staff_on_plain_http: true, ..https() };
    let signed_in = signs_in(&hub, allowed.clone(), ELSEWHERE, false).await;
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    for guess in 0..70 {
        let wrong = serde_json::json!({ "name": format!("Nobody {guess}"), "password": "wrong" });
        let request = Request::post("/api/staff/sign-in").header("content-type", "application/json");
        let request = request.body(Body::from(wrong.to_string())).unwrap();
        let status = asks(&hub, allowed.clone(), &format!("192.0.2.{}:50000", 100 + guess), false, request)
            .await
            .status();
        assert_eq!(status, if guess < 60 { 401 } else { 429 }, "{guess}");
    }
    assert_eq!(signs_in(&hub, allowed.clone(), "192.0.2.21:50000", false).await.status(), 429);
    let step_up = |password: &str| {
        let request = Request::post("/api/staff/step-up").header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {token}"));
        request.body(Body::from(serde_json::json!({ "password": password }).to_string())).unwrap()
    };
    let steps_up = async |from: &str, password: &str| {
        asks(&hub, allowed.clone(), from, false, step_up(password)).await.status()
    };
    assert_eq!(steps_up("192.0.2.22:50000", PASSWORD).await, 204, "wherever the phone is now");
    assert_eq!(signs_in(&hub, allowed.clone(), ELSEWHERE, false).await.status(), 200);
    for _ in 0..5 {
        assert_eq!(steps_up(ELSEWHERE, "wrong").await, 403);
    }
    for from in [ELSEWHERE, "192.0.2.22:50000"] {
        assert_eq!(steps_up(from, PASSWORD).await, 429, "its own tries count, wherever it goes");
    }
}
