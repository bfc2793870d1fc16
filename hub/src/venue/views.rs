//! What each screen may read, built from the state. The kitchen's views have no money in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plato_sync_protocol::api::SessionStatus;
use plato_sync_protocol::floor::UnshownView;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, StationId, TableId, TicketId};
use plato_sync_protocol::menu::Menu;
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::views::{
    DinerView, DishStatus, KitchenItemView, KitchenView, OrderLineView, OrderView, PassView, SessionMode,
    StationView, TicketLineView, TicketView,
};

use super::access::PasswordHash;
use super::floor::Session;
use super::guessing::PinDigits;
use super::kitchen::Ticket;
use super::menu::{Pass, Station, Table, TableKey};
use super::ordering::{Order, OrderedLine, OrderedUnit, PlacedOrder};
use super::voiding::Standing;
use super::{Timestamp, Venue};

/// Bumped tickets that a kitchen screen can recall.
const DONE_TICKETS_MAX: usize = 24;

/// How a diner's phones stand with the hub.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Is one connected?
    pub is_here: bool,
    /// Does one show the review screen?
    pub is_reviewing: bool,
    /// Time since the last of them was heard of, in ms.
    pub away_for_ms: Option<u64>,
}

impl Venue {
    /// The menu in force.
    pub fn menu_view(&self) -> Option<Arc<Menu>> {
        self.menu.current().cloned()
    }

    /// The currency of the menu in force.
    pub fn currency(&self) -> Option<Currency> {
        self.menu.current().map(|menu| menu.currency)
    }

    /// Revision of the menu in force; 0 before the first import.
    pub fn menu_revision(&self) -> u32 {
        self.menu.revision()
    }

    /// The visits that portions of an order are with: one, unless guests have moved since it was placed.
    pub fn visits_of(&self, order: OrderId) -> Vec<SessionId> {
        let visits = self.orders.any(order).map_or_else(Vec::new, Order::visits);
        visits.into_iter().cloned().collect()
    }

    /// A party of an order for which a course of it can be fired; any where it cannot.
    pub fn visit_to_fire(&self, order: OrderId, course: u8) -> Option<SessionId> {
        let visits = self.visits_of(order);
        let waits = |session: &&SessionId| {
            self.waiting(session).any(|(dish, of)| dish.order == order && of == course)
        };
        visits.iter().find(waits).or(visits.first()).cloned()
    }

    /// How a party shares.
    pub fn session_mode(&self, session: &SessionId) -> Option<SessionMode> {
        self.floor.session(session).map(|session| session.mode)
    }

    /// Everyone who has joined a visit.
    pub fn diners(&self, session: &SessionId) -> Vec<DinerId> {
        let diners = self.floor.session(session).map_or(&[][..], |session| &session.diners);
        diners.iter().map(|diner| diner.id.clone()).collect()
    }

    /// The visits in which a diner has taken part, over or not: this one, and those from which staff brought them.
    pub fn visits_of_diner(&self, session: &SessionId, diner: &DinerId) -> BTreeSet<SessionId> {
        let mut visits = BTreeSet::from([session.clone()]);
        let mut open = vec![session];
        while let Some(visit) = open.pop() {
            let party = self.floor.session(visit).into_iter().flat_map(|party| &party.diners);
            let before = party.filter(|known| known.id == *diner).flat_map(|known| &known.came_from);
            open.extend(before.filter(|visit| visits.insert(Clone::clone(visit))));
        }
        visits
    }

    /// What joining a table needs to know: its key, and its open session with the hash of its PIN.
    pub fn door(&self, table: &TableId) -> Option<Door> {
        let known = self.floor.table(table)?;
        let id = self.floor.session_at(table);
        let session = id.and_then(|id| Some((id.clone(), self.floor.session(id)?)));
        let pin_digits = session.as_ref().map_or(self.floor.pin_digits, |(_, session)| session.pin_digits);
        let session = session.map(|(id, session)| (id, session.pin_hash.clone()));
        Some(Door { key: known.key.clone(), name: known.name.clone(), session, pin_digits })
    }

    /// Hash of the PIN of a visit.
    pub fn pin_hash(&self, session: &SessionId) -> Option<PasswordHash> {
        self.floor.session(session).map(|session| session.pin_hash.clone())
    }

    /// How long PINs are that are made from now on.
    pub fn pin_digits(&self) -> PinDigits {
        self.floor.pin_digits
    }

