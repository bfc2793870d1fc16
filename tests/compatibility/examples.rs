//! Fixed values for examples. Whoever changes one changes the files.

use crate::every_variant;
use plato_hub::origin::{Origin, Who};
use plato_hub::venue::Timestamp;
use plato_sync_protocol::cart::{CartChange, CartEdit, NewUnit};
use plato_sync_protocol::digest::OrderDigest;
use plato_sync_protocol::ids::{DinerId, LineId, OrderId, SessionId, StaffId, UnitId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::vector::{ActorId, ChangeHash, VersionVector};
use plato_sync_protocol::views::{DinerView, DishStatus, OrderLineView, OrderView};

pub const HUB: ActorId = ActorId([0x11; 16]);
pub const PHONE: ActorId = ActorId([0x22; 16]);
pub const OTHER_PHONE: ActorId = ActorId([0x33; 16]);

pub fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
}

pub fn ada() -> DinerId {
    "dineradaaa".parse().unwrap()
}

pub fn ben() -> DinerId {
    "dinerbenaa".parse().unwrap()
}

pub fn nora() -> StaffId {
    "staffnoraa".parse().unwrap()
}

pub fn line(letter: char) -> LineId {
    format!("lineaaaaa{letter}").parse().unwrap()
}

pub fn unit(letter: char) -> UnitId {
    format!("unitaaaaa{letter}").parse().unwrap()
}

pub fn euros(minor: i64) -> Money {
    Money { minor, currency: "EUR".parse().unwrap() }
}

pub fn hash(byte: u8) -> ChangeHash {
    ChangeHash([byte; 32])
}

pub fn digest() -> OrderDigest {
    OrderDigest(hash(0xd1))
}

pub fn vector() -> VersionVector {
    let mut vector = VersionVector::default();
    vector.raise(HUB, 1);
    vector.raise(PHONE, 70_000);
    vector
}

/// 18:00 on a June evening, with the hub up for an hour.
pub fn at() -> Timestamp {
    Timestamp { wall_ms: 1_780_336_800_000, uptime_ms: 3_600_000 }
}

/// Every kind of author, with and without address and program.
pub fn authors() -> Vec<Origin> {
    let address = "192.168.1.23".parse().unwrap();
    vec![
        Origin::hub(),
        Origin::remote(Who::Guest, address, Some("Mozilla/5.0 \"quoted\"")),
        Origin::remote(Who::Diner { session: session(), diner: ada() }, address, None),
        Origin::remote(Who::Staff { staff: nora() }, "fe80::1".parse().unwrap(), Some("curl/8")),
    ]
}

pub fn add_line(letter: char, item: &str, by: &DinerId, config: &str) -> CartEdit {
    CartEdit::AddLine {
        line: line(letter),
        item: item.parse().unwrap(),
        rev: 3,
        by: by.clone(),
        config: config.to_owned(),
        units: vec![NewUnit { unit: unit(letter), diner: by.clone() }],
    }
}

fn edits() -> Vec<CartEdit> {
    let config = r#"{"m":["doneness/rare","extras/egg"],"n":"no \"salt\""}"#;
    let (line, plain) = (line('a'), r#"{"m":[],"n":""}"#.to_owned());
    let (on, give, off, again) = (line.clone(), line.clone(), line.clone(), line);
    let edits = every_variant!(CartEdit,
        AddLine => [("add_line", add_line('a', "steak", &ada(), config))],
        AddUnit => [("add_unit", CartEdit::AddUnit { line: on, unit: unit('b'), diner: DinerId::everyone() })],
        RemoveUnit => [("remove_unit", CartEdit::RemoveUnit { line: off, unit: unit('a') })],
        GiveUnit => [("give_unit", CartEdit::GiveUnit { line: give, unit: unit('b'), diner: ben() })],
        Reconfigure => [("reconfigure", CartEdit::Reconfigure { line: again, config: plain })],
        MarkSent => [("mark_sent", CartEdit::MarkSent { unit: unit('b'), order: OrderId(12) })],
    );
    edits.into_iter().map(|(_, edit)| edit).collect()
}

/// A change with every edit that there is.
pub fn change() -> CartChange {
    CartChange { actor: PHONE, seq: 2, deps: vec![hash(0xa1), hash(0xa2)], edits: edits(), hash: hash(0xc1) }
}

pub fn diners() -> Vec<DinerView> {
    vec![
        DinerView {
            diner: ada(),
            name: "Ada".into(),
            number: 0,
            is_here: true,
            is_reviewing: false,
            away_for_ms: None,
            has_left: false,
        },
        DinerView {
            diner: ben(),
            name: "Bén 🍲".into(),
            number: 1,
            is_here: false,
            is_reviewing: false,
            away_for_ms: None,
            has_left: false,
        },
    ]
}

pub fn order_view() -> OrderView {
    OrderView {
        order: OrderId(12),
        round: 2,
        placed_at_ms: at().wall_ms,
        placed_by: ada(),
        lines: vec![OrderLineView {
            index: 0,
            line: line('a'),
            item: "steak".parse().unwrap(),
            name: "Steak".into(),
            modifiers: vec!["Rare".into(), "Fried egg".into()],
            note: "no salt".into(),
            diners: vec![ada(), DinerId::everyone()],
            unit_price: euros(2600),
            total: euros(5200),
            status: DishStatus::Cooking,
            voided: 0,
            comped: 0,
            choices: vec![],
            is_held: false,
        }],
        total: euros(5200),
        status: DishStatus::Cooking,
        number: 0,
        approval: None,
    }
}
