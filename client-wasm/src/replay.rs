//! Makes edits anew on a cart that has moved on, after the hub could not go on with what the phone
//! had. Ids are kept, and each edit is checked first: what is there already is not done twice, what
//! went into the kitchen meanwhile becomes a proposal for the next round, and what cannot be done
//! any more is named, so that the guest can be told.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::cart::{CartEdit, CartLine, CartUnit, EditRefusal, NewUnit, UnitState};
use plato_sync_protocol::former::{FormerCarts, FormerLine};
use plato_sync_protocol::ids::{DinerId, ItemId, LineId, UnitId};
use plato_sync_protocol::views::SessionMode;

use crate::chance::derived;

/// An edit that could not be made any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The dish that it was about, if that is known.
    pub item: Option<ItemId>,
    /// Why.
    pub refusal: EditRefusal,
}

/// Whose edits are made anew, and where that guest was before.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Who.
    pub me: DinerId,
    /// How the party shares.
    pub mode: SessionMode,
    /// What the hub knew of carts in which the guest was before: what of it is not in this one is done all the same.
    pub former: FormerCarts,
}

/// Making edits anew, one change after another.
#[derive(Clone)]
pub struct Replay<'a> {
    guest: &'a Guest,
    /// Revision of the menu, for lines that are opened anew.
    rev: Option<u32>,
    /// The lines as they were before: what was on one that is gone with them is still wanted.
    before: &'a [CartLine],
    /// Lines that were sent meanwhile or never came to be, with the line that goes on in their place.
    moved: BTreeMap<LineId, LineId>,
    /// Portions that could not be made.
    lost: BTreeSet<UnitId>,
    /// What could not be done.
    pub dropped: Vec<Dropped>,
}

impl<'a> Replay<'a> {
    /// Edits of that guest's phone.
    pub fn new(guest: &'a Guest, rev: Option<u32>, before: &'a [CartLine]) -> Self {
        Self { guest, rev, before, moved: BTreeMap::new(), lost: BTreeSet::new(), dropped: Vec::new() }
    }

    /// Who a portion is for that was meant for this diner.
    fn eater(&self, meant: &DinerId) -> DinerId {
        eater(self.guest.mode, &self.guest.me, meant)
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

    /// Can all of these edits be made on these lines, or are they made already?
    pub fn fits(&self, lines: &[CartLine], edits: &[CartEdit]) -> bool {
        self.tried(lines, edits).is_some()
    }

    /// Are all of these edits made on these lines?
    pub fn is_made(&self, lines: &[CartLine], edits: &[CartEdit]) -> bool {
        self.tried(lines, edits).is_some_and(|left| left.is_empty())
    }

    /// What is left to do of these edits; nothing if some of them cannot be made.
    fn tried(&self, lines: &[CartLine], edits: &[CartEdit]) -> Option<Vec<CartEdit>> {
        let mut trial = self.clone();
        let left = trial.adapt(lines, edits);
        (trial.dropped.len() == self.dropped.len()).then_some(left)
    }

    /// Notes that an edit could not be made.
    pub fn drop_on(&mut self, lines: &[CartLine], edit: &CartEdit, refusal: EditRefusal) {
        self.drop(&Ground::of(lines), edit, refusal);
    }

    fn drop(&mut self, ground: &Ground<'_>, edit: &CartEdit, refusal: EditRefusal) {
        let item = match edit {
            CartEdit::AddLine { item, .. } => Some(item.clone()),
            other => other.line().and_then(|line| self.model(ground, line)).map(|line| line.item.clone()),
        };
        self.lost.extend(edit.new_units().into_iter().cloned());
        self.dropped.push(Dropped { item, refusal });
    }

    /// What a line is, or was before it was gone.
    fn model<'b>(&self, ground: &Ground<'b>, line: &LineId) -> Option<Model<'b>>
    where
        'a: 'b,
    {
        let gone = || self.before.iter().find(|before| before.line == *line);
        let former = || self.guest.former.line(line).map(Model::of_former);
        ground.lines.get(line).copied().or_else(gone).map(Model::of).or_else(former)
    }

