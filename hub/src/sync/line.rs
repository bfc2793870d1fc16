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

/// A socket's place in the hub, which others may get until it is known who is on the socket.
pub struct Doorstep {
    given_way: Pin<Box<dyn Future<Output = ()> + Send>>,
    keep: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Doorstep {
    /// `given_way` ends when somebody else gets the place; `keep` keeps it, and is false when it is too late.
    pub fn new(
        given_way: impl Future<Output = ()> + Send + 'static,
        keep: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { given_way: Box::pin(given_way), keep: Box::new(keep) }
    }

    /// Ends when somebody else gets the place.
    pub async fn given_way(&mut self) {
        self.given_way.as_mut().await;
    }

    /// Keeps the place. False when somebody else has it.
    pub fn keep(self) -> bool {
        (self.keep)()
    }
}

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
    /// It is known who the phone is: its place is kept. False when somebody else has got it just before.
    fn keep_place(&mut self) -> bool {
        true
    }
}

/// A WebSocket as a way to a phone.
pub struct SocketLine {
    socket: WebSocket,
    /// None once the place is kept.
    doorstep: Option<Doorstep>,
}

impl SocketLine {
    /// A socket on which nobody has said yet who they are.
    pub fn new(socket: WebSocket, doorstep: Doorstep) -> Self {
        Self { socket, doorstep: Some(doorstep) }
    }
}

impl Line for SocketLine {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>> {
        if let Some(doorstep) = &mut self.doorstep
            && doorstep.given_way.as_mut().poll(context).is_ready()
        {
            self.doorstep = None;
            return Poll::Ready(None);
        }
        loop {
            match ready!(Pin::new(&mut self.socket).poll_next(context)) {
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
        let mut socket = Pin::new(&mut self.socket);
        while !waiting.is_empty() {
            ready!(socket.as_mut().poll_ready(context)).map_err(|_| Gone)?;
            let Some(message) = waiting.pop_front() else { break };
            socket.as_mut().start_send(message).map_err(|_| Gone)?;
        }
        socket.poll_flush(context).map_err(|_| Gone)
    }

    fn keep_place(&mut self) -> bool {
        self.doorstep.take().is_none_or(Doorstep::keep)
    }
}
