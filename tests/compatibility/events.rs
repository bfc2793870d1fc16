//! Every event, as the log stores it.

use std::collections::BTreeMap;

use plato_hub::log::stored;
use plato_hub::origin::{Origin, Who};
use plato_hub::venue::Event;
use plato_hub::venue::access::tries::{Claim, Place, Proof, Try};
use plato_hub::venue::access::{PasswordHash, SignInSource, StaffAccount, TokenHash};
use plato_hub::venue::admission::Entry;
use plato_hub::venue::approval::{ApprovalEvent, ApprovalTerms};
use plato_hub::venue::event::DishId;
use plato_hub::venue::floor::states::FloorLimits;
use plato_hub::venue::guessing::PinDigits;
use plato_hub::venue::menu::{KitchenItem, Pass, Room, Station, Table, TableKey, VenueSetup};
use plato_hub::venue::ordering::{OrderedLine, OrderedUnit, PlacedOrder};
use plato_hub::venue::rating::VisitRating;
use plato_hub::venue::stock::Stock;
use plato_hub::venue::together::SentTogether;
use plato_sync_protocol::api::{Role, TakeOffReason};
use plato_sync_protocol::approval::{ApprovalGround, DeclineReason};
use plato_sync_protocol::ids::{DeviceId, DinerId, InviteId, KnockId, OrderId, TicketId};
use plato_sync_protocol::menu::{Allergen, Category, Diet, Menu, MenuItem, Modifier, ModifierGroup};
use plato_sync_protocol::serving::{DeclaredAllergies, StockOf};
use plato_sync_protocol::vector::to_hex;
use plato_sync_protocol::views::{DishStatus, SessionMode};

use crate::examples::{ada, at, authors, ben, digest, euros, hash, line, nora, session, unit};
use crate::{every_variant, golden, has_only};

fn token() -> TokenHash {
    TokenHash("ab".repeat(32))
}

fn password() -> PasswordHash {
    PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNo".into())
}

fn ticket() -> TicketId {
    "12-grill".parse().unwrap()
}

fn menu() -> Menu {
    Menu {
        revision: 0,
        venue: "Trattoria \"Da Nora\"".into(),
        tagline: "Open late".into(),
        currency: "EUR".parse().unwrap(),
        categories: vec![Category { id: "mains".parse().unwrap(), name: "Mains".into() }],
        items: vec![MenuItem {
            id: "steak".parse().unwrap(),
            name: "Steak".into(),
            description: "From the grill".into(),
            category: "mains".parse().unwrap(),
            price: euros(2400),
            contains: vec![Allergen::Milk, Allergen::Sulphites],
            may_contain: vec![Allergen::Nuts],
            diets: vec![Diet::GlutenFree, Diet::Halal],
            modifier_groups: vec!["doneness".parse().unwrap()],
            is_eighty_sixed: false,
            left: None,
        }],
        modifier_groups: vec![ModifierGroup {
            id: "doneness".parse().unwrap(),
            name: "How would you like it?".into(),
            min: 1,
            max: 1,
            options: vec![Modifier {
                id: "rare".parse().unwrap(),
                name: "Rare".into(),
                price: euros(0),
                contains: vec![Allergen::Eggs],
                is_eighty_sixed: false,
            }],
        }],
    }
}

pub fn setup() -> VenueSetup {
    let grill = KitchenItem { name: "STEAK 250".into(), station: "grill".parse().unwrap(), course: 0 };
    VenueSetup {
        menu: menu(),
        kitchen_items: BTreeMap::from([("steak".parse().unwrap(), grill)]),
        kitchen_modifiers: BTreeMap::from([("doneness/rare".parse().unwrap(), "R".to_owned())]),
        stations: vec![Station {
            id: "grill".parse().unwrap(),
            name: "Grill".into(),
            warn_minutes: 8,
            late_minutes: 12,
            pass: None,
        }],
        rooms: vec![Room { id: "main".parse().unwrap(), name: "Dining room".into() }],
        tables: vec![Table {
            id: "7".parse().unwrap(),
            name: "7".into(),
            room: "main".parse().unwrap(),
            seats: 4,
            key: TableKey("0f".repeat(16)),
            place: None,
        }],
        bill: None,
        pin_digits: PinDigits::Four,
        courses: Vec::new(),
        limits: FloorLimits::default(),
        approval: ApprovalTerms::default(),
        passes: Vec::new(),
    }
}