    /// A portion that can still be changed, and the line on which it is by now. One that is off
    /// already, or whose adding was named as dropped, needs no word about it.
    fn pending<'b>(&self, ground: &Ground<'b>, unit: &UnitId) -> Result<(LineId, &'b CartUnit), EditRefusal> {
        match ground.units.get(unit) {
            None if self.lost.contains(unit) || self.guest.former.is_removed(unit) => {
                Err(EditRefusal::NothingChanged)
            }
            None => Err(EditRefusal::UnknownUnit),
            // Taken out of this cart, for somebody has it in theirs: it cannot be taken off from here.
            Some((_, found)) if found.state == UnitState::Removed && self.has_another(unit) => {
                Err(EditRefusal::UnknownUnit)
            }
            Some((_, found)) if found.state == UnitState::Removed => Err(EditRefusal::NothingChanged),
            Some((line, found)) if found.state == UnitState::Pending => Ok((line.line.clone(), found)),
            Some(_) => Err(EditRefusal::UnitSent),
        }
    }

    /// Has somebody else this portion, in a cart of their own?
    fn has_another(&self, unit: &UnitId) -> bool {
        self.guest.mode == SessionMode::Individual && self.guest.former.is_anothers(unit)
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
                // Another tab of this phone may have made these portions anew, on a line of its own.
                if let Some(elsewhere) = units.iter().find_map(|new| ground.line_of(&new.unit)) {
                    self.note_moved(ground, line, elsewhere);
                }
                // Nor is it made here what stands in a cart of somebody else by now.
                let is_made =
                    |unit: &UnitId| ground.line_of(unit).is_some() || self.guest.former.has_unit(unit);
                let fresh = units.iter().filter(|new| !is_made(&new.unit));
                let fresh: Vec<NewUnit> = fresh
                    .map(|new| NewUnit { unit: new.unit.clone(), diner: self.eater(&new.diner) })
                    .collect();
                if fresh.is_empty() || ground.lines.contains_key(line) {
                    return Err(EditRefusal::NothingChanged);
                }
                let (line, item, config) = (line.clone(), item.clone(), config.clone());
                let by = self.guest.me.clone();
                adapted.push(CartEdit::AddLine { line, item, rev: *rev, by, config, units: fresh });
            }
            CartEdit::AddUnit { line, unit, diner } => {
                if let Some(elsewhere) = ground.line_of(unit) {
                    self.note_moved(ground, line, elsewhere);
                    return Err(EditRefusal::NothingChanged);
                }
                if self.guest.former.has_unit(unit) {
                    return Err(EditRefusal::NothingChanged);
                }
                let (unit, diner) = (unit.clone(), self.eater(diner));
                match self.goes_on(ground, line) {
                    Ok(line) => adapted.push(CartEdit::AddUnit { line, unit, diner }),
                    Err(model) => {
                        let model = model.ok_or(EditRefusal::UnknownLine)?;
                        let opened = line_derived(ground, unit.as_str(), "again");
                        self.propose(line, opened, model, NewUnit { unit, diner }, adapted);
                    }
                }
            }
            CartEdit::RemoveUnit { unit, .. } => {
                let (line, _) = self.pending(ground, unit)?;
                adapted.push(CartEdit::RemoveUnit { line, unit: unit.clone() });
            }
            CartEdit::GiveUnit { unit, diner, .. } => {
                let (line, found) = self.pending(ground, unit)?;
                let diner = self.eater(diner);
                if found.diner.as_ref() == Some(&diner) {
                    return Err(EditRefusal::NothingChanged);
                }
                adapted.push(CartEdit::GiveUnit { line, unit: unit.clone(), diner });
            }
            CartEdit::Reconfigure { line, config } => self.choose(ground, line, config, adapted)?,
            CartEdit::MarkSent { .. } => return Err(EditRefusal::HubOnly),
        }
        Ok(())
    }

    /// Chooses anew for a line, or for what goes on in its place.
    fn choose(
        &mut self,
        ground: &Ground<'_>,
        line: &LineId,
        config: &str,
        adapted: &mut Vec<CartEdit>,
    ) -> Result<(), EditRefusal> {
        let found = ground.lines.get(line).copied();
        if let Some(sent) = found.filter(|found| found.is_frozen()) {
            let opened = line_derived(ground, line.as_str(), config);
            match reopened(sent, config, &self.guest.me, self.rev, opened, |unit| {
                unit_derived(ground, unit, config)
            }) {
                Ok(edits) => adapted.extend(edits),
                Err(_) if self.moved.contains_key(line) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        match self.goes_on(ground, line) {
            Ok(line) if !ground.has_config(&line, config) => {
                adapted.push(CartEdit::Reconfigure { line, config: config.to_owned() });
                Ok(())
            }
            Ok(_) => Err(EditRefusal::NothingChanged),
            Err(_) => found.map(|_| ()).ok_or(EditRefusal::UnknownLine),
        }
    }

    /// A portion of a line is elsewhere already: what else was meant for the line goes there as well.
    fn note_moved(&mut self, ground: &Ground<'_>, line: &LineId, elsewhere: &CartLine) {
        let is_open = ground.lines.get(line).is_some_and(|found| !found.is_frozen());
        if elsewhere.line != *line && !is_open {
            self.moved.insert(line.clone(), elsewhere.line.clone());
        }
    }

    /// The line that takes what was meant for this one. When there is none (any more): a line like it.
    fn goes_on<'b>(&self, ground: &Ground<'b>, line: &LineId) -> Result<LineId, Option<Model<'b>>>
    where
        'a: 'b,
    {
        let (mut line, mut model) = (line, self.model(ground, line));
        // A line may have been moved more than once, but never back to where it was.
        for _ in 0..=self.moved.len() {
            match (ground.lines.get(line), self.moved.get(line)) {
                (Some(found), _) if !found.is_frozen() => return Ok(line.clone()),
                (_, Some(moved)) => (line, model) = (moved, self.model(ground, moved).or(model)),
                // Opened a moment ago.
                (None, None) if self.moved.values().any(|moved| moved == line) => return Ok(line.clone()),
                (_, None) => break,
            }
        }
        Err(model)
    }

    /// Puts a portion of a line that was sent meanwhile on a line of its own.
    fn propose(
        &mut self,
        meant: &LineId,
        opened: LineId,
        sent: Model<'_>,
        unit: NewUnit,
        adapted: &mut Vec<CartEdit>,
    ) {
        self.moved.insert(meant.clone(), opened.clone());
        adapted.push(CartEdit::AddLine {
            line: opened,
            item: sent.item.clone(),
            rev: self.rev.unwrap_or(sent.rev),
            by: self.guest.me.clone(),
            config: sent.config.to_owned(),
            units: vec![unit],
        });
    }
}

