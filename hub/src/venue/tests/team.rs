//! Accounts, devices, sign-ins and the limits on signing in.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{DeviceId, StaffId};

use super::*;
use crate::venue::access::SignInSource;
use crate::venue::access::team::{OwnChange, STEP_UP_MS, TeamChange};
use crate::venue::access::tries::{
    Claim, FREE_TRIES, KNOWN_MS, PIN_TRIES_MAX, Place, Proof, STRANGER_TRIES_PER_HOUR, STRANGERS_SLOWED_MS,
    STRANGERS_TRIES_PER_HOUR, Try,
};

const HOUR_MS: u64 = 60 * 60_000;

fn staff(name: &str) -> StaffId {
    format!("{name:a<10}").parse().unwrap()
}

fn account(name: &str, role: Role) -> StaffAccount {
    StaffAccount { staff: staff(name), name: name.into(), role, password_hash: hash(name) }
}

fn added(name: &str, role: Role) -> Event {
    Event::StaffAdded { account: account(name, role) }
}

fn token(name: &str) -> TokenHash {
    TokenHash(name.into())
}

fn device() -> DeviceId {
    "bartabletx".parse().unwrap()
}

fn at_device() -> Place {
    Place::Device(device())
}

fn at_address(address: &str) -> Place {
    Place::Address(address.into())
}

fn tried(name: &str, proof: Proof, place: Place) -> Try {
    Try { claim: Claim::Staff(staff(name)), proof, place }
}

fn signed_in(name: &str, token_name: &str, place: Place) -> Event {
    let from = SignInSource { tried: tried(name, Proof::Password, place), address: None };
    let (staff, token) = (staff(name), token(token_name));
    Event::StaffSignedIn { staff, token, expires_at_ms: HOUR_MS, from: Some(Box::new(from)) }
}

/// An owner, a manager and a waiter.
fn house() -> Given {
    given([added("olga", Role::Owner), added("max", Role::Manager), added("wim", Role::Waiter)])
}

fn by(name: &str, change: TeamChange) -> Command {
    Command::ChangeTeam { by: Some(staff(name)), change }
}

fn role(name: &str, role: Role) -> TeamChange {
    TeamChange::ChangeRole { staff: staff(name), role }
}

fn disable(name: &str) -> TeamChange {
    TeamChange::SetDisabled { staff: staff(name), is_disabled: true }
}

fn password(name: &str) -> TeamChange {
    TeamChange::SetPassword { staff: staff(name), password_hash: hash("new") }
}

#[test]
fn the_first_owner_is_made_once() {
    let first = Command::AddFirstOwner(account("olga", Role::Waiter));
    given([]).when(first.clone()).then([added("olga", Role::Owner)]);
    given([added("wim", Role::Waiter)]).when(first.clone()).then([added("olga", Role::Owner)]);
    house().when(first).then_refused(Refusal::OwnerExists);
}

#[test]
fn nobody_removes_the_last_owner() {
    house().when(by("olga", disable("olga"))).then_refused(Refusal::LastOwner);
    house().when(by("olga", role("olga", Role::Manager))).then_refused(Refusal::LastOwner);
    let two = || house().after([by("olga", role("wim", Role::Owner))]);
    two().when(by("wim", disable("olga"))).then([Event::StaffDisabled { staff: staff("olga") }]);
    let one = two().after([by("olga", disable("wim"))]);
    one.when(by("olga", disable("olga"))).then_refused(Refusal::LastOwner);
}

#[test]
fn a_manager_neither_makes_nor_changes_owners() {
    for change in [
        disable("olga"),
        password("olga"),
        role("olga", Role::Waiter),
        role("wim", Role::Owner),
        role("max", Role::Owner),
        TeamChange::Rename { staff: staff("olga"), name: "Olly".into() },
        TeamChange::Add(account("eve", Role::Owner)),
    ] {
        house().when(by("max", change)).then_refused(Refusal::OwnersOnly);
    }
    house()
        .when(by("max", role("wim", Role::Kitchen)))
        .then([Event::StaffRoleChanged { staff: staff("wim"), role: Role::Kitchen }]);
    house()
        .when(by("max", TeamChange::Add(account("eve", Role::Manager))))
        .then([added("eve", Role::Manager)]);
}

