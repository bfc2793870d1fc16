//! What a guest does with a phone, at random: edits, orders, wanders out of reach, reloads, copies
//! tabs. Once it is calm, the guest only waits, and joins if that has not worked yet.

use std::collections::BTreeSet;
use std::time::Duration;

use plato_client_wasm::input::{Action, Input};
use plato_client_wasm::view::{CartLineView, ReviewState, Stage, View};
use plato_sync_protocol::approval::OrderApproval;
use plato_sync_protocol::ids::{DinerId, LineId, UnitId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::views::{OrderView, SessionMode};
use rand::Rng;
use rand::seq::IndexedRandom;
use tokio::time::Instant;

use crate::evening::Phase;
use crate::history::Confirmed;
use crate::hub::PIN;
use crate::phone::Phone;

/// Dishes that are ordered, with the modifiers of which one is chosen.
const DISHES: [(&str, &[&str]); 4] = [
    ("steak", &["doneness/rare", "doneness/well"]),
    ("soup", &[""]),
    ("coffee", &["", "milk/oat"]),
    ("lemonade", &[""]),
];
/// Tabs that a phone has open at most.
const TABS_MAX: usize = 3;

fn config(item: &str, modifier: &str, note: &str) -> LineConfig {
    let modifier = if item == "steak" && modifier.is_empty() { "doneness/rare" } else { modifier };
    let keys = [modifier].into_iter().filter(|key| !key.is_empty());
    LineConfig { modifiers: keys.map(|key| key.parse().unwrap()).collect(), note: note.to_owned() }
}

fn lines(view: &View) -> Vec<CartLineView> {
    view.cart.groups.iter().flat_map(|group| group.lines.clone()).collect()
}

/// Portions that a view shows in the cart.
pub fn units(view: &View) -> BTreeSet<UnitId> {
    let lines = view.cart.groups.iter().flat_map(|group| &group.lines);
    lines.flat_map(|line| line.units.iter().map(|unit| unit.unit.clone())).collect()
}

impl Phone {
    /// The guest does the next thing.
    pub(crate) fn live(&mut self) {
        let pause_ms = match self.evening.phase.get() {
            Phase::Calm => {
                self.calm_down();
                2_000
            }
            Phase::Early | Phase::Stormy => {
                let tabs: Vec<usize> = self.pages.keys().copied().collect();
                let tab = *tabs.choose(&mut self.chance).unwrap();
                self.act(tab);
                self.chance.random_range(50..900)
            }
        };
        self.acts_at = Instant::now() + Duration::from_millis(pause_ms);
    }

    fn calm_down(&mut self) {
        self.loses_answers = false;
        if self.is_offline {
            self.network(true);
        }
        for tab in self.pages.keys().copied().collect::<Vec<_>>() {
            // The party sits elsewhere than where this code is: it is scanned there.
            let table = self.evening.table_of(self.party);
            let is_elsewhere = self.page(tab).table != table;
            if is_elsewhere && matches!(self.view(tab).stage, Stage::Join { is_busy: false, .. }) {
                self.open_anew(tab);
            } else {
                self.join(tab);
            }
        }
    }

    /// True when the tab has joined.
    fn join(&mut self, tab: usize) -> bool {
        match self.view(tab).stage {
            Stage::Join { is_busy: false, .. } => {
                let name = format!("Guest {}", self.name);
                self.take(tab, Input::Do { action: Action::Join { pin: PIN.into(), name, was_here: false } });
                false
            }
            Stage::Join { .. } | Stage::Closed { .. } => false,
            // Its first answer was lost: as somebody new, then.
            Stage::Knocking { is_busy: false, .. } => {
                self.take(tab, Input::Do { action: Action::ChooseWho { diner: None } });
                false
            }
            Stage::Knocking { .. } => false,
            Stage::Seated => true,
        }
    }

    fn act(&mut self, tab: usize) {
        if !self.join(tab) {
            return;
        }
        let is_early = self.evening.phase.get() == Phase::Early;
        match self.chance.random_range(0..100) {
            0..=49 => {
                for _ in 0..self.chance.random_range(1..4) {
                    self.edit(tab);
                }
            }
            50..=52 => self.wishes(),
            53..=65 => self.order(tab),
            66..=67 => self.take(tab, Input::Do { action: Action::CloseReview }),
            68 if self.is_ready_with_others(tab) => {
                self.evening.history.borrow_mut().count("friends sent");
                self.take(tab, Input::Do { action: Action::SendTogether });
            }
            _ if is_early => {}
            69..=73 => self.network(false),
            74..=82 => self.network(true),
            83..=86 => self.lose_socket(tab),
            87..=90 => self.reload(tab),
            91 => self.copy_or_close(tab),
            92 => self.open_anew(tab),
            93..=95 => self.loses_answers = !self.loses_answers,
            96..=97 => self.repeat_an_order(),
            _ => self.take(tab, Input::Woken),
        }
    }

    /// Does an order of the guest wait for those of the others?
    fn is_ready_with_others(&self, tab: usize) -> bool {
        let waits = |order: &OrderView| matches!(order.approval, Some(OrderApproval::Together { .. }));
        self.view(tab).orders.iter().any(waits)
    }

    fn copy_or_close(&mut self, tab: usize) {
        if self.pages.len() < TABS_MAX {
            return self.copy_page(tab);
        }
        self.close_page(tab);
        let ordered = self.ordered.remove(&tab).unwrap_or_default();
        self.evening.history.borrow_mut().ended.extend(ordered);
    }

    /// Closes the tab and scans the code again.
    fn open_anew(&mut self, tab: usize) {
        self.open_page(None);
        self.close_page(tab);
    }

    fn repeat_an_order(&mut self) {
        if let Some((token, body)) = self.posted.choose(&mut self.chance).cloned() {
            self.post_again(0, token, body);
        }
    }

    fn order(&mut self, tab: usize) {
        self.take(tab, Input::Do { action: Action::OpenReview });
        let Some(review) = self.view(tab).review.filter(|review| review.state == ReviewState::Open) else {
            return;
        };
        let confirmed = Confirmed::of_review(&review);
        self.evening.history.borrow_mut().confirms(review.command_id, confirmed);
        let with_others = self.view(tab).mode == SessionMode::Individual && self.chance.random_ratio(1, 3);
        let action = if with_others { Action::PlaceWithOthers } else { Action::Place };
        self.take(tab, Input::Do { action });
        let is_refused = |state: &ReviewState| matches!(state, ReviewState::Changed { .. });
        if self.view(tab).review.is_none_or(|review| is_refused(&review.state)) {
            self.evening.history.borrow_mut().ended.insert(review.command_id);
        }
        self.ordered.entry(tab).or_default().push(review.command_id);
    }

    fn edit(&mut self, tab: usize) {
        let view = self.view(tab);
        let action = self.some_edit(&view);
        let is_add = matches!(action, Action::Add { .. });
        // Ids of what is moved to another line are made anew when the choice is.
        let is_choice = matches!(action, Action::Reconfigure { .. });
        if let Action::Reconfigure { line, .. } = &action {
            self.evening.history.borrow_mut().chosen_anew.insert(line.clone());
        }
        if let Action::Give { unit, .. } = &action {
            self.evening.history.borrow_mut().given.insert(unit.clone());
        }
        let before = units(&view);
        self.take(tab, Input::Do { action });
        let now = self.view(tab);
        let after = units(&now);
        let (made, taken): (Vec<_>, Vec<_>) =
            (after.difference(&before).collect(), before.difference(&after).collect());
        self.evening.trace.note(&self.name, format_args!("tab {tab} has made {made:?} and taken {taken:?}"));
        let mut history = self.evening.history.borrow_mut();
        history.count("edits");
        if is_add {
            let known: BTreeSet<LineId> = lines(&view).into_iter().map(|line| line.line).collect();
            let shown = lines(&now).into_iter().map(|line| line.line);
            history.added.extend(shown.filter(|line| !known.contains(line)));
        }
        if !is_choice {
            history.made.extend(after.difference(&before).cloned());
        }
        history.taken.extend(before.difference(&after).cloned());
    }

    fn some_edit(&mut self, view: &View) -> Action {
        let chance = &mut self.chance;
        let diners = view.diners.iter().map(|diner| diner.diner.clone());
        let diners: Vec<DinerId> = diners.chain(view.me.clone()).chain([DinerId::everyone()]).collect();
        let diner = diners.choose(chance).unwrap().clone();
        let note = ["", "no salt", "hot"][chance.random_range(0..3)];
        let lines = lines(view);
        let choice = chance.random_range(0..10);
        let Some(shown) = lines.choose(chance).filter(|_| choice > 3) else {
            let (item, modifiers) = DISHES.choose(chance).unwrap();
            let config = config(item, modifiers.choose(chance).unwrap(), note);
            return Action::Add {
                item: item.parse().unwrap(),
                config,
                portions: chance.random_range(1..4),
                diner,
            };
        };
        let line = shown.line.clone();
        match choice {
            4 | 5 => Action::More { line, diner },
            6 => Action::Less { line, diner },
            7 => Action::Remove { line, diner },
            8 => {
                let unit = shown.units.choose(chance).unwrap().unit.clone();
                Action::Give { line, unit, diner }
            }
            _ => Action::Reconfigure { line, config: config(shown.item.as_str(), "", note) },
        }
    }
}
