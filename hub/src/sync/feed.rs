//! Serves kitchen and floor screens: everything at first, then what changes.

use std::collections::BTreeSet;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{SessionId, TicketId};
use plato_sync_protocol::limits::FRAME_BYTES_MAX;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::connection::{HELLO_WITHIN_MS, SILENCE_MAX_MS};
use super::fanout::{News, Watching};
use super::line::Doorstep;
use super::members::Members;
use super::patience::{FAREWELL_WITHIN, SEND_WITHIN_MS, TICK, within};
use super::{CLOSE_NORMAL, CLOSE_POLICY, CLOSE_TRY_AGAIN};
use crate::auth::secrets;
use crate::venue::access::{Holder, TokenHash};

/// Which roles may see a feed.
pub fn may_see(role: Role, feed: FeedKind) -> bool {
    match feed {
        FeedKind::Kitchen => role != Role::Cashier,
        FeedKind::Floor => role != Role::Kitchen,
    }
}

/// Talks to one staff screen until either side ends it. `cookie` is the staff token of the upgrade.
pub async fn serve(mut socket: WebSocket, mut doorstep: Doorstep, members: Members, cookie: Option<String>) {
    let hello = tokio::select! {
        hello = within(&members.time, HELLO_WITHIN_MS, hello(&mut socket)) => hello,
        () = doorstep.given_way() => return,
    };
    let Some(Some((feed, token, since))) = hello else {
        return refuse(&mut socket, "hello_missing", "The first message has to be a hello.").await;
    };
    let token = token.or(cookie).unwrap_or_default();
    let role = match check(&members, &token, feed) {
        Ok(role) => role,
        Err((code, message)) => return refuse(&mut socket, code, message).await,
    };
    if !doorstep.keep() {
        return;
    }
    let mut news = members.fanout.news();
    if !send(&mut socket, &members, &first(&members, feed, since)).await {
        return;
    }
    let (mut heard_ms, mut ticks) = (members.time.now().uptime_ms, tokio::time::interval(TICK));
    let mut watching = None;
    let display = members.fanout.display();
    loop {
        tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) if text.len() > FRAME_BYTES_MAX => {
                    return refuse(&mut socket, "frame_too_long", "This message is too long.").await;
                }
                Some(Ok(Message::Text(text))) => {
                    let hub_time_ms = members.time.now().uptime_ms;
                    heard_ms = hub_time_ms;
                    match serde_json::from_str(&text) {
                        Ok(FeedFromDevice::Ping) => {}
                        Ok(FeedFromDevice::Shown { tickets }) if feed == FeedKind::Kitchen => {
                            display.shows(tickets);
                            continue;
                        }
                        Ok(FeedFromDevice::Watch { session }) if feed == FeedKind::Floor => {
                            let session = session.filter(|_| may_watch(role));
                            watching = session.and_then(|session| members.fanout.watch(&session));
                            if !tell_cart(&mut socket, &members, watching.as_ref()).await {
                                return;
                            }
                            continue;
                        }
                        _ => {
                            let message = "The hub cannot understand this message.";
                            return refuse(&mut socket, "frame_unreadable", message).await;
                        }
                    }
                    if !send(&mut socket, &members, &FeedFromHub::Pong { hub_time_ms }).await {
                        return;
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => return,
            },
            told = news.recv() => {
                let Some(untold) = Untold::take(told, &mut news) else { return };
                // Whoever signed out or was closed out hears nothing more.
                if let Err((code, message)) = check(&members, &token, feed) {
                    return refuse(&mut socket, code, message).await;
                }
                if let Some(frame) = untold.frame(&members, feed)
                    && !send(&mut socket, &members, &frame).await
                {
                    return;
                }
                // What can be ordered may be another as well, and so what a cart comes to.
                if untold.is_everything && !tell_cart(&mut socket, &members, watching.as_ref()).await {
                    return;
                }
            },
            is_counted = changed_cart(&mut watching) => {
                if !is_counted {
                    watching = watching.and_then(|was| members.fanout.watch(&was.session));
                }
                if !tell_cart(&mut socket, &members, watching.as_ref()).await {
                    return;
                }
            },
            _ = ticks.tick() => {
                if let Err((code, message)) = check(&members, &token, feed) {
                    return refuse(&mut socket, code, message).await;
                }
                if members.time.now().uptime_ms.saturating_sub(heard_ms) >= SILENCE_MAX_MS {
                    return hang_up(&mut socket, CLOSE_NORMAL, "silence").await;
                }
            }
        }
    }
}

async fn hello(socket: &mut WebSocket) -> Option<(FeedKind, Option<String>, Option<u64>)> {
    loop {
        match socket.recv().await? {
            Ok(Message::Text(text)) => {
                return match serde_json::from_str(&text) {
                    Ok(FeedFromDevice::Hello { feed, token, since }) => Some((feed, token, since)),
                    _ => None,
                };
            }
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            _ => return None,
        }
    }
}

/// Which roles are told of changes of a cart: whoever writes in it for guests.
fn may_watch(role: Role) -> bool {
    may_see(role, FeedKind::Floor) && role != Role::Cashier
}

fn check(members: &Members, token: &str, feed: FeedKind) -> Result<Role, (&'static str, &'static str)> {
    let hash = secrets::token_hash(token).map(TokenHash);
    let found = hash.and_then(|hash| members.published.read(|venue, _| venue.holder(&hash)));
    match found {
        Some((Holder::Staff { role, .. }, expires_at_ms)) if expires_at_ms > members.time.now().uptime_ms => {
            if may_see(role, feed) {
                Ok(role)
            } else {
                Err(("role_forbidden", "Your account may not see this."))
            }
        }
        _ => Err(("staff_signed_out", "Please sign in.")),
    }
}

