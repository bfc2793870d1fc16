//! `PlaceOrder` when the cart or the menu is not what was confirmed any more: nothing is ordered, and
//! the answer says exactly what is different.

use plato_sync_protocol::api::{
    CartAnswer, CartDifference, CartUpdate, Confirmation, Difference, Role, ShownUnit,
};
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::UnitId;
use plato_tests::party::chosen;
use plato_tests::phone::add;
use plato_tests::{Guest, TestHub, VENUE_FILE, euros, fresh_id};
use serde_json::json;

async fn pair(hub: &TestHub) -> (Guest, Guest) {
    let party = hub.table("1").seated(2).await;
    (party.joined_by("Ada").await, party.joined_by("Ben").await)
}

/// The differences with which an order is refused; nothing may have changed.
async fn differences(hub: &TestHub, guest: &Guest, reviewed: &Confirmation) -> Vec<CartDifference> {
    let answer = hub.unchanged_by(guest.places(reviewed, fresh_id())).await;
    answer.refused(409, "cart_changed").differences
}

/// The only difference.
async fn difference(hub: &TestHub, guest: &Guest, reviewed: &Confirmation) -> (String, Difference) {
    let mut all = differences(hub, guest, reviewed).await;
    assert_eq!(all.len(), 1, "{all:?}");
    let CartDifference { dish, what, .. } = all.remove(0);
    (dish, what)
}

async fn eighty_six(hub: &TestHub, item: &str, is_eighty_sixed: bool) {
    let kitchen = hub.staff(Role::Kitchen).await;
    let body = json!({ "is_eighty_sixed": is_eighty_sixed });
    kitchen.command(&format!("/api/kitchen/items/{item}/eighty-six")).json(&body).await.done();
}

#[tokio::test]
async fn a_portion_that_somebody_took_off() {
    let hub = TestHub::start().await;
    let (ada, ben) = pair(&hub).await;
    let line = ada.adds("soup", &[], 2).await;
    ada.adds("coffee", &[], 1).await;
    let reviewed = ada.reviews().await;
    ben.http
        .post("/api/customer/cart/update")
        .json(&json!({ "line": line.line, "quantity": 1 }))
        .await
        .ok::<CartAnswer>();
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Soup".into(), Difference::Gone));
    assert_eq!(ada.orders().await.order.total, euros(1050));
}

#[tokio::test]
async fn a_portion_that_was_ordered_already() {
    let hub = TestHub::start().await;
    let (ada, ben) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    let reviewed = ada.reviews().await;
    let order = ben.orders().await.order.order;
    let sent = Difference::AlreadySent { order, by: "Ben".into() };
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Soup".into(), sent));
}

#[tokio::test]
async fn a_portion_that_never_was() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    let mut reviewed = ada.reviews().await;
    reviewed.units.push(ShownUnit { unit: UnitId::from_random([3; 10]), price: euros(750) });
    assert_eq!(difference(&hub, &ada, &reviewed).await, (String::new(), Difference::Unknown));
}

#[tokio::test]
async fn a_portion_of_another_party() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    let other = hub.table("2").seated(2).await.joined_by("Eve").await;
    other.adds("truffle", &[], 1).await;
    let theirs = other.reviews().await.units;
    ada.adds("soup", &[], 1).await;
    let reviewed = Confirmation { units: theirs, ..ada.reviews().await };
    assert_eq!(difference(&hub, &ada, &reviewed).await, (String::new(), Difference::Unknown));
}

#[tokio::test]
async fn other_choices_than_were_shown() {
    let hub = TestHub::start().await;
    let (ada, ben) = pair(&hub).await;
    let line = ada.adds("steak", &["doneness/rare"], 1).await.line;
    let reviewed = ada.reviews().await;
    let update = CartUpdate { line, quantity: None, config: Some(chosen(&["doneness/well"])), diner: None };
    ben.http.post("/api/customer/cart/update").json(&update).await.ok::<CartAnswer>();
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Steak".into(), Difference::Reconfigured));
}

#[tokio::test]
async fn a_portion_that_was_given_to_somebody_else() {
    let hub = TestHub::start().await;
    let (ada, ben) = pair(&hub).await;
    let line = ada.adds("soup", &[], 1).await;
    let reviewed = ada.reviews().await;
    let mut phone = ben.phone(&hub).await;
    let unit = line.units[0].unit.clone();
    phone.edits(vec![CartEdit::GiveUnit { line: line.line, unit, diner: ben.diner.clone() }]).await;
    phone.saved().await;
    let given = Difference::GivenTo { diner: "Ben".into() };
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Soup".into(), given));
}

