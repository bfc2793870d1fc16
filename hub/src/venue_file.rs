//! Reads a venue file: what an owner writes about rooms, tables, stations and the menu.
//!
//! The format is explained at the top of `hub/demo/venue.toml`. A file with anything wrong in it is
//! refused as a whole, with the line and the reason.

mod approval;
mod bill;
mod check;
mod format;
mod plan;
mod zone;

use plato_sync_protocol::ids::TableId;

use crate::venue::menu::{TableKey, VenueSetup};

/// The longest venue file, in bytes.
pub const VENUE_FILE_BYTES_MAX: usize = 1024 * 1024;

/// Why a venue file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct VenueFileRefusal {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Reads a venue file. Tables get the keys that `new_key` makes; an import keeps those that tables
/// have already.
pub fn read(
    text: &str,
    mut new_key: impl FnMut() -> TableKey,
) -> Result<(VenueSetup, Vec<(TableId, TableKey)>), VenueFileRefusal> {
    if text.len() > VENUE_FILE_BYTES_MAX {
        return Err(VenueFileRefusal { line: 1, reason: "the file is longer than 1 MiB".into() });
    }
    let file: format::VenueFile = toml::from_str(text).map_err(|fault| VenueFileRefusal {
        line: fault.span().map_or(1, |span| line_of(text, span.start)),
        reason: fault.message().to_owned(),
    })?;
    let setup = check::setup(&file, &mut new_key)
        .map_err(|wrong| VenueFileRefusal { line: line_of(text, wrong.at.start), reason: wrong.reason })?;
    let keys = setup.tables.iter().map(|table| (table.id.clone(), table.key.clone())).collect();
    Ok((setup, keys))
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
