//! Members of a party, when the hub's database fails under them.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::ws::Message;
use plato_sync_protocol::codec::Format;
use redb::Database;
use redb::backends::InMemoryBackend;

use super::*;
use crate::clock::Clock;
use crate::store::{Store, StoreFault};
use crate::sync::fanout::Hears;
use crate::sync::line::{Gone, Line};
use crate::sync::outgoing::Speech;
use crate::venue::Venue;
use crate::writer::Writer;

struct StillClock;

impl Clock for StillClock {
    fn wall_ms(&self) -> u64 {
        1_000
    }

    fn steady(&self) -> Duration {
        Duration::ZERO
    }
}

/// A line to a phone that says nothing and takes everything.
struct Silent;

impl Line for Silent {
    fn poll_receive(&mut self, _: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>> {
        Poll::Pending
    }

    fn poll_send(&mut self, _: &mut Context<'_>, waiting: &mut VecDeque<Message>) -> Poll<Result<(), Gone>> {
        waiting.clear();
        Poll::Ready(Ok(()))
    }
}

/// A store that can be opened once.
fn store() -> Arc<Store> {
    let is_used = AtomicBool::new(false);
    let open = move || match is_used.swap(true, Ordering::SeqCst) {
        false => Ok(Database::builder().create_with_backend(InMemoryBackend::new())?),
        true => Err(StoreFault::Database(redb::Error::PreviousIo)),
    };
    Store::with_opener(PathBuf::from("memory"), Box::new(open)).unwrap()
}

fn members(store: &Arc<Store>) -> Members {
    let carts = Arc::new(Carts::new(store.clone()));
    let published = Arc::new(Published::default());
    let time = HubTime::new(Arc::new(StillClock), 0);
    let state = (Venue::default(), crate::log::Head::default());
    let (_, writer) =
        Writer::new(state, store.clone(), carts.clone(), time.clone(), Vec::new(), published.clone());
    let fanout = Fanout::new(published.clone(), time.clone());
    let (chance, quiet) = (Chance::default(), Arc::default());
    Members { carts, fanout, writer, published, time, chance, quiet, traces: None }
}

/// A write had failed and the database could not be opened again: phones that were connected heard
/// that their visit was over, and threw away what the hub did not have.
#[test]
fn a_database_that_is_away_does_not_end_a_visit() {
    let (session, diner): (SessionId, DinerId) =
        ("sessionaaa".parse().unwrap(), "dineraaaaa".parse().unwrap());
    let store = store();
    let (members, cart) = (members(&store), CartId::shared(&session));
    let mut begun = members.carts.begin(&cart, ActorId([1; 16]));
    store.write(|transaction| begun.save(transaction, &cart)).unwrap();
    begun.saved();
    drop(begun);
    let link = Link::new(Silent, Speech { format: Format::Cbor, packs: false });
    let phone = members.fanout.enter(
        &cart,
        (diner.clone(), TokenHash("token".into())),
        ActorId([2; 16]),
        Hears { door: false, bill: false },
        link,
    );
    assert!(matches!(members.merge(&cart, &diner, phone, vec![]), Merged::All));
    members.carts.forget_all();
    store.reopen().unwrap_err();
    assert!(matches!(members.merge(&cart, &diner, phone, vec![]), Merged::Unavailable));
}
