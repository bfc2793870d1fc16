//! Who is asking, and what for: a handler that names one of these needs one.

use std::net::SocketAddr;

use axum::body::HttpBody;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{CommandId, DinerId, SessionId, StaffId};
use plato_sync_protocol::team::DeviceView;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::App;
use super::edge::hosts::Authority;
use super::edge::{BodyLate, Visit};
use super::error::ApiError;
use crate::auth::secrets;
use crate::carts::CartId;
use crate::origin::{Origin, Who};
use crate::venue::access::tries::Place;
use crate::venue::access::{Holder, TokenHash};

/// Name of the staff cookie.
pub const STAFF_COOKIE: &str = "plato_staff";
/// Name of the cookie that makes a browser a device of the house.
pub const DEVICE_COOKIE: &str = "plato_device";
/// How names of cookies begin over https. Browsers keep such a cookie to this host and to https, so that
/// nothing on plain http can set or read it (RFC 6265bis, 4.1.3.2).
const SECURE_PREFIX: &str = "__Host-";
/// Header in which integrators of the earlier system send a diner's token.
const SESSION_HEADER: &str = "x-customer-session";
/// Header that names a command (draft-ietf-httpapi-idempotency-key-header).
pub const COMMAND_HEADER: &str = "idempotency-key";

/// A JSON body. Anything else is refused with a code.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = <axum::Json<T> as FromRequest<S>>::from_request(request, state).await;
        let refused = |status, code, title: String| ApiError::new(status, code, title);
        body.map(|axum::Json(body)| Self(body)).map_err(|rejection| match &rejection {
            JsonRejection::MissingJsonContentType(_) => json_expected(),
            JsonRejection::JsonSyntaxError(_) => {
                refused(StatusCode::BAD_REQUEST, "json_malformed", "The body is not valid JSON.".into())
            }
            JsonRejection::JsonDataError(fault) => {
                let text = fault.body_text();
                let (_, detail) = text.rsplit_once("target type: ").unwrap_or(("", &text));
                let title = format!("The body is not what this address takes: {detail}.");
                refused(StatusCode::UNPROCESSABLE_ENTITY, "body_refused", title)
            }
            _ if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                refused(StatusCode::PAYLOAD_TOO_LARGE, "body_too_long", "The body is too long.".into())
            }
            _ if BodyLate::is_cause_of(&rejection) => {
                let title = "The body was not complete in time. Please send it again.";
                refused(StatusCode::REQUEST_TIMEOUT, "body_late", title.into())
            }
            _ => refused(rejection.status(), "body_refused", "The body could not be read.".into()),
        })
    }
}

/// Something else than JSON was sent.
pub fn json_expected() -> ApiError {
    let title = "The body has to be JSON, with the content type application/json.";
    ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "json_expected", title)
}

/// A JSON body that may be left out.
impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, ApiError> {
        // Some say the type of a body that they do not send, with no length or one of 0.
        if request.body().is_end_stream() || !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

/// Parts of the path. Anything that is no id is refused with a code.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(path)| Self(path)).map_err(|_: PathRejection| {
            ApiError::new(StatusCode::NOT_FOUND, "path_unknown", "There is nothing at this address.")
        })
    }
}

/// Where a call came from, before it is known who makes it.
pub struct Caller {
    address: SocketAddr,
    user_agent: Option<String>,
    /// The device of the house that it came from, if it was one.
    pub device: Option<DeviceView>,
    /// Did the call come by https that ends here?
    is_secure: bool,
    asked: Option<Authority>,
}

impl Caller {
    /// The origin of what this caller does as `who`.
    pub fn origin(&self, who: Who) -> Origin {
        let device = self.device.as_ref().map(|device| device.device.clone());
        Origin::remote(who, self.address.ip(), self.user_agent.as_deref()).at_device(device)
    }

