//! From the review screen to an order: freezing what is shown, sending it, and what the answers mean.

use plato_sync_protocol::api::{OrderReceipt, Problem};
use plato_sync_protocol::ids::CommandId;

use crate::calls::Answer;
use crate::client::Client;
use crate::confirmed::Confirmed;
use crate::records;
use crate::review::Outcome;
use crate::talk::ends_visit;

/// Pause before the hub is asked again that misses changes which it should have, in ms.
const MISSED_PAUSE_MS: u64 = 1_000;

impl Client {
    pub(crate) fn open_review(&mut self) {
        let frozen = self.freeze();
        if let Some(seat) = &mut self.seat {
            seat.reviews.open(|| frozen);
        }
    }

    pub(crate) fn close_review(&mut self) {
        if let Some(seat) = &mut self.seat {
            seat.reviews.close();
        }
    }

    /// Everything that is in the cart now, if it can be ordered as it is.
    fn freeze(&mut self) -> Option<Confirmed> {
        let command_id = self.chance.command();
        let seat = self.seat.as_ref()?;
        let unsaved = seat.replica.unsaved();
        if !self.cart_view(seat, &self.presenter(seat, &unsaved)).is_orderable {
            return None;
        }
        let is_wanted = |unit: &_| !seat.reviews.is_ordered(unit);
        let (heads, lines) = (seat.replica.heads(), seat.replica.lines());
        Confirmed::freeze(command_id, heads, lines, self.menu.as_ref()?, is_wanted)
    }

    pub(crate) fn place(&mut self, now_ms: u64) {
        let Some(seat) = &mut self.seat else { return };
        if let Some(open) = seat.reviews.open_one()
            && !seat.replica.has_all(&open.heads)
        {
            // The phone has started over since: the same portions may stand in other changes.
            let units: Vec<_> = open.units().cloned().collect();
            let heads = seat.replica.heads();
            let again = self.menu.as_ref().and_then(|menu| {
                let is_wanted = |unit: &_| units.contains(unit);
                Confirmed::freeze(open.command_id, heads, seat.replica.lines(), menu, is_wanted)
            });
            match again.filter(|again| again.lines == open.lines) {
                Some(again) => *open = Confirmed { with_others: open.with_others, ..again },
                None => return seat.reviews.refuse_open(Outcome::Changed(Vec::new())),
            }
        }
        if let Some(confirmed) = seat.reviews.place(now_ms) {
            self.plan.put(seat.names.command(&confirmed.command_id), records::encoded(confirmed));
        }
    }

    /// A call that placed an order is over. `answer` is none when there was none.
    pub(crate) fn placed(&mut self, command: CommandId, answer: Option<(u16, &str)>, now_ms: u64) {
        self.plan.render();
        let none = Answer::Unknown { retry_after_s: None };
        match answer.map_or(none, |(status, body)| Answer::<OrderReceipt>::read(status, body)) {
            Answer::Done(receipt) => {
                let order = receipt.order.order;
                if let Some(seat) = &mut self.seat {
                    seat.visit.take_receipt(receipt.order);
                }
                self.settle(command, Outcome::Placed(order));
            }
            Answer::Refused(problem) => self.order_refused(command, *problem, now_ms),
            Answer::Unknown { retry_after_s } => {
                if let Some(seat) = &mut self.seat {
                    seat.reviews.unanswered(command, retry_after_s, now_ms, &mut self.chance);
                }
            }
        }
    }

    fn order_refused(&mut self, command: CommandId, problem: Problem, now_ms: u64) {
        match problem.code.as_str() {
            code if ends_visit(code) => self.close(code),
            "cart_changed" => self.settle(command, Outcome::Changed(problem.differences)),
            "changes_missing" => self.changes_missed(command, now_ms),
            _ => self.settle(command, Outcome::Refused { code: problem.code, message: problem.title }),
        }
    }

    /// The hub does not know the heads that were confirmed.
    fn changes_missed(&mut self, command: CommandId, now_ms: u64) {
        let Some(seat) = &mut self.seat else { return };
        let Some(confirmed) = seat.reviews.missed(command) else {
            return self.settle(command, Outcome::Changed(Vec::new()));
        };
        if seat.replica.is_settled() && !seat.replica.has_all(&confirmed.heads) {
            // The phone has started over since: the hub will never know these heads.
            return self.settle(command, Outcome::Changed(Vec::new()));
        }
        if seat.replica.is_saved() {
            // Hub and phone do not have the same, and neither knows: only the whole document helps.
            seat.reviews.put_off(command, now_ms + MISSED_PAUSE_MS);
            self.start_over(now_ms);
        }
    }

    fn settle(&mut self, command: CommandId, outcome: Outcome) {
        if let Some(seat) = &mut self.seat {
            if let Some(taken) = seat.reviews.settle(command, outcome) {
                self.plan.put(seat.names.ordered(&command), records::encoded(&taken));
            }
            self.plan.delete(seat.names.command(&command));
        }
    }
}
