//! Joining a table, and what a diner's token is good for.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use plato_sync_protocol::api::{JoinAnswer, JoinRequest, Problem, Returning, SessionStatus, TokenAnswer};
use plato_sync_protocol::door::KnockAnswer;
use plato_sync_protocol::ids::{CommandId, DinerId, SessionId, TableId};
use plato_sync_protocol::limits::NAME_CHARS_MAX;
use plato_sync_protocol::text;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;

use super::error::ApiError;
use super::extract::{Body, Caller, Command as CommandHeader, Diner, Path};
use super::{App, DINER_TOKEN_MS, knocks};
use crate::auth::secrets;
use crate::origin::{Origin, Who};
use crate::venue::Refusal;
use crate::venue::access::{PasswordHash, TokenHash};
use crate::venue::command::{Command, Join};
use crate::venue::views::{Attendance, Door};
use crate::writer::{Admission, Failure, Intent};

/// Joins the party at a table with the key of its QR code and its PIN, or an invite.
///
/// A guess at the PIN or at the code of an invite is counted and on disk before it is looked at; a wrong
/// key is no guess. A PIN that was right is taken back, whatever then becomes of whoever typed it. With an
/// `Idempotency-Key`, the same may be sent again: the answer is the same.
#[utoipa::path(post, path = "/api/sessions/join", tag = "guest", request_body = JoinRequest,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id")),
    responses(
        (status = 200, description = "The diner is in", body = JoinAnswer),
        (status = 202, description = "Whoever asks may be somebody who was here before: they say so with `/api/knocks/choose`", body = KnockAnswer),
        (status = 400, description = "`json_malformed`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`pin_wrong`, with the attempts left and, after the last, when to come back; `invite_wrong`", body = Problem),
        (status = 403, description = "`table_key_wrong`", body = Problem),
        (status = 404, description = "`table_unknown`", body = Problem),
        (status = 409, description = "`table_not_seated`, `party_full`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`pin_malformed`, `name_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`pin_blocked`, `pins_paused`, `pin_address_blocked`, `invites_paused`, with when to come back, or that it takes a new PIN", body = Problem),
        (status = 503, description = "`busy`, also while guesses of others are looked at; `outcome_unknown`", body = Problem),
    ))]
pub async fn join(
    State(app): State<App>,
    caller: Caller,
    CommandHeader(command): CommandHeader,
    Body(request): Body<JoinRequest>,
) -> Result<Response, ApiError> {
    let door = door(&app, &request.table, &request.key)?;
    let (session, pin_hash) = door.session.ok_or(Refusal::TableNotSeated)?;
    let name = text::clean_required(&request.name, NAME_CHARS_MAX);
    let name = name.map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })?;
    let newcomer = Newcomer { session, name, returning: request.returning };
    let command = command.or(request.command_id);
    match request.invite {
        Some(invite) => redeem(&app, &caller, command, newcomer, &invite).await,
        None => {
            let digits = door.pin_digits.count();
            let is_pin = request.pin.len() == usize::from(digits)
                && request.pin.bytes().all(|digit| digit.is_ascii_digit());
            if !is_pin {
                let title = format!("The PIN is the {digits} digits that the waiter gave you.");
                return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "pin_malformed", title));
            }
            type_pin(&app, &caller, command, newcomer, (request.pin, pin_hash)).await
        }
    }
}

async fn type_pin(
    app: &App,
    caller: &Caller,
    command: Option<CommandId>,
    newcomer: Newcomer,
    (pin, hash): (String, PasswordHash),
) -> Result<Response, ApiError> {
    let session = newcomer.session.clone();
    let secret = secret_of(app, command, "joined by PIN", &session, &pin);
    if let Ok(answer) = knocks::stands(app, &secret) {
        return Ok(answer);
    }
    let guess = Guess { session: session.clone(), from: caller.address(), pin, hash: hash.clone() };
    let from = guess.from.clone();
    if !look_at(app, guess, caller.origin(Who::Guest)).await? {
        let now = app.members.time.now();
        let (left, block) = app.members.published.read(|venue, _| {
            (venue.pin_tries_left(now, &session), venue.may_try_pin(now, &session, Some(&from)).err())
        });
        let title = "This PIN is not right. Please look again, or ask the waiter.";
        let wrong = ApiError::new(StatusCode::UNAUTHORIZED, "pin_wrong", title).attempts_left(left);
        return Err(match block {
            Some(block) if left == 0 => wrong.blocks(&block),
            _ => wrong,
        });
    }
    admit(app, caller, newcomer, secret, Key::Pin(hash)).await
}

