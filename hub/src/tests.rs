//! What a hub does by itself while nobody asks for anything, on time that passes at once.

use std::time::Duration;

use plato_sync_protocol::cart::{CartEdit, NewUnit};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;

use super::*;
use crate::carts::CartId;
use crate::clock::Clock;
use crate::origin::Origin;
use crate::venue::Command;
use crate::venue::access::{PasswordHash, TokenHash};
use crate::venue::command::{ImportVenue, Join, SeatTable};
use crate::venue::menu::TableKey;
use crate::writer::{Intent, SeatParty};

/// As much as the runtime's own time.
struct RuntimeClock(tokio::time::Instant);

impl Clock for RuntimeClock {
    fn wall_ms(&self) -> u64 {
        1_780_336_800_000 + u64::try_from(self.0.elapsed().as_millis()).unwrap()
    }

    fn steady(&self) -> Duration {
        self.0.elapsed()
    }
}

const PHONE: ActorId = ActorId([2; 16]);

fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
}

fn diner() -> DinerId {
    "dineraaaaa".parse().unwrap()
}

fn open(folder: &Path) -> Hub {
    Hub::open(Parts {
        store: Store::open(folder).unwrap(),
        clock: Arc::new(RuntimeClock(tokio::time::Instant::now())),
        pepper: vec![7; 32],
        hash_cost: HashCost::default(),
        chance: Chance::default(),
        threads: Threads::One,
        public_url: "http://plato.local".into(),
    })
    .unwrap()
}

async fn does(members: &Members, intent: Intent) {
    members.writer.submit(intent, None, Origin::hub()).await.unwrap();
}

/// A party with a cart that was edited so often that it is worth compacting.
async fn a_busy_party(members: &Members) -> CartId {
    let (setup, keys) = venue_file::read(demo::VENUE_FILE, || TableKey("0".repeat(32))).unwrap();
    does(members, Intent::Command(Command::ImportVenue(Box::new(ImportVenue { setup, keys })))).await;
    let seating = SeatTable {
        session: session(),
        table: "1".parse().unwrap(),
        covers: 2,
        mode: SessionMode::Family,
        pin_hash: PasswordHash("x".into()),
        pin_digits: Default::default(),
    };
    does(members, Intent::Seat(SeatParty { seating, cart_actor: ActorId([1; 16]) })).await;
    let join = Join {
        session: session(),
        diner: diner(),
        name: "Anna".into(),
        token: TokenHash("t".into()),
        lasts_ms: 1_000_000_000,
        pin: Some(PasswordHash("x".into())),
        invite: None,
        waiting: None,
    };
    does(members, Intent::Command(Command::Join(Box::new(join)))).await;
    let id = CartId::shared(&session());
    let mut cart = members.carts.lock(&id).unwrap();
    cart.issue_actor(&diner(), None, PHONE, |_| false).unwrap();
    for number in 0..60u8 {
        let letters = [number / 25, number % 25].map(|digit| char::from(b'a' + digit));
        let name = |what: &str| format!("{what}{}{}aaaa", letters[0], letters[1]);
        let edit = CartEdit::AddLine {
            line: name("line").parse().unwrap(),
            item: "olives".parse().unwrap(),
            rev: 1,
            by: diner(),
            config: r#"{"m":[],"n":""}"#.into(),
            units: vec![NewUnit { unit: name("unit").parse().unwrap(), diner: diner() }],
        };
        cart.author(PHONE, vec![edit]).unwrap();
    }
    drop(cart);
    members.writer.save_cart(id.clone());
    id
}

#[tokio::test(start_paused = true)]
async fn a_cart_that_nobody_works_on_is_compacted_and_leaves_memory_within_some_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let hub = open(folder.path());
    let members = hub.app.members.clone();
    let id = a_busy_party(&members).await;
    assert_eq!(members.carts.live_count(), 1);
    assert_eq!(members.carts.lock(&id).unwrap().change_count(), 60);
    let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let serving = tokio::spawn(hub.serve(listener, std::future::pending()));
    tokio::time::sleep(REST_EVERY * 4).await;
    assert_eq!(members.carts.live_count(), 0, "it costs no memory");
    let cart = members.carts.lock(&id).unwrap();
    assert_eq!((cart.change_count(), cart.cart().lines().len()), (0, 60), "and is quick to load again");
    drop(cart);
    // A cart that somebody works on stays, however often it is looked at.
    let held = members.carts.lock(&id).unwrap();
    tokio::time::sleep(REST_EVERY * 2).await;
    assert_eq!(members.carts.live_count(), 1);
    drop(held);
    does(&members, Intent::Command(Command::CloseSession { session: session() })).await;
    assert!(members.carts.lock(&id).is_err(), "a visit that is over has no cart");
    assert_eq!(members.carts.live_count(), 0);
    serving.abort();
}
