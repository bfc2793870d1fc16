//! Ordering together where everyone has a cart of their own: what the guest has confirmed waits at the hub for the
//! others, until all are ready or one of those who wait sends it.

use plato_sync_protocol::approval::SendTogether;
use plato_sync_protocol::ids::CommandId;

use crate::calls::{Answer, Purpose};
use crate::client::Client;
use crate::serving::UNHEARD;
use crate::talk::ends_visit;
use crate::view::Notice;

/// The command with which what is ready is being sent: pressing again after a lost answer does nothing twice.
#[derive(Debug, Default)]
pub(crate) struct Together {
    command: Option<CommandId>,
    is_busy: bool,
}

impl Together {
    /// Is it under way?
    pub(crate) fn is_busy(&self) -> bool {
        self.is_busy
    }
}

impl Client {
    /// Orders what the review screen shows as soon as the others are ready.
    pub(crate) fn place_with_others(&mut self, now_ms: u64) {
        if let Some(open) = self.seat.as_mut().and_then(|seat| seat.reviews.open_one()) {
            open.with_others = true;
        }
        self.place(now_ms);
    }

    /// Sends what is ready at the table.
    pub(crate) fn send_together(&mut self) {
        let fresh = self.chance.command();
        let Some(seat) = &mut self.seat else { return };
        let together = &mut seat.serving.together;
        if std::mem::replace(&mut together.is_busy, true) {
            return;
        }
        let command_id = Some(*together.command.get_or_insert(fresh));
        let body = serde_json::to_string(&SendTogether { command_id });
        let body = body.expect("an id holds nothing that JSON cannot");
        self.post_as_member(Purpose::SendTogether, "/api/order/send-together", body);
    }

    /// The hub tells everyone what has become of the orders; here only why nothing has.
    pub(crate) fn was_sent_together(&mut self, answer: Option<(u16, &str)>) {
        self.plan.render();
        let Some(seat) = &mut self.seat else { return };
        let together = &mut seat.serving.together;
        together.is_busy = false;
        match answer.map(|(status, body)| (status, Answer::<()>::read(status, body))) {
            Some((204, _)) => together.command = None,
            Some((_, Answer::Refused(problem))) if ends_visit(&problem.code) => self.close(&problem.code),
            Some((_, Answer::Refused(problem))) => {
                together.command = None;
                // Somebody else was quicker.
                if problem.code != "nothing_gathers" {
                    self.notices.add(Notice::NotSent { message: problem.title });
                }
            }
            _ => self.notices.add(Notice::NotSent { message: UNHEARD.to_owned() }),
        }
    }
}