/// A PIN that somebody typed.
pub struct Guess {
    /// Whose PIN it is to be.
    pub session: SessionId,
    /// From which address.
    pub from: String,
    /// What was typed.
    pub pin: String,
    /// Hash of the PIN that is right.
    pub hash: PasswordHash,
}

/// Counts a guess, looks at it and settles it. Once it is counted this goes to its end, also when whoever
/// typed it has gone meanwhile.
pub async fn look_at(app: &App, guess: Guess, origin: Origin) -> Result<bool, ApiError> {
    let Guess { session, from, pin, hash } = guess;
    // Whoever is turned away takes no place from somebody who is not.
    let now = app.members.time.now();
    app.members.published.read(|venue, _| venue.may_try_pin(now, &session, Some(&from)))?;
    let place = app.passwords.queue()?;
    let writer = app.members.writer.clone();
    let looking = tokio::spawn(async move {
        let from = Some(from);
        let counted = Command::TryPin { session: session.clone(), from: from.clone() };
        writer.submit(Intent::Command(counted), None, origin.clone()).await?;
        let is_right = place.is_right(&pin, &hash.0).await?;
        let settled = Command::SettlePin { session, from, pin: hash, is_right };
        if let Err(failure) = writer.insist(Intent::Command(settled), origin).await {
            // It stays counted, and after a while it is taken for wrong.
            tracing::warn!(%failure, "what came of a guess at a PIN could not be kept");
        }
        Ok::<_, ApiError>(is_right)
    });
    looking.await.map_err(|fault| ApiError::fault(&fault))?
}

/// What a table takes, for whoever has the key of its QR code.
pub fn door(app: &App, table: &TableId, key: &str) -> Result<Door, ApiError> {
    let door = app.members.published.read(|venue, _| venue.door(table)).ok_or(Refusal::UnknownTable)?;
    if !secrets::is_same_secret(&door.key.0, key) {
        let title = "This QR code is not valid any more. Please scan the one on your table.";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "table_key_wrong", title));
    }
    Ok(door)
}

/// Whoever wants to come in.
struct Newcomer {
    session: SessionId,
    name: String,
    returning: Returning,
}

async fn redeem(
    app: &App,
    caller: &Caller,
    command: Option<CommandId>,
    newcomer: Newcomer,
    invite: &str,
) -> Result<Response, ApiError> {
    let session = newcomer.session.clone();
    let typed = secrets::typed_code(invite);
    let secret = secret_of(app, command, "redeemed invite", &session, &typed);
    if let Ok(answer) = knocks::stands(app, &secret) {
        return Ok(answer);
    }
    if typed.len() != INVITE_LINK_CHARS {
        let from = Some(caller.address());
        let counted = Command::TryInvite { session: session.clone(), from };
        app.members.writer.submit(Intent::Command(counted), None, caller.origin(Who::Guest)).await?;
    }
    let hash = invite_hash(app, &session, &typed);
    admit(app, caller, newcomer, secret, Key::Invite(hash)).await
}

/// The secret of whoever comes with that command and key. The same command has the same, so that whoever
/// missed the answer gets it again.
fn secret_of(
    app: &App,
    command: Option<CommandId>,
    purpose: &str,
    session: &SessionId,
    typed: &str,
) -> String {
    match command {
        Some(id) => app.passwords.derived(purpose, &[&id.to_string(), session.as_str(), typed]),
        None => secrets::new_token(&app.members.chance),
    }
}

/// Hexadecimal digits of the secret in the address of an invite. It is too long for guessing, so nobody
/// can use up the tries of a table with it.
pub const INVITE_LINK_CHARS: usize = 32;

