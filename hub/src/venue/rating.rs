//! What guests say of a visit that is over: stars and a few words, once each. Nobody has to.

use std::collections::BTreeMap;

use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::{RATING_CHARS_MAX, TILL_LIST_MAX};
use plato_sync_protocol::text;
use plato_sync_protocol::till::{self, RatingView, RatingsView};
use serde::{Deserialize, Serialize};

use super::{Event, Refusal, Timestamp, Venue};

/// The most that a visit can get.
const STARS_MAX: u8 = 5;

/// How a visit was, for one of the party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRating {
    /// Which.
    pub session: SessionId,
    /// For whom.
    pub diner: DinerId,
    /// One to five.
    pub stars: u8,
    /// In words; may be empty.
    pub comment: String,
}

/// What was said until a business day was closed, since the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRatings {
    /// How many have said something.
    pub count: u32,
    /// All their stars.
    pub stars: u32,
    /// The newest of those with words, oldest first.
    pub comments: Vec<DayComment>,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayComment {
    /// At which table.
    pub table: String,
    /// One to five.
    pub stars: u8,
    /// In words.
    pub comment: String,
    /// When, in ms since 1970.
    pub at_ms: u64,
}

impl DayRatings {
    /// As screens show it.
    pub fn view(&self) -> till::DayRatings {
        let view = |said: &DayComment| RatingView {
            table: said.table.clone(),
            stars: said.stars,
            comment: said.comment.clone(),
            at_ms: said.at_ms,
        };
        let average_tenths = average_tenths(self.stars, self.count);
        let comments = self.comments.iter().map(view).collect();
        till::DayRatings { count: self.count, average_tenths, comments }
    }
}

/// Rounded to the nearest tenth, a half up.
fn average_tenths(stars: u32, count: u32) -> u32 {
    (stars.saturating_mul(20).saturating_add(count)).checked_div(count.saturating_mul(2)).unwrap_or(0)
}

/// What was said of all visits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ratings {
    of: BTreeMap<(SessionId, DinerId), u8>,
    /// Oldest first.
    all: Vec<(Timestamp, VisitRating)>,
    stars: u32,
    /// Business dates of those that no closed day has, and their places in `all`. A rating opens no day:
    /// who rates a visit in the morning is in the books of the next day on which something is sold.
    waiting: Vec<(String, usize)>,
}

impl Ratings {
    /// A day has been closed, and has what was said until then.
    pub(super) fn close_day(&mut self, date: &str) {
        self.waiting.retain(|(said, _)| said.as_str() > date);
    }

    pub(super) fn take(&mut self, at: Timestamp, date: String, rating: &VisitRating) {
        self.waiting.push((date, self.all.len()));
        self.of.insert((rating.session.clone(), rating.diner.clone()), rating.stars);
        self.stars = self.stars.saturating_add(rating.stars.into());
        self.all.push((at, rating.clone()));
    }
}

impl Venue {
    pub(super) fn rate_visit(&self, rating: &VisitRating) -> Result<Vec<Event>, Refusal> {
        let session = self.floor.session(&rating.session).ok_or(Refusal::UnknownSession)?;
        if session.is_open {
            return Err(Refusal::VisitOpen);
        }
        if !session.diners.iter().any(|diner| diner.id == rating.diner) {
            return Err(Refusal::UnknownDiner);
        }
        let refused = Refusal::Rating { chars_max: RATING_CHARS_MAX };
        if !(1..=STARS_MAX).contains(&rating.stars) {
            return Err(refused);
        }
        let comment = text::clean(&rating.comment, RATING_CHARS_MAX).map_err(|_| refused)?;
        if self.stars_of(&rating.session, &rating.diner).is_some() {
            return Err(Refusal::AlreadyRated);
        }
        Ok(vec![Event::VisitRated { rating: VisitRating { comment, ..rating.clone() } }])
    }

    /// The stars that somebody has given to their visit.
    pub fn stars_of(&self, session: &SessionId, diner: &DinerId) -> Option<u8> {
        self.ratings.of.get(&(session.clone(), diner.clone())).copied()
    }

    /// What was said until a business day, and is in no day that was closed.
    pub(super) fn day_ratings(&self, date: &str) -> Option<DayRatings> {
        let of_day = self.ratings.waiting.iter().filter(|(said, _)| said.as_str() <= date);
        let said: Vec<&(Timestamp, VisitRating)> =
            of_day.filter_map(|(_, place)| self.ratings.all.get(*place)).collect();
        let with_words = said.iter().rev().filter(|(_, rating)| !rating.comment.is_empty());
        let mut comments: Vec<DayComment> = with_words
            .take(TILL_LIST_MAX)
            .map(|(at, rating)| DayComment {
                table: self.table_of(&rating.session).map_or_else(String::new, |(_, name)| name),
                stars: rating.stars,
                comment: rating.comment.clone(),
                at_ms: at.wall_ms,
            })
            .collect();
        comments.reverse();
        let stars = said.iter().map(|(_, rating)| u32::from(rating.stars)).sum();
        (!said.is_empty()).then_some(DayRatings { count: said.len() as u32, stars, comments })
    }

    /// What was said, the newest first.
    pub fn ratings_view(&self) -> RatingsView {
        let count = self.ratings.all.len() as u32;
        let view = |(at, rating): &(Timestamp, VisitRating)| RatingView {
            table: self.table_of(&rating.session).map_or_else(String::new, |(_, name)| name),
            stars: rating.stars,
            comment: rating.comment.clone(),
            at_ms: at.wall_ms,
        };
        RatingsView {
            count,
            average_tenths: average_tenths(self.ratings.stars, count),
            newest: self.ratings.all.iter().rev().take(TILL_LIST_MAX).map(view).collect(),
        }
    }
}