fn setup_with_passes() -> VenueSetup {
    let mut setup = setup();
    setup.passes = vec![Pass { id: "hot".parse().unwrap(), name: "Hot pass".into() }];
    setup.stations[0].pass = Some("hot".parse().unwrap());
    setup
}

fn setup_with_courses() -> VenueSetup {
    let mut setup = setup();
    setup.courses = vec!["Starters".into(), "Mains".into()];
    setup.kitchen_items.values_mut().for_each(|item| item.course = 2);
    setup
}

fn placed_on_hold() -> PlacedOrder {
    let mut order = placed();
    (order.lines[0].course, order.lines[0].is_held) = (2, true);
    order
}

fn dish() -> DishId {
    DishId { order: OrderId(12), index: 3 }
}

pub fn placed() -> PlacedOrder {
    PlacedOrder {
        id: OrderId(12),
        session: session(),
        round: 2,
        by: ada(),
        lines: vec![OrderedLine {
            line: line('a'),
            item: "steak".parse().unwrap(),
            name: "Steak".into(),
            modifiers: vec!["Rare".into()],
            kitchen_name: "STEAK 250".into(),
            kitchen_modifiers: vec!["R".into()],
            note: "no salt".into(),
            station: "grill".parse().unwrap(),
            units: vec![
                OrderedUnit { unit: unit('a'), diner: ada() },
                OrderedUnit { unit: unit('b'), diner: DinerId::everyone() },
            ],
            unit_price: euros(2400),
            tax: None,
            category: None,
            course: 0,
            is_held: false,
            choices: vec![],
        }],
        total: euros(4800),
        digest: digest(),
        heads: vec![hash(0xe1), hash(0xe2)],
        number: 0,
        allergies: vec![],
        awaits: vec![],
        gathers: false,
    }
}

fn account() -> StaffAccount {
    StaffAccount { staff: nora(), name: "Nora".into(), role: Role::Manager, password_hash: password() }
}

