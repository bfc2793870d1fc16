//! A whole evening in compressed time: 40 tables, 120 guests, 300 orders, two stations, the pass and three
//! waiters, with a hub that goes away while everyone orders and displays that are cut off. In the end
//! every count agrees.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::api::{Confirmation, OrderReceipt, Role};
use plato_sync_protocol::floor::TableState;
use plato_sync_protocol::ids::{CommandId, OrderId, TicketId};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::{DishStatus, TicketLineView, TicketView};
use plato_tests::hub::PASSWORD;
use plato_tests::{Guest, Http, StaffScreen, TestHub, fresh_id, venue_with};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

const TABLES: usize = 40;
const GUESTS: usize = 3;
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

/// A kitchen display of a station.
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
            let open: Vec<TicketView> = self.own().filter(|ticket| !ticket.is_bumped).cloned().collect();
            let mut is_again = false;
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
                    is_again = true;
                    continue;
                }
                bump.done();
                self.screen.until(|screen| screen.tickets[&ticket.ticket].is_bumped).await;
            }
            let is_done = |id: &TicketId| self.screen.tickets.get(id).is_some_and(|ticket| ticket.is_bumped);
            if wanted.iter().all(is_done) {
                return;
            }
            if !is_again {
                self.screen.frame().await;
            }
        }
    }
}

/// Places an order until there is an answer, however often the hub goes away.
async fn insists(guest: Guest, reviewed: Confirmation) -> OrderReceipt {
    let id: CommandId = fresh_id();
    loop {
        if let Ok(answer) = guest.places(&reviewed, id).attempt().await
            && answer.status != 503
        {
            let receipt: OrderReceipt = answer.ok();
            assert_eq!(receipt.command_id, id);
            return receipt;
        }
        tokio::task::yield_now().await;
    }
}

/// Portions of an order: made and served, and voided.
fn portions(hub: &TestHub, order: OrderId) -> (u32, u32) {
    hub.app().members.published.read(|venue, _| {
        let tickets = venue.tickets_of(order).into_iter().filter_map(|ticket| venue.ticket_view(&ticket));
        tickets.flat_map(|ticket| ticket.lines).fold((0, 0), |(served, voided), line| {
            let is_served = line.status == DishStatus::Served;
            (served + if is_served { line.quantity } else { 0 }, voided + line.voided)
        })
    })
}

