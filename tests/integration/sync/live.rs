//! Two phones of one party, connected: what one does the other sees.

use plato_sync_protocol::cart::{CartEdit, UnitState};
use plato_sync_protocol::message::{FromDevice, FromHub};
use plato_sync_protocol::vector::VersionVector;
use plato_tests::phone::add;
use plato_tests::{Phone, TestHub};

use super::{connected, pair};

fn lines(phone: &Phone) -> Vec<(String, usize)> {
    phone.cart.lines().iter().map(|line| (line.item.to_string(), line.pending().count())).collect()
}

/// Changes in the next frame that has some.
async fn heard(phone: &mut Phone) -> usize {
    phone
        .until(|frame| if let FromHub::CartUpdated(changes) = frame { Some(changes.len()) } else { None })
        .await
}

#[tokio::test]
async fn ct1_an_edit_on_one_phone_makes_the_same_cart_on_the_other() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    ada.adds("steak", &["doneness/rare"], 2).await;
    ben.level_with(&ada.cart).await;
    ben.adds("soup", &[], 1).await;
    ada.level_with(&ben.cart).await;
    assert_eq!(lines(&ada), [("steak".into(), 2), ("soup".into(), 1)]);
    assert_eq!((ada.cart.heads(), ada.cart.lines()), (ben.cart.heads(), ben.cart.lines()));
}

#[tokio::test]
async fn a_change_is_not_sent_back_to_the_phone_that_made_it() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    ada.adds("soup", &[], 1).await;
    ben.adds("coffee", &[], 1).await;
    assert_eq!(heard(&mut ada).await, 1);
    assert_eq!(lines(&ada).len(), 2, "only the other's was sent");
}

#[tokio::test]
async fn a_phone_is_told_what_is_on_disk_and_it_is() {
    let hub = TestHub::start().await;
    let (guest, mut phone) = connected(&hub, "Ada").await;
    let change = phone.adds("soup", &[], 1).await;
    phone.saved().await;
    hub.restart().await;
    let again = guest.phone(&hub).await;
    assert_eq!(again.cart.heads(), [change.hash]);
    assert!(again.welcome.accepted.of(&change.actor) == 1);
}

#[tokio::test]
async fn changes_that_the_hub_has_already_are_acknowledged_again() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let change = phone.adds("soup", &[], 1).await;
    phone.saved().await;
    phone.says(&FromDevice::Changes(vec![change.clone(), change])).await;
    hub.unchanged_by(phone.saved()).await;
}

#[tokio::test]
async fn a_phone_may_deliver_the_changes_of_others_of_its_party() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    let edit = add("soup", &[], 1, &ada.diner);
    // Her phone loses its network; his gets the change another way.
    let change = ada.cart.author(ada.actor, vec![edit]).unwrap();
    ben.cart.accept(&change, plato_sync_protocol::cart::Gate::Device).unwrap();
    ben.says(&FromDevice::Changes(vec![change])).await;
    ben.saved().await;
    ada.saved().await;
    assert_eq!(ada.cart.heads(), ben.cart.heads());
}

#[tokio::test]
async fn ct2_a_change_that_builds_on_what_the_hub_lacks_is_asked_for() {
    let hub = TestHub::start().await;
    let (_, mut phone) = connected(&hub, "Ada").await;
    let edit = |phone: &Phone| add("soup", &[], 1, &phone.diner);
    let first = phone.cart.author(phone.actor, vec![edit(&phone)]).unwrap();
    let second = phone.cart.author(phone.actor, vec![edit(&phone)]).unwrap();
    phone.says(&FromDevice::Changes(vec![second.clone()])).await;
    let has = phone
        .until(|frame| if let FromHub::CartNeeded(vector) = frame { Some(vector.clone()) } else { None });
    let has: VersionVector = hub.unchanged_by(has).await;
    assert_eq!(has.of(&phone.actor), 0);
    phone.says(&FromDevice::Changes(vec![first, second])).await;
    phone.saved().await;
}

#[tokio::test]
async fn ct4_two_diners_adding_the_same_item_keep_both_lines() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    let (hers, his) = (ada.cart.heads(), ben.cart.heads());
    assert_eq!(hers, his);
    tokio::join!(ada.adds("soup", &[], 1), ben.adds("soup", &[], 1));
    let (a, b) = (ada.cart.vector(), ben.cart.vector());
    while !ada.cart.vector().covers(&b) {
        ada.frame().await;
    }
    while !ben.cart.vector().covers(&a) {
        ben.frame().await;
    }
    assert_eq!(lines(&ada), [("soup".into(), 1), ("soup".into(), 1)]);
    assert_eq!(ada.cart.heads(), ben.cart.heads());
}

