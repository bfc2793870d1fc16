//! Starts that have to be refused: the program says what is wrong and where, and leaves everything as
//! it is.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use plato_tests::process::Starting;
use plato_tests::{HubProcess, hub_address};
use redb::{Database, ReadableTable, TableDefinition};

use super::data;

const EVENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("events");

/// A data folder that was in use, and its database file.
fn used(data: &Path) -> std::path::PathBuf {
    let (status, _) = HubProcess::demo(data, hub_address()).terminate();
    assert!(status.success(), "{status}");
    data.join("plato.redb")
}

/// Checks that the hub refuses to start, says all of this, and does not touch the file.
fn refuses(data: &Path, file: &Path, says: &[&str]) {
    let before = fs::read(file).unwrap();
    for demo in [false, true] {
        let starting = Starting::on(data, hub_address());
        let (code, printed) = if demo { starting.demo() } else { starting }.refused();
        assert_eq!(code, 1, "{printed}");
        for part in says {
            assert!(printed.contains(part), "{part} is not in: {printed}");
        }
    }
    let after = fs::read(file).unwrap();
    if after != before {
        let diff: Vec<_> = before.iter().zip(&after).enumerate().filter(|(_, (a, b))| a != b).map(|(i, (a, b))| (i, *a, *b)).collect();
        panic!("the file was changed: {} {} {} {:?}", before.len(), after.len(), diff.len(), &diff[..diff.len().min(60)]);
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    fs::write(&file, b"not a database").unwrap();
    refuses(&data, &file, &["damaged", file.to_str().unwrap(), "left as it is", "backup"]);
}

#[test]
fn a_file_that_was_cut_short_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 3]).unwrap();
    refuses(&data, &file, &["damaged", file.to_str().unwrap(), "backup"]);
}

#[test]
fn an_empty_file_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    fs::write(&file, b"").unwrap();
    refuses(&data, &file, &[file.to_str().unwrap(), "backup"]);
}

#[test]
fn a_record_that_was_changed_is_refused_with_its_number() {
    let (_folder, data) = data();
    let file = used(&data);
    let database = Database::open(&file).unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let mut events = transaction.open_table(EVENTS).unwrap();
        let bytes = events.get(2).unwrap().unwrap().value().to_vec();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("owner"));
        events.insert(2, text.replace("owner", "waiter").as_bytes()).unwrap();
    }
    transaction.commit().unwrap();
    drop(database);
    refuses(&data, &file, &["damaged", file.to_str().unwrap(), "record 3", "left as it is", "backup"]);
}

#[test]
fn a_record_that_is_missing_is_refused_with_its_number() {
    let (_folder, data) = data();
    let file = used(&data);
    let database = Database::open(&file).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(EVENTS).unwrap().remove(1).unwrap();
    transaction.commit().unwrap();
    drop(database);
    refuses(&data, &file, &["damaged", file.to_str().unwrap(), "record 1 is missing"]);
}

#[test]
fn a_data_folder_that_lost_its_file_is_not_started_empty() {
    let (_folder, data) = data();
    let file = used(&data);
    fs::remove_file(&file).unwrap();
    for demo in [false, true] {
        let starting = Starting::on(&data, hub_address());
        let (code, printed) = if demo { starting.demo() } else { starting }.refused();
        assert_eq!(code, 1, "{printed}");
        assert!(printed.contains("is missing") && printed.contains(data.to_str().unwrap()), "{printed}");
        assert!(!file.exists(), "an empty one was made");
    }
}

#[test]
fn a_folder_that_another_hub_uses_is_refused() {
    let (_folder, data) = data();
    let hub = HubProcess::demo(&data, hub_address());
    let (code, printed) = Starting::on(&data, hub_address()).refused();
    assert_eq!(code, 1);
    assert!(printed.contains("another hub is using it"), "{printed}");
    let (status, _) = hub.terminate();
    assert!(status.success());
}

#[test]
fn a_port_that_is_taken_is_refused_before_anything_is_made() {
    let (_folder, data) = data();
    let taken = TcpListener::bind(hub_address()).unwrap();
    let address = taken.local_addr().unwrap();
    let (code, printed) = Starting::on(&data, address).refused();
    assert_eq!(code, 1);
    assert!(printed.contains(&format!("cannot listen on {address}")), "{printed}");
    assert!(!data.exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_refused() {
    let (folder, _) = data();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let (code, printed) = Starting::on(&file.join("data"), hub_address()).refused();
    assert_eq!(code, 1);
    assert!(printed.contains("cannot use") && printed.contains(file.to_str().unwrap()), "{printed}");
}
