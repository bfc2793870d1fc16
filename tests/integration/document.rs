//! The document behind a cart, in the hands of a stock Automerge library.

use plato_sync_protocol::api::CartAnswer;
use plato_tests::TestHub;

#[tokio::test]
async fn the_document_opens_in_any_automerge_library_with_the_same_heads() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    phone.adds("soup", &[], 2).await;
    phone.saved().await;
    let document = guest.http.get("/api/customer/cart.automerge").await;
    assert_eq!(document.status, 200);
    assert_eq!(document.headers["content-type"], "application/octet-stream");
    let opened = automerge::Automerge::load(&document.bytes).unwrap();
    let heads: Vec<String> = opened.get_heads().iter().map(ToString::to_string).collect();
    assert_eq!(heads, phone.cart.heads().iter().map(ToString::to_string).collect::<Vec<_>>());
    let told: CartAnswer = guest.http.get("/api/customer/cart").await.ok();
    assert_eq!(told.heads, phone.cart.heads());
}
