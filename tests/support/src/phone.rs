//! A phone as a bare socket with a copy of the cart: says what a test wants it to say, in either
//! format, also what no honest phone would. The load tool drives many of these.

use std::net::SocketAddr;

use plato_sync_protocol::cart::{Cart, CartChange, CartEdit, Gate, NewUnit};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::deflated;
use plato_sync_protocol::ids::{DinerId, LineId, UnitId};
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello, Welcome};
use plato_sync_protocol::vector::{ActorId, VersionVector};
use plato_sync_protocol::version::SPOKEN;
use tokio_tungstenite::tungstenite::Message;

use crate::party::chosen;
use crate::socket::Socket;

/// A phone that was let in.
pub struct Phone {
    /// Its connection.
    pub socket: Socket,
    format: Format,
    /// Its copy of the cart.
    pub cart: Cart,
    /// As whom it makes changes.
    pub actor: ActorId,
    /// Whose it is.
    pub diner: DinerId,
    /// What it was told at first.
    pub welcome: Welcome,
}

/// The first frame of a phone that has nothing yet.
pub fn hello(token: &str) -> Hello {
    Hello {
        versions: SPOKEN.to_vec(),
        token: token.to_owned(),
        actor: None,
        have: VersionVector::default(),
        packs: false,
        hears_door: false,
        answers_resets: false,
        hears_bill: false,
    }
}

/// Edits that put portions of a dish into the cart.
pub fn add(item: &str, modifiers: &[&str], portions: u32, diner: &DinerId) -> CartEdit {
    let unit = |_| NewUnit { unit: UnitId::from_random(rand::random()), diner: diner.clone() };
    CartEdit::AddLine {
        line: LineId::from_random(rand::random()),
        item: item.parse().unwrap(),
        rev: 1,
        by: diner.clone(),
        config: chosen(modifiers).to_canonical(),
        units: (0..portions).map(unit).collect(),
    }
}

/// Sends a frame on a socket.
pub async fn send(socket: &mut Socket, frame: &FromDevice, format: Format) {
    let bytes = codec::encode(frame, format);
    match format {
        Format::Cbor => socket.send_bytes(bytes).await,
        Format::Json => socket.send_text(String::from_utf8(bytes).unwrap()).await,
    }
}

/// The next frame on a socket, with its format; none when the hub closed it.
pub async fn receive(socket: &mut Socket) -> Option<(FromHub, Format)> {
    let (bytes, format) = match socket.message().await.ok()? {
        Message::Binary(bytes) => (bytes.to_vec(), Format::Cbor),
        Message::Text(text) => (text.as_bytes().to_vec(), Format::Json),
        other => panic!("{other:?}"),
    };
    Some((plain(&bytes, format), format))
}

/// A frame of the hub that is not packed, deflated or not.
pub fn plain(bytes: &[u8], format: Format) -> FromHub {
    let inflated = deflated::inflate(bytes).map(Option::unwrap);
    codec::decode_trusted(inflated.as_deref().unwrap_or(bytes), format).unwrap()
}

/// Reads on until the hub refuses and closes: the code of the refusal and of the close.
pub async fn refused(socket: &mut Socket) -> (String, u16) {
    loop {
        match receive(socket).await {
            Some((FromHub::Refused(refused), _)) => {
                assert!(refused.message.ends_with('.'), "not a sentence: {}", refused.message);
                return (refused.code, socket.closed().await.0);
            }
            Some(_) => {}
            None => panic!("the hub closed without a word"),
        }
    }
}

impl Phone {
    /// Connects and says hello, in CBOR.
    pub async fn connect(hub: SocketAddr, token: &str) -> Self {
        Self::connect_in(hub, &hello(token), Format::Cbor).await
    }

    /// Connects and says hello.
    pub async fn connect_in(hub: SocketAddr, hello: &Hello, format: Format) -> Self {
        let mut socket = Socket::open(hub, "/api/sync", None).await;
        send(&mut socket, &FromDevice::Hello(hello.clone()), format).await;
        let (FromHub::Welcome(welcome), answered_in) = receive(&mut socket).await.expect("a welcome") else {
            panic!("not a welcome")
        };
        assert_eq!(answered_in, format, "the hub answers as it is spoken to");
        let CartStart::Snapshot(saved) = &welcome.cart else { panic!("not a snapshot") };
        let cart = Cart::load(saved).unwrap();
        let (actor, diner) = (welcome.actor, welcome.diner.clone());
        Self { socket, format, cart, actor, diner, welcome: *welcome }
    }

    /// Sends a frame.
    pub async fn says(&mut self, frame: &FromDevice) {
        send(&mut self.socket, frame, self.format).await;
    }

    /// Makes edits on its copy and sends them.
    pub async fn edits(&mut self, edits: Vec<CartEdit>) -> CartChange {
        let change = self.cart.author(self.actor, edits).unwrap();
        self.says(&FromDevice::Changes(vec![change.clone()])).await;
        change
    }

    /// Puts portions of a dish into the cart.
    pub async fn adds(&mut self, item: &str, modifiers: &[&str], portions: u32) -> CartChange {
        let edit = add(item, modifiers, portions, &self.diner);
        self.edits(vec![edit]).await
    }

    /// The next frame; changes in it are taken into the copy.
    pub async fn frame(&mut self) -> FromHub {
        let (frame, format) = receive(&mut self.socket).await.expect("the hub goes on");
        assert_eq!(format, self.format, "the hub answers as it is spoken to");
        if let FromHub::CartUpdated(changes) = &frame {
            for change in changes {
                self.cart.accept(change, Gate::Device).unwrap();
            }
        }
        frame
    }

    /// Reads on until a frame is what is looked for.
    pub async fn until<T>(&mut self, look: impl Fn(&FromHub) -> Option<T>) -> T {
        loop {
            if let Some(found) = look(&self.frame().await) {
                return found;
            }
        }
    }

    /// Reads on until everything that it has is on the hub's disk.
    pub async fn saved(&mut self) {
        loop {
            if let FromHub::CartAccepted(vector) = self.frame().await
                && vector.covers(&self.cart.vector())
            {
                return;
            }
        }
    }

    /// Reads on until its copy has what another has.
    pub async fn level_with(&mut self, other: &Cart) {
        while !self.cart.vector().covers(&other.vector()) {
            self.frame().await;
        }
    }
}
