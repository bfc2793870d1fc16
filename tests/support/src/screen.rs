//! A staff screen: says hello on `/api/feed`, takes what comes, and remembers every byte of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use plato_sync_protocol::floor::{FloorView, TableView};
use plato_sync_protocol::ids::TicketId;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use plato_sync_protocol::views::{DishStatus, KitchenView, TicketView};
use tokio_tungstenite::tungstenite::Message;

use crate::socket::Socket;

/// A screen that shows a feed.
pub struct StaffScreen {
    socket: Socket,
    /// Every frame, byte by byte.
    pub heard: Vec<String>,
    /// The tickets that a kitchen screen shows, bumped or not.
    pub tickets: BTreeMap<TicketId, TicketView>,
    /// Log position up to which the screen knows everything.
    pub position: u64,
    /// What a floor screen shows.
    pub floor: Option<FloorView>,
}

impl StaffScreen {
    /// Opens a socket and says hello. What comes is read when it is asked for.
    pub async fn open(hub: SocketAddr, feed: FeedKind, token: Option<&str>, since: Option<u64>) -> Self {
        let mut screen = Self::with_socket(Socket::open(hub, "/api/feed", None).await);
        screen.says(&FeedFromDevice::Hello { feed, token: token.map(str::to_owned), since }).await;
        screen
    }

    /// On a socket on which nothing was said yet.
    pub fn with_socket(socket: Socket) -> Self {
        Self { socket, heard: Vec::new(), tickets: BTreeMap::new(), position: 0, floor: None }
    }

    /// Sends a frame.
    pub async fn says(&mut self, frame: &FeedFromDevice) {
        self.socket.send_text(serde_json::to_string(frame).unwrap()).await;
    }

    /// The socket below.
    pub fn socket(&mut self) -> &mut Socket {
        &mut self.socket
    }

    /// The next frame; it is shown as well.
    pub async fn frame(&mut self) -> FeedFromHub {
        self.frame_or_end().await.unwrap_or_else(|end| panic!("the feed has ended: {end}"))
    }

    /// The same, or how the connection has ended.
    pub async fn frame_or_end(&mut self) -> Result<FeedFromHub, String> {
        let text = match self.socket.message().await {
            Ok(Message::Text(text)) => text,
            other => return Err(format!("{other:?}")),
        };
        self.heard.push(text.to_string());
        let frame = serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        self.show(&frame);
        Ok(frame)
    }

    fn show(&mut self, frame: &FeedFromHub) {
        match frame {
            FeedFromHub::Kitchen { view } => {
                self.position = view.position;
                self.tickets = all_tickets(view);
            }
            FeedFromHub::Tickets { position, changed, .. } => {
                self.position = *position;
                self.tickets.extend(changed.iter().map(|ticket| (ticket.ticket.clone(), ticket.clone())));
            }
            FeedFromHub::Floor { view } => {
                self.position = view.position;
                self.floor = Some(view.clone());
            }
            FeedFromHub::Refused { .. } | FeedFromHub::Pong { .. } | FeedFromHub::Cart { .. } => {}
        }
    }

    /// Reads on until the screen shows what is looked for.
    pub async fn until(&mut self, is_shown: impl Fn(&Self) -> bool) {
        while !is_shown(self) {
            self.frame().await;
        }
    }

    /// Reads on until a ticket is shown, and returns it.
    pub async fn ticket(&mut self, ticket: &str) -> TicketView {
        let ticket: TicketId = ticket.parse().unwrap();
        self.until(|screen| screen.tickets.contains_key(&ticket)).await;
        self.tickets[&ticket].clone()
    }

    /// Reads on until a dish of a ticket stands so.
    pub async fn dish(&mut self, ticket: &str, dish: usize, status: DishStatus) {
        let ticket: TicketId = ticket.parse().unwrap();
        let is_so = |shown: &TicketView| shown.lines[dish].status == status;
        self.until(|screen| screen.tickets.get(&ticket).is_some_and(is_so)).await;
    }

    /// A table as a floor screen shows it.
    pub fn table(&self, id: &str) -> TableView {
        let rooms = &self.floor.as_ref().expect("the floor is shown").rooms;
        let mut tables = rooms.iter().flat_map(|room| &room.tables);
        tables.find(|table| table.table.as_str() == id).unwrap().clone()
    }

    /// Reads on until the hub refuses and closes: the code of the refusal and of the close.
    pub async fn refused(&mut self) -> (String, u16) {
        loop {
            if let FeedFromHub::Refused { code, message } = self.frame().await {
                assert!(message.ends_with('.'), "not a sentence: {message}");
                let (close, reason) = self.socket.closed().await;
                assert_eq!(reason, code);
                return (code, close);
            }
        }
    }
}

/// All tickets of a view by their ids.
pub fn all_tickets(view: &KitchenView) -> BTreeMap<TicketId, TicketView> {
    let tickets = view.tickets.iter().chain(&view.done);
    tickets.map(|ticket| (ticket.ticket.clone(), ticket.clone())).collect()
}
