//! Signing staff in and out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use plato_sync_protocol::api::{Problem, SignIn, StaffAnswer};

use super::error::ApiError;
use super::extract::{Body, Caller, Staff};
use super::{App, STAFF_TOKEN_MS};
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::access::TokenHash;
use crate::venue::command::Command;
use crate::writer::Intent;

/// Signs in with a name and a password. The token comes as a cookie that scripts cannot read.
#[utoipa::path(post, path = "/api/staff/sign-in", tag = "staff", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in; the cookie is set", body = StaffAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`sign_in_wrong`", body = Problem),
        (status = 403, description = "`https_needed`, with the page to use `instead`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`", body = Problem),
    ))]
pub async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<SignIn>,
) -> Result<(HeaderMap, Json<StaffAnswer>), ApiError> {
    caller.must_be_private(&app)?;
    let wrong =
        || ApiError::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "The name or the password is not right.");
    let place = app.passwords.queue()?;
    let Some(account) = app.members.published.read(|venue, _| venue.staff_account(&request.name)) else {
        // Takes as long as for an account that exists, so that the time does not tell which do.
        place.hash(&request.password).await?;
        return Err(wrong());
    };
    if !place.is_right(&request.password, &account.password_hash.0).await? {
        return Err(wrong());
    }
    let token = secrets::new_token(&app.members.chance);
    let hash = secrets::token_hash(&token).ok_or_else(|| ApiError::fault(&"a new token is no token"))?;
    let command = Command::SignStaffIn {
        staff: account.staff.clone(),
        token: TokenHash(hash),
        lasts_ms: STAFF_TOKEN_MS,
    };
    let origin = caller.origin(Who::Staff { staff: account.staff });
    app.members.writer.submit(Intent::Command(command), None, origin).await?;
    let cookie = caller.staff_cookie(&token, STAFF_TOKEN_MS / 1000);
    let answer = StaffAnswer { name: account.name, role: account.role, expires_in_ms: STAFF_TOKEN_MS };
    Ok((set_cookie(&cookie)?, Json(answer)))
}

/// Signs out.
#[utoipa::path(post, path = "/api/staff/sign-out", tag = "staff", security(("staff" = [])),
    responses(
        (status = 204, description = "Signed out"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn sign_out(
    State(app): State<App>,
    caller: Caller,
    staff: Staff,
) -> Result<(StatusCode, HeaderMap), ApiError> {
    let command = Command::SignStaffOut { token: staff.token };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok((StatusCode::NO_CONTENT, set_cookie(&caller.staff_cookie("", 0))?))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/staff/me", tag = "staff", security(("staff" = [])),
    responses(
        (status = 200, description = "Who", body = StaffAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn me(staff: Staff) -> Json<StaffAnswer> {
    Json(StaffAnswer { name: staff.name, role: staff.role, expires_in_ms: staff.expires_in_ms })
}

fn set_cookie(cookie: &str) -> Result<HeaderMap, ApiError> {
    let value = HeaderValue::from_str(cookie).map_err(|fault| ApiError::fault(&fault))?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
}
