//! Who is signed in where, and ending that.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::team::SignInView;
use plato_tests::{Http, StaffScreen, TestHub};

use super::team;

async fn own(http: &Http) -> Vec<SignInView> {
    http.get("/api/staff/sign-ins").await.ok()
}

fn revoke(view: &SignInView) -> String {
    format!("/api/staff/sign-ins/{}/revoke", view.sign_in)
}

#[tokio::test]
async fn everyone_sees_and_ends_their_own_sign_ins() {
    let hub = TestHub::start().await;
    let (here, there) = (hub.staff(Role::Waiter).await, hub.staff(Role::Waiter).await);
    hub.staff(Role::Kitchen).await;
    let mine = own(&here).await;
    assert_eq!(mine.len(), 2, "only one's own: {mine:?}");
    assert!(
        mine.iter().all(|view| view.address.as_deref().unwrap().starts_with("127.") && view.is_yours_to_end)
    );
    let mut screen = StaffScreen::open(hub.address(), FeedKind::Floor, there.token(), None).await;
    screen.frame().await;
    let other = mine.iter().find(|view| !view.is_yours).unwrap();
    here.post(&revoke(other)).await.done();
    assert_eq!(screen.refused().await.0, "staff_signed_out");
    there.get("/api/staff/me").await.refused(401, "staff_signed_out");
    hub.unchanged_by(here.post(&revoke(other))).await.refused(404, "sign_in_unknown");
    assert_eq!(own(&here).await.len(), 1);
}

#[tokio::test]
async fn owners_end_everyones_managers_all_but_owners_and_others_only_their_own() {
    let hub = TestHub::start().await;
    let (owner, manager, waiter) =
        (hub.staff(Role::Owner).await, hub.staff(Role::Manager).await, hub.staff(Role::Waiter).await);
    let all = team(&owner).await.sign_ins;
    let of = |name: &str| all.iter().find(|view| view.name == name).unwrap();
    hub.unchanged_by(manager.post(&revoke(of("Owner")))).await.refused(403, "owners_only");
    hub.unchanged_by(waiter.post(&revoke(of("Manager")))).await.refused(403, "role_forbidden");
    manager.post(&revoke(of("Waiter"))).await.done();
    owner.post(&revoke(of("Manager"))).await.done();
    for ended in [&manager, &waiter] {
        ended.get("/api/staff/me").await.refused(401, "staff_signed_out");
    }
}

#[tokio::test]
async fn a_sign_in_tells_when_it_was_last_used_and_never_its_token() {
    let hub = TestHub::start().await;
    let (owner, waiter) = (hub.staff(Role::Owner).await, hub.staff(Role::Waiter).await);
    let seen = |team: plato_sync_protocol::team::TeamView| {
        team.sign_ins.into_iter().find(|view| view.name == "Waiter").unwrap().last_seen_ms
    };
    assert_eq!(seen(team(&owner).await), None, "it was not used since");
    waiter.get("/api/floor").await;
    assert!(seen(team(&owner).await).is_some());
    let body = owner.get("/api/team").await.body;
    for secret in [owner.token(), waiter.token()] {
        assert!(!body.contains(secret.unwrap()));
    }
}
