//! A cart as it is saved, and the changes that lead to it: a hub that opens it must arrive at the same
//! heads, or every phone that has it starts over.

use plato_sync_protocol::cart::{Accepted, Cart, CartChange, CartEdit, Gate, UnitState};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, OrderId};
use plato_sync_protocol::vector::ChangeHash;

use crate::examples::{HUB, OTHER_PHONE, PHONE, ada, add_line, ben, line, session, unit};
use crate::{from_hex, golden, golden_hex, kept};

const RARE: &str = r#"{"m":["doneness/rare"],"n":""}"#;
const WELL: &str = r#"{"m":["doneness/well"],"n":"hot, please"}"#;
const PLAIN: &str = r#"{"m":[],"n":""}"#;

/// An evening of two phones that are at times apart: the first document, and all changes.
fn evening() -> (Vec<u8>, Vec<CartChange>) {
    let mut hub = Cart::create(HUB, session().as_str());
    let first = hub.save();
    let (mut one, mut other) = (Cart::load(&first).unwrap(), Cart::load(&first).unwrap());
    let mut changes = Vec::new();
    changes.push(one.author(PHONE, vec![add_line('a', "steak", &ada(), RARE)]).unwrap());
    let more = CartEdit::AddUnit { line: line('a'), unit: unit('d'), diner: DinerId::everyone() };
    changes.push(one.author(PHONE, vec![more, add_line('b', "soup", &ada(), PLAIN)]).unwrap());
    changes.push(other.author(OTHER_PHONE, vec![add_line('c', "soup", &ben(), PLAIN)]).unwrap());
    for change in &changes {
        one.accept(change, Gate::Device).unwrap();
        other.accept(change, Gate::Device).unwrap();
    }
    // Apart: both choose anew, one takes off what the other gives away.
    let well = CartEdit::Reconfigure { line: line('a'), config: WELL.into() };
    let give = CartEdit::GiveUnit { line: line('b'), unit: unit('b'), diner: ben() };
    let off = CartEdit::RemoveUnit { line: line('b'), unit: unit('b') };
    let extra = CartEdit::Reconfigure { line: line('a'), config: PLAIN.into() };
    changes.push(one.author(PHONE, vec![well, give]).unwrap());
    changes.push(other.author(OTHER_PHONE, vec![extra, off]).unwrap());
    for change in &changes {
        hub.accept(change, Gate::Hub).unwrap();
    }
    let sent = CartEdit::MarkSent { unit: unit('c'), order: OrderId(1) };
    changes.push(hub.author(HUB, vec![sent]).unwrap());
    (first, changes)
}

/// The cart after all changes.
fn replayed(first: &[u8], changes: &[CartChange]) -> Cart {
    let mut cart = Cart::load(first).unwrap();
    for change in changes {
        assert_eq!(cart.accept(change, Gate::Device), Ok(Accepted::New));
    }
    cart
}

/// What the cart of the evening says, whoever reads it.
fn says_what_happened(cart: &Cart) {
    let lines = cart.lines();
    let of = |letter| lines.iter().find(|known| known.line == line(letter)).unwrap();
    let (steak, soup, his) = (of('a'), of('b'), of('c'));
    assert_eq!(lines.len(), 3);
    assert_eq!((steak.item.as_str(), steak.rev, &steak.by, steak.pending().count()), ("steak", 3, &ada(), 2));
    let mut configs = steak.configs.clone();
    configs.sort();
    assert_eq!(configs, [WELL, PLAIN], "two chose at the same time");
    assert_eq!(soup.units[0].state, UnitState::Removed, "a removal is final, also against a gift");
    assert_eq!((&his.units[0].state, his.is_frozen()), (&UnitState::Sent { order: OrderId(1) }, true));
}

/// What is kept of an evening, under the protocol that led to these hashes.
struct Kept {
    first: Vec<u8>,
    changes: Vec<CartChange>,
    heads: Vec<ChangeHash>,
    saved: Vec<u8>,
}

impl Kept {
    /// What protocol 1 led to. Nothing makes it any more; phones and hubs have kept such carts.
    fn of_protocol_1() -> Self {
        let file = |name: &str| kept(&format!("carts/v1/{name}"));
        let read = |bytes: Vec<u8>| serde_json::from_slice(&bytes).unwrap();
        Self {
            first: from_hex(&file("first.hex")),
            changes: serde_json::from_slice(&file("changes.json")).unwrap(),
            heads: read(file("heads.json")),
            saved: from_hex(&file("saved.hex")),
        }
    }

    /// What this protocol leads to, compared with what it always has.
    fn of_protocol_2() -> Self {
        let (first, changes) = evening();
        let cart = replayed(&first, &changes);
        golden_hex("carts/v2/first.hex", &first);
        golden("carts/v2/changes.json", &serde_json::to_vec(&changes).unwrap());
        golden("carts/v2/heads.json", &serde_json::to_vec(&cart.heads()).unwrap());
        golden_hex("carts/v2/saved.hex", &cart.save());
        Self { first, changes, heads: cart.heads(), saved: cart.save() }
    }
}

fn all_kept() -> [Kept; 2] {
    [Kept::of_protocol_1(), Kept::of_protocol_2()]
}

#[test]
fn a_cart_is_made_and_saved_as_it_always_was() {
    let [before, now] = all_kept();
    assert_eq!(before.first, now.first);
    assert_ne!(before.heads, now.heads, "a new line is written in one go since protocol 2");
}

#[test]
fn a_saved_cart_opens_with_its_heads() {
    for kept in all_kept() {
        let cart = Cart::load(&kept.saved).unwrap();
        assert_eq!(cart.heads(), kept.heads);
        assert_eq!((cart.hub_actor(), cart.change_count()), (HUB, kept.changes.len() + 1));
        says_what_happened(&cart);
    }
}

#[test]
fn stored_changes_lead_to_the_same_cart_on_the_hub() {
    for kept in all_kept() {
        // As the hub keeps them on disk.
        let stored = kept.changes.iter().map(|change| codec::encode(change, Format::Cbor));
        let read: Vec<CartChange> =
            stored.map(|bytes| codec::decode_trusted(&bytes, Format::Cbor).unwrap()).collect();
        let cart = replayed(&kept.first, &read);
        assert_eq!(cart.heads(), kept.heads);
        says_what_happened(&cart);
    }
}
