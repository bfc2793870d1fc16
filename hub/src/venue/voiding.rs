//! Void and comp: portions that nobody pays. A void was never made, so the kitchen has to hear of it;
//! a comp was made and is given free, which is no matter of the kitchen's.
//!
//! Portions keep their ids and stay in the order as it was taken: whoever makes the bill asks
//! [`Order::standing`] of each. Who may do it is judged where the command comes in.

use std::collections::BTreeMap;

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::ids::{OrderId, SessionId, UnitId};
use plato_sync_protocol::views::DishStatus;

use super::command::TakeOffPortions;
use super::ordering::{Order, OrderedUnit, Orders};
use super::{Event, Refusal, Venue};

/// How a portion stands on the bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is paid.
    #[default]
    Charged,
    /// It was never made.
    Voided,
    /// It was made and is given free.
    Comped,
}

/// Portions that are not charged.
pub(crate) type TakenOff = BTreeMap<UnitId, Standing>;

impl Order {
    /// How a portion stands on the bill.
    pub fn standing(&self, unit: &UnitId) -> Standing {
        self.taken_off.get(unit).copied().unwrap_or_default()
    }

    /// How many portions of a line are made for a visit.
    pub fn made_for(&self, session: &SessionId, index: usize) -> usize {
        let own = self.units_of(session, index);
        own.filter(|unit| self.standing(&unit.unit) != Standing::Voided).count()
    }

    /// How many portions of a line were voided.
    pub fn voided(&self, index: usize) -> usize {
        let units = self.placed.lines.get(index).map_or(&[][..], |line| &line.units);
        units.iter().filter(|unit| self.standing(&unit.unit) == Standing::Voided).count()
    }

    /// Were portions voided of which the kitchen knew, and has nobody there seen that yet?
    pub fn is_void_news(&self, index: usize) -> bool {
        let dish = &self.dishes[index];
        self.voided(index) > dish.unheard as usize && !dish.is_void_seen
    }

    /// Was every portion of a line voided?
    pub fn is_voided(&self, index: usize) -> bool {
        self.placed.lines.get(index).is_some_and(|line| self.voided(index) == line.units.len())
    }
}

impl Orders {
    pub(super) fn void(&mut self, order: OrderId, index: u16, units: &[UnitId], reason: TakeOffReason) {
        self.take_off(order, units, Standing::Voided);
        if let Some(dish) = self.dish_mut(order, index) {
            // A further void of the same dish is news again.
            dish.is_void_seen = false;
            if reason == TakeOffReason::GuestCancelled {
                dish.cancelled += units.len() as u32;
            }
        }
    }

    pub(super) fn comp(&mut self, order: OrderId, _index: u16, units: &[UnitId]) {
        self.take_off(order, units, Standing::Comped);
    }

    pub(super) fn note_void_seen(&mut self, order: OrderId, index: u16) {
        if let Some(dish) = self.dish_mut(order, index) {
            dish.is_void_seen = true;
        }
    }
}

impl Venue {
    pub(super) fn void_portions(&self, wanted: &TakeOffPortions) -> Result<Vec<Event>, Refusal> {
        let TakeOffPortions { order, index, reason, .. } = *wanted;
        let (_, status) = self.dish(order, index)?;
        if status >= DishStatus::Ready {
            return Err(Refusal::DishMade);
        }
        let units = self.charged_portions(wanted)?;
        Ok(vec![Event::PortionsVoided { order, index, units, reason, by: wanted.by.clone() }])
    }

    pub(super) fn comp_portions(&self, wanted: &TakeOffPortions) -> Result<Vec<Event>, Refusal> {
        let TakeOffPortions { order, index, reason, .. } = *wanted;
        let (_, status) = self.dish(order, index)?;
        if status < DishStatus::Ready {
            return Err(Refusal::DishNotMade);
        }
        let units = self.charged_portions(wanted)?;
        Ok(vec![Event::PortionsComped { order, index, units, reason, by: wanted.by.clone() }])
    }

    pub(super) fn see_void(&self, order: OrderId, index: u16) -> Result<Vec<Event>, Refusal> {
        let (known, _) = self.dish(order, index)?;
        let is_news = known.is_void_news(usize::from(index));
        Ok(if is_news { vec![Event::VoidSeen { order, index }] } else { Vec::new() })
    }

    /// Portions of a line that are still charged: of whom it is about first, then those of everyone, and of
    /// equal ones the last. Which goes is the same wherever it is worked out.
    pub(super) fn charged_portions(&self, wanted: &TakeOffPortions) -> Result<Vec<UnitId>, Refusal> {
        let (order, _) = self.any_dish(wanted.order, wanted.index)?;
        let visits = order.visits();
        let here: Vec<&SessionId> = match &wanted.at {
            Some(session) if visits.contains(&session) => vec![session],
            Some(_) => return Err(Refusal::OrderForeign),
            None => visits,
        };
        let is_open = |session: &&SessionId| self.is_session_open(session);
        let open: Vec<&SessionId> = here.iter().copied().filter(is_open).collect();
        if open.is_empty() {
            return Err(Refusal::SessionClosed);
        }
        let units = order.placed.lines[usize::from(wanted.index)].units.iter();
        let is_meant = |unit: &&OrderedUnit| {
            order.standing(&unit.unit) == Standing::Charged && open.contains(&order.home(&unit.unit))
        };
        let mut charged: Vec<&OrderedUnit> = units.filter(is_meant).collect();
        if let Some(of) = &wanted.of {
            charged.sort_by_key(|unit| (unit.diner == *of, unit.diner.is_everyone()));
        }
        let wanted = usize::from(wanted.portions);
        if wanted == 0 || wanted > charged.len() {
            return Err(Refusal::TooFewPortions { portions: charged.len() as u16 });
        }
        Ok(charged[charged.len() - wanted..].iter().map(|unit| unit.unit.clone()).collect())
    }
}
