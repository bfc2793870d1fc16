//! What everybody did and was told, for the checks at the end.

use std::collections::{BTreeMap, BTreeSet};

use plato_client_wasm::view::{Notice, ReviewView, View};
use plato_sync_protocol::api::{OrderReceipt, PlaceOrder};
use plato_sync_protocol::bill::checkout::PaymentView;
use plato_sync_protocol::ids::{
    CommandId, DinerId, ItemId, LineId, OrderId, PaymentId, SessionId, TicketId, UnitId,
};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::{DishStatus, OrderView};

/// What the guest who took a portion off is told when it turns out never to have reached the hub.
const COULD_NOT_BE_TAKEN_OFF: &str = "this portion is not in the cart";

/// A dish as it was confirmed or ordered: line, dish, modifiers, note, eater.
pub type Dish = (LineId, ItemId, Vec<String>, String, DinerId);

/// An order as a guest confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    /// How many of each dish.
    pub dishes: BTreeMap<Dish, usize>,
    /// What it costs.
    pub total: Money,
}

impl Confirmed {
    /// What a review screen shows.
    pub fn of_review(review: &ReviewView) -> Self {
        let mut dishes = BTreeMap::new();
        for group in &review.groups {
            for line in &group.lines {
                let (modifiers, note) = (line.modifiers.clone(), line.note.clone());
                let dish = (line.line.clone(), line.item.clone(), modifiers, note, group.diner.clone());
                *dishes.entry(dish).or_default() += line.units.len();
            }
        }
        Self { dishes, total: review.total }
    }

    /// What the hub says was ordered.
    pub fn of_order(order: &OrderView) -> Self {
        let mut dishes = BTreeMap::new();
        for line in &order.lines {
            for diner in &line.diners {
                let (modifiers, note) = (line.modifiers.clone(), line.note.clone());
                let dish = (line.line.clone(), line.item.clone(), modifiers, note, diner.clone());
                *dishes.entry(dish).or_default() += 1;
            }
        }
        Self { dishes, total: order.total }
    }
}

/// Everything that counts at the end.
#[derive(Default)]
pub struct History {
    /// Portions that an edit of a guest made.
    pub made: BTreeSet<UnitId>,
    /// Portions that an edit of a guest took off.
    pub taken: BTreeSet<UnitId>,
    /// Portions that somebody gave to somebody.
    pub given: BTreeSet<UnitId>,
    /// Lines that somebody chose anew: on one that was sent meanwhile, what is left gets new ids.
    pub chosen_anew: BTreeSet<LineId>,
    /// Lines that guests added. Any other takes what was left of one that was chosen anew, and may itself
    /// be left for the next when the same choice is made once more on what has become of the cart.
    pub added: BTreeSet<LineId>,
    /// Portions of which a phone has said that they are on the hub's disk.
    pub saved: BTreeSet<UnitId>,
    /// How often a guest was told that a portion could not be taken off.
    pub told: usize,
    /// Bodies of orders, by command.
    pub placed: BTreeMap<CommandId, String>,
    /// What was confirmed, by command.
    pub confirmed: BTreeMap<CommandId, Confirmed>,
    /// What the hub acknowledged, by command.
    pub receipts: BTreeMap<CommandId, OrderReceipt>,
    /// Commands to place an order that the hub refused, with the wall time at which they were sent.
    pub refused: Vec<(CommandId, u64)>,
    /// Commands that came to an end, or whose tab was closed for good.
    pub ended: BTreeSet<CommandId>,
    /// Orders that some phone has shown.
    pub shown: BTreeMap<OrderId, Confirmed>,
    /// Tickets whose bump the hub acknowledged.
    pub bumped: BTreeSet<TicketId>,
    /// Orders of which somebody wanted a ticket back.
    pub recalled: BTreeSet<OrderId>,
    /// Dishes of which a waiter's screen has said that they were brought.
    pub carried: BTreeSet<(OrderId, u16)>,
    /// How far dishes were when the hub acknowledged a tap.
    pub dishes: BTreeMap<(OrderId, u16), DishStatus>,
    /// Taps on screens of the house that have no answer yet.
    pub unanswered: usize,
    /// Payments and refunds that the hub acknowledged: amount, tip, number of the receipt.
    pub paid: BTreeMap<PaymentId, (i64, i64, u32)>,
    /// Those that it refused.
    pub not_paid: BTreeSet<PaymentId>,
    /// How often a waiter has asked that a party shares otherwise.
    pub mode_changes: BTreeMap<SessionId, usize>,
    /// Whose bill somebody is paying.
    pub rival: Option<SessionId>,
    /// How often everything of that kind happened.
    pub counts: BTreeMap<&'static str, u64>,
    /// Promises that were broken.
    pub broken: Vec<String>,
}

