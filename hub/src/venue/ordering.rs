//! From a confirmed cart to an order: what was confirmed is what is ordered, or nothing is.

mod homes;

use std::collections::BTreeMap;

use plato_sync_protocol::api::{CartDifference, Difference};
use plato_sync_protocol::approval::ApprovalGround;
use plato_sync_protocol::digest::{ConfirmedUnit, OrderDigest, digest};
use plato_sync_protocol::ids::{
    CategoryId, DinerId, ItemId, LineId, OrderId, SessionId, StationId, TicketId, UnitId,
};
use plato_sync_protocol::limits::UNITS_PER_ORDER_MAX;
use plato_sync_protocol::menu::{Allergen, ChoiceRefusal, LineConfig, Menu, ModifierKey};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::DeclaredAllergies;
use plato_sync_protocol::vector::ChangeHash;
use plato_sync_protocol::views::{DishStatus, SessionMode};
use serde::{Deserialize, Serialize};

use super::approval::{Approval, ApprovalTerms};
use super::billing::terms::LineTax;
use super::command::{PlaceOrder, Portion, PortionState};
use super::menu::is_no_course;
use super::voiding::{Standing, TakenOff};
use super::{Event, Refusal, Timestamp, Venue};
use homes::Homes;

/// An order as it was taken. Names and prices are those of that moment, for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedOrder {
    /// Its number.
    pub id: OrderId,
    /// Of which visit.
    pub session: SessionId,
    /// Which round of the visit, from 1.
    pub round: u32,
    /// Who placed it.
    pub by: DinerId,
    /// What was ordered, one entry a cart line.
    pub lines: Vec<OrderedLine>,
    /// Sum of the lines.
    pub total: Money,
    /// Digest of what was confirmed.
    pub digest: OrderDigest,
    /// Heads of the cart that was confirmed.
    pub heads: Vec<ChangeHash>,
    /// What people call it out by: counts up within the business day. 0 for orders of earlier versions.
    #[serde(default, skip_serializing_if = "is_no_number")]
    pub number: u32,
    /// What those who eat of it had declared that they must not eat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<DeclaredAllergies>,
    /// Why the house looks at it first; nothing for what is taken at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaits: Vec<ApprovalGround>,
    /// Does it wait first until the others of its table are ready?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gathers: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_no_number(number: &u32) -> bool {
    *number == 0
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderedLine {
    /// The cart line that it came from.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Its name on the menu.
    pub name: String,
    /// Names of the chosen modifiers on the menu.
    pub modifiers: Vec<String>,
    /// What the kitchen calls it.
    pub kitchen_name: String,
    /// What the kitchen calls the chosen modifiers.
    pub kitchen_modifiers: Vec<String>,
    /// The guest's words to the kitchen; may be empty.
    pub note: String,
    /// Where it is made.
    pub station: StationId,
    /// Its portions.
    pub units: Vec<OrderedUnit>,
    /// Price of one portion.
    pub unit_price: Money,
    /// Its tax, if the venue had one for it. Orders of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<LineTax>,
    /// Its section of the menu. Orders of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// Its course, from 1; 0 for what is made at once.
    #[serde(default, skip_serializing_if = "is_no_course")]
    pub course: u8,
    /// It waits for its course to be fired.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_held: bool,
    /// The chosen modifiers. Orders of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ModifierKey>,
}

/// A portion of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedUnit {
    /// Its id in the cart.
    pub unit: UnitId,
    /// Who eats and pays it.
    pub diner: DinerId,
}

/// An order and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Order {
    pub placed: PlacedOrder,
    pub placed_at: Timestamp,
    /// How far each line is.
    pub statuses: Vec<DishStatus>,
    /// How the kitchen has each line.
    pub dishes: Vec<Dish>,
    /// Portions that are not charged.
    pub taken_off: TakenOff,
    /// How it stands with the house.
    pub approval: Approval,
    /// Its place on the bill: its number, or a later one where it came there after a later order.
    pub billed_as: OrderId,
    /// Which portions are with another visit by now.
    homes: Homes,
}

