//! Drives a phone's connection over its line.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::message::{FromDevice, Refused};
use plato_sync_protocol::packed::Packed;

use super::connection::{Connection, Merged, Step, TOO_MANY_RESETS};
use super::fanout::ConnectionId;
use super::line::Line;
use super::link::{Link, Turn};
use super::members::{Admitted, Members};
use super::outgoing::Outgoing;
use super::patience::{FAREWELL_WITHIN, SEND_WITHIN_MS, TICK, within};
use super::traces::{Trace, Traces};
use super::{CLOSE_BEGIN_ANEW, CLOSE_TRY_AGAIN};
use crate::carts::CartId;
use crate::clock::HubTime;

/// How often the clock is looked at for a phone that was let in, and it is told what could wait.
const CALM_TICK: Duration = Duration::from_secs(4);

#[derive(Clone)]
struct Seat {
    cart: CartId,
    diner: DinerId,
    connection: ConnectionId,
    token: String,
    ends_at_ms: u64,
}

impl Seat {
    /// Why the phone may not go on, once its token has ended. The token may have been made to last longer.
    fn is_over(&mut self, members: &Members, now_ms: u64) -> Option<Refused> {
        if now_ms < self.ends_at_ms {
            return None;
        }
        match members.holder(&self.token) {
            Ok((_, _, left_ms)) => {
                self.ends_at_ms = now_ms.saturating_add(left_ms);
                None
            }
            Err(why) => Some(why),
        }
    }
}

/// Talks to one phone until either side ends it.
pub async fn serve(line: impl Line + 'static, members: Members) {
    let mut connection = Connection::open(members.time.now().uptime_ms);
    let link = Link::new(line, connection.speech());
    let mut seat: Option<Seat> = None;
    let mut ticks = tokio::time::interval(TICK);
    let mut stuck_since_ms = None;
    loop {
        let steps = tokio::select! {
            turn = link.turn() => match turn {
                Turn::Heard(bytes, format) => {
                    trace(&members, &seat, bytes.len(), || told(&bytes, format));
                    connection.frame(members.time.now().uptime_ms, &bytes, format)
                }
                Turn::LetGo { is_behind: true } => {
                    cut_off(&link).await;
                    break;
                }
                Turn::LetGo { is_behind: false } => {
                    hang_up(&link, CLOSE_BEGIN_ANEW, "begin_anew").await;
                    break;
                }
                Turn::Over { code, reason } => {
                    hang_up(&link, code, reason).await;
                    break;
                }
                Turn::Gone => break,
            },
            _ = ticks.tick() => {
                let now_ms = members.time.now().uptime_ms;
                stuck_since_ms = stuck_since_ms.or(Some(now_ms)).filter(|_| link.is_stuck());
                if stuck_since_ms.is_some_and(|since_ms| now_ms >= since_ms + SEND_WITHIN_MS) {
                    cut_off(&link).await;
                    break;
                }
                match &mut seat {
                    Some(seat) => {
                        members.fanout.settle(&seat.cart.session, seat.connection);
                        ticks.reset_after(if stuck_since_ms.is_some() { TICK } else { CALM_TICK });
                        match seat.is_over(&members, now_ms) {
                            Some(why) => connection.end(why),
                            None => connection.tick(now_ms),
                        }
                    }
                    None => connection.tick(now_ms),
                }
            }
        };
        link.hold();
        let goes_on = run(steps, &link, &mut connection, &mut seat, &members).await;
        link.release(connection.speech());
        if !goes_on {
            break;
        }
    }
    if let Some(seat) = seat {
        members.fanout.leave(&seat.cart.session, &seat.diner, seat.connection);
    }
}

/// Says something to the phone. False when it is gone, or takes nothing any more.
async fn say(link: &Link, message: Message, members: &Members) -> bool {
    link.say(message);
    if !link.is_stuck() {
        return true;
    }
    match within(&members.time, SEND_WITHIN_MS, link.flushed()).await {
        Some(sent) => sent.is_ok(),
        None => {
            cut_off(link).await;
            false
        }
    }
}

/// Ends the conversation with a phone that does not take its frames.
async fn cut_off(link: &Link) {
    hang_up(link, CLOSE_TRY_AGAIN, "too_slow").await;
}

