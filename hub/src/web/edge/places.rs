//! How many connections there may be, and who gives way when there is no more room.
//!
//! Each open connection holds a place until its stream is dropped. When the room for guests is taken,
//! a newcomer gets the place of a connection that does nothing: one that has done so for a second at least,
//! if there is any, so that whoever has just come has time to ask, however fast others come. Among those
//! the crowd goes first, which is what one address has begun and not finished in numbers; then who has not
//! asked for anything yet (a socket has not until its hello was good), who is between two requests, whose
//! request is not complete; the longest waiting first. Sockets that were let in and those who wait for an
//! answer are left alone. Where nobody gives way, the newcomer gets one of the places kept for staff, on
//! trial: its first request has to show a staff token, or ask for what staff need to sign in. On one port
//! nothing else tells a waiter from a guest before the first request.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::{Bounds, forwarded};
use crate::clock::{Clock, SystemClock};

/// How long a connection may do nothing before it gives way sooner than others, in ms.
const NEW_MS: u64 = 1_000;
/// Unfinished connections of one address beyond which they are a crowd.
const CROWD: usize = 8;

/// What a connection is counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Guest,
    /// Has shown a staff token.
    Staff,
    /// In the room kept for staff, without having shown anything yet.
    Trial,
}

/// What a connection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    /// Has asked for nothing yet, or is a socket whose hello was not accepted yet.
    Arriving,
    /// Is between two requests.
    Resting,
    /// Has begun the head of another request.
    Beginning,
    /// Has sent the head of a request, and not all of its body.
    Asking,
    /// Waits for an answer, or is a socket that was let in.
    Busy,
}

impl Doing {
    /// Has it begun something that only its other end can finish?
    fn is_unfinished(self) -> bool {
        matches!(self, Self::Arriving | Self::Beginning | Self::Asking)
    }
}

/// Who gives way; the lower, the sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Has done nothing for a while. First those of the largest crowd.
    Idle(Reverse<usize>, Doing),
    /// Has just been answered.
    Answered,
    /// Has just begun, and is one of a crowd.
    Crowded(Reverse<usize>),
    /// Has just begun.
    New(Reverse<usize>),
}

struct Entry {
    address: IpAddr,
    kind: Kind,
    doing: Doing,
    /// Turn in which it began to do so: the lower, the longer ago.
    since: u64,
    /// The time at which it did, in ms.
    since_ms: u64,
    /// When it has to have done something else.
    due: Option<Instant>,
    ended: Arc<Notify>,
}

#[derive(Default)]
struct Room {
    turn: u64,
    open: HashMap<u64, Entry>,
}

/// All places.
pub struct Places {
    bounds: Bounds,
    /// What stands before the hub for everyone, besides this machine's own addresses.
    proxies: Vec<IpAddr>,
    clock: Arc<dyn Clock>,
    room: Mutex<Room>,
}

/// The place of one connection, until it is dropped.
pub struct Place {
    id: u64,
    places: Arc<Places>,
    ended: Arc<Notify>,
    /// It does something else now.
    changed: Notify,
    /// Is what comes next the beginning of a request?
    rests: AtomicBool,
}

impl Places {
    /// All free.
    pub fn new(bounds: Bounds) -> Arc<Self> {
        Self::behind(bounds, Vec::new(), Arc::new(SystemClock::default()))
    }

