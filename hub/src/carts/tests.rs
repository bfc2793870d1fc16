//! Carts on a real redb file.

use std::collections::BTreeSet;

use plato_sync_protocol::cart::{Accepted, CartChange, CartEdit, ChangeRefusal, NewUnit};
use plato_sync_protocol::ids::DinerId;
use plato_sync_protocol::limits::{ACTORS_PER_DINER_MAX, ACTORS_PER_SESSION_MAX};
use plato_sync_protocol::vector::ChangeHash;
use redb::ReadableTableMetadata;

use super::*;

const HUB: ActorId = ActorId([1; 16]);
const PHONE: ActorId = ActorId([2; 16]);

fn nobody(_: &ActorId) -> bool {
    false
}

fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
}

fn id() -> CartId {
    CartId::shared(&session())
}

fn diner() -> DinerId {
    "dineraaaaa".parse().unwrap()
}

fn add(line: &str, unit: &str, by: &DinerId) -> CartEdit {
    CartEdit::AddLine {
        line: line.parse().unwrap(),
        item: "soup".parse().unwrap(),
        rev: 1,
        by: by.clone(),
        config: r#"{"m":[],"n":""}"#.into(),
        units: vec![NewUnit { unit: unit.parse().unwrap(), diner: by.clone() }],
    }
}

fn seated(folder: &std::path::Path) -> (Arc<Store>, Carts) {
    let store = Store::open(folder).unwrap();
    let carts = Carts::new(store.clone());
    let mut live = carts.begin(&id(), HUB);
    live.issue_actor(&diner(), None, PHONE, nobody).unwrap();
    drop(live);
    save(&store, &carts);
    (store, carts)
}

fn save(store: &Store, carts: &Carts) {
    let mut live = carts.lock(&id()).unwrap();
    store.write(|transaction| live.save(transaction, &id())).unwrap();
    live.saved();
}

/// A phone's copy of the cart.
fn phone(carts: &Carts) -> Cart {
    Cart::load(&carts.lock(&id()).unwrap().cart().save()).unwrap()
}

#[test]
fn a_cart_comes_back_from_disk_with_its_changes_and_actors() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    assert_eq!(carts.lock(&id()).unwrap().merge(&change), Ok(Accepted::New));
    let vector = phone(&carts).vector();
    assert!(!carts.lock(&id()).unwrap().durable().covers(&vector));
    save(&store, &carts);
    let heads = carts.lock(&id()).unwrap().cart().heads();
    drop((store, carts));
    let carts = Carts::new(Store::open(folder.path()).unwrap());
    let mut live = carts.lock(&id()).unwrap();
    assert_eq!(live.cart().heads(), heads);
    assert_eq!(live.issue_actor(&diner(), Some(PHONE), ActorId([9; 16]), nobody), Ok(PHONE));
}

#[test]
fn what_a_power_cut_would_take_is_known_until_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    carts.lock(&id()).unwrap().issue_actor(&diner(), None, ActorId([9; 16]), nobody).unwrap();
    assert!(carts.lock(&id()).unwrap().has_new_actors());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    carts.lock(&id()).unwrap().merge(&change).unwrap();
    assert_eq!(carts.lock(&id()).unwrap().unsaved(), [change]);
    save(&store, &carts);
    let live = carts.lock(&id()).unwrap();
    assert!(live.unsaved().is_empty() && !live.has_new_actors());
}

/// An actor by its number, none of those above.
fn numbered(index: usize) -> ActorId {
    ActorId((index as u128 + 1_000).to_be_bytes())
}

#[test]
fn a_diner_has_64_actors_a_session_256_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let mut live = carts.lock(&id()).unwrap();
    let everybody = |_: &ActorId| true;
    let diners = ["dineraaaaa", "dinerbbbbb", "dinerccccc", "dinerddddd"];
    // The first was issued at seating.
    for index in 1..ACTORS_PER_SESSION_MAX {
        let whose = diners[index / ACTORS_PER_DINER_MAX].parse().unwrap();
        let issued = live.issue_actor(&whose, None, numbered(index), everybody);
        assert_eq!(issued, Ok(numbered(index)));
        if (index + 1).is_multiple_of(ACTORS_PER_DINER_MAX) {
            let one_more = live.issue_actor(&whose, None, numbered(999), everybody);
            assert_eq!(one_more, Err(MergeRefusal::TooManyActors));
        }
    }
    let one_more = live.issue_actor(&"dinereeeee".parse().unwrap(), None, numbered(999), everybody);
    assert_eq!(one_more, Err(MergeRefusal::TooManyActors));
    // Who has one goes on with it.
    assert_eq!(live.issue_actor(&diner(), Some(PHONE), numbered(999), nobody), Ok(PHONE));
}