#[test]
fn waiters_cooks_cashiers_and_the_disabled_change_nobody() {
    for own in [Role::Waiter, Role::Kitchen, Role::Cashier] {
        let house = house().after([by("olga", role("wim", own))]);
        house.when(by("wim", password("max"))).then_refused(Refusal::ManagersOnly);
    }
    let house = house().after([by("olga", disable("max"))]);
    house.when(by("max", password("wim"))).then_refused(Refusal::UnknownStaff);
}

#[test]
fn names_stay_unique_and_what_is_so_already_is_no_event() {
    let rename = |name: &str| TeamChange::Rename { staff: staff("wim"), name: name.into() };
    house().when(by("olga", rename(" MAX "))).then_refused(Refusal::StaffNameTaken);
    house()
        .when(by("olga", rename("Wim")))
        .then([Event::StaffRenamed { staff: staff("wim"), name: "Wim".into() }]);
    house().when(by("olga", rename("wim"))).then([]);
    house().when(by("olga", role("wim", Role::Waiter))).then([]);
    let enable = TeamChange::SetDisabled { staff: staff("wim"), is_disabled: false };
    house().when(by("olga", enable)).then([]);
    house().when(by("olga", rename("  "))).then_refused(Refusal::NameRefused { chars_max: 24 });
}

#[test]
fn disabling_a_new_role_and_a_new_password_end_the_sign_ins_of_that_person_only() {
    for change in [disable("wim"), role("wim", Role::Kitchen), password("wim")] {
        let mut house = house();
        for event in [signed_in("wim", "a", at_device()), signed_in("max", "b", at_device())] {
            house.venue.apply(house.now, &event);
        }
        let venue = house.when(by("olga", change)).then_venue();
        assert_eq!(venue.holder(&token("a")), None);
        assert!(venue.holder(&token("b")).is_some());
    }
}

#[test]
fn a_password_that_somebody_chooses_keeps_their_own_sign_in_and_ends_the_pin() {
    let mut house = house();
    for event in [signed_in("wim", "here", at_device()), signed_in("wim", "there", at_device())] {
        house.venue.apply(house.now, &event);
    }
    let own = |change| Command::ChangeOwn { staff: staff("wim"), change };
    let house = house.after([own(OwnChange::SetPin(hash("pin"), token("here")))]);
    assert!(house.venue.staff_member(&staff("wim")).unwrap().pin_hash.is_some());
    let venue = house.when(own(OwnChange::SetPassword(hash("new"), token("here")))).then_venue();
    assert!(venue.holder(&token("here")).is_some());
    assert_eq!(venue.holder(&token("there")), None);
    assert_eq!(venue.staff_member(&staff("wim")).unwrap().pin_hash, None);
    let after = Given { venue, now: Timestamp::default() };
    after.when(own(OwnChange::SetPin(hash("pin"), token("there")))).then_refused(Refusal::UnknownSignIn);
}

#[test]
fn a_sign_in_is_ended_by_its_own_person_or_by_who_may_change_them() {
    let revoke = || TeamChange::RevokeSignIn { token: token("a") };
    let with = |name: &str| {
        let mut house = house();
        house.venue.apply(house.now, &signed_in(name, "a", at_device()));
        house
    };
    let ended = |name: &str| [Event::StaffSignedOut { token: token("a"), staff: Some(staff(name)) }];
    with("wim").when(by("wim", revoke())).then(ended("wim"));
    with("wim").when(by("max", revoke())).then(ended("wim"));
    with("olga").when(by("max", revoke())).then_refused(Refusal::OwnersOnly);
    with("max").when(by("wim", revoke())).then_refused(Refusal::ManagersOnly);
    house().when(by("olga", revoke())).then_refused(Refusal::UnknownSignIn);
}

fn code(lasts_ms: u64) -> TeamChange {
    TeamChange::IssueDeviceCode { code: token("code"), name: " Bar tablet ".into(), lasts_ms }
}

fn enrol(replaces: Option<DeviceId>) -> Command {
    Command::EnrolDevice { code: token("code"), device: device(), token: token("device"), replaces }
}

#[test]
fn a_device_is_enrolled_once_with_a_code_that_has_not_run_out() {
    let issued = || house().after([by("max", code(600_000))]);
    let enrolled = Event::DeviceEnrolled {
        device: device(),
        name: "Bar tablet".into(),
        token: token("device"),
        code: token("code"),
    };
    issued().at_ms(599_999).when(enrol(None)).then([enrolled]);
    issued().at_ms(600_000).when(enrol(None)).then_refused(Refusal::DeviceCodeWrong);
    house().when(enrol(None)).then_refused(Refusal::DeviceCodeWrong);
    issued().after([enrol(None)]).when(enrol(None)).then_refused(Refusal::DeviceCodeWrong);
    house().when(by("wim", code(1))).then_refused(Refusal::ManagersOnly);
}

