//! The promises, checked when an evening is over: all agree, nothing is lost, nothing is doubled, and
//! what was confirmed is what was ordered.

use std::collections::{BTreeMap, BTreeSet};

use plato_client_wasm::view::{ConnectionView, ReviewState, Stage};
use plato_hub::carts::CartId;
use plato_hub::log;
use plato_hub::venue::Event;
use plato_hub::venue::ordering::PlacedOrder;
use plato_hub::web::App;
use plato_hub::writer;
use plato_sync_protocol::api::PlaceOrder;
use plato_sync_protocol::cart::UnitState;
use plato_sync_protocol::ids::{CommandId, DinerId, LineId, OrderId, SessionId, UnitId};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::{DishStatus, OrderView, SessionMode};

use crate::books;
use crate::evening::Evening;
use crate::guest::units;
use crate::history::{Confirmed, History};
use crate::hub::HubMachine;
use crate::phone::Phone;
use crate::screens::{SCREENS, Shown};

/// How each portion of the hub's carts stands, and in which line.
type Portions = BTreeMap<UnitId, (UnitState, LineId)>;

/// What a guest has in the cart, and the orders that are theirs to see.
type Seen = (BTreeSet<UnitId>, Vec<OrderView>);

/// The evening as the hub has it at its end.
struct Found {
    app: App,
    orders: Vec<PlacedOrder>,
    /// Numbers of orders, and those under which friends' orders came onto a bill after later ones.
    numbers: BTreeSet<OrderId>,
    portions: Portions,
    /// Portions that are wanted in two carts.
    doubled: Vec<UnitId>,
    /// Visits of which phones know nothing.
    without_phones: BTreeSet<SessionId>,
}

fn portions(app: &App, cart: &CartId) -> Portions {
    let lines = app.members.carts.lock(cart).unwrap().cart().lines();
    let units = lines.into_iter().flat_map(|line| {
        let of = line.line.clone();
        line.units.into_iter().map(move |unit| (unit.unit, (unit.state, of.clone())))
    });
    units.collect()
}

fn pending(portions: &Portions) -> BTreeSet<UnitId> {
    let pending = portions.iter().filter(|(_, (state, _))| *state == UnitState::Pending);
    pending.map(|(unit, _)| unit.clone()).collect()
}

/// The carts that a party goes on with.
fn carts_of(app: &App, session: &SessionId) -> BTreeSet<CartId> {
    let (mode, diners) =
        app.members.published.read(|venue, _| (venue.session_mode(session), venue.diners(session)));
    match mode {
        Some(SessionMode::Individual) => diners.iter().map(|diner| CartId::own(session, diner)).collect(),
        _ => BTreeSet::from([CartId::shared(session)]),
    }
}

fn seen_by(app: &App, session: &SessionId, diner: &DinerId) -> Seen {
    let orders = app.members.published.read(|venue, _| venue.order_views(session, diner));
    (pending(&portions(app, &app.members.cart_of(session, diner))), orders)
}

/// Why it is not over yet: somebody who does not agree with the hub, or waits for it.
pub fn unsettled(evening: &Evening, hub: &HubMachine) -> Option<String> {
    let app = hub.app.borrow();
    let Some(app) = app.as_ref() else { return Some("the hub does not run".into()) };
    // After a failed write it may be a while until somebody asks the hub for its data again.
    if hub.store.borrow().as_ref().is_none_or(|store| store.read().is_err()) {
        return Some("the hub's disk is away".into());
    }
    for phone in evening.phones.borrow().iter() {
        let phone = phone.borrow();
        for tab in phone.pages.keys() {
            let seen = |me: &DinerId| seen_by(app, &evening.sessions.borrow()[phone.party], me);
            if let Some(why) = tab_unsettled(&phone, *tab, seen) {
                return Some(format!("{} tab {tab}: {why}", phone.name));
            }
        }
    }
    let history = evening.history.borrow();
    if let Some(command) = history.placed.keys().find(|command| !history.ended.contains(command)) {
        return Some(format!("command {command} was posted and has not come to an end"));
    }
    if history.unanswered > 0 {
        return Some(format!("{} taps of the house have no answer", history.unanswered));
    }
    let screens = evening.screens.borrow();
    SCREENS.iter().find_map(|(name, feed)| {
        let Some(shown) = screens.get(name) else { return Some(format!("{name} shows nothing")) };
        screen_unsettled(app, *feed, shown).map(|what| format!("{name} does not show {what} as it is"))
    })
}

