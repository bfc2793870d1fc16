//! What a guest tells the house beside an order: what they must not eat.

use plato_client_wasm::input::Action;
use plato_client_wasm::view::AllergiesView;
use plato_sync_protocol::menu::Allergen;

use crate::world::World;

fn known(allergens: &[Allergen]) -> AllergiesView {
    AllergiesView { allergens: Some(allergens.to_vec()), is_busy: false, problem: None }
}

fn declared_by_ada() -> World {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.act(0, Action::OpenReview);
    world.settle();
    assert_eq!(world.view(0).allergies, known(&[]));
    world.act(0, Action::Declare { allergens: vec![Allergen::Nuts, Allergen::Eggs, Allergen::Nuts] });
    assert!(world.view(0).allergies.is_busy);
    world.settle();
    world
}

#[test]
fn what_one_must_not_eat_is_kept_at_the_hub_for_that_guest_alone() {
    let mut world = declared_by_ada();
    assert_eq!(world.view(0).allergies, known(&[Allergen::Eggs, Allergen::Nuts]));
    world.reload(0);
    world.settle();
    world.act(0, Action::OpenReview);
    world.settle();
    assert_eq!(world.view(0).allergies, known(&[Allergen::Eggs, Allergen::Nuts]));
    world.add(1, "bread", 1);
    world.act(1, Action::OpenReview);
    world.settle();
    assert_eq!(world.view(1).allergies, known(&[]));
}

/// A list that may or may not have arrived is not shown as the hub's: it is asked for before an order.
#[test]
fn a_declaration_without_an_answer_is_asked_for_before_anything_is_ordered() {
    let mut world = declared_by_ada();
    world.tabs[0].loses_answers = true;
    world.act(0, Action::Declare { allergens: vec![Allergen::Milk] });
    world.settle();
    let view = world.view(0).allergies;
    assert_eq!((view.allergens, view.is_busy), (None, false));
    assert_eq!(view.problem.unwrap(), "The hub did not answer. Please try again.");
    world.tabs[0].loses_answers = false;
    world.act(0, Action::CloseReview);
    world.act(0, Action::OpenReview);
    world.settle();
    assert_eq!(world.view(0).allergies.allergens.unwrap(), [Allergen::Milk]);
}
