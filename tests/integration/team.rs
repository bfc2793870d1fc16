//! First owner, accounts, devices of the house, PINs, step-up, sign-ins.

mod devices;
mod first_owner;
mod limits;
mod people;
mod sign_ins;
mod step_up;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::StaffId;
use plato_sync_protocol::team::{DeviceAnswer, DeviceCode, TeamView};
use plato_tests::hub::{PASSWORD, staff_name};
use plato_tests::{Answer, Http, TestHub};
use serde_json::json;

const PIN: &str = "4913";

/// The id of the account that has a role.
fn id_of(hub: &TestHub, role: Role) -> StaffId {
    hub.app().members.published.read(|venue, _| venue.staff_account(&staff_name(role)).unwrap().account.staff)
}

/// Makes a device one of the house, and goes on with its calls.
async fn enrolled(hub: &TestHub, name: &str) -> Http {
    let owner = hub.staff(Role::Owner).await;
    let code: DeviceCode = owner.post("/api/team/device-codes").json(&json!({ "name": name })).await.ok();
    let answer = redeems(&hub.anyone(), &code.code).await;
    answer.done();
    hub.anyone().at_device(&answer.cookie("plato_device"))
}

async fn redeems(device: &Http, code: &str) -> Answer {
    device.post("/api/device/enrol").json(&json!({ "code": code })).await
}

/// Somebody chooses the PIN of these tests.
async fn chooses_pin(hub: &TestHub, role: Role) {
    let body = json!({ "password": PASSWORD, "pin": PIN });
    hub.staff(role).await.post("/api/staff/me/pin").json(&body).await.done();
}

async fn signs_in_with_pin(device: &Http, staff: &StaffId, pin: &str) -> Answer {
    device.post("/api/staff/sign-in/pin").json(&json!({ "staff": staff, "pin": pin })).await
}

async fn signs_in(from: &Http, name: &str, password: &str) -> Answer {
    from.post("/api/staff/sign-in").json(&json!({ "name": name, "password": password })).await
}

async fn team(owner: &Http) -> TeamView {
    owner.get("/api/team").await.ok()
}

async fn device(http: &Http) -> DeviceAnswer {
    http.get("/api/device").await.ok()
}
