//! The edge: accepting connections (`serve`, `places`, `body`), what a request passes first (`guard`,
//! with `hosts` and `origins`), and what every answer carries.

mod body;
mod describe;
mod forwarded;
mod guard;
pub mod hosts;
pub mod origins;
pub mod places;
mod serve;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

pub use body::BodyLate;
pub use describe::describe;
pub use guard::Visit;
pub use serve::{Service, serve};

use self::hosts::{AllowedHosts, Authority};
use self::origins::PageOrigin;
use super::App;
use super::error::ApiError;
use crate::tls::Certificates;

/// What a page may load and do (CSP Level 3): only what this hub serves, no inline script or style.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'self'; object-src 'none'; connect-src 'self'";

/// The same for a page that was asked for under this name. For Safari before 15.4 the page's own sockets are
/// not of `'self'`: they are named. Over plain http both kinds are, as a proxy may have taken the TLS off.
fn content_security_policy(asked: &Authority, is_secure: bool) -> Option<HeaderValue> {
    // There is no way to write an address of IPv6 there.
    let host = Some(asked.host_text()).filter(|host| !host.starts_with('['))?;
    let at = asked.port.map_or(host.clone(), |port| format!("{host}:{port}"));
    let sockets = if is_secure { format!("wss://{at}") } else { format!("ws://{at} wss://{at}") };
    HeaderValue::from_str(&format!("{CONTENT_SECURITY_POLICY} {sockets}")).ok()
}

/// How much there may be, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once.
    pub connections_max: usize,
    /// Of those, from one address. This machine's own addresses are not bounded: a proxy on it speaks
    /// for everyone. Not low: an access point may give a whole dining room one address.
    pub per_address_max: usize,
    /// Of all, those that guests never get.
    pub staff_reserved: usize,
    /// Time within which a request's line and headers have to be there, once they or the connection began.
    pub headers_within: Duration,
    /// Time that a connection may rest between two requests.
    pub idle_max: Duration,
    /// Time within which its body has to be there.
    pub body_within: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections_max: 4096,
            per_address_max: 1536,
            staff_reserved: 128,
            headers_within: Duration::from_secs(5),
            idle_max: Duration::from_secs(60),
            body_within: Duration::from_secs(30),
        }
    }
}

impl Bounds {
    /// The same for a process that may have so many files open, each connection being one of them.
    pub fn for_files(self, files_max: usize) -> Self {
        let connections_max = self.connections_max.min(files_max.saturating_sub(files_max / 8).max(16));
        Self {
            connections_max,
            per_address_max: self.per_address_max.min(connections_max / 2),
            staff_reserved: self.staff_reserved.min(connections_max / 8),
            ..self
        }
    }
}

/// Where https is spoken, and with which certificates.
#[derive(Debug, Clone)]
pub struct Https {
    /// The port.
    pub port: u16,
    /// The certificates.
    pub certificates: Arc<Certificates>,
}

/// What is said to a hub about its network.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Names and addresses that it goes by, besides its public one and those that every hub has.
    pub hosts: Vec<String>,
    /// Where https is spoken; none when it is not.
    pub https: Option<Https>,
    /// May staff sign in without https, from other machines than the hub's?
    pub staff_on_plain_http: bool,
    /// Proxies that are believed when they say whom they speak for.
    pub proxies: Vec<IpAddr>,
}

/// Who this hub is to the network.
#[derive(Debug, Default)]
pub struct Edge {
    /// Under which names.
    pub hosts: AllowedHosts,
    /// Where guests reach it.
    pub public: Option<PageOrigin>,
    /// Where https is spoken.
    pub https: Option<Https>,
    /// May staff sign in without it?
    pub staff_on_plain_http: bool,
    /// Proxies that are believed.
    pub proxies: Vec<IpAddr>,
}

impl Edge {
    /// Of a hub that guests reach at this address.
    pub fn new(public_url: &str, network: Network) -> Self {
        let at = public_url.split_once("://").map(|(_, at)| at);
        let hosts = at.into_iter().chain(network.hosts.iter().map(String::as_str));
        Self {
            hosts: AllowedHosts::new(hosts),
            public: PageOrigin::parse(public_url),
            https: network.https,
            staff_on_plain_http: network.staff_on_plain_http,
            proxies: network.proxies,
        }
    }

    /// The hub by https, under the name by which it was asked; without a slash at the end.
    pub fn https_url(&self, asked: &Authority) -> Option<String> {
        let https = self.https.as_ref()?;
        Some(format!("https://{}:{}", asked.host_text(), https.port))
    }
}

/// Puts the guard before all paths, and adds what every answer carries.
pub fn layers(router: Router, app: App) -> Router {
    let field = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    // Addresses carry keys of receipts and of visits that are over: only the shape of one is noted.
    let span = |request: &Request| {
        let (method, path) = (request.method().as_str(), tracing::field::Empty);
        tracing::debug_span!("request", method, path)
    };
    let router = router.layer(from_fn(note_path));
    // A router around the router: the guard comes before any path is looked up.
    Router::new()
        .fallback_service(router)
        .layer(from_fn_with_state(app, guard::guard))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| {
            ApiError::fault(&crate::store::panic_text(&*panic)).into_response()
        }))
        .layer(CompressionLayer::new())
        .layer(field(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(field(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(field(header::REFERRER_POLICY, "no-referrer"))
        .layer(field(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(field(header::CACHE_CONTROL, "no-store"))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::DEBUG))
                // A fault is logged where it is handled; a refusal is none.
                .on_failure(()),
        )
}

/// Notes which path of the list a request was for.
async fn note_path(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    if let Some(path) = path {
        tracing::Span::current().record("path", path.as_str());
    }
    next.run(request).await
}

/// Connections that wait to be accepted. All phones of a full venue come back in the same moment after
/// the hub was away; whom the system turns away then tries again only after a second.
const WAITING_CONNECTIONS: u32 = 1024;

/// Listens at an address. Needs a tokio runtime around it.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if cfg!(unix) {
        // Connections of a hub that has just ended must not keep the next one from its port. Elsewhere
        // this would let two listen at one port.
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(WAITING_CONNECTIONS)
}

/// Where connections come in.
pub trait Listener: Send {
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next connection, and who makes it.
    fn accept(&self) -> impl Future<Output = io::Result<(Self::Stream, SocketAddr)>> + Send;

    /// The address of this machine that a connection came to, where that is known.
    fn reached(_: &Self::Stream) -> Option<SocketAddr> {
        None
    }
}
