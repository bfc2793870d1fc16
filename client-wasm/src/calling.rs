//! Calls of the party: for a waiter, for the bill. A call that the hub has not answered is sent again,
//! under the same id, as soon as the phone hears the hub; whoever closes the page before calls anew.

use std::collections::BTreeMap;

use plato_sync_protocol::floor::{CallKind, CallView, CallWaiter};
use plato_sync_protocol::ids::CommandId;

use crate::calls::{Answer, Purpose};
use crate::client::Client;
use crate::talk::ends_visit;
use crate::view::{GuestCallView, Notice, View};

/// The party's calls, and those of this phone that the hub has not answered.
#[derive(Debug, Default)]
pub(crate) struct Calling {
    open: Vec<GuestCallView>,
    unsent: BTreeMap<CallKind, CommandId>,
}

impl Calling {
    /// Takes in what the hub tells.
    pub(crate) fn hear(&mut self, calls: Vec<CallView>, now_ms: u64) {
        self.open = calls
            .into_iter()
            .map(|call| GuestCallView {
                call: Some(call.call),
                kind: call.kind,
                by: call.by,
                called_at_ms: now_ms.saturating_sub(call.waits_ms),
                taken_by: call.taken_by,
            })
            .collect();
    }

    pub(crate) fn show(&self, view: &mut View) {
        view.calls.clone_from(&self.open);
        let is_told = |kind: &CallKind| self.open.iter().any(|call| call.kind == *kind);
        let unsent = self.unsent.keys().filter(|kind| !is_told(kind));
        view.calls.extend(unsent.map(|kind| GuestCallView {
            call: None,
            kind: *kind,
            by: String::new(),
            called_at_ms: 0,
            taken_by: None,
        }));
    }
}

impl Client {
    /// Calls for somebody; the same call again, while it waits, is the same call.
    pub(crate) fn call_waiter(&mut self, kind: CallKind) {
        let command = self.chance.command();
        let Some(seat) = &mut self.seat else { return };
        let calling = &mut seat.door.calling;
        if calling.unsent.contains_key(&kind) || calling.open.iter().any(|call| call.kind == kind) {
            return;
        }
        calling.unsent.insert(kind, command);
        self.send_call(kind, command);
    }

    fn send_call(&mut self, kind: CallKind, command: CommandId) {
        let body = serde_json::to_string(&CallWaiter { command_id: Some(command), kind });
        let body = body.expect("a call holds nothing that JSON cannot");
        self.post_as_member(Purpose::CallWaiter(kind), "/api/sessions/{session}/calls", body);
    }

    /// The hub can be heard again: what it has not answered is sent once more.
    pub(crate) fn call_again(&mut self) {
        let unsent = self.seat.as_ref().map(|seat| seat.door.calling.unsent.clone()).unwrap_or_default();
        for (kind, command) in unsent {
            self.send_call(kind, command);
        }
    }

    pub(crate) fn was_called(&mut self, kind: CallKind, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let unsent = &mut seat.door.calling.unsent;
        match answer.map(|(status, body)| (status, Answer::<()>::read(status, body))) {
            // The hub tells everyone of the call.
            Some((204, _)) => drop(unsent.remove(&kind)),
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => self.close(&problem.code),
            Some((_, Answer::Refused(problem))) => {
                unsent.remove(&kind);
                self.notices.add(Notice::NotCalled { message: problem.title });
            }
            // A flood is not to be sent again by itself.
            Some((429, _)) => {
                unsent.remove(&kind);
                let message = "You have called very often. Please wait a little.".to_owned();
                self.notices.add(Notice::NotCalled { message });
            }
            _ => {}
        }
    }

    /// Takes a call back.
    pub(crate) fn withdraw_call(&mut self, kind: CallKind) {
        let Some(seat) = &mut self.seat else { return };
        let calling = &mut seat.door.calling;
        calling.unsent.remove(&kind);
        let open = calling.open.iter().find(|call| call.kind == kind);
        if let Some(number) = open.and_then(|call| call.call) {
            let path = format!("/api/sessions/{{session}}/calls/{number}/withdraw");
            // Unheard, somebody comes in vain, and may be told so.
            self.post_as_member(Purpose::Forget, &path, String::new());
        }
    }
}