#[test]
fn a_browser_that_is_enrolled_anew_is_not_the_old_device_any_more() {
    let house = house().after([by("max", code(600_000)), enrol(None), by("max", code(600_000))]);
    let other: DeviceId = "passtablet".parse().unwrap();
    let again = Command::EnrolDevice {
        code: token("code"),
        device: other.clone(),
        token: token("other"),
        replaces: Some(device()),
    };
    let venue = house.when(again).then_venue();
    assert_eq!(venue.devices().into_iter().map(|device| device.device).collect::<Vec<_>>(), [other]);
}

#[test]
fn a_device_that_is_revoked_is_gone_with_its_sign_ins() {
    let mut house = house().after([by("max", code(600_000)), enrol(None)]);
    house.venue.apply(house.now, &signed_in("wim", "a", at_device()));
    house.venue.apply(house.now, &signed_in("wim", "b", at_address("10.0.0.9")));
    assert!(house.venue.device_of(&token("device")).is_some());
    let venue = house.when(by("olga", TeamChange::RevokeDevice { device: device() })).then_venue();
    assert_eq!(venue.device_of(&token("device")), None);
    assert_eq!(venue.holder(&token("a")), None);
    assert!(venue.holder(&token("b")).is_some(), "sign-ins elsewhere go on");
}

#[test]
fn whoever_signs_in_or_steps_up_need_not_prove_it_again_for_five_minutes() {
    let mut house = house();
    house.venue.apply(house.now, &signed_in("wim", "a", at_device()));
    let until_ms = |venue: &Venue| venue.sign_in_of(&token("a")).unwrap().stepped_up_until_ms;
    assert_eq!(until_ms(&house.venue), STEP_UP_MS);
    let tried = tried("wim", Proof::Pin, at_device());
    let venue =
        house.at_ms(HOUR_MS).when(Command::StepUp { token: token("a"), tried: tried.clone() }).then_venue();
    assert_eq!(until_ms(&venue), HOUR_MS + STEP_UP_MS);
    given([]).when(Command::StepUp { token: token("a"), tried }).then_refused(Refusal::UnknownSignIn);
}

/// Tries so often, at one moment each time; all are wrong.
fn after_wrong(mut house: Given, tried: &Try, times: u32) -> Given {
    for _ in 0..times {
        // What a block refuses is not counted.
        house.venue.apply(house.now, &Event::StaffSignInTried { tried: tried.clone() });
    }
    house
}

#[test]
fn wrong_tries_cost_a_time_that_doubles_up_to_a_quarter_of_an_hour() {
    let wim = tried("wim", Proof::Password, at_device());
    let blocked = |times: u32, at_ms: u64| {
        let house = after_wrong(house(), &wim, times).at_ms(at_ms);
        house.venue.decide(house.now, &Command::TrySignIn(wim.clone()))
    };
    let left = |retry_after_ms| Err(Refusal::SignInBlocked { retry_after_ms });
    assert!(blocked(FREE_TRIES - 1, 0).is_ok());
    assert_eq!(blocked(FREE_TRIES, 0), left(30_000));
    assert_eq!(blocked(FREE_TRIES, 29_999), left(1));
    assert!(blocked(FREE_TRIES, 30_000).is_ok());
    assert_eq!(blocked(FREE_TRIES + 1, 0), left(60_000));
    assert_eq!(blocked(FREE_TRIES + 40, 0), left(15 * 60_000));
}

#[test]
fn nobody_uses_up_the_tries_of_somebody_who_sits_elsewhere() {
    let guest = tried("wim", Proof::Password, at_address("10.0.0.66"));
    let house = || after_wrong(house(), &guest, 50);
    house()
        .when(Command::TrySignIn(guest.clone()))
        .then_refused(Refusal::SignInBlocked { retry_after_ms: 900_000 });
    let at_the_bar = tried("wim", Proof::Password, at_device());
    house()
        .when(Command::TrySignIn(at_the_bar.clone()))
        .then([Event::StaffSignInTried { tried: at_the_bar }]);
    let own_phone = tried("wim", Proof::Password, at_address("10.0.0.7"));
    house().when(Command::TrySignIn(own_phone.clone())).then([Event::StaffSignInTried { tried: own_phone }]);
}

