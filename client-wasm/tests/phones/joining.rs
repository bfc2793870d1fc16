//! Getting in, being put out, and what a page does before the hub is there.

use plato_client_wasm::input::{Action, Input};
use plato_client_wasm::view::{ConnectionView, JoinRefusal, Notice, Stage};
use plato_sync_protocol::message::{FromHub, Refused};

use crate::hub::PIN;
use crate::world::World;

fn join(pin: &str) -> Action {
    Action::Join { pin: pin.into(), name: "Ada".into(), was_here: false }
}

#[test]
fn a_wrong_pin_is_refused_with_the_tries_left_and_the_right_one_lets_in() {
    let mut world = World::new();
    let tab = world.open_page(true);
    assert_eq!(world.stage(tab), Stage::Join { is_busy: false, refusal: None });
    world.act(tab, join("0000"));
    assert_eq!(world.stage(tab), Stage::Join { is_busy: true, refusal: None });
    world.settle();
    let Stage::Join { is_busy: false, refusal: Some(JoinRefusal { code, attempts_left, .. }) } =
        world.stage(tab)
    else {
        panic!("{:?}", world.stage(tab));
    };
    assert_eq!((code.as_str(), attempts_left), ("pin_wrong", Some(4)));
    world.act(tab, join(PIN));
    world.settle();
    let view = world.view(tab);
    assert_eq!((view.stage, view.connection), (Stage::Seated, ConnectionView::Live));
    assert_eq!((view.table_name.as_str(), view.diners[0].name.as_str()), ("Table 7", "Ada"));
    assert_eq!(view.notices, []);
}

/// Guests who typed the right PIN while others did were told of a block.
#[test]
fn a_busy_hub_is_asked_again_with_the_same_command_and_nothing_is_shown() {
    let mut world = World::new();
    world.hub.busy_for = 3;
    let tab = world.open_page(true);
    world.act(tab, join(PIN));
    world.settle();
    assert_eq!(world.stage(tab), Stage::Join { is_busy: true, refusal: None });
    world.advance(6_000);
    assert_eq!(world.stage(tab), Stage::Seated);
    assert_eq!(world.hub.attempts, [world.hub.attempts[0]; 4]);
    assert_eq!(world.hub.diners.len(), 1);
}

#[test]
fn a_hub_that_stays_busy_is_told_of_and_tried_again_with_the_same_command() {
    let mut world = World::new();
    world.hub.busy_for = 11;
    let tab = world.open_page(true);
    world.act(tab, join(PIN));
    world.advance(60_000);
    let Stage::Join { is_busy: false, refusal: Some(JoinRefusal { code, .. }) } = world.stage(tab) else {
        panic!("{:?}", world.stage(tab));
    };
    assert_eq!((code.as_str(), world.hub.attempts.len()), ("busy", 11));
    world.act(tab, join(PIN));
    world.settle();
    assert_eq!(world.hub.attempts, [world.hub.attempts[0]; 12]);
}

#[test]
fn after_a_wrong_pin_the_next_try_is_another_command() {
    let mut world = World::new();
    let tab = world.open_page(true);
    world.act(tab, join("0000"));
    world.settle();
    world.act(tab, join("0000"));
    world.settle();
    assert_ne!(world.hub.attempts[0], world.hub.attempts[1]);
}

#[test]
fn joining_without_a_hub_says_so() {
    let mut world = World::new();
    world.hub.is_up = false;
    let tab = world.open_page(true);
    world.act(tab, join(PIN));
    world.settle();
    let Stage::Join { is_busy: false, refusal: Some(JoinRefusal { code, .. }) } = world.stage(tab) else {
        panic!()
    };
    assert_eq!(code, "hub_unreachable");
}

#[test]
fn a_page_that_opens_again_is_seated_at_once_even_with_the_hub_dead() {
    let mut world = World::party(1);
    world.add(0, "soup", 2);
    world.settle();
    world.stop_hub();
    world.reload(0);
    assert_eq!(world.stage(0), Stage::Seated);
    assert_eq!(world.view(0).connection, ConnectionView::Connecting);
    assert_eq!(world.dishes(0), ["soup x2"]);
    assert_eq!(world.lines(0)[0].name, "SOUP");
    assert_eq!(world.view(0).cart.total.unwrap().minor, 1300);
    assert_eq!(world.view(0).diners.len(), 1);
    let since_ms = world.now_ms;
    world.settle();
    assert_eq!(world.view(0).connection, ConnectionView::Away { since_ms });
}

