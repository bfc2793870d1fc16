//! Bringing what is wanted in one cart into another, when a party begins to share in another way.

use plato_sync_protocol::cart::{CartEdit, CartLine, NewUnit, UnitState};
use plato_sync_protocol::ids::{DinerId, LineId, UnitId};
use sha2::{Digest, Sha256};

/// A portion that the other cart is to hold.
#[derive(Debug, Clone)]
pub struct Wanted<'l> {
    /// Its line, as it stands now.
    pub line: &'l CartLine,
    /// Its id.
    pub unit: UnitId,
    /// Who is to eat and pay it.
    pub diner: DinerId,
}

/// The pending portions of a cart, with whom `owner` makes of who gets them; none leaves one behind.
pub fn wanted<'l>(
    lines: &'l [CartLine],
    owner: impl Fn(&CartLine, &DinerId) -> Option<DinerId>,
) -> Vec<Wanted<'l>> {
    let mut all = Vec::new();
    for line in lines {
        for unit in line.pending() {
            if let Some(diner) = unit.diner.as_ref().and_then(|diner| owner(line, diner)) {
                all.push(Wanted { line, unit: unit.unit.clone(), diner });
            }
        }
    }
    all
}

/// A portion in the cart of whoever eats it. What was for everyone stays with whoever wanted it, and what is none
/// of these guests' is with the first of them; without guests it has no cart to go to.
pub fn own_portion<'l>(portion: Wanted<'l>, guests: &[DinerId]) -> Option<Wanted<'l>> {
    let eats = |diner: &DinerId| guests.contains(diner);
    let diner = if eats(&portion.diner) {
        portion.diner.clone()
    } else if eats(&portion.line.by) {
        portion.line.by.clone()
    } else {
        guests.first()?.clone()
    };
    Some(Wanted { diner, ..portion })
}

/// Edits after which `target` holds exactly what is wanted. Ids are kept, so that a device that makes
/// its edits anew finds them made; only a portion that was removed over there, which is final, comes
/// back under an id made of `seed`.
pub fn carry_over(wanted: &[Wanted<'_>], target: &[CartLine], seed: &[u8; 32]) -> Vec<CartEdit> {
    // In the order in which the lines were made: so they stand over there as well.
    let mut by_line: Vec<(&LineId, Vec<&Wanted<'_>>)> = Vec::new();
    for portion in wanted {
        let id = &portion.line.line;
        match by_line.iter_mut().find(|(other, _)| *other == id) {
            Some((_, portions)) => portions.push(portion),
            None => by_line.push((id, vec![portion])),
        }
    }
    let mut edits = Vec::new();
    for line in target {
        let is_wanted = |unit: &UnitId| wanted.iter().any(|other| other.unit == *unit);
        let gone = line.pending().filter(|unit| !is_wanted(&unit.unit));
        let off = |unit: &UnitId| CartEdit::RemoveUnit { line: line.line.clone(), unit: unit.clone() };
        edits.extend(gone.map(|unit| off(&unit.unit)));
    }
    for (id, portions) in by_line {
        match target.iter().find(|line| line.line == *id) {
            None => edits.push(new_line(&portions)),
            Some(there) => edits.extend(changes(there, &portions, seed)),
        }
    }
    edits
}

fn new_line(portions: &[&Wanted<'_>]) -> CartEdit {
    let line = portions[0].line;
    let unit = |portion: &&Wanted<'_>| NewUnit { unit: portion.unit.clone(), diner: portion.diner.clone() };
    CartEdit::AddLine {
        line: line.line.clone(),
        item: line.item.clone(),
        rev: line.rev,
        by: line.by.clone(),
        config: line.config().to_owned(),
        units: portions.iter().map(unit).collect(),
    }
}

fn changes(there: &CartLine, portions: &[&Wanted<'_>], seed: &[u8; 32]) -> Vec<CartEdit> {
    let line = || there.line.clone();
    let mut edits = Vec::new();
    let config = portions[0].line.config();
    if there.configs != [config] {
        edits.push(CartEdit::Reconfigure { line: line(), config: config.to_owned() });
    }
    for Wanted { unit, diner, .. } in portions {
        let (unit, diner) = (unit.clone(), diner.clone());
        let known = there.units.iter().find(|other| other.unit == unit);
        match known.map(|known| (&known.state, &known.diner)) {
            None => edits.push(CartEdit::AddUnit { line: line(), unit, diner }),
            Some((UnitState::Pending, Some(eater))) if *eater == diner => {}
            Some((UnitState::Pending, _)) => edits.push(CartEdit::GiveUnit { line: line(), unit, diner }),
            Some(_) => {
                let unit = renamed(&unit, seed);
                edits.push(CartEdit::AddUnit { line: line(), unit, diner });
            }
        }
    }
    edits
}

fn renamed(unit: &UnitId, seed: &[u8; 32]) -> UnitId {
    let digest = Sha256::new().chain_update(seed).chain_update(unit.as_str()).finalize();
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&digest[..10]);
    UnitId::from_random(bytes)
}
