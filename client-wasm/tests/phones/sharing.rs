//! Several phones on one cart, all connected.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::Notice;
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::message::FromHub;

use crate::hub::money;
use crate::world::World;

#[test]
fn what_one_adds_the_other_sees_and_both_know_that_it_is_saved() {
    let mut world = World::party(2);
    world.add(0, "soup", 2);
    assert_eq!(world.dishes(0), ["soup x2"]);
    assert_eq!(world.view(0).cart.unsaved_edits, 1);
    assert!(!world.lines(0)[0].is_saved);
    world.settle();
    assert!(world.lines(0)[0].is_saved);
    assert_eq!(world.dishes(1), ["soup x2"]);
    assert_eq!(world.view(1).cart.total, Some(money(1300)));
    world.assert_converged();
}

#[test]
fn a_hub_that_has_not_written_it_yet_does_not_count_as_having_it() {
    let mut world = World::party(2);
    world.hub.saves_at_once = false;
    world.add(0, "soup", 1);
    world.settle();
    assert_eq!(world.view(0).cart.unsaved_edits, 1);
    world.hub.save();
    world.settle();
    assert_eq!(world.view(0).cart.unsaved_edits, 0);
}

#[test]
fn two_people_adding_the_same_dish_make_two_lines_and_one_person_makes_one() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.add(1, "soup", 1);
    world.settle();
    world.add(0, "soup", 2);
    let other: DinerId = world.me(1);
    world.add_as(0, "soup", "", 1, other);
    world.settle();
    // The guest's own first; what was added for the other is a line of its own.
    assert_eq!(world.dishes(0), ["soup x3", "soup x1", "soup x1"]);
    world.add_as(0, "soup", "no salt", 1, world.me(0));
    assert_eq!(world.dishes(0), ["soup x3", "soup x1", "soup x1", "soup x1"]);
    world.settle();
    world.assert_converged();
}

#[test]
fn everyone_comes_first_then_the_guest_then_the_others() {
    let mut world = World::party(3);
    world.add(2, "soup", 1);
    world.add(0, "soup", 1);
    world.add_as(1, "bread", "", 2, DinerId::everyone());
    world.add(1, "bread", 1);
    world.settle();
    let groups = |tab: usize| -> Vec<DinerId> {
        world.view(tab).cart.groups.into_iter().map(|group| group.diner).collect()
    };
    let [a, b, c] = [0, 1, 2].map(|tab| world.me(tab));
    assert_eq!(groups(1), [DinerId::everyone(), b.clone(), a.clone(), c.clone()]);
    assert_eq!(groups(2), [DinerId::everyone(), c, a, b]);
    assert_eq!(world.view(0).cart.groups[0].total, Some(money(600)));
}

#[test]
fn two_choices_at_the_same_time_are_a_problem_until_somebody_chooses() {
    let mut world = World::party(2);
    world.add(0, "steak", 1);
    world.settle();
    let line = world.line(0, "steak");
    for (tab, key) in [(0, "doneness/well"), (1, "doneness/rare")] {
        let mut config = crate::world::config("steak");
        config.modifiers = [key.parse().unwrap()].into();
        config.note = format!("by {tab}");
        world.act(tab, Action::Reconfigure { line: line.clone(), config });
    }
    world.settle();
    let shown = world.lines(0).remove(0);
    let Some(plato_client_wasm::view::LineProblem::ChoicesConflict { choices }) = shown.problem else {
        panic!("{:?}", shown.problem);
    };
    assert_eq!(choices.len(), 2);
    assert!(!world.view(1).cart.is_orderable);
    let config = choices[1].config.clone();
    world.act(1, Action::Reconfigure { line, config });
    world.settle();
    assert_eq!(world.lines(0)[0].problem, None);
    assert!(world.view(0).cart.is_orderable);
    world.assert_converged();
}

#[test]
fn a_dish_that_runs_out_is_a_problem_as_soon_as_the_menu_says_so() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    world.hub.menu.items[0].is_eighty_sixed = true;
    world.hub.menu.revision = 2;
    world.hub.tell(&FromHub::MenuChanged { revision: 2 }, None);
    world.settle();
    assert_eq!(world.lines(0)[0].problem, Some(plato_client_wasm::view::LineProblem::EightySixed));
    assert!(!world.view(0).cart.is_orderable);
    world.hub.menu.items.remove(0);
    world.hub.menu.revision = 3;
    world.hub.tell(&FromHub::MenuChanged { revision: 3 }, None);
    world.settle();
    assert_eq!(world.lines(0)[0].problem, Some(plato_client_wasm::view::LineProblem::NotOnMenu));
    assert_eq!(world.view(0).cart.total, Some(money(0)));
}

