//! Approval: an order that the house wants to look at before its kitchen does. The owner says which
//! (`[approval]` of the venue file); one that a waiter enters never is.
//!
//! Such an order is taken as any other: it has its number, its portions have left the cart and count as
//! used. But it is kept apart until somebody decides ([`Orders::asked`]), so that whatever reads the orders
//! of a visit (kitchen, pass, courses, bill) cannot see it by forgetting to look. It is on the bill only
//! once it is approved: nobody is to be asked to pay for what nobody has agreed to make.

use plato_sync_protocol::approval::{
    ApprovalGround, DECLINE_CHARS_MAX, DeclineReason, OrderApproval, WaitingDishView, WaitingOrderView,
};
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, StaffId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::{AllergyView, DeclaredAllergies};
use plato_sync_protocol::text;
use serde::{Deserialize, Serialize};

use super::ordering::{Order, OrderedLine, Orders};
use super::voiding::Standing;
use super::{Event, Refusal, Timestamp, Venue};

/// Which orders the house looks at, and how long one may wait for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalTerms {
    /// The first of a visit.
    pub first_order: bool,
    /// Those of more portions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_portions: Option<u32>,
    /// Those that come to more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_amount: Option<Money>,
    /// Minutes after which screens say that one waits too long; 0 for never.
    pub minutes: u16,
}

impl Default for ApprovalTerms {
    fn default() -> Self {
        Self { first_order: false, over_portions: None, over_amount: None, minutes: 2 }
    }
}

impl ApprovalTerms {
    /// For serde: files that say nothing of it are written as they were before.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    fn grounds(&self, is_first: bool, portions: usize, total: Money) -> Vec<ApprovalGround> {
        let grounds = [
            (self.first_order && is_first, ApprovalGround::FirstOrder),
            (self.over_portions.is_some_and(|most| portions > most as usize), ApprovalGround::ManyPortions),
            (
                self.over_amount
                    .is_some_and(|most| most.currency != total.currency || total.minor > most.minor),
                ApprovalGround::LargeAmount,
            ),
        ];
        grounds.into_iter().filter(|(is_so, _)| *is_so).map(|(_, ground)| ground).collect()
    }
}

/// What has become of an order that waited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ApprovalEvent {
    /// It goes to the kitchen, and onto the bill.
    Approved {
        /// Which.
        order: OrderId,
        /// Who has looked at it.
        by: StaffId,
        /// Its lines that wait for their course, by their place.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        held: Vec<u16>,
        /// What those who eat of it must not eat, as they have declared by now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        allergies: Vec<DeclaredAllergies>,
        /// Its place on the bill, where a later order of the visit came there before it: whoever had
        /// paid their share by then has not paid this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        billed_as: Option<OrderId>,
    },
    /// It is not made, and not charged.
    Declined {
        /// Which.
        order: OrderId,
        /// Who has looked at it.
        by: StaffId,
        /// Why.
        reason: DeclineReason,
        /// More, for the guest.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
        /// Its portions stand in the cart again.
        is_back: bool,
    },
}

impl ApprovalEvent {
    /// The order that it is about.
    pub fn order(&self) -> OrderId {
        match self {
            Self::Approved { order, .. } | Self::Declined { order, .. } => *order,
        }
    }
}

/// What somebody says to an order that waits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecideOrder {
    /// Which.
    pub order: OrderId,
    /// Who.
    pub by: StaffId,
    /// What.
    pub verdict: Verdict,
}

/// Yes, or why not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Verdict {
    /// The kitchen may have it.
    Approve,
    /// It may not.
    Decline {
        /// Why.
        reason: DeclineReason,
        /// More, for the guest, as typed.
        text: String,
        /// Do its portions go back into the cart?
        is_back: bool,
    },
}

/// How an order stands with the house.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Approval {
    /// It is taken.
    #[default]
    None,
    /// The others of its table are not ready yet.
    Gathering,
    Waiting,
    Approved {
        by: StaffId,
    },
    Declined {
        by: StaffId,
        reason: DeclineReason,
        text: String,
        is_back: bool,
    },
}

impl Order {
    /// Has the house taken it? Then it is the kitchen's and the bill's.
    pub fn is_taken(&self) -> bool {
        matches!(self.approval, Approval::None | Approval::Approved { .. })
    }

