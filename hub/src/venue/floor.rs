//! Tables and the parties at them: seating, PINs, joining, closing.

use std::collections::BTreeMap;

use plato_sync_protocol::ids::{DinerId, RoomId, SessionId, TableId};
use plato_sync_protocol::limits::{COVERS_MAX, DINERS_PER_SESSION_MAX, NAME_CHARS_MAX};
use plato_sync_protocol::text;
use plato_sync_protocol::views::SessionMode;

use super::access::PasswordHash;
use super::command::{Join, SeatTable};
use super::menu::{Room, Table, VenueSetup};
use super::{Event, Refusal, Timestamp, Venue};

/// Wrong PINs in a row of tries before a block.
pub const PIN_TRIES_PER_BLOCK: u32 = 5;
/// How long the first and the second block last, in ms. The third lasts until a new PIN is made:
/// so at most 15 of 10,000 PINs are ever tried.
const PIN_BLOCKS_MS: [u64; 2] = [15 * 60_000, 60 * 60_000];

/// One party's stay at a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    pub table: TableId,
    pub covers: u16,
    pub mode: SessionMode,
    pub seated_at: Timestamp,
    pub pin_hash: PasswordHash,
    pub pin_guard: PinGuard,
    pub diners: Vec<Diner>,
    pub is_open: bool,
}

/// Somebody who has joined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Diner {
    pub id: DinerId,
    pub name: String,
}

/// How often a PIN was guessed wrong, and what follows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PinGuard {
    /// Guesses that were not followed by joining.
    pub tries: u32,
    /// Uptime in ms before which no guess is looked at; none for "until a new PIN".
    pub blocked_until_ms: Option<u64>,
}

impl PinGuard {
    fn count(&mut self, now: Timestamp) {
        self.tries += 1;
        if self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) {
            let block = self.tries / PIN_TRIES_PER_BLOCK - 1;
            let lasts_ms = PIN_BLOCKS_MS.get(block as usize);
            self.blocked_until_ms = lasts_ms.map(|lasts_ms| now.uptime_ms + lasts_ms);
        }
    }

    /// A guess was right: it does not count, and a block that it set off is lifted.
    fn uncount(&mut self) {
        self.tries = self.tries.saturating_sub(1);
        if !self.tries.is_multiple_of(PIN_TRIES_PER_BLOCK) || self.tries == 0 {
            self.blocked_until_ms = Some(0);
        }
    }

    pub(crate) fn refusal(&self, now: Timestamp) -> Option<Refusal> {
        match self.blocked_until_ms {
            _ if self.tries == 0 => None,
            None if self.tries < PIN_TRIES_PER_BLOCK => None,
            None => Some(Refusal::PinBlocked { retry_after_ms: None }),
            Some(until) if until > now.uptime_ms => {
                Some(Refusal::PinBlocked { retry_after_ms: Some(until - now.uptime_ms) })
            }
            Some(_) => None,
        }
    }

    /// Guesses left before the next block.
    pub(crate) fn tries_left(&self) -> u32 {
        match self.tries % PIN_TRIES_PER_BLOCK {
            0 if self.tries > 0 => 0,
            tries => PIN_TRIES_PER_BLOCK - tries,
        }
    }
}

/// Tables and parties.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Floor {
    pub(super) rooms: Vec<Room>,
    pub(super) tables: Vec<Table>,
    pub(super) sessions: BTreeMap<SessionId, Session>,
    /// The open session of each table that has one.
    pub(super) seated: BTreeMap<TableId, SessionId>,
}

impl Floor {
    pub(super) fn furnish(&mut self, setup: &VenueSetup) {
        self.rooms.clone_from(&setup.rooms);
        self.tables.clone_from(&setup.tables);
    }

    pub(super) fn seat(
        &mut self,
        at: Timestamp,
        session: &SessionId,
        table: &TableId,
        covers: u16,
        mode: SessionMode,
        pin_hash: &PasswordHash,
    ) {
        let state = Session {
            table: table.clone(),
            covers,
            mode,
            seated_at: at,
            pin_hash: pin_hash.clone(),
            pin_guard: PinGuard::default(),
            diners: Vec::new(),
            is_open: true,
        };
        self.sessions.insert(session.clone(), state);
        self.seated.insert(table.clone(), session.clone());
    }

