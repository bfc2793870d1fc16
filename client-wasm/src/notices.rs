//! Things that the guest should know, until they are dismissed.

use crate::view::{Notice, NoticeView};
use crate::visit::Declined;

/// More than a guest would read; the oldest go first.
const NOTICES_MAX: usize = 20;

/// What was not dismissed yet.
#[derive(Debug, Default)]
pub struct Notices {
    last: u32,
    all: Vec<NoticeView>,
}

impl Notices {
    /// Adds one.
    pub fn add(&mut self, what: Notice) {
        self.last = self.last.wrapping_add(1);
        self.all.push(NoticeView { id: self.last, what });
        if self.all.len() > NOTICES_MAX {
            self.all.remove(0);
        }
    }

    /// Takes one away.
    pub fn dismiss(&mut self, id: u32) {
        self.all.retain(|notice| notice.id != id);
    }

    /// All, oldest first.
    pub fn all(&self) -> &[NoticeView] {
        &self.all
    }
}

impl From<Declined> for Notice {
    fn from(declined: Declined) -> Self {
        let Declined { number, reason, text, is_back } = declined;
        Self::OrderDeclined { number, reason, text, is_back }
    }
}
