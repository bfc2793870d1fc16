//! Placing orders, and seeing them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{OrderReceipt, OrdersAnswer, PlaceOrder, Problem};
use plato_sync_protocol::approval::SendTogether;
use plato_sync_protocol::ids::{CommandId, SessionId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::OrderView;

use super::App;
use super::cart::Hand;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::roles::FLOOR;
use crate::venue::{self, Refusal, Venue};
use crate::writer::{self, Intent, Outcome};

/// Places an order: all of it as it was confirmed, or nothing.
///
/// The same command id with the same body gives the same receipt, however often it is sent.
#[utoipa::path(post, path = "/api/order/place", tag = "order", security(("diner" = [])), request_body = PlaceOrder,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none")),
    responses(
        (status = 200, description = "The order is on disk and with the kitchen", body = OrderReceipt),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`", body = Problem),
        (status = 409, description = "`cart_changed` with the differences, `changes_missing`, `command_reused`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`order_empty`, `order_too_large`, `portion_twice`, `order_too_expensive`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn place(
    State(app): State<App>,
    diner: Diner,
    header: Command,
    Body(request): Body<PlaceOrder>,
) -> Result<Json<OrderReceipt>, ApiError> {
    place_as(&app, diner.into(), header, request).await
}

/// Places an order for somebody.
pub async fn place_as(
    app: &App,
    hand: Hand,
    header: Command,
    request: PlaceOrder,
) -> Result<Json<OrderReceipt>, ApiError> {
    let command = Command(request.command_id.or(header.0));
    let confirmed = (&request.heads, &request.units, &request.digest);
    let what = if request.with_others { "place order with others" } else { "place order" };
    let identified = command.identified(&hand.origin, &(what, confirmed))?;
    let command_id = identified.0;
    let asked = writer::PlaceOrder {
        session: hand.session,
        by: hand.author,
        heads: request.heads,
        units: request.units,
        digest: request.digest,
        with_others: request.with_others,
    };
    let outcome = app.members.writer.submit(Intent::PlaceOrder(asked), Some(identified), hand.origin).await?;
    match outcome {
        Outcome::Ordered { order } => Ok(Json(OrderReceipt { command_id, order: *order })),
        other => Err(ApiError::fault(&format!("an order led to {other:?}"))),
    }
}

/// Sends the orders of the table that wait for each other, one's own among them: whoever is not ready orders later.
#[utoipa::path(post, path = "/api/order/send-together", tag = "order", security(("diner" = [])),
    request_body = SendTogether,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, where the body has none")),
    responses(
        (status = 204, description = "They are with the kitchen, or with the house where it looks at orders first"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 409, description = "`nothing_gathers`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn send_together(
    State(app): State<App>,
    diner: Diner,
    header: Command,
    Body(SendTogether { command_id }): Body<SendTogether>,
) -> Result<StatusCode, ApiError> {
    let command = Command(command_id.or(header.0));
    let what = venue::Command::SendTogether { session: diner.session, by: Some(diner.diner) };
    app.carry_out(diner.origin, &command, what).await
}

/// Sends the orders of a table that wait for each other.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/send-together", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are with the kitchen, or wait for somebody of the house"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`nothing_gathers`, `session_closed`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn send_together_for(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let what = venue::Command::SendTogether { session, by: None };
    app.carry_out(staff.origin, &command, what).await
}

/// All orders of one's own visit.
#[utoipa::path(get, path = "/api/order/session/{session}", tag = "order", security(("diner" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The orders", body = OrdersAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`session_foreign`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn of_session(
    State(app): State<App>,
    diner: Diner,
    Path(session): Path<SessionId>,
) -> Result<Json<OrdersAnswer>, ApiError> {
    if session != diner.session {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "session_foreign", "This is not your table."));
    }
    answer(&app, |venue| venue.order_views(&session, &diner.diner))
}

/// Orders, with what they come to.
pub fn answer(
    app: &App,
    orders: impl FnOnce(&Venue) -> Vec<OrderView>,
) -> Result<Json<OrdersAnswer>, ApiError> {
    let (orders, currency) = app.members.published.read(|venue, _| (orders(venue), venue.currency()));
    // What the house has not taken is not charged.
    let taken = || orders.iter().filter(|order| order.approval.is_none());
    let sum = |currency| Money::sum(currency, taken().map(|order| order.total));
    let total = currency.and_then(sum).ok_or(Refusal::NoVenue)?;
    Ok(Json(OrdersAnswer { orders, total }))
}
