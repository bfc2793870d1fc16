//! Members of another table with everything that can be known of this one, and whoever was here once:
//! every route of the OpenAPI document, asked about the real things of a party with a body made from its
//! schema. A new route is asked as soon as it is described; what a body cannot be made for fails.

use plato_sync_protocol::api::{Confirmation, Role};
use plato_sync_protocol::door::{InviteAnswer, KnockRequest};
use plato_sync_protocol::ids::ShareId;
use plato_tests::documented::description;
use plato_tests::{Answer, Guest, Http, TestHub, fresh_id};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Anyone, Guests, ROUTES, Staff};

/// What everything of the party is called that nobody else may read.
const NAME: &str = "Sentinel Ada";
const NOTE: &str = "sentinel note";

/// A party with an order that was placed, and a cart with one that was not.
struct Victim {
    guest: Guest,
    line: String,
    reviewed: Confirmation,
    invite: String,
    knock: String,
    call: String,
    payment: String,
}

impl Victim {
    async fn at(hub: &TestHub) -> Self {
        let party = hub.table("1").seated(2).await;
        let guest = party.joined_by(NAME).await;
        guest.orders_one("soup", &[]).await;
        let add = json!({ "item": "soup", "config": { "modifiers": [], "note": NOTE }, "quantity": 2 });
        guest.http.post("/api/customer/cart/add").json(&add).await.ok::<Value>();
        let cart = guest.cart().await;
        let line = cart.lines[0].line.to_string();
        let of_visit = format!("/api/sessions/{}", guest.session);
        let invite: InviteAnswer = guest.http.post(&format!("{of_visit}/invites")).await.ok();
        guest.http.command(&format!("{of_visit}/calls")).json(&json!({ "kind": "waiter" })).await;
        let (table, key) = (party.table.clone(), party.key.clone());
        let knock = KnockRequest { table, key, name: "Eve".into(), was_here: false };
        hub.anyone().post("/api/knocks").json(&knock).await.ok::<Value>();
        let members = hub.app().members;
        let door = members.published.read(|venue, _| venue.door_view(&guest.session, members.time.now()));
        let payment = "paymentaaa".to_owned();
        let card = json!({ "tender": "card", "reference": "T1" });
        let part =
            json!({ "payment": payment, "share": ShareId::rest(), "amount": 100, "tip": 0, "with": card });
        let cashier = hub.staff(Role::Cashier).await;
        cashier.command(&format!("{of_visit}/bill/payments")).json(&part).await.ok::<Value>();
        Self {
            guest,
            line,
            reviewed: cart.confirm.unwrap(),
            invite: invite.invite.to_string(),
            knock: door.knocks[0].knock.to_string(),
            call: door.calls[0].call.to_string(),
            payment,
        }
    }

    /// Everything that the party itself can see.
    async fn sees(&self, hub: &TestHub) -> [Value; 5] {
        let http = &self.guest.http;
        let status = http.get(&format!("/api/sessions/{}/status", self.guest.session)).await;
        let members = hub.app().members;
        let door =
            members.published.read(|venue, _| venue.door_view(&self.guest.session, members.time.now()));
        let mut bill = http.get("/api/customer/bill").await.value();
        // That of the hub's log, which is nobody's.
        bill["position"].take();
        [
            http.get("/api/customer/cart").await.value(),
            self.guest.order_list().await.value(),
            status.value(),
            bill,
            json!(door),
        ]
    }

    /// The real thing for a part of a path.
    fn part(&self, name: &str) -> String {
        match name {
            "session" => self.guest.session.to_string(),
            "line" => self.line.clone(),
            "table" | "order" => "1".into(),
            "index" => "0".into(),
            "ticket" => "1-grill".into(),
            "item" => "soup".into(),
            "diner" => self.guest.diner.to_string(),
            "share" => ShareId::rest().to_string(),
            "invite" => self.invite.clone(),
            "knock" => self.knock.clone(),
            "call" => self.call.clone(),
            "payment" => self.payment.clone(),
            // Keys are what others do not know. Of the house rather than of the party: anything that is an id.
            _ => "aaaaaaaaaa".into(),
        }
    }

    /// A value of a type that the document names.
    fn named(&self, schema: &str) -> Option<Value> {
        Some(match schema {
            "SessionId" => json!(self.guest.session),
            "DinerId" => json!(self.guest.diner),
            "LineId" => json!(self.line),
            "UnitId" => json!(self.reviewed.units[0].unit),
            "ShownUnit" => json!(self.reviewed.units[0]),
            "ChangeHash" => json!(self.reviewed.heads[0]),
            "OrderDigest" => json!(self.reviewed.digest),
            "CommandId" => json!(fresh_id()),
            "TableId" | "OrderId" => json!("1"),
            "ItemId" => json!("soup"),
            _ => return None,
        })
    }

