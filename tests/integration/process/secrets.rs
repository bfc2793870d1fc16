//! No secret is in anything that a hub writes: not in its log, its audit, its database.

use plato_hub::demo::FACTS_FILE;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::message::{FeedKind, FromDevice};
use plato_sync_protocol::team::{DeviceAnswer, DeviceCode};
use plato_sync_protocol::vector::to_hex;
use plato_tests::phone::hello;
use plato_tests::process::{Starting, demo_facts, plato, run};
use plato_tests::{Phone, StaffScreen, fresh_id, hub_address};
use serde_json::{Value, json};

use super::{data, joins, staff};

const PASSWORD: &str = "5entinel password";
const WRONG: &str = "5entinel wrong";
const TYPED_AS_NAME: &str = "5entinel typed as name";
const PIN: &str = "491357";
const NOTE: &str = "5entinel note";

#[tokio::test]
async fn no_secret_is_in_anything_that_a_hub_writes() {
    let (_folder, data) = data();
    let hub = Starting::on(&data, hub_address()).demo().env("PLATO_LOG", "trace").start();
    let facts = demo_facts(&data);
    let owner = staff(&hub, &facts).await;
    let signs_in = |name: &str, password: &str| {
        hub.anyone().post("/api/staff/sign-in").json(&json!({ "name": name, "password": password }))
    };
    let mia = json!({ "name": "Mia", "role": "manager", "password": PASSWORD });
    owner.post("/api/team/people").id(fresh_id()).json(&mia).await.done();
    signs_in("Mia", WRONG).await.refused(401, "sign_in_wrong");
    signs_in(TYPED_AS_NAME, PASSWORD).await.refused(401, "sign_in_wrong");
    let mia = hub.anyone().signed_in("Mia", PASSWORD).await;
    mia.post("/api/staff/me/pin").json(&json!({ "password": PASSWORD, "pin": PIN })).await.done();
    let code: DeviceCode = mia.post("/api/team/device-codes").json(&json!({ "name": "Bar" })).await.ok();
    let enrolled = hub.anyone().post("/api/device/enrol").json(&json!({ "code": code.code })).await;
    let device = enrolled.cookie("plato_device");
    let tablet = hub.anyone().at_device(&device);
    let people: DeviceAnswer = tablet.get("/api/device").await.ok();
    let staff = &people.people.iter().find(|person| person.name == "Mia").unwrap().staff;
    let switched = tablet.post("/api/staff/sign-in/pin").json(&json!({ "staff": staff, "pin": PIN })).await;
    let by_pin = switched.cookie("plato_staff");
    let stepped = tablet.with_token(&by_pin).post("/api/staff/step-up").json(&json!({ "pin": PIN }));
    stepped.await.done();
    let path = format!("/api/floor/sessions/{}/pin", facts.session);
    assert_eq!(owner.get(&path).await.status, 200);
    let guest = joins(&hub, &data, "Ada").await;
    // Also as a phone on a socket, in either format, and by long-poll.
    let hello = hello(&guest.token);
    for format in [Format::Cbor, Format::Json] {
        drop(Phone::connect_in(hub.address, &hello, format).await);
    }
    let first = codec::encode(&FromDevice::Hello(hello), Format::Cbor);
    let framed = [&u32::try_from(first.len()).unwrap().to_be_bytes()[..], &first].concat();
    let polled = hub.anyone().post("/api/sync/poll").body("application/octet-stream", framed).await;
    assert_eq!(polled.status, 200, "{polled:?}");
    let mut screen = StaffScreen::open(hub.address, FeedKind::Kitchen, owner.token(), None).await;
    screen.frame().await;
    let add = json!({ "item": "tiramisu", "config": { "modifiers": [], "note": NOTE }, "quantity": 1 });
    let cart: Value = guest.http.post("/api/customer/cart/add").json(&add).await.ok();
    let mut order = cart["confirm"].clone();
    order["command_id"] = json!(fresh_id());
    assert_eq!(guest.http.post("/api/order/place").json(&order).await.status, 200);
    // Links of receipts and of visits that are over have their keys in the address.
    let key = "5entinelkey".repeat(3);
    for path in ["/api/receipts/paymentaaa/", "/api/goodbye/sessionaaa/dineraaaaa/", "/api/nothing/"] {
        let _ = hub.anyone().get(&format!("{path}{key}")).await;
    }
    let shown = owner.post("/api/audit").json(&json!({})).await.body;
    let csv = owner.post("/api/audit/export").json(&json!({})).await.body;
    assert!(csv.contains("sign_in_failed") && csv.contains("pin_revealed"), "{csv}");
    let plain_code = code.code.replace('-', "");
    // Libraries write bytes as hexadecimal digits.
    let in_hex = |text: &str| to_hex(text.as_bytes());
    let tokens = [owner.token(), mia.token(), Some(&guest.token), Some(&device), Some(&by_pin)];
    let mut secrets: Vec<String> = tokens.map(|token| token.unwrap().to_owned()).to_vec();
    secrets.extend(tokens.map(|token| in_hex(token.unwrap())));
    let typed = [PASSWORD, WRONG, TYPED_AS_NAME, &code.code, &plain_code, &facts.staff_password];
    secrets.extend(typed.map(str::to_owned));
    secrets.push(key);
    // Digits stand in many numbers by chance; as a whole value they stand only where a PIN does.
    secrets.extend(
        [PIN, &facts.pin]
            .iter()
            .flat_map(|pin| [format!("\"{pin}\""), format!(",{pin},"), format!("={pin} ")]),
    );
    let log = hub.log();
    assert!(log.contains("\"TRACE\""), "the log says much: {log}");
    hub.terminate();
    let exported = run(plato("export-log").arg("--data").arg(&data));
    let exported = String::from_utf8(exported.stdout).unwrap();
    assert!(exported.contains(NOTE), "the order has the note, because the kitchen needs it");
    let written: Vec<(String, String)> = std::fs::read_dir(&data)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // Made for scripts of the demo, with its password.
        .filter(|path| !path.ends_with(FACTS_FILE))
        .map(|path| {
            (path.display().to_string(), String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned())
        })
        .collect();
    assert!(written.iter().any(|(path, _)| path.ends_with("plato.redb")));
    let said = [("the log", &log), ("the audit", &shown), ("the export", &csv), ("the event log", &exported)];
    for secret in &secrets {
        for (place, text) in said {
            assert!(!text.contains(secret.as_str()), "{secret} is in {place}");
        }
        for (place, text) in &written {
            assert!(!text.contains(secret.as_str()), "{secret} is in {place}");
        }
    }
    for (place, text) in &said[..3] {
        assert!(!text.contains(NOTE), "the note is in {place}");
    }
}
