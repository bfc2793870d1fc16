//! Who may do what: every route with every role. A route without a row fails. `others` asks in the name of
//! another table and of a visit that is over, `sockets` says every message of both sockets.

mod others;
mod sockets;

use std::collections::BTreeSet;

use plato_sync_protocol::api::Role;
use plato_tests::documented::description;
use plato_tests::hub::ROLES;
use plato_tests::{Http, TestHub};
use reqwest::Method;

/// Who is let in.
#[derive(Clone, Copy, PartialEq)]
enum For {
    Anyone,
    Guests,
    Staff(&'static [Role]),
}

use For::{Anyone, Guests, Staff};

const ALL: For = Staff(&ROLES);
const KITCHEN: For = Staff(&[Role::Kitchen, Role::Waiter, Role::Manager, Role::Owner]);
const OFFICE: For = Staff(&[Role::Owner, Role::Manager]);
const TILL: For = Staff(&[Role::Cashier, Role::Waiter, Role::Manager, Role::Owner]);
const DRAWER: For = Staff(&[Role::Cashier, Role::Manager, Role::Owner]);
const FLOOR: For = Staff(&[Role::Waiter, Role::Manager, Role::Owner]);

const ROUTES: &[(&str, &str, For)] = &[
    ("get", "/api/menu", Anyone),
    ("post", "/api/sessions/join", Anyone),
    ("post", "/api/sessions/resume", Guests),
    ("post", "/api/sessions/check-token", Guests),
    ("get", "/api/sessions/{session}/status", Guests),
    ("get", "/api/customer/cart", Guests),
    ("post", "/api/customer/cart/add", Guests),
    ("post", "/api/customer/cart/update", Guests),
    ("delete", "/api/customer/cart/item/{line}", Guests),
    ("post", "/api/order/place", Guests),
    ("post", "/api/order/send-together", Guests),
    ("get", "/api/order/session/{session}", Guests),
    ("post", "/api/staff/sign-in", Anyone),
    ("post", "/api/staff/sign-out", ALL),
    ("get", "/api/staff/me", ALL),
    ("post", "/api/staff/sign-in/pin", Anyone),
    ("post", "/api/staff/step-up", ALL),
    ("post", "/api/staff/me/pin", ALL),
    ("post", "/api/staff/me/password", ALL),
    ("get", "/api/staff/sign-ins", ALL),
    ("post", "/api/staff/sign-ins/{sign_in}/revoke", ALL),
    ("get", "/api/device", Anyone),
    ("post", "/api/device/enrol", Anyone),
    ("get", "/api/setup", Anyone),
    ("post", "/api/setup/owner", Anyone),
    ("get", "/api/team", OFFICE),
    ("post", "/api/team/people", OFFICE),
    ("post", "/api/team/people/{staff}", OFFICE),
    ("post", "/api/team/device-codes", OFFICE),
    ("post", "/api/team/devices/{device}/revoke", OFFICE),
    ("post", "/api/audit", OFFICE),
    ("post", "/api/audit/export", OFFICE),
    ("get", "/api/floor", Staff(&[Role::Waiter, Role::Manager, Role::Owner, Role::Cashier])),
    ("post", "/api/floor/tables/{table}/seat", FLOOR),
    ("get", "/api/floor/sessions/{session}/pin", FLOOR),
    ("post", "/api/floor/sessions/{session}/pin/reissue", FLOOR),
    ("post", "/api/floor/sessions/{session}/mode", FLOOR),
    ("post", "/api/floor/sessions/{session}/send-together", FLOOR),
    ("get", "/api/floor/sessions/{session}/carts", FLOOR),
    ("get", "/api/floor/tables/{table}/code", FLOOR),
    ("post", "/api/sessions/{session}/close", TILL),
    ("get", "/api/kitchen/orders", KITCHEN),
    ("post", "/api/kitchen/shown", KITCHEN),
    ("post", "/api/kitchen/order/{order}/item/{index}/status", KITCHEN),
    ("post", "/api/kitchen/ticket/{ticket}/bump", KITCHEN),
    ("post", "/api/kitchen/ticket/{ticket}/recall", KITCHEN),
    ("post", "/api/kitchen/items/{item}/eighty-six", KITCHEN),
    ("post", "/api/sessions/{session}/fire", KITCHEN),
    ("post", "/api/kitchen/order/{order}/fire", KITCHEN),
    ("post", "/api/kitchen/order/{order}/item/{index}/course", KITCHEN),
    ("post", "/api/kitchen/order/{order}/serve", KITCHEN),
    ("post", "/api/kitchen/order/{order}/put-back", KITCHEN),
    ("post", "/api/kitchen/order/{order}/pass/{pass}", KITCHEN),
    ("post", "/api/kitchen/order/{order}/item/{index}/void-seen", KITCHEN),
    ("post", "/api/orders/{order}/item/{index}/void", FLOOR),
    ("post", "/api/orders/{order}/item/{index}/comp", OFFICE),
    ("post", "/api/venue/import", Staff(&[Role::Owner, Role::Manager])),
    ("get", "/api/customer/cart.automerge", Guests),
    ("get", "/api/sync", Anyone),
    ("post", "/api/sync/poll", Anyone),
    ("get", "/api/feed", Anyone),
    ("get", "/api/trust", Anyone),
    ("get", "/api/trust/plato-hub.crt", Anyone),
    ("get", "/api/trust/plato-hub.pem", Anyone),
    ("get", "/healthz", Anyone),
    ("get", "/readyz", Anyone),
    ("get", "/api/openapi.json", Anyone),
    ("post", "/api/tables/look", Anyone),
    ("post", "/api/knocks", Anyone),
    ("post", "/api/knocks/check", Anyone),
    ("post", "/api/knocks/choose", Anyone),
    ("post", "/api/knocks/withdraw", Anyone),
    ("post", "/api/sessions/stay", Guests),
    ("post", "/api/sessions/{session}/invites", Guests),
    ("post", "/api/sessions/{session}/invites/{invite}/cancel", Guests),
    ("post", "/api/sessions/{session}/knocks/{knock}", Guests),
    ("post", "/api/floor/sessions/{session}/invites", FLOOR),
    ("post", "/api/floor/sessions/{session}/invites/{invite}/cancel", FLOOR),
    ("post", "/api/floor/sessions/{session}/knocks/{knock}", FLOOR),
    ("post", "/api/floor/sessions/{session}/diners/{diner}/remove", FLOOR),
    ("get", "/api/customer/bill", Guests),
    ("post", "/api/customer/bill/split", Guests),
    ("get", "/api/sessions/{session}/bill", TILL),
    ("post", "/api/sessions/{session}/bill/split", TILL),
    ("post", "/api/sessions/{session}/bill/shares/{share}/lock", TILL),
    ("post", "/api/sessions/{session}/bill/shares/{share}/release", TILL),
    ("post", "/api/sessions/{session}/bill/payments", TILL),
    ("post", "/api/payments/{payment}/refund", DRAWER),
    ("post", "/api/payments/{payment}/correct", DRAWER),
    ("post", "/api/sessions/{session}/bill/discounts", TILL),
    ("post", "/api/sessions/{session}/bill/discounts/{discount}/withdraw", TILL),
    ("post", "/api/sessions/{session}/bill/take-away", TILL),
    ("post", "/api/kitchen/stock", KITCHEN),
    ("post", "/api/order/{order}/item/{index}/cancel", Guests),
    ("get", "/api/customer/allergies", Guests),
    ("post", "/api/customer/allergies", Guests),
    ("get", "/api/sessions/{session}/orders", FLOOR),
    ("post", "/api/sessions/{session}/allergies/{diner}", FLOOR),
    ("get", "/api/sessions/{session}/cart/{diner}", FLOOR),
    ("post", "/api/sessions/{session}/cart/{diner}/add", FLOOR),
    ("post", "/api/sessions/{session}/cart/{diner}/update", FLOOR),
    ("delete", "/api/sessions/{session}/cart/{diner}/item/{line}", FLOOR),
    ("post", "/api/sessions/{session}/cart/{diner}/order", FLOOR),
    ("post", "/api/sessions/{session}/calls", Guests),
    ("post", "/api/sessions/{session}/calls/{call}/withdraw", Guests),
    ("post", "/api/floor/sessions/{session}/calls/{call}", FLOOR),
    ("post", "/api/floor/sessions/{session}/covers", FLOOR),
    ("post", "/api/floor/sessions/{session}/waiter", FLOOR),
    ("post", "/api/floor/sessions/{session}/move", FLOOR),
    ("post", "/api/floor/sessions/{session}/join", FLOOR),
    ("post", "/api/floor/sessions/{session}/part", FLOOR),
    ("post", "/api/floor/sessions/{session}/tables", FLOOR),
    ("post", "/api/floor/sessions/{session}/tables/{table}/leave", FLOOR),
    ("post", "/api/floor/tables/{table}/clean", FLOOR),
    ("get", "/api/payments/{payment}/receipt", TILL),
    ("get", "/api/receipts/{payment}/{key}", Anyone),
    ("get", "/api/receipts/{payment}/{key}/pdf", Anyone),
    ("get", "/api/customer/goodbye", Guests),
    ("get", "/api/goodbye/{session}/{diner}/{key}", Anyone),
    ("post", "/api/goodbye/{session}/{diner}/{key}/rating", Anyone),
    ("get", "/api/till/day", DRAWER),
    ("post", "/api/till/day/close", DRAWER),
    ("post", "/api/till/cash", DRAWER),
    ("get", "/api/till/days", DRAWER),
    ("get", "/api/till/days/{day}", DRAWER),
    ("post", "/api/till/days/{day}/pdf", DRAWER),
    ("post", "/api/till/days/{day}/csv", DRAWER),
    ("get", "/api/till/receipts", TILL),
    ("get", "/api/till/codes/{code}", DRAWER),
    ("get", "/api/till/ratings", OFFICE),
    ("post", "/api/sessions/{session}/close-unpaid", OFFICE),
    ("post", "/api/floor/orders/{order}/approve", FLOOR),
    ("post", "/api/floor/orders/{order}/decline", FLOOR),
    ("post", "/api/customer/bill/shares/{share}/pay-online", Guests),
    ("post", "/api/customer/bill/shares/{share}/stop-online", Guests),
    // Whoever it is has to have signed what it sends.
    ("post", "/api/webhooks/payments", Anyone),
    ("post", "/api/online-payments/{payment}/returned", DRAWER),
];

/// A call of a route about things that do not exist, with a body that most accept.
async fn call(who: &Http, method: &str, path: &str) -> plato_tests::Answer {
    let names = [
        ("{session}", "aaaaaaaaaa"),
        ("{line}", "aaaaaaaaaa"),
        ("{table}", "nowhere"),
        ("{order}", "999"),
        ("{index}", "0"),
        ("{ticket}", "999-grill"),
        ("{item}", "nothing"),
        ("{staff}", "aaaaaaaaaa"),
        ("{device}", "aaaaaaaaaa"),
        ("{sign_in}", "aaaaaaaaaa"),
        ("{invite}", "aaaaaaaaaa"),
        ("{knock}", "aaaaaaaaaa"),
        ("{diner}", "aaaaaaaaaa"),
        ("{share}", "aaaaaaaaaa"),
        ("{payment}", "aaaaaaaaaa"),
        ("{discount}", "aaaaaaaaaa"),
        ("{call}", "1"),
        ("{key}", "aaaaaaaaaa"),
        ("{day}", "999"),
        ("{pass}", "nowhere"),
    ];
    let path = names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    let body = if path.ends_with("status") {
        r#"{"status":"ready"}"#
    } else if path.contains("/knocks/") && path.contains("/sessions/") {
        r#"{"reply":"let_in"}"#
    } else if path.ends_with("/returned") {
        r#"{"reference":"re_1"}"#
    } else if path.ends_with("eighty-six") {
        r#"{"is_eighty_sixed":true}"#
    } else if path.ends_with("/fire") || path.ends_with("/course") {
        r#"{"course":1}"#
    } else if path.ends_with("/void") || path.ends_with("/comp") {
        r#"{"portions":1,"reason":"mistake"}"#
    } else if path.ends_with("/bill/split") {
        r#"{"change":"together"}"#
    } else if path.ends_with("/bill/payments") {
        r#"{"payment":"bbbbbbbbbb","share":"aaaaaaaaaa","amount":1,"tip":0,"with":{"tender":"cash","given":1}}"#
    } else if path.ends_with("/refund") {
        r#"{"refund":"bbbbbbbbbb","amount":1,"tip":0,"with":{"tender":"cash","given":0},"reason":"mistake"}"#
    } else if path.ends_with("/correct") {
        r#"{"refund":"bbbbbbbbbb","replacement":"cccccccccc","with":{"tender":"cash","given":1},"reason":"mistake"}"#
    } else if path.ends_with("/discounts") {
        r#"{"discount":"bbbbbbbbbb","on":"bill","size":{"kind":"fixed","minor":1},"reason":"regular"}"#
    } else if path.ends_with("/take-away") {
        r#"{"units":["bbbbbbbbbb"],"is_take_away":true}"#
    } else if path.contains("/pass/") || path.ends_with("/put-back") || path.ends_with("/serve") {
        r#"{"dishes":[0]}"#
    } else if path.ends_with("/kitchen/shown") {
        r#"{"tickets":[]}"#
    } else if path.ends_with("/stock") {
        r#"{"of":{"type":"item","item":"nothing"},"mode":{"type":"off"}}"#
    } else if path.ends_with("/cancel") && path.contains("/item/") {
        r#"{"portions":1}"#
    } else if path.contains("/allergies") {
        r#"{"allergens":[]}"#
    } else if path.contains("/cart/aaaaaaaaaa/add") {
        r#"{"item":"nothing","quantity":1}"#
    } else if path.contains("/cart/aaaaaaaaaa/update") {
        r#"{"line":"aaaaaaaaaa","quantity":1}"#
    } else if path.ends_with("/cart/aaaaaaaaaa/order") {
        r#"{"heads":[],"units":[],"digest":"0000000000000000000000000000000000000000000000000000000000000000"}"#
    } else if path.ends_with("/decline") {
        r#"{"reason":"sold_out"}"#
    } else if path.ends_with("/calls") {
        r#"{"kind":"water"}"#
    } else if path.ends_with("/calls/1") {
        r#"{"reply":"done"}"#
    } else if path.ends_with("/covers") {
        r#"{"covers":2}"#
    } else if path.ends_with("/waiter") {
        r#"{"waiter":"aaaaaaaaaa"}"#
    } else if path.ends_with("/move") || path.ends_with("/tables") {
        r#"{"table":"nowhere"}"#
    } else if path.starts_with("/api/floor") && path.ends_with("/join") {
        r#"{"party":"bbbbbbbbbb"}"#
    } else if path.ends_with("/part") {
        r#"{"guests":["aaaaaaaaaa"],"table":"nowhere"}"#
    } else if path.ends_with("mode") {
        r#"{"mode":"family"}"#
    } else if path.ends_with("seat") {
        r#"{"covers":2,"mode":"family"}"#
    } else if path.starts_with("/api/audit") {
        "{}"
    } else if path.ends_with("/device-codes") {
        r#"{"name":" "}"#
    } else if path.ends_with("/people") {
        r#"{"name":"Mia","role":"owner","password":"short"}"#
    } else if path.ends_with("/people/aaaaaaaaaa") {
        r#"{"change":"disable"}"#
    } else if path.ends_with("/rating") {
        r#"{"stars":5,"comment":""}"#
    } else if path.ends_with("/day/close") {
        r#"{"day":999,"counted":0,"left":0}"#
    } else if path.ends_with("/cash") {
        r#"{"id":"aaaaaaaaaa","amount":0,"reason":""}"#
    } else if path.ends_with("/close-unpaid") {
        r#"{"reason":""}"#
    } else {
        r#"{"file":""}"#
    };
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let call = who.call(method.clone(), &path).id(plato_tests::fresh_id());
    if method == Method::POST { call.body("application/json", body).await } else { call.await }
}

#[test]
fn every_route_has_a_row() {
    let described: BTreeSet<(String, String)> = description()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let listed = ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, listed);
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_where_one_is_needed() {
    let hub = TestHub::start().await;
    for (method, path, who) in ROUTES {
        let answer = hub.unchanged_by(call(&hub.anyone(), method, path)).await;
        match who {
            Anyone => assert!(!matches!(answer.status, 401 | 403), "{method} {path}: {answer:?}"),
            Guests => drop(answer.refused(401, "token_missing")),
            Staff(_) => drop(answer.refused(401, "staff_signed_out")),
        }
    }
}

#[tokio::test]
async fn guests_get_only_where_guests_may() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    for (method, path, who) in ROUTES {
        let answer = hub.unchanged_by(call(&guest.http, method, path)).await;
        match who {
            Staff(_) => drop(answer.refused(403, "token_wrong_kind")),
            Anyone | Guests => assert_ne!(answer.status, 401, "{method} {path}: {answer:?}"),
        }
    }
}

#[tokio::test]
async fn staff_get_only_where_their_role_may() {
    let hub = TestHub::start().await;
    for role in ROLES {
        let staff = hub.staff(role).await;
        for (method, path, who) in ROUTES.iter().filter(|(_, path, _)| *path != "/api/staff/sign-out") {
            let answer = match *path {
                // Is on record when it is let through.
                "/api/audit/export" => call(&staff, method, path).await,
                _ => hub.unchanged_by(call(&staff, method, path)).await,
            };
            match who {
                Staff(roles) if roles.contains(&role) => {
                    assert!(!matches!(answer.status, 401 | 403), "{role:?} {method} {path}: {answer:?}");
                }
                Staff(_) => drop(answer.refused(403, "role_forbidden")),
                Guests => drop(answer.refused(403, "token_wrong_kind")),
                Anyone => {
                    assert!(!matches!(answer.status, 401 | 403), "{role:?} {method} {path}: {answer:?}")
                }
            }
        }
    }
}
