//! The real program's https: its own authority, the operator's certificate, and who may sign in where.

use std::fs;
use std::path::Path;

use futures_util::{SinkExt, StreamExt};
use plato_sync_protocol::api::TrustAnswer;
use plato_tests::process::{Starting, demo_facts};
use plato_tests::{HubProcess, Raw, hub_address, secure};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::data;

/// Content type of a certificate to install.
const CERTIFICATE: &str = "application/x-x509-ca-cert";

/// The authority's certificate, as a device gets it.
async fn root(hub: &HubProcess) -> Vec<u8> {
    let answer = hub.anyone().get("/api/trust/plato-hub.crt").await;
    assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (200, CERTIFICATE));
    answer.bytes
}

#[tokio::test]
async fn a_device_that_trusts_the_authority_signs_in_and_follows_by_https() {
    let (_folder, data) = data();
    let https = hub_address();
    let hub = Starting::on(&data, hub_address()).demo().flag("--https", &https.to_string()).start();
    let facts = demo_facts(&data);
    let root = root(&hub).await;
    let name = https.ip().to_string();
    let mut raw = Raw::on(secure::connect(https, &name, &root).await.unwrap());
    let sign_in =
        serde_json::json!({ "name": facts.staff_name, "password": facts.staff_password }).to_string();
    let request = format!(
        "POST /api/staff/sign-in HTTP/1.1\r\nHost: {https}\r\nOrigin: https://{https}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{sign_in}",
        sign_in.len()
    );
    let answer = raw.ask(&request).await.unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    for part in ["__host-plato_staff=", "; path=/", "; secure", "; httponly", "; samesite=strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("domain"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap();

    let plain = request.replace("Origin: https:", "Origin: http:");
    let answer = raw.ask(&plain).await.unwrap();
    assert_eq!(
        (answer.status, answer.code()),
        (403, Some("origin_forbidden".into())),
        "a plain page may not"
    );

    let mut request = format!("wss://{https}/api/feed").into_client_request().unwrap();
    let fields = request.headers_mut();
    fields.insert("cookie", format!("__Host-plato_staff={token}").parse().unwrap());
    fields.insert("origin", format!("https://{https}").parse().unwrap());
    let stream = secure::connect(https, &name, &root).await.unwrap();
    let (mut feed, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    feed.send(Message::text("{\"type\":\"hello\",\"feed\":\"floor\"}")).await.unwrap();
    let frame = plato_tests::soon("a frame", feed.next()).await.unwrap().unwrap();
    assert!(frame.to_text().unwrap().contains("\"type\":\"floor\""), "{frame}");
}

#[tokio::test]
async fn the_authority_stays_the_same_and_the_console_tells_its_fingerprint() {
    let (folder, data) = data();
    let (http, https) = (hub_address(), hub_address());
    let start = || Starting::on(&data, http).demo().flag("--https", &https.to_string()).start();
    let hub = start();
    let first = root(&hub).await;
    let trust: TrustAnswer = hub.anyone().get("/api/trust").await.ok();
    let told = hub.stdout();
    let fingerprint = trust.fingerprint.unwrap();
    for half in [&fingerprint[..48], &fingerprint[48..]] {
        assert!(told.contains(half), "{half} is not in: {told}");
    }
    let url = format!("https://{}:{}", http.ip(), https.port());
    assert_eq!(trust.https_url.as_ref(), Some(&url));
    assert!(told.contains(&format!("{url}/staff")) && told.contains("/trust there"), "{told}");
    assert!(!trust.is_public && trust.may_sign_in, "it is asked on the machine itself");
    let pem = hub.anyone().get("/api/trust/plato-hub.pem").await;
    assert!(pem.body.starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(pem.body.as_bytes(), fs::read(folder.path().join("data-secrets/tls-authority.pem")).unwrap());
    hub.kill();
    let hub = start();
    assert_eq!(root(&hub).await, first);
    assert!(secure::connect(https, &https.ip().to_string(), &first).await.is_ok());
    assert!(secure::connect(https, "bank.example", &first).await.is_err());
}

#[tokio::test]
async fn what_is_no_tls_or_never_finishes_it_holds_nothing_up() {
    let (_folder, data) = data();
    let https = hub_address();
    let hub = Starting::on(&data, hub_address()).demo().flag("--https", &https.to_string()).start();
    let root = root(&hub).await;
    let mut idle = Vec::new();
    for _ in 0..50 {
        idle.push(Raw::open(https).await);
    }
    let mut plain = Raw::open(https).await;
    assert!(plain.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.is_none());
    let mut good = Raw::on(secure::connect(https, "localhost", &root).await.unwrap());
    let answer = good.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    assert_eq!(answer.status, 200);
    for raw in &mut idle {
        raw.ended().await;
    }
}

#[tokio::test]
async fn https_can_be_turned_off() {
    let (_folder, data) = data();
    let hub = Starting::on(&data, hub_address()).demo().flag("--https", "off").start();
    let trust: TrustAnswer = hub.anyone().get("/api/trust").await.ok();
    assert_eq!((trust.https_url, trust.fingerprint, trust.is_public), (None, None, false));
    for path in ["/api/trust/plato-hub.crt", "/api/trust/plato-hub.pem"] {
        hub.anyone().get(path).await.refused(404, "https_off");
    }
    super::staff(&hub, &demo_facts(&data)).await;
    assert!(!hub.stdout().contains("fingerprint"));
}

/// A pair of the operator's: the certificate as DER.
fn pair(cert: &Path, key: &Path) -> Vec<u8> {
    let made = rcgen::generate_simple_self_signed(["tables.example".to_owned()]).unwrap();
    fs::write(key, made.signing_key.serialize_pem()).unwrap();
    fs::write(cert, made.cert.pem()).unwrap();
    made.cert.der().to_vec()
}

/// Does the hub answer under the operator's name with a certificate that this one vouches for?
async fn answers_with(https: std::net::SocketAddr, root: &[u8]) -> bool {
    secure::connect(https, "tables.example", root).await.is_ok()
}

#[tokio::test]
async fn the_operators_certificate_is_taken_over_while_the_hub_runs() {
    let (folder, data) = data();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let first = pair(&cert, &key);
    let https = hub_address();
    let hub = Starting::on(&data, hub_address())
        .flag("--https", &https.to_string())
        .flag("--public-url", "https://tables.example:8443")
        .flag("--tls-cert", cert.to_str().unwrap())
        .flag("--tls-key", key.to_str().unwrap())
        .start();
    assert!(answers_with(https, &first).await);
    let own = root(&hub).await;
    assert!(secure::connect(https, "plato.local", &own).await.is_ok(), "other names have the hub's own");
    let trust: TrustAnswer = hub.anyone().get("/api/trust").field("host", "tables.example").await.ok();
    assert!(trust.is_public);
    let trust: TrustAnswer = hub.anyone().get("/api/trust").await.ok();
    assert!(!trust.is_public);

    let second = pair(&cert, &key);
    plato_tests::soon("the new certificate", async { while !answers_with(https, &second).await {} }).await;
    assert!(!answers_with(https, &first).await);
    drop(hub);
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_at_the_start() {
    let (folder, data) = data();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    pair(&cert, &key);
    let (cert, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let other = folder.path().join("other.pem");
    fs::write(&other, rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
    let on = || Starting::on(&data, hub_address());
    let taken = std::net::TcpListener::bind(hub_address()).unwrap();
    let cases = [
        (on().flag("--tls-cert", cert), 1, "tls_cert and tls_key belong together"),
        (on().flag("--tls-key", key), 1, "tls_cert and tls_key belong together"),
        (on().flag("--tls-cert", cert).flag("--tls-key", cert), 1, "cert.pem"),
        (on().flag("--tls-cert", cert).flag("--tls-key", other.to_str().unwrap()), 1, "not with this key"),
        (on().flag("--tls-cert", "/nowhere").flag("--tls-key", key), 1, "/nowhere"),
        (on().flag("--https", &taken.local_addr().unwrap().to_string()), 1, "for https"),
        (on().flag("--https", "8443"), 2, "neither ADDR:PORT nor `off`"),
        (on().flag("--hosts", "a b"), 1, "hosts are names or addresses"),
    ];
    for (starting, code, says) in cases {
        let (ended, printed) = starting.refused();
        assert!(ended == code && printed.contains(says), "{ended}, {says} is not in: {printed}");
    }
}
