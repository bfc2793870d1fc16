//! Carts on a real redb file.

use plato_sync_protocol::cart::NewUnit;
use plato_sync_protocol::vector::ChangeHash;

use super::*;

const HUB: ActorId = ActorId([1; 16]);
const PHONE: ActorId = ActorId([2; 16]);

fn session() -> SessionId {
    "sessionaaa".parse().unwrap()
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
    store.write(|transaction| Carts::create(transaction, &session(), HUB)).unwrap();
    let carts = Carts::new(store.clone());
    let mut live = carts.lock(&session()).unwrap();
    live.issue_actor(&diner(), None, PHONE).unwrap();
    drop(live);
    (store, carts)
}

fn save(store: &Store, carts: &Carts) {
    let mut live = carts.lock(&session()).unwrap();
    store.write(|transaction| live.save(transaction, &session())).unwrap();
    live.saved();
}

/// A phone's copy of the cart.
fn phone(carts: &Carts) -> Cart {
    Cart::load(&carts.lock(&session()).unwrap().cart().save()).unwrap()
}

#[test]
fn a_cart_comes_back_from_disk_with_its_changes_and_actors() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    assert_eq!(carts.lock(&session()).unwrap().merge(&change), Ok(Accepted::New));
    let vector = phone(&carts).vector();
    assert!(!carts.lock(&session()).unwrap().durable().covers(&vector));
    save(&store, &carts);
    let heads = carts.lock(&session()).unwrap().cart().heads();
    drop((store, carts));
    let carts = Carts::new(Store::open(folder.path()).unwrap());
    let mut live = carts.lock(&session()).unwrap();
    assert_eq!(live.cart().heads(), heads);
    assert_eq!(live.issue_actor(&diner(), Some(PHONE), ActorId([9; 16])), Ok(PHONE));
}

#[test]
fn what_a_power_cut_would_take_is_known_until_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    assert!(carts.lock(&session()).unwrap().has_new_actors());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    carts.lock(&session()).unwrap().merge(&change).unwrap();
    assert_eq!(carts.lock(&session()).unwrap().unsaved(), [change]);
    save(&store, &carts);
    let live = carts.lock(&session()).unwrap();
    assert!(live.unsaved().is_empty() && !live.has_new_actors());
}

#[test]
fn a_session_has_256_actors_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let mut live = carts.lock(&session()).unwrap();
    let number = |index: usize| ActorId((index as u128 + 1_000).to_be_bytes());
    // The first was issued at seating.
    for index in 1..ACTORS_PER_SESSION_MAX {
        assert_eq!(live.issue_actor(&diner(), None, number(index)), Ok(number(index)));
    }
    let one_more = live.issue_actor(&diner(), None, number(ACTORS_PER_SESSION_MAX));
    assert_eq!(one_more, Err(MergeRefusal::TooManyActors));
    // Who has one goes on with it.
    assert_eq!(live.issue_actor(&diner(), Some(PHONE), number(0)), Ok(PHONE));
}

#[test]
fn what_was_not_saved_is_gone_and_can_be_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, carts) = seated(folder.path());
    save(&store, &carts);
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    carts.lock(&session()).unwrap().merge(&change).unwrap();
    carts.forget_all();
    assert_eq!(carts.lock(&session()).unwrap().merge(&change), Ok(Accepted::New));
    assert_eq!(carts.lock(&session()).unwrap().merge(&change), Ok(Accepted::Known));
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
    let before = carts.lock(&session()).unwrap().cart().save();
    let mut live = carts.lock(&session()).unwrap();
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
    assert_eq!(carts.lock(&session()).unwrap().issue_actor(&other, Some(PHONE), fresh), Ok(fresh));
}

#[test]
fn a_panic_rebuilds_the_cart_and_ends_there() {
    let folder = tempfile::tempdir().unwrap();
    let (_store, carts) = seated(folder.path());
    let change = phone(&carts).author(PHONE, vec![add("lineaaaaaa", "unitaaaaaa", &diner())]).unwrap();
    let mut live = carts.lock(&session()).unwrap();
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
    assert!(matches!(carts.lock(&session()), Err(CartFault::Unknown(_))));
}