fn examples() -> Vec<(&'static str, Event)> {
    let table = "7".parse().unwrap();
    every_variant!(Event,
        VenueImported => [("venue_imported", Event::VenueImported { setup: Box::new(setup()) })],
        StaffAdded => [("staff_added", Event::StaffAdded { account: account() })],
        StaffSignedIn => [("staff_signed_in", Event::StaffSignedIn { staff: nora(), token: token(), expires_at_ms: 46_800_000, from: None })],
        StaffSignedOut => [("staff_signed_out", Event::StaffSignedOut { token: token(), staff: None })],
        TableSeated => [("table_seated", Event::TableSeated { session: session(), table, covers: 4, mode: SessionMode::Family, pin_hash: password(), pin_digits: PinDigits::Four })],
        PinReissued => [("pin_reissued", Event::PinReissued { session: session(), pin_hash: password(), pin_digits: PinDigits::Four })],
        PinTried => [("pin_tried", Event::PinTried { session: session(), from: None })],
        DinerJoined => [("diner_joined", Event::DinerJoined { session: session(), diner: ada(), name: "Ada 🍝".into(), token: token(), expires_at_ms: 32_400_000, how: Entry::Pin })],
        SessionClosed => [("session_closed", Event::SessionClosed { session: session() })],
        OrderPlaced => [("order_placed", Event::OrderPlaced { order: Box::new(placed()) })],
        DishMoved => [
            ("dish_moved", Event::DishMoved { order: OrderId(12), index: 3, status: DishStatus::Ready }),
            ("dish_moved_cooking", Event::DishMoved { order: OrderId(12), index: 3, status: DishStatus::Cooking }),
            ("dish_moved_served", Event::DishMoved { order: OrderId(12), index: 3, status: DishStatus::Served }),
        ],
        TicketBumped => [("ticket_bumped", Event::TicketBumped { ticket: ticket() })],
        TicketRecalled => [("ticket_recalled", Event::TicketRecalled { ticket: ticket() })],
        ItemEightySixed => [("item_eighty_sixed", Event::ItemEightySixed { item: "steak".parse().unwrap(), is_eighty_sixed: true })],
        SessionModeChanged => [("session_mode_changed", Event::SessionModeChanged { session: session(), mode: SessionMode::Individual })],
        // Staff, devices and audit; their records name a device of the house.
        StaffSignInTried => [
            ("staff_sign_in_tried", Event::StaffSignInTried { tried: tried() }),
            ("staff_sign_in_tried_unknown", Event::StaffSignInTried { tried: Try { claim: Claim::Name("00ff00ff00ff00ff".into()), proof: Proof::Password, place: Place::Address("192.168.1.23".into()) } }),
        ],
        StaffSignInFailed => [("staff_sign_in_failed", Event::StaffSignInFailed { tried: tried(), is_step_up: false })],
        StaffSteppedUp => [("staff_stepped_up", Event::StaffSteppedUp { staff: nora(), token: token(), until_ms: 3_900_000, tried: tried() })],
        StaffRenamed => [("staff_renamed", Event::StaffRenamed { staff: nora(), name: "Nóra".into() })],
        StaffRoleChanged => [("staff_role_changed", Event::StaffRoleChanged { staff: nora(), role: Role::Owner })],
        StaffPasswordSet => [
            ("staff_password_set", Event::StaffPasswordSet { staff: nora(), password_hash: password(), keeps: None }),
            ("staff_password_set_by_self", Event::StaffPasswordSet { staff: nora(), password_hash: password(), keeps: Some(token()) }),
        ],
        StaffPinSet => [("staff_pin_set", Event::StaffPinSet { staff: nora(), pin_hash: password() })],
        StaffDisabled => [("staff_disabled", Event::StaffDisabled { staff: nora() })],
        StaffEnabled => [("staff_enabled", Event::StaffEnabled { staff: nora() })],
        DeviceCodeIssued => [("device_code_issued", Event::DeviceCodeIssued { code: token(), name: "Bar tablet".into(), expires_at_ms: 4_200_000 })],
        DeviceEnrolled => [("device_enrolled", Event::DeviceEnrolled { device: bar(), name: "Bar tablet".into(), token: token(), code: token() })],
        DeviceRevoked => [("device_revoked", Event::DeviceRevoked { device: bar() })],
        PinRevealed => [("pin_revealed", Event::PinRevealed { session: session() })],
        AuditExported => [("audit_exported", Event::AuditExported { records: 1200 })],
        // Has files of its own.
        Bill => [],
        // Came later: their examples stand behind those that there were.
        InviteOpened => [],
        InviteCancelled => [],
        InviteTried => [],
        KnockMade => [],
        KnockClaimed => [],
        KnockRefused => [],
        KnockWithdrawn => [],
        DinerReturned => [],
        DinerRemoved => [],
        TokenExtended => [],
        CourseFired => [],
        DishMovedToCourse => [],
        PortionsVoided => [],
        PortionsComped => [],
        VoidSeen => [],
        StockSet => [],
        AllergiesDeclared => [],
        Floor => [],
        VisitRated => [],
        Approval => [],
        SentTogether => [],
        DishesPassed => [],
        DishesPutBack => [],
        DayExported => [],
        PinSettled => [],
    )
    .into_iter()
    .chain([
        // What later versions say besides of events that there were before.
        ("staff_signed_in_from", Event::StaffSignedIn { staff: nora(), token: token(), expires_at_ms: 46_800_000, from: Some(Box::new(SignInSource { tried: tried(), address: Some("192.168.1.23".into()) })) }),
        ("staff_signed_out_whose", Event::StaffSignedOut { token: token(), staff: Some(nora()) }),
        ("pin_tried_from", Event::PinTried { session: session(), from: Some("192.168.0.7".into()) }),
    ])
    .chain(at_the_door())
    .chain(at_the_stove())
    .chain(serving())
    .chain(approvals())
    .chain(at_the_pass())
    .chain(taken_off_by())
    .chain([("day_exported", Event::DayExported { day: 12 })])
    .chain([(
        "pin_settled",
        Event::PinSettled { session: session(), from: Some("192.168.0.7".into()), is_right: true },
    )])
    .chain(stepping_up())
    .chain(together())
    .collect()
}