/// What a screen that has everything up to `since` needs to see.
fn first(members: &Members, feed: FeedKind, since: Option<u64>) -> FeedFromHub {
    let now = members.time.now();
    members.published.read(|venue, position| match feed {
        FeedKind::Kitchen if since == Some(position) => {
            FeedFromHub::Tickets { position, hub_time_ms: now.uptime_ms, changed: Vec::new() }
        }
        FeedKind::Kitchen => FeedFromHub::Kitchen { view: venue.kitchen_view(position, now) },
        FeedKind::Floor => {
            FeedFromHub::Floor { view: members.fanout.with_devices(venue, venue.floor_view(position, now)) }
        }
    })
}

/// All that a screen has not been told yet, as one: while everybody orders at once, one frame shows it.
#[derive(Default)]
struct Untold {
    tickets: BTreeSet<TicketId>,
    is_floor: bool,
    is_everything: bool,
}

impl Untold {
    /// What was heard, with what else is waiting; none when nothing more will come.
    fn take(heard: Result<(u64, News), RecvError>, news: &mut Receiver<(u64, News)>) -> Option<Self> {
        let mut untold = Self::default();
        match heard {
            Ok((_, heard)) => untold.add(heard),
            Err(RecvError::Lagged(_)) => untold.is_everything = true,
            Err(RecvError::Closed) => return None,
        }
        loop {
            match news.try_recv() {
                Ok((_, heard)) => untold.add(heard),
                Err(TryRecvError::Lagged(_)) => untold.is_everything = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return Some(untold),
            }
        }
    }

    fn add(&mut self, news: News) {
        match news {
            News::Tickets(tickets) => self.tickets.extend(tickets),
            News::Floor => self.is_floor = true,
            News::Everything => self.is_everything = true,
            News::Access => {}
        }
    }

    fn frame(&self, members: &Members, feed: FeedKind) -> Option<FeedFromHub> {
        match feed {
            _ if self.is_everything => Some(first(members, feed, None)),
            FeedKind::Kitchen => (!self.tickets.is_empty()).then(|| changed(members, &self.tickets)),
            FeedKind::Floor => self.is_floor.then(|| first(members, feed, None)),
        }
    }
}

fn changed(members: &Members, tickets: &BTreeSet<TicketId>) -> FeedFromHub {
    let hub_time_ms = members.time.now().uptime_ms;
    members.published.read(|venue, position| FeedFromHub::Tickets {
        position,
        hub_time_ms,
        changed: tickets.iter().filter_map(|ticket| venue.ticket_view(ticket)).collect(),
    })
}

/// Waits for a change of the cart that is watched, for ever where none is. False when its count has ended.
async fn changed_cart(watching: &mut Option<Watching>) -> bool {
    match watching {
        Some(watching) => watching.changed().await,
        None => std::future::pending().await,
    }
}

/// Tells that the cart that is watched, if any, is to be asked for. False as [`send`].
async fn tell_cart(socket: &mut WebSocket, members: &Members, watching: Option<&Watching>) -> bool {
    let Some(watching) = watching else { return true };
    let menu_revision = members.published.read(|venue, _| venue.menu_revision());
    let session: SessionId = watching.session.clone();
    send(socket, members, &FeedFromHub::Cart { session, menu_revision }).await
}

/// Sends a frame. False when the screen is gone, or takes nothing any more.
async fn send(socket: &mut WebSocket, members: &Members, frame: &FeedFromHub) -> bool {
    match within(&members.time, SEND_WITHIN_MS, socket.send(told(frame))).await {
        Some(sent) => sent.is_ok(),
        None => {
            hang_up(socket, CLOSE_TRY_AGAIN, "too_slow").await;
            false
        }
    }
}

fn told(frame: &FeedFromHub) -> Message {
    Message::Text(serde_json::to_string(frame).expect("frames hold nothing that JSON cannot say").into())
}

async fn refuse(socket: &mut WebSocket, code: &'static str, message: &str) {
    let frame = FeedFromHub::Refused { code: code.to_owned(), message: message.to_owned() };
    // The other side may be gone already, or take nothing any more.
    let _ = tokio::time::timeout(FAREWELL_WITHIN, socket.send(told(&frame))).await;
    hang_up(socket, CLOSE_POLICY, code).await;
}

async fn hang_up(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason) };
    let _ = tokio::time::timeout(FAREWELL_WITHIN, socket.send(Message::Close(Some(frame)))).await;
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast::channel;

    use super::*;

    fn tickets(ids: &[&str]) -> News {
        News::Tickets(ids.iter().map(|id| id.parse().unwrap()).collect())
    }

    #[tokio::test]
    async fn what_waits_is_told_as_one_and_what_was_missed_as_everything() {
        let (tell, mut news) = channel(4);
        for news in [tickets(&["1-grill", "1-bar"]), News::Floor, tickets(&["2-bar", "1-bar"]), News::Floor] {
            tell.send((1, news)).unwrap();
        }
        let untold = Untold::take(news.recv().await, &mut news).unwrap();
        assert_eq!(
            untold.tickets.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["1-bar", "1-grill", "2-bar"]
        );
        assert_eq!((untold.is_floor, untold.is_everything), (true, false));
        assert!(news.is_empty());

        for _ in 0..9 {
            tell.send((2, News::Floor)).unwrap();
        }
        assert!(Untold::take(news.recv().await, &mut news).unwrap().is_everything, "more than it can keep");
        drop(tell);
        assert!(Untold::take(news.recv().await, &mut news).is_none());
    }
}
