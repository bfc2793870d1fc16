//! What is off or counted: dishes, and answers to questions. An order takes its own portions off a count
//! in the event that takes it, so two tables that want the last portion cannot both have it; a portion
//! that is taken back before anybody began it returns.
//!
//! "Until tomorrow" ends with the hour at which the venue's business day begins. The wall clock says when
//! that is; a box without a clock battery falls back on the time that the hub has been running since.

use std::collections::BTreeMap;

use plato_sync_protocol::ids::ItemId;
use plato_sync_protocol::limits::STOCK_MAX;
use plato_sync_protocol::menu::{Menu, ModifierKey};
use plato_sync_protocol::serving::{StockMode, StockOf, StockView};
use serde::{Deserialize, Serialize};

use super::billing::clocks::until_next_day_ms;
use super::billing::terms::BillTerms;
use super::ordering::OrderedLine;
use super::{Event, Refusal, Timestamp, Venue};

/// Up to so many portions, guests are told how many are left.
pub(super) const LEFT_SHOWN_MAX: u32 = 9;

/// How something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Stock {
    /// As much as anybody wants.
    Plenty,
    /// Off until somebody puts it back.
    Off,
    /// Off until the next business day.
    OffToday {
        /// When that begins by the wall clock, in ms.
        until_wall_ms: u64,
        /// When that is by the hub's uptime, if it runs on, in ms.
        until_uptime_ms: u64,
    },
    /// So many portions are left.
    Counted {
        /// How many.
        left: u32,
    },
}

impl Stock {
    fn mode(self) -> StockMode {
        match self {
            Self::Plenty => StockMode::Plenty,
            Self::Off => StockMode::Off,
            Self::OffToday { .. } => StockMode::OffToday,
            Self::Counted { left } => StockMode::Counted { left },
        }
    }

    fn of(mode: StockMode, now: Timestamp, terms: &BillTerms) -> Self {
        match mode {
            StockMode::Plenty => Self::Plenty,
            StockMode::Off => Self::Off,
            StockMode::OffToday => {
                let ms = until_next_day_ms(now, terms);
                let (until_wall_ms, until_uptime_ms) = (now.wall_ms + ms, now.uptime_ms + ms);
                Self::OffToday { until_wall_ms, until_uptime_ms }
            }
            StockMode::Counted { left } => Self::Counted { left },
        }
    }

    fn is_over(self, now: Timestamp) -> bool {
        matches!(self, Self::OffToday { until_wall_ms, until_uptime_ms }
            if now.wall_ms >= until_wall_ms || now.uptime_ms >= until_uptime_ms)
    }
}

/// What is not simply there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct StockList(BTreeMap<StockOf, Stock>);

impl StockList {
    pub fn set(&mut self, of: &StockOf, stock: Stock) {
        match stock {
            Stock::Plenty => self.0.remove(of),
            stock => self.0.insert(of.clone(), stock),
        };
    }

    fn mode(&self, of: &StockOf) -> StockMode {
        self.0.get(of).map_or(StockMode::Plenty, |stock| stock.mode())
    }

    fn left(&self, of: &StockOf) -> Option<u32> {
        match self.mode(of) {
            StockMode::Counted { left } => Some(left),
            _ => None,
        }
    }

    /// Takes portions off their counts, or gives them back.
    fn count(&mut self, used: &BTreeMap<StockOf, u32>, change: impl Fn(u32, u32) -> u32) -> bool {
        let mut has_changed = false;
        for (of, portions) in used {
            if let Some(Stock::Counted { left }) = self.0.get_mut(of) {
                *left = change(*left, *portions);
                has_changed = true;
            }
        }
        has_changed
    }

    pub fn take(&mut self, lines: &[OrderedLine]) -> bool {
        self.count(&used(lines.iter().map(|line| (line, line.units.len()))), u32::saturating_sub)
    }

    pub fn give_back(&mut self, line: &OrderedLine, portions: usize) -> bool {
        self.count(&used([(line, portions)]), u32::saturating_add)
    }

    /// Writes onto a menu what is off, and how much is left where that is little.
    pub fn mark(&self, menu: &mut Menu) {
        for item in &mut menu.items {
            let of = StockOf::Item { item: item.id.clone() };
            item.is_eighty_sixed = self.mode(&of).is_off();
            item.left = self.left(&of).filter(|left| (1..=LEFT_SHOWN_MAX).contains(left));
        }
        for group in &mut menu.modifier_groups {
            for option in &mut group.options {
                let modifier = ModifierKey { group: group.id.clone(), modifier: option.id.clone() };
                option.is_eighty_sixed = self.mode(&StockOf::Modifier { modifier }).is_off();
            }
        }
    }

    pub fn views(&self) -> Vec<StockView> {
        let view = |(of, stock): (&StockOf, &Stock)| StockView { of: of.clone(), mode: stock.mode() };
        self.0.iter().map(view).collect()
    }