#[test]
fn many_edits_at_once_stay_below_the_rate_of_the_hub() {
    let mut world = World::party(2);
    for _ in 0..130 {
        world.add(0, "soup", 1);
        let (line, diner) = (world.line(0, "soup"), world.me(0));
        world.act(0, Action::Less { line, diner });
    }
    world.add(0, "bread", 90);
    world.add(0, "bread", 90);
    world.settle();
    assert!(world.view(0).cart.unsaved_edits > 0);
    world.advance(30_000);
    assert_eq!(world.hub.refused, [""; 0]);
    assert_eq!(world.dishes(1), ["bread x90", "bread x90"]);
    world.assert_converged();
}

#[test]
fn two_tabs_of_one_phone_show_the_same_while_the_hub_is_away() {
    let mut world = World::party(1);
    let tab = world.open_tab(0, None, true);
    world.settle();
    world.stop_hub();
    world.add(0, "soup", 1);
    world.settle();
    world.add(tab, "bread", 1);
    world.settle();
    assert_eq!(world.dishes(0), ["soup x1", "bread x1"]);
    assert_eq!(world.dishes(tab), world.dishes(0));
    // Only one of them finds the hub again, and delivers for both.
    world.hub.is_up = true;
    world.tabs[0].is_online = false;
    world.go_online(tab);
    assert_eq!(world.hub.pending().len(), 2);
    world.go_online(0);
    world.assert_converged();
    assert_eq!(world.notices(0), []);
}

/// A tab that was opened with the hub away has no actor to make changes as: what was done in it was not shown in
/// the others, and once it was closed none of them brought it to the hub, until a page was loaded anew.
#[test]
fn what_is_done_in_a_tab_that_the_hub_does_not_know_is_in_the_others_as_well() {
    let mut world = World::party(2);
    world.add(0, "soup", 2);
    world.settle();
    let beside = world.open_beside(0);
    world.settle();
    world.stop_hub();
    let fresh = [world.open_beside(0), world.open_beside(0)];
    world.add(fresh[0], "bread", 1);
    let (line, diner) = (world.line(fresh[0], "soup"), world.me(0));
    world.act(fresh[0], Action::Less { line: line.clone(), diner: diner.clone() });
    world.settle();
    for tab in [0, beside, fresh[0], fresh[1]] {
        assert_eq!(world.dishes(tab), ["soup x1", "bread x1"], "tab {tab}");
        assert!(world.view(tab).cart.unsaved_edits > 0, "tab {tab}");
    }
    world.act(fresh[1], Action::More { line, diner });
    world.settle();
    for tab in fresh.into_iter().rev() {
        world.close_tab(tab);
    }
    world.start_hub();
    world.advance(20_000);
    for tab in [0, beside, 1] {
        assert_eq!(world.dishes(tab), ["soup x2", "bread x1"], "tab {tab}");
        assert_eq!(world.notices(tab), [], "tab {tab}");
    }
    let before = world.units(0);
    world.stop_hub();
    world.reload(0);
    assert_eq!(world.units(0), before);
}

#[test]
fn records_are_few_however_long_the_evening() {
    let mut world = World::party(1);
    for round in 0..300 {
        world.add(0, "soup", 1);
        let (line, diner) = (world.line(0, "soup"), world.me(0));
        if round % 2 == 0 {
            world.act(0, Action::Remove { line, diner });
        }
        world.settle();
        world.advance(1_000);
    }
    assert!(world.browsers[0].records.len() < 60, "{}", world.browsers[0].records.len());
    let before = world.units(0);
    world.stop_hub();
    world.reload(0);
    assert_eq!(world.units(0), before);
}

#[test]
fn an_edit_that_cannot_be_made_is_named() {
    let mut world = World::party(1);
    let (item, diner) = ("soup".parse().unwrap(), world.me(0));
    let config = plato_sync_protocol::menu::LineConfig { note: "x".repeat(200), ..Default::default() };
    world.act(0, Action::Add { item, config, portions: 1, diner });
    let [Notice::EditDropped { dish, message }] = &world.notices(0)[..] else { panic!() };
    assert_eq!(dish, "SOUP");
    assert!(message.contains("140"), "{message}");
    world.settle();
    world.assert_converged();
}
