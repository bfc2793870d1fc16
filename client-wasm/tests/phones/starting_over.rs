//! When phone and hub do not have the same past: nothing that a guest did may be lost or doubled.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{ConnectionView, Notice};
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::message::{FromHub, Reset};
use plato_sync_protocol::vector::ActorId;

use crate::world::World;

#[test]
fn a_copied_tab_shares_its_actor_and_still_nothing_is_lost() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.go_offline(0);
    let copy = world.copy_tab(0);
    // Both make a change of the same number before either hears of the other's.
    world.add(0, "bread", 1);
    world.add(copy, "steak", 2);
    world.settle();
    world.go_online(0);
    world.go_online(copy);
    world.advance(20_000);
    assert_eq!(world.dishes(1), ["soup x1", "bread x1", "steak x2"]);
    world.assert_converged();
}

#[test]
fn a_copied_tab_that_comes_back_after_the_hub_has_the_other_ones_change_is_not_taken_for_saved() {
    // The hub's vector covers the number, but with another change. The phone sends its own all the
    // same, the hub compares, and the phone starts over.
    let mut world = World::party(1);
    world.go_offline(0);
    let copy = world.copy_tab(0);
    world.add(0, "bread", 1);
    world.add(copy, "steak", 1);
    world.settle();
    world.go_online(0);
    world.go_offline(0);
    world.go_online(copy);
    assert_eq!(world.hub.resets, ["actor_clash"]);
    world.go_online(0);
    assert_eq!(world.hub.pending().len(), 2);
    world.assert_converged();
}

#[test]
fn two_copies_that_are_reloaded_before_the_hub_is_back_keep_both_changes() {
    let mut world = World::party(1);
    world.go_offline(0);
    let copy = world.copy_tab(0);
    world.add(0, "bread", 1);
    world.add(copy, "steak", 1);
    world.settle();
    world.reload(0);
    world.close_tab(copy);
    world.settle();
    world.go_online(0);
    world.advance(20_000);
    assert_eq!(world.hub.pending().len(), 2);
    world.assert_converged();
}

#[test]
fn a_reset_makes_unaccepted_edits_anew_with_their_ids() {
    let mut world = World::party(2);
    world.add(0, "soup", 2);
    world.settle();
    world.hold_frames(0);
    world.act(0, Action::More { line: world.line(0, "soup"), diner: world.me(0) });
    world.add(0, "bread", 1);
    let before = world.units(0);
    let reset = Reset { code: "test".into(), snapshot: world.hub.cart.save(), actor: world.hub.issue_for(0) };
    world.hub_says(0, &FromHub::CartReset(Box::new(reset)));
    world.settle();
    assert_eq!(world.units(0), before);
    assert_eq!(world.notices(0), []);
    world.assert_converged();
    world.reload(0);
    world.settle();
    world.assert_converged();
}

#[test]
fn an_edit_that_cannot_be_made_anew_is_named_with_its_dish() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.hold_frames(0);
    let soup = world.line(0, "soup");
    world.act(0, Action::Remove { line: soup, diner: world.me(0) });
    world.add(0, "bread", 1);
    let unit = world.hub.pending().into_keys().next().unwrap();
    world.hub.author(
        ActorId([1; 16]),
        vec![CartEdit::MarkSent { unit, order: plato_sync_protocol::ids::OrderId(1) }],
    );
    let reset = Reset { code: "test".into(), snapshot: world.hub.cart.save(), actor: world.hub.issue_for(0) };
    world.hub_says(0, &FromHub::CartReset(Box::new(reset)));
    world.settle();
    let message = "this portion was already sent to the kitchen".to_owned();
    assert_eq!(world.notices(0), [Notice::EditDropped { dish: "SOUP".into(), message }]);
    assert_eq!(world.dishes(1), ["bread x1"]);
    world.assert_converged();
}

#[test]
fn more_of_a_line_that_was_sent_meanwhile_becomes_a_line_of_its_own_after_a_reset() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.hold_frames(0);
    let (soup, me) = (world.line(0, "soup"), world.me(0));
    world.act(0, Action::More { line: soup.clone(), diner: me.clone() });
    world.act(0, Action::More { line: soup.clone(), diner: me });
    let mine: Vec<_> =
        world.units(0).into_keys().filter(|unit| !world.hub.pending().contains_key(unit)).collect();
    let unit = world.hub.pending().into_keys().next().unwrap();
    world.hub.author(
        ActorId([1; 16]),
        vec![CartEdit::MarkSent { unit, order: plato_sync_protocol::ids::OrderId(1) }],
    );
    let reset = Reset { code: "test".into(), snapshot: world.hub.cart.save(), actor: world.hub.issue_for(0) };
    world.hub_says(0, &FromHub::CartReset(Box::new(reset)));
    world.settle();
    assert_eq!(world.dishes(1), ["soup x2"]);
    assert_ne!(world.line(1, "soup"), soup);
    assert_eq!(world.units(1).into_keys().collect::<Vec<_>>(), mine);
    world.assert_converged();
}

#[test]
fn a_hub_restored_from_an_older_backup_gets_what_the_phones_still_have() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    let backup = world.hub.backup();
    world.add(0, "bread", 1);
    world.add(1, "steak", 1);
    world.settle();
    world.stop_hub();
    world.hub.restore_backup(backup);
    world.start_hub();
    world.advance(20_000);
    assert_eq!(world.hub.pending().len(), 3);
    world.assert_converged();
}

#[test]
fn a_hub_that_lost_what_only_a_snapshot_has_gives_its_own_document() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    let backup = world.hub.backup();
    for _ in 0..60 {
        world.add(0, "bread", 1);
        world.settle();
        world.advance(100);
    }
    // A snapshot was written, and after a reload it is all that the phone begins with.
    world.reload(0);
    world.stop_hub();
    world.add(0, "steak", 1);
    world.hub.restore_backup(backup);
    world.start_hub();
    world.advance(20_000);
    // What the phone had not delivered is there; what the backup lost is known to be lost.
    assert!(world.dishes(0).contains(&"steak x1".to_owned()), "{:?}", world.dishes(0));
    assert_eq!(world.view(0).connection, ConnectionView::Live);
    world.assert_converged();
}

#[test]
fn a_hub_that_does_not_know_the_actor_any_more_gives_another_one() {
    let mut world = World::party(1);
    world.hold_frames(0);
    world.add(0, "soup", 1);
    world.hub.forget_actors();
    world.release_frames(0);
    world.settle();
    assert_eq!(world.hub.resets, ["actor_unknown"]);
    assert_eq!(world.hub.pending().len(), 1);
    world.assert_converged();
}

#[test]
fn frames_that_were_missed_are_asked_for() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    // The frame to the second phone is lost, the next one arrives.
    world.lose_next_frames(1, |frame| matches!(frame, FromHub::CartUpdated(_)), 1);
    world.settle();
    world.add(0, "bread", 1);
    world.settle();
    world.advance(10_000);
    assert_eq!(world.dishes(1).len(), 2);
    world.assert_converged();
}
