//! `POST /api/sessions/{session}/close`: the end of a visit.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::message::{FeedKind, FromHub};
use plato_tests::{TestHub, fresh_id};

#[tokio::test]
async fn closing_frees_the_table_and_ends_everything_of_the_visit() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    floor.until(|screen| screen.floor.is_some() && screen.table("1").session.is_some()).await;
    party.closed().await;
    phone.until(|frame| matches!(frame, FromHub::SessionClosed).then_some(())).await;
    phone.socket.ended().await;
    floor.until(|screen| screen.table("1").session.is_none()).await;
    guest.http.get("/api/customer/cart").await.refused(401, "session_closed");
}

#[tokio::test]
async fn the_next_party_at_a_table_starts_with_nothing_of_the_one_before() {
    let hub = TestHub::start().await;
    let before = hub.table("1").seated(2).await;
    let gone = before.joined_by("Ada").await;
    gone.orders_one("soup", &[]).await;
    gone.adds("coffee", &[], 1).await;
    before.closed().await;
    let now = hub.table("1").seated(2).await;
    let guest = now.joined_by("Ben").await;
    assert!(guest.cart().await.lines.is_empty());
    assert_eq!(guest.order_list().await.value()["orders"].as_array().unwrap().len(), 0);
    gone.http.get("/api/customer/cart").await.refused(401, "session_closed");
    assert_eq!(now.key, before.key, "the QR code on the table still works");
}

#[tokio::test]
async fn the_same_close_again_is_answered_as_the_first() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (waiter, id) = (hub.staff(Role::Waiter).await, fresh_id());
    let close = format!("/api/sessions/{}/close", party.session);
    waiter.post(&close).id(id).await.done();
    hub.unchanged_by(waiter.post(&close).id(id)).await.done();
    hub.unchanged_by(waiter.command(&close)).await.refused(409, "session_closed");
}

#[tokio::test]
async fn a_close_that_cannot_be_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let guest = party.joined_by("Ada").await;
    let waiter = hub.staff(Role::Waiter).await;
    let kitchen = hub.staff(Role::Kitchen).await;
    let close = format!("/api/sessions/{}/close", party.session);
    hub.unchanged_by(async {
        waiter.command("/api/sessions/aaaaaaaaaa/close").await.refused(404, "session_unknown");
        waiter.command("/api/sessions/nobody/close").await.refused(404, "path_unknown");
        waiter.post(&close).await.refused(400, "command_id_missing");
        waiter.post(&close).field("idempotency-key", "soon").await.refused(400, "command_id_malformed");
        kitchen.command(&close).await.refused(403, "role_forbidden");
        guest.http.command(&close).await.refused(403, "token_wrong_kind");
        hub.anyone().command(&close).await.refused(401, "staff_signed_out");
    })
    .await;
}
