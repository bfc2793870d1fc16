//! A guest who is not in yet and has no PIN that works: by an invite, or by knocking and waiting until
//! somebody lets them in. The hub says how a knock stands; the phone asks now and then, and keeps the
//! secret of it, so that a reload finds the way back.

use plato_sync_protocol::api::{JoinAnswer, JoinRequest, Problem, Returning};
use plato_sync_protocol::door::{KnockAnswer, KnockChoice, KnockRequest, KnockSecret, KnockState};
use plato_sync_protocol::ids::{CommandId, DinerId};
use serde::{Deserialize, Serialize};

use crate::calls::{Answer, Purpose};
use crate::client::{Client, Standing};
use crate::effect::Effect;
use crate::input::Timer;
use crate::login::{self, Login};
use crate::records::Found;
use crate::view::{JoinRefusal, KnockStage, Stage};

/// How often the hub is asked how a knock stands.
const ASK_EVERY_MS: u64 = 2_000;
/// How long to wait before asking a hub again that did not answer.
const ASK_AGAIN_MS: u64 = 4_000;

/// What a page keeps of a knock.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    secret: String,
    name: String,
    table: String,
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub(crate) struct Knocking {
    kept: Kept,
    stage: KnockStage,
    is_busy: bool,
    /// Did the hub not answer when it was asked last?
    is_unheard: bool,
    problem: Option<JoinRefusal>,
}

impl Knocking {
    /// As an earlier page kept it; none when it cannot be read.
    pub(crate) fn read(kept: &str) -> Option<Self> {
        let kept = serde_json::from_str(kept).ok()?;
        let (stage, is_busy, is_unheard, problem) = (KnockStage::Asking, false, false, None);
        Some(Self { kept, stage, is_busy, is_unheard, problem })
    }

    pub(crate) fn view(&self) -> Stage {
        Stage::Knocking {
            name: self.kept.name.clone(),
            table_name: self.kept.table.clone(),
            at: self.stage.clone(),
            is_busy: self.is_busy,
            is_unheard: self.is_unheard,
            problem: self.problem.clone(),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.stage, KnockStage::Asking | KnockStage::Choosing { .. } | KnockStage::Waiting { .. })
    }
}

/// How often a busy hub is asked again before the guest is told.
const TRIES_WHILE_BUSY: u8 = 10;
/// How long to wait first, where the hub does not say.
const TRY_AGAIN_S: u64 = 1;
/// By how much phones that were all told to come back come apart, in ms.
const APART_MS: u64 = 500;

/// A try with a PIN or an invite that was not settled: the same one again is the same command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pin: String,
    invite: Option<String>,
    name: String,
    was_here: bool,
    command: CommandId,
    /// How often it is sent again yet while the hub is busy.
    tries_left: u8,
}

impl Client {
    pub(crate) fn join_by_pin(&mut self, pin: String, name: String, was_here: bool) {
        self.begin_attempt(pin, None, name, was_here);
    }

    pub(crate) fn join_by_invite(&mut self, invite: String, name: String, was_here: bool) {
        self.begin_attempt(String::new(), Some(invite), name, was_here);
    }

    fn begin_attempt(&mut self, pin: String, invite: Option<String>, name: String, was_here: bool) {
        if !self.may_begin() {
            return;
        }
        let is_same = |last: &Attempt| last.pin == pin && last.invite == invite && last.name == name;
        let same = self.attempt.take().filter(is_same);
        let command = same.map_or_else(|| self.chance.command(), |last| last.command);
        let tries_left = TRIES_WHILE_BUSY;
        self.attempt = Some(Attempt { pin, invite, name, was_here, command, tries_left });
        self.send_attempt();
    }

    fn send_attempt(&mut self) {
        let Some(Attempt { pin, invite, name, was_here, command, .. }) = self.attempt.clone() else { return };
        let (table, key, returning) = (self.table.clone(), self.key.clone(), returning(was_here));
        let command_id = Some(command);
        let request = JoinRequest { table, key, pin, name: name.clone(), invite, command_id, returning };
        self.post_to_come_in(Purpose::Join { name }, "/api/sessions/join", &request);
    }