/// What a screen shows otherwise than the hub has it.
fn screen_unsettled(app: &App, feed: FeedKind, shown: &Shown) -> Option<String> {
    let time = app.members.time.now();
    app.members.published.read(|venue, position| match feed {
        FeedKind::Kitchen => {
            let kitchen = venue.kitchen_view(position, time);
            let mut tickets = kitchen.tickets.iter().chain(&kitchen.done);
            let odd = tickets.find(|ticket| shown.tickets.get(&ticket.ticket) != Some(*ticket));
            odd.map(|ticket| format!("ticket {}", ticket.ticket))
        }
        FeedKind::Floor => {
            let floor = app.members.fanout.with_devices(venue, venue.floor_view(position, time));
            let is_so = shown.floor.as_ref().is_some_and(|shown| shown.rooms == floor.rooms);
            (!is_so).then(|| "the tables".to_owned())
        }
    })
}

fn tab_unsettled(phone: &Phone, tab: usize, seen: impl FnOnce(&DinerId) -> Seen) -> Option<String> {
    let view = phone.view(tab);
    let state = view.review.as_ref().map(|review| review.state.clone());
    if view.stage != Stage::Seated {
        return Some(format!("{:?}", view.stage));
    }
    if view.connection != ConnectionView::Live {
        return Some(format!("{:?}", view.connection));
    }
    if matches!(state, Some(ReviewState::Sending | ReviewState::Unknown)) {
        return Some(format!("{state:?}"));
    }
    if view.cart.unsaved_edits > 0 {
        return Some(format!("{} unsaved edits", view.cart.unsaved_edits));
    }
    let shown = units(&view);
    let (pending, orders) = seen(view.me.as_ref().unwrap());
    if view.orders != orders {
        let odd = |(shown, is): (_, _)| (shown != is).then(|| format!("{shown:?} is {is:?}"));
        let first = view.orders.iter().zip(&orders).find_map(odd);
        let counts = format!("{} of {} orders", view.orders.len(), orders.len());
        return Some(format!("it does not show the orders as they are: {}", first.unwrap_or(counts)));
    }
    let odd: Vec<_> = shown.symmetric_difference(&pending).collect();
    (!odd.is_empty()).then(|| format!("portions {odd:?} are in one cart only"))
}

/// Checks everything; what is broken goes to the history.
pub fn all(evening: &Evening, hub: &HubMachine) {
    let mut broken = Vec::new();
    broken.extend(unsettled(evening, hub).map(|why| format!("no agreement: {why}")));
    let app = hub.app.borrow().clone();
    match app {
        None => broken.extend(hub.failed.borrow().clone()),
        // What the hub has cannot be read: there is no agreement either.
        Some(_) if hub.store.borrow().as_ref().is_none_or(|store| store.read().is_err()) => {}
        Some(app) => {
            let found = find(app, hub, evening);
            let history = evening.history.borrow();
            orders(&found, &history, &mut broken);
            receipts(&found, &history, &mut broken);
            refusals(&found, &history, &mut broken);
            edits(&found, &history, &mut broken);
            kitchen(&found, &history, &mut broken);
            books::all(hub.store.borrow().as_ref().unwrap(), &history, &mut broken);
            drop(history);
            phones(evening, &mut broken);
            replay(&found, hub, &mut broken);
            evening.history.borrow_mut().counts.insert("orders", found.orders.len() as u64);
        }
    }
    evening.history.borrow_mut().broken.extend(broken);
}