    /// A value of a schema, with this party's own things wherever it takes any.
    fn sample(&self, schema: &Value) -> Value {
        if let Some(path) = schema["$ref"].as_str() {
            let name = path.rsplit('/').next().unwrap();
            let defined = &description()["components"]["schemas"][name];
            return self.named(name).unwrap_or_else(|| self.sample(defined));
        }
        let is_something = |one: &&Value| one["type"] != "null";
        for choice in ["oneOf", "anyOf", "allOf"] {
            if let Some(first) = schema[choice].as_array().and_then(|of| of.iter().find(is_something)) {
                return self.sample(first);
            }
        }
        if let Some(first) = schema["enum"].as_array().and_then(|of| of.first()) {
            return first.clone();
        }
        let kind = schema["type"].as_array().map_or(&schema["type"], |kinds| &kinds[0]);
        match kind.as_str() {
            Some("object") => {
                let properties = schema["properties"].as_object().into_iter().flatten();
                properties.map(|(name, of)| (name.clone(), self.sample(of))).collect()
            }
            Some("array") => json!([self.sample(&schema["items"])]),
            Some("integer") => schema["minimum"].as_u64().unwrap_or(1).max(1).into(),
            Some("boolean") => json!(true),
            // Keys and PINs are what others do not know.
            Some("string") => json!("0000"),
            _ => panic!("a body cannot be made for {schema}: say here how"),
        }
    }

    /// Somebody calls a route about this party's things.
    async fn is_asked_about(&self, who: &Http, method: &str, path: &str) -> Answer {
        let parts = path.split('/').map(|part| {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            name.map_or_else(|| part.to_owned(), |name| self.part(name))
        });
        let address = parts.collect::<Vec<_>>().join("/");
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let call = who.call(method.clone(), &address).id(fresh_id());
        let operation = &description()["paths"][path][method.as_str().to_lowercase()];
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        if body.is_null() { call.await } else { call.json(&self.sample(body)).await }
    }

    /// Words that only this party may read.
    fn secrets(&self) -> [String; 5] {
        let Guest { session, diner, token, .. } = &self.guest;
        [session.to_string(), diner.to_string(), token.clone(), NAME.into(), NOTE.into()]
    }
}

#[tokio::test]
async fn a_member_of_another_table_neither_reads_nor_changes_anything_of_this_one() {
    let hub = TestHub::start().await;
    let victim = Victim::at(&hub).await;
    let other = hub.table("2").seated(2).await.joined_by("Ben").await;
    let before = victim.sees(&hub).await;
    for (method, path, who) in ROUTES {
        let answer = victim.is_asked_about(&other.http, method, path).await;
        let is_about_the_party = path.contains("{session}") || path.contains("{line}");
        match who {
            Staff(_) => drop(answer.refused(403, "token_wrong_kind")),
            Guests if is_about_the_party => {
                assert!(matches!(answer.status, 403 | 404), "{method} {path}: {answer:?}");
            }
            Guests | Anyone => assert!(answer.status < 500, "{method} {path}: {answer:?}"),
        }
        for secret in victim.secrets() {
            assert!(!answer.body.contains(&secret), "{method} {path} tells {secret}: {answer:?}");
        }
        for (now, before) in victim.sees(&hub).await.iter().zip(&before) {
            assert_eq!(now, before, "{method} {path} has changed something: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_token_of_a_visit_that_is_over_opens_nothing() {
    let hub = TestHub::start().await;
    let party = hub.table("3").seated(2).await;
    let gone = Victim::at(&hub).await;
    let also_gone = party.joined_by("Ben").await;
    hub.settles_and_closes(&gone.guest.session).await;
    party.closed().await;
    for guest in [&gone.guest, &also_gone] {
        for (method, path, who) in ROUTES {
            let asking = gone.is_asked_about(&guest.http, method, path);
            // What anyone may try is on record, such as a sign-in.
            let answer = if *who == Anyone { asking.await } else { hub.unchanged_by(asking).await };
            match who {
                Guests => drop(answer.refused(401, "session_closed")),
                Staff(_) => assert!(matches!(answer.status, 401 | 403), "{method} {path}: {answer:?}"),
                Anyone => assert!(answer.status < 500, "{method} {path}: {answer:?}"),
            }
            for secret in gone.secrets() {
                assert!(!answer.body.contains(&secret), "{method} {path} tells {secret}: {answer:?}");
            }
        }
    }
}
