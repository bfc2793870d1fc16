//! What the machine can do without a hub: an echo over a WebSocket, a commit to the disk.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use plato_hub::store::Store;
use plato_tests::socket::Socket;
use redb::TableDefinition;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;

const ECHOES: usize = 1_000;
const COMMITS: u64 = 200;
const ROWS: TableDefinition<u64, &[u8]> = TableDefinition::new("rows");

/// Round trips of 200 bytes.
pub async fn echo() -> Vec<Duration> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        while let Some(Ok(message)) = socket.next().await {
            if socket.send(message).await.is_err() {
                break;
            }
        }
    });
    let mut socket = Socket::open(address, "/", None).await;
    let mut times = Vec::new();
    for _ in 0..ECHOES {
        let sent = Instant::now();
        socket.send(Message::binary(vec![7; 200])).await;
        socket.message().await.unwrap();
        times.push(sent.elapsed());
    }
    times
}

/// Commits of one row of 1 KB each, as the hub makes them.
pub fn commits() -> Vec<Duration> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let commit = |row: u64| {
        let begun = Instant::now();
        let written = store.write(|transaction| {
            transaction.open_table(ROWS)?.insert(row, [7; 1024].as_slice())?;
            Ok(())
        });
        written.unwrap();
        begun.elapsed()
    };
    (0..COMMITS).map(commit).collect()
}
