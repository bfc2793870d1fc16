//! `/api/floor`: tables, seating, PINs, QR codes.

use plato_sync_protocol::api::{PinAnswer, Role, TableCode};
use plato_sync_protocol::floor::FloorView;
use plato_sync_protocol::message::FeedKind;
use plato_tests::{Http, TestHub, fresh_id};
use serde_json::{Value, json};

fn family(covers: u16) -> Value {
    json!({ "covers": covers, "mode": "family" })
}

async fn waiter(hub: &TestHub) -> Http {
    hub.staff(Role::Waiter).await
}

const SEAT: &str = "/api/floor/tables/1/seat";

#[tokio::test]
async fn the_floor_shows_rooms_tables_and_parties() {
    let hub = TestHub::start().await;
    let party = hub.table("7").seated(3).await;
    let guest = party.joined_by("Ada").await;
    guest.adds("soup", &[], 2).await;
    guest.adds("coffee", &[], 1).await;
    guest.orders().await;
    let waiter = waiter(&hub).await;
    waiter.command("/api/kitchen/ticket/1-bar/bump").await.done();
    let floor: FloorView = waiter.get("/api/floor").await.ok();
    let rooms: Vec<_> = floor.rooms.iter().map(|room| (room.name.as_str(), room.tables.len())).collect();
    assert_eq!(rooms, [("Main room", 6), ("Yard", 6)]);
    let seated = floor.rooms[1].tables[0].session.as_ref().unwrap();
    assert_eq!((&seated.session, seated.covers, seated.diners.join(",")), (&party.session, 3, "Ada".into()));
    assert_eq!((seated.orders, seated.dishes_open, seated.dishes_ready), (1, 2, 1));
    assert!(floor.rooms[0].tables.iter().all(|table| table.session.is_none()));
}

#[tokio::test]
async fn a_seated_party_gets_a_pin_that_lets_it_in() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    let PinAnswer { session, pin } = waiter(&hub).await.command(SEAT).json(&family(4)).await.ok();
    assert!(pin.len() == 4 && pin.bytes().all(|digit| digit.is_ascii_digit()));
    screen.until(|screen| screen.floor.is_some() && screen.table("1").session.is_some()).await;
    assert_eq!(screen.table("1").session.unwrap().session, session);
    let key = hub.table_key(&"1".parse().unwrap());
    let join = json!({ "table": "1", "key": key, "pin": pin, "name": "Ada" });
    assert_eq!(
        hub.anyone().post("/api/sessions/join").json(&join).await.value()["session"],
        session.as_str()
    );
}

#[tokio::test]
async fn seating_again_with_the_same_id_gives_the_same_pin_and_one_party() {
    let hub = TestHub::start().await;
    let (waiter, id) = (waiter(&hub).await, fresh_id());
    let first = waiter.post(SEAT).id(id).json(&family(4)).await;
    let again = hub.unchanged_by(waiter.post(SEAT).id(id).json(&family(4))).await;
    assert_eq!(again.body, first.body);
    hub.unchanged_by(waiter.post(SEAT).id(id).json(&family(5))).await.refused(409, "command_reused");
    hub.restart().await;
    hub.unchanged_by(waiter.post(SEAT).id(id).json(&family(4))).await.refused(404, "pin_forgotten");
}

