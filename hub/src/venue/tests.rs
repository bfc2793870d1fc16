//! The rules of the restaurant as given, when, then.

mod admission;
mod approval;
mod billing;
mod closing;
mod courses;
mod floor;
mod guessing;
mod kitchen;
mod kitchen_property;
mod ordering;
mod parties;
mod passes;
mod serving;
mod stock;
mod tables;
mod team;
mod together;
mod voiding;

use plato_sync_protocol::digest::{ConfirmedUnit, OrderDigest, digest};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::views::SessionMode;

use super::access::{PasswordHash, StaffAccount, TokenHash};
use super::admission::Entry;
use super::command::{ImportVenue, Join, PlaceOrder, Portion, PortionState, SeatTable};
use super::guessing::PinDigits;
use super::menu::{TableKey, VenueSetup};
use super::*;
use crate::venue_file;

/// Two tables, a steak from the grill with a required choice, a soup from the cold station.
const SMALL_VENUE: &str = r#"
[venue]
name = "Small"
currency = "EUR"
[[station]]
id = "grill"
name = "Grill"
warn_minutes = 8
late_minutes = 12
[[station]]
id = "cold"
name = "Cold"
warn_minutes = 8
late_minutes = 12
[[room]]
id = "main"
name = "Main"
[[table]]
id = "1"
name = "One"
room = "main"
seats = 4
[[table]]
id = "2"
name = "Two"
room = "main"
seats = 2
[[modifier_group]]
id = "doneness"
name = "How?"
choose = "1"
options = [{ id = "rare", name = "Rare", kitchen = "RARE" }, { id = "well", name = "Well done", price = "1.00" }]
[[category]]
id = "mains"
name = "Mains"
[[item]]
id = "steak"
name = "Steak"
kitchen = "STK"
category = "mains"
station = "grill"
price = "24.00"
modifiers = ["doneness"]
[[item]]
id = "soup"
name = "Soup"
category = "mains"
station = "cold"
price = "7.50"
"#;

const RARE: &str = r#"{"m":["doneness/rare"],"n":""}"#;
const PLAIN: &str = r#"{"m":[],"n":""}"#;

#[derive(Clone)]
struct Given {
    venue: Venue,
    now: Timestamp,
}

struct When {
    decided: Result<Vec<Event>, Refusal>,
    given: Given,
}

/// What has happened before.
fn given(events: impl IntoIterator<Item = Event>) -> Given {
    let mut venue = Venue::default();
    for event in events {
        venue.apply(Timestamp::default(), &event);
    }
    Given { venue, now: Timestamp::default() }
}

impl Given {
    /// The hub has been running for so long.
    fn at_ms(mut self, uptime_ms: u64) -> Self {
        self.now.uptime_ms = uptime_ms;
        self
    }

    fn when(self, command: Command) -> When {
        let before = self.venue.clone();
        let decided = self.venue.decide(self.now, &command);
        assert_eq!(self.venue, before, "deciding changes nothing");
        When { decided, given: self }
    }

    /// Commands that are carried out on the way.
    fn after(mut self, commands: impl IntoIterator<Item = Command>) -> Self {
        for command in commands {
            for event in self.venue.decide(self.now, &command).unwrap() {
                self.venue.apply(self.now, &event);
            }
        }
        self
    }
}

impl When {
    #[track_caller]
    fn then(self, events: impl IntoIterator<Item = Event>) {
        assert_eq!(self.decided, Ok(events.into_iter().collect()));
    }

    #[track_caller]
    fn then_refused(self, refusal: Refusal) {
        assert_eq!(self.decided, Err(refusal));
    }

    /// The venue once it has happened.
    #[track_caller]
    fn then_venue(self) -> Venue {
        let mut given = self.given;
        for event in self.decided.unwrap() {
            given.venue.apply(given.now, &event);
        }
        given.venue
    }
}

fn setup() -> VenueSetup {
    venue_file::read(SMALL_VENUE, || TableKey("0".repeat(32))).unwrap().0
}

fn imported() -> Event {
    Event::VenueImported { setup: Box::new(setup()) }
}

fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
}

fn diner(name: &str) -> DinerId {
    format!("diner{name:a<5}").parse().unwrap()
}

fn hash(text: &str) -> PasswordHash {
    PasswordHash(text.into())
}

fn seated() -> Event {
    Event::TableSeated {
        session: session(),
        table: "1".parse().unwrap(),
        covers: 4,
        mode: SessionMode::Family,
        pin_hash: hash("pin"),
        pin_digits: PinDigits::Four,
    }
}

fn joined(name: &str) -> Event {
    Event::DinerJoined {
        session: session(),
        diner: diner(name),
        name: name.to_uppercase(),
        token: TokenHash(name.into()),
        expires_at_ms: 1_000_000,
        how: Entry::Pin,
    }
}

/// A guess at a PIN that was counted, looked at and found to be that.
fn guess(from: Option<&str>, is_right: bool) -> [Command; 2] {
    let from = from.map(str::to_owned);
    let tried = Command::TryPin { session: session(), from: from.clone() };
    [tried, Command::SettlePin { session: session(), from, pin: hash("pin"), is_right }]
}