    /// PIN guesses left before the next block.
    pub fn pin_tries_left(&self, now: Timestamp, session: &SessionId) -> u32 {
        self.floor.session(session).map_or(0, |session| session.pin_guard.tries_left(now))
    }

    /// The state of a visit; `attendance` says whose phones are connected.
    pub fn session_status(
        &self,
        id: &SessionId,
        attendance: impl Fn(&DinerId) -> Attendance,
    ) -> Option<SessionStatus> {
        let session = self.floor.session(id)?;
        Some(SessionStatus {
            session: id.clone(),
            table: session.table.clone(),
            mode: session.mode,
            covers: session.covers,
            is_open: session.is_open,
            diners: self.diner_views(id, attendance),
            orders: self.orders.of_session(id).count() as u32,
            total: self.session_total(id)?,
        })
    }

    /// Does the party still sit there?
    pub fn is_session_open(&self, session: &SessionId) -> bool {
        self.floor.open_session(session).is_ok()
    }

    /// Does somebody sit there, or did until the visit ended?
    pub fn is_guest_of(&self, session: &SessionId, diner: &DinerId) -> bool {
        self.floor.session(session).is_some_and(|session| session.seated_diner(diner).is_some())
    }

    /// Open sessions with their tables.
    pub fn open_sessions(&self) -> Vec<(TableId, SessionId)> {
        self.floor.seated.iter().map(|(table, session)| (table.clone(), session.clone())).collect()
    }

    /// Tables with their keys, in the order of the venue file.
    pub fn tables(&self) -> Vec<Table> {
        self.floor.tables.clone()
    }

    /// An order as a party sees it of which portions are in it.
    pub fn order_view(&self, session: &SessionId, id: OrderId) -> Option<OrderView> {
        self.orders
            .any(id)
            .filter(|order| order.is_of(session))
            .map(|order| self.part_of_order(session, order))
    }

    /// Orders of a visit that a diner may see, oldest first: where everyone has a cart of their own,
    /// only their own.
    pub fn order_views(&self, session: &SessionId, diner: &DinerId) -> Vec<OrderView> {
        let mut orders: Vec<&Order> = self.every_order(session).collect();
        orders.retain(|order| self.is_seen_by(session, &order.placed, diner));
        orders.into_iter().map(|order| self.part_of_order(session, order)).collect()
    }

    /// All orders of a visit, oldest first, as staff see them.
    pub fn all_order_views(&self, session: &SessionId) -> Vec<OrderView> {
        self.every_order(session).map(|order| self.part_of_order(session, order)).collect()
    }

    /// What of an order is with a visit.
    fn part_of_order(&self, session: &SessionId, order: &Order) -> OrderView {
        let lines = order.placed.lines.iter().enumerate();
        let own = lines.filter(|(index, _)| order.has_of(session, *index));
        let line = |(index, line)| order_line(session, order, index, line, self.kitchen.told(order, index));
        let lines: Vec<OrderLineView> = own.map(line).collect();
        let made = lines.iter().filter(|line| !order.is_voided(line.index.into()));
        OrderView {
            order: order.placed.id,
            round: order.round_of(session),
            placed_at_ms: order.placed_at.wall_ms,
            placed_by: order.placed.by.clone(),
            status: made.map(|line| line.status).min().unwrap_or(DishStatus::Served),
            lines,
            total: order.charged(session),
            number: order.placed.number,
            approval: self.approval_of(order),
        }
    }

    /// Orders of a visit, oldest first, with those that wait for the house or were declined.
    fn every_order(&self, session: &SessionId) -> impl Iterator<Item = &Order> {
        let mut all: Vec<&Order> =
            self.orders.of_session(session).chain(self.orders.asked(session)).collect();
        all.sort_by_key(|order| order.placed.id);
        all.into_iter()
    }

    /// May a diner of a party see an order of it?
    pub fn is_seen_by(&self, session: &SessionId, order: &PlacedOrder, diner: &DinerId) -> bool {
        self.session_mode(session) != Some(SessionMode::Individual) || order.by == *diner
    }

    /// Who placed an order, where nobody else of a party may see it.
    pub fn private_to(&self, session: &SessionId, order: OrderId) -> Option<DinerId> {
        let placed = &self.orders.any(order)?.placed;
        (self.session_mode(session) == Some(SessionMode::Individual)).then(|| placed.by.clone())
    }

    /// Sum of all orders of a visit.
    pub fn session_total(&self, session: &SessionId) -> Option<Money> {
        let menu = self.menu.current()?;
        Money::sum(menu.currency, self.orders.of_session(session).map(|order| order.charged(session)))
    }

