//! One evening of a party: makes things happen to phones and hub, and keeps book of what guests did
//! and what they were shown, for the invariants to be held against.

mod happening;
mod invariants;

use std::collections::{BTreeMap, BTreeSet};

use plato_client_wasm::input::{Action, Input};
use plato_client_wasm::view::{CartLineView, ConnectionView, ReviewState};
use plato_sync_protocol::cart::{CartLine, UnitState};
use plato_sync_protocol::ids::{DinerId, LineId, UnitId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::FromHub;

pub use happening::{Happening, evenings};
pub use invariants::{Breach, Held};

use crate::world::{World, config, is_traced};

/// Guests, each with a phone.
const GUESTS: usize = 3;
/// Tabs that there may be in all.
const TABS_MAX: usize = 5;
/// Rounds in which everyone has to come to an agreement once the network is back.
const ROUNDS_MAX: usize = 14;

/// What a tab has shown so far.
#[derive(Default)]
struct Shown {
    /// How many inputs it had taken when it was last looked at.
    inputs: usize,
    /// Portions in the cart, as they were last shown.
    pending: BTreeSet<UnitId>,
    /// Portions that were shown once, and not any more when they had been sent or taken off.
    gone: BTreeSet<UnitId>,
}

/// An evening under way.
pub struct Evening {
    pub world: World,
    shown: Vec<Shown>,
    /// Portions that an edit of a guest made, and those that one took away.
    made: BTreeSet<UnitId>,
    taken: BTreeSet<UnitId>,
    /// Lines that somebody chose anew: of one that was sent meanwhile, what is left gets new ids.
    chosen_anew: BTreeSet<LineId>,
    /// Portions that were off at the hub, or with the kitchen, on its disk.
    off_at_hub: BTreeSet<UnitId>,
    /// Tabs beside others, and how many of them were copies.
    opened: usize,
    copies: usize,
    damages: usize,
    hub_seen: (usize, usize),
}

impl Evening {
    /// Three guests, all seated and live.
    pub fn begin() -> Self {
        let world = World::party(GUESTS);
        let shown = (0..world.tabs.len()).map(|_| Shown::default()).collect();
        Self {
            world,
            shown,
            made: BTreeSet::new(),
            taken: BTreeSet::new(),
            chosen_anew: BTreeSet::new(),
            off_at_hub: BTreeSet::new(),
            opened: 0,
            copies: 0,
            damages: 0,
            hub_seen: (0, 0),
        }
    }

    /// Makes all of this happen, then lets everyone agree. The first breach ends it.
    pub fn spend(happenings: &[Happening]) -> Held<Self> {
        let mut evening = Self::begin();
        for happening in happenings {
            evening.happen(*happening)?;
            evening.trace(&format_args!("{happening:?}"));
            evening.look()?;
        }
        let end = evening.end();
        evening.trace(&"the end");
        end?;
        evening.look()?;
        evening.hold_at_the_end()?;
        Ok(evening)
    }

    /// Tells what there is after a step.
    fn trace(&self, step: &dyn std::fmt::Display) {
        if !is_traced() {
            return;
        }
        let World { hub, browsers, tabs, .. } = &self.world;
        eprintln!("{step}");
        for tab in 0..tabs.len() {
            eprintln!("  tab {tab} shows {:?}", self.world.units(tab).keys().collect::<Vec<_>>());
        }
        for (number, browser) in browsers.iter().enumerate() {
            eprintln!("  browser {number} has {:?}", browser.records.keys().collect::<Vec<_>>());
        }
        for change in hub.changes() {
            eprintln!("  hub has {}/{} {:?} {:?}", change.actor, change.seq, change.hash, change.edits);
        }
    }

    fn tab(&self, number: u8) -> usize {
        usize::from(number) % self.world.tabs.len()
    }

    fn diner(&self, number: u8) -> DinerId {
        match usize::from(number) % (GUESTS + 1) {
            GUESTS => DinerId::everyone(),
            guest => self.world.me(guest),
        }
    }

    fn line(&self, tab: usize, number: u8) -> Option<CartLineView> {
        let mut lines = self.world.lines(tab);
        (!lines.is_empty()).then(|| lines.swap_remove(usize::from(number) % lines.len()))
    }

    fn happen(&mut self, happening: Happening) -> Held {
        use Happening as H;
        match happening {
            H::Add { tab, dish, note, portions, diner } => {
                let item = ["soup", "bread", "steak"][usize::from(dish) % 3];
                let portions = u32::from(portions) % 3 + 1;
                let (config, diner) = (noted(item, note), self.diner(diner));
                let action = Action::Add { item: item.parse().unwrap(), config, portions, diner };
                self.press(self.tab(tab), action, portions as isize)
            }
            H::More { tab, line, diner } => self.on_line(tab, line, |evening, line| {
                Some((Action::More { line: line.line, diner: evening.diner(diner) }, 1))
            }),
            H::Less { tab, line, diner } => self.on_line(tab, line, |evening, line| {
                Some((Action::Less { line: line.line, diner: evening.diner(diner) }, -1))
            }),
            H::Remove { tab, line, diner } => self.on_line(tab, line, |evening, line| {
                // A line is shown once for each diner, with that diner's portions.
                let diner = evening.diner(diner);
                let theirs = evening.portions_of(evening.tab(tab), &line.line, &diner);
                Some((Action::Remove { line: line.line, diner }, -theirs))
            }),
            H::Give { tab, line, unit, diner } => self.on_line(tab, line, |evening, line| {
                let unit = line.units.get(usize::from(unit) % line.units.len())?.unit.clone();
                Some((Action::Give { line: line.line, unit, diner: evening.diner(diner) }, 0))
            }),
            H::Choose { tab, line, note } => self.on_line(tab, line, |evening, line| {
                evening.chosen_anew.insert(line.line.clone());
                Some((Action::Reconfigure { config: noted(line.item.as_str(), note), line: line.line }, 0))
            }),
            other => self.beside_edits(other),
        }
    }

    fn beside_edits(&mut self, happening: Happening) -> Held {
        use Happening as H;
        match happening {
            H::Arrive { tab, count } => {
                let tab = self.tab(tab);
                for _ in 0..count {
                    self.world.step(tab);
                    self.look()?;
                }
            }
            H::Settle => self.world.settle(),
            H::Wait { tenths } => self.world.advance(u64::from(tenths) * 100),
            H::Open { tab } | H::Copy { tab } => self.open(tab, matches!(happening, H::Copy { .. })),
            H::Close { tab } => self.close(tab),
            H::Reload { tab } => self.world.reload(self.tab(tab)),
            H::Die { tab, after } => {
                let tab = self.tab(tab);
                self.world.tabs[tab].dies_after = Some(usize::from(after));
            }
            H::SaveLater | H::Save | H::PowerCut | H::GoOn | H::SoldOut => self.at_the_hub(happening),
            H::Review { tab } => self.world.act(self.tab(tab), Action::OpenReview),
            H::Order { tab } => {
                let tab = self.tab(tab);
                let review = self.world.view(tab).review.map(|review| review.state);
                if review != Some(ReviewState::Open) {
                    self.world.act(tab, Action::OpenReview);
                }
                self.world.act(tab, Action::Place);
            }
            H::Repeat { tab, call } => self.world.repeat_call(self.tab(tab), call.into()),
            other => self.in_the_air(other),
        }
        Ok(())
    }

    fn open(&mut self, tab: u8, is_copy: bool) {
        let tab = self.tab(tab);
        if self.world.tabs.len() < TABS_MAX {
            self.opened += 1;
            self.copies += usize::from(is_copy);
            if is_copy {
                self.world.copy_tab(tab);
            } else {
                self.world.open_beside(tab);
            }
            self.shown.push(Shown::default());
        }
    }

    /// The first tab of every phone stays open.
    fn close(&mut self, tab: u8) {
        let beside = self.world.tabs.len() - GUESTS;
        if beside > 0 {
            let tab = GUESTS + usize::from(tab) % beside;
            self.world.close_tab(tab);
            self.shown.remove(tab);
        }
    }

    fn in_the_air(&mut self, happening: Happening) {
        use Happening as H;
        let world = &mut self.world;
        let at = |number: u8| usize::from(number) % world.tabs.len();
        match happening {
            H::Away { tab } => {
                let tab = at(tab);
                world.tabs[tab].is_online = false;
                world.drop_socket(tab);
            }
            H::Back { tab } => {
                let tab = at(tab);
                world.tabs[tab].is_online = true;
                world.input(tab, Input::Woken);
            }
            H::Cut { tab } => world.drop_socket(at(tab)),
            H::CutUnnoticed { tab } => world.drop_socket_unnoticed_by_hub(at(tab)),
            H::Damage { tab } => self.damages += usize::from(world.damage_change(at(tab))),
            H::LoseAnswers { tab } => {
                let tab = at(tab);
                world.tabs[tab].loses_answers = !world.tabs[tab].loses_answers;
            }
            other => unreachable!("{other:?} happens elsewhere"),
        }
    }

    fn at_the_hub(&mut self, happening: Happening) {
        let hub = &mut self.world.hub;
        match happening {
            Happening::SaveLater => hub.saves_at_once = false,
            Happening::Save => {
                hub.saves_at_once = true;
                hub.save();
            }
            Happening::PowerCut => {
                hub.crash();
                self.disconnect_all();
            }
            Happening::GoOn => {
                if hub.orders.is_empty() {
                    hub.goes_on_in_another_cart();
                    self.world.now_ms += 1;
                    self.disconnect_all();
                }
            }
            _ => {
                hub.menu.items[0].is_eighty_sixed ^= true;
                hub.menu.revision += 1;
                let revision = hub.menu.revision;
                hub.tell(&FromHub::MenuChanged { revision }, None);
            }
        }
    }

    fn disconnect_all(&mut self) {
        for tab in 0..self.world.tabs.len() {
            self.world.drop_socket(tab);
        }
    }

    fn on_line(
        &mut self,
        tab: u8,
        line: u8,
        action: impl FnOnce(&mut Self, CartLineView) -> Option<(Action, isize)>,
    ) -> Held {
        let tab = self.tab(tab);
        let Some(line) = self.line(tab, line) else { return Ok(()) };
        match action(self, line) {
            Some((action, change)) => self.press(tab, action, change),
            None => Ok(()),
        }
    }

    fn portions_of(&self, tab: usize, line: &LineId, diner: &DinerId) -> isize {
        let groups = self.world.view(tab).cart.groups;
        let own = groups.iter().filter(|group| group.diner == *diner).flat_map(|group| &group.lines);
        own.filter(|shown| shown.line == *line).map(|shown| shown.units.len()).sum::<usize>() as isize
    }

    /// A guest does something that has to change what the cart shows by so many portions.
    fn press(&mut self, tab: usize, action: Action, change: isize) -> Held {
        self.look()?;
        let before: BTreeSet<UnitId> = self.world.units(tab).into_keys().collect();
        let (told, deaths) = (self.world.notices(tab).len(), self.world.tabs[tab].deaths);
        self.world.act(tab, action.clone());
        let after: BTreeSet<UnitId> = self.world.units(tab).into_keys().collect();
        self.made.extend(after.difference(&before).cloned());
        self.taken.extend(before.difference(&after).cloned());
        let is_dead = self.world.tabs[tab].deaths > deaths;
        let is_told = self.world.notices(tab).len() > told;
        let changed = after.len() as isize - before.len() as isize;
        if is_dead || changed == change || (is_told && changed == 0) {
            return Ok(());
        }
        Err(Breach::of(8, format!("tab {tab}: {action:?} changed the total by {changed}, not {change}")))
    }

    /// The network comes back for all, and time passes until all agree.
    fn end(&mut self) -> Held {
        let world = &mut self.world;
        world.hub.saves_at_once = true;
        world.hub.save();
        for tab in &mut world.tabs {
            tab.is_online = true;
            tab.loses_answers = false;
            tab.dies_after = None;
        }
        for tab in 0..world.tabs.len() {
            world.input(tab, Input::Woken);
        }
        let mut why = String::new();
        for round in 0..ROUNDS_MAX {
            self.world.advance(if round == 0 { 1_000 } else { 10_000 });
            self.look()?;
            match self.disagreement() {
                None => return Ok(()),
                Some(found) => why = found,
            }
        }
        let (resets, refused) = (&self.world.hub.reset_reasons, &self.world.hub.refused);
        Err(Breach::of(
            7,
            format!(
                "no agreement: {why}; refused {refused:?}; {} resets, {:#?}",
                resets.len(),
                &resets[resets.len().saturating_sub(6)..]
            ),
        ))
    }

    /// Who does not agree with the hub yet.
    fn disagreement(&self) -> Option<String> {
        let pending = self.world.hub.pending();
        (0..self.world.tabs.len()).find_map(|tab| {
            let view = self.world.view(tab);
            let review = view.review.map(|review| review.state);
            if view.connection != ConnectionView::Live {
                return Some(format!("tab {tab} is {:?}", view.connection));
            }
            if matches!(review, Some(ReviewState::Sending | ReviewState::Unknown)) {
                return Some(format!("tab {tab} waits for its order"));
            }
            if view.cart.unsaved_edits > 0 {
                return Some(format!("tab {tab} has unsaved edits"));
            }
            let units = self.world.units(tab);
            (units != pending).then(|| format!("tab {tab} shows {units:?}, the hub has {pending:?}"))
        })
    }

    fn states(&self) -> BTreeMap<UnitId, (UnitState, LineId)> {
        let lines: Vec<CartLine> = self.world.hub.cart.lines();
        let units = lines.iter().flat_map(|line| line.units.iter().map(move |unit| (unit, &line.line)));
        let here = units.map(|(unit, line)| (unit.unit.clone(), (unit.state.clone(), line.clone())));
        let off = |(unit, line): (&UnitId, &LineId)| (unit.clone(), (UnitState::Removed, line.clone()));
        self.world.hub.left_behind.iter().map(off).chain(here).collect()
    }
}

fn noted(item: &str, note: u8) -> LineConfig {
    let note = ["", "no salt", "hot"][usize::from(note) % 3];
    LineConfig { note: note.into(), ..config(item) }
}
