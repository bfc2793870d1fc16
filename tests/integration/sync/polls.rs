//! The same frames over HTTP, for phones whose network lets no WebSocket through.

use plato_sync_protocol::cart::{Cart, Gate};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::limits::{POLLS_MAX, POLLS_PER_DINER_MAX};
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Welcome};
use plato_tests::phone::{add, hello};
use plato_tests::{Answer, Guest, TestHub};

use super::connected;

const PATH: &str = "/api/sync/poll";
const FRAMES: &str = "application/octet-stream";

fn body(frames: &[FromDevice]) -> Vec<u8> {
    let framed = |frame: &FromDevice| {
        let bytes = codec::encode(frame, Format::Cbor);
        [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], &bytes].concat()
    };
    frames.iter().flat_map(framed).collect()
}

fn frames(answer: &Answer) -> Vec<FromHub> {
    assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (200, FRAMES));
    let (mut rest, mut frames) = (&answer.bytes[..], Vec::new());
    while let Some((length, bytes)) = rest.split_first_chunk::<4>() {
        let (frame, after) = bytes.split_at(u32::from_be_bytes(*length) as usize);
        frames.push(codec::decode_trusted(frame, Format::Cbor).unwrap());
        rest = after;
    }
    frames
}

struct Poller<'h> {
    hub: &'h TestHub,
    id: String,
    waiting: Vec<FromHub>,
    welcome: Welcome,
    cart: Cart,
}

impl<'h> Poller<'h> {
    async fn connect(hub: &'h TestHub, guest: &Guest) -> Self {
        let hello = body(&[FromDevice::Hello(hello(&guest.token))]);
        let answer = hub.anyone().post(PATH).body(FRAMES, hello).await;
        let id = answer.headers["plato-poll"].to_str().unwrap().to_owned();
        let mut waiting = frames(&answer);
        let FromHub::Welcome(welcome) = waiting.remove(0) else { panic!("not a welcome") };
        let CartStart::Snapshot(saved) = &welcome.cart else { panic!("not a snapshot") };
        let cart = Cart::load(saved).unwrap();
        Self { hub, id, waiting, welcome: *welcome, cart }
    }

    async fn call(&self, frames: &[FromDevice]) -> Answer {
        self.hub.anyone().post(PATH).field("plato-poll", &self.id).body(FRAMES, body(frames)).await
    }

    /// A call with its number in the conversation.
    async fn numbered(&self, number: &str, frames: &[FromDevice]) -> Answer {
        let call =
            self.hub.anyone().post(PATH).field("plato-poll", &self.id).field("plato-poll-call", number);
        call.body(FRAMES, body(frames)).await
    }

    async fn says(&mut self, frame: FromDevice) {
        let answer = self.call(&[frame]).await;
        self.waiting.extend(frames(&answer));
    }

    async fn until<T>(&mut self, look: impl Fn(&FromHub) -> Option<T>) -> T {
        loop {
            while !self.waiting.is_empty() {
                let frame = self.waiting.remove(0);
                if let FromHub::CartUpdated(changes) = &frame {
                    for change in changes {
                        self.cart.accept(change, Gate::Device).unwrap();
                    }
                }
                if let Some(found) = look(&frame) {
                    return found;
                }
            }
            let answer = self.call(&[]).await;
            self.waiting.extend(frames(&answer));
        }
    }
}

#[tokio::test]
async fn a_phone_without_a_socket_shares_the_cart() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let mut hers = Poller::connect(&hub, &party.joined_by("Ada").await).await;
    let mut his = party.joined_by("Ben").await.phone(&hub).await;
    his.adds("soup", &[], 1).await;
    let changes = |frame: &FromHub| matches!(frame, FromHub::CartUpdated(_)).then_some(());
    hers.until(changes).await;
    let edit = add("coffee", &[], 1, &hers.welcome.diner);
    let change = hers.cart.author(hers.welcome.actor, vec![edit]).unwrap();
    hers.says(FromDevice::Changes(vec![change.clone()])).await;
    his.level_with(&hers.cart).await;
    let accepted = |frame: &FromHub| match frame {
        FromHub::CartAccepted(vector) => (vector.of(&change.actor) == 1).then_some(()),
        _ => None,
    };
    hers.until(accepted).await;
    assert_eq!(hers.cart.heads(), his.cart.heads());
}

#[tokio::test]
async fn a_newer_call_releases_the_one_that_waits() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    let phone = Poller::connect(&hub, &guest).await;
    let (first, second) = tokio::join!(phone.numbered("1", &[]), phone.numbered("2", &[FromDevice::Ping]));
    let all: Vec<_> = [first, second].iter().flat_map(frames).collect();
    assert!(all.contains(&FromHub::Pong), "{all:?}");
}