fn find(app: App, hub: &HubMachine, evening: &Evening) -> Found {
    let store = hub.store.borrow().clone().unwrap();
    let mut orders = Vec::new();
    let mut numbers = BTreeSet::new();
    let replayed = log::replay(&store.read().unwrap(), |record| match record.event {
        Event::OrderPlaced { order } => {
            numbers.insert(order.id);
            orders.push(*order);
        }
        Event::SentTogether { sent } => numbers.extend(sent.billed_as),
        _ => {}
    });
    replayed.unwrap().unwrap();
    let open = app.members.published.read(|venue, _| venue.open_sessions());
    let (mut all_portions, mut doubled) = (Portions::new(), Vec::new());
    // A party may have several tables.
    let open: BTreeSet<SessionId> = open.into_iter().map(|(_, session)| session).collect();
    for cart in open.iter().flat_map(|session| carts_of(&app, session)) {
        for (unit, here) in portions(&app, &cart) {
            match all_portions.get(&unit) {
                // It went from one cart to the other.
                Some(_) if here.0 == UnitState::Removed => continue,
                Some((state, _)) if *state != UnitState::Removed => doubled.push(unit.clone()),
                _ => {}
            }
            all_portions.insert(unit, here);
        }
    }
    let with_phones: BTreeSet<SessionId> = evening.sessions.borrow().iter().cloned().collect();
    let all = orders.iter().map(|order: &PlacedOrder| order.session.clone());
    let without_phones = all.filter(|session| !with_phones.contains(session)).collect();
    Found { app, orders, numbers, portions: all_portions, doubled, without_phones }
}

fn units_of(order: &PlacedOrder) -> BTreeSet<UnitId> {
    let units = order.lines.iter().flat_map(|line| &line.units);
    units.map(|unit| unit.unit.clone()).collect()
}

/// Every order has its number, its portions for itself, and its marks in the cart; no other portion
/// has one.
fn orders(found: &Found, history: &History, broken: &mut Vec<String>) {
    let mut ordered = BTreeMap::new();
    let without_gaps = (1..).map(OrderId).take(found.numbers.len());
    if !found.numbers.iter().copied().eq(without_gaps) || found.numbers.len() < found.orders.len() {
        broken.push(format!("orders have the numbers {:?}", found.numbers));
    }
    for order in &found.orders {
        // The cart of a visit that is over is not there any more.
        let has_cart = !found.without_phones.contains(&order.session);
        for unit in units_of(order) {
            let state = found.portions.get(&unit).map(|(state, _)| state.clone());
            if has_cart && state != Some(UnitState::Sent { order: order.id }) {
                broken.push(format!("portion {unit} of order {} is {state:?} in the cart", order.id));
            }
            if let Some(other) = ordered.insert(unit.clone(), order.id) {
                broken.push(format!("portion {unit} is in orders {other} and {}", order.id));
            }
        }
    }
    for (unit, (state, _)) in &found.portions {
        if matches!(state, UnitState::Sent { .. }) && !ordered.contains_key(unit) {
            broken.push(format!("portion {unit} is {state:?}, which does not have it"));
        }
    }
    for (order, shown) in &history.shown {
        if now(found, *order).as_ref() != Some(shown) {
            broken.push(format!("order {order}, which a phone has shown, is lost or altered"));
        }
    }
}

fn now(found: &Found, order: OrderId) -> Option<Confirmed> {
    view_of(found, order).map(|view| Confirmed::of_order(&view))
}

/// An order as its party sees it. Nobody goes to another party here.
fn view_of(found: &Found, order: OrderId) -> Option<OrderView> {
    found.app.members.published.read(|venue, _| {
        let visits = venue.visits_of(order);
        venue.order_view(visits.first()?, order)
    })
}

