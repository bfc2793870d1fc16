//! The twelve invariants of the cart, CI1 to CI12 of `docs/protocol.md`, each as a function. Some are
//! held after every step, the others once the network is back and everyone agrees.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::api::PlaceOrder;
use plato_sync_protocol::cart::{Cart, CartLine, ChangeRefusal, Gate, UnitState};
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::ids::{CommandId, DinerId, UnitId};
use plato_sync_protocol::money::Money;

use super::{Evening, Shown};

/// An invariant that did not hold.
#[derive(Debug, Clone)]
pub struct Breach {
    /// Its number: CI1 to CI12.
    pub rule: u8,
    /// What was found.
    pub what: String,
}

impl Breach {
    pub fn of(rule: u8, what: String) -> Self {
        Self { rule, what }
    }
}

/// It held.
pub type Held<T = ()> = Result<T, Breach>;

fn hold(rule: u8, holds: bool, what: impl FnOnce() -> String) -> Held {
    if holds { Ok(()) } else { Err(Breach::of(rule, what())) }
}

impl Evening {
    /// What has to hold after every step. Looks only at what has moved.
    pub fn look(&mut self) -> Held {
        // That somebody took it off is known to the hub again when that phone is back, and to the others then.
        let hub = &self.world.hub;
        let is_back = |unit: &UnitId| hub.back_by_accident.contains(unit) || hub.out_of_reach.contains(unit);
        self.shown.iter_mut().for_each(|shown| shown.gone.retain(|unit| !is_back(unit)));
        for tab in 0..self.world.tabs.len() {
            let inputs = self.world.tabs[tab].inputs;
            if self.shown[tab].inputs != inputs {
                let pending: BTreeSet<UnitId> = self.world.units(tab).into_keys().collect();
                let (taken, hub) = (&self.taken, &self.world.hub);
                let is_off = |unit: &UnitId| taken.contains(unit) || hub.order_of(unit).is_some();
                self.shown[tab].take(tab, inputs, pending, is_off)?;
            }
        }
        let hub = self.world.hub.written();
        if self.hub_seen != hub {
            self.hub_seen = hub;
            if hub.0 == hub.1 {
                return self.ci9_what_is_off_stays_off();
            }
        }
        Ok(())
    }

    /// [CI9] What was removed or sent on the hub's disk is never pending again.
    fn ci9_what_is_off_stays_off(&mut self) -> Held {
        for (unit, (state, _)) in self.states() {
            if state != UnitState::Pending {
                self.off_at_hub.insert(unit);
            } else {
                hold(9, !self.off_at_hub.contains(&unit), || format!("{unit} is pending at the hub again"))?;
            }
        }
        Ok(())
    }

    /// What has to hold when everyone agrees.
    pub fn hold_at_the_end(&mut self) -> Held {
        let lines = self.world.hub.cart.lines();
        self.ci1_each_portion_is_in_one_place(&lines)?;
        self.ci2_what_was_confirmed_is_what_was_ordered()?;
        self.ci3_each_portion_is_ordered_at_most_once()?;
        self.ci4_nothing_is_lost()?;
        self.ci6_an_order_repeated_is_the_same_order()?;
        self.ci7_all_ways_lead_to_the_same_cart(&lines)?;
        self.ci9_what_a_guest_took_off_stays_off()?;
        self.ci10_nothing_is_doubled()?;
        self.ci11_shares_add_up_to_the_order()?;
        self.ci12_the_hub_refuses_no_honest_change()?;
        self.ci10_what_is_shown_outlives_the_page()
    }

    /// [CI1] Every portion stands on one line, and is pending, removed or sent: sent when an order has
    /// it, whatever else was written, else removed when anyone removed it.
    fn ci1_each_portion_is_in_one_place(&self, lines: &[CartLine]) -> Held {
        let mut seen = BTreeSet::new();
        for unit in lines.iter().flat_map(|line| &line.units) {
            hold(1, seen.insert(&unit.unit), || format!("{} stands on two lines", unit.unit))?;
            let order = self.world.hub.order_of(&unit.unit);
            let is_right = match unit.state {
                UnitState::Sent { order: marked } => order == Some(marked),
                UnitState::Removed | UnitState::Pending => order.is_none(),
            };
            hold(1, is_right, || format!("{} is {:?}, but in order {order:?}", unit.unit, unit.state))?;
        }
        Ok(())
    }

