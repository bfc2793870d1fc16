//! The floor's routes: tables, seating, PINs, closing.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{ChangeMode, PinAnswer, Problem, Role, SeatTable, StaffCart, TableCode};
use plato_sync_protocol::floor::FloorView;
use plato_sync_protocol::ids::{CommandId, SessionId, TableId};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;
use qrcode::QrCode;
use qrcode::render::svg;

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::{FLOOR, TILL};
use crate::auth::secrets;
use crate::carts::CartId;
use crate::venue::Refusal;
use crate::venue::Venue;
use crate::venue::access::PasswordHash;
use crate::venue::command::{self, Command as VenueCommand};
use crate::venue::floor::events::FloorCommand;
use crate::venue::menu::Table;
use crate::venue::views::Attendance;
use crate::writer::{Intent, ModeChange, Outcome, SeatParty};

/// All rooms and tables.
#[utoipa::path(get, path = "/api/floor", tag = "floor", security(("staff" = [])),
    responses(
        (status = 200, description = "The floor", body = FloorView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn view(State(app): State<App>, staff: Staff) -> Result<Json<FloorView>, ApiError> {
    staff.must_be(&[FLOOR, &[Role::Cashier]].concat())?;
    let now = app.members.time.now();
    let fanout = &app.members.fanout;
    let view = |venue: &Venue, position| fanout.with_devices(venue, venue.floor_view(position, now));
    Ok(Json(app.members.published.read(view)))
}

/// Seats a party, and makes its PIN and its cart.
#[utoipa::path(post, path = "/api/floor/tables/{table}/seat", tag = "floor", security(("staff" = [])),
    request_body = SeatTable,
    params(
        ("table" = TableId, Path, description = "The table"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "The PIN to tell the party", body = PinAnswer),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`table_unknown`, `path_unknown`, `pin_forgotten`", body = Problem),
        (status = 409, description = "`table_taken`, `no_venue`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`covers_out_of_bounds`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn seat(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(table): Path<TableId>,
    Body(request): Body<SeatTable>,
) -> Result<Json<PinAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    let identified = command.identified(&staff.origin, &("seat", &table, &request))?;
    let pin_digits = app.members.published.read(|venue, _| venue.pin_digits());
    let pin = secrets::new_pin(&app.members.chance, pin_digits.count());
    let pin_hash = PasswordHash(app.passwords.hash(&pin).await?);
    let fresh = SessionId::from_random(app.members.chance.bytes());
    let (covers, mode) = (request.covers, request.mode);
    let seating = command::SeatTable { session: fresh.clone(), table, covers, mode, pin_hash, pin_digits };
    let party = SeatParty { seating, cart_actor: ActorId(app.members.chance.bytes()) };
    let seat = Intent::Seat(party);
    let outcome = app.members.writer.submit(seat, Some(identified), staff.origin.clone()).await?;
    let Outcome::Seated { session } = outcome else {
        return Err(ApiError::fault(&format!("seating led to {outcome:?}")));
    };
    if session == fresh {
        app.pins.keep(session.clone(), pin);
        serve(&app, &staff, &session).await?;
    }
    // A retry finds the party that the first call seated, with the PIN of then.
    let pin = app.pins.pin(&session).ok_or_else(pin_forgotten)?;
    Ok(Json(PinAnswer { session, pin }))
}

/// A waiter who seats a party looks after it, until somebody says otherwise. Others only help out.
async fn serve(app: &App, staff: &Staff, session: &SessionId) -> Result<(), ApiError> {
    if staff.role == Role::Waiter {
        let what = FloorCommand::AssignWaiter { session: session.clone(), waiter: Some(staff.staff.clone()) };
        let what = Intent::Command(VenueCommand::Floor(what));
        app.members.writer.submit(what, None, staff.origin.clone()).await?;
    }
    Ok(())
}

fn pin_forgotten() -> ApiError {
    let title = "The hub was restarted since and cannot show this PIN any more. Make a new one.";
    ApiError::new(StatusCode::NOT_FOUND, "pin_forgotten", title)
}

/// The PIN of a party, as long as the hub has not been restarted since it was made. Needs a step-up,
/// and is on record before it is shown.
#[utoipa::path(get, path = "/api/floor/sessions/{session}/pin", tag = "floor", security(("staff" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The PIN", body = PinAnswer),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`, `step_up_needed`", body = Problem),
        (status = 404, description = "`pin_forgotten`, `session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn pin(
    State(app): State<App>,
    staff: Staff,
    Path(session): Path<SessionId>,
) -> Result<Json<PinAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    staff.must_have_stepped_up()?;
    let pin = app.pins.pin(&session).ok_or_else(pin_forgotten)?;
    let revealed = VenueCommand::RevealPin { session: session.clone() };
    app.members.writer.submit(Intent::Command(revealed), None, staff.origin).await?;
    Ok(Json(PinAnswer { session, pin }))
}

/// Makes a new PIN for a party, which also lifts a block. Diners who are in stay in. Needs a step-up, as
/// showing the old one does: both let whoever reads it in.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/pin/reissue", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "The new PIN", body = PinAnswer),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`, `step_up_needed`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`, `pin_forgotten`", body = Problem),
        (status = 409, description = "`session_closed`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn reissue_pin(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
) -> Result<Json<PinAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    staff.must_have_stepped_up()?;
    let identified = command.identified(&staff.origin, &("reissue pin", &session))?;
    let pin_digits = app.members.published.read(|venue, _| venue.pin_digits());
    let pin = secrets::new_pin(&app.members.chance, pin_digits.count());
    let pin_hash = PasswordHash(app.passwords.hash(&pin).await?);
    let was = position(&app);
    let what = VenueCommand::ReissuePin { session: session.clone(), pin_hash: pin_hash.clone(), pin_digits };
    app.members.writer.submit(Intent::Command(what), Some(identified), staff.origin).await?;
    // A retry was answered from its receipt: then the PIN of the first call stands.
    let is_mine = app.members.published.read(|venue, _| venue.pin_hash(&session)) == Some(pin_hash);
    if is_mine && position(&app) > was {
        app.pins.keep(session.clone(), pin);
    }
    let pin = app.pins.pin(&session).ok_or_else(pin_forgotten)?;
    Ok(Json(PinAnswer { session, pin }))
}

