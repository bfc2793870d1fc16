//! How long the hub has been running, which is what everything with a time counts.

use std::sync::Arc;
use std::time::Duration;

use plato_hub::auth::HashCost;
use plato_hub::auth::secrets::Chance;
use plato_hub::store::Store;
use plato_hub::threads::Threads;
use plato_hub::writer::replay;
use plato_hub::{Hub, Parts};
use plato_tests::{TestClock, scratch};

/// A hub to which nobody came for hours was killed: then tokens had all their time again, and an old invite
/// lived again.
#[tokio::test(start_paused = true)]
async fn a_hub_that_has_nothing_to_do_still_keeps_how_long_it_has_been_running() {
    let folder = scratch();
    let store = Store::open(folder.path()).unwrap();
    let clock = Arc::new(TestClock::default());
    let parts = Parts {
        store: store.clone(),
        clock: clock.clone(),
        pepper: vec![7; 32],
        hash_cost: HashCost { memory_kib: 8, passes: 1 },
        chance: Chance::default(),
        threads: Threads::Several,
        public_url: "http://127.0.0.1".into(),
    };
    let hub = Hub::open(parts).unwrap();
    let writer = hub.app.members.writer.clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let idle_ms = 470 * 60_000;
    let nothing_happens = async {
        assert!(writer.is_alive().await);
        clock.advance(Duration::from_millis(idle_ms));
        // While this waits, tokio's own time goes on from one tick to the next.
        for _ in 0..1_000 {
            assert!(writer.is_alive().await);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        replay(&store).unwrap().2
    };
    tokio::select! {
        _ = hub.serve(listener, std::future::pending()) => unreachable!("nobody stops it"),
        kept_ms = nothing_happens => assert_eq!(kept_ms, idle_ms),
    }
}
