//! What happens beside orders: what is off or counted, dishes that guests take back, what they must not eat.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::ids::{CommandId, OrderId};
use plato_sync_protocol::serving::{AllergiesAnswer, CancelDish, DeclareAllergies, SetStock};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::roles::KITCHEN;
use crate::venue::command::Command as VenueCommand;

/// Says how a dish, or an answer to a question, is there: off for now, until tomorrow, or counted.
#[utoipa::path(post, path = "/api/kitchen/stock", tag = "kitchen", security(("staff" = [])),
    request_body = SetStock,
    params(("Idempotency-Key" = CommandId, Header, description = "The command id")),
    responses(
        (status = 204, description = "It is so, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`item_unknown`, `modifier_unknown`", body = Problem),
        (status = 409, description = "`stock_changed`, `command_reused`, `no_venue`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`stock_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn set_stock(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Body(SetStock { of, mode, seen }): Body<SetStock>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    let what = match seen {
        Some(seen) => VenueCommand::SetSeenStock { of, mode, seen },
        None => VenueCommand::SetStock { of, mode },
    };
    app.carry_out(staff.origin, &command, what).await
}

/// Takes portions of one's own party back that nobody has begun to make.
#[utoipa::path(post, path = "/api/order/{order}/item/{index}/cancel", tag = "order", security(("diner" = [])),
    request_body = CancelDish,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none"),
    ),
    responses(
        (status = 204, description = "They are not made, and not charged"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`order_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_begun`, `order_not_waiting`, `portions_too_few`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn cancel_dish(
    State(app): State<App>,
    diner: Diner,
    header: Command,
    Path((order, index)): Path<(OrderId, u16)>,
    Body(CancelDish { command_id, portions }): Body<CancelDish>,
) -> Result<StatusCode, ApiError> {
    let command = Command(command_id.or(header.0));
    let (session, diner, origin) = (diner.session, diner.diner, diner.origin);
    let what = VenueCommand::CancelDish { session, diner, order, index, portions };
    app.carry_out(origin, &command, what).await
}

/// What one has said that one must not eat.
#[utoipa::path(get, path = "/api/customer/allergies", tag = "order", security(("diner" = [])),
    responses(
        (status = 200, description = "All of it", body = AllergiesAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn allergies(State(app): State<App>, diner: Diner) -> Result<Json<AllergiesAnswer>, ApiError> {
    let allergens = app.members.published.read(|venue, _| venue.allergies(&diner.session, &diner.diner));
    Ok(Json(AllergiesAnswer { allergens }))
}

/// Says what one must not eat: the kitchen sees it on every order of the visit that one eats of.
#[utoipa::path(post, path = "/api/customer/allergies", tag = "order", security(("diner" = [])),
    request_body = DeclareAllergies,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none")),
    responses(
        (status = 204, description = "The hub has it on disk"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`diner_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn declare_allergies(
    State(app): State<App>,
    diner: Diner,
    header: Command,
    Body(DeclareAllergies { command_id, allergens }): Body<DeclareAllergies>,
) -> Result<StatusCode, ApiError> {
    let command = Command(command_id.or(header.0));
    let (session, diner, origin) = (diner.session, diner.diner, diner.origin);
    let allergens: BTreeSet<_> = allergens.into_iter().collect();
    let is_by_staff = false;
    let what = VenueCommand::DeclareAllergies { session, diner, allergens, is_by_staff };
    app.carry_out(origin, &command, what).await
}
