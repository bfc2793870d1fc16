//! Many connections that do nothing, and those who want something meanwhile.

use std::time::Duration;

use plato_hub::web::edge::Bounds;
use plato_sync_protocol::api::Role;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::message::{FeedFromDevice, FeedKind, FromDevice};
use plato_sync_protocol::team::DeviceCode;
use plato_tests::phone::hello;
use plato_tests::{Guest, Raw, Socket, StaffScreen, TestHub};
use serde_json::json;

/// Little room, and all the time in the world: nobody leaves because of the clock.
const LITTLE: Bounds = Bounds {
    connections_max: 40,
    per_address_max: 40,
    staff_reserved: 8,
    headers_within: Duration::from_secs(600),
    idle_max: Duration::from_secs(600),
    body_within: Duration::from_secs(600),
};

/// A socket of a guest who was let in.
async fn let_in(hub: &TestHub, guest: &Guest) -> Socket {
    let mut socket = hub.phone_socket().await;
    socket.send_bytes(codec::encode(&FromDevice::Hello(hello(&guest.token)), Format::Cbor)).await;
    socket.message().await.expect("a welcome");
    socket
}

/// Sockets of guests who were let in, as many as there may be.
async fn take_all_room(hub: &TestHub) -> Vec<Socket> {
    let party = hub.table("1").seated(4).await;
    let mut sockets = Vec::new();
    for name in ["Ada", "Ben", "Cleo", "Dora"] {
        let guest = party.joined_by(name).await;
        for _ in 0..(LITTLE.connections_max - LITTLE.staff_reserved) / 4 {
            sockets.push(let_in(hub, &guest).await);
        }
    }
    sockets
}

/// Half a request from one of three addresses, which the hub waits for the rest of.
async fn half_from(number: u8, hub: &TestHub) -> Raw {
    let mut raw = Raw::open_from([127, 0, 7, number % 3 + 1], hub.address()).await;
    let fields = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 900";
    raw.send(&format!("POST /api/sessions/join HTTP/1.1\r\n{fields}\r\nExpect: 100-continue\r\n\r\n")).await;
    assert_eq!(raw.answer().await.map(|answer| answer.status), Some(100), "number {number} is waited for");
    raw
}

fn half_a_body(path: &str) -> String {
    let fields = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 900";
    format!("POST {path} HTTP/1.1\r\n{fields}\r\n\r\n{{\"name\": \"A")
}

#[tokio::test]
async fn hundreds_of_idle_and_half_sent_requests_keep_nobody_out() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let party = hub.table("1").seated(2).await;
    let mut crowd = Vec::new();
    for number in 0..600 {
        let mut raw = Raw::open(hub.address()).await;
        match number % 5 {
            0 => {}
            // Half a body, for guests and where only staff have room.
            3 => raw.send(&half_a_body("/api/sessions/join")).await,
            4 => raw.send(&half_a_body("/api/staff/sign-in")).await,
            1 => raw.send("GET /api/menu HTTP/1.1\r\nHost: localhost\r\nX-Half: ").await,
            _ => assert_eq!(
                raw.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.map(|answer| answer.status),
                Some(200),
                "connection {number}"
            ),
        }
        crowd.push(raw);
        if number % 100 == 99 {
            let guest = party.joined_by(&format!("Guest {number}")).await;
            let mut phone = guest.phone(&hub).await;
            phone.adds("soup", &[], 1).await;
            phone.saved().await;
            let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
            screen.frame().await;
        }
    }
    crowd[0].ended().await;
}

#[tokio::test]
async fn when_every_place_is_in_use_staff_still_get_in_and_guests_are_told() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let waiter = hub.staff(Role::Waiter).await;
    let mut sockets = take_all_room(&hub).await;
    let guest = hub.anyone().get("/api/menu").await;
    assert!(guest.refused(503, "hub_full").retry_after_s.is_some());
    assert_eq!(guest.headers["connection"], "close");
    assert_eq!(hub.anyone().get("/healthz").await.status, 200, "whoever looks after it sees it alive");
    let wrong = hub.anyone().with_token(&"0".repeat(64));
    wrong.get("/api/floor").await.refused(503, "hub_full");

    let mut screens = Vec::new();
    for _ in 0..LITTLE.staff_reserved - 2 {
        let mut screen =
            StaffScreen::with_socket(Socket::open(hub.address(), "/api/feed", waiter.token()).await);
        screen.says(&FeedFromDevice::Hello { feed: FeedKind::Floor, token: None, since: None }).await;
        screen.frame().await;
        screens.push(screen);
    }
    assert_eq!(waiter.get("/api/floor").await.status, 200);
    let newcomer = hub.staff(Role::Kitchen).await;
    assert_eq!(newcomer.get("/api/kitchen/orders").await.status, 200, "signing in has room as well");

    // Those who ask for nothing in the room kept for staff give way to whoever comes next.
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(Raw::open(hub.address()).await);
    }
    assert_eq!(waiter.get("/api/floor").await.status, 200);
    for socket in &mut sockets {
        socket.attended().await;
    }
}

