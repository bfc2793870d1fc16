//! The writer on real redb, with storage that can be told to fail.

mod failing;

use std::sync::Mutex;
use std::time::Duration;

use plato_sync_protocol::api::ShownUnit;
use plato_sync_protocol::cart::{CartEdit, NewUnit};
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::ids::{DinerId, OrderId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::{DishStatus, SessionMode};

use plato_sync_protocol::ids::SessionId;

use super::*;
use crate::clock::Clock;
use crate::venue::access::{PasswordHash, TokenHash};
use crate::venue::command::{Command, ImportVenue, Join, SeatTable};
use crate::venue::menu::TableKey;
use crate::venue_file;
use failing::Disk;

struct StillClock;

impl Clock for StillClock {
    fn wall_ms(&self) -> u64 {
        1_000
    }

    fn steady(&self) -> Duration {
        Duration::ZERO
    }
}

/// Remembers what was published.
#[derive(Clone, Default)]
struct Witness(Arc<Mutex<Vec<(u64, usize)>>>);

impl Outlet for Witness {
    fn publish(&self, publication: &Publication) {
        self.0.lock().unwrap().push((publication.position, publication.events.len()));
    }

    fn start_over(&self) {
        self.0.lock().unwrap().push((0, 0));
    }
}

struct Bench {
    handle: WriterHandle,
    writer: Option<Writer>,
    published: Arc<Published>,
    carts: Arc<Carts>,
    store: Arc<Store>,
    witness: Witness,
}

/// A writer on that disk; it works only when told to.
fn bench(disk: &Disk) -> Bench {
    let store = disk.store();
    let (venue, head, uptime_ms) = replay(&store).unwrap();
    let time = HubTime::new(Arc::new(StillClock), uptime_ms);
    let carts = Arc::new(Carts::new(store.clone()));
    let published = Arc::new(Published::default());
    let witness = Witness::default();
    let outlets: Vec<Box<dyn Outlet>> = vec![Box::new(witness.clone())];
    let (writer, handle) =
        Writer::new((venue, head), store.clone(), carts.clone(), time, outlets, published.clone());
    Bench { handle, writer: Some(writer), published, carts, store, witness }
}

impl Bench {
    /// Sends everything at once: on the one thread of a test, the writer wakes only after all were sent.
    async fn all(
        &mut self,
        requests: Vec<(Intent, Option<(CommandId, String)>)>,
    ) -> Vec<Result<Outcome, Failure>> {
        let waiting: Vec<_> = requests
            .into_iter()
            .map(|(intent, command)| {
                let handle = self.handle.clone();
                tokio::spawn(async move { handle.submit(intent, command, Origin::hub()).await })
            })
            .collect();
        if let Some(writer) = self.writer.take() {
            tokio::spawn(writer.run());
        }
        let mut outcomes = Vec::new();
        for outcome in waiting {
            outcomes.push(outcome.await.unwrap());
        }
        outcomes
    }

    async fn one(&mut self, intent: Intent) -> Result<Outcome, Failure> {
        self.all(vec![(intent, None)]).await.remove(0)
    }

    /// A party of one with a soup in the cart.
    async fn party(&mut self) {
        let (setup, keys) = venue_file::read(crate::demo::VENUE_FILE, || TableKey("0".repeat(32))).unwrap();
        self.one(Intent::Command(Command::ImportVenue(Box::new(ImportVenue { setup, keys })))).await.unwrap();
        self.one(seat("1")).await.unwrap();
        let join = Join {
            session: session(),
            diner: diner(),
            name: "Anna".into(),
            token: TokenHash("t".into()),
            lasts_ms: 1_000_000,
            pin: Some(PasswordHash("x".into())),
            invite: None,
            waiting: None,
        };
        self.one(Intent::Command(Command::Join(Box::new(join)))).await.unwrap();
        let id = CartId::shared(&session());
        self.carts.lock(&id).unwrap().issue_actor(&diner(), None, PHONE, |_| false).unwrap();
    }

    /// Puts a portion of olives into the cart and returns what confirms the whole cart.
    fn add(&self, line: &str, unit: &str) -> Intent {
        let mut cart = self.carts.lock(&CartId::shared(&session())).unwrap();
        let edit = CartEdit::AddLine {
            line: line.parse().unwrap(),
            item: "olives".parse().unwrap(),
            rev: 1,
            by: diner(),
            config: LineConfig::default().to_canonical(),
            units: vec![NewUnit { unit: unit.parse().unwrap(), diner: diner() }],
        };
        cart.author(PHONE, vec![edit]).unwrap();
        let menu = self.published.read(|venue, _| venue.menu_view()).unwrap();
        let lines = cart.cart().lines();
        let confirmed: Vec<ConfirmedUnit> = lines
            .iter()
            .flat_map(|line| line.pending().map(move |unit| (line, unit)))
            .map(|(line, unit)| ConfirmedUnit {
                unit: unit.unit.clone(),
                line: line.line.clone(),
                item: line.item.clone(),
                config: line.config().to_owned(),
                diner: diner(),
                rev: line.rev,
                price: menu.quote(&line.item, &LineConfig::default()).unwrap(),
            })
            .collect();
        Intent::PlaceOrder(PlaceOrder {
            session: session(),
            by: diner(),
            heads: cart.cart().heads(),
            units: confirmed
                .iter()
                .map(|unit| ShownUnit { unit: unit.unit.clone(), price: unit.price })
                .collect(),
            digest: digest(&confirmed),
            with_others: false,
        })
    }
}

const PHONE: ActorId = ActorId([2; 16]);

fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
}