#[tokio::test]
async fn every_count_agrees_at_the_end_of_a_whole_evening() {
    let hub = TestHub::start().await;
    hub.import(&venue_with(TABLES)).await;
    let mut chance = ChaCha8Rng::seed_from_u64(300);
    let mut tables: Vec<Vec<Guest>> = Vec::new();
    for table in 1..=TABLES {
        let party = hub.table(&table.to_string()).seated(4).await;
        let mut guests = Vec::new();
        for name in ["Ada", "Ben", "Cleo"].into_iter().take(GUESTS) {
            guests.push(party.joined_by(name).await);
        }
        tables.push(guests);
    }
    let cook = hub.staff(Role::Kitchen).await;
    let mut waiters = Vec::new();
    for _ in 0..3 {
        let waiter = hub.staff(Role::Waiter).await;
        waiter.post("/api/staff/step-up").json(&json!({ "password": PASSWORD })).await.done();
        waiters.push(waiter);
    }
    let mut grill = Display::open(&hub, "grill", &cook, None).await;
    let mut bar = Display::open(&hub, "bar", &cook, None).await;
    let mut receipts: BTreeMap<OrderId, OrderReceipt> = BTreeMap::new();
    let mut answered = 0;
    for round in 0..ORDERS.div_ceil(TABLES) {
        if CUT_OFF.contains(&round) {
            grill.screen.socket().close().await;
        }
        // Everyone chooses, two of each party at once; then one of each orders, all tables at once.
        let parties = tables.iter().take(ORDERS - receipts.len());
        let mut ordering = Vec::new();
        for guests in parties {
            for guest in guests.choose_multiple(&mut chance, 2) {
                let (dish, choices) = *DISHES.choose(&mut chance).unwrap();
                guest.adds(dish, choices, chance.random_range(1..=2)).await;
            }
            let guest = guests[chance.random_range(0..GUESTS)].clone();
            let reviewed = guest.reviews().await;
            ordering.push(insists(guest, reviewed));
        }
        let placing: Vec<_> = ordering.into_iter().map(tokio::spawn).collect();
        if OUTAGES.contains(&round) {
            hub.restart().await;
        }
        let mut fresh = Vec::new();
        for placed in placing {
            let receipt = placed.await.unwrap();
            fresh.push(receipt.order.order);
            assert!(receipts.insert(receipt.order.order, receipt).is_none(), "an order has two receipts");
        }
        if OUTAGES.contains(&round) {
            grill = grill.comes_back(&hub).await;
            bar = bar.comes_back(&hub).await;
        }
        // Some want water; two waiters see it, and either may answer.
        for guests in tables.iter().skip(round).step_by(CALLS_EVERY) {
            let session = &guests[0].session;
            let calls = format!("/api/sessions/{session}/calls");
            guests[0].http.command(&calls).json(&json!({ "kind": "water" })).await.done();
            let open = hub.app().members.published.read(|venue, position| {
                let floor = venue.floor_view(position, hub.app().members.time.now());
                let mut seated =
                    floor.rooms.into_iter().flat_map(|room| room.tables).filter_map(|table| table.session);
                seated.find(|seated| seated.session == *session).unwrap().door.calls
            });
            let [call] = &open[..] else { panic!("{open:?}") };
            let answer = format!("/api/floor/sessions/{session}/calls/{}", call.call);
            let reply = |waiter: &Http| waiter.command(&answer).json(&json!({ "reply": "done" }));
            let (one, other) = tokio::join!(reply(&waiters[1]), reply(&waiters[2]));
            assert!(one.status == 204 || other.status == 204, "{one:?}, {other:?}");
            answered += 1;
        }
        // A guest changes their mind before anybody has begun.
        for order in fresh.iter().filter(|order| (order.0 as usize).is_multiple_of(VOID_EVERY)) {
            let body = json!({ "portions": 1, "reason": "guest_changed" });
            waiters[0].command(&format!("/api/orders/{order}/item/0/void")).json(&body).await.done();
        }
        if CUT_OFF.contains(&round) {
            grill = grill.comes_back(&hub).await;
        }
        let tickets: BTreeSet<TicketId> = hub
            .app()
            .members
            .published
            .read(|venue, _| fresh.iter().flat_map(|order| venue.tickets_of(*order)).collect());
        let of = |display: &Display| -> BTreeSet<TicketId> {
            tickets.iter().filter(|ticket| ticket.station.as_str() == display.station).cloned().collect()
        };
        let (at_grill, at_bar) = (of(&grill), of(&bar));
        assert_eq!(at_grill.len() + at_bar.len(), tickets.len());
        tokio::join!(grill.cooks(&at_grill), bar.cooks(&at_bar));
        // Two waiters grab each order that stands at the pass: one of them brings it.
        for (number, order) in fresh.iter().enumerate() {
            let serve = |waiter: usize| {
                waiters[waiter % waiters.len()].command(&format!("/api/kitchen/order/{order}/serve"))
            };
            let (one, other) = tokio::join!(serve(number), serve(number + 1));
            let mut answers = [one.status, other.status];
            answers.sort_unstable();
            let is_all_voided = portions(&hub, *order).0 == 0;
            assert!(answers == [204, 409] || (is_all_voided && answers == [409, 409]), "{answers:?}");
        }
    }
    assert_eq!(receipts.len(), ORDERS);
    // Ordered is served and voided, for every order and in all.
    let mut voided = 0;
    for (order, receipt) in &receipts {
        let ordered: u32 = receipt.order.lines.iter().map(|line| line.diners.len() as u32).sum();
        let (served, off) = portions(&hub, *order);
        assert_eq!(ordered, served + off, "order {order}");
        voided += off;
    }
    assert_eq!(voided as usize, ORDERS / VOID_EVERY);
    // Nothing is open anywhere: a display that opens now has no ticket, and tables are free once closed.
    let display = Display::open(&hub, "grill", &cook, None).await;
    assert_eq!(display.screen.tickets.values().filter(|ticket| !ticket.is_bumped).count(), 0);
    for guests in &tables {
        hub.settles_and_closes(&guests[0].session).await;
    }
    let floor = {
        let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
        screen.frame().await;
        screen.floor.unwrap()
    };
    let mut shown = floor.rooms.iter().flat_map(|room| &room.tables);
    assert!(shown.all(|table| table.session.is_none()), "a table is still taken");
    for table in 1..=TABLES {
        waiters[0].command(&format!("/api/floor/tables/{table}/clean")).await.done();
    }
    let states = hub.app().members.published.read(|venue, position| {
        let floor = venue.floor_view(position, hub.app().members.time.now());
        let tables = floor.rooms.into_iter().flat_map(|room| room.tables);
        tables.map(|table| table.status.map(|status| status.state)).collect::<Vec<_>>()
    });
    assert_eq!(states, vec![Some(TableState::Free); TABLES]);
    assert_eq!(answered, ORDERS.div_ceil(TABLES) * TABLES / CALLS_EVERY);
}
