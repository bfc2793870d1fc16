//! Who hears what: the phones of each session, and news for staff screens.
//!
//! Called by the writer after each commit, and by whoever merged a device's changes, in both cases
//! while the cart is held: so nobody hears of a change before what it builds on.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::ids::{DinerId, OrderId, SessionId, TicketId};
use plato_sync_protocol::message::FromHub;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::OrderView;
use tokio::sync::{broadcast, mpsc};

use crate::venue::Event;
use crate::writer::{Outlet, Publication, Published};

/// Frames that may wait for a phone. One that falls further behind is closed and starts anew.
const WAITING_FRAMES_MAX: usize = 64;
/// Commits that a staff screen may fall behind before it gets everything anew.
const WAITING_NEWS_MAX: usize = 256;
/// Changes in one frame at most, to stay well below the longest frame.
const CHANGES_PER_FRAME_MAX: usize = 16;

/// Names a connection of this hub's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionId(u64);

/// What happened, as far as staff screens care.
#[derive(Debug, Clone)]
pub enum News {
    /// Tickets that are new or have changed.
    Tickets(Vec<TicketId>),
    /// Something on the floor has changed.
    Floor,
    /// Ask for everything.
    Everything,
}

struct Member {
    id: ConnectionId,
    diner: DinerId,
    actor: ActorId,
    frames: mpsc::Sender<Arc<FromHub>>,
}

/// A phone's place among its party.
pub struct Membership {
    /// Names the connection.
    pub id: ConnectionId,
    /// Frames for it. Ends when the hub wants the connection closed.
    pub frames: mpsc::Receiver<Arc<FromHub>>,
}

/// All phones, by session, and the line to all staff screens.
pub struct Fanout {
    members: Mutex<HashMap<SessionId, Vec<Member>>>,
    news: broadcast::Sender<(u64, News)>,
    published: Arc<Published>,
    next: AtomicU64,
}

impl Fanout {
    /// With nobody connected.
    pub fn new(published: Arc<Published>) -> Arc<Self> {
        let (news, _) = broadcast::channel(WAITING_NEWS_MAX);
        Arc::new(Self { members: Mutex::default(), news, published, next: AtomicU64::new(1) })
    }

    /// Adds a phone to its party. Call while its cart is held, so that it misses nothing.
    pub fn enter(&self, session: &SessionId, diner: DinerId, actor: ActorId) -> Membership {
        let (frames, receiver) = mpsc::channel(WAITING_FRAMES_MAX);
        let id = ConnectionId(self.next.fetch_add(1, Ordering::Relaxed));
        let mut members = self.members.lock();
        members.entry(session.clone()).or_default().push(Member { id, diner, actor, frames });
        Membership { id, frames: receiver }
    }

    /// Takes a phone out again and tells the others.
    pub fn leave(&self, session: &SessionId, id: ConnectionId) {
        {
            let mut members = self.members.lock();
            if let Some(party) = members.get_mut(session) {
                party.retain(|member| member.id != id);
                if party.is_empty() {
                    members.remove(session);
                }
            }
        }
        self.tell_presence(session);
    }

    /// Is a connection working as this actor right now?
    pub fn is_actor_taken(&self, session: &SessionId, actor: &ActorId) -> bool {
        let members = self.members.lock();
        members.get(session).is_some_and(|party| party.iter().any(|member| member.actor == *actor))
    }

    /// Notes that a connection goes on as another actor, after a reset.
    pub fn rename(&self, session: &SessionId, id: ConnectionId, actor: ActorId) {
        let mut members = self.members.lock();
        let member =
            members.get_mut(session).and_then(|party| party.iter_mut().find(|member| member.id == id));
        if let Some(member) = member {
            member.actor = actor;
        }
    }

    /// Has a diner a phone connected?
    pub fn is_here(&self, session: &SessionId, diner: &DinerId) -> bool {
        let members = self.members.lock();
        members.get(session).is_some_and(|party| party.iter().any(|member| member.diner == *diner))
    }

    /// Hands merged changes to the party, but for the phone that sent them.
    pub fn relay(&self, session: &SessionId, changes: &[CartChange], except: Option<ConnectionId>) {
        for some in changes.chunks(CHANGES_PER_FRAME_MAX) {
            self.tell_party(session, FromHub::CartUpdated(some.to_vec()), except);
        }
    }

    /// Tells one phone of changes.
    pub fn tell_changes(&self, session: &SessionId, id: ConnectionId, changes: &[CartChange]) {
        for some in changes.chunks(CHANGES_PER_FRAME_MAX) {
            self.tell(session, id, FromHub::CartUpdated(some.to_vec()));
        }
    }

    /// Tells a party who is there.
    pub fn tell_presence(&self, session: &SessionId) {
        let here: Vec<DinerId> = {
            let members = self.members.lock();
            let party = members.get(session).map_or(&[][..], Vec::as_slice);
            party.iter().map(|member| member.diner.clone()).collect()
        };
        let diners = self.published.read(|venue, _| venue.diner_views(session, |diner| here.contains(diner)));
        self.tell_party(session, FromHub::Presence(diners), None);
    }

