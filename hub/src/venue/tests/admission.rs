//! Ways in besides the PIN: invites, knocks, a new phone, and being taken off a table.

use plato_sync_protocol::api::Returning;
use plato_sync_protocol::door::KnockReply;
use plato_sync_protocol::ids::{InviteId, KnockId};
use plato_sync_protocol::limits::{INVITE_MS, KNOCK_MS, KNOCKS_PER_ADDRESS_MAX, KNOCKS_PER_SESSION_MAX};

use super::*;
use crate::venue::access::Holder;
use crate::venue::admission::{KnockStand, STAY_MS, STAY_WITHIN_MS};
use crate::venue::command::{AnswerKnock, ChooseWho, Knock, OpenInvite, Waiting};

fn token(text: &str) -> TokenHash {
    TokenHash(text.into())
}

fn invite(letter: char) -> InviteId {
    format!("inviteaaa{letter}").parse().unwrap()
}

fn knock_id(number: usize) -> KnockId {
    format!("knockaaa{}{}", char::from(b'a' + (number / 26) as u8), char::from(b'a' + (number % 26) as u8))
        .parse()
        .unwrap()
}

fn open(letter: char, by: Option<&str>) -> Command {
    let (code, link) = (token(&format!("code {letter}")), token(&format!("link {letter}")));
    let by = by.map(diner);
    Command::OpenInvite(OpenInvite { session: session(), invite: invite(letter), by, code, link })
}

fn redeem(secret: &str, who: &str) -> Command {
    Command::Join(Box::new(Join {
        session: session(),
        diner: diner(who),
        name: who.into(),
        token: token(who),
        lasts_ms: 1_000_000,
        pin: None,
        invite: Some(token(secret)),
        waiting: None,
    }))
}

fn waiting(number: usize, away: &[&str], returning: Returning) -> Waiting {
    let (secret, from) = (token(&format!("secret {number}")), Some(format!("10.0.0.{number}")));
    let away = away.iter().map(|name| diner(name)).collect();
    Waiting { knock: knock_id(number), secret, from, away, returning }
}

fn knocks(number: usize, name: &str, waiting: Waiting) -> Command {
    let token = token(&format!("token {number}"));
    Command::Knock(Box::new(Knock { session: session(), name: name.into(), token, waiting }))
}

fn stranger(number: usize) -> Command {
    knocks(number, "Cleo", waiting(number, &[], Returning::No))
}

fn answer(by: Option<&str>, reply: KnockReply, is_claimed_here: bool) -> Command {
    Command::AnswerKnock(AnswerKnock {
        session: session(),
        knock: knock_id(1),
        by: by.map(diner),
        reply,
        is_claimed_here,
        fresh: diner("fresh"),
        lasts_ms: 1_000_000,
    })
}

fn choose(claims: Option<&str>) -> Command {
    Command::ChooseWho(ChooseWho {
        session: session(),
        knock: knock_id(1),
        claims: claims.map(diner),
        fresh: diner("fresh"),
        lasts_ms: 1_000_000,
    })
}

/// Joins by PIN, on a page that can be asked.
fn returns(name: &str, away: &[&str], returning: Returning) -> Command {
    Command::Join(Box::new(Join {
        session: session(),
        diner: diner("newer"),
        name: name.into(),
        token: token("token 1"),
        lasts_ms: 1_000_000,
        pin: Some(hash("pin")),
        invite: None,
        waiting: Some(waiting(1, away, returning)),
    }))
}

fn holder(venue: &Venue, secret: &str) -> Option<Holder> {
    venue.holder(&token(secret)).map(|(holder, _)| holder)
}

fn sits_as(name: &str) -> Option<Holder> {
    Some(Holder::Diner { session: session(), diner: diner(name) })
}

fn tried_pin() -> Command {
    Command::TryPin { session: session(), from: Some("10.0.0.9".into()) }
}

fn stand(given: &Given) -> KnockStand {
    given.venue.knock_of(&token("secret 1"), given.now).unwrap().stand
}

