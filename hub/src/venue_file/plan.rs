//! What a venue file says of the floor: where tables stand on the plan of their room, and how long they
//! may stand as they do.

use std::collections::BTreeSet;

use plato_sync_protocol::floor::{TablePlace, TableShape};
use toml::Spanned;

use super::check::{Wrong, wrong};
use super::format;
use crate::venue::floor::states::FloorLimits;

/// Cells of a plan, each way.
const CELLS_MAX: u16 = 24;
/// The longest limit, in minutes: a day.
const MINUTES_MAX: u16 = 24 * 60;

/// Cells that are taken, by room.
#[derive(Default)]
pub struct Plan(BTreeSet<(String, u16, u16)>);

impl Plan {
    /// Where a table stands; none where the file does not say.
    pub fn place(&mut self, table: &format::Table) -> Result<Option<TablePlace>, Wrong> {
        let (x, y) = match (&table.x, &table.y) {
            (Some(x), Some(y)) => (x, y),
            (None, None) if table.shape.is_none() => return Ok(None),
            (Some(at), None) | (None, Some(at)) => {
                return Err(wrong(at, "a place on the plan needs both x and y"));
            }
            (None, None) => return Err(wrong(&table.id, "a table with a shape needs x and y")),
        };
        let shape = match table.shape.as_ref().map(|shape| (shape, shape.get_ref().as_str())) {
            None | Some((_, "square")) => TableShape::Square,
            Some((_, "round")) => TableShape::Round,
            Some((_, "long")) => TableShape::Long,
            Some((shape, other)) => {
                return Err(wrong(shape, format!("shape is square, round or long, not `{other}`")));
            }
        };
        let place = TablePlace { x: cell(x)?, y: cell(y)?, shape };
        for width in 0..=u16::from(shape == TableShape::Long) {
            if !self.0.insert((table.room.get_ref().clone(), place.x + width, place.y)) {
                return Err(wrong(x, "another table stands there already"));
            }
        }
        Ok(Some(place))
    }
}

fn cell(cell: &Spanned<u16>) -> Result<u16, Wrong> {
    if *cell.get_ref() < CELLS_MAX {
        return Ok(*cell.get_ref());
    }
    Err(wrong(cell, format!("a plan has the cells 0 to {}", CELLS_MAX - 1)))
}

/// The limits, each as the file says or as it is by itself.
pub fn limits(file: Option<&format::FloorLimits>) -> Result<FloorLimits, Wrong> {
    let usual = FloorLimits::default();
    let Some(file) = file else { return Ok(usual) };
    Ok(FloorLimits {
        seated: minutes(file.seated_minutes.as_ref(), usual.seated)?,
        ordered: minutes(file.ordered_minutes.as_ref(), usual.ordered)?,
        eating: minutes(file.eating_minutes.as_ref(), usual.eating)?,
        wants_to_pay: minutes(file.wants_to_pay_minutes.as_ref(), usual.wants_to_pay)?,
        paid: minutes(file.paid_minutes.as_ref(), usual.paid)?,
        to_clean: minutes(file.to_clean_minutes.as_ref(), usual.to_clean)?,
        call: minutes(file.call_minutes.as_ref(), usual.call)?,
        ready: minutes(file.ready_minutes.as_ref(), usual.ready)?,
        close_paid: minutes(file.close_paid_minutes.as_ref(), usual.close_paid)?,
    })
}

pub(super) fn minutes(said: Option<&Spanned<u16>>, usual: u16) -> Result<u16, Wrong> {
    match said {
        Some(said) if *said.get_ref() > MINUTES_MAX => {
            Err(wrong(said, format!("a limit is at most {MINUTES_MAX} minutes")))
        }
        said => Ok(said.map_or(usual, |said| *said.get_ref())),
    }
}
