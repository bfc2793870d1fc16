//! A waiter takes orders for a party: in the same cart as its guests, by the same rules. Where the party
//! shares one cart, what a waiter enters stands under the house's own name; where everyone has one, it is
//! entered into the cart of whom it is for, and ordered as theirs. The log says which waiter it was.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{
    CartAdd, CartAnswer, CartUpdate, OrderReceipt, OrdersAnswer, PlaceOrder, Problem,
};
use plato_sync_protocol::ids::{CommandId, DinerId, LineId, SessionId};
use plato_sync_protocol::serving::DeclareAllergies;
use plato_sync_protocol::views::SessionMode;

use super::App;
use super::cart::Hand;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::FLOOR;
use super::{cart as carts, order as rounds};
use crate::venue::Refusal;
use crate::venue::command::Command as VenueCommand;

/// The hand of a waiter who enters something for somebody.
fn hand(app: &App, staff: Staff, session: SessionId, diner: DinerId) -> Result<Hand, ApiError> {
    staff.must_be(FLOOR)?;
    let (mode, party) =
        app.members.published.read(|venue, _| (venue.session_mode(&session), venue.diners(&session)));
    let is_shared = mode.ok_or(Refusal::UnknownSession)? == SessionMode::Family;
    let is_there = party.contains(&diner) || (is_shared && diner.is_everyone());
    if !is_there {
        return Err(Refusal::UnknownDiner.into());
    }
    let author = if is_shared { DinerId::house() } else { diner.clone() };
    Ok(Hand { session, author, eater: diner, origin: staff.origin })
}

/// All orders of a visit, with what is charged.
#[utoipa::path(get, path = "/api/sessions/{session}/orders", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
    ),
    responses(
        (status = 200, description = "The orders", body = OrdersAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn visit_orders(
    State(app): State<App>,
    staff: Staff,
    Path(session): Path<SessionId>,
) -> Result<Json<OrdersAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    if app.members.published.read(|venue, _| venue.session_mode(&session)).is_none() {
        return Err(Refusal::UnknownSession.into());
    }
    rounds::answer(&app, |venue| venue.all_order_views(&session))
}

/// Notes what somebody of a party must not eat, or the whole table: beside what guests have said themselves.
#[utoipa::path(post, path = "/api/sessions/{session}/allergies/{diner}", tag = "floor", security(("staff" = [])),
    request_body = DeclareAllergies,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "Who: somebody of the party, or `everyone22` for the whole table"),
        ("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none"),
    ),
    responses(
        (status = 204, description = "The hub has it on disk, and the kitchen sees it"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn note_allergies(
    State(app): State<App>,
    staff: Staff,
    header: Command,
    Path((session, diner)): Path<(SessionId, DinerId)>,
    Body(DeclareAllergies { command_id, allergens }): Body<DeclareAllergies>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let command = Command(command_id.or(header.0));
    let (allergens, is_by_staff) = (allergens.into_iter().collect(), true);
    let what = VenueCommand::DeclareAllergies { session, diner, allergens, is_by_staff };
    app.carry_out(staff.origin, &command, what).await
}

/// The cart in which a waiter orders for somebody.
#[utoipa::path(get, path = "/api/sessions/{session}/cart/{diner}", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "For whom: somebody of the party; `everyone22` where they share one cart"),
    ),
    responses(
        (status = 200, description = "The cart", body = CartAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn waiter_cart(
    State(app): State<App>,
    staff: Staff,
    Path((session, diner)): Path<(SessionId, DinerId)>,
) -> Result<Json<CartAnswer>, ApiError> {
    let hand = hand(&app, staff, session, diner)?;
    Ok(Json(carts::shown(&app, &hand.cart(&app))?))
}

/// Puts portions of a dish into the cart of a party; once with an `Idempotency-Key`, however often it comes.
#[utoipa::path(post, path = "/api/sessions/{session}/cart/{diner}/add", tag = "floor", security(("staff" = [])),
    request_body = CartAdd,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "For whom: somebody of the party; `everyone22` where they share one cart"),
        ("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, the same for a retry"),
    ),
    responses(
        (status = 200, description = "The cart with it", body = CartAnswer),
        (status = 400, description = "`json_malformed`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `item_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`item_eighty_sixed`, `cart_full`, `diner_foreign`, `no_venue`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`quantity_out_of_bounds`, `modifier_unknown`, `choice_missing`, `choice_too_many`, `config_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn waiter_add(
    State(app): State<App>,
    staff: Staff,
    Command(command): Command,
    Path((session, diner)): Path<(SessionId, DinerId)>,
    Body(request): Body<CartAdd>,
) -> Result<Json<CartAnswer>, ApiError> {
    carts::put_in(&app, &hand(&app, staff, session, diner)?, command, request).await
}

/// Changes how many portions a line of a party's cart has, or its choices.
#[utoipa::path(post, path = "/api/sessions/{session}/cart/{diner}/update", tag = "floor", security(("staff" = [])),
    request_body = CartUpdate,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "For whom: somebody of the party; `everyone22` where they share one cart"),
    ),
    responses(
        (status = 200, description = "The cart with the change", body = CartAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `line_unknown`, `item_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`line_frozen`, `cart_full`, `no_venue`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`quantity_out_of_bounds`, `modifier_unknown`, `choice_missing`, `choice_too_many`, `config_refused`, `nothing_changed`, `body_refused`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn waiter_update(
    State(app): State<App>,
    staff: Staff,
    Path((session, diner)): Path<(SessionId, DinerId)>,
    Body(request): Body<CartUpdate>,
) -> Result<Json<CartAnswer>, ApiError> {
    carts::change(&app, &hand(&app, staff, session, diner)?, request).await
}

/// Takes a line off the cart of a party.
#[utoipa::path(delete, path = "/api/sessions/{session}/cart/{diner}/item/{line}", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "For whom: somebody of the party; `everyone22` where they share one cart"),
        ("line" = LineId, Path, description = "The line"),
    ),
    responses(
        (status = 200, description = "The cart without it", body = CartAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `line_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`cart_full`, `no_venue`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn waiter_remove(
    State(app): State<App>,
    staff: Staff,
    Path((session, diner, line)): Path<(SessionId, DinerId, LineId)>,
) -> Result<Json<CartAnswer>, ApiError> {
    carts::take_out(&app, &hand(&app, staff, session, diner)?, &line).await
}

/// Places an order for a party: all of it as it was confirmed, or nothing.
#[utoipa::path(post, path = "/api/sessions/{session}/cart/{diner}/order", tag = "floor", security(("staff" = [])),
    request_body = PlaceOrder,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "For whom: somebody of the party; `everyone22` where they share one cart"),
        ("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none"),
    ),
    responses(
        (status = 200, description = "The order is on disk and with the kitchen", body = OrderReceipt),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`cart_changed` with the differences, `changes_missing`, `command_reused`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`order_empty`, `order_too_large`, `portion_twice`, `order_too_expensive`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn waiter_place(
    State(app): State<App>,
    staff: Staff,
    header: Command,
    Path((session, diner)): Path<(SessionId, DinerId)>,
    Body(request): Body<PlaceOrder>,
) -> Result<Json<OrderReceipt>, ApiError> {
    rounds::place_as(&app, hand(&app, staff, session, diner)?, header, request).await
}
