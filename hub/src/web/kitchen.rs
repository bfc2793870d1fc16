//! The kitchen's routes. Nothing here has money in it.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use plato_sync_protocol::api::{EightySix, Problem, SetDishStatus};
use plato_sync_protocol::ids::{CommandId, ItemId, OrderId, TicketId};
use plato_sync_protocol::serving::ShownTickets;
use plato_sync_protocol::views::KitchenView;

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::KITCHEN;
use crate::venue::command::Command as VenueCommand;

/// All open tickets, and those bumped last.
#[utoipa::path(get, path = "/api/kitchen/orders", tag = "kitchen", security(("staff" = [])),
    responses(
        (status = 200, description = "The tickets", body = KitchenView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn orders(State(app): State<App>, staff: Staff) -> Result<Json<KitchenView>, ApiError> {
    staff.must_be(KITCHEN)?;
    let now = app.members.time.now();
    Ok(Json(app.members.published.read(|venue, position| venue.kitchen_view(position, now))))
}

/// Notes what a display has on its board to which no socket can be kept open. It counts as showing that for 15
/// seconds, and has to say so again. With a socket it says so there (`shown`).
#[utoipa::path(post, path = "/api/kitchen/shown", tag = "kitchen", security(("staff" = [])),
    request_body = ShownTickets,
    responses(
        (status = 204, description = "It is noted; tickets that are not open are left out"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
    ))]
pub async fn shown(
    State(app): State<App>,
    staff: Staff,
    Body(ShownTickets { tickets }): Body<ShownTickets>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    app.members.fanout.shows_for_a_while(staff.token, tickets);
    Ok(StatusCode::NO_CONTENT)
}

/// Moves a dish forward: cooking, ready, served.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/item/{index}/status", tag = "kitchen", security(("staff" = [])),
    request_body = SetDishStatus,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is there, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_further_on`, `dish_at_pass`, `dish_voided`, `ticket_changed`, `ticket_held`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn set_status(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, index)): Path<(OrderId, u16)>,
    Body(request): Body<SetDishStatus>,
) -> Result<StatusCode, ApiError> {
    let SetDishStatus { status, seen } = request;
    let what = match seen {
        None => VenueCommand::MoveDish { order, index, status },
        Some(seen) => VenueCommand::MoveSeenDish { order, index, status, seen },
    };
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, what).await
}

/// Marks a ticket as done: all its dishes are ready.
#[utoipa::path(post, path = "/api/kitchen/ticket/{ticket}/bump", tag = "kitchen", security(("staff" = [])),
    params(
        ("ticket" = TicketId, Path, description = "The ticket"),
        ("seen" = Option<u32>, Query, description = "The revision of the ticket that was looked at; with another one nothing happens"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is bumped"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `query_refused`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`ticket_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`ticket_already_bumped`, `ticket_changed`, `ticket_held`, `void_unseen`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn bump(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(ticket): Path<TicketId>,
    query: Result<Query<Seen>, QueryRejection>,
) -> Result<StatusCode, ApiError> {
    let seen = revision(query)?;
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, VenueCommand::BumpTicket { ticket, seen }).await
}

/// Which revision of a ticket was looked at.
#[derive(serde::Deserialize)]
pub struct Seen {
    seen: Option<u32>,
}

fn revision(query: Result<Query<Seen>, QueryRejection>) -> Result<Option<u32>, ApiError> {
    let title = "The revision of the ticket has to be a whole number.";
    let refused = |_| ApiError::new(StatusCode::BAD_REQUEST, "query_refused", title);
    query.map(|Query(Seen { seen })| seen).map_err(refused)
}

/// Brings a bumped ticket back: what was ready is being made again.
#[utoipa::path(post, path = "/api/kitchen/ticket/{ticket}/recall", tag = "kitchen", security(("staff" = [])),
    params(
        ("ticket" = TicketId, Path, description = "The ticket"),
        ("seen" = Option<u32>, Query, description = "The revision of the ticket that was looked at; with another one nothing happens"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is back"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `query_refused`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`ticket_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`ticket_changed`, `ticket_not_bumped`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn recall(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(ticket): Path<TicketId>,
    query: Result<Query<Seen>, QueryRejection>,
) -> Result<StatusCode, ApiError> {
    let what = match revision(query)? {
        None => VenueCommand::RecallTicket { ticket },
        Some(seen) => VenueCommand::RecallSeenTicket { ticket, seen },
    };
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, what).await
}

/// Takes a dish off the menu for now, or puts it back.
#[utoipa::path(post, path = "/api/kitchen/items/{item}/eighty-six", tag = "kitchen", security(("staff" = [])),
    request_body = EightySix,
    params(
        ("item" = ItemId, Path, description = "The dish"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is so, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`item_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`, `no_venue`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn eighty_six(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(item): Path<ItemId>,
    Body(request): Body<EightySix>,
) -> Result<StatusCode, ApiError> {
    let what = VenueCommand::EightySix { item, is_eighty_sixed: request.is_eighty_sixed };
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, what).await
}