#[test]
fn strangers_share_a_budget_and_devices_of_the_house_never_do() {
    let mut house = house();
    for address in 0..STRANGERS_TRIES_PER_HOUR {
        let place = at_address(&format!("fd00::{address:x}"));
        let claim = Claim::Name(format!("{address:016x}"));
        let tried = Try { claim, proof: Proof::Password, place };
        house.venue.apply(house.now, &Event::StaffSignInTried { tried });
    }
    let house = house.at_ms(1000);
    let stranger = tried("wim", Proof::Password, at_address("fd00::ffff"));
    let refused = house.venue.decide(house.now, &Command::TrySignIn(stranger.clone()));
    assert_eq!(refused, Err(Refusal::SignInBlocked { retry_after_ms: STRANGERS_SLOWED_MS - 1000 }));
    let at_the_bar = tried("wim", Proof::Pin, at_device());
    assert!(house.venue.decide(house.now, &Command::TrySignIn(at_the_bar)).is_ok());
    // A guest who guesses all evening kept everyone of the staff without a device out, the hub's own machine as well.
    for own in ["127.0.0.1", "::1"] {
        let here = tried("wim", Proof::Password, at_address(own));
        assert!(house.venue.decide(house.now, &Command::TrySignIn(here)).is_ok(), "{own}");
    }
    let mut later = house.at_ms(STRANGERS_SLOWED_MS);
    assert!(later.venue.decide(later.now, &Command::TrySignIn(stranger.clone())).is_ok());
    later.venue.apply(later.now, &Event::StaffSignInTried { tried: stranger.clone() });
    let next = tried("wim", Proof::Password, at_address("fd00::fffe"));
    let refused = later.venue.decide(later.now, &Command::TrySignIn(next.clone()));
    assert_eq!(refused, Err(Refusal::SignInBlocked { retry_after_ms: STRANGERS_SLOWED_MS }));
    let much_later = later.at_ms(2 * HOUR_MS);
    assert!(much_later.venue.decide(much_later.now, &Command::TrySignIn(next)).is_ok());
}

#[test]
fn tries_at_the_hubs_own_machine_are_on_nobody_elses_account() {
    let mut house = house();
    for name in 0..2 * STRANGERS_TRIES_PER_HOUR {
        let claim = Claim::Name(format!("{name:016x}"));
        let tried = Try { claim, proof: Proof::Password, place: at_address("127.0.0.1") };
        house.venue.apply(house.now, &Event::StaffSignInTried { tried });
    }
    for address in ["127.0.0.1", "10.0.0.7"] {
        let tried = tried("wim", Proof::Password, at_address(address));
        assert!(house.venue.decide(house.now, &Command::TrySignIn(tried)).is_ok(), "{address}");
    }
}

#[test]
fn one_address_gets_a_third_of_what_strangers_have() {
    let mut house = house();
    for name in 0..STRANGER_TRIES_PER_HOUR {
        let claim = Claim::Name(format!("{name:016x}"));
        let tried = Try { claim, proof: Proof::Password, place: at_address("10.0.0.66") };
        house.venue.apply(house.now, &Event::StaffSignInTried { tried });
    }
    let from = |address: &str| Command::TrySignIn(tried("wim", Proof::Password, at_address(address)));
    assert!(house.venue.decide(house.now, &from("10.0.0.7")).is_ok());
    house.when(from("10.0.0.66")).then_refused(Refusal::SignInBlocked { retry_after_ms: HOUR_MS });
}

fn after_strangers(mut house: Given) -> Given {
    for number in 0..2 * STRANGERS_TRIES_PER_HOUR {
        let place = at_address(&format!("fd00::{number:x}"));
        let tried = Try { claim: Claim::Name(format!("{number:016x}")), proof: Proof::Password, place };
        house.venue.apply(house.now, &Event::StaffSignInTried { tried });
    }
    house
}

