//! The menu that everyone reads, and the venue file behind it.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plato_sync_protocol::api::{ImportAnswer, ImportVenue, Problem, Role, StaffAnswer};
use plato_sync_protocol::ids::{CommandId, StaffId};
use plato_sync_protocol::menu::Menu;
use plato_sync_protocol::team::{FirstOwner, SetupAnswer};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Caller, Command, Staff};
use super::staff::begin;
use super::team::must_be_fit;
use crate::auth::secrets;
use crate::origin::Who;
use crate::venue::Refusal;
use crate::venue::access::{PasswordHash, StaffAccount};
use crate::venue::command::{self, Command as VenueCommand};
use crate::venue::menu::TableKey;
use crate::venue_file;
use crate::writer::Intent;

/// The menu in force. Anyone may read it, also when nothing can be ordered.
#[utoipa::path(get, path = "/api/menu", tag = "guest",
    responses(
        (status = 200, description = "The menu", body = Menu),
        (status = 304, description = "As the caller has it already (If-None-Match)"),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn menu(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let menu = app.members.published.read(|venue, _| venue.menu_view()).ok_or(Refusal::NoVenue)?;
    let tag = format!("\"menu-{}\"", menu.revision);
    let value = HeaderValue::from_str(&tag).map_err(|fault| ApiError::fault(&fault))?;
    let caching = [(header::ETAG, value), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Json(&*menu)).into_response())
}

/// How far the hub is set up. Anyone may ask: the first owner has no account yet.
#[utoipa::path(get, path = "/api/setup", tag = "setup",
    responses((status = 200, description = "How far", body = SetupAnswer)))]
pub async fn setup_state(State(app): State<App>) -> Json<SetupAnswer> {
    let (has_owner, has_venue) =
        app.members.published.read(|venue, _| (venue.has_owner(), venue.is_set_up()));
    Json(SetupAnswer { has_owner, has_venue })
}

/// Makes the first owner with the code that the hub printed on its console, and signs them in. The code
/// is good until there is an owner.
#[utoipa::path(post, path = "/api/setup/owner", tag = "setup", request_body = FirstOwner,
    responses(
        (status = 200, description = "There is an owner, who is signed in", body = StaffAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 403, description = "`https_needed`, with the page to use `instead`", body = Problem),
        (status = 409, description = "`owner_exists`, `staff_name_taken`, `team_full`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`owner_code_wrong`, `name_refused`, `password_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn first_owner(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<FirstOwner>,
) -> Result<(HeaderMap, Json<StaffAnswer>), ApiError> {
    caller.must_be_private(&app)?;
    if app.members.published.read(|venue, _| venue.has_owner()) {
        return Err(Refusal::OwnerExists.into());
    }
    let typed = secrets::typed_code(&request.code);
    if !app.owner_code.as_ref().is_some_and(|code| secrets::is_same_secret(code, &typed)) {
        let title = "This is not the code that the hub has printed. Look at its console again.";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "owner_code_wrong", title));
    }
    must_be_fit(&request.password, &request.name)?;
    let password_hash = PasswordHash(app.staff_passwords.hash(&request.password).await?);
    let staff = StaffId::from_random(app.members.chance.bytes());
    let account = StaffAccount { staff: staff.clone(), name: request.name, role: Role::Owner, password_hash };
    let origin = caller.origin(Who::Stranger);
    app.members.writer.submit(Intent::Command(VenueCommand::AddFirstOwner(account)), None, origin).await?;
    begin(&app, &caller, &staff, None, None).await
}

/// Puts a venue file in force. A file with anything wrong in it changes nothing.
#[utoipa::path(post, path = "/api/venue/import", tag = "setup", security(("staff" = [])), request_body = ImportVenue,
    params(("Idempotency-Key" = CommandId, Header, description = "The command id")),
    responses(
        (status = 200, description = "It is in force", body = ImportAnswer),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`table_in_use`, `currency_in_use`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`venue_file_refused` with line and reason, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn import(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Body(request): Body<ImportVenue>,
) -> Result<Json<ImportAnswer>, ApiError> {
    staff.must_be(&[Role::Owner, Role::Manager])?;
    let identified = command.identified(&staff.origin, &("import", &request.file))?;
    let read = venue_file::read(&request.file, || TableKey(secrets::new_table_key(&app.members.chance)));
    let (setup, keys) = read.map_err(|refusal| {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "venue_file_refused",
            format!("The venue file is refused: {refusal}."),
        )
    })?;
    let (items, tables) = (setup.menu.items.len() as u32, setup.tables.len() as u32);
    let what = VenueCommand::ImportVenue(Box::new(command::ImportVenue { setup, keys }));
    app.members.writer.submit(Intent::Command(what), Some(identified), staff.origin).await?;
    let menu_revision = app.members.published.read(|venue, _| venue.menu_revision());
    Ok(Json(ImportAnswer { menu_revision, items, tables }))
}
