//! What the floor's screens see: rooms, tables, parties, and who may look after them. No money.

use std::collections::BTreeMap;

use plato_sync_protocol::door::SeatedDiner;
use plato_sync_protocol::floor::{
    FloorView, HeldCourseView, HeldDishView, ReadyDishView, ReadyOrderView, RoomView, TableNameView,
    TableSessionView, TableView, WaiterView,
};
use plato_sync_protocol::ids::{SessionId, StaffId};
use plato_sync_protocol::views::DishStatus;

use super::super::event::DishId;
use super::super::menu::{Room, Table};
use super::super::ordering::Order;
use super::states::minutes_ms;
use super::{Floor, Session, Timestamp, Venue};

impl Floor {
    /// What people call the place of a party: all of its tables.
    pub(crate) fn called(&self, session: &Session) -> String {
        let name = |id| self.table(id).map_or_else(|| ToString::to_string(id), |table| table.name.clone());
        session.tables().map(name).collect::<Vec<_>>().join(" + ")
    }

    /// The tables of a party by name, where it has several.
    fn names_of(&self, session: &Session) -> Vec<TableNameView> {
        if session.also_at.is_empty() {
            return Vec::new();
        }
        let name = |table: &Table| TableNameView { table: table.id.clone(), name: table.name.clone() };
        session.tables().filter_map(|id| self.table(id)).map(name).collect()
    }
}

impl Venue {
    /// Everything that a floor screen shows.
    pub fn floor_view(&self, position: u64, now: Timestamp) -> FloorView {
        let room = |room: &Room| RoomView {
            room: room.id.clone(),
            name: room.name.clone(),
            tables: {
                let own = self.floor.tables.iter().filter(|table| table.room == room.id);
                own.map(|table| self.table_view(table, now)).collect()
            },
        };
        FloorView {
            position,
            hub_time_ms: now.uptime_ms,
            rooms: self.floor.rooms.iter().map(room).collect(),
            waiters: self.waiters(),
            courses: self.kitchen.courses.clone(),
            call_late_ms: minutes_ms(self.floor.limits.call),
            ready_late_ms: minutes_ms(self.floor.limits.ready),
            approval_late_ms: self.approval_late_ms(),
            pins_paused_until_ms: self.floor.house.paused_until_ms(now),
        }
    }

    fn table_view(&self, table: &Table, now: Timestamp) -> TableView {
        let session = self.floor.session_at(&table.id);
        let session = session.and_then(|id| Some((id, self.floor.session(id)?)));
        TableView {
            table: table.id.clone(),
            name: table.name.clone(),
            seats: table.seats,
            status: Some(self.floor.status(&table.id, session.map(|(_, session)| session))),
            session: session.map(|(id, session)| self.table_session(id, session, now)),
            place: table.place,
        }
    }

    fn table_session(&self, id: &SessionId, session: &Session, now: Timestamp) -> TableSessionView {
        let portions = |is_wanted: &dyn Fn(&Order, usize) -> bool| -> u32 {
            let made = |order: &Order| -> usize {
                let wanted = (0..order.statuses.len()).filter(|index| is_wanted(order, *index));
                wanted.map(|index| order.made_for(id, index)).sum()
            };
            self.orders.of_session(id).map(made).sum::<usize>() as u32
        };
        let is_to_run = |order: &Order, index: usize| self.kitchen.may_be_run(order, index);
        let is_open = |order: &Order, index: usize| {
            order.statuses[index] < DishStatus::Served && !is_to_run(order, index)
        };
        let seated = session.diners.iter().enumerate().filter(|(_, diner)| !diner.has_left);
        let people: Vec<SeatedDiner> = seated
            .map(|(number, diner)| {
                let (diner, name) = (diner.id.clone(), diner.name.clone());
                SeatedDiner { diner, name, number: number as u16 }
            })
            .collect();
        let is_blocked = session.pin_guard.is_blocked(now);
        TableSessionView {
            session: id.clone(),
            covers: session.covers,
            mode: session.mode,
            seated_at_ms: session.seated_at.uptime_ms,
            diners: people.iter().map(|diner| diner.name.clone()).collect(),
            orders: self.orders.of_session(id).count() as u32,
            dishes_open: portions(&is_open),
            dishes_ready: portions(&is_to_run),
            // A block until a new PIN has no end: the last moment that there is.
            pin_blocked_until_ms: is_blocked
                .then(|| session.pin_guard.blocked_until_ms.unwrap_or(BLOCKED_FOR_GOOD_MS)),
            people,
            door: self.door_of(session, now),
            held: self.held_courses(id),
            rounds_ready: self.orders.of_session(id).filter(|order| self.kitchen.is_all_ready(order)).count()
                as u32,
            unshown: Vec::new(),
            stuck: Vec::new(),
            waiter: session.waiter.as_ref().map(|staff| self.waiter_view(staff)),
            tables: self.floor.names_of(session),
            ready: self.orders.of_session(id).filter_map(|order| self.ready_order(id, order)).collect(),
            ready_since_ms: session.ready_since.map(|at| at.uptime_ms),
            gathering: self.gathering(id).count() as u32,
            approvals: self.approval_views(id),
            allergies: self.party_allergies(id),
        }
    }

