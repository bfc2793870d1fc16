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
        let reissue =
            Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
        given = given.at_ms(at_ms).after([Command::TryPin { session: session(), from }, reissue]);
    }
    given
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
    let reissue =
        Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
    let joining = |pin: &str| {
        let join = Join {
            session: session(),
            diner: diner("anna"),
            name: "Anna".into(),
            token: TokenHash("anna".into()),
            lasts_ms: 1_000_000,
            pin: Some(hash(pin)),
            invite: None,
            waiting: None,
        };
        Command::Join(Box::new(join))
    };
    let reissued = given([imported(), seated()]).after([tried(from(7)), reissue]);
    assert_eq!(reissued.venue.decide(reissued.now, &joining("pin")), Err(Refusal::PinReplaced));
    assert!(reissued.venue.decide(reissued.now, &joining("new")).is_ok());
}

#[test]
fn whoever_gets_in_has_not_guessed_wrong() {
    let mut given = given([imported(), seated()]);
    for _ in 0..DINERS_PER_SESSION_MAX {
        let joining = Join {
            session: session(),
            diner: diner("anna"),
            name: "Anna".into(),
            token: TokenHash("anna".into()),
            lasts_ms: 1_000_000,
            pin: Some(hash("pin")),
            invite: None,
            waiting: None,
        };
        given = given.after([tried(from(7)), Command::Join(Box::new(joining))]);
    }
    for _ in 0..50 {
        let reissue =
            Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
        given = given.after([tried(from(7)), reissue]);
    }
    given.when(tried(from(7))).then_refused(Refusal::PinAddressBlocked { retry_after_ms: 60 * MINUTE_MS });
}
