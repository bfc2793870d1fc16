//! Settings by flag, environment and file, and an empty hub.

use std::fs;

use plato_hub::demo::FACTS_FILE;
use plato_tests::hub_address;
use plato_tests::process::{Starting, demo_facts};

use super::data;

#[tokio::test]
async fn an_empty_folder_starts_an_empty_venue_and_says_how_to_go_on() {
    let (_folder, data) = data();
    let hub = Starting::on(&data, hub_address()).start();
    let problem = hub.anyone().get("/readyz").await.refused(503, "not_ready");
    assert!(problem.title.contains("Import a venue file"));
    assert_eq!(hub.anyone().get("/healthz").await.status, 200);
    hub.anyone().get("/api/menu").await.refused(409, "no_venue");
    let told = hub.stdout();
    for part in [
        "There is no venue yet",
        "plato import venue.toml --data",
        "/setup and type this code",
        data.to_str().unwrap(),
    ] {
        assert!(told.contains(part), "{part} is not in: {told}");
    }
    assert!(!data.join(FACTS_FILE).exists());
}

#[tokio::test]
async fn settings_come_from_the_environment() {
    let (folder, data) = data();
    let (address, secrets) = (hub_address(), folder.path().join("elsewhere"));
    let hub = Starting::new()
        .env("PLATO_DATA", data.to_str().unwrap())
        .env("PLATO_LISTEN", &address.to_string())
        .env("PLATO_SECRETS", secrets.to_str().unwrap())
        .env("PLATO_PUBLIC_URL", "https://tables.example/")
        .demo()
        .start();
    assert_eq!(hub.address, address);
    assert!(secrets.join("pepper").exists());
    assert!(demo_facts(&data).guest_url.starts_with("https://tables.example/t/"));
}

#[tokio::test]
async fn settings_come_from_a_file_after_the_environment_and_flags() {
    let (folder, data) = data();
    let (in_file, in_environment, in_flag) = (hub_address(), hub_address(), hub_address());
    let file = folder.path().join("plato.toml");
    let text = format!("data = {data:?}\nlisten = \"{in_file}\"\nmdns = false\nlog = \"info\"\n");
    fs::write(&file, text).unwrap();
    let from_file = || Starting::new().flag("--config", file.to_str().unwrap());
    assert_eq!(from_file().start().address, in_file);
    let listen = in_environment.to_string();
    assert_eq!(from_file().env("PLATO_LISTEN", &listen).start().address, in_environment);
    let both = from_file().env("PLATO_LISTEN", &listen).flag("--listen", &in_flag.to_string());
    assert_eq!(both.start().address, in_flag);
    let by_environment = Starting::new().env("PLATO_CONFIG", file.to_str().unwrap());
    assert_eq!(by_environment.start().address, in_file);
    assert!(data.join("plato.redb").exists());
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let (folder, data) = data();
    let file = folder.path().join("plato.toml");
    fs::write(&file, "dta = \"x\"\n").unwrap();
    let config = file.to_str().unwrap();
    let on = || Starting::on(&data, hub_address());
    let cases = [
        (Starting::new(), 1, "say where the data is"),
        (on().flag("--config", config), 1, "dta"),
        (on().flag("--config", "/nowhere/plato.toml"), 1, "cannot read /nowhere/plato.toml"),
        (on().flag("--public-url", "plato.local"), 1, "public_url has to be like"),
        (on().flag("--log", "info,=,"), 1, "invalid"),
        (on().flag("--log-format", "xml"), 2, "xml"),
        (Starting::new().flag("--listen", "7878"), 2, "7878"),
    ];
    for (starting, code, says) in cases {
        let (ended, printed) = starting.refused();
        assert!(ended == code && printed.contains(says), "{ended}, {says} is not in: {printed}");
    }
    assert!(!data.exists(), "nothing was made");
}
