//! Two parties become one, and one becomes two: guests go to another party with what they want, what they
//! have ordered and what they owe. Orders, tickets and portions keep their ids, so nothing is fired, priced
//! or printed again (decision 0024).
//!
//! Only a bill on which nobody has paid moves. What has to happen beside is said with the events that there
//! are for it: discounts are withdrawn here and given there, a split ends, tables change hands.

use std::collections::BTreeSet;

use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, StaffId, UnitId};
use plato_sync_protocol::limits::{COVERS_MAX, DINERS_PER_SESSION_MAX};
use plato_sync_protocol::views::SessionMode;
use serde::{Deserialize, Serialize};

use super::events::FloorEvent;
use super::{Diner, Floor, must_be_covers};
use crate::venue::billing::refusal::BillRefusal;
use crate::venue::command::SeatTable;
use crate::venue::ordering::{Order, OrderedUnit};
use crate::venue::{Event, Refusal, Timestamp, Venue};

/// Guests go to another party.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveGuests {
    /// From which.
    pub from: SessionId,
    /// Who goes.
    pub who: Movers,
    /// Where to.
    pub to: Destination,
    /// Who of the house has them go.
    pub by: StaffId,
}

/// Who goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Movers {
    /// All, with all that is the party's: its tables as well, and its visit is over.
    All,
    /// Some.
    Some(SomeOfThem),
}

/// Who of a party goes, and with what.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SomeOfThem {
    /// Those who have joined, with all that is theirs.
    pub guests: Vec<DinerId>,
    /// Portions that go beside: of those who have no phone. Over there they are for everyone.
    pub dishes: Vec<UnitId>,
    /// How many go, those without a phone included. None: as many as have joined.
    pub covers: Option<u16>,
}

impl SomeOfThem {
    /// How many go, at least one.
    pub fn count(&self) -> u16 {
        let joined = u16::try_from(self.guests.len()).unwrap_or(u16::MAX);
        self.covers.unwrap_or(joined).max(1)
    }
}

/// Where guests go.
#[derive(Debug, Clone, PartialEq)]
pub enum Destination {
    /// To a party that sits there.
    Party(SessionId),
    /// To a table of their own, as a party of their own.
    Table(Box<SeatTable>),
}

impl MoveGuests {
    /// The party to which they go.
    pub fn to(&self) -> &SessionId {
        match &self.to {
            Destination::Party(session) => session,
            Destination::Table(seating) => &seating.session,
        }
    }
}

/// A guest who goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedGuest {
    /// Who.
    pub diner: DinerId,
    /// What they are called there.
    pub name: String,
}

/// Portions of an order that go along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedPortions {
    /// Of which order.
    pub order: OrderId,
    /// Which.
    pub units: Vec<UnitId>,
    /// Their place on the bill that they come to: later than what was paid there.
    pub billed_as: OrderId,
}

impl Venue {
    pub(in crate::venue) fn move_guests(&self, moving: &MoveGuests) -> Result<Vec<Event>, Refusal> {
        let MoveGuests { from, who, by, .. } = moving;
        let to = moving.to();
        let party = self.floor.open_session(from)?;
        if from == to {
            return Err(Refusal::PartySame);
        }
        if *who == Movers::All && matches!(moving.to, Destination::Table(_)) {
            return Err(Refusal::GuestsAll);
        }
        let seated: Vec<&Diner> = party.diners.iter().filter(|diner| !diner.has_left).collect();
        let guests: Vec<&Diner> = match who {
            Movers::All => party.diners.iter().collect(),
            Movers::Some(some) => {
                let find = |id| party.seated_diner(id).ok_or(Refusal::UnknownDiner);
                some.guests.iter().collect::<BTreeSet<_>>().into_iter().map(find).collect::<Result<_, _>>()?
            }
        };
        let ids: BTreeSet<&DinerId> = guests.iter().map(|guest| &guest.id).collect();
        if let Movers::Some(some) = who {
            self.refuse_unless_some_stay(from, some, &ids, seated.len())?;
        }
        let seating = match &moving.to {
            Destination::Party(to) => {
                self.floor.open_session(to)?;
                Vec::new()
            }
            Destination::Table(seating) => {
                let own = party.also_at.contains(&seating.table)
                    || !party.also_at.is_empty() && party.table == seating.table;
                let left = own.then(|| FloorEvent::TableTakenOff {
                    session: from.clone(),
                    table: seating.table.clone(),
                });
                let waiter = party.waiter.clone();
                let served = waiter
                    .map(|waiter| FloorEvent::WaiterAssigned { session: to.clone(), waiter: Some(waiter) });
                let seated = if own { self.seat_at_own(seating)? } else { self.seat_table(seating)? };
                left.map(Event::from).into_iter().chain(seated).chain(served.map(Event::from)).collect()
            }
        };
        let there = self.floor.session(to).map_or(&[][..], |session| &session.diners);
        let is_new = |guest: &&&Diner| !there.iter().any(|known| known.id == guest.id);
        if there.len() + guests.iter().filter(is_new).count() > DINERS_PER_SESSION_MAX {
            return Err(Refusal::PartyFull);
        }
        self.refuse_while_waiting(from)?;
        if self.checkouts_under_way().iter().any(|(checkout, _)| checkout.session == *from) {
            return Err(BillRefusal::BeingPaid.into());
        }
        let portions = self.moved_portions(from, |unit| match who {
            Movers::All => true,
            Movers::Some(some) => ids.contains(&unit.diner) || some.dishes.contains(&unit.unit),
        });
        let bill = self.move_bill(from, to, &portions, by)?;
        let moved = FloorEvent::GuestsMoved {
            from: from.clone(),
            to: to.clone(),
            guests: guests.into_iter().map(|guest| moved_guest(guest, there)).collect(),
            portions,
            some_stay: *who != Movers::All,
        };
        let mut events = seating;
        events.extend(bill.before);
        events.push(moved.into());
        events.extend(bill.after);
        events.extend(match who {
            Movers::All => self.end_party(from, to),
            Movers::Some(some) => {
                let joined = matches!(moving.to, Destination::Party(_)).then(|| self.count_with(to, some));
                self.count_without(from, some).into_iter().chain(joined.flatten()).collect()
            }
        });
        Ok(events)
    }

