//! The state of the socket: whether it is up, whether the hub still answers on it, and when to try
//! again. It says when; what goes over the socket is the client's.

use crate::chance::Chance;
use crate::effect::Effect;
use crate::input::Timer;
use crate::plan::Plan;
use crate::view::ConnectionView;

/// Silence after which the hub is asked whether it is there.
const QUIET_MS: u64 = 15_000;
/// Time for the answer, and for opening a socket and for being welcomed on it.
const ANSWER_MS: u64 = 10_000;
/// Time for the answer when somebody has just taken up the phone.
const ANSWER_WOKEN_MS: u64 = 5_000;
/// The shortest and the longest pause before the next try.
const PAUSE_MS: (u64, u64) = (200, 8_000);
/// A connection that lasted this long was a good one: the next try comes soon again.
const STEADY_MS: u64 = 10_000;
/// Tries that a hub which asks for patience is spared.
const PATIENCE: u32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not wanted.
    Off,
    /// Waiting for the next try.
    Pausing,
    /// A socket is being opened.
    Opening { since_ms: u64 },
    /// Hello was said.
    Greeting { since_ms: u64 },
    /// Welcomed. With a question open, the answer is due at that time.
    Live { since_ms: u64, heard_ms: u64, answer_by_ms: Option<u64> },
}

/// What the clock asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Nothing.
    Fine,
    /// Ask the hub whether it is there.
    Ping,
    /// The hub does not answer.
    Lost,
}

/// The socket.
pub struct Connection {
    state: State,
    away_since_ms: Option<u64>,
    tries: u32,
    /// When the heartbeat timer will fire.
    wake_at_ms: Option<u64>,
}

impl Connection {
    /// Not wanted yet.
    pub fn off() -> Self {
        Self { state: State::Off, away_since_ms: None, tries: 0, wake_at_ms: None }
    }

    /// As the screens show it.
    pub fn view(&self) -> ConnectionView {
        match (self.state, self.away_since_ms) {
            (State::Live { .. }, _) => ConnectionView::Live,
            (_, Some(since_ms)) => ConnectionView::Away { since_ms },
            (_, None) => ConnectionView::Connecting,
        }
    }

    /// Was the hub welcoming?
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    /// Is a welcome awaited?
    pub fn is_greeting(&self) -> bool {
        matches!(self.state, State::Greeting { .. })
    }

    /// Is the next try awaited?
    pub fn is_pausing(&self) -> bool {
        self.state == State::Pausing
    }

    /// Has the hub been out of reach since the last welcome, or from the start?
    pub fn is_away(&self) -> bool {
        self.away_since_ms.is_some()
    }

    /// Opens a socket.
    pub fn open(&mut self, now_ms: u64, plan: &mut Plan) {
        self.state = State::Opening { since_ms: now_ms };
        plan.push(Effect::OpenSocket);
    }

    /// The socket is open. False when none was awaited.
    pub fn opened(&mut self, now_ms: u64) -> bool {
        let is_awaited = matches!(self.state, State::Opening { .. });
        if is_awaited {
            self.state = State::Greeting { since_ms: now_ms };
        }
        is_awaited
    }

    /// The hub has said welcome.
    pub fn welcomed(&mut self, now_ms: u64) {
        self.state = State::Live { since_ms: now_ms, heard_ms: now_ms, answer_by_ms: None };
        self.away_since_ms = None;
    }

    /// A frame came.
    pub fn heard(&mut self, now_ms: u64) {
        if let State::Live { heard_ms, answer_by_ms, .. } = &mut self.state {
            *heard_ms = now_ms;
            *answer_by_ms = None;
        }
    }

    /// The socket is gone: another try follows after a pause.
    pub fn lost(&mut self, now_ms: u64, chance: &mut Chance, plan: &mut Plan) {
        match self.state {
            State::Off | State::Pausing => return,
            State::Live { since_ms, .. } if now_ms.saturating_sub(since_ms) >= STEADY_MS => self.tries = 0,
            _ => {}
        }
        self.state = State::Pausing;
        self.away_since_ms.get_or_insert(now_ms);
        let (least, most) = PAUSE_MS;
        let longest = least.saturating_mul(2 << self.tries.min(10)).min(most);
        self.tries += 1;
        plan.push(Effect::StartTimer { timer: Timer::Reconnect, after_ms: chance.between(least, longest) });
        plan.render();
    }

    /// Ends the socket and tries again after a pause.
    pub fn give_up(&mut self, now_ms: u64, chance: &mut Chance, plan: &mut Plan) {
        plan.push(Effect::CloseSocket);
        self.lost(now_ms, chance, plan);
    }

