//! What goes wrong: links that are cut, one-way, held up or slow; a hub whose power goes at some
//! operation of its disk, or whose disk fails for a few operations. Each fault ends by itself.

use std::time::Duration;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use turmoil::Sim;

use crate::history::History;
use crate::hub::HubMachine;
use crate::network::HUB;
use crate::trace::Trace;

/// How long a message takes at most when nothing is wrong.
pub const LATENCY_MAX: Duration = Duration::from_millis(40);
/// Operations of the disk after which the power goes, at most.
const CUT_WITHIN: u64 = 60;

/// What a fault did, to be undone.
enum Undo {
    Repair(String),
    Release(String),
    Quicken(String),
    Boot,
}

/// Faults, from a seed.
pub struct Faults {
    chance: ChaCha8Rng,
    machines: Vec<String>,
    next_at: Duration,
    undo: Vec<(Duration, Undo)>,
    trace: Trace,
}

impl Faults {
    /// Faults between the hub and these machines.
    pub fn new(seed: u64, machines: Vec<String>, trace: Trace) -> Self {
        let chance = ChaCha8Rng::seed_from_u64(seed.rotate_left(33));
        Self { chance, machines, next_at: Duration::ZERO, undo: Vec::new(), trace }
    }

    fn ms(&mut self, range: std::ops::Range<u64>) -> Duration {
        Duration::from_millis(self.chance.random_range(range))
    }

    /// Lets the next thing go wrong when it is time for it.
    pub fn strike(&mut self, now: Duration, sim: &Sim<'_>, hub: &HubMachine, history: &mut History) {
        if now < self.next_at {
            return;
        }
        self.next_at = now + self.ms(100..1_200);
        let choice = self.chance.random_range(0..100);
        let fault = match choice {
            0..=29 => {
                hub.disk.cut_in(self.chance.random_range(0..CUT_WITHIN));
                "power cuts at an operation"
            }
            30..=36 => {
                hub.disk.cut();
                "power cuts at a moment"
            }
            37..=47 => {
                let some = [1, 1, 2, 10, 40][self.chance.random_range(0..5)];
                hub.disk.fail_in(self.chance.random_range(0..CUT_WITHIN), some);
                "failures of the disk"
            }
            _ => self.strike_link(now, sim, choice),
        };
        history.count(fault);
        self.trace.note("fault", fault);
    }

    fn strike_link(&mut self, now: Duration, sim: &Sim<'_>, choice: u32) -> &'static str {
        let machine = self.machines.choose(&mut self.chance).unwrap().clone();
        let is_struck = self.undo.iter().any(|(_, undo)| undo.machine() == Some(&machine));
        if is_struck {
            return "links that were struck already";
        }
        let until = now + self.ms(100..5_000);
        let (undo, fault) = match choice {
            48..=59 => {
                sim.partition(HUB, machine.as_str());
                (Undo::Repair(machine), "links cut")
            }
            60..=69 => {
                sim.partition_oneway(HUB, machine.as_str());
                (Undo::Repair(machine), "links that lose answers")
            }
            70..=74 => {
                sim.partition_oneway(machine.as_str(), HUB);
                (Undo::Repair(machine), "links that lose questions")
            }
            75..=87 => {
                sim.hold(HUB, machine.as_str());
                (Undo::Release(machine), "links held up")
            }
            _ => {
                sim.set_link_max_message_latency(HUB, machine.as_str(), self.ms(100..2_000));
                (Undo::Quicken(machine), "links slowed down")
            }
        };
        self.undo.push((until, undo));
        fault
    }

    /// The power of the hub has gone: it comes back after a while.
    pub fn boot_later(&mut self, now: Duration) {
        let after = if self.chance.random() { self.ms(20..400) } else { self.ms(400..4_000) };
        self.undo.push((now + after, Undo::Boot));
    }

    /// Undoes what has lasted long enough.
    pub fn pass(&mut self, now: Duration, sim: &mut Sim<'_>, hub: &HubMachine) {
        let (over, lasting) =
            std::mem::take(&mut self.undo).into_iter().partition(|(until, _)| *until <= now);
        self.undo = lasting;
        for (_, undo) in over {
            match undo {
                Undo::Repair(machine) => sim.repair(HUB, machine.as_str()),
                Undo::Release(machine) => sim.release(HUB, machine.as_str()),
                Undo::Quicken(machine) => {
                    sim.set_link_max_message_latency(HUB, machine.as_str(), LATENCY_MAX)
                }
                Undo::Boot => {
                    hub.disk.switch_on();
                    sim.bounce(HUB);
                }
            }
        }
    }

    /// Everything is undone.
    pub fn end(&mut self, sim: &mut Sim<'_>, hub: &HubMachine) {
        hub.disk.behave();
        self.pass(Duration::MAX, sim, hub);
    }
}

impl Undo {
    fn machine(&self) -> Option<&String> {
        match self {
            Self::Repair(machine) | Self::Release(machine) | Self::Quicken(machine) => Some(machine),
            Self::Boot => None,
        }
    }
}