    /// Everyone who has joined a visit; `attendance` says whose phones are connected.
    pub fn diner_views(
        &self,
        session: &SessionId,
        attendance: impl Fn(&DinerId) -> Attendance,
    ) -> Vec<DinerView> {
        let diners = self.floor.session(session).map_or(&[][..], |session| &session.diners);
        let view = |(number, diner): (usize, &super::floor::Diner)| {
            let Attendance { is_here, is_reviewing, away_for_ms } = attendance(&diner.id);
            let (number, name) = (number as u16, diner.name.clone());
            let (diner, has_left) = (diner.id.clone(), diner.has_left);
            DinerView { diner, name, number, is_here, is_reviewing, away_for_ms, has_left }
        };
        diners.iter().enumerate().map(view).collect()
    }

    /// Everything that a kitchen screen shows.
    pub fn kitchen_view(&self, position: u64, now: Timestamp) -> KitchenView {
        let (mut open, mut done): (Vec<_>, Vec<_>) =
            self.kitchen.tickets.iter().partition(|(_, ticket)| ticket.bumped_at.is_none());
        // What waits for its course stands last.
        open.sort_by_key(|(id, ticket)| {
            (ticket.fired_at.is_none(), ticket.fired_at.map(|at| at.uptime_ms), id.order)
        });
        open.retain(|(id, ticket)| self.is_work(id, ticket));
        done.sort_by_key(|(_, ticket)| std::cmp::Reverse(ticket.bumped_at.map(|at| at.uptime_ms)));
        let mut places: BTreeMap<&StationId, usize> = BTreeMap::new();
        done.retain(|(id, _)| {
            let place = places.entry(&id.station).or_default();
            *place += 1;
            *place <= DONE_TICKETS_MAX || self.is_to_run(id.order)
        });
        let view = |tickets: Vec<(&TicketId, &Ticket)>| -> Vec<TicketView> {
            tickets.into_iter().filter_map(|(id, ticket)| self.ticket(id, ticket)).collect()
        };
        KitchenView {
            position,
            hub_time_ms: now.uptime_ms,
            stations: self.kitchen.stations.iter().map(station_view).collect(),
            tickets: view(open),
            done: view(done),
            items: self.kitchen_items(),
            courses: self.kitchen.courses.clone(),
            stock: self.menu.stock().views(),
            modifiers: self.menu.kitchen_modifier_views(),
            passes: self.kitchen.passes.iter().map(pass_view).collect(),
        }
    }

    /// Is anything on a ticket? What waited on it may all have been moved elsewhere. Of what waits for its
    /// course, a kitchen need not know what was taken back, nor what a party wanted that has left.
    fn is_work(&self, id: &TicketId, ticket: &Ticket) -> bool {
        let Some(order) = self.orders.order(id.order) else { return false };
        let mut dishes = (0..order.dishes.len()).filter(|index| order.is_on(*index, id));
        if ticket.fired_at.is_some() {
            return dishes.next().is_some();
        }
        let is_here = order.visits().into_iter().any(|session| self.is_session_open(session));
        is_here && dishes.any(|index| !order.is_voided(index))
    }

    /// Is there something of an order that still has to be made or brought, at a table that is there?
    fn is_to_run(&self, order: OrderId) -> bool {
        let order = self.orders.order(order);
        order.is_some_and(|order| {
            let is_here = |session: &&SessionId| self.is_session_open(session);
            order.status() < DishStatus::Served && order.visits().iter().any(is_here)
        })
    }

    /// One ticket as the kitchen sees it.
    pub fn ticket_view(&self, id: &TicketId) -> Option<TicketView> {
        self.ticket(id, self.kitchen.tickets.get(id)?)
    }

    /// All tickets of an order.
    pub fn tickets_of(&self, order: OrderId) -> Vec<TicketId> {
        self.kitchen.tickets.keys().filter(|ticket| ticket.order == order).cloned().collect()
    }

    /// All tickets of a visit.
    pub fn tickets_of_session(&self, session: &SessionId) -> Vec<TicketId> {
        self.orders.of_session(session).flat_map(|order| self.tickets_of(order.placed.id)).collect()
    }

