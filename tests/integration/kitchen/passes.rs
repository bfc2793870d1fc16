//! Two levels of a pass by HTTP and on the feeds: who hears when a dish can be brought.

use plato_sync_protocol::api::{OrdersAnswer, Role};
use plato_sync_protocol::message::{FeedKind, FromHub};
use plato_sync_protocol::views::DishStatus;
use plato_tests::{StaffScreen, TestHub, VENUE_FILE};
use serde_json::json;

use super::{kitchen, view};

/// The venue of the tests, where the grill hands its dishes to a pass of its own.
fn file() -> String {
    let grill = "id = \"grill\"\nname = \"Grill\"\n";
    assert!(VENUE_FILE.contains(grill));
    let file = VENUE_FILE.replace(grill, &format!("{grill}pass = \"hot\"\n"));
    format!("{file}\n[[pass]]\nid = \"hot\"\nname = \"Hot pass\"\n")
}

fn to_run(screen: &StaffScreen) -> u32 {
    screen.table("1").session.map_or(0, |session| session.dishes_ready)
}

#[tokio::test]
async fn what_is_made_can_be_brought_once_its_pass_has_let_it_go_also_after_a_restart() {
    let hub = TestHub::start().await;
    hub.import(&file()).await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.orders_one("soup", &[]).await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    floor.frame().await;
    let kitchen = kitchen(&hub).await;
    let pass = "/api/kitchen/order/1/pass/hot";
    let soup = json!({ "dishes": [0] });
    kitchen.command(pass).json(&soup).await.refused(409, "dish_not_ready");
    kitchen.command("/api/kitchen/ticket/1-grill/bump").await.done();
    kitchen.command("/api/kitchen/order/1/serve").await.refused(409, "nothing_ready");
    let served = json!({ "status": "served" });
    let past_it = kitchen.command("/api/kitchen/order/1/item/0/status").json(&served);
    hub.unchanged_by(past_it).await.refused(409, "dish_at_pass");
    assert_eq!(to_run(&floor), 0);
    let remade = |remade: u32| json!({ "dishes": [{ "index": 0, "remade": remade }] });
    kitchen.command(pass).json(&remade(1)).await.refused(409, "ticket_changed");
    let mut phone = guest.phone(&hub).await;
    let status = async || {
        let all: OrdersAnswer = guest.order_list().await.ok();
        all.orders[0].lines[0].status
    };
    assert_eq!(status().await, DishStatus::Cooking, "nobody can bring it");
    kitchen.command(pass).json(&remade(0)).await.done();
    let heard = phone.until(|frame| match frame {
        FromHub::OrderItemStatusChanged { status, .. } => Some(*status),
        _ => None,
    });
    assert_eq!(heard.await, DishStatus::Ready);
    assert_eq!(status().await, DishStatus::Ready);
    floor.until(|screen| to_run(screen) == 1).await;
    kitchen.command(pass).json(&soup).await.refused(409, "nothing_ready");
    kitchen.command("/api/kitchen/order/1/pass/cold").json(&soup).await.refused(404, "pass_unknown");

    hub.restart().await;
    let shown = view(&kitchen).await;
    assert_eq!(shown.passes.iter().map(|pass| pass.name.as_str()).collect::<Vec<_>>(), ["Hot pass"]);
    assert!(shown.done[0].lines[0].is_passed);
    kitchen.command("/api/kitchen/order/1/serve").await.done();
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    floor.until(|screen| screen.floor.is_some() && to_run(screen) == 0).await;
    kitchen.command("/api/kitchen/order/1/put-back").json(&soup).await.done();
    floor.until(|screen| to_run(screen) == 1).await;
    let ready = floor.table("1").session.unwrap().ready;
    assert_eq!((ready[0].number, ready[0].dishes[0].index), (1, Some(0)), "what a screen can take back");
    kitchen.command("/api/kitchen/order/1/put-back").json(&soup).await.refused(409, "nothing_served");
}
