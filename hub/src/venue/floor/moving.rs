//! A party sits elsewhere, or at one table more: a relabelling. Session, orders, tickets, cart, PIN and
//! tokens stay as they are and only the table that people call changes, so nothing is fired or printed
//! again, and no phone has to join anew (decision 0018).

use plato_sync_protocol::ids::{SessionId, TableId};

use super::events::FloorEvent;
use super::{Floor, Refusal, Session, Timestamp, Venue};

impl Session {
    /// All tables of the party; the first is the one by which it is listed.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &TableId> {
        std::iter::once(&self.table).chain(&self.also_at)
    }
}

impl Floor {
    /// Nobody sits at a table any more. Where something was eaten, it is to be cleaned.
    pub(super) fn leave_table(&mut self, at: Timestamp, table: &TableId, is_used: bool) {
        self.seated.remove(table);
        if is_used {
            self.to_clean.insert(table.clone(), at);
        }
    }

    fn take_table(&mut self, session: &SessionId, table: &TableId) {
        self.to_clean.remove(table);
        self.seated.insert(table.clone(), session.clone());
    }

    pub(super) fn move_party(&mut self, at: Timestamp, id: &SessionId, to: &TableId, is_used: bool) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        let left: Vec<TableId> = session.tables().filter(|table| *table != to).cloned().collect();
        session.table = to.clone();
        session.also_at.clear();
        for table in left {
            self.leave_table(at, &table, is_used);
        }
        self.take_table(id, to);
    }

    pub(super) fn add_table(&mut self, id: &SessionId, table: &TableId) {
        if let Some(session) = self.sessions.get_mut(id) {
            session.also_at.push(table.clone());
            self.take_table(id, table);
        }
    }

    pub(super) fn take_table_off(&mut self, at: Timestamp, id: &SessionId, table: &TableId, is_used: bool) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        let mut kept = session.tables().filter(|own| *own != table).cloned();
        if let Some(first) = kept.next() {
            session.also_at = kept.collect();
            session.table = first;
            self.leave_table(at, table, is_used);
        }
    }

    /// A table that is there, and free for a party.
    fn must_be_free_for(&self, session: &SessionId, table: &TableId) -> Result<(), Refusal> {
        self.table(table).ok_or(Refusal::UnknownTable)?;
        match self.session_at(table) {
            Some(other) if other != session => Err(Refusal::TableTaken),
            _ => Ok(()),
        }
    }
}

impl Venue {
    pub(super) fn move_party(&self, id: &SessionId, to: &TableId) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        self.floor.must_be_free_for(id, to)?;
        if session.table == *to && session.also_at.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = (session.table.clone(), to.clone());
        Ok(vec![FloorEvent::PartyMoved { session: id.clone(), from, to }])
    }

    pub(super) fn add_table(&self, id: &SessionId, table: &TableId) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        self.floor.must_be_free_for(id, table)?;
        if session.tables().any(|own| own == table) {
            return Ok(Vec::new());
        }
        Ok(vec![FloorEvent::TableAdded { session: id.clone(), table: table.clone() }])
    }

    pub(super) fn take_table_off(&self, id: &SessionId, table: &TableId) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        if !session.tables().any(|own| own == table) {
            return Err(Refusal::TableNotTheirs);
        }
        if session.also_at.is_empty() {
            return Err(Refusal::LastTable);
        }
        Ok(vec![FloorEvent::TableTakenOff { session: id.clone(), table: table.clone() }])
    }
}
