//! A party calls: for a waiter, for water, for the bill. One call of a kind waits at a time, so pressing
//! again asks for nothing twice. Somebody of the house says "on the way", and that it is done; the party
//! may take its call back.

use plato_sync_protocol::floor::{CallKind, CallReply, CallView};
use plato_sync_protocol::ids::{DinerId, SessionId, StaffId};
use plato_sync_protocol::limits::{CALLS_PER_SESSION_MAX, CALLS_WITHIN_MS};

use super::events::FloorEvent;
use super::{Event, Refusal, Session, Timestamp, Venue};

/// A call that waits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    number: u32,
    pub kind: CallKind,
    by: DinerId,
    called_at: Timestamp,
    taken_by: Option<StaffId>,
}

/// The calls of a visit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Calls {
    /// Those that wait, the oldest first.
    open: Vec<Call>,
    /// Number of the last.
    last: u32,
    /// When the latest were made, by uptime in ms: as many as count against a flood.
    made_at_ms: Vec<u64>,
}

impl Calls {
    pub fn is_open(&self, kind: CallKind) -> bool {
        self.open.iter().any(|call| call.kind == kind)
    }

    /// Does somebody want anything but the bill?
    pub fn want_more(&self) -> bool {
        self.open.iter().any(|call| call.kind != CallKind::Bill)
    }

    /// When the party last called, by uptime in ms; 0 for never.
    pub fn last_at_ms(&self) -> u64 {
        self.made_at_ms.last().copied().unwrap_or(0)
    }

    fn find(&self, number: u32) -> Result<&Call, Refusal> {
        self.open.iter().find(|call| call.number == number).ok_or(Refusal::CallOver)
    }

    /// When one more may be made, if not now: how long that is, in ms.
    fn pause_ms(&self, now: Timestamp) -> Option<u64> {
        let counting = self.made_at_ms.iter().map(|at_ms| at_ms.saturating_add(CALLS_WITHIN_MS));
        let ends: Vec<u64> = counting.filter(|end_ms| *end_ms > now.uptime_ms).collect();
        (ends.len() >= CALLS_PER_SESSION_MAX).then(|| ends[0] - now.uptime_ms)
    }

    fn make(&mut self, at: Timestamp, number: u32, kind: CallKind, by: &DinerId) {
        self.open.push(Call { number, kind, by: by.clone(), called_at: at, taken_by: None });
        self.last = number;
        if self.made_at_ms.len() >= CALLS_PER_SESSION_MAX {
            self.made_at_ms.remove(0);
        }
        self.made_at_ms.push(at.uptime_ms);
    }

    /// Calls of those who go to another party.
    pub(super) fn leave(&mut self, goes: impl Fn(&DinerId) -> bool) -> Vec<Call> {
        let (gone, stay) = std::mem::take(&mut self.open).into_iter().partition(|call| goes(&call.by));
        self.open = stay;
        gone
    }

    /// Calls of those who come from another party, but for what is called for already.
    pub(super) fn take_over(&mut self, calls: Vec<Call>) {
        for call in calls {
            if !self.is_open(call.kind) {
                self.last += 1;
                self.open.push(Call { number: self.last, ..call });
            }
        }
    }

    pub(super) fn apply(&mut self, at: Timestamp, event: &FloorEvent) {
        match event {
            FloorEvent::WaiterCalled { call, kind, by, .. } => self.make(at, *call, *kind, by),
            FloorEvent::CallTaken { call, by, .. } => {
                for own in self.open.iter_mut().filter(|own| own.number == *call) {
                    own.taken_by = Some(by.clone());
                }
            }
            FloorEvent::CallEnded { call, .. } => self.open.retain(|own| own.number != *call),
            _ => {}
        }
    }
}

impl Venue {
    pub(super) fn call_waiter(
        &self,
        now: Timestamp,
        id: &SessionId,
        by: &DinerId,
        kind: CallKind,
    ) -> Result<Vec<FloorEvent>, Refusal> {
        let session = self.floor.open_session(id)?;
        session.seated_diner(by).ok_or(Refusal::UnknownDiner)?;
        if session.calls.is_open(kind) {
            return Ok(Vec::new());
        }
        if let Some(retry_after_ms) = session.calls.pause_ms(now) {
            return Err(Refusal::CallsPaused { retry_after_ms });
        }
        let call = session.calls.last + 1;
        Ok(vec![FloorEvent::WaiterCalled { session: id.clone(), call, kind, by: by.clone() }])
    }

    pub(super) fn withdraw_call(&self, id: &SessionId, call: u32) -> Result<Vec<FloorEvent>, Refusal> {
        self.floor.open_session(id)?.calls.find(call)?;
        Ok(vec![FloorEvent::CallEnded { session: id.clone(), call, by: None }])
    }

    pub(super) fn answer_call(
        &self,
        id: &SessionId,
        call: u32,
        reply: CallReply,
        by: &StaffId,
    ) -> Result<Vec<FloorEvent>, Refusal> {
        let known = self.floor.open_session(id)?.calls.find(call)?;
        let (session, by) = (id.clone(), by.clone());
        Ok(match reply {
            CallReply::OnTheWay if known.taken_by.as_ref() == Some(&by) => Vec::new(),
            CallReply::OnTheWay => vec![FloorEvent::CallTaken { session, call, by }],
            CallReply::Done => vec![FloorEvent::CallEnded { session, call, by: Some(by) }],
        })
    }

    /// Calls of a party that wait, the oldest first.
    pub(crate) fn call_views(&self, session: &Session, now: Timestamp) -> Vec<CallView> {
        let name = |diner: &DinerId| {
            let known = session.diners.iter().find(|other| other.id == *diner);
            known.map_or_else(String::new, |diner| diner.name.clone())
        };
        let view = |call: &Call| CallView {
            call: call.number,
            kind: call.kind,
            by: name(&call.by),
            waits_ms: now.uptime_ms.saturating_sub(call.called_at.uptime_ms),
            taken_by: call.taken_by.as_ref().map(|staff| self.staff_name(staff)),
        };
        session.calls.open.iter().map(view).collect()
    }
}

/// A call as an event of the log.
impl From<FloorEvent> for Event {
    fn from(floor: FloorEvent) -> Self {
        Self::Floor { floor: Box::new(floor) }
    }
}
