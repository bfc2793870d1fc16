//! Who hears what: the phones of each session, and news for staff screens.
//!
//! Called by the writer after each commit, and by whoever merged a device's changes, in both cases
//! while the cart is held: so nobody hears of a change before what it builds on.

mod bills;
mod carts;
mod events;
mod floor;
mod news;
mod shown;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use plato_sync_protocol::floor::FloorView;
use plato_sync_protocol::ids::{DinerId, SessionId, TicketId};
use plato_sync_protocol::message::{FromHub, Hello, Refused};
use plato_sync_protocol::vector::ActorId;
use tokio::sync::broadcast;

pub use self::carts::Watching;
pub use self::news::news_of;
pub use self::shown::SHOWN_FOR_MS;
use self::shown::{Lease, Shown};
use super::link::Link;
use super::outgoing::Outgoing;
use crate::carts::{CartId, CartNews, Durable};
use crate::clock::HubTime;
use crate::venue::Venue;
use crate::venue::access::{Holder, TokenHash};
use crate::venue::views::Attendance;
use crate::writer::{Outlet, Publication, Published};

/// Commits that a staff screen may fall behind before it gets everything anew.
const WAITING_NEWS_MAX: usize = 256;

/// How long the floor is told of a phone that was cut off because it started over again and again, in ms.
const STUCK_SHOWN_MS: u64 = 10 * 60 * 1000;

/// Names a connection of this hub's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// What happened, as far as staff screens care.
#[derive(Debug, Clone)]
pub enum News {
    /// Tickets that are new or have changed.
    Tickets(Vec<TicketId>),
    /// Something on the floor has changed.
    Floor,
    /// Ask for everything.
    Everything,
    /// Somebody may not look any more; there is nothing to show.
    Access,
}

/// Which frames a phone understands that pages of before did not.
#[derive(Debug, Clone, Copy)]
pub struct Hears {
    /// `door:changed`.
    pub door: bool,
    /// `bill:changed` and `payment:completed`.
    pub bill: bool,
}

impl Hears {
    /// What a phone says of itself.
    pub fn of(hello: &Hello) -> Self {
        Self { door: hello.hears_door, bill: hello.hears_bill }
    }
}

struct Member {
    id: ConnectionId,
    cart: CartId,
    diner: DinerId,
    /// With what it came in.
    token: TokenHash,
    actor: ActorId,
    is_reviewing: bool,
    hears: Hears,
    link: Arc<Link>,
    /// What is on disk of others' changes, to be told with the next frame: alone it would cost as much
    /// as the changes did.
    owed: Option<CartNews>,
}

impl Member {
    /// Hands over what is owed, and a frame. False when the phone does not keep up.
    fn tell(&mut self, frame: Option<Arc<Outgoing>>) -> bool {
        let owed = self.owed.take().map(|news| Arc::new(news.into()));
        self.link.put(owed.into_iter().chain(frame))
    }
}

/// Whoever is taken out of a party, because it does not keep up or for any other reason, is cut off.
impl Drop for Member {
    fn drop(&mut self) {
        self.link.let_go();
    }
}

/// The phones of a visit.
#[derive(Default)]
struct Table {
    members: Vec<Member>,
    /// When the last phone of a diner went, by the hub's uptime in ms.
    left_at_ms: HashMap<DinerId, u64>,
    /// When a phone of a diner was cut off because it started over again and again, likewise.
    stuck_at_ms: HashMap<DinerId, u64>,
    /// Staff screens that show the party's cart.
    watchers: carts::Watchers,
}

/// All phones, by session, and the line to all staff screens.
pub struct Fanout {
    tables: Mutex<HashMap<SessionId, Table>>,
    time: HubTime,
    news: broadcast::Sender<(u64, News)>,
    published: Arc<Published>,
    next: AtomicU64,
    shown: Mutex<Shown>,
    /// Kitchen displays that no socket connects, by their sign-in.
    leases: Mutex<HashMap<TokenHash, Lease>>,
    started_ms: u64,
}

