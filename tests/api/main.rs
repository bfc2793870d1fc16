//! `api`: schemathesis asks every operation of the OpenAPI document things that its schema allows and
//! things that it does not: as nobody, as a member of a party, and as an owner who has just confirmed who
//! they are. It fails on a status or a kind of document that is not described, on an answer that is not of
//! its schema, and on any 5xx. The seed is fixed, so a run can be had again.
//!
//! `cargo xtask api` says where schemathesis is, in `PLATO_SCHEMATHESIS`.
#![allow(clippy::unwrap_used, reason = "a tool of the tests: what fails ends the run")]
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use plato_sync_protocol::api::JoinAnswer;
use plato_tests::http::Call;
use plato_tests::process::{HubProcess, Starting, demo_facts};
use plato_tests::{PATIENCE, fresh_id, hub_address};
use serde_json::{Value, json};

/// Every run asks the same.
const SEED: &str = "20261122";
/// Cases that are made up for each operation, besides those that its schema leads to.
const EXAMPLES: &str = "4";
/// Fewer than this, and something has kept schemathesis from asking.
const CASES_MIN: usize = 2_000;
/// What is held to the document.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,unsupported_method";
/// Real things of the demo, so that not every path leads to nothing.
const CONFIG: &str = "[parameters]\n\"path.table\" = \"1\"\n\"path.order\" = \"1\"\n\"path.index\" = 0\n\
    \"path.ticket\" = \"1-bar\"\n\"path.item\" = \"negroni\"\n";

/// What ends a sign-in, as itself or by too many wrong passwords: asked last.
const ENDINGS: [&str; 5] = [
    "/api/staff/sign-out",
    "/api/staff/sign-ins/{sign_in}/revoke",
    "/api/staff/step-up",
    "/api/staff/me/password",
    "/api/staff/me/pin",
];

/// Which paths somebody asks.
enum Paths {
    All,
    AllButEndings,
    Endings,
}

/// Somebody who asks.
struct Asker {
    name: &'static str,
    /// What says who they are.
    headers: Vec<String>,
    paths: Paths,
    /// A call that goes well as long as they are who they are.
    is_still_in: Option<Call>,
}

fn main() -> ExitCode {
    let Some(program) = std::env::var_os("PLATO_SCHEMATHESIS").map(PathBuf::from) else {
        println!("PLATO_SCHEMATHESIS has to name schemathesis; `cargo xtask api` does that");
        return ExitCode::FAILURE;
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("venue/data");
    let hub = Starting::on(&data, hub_address()).demo().start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let askers = runtime.block_on(askers(&hub, &data));
    let mut cases = 0;
    std::fs::write(folder.path().join("schemathesis.toml"), CONFIG).unwrap();
    let mut is_well = true;
    for asker in askers {
        let since = Instant::now();
        let (has_passed, asked) = ask(&program, folder.path(), &hub, &asker);
        let is_in = asker.is_still_in.is_none_or(|call| runtime.block_on(call.into_future()).status == 200);
        let word = match (has_passed, is_in) {
            (true, true) => "well",
            (true, false) => "FAILED: they were signed out on the way, so what came later proves nothing",
            (false, _) => "FAILED",
        };
        println!("api: {asked} cases as {}: {word}, in {:.1?}", asker.name, since.elapsed());
        is_well &= has_passed && is_in;
        cases += asked;
    }
    if cases < CASES_MIN {
        println!("api: only {cases} cases were asked");
        is_well = false;
    }
    let log = hub.log();
    let faults: Vec<&str> = log.lines().filter(|line| line.contains("\"ERROR\"")).collect();
    if !faults.is_empty() {
        println!("api: the hub logged faults:\n{}", faults.join("\n"));
    }
    if is_well && faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Nobody, somebody at the demo's table who has ordered, and the demo's owner, twice.
async fn askers(hub: &HubProcess, data: &Path) -> [Asker; 4] {
    let facts = demo_facts(data);
    let key = facts.guest_url.split_once('#').unwrap().1;
    let join = json!({ "table": facts.table, "key": key, "pin": facts.pin, "name": "Ada" });
    let joined: JoinAnswer = hub.anyone().post("/api/sessions/join").json(&join).await.ok();
    let member = hub.anyone().with_token(&joined.token);
    // One that is ordered, one that stays in the cart.
    let add = json!({ "item": "negroni", "quantity": 1 });
    let cart: Value = member.post("/api/customer/cart/add").json(&add).await.ok();
    let mut order = cart["confirm"].clone();
    order["command_id"] = json!(fresh_id());
    member.post("/api/order/place").json(&order).await.ok::<Value>();
    member.post("/api/customer/cart/add").json(&add).await.ok::<Value>();
    let owner = hub.anyone().signed_in(&facts.staff_name, &facts.staff_password).await;
    owner.post("/api/staff/step-up").json(&json!({ "password": facts.staff_password })).await.done();
    let cookie = format!("Cookie: plato_staff={}", owner.token().unwrap());
    let as_owner = vec![cookie, format!("Origin: http://{}", hub.address)];
    let as_member = vec![format!("Authorization: Bearer {}", joined.token)];
    let asker = |name, headers, paths, is_still_in| Asker { name, headers, paths, is_still_in };
    [
        asker("nobody", Vec::new(), Paths::All, None),
        asker("a member", as_member, Paths::All, Some(member.post("/api/sessions/check-token"))),
        asker("an owner", as_owner.clone(), Paths::AllButEndings, Some(owner.get("/api/staff/me"))),
        asker("an owner who leaves", as_owner, Paths::Endings, None),
    ]
}

/// Runs schemathesis once. Is all well, and how many cases were asked?
fn ask(program: &Path, folder: &Path, hub: &HubProcess, asker: &Asker) -> (bool, usize) {
    let mut command = Command::new(program);
    command.current_dir(folder).arg("run").arg(format!("http://{}/api/openapi.json", hub.address));
    command.args(["--seed", SEED, "--max-examples", EXAMPLES, "--phases", "coverage,fuzzing"]);
    command.args(["--checks", CHECKS, "--workers", "1", "--no-color", "--warnings", "off"]);
    command.args(["--generation-database", "none", "--request-timeout", &PATIENCE.as_secs().to_string()]);
    for header in &asker.headers {
        command.args(["--header", header]);
    }
    // Made-up cookies would take the place of the real one.
    command.args(["--generation-with-security-parameters", "false"]);
    let option = match asker.paths {
        Paths::All => None,
        Paths::AllButEndings => Some("--exclude-path"),
        Paths::Endings => Some("--include-path"),
    };
    for path in option.iter().flat_map(|option| ENDINGS.map(|path| [*option, path])) {
        command.args(path);
    }
    let done = command.output().unwrap();
    let printed = String::from_utf8_lossy(&done.stdout);
    if !done.status.success() {
        println!("{printed}{}", String::from_utf8_lossy(&done.stderr));
    }
    let count = printed.lines().find_map(|line| line.trim().split_once(" generated")?.0.parse().ok());
    (done.status.success(), count.unwrap_or_default())
}