    /// [CI2] The digest over the cart as it stood at the heads that were confirmed, with the prices that
    /// were shown, is the digest that was confirmed; and the order has exactly these portions.
    fn ci2_what_was_confirmed_is_what_was_ordered(&self) -> Held {
        for (body, receipt) in self.world.hub.receipts.values() {
            let order: PlaceOrder = serde_json::from_str(body).unwrap();
            let lines = self.world.hub.cart.lines_at(&order.heads).unwrap_or_default();
            let then = confirmed(&lines, &order);
            hold(2, digest(&then) == order.digest, || {
                format!("order {:?} is not what was confirmed", receipt.order.order)
            })?;
            let dish = |line: &ConfirmedUnit| (line.line.clone(), line.item.clone(), line.diner.clone());
            let mut there: Vec<_> = then.iter().map(dish).collect();
            let taken = receipt.order.lines.iter();
            let mut taken: Vec<_> =
                taken.map(|line| (line.line.clone(), line.item.clone(), line.diners[0].clone())).collect();
            there.sort();
            taken.sort();
            hold(2, there == taken, || format!("confirmed {there:?}, ordered {taken:?}"))?;
        }
        Ok(())
    }

    /// [CI3] A portion is in at most one order, and marked as sent with exactly that one.
    fn ci3_each_portion_is_ordered_at_most_once(&self) -> Held {
        let (hub, states) = (&self.world.hub, self.states());
        let mut ordered = BTreeSet::new();
        for (order, units) in &hub.ordered {
            for unit in units {
                hold(3, ordered.insert(unit), || format!("{unit} was ordered twice"))?;
                let state = states.get(unit).map(|(state, _)| state);
                let is_marked = state == Some(&UnitState::Sent { order: *order });
                hold(3, is_marked, || format!("{unit} of order {order:?} is {state:?}"))?;
            }
        }
        let sent = states.values().filter(|(state, _)| matches!(state, UnitState::Sent { .. })).count();
        hold(3, sent == ordered.len(), || format!("{sent} portions are sent, {} ordered", ordered.len()))?;
        hold(3, hub.orders.len() == hub.receipts.len(), || "an order without a receipt".into())
    }

    /// [CI4] A portion that a guest made is pending or sent, unless a guest took it off.
    fn ci4_nothing_is_lost(&self) -> Held {
        let states = self.states();
        for unit in &self.made {
            let found = states.get(unit);
            hold(4, found.is_some(), || format!("{unit} is lost"))?;
            let is_off = found.is_some_and(|(state, _)| *state == UnitState::Removed);
            let is_replaced = found.is_some_and(|(_, line)| self.chosen_anew.contains(line));
            let may_be_off = self.taken.contains(unit) || is_replaced;
            hold(4, !is_off || may_be_off, || format!("{unit} is off, and nobody took it off"))?;
        }
        Ok(())
    }

    /// [CI6] An order that reaches the hub again gets the same receipt, byte for byte, and one command
    /// has one body.
    fn ci6_an_order_repeated_is_the_same_order(&mut self) -> Held {
        let mut bodies: BTreeMap<CommandId, String> = BTreeMap::new();
        for tab in 0..self.world.tabs.len() {
            for body in self.world.placed(tab) {
                let command = serde_json::from_str::<PlaceOrder>(&body).unwrap().command_id.unwrap();
                let known = bodies.entry(command).or_insert_with(|| body.clone());
                hold(6, *known == body, || format!("{command} has two bodies"))?;
            }
        }
        let orders = self.world.hub.orders.len();
        let done: Vec<(String, String)> = self.world.hub.answers.clone();
        for (body, answer) in done {
            let again = self.world.hub.place_again(&body);
            hold(6, again == (200, answer), || format!("another receipt for {body}: {}", again.1))?;
        }
        hold(6, self.world.hub.orders.len() == orders, || "a repeated order was taken anew".into())
    }

