//! What waits at a party's door: invites and knocks, and what has happened to them. Whatever is over is
//! forgotten when the next one comes, so there is never more of it than the limits allow.

use std::collections::BTreeMap;

use plato_sync_protocol::door::{DoorView, InviteView, KnockView};
use plato_sync_protocol::ids::{DinerId, InviteId, KnockId, SessionId};

use super::Entry;
use crate::venue::access::TokenHash;
use crate::venue::floor::Floor;
use crate::venue::guessing::InviteGuard;
use crate::venue::{Event, Timestamp, Venue};

/// An invite.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Invite {
    code: TokenHash,
    link: TokenHash,
    by: Option<DinerId>,
    expires_at_ms: u64,
    /// Name of who came in with it.
    used_by: Option<String>,
}

/// Somebody who waits, or has waited.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Knock {
    pub name: String,
    pub secret: TokenHash,
    pub token: TokenHash,
    pub expires_at_ms: u64,
    pub from: Option<String>,
    pub entry: Option<Entry>,
    pub offers: Vec<DinerId>,
    pub claims: Option<DinerId>,
    /// What has become of it; none while it is open.
    settled: Option<Stand>,
}

/// How a knock stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stand {
    /// They are asked whether they were here before.
    Choosing,
    /// Somebody has to answer.
    Waiting,
    /// They are in.
    Admitted(DinerId),
    /// They were turned away.
    Refused,
    /// They gave up.
    Withdrawn,
    /// They had a PIN in whose place there is a new one.
    Replaced,
    /// Nobody answered in time.
    Expired,
}

impl Knock {
    pub(crate) fn stand(&self, now: Timestamp) -> Stand {
        match &self.settled {
            Some(Stand::Refused) | None if self.expires_at_ms <= now.uptime_ms => Stand::Expired,
            Some(settled) => settled.clone(),
            None if !self.offers.is_empty() && self.claims.is_none() => Stand::Choosing,
            None => Stand::Waiting,
        }
    }

    /// Does it count against the limits? Until its time is over, whatever became of it, unless they are
    /// in or have to come with another PIN: so turning somebody away does not make room for them to knock
    /// again at once.
    pub(crate) fn counts(&self, now: Timestamp) -> bool {
        let is_free = matches!(self.settled, Some(Stand::Admitted(_) | Stand::Replaced));
        self.expires_at_ms > now.uptime_ms && !is_free
    }
}

/// Everything at the door of one party.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Admissions {
    invites: BTreeMap<InviteId, Invite>,
    knocks: BTreeMap<KnockId, Knock>,
    pub guard: InviteGuard,
}

impl Admissions {
    /// The open invite of a secret.
    pub(crate) fn find_invite(&self, now: Timestamp, secret: &TokenHash) -> Option<&InviteId> {
        let mut open = self.open_invites(now);
        open.find(|(_, invite)| invite.code == *secret || invite.link == *secret).map(|(id, _)| id)
    }

    pub(crate) fn open_invites(&self, now: Timestamp) -> impl Iterator<Item = (&InviteId, &Invite)> {
        let is_open = move |invite: &Invite| invite.used_by.is_none() && invite.expires_at_ms > now.uptime_ms;
        self.invites.iter().filter(move |(_, invite)| is_open(invite))
    }

    pub(crate) fn knocks(&self) -> impl Iterator<Item = &Knock> {
        self.knocks.values()
    }

    pub(crate) fn knock(&self, id: &KnockId) -> Option<&Knock> {
        self.knocks.get(id)
    }

    fn find_knock(&self, secret: &TokenHash) -> Option<(&KnockId, &Knock)> {
        self.knocks.iter().find(|(_, knock)| knock.secret == *secret)
    }

    pub(in crate::venue) fn use_up(&mut self, invite: &InviteId, name: &str) {
        self.guard.forget();
        if let Some(invite) = self.invites.get_mut(invite) {
            invite.used_by = Some(name.to_owned());
        }
    }

    pub(in crate::venue) fn admit(&mut self, knock: &KnockId, diner: &DinerId) {
        self.settle(knock, Stand::Admitted(diner.clone()));
    }

