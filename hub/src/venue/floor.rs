//! Tables and the parties at them: seating, PINs, joining, closing.

use plato_sync_protocol::ids::{DinerId, RoomId, SessionId, TableId};
use plato_sync_protocol::limits::{COVERS_MAX, DINERS_PER_SESSION_MAX, NAME_CHARS_MAX};
use plato_sync_protocol::text;
use plato_sync_protocol::views::SessionMode;
use std::collections::BTreeMap;

use super::access::PasswordHash;
use super::command::{Join, SeatTable};
use super::guessing::{HouseGuard, PinGuard};
use super::menu::{Room, Table, VenueSetup};
use super::{Event, Refusal, Timestamp, Venue};

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

/// Tables and parties.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Floor {
    pub(super) rooms: Vec<Room>,
    pub(super) tables: Vec<Table>,
    pub(super) sessions: BTreeMap<SessionId, Session>,
    /// The open session of each table that has one.
    pub(super) seated: BTreeMap<TableId, SessionId>,
    /// Wrong PINs at all tables.
    pub(super) house: HouseGuard,
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

    pub(super) fn count_pin_try(&mut self, at: Timestamp, session: &SessionId, from: Option<&str>) {
        if let Some(state) = self.sessions.get_mut(session) {
            state.pin_guard.count(at);
            self.house.count(at, session, from);
        }
    }

    pub(super) fn welcome(&mut self, session: &SessionId, diner: &DinerId, name: &str) {
        self.house.uncount(session);
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

    pub(super) fn try_pin(
        &self,
        now: Timestamp,
        id: &SessionId,
        from: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        match session.pin_guard.refusal(now).or_else(|| self.floor.house.refusal(now, from)) {
            Some(refusal) => Err(refusal),
            None => Ok(vec![Event::PinTried { session: id.clone(), from: from.map(str::to_owned) }]),
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
