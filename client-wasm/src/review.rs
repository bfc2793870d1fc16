//! The review screen, and the orders that it has sent off.
//!
//! From the tap on "Order" a command lives until the hub has answered it for good, whatever becomes of
//! the screen, the connection or the page: it is asked again with the same id and the same body, and
//! never under a new id. A command that is under way is shown again rather than a second one made.

use std::borrow::Cow;
use std::collections::BTreeSet;

use plato_sync_protocol::api::CartDifference;
use plato_sync_protocol::cart::{CartLine, UnitState};
use plato_sync_protocol::ids::{CommandId, OrderId, UnitId};

use crate::chance::Chance;
use crate::confirmed::Confirmed;
use crate::records::StoredOrder;
use crate::view::ReviewState;

/// The longest pause before a command is asked again, in ms; the first is a sixteenth of it.
const PAUSE_MS_MAX: u64 = 16_000;
/// Times that the hub may miss changes which are at the hub as far as the phone knows.
const MISSES_MAX: u32 = 3;

/// What the hub has settled.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The cart is not what was confirmed.
    Changed(Vec<CartDifference>),
    /// It was refused.
    Refused {
        /// Stable code.
        code: String,
        /// A sentence for the guest.
        message: String,
    },
    /// It was taken.
    Placed(OrderId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// To be asked as soon as the hub has the changes.
    Ready,
    /// Asked; the answer is awaited.
    Asked,
    /// To be asked again then.
    Later { at_ms: u64 },
}

/// An order that the hub has not settled.
#[derive(Debug)]
struct Command {
    confirmed: Confirmed,
    phase: Phase,
    /// Tries that got no answer.
    silences: u32,
    /// Tries for which the hub missed changes.
    misses: u32,
}

/// What the screen shows.
#[derive(Debug)]
enum Shown {
    Open(Confirmed),
    Pending(CommandId),
    Done(Confirmed, Outcome),
}

/// The review screen and the commands under way.
#[derive(Debug, Default)]
pub struct Reviews {
    shown: Option<Shown>,
    pending: Vec<Command>,
    /// Orders that were taken, until the cart has their marks.
    ordered: Vec<StoredOrder>,
}

impl Reviews {
    /// Takes up what an earlier page could not bring to its end: it goes on, and is shown.
    pub fn restore(&mut self, commands: Vec<Confirmed>, ordered: Vec<StoredOrder>) {
        self.ordered = ordered;
        self.shown = commands.first().map(|confirmed| Shown::Pending(confirmed.command_id));
        let again = |confirmed| Command { confirmed, phase: Phase::Ready, silences: 1, misses: 0 };
        self.pending = commands.into_iter().map(again).collect();
    }

    /// The guest is with another party now, whose cart has nothing of what was ordered elsewhere. Returns the
    /// commands whose marks nobody waits for any more.
    pub fn forget_ordered(&mut self) -> Vec<CommandId> {
        std::mem::take(&mut self.ordered).into_iter().map(|taken| taken.command_id).collect()
    }

    /// Orders that the hub has not settled.
    pub fn under_way(&self) -> impl Iterator<Item = &Confirmed> {
        self.pending.iter().map(|command| &command.confirmed)
    }

    /// Opens the screen: with a command that is under way, else with what `freeze` makes of the cart.
    pub fn open(&mut self, freeze: impl FnOnce() -> Option<Confirmed>) {
        if let Some(command) = self.pending.first() {
            self.shown = Some(Shown::Pending(command.confirmed.command_id));
        } else if let Some(confirmed) = freeze() {
            self.shown = Some(Shown::Open(confirmed));
        }
    }

    /// Closes the screen. A command that is under way goes on.
    pub fn close(&mut self) {
        self.shown = None;
    }

    /// Does the screen show an order that is not settled?
    pub fn is_confirming(&self) -> bool {
        matches!(self.shown, Some(Shown::Open(_) | Shown::Pending(_)))
    }

    /// What is open for confirmation.
    pub fn open_one(&mut self) -> Option<&mut Confirmed> {
        match &mut self.shown {
            Some(Shown::Open(confirmed)) => Some(confirmed),
            _ => None,
        }
    }

    /// Settles what is open without asking the hub.
    pub fn refuse_open(&mut self, outcome: Outcome) {
        if let Some(Shown::Open(confirmed)) = self.shown.take() {
            self.shown = Some(Shown::Done(confirmed, outcome));
        }
    }

    /// Makes a command of what is open. None when nothing is; one that waits is hurried instead.
    pub fn place(&mut self, now_ms: u64) -> Option<&Confirmed> {
        match self.shown.take() {
            Some(Shown::Open(confirmed)) => {
                self.shown = Some(Shown::Pending(confirmed.command_id));
                self.pending.push(Command { confirmed, phase: Phase::Ready, silences: 0, misses: 0 });
                self.pending.last().map(|command| &command.confirmed)
            }
            other => {
                self.shown = other;
                self.hurry(now_ms);
                None
            }
        }
    }

    /// The commands to ask now, with their bodies.
    pub fn ask_due(&mut self, now_ms: u64) -> Vec<(CommandId, String)> {
        let mut due = Vec::new();
        for command in &mut self.pending {
            let is_due = match command.phase {
                Phase::Ready => true,
                Phase::Asked => false,
                Phase::Later { at_ms } => at_ms <= now_ms,
            };
            if is_due {
                command.phase = Phase::Asked;
                due.push((command.confirmed.command_id, command.confirmed.body()));
            }
        }
        due
    }

