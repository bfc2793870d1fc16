//! From the review screen to an order, with everything that can go wrong in between.

use plato_client_wasm::input::{Action, Input};
use plato_client_wasm::view::{Notice, ReviewState};
use plato_sync_protocol::api::Difference;
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::message::{FromHub, Reset};
use plato_sync_protocol::views::DishStatus;

use crate::hub::money;
use crate::world::World;

fn reviewed(portions: u32) -> World {
    let mut world = World::party(2);
    world.add(0, "soup", portions);
    world.settle();
    world.act(0, Action::OpenReview);
    world
}

const PLACED: ReviewState = ReviewState::Placed { order: OrderId(1) };

#[test]
fn what_was_shown_is_ordered_and_everyone_is_told() {
    let mut world = reviewed(2);
    let review = world.view(0).review.unwrap();
    assert_eq!((review.portions, review.total, review.state), (2, money(1300), ReviewState::Open));
    // What comes after the review opened stays for the next round.
    world.add(1, "bread", 1);
    world.settle();
    world.act(0, Action::Place);
    assert_eq!(world.review(0), ReviewState::Sending);
    world.settle();
    assert_eq!(world.review(0), PLACED);
    assert_eq!(world.dishes(0), ["bread x1"]);
    assert_eq!(world.view(0).orders.len(), 1);
    assert_eq!(world.notices(0), []);
    let diner = world.me(0);
    assert_eq!(world.notices(1), [Notice::OrderedByOther { order: OrderId(1), diner, is_waiting: false }]);
    world.hub.tell(
        &FromHub::OrderItemStatusChanged { order: OrderId(1), index: 1, status: DishStatus::Ready },
        None,
    );
    world.hub.tell(&FromHub::OrderStatusChanged { order: OrderId(1), status: DishStatus::Cooking }, None);
    world.settle();
    let order = world.view(1).orders.remove(0);
    assert_eq!((order.lines[1].status, order.status), (DishStatus::Ready, DishStatus::Cooking));
    world.assert_converged();
}

/// The receipt says how the order stood when it was placed; asked for again, it took dishes that were
/// ready back to the queue.
#[test]
fn a_late_receipt_does_not_take_a_dish_back() {
    let mut world = reviewed(2);
    world.tabs[0].loses_answers = true;
    world.act(0, Action::Place);
    world.settle();
    let (order, status) = (OrderId(1), DishStatus::Ready);
    world.hub.tell(&FromHub::OrderItemStatusChanged { order, index: 0, status }, None);
    world.hub.tell(&FromHub::OrderStatusChanged { order, status }, None);
    world.settle();
    world.tabs[0].loses_answers = false;
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
    let shown = world.view(0).orders.remove(0);
    assert_eq!((shown.lines[0].status, shown.status), (status, status));
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_command_and_body() {
    let mut world = reviewed(2);
    world.tabs[0].loses_answers = true;
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), ReviewState::Unknown);
    world.advance(5_000);
    world.tabs[0].loses_answers = false;
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
    assert_eq!(world.hub.orders.len(), 1);
    let bodies = world.placed(0);
    assert!(bodies.len() >= 3);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[test]
fn an_order_that_was_under_way_is_found_again_after_a_reload() {
    let mut world = reviewed(1);
    world.tabs[0].loses_answers = true;
    world.act(0, Action::Place);
    world.settle();
    world.stop_hub();
    world.reload(0);
    let command = world.view(0).review.unwrap().command_id;
    assert_eq!(world.review(0), ReviewState::Unknown);
    world.tabs[0].loses_answers = false;
    world.start_hub();
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
    assert!(world.hub.receipts.contains_key(&command));
    assert_eq!(world.hub.orders.len(), 1);
    assert!(!world.browsers[0].records.keys().any(|key| key.contains("command")));
}

#[test]
fn a_review_that_is_closed_while_the_outcome_is_unknown_comes_back_with_it() {
    let mut world = reviewed(1);
    world.tabs[0].loses_answers = true;
    world.act(0, Action::Place);
    world.settle();
    world.act(0, Action::CloseReview);
    assert_eq!(world.view(0).review, None);
    // Opening it again shows the same order; no second one is made.
    world.act(0, Action::OpenReview);
    assert_eq!(world.review(0), ReviewState::Unknown);
    world.act(0, Action::CloseReview);
    world.tabs[0].loses_answers = false;
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
    assert_eq!(world.hub.orders.len(), 1);
}

#[test]
fn an_order_placed_while_away_goes_when_the_hub_is_back() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    world.stop_hub();
    world.add(0, "bread", 1);
    world.act(0, Action::OpenReview);
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), ReviewState::Unknown);
    world.start_hub();
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
    assert_eq!(world.hub.ordered[&OrderId(1)].len(), 2);
    assert_eq!(world.dishes(0), [""; 0]);
}

