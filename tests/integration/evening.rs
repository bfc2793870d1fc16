//! A whole evening in compressed time: 40 tables, 120 guests, ten with the real client on their phone,
//! 300 orders in two courses, two stations, the pass and three waiters, with a hub that goes away while everyone
//! orders and displays that are cut off. In the end every count agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{ReviewState, Stage};
use plato_sync_protocol::api::{Confirmation, OrderReceipt, Role};
use plato_sync_protocol::floor::{FloorView, ReadyDishView, TableSessionView, TableState};
use plato_sync_protocol::ids::{CommandId, OrderId, SessionId, TicketId};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::{DishStatus, OrderView, TicketLineView, TicketView};
use plato_tests::device::TestDevice;
use plato_tests::hub::PASSWORD;
use plato_tests::{Guest, Http, StaffScreen, TestHub, fresh_id, venue_with};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const TABLES: usize = 40;
const ORDERS: usize = 300;
/// Rounds in which the hub is restarted while everyone orders.
const OUTAGES: [usize; 2] = [2, 5];
/// Rounds before which a display is cut off; it comes back when all have ordered.
const CUT_OFF: [usize; 2] = [3, 6];
/// Every so many tables, somebody wants water in a round.
const CALLS_EVERY: usize = 8;
/// Every so many orders, a waiter voids a portion.
const VOID_EVERY: usize = 15;
const DISHES: [(&str, &[&str]); 5] = [
    ("steak", &["doneness/rare"]),
    ("steak", &["doneness/well", "extras/fries"]),
    ("soup", &[]),
    ("coffee", &["milk/oat"]),
    ("lemonade", &[]),
];

/// Soup comes first, other dishes of the kitchen wait until they are fired; what the grill makes goes over a pass.
fn venue() -> String {
    let mut file = venue_with(TABLES);
    for (head, more) in [
        ("id = \"mains\"\nname = \"Mains\"\n", "course = \"mains\"\n"),
        ("id = \"soup\"\nname = \"Soup\"\n", "course = \"starters\"\n"),
        ("id = \"grill\"\nname = \"Grill\"\n", "pass = \"hot\"\n"),
    ] {
        assert!(file.contains(head), "{head}");
        file = file.replace(head, &format!("{head}{more}"));
    }
    let courses = [("starters", "Starters"), ("mains", "Mains")];
    let courses = courses.map(|(id, name)| format!("[[course]]\nid = \"{id}\"\nname = \"{name}\"\n"));
    format!("{file}\n{}[[pass]]\nid = \"hot\"\nname = \"Hot pass\"\n", courses.concat())
}

/// Every so many tables, one of the party has the real client on their phone.
const PHONE_EVERY: usize = 4;

/// A party of three: guests whose calls are made by hand, and at some tables one with the real client.
struct Party {
    session: SessionId,
    guests: Vec<Guest>,
    phone: Option<Arc<TestDevice>>,
}

/// A kitchen display of a station, or of its pass.
struct Display {
    station: &'static str,
    cook: Http,
    screen: StaffScreen,
}

impl Display {
    async fn open(hub: &TestHub, station: &'static str, cook: &Http, since: Option<u64>) -> Self {
        let mut screen = StaffScreen::open(hub.address(), FeedKind::Kitchen, cook.token(), since).await;
        screen.frame().await;
        Self { station, cook: cook.clone(), screen }
    }

    /// The connection ends, and comes back: what the display knows it keeps.
    async fn comes_back(self, hub: &TestHub) -> Self {
        let (known, position) = (self.screen.tickets, self.screen.position);
        let mut again = Self::open(hub, self.station, &self.cook, Some(position)).await;
        let news = std::mem::replace(&mut again.screen.tickets, known);
        again.screen.tickets.extend(news);
        again
    }

    fn own(&self) -> impl Iterator<Item = &TicketView> {
        self.screen.tickets.values().filter(|ticket| ticket.station.as_str() == self.station)
    }

