//! Everything that happens on the floor while parties sit, and what the floor added to a venue file.

use plato_hub::log::stored;
use plato_hub::venue::Event;
use plato_hub::venue::floor::events::FloorEvent;
use plato_hub::venue::floor::parties::{MovedGuest, MovedPortions};
use plato_hub::venue::floor::states::FloorLimits;
use plato_sync_protocol::floor::{CallKind, TablePlace, TableShape};
use plato_sync_protocol::ids::{OrderId, TableId};

use crate::events::setup;
use crate::examples::{ada, at, authors, nora, session};
use crate::{every_variant, golden, has_only};

fn table(id: &str) -> TableId {
    id.parse().unwrap()
}

fn examples() -> Vec<(&'static str, Event)> {
    let acts = every_variant!(FloorEvent,
        WaiterCalled => [("waiter_called", FloorEvent::WaiterCalled { session: session(), call: 2, kind: CallKind::Bill, by: ada() })],
        CallTaken => [("call_taken", FloorEvent::CallTaken { session: session(), call: 2, by: nora() })],
        CallEnded => [
            ("call_ended", FloorEvent::CallEnded { session: session(), call: 2, by: Some(nora()) }),
            ("call_withdrawn", FloorEvent::CallEnded { session: session(), call: 2, by: None }),
        ],
        CoversChanged => [("covers_changed", FloorEvent::CoversChanged { session: session(), covers: 5 })],
        WaiterAssigned => [
            ("waiter_assigned", FloorEvent::WaiterAssigned { session: session(), waiter: Some(nora()) }),
            ("waiter_unassigned", FloorEvent::WaiterAssigned { session: session(), waiter: None }),
        ],
        TableCleaned => [("table_cleaned", FloorEvent::TableCleaned { table: table("7") })],
        PartyMoved => [("party_moved", FloorEvent::PartyMoved { session: session(), from: table("7"), to: table("8") })],
        TableAdded => [("table_added", FloorEvent::TableAdded { session: session(), table: table("9") })],
        TableTakenOff => [("table_taken_off", FloorEvent::TableTakenOff { session: session(), table: table("9") })],
        GuestsMoved => [("guests_moved", FloorEvent::GuestsMoved {
            from: session(),
            to: "sessionbbb".parse().unwrap(),
            guests: vec![MovedGuest { diner: ada(), name: "Ada 2".into() }],
            portions: vec![MovedPortions {
                order: OrderId(12),
                units: vec!["unitaaaaaa".parse().unwrap()],
                billed_as: OrderId(15),
            }],
            some_stay: false,
        }), ("dishes_moved", FloorEvent::GuestsMoved {
            from: session(),
            to: "sessionbbb".parse().unwrap(),
            guests: Vec::new(),
            portions: vec![MovedPortions {
                order: OrderId(12),
                units: vec!["unitbbbbbb".parse().unwrap()],
                billed_as: OrderId(16),
            }],
            some_stay: true,
        })],
    );
    let mut setup = setup();
    setup.tables[0].place = Some(TablePlace { x: 3, y: 1, shape: TableShape::Round });
    setup.limits = FloorLimits { call: 4, eating: 90, ..FloorLimits::default() };
    let floor = |(name, act): (_, FloorEvent)| (name, Event::from(act));
    let imported = Event::VenueImported { setup: Box::new(setup) };
    acts.into_iter().map(floor).chain([("venue_imported_with_plan", imported)]).collect()
}

#[test]
fn everything_on_the_floor_is_stored_and_read_as_it_always_was() {
    for (name, event) in examples() {
        let by = &authors()[3];
        let kept = golden(&format!("floors/v1/{name}.json"), &stored::encode(at(), by, &[0xb1; 32], &event));
        let read = stored::decode(&kept).unwrap();
        assert_eq!((read.v, read.at, &read.by, read.event), (1, at(), by, event));
    }
    has_only("floors/v1", examples().iter().map(|(name, _)| format!("{name}.json")).collect());
}
