//! The accept loop. It is our own because half-sent requests must not hold a connection for ever, and
//! because a crowd of connections that do nothing must not keep out those who want something.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::body::timely;
use super::guard::Visit;
use super::places::{Place, Places};
use super::{Bounds, Listener};

/// Time that open connections get to finish when the hub stops.
const FINISH_WITHIN: Duration = Duration::from_millis(600);
/// Pause after the system refused to accept, as it does when it has no more file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Bytes of a request's line and headers. Longer ones are refused (431).
const HEADER_BYTES_MAX: usize = 32 * 1024;

impl Listener for TcpListener {
    type Stream = TcpStream;

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, address) = TcpListener::accept(self).await?;
        // Small frames have to go out at once.
        let _ = stream.set_nodelay(true);
        Ok((stream, address))
    }

    fn reached(stream: &TcpStream) -> Option<SocketAddr> {
        stream.local_addr().ok()
    }
}

/// A stream that holds its place for as long as it is there, also as a socket, and tells it of what comes.
struct Held<S> {
    stream: S,
    place: Arc<Place>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Held<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if into.filled().len() > before {
            self.place.hears();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Held<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// How connections are served: shared by all listeners of a hub.
#[derive(Clone)]
pub struct Service {
    /// What answers.
    pub router: Router,
    /// Who may be there.
    pub places: Arc<Places>,
    /// Within which time they have to ask.
    pub bounds: Bounds,
}

/// Serves connections until `shutdown`, then lets open ones finish for a moment. With `tls`, that comes
/// first on each of them.
pub async fn serve(
    listener: impl Listener,
    tls: Option<TlsAcceptor>,
    service: Service,
    shutdown: impl Future<Output = ()>,
) {
    let (open, _) = watch::channel(());
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, address)) => admit(&listener, stream, address, tls.clone(), &service, &open),
            Err(fault) => {
                tracing::warn!(%fault, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    let _ = open.send(());
    if tokio::time::timeout(FINISH_WITHIN, open.closed()).await.is_err() {
        tracing::debug!("some connections were still open");
    }
}

fn admit<L: Listener>(
    _: &L,
    stream: L::Stream,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    service: &Service,
    open: &watch::Sender<()>,
) {
    let Some(place) = service.places.take(address.ip()).map(Arc::new) else {
        tracing::debug!(%address, "there is no room for a connection");
        return;
    };
    let visit = Visit { reached: L::reached(&stream), is_secure: tls.is_some(), place: place.clone() };
    let stream = Held { stream, place: place.clone() };
    let (service, stopping) = (service.clone(), open.subscribe());
    tokio::spawn(async move {
        tokio::select! {
            // What has come in time is read before the time is looked at, however late that is.
            biased;
            () = greet(stream, address, tls, visit, service, stopping) => {}
            () = place.given_way() => tracing::debug!(%address, "an idle connection gave way"),
            () = place.is_late() => tracing::debug!(%address, "a connection asked for nothing in time"),
        }
    });
}

/// Takes the TLS off, where there is some, and answers.
async fn greet(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    visit: Visit,
    service: Service,
    stopping: watch::Receiver<()>,
) {
    let Some(tls) = tls else { return attend(stream, address, visit, service, stopping).await };
    match tokio::time::timeout(service.bounds.headers_within, tls.accept(stream)).await {
        Ok(Ok(stream)) => attend(stream, address, visit, service, stopping).await,
        Ok(Err(fault)) => tracing::debug!(%address, %fault, "a connection came without good TLS"),
        Err(_) => tracing::debug!(%address, "TLS took too long"),
    }
}

/// Answers what comes on one connection.
async fn attend(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    address: SocketAddr,
    visit: Visit,
    service: Service,
    mut stopping: watch::Receiver<()>,
) {
    // HTTP/1 only: a connection is one place, and has one request at a time. How long a head may take is
    // for the place to say: hyper begins to count at once when a request is answered, and would end
    // those who only rest.
    let mut http = http1::Builder::new();
    http.header_read_timeout(None::<Duration>).max_buf_size(HEADER_BYTES_MAX);
    let (router, body_within) = (service.router, service.bounds.body_within);
    let answer = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(address));
        request.extensions_mut().insert(visit.clone());
        let place = visit.place.clone();
        router.clone().oneshot(request.map(|body| timely(body, body_within, place)))
    });
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), answer).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(fault) = ended {
        tracing::debug!(%fault, "a connection ended early");
    }
}