    /// Cooks until all tickets of its station of these orders are bumped: taps a dish, then the ticket.
    async fn cooks(&mut self, wanted: &BTreeSet<TicketId>) {
        loop {
            let is_to_make = |ticket: &&TicketView| !ticket.is_bumped && !ticket.is_held;
            let open: Vec<TicketView> = self.own().filter(is_to_make).cloned().collect();
            let is_idle = open.is_empty();
            for ticket in open {
                let dish =
                    format!("/api/kitchen/order/{}/item/{}/status", ticket.order, ticket.lines[0].index);
                let tap = self.cook.command(&dish).json(&json!({ "status": "cooking" })).await;
                // Voided meanwhile, or further on.
                assert!(matches!(tap.status, 204 | 409), "{tap:?}");
                // What is struck off has to be seen before the ticket goes.
                for line in ticket.lines.iter().filter(|line| line.voided > 0 && !line.is_void_seen) {
                    let path = format!("/api/kitchen/order/{}/item/{}/void-seen", ticket.order, line.index);
                    self.cook.command(&path).await.done();
                }
                let bump = self.cook.command(&format!("/api/kitchen/ticket/{}/bump", ticket.ticket)).await;
                if bump.status == 409 {
                    // Struck off since this screen has looked: it hears of it, and bumps then.
                    bump.refused(409, "void_unseen");
                    let is_told = |line: &TicketLineView| line.voided > 0 && !line.is_void_seen;
                    let id = &ticket.ticket;
                    self.screen.until(|screen| screen.tickets[id].lines.iter().any(is_told)).await;
                    continue;
                }
                bump.done();
                self.screen.until(|screen| screen.tickets[&ticket.ticket].is_bumped).await;
            }
            let is_done = |id: &TicketId| self.screen.tickets.get(id).is_some_and(|ticket| ticket.is_bumped);
            if wanted.iter().all(is_done) {
                return;
            }
            // What has come meanwhile is looked at first.
            if is_idle {
                self.screen.frame().await;
            }
        }
    }

    /// At the pass: once everything on these tickets is made, lets it go.
    async fn lets_go(&mut self, tickets: &BTreeSet<TicketId>) {
        let is_made = |line: &TicketLineView| line.quantity == 0 || line.status >= DishStatus::Ready;
        for id in tickets {
            self.screen
                .until(|screen| screen.tickets.get(id).is_some_and(|ticket| ticket.lines.iter().all(is_made)))
                .await;
            let lines = self.screen.tickets[id].lines.iter();
            let ready: Vec<u16> = lines.filter(|line| line.quantity > 0).map(|line| line.index).collect();
            if !ready.is_empty() {
                let path = format!("/api/kitchen/order/{}/pass/hot", id.order);
                self.cook.command(&path).json(&json!({ "dishes": ready })).await.done();
            }
        }
    }
}

/// Places an order until there is an answer, however often the hub goes away.
async fn insists(guest: Guest, reviewed: Confirmation) -> OrderView {
    let id: CommandId = fresh_id();
    loop {
        if let Ok(answer) = guest.places(&reviewed, id).attempt().await
            && answer.status != 503
        {
            let receipt: OrderReceipt = answer.ok();
            assert_eq!(receipt.command_id, id);
            return receipt.order;
        }
        tokio::task::yield_now().await;
    }
}

