//! Orders in a closed loop: each table places one, waits for the receipt, and places the next. All
//! tables do so at once. What is ordered is put into the carts before the clock runs.

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

/// What was measured.
pub struct Placed {
    pub figures: Figures,
    pub took: Duration,
    pub lost: Vec<String>,
}

/// Lets all tables order.
pub async fn measure(hub: &TestHub, plan: Plan) -> Placed {
    for (_, session) in hub.app().members.published.read(|venue, _| venue.open_sessions()) {
        hub.carry_out(plato_hub::venue::Command::CloseSession { session }).await;
    }
    let mut loops = Vec::new();
    for table in 1..=plan.tables {
        let guest = hub.table(&table.to_string()).seated(4).await.joined_by("Ada").await;
        let orders = filled(hub, &guest, plan.orders).await;
        loops.push((guest, orders));
    }
    // The kitchen watches, as it does on every evening.
    let mut screen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
    screen.frame().await;
    let began = Instant::now();
    let tasks: Vec<_> = loops.into_iter().map(|(guest, orders)| tokio::spawn(place(guest, orders))).collect();
    let (mut times, mut receipts) = (Vec::new(), Vec::new());
    for task in tasks {
        let (own_times, own_receipts) = task.await.unwrap();
        times.extend(own_times);
        receipts.extend(own_receipts);
    }
    let took = began.elapsed();
    let view: KitchenView = hub.staff(Role::Kitchen).await.get("/api/kitchen/orders").await.ok();
    let lost = losses(&view, &receipts, plan.tables * plan.orders);
    Placed { figures: Figures::of(times), took, lost }
}

/// Fills a cart and returns the orders to place, each as a review screen would have shown it.
async fn filled(hub: &TestHub, guest: &Guest, orders: usize) -> Vec<PlaceOrder> {
    let mut phone: Phone = guest.phone(hub).await;
    for _ in 0..orders {
        let edits = DISHES.iter().map(|(dish, _)| add(dish, &[], 1, &guest.diner)).collect();
        phone.edits(edits).await;
        phone.saved().await;
    }
    let (heads, lines) = (phone.cart.heads(), phone.cart.lines());
    let price =
        |line: &CartLine| euros(DISHES.iter().find(|(dish, _)| *dish == line.item.as_str()).unwrap().1);
    let confirmed = |line: &CartLine| ConfirmedUnit {
        unit: line.units[0].unit.clone(),
        line: line.line.clone(),
        item: line.item.clone(),
        config: line.config().to_owned(),
        diner: guest.diner.clone(),
        rev: line.rev,
        price: price(line),
    };
    let order = |lines: &[CartLine]| {
        let confirmed: Vec<_> = lines.iter().map(confirmed).collect();
        let shown = |unit: &ConfirmedUnit| ShownUnit { unit: unit.unit.clone(), price: unit.price };
        PlaceOrder {
            command_id: Some(fresh_id()),
            heads: heads.clone(),
            units: confirmed.iter().map(shown).collect(),
            digest: digest(&confirmed),
        }
    };
    lines.chunks(DISHES.len()).map(order).collect()
}

async fn place(guest: Guest, orders: Vec<PlaceOrder>) -> (Vec<Duration>, Vec<OrderReceipt>) {
    let http = guest.http.on_one_connection();
    let (mut times, mut receipts) = (Vec::new(), Vec::new());
    for order in orders {
        let since = Instant::now();
        let answer = http.post("/api/order/place").json(&order).await;
        times.push(since.elapsed());
        let receipt: OrderReceipt = answer.ok();
        assert_eq!(Some(receipt.command_id), order.command_id);
        receipts.push(receipt);
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