/// What is kept of an invite, from what was typed or scanned.
pub fn invite_hash(app: &App, session: &SessionId, typed: &str) -> TokenHash {
    TokenHash(app.passwords.derived("invite", &[session.as_str(), typed]))
}

/// The token of whoever has that secret of a knock. Known before they are let in, so that whoever lets
/// them in need not be told, and their phone gets the same whenever it asks.
pub fn token_of(app: &App, secret: &str) -> String {
    app.passwords.derived("token of a knock", &[secret])
}

/// What opens the door.
enum Key {
    /// A PIN that was right, by the hash that it was compared with.
    Pin(PasswordHash),
    /// An invite, by its hash.
    Invite(TokenHash),
}

async fn admit(
    app: &App,
    caller: &Caller,
    newcomer: Newcomer,
    secret: String,
    key: Key,
) -> Result<Response, ApiError> {
    let chance = &app.members.chance;
    let Newcomer { session, name, returning } = newcomer;
    let diner = DinerId::from_random(chance.bytes());
    let (pin, invite) = match key {
        Key::Pin(hash) => (Some(hash), None),
        Key::Invite(hash) => (None, Some(hash)),
    };
    let waiting = knocks::waiting(app, caller, &session, &secret, returning)?;
    let joining = Join {
        session: session.clone(),
        diner: diner.clone(),
        name,
        token: hash_of(&token_of(app, &secret))?,
        lasts_ms: DINER_TOKEN_MS,
        pin,
        invite,
        waiting: (returning != Returning::No).then_some(waiting),
    };
    let (cart_actor, asked) = (ActorId(chance.bytes()), Command::Join(Box::new(joining)));
    let origin = caller.origin(Who::Diner { session, diner });
    let done = app.members.writer.submit(Intent::Admit(Admission { asked, cart_actor }), None, origin).await;
    // The same command may have been sent twice at once: then the other one has used the key.
    knocks::stands(app, &secret).map_err(|unknown| done.err().map_or(unknown, ApiError::from))
}

/// What is kept of a token or a secret.
pub fn hash_of(token: &str) -> Result<TokenHash, ApiError> {
    secrets::token_hash(token).map(TokenHash).ok_or_else(|| ApiError::fault(&"a new token is no token"))
}

/// What a diner is told who holds that token; none when nobody does.
pub fn joined(app: &App, token: String) -> Option<JoinAnswer> {
    let (session, diner, expires_in_ms) = app.members.holder(&token).ok()?;
    let (mode, table) = visit(app, &session);
    Some(JoinAnswer { session, token, diner, mode, table, expires_in_ms })
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
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn resume(State(app): State<App>, diner: Diner) -> Json<TokenAnswer> {
    Json(token_answer(&app, diner))
}

/// Tells whether a token is good, and for how long.
#[utoipa::path(post, path = "/api/sessions/check-token", tag = "guest", security(("diner" = [])),
    responses(
        (status = 200, description = "It is", body = TokenAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn check_token(State(app): State<App>, diner: Diner) -> Json<TokenAnswer> {
    Json(token_answer(&app, diner))
}

/// Has a token last longer that is about to end: two hours, twice at most.
#[utoipa::path(post, path = "/api/sessions/stay", tag = "guest", security(("diner" = [])),
    responses(
        (status = 200, description = "How long it lasts now", body = TokenAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 409, description = "`stayed_longest`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn stay(State(app): State<App>, diner: Diner) -> Result<Json<TokenAnswer>, ApiError> {
    let what = Command::StayLonger { token: diner.token.clone() };
    app.members.writer.submit(Intent::Command(what), None, diner.origin.clone()).await?;
    let held = app.members.published.read(|venue, _| venue.holder(&diner.token));
    let now_ms = app.members.time.now().uptime_ms;
    let expires_in_ms = held.map_or(0, |(_, expires_at_ms)| expires_at_ms.saturating_sub(now_ms));
    Ok(Json(token_answer(&app, Diner { expires_in_ms, ..diner })))
}

/// The state of one's own visit.
#[utoipa::path(get, path = "/api/sessions/{session}/status", tag = "guest", security(("diner" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The visit", body = SessionStatus),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
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
