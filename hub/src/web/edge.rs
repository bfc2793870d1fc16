//! The edge: accepting connections, and what every answer carries.
//!
//! The accept loop is our own because half-sent requests must not hold a connection for ever: a
//! request has its headers within five seconds or is dropped.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Request, header};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

use super::error::ApiError;
use axum::response::IntoResponse;

/// Time within which a request's headers have to be there.
const HEADERS_WITHIN: Duration = Duration::from_secs(5);
/// Time that open connections get to finish when the hub stops.
const FINISH_WITHIN: Duration = Duration::from_millis(600);
/// Pause after the system refused to accept, as it does when it has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What a page may load and do (CSP Level 3): only what this hub serves, no inline script or style.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws: wss:; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/// Adds what every answer carries.
pub fn layers(router: Router) -> Router {
    let field = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let span = DefaultMakeSpan::new().level(Level::DEBUG);
    router
        .layer(CompressionLayer::new())
        .layer(field(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(field(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(field(header::REFERRER_POLICY, "no-referrer"))
        .layer(field(header::CACHE_CONTROL, "no-store"))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| {
            ApiError::fault(&crate::store::panic_text(&*panic)).into_response()
        }))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::DEBUG))
                // A fault is logged where it is handled; a refusal is none.
                .on_failure(()),
        )
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
}

impl Listener for TcpListener {
    type Stream = TcpStream;

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, address) = TcpListener::accept(self).await?;
        // Small frames have to go out at once.
        let _ = stream.set_nodelay(true);
        Ok((stream, address))
    }
}

/// Serves connections until `shutdown`, then lets open ones finish for a moment.
pub async fn serve(listener: impl Listener, router: Router, shutdown: impl Future<Output = ()>) {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
    let open = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(fault) => {
                tracing::warn!(%fault, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().oneshot(request.map(axum::body::Body::new))
        });
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(fault) = connection.await {
                tracing::debug!(%fault, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, open.shutdown()).await.is_err() {
        tracing::debug!("some connections were still open");
    }
}