#[tokio::test]
async fn a_party_that_cannot_be_seated_is_refused() {
    let hub = TestHub::start().await;
    let waiter = waiter(&hub).await;
    waiter.command("/api/floor/tables/2/seat").json(&family(2)).await.ok::<PinAnswer>();
    hub.unchanged_by(async {
        waiter.command("/api/floor/tables/2/seat").json(&family(2)).await.refused(409, "table_taken");
        waiter.command("/api/floor/tables/99/seat").json(&family(2)).await.refused(404, "table_unknown");
        waiter.command("/api/floor/tables/A%20b/seat").json(&family(2)).await.refused(404, "path_unknown");
        for covers in [0, 61, u16::MAX] {
            waiter.command(SEAT).json(&family(covers)).await.refused(422, "covers_out_of_bounds");
        }
        let odd = [
            json!({ "covers": -1, "mode": "family" }),
            json!({ "covers": 2 }),
            json!({ "covers": 2, "mode": "x" }),
        ];
        for body in odd {
            waiter.command(SEAT).json(&body).await.refused(422, "body_refused");
        }
        waiter.command(SEAT).body("application/json", "{\"covers\":").await.refused(400, "json_malformed");
        waiter.command(SEAT).body("text/plain", "2").await.refused(415, "json_expected");
        waiter.post(SEAT).json(&family(2)).await.refused(400, "command_id_missing");
        waiter
            .post(SEAT)
            .field("idempotency-key", "1")
            .json(&family(2))
            .await
            .refused(400, "command_id_malformed");
    })
    .await;
    for covers in [1, 60] {
        let table = if covers == 1 { "3" } else { "4" };
        let path = format!("/api/floor/tables/{table}/seat");
        waiter.command(&path).json(&family(covers)).await.ok::<PinAnswer>();
    }
}

#[tokio::test]
async fn nobody_is_seated_where_there_is_no_venue() {
    let hub = TestHub::empty();
    hub.hire(Role::Waiter).await;
    let waiter = waiter(&hub).await;
    hub.unchanged_by(waiter.command(SEAT).json(&family(2))).await.refused(409, "no_venue");
}

#[tokio::test]
async fn a_pin_is_shown_until_the_hub_restarts_and_made_anew_after() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let waiter = waiter(&hub).await;
    let path = format!("/api/floor/sessions/{}/pin", party.session);
    assert_eq!(waiter.get(&path).await.ok::<PinAnswer>().pin, party.pin);
    hub.restart().await;
    waiter.get(&path).await.refused(404, "pin_forgotten");
    let (reissue, id) = (format!("{path}/reissue"), fresh_id());
    let PinAnswer { pin, .. } = waiter.post(&reissue).id(id).await.ok();
    assert_eq!(hub.unchanged_by(waiter.post(&reissue).id(id)).await.ok::<PinAnswer>().pin, pin);
    assert_eq!(waiter.get(&path).await.ok::<PinAnswer>().pin, pin);
    if pin != party.pin {
        party.tries(&party.pin).await.refused(401, "pin_wrong");
    }
    assert_eq!(party.tries(&pin).await.status, 200);
    assert_eq!(guest.http.post("/api/sessions/resume").await.status, 200, "who is in stays in");
}

#[tokio::test]
async fn a_pin_that_cannot_be_made_anew_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let waiter = waiter(&hub).await;
    party.closed().await;
    let path = |session: &str| format!("/api/floor/sessions/{session}/pin");
    hub.unchanged_by(async {
        let own = path(party.session.as_str());
        waiter.command(&format!("{own}/reissue")).await.refused(409, "session_closed");
        waiter.post(&format!("{own}/reissue")).await.refused(400, "command_id_missing");
        waiter.get(&own).await.refused(404, "pin_forgotten");
        waiter.command(&format!("{}/reissue", path("aaaaaaaaaa"))).await.refused(404, "session_unknown");
        waiter.command(&format!("{}/reissue", path("nobody"))).await.refused(404, "path_unknown");
        waiter.get(&path("nobody")).await.refused(404, "path_unknown");
        waiter.get(&path("aaaaaaaaaa")).await.refused(404, "pin_forgotten");
    })
    .await;
}

#[tokio::test]
async fn a_qr_code_leads_to_the_table_with_its_key_behind_the_hash() {
    let hub = TestHub::start().await;
    let waiter = waiter(&hub).await;
    let code: TableCode = waiter.get("/api/floor/tables/3/code").await.ok();
    let key = hub.table_key(&"3".parse().unwrap());
    assert_eq!(code.url, format!("{}/t/3#{key}", hub.url()));
    assert!(code.svg.contains("<svg") && key.len() == 32);
    waiter.get("/api/floor/tables/99/code").await.refused(404, "table_unknown");
    waiter.get("/api/floor/tables/A%20b/code").await.refused(404, "path_unknown");
}
