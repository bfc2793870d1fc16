//! Taking payments, giving them back, and mending what was noted with the wrong tender. A payment has an
//! id made on the device: however often it is sent, it is taken once, and the answer is the same.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::bill::checkout::{
    CorrectPayment, PaymentView, RefundPayment, TakePayment, TenderOffer,
};
use plato_sync_protocol::ids::{CommandId, PaymentId, SessionId, ShareId};

use crate::venue::Refusal;
use crate::venue::billing::events::{BillCommand, Offer};
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::command::Command as VenueCommand;
use crate::web::App;
use crate::web::error::ApiError;
use crate::web::extract::{Body, Command, Path, Staff};
use crate::web::roles::{DRAWER, TILL};

/// Begins to take the payment of a share: others are kept from it, and all phones see it.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/shares/{share}/lock", tag = "bill", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("share" = ShareId, Path, description = "The share"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "The share is locked for who asks"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `share_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`share_being_paid`, `share_paid_online`, `share_paid`, `command_reused`", body = Problem),
        (status = 422, description = "`bill_out_of_bounds`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn lock_share(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, share)): Path<(SessionId, ShareId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    let bill = BillCommand::StartPaying { session, share };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}

/// Takes no payment after all. Anyone who takes payments may free a share.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/shares/{share}/release", tag = "bill", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("share" = ShareId, Path, description = "The share"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "Nobody holds the share"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `share_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`", body = Problem),
        (status = 422, description = "`bill_out_of_bounds`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn release_share(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((session, share)): Path<(SessionId, ShareId)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    let bill = BillCommand::StopPaying { session, share };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}

/// Takes a payment of a share, or a part of it.
#[utoipa::path(post, path = "/api/sessions/{session}/bill/payments", tag = "bill", security(("staff" = [])),
    request_body = TakePayment,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "The payment, with its receipt's number and the change", body = PaymentView),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `share_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`share_being_paid`, `share_paid_online`, `online_only`, `share_paid`, `payment_id_reused`, `more_than_owed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`, `amount_refused`, `cash_too_little`, `coins_refused`, `reference_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn take_payment(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(asked): Body<TakePayment>,
) -> Result<Json<PaymentView>, ApiError> {
    staff.must_be(TILL)?;
    let TakePayment { payment, share, amount, tip, with } = asked;
    let offer = offered(with);
    let bill = BillCommand::TakePayment { payment: payment.clone(), session, share, amount, tip, offer };
    settle(&app, staff, &command, bill, &payment).await
}

/// Gives back a payment or a part of it.
#[utoipa::path(post, path = "/api/payments/{payment}/refund", tag = "bill", security(("staff" = [])),
    request_body = RefundPayment,
    params(
        ("payment" = PaymentId, Path, description = "The payment"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "What was given back", body = PaymentView),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`payment_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`payment_id_reused`, `more_than_paid`, `online_only`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`, `amount_refused`, `coins_refused`, `reference_refused`, `reason_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn refund_payment(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(payment): Path<PaymentId>,
    Body(asked): Body<RefundPayment>,
) -> Result<Json<PaymentView>, ApiError> {
    staff.must_be(DRAWER)?;
    staff.must_have_stepped_up()?;
    let RefundPayment { refund, amount, tip, with, reason } = asked;
    let offer = offered(with);
    let bill = BillCommand::Refund { refund: refund.clone(), payment, amount, tip, offer, reason };
    settle(&app, staff, &command, bill, &refund).await
}

/// Mends a payment that was noted with the wrong tender: given back and taken again, both on record.
#[utoipa::path(post, path = "/api/payments/{payment}/correct", tag = "bill", security(("staff" = [])),
    request_body = CorrectPayment,
    params(
        ("payment" = PaymentId, Path, description = "The payment"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "The payment as it should have been", body = PaymentView),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`payment_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`payment_id_reused`, `more_than_paid`, `online_only`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`, `amount_refused`, `cash_too_little`, `coins_refused`, `reference_refused`, `reason_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn correct_payment(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(payment): Path<PaymentId>,
    Body(asked): Body<CorrectPayment>,
) -> Result<Json<PaymentView>, ApiError> {
    staff.must_be(DRAWER)?;
    staff.must_have_stepped_up()?;
    let CorrectPayment { refund, replacement, with, reason } = asked;
    let offer = offered(with);
    let bill = BillCommand::Correct { refund, replacement: replacement.clone(), payment, offer, reason };
    settle(&app, staff, &command, bill, &replacement).await
}

/// Has money change hands and answers with the entry that stands on record for it.
async fn settle(
    app: &App,
    staff: Staff,
    command: &Command,
    bill: BillCommand,
    entry: &PaymentId,
) -> Result<Json<PaymentView>, ApiError> {
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, command, what).await?;
    let entry = app.members.published.read(|venue, _| venue.payment_entry(entry));
    Ok(Json(entry.ok_or(Refusal::from(BillRefusal::UnknownPayment))?))
}

fn offered(with: TenderOffer) -> Offer {
    match with {
        TenderOffer::Cash { given } => Offer::Cash { given },
        TenderOffer::Card { reference } => Offer::Card { reference },
        TenderOffer::Voucher { number } => Offer::Voucher { number },
        TenderOffer::Account { name } => Offer::Account { name },
        TenderOffer::Online { reference } => Offer::Online { reference },
    }
}
