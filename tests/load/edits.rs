//! Parties that edit one cart: from the moment at which a phone sends a change to the moment at which
//! each other phone of the party has received it, and what that costs the hub.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::UnitId;
use plato_sync_protocol::vector::{ChangeHash, VersionVector};
use plato_tests::phone::add;
use plato_tests::{Heard, PATIENCE, Packer};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tokio::sync::watch;

use crate::Plan;
use crate::aside::Aside;
use crate::figures::Figures;
use crate::venue::Venue;

/// Lines of a cart at most.
const LINES: usize = 40;
/// Portions that a line may ever have, less a few.
const UNITS_PER_LINE: usize = 90;

/// How long a phone listens after its last edit before it looks at what it has heard: until then nobody
/// computes, or the last edits of the others would be measured beside it.
pub const AFTER: Duration = Duration::from_secs(1);

/// What was measured.
pub struct Spread {
    pub figures: Figures,
    /// How many edits were made.
    pub edits: usize,
    /// Bytes of all of them on the line, there and back.
    pub bytes: usize,
    /// Processor time of the server.
    pub cpu: Option<Duration>,
    /// Memory of the server at the end, in KiB.
    pub rss_kib: Option<u64>,
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
    phone: Packer,
    times: Vec<Duration>,
    edits: usize,
    bytes: usize,
    missing: u64,
}

/// Lets all parties edit. Their phones stay connected afterwards.
pub async fn measure(venue: &mut Venue, plan: Plan) -> Spread {
    let count = plan.tables * plan.phones;
    let (began, cpu) = (Instant::now(), venue.server.cpu());
    let (aside, mut running) = (Aside::start(), Vec::new());
    for (table, phones) in std::mem::take(&mut venue.phones).into_iter().enumerate() {
        let party = Arc::new(Party::default());
        let mut tasks = Vec::new();
        for (place, phone) in phones.into_iter().enumerate() {
            let number = table * plan.phones + place;
            let offset = plan.every.mul_f64(number as f64 / count as f64);
            let chance = ChaCha8Rng::seed_from_u64(number as u64);
            tasks.push(tokio::spawn(guest(aside.clone(), phone, party.clone(), began, offset, plan, chance)));
        }
        running.push(tasks);
    }
    let (mut times, mut lost, mut edits, mut bytes) = (Vec::new(), Vec::new(), 0, 0);
    for (table, tasks) in running.into_iter().enumerate() {
        let mut seen = Vec::new();
        for task in tasks {
            seen.push(task.await.unwrap());
        }
        let session = &seen[0].phone.welcome.session;
        let heads = venue.server.ask(&json!({ "what": "heads", "session": session }));
        let heads: Vec<ChangeHash> = serde_json::from_value(heads).unwrap();
        lost.extend(losses(table + 1, &seen, &heads));
        edits += seen.iter().map(|seen| seen.edits).sum::<usize>();
        bytes += seen.iter().map(|seen| seen.bytes).sum::<usize>();
        times.extend(seen.iter().flat_map(|seen| seen.times.clone()));
        venue.phones.push(seen.into_iter().map(|seen| seen.phone).collect());
    }
    let cpu = venue.server.cpu().zip(cpu).map(|(after, before)| after - before);
    Spread { figures: Figures::of(times), edits, bytes, cpu, rss_kib: venue.server.rss_kib(), lost }
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
        if seen.phone.cart.heads() != heads {
            lost.push(format!("table {table}, phone {phone}: its cart is not the hub's"));
        }
    }
    lost
}

/// One phone: an edit now and then, and everything that the others do. What it hears it takes in when it
/// next does something itself, beside.
async fn guest(
    aside: Aside,
    mut phone: Packer,
    party: Arc<Party>,
    began: Instant,
    offset: Duration,
    plan: Plan,
    mut chance: ChaCha8Rng,
) -> Seen {
    let before = phone.socket.traffic();
    let mut ticks = tokio::time::interval_at((began + offset).into(), plan.every);
    let until = tokio::time::sleep_until((began + plan.time).into());
    let after = tokio::time::sleep_until((began + plan.time + AFTER).into());
    tokio::pin!(until, after);
    let (mut times, mut heard, mut made) = (Vec::new(), Vec::new(), 0);
    loop {
        tokio::select! {
            _ = ticks.tick(), if !until.is_elapsed() => {
                let frames = std::mem::take(&mut heard);
                let (told, change);
                (phone, chance, told, change) = aside.compute(move || {
                    let told: Vec<_> = frames.into_iter().map(|frame| phone.takes_in(frame)).collect();
                    let change = phone.authors(vec![next(&phone, &mut chance)]);
                    (phone, chance, told, change)
                }).await;
                times.extend(told.iter().flat_map(|told| travelled(told, &party)));
                party.sent.lock().unwrap().insert(change.hash, Instant::now());
                phone.sends(&[change]).await;
                made += 1;
            }
            frame = phone.receives() => heard.push(frame),
            () = &mut until, if !until.is_elapsed() => {}
            () = &mut after => break,
        }
    }
    let told: Vec<_>;
    (phone, told) = aside
        .compute(move || {
            let told = heard.into_iter().map(|frame| phone.takes_in(frame)).collect();
            (phone, told)
        })
        .await;
    times.extend(told.iter().flat_map(|told| travelled(told, &party)));
    party.made.send_modify(|(vector, finished)| {
        vector.raise(phone.welcome.actor, phone.cart.vector().of(&phone.welcome.actor));
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
                heard = phone.hears() => times.extend(travelled(&heard, &party)),
                _ = finished.changed() => {}
            }
        }
    };
    // Whoever gives up here has lost something, and counts what.
    let _ = tokio::time::timeout(PATIENCE / 2, rest).await;
    let wanted = party.made.borrow().0.clone();
    let missing = wanted.iter().map(|(actor, seq)| seq.saturating_sub(phone.cart.vector().of(actor))).sum();
    let after = phone.socket.traffic();
    let bytes = after.up + after.down - before.up - before.down;
    Seen { phone, times, edits: made, bytes, missing }
}

/// How long each change of a frame was on its way.
fn travelled(heard: &Heard, party: &Party) -> Vec<Duration> {
    let Heard::Changes(changes, at) = heard else { return Vec::new() };
    let sent = party.sent.lock().unwrap();
    changes.iter().filter_map(|change| Some(at.saturating_duration_since(*sent.get(&change.hash)?))).collect()
}

/// What a guest does next: now and then a line of their own, else one more or one less of any.
pub fn next(phone: &Packer, chance: &mut ChaCha8Rng) -> CartEdit {
    let diner = &phone.welcome.diner;
    let lines = phone.cart.lines();
    let line = lines.choose(chance).filter(|_| lines.len() >= LINES || chance.random_range(0..10) >= 3);
    match line {
        None => add("soup", &[], 1, diner),
        Some(line) => match line.unit_to_remove(diner) {
            Some(unit) if line.units.len() > 1 && chance.random() => {
                CartEdit::RemoveUnit { line: line.line.clone(), unit: unit.clone() }
            }
            _ if line.units.len() >= UNITS_PER_LINE => add("soup", &[], 1, diner),
            _ => {
                let unit = UnitId::from_random(chance.random());
                CartEdit::AddUnit { line: line.line.clone(), unit, diner: diner.clone() }
            }
        },
    }
}