    /// As [`Connection::give_up`], for a hub that asks for patience.
    pub fn back_off(&mut self, now_ms: u64, chance: &mut Chance, plan: &mut Plan) {
        self.tries = self.tries.max(PATIENCE);
        self.give_up(now_ms, chance, plan);
    }

    /// Says hello anew: at once after a good connection, else after a pause.
    pub fn reopen(&mut self, now_ms: u64, chance: &mut Chance, plan: &mut Plan) {
        let is_steady = matches!(self.state,
            State::Live { since_ms, .. } if now_ms.saturating_sub(since_ms) >= STEADY_MS);
        if !is_steady && self.tries > 0 {
            return self.give_up(now_ms, chance, plan);
        }
        self.tries = 1;
        self.away_since_ms.get_or_insert(now_ms);
        plan.render();
        self.open(now_ms, plan);
    }

    /// Somebody has taken up the phone, or it has a network again. True asks for a ping.
    pub fn woken(&mut self, now_ms: u64, plan: &mut Plan) -> bool {
        match &mut self.state {
            State::Off => false,
            State::Live { answer_by_ms, .. } => {
                let by_ms = now_ms + ANSWER_WOKEN_MS;
                *answer_by_ms = Some(answer_by_ms.map_or(by_ms, |earlier| earlier.min(by_ms)));
                true
            }
            // One that was begun a moment ago is as good as a new one.
            State::Opening { since_ms } | State::Greeting { since_ms }
                if now_ms.saturating_sub(*since_ms) < 2_000 =>
            {
                false
            }
            State::Pausing | State::Opening { .. } | State::Greeting { .. } => {
                self.tries = 0;
                plan.push(Effect::StopTimer { timer: Timer::Reconnect });
                self.open(now_ms, plan);
                false
            }
        }
    }

    /// Looks at the clock.
    pub fn beat(&mut self, now_ms: u64) -> Beat {
        // The phone's clock may be set back: nothing was heard later than now.
        if let State::Live { heard_ms, answer_by_ms, .. } = &mut self.state {
            *heard_ms = now_ms.min(*heard_ms);
            *answer_by_ms = answer_by_ms.map(|by_ms| by_ms.min(now_ms + ANSWER_MS));
        }
        match &mut self.state {
            State::Off | State::Pausing => Beat::Fine,
            State::Opening { since_ms } | State::Greeting { since_ms } => {
                if now_ms >= *since_ms + ANSWER_MS {
                    Beat::Lost
                } else {
                    Beat::Fine
                }
            }
            State::Live { answer_by_ms: Some(by_ms), .. } => {
                if now_ms >= *by_ms {
                    Beat::Lost
                } else {
                    Beat::Fine
                }
            }
            // Timers of a page in the background may be late: silence counts only after a question.
            State::Live { heard_ms, answer_by_ms, .. } if now_ms >= *heard_ms + QUIET_MS => {
                *answer_by_ms = Some(now_ms + ANSWER_MS);
                Beat::Ping
            }
            State::Live { .. } => Beat::Fine,
        }
    }

    /// The heartbeat timer has fired.
    pub fn timer_fired(&mut self) {
        self.wake_at_ms = None;
    }

    /// Sees to it that the clock is looked at in time, for the socket and for whatever else is due.
    pub fn schedule(&mut self, now_ms: u64, other_due_ms: Option<u64>, plan: &mut Plan) {
        let own = match self.state {
            State::Off | State::Pausing => None,
            State::Opening { since_ms } | State::Greeting { since_ms } => Some(since_ms + ANSWER_MS),
            State::Live { answer_by_ms: Some(by_ms), .. } => Some(by_ms),
            State::Live { heard_ms, .. } => Some(heard_ms + QUIET_MS),
        };
        let Some(due_ms) = own.into_iter().chain(other_due_ms).min() else { return };
        if self.wake_at_ms.is_none_or(|wake_ms| due_ms < wake_ms) {
            self.wake_at_ms = Some(due_ms);
            let after_ms = due_ms.saturating_sub(now_ms);
            plan.push(Effect::StartTimer { timer: Timer::Heartbeat, after_ms });
        }
    }

    /// Closes the socket for good.
    pub fn stop(&mut self, plan: &mut Plan) {
        if self.state != State::Off {
            plan.push(Effect::CloseSocket);
            plan.push(Effect::StopTimer { timer: Timer::Reconnect });
            plan.push(Effect::StopTimer { timer: Timer::Heartbeat });
        }
        *self = Self::off();
    }
}
