//! Phones that speak packed frames, beside phones that do not.

use plato_sync_protocol::cart::{Cart, CartChange, Gate};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello, Welcome};
use plato_sync_protocol::packed::{Actors, Packed, PackedChange};
use plato_sync_protocol::vector::VersionVector;
use plato_tests::phone::{add, hello, receive, send};
use plato_tests::{Guest, Socket, TestHub};
use tokio_tungstenite::tungstenite::Message;

use super::connected;

/// A phone that speaks packed frames.
struct Packer {
    socket: Socket,
    welcome: Welcome,
    cart: Cart,
    actors: Actors,
}

impl Packer {
    async fn connect(hub: &TestHub, guest: &Guest) -> Self {
        let mut socket = Socket::open(hub.address(), "/api/sync", None).await;
        let hello = Hello { packs: true, ..hello(&guest.token) };
        send(&mut socket, &FromDevice::Hello(hello), Format::Cbor).await;
        let Some((FromHub::Welcome(welcome), _)) = receive(&mut socket).await else { panic!("no welcome") };
        let CartStart::Snapshot(saved) = &welcome.cart else { panic!("not a snapshot") };
        let (cart, actors) = (Cart::load(saved).unwrap(), welcome.actors.iter().copied().collect());
        Self { socket, welcome: *welcome, cart, actors }
    }

    async fn adds(&mut self, item: &str) -> CartChange {
        let edit = add(item, &[], 1, &self.welcome.diner);
        let change = self.cart.author(self.welcome.actor, vec![edit]).unwrap();
        let packed = PackedChange::pack(&change, &self.actors, &self.cart);
        self.socket.send_bytes(Packed::Changes(vec![packed]).encode()).await;
        change
    }

    /// The next packed frame.
    async fn packed(&mut self) -> Packed {
        loop {
            let Ok(Message::Binary(bytes)) = self.socket.message().await else { panic!("not binary") };
            match Packed::decode(&bytes, Format::Cbor) {
                Some(packed) => return packed.unwrap(),
                None => drop(codec::decode_trusted::<FromHub>(&bytes, Format::Cbor).unwrap()),
            }
        }
    }

    /// Reads on until its cart is that one.
    async fn level_with(&mut self, other: &Cart) {
        while self.cart.heads() != other.heads() {
            let Packed::Updated { new_actors, changes } = self.packed().await else { continue };
            for (number, actor) in new_actors {
                self.actors.learn(number, actor);
            }
            for change in changes {
                let change = change.unpack(&self.actors, &self.cart).unwrap();
                self.cart.accept(&change, Gate::Device).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn packed_and_plain_phones_share_a_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(3).await;
    let ada = party.joined_by("Ada").await;
    let mut hers = Packer::connect(&hub, &ada).await;
    // Both are newer than her welcome, so she has no number for them yet.
    let mut his = party.joined_by("Ben").await.phone(&hub).await;
    let mut tablets = Packer::connect(&hub, &party.joined_by("Cleo").await).await;
    his.adds("soup", &[], 1).await;
    hers.level_with(&his.cart).await;
    tablets.level_with(&his.cart).await;
    hers.adds("coffee").await;
    his.level_with(&hers.cart).await;
    tablets.level_with(&hers.cart).await;
    tablets.adds("lemonade").await;
    hers.level_with(&tablets.cart).await;
    his.level_with(&tablets.cart).await;
    assert_eq!(his.cart.lines().len(), 3);
}

#[tokio::test]
async fn a_packed_phone_is_told_what_has_come_to_disk() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = Packer::connect(&hub, &guest).await;
    let change = phone.adds("soup").await;
    loop {
        let Packed::Accepted { vector, .. } = phone.packed().await else { continue };
        if phone.actors.unpack_vector(&vector).of(&change.actor) == change.seq {
            break;
        }
    }
    hub.restart().await;
    assert_eq!(guest.phone(&hub).await.cart.heads(), [change.hash]);
}

/// The hub told only what was newly on disk: a phone whose answer had got lost showed its edit as "on
/// this phone" for ever.
#[tokio::test]
async fn known_changes_that_come_with_new_ones_are_acknowledged_as_well() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut phone = Packer::connect(&hub, &guest).await;
    let first = phone.adds("soup").await;
    let mut plain = guest.phone(&hub).await;
    plain.level_with(&phone.cart).await;
    let mut again = Packer::connect(&hub, &guest).await;
    let edit = add("coffee", &[], 1, &guest.diner);
    let second = again.cart.author(again.welcome.actor, vec![edit]).unwrap();
    let pack = |change: &CartChange| PackedChange::pack(change, &again.actors, &again.cart);
    again.socket.send_bytes(Packed::Changes(vec![pack(&first), pack(&second)]).encode()).await;
    let mut accepted = VersionVector::default();
    while accepted.of(&first.actor) < 1 || accepted.of(&second.actor) < 1 {
        let Packed::Accepted { new_actors, vector } = again.packed().await else { continue };
        for (number, actor) in new_actors {
            again.actors.learn(number, actor);
        }
        for (actor, seq) in again.actors.unpack_vector(&vector).iter() {
            accepted.raise(*actor, seq);
        }
    }
}

#[tokio::test]
async fn what_is_no_packed_change_ends_the_conversation_and_changes_nothing() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    for bytes in
        [&b"\0\0\xff\xff"[..], &Packed::Accepted { new_actors: vec![], vector: vec![(0, 1)] }.encode()]
    {
        let mut phone = Packer::connect(&hub, &guest).await;
        // Its actor has come to disk: from here on nothing is new.
        assert!(matches!(phone.packed().await, Packed::Accepted { .. }));
        phone.socket.send_bytes(bytes).await;
        let refused = plato_tests::phone::refused(&mut phone.socket);
        assert_eq!(hub.unchanged_by(refused).await, ("frame_unreadable".into(), 1008));
    }
}
