//! Routes with which two parties become one, and guests of one sit elsewhere.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::floor::{JoinParty, PartGuests, PartWith, PartedAnswer};
use plato_sync_protocol::ids::{CommandId, SessionId, TableId};
use plato_sync_protocol::vector::ActorId;

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::FLOOR;
use crate::auth::secrets;
use crate::venue::Refusal;
use crate::venue::access::PasswordHash;
use crate::venue::command::SeatTable;
use crate::venue::floor::parties::{Destination, MoveGuests, Movers, SomeOfThem};
use crate::writer::{Intent, Outcome, PartyChange};

/// Makes a party one with another: cart, orders and bill come together, its tables are theirs, and its
/// phones go on there without joining anew. Nothing is made again.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/join", tag = "floor", security(("staff" = [])),
    request_body = JoinParty,
    params(
        ("session" = SessionId, Path, description = "The visit that goes over into another"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are one party"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`party_same`, `party_full`, `cart_full`, `bill_being_paid`, `order_waits`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn join_party(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<JoinParty>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    let identified = command.identified(&staff.origin, &("join", &session, &request))?;
    let to = Destination::Party(request.party);
    let moving = MoveGuests { from: session, who: Movers::All, to, by: staff.staff.clone() };
    let over = moving.from.clone();
    app.members.writer.submit(change(&app, moving), Some(identified), staff.origin).await?;
    app.pins.forget(&over);
    Ok(StatusCode::NO_CONTENT)
}

/// Has some guests of a party sit at another table, with what they want, have ordered and owe: with whoever
/// sits there, or as a party of their own. Their phones go on there without joining anew. Dishes of those who have
/// no phone are named.
#[utoipa::path(post, path = "/api/floor/sessions/{session}/part", tag = "floor", security(("staff" = [])),
    request_body = PartGuests,
    params(
        ("session" = SessionId, Path, description = "The visit that they leave"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 200, description = "Where they are now", body = PartedAnswer),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `table_unknown`, `diner_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`guests_all`, `dishes_gone`, `party_same`, `party_full`, `cart_full`, `bill_being_paid`, `discount_spans`, `order_waits`, `session_closed`, `table_taken`, `no_venue`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`covers_out_of_bounds`, `covers_too_few`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn part_guests(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(PartGuests { guests, dishes, covers, table, with }): Body<PartGuests>,
) -> Result<Json<PartedAnswer>, ApiError> {
    staff.must_be(FLOOR)?;
    let some = SomeOfThem { guests, dishes, covers };
    let SomeOfThem { guests, dishes, covers } = &some;
    // Whoever says no more than could be said before an update is as they were.
    let identified = match &with {
        _ if !dishes.is_empty() || covers.is_some() => {
            let body = (guests, &table, &with, dishes, covers);
            command.identified(&staff.origin, &("part_dishes", &session, body))?
        }
        None => command.identified(&staff.origin, &("part", &session, guests, &table))?,
        Some(with) => command.identified(&staff.origin, &("part", &session, guests, &table, with))?,
    };
    let door = app.members.published.read(|venue, _| venue.door(&table)).ok_or(Refusal::UnknownTable)?;
    let others = door.session.map(|(party, _)| party).filter(|party| *party != session);
    let there = match (with, others) {
        // Whoever was seated there since has nothing to do with it: the table is taken.
        (Some(PartWith::Nobody), _) => None,
        // Wherever that party sits by now.
        (Some(PartWith::Party { party }), _) => Some(party),
        (None, others) => others,
    };
    let (to, pin) = match there {
        Some(party) => (Destination::Party(party), None),
        // A free table, or one more that the party has: it is theirs from now on.
        _ => {
            let (seating, pin) = seating(&app, &session, table, some.count()).await?;
            (Destination::Table(Box::new(seating)), Some(pin))
        }
    };
    let moving = MoveGuests { from: session, who: Movers::Some(some), to, by: staff.staff.clone() };
    let there = moving.to().clone();
    let outcome = app.members.writer.submit(change(&app, moving), Some(identified), staff.origin).await?;
    // A retry finds the party that the first call seated, with the PIN of then.
    let is_retry = |session: &SessionId| *session != there;
    Ok(Json(match (outcome, pin) {
        (Outcome::Seated { session }, Some(pin)) if !is_retry(&session) => {
            app.pins.keep(session.clone(), pin.clone());
            PartedAnswer { session, pin: Some(pin) }
        }
        (Outcome::Seated { session }, _) => PartedAnswer { pin: app.pins.pin(&session), session },
        _ => PartedAnswer { session: there, pin: None },
    }))
}

/// A party of so many who share as those whom they leave, with its PIN.
async fn seating(
    app: &App,
    from: &SessionId,
    table: TableId,
    covers: u16,
) -> Result<(SeatTable, String), ApiError> {
    let (pin_digits, mode) =
        app.members.published.read(|venue, _| (venue.pin_digits(), venue.session_mode(from)));
    let pin = secrets::new_pin(&app.members.chance, pin_digits.count());
    let seating = SeatTable {
        session: SessionId::from_random(app.members.chance.bytes()),
        table,
        covers,
        mode: mode.ok_or(Refusal::UnknownSession)?,
        pin_hash: PasswordHash(app.passwords.hash(&pin).await?),
        pin_digits,
    };
    Ok((seating, pin))
}

fn change(app: &App, moving: MoveGuests) -> Intent {
    let chance = &app.members.chance;
    Intent::MoveGuests(PartyChange { moving, cart_actor: ActorId(chance.bytes()), seed: chance.bytes() })
}
