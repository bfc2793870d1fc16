//! Drives a phone's connection over its line.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Message;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::message::{FromDevice, Refused};
use plato_sync_protocol::packed::Packed;

use super::CLOSE_TRY_AGAIN;
use super::connection::{Connection, Merged, Step};
use super::fanout::Membership;
use super::line::Line;
use super::members::Members;
use super::outgoing::Outgoing;
use super::patience::{FAREWELL_WITHIN, SEND_WITHIN_MS, TICK, within};
use super::traces::Trace;
use crate::carts::CartId;

/// How often the clock is looked at for a phone that was let in, and it is told what could wait.
const CALM_TICK: Duration = Duration::from_secs(4);

struct Seat {
    cart: CartId,
    diner: DinerId,
    membership: Membership,
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
pub async fn serve(mut line: impl Line, members: Members) {
    let mut connection = Connection::open(members.time.now().uptime_ms);
    let mut seat: Option<Seat> = None;
    let mut ticks = tokio::time::interval(TICK);
    loop {
        let steps = tokio::select! {
            frame = line.receive() => match frame {
                Some((bytes, format)) => {
                    trace(&members, &seat, true, bytes.len(), || told(&bytes, format));
                    connection.frame(members.time.now().uptime_ms, &bytes, format)
                }
                None => break,
            },
            frame = next_frame(&mut seat) => match frame {
                Some(frame) => {
                    let frames = with_waiting(frame, &mut seat);
                    let said = |frame: &Arc<Outgoing>| {
                        let message = frame.message(connection.speech());
                        trace(&members, &seat, false, length(&message), || frame.told());
                        message
                    };
                    let messages = frames.iter().map(said).collect();
                    if !send(&mut line, messages, &members).await {
                        break;
                    }
                    if let Some((code, reason)) = frames.iter().find_map(|frame| frame.farewell()) {
                        hang_up(&mut line, code, reason).await;
                        break;
                    }
                    continue;
                }
                None => {
                    cut_off(&mut line).await;
                    break;
                }
            },
            _ = ticks.tick() => {
                let now_ms = members.time.now().uptime_ms;
                match &mut seat {
                    Some(seat) => {
                        members.fanout.settle(&seat.cart.session, seat.membership.id);
                        ticks.reset_after(CALM_TICK);
                        match seat.is_over(&members, now_ms) {
                            Some(why) => connection.end(why),
                            None => connection.tick(now_ms),
                        }
                    }
                    None => connection.tick(now_ms),
                }
            }
        };
        if !run(steps, &mut line, &mut connection, &mut seat, &members).await {
            break;
        }
    }
    if let Some(seat) = seat {
        members.fanout.leave(&seat.cart.session, &seat.diner, seat.membership.id);
    }
}

/// Sends messages. False when the phone is gone, or takes nothing any more.
async fn send(line: &mut impl Line, messages: Vec<Message>, members: &Members) -> bool {
    match within(&members.time, SEND_WITHIN_MS, line.send(messages)).await {
        Some(sent) => sent.is_ok(),
        None => {
            cut_off(line).await;
            false
        }
    }
}

/// Ends the conversation with a phone that does not take its frames.
async fn cut_off(line: &mut impl Line) {
    hang_up(line, CLOSE_TRY_AGAIN, "too_slow").await;
}

/// Ends a conversation. The other side may take nothing any more, then it goes without a word.
async fn hang_up(line: &mut impl Line, code: u16, reason: &'static str) {
    let _ = tokio::time::timeout(FAREWELL_WITHIN, line.close(code, reason)).await;
}

/// The next frame for a phone that was let in; never, for one that was not.
async fn next_frame(seat: &mut Option<Seat>) -> Option<Arc<Outgoing>> {
    match seat {
        Some(seat) => seat.membership.frames.recv().await,
        None => std::future::pending().await,
    }
}

/// A frame, and those that wait behind it.
fn with_waiting(frame: Arc<Outgoing>, seat: &mut Option<Seat>) -> Vec<Arc<Outgoing>> {
    let mut frames = vec![frame];
    while let Some(next) = seat.as_mut().and_then(|seat| seat.membership.frames.try_recv().ok()) {
        frames.push(next);
    }
    frames
}

/// Does what the connection asks for. False ends it.
async fn run(
    steps: Vec<Step>,
    line: &mut impl Line,
    connection: &mut Connection,
    seat: &mut Option<Seat>,
    members: &Members,
) -> bool {
    let mut steps = std::collections::VecDeque::from(steps);
    while let Some(step) = steps.pop_front() {
        match step {
            Step::Greet(hello) => {
                let now_ms = members.time.now().uptime_ms;
                let answer = members.greet(&hello).map(|admitted| {
                    *seat = Some(Seat {
                        token: hello.token,
                        ends_at_ms: now_ms.saturating_add(admitted.welcome.expires_in_ms),
                        cart: admitted.cart,
                        diner: admitted.diner,
                        membership: admitted.membership,
                    });
                    admitted.welcome
                });
                if let Some(seat) = seat {
                    members.keep_actors(&seat.cart).await;
                }
                steps.extend(connection.greeted(answer));
            }
            Step::Merge(changes) => {
                let Some(seat) = seat else { return false };
                let merged = members.merge(&seat.cart, &seat.diner, seat.membership.id, changes);
                if matches!(merged, Merged::Refused(_)) {
                    members.keep_actors(&seat.cart).await;
                }
                steps.extend(connection.merged(members.time.now().uptime_ms, merged));
            }
            Step::Review(is_reviewing) => {
                let Some(seat) = seat else { return false };
                members.fanout.set_reviewing(&seat.cart.session, seat.membership.id, is_reviewing);
            }
            Step::Send(frame) => {
                let frame = Outgoing::from(*frame);
                let message = frame.message(connection.speech());
                trace(members, seat, false, length(&message), || frame.told());
                if !send(line, vec![message], members).await {
                    return false;
                }
            }
            Step::Close { code, reason } => {
                hang_up(line, code, reason).await;
                return false;
            }
        }
    }
    true
}

/// Keeps a frame for developers.
fn trace(
    members: &Members,
    seat: &Option<Seat>,
    is_from_phone: bool,
    bytes: usize,
    what: impl FnOnce() -> String,
) {
    if let (Some(traces), Some(seat)) = (&members.traces, seat) {
        let (at_ms, connection) = (members.time.now().wall_ms, seat.membership.id);
        traces.keep(&seat.cart, Trace { at_ms, connection, is_from_phone, bytes, what: what() });
    }
}

/// A phone's frame in words.
fn told(bytes: &[u8], format: Format) -> String {
    match Packed::decode(bytes, format) {
        Some(packed) => format!("{packed:?}"),
        None => format!("{:?}", codec::decode::<FromDevice>(bytes, format)),
    }
}

fn length(message: &Message) -> usize {
    match message {
        Message::Binary(bytes) => bytes.len(),
        Message::Text(text) => text.len(),
        _ => 0,
    }
}