#[test]
fn an_invite_lets_one_person_in_by_code_or_by_link() {
    for secret in ["code a", "link a"] {
        let given = party().after([open('a', Some("anna")), redeem(secret, "cleo")]);
        assert_eq!(holder(&given.venue, "cleo"), sits_as("cleo"));
        let door = given.venue.door_view(&session(), given.now);
        assert_eq!(door.invites[0].used_by.as_deref(), Some("cleo"));
        for again in ["code a", "link a"] {
            assert_eq!(given.venue.decide(given.now, &redeem(again, "dave")), Err(Refusal::InviteWrong));
        }
    }
    party()
        .after([open('a', Some("anna"))])
        .when(redeem("code b", "cleo"))
        .then_refused(Refusal::InviteWrong);
}

#[test]
fn an_invite_holds_for_two_minutes_or_until_it_is_taken_back() {
    let given = || party().after([open('a', None)]);
    assert!(given().at_ms(INVITE_MS - 1).when(redeem("code a", "cleo")).decided.is_ok());
    given().at_ms(INVITE_MS).when(redeem("code a", "cleo")).then_refused(Refusal::InviteWrong);
    let cancel = || Command::CancelInvite { session: session(), invite: invite('a') };
    let given = given().after([cancel()]);
    assert_eq!(given.venue.decide(given.now, &cancel()), Err(Refusal::UnknownInvite));
    given.when(redeem("code a", "cleo")).then_refused(Refusal::InviteWrong);
}

#[test]
fn a_party_has_three_open_invites_at_most_and_used_ones_make_room() {
    let full = party().after([open('a', None), open('b', Some("anna")), open('c', Some("ben"))]);
    let refused = Refusal::TooManyInvites { invites_max: 3 };
    assert_eq!(full.venue.decide(full.now, &open('d', None)), Err(refused));
    assert!(full.after([redeem("code a", "cleo")]).when(open('d', None)).decided.is_ok());
}

#[test]
fn ten_wrong_codes_pause_typing_for_a_quarter_of_an_hour_and_no_pin_guess_is_given_back() {
    let tried = || Command::TryInvite { session: session(), from: None };
    let five_wrong = |given: Given| given.after((0..5).flat_map(|_| guess(None, false)));
    let given = five_wrong(party()).after([open('a', None)]).after((0..10).map(|_| tried()));
    let paused = Refusal::InvitesPaused { retry_after_ms: 15 * 60_000 };
    assert_eq!(given.venue.decide(given.now, &tried()), Err(paused));
    // The address of the invite still lets somebody in, while the PIN stays blocked.
    let given = given.after([redeem("link a", "cleo")]);
    let blocked = Refusal::PinBlocked { retry_after_ms: Some(15 * 60_000) };
    assert_eq!(given.venue.decide(given.now, &tried_pin()), Err(blocked));
    given.when(tried()).then([Event::InviteTried { session: session(), from: None }]);
}

#[test]
fn somebody_who_knocks_is_let_in_by_a_member_or_by_staff_and_gives_back_no_guess() {
    for by in [Some("anna"), None] {
        let given = party().after((0..5).flat_map(|_| guess(None, false))).after([stranger(1)]);
        let door = given.venue.door_view(&session(), given.now);
        assert_eq!((door.knocks[0].name.as_str(), door.knocks[0].ends_in_ms), ("Cleo", KNOCK_MS));
        let given = given.after([answer(by, KnockReply::LetIn, false)]);
        assert_eq!(holder(&given.venue, "token 1"), sits_as("fresh"));
        assert_eq!(stand(&given), KnockStand::Admitted(diner("fresh")));
        assert!(given.venue.door_view(&session(), given.now).is_empty());
        let again = given.venue.decide(given.now, &answer(None, KnockReply::LetIn, false));
        assert_eq!(again, Err(Refusal::KnockOver));
        let blocked = Refusal::PinBlocked { retry_after_ms: Some(15 * 60_000) };
        given.when(tried_pin()).then_refused(blocked);
    }
}