/// Every order comes from one command and is what was confirmed; every receipt has its order.
fn receipts(found: &Found, history: &History, broken: &mut Vec<String>) {
    let asked = asked(history);
    for (command, receipt) in &history.receipts {
        let order = found.orders.iter().find(|order| order.id == receipt.order.order);
        let is_it = order.is_some_and(|order| asked.get(command) == Some(&units_of(order)));
        if !is_it || now(found, receipt.order.order) != Some(Confirmed::of_order(&receipt.order)) {
            broken.push(format!(
                "order {}, acknowledged for {command}, is lost or altered",
                receipt.order.order
            ));
        }
    }
    for order in found.orders.iter().filter(|order| !found.without_phones.contains(&order.session)) {
        let units = units_of(order);
        let commands: Vec<_> = asked.iter().filter(|(_, asked)| **asked == units).collect();
        let is_as_confirmed =
            |command: &CommandId| history.confirmed.get(command).cloned() == now(found, order.id);
        if !commands.iter().any(|(command, _)| is_as_confirmed(command)) {
            broken.push(format!("order {} is not what anybody confirmed", order.id));
        }
    }
}

/// Nobody is told that an order was not taken which had been taken before.
fn refusals(found: &Found, history: &History, broken: &mut Vec<String>) {
    let asked = asked(history);
    for (command, sent_ms) in &history.refused {
        let Some(units) = asked.get(command) else { continue };
        for order in found.orders.iter().filter(|order| units_of(order) == *units) {
            let view = view_of(found, order.id);
            // The same portions may have been confirmed again, under another command.
            let is_by_it = asked.values().filter(|other| *other == units).count() == 1
                || history.receipts.get(command).is_some_and(|receipt| receipt.order.order == order.id);
            if is_by_it && view.is_some_and(|view| view.placed_at_ms < *sent_ms) {
                broken.push(format!("{command} was refused, and was order {} already", order.id));
            }
        }
    }
}

/// The portions that each command asked for.
fn asked(history: &History) -> BTreeMap<CommandId, BTreeSet<UnitId>> {
    let placed = history.placed.iter();
    let asked = placed.map(|(command, body)| {
        let body: PlaceOrder = serde_json::from_str(body).unwrap();
        (*command, body.units.into_iter().map(|unit| unit.unit).collect())
    });
    asked.collect()
}

/// What guests put into the cart is there unless somebody took it off, and what they took off stays so.
fn edits(found: &Found, history: &History, broken: &mut Vec<String>) {
    let doubled: BTreeSet<_> = found.doubled.iter().collect();
    if !doubled.is_empty() {
        broken.push(format!("portions {doubled:?} are in two carts"));
    }
    let mut lost = Vec::new();
    for unit in history.made.union(&history.saved) {
        let Some((state, line)) = found.portions.get(unit) else {
            // What was off when the party began to share otherwise did not come along.
            if !history.taken.contains(unit) {
                lost.push(unit);
            }
            continue;
        };
        let is_moved = history.chosen_anew.contains(line) || !history.added.contains(line);
        if *state == UnitState::Removed && !is_moved && !history.taken.contains(unit) {
            broken.push(format!("portion {unit} of line {line} is off, and nobody took it off"));
        }
    }
    if !lost.is_empty() {
        broken.push(format!("portions {lost:?} are lost"));
    }
    // A portion that never reached the hub's disk, taken off by a phone that cannot supply it, may come
    // back from the phone that made it. The guest who took it off has been told. And who has taken it off in a cart of
    // their own, before it was given to somebody while the party shared, has it no more.
    let is_anothers = |unit: &&UnitId| !history.mode_changes.is_empty() && history.given.contains(*unit);
    let is_back = |unit: &&UnitId| matches!(found.portions.get(*unit), Some((UnitState::Pending, _)));
    let back: Vec<_> = history.taken.iter().filter(is_back).filter(|unit| !is_anothers(unit)).collect();
    if back.len() > history.told {
        broken.push(format!("portions {back:?} were taken off and are back"));
    }
}

