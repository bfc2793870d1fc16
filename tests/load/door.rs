//! `load joins`: 200 guests a second type the right PIN, which is many times what one hash at a time lets
//! in, while parties order. Whoever is not let in has to hear so at once, with when to come back, and
//! those who order must hardly notice: their p99 is shown beside that of the same parties before the rush.
//! Then a crowd of connections that do nothing comes (`crowd`), and one more guest.
//!
//! The hub is a process of its own, with hashes at their real cost.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use plato_sync_protocol::api::{CartAnswer, JoinRequest, Returning};
use plato_sync_protocol::ids::SessionId;
use plato_tests::{Guest, Http, TestHub, fresh_id, venue_with};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

use crate::crowd;
use crate::figures::{Figures, ratio};
use crate::rig::{Server, answer_all};

pub const USAGE: &str = "[--quick] [--seconds 1-120] [--per-second 1-500] [--flush-ms 0-100]";

/// Parties that order.
const ORDERING: usize = 20;
/// How often each does.
const EVERY: Duration = Duration::from_secs(2);
/// Tables at which guests join, so many that no party is ever full and no two guests of one try at once.
const JOINED: usize = 150;

/// What is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Rush {
    /// How long orders flow without joins, and then with them.
    seconds: u64,
    /// Joins a second.
    per_second: u64,
    /// Connections that do nothing, afterwards.
    crowd: usize,
    /// How many ms longer the disk takes to flush than this machine's.
    flush_ms: u64,
}

impl Rush {
    /// A portion for every day.
    pub const QUICK: Self = Self { seconds: 4, per_second: 200, crowd: 1_000, flush_ms: 0 };

    /// What was asked for.
    pub fn read(arguments: &[String]) -> Option<Self> {
        let mut rush = Self { seconds: 60, per_second: 200, crowd: 5_000, flush_ms: 0 };
        let mut arguments = arguments.iter();
        while let Some(name) = arguments.next() {
            if name == "--quick" {
                rush = Self::QUICK;
                continue;
            }
            let number: u64 = arguments.next()?.parse().ok()?;
            match name.as_str() {
                "--seconds" if (1..=120).contains(&number) => rush.seconds = number,
                "--flush-ms" if number <= 100 => rush.flush_ms = number,
                "--per-second" if (1..=500).contains(&number) => rush.per_second = number,
                _ => return None,
            }
        }
        Some(rush)
    }
}

/// A table at which guests join.
#[derive(Clone, Serialize, Deserialize)]
pub struct Door {
    table: String,
    key: String,
    pin: String,
}

/// Somebody who orders.
#[derive(Clone, Serialize, Deserialize)]
struct Pass {
    session: SessionId,
    diner: plato_sync_protocol::ids::DinerId,
    token: String,
}

/// Runs the hub, with so many tables at which guests join.
pub fn serve(tables: usize, flush: Duration) {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (hub, doors, passes) = runtime.block_on(async {
        let hub = TestHub::start_at_full_cost(flush).await;
        hub.import(&venue_with(tables + ORDERING)).await;
        let (mut doors, mut passes) = (Vec::new(), Vec::new());
        for table in 1..=tables + ORDERING {
            let party = hub.table(&table.to_string()).seated(4).await;
            if table <= tables {
                doors.push(Door { table: table.to_string(), key: party.key, pin: party.pin });
            } else {
                let Guest { session, diner, token, .. } = party.joined_by("Ada").await;
                passes.push(Pass { session, diner, token });
            }
        }
        (hub, doors, passes)
    });
    let hello = json!({ "address": hub.address(), "doors": doors, "passes": passes });
    let entered = runtime.enter();
    answer_all(&hello, |question| panic!("what is {question}?"));
    drop(entered);
    runtime.block_on(hub.stop());
}

/// How joins went.
#[derive(Default)]
struct Joins {
    admitted: Vec<Duration>,
    turned_away: Vec<Duration>,
    /// Answers that there must not be.
    wrong: Vec<String>,
}