#[test]
fn a_knock_ends_by_refusal_by_giving_up_by_time_and_with_the_visit() {
    let given = || party().after([stranger(1)]);
    let refused = given().after([answer(Some("ben"), KnockReply::Refuse, false)]);
    assert_eq!(stand(&refused), KnockStand::Refused);
    let withdrawn = given().after([Command::WithdrawKnock { session: session(), knock: knock_id(1) }]);
    assert_eq!(stand(&withdrawn), KnockStand::Over);
    let late = given().at_ms(KNOCK_MS);
    assert_eq!(stand(&late), KnockStand::Over);
    for over in [refused, withdrawn, late] {
        let answer = answer(Some("anna"), KnockReply::LetIn, false);
        assert_eq!(over.venue.decide(over.now, &answer), Err(Refusal::KnockOver));
        assert_eq!(over.venue.decide(over.now, &choose(None)), Err(Refusal::KnockOver));
    }
    let closed = given().after([Command::CloseSession { session: session() }]);
    assert_eq!(stand(&closed), KnockStand::Closed);
}

#[test]
fn a_door_takes_so_many_knocks_and_turning_people_away_makes_no_room() {
    let mut given = party();
    for number in 1..=KNOCKS_PER_SESSION_MAX {
        given = given.after([stranger(number)]);
    }
    let given = given.after([answer(None, KnockReply::Refuse, false)]);
    let full = Refusal::KnocksFull { retry_after_ms: KNOCK_MS };
    assert_eq!(given.venue.decide(given.now, &stranger(20)), Err(full));
    assert!(given.at_ms(KNOCK_MS).when(stranger(20)).decided.is_ok());
}

#[test]
fn an_address_knocks_at_so_many_tables_only() {
    let other = |number: usize| format!("other{}aaaa", char::from(b'a' + number as u8));
    let mut given = given([imported()]);
    let from_one = |session: SessionId, number| {
        let waiting = Waiting { from: Some("10.0.0.1".into()), ..waiting(number, &[], Returning::No) };
        let token = token(&format!("token {number}"));
        Command::Knock(Box::new(Knock { session, name: "Cleo".into(), token, waiting }))
    };
    let visit = |number: usize| -> SessionId { other(number).parse().unwrap() };
    for (number, table) in ["1", "2"].into_iter().enumerate() {
        let Event::TableSeated { covers, mode, pin_hash, pin_digits, .. } = seated() else { unreachable!() };
        let (session, table) = (visit(number), table.parse().unwrap());
        given
            .venue
            .apply(given.now, &Event::TableSeated { session, table, covers, mode, pin_hash, pin_digits });
    }
    for number in 0..KNOCKS_PER_ADDRESS_MAX {
        given = given.after([from_one(visit(number % 2), number)]);
    }
    let full = Refusal::KnocksFull { retry_after_ms: KNOCK_MS };
    given.when(from_one(visit(0), 30)).then_refused(full);
}