    /// There is a new PIN: whoever had the old one, and is not in, may not come in with it any more.
    pub(in crate::venue) fn end_pin_knocks(&mut self) {
        let had_pin = self.knocks.values_mut().filter(|knock| knock.entry == Some(Entry::Pin));
        for knock in had_pin.filter(|knock| matches!(knock.settled, None | Some(Stand::Refused))) {
            knock.settled = Some(Stand::Replaced);
        }
    }

    fn settle(&mut self, knock: &KnockId, how: Stand) {
        if let Some(knock) = self.knocks.get_mut(knock) {
            knock.settled = Some(how);
        }
    }

    /// Forgets what is over. Whoever is in keeps their record: their phone may ask for its token yet.
    fn tidy(&mut self, at: Timestamp) {
        self.invites.retain(|_, invite| invite.expires_at_ms > at.uptime_ms);
        self.knocks.retain(|_, knock| {
            knock.expires_at_ms > at.uptime_ms || matches!(knock.settled, Some(Stand::Admitted(_)))
        });
    }

    pub(crate) fn view(&self, now: Timestamp) -> DoorView {
        let left_ms = |expires_at_ms: u64| expires_at_ms.saturating_sub(now.uptime_ms);
        let mut waiting: Vec<_> =
            self.knocks.iter().filter(|(_, knock)| knock.stand(now) == Stand::Waiting).collect();
        waiting.sort_by_key(|(_, knock)| knock.expires_at_ms);
        let knock = |(id, knock): (&KnockId, &Knock)| KnockView {
            knock: id.clone(),
            name: knock.name.clone(),
            claims: knock.claims.clone(),
            ends_in_ms: left_ms(knock.expires_at_ms),
        };
        let invites = self.invites.iter().filter(|(_, invite)| left_ms(invite.expires_at_ms) > 0);
        let invite = |(id, invite): (&InviteId, &Invite)| InviteView {
            invite: id.clone(),
            by: invite.by.clone(),
            used_by: invite.used_by.clone(),
            ends_in_ms: left_ms(invite.expires_at_ms),
        };
        DoorView {
            knocks: waiting.into_iter().map(knock).collect(),
            invites: invites.map(invite).collect(),
            ..DoorView::default()
        }
    }
}

impl Floor {
    /// Takes in what has happened at a party's door.
    pub(in crate::venue) fn apply_at_door(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::InviteOpened { session, invite, code, link, by, expires_at_ms } => {
                self.at_door(at, session, |door| {
                    let (code, link, by) = (code.clone(), link.clone(), by.clone());
                    let (expires_at_ms, used_by) = (*expires_at_ms, None);
                    door.invites.insert(invite.clone(), Invite { code, link, by, expires_at_ms, used_by });
                });
            }
            Event::InviteCancelled { session, invite } => {
                self.at_door(at, session, |door| drop(door.invites.remove(invite)));
            }
            Event::InviteTried { session, .. } => self.at_door(at, session, |door| door.guard.count(at)),
            Event::KnockMade {
                session,
                knock,
                name,
                secret,
                token,
                expires_at_ms,
                from,
                entry,
                offers,
                claims,
            } => {
                if let Some(entry) = entry {
                    self.entered(session, entry, name, &DinerId::everyone());
                }
                let made = Knock {
                    name: name.clone(),
                    secret: secret.clone(),
                    token: token.clone(),
                    expires_at_ms: *expires_at_ms,
                    from: from.clone(),
                    entry: entry.clone(),
                    offers: offers.clone(),
                    claims: claims.clone(),
                    settled: None,
                };
                self.at_door(at, session, |door| drop(door.knocks.insert(knock.clone(), made)));
            }
            Event::KnockClaimed { session, knock, claims, expires_at_ms } => {
                self.at_door(at, session, |door| {
                    if let Some(knock) = door.knocks.get_mut(knock) {
                        (knock.claims, knock.expires_at_ms) = (Some(claims.clone()), *expires_at_ms);
                    }
                });
            }
            Event::KnockRefused { session, knock } => {
                self.at_door(at, session, |door| door.settle(knock, Stand::Refused));
            }
            Event::KnockWithdrawn { session, knock } => {
                self.at_door(at, session, |door| door.settle(knock, Stand::Withdrawn));
            }
            Event::DinerReturned { session, diner, knock, .. } => {
                self.at_door(at, session, |door| door.admit(knock, diner));
            }
            Event::DinerRemoved { session, diner } => {
                self.at_door(at, session, |door| {
                    door.invites.retain(|_, invite| invite.by.as_ref() != Some(diner));
                });
                let diners = self.sessions.get_mut(session).map(|session| &mut session.diners);
                if let Some(found) = diners.and_then(|all| all.iter_mut().find(|other| other.id == *diner)) {
                    found.has_left = true;
                }
            }
            _ => {}
        }
    }

    fn at_door(&mut self, at: Timestamp, session: &SessionId, change: impl FnOnce(&mut Admissions)) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.admissions.tidy(at);
            change(&mut session.admissions);
        }
    }
}