#[test]
fn an_order_waits_for_edits_that_are_still_on_their_way() {
    let mut world = World::party(1);
    world.hub.saves_at_once = false;
    world.add(0, "soup", 1);
    world.act(0, Action::OpenReview);
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), ReviewState::Sending);
    assert_eq!(world.placed(0).len(), 0);
    world.hub.save();
    world.settle();
    assert_eq!(world.review(0), PLACED);
}

#[test]
fn a_cart_that_others_changed_is_shown_with_the_differences_and_confirmed_anew() {
    let mut world = reviewed(2);
    let first = world.view(0).review.unwrap().command_id;
    world.hold_downlink(0);
    world.act(1, Action::Less { line: world.line(1, "soup"), diner: world.me(0) });
    world.settle();
    world.act(0, Action::Place);
    world.settle();
    let ReviewState::Changed { differences } = world.review(0) else { panic!("{:?}", world.review(0)) };
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].what, Difference::Gone);
    assert_eq!(world.hub.orders.len(), 0);
    world.release_downlink(0);
    world.settle();
    world.act(0, Action::OpenReview);
    let review = world.view(0).review.unwrap();
    assert_ne!(review.command_id, first);
    assert_eq!(review.portions, 1);
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), PLACED);
    world.assert_converged();
}

#[test]
fn of_two_who_order_the_same_one_gets_it() {
    let mut world = reviewed(1);
    world.act(1, Action::OpenReview);
    world.act(0, Action::Place);
    world.act(1, Action::Place);
    world.settle();
    assert_eq!(world.review(0), PLACED);
    let ReviewState::Changed { differences } = world.review(1) else { panic!() };
    assert!(matches!(differences[0].what, Difference::AlreadySent { .. }));
    assert_eq!(world.hub.orders.len(), 1);
}

#[test]
fn an_open_review_outlives_a_reset_when_nothing_that_it_shows_has_changed() {
    let mut world = World::party(1);
    world.hold_frames(0);
    world.add(0, "soup", 1);
    world.act(0, Action::OpenReview);
    let reset = Reset { code: "test".into(), snapshot: world.hub.cart.save(), actor: world.hub.issue_for(0) };
    world.hub_says(0, &FromHub::CartReset(Box::new(reset)));
    world.settle();
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), PLACED);
}

#[test]
fn an_order_under_way_whose_changes_were_made_anew_is_confirmed_anew() {
    let mut world = World::party(1);
    world.hold_frames(0);
    world.add(0, "soup", 1);
    world.act(0, Action::OpenReview);
    world.act(0, Action::Place);
    let reset = Reset { code: "test".into(), snapshot: world.hub.cart.save(), actor: world.hub.issue_for(0) };
    world.hub_says(0, &FromHub::CartReset(Box::new(reset)));
    world.settle();
    assert_eq!(world.review(0), ReviewState::Changed { differences: vec![] });
    world.act(0, Action::OpenReview);
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), PLACED);
}

#[test]
fn an_answer_from_something_that_is_not_the_hub_settles_nothing() {
    let mut world = reviewed(1);
    world.tabs[0].is_online = false;
    world.act(0, Action::Place);
    let body = "<html>Please sign in to the Wi-Fi</html>".to_owned();
    world.forget_events(0);
    let id = world.tabs[0].calls_made.len() as u32;
    world.input(0, Input::Answered { id, status: 404, body });
    assert_eq!(world.review(0), ReviewState::Unknown);
    world.tabs[0].is_online = true;
    world.advance(20_000);
    assert_eq!(world.review(0), PLACED);
}

#[test]
fn an_ordered_portion_leaves_the_cart_at_once_though_the_socket_is_down() {
    let mut world = reviewed(1);
    world.mute(0);
    world.act(0, Action::Place);
    world.settle();
    assert_eq!(world.review(0), PLACED);
    assert_eq!(world.dishes(0), [""; 0]);
    world.advance(60_000);
    world.assert_converged();
}

#[test]
fn a_visit_that_ended_refuses_the_order_and_closes() {
    let mut world = reviewed(1);
    world.hub.is_closed = true;
    world.act(0, Action::Place);
    world.settle();
    let code = "session_closed".to_owned();
    assert_eq!(world.stage(0), plato_client_wasm::view::Stage::Closed { code });
}

#[test]
fn an_empty_or_incomplete_cart_opens_no_review() {
    let mut world = World::party(1);
    world.act(0, Action::OpenReview);
    assert_eq!(world.view(0).review, None);
    let (item, diner) = ("steak".parse().unwrap(), world.me(0));
    world.act(0, Action::Add { item, config: Default::default(), portions: 1, diner });
    assert!(!world.view(0).cart.is_orderable);
    world.act(0, Action::OpenReview);
    assert_eq!(world.view(0).review, None);
}