    /// Waits it for the house? One that was taken back whole does not any more.
    pub fn is_waiting(&self) -> bool {
        let is_wanted = (0..self.placed.lines.len()).any(|index| !self.is_voided(index));
        self.approval == Approval::Waiting && is_wanted
    }

    /// As its party sees it.
    pub fn approval_view(&self) -> Option<OrderApproval> {
        match &self.approval {
            Approval::Waiting => Some(OrderApproval::Waiting),
            Approval::Declined { reason, text, is_back, .. } => {
                let (reason, text, is_back) = (*reason, text.clone(), *is_back);
                Some(OrderApproval::Declined { reason, text, is_back })
            }
            Approval::None | Approval::Gathering | Approval::Approved { .. } => None,
        }
    }

    /// Where those of its lines stand that wait for their course.
    pub fn held_places(&self, lines: &[OrderedLine]) -> Vec<u16> {
        let place = |held: &OrderedLine| self.placed.lines.iter().position(|line| line.line == held.line);
        let held = lines.iter().filter(|line| line.is_held).filter_map(place);
        held.map(|index| index as u16).collect()
    }

    /// Its portions that are still wanted, line by line.
    pub fn wanted(&self) -> impl Iterator<Item = OrderedLine> {
        self.placed.lines.iter().filter_map(|line| {
            let mut line = line.clone();
            line.units.retain(|unit| self.standing(&unit.unit) == Standing::Charged);
            (!line.units.is_empty()).then_some(line)
        })
    }
}

impl Venue {
    /// Why the house wants to look at an order first; nothing for one that is taken at once.
    pub(super) fn approval_grounds(
        &self,
        session: &SessionId,
        lines: &[OrderedLine],
        total: Money,
    ) -> Vec<ApprovalGround> {
        let is_first = self.orders.of_session(session).next().is_none();
        let portions = lines.iter().map(|line| line.units.len()).sum();
        self.orders.terms.grounds(is_first, portions, total)
    }

    pub(super) fn decide_order(&self, decision: &DecideOrder) -> Result<Vec<Event>, Refusal> {
        let DecideOrder { order: id, by, verdict } = decision;
        let order = self.orders.any(*id).ok_or(Refusal::UnknownOrder)?;
        let session = &order.placed.session;
        self.floor.open_session(session)?;
        match &order.approval {
            Approval::Waiting if order.is_waiting() => {}
            Approval::Approved { by } => return Err(self.decided(by, "approved")),
            Approval::Declined { by, .. } => return Err(self.decided(by, "declined")),
            Approval::None | Approval::Gathering | Approval::Waiting => return Err(Refusal::OrderNotWaiting),
        }
        let (order_id, by) = (*id, by.clone());
        let event = match verdict {
            Verdict::Approve => {
                let mut lines: Vec<OrderedLine> = order.wanted().collect();
                let allergies = self.allergies_of(session, &lines);
                self.hold_later_courses(session, &mut lines);
                let held = order.held_places(&lines);
                let billed_as = self.is_overtaken(session, *id).then(|| self.orders.next_id());
                ApprovalEvent::Approved { order: order_id, by, held, allergies, billed_as }
            }
            Verdict::Decline { reason, text, is_back } => {
                let chars_max = DECLINE_CHARS_MAX;
                let wrong = |_| Refusal::DeclineWords { chars_max };
                let text = match reason {
                    DeclineReason::Other => text::clean_required(text, chars_max).map_err(wrong)?,
                    _ => text::clean(text, chars_max).map_err(wrong)?,
                };
                let (reason, is_back) = (*reason, *is_back);
                ApprovalEvent::Declined { order: order_id, by, reason, text, is_back }
            }
        };
        Ok(vec![Event::Approval { approval: Box::new(event) }])
    }

    fn decided(&self, by: &StaffId, what: &'static str) -> Refusal {
        Refusal::OrderDecided { by: self.staff_name(by), what }
    }

    /// A visit does not end, and a party does not begin to share in another way, over an order that nobody
    /// has looked at, or that waits for those of others.
    pub(super) fn refuse_while_waiting(&self, session: &SessionId) -> Result<(), Refusal> {
        if self.waiting_orders(session).next().is_some() {
            return Err(Refusal::OrderWaits);
        }
        if self.gathering(session).next().is_some() { Err(Refusal::OrderGathers) } else { Ok(()) }
    }

