//! Looking at a password or PIN. The try is counted and on disk before it is looked at, and takes as
//! long for an account that does not exist: neither time nor limits tell which do.

use axum::http::StatusCode;
use plato_sync_protocol::ids::StaffId;

use super::super::App;
use super::super::error::ApiError;
use super::super::extract::{Caller, Staff};
use crate::origin::Who;
use crate::venue::access::tries::{Claim, Place, Proof, Try};
use crate::venue::access::{Member, PasswordHash};
use crate::venue::command::Command;
use crate::writer::Intent;

/// Who somebody claims to be.
pub struct Claimant {
    claim: Claim,
    member: Option<Member>,
}

impl Claimant {
    /// Whoever has that name, or nobody.
    pub fn named(app: &App, name: &str) -> Self {
        match app.members.published.read(|venue, _| venue.staff_account(name)) {
            Some(member) => Self { claim: Claim::Staff(member.account.staff.clone()), member: Some(member) },
            None => Self { claim: Claim::Name(app.staff_passwords.name_mark(name)), member: None },
        }
    }

    /// Whoever has that id, or nobody.
    pub fn of(app: &App, staff: &StaffId) -> Self {
        match app.members.published.read(|venue, _| venue.staff_member(staff)) {
            Some(member) => Self { claim: Claim::Staff(staff.clone()), member: Some(member) },
            None => Self { claim: Claim::Name(app.staff_passwords.name_mark(staff.as_str())), member: None },
        }
    }
}

/// Somebody who has proved who they are.
pub struct Proved {
    /// Who.
    pub staff: StaffId,
    /// The try that was right.
    pub tried: Try,
    /// Hash of the secret that was looked at.
    pub looked_at: PasswordHash,
}

/// Counts a try and looks at it, if it came privately. None when it was wrong, which is on record then.
pub async fn prove(
    app: &App,
    caller: &Caller,
    claimant: Claimant,
    proof: Proof,
    secret: &str,
) -> Result<Option<Proved>, ApiError> {
    look(app, caller, claimant, (proof, secret), None).await
}

/// The same of somebody who is signed in. It is counted with the sign-in where there is no device of the
/// house, so that what strangers try keeps nobody from it.
pub async fn prove_again(
    app: &App,
    caller: &Caller,
    staff: &Staff,
    proof: Proof,
    secret: &str,
) -> Result<Option<Proved>, ApiError> {
    look(app, caller, Claimant::of(app, &staff.staff), (proof, secret), Some(staff)).await
}

async fn look(
    app: &App,
    caller: &Caller,
    claimant: Claimant,
    (proof, secret): (Proof, &str),
    signed_in: Option<&Staff>,
) -> Result<Option<Proved>, ApiError> {
    caller.must_be_private(app)?;
    let Claimant { claim, member } = claimant;
    let place = match (caller.place(), signed_in) {
        (Place::Address(_), Some(staff)) => Place::SignIn(staff.token.clone()),
        (place, _) => place,
    };
    let tried = Try { claim, proof, place };
    // Whoever is turned away takes no place from somebody who is not.
    let now = app.members.time.now();
    if let Some(refusal) = app.members.published.read(|venue, _| venue.sign_in_refusal(now, &tried)) {
        return Err(refusal.into());
    }
    let place = app.staff_passwords.queue()?;
    let who = || signed_in.map_or(Who::Stranger, |staff| Who::Staff { staff: staff.staff.clone() });
    let note = |command| app.members.writer.submit(Intent::Command(command), None, caller.origin(who()));
    note(Command::TrySignIn(tried.clone())).await?;
    let active = member.filter(|member| !member.is_disabled);
    let hash = active.and_then(|member| {
        let hash = match proof {
            Proof::Password => Some(member.account.password_hash),
            Proof::Pin => member.pin_hash,
        };
        Some((member.account.staff, hash?))
    });
    let proved = match hash {
        Some((staff, hash)) => place.is_right(secret, &hash.0).await?.then_some((staff, hash)),
        None => {
            place.hash(secret).await?;
            None
        }
    };
    if proved.is_none() {
        note(Command::FailSignIn { tried: tried.clone(), is_step_up: signed_in.is_some() }).await?;
    }
    Ok(proved.map(|(staff, looked_at)| Proved { staff, tried, looked_at }))
}

/// PINs are for devices of the house.
pub fn device_not_enrolled() -> ApiError {
    let title = "PINs work on devices of the house only. Please use your password.";
    ApiError::new(StatusCode::FORBIDDEN, "device_not_enrolled", title)
}
