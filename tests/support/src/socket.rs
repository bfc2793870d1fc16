//! A WebSocket to the hub, as a browser has one: messages go out, messages and the close come in.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::soon;

/// An open socket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    traffic: Traffic,
}

/// Bytes of messages with their WebSocket headers (RFC 6455 section 5.2), without those of TCP.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traffic {
    /// To the hub.
    pub up: usize,
    /// From the hub.
    pub down: usize,
}

fn framed(length: usize) -> usize {
    length
        + match length {
            0..=125 => 2,
            126..=0xffff => 4,
            _ => 10,
        }
}

impl Socket {
    /// Opens a socket; `cookie` is the staff token that a browser would send along.
    pub async fn open(hub: SocketAddr, path: &str, cookie: Option<&str>) -> Self {
        let mut request = format!("ws://{hub}{path}").into_client_request().unwrap();
        if let Some(token) = cookie {
            request.headers_mut().insert("cookie", format!("plato_staff={token}").parse().unwrap());
            request.headers_mut().insert("origin", format!("http://{hub}").parse().unwrap());
        }
        let connecting = tokio_tungstenite::connect_async_with_config(request, None, true);
        let (socket, _) = soon("a socket", connecting).await.unwrap();
        Self { stream: socket, traffic: Traffic::default() }
    }

    /// Opens a socket whose system keeps little of what nobody reads.
    pub async fn open_narrow(hub: SocketAddr, path: &str) -> Self {
        let narrow = tokio::net::TcpSocket::new_v4().unwrap();
        narrow.set_recv_buffer_size(4096).unwrap();
        let stream = MaybeTlsStream::Plain(soon("a connection", narrow.connect(hub)).await.unwrap());
        let opening = tokio_tungstenite::client_async(format!("ws://{hub}{path}"), stream);
        let (stream, _) = soon("a socket", opening).await.unwrap();
        Self { stream, traffic: Traffic::default() }
    }

    /// Sends a message. A hub that has closed already is no fault: what it said comes next.
    pub async fn send(&mut self, message: Message) {
        // What a client sends is masked with four bytes more.
        self.traffic.up += framed(message.len()) + 4;
        let _ = self.stream.send(message).await;
    }

    /// What has gone over it so far.
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// Sends a text message.
    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.send(Message::text(text.into())).await;
    }

    /// Sends a binary message.
    pub async fn send_bytes(&mut self, bytes: impl Into<Vec<u8>>) {
        self.send(Message::binary(bytes.into())).await;
    }

    /// Waits until the hub attends to the socket: only then does it answer a ping.
    pub async fn attended(&mut self) {
        self.send(Message::Ping(Vec::new().into())).await;
        loop {
            match soon("a pong", self.stream.next()).await {
                Some(Ok(Message::Pong(_))) => return,
                // What was on its way before.
                Some(Ok(Message::Binary(_) | Message::Text(_))) => {}
                other => panic!("no pong: {other:?}"),
            }
        }
    }

    /// The next text or binary message; none when the socket was closed instead.
    pub async fn message(&mut self) -> Result<Message, Option<CloseFrame>> {
        loop {
            match soon("a message", self.stream.next()).await {
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(message)) => {
                    self.traffic.down += framed(message.len());
                    return Ok(message);
                }
                Some(Err(Error::ConnectionClosed | Error::Protocol(_) | Error::Io(_))) | None => {
                    return Err(None);
                }
                Some(Err(fault)) => panic!("{fault}"),
            }
        }
    }

    /// Reads on until the hub closes the socket: the code and the reason it gave.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.message().await {
                Ok(_) => {}
                Err(Some(frame)) => return (frame.code.into(), frame.reason.to_string()),
                Err(None) => panic!("the socket ended without a word"),
            }
        }
    }

    /// Hangs up.
    pub async fn close(&mut self) {
        // The hub may have done so already.
        let _ = self.stream.close(None).await;
        self.ended().await;
    }

    /// Reads on until the socket has ended, in whatever way.
    pub async fn ended(&mut self) {
        while self.message().await.is_ok() {}
    }
}
