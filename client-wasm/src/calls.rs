//! Calls over HTTP that wait for an answer, and what each answer is for.

use std::collections::BTreeMap;

use plato_sync_protocol::api::Problem;
use plato_sync_protocol::floor::CallKind;
use plato_sync_protocol::ids::{CommandId, KnockId, OrderId};
use plato_sync_protocol::menu::Allergen;
use serde::de::DeserializeOwned;

use crate::effect::Effect;
use crate::plan::Plan;

/// What a call is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Joining the party, under that name.
    Join {
        /// The name.
        name: String,
    },
    /// Placing that order.
    Place(CommandId),
    /// Asking how a knock stands.
    CheckKnock,
    /// Saying who the guest is.
    ChooseWho,
    /// Giving up waiting; the answer does not matter.
    Withdraw,
    /// Asking for an invite.
    Invite,
    /// Answering that knock.
    AnswerKnock(KnockId),
    /// Having the token last longer.
    Stay,
    /// Calling a waiter, for that.
    CallWaiter(CallKind),
    /// Something of which the answer does not matter.
    Forget,
    /// Reading the bill.
    Bill,
    /// Having it split in another way.
    Split,
    /// Having a page opened on which a share is paid.
    PayOnline,
    /// Paying it otherwise.
    StopOnline,
    /// Taking a dish back: of which order, which of its lines.
    CancelDish(OrderId, u16),
    /// Sending what is ready at the table.
    SendTogether,
    /// Asking what the guest must not eat.
    Allergies,
    /// Saying that they must not eat these.
    Declare(Vec<Allergen>),
}

/// What the hub said.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// It is done.
    Done(T),
    /// It is refused, and nothing has happened.
    Refused(Box<Problem>),
    /// Nothing that settles it: no answer, a busy or broken hub, or something else that answered in
    /// its place (the sign-in page of a network, for one). To be asked again.
    Unknown {
        /// Seconds to wait first, if the hub said so.
        retry_after_s: Option<u64>,
    },
}

impl<T: DeserializeOwned> Answer<T> {
    /// Reads an answer.
    pub fn read(status: u16, body: &str) -> Self {
        if status == 200 {
            return serde_json::from_str(body).map_or(Self::Unknown { retry_after_s: None }, Self::Done);
        }
        match serde_json::from_str::<Problem>(body) {
            Ok(problem) if status >= 500 || matches!(status, 408 | 429) => {
                Self::Unknown { retry_after_s: problem.retry_after_s }
            }
            Ok(problem) if status >= 400 => Self::Refused(Box::new(problem)),
            _ => Self::Unknown { retry_after_s: None },
        }
    }
}

/// Calls that wait for an answer.
#[derive(Debug, Default)]
pub struct Calls {
    last: u32,
    open: BTreeMap<u32, Purpose>,
}

impl Calls {
    /// Posts a body.
    pub fn post(&mut self, purpose: Purpose, path: &str, token: Option<&str>, body: String, plan: &mut Plan) {
        let id = self.begin(purpose);
        let (method, path, token) = ("POST".to_owned(), path.to_owned(), token.map(str::to_owned));
        plan.push(Effect::Call { id, method, path, token, body });
    }

    /// Reads something.
    pub fn get(&mut self, purpose: Purpose, path: &str, token: Option<&str>, plan: &mut Plan) {
        let id = self.begin(purpose);
        let (method, path, token) = ("GET".to_owned(), path.to_owned(), token.map(str::to_owned));
        plan.push(Effect::Call { id, method, path, token, body: String::new() });
    }

    fn begin(&mut self, purpose: Purpose) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.open.insert(self.last, purpose);
        self.last
    }

    /// A call is over: what was it for?
    pub fn close(&mut self, id: u32) -> Option<Purpose> {
        self.open.remove(&id)
    }

    /// Nobody wants to hear the answers any more.
    pub fn forget_all(&mut self) {
        self.open.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hub_settles_a_call() {
        let problem = r#"{"code":"cart_changed","title":"No.","status":409,"retry_after_s":7}"#;
        assert_eq!(Answer::read(200, "1"), Answer::Done(1));
        assert!(matches!(Answer::<u8>::read(409, problem), Answer::Refused(_)));
        for (status, body) in [(200, "<html>"), (302, ""), (404, "<html>Sign in</html>"), (502, ""), (0, "")]
        {
            assert_eq!(Answer::<u8>::read(status, body), Answer::Unknown { retry_after_s: None });
        }
        assert_eq!(Answer::<u8>::read(503, problem), Answer::Unknown { retry_after_s: Some(7) });
    }
}