/// A line of an order, as the kitchen has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dish {
    /// Its course, from 1; 0 for what is made at once.
    pub course: u8,
    /// The course in the name of its ticket.
    pub ticket_course: u8,
    /// It waits for its course.
    pub is_held: bool,
    /// It joined a ticket that was fired before.
    pub is_addition: bool,
    /// The kitchen knows that portions of it were voided.
    pub is_void_seen: bool,
    /// Of the voided portions, those that guests took back.
    pub cancelled: u32,
    /// Portions that were taken back before the kitchen had the order.
    pub unheard: u32,
    /// The pass of its station has let it go.
    pub is_passed: bool,
    /// How often it was ready and had to be made again.
    pub remade: u32,
}

impl Dish {
    fn of(line: &OrderedLine) -> Self {
        Self {
            course: line.course,
            ticket_course: if line.is_held { line.course } else { 0 },
            is_held: line.is_held,
            is_addition: false,
            is_void_seen: false,
            cancelled: 0,
            unheard: 0,
            is_passed: false,
            remade: 0,
        }
    }
}

impl Order {
    /// How far the slowest dish is, of those that are made at all.
    pub fn status(&self) -> DishStatus {
        let made = (0..self.statuses.len()).filter(|index| !self.is_voided(*index));
        made.map(|index| self.statuses[index]).min().unwrap_or(DishStatus::Served)
    }

    /// Is a line on a ticket?
    pub fn is_on(&self, index: usize, ticket: &TicketId) -> bool {
        self.placed.lines[index].station == ticket.station
            && self.dishes[index].ticket_course == ticket.course
            && self.is_heard(index)
    }

    /// Was a dish of a course fired that is still to be eaten?
    pub fn has_fired(&self, course: u8) -> bool {
        let mut dishes = self.dishes.iter().enumerate();
        dishes.any(|(index, dish)| dish.course == course && !dish.is_held && !self.is_voided(index))
    }

    /// The ticket that a line is on, or waits on.
    pub fn ticket_of(&self, index: usize) -> TicketId {
        let station = self.placed.lines[index].station.clone();
        TicketId { order: self.placed.id, course: self.dishes[index].ticket_course, station }
    }

    /// Has the kitchen ever heard of a line?
    pub fn is_heard(&self, index: usize) -> bool {
        (self.dishes[index].unheard as usize) < self.placed.lines[index].units.len()
    }

    /// It becomes work: its dishes are as its lines say, without what was taken back meanwhile.
    pub(super) fn begin(&mut self) {
        let dish = |(index, line)| Dish { unheard: self.voided(index) as u32, ..Dish::of(line) };
        self.dishes = self.placed.lines.iter().enumerate().map(dish).collect();
    }
}

/// What is known of what somebody must not eat. Never empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Declared {
    /// As they have said themselves.
    pub own: Vec<Allergen>,
    /// As somebody of the house has noted.
    pub noted: Vec<Allergen>,
}

/// Everything that was ordered.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Orders {
    all: BTreeMap<OrderId, Order>,
    by_session: BTreeMap<SessionId, Vec<OrderId>>,
    /// Those that wait for the house or were declined: nobody who asks for a visit's orders sees them.
    pub(super) asked: BTreeMap<SessionId, Vec<OrderId>>,
    /// Which orders the house looks at first.
    pub(super) terms: ApprovalTerms,
    /// The last place on a bill, where that is no order's number.
    pub(super) last: Option<OrderId>,
    /// The business day of the last order, and the number that it had.
    called: (String, u32),
    /// What guests must not eat.
    pub(super) allergies: BTreeMap<(SessionId, DinerId), Declared>,
}

impl Orders {
    pub(super) fn take(&mut self, at: Timestamp, order: &PlacedOrder, date: String) {
        self.called = (date, order.number);
        let statuses = vec![DishStatus::Queued; order.lines.len()];
        let dishes = order.lines.iter().map(Dish::of).collect();
        let approval = match (order.gathers, order.awaits.is_empty()) {
            (true, _) => Approval::Gathering,
            (false, true) => Approval::None,
            (false, false) => Approval::Waiting,
        };
        match approval {
            Approval::None => self.enter(&order.session, order.id),
            _ => self.asked.entry(order.session.clone()).or_default().push(order.id),
        }
        let (placed, taken_off, billed_as) = (order.clone(), TakenOff::new(), order.id);
        let homes = Homes::default();
        let order = Order { placed, placed_at: at, statuses, dishes, taken_off, approval, billed_as, homes };
        self.all.insert(order.placed.id, order);
    }

