//! The bill of a visit, for the party's phones and for whoever takes the money: what is on it, how it is
//! split, and who has paid. Both split it with the same words. Money itself is in `payments`, what makes
//! a bill less in `relief`.

pub mod payments;
pub mod relief;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::bill::SHARES_MAX;
use plato_sync_protocol::bill::checkout::CheckoutView;
use plato_sync_protocol::bill::view::{BillView, ChangeSplit};
use plato_sync_protocol::ids::{CommandId, SessionId, ShareId};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::roles::TILL;
use crate::origin::Origin;
use crate::venue::Refusal;
use crate::venue::billing::events::Hand;
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::command::{ChangeSplit as Wanted, Command as VenueCommand};
use crate::writer::Intent;

/// The bill of one's own visit.
#[utoipa::path(get, path = "/api/customer/bill", tag = "bill", security(("diner" = [])),
    responses(
        (status = 200, description = "The bill", body = BillView),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`", body = Problem),
        (status = 422, description = "`bill_out_of_bounds`", body = Problem),
    ))]
pub async fn read_bill(State(app): State<App>, diner: Diner) -> Result<Json<BillView>, ApiError> {
    let Diner { session, diner, .. } = diner;
    let seen =
        app.members.published.read(|venue, position| venue.bill_view(&session, Some(&diner), position));
    let mut seen = seen.ok_or_else(|| missing(&app, &session))?;
    if let Some(payments) = &app.payments {
        payments.hurry(&app.members, &session);
        payments.offer(&mut seen);
    }
    Ok(Json(seen))
}

/// The bill of a visit with everything that the till has to know.
#[utoipa::path(get, path = "/api/sessions/{session}/bill", tag = "bill", security(("staff" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The bill", body = CheckoutView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 422, description = "`bill_out_of_bounds`", body = Problem),
    ))]
pub async fn checkout(
    State(app): State<App>,
    staff: Staff,
    Path(session): Path<SessionId>,
) -> Result<Json<CheckoutView>, ApiError> {
    staff.must_be(TILL)?;
    let seen = app.members.published.read(|venue, position| venue.checkout_view(&session, position));
    Ok(Json(seen.ok_or_else(|| missing(&app, &session))?))
}

/// Why there is no bill to show.
fn missing(app: &App, session: &SessionId) -> Refusal {
    match app.members.published.read(|venue, _| venue.table_of(session)) {
        Some(_) => BillRefusal::OutOfBounds.into(),
        None => Refusal::UnknownSession,
    }
}

/// Changes how the party's bill is split.
#[utoipa::path(post, path = "/api/customer/bill/split", tag = "bill", security(("diner" = [])),
    request_body = ChangeSplit,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none")),
    responses(
        (status = 204, description = "It is split so, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`, `role_forbidden`", body = Problem),
        (status = 404, description = "`session_unknown`", body = Problem),
        (status = 409, description = "`split_too_many_shares`, `split_share_twice`, `split_amount_refused`, `split_amounts_too_high`, `split_portion_unknown`, `split_portion_twice`, `split_parts_refused`, `split_share_held`, `split_share_unknown`, `command_reused`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn split_bill(
    State(app): State<App>,
    diner: Diner,
    header: Command,
    Body(asked): Body<ChangeSplit>,
) -> Result<StatusCode, ApiError> {
    change_split(&app, diner.session, Hand::Diner(diner.diner), diner.origin, header, asked).await
}

/// The same for whoever takes the money.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/split", tag = "bill", security(("staff" = [])),
    request_body = ChangeSplit,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none"),
    ),
    responses(
        (status = 204, description = "It is split so, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`split_too_many_shares`, `split_share_twice`, `split_amount_refused`, `split_amounts_too_high`, `split_portion_unknown`, `split_portion_twice`, `split_parts_refused`, `split_share_held`, `split_share_unknown`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn split_bill_from_till(
    State(app): State<App>,
    staff: Staff,
    header: Command,
    Path(session): Path<SessionId>,
    Body(asked): Body<ChangeSplit>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    change_split(&app, session, Hand::Staff(staff.staff), staff.origin, header, asked).await
}

async fn change_split(
    app: &App,
    session: SessionId,
    by: Hand,
    origin: Origin,
    header: Command,
    asked: ChangeSplit,
) -> Result<StatusCode, ApiError> {
    let command = Command(asked.command_id.or(header.0));
    // Not over the fresh ids: a retry brings others.
    let identified = command.identified(&origin, &("change split", &session, &asked.change))?;
    let chance = &app.members.chance;
    let fresh = (0..SHARES_MAX).map(|_| ShareId::from_random(chance.bytes())).collect();
    let what = VenueCommand::ChangeSplit(Wanted { by, session, change: asked.change, fresh });
    app.members.writer.submit(Intent::Command(what), Some(identified), origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