#[test]
fn what_is_added_before_the_first_welcome_is_shown_and_arrives() {
    let mut world = World::party(1);
    let tab = world.open_page(true);
    world.act(tab, join(PIN));
    // The answer and the menu come, but no welcome yet.
    while world.view(tab).me.is_none() || world.tabs[tab].frames_sent == 0 {
        world.step(tab);
    }
    let body = serde_json::to_string(&world.hub.menu).unwrap();
    world.input(tab, Input::Menu { body });
    world.add(tab, "soup", 1);
    world.add(tab, "bread", 3);
    assert_eq!(world.dishes(tab), ["soup x1", "bread x3"]);
    assert_eq!(world.view(tab).cart.unsaved_edits, 2);
    assert!(!world.view(tab).cart.is_orderable);
    world.reload(tab);
    assert_eq!(world.dishes(tab), ["soup x1", "bread x3"]);
    world.settle();
    assert_eq!(world.dishes(0), ["soup x1", "bread x3"]);
    assert!(world.view(tab).cart.is_orderable);
    world.assert_converged();
}

#[test]
fn a_new_tab_without_an_actor_works_while_the_hub_is_away() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    world.stop_hub();
    let tab = world.open_tab(0, None, true);
    let (line, diner) = (world.line(tab, "soup"), world.me(tab));
    world.act(tab, Action::More { line, diner });
    world.add(tab, "bread", 1);
    assert_eq!(world.dishes(tab), ["soup x2", "bread x1"]);
    world.start_hub();
    world.advance(10_000);
    assert_eq!(world.dishes(0), ["soup x2", "bread x1"]);
    world.assert_converged();
}

#[test]
fn a_private_page_says_once_that_nothing_is_kept() {
    let mut world = World::new();
    let tab = world.open_page(false);
    world.act(tab, join(PIN));
    world.settle();
    assert_eq!(world.notices(tab), [Notice::NotKept]);
    let id = world.view(tab).notices[0].id;
    world.act(tab, Action::Dismiss { id });
    world.drop_socket(tab);
    world.advance(1_000);
    assert_eq!(world.notices(tab), []);
}

#[test]
fn a_visit_that_is_over_is_forgotten_and_another_can_begin() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    world.hub.tell(&FromHub::SessionClosed, None);
    world.settle();
    assert_eq!(world.stage(0), Stage::Closed { code: "session_closed".into() });
    assert!(world.browsers[0].records.is_empty());
    world.reload(0);
    assert_eq!(world.stage(0), Stage::Join { is_busy: false, refusal: None });
    world.act(0, join(PIN));
    world.settle();
    assert_eq!(world.stage(0), Stage::Seated);
}

#[test]
fn a_token_that_the_hub_does_not_know_ends_the_visit() {
    let mut world = World::party(1);
    world.hub.diners.clear();
    world.drop_socket(0);
    world.advance(1_000);
    assert_eq!(world.stage(0), Stage::Closed { code: "token_unknown".into() });
    world.advance(60_000);
    assert_eq!(world.hub.refused, ["token_unknown"]);
}

#[test]
fn a_page_too_old_for_the_hub_keeps_everything() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    let refused = Refused { code: "protocol_version".into(), message: "Old.".into() };
    world.hub.tell(&FromHub::Refused(refused), None);
    world.settle();
    assert_eq!(world.stage(0), Stage::Closed { code: "protocol_version".into() });
    world.reload(0);
    world.settle();
    assert_eq!(world.dishes(0), ["soup x1"]);
}

#[test]
fn leaving_forgets_the_visit_on_this_phone_only() {
    let mut world = World::party(2);
    world.add(0, "soup", 1);
    world.settle();
    world.act(0, Action::Leave);
    world.settle();
    assert_eq!(world.stage(0), Stage::Join { is_busy: false, refusal: None });
    assert!(world.browsers[0].records.is_empty());
    assert_eq!(world.dishes(1), ["soup x1"]);
}

#[test]
fn bytes_that_make_no_sense_are_survived() {
    let mut world = World::party(1);
    world.add(0, "soup", 1);
    world.settle();
    let keys: Vec<String> = world.browsers[0].records.keys().cloned().collect();
    for key in keys {
        world.browsers[0].records.insert(key, vec![0xff, 0x00, 0x9b]);
    }
    world.browsers[0].records.insert("x/y/z".into(), vec![]);
    world.reload(0);
    world.settle();
    assert_eq!(world.dishes(0), ["soup x1"]);
    world.hub.send(2, &FromHub::Pong);
    for frame in [&b""[..], b"\xff\xff", &[0x81; 500]] {
        world.raw_frame(0, frame);
        world.raw_tab_message(0, frame);
        world.advance(10_000);
        assert_eq!(world.view(0).connection, ConnectionView::Live);
    }
    world.assert_converged();
}
