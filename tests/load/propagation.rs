//! Parties that edit one cart: from the moment at which a phone sends a change to the moment at which
//! each other phone of the party has read it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::UnitId;
use plato_sync_protocol::message::{FromDevice, FromHub};
use plato_sync_protocol::vector::{ChangeHash, VersionVector};
use plato_tests::phone::add;
use plato_tests::{PATIENCE, Phone, TestHub};
use tokio::sync::watch;

use crate::Plan;
use crate::figures::Figures;

/// Portions that a line may ever have, less a few.
const UNITS_PER_LINE: usize = 350;

/// What was measured.
pub struct Spread {
    pub figures: Figures,
    pub lost: Vec<String>,
}

/// What the phones of one table know of each other.
#[derive(Default)]
struct Party {
    /// When each change was sent.
    sent: Mutex<HashMap<ChangeHash, Instant>>,
    /// What those who have finished have made, and how many have.
    made: watch::Sender<(VersionVector, usize)>,
}

/// What one phone has seen.
struct Seen {
    times: Vec<Duration>,
    edits: usize,
    missing: u64,
    heads: Vec<ChangeHash>,
}

/// Lets all parties edit.
pub async fn measure(hub: &TestHub, plan: Plan) -> Spread {
    let mut tables = Vec::new();
    for table in 1..=plan.tables {
        let seated = hub.table(&table.to_string()).seated(4).await;
        let party = Arc::new(Party::default());
        let mut phones = Vec::new();
        for number in 0..plan.phones {
            let guest = seated.joined_by(&format!("Guest {number}")).await;
            phones.push(guest.phone(hub).await);
        }
        tables.push((seated.session.clone(), party, phones));
    }
    let count = plan.tables * plan.phones;
    let mut running = Vec::new();
    let mut number = 0;
    for (session, party, phones) in tables {
        let mut tasks = Vec::new();
        for phone in phones {
            let offset = plan.every.mul_f64(f64::from(number) / count as f64);
            number += 1;
            tasks.push(tokio::spawn(edits(phone, party.clone(), offset, plan)));
        }
        running.push((session, tasks));
    }
    let (mut times, mut lost) = (Vec::new(), Vec::new());
    for (table, (session, tasks)) in running.into_iter().enumerate() {
        let mut seen = Vec::new();
        for task in tasks {
            seen.push(task.await.unwrap());
        }
        let heads =
            hub.app().members.carts.lock(&plato_hub::carts::CartId::shared(&session)).unwrap().cart().heads();
        lost.extend(losses(table + 1, &seen, &heads));
        times.extend(seen.into_iter().flat_map(|seen| seen.times));
    }
    Spread { figures: Figures::of(times), lost }
}

fn losses(table: usize, seen: &[Seen], heads: &[ChangeHash]) -> Vec<String> {
    let mut lost = Vec::new();
    let edits: usize = seen.iter().map(|seen| seen.edits).sum();
    for (phone, seen) in seen.iter().enumerate() {
        let of_others = edits - seen.edits;
        if seen.missing > 0 || seen.times.len() != of_others {
            let (heard, missing) = (seen.times.len(), seen.missing);
            lost.push(format!(
                "table {table}, phone {phone}: heard {heard} of {of_others} edits, {missing} missing"
            ));
        }
        if seen.heads != heads {
            lost.push(format!("table {table}, phone {phone}: its cart is not the hub's"));
        }
    }
    lost
}

/// One phone: an edit now and then, and everything that the others do.
async fn edits(mut phone: Phone, party: Arc<Party>, offset: Duration, plan: Plan) -> Seen {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + offset, plan.every);
    let until = Instant::now() + plan.time;
    let (mut times, mut made) = (Vec::new(), 0);
    while Instant::now() < until {
        tokio::select! {
            _ = ticks.tick() => {
                let change = phone.cart.author(phone.actor, vec![next(&phone, made)]).unwrap();
                party.sent.lock().unwrap().insert(change.hash, Instant::now());
                phone.says(&FromDevice::Changes(vec![change])).await;
                made += 1;
            }
            frame = phone.frame() => times.extend(heard(&frame, &party)),
        }
    }
    party.made.send_modify(|(vector, finished)| {
        vector.raise(phone.actor, made as u64);
        *finished += 1;
    });
    let mut finished = party.made.subscribe();
    let rest = async {
        loop {
            let (wanted, count) = finished.borrow_and_update().clone();
            if count == plan.phones && phone.cart.vector().covers(&wanted) {
                return;
            }
            tokio::select! {
                frame = phone.frame() => times.extend(heard(&frame, &party)),
                _ = finished.changed() => {}
            }
        }
    };
    // Whoever gives up here has lost something, and counts what.
    let _ = tokio::time::timeout(PATIENCE / 2, rest).await;
    let wanted = party.made.borrow().0.clone();
    let missing = wanted.iter().map(|(actor, seq)| seq.saturating_sub(phone.cart.vector().of(actor))).sum();
    Seen { times, edits: made, missing, heads: phone.cart.heads() }
}

/// How long each change of a frame was on its way.
fn heard(frame: &FromHub, party: &Party) -> Vec<Duration> {
    let now = Instant::now();
    let FromHub::CartUpdated(changes) = frame else { return Vec::new() };
    let sent = party.sent.lock().unwrap();
    changes
        .iter()
        .filter_map(|change| Some(now.saturating_duration_since(*sent.get(&change.hash)?)))
        .collect()
}

/// What a guest does next: a line of their own, then one more and one less of it in turn.
fn next(phone: &Phone, made: usize) -> CartEdit {
    let own = phone.cart.lines().into_iter().rev().find(|line| line.by == phone.diner);
    match own.filter(|line| line.units.len() < UNITS_PER_LINE) {
        None => add("soup", &[], 1, &phone.diner),
        Some(line) if made.is_multiple_of(2) => {
            let unit = line.unit_to_remove(&phone.diner).unwrap().clone();
            CartEdit::RemoveUnit { line: line.line, unit }
        }
        Some(line) => {
            let unit = UnitId::from_random(rand::random());
            CartEdit::AddUnit { line: line.line, unit, diner: phone.diner.clone() }
        }
    }
}