    /// The staff token of the cookie that came with the call.
    pub fn staff_cookie<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        staff_cookie(headers, self.is_secure)
    }

    /// Where tries of this caller are counted.
    pub fn place(&self) -> Place {
        match &self.device {
            Some(device) => Place::Device(device.device.clone()),
            None => Place::Address(self.address()),
        }
    }

    /// The network address. IPv4-mapped addresses are written as IPv4.
    pub fn address(&self) -> String {
        self.address.ip().to_canonical().to_string()
    }

    /// May a password come this way? Over plain http only from this machine itself, unless the settings
    /// say otherwise (ASVS 12.2.1).
    pub fn is_private(&self, app: &App) -> bool {
        self.is_secure || self.address.ip().to_canonical().is_loopback() || app.edge.staff_on_plain_http
    }

    /// Refuses what has to be kept from the network.
    pub fn must_be_private(&self, app: &App) -> Result<(), ApiError> {
        if self.is_private(app) {
            return Ok(());
        }
        let page = self.asked.as_ref().and_then(|asked| app.edge.https_url(asked));
        let page = page.map(|url| format!("{url}/staff"));
        let title = match &page {
            Some(page) => format!("Staff sign in over https only. Please open {page} on this device."),
            None => "Staff sign in over https only, and it is turned off in this hub.".into(),
        };
        Err(ApiError::new(StatusCode::FORBIDDEN, "https_needed", title).instead(page))
    }

    /// Sets a cookie that scripts cannot read, for this hub's own pages only, in the form for the way the
    /// call came.
    pub fn set_cookie(&self, name: &str, value: &str, lasts_s: u64) -> Result<HeaderMap, ApiError> {
        let (prefix, secure) = if self.is_secure { (SECURE_PREFIX, "Secure; ") } else { ("", "") };
        let cookie =
            format!("{prefix}{name}={value}; Path=/; {secure}HttpOnly; SameSite=Strict; Max-Age={lasts_s}");
        let value = HeaderValue::from_str(&cookie).map_err(|fault| ApiError::fault(&fault))?;
        Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let connect = ConnectInfo::<SocketAddr>::from_request_parts(parts, app).await;
        let ConnectInfo(address) = connect.map_err(|fault| ApiError::fault(&fault))?;
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let token = cookie(&parts.headers, DEVICE_COOKIE, is_secure(parts))
            .and_then(secrets::token_hash)
            .map(TokenHash);
        let device = token.and_then(|token| app.members.published.read(|venue, _| venue.device_of(&token)));
        Ok(Self {
            address,
            user_agent: user_agent.map(str::to_owned),
            device,
            is_secure: is_secure(parts),
            asked: parts.extensions.get::<Authority>().cloned(),
        })
    }
}

/// A diner of an open visit.
pub struct Diner {
    /// The visit.
    pub session: SessionId,
    /// Who.
    pub diner: DinerId,
    /// Hash of the token they came with.
    pub token: TokenHash,
    /// How long the token lasts, in ms.
    pub expires_in_ms: u64,
    /// For the log.
    pub origin: Origin,
}

impl Diner {
    /// Refuses to look at another party's table.
    pub fn must_be_of(&self, session: &SessionId) -> Result<(), ApiError> {
        if *session == self.session {
            return Ok(());
        }
        Err(ApiError::new(StatusCode::FORBIDDEN, "session_foreign", "This is not your table."))
    }

    /// The cart that they work on.
    pub fn cart(&self, app: &App) -> CartId {
        app.members.cart_of(&self.session, &self.diner)
    }
}

impl FromRequestParts<App> for Diner {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let token = bearer(&parts.headers)
            .or_else(|| parts.headers.get(SESSION_HEADER).and_then(|value| value.to_str().ok()))
            .ok_or_else(|| {
                ApiError::new(StatusCode::UNAUTHORIZED, "token_missing", "Please join the table first.")
            })?;
        let (session, diner, expires_in_ms) = app.members.holder(token).map_err(|refused| {
            let status = if refused.code == "token_wrong_kind" {
                StatusCode::FORBIDDEN
            } else {
                StatusCode::UNAUTHORIZED
            };
            ApiError::new(status, &refused.code, refused.message)
        })?;
        let origin = caller.origin(Who::Diner { session: session.clone(), diner: diner.clone() });
        let token = TokenHash(secrets::token_hash(token).unwrap_or_default());
        Ok(Self { session, diner, token, expires_in_ms, origin })
    }
}

/// A member of staff.
pub struct Staff {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Hash of the token they came with.
    pub token: TokenHash,
    /// How long it lasts, in ms.
    pub expires_in_ms: u64,
    /// How long they need not prove again who they are, in ms.
    pub stepped_up_for_ms: u64,
    /// The device of the house that they are at, if it is one.
    pub device: Option<DeviceView>,
    /// For the log.
    pub origin: Origin,
}

impl Staff {
    /// Refuses everyone who has not proved within the last five minutes who they are. For acts that
    /// somebody who finds a screen left open must not do: PIN reveal, export, and whatever takes money
    /// off a bill (OWASP ASVS 5.0, 7.5.3).
    pub fn must_have_stepped_up(&self) -> Result<(), ApiError> {
        if self.stepped_up_for_ms > 0 {
            return Ok(());
        }
        let title = "Please confirm that it is you, with your PIN or password.";
        Err(ApiError::new(StatusCode::FORBIDDEN, "step_up_needed", title))
    }

