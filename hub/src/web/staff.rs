//! Signing staff in and out, step-up, and what somebody does with their own account.

pub mod prove;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plato_sync_protocol::api::{CertificateEnd, Problem, Role, SignIn, StaffAnswer};
use plato_sync_protocol::ids::StaffId;
use plato_sync_protocol::team::{ChoosePassword, ChoosePin, SignInView, SignInWithPin, StepUp};

use super::error::ApiError;
use super::extract::{Body, Caller, Path, STAFF_COOKIE, Staff};
use super::roles::OFFICE;
use super::team::{must_be_fit, sign_in_views};
use super::{App, STAFF_TOKEN_MS};
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::Refusal;
use crate::venue::access::team::{OwnChange, TeamChange};
use crate::venue::access::tries::{Proof, Try};
use crate::venue::access::{PasswordHash, SignInSource, TokenHash};
use crate::venue::command::Command;
use crate::writer::Intent;
use prove::{Claimant, Proved, prove, prove_again};

fn sign_in_wrong() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "The name or the password is not right.")
}

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
        (status = 429, description = "`sign_in_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(request): Body<SignIn>,
) -> Result<(HeaderMap, Json<StaffAnswer>), ApiError> {
    let claimant = Claimant::named(&app, &request.name);
    let proved = prove(&app, &caller, claimant, Proof::Password, &request.password).await?;
    let Proved { staff, tried, looked_at } = proved.ok_or_else(sign_in_wrong)?;
    begin(&app, &caller, &staff, Some((tried, looked_at)), caller.staff_cookie(&headers)).await
}

