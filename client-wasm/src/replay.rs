//! Makes edits anew on a cart that has moved on, after the hub could not go on with what the phone
//! had. Ids are kept, and each edit is checked first: what is there already is not done twice, what
//! went into the kitchen meanwhile becomes a proposal for the next round, and what cannot be done
//! any more is named, so that the guest can be told.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::cart::{CartEdit, CartLine, CartUnit, EditRefusal, NewUnit, UnitState};
use plato_sync_protocol::ids::{DinerId, ItemId, LineId, UnitId};

use crate::chance::Chance;

/// An edit that could not be made any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The dish that it was about, if that is known.
    pub item: Option<ItemId>,
    /// Why.
    pub refusal: EditRefusal,
}

/// Making edits anew, one change after another.
pub struct Replay<'a> {
    me: &'a DinerId,
    /// Revision of the menu, for lines that are opened anew.
    rev: Option<u32>,
    chance: &'a mut Chance,
    /// Lines that were sent meanwhile, with the line that goes on in their place.
    moved: BTreeMap<LineId, LineId>,
    /// What could not be done.
    pub dropped: Vec<Dropped>,
}

impl<'a> Replay<'a> {
    /// Edits of the phone of `me`.
    pub fn new(me: &'a DinerId, rev: Option<u32>, chance: &'a mut Chance) -> Self {
        Self { me, rev, chance, moved: BTreeMap::new(), dropped: Vec::new() }
    }

    /// The edits of one change as they make sense on these lines; empty when nothing is left to do.
    pub fn adapt(&mut self, lines: &[CartLine], edits: &[CartEdit]) -> Vec<CartEdit> {
        let ground = Ground::of(lines);
        let mut adapted = Vec::new();
        for edit in edits {
            match self.adapt_one(&ground, edit, &mut adapted) {
                Ok(()) | Err(EditRefusal::NothingChanged) => {}
                Err(refusal) => self.drop(&ground, edit, refusal),
            }
        }
        adapted
    }

    /// Notes that an edit could not be made.
    pub fn drop_on(&mut self, lines: &[CartLine], edit: &CartEdit, refusal: EditRefusal) {
        self.drop(&Ground::of(lines), edit, refusal);
    }

    fn drop(&mut self, ground: &Ground<'_>, edit: &CartEdit, refusal: EditRefusal) {
        let item = match edit {
            CartEdit::AddLine { item, .. } => Some(item.clone()),
            other => other.line().and_then(|line| ground.lines.get(line)).map(|line| line.item.clone()),
        };
        self.dropped.push(Dropped { item, refusal });
    }

    /// Adds what is left to do of an edit; `NothingChanged` when it is done already.
    fn adapt_one(
        &mut self,
        ground: &Ground<'_>,
        edit: &CartEdit,
        adapted: &mut Vec<CartEdit>,
    ) -> Result<(), EditRefusal> {
        match edit {
            CartEdit::AddLine { line, item, rev, config, units, .. } => {
                let fresh: Vec<NewUnit> =
                    units.iter().filter(|new| !ground.units.contains(&new.unit)).cloned().collect();
                if fresh.is_empty() || ground.lines.contains_key(line) {
                    return Err(EditRefusal::NothingChanged);
                }
                let (line, item, config) = (line.clone(), item.clone(), config.clone());
                let by = self.me.clone();
                adapted.push(CartEdit::AddLine { line, item, rev: *rev, by, config, units: fresh });
            }
            CartEdit::AddUnit { line, unit, diner } => {
                if ground.units.contains(unit) {
                    return Err(EditRefusal::NothingChanged);
                }
                match ground.line(line)? {
                    found if found.is_frozen() => self.propose(found, unit, diner, adapted),
                    _ => adapted.push(edit.clone()),
                }
            }
            CartEdit::RemoveUnit { line, unit } => {
                ground.pending(line, unit)?;
                adapted.push(edit.clone());
            }
            CartEdit::GiveUnit { line, unit, diner } => {
                if ground.pending(line, unit)?.diner.as_ref() == Some(diner) {
                    return Err(EditRefusal::NothingChanged);
                }
                adapted.push(edit.clone());
            }
            CartEdit::Reconfigure { line, config } => match ground.line(line)? {
                found if found.is_frozen() => {
                    adapted.extend(reopened(found, config, self.me, self.rev, self.chance)?)
                }
                found if found.configs == [config.as_str()] => return Err(EditRefusal::NothingChanged),
                _ => adapted.push(edit.clone()),
            },
            CartEdit::MarkSent { .. } => return Err(EditRefusal::HubOnly),
        }
        Ok(())
    }

