//! Changes of honest phones, and what a hostile one makes of them.

use plato_sync_protocol::cart::{CartChange, CartEdit, NewUnit};
use plato_sync_protocol::ids::{LineId, OrderId, UnitId};
use plato_sync_protocol::limits::{CHANGES_BURST_MAX, DEPS_PER_CHANGE_MAX, EDITS_PER_CHANGE_MAX};
use plato_sync_protocol::vector::{ActorId, ChangeHash};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::table::{Phone, Table};

const PLAIN: &str = r#"{"m":[],"n":""}"#;

fn line(chance: &mut ChaCha8Rng) -> LineId {
    LineId::from_random(chance.random())
}

fn unit(chance: &mut ChaCha8Rng) -> UnitId {
    UnitId::from_random(chance.random())
}

fn config(chance: &mut ChaCha8Rng) -> String {
    match chance.random_range(0..12) {
        0 => "{}".into(),
        1 => format!(r#"{{"m":[],"n":"{}"}}"#, "x".repeat(chance.random_range(130..600))),
        2 => format!(r#"{{"m":["{}"],"n":""}}"#, "a/b".repeat(chance.random_range(1..300))),
        3 => "\u{202e}\0[[[[".into(),
        4 => String::new(),
        5..=7 => format!(r#"{{"m":[],"n":"{}"}}"#, chance.random_range(0..9)),
        _ => PLAIN.into(),
    }
}

/// An edit of this cart; of a line that is there, if any is.
fn edit(phone: &Phone, chance: &mut ChaCha8Rng, is_honest: bool) -> CartEdit {
    let diner = phone.diner.clone();
    let known = phone.cart.lines();
    let config = if is_honest { PLAIN.to_owned() } else { config(chance) };
    match (chance.random_range(0..8), known.choose(chance)) {
        (0..=2, _) | (_, None) => {
            let portions =
                if is_honest { 2 } else { *[0, 1, 1, 1, 1, 2, 2, 3, 99, 100, 400].choose(chance).unwrap() };
            let units = (0..portions).map(|_| NewUnit { unit: unit(chance), diner: diner.clone() }).collect();
            CartEdit::AddLine {
                line: line(chance),
                item: "soup".parse().unwrap(),
                rev: 1,
                by: diner,
                config,
                units,
            }
        }
        (choice, Some(found)) => {
            let (line, some) = (found.line.clone(), found.units.choose(chance).unwrap().unit.clone());
            match choice {
                3 | 4 => CartEdit::AddUnit { line, unit: unit(chance), diner },
                5 => CartEdit::RemoveUnit { line, unit: some },
                6 => CartEdit::GiveUnit { line, unit: some, diner: "everyone22".parse().unwrap() },
                _ => CartEdit::Reconfigure { line, config },
            }
        }
    }
}

/// Something that a phone's own rules let through.
pub fn honest(phone: &mut Phone, chance: &mut ChaCha8Rng) -> Option<CartChange> {
    let edit = edit(phone, chance, true);
    phone.cart.author(phone.actor, vec![edit]).ok()
}

/// A change as a phone would make it, on a copy: the phone itself goes on as if nothing were.
fn modelled(table: &Table<'_>, chance: &mut ChaCha8Rng) -> CartChange {
    let phone = table.phones.choose(chance).unwrap();
    let cart = table.cart.cart();
    let count = match chance.random_range(0..20) {
        0 => EDITS_PER_CHANGE_MAX + 1,
        1 => EDITS_PER_CHANGE_MAX,
        2 => 0,
        _ => chance.random_range(1..4),
    };
    let edits = (0..count).map(|_| edit(phone, chance, false)).collect();
    let seq = cart.vector().of(&phone.actor) + 1;
    let mut change =
        CartChange { actor: phone.actor, seq, deps: cart.heads(), edits, hash: ChangeHash([0; 32]) };
    // Whoever has the library can work out the right hash.
    if chance.random_ratio(1, 8) {
        change.hash = right_hash(table, &change).unwrap_or(change.hash);
    }
    change
}

fn right_hash(table: &Table<'_>, change: &CartChange) -> Option<ChangeHash> {
    let mut copy = plato_sync_protocol::cart::Cart::load(&table.cart.cart().save()).ok()?;
    copy.author(change.actor, change.edits.clone()).ok().map(|authored| authored.hash)
}

/// Changes of which at least one is not as a phone would make it.
pub fn hostile(table: &mut Table<'_>, chance: &mut ChaCha8Rng) -> Vec<CartChange> {
    let mut change = modelled(table, chance);
    for _ in 0..chance.random_range(0..3) {
        spoil(&mut change, table, chance);
    }
    if chance.random_ratio(1, 10) { vec![change.clone(), change] } else { vec![change] }
}

fn spoil(change: &mut CartChange, table: &Table<'_>, chance: &mut ChaCha8Rng) {
    let cart = table.cart.cart();
    match chance.random_range(0..14) {
        0 => change.hash = ChangeHash(chance.random()),
        1 => change.actor = ActorId(chance.random()),
        2 => change.actor = cart.hub_actor(),
        3 => change.actor = table.phones.choose(chance).unwrap().actor,
        4 => {
            change.seq =
                *[0, 1, change.seq.saturating_add(1), u64::from(u32::MAX), u64::MAX].choose(chance).unwrap()
        }
        5 => change.deps = vec![ChangeHash(chance.random())],
        6 => change.deps = vec![],
        7 => change.deps = cart.heads().repeat(chance.random_range(2..40)),
        8 => {
            let count = *[DEPS_PER_CHANGE_MAX, DEPS_PER_CHANGE_MAX + 1, 1_500].choose(chance).unwrap();
            change.deps = (0..count).map(|_| ChangeHash(chance.random())).collect();
        }
        9 => {
            let unit = unit(chance);
            change.edits.push(CartEdit::MarkSent { unit, order: OrderId(chance.random()) });
        }
        10 => {
            if let Some(first) = change.edits.first().cloned() {
                change.edits.push(first);
            }
        }
        11 => {
            let line = line(chance);
            change.edits.push(CartEdit::RemoveUnit { line, unit: unit(chance) });
        }
        12 => {
            let other = table.phones.choose(chance).unwrap().diner.clone();
            if let Some(CartEdit::AddLine { by, .. }) = change.edits.first_mut() {
                *by = other;
            }
        }
        _ => {
            // An older ground, which the hub has to dig out.
            let phone = table.phones.choose(chance).unwrap();
            (change.actor, change.deps) = (phone.actor, phone.cart.heads());
        }
    }
}

/// As many changes as a frame holds, above and below the rate.
pub fn flood(table: &mut Table<'_>, chance: &mut ChaCha8Rng) -> Vec<CartChange> {
    let change = modelled(table, chance);
    let burst = CHANGES_BURST_MAX as usize;
    let count = *[burst, burst + 1, 250].choose(chance).unwrap();
    let numbered = |place: usize| CartChange { seq: change.seq + place as u64, ..change.clone() };
    (0..count).map(numbered).collect()
}
