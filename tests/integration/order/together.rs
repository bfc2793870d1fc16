//! Orders at the same moment, and edits of others in between.

use std::collections::BTreeSet;

use plato_sync_protocol::api::{CartAnswer, Difference, Role};
use plato_sync_protocol::message::{FeedKind, FromHub};
use plato_tests::{TestHub, euros, fresh_id};

#[tokio::test]
async fn two_phones_that_order_at_the_same_moment_make_one_order() {
    for _ in 0..5 {
        let hub = TestHub::start().await;
        let party = hub.table("1").seated(2).await;
        let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
        let mut kitchen = hub.screen(Role::Kitchen, FeedKind::Kitchen).await;
        ada.adds("soup", &[], 1).await;
        ben.adds("coffee", &[], 1).await;
        let (hers, his) = (ada.reviews().await, ben.reviews().await);
        let (one, two) = tokio::join!(
            ada.places(&hers, fresh_id()).into_future(),
            ben.places(&his, fresh_id()).into_future()
        );
        let (won, lost) = if one.status == 200 { (one, two) } else { (two, one) };
        let order = won.receipt().order;
        let problem = lost.refused(409, "cart_changed");
        assert_eq!(problem.differences.len(), 2);
        let winner = if order.placed_by == ada.diner { "Ada" } else { "Ben" };
        for difference in problem.differences {
            assert_eq!(difference.what, Difference::AlreadySent { order: order.order, by: winner.into() });
        }
        kitchen.ticket("1-bar").await;
        assert_eq!(kitchen.tickets.len(), 2, "one order, one ticket for each station");
        assert_eq!(ada.order_list().await.body, ben.order_list().await.body);
    }
}

#[tokio::test]
async fn one_order_that_is_sent_many_times_at_once_is_taken_once() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    guest.adds("soup", &[], 1).await;
    let (reviewed, id) = (guest.reviews().await, fresh_id());
    let calls: Vec<_> = (0..16).map(|_| tokio::spawn(guest.places(&reviewed, id).into_future())).collect();
    let mut bodies = BTreeSet::new();
    for call in calls {
        let answer = call.await.unwrap();
        answer.receipt();
        bodies.insert(answer.body);
    }
    assert_eq!(bodies.len(), 1);
    let view = hub.staff(Role::Kitchen).await.get("/api/kitchen/orders").await.value();
    assert_eq!(view["tickets"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn orders_of_many_tables_at_once_are_numbered_without_gaps() {
    let hub = TestHub::start().await;
    let mut guests = Vec::new();
    for table in 1..=8 {
        let guest = hub.table(&table.to_string()).seated(2).await.joined_by("Ada").await;
        guest.adds("soup", &[], 1).await;
        guests.push(guest);
    }
    let mut calls = Vec::new();
    for guest in &guests {
        let reviewed = guest.reviews().await;
        calls.push(tokio::spawn(guest.places(&reviewed, fresh_id()).into_future()));
    }
    let mut numbers = BTreeSet::new();
    for call in calls {
        numbers.insert(call.await.unwrap().receipt().order.order.0);
    }
    assert_eq!(numbers, (1..=8).collect());
}

#[tokio::test]
async fn what_others_add_meanwhile_stays_for_the_next_round() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let (ada, ben) = (party.joined_by("Ada").await, party.joined_by("Ben").await);
    let soup = ada.adds("soup", &[], 1).await.line;
    let reviewed = ada.reviews().await;
    let mut phone = ben.phone(&hub).await;
    ben.adds("coffee", &[], 1).await;
    ben.http
        .post("/api/customer/cart/update")
        .json(&serde_json::json!({ "line": soup, "quantity": 2 }))
        .await
        .ok::<CartAnswer>();
    let order = ada.places(&reviewed, fresh_id()).await.receipt().order;
    assert_eq!((order.lines.len(), order.total), (1, euros(750)));
    let left = ada.cart().await;
    let left: Vec<_> = left.lines.iter().map(|line| (line.item.as_str(), line.units.len())).collect();
    assert_eq!(left, [("soup", 1), ("coffee", 1)]);
    let shown = phone.until(|frame| match frame {
        FromHub::OrderNew(order) => Some(order.clone()),
        _ => None,
    });
    assert_eq!(*shown.await, order);
    let next = ben.orders().await.order;
    assert_eq!((next.round, next.total), (2, euros(1050)));
}