/// Ends a conversation. The other side may take nothing any more, then it goes without a word.
async fn hang_up(link: &Link, code: u16, reason: &'static str) {
    link.say(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) })));
    let _ = tokio::time::timeout(FAREWELL_WITHIN, link.flushed()).await;
}

/// Does what the connection asks for, while the link is held. False ends it.
async fn run(
    steps: Vec<Step>,
    link: &Arc<Link>,
    connection: &mut Connection,
    seat: &mut Option<Seat>,
    members: &Members,
) -> bool {
    let mut steps = VecDeque::from(steps);
    while let Some(step) = steps.pop_front() {
        match step {
            Step::Greet(hello) => {
                let now_ms = members.time.now().uptime_ms;
                if members.holder(&hello.token).is_ok() && !link.keep_place() {
                    return false;
                }
                let answer = members.greet(&hello, link).map(|admitted| {
                    let Admitted { cart, diner, connection, welcome } = admitted;
                    let ends_at_ms = now_ms.saturating_add(welcome.expires_in_ms);
                    *seat = Some(Seat { cart, diner, connection, token: hello.token, ends_at_ms });
                    welcome
                });
                if let Some(seat) = seat {
                    trace_others(members, seat, link);
                    members.keep_actors(&seat.cart).await;
                }
                steps.extend(connection.greeted(answer));
            }
            Step::Merge(changes) => {
                let Some(seat) = seat else { return false };
                let merged = members.merge(&seat.cart, &seat.diner, seat.connection, changes);
                if matches!(merged, Merged::Refused(_)) {
                    members.keep_actors(&seat.cart).await;
                }
                steps.extend(connection.merged(members.time.now().uptime_ms, merged));
            }
            Step::Review(is_reviewing) => {
                let Some(seat) = seat else { return false };
                members.fanout.set_reviewing(&seat.cart.session, seat.connection, is_reviewing);
            }
            Step::Send(frame) => {
                let frame = Outgoing::from(*frame);
                let message = frame.message(connection.speech());
                if let (Some(traces), Some(seat)) = (&members.traces, &seat) {
                    keep(traces, &members.time, seat, false, length(&message), frame.told());
                }
                if !say(link, message, members).await {
                    return false;
                }
            }
            Step::Close { code, reason } => {
                if let Some(seat) = seat.as_ref().filter(|_| reason == TOO_MANY_RESETS) {
                    members.fanout.note_stuck(&seat.cart.session, &seat.diner);
                }
                hang_up(link, code, reason).await;
                return false;
            }
        }
    }
    true
}

/// Keeps a phone's frame for developers.
fn trace(members: &Members, seat: &Option<Seat>, bytes: usize, what: impl FnOnce() -> String) {
    if let (Some(traces), Some(seat)) = (&members.traces, seat) {
        keep(traces, &members.time, seat, true, bytes, what());
    }
}

/// Keeps frames for developers that others send to a phone.
fn trace_others(members: &Members, seat: &Seat, link: &Link) {
    if let Some(traces) = members.traces.clone() {
        let (time, seat) = (members.time.clone(), seat.clone());
        link.listen(move |frame, message| {
            keep(&traces, &time, &seat, false, length(message), frame.told());
        });
    }
}

fn keep(traces: &Traces, time: &HubTime, seat: &Seat, is_from_phone: bool, bytes: usize, what: String) {
    let (at_ms, connection) = (time.now().wall_ms, seat.connection);
    traces.keep(&seat.cart, Trace { at_ms, connection, is_from_phone, bytes, what });
}

/// A phone's frame in words.
fn told(bytes: &[u8], format: Format) -> String {
    match Packed::decode(bytes, format) {
        Some(packed) => format!("{packed:?}"),
        None => match codec::decode::<FromDevice>(bytes, format) {
            // A second one, which is refused: it has the token as well.
            Ok(FromDevice::Hello(_)) => "Hello".to_owned(),
            frame => format!("{frame:?}"),
        },
    }
}

fn length(message: &Message) -> usize {
    match message {
        Message::Binary(bytes) => bytes.len(),
        Message::Text(text) => text.len(),
        _ => 0,
    }
}
