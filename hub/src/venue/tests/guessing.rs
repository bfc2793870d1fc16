//! Wrong PINs at many tables, and from one address.

use plato_sync_protocol::limits::DINERS_PER_SESSION_MAX;

use super::*;

const MINUTE_MS: u64 = 60_000;

fn from(number: u16) -> Option<String> {
    Some(format!("10.0.0.{number}"))
}

/// A house in which every guess is made at a visit of its own, so that no visit blocks by itself.
fn guessed(guesses: impl IntoIterator<Item = (u64, Option<String>)>) -> Given {
    let mut given = given([imported(), seated()]);
    for (at_ms, from) in guesses {
        given = given.at_ms(at_ms).after(guess(from.as_deref(), false)).after([reissue("pin")]);
    }
    given
}

fn reissue(pin: &str) -> Command {
    Command::ReissuePin { session: session(), pin_hash: hash(pin), pin_digits: PinDigits::Four }
}

fn tried(from: Option<String>) -> Command {
    Command::TryPin { session: session(), from }
}

#[test]
fn sixty_wrong_pins_in_an_hour_keep_everyone_out_until_the_first_is_an_hour_old() {
    let sixty = || (0..60).map(|number| (u64::from(number) * 1000, from(number)));
    assert!(guessed(sixty().take(59)).when(tried(from(99))).decided.is_ok());
    let paused = |ms| Refusal::PinsPaused { retry_after_ms: ms };
    guessed(sixty()).when(tried(from(99))).then_refused(paused(60 * MINUTE_MS - 59_000));
    guessed(sixty()).at_ms(60 * MINUTE_MS - 1).when(tried(from(99))).then_refused(paused(1));
    assert!(guessed(sixty()).at_ms(60 * MINUTE_MS).when(tried(from(99))).decided.is_ok());
    // Whoever serves sees it, or they would make one new PIN after another.
    let told = |given: &Given| given.venue.floor_view(0, given.now).pins_paused_until_ms;
    assert_eq!(told(&guessed(sixty())), Some(60 * MINUTE_MS));
    assert_eq!(told(&guessed(sixty().take(59))), None);
    assert_eq!(told(&guessed(sixty()).at_ms(60 * MINUTE_MS)), None);
}

#[test]
fn fifty_wrong_pins_from_an_address_keep_that_address_out() {
    let fifty = guessed((0..50).map(|number| (number * 1000, from(7))));
    let blocked = Refusal::PinAddressBlocked { retry_after_ms: 60 * MINUTE_MS - 49_000 };
    assert_eq!(fifty.venue.decide(fifty.now, &tried(from(7))), Err(blocked));
    assert!(fifty.venue.decide(fifty.now, &tried(from(8))).is_ok());
    let other = Some("fe80::1".to_owned());
    fifty.when(tried(other.clone())).then([Event::PinTried { session: session(), from: other }]);
}

/// Whoever knew the old PIN got in when a waiter made a new one while the old one's hash was computed.
#[test]
fn a_pin_that_was_replaced_while_it_was_looked_at_lets_nobody_in() {
    let reissued = given([imported(), seated()]).after([tried(from(7)), reissue("new")]);
    assert_eq!(reissued.venue.decide(reissued.now, &joining("pin", 1)), Err(Refusal::PinReplaced));
    assert!(reissued.venue.decide(reissued.now, &joining("new", 1)).is_ok());
    // What came of a guess at the old one says nothing of those at the new one.
    let [_, settled] = guess(from(7).as_deref(), true);
    reissued.after([tried(from(7))]).when(settled).then([]);
}

fn joining(pin: &str, number: u16) -> Command {
    Command::Join(Box::new(Join {
        session: session(),
        diner: diner("anna"),
        name: "Anna".into(),
        token: TokenHash(format!("token {number}")),
        lasts_ms: 1_000_000,
        pin: Some(hash(pin)),
        invite: None,
        waiting: None,
    }))
}

#[test]
fn whoever_gets_in_has_not_guessed_wrong() {
    let mut given = given([imported(), seated()]);
    for number in 0..DINERS_PER_SESSION_MAX as u16 {
        given = given.after(guess(from(7).as_deref(), true)).after([joining("pin", number)]);
    }
    for _ in 0..50 {
        given = given.after(guess(from(7).as_deref(), false)).after([reissue("pin")]);
    }
    given.when(tried(from(7))).then_refused(Refusal::PinAddressBlocked { retry_after_ms: 60 * MINUTE_MS });
}

