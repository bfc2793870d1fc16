//! Where the maps of a cart are in its document. They never move, and to look for them costs as much as
//! to write what is to be written there.

use std::collections::HashMap;

use automerge::{ObjId, ROOT, ReadDoc};

use super::document::{LINES, SENT, UNITS, map};
use super::edit::EditRefusal;
use crate::ids::LineId;

/// The maps of a line.
#[derive(Debug, Clone)]
pub(super) struct LinePlace {
    /// The line itself.
    pub object: ObjId,
    /// Its portions.
    pub units: ObjId,
}

/// What was found before in one document.
#[derive(Debug, Default)]
pub(super) struct Places {
    lines: Option<ObjId>,
    sent: Option<ObjId>,
    by_line: HashMap<LineId, LinePlace>,
}

impl Places {
    /// The map of all lines.
    pub fn lines(&mut self, doc: &impl ReadDoc) -> Result<&ObjId, EditRefusal> {
        found(&mut self.lines, doc, LINES).ok_or(EditRefusal::UnknownLine)
    }

    /// The map of portions that were sent.
    pub fn sent(&mut self, doc: &impl ReadDoc) -> Result<&ObjId, EditRefusal> {
        found(&mut self.sent, doc, SENT).ok_or(EditRefusal::UnknownUnit)
    }

    /// The maps of a line.
    pub fn line(&mut self, doc: &impl ReadDoc, line: &LineId) -> Result<&LinePlace, EditRefusal> {
        if !self.by_line.contains_key(line) {
            let object = map(doc, self.lines(doc)?, line.as_str()).ok_or(EditRefusal::UnknownLine)?;
            let units = map(doc, &object, UNITS).ok_or(EditRefusal::UnknownLine)?;
            self.by_line.insert(line.clone(), LinePlace { object, units });
        }
        self.by_line.get(line).ok_or(EditRefusal::UnknownLine)
    }

    /// Others may have made this line as well, and theirs may stand now.
    pub fn forget_line(&mut self, line: &LineId) {
        self.by_line.remove(line);
    }

    /// The document was changed back.
    pub fn forget(&mut self) {
        self.by_line.clear();
    }
}

fn found<'a>(place: &'a mut Option<ObjId>, doc: &impl ReadDoc, key: &str) -> Option<&'a ObjId> {
    if place.is_none() {
        *place = map(doc, &ROOT, key);
    }
    place.as_ref()
}