    /// [CI7] The same changes lead to the same heads and the same lines: from the saved document, from
    /// the log, and from the log in another order that respects what builds on what.
    fn ci7_all_ways_lead_to_the_same_cart(&self, lines: &[CartLine]) -> Held {
        let hub = &self.world.hub;
        let same = |way: &str, cart: &Cart| {
            hold(7, cart.heads() == hub.cart.heads(), || format!("other heads by {way}"))?;
            let is_same = format!("{:?}", cart.lines()) == format!("{lines:?}");
            hold(7, is_same, || format!("other lines by {way}"))
        };
        same("snapshot", &Cart::load(&hub.cart.save()).unwrap())?;
        let mut by_log = hub.origin_cart();
        for change in hub.changes() {
            by_log.accept(change, Gate::Device).unwrap();
        }
        same("log", &by_log)?;
        let mut backwards = hub.origin_cart();
        let mut waiting: Vec<_> = hub.changes().iter().rev().collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|change| backwards.accept(change, Gate::Device) == Err(ChangeRefusal::Missing));
            hold(7, waiting.len() < before, || "the log is not complete".into())?;
        }
        same("the log backwards", &backwards)?;
        hold(7, backwards.vector() == hub.cart.vector(), || "another vector".into())
    }

    /// [CI9] What a guest took off is off or was sent before.
    fn ci9_what_a_guest_took_off_stays_off(&self) -> Held {
        let states = self.states();
        for unit in &self.taken {
            let is_back = matches!(states.get(unit), Some((UnitState::Pending, _)));
            let is_told = self.world.hub.out_of_reach.contains(unit);
            hold(9, !is_back || is_told, || format!("{unit} was taken off and is back"))?;
        }
        Ok(())
    }

    /// [CI10] Whatever was made anew has the ids it had: there is no portion that no guest made, but for
    /// one in the place of each that was chosen anew after its line was sent.
    fn ci10_nothing_is_doubled(&self) -> Held {
        let states = self.states();
        let phantoms: Vec<_> = states.keys().filter(|unit| !self.made.contains(*unit)).collect();
        let is_replaced =
            |(state, line): &&(UnitState, _)| *state == UnitState::Removed && self.chosen_anew.contains(line);
        let replaced = states.values().filter(is_replaced).count();
        hold(10, phantoms.len() <= replaced, || {
            format!("{phantoms:?} were made by nobody; {replaced} were replaced")
        })
    }

    /// [CI10] A page that is loaded anew while the hub is away shows what it showed before.
    fn ci10_what_is_shown_outlives_the_page(&mut self) -> Held {
        let before: Vec<_> = (0..self.world.tabs.len()).map(|tab| self.world.units(tab)).collect();
        self.world.hub.is_up = false;
        for (tab, units) in before.into_iter().enumerate() {
            self.world.reload(tab);
            let after = self.world.units(tab);
            hold(10, after == units, || format!("tab {tab} shows {after:?} after a reload, not {units:?}"))?;
        }
        Ok(())
    }

    /// [CI11] What the diners of an order pay adds up to its total, and so do its dishes.
    fn ci11_shares_add_up_to_the_order(&self) -> Held {
        for order in &self.world.hub.orders {
            let mut shares: BTreeMap<&DinerId, i64> = BTreeMap::new();
            for line in &order.lines {
                *shares.entry(&line.diners[0]).or_default() += line.total.minor;
            }
            let prices = order.lines.iter().map(|line| line.unit_price);
            let dishes = Money::sum(order.total.currency, prices);
            let is_sum = shares.values().sum::<i64>() == order.total.minor && dishes == Some(order.total);
            let portions = self.world.hub.ordered.get(&order.order).map_or(0, Vec::len);
            let is_whole = is_sum && portions == order.lines.len();
            hold(11, is_whole, || format!("order {:?} does not add up", order.order))?;
        }
        Ok(())
    }

    /// [CI12] What phones make is accepted: a reset has a reason that no phone could avoid.
    fn ci12_the_hub_refuses_no_honest_change(&self) -> Held {
        let hub = &self.world.hub;
        let is_excused = |code: &str| match code {
            "change_forged" => self.damages > 0,
            "actor_clash" => self.copies > 0 || self.damages > 0,
            // Two tabs of one phone may make the same edits anew.
            "edit_refused" => self.opened > 0,
            _ => false,
        };
        let bad: Vec<_> = hub.resets.iter().filter(|code| !is_excused(code)).collect();
        hold(12, bad.is_empty(), || format!("resets for {bad:?}: {:#?}", hub.reset_reasons))?;
        let is_excused = |code: &str| code == "too_many_resets" && self.damages > 0;
        let refused: Vec<_> = hub.refused.iter().filter(|code| !is_excused(code)).collect();
        hold(12, refused.is_empty(), || format!("refused: {refused:?}: {:#?}", hub.reset_reasons))
    }
}

impl Shown {
    /// [CI5] A portion that was sent or taken off, and that a tab has ceased to show, it does not show
    /// again.
    fn take(
        &mut self,
        tab: usize,
        inputs: usize,
        pending: BTreeSet<UnitId>,
        is_off: impl Fn(&UnitId) -> bool,
    ) -> Held {
        self.inputs = inputs;
        let back: Vec<_> = pending.intersection(&self.gone).collect();
        hold(5, back.is_empty(), || format!("tab {tab} shows {back:?} again"))?;
        self.gone.extend(self.pending.difference(&pending).filter(|unit| is_off(unit)).cloned());
        self.pending = pending;
        Ok(())
    }
}

/// The portions of an order as these lines have them, at the prices that were shown.
fn confirmed(lines: &[CartLine], order: &PlaceOrder) -> Vec<ConfirmedUnit> {
    let stands = |shown: &plato_sync_protocol::api::ShownUnit| {
        let on = |line: &&CartLine| line.units.iter().any(|unit| unit.unit == shown.unit);
        let line = lines.iter().find(on)?;
        let unit = line.units.iter().find(|unit| unit.unit == shown.unit)?;
        Some(ConfirmedUnit {
            unit: shown.unit.clone(),
            line: line.line.clone(),
            item: line.item.clone(),
            config: line.config().to_owned(),
            diner: unit.diner.clone()?,
            rev: line.rev,
            price: shown.price,
        })
    };
    order.units.iter().filter_map(stands).collect()
}
