//! Orders that the house looks at first, from the guest's phone over the floor's screen to the kitchen's.

use std::time::Duration;

use plato_sync_protocol::api::{CartAnswer, OrderReceipt, Role};
use plato_sync_protocol::approval::{ApprovalGround, DeclineReason, OrderApproval};
use plato_sync_protocol::floor::TableSessionView;
use plato_sync_protocol::limits::LINES_PER_CART_MAX;
use plato_sync_protocol::menu::Menu;
use plato_sync_protocol::message::FeedKind;
use plato_sync_protocol::team::{AuditAct, AuditPage};
use plato_sync_protocol::views::KitchenView;
use plato_tests::{Guest, Http, StaffScreen, TestHub, VENUE_FILE, euros, fresh_id};
use serde_json::json;

async fn start() -> TestHub {
    let hub = TestHub::start().await;
    hub.import(&format!("{VENUE_FILE}\n[approval]\nfirst_order = true\nminutes = 3\n")).await;
    hub
}

async fn tickets(kitchen: &Http) -> Vec<String> {
    let view: KitchenView = kitchen.get("/api/kitchen/orders").await.ok();
    view.tickets.iter().chain(&view.done).map(|ticket| ticket.ticket.to_string()).collect()
}

async fn approval(guest: &Guest) -> Option<OrderApproval> {
    guest.order_list().await.ok::<plato_sync_protocol::api::OrdersAnswer>().orders[0].approval.clone()
}

async fn party(floor: &mut StaffScreen, is_so: impl Fn(&TableSessionView) -> bool) -> TableSessionView {
    let seen = |screen: &StaffScreen| {
        screen.floor.is_some() && screen.table("1").session.is_some_and(|session| is_so(&session))
    };
    floor.until(seen).await;
    floor.table("1").session.unwrap()
}

#[tokio::test]
async fn the_floor_sees_it_at_once_and_the_kitchen_only_after_the_yes() {
    let hub = start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut floor = hub.screen(Role::Waiter, FeedKind::Floor).await;
    guest.adds("soup", &[], 2).await;
    let receipt: OrderReceipt = guest.places(&guest.reviews().await, fresh_id()).await.ok();
    assert_eq!(receipt.order.approval, Some(OrderApproval::Waiting));
    let seen = party(&mut floor, |party| !party.approvals.is_empty()).await;
    let waits = &seen.approvals[0];
    assert_eq!(
        (waits.number, waits.by.as_str(), &*waits.grounds),
        (1, "Ada", &[ApprovalGround::FirstOrder][..])
    );
    assert_eq!((waits.dishes[0].quantity, waits.dishes[0].name.as_str()), (2, "Soup"));
    assert_eq!((seen.orders, floor.floor.as_ref().unwrap().approval_late_ms), (0, Some(180_000)));
    let (kitchen, waiter) = (hub.staff(Role::Kitchen).await, hub.staff(Role::Waiter).await);
    assert_eq!(tickets(&kitchen).await, Vec::<String>::new());
    let orders = guest.order_list().await.ok::<plato_sync_protocol::api::OrdersAnswer>();
    assert_eq!((orders.orders.len(), orders.total), (1, euros(0)));

    let id = fresh_id();
    let approves = || waiter.post("/api/floor/orders/1/approve").id(id).json(&json!({}));
    approves().await.done();
    hub.unchanged_by(approves()).await.done();
    assert_eq!(tickets(&kitchen).await, ["1-grill"]);
    assert_eq!(approval(&guest).await, None);
    assert!(party(&mut floor, |party| party.orders == 1).await.approvals.is_empty());
    let decline = json!({ "reason": "sold_out" });
    let late = hub.staff(Role::Manager).await.command("/api/floor/orders/1/decline").json(&decline);
    let refused = hub.unchanged_by(late).await.refused(409, "order_decided");
    assert!(refused.title.ends_with("has approved this order already."), "{}", refused.title);
}