/// Somebody who is signed in proves again who they are.
fn stepping_up() -> Vec<(&'static str, Event)> {
    let again = Try { place: Place::SignIn(token()), proof: Proof::Password, ..tried() };
    vec![
        ("staff_sign_in_tried_again", Event::StaffSignInTried { tried: again.clone() }),
        ("staff_step_up_failed", Event::StaffSignInFailed { tried: again, is_step_up: true }),
    ]
}

/// Who took portions off.
fn taken_off_by() -> Vec<(&'static str, Event)> {
    let (order, index, by) = (OrderId(12), 3, Some(nora()));
    let (mistake, goodwill) = (TakeOffReason::Mistake, TakeOffReason::Goodwill);
    let (voided, comped) = (vec![unit('a')], vec![unit('b')]);
    vec![
        (
            "portions_voided_by",
            Event::PortionsVoided { order, index, units: voided, reason: mistake, by: by.clone() },
        ),
        ("portions_comped_by", Event::PortionsComped { order, index, units: comped, reason: goodwill, by }),
    ]
}

/// Two levels of a pass, what was brought by mistake, and what a waiter notes: each that comes later stands last.
fn at_the_pass() -> Vec<(&'static str, Event)> {
    let (order, pass, dishes) = (OrderId(12), "hot".parse().unwrap(), vec![0, 3]);
    vec![
        ("venue_imported_with_passes", Event::VenueImported { setup: Box::new(setup_with_passes()) }),
        ("dishes_passed", Event::DishesPassed { order, pass, dishes }),
        ("dishes_put_back", Event::DishesPutBack { order, dishes: vec![1, 2] }),
        (
            "allergies_noted",
            Event::AllergiesDeclared {
                session: session(),
                diner: DinerId::everyone(),
                allergens: vec![Allergen::Milk, Allergen::Nuts],
                is_by_staff: true,
            },
        ),
    ]
}

/// Courses, and portions that nobody pays.
fn at_the_stove() -> Vec<(&'static str, Event)> {
    vec![
        ("course_fired", course_fired()),
        ("dish_moved_to_course", moved_to_course(None)),
        ("portions_voided", voided()),
        ("portions_comped", comped()),
        ("void_seen", Event::VoidSeen { order: OrderId(12), index: 3 }),
        ("venue_imported_with_courses", Event::VenueImported { setup: Box::new(setup_with_courses()) }),
        ("order_placed_on_hold", Event::OrderPlaced { order: Box::new(placed_on_hold()) }),
        ("dish_joined_a_course", moved_to_course(Some("12.2-grill".parse().unwrap()))),
        ("ticket_bumped_of_a_course", Event::TicketBumped { ticket: "12.2-grill".parse().unwrap() }),
        (
            "visit_rated",
            Event::VisitRated {
                rating: VisitRating {
                    session: session(),
                    diner: ada(),
                    stars: 5,
                    comment: "Grazie 🍝".into(),
                },
            },
        ),
    ]
}

/// What is off or counted, what guests must not eat, and orders that say so.
fn serving() -> Vec<(&'static str, Event)> {
    let soup = || StockOf::Item { item: "soup".parse().unwrap() };
    let rare = StockOf::Modifier { modifier: "doneness/rare".parse().unwrap() };
    let tomorrow = Stock::OffToday { until_wall_ms: 1_795_492_800_000, until_uptime_ms: 90_000_000 };
    let allergens = || vec![Allergen::Milk, Allergen::Nuts];
    let mut order = placed();
    (order.number, order.allergies) = (7, vec![DeclaredAllergies { diner: ada(), allergens: allergens() }]);
    order.lines[0].choices = vec!["doneness/rare".parse().unwrap()];
    vec![
        ("stock_plenty", Event::StockSet { of: soup(), stock: Stock::Plenty }),
        ("stock_off", Event::StockSet { of: rare, stock: Stock::Off }),
        ("stock_off_today", Event::StockSet { of: soup(), stock: tomorrow }),
        ("stock_counted", Event::StockSet { of: soup(), stock: Stock::Counted { left: 3 } }),
        (
            "allergies_declared",
            Event::AllergiesDeclared {
                session: session(),
                diner: ada(),
                allergens: allergens(),
                is_by_staff: false,
            },
        ),
        ("order_placed_with_number", Event::OrderPlaced { order: Box::new(order) }),
        ("portions_cancelled", {
            let (order, index, reason) = (OrderId(12), 3, TakeOffReason::GuestCancelled);
            Event::PortionsVoided { order, index, units: vec![unit('a')], reason, by: None }
        }),
    ]
}