    pub(super) fn apply_approval(&mut self, at: Timestamp, event: &ApprovalEvent) {
        let Some(order) = self.orders.any(event.order()) else { return };
        let session = order.placed.session.clone();
        match event {
            ApprovalEvent::Approved { order, by, held, allergies, billed_as } => {
                let approved = Approval::Approved { by: by.clone() };
                self.orders.let_in(*order, approved, held, allergies, *billed_as);
                self.start_order(at, *order);
                self.bill_order(at, &session);
            }
            ApprovalEvent::Declined { order: id, by, reason, text, is_back } => {
                let back: Vec<OrderedLine> = order.wanted().collect();
                for line in back {
                    self.menu.give_back(&line, line.units.len());
                }
                let (by, text) = (by.clone(), text.clone());
                let declined = Approval::Declined { by, reason: *reason, text, is_back: *is_back };
                self.orders.stand(*id, declined);
            }
        }
    }

    /// Orders of a visit that wait for the house, oldest first.
    pub(super) fn waiting_orders(&self, session: &SessionId) -> impl Iterator<Item = &Order> {
        self.orders.asked(session).filter(|order| order.is_waiting())
    }

    /// What goes back into a cart if an order that waits is declined: whose cart it came from, and its
    /// lines with the portions that are still wanted.
    pub fn declined_wishes(&self, order: OrderId) -> Option<(SessionId, DinerId, Vec<OrderedLine>)> {
        let order = self.orders.any(order).filter(|order| order.is_waiting())?;
        Some((order.placed.session.clone(), order.placed.by.clone(), order.wanted().collect()))
    }

    /// Orders of a visit that wait for the house, as the floor sees them.
    pub(super) fn approval_views(&self, session: &SessionId) -> Vec<WaitingOrderView> {
        let dish = |line: OrderedLine| WaitingDishView {
            quantity: line.units.len() as u32,
            name: line.name,
            modifiers: line.modifiers,
            note: line.note,
        };
        let view = |order: &Order| WaitingOrderView {
            order: order.placed.id,
            number: order.placed.number,
            round: order.placed.round,
            by: self.floor.diner_name(session, &order.placed.by),
            since_ms: order.placed_at.uptime_ms,
            grounds: order.placed.awaits.clone(),
            dishes: order.wanted().map(dish).collect(),
            allergies: self.waiting_allergies(session, order),
        };
        self.waiting_orders(session).map(view).collect()
    }

    fn waiting_allergies(&self, session: &SessionId, order: &Order) -> Vec<AllergyView> {
        let lines: Vec<OrderedLine> = order.wanted().collect();
        let view = |declared: DeclaredAllergies| AllergyView {
            name: self.floor.diner_name(session, &declared.diner),
            allergens: declared.allergens,
        };
        self.allergies_of(session, &lines).into_iter().map(view).collect()
    }

    /// How long an order may wait for the house, in ms.
    pub(super) fn approval_late_ms(&self) -> Option<u64> {
        let minutes = self.orders.terms.minutes;
        (minutes > 0).then(|| u64::from(minutes) * 60_000)
    }
}

impl Orders {
    /// Orders of a visit that wait for the house or were declined, oldest first: nobody's work, and on no
    /// bill.
    pub(crate) fn asked(&self, session: &SessionId) -> impl Iterator<Item = &Order> {
        let ids = self.asked.get(session).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.any(*id))
    }

    /// The kitchen and the bill get it.
    pub(super) fn let_in(
        &mut self,
        id: OrderId,
        standing: Approval,
        held: &[u16],
        allergies: &[DeclaredAllergies],
        billed_as: Option<OrderId>,
    ) {
        self.stand(id, standing);
        let Some(order) = self.any_mut(id) else { return };
        order.placed.allergies = allergies.to_vec();
        for index in held {
            if let Some(line) = order.placed.lines.get_mut(usize::from(*index)) {
                line.is_held = true;
            }
        }
        order.begin();
        order.billed_as = billed_as.unwrap_or(id);
        let session = order.placed.session.clone();
        if let Some(asked) = self.asked.get_mut(&session) {
            asked.retain(|other| *other != id);
        }
        self.enter(&session, id);
        self.last = self.last.max(billed_as);
    }

    pub(super) fn stand(&mut self, id: OrderId, approval: Approval) {
        if let Some(order) = self.any_mut(id) {
            order.approval = approval;
        }
    }
}
