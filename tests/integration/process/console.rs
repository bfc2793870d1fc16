//! The verbs that work on the data of a hub that is not running: import, add-staff, export-log.

use std::fs;
use std::path::Path;

use plato_sync_protocol::api::StaffAnswer;
use plato_sync_protocol::menu::Menu;
use plato_tests::process::{Starting, plato, printed, run};
use plato_tests::{HubProcess, VENUE_FILE, hub_address};
use serde_json::Value;

use super::data;

fn imports(data: &Path, text: &str) -> (bool, String) {
    let file = data.with_extension("toml");
    fs::write(&file, text).unwrap();
    let output = run(plato("import").arg(&file).arg("--data").arg(data));
    (output.status.success(), printed(&output))
}

fn exported(data: &Path) -> Vec<Value> {
    let output = run(plato("export-log").arg("--data").arg(data));
    assert!(output.status.success(), "{}", printed(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_venue_and_an_account_can_be_made_on_the_console() {
    let (_folder, data) = data();
    let (is_done, told) = imports(&data, VENUE_FILE);
    assert!(is_done && told.contains("The Test Kitchen is in force, with 5 dishes"), "{told}");
    assert_eq!(told.matches("/t/").count(), 12, "a QR code for each table");
    let output = run(plato("add-staff").args(["Nora", "--role", "waiter"]).arg("--data").arg(&data));
    let told = printed(&output);
    let password =
        told.trim().strip_prefix("Nora signs in with the password ").unwrap_or_else(|| panic!("{told}"));
    let again = run(plato("add-staff").args(["nora", "--role", "owner"]).arg("--data").arg(&data));
    assert!(!again.status.success() && printed(&again).contains("already an account of that name"));
    let hub = Starting::on(&data, hub_address()).start();
    assert_eq!(hub.anyone().get("/readyz").await.status, 200);
    assert_eq!(hub.anyone().get("/api/menu").await.ok::<Menu>().items.len(), 5);
    let nora = hub.anyone().signed_in("Nora", password).await;
    assert_eq!(nora.get("/api/staff/me").await.ok::<StaffAnswer>().name, "Nora");
}

#[test]
fn a_broken_venue_file_is_refused_with_line_and_reason_and_changes_nothing() {
    let (_folder, data) = data();
    assert!(imports(&data, VENUE_FILE).0);
    let before = exported(&data);
    let broken = VENUE_FILE.replace("station = \"bar\"", "station = \"cellar\"");
    let line = broken.lines().position(|line| line.contains("cellar")).unwrap() + 1;
    let (is_done, told) = imports(&data, &broken);
    assert!(!is_done && told.contains(&format!("line {line}: there is no station `cellar`")), "{told}");
    assert!(told.contains("data.toml"), "which file: {told}");
    let (is_done, told) = imports(&data, "[venue]\nname = \"X\"\ncurrency = \"EUR\"\n");
    assert!(!is_done && told.contains("at least one [[station]]"), "{told}");
    assert_eq!(exported(&data), before);
}

#[test]
fn a_broken_file_does_not_even_make_a_data_folder() {
    let (_folder, data) = data();
    assert!(!imports(&data, "nonsense").0);
    assert!(!data.exists());
}

#[test]
fn the_console_keeps_off_the_data_of_a_running_hub() {
    let (_folder, data) = data();
    let _hub = HubProcess::demo(&data, hub_address());
    let (is_done, told) = imports(&data, VENUE_FILE);
    assert!(!is_done && told.contains("another hub is using it"), "{told}");
}

#[test]
fn the_log_is_exported_as_json_lines() {
    let (_folder, data) = data();
    let (status, _) = HubProcess::demo(&data, hub_address()).terminate();
    assert!(status.success());
    let records = exported(&data);
    let types: Vec<_> = records.iter().map(|record| record["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["venue_imported", "staff_added", "table_seated"]);
    for (index, record) in records.iter().enumerate() {
        assert_eq!(
            (record["position"].as_u64(), &record["by"]["who"]),
            (Some(index as u64 + 1), &"hub".into())
        );
    }
    assert_eq!(exported(&data), records, "looking changes nothing");
}

#[test]
fn a_role_that_does_not_exist_is_refused() {
    let (_folder, data) = data();
    let output = run(plato("add-staff").args(["Nora", "--role", "chef"]).arg("--data").arg(&data));
    assert!(
        !output.status.success() && printed(&output).contains("one of owner, manager"),
        "{}",
        printed(&output)
    );
}
