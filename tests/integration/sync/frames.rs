//! Frames that are too long or cannot be understood end the connection with a code, and change
//! nothing.

use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::limits::FRAME_BYTES_MAX;
use plato_sync_protocol::message::{FromDevice, FromHub};
use plato_tests::TestHub;
use plato_tests::phone::refused;

use super::connected;

/// A ping of so many bytes.
fn long_ping(bytes: usize) -> String {
    format!("\"ping\"{}", " ".repeat(bytes - "\"ping\"".len()))
}

#[tokio::test]
async fn cn4_a_text_that_is_no_frame_is_refused() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    let texts = [
        "",
        "{",
        "\"pong\"",
        "{\"dance\":{}}",
        "{\"hello\":{}}",
        "[\"ping\"]",
        "{\"changes\":[{\"actor\":1}]}",
        "\"ping\" \"ping\"",
        &"[".repeat(60_000),
    ];
    for text in texts {
        let mut phone = guest.phone(&hub).await;
        phone.socket.send_text(text).await;
        assert_eq!(
            hub.unchanged_by(refused(&mut phone.socket)).await,
            ("frame_unreadable".into(), 1008),
            "{text}"
        );
    }
}

#[tokio::test]
async fn cn4_bytes_that_are_no_frame_are_refused() {
    let hub = TestHub::start().await;
    let (guest, phone) = connected(&hub, "Ada").await;
    let ping = codec::encode(&FromDevice::Ping, Format::Cbor);
    let frames = [
        vec![],
        vec![0xff; 9],
        vec![0x81; 60_000],
        vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [&ping[..], &[0]].concat(),
        phone.cart.save(),
        codec::encode(&FromHub::Pong, Format::Cbor),
    ];
    for frame in frames {
        let mut phone = guest.phone(&hub).await;
        phone.socket.send_bytes(frame).await;
        assert_eq!(hub.unchanged_by(refused(&mut phone.socket)).await, ("frame_unreadable".into(), 1008));
    }
}

#[tokio::test]
async fn cn4_what_cannot_be_understood_is_refused_before_a_hello_as_well() {
    let hub = TestHub::start().await;
    let mut socket = hub.phone_socket().await;
    socket.send_bytes(b"hello?").await;
    assert_eq!(hub.unchanged_by(refused(&mut socket)).await, ("frame_unreadable".into(), 1008));
}

#[tokio::test]
async fn cn4_a_frame_of_64_kib_is_read_and_one_byte_more_is_refused() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    phone.socket.send_text(long_ping(FRAME_BYTES_MAX)).await;
    phone.until(|frame| (*frame == FromHub::Pong).then_some(())).await;
    phone.socket.send_text(long_ping(FRAME_BYTES_MAX + 1)).await;
    assert_eq!(hub.unchanged_by(refused(&mut phone.socket)).await, ("frame_too_long".into(), 1008));
}

#[tokio::test]
async fn cn4_a_frame_of_many_megabytes_ends_the_connection_unread() {
    let hub = TestHub::start().await;
    let (guest, mut phone) = connected(&hub, "Ada").await;
    phone.socket.send_bytes(vec![0; 4 * 1024 * 1024]).await;
    hub.unchanged_by(phone.socket.ended()).await;
    guest.phone(&hub).await;
}