    /// Refuses everyone whose role is not listed.
    pub fn must_be(&self, roles: &[Role]) -> Result<(), ApiError> {
        if roles.contains(&self.role) {
            return Ok(());
        }
        Err(ApiError::new(StatusCode::FORBIDDEN, "role_forbidden", "Your account may not do this."))
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let signed_out = || ApiError::new(StatusCode::UNAUTHORIZED, "staff_signed_out", "Please sign in.");
        let token = bearer(&parts.headers).or_else(|| staff_cookie(&parts.headers, is_secure(parts)));
        let token = token.ok_or_else(signed_out)?;
        let token = secrets::token_hash(token).map(TokenHash).ok_or_else(signed_out)?;
        let now = app.members.time.now();
        let (holder, sign_in) =
            app.members.published.read(|venue, _| (venue.holder(&token), venue.sign_in_of(&token)));
        match holder {
            Some((Holder::Staff { staff, name, role }, expires_at_ms)) if expires_at_ms > now.uptime_ms => {
                caller.must_be_private(app)?;
                let origin = caller.origin(Who::Staff { staff: staff.clone() });
                app.seen.note(&token, now.wall_ms, caller.address());
                let expires_in_ms = expires_at_ms - now.uptime_ms;
                let until_ms = sign_in.map_or(0, |sign_in| sign_in.stepped_up_until_ms);
                let stepped_up_for_ms = until_ms.saturating_sub(now.uptime_ms).min(expires_in_ms);
                let device = caller.device;
                Ok(Self { staff, name, role, token, expires_in_ms, stepped_up_for_ms, device, origin })
            }
            Some((Holder::Diner { .. }, _)) => {
                Err(ApiError::new(StatusCode::FORBIDDEN, "token_wrong_kind", "This is for staff."))
            }
            _ => Err(signed_out()),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Does a call carry the token of somebody of the staff who is signed in?
pub fn has_staff_token(app: &App, headers: &HeaderMap, is_secure: bool) -> bool {
    let token = bearer(headers).or_else(|| staff_cookie(headers, is_secure)).and_then(secrets::token_hash);
    let holder = token.and_then(|hash| app.members.published.read(|venue, _| venue.holder(&TokenHash(hash))));
    let now_ms = app.members.time.now().uptime_ms;
    matches!(holder, Some((Holder::Staff { .. }, expires_at_ms)) if expires_at_ms > now_ms)
}

/// Does a call come from a device of the house?
pub fn has_device_token(app: &App, headers: &HeaderMap, is_secure: bool) -> bool {
    let token = cookie(headers, DEVICE_COOKIE, is_secure).and_then(secrets::token_hash).map(TokenHash);
    token.is_some_and(|token| app.members.published.read(|venue, _| venue.device_of(&token)).is_some())
}

/// Does a call carry a cookie of the staff or of a device of the house?
pub fn holds_cookie(headers: &HeaderMap) -> bool {
    [STAFF_COOKIE, DEVICE_COOKIE]
        .iter()
        .any(|name| [true, false].iter().any(|is_secure| cookie(headers, name, *is_secure).is_some()))
}

/// The staff token of the cookie.
pub fn staff_cookie(headers: &HeaderMap, is_secure: bool) -> Option<&str> {
    cookie(headers, STAFF_COOKIE, is_secure)
}

/// A cookie in the form for the way the call came. By https only the one that nothing on plain http can
/// have set counts.
fn cookie<'h>(headers: &'h HeaderMap, wanted: &str, is_secure: bool) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut named = pairs.filter(|(name, _)| match is_secure {
        true => name.strip_prefix(SECURE_PREFIX) == Some(wanted),
        false => *name == wanted,
    });
    named.next().map(|(_, value)| value)
}

/// Did a call come by https?
fn is_secure(parts: &Parts) -> bool {
    parts.extensions.get::<Visit>().is_some_and(|visit| visit.is_secure)
}

/// The id of a command, from its header.
pub struct Command(pub Option<CommandId>);

impl<S: Send + Sync> FromRequestParts<S> for Command {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(COMMAND_HEADER) else { return Ok(Self(None)) };
        // The header's draft writes it in quotes; a bare UUID is what everyone sends.
        let id = value.to_str().ok().and_then(|text| text.trim_matches('"').parse().ok());
        let malformed = || {
            let title = "Idempotency-Key has to be a UUID.";
            ApiError::new(StatusCode::BAD_REQUEST, "command_id_malformed", title)
        };
        Ok(Self(Some(id.ok_or_else(malformed)?)))
    }
}

impl Command {
    /// The command's id with the fingerprint of who wants what; refused when there is no id.
    pub fn identified(
        &self,
        origin: &Origin,
        what: &impl std::fmt::Debug,
    ) -> Result<(CommandId, String), ApiError> {
        let missing = || {
            let title =
                "Every command needs an id: send a fresh UUID as Idempotency-Key, the same for a retry.";
            ApiError::new(StatusCode::BAD_REQUEST, "command_id_missing", title)
        };
        let id = self.0.ok_or_else(missing)?;
        Ok((id, fingerprint(origin, what)))
    }
}

/// Hash over who wants what. Address and user agent do not count, as phones change both, nor does the party,
/// as guests do.
pub fn fingerprint(origin: &Origin, what: &impl std::fmt::Debug) -> String {
    let who = match &origin.who {
        Who::Diner { diner, .. } => format!("{diner:?}"),
        other => format!("{other:?}"),
    };
    let text = format!("{who}\n{what:?}");
    plato_sync_protocol::vector::to_hex(&Sha256::digest(text.as_bytes()))
}
