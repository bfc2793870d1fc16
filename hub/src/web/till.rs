//! The till: the books of the business days, the drawer, receipts and ratings in lists, and closing a
//! visit that has not paid.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::ids::{CommandId, SessionId};
use plato_sync_protocol::limits::TILL_LIST_MAX;
use plato_sync_protocol::till::{
    CloseDay, CloseUnpaid, DayBrief, DayView, MoveCash, RatingsView, ReceiptAnswer, ReceiptBrief,
};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::receipts::{CSV, file, with_paths};
use super::roles::{DRAWER, OFFICE, TILL};
use crate::receipts::{pdf, typed, words};
use crate::venue::Refusal;
use crate::venue::billing::events::BillCommand;
use crate::venue::command::Command as VenueCommand;
use crate::writer::Intent;

/// The business day that is to be closed next, as far as it has come.
#[utoipa::path(get, path = "/api/till/day", tag = "till", security(("staff" = [])),
    responses(
        (status = 200, description = "Its books", body = DayView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn day(State(app): State<App>, staff: Staff) -> Result<Json<DayView>, ApiError> {
    staff.must_be(DRAWER)?;
    let now = app.members.time.now();
    let view = app.members.published.read(|venue, _| venue.open_day_view(now));
    Ok(Json(for_whom(&staff, view.ok_or(Refusal::NoVenue)?)))
}

/// Closes it, with the drawer that was counted. Needs a step-up.
#[utoipa::path(post, path = "/api/till/day/close", tag = "till", security(("staff" = [])),
    request_body = CloseDay,
    params(("Idempotency-Key" = CommandId, Header, description = "The command id")),
    responses(
        (status = 204, description = "It is closed"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`day_not_open`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`drawer_refused`, `bill_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn close_day(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Body(CloseDay { day, counted, left }): Body<CloseDay>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(DRAWER)?;
    staff.must_have_stepped_up()?;
    let bill = Box::new(BillCommand::CloseDay { day, counted, left });
    app.carry_out(staff.origin, &command, VenueCommand::Bill { by: staff.staff, bill }).await
}

/// Puts cash into the drawer or takes it out.
#[utoipa::path(post, path = "/api/till/cash", tag = "till", security(("staff" = [])),
    request_body = MoveCash,
    params(("Idempotency-Key" = CommandId, Header, description = "The command id")),
    responses(
        (status = 204, description = "It is noted"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`payment_id_reused`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`amount_refused`, `reason_refused`, `bill_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn move_cash(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Body(MoveCash { id, amount, reason }): Body<MoveCash>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(DRAWER)?;
    let bill = Box::new(BillCommand::MoveCash { id, amount, reason });
    app.carry_out(staff.origin, &command, VenueCommand::Bill { by: staff.staff, bill }).await
}

/// The days that were closed, the newest first.
#[utoipa::path(get, path = "/api/till/days", tag = "till", security(("staff" = [])),
    responses(
        (status = 200, description = "A line for each", body = Vec<DayBrief>),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn days(State(app): State<App>, staff: Staff) -> Result<Json<Vec<DayBrief>>, ApiError> {
    staff.must_be(DRAWER)?;
    let days = app
        .members
        .published
        .read(|venue, _| venue.closed_days().map(|(_, close)| venue.day_brief(&close)).collect());
    Ok(Json(days))
}

/// The books of a day that was closed.
#[utoipa::path(get, path = "/api/till/days/{day}", tag = "till", security(("staff" = [])),
    params(("day" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Its books", body = DayView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`day_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn closed_day(
    State(app): State<App>,
    staff: Staff,
    Path(day): Path<u32>,
) -> Result<Json<DayView>, ApiError> {
    books(&app, &staff, day).map(Json)
}

/// The same as PDF. Needs a step-up, and is on record before it is sent.
#[utoipa::path(post, path = "/api/till/days/{day}/pdf", tag = "till", security(("staff" = [])),
    params(("day" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Its books", body = Vec<u8>, content_type = "application/pdf"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`day_unknown`, `path_unknown`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn closed_day_pdf(
    State(app): State<App>,
    staff: Staff,
    Path(day): Path<u32>,
) -> Result<(HeaderMap, Bytes), ApiError> {
    export(&app, staff, day, "pdf", |view| {
        let title = format!("Business day {day}, {}", view.date);
        pdf::written(&title, &words::day(view), pdf::SHEET).map_err(|fault| ApiError::fault(&fault))
    })
    .await
}

/// The same as CSV. Needs a step-up, and is on record before it is sent.
#[utoipa::path(post, path = "/api/till/days/{day}/csv", tag = "till", security(("staff" = [])),
    params(("day" = u32, Path, description = "Its number")),
    responses(
        (status = 200, description = "Its books", body = String, content_type = "text/csv"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`day_unknown`, `path_unknown`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn closed_day_csv(
    State(app): State<App>,
    staff: Staff,
    Path(day): Path<u32>,
) -> Result<(HeaderMap, Bytes), ApiError> {
    export(&app, staff, day, "csv", |view| words::day_csv(view).map_err(|fault| ApiError::fault(&fault)))
        .await
}

/// Notes that the books of a day leave the hub, and gives them as a file.
async fn export(
    app: &App,
    staff: Staff,
    day: u32,
    ending: &str,
    written: impl FnOnce(&DayView) -> Result<Vec<u8>, ApiError>,
) -> Result<(HeaderMap, Bytes), ApiError> {
    let view = books(app, &staff, day)?;
    staff.must_have_stepped_up()?;
    let kind = if ending == "csv" { CSV } else { "application/pdf" };
    let exported = file(kind, &format!("day-{day}-{}.{ending}", view.date), written(&view)?)?;
    let note = Intent::Command(VenueCommand::ExportDay { day });
    app.members.writer.submit(note, None, staff.origin).await?;
    Ok(exported)
}

fn books(app: &App, staff: &Staff, day: u32) -> Result<DayView, ApiError> {
    staff.must_be(DRAWER)?;
    let view = app.members.published.read(|venue, _| venue.closed_day_view(day));
    let unknown = || ApiError::new(StatusCode::NOT_FOUND, "day_unknown", "There is no such closed day.");
    Ok(for_whom(staff, view.ok_or_else(unknown)?))
}

/// What guests wrote is for the office; who counts the drawer sees how many stars there were.
fn for_whom(staff: &Staff, mut view: DayView) -> DayView {
    if let Some(ratings) = view.ratings.as_mut().filter(|_| staff.must_be(OFFICE).is_err()) {
        ratings.comments.clear();
    }
    view
}

/// The newest receipts.
#[utoipa::path(get, path = "/api/till/receipts", tag = "till", security(("staff" = [])),
    responses(
        (status = 200, description = "The newest first", body = Vec<ReceiptBrief>),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn receipts(State(app): State<App>, staff: Staff) -> Result<Json<Vec<ReceiptBrief>>, ApiError> {
    staff.must_be(TILL)?;
    let newest =
        app.members.published.read(|venue, _| venue.receipts().take(TILL_LIST_MAX).collect::<Vec<_>>());
    Ok(Json(with_paths(&app.receipts, newest)))
}

/// The receipt of a code that somebody shows, if this hub has issued it so.
#[utoipa::path(get, path = "/api/till/codes/{code}", tag = "till", security(("staff" = [])),
    params(("code" = String, Path, description = "The code, as it stands on the receipt")),
    responses(
        (status = 200, description = "The receipt as it was issued", body = ReceiptAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`receipt_code_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn check_code(
    State(app): State<App>,
    staff: Staff,
    Path(code): Path<String>,
) -> Result<Json<ReceiptAnswer>, ApiError> {
    staff.must_be(DRAWER)?;
    let numbered =
        |number| app.members.published.read(|venue, _| venue.receipt_view(&venue.receipt_numbered(number)?));
    let known = typed(&code).and_then(|(number, _)| numbered(number));
    let own = known.filter(|receipt| app.receipts.is_code(receipt, &code));
    let unknown = "This hub has issued no receipt with that code.";
    let unknown = || ApiError::new(StatusCode::NOT_FOUND, "receipt_code_unknown", unknown);
    Ok(Json(app.receipts.answer(own.ok_or_else(unknown)?)))
}

/// What guests said of their visits.
#[utoipa::path(get, path = "/api/till/ratings", tag = "till", security(("staff" = [])),
    responses(
        (status = 200, description = "The newest first", body = RatingsView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn ratings(State(app): State<App>, staff: Staff) -> Result<Json<RatingsView>, ApiError> {
    staff.must_be(OFFICE)?;
    Ok(Json(app.members.published.read(|venue, _| venue.ratings_view())))
}

/// Ends a visit whose bill is not settled: the bill stays open, and the reason is on record. Needs a
/// step-up.
#[utoipa::path(post, path = "/api/sessions/{session}/close-unpaid", tag = "till", security(("staff" = [])),
    request_body = CloseUnpaid,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is closed"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `order_waits`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`reason_refused`, `bill_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn close_unpaid(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(CloseUnpaid { reason }): Body<CloseUnpaid>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(OFFICE)?;
    staff.must_have_stepped_up()?;
    let what = VenueCommand::CloseUnpaid { session: session.clone(), by: staff.staff, reason };
    let done = app.carry_out(staff.origin, &command, what).await?;
    app.pins.forget(&session);
    Ok(done)
}
