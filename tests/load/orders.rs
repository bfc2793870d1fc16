//! `load orders`: 1, 8 and 64 tables that place orders in a closed loop: each reviews its cart, places
//! three dishes of it, waits for the receipt, and places the next. The dishes are put into the carts
//! before the clock runs, and a kitchen display listens. Beside it, in the same run: a call that is sent back,
//! bare commits one at a time, and bare commits in groups.
//!
//! The hub is a process of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::post;
use plato_sync_protocol::api::{OrderReceipt, PlaceOrder, Role, ShownUnit};
use plato_sync_protocol::cart::CartLine;
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind, FromHub};
use plato_sync_protocol::views::{KitchenView, OrderView};
use plato_tests::phone::{add, receive};
use plato_tests::{Http, Phone, StaffScreen, TestHub, euros, fresh_id, hub_address, venue_with};
use serde_json::{Value, json};

use crate::commits;
use crate::figures::{Figures, ratio};
use crate::hub::Pass;
use crate::rig::{Server, answer_all};

pub const USAGE: &str = "[--quick] [--orders 10-5000] [--tables 1-64] [--flush-ms 0-100]";

/// Dishes of an order, with what each costs.
const DISHES: [(&str, i64); 3] = [("soup", 750), ("coffee", 300), ("lemonade", 380)];

/// Orders of a visit.
const ROUNDS: usize = 10;

/// How often the display says that it is there.
const PING_EVERY: Duration = Duration::from_secs(5);

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Evening {
    /// How many tables order at once, in one go after another.
    tables: Vec<usize>,
    /// Orders of each go, at least.
    orders: usize,
    /// How much longer the disk takes to flush than this machine's.
    flush: Duration,
}

impl Evening {
    /// A portion for every day.
    pub fn quick() -> Self {
        Self { tables: vec![8], orders: 160, flush: Duration::ZERO }
    }

    /// What was asked for.
    pub fn read(arguments: &[String]) -> Option<Self> {
        if arguments == ["--quick"] {
            return Some(Self::quick());
        }
        let mut evening = Self { tables: vec![1, 8, 64], orders: 640, flush: Duration::ZERO };
        for option in arguments.chunks(2) {
            let [name, number] = option else { return None };
            let number: usize = number.parse().ok()?;
            match name.as_str() {
                "--orders" if (10..=5_000).contains(&number) => evening.orders = number,
                "--tables" if (1..=64).contains(&number) => evening.tables = vec![number],
                "--flush-ms" if number <= 100 => evening.flush = Duration::from_millis(number as u64),
                _ => return None,
            }
        }
        Some(evening)
    }
}

/// Runs the hub, with so many tables.
pub fn serve(tables: usize, flush: Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (hub, kitchen) = runtime.block_on(async {
        let hub = TestHub::start_for_real_on_disk(flush).await;
        hub.import(&venue_with(tables)).await;
        let kitchen = hub.staff(Role::Kitchen).await;
        (hub, kitchen.token().unwrap().to_owned())
    });
    let hello = json!({ "address": hub.address(), "kitchen": kitchen });
    let entered = runtime.enter();
    answer_all(&hello, |question| match question["what"].as_str() {
        Some("parties") => runtime.block_on(parties(&hub, tables)),
        other => panic!("what is {other:?}?"),
    });
    drop(entered);
    runtime.block_on(hub.stop());
}

/// A new party with one guest at each table.
async fn parties(hub: &TestHub, tables: usize) -> Value {
    for (_, session) in hub.app().members.published.read(|venue, _| venue.open_sessions()) {
        hub.settles_and_closes(&session).await;
    }
    let mut passes = Vec::new();
    for table in 1..=tables {
        let guest = hub.table(&table.to_string()).seated(4).await.joined_by("Ada").await;
        passes.push(Pass { session: guest.session, diner: guest.diner, token: guest.token });
    }
    json!(passes)
}

/// What was measured of so many tables.
struct Placed {
    /// Until the guest had the receipt.
    receipts: Figures,
    /// Until the kitchen display had the ticket.
    tickets: Figures,
    took: Duration,
    /// Processor time of the hub; none where the system does not tell.
    cpu: Option<Duration>,
    lost: Vec<String>,
}

/// Measures and reports. Returns what was lost.
pub async fn measure(evening: &Evening) -> Vec<String> {
    let mut lost = Vec::new();
    for tables in &evening.tables {
        lost.extend(go(*tables, evening.orders, evening.flush).await);
    }
    lost
}

