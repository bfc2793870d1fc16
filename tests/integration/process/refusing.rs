//! Starts that have to be refused: the program says what is wrong and where, and leaves everything as
//! it is.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use plato_tests::process::Starting;
use plato_tests::{HubProcess, hub_address};
use redb::{Database, ReadableDatabase, ReadableTable, Table, TableDefinition};

use super::data;

const EVENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("events");

/// A data folder that was in use, and its database file.
fn used(data: &Path) -> std::path::PathBuf {
    let (status, _) = HubProcess::demo(data, hub_address()).terminate();
    assert!(status.success(), "{status}");
    data.join("plato.redb")
}

/// Checks that the hub refuses to start, and says all of this.
fn refuses(data: &Path, says: &[&str]) {
    for demo in [false, true] {
        let starting = Starting::on(data, hub_address());
        let (code, printed) = if demo { starting.demo() } else { starting }.refused();
        assert_eq!(code, 1, "{printed}");
        for part in says {
            assert!(printed.contains(part), "{part} is not in: {printed}");
        }
    }
}

/// The same, for a file that is damaged: not a byte of it may change.
fn refuses_file(data: &Path, file: &Path) {
    let before = fs::read(file).unwrap();
    refuses(data, &["damaged", file.to_str().unwrap(), "left as it is", "backup"]);
    assert!(fs::read(file).unwrap() == before, "the file was changed");
}

/// Every record of a log.
fn records(file: &Path) -> Vec<(u64, Vec<u8>)> {
    let database = Database::open(file).unwrap();
    let events = database.begin_read().unwrap().open_table(EVENTS).unwrap();
    let entries = events.iter().unwrap().map(Result::unwrap);
    entries.map(|(position, bytes)| (position.value(), bytes.value().to_vec())).collect()
}

/// The same, for a log that is damaged inside a good file: no record may change. (The database notes
/// in its header that it was opened.)
fn refuses_log(
    data: &Path,
    file: &Path,
    change: impl FnOnce(&mut Table<'_, u64, &'static [u8]>),
    says: &str,
) {
    let database = Database::open(file).unwrap();
    let transaction = database.begin_write().unwrap();
    change(&mut transaction.open_table(EVENTS).unwrap());
    transaction.commit().unwrap();
    drop(database);
    let before = records(file);
    refuses(data, &["damaged", file.to_str().unwrap(), says, "left as it is", "backup"]);
    assert!(records(file) == before, "a record was changed");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    fs::write(&file, b"not a database").unwrap();
    refuses_file(&data, &file);
}

#[test]
fn a_file_that_was_cut_short_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 3]).unwrap();
    refuses_file(&data, &file);
}

#[test]
fn an_empty_file_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    fs::write(&file, b"").unwrap();
    refuses_file(&data, &file);
}

#[test]
fn a_record_that_was_changed_is_refused_with_its_number() {
    let (_folder, data) = data();
    let file = used(&data);
    let promote = |events: &mut Table<'_, u64, &'static [u8]>| {
        let bytes = events.get(2).unwrap().unwrap().value().to_vec();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("owner"));
        events.insert(2, text.replace("owner", "waiter").as_bytes()).unwrap();
    };
    refuses_log(&data, &file, promote, "record 3 was changed or its predecessor was");
}

#[test]
fn a_record_that_is_missing_is_refused_with_its_number() {
    let (_folder, data) = data();
    let file = used(&data);
    refuses_log(&data, &file, |events| drop(events.remove(1).unwrap()), "record 1 is missing");
}

#[test]
fn a_log_whose_end_is_missing_is_refused() {
    let (_folder, data) = data();
    let file = used(&data);
    let says = "the log ends at record 2, but 3 were written";
    refuses_log(&data, &file, |events| drop(events.remove(3).unwrap()), says);
}

#[test]
fn a_record_that_cannot_be_read_is_refused_with_its_number() {
    let (_folder, data) = data();
    let file = used(&data);
    let garble =
        |events: &mut Table<'_, u64, &'static [u8]>| drop(events.insert(2, &b"{\"v\":1}"[..]).unwrap());
    refuses_log(&data, &file, garble, "record 2 cannot be read");
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
