//! Each bound of a cart at its edge: what just fits is taken, one more is refused and changes nothing.

use super::*;
use crate::ids::DinerId;
use crate::limits::{CONFIG_BYTES_MAX, NOTE_CHARS_MAX, UNITS_EVER_PER_LINE_MAX, UNITS_PER_LINE_MAX};

const HUB: ActorId = ActorId([0; 16]);
const PHONE: ActorId = ActorId([1; 16]);

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(letter: char, number: usize) -> T {
    let digits: String =
        format!("{number:09}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    format!("{letter}{digits}").parse().unwrap()
}

fn line(number: usize, units: usize) -> CartEdit {
    let diner: DinerId = id('d', 1);
    CartEdit::AddLine {
        line: id('l', number),
        item: "soup".parse().unwrap(),
        rev: 1,
        by: diner.clone(),
        config: noted(0, 1),
        units: (0..units)
            .map(|unit| NewUnit { unit: id('u', 1_000 * number + unit), diner: diner.clone() })
            .collect(),
    }
}

/// Choices with a note of so many characters, each time another.
fn noted(number: usize, chars: usize) -> String {
    let number = number.to_string();
    format!(r#"{{"m":[],"n":"{}{number}"}}"#, "x".repeat(chars.saturating_sub(number.len())))
}

fn choose(number: usize, chars: usize) -> CartEdit {
    CartEdit::Reconfigure { line: id('l', 1), config: noted(number, chars) }
}

/// A hub's cart with one line of one portion.
fn cart() -> Cart {
    let mut cart = Cart::create(HUB, "epoch");
    cart.author(PHONE, vec![line(1, 1)]).unwrap();
    cart
}

fn is_refused(cart: &mut Cart, edits: Vec<CartEdit>, refusal: &EditRefusal) {
    let before = cart.save();
    assert_eq!(cart.author(PHONE, edits.clone()).as_ref(), Err(refusal));
    // The same from a device, as the hub sees it: bounds come before the hash.
    let change = CartChange {
        actor: PHONE,
        seq: cart.vector().of(&PHONE) + 1,
        deps: cart.heads(),
        edits,
        hash: ChangeHash([0; 32]),
    };
    assert_eq!(cart.accept(&change, Gate::Hub), Err(ChangeRefusal::Edit(refusal.clone())));
    assert_eq!(cart.save(), before);
}

#[test]
fn a_change_has_64_edits_and_no_more() {
    let mut cart = cart();
    let lines = |first: usize, count: usize| (first..first + count).map(|number| line(number, 1)).collect();
    is_refused(&mut cart, lines(2, EDITS_PER_CHANGE_MAX + 1), &EditRefusal::TooManyEdits);
    cart.author(PHONE, lines(2, EDITS_PER_CHANGE_MAX)).unwrap();
    is_refused(&mut cart, Vec::new(), &EditRefusal::NothingChanged);
}

#[test]
fn a_change_builds_on_64_others_and_no_more() {
    let mut widest = cart();
    let start = widest.save();
    let actor = |number: usize| ActorId([number as u8 + 2; 16]);
    for number in 0..=DEPS_PER_CHANGE_MAX {
        if number == DEPS_PER_CHANGE_MAX {
            let mut copy = Cart::load(&widest.save()).unwrap();
            let change = copy.author(actor(100), vec![line(150, 1)]).unwrap();
            assert_eq!(change.deps.len(), DEPS_PER_CHANGE_MAX);
            assert_eq!(Cart::load(&widest.save()).unwrap().accept(&change, Gate::Hub), Ok(Accepted::New));
        }
        let change = Cart::load(&start).unwrap().author(actor(number), vec![line(number + 2, 1)]).unwrap();
        widest.accept(&change, Gate::Device).unwrap();
    }
    is_refused(&mut widest, vec![line(150, 1)], &EditRefusal::TooManyEdits);
}

#[test]
fn ct9_a_hubs_cart_has_32_changes_beside_each_other_and_no_more_so_that_everyone_can_go_on() {
    let mut hub = cart();
    let start = hub.save();
    let alone = |number: usize| {
        let actor = ActorId([number as u8 + 2; 16]);
        Cart::load(&start).unwrap().author(actor, vec![line(number + 2, 1)]).unwrap()
    };
    for number in 0..HEADS_PER_CART_MAX {
        assert_eq!(hub.accept(&alone(number), Gate::Hub), Ok(Accepted::New));
    }
    assert_eq!(hub.heads().len(), HEADS_PER_CART_MAX);
    let before = hub.save();
    assert_eq!(hub.accept(&alone(HEADS_PER_CART_MAX), Gate::Hub), Err(ChangeRefusal::Late));
    assert_eq!(hub.save(), before);
    // Whoever starts over builds on all of them.
    let mut phone = Cart::load(&hub.save()).unwrap();
    let anew = phone.author(ActorId([200; 16]), vec![line(150, 1)]).unwrap();
    assert_eq!(hub.accept(&anew, Gate::Hub), Ok(Accepted::New));
    assert_eq!(hub.heads(), [anew.hash]);
    assert_eq!(hub.accept(&alone(HEADS_PER_CART_MAX), Gate::Hub), Ok(Accepted::New));
}

#[test]
fn a_line_has_400_portions_ever_and_no_more() {
    let mut cart = Cart::create(HUB, "epoch");
    cart.author(PHONE, vec![line(1, UNITS_PER_LINE_MAX)]).unwrap();
    let portion = |number: usize| id::<UnitId>('u', 1_000 + number);
    let (owner, diner): (LineId, DinerId) = (id('l', 1), id('d', 1));
    let add = |number: usize| CartEdit::AddUnit {
        line: owner.clone(),
        unit: portion(number),
        diner: diner.clone(),
    };
    for number in UNITS_PER_LINE_MAX..UNITS_EVER_PER_LINE_MAX {
        is_refused_once(&mut cart, number, &add);
        let gone = CartEdit::RemoveUnit { line: owner.clone(), unit: portion(number - UNITS_PER_LINE_MAX) };
        cart.author(PHONE, vec![gone]).unwrap();
        cart.author(PHONE, vec![add(number)]).unwrap();
    }
    let gone = CartEdit::RemoveUnit { line: owner.clone(), unit: portion(UNITS_EVER_PER_LINE_MAX - 1) };
    cart.author(PHONE, vec![gone]).unwrap();
    is_refused(&mut cart, vec![add(UNITS_EVER_PER_LINE_MAX)], &EditRefusal::TooManyUnits);
}

/// A full line is full; looked at only in the beginning, for the sake of time.
fn is_refused_once(cart: &mut Cart, number: usize, add: &impl Fn(usize) -> CartEdit) {
    if number == UNITS_PER_LINE_MAX {
        is_refused(cart, vec![add(number)], &EditRefusal::TooManyUnits);
    }
}

#[test]
fn choices_have_140_characters_of_note_and_512_bytes_in_all() {
    let mut cart = cart();
    cart.author(PHONE, vec![choose(1, NOTE_CHARS_MAX)]).unwrap();
    assert!(matches!(cart.author(PHONE, vec![choose(2, NOTE_CHARS_MAX + 1)]), Err(EditRefusal::Config(_))));
    let modifiers = |last: usize| {
        let keys = (0..9).map(|place| format!(r#""g{place}/{}""#, "o".repeat(30)));
        let keys: Vec<String> = keys.chain([format!(r#""h/{}""#, "o".repeat(last))]).collect();
        format!(r#"{{"m":[{}],"n":"{}"}}"#, keys.join(","), "x".repeat(140))
    };
    let spare = CONFIG_BYTES_MAX - modifiers(1).len();
    assert!(spare < 30, "one key takes up what is left: {spare}");
    let reconfigure = |config: String| vec![CartEdit::Reconfigure { line: id('l', 1), config }];
    assert_eq!(modifiers(1 + spare).len(), CONFIG_BYTES_MAX);
    cart.author(PHONE, reconfigure(modifiers(1 + spare))).unwrap();
    let refusal = cart.author(PHONE, reconfigure(modifiers(2 + spare)));
    assert!(matches!(refusal, Err(EditRefusal::Config(_))), "{refusal:?}");
}

#[test]
fn a_cart_has_5_000_changes_and_the_hub_can_still_mark_what_was_sent() {
    let mut cart = cart();
    for number in 1..CHANGES_PER_CART_MAX - 1 {
        cart.author(PHONE, vec![choose(number, 8)]).unwrap();
    }
    assert_eq!(cart.change_count(), CHANGES_PER_CART_MAX);
    is_refused(&mut cart, vec![choose(9_999, 8)], &EditRefusal::TooManyChanges);
    let mark = CartEdit::MarkSent { unit: id('u', 1_000), order: OrderId(1) };
    cart.author(HUB, vec![mark]).unwrap();
}

#[test]
fn a_saved_cart_has_512_kib_and_no_more() {
    // This bound stood in the list and nothing kept it: with long notes a cart outgrew the longest frame.
    let mut cart = cart();
    let mut chance = 1_u64;
    let mut edits = |count: usize| -> Vec<CartEdit> {
        (0..count)
            .map(|_| {
                let note: String = (0..NOTE_CHARS_MAX)
                    .map(|_| {
                        chance = chance
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1_442_695_040_888_963_407);
                        char::from(b'a' + (chance >> 33) as u8 % 26)
                    })
                    .collect();
                CartEdit::Reconfigure { line: id('l', 1), config: format!(r#"{{"m":[],"n":"{note}"}}"#) }
            })
            .collect()
    };
    let refusal = loop {
        if let Err(refusal) = cart.author(PHONE, edits(EDITS_PER_CHANGE_MAX)) {
            break refusal;
        }
        assert!(cart.change_count() < 2_000, "it grows without end");
    };
    assert_eq!(refusal, EditRefusal::TooManyChanges);
    let bytes = cart.save().len();
    assert!((CART_BYTES_MAX * 9 / 10..=CART_BYTES_MAX).contains(&bytes), "{bytes}");
    is_refused(&mut cart, edits(EDITS_PER_CHANGE_MAX), &EditRefusal::TooManyChanges);
    assert_eq!(Cart::load(&cart.save()).unwrap().heads(), cart.heads());
}

#[test]
fn ct8_a_lie_about_a_hash_leaves_the_saved_form_as_it_was() {
    // The document was dug out again from its own heads: the same cart, but in other bytes.
    let (mut hub, mut phones) = party(2);
    for round in 0..4 {
        for (index, phone) in phones.iter_mut().enumerate() {
            let number = 2 * round + index;
            phone.author(actor(index as u8 + 1), vec![add_line(number, &[number])]).unwrap();
        }
        sync(&mut hub, &mut phones[round % 2]);
    }
    for phone in &mut phones {
        sync(&mut hub, phone);
    }
    let before = hub.save();
    let lie = CartChange {
        actor: actor(3),
        seq: 1,
        deps: hub.heads(),
        edits: vec![add_unit(0, 900, 1)],
        hash: ChangeHash([9; 32]),
    };
    assert_eq!(hub.accept(&lie, Gate::Hub), Err(ChangeRefusal::Hash));
    assert_eq!(hub.save(), before);
}