    /// An order is one of its visit's.
    pub(super) fn enter(&mut self, session: &SessionId, order: OrderId) {
        self.by_session.entry(session.clone()).or_default().push(order);
    }

    /// Dishes that were taken for brought wait to be brought again.
    pub(super) fn put_back(&mut self, order: OrderId, dishes: &[u16]) {
        for index in dishes {
            self.move_dish(order, *index, DishStatus::Ready);
        }
    }

    pub(super) fn move_dish(&mut self, order: OrderId, index: u16, status: DishStatus) {
        let order = self.all.get_mut(&order);
        if let Some(dish) = order.and_then(|order| order.statuses.get_mut(usize::from(index))) {
            *dish = status;
        }
    }

    /// A ticket was bumped: what was not ready is ready now.
    pub(super) fn finish(&mut self, ticket: &TicketId) {
        self.each_dish(ticket, |status, _| *status = DishStatus::Ready.max(*status));
    }

    /// A ticket was recalled: what waits to be brought is being made again, what is at the table stays.
    pub(super) fn recall(&mut self, ticket: &TicketId) {
        self.each_dish(ticket, |status, dish| {
            if *status == DishStatus::Ready {
                *status = DishStatus::Cooking;
                dish.is_passed = false;
                dish.remade += 1;
            }
        });
    }

    fn each_dish(&mut self, ticket: &TicketId, change: impl Fn(&mut DishStatus, &mut Dish)) {
        if let Some(order) = self.all.get_mut(&ticket.order) {
            for index in 0..order.statuses.len() {
                if order.is_on(index, ticket) && !order.is_voided(index) {
                    change(&mut order.statuses[index], &mut order.dishes[index]);
                }
            }
        }
    }

    pub(super) fn dish_mut(&mut self, order: OrderId, index: u16) -> Option<&mut Dish> {
        self.all.get_mut(&order)?.dishes.get_mut(usize::from(index))
    }

    pub(super) fn take_off(&mut self, order: OrderId, units: &[UnitId], standing: Standing) {
        if let Some(order) = self.all.get_mut(&order) {
            order.taken_off.extend(units.iter().map(|unit| (unit.clone(), standing)));
        }
    }

    /// An order that the house has taken.
    pub(crate) fn order(&self, id: OrderId) -> Option<&Order> {
        self.all.get(&id).filter(|order| order.is_taken())
    }

    /// An order, whether or not the house has taken it.
    pub(crate) fn any(&self, id: OrderId) -> Option<&Order> {
        self.all.get(&id)
    }

    pub(super) fn any_mut(&mut self, id: OrderId) -> Option<&mut Order> {
        self.all.get_mut(&id)
    }

    /// Orders that the house has taken and of which portions are with a visit, in the order in which they
    /// came onto its bill.
    pub(crate) fn of_session(&self, session: &SessionId) -> impl Iterator<Item = &Order> {
        let ids = self.by_session.get(session).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.all.get(id))
    }

    /// Has a visit ordered anything that was taken, wherever its portions are by now?
    pub(super) fn were_placed_by(&self, session: &SessionId) -> bool {
        self.all.values().any(|order| order.is_taken() && order.placed.session == *session)
            || self.of_session(session).next().is_some()
    }

    /// Portions of a visit that are ordered, also those that somebody has to look at first, with the order.
    fn portions_of(&self, session: &SessionId) -> BTreeMap<&UnitId, OrderId> {
        let orders = self.of_session(session).chain(self.asked(session));
        let portions = orders.flat_map(|order| {
            let units = order.placed.lines.iter().flat_map(|line| &line.units);
            units.map(|unit| (&unit.unit, order.placed.id))
        });
        portions.collect()
    }

    /// The number of the next order of a business day, from 1.
    fn next_number(&self, date: &str) -> u32 {
        let (last, number) = &self.called;
        if last == date { number + 1 } else { 1 }
    }

    /// The next place: no order has it, and none has it on a bill.
    pub(super) fn next_id(&self) -> OrderId {
        let last = self.all.last_key_value().map(|(id, _)| *id).max(self.last);
        OrderId(last.map_or(1, |id| id.0 + 1))
    }
}