async fn go(tables: usize, orders: usize, flush: Duration) -> Vec<String> {
    let echo = echoes(tables, orders).await;
    let single = commits::one_at_a_time(orders.min(300), flush);
    let group = commits::in_groups(tables, orders, flush);
    let placed = place_all(tables, orders, flush).await;
    println!(
        "\n{:<46}{:>8}{:>10}{:>10}{:>12}",
        format!("{tables} at a time"),
        "count",
        "p50",
        "p99",
        "per second"
    );
    row("order, until the guest has the receipt", &placed.receipts, placed.took);
    row("order, until the kitchen has the ticket", &placed.tickets, placed.took);
    row("bare commits in groups", &group.figures, group.took);
    row("bare commits, one after another", &single.figures, single.took);
    shown("the same call, sent back", &echo);
    let floor = single.figures.at(50) + echo.at(50);
    println!(
        "  receipt p50: {} of one commit and one call; p99: {} of the commits in groups; {:.1} times the orders of a\n  \
         commit each; ticket p99: {} of receipt p99",
        ratio(placed.receipts.at(50), floor),
        ratio(placed.receipts.at(99), group.figures.at(99)),
        per_second(&placed.receipts, placed.took) / per_second(&single.figures, single.took),
        ratio(placed.tickets.at(99), placed.receipts.at(99)),
    );
    if let Some(cpu) = placed.cpu {
        println!(
            "  the hub's processor time: {:.2} ms an order",
            cpu.as_secs_f64() * 1e3 / placed.receipts.count() as f64
        );
    }
    placed.lost
}

fn per_second(figures: &Figures, took: Duration) -> f64 {
    figures.count() as f64 / took.as_secs_f64()
}

fn row(what: &str, figures: &Figures, took: Duration) {
    let (p50, p99) = (figures.shown(50), figures.shown(99));
    println!("{what:<46}{:>8}{p50:>10}{p99:>10}{:>12.0}", figures.count(), per_second(figures, took));
}

fn shown(what: &str, figures: &Figures) {
    println!("{what:<46}{:>8}{:>10}{:>10}", figures.count(), figures.shown(50), figures.shown(99));
}

