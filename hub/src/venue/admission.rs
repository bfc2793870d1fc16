//! The ways in besides the PIN, for a PIN that is blocked, forgotten or nowhere to be had: an invite that
//! somebody at the table or a waiter shows, and a knock that one of them answers. Also how a diner comes
//! back with another phone, and how one is taken off a table.
//!
//! None of it takes back a guess at a PIN, and each has limits of its own, so none is a way around those.
//! Secrets come in as hashes. What `Floor` keeps of it is in `admission/door.rs`.

mod door;

use plato_sync_protocol::api::Returning;
use plato_sync_protocol::door::KnockReply;
use plato_sync_protocol::ids::{DinerId, InviteId, KnockId, SessionId};
use plato_sync_protocol::limits::{
    DINERS_PER_SESSION_MAX, INVITE_MS, INVITES_PER_SESSION_MAX, KNOCK_MS, KNOCKS_MAX, KNOCKS_PER_ADDRESS_MAX,
    KNOCKS_PER_SESSION_MAX, NAME_CHARS_MAX,
};
use plato_sync_protocol::text;
use serde::{Deserialize, Serialize};

use super::access::{Holder, TokenHash};
use super::command::{AnswerKnock, ChooseWho, Join, Knock as Asked, OpenInvite, Waiting};
use super::floor::Session;
use super::{Event, Refusal, Timestamp, Venue};
pub(crate) use door::Admissions;
use door::{Knock, Stand};
pub use door::{KnockSeen, KnockStand};

/// How long before a token ends it may be made to last longer, in ms.
pub const STAY_WITHIN_MS: u64 = 10 * 60_000;
/// By how much.
pub const STAY_MS: u64 = 2 * 60 * 60_000;
/// How often: so nobody holds a token for longer than 12 hours.
const STAYS_MAX: u8 = 2;

/// The way by which somebody came in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Entry {
    /// The PIN.
    #[default]
    Pin,
    /// An invite, which is used up by it.
    Invite {
        /// Which.
        invite: InviteId,
    },
    /// A knock that was answered, by whoever the record is from.
    Knock {
        /// Which.
        knock: KnockId,
    },
}

impl Entry {
    /// The usual way is not written down, as before there were others.
    pub fn is_pin(&self) -> bool {
        *self == Self::Pin
    }
}