/// A tablet of the house on which nobody is signed in was taken for a guest's phone.
#[tokio::test]
async fn a_device_of_the_house_has_the_room_of_the_staff() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let manager = hub.staff(Role::Manager).await;
    let code: DeviceCode = manager.post("/api/team/device-codes").json(&json!({ "name": "Bar" })).await.ok();
    let enrolled = hub.anyone().post("/api/device/enrol").json(&json!({ "code": code.code })).await;
    let tablet = hub.anyone().at_device(&enrolled.cookie("plato_device"));
    let _sockets = take_all_room(&hub).await;
    hub.anyone().get("/api/menu").await.refused(503, "hub_full");
    assert_eq!(hub.anyone().get("/api/device").await.status, 200, "whether it is one, it may ask");
    for path in ["/api/device", "/api/menu"] {
        assert_eq!(tablet.get(path).await.status, 200, "{path}");
    }
    hub.anyone().at_device(&"0".repeat(64)).get("/api/menu").await.refused(503, "hub_full");
}

/// Whoever had just come was the first to give way: where somebody sent 114 halves of requests in a second,
/// nobody else was served any more, staff neither.
#[tokio::test]
async fn newcomers_get_in_while_half_sent_requests_pour_in() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let party = hub.table("1").seated(2).await;
    let mut own = let_in(&hub, &party.joined_by("Ada").await).await;
    let waiter = hub.staff(Role::Waiter).await;
    let mut flood = Vec::new();
    for number in 0..120 {
        hub.clock.advance(Duration::from_millis(9));
        flood.push(half_from(number, &hub).await);
    }
    for number in 0..30 {
        let mut slow = Raw::open(hub.address()).await;
        for half in 0..10 {
            hub.clock.advance(Duration::from_millis(9));
            flood.push(half_from(number * 7 + half, &hub).await);
        }
        let answer = match number % 2 {
            0 => slow.ask("GET /api/menu HTTP/1.1\r\nHost: localhost\r\n\r\n").await,
            _ => {
                let fields = format!("Host: localhost\r\nAuthorization: Bearer {}", waiter.token().unwrap());
                slow.ask(&format!("GET /api/floor HTTP/1.1\r\n{fields}\r\n\r\n")).await
            }
        };
        assert_eq!(answer.map(|answer| answer.status), Some(200), "newcomer {number}");
    }
    flood[0].ended().await;
    own.attended().await;
}

/// The library counted the time of a head from the end of the request before it.
#[tokio::test]
async fn a_connection_rests_longer_than_a_head_may_take() {
    let bounds = Bounds { headers_within: Duration::from_millis(100), ..LITTLE };
    let hub = TestHub::start_bounded(bounds).await;
    let ask = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut rested = Raw::open(hub.address()).await;
    assert_eq!(rested.ask(ask).await.unwrap().status, 200);
    let mut silent = Raw::open(hub.address()).await;
    silent.ended().await;
    assert_eq!(rested.ask(ask).await.unwrap().status, 200, "it may rest for longer");
    rested.send(&ask[..30]).await;
    rested.ended().await;
}

/// Each counted as busy from the upgrade on: 32 of them kept every guest out.
#[tokio::test]
async fn sockets_that_say_no_hello_keep_nobody_out() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let party = hub.table("1").seated(2).await;
    let mut own = let_in(&hub, &party.joined_by("Ada").await).await;
    let mut crowd = Vec::new();
    for number in 0..200 {
        let path = if number % 2 == 0 { "/api/sync" } else { "/api/feed" };
        crowd.push(Socket::open(hub.address(), path, None).await);
        if number % 50 == 49 {
            let guest = party.joined_by(&format!("Guest {number}")).await;
            let mut phone = guest.phone(&hub).await;
            phone.adds("soup", &[], 1).await;
            phone.saved().await;
        }
    }
    crowd[0].ended().await;
    own.attended().await;
}

#[tokio::test]
async fn the_place_of_a_socket_is_free_once_it_has_ended() {
    let hub = TestHub::start_bounded(LITTLE).await;
    let room = LITTLE.connections_max - LITTLE.staff_reserved;
    for _ in 0..3 {
        let mut sockets = Vec::new();
        for _ in 0..room {
            sockets.push(Socket::open(hub.address(), "/api/sync", None).await);
        }
        for mut socket in sockets {
            socket.send_text("no hello").await;
            socket.ended().await;
        }
        while hub.anyone().get("/api/menu").await.status == 503 {}
    }
}

#[tokio::test]
async fn headers_have_to_be_there_in_time() {
    let soon = Duration::from_millis(100);
    let hub =
        TestHub::start_bounded(Bounds { headers_within: soon, idle_max: soon, ..Bounds::default() }).await;
    for start in [
        "",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        let mut raw = Raw::open(hub.address()).await;
        raw.send(start).await;
        raw.ended().await;
    }
}