/// Who a portion is for that is meant for this diner: in a cart of one's own for nobody else, since only one's own
/// portions can be ordered from it.
pub fn eater(mode: SessionMode, me: &DinerId, meant: &DinerId) -> DinerId {
    match mode {
        SessionMode::Family => meant.clone(),
        SessionMode::Individual => me.clone(),
    }
}

/// What changing the choices of a line means that was sent in part: what is left of it goes on, on a
/// line of its own. The new line comes first, so that no edit in between has less than before.
pub fn reopened(
    sent: &CartLine,
    config: &str,
    me: &DinerId,
    rev: Option<u32>,
    opened: LineId,
    mut anew: impl FnMut(&UnitId) -> UnitId,
) -> Result<Vec<CartEdit>, EditRefusal> {
    if sent.pending().next().is_none() {
        return Err(EditRefusal::LineFrozen);
    }
    if sent.configs == [config] {
        return Err(EditRefusal::NothingChanged);
    }
    let owner = |unit: &CartUnit| unit.diner.clone().unwrap_or_else(|| me.clone());
    let units = sent.pending().map(|unit| NewUnit { unit: anew(&unit.unit), diner: owner(unit) }).collect();
    let mut edits = vec![CartEdit::AddLine {
        line: opened,
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

/// The name of a line that goes on for what is left of another.
fn line_derived(ground: &Ground<'_>, from: &str, how: &str) -> LineId {
    LineId::from_random(derived(&["line", from, how], |id| {
        ground.lines.contains_key(&LineId::from_random(id))
    }))
}

/// The name of a portion that takes the place of another.
fn unit_derived(ground: &Ground<'_>, from: &UnitId, how: &str) -> UnitId {
    UnitId::from_random(derived(&["unit", from.as_str(), how], |id| {
        ground.units.contains_key(&UnitId::from_random(id))
    }))
}

/// What a line is that another goes on like.
#[derive(Clone, Copy)]
struct Model<'a> {
    item: &'a ItemId,
    rev: u32,
    config: &'a str,
}

impl<'a> Model<'a> {
    fn of(line: &'a CartLine) -> Self {
        Self { item: &line.item, rev: line.rev, config: line.config() }
    }

    fn of_former(line: &'a FormerLine) -> Self {
        Self { item: &line.item, rev: line.rev, config: &line.config }
    }
}

/// The cart on which edits are made anew.
struct Ground<'a> {
    lines: BTreeMap<&'a LineId, &'a CartLine>,
    units: BTreeMap<&'a UnitId, (&'a CartLine, &'a CartUnit)>,
}

impl<'a> Ground<'a> {
    fn of(lines: &'a [CartLine]) -> Self {
        let units =
            lines.iter().flat_map(|line| line.units.iter().map(move |unit| (&unit.unit, (line, unit))));
        Self { lines: lines.iter().map(|line| (&line.line, line)).collect(), units: units.collect() }
    }

    fn has_config(&self, line: &LineId, config: &str) -> bool {
        self.lines.get(line).is_some_and(|line| line.configs == [config])
    }

    fn line_of(&self, unit: &UnitId) -> Option<&'a CartLine> {
        self.units.get(unit).map(|(line, _)| *line)
    }
}
