//! Phones that are cut off, a hub that is away, pages that are opened anew: everyone sees their own
//! work, and on return all carts are equal and nothing is lost.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{ChangedDish, Notice, View};
use plato_tests::device::{dishes, lines, portions};
use plato_tests::party::chosen;
use plato_tests::{TestDevice, TestHub};

use super::{level, pair};

fn has(view: &View, notice: &Notice) -> bool {
    view.notices.iter().any(|shown| shown.what == *notice)
}

#[tokio::test]
async fn both_edit_while_they_are_cut_off_and_nothing_is_lost() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 2).await;
    level(&ada, &ben, 2).await;
    ada.cut().await;
    ben.cut().await;
    ada.away().await;
    ben.away().await;
    ada.adds("steak", &["doneness/rare"], 1).await;
    ben.adds("coffee", &["milk/oat"], 2).await;
    let soup = lines(&ben.view()).into_iter().find(|line| line.item.as_str() == "soup").unwrap().line.clone();
    ben.does(Action::Less { line: soup, diner: ada.me() }).await;
    assert_eq!(dishes(&ada.view()), [("soup".to_owned(), 2), ("steak".to_owned(), 1)]);
    assert_eq!(dishes(&ben.view()), [("coffee".to_owned(), 2), ("soup".to_owned(), 1)]);
    assert!(ada.view().cart.unsaved_edits > 0 && ben.view().cart.unsaved_edits > 0);
    ada.reconnect().await;
    ada.saved().await;
    ben.reconnect().await;
    level(&ada, &ben, 4).await;
    let wanted = [("coffee".to_owned(), 2), ("soup".to_owned(), 1), ("steak".to_owned(), 1)];
    assert_eq!(dishes(&ada.view()), wanted);
    let steak = ChangedDish { dish: "Steak".to_owned(), added: 1, removed: 0, changed: 0 };
    let told = Notice::ChangedMeanwhile { dishes: vec![steak] };
    assert!(has(&ben.view(), &told), "{:?}", ben.view().notices);
}

#[tokio::test]
async fn both_edit_while_the_hub_is_away_and_nothing_is_lost() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    level(&ada, &ben, 1).await;
    hub.stop().await;
    ada.away().await;
    ben.away().await;
    ada.adds("steak", &["doneness/well"], 1).await;
    ben.adds("lemonade", &[], 3).await;
    assert_eq!((ada.view().cart.portions, ben.view().cart.portions), (2, 4));
    hub.start_again();
    ada.live().await;
    ben.live().await;
    let before = level(&ada, &ben, 5).await;
    hub.restart().await;
    let fresh = TestDevice::seated(&hub, &party, "Cleo").await;
    fresh.until("the cart of the others", |view| portions(view) == before).await;
}

#[tokio::test]
async fn a_reload_brings_the_cart_back_with_what_the_hub_does_not_have_yet() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 2).await;
    level(&ada, &ben, 2).await;
    ada.cut().await;
    ada.adds("steak", &["doneness/rare"], 1).await;
    let before = portions(&ada.view());
    let ada = ada.reloads().await;
    assert_eq!(portions(&ada.view()), before, "it opens without the hub");
    ada.adds("coffee", &[], 1).await;
    let ada = ada.reloads().await;
    assert_eq!(ada.view().cart.portions, 4);
    ada.reconnect().await;
    ada.saved().await;
    level(&ada, &ben, 4).await;
}

#[tokio::test]
async fn a_reload_of_a_connected_page_goes_on_where_it_was() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (mut ada, ben) = pair(&hub, &party).await;
    for round in 1..=5 {
        ada.adds("soup", &[], 1).await;
        ada = ada.reloads().await;
        ada.saved().await;
        level(&ada, &ben, round).await;
    }
    let actors = party_actors(&hub, &party);
    assert!(actors <= 6, "a page that is opened anew does not need a new actor each time: {actors}");
}

fn party_actors(hub: &TestHub, party: &plato_tests::Party<'_>) -> usize {
    let cart = hub.app().members.carts.lock(&plato_hub::carts::CartId::shared(&party.session)).unwrap();
    cart.cart().vector().len() - 1
}

#[tokio::test]
async fn edits_before_the_first_welcome_are_kept() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let ben = TestDevice::seated(&hub, &party, "Ben").await;
    let ada = TestDevice::scan(&hub, &party).await;
    ada.does(Action::Join { pin: party.pin.clone(), name: "Ada".into(), was_here: false }).await;
    ada.until("a seat", plato_tests::device::is_seated).await;
    ada.cut().await;
    ada.adds("soup", &[], 1).await;
    let ada = ada.reloads().await;
    ada.adds("coffee", &[], 1).await;
    assert_eq!(ada.view().cart.portions, 2);
    ada.reconnect().await;
    level(&ada, &ben, 2).await;
}

#[tokio::test]
async fn a_late_edit_of_what_was_ordered_becomes_a_proposal_and_never_changes_the_order() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("soup", &[], 1).await;
    level(&ada, &ben, 1).await;
    ben.cut().await;
    let line = lines(&ben.view())[0].line.clone();
    ben.does(Action::More { line: line.clone(), diner: ben.me() }).await;
    ada.orders().await;
    ada.settled().await;
    ben.reconnect().await;
    level(&ada, &ben, 1).await;
    let shown = ben.view();
    let left = lines(&shown)[0];
    assert_eq!((left.item.as_str(), left.units.len(), left.is_proposal), ("soup", 1, true));
    assert_eq!(shown.orders[0].lines[0].diners, [ada.me()], "the order is what was confirmed");
    let order = shown.orders[0].order;
    assert!(
        has(&shown, &Notice::OrderedByOther { order, diner: ada.me(), is_waiting: false }),
        "{:?}",
        shown.notices
    );
}

#[tokio::test]
async fn two_choices_made_apart_are_shown_until_somebody_chooses() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    ada.adds("steak", &["doneness/rare"], 1).await;
    level(&ada, &ben, 1).await;
    let line = lines(&ada.view())[0].line.clone();
    ada.cut().await;
    let choose = |choices: &[&str]| Action::Reconfigure { line: line.clone(), config: chosen(choices) };
    ada.does(choose(&["doneness/well"])).await;
    ben.does(choose(&["doneness/rare", "extras/egg"])).await;
    ben.saved().await;
    ada.reconnect().await;
    for device in [&ada, &ben] {
        device
            .until("the conflict", |view| lines(view)[0].problem.is_some() && !view.cart.is_orderable)
            .await;
    }
    ben.does(choose(&["doneness/well"])).await;
    for device in [&ada, &ben] {
        device
            .until("the choice", |view| view.cart.is_orderable && lines(view)[0].modifiers == ["Well done"])
            .await;
    }
}

#[tokio::test]
async fn many_cuts_and_restarts_lose_nothing() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = pair(&hub, &party).await;
    for round in 1..=4 {
        ada.cut().await;
        ada.adds("soup", &[], 1).await;
        ben.adds("coffee", &[], 1).await;
        if round % 2 == 0 {
            hub.restart().await;
        }
        ada.reconnect().await;
        ben.cut().await;
        ben.adds("lemonade", &[], 1).await;
        ben.reconnect().await;
        level(&ada, &ben, 3 * round).await;
    }
}