/// A party of two at table one.
fn party() -> Given {
    given([imported(), seated(), joined("anna"), joined("ben")])
}

fn eur(minor: i64) -> Money {
    Money { minor, currency: "EUR".parse().unwrap() }
}

/// A portion that is in the cart just as it was confirmed.
fn portion(unit: &str, line: &str, item: &str, config: &str, price: i64) -> Portion {
    Portion {
        unit: unit.parse().unwrap(),
        shown: eur(price),
        now: PortionState::Pending {
            line: line.parse().unwrap(),
            item: item.parse().unwrap(),
            rev: 1,
            configs: vec![config.into()],
            diner: diner("anna"),
            shown_as: None,
        },
    }
}

fn digest_of(portions: &[Portion]) -> OrderDigest {
    let unit = |portion: &Portion| match &portion.now {
        PortionState::Pending { line, item, rev, configs, diner, .. } => Some(ConfirmedUnit {
            unit: portion.unit.clone(),
            line: line.clone(),
            item: item.clone(),
            config: configs[0].clone(),
            diner: diner.clone(),
            rev: *rev,
            price: portion.shown,
        }),
        _ => None,
    };
    digest(&portions.iter().filter_map(unit).collect::<Vec<_>>())
}

fn place(portions: Vec<Portion>) -> Command {
    let digest = digest_of(&portions);
    let order = PlaceOrder {
        session: session(),
        by: diner("anna"),
        portions,
        digest,
        heads: vec![],
        is_by_staff: false,
        with_others: false,
    };
    Command::PlaceOrder(Box::new(order))
}

fn steak_and_soup() -> Vec<Portion> {
    vec![
        portion("unitaaaaaa", "lineaaaaaa", "steak", RARE, 2400),
        portion("unitbbbbbb", "lineaaaaaa", "steak", RARE, 2400),
        portion("unitcccccc", "linebbbbbb", "soup", PLAIN, 750),
    ]
}

#[test]
fn replaying_the_same_events_gives_the_same_venue() {
    let events = [imported(), seated(), joined("anna")];
    assert_eq!(given(events.clone()).venue, given(events).venue);
}

#[test]
fn a_staff_name_is_unique_whatever_its_case() {
    let account = |name: &str| StaffAccount {
        staff: "staffaaaaa".parse().unwrap(),
        name: name.into(),
        role: plato_sync_protocol::api::Role::Waiter,
        password_hash: hash("x"),
    };
    let hired = given([Event::StaffAdded { account: account("Mia") }]);
    hired.when(Command::AddStaff(account(" mia "))).then_refused(Refusal::StaffNameTaken);
    given([]).when(Command::AddStaff(account("  "))).then_refused(Refusal::NameRefused { chars_max: 24 });
    given([]).when(Command::AddStaff(account(" Mia "))).then([Event::StaffAdded { account: account("Mia") }]);
}

#[test]
fn a_token_ends_with_its_visit_or_its_sign_out() {
    let venue = party().when(Command::CloseSession { session: session() }).then_venue();
    assert_eq!(venue.holder(&TokenHash("anna".into())).unwrap().0, access::Holder::Ended);
    assert_eq!(venue.holder(&TokenHash("nobody".into())), None);
}

#[test]
fn importing_again_keeps_the_keys_of_tables_and_counts_the_menu_up() {
    let fresh = vec![
        ("1".parse().unwrap(), TableKey("f".repeat(32))),
        ("2".parse().unwrap(), TableKey("f".repeat(32))),
    ];
    let import = Command::ImportVenue(Box::new(ImportVenue { setup: setup(), keys: fresh }));
    let venue = given([imported()]).when(import).then_venue();
    assert!(venue.tables().iter().all(|table| table.key == TableKey("0".repeat(32))));
    assert_eq!(venue.menu_revision(), 2);
}

#[test]
fn a_table_with_a_party_cannot_be_left_out_of_a_new_file() {
    let mut without = setup();
    without.tables.remove(0);
    let import = Command::ImportVenue(Box::new(ImportVenue { setup: without, keys: vec![] }));
    party().when(import).then_refused(Refusal::TableInUse { table: "One".into() });
}

#[test]
fn an_eighty_sixed_dish_stays_so_through_an_import() {
    let off = Command::EightySix { item: "soup".parse().unwrap(), is_eighty_sixed: true };
    let given = given([imported()]).after([off.clone()]);
    assert_eq!(given.venue.menu_revision(), 2);
    let given = given.after([Command::ImportVenue(Box::new(ImportVenue { setup: setup(), keys: vec![] }))]);
    let menu = given.venue.menu_view().unwrap();
    assert!(menu.item(&"soup".parse().unwrap()).unwrap().is_eighty_sixed);
    given.when(off).then([]);
}

#[test]
fn a_dish_that_is_not_on_the_menu_cannot_be_eighty_sixed() {
    let off = |item: &str| Command::EightySix { item: item.parse().unwrap(), is_eighty_sixed: true };
    given([imported()]).when(off("pizza")).then_refused(Refusal::UnknownItem);
    given([]).when(off("soup")).then_refused(Refusal::NoVenue);
}
