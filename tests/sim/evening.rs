//! One evening from a seed: the hub, the screens of kitchen and floor, a till and a tablet, parties with their phones; at first all is well, then
//! things go wrong, and in the end it is calm until everyone agrees.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use plato_sync_protocol::floor::TableView;
use plato_sync_protocol::ids::SessionId;
use plato_tests::clock::EVENING_MS;
use turmoil::{Builder, Sim};

use crate::check;
use crate::faults::{Faults, LATENCY_MAX};
use crate::history::History;
use crate::hub::{HubMachine, table};
use crate::network::HUB;
use crate::phone::{self, Phone};
use crate::screens::{self, SCREENS, Shown};
use crate::till::{self, TILLS};
use crate::time;
use crate::trace::Trace;

/// The grain of simulated time.
const TICK: Duration = Duration::from_millis(10);
/// When faults begin and end.
const STORM: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(12));
/// By when all have to agree.
const END: Duration = Duration::from_secs(200);
/// How often it is looked at whether all agree.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Guests of a party.
const PARTY: usize = 4;

/// How far the evening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// All is well.
    Early,
    /// Things go wrong.
    Stormy,
    /// Nobody does anything any more.
    Calm,
}

/// What everybody at the evening shares.
pub struct Evening {
    /// Every step.
    pub trace: Trace,
    /// What was done and told.
    pub history: RefCell<History>,
    /// How far it is.
    pub phase: Cell<Phase>,
    /// All phones.
    pub phones: RefCell<Vec<Rc<RefCell<Phone>>>>,
    /// What each screen of the house shows.
    pub screens: RefCell<BTreeMap<&'static str, Shown>>,
    /// The visits of the parties with phones; none before the hub has made them.
    pub sessions: RefCell<Vec<SessionId>>,
}

impl Evening {
    /// The table at which a party can scan a code by now, as the floor shows it.
    pub fn table_of(&self, party: usize) -> String {
        let (screens, sessions) = (self.screens.borrow(), self.sessions.borrow());
        let floor = screens.get("floor").and_then(|shown| shown.floor.as_ref());
        let mut tables = floor.into_iter().flat_map(|floor| &floor.rooms).flat_map(|room| &room.tables);
        let is_there =
            |table: &&TableView| table.session.as_ref().map(|at| &at.session) == sessions.get(party);
        tables
            .find(is_there)
            .filter(|_| party < sessions.len())
            .map_or_else(|| table(party), |at| at.table.to_string())
    }
}

/// What came of an evening.
pub struct Outcome {
    /// All its steps as one number, and how many they are.
    pub trace: (u64, u64),
    /// How much of everything there was.
    pub counts: BTreeMap<&'static str, u64>,
    /// Promises that were broken.
    pub broken: Vec<String>,
}

/// Name of a phone on the network.
pub fn phone_name(number: usize) -> String {
    format!("phone-{number}")
}

/// Spends an evening.
pub fn spend(seed: u64, phones: usize, is_shown: bool) -> Outcome {
    let trace = Trace::new(is_shown);
    let evening = Rc::new(Evening {
        trace: trace.clone(),
        history: RefCell::default(),
        phase: Cell::new(Phase::Early),
        phones: RefCell::default(),
        screens: RefCell::default(),
        sessions: RefCell::default(),
    });
    let hub = Rc::new(HubMachine::new(seed, phones.div_ceil(PARTY), trace.clone()));
    let mut sim = network(seed);
    let machines = populate(&mut sim, &evening, &hub, phones, seed);
    let mut faults = Faults::new(seed, machines, trace.clone());
    let lasted = pass(&mut sim, &evening, &hub, &mut faults);
    check::all(&evening, &hub);
    let mut history = evening.history.borrow_mut();
    history.counts.insert("boots", u64::from(hub.boots.get()));
    history.counts.insert("seconds", lasted.as_secs());
    Outcome {
        trace: trace.sum(),
        counts: std::mem::take(&mut history.counts),
        broken: std::mem::take(&mut history.broken),
    }
}

fn network<'s>(seed: u64) -> Sim<'s> {
    Builder::new()
        .epoch(UNIX_EPOCH + Duration::from_millis(EVENING_MS))
        .simulation_duration(END * 2)
        .tick_duration(TICK)
        .min_message_latency(Duration::from_millis(1))
        .max_message_latency(LATENCY_MAX)
        .tcp_capacity(4_096)
        .enable_random_order()
        .rng_seed(seed)
        .build()
}

/// Puts everyone on the network; the names of all but the hub.
fn populate(
    sim: &mut Sim<'_>,
    evening: &Rc<Evening>,
    hub: &Rc<HubMachine>,
    phones: usize,
    seed: u64,
) -> Vec<String> {
    let machine = hub.clone();
    sim.host(HUB, move || {
        let machine = machine.clone();
        async move {
            machine.run().await;
            Ok(())
        }
    });
    for (number, (name, _)) in SCREENS.into_iter().enumerate() {
        let house = evening.clone();
        sim.host(name, move || {
            let house = house.clone();
            async move {
                screens::run(house, number, seed).await;
                Ok(())
            }
        });
    }
    for (number, (name, _)) in TILLS.into_iter().enumerate() {
        let (house, free) = (evening.clone(), table(hub.parties));
        sim.host(name, move || {
            let (house, free) = (house.clone(), free.clone());
            async move {
                till::run(house, number, seed, free).await;
                Ok(())
            }
        });
    }
    for number in 0..phones {
        let guest = evening.clone();
        sim.host(phone_name(number), move || {
            let guest = guest.clone();
            async move {
                phone::run(guest, number, number / PARTY, seed).await;
                Ok(())
            }
        });
    }
    let house = SCREENS.map(|(name, _)| name).into_iter().chain(TILLS.map(|(name, _)| name));
    (0..phones).map(phone_name).chain(house.map(str::to_owned)).collect()
}

/// Lets the evening pass until all agree, or until they should have.
fn pass(sim: &mut Sim<'_>, evening: &Evening, hub: &HubMachine, faults: &mut Faults) -> Duration {
    let mut look_at = Duration::ZERO;
    loop {
        time::set(sim.elapsed());
        if let Err(fault) = sim.step() {
            evening.history.borrow_mut().breaks(format!("the simulation ended: {fault}"));
            return sim.elapsed();
        }
        if evening.sessions.borrow().is_empty()
            && let Some(app) = hub.app.borrow().as_ref()
        {
            *evening.sessions.borrow_mut() = hub.parties_of(app);
        }
        let now = sim.elapsed();
        if hub.disk.is_off() && sim.is_host_running(HUB) {
            hub.stop();
            sim.crash(HUB);
            faults.boot_later(now);
        }
        faults.pass(now, sim, hub);
        match evening.phase.get() {
            Phase::Early if now >= STORM.0 => evening.phase.set(Phase::Stormy),
            Phase::Stormy if now >= STORM.1 => {
                evening.phase.set(Phase::Calm);
                faults.end(sim, hub);
            }
            Phase::Stormy => faults.strike(now, sim, hub, &mut evening.history.borrow_mut()),
            Phase::Calm if now >= look_at => {
                look_at = now + LOOK_EVERY;
                if now >= END || check::unsettled(evening, hub).is_none() {
                    return now;
                }
            }
            Phase::Early | Phase::Calm => {}
        }
    }
}
