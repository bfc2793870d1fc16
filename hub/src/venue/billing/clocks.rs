//! The clocks of the house: what time it is there, and when its business days begin. Which offset from UTC
//! was in force when is part of the terms, and so of the log: the fold needs no time zone database, and a
//! day that was booked stays where it is when a country changes its rules.
//!
//! A day begins once, also where its hour does not exist because clocks go forward (then it begins with the
//! change), or comes twice because they go back (then it begins the first time) [B16].

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::Timestamp;
use super::terms::BillTerms;

const MINUTE_S: i64 = 60;
/// No clock is further from UTC than this.
const OFFSET_MAX_S: i64 = 15 * 60 * MINUTE_S;

/// A time zone as its rules were when the venue file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Its name, such as `Europe/Vienna`.
    pub name: String,
    /// When the offset changes, the earliest first. Before that `utc_offset_minutes` is in force.
    pub changes: Vec<OffsetChange>,
}

/// From a moment on the house is so far ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetChange {
    /// The moment, in seconds since 1970.
    pub from_s: i64,
    /// By how many minutes the house is ahead then.
    pub minutes: i16,
}

/// The business day of a moment, as 2026-11-22.
pub(in crate::venue) fn business_date(at: Timestamp, terms: &BillTerms) -> String {
    date_of(terms.business_day(seconds(at)))
}

/// How long it is until the next business day begins.
pub(in crate::venue) fn until_next_day_ms(now: Timestamp, terms: &BillTerms) -> u64 {
    let today = terms.business_day(seconds(now));
    let begins_ms = terms.begins_s(today.next_day().unwrap_or(today)).saturating_mul(1000);
    u64::try_from(begins_ms).unwrap_or(0).saturating_sub(now.wall_ms)
}

/// A moment by the clocks of the house, as `2026-11-22 20:15`.
pub(super) fn local_time(at: Timestamp, terms: &BillTerms) -> String {
    let moment = terms.local(seconds(at));
    format!("{} {:02}:{:02}", date_of(moment.date()), moment.hour(), moment.minute())
}

fn seconds(at: Timestamp) -> i64 {
    i64::try_from(at.wall_ms / 1000).unwrap_or(i64::MAX)
}

fn date_of(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

impl BillTerms {
    fn offset_s(&self, at_s: i64) -> i64 {
        let changes = self.zone.as_ref().map_or(&[][..], |zone| &zone.changes);
        let before = changes.partition_point(|change| change.from_s <= at_s);
        let last = before.checked_sub(1).map(|last| changes[last].minutes);
        i64::from(last.unwrap_or(self.utc_offset_minutes)) * MINUTE_S
    }

    fn local(&self, at_s: i64) -> OffsetDateTime {
        // A clock beyond the year 9999 says nothing.
        let moment = OffsetDateTime::from_unix_timestamp(at_s.saturating_add(self.offset_s(at_s)));
        moment.unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    fn business_day(&self, at_s: i64) -> Date {
        let mut date = self.local(at_s).date();
        date = date.next_day().unwrap_or(date);
        while self.begins_s(date) > at_s {
            let Some(before) = date.previous_day() else { break };
            date = before;
        }
        date
    }

    /// The first moment at which the clocks of the house have reached the hour of that day.
    fn begins_s(&self, date: Date) -> i64 {
        let hour_s = i64::from(self.day_begins_minutes) * MINUTE_S;
        let shown_s = date.midnight().assume_utc().unix_timestamp() + hour_s;
        let near = [shown_s - OFFSET_MAX_S, shown_s + OFFSET_MAX_S].map(|at_s| self.offset_s(at_s));
        let moments = near.into_iter().map(|offset_s| (shown_s - offset_s, offset_s));
        let shown = moments.filter(|(at_s, offset_s)| self.offset_s(*at_s) == *offset_s);
        shown.map(|(at_s, _)| at_s).min().unwrap_or_else(|| self.skips_s(shown_s))
    }

    /// The moment at which clocks go forward past a time that they do not show.
    fn skips_s(&self, shown_s: i64) -> i64 {
        let changes = self.zone.iter().flat_map(|zone| &zone.changes);
        let mut past =
            changes.filter(|change| change.from_s + i64::from(change.minutes) * MINUTE_S > shown_s);
        past.next().map_or(shown_s, |change| change.from_s)
    }
}