    /// A party may part where somebody goes, or something, and not all of it.
    fn refuse_unless_some_stay(
        &self,
        from: &SessionId,
        some: &SomeOfThem,
        guests: &BTreeSet<&DinerId>,
        seated: usize,
    ) -> Result<(), Refusal> {
        let all: Vec<&OrderedUnit> = self.units_to_be_eaten(from).collect();
        let goes = |unit: &OrderedUnit| guests.contains(&unit.diner) || some.dishes.contains(&unit.unit);
        // Where nobody has a phone, what goes and what stays are dishes.
        let is_nobody = guests.is_empty() && some.dishes.is_empty();
        let is_everybody =
            if seated == 0 { all.iter().all(|unit| goes(unit)) } else { guests.len() == seated };
        if is_nobody || is_everybody {
            return Err(Refusal::GuestsAll);
        }
        let is_theirs = |dish: &UnitId| all.iter().any(|unit| unit.unit == *dish);
        if !some.dishes.iter().all(is_theirs) {
            return Err(Refusal::DishesGone);
        }
        let joined = u16::try_from(guests.len()).unwrap_or(u16::MAX);
        match some.covers {
            Some(covers) if covers < joined => Err(Refusal::CoversTooFew { guests: joined }),
            Some(covers) => must_be_covers(covers),
            None => Ok(()),
        }
    }

    /// What of each order goes along, in the order of their places on the bill.
    fn moved_portions(&self, from: &SessionId, goes: impl Fn(&OrderedUnit) -> bool) -> Vec<MovedPortions> {
        let mut place = self.orders.next_id();
        let mut moved = Vec::new();
        let orders: Vec<&Order> = self.orders.of_session(from).chain(self.orders.asked(from)).collect();
        for order in orders {
            let lines = 0..order.placed.lines.len();
            let units = lines.flat_map(|index| order.units_of(from, index)).filter(|unit| goes(unit));
            let units: Vec<UnitId> = units.map(|unit| unit.unit.clone()).collect();
            if !units.is_empty() {
                moved.push(MovedPortions { order: order.placed.id, units, billed_as: place });
                place = OrderId(place.0 + 1);
            }
        }
        moved
    }

    /// The party is one with another: its tables are theirs, and it is counted with them.
    fn end_party(&self, from: &SessionId, to: &SessionId) -> Vec<Event> {
        let (Some(party), Some(others)) = (self.floor.session(from), self.floor.session(to)) else {
            return Vec::new();
        };
        let covers = party.covers.saturating_add(others.covers).min(COVERS_MAX);
        let counted = FloorEvent::CoversChanged { session: to.clone(), covers };
        let closed = Event::SessionClosed { session: from.clone() };
        let added = |table: &_| {
            Event::from(FloorEvent::TableAdded { session: to.clone(), table: Clone::clone(table) })
        };
        [counted.into(), closed].into_iter().chain(party.tables().map(added)).collect()
    }

    /// Whoever stays is counted without those who go.
    fn count_without(&self, from: &SessionId, gone: &SomeOfThem) -> Option<Event> {
        let covers = self.floor.session(from).map_or(1, |session| session.covers);
        let stay = covers.saturating_sub(gone.count()).max(1);
        let counted = FloorEvent::CoversChanged { session: from.clone(), covers: stay };
        (stay != covers).then(|| counted.into())
    }

