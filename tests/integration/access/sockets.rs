//! Every message that a device can send on either socket, from everyone who may try. The matches below
//! have no other arm: a new message does not compile before it has its row.

use plato_sync_protocol::api::Role;
use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::codec::Format;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub, FeedKind, FromDevice, FromHub};
use plato_tests::hub::ROLES;
use plato_tests::phone::{add, hello, receive, refused, send};
use plato_tests::{Guest, Phone, Socket, StaffScreen, TestHub};

/// Every message of a phone, one of each, with the things of a table in it.
fn of_phones(token: &str, changes: &[CartChange]) -> Vec<FromDevice> {
    let mut all = vec![FromDevice::Hello(hello(token))];
    loop {
        let next = match all.last().unwrap() {
            FromDevice::Hello(_) => FromDevice::Changes(changes.to_vec()),
            FromDevice::Changes(_) => FromDevice::Reviewing(true),
            FromDevice::Reviewing(_) => FromDevice::Ping,
            FromDevice::Ping => return all,
        };
        all.push(next);
    }
}

/// Every message of a staff screen.
fn of_screens(token: Option<&str>) -> Vec<FeedFromDevice> {
    let first =
        FeedFromDevice::Hello { feed: FeedKind::Kitchen, token: token.map(str::to_owned), since: None };
    let mut all = vec![first];
    loop {
        let next = match all.last().unwrap() {
            FeedFromDevice::Hello { feed: FeedKind::Kitchen, token, since } => {
                FeedFromDevice::Hello { feed: FeedKind::Floor, token: token.clone(), since: *since }
            }
            FeedFromDevice::Hello { feed: FeedKind::Floor, .. } => FeedFromDevice::Ping,
            FeedFromDevice::Ping => FeedFromDevice::Shown { tickets: vec!["1-grill".parse().unwrap()] },
            FeedFromDevice::Shown { .. } => {
                FeedFromDevice::Watch { session: Some("aaaaaaaaaa".parse().unwrap()) }
            }
            FeedFromDevice::Watch { .. } => return all,
        };
        all.push(next);
    }
}

/// Who may see a feed.
fn sees(role: Role, feed: FeedKind) -> bool {
    match feed {
        FeedKind::Kitchen => role != Role::Cashier,
        FeedKind::Floor => role != Role::Kitchen,
    }
}

/// Everyone who is nobody of an open visit, with what a hello of theirs is refused with.
async fn strangers(hub: &TestHub) -> Vec<(String, &'static str)> {
    let party = hub.table("3").seated(2).await;
    let gone = party.joined_by("Gone").await;
    party.closed().await;
    let mut strangers = vec![
        (String::new(), "token_unknown"),
        ("0".repeat(64), "token_unknown"),
        (gone.token, "session_closed"),
    ];
    for role in ROLES {
        strangers.push((hub.staff(role).await.token().unwrap().to_owned(), "token_wrong_kind"));
    }
    strangers
}

/// A guest with a phone, and a change that they made and the hub does not have.
async fn table(hub: &TestHub, id: &str, name: &str) -> (Guest, Phone, CartChange) {
    let guest = hub.table(id).seated(2).await.joined_by(name).await;
    let mut phone = guest.phone(hub).await;
    phone.adds("soup", &[], 1).await;
    phone.saved().await;
    let edit = add("coffee", &[], 1, &guest.diner);
    let change = phone.cart.author(phone.actor, vec![edit]).unwrap();
    (guest, phone, change)
}

/// Checks that the next thing a phone hears is the answer to its own question.
async fn hears_nothing(phone: &mut Phone, why: &str) {
    phone.says(&FromDevice::Ping).await;
    assert_eq!(phone.frame().await, FromHub::Pong, "{why}");
}

#[tokio::test]
async fn no_message_of_somebody_who_is_not_let_in_does_anything() {
    let hub = TestHub::start().await;
    let (_, mut phone, change) = table(&hub, "1", "Ada").await;
    for (token, code) in strangers(&hub).await {
        for message in of_phones(&token, std::slice::from_ref(&change)) {
            for format in [Format::Cbor, Format::Json] {
                let mut socket = hub.phone_socket().await;
                let told = hub.unchanged_by(async {
                    send(&mut socket, &message, format).await;
                    refused(&mut socket).await
                });
                let code = if matches!(message, FromDevice::Hello(_)) { code } else { "hello_missing" };
                assert_eq!(told.await, (code.into(), 1008), "{message:?}");
            }
        }
    }
    hears_nothing(&mut phone, "a stranger was heard at the table").await;
}

