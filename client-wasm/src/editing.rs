//! What a tap means in edits of the cart: which line a portion goes to, which portion "one less"
//! takes, and what happens on a line that was ordered in part.

use plato_sync_protocol::cart::{CartEdit, CartLine, EditRefusal, NewUnit};
use plato_sync_protocol::ids::{DinerId, ItemId, LineId, UnitId};
use plato_sync_protocol::limits::{UNITS_EVER_PER_LINE_MAX, UNITS_PER_LINE_MAX};
use plato_sync_protocol::menu::LineConfig;

use crate::chance::Chance;
use crate::replay::reopened;

/// Works edits out on the cart as it is shown.
pub struct Editor<'a> {
    /// The cart.
    pub lines: &'a [CartLine],
    /// Whose phone it is.
    pub me: &'a DinerId,
    /// Revision of the menu that is shown; none before there is one.
    pub rev: Option<u32>,
    /// For new ids.
    pub chance: &'a mut Chance,
}

impl Editor<'_> {
    fn line(&self, line: &LineId) -> Result<&CartLine, EditRefusal> {
        self.lines.iter().find(|other| other.line == *line).ok_or(EditRefusal::UnknownLine)
    }

    /// Puts portions of a dish into the cart.
    pub fn add(
        &mut self,
        item: &ItemId,
        config: LineConfig,
        portions: u32,
        diner: &DinerId,
    ) -> Result<Vec<CartEdit>, EditRefusal> {
        let config = config.checked().map_err(EditRefusal::Config)?.to_canonical();
        let portions = portions as usize;
        if portions == 0 {
            return Err(EditRefusal::NothingChanged);
        }
        if portions > UNITS_PER_LINE_MAX {
            return Err(EditRefusal::TooManyUnits);
        }
        Ok(self.add_as(item, &config, portions, diner, self.rev.unwrap_or(0)))
    }

    fn add_as(
        &mut self,
        item: &ItemId,
        config: &str,
        portions: usize,
        diner: &DinerId,
        rev: u32,
    ) -> Vec<CartEdit> {
        let fitting = self.lines.iter().find(|line| {
            let is_same = line.item == *item && line.configs == [config] && line.rev == rev;
            is_same && self.may_grow(line, portions, diner)
        });
        if let Some(line) = fitting.map(|line| line.line.clone()) {
            let unit =
                |_| CartEdit::AddUnit { line: line.clone(), unit: self.chance.unit(), diner: diner.clone() };
            return (0..portions).map(unit).collect();
        }
        let units =
            (0..portions).map(|_| NewUnit { unit: self.chance.unit(), diner: diner.clone() }).collect();
        let (item, by, config) = (item.clone(), self.me.clone(), config.to_owned());
        vec![CartEdit::AddLine { line: self.chance.line(), item, rev, by, config, units }]
    }

    /// Is this a line of one's own, all for that diner, that takes more portions?
    fn may_grow(&self, line: &CartLine, portions: usize, diner: &DinerId) -> bool {
        let pending = line.pending().count();
        line.by == *self.me
            && !line.is_frozen()
            && pending > 0
            && line.pending().all(|unit| unit.diner.as_ref() == Some(diner))
            && pending + portions <= UNITS_PER_LINE_MAX
            && line.units.len() + portions <= UNITS_EVER_PER_LINE_MAX
    }

    /// One more of a line. Of a line that was ordered in part: the same on a line of its own.
    pub fn more(&mut self, line: &LineId, diner: &DinerId) -> Result<Vec<CartEdit>, EditRefusal> {
        let found = self.line(line)?;
        if found.is_frozen() {
            let (item, config) = (found.item.clone(), found.config().to_owned());
            let rev = self.rev.unwrap_or(found.rev);
            return Ok(self.add_as(&item, &config, 1, diner, rev));
        }
        let (line, diner) = (line.clone(), diner.clone());
        Ok(vec![CartEdit::AddUnit { line, unit: self.chance.unit(), diner }])
    }

    /// One less of a line: the newest of that diner's portions, or the newest of all.
    pub fn less(&self, line: &LineId, diner: &DinerId) -> Result<Vec<CartEdit>, EditRefusal> {
        let unit = self.line(line)?.unit_to_remove(diner).ok_or(EditRefusal::NothingChanged)?;
        Ok(vec![CartEdit::RemoveUnit { line: line.clone(), unit: unit.clone() }])
    }

    /// All of a diner's portions of a line off.
    pub fn remove(&self, line: &LineId, diner: &DinerId) -> Result<Vec<CartEdit>, EditRefusal> {
        let theirs = self.line(line)?.pending().filter(|unit| unit.diner.as_ref() == Some(diner));
        let remove = |unit: &UnitId| CartEdit::RemoveUnit { line: line.clone(), unit: unit.clone() };
        Ok(theirs.map(|unit| remove(&unit.unit)).collect())
    }

    /// Other choices for a line.
    pub fn reconfigure(&mut self, line: &LineId, config: LineConfig) -> Result<Vec<CartEdit>, EditRefusal> {
        let config = config.checked().map_err(EditRefusal::Config)?.to_canonical();
        let found = self.lines.iter().find(|other| other.line == *line).ok_or(EditRefusal::UnknownLine)?;
        if found.is_frozen() {
            let opened = self.chance.line();
            return reopened(found, &config, self.me, self.rev, opened, |_| self.chance.unit());
        }
        Ok(vec![CartEdit::Reconfigure { line: line.clone(), config }])
    }

    /// A portion for somebody else.
    pub fn give(&self, line: &LineId, unit: &UnitId, diner: &DinerId) -> Vec<CartEdit> {
        vec![CartEdit::GiveUnit { line: line.clone(), unit: unit.clone(), diner: diner.clone() }]
    }
}