#[tokio::test]
async fn what_was_declined_stands_in_the_cart_again_as_it_was_chosen() {
    let hub = start().await;
    let of = json!({ "type": "item", "item": "soup" });
    let counted = json!({ "of": of, "mode": { "type": "counted", "left": 3 } });
    hub.staff(Role::Kitchen).await.command("/api/kitchen/stock").json(&counted).await.done();
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("steak", &["doneness/rare"], 2).await;
    guest.adds("soup", &[], 1).await;
    let before: CartAnswer = guest.cart().await;
    guest.places(&guest.reviews().await, fresh_id()).await.ok::<OrderReceipt>();
    let cancel = guest.http.command("/api/order/1/item/0/cancel").json(&json!({ "portions": 1 }));
    cancel.await.done();
    let waiter = hub.staff(Role::Waiter).await;
    let id = fresh_id();
    let no = json!({ "reason": "other", "text": "The grill is cold tonight" });
    let declines = || waiter.post("/api/floor/orders/1/decline").id(id).json(&no);
    declines().await.done();
    hub.unchanged_by(declines()).await.done();
    let text = "The grill is cold tonight".to_owned();
    let declined = OrderApproval::Declined { reason: DeclineReason::Other, text, is_back: true };
    assert_eq!(approval(&guest).await, Some(declined.clone()));
    let cart: CartAnswer = guest.cart().await;
    let lines = |cart: &CartAnswer| -> Vec<_> {
        let mut all: Vec<_> = cart
            .lines
            .iter()
            .map(|line| (line.name.clone(), line.config.clone(), line.units.len()))
            .collect();
        all.sort_by_key(|(name, ..)| name.clone());
        all
    };
    let mut wanted = lines(&before);
    wanted.iter_mut().filter(|(name, ..)| name == "Steak").for_each(|line| line.2 = 1);
    assert_eq!(lines(&cart), wanted, "but for what was taken back while it waited");
    let menu: Menu = guest.http.get("/api/menu").await.ok();
    assert_eq!(menu.item(&"soup".parse().unwrap()).unwrap().left, Some(3));

    // It can be ordered again as it stands, and all of it outlives the hub.
    hub.restart().await;
    assert_eq!(approval(&guest).await, Some(declined));
    let again: OrderReceipt = guest.places(&guest.reviews().await, fresh_id()).await.ok();
    assert_eq!((again.order.round, again.order.approval), (2, Some(OrderApproval::Waiting)));
    hub.staff(Role::Waiter).await.command("/api/floor/orders/2/approve").json(&json!({})).await.done();
    assert_eq!(tickets(&hub.staff(Role::Kitchen).await).await, ["2-grill"]);
    let owner = hub.staff(Role::Owner).await;
    let records = owner.post("/api/audit").json(&json!({ "table": "1" })).await.ok::<AuditPage>().records;
    let told =
        |wanted| records.iter().find(|record| record.act == wanted).map(|record| record.detail.as_str());
    assert_eq!(told(AuditAct::OrderDeclined), Some("order 1"), "the words are for the guests");
    assert_eq!(told(AuditAct::OrderApproved), Some("order 2"));
}

#[tokio::test]
async fn an_order_that_a_waiter_enters_goes_to_the_kitchen_at_once() {
    let hub = start().await;
    let seated = hub.table("1").seated(2).await;
    let waiter = hub.staff(Role::Waiter).await;
    let cart = format!("/api/sessions/{}/cart/everyone22", seated.session);
    waiter
        .command(&format!("{cart}/add"))
        .json(&json!({ "item": "soup", "quantity": 1 }))
        .await
        .ok::<CartAnswer>();
    let confirmed = waiter.get(&cart).await.ok::<CartAnswer>().confirm.unwrap();
    let receipt: OrderReceipt = waiter.command(&format!("{cart}/order")).json(&confirmed).await.ok();
    assert_eq!(receipt.order.approval, None);
    assert_eq!(tickets(&hub.staff(Role::Kitchen).await).await, ["1-grill"]);
}

#[tokio::test]
async fn where_everyone_orders_alone_a_waiter_does_not_wait_and_a_guest_does() {
    let hub = start().await;
    let seated = hub.table("1").seated(2).await;
    let (ada, ben) = (seated.joined_by("Ada").await, seated.joined_by("Ben").await);
    let waiter = hub.staff(Role::Waiter).await;
    let mode = format!("/api/floor/sessions/{}/mode", seated.session);
    waiter.command(&mode).json(&json!({ "mode": "individual" })).await.done();
    ben.adds("soup", &[], 1).await;
    let his: OrderReceipt = ben.places(&ben.reviews().await, fresh_id()).await.ok();
    assert_eq!(his.order.approval, Some(OrderApproval::Waiting));
    let hers = format!("/api/sessions/{}/cart/{}", seated.session, ada.diner);
    let soup = json!({ "item": "soup", "quantity": 1 });
    waiter.command(&format!("{hers}/add")).json(&soup).await.ok::<CartAnswer>();
    let confirmed = waiter.get(&hers).await.ok::<CartAnswer>().confirm.unwrap();
    let receipt: OrderReceipt = waiter.command(&format!("{hers}/order")).json(&confirmed).await.ok();
    assert_eq!((receipt.order.placed_by, receipt.order.approval), (ada.diner.clone(), None));

    // Declined, it is in his own cart again, and in no other.
    waiter.command("/api/floor/orders/1/decline").json(&json!({ "reason": "ask_waiter" })).await.done();
    assert_eq!(ben.cart().await.lines.len(), 1);
    assert!(ada.cart().await.lines.is_empty());
}

#[tokio::test]
async fn a_cart_without_room_says_that_nothing_came_back() {
    let hub = start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    for _ in 0..=LINES_PER_CART_MAX / 2 {
        // Nobody adds that many within a few seconds.
        hub.clock.advance(Duration::from_millis(100));
        guest.adds("soup", &[], 1).await;
    }
    guest.places(&guest.reviews().await, fresh_id()).await.ok::<OrderReceipt>();
    let no = json!({ "reason": "mistake" });
    hub.staff(Role::Waiter).await.command("/api/floor/orders/1/decline").json(&no).await.done();
    let declined =
        OrderApproval::Declined { reason: DeclineReason::Mistake, text: String::new(), is_back: false };
    assert_eq!(approval(&guest).await, Some(declined));
    assert!(guest.cart().await.lines.is_empty());
}
