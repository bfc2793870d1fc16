//! `/api/menu` and `/api/venue/import`.

use plato_sync_protocol::api::{ImportAnswer, Role};
use plato_sync_protocol::menu::Menu;
use plato_sync_protocol::message::FromHub;
use plato_tests::{TestHub, VENUE_FILE, fresh_id};
use serde_json::{Value, json};

const IMPORT: &str = "/api/venue/import";

fn file(text: &str) -> Value {
    json!({ "file": text })
}

#[tokio::test]
async fn anyone_reads_the_menu_and_is_told_when_theirs_is_still_good() {
    let hub = TestHub::start().await;
    let answer = hub.anyone().get("/api/menu").await;
    let menu: Menu = answer.ok();
    assert_eq!((menu.venue.as_str(), menu.items.len(), menu.revision), ("The Test Kitchen", 5, 1));
    let tag = answer.headers["etag"].to_str().unwrap();
    let again = hub.anyone().get("/api/menu").field("if-none-match", tag).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    hub.import(VENUE_FILE).await;
    let newer = hub.anyone().get("/api/menu").field("if-none-match", tag).await;
    assert_eq!(newer.ok::<Menu>().revision, 2);
}

#[tokio::test]
async fn the_menu_says_nothing_of_keys_stations_or_the_kitchens_words() {
    let hub = TestHub::start().await;
    let body = hub.anyone().get("/api/menu").await.body;
    for secret in [hub.table_key(&"1".parse().unwrap()).as_str(), "grill", "STEAK 250"] {
        assert!(!body.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn there_is_no_menu_where_there_is_no_venue() {
    let hub = TestHub::empty();
    hub.anyone().get("/api/menu").await.refused(409, "no_venue");
}

#[tokio::test]
async fn a_venue_file_comes_into_force_and_tables_keep_their_keys() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = guest.phone(&hub).await;
    let key = hub.table_key(&"1".parse().unwrap());
    let owner = hub.staff(Role::Owner).await;
    let (text, id) = (VENUE_FILE.replace("\"Soup\"", "\"Ribollita\""), fresh_id());
    let first = owner.post(IMPORT).id(id).json(&file(&text)).await;
    let told: ImportAnswer = first.ok();
    assert_eq!((told.menu_revision, told.items, told.tables), (2, 5, 12));
    phone.until(|frame| (*frame == FromHub::MenuChanged { revision: 2 }).then_some(())).await;
    assert!(hub.anyone().get("/api/menu").await.body.contains("Ribollita"));
    assert_eq!(hub.table_key(&"1".parse().unwrap()), key);
    let again = hub.unchanged_by(owner.post(IMPORT).id(id).json(&file(&text))).await;
    assert_eq!(again.body, first.body);
    hub.unchanged_by(owner.post(IMPORT).id(id).json(&file(VENUE_FILE))).await.refused(409, "command_reused");
}

#[tokio::test]
async fn a_broken_file_is_refused_with_line_and_reason() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    let cases = [
        ("currency = \"EUR\"", "currency = \"Euro\"", "line 21", "three capital letters"),
        (
            "station = \"bar\"\nprice = \"3.80\"",
            "station = \"cellar\"\nprice = \"3.80\"",
            "line",
            "no station `cellar`",
        ),
        ("price = \"24.00\"", "price = \"24,00\"", "line", "12.50"),
        ("[[item]]", "[[item", "line", "The venue file is refused"),
    ];
    for (good, bad, line, reason) in cases {
        assert!(VENUE_FILE.contains(good), "{good}");
        let body = file(&VENUE_FILE.replacen(good, bad, 1));
        let title = hub
            .unchanged_by(owner.command(IMPORT).json(&body))
            .await
            .refused(422, "venue_file_refused")
            .title;
        assert!(title.contains(line) && title.contains(reason), "{title}");
    }
}

#[tokio::test]
async fn a_file_that_is_too_long_is_refused() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    let padded = |bytes: usize| file(&format!("{VENUE_FILE}\n{}", "#".repeat(bytes)));
    let long = owner.command(IMPORT).json(&padded(1024 * 1024));
    let title = hub.unchanged_by(long).await.refused(422, "venue_file_refused").title;
    assert!(title.contains("1 MiB"), "{title}");
    let longer = owner.command(IMPORT).json(&padded(2 * 1024 * 1024));
    hub.unchanged_by(longer).await.refused(413, "body_too_long");
    owner.command(IMPORT).json(&padded(512 * 1024)).await.ok::<ImportAnswer>();
}

#[tokio::test]
async fn a_file_without_a_table_where_somebody_sits_is_refused() {
    let hub = TestHub::start().await;
    let party = hub.table("12").seated(2).await;
    let owner = hub.staff(Role::Owner).await;
    let without = VENUE_FILE.replace("  { id = \"12\", name = \"12\", room = \"yard\", seats = 4 },\n", "");
    let title = hub
        .unchanged_by(owner.command(IMPORT).json(&file(&without)))
        .await
        .refused(409, "table_in_use")
        .title;
    assert!(title.contains("table 12"), "{title}");
    party.closed().await;
    assert_eq!(owner.command(IMPORT).json(&file(&without)).await.ok::<ImportAnswer>().tables, 11);
}

#[tokio::test]
async fn a_body_that_is_no_import_is_refused() {
    let hub = TestHub::start().await;
    let owner = hub.staff(Role::Owner).await;
    hub.unchanged_by(async {
        owner.post(IMPORT).json(&file(VENUE_FILE)).await.refused(400, "command_id_missing");
        owner.post(IMPORT).field("idempotency-key", "-").await.refused(400, "command_id_malformed");
        owner.command(IMPORT).body("application/toml", VENUE_FILE).await.refused(415, "json_expected");
        owner.command(IMPORT).body("application/json", VENUE_FILE).await.refused(400, "json_malformed");
        owner.command(IMPORT).json(&json!({})).await.refused(422, "body_refused");
    })
    .await;
}
