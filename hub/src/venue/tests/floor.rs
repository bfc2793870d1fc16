//! Seating, PINs, joining, closing.

use super::*;

fn seat(table: &str, covers: u16) -> Command {
    Command::SeatTable(SeatTable {
        session: session(),
        table: table.parse().unwrap(),
        covers,
        mode: SessionMode::Family,
        pin_hash: hash("pin"),
        pin_digits: PinDigits::Four,
    })
}

fn try_pin() -> Command {
    Command::TryPin { session: session(), from: None }
}

fn join(name: &str) -> Command {
    join_with(name, "anna")
}

fn join_with(name: &str, token: &str) -> Command {
    Command::Join(Box::new(Join {
        session: session(),
        diner: diner("anna"),
        name: name.into(),
        token: TokenHash(token.into()),
        lasts_ms: 1_000_000,
        pin: Some(hash("pin")),
        invite: None,
        waiting: None,
    }))
}

const MINUTE_MS: u64 = 60_000;

#[test]
fn a_free_table_can_be_seated() {
    given([imported()]).when(seat("1", 4)).then([seated()]);
}

#[test]
fn only_a_free_table_that_exists_can_be_seated_by_a_party_of_some_size() {
    given([]).when(seat("1", 4)).then_refused(Refusal::NoVenue);
    given([imported()]).when(seat("9", 4)).then_refused(Refusal::UnknownTable);
    given([imported(), seated()]).when(seat("1", 4)).then_refused(Refusal::TableTaken);
    for covers in [0, 61] {
        given([imported()])
            .when(seat("1", covers))
            .then_refused(Refusal::CoversOutOfBounds { covers_max: 60 });
    }
    assert!(given([imported()]).when(seat("1", 60)).decided.is_ok());
}

#[test]
fn a_table_is_free_again_once_its_party_has_left() {
    let close = Command::CloseSession { session: session() };
    let left = given([imported(), seated()]).after([close.clone()]);
    left.when(close).then_refused(Refusal::SessionClosed);
    let close = Command::CloseSession { session: session() };
    assert!(given([imported(), seated()]).after([close]).when(seat("1", 2)).decided.is_ok());
}

#[test]
fn five_wrong_pins_block_a_table_for_fifteen_minutes_and_five_more_for_an_hour() {
    let blocked = |minutes: u64| Refusal::PinBlocked { retry_after_ms: Some(minutes * MINUTE_MS) };
    let five = || (0..5).flat_map(|_| guess(None, false));
    given([imported(), seated()]).after(five()).when(try_pin()).then_refused(blocked(15));
    let again = given([imported(), seated()]).after(five()).at_ms(15 * MINUTE_MS);
    let again = again.after(five());
    again.when(try_pin()).then_refused(blocked(60));
}

#[test]
fn after_fifteen_wrong_pins_only_a_new_one_helps() {
    let five = || (0..5).flat_map(|_| guess(None, false));
    let tried = given([imported(), seated()]).after(five()).at_ms(15 * MINUTE_MS).after(five());
    let tried = tried.at_ms(75 * MINUTE_MS).after(five()).at_ms(10_000 * MINUTE_MS);
    assert_eq!(tried.venue.decide(tried.now, &try_pin()), Err(Refusal::PinBlocked { retry_after_ms: None }));
    let reissue =
        Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
    tried.after([reissue]).when(try_pin()).then([Event::PinTried { session: session(), from: None }]);
}

#[test]
fn the_attempts_that_are_left_are_counted_down() {
    let mut given = given([imported(), seated()]);
    let mut left = vec![given.venue.pin_tries_left(given.now, &session())];
    for _ in 0..5 {
        given = given.after(guess(None, false));
        left.push(given.venue.pin_tries_left(given.now, &session()));
    }
    assert_eq!(left, [5, 4, 3, 2, 1, 0]);
}

#[test]
fn a_right_pin_does_not_count_even_as_the_fifth() {
    let given = given([imported(), seated()]).after((0..4).flat_map(|_| guess(None, false)));
    let given = given.after(guess(None, true)).after([join("Anna")]);
    assert_eq!(given.venue.pin_tries_left(given.now, &session()), 1);
    given.when(try_pin()).then([Event::PinTried { session: session(), from: None }]);
}

#[test]
fn joining_needs_an_open_visit_a_name_and_room() {
    given([imported()]).when(join("Anna")).then_refused(Refusal::UnknownSession);
    for name in ["", "   ", "x\u{202E}y", &"x".repeat(25)] {
        let refused = given([imported(), seated()]).when(join(name));
        refused.then_refused(Refusal::NameRefused { chars_max: 24 });
    }
    let crowd = (0..40).map(|number| join_with("Anna", &format!("token {number}")));
    given([imported(), seated()]).after(crowd).when(join("Anna")).then_refused(Refusal::PartyFull);
}

#[test]
fn a_name_is_tidied_and_the_token_lasts_from_now() {
    let when = given([imported(), seated()]).at_ms(500).when(join("  Anna "));
    let Ok(events) = when.decided else { panic!("refused") };
    assert!(
        matches!(&events[..], [Event::DinerJoined { name, expires_at_ms: 1_000_500, .. }] if name == "Anna"),
        "{events:?}"
    );
}

#[test]
fn a_closed_visit_takes_nothing_more() {
    let closed = || party().after([Command::CloseSession { session: session() }]);
    closed().when(try_pin()).then_refused(Refusal::SessionClosed);
    closed().when(join("Cleo")).then_refused(Refusal::SessionClosed);
    closed().when(place(steak_and_soup())).then_refused(Refusal::SessionClosed);
    let reissue =
        Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
    closed().when(reissue).then_refused(Refusal::SessionClosed);
}

#[test]
fn a_party_may_share_in_another_way_until_it_has_ordered() {
    let change = |mode| Command::ChangeMode { session: session(), mode };
    let changed = Event::SessionModeChanged { session: session(), mode: SessionMode::Individual };
    given([imported(), seated()]).when(change(SessionMode::Individual)).then([changed.clone()]);
    given([imported(), seated()]).when(change(SessionMode::Family)).then([]);
    given([imported(), seated(), changed]).when(change(SessionMode::Individual)).then([]);
    given([imported()]).when(change(SessionMode::Individual)).then_refused(Refusal::UnknownSession);
}