    /// The same behind proxies, whose connections are those of many.
    pub fn behind(bounds: Bounds, proxies: Vec<IpAddr>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { bounds, proxies, clock, room: Mutex::default() })
    }

    /// A place for a connection from this address; none when nobody gives way.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut room = self.room.lock();
        let kind = self.kind_for(&mut room, address)?;
        let (id, ended) = (room.next_turn(), Arc::new(Notify::new()));
        let doing = Doing::Arriving;
        let (since_ms, due, ended_too) = (self.now_ms(), self.due(doing), ended.clone());
        let entry = Entry { address, kind, doing, since: id, since_ms, due, ended: ended_too };
        room.open.insert(id, entry);
        let (changed, rests) = (Notify::new(), AtomicBool::new(false));
        Some(Place { id, places: self.clone(), ended, changed, rests })
    }

    /// As what a newcomer comes in, once somebody has given way.
    fn kind_for(&self, room: &mut Room, address: IpAddr) -> Option<Kind> {
        let Bounds { connections_max, per_address_max, staff_reserved, .. } = self.bounds;
        // What stands before the hub comes from one address for everyone.
        let is_proxy = address.is_loopback() || forwarded::is_trusted(address, &self.proxies);
        let is_own = |entry: &Entry| entry.kind == Kind::Guest && entry.address == address;
        let is_crowded = !is_proxy && room.count(is_own) >= per_address_max;
        let is_in_the_way = |entry: &Entry| entry.kind == Kind::Guest && (!is_crowded || is_own(entry));
        let is_full = is_crowded
            || room.count(|entry| entry.kind == Kind::Guest)
                >= connections_max.saturating_sub(staff_reserved)
            || room.open.len() >= connections_max;
        let now_ms = self.now_ms();
        let (soon, at_last) = (Way::Crowded(Reverse(0)), Way::New(Reverse(0)));
        if !is_full || room.end_one(now_ms, soon, is_in_the_way) {
            return Some(Kind::Guest);
        }
        let is_kept_room_full = room.count(|entry| entry.kind == Kind::Trial) >= staff_reserved;
        let is_in_kept_room = |entry: &Entry| match is_kept_room_full {
            true => entry.kind == Kind::Trial,
            false => entry.kind != Kind::Guest,
        };
        let has_room = !is_kept_room_full && room.open.len() < connections_max;
        if has_room || room.end_one(now_ms, soon, is_in_kept_room) {
            return Some(Kind::Trial);
        }
        // Everyone has only just come.
        if room.end_one(now_ms, at_last, is_in_the_way) {
            return Some(Kind::Guest);
        }
        room.end_one(now_ms, at_last, is_in_kept_room).then_some(Kind::Trial)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.clock.steady().as_millis()).unwrap_or(u64::MAX)
    }

    /// When somebody who does this from now on has to have done something else.
    fn due(&self, doing: Doing) -> Option<Instant> {
        match doing {
            Doing::Arriving | Doing::Beginning => Some(Instant::now() + self.bounds.headers_within),
            Doing::Resting => Some(Instant::now() + self.bounds.idle_max),
            // Bodies and handlers have times of their own.
            Doing::Asking | Doing::Busy => None,
        }
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        self.room.lock().open.len()
    }
}

impl Room {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    fn count(&self, which: impl Fn(&Entry) -> bool) -> usize {
        self.open.values().filter(|entry| which(entry)).count()
    }

    /// Ends the one of these that gives way first, if it is as ready to do so. False when none is.
    fn end_one(&mut self, now_ms: u64, readiness: Way, of: impl Fn(&Entry) -> bool) -> bool {
        let mut unfinished: HashMap<IpAddr, usize> = HashMap::new();
        for entry in self.open.values().filter(|entry| entry.doing.is_unfinished()) {
            *unfinished.entry(entry.address).or_default() += 1;
        }
        let way = |entry: &Entry| {
            let all = unfinished.get(&entry.address).copied().unwrap_or(0);
            let is_of_crowd = all > CROWD && entry.doing.is_unfinished();
            if now_ms.saturating_sub(entry.since_ms) >= NEW_MS {
                Way::Idle(Reverse(if is_of_crowd { all } else { 0 }), entry.doing)
            } else if entry.doing == Doing::Resting {
                Way::Answered
            } else if is_of_crowd {
                Way::Crowded(Reverse(all))
            } else {
                Way::New(Reverse(all))
            }
        };
        let idle = self.open.iter().filter(|(_, entry)| entry.doing < Doing::Busy && of(entry));
        let idle = idle.map(|(id, entry)| (way(entry), entry.since, *id));
        let Some((_, _, id)) = idle.min().filter(|(way, _, _)| *way <= readiness) else { return false };
        if let Some(entry) = self.open.remove(&id) {
            entry.ended.notify_one();
        }
        true
    }
}