impl Venue {
    pub(super) fn join(&self, now: Timestamp, joining: &Join) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&joining.session)?;
        // The same command came twice at once: what the first has brought is the answer to both.
        let is_known = session.admissions.knocks().any(|knock| knock.token == joining.token);
        if is_known || self.access.holder(&joining.token).is_some() {
            return Ok(Vec::new());
        }
        let name = checked_name(&joining.name)?;
        let how = match &joining.invite {
            // There may be a new PIN since the look at the old one: whoever knew that is not to get in.
            None if joining.pin.as_ref() != Some(&session.pin_hash) => return Err(Refusal::PinReplaced),
            None => Entry::Pin,
            Some(secret) => {
                let invite = session.admissions.find_invite(now, secret).ok_or(Refusal::InviteWrong)?;
                Entry::Invite { invite: invite.clone() }
            }
        };
        if let Some(waiting) = &joining.waiting {
            let offers = known(session, &name, waiting);
            if !offers.is_empty() {
                let (id, token) = (&joining.session, &joining.token);
                let entry = Some(how.clone());
                match self.wait(now, id, (name.clone(), token), waiting, (entry, offers, None)) {
                    // Whoever has a key is not kept out because too many wait: they come in as somebody new.
                    Err(Refusal::KnocksFull { .. }) => {}
                    waits => return waits,
                }
            }
        }
        must_have_room(session)?;
        Ok(vec![Event::DinerJoined {
            session: joining.session.clone(),
            diner: joining.diner.clone(),
            name,
            token: joining.token.clone(),
            expires_at_ms: now.uptime_ms.saturating_add(joining.lasts_ms),
            how,
        }])
    }

    pub(super) fn open_invite(&self, now: Timestamp, asked: &OpenInvite) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&asked.session)?;
        must_have_room(session)?;
        if session.admissions.open_invites(now).count() >= INVITES_PER_SESSION_MAX {
            return Err(Refusal::TooManyInvites { invites_max: INVITES_PER_SESSION_MAX });
        }
        Ok(vec![Event::InviteOpened {
            session: asked.session.clone(),
            invite: asked.invite.clone(),
            code: asked.code.clone(),
            link: asked.link.clone(),
            by: asked.by.clone(),
            expires_at_ms: now.uptime_ms.saturating_add(INVITE_MS),
        }])
    }

    pub(super) fn cancel_invite(
        &self,
        now: Timestamp,
        id: &SessionId,
        invite: &InviteId,
    ) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        if !session.admissions.open_invites(now).any(|(open, _)| open == invite) {
            return Err(Refusal::UnknownInvite);
        }
        Ok(vec![Event::InviteCancelled { session: id.clone(), invite: invite.clone() }])
    }

    pub(super) fn try_invite(
        &self,
        now: Timestamp,
        id: &SessionId,
        from: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        match session.admissions.guard.refusal(now) {
            Some(refusal) => Err(refusal),
            None => Ok(vec![Event::InviteTried { session: id.clone(), from: from.map(str::to_owned) }]),
        }
    }

    pub(super) fn knock(&self, now: Timestamp, asked: &Asked) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&asked.session)?;
        let name = checked_name(&asked.name)?;
        must_have_room(session)?;
        // Whoever has nothing but the table's code is not told who sits there: only a name that they
        // say themselves is looked for.
        let named = Waiting { returning: Returning::IfNamed, ..asked.waiting.clone() };
        let is_asked = asked.waiting.returning == Returning::Yes;
        let claims = known(session, &name, &named).into_iter().next().filter(|_| is_asked);
        self.wait(now, &asked.session, (name, &asked.token), &asked.waiting, (None, Vec::new(), claims))
    }

    /// Has somebody wait, if there is room for it.
    fn wait(
        &self,
        now: Timestamp,
        id: &SessionId,
        (name, token): (String, &TokenHash),
        waiting: &Waiting,
        (entry, offers, claims): (Option<Entry>, Vec<DinerId>, Option<DinerId>),
    ) -> Result<Vec<Event>, Refusal> {
        let recent = |of: &SessionId, knock: &Knock| {
            let counts = knock.counts(now);
            (counts, counts && of == id, counts && waiting.from.is_some() && knock.from == waiting.from)
        };
        let knocks = self.floor.seated.values().filter_map(|of| Some((of, self.floor.session(of)?)));
        let all = knocks.flat_map(|(of, session)| session.admissions.knocks().map(move |knock| (of, knock)));
        let (mut total, mut own, mut alike) = (0, 0, 0);
        let mut soonest_ms = u64::MAX;
        for (of, knock) in all {
            let (counts, is_own, is_alike) = recent(of, knock);
            if counts {
                soonest_ms = soonest_ms.min(knock.expires_at_ms.saturating_sub(now.uptime_ms));
            }
            (total, own, alike) =
                (total + usize::from(counts), own + usize::from(is_own), alike + usize::from(is_alike));
        }
        if total >= KNOCKS_MAX || own >= KNOCKS_PER_SESSION_MAX || alike >= KNOCKS_PER_ADDRESS_MAX {
            return Err(Refusal::KnocksFull { retry_after_ms: soonest_ms });
        }
        Ok(vec![Event::KnockMade {
            session: id.clone(),
            knock: waiting.knock.clone(),
            name,
            secret: waiting.secret.clone(),
            token: token.clone(),
            expires_at_ms: now.uptime_ms.saturating_add(KNOCK_MS),
            from: waiting.from.clone(),
            entry,
            offers,
            claims,
        }])
    }

    pub(super) fn choose_who(&self, now: Timestamp, choice: &ChooseWho) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&choice.session)?;
        let knock = session.admissions.knock(&choice.knock).ok_or(Refusal::KnockOver)?;
        let may_choose = match knock.stand(now) {
            Stand::Choosing => true,
            // Whoever had a key is not sent away because nobody knows them again.
            Stand::Waiting | Stand::Refused => knock.entry.is_some() && choice.claims.is_none(),
            _ => false,
        };
        if !may_choose {
            return Err(Refusal::KnockOver);
        }
        match &choice.claims {
            None => {
                self.let_in(now, session, (&choice.session, &choice.knock), &choice.fresh, choice.lasts_ms)
            }
            Some(claims) if knock.offers.contains(claims) => Ok(vec![Event::KnockClaimed {
                session: choice.session.clone(),
                knock: choice.knock.clone(),
                claims: claims.clone(),
                expires_at_ms: now.uptime_ms.saturating_add(KNOCK_MS),
            }]),
            Some(_) => Err(Refusal::UnknownDiner),
        }
    }

    fn let_in(
        &self,
        now: Timestamp,
        session: &Session,
        (id, knock_id): (&SessionId, &KnockId),
        fresh: &DinerId,
        lasts_ms: u64,
    ) -> Result<Vec<Event>, Refusal> {
        must_have_room(session)?;
        let knock = session.admissions.knock(knock_id).ok_or(Refusal::KnockOver)?;
        Ok(vec![Event::DinerJoined {
            session: id.clone(),
            diner: fresh.clone(),
            name: knock.name.clone(),
            token: knock.token.clone(),
            expires_at_ms: now.uptime_ms.saturating_add(lasts_ms),
            how: Entry::Knock { knock: knock_id.clone() },
        }])
    }

    pub(super) fn answer_knock(&self, now: Timestamp, answer: &AnswerKnock) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&answer.session)?;
        let knock = session.admissions.knock(&answer.knock).ok_or(Refusal::KnockOver)?;
        if knock.stand(now) != Stand::Waiting {
            return Err(Refusal::KnockOver);
        }
        let (id, knock_id) = (answer.session.clone(), answer.knock.clone());
        match answer.reply {
            KnockReply::Refuse => Ok(vec![Event::KnockRefused { session: id, knock: knock_id }]),
            KnockReply::LetIn => self.let_in(now, session, (&id, &knock_id), &answer.fresh, answer.lasts_ms),
            KnockReply::Confirm => {
                let claimed = knock.claims.as_ref().and_then(|claims| session.seated_diner(claims));
                let diner = claimed.ok_or(Refusal::UnknownDiner)?;
                // Nobody becomes somebody who is there and does not say so themselves.
                if answer.is_claimed_here && answer.by.as_ref() != Some(&diner.id) {
                    return Err(Refusal::DinerHere { name: diner.name.clone() });
                }
                Ok(vec![Event::DinerReturned {
                    session: id,
                    diner: diner.id.clone(),
                    knock: knock_id,
                    token: knock.token.clone(),
                    expires_at_ms: now.uptime_ms.saturating_add(answer.lasts_ms),
                }])
            }
        }
    }

    pub(super) fn withdraw_knock(
        &self,
        now: Timestamp,
        id: &SessionId,
        knock_id: &KnockId,
    ) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        match session.admissions.knock(knock_id).map(|knock| knock.stand(now)) {
            Some(Stand::Choosing | Stand::Waiting) => {
                Ok(vec![Event::KnockWithdrawn { session: id.clone(), knock: knock_id.clone() }])
            }
            Some(Stand::Admitted(_)) | None => Err(Refusal::KnockOver),
            // Over already, which is what was wanted.
            Some(_) => Ok(Vec::new()),
        }
    }

    pub(super) fn remove_diner(&self, id: &SessionId, diner: &DinerId) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        session.seated_diner(diner).ok_or(Refusal::UnknownDiner)?;
        Ok(vec![Event::DinerRemoved { session: id.clone(), diner: diner.clone() }])
    }

    pub(super) fn stay_longer(&self, now: Timestamp, token: &TokenHash) -> Result<Vec<Event>, Refusal> {
        let Some((Holder::Diner { session, diner }, expires_at_ms)) = self.access.holder(token) else {
            return Err(Refusal::UnknownDiner);
        };
        self.floor.open_session(&session)?;
        let left_ms = expires_at_ms.saturating_sub(now.uptime_ms);
        if left_ms == 0 {
            return Err(Refusal::UnknownDiner);
        }
        if left_ms > STAY_WITHIN_MS {
            return Ok(Vec::new());
        }
        if self.access.stays(token) >= STAYS_MAX {
            return Err(Refusal::StayedLongest);
        }
        let expires_at_ms = expires_at_ms.saturating_add(STAY_MS);
        Ok(vec![Event::TokenExtended { session, diner, token: token.clone(), expires_at_ms }])
    }
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    text::clean_required(name, NAME_CHARS_MAX).map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })
}

fn must_have_room(session: &Session) -> Result<(), Refusal> {
    if session.diners.len() >= DINERS_PER_SESSION_MAX { Err(Refusal::PartyFull) } else { Ok(()) }
}

/// Those who are away and might be the newcomer.
fn known(session: &Session, name: &str, waiting: &Waiting) -> Vec<DinerId> {
    let named = name.to_lowercase();
    let away = waiting.away.iter().filter_map(|diner| session.seated_diner(diner));
    let (alike, others): (Vec<_>, Vec<_>) = away.partition(|diner| diner.name.to_lowercase() == named);
    let meant = match waiting.returning {
        Returning::No => Vec::new(),
        Returning::IfNamed => alike,
        Returning::Yes if alike.is_empty() => others,
        Returning::Yes => alike,
    };
    meant.into_iter().map(|diner| diner.id.clone()).collect()
}
