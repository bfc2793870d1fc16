//! The way to a phone: a WebSocket, or HTTP calls in its place ([`super::polls`]).

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;
use plato_sync_protocol::codec::Format;

/// The phone cannot be reached any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

/// A way to a phone.
pub trait Line: Send {
    /// The next frame of the phone; none when it has hung up. May be dropped while waiting.
    fn receive(&mut self) -> impl Future<Output = Option<(Vec<u8>, Format)>> + Send;
    /// Sends frames, at once.
    fn send(&mut self, messages: Vec<Message>) -> impl Future<Output = Result<(), Gone>> + Send;
    /// Ends the conversation, saying why.
    fn close(&mut self, code: u16, reason: &'static str) -> impl Future<Output = ()> + Send;
}

impl Line for WebSocket {
    async fn receive(&mut self) -> Option<(Vec<u8>, Format)> {
        loop {
            match self.recv().await?.ok()? {
                Message::Binary(bytes) => return Some((bytes.into(), Format::Cbor)),
                Message::Text(text) => return Some((text.as_bytes().to_vec(), Format::Json)),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return None,
            }
        }
    }

    async fn send(&mut self, messages: Vec<Message>) -> Result<(), Gone> {
        for message in messages {
            self.feed(message).await.map_err(|_| Gone)?;
        }
        self.flush().await.map_err(|_| Gone)
    }

    async fn close(&mut self, code: u16, reason: &'static str) {
        let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason) };
        // The other side may be gone already.
        let _ = SinkExt::send(self, Message::Close(Some(frame))).await;
    }
}