/// Orders that the house looks at first.
fn approvals() -> Vec<(&'static str, Event)> {
    let mut setup = setup();
    setup.approval = ApprovalTerms {
        first_order: true,
        over_portions: Some(20),
        over_amount: Some(euros(20_000)),
        minutes: 3,
    };
    let mut order = placed();
    order.awaits =
        vec![ApprovalGround::FirstOrder, ApprovalGround::ManyPortions, ApprovalGround::LargeAmount];
    let approved = |held, allergies, billed_as| {
        let event = ApprovalEvent::Approved { order: OrderId(12), by: nora(), held, allergies, billed_as };
        Event::Approval { approval: Box::new(event) }
    };
    let declined = |reason, text: &str| {
        let (text, is_back) = (text.to_owned(), true);
        let event = ApprovalEvent::Declined { order: OrderId(12), by: nora(), reason, text, is_back };
        Event::Approval { approval: Box::new(event) }
    };
    let allergies = vec![DeclaredAllergies { diner: ada(), allergens: vec![Allergen::Milk] }];
    vec![
        ("venue_imported_with_approval", Event::VenueImported { setup: Box::new(setup) }),
        ("order_placed_that_waits", Event::OrderPlaced { order: Box::new(order) }),
        ("order_approved", approved(vec![], vec![], None)),
        ("order_approved_late", approved(vec![0], allergies, Some(OrderId(14)))),
        ("order_declined", declined(DeclineReason::SoldOut, "")),
        ("order_declined_with_words", declined(DeclineReason::Other, "Ask us at the bar 🍷")),
    ]
}

/// Orders that wait for each other where everyone has a cart of their own.
fn together() -> Vec<(&'static str, Event)> {
    let mut order = placed();
    order.gathers = true;
    let sent = |held, allergies, billed_as| {
        let sent = SentTogether { order: OrderId(12), held, allergies, billed_as };
        Event::SentTogether { sent: Box::new(sent) }
    };
    let allergies = vec![DeclaredAllergies { diner: ada(), allergens: vec![Allergen::Milk] }];
    vec![
        ("order_placed_that_gathers", Event::OrderPlaced { order: Box::new(order) }),
        ("sent_together", sent(vec![], vec![], None)),
        ("sent_together_late", sent(vec![0], allergies, Some(OrderId(14)))),
    ]
}

fn course_fired() -> Event {
    Event::CourseFired { session: session(), course: 2, dishes: vec![dish()] }
}

fn moved_to_course(joins: Option<TicketId>) -> Event {
    Event::DishMovedToCourse { order: OrderId(12), index: 3, course: 2, joins }
}

fn voided() -> Event {
    let (order, index, reason) = (OrderId(12), 3, TakeOffReason::Mistake);
    Event::PortionsVoided { order, index, units: vec![unit('a')], reason, by: None }
}

fn comped() -> Event {
    let (order, index, reason) = (OrderId(12), 3, TakeOffReason::Goodwill);
    Event::PortionsComped { order, index, units: vec![unit('b')], reason, by: None }
}

