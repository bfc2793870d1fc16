//! Orders in a closed loop: each table reviews its cart, places three dishes of it, waits for the
//! receipt, and places the next. All tables do so at once. The dishes are put into the carts before the
//! clock runs.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use plato_sync_protocol::api::{OrderReceipt, PlaceOrder, Role, ShownUnit};
use plato_sync_protocol::cart::CartLine;
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::views::{KitchenView, OrderView};
use plato_tests::phone::add;
use plato_tests::{Guest, Phone, TestHub, euros, fresh_id};

use crate::Plan;
use crate::figures::Figures;

/// Dishes of an order, with what each costs.
const DISHES: [(&str, i64); 3] = [("soup", 750), ("coffee", 300), ("lemonade", 380)];

/// Orders of a visit.
const ROUNDS: usize = 10;

/// What was measured.
pub struct Placed {
    pub figures: Figures,
    pub took: Duration,
    pub lost: Vec<String>,
}

/// Lets all tables order, party after party: a visit has only so many rounds.
pub async fn measure(hub: &TestHub, plan: Plan) -> Placed {
    // The kitchen watches, as it does on every evening.
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.frame().await;
    let (mut times, mut receipts, mut took) = (Vec::new(), Vec::new(), Duration::ZERO);
    let mut left = plan.orders;
    while left > 0 {
        let rounds = left.min(ROUNDS);
        left -= rounds;
        let mut parties = Vec::new();
        close_all(hub).await;
        for table in 1..=plan.tables {
            let guest = hub.table(&table.to_string()).seated(4).await.joined_by("Ada").await;
            parties.push((filled(hub, &guest, rounds).await, guest));
        }
        let began = Instant::now();
        let tasks: Vec<_> =
            parties.into_iter().map(|(phone, guest)| tokio::spawn(place(phone, guest))).collect();
        for task in tasks {
            let (own_times, own_receipts) = task.await.unwrap();
            times.extend(own_times);
            receipts.extend(own_receipts);
        }
        took += began.elapsed();
    }
    let view: KitchenView = hub.staff(Role::Kitchen).await.get("/api/kitchen/orders").await.ok();
    let lost = losses(&view, &receipts, plan.tables * plan.orders);
    Placed { figures: Figures::of(times), took, lost }
}

async fn close_all(hub: &TestHub) {
    for (_, session) in hub.app().members.published.read(|venue, _| venue.open_sessions()) {
        hub.settles_and_closes(&session).await;
    }
}

/// A phone of a guest, with a cart that is full enough for so many orders.
async fn filled(hub: &TestHub, guest: &Guest, orders: usize) -> Phone {
    let mut phone = guest.phone(hub).await;
    for _ in 0..orders {
        phone.edits(DISHES.iter().map(|(dish, _)| add(dish, &[], 1, &guest.diner)).collect()).await;
    }
    phone.saved().await;
    phone
}

/// The next order of a cart, as a review screen would show it now; none when nothing is left.
fn next(phone: &Phone) -> Option<PlaceOrder> {
    let lines: Vec<_> =
        phone.cart.lines().into_iter().filter(|line| !line.is_frozen()).take(DISHES.len()).collect();
    let price =
        |line: &CartLine| euros(DISHES.iter().find(|(dish, _)| *dish == line.item.as_str()).unwrap().1);
    let confirmed = |line: &CartLine| ConfirmedUnit {
        unit: line.units[0].unit.clone(),
        line: line.line.clone(),
        item: line.item.clone(),
        config: line.config().to_owned(),
        diner: phone.diner.clone(),
        rev: line.rev,
        price: price(line),
    };
    let confirmed: Vec<_> = lines.iter().map(confirmed).collect();
    let units: Vec<_> =
        confirmed.iter().map(|unit| ShownUnit { unit: unit.unit.clone(), price: unit.price }).collect();
    let (heads, digest) = (phone.cart.heads(), digest(&confirmed));
    (!units.is_empty()).then(|| PlaceOrder { command_id: Some(fresh_id()), heads, units, digest })
}

async fn place(mut phone: Phone, guest: Guest) -> (Vec<Duration>, Vec<OrderReceipt>) {
    let http = guest.http.on_one_connection();
    let (mut times, mut receipts) = (Vec::new(), Vec::new());
    while let Some(order) = next(&phone) {
        let since = Instant::now();
        let answer = http.post("/api/order/place").json(&order).await;
        times.push(since.elapsed());
        let receipt: OrderReceipt = answer.ok();
        assert_eq!(Some(receipt.command_id), order.command_id);
        receipts.push(receipt);
        // The phone hears what was ordered before its guest reviews anew.
        while phone.cart.heads() == order.heads {
            phone.frame().await;
        }
    }
    (times, receipts)
}

/// Every order that was acknowledged is with the kitchen once, at each of its stations.
fn losses(view: &KitchenView, receipts: &[OrderReceipt], wanted: usize) -> Vec<String> {
    let mut lost = Vec::new();
    if receipts.len() != wanted {
        lost.push(format!("{} of {wanted} orders were acknowledged", receipts.len()));
    }
    let mut portions: BTreeMap<_, u32> = BTreeMap::new();
    for ticket in &view.tickets {
        *portions.entry(ticket.order).or_default() +=
            ticket.lines.iter().map(|line| line.quantity).sum::<u32>();
    }
    for OrderReceipt { order: OrderView { order, lines, .. }, .. } in receipts {
        let ordered: u32 = lines.iter().map(|line| line.diners.len() as u32).sum();
        match portions.remove(order) {
            Some(made) if made == ordered => {}
            made => lost.push(format!("order {order}: {ordered} portions, the kitchen has {made:?}")),
        }
    }
    lost.extend(
        portions.keys().map(|order| format!("order {order} is with the kitchen and was never acknowledged")),
    );
    lost
}
