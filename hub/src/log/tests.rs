//! The log on a real redb file.

use super::*;
use crate::store::Store;
use crate::venue::access::TokenHash;
use redb::ReadableDatabase;

fn signed_out(token: &str) -> (Timestamp, Origin, Event) {
    let at = Timestamp { wall_ms: 1_000, uptime_ms: 10 };
    (at, Origin::hub(), Event::StaffSignedOut { token: TokenHash(token.into()), staff: None })
}

fn write(store: &Store, head: &mut Head, tokens: &[&str]) {
    let events: Vec<_> = tokens.iter().map(|token| signed_out(token)).collect();
    store.write(|transaction| append(transaction, head, &events)).unwrap();
}

fn replayed(store: &Store) -> Result<Vec<Record>, LogFault> {
    let mut records = Vec::new();
    replay(&store.read().unwrap(), |record| records.push(record)).unwrap().map(|_| records)
}

/// Changes the file behind the log's back.
fn tamper(folder: &std::path::Path, change: impl FnOnce(&WriteTransaction)) {
    let database = redb::Database::open(folder.join("plato.redb")).unwrap();
    assert!(database.begin_read().is_ok());
    let transaction = database.begin_write().unwrap();
    change(&transaction);
    transaction.commit().unwrap();
}

#[test]
fn what_was_appended_is_replayed_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let mut head = Head::default();
    write(&store, &mut head, &["a", "b"]);
    write(&store, &mut head, &["c"]);
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    let records = replayed(&store).unwrap();
    assert_eq!(records.iter().map(|record| record.position).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(records[2].event, signed_out("c").2);
}

#[test]
fn a_changed_dropped_or_added_record_is_found() {
    type Tampering = (fn(&WriteTransaction), LogFault);
    let cases: [Tampering; 4] = [
        (|tx| drop(tx.open_table(EVENTS).unwrap().remove(1).unwrap()), LogFault::Missing { position: 1 }),
        (
            |tx| drop(tx.open_table(EVENTS).unwrap().remove(3).unwrap()),
            LogFault::End { found: 2, expected: 3 },
        ),
        (
            |tx| {
                let mut table = tx.open_table(EVENTS).unwrap();
                let text = String::from_utf8(table.get(2).unwrap().unwrap().value().to_vec()).unwrap();
                table.insert(2, text.replace("\"b\"", "\"x\"").as_bytes()).unwrap();
            },
            LogFault::Chain { position: 3 },
        ),
        (
            |tx| {
                let mut table = tx.open_table(EVENTS).unwrap();
                let text = String::from_utf8(table.get(3).unwrap().unwrap().value().to_vec()).unwrap();
                table.insert(3, text.replace("\"c\"", "\"x\"").as_bytes()).unwrap();
            },
            LogFault::Chain { position: 3 },
        ),
    ];
    for (change, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        write(&store, &mut Head::default(), &["a", "b", "c"]);
        drop(store);
        tamper(folder.path(), change);
        assert_eq!(replayed(&Store::open(folder.path()).unwrap()), Err(expected));
    }
}

#[test]
fn a_log_of_a_newer_hub_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    write(&store, &mut Head::default(), &["a"]);
    drop(store);
    tamper(folder.path(), |tx| {
        tx.open_table(FACTS).unwrap().insert(FACT_FORMAT, 2_u64.to_be_bytes().as_slice()).unwrap();
    });
    assert_eq!(replayed(&Store::open(folder.path()).unwrap()), Err(LogFault::Newer { found: 2 }));
}

#[test]
fn an_unreadable_record_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    write(&store, &mut Head::default(), &["a"]);
    drop(store);
    tamper(folder.path(), |tx| {
        tx.open_table(EVENTS).unwrap().insert(1, b"{}".as_slice()).unwrap();
    });
    let fault = replayed(&Store::open(folder.path()).unwrap()).unwrap_err();
    assert!(matches!(fault, LogFault::Unreadable { position: 1, .. }), "{fault}");
}

/// Changes what is stored at a position.
fn store_at(folder: &std::path::Path, position: u64, bytes: &[u8]) {
    tamper(folder, |tx| drop(tx.open_table(EVENTS).unwrap().insert(position, bytes).unwrap()));
}

fn stored_at(folder: &std::path::Path, position: u64) -> Vec<u8> {
    let mut found = Vec::new();
    tamper(folder, |tx| {
        found = tx.open_table(EVENTS).unwrap().get(position).unwrap().unwrap().value().to_vec();
    });
    found
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    write(&store, &mut Head::default(), &["a", "b", "c"]);
    drop(store);
    for position in 1..=3 {
        let true_bytes = stored_at(folder.path(), position);
        for at in (0..true_bytes.len()).step_by(7) {
            let mut bytes = true_bytes.clone();
            bytes[at] ^= 1;
            store_at(folder.path(), position, &bytes);
            let fault = replayed(&Store::open(folder.path()).unwrap()).unwrap_err();
            let found = match fault {
                LogFault::Chain { position } | LogFault::Unreadable { position, .. } => position,
                other => panic!("byte {at} of record {position}: {other}"),
            };
            assert!(
                (position..=position + 1).contains(&found),
                "byte {at} of {position} was found at {found}"
            );
        }
        store_at(folder.path(), position, &true_bytes);
    }
    assert_eq!(replayed(&Store::open(folder.path()).unwrap()).unwrap().len(), 3, "all is as it was");
}

#[test]
fn records_that_changed_places_and_a_false_head_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    write(&store, &mut Head::default(), &["a", "b", "c"]);
    drop(store);
    let (second, third) = (stored_at(folder.path(), 2), stored_at(folder.path(), 3));
    store_at(folder.path(), 2, &third);
    store_at(folder.path(), 3, &second);
    let fault = replayed(&Store::open(folder.path()).unwrap()).unwrap_err();
    assert_eq!(fault, LogFault::Chain { position: 2 });
    store_at(folder.path(), 2, &second);
    store_at(folder.path(), 3, &third);
    tamper(folder.path(), |tx| {
        tx.open_table(FACTS)
            .unwrap()
            .insert(FACT_HEAD, [&3_u64.to_be_bytes()[..], &[7; 32]].concat().as_slice())
            .unwrap();
    });
    let fault = replayed(&Store::open(folder.path()).unwrap()).unwrap_err();
    assert_eq!(fault, LogFault::Chain { position: 3 });
}

#[test]
fn reading_backwards_begins_before_a_position_and_ends_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let mut head = Head::default();
    write(&store, &mut head, &["a", "b", "c", "d"]);
    let read = |before, most: usize| {
        let mut seen = Vec::new();
        let read = backwards(&store.read().unwrap(), before, |record| {
            seen.push(record.position);
            if seen.len() == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        read.unwrap().unwrap();
        seen
    };
    assert_eq!(read(u64::MAX, 9), [4, 3, 2, 1]);
    assert_eq!(read(4, 2), [3, 2]);
    assert!(read(1, 9).is_empty());
}