#[tokio::test]
async fn two_choices_at_the_same_time() {
    let hub = TestHub::start().await;
    let (ada, ben) = pair(&hub).await;
    let line = ada.adds("steak", &["doneness/rare"], 1).await.line;
    let reviewed = ada.reviews().await;
    let (mut hers, mut his) = (ada.phone(&hub).await, ben.phone(&hub).await);
    let choose = |choice: &str| {
        vec![CartEdit::Reconfigure { line: line.clone(), config: chosen(&[choice]).to_canonical() }]
    };
    // Each makes the change before it hears of the other's.
    let change = his.cart.author(his.actor, choose("doneness/well")).unwrap();
    hers.edits([choose("doneness/well"), vec![add("soup", &[], 1, &ada.diner)]].concat()).await;
    his.says(&plato_sync_protocol::message::FromDevice::Changes(vec![change])).await;
    hers.level_with(&his.cart).await;
    let same = ada.reviews().await;
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Steak".into(), Difference::Reconfigured));
    hers.edits(choose("doneness/rare")).await;
    let change = his
        .cart
        .author(
            his.actor,
            vec![CartEdit::Reconfigure {
                line: line.clone(),
                config: chosen(&["doneness/well", "extras/egg"]).to_canonical(),
            }],
        )
        .unwrap();
    his.says(&plato_sync_protocol::message::FromDevice::Changes(vec![change])).await;
    hers.level_with(&his.cart).await;
    let (dish, what) = difference(&hub, &ada, &same).await;
    assert_eq!((dish.as_str(), what), ("Steak", Difference::ChoicesConflict));
    assert!(ada.cart().await.confirm.is_none(), "somebody has to choose");
}

#[tokio::test]
async fn a_dish_that_was_86d_meanwhile() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    ada.adds("coffee", &[], 1).await;
    let reviewed = ada.reviews().await;
    eighty_six(&hub, "soup", true).await;
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Soup".into(), Difference::EightySixed));
    assert!(ada.cart().await.confirm.is_none());
    eighty_six(&hub, "soup", false).await;
    ada.places(&reviewed, fresh_id()).await.receipt();
}

#[tokio::test]
async fn a_price_that_has_changed_meanwhile() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("soup", &[], 2).await;
    ada.adds("coffee", &[], 1).await;
    let reviewed = ada.reviews().await;
    hub.import(&VENUE_FILE.replace("price = \"7.50\"", "price = \"7.90\"")).await;
    let all = differences(&hub, &ada, &reviewed).await;
    let repriced = Difference::Repriced { shown: euros(750), now: euros(790) };
    let found: Vec<_> = all.iter().map(|difference| (difference.dish.as_str(), &difference.what)).collect();
    assert_eq!(found, [("Soup", &repriced), ("Soup", &repriced)]);
    assert_eq!(ada.orders().await.order.total, euros(2 * 790 + 300));
}

#[tokio::test]
async fn the_price_of_an_extra_that_has_changed_meanwhile() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("steak", &["doneness/rare", "extras/egg"], 1).await;
    let reviewed = ada.reviews().await;
    hub.import(&VENUE_FILE.replace("price = \"2.00\"", "price = \"2.01\"")).await;
    let repriced = Difference::Repriced { shown: euros(2600), now: euros(2601) };
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Steak".into(), repriced));
}

#[tokio::test]
async fn a_price_that_the_phone_made_up() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    let mut reviewed = ada.reviews().await;
    reviewed.units[0].price = euros(1);
    let repriced = Difference::Repriced { shown: euros(1), now: euros(750) };
    assert_eq!(difference(&hub, &ada, &reviewed).await, ("Soup".into(), repriced));
}

#[tokio::test]
async fn a_dish_or_a_choice_that_is_no_longer_on_the_menu() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    ada.adds("steak", &["doneness/rare", "extras/egg"], 1).await;
    let reviewed = ada.reviews().await;
    let menu = VENUE_FILE.replace("id = \"soup\"", "id = \"broth\"").replace("id = \"egg\"", "id = \"eggs\"");
    hub.import(&menu).await;
    let all = differences(&hub, &ada, &reviewed).await;
    assert_eq!(all[0].what, Difference::NotOnMenu);
    let Difference::Choices { code, message } = &all[1].what else { panic!("{all:?}") };
    assert_eq!((code.as_str(), message.is_empty(), all.len()), ("modifier_unknown", false, 2));
}

#[tokio::test]
async fn what_only_a_phone_could_put_into_the_cart_is_not_ordered() {
    let hub = TestHub::start().await;
    let (ada, _) = pair(&hub).await;
    let mut phone = ada.phone(&hub).await;
    for (item, modifiers) in [("lasagne", &[][..]), ("steak", &[]), ("soup", &["milk/oat"])] {
        phone.adds(item, modifiers, 1).await;
    }
    phone.saved().await;
    assert!(ada.cart().await.confirm.is_none(), "it cannot be ordered as it is");
    let units = phone.cart.lines().into_iter().flat_map(|line| line.units);
    let units = units.map(|unit| ShownUnit { unit: unit.unit, price: euros(100) }).collect();
    ada.adds("coffee", &[], 1).await;
    let digest = plato_sync_protocol::digest::digest(&[]);
    let heads = phone.cart.heads();
    let all = differences(&hub, &ada, &Confirmation { heads, units, digest }).await;
    let codes = all.iter().map(|difference| match &difference.what {
        Difference::Choices { code, .. } => code.clone(),
        other => format!("{other:?}"),
    });
    assert_eq!(codes.collect::<Vec<_>>(), ["NotOnMenu", "choice_missing", "modifier_unknown"]);
}
