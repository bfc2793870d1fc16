//! Devices of the house: enrolling, switching people with a PIN, revoking.

use std::time::Duration;

use plato_sync_protocol::api::{Role, StaffAnswer};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::team::DeviceCode;
use plato_tests::hub::PASSWORD;
use plato_tests::{StaffScreen, TestHub};
use serde_json::json;

use super::{PIN, chooses_pin, device, enrolled, id_of, redeems, signs_in_with_pin, team};

#[tokio::test]
async fn a_code_enrols_one_device_once_within_ten_minutes() {
    let hub = TestHub::start().await;
    let manager = hub.staff(Role::Manager).await;
    let ask = || manager.post("/api/team/device-codes").json(&json!({ "name": "Bar tablet" }));
    let code: DeviceCode = ask().await.ok();
    assert_eq!((code.code.len(), code.expires_in_ms), (9, 600_000));
    hub.unchanged_by(redeems(&hub.anyone(), "AAAA-BBBB")).await.refused(422, "device_code_wrong");
    let answer = redeems(&hub.anyone(), &code.code.to_lowercase().replace('-', " ")).await;
    answer.done();
    hub.unchanged_by(redeems(&hub.anyone(), &code.code)).await.refused(422, "device_code_wrong");
    let late: DeviceCode = ask().await.ok();
    hub.clock.advance(Duration::from_secs(600));
    hub.unchanged_by(redeems(&hub.anyone(), &late.code)).await.refused(422, "device_code_wrong");
    let tablet = hub.anyone().at_device(&answer.cookie("plato_device"));
    hub.restart().await;
    let known = device(&tablet).await;
    assert_eq!(known.device.unwrap().name, "Bar tablet");
    assert_eq!(known.people.len(), 5, "one of the house hears who works here");
    assert_eq!(device(&hub.anyone()).await.people, [], "others do not");
}

#[tokio::test]
async fn people_switch_with_their_pins_on_a_device_of_the_house_and_nowhere_else() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    let (waiter, kitchen) = (id_of(&hub, Role::Waiter), id_of(&hub, Role::Kitchen));
    signs_in_with_pin(&tablet, &waiter, PIN).await.refused(401, "sign_in_wrong");
    chooses_pin(&hub, Role::Waiter).await;
    chooses_pin(&hub, Role::Kitchen).await;
    signs_in_with_pin(&hub.anyone(), &waiter, PIN).await.refused(403, "device_not_enrolled");
    let first = signs_in_with_pin(&tablet, &waiter, PIN).await;
    let told: StaffAnswer = first.ok();
    assert_eq!(
        (told.name.as_str(), told.device.as_deref(), told.has_pin),
        ("Waiter", Some("Bar tablet"), true)
    );
    let cookie = format!("plato_staff={}", first.cookie("plato_staff"));
    let second = tablet.post("/api/staff/sign-in/pin").field("cookie", &cookie);
    let second = second.json(&json!({ "staff": kitchen, "pin": PIN })).await;
    assert_eq!(second.ok::<StaffAnswer>().role, Role::Kitchen);
    let was = hub.anyone().with_token(&first.cookie("plato_staff"));
    was.get("/api/staff/me").await.refused(401, "staff_signed_out");
}

#[tokio::test]
async fn a_revoked_device_signs_everyone_on_it_out_at_once() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    chooses_pin(&hub, Role::Waiter).await;
    let answer = signs_in_with_pin(&tablet, &id_of(&hub, Role::Waiter), PIN).await;
    let token = answer.cookie("plato_staff");
    let mut screen = StaffScreen::open(hub.address(), FeedKind::Floor, Some(&token), None).await;
    screen.frame().await;
    let owner = hub.staff(Role::Owner).await;
    let bar = team(&owner).await.devices.remove(0);
    owner.post(&format!("/api/team/devices/{}/revoke", bar.device)).await.done();
    assert_eq!(screen.refused().await.0, "staff_signed_out");
    assert_eq!(device(&tablet).await.device, None);
    signs_in_with_pin(&tablet, &id_of(&hub, Role::Waiter), PIN).await.refused(403, "device_not_enrolled");
    let again = owner.post(&format!("/api/team/devices/{}/revoke", bar.device)).await;
    again.refused(404, "device_unknown");
}

#[tokio::test]
async fn a_pin_is_four_to_six_digits_and_no_run() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let choose = |password: &str, pin: &str| {
        waiter.post("/api/staff/me/pin").json(&json!({ "password": password, "pin": pin }))
    };
    for unfit in ["", "123", "4913571", "12a4", "1234", "654321", "0000", "1212", "٤٩١٣"] {
        hub.unchanged_by(choose(PASSWORD, unfit)).await.refused(422, "staff_pin_refused");
    }
    choose("not the password", PIN).await.refused(403, "proof_wrong");
    choose(PASSWORD, "491357").await.done();
    assert!(waiter.get("/api/staff/me").await.ok::<StaffAnswer>().has_pin);
}

#[tokio::test]
async fn a_browser_that_is_enrolled_anew_is_listed_once() {
    let hub = TestHub::start().await;
    let tablet = enrolled(&hub, "Bar tablet").await;
    let owner = hub.staff(Role::Owner).await;
    let code: DeviceCode = owner.post("/api/team/device-codes").json(&json!({ "name": "Pass" })).await.ok();
    redeems(&tablet, &code.code).await.done();
    let devices = team(&owner).await.devices;
    assert_eq!(devices.iter().map(|device| device.name.as_str()).collect::<Vec<_>>(), ["Pass"]);
}
