//! What single taps do, on lines that stand and on lines that were ordered in part.

use plato_client_wasm::input::Action;
use plato_sync_protocol::cart::CartEdit;
use plato_sync_protocol::ids::{DinerId, LineId, OrderId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::vector::ActorId;

use crate::hub::money;
use crate::world::World;

/// A party of two; the first has soup, one portion of which is with the kitchen.
fn sent_in_part(portions: u32) -> (World, LineId) {
    let mut world = World::party(2);
    world.add(0, "soup", portions);
    world.settle();
    let line = world.line(0, "soup");
    let unit = world.hub.pending().into_keys().next().unwrap();
    world.hub.author(ActorId([1; 16]), vec![CartEdit::MarkSent { unit, order: OrderId(1) }]);
    world.settle();
    (world, line)
}

fn others(world: &World) -> DinerId {
    world.me(1)
}

#[test]
fn one_less_takes_a_portion_of_that_diner_if_there_is_one() {
    let mut world = World::party(2);
    world.add(0, "soup", 2);
    world.settle();
    let line = world.line(0, "soup");
    world.act(1, Action::More { line: line.clone(), diner: others(&world) });
    world.settle();
    world.act(0, Action::Less { line: line.clone(), diner: others(&world) });
    assert_eq!(world.dishes(0), ["soup x2"]);
    world.act(0, Action::Less { line: line.clone(), diner: world.me(0) });
    world.act(0, Action::Less { line: line.clone(), diner: world.me(0) });
    world.act(0, Action::Less { line, diner: world.me(0) });
    assert_eq!(world.dishes(0), [""; 0]);
    world.settle();
    assert_eq!(world.notices(0), []);
    world.assert_converged();
}

#[test]
fn removing_takes_only_that_diners_portions() {
    let mut world = World::party(2);
    world.add(0, "soup", 99);
    world.settle();
    let line = world.line(0, "soup");
    let unit = world.units(0).into_keys().next().unwrap();
    world.act(0, Action::Give { line: line.clone(), unit, diner: others(&world) });
    world.act(0, Action::Remove { line, diner: world.me(0) });
    world.settle();
    world.advance(10_000);
    assert_eq!(world.units(1).into_values().collect::<Vec<_>>(), [others(&world)]);
    world.assert_converged();
}

#[test]
fn other_choices_change_the_price_of_the_line() {
    let mut world = World::party(1);
    world.add(0, "steak", 2);
    assert_eq!(world.lines(0)[0].unit_price, Some(money(2400)));
    let config =
        LineConfig { modifiers: ["doneness/well".parse().unwrap()].into(), note: "hot plate".into() };
    world.act(0, Action::Reconfigure { line: world.line(0, "steak"), config });
    let line = world.lines(0).remove(0);
    assert_eq!((line.total, line.note.as_str()), (Some(money(5000)), "hot plate"));
    assert_eq!(line.modifiers, ["WELL"]);
    world.settle();
    world.assert_converged();
}

#[test]
fn what_is_left_of_a_line_that_was_sent_is_a_proposal() {
    let (world, line) = sent_in_part(3);
    let shown = world.lines(1).remove(0);
    assert_eq!((shown.line, shown.units.len(), shown.is_proposal), (line, 2, true));
}

#[test]
fn more_of_a_line_that_was_sent_opens_one_line_of_its_own() {
    let (mut world, line) = sent_in_part(2);
    for _ in 0..3 {
        world.act(0, Action::More { line: line.clone(), diner: world.me(0) });
    }
    world.settle();
    assert_eq!(world.dishes(1), ["soup x1", "soup x3"]);
    let kept: Vec<bool> = world.lines(1).into_iter().map(|line| line.is_proposal).collect();
    assert_eq!(kept, [true, false]);
    world.assert_converged();
}

#[test]
fn other_choices_for_a_line_that_was_sent_take_what_is_left_to_a_new_line() {
    let (mut world, line) = sent_in_part(90);
    let config = LineConfig { note: "no salt".into(), ..LineConfig::default() };
    world.act(1, Action::Reconfigure { line: line.clone(), config });
    world.settle();
    let shown = world.lines(0).remove(0);
    assert_eq!((shown.units.len(), shown.note.as_str(), shown.is_proposal), (89, "no salt", false));
    assert_ne!(shown.line, line);
    assert_eq!(world.units(0).into_values().filter(|diner| *diner == world.me(0)).count(), 89);
    world.assert_converged();
}

#[test]
fn an_edit_made_while_away_on_a_line_that_was_sent_meanwhile_becomes_a_proposal() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.go_offline(1);
    let line = world.line(1, "soup");
    world.act(1, Action::More { line: line.clone(), diner: others(&world) });
    world.act(0, Action::OpenReview);
    world.act(0, Action::Place);
    world.settle();
    world.go_online(1);
    for tab in [0, 1] {
        let shown = world.lines(tab).remove(0);
        assert_eq!((shown.line, shown.units.len(), shown.is_proposal), (line.clone(), 1, true));
    }
    assert_eq!(world.hub.ordered[&OrderId(1)].len(), 1);
    world.assert_converged();
}

#[test]
fn a_quote_says_what_is_missing() {
    let world = World::party(1);
    let quote = |keys: &[&str]| {
        let modifiers = keys.iter().map(|key| key.parse().unwrap()).collect();
        let config = LineConfig { modifiers, note: String::new() };
        world.quote(0, &"steak".parse().unwrap(), &config, 3)
    };
    let complete = quote(&["doneness/well"]);
    assert_eq!((complete.unit_price, complete.total), (Some(money(2500)), Some(money(7500))));
    assert_eq!(complete.message, "");
    let missing = quote(&[]);
    assert_eq!((missing.unit_price, missing.group), (None, Some("doneness".parse().unwrap())));
    assert_eq!(missing.message, "please choose: How?");
}