    pub(super) fn change_mode(&mut self, session: &SessionId, mode: SessionMode) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.mode = mode;
        }
    }

    pub(super) fn reissue_pin(&mut self, session: &SessionId, pin_hash: &PasswordHash) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.pin_hash = pin_hash.clone();
            session.pin_guard = PinGuard::default();
        }
    }

    pub(super) fn count_pin_try(&mut self, at: Timestamp, session: &SessionId) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.pin_guard.count(at);
        }
    }

    pub(super) fn welcome(&mut self, session: &SessionId, diner: &DinerId, name: &str) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.pin_guard.uncount();
            session.diners.push(Diner { id: diner.clone(), name: name.to_owned() });
        }
    }

    pub(super) fn close(&mut self, session: &SessionId) {
        if let Some(state) = self.sessions.get_mut(session) {
            state.is_open = false;
            self.seated.remove(&state.table);
        }
    }

    pub(crate) fn table(&self, id: &TableId) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == *id)
    }

    pub(crate) fn room_name(&self, id: &RoomId) -> &str {
        self.rooms.iter().find(|room| room.id == *id).map_or("", |room| &room.name)
    }

    pub(crate) fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.get(id)
    }

    /// The open session of a table.
    pub(crate) fn session_at(&self, table: &TableId) -> Option<&SessionId> {
        self.seated.get(table)
    }

    pub(crate) fn open_session(&self, id: &SessionId) -> Result<&Session, Refusal> {
        match self.sessions.get(id) {
            None => Err(Refusal::UnknownSession),
            Some(session) if !session.is_open => Err(Refusal::SessionClosed),
            Some(session) => Ok(session),
        }
    }

    /// The name of a diner; empty when nobody of that id has joined.
    pub(crate) fn diner_name(&self, session: &SessionId, diner: &DinerId) -> String {
        let diners = self.sessions.get(session).map_or(&[][..], |session| &session.diners);
        diners.iter().find(|other| other.id == *diner).map_or_else(String::new, |diner| diner.name.clone())
    }
}

impl Venue {
    pub(super) fn seat_table(&self, seating: &SeatTable) -> Result<Vec<Event>, Refusal> {
        if !self.is_set_up() {
            return Err(Refusal::NoVenue);
        }
        if self.floor.table(&seating.table).is_none() {
            return Err(Refusal::UnknownTable);
        }
        if self.floor.session_at(&seating.table).is_some() {
            return Err(Refusal::TableTaken);
        }
        if !(1..=COVERS_MAX).contains(&seating.covers) {
            return Err(Refusal::CoversOutOfBounds { covers_max: COVERS_MAX });
        }
        Ok(vec![Event::TableSeated {
            session: seating.session.clone(),
            table: seating.table.clone(),
            covers: seating.covers,
            mode: seating.mode,
            pin_hash: seating.pin_hash.clone(),
        }])
    }

    pub(super) fn change_mode(&self, id: &SessionId, mode: SessionMode) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        if session.mode == mode {
            return Ok(Vec::new());
        }
        if self.orders.of_session(id).next().is_some() {
            return Err(Refusal::ModeFixed);
        }
        Ok(vec![Event::SessionModeChanged { session: id.clone(), mode }])
    }

    pub(super) fn reissue_pin(
        &self,
        session: &SessionId,
        hash: &PasswordHash,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        Ok(vec![Event::PinReissued { session: session.clone(), pin_hash: hash.clone() }])
    }

    pub(super) fn try_pin(&self, now: Timestamp, id: &SessionId) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        match session.pin_guard.refusal(now) {
            Some(refusal) => Err(refusal),
            None => Ok(vec![Event::PinTried { session: id.clone() }]),
        }
    }

    pub(super) fn join(&self, now: Timestamp, joining: &Join) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(&joining.session)?;
        let name = text::clean_required(&joining.name, NAME_CHARS_MAX);
        let name = name.map_err(|_| Refusal::NameRefused { chars_max: NAME_CHARS_MAX })?;
        if session.diners.len() >= DINERS_PER_SESSION_MAX {
            return Err(Refusal::PartyFull);
        }
        Ok(vec![Event::DinerJoined {
            session: joining.session.clone(),
            diner: joining.diner.clone(),
            name,
            token: joining.token.clone(),
            expires_at_ms: now.uptime_ms.saturating_add(joining.lasts_ms),
        }])
    }

    pub(super) fn close_session(&self, session: &SessionId) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        Ok(vec![Event::SessionClosed { session: session.clone() }])
    }
}
