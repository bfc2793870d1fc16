//! With which visit each portion of an order is: the one that ordered, until whoever eats it moves to
//! another party. The order itself stays as it was taken, one piece of work for the kitchen; only whose bill
//! and whose screens a portion is on changes.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, UnitId};

use super::{Order, OrderedUnit, Orders};

/// Where a portion is that has moved.
#[derive(Debug, Clone, PartialEq)]
struct Home {
    session: SessionId,
    /// Its place on the bill: later than everything that was paid there before it came.
    billed_as: OrderId,
}

/// Which portions of an order have moved, and what the visits call it that they are with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Homes {
    units: BTreeMap<UnitId, Home>,
    /// The round that it is for visits that have not ordered it.
    rounds: BTreeMap<SessionId, u32>,
}

impl Order {
    /// The visit that a portion is with.
    pub fn home(&self, unit: &UnitId) -> &SessionId {
        self.homes.units.get(unit).map_or(&self.placed.session, |home| &home.session)
    }

    /// A portion's place on its bill.
    pub fn place(&self, unit: &UnitId) -> OrderId {
        self.homes.units.get(unit).map_or(self.billed_as, |home| home.billed_as)
    }

    /// The visits that portions of it are with, in the order of its lines.
    pub fn visits(&self) -> Vec<&SessionId> {
        if self.homes.units.is_empty() {
            return vec![&self.placed.session];
        }
        let mut visits = Vec::new();
        for unit in self.placed.lines.iter().flat_map(|line| &line.units) {
            let home = self.home(&unit.unit);
            if !visits.contains(&home) {
                visits.push(home);
            }
        }
        visits
    }

    /// Are portions of it with a visit?
    pub fn is_of(&self, session: &SessionId) -> bool {
        self.visits().contains(&session)
    }

    /// The portions of a line that are with a visit.
    pub fn units_of<'o>(
        &'o self,
        session: &'o SessionId,
        index: usize,
    ) -> impl Iterator<Item = &'o OrderedUnit> + use<'o> {
        let units = self.placed.lines.get(index).map_or(&[][..], |line| &line.units);
        units.iter().filter(move |unit| self.home(&unit.unit) == session)
    }

    /// Are portions of a line with a visit?
    pub fn has_of(&self, session: &SessionId, index: usize) -> bool {
        self.units_of(session, index).next().is_some()
    }

    /// Which round of a visit it is, from 1.
    pub fn round_of(&self, session: &SessionId) -> u32 {
        self.homes.rounds.get(session).copied().unwrap_or(self.placed.round)
    }
}

impl Orders {
    /// Portions of an order are with another visit from now on, at this place of its bill.
    pub(in crate::venue) fn rehome(
        &mut self,
        id: OrderId,
        units: &[UnitId],
        to: &SessionId,
        billed_as: OrderId,
    ) {
        let round = (self.of_session(to).count() + self.asked(to).count()) as u32 + 1;
        let Some(order) = self.all.get_mut(&id) else { return };
        let before: Vec<SessionId> = order.visits().into_iter().cloned().collect();
        let home = |unit: &UnitId| (unit.clone(), Home { session: to.clone(), billed_as });
        order.homes.units.extend(units.iter().map(home));
        let after: Vec<SessionId> = order.visits().into_iter().cloned().collect();
        if !before.contains(to) && *to != order.placed.session {
            order.homes.rounds.entry(to.clone()).or_insert(round);
        }
        let is_taken = order.is_taken();
        let lists = if is_taken { &mut self.by_session } else { &mut self.asked };
        for gone in before.iter().filter(|session| !after.contains(session)) {
            if let Some(list) = lists.get_mut(gone) {
                list.retain(|other| *other != id);
            }
        }
        for come in after.iter().filter(|session| !before.contains(session)) {
            lists.entry(come.clone()).or_default().push(id);
        }
        self.last = self.last.max(Some(billed_as));
    }

    /// Portions of an order that went without those who were to eat them are for everyone, where they went.
    pub(in crate::venue) fn share_portions(
        &mut self,
        id: OrderId,
        units: &[UnitId],
        left_behind: &BTreeSet<DinerId>,
    ) {
        let Some(order) = self.all.get_mut(&id) else { return };
        for unit in order.placed.lines.iter_mut().flat_map(|line| &mut line.units) {
            if units.contains(&unit.unit) && left_behind.contains(&unit.diner) {
                unit.diner = DinerId::everyone();
            }
        }
    }
}