/// A knock as its own phone may know it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnockSeen {
    /// At which visit.
    pub session: SessionId,
    /// Its id.
    pub knock: KnockId,
    /// The name that was given.
    pub name: String,
    /// Could they come in as somebody new?
    pub may_enter: bool,
    /// How far it is.
    pub stand: KnockStand,
}

/// How far a knock is, with what its phone shows.
#[derive(Debug, Clone, PartialEq)]
pub enum KnockStand {
    /// Which of these are they, if any?
    Choosing {
        /// Diners with their names.
        diners: Vec<(DinerId, String)>,
        /// How long it holds, in ms.
        left_ms: u64,
    },
    /// Somebody has to answer.
    Waiting {
        /// Name of who they say they were.
        claims: Option<String>,
        /// How long it holds, in ms.
        left_ms: u64,
    },
    /// They are in as this diner.
    Admitted(DinerId),
    /// They were turned away.
    Refused,
    /// There is a new PIN in the place of the one that they had.
    PinReplaced,
    /// Too late, or given up.
    Over,
    /// The visit has ended.
    Closed,
    /// The party is one with another since.
    Joined,
}

impl Venue {
    /// The knock of a secret.
    pub fn knock_of(&self, secret: &TokenHash, now: Timestamp) -> Option<KnockSeen> {
        let mut sessions = self.floor.sessions.iter();
        let (id, session, (knock_id, knock)) =
            sessions.find_map(|(id, session)| Some((id, session, session.admissions.find_knock(secret)?)))?;
        let left_ms = knock.expires_at_ms.saturating_sub(now.uptime_ms);
        let name_of = |diner: &DinerId| self.floor.diner_name(id, diner);
        let stand = match knock.stand(now) {
            _ if !session.is_open && session.is_joined => KnockStand::Joined,
            _ if !session.is_open => KnockStand::Closed,
            Stand::Choosing => {
                let diners = knock.offers.iter().map(|diner| (diner.clone(), name_of(diner))).collect();
                KnockStand::Choosing { diners, left_ms }
            }
            Stand::Waiting => KnockStand::Waiting { claims: knock.claims.as_ref().map(name_of), left_ms },
            Stand::Admitted(diner) => KnockStand::Admitted(diner),
            Stand::Refused => KnockStand::Refused,
            Stand::Replaced => KnockStand::PinReplaced,
            Stand::Withdrawn | Stand::Expired => KnockStand::Over,
        };
        Some(KnockSeen {
            session: id.clone(),
            knock: knock_id.clone(),
            name: knock.name.clone(),
            may_enter: knock.entry.is_some(),
            stand,
        })
    }

    /// Who the newcomer of a knock says they were.
    pub fn claimed_by(&self, session: &SessionId, knock: &KnockId) -> Option<DinerId> {
        self.floor.session(session)?.admissions.knock(knock)?.claims.clone()
    }

    /// What waits at a party's door, and what it has called for.
    pub fn door_view(&self, session: &SessionId, now: Timestamp) -> DoorView {
        let session = self.floor.session(session).filter(|session| session.is_open);
        session.map(|session| self.door_of(session, now)).unwrap_or_default()
    }

    /// The diner who shows an invite: none for staff, or for one that is not there.
    pub fn invite_by(&self, session: &SessionId, invite: &InviteId) -> Option<DinerId> {
        self.floor.session(session)?.admissions.invites.get(invite)?.by.clone()
    }
}
