//! Calls and sockets over the simulated network.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use plato_hub::web::edge::Listener;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use turmoil::net::{TcpListener, TcpStream};

/// Name of the hub's machine.
pub const HUB: &str = "hub";
const PORT: u16 = 8080;

/// Where the simulated hub listens.
pub struct Door(TcpListener);

impl Door {
    /// Opens it, on the machine that this runs on.
    pub async fn open() -> io::Result<Self> {
        Ok(Self(TcpListener::bind((Ipv4Addr::UNSPECIFIED, PORT)).await?))
    }
}

impl Listener for Door {
    type Stream = TcpStream;

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        self.0.accept().await
    }
}

/// A call to the hub.
pub struct Call {
    /// `GET` or `POST`.
    pub method: String,
    /// The path.
    pub path: String,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// What the body is.
    pub content: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Call {
    /// A command with a JSON body.
    pub fn post(path: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self {
            method: "POST".into(),
            path: path.into(),
            headers: Vec::new(),
            content: "application/json",
            body: body.into(),
        }
    }

    /// With a body of another type.
    pub fn of_type(mut self, content: &'static str) -> Self {
        self.content = content;
        self
    }

    /// With one more header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Makes it: status, headers and text of the answer.
    pub async fn make(self) -> Option<(u16, HeaderMap, String)> {
        let (status, headers, body) = self.exchange().await?;
        Some((status, headers, String::from_utf8(body.to_vec()).ok()?))
    }

    /// Makes it: status, headers and body of the answer.
    pub async fn exchange(self) -> Option<(u16, HeaderMap, Bytes)> {
        let stream = TcpStream::connect((HUB, PORT)).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        request = request.header("host", HUB).header("content-type", self.content);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(self.body))).ok()?;
        let exchange = async {
            let answer = sender.send_request(request).await.ok()?;
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let body = answer.into_body().collect().await.ok()?.to_bytes();
            Some((status, headers, body))
        };
        tokio::pin!(exchange);
        tokio::select! {
            biased;
            answer = &mut exchange => answer,
            _ = connection => exchange.await,
        }
    }
}

/// What comes from a socket.
pub enum Heard {
    /// It is open.
    Opened,
    /// A message.
    Message(Vec<u8>),
    /// It is closed, or could not be opened.
    Closed,
}

/// Drives a socket until either side ends it.
pub async fn socket(path: &str, mut sending: mpsc::UnboundedReceiver<Message>, heard: impl Fn(Heard)) {
    let url = format!("ws://{HUB}{path}");
    if let Ok(stream) = TcpStream::connect((HUB, PORT)).await
        && let Ok((mut socket, _)) = tokio_tungstenite::client_async(url, stream).await
    {
        heard(Heard::Opened);
        loop {
            tokio::select! {
                biased;
                message = sending.recv() => {
                    let Some(message) = message else { break };
                    if socket.send(message).await.is_err() {
                        break;
                    }
                }
                message = socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => heard(Heard::Message(bytes.to_vec())),
                    Some(Ok(Message::Text(text))) => heard(Heard::Message(text.as_bytes().to_vec())),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                    Some(Ok(_)) => {}
                },
            }
        }
    }
    heard(Heard::Closed);
}
