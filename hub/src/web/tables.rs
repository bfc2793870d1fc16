//! Routes of what goes on while a party sits: its calls, who looks after it, how many they are, and the
//! tables that are theirs. A guest calls; everything else is the floor's.

use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::floor::{AnswerCall, AssignWaiter, CallWaiter, ChangeCovers, ToTable};
use plato_sync_protocol::ids::{CommandId, SessionId, TableId};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::roles::FLOOR;
use crate::venue::command::Command as VenueCommand;
use crate::venue::floor::events::FloorCommand;
use crate::writer::Intent;

/// Calls a waiter, or asks for the bill. Calling again while the call waits asks for nothing twice.
#[utoipa::path(post, path = "/api/sessions/{session}/calls", tag = "guest", security(("diner" = [])),
    request_body = CallWaiter,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "The floor knows"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 429, description = "`calls_paused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn call(
    State(app): State<App>,
    diner: Diner,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<CallWaiter>,
) -> Result<StatusCode, ApiError> {
    diner.must_be_of(&session)?;
    let command = Command(command.0.or(request.command_id));
    let what = FloorCommand::CallWaiter { session, by: diner.diner, kind: request.kind };
    app.carry_out(diner.origin, &command, VenueCommand::Floor(what)).await
}

/// Takes a call of the own party back.
#[utoipa::path(post, path = "/api/sessions/{session}/calls/{call}/withdraw", tag = "guest", security(("diner" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("call" = u32, Path, description = "The call, by its number"),
    ),
    responses(
        (status = 204, description = "It is over"),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`", body = Problem),
        (status = 409, description = "`call_over`, `session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn withdraw_call(
    State(app): State<App>,
    diner: Diner,
    Path((session, call)): Path<(SessionId, u32)>,
) -> Result<StatusCode, ApiError> {
    diner.must_be_of(&session)?;
    // A call is named: taking it back twice cannot take back another, so this needs no id.
    let what = VenueCommand::Floor(FloorCommand::WithdrawCall { session, call });
    app.members.writer.submit(Intent::Command(what), None, diner.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answers a call: somebody is on the way, or has done what was asked.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/calls/{call}", tag = "floor", security(("staff" = [])),
    request_body = AnswerCall,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("call" = u32, Path, description = "The call, by its number"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "The party knows"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`call_over`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn answer_call(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, call)): Path<(SessionId, u32)>,
    Body(request): Body<AnswerCall>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let by = staff.staff.clone();
    let what = FloorCommand::AnswerCall { session, call, reply: request.reply, by };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Counts a party anew.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/covers", tag = "floor", security(("staff" = [])),
    request_body = ChangeCovers,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are that many"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`covers_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn change_covers(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<ChangeCovers>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::ChangeCovers { session, covers: request.covers };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Says who looks after a party.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/waiter", tag = "floor", security(("staff" = [])),
    request_body = AssignWaiter,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They do"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `staff_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn assign_waiter(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<AssignWaiter>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::AssignWaiter { session, waiter: request.waiter };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Has a party sit at another table. Cart, orders, tickets, PIN and phones go with it.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/move", tag = "floor", security(("staff" = [])),
    request_body = ToTable,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They sit there"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `table_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`table_taken`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn move_party(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<ToTable>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::MoveParty { session, to: request.table };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Gives a party one table more.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/tables", tag = "floor", security(("staff" = [])),
    request_body = ToTable,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is theirs"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `table_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`table_taken`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn add_table(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<ToTable>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::AddTable { session, table: request.table };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Takes a table off a party that has several.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/tables/{table}/leave", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("table" = TableId, Path, description = "The table"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is free, or to be cleaned"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`table_not_theirs`, `table_last`, `session_closed`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn take_table_off(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, table)): Path<(SessionId, TableId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::TakeTableOff { session, table };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}

/// Says that a table is laid again.
#[utoipa::path(post, path = "/api/floor/tables/{table}/clean", tag = "floor", security(("staff" = [])),
    params(
        ("table" = TableId, Path, description = "The table"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is free, or was"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`table_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn clean_table(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(table): Path<TableId>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = FloorCommand::CleanTable { table };
    app.carry_out(staff.origin, &command, VenueCommand::Floor(what)).await
}
