//! Routes of orders that wait for the house: yes, or no with a reason.

use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::approval::DeclineOrder;
use plato_sync_protocol::ids::{CommandId, OrderId};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::FLOOR;
use crate::venue::approval::{DecideOrder, Verdict};
use crate::venue::command::Command as VenueCommand;
use crate::writer::{Decline, Intent};

/// Says yes to an order that waits for the house: the kitchen has it, and it is on the bill.
#[utoipa::path(post, path = "/api/floor/orders/{order}/approve", tag = "floor", security(("staff" = [])),
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is with the kitchen"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`order_decided`, `order_not_waiting`, `session_closed`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn approve_order(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(order): Path<OrderId>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let decision = DecideOrder { order, by: staff.staff.clone(), verdict: Verdict::Approve };
    app.carry_out(staff.origin, &command, VenueCommand::DecideOrder(decision)).await
}

/// Says no to an order that waits for the house: what was wanted is in the cart again.
#[utoipa::path(post, path = "/api/floor/orders/{order}/decline", tag = "floor", security(("staff" = [])),
    request_body = DeclineOrder,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is not made, and its party knows why"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`order_decided`, `order_not_waiting`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`decline_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn decline_order(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(order): Path<OrderId>,
    Body(DeclineOrder { reason, text }): Body<DeclineOrder>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let verdict = Verdict::Decline { reason, text, is_back: false };
    let asked = DecideOrder { order, by: staff.staff.clone(), verdict };
    let identified = command.identified(&staff.origin, &("decline order", &asked))?;
    let decline = Decline { asked, seed: app.members.chance.bytes() };
    app.members.writer.submit(Intent::DeclineOrder(decline), Some(identified), staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
