//! Who is at the table and what was ordered, as the hub last told it; kept for a page that opens
//! while the hub is away.

use plato_sync_protocol::approval::{DeclineReason, OrderApproval};
use plato_sync_protocol::ids::{DinerId, OrderId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::{DinerView, DishStatus, OrderView};

use crate::chance::Chance;
use crate::plan::Plan;
use crate::records::{self, Names, StoredVisit};
use crate::view::GuestView;

/// An order that the house has not taken, and why.
#[derive(Debug)]
pub struct Declined {
    /// What people call it out by.
    pub number: u32,
    /// Why.
    pub reason: DeclineReason,
    /// More, in the words of the house.
    pub text: String,
    /// Do its portions stand in the cart again?
    pub is_back: bool,
}

/// The visit so far.
#[derive(Debug, Default)]
pub struct Visit {
    /// Everyone who has joined, in the order of joining.
    pub diners: Vec<DinerView>,
    /// When that was heard, by the phone's clock in ms since 1970.
    heard_at_ms: u64,
    /// Orders, oldest first.
    pub orders: Vec<OrderView>,
    /// Names of the records that hold an earlier state.
    stored: Vec<String>,
    /// What the store has.
    kept: (Vec<DinerView>, Vec<OrderView>),
}

impl Visit {
    /// Takes up the latest record.
    pub fn restore(&mut self, records: Vec<(String, StoredVisit)>) {
        for (key, record) in records {
            if self.stored.is_empty() {
                (self.diners, self.orders) = (record.diners, record.orders);
                self.diners = absent(&self.diners);
                self.kept = (self.diners.clone(), self.orders.clone());
            }
            self.stored.push(key);
        }
    }

    /// Replaces who is there.
    pub fn set_diners(&mut self, mut diners: Vec<DinerView>, now_ms: u64) {
        diners.sort_by_key(|diner| diner.number);
        (self.diners, self.heard_at_ms) = (diners, now_ms);
    }

    /// Everyone who has joined, as the screens show them.
    pub fn guests(&self) -> Vec<GuestView> {
        let guest = |diner: &DinerView| GuestView {
            diner: diner.diner.clone(),
            name: diner.name.clone(),
            number: diner.number,
            is_here: diner.is_here,
            is_reviewing: diner.is_reviewing,
            has_left: diner.has_left,
            away_since_ms: diner.away_for_ms.map(|away_ms| self.heard_at_ms.saturating_sub(away_ms)),
        };
        self.diners.iter().map(guest).collect()
    }

    /// Replaces all orders. Returns those that were not known, of others than `me`.
    pub fn set_orders(&mut self, orders: Vec<OrderView>, me: &DinerId) -> Vec<(OrderId, DinerId)> {
        let fresh = orders.iter().filter(|order| order.placed_by != *me && !self.has(order.order));
        let fresh = fresh.map(|order| (order.order, order.placed_by.clone())).collect();
        self.orders = orders;
        fresh
    }

    /// What all orders come to that the house has taken; none before the first.
    pub fn ordered_total(&self) -> Option<Money> {
        let taken = || self.orders.iter().filter(|order| order.approval.is_none());
        let currency = taken().next()?.total.currency;
        Money::sum(currency, taken().map(|order| order.total))
    }

    /// Orders that wait for the house.
    pub fn waiting(&self) -> Vec<OrderId> {
        let waiting = self.orders.iter().filter(|order| order.approval == Some(OrderApproval::Waiting));
        waiting.map(|order| order.order).collect()
    }

    /// Those of these orders that the house has not taken, with its reason.
    pub fn declined_of(&self, orders: &[OrderId]) -> Vec<Declined> {
        let declined = |order: &OrderView| match &order.approval {
            Some(OrderApproval::Declined { reason, text, is_back }) if orders.contains(&order.order) => {
                let (number, reason, text, is_back) = (order.number, *reason, text.clone(), *is_back);
                Some(Declined { number, reason, text, is_back })
            }
            _ => None,
        };
        self.orders.iter().filter_map(declined).collect()
    }

    fn has(&self, order: OrderId) -> bool {
        self.orders.iter().any(|other| other.order == order)
    }

    /// Adds an order, or its newer state. True when it was not known.
    pub fn take_order(&mut self, order: OrderView) -> bool {
        if let Some(known) = self.orders.iter_mut().find(|other| other.order == order.order) {
            *known = order;
            return false;
        }
        self.orders.push(order);
        self.orders.sort_by_key(|order| order.order);
        true
    }

    /// Adds an order as it stood when it was placed, unless something newer is known of it.
    pub fn take_receipt(&mut self, order: OrderView) {
        if !self.has(order.order) {
            self.take_order(order);
        }
    }

    /// An order has moved as a whole.
    pub fn move_order(&mut self, order: OrderId, status: DishStatus) {
        if let Some(found) = self.orders.iter_mut().find(|other| other.order == order) {
            found.status = status;
        }
    }

    /// A dish has moved.
    pub fn move_dish(&mut self, order: OrderId, index: u16, status: DishStatus) {
        let found = self.orders.iter_mut().find(|other| other.order == order);
        let line = found.and_then(|order| order.lines.iter_mut().find(|line| line.index == index));
        if let Some(line) = line {
            line.status = status;
        }
    }

    /// Writes what has changed since it was last written. Who happens to be connected is not kept.
    pub fn keep(&mut self, names: &Names, now_ms: u64, chance: &mut Chance, plan: &mut Plan) {
        let diners = absent(&self.diners);
        if self.kept == (diners.clone(), self.orders.clone()) {
            return;
        }
        let record =
            StoredVisit { written_at_ms: now_ms, diners: diners.clone(), orders: self.orders.clone() };
        let key = names.visit(chance);
        plan.put(key.clone(), records::encoded(&record));
        for old in std::mem::replace(&mut self.stored, vec![key]) {
            plan.delete(old);
        }
        self.kept = (diners, self.orders.clone());
    }
}

/// The party without who happens to be connected.
fn absent(diners: &[DinerView]) -> Vec<DinerView> {
    let absent = |diner: &DinerView| DinerView {
        is_here: false,
        is_reviewing: false,
        away_for_ms: None,
        ..diner.clone()
    };
    diners.iter().map(absent).collect()
}
