//! The way to a phone: a WebSocket, or HTTP calls in its place ([`super::polls`]).

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{Sink, Stream};
use plato_sync_protocol::codec::Format;

/// The phone cannot be reached any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone;

/// A way to a phone.
pub trait Line: Send {
    /// The next frame of the phone; none when it has hung up.
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>>;
    /// Takes messages until all are on their way, in order. The last may be a close frame.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        waiting: &mut VecDeque<Message>,
    ) -> Poll<Result<(), Gone>>;
}

impl Line for WebSocket {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>> {
        loop {
            match ready!(Pin::new(&mut *self).poll_next(context)) {
                Some(Ok(Message::Binary(bytes))) => return Poll::Ready(Some((bytes.into(), Format::Cbor))),
                Some(Ok(Message::Text(text))) => {
                    return Poll::Ready(Some((text.as_bytes().to_vec(), Format::Json)));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Poll::Ready(None),
            }
        }
    }

    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        waiting: &mut VecDeque<Message>,
    ) -> Poll<Result<(), Gone>> {
        let mut socket = Pin::new(self);
        while !waiting.is_empty() {
            ready!(socket.as_mut().poll_ready(context)).map_err(|_| Gone)?;
            let Some(message) = waiting.pop_front() else { break };
            socket.as_mut().start_send(message).map_err(|_| Gone)?;
        }
        socket.poll_flush(context).map_err(|_| Gone)
    }
}
