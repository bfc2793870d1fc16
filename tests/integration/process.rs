//! The real program: starting, stopping, being killed, and its other verbs.

mod audit;
mod console;
mod crash;
mod discover;
mod https;
mod receipt;
mod refusing;
mod secrets;
mod settings;
mod stopping;

use std::path::PathBuf;

use plato_hub::demo::DemoFacts;
use plato_sync_protocol::api::JoinAnswer;
use plato_tests::process::demo_facts;
use plato_tests::{Guest, Http, HubProcess, scratch};
use serde_json::json;
use tempfile::TempDir;

/// A place for a data folder, which does not exist yet.
fn data() -> (TempDir, PathBuf) {
    let folder = scratch();
    let data = folder.path().join("data");
    (folder, data)
}

/// The demo's staff.
async fn staff(hub: &HubProcess, facts: &DemoFacts) -> Http {
    hub.anyone().signed_in(&facts.staff_name, &facts.staff_password).await
}

/// A guest at the demo's table.
async fn joins(hub: &HubProcess, data: &std::path::Path, name: &str) -> Guest {
    let facts = demo_facts(data);
    let key = facts.guest_url.split_once('#').unwrap().1;
    let join = json!({ "table": facts.table, "key": key, "pin": facts.pin, "name": name });
    let answer: JoinAnswer = hub.anyone().post("/api/sessions/join").json(&join).await.ok();
    let http = hub.anyone().with_token(&answer.token);
    Guest { http, session: answer.session, diner: answer.diner, token: answer.token }
}