impl History {
    /// Counts something that happened.
    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// Notes a broken promise.
    pub fn breaks(&mut self, promise: String) {
        self.broken.push(promise);
    }

    /// How often a waiter has asked that this party shares otherwise.
    pub fn mode_changes(&self, party: &SessionId) -> usize {
        self.mode_changes.get(party).copied().unwrap_or(0)
    }

    /// A waiter asks that a party shares otherwise.
    pub fn changes_mode(&mut self, party: &SessionId) {
        *self.mode_changes.entry(party.clone()).or_default() += 1;
    }

    /// A guest taps "Order" on this.
    pub fn confirms(&mut self, command: CommandId, confirmed: Confirmed) {
        self.count("orders confirmed");
        let known = self.confirmed.entry(command).or_insert_with(|| confirmed.clone());
        if *known != confirmed {
            self.breaks(format!("command {command} was confirmed twice, differently"));
        }
    }

    /// A phone posts an order.
    pub fn posts(&mut self, body: &str) {
        let order: PlaceOrder = serde_json::from_str(body).unwrap();
        let Some(command) = order.command_id else {
            return self.breaks("an order without a command id".into());
        };
        let known = self.placed.entry(command).or_insert_with(|| body.to_owned());
        if known != body {
            self.breaks(format!("command {command} has two bodies"));
        }
    }

    /// The hub answered the order with that body, sent at that time.
    pub fn answered(&mut self, order: &str, sent_ms: u64, status: u16, answer: &str) {
        if (200..500).contains(&status) {
            let order: PlaceOrder = serde_json::from_str(order).unwrap();
            self.ended.extend(order.command_id);
        }
        let is_settled = (400..500).contains(&status) && !answer.contains("changes_missing");
        if status == 200 {
            self.acknowledged(answer);
        } else if is_settled {
            let order: PlaceOrder = serde_json::from_str(order).unwrap();
            self.refused.extend(order.command_id.map(|command| (command, sent_ms)));
            self.count("orders refused");
        }
    }

    /// The hub acknowledged an order.
    fn acknowledged(&mut self, body: &str) {
        let receipt: OrderReceipt = serde_json::from_str(body).unwrap();
        let (command, order) = (receipt.command_id, receipt.order.order);
        let known = self.receipts.entry(command).or_insert_with(|| receipt.clone());
        if *known != receipt {
            self.breaks(format!("command {command} has two receipts, one for order {order}"));
        }
        self.count("receipts");
    }

    /// A till was answered; true when the money is taken, or given back.
    pub fn pays(&mut self, id: PaymentId, amount: i64, tip: i64, answer: Option<PaymentView>) -> bool {
        let Some(view) = answer else {
            self.count("payments refused");
            self.not_paid.insert(id);
            return false;
        };
        self.count(if view.refund_of.is_some() { "refunds" } else { "payments" });
        if (&view.payment, view.amount, view.tip) != (&id, amount, tip) {
            self.breaks(format!("payment {id} of {amount} and {tip} was answered as {view:?}"));
        }
        self.paid.insert(id, (view.amount, view.tip, view.receipt));
        true
    }

    /// A phone shows something new.
    pub fn shows(&mut self, view: &View) {
        for order in &view.orders {
            let now = Confirmed::of_order(order);
            if *self.shown.entry(order.order).or_insert_with(|| now.clone()) != now {
                self.breaks(format!("order {} changed", order.order));
            }
        }
        let lines = view.cart.groups.iter().flat_map(|group| &group.lines);
        for unit in lines.flat_map(|line| &line.units).filter(|unit| unit.is_saved) {
            self.saved.insert(unit.unit.clone());
        }
    }

    /// A guest is told something.
    pub fn tells(&mut self, notice: &Notice) {
        if let Notice::EditDropped { message, .. } = notice {
            self.count("edits dropped");
            self.told += usize::from(message == COULD_NOT_BE_TAKEN_OFF);
        }
    }
}
