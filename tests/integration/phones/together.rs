//! Phones that are connected: joining, one cart, live.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{Stage, View};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::views::DishStatus;
use plato_tests::device::{dishes, is_seated, lines};
use plato_tests::party::chosen;
use plato_tests::{TestDevice, TestHub, euros};

use super::{level, pair};

fn refusal(view: &View) -> Option<(&str, Option<u32>)> {
    match &view.stage {
        Stage::Join { refusal: Some(refusal), .. } => Some((&refusal.code, refusal.attempts_left)),
        _ => None,
    }
}

#[tokio::test]
async fn a_wrong_pin_says_how_many_attempts_are_left_and_the_right_one_lets_in() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let device = TestDevice::scan(&hub, &party).await;
    for left in [4, 3] {
        device.does(Action::Join { pin: party.wrong_pin(), name: "Ada".into(), was_here: false }).await;
        device.until("the attempts left", |view| refusal(view) == Some(("pin_wrong", Some(left)))).await;
    }
    device.does(Action::Join { pin: party.pin.clone(), name: "Ada".into(), was_here: false }).await;
    let view = device.live().await;
    assert!(is_seated(&view));
    assert_eq!((view.table_name.as_str(), view.diners[0].name.as_str()), ("1", "Ada"));
}

#[tokio::test]
async fn joining_without_a_network_says_so() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let device = TestDevice::scan(&hub, &party).await;
    device.cut().await;
    device.does(Action::Join { pin: party.pin.clone(), name: "Ada".into(), was_here: false }).await;
    device.until("no hub", |view| refusal(view).is_some_and(|(code, _)| code == "hub_unreachable")).await;
    device.reconnect().await;
    device.does(Action::Join { pin: party.pin.clone(), name: "Ada".into(), was_here: false }).await;
    device.live().await;
}

#[tokio::test]
async fn an_edit_on_one_phone_shows_on_the_other() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("steak", &["doneness/rare", "extras/egg"], 2).await;
    level(&ada, &ben, 2).await;
    let shown = ben.view();
    let steak = lines(&shown)[0];
    assert_eq!((steak.name.as_str(), &steak.added_by, steak.total), ("Steak", &ada.me(), Some(euros(5200))));
    ben.does(Action::Less { line: steak.line.clone(), diner: ada.me() }).await;
    level(&ada, &ben, 1).await;
    ben.does(Action::Add {
        item: "soup".parse().unwrap(),
        config: chosen(&[]),
        portions: 3,
        diner: DinerId::everyone(),
    })
    .await;
    level(&ada, &ben, 4).await;
    let shown = ada.view();
    assert!(shown.cart.groups[0].diner.is_everyone() && shown.cart.groups[1].diner == ada.me());
    assert_eq!(shown.cart.total, Some(euros(2600 + 2250)));
}

#[tokio::test]
async fn everyone_sees_who_joins_and_who_is_there() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.until("both here", |view| view.diners.iter().filter(|diner| diner.is_here).count() == 2).await;
    ben.cut().await;
    ada.until("Ben gone", |view| view.diners.len() == 2 && !view.diners[1].is_here).await;
    ben.reconnect().await;
    ada.until("Ben back", |view| view.diners[1].is_here).await;
}

#[tokio::test]
async fn what_the_kitchen_does_shows_on_every_phone_of_the_party() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    ada.orders().await;
    ada.settled().await;
    let kitchen = hub.staff(plato_sync_protocol::api::Role::Kitchen).await;
    for (word, status) in
        [("cooking", DishStatus::Cooking), ("ready", DishStatus::Ready), ("served", DishStatus::Served)]
    {
        let move_it = kitchen.command("/api/kitchen/order/1/item/0/status");
        move_it.json(&serde_json::json!({ "status": word })).await.done();
        for device in [&ada, &ben] {
            device.until(word, |view| view.orders.first().is_some_and(|order| order.status == status)).await;
        }
    }
}

#[tokio::test]
async fn the_end_of_the_visit_shows_on_every_phone() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    ben.cut().await;
    party.closed().await;
    ben.reconnect().await;
    for device in [ada, ben] {
        let closed = Stage::Closed { code: "session_closed".into() };
        device.until("the end", |view| view.stage == closed).await;
        assert!(device.closes().await.records.is_empty(), "nothing of the visit stays on the phone");
    }
}

#[tokio::test]
async fn four_phones_that_edit_at_the_same_time_agree() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(4).await;
    let mut devices = Vec::new();
    for name in ["Ada", "Ben", "Cleo", "Dan"] {
        devices.push(TestDevice::seated(&hub, &party, name).await);
    }
    for _ in 0..5 {
        let [a, b, c, d] = &devices[..] else { unreachable!() };
        tokio::join!(
            a.adds("soup", &[], 1),
            b.adds("coffee", &[], 2),
            c.adds("soup", &[], 1),
            d.adds("lemonade", &[], 1)
        );
    }
    for device in &devices[1..] {
        level(&devices[0], device, 25).await;
    }
    let wanted = [("coffee".to_owned(), 10), ("lemonade".to_owned(), 5), ("soup".to_owned(), 10)];
    assert_eq!(dishes(&devices[0].view()), wanted);
}