#[tokio::test]
async fn ct5_two_who_take_off_one_at_the_same_time_take_off_one() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    ada.adds("soup", &[], 3).await;
    ben.level_with(&ada.cart).await;
    let less = |phone: &Phone| {
        let line = &phone.cart.lines()[0];
        // Both take what "one less" takes of a dish for the first guest.
        let unit = line.unit_to_remove(&line.by).unwrap().clone();
        vec![CartEdit::RemoveUnit { line: line.line.clone(), unit }]
    };
    let (hers, his) = (less(&ada), less(&ben));
    tokio::join!(ada.edits(hers), ben.edits(his));
    let (a, b) = (ada.cart.vector(), ben.cart.vector());
    while !ada.cart.vector().covers(&b) {
        ada.frame().await;
    }
    while !ben.cart.vector().covers(&a) {
        ben.frame().await;
    }
    assert_eq!(lines(&ada), [("soup".into(), 2)]);
    assert_eq!(ada.cart.lines(), ben.cart.lines());
}

#[tokio::test]
async fn ct7_a_portion_that_is_taken_off_while_it_is_ordered_is_ordered() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let line = ada.adds("soup", &[], 2).await;
    let mut phone = ben.phone(&hub).await;
    ada.orders().await;
    // His phone has not heard of the order yet.
    let unit = line.units[0].unit.clone();
    phone.edits(vec![CartEdit::RemoveUnit { line: line.line, unit }]).await;
    phone.saved().await;
    let states: Vec<_> = phone.cart.lines()[0].units.iter().map(|unit| unit.state.clone()).collect();
    let order = plato_sync_protocol::ids::OrderId(1);
    assert_eq!(states, [UnitState::Sent { order }, UnitState::Sent { order }]);
    assert_eq!(
        ada.order_list().await.value()["orders"][0]["lines"][0]["diners"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn everyone_is_told_who_is_there() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut hers = ada.phone(&hub).await;
    let here = |wanted: [bool; 2]| {
        move |frame: &FromHub| {
            let FromHub::Presence(diners) = frame else { return None };
            let here: Vec<_> = diners.iter().map(|diner| diner.is_here).collect();
            (here == wanted).then_some(())
        }
    };
    // Of herself her welcome has told her.
    let his = ben.phone(&hub).await;
    hers.until(here([true, true])).await;
    drop(his);
    hers.until(here([true, false])).await;
    let newcomer = party.joined_by("Cleo").await;
    let names =
        |frame: &FromHub| if let FromHub::Presence(diners) = frame { Some(diners.clone()) } else { None };
    let told = hers.until(names).await;
    assert_eq!((told.len(), &told[2].diner, told[2].number), (3, &newcomer.diner, 2));
}

#[tokio::test]
async fn who_has_come_is_told_before_what_they_do() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let mut hers = ada.phone(&hub).await;
    let mut his = ben.phone(&hub).await;
    his.edits(vec![add("soup", &[], 1, &ben.diner)]).await;
    let first = |frame: &FromHub| match frame {
        FromHub::Presence(diners) => Some(diners[1].is_here),
        FromHub::CartUpdated(_) => Some(false),
        _ => None,
    };
    assert!(hers.until(first).await, "she hears of his dish and does not know that he is there");
}

#[tokio::test]
async fn the_party_sees_who_looks_at_the_review_screen_and_who_is_away() {
    let hub = TestHub::start().await;
    let (mut ada, mut ben) = pair(&hub).await;
    let ben_is = |wanted: (bool, bool, Option<u64>)| {
        move |frame: &FromHub| {
            let FromHub::Presence(diners) = frame else { return None };
            let ben = &diners[1];
            ((ben.is_here, ben.is_reviewing, ben.away_for_ms) == wanted).then_some(())
        }
    };
    ben.says(&FromDevice::Reviewing(true)).await;
    ada.until(ben_is((true, true, None))).await;
    ben.says(&FromDevice::Reviewing(false)).await;
    ada.until(ben_is((true, false, None))).await;
    ben.says(&FromDevice::Reviewing(true)).await;
    drop(ben);
    ada.until(ben_is((false, false, Some(0)))).await;
}