#[tokio::test]
async fn no_message_of_another_table_reaches_this_one() {
    let hub = TestHub::start().await;
    let (ada, mut phone, change) = table(&hub, "1", "Ada").await;
    let (ben, _, _) = table(&hub, "2", "Ben").await;
    let (cart, position) = (ada.cart().await.heads, hub.position());
    // All that Ben can know of Ada's table: her actor, her changes, what her cart has.
    for message in of_phones(&ben.token, std::slice::from_ref(&change)) {
        let mut greeting = hello(&ben.token);
        greeting.actor = Some(phone.actor);
        greeting.have = phone.cart.vector();
        let mut socket = hub.phone_socket().await;
        send(&mut socket, &FromDevice::Hello(greeting), Format::Cbor).await;
        let (FromHub::Welcome(welcome), _) = receive(&mut socket).await.unwrap() else {
            panic!("no welcome")
        };
        assert_eq!(welcome.session, ben.session);
        assert_ne!(welcome.actor, phone.actor, "an actor of another table was issued");
        assert!(welcome.diners.iter().all(|diner| diner.name == "Ben"), "{:?}", welcome.diners);
        assert!(!welcome.actors.contains(&phone.actor));
        send(&mut socket, &message, Format::Cbor).await;
        match message {
            // Only once; and for changes of an author that this table does not know there is a reset.
            FromDevice::Hello(_) => drop(refused(&mut socket).await),
            FromDevice::Changes(_) => {
                let is_refusal =
                    |frame: &FromHub| matches!(frame, FromHub::CartReset(_) | FromHub::CartNeeded(_));
                while !is_refusal(&receive(&mut socket).await.unwrap().0) {}
            }
            FromDevice::Reviewing(_) | FromDevice::Ping => {
                send(&mut socket, &FromDevice::Ping, Format::Cbor).await;
                while receive(&mut socket).await.unwrap().0 != FromHub::Pong {}
            }
        }
        hears_nothing(&mut phone, "another table was heard at this one").await;
    }
    let seen = ada.cart().await;
    assert_eq!((seen.heads, hub.position()), (cart, position));
}

#[tokio::test]
async fn nobody_goes_on_talking_after_the_visit_is_over() {
    let hub = TestHub::start().await;
    for number in 0..of_phones("", &[]).len() {
        let table_id = (number + 1).to_string();
        let party = hub.table(&table_id).seated(2).await;
        let ada = party.joined_by("Ada").await;
        let mut phone = ada.phone(&hub).await;
        let edit = add("coffee", &[], 1, &ada.diner);
        let change = phone.cart.author(phone.actor, vec![edit]).unwrap();
        party.closed().await;
        let message = of_phones(&ada.token, &[change]).swap_remove(number);
        hub.unchanged_by(async {
            phone.says(&message).await;
            phone.socket.ended().await;
        })
        .await;
    }
}

#[tokio::test]
async fn every_message_of_a_staff_screen_is_only_for_those_it_is_meant_for() {
    let hub = TestHub::start().await;
    let guest = hub.table("1").seated(2).await.joined_by("Ada").await;
    let mut people: Vec<(Option<String>, Option<Role>)> =
        strangers(&hub).await.into_iter().take(3).map(|(token, _)| (Some(token), None)).collect();
    people.push((None, None));
    people.push((Some(guest.token.clone()), None));
    for role in ROLES {
        people.push((hub.staff(role).await.token().map(str::to_owned), Some(role)));
    }
    for (token, role) in people {
        for message in of_screens(token.as_deref()) {
            let mut screen = StaffScreen::with_socket(Socket::open(hub.address(), "/api/feed", None).await);
            let wanted = match (&message, role) {
                (FeedFromDevice::Hello { feed, .. }, Some(role)) if sees(role, *feed) => None,
                (FeedFromDevice::Hello { .. }, Some(_)) => Some("role_forbidden"),
                (FeedFromDevice::Hello { .. }, None) => Some("staff_signed_out"),
                (FeedFromDevice::Ping | FeedFromDevice::Shown { .. } | FeedFromDevice::Watch { .. }, _) => {
                    Some("hello_missing")
                }
            };
            screen.says(&message).await;
            match wanted {
                Some(code) => {
                    assert_eq!(
                        hub.unchanged_by(screen.refused()).await,
                        (code.into(), 1008),
                        "{role:?} {message:?}"
                    );
                    assert_eq!(screen.heard.len(), 1, "something came before");
                }
                None => {
                    let first = screen.frame().await;
                    assert!(!matches!(first, FeedFromHub::Refused { .. }), "{role:?} {message:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn only_a_kitchen_display_says_what_it_shows() {
    let hub = TestHub::start().await;
    let mut screen = hub.screen(Role::Waiter, FeedKind::Floor).await;
    screen.frame().await;
    screen.says(&FeedFromDevice::Shown { tickets: vec!["1-grill".parse().unwrap()] }).await;
    assert_eq!(screen.refused().await, ("frame_unreadable".into(), 1008));
}