impl Venue {
    pub(super) fn place_order(&self, now: Timestamp, proposal: &PlaceOrder) -> Result<Vec<Event>, Refusal> {
        self.floor.open_session(&proposal.session)?;
        let menu = self.menu.current().ok_or(Refusal::NoVenue)?;
        refuse_odd_lists(&proposal.portions)?;
        let mut differences = Vec::new();
        let mut lines: Vec<OrderedLine> = Vec::new();
        let mut confirmed = Vec::new();
        let mut too_few = Vec::new();
        let ordered = self.orders.portions_of(&proposal.session);
        for portion in &proposal.portions {
            match self.price_portion(menu, &proposal.session, &proposal.by, portion, &ordered) {
                Ok((unit, line)) => match self.menu.stock().room(&line, &lines) {
                    Some(0) => too_few.push((portion, line)),
                    _ => {
                        confirmed.push(unit);
                        add_portion(&mut lines, line);
                    }
                },
                Err(what) => differences.push(difference(menu, portion, what)),
            }
        }
        for (portion, line) in too_few {
            let left = self.menu.stock().room(&line, &[]).unwrap_or(0);
            differences.push(difference(menu, portion, Difference::TooFewLeft { left }));
        }
        if differences.is_empty() && digest(&confirmed) != proposal.digest {
            differences.push(CartDifference { unit: None, dish: String::new(), what: Difference::Digest });
        }
        if !differences.is_empty() {
            return Err(Refusal::CartChanged { differences });
        }
        let amounts = lines.iter().map(|line| line.unit_price.checked_times(line.units.len() as u32));
        let amounts: Option<Vec<Money>> = amounts.collect();
        let total = amounts.and_then(|amounts| Money::sum(menu.currency, amounts));
        let total = total.ok_or(Refusal::OrderTooExpensive)?;
        let awaits = match proposal.is_by_staff {
            true => Vec::new(),
            false => self.approval_grounds(&proposal.session, &lines, total),
        };
        let (gathers, sent) = self.gathers(proposal);
        if awaits.is_empty() && !gathers {
            self.hold_later_courses(&proposal.session, &mut lines);
        }
        let session = &proposal.session;
        let rounds = self.orders.of_session(session).count() + self.orders.asked(session).count();
        let order = PlacedOrder {
            id: self.orders.next_id(),
            session: session.clone(),
            round: rounds as u32 + 1,
            by: proposal.by.clone(),
            allergies: self.allergies_of(&proposal.session, &lines),
            lines,
            total,
            digest: proposal.digest,
            heads: proposal.heads.clone(),
            number: self.orders.next_number(&self.billing.date(now)),
            awaits,
            gathers,
        };
        Ok(sent.into_iter().chain([Event::OrderPlaced { order: Box::new(order) }]).collect())
    }

    fn already_sent(&self, session: &SessionId, order: OrderId) -> Difference {
        let placed_by = self.orders.any(order).map(|order| &order.placed.by);
        let name = |by: &DinerId| {
            if by.is_house() { "the waiter".to_owned() } else { self.floor.diner_name(session, by) }
        };
        Difference::AlreadySent { order, by: placed_by.map_or_else(String::new, name) }
    }

