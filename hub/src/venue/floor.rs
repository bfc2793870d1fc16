//! Tables and the parties at them: seating, PINs, joining, closing. What goes on while a party sits is in
//! `calls`, `moving` and `states`; what screens see of it in `views`.

mod calls;
pub mod events;
mod moving;
pub mod parties;
pub mod states;
pub mod views;

use plato_sync_protocol::door::DoorView;
use plato_sync_protocol::floor::TableState;
use plato_sync_protocol::ids::{DinerId, RoomId, SessionId, StaffId, TableId};
use plato_sync_protocol::limits::COVERS_MAX;
use plato_sync_protocol::views::SessionMode;
use std::collections::{BTreeMap, BTreeSet};

use super::access::PasswordHash;
use super::admission::{Admissions, Entry};
use super::command::SeatTable;
use super::guessing::{HouseGuard, PinDigits, PinGuard};
use super::menu::{Room, Table, VenueSetup};
use super::{Event, Refusal, Timestamp, Venue};
use calls::Calls;
use events::{FloorCommand, FloorEvent};
use states::FloorLimits;

/// One party's stay at a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    /// The table by which screens list the party.
    pub table: TableId,
    /// Its other tables.
    pub also_at: Vec<TableId>,
    /// Where it sat, and since when in ms of uptime: what was on record then was there.
    pub places: Vec<(u64, Vec<TableId>)>,
    pub covers: u16,
    pub mode: SessionMode,
    pub seated_at: Timestamp,
    pub pin_hash: PasswordHash,
    pub pin_digits: PinDigits,
    pub pin_guard: PinGuard,
    pub diners: Vec<Diner>,
    pub admissions: Admissions,
    pub is_open: bool,
    /// Is the party one with another since?
    pub is_joined: bool,
    /// Who looks after the party.
    pub waiter: Option<StaffId>,
    pub calls: Calls,
    pub state: TableState,
    pub state_since: Timestamp,
    /// Since when something waits to be brought.
    pub ready_since: Option<Timestamp>,
}

impl Session {
    fn note_place(&mut self, at: Timestamp) {
        let now: Vec<TableId> = self.tables().cloned().collect();
        match self.places.last_mut() {
            Some((_, there)) if *there == now => {}
            Some((since_ms, there)) if *since_ms == at.uptime_ms => *there = now,
            _ => self.places.push((at.uptime_ms, now)),
        }
    }

    /// Somebody who sits there, and was not taken off the table.
    pub(in crate::venue) fn seated_diner(&self, id: &DinerId) -> Option<&Diner> {
        self.diners.iter().find(|diner| diner.id == *id && !diner.has_left)
    }
}

/// Somebody who has joined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Diner {
    pub id: DinerId,
    pub name: String,
    /// Was taken off the table. What they ordered keeps their name.
    pub has_left: bool,
    /// Parties with which they sat before, as far as staff brought them from there.
    pub came_from: BTreeSet<SessionId>,
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
    /// How long PINs are that are made from now on.
    pub(super) pin_digits: PinDigits,
    /// Tables that a party has left, and when.
    pub(super) to_clean: BTreeMap<TableId, Timestamp>,
    pub(super) limits: FloorLimits,
}

impl Floor {
    pub(super) fn furnish(&mut self, setup: &VenueSetup) {
        self.rooms.clone_from(&setup.rooms);
        self.tables.clone_from(&setup.tables);
        self.pin_digits = setup.pin_digits;
        self.limits = setup.limits;
        self.to_clean.retain(|table, _| setup.tables.iter().any(|known| known.id == *table));
    }

    pub(super) fn seat(
        &mut self,
        at: Timestamp,
        session: &SessionId,
        table: &TableId,
        covers: u16,
        mode: SessionMode,
        (pin_hash, pin_digits): (&PasswordHash, PinDigits),
    ) {
        let state = Session {
            table: table.clone(),
            also_at: Vec::new(),
            places: vec![(at.uptime_ms, vec![table.clone()])],
            covers,
            mode,
            seated_at: at,
            pin_hash: pin_hash.clone(),
            pin_digits,
            pin_guard: PinGuard::default(),
            diners: Vec::new(),
            admissions: Admissions::default(),
            is_open: true,
            is_joined: false,
            waiter: None,
            calls: Calls::default(),
            state: TableState::Seated,
            state_since: at,
            ready_since: None,
        };
        self.to_clean.remove(table);
        self.sessions.insert(session.clone(), state);
        self.seated.insert(table.clone(), session.clone());
    }

