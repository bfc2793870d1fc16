//! What makes a bill less: discounts, and the rate of what leaves the house.

use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::bill::Discount;
use plato_sync_protocol::bill::checkout::{GiveDiscount, TakeAway};
use plato_sync_protocol::ids::{CommandId, DiscountId, SessionId};

use crate::venue::billing::events::BillCommand;
use crate::venue::command::Command as VenueCommand;
use crate::web::App;
use crate::web::error::ApiError;
use crate::web::extract::{Body, Command, Path, Staff};
use crate::web::roles::TILL;

/// Gives a discount.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/discounts", tag = "bill", security(("staff" = [])),
    request_body = GiveDiscount,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is on the bill"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `discount_too_high`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `portion_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`, `discount_refused`, `too_many_discounts`, `reason_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn give_discount(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(asked): Body<GiveDiscount>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    staff.must_have_stepped_up()?;
    let GiveDiscount { discount, on, size, reason } = asked;
    let discount = Discount { id: discount, on, amount: size };
    let bill = BillCommand::GiveDiscount { session, discount, reason };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}

/// Takes a discount back, while nobody has paid or is paying.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/discounts/{discount}/withdraw", tag = "bill", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("discount" = DiscountId, Path, description = "The discount"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is off the bill"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `discount_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`bill_being_paid`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn withdraw_discount(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, discount)): Path<(SessionId, DiscountId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    staff.must_have_stepped_up()?;
    let bill = BillCommand::WithdrawDiscount { session, discount };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}

/// Notes which portions leave the house, while nobody has paid or is paying.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/take-away", tag = "bill", security(("staff" = [])),
    request_body = TakeAway,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is noted"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `portion_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`bill_being_paid`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn take_away(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(TakeAway { units, is_take_away }): Body<TakeAway>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    let bill = BillCommand::TakeAway { session, units, is_take_away };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}
