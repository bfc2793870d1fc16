//! What guests say of a visit that is over: stars and a few words, once each. Nobody has to.

use std::collections::BTreeMap;

use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::{RATING_CHARS_MAX, TILL_LIST_MAX};
use plato_sync_protocol::text;
use plato_sync_protocol::till::{RatingView, RatingsView};
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

/// What was said of all visits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ratings {
    of: BTreeMap<(SessionId, DinerId), u8>,
    /// Oldest first.
    all: Vec<(Timestamp, VisitRating)>,
    stars: u32,
}

impl Ratings {
    pub(super) fn take(&mut self, at: Timestamp, rating: &VisitRating) {
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
            average_tenths: (self.ratings.stars * 10).checked_div(count).unwrap_or(0),
            newest: self.ratings.all.iter().rev().take(TILL_LIST_MAX).map(view).collect(),
        }
    }
}
