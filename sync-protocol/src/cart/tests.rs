//! The cart on several replicas, as phones and hub would hold it.

mod bounds;
mod earlier;
mod late;
mod lies;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::ids::{DinerId, OrderId};
use crate::limits::{LINES_PER_CART_MAX, UNITS_PER_LINE_MAX};

const HUB: ActorId = ActorId([0; 16]);
const PLAIN: &str = r#"{"m":[],"n":""}"#;
const SALTY: &str = r#"{"m":[],"n":"more salt"}"#;

fn actor(number: u8) -> ActorId {
    ActorId([number; 16])
}

fn short<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str, number: usize) -> T {
    let digits: String =
        format!("{number:03}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    format!("{prefix}{digits}{}", "a".repeat(7 - prefix.len())).parse().unwrap()
}

fn diner(number: usize) -> DinerId {
    short("diner", number)
}

fn unit(number: usize) -> UnitId {
    short("unit", number)
}

fn line(number: usize) -> LineId {
    short("line", number)
}

fn add_line(number: usize, units: &[usize]) -> CartEdit {
    let units = units.iter().map(|number| NewUnit { unit: unit(*number), diner: diner(1) }).collect();
    CartEdit::AddLine {
        line: line(number),
        item: "steak".parse().unwrap(),
        rev: 1,
        by: diner(1),
        config: PLAIN.into(),
        units,
    }
}

fn add_unit(number: usize, unit_number: usize, diner_number: usize) -> CartEdit {
    CartEdit::AddUnit { line: line(number), unit: unit(unit_number), diner: diner(diner_number) }
}

fn remove(number: usize, unit_number: usize) -> CartEdit {
    CartEdit::RemoveUnit { line: line(number), unit: unit(unit_number) }
}

fn give(number: usize, unit_number: usize, diner_number: usize) -> CartEdit {
    CartEdit::GiveUnit { line: line(number), unit: unit(unit_number), diner: diner(diner_number) }
}

fn reconfigure(number: usize, config: &str) -> CartEdit {
    CartEdit::Reconfigure { line: line(number), config: config.into() }
}

fn mark(unit_number: usize) -> CartEdit {
    CartEdit::MarkSent { unit: unit(unit_number), order: OrderId(1) }
}

/// A hub and phones that all have the hub's first change.
fn party(phones: usize) -> (Cart, Vec<Cart>) {
    let hub = Cart::create(HUB, "epoch");
    let phones = (0..phones).map(|_| Cart::load(&hub.save()).unwrap()).collect();
    (hub, phones)
}

fn pull(to: &mut Cart, from: &Cart, gate: Gate) {
    for change in from.missing_from(&to.vector()).unwrap() {
        to.accept(&change, gate).unwrap();
    }
}

fn sync(hub: &mut Cart, phone: &mut Cart) {
    pull(hub, phone, Gate::Hub);
    pull(phone, hub, Gate::Device);
}

#[test]
fn ct1_a_change_is_reauthored_to_the_same_hash_on_every_replica() {
    let (mut hub, mut phones) = party(2);
    phones[0].author(actor(1), vec![add_line(1, &[1, 2])]).unwrap();
    phones[1].author(actor(2), vec![add_line(2, &[3])]).unwrap();
    for phone in &mut phones {
        sync(&mut hub, phone);
    }
    sync(&mut hub, &mut phones[0]);
    assert_eq!(phones[0].heads(), phones[1].heads());
    assert_eq!(phones[0].lines(), phones[1].lines());
    assert_eq!(hub.lines().len(), 2);
    assert_eq!(Cart::load(&hub.save()).unwrap().heads(), hub.heads());
}

#[test]
fn ct1_random_parties_converge_whatever_the_order_of_delivery() {
    for seed in 0..12 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let (mut hub, mut phones) = party(4);
        let (mut lines, mut units) = (0, 0);
        for _ in 0..120 {
            let phone = chance.random_range(0..4);
            let who = phone + 1;
            let known = phones[phone].lines();
            let edit = match (chance.random_range(0..10), known.choose(&mut chance)) {
                (0..=2, _) | (_, None) => {
                    lines += 1;
                    units += 1;
                    add_line(lines, &[units])
                }
                (choice, Some(some)) => {
                    let picked = some.units.choose(&mut chance).unwrap().unit.clone();
                    let (line, diner) = (some.line.clone(), diner(who));
                    match choice {
                        3..=5 => {
                            units += 1;
                            CartEdit::AddUnit { line, unit: unit(units), diner }
                        }
                        6 | 7 => CartEdit::RemoveUnit { line, unit: picked },
                        8 => CartEdit::GiveUnit { line, unit: picked, diner },
                        _ => CartEdit::Reconfigure { line, config: format!(r#"{{"m":[],"n":"{units}"}}"#) },
                    }
                }
            };
            // Some edits are refused, such as removing what is removed: then nothing changes.
            let before = phones[phone].heads();
            if phones[phone].author(actor(who as u8), vec![edit]).is_err() {
                assert_eq!(phones[phone].heads(), before, "seed {seed}");
            }
            // Lines that were read before are read anew where a change has touched them, and only there.
            assert_eq!(phones[phone].lines(), read::lines(&phones[phone].doc), "seed {seed}");
            if chance.random_bool(0.3) {
                sync(&mut hub, &mut phones[phone]);
                let as_they_stand = read::lines(&hub.doc);
                // On every other evening the hub reads one line now and then, and all of them only at the end.
                if seed % 2 == 0 {
                    assert_eq!(hub.lines(), as_they_stand, "seed {seed}");
                } else if let Some(line) = as_they_stand.choose(&mut chance) {
                    assert_eq!(hub.line(&line.line).as_ref(), Some(line), "seed {seed}");
                }
            }
            if chance.random_bool(0.1) {
                let pending: Vec<UnitId> = read::lines(&hub.doc)
                    .iter()
                    .flat_map(|line| line.pending().map(|unit| unit.unit.clone()))
                    .take(2)
                    .collect();
                let marks = pending.into_iter().map(|unit| CartEdit::MarkSent { unit, order: OrderId(1) });
                let _ = hub.author(HUB, marks.collect());
            }
        }
        for _ in 0..2 {
            for phone in &mut phones {
                sync(&mut hub, phone);
            }
        }
        for phone in &phones {
            assert_eq!(phone.heads(), hub.heads(), "seed {seed}");
            assert_eq!(phone.lines(), hub.lines(), "seed {seed}");
        }
        assert_eq!(Cart::load(&hub.save()).unwrap().lines(), hub.lines(), "seed {seed}");
    }
}

#[test]
fn ct2_a_change_that_builds_on_what_is_not_here_waits() {
    let (mut hub, mut phones) = party(1);
    let first = phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    let second = phones[0].author(actor(1), vec![add_unit(1, 2, 1)]).unwrap();
    assert_eq!(hub.accept(&second, Gate::Hub), Err(ChangeRefusal::Missing));
    assert_eq!(hub.accept(&first, Gate::Hub), Ok(Accepted::New));
    assert_eq!(hub.accept(&first, Gate::Hub), Ok(Accepted::Known));
    assert_eq!(hub.accept(&second, Gate::Hub), Ok(Accepted::New));
}

#[test]
fn ct3_two_tabs_with_one_actor_clash() {
    let (mut hub, mut tabs) = party(2);
    let one = tabs[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    let other = tabs[1].author(actor(1), vec![add_line(2, &[2])]).unwrap();
    hub.accept(&one, Gate::Hub).unwrap();
    assert_eq!(hub.accept(&other, Gate::Hub), Err(ChangeRefusal::Clash));
}

#[test]
fn ct4_two_diners_adding_the_same_item_keep_both_lines() {
    let (mut hub, mut phones) = party(2);
    phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    phones[1].author(actor(2), vec![add_line(2, &[2])]).unwrap();
    for phone in &mut phones {
        sync(&mut hub, phone);
    }
    assert_eq!(hub.lines().iter().map(|line| line.pending().count()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn ct5_two_diners_taking_off_the_same_portion_take_off_one() {
    let (mut hub, mut phones) = party(2);
    phones[0].author(actor(1), vec![add_line(1, &[1, 2, 3])]).unwrap();
    sync(&mut hub, &mut phones[0]);
    sync(&mut hub, &mut phones[1]);
    for (index, phone) in phones.iter_mut().enumerate() {
        let unit = phone.lines()[0].unit_to_remove(&diner(9)).unwrap().clone();
        phone.author(actor(index as u8 + 1), vec![CartEdit::RemoveUnit { line: line(1), unit }]).unwrap();
        sync(&mut hub, phone);
    }
    assert_eq!(hub.lines()[0].pending().count(), 2);
}

#[test]
fn one_less_takes_the_newest_of_ones_own_first() {
    let (mut hub, _) = party(0);
    hub.author(actor(9), vec![add_line(1, &[1])]).unwrap();
    hub.author(actor(9), vec![add_unit(1, 2, 2)]).unwrap();
    hub.author(actor(9), vec![add_unit(1, 3, 1)]).unwrap();
    hub.author(actor(9), vec![add_unit(1, 4, 3)]).unwrap();
    let lines = hub.lines();
    assert_eq!(lines[0].unit_to_remove(&diner(1)), Some(&unit(3)));
    assert_eq!(lines[0].unit_to_remove(&diner(2)), Some(&unit(2)));
    assert_eq!(lines[0].unit_to_remove(&diner(9)), Some(&unit(4)));
}

#[test]
fn ct6_a_removal_is_final_even_against_a_gift_made_at_the_same_time() {
    let (mut hub, mut phones) = party(2);
    phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    for _ in 0..2 {
        for phone in &mut phones {
            sync(&mut hub, phone);
        }
    }
    phones[0].author(actor(1), vec![remove(1, 1)]).unwrap();
    phones[1].author(actor(2), vec![give(1, 1, 2)]).unwrap();
    for phone in &mut phones {
        sync(&mut hub, phone);
    }
    assert_eq!(hub.lines()[0].units[0].state, UnitState::Removed);
    assert_eq!(hub.author(actor(9), vec![give(1, 1, 3)]), Err(EditRefusal::UnitRemoved));
}

#[test]
fn ct7_what_was_sent_stays_sent_whatever_a_late_edit_says() {
    let (mut hub, mut phones) = party(1);
    phones[0].author(actor(1), vec![add_line(1, &[1, 2])]).unwrap();
    sync(&mut hub, &mut phones[0]);
    hub.author(HUB, vec![mark(1)]).unwrap();
    // Offline, the phone takes one portion off and adds another.
    phones[0].author(actor(1), vec![remove(1, 1)]).unwrap();
    phones[0].author(actor(1), vec![add_unit(1, 3, 1)]).unwrap();
    sync(&mut hub, &mut phones[0]);
    let lines = hub.lines();
    assert_eq!(lines[0].units.iter().filter(|unit| unit.state == UnitState::Pending).count(), 2);
    let sent = lines[0].units.iter().find(|other| other.unit == unit(1)).unwrap();
    assert_eq!(sent.state, UnitState::Sent { order: OrderId(1) });
    assert_eq!(phones[0].lines(), lines);
}

#[test]
fn a_line_with_a_sent_portion_is_frozen() {
    let (mut hub, _) = party(0);
    hub.author(actor(9), vec![add_line(1, &[1, 2])]).unwrap();
    hub.author(HUB, vec![mark(1)]).unwrap();
    assert_eq!(hub.author(actor(9), vec![add_unit(1, 3, 1)]), Err(EditRefusal::LineFrozen));
    assert_eq!(hub.author(actor(9), vec![reconfigure(1, SALTY)]), Err(EditRefusal::LineFrozen));
    assert_eq!(hub.author(actor(9), vec![remove(1, 1)]), Err(EditRefusal::UnitSent));
    assert!(hub.author(actor(9), vec![remove(1, 2)]).is_ok());
}

#[test]
fn choices_made_at_the_same_time_are_both_kept_until_somebody_chooses() {
    let (mut hub, mut phones) = party(2);
    phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    for _ in 0..2 {
        for phone in &mut phones {
            sync(&mut hub, phone);
        }
    }
    phones[0].author(actor(1), vec![reconfigure(1, SALTY)]).unwrap();
    phones[1].author(actor(2), vec![reconfigure(1, r#"{"m":[],"n":"no salt"}"#)]).unwrap();
    for phone in &mut phones {
        sync(&mut hub, phone);
    }
    assert_eq!(hub.lines()[0].configs.len(), 2);
    let standing = hub.lines()[0].config().to_owned();
    hub.author(actor(9), vec![reconfigure(1, &standing)]).unwrap();
    assert_eq!(hub.lines()[0].configs, [standing]);
}

#[test]
fn an_edit_that_changes_nothing_or_fails_leaves_the_cart_untouched() {
    let (mut hub, _) = party(0);
    hub.author(actor(9), vec![add_line(1, &[1])]).unwrap();
    let before = hub.save();
    for (edits, refusal) in [
        (vec![], EditRefusal::NothingChanged),
        (vec![reconfigure(1, PLAIN)], EditRefusal::NothingChanged),
        (vec![give(1, 1, 1)], EditRefusal::NothingChanged),
        (vec![add_line(1, &[2])], EditRefusal::LineExists),
        (vec![add_line(2, &[1])], EditRefusal::UnitExists),
        (vec![add_line(2, &[3, 3])], EditRefusal::UnitExists),
        (vec![add_unit(1, 1, 1)], EditRefusal::UnitExists),
        (vec![add_unit(7, 2, 1)], EditRefusal::UnknownLine),
        (vec![remove(1, 7)], EditRefusal::UnknownUnit),
        (vec![add_unit(1, 2, 1), remove(1, 7)], EditRefusal::UnknownUnit),
        (vec![add_unit(1, 2, 1); 65], EditRefusal::TooManyEdits),
    ] {
        assert_eq!(hub.author(actor(1), edits.clone()), Err(refusal), "{edits:?}");
        assert_eq!(hub.save(), before, "{edits:?}");
    }
    assert!(matches!(hub.author(actor(1), vec![reconfigure(1, "{}")]), Err(EditRefusal::Config(_))));
}

#[test]
fn ct8_a_change_with_a_false_hash_or_of_the_hub_is_refused_and_nothing_is_touched() {
    let (mut hub, mut phones) = party(1);
    let good = phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    let before = (hub.save(), hub.vector());
    let forged = |change: CartChange| -> ChangeRefusal {
        let mut hub = Cart::load(&before.0).unwrap();
        let refusal = hub.accept(&change, Gate::Hub).unwrap_err();
        assert_eq!((hub.save(), hub.vector()), before);
        refusal
    };
    assert_eq!(forged(CartChange { hash: ChangeHash([9; 32]), ..good.clone() }), ChangeRefusal::Hash);
    assert_eq!(forged(CartChange { actor: actor(2), ..good.clone() }), ChangeRefusal::Hash);
    assert_eq!(forged(CartChange { edits: vec![add_line(2, &[2])], ..good.clone() }), ChangeRefusal::Hash);
    assert_eq!(forged(CartChange { seq: 0, ..good.clone() }), ChangeRefusal::Numbering);
    assert_eq!(forged(CartChange { seq: 2, ..good.clone() }), ChangeRefusal::Missing);
    assert_eq!(
        forged(CartChange { deps: vec![ChangeHash([9; 32])], ..good.clone() }),
        ChangeRefusal::Missing
    );
    assert_eq!(forged(CartChange { edits: vec![mark(1)], ..good.clone() }), EditRefusal::HubOnly.into());
    assert_eq!(forged(CartChange { actor: HUB, seq: 2, ..good.clone() }), EditRefusal::HubOnly.into());
    hub.accept(&good, Gate::Hub).unwrap();
    // The false change was authored and taken out again: an honest one still fits.
    let mut lied = Cart::load(&hub.save()).unwrap();
    let next = phones[0].author(actor(1), vec![add_unit(1, 2, 1)]).unwrap();
    assert!(lied.accept(&CartChange { hash: ChangeHash([1; 32]), ..next.clone() }, Gate::Hub).is_err());
    assert_eq!(lied.accept(&next, Gate::Hub), Ok(Accepted::New));
    assert_eq!(lied.heads(), phones[0].heads());
}

#[test]
fn the_hub_refuses_ids_and_bounds_that_two_devices_reach_together() {
    let (mut hub, mut phones) = party(2);
    let one = phones[0].author(actor(1), vec![add_line(1, &[1])]).unwrap();
    let other = phones[1].author(actor(2), vec![add_line(2, &[1])]).unwrap();
    hub.accept(&one, Gate::Hub).unwrap();
    assert_eq!(hub.accept(&other, Gate::Hub), Err(EditRefusal::UnitExists.into()));
    let same_line = Cart::load(&phones[1].save()).unwrap().author(actor(3), vec![add_line(1, &[5])]);
    assert_eq!(hub.accept(&same_line.unwrap(), Gate::Hub), Err(ChangeRefusal::Missing));
}

#[test]
fn a_line_takes_99_portions_and_a_cart_200_lines() {
    let (mut hub, _) = party(0);
    let all: Vec<usize> = (1..=UNITS_PER_LINE_MAX).collect();
    hub.author(actor(9), vec![add_line(1, &all)]).unwrap();
    assert_eq!(hub.author(actor(9), vec![add_unit(1, 100, 1)]), Err(EditRefusal::TooManyUnits));
    hub.author(actor(9), vec![remove(1, 1)]).unwrap();
    assert!(hub.author(actor(9), vec![add_unit(1, 100, 1)]).is_ok());
    let too_many: Vec<usize> = (200..=200 + UNITS_PER_LINE_MAX).collect();
    assert_eq!(hub.author(actor(9), vec![add_line(2, &too_many)]), Err(EditRefusal::TooManyUnits));
    for number in 2..=LINES_PER_CART_MAX {
        hub.author(actor(9), vec![add_line(number, &[400 + number])]).unwrap();
    }
    assert_eq!(hub.author(actor(9), vec![add_line(201, &[900])]), Err(EditRefusal::TooManyLines));
}

#[test]
fn the_cart_as_it_was_can_be_read_again() {
    let (mut hub, _) = party(0);
    hub.author(actor(9), vec![add_line(1, &[1])]).unwrap();
    let then = hub.heads();
    hub.author(actor(9), vec![remove(1, 1)]).unwrap();
    assert_eq!(hub.lines_at(&then).unwrap()[0].pending().count(), 1);
    assert_eq!(hub.lines()[0].pending().count(), 0);
    assert_eq!(hub.lines_at(&[ChangeHash([9; 32])]), None);
}