/// Signs in on a device of the house, with the PIN that the person chose. Whoever was signed in on it
/// before is signed out.
#[utoipa::path(post, path = "/api/staff/sign-in/pin", tag = "staff", security(("device" = [])),
    request_body = SignInWithPin,
    responses(
        (status = 200, description = "Signed in; the cookie is set", body = StaffAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`sign_in_wrong`", body = Problem),
        (status = 403, description = "`https_needed`, `device_not_enrolled`, `staff_pin_off`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 429, description = "`sign_in_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn sign_in_with_pin(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(request): Body<SignInWithPin>,
) -> Result<(HeaderMap, Json<StaffAnswer>), ApiError> {
    if caller.device.is_none() {
        return Err(prove::device_not_enrolled());
    }
    let claimant = Claimant::of(&app, &request.staff);
    let proved = prove(&app, &caller, claimant, Proof::Pin, &request.pin).await?;
    let wrong = || ApiError::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "This PIN is not right.");
    let Proved { staff, tried, looked_at } = proved.ok_or_else(wrong)?;
    begin(&app, &caller, &staff, Some((tried, looked_at)), caller.staff_cookie(&headers)).await
}

/// Signs somebody in who has proved who they are, and ends the sign-in that the browser held before.
pub async fn begin(
    app: &App,
    caller: &Caller,
    staff: &StaffId,
    proved: Option<(Try, PasswordHash)>,
    before: Option<&str>,
) -> Result<(HeaderMap, Json<StaffAnswer>), ApiError> {
    let token = secrets::new_token(&app.members.chance);
    let hash = secrets::token_hash(&token).ok_or_else(|| ApiError::fault(&"a new token is no token"))?;
    let from = proved.map(|(tried, looked_at)| {
        (Box::new(SignInSource { tried, address: Some(caller.address()) }), looked_at)
    });
    let hash = TokenHash(hash);
    let command =
        Command::SignStaffIn { staff: staff.clone(), token: hash.clone(), lasts_ms: STAFF_TOKEN_MS, from };
    let origin = caller.origin(Who::Staff { staff: staff.clone() });
    // The account, its password or the device may have changed since the look at the secret.
    let signed_in = app.members.writer.submit(Intent::Command(command), None, origin).await;
    signed_in.map_err(|failure| match failure {
        crate::writer::Failure::Refused(Refusal::UnknownStaff) => sign_in_wrong(),
        failure => failure.into(),
    })?;
    let before = before.and_then(secrets::token_hash).map(TokenHash);
    let before = before
        .and_then(|token| Some((app.members.published.read(|venue, _| venue.sign_in_of(&token))?, token)));
    if let Some((was, token)) = before {
        let origin = caller.origin(Who::Staff { staff: was.staff });
        app.members.writer.submit(Intent::Command(Command::SignStaffOut { token }), None, origin).await?;
    }
    let answer = app.members.published.read(|venue, _| {
        let member = venue.staff_member(staff)?;
        let sign_in = venue.sign_in_of(&hash)?;
        let stepped_up_for_ms = sign_in.stepped_up_until_ms.saturating_sub(app.members.time.now().uptime_ms);
        Some(StaffAnswer {
            staff: staff.clone(),
            name: member.account.name,
            role: member.account.role,
            expires_in_ms: STAFF_TOKEN_MS,
            has_pin: member.pin_hash.is_some(),
            device: caller.device.as_ref().map(|device| device.name.clone()),
            stepped_up_for_ms,
            certificate: certificate_for(app, member.account.role),
        })
    });
    let answer = answer.ok_or_else(sign_in_wrong)?;
    Ok((caller.set_cookie(STAFF_COOKIE, &token, STAFF_TOKEN_MS / 1000)?, Json(answer)))
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
    Ok((StatusCode::NO_CONTENT, caller.set_cookie(STAFF_COOKIE, "", 0)?))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/staff/me", tag = "staff", security(("staff" = [])),
    responses(
        (status = 200, description = "Who", body = StaffAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn me(State(app): State<App>, staff: Staff) -> Json<StaffAnswer> {
    let member = app.members.published.read(|venue, _| venue.staff_member(&staff.staff));
    Json(StaffAnswer {
        has_pin: member.is_some_and(|member| member.pin_hash.is_some()),
        device: staff.device.map(|device| device.name),
        stepped_up_for_ms: staff.stepped_up_for_ms,
        certificate: certificate_for(&app, staff.role),
        staff: staff.staff,
        name: staff.name,
        role: staff.role,
        expires_in_ms: staff.expires_in_ms,
    })
}

/// A certificate that ends soon, for those who run the house.
fn certificate_for(app: &App, role: Role) -> Option<CertificateEnd> {
    let https = app.edge.https.as_ref().filter(|_| OFFICE.contains(&role))?;
    https.certificates.ends_soon(app.members.time.now().wall_ms)
}

/// Proves again who one is, with the password or, on a device of the house, the PIN. Good for five
/// minutes, in this sign-in only.
#[utoipa::path(post, path = "/api/staff/step-up", tag = "staff", security(("staff" = [])), request_body = StepUp,
    responses(
        (status = 204, description = "Proved"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`https_needed`, `proof_wrong`, `device_not_enrolled`, `staff_pin_off`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`sign_in_unknown`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`proof_missing`, `body_refused`", body = Problem),
        (status = 429, description = "`sign_in_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn step_up(
    State(app): State<App>,
    staff: Staff,
    caller: Caller,
    Body(request): Body<StepUp>,
) -> Result<StatusCode, ApiError> {
    let (proof, secret) = match (request.password, request.pin) {
        (Some(password), None) => (Proof::Password, password),
        (None, Some(pin)) => (Proof::Pin, pin),
        _ => {
            let title = "Please send either the password or the PIN.";
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "proof_missing", title));
        }
    };
    confirm(&app, &staff, &caller, proof, &secret).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Proves again who somebody is, and notes that.
async fn confirm(
    app: &App,
    staff: &Staff,
    caller: &Caller,
    proof: Proof,
    secret: &str,
) -> Result<(), ApiError> {
    if proof == Proof::Pin && caller.device.is_none() {
        return Err(prove::device_not_enrolled());
    }
    let proved = prove_again(app, caller, staff, proof, secret).await?;
    let wrong = match proof {
        Proof::Password => "This password is not right.",
        Proof::Pin => "This PIN is not right.",
    };
    let Proved { tried, .. } =
        proved.ok_or_else(|| ApiError::new(StatusCode::FORBIDDEN, "proof_wrong", wrong))?;
    let command = Command::StepUp { token: staff.token.clone(), tried };
    app.members.writer.submit(Intent::Command(command), None, staff.origin.clone()).await?;
    Ok(())
}

/// Chooses the PIN for shared devices.
#[utoipa::path(post, path = "/api/staff/me/pin", tag = "staff", security(("staff" = [])), request_body = ChoosePin,
    responses(
        (status = 204, description = "It is set"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`https_needed`, `proof_wrong`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`sign_in_unknown`, `staff_unknown`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`staff_pin_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`sign_in_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn choose_pin(
    State(app): State<App>,
    staff: Staff,
    caller: Caller,
    Body(request): Body<ChoosePin>,
) -> Result<StatusCode, ApiError> {
    if !secrets::is_fit_pin(&request.pin) {
        let title = "A PIN has 4 to 6 digits, and is no run or repetition such as 1234 or 1111.";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "staff_pin_refused", title));
    }
    confirm(&app, &staff, &caller, Proof::Password, &request.password).await?;
    let pin_hash = PasswordHash(app.staff_passwords.hash(&request.pin).await?);
    let command = Command::ChangeOwn { staff: staff.staff, change: OwnChange::SetPin(pin_hash, staff.token) };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses another password. Every other sign-in of the person ends, and their PIN.
#[utoipa::path(post, path = "/api/staff/me/password", tag = "staff", security(("staff" = [])),
    request_body = ChoosePassword,
    responses(
        (status = 204, description = "It is set"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`https_needed`, `proof_wrong`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`sign_in_unknown`, `staff_unknown`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`password_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`sign_in_blocked`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn choose_password(
    State(app): State<App>,
    staff: Staff,
    caller: Caller,
    Body(request): Body<ChoosePassword>,
) -> Result<StatusCode, ApiError> {
    must_be_fit(&request.new_password, &staff.name)?;
    confirm(&app, &staff, &caller, Proof::Password, &request.password).await?;
    let hash = PasswordHash(app.staff_passwords.hash(&request.new_password).await?);
    let change = OwnChange::SetPassword(hash, staff.token);
    let command = Command::ChangeOwn { staff: staff.staff, change };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where one is signed in.
#[utoipa::path(get, path = "/api/staff/sign-ins", tag = "staff", security(("staff" = [])),
    responses(
        (status = 200, description = "Where", body = Vec<SignInView>),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn own_sign_ins(State(app): State<App>, staff: Staff) -> Json<Vec<SignInView>> {
    let all = sign_in_views(&app, &staff);
    Json(all.into_iter().filter(|view| view.staff == staff.staff).collect())
}

/// Ends a sign-in: one's own, or as owner or manager that of others. Its screens close at once.
#[utoipa::path(post, path = "/api/staff/sign-ins/{sign_in}/revoke", tag = "staff", security(("staff" = [])),
    params(("sign_in" = String, Path, description = "The sign-in")),
    responses(
        (status = 204, description = "It has ended"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `owners_only`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`sign_in_unknown`, `path_unknown`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn revoke_sign_in(
    State(app): State<App>,
    staff: Staff,
    Path(sign_in): Path<String>,
) -> Result<StatusCode, ApiError> {
    let now = app.members.time.now();
    let all = app.members.published.read(|venue, _| venue.sign_ins(now));
    let found = all.into_iter().find(|(token, _)| super::team::sign_in_id(token) == sign_in);
    let (token, _) = found.ok_or(Refusal::UnknownSignIn)?;
    let change = TeamChange::RevokeSignIn { token };
    let command = Command::ChangeTeam { by: Some(staff.staff), change };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