    /// Whoever sits there already is counted with those who come.
    fn count_with(&self, to: &SessionId, come: &SomeOfThem) -> Option<Event> {
        let covers = self.floor.session(to).map_or(1, |session| session.covers);
        let all = covers.saturating_add(come.count()).min(COVERS_MAX);
        let counted = FloorEvent::CoversChanged { session: to.clone(), covers: all };
        (all != covers).then(|| counted.into())
    }

    pub(super) fn apply_guests_moved(
        &mut self,
        at: Timestamp,
        (from, to): (&SessionId, &SessionId),
        guests: &[MovedGuest],
        portions: &[MovedPortions],
        some_stay: bool,
    ) {
        self.floor.take_guests(from, to, guests, some_stay);
        let goes = |diner: &DinerId| guests.iter().any(|guest| guest.diner == *diner);
        let eaters = portions.iter().flat_map(|moved| self.eaters(moved)).map(|(_, eater)| eater);
        let eaters: BTreeSet<DinerId> = eaters.filter(|eater| !eater.is_everyone() && !goes(eater)).collect();
        // Nobody knows who eats it, or whether they are who has said so: safer too much than too little.
        for eater in &eaters {
            self.orders.share_allergies((from, eater), to);
        }
        for MovedGuest { diner, .. } in guests {
            self.access.bring_diner(from, to, diner);
            self.orders.bring_allergies(from, to, diner);
        }
        self.orders.share_allergies((from, &DinerId::everyone()), to);
        for MovedPortions { order, units, billed_as } in portions {
            self.orders.rehome(*order, units, to, *billed_as);
            self.orders.share_portions(*order, units, &eaters);
        }
        self.bring_to_bill(at, from, to, portions);
    }

    /// Whose portions of an order these are.
    pub fn eaters(&self, moved: &MovedPortions) -> Vec<(UnitId, DinerId)> {
        let order = self.orders.any(moved.order).filter(|order| order.is_taken());
        let units = order.into_iter().flat_map(|order| &order.placed.lines).flat_map(|line| &line.units);
        let own = units.filter(|unit| moved.units.contains(&unit.unit));
        own.map(|unit| (unit.unit.clone(), unit.diner.clone())).collect()
    }

    /// How a party that guests are to join shares, or would.
    pub fn mode_at(&self, to: &Destination) -> SessionMode {
        match to {
            Destination::Party(session) => self.session_mode(session).unwrap_or(SessionMode::Family),
            Destination::Table(seating) => seating.mode,
        }
    }
}

impl Floor {
    /// Guests sit with another party. Where they sat, what they did keeps their name.
    fn take_guests(&mut self, from: &SessionId, to: &SessionId, guests: &[MovedGuest], some_stay: bool) {
        let moves = |diner: &Diner| guests.iter().any(|guest| guest.diner == diner.id);
        let mut gone = BTreeSet::new();
        let mut calls = Vec::new();
        if let Some(party) = self.sessions.get_mut(from) {
            gone.extend(party.diners.iter().filter(|diner| diner.has_left).map(|diner| diner.id.clone()));
            party.diners.iter_mut().filter(|diner| moves(diner)).for_each(|diner| diner.has_left = true);
            party.is_joined = !some_stay && party.diners.iter().all(|diner| diner.has_left);
            calls = party.calls.leave(|by| guests.iter().any(|guest| guest.diner == *by));
        }
        let Some(party) = self.sessions.get_mut(to) else { return };
        for MovedGuest { diner: id, name } in guests {
            let has_left = gone.contains(id);
            match party.diners.iter_mut().find(|diner| diner.id == *id) {
                Some(back) => {
                    back.has_left &= has_left;
                    back.came_from.insert(from.clone());
                }
                None => {
                    let (id, name, came_from) = (id.clone(), name.clone(), [from.clone()].into());
                    party.diners.push(Diner { id, name, has_left, came_from });
                }
            }
        }
        party.calls.take_over(calls);
    }
}

/// A guest by a name that nobody there has.
fn moved_guest(guest: &Diner, there: &[Diner]) -> MovedGuest {
    let is_taken = |name: &str| {
        there.iter().any(|known| known.id != guest.id && known.name.to_lowercase() == name.to_lowercase())
    };
    let numbered = (2..).map(|number| format!("{} {number}", guest.name));
    let mut names = std::iter::once(guest.name.clone()).chain(numbered);
    let name = names.find(|name| !is_taken(name)).unwrap_or_else(|| guest.name.clone());
    MovedGuest { diner: guest.id.clone(), name }
}
