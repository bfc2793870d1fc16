//! SIGKILL at the worst moments: what was acknowledged is there, what was not may be asked again.

use std::io::Write;
use std::net::TcpStream;

use plato_sync_protocol::api::{OrderReceipt, OrdersAnswer};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::KitchenView;
use plato_tests::party::order;
use plato_tests::process::demo_facts;
use plato_tests::{Guest, HubProcess, StaffScreen, fresh_id, hub_address};

use super::{data, joins, staff};

/// A dish of the demo's menu that asks for no choice.
async fn simple_dish(guest: &Guest) -> String {
    let menu = guest.http.get("/api/menu").await.value();
    let items = menu["items"].as_array().unwrap();
    let simple = items.iter().find(|item| item["modifier_groups"].as_array().unwrap().is_empty());
    simple.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_order_whose_hub_was_killed_before_the_answer_was_read_is_taken_once() {
    let (_folder, data) = data();
    let address = hub_address();
    let hub = HubProcess::demo(&data, address);
    let facts = demo_facts(&data);
    let guest = joins(&hub, &data, "Ada").await;
    guest.adds(&simple_dish(&guest).await, &[], 2).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let kitchen = staff(&hub, &facts).await;
    let mut screen = StaffScreen::open(address, FeedKind::Kitchen, kitchen.token(), None).await;
    screen.frame().await;
    assert!(screen.tickets.is_empty());

    let body = serde_json::to_string(&order(&reviewed, id)).unwrap();
    let mut raw = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /api/order/place HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        guest.token,
        body.len()
    );
    raw.write_all(format!("{head}{body}").as_bytes()).unwrap();
    screen.until(|screen| !screen.tickets.is_empty()).await;
    hub.kill();
    drop(raw);
    assert!(TcpStream::connect(address).is_err(), "the hub is gone");

    let hub = HubProcess::demo(&data, address);
    let first = guest.places(&reviewed, id).await;
    let receipt: OrderReceipt = first.ok();
    assert_eq!((receipt.command_id, receipt.order.order.0, receipt.order.lines[0].diners.len()), (id, 1, 2));
    assert_eq!(guest.places(&reviewed, id).await.body, first.body);
    let view: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    assert_eq!((view.tickets.len(), view.done.len()), (1, 0));
    assert!(guest.cart().await.lines.is_empty());
    drop(hub);
}

#[tokio::test]
async fn orders_that_were_under_way_when_the_hub_was_killed_are_taken_once_each() {
    let (_folder, data) = data();
    let address = hub_address();
    let mut hub = HubProcess::demo(&data, address);
    let guest = joins(&hub, &data, "Ada").await;
    let dish = simple_dish(&guest).await;
    for round in 1..=4 {
        guest.adds(&dish, &[], 1).await;
        let (reviewed, id) = (guest.reviews().await, fresh_id());
        let body = serde_json::to_string(&order(&reviewed, id)).unwrap();
        let mut raw = TcpStream::connect(address).unwrap();
        let head = format!(
            "POST /api/order/place HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            guest.token,
            body.len()
        );
        raw.write_all(format!("{head}{body}").as_bytes()).unwrap();
        // Nobody knows how far it came.
        hub.kill();
        hub = HubProcess::demo(&data, address);
        let receipt: OrderReceipt = guest.places(&reviewed, id).await.ok();
        assert_eq!((receipt.order.round, receipt.order.order.0), (round, round));
        let orders: OrdersAnswer = guest.order_list().await.ok();
        assert_eq!(orders.orders.len(), round as usize);
        assert!(guest.cart().await.lines.is_empty());
    }
}

#[tokio::test]
async fn edits_that_were_acknowledged_are_there_after_a_kill() {
    let (_folder, data) = data();
    let address = hub_address();
    let hub = HubProcess::demo(&data, address);
    let guest = joins(&hub, &data, "Ada").await;
    let dish = simple_dish(&guest).await;
    let mut phone = plato_tests::Phone::connect(address, &guest.token).await;
    for _ in 0..5 {
        phone.adds(&dish, &[], 1).await;
    }
    phone.saved().await;
    hub.kill();
    let _hub = HubProcess::demo(&data, address);
    assert_eq!(plato_tests::Phone::connect(address, &guest.token).await.cart.heads(), phone.cart.heads());
}