/// The kitchen has every portion of every order once, and every acknowledged tap that nobody took back.
fn kitchen(found: &Found, history: &History, broken: &mut Vec<String>) {
    let tickets = |order: OrderId| {
        found.app.members.published.read(|venue, _| {
            let tickets = venue.tickets_of(order).into_iter();
            tickets.filter_map(|ticket| venue.ticket_view(&ticket)).collect::<Vec<_>>()
        })
    };
    for order in &found.orders {
        let mut made: Vec<(u16, u32)> = tickets(order.id)
            .iter()
            .flat_map(|ticket| &ticket.lines)
            .map(|line| (line.index, line.quantity))
            .collect();
        made.sort_unstable();
        let wanted = order.lines.iter().enumerate();
        let mut wanted: Vec<_> =
            wanted.map(|(index, line)| (index as u16, line.units.len() as u32)).collect();
        if view_of(found, order.id).is_some_and(|view| view.approval.is_some()) {
            // It waits for those of the others.
            wanted.clear();
        }
        if made != wanted {
            broken.push(format!("order {} is {wanted:?}, the kitchen makes {made:?}", order.id));
        }
        let served = tickets(order.id).into_iter().flat_map(|ticket| ticket.lines);
        for line in served.filter(|line| line.status == DishStatus::Served) {
            if !history.carried.contains(&(order.id, line.index)) {
                broken.push(format!("dish {} of order {} was brought by nobody", line.index, order.id));
            }
        }
    }
    for ticket in &history.bumped {
        let view = found.app.members.published.read(|venue, _| venue.ticket_view(ticket));
        let may_be_back = view.as_ref().is_some_and(|view| history.recalled.contains(&view.order));
        if !may_be_back && !view.is_some_and(|view| view.is_bumped) {
            broken.push(format!("ticket {ticket} was bumped and is not any more"));
        }
    }
    for ((order, index), status) in &history.dishes {
        let lines = tickets(*order).into_iter().flat_map(|ticket| ticket.lines);
        let now = lines.filter(|line| line.index == *index).map(|line| line.status).max();
        if !history.recalled.contains(order) && now.is_none_or(|now| now < *status) {
            broken.push(format!("dish {index} of order {order} was {status:?} and is {now:?}"));
        }
    }
}

/// The log, replayed, gives the venue that screens see; so it does after one more power cut.
fn replay(found: &Found, hub: &HubMachine, broken: &mut Vec<String>) {
    let seen = found.app.members.published.read(|venue, position| (venue.clone(), position));
    for what in ["as it is", "after a power cut"] {
        let store =
            if what == "as it is" { Ok(hub.store.borrow().clone().unwrap()) } else { hub.disk.store() };
        let store = store.map_err(|fault| fault.to_string());
        let replayed = store.and_then(|store| writer::replay(&store).map_err(|fault| fault.to_string()));
        match replayed {
            Ok((venue, head, _)) if venue == seen.0 && head.position == seen.1 => {}
            Ok(_) => broken.push(format!("the log, replayed {what}, gives another venue")),
            Err(fault) => broken.push(format!("the log cannot be replayed {what}: {fault}")),
        }
        hub.disk.cut();
        hub.disk.switch_on();
    }
}

/// Phones show the same cart after a reload without a network.
fn phones(evening: &Evening, broken: &mut Vec<String>) {
    for phone in evening.phones.borrow().iter() {
        let mut phone = phone.borrow_mut();
        for tab in phone.pages.keys().copied().collect::<Vec<_>>() {
            let view = phone.view(tab);
            if units(&phone.reloaded().view()) != units(&view) {
                broken.push(format!("{} tab {tab} shows another cart after a reload", phone.name));
            }
        }
    }
}