    /// Courses of a party that wait to be fired, the next first.
    fn held_courses(&self, session: &SessionId) -> Vec<HeldCourseView> {
        let mut courses: BTreeMap<u8, Vec<HeldDishView>> = BTreeMap::new();
        for (DishId { order: id, index }, course) in self.waiting(session) {
            if let Some(order) = self.orders.order(id) {
                let line = &order.placed.lines[usize::from(index)];
                let quantity = order.made_for(session, usize::from(index)) as u32;
                let name = line.kitchen_name.clone();
                courses.entry(course).or_default().push(HeldDishView { order: id, index, quantity, name });
            }
        }
        let view = |(course, dishes): (u8, Vec<HeldDishView>)| HeldCourseView {
            course,
            name: self.course_name(course),
            portions: dishes.iter().map(|dish| dish.quantity).sum(),
            dishes,
        };
        courses.into_iter().map(view).collect()
    }

    /// Everyone who may look after a table, by name.
    fn waiters(&self) -> Vec<WaiterView> {
        let may_serve = self.access.members().filter(|member| member.may_serve());
        let view = |staff: &StaffId, name: &str| WaiterView { staff: staff.clone(), name: name.to_owned() };
        let mut waiters: Vec<_> =
            may_serve.map(|member| view(&member.account.staff, &member.account.name)).collect();
        waiters.sort_by_key(|waiter| waiter.name.to_lowercase());
        waiters
    }

    /// What of an order waits to be brought to a party, if anything does.
    fn ready_order(&self, session: &SessionId, order: &Order) -> Option<ReadyOrderView> {
        let lines = order.placed.lines.iter().enumerate();
        let is_theirs = |index| order.made_for(session, index) > 0;
        let ready = lines.filter(|(index, _)| self.kitchen.may_be_run(order, *index) && is_theirs(*index));
        let dishes: Vec<_> = ready
            .map(|(index, line)| ReadyDishView {
                index: Some(index as u16),
                quantity: order.made_for(session, index) as u32,
                name: line.kitchen_name.clone(),
                remade: order.dishes[index].remade,
            })
            .collect();
        let (id, number) = (order.placed.id, order.placed.number);
        (!dishes.is_empty()).then_some(ReadyOrderView { order: id, number, dishes })
    }

    fn waiter_view(&self, staff: &StaffId) -> WaiterView {
        WaiterView { staff: staff.clone(), name: self.staff_name(staff) }
    }

    /// The name of an account; its id where there is none, and a word where nobody of the house did it.
    pub(in crate::venue) fn staff_name(&self, staff: &StaffId) -> String {
        if staff.is_online() {
            return "Online".to_owned();
        }
        self.access.member(staff).map_or_else(|| staff.to_string(), |member| member.account.name.clone())
    }
}

/// Stands for "until a new PIN is made": the largest whole number that JavaScript knows exactly.
pub const BLOCKED_FOR_GOOD_MS: u64 = (1 << 53) - 1;
