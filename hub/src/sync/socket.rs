//! Drives a phone's connection over a WebSocket.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::message::FromHub;

use super::CLOSE_TRY_AGAIN;
use super::connection::{Connection, Merged, Step};
use super::fanout::Membership;
use super::members::Members;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);

struct Seat {
    session: SessionId,
    diner: DinerId,
    membership: Membership,
}

/// Talks to one phone until either side ends it.
pub async fn serve(mut socket: WebSocket, members: Members) {
    let mut connection = Connection::open(members.time.now().uptime_ms);
    let mut seat: Option<Seat> = None;
    let mut ticks = tokio::time::interval(TICK);
    loop {
        let steps = tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    connection.frame(members.time.now().uptime_ms, &bytes, Format::Cbor)
                }
                Some(Ok(Message::Text(text))) => {
                    connection.frame(members.time.now().uptime_ms, text.as_bytes(), Format::Json)
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            },
            frame = next_frame(&mut seat) => match frame {
                Some(frame) => {
                    let ends = matches!(*frame, FromHub::SessionClosed);
                    if send(&mut socket, &connection, &frame).await.is_err() || ends {
                        break;
                    }
                    continue;
                }
                None => {
                    close(&mut socket, CLOSE_TRY_AGAIN, "too_slow").await;
                    break;
                }
            },
            _ = ticks.tick() => connection.tick(members.time.now().uptime_ms),
        };
        if !run(steps, &mut socket, &mut connection, &mut seat, &members).await {
            break;
        }
    }
    if let Some(seat) = seat {
        members.fanout.leave(&seat.session, seat.membership.id);
    }
}

/// The next frame for a phone that was let in; never, for one that was not.
async fn next_frame(seat: &mut Option<Seat>) -> Option<std::sync::Arc<FromHub>> {
    match seat {
        Some(seat) => seat.membership.frames.recv().await,
        None => std::future::pending().await,
    }
}

/// Does what the connection asks for. False ends it.
async fn run(
    steps: Vec<Step>,
    socket: &mut WebSocket,
    connection: &mut Connection,
    seat: &mut Option<Seat>,
    members: &Members,
) -> bool {
    let mut steps = std::collections::VecDeque::from(steps);
    while let Some(step) = steps.pop_front() {
        match step {
            Step::Greet(hello) => {
                let answer = members.greet(&hello).map(|admitted| {
                    *seat = Some(Seat {
                        session: admitted.session,
                        diner: admitted.diner,
                        membership: admitted.membership,
                    });
                    admitted.welcome
                });
                if let Some(seat) = seat {
                    members.keep_actors(&seat.session).await;
                }
                steps.extend(connection.greeted(answer));
            }
            Step::Merge(changes) => {
                let Some(seat) = seat else { return false };
                let merged = members.merge(&seat.session, &seat.diner, seat.membership.id, &changes);
                if matches!(merged, Merged::Refused(_)) {
                    members.keep_actors(&seat.session).await;
                }
                steps.extend(connection.merged(members.time.now().uptime_ms, merged));
            }
            Step::Send(frame) => {
                if send(socket, connection, &frame).await.is_err() {
                    return false;
                }
            }
            Step::Close { code, reason } => {
                close(socket, code, reason).await;
                return false;
            }
        }
    }
    true
}

async fn send(socket: &mut WebSocket, connection: &Connection, frame: &FromHub) -> Result<(), axum::Error> {
    let bytes = codec::encode(frame, connection.format());
    let message = match connection.format() {
        Format::Cbor => Message::Binary(bytes.into()),
        Format::Json => Message::Text(Utf8Bytes::try_from(bytes).expect("JSON is UTF-8")),
    };
    socket.send(message).await
}

async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason) };
    // The other side may be gone already.
    let _ = socket.send(Message::Close(Some(frame))).await;
}