    /// The time for which a busy hub asked is over.
    pub(crate) fn try_again(&mut self) {
        if matches!(self.standing, Standing::Joining { is_busy: true, .. }) {
            self.send_attempt();
        }
    }

    /// Will the same be sent again by itself, because the hub was busy?
    fn waits_for_hub(&mut self, status: u16, body: &str) -> bool {
        let again = self.attempt.as_mut().filter(|attempt| status == 503 && attempt.tries_left > 0);
        let Some(attempt) = again else { return false };
        let problem = serde_json::from_str::<Problem>(body).ok();
        let Some(problem) = problem.filter(|problem| problem.code == "busy") else { return false };
        attempt.tries_left -= 1;
        let after_ms = problem.retry_after_s.unwrap_or(TRY_AGAIN_S).saturating_mul(1000);
        let after_ms = after_ms.saturating_add(self.chance.between(0, APART_MS));
        self.plan.push(Effect::StartTimer { timer: Timer::Join, after_ms });
        true
    }

    pub(crate) fn knock(&mut self, name: String, was_here: bool) {
        if !self.may_begin() {
            return;
        }
        self.attempt = None;
        let (table, key) = (self.table.clone(), self.key.clone());
        let request = KnockRequest { table, key, name: name.clone(), was_here };
        self.post_to_come_in(Purpose::Join { name }, "/api/knocks", &request);
    }

    fn may_begin(&mut self) -> bool {
        if !matches!(self.standing, Standing::Joining { is_busy: false, .. }) {
            return false;
        }
        self.standing = Standing::Joining { is_busy: true, refusal: None };
        true
    }

    fn post_to_come_in(&mut self, purpose: Purpose, path: &str, body: &impl Serialize) {
        let body = serde_json::to_string(body).expect("a request holds nothing that JSON cannot");
        self.calls.post(purpose, path, None, body, &mut self.plan);
    }

    /// The hub has answered whoever wants to come in.
    pub(crate) fn joined(&mut self, name: String, status: u16, body: &str, now_ms: u64) {
        if self.waits_for_hub(status, body) {
            return;
        }
        // Whatever was said to it, the next try is another command. One that was not settled stays the same.
        self.attempt = self.attempt.take().filter(|_| status == 0 || status >= 500);
        match status {
            200 | 202 => {
                if let Ok(answer) = serde_json::from_str::<JoinAnswer>(body) {
                    return self.come_in(answer, name, now_ms);
                }
                match serde_json::from_str::<KnockAnswer>(body) {
                    Ok(answer) => self.knock_stands(answer, now_ms),
                    Err(_) => self.not_joined(login::refusal(body)),
                }
            }
            _ => self.not_joined(login::refusal(body)),
        }
    }

    fn come_in(&mut self, answer: JoinAnswer, name: String, now_ms: u64) {
        let ends_at_ms = now_ms.saturating_add(answer.expires_in_ms);
        let login = Login::of(answer, name);
        self.plan.push(Effect::StopTimer { timer: Timer::Knock });
        self.plan.push(Effect::KeepKnock { knock: None });
        self.plan.push(Effect::KeepLogin { login: Some(login.to_text()) });
        self.sit_down(login, Found::default(), now_ms);
        if let Some(seat) = &mut self.seat {
            seat.door.token_ends_at_ms = Some(ends_at_ms);
        }
        self.plan.render();
    }

