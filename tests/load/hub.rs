//! The hub in a process of its own, with parties that have joined.

use plato_hub::carts::CartId;
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::{DinerId, SessionId, UnitId};
use plato_sync_protocol::vector::ActorId;
use plato_tests::phone::add;
use plato_tests::{PATIENCE, TestHub, venue_with};
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::rig;

/// Somebody who may connect.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pass {
    /// Their visit.
    pub session: SessionId,
    /// Who they are.
    pub diner: DinerId,
    /// Their token.
    pub token: String,
}

/// Runs it, with so many tables and guests at each.
pub fn serve(tables: usize, phones: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (hub, parties) = runtime.block_on(async {
        let hub = TestHub::start_for_real().await;
        hub.import(&venue_with(tables + 1)).await;
        let mut parties = Vec::new();
        // One more, for those who join a full cart.
        for table in 1..=tables + 1 {
            let seated = hub.table(&table.to_string()).seated(4).await;
            let mut party = Vec::new();
            for number in 0..phones {
                let guest = seated.joined_by(&format!("Guest {number}")).await;
                party.push(Pass { session: guest.session, diner: guest.diner, token: guest.token });
            }
            parties.push(party);
        }
        (hub, parties)
    });
    let hello = json!({ "address": hub.address(), "parties": parties });
    // The hub saves carts by itself, on the runtime of whoever has changed them.
    let entered = runtime.enter();
    rig::answer_all(&hello, |question| answer(&hub, question));
    drop(entered);
    runtime.block_on(hub.stop());
}

fn answer(hub: &TestHub, question: &Value) -> Value {
    let session = |name: &str| -> SessionId { serde_json::from_value(question[name].clone()).unwrap() };
    let members = hub.app().members;
    match question["what"].as_str() {
        Some("heads") => {
            let cart = members.carts.lock(&CartId::shared(&session("session"))).unwrap();
            json!(cart.cart().heads())
        }
        // Until every phone that has hung up is known to be gone: then their actors are free again.
        Some("quiet") => {
            let until = std::time::Instant::now() + PATIENCE;
            let sessions = members.published.read(|venue, _| venue.open_sessions());
            let is_busy = |(_, session): &(_, SessionId)| members.fanout.is_busy(&CartId::shared(session));
            while sessions.iter().any(is_busy) && std::time::Instant::now() < until {
                std::thread::yield_now();
            }
            json!(!sessions.iter().any(is_busy))
        }
        Some("fill") => json!(filled(hub, &session("session"))),
        other => panic!("what is {other:?}?"),
    }
}

/// Lines of a full cart.
const LINES: usize = 40;
/// Edits that made it.
const EDITS: usize = 400;

/// Makes a cart of 40 lines in 400 edits by four diners: a new line, then one more of some and one less
/// of others in turn. Returns how many changes it has.
fn filled(hub: &TestHub, session: &SessionId) -> usize {
    let members = hub.app().members;
    let id = CartId::shared(session);
    let mut cart = members.carts.lock(&id).unwrap();
    let diners: Vec<_> = (0..4).map(|_| DinerId::from_random(rand::random())).collect();
    let actors: Vec<_> = diners
        .iter()
        .map(|diner| cart.issue_actor(diner, None, ActorId(rand::random()), |_| false).unwrap())
        .collect();
    let mut chance = rand::rng();
    for number in 0..EDITS {
        let (diner, actor) = (&diners[number % diners.len()], actors[number % actors.len()]);
        let lines = cart.cart().lines();
        let edit = match lines.choose(&mut chance) {
            Some(line) if number % (EDITS / LINES) > 0 => match line.unit_to_remove(diner) {
                Some(unit) if number % 2 == 0 => {
                    CartEdit::RemoveUnit { line: line.line.clone(), unit: unit.clone() }
                }
                _ => {
                    let unit = UnitId::from_random(rand::random());
                    CartEdit::AddUnit { line: line.line.clone(), unit, diner: diner.clone() }
                }
            },
            _ => add("soup", &[], 1, diner),
        };
        cart.author(actor, vec![edit]).unwrap();
    }
    members.writer.save_cart(id);
    cart.change_count()
}
