//! Phones that lose the hub and find it again.

use plato_client_wasm::input::{Action, Input};
use plato_client_wasm::view::{ChangedDish, ConnectionView, Notice};
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::message::{FromHub, Refused};
use plato_sync_protocol::vector::ActorId;

use crate::world::World;

#[test]
fn what_both_edit_while_away_is_all_there_when_they_return() {
    let mut world = World::party(2);
    world.add(0, "soup", 2);
    world.settle();
    world.go_offline(0);
    world.go_offline(1);
    let line = world.line(0, "soup");
    world.add(0, "bread", 1);
    world.act(0, Action::More { line: line.clone(), diner: world.me(0) });
    world.add(1, "steak", 1);
    world.act(1, Action::Less { line: line.clone(), diner: world.me(0) });
    world.act(1, Action::More { line, diner: world.me(1) });
    world.go_online(0);
    world.go_online(1);
    let counts = |tab: usize| world.dishes(tab).len();
    assert_eq!((counts(0), counts(1)), (4, 4));
    assert_eq!(world.units(0).len(), 2 + 1 + 1 - 1 + 1 + 1);
    world.assert_converged();
    let added = |dish: &str| ChangedDish { dish: dish.to_owned(), added: 1, removed: 0, changed: 0 };
    assert_eq!(world.notices(1), [Notice::ChangedMeanwhile { dishes: vec![added("BREAD"), added("SOUP")] }]);
}

#[test]
fn who_comes_back_hears_of_other_choices_and_other_eaters() {
    let mut world = World::party(2);
    world.add(0, "steak", 2);
    let unit = world.units(0).into_keys().next().unwrap();
    world.add(0, "soup", 1);
    world.settle();
    world.go_offline(1);
    // Its own choice, which the hub has not heard of, is no news to it.
    let hot = LineConfig { modifiers: [].into(), note: "hot".into() };
    world.act(1, Action::Reconfigure { line: world.line(1, "soup"), config: hot });
    let well = LineConfig { modifiers: ["doneness/well".parse().unwrap()].into(), note: String::new() };
    let steak = world.line(0, "steak");
    world.act(0, Action::Reconfigure { line: steak.clone(), config: well });
    world.act(0, Action::Give { line: steak, unit, diner: world.me(1) });
    world.settle();
    world.go_online(1);
    let changed = ChangedDish { dish: "STEAK".to_owned(), added: 0, removed: 0, changed: 2 };
    assert_eq!(world.notices(1), [Notice::ChangedMeanwhile { dishes: vec![changed] }]);
    world.assert_converged();
}

#[test]
fn edits_that_only_the_phone_has_outlive_a_reload_with_the_hub_dead() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.stop_hub();
    world.add(0, "bread", 2);
    world.act(0, Action::Remove { line: world.line(0, "soup"), diner: world.me(0) });
    let before = world.units(0);
    for _ in 0..3 {
        world.reload(0);
        world.settle();
        assert_eq!(world.units(0), before);
        assert!(world.view(0).cart.unsaved_edits >= 2);
    }
    world.start_hub();
    assert_eq!(world.dishes(1), ["bread x2"]);
    world.assert_converged();
}

#[test]
fn what_the_hub_had_not_written_when_the_power_went_comes_back_from_the_phones() {
    let mut world = World::party(3);
    world.hub.saves_at_once = false;
    world.add(0, "soup", 1);
    world.settle();
    world.act(1, Action::More { line: world.line(1, "soup"), diner: world.me(1) });
    world.settle();
    world.stop_hub();
    assert_eq!(world.hub.pending().len(), 0);
    // The phone that made the line is gone for good; another one has it.
    world.tabs[0].is_online = false;
    world.hub.saves_at_once = true;
    world.start_hub();
    assert_eq!(world.hub.pending().len(), 2);
    world.tabs[0].is_online = true;
    world.advance(20_000);
    world.assert_converged();
}