    /// Puts a portion of a line that was sent meanwhile on a line of its own.
    fn propose(&mut self, sent: &CartLine, unit: &UnitId, diner: &DinerId, adapted: &mut Vec<CartEdit>) {
        let (unit, diner) = (unit.clone(), diner.clone());
        if let Some(line) = self.moved.get(&sent.line) {
            adapted.push(CartEdit::AddUnit { line: line.clone(), unit, diner });
            return;
        }
        let line = self.chance.line();
        self.moved.insert(sent.line.clone(), line.clone());
        adapted.push(CartEdit::AddLine {
            line,
            item: sent.item.clone(),
            rev: self.rev.unwrap_or(sent.rev),
            by: self.me.clone(),
            config: sent.config().to_owned(),
            units: vec![NewUnit { unit, diner }],
        });
    }
}

/// What changing the choices of a line means that was sent in part: what is left of it goes on, on a
/// line of its own. The new line comes first, so that no edit in between has less than before.
pub fn reopened(
    sent: &CartLine,
    config: &str,
    me: &DinerId,
    rev: Option<u32>,
    chance: &mut Chance,
) -> Result<Vec<CartEdit>, EditRefusal> {
    if sent.pending().next().is_none() {
        return Err(EditRefusal::LineFrozen);
    }
    if sent.configs == [config] {
        return Err(EditRefusal::NothingChanged);
    }
    let owner = |unit: &CartUnit| unit.diner.clone().unwrap_or_else(|| me.clone());
    let units = sent.pending().map(|unit| NewUnit { unit: chance.unit(), diner: owner(unit) }).collect();
    let mut edits = vec![CartEdit::AddLine {
        line: chance.line(),
        item: sent.item.clone(),
        rev: rev.unwrap_or(sent.rev),
        by: me.clone(),
        config: config.to_owned(),
        units,
    }];
    let line = &sent.line;
    edits.extend(
        sent.pending().map(|unit| CartEdit::RemoveUnit { line: line.clone(), unit: unit.unit.clone() }),
    );
    Ok(edits)
}

/// The cart on which edits are made anew.
struct Ground<'a> {
    lines: BTreeMap<&'a LineId, &'a CartLine>,
    units: BTreeSet<&'a UnitId>,
}

impl<'a> Ground<'a> {
    fn of(lines: &'a [CartLine]) -> Self {
        let units = lines.iter().flat_map(|line| line.units.iter().map(|unit| &unit.unit)).collect();
        Self { lines: lines.iter().map(|line| (&line.line, line)).collect(), units }
    }

    fn line(&self, line: &LineId) -> Result<&'a CartLine, EditRefusal> {
        self.lines.get(line).copied().ok_or(EditRefusal::UnknownLine)
    }

    /// A portion that can still be changed. One that is off already needs no word about it.
    fn pending(&self, line: &LineId, unit: &UnitId) -> Result<&'a CartUnit, EditRefusal> {
        let found = self.lines.get(line).and_then(|line| line.units.iter().find(|other| other.unit == *unit));
        let found = found.ok_or(EditRefusal::NothingChanged)?;
        match found.state {
            UnitState::Pending => Ok(found),
            UnitState::Removed => Err(EditRefusal::NothingChanged),
            UnitState::Sent { .. } => Err(EditRefusal::UnitSent),
        }
    }
}