fn diner() -> DinerId {
    "dineraaaaa".parse().unwrap()
}

fn seat(table: &str) -> Intent {
    let seating = SeatTable {
        session: session(),
        table: table.parse().unwrap(),
        covers: 2,
        mode: SessionMode::Family,
        pin_hash: PasswordHash("x".into()),
        pin_digits: Default::default(),
    };
    Intent::Seat(SeatParty { seating, cart_actor: ActorId([1; 16]) })
}

fn command(number: u8) -> Option<(CommandId, String)> {
    Some((CommandId::from_random([number; 16]), "anna wants this".into()))
}

fn order_of(outcome: &Result<Outcome, Failure>) -> OrderId {
    match outcome {
        Ok(Outcome::Ordered { order }) => order.order,
        other => panic!("no order: {other:?}"),
    }
}

#[tokio::test]
async fn what_waits_together_goes_to_disk_together() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    let off = |item: &str| {
        Intent::Command(Command::EightySix { item: item.parse().unwrap(), is_eighty_sixed: true })
    };
    bench.party().await;
    let syncs = disk.syncs();
    bench.witness.0.lock().unwrap().clear();
    // The writer runs already; requests that were sent before it wakes are one batch.
    let menu = bench.published.read(|venue, _| venue.menu_view()).unwrap();
    let items: Vec<&str> = menu.items[..3].iter().map(|item| item.id.as_str()).collect();
    let outcomes = bench.all(items.iter().map(|item| (off(item), None)).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let published = bench.witness.0.lock().unwrap().clone();
    assert_eq!(published.iter().map(|(_, events)| events).sum::<usize>(), items.len());
    assert_eq!(published.len(), 1, "one commit for all: {published:?}");
    assert!(disk.syncs() - syncs <= 4, "two-phase commit of one transaction");
}

#[tokio::test]
async fn the_same_command_gives_the_same_receipt_also_after_a_restart() {
    let disk = Disk::default();
    let mut first = bench(&disk);
    first.party().await;
    let place = first.add("lineaaaaaa", "unitaaaaaa");
    let Intent::PlaceOrder(asked) = &place else { unreachable!() };
    let again = || dup(asked);
    let outcomes = first.all(vec![(again(), command(1)), (again(), command(1))]).await;
    assert_eq!(order_of(&outcomes[0]), OrderId(1));
    assert_eq!(outcomes[0], outcomes[1]);
    let position = first.published.read(|_, position| position);
    drop(first);
    let mut second = bench(&disk);
    let retried = second.all(vec![(again(), command(1))]).await;
    assert_eq!(retried[0], outcomes[0]);
    assert_eq!(second.published.read(|_, position| position), position);
    let reused = second.all(vec![(again(), Some((CommandId::from_random([1; 16]), "another".into())))]).await;
    assert_eq!(reused[0], Err(Failure::CommandReused));
}

#[tokio::test]
async fn two_who_order_the_same_portions_make_one_order() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    bench.party().await;
    let one = bench.add("lineaaaaaa", "unitaaaaaa");
    let Intent::PlaceOrder(asked) = &one else { unreachable!() };
    let other = dup(asked);
    let outcomes = bench.all(vec![(other, command(2)), (one, command(1))]).await;
    assert_eq!(order_of(&outcomes[0]), OrderId(1));
    assert!(matches!(&outcomes[1], Err(Failure::Refused(Refusal::CartChanged { .. }))), "{:?}", outcomes[1]);
    let tickets =
        bench.published.read(|venue, position| venue.kitchen_view(position, Timestamp::default()).tickets);
    assert_eq!(tickets.len(), 1);
}