#[test]
fn a_hub_that_falls_silent_is_noticed_and_found_again() {
    let mut world = World::party(1);
    // The network swallows everything without a word.
    world.mute(0);
    world.advance(14_000);
    assert_eq!(world.view(0).connection, ConnectionView::Live);
    world.tabs[0].is_online = false;
    world.advance(12_000);
    assert!(matches!(world.view(0).connection, ConnectionView::Away { .. }));
    world.tabs[0].is_online = true;
    world.advance(60_000);
    assert_eq!(world.view(0).connection, ConnectionView::Live);
    // A connection that is quiet but alive stays.
    let frames = world.tabs[0].frames_sent;
    world.advance(120_000);
    assert_eq!(world.view(0).connection, ConnectionView::Live);
    assert_eq!(world.tabs[0].frames_sent - frames, 8);
}

#[test]
fn somebody_who_takes_up_the_phone_does_not_wait() {
    let mut world = World::party(1);
    world.mute(0);
    world.input(0, Input::Woken);
    world.advance(5_100);
    assert!(matches!(world.view(0).connection, ConnectionView::Away { .. }));
    world.tabs[0].is_online = false;
    world.advance(120_000);
    world.go_online(0);
    assert_eq!(world.view(0).connection, ConnectionView::Live);
}

#[test]
fn being_away_is_counted_from_when_it_began() {
    let mut world = World::party(1);
    let since_ms = world.now_ms;
    world.go_offline(0);
    world.advance(90_000);
    assert_eq!(world.view(0).connection, ConnectionView::Away { since_ms });
}

#[test]
fn a_hub_that_is_gone_is_not_hammered() {
    let mut world = World::party(1);
    world.stop_hub();
    let before = world.attempts;
    world.advance(600_000);
    let attempts = world.attempts - before;
    assert!((75..=200).contains(&attempts), "{attempts}");
}

#[test]
fn a_hub_that_asks_for_patience_gets_it() {
    let mut world = World::party(1);
    let refused = Refused { code: "rate_limited".into(), message: "Slowly.".into() };
    world.hub.tell(&FromHub::Refused(refused), None);
    world.settle();
    assert!(matches!(world.view(0).connection, ConnectionView::Away { .. }));
    world.advance(8_000);
    assert_eq!(world.view(0).connection, ConnectionView::Live);
}

#[test]
fn a_clock_that_is_set_back_does_not_stop_the_heartbeat() {
    let mut world = World::party(1);
    world.now_ms -= 900_000;
    world.mute(0);
    let before = world.attempts;
    world.fire_heartbeat(0);
    world.advance(40_000);
    assert!(world.attempts > before);
}

#[test]
fn a_flapping_connection_does_not_use_up_the_actors_of_the_session() {
    let mut world = World::party(1);
    for _ in 0..100 {
        world.drop_socket_unnoticed_by_hub(0);
        world.advance(20_000);
    }
    assert!(world.hub.actors_issued() <= 6, "{}", world.hub.actors_issued());
    world.add(0, "soup", 1);
    world.settle();
    world.assert_converged();
}

#[test]
fn portions_put_onto_a_line_that_only_the_draft_has_arrive_with_it() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    world.open_tab(0, None, false);
    let sent = world.hub.pending().into_keys().next().unwrap();
    world.hub.author(ActorId([1; 16]), vec![CartEdit::MarkSent { unit: sent, order: OrderId(1) }]);
    world.settle();
    // A tab that was never connected: its edits wait for an actor, and no other tab is left that has one.
    world.close_tab(0);
    let tab = 0;
    world.act(tab, Action::More { line: world.line(tab, "soup"), diner: world.me(tab) });
    // The next page finds the line sent, and shows what waited on a line of its own.
    world.reload(tab);
    world.settle();
    assert_eq!(world.dishes(tab), ["soup x1"]);
    world.add(tab, "soup", 2);
    assert_eq!(world.dishes(tab), ["soup x3"]);
    world.reload(tab);
    world.settle();
    assert_eq!(world.dishes(tab), ["soup x3"]);
    let wanted: Vec<_> = world.units(tab).into_keys().collect();
    world.go_online(tab);
    world.settle();
    assert_eq!(world.notices(tab), []);
    assert_eq!(world.hub.pending().into_keys().collect::<Vec<_>>(), wanted);
    world.assert_converged();
}
