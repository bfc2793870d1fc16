//! The time zone of a venue file. Its name is looked up here, once, in the database inside the program; what
//! goes into the log is when the offset changes. After a country has changed its rules, a newer Plato reads
//! the same file anew.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::check::{Wrong, wrong};
use super::format::Text;
use crate::venue::billing::clocks::{OffsetChange, Zone};

/// 2020 and 2070, both on the first of January: no event is older, and no rule is known for so long.
const FROM_S: i64 = 1_577_836_800;
const UNTIL_S: i64 = 3_155_760_000;

/// The offset at first, and how it changes.
pub fn read(name: &Text) -> Result<(i16, Option<Zone>), Wrong> {
    let unknown = |_| wrong(name, "time_zone is the name of a time zone, such as \"Europe/Vienna\"");
    let zone = TimeZone::get(name.get_ref()).map_err(unknown)?;
    let from = Timestamp::from_second(FROM_S).map_err(unknown)?;
    let first = minutes(zone.to_offset(from));
    let mut changes: Vec<OffsetChange> = Vec::new();
    for change in zone.following(from) {
        let (from_s, minutes) = (change.timestamp().as_second(), minutes(change.offset()));
        if from_s >= UNTIL_S {
            break;
        }
        // Some changes are only of the name.
        if changes.last().map_or(first, |last| last.minutes) != minutes {
            changes.push(OffsetChange { from_s, minutes });
        }
    }
    let name = zone.iana_name().unwrap_or(name.get_ref()).to_owned();
    Ok((first, Some(Zone { name, changes })))
}

/// Offsets of this century are whole minutes.
fn minutes(offset: Offset) -> i16 {
    (offset.seconds() / 60).try_into().unwrap_or(0)
}
