//! The pages for developers.

use plato_sync_protocol::message::{FromDevice, FromHub};
use plato_tests::TestHub;
use plato_tests::phone::hello;

#[tokio::test]
async fn a_hub_that_is_not_for_developers_has_no_such_pages() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    for path in ["/dev/cart", "/dev/cart/one?session=", "/dev/cart/document?session="] {
        let page = hub.anyone().get(&format!("{path}{}", guest.session)).await;
        assert!(page.status == 404 || !page.body.contains("soup"), "{page:?}");
    }
}

#[tokio::test]
async fn developers_see_heads_vector_lines_frames_and_refusals() {
    let hub = TestHub::start_for_developers().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    let change = phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let all = hub.anyone().get("/dev/cart").await;
    assert!(all.body.contains(&format!("/dev/cart/one?session={}", guest.session)), "{all:?}");
    let one = hub.anyone().get(&format!("/dev/cart/one?session={}", guest.session)).await;
    for part in [&change.hash.to_string(), &change.actor.to_string(), "soup", "AddLine", "CartAccepted"] {
        assert!(one.body.contains(part), "{part} is not in {one:?}");
    }
    assert!(!one.body.contains(&guest.token), "a token is shown");
    // A phone that says hello once more, and is told that this makes no sense.
    phone.says(&FromDevice::Hello(hello(&guest.token))).await;
    let refused = loop {
        if let FromHub::Refused(refused) = phone.frame().await {
            break refused;
        }
    };
    assert_eq!(refused.code, "hello_twice");
    let one = hub.anyone().get(&format!("/dev/cart/one?session={}", guest.session)).await;
    for part in ["Hello", "Refused", "hello_twice"] {
        assert!(one.body.contains(part), "{part} is not in {one:?}");
    }
    assert!(!one.body.contains(&guest.token), "a token is shown");
    let document = hub.anyone().get(&format!("/dev/cart/document?session={}", guest.session)).await;
    assert_eq!(document.bytes, guest.http.get("/api/customer/cart.automerge").await.bytes);
}
