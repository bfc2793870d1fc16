//! `plato receipt verify` on the data of a hub that took money.

use std::path::Path;

use plato_sync_protocol::api::{CartAdd, CartAnswer, PlaceOrder};
use plato_sync_protocol::bill::checkout::{CheckoutView, PaymentView};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::menu::{LineConfig, Menu};
use plato_sync_protocol::till::ReceiptAnswer;
use plato_tests::process::{demo_facts, plato, printed, run};
use plato_tests::{HubProcess, hub_address};
use serde_json::{Value, json};

use super::{data, staff};

/// A table eats something, and pays it by card.
async fn paid(hub: &HubProcess, data: &Path) -> ReceiptAnswer {
    let facts = demo_facts(data);
    let (house, session) = (staff(hub, &facts).await, facts.session);
    let menu: Menu = house.get("/api/menu").await.ok();
    let dish = menu.items.iter().find(|item| item.modifier_groups.is_empty()).unwrap();
    let add = CartAdd { item: dish.id.clone(), config: LineConfig::default(), quantity: 3, diner: None };
    let cart = format!("/api/sessions/{session}/cart/{}", DinerId::everyone());
    let answer: CartAnswer = house.command(&format!("{cart}/add")).json(&add).await.ok();
    let confirm = answer.confirm.unwrap();
    let order = PlaceOrder {
        command_id: None,
        heads: confirm.heads,
        units: confirm.units,
        digest: confirm.digest,
        with_others: false,
    };
    house.command(&format!("{cart}/order")).json(&order).await.ok::<Value>();
    let bill = format!("/api/sessions/{session}/bill");
    let checkout: CheckoutView = house.get(&bill).await.ok();
    let share = &checkout.bill.shares[0];
    let pay = json!({
        "payment": "paymentaaa", "share": share.share, "amount": share.left, "tip": 150,
        "with": { "tender": "card", "reference": "T1 0042" },
    });
    let payment: PaymentView = house.command(&format!("{bill}/payments")).json(&pay).await.ok();
    house.get(&format!("/api/payments/{}/receipt", payment.payment)).await.ok()
}

fn verified(data: &Path, code: &str) -> (bool, String) {
    let output = run(plato("receipt").args(["verify", code]).arg("--data").arg(data));
    (output.status.success(), printed(&output))
}

#[tokio::test]
async fn a_receipt_of_this_hub_is_known_by_its_code_and_no_other_is() {
    let (_folder, data) = data();
    let hub = HubProcess::demo(&data, hub_address());
    let answer = paid(&hub, &data).await;
    // As a power cut leaves it.
    hub.kill();
    let (is_known, told) = verified(&data, &answer.code);
    assert!(is_known && told.contains("Receipt 1 was issued by this hub."), "{told}");
    let what = format!("{} paid on {}, table ", answer.receipt.total, answer.receipt.issued);
    assert!(told.contains(&what), "{what}: {told}");
    let typed = answer.code.to_lowercase().replace('-', " ").replacen(' ', "-", 1);
    assert!(verified(&data, &typed).0, "as somebody types it: {typed}");

    let (number, code) = answer.code.split_once('-').unwrap();
    let first = if code.starts_with('A') { "B" } else { "A" };
    let (is_known, told) = verified(&data, &format!("{number}-{first}{}", &code[1..]));
    assert!(!is_known && told.contains("this is not the code of receipt 1"), "{told}");
    let (is_known, told) = verified(&data, &format!("2-{code}"));
    assert!(!is_known && told.contains("this hub has issued no receipt 2"), "{told}");
    let (is_known, told) = verified(&data, "gold");
    assert!(!is_known && told.contains("a code is written like 42-ABCD-EFGH-JKLM"), "{told}");

    // Another hub, with secrets of its own, does not know it.
    let (_other_folder, other) = super::data();
    let hub = HubProcess::demo(&other, hub_address());
    let theirs = paid(&hub, &other).await;
    hub.terminate();
    assert_eq!(theirs.receipt.number, 1);
    assert!(!verified(&other, &answer.code).0);
}
