//! Clean stops, and what the next start finds.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use plato_sync_protocol::message::FeedKind;
use plato_tests::process::demo_facts;
use plato_tests::{HubProcess, Phone, StaffScreen, hub_address};

use super::{data, joins, staff};

#[tokio::test]
async fn sigterm_stops_the_hub_within_a_second_whatever_is_open() {
    let (_folder, data) = data();
    let address = hub_address();
    let hub = HubProcess::demo(&data, address);
    let guest = joins(&hub, &data, "Ada").await;
    let mut phone = Phone::connect(address, &guest.token).await;
    let kitchen = staff(&hub, &demo_facts(&data)).await;
    let mut screen = StaffScreen::open(address, FeedKind::Kitchen, kitchen.token(), None).await;
    screen.frame().await;
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"POST /api/order/place HTTP/1.1\r\n").unwrap();
    let (status, took) = hub.terminate();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(1), "{took:?}");
    phone.socket.ended().await;
    screen.socket().ended().await;
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn a_second_start_of_the_demo_keeps_its_data_and_shows_a_new_pin() {
    let (_folder, data) = data();
    let address = hub_address();
    let hub = HubProcess::demo(&data, address);
    let first = demo_facts(&data);
    let guest = joins(&hub, &data, "Ada").await;
    let tickets = staff(&hub, &first).await;
    hub.terminate();
    let hub = HubProcess::demo(&data, address);
    let second = demo_facts(&data);
    assert_eq!((&second.session, &second.guest_url), (&first.session, &first.guest_url));
    assert_eq!(second.staff_password, first.staff_password);
    assert_eq!(guest.http.post("/api/sessions/resume").await.status, 200);
    assert_eq!(tickets.get("/api/staff/me").await.status, 200);
    joins(&hub, &data, "Ben").await;
    for told in
        [&second.guest_url, &second.pin, &second.kitchen_url, &second.floor_url, &second.staff_password]
    {
        assert!(hub.stdout().contains(told.as_str()), "{told} is not printed: {}", hub.stdout());
    }
    assert!(hub.stdout().contains('█'), "the QR code is printed");
}