/// The first of two calls was held up, the second fetched what came before the answer of the first: an order
/// that was ready was in the kitchen again.
#[tokio::test]
async fn a_call_that_overtakes_another_is_taken_after_it() {
    let hub = TestHub::start().await;
    let party = hub.table("1").seated(2).await;
    let mut hers = Poller::connect(&hub, &party.joined_by("Ada").await).await;
    let (mut edits, mut says) = (Vec::new(), Vec::new());
    for dish in ["soup", "coffee"] {
        edits.push(
            hers.cart.author(hers.welcome.actor, vec![add(dish, &[], 1, &hers.welcome.diner)]).unwrap(),
        );
        says.push([FromDevice::Changes(vec![edits[edits.len() - 1].clone()])]);
    }
    let second = hers.numbered("2", &says[1]);
    tokio::pin!(second);
    // Not before the hub has had time for another call altogether.
    tokio::select! {
        answer = &mut second => panic!("taken before the first: {answer:?}"),
        _ = hub.anyone().get("/healthz") => {}
    }
    let (first, second) = tokio::join!(hers.numbered("1", &says[0]), second);
    let mut heard: Vec<_> = [first, second].iter().flat_map(frames).collect();
    let is_accepted = |frame: &FromHub| match frame {
        FromHub::CartNeeded(_) => panic!("the second edit came first"),
        FromHub::CartAccepted(vector) => vector.of(&edits[1].actor) == edits[1].seq,
        _ => false,
    };
    for number in 3.. {
        if heard.iter().any(is_accepted) {
            break;
        }
        heard = frames(&hers.numbered(&number.to_string(), &[]).await);
    }
}

#[tokio::test]
async fn a_refusal_is_told_and_ends_the_conversation() {
    let hub = TestHub::start().await;
    let ghost = body(&[FromDevice::Hello(hello(&"0".repeat(64)))]);
    let answer = hub.anyone().post(PATH).body(FRAMES, ghost).await;
    let [FromHub::Refused(refused)] = &frames(&answer)[..] else { panic!("{answer:?}") };
    assert_eq!(refused.code, "token_unknown");
    assert!(answer.headers.contains_key("plato-poll-ended"), "{answer:?}");
    let id = answer.headers["plato-poll"].to_str().unwrap();
    hub.anyone().post(PATH).field("plato-poll", id).body(FRAMES, "").await.refused(404, "poll_unknown");
    for frames_of_nobody in [body(&[]), body(&[FromDevice::Ping])] {
        let answer = hub.anyone().post(PATH).body(FRAMES, frames_of_nobody).await;
        let [FromHub::Refused(refused)] = &frames(&answer)[..] else { panic!("{answer:?}") };
        assert_eq!(refused.code, "hello_missing");
    }
}

/// Each held a place for half a minute: thirty a second kept out every guest who has no other way.
#[tokio::test]
async fn those_who_are_not_let_in_hold_no_conversation() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    let ghost = body(&[FromDevice::Hello(hello(&"0".repeat(64)))]);
    for _ in 0..=POLLS_MAX {
        let answer = hub.anyone().post(PATH).body(FRAMES, ghost.clone()).await;
        assert!(answer.headers.contains_key("plato-poll-ended"), "{answer:?}");
    }
    Poller::connect(&hub, &guest).await;
}

#[tokio::test]
async fn a_guest_with_one_conversation_too_many_loses_the_oldest() {
    let hub = TestHub::start().await;
    let (guest, _) = connected(&hub, "Ada").await;
    let first = Poller::connect(&hub, &guest).await;
    for _ in 0..POLLS_PER_DINER_MAX {
        Poller::connect(&hub, &guest).await;
    }
    let path = || hub.anyone().post(PATH).field("plato-poll", &first.id);
    path().body(FRAMES, "").await.refused(404, "poll_unknown");
}

#[tokio::test]
async fn calls_that_make_no_sense_are_refused() {
    let hub = TestHub::start().await;
    let post = || hub.anyone().post(PATH);
    post().body(FRAMES, vec![0, 0, 0, 9, 1]).await.refused(400, "poll_malformed");
    post().body(FRAMES, vec![0, 0]).await.refused(400, "poll_malformed");
    post().field("plato-poll", "nobody").body(FRAMES, "").await.refused(404, "poll_unknown");
    let (guest, _) = connected(&hub, "Ada").await;
    let phone = Poller::connect(&hub, &guest).await;
    for number in ["", "-1", "one"] {
        phone.numbered(number, &[]).await.refused(400, "poll_malformed");
    }
    for number in ["0", "3"] {
        phone.numbered(number, &[]).await.refused(409, "poll_out_of_turn");
    }
    post().body(FRAMES, vec![0; 128 * 1024 + 1]).await.refused(413, "body_too_long");
}
