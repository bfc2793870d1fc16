//! The first frame, and what a phone is told then.

use std::time::Duration;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::version::{ProtocolVersion, SPOKEN};
use plato_tests::phone::{hello, receive, refused, send};
use plato_tests::{Phone, Socket, TestHub};

use super::connected;

/// How a socket ends on which this hello is said.
async fn ends_with(hub: &TestHub, hello: Hello) -> (String, u16) {
    let mut socket = hub.phone_socket().await;
    send(&mut socket, &FromDevice::Hello(hello), Format::Cbor).await;
    refused(&mut socket).await
}

#[tokio::test]
async fn a_phone_is_told_everything_that_it_needs() {
    let hub = TestHub::start().await;
    let party = hub.table("3").seated(2).await;
    let guest = party.joined_by("Ada").await;
    guest.adds("soup", &[], 2).await;
    guest.orders().await;
    guest.adds("coffee", &[], 1).await;
    let phone = guest.phone(&hub).await;
    let told = &phone.welcome;
    assert_eq!((told.version, &told.session, told.table.as_str()), (SPOKEN[0], &party.session, "3"));
    assert_eq!((&told.diner, told.menu_revision, told.orders.len()), (&guest.diner, 1, 1));
    assert_eq!(told.expires_in_ms, 8 * 3600 * 1000);
    assert!(told.diners[0].is_here, "the phone that says hello counts");
    assert_eq!(phone.cart.lines().len(), 2);
    assert!(phone.cart.lines()[0].is_frozen() && !phone.cart.lines()[1].is_frozen());
}

#[tokio::test]
async fn cn1_the_first_frame_has_to_be_a_hello() {
    let hub = TestHub::start().await;
    for frame in [FromDevice::Ping, FromDevice::Changes(Vec::new())] {
        for format in [Format::Cbor, Format::Json] {
            let mut socket = hub.phone_socket().await;
            send(&mut socket, &frame, format).await;
            assert_eq!(hub.unchanged_by(refused(&mut socket)).await, ("hello_missing".into(), 1008));
        }
    }
}

#[tokio::test]
async fn cn1_a_second_hello_is_refused() {
    let hub = TestHub::start().await;
    let (guest, mut phone) = connected(&hub, "Ada").await;
    phone.says(&FromDevice::Hello(hello(&guest.token))).await;
    assert_eq!(refused(&mut phone.socket).await.0, "hello_twice");
}

#[tokio::test]
async fn cn2_a_hello_has_to_come_within_five_seconds() {
    let hub = TestHub::start().await;
    let mut socket = hub.phone_socket().await;
    socket.attended().await;
    hub.clock.advance(Duration::from_secs(5));
    assert_eq!(refused(&mut socket).await.0, "hello_late");
}

#[tokio::test]
async fn cn3_the_newest_common_version_is_spoken() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let ahead = Hello { versions: vec![ProtocolVersion(999), SPOKEN[0]], ..hello(&guest.token) };
    let phone = Phone::connect_in(hub.address(), &ahead, Format::Cbor).await;
    assert_eq!(phone.welcome.version, SPOKEN[0]);
}

#[tokio::test]
async fn cn3_a_page_that_speaks_no_known_version_is_told_so() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    for versions in [vec![], vec![ProtocolVersion(1)], vec![ProtocolVersion(999)]] {
        let strange = Hello { versions, ..hello(&guest.token) };
        assert_eq!(hub.unchanged_by(ends_with(&hub, strange)).await, ("protocol_version".into(), 1008));
    }
}

#[tokio::test]
async fn cn7_a_phone_that_says_nothing_for_forty_seconds_is_gone() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    phone.says(&FromDevice::Ping).await;
    phone.until(|frame| (*frame == FromHub::Pong).then_some(())).await;
    hub.clock.advance(Duration::from_secs(40));
    assert_eq!(phone.socket.closed().await, (1000, "silence".into()));
}

#[tokio::test]
async fn cn8_a_phone_that_begins_in_json_is_answered_in_json() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut json = Phone::connect_in(hub.address(), &hello(&ada.token), Format::Json).await;
    let mut cbor = ben.phone(&hub).await;
    let change = json.adds("soup", &[], 1).await;
    json.saved().await;
    let heard = cbor.until(|frame| match frame {
        FromHub::CartUpdated(changes) => Some(changes.clone()),
        _ => None,
    });
    assert_eq!(heard.await, [change]);
    cbor.adds("coffee", &[], 1).await;
    json.level_with(&cbor.cart).await;
    json.says(&FromDevice::Ping).await;
    json.until(|frame| (*frame == FromHub::Pong).then_some(())).await;
}