/// Guests who all typed the right PIN at one moment were told of too many wrong ones, for 15 minutes.
#[test]
fn while_guesses_are_looked_at_others_wait_and_nobody_is_blocked() {
    let [_, right] = guess(from(7).as_deref(), true);
    let [_, wrong] = guess(from(7).as_deref(), false);
    let five = given([imported(), seated()]).after((0..5).map(|_| tried(from(7))));
    assert_eq!(five.venue.decide(five.now, &tried(from(7))), Err(Refusal::PinsBusy));
    let four_wrong = five.after((0..4).map(|_| wrong.clone()));
    assert_eq!(four_wrong.venue.decide(four_wrong.now, &tried(from(7))), Err(Refusal::PinsBusy));
    assert_eq!(four_wrong.venue.pin_tries_left(four_wrong.now, &session()), 1);
    assert!(four_wrong.clone().after([right]).when(tried(from(7))).decided.is_ok());
    let blocked = Refusal::PinBlocked { retry_after_ms: Some(15 * MINUTE_MS) };
    four_wrong.after([wrong]).when(tried(from(7))).then_refused(blocked);
}

#[test]
fn a_guess_of_which_nobody_heard_any_more_was_wrong() {
    let five = given([imported(), seated()]).after((0..5).map(|_| tried(from(7))));
    let waits = five.at_ms(30_000 - 1);
    assert_eq!(waits.venue.decide(waits.now, &tried(from(7))), Err(Refusal::PinsBusy));
    let blocked = Refusal::PinBlocked { retry_after_ms: Some(15 * MINUTE_MS - 30_000) };
    waits.at_ms(30_000).when(tried(from(7))).then_refused(blocked);
}

#[test]
fn guesses_that_are_looked_at_pause_neither_the_house_nor_an_address() {
    let [_, right] = guess(from(99).as_deref(), true);
    let [_, wrong] = guess(from(99).as_deref(), false);
    let house = guessed((0..59).map(|number| (0, from(number)))).after([tried(from(99))]);
    assert_eq!(house.venue.decide(house.now, &tried(from(98))), Err(Refusal::PinsBusy));
    assert!(house.clone().after([right.clone()]).when(tried(from(98))).decided.is_ok());
    let paused = Refusal::PinsPaused { retry_after_ms: 60 * MINUTE_MS };
    house.after([wrong.clone()]).when(tried(from(98))).then_refused(paused);
    let address = guessed((0..49).map(|_| (0, from(99)))).after([tried(from(99))]);
    assert_eq!(address.venue.decide(address.now, &tried(from(99))), Err(Refusal::PinsBusy));
    assert!(address.clone().after([right]).when(tried(from(99))).decided.is_ok());
    let blocked = Refusal::PinAddressBlocked { retry_after_ms: 60 * MINUTE_MS };
    address.after([wrong]).when(tried(from(99))).then_refused(blocked);
}

#[test]
fn a_log_that_does_not_say_which_guess_was_right_says_so_by_who_joined() {
    let joined = |number: u16| {
        let Ok(events) = given([imported(), seated()]).when(joining("pin", number)).decided else { panic!() };
        events
    };
    let before = (0..20).flat_map(|number| {
        let tried = Event::PinTried { session: session(), from: from(number) };
        std::iter::once(tried).chain(joined(number))
    });
    let given = given([imported(), seated()].into_iter().chain(before));
    assert_eq!(given.venue.pin_tries_left(given.now, &session()), 5);
    given.when(tried(from(7))).then([Event::PinTried { session: session(), from: from(7) }]);
}

/// Somebody whose PIN was right was counted as wrong when the party was full or too many waited.
#[test]
fn a_right_pin_is_right_whatever_keeps_whoever_typed_it_out() {
    let full = given([imported(), seated()])
        .after((0..DINERS_PER_SESSION_MAX as u16).map(|number| joining("pin", number)));
    let mut given = full;
    for _ in 0..10 {
        given = given.after(guess(None, true));
        assert_eq!(given.venue.decide(given.now, &joining("pin", 99)), Err(Refusal::PartyFull));
    }
    assert_eq!(given.venue.pin_tries_left(given.now, &session()), 5);
}

/// The same command twice at once made two diners.
#[test]
fn whoever_joins_twice_with_one_command_is_one_diner() {
    let given = given([imported(), seated()]).after([joining("pin", 1)]);
    given.when(joining("pin", 1)).then([]);
}
