//! Builds what the screens show: the cart split up by who gets what, with names, prices, problems and
//! what is not saved yet; the review the same way; and quotes for the dish sheet.

use std::collections::BTreeMap;

use plato_sync_protocol::cart::CartLine;
use plato_sync_protocol::ids::{DinerId, ItemId, UnitId};
use plato_sync_protocol::limits::UNITS_PER_ORDER_MAX;
use plato_sync_protocol::menu::{ChoiceRefusal, LineConfig, Menu};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::views::DinerView;

use crate::confirmed::{Confirmed, ConfirmedLine};
use crate::replica::Unsaved;
use crate::view::{CartGroupView, CartLineView, CartView, ConflictingChoice, LineProblem, Quote};
use crate::view::{ReviewState, ReviewView, UnitView};

/// What every part of the view needs.
pub struct Presenter<'a> {
    /// The menu, once it is there.
    pub menu: Option<&'a Menu>,
    /// Everyone who has joined.
    pub diners: &'a [DinerView],
    /// Whose phone it is.
    pub me: &'a DinerId,
    /// What only this phone has.
    pub unsaved: &'a Unsaved,
}

/// A line for all, before it is split up.
type Whole = (CartLineView, Vec<(UnitId, DinerId)>);

impl Presenter<'_> {
    /// The cart. `is_wanted` leaves out portions that were ordered already; `is_settled` is false
    /// while the cart stands on a draft that the hub cannot know.
    pub fn cart(
        &self,
        lines: &[CartLine],
        is_wanted: impl Fn(&UnitId) -> bool,
        is_settled: bool,
    ) -> CartView {
        let mut all = Vec::new();
        for line in lines {
            let units = line.pending().filter(|unit| is_wanted(&unit.unit));
            let units: Vec<_> =
                units.filter_map(|unit| Some((unit.unit.clone(), unit.diner.clone()?))).collect();
            if !units.is_empty() {
                all.push((self.line(line), units));
            }
        }
        let portions = all.iter().map(|(_, units)| units.len()).sum::<usize>();
        let has_problem = all.iter().any(|(line, _)| line.problem.is_some() || line.unit_price.is_none());
        let groups = self.groups(&all, self.menu.map(|menu| menu.currency));
        let total = self.menu.and_then(|menu| {
            let prices = all.iter().flat_map(|(line, units)| units.iter().filter_map(|_| line.unit_price));
            Money::sum(menu.currency, prices)
        });
        let is_orderable =
            is_settled && (1..=UNITS_PER_ORDER_MAX).contains(&portions) && total.is_some() && !has_problem;
        let (portions, unsaved_edits) = (portions as u32, self.unsaved.edits as u32);
        CartView { groups, portions, total, unsaved_edits, is_orderable }
    }

    fn line(&self, line: &CartLine) -> CartLineView {
        let config = LineConfig::from_canonical(line.config()).unwrap_or_default();
        let menu = self.menu;
        let problem = menu.and_then(|menu| problem(menu, line, &config));
        CartLineView {
            line: line.line.clone(),
            item: line.item.clone(),
            name: menu
                .and_then(|menu| menu.item(&line.item))
                .map_or_else(String::new, |item| item.name.clone()),
            modifiers: menu.map_or_else(Vec::new, |menu| menu.modifier_names(&line.item, &config)),
            note: config.note.clone(),
            unit_price: menu.and_then(|menu| menu.quote(&line.item, &config).ok()),
            config,
            units: Vec::new(),
            total: None,
            added_by: line.by.clone(),
            is_saved: !self.unsaved.lines.contains(&line.line),
            is_proposal: line.is_frozen(),
            problem,
        }
    }

    /// The review screen.
    pub fn review(&self, confirmed: &Confirmed, state: ReviewState) -> ReviewView {
        let whole = |line: &ConfirmedLine| (self.confirmed_line(line), line.units.clone());
        let all: Vec<Whole> = confirmed.lines.iter().map(whole).collect();
        ReviewView {
            command_id: confirmed.command_id,
            groups: self.groups(&all, Some(confirmed.total.currency)),
            portions: confirmed.units().count() as u32,
            total: confirmed.total,
            state,
        }
    }

    fn confirmed_line(&self, line: &ConfirmedLine) -> CartLineView {
        let config = LineConfig::from_canonical(&line.config).unwrap_or_default();
        CartLineView {
            line: line.line.clone(),
            item: line.item.clone(),
            name: line.name.clone(),
            modifiers: line.modifiers.clone(),
            note: config.note.clone(),
            config,
            units: Vec::new(),
            unit_price: Some(line.price),
            total: None,
            added_by: line.by.clone(),
            is_saved: !self.unsaved.lines.contains(&line.line),
            is_proposal: line.is_proposal,
            problem: None,
        }
    }

    /// Splits lines up by who gets their portions.
    fn groups(&self, all: &[Whole], currency: Option<Currency>) -> Vec<CartGroupView> {
        let mut groups: BTreeMap<(usize, &DinerId), Vec<CartLineView>> = BTreeMap::new();
        for (line, units) in all {
            let mut shares: BTreeMap<&DinerId, Vec<UnitView>> = BTreeMap::new();
            for (unit, diner) in units {
                let is_saved = !self.unsaved.units.contains(unit);
                shares.entry(diner).or_default().push(UnitView { unit: unit.clone(), is_saved });
            }
            for (diner, units) in shares {
                let total = line.unit_price.and_then(|price| price.checked_times(units.len() as u32));
                let is_saved = line.is_saved && units.iter().all(|unit| unit.is_saved);
                let share = CartLineView { units, total, is_saved, ..line.clone() };
                groups.entry((self.place(diner), diner)).or_default().push(share);
            }
        }
        let group = |((_, diner), lines): ((usize, &DinerId), Vec<CartLineView>)| {
            let sum = |currency| Money::sum(currency, lines.iter().filter_map(|line| line.total));
            CartGroupView { diner: diner.clone(), total: currency.and_then(sum), lines }
        };
        groups.into_iter().map(group).collect()
    }

    /// Everyone first, then the guest, then the others in the order of joining.
    fn place(&self, diner: &DinerId) -> usize {
        if diner.is_everyone() {
            return 0;
        }
        if diner == self.me {
            return 1;
        }
        let joined = self.diners.iter().position(|other| other.diner == *diner);
        joined.map_or(usize::MAX, |place| place + 2)
    }
}

