//! The barest way from one device to a hub and back: as many sockets, messages as long and as often,
//! and a server that sends each message back.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use plato_tests::hub_address;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;

use crate::Plan;
use crate::figures::Figures;

/// Bytes of a message: about as many as a frame with one change has.
const MESSAGE_BYTES: usize = 240;

/// Serves on a runtime of its own, as the hub does.
fn serve(listener: std::net::TcpListener) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                tokio::spawn(async move {
                    let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
                    while let Some(Ok(message)) = socket.next().await {
                        if message.is_close() || socket.send(message).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
    });
}

/// Round trips of as many phones as there are.
pub async fn measure(plan: Plan) -> Figures {
    let listener = std::net::TcpListener::bind(hub_address()).unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    serve(listener);
    let phones = plan.tables * plan.phones;
    let phone = |number: usize| {
        let (url, offset) = (url.clone(), plan.every.mul_f64(number as f64 / phones as f64));
        tokio::spawn(async move { trips(&url, offset, plan).await })
    };
    let phones: Vec<_> = (0..phones).map(phone).collect();
    let mut times = Vec::new();
    for phone in phones {
        times.extend(phone.await.unwrap());
    }
    Figures::of(times)
}

async fn trips(url: &str, offset: Duration, plan: Plan) -> Vec<Duration> {
    let (mut socket, _) = tokio_tungstenite::connect_async_with_config(url, None, true).await.unwrap();
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + offset, plan.every);
    let until = Instant::now() + plan.time;
    let mut times = Vec::new();
    while Instant::now() < until {
        ticks.tick().await;
        let since = Instant::now();
        socket.send(Message::binary(vec![7; MESSAGE_BYTES])).await.unwrap();
        socket.next().await.unwrap().unwrap();
        times.push(since.elapsed());
    }
    times
}
