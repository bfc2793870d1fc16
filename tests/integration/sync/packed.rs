//! Phones that speak packed frames, beside phones that do not.

use plato_sync_protocol::packed::Packed;
use plato_tests::phone::add;
use plato_tests::{Heard, Packer, TestHub};

use super::connected;

#[tokio::test]
async fn cn9_packed_and_plain_phones_share_a_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let mut hers = Packer::connect(hub.address(), &ada.token).await;
    // Both are newer than her welcome, so she has no number for them yet.
    let mut his = party.joined_by("Ben").await.phone(&hub).await;
    let mut tablets = Packer::connect(hub.address(), &party.joined_by("Cleo").await.token).await;
    his.adds("soup", &[], 1).await;
    hers.level_with(&his.cart.vector()).await;
    tablets.level_with(&his.cart.vector()).await;
    hers.edits(vec![add("coffee", &[], 1, &hers.welcome.diner)]).await;
    his.level_with(&hers.cart).await;
    tablets.level_with(&hers.cart.vector()).await;
    tablets.edits(vec![add("lemonade", &[], 1, &tablets.welcome.diner)]).await;
    hers.level_with(&tablets.cart.vector()).await;
    his.level_with(&tablets.cart).await;
    assert_eq!(his.cart.lines().len(), 3);
}

#[tokio::test]
async fn cn9_a_packed_phone_is_told_what_has_come_to_disk() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = Packer::connect(hub.address(), &guest.token).await;
    let change = phone.edits(vec![add("soup", &[], 1, &phone.welcome.diner)]).await;
    phone.saved(std::slice::from_ref(&change)).await;
    hub.restart().await;
    assert_eq!(guest.phone(&hub).await.cart.heads(), [change.hash]);
}

/// The hub told only what was newly on disk: a phone whose answer had got lost showed its edit as "on
/// this phone" for ever.
#[tokio::test]
async fn known_changes_that_come_with_new_ones_are_acknowledged_as_well() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = Packer::connect(hub.address(), &guest.token).await;
    let first = phone.edits(vec![add("soup", &[], 1, &phone.welcome.diner)]).await;
    let mut plain = guest.phone(&hub).await;
    plain.level_with(&phone.cart).await;
    let mut again = Packer::connect(hub.address(), &guest.token).await;
    let second = again.authors(vec![add("coffee", &[], 1, &guest.diner)]);
    let both = [first, second];
    again.sends(&both).await;
    again.saved(&both).await;
}

#[tokio::test]
async fn cn9_what_is_no_packed_change_ends_the_conversation_and_changes_nothing() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    for bytes in
        [&b"\0\0\xff\xff"[..], &Packed::Accepted { new_actors: vec![], vector: vec![(0, 1)] }.encode()]
    {
        let mut phone = Packer::connect(hub.address(), &guest.token).await;
        // Its actor has come to disk: from here on nothing is new.
        while !matches!(phone.hears().await, Heard::Accepted(_)) {}
        phone.socket.send_bytes(bytes).await;
        let refused = plato_tests::phone::refused(&mut phone.socket);
        assert_eq!(hub.unchanged_by(refused).await, ("frame_unreadable".into(), 1008));
    }
}

/// Whoever made a change waits for it; the others are told with what they hear next, or a moment later.
#[tokio::test]
async fn everyone_is_told_that_a_change_is_on_disk() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let mut hers = Packer::connect(hub.address(), &party.joined_by("Ada").await.token).await;
    let mut his = Packer::connect(hub.address(), &party.joined_by("Ben").await.token).await;
    let first = his.edits(vec![add("soup", &[], 1, &his.welcome.diner)]).await;
    his.saved(std::slice::from_ref(&first)).await;
    let second = his.edits(vec![add("coffee", &[], 1, &his.welcome.diner)]).await;
    hers.saved(&[first, second]).await;
    assert_eq!(hers.cart.heads(), his.cart.heads());
}