/// Why a line cannot be ordered as it is; what the guests cannot change comes first.
fn problem(menu: &Menu, line: &CartLine, config: &LineConfig) -> Option<LineProblem> {
    let Some(item) = menu.item(&line.item) else { return Some(LineProblem::NotOnMenu) };
    if item.is_eighty_sixed {
        return Some(LineProblem::EightySixed);
    }
    if line.configs.len() > 1 {
        let choices = line.configs.iter().filter_map(|config| LineConfig::from_canonical(config).ok());
        let choices = choices.map(|config| {
            let modifiers = menu.modifier_names(&line.item, &config);
            ConflictingChoice { config, modifiers }
        });
        return Some(LineProblem::ChoicesConflict { choices: choices.collect() });
    }
    if let Some(modifier) = menu.modifier_off(config) {
        return Some(LineProblem::Choices { message: format!("{} is sold out right now", modifier.name) });
    }
    let refusal = menu.quote(&line.item, config).err()?;
    Some(LineProblem::Choices { message: refusal.to_string() })
}

/// The price of a dish with choices.
pub fn quote(menu: Option<&Menu>, item: &ItemId, config: &LineConfig, portions: u32) -> Quote {
    let refused = |group, message| Quote { unit_price: None, total: None, group, message };
    let Some(menu) = menu else { return refused(None, "the menu is not here yet".to_owned()) };
    if let Err(refusal) = config.clone().checked() {
        return refused(None, refusal.to_string());
    }
    match menu.quote(item, config) {
        Ok(price) => {
            let total = price.checked_times(portions);
            Quote { unit_price: Some(price), total, group: None, message: String::new() }
        }
        Err(refusal) => {
            let message = refusal.to_string();
            let group = match refusal {
                ChoiceRefusal::MissingChoice { group, .. } | ChoiceRefusal::TooManyChoices { group, .. } => {
                    Some(group)
                }
                ChoiceRefusal::UnknownModifier { key } => Some(key.group),
                ChoiceRefusal::UnknownItem | ChoiceRefusal::Price => None,
            };
            refused(group, message)
        }
    }
}
