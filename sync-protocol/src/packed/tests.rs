//! Packed frames, there and back, and what is none.

use super::*;
use crate::cart::{Gate, NewUnit};
use crate::codec;
use crate::message::FromDevice;

const HUB: ActorId = ActorId([1; 16]);
const PHONE: ActorId = ActorId([2; 16]);
const TABLET: ActorId = ActorId([3; 16]);

fn line(name: &str, units: usize) -> CartEdit {
    let unit = |index: usize| NewUnit {
        unit: format!("{name}{}", char::from(b'b' + u8::try_from(index).unwrap())).parse().unwrap(),
        diner: "dineraaaaa".parse().unwrap(),
    };
    CartEdit::AddLine {
        line: format!("{name}a").parse().unwrap(),
        item: "steak".parse().unwrap(),
        rev: 3,
        by: "dineraaaaa".parse().unwrap(),
        config: r#"{"m":[],"n":""}"#.into(),
        units: (0..units).map(unit).collect(),
    }
}

fn one_more(line: &str, unit: &str) -> CartEdit {
    let (line, unit) = (line.parse().unwrap(), unit.parse().unwrap());
    CartEdit::AddUnit { line, unit, diner: "dineraaaaa".parse().unwrap() }
}

fn written(change: PackedChange) -> PackedChange {
    let frame = Packed::Changes(vec![change]);
    let Some(Ok(Packed::Changes(mut changes))) = Packed::decode(&frame.encode(), Format::Cbor) else {
        panic!("it comes back")
    };
    changes.remove(0)
}

#[test]
fn a_change_comes_back_as_it_went_in() {
    let mut here = Cart::create(HUB, "x");
    let mut there = Cart::load(&here.save()).unwrap();
    let actors: Actors = [HUB, PHONE].into_iter().collect();
    for (actor, edit) in [
        (PHONE, line("lineaaaaa", 2)),
        (TABLET, line("linebbbbb", 1)),
        (PHONE, one_more("lineaaaaaa", "unitxxxxxx")),
    ] {
        let change = here.author(actor, vec![edit]).unwrap();
        let packed = written(PackedChange::pack(&change, &actors, &here));
        assert_eq!(packed.clone().unpack(&actors, &there), Ok(change.clone()));
        there.accept(&change, Gate::Hub).unwrap();
    }
    assert_eq!(here.heads(), there.heads());
}

#[test]
fn numbers_and_changes_that_are_not_known_are_refused() {
    let mut here = Cart::create(HUB, "x");
    let there = Cart::load(&here.save()).unwrap();
    let both: Actors = [HUB, PHONE].into_iter().collect();
    here.author(PHONE, vec![line("lineaaaaa", 1)]).unwrap();
    let second = here.author(PHONE, vec![one_more("lineaaaaaa", "unitxxxxxx")]).unwrap();
    let packed = PackedChange::pack(&second, &both, &here);
    let hub_only: Actors = [HUB].into_iter().collect();
    assert_eq!(packed.clone().unpack(&hub_only, &here), Err(UnpackRefusal::UnknownAuthor));
    assert_eq!(packed.unpack(&both, &there), Err(UnpackRefusal::Missing));
}

#[test]
fn an_edit_is_less_than_half_of_its_cbor() {
    let mut cart = Cart::create(HUB, "x");
    let actors: Actors = [HUB, PHONE].into_iter().collect();
    cart.author(PHONE, vec![line("lineaaaaa", 1)]).unwrap();
    let change = cart.author(PHONE, vec![one_more("lineaaaaaa", "unitxxxxxx")]).unwrap();
    let packed = Packed::Changes(vec![PackedChange::pack(&change, &actors, &cart)]).encode();
    let plain = codec::encode(&FromDevice::Changes(vec![change]), Format::Cbor);
    assert_eq!((packed.len(), plain.len()), (78, 185));
}

#[test]
fn hostile_bytes_are_refused() {
    for bytes in [&b"\x00"[..], b"\x00\x00\xff\xff\xff\xff\x0f", b"\x00\x09", b"\x00\x00\x00\x00"] {
        assert_eq!(Packed::decode(bytes, Format::Cbor), Some(Err(FrameRefusal::Unreadable)), "{bytes:?}");
    }
    let long = [vec![MARK], vec![0; FRAME_BYTES_MAX]].concat();
    assert_eq!(Packed::decode(&long, Format::Cbor), Some(Err(FrameRefusal::TooLong)));
}

#[test]
fn other_frames_are_left_to_their_own_codec() {
    assert_eq!(Packed::decode(&codec::encode(&FromDevice::Ping, Format::Cbor), Format::Cbor), None);
    assert_eq!(
        Packed::decode(&Packed::Accepted { new_actors: vec![], vector: vec![] }.encode(), Format::Json),
        None
    );
    assert_eq!(Packed::decode(b"", Format::Cbor), None);
}