/// Presses "Order" until what is confirmed is what the others see as well.
async fn presses(phone: Arc<TestDevice>) -> OrderView {
    loop {
        phone.orders().await;
        match phone.settled().await {
            ReviewState::Placed { order } => {
                let is_told = |shown: &OrderView| shown.order == order;
                let view = phone.until("its order", |view| view.orders.iter().any(is_told)).await;
                phone.does(Action::CloseReview).await;
                return view.orders.into_iter().find(is_told).unwrap();
            }
            ReviewState::Changed { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

/// A waiter with a phone that shows the floor: what it shows is what they know.
struct Waiter {
    http: Http,
    shown: watch::Receiver<Option<FloorView>>,
    /// Reads what comes, until the connection ends.
    reading: JoinHandle<()>,
}

impl Waiter {
    async fn open(hub: &TestHub, http: Http, since: Option<u64>) -> Self {
        let mut screen = StaffScreen::open(hub.address(), FeedKind::Floor, http.token(), since).await;
        let (show, shown) = watch::channel(None);
        let reading = tokio::spawn(async move {
            while screen.frame_or_end().await.is_ok() {
                screen.heard.clear();
                show.send_replace(screen.floor.clone());
            }
        });
        Self { http, shown, reading }
    }

    /// The phone is out of reach.
    fn is_cut_off(&self) {
        self.reading.abort();
    }

    /// It comes back, with what it knows.
    async fn comes_back(self, hub: &TestHub) -> Self {
        self.reading.abort();
        let since = self.shown.borrow().as_ref().map(|floor| floor.position);
        Self::open(hub, self.http, since).await
    }

    /// Waits until the phone shows something of a party.
    async fn sees<T>(&self, session: &SessionId, what: impl Fn(&TableSessionView) -> Option<T>) -> T {
        let mut shown = self.shown.clone();
        loop {
            let seen = shown.borrow_and_update().as_ref().and_then(|floor| {
                let tables = floor.rooms.iter().flat_map(|room| &room.tables);
                let party =
                    tables.filter_map(|table| table.session.as_ref()).find(|at| at.session == *session)?;
                what(party)
            });
            match seen {
                Some(seen) => return seen,
                None => shown.changed().await.expect("the phone hears of it"),
            }
        }
    }

    /// Waits until the phone shows so many portions of an order to be ready.
    async fn sees_ready(&self, session: &SessionId, order: OrderId, portions: u32) -> Vec<ReadyDishView> {
        self.sees(session, |party| {
            let dishes = &party.ready.iter().find(|ready| ready.order == order)?.dishes;
            let shown: u32 = dishes.iter().map(|dish| dish.quantity).sum();
            (shown == portions).then(|| dishes.clone())
        })
        .await
    }

    /// Says that dishes are brought, as they were shown.
    async fn brings(&self, order: OrderId, dishes: &[ReadyDishView]) {
        let named = |dish: &ReadyDishView| json!({ "index": dish.index, "remade": dish.remade });
        let body = json!({ "dishes": dishes.iter().map(named).collect::<Vec<_>>() });
        self.http.command(&format!("/api/kitchen/order/{order}/serve")).json(&body).await.done();
    }
}

/// Everyone who works tonight, and what they look at.
struct House<'h> {
    hub: &'h TestHub,
    cook: Http,
    waiters: Vec<Waiter>,
    grill: Display,
    bar: Display,
    /// The pass of the grill.
    pass: Display,
}

impl House<'_> {
    /// Tickets of these orders that stand so.
    fn tickets(&self, orders: &[OrderView], is_meant: impl Fn(&TicketView) -> bool) -> BTreeSet<TicketId> {
        self.hub.app().members.published.read(|venue, _| {
            let tickets = orders.iter().flat_map(|order| venue.tickets_of(order.order));
            let views = tickets.filter_map(|ticket| venue.ticket_view(&ticket));
            views.filter(|view| is_meant(view)).map(|view| view.ticket).collect()
        })
    }

    /// Makes what is fired of these orders, lets it go at the pass, and brings it.
    async fn serves(&mut self, orders: &[OrderView], parties: &BTreeMap<OrderId, SessionId>) {
        let fired = self.tickets(orders, |ticket| !ticket.is_held && !ticket.is_bumped);
        let of = |display: &Display| -> BTreeSet<TicketId> {
            fired.iter().filter(|ticket| ticket.station.as_str() == display.station).cloned().collect()
        };
        let (at_grill, at_bar) = (of(&self.grill), of(&self.bar));
        assert_eq!(at_grill.len() + at_bar.len(), fired.len());
        tokio::join!(self.grill.cooks(&at_grill), self.bar.cooks(&at_bar));
        self.pass.lets_go(&at_grill).await;
        // Two waiters see that an order stands at the pass, and both say that they bring it: it is brought once.
        for (number, order) in orders.iter().map(|order| order.order).enumerate() {
            let [ready, served] =
                [DishStatus::Ready, DishStatus::Served].map(|status| self.portions(order, status).0);
            if ready == 0 {
                continue;
            }
            let [one, other] = [number, number + 1].map(|waiter| &self.waiters[waiter % self.waiters.len()]);
            let party = &parties[&order];
            let (seen, too) =
                tokio::join!(one.sees_ready(party, order, ready), other.sees_ready(party, order, ready));
            tokio::join!(one.brings(order, &seen), other.brings(order, &too));
            assert_eq!(self.portions(order, DishStatus::Served).0, served + ready);
        }
    }

    /// Has the courses of these orders made that wait: a waiter and the kitchen say so in the same moment, and one
    /// of them fires. Returns how many parties had something waiting.
    async fn fires(&self, orders: &[OrderView], parties: &BTreeMap<OrderId, SessionId>) -> usize {
        let waits = |ticket: &TicketView| ticket.is_held && ticket.lines.iter().any(|line| line.quantity > 0);
        let waiting = self.tickets(orders, waits);
        for ticket in &waiting {
            let body = json!({ "course": 2 });
            let floor = format!("/api/sessions/{}/fire", parties[&ticket.order]);
            let kitchen = format!("/api/kitchen/order/{}/fire", ticket.order);
            let floor = self.waiters[0].http.command(&floor).json(&body);
            let kitchen = self.cook.command(&kitchen).json(&body);
            let (one, other) = tokio::join!(floor, kitchen);
            let mut answers = [one.status, other.status];
            answers.sort_unstable();
            assert_eq!(answers, [204, 409], "{one:?}, {other:?}");
        }
        waiting.len()
    }

    /// Portions of an order that stand so, and those that were voided.
    fn portions(&self, order: OrderId, status: DishStatus) -> (u32, u32) {
        self.hub.app().members.published.read(|venue, _| {
            let tickets = venue.tickets_of(order).into_iter().filter_map(|ticket| venue.ticket_view(&ticket));
            tickets.flat_map(|ticket| ticket.lines).fold((0, 0), |(those, voided), line| {
                let is_so = line.status == status;
                (those + if is_so { line.quantity } else { 0 }, voided + line.voided)
            })
        })
    }
}

/// Whoever was cut off is back.
async fn all_back(waiters: Vec<Waiter>, hub: &TestHub) -> Vec<Waiter> {
    let mut back = Vec::new();
    for waiter in waiters {
        back.push(waiter.comes_back(hub).await);
    }
    back
}

#[tokio::test]
async fn every_count_agrees_at_the_end_of_a_whole_evening() {
    let hub = TestHub::start().await;
    hub.import(&venue()).await;
    let mut chance = ChaCha8Rng::seed_from_u64(300);
    let mut parties: Vec<Party> = Vec::new();
    for table in 1..=TABLES {
        let seated = hub.table(&table.to_string()).seated(4).await;
        let mut guests = vec![seated.joined_by("Ada").await, seated.joined_by("Ben").await];
        let mut phone = None;
        match table % PHONE_EVERY {
            0 => phone = Some(Arc::new(TestDevice::seated(&hub, &seated, "Cleo").await)),
            _ => guests.push(seated.joined_by("Cleo").await),
        }
        parties.push(Party { session: seated.session, guests, phone });
    }
    let cook = hub.staff(Role::Kitchen).await;
    let mut waiters = Vec::new();
    for _ in 0..3 {
        let waiter = hub.staff(Role::Waiter).await;
        waiter.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
        waiters.push(Waiter::open(&hub, waiter, None).await);
    }
    let grill = Display::open(&hub, "grill", &cook, None).await;
    let bar = Display::open(&hub, "bar", &cook, None).await;
    let pass = Display::open(&hub, "grill", &cook, None).await;
    let mut house = House { hub: &hub, cook, waiters, grill, bar, pass };
    let mut ordered: BTreeMap<OrderId, u32> = BTreeMap::new();
    let mut by: BTreeMap<OrderId, SessionId> = BTreeMap::new();
    let (mut answered, mut fired) = (0, 0);
    for round in 0..ORDERS.div_ceil(TABLES) {
        if CUT_OFF.contains(&round) {
            house.grill.screen.socket().close().await;
            house.pass.screen.socket().close().await;
            house.waiters[2].is_cut_off();
        }
        // Everyone chooses, then one of each party orders, all tables at once.
        let mut placing = Vec::new();
        for party in parties.iter().take(ORDERS - ordered.len()) {
            let mut dish = || (*DISHES.choose(&mut chance).unwrap(), chance.random_range(1..=2));
            for guest in &party.guests {
                let ((dish, choices), portions) = dish();
                guest.adds(dish, choices, portions).await;
            }
            if let Some(phone) = &party.phone {
                let ((dish, choices), portions) = dish();
                phone.adds(dish, choices, portions).await;
                phone.saved().await;
            }
            let order = match (&party.phone, party.guests.get(chance.random_range(0..3))) {
                (Some(phone), None) => tokio::spawn(presses(phone.clone())),
                (_, Some(guest)) => tokio::spawn(insists(guest.clone(), guest.reviews().await)),
                (None, None) => unreachable!("three of a party have none with the real client"),
            };
            placing.push((&party.session, order));
        }
        if OUTAGES.contains(&round) {
            hub.restart().await;
        }
        let mut fresh = Vec::new();
        for (session, placed) in placing {
            let order = placed.await.unwrap();
            let portions = order.lines.iter().map(|line| line.diners.len() as u32).sum();
            assert!(ordered.insert(order.order, portions).is_none(), "an order was taken for two");
            by.insert(order.order, session.clone());
            fresh.push(order);
        }
        if OUTAGES.contains(&round) {
            house.grill = house.grill.comes_back(&hub).await;
            house.bar = house.bar.comes_back(&hub).await;
            house.pass = house.pass.comes_back(&hub).await;
            house.waiters = all_back(house.waiters, &hub).await;
        }
        if CUT_OFF.contains(&round) {
            house.waiters = all_back(house.waiters, &hub).await;
        }
        // Some want water; two waiters see it, and either may answer.
        for Party { session, guests, .. } in parties.iter().skip(round).step_by(CALLS_EVERY) {
            let calls = format!("/api/sessions/{session}/calls");
            guests[0].http.command(&calls).json(&json!({ "kind": "water" })).await.done();
            let [one, other] = [1, 2].map(|number| &house.waiters[number]);
            let call = |party: &TableSessionView| party.door.calls.first().map(|call| call.call);
            let (seen, too) = tokio::join!(one.sees(session, call), other.sees(session, call));
            assert_eq!(seen, too);
            let answer = format!("/api/floor/sessions/{session}/calls/{seen}");
            let reply = |waiter: &Waiter| waiter.http.command(&answer).json(&json!({ "reply": "done" }));
            let (first, second) = tokio::join!(reply(one), reply(other));
            assert!(first.status == 204 || second.status == 204, "{first:?}, {second:?}");
            for waiter in [one, other] {
                // It is answered, and waits no more.
                waiter.sees(session, |party| party.door.calls.is_empty().then_some(())).await;
            }
            answered += 1;
        }
        // A guest changes their mind before anybody has begun.
        for order in fresh
            .iter()
            .map(|order| order.order)
            .filter(|order| (order.0 as usize).is_multiple_of(VOID_EVERY))
        {
            let body = json!({ "portions": 1, "reason": "guest_changed" });
            house.waiters[0]
                .http
                .command(&format!("/api/orders/{order}/item/0/void"))
                .json(&body)
                .await
                .done();
        }
        if CUT_OFF.contains(&round) {
            house.grill = house.grill.comes_back(&hub).await;
            house.pass = house.pass.comes_back(&hub).await;
        }
        house.serves(&fresh, &by).await;
        fired += house.fires(&fresh, &by).await;
        house.serves(&fresh, &by).await;
    }
    assert_eq!(ordered.len(), ORDERS);
    assert!(fired > TABLES / 2, "hardly any course has waited: {fired}");
    // Ordered is served and voided, for every order and in all.
    let mut voided = 0;
    for (order, portions) in &ordered {
        let (served, off) = house.portions(*order, DishStatus::Served);
        assert_eq!(*portions, served + off, "order {order}");
        voided += off;
    }
    assert_eq!(voided as usize, ORDERS / VOID_EVERY);
    // So the guests see it: every order of their visit, and every dish of it brought or taken off.
    for party in &parties {
        let own = by.values().filter(|session| **session == party.session).count();
        let is_brought = |order: &OrderView| {
            order.lines.iter().all(|line| line.diners.is_empty() || line.status == DishStatus::Served)
        };
        let all = |orders: &[OrderView]| orders.len() == own && orders.iter().all(is_brought);
        if let Some(phone) = &party.phone {
            phone.until("every dish as brought", |view| all(&view.orders)).await;
        }
    }
    // Nothing is open anywhere: a display that opens now has no ticket, and tables are free once closed.
    let display = Display::open(&hub, "grill", &house.cook, None).await;
    assert_eq!(display.screen.tickets.values().filter(|ticket| !ticket.is_bumped).count(), 0);
    for party in &parties {
        hub.settles_and_closes(&party.session).await;
        if let Some(phone) = &party.phone {
            phone.until("the end of the visit", |view| matches!(view.stage, Stage::Closed { .. })).await;
        }
    }
    let floor = {
        let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
        screen.frame().await;
        screen.floor.unwrap()
    };
    let mut shown = floor.rooms.iter().flat_map(|room| &room.tables);
    assert!(shown.all(|table| table.session.is_none()), "a table is still taken");
    for table in 1..=TABLES {
        house.waiters[0].http.command(&format!("/api/floor/tables/{table}/clean")).await.done();
    }
    let states = hub.app().members.published.read(|venue, position| {
        let floor = venue.floor_view(position, hub.app().members.time.now());
        let tables = floor.rooms.into_iter().flat_map(|room| room.tables);
        tables.map(|table| table.status.map(|status| status.state)).collect::<Vec<_>>()
    });
    assert_eq!(states, vec![Some(TableState::Free); TABLES]);
    assert_eq!(answered, ORDERS.div_ceil(TABLES) * TABLES / CALLS_EVERY);
}
