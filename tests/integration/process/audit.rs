//! `plato audit verify`, and setting a password on the console.

use std::path::Path;

use plato_sync_protocol::team::AuditPage;
use plato_tests::process::{Starting, demo_facts, plato, printed, run};
use plato_tests::{HubProcess, hub_address};
use redb::{Database, ReadableDatabase, TableDefinition};

use super::{data, staff};

const EVENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("events");
const FACTS: TableDefinition<&str, &[u8]> = TableDefinition::new("facts");

fn verified(data: &Path, head: Option<&str>) -> (bool, String) {
    let mut command = plato("audit");
    command.arg("verify").arg("--data").arg(data);
    if let Some(head) = head {
        command.args(["--head", head]);
    }
    let output = run(&mut command);
    (output.status.success(), printed(&output))
}

/// The last line of a good check.
fn head(told: &str) -> String {
    told.lines().last().unwrap().to_owned()
}

#[test]
fn a_true_audit_holds_and_tells_its_head() {
    let (_folder, data) = data();
    HubProcess::demo(&data, hub_address()).terminate();
    let (is_good, told) = verified(&data, None);
    assert!(is_good && told.contains("All 3 records follow from one another."), "{told}");
    let noted = head(&told);
    assert!(noted.starts_with("3:") && noted.len() == 2 + 64, "{noted}");
    HubProcess::demo(&data, hub_address()).terminate();
    let (is_good, told) = verified(&data, Some(&noted));
    assert!(is_good && head(&told).starts_with("4:"), "it has grown since: {told}");
}

#[tokio::test]
async fn what_the_audit_of_a_running_hub_shows_is_a_head_to_note_down() {
    let (_folder, data) = data();
    let hub = HubProcess::demo(&data, hub_address());
    let owner = staff(&hub, &demo_facts(&data)).await;
    let page: AuditPage = owner.post("/api/audit").json(&serde_json::json!({})).await.ok();
    let newest = &page.records[0];
    hub.terminate();
    let noted = format!("{}:{}", newest.position, newest.hash);
    let (is_good, told) = verified(&data, Some(&noted));
    assert!(is_good, "{told}");
    let (is_good, told) = verified(&data, Some(&format!("{}:{}", newest.position, "0".repeat(64))));
    assert!(!is_good && told.contains("is not the one that was noted"), "{told}");
}

#[test]
fn a_changed_record_and_a_cut_off_end_are_found_and_named() {
    let (_folder, data) = data();
    HubProcess::demo(&data, hub_address()).terminate();
    let database = Database::open(data.join("plato.redb")).unwrap();
    let write = database.begin_write().unwrap();
    let third = write.open_table(EVENTS).unwrap().remove(3).unwrap().unwrap().value().to_vec();
    write.commit().unwrap();
    drop(database);
    let (is_good, told) = verified(&data, None);
    assert!(!is_good && told.contains("the log ends at record 2, but 3 were written"), "{told}");
    let database = Database::open(data.join("plato.redb")).unwrap();
    let write = database.begin_write().unwrap();
    let text = String::from_utf8(third).unwrap().replace("\"covers\":4", "\"covers\":5");
    write.open_table(EVENTS).unwrap().insert(3, text.as_bytes()).unwrap();
    write.commit().unwrap();
    drop(database);
    let (is_good, told) = verified(&data, None);
    assert!(!is_good && told.contains("record 3 was changed"), "{told}");
}

/// Whoever may write the file may also make a new chain: only a head that was noted elsewhere tells.
#[test]
fn a_log_that_was_written_anew_is_found_with_a_noted_head_only() {
    let (_folder, data) = data();
    let (_other_folder, other) = super::data();
    HubProcess::demo(&data, hub_address()).terminate();
    HubProcess::demo(&other, hub_address()).terminate();
    let noted = head(&verified(&data, None).1);
    let (is_good, told) = verified(&other, Some(&noted));
    assert!(!is_good && told.contains("record 3 or one before it is not the one that was noted"), "{told}");
    // The end is cut off, and the kept head is made to fit.
    let database = Database::open(data.join("plato.redb")).unwrap();
    let before =
        database.begin_read().unwrap().open_table(EVENTS).unwrap().get(3).unwrap().unwrap().value().to_vec();
    let prev: serde_json::Value = serde_json::from_slice(&before).unwrap();
    let hash: Vec<u8> = hex(prev["prev"].as_str().unwrap());
    let write = database.begin_write().unwrap();
    write.open_table(EVENTS).unwrap().remove(3).unwrap();
    let fact = [&2_u64.to_be_bytes()[..], &hash].concat();
    write.open_table(FACTS).unwrap().insert("head", fact.as_slice()).unwrap();
    write.commit().unwrap();
    drop(database);
    assert!(verified(&data, None).0, "a shorter chain is a chain");
    let (is_good, told) = verified(&data, Some(&noted));
    assert!(!is_good && told.contains("it ends at record 2, but record 3 was noted"), "{told}");
    assert!(!verified(&data, Some("nonsense")).0);
}

fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    text.as_bytes().chunks(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect()
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_on_the_console() {
    let (_folder, data) = data();
    HubProcess::demo(&data, hub_address()).terminate();
    let output = run(plato("set-password").arg("demo").arg("--data").arg(&data));
    let told = printed(&output);
    let password =
        told.trim().strip_prefix("demo signs in with the password ").unwrap_or_else(|| panic!("{told}"));
    let nobody = run(plato("set-password").arg("Nobody").arg("--data").arg(&data));
    assert!(!nobody.status.success() && printed(&nobody).contains("no account called Nobody"));
    let hub = Starting::on(&data, hub_address()).start();
    hub.anyone().signed_in("Demo", password).await;
    let old = serde_json::json!({ "name": "Demo", "password": demo_facts(&data).staff_password });
    hub.anyone().post("/api/staff/sign-in").json(&old).await.refused(401, "sign_in_wrong");
}

/// A typing error made an empty database, of which it was said that it holds.
#[test]
fn a_folder_of_no_hub_is_refused_and_left_as_it_is() {
    let (folder, _) = data();
    for data in [folder.path().join("empty"), folder.path().join("nowhere")] {
        let secrets = data.join("secrets");
        if data.ends_with("empty") {
            std::fs::create_dir(&data).unwrap();
        }
        for verb in [
            &["audit", "verify"][..],
            &["export-log"],
            &["receipt", "verify", "42-ABCD-EFGH-JKLM"],
            &["set-password", "Mia"],
        ] {
            let output =
                run(plato(verb[0]).args(&verb[1..]).arg("--data").arg(&data).arg("--secrets").arg(&secrets));
            let told = printed(&output);
            assert!(!output.status.success(), "{verb:?}: {told}");
            assert!(told.contains("there is no data of a Plato hub in"), "{verb:?}: {told}");
            let left = std::fs::read_dir(&data).map_or(0, Iterator::count);
            assert_eq!(left, 0, "{verb:?} left something");
            assert_eq!(data.exists(), data.ends_with("empty"), "{verb:?}");
        }
    }
}