impl Place {
    /// Ends when the connection has to give way.
    pub async fn given_way(&self) {
        self.ended.notified().await;
    }

    /// Ends when nothing was asked for in time: at first, between two requests, or in the middle of a head.
    pub async fn is_late(&self) {
        loop {
            let due = self.places.room.lock().open.get(&self.id).and_then(|entry| entry.due);
            match due {
                Some(due) if timeout_at(due, self.changed.notified()).await.is_err() => return,
                Some(_) => {}
                None => self.changed.notified().await,
            }
        }
    }

    /// Bytes have come. After a request was answered they are the beginning of another; what has come
    /// together with the one before is not noticed, and rests for as long as a connection may.
    pub fn hears(&self) {
        if self.rests.swap(false, Ordering::Relaxed) {
            let _ = self.does(Doing::Beginning);
        }
    }

    /// Is it on trial?
    pub fn is_on_trial(&self) -> bool {
        self.places.room.lock().open.get(&self.id).is_some_and(|entry| entry.kind == Kind::Trial)
    }

    /// It has shown a staff token.
    pub fn is_staffs(&self) {
        if let Some(entry) = self.places.room.lock().open.get_mut(&self.id) {
            entry.kind = Kind::Staff;
        }
    }

    /// The head of a request has come, and its body is on its way.
    pub fn is_asking(&self) {
        let _ = self.does(Doing::Asking);
    }

    /// A request has come.
    pub fn is_busy(&self) {
        let _ = self.does(Doing::Busy);
    }

    /// It has become a socket, on which nobody has said yet who they are.
    pub fn is_socket(&self) {
        let _ = self.does(Doing::Arriving);
    }

    /// Who is on the socket was let in: it gives way no more. False when it just has.
    pub fn stays(&self) -> bool {
        self.does(Doing::Busy)
    }

    /// The request was answered, and the connection waits for the next.
    pub fn rests(&self) {
        let _ = self.does(Doing::Resting);
    }