    /// News for staff screens, from now on.
    pub fn news(&self) -> broadcast::Receiver<(u64, News)> {
        self.news.subscribe()
    }

    /// Tells one phone.
    pub fn tell(&self, session: &SessionId, id: ConnectionId, frame: FromHub) {
        let frame = Arc::new(frame);
        let mut members = self.members.lock();
        if let Some(party) = members.get_mut(session) {
            // As with the whole party: a phone that does not keep up loses its connection.
            party.retain(|member| member.id != id || member.frames.try_send(frame.clone()).is_ok());
        }
    }

    fn tell_party(&self, session: &SessionId, frame: FromHub, except: Option<ConnectionId>) {
        let frame = Arc::new(frame);
        let mut members = self.members.lock();
        if let Some(party) = members.get_mut(session) {
            // Dropping the sender of a phone that does not keep up closes its connection.
            party.retain(|member| Some(member.id) == except || member.frames.try_send(frame.clone()).is_ok());
        }
    }

    fn tell_all(&self, frame: &FromHub) {
        let sessions: Vec<SessionId> = self.members.lock().keys().cloned().collect();
        for session in sessions {
            self.tell_party(&session, frame.clone(), None);
        }
    }

    fn tell_statuses(&self, order: OrderId, concerned: impl Fn(&OrderView, usize) -> bool) {
        let found =
            self.published.read(|venue, _| Some((venue.session_of(order)?, venue.order_view(order)?)));
        let Some((session, view)) = found else { return };
        for (index, line) in view.lines.iter().enumerate().filter(|(index, _)| concerned(&view, *index)) {
            let frame = FromHub::OrderItemStatusChanged { order, index: index as u16, status: line.status };
            self.tell_party(&session, frame, None);
        }
        self.tell_party(&session, FromHub::OrderStatusChanged { order, status: view.status }, None);
    }

    fn tell_of(&self, event: &Event) {
        match event {
            Event::OrderPlaced { order } => {
                if let Some(view) = self.published.read(|venue, _| venue.order_view(order.id)) {
                    self.tell_party(&order.session, FromHub::OrderNew(Box::new(view)), None);
                }
            }
            Event::DishMoved { order, index, .. } => {
                self.tell_statuses(*order, |_, other| other == usize::from(*index));
            }
            Event::TicketBumped { ticket } | Event::TicketRecalled { ticket } => {
                let own = self.published.read(|venue, _| venue.ticket_view(ticket));
                let own: Vec<u16> =
                    own.map_or_else(Vec::new, |view| view.lines.iter().map(|line| line.index).collect());
                self.tell_statuses(ticket.order, |view, other| own.contains(&view.lines[other].index));
            }
            Event::DinerJoined { session, .. } => self.tell_presence(session),
            Event::SessionClosed { session } => {
                self.tell_party(session, FromHub::SessionClosed, None);
                self.members.lock().remove(session);
            }
            Event::VenueImported { .. } | Event::ItemEightySixed { .. } => {
                let revision = self.published.read(|venue, _| venue.menu_revision());
                self.tell_all(&FromHub::MenuChanged { revision });
            }
            Event::StaffAdded { .. }
            | Event::StaffSignedIn { .. }
            | Event::StaffSignedOut { .. }
            | Event::TableSeated { .. }
            | Event::PinReissued { .. }
            | Event::PinTried { .. } => {}
        }
    }

    fn news_of(&self, event: &Event) -> Vec<News> {
        match event {
            Event::OrderPlaced { order } => {
                let tickets = self.published.read(|venue, _| venue.tickets_of(order.id));
                vec![News::Tickets(tickets), News::Floor]
            }
            Event::DishMoved { order, .. } => {
                vec![News::Tickets(self.published.read(|venue, _| venue.tickets_of(*order))), News::Floor]
            }
            Event::TicketBumped { ticket } | Event::TicketRecalled { ticket } => {
                vec![News::Tickets(vec![ticket.clone()]), News::Floor]
            }
            Event::TableSeated { .. }
            | Event::PinReissued { .. }
            | Event::PinTried { .. }
            | Event::DinerJoined { .. }
            | Event::SessionClosed { .. } => vec![News::Floor],
            Event::VenueImported { .. } | Event::ItemEightySixed { .. } => vec![News::Everything],
            Event::StaffAdded { .. } | Event::StaffSignedIn { .. } | Event::StaffSignedOut { .. } => {
                Vec::new()
            }
        }
    }
}

/// The fanout as the writer knows it.
pub struct FanoutOutlet(pub Arc<Fanout>);

impl Outlet for FanoutOutlet {
    fn publish(&self, publication: &Publication) {
        let Self(fanout) = self;
        for saved in &publication.carts {
            fanout.relay(&saved.session, &saved.by_hub, None);
        }
        for event in &publication.events {
            fanout.tell_of(event);
            for news in fanout.news_of(event) {
                // Nobody listening is fine.
                let _ = fanout.news.send((publication.position, news));
            }
        }
        for saved in &publication.carts {
            fanout.tell_party(&saved.session, FromHub::CartAccepted(saved.durable.clone()), None);
        }
    }

    fn start_over(&self) {
        self.0.members.lock().clear();
        let _ = self.0.news.send((0, News::Everything));
    }
}
