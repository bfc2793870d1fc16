//! The team: accounts as owners and managers see and change them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::ids::{CommandId, StaffId};
use plato_sync_protocol::limits::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use plato_sync_protocol::team::{AddPerson, PersonChange, SignInView, TeamView};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::OFFICE;
use crate::venue::access::team::TeamChange;
use crate::venue::access::tries::Place;
use crate::venue::access::views::may_change;
use crate::venue::access::{PasswordHash, StaffAccount, TokenHash};
use crate::venue::command::Command as VenueCommand;
use crate::writer::Intent;

/// Passwords that everyone tries first, of those that are long enough (OWASP ASVS 5.0, 6.2.4: from the
/// top of published lists of leaked passwords).
const COMMON_PASSWORDS: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "11111111",
    "00000000",
    "87654321",
    "12341234",
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "qwertyuiop",
    "qwertyui",
    "qwerty12",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "1q2w3e4r5t",
    "asdfghjkl",
    "zaq12wsx",
    "abcd1234",
    "abc12345",
    "abcdefgh",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "letmein1",
    "welcome1",
    "welcome123",
    "admin123",
    "administrator",
    "changeme",
    "restaurant",
    "restaurant1",
    "default1",
    "computer",
    "michelle",
    "jennifer",
    "starwars",
    "whatever",
    "internet",
    "qazwsxedc",
    "88888888",
    "99999999",
    "66666666",
    "112233445566",
    "11223344",
    "a1b2c3d4",
    "aa123456",
];

/// Refuses a password that is too short, too long, on every guesser's list, or little but the name.
pub fn must_be_fit(password: &str, name: &str) -> Result<(), ApiError> {
    let refused =
        |title: String| Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "password_refused", title));
    let chars = password.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        return refused(format!(
            "A password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} letters, digits or signs."
        ));
    }
    let (lower, name) = (password.to_lowercase(), name.trim().to_lowercase());
    let is_one_letter = lower.chars().all(|letter| lower.starts_with(letter));
    let rest = if name.is_empty() { lower.clone() } else { lower.replace(&name, "") };
    let is_name = rest.len() < lower.len() && rest.chars().all(|letter| letter.is_ascii_digit());
    if COMMON_PASSWORDS.contains(&lower.as_str()) || is_one_letter || is_name {
        return refused("This password is one of the first that anyone would try.".into());
    }
    Ok(())
}

/// Names a sign-in: the beginning of its token's hash, which is no secret.
pub fn sign_in_id(token: &TokenHash) -> String {
    token.0.chars().take(16).collect()
}

/// Everyone who is signed in, as somebody sees it; the latest first.
pub fn sign_in_views(app: &App, asked_by: &Staff) -> Vec<SignInView> {
    let now = app.members.time.now();
    let mut views = app.members.published.read(|venue, _| {
        let view = |(token, sign_in): (TokenHash, crate::venue::access::SignIn)| {
            let account = venue.staff_member(&sign_in.staff)?.account;
            let device = sign_in.from.as_ref().and_then(|from| match &from.tried.place {
                Place::Device(device) => venue.device_name(device),
                Place::Address(_) | Place::SignIn(_) => None,
            });
            let (last_seen_ms, seen_at) = app.seen.last(&token).unzip();
            let is_own = sign_in.staff == asked_by.staff;
            Some(SignInView {
                sign_in: sign_in_id(&token),
                name: account.name,
                device,
                address: seen_at.or_else(|| sign_in.from.and_then(|from| from.address)),
                since_ms: sign_in.since.wall_ms,
                last_seen_ms,
                is_yours: token == asked_by.token,
                is_yours_to_end: is_own || may_change(asked_by.role, account.role),
                staff: sign_in.staff,
            })
        };
        venue.sign_ins(now).into_iter().filter_map(view).collect::<Vec<_>>()
    });
    views.sort_by_key(|view| std::cmp::Reverse(view.last_seen_ms.unwrap_or(view.since_ms)));
    views
}

/// The team: people, devices of the house, who is signed in.
#[utoipa::path(get, path = "/api/team", tag = "team", security(("staff" = [])),
    responses(
        (status = 200, description = "The team", body = TeamView),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
    ))]
pub async fn view_team(State(app): State<App>, staff: Staff) -> Result<Json<TeamView>, ApiError> {
    staff.must_be(OFFICE)?;
    let sign_ins = sign_in_views(&app, &staff);
    let (people, devices) =
        app.members.published.read(|venue, _| (venue.people(staff.role), venue.devices()));
    Ok(Json(TeamView { people, devices, sign_ins }))
}

/// Makes an account.
#[utoipa::path(post, path = "/api/team/people", tag = "team", security(("staff" = [])), request_body = AddPerson,
    params(("Idempotency-Key" = CommandId, Header, description = "The command id")),
    responses(
        (status = 204, description = "It is made"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `owners_only`, `token_wrong_kind`", body = Problem),
        (status = 409, description = "`staff_name_taken`, `team_full`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`name_refused`, `password_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn add_person(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Body(request): Body<AddPerson>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(OFFICE)?;
    staff.must_have_stepped_up()?;
    // The password stays out of the fingerprint: it is kept for as long as the log.
    let identified = command.identified(&staff.origin, &("add person", &request.name, request.role))?;
    must_be_fit(&request.password, &request.name)?;
    let change = TeamChange::Add(StaffAccount {
        staff: StaffId::from_random(app.members.chance.bytes()),
        name: request.name,
        role: request.role,
        password_hash: PasswordHash(app.staff_passwords.hash(&request.password).await?),
    });
    let what = VenueCommand::ChangeTeam { by: Some(staff.staff), change };
    app.members.writer.submit(Intent::Command(what), Some(identified), staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes an account: name, role, password, or whether it can be used at all.
#[utoipa::path(post, path = "/api/team/people/{staff}", tag = "team", security(("staff" = [])),
    request_body = PersonChange,
    params(
        ("staff" = StaffId, Path, description = "Whose account"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is changed"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `owners_only`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`staff_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`last_owner`, `staff_name_taken`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`name_refused`, `password_refused`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn change_person(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(whose): Path<StaffId>,
    Body(request): Body<PersonChange>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(OFFICE)?;
    staff.must_have_stepped_up()?;
    let shown = match &request {
        PersonChange::Password { .. } => "a password".to_owned(),
        other => format!("{other:?}"),
    };
    let identified = command.identified(&staff.origin, &("change person", &whose, shown))?;
    let change = match request {
        PersonChange::Rename { name } => TeamChange::Rename { staff: whose, name },
        PersonChange::Role { role } => TeamChange::ChangeRole { staff: whose, role },
        PersonChange::Disable => TeamChange::SetDisabled { staff: whose, is_disabled: true },
        PersonChange::Enable => TeamChange::SetDisabled { staff: whose, is_disabled: false },
        PersonChange::Password { password } => {
            let member = app.members.published.read(|venue, _| venue.staff_member(&whose));
            let name = member.map_or_else(String::new, |member| member.account.name);
            must_be_fit(&password, &name)?;
            let password_hash = PasswordHash(app.staff_passwords.hash(&password).await?);
            TeamChange::SetPassword { staff: whose, password_hash }
        }
    };
    let what = VenueCommand::ChangeTeam { by: Some(staff.staff), change };
    app.members.writer.submit(Intent::Command(what), Some(identified), staff.origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