#[test]
fn where_somebody_has_signed_in_within_a_week_strangers_keep_them_from_nothing() {
    let phone = || tried("wim", Proof::Password, at_address("10.0.0.7"));
    let known = || {
        let mut house = house();
        house.venue.apply(house.now, &signed_in("wim", "a", at_address("10.0.0.7")));
        house
    };
    let tries = |house: Given, tried: Try| house.venue.decide(house.now, &Command::TrySignIn(tried)).is_ok();
    assert!(!tries(after_strangers(house()), phone()));
    assert!(tries(after_strangers(known()), phone()));
    assert!(tries(after_strangers(known().at_ms(KNOWN_MS - 1)), phone()));
    assert!(!tries(after_strangers(known().at_ms(KNOWN_MS)), phone()), "it is too long ago");
    let of_another = tried("olga", Proof::Password, at_address("10.0.0.7"));
    assert!(!tries(after_strangers(known()), of_another), "it is wim's");
    assert!(!tries(after_strangers(known()), tried("wim", Proof::Password, at_address("10.0.0.8"))));
    // It is no way to guess without end, and is on nobody else's account.
    assert!(!tries(after_wrong(known(), &phone(), FREE_TRIES), phone()));
    let all = u32::try_from(STRANGERS_TRIES_PER_HOUR).unwrap();
    assert!(tries(
        after_wrong(known(), &phone(), all),
        tried("olga", Proof::Password, at_address("10.0.0.8"))
    ));
}

#[test]
fn a_step_up_is_counted_with_the_sign_in_alone() {
    let step_up = |sign_in: &str| tried("wim", Proof::Password, Place::SignIn(token(sign_in)));
    let tries = |house: Given, tried: Try| house.venue.decide(house.now, &Command::TrySignIn(tried)).is_ok();
    assert!(tries(after_strangers(house()), step_up("a")));
    assert!(!tries(after_wrong(house(), &step_up("a"), FREE_TRIES), step_up("a")));
    assert!(tries(after_wrong(house(), &step_up("a"), FREE_TRIES), step_up("b")));
    let phone = tried("wim", Proof::Password, at_address("10.0.0.7"));
    assert!(tries(after_wrong(house(), &step_up("a"), 100), phone), "nor does it count elsewhere");
}

#[test]
fn ten_wrong_pins_are_the_last_until_the_password_was_right() {
    let by_pin = tried("wim", Proof::Pin, at_device());
    let house = || after_wrong(house(), &by_pin, PIN_TRIES_MAX).at_ms(23 * HOUR_MS);
    house().when(Command::TrySignIn(by_pin.clone())).then_refused(Refusal::StaffPinOff);
    let mut again = house();
    again.venue.apply(again.now, &signed_in("wim", "a", at_device()));
    again.when(Command::TrySignIn(by_pin.clone())).then([Event::StaffSignInTried { tried: by_pin }]);
}

#[test]
fn a_right_try_makes_the_wrong_ones_before_it_good() {
    let wim = tried("wim", Proof::Password, at_address("10.0.0.7"));
    let mut house = after_wrong(house(), &wim, FREE_TRIES);
    house.venue.apply(house.now, &signed_in("wim", "a", at_address("10.0.0.7")));
    house.when(Command::TrySignIn(wim.clone())).then([Event::StaffSignInTried { tried: wim }]);
}

#[test]
fn a_secret_or_device_that_was_taken_away_meanwhile_lets_nobody_in() {
    let sign_in = |proof, place, looked_at: &str| {
        let source = SignInSource { tried: tried("wim", proof, place), address: None };
        let from = Some((Box::new(source), hash(looked_at)));
        Command::SignStaffIn { staff: staff("wim"), token: token("a"), lasts_ms: 1, from }
    };
    let phone = || at_address("10.0.0.7");
    let reset = || house().after([by("olga", password("wim"))]);
    assert!(house().when(sign_in(Proof::Password, phone(), "wim")).decided.is_ok());
    reset().when(sign_in(Proof::Password, phone(), "wim")).then_refused(Refusal::UnknownStaff);
    let enrolled = || {
        let mut house = house().after([by("max", code(600_000)), enrol(None)]);
        let pin_set = Event::StaffPinSet { staff: staff("wim"), pin_hash: hash("pin") };
        house.venue.apply(house.now, &pin_set);
        house
    };
    assert!(enrolled().when(sign_in(Proof::Pin, at_device(), "pin")).decided.is_ok());
    for change in [password("wim"), TeamChange::RevokeDevice { device: device() }] {
        let house = enrolled().after([by("olga", change)]);
        house.when(sign_in(Proof::Pin, at_device(), "pin")).then_refused(Refusal::UnknownStaff);
    }
}

#[test]
fn whoever_was_disabled_between_password_and_sign_in_stays_out() {
    let house = house().after([by("olga", disable("wim"))]);
    let (staff, token) = (staff("wim"), token("a"));
    let command = Command::SignStaffIn { staff, token, lasts_ms: 1, from: None };
    house.when(command).then_refused(Refusal::UnknownStaff);
}