#[test]
fn whoever_has_the_pin_is_asked_only_about_those_who_are_away() {
    let offered = |command: Command| {
        let given = party().after([tried_pin()]);
        match &given.when(command).decided.unwrap()[..] {
            [Event::KnockMade { offers, .. }] => offers.clone(),
            [Event::DinerJoined { .. }] => Vec::new(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(offered(returns("anna", &["anna", "ben"], Returning::IfNamed)), [diner("anna")]);
    assert_eq!(offered(returns("anna", &["ben"], Returning::IfNamed)), []);
    assert_eq!(offered(returns("anna", &["anna"], Returning::No)), []);
    assert_eq!(offered(returns("Mum", &["anna", "ben"], Returning::Yes)), [diner("anna"), diner("ben")]);
    assert_eq!(offered(returns("Mum", &[], Returning::Yes)), []);
}

#[test]
fn a_right_pin_counts_as_right_also_when_a_question_comes_first() {
    let given = party().after(guess(None, true));
    let given = given.after([returns("anna", &["anna"], Returning::IfNamed), choose(None)]);
    assert_eq!(given.venue.pin_tries_left(given.now, &session()), 5);
    assert_eq!(holder(&given.venue, "token 1"), sits_as("fresh"));
}

#[test]
fn a_diner_comes_back_on_a_new_phone_once_another_confirms_it() {
    let asked = party().after([returns("anna", &["anna"], Returning::IfNamed)]);
    // Nothing is shown to the party before the newcomer has said who they are.
    assert!(asked.venue.door_view(&session(), asked.now).is_empty());
    let claimed = asked.after([choose(Some("anna"))]);
    let door = claimed.venue.door_view(&session(), claimed.now);
    assert_eq!(door.knocks[0].claims, Some(diner("anna")));
    let back = claimed.after([answer(Some("ben"), KnockReply::Confirm, false)]);
    assert_eq!(holder(&back.venue, "token 1"), sits_as("anna"));
    assert_eq!(holder(&back.venue, "anna"), Some(Holder::Moved));
    assert_eq!(back.venue.diners(&session()).len(), 2);
}

#[test]
fn nobody_becomes_somebody_who_is_here_unless_they_say_so_themselves() {
    let claimed = || party().after([returns("anna", &["anna"], Returning::IfNamed), choose(Some("anna"))]);
    for by in [Some("ben"), None] {
        let here = Refusal::DinerHere { name: "ANNA".into() };
        claimed().when(answer(by, KnockReply::Confirm, true)).then_refused(here);
    }
    let moved = claimed().after([answer(Some("anna"), KnockReply::Confirm, true)]);
    assert_eq!(holder(&moved.venue, "token 1"), sits_as("anna"));
}

#[test]
fn whoever_is_not_known_again_comes_in_as_somebody_new_if_they_had_the_pin() {
    let refused = party().after([
        returns("anna", &["anna"], Returning::IfNamed),
        choose(Some("anna")),
        answer(Some("ben"), KnockReply::Refuse, false),
    ]);
    assert_eq!(refused.venue.decide(refused.now, &choose(Some("anna"))), Err(Refusal::KnockOver));
    let new = refused.after([choose(None)]);
    assert_eq!(holder(&new.venue, "token 1"), sits_as("fresh"));
    assert_eq!(holder(&new.venue, "anna"), sits_as("anna"));
}

/// A PIN that staff had replaced still let people in, with a knock that was made with it.
#[test]
fn a_new_pin_ends_every_knock_that_was_made_with_the_old_one() {
    let reissue =
        || Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits: PinDigits::Four };
    let choosing = || party().after([returns("anna", &["anna"], Returning::IfNamed)]);
    let claiming = || choosing().after([choose(Some("anna"))]);
    let refused = || claiming().after([answer(Some("ben"), KnockReply::Refuse, false)]);
    for given in [choosing(), claiming(), refused()] {
        let given = given.after([reissue()]);
        assert_eq!(stand(&given), KnockStand::PinReplaced);
        for wanted in [choose(None), choose(Some("anna")), answer(None, KnockReply::Confirm, false)] {
            assert_eq!(given.venue.decide(given.now, &wanted), Err(Refusal::KnockOver));
        }
        assert!(given.venue.door_view(&session(), given.now).is_empty());
    }
    // Whoever knocked without a PIN still waits, and whoever is in is in.
    let given = party().after([stranger(1), reissue()]);
    assert!(matches!(stand(&given), KnockStand::Waiting { .. }));
    let given = choosing().after([choose(None), reissue()]);
    assert_eq!(stand(&given), KnockStand::Admitted(diner("fresh")));
}

#[test]
fn a_knock_that_was_refused_lets_nobody_in_after_its_time() {
    let refused = || {
        party().after([
            returns("anna", &["anna"], Returning::IfNamed),
            choose(Some("anna")),
            answer(Some("ben"), KnockReply::Refuse, false),
        ])
    };
    assert!(refused().at_ms(KNOCK_MS - 1).when(choose(None)).decided.is_ok());
    let late = refused().at_ms(KNOCK_MS);
    assert_eq!(stand(&late), KnockStand::Over);
    late.when(choose(None)).then_refused(Refusal::KnockOver);
}

/// They were kept out by strangers who knocked, and had guessed wrong.
#[test]
fn whoever_has_the_pin_comes_in_as_somebody_new_when_too_many_wait() {
    let crowd = (10..10 + KNOCKS_PER_SESSION_MAX).map(stranger);
    let given = party().after(crowd).after([returns("anna", &["anna"], Returning::IfNamed)]);
    assert_eq!(holder(&given.venue, "token 1"), sits_as("newer"));
}

#[test]
fn a_newcomer_can_only_be_one_of_those_whom_the_hub_asked_about() {
    let asked = party().after([returns("anna", &["anna", "ben"], Returning::IfNamed)]);
    asked.when(choose(Some("ben"))).then_refused(Refusal::UnknownDiner);
}

#[test]
fn a_stranger_who_says_a_name_is_not_told_whether_it_is_known() {
    let named = |returning| {
        let given = party().after([knocks(1, "Anna", waiting(1, &["anna", "ben"], returning))]);
        given.venue.door_view(&session(), given.now).knocks[0].claims.clone()
    };
    assert_eq!(named(Returning::Yes), Some(diner("anna")));
    assert_eq!(named(Returning::No), None);
    let given = party().after([knocks(1, "Mum", waiting(1, &["anna"], Returning::Yes))]);
    assert!(matches!(stand(&given), KnockStand::Waiting { claims: None, .. }));
}

#[test]
fn taking_a_guest_off_ends_their_token_and_leaves_the_others_alone() {
    let remove = || Command::RemoveDiner { session: session(), diner: diner("anna") };
    let given = party().after([open('a', Some("anna")), open('b', Some("ben")), remove()]);
    assert_eq!(holder(&given.venue, "anna"), Some(Holder::Removed));
    assert_eq!(holder(&given.venue, "ben"), sits_as("ben"));
    assert_eq!(given.venue.decide(given.now, &redeem("code a", "cleo")), Err(Refusal::InviteWrong));
    assert!(given.venue.decide(given.now, &redeem("code b", "cleo")).is_ok());
    let view = given.venue.diner_views(&session(), |_| Default::default());
    assert_eq!(
        view.iter().map(|one| (one.number, one.has_left)).collect::<Vec<_>>(),
        [(0, true), (1, false)]
    );
    given.when(remove()).then_refused(Refusal::UnknownDiner);
}

#[test]
fn a_token_lasts_longer_only_near_its_end_and_twice() {
    let stay = || Command::StayLonger { token: token("anna") };
    party().at_ms(1_000_000 - STAY_WITHIN_MS - 1).when(stay()).then([]);
    let mut given = party();
    for times in 0..2 {
        let end = 1_000_000 + times * STAY_MS;
        given = given.at_ms(end - 1).after([stay()]);
        assert_eq!(given.venue.holder(&token("anna")).unwrap().1, end + STAY_MS);
    }
    let end = 1_000_000 + 2 * STAY_MS;
    given.at_ms(end - 1).when(stay()).then_refused(Refusal::StayedLongest);
    party().at_ms(1_000_000).when(stay()).then_refused(Refusal::UnknownDiner);
}

#[test]
fn a_setting_holds_for_pins_that_are_made_after_it() {
    let mut given = party();
    assert_eq!(given.venue.door(&"2".parse().unwrap()).unwrap().pin_digits, PinDigits::Four);
    let six = VenueSetup { pin_digits: PinDigits::Six, ..setup() };
    given.venue.apply(given.now, &Event::VenueImported { setup: Box::new(six) });
    let digits = |venue: &Venue, table: &str| venue.door(&table.parse().unwrap()).unwrap().pin_digits;
    assert_eq!((digits(&given.venue, "1"), digits(&given.venue, "2")), (PinDigits::Four, PinDigits::Six));
    let pin_digits = given.venue.pin_digits();
    let reissue = Command::ReissuePin { session: session(), pin_hash: hash("new"), pin_digits };
    assert_eq!(digits(&given.after([reissue]).venue, "1"), PinDigits::Six);
}
