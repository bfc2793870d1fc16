//! `POST /api/kitchen/items/{item}/eighty-six`: off for now, on again, and who hears of it.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::menu::Menu;
use plato_sync_protocol::message::{FeedFromHub, FeedKind, FromHub};
use plato_tests::http::Call;
use plato_tests::{Http, TestHub};
use serde_json::json;

use super::{kitchen, view};

fn sets(kitchen: &Http, item: &str, is_eighty_sixed: bool) -> Call {
    let body = json!({ "is_eighty_sixed": is_eighty_sixed });
    kitchen.command(&format!("/api/kitchen/items/{item}/eighty-six")).json(&body)
}

async fn menu(hub: &TestHub) -> Menu {
    hub.anyone().get("/api/menu").await.ok()
}

fn is_off(menu: &Menu, item: &str) -> bool {
    menu.item(&item.parse().unwrap()).unwrap().is_eighty_sixed
}

#[tokio::test]
async fn a_dish_goes_off_and_on_again_and_everyone_hears_of_it() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.frame().await;
    let kitchen = kitchen(&hub).await;
    let before = menu(&hub).await;
    for (off, revision) in [(true, before.revision + 1), (false, before.revision + 2)] {
        sets(&kitchen, "soup", off).await.done();
        let now = menu(&hub).await;
        assert_eq!((now.revision, is_off(&now, "soup"), is_off(&now, "coffee")), (revision, off, false));
        let told = FromHub::MenuChanged { revision };
        phone.until(|frame| (*frame == told).then_some(())).await;
        let FeedFromHub::Kitchen { view: shown } = screen.frame().await else { panic!("not everything") };
        assert_eq!(shown.items, view(&kitchen).await.items);
        let soup = shown.items.iter().find(|item| item.item.as_str() == "soup").unwrap();
        assert_eq!((soup.name.as_str(), soup.station.as_str(), soup.is_eighty_sixed), ("Soup", "grill", off));
    }
}

#[tokio::test]
async fn what_is_off_stays_off_after_a_restart_and_a_new_menu() {
    let hub = TestHub::start().await;
    sets(&kitchen(&hub).await, "soup", true).await.done();
    hub.restart().await;
    assert!(is_off(&menu(&hub).await, "soup"));
    hub.import(plato_tests::VENUE_FILE).await;
    assert!(is_off(&menu(&hub).await, "soup"));
}

#[tokio::test]
async fn setting_what_is_so_already_changes_nothing() {
    let hub = TestHub::start().await;
    let kitchen = kitchen(&hub).await;
    hub.unchanged_by(sets(&kitchen, "soup", false)).await.done();
}

#[tokio::test]
async fn what_cannot_be_86d_is_refused() {
    let hub = TestHub::start().await;
    let kitchen = kitchen(&hub).await;
    hub.unchanged_by(async {
        sets(&kitchen, "lasagne", true).await.refused(404, "item_unknown");
        sets(&kitchen, "La%20sagne", true).await.refused(404, "path_unknown");
        let path = "/api/kitchen/items/soup/eighty-six";
        kitchen.post(path).json(&json!({ "is_eighty_sixed": true })).await.refused(400, "command_id_missing");
        kitchen.command(path).json(&json!({})).await.refused(422, "body_refused");
        kitchen.command(path).body("application/json", "off").await.refused(400, "json_malformed");
        kitchen.command(path).body("text/plain", "{}").await.refused(415, "json_expected");
    })
    .await;
}
