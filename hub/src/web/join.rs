//! Joining a table, and what a diner's token is good for.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{JoinAnswer, JoinRequest, Problem, SessionStatus, TokenAnswer};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::NAME_CHARS_MAX;
use plato_sync_protocol::text;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;

use super::error::ApiError;
use super::extract::{Body, Caller, Diner, Path};
use super::{App, DINER_TOKEN_MS};
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::Refusal;
use crate::venue::access::TokenHash;
use crate::venue::command::{Command, Join};
use crate::venue::views::Attendance;
use crate::writer::{Admission, Failure, Intent};

/// Joins the party at a table with the key of its QR code and its PIN.
///
/// A guess at the PIN is counted and on disk before it is looked at; a wrong key is no guess.
#[utoipa::path(post, path = "/api/sessions/join", tag = "guest", request_body = JoinRequest,
    responses(
        (status = 200, description = "The diner is in", body = JoinAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`pin_wrong`, with the attempts left", body = Problem),
        (status = 403, description = "`table_key_wrong`", body = Problem),
        (status = 404, description = "`table_unknown`", body = Problem),
        (status = 409, description = "`table_not_seated`, `party_full`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`pin_malformed`, `name_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`pin_blocked`, `pins_paused`, `pin_address_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`", body = Problem),
    ))]
pub async fn join(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<JoinRequest>,
) -> Result<Json<JoinAnswer>, ApiError> {
    let door =
        app.members.published.read(|venue, _| venue.door(&request.table)).ok_or(Refusal::UnknownTable)?;
    if !secrets::is_same_secret(&door.key.0, &request.key) {
        let title = "This QR code is not valid any more. Please scan the one on your table.";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "table_key_wrong", title));
    }
    let (session, pin_hash) = door.session.ok_or(Refusal::TableNotSeated)?;
    let name = text::clean_required(&request.name, NAME_CHARS_MAX);
    let name = name.map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })?;
    let is_pin =
        (4..=6).contains(&request.pin.len()) && request.pin.bytes().all(|digit| digit.is_ascii_digit());
    if !is_pin {
        let title = "The PIN is the four digits that the waiter gave you.";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "pin_malformed", title));
    }
    let place = app.passwords.queue()?;
    let guest = caller.origin(Who::Guest);
    let counted = Command::TryPin { session: session.clone(), from: Some(caller.address()) };
    app.members.writer.submit(Intent::Command(counted), None, guest).await?;
    if !place.is_right(&request.pin, &pin_hash.0).await? {
        let attempts_left = app.members.published.read(|venue, _| venue.pin_tries_left(&session));
        let title = "This PIN is not right. Please look again, or ask the waiter.";
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "pin_wrong", title).attempts_left(attempts_left));
    }
    admit(&app, &caller, session, name).await
}

async fn admit(
    app: &App,
    caller: &Caller,
    session: SessionId,
    name: String,
) -> Result<Json<JoinAnswer>, ApiError> {
    let token = secrets::new_token(&app.members.chance);
    let hash = secrets::token_hash(&token).ok_or_else(|| ApiError::fault(&"a new token is no token"))?;
    let diner = DinerId::from_random(app.members.chance.bytes());
    let joining = Join {
        session: session.clone(),
        diner: diner.clone(),
        name,
        token: TokenHash(hash),
        lasts_ms: DINER_TOKEN_MS,
    };
    let cart_actor = ActorId(app.members.chance.bytes());
    let origin = caller.origin(Who::Diner { session: session.clone(), diner: diner.clone() });
    app.members.writer.submit(Intent::Admit(Admission { joining, cart_actor }), None, origin).await?;
    let (mode, table) = visit(app, &session);
    Ok(Json(JoinAnswer { session, token, diner, mode, table, expires_in_ms: DINER_TOKEN_MS }))
}

/// How a party shares, and the name of its table.
fn visit(app: &App, session: &SessionId) -> (SessionMode, String) {
    app.members.published.read(|venue, _| {
        let table = venue.table_of(session).map_or_else(String::new, |(_, name)| name);
        (venue.session_mode(session).unwrap_or(SessionMode::Family), table)
    })
}

fn token_answer(app: &App, diner: Diner) -> TokenAnswer {
    let (mode, table) = visit(app, &diner.session);
    let views =
        app.members.published.read(|venue, _| venue.diner_views(&diner.session, |_| Attendance::default()));
    let name =
        views.into_iter().find(|view| view.diner == diner.diner).map_or_else(String::new, |view| view.name);
    TokenAnswer {
        session: diner.session,
        diner: diner.diner,
        name,
        mode,
        table,
        expires_in_ms: diner.expires_in_ms,
    }
}

/// Recovers a visit with a token that the device kept.
#[utoipa::path(post, path = "/api/sessions/resume", tag = "guest", security(("diner" = [])),
    responses(
        (status = 200, description = "The visit goes on", body = TokenAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn resume(State(app): State<App>, diner: Diner) -> Json<TokenAnswer> {
    Json(token_answer(&app, diner))
}

/// Tells whether a token is good, and for how long.
#[utoipa::path(post, path = "/api/sessions/check-token", tag = "guest", security(("diner" = [])),
    responses(
        (status = 200, description = "It is", body = TokenAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn check_token(State(app): State<App>, diner: Diner) -> Json<TokenAnswer> {
    Json(token_answer(&app, diner))
}

/// The state of one's own visit.
#[utoipa::path(get, path = "/api/sessions/{session}/status", tag = "guest", security(("diner" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The visit", body = SessionStatus),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`, `session_unknown`", body = Problem),
    ))]
pub async fn status(
    State(app): State<App>,
    diner: Diner,
    Path(session): Path<SessionId>,
) -> Result<Json<SessionStatus>, ApiError> {
    if session != diner.session {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "session_foreign", "This is not your table."));
    }
    let attendance = app.members.fanout.attendance(&session);
    let status = app.members.published.read(|venue, _| venue.session_status(&session, attendance));
    Ok(Json(status.ok_or(Failure::Refused(Refusal::UnknownSession))?))
}
