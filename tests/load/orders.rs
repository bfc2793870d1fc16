//! Orders from many tables at once, one after the other at each.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use plato_hub::venue::Command;
use plato_sync_protocol::api::{OrderReceipt, PlaceOrder, Role};
use plato_sync_protocol::ids::OrderId;
use plato_sync_protocol::views::KitchenView;
use plato_tests::fresh_id;
use plato_tests::hub::TestHub;
use plato_tests::party::Guest;

use crate::Size;
use crate::phones::table_of;

/// What was measured.
pub struct Placed {
    /// Time from sending an order to its receipt.
    pub acknowledged: Vec<Duration>,
    /// How many there were.
    pub orders: usize,
    /// How many a second, from all tables together.
    pub per_second: u128,
}

/// Places orders and checks that the kitchen has each of them once.
pub async fn measure(hub: &TestHub, size: &Size) -> Result<Placed, String> {
    let mut guests = Vec::new();
    for (_, session) in hub.app().members.published.read(|venue, _| venue.open_sessions()) {
        hub.carry_out(Command::CloseSession { session }).await;
    }
    for table in 1..=size.tables {
        guests.push(table_of(hub, table).seated(1).await.joined_by("Orders").await);
    }
    let begun = Instant::now();
    let work = guests.into_iter().map(|guest| tokio::spawn(place(guest, size.orders_per_table)));
    let (mut acknowledged, mut orders) = (Vec::new(), Vec::new());
    for table in work.collect::<Vec<_>>() {
        for (order, time) in table.await.map_err(|fault| fault.to_string())? {
            orders.push(order);
            acknowledged.push(time);
        }
    }
    let lasted = begun.elapsed();
    let kitchen: KitchenView = hub.staff(Role::Kitchen).await.get("/api/kitchen/orders").await.ok();
    let tickets: Vec<OrderId> = kitchen.tickets.iter().map(|ticket| ticket.order).collect();
    let known: BTreeSet<OrderId> = tickets.iter().copied().collect();
    let acked: BTreeSet<OrderId> = orders.iter().copied().collect();
    // Olives are made at one station: one ticket an order.
    if known != acked || tickets.len() != orders.len() || acked.len() != orders.len() {
        return Err(format!("{} orders were acknowledged, the kitchen has {}", orders.len(), tickets.len()));
    }
    let per_second = orders.len() as u128 * 1_000 / lasted.as_millis().max(1);
    Ok(Placed { acknowledged, orders: orders.len(), per_second })
}

async fn place(guest: Guest, orders: usize) -> Vec<(OrderId, Duration)> {
    let mut placed = Vec::new();
    for _ in 0..orders {
        guest.adds("olives", &[], 1).await;
        let shown = guest.reviews().await;
        let body = PlaceOrder {
            command_id: Some(fresh_id()),
            heads: shown.heads,
            units: shown.units,
            digest: shown.digest,
        };
        let sent = Instant::now();
        let receipt: OrderReceipt = guest.http.post("/api/order/place").json(&body).await.ok();
        placed.push((receipt.order.order, sent.elapsed()));
    }
    placed
}
