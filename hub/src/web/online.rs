//! Paying online, where the house has an account with a provider: guests begin and stop, the provider tells
//! what became of it, and staff note what was given back there.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::ids::{CommandId, PaymentId, ShareId};
use plato_sync_protocol::online::{OnlineCheckout, PayOnline, ReturnStray};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path, Staff};
use super::roles::DRAWER;
use crate::payments::opening::Wish;
use crate::payments::{self, NotNow, NoticeRefusal, Payments};
use crate::venue::billing::events::BillCommand;
use crate::venue::command::Command as VenueCommand;

/// Header in which Stripe signs what it sends.
const SIGNATURE_HEADER: &str = "stripe-signature";

/// Begins to pay a share online, or goes on with it: the same share is the same page, until it is over.
#[utoipa::path(post, path = "/api/customer/bill/shares/{share}/pay-online", tag = "bill", security(("diner" = [])),
    request_body(content = PayOnline, description = "The tip; left out, what was chosen before"),
    params(("share" = ShareId, Path, description = "The share")),
    responses(
        (status = 200, description = "The page on which to pay", body = OnlineCheckout),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`, `role_forbidden`", body = Problem),
        (status = 404, description = "`online_off`, `session_unknown`, `share_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`share_being_paid`, `share_paid_online`, `share_paid`, `too_many_checkouts`, `checkout_over`, `session_closed`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `bill_out_of_bounds`, `amount_refused`, `online_amount_refused`", body = Problem),
        (status = 503, description = "`online_away`, `busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn pay_online(
    State(app): State<App>,
    diner: Diner,
    Path(share): Path<ShareId>,
    asked: Option<Body<PayOnline>>,
) -> Result<Json<OnlineCheckout>, ApiError> {
    let payments = on(&app)?;
    let tip = asked.and_then(|Body(asked)| asked.tip);
    let wish = Wish { session: diner.session, share, diner: diner.diner, tip };
    payments.begin(&app.members, &wish, diner.origin).await.map(Json).map_err(|why| match why {
        NotNow::Refused(failure) => failure.into(),
        NotNow::Provider(_) => {
            let title = "Paying online does not work right now. Please pay at the table; ask your waiter.";
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "online_away", title)
        }
        NotNow::Amount => {
            let title = "This amount is too small to be paid online, or cannot be to the last coin. Please pay at the table.";
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "online_amount_refused", title)
        }
    })
}

/// Does not pay a share online after all: it is free again, and its page is closed. That is possible also
/// when the house has no account any more.
#[utoipa::path(post, path = "/api/customer/bill/shares/{share}/stop-online", tag = "bill", security(("diner" = [])),
    params(("share" = ShareId, Path, description = "The share")),
    responses(
        (status = 204, description = "Nobody pays it online"),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn stop_online(
    State(app): State<App>,
    diner: Diner,
    Path(share): Path<ShareId>,
) -> Result<StatusCode, ApiError> {
    payments::stop(&app.members, &diner.session, &share, diner.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the provider tells. It is no browser and has no cookie: what it sends is signed to the last byte, and
/// that is all that counts.
#[utoipa::path(post, path = "/api/webhooks/payments", tag = "bill",
    request_body(content = String, content_type = "application/json", description = "The provider's event, as it was signed"),
    params(("Stripe-Signature" = Option<String>, Header, description = "Moment and signature")),
    responses(
        (status = 204, description = "Noted, or of no interest"),
        (status = 400, description = "`notice_unsigned`, `notice_late`, `notice_malformed`", body = Problem),
        (status = 404, description = "`online_off`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 429, description = "`too_many_notices`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn webhook(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let payments = on(&app)?;
    if !payments.has_room_for_notice(app.members.time.now().uptime_ms) {
        let title = "That was too often. Please try again in a moment.";
        return Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too_many_notices", title).retry_after_s(10));
    }
    let body = body.map_err(|_| {
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_long", "The body is too long.")
    })?;
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let refused = |code, title: &str| ApiError::new(StatusCode::BAD_REQUEST, code, title);
    payments.hear(&app.members, signature, &body).await.map_err(|why| match why {
        Ok(failure) => failure.into(),
        Err(NoticeRefusal::Off) => off(),
        Err(NoticeRefusal::Signature) => refused("notice_unsigned", "This is not signed by the provider."),
        Err(NoticeRefusal::Late) => {
            refused("notice_late", "This was signed too long ago, or the hub's clock is wrong.")
        }
        Err(NoticeRefusal::Malformed) => refused("notice_malformed", "This is not understood."),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that money which came in online for nothing on a bill was given back at the provider.
#[utoipa::path(post, path = "/api/online-payments/{payment}/returned", tag = "bill", security(("staff" = [])),
    request_body = ReturnStray,
    params(
        ("payment" = PaymentId, Path, description = "The payment that it would have been"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`payment_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`, `reference_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`: send the same again", body = Problem),
    ))]
pub async fn return_stray(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(payment): Path<PaymentId>,
    Body(asked): Body<ReturnStray>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(DRAWER)?;
    staff.must_have_stepped_up()?;
    let bill = BillCommand::ReturnStray { payment, reference: asked.reference };
    let what = VenueCommand::Bill { by: staff.staff, bill: Box::new(bill) };
    app.carry_out(staff.origin, &command, what).await
}

fn on(app: &App) -> Result<&Arc<Payments>, ApiError> {
    app.payments.as_ref().ok_or_else(off)
}

fn off() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "online_off", "Nobody pays online here. Please pay at the table.")
}
