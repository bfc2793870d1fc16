//! The first of two levels of a pass: who stands at the stoves' pass looks at what their stations have made
//! and lets it go, and only then is it ready to run. A house without passes has none of this: there a dish
//! can be run as soon as it is made. What was let go comes back only by a recall, at every level.

use plato_sync_protocol::ids::{OrderId, StationId};
use plato_sync_protocol::serving::NamedDish;
use plato_sync_protocol::views::DishStatus;

use super::super::ordering::Order;
use super::super::{Event, Refusal, Venue};
use super::Kitchen;

impl Kitchen {
    /// The pass that a station hands its dishes to, if any.
    fn pass_of(&self, station: &StationId) -> Option<&StationId> {
        self.stations.iter().find(|known| known.id == *station)?.pass.as_ref()
    }

    /// Can a dish be brought: was it made, and has its pass, if there is one, let it go?
    pub(in super::super) fn may_be_run(&self, order: &Order, index: usize) -> bool {
        let is_made = order.statuses[index] == DishStatus::Ready && !order.is_voided(index);
        is_made && self.may_pass_over(order, index)
    }

    /// Has the pass of a dish let it go, or has it none?
    pub(in super::super) fn may_pass_over(&self, order: &Order, index: usize) -> bool {
        order.dishes[index].is_passed || self.pass_of(&order.placed.lines[index].station).is_none()
    }

    /// How far a dish is for those who wait for it: what its pass has not let go is being made.
    pub(in super::super) fn told(&self, order: &Order, index: usize) -> DishStatus {
        match order.statuses[index] {
            DishStatus::Ready if !self.may_pass_over(order, index) => DishStatus::Cooking,
            status => status,
        }
    }

    /// Is all that was fired of an order ready to be brought, or at the table, and something still to bring?
    pub(in super::super) fn is_all_ready(&self, order: &Order) -> bool {
        let fired = (0..order.statuses.len())
            .filter(|index| !order.dishes[*index].is_held && !order.is_voided(*index));
        let is_done = |index| order.statuses[index] == DishStatus::Served || self.may_be_run(order, index);
        fired.clone().any(|index| self.may_be_run(order, index)) && { fired }.all(is_done)
    }
}

impl Venue {
    /// `dishes` are those that were looked at: what came meanwhile, or was made again, is not let go unseen.
    pub(in super::super) fn pass_dishes(
        &self,
        id: OrderId,
        pass: &StationId,
        dishes: &[NamedDish],
    ) -> Result<Vec<Event>, Refusal> {
        if !self.kitchen.passes.iter().any(|known| known.id == *pass) {
            return Err(Refusal::UnknownPass);
        }
        let mut passed = Vec::new();
        let mut is_remade = false;
        for named in dishes {
            let index = named.index();
            let (order, status) = self.dish(id, index)?;
            let place = usize::from(index);
            let dish = &order.dishes[place];
            if self.kitchen.pass_of(&order.placed.lines[place].station) != Some(pass) {
                return Err(Refusal::DishElsewhere);
            }
            if order.is_voided(place) || dish.is_passed || status == DishStatus::Served {
                continue;
            }
            if !named.is_meant(dish.remade) {
                is_remade = true;
                continue;
            }
            if status < DishStatus::Ready {
                return Err(Refusal::DishNotReady);
            }
            passed.push(index);
        }
        passed.sort_unstable();
        passed.dedup();
        if passed.is_empty() {
            return Err(if is_remade { Refusal::TicketChanged } else { Refusal::NothingReady });
        }
        Ok(vec![Event::DishesPassed { order: id, pass: pass.clone(), dishes: passed }])
    }

    pub(in super::super) fn note_passed(&mut self, order: OrderId, dishes: &[u16]) {
        for index in dishes {
            if let Some(dish) = self.orders.dish_mut(order, *index) {
                dish.is_passed = true;
            }
        }
    }
}
