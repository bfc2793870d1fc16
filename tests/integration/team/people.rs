//! `/api/team/people`: accounts as owners and managers change them.

use plato_sync_protocol::api::{Role, StaffAnswer};
use plato_sync_protocol::message::FeedKind;
use plato_tests::hub::{PASSWORD, staff_name};
use plato_tests::{Http, StaffScreen, TestHub, fresh_id};
use serde_json::json;

use super::{id_of, signs_in, team};

const PEOPLE: &str = "/api/team/people";

async fn changes(by: &Http, hub: &TestHub, whose: Role, change: serde_json::Value) -> plato_tests::Answer {
    by.command(&format!("{PEOPLE}/{}", id_of(hub, whose))).json(&change).await
}

#[tokio::test]
async fn an_account_is_made_once_however_often_it_is_asked_for() {
    let hub = TestHub::start().await;
    let manager = hub.staff(Role::Manager).await;
    let (mia, id) = (json!({ "name": " Mia ", "role": "waiter", "password": "long and dull" }), fresh_id());
    manager.post(PEOPLE).id(id).json(&mia).await.done();
    hub.unchanged_by(manager.post(PEOPLE).id(id).json(&mia)).await.done();
    hub.unchanged_by(manager.command(PEOPLE).json(&mia)).await.refused(409, "staff_name_taken");
    let answer = signs_in(&hub.anyone(), "mia", "long and dull").await;
    assert_eq!(answer.ok::<StaffAnswer>().role, Role::Waiter);
    let people = team(&manager).await.people;
    assert_eq!(
        people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(),
        ["Cashier", "Kitchen", "Manager", "Mia", "Owner", "Waiter"]
    );
    let owner = people.iter().find(|person| person.role == Role::Owner).unwrap();
    assert!(!owner.is_yours_to_change);
}

#[tokio::test]
async fn the_rules_of_the_house_hold_over_http_as_well() {
    let hub = TestHub::start().await;
    let (owner, manager) = (hub.staff(Role::Owner).await, hub.staff(Role::Manager).await);
    hub.unchanged_by(async {
        let make = json!({ "name": "Eve", "role": "owner", "password": "long and dull" });
        manager.command(PEOPLE).json(&make).await.refused(403, "owners_only");
        for change in
            [json!({ "change": "disable" }), json!({ "change": "password", "password": "long and dull" })]
        {
            changes(&manager, &hub, Role::Owner, change).await.refused(403, "owners_only");
        }
        let promote = json!({ "change": "role", "role": "owner" });
        changes(&manager, &hub, Role::Manager, promote).await.refused(403, "owners_only");
        changes(&owner, &hub, Role::Owner, json!({ "change": "disable" })).await.refused(409, "last_owner");
        let weak = json!({ "change": "password", "password": "waiter123" });
        changes(&owner, &hub, Role::Waiter, weak).await.refused(422, "password_refused");
        let taken = json!({ "change": "rename", "name": "manager" });
        changes(&owner, &hub, Role::Waiter, taken).await.refused(409, "staff_name_taken");
        let odd = json!({ "change": "promote" });
        changes(&owner, &hub, Role::Waiter, odd).await.refused(422, "body_refused");
        let nobody = owner.command(&format!("{PEOPLE}/aaaaaaaaaa")).json(&json!({ "change": "disable" }));
        nobody.await.refused(404, "staff_unknown");
    })
    .await;
}

#[tokio::test]
async fn disabling_a_new_role_and_a_new_password_close_open_screens_at_once() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    for change in [
        json!({ "change": "role", "role": "kitchen" }),
        json!({ "change": "role", "role": "waiter" }),
        json!({ "change": "password", "password": PASSWORD }),
        json!({ "change": "disable" }),
    ] {
        let mut screen = hub.screen(Role::Waiter, FeedKind::Kitchen).await;
        screen.frame().await;
        let waiter = hub.staff(Role::Waiter).await;
        changes(&owner, &hub, Role::Waiter, change).await.done();
        assert_eq!(screen.refused().await.0, "staff_signed_out");
        waiter.get("/api/staff/me").await.refused(401, "staff_signed_out");
    }
    signs_in(&hub.anyone(), &staff_name(Role::Waiter), PASSWORD).await.refused(401, "sign_in_wrong");
    changes(&owner, &hub, Role::Waiter, json!({ "change": "enable" })).await.done();
    assert_eq!(signs_in(&hub.anyone(), &staff_name(Role::Waiter), PASSWORD).await.status, 200);
}

#[tokio::test]
async fn signing_out_closes_open_screens_at_once() {
    let hub = TestHub::start().await;
    let waiter = hub.staff(Role::Waiter).await;
    let mut screen = StaffScreen::open(hub.address(), FeedKind::Floor, waiter.token(), None).await;
    screen.frame().await;
    waiter.post("/api/staff/sign-out").await.done();
    assert_eq!(screen.refused().await.0, "staff_signed_out");
}