#[tokio::test]
async fn a_token_that_is_worth_nothing_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let gone = hub.table("2").seated(2).await;
    let ended = gone.joined_by("Ben").await;
    gone.closed().await;
    let waiter = hub.staff(Role::Waiter).await;
    let refusals = [
        ("", "token_unknown"),
        ("x", "token_unknown"),
        (&"0".repeat(64), "token_unknown"),
        (waiter.token().unwrap(), "token_wrong_kind"),
        (&ended.token, "session_closed"),
    ];
    for (token, code) in refusals {
        assert_eq!(hub.unchanged_by(ends_with(&hub, hello(token))).await, (code.into(), 1008));
    }
    hub.clock.advance(Duration::from_secs(8 * 3600));
    assert_eq!(hub.unchanged_by(ends_with(&hub, hello(&guest.token))).await.0, "token_expired");
}

#[tokio::test]
async fn a_phone_that_comes_back_gets_only_what_it_lacks_and_its_actor() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut phone = ada.phone(&hub).await;
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let (have, actor) = (phone.cart.vector(), phone.actor);
    let mut other = ben.phone(&hub).await;
    drop(phone);
    // Once the others are told that nobody is there, the actor is free again.
    let is_gone =
        |frame: &FromHub| matches!(frame, FromHub::Presence(diners) if !diners[0].is_here).then_some(());
    other.until(is_gone).await;
    let missed = other.adds("coffee", &[], 1).await;
    other.saved().await;
    hub.restart().await;
    let mut socket = hub.phone_socket().await;
    let back = Hello { actor: Some(actor), have, ..hello(&ada.token) };
    send(&mut socket, &FromDevice::Hello(back), Format::Cbor).await;
    let Some((FromHub::Welcome(welcome), _)) = receive(&mut socket).await else { panic!("no welcome") };
    assert_eq!(welcome.actor, actor);
    assert_eq!(welcome.cart, CartStart::Changes(vec![missed]));
}

#[tokio::test]
async fn an_actor_that_is_in_use_or_somebody_elses_is_not_issued_again() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let (first, other) = (ada.phone(&hub).await, ben.phone(&hub).await);
    let hub_actor = first.cart.hub_actor();
    for wanted in [first.actor, other.actor, hub_actor, ActorId([9; 16])] {
        let wish = Hello { actor: Some(wanted), ..hello(&ada.token) };
        let phone = Phone::connect_in(hub.address(), &wish, Format::Cbor).await;
        assert_ne!(phone.actor, wanted);
    }
}

#[tokio::test]
async fn a_page_of_another_site_may_not_open_a_socket() {
    let hub = TestHub::start().await;
    let upgrade = |path, origin: &str| {
        let call = hub.anyone().get(path).field("connection", "upgrade").field("upgrade", "websocket");
        let call =
            call.field("sec-websocket-version", "13").field("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        call.field("origin", origin)
    };
    for path in ["/api/sync", "/api/feed"] {
        for origin in ["http://evil.example", "null", "http://127.0.0.1:1"] {
            upgrade(path, origin).await.refused(403, "origin_forbidden");
        }
        assert_eq!(upgrade(path, &hub.url()).await.status, 101);
        hub.anyone().get(path).await.refused(426, "websocket_expected");
    }
}

#[tokio::test]
async fn a_socket_elsewhere_is_refused() {
    let hub = TestHub::start().await;
    let answer = hub.anyone().get("/api/nothing").field("upgrade", "websocket").await;
    answer.refused(404, "path_unknown");
    drop(Socket::open(hub.address(), "/api/sync", None).await);
}

#[tokio::test]
async fn an_actor_is_on_disk_before_a_phone_hears_of_it() {
    // A power cut could leave changes with the party whose author the hub did not know any more.
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let phone = party.joined_by("Ada").await.phone(&hub).await;
    let carts = hub.app().members.carts;
    carts.forget(&party.session);
    let mut cart = carts.lock(&plato_hub::carts::CartId::shared(&party.session)).unwrap();
    assert_eq!(
        cart.issue_actor(&phone.diner, Some(phone.actor), ActorId([9; 16]), |_| false),
        Ok(phone.actor)
    );
}
