//! A guest who is in and lets others in: the invite that this phone shows, those who knock, and how long
//! the phone's own token lasts.

use std::collections::BTreeSet;

use plato_sync_protocol::api::TokenAnswer;
use plato_sync_protocol::door::{DoorView, InviteAnswer, KnockReply, ReplyToKnock};
use plato_sync_protocol::ids::{InviteId, KnockId};

use crate::calling::Calling;
use crate::calls::{Answer, Purpose};
use crate::client::Client;
use crate::talk::ends_visit;
use crate::view::{InviteStage, KnockerView, Notice, StayView, View};

/// What waits at the party's door, as the hub last told it.
#[derive(Debug, Default)]
pub(crate) struct Door {
    knocks: Vec<KnockerView>,
    answering: BTreeSet<KnockId>,
    invite: Option<InviteStage>,
    pub(crate) calling: Calling,
    /// When this phone's token ends, by its own clock in ms since 1970; none until the hub has said so.
    pub(crate) token_ends_at_ms: Option<u64>,
    is_staying: bool,
    stay_problem: Option<String>,
}

impl Door {
    /// Takes in what the hub tells.
    pub(crate) fn hear(&mut self, door: DoorView, now_ms: u64) {
        self.calling.hear(door.calls, now_ms);
        self.knocks = door
            .knocks
            .into_iter()
            .map(|knock| KnockerView {
                is_busy: self.answering.contains(&knock.knock),
                ends_at_ms: now_ms.saturating_add(knock.ends_in_ms),
                knock: knock.knock,
                name: knock.name,
                claims: knock.claims,
            })
            .collect();
        if let Some(InviteStage::Open { invite, .. }) = &self.invite
            && let Some(used_by) =
                door.invites.iter().find(|other| other.invite == *invite).and_then(|own| own.used_by.clone())
        {
            self.invite = Some(InviteStage::Used { by: used_by });
        }
    }

    pub(crate) fn show(&self, view: &mut View) {
        view.knocks.clone_from(&self.knocks);
        view.invite.clone_from(&self.invite);
        self.calling.show(view);
        view.stay = self.token_ends_at_ms.map(|ends_at_ms| StayView {
            ends_at_ms,
            is_busy: self.is_staying,
            problem: self.stay_problem.clone(),
        });
    }

    fn mark(&mut self, knock: &KnockId, is_busy: bool) {
        if is_busy {
            self.answering.insert(knock.clone());
        } else {
            self.answering.remove(knock);
        }
        for known in self.knocks.iter_mut().filter(|known| known.knock == *knock) {
            known.is_busy = is_busy;
        }
    }
}

impl Client {
    pub(crate) fn post_as_member(&mut self, purpose: Purpose, path: &str, body: String) {
        let Some(seat) = &self.seat else { return };
        let path = path.replace("{session}", seat.login.session.as_str());
        let token = seat.login.token.clone();
        self.calls.post(purpose, &path, Some(&token), body, &mut self.plan);
    }

    /// Asks for an invite to show.
    pub(crate) fn show_invite(&mut self) {
        let Some(seat) = &mut self.seat else { return };
        if matches!(seat.door.invite, Some(InviteStage::Asking | InviteStage::Open { .. })) {
            return;
        }
        seat.door.invite = Some(InviteStage::Asking);
        self.post_as_member(Purpose::Invite, "/api/sessions/{session}/invites", String::new());
    }

    /// Puts the invite away; while it is open, it is taken back.
    pub(crate) fn put_invite_away(&mut self) {
        let Some(seat) = &mut self.seat else { return };
        if let Some(InviteStage::Open { invite, .. }) = seat.door.invite.take() {
            self.cancel_invite(&invite);
        }
    }

    fn cancel_invite(&mut self, invite: &InviteId) {
        let path = format!("/api/sessions/{{session}}/invites/{invite}/cancel");
        // Unheard, it ends by itself in two minutes.
        self.post_as_member(Purpose::Forget, &path, String::new());
    }

    pub(crate) fn invited(&mut self, answer: Option<(u16, &str)>, now_ms: u64) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let none = Answer::Unknown { retry_after_s: None };
        let refused = |message: String| Some(InviteStage::Refused { message });
        match answer.map_or(none, |(status, body)| Answer::<InviteAnswer>::read(status, body)) {
            Answer::Done(InviteAnswer { invite, .. }) if seat.door.invite.is_none() => {
                // Put away before it was there.
                self.cancel_invite(&invite);
            }
            Answer::Done(InviteAnswer { invite, code, url, svg, expires_in_ms }) => {
                let ends_at_ms = now_ms.saturating_add(expires_in_ms);
                seat.door.invite = Some(InviteStage::Open { invite, code, url, svg, ends_at_ms });
            }
            Answer::Refused(problem) if ends_visit(&problem.code) => self.close(&problem.code),
            Answer::Refused(problem) => seat.door.invite = refused(problem.title),
            Answer::Unknown { .. } => {
                let message = "The hub did not answer. Please try again.";
                seat.door.invite = refused(message.to_owned());
            }
        }
    }

    pub(crate) fn answer_knock(&mut self, knock: KnockId, reply: KnockReply) {
        let command_id = Some(self.chance.command());
        let Some(seat) = &mut self.seat else { return };
        if seat.door.answering.contains(&knock) {
            return;
        }
        seat.door.mark(&knock, true);
        let body = serde_json::to_string(&ReplyToKnock { command_id, reply });
        let body = body.expect("a reply holds nothing that JSON cannot");
        let path = format!("/api/sessions/{{session}}/knocks/{knock}");
        self.post_as_member(Purpose::AnswerKnock(knock), &path, body);
    }

    pub(crate) fn knock_was_answered(&mut self, knock: &KnockId, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        seat.door.mark(knock, false);
        let said = answer.map(|(status, body)| (status, Answer::<()>::read(status, body)));
        match said {
            // The hub tells everyone that the knock is gone; here it goes at once.
            Some((204, _)) => seat.door.knocks.retain(|known| known.knock != *knock),
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => self.close(&problem.code),
            Some((_, Answer::Refused(problem))) if problem.code == "knock_over" => {
                seat.door.knocks.retain(|known| known.knock != *knock);
            }
            Some((_, Answer::Refused(problem))) => {
                self.notices.add(Notice::NotLetIn { message: problem.title });
            }
            _ => {
                let message = "The hub did not answer. Please try again.".to_owned();
                self.notices.add(Notice::NotLetIn { message });
            }
        }
    }

    /// Asks for the phone's token to last longer.
    pub(crate) fn stay(&mut self) {
        let Some(seat) = &mut self.seat else { return };
        if !seat.door.is_staying {
            (seat.door.is_staying, seat.door.stay_problem) = (true, None);
            self.post_as_member(Purpose::Stay, "/api/sessions/stay", String::new());
        }
    }

    pub(crate) fn stayed(&mut self, answer: Option<(u16, &str)>, now_ms: u64) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        seat.door.is_staying = false;
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<TokenAnswer>::read(status, body)) {
            Answer::Done(TokenAnswer { expires_in_ms, .. }) => {
                seat.door.token_ends_at_ms = Some(now_ms.saturating_add(expires_in_ms));
            }
            Answer::Refused(problem) if ends_visit(&problem.code) => self.close(&problem.code),
            Answer::Refused(problem) => seat.door.stay_problem = Some(problem.title),
            Answer::Unknown { .. } => {
                seat.door.stay_problem = Some("The hub did not answer. Please try again.".to_owned());
            }
        }
    }
}