/// The same order once more.
fn dup(asked: &PlaceOrder) -> Intent {
    Intent::PlaceOrder(PlaceOrder {
        session: asked.session.clone(),
        by: asked.by.clone(),
        heads: asked.heads.clone(),
        units: asked.units.clone(),
        digest: asked.digest,
        with_others: asked.with_others,
    })
}

#[tokio::test]
async fn an_order_and_its_marks_in_the_cart_are_one_commit() {
    let disk = Disk::default();
    let mut first = bench(&disk);
    first.party().await;
    let place = first.add("lineaaaaaa", "unitaaaaaa");
    first.one(place).await.unwrap();
    drop(first);
    let second = bench(&disk);
    let cart = second.carts.lock(&CartId::shared(&session())).unwrap();
    assert_eq!(cart.cart().lines()[0].pending().count(), 0);
    assert!(second.published.read(|venue, _| venue.order_view(&session(), OrderId(1))).is_some());
}

#[tokio::test]
async fn units_added_after_the_review_stay_pending() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    bench.party().await;
    let place = bench.add("lineaaaaaa", "unitaaaaaa");
    bench.add("linebbbbbb", "unitbbbbbb");
    bench.one(place).await.unwrap();
    let cart = bench.carts.lock(&CartId::shared(&session())).unwrap();
    let pending: Vec<usize> = cart.cart().lines().iter().map(|line| line.pending().count()).collect();
    assert_eq!(pending, [0, 1]);
}

#[tokio::test]
async fn an_order_on_changes_that_are_not_here_asks_for_them() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    bench.party().await;
    let Intent::PlaceOrder(mut asked) = bench.add("lineaaaaaa", "unitaaaaaa") else { unreachable!() };
    asked.heads = vec![plato_sync_protocol::vector::ChangeHash([9; 32])];
    assert_eq!(bench.one(Intent::PlaceOrder(asked)).await, Err(Refusal::ChangesMissing.into()));
}

#[tokio::test]
async fn after_a_failed_write_nothing_is_acknowledged_and_a_retry_succeeds_once() {
    // Whatever operation of the commit fails, the same command sent again leads to one order.
    for failing in 0.. {
        let disk = Disk::default();
        let mut bench = bench(&disk);
        bench.party().await;
        let Intent::PlaceOrder(asked) = bench.add("lineaaaaaa", "unitaaaaaa") else { unreachable!() };
        disk.fail_after(failing);
        let first = bench.all(vec![(dup(&asked), command(1))]).await.remove(0);
        if !disk.has_failed() {
            assert_eq!(order_of(&first), OrderId(1));
            assert!(failing > 2, "the disk failed in at least some operations");
            break;
        }
        if first.is_err() {
            assert_eq!(first, Err(Failure::OutcomeUnknown), "operation {failing}");
        }
        let retried = bench.all(vec![(dup(&asked), command(1))]).await.remove(0);
        // The cart's own change may have been lost with the failed write: then the phone sends it again.
        match retried {
            Ok(_) => assert_eq!(order_of(&retried), OrderId(1), "operation {failing}"),
            Err(Failure::Refused(Refusal::ChangesMissing)) => {}
            other => panic!("operation {failing}: {other:?}"),
        }
        let orders = bench.published.read(|venue, _| venue.order_views(&session(), &diner()));
        assert!(orders.len() <= 1, "operation {failing}");
        assert!(orders.iter().all(|order| order.status == DishStatus::Queued));
        let (replayed, _, _) = replay(&bench.store).unwrap();
        assert!(bench.published.read(|venue, _| *venue == replayed), "operation {failing}");
    }
}

#[tokio::test]
async fn a_refusal_leaves_no_trace() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    bench.party().await;
    let position = bench.published.read(|_, position| position);
    assert_eq!(bench.one(seat("1")).await, Err(Refusal::TableTaken.into()));
    assert_eq!(bench.one(seat("99")).await, Err(Refusal::UnknownTable.into()));
    assert_eq!(bench.published.read(|_, position| position), position);
}

/// The database was opened again only by a command that had something to write; phones could not come
/// back, and nobody sent one.
#[tokio::test]
async fn a_database_that_could_not_be_opened_again_is_tried_with_every_command() {
    let disk = Disk::default();
    let mut bench = bench(&disk);
    bench.party().await;
    disk.shut(true);
    disk.fail_after(0);
    assert_eq!(bench.one(seat("2")).await, Err(Failure::OutcomeUnknown));
    assert_eq!(bench.one(Intent::Nothing).await, Err(Failure::OutcomeUnknown));
    assert!(bench.carts.lock(&CartId::shared(&session())).is_err());
    disk.shut(false);
    assert_eq!(bench.one(Intent::Nothing).await, Ok(Outcome::Done));
    assert!(bench.carts.lock(&CartId::shared(&session())).is_ok());
}
