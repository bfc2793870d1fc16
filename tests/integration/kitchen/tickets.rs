//! Tickets: by station, oldest first, bumped and recalled; their age from the hub's steady clock.

use std::time::Duration;

use plato_sync_protocol::api::{CartAdd, CartAnswer};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::views::DishStatus;
use plato_tests::clock::EVENING_MS;
use plato_tests::party::chosen;
use plato_tests::{TestHub, fresh_id};

use super::{kitchen, view};

#[tokio::test]
async fn each_station_gets_its_part_of_an_order_in_the_kitchens_words() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let steak = CartAdd {
        item: "steak".parse().unwrap(),
        config: LineConfig { note: "no salt".into(), ..chosen(&["doneness/well", "extras/egg"]) },
        quantity: 2,
        diner: None,
    };
    ada.http.post("/api/customer/cart/add").json(&steak).await.ok::<CartAnswer>();
    ben.adds("lemonade", &[], 1).await;
    ben.orders().await;
    let shown = view(&kitchen(&hub).await).await;
    let [bar, grill] = &shown.tickets[..] else { panic!("{shown:?}") };
    assert_eq!((bar.ticket.to_string(), grill.ticket.to_string()), ("1-bar".into(), "1-grill".into()));
    assert_eq!((grill.table.as_str(), grill.room.as_str(), grill.round), ("7", "Yard", 1));
    assert_eq!((&grill.also_at, &bar.also_at), (&vec!["Bar".to_owned()], &vec!["Grill".to_owned()]));
    let dish = &grill.lines[0];
    assert_eq!((dish.index, dish.quantity, dish.name.as_str()), (0, 2, "STEAK 250"));
    assert_eq!((dish.modifiers.join(","), dish.note.as_str()), ("WD,Fried egg".into(), "no salt"));
    assert_eq!((dish.diners.join(","), dish.status), ("Ada".into(), DishStatus::Queued));
    assert_eq!((bar.lines[0].index, bar.lines[0].diners.join(",")), (1, "Ben".into()));
    let stations: Vec<_> =
        shown.stations.iter().map(|station| (station.name.as_str(), station.late_after_ms)).collect();
    assert_eq!(stations, [("Grill", 12 * 60_000), ("Bar", 6 * 60_000)]);
}

#[tokio::test]
async fn tickets_come_oldest_first_with_their_age_on_the_hubs_steady_clock() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    hub.clock.advance(Duration::from_secs(90));
    hub.clock.set_wall_ms(EVENING_MS - 86_400_000);
    guest.orders_one("soup", &[]).await;
    hub.clock.advance(Duration::from_secs(30));
    let kitchen = kitchen(&hub).await;
    for _ in 0..2 {
        let shown = view(&kitchen).await;
        let ages =
            shown.tickets.iter().map(|ticket| (ticket.order.0, shown.hub_time_ms - ticket.fired_at_ms));
        assert_eq!(ages.collect::<Vec<_>>(), [(1, 120_000), (2, 30_000)]);
        hub.restart().await;
    }
}

#[tokio::test]
async fn a_bumped_ticket_is_done_and_a_recalled_one_is_back() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("steak", &["doneness/rare"], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    hub.clock.advance(Duration::from_secs(5));
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    let shown = view(&kitchen).await;
    assert!(shown.tickets.is_empty() && shown.done[0].is_bumped);
    assert_eq!(shown.done[0].bumped_at_ms - shown.done[0].fired_at_ms, 5_000);
    assert!(shown.done[0].lines.iter().all(|dish| dish.status == DishStatus::Ready));
    kitchen.command("/api/kitchen/ticket/1-grill/recall").await.done();
    let shown = view(&kitchen).await;
    assert!(shown.done.is_empty() && !shown.tickets[0].is_bumped);
    assert!(shown.tickets[0].lines.iter().all(|dish| dish.status == DishStatus::Cooking));
}

#[tokio::test]
async fn what_is_at_the_table_stays_there_when_its_ticket_is_recalled() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    guest.adds("steak", &["doneness/rare"], 1).await;
    guest.orders().await;
    let kitchen = kitchen(&hub).await;
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    let served = serde_json::json!({ "status": "served" });
    kitchen.command("/api/kitchen/order/1/item/0/status").json(&served).await.done();
    kitchen.command("/api/kitchen/ticket/1-grill/recall").await.done();
    let statuses: Vec<_> = view(&kitchen).await.tickets[0].lines.iter().map(|dish| dish.status).collect();
    assert_eq!(statuses, [DishStatus::Served, DishStatus::Cooking]);
}

#[tokio::test]
async fn a_bump_or_recall_that_cannot_be_is_refused() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let kitchen = kitchen(&hub).await;
    hub.unchanged_by(async {
        kitchen.command("/api/kitchen/ticket/1-grill/recall").await.refused(409, "ticket_not_bumped");
        for verb in ["bump", "recall"] {
            let at = |ticket: &str| format!("/api/kitchen/ticket/{ticket}/{verb}");
            kitchen.command(&at("1-bar")).await.refused(404, "ticket_unknown");
            kitchen.command(&at("2-grill")).await.refused(404, "ticket_unknown");
            kitchen.command(&at("grill")).await.refused(404, "path_unknown");
            kitchen.command(&at("99999999999-grill")).await.refused(404, "path_unknown");
            kitchen.post(&at("1-grill")).await.refused(400, "command_id_missing");
            kitchen
                .post(&at("1-grill"))
                .field("idempotency-key", "x")
                .await
                .refused(400, "command_id_malformed");
        }
    })
    .await;
    let id = fresh_id();
    kitchen.post("/api/kitchen/ticket/1-grill/bump").id(id).await.done();
    hub.unchanged_by(async {
        kitchen.post("/api/kitchen/ticket/1-grill/bump").id(id).await.done();
        kitchen.command("/api/kitchen/ticket/1-grill/bump").await.refused(409, "ticket_already_bumped");
        kitchen.post("/api/kitchen/ticket/1-grill/recall").id(id).await.refused(409, "command_reused");
    })
    .await;
}