/// Measures and reports. Returns what was lost.
pub async fn measure(rush: Rush) -> Vec<String> {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let server = Server::start(&["door", &JOINED.to_string(), &rush.flush_ms.to_string()]);
    let address: SocketAddr = serde_json::from_value(server.hello["address"].clone()).unwrap();
    let doors: Vec<Door> = serde_json::from_value(server.hello["doors"].clone()).unwrap();
    let passes: Vec<Pass> = serde_json::from_value(server.hello["passes"].clone()).unwrap();
    let http = Http::new(&format!("http://{address}"));
    let guests: Arc<Vec<Guest>> = Arc::new(passes.into_iter().map(|pass| guest(&http, pass)).collect());
    let time = Duration::from_secs(rush.seconds);
    println!(
        "\n{ORDERING} parties order every {EVERY:?}, for {time:?} without and then with {} joins a second\n",
        rush.per_second
    );
    // The first order of a party opens what later ones find open.
    orders(&guests, EVERY).await;
    let quiet = orders(&guests, time).await;
    let cpu = server.cpu();
    let joining = tokio::spawn(joins(http.clone(), doors.clone(), rush.per_second, time));
    let (busy, joins) = (orders(&guests, time).await, joining.await.unwrap());
    let cpu = server.cpu().zip(cpu).map(|(after, before)| after - before);
    println!("{:<44}{:>8}{:>12}{:>12}{:>12}", "", "count", "p50", "p99", "max");
    let mut lost = joins.wrong;
    lost.extend(quiet.1.into_iter().chain(busy.1));
    let (quiet, busy) = (Figures::of(quiet.0), Figures::of(busy.0));
    shown("order, without joins", &quiet);
    shown("order, while guests join", &busy);
    println!("  the second is {} of the first at p99 (aim: at most 2 x)", ratio(busy.at(99), quiet.at(99)));
    let (admitted, turned_away) = (Figures::of(joins.admitted), Figures::of(joins.turned_away));
    shown("join that was let in", &admitted);
    shown("join that was told to come back (503)", &turned_away);
    let cpu =
        cpu.map_or_else(|| "-".to_owned(), |cpu| format!("{:.2}", cpu.as_secs_f64() / time.as_secs_f64()));
    println!("  {cpu} of one processor was the hub's");
    if admitted.count() == 0 {
        lost.push("nobody was let in".to_owned());
    }
    lost.extend(crowd::measure(&http, address, &doors, rush.crowd).await);
    lost
}

fn guest(http: &Http, pass: Pass) -> Guest {
    let Pass { session, diner, token } = pass;
    Guest { http: http.with_token(&token).on_one_connection(), session, diner, token }
}

/// Lets every party order again and again for that long: how long the hub took for each order, and what
/// was lost.
async fn orders(guests: &[Guest], time: Duration) -> (Vec<Duration>, Vec<String>) {
    let end = tokio::time::Instant::now() + time;
    let tasks: Vec<_> = guests
        .iter()
        .cloned()
        .enumerate()
        .map(|(number, guest)| {
            // Not all in the same moment.
            let begin = tokio::time::Instant::now() + EVERY * number as u32 / ORDERING as u32;
            tokio::spawn(async move {
                let (mut times, mut lost, mut next) = (Vec::new(), Vec::new(), begin);
                while next < end {
                    sleep_until(next).await;
                    next += EVERY;
                    match one_order(&guest).await {
                        Ok(took) => times.push(took),
                        Err(fault) => lost.push(fault),
                    }
                }
                (times, lost)
            })
        })
        .collect();
    let (mut times, mut lost) = (Vec::new(), Vec::new());
    for task in tasks {
        let (own_times, own_lost) = task.await.unwrap();
        times.extend(own_times);
        lost.extend(own_lost);
    }
    (times, lost)
}

async fn one_order(guest: &Guest) -> Result<Duration, String> {
    let added = guest.asks_for("soup", &[], 1).await;
    if added.status != 200 {
        return Err(format!("a dish was not taken: {added:?}"));
    }
    let reviewed = added.ok::<CartAnswer>().confirm.ok_or("a cart could not be ordered")?;
    let since = Instant::now();
    let placed = guest.places(&reviewed, fresh_id()).await;
    let took = since.elapsed();
    if placed.status == 200 { Ok(took) } else { Err(format!("an order was not taken: {placed:?}")) }
}

/// Guests come at their pace, however long each waits.
async fn joins(http: Http, doors: Vec<Door>, per_second: u64, time: Duration) -> Joins {
    let mut pace = interval(Duration::from_secs(1) / u32::try_from(per_second).unwrap());
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut tasks, end) = (Vec::new(), Instant::now() + time);
    for number in 0.. {
        pace.tick().await;
        if Instant::now() >= end {
            break;
        }
        let (http, door) = (http.clone(), doors[number % doors.len()].clone());
        tasks.push(tokio::spawn(async move { join(&http, &door).await }));
    }
    let mut all = Joins::default();
    for task in tasks {
        match task.await.unwrap() {
            (200, took, _) => all.admitted.push(took),
            (503, took, true) => all.turned_away.push(took),
            (status, _, _) => all.wrong.push(format!("a join was answered with {status}")),
        }
    }
    all
}

/// One join: its status, how long it took, and whether it says when to come back.
pub async fn join(http: &Http, door: &Door) -> (u16, Duration, bool) {
    let Door { table, key, pin } = door.clone();
    let request = JoinRequest {
        table: table.parse().unwrap(),
        key,
        pin,
        name: "Ada".to_owned(),
        invite: None,
        command_id: None,
        returning: Returning::No,
    };
    let since = Instant::now();
    let answer = http.post("/api/sessions/join").json(&request).await;
    (answer.status, since.elapsed(), answer.headers.contains_key("retry-after"))
}

fn shown(what: &str, figures: &Figures) {
    let (p50, p99, max) = (figures.shown(50), figures.shown(99), figures.shown(100));
    println!("{what:<44}{:>8}{p50:>12}{p99:>12}{max:>12}", figures.count());
}