    /// The portion as it will be ordered, or what is different from what was confirmed.
    fn price_portion(
        &self,
        menu: &Menu,
        session: &SessionId,
        by: &DinerId,
        portion: &Portion,
        ordered: &BTreeMap<&UnitId, OrderId>,
    ) -> Result<(ConfirmedUnit, OrderedLine), Difference> {
        let (line, item, rev, configs, diner, shown_as) = match &portion.now {
            PortionState::Unknown => return Err(Difference::Unknown),
            PortionState::Gone { .. } => return Err(Difference::Gone),
            PortionState::Sent { order, .. } => return Err(self.already_sent(session, *order)),
            PortionState::Pending { line, item, rev, configs, diner, shown_as } => {
                (line, item, *rev, configs, diner, shown_as)
            }
        };
        // Whatever a cart says: bills know portions by their ids.
        if let Some(order) = ordered.get(&portion.unit) {
            return Err(self.already_sent(session, *order));
        }
        let [text] = configs.as_slice() else { return Err(Difference::ChoicesConflict) };
        match shown_as {
            Some((shown, _)) if shown != text => return Err(Difference::Reconfigured),
            Some((_, shown)) if shown != diner => {
                return Err(Difference::GivenTo { diner: self.floor.diner_name(session, diner) });
            }
            _ => {}
        }
        let is_apart = self.session_mode(session) == Some(SessionMode::Individual);
        if is_apart && diner != by {
            return Err(Difference::GivenTo { diner: self.floor.diner_name(session, diner) });
        }
        if !diner.is_everyone() && self.floor.diner_name(session, diner).is_empty() {
            return Err(Difference::GivenTo { diner: String::new() });
        }
        let known = menu.item(item).ok_or(Difference::NotOnMenu)?;
        let kitchen = self.menu.kitchen_item(item).ok_or(Difference::NotOnMenu)?;
        if known.is_eighty_sixed {
            return Err(Difference::EightySixed);
        }
        let wrong = |code: &str, message: String| Difference::Choices { code: code.to_owned(), message };
        let config = LineConfig::from_canonical(text)
            .map_err(|refusal| wrong("config_refused", refusal.to_string()))?;
        if let Some(modifier) = menu.modifier_off(&config) {
            return Err(wrong("modifier_eighty_sixed", format!("{} is sold out right now", modifier.name)));
        }
        let price =
            menu.quote(item, &config).map_err(|refusal| wrong(choice_code(&refusal), refusal.to_string()))?;
        if price != portion.shown {
            return Err(Difference::Repriced { shown: portion.shown, now: price });
        }
        let confirmed = ConfirmedUnit {
            unit: portion.unit.clone(),
            line: line.clone(),
            item: item.clone(),
            config: text.clone(),
            diner: diner.clone(),
            rev,
            price,
        };
        let ordered = OrderedLine {
            line: line.clone(),
            item: item.clone(),
            name: known.name.clone(),
            modifiers: menu.modifier_names(item, &config),
            choices: config.modifiers.iter().cloned().collect(),
            kitchen_name: kitchen.name.clone(),
            kitchen_modifiers: self.menu.kitchen_modifiers(menu, item, &config),
            note: config.note,
            station: kitchen.station.clone(),
            units: vec![OrderedUnit { unit: portion.unit.clone(), diner: diner.clone() }],
            unit_price: price,
            tax: self.billing.terms().line_tax(item),
            category: Some(known.category.clone()),
            course: kitchen.course,
            is_held: false,
        };
        Ok((confirmed, ordered))
    }
}

/// The stable code of a wrong choice.
pub fn choice_code(refusal: &ChoiceRefusal) -> &'static str {
    match refusal {
        ChoiceRefusal::UnknownItem => "item_unknown",
        ChoiceRefusal::UnknownModifier { .. } => "modifier_unknown",
        ChoiceRefusal::MissingChoice { .. } => "choice_missing",
        ChoiceRefusal::TooManyChoices { .. } => "choice_too_many",
        ChoiceRefusal::Price => "price_out_of_bounds",
    }
}

fn refuse_odd_lists(portions: &[Portion]) -> Result<(), Refusal> {
    if portions.is_empty() {
        return Err(Refusal::OrderEmpty);
    }
    if portions.len() > UNITS_PER_ORDER_MAX {
        return Err(Refusal::OrderTooLarge { units_max: UNITS_PER_ORDER_MAX });
    }
    let mut units: Vec<&UnitId> = portions.iter().map(|portion| &portion.unit).collect();
    units.sort_unstable();
    if units.windows(2).any(|pair| pair[0] == pair[1]) { Err(Refusal::PortionTwice) } else { Ok(()) }
}

/// Portions of one cart line are one line of the order.
fn add_portion(lines: &mut Vec<OrderedLine>, portion: OrderedLine) {
    match lines.iter_mut().find(|line| line.line == portion.line) {
        Some(line) => line.units.extend(portion.units),
        None => lines.push(portion),
    }
}

fn difference(menu: &Menu, portion: &Portion, what: Difference) -> CartDifference {
    let item = match &portion.now {
        PortionState::Unknown => None,
        PortionState::Gone { item }
        | PortionState::Sent { item, .. }
        | PortionState::Pending { item, .. } => Some(item),
    };
    let dish = item.and_then(|item| menu.item(item)).map_or_else(String::new, |item| item.name.clone());
    CartDifference { unit: Some(portion.unit.clone()), dish, what }
}
