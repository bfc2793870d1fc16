//! Whoever stands at a table without a PIN: what the table takes, knocking, and how that goes on. The
//! phone is known by the secret of its knock, which travels in bodies only.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plato_sync_protocol::api::{Problem, Returning};
use plato_sync_protocol::door::{
    KnockAnswer, KnockChoice, KnockRequest, KnockSecret, KnockState, KnownDiner, LookAnswer, LookRequest,
};
use plato_sync_protocol::ids::{DinerId, KnockId, SessionId};
use plato_sync_protocol::vector::ActorId;

use super::error::ApiError;
use super::extract::{Body, Caller};
use super::join::{door, hash_of, joined, token_of};
use super::{App, DINER_TOKEN_MS};
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::Refusal;
use crate::venue::access::TokenHash;
use crate::venue::admission::{KnockSeen, KnockStand};
use crate::venue::command::{ChooseWho, Command, Knock, Waiting};
use crate::writer::{Admission, Intent};

/// What a table takes: how many digits its PIN has. Asked before a guess, and no guess itself.
#[utoipa::path(post, path = "/api/tables/look", tag = "guest", request_body = LookRequest,
    responses(
        (status = 200, description = "What it takes", body = LookAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 403, description = "`table_key_wrong`", body = Problem),
        (status = 404, description = "`table_unknown`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
    ))]
pub async fn look(
    State(app): State<App>,
    Body(request): Body<LookRequest>,
) -> Result<Json<LookAnswer>, ApiError> {
    let door = door(&app, &request.table, &request.key)?;
    let is_seated = door.session.is_some();
    Ok(Json(LookAnswer { table: door.name, is_seated, pin_digits: door.pin_digits.count() }))
}

/// Knocks: asks to be let in without a PIN.
#[utoipa::path(post, path = "/api/knocks", tag = "guest", request_body = KnockRequest,
    responses(
        (status = 200, description = "Somebody has to answer", body = KnockAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 403, description = "`table_key_wrong`", body = Problem),
        (status = 404, description = "`table_unknown`", body = Problem),
        (status = 409, description = "`table_not_seated`, `party_full`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`name_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`knocks_full`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn knock(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<KnockRequest>,
) -> Result<Json<KnockAnswer>, ApiError> {
    let (session, _) = door(&app, &request.table, &request.key)?.session.ok_or(Refusal::TableNotSeated)?;
    let secret = secrets::new_token(&app.members.chance);
    let returning = if request.was_here { Returning::Yes } else { Returning::No };
    let waiting = waiting(&app, &caller, &session, &secret, returning)?;
    let token = hash_of(&token_of(&app, &secret))?;
    let asked = Command::Knock(Box::new(Knock { session, name: request.name, token, waiting }));
    app.members.writer.submit(Intent::Command(asked), None, caller.origin(Who::Guest)).await?;
    Ok(Json(standing(&app, secret)?))
}

/// How a knock stands. Its phone asks now and then.
#[utoipa::path(post, path = "/api/knocks/check", tag = "guest", request_body = KnockSecret,
    responses(
        (status = 200, description = "How it stands; with the token, once they are in", body = KnockAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 404, description = "`knock_unknown`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
    ))]
pub async fn check(
    State(app): State<App>,
    Body(KnockSecret { secret }): Body<KnockSecret>,
) -> Result<Json<KnockAnswer>, ApiError> {
    Ok(Json(standing(&app, secret)?))
}

