//! Connections that do nothing: half of them sockets that never say hello, the others silent, with half a head or
//! half a body each. More than the hub has places for, and one guest who wants to join meanwhile.

use std::net::SocketAddr;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use plato_tests::{Http, Raw};

use crate::door::{Door, join};
use crate::figures::Figures;

/// Guests who come while the crowd is there.
const GUESTS: usize = 10;
/// Connections that are opened at the same time.
const AT_ONCE: usize = 100;

/// Opens so many, lets guests join, and reports. Returns what was lost.
pub async fn measure(http: &Http, address: SocketAddr, doors: &[Door], count: usize) -> Vec<String> {
    let since = Instant::now();
    let mut crowd = Vec::new();
    let mut numbers = 0..count;
    loop {
        let mut opening: FuturesUnordered<_> =
            numbers.by_ref().take(AT_ONCE).map(|number| idle(address, number)).collect();
        if opening.is_empty() {
            break;
        }
        while let Some(raw) = opening.next().await {
            crowd.push(raw);
        }
    }
    let opened = since.elapsed();
    let (mut times, mut lost) = (Vec::new(), Vec::new());
    for door in doors.iter().take(GUESTS) {
        match join(http, door).await {
            (200, took, _) => times.push(took),
            (status, _, _) => {
                lost.push(format!("a guest who came into the crowd was answered with {status}"))
            }
        }
    }
    let mut open = 0;
    for raw in &mut crowd {
        open += usize::from(raw.is_quiet().await);
    }
    let figures = Figures::of(times);
    println!(
        "\n{count} connections that do nothing, opened in {} ms, {open} of them open to the end; {} of {GUESTS} guests joined meanwhile: p50 {}, max {}",
        opened.as_millis(),
        figures.count(),
        figures.shown(50),
        figures.shown(100)
    );
    drop(crowd);
    lost
}

async fn idle(address: SocketAddr, number: usize) -> Raw {
    let mut raw = Raw::open(address).await;
    match number % 6 {
        0 => {}
        4 => {
            let fields = "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 900";
            raw.send(&format!("POST /api/sessions/join HTTP/1.1\r\n{fields}\r\n\r\n{{\"name\": \"A")).await;
        }
        2 => raw.send("GET /api/menu HTTP/1.1\r\nHost: localhost\r\nX-Half: ").await,
        _ => {
            // Upgraded for certain: a request on its way would be another thing.
            raw.ask(
                "GET /api/sync HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            )
            .await;
        }
    }
    raw
}
