//! Sockets, health, and the description of this interface.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::limits::FRAME_BYTES_MAX;

use super::App;
use super::edge::Visit;
use super::error::ApiError;
use super::extract::{Caller, staff_cookie};
use crate::sync::line::{Doorstep, SocketLine};
use crate::sync::polls::PollRefusal;
use crate::sync::{feed, talk};

/// Bytes that a socket reads at once: phones send little.
const READ_BUFFER_BYTES: usize = 2 * 1024;
/// Bytes of a message above which the connection just ends. A message that is longer than a frame
/// may be, but no longer than this, is read, so that its sender can be told why it is refused.
const MESSAGE_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// Accepts a socket. Pages of other sites were turned away before ([`super::edge::origins`]).
fn accept(upgrade: Upgrade) -> Result<WebSocketUpgrade, ApiError> {
    let upgrade = upgrade.map_err(|_| {
        ApiError::new(StatusCode::UPGRADE_REQUIRED, "websocket_expected", "This address is for WebSockets.")
    })?;
    Ok(upgrade
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX)
        .read_buffer_size(READ_BUFFER_BYTES))
}

/// The place of a socket, until it is known who is on it.
fn doorstep(visit: Visit) -> Doorstep {
    let (place, kept) = (visit.place.clone(), visit.place);
    Doorstep::new(async move { place.given_way().await }, move || kept.stays())
}

/// The socket of phones: frames of `docs/protocol.md`.
#[utoipa::path(get, path = "/api/sync", tag = "sockets",
    responses(
        (status = 101, description = "The socket is open"),
        (status = 403, description = "`origin_forbidden`", body = Problem),
        (status = 426, description = "`websocket_expected`", body = Problem),
    ))]
pub async fn sync(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    upgrade: Upgrade,
) -> Result<Response, ApiError> {
    let upgrade = accept(upgrade)?;
    Ok(upgrade.on_upgrade(move |socket| talk::serve(SocketLine::new(socket, doorstep(visit)), app.members)))
}

/// Names the conversation of `/api/sync/poll`.
const POLL_HEADER: &str = "plato-poll";
/// The number of a call within its conversation.
const POLL_CALL_HEADER: &str = "plato-poll-call";
/// Says that a conversation has ended with these frames.
const POLL_ENDED_HEADER: &str = "plato-poll-ended";

/// Content type of frames.
const FRAMES_TYPE: &str = "application/octet-stream";

/// The same frames for phones whose network lets no WebSocket through. Body and answer are frames,
/// each after its length in four bytes, big endian. An answer waits up to 25 s for a frame. The first
/// call carries no `plato-poll`, all others that of the first answer, and in `plato-poll-call` a number: 1, 2
/// and so on. At most two are under way at a time, and they are taken in their order.
#[utoipa::path(post, path = "/api/sync/poll", tag = "sockets",
    params(
        ("plato-poll" = Option<String>, Header, description = "Names the conversation; none begins one"),
        ("plato-poll-call" = Option<u64>, Header, description = "The number of this call, from 1 after the first; without one it is taken when it comes"),
    ),
    request_body(content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "Frames; `plato-poll` names the conversation, `plato-poll-ended` is there when it has ended", content_type = "application/octet-stream"),
        (status = 400, description = "`poll_malformed`", body = Problem),
        (status = 404, description = "`poll_unknown`", body = Problem),
        (status = 409, description = "`poll_out_of_turn`: a call with this number was taken, or the one before did not come", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`frames_expected`", body = Problem),
        (status = 503, description = "`busy`", body = Problem),
    ))]