/// Ways in besides the PIN, and PINs of six digits.
fn at_the_door() -> Vec<(&'static str, Event)> {
    let invite = || -> InviteId { "inviteaaaa".parse().unwrap() };
    let knock = || -> KnockId { "knockaaaaa".parse().unwrap() };
    let from = || Some("192.168.0.7".to_owned());
    let (by_invite, by_knock) = (Entry::Invite { invite: invite() }, Entry::Knock { knock: knock() });
    let joined = |how| Event::DinerJoined {
        session: session(),
        diner: ben(),
        name: "Ben".into(),
        token: token(),
        expires_at_ms: 32_400_000,
        how,
    };
    let made = |entry, offers, claims| Event::KnockMade {
        session: session(),
        knock: knock(),
        name: "Ada".into(),
        secret: token(),
        token: token(),
        expires_at_ms: 3_900_000,
        from: from(),
        entry,
        offers,
        claims,
    };
    vec![
        (
            "venue_imported_six_digits",
            Event::VenueImported { setup: Box::new(VenueSetup { pin_digits: PinDigits::Six, ..setup() }) },
        ),
        (
            "table_seated_six_digits",
            Event::TableSeated {
                session: session(),
                table: "7".parse().unwrap(),
                covers: 4,
                mode: SessionMode::Family,
                pin_hash: password(),
                pin_digits: PinDigits::Six,
            },
        ),
        (
            "pin_reissued_six_digits",
            Event::PinReissued { session: session(), pin_hash: password(), pin_digits: PinDigits::Six },
        ),
        ("diner_joined_by_invite", joined(by_invite.clone())),
        ("diner_joined_by_knock", joined(by_knock)),
        (
            "invite_opened",
            Event::InviteOpened {
                session: session(),
                invite: invite(),
                code: token(),
                link: token(),
                by: Some(ada()),
                expires_at_ms: 3_720_000,
            },
        ),
        (
            "invite_opened_by_staff",
            Event::InviteOpened {
                session: session(),
                invite: invite(),
                code: token(),
                link: token(),
                by: None,
                expires_at_ms: 3_720_000,
            },
        ),
        ("invite_cancelled", Event::InviteCancelled { session: session(), invite: invite() }),
        ("invite_tried", Event::InviteTried { session: session(), from: from() }),
        ("knock_made", made(None, vec![], None)),
        ("knock_made_with_pin", made(Some(Entry::Pin), vec![ada(), ben()], None)),
        ("knock_made_with_claim", made(Some(by_invite), vec![], Some(ada()))),
        (
            "knock_claimed",
            Event::KnockClaimed {
                session: session(),
                knock: knock(),
                claims: ada(),
                expires_at_ms: 3_900_000,
            },
        ),
        ("knock_refused", Event::KnockRefused { session: session(), knock: knock() }),
        ("knock_withdrawn", Event::KnockWithdrawn { session: session(), knock: knock() }),
        (
            "diner_returned",
            Event::DinerReturned {
                session: session(),
                diner: ada(),
                knock: knock(),
                token: token(),
                expires_at_ms: 32_400_000,
            },
        ),
        ("diner_removed", Event::DinerRemoved { session: session(), diner: ben() }),
        (
            "token_extended",
            Event::TokenExtended {
                session: session(),
                diner: ada(),
                token: token(),
                expires_at_ms: 39_600_000,
            },
        ),
    ]
}

fn bar() -> DeviceId {
    "devicebara".parse().unwrap()
}

fn tried() -> Try {
    Try { claim: Claim::Staff(nora()), proof: Proof::Pin, place: Place::Device(bar()) }
}

/// Who did the example of that number. The first 17 are as they were before there were devices.
fn author(index: usize) -> Origin {
    let authors = authors();
    let mut by = authors[index % authors.len()].clone();
    if index >= 17 && by.address.is_some() {
        by.device = Some(bar());
        if by.who == Who::Guest {
            by.who = Who::Stranger;
        }
    }
    by
}

#[test]
fn every_event_is_stored_and_read_as_it_always_was() {
    for (index, (name, event)) in examples().into_iter().enumerate() {
        let by = author(index);
        let prev = [u8::try_from(index).unwrap(); 32];
        let kept = golden(&format!("events/v1/{name}.json"), &stored::encode(at(), &by, &prev, &event));
        let read = stored::decode(&kept).unwrap();
        assert_eq!((read.v, read.prev, read.at, read.by, read.event), (1, to_hex(&prev), at(), by, event));
    }
    has_only("events/v1", examples().iter().map(|(name, _)| format!("{name}.json")).collect());
}

#[test]
fn a_record_of_a_newer_form_is_refused_and_one_with_more_in_it_is_read() {
    let (_, event) = examples().remove(3);
    let bytes = stored::encode(at(), &authors()[0], &[0; 32], &event);
    let text = String::from_utf8(bytes).unwrap();
    let newer = stored::decode(text.replace("\"v\":1", "\"v\":2").as_bytes()).unwrap_err();
    assert!(newer.contains("version 2"), "{newer}");
    let longer = text.replacen('{', "{\"later\":true,", 1);
    assert_eq!(stored::decode(longer.as_bytes()).unwrap().event, event);
}