    /// When the next command is to be asked again.
    pub fn due_at_ms(&self) -> Option<u64> {
        let at = |command: &Command| match command.phase {
            Phase::Later { at_ms } => Some(at_ms),
            Phase::Ready | Phase::Asked => None,
        };
        self.pending.iter().filter_map(at).min()
    }

    /// There is reason to think that the hub can be reached: asks again at once.
    pub fn hurry(&mut self, now_ms: u64) {
        for command in &mut self.pending {
            if let Phase::Later { at_ms } = &mut command.phase {
                *at_ms = now_ms.min(*at_ms);
            }
        }
    }

    /// A command got no answer that settles it.
    pub fn unanswered(
        &mut self,
        id: CommandId,
        retry_after_s: Option<u64>,
        now_ms: u64,
        chance: &mut Chance,
    ) {
        let Some(command) = self.command(id) else { return };
        let most = (PAUSE_MS_MAX >> 4u32.saturating_sub(command.silences)).max(1_000);
        let pause_ms = chance.between(most / 2, most).max(retry_after_s.unwrap_or(0).saturating_mul(1_000));
        command.silences += 1;
        command.phase = Phase::Later { at_ms: now_ms.saturating_add(pause_ms) };
    }

    /// The hub misses changes. None when it has missed them too often; else the heads that it misses.
    pub fn missed(&mut self, id: CommandId) -> Option<&Confirmed> {
        let command = self.command(id)?;
        command.misses += 1;
        command.phase = Phase::Ready;
        (command.misses <= MISSES_MAX).then_some(&command.confirmed)
    }

    /// Puts a command off until then.
    pub fn put_off(&mut self, id: CommandId, at_ms: u64) {
        if let Some(command) = self.command(id) {
            command.phase = Phase::Later { at_ms };
        }
    }

    fn command(&mut self, id: CommandId) -> Option<&mut Command> {
        self.pending.iter_mut().find(|command| command.confirmed.command_id == id)
    }

    /// The hub has settled a command. It is shown, unless the guest looks at another one. Returns what
    /// has to be kept until the cart has heard of it.
    pub fn settle(&mut self, id: CommandId, outcome: Outcome) -> Option<StoredOrder> {
        let place = self.pending.iter().position(|command| command.confirmed.command_id == id)?;
        let confirmed = self.pending.remove(place).confirmed;
        let taken = match outcome {
            Outcome::Placed(order) => {
                let units = confirmed.units().cloned().collect();
                Some(StoredOrder { command_id: id, order, units })
            }
            Outcome::Changed(_) | Outcome::Refused { .. } => None,
        };
        self.ordered.extend(taken.clone());
        let is_other = matches!(&self.shown, Some(Shown::Pending(shown)) if *shown != id)
            || matches!(&self.shown, Some(Shown::Open(_)));
        if !is_other {
            self.shown = Some(Shown::Done(confirmed, outcome));
        }
        taken
    }

    /// Was this portion ordered, even if the cart has not heard of it yet?
    pub fn is_ordered(&self, unit: &UnitId) -> bool {
        self.ordered.iter().any(|taken| taken.units.contains(unit))
    }

    /// Does the cart lack marks of an order that was taken?
    pub fn has_unmarked(&self) -> bool {
        !self.ordered.is_empty()
    }

    /// The cart as these lines have it, with the portions as sent that are known to be ordered.
    pub fn marked<'a>(&self, lines: &'a [CartLine]) -> Cow<'a, [CartLine]> {
        if self.ordered.is_empty() {
            return Cow::Borrowed(lines);
        }
        let mut lines = lines.to_vec();
        for unit in lines.iter_mut().flat_map(|line| &mut line.units) {
            if let Some(taken) = self.ordered.iter().find(|taken| taken.units.contains(&unit.unit)) {
                unit.state = UnitState::Sent { order: taken.order };
            }
        }
        Cow::Owned(lines)
    }

    /// Forgets the orders whose marks these lines have, and returns their commands.
    pub fn forget_marked(&mut self, lines: &[CartLine]) -> Vec<CommandId> {
        let units = lines.iter().flat_map(|line| &line.units);
        let sent = units.filter(|unit| matches!(unit.state, UnitState::Sent { .. }));
        let sent: BTreeSet<&UnitId> = sent.map(|unit| &unit.unit).collect();
        let is_marked = |taken: &mut StoredOrder| taken.units.iter().all(|unit| sent.contains(unit));
        self.ordered.extract_if(.., is_marked).map(|taken| taken.command_id).collect()
    }

    /// What the screen shows, and where it stands.
    pub fn view(&self, is_live: bool) -> Option<(&Confirmed, ReviewState)> {
        match self.shown.as_ref()? {
            Shown::Open(confirmed) => Some((confirmed, ReviewState::Open)),
            Shown::Pending(id) => {
                let command = self.pending.iter().find(|command| command.confirmed.command_id == *id)?;
                let is_waiting = command.phase != Phase::Asked && !is_live;
                let is_unknown = command.silences > 0 || is_waiting;
                let state = if is_unknown { ReviewState::Unknown } else { ReviewState::Sending };
                Some((&command.confirmed, state))
            }
            Shown::Done(confirmed, outcome) => {
                let state = match outcome.clone() {
                    Outcome::Changed(differences) => ReviewState::Changed { differences },
                    Outcome::Refused { code, message } => ReviewState::Refused { code, message },
                    Outcome::Placed(order) => ReviewState::Placed { order },
                };
                Some((confirmed, state))
            }
        }
    }
}