    /// Portions of a line that can still be ordered when others of the same order have taken theirs.
    pub fn room(&self, line: &OrderedLine, before: &[OrderedLine]) -> Option<u32> {
        let taken = used(before.iter().map(|line| (line, line.units.len())));
        let room = |of: StockOf| Some(self.left(&of)?.saturating_sub(taken.get(&of).copied().unwrap_or(0)));
        uses(line).filter_map(room).min()
    }

    /// Is any of it counted?
    pub fn counts(&self, line: &OrderedLine) -> bool {
        uses(line).any(|of| self.left(&of).is_some())
    }
}

/// What a portion of a line uses up.
fn uses(line: &OrderedLine) -> impl Iterator<Item = StockOf> {
    let modifiers = line.choices.iter().map(|modifier| StockOf::Modifier { modifier: modifier.clone() });
    std::iter::once(StockOf::Item { item: line.item.clone() }).chain(modifiers)
}

fn used<'l>(lines: impl IntoIterator<Item = (&'l OrderedLine, usize)>) -> BTreeMap<StockOf, u32> {
    let mut used: BTreeMap<StockOf, u32> = BTreeMap::new();
    for (line, portions) in lines {
        for of in uses(line) {
            *used.entry(of).or_default() += portions as u32;
        }
    }
    used
}

/// What a wish that was made at the sight of `seen` comes to today. It may have waited out an outage: of portions
/// that were counted then, some are in orders by now.
fn meant_now(mode: StockMode, seen: StockMode, current: StockMode) -> Result<StockMode, Refusal> {
    match (mode, seen, current) {
        (
            StockMode::Counted { left },
            StockMode::Counted { left: then },
            StockMode::Counted { left: now },
        ) => {
            let left = left.saturating_add(now).saturating_sub(then).min(STOCK_MAX);
            Ok(StockMode::Counted { left })
        }
        (mode, StockMode::Counted { .. }, StockMode::Counted { .. }) => Ok(mode),
        (mode, seen, current) if current == seen || current == mode => Ok(mode),
        _ => Err(Refusal::StockChanged),
    }
}

impl Venue {
    pub(super) fn set_stock(
        &self,
        now: Timestamp,
        of: &StockOf,
        mode: StockMode,
        seen: Option<StockMode>,
    ) -> Result<Vec<Event>, Refusal> {
        let menu = self.menu.current().ok_or(Refusal::NoVenue)?;
        match of {
            StockOf::Item { item } => drop(menu.item(item).ok_or(Refusal::UnknownItem)?),
            StockOf::Modifier { modifier } => drop(menu.modifier(modifier).ok_or(Refusal::UnknownModifier)?),
        }
        if !mode.is_in_bounds() {
            return Err(Refusal::StockOutOfBounds);
        }
        let current = self.menu.stock().mode(of);
        let mode = seen.map_or(Ok(mode), |seen| meant_now(mode, seen, current))?;
        if current == mode {
            return Ok(Vec::new());
        }
        let stock = Stock::of(mode, now, self.billing.terms());
        Ok(vec![Event::StockSet { of: of.clone(), stock }])
    }

    /// The old way to take a dish off, and to put it back.
    pub(super) fn eighty_six(
        &self,
        now: Timestamp,
        item: &ItemId,
        is_off: bool,
    ) -> Result<Vec<Event>, Refusal> {
        let mode = if is_off { StockMode::Off } else { StockMode::Plenty };
        let of = StockOf::Item { item: item.clone() };
        let events = self.set_stock(now, &of, mode, None)?;
        // A dish that is off for another reason is off already, but one that is counted can go on.
        if is_off && self.menu.stock().mode(&of).is_off() {
            return Ok(Vec::new());
        }
        let same = |_| Event::ItemEightySixed { item: item.clone(), is_eighty_sixed: is_off };
        Ok(events.into_iter().map(same).collect())
    }

    /// Puts back what was off until a day that has begun.
    pub(super) fn renew_stock(&self, now: Timestamp) -> Vec<Event> {
        let over = self.menu.stock().0.iter().filter(|(_, stock)| stock.is_over(now));
        over.map(|(of, _)| Event::StockSet { of: of.clone(), stock: Stock::Plenty }).collect()
    }

    /// Is something off until a day that has begun?
    pub fn is_stock_to_renew(&self, now: Timestamp) -> bool {
        self.menu.stock().0.values().any(|stock| stock.is_over(now))
    }

    /// Has an order taken anything that is counted?
    pub fn is_counted(&self, order: plato_sync_protocol::ids::OrderId) -> bool {
        let order = self.orders.any(order);
        order.is_some_and(|order| order.placed.lines.iter().any(|line| self.menu.stock().counts(line)))
    }
}
