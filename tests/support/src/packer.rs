//! A phone as a bare socket that speaks packed frames, as pages do, with a copy of the cart and a count
//! of what goes over the line.

use std::net::SocketAddr;
use std::time::Instant;

use plato_sync_protocol::cart::{Cart, CartChange, CartEdit, Gate};
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello, Welcome};
use plato_sync_protocol::packed::{Actors, Packed, PackedChange};
use plato_sync_protocol::vector::VersionVector;
use tokio_tungstenite::tungstenite::Message;

use crate::phone::{self, hello, receive, send};
use crate::socket::Socket;

/// A phone that was let in and speaks packed frames.
pub struct Packer {
    /// Its connection.
    pub socket: Socket,
    /// What it was told when it came last.
    pub welcome: Welcome,
    /// Its copy of the cart.
    pub cart: Cart,
    /// The actors that it was told of, by number.
    pub actors: Actors,
    token: String,
}

/// A frame that came at that moment.
pub struct Received {
    bytes: Vec<u8>,
    at: Instant,
}

/// What a frame from the hub was about.
#[derive(Debug)]
pub enum Heard {
    /// Changes of others, taken into the copy. They were here at that moment, before that.
    Changes(Vec<CartChange>, Instant),
    /// These are on disk.
    Accepted(VersionVector),
    /// Anything else.
    Other(Box<FromHub>),
}

impl Packer {
    /// Connects with nothing and says hello.
    pub async fn connect(hub: SocketAddr, token: &str) -> Self {
        let (socket, welcome) = greeted(hub, hello(token)).await;
        let CartStart::Snapshot(saved) = &welcome.cart else { panic!("not a snapshot") };
        let (cart, actors) = (Cart::load(saved).unwrap(), welcome.actors.iter().copied().collect());
        Self { socket, welcome, cart, actors, token: token.to_owned() }
    }

    /// Connects once more with what it has and sends what it made meanwhile, then reads on until it was
    /// told of all of these. It merges nothing, so that many can share a processor with the
    /// hub.
    pub async fn returns(&mut self, hub: SocketAddr, made: &[CartChange], wanted: &VersionVector) -> Socket {
        let (actor, mut told) = (Some(self.welcome.actor), self.cart.vector());
        let hello = Hello { actor, have: told.clone(), ..hello(&self.token) };
        let (mut socket, welcome) = greeted(hub, hello).await;
        assert_eq!(Some(welcome.actor), actor, "somebody else has its actor");
        let CartStart::Changes(changes) = &welcome.cart else { panic!("the whole document") };
        changes.iter().for_each(|change| told.raise(change.actor, change.seq));
        self.actors = welcome.actors.into_iter().collect();
        let pack = |change| PackedChange::pack(change, &self.actors, &self.cart);
        socket.send_bytes(Packed::Changes(made.iter().map(pack).collect()).encode()).await;
        while !told.covers(wanted) {
            let Ok(Message::Binary(bytes)) = socket.message().await else { panic!("not binary") };
            if let Some(Ok(Packed::Updated { changes, .. })) = Packed::decode(&bytes, Format::Cbor) {
                for change in changes {
                    let (actor, seq) = change.name(&self.actors).unwrap();
                    told.raise(actor, seq);
                }
            }
        }
        socket
    }

    /// Makes edits on its copy and does not send them yet.
    pub fn authors(&mut self, edits: Vec<CartEdit>) -> CartChange {
        self.cart.author(self.welcome.actor, edits).unwrap()
    }

    /// Sends changes of its copy.
    pub async fn sends(&mut self, changes: &[CartChange]) {
        let pack = |change| PackedChange::pack(change, &self.actors, &self.cart);
        let frame = Packed::Changes(changes.iter().map(pack).collect()).encode();
        self.socket.send_bytes(frame).await;
    }

    /// Makes edits and sends them.
    pub async fn edits(&mut self, edits: Vec<CartEdit>) -> CartChange {
        let change = self.authors(edits);
        self.sends(std::slice::from_ref(&change)).await;
        change
    }

    /// The next frame.
    pub async fn hears(&mut self) -> Heard {
        let frame = self.receives().await;
        self.takes_in(frame)
    }

    /// The next frame, which is not looked at yet.
    pub async fn receives(&mut self) -> Received {
        let Ok(Message::Binary(bytes)) = self.socket.message().await else { panic!("not binary") };
        Received { bytes: bytes.into(), at: Instant::now() }
    }

    /// Looks at a frame and takes changes into the copy.
    pub fn takes_in(&mut self, Received { bytes, at }: Received) -> Heard {
        match Packed::decode(&bytes, Format::Cbor) {
            None => Heard::Other(Box::new(phone::plain(&bytes, Format::Cbor))),
            Some(packed) => match packed.unwrap() {
                Packed::Updated { new_actors, changes } => {
                    self.learns(new_actors);
                    Heard::Changes(changes.into_iter().map(|change| self.takes(change)).collect(), at)
                }
                Packed::Accepted { new_actors, vector } => {
                    self.learns(new_actors);
                    Heard::Accepted(self.actors.unpack_vector(&vector))
                }
                Packed::Changes(_) => panic!("hubs do not say this"),
            },
        }
    }

    fn learns(&mut self, new_actors: Vec<(u16, plato_sync_protocol::vector::ActorId)>) {
        for (number, actor) in new_actors {
            self.actors.learn(number, actor);
        }
    }

    fn takes(&mut self, packed: PackedChange) -> CartChange {
        let change = packed.unpack(&self.actors, &self.cart).unwrap();
        self.cart.accept(&change, Gate::Device).unwrap();
        change
    }

    /// Reads on until its copy has what another has.
    pub async fn level_with(&mut self, other: &VersionVector) {
        while !self.cart.vector().covers(other) {
            self.hears().await;
        }
    }

    /// Reads on until it was told that these are on disk.
    pub async fn saved(&mut self, changes: &[CartChange]) {
        let mut accepted = VersionVector::default();
        while changes.iter().any(|change| accepted.of(&change.actor) < change.seq) {
            if let Heard::Accepted(vector) = self.hears().await {
                vector.iter().for_each(|(actor, seq)| accepted.raise(*actor, seq));
            }
        }
    }
}

async fn greeted(hub: SocketAddr, hello: Hello) -> (Socket, Welcome) {
    let mut socket = Socket::open(hub, "/api/sync", None).await;
    send(&mut socket, &FromDevice::Hello(Hello { packs: true, ..hello }), Format::Cbor).await;
    match receive(&mut socket).await {
        Some((FromHub::Welcome(welcome), _)) => (socket, *welcome),
        other => panic!("no welcome: {other:?}"),
    }
}