pub async fn poll(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != FRAMES_TYPE) {
        let title = "The body has to be frames, with the content type application/octet-stream.";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "frames_expected", title));
    }
    let body = body.map_err(|_| {
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_long", "The body is too long.")
    })?;
    let malformed = |title| ApiError::new(StatusCode::BAD_REQUEST, "poll_malformed", title);
    let not_frames = || malformed("The body has to be frames, each after its length in four bytes.");
    let unreadable = || malformed("The name of the conversation or the number of the call cannot be read.");
    let frames = split_frames(&body).ok_or_else(not_frames)?;
    let field = |name| headers.get(name).map(|value| value.to_str().map_err(|_| unreadable())).transpose();
    let number =
        field(POLL_CALL_HEADER)?.map(|number| number.parse().map_err(|_| unreadable())).transpose()?;
    let polled = app.polls.exchange(field(POLL_HEADER)?, number, frames, &app.members).await;
    let polled = polled.map_err(poll_refused)?;
    let length = |frame: &Vec<u8>| u32::try_from(frame.len()).unwrap_or(u32::MAX).to_be_bytes();
    let bytes =
        polled.frames.iter().flat_map(|frame| [&length(frame)[..], frame].concat()).collect::<Vec<_>>();
    let mut answer =
        Response::builder().header(header::CONTENT_TYPE, FRAMES_TYPE).header(POLL_HEADER, polled.id);
    if polled.has_ended {
        answer = answer.header(POLL_ENDED_HEADER, "1");
    }
    answer.body(bytes.into()).map_err(|fault| ApiError::fault(&fault))
}

fn poll_refused(refusal: PollRefusal) -> ApiError {
    let (status, code, title) = match refusal {
        PollRefusal::Unknown => {
            (StatusCode::NOT_FOUND, "poll_unknown", "This conversation has ended. Begin a new one.")
        }
        PollRefusal::Busy => {
            (StatusCode::SERVICE_UNAVAILABLE, "busy", "The hub is very busy. Please try again.")
        }
        PollRefusal::OutOfTurn => (
            StatusCode::CONFLICT,
            "poll_out_of_turn",
            "This call comes out of turn. Begin a new conversation.",
        ),
    };
    ApiError::new(status, code, title)
}

fn split_frames(mut body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut frames = Vec::new();
    while !body.is_empty() {
        let (length, rest) = body.split_first_chunk::<4>()?;
        let (frame, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        frames.push(frame.to_vec());
        body = rest;
    }
    Some(frames)
}

/// The socket of staff screens: frames of `docs/protocol.md`.
#[utoipa::path(get, path = "/api/feed", tag = "sockets",
    responses(
        (status = 101, description = "The socket is open"),
        (status = 403, description = "`origin_forbidden`, `https_needed`", body = Problem),
        (status = 426, description = "`websocket_expected`", body = Problem),
    ))]
pub async fn feed(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    caller: Caller,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, ApiError> {
    caller.must_be_private(&app)?;
    let upgrade = accept(upgrade)?;
    let cookie = staff_cookie(&headers, visit.is_secure).map(str::to_owned);
    Ok(upgrade.on_upgrade(move |socket| feed::serve(socket, doorstep(visit), app.members, cookie)))
}

/// Is the process alive?
#[utoipa::path(get, path = "/healthz", tag = "system", responses((status = 200, description = "It is", body = String)))]
pub async fn healthz() -> &'static str {
    "ok"
}

/// Can it take orders? The writer answers, and there is a venue.
#[utoipa::path(get, path = "/readyz", tag = "system",
    responses(
        (status = 200, description = "It can", body = String),
        (status = 503, description = "`not_ready`", body = Problem),
    ))]
pub async fn readyz(State(app): State<App>) -> Result<&'static str, ApiError> {
    let not_ready = |title: &str| ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", title);
    if !app.members.published.read(|venue, _| venue.is_set_up()) {
        return Err(not_ready("There is no venue yet. Import a venue file."));
    }
    if !app.members.writer.is_alive().await {
        return Err(not_ready("The hub cannot write."));
    }
    Ok("ready")
}

/// The description of this interface.
#[utoipa::path(get, path = "/api/openapi.json", tag = "system",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
pub async fn openapi() -> impl IntoResponse {
    // Written once: it is long, and anybody may ask for it as often as they like.
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let write = || serde_json::to_vec(&super::routes::description()).expect("it is written as JSON").into();
    ([(header::CONTENT_TYPE, "application/json")], WRITTEN.get_or_init(write).clone())
}
