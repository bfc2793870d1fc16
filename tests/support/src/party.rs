//! Builders: a table, the party at it, its guests. A test names only what matters to it.

use std::net::IpAddr;

use plato_hub::auth::secrets;
use plato_hub::origin::Origin;
use plato_hub::venue::access::PasswordHash;
use plato_hub::venue::command::SeatTable;
use plato_hub::venue::guessing::PinDigits;
use plato_hub::writer::{Intent, SeatParty};
use plato_sync_protocol::api::{
    CartAdd, CartAnswer, CartAnswerLine, Confirmation, JoinAnswer, JoinRequest, OrderReceipt, PlaceOrder,
    Returning,
};
use plato_sync_protocol::ids::{CommandId, DinerId, SessionId, TableId};
use plato_sync_protocol::menu::LineConfig;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;

use crate::fresh_id;
use crate::http::{Answer, Call, Http};
use crate::hub::TestHub;
use crate::phone::Phone;

/// A table of a hub.
pub struct Table<'h> {
    hub: &'h TestHub,
    id: TableId,
}

/// A party at a table.
pub struct Party<'h> {
    hub: &'h TestHub,
    /// Where they sit.
    pub table: TableId,
    /// The secret of the table's QR code.
    pub key: String,
    /// Their visit.
    pub session: SessionId,
    /// Their PIN.
    pub pin: String,
}

/// Somebody of a party.
#[derive(Clone)]
pub struct Guest {
    /// Their calls.
    pub http: Http,
    /// Their visit.
    pub session: SessionId,
    /// Who they are.
    pub diner: DinerId,
    /// Their token.
    pub token: String,
}

impl<'h> Table<'h> {
    pub(crate) fn new(hub: &'h TestHub, id: TableId) -> Self {
        Self { hub, id }
    }

    /// Seats a party of so many. Without HTTP: the tests of seating do that.
    pub async fn seated(self, covers: u16) -> Party<'h> {
        let (hub, table) = (self.hub, self.id);
        let (session, pin) =
            (SessionId::from_random(rand::random()), secrets::new_pin(&hub.app().members.chance, 4));
        let pin_hash = PasswordHash(hub.app().passwords.hash(&pin).await.unwrap());
        let mode = SessionMode::Family;
        let (session_id, table_id, pin_digits) = (session.clone(), table.clone(), PinDigits::Four);
        let seating = SeatTable { session: session_id, table: table_id, covers, mode, pin_hash, pin_digits };
        let party = SeatParty { seating, cart_actor: ActorId(rand::random()) };
        hub.app().members.writer.submit(Intent::Seat(party), None, Origin::hub()).await.unwrap();
        hub.app().pins.keep(session.clone(), pin.clone());
        let key = hub.table_key(&table);
        Party { hub, table, key, session, pin }
    }
}

impl Party<'_> {
    /// What a guest of that name sends to join.
    pub fn request(&self, name: &str) -> JoinRequest {
        let (table, key, pin) = (self.table.clone(), self.key.clone(), self.pin.clone());
        JoinRequest {
            table,
            key,
            pin,
            name: name.to_owned(),
            invite: None,
            command_id: None,
            returning: Returning::No,
        }
    }

    /// A PIN that is not theirs.
    pub fn wrong_pin(&self) -> String {
        if self.pin == "4712" { "4713".to_owned() } else { "4712".to_owned() }
    }

    /// Tries to join with that PIN.
    pub fn tries(&self, pin: &str) -> Call {
        let request = JoinRequest { pin: pin.to_owned(), ..self.request("Ada") };
        self.hub.anyone().post("/api/sessions/join").json(&request)
    }

    /// Tries to join with that PIN, from an address of this machine.
    pub fn tries_from(&self, address: IpAddr, pin: &str) -> Call {
        let request = JoinRequest { pin: pin.to_owned(), ..self.request("Ada") };
        self.hub.anyone().from_address(address).post("/api/sessions/join").json(&request)
    }

    /// Lets somebody in.
    pub async fn joined_by(&self, name: &str) -> Guest {
        let answer = self.hub.anyone().post("/api/sessions/join").json(&self.request(name)).await;
        let JoinAnswer { session, token, diner, .. } = answer.ok();
        Guest { http: self.hub.anyone().with_token(&token), session, diner, token }
    }

    /// Ends the visit, as a waiter does once its bill is paid.
    pub async fn closed(&self) {
        self.hub.settles(&self.session).await;
        let waiter = self.hub.staff(crate::hub::ROLES[2]).await;
        waiter.command(&format!("/api/sessions/{}/close", self.session)).await.done();
    }
}

/// Choices of modifiers, written `<group>/<modifier>`.
pub fn chosen(modifiers: &[&str]) -> LineConfig {
    LineConfig { modifiers: modifiers.iter().map(|key| key.parse().unwrap()).collect(), note: String::new() }
}

impl Guest {
    /// The cart as it stands.
    pub async fn cart(&self) -> CartAnswer {
        self.http.get("/api/customer/cart").await.ok()
    }

    /// Asks for portions of a dish.
    pub fn asks_for(&self, item: &str, modifiers: &[&str], quantity: u32) -> Call {
        let add = CartAdd { item: item.parse().unwrap(), config: chosen(modifiers), quantity, diner: None };
        self.http.post("/api/customer/cart/add").json(&add)
    }

    /// Puts portions of a dish into the cart and returns the new line.
    pub async fn adds(&self, item: &str, modifiers: &[&str], quantity: u32) -> CartAnswerLine {
        let cart: CartAnswer = self.asks_for(item, modifiers, quantity).await.ok();
        cart.lines.into_iter().last().unwrap()
    }

    /// Opens the review: what would be ordered now.
    pub async fn reviews(&self) -> Confirmation {
        self.cart().await.confirm.expect("the cart can be ordered")
    }

    /// Tries to order what was reviewed.
    pub fn places(&self, reviewed: &Confirmation, id: CommandId) -> Call {
        self.http.post("/api/order/place").json(&order(reviewed, id))
    }

    /// Orders what is in the cart.
    pub async fn orders(&self) -> OrderReceipt {
        let reviewed = self.reviews().await;
        self.places(&reviewed, fresh_id()).await.ok()
    }

    /// Puts one dish into the cart and orders it.
    pub async fn orders_one(&self, item: &str, modifiers: &[&str]) -> OrderReceipt {
        self.adds(item, modifiers, 1).await;
        self.orders().await
    }

    /// All orders of the visit.
    pub fn order_list(&self) -> Call {
        self.http.get(&format!("/api/order/session/{}", self.session))
    }

    /// A phone of theirs that is connected.
    pub async fn phone(&self, hub: &TestHub) -> Phone {
        Phone::connect(hub.address(), &self.token).await
    }
}

/// The body of an order.
pub fn order(reviewed: &Confirmation, id: CommandId) -> PlaceOrder {
    let Confirmation { heads, units, digest } = reviewed.clone();
    PlaceOrder { command_id: Some(id), heads, units, digest, with_others: false }
}

impl Answer {
    /// The receipt of an order that has to be taken.
    #[track_caller]
    pub fn receipt(&self) -> OrderReceipt {
        self.ok()
    }
}
