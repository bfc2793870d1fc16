//! How many connections there may be, and who gives way when there is no more room.
//!
//! Each open connection holds a place until its stream is dropped. When the room for guests is taken,
//! a newcomer gets the place of a connection that does nothing: first of one that has not asked for
//! anything yet (a socket has not until its hello was good), then of one between two requests, then of one
//! whose request is not complete, the longest waiting first. Sockets that were let in and those who wait for an answer are left alone. Where nobody gives way, the newcomer gets one of the places kept
//! for staff, on trial: its first request has to show a staff token, or ask for what staff need to
//! sign in. On one port nothing else tells a waiter from a guest before the first request.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::{Bounds, forwarded};

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
    /// Has begun to ask, and has not sent all of it.
    Asking,
    /// Waits for an answer, or is a socket that was let in.
    Busy,
}

struct Entry {
    address: IpAddr,
    kind: Kind,
    doing: Doing,
    /// Turn in which it began to do so: the lower, the longer ago.
    since: u64,
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
    room: Mutex<Room>,
}

/// The place of one connection, until it is dropped.
pub struct Place {
    id: u64,
    places: Arc<Places>,
    ended: Arc<Notify>,
}

impl Places {
    /// All free.
    pub fn new(bounds: Bounds) -> Arc<Self> {
        Self::behind(bounds, Vec::new())
    }

    /// The same behind proxies, whose connections are those of many.
    pub fn behind(bounds: Bounds, proxies: Vec<IpAddr>) -> Arc<Self> {
        Arc::new(Self { bounds, proxies, room: Mutex::default() })
    }

    /// A place for a connection from this address; none when nobody gives way.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut room = self.room.lock();
        // What stands before the hub comes from one address for everyone.
        let is_proxy = address.is_loopback() || forwarded::is_trusted(address, &self.proxies);
        let is_crowded = !is_proxy
            && room.count(|entry| entry.kind == Kind::Guest && entry.address == address)
                >= self.bounds.per_address_max;
        let guests_max = self.bounds.connections_max.saturating_sub(self.bounds.staff_reserved);
        let has_place = if is_crowded {
            room.end_one(|entry| entry.kind == Kind::Guest && entry.address == address)
        } else {
            let is_full = room.count(|entry| entry.kind == Kind::Guest) >= guests_max
                || room.open.len() >= self.bounds.connections_max;
            !is_full || room.end_one(|entry| entry.kind == Kind::Guest)
        };
        let kind = if has_place {
            Kind::Guest
        } else {
            let has_room = if room.count(|entry| entry.kind == Kind::Trial) >= self.bounds.staff_reserved {
                room.end_one(|entry| entry.kind == Kind::Trial)
            } else {
                room.open.len() < self.bounds.connections_max
                    || room.end_one(|entry| entry.kind != Kind::Guest)
            };
            if !has_room {
                return None;
            }
            Kind::Trial
        };
        let (id, ended) = (room.next_turn(), Arc::new(Notify::new()));
        let entry = Entry { address, kind, doing: Doing::Arriving, since: id, ended: ended.clone() };
        room.open.insert(id, entry);
        Some(Place { id, places: self.clone(), ended })
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

