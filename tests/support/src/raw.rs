//! HTTP byte by byte: what no proper client would send.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use plato_sync_protocol::api::Problem;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::soon;

/// Anything that bytes go both ways on.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A connection on which nothing goes by itself.
pub struct Raw(Box<dyn Wire>);

/// What came back.
#[derive(Debug)]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Status line and headers, in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Raw {
    /// Connects.
    pub async fn open(hub: SocketAddr) -> Self {
        Self::on(soon("a connection", TcpStream::connect(hub)).await.unwrap())
    }

    /// Connects from another address of this machine, where it has more than one to itself.
    pub async fn open_from(own: [u8; 4], hub: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        if cfg!(target_os = "linux") {
            socket.bind((IpAddr::from(own), 0).into()).unwrap();
        }
        Self::on(soon("a connection", socket.connect(hub)).await.unwrap())
    }

    /// On a connection that is open.
    pub fn on(wire: impl Wire + 'static) -> Self {
        Self(Box::new(wire))
    }

    /// Sends bytes. A hub that has hung up already is no fault: what it said comes next.
    pub async fn send(&mut self, text: &str) {
        let _ = self.0.write_all(text.as_bytes()).await;
        let _ = self.0.flush().await;
    }

    /// The next answer; none when the hub has hung up.
    pub async fn answer(&mut self) -> Option<RawAnswer> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(soon("an answer", self.0.read_u8()).await.ok()?);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        soon("a body", self.0.read_exact(&mut body)).await.ok()?;
        Some(RawAnswer { status, head, body })
    }

    /// Sends a request and waits for its answer.
    pub async fn ask(&mut self, request: &str) -> Option<RawAnswer> {
        self.send(request).await;
        self.answer().await
    }

    /// Has the hub neither said anything more nor hung up?
    pub async fn is_quiet(&mut self) -> bool {
        tokio::time::timeout(Duration::ZERO, self.0.read_u8()).await.is_err()
    }

    /// Waits until the hub has hung up.
    pub async fn ended(&mut self) {
        self.rest().await;
    }

    /// Everything that comes until the hub has hung up.
    pub async fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // Cut off or told something before: it ends.
        let _ = soon("the end", self.0.read_to_end(&mut rest)).await;
        rest
    }
}

impl RawAnswer {
    /// The code of a refusal.
    pub fn code(&self) -> Option<String> {
        let is_problem = self.head.contains("content-type: application/problem+json");
        is_problem.then(|| serde_json::from_slice::<Problem>(&self.body).unwrap().code)
    }
}
