//! `/api/setup`: the first owner is made with the code that the hub prints.

use plato_sync_protocol::api::{Role, StaffAnswer};
use plato_sync_protocol::team::SetupAnswer;
use plato_tests::TestHub;
use serde_json::json;

const OWNER: &str = "/api/setup/owner";

fn asks(code: &str, password: &str) -> serde_json::Value {
    json!({ "code": code, "name": "Olga", "password": password })
}

#[tokio::test]
async fn the_code_of_the_console_makes_one_owner_who_is_signed_in() {
    let hub = TestHub::empty();
    let state: SetupAnswer = hub.anyone().get("/api/setup").await.ok();
    assert_eq!(state, SetupAnswer { has_owner: false, has_venue: false });
    let code = hub.app().owner_code.unwrap();
    let typed = format!(" {}-{} {} ", &code[..4], code[4..8].to_lowercase(), &code[8..]);
    let answer = hub.anyone().post(OWNER).json(&asks(&typed, "long and dull")).await;
    assert_eq!(answer.ok::<StaffAnswer>().role, Role::Owner);
    let owner = hub.anyone().with_token(&answer.cookie("plato_staff"));
    assert_eq!(owner.get("/api/staff/me").await.ok::<StaffAnswer>().name, "Olga");
    hub.unchanged_by(hub.anyone().post(OWNER).json(&asks(&typed, "long and dull")))
        .await
        .refused(409, "owner_exists");
    assert!(hub.anyone().get("/api/setup").await.ok::<SetupAnswer>().has_owner);
}

#[tokio::test]
async fn a_wrong_code_or_a_weak_password_makes_nobody() {
    let hub = TestHub::empty();
    let code = hub.app().owner_code.unwrap();
    hub.unchanged_by(async {
        for wrong in ["", "AAAABBBBCCCC", &code[..11]] {
            let answer = hub.anyone().post(OWNER).json(&asks(wrong, "long and dull")).await;
            answer.refused(422, "owner_code_wrong");
        }
        for weak in ["seven77", "password123", "Olga2026", "aaaaaaaaaa", &"x".repeat(129)] {
            hub.anyone().post(OWNER).json(&asks(&code, weak)).await.refused(422, "password_refused");
        }
    })
    .await;
}

#[tokio::test]
async fn a_hub_with_an_owner_has_no_code_and_a_restart_makes_another() {
    let hub = TestHub::empty();
    let before = hub.app().owner_code.unwrap();
    hub.restart().await;
    let after = hub.app().owner_code.unwrap();
    assert_ne!(before, after);
    let answer = hub.anyone().post(OWNER).json(&asks(&before, "long and dull")).await;
    answer.refused(422, "owner_code_wrong");
    assert_eq!(hub.anyone().post(OWNER).json(&asks(&after, "long and dull")).await.status, 200);
    hub.restart().await;
    assert_eq!(hub.app().owner_code, None);
}