    fn ticket(&self, id: &TicketId, ticket: &Ticket) -> Option<TicketView> {
        let order = self.orders.order(id.order)?;
        let visits: Vec<&Session> = self.ticket_visits(order, id);
        let table = self.floor.table(&visits.first()?.table);
        let called: Vec<String> = visits.iter().map(|session| self.floor.called(session)).collect();
        let dishes = order.placed.lines.iter().zip(&order.statuses).enumerate();
        let own = dishes.filter(|(index, _)| order.is_on(*index, id));
        let line = |(index, (line, status)): (usize, (&OrderedLine, &DishStatus))| {
            ticket_line(&visits, order, index, line, *status)
        };
        Some(TicketView {
            ticket: id.clone(),
            order: id.order,
            station: id.station.clone(),
            table: called.join(" / "),
            room: table.map_or_else(String::new, |table| self.floor.room_name(&table.room).to_owned()),
            round: order.placed.round,
            fired_at_ms: ticket.fired_at.unwrap_or(order.placed_at).uptime_ms,
            is_bumped: ticket.bumped_at.is_some(),
            bumped_at_ms: ticket.bumped_at.map_or(0, |at| at.uptime_ms),
            also_at: self.other_stations(order, id),
            lines: own.map(line).collect(),
            is_held: ticket.fired_at.is_none(),
            revision: ticket.revision,
            is_over: visits.iter().all(|session| !session.is_open),
            number: order.placed.number,
            allergies: self.ticket_allergies(order, id),
        })
    }

    /// The parties that a ticket is for, in the order of its dishes.
    fn ticket_visits(&self, order: &Order, id: &TicketId) -> Vec<&Session> {
        let mut visits: Vec<&SessionId> = Vec::new();
        for (index, line) in order.placed.lines.iter().enumerate() {
            let homes =
                line.units.iter().filter(|_| order.is_on(index, id)).map(|unit| order.home(&unit.unit));
            for home in homes {
                if !visits.contains(&home) {
                    visits.push(home);
                }
            }
        }
        // What waited on it may all have been moved elsewhere.
        let visits = if visits.is_empty() { order.visits() } else { visits };
        visits.into_iter().filter_map(|session| self.floor.session(session)).collect()
    }

    fn other_stations(&self, order: &Order, id: &TicketId) -> Vec<String> {
        // What waits for its course is nobody's work yet, and what was voided or brought is nobody's any more.
        let is_made = |index: usize| {
            let is_gone = order.is_voided(index) || order.statuses[index] == DishStatus::Served;
            !order.dishes[index].is_held && !is_gone
        };
        let is_other = |station: &&Station| {
            let mut lines = order.placed.lines.iter().enumerate();
            station.id != id.station
                && lines.any(|(index, line)| line.station == station.id && is_made(index))
        };
        self.kitchen.stations.iter().filter(is_other).map(|station| station.name.clone()).collect()
    }

    fn kitchen_items(&self) -> Vec<KitchenItemView> {
        let items = self.menu.current().map_or(&[][..], |menu| &menu.items);
        let view = |item: &plato_sync_protocol::menu::MenuItem| {
            let kitchen = self.menu.kitchen_item(&item.id)?;
            Some(KitchenItemView {
                item: item.id.clone(),
                name: kitchen.name.clone(),
                station: kitchen.station.clone(),
                is_eighty_sixed: item.is_eighty_sixed,
            })
        };
        items.iter().filter_map(view).collect()
    }

    /// Is a ticket for a kitchen display to show: fired, and not bumped?
    pub fn is_to_show(&self, id: &TicketId) -> bool {
        let ticket = self.kitchen.tickets.get(id);
        ticket.is_some_and(|ticket| ticket.fired_at.is_some() && ticket.bumped_at.is_none())
    }

    /// Does the kitchen know a ticket, on the board or bumped?
    pub fn has_ticket(&self, id: &TicketId) -> bool {
        self.kitchen.tickets.contains_key(id)
    }

    /// Orders with a ticket that no display has, by visit, each with the moment since when one could have: it
    /// was fired, and `missing_since` says since when none shows it, on the hub's steady clock in ms; nothing
    /// where one does.
    pub fn unshown(
        &self,
        missing_since: impl Fn(&TicketId) -> Option<u64>,
    ) -> BTreeMap<SessionId, Vec<UnshownView>> {
        let mut since: BTreeMap<OrderId, u64> = BTreeMap::new();
        for (id, ticket) in &self.kitchen.tickets {
            let Some(fired_at) = ticket.fired_at.filter(|_| ticket.bumped_at.is_none()) else { continue };
            let Some(missing_since) = missing_since(id) else { continue };
            let earliest = since.entry(id.order).or_insert(u64::MAX);
            *earliest = fired_at.uptime_ms.max(missing_since).min(*earliest);
        }
        let mut unshown: BTreeMap<SessionId, Vec<UnshownView>> = BTreeMap::new();
        for (order, fired_at_ms) in since {
            for session in self.visits_of(order) {
                unshown.entry(session).or_default().push(UnshownView { order, fired_at_ms });
            }
        }
        unshown
    }

