//! Courses: the first one of an order is fired as it is sent, later ones wait until somebody fires
//! them. A dish that waits can be moved to another course; once it was fired it stays, so that nothing
//! is ever fired twice.

use std::collections::BTreeSet;

use plato_sync_protocol::ids::{OrderId, SessionId, TicketId};

use super::super::event::DishId;
use super::super::ordering::OrderedLine;
use super::super::{Event, Refusal, Timestamp, Venue};
use super::Ticket;

impl Venue {
    pub(in super::super) fn fire_course(
        &self,
        session: &SessionId,
        course: u8,
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        let dishes = self.to_fire(session, course, |_| true);
        if dishes.is_empty() {
            return Err(Refusal::CourseNotHeld);
        }
        Ok(vec![Event::CourseFired { session: session.clone(), course, dishes }])
    }

    /// `orders` are those that were seen to wait: a round that came since is not fired unseen. Where somebody
    /// else has fired all of them, it is so already.
    pub(in super::super) fn fire_orders(
        &self,
        session: &SessionId,
        course: u8,
        orders: &[OrderId],
    ) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(session)?;
        let dishes = self.to_fire(session, course, |order| orders.contains(&order));
        if !dishes.is_empty() {
            return Ok(vec![Event::CourseFired { session: session.clone(), course, dishes }]);
        }
        let is_fired = |order: &OrderId| {
            let own = self.orders.of_session(session).find(|own| own.placed.id == *order);
            own.is_some_and(|own| own.has_fired(course))
        };
        if !orders.is_empty() && orders.iter().all(is_fired) {
            Ok(Vec::new())
        } else {
            Err(Refusal::CourseNotHeld)
        }
    }

    /// What of a party waits for a course. Dishes that were ordered together come together: they are on one ticket.
    fn to_fire(&self, session: &SessionId, course: u8, is_meant: impl Fn(OrderId) -> bool) -> Vec<DishId> {
        let own = self.waiting(session).filter(|(dish, of)| *of == course && is_meant(dish.order));
        let orders: BTreeSet<OrderId> = own.map(|(dish, _)| dish.order).collect();
        orders.into_iter().flat_map(|order| self.held_of(order, course)).collect()
    }

    pub(in super::super) fn move_to_course(
        &self,
        id: OrderId,
        index: u16,
        course: u8,
    ) -> Result<Vec<Event>, Refusal> {
        let (order, _) = self.dish(id, index)?;
        let place = usize::from(index);
        if order.is_voided(place) {
            return Err(Refusal::DishVoided);
        }
        if !order.dishes[place].is_held {
            return Err(Refusal::DishFired);
        }
        if course == 0 || usize::from(course) > self.kitchen.courses.len() {
            return Err(Refusal::UnknownCourse);
        }
        if order.dishes[place].course == course {
            return Ok(Vec::new());
        }
        let fired = order.dishes.iter().find(|dish| dish.course == course && !dish.is_held);
        let station = order.placed.lines[place].station.clone();
        let joins = fired.map(|dish| TicketId { order: id, course: dish.ticket_course, station });
        Ok(vec![Event::DishMovedToCourse { order: id, index, course, joins }])
    }

    /// Dishes of an order that wait for a course.
    fn held_of(&self, id: OrderId, course: u8) -> Vec<DishId> {
        let Some(order) = self.orders.order(id) else { return Vec::new() };
        let held = (0..order.dishes.len()).filter(|index| {
            let dish = &order.dishes[*index];
            dish.is_held && dish.course == course && !order.is_voided(*index)
        });
        held.map(|index| DishId { order: id, index: index as u16 }).collect()
    }

    /// Dishes of a visit that wait, each with its course.
    pub(in super::super) fn waiting(&self, session: &SessionId) -> impl Iterator<Item = (DishId, u8)> {
        self.orders.of_session(session).flat_map(move |order| {
            let dishes = order.dishes.iter().enumerate();
            let waiting =
                dishes.filter(move |(index, dish)| dish.is_held && order.made_for(session, *index) > 0);
            waiting.map(|(index, dish)| (DishId { order: order.placed.id, index: index as u16 }, dish.course))
        })
    }

    /// Says of each line of a new order whether it waits. The lowest course of an order is fired with
    /// it, unless the party still waits for that course or an earlier one.
    pub(in super::super) fn hold_later_courses(&self, session: &SessionId, lines: &mut [OrderedLine]) {
        let awaited = self.waiting(session).map(|(_, course)| course).min();
        let first = lines.iter().map(|line| line.course).filter(|course| *course > 0).min();
        for line in lines.iter_mut().filter(|line| line.course > 0) {
            let is_awaited = awaited.is_some_and(|awaited| awaited <= line.course);
            line.is_held = is_awaited || Some(line.course) != first;
        }
    }

    /// A course was fired: its tickets have an age from now on.
    pub(in super::super) fn start_dishes(&mut self, at: Timestamp, dishes: &[DishId]) {
        let mut tickets = BTreeSet::new();
        for DishId { order, index } in dishes {
            if let Some(dish) = self.orders.dish_mut(*order, *index) {
                dish.is_held = false;
                let course = dish.ticket_course;
                let line = self.orders.order(*order).map(|order| &order.placed.lines[usize::from(*index)]);
                tickets.extend(line.map(|line| TicketId {
                    order: *order,
                    course,
                    station: line.station.clone(),
                }));
            }
        }
        for ticket in tickets {
            self.kitchen.tickets.entry(ticket).or_default().fired_at = Some(at);
        }
    }

    /// A dish that waited has another course; where that was fired before, the dish joins its ticket.
    pub(in super::super) fn change_course(
        &mut self,
        at: Timestamp,
        id: OrderId,
        index: u16,
        course: u8,
        joins: Option<&TicketId>,
    ) {
        let Some(order) = self.orders.order(id) else { return };
        let Some(line) = order.placed.lines.get(usize::from(index)) else { return };
        let waits_at = TicketId { order: id, course, station: line.station.clone() };
        let is_known = joins.is_some_and(|ticket| self.kitchen.tickets.contains_key(ticket));
        if let Some(dish) = self.orders.dish_mut(id, index) {
            dish.course = course;
            dish.ticket_course = joins.map_or(course, |ticket| ticket.course);
            dish.is_held = joins.is_none();
            dish.is_addition = is_known;
        }
        let ticket = self.kitchen.tickets.entry(joins.unwrap_or(&waits_at).clone()).or_default();
        if joins.is_some() {
            ticket.join(at);
        }
    }
}

impl Ticket {
    /// A dish joins: a ticket that was done is back, as old as what it is back for.
    fn join(&mut self, at: Timestamp) {
        if self.fired_at.is_some() {
            self.revision += 1;
        }
        if self.bumped_at.take().is_some() || self.fired_at.is_none() {
            self.fired_at = Some(at);
        }
    }
}
