//! Receipts: for staff by the payment, for whoever has the link of a receipt's page, and for guests whose
//! visit is over. Links have keys that follow from the hub's own secret; nobody guesses them, and they
//! need no token, because tokens end with the visit.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::ids::{CommandId, DinerId, PaymentId, SessionId};
use plato_sync_protocol::till::{Goodbye, GoodbyeLink, RateVisit, ReceiptAnswer, ReceiptBrief};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Caller, Command, Diner, Path, Staff};
use super::roles::TILL;
use crate::auth::secrets;
use crate::origin::Who;
use crate::receipts::{Signer, pdf, words};
use crate::venue::command::Command as VenueCommand;
use crate::venue::rating::VisitRating;

/// Nobody learns from the answer whether receipt or key is wrong.
fn unknown() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "receipt_unknown", "There is no such receipt.")
}

fn answer(app: &App, payment: &PaymentId) -> Result<ReceiptAnswer, ApiError> {
    let receipt = app.members.published.read(|venue, _| venue.receipt_view(payment)).ok_or_else(unknown)?;
    Ok(app.receipts.answer(receipt))
}

fn with_key(app: &App, payment: &PaymentId, key: &str) -> Result<ReceiptAnswer, ApiError> {
    if app.receipts.is_page_key(payment, key) { answer(app, payment) } else { Err(unknown()) }
}

/// Receipts of a list with the paths of their pages.
pub fn with_paths(
    signer: &Signer,
    briefs: impl IntoIterator<Item = (PaymentId, ReceiptBrief)>,
) -> Vec<ReceiptBrief> {
    let briefs = briefs.into_iter();
    briefs.map(|(payment, brief)| ReceiptBrief { path: signer.page_path(&payment), ..brief }).collect()
}

/// Content type of a table for spreadsheets.
pub const CSV: &str = "text/csv; charset=utf-8";

/// A file that nobody keeps on the way.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Result<(HeaderMap, Bytes), ApiError> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition.map_err(|fault| ApiError::fault(&fault))?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((HeaderMap::from_iter(headers), bytes.into()))
}

/// The receipt of a payment or a refund, with its code and the path of its page.
#[utoipa::path(get, path = "/api/payments/{payment}/receipt", tag = "till", security(("staff" = [])),
    params(("payment" = PaymentId, Path, description = "The payment or refund")),
    responses(
        (status = 200, description = "The receipt", body = ReceiptAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`receipt_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn of_payment(
    State(app): State<App>,
    staff: Staff,
    Path(payment): Path<PaymentId>,
) -> Result<Json<ReceiptAnswer>, ApiError> {
    staff.must_be(TILL)?;
    answer(&app, &payment).map(Json)
}

/// A receipt for whoever has the link of its page.
#[utoipa::path(get, path = "/api/receipts/{payment}/{key}", tag = "till",
    params(
        ("payment" = PaymentId, Path, description = "The payment or refund"),
        ("key" = String, Path, description = "The key of the page"),
    ),
    responses(
        (status = 200, description = "The receipt", body = ReceiptAnswer),
        (status = 404, description = "`receipt_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn page(
    State(app): State<App>,
    Path((payment, key)): Path<(PaymentId, String)>,
) -> Result<Json<ReceiptAnswer>, ApiError> {
    with_key(&app, &payment, &key).map(Json)
}

/// The same as PDF, for a roll of 80 mm.
#[utoipa::path(get, path = "/api/receipts/{payment}/{key}/pdf", tag = "till",
    params(
        ("payment" = PaymentId, Path, description = "The payment or refund"),
        ("key" = String, Path, description = "The key of the page"),
    ),
    responses(
        (status = 200, description = "The receipt", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`receipt_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn page_pdf(
    State(app): State<App>,
    Path((payment, key)): Path<(PaymentId, String)>,
) -> Result<(HeaderMap, Bytes), ApiError> {
    let answer = with_key(&app, &payment, &key)?;
    let number = answer.receipt.number;
    let written = pdf::written(&format!("Receipt {number}"), &words::receipt(&answer), pdf::ROLL);
    let bytes = written.map_err(|fault| ApiError::fault(&fault))?;
    file("application/pdf", &format!("receipt-{number}.pdf"), bytes)
}

/// Where this guest goes once the visit is over. Phones ask while they still have a token.
#[utoipa::path(get, path = "/api/customer/goodbye", tag = "guests", security(("diner" = [])),
    responses(
        (status = 200, description = "The link", body = GoodbyeLink),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn goodbye_link(State(app): State<App>, diner: Diner) -> Json<GoodbyeLink> {
    let key = app.receipts.goodbye_key(&diner.session, &diner.diner);
    Json(GoodbyeLink { session: diner.session, diner: diner.diner, key })
}

/// What a guest sees at the end: the party's receipts, and whether they have rated the visit.
#[utoipa::path(get, path = "/api/goodbye/{session}/{diner}/{key}", tag = "guests",
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "Who"),
        ("key" = String, Path, description = "Their key"),
    ),
    responses(
        (status = 200, description = "The end of the visit", body = Goodbye),
        (status = 404, description = "`visit_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn goodbye(
    State(app): State<App>,
    Path((session, diner, key)): Path<(SessionId, DinerId, String)>,
) -> Result<Json<Goodbye>, ApiError> {
    must_be_key(&app, &session, &diner, &key)?;
    let view = app.members.published.read(|venue, _| {
        let (_, table) = venue.table_of(&session)?;
        Some(Goodbye {
            venue: venue.menu_view().map_or_else(String::new, |menu| menu.venue.clone()),
            table,
            is_open: venue.is_session_open(&session),
            receipts: with_paths(&app.receipts, venue.receipts_of(&session)),
            stars: venue.stars_of(&session, &diner),
        })
    });
    view.map(Json).ok_or_else(no_visit)
}

/// Says how a visit was that is over. Once for each guest.
#[utoipa::path(post, path = "/api/goodbye/{session}/{diner}/{key}/rating", tag = "guests",
    request_body = RateVisit,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("diner" = DinerId, Path, description = "Who"),
        ("key" = String, Path, description = "Their key"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is noted"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`, `json_malformed`", body = Problem),
        (status = 404, description = "`visit_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`already_rated`, `visit_open`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`rating_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn rate(
    State(app): State<App>,
    caller: Caller,
    command: Command,
    Path((session, diner, key)): Path<(SessionId, DinerId, String)>,
    Body(RateVisit { stars, comment }): Body<RateVisit>,
) -> Result<StatusCode, ApiError> {
    must_be_key(&app, &session, &diner, &key)?;
    let origin = caller.origin(Who::Diner { session: session.clone(), diner: diner.clone() });
    let what = VenueCommand::RateVisit(VisitRating { session, diner, stars, comment });
    app.carry_out(origin, &command, what).await
}

/// Refuses keys that are wrong, and those of guests who were taken off the table or have gone to another.
fn must_be_key(app: &App, session: &SessionId, diner: &DinerId, key: &str) -> Result<(), ApiError> {
    let is_key = secrets::is_same_secret(&app.receipts.goodbye_key(session, diner), key);
    let is_guest = is_key && app.members.published.read(|venue, _| venue.is_guest_of(session, diner));
    if is_guest { Ok(()) } else { Err(no_visit()) }
}

fn no_visit() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "visit_unknown", "There is no such visit.")
}