    pub(super) fn course_name(&self, course: u8) -> String {
        let name = usize::from(course).checked_sub(1).and_then(|place| self.kitchen.courses.get(place));
        name.cloned().unwrap_or_else(|| format!("Course {course}"))
    }

    /// The table of a visit, with the name that people call, which names all tables of the party.
    pub fn table_of(&self, session: &SessionId) -> Option<(TableId, String)> {
        let session = self.floor.session(session)?;
        Some((session.table.clone(), self.floor.called(session)))
    }

    /// Where a party sat at a moment, by the names that its tables have now.
    pub fn tables_then(&self, session: &SessionId, at: Timestamp) -> Option<Vec<String>> {
        let places = &self.floor.session(session)?.places;
        let then = places.iter().rev().find(|(since_ms, _)| *since_ms <= at.uptime_ms).or(places.first());
        let name =
            |id: &TableId| self.floor.table(id).map_or_else(|| id.to_string(), |table| table.name.clone());
        Some(then?.1.iter().map(name).collect())
    }
}

/// What joining a table needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Door {
    /// The secret of the table's QR code.
    pub key: TableKey,
    /// The name that people call.
    pub name: String,
    /// How long its PIN is, or would be.
    pub pin_digits: PinDigits,
    /// The open session, with the hash of its PIN.
    pub session: Option<(SessionId, PasswordHash)>,
}

fn order_line(
    session: &SessionId,
    order: &Order,
    index: usize,
    line: &OrderedLine,
    status: DishStatus,
) -> OrderLineView {
    let stands = |standing| {
        let units = order.units_of(session, index);
        units.filter(|unit| order.standing(&unit.unit) == standing).count() as u32
    };
    let units = order.units_of(session, index);
    let made = units.filter(|unit| order.standing(&unit.unit) != Standing::Voided);
    OrderLineView {
        index: index as u16,
        line: line.line.clone(),
        item: line.item.clone(),
        name: line.name.clone(),
        modifiers: line.modifiers.clone(),
        note: line.note.clone(),
        diners: made.map(|unit| unit.diner.clone()).collect(),
        unit_price: line.unit_price,
        total: order.line_charged(session, index),
        status,
        voided: stands(Standing::Voided),
        comped: stands(Standing::Comped),
        choices: line.choices.clone(),
        is_held: order.dishes[index].is_held,
    }
}

fn ticket_line(
    visits: &[&Session],
    order: &Order,
    index: usize,
    line: &OrderedLine,
    status: DishStatus,
) -> TicketLineView {
    let dish = &order.dishes[index];
    // What was taken back before the kitchen had the order is no news to it.
    let portions = line.units.len() as u32 - dish.unheard;
    let voided = order.voided(index) as u32 - dish.unheard;
    let mut diners: Vec<String> = Vec::new();
    // Whoever's portion was voided gets none of it; where all were, it is said of whom.
    let is_wanted =
        |unit: &&OrderedUnit| portions == voided || order.standing(&unit.unit) != Standing::Voided;
    for unit in line.units.iter().filter(is_wanted) {
        let mut seated = visits.iter().flat_map(|session| &session.diners);
        let known = seated.find(|diner| diner.id == unit.diner);
        if let Some(diner) = known.filter(|diner| !diners.contains(&diner.name)) {
            diners.push(diner.name.clone());
        }
    }
    TicketLineView {
        index: index as u16,
        quantity: portions - voided,
        name: line.kitchen_name.clone(),
        modifiers: line.kitchen_modifiers.clone(),
        note: line.note.clone(),
        diners,
        status,
        voided,
        is_void_seen: dish.is_void_seen,
        cancelled: dish.cancelled,
        course: dish.course,
        is_addition: dish.is_addition,
        is_passed: dish.is_passed,
        remade: dish.remade,
    }
}

fn pass_view(pass: &Pass) -> PassView {
    PassView { pass: pass.id.clone(), name: pass.name.clone() }
}

fn station_view(station: &Station) -> StationView {
    StationView {
        station: station.id.clone(),
        name: station.name.clone(),
        warn_after_ms: u64::from(station.warn_minutes) * 60_000,
        late_after_ms: u64::from(station.late_minutes) * 60_000,
        pass: station.pass.clone(),
    }
}