/// Pages that keep nothing took a new one each time, and one guest could use up those of the party.
#[test]
fn whoever_opens_a_page_again_and_again_gets_an_actor_that_was_never_used() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    let mut live = carts.lock(&id()).unwrap();
    live.merge(&change).unwrap();
    let works = numbered(1);
    let issued: BTreeSet<_> = (1..500)
        .map(|index| live.issue_actor(&diner(), None, numbered(index), |actor| *actor == works).unwrap())
        .collect();
    assert_eq!(issued.len(), ACTORS_PER_DINER_MAX / 2 - 1, "no more than there were when it began");
    let again = live.issue_actor(&diner(), None, numbered(999), |actor| *actor == works).unwrap();
    assert!(again != PHONE && again != works, "one has made changes, as the other somebody works");
}

#[test]
fn what_was_not_saved_is_gone_and_can_be_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    save(&store, &carts);
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    carts.lock(&id()).unwrap().merge(&change).unwrap();
    carts.forget_all();
    assert_eq!(carts.lock(&id()).unwrap().merge(&change), Ok(Accepted::New));
    assert_eq!(carts.lock(&id()).unwrap().merge(&change), Ok(Accepted::Known));
}

#[test]
fn changes_of_strangers_or_in_anothers_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let edits = || vec![add("lineaaaaaa", "unitaaaaaa", &diner())];
    let stranger = phone(&carts).author(ActorId([7; 16]), edits()).unwrap();
    let other: DinerId = "dinerbbbbb".parse().unwrap();
    let foreign = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &other)]).unwrap();
    let forged = CartChange { hash: ChangeHash([0; 32]), ..phone(&carts).author(PHONE, edits()).unwrap() };
    let before = carts.lock(&id()).unwrap().cart().save();
    let mut live = carts.lock(&id()).unwrap();
    assert_eq!(live.merge(&stranger), Err(MergeRefusal::ForeignActor));
    assert_eq!(live.merge(&foreign), Err(MergeRefusal::ForeignDiner));
    assert_eq!(live.merge(&forged), Err(ChangeRefusal::Hash.into()));
    assert_eq!(live.cart().save(), before);
}

#[test]
fn an_actor_of_another_diner_is_not_handed_out() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let other: DinerId = "dinerbbbbb".parse().unwrap();
    let fresh = ActorId([9; 16]);
    assert_eq!(carts.lock(&id()).unwrap().issue_actor(&other, Some(PHONE), fresh, nobody), Ok(fresh));
}

#[test]
fn a_panic_rebuilds_the_cart_and_ends_there() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    let mut live = carts.lock(&id()).unwrap();
    live.merge(&change).unwrap();
    let heads = live.cart().heads();
    let refusal = live.guarded(|_| -> Result<(), MergeRefusal> { panic!("as Automerge might") });
    assert_eq!(refusal, Err(MergeRefusal::Panicked));
    assert_eq!(live.cart().heads(), heads);
}

#[test]
fn an_unknown_session_has_no_cart() {
    let folder = tempfile::tempdir().unwrap();
    let carts = Carts::new(Store::open(folder.path()).unwrap());
    assert!(matches!(carts.lock(&id()), Err(CartFault::Unknown(_))));
}