    pub(super) fn change_mode(&mut self, session: &SessionId, mode: SessionMode) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.mode = mode;
        }
    }

    pub(super) fn reissue_pin(&mut self, session: &SessionId, pin_hash: &PasswordHash, digits: PinDigits) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.pin_hash = pin_hash.clone();
            session.pin_digits = digits;
            session.pin_guard = PinGuard::default();
            session.admissions.end_pin_knocks();
        }
    }

    pub(super) fn count_pin_try(&mut self, at: Timestamp, session: &SessionId, from: Option<&str>) {
        if let Some(state) = self.sessions.get_mut(session) {
            state.pin_guard.count(at);
            self.house.count(at, session, from);
        }
    }

    /// What came of a guess that was counted.
    pub(super) fn settle_pin_try(&mut self, id: &SessionId, from: Option<&str>, is_right: bool) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.pin_guard.settle(is_right);
            self.house.settle(id, from, is_right);
        }
    }

    pub(super) fn welcome(&mut self, session: &SessionId, diner: &DinerId, name: &str, how: &Entry) {
        self.entered(session, how, name, diner);
        if let Some(session) = self.sessions.get_mut(session) {
            let (id, name) = (diner.clone(), name.to_owned());
            session.diners.push(Diner { id, name, has_left: false, came_from: BTreeSet::new() });
        }
    }

    /// Somebody has used a way in. Only whoever had the PIN has not guessed wrong: logs of earlier versions
    /// do not say so apart.
    pub(super) fn entered(&mut self, id: &SessionId, how: &Entry, name: &str, diner: &DinerId) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        match how {
            Entry::Pin if session.pin_guard.is_settled_apart => {}
            Entry::Pin => {
                session.pin_guard.uncount();
                self.house.uncount(id);
            }
            Entry::Invite { invite } => session.admissions.use_up(invite, name),
            Entry::Knock { knock } => session.admissions.admit(knock, diner),
        }
    }

    /// A visit has ended. Where something was ordered, its tables are to be cleaned.
    pub(super) fn close(&mut self, at: Timestamp, session: &SessionId, is_used: bool) {
        if let Some(state) = self.sessions.get_mut(session) {
            state.is_open = false;
            state.calls = Calls::default();
            let tables: Vec<TableId> = state.tables().cloned().collect();
            for table in tables {
                self.leave_table(at, &table, is_used);
            }
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
        self.seat_at_own(seating)
    }

    /// Seats a party at a table that is free, or that its neighbours give up with it.
    fn seat_at_own(&self, seating: &SeatTable) -> Result<Vec<Event>, Refusal> {
        must_be_covers(seating.covers)?;
        Ok(vec![Event::TableSeated {
            session: seating.session.clone(),
            table: seating.table.clone(),
            covers: seating.covers,
            mode: seating.mode,
            pin_hash: seating.pin_hash.clone(),
            pin_digits: seating.pin_digits,
        }])
    }

    pub(super) fn change_mode(&self, id: &SessionId, mode: SessionMode) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.open_session(id)?;
        if session.mode == mode {
            return Ok(Vec::new());
        }
        if self.orders.were_placed_by(id) {
            return Err(Refusal::ModeFixed);
        }
        self.refuse_while_waiting(id)?;
        Ok(vec![Event::SessionModeChanged { session: id.clone(), mode }])
    }

    pub(super) fn reissue_pin(
        &self,
        session: &SessionId,
        hash: &PasswordHash,
        pin_digits: PinDigits,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        Ok(vec![Event::PinReissued { session: session.clone(), pin_hash: hash.clone(), pin_digits }])
    }

    /// Would a PIN that somebody types be looked at now?
    pub fn may_try_pin(&self, now: Timestamp, id: &SessionId, from: Option<&str>) -> Result<(), Refusal> {
        let session = self.floor.open_session(id)?;
        let refusal = session.pin_guard.refusal(now).or_else(|| self.floor.house.refusal(now, from));
        refusal.map_or(Ok(()), Err)
    }

    pub(super) fn try_pin(
        &self,
        now: Timestamp,
        id: &SessionId,
        from: Option<&str>,
    ) -> Result<Vec<Event>, Refusal> {
        self.may_try_pin(now, id, from)?;
        Ok(vec![Event::PinTried { session: id.clone(), from: from.map(str::to_owned) }])
    }

    pub(super) fn settle_pin(
        &self,
        id: &SessionId,
        from: Option<&str>,
        (pin, is_right): (&PasswordHash, bool),
    ) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.session(id).ok_or(Refusal::UnknownSession)?;
        // Guesses at the new PIN are counted anew, and what came of one at the old says nothing of them.
        if session.pin_hash != *pin {
            return Ok(Vec::new());
        }
        Ok(vec![Event::PinSettled { session: id.clone(), from: from.map(str::to_owned), is_right }])
    }

    pub(super) fn decide_floor(&self, now: Timestamp, command: &FloorCommand) -> Result<Vec<Event>, Refusal> {
        let events = match command {
            FloorCommand::MoveGuests(moving) => return self.move_guests(moving),
            FloorCommand::CallWaiter { session, by, kind } => self.call_waiter(now, session, by, *kind),
            FloorCommand::WithdrawCall { session, call } => self.withdraw_call(session, *call),
            FloorCommand::AnswerCall { session, call, reply, by } => {
                self.answer_call(session, *call, *reply, by)
            }
            FloorCommand::ChangeCovers { session, covers } => self.change_covers(session, *covers),
            FloorCommand::AssignWaiter { session, waiter } => self.assign_waiter(session, waiter.as_ref()),
            FloorCommand::CleanTable { table } => self.clean_table(table),
            FloorCommand::MoveParty { session, to } => self.move_party(session, to),
            FloorCommand::AddTable { session, table } => self.add_table(session, table),
            FloorCommand::TakeTableOff { session, table } => self.take_table_off(session, table),
        };
        Ok(events?.into_iter().map(Event::from).collect())
    }

    pub(super) fn apply_floor(&mut self, at: Timestamp, event: &FloorEvent) {
        let is_used = |session| self.orders.of_session(session).next().is_some();
        match event {
            FloorEvent::WaiterCalled { session, .. }
            | FloorEvent::CallTaken { session, .. }
            | FloorEvent::CallEnded { session, .. } => {
                if let Some(session) = self.floor.sessions.get_mut(session) {
                    session.calls.apply(at, event);
                }
            }
            FloorEvent::CoversChanged { session, covers } => {
                if let Some(session) = self.floor.sessions.get_mut(session) {
                    session.covers = *covers;
                }
            }
            FloorEvent::WaiterAssigned { session, waiter } => {
                if let Some(session) = self.floor.sessions.get_mut(session) {
                    session.waiter.clone_from(waiter);
                }
            }
            FloorEvent::TableCleaned { table } => drop(self.floor.to_clean.remove(table)),
            FloorEvent::PartyMoved { session, to, .. } => {
                let is_used = is_used(session);
                self.floor.move_party(at, session, to, is_used);
            }
            FloorEvent::TableAdded { session, table } => self.floor.add_table(session, table),
            FloorEvent::GuestsMoved { from, to, guests, portions, some_stay } => {
                self.apply_guests_moved(at, (from, to), guests, portions, *some_stay);
            }
            FloorEvent::TableTakenOff { session, table } => {
                let is_used = is_used(session);
                self.floor.take_table_off(at, session, table, is_used);
            }
        }
        for session in event.sessions() {
            if let Some(session) = self.floor.sessions.get_mut(session) {
                session.note_place(at);
            }
        }
    }

    fn change_covers(&self, id: &SessionId, covers: u16) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        must_be_covers(covers)?;
        if session.covers == covers {
            return Ok(Vec::new());
        }
        Ok(vec![FloorEvent::CoversChanged { session: id.clone(), covers }])
    }

    fn assign_waiter(&self, id: &SessionId, waiter: Option<&StaffId>) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        if session.waiter.as_ref() == waiter {
            return Ok(Vec::new());
        }
        if let Some(staff) = waiter {
            self.access.member(staff).filter(|member| member.may_serve()).ok_or(Refusal::UnknownStaff)?;
        }
        Ok(vec![FloorEvent::WaiterAssigned { session: id.clone(), waiter: waiter.cloned() }])
    }

    fn clean_table(&self, table: &TableId) -> Result<Vec<FloorEvent>, Refusal> {
        self.floor.table(table).ok_or(Refusal::UnknownTable)?;
        let is_to_clean = self.floor.to_clean.contains_key(table);
        Ok(if is_to_clean { vec![FloorEvent::TableCleaned { table: table.clone() }] } else { Vec::new() })
    }

    /// What waits for a party: at its door, and to be answered.
    pub(super) fn door_of(&self, session: &Session, now: Timestamp) -> DoorView {
        DoorView { calls: self.call_views(session, now), ..session.admissions.view(now) }
    }
}

fn must_be_covers(covers: u16) -> Result<(), Refusal> {
    if (1..=COVERS_MAX).contains(&covers) {
        return Ok(());
    }
    Err(Refusal::CoversOutOfBounds { covers_max: COVERS_MAX })
}
