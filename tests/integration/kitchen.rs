//! `/api/kitchen`: tickets, dishes, 86'd items, and no money.

mod apart;
mod courses;
mod eighty_six;
mod money;
mod passes;
mod shown;
mod status;
mod tickets;
mod voids;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::views::KitchenView;
use plato_tests::{Http, TestHub};

async fn view(kitchen: &Http) -> KitchenView {
    kitchen.get("/api/kitchen/orders").await.ok()
}

async fn kitchen(hub: &TestHub) -> Http {
    hub.staff(Role::Kitchen).await
}
