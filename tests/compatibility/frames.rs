//! Every frame, as it travels: in JSON and, on the sockets of phones, in CBOR.

use std::fmt::Debug;

use plato_sync_protocol::bill::view::PaymentNews;
use plato_sync_protocol::cart::{Cart, CartEdit, NewUnit};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::door::{DoorView, InviteView, KnockView};
use plato_sync_protocol::floor::{
    CallKind, CallView, FloorView, HeldCourseView, HeldDishView, ReadyDishView, ReadyOrderView, RoomView,
    TableNameView, TablePlace, TableSessionView, TableShape, TableState, TableStatus, TableView, UnshownView,
    WaiterView,
};
use plato_sync_protocol::ids::{DinerId, OrderId};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::message::{
    CartStart, FeedFromDevice, FeedFromHub, FeedKind, FromDevice, FromHub, Hello, Refused, Reset, Welcome,
};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::packed::{Actors, Packed, PackedChange};
use plato_sync_protocol::serving::PartyAllergiesView;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::version::ProtocolVersion;
use plato_sync_protocol::views::{
    DishStatus, KitchenItemView, KitchenView, PassView, SessionMode, StationView, TicketLineView, TicketView,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::examples::{HUB, PHONE, ada, at, change, diners, order_view, session, vector};
use crate::{every_variant, golden, golden_hex, has_only};

fn from_device() -> Vec<(&'static str, FromDevice)> {
    let versions = vec![ProtocolVersion(2), ProtocolVersion(1)];
    let hello = Hello {
        versions,
        token: "ab".repeat(32),
        actor: Some(PHONE),
        have: vector(),
        packs: false,
        hears_door: false,
        answers_resets: false,
        hears_bill: false,
    };
    let bare = Hello { actor: None, have: Default::default(), ..hello.clone() };
    every_variant!(FromDevice,
        Hello => [("hello", FromDevice::Hello(hello)), ("hello_of_a_new_phone", FromDevice::Hello(bare))],
        Changes => [("changes", FromDevice::Changes(vec![change()]))],
        Reviewing => [("reviewing", FromDevice::Reviewing(true))],
        Ping => [("ping", FromDevice::Ping)],
    )
}

fn packed() -> Vec<(&'static str, Packed)> {
    let mut cart = Cart::create(HUB, session().as_str());
    let first = cart.author(PHONE, change().edits).unwrap();
    let stranger = ActorId([9; 16]);
    let line = CartEdit::AddLine {
        line: "strangerln".parse().unwrap(),
        item: "soup".parse().unwrap(),
        rev: 3,
        by: ada(),
        config: r#"{"m":[],"n":"hot"}"#.into(),
        units: vec![NewUnit { unit: "strangerun".parse().unwrap(), diner: ada() }],
    };
    let second = cart.author(stranger, vec![line]).unwrap();
    let actors: Actors = [HUB, PHONE].into_iter().collect();
    let changes: Vec<_> =
        [first, second].iter().map(|change| PackedChange::pack(change, &actors, &cart)).collect();
    let (new_actors, accepted) = (vec![(1, PHONE)], vec![(0, 1), (1, 300)]);
    every_variant!(Packed,
        Changes => [("changes", Packed::Changes(changes.clone()))],
        Updated => [("updated", Packed::Updated { new_actors, changes })],
        Accepted => [("accepted", Packed::Accepted { new_actors: vec![(1, PHONE)], vector: accepted })],
    )
}

fn welcome(cart: CartStart) -> FromHub {
    FromHub::Welcome(Box::new(Welcome {
        actors: Vec::new(),
        version: ProtocolVersion(1),
        session: session(),
        mode: SessionMode::Family,
        table: "7".into(),
        diner: ada(),
        actor: PHONE,
        cart,
        accepted: vector(),
        former: plato_sync_protocol::former::FormerCarts::default(),
        diners: diners(),
        orders: vec![order_view()],
        menu_revision: 3,
        hub_time_ms: at().wall_ms,
        expires_in_ms: 28_800_000,
        door: DoorView::default(),
    }))
}

fn from_hub() -> Vec<(&'static str, FromHub)> {
    let (order, status) = (OrderId(12), DishStatus::Ready);
    let reset = Reset { code: "actor_clash".into(), snapshot: vec![0, 127, 255], actor: HUB };
    let refused = Refused { code: "token_expired".into(), message: "Please join again.".into() };
    let euros = |minor| Money { minor, currency: "EUR".parse().unwrap() };
    let paid = PaymentNews {
        payment: "paymentone".parse().unwrap(),
        share: "shareofada".parse().unwrap(),
        diners: vec![ada()],
        amount: euros(2_450),
        left: euros(1_000),
    };
    every_variant!(FromHub,
        Welcome => [
            ("welcome", welcome(CartStart::Snapshot(vec![0, 127, 255]))),
            ("welcome_back", welcome(CartStart::Changes(vec![change()]))),
        ],
        CartUpdated => [("cart_updated", FromHub::CartUpdated(vec![change()]))],
        CartAccepted => [("cart_accepted", FromHub::CartAccepted(vector()))],
        CartReset => [("cart_reset", FromHub::CartReset(Box::new(reset)))],
        CartNeeded => [("cart_needed", FromHub::CartNeeded(vector()))],
        Presence => [("presence", FromHub::Presence(diners()))],
        OrderNew => [("order_new", FromHub::OrderNew(Box::new(order_view())))],
        OrderStatusChanged => [("order_status_changed", FromHub::OrderStatusChanged { order, status })],
        OrderItemStatusChanged => [("order_item_status_changed", FromHub::OrderItemStatusChanged { order, index: 3, status })],
        MenuChanged => [("menu_changed", FromHub::MenuChanged { revision: 4 })],
        SessionClosed => [("session_closed", FromHub::SessionClosed)],
        Refused => [("refused", FromHub::Refused(refused))],
        Pong => [("pong", FromHub::Pong)],
        DoorChanged => [
            ("door_changed", FromHub::DoorChanged(door())),
            ("door_with_a_call", FromHub::DoorChanged(DoorView { calls: vec![call()], ..DoorView::default() })),
        ],
        BillChanged => [("bill_changed", FromHub::BillChanged { position: 412 })],
        PaymentCompleted => [("payment_completed", FromHub::PaymentCompleted(Box::new(paid)))],
    )
}

fn feed_from_device() -> Vec<(&'static str, FeedFromDevice)> {
    let token = Some("ab".repeat(32));
    every_variant!(FeedFromDevice,
        Hello => [
            ("hello", FeedFromDevice::Hello { feed: FeedKind::Kitchen, token, since: Some(17) }),
            ("hello_of_a_new_screen", FeedFromDevice::Hello { feed: FeedKind::Floor, token: None, since: None }),
        ],
        Ping => [("ping", FeedFromDevice::Ping)],
        Shown => [("shown", FeedFromDevice::Shown { tickets: vec!["12-grill".parse().unwrap()] })],
        Watch => [
            ("watch", FeedFromDevice::Watch { session: Some("aaaaaaaaaa".parse().unwrap()) }),
            ("watch_nothing", FeedFromDevice::Watch { session: None }),
        ],
    )
}

fn ticket() -> TicketView {
    TicketView {
        ticket: "12-grill".parse().unwrap(),
        order: OrderId(12),
        station: "grill".parse().unwrap(),
        table: "7".into(),
        room: "Dining room".into(),
        round: 2,
        fired_at_ms: 3_600_000,
        is_bumped: true,
        bumped_at_ms: 3_900_000,
        also_at: vec!["Bar".into()],
        lines: vec![TicketLineView {
            index: 0,
            quantity: 2,
            name: "STEAK 250".into(),
            modifiers: vec!["R".into()],
            note: "no salt".into(),
            diners: vec!["Ada".into()],
            status: DishStatus::Cooking,
            voided: 0,
            cancelled: 0,
            is_void_seen: false,
            course: 0,
            is_addition: false,
            is_passed: false,
            remade: 0,
        }],
        is_held: false,
        revision: 0,
        is_over: false,
        number: 0,
        allergies: Vec::new(),
    }
}

/// A ticket with everything that there was not at first.
fn ticket_of_a_course() -> TicketView {
    let mut ticket = TicketView { ticket: "12.2-grill".parse().unwrap(), ..ticket() };
    (ticket.is_held, ticket.revision, ticket.is_over) = (true, 3, true);
    let line = &mut ticket.lines[0];
    (line.quantity, line.voided, line.is_void_seen, line.course, line.is_addition) = (1, 1, true, 2, true);
    ticket
}

fn kitchen() -> KitchenView {
    KitchenView {
        position: 18,
        hub_time_ms: 4_000_000,
        stations: vec![StationView {
            station: "grill".parse().unwrap(),
            name: "Grill".into(),
            warn_after_ms: 480_000,
            late_after_ms: 720_000,
            pass: None,
        }],
        tickets: Vec::new(),
        done: vec![ticket()],
        items: vec![KitchenItemView {
            item: "steak".parse().unwrap(),
            name: "STEAK 250".into(),
            station: "grill".parse().unwrap(),
            is_eighty_sixed: true,
        }],
        courses: Vec::new(),
        stock: Vec::new(),
        modifiers: Vec::new(),
        passes: Vec::new(),
    }
}

/// Somebody who was here before knocks, and an invite was used.
fn door() -> DoorView {
    let (knock, claims) = ("knockaaaaa".parse().unwrap(), Some(ada()));
    let (invite, used_by) = ("inviteaaaa".parse().unwrap(), Some("Cleo".to_owned()));
    DoorView {
        knocks: vec![KnockView { knock, name: "Ada".into(), claims, ends_in_ms: 240_000 }],
        invites: vec![InviteView { invite, by: None, used_by, ends_in_ms: 60_000 }],
        calls: Vec::new(),
    }
}

fn kitchen_with_courses() -> KitchenView {
    let courses = vec!["Starters".into(), "Mains".into()];
    KitchenView { tickets: vec![ticket_of_a_course()], courses, ..kitchen() }
}

fn kitchen_with_passes() -> KitchenView {
    let mut view = kitchen();
    view.passes = vec![PassView { pass: "hot".parse().unwrap(), name: "Hot pass".into() }];
    view.stations[0].pass = Some("hot".parse().unwrap());
    view.done[0].lines[0].is_passed = true;
    view
}

fn floor() -> FloorView {
    let seated = TableSessionView {
        session: session(),
        covers: 4,
        mode: SessionMode::Family,
        seated_at_ms: 3_000_000,
        diners: vec!["Ada".into()],
        orders: 2,
        dishes_open: 1,
        dishes_ready: 1,
        pin_blocked_until_ms: Some(4_900_000),
        people: Vec::new(),
        door: DoorView::default(),
        held: Vec::new(),
        rounds_ready: 0,
        gathering: 0,
        unshown: Vec::new(),
        stuck: Vec::new(),
        waiter: None,
        tables: Vec::new(),
        ready: Vec::new(),
        ready_since_ms: None,
        approvals: Vec::new(),
        allergies: Vec::new(),
    };
    let table = |name: &str, session| TableView {
        table: name.parse().unwrap(),
        name: name.to_owned(),
        seats: 4,
        session,
        status: None,
        place: None,
    };
    let room = RoomView {
        room: "main".parse().unwrap(),
        name: "Dining room".into(),
        tables: vec![table("7", Some(seated)), table("8", None)],
    };
    FloorView {
        position: 18,
        hub_time_ms: 4_000_000,
        rooms: vec![room],
        waiters: Vec::new(),
        courses: Vec::new(),
        call_late_ms: None,
        ready_late_ms: None,
        approval_late_ms: None,
        pins_paused_until_ms: None,
    }
}

fn floor_with_courses() -> FloorView {
    let mut floor = floor();
    let session = floor.rooms[0].tables[0].session.as_mut().unwrap();
    session.held = vec![HeldCourseView { course: 2, name: "Mains".into(), portions: 3, dishes: Vec::new() }];
    session.rounds_ready = 1;
    session.unshown = vec![UnshownView { order: OrderId(12), fired_at_ms: 3_600_000 }];
    floor
}

fn floor_at_work() -> FloorView {
    let mut floor = floor();
    let nora = WaiterView { staff: crate::examples::nora(), name: "Nora".into() };
    floor.waiters = vec![nora.clone()];
    (floor.call_late_ms, floor.ready_late_ms) = (Some(180_000), Some(120_000));
    let table = &mut floor.rooms[0].tables[0];
    table.status =
        Some(TableStatus { state: TableState::WantsToPay, since_ms: 3_900_000, limit_ms: Some(300_000) });
    table.place = Some(TablePlace { x: 3, y: 1, shape: TableShape::Round });
    let session = table.session.as_mut().unwrap();
    session.waiter = Some(nora);
    let name = |name: &str| TableNameView { table: name.parse().unwrap(), name: name.to_owned() };
    session.tables = vec![name("7"), name("8")];
    let soup = ReadyDishView { index: None, quantity: 2, name: "SOUP".into(), remade: 0 };
    session.ready = vec![ReadyOrderView { order: OrderId(12), number: 0, dishes: vec![soup] }];
    session.ready_since_ms = Some(3_950_000);
    session.door.calls = vec![call()];
    floor
}

/// What can be taken back, or moved: the hub names each dish.
fn floor_with_dishes() -> FloorView {
    let mut floor = floor();
    floor.courses = vec!["Starters".into(), "Mains".into()];
    let session = floor.rooms[0].tables[0].session.as_mut().unwrap();
    let soup = ReadyDishView { index: Some(1), quantity: 2, name: "SOUP".into(), remade: 0 };
    session.ready = vec![ReadyOrderView { order: OrderId(12), number: 3, dishes: vec![soup] }];
    let steak = HeldDishView { order: OrderId(12), index: 0, quantity: 1, name: "STEAK".into() };
    session.held = vec![HeldCourseView { course: 2, name: "Mains".into(), portions: 1, dishes: vec![steak] }];
    floor
}

fn floor_with_a_dish_made_again() -> FloorView {
    let mut floor = floor_with_dishes();
    floor.rooms[0].tables[0].session.as_mut().unwrap().ready[0].dishes[0].remade = 1;
    floor
}

fn floor_with_allergies() -> FloorView {
    let mut floor = floor();
    let session = floor.rooms[0].tables[0].session.as_mut().unwrap();
    let one = |diner, name: &str, allergens, noted| PartyAllergiesView {
        diner,
        name: name.to_owned(),
        allergens,
        noted,
    };
    session.allergies = vec![
        one(DinerId::everyone(), "", vec![], vec![Allergen::Peanuts]),
        one(ada(), "Ada", vec![Allergen::Milk], vec![Allergen::Nuts]),
    ];
    floor
}

fn call() -> CallView {
    let (by, taken_by) = ("Ada".into(), Some("Nora".into()));
    CallView { call: 2, kind: CallKind::Bill, by, waits_ms: 90_000, taken_by }
}

fn feed_from_hub() -> Vec<(&'static str, FeedFromHub)> {
    let (code, message) = ("role_forbidden".to_owned(), "Your account may not see this.".to_owned());
    let tickets = FeedFromHub::Tickets { position: 19, hub_time_ms: 4_000_001, changed: vec![ticket()] };
    every_variant!(FeedFromHub,
        Kitchen => [
            ("kitchen", FeedFromHub::Kitchen { view: kitchen() }),
            ("kitchen_with_courses", FeedFromHub::Kitchen { view: kitchen_with_courses() }),
            ("kitchen_with_passes", FeedFromHub::Kitchen { view: kitchen_with_passes() }),
        ],
        Tickets => [("tickets", tickets)],
        Floor => [
            ("floor", FeedFromHub::Floor { view: floor() }),
            ("floor_with_courses", FeedFromHub::Floor { view: floor_with_courses() }),
            ("floor_at_work", FeedFromHub::Floor { view: floor_at_work() }),
            ("floor_with_dishes", FeedFromHub::Floor { view: floor_with_dishes() }),
            ("floor_with_allergies", FeedFromHub::Floor { view: floor_with_allergies() }),
            ("floor_with_a_dish_made_again", FeedFromHub::Floor { view: floor_with_a_dish_made_again() }),
        ],
        Refused => [("refused", FeedFromHub::Refused { code, message })],
        Pong => [("pong", FeedFromHub::Pong { hub_time_ms: 4_000_000 })],
        Cart => [("cart", FeedFromHub::Cart { session: "aaaaaaaaaa".parse().unwrap(), menu_revision: 3 })],
    )
}

/// Holds frames to their files; returns the names of these.
fn hold<T>(kind: &str, frames: Vec<(&'static str, T)>, is_in_cbor: bool) -> Vec<String>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let mut names = Vec::new();
    for (name, frame) in frames {
        let name = format!("{kind}.{name}");
        let json = golden(&format!("frames/v1/{name}.json"), &codec::encode(&frame, Format::Json));
        assert_eq!(codec::decode_trusted::<T>(&json, Format::Json).as_ref(), Ok(&frame), "{name}");
        names.push(format!("{name}.json"));
        if is_in_cbor {
            let cbor = golden_hex(&format!("frames/v1/{name}.cbor"), &codec::encode(&frame, Format::Cbor));
            assert_eq!(codec::decode_trusted::<T>(&cbor, Format::Cbor).as_ref(), Ok(&frame), "{name}");
            names.push(format!("{name}.cbor"));
        }
    }
    names
}

#[test]
fn every_frame_is_written_and_read_as_it_always_was() {
    let mut names = hold("from_device", from_device(), true);
    names.extend(hold("from_hub", from_hub(), true));
    names.extend(hold("feed_from_device", feed_from_device(), false));
    names.extend(hold("feed_from_hub", feed_from_hub(), false));
    for (name, frame) in packed() {
        let bytes = golden_hex(&format!("frames/v1/packed.{name}.bin"), &frame.encode());
        assert_eq!(Packed::decode(&bytes, Format::Cbor), Some(Ok(frame)), "{name}");
        names.push(format!("packed.{name}.bin"));
    }
    has_only("frames/v1", names);
}

#[test]
fn a_frame_of_a_newer_phone_with_more_in_it_is_read() {
    let hello = golden("frames/v1/from_device.hello.json", &codec::encode(&from_device()[0].1, Format::Json));
    let text = String::from_utf8(hello).unwrap().replacen("\"token\"", "\"language\":\"fi\",\"token\"", 1);
    let read = codec::decode::<FromDevice>(text.as_bytes(), Format::Json);
    assert_eq!(read.as_ref(), Ok(&from_device()[0].1));
}
