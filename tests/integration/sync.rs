//! `/api/sync`: phones as bare sockets. The rules' ids are those of `docs/protocol.md`.

mod frames;
mod hello;
mod live;
mod packed;
mod polls;
mod resets;

use plato_tests::{Guest, Phone, TestHub};

/// A guest with a phone that is connected.
async fn connected(hub: &TestHub, name: &str) -> (Guest, Phone) {
    let guest = hub.table("1").seated(2).await.joined_by(name).await;
    let phone = guest.phone(hub).await;
    (guest, phone)
}

/// Two guests of one party, each with a phone that is connected.
async fn pair(hub: &TestHub) -> (Phone, Phone) {
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    (ada.phone(hub).await, ben.phone(hub).await)
}