fn position(app: &App) -> u64 {
    app.members.published.read(|_, position| position)
}

/// Lets a party share in another way: one cart for all, or one for each. Before its first order only;
/// what is in the carts comes along.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/mode", tag = "floor", security(("staff" = [])),
    request_body = ChangeMode,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It shares so now"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`mode_fixed`, `order_waits`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn change_mode(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<ChangeMode>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let identified = command.identified(&staff.origin, &("mode", &session, request.mode))?;
    let change = ModeChange { session, mode: request.mode, seed: app.members.chance.bytes() };
    app.members.writer.submit(Intent::ChangeMode(change), Some(identified), staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The carts of a visit: the party's, or one for each diner.
#[utoipa::path(get, path = "/api/floor/sessions/{session}/carts", tag = "floor", security(("staff" = [])),
    params(("session" = SessionId, Path, description = "The visit")),
    responses(
        (status = 200, description = "The carts", body = Vec<StaffCart>),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn carts(
    State(app): State<App>,
    staff: Staff,
    Path(session): Path<SessionId>,
) -> Result<Json<Vec<StaffCart>>, ApiError> {
    staff.must_be(FLOOR)?;
    let (mode, diners) = app.members.published.read(|venue, _| {
        (venue.session_mode(&session), venue.diner_views(&session, |_| Attendance::default()))
    });
    let whose = match mode.ok_or(Refusal::UnknownSession)? {
        SessionMode::Family => vec![(None, String::new())],
        SessionMode::Individual => diners.into_iter().map(|diner| (Some(diner.diner), diner.name)).collect(),
    };
    let mut carts = Vec::new();
    for (diner, name) in whose {
        let id = CartId { session: session.clone(), owner: diner.clone() };
        carts.push(StaffCart { diner, name, cart: super::cart::shown(&app, &id)? });
    }
    Ok(Json(carts))
}

/// Ends a visit whose bill is settled: its tokens are worth nothing from then on, and the table is free.
#[utoipa::path(post, path = "/api/sessions/{session}/close", tag = "floor", security(("staff" = [])),
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is closed"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`session_closed`, `open_bill`, `order_waits`, `command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn close(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(TILL)?;
    let what = VenueCommand::CloseSession { session: session.clone() };
    let identified = command.identified(&staff.origin, &what)?;
    app.members.writer.submit(Intent::Command(what), Some(identified), staff.origin).await?;
    app.pins.forget(&session);
    Ok(StatusCode::NO_CONTENT)
}

/// What the QR code of a table carries, as an address and as a picture.
#[utoipa::path(get, path = "/api/floor/tables/{table}/code", tag = "floor", security(("staff" = [])),
    params(("table" = TableId, Path, description = "The table")),
    responses(
        (status = 200, description = "The QR code", body = TableCode),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`table_unknown`, `path_unknown`", body = Problem),
    ))]
pub async fn code(
    State(app): State<App>,
    staff: Staff,
    Path(table): Path<TableId>,
) -> Result<Json<TableCode>, ApiError> {
    staff.must_be(FLOOR)?;
    let tables = app.members.published.read(|venue, _| venue.tables());
    let table = tables.into_iter().find(|known| known.id == table).ok_or(Refusal::UnknownTable)?;
    let url = guest_url(&app.public_url, &table);
    let code = QrCode::new(&url).map_err(|fault| ApiError::fault(&fault))?;
    let svg = code.render::<svg::Color>().min_dimensions(240, 240).build();
    Ok(Json(TableCode { url, svg }))
}

/// The address that a table's QR code carries. The key stands in the fragment, which browsers send
/// to nobody.
pub fn guest_url(public_url: &str, table: &Table) -> String {
    format!("{public_url}/t/{}#{}", table.id, table.key.0)
}
