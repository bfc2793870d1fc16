//! Devices of the house: enrolling with a one-time code, listing who works here, revoking.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plato_sync_protocol::api::{Problem, Role};
use plato_sync_protocol::ids::DeviceId;
use plato_sync_protocol::team::{DeviceAnswer, DeviceCode, EnrolDevice, NewDevice};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Caller, DEVICE_COOKIE, Path, Staff};
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::access::TokenHash;
use crate::venue::access::team::TeamChange;
use crate::venue::command::Command;
use crate::writer::Intent;

/// How long a code lasts, in ms: ten minutes.
pub const DEVICE_CODE_MS: u64 = 10 * 60_000;
/// How long a browser keeps the enrolment, in s: 400 days, the most that browsers allow (RFC 6265bis).
const DEVICE_COOKIE_S: u64 = 400 * 24 * 60 * 60;

/// The device that asks. One of the house also hears who works here.
#[utoipa::path(get, path = "/api/device", tag = "staff", security((), ("device" = [])),
    responses((status = 200, description = "The device", body = DeviceAnswer)))]
pub async fn this_device(State(app): State<App>, caller: Caller) -> Json<DeviceAnswer> {
    let people = match caller.device {
        Some(_) => app.members.published.read(|venue, _| venue.people_to_sign_in()),
        None => Vec::new(),
    };
    Json(DeviceAnswer { device: caller.device, people })
}

/// Makes the device that asks one of the house. The token comes as a cookie that scripts cannot read.
#[utoipa::path(post, path = "/api/device/enrol", tag = "staff", request_body = EnrolDevice,
    responses(
        (status = 204, description = "It is one now; the cookie is set"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 403, description = "`https_needed`, with the page to use `instead`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`device_code_wrong`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn enrol_device(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<EnrolDevice>,
) -> Result<(StatusCode, HeaderMap), ApiError> {
    caller.must_be_private(&app)?;
    let code = TokenHash(secrets::code_hash(&secrets::typed_code(&request.code)));
    let token = secrets::new_token(&app.members.chance);
    let hash = secrets::token_hash(&token).ok_or_else(|| ApiError::fault(&"a new token is no token"))?;
    let device = DeviceId::from_random(app.members.chance.bytes());
    let replaces = caller.device.as_ref().map(|device| device.device.clone());
    let command = Command::EnrolDevice { code, device: device.clone(), token: TokenHash(hash), replaces };
    let origin = caller.origin(Who::Stranger).at_device(Some(device));
    app.members.writer.submit(Intent::Command(command), None, origin).await?;
    Ok((StatusCode::NO_CONTENT, caller.set_cookie(DEVICE_COOKIE, &token, DEVICE_COOKIE_S)?))
}

/// Issues a code that enrols one device, once, within ten minutes.
#[utoipa::path(post, path = "/api/team/device-codes", tag = "team", security(("staff" = [])),
    request_body = NewDevice,
    responses(
        (status = 200, description = "The code", body = DeviceCode),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`too_many_devices`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`name_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn issue_device_code(
    State(app): State<App>,
    staff: Staff,
    Body(request): Body<NewDevice>,
) -> Result<Json<DeviceCode>, ApiError> {
    staff.must_be(&[Role::Owner, Role::Manager])?;
    staff.must_have_stepped_up()?;
    let code = secrets::new_code(&app.members.chance, secrets::DEVICE_CODE_CHARS);
    let change = TeamChange::IssueDeviceCode {
        code: TokenHash(secrets::code_hash(&code)),
        name: request.name,
        lasts_ms: DEVICE_CODE_MS,
    };
    let command = Command::ChangeTeam { by: Some(staff.staff), change };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok(Json(DeviceCode { code: secrets::shown_code(&code), expires_in_ms: DEVICE_CODE_MS }))
}

/// Ends a device's enrolment. Whoever is signed in on it is signed out, and its screens close at once.
#[utoipa::path(post, path = "/api/team/devices/{device}/revoke", tag = "team", security(("staff" = [])),
    params(("device" = DeviceId, Path, description = "The device")),
    responses(
        (status = 204, description = "It has ended"),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`device_unknown`, `path_unknown`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn revoke_device(
    State(app): State<App>,
    staff: Staff,
    Path(device): Path<DeviceId>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(&[Role::Owner, Role::Manager])?;
    let command = Command::ChangeTeam { by: Some(staff.staff), change: TeamChange::RevokeDevice { device } };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