/// Says who a newcomer is, of those whom the hub asks about; or that they are new, and so comes in.
#[utoipa::path(post, path = "/api/knocks/choose", tag = "guest", request_body = KnockChoice,
    responses(
        (status = 200, description = "How it stands now", body = KnockAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 404, description = "`knock_unknown`, `diner_unknown`", body = Problem),
        (status = 409, description = "`knock_over`, `party_full`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn choose(
    State(app): State<App>,
    caller: Caller,
    Body(KnockChoice { secret, diner }): Body<KnockChoice>,
) -> Result<Json<KnockAnswer>, ApiError> {
    let seen = seen(&app, &secret)?;
    // Said again, because the answer was lost.
    if !matches!(seen.stand, KnockStand::Admitted(_)) {
        let fresh = DinerId::from_random(app.members.chance.bytes());
        let who = Who::Diner { session: seen.session.clone(), diner: fresh.clone() };
        let origin = caller.origin(if diner.is_none() { who } else { Who::Guest });
        let (session, knock, lasts_ms) = (seen.session, seen.knock, DINER_TOKEN_MS);
        let asked = Command::ChooseWho(ChooseWho { session, knock, claims: diner, fresh, lasts_ms });
        let cart_actor = ActorId(app.members.chance.bytes());
        app.members.writer.submit(Intent::Admit(Admission { asked, cart_actor }), None, origin).await?;
    }
    Ok(Json(standing(&app, secret)?))
}

/// Gives up waiting.
#[utoipa::path(post, path = "/api/knocks/withdraw", tag = "guest", request_body = KnockSecret,
    responses(
        (status = 204, description = "Nobody is asked any more"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 404, description = "`knock_unknown`", body = Problem),
        (status = 409, description = "`knock_over`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Body(KnockSecret { secret }): Body<KnockSecret>,
) -> Result<StatusCode, ApiError> {
    let KnockSeen { session, knock, .. } = seen(&app, &secret)?;
    let what = Command::WithdrawKnock { session, knock };
    app.members.writer.submit(Intent::Command(what), None, caller.origin(Who::Guest)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the hub has to know of whoever may have to wait.
pub fn waiting(
    app: &App,
    caller: &Caller,
    session: &SessionId,
    secret: &str,
    returning: Returning,
) -> Result<Waiting, ApiError> {
    let attendance = app.members.fanout.attendance(session);
    let diners = app.members.published.read(|venue, _| venue.diners(session));
    Ok(Waiting {
        knock: KnockId::from_random(app.members.chance.bytes()),
        secret: hash_of(secret)?,
        from: Some(caller.address()),
        away: diners.into_iter().filter(|diner| !attendance(diner).is_here).collect(),
        returning,
    })
}

/// The answer to whoever has come with that secret: in, or still to be asked.
pub fn stands(app: &App, secret: &str) -> Result<Response, ApiError> {
    if let Some(answer) = joined(app, token_of(app, secret)) {
        return Ok(Json(answer).into_response());
    }
    let answer = standing(app, secret.to_owned())?;
    Ok((StatusCode::ACCEPTED, Json(answer)).into_response())
}

fn seen(app: &App, secret: &str) -> Result<KnockSeen, ApiError> {
    let now = app.members.time.now();
    let hash = secrets::token_hash(secret).map(TokenHash);
    let found = hash.and_then(|hash| app.members.published.read(|venue, _| venue.knock_of(&hash, now)));
    found.ok_or_else(|| {
        let title = "The table does not know this phone any more. Please start again.";
        ApiError::new(StatusCode::NOT_FOUND, "knock_unknown", title)
    })
}

fn standing(app: &App, secret: String) -> Result<KnockAnswer, ApiError> {
    let KnockSeen { session, name, may_enter, stand, .. } = seen(app, &secret)?;
    let table = app.members.published.read(|venue, _| venue.table_of(&session));
    let state = match stand {
        KnockStand::Choosing { diners, left_ms } => KnockState::Choosing {
            diners: diners.into_iter().map(|(diner, name)| KnownDiner { diner, name }).collect(),
            expires_in_ms: left_ms,
        },
        KnockStand::Waiting { claims, left_ms } => KnockState::Waiting { claims, expires_in_ms: left_ms },
        KnockStand::Admitted(_) => match joined(app, token_of(app, &secret)) {
            Some(join) => KnockState::Admitted { join },
            // In once, and out again since.
            None => KnockState::Expired { is_pin_replaced: false },
        },
        KnockStand::Refused => KnockState::Refused { may_enter },
        KnockStand::PinReplaced => KnockState::Expired { is_pin_replaced: true },
        KnockStand::Over => KnockState::Expired { is_pin_replaced: false },
        KnockStand::Closed => KnockState::Closed { is_joined: false },
        KnockStand::Joined => KnockState::Closed { is_joined: true },
    };
    Ok(KnockAnswer { secret, name, table: table.map_or_else(String::new, |(_, name)| name), state })
}
