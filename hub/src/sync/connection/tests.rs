//! Conversations, frame by frame.

use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::version::{ProtocolVersion, SPOKEN};

use super::*;

fn hello(versions: &[ProtocolVersion]) -> FromDevice {
    FromDevice::Hello(hello_of(versions))
}

fn hello_of(versions: &[ProtocolVersion]) -> Hello {
    Hello {
        versions: versions.to_vec(),
        token: "t".into(),
        actor: None,
        have: VersionVector::default(),
        packs: false,
        hears_door: false,
        answers_resets: false,
        hears_bill: false,
    }
}

fn send(connection: &mut Connection, now_ms: u64, frame: &FromDevice) -> Vec<Step> {
    connection.frame(now_ms, &codec::encode(frame, Format::Cbor), Format::Cbor)
}

fn refusal(steps: &[Step]) -> &str {
    match steps {
        [Step::Send(frame), Step::Close { code: CLOSE_POLICY, reason }] => {
            assert!(matches!(&**frame, FromHub::Refused(refused) if refused.code == *reason));
            reason
        }
        other => panic!("no refusal: {other:?}"),
    }
}

fn live() -> Connection {
    let mut connection = Connection::open(0);
    send(&mut connection, 0, &hello(SPOKEN));
    connection.state = State::Live;
    connection
}

fn no_changes(count: usize) -> FromDevice {
    let change = CartChange {
        actor: ActorId([0; 16]),
        seq: 1,
        deps: vec![],
        edits: vec![],
        hash: plato_sync_protocol::vector::ChangeHash([0; 32]),
    };
    FromDevice::Changes(vec![change; count])
}

fn reset() -> Merged {
    Merged::Refused(Box::new(Reset { code: "x".into(), snapshot: vec![], actor: ActorId([0; 16]) }))
}

#[test]
fn cn1_a_connection_begins_with_a_hello() {
    let mut connection = Connection::open(0);
    assert!(matches!(&send(&mut connection, 0, &hello(SPOKEN))[..], [Step::Greet(_)]));
    let mut connection = Connection::open(0);
    assert_eq!(refusal(&send(&mut connection, 0, &FromDevice::Ping)), "hello_missing");
    assert_eq!(refusal(&send(&mut live(), 0, &hello(SPOKEN))), "hello_twice");
}

#[test]
fn cn2_a_silent_socket_is_closed_after_five_seconds() {
    let mut connection = Connection::open(1_000);
    assert!(connection.tick(5_999).is_empty());
    assert_eq!(refusal(&connection.tick(6_000)), "hello_late");
    assert!(connection.tick(9_000).is_empty());
}

#[test]
fn cn3_versions_are_negotiated() {
    let mut connection = Connection::open(0);
    assert_eq!(refusal(&send(&mut connection, 0, &hello(&[ProtocolVersion(99)]))), "protocol_version");
}

#[test]
fn cn4_what_cannot_be_read_ends_the_connection() {
    assert_eq!(refusal(&live().frame(0, b"\xff\xff", Format::Cbor)), "frame_unreadable");
    assert_eq!(refusal(&live().frame(0, &vec![0; FRAME_BYTES_MAX + 1], Format::Cbor)), "frame_too_long");
    assert_eq!(refusal(&live().frame(0, br#"{"dance":1}"#, Format::Json)), "frame_unreadable");
    let mut connection = live();
    connection.frame(0, b"\xff", Format::Cbor);
    assert!(send(&mut connection, 0, &FromDevice::Ping).is_empty());
}

#[test]
fn cn5_sixty_changes_at_once_and_twenty_a_second_are_let_through() {
    let mut connection = live();
    assert!(matches!(&send(&mut connection, 0, &no_changes(60))[..], [Step::Merge(_)]));
    assert!(matches!(&send(&mut connection, 1_000, &no_changes(20))[..], [Step::Merge(_)]));
    assert_eq!(refusal(&send(&mut connection, 1_000, &no_changes(1))), "rate_limited");
}

/// A frame that changes nothing was free, and each of them was answered.
#[test]
fn cn5_every_frame_counts_as_a_change_at_least() {
    for frame in [FromDevice::Ping, no_changes(0), FromDevice::Reviewing(true)] {
        let mut connection = live();
        for _ in 0..60 {
            assert!(!matches!(send(&mut connection, 0, &frame)[..], [_, Step::Close { .. }]), "{frame:?}");
        }
        assert_eq!(refusal(&send(&mut connection, 0, &frame)), "rate_limited");
    }
    let mut connection = live();
    for second in 0..100 {
        for _ in 0..20 {
            assert!(matches!(send(&mut connection, second * 1_000, &FromDevice::Ping)[..], [Step::Send(_)]));
        }
    }
}

#[test]
fn cn6_the_third_reset_in_a_minute_ends_the_connection() {
    let mut connection = live();
    assert!(matches!(&connection.merged(0, reset())[..], [Step::Send(_)]));
    assert!(matches!(&connection.merged(1_000, reset())[..], [Step::Send(_)]));
    assert!(matches!(&connection.merged(61_000, reset())[..], [Step::Send(_)]));
    assert!(matches!(&connection.merged(61_500, reset())[..], [Step::Send(_)]));
    assert_eq!(refusal(&connection.merged(61_600, reset())), "too_many_resets");
}

/// Whoever had copied a tab and made three edits before the hub had answered the first was cut off, and shown to staff.
#[test]
fn cn6_what_was_on_its_way_when_a_phone_was_reset_is_passed_over_until_it_has_heard() {
    for answers_resets in [false, true] {
        let mut connection = Connection::open(0);
        send(&mut connection, 0, &FromDevice::Hello(Hello { answers_resets, ..hello_of(SPOKEN) }));
        connection.state = State::Live;
        assert!(matches!(&send(&mut connection, 0, &no_changes(1))[..], [Step::Merge(_)]));
        assert!(matches!(&connection.merged(0, reset())[..], [Step::Send(_)]));
        let on_its_way = send(&mut connection, 0, &no_changes(1));
        assert_eq!(on_its_way.is_empty(), answers_resets, "{on_its_way:?}");
        assert!(matches!(&send(&mut connection, 0, &FromDevice::Ping)[..], [Step::Send(_)]));
        assert!(matches!(&send(&mut connection, 0, &no_changes(1))[..], [Step::Merge(_)]));
    }
}

#[test]
fn cn7_a_phone_that_says_nothing_for_forty_seconds_is_gone() {
    let mut connection = live();
    send(&mut connection, 10_000, &FromDevice::Ping);
    assert!(connection.tick(49_999).is_empty());
    assert_eq!(connection.tick(50_000), [Step::Close { code: CLOSE_NORMAL, reason: "silence" }]);
}

#[test]
fn cn8_the_hub_answers_in_the_form_in_which_the_phone_began() {
    let mut connection = Connection::open(0);
    connection.frame(0, &codec::encode(&hello(SPOKEN), Format::Json), Format::Json);
    assert_eq!(connection.speech().format, Format::Json);
}

/// A fault of the hub's disk was told as the end of the visit, and the phone threw everything away.
#[test]
fn a_cart_that_cannot_be_used_does_not_end_the_visit() {
    assert_eq!(refusal(&live().merged(0, Merged::NoCart)), "session_closed");
    assert_eq!(refusal(&live().merged(0, Merged::Unavailable)), "cart_unavailable");
}
