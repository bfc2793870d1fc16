//! Changes of earlier protocols: phones and hubs have kept some since then.

use super::*;

/// Two changes of one author, each on the one before.
fn edits() -> [Vec<CartEdit>; 2] {
    [vec![add_line(1, &[2, 1]), add_line(2, &[3])], vec![add_unit(1, 4, 2), add_line(3, &[5]), remove(2, 3)]]
}

/// The hashes to which protocol 1 led with them.
const FIRST: [&str; 2] = [
    "5455ea8364c14e5f139ad0624c9a015a4b7bf957892561aec0db90fd5f172200",
    "ab0e7d20f07031901198229f6cdd0051adb882d3b7baba975ec3222c0e67fcf5",
];
/// The changes that led to them.
fn changes() -> [CartChange; 2] {
    let hash = |hash: &str| -> ChangeHash { serde_json::from_value(hash.into()).unwrap() };
    let [first, second] = edits();
    let begun = party(0).0.heads();
    let one = CartChange { actor: actor(1), seq: 1, deps: begun, edits: first, hash: hash(FIRST[0]) };
    let two =
        CartChange { actor: actor(1), seq: 2, deps: vec![one.hash], edits: second, hash: hash(FIRST[1]) };
    [one, two]
}

/// Lines and portions, whichever was written first, but for line 9.
fn shown(cart: &Cart) -> Vec<impl PartialEq + std::fmt::Debug> {
    let lines = cart.lines().into_iter().filter(|other| other.line != line(9));
    let shown = lines.map(|line| {
        let units = line.units.into_iter().map(|unit| (unit.unit, (unit.diner, unit.state)));
        ((line.line, line.item, line.rev, line.by, line.configs), units.collect::<BTreeMap<_, _>>())
    });
    shown.collect()
}

#[test]
fn changes_that_were_kept_since_an_earlier_protocol_are_still_good() {
    let (mut today, _) = party(0);
    for edits in edits() {
        today.author(actor(1), edits).unwrap();
    }
    for is_late in [false, true] {
        let (mut hub, mut phones) = party(1);
        if is_late {
            let meanwhile = phones[0].author(actor(2), vec![add_line(9, &[9])]).unwrap();
            hub.accept(&meanwhile, Gate::Hub).unwrap();
        }
        for change in changes() {
            assert_eq!(hub.accept(&change, Gate::Hub), Ok(Accepted::New));
        }
        assert_eq!(shown(&hub), shown(&today));
        // And it goes on from there, as today.
        let next = hub.author(actor(3), vec![add_line(4, &[6]), add_unit(1, 7, 3)]).unwrap();
        let mut other = Cart::load(&party(0).0.save()).unwrap();
        for change in hub.log() {
            other.accept(change, Gate::Device).unwrap();
        }
        assert_eq!(other.heads(), [next.hash]);
        assert_eq!(Cart::load(&other.save()).unwrap().lines(), hub.lines());
    }
}

#[test]
fn a_line_of_a_change_that_is_refused_after_it_leaves_nothing_behind() {
    let (mut hub, mut phones) = party(1);
    let before = hub.save();
    let refused = hub.author(actor(1), vec![add_line(1, &[1, 2]), add_line(2, &[3]), remove(2, 7)]);
    assert_eq!(refused, Err(EditRefusal::UnknownUnit));
    assert_eq!(hub.save(), before);
    let again = hub.author(actor(1), vec![add_line(1, &[1, 2])]).unwrap();
    assert_eq!(phones[0].accept(&again, Gate::Device), Ok(Accepted::New));
    assert_eq!(phones[0].lines(), hub.lines());
}
