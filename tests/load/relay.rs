//! The barest thing that brings an edit from one phone to the others of its table: a WebSocket server
//! that hands each message to everybody else in the room and keeps nothing. For the herd it keeps what
//! was said and hands it to whoever comes later, or messages would be lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use plato_hub::web::edge;
use plato_tests::hub_address;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::Plan;
use crate::edits::{AFTER, Spread};
use crate::figures::Figures;
use crate::rig::{self, Server};

/// Bytes of a message: as many as a packed frame with an edit of a quantity has.
const MESSAGE_BYTES: usize = 86;

#[derive(Default)]
struct Room {
    members: Vec<(u64, UnboundedSender<Message>)>,
    said: Vec<Message>,
}

type Rooms = Arc<Mutex<HashMap<String, Room>>>;

/// Runs the server.
pub fn serve() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(async { edge::listen(hub_address()) }).unwrap();
    let hello = json!({ "address": listener.local_addr().unwrap() });
    runtime.spawn(async move {
        let rooms = Rooms::default();
        let mut id = 0;
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            id += 1;
            tokio::spawn(attend(stream, id, rooms.clone()));
        }
    });
    rig::answer_all(&hello, |_| Value::Null);
}

#[expect(clippy::result_large_err, reason = "the library's callback returns it")]
async fn attend(stream: TcpStream, id: u64, rooms: Rooms) {
    let mut path = String::new();
    let note = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let mut socket = tokio_tungstenite::accept_hdr_async(stream, note).await.unwrap();
    let mut news = enter(&rooms, &path, id);
    let keeps = path.starts_with("/herd");
    loop {
        tokio::select! {
            said = socket.next() => match said {
                Some(Ok(message)) if message.is_binary() => relay(&rooms, &path, id, &message, keeps),
                _ => break,
            },
            message = news.recv() => {
                if socket.send(message.unwrap()).await.is_err() {
                    break;
                }
            }
        }
    }
    rooms.lock().unwrap().get_mut(&path).unwrap().members.retain(|(other, _)| *other != id);
}

fn enter(rooms: &Rooms, path: &str, id: u64) -> UnboundedReceiver<Message> {
    let (sender, news) = unbounded_channel();
    let mut rooms = rooms.lock().unwrap();
    let room = rooms.entry(path.to_owned()).or_default();
    room.said.iter().for_each(|message| sender.send(message.clone()).unwrap());
    room.members.push((id, sender));
    news
}

fn relay(rooms: &Rooms, path: &str, id: u64, message: &Message, keeps: bool) {
    let mut rooms = rooms.lock().unwrap();
    let room = rooms.get_mut(path).unwrap();
    for (_, member) in room.members.iter().filter(|(other, _)| *other != id) {
        // Whoever has just gone does not hear it.
        let _ = member.send(message.clone());
    }
    if keeps {
        room.said.push(message.clone());
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn open(address: &str, room: &str) -> Socket {
    let url = format!("ws://{address}{room}");
    tokio_tungstenite::connect_async_with_config(url, None, true).await.unwrap().0
}

/// As many phones as a hub would have say as much as often.
pub async fn measure(plan: Plan) -> Spread {
    let server = Server::start(&["relay"]);
    let address = server.hello["address"].as_str().unwrap().to_owned();
    let count = plan.tables * plan.phones;
    let mut sockets = Vec::new();
    for number in 0..count {
        sockets.push(open(&address, &format!("/room/{}", number / plan.phones)).await);
    }
    let (began, cpu) = (Instant::now(), server.cpu());
    let phone = |(number, socket)| {
        let offset = plan.every.mul_f64(number as f64 / count as f64);
        tokio::spawn(chat(socket, began, offset, plan))
    };
    let phones: Vec<_> = sockets.into_iter().enumerate().map(phone).collect();
    let (mut times, mut edits) = (Vec::new(), 0);
    for phone in phones {
        let (own_times, own_edits) = phone.await.unwrap();
        times.extend(own_times);
        edits += own_edits;
    }
    let expected = edits * (plan.phones - 1);
    let lost = (times.len() != expected).then(|| format!("the relay: {} of {expected}", times.len()));
    Spread {
        edits,
        bytes: edits * plan.phones * (MESSAGE_BYTES + 2) + edits * 4,
        cpu: server.cpu().zip(cpu).map(|(after, before)| after - before),
        rss_kib: server.rss_kib(),
        figures: Figures::of(times),
        lost: lost.into_iter().collect(),
    }
}

/// A phone that says when it says something, and notes how long what it hears was on its way. What
/// comes later than a second after the last edit is lost.
async fn chat(mut socket: Socket, began: Instant, offset: Duration, plan: Plan) -> (Vec<Duration>, usize) {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::from_std(began + offset), plan.every);
    let until = tokio::time::sleep_until(tokio::time::Instant::from_std(began + plan.time));
    let after = tokio::time::sleep_until(tokio::time::Instant::from_std(began + plan.time + AFTER));
    tokio::pin!(until, after);
    let (mut times, mut edits) = (Vec::new(), 0);
    loop {
        tokio::select! {
            _ = ticks.tick(), if !until.is_elapsed() => {
                let mut message = vec![7; MESSAGE_BYTES];
                let at = began.elapsed().as_nanos() as u64;
                message[..8].copy_from_slice(&at.to_le_bytes());
                socket.send(Message::binary(message)).await.unwrap();
                edits += 1;
            }
            message = socket.next() => {
                let now = began.elapsed();
                let bytes = message.unwrap().unwrap().into_data();
                let at = Duration::from_nanos(u64::from_le_bytes(bytes[..8].try_into().unwrap()));
                times.push(now.saturating_sub(at));
            }
            () = &mut until, if !until.is_elapsed() => {}
            () = &mut after => return (times, edits),
        }
    }
}

/// All phones connect at once, say something and hear the others of their table: how long that takes.
pub async fn herd(plan: Plan) -> Duration {
    let server = Server::start(&["relay"]);
    let address = server.hello["address"].as_str().unwrap().to_owned();
    let began = Instant::now();
    let phone = |number: usize| {
        let (address, room) = (address.clone(), format!("/herd/{}", number / plan.phones));
        tokio::spawn(async move {
            let mut socket = open(&address, &room).await;
            socket.send(Message::binary(vec![7; MESSAGE_BYTES])).await.unwrap();
            for _ in 1..plan.phones {
                socket.next().await.unwrap().unwrap();
            }
            socket
        })
    };
    let phones: Vec<_> = (0..plan.tables * plan.phones).map(phone).collect();
    let mut sockets = Vec::new();
    for phone in phones {
        sockets.push(phone.await.unwrap());
    }
    began.elapsed()
}