/// Calls that are answered with what they brought: what asking over HTTP costs by itself.
async fn echoes(tables: usize, orders: usize) -> Figures {
    let listener = std::net::TcpListener::bind(hub_address()).unwrap();
    listener.set_nonblocking(true).unwrap();
    let http = Http::new(&format!("http://{}", listener.local_addr().unwrap()));
    // Serves on a runtime of its own, as the hub does, and until the process ends.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let router = Router::new().route("/", post(|body: String| async { body }));
            axum::serve(listener, router).await.unwrap();
        });
    });
    let body = json!({ "like an order": "x".repeat(500) });
    let asking: Vec<_> = (0..tables)
        .map(|_| {
            let (http, body) = (http.on_one_connection(), body.clone());
            tokio::spawn(async move {
                let mut times = Vec::new();
                for _ in 0..orders.div_ceil(tables) {
                    let since = Instant::now();
                    assert_eq!(http.post("/").json(&body).await.status, 200);
                    times.push(since.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for asked in asking {
        times.extend(asked.await.unwrap());
    }
    Figures::of(times)
}

/// Lets all tables order, party after party: a visit has only so many rounds.
async fn place_all(tables: usize, orders: usize, flush: Duration) -> Placed {
    let mut server = Server::start(&["orders", &tables.to_string(), &flush.as_millis().to_string()]);
    let address: SocketAddr = serde_json::from_value(server.hello["address"].clone()).unwrap();
    let kitchen: String = serde_json::from_value(server.hello["kitchen"].clone()).unwrap();
    let mut screen = StaffScreen::open(address, FeedKind::Kitchen, Some(&kitchen), None).await;
    screen.frame().await;
    let http = Http::new(&format!("http://{address}"));
    let (mut sent, mut receipts, mut took) = (BTreeMap::new(), Vec::new(), Duration::ZERO);
    let (mut times, mut tickets, mut cpu) = (Vec::new(), Vec::new(), Some(Duration::ZERO));
    for _ in 0..orders.div_ceil(tables * ROUNDS) {
        let passes: Vec<Pass> = serde_json::from_value(server.ask(&json!({ "what": "parties" }))).unwrap();
        let mut guests = Vec::new();
        for pass in passes {
            let phone = filled(address, &pass).await;
            guests.push((rounds(&phone), phone, http.with_token(&pass.token).on_one_connection()));
        }
        let watching = tokio::spawn(watch(screen, tables * ROUNDS, sent.keys().copied().collect()));
        let (began, before) = (Instant::now(), server.cpu());
        let tasks: Vec<_> = guests
            .into_iter()
            .map(|(rounds, phone, http)| tokio::spawn(place(rounds, phone, http)))
            .collect();
        for task in tasks {
            for (since, time, receipt) in task.await.unwrap() {
                times.push(time);
                sent.insert(receipt.order.order, since);
                receipts.push(receipt);
            }
        }
        took += began.elapsed();
        cpu = cpu.zip(before).zip(server.cpu()).map(|((sum, before), now)| sum + now - before);
        let seen;
        (screen, seen) = watching.await.unwrap();
        for (order, at) in seen {
            tickets.extend(sent.get(&order).map(|since| at.duration_since(*since)));
        }
    }
    let view: KitchenView = http.with_token(&kitchen).get("/api/kitchen/orders").await.ok();
    let mut lost = losses(&view, &receipts);
    let wanted = orders.div_ceil(tables * ROUNDS) * tables * ROUNDS;
    for (what, count) in
        [("acknowledged", receipts.len()), ("heard of by the kitchen display", tickets.len())]
    {
        if count != wanted {
            lost.push(format!("{count} of {wanted} orders were {what}"));
        }
    }
    Placed { receipts: Figures::of(times), tickets: Figures::of(tickets), took, cpu, lost }
}

/// When a kitchen display heard of so many orders that it had not heard of before.
async fn watch(
    mut screen: StaffScreen,
    orders: usize,
    before: BTreeSet<OrderId>,
) -> (StaffScreen, BTreeMap<OrderId, Instant>) {
    let (mut seen, mut ping_at) = (BTreeMap::new(), Instant::now());
    while seen.len() < orders {
        if Instant::now() >= ping_at {
            screen.says(&FeedFromDevice::Ping).await;
            ping_at = Instant::now() + PING_EVERY;
        }
        let tickets = match screen.frame().await {
            FeedFromHub::Tickets { changed, .. } => changed,
            // It was too slow for single ones, and hears all from the start.
            FeedFromHub::Kitchen { view } => view.tickets,
            FeedFromHub::Pong { .. } => continue,
            other => panic!("{other:?}"),
        };
        let now = Instant::now();
        for ticket in tickets.into_iter().filter(|ticket| !before.contains(&ticket.order)) {
            seen.entry(ticket.order).or_insert(now);
        }
    }
    (screen, seen)
}

/// A phone of a guest, with a cart that is full enough for all rounds.
async fn filled(hub: SocketAddr, pass: &Pass) -> Phone {
    let mut phone = Phone::connect(hub, &pass.token).await;
    for _ in 0..ROUNDS {
        phone.edits(DISHES.iter().map(|(dish, _)| add(dish, &[], 1, &pass.diner)).collect()).await;
    }
    phone.saved().await;
    phone
}

/// The orders of a cart, as review screens would show them, without the heads of their time.
fn rounds(phone: &Phone) -> Vec<PlaceOrder> {
    let price =
        |line: &CartLine| euros(DISHES.iter().find(|(dish, _)| *dish == line.item.as_str()).unwrap().1);
    let confirmed = |line: &CartLine| ConfirmedUnit {
        unit: line.units[0].unit.clone(),
        line: line.line.clone(),
        item: line.item.clone(),
        config: line.config().to_owned(),
        diner: phone.diner.clone(),
        rev: line.rev,
        price: price(line),
    };
    let order = |lines: &[CartLine]| {
        let confirmed: Vec<_> = lines.iter().map(confirmed).collect();
        let units = confirmed.iter().map(|unit| ShownUnit { unit: unit.unit.clone(), price: unit.price });
        let (units, digest) = (units.collect(), digest(&confirmed));
        PlaceOrder { command_id: Some(fresh_id()), heads: Vec::new(), units, digest, with_others: false }
    };
    phone.cart.lines().chunks(DISHES.len()).map(order).collect()
}

/// All rounds of one table: when each was sent, how long its receipt took, and the receipt. What is on the
/// screens is worked out beforehand: in a venue each phone has a processor of its own, and copies of carts on
/// that of the hub would measure themselves.
async fn place(
    rounds: Vec<PlaceOrder>,
    mut phone: Phone,
    http: Http,
) -> Vec<(Instant, Duration, OrderReceipt)> {
    let (mut placed, mut heads) = (Vec::new(), phone.cart.heads());
    for order in rounds {
        let order = PlaceOrder { heads, ..order };
        let since = Instant::now();
        let answer = http.post("/api/order/place").json(&order).await;
        let took = since.elapsed();
        let receipt: OrderReceipt = answer.ok();
        assert_eq!(Some(receipt.command_id), order.command_id);
        placed.push((since, took, receipt));
        // The phone hears what was ordered before its guest reviews anew: the hub's mark is the only change.
        heads = loop {
            if let Some((FromHub::CartUpdated(changes), _)) = receive(&mut phone.socket).await {
                break changes.iter().map(|change| change.hash).collect();
            }
        };
    }
    placed
}

/// Every order that was acknowledged is with the kitchen once, at each of its stations.
fn losses(view: &KitchenView, receipts: &[OrderReceipt]) -> Vec<String> {
    let mut lost = Vec::new();
    let mut portions: BTreeMap<_, u32> = BTreeMap::new();
    for ticket in &view.tickets {
        *portions.entry(ticket.order).or_default() +=
            ticket.lines.iter().map(|line| line.quantity).sum::<u32>();
    }
    for OrderReceipt { order: OrderView { order, lines, .. }, .. } in receipts {
        let ordered: u32 = lines.iter().map(|line| line.diners.len() as u32).sum();
        match portions.remove(order) {
            Some(made) if made == ordered => {}
            made => lost.push(format!("order {order}: {ordered} portions, the kitchen has {made:?}")),
        }
    }
    lost.extend(
        portions.keys().map(|order| format!("order {order} is with the kitchen and was never acknowledged")),
    );
    lost
}