    /// Ends the one of these that gives way first. False when none does.
    fn end_one(&mut self, of: impl Fn(&Entry) -> bool) -> bool {
        let idle = self.open.iter().filter(|(_, entry)| entry.doing < Doing::Busy && of(entry));
        let Some(id) = idle.min_by_key(|(_, entry)| (entry.doing, entry.since)).map(|(id, _)| *id) else {
            return false;
        };
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

    /// Ends when nothing was asked for in time: first, or between two requests.
    pub async fn is_idle_too_long(&self) {
        let mut known = self.idle();
        loop {
            let is_arriving = matches!(known, Some((Doing::Arriving, _)));
            let Bounds { headers_within, idle_max, .. } = self.places.bounds;
            tokio::time::sleep(if is_arriving { headers_within } else { idle_max }).await;
            let now = self.idle();
            if now.is_some() && now == known {
                return;
            }
            known = now;
        }
    }

    /// What it does, and since which turn; none while it is busy.
    fn idle(&self) -> Option<(Doing, u64)> {
        let room = self.places.room.lock();
        let entry = room.open.get(&self.id).filter(|entry| entry.doing < Doing::Busy);
        entry.map(|entry| (entry.doing, entry.since))
    }

    /// Is it on trial?
    pub fn is_on_trial(&self) -> bool {
        self.places.room.lock().open.get(&self.id).is_some_and(|entry| entry.kind == Kind::Trial)
    }

    /// It has shown a staff token.
    pub fn is_staffs(&self) {
        let _ = self.change(|entry| entry.kind = Kind::Staff);
    }

    /// The head of a request has come, and its body is on its way.
    pub fn is_asking(&self) {
        let _ = self.change(|entry| entry.doing = Doing::Asking);
    }

    /// A request has come.
    pub fn is_busy(&self) {
        let _ = self.change(|entry| entry.doing = Doing::Busy);
    }

    /// It has become a socket, on which nobody has said yet who they are.
    pub fn is_socket(&self) {
        let _ = self.change(|entry| entry.doing = Doing::Arriving);
    }

    /// Who is on the socket was let in: it gives way no more. False when it just has.
    pub fn stays(&self) -> bool {
        self.change(|entry| entry.doing = Doing::Busy)
    }

    /// The request was answered, and the connection waits for the next.
    pub fn rests(&self) {
        let _ = self.change(|entry| entry.doing = Doing::Resting);
    }

    /// False when it has given way.
    fn change(&self, how: impl FnOnce(&mut Entry)) -> bool {
        let mut room = self.places.room.lock();
        let turn = room.next_turn();
        let entry = room.open.get_mut(&self.id);
        entry
            .map(|entry| {
                entry.since = turn;
                how(entry);
            })
            .is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.room.lock().open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 20));
    const BEN: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 168, 1, 21));

    fn places(connections_max: usize, per_address_max: usize, staff_reserved: usize) -> Arc<Places> {
        Places::new(Bounds { connections_max, per_address_max, staff_reserved, ..Bounds::default() })
    }

    fn has_given_way(place: &Place) -> bool {
        !place.places.room.lock().open.contains_key(&place.id)
    }

    #[test]
    fn who_has_asked_for_nothing_gives_way_first_then_who_rested_longest() {
        let places = places(4, 4, 1);
        let [one, two, three] = [(); 3].map(|()| places.take(ADA).unwrap());
        one.is_busy();
        one.rests();
        two.is_busy();
        two.rests();
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
        let places = places(4, 4, 1);
        let [one, two, three] = [(); 3].map(|()| places.take(ADA).unwrap());
        one.is_asking();
        two.is_asking();
        three.is_busy();
        three.rests();
        let four = places.take(BEN).unwrap();
        assert!(has_given_way(&three) && !has_given_way(&one));
        four.is_busy();
        let five = places.take(BEN).unwrap();
        assert!(has_given_way(&one) && !has_given_way(&two));
        two.is_busy();
        five.is_busy();
        assert!(places.take(BEN).unwrap().is_on_trial() && !has_given_way(&two), "all of it is there now");
    }

    /// A socket counted as busy from the upgrade on, and whoever opened enough of them kept guests out.
    #[test]
    fn a_socket_gives_way_until_its_hello_was_accepted() {
        let places = places(3, 3, 1);
        let [silent, told] = [(); 2].map(|()| places.take(ADA).unwrap());
        for socket in [&silent, &told] {
            socket.is_busy();
            socket.is_socket();
        }
        assert!(told.stays());
        assert!(!places.take(BEN).unwrap().is_on_trial() && has_given_way(&silent));
        assert!(!silent.stays(), "it is too late");
        let _next = places.take(BEN).unwrap();
        assert!(!has_given_way(&told));
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
}
