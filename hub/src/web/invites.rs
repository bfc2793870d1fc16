//! Letting somebody in: invites, answers to knocks, and taking a guest off a table. Each exists for the
//! party's own phones and for the floor; what they do is the same.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::door::{InviteAnswer, ReplyToKnock};
use plato_sync_protocol::ids::{CommandId, DinerId, InviteId, KnockId, SessionId};
use plato_sync_protocol::limits::INVITE_MS;
use plato_sync_protocol::vector::ActorId;
use qrcode::QrCode;
use qrcode::render::svg;

use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::floor::guest_url;
use super::join::invite_hash;
use super::roles::FLOOR;
use super::{App, DINER_TOKEN_MS};
use crate::auth::secrets;
use crate::origin::Origin;
use crate::venue::Refusal;
use crate::venue::command::{AnswerKnock, Command as VenueCommand, OpenInvite};
use crate::writer::{Admission, Intent};

/// Shows an invite that lets one person in, for two minutes.
#[utoipa::path(post, path = "/api/sessions/{session}/invites", tag = "guest", security(("diner" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The invite, told this once", body = InviteAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`", body = Problem),
        (status = 409, description = "`too_many_invites`, `party_full`, `session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn invite(
    State(app): State<App>,
    diner: Diner,
    Path(session): Path<SessionId>,
) -> Result<Json<InviteAnswer>, ApiError> {
    diner.must_be_of(&session)?;
    open(&app, session, Some(diner.diner), diner.origin).await
}

/// The same for the floor.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/invites", tag = "floor", security(("staff" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The invite, told this once", body = InviteAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`too_many_invites`, `party_full`, `session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn invite_from_floor(
    State(app): State<App>,
    staff: Staff,
    Path(session): Path<SessionId>,
) -> Result<Json<InviteAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    open(&app, session, None, staff.origin).await
}

async fn open(
    app: &App,
    session: SessionId,
    by: Option<DinerId>,
    origin: Origin,
) -> Result<Json<InviteAnswer>, ApiError> {
    let chance = &app.members.chance;
    let invite = InviteId::from_random(chance.bytes());
    let code = secrets::new_code(chance, secrets::INVITE_CODE_CHARS);
    let link = secrets::new_table_key(chance);
    let asked = OpenInvite {
        session: session.clone(),
        invite: invite.clone(),
        by,
        code: invite_hash(app, &session, &code),
        link: invite_hash(app, &session, &secrets::typed_code(&link)),
    };
    let what = VenueCommand::OpenInvite(asked);
    app.members.writer.submit(Intent::Command(what), None, origin).await?;
    let (tables, table) = app.members.published.read(|venue, _| (venue.tables(), venue.table_of(&session)));
    let (table, _) = table.ok_or(Refusal::UnknownSession)?;
    let table = tables.into_iter().find(|known| known.id == table).ok_or(Refusal::UnknownTable)?;
    let url = format!("{}.{link}", guest_url(&app.public_url, &table));
    let picture = QrCode::new(&url).map_err(|fault| ApiError::fault(&fault))?;
    let svg = picture.render::<svg::Color>().min_dimensions(240, 240).build();
    let code = format!("{} {}", &code[..3], &code[3..]);
    Ok(Json(InviteAnswer { invite, code, url, svg, expires_in_ms: INVITE_MS }))
}

/// Takes an own invite back.
#[utoipa::path(post, path = "/api/sessions/{session}/invites/{invite}/cancel", tag = "guest", security(("diner" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("invite" = InviteId, Path, description = "The invite"),
    ),
    responses(
        (status = 204, description = "It lets nobody in any more"),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`invite_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn cancel_invite(
    State(app): State<App>,
    diner: Diner,
    Path((session, invite)): Path<(SessionId, InviteId)>,
) -> Result<StatusCode, ApiError> {
    diner.must_be_of(&session)?;
    let by = app.members.published.read(|venue, _| venue.invite_by(&session, &invite));
    if by != Some(diner.diner) {
        return Err(Refusal::UnknownInvite.into());
    }
    cancel(&app, session, invite, diner.origin).await
}

/// Takes any invite of a table back.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/invites/{invite}/cancel", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("invite" = InviteId, Path, description = "The invite"),
    ),
    responses(
        (status = 204, description = "It lets nobody in any more"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `invite_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn cancel_invite_from_floor(
    State(app): State<App>,
    staff: Staff,
    Path((session, invite)): Path<(SessionId, InviteId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    cancel(&app, session, invite, staff.origin).await
}

async fn cancel(
    app: &App,
    session: SessionId,
    invite: InviteId,
    origin: Origin,
) -> Result<StatusCode, ApiError> {
    let what = VenueCommand::CancelInvite { session, invite };
    app.members.writer.submit(Intent::Command(what), None, origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answers somebody who knocks at one's own table.
#[utoipa::path(post, path = "/api/sessions/{session}/knocks/{knock}", tag = "guest", security(("diner" = [])),
    request_body = ReplyToKnock,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("knock" = KnockId, Path, description = "The knock"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They were told"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`knock_over`, `diner_here`, `party_full`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn answer_knock(
    State(app): State<App>,
    diner: Diner,
    command: Command,
    Path((session, knock)): Path<(SessionId, KnockId)>,
    Body(body): Body<ReplyToKnock>,
) -> Result<StatusCode, ApiError> {
    diner.must_be_of(&session)?;
    answer(&app, command, (session, knock), Some(diner.diner), body, diner.origin).await
}

/// Answers somebody who knocks at any table.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/knocks/{knock}", tag = "floor", security(("staff" = [])),
    request_body = ReplyToKnock,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("knock" = KnockId, Path, description = "The knock"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They were told"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`knock_over`, `diner_here`, `party_full`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn answer_knock_from_floor(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, knock)): Path<(SessionId, KnockId)>,
    Body(body): Body<ReplyToKnock>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    answer(&app, command, (session, knock), None, body, staff.origin).await
}

async fn answer(
    app: &App,
    command: Command,
    (session, knock): (SessionId, KnockId),
    by: Option<DinerId>,
    body: ReplyToKnock,
    origin: Origin,
) -> Result<StatusCode, ApiError> {
    let identified = Command(command.0.or(body.command_id))
        .identified(&origin, &("answer", &session, &knock, body.reply))?;
    let claimed = app.members.published.read(|venue, _| venue.claimed_by(&session, &knock));
    let attendance = app.members.fanout.attendance(&session);
    let asked = VenueCommand::AnswerKnock(AnswerKnock {
        session,
        knock,
        by,
        reply: body.reply,
        is_claimed_here: claimed.is_some_and(|diner| attendance(&diner).is_here),
        fresh: DinerId::from_random(app.members.chance.bytes()),
        lasts_ms: DINER_TOKEN_MS,
    });
    let admission = Admission { asked, cart_actor: ActorId(app.members.chance.bytes()) };
    app.members.writer.submit(Intent::Admit(admission), Some(identified), origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a guest off a table: their phone is signed out at once, what they ordered stays.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/diners/{diner}/remove", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "The guest"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are off the table"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn remove_diner(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, diner)): Path<(SessionId, DinerId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = VenueCommand::RemoveDiner { session, diner };
    app.carry_out(staff.origin, &command, what).await
}