#[test]
fn a_cart_that_nobody_works_on_is_dropped_once_it_is_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    carts.lock(&id()).unwrap().merge(&change).unwrap();
    assert_eq!((carts.rest(|_| false), carts.live_count()), (vec![], 1), "it is not on disk");
    save(&store, &carts);
    assert_eq!((carts.rest(|_| true), carts.live_count()), (vec![], 1), "a phone works on it");
    let held = carts.lock(&id()).unwrap();
    assert_eq!((carts.rest(|_| false), carts.live_count()), (vec![], 1), "somebody holds it");
    drop(held);
    assert_eq!((carts.rest(|_| false), carts.live_count()), (vec![], 0));
    assert_eq!(carts.lock(&id()).unwrap().cart().heads(), [change.hash]);
}

#[test]
fn a_long_cart_is_compacted_before_it_is_dropped_and_stays_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    let mut phone = phone(&carts);
    for number in 0..CHANGES_BEFORE_COMPACTION {
        let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
        let named = |kind: &str| format!("{kind}{}{}", letter(number), letter(number / 26));
        let edit = add(&named("lineline"), &named("unitunit"), &diner());
        let change = phone.author(PHONE, vec![edit]).unwrap();
        carts.lock(&id()).unwrap().merge(&change).unwrap();
    }
    save(&store, &carts);
    assert_eq!((carts.rest(|_| false), carts.live_count()), (vec![id()], 1));
    carts.lock(&id()).unwrap().compact();
    save(&store, &carts);
    assert_eq!((carts.rest(|_| false), carts.live_count()), (vec![], 0));
    let live = carts.lock(&id()).unwrap();
    assert_eq!((live.cart().heads(), live.change_count()), (phone.heads(), 0));
    assert_eq!(live.cart().lines(), phone.lines());
    drop(live);
    // It goes on, also after the next change and another look at the disk.
    let change = phone.author(PHONE, vec![add("lineafterx", "unitafterx", &diner())]).unwrap();
    carts.lock(&id()).unwrap().merge(&change).unwrap();
    save(&store, &carts);
    carts.forget_all();
    assert_eq!(carts.lock(&id()).unwrap().cart().lines(), phone.lines());
}

#[test]
fn a_cart_whose_visit_is_over_is_only_in_the_archive() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    let mut live = carts.lock(&id()).unwrap();
    live.merge(&change).unwrap();
    store.write(|transaction| live.archive(transaction, &id())).unwrap();
    drop(live);
    carts.forget(&session());
    assert!(matches!(carts.lock(&id()), Err(CartFault::Unknown(_))));
    carts.look_at(&id(), |live| assert_eq!(live.cart().heads(), [change.hash])).unwrap();
    let other = CartId::shared(&"sessionbbb".parse().unwrap());
    assert!(matches!(carts.look_at(&other, |_| panic!("there is none")), Err(CartFault::Unknown(_))));
    let read = store.read().unwrap();
    let archive = read.open_table(CART_ARCHIVE).unwrap();
    let saved = archive.get(id().to_string().as_str()).unwrap().unwrap();
    assert_eq!(Cart::load(saved.value()).unwrap().heads(), [change.hash]);
    assert!(read.open_table(CART_CHANGES).unwrap().is_empty().unwrap());
    assert!(read.open_table(CART_ACTORS).unwrap().is_empty().unwrap());
}

#[test]
fn a_cart_that_is_being_loaded_keeps_nobody_from_another() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    carts.forget_all();
    let turn = carts.memory.lock().loading.entry(id()).or_default().clone();
    let held = turn.lock();
    let other = CartId::shared(&"sessionbbb".parse().unwrap());
    assert!(matches!(carts.lock(&other), Err(CartFault::Unknown(_))), "it was looked for, and is not there");
    drop(held);
    assert_eq!(carts.lock(&id()).unwrap().change_count(), 0);
    drop(store);
}

#[test]
fn what_was_forgotten_while_it_was_loaded_is_loaded_anew_and_once_for_all_who_wait() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    carts.forget_all();
    let carts = &carts;
    let pointers: BTreeSet<usize> = std::thread::scope(|scope| {
        let loads = |_| {
            scope.spawn(|| {
                let live = carts.lock(&id()).unwrap();
                std::ptr::from_ref(&*live) as usize
            })
        };
        let all: Vec<_> = (0..8).map(loads).collect();
        all.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(pointers.len(), 1, "two copies of a cart would go apart");
    assert!(carts.memory.lock().loading.is_empty());
}
