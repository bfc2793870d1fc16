//! Who the guest is, as the page keeps it between visits of this page, and how they became that.

use plato_sync_protocol::api::{JoinAnswer, Problem};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::vector::{ActorId, from_hex};
use plato_sync_protocol::views::SessionMode;
use serde::{Deserialize, Serialize};

use crate::view::JoinRefusal;

/// Earlier parties of a guest whose records are still looked for.
const VISITS_KEPT_MAX: usize = 4;

/// Actors that were issued to a tab.
#[derive(Debug, Default)]
pub struct KeptActors {
    /// For which cart, by the hub's actor in it.
    pub cart: Option<ActorId>,
    /// The actors; the last is the one in use.
    pub actors: Vec<ActorId>,
}

/// A guest who has joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The visit.
    pub session: SessionId,
    /// The diner's token.
    pub token: String,
    /// Who they are.
    pub diner: DinerId,
    /// The name they gave.
    pub name: String,
    /// Name of the table.
    pub table: String,
    /// How the party shares.
    pub mode: SessionMode,
    /// Visits with whose parties they were before they were brought to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<SessionId>,
}

impl Login {
    /// From the hub's answer.
    pub fn of(answer: JoinAnswer, name: String) -> Self {
        let JoinAnswer { session, token, diner, mode, table, .. } = answer;
        Self { session, token, diner, name, table, mode, was: Vec::new() }
    }

    /// They are with another party now.
    pub fn moved(&mut self, to: SessionId) {
        self.was.retain(|session| *session != to);
        self.was.push(std::mem::replace(&mut self.session, to));
        if self.was.len() > VISITS_KEPT_MAX {
            self.was.remove(0);
        }
    }

    /// Whose records are theirs: those of this visit and of the parties that they were with.
    pub fn visits(&self) -> Vec<&SessionId> {
        std::iter::once(&self.session).chain(&self.was).collect()
    }

    /// As an earlier page kept it; none when it cannot be read.
    pub fn read(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }

    /// To be kept for the next page.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a login holds nothing that JSON cannot")
    }

    /// A tab's actors of this visit, to be kept for its next page.
    pub fn actors_to_text(&self, kept: &KeptActors) -> String {
        let of = kept.cart.map_or_else(String::new, |cart| format!("/{cart}"));
        let actors: Vec<String> = kept.actors.iter().map(ActorId::to_string).collect();
        format!("{}{of} {}", self.session, actors.join(" "))
    }

    /// Actors that an earlier page of this tab kept; none of another visit.
    pub fn read_actors(&self, kept: &str) -> KeptActors {
        let mut words = kept.split(' ');
        let mut of = words.next().unwrap_or_default().split('/');
        if of.next() != Some(self.session.as_str()) {
            return KeptActors::default();
        }
        let actor = |word: &str| from_hex::<16>(word).map(ActorId);
        KeptActors { cart: of.next().and_then(actor), actors: words.filter_map(actor).collect() }
    }
}

/// Why joining did not work, from what came back.
pub fn refusal(body: &str) -> JoinRefusal {
    match serde_json::from_str::<Problem>(body) {
        Ok(problem) => refused(problem),
        Err(_) => unreachable_hub(),
    }
}

/// What the hub said against it.
pub fn refused(problem: Problem) -> JoinRefusal {
    let Problem { code, title, attempts_left, retry_after_s, needs_new_pin, .. } = problem;
    JoinRefusal { code, message: title, attempts_left, retry_after_s, needs_new_pin }
}

/// Joining got no answer.
pub fn unreachable_hub() -> JoinRefusal {
    JoinRefusal {
        code: "hub_unreachable".to_owned(),
        message: "The restaurant's hub cannot be reached. Are you on its Wi-Fi?".to_owned(),
        attempts_left: None,
        retry_after_s: None,
        needs_new_pin: false,
    }
}