    fn knock_stands(&mut self, answer: KnockAnswer, now_ms: u64) {
        let KnockAnswer { secret, name, table, state } = answer;
        let ends = |expires_in_ms: u64| now_ms.saturating_add(expires_in_ms);
        let stage = match state {
            KnockState::Admitted { join } => return self.come_in(join, name, now_ms),
            KnockState::Choosing { diners, expires_in_ms } => {
                KnockStage::Choosing { diners, ends_at_ms: ends(expires_in_ms) }
            }
            KnockState::Waiting { claims, expires_in_ms } => {
                KnockStage::Waiting { claims, ends_at_ms: ends(expires_in_ms) }
            }
            KnockState::Refused { may_enter } => KnockStage::Refused { may_enter },
            KnockState::Expired { is_pin_replaced } => KnockStage::Expired { is_pin_replaced },
            KnockState::Closed { is_joined } => KnockStage::Closed { is_joined },
        };
        let kept = Kept { secret, name, table };
        let text = serde_json::to_string(&kept).expect("a knock holds nothing that JSON cannot");
        let knocking = Knocking { kept, stage, is_busy: false, is_unheard: false, problem: None };
        // What is over is over for the next page, too, unless there is a choice left.
        let is_kept = knocking.is_open() || matches!(knocking.stage, KnockStage::Refused { may_enter: true });
        self.plan.push(Effect::KeepKnock { knock: is_kept.then_some(text) });
        let is_open = knocking.is_open();
        self.standing = Standing::Knocking(Box::new(knocking));
        if is_open {
            self.ask_later(ASK_EVERY_MS);
        }
        self.plan.render();
    }

    fn ask_later(&mut self, after_ms: u64) {
        self.plan.push(Effect::StartTimer { timer: Timer::Knock, after_ms });
    }

    /// Asks the hub how the knock stands.
    pub(crate) fn ask_how_it_stands(&mut self) {
        let Standing::Knocking(knocking) = &self.standing else { return };
        if !knocking.is_busy && knocking.is_open() {
            let body = KnockSecret { secret: knocking.kept.secret.clone() };
            self.post_to_come_in(Purpose::CheckKnock, "/api/knocks/check", &body);
        }
    }

    /// An answer about the knock; none when there was none.
    pub(crate) fn knock_answered(&mut self, answer: Option<(u16, &str)>, now_ms: u64) {
        let Standing::Knocking(knocking) = &mut self.standing else { return };
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<KnockAnswer>::read(status, body)) {
            Answer::Done(answer) => self.knock_stands(answer, now_ms),
            Answer::Refused(problem) if problem.code == "knock_over" && knocking.is_busy => {
                // It was answered meanwhile: the hub says how.
                (knocking.is_busy, knocking.stage) = (false, KnockStage::Asking);
                self.ask_later(0);
            }
            Answer::Refused(problem) => {
                let is_gone = matches!(problem.code.as_str(), "knock_unknown" | "session_closed");
                knocking.is_busy = false;
                if is_gone {
                    let is_closed = problem.code == "session_closed";
                    knocking.stage = if is_closed {
                        KnockStage::Closed { is_joined: false }
                    } else {
                        KnockStage::Expired { is_pin_replaced: false }
                    };
                    self.plan.push(Effect::KeepKnock { knock: None });
                } else {
                    knocking.problem = Some(login::refused(*problem));
                    self.ask_later(ASK_AGAIN_MS);
                }
                self.plan.render();
            }
            Answer::Unknown { .. } => {
                (knocking.is_busy, knocking.is_unheard) = (false, true);
                self.ask_later(ASK_AGAIN_MS);
                self.plan.render();
            }
        }
    }

    pub(crate) fn choose_who(&mut self, diner: Option<DinerId>) {
        let Standing::Knocking(knocking) = &mut self.standing else { return };
        if knocking.is_busy {
            return;
        }
        (knocking.is_busy, knocking.problem) = (true, None);
        let body = KnockChoice { secret: knocking.kept.secret.clone(), diner };
        self.post_to_come_in(Purpose::ChooseWho, "/api/knocks/choose", &body);
    }

    /// Gives up waiting, or puts away what has come of it.
    pub(crate) fn give_up_knocking(&mut self) {
        let Standing::Knocking(knocking) = &self.standing else { return };
        if knocking.is_open() {
            let body = KnockSecret { secret: knocking.kept.secret.clone() };
            self.post_to_come_in(Purpose::Withdraw, "/api/knocks/withdraw", &body);
        }
        self.plan.push(Effect::KeepKnock { knock: None });
        self.plan.push(Effect::StopTimer { timer: Timer::Knock });
        self.standing = Standing::Joining { is_busy: false, refusal: None };
        self.plan.render();
    }
}

fn returning(was_here: bool) -> Returning {
    if was_here { Returning::Yes } else { Returning::IfNamed }
}