impl Fanout {
    /// With nobody connected.
    pub fn new(published: Arc<Published>, time: HubTime) -> Arc<Self> {
        let (news, _) = broadcast::channel(WAITING_NEWS_MAX);
        let (started_ms, next) = (time.now().uptime_ms, AtomicU64::new(1));
        let (tables, shown, leases) = (Mutex::default(), Mutex::default(), Mutex::default());
        Arc::new(Self { tables, time, news, published, next, shown, leases, started_ms })
    }

    fn new_id(&self) -> ConnectionId {
        ConnectionId(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Adds a phone to its party. Call while its cart is held, so that it misses nothing.
    pub fn enter(
        &self,
        cart: &CartId,
        (diner, token): (DinerId, TokenHash),
        actor: ActorId,
        hears: Hears,
        link: Arc<Link>,
    ) -> ConnectionId {
        let id = self.new_id();
        let mut tables = self.tables.lock();
        let (is_reviewing, owed) = (false, None);
        let member = Member { id, cart: cart.clone(), diner, token, actor, is_reviewing, hears, link, owed };
        tables.entry(cart.session.clone()).or_default().members.push(member);
        id
    }

    /// Takes a phone out again and tells the others.
    pub fn leave(&self, session: &SessionId, diner: &DinerId, id: ConnectionId) {
        if let Some(table) = self.tables.lock().get_mut(session) {
            table.members.retain(|member| member.id != id);
            table.left_at_ms.insert(diner.clone(), self.time.now().uptime_ms);
        }
        self.tell_presence(session, None);
    }

    /// Is a connection working as this actor right now?
    pub fn is_actor_taken(&self, session: &SessionId, actor: &ActorId) -> bool {
        let tables = self.tables.lock();
        tables.get(session).is_some_and(|table| table.members.iter().any(|member| member.actor == *actor))
    }

    /// How many phones and tabs of a diner are connected.
    pub fn devices_of(&self, session: &SessionId, diner: &DinerId) -> usize {
        let tables = self.tables.lock();
        let members = tables.get(session).map(|table| table.members.iter());
        members.into_iter().flatten().filter(|member| member.diner == *diner).count()
    }

    /// Is a phone still of the party with which it was let in?
    pub fn is_connected(&self, session: &SessionId, id: ConnectionId) -> bool {
        let tables = self.tables.lock();
        tables.get(session).is_some_and(|table| table.members.iter().any(|member| member.id == id))
    }

    /// Does any phone work on this cart?
    pub fn is_busy(&self, cart: &CartId) -> bool {
        let tables = self.tables.lock();
        tables.get(&cart.session).is_some_and(|table| table.members.iter().any(|member| member.cart == *cart))
    }

    fn with_member(&self, session: &SessionId, id: ConnectionId, change: impl FnOnce(&mut Member)) {
        let mut tables = self.tables.lock();
        let members = tables.get_mut(session).map(|table| &mut table.members);
        if let Some(member) = members.and_then(|all| all.iter_mut().find(|member| member.id == id)) {
            change(member);
        }
    }

    /// Notes that a connection goes on as another actor, after a reset.
    pub fn rename(&self, session: &SessionId, id: ConnectionId, actor: ActorId) {
        self.with_member(session, id, |member| member.actor = actor);
    }

    /// Notes that a phone shows the review screen, or does no longer, and tells the party.
    pub fn set_reviewing(&self, session: &SessionId, id: ConnectionId, is_reviewing: bool) {
        let mut is_new = false;
        self.with_member(session, id, |member| {
            is_new = std::mem::replace(&mut member.is_reviewing, is_reviewing) != is_reviewing;
        });
        if is_new {
            self.tell_presence(session, None);
        }
    }

    /// How the phones of each diner of a visit stand right now.
    pub fn attendance(&self, session: &SessionId) -> impl Fn(&DinerId) -> Attendance + use<> {
        let now_ms = self.time.now().uptime_ms;
        let mut all: HashMap<DinerId, Attendance> = HashMap::new();
        if let Some(table) = self.tables.lock().get(session) {
            for (diner, left_at_ms) in &table.left_at_ms {
                let away_for_ms = Some(now_ms.saturating_sub(*left_at_ms));
                all.insert(diner.clone(), Attendance { away_for_ms, ..Attendance::default() });
            }
            for member in &table.members {
                let own = all.entry(member.diner.clone()).or_default();
                let is_reviewing = own.is_reviewing || member.is_reviewing;
                *own = Attendance { is_here: true, is_reviewing, away_for_ms: None };
            }
        }
        move |diner| all.get(diner).copied().unwrap_or_default()
    }

    /// Hands news of a cart to those who share it, but for the phone whose changes they are.
    pub fn relay(&self, cart: &CartId, news: Vec<CartNews>, except: Option<ConnectionId>) {
        if !news.is_empty() {
            self.tell_watchers(&cart.session);
        }
        for news in news {
            let is_meant = |member: &Member| Some(member.id) != except && member.cart == *cart;
            self.tell_those(&cart.session, news, is_meant);
        }
    }

    /// Tells whoever made changes that they are on disk, and the others when they next hear something,
    /// or are looked after ([`Fanout::settle`]).
    fn acknowledge(&self, cart: &CartId, Durable { news, authors }: &Durable) {
        let mut tables = self.tables.lock();
        let Some(table) = tables.get_mut(&cart.session) else { return };
        table.members.retain_mut(|member| {
            if member.cart != *cart {
                return true;
            }
            member.owed = Some(match member.owed.take() {
                Some(owed) => owed.then(news.clone()),
                None => news.clone(),
            });
            !authors.contains(&member.actor) || member.tell(None)
        });
    }

    /// Hands a phone what it has not been told yet. Call now and then.
    pub fn settle(&self, session: &SessionId, id: ConnectionId) {
        let mut tables = self.tables.lock();
        if let Some(table) = tables.get_mut(session) {
            table.members.retain_mut(|member| member.id != id || member.owed.is_none() || member.tell(None));
        }
    }

    /// Tells a party who is there, but for a phone that knows it already.
    pub fn tell_presence(&self, session: &SessionId, except: Option<ConnectionId>) {
        let attendance = self.attendance(session);
        let diners = self.published.read(|venue, _| venue.diner_views(session, attendance));
        self.tell_party(session, FromHub::Presence(diners), except);
    }

    /// Tells a party who knocks at its door.
    fn tell_door(&self, session: &SessionId) {
        let now = self.time.now();
        let door = self.published.read(|venue, _| venue.door_view(session, now));
        self.tell_those(session, FromHub::DoorChanged(door), |member| member.hears.door);
    }

    /// Ends the conversations with those phones of a diner whose token counts no more. They are told why, and
    /// nothing after it. Whoever came back with another phone may be here with that by now.
    pub fn end_diner(&self, session: &SessionId, diner: &DinerId, why: Refused) {
        // Always the venue first and the phones within.
        let ended: BTreeSet<ConnectionId> = self.published.read(|venue, _| {
            let tables = self.tables.lock();
            let members = tables.get(session).into_iter().flat_map(|table| &table.members);
            let counts =
                |member: &&Member| matches!(venue.holder(&member.token), Some((Holder::Diner { .. }, _)));
            members
                .filter(|member| member.diner == *diner && !counts(member))
                .map(|member| member.id)
                .collect()
        });
        self.tell_those(session, FromHub::Refused(why), |member| ended.contains(&member.id));
        if let Some(table) = self.tables.lock().get_mut(session) {
            table.members.retain(|member| !ended.contains(&member.id));
        }
    }

    /// Ends the conversations with all phones of a party, which come back at once.
    fn hang_up_on(&self, session: &SessionId) {
        if let Some(table) = self.tables.lock().get_mut(session) {
            table.members.clear();
        }
        self.tell_watchers(session);
    }

    /// Notes that a phone of a diner was cut off because it started over again and again; the floor hears
    /// of it.
    pub fn note_stuck(&self, session: &SessionId, diner: &DinerId) {
        let now_ms = self.time.now().uptime_ms;
        if let Some(table) = self.tables.lock().get_mut(session) {
            table.stuck_at_ms.insert(diner.clone(), now_ms);
        }
        let position = self.published.read(|_, position| position);
        // Nobody listening is fine.
        let _ = self.news.send((position, News::Floor));
    }

    fn stuck(&self, session: &SessionId) -> Vec<DinerId> {
        let since_ms = self.time.now().uptime_ms.saturating_sub(STUCK_SHOWN_MS);
        let tables = self.tables.lock();
        let stuck = tables.get(session).into_iter().flat_map(|table| &table.stuck_at_ms);
        let mut stuck: Vec<_> =
            stuck.filter(|(_, at_ms)| **at_ms >= since_ms).map(|(diner, _)| diner.clone()).collect();
        stuck.sort_unstable();
        stuck
    }

    /// The floor with what only devices tell: orders that no kitchen display has, phones in trouble.
    pub fn with_devices(&self, venue: &Venue, mut view: FloorView) -> FloorView {
        let shown = self.shown.lock();
        let mut unshown = venue.unshown(|ticket| shown.missing_since(ticket, self.started_ms));
        let tables = view.rooms.iter_mut().flat_map(|room| &mut room.tables);
        for session in tables.filter_map(|table| table.session.as_mut()) {
            session.unshown = unshown.remove(&session.session).unwrap_or_default();
            session.stuck = self.stuck(&session.session);
        }
        view
    }

    /// News for staff screens, from now on.
    pub fn news(&self) -> broadcast::Receiver<(u64, News)> {
        self.news.subscribe()
    }

    /// Tells one phone.
    pub fn tell(&self, session: &SessionId, id: ConnectionId, frame: impl Into<Outgoing>) {
        self.tell_those(session, frame, |member| member.id == id);
    }

    fn tell_party(&self, session: &SessionId, frame: impl Into<Outgoing>, except: Option<ConnectionId>) {
        self.tell_those(session, frame, |member| Some(member.id) != except);
    }

    fn tell_those(
        &self,
        session: &SessionId,
        frame: impl Into<Outgoing>,
        is_meant: impl Fn(&Member) -> bool,
    ) {
        let frame = Arc::new(frame.into());
        let mut tables = self.tables.lock();
        if let Some(table) = tables.get_mut(session) {
            table.members.retain_mut(|member| !is_meant(member) || member.tell(Some(frame.clone())));
        }
    }

    fn tell_all(&self, frame: &FromHub) {
        let sessions: Vec<SessionId> = self.tables.lock().keys().cloned().collect();
        for session in sessions {
            self.tell_party(&session, frame.clone(), None);
        }
    }
}

/// The fanout as the writer knows it.
pub struct FanoutOutlet(pub Arc<Fanout>);

impl Outlet for FanoutOutlet {
    fn publish(&self, publication: &Publication) {
        let Self(fanout) = self;
        for saved in &publication.carts {
            fanout.relay(&saved.cart, saved.by_hub.clone(), None);
        }
        for event in &publication.events {
            fanout.tell_of(event);
            for news in fanout.published.read(|venue, _| news_of(venue, event)) {
                // Nobody listening is fine.
                let _ = fanout.news.send((publication.position, news));
            }
        }
        for saved in &publication.carts {
            fanout.acknowledge(&saved.cart, &saved.durable);
        }
    }

    fn start_over(&self) {
        self.0.tables.lock().clear();
        let _ = self.0.news.send((0, News::Everything));
    }
}