    /// False when it has given way.
    fn does(&self, doing: Doing) -> bool {
        let mut room = self.places.room.lock();
        let turn = room.next_turn();
        let Some(entry) = room.open.get_mut(&self.id) else { return false };
        (entry.doing, entry.since) = (doing, turn);
        (entry.since_ms, entry.due) = (self.places.now_ms(), self.places.due(doing));
        self.rests.store(doing == Doing::Resting, Ordering::Relaxed);
        self.changed.notify_one();
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.room.lock().open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;
    use std::time::Duration;

    use super::*;

    const ADA: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 20));
    const BEN: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 21));

    /// Stands still until it is moved.
    #[derive(Default)]
    struct Hand(AtomicU64);

    impl Hand {
        fn advance_ms(&self, by_ms: u64) {
            self.0.fetch_add(by_ms, Ordering::SeqCst);
        }
    }

    impl Clock for Hand {
        fn wall_ms(&self) -> u64 {
            0
        }

        fn steady(&self) -> Duration {
            Duration::from_millis(self.0.load(Ordering::SeqCst))
        }
    }

    fn timed(
        connections_max: usize,
        per_address_max: usize,
        staff_reserved: usize,
    ) -> (Arc<Places>, Arc<Hand>) {
        let bounds = Bounds { connections_max, per_address_max, staff_reserved, ..Bounds::default() };
        let hand = Arc::new(Hand::default());
        (Places::behind(bounds, Vec::new(), hand.clone()), hand)
    }

    fn places(connections_max: usize, per_address_max: usize, staff_reserved: usize) -> Arc<Places> {
        timed(connections_max, per_address_max, staff_reserved).0
    }

    fn has_given_way(place: &Place) -> bool {
        !place.places.room.lock().open.contains_key(&place.id)
    }

    fn flooder(number: u8) -> IpAddr {
        IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 7, number))
    }

    #[test]
    fn who_has_asked_for_nothing_gives_way_first_then_who_rested_longest() {
        let (places, hand) = timed(4, 4, 1);
        let [one, two, three] = [(); 3].map(|()| places.take(ADA).unwrap());
        one.is_busy();
        one.rests();
        two.is_busy();
        two.rests();
        hand.advance_ms(NEW_MS);
        let four = places.take(BEN).unwrap();
        assert!(has_given_way(&three) && !has_given_way(&one));
        four.is_busy();
        let five = places.take(BEN).unwrap();
        assert!(has_given_way(&one) && !has_given_way(&two));
        five.is_busy();
        assert!(!places.take(BEN).unwrap().is_on_trial() && has_given_way(&two));
        assert_eq!(places.open(), 2, "what was dropped has left");
    }

    /// A request counted as busy from its head on, and whoever sent half of enough of them kept everybody out.
    #[test]
    fn whose_request_is_not_complete_gives_way_after_those_who_rest() {
        let (places, hand) = timed(4, 4, 1);
        let [one, two, three] = [(); 3].map(|()| places.take(ADA).unwrap());
        one.is_asking();
        two.rests();
        two.hears();
        three.is_busy();
        three.rests();
        hand.advance_ms(NEW_MS);
        let four = places.take(BEN).unwrap();
        assert!(has_given_way(&three) && !has_given_way(&one));
        four.is_busy();
        let five = places.take(BEN).unwrap();
        assert!(has_given_way(&two) && !has_given_way(&one), "a head that was begun is not yet a request");
        one.is_busy();
        five.is_busy();
        assert!(places.take(BEN).unwrap().is_on_trial() && !has_given_way(&one), "all of it is there now");
    }

    /// Whoever had just come gave way before half-sent requests did: 114 of those in a second, and nobody else
    /// ever had the time to ask for anything, staff neither.
    #[test]
    fn whoever_has_just_come_has_a_second_to_ask_while_half_sent_requests_pour_in() {
        for per_s in [50_u32, 500, 20_000] {
            let (places, hand) = timed(248, 96, 8);
            let mut flood = std::collections::VecDeque::new();
            let mut came_in = 0;
            let mut waiting: Option<(Place, u32)> = None;
            for number in 0..4_000_u32 {
                let passed_ms = u64::from(number) * 1_000 / u64::from(per_s);
                hand.0.store(passed_ms, Ordering::SeqCst);
                if let Some(half) = places.take(flooder((number % 3) as u8)) {
                    half.is_asking();
                    flood.push_back(half);
                }
                flood.retain(|half| !has_given_way(half));
                if waiting.as_ref().is_some_and(|(_, since)| number - since >= 20) {
                    let (place, _) = waiting.take().unwrap();
                    assert!(!has_given_way(&place), "it had no time to ask, at {per_s} a second");
                    assert!(!place.is_on_trial(), "there is room for guests, at {per_s} a second");
                    came_in += 1;
                }
                if number % 50 == 0 {
                    waiting = Some((places.take(BEN).unwrap(), number));
                }
            }
            assert!(came_in > 70, "{came_in}");
        }
    }

    #[test]
    fn the_crowd_of_one_address_gives_way_before_the_slow_request_of_another() {
        let (places, hand) = timed(41, 40, 1);
        let slow = places.take(BEN).unwrap();
        slow.is_asking();
        hand.advance_ms(1);
        let mut crowd: Vec<Place> = (0..39).map(|_| places.take(ADA).unwrap()).collect();
        crowd.iter().for_each(Place::is_asking);
        hand.advance_ms(NEW_MS);
        for _ in 0..20 {
            crowd.push(places.take(ADA).unwrap());
        }
        assert!(!has_given_way(&slow));
        assert_eq!(crowd.iter().filter(|one| has_given_way(one)).count(), 20);
        assert!(crowd[..20].iter().all(has_given_way), "the longest waiting first");
    }

    /// A room for guests in which everybody has just come is full: staff have theirs.
    #[test]
    fn where_all_have_only_just_come_the_room_kept_for_staff_is_used() {
        let (places, hand) = timed(12, 12, 4);
        let guests: Vec<Place> = (0..8).map(|number| places.take(flooder(number)).unwrap()).collect();
        let trials: Vec<Place> = (8..12).map(|number| places.take(flooder(number)).unwrap()).collect();
        assert!(trials.iter().all(Place::is_on_trial) && !guests.iter().any(has_given_way));
        trials[0].is_staffs();
        trials[0].is_busy();
        let next = places.take(BEN).unwrap();
        assert!(!next.is_on_trial() && has_given_way(&guests[0]), "then those give way who came first");
        hand.advance_ms(NEW_MS);
        guests[1..].iter().chain([&next]).for_each(Place::is_busy);
        assert!(places.take(BEN).unwrap().is_on_trial() && has_given_way(&trials[1]));
        assert!(!has_given_way(&trials[0]));
    }

    /// A socket counted as busy from the upgrade on, and whoever opened enough of them kept guests out.
    #[test]
    fn a_socket_gives_way_until_its_hello_was_accepted() {
        let (places, hand) = timed(3, 3, 1);
        let [silent, told] = [(); 2].map(|()| places.take(ADA).unwrap());
        for socket in [&silent, &told] {
            socket.is_busy();
            socket.is_socket();
        }
        assert!(told.stays());
        hand.advance_ms(NEW_MS);
        assert!(!places.take(BEN).unwrap().is_on_trial() && has_given_way(&silent));
        assert!(!silent.stays(), "it is too late");
        let _next = places.take(BEN).unwrap();
        assert!(!has_given_way(&told));
    }

    #[test]
    fn a_socket_has_a_second_for_its_hello_however_many_come() {
        let (places, hand) = timed(40, 40, 8);
        let mut crowd: Vec<Place> = Vec::new();
        let own = places.take(BEN).unwrap();
        own.is_socket();
        for number in 0..99 {
            hand.advance_ms(10);
            let silent = places.take(flooder(number % 3)).unwrap();
            silent.is_socket();
            crowd.push(silent);
        }
        assert!(own.stays());
    }

    #[test]
    fn places_kept_for_staff_are_never_a_guests() {
        let places = places(4, 4, 2);
        let guests = [(); 2].map(|()| places.take(ADA).unwrap());
        guests.iter().for_each(Place::is_busy);
        let [waiter, stranger] = [(); 2].map(|()| places.take(BEN).unwrap());
        assert!(waiter.is_on_trial() && stranger.is_on_trial());
        waiter.is_staffs();
        waiter.is_busy();
        assert!(!waiter.is_on_trial());
        let next = places.take(BEN).unwrap();
        assert!(next.is_on_trial() && has_given_way(&stranger) && !has_given_way(&waiter));
        next.is_busy();
        assert!(places.take(BEN).is_none(), "everyone is at something");
    }

    #[test]
    fn one_address_does_not_take_the_room_of_another_and_this_machine_may() {
        let places = places(8, 2, 2);
        let own = [(); 2].map(|()| places.take(ADA).unwrap());
        own.iter().for_each(Place::is_busy);
        assert!(places.take("::ffff:192.168.1.20".parse().unwrap()).unwrap().is_on_trial());
        assert!(!places.take(BEN).unwrap().is_on_trial());
        let local: IpAddr = "127.0.0.1".parse().unwrap();
        let proxied: Vec<Place> = (0..4).map(|_| places.take(local).unwrap()).collect();
        assert!(proxied.iter().all(|place| !place.is_on_trial()));
    }

    #[test]
    fn a_connection_may_rest_for_a_minute_and_a_head_may_take_five_seconds() {
        let places = places(4, 4, 1);
        let place = places.take(ADA).unwrap();
        let left_s = || {
            let due = places.room.lock().open[&place.id].due?;
            Some(due.saturating_duration_since(Instant::now()).as_secs_f32().round())
        };
        assert_eq!(left_s(), Some(5.0), "it has asked for nothing");
        place.is_asking();
        assert_eq!(left_s(), None, "a body has a time of its own");
        place.is_busy();
        assert_eq!(left_s(), None);
        place.hears();
        assert_eq!(left_s(), None, "more of a body, or the next request before the answer");
        place.rests();
        assert_eq!(left_s(), Some(60.0));
        place.hears();
        assert_eq!(left_s(), Some(5.0), "a head was begun and not ended");
    }
}
