//! What every request passes before its path is looked at: is this hub meant, is there room, and
//! does a page of this hub ask?

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::hosts::Authority;
use super::places::Place;
use super::{content_security_policy, forwarded, hosts, origins};
use crate::web::App;
use crate::web::error::ApiError;
use crate::web::extract;

/// When to come back to a hub that has no room, in seconds.
const ROOM_AGAIN_S: u64 = 5;

/// The connection that a request came on.
#[derive(Clone)]
pub struct Visit {
    /// The address of this machine that it came to.
    pub reached: Option<SocketAddr>,
    /// Does it come by TLS that ends here?
    pub is_secure: bool,
    /// Its place.
    pub place: Arc<Place>,
}

/// Lets a request in, or says why not.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let (visit, request) = match arrived(&app, request) {
        Ok(arrived) => arrived,
        Err(fault) => return fault.into_response(),
    };
    let is_trial = visit.place.is_on_trial();
    let mut response = match may(&app, &visit, is_trial, request) {
        Ok((request, asked)) => {
            let mut response = next.run(request).await;
            if let Some(policy) = content_security_policy(&asked, visit.is_secure) {
                response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
            }
            response
        }
        Err(refusal) => refusal.into_response(),
    };
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        visit.place.is_socket();
        return response;
    }
    visit.place.rests();
    if is_trial && visit.place.is_on_trial() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The connection that a request came on, with both as trusted proxies say they were.
fn arrived(app: &App, mut request: Request) -> Result<(Visit, Request), ApiError> {
    let extensions = request.extensions();
    let (Some(visit), Some(ConnectInfo(peer))) =
        (extensions.get::<Visit>(), extensions.get::<ConnectInfo<SocketAddr>>())
    else {
        return Err(ApiError::fault(&"a request came without its connection"));
    };
    let mut visit = visit.clone();
    if let Some(forwarded) = forwarded::behind(peer.ip(), request.headers(), &app.edge.proxies) {
        visit.is_secure = forwarded.is_secure;
        // Nothing that is decided by address asks for the port.
        let address = SocketAddr::new(forwarded.address, 0);
        request.extensions_mut().insert(ConnectInfo(address));
        request.extensions_mut().insert(visit.clone());
    }
    Ok((visit, request))
}

/// Lets a request through, with whom it asks.
fn may(app: &App, visit: &Visit, is_trial: bool, request: Request) -> Result<(Request, Authority), ApiError> {
    let (mut parts, body) = request.into_parts();
    let asked = hosts::asked(&parts).map_err(|_| {
        let title = "The request has to say which host it is for, once.";
        ApiError::new(StatusCode::BAD_REQUEST, "host_malformed", title)
    })?;
    if !app.edge.hosts.has(&asked.host, visit.reached.map(|address| address.ip())) {
        let title = "This hub does not go by that name.";
        return Err(ApiError::new(StatusCode::MISDIRECTED_REQUEST, "host_unknown", title));
    }
    let (headers, is_secure) = (&parts.headers, visit.is_secure);
    if extract::has_staff_token(app, headers, is_secure) || extract::has_device_token(app, headers, is_secure)
    {
        visit.place.is_staffs();
    } else if is_trial && !is_for_everyone(parts.uri.path()) {
        let title = "The hub has no room right now. Please try again in a moment.";
        let refusal = ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "hub_full", title);
        return Err(refusal.retry_after_s(ROOM_AGAIN_S));
    }
    origins::check(&parts, &asked, visit.is_secure, app.edge.public.as_ref())?;
    must_be_json(&parts)?;
    parts.extensions.insert(asked.clone());
    Ok((Request::from_parts(parts, body), asked))
}

/// Refuses a body that is not JSON, also where none is asked for and nobody would look at it.
fn must_be_json(parts: &Parts) -> Result<(), ApiError> {
    let (headers, path) = (&parts.headers, parts.uri.path());
    let takes_other = path == "/api/sync/poll" || path.starts_with("/api/webhooks/");
    let is_change = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0");
    let is_other = headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let kind = kind.to_ascii_lowercase();
        kind != "application/json" && !(kind.starts_with("application/") && kind.ends_with("+json"))
    });
    if path.starts_with("/api/") && !takes_other && is_change && has_body && is_other {
        return Err(extract::json_expected());
    }
    Ok(())
}

/// What is answered in the room kept for staff to somebody who is not signed in: is the hub there, the page
/// to sign in, and whether this is a device of the house.
fn is_for_everyone(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/staff" | "/trust")
        || path.starts_with("/api/staff/")
        || path == "/api/device"
        || path.starts_with("/api/device/")
        || path.starts_with("/api/trust")
        || path.starts_with("/assets/")
}
