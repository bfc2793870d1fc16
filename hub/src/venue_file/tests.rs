//! Good files are read, broken ones are refused with the line.

use super::*;
use plato_sync_protocol::floor::{TablePlace, TableShape};
use plato_sync_protocol::menu::Allergen;
use plato_sync_protocol::money::Money;

use crate::venue::approval::ApprovalTerms;

const DEMO: &str = include_str!("../../demo/venue.toml");

fn key() -> TableKey {
    TableKey("00".repeat(16))
}

fn small() -> String {
    r#"[venue]
name = "Small"
currency = "EUR"

[[station]]
id = "grill"
name = "Grill"
warn_minutes = 8
late_minutes = 12

[[room]]
id = "main"
name = "Main"

[[table]]
id = "1"
name = "1"
room = "main"
seats = 4

[[modifier_group]]
id = "side"
name = "Side?"
choose = "0-1"
options = [{ id = "fries", name = "Fries", price = "2.50", contains = ["celery"] }]

[[category]]
id = "mains"
name = "Mains"

[[item]]
id = "steak"
name = "Steak"
category = "mains"
station = "grill"
price = "24.00"
contains = ["milk", "milk"]
diets = ["gluten-free"]
modifiers = ["side"]
"#
    .to_owned()
}

#[test]
fn a_small_venue_is_read() {
    let (setup, keys) = read(&small(), key).unwrap();
    let steak = &setup.menu.items[0];
    assert_eq!(steak.price.minor, 2400);
    assert_eq!(steak.contains, [Allergen::Milk]);
    assert_eq!(setup.kitchen_items[&steak.id].name, "Steak");
    assert_eq!(setup.menu.modifier_groups[0].options[0].price.minor, 250);
    assert_eq!(keys.len(), 1);
}

#[test]
fn the_demo_venue_is_as_large_as_a_restaurant() {
    let (setup, _) = read(DEMO, key).unwrap();
    assert!(setup.menu.items.len() >= 45, "{}", setup.menu.items.len());
    assert_eq!(setup.menu.categories.len(), 7);
    assert_eq!((setup.tables.len(), setup.rooms.len()), (12, 2));
    for station in ["grill", "cold", "bar", "pass"] {
        let made = setup.kitchen_items.values().filter(|item| item.station.as_str() == station);
        assert!(made.count() > 0, "{station}");
    }
    assert!(setup.menu.modifier_groups.iter().any(|group| group.min > 0));
    assert!(
        setup
            .menu
            .modifier_groups
            .iter()
            .any(|group| group.options.iter().any(|option| option.price.minor > 0))
    );
}

#[test]
fn a_broken_file_is_refused_with_line_and_reason() {
    let cases = [
        ("currency = \"EUR\"", "currency = \"Euro\"", 3, "three capital letters"),
        ("late_minutes = 12", "late_minutes = 8", 8, "less than late_minutes"),
        ("late_minutes = 12", "late_minutes = -1", 9, ""),
        ("room = \"main\"", "room = \"attic\"", 18, "no room `attic`"),
        ("seats = 4", "seats = 0", 19, "1 to 60"),
        ("choose = \"0-1\"", "choose = \"some\"", 24, "not `some`"),
        ("choose = \"0-1\"", "choose = \"2\"", 24, "2 of only 1"),
        ("price = \"2.50\"", "price = \"2.505\"", 25, "2 digits"),
        ("\"celery\"", "\"celary\"", 25, "`celary`"),
        ("id = \"steak\"", "id = \"Steak!\"", 32, "not a valid ItemId"),
        ("name = \"Steak\"", "name = \" \"", 33, "empty"),
        ("category = \"mains\"", "category = \"desserts\"", 34, "no category"),
        ("station = \"grill\"", "station = \"bar\"", 35, "no station"),
        ("station = \"grill\"\n", "", 32, "nobody makes this"),
        ("price = \"24.00\"", "price = 24.00", 36, "string"),
        ("price = \"24.00\"", "price = \"-24.00\"", 36, "12.50"),
        ("diets = [\"gluten-free\"]", "diets = [\"paleo\"]", 38, "`paleo`"),
        ("modifiers = [\"side\"]", "modifiers = [\"sauce\"]", 39, "no modifier_group"),
        ("modifiers = [\"side\"]", "colour = \"red\"", 39, "unknown field"),
        ("[[item]]", "[[item", 31, ""),
    ];
    for (good, bad, line, reason) in cases {
        assert!(small().contains(good), "{good}");
        let refusal = read(&small().replace(good, bad), key).unwrap_err();
        assert_eq!(refusal.line, line, "{bad}: {refusal}");
        assert!(refusal.reason.contains(reason), "{bad}: {refusal}");
    }
}

#[test]
fn a_dish_is_made_where_its_category_is_unless_it_says_otherwise() {
    let bar = "[[station]]\nid = \"bar\"\nname = \"Bar\"\n\n[[room]]";
    let of_mains = "name = \"Mains\"\nstation = \"bar\"\n";
    let both = small().replacen("[[room]]", bar, 1).replace("name = \"Mains\"\n", of_mains);
    let made_at = |text: &str| {
        let (setup, _) = read(text, key).unwrap();
        setup.kitchen_items[&setup.menu.items[0].id].station.to_string()
    };
    assert_eq!(made_at(&both), "grill");
    assert_eq!(made_at(&both.replace("station = \"grill\"\n", "")), "bar");

    let nowhere = small().replace("name = \"Mains\"\n", "name = \"Mains\"\nstation = \"cellar\"\n");
    let refusal = read(&nowhere, key).unwrap_err();
    assert_eq!((refusal.line, refusal.reason.as_str()), (30, "there is no station `cellar`"));
}

#[test]
fn two_things_of_one_id_are_refused() {
    let twice = format!("{}\n[[room]]\nid = \"main\"\nname = \"Again\"\n", small());
    let refusal = read(&twice, key).unwrap_err();
    assert_eq!((refusal.line, refusal.reason.contains("two rooms")), (42, true), "{refusal}");
}

#[test]
fn an_empty_file_says_what_it_needs() {
    let refusal = read("[venue]\nname = \"X\"\ncurrency = \"EUR\"\n", key).unwrap_err();
    assert!(refusal.reason.contains("at least one [[station]]"), "{refusal}");
}

/// The small venue with a bill, and the tax of its mains.
fn with_bill(bill: &str) -> String {
    let taxes = "[[tax]]\nid = \"food\"\nname = \"VAT\"\npercent = \"8.1\"\ntake_away = \"2.6\"\n";
    let mains = small().replace("name = \"Mains\"\n", "name = \"Mains\"\ntax = \"food\"\n");
    format!("{mains}\n[bill]\n{bill}\n{taxes}")
}

#[test]
fn terms_of_bills_are_read() {
    let bill = "tax = \"added\"\nservice = \"10\"\nservice_tax = \"food\"\ncash_rounding = \"0.05\"\n\
                day_begins = \"05:30\"\nutc_offset = \"-05:00\"\nwaiter_discount_max = \"0\"";
    let terms = read(&with_bill(bill), key).unwrap().0.bill.unwrap();
    let tax = terms.line_tax(&"steak".parse().unwrap()).unwrap();
    assert_eq!(
        (tax.rate(false).percent.to_string(), tax.rate(true).percent.to_string()),
        ("8.1".into(), "2.6".into())
    );
    let service = terms.service.clone().unwrap();
    assert_eq!((service.percent.to_string(), service.rate), ("10".into(), Some(tax.rate(false))));
    assert_eq!(
        (i64::from(terms.cash_step), terms.day_begins_minutes, terms.utc_offset_minutes),
        (5, 330, -300)
    );
    assert_eq!(read(&small(), key).unwrap().0.bill, None);
}

#[test]
fn terms_of_bills_that_make_no_sense_are_refused() {
    let reason = |text: &str| read(text, key).unwrap_err().reason;
    for (bill, says) in [
        ("tax = \"maybe\"", "\"included\" in the prices"),
        ("service = \"ten\"", "a percentage is written like 8.1"),
        ("service_tax = \"food\"", "of no use without service"),
        ("service = \"10\"\nservice_tax = \"wine\"", "there is no tax `wine`"),
        ("cash_rounding = \"0\"", "the smallest coin"),
        ("day_begins = \"24:00\"", "a time such as"),
        ("day_begins = \"4\"", "a time such as"),
        ("utc_offset = \"02:00\"", "written like"),
        ("utc_offset = \"+15:00\"", "written like"),
        ("time_zone = \"Europe/Atlantis\"", "such as \"Europe/Vienna\""),
        ("time_zone = \"+01:00\"", "such as \"Europe/Vienna\""),
        ("utc_offset = \"+01:00\"\ntime_zone = \"Europe/Rome\"", "both given"),
    ] {
        assert!(reason(&with_bill(bill)).contains(says), "{bill}: {}", reason(&with_bill(bill)));
    }
    let untaxed = with_bill("").replace("tax = \"food\"\n", "");
    assert!(reason(&untaxed).contains("this item has no tax"));
}

#[test]
fn a_time_zone_is_when_its_offset_changes() {
    let zone = |name: &str| {
        let terms = read(&with_bill(&format!("time_zone = \"{name}\"")), key).unwrap().0.bill.unwrap();
        (terms.utc_offset_minutes, terms.zone.unwrap())
    };
    let (first, rome) = zone("europe/rome");
    assert_eq!((first, rome.name.as_str()), (60, "Europe/Rome"));
    let of_2026: Vec<(i64, i16)> = rome
        .changes
        .iter()
        .filter(|change| (1_767_225_600..1_798_761_600).contains(&change.from_s))
        .map(|change| (change.from_s, change.minutes))
        .collect();
    assert_eq!(of_2026, [(1_774_746_000, 120), (1_792_890_000, 60)]);
    assert_eq!(rome.changes.len(), 100, "twice a year for fifty years");
    assert_eq!((zone("Asia/Kathmandu").0, zone("Asia/Kathmandu").1.changes.len()), (345, 0));
    assert_eq!((zone("America/New_York").0, zone("UTC").0), (-300, 0));
    let ramadan = zone("Africa/Casablanca").1.changes;
    assert!(
        ramadan.iter().any(|change| (change.from_s, change.minutes) == (1_740_276_000, 0)),
        "{ramadan:?}"
    );
}

#[test]
fn every_item_of_the_demo_has_a_tax() {
    let setup = read(DEMO, key).unwrap().0;
    let terms = setup.bill.unwrap();
    assert!(setup.menu.items.iter().all(|item| terms.line_tax(&item.id).is_some()));
}

#[test]
fn a_pin_has_four_digits_or_six_as_the_file_says() {
    let with = |line: &str| small().replace("currency = \"EUR\"", &format!("currency = \"EUR\"\n{line}"));
    let digits = |line: &str| read(&with(line), key).map(|(setup, _)| setup.pin_digits.count());
    assert_eq!((digits("").unwrap(), digits("pin_digits = 4").unwrap()), (4, 4));
    assert_eq!(digits("pin_digits = 6").unwrap(), 6);
    for wrong in ["5", "0", "-4", "40"] {
        let refusal = digits(&format!("pin_digits = {wrong}")).unwrap_err();
        assert_eq!(refusal.reason, format!("pin_digits is 4 or 6, not {wrong}"));
    }
    assert!(digits("pin_digits = \"6\"").is_err());
}

const COURSES: &str =
    "\n[[course]]\nid = \"first\"\nname = \"Starters\"\n[[course]]\nid = \"second\"\nname = \"Mains\"\n";

/// The course of the steak, with what its category and it itself say.
fn course(category: &str, item: &str) -> u8 {
    let file = small()
        .replace(
            "id = \"mains\"\nname = \"Mains\"\n",
            &format!("id = \"mains\"\nname = \"Mains\"\n{category}\n"),
        )
        .replace("price = \"24.00\"", &format!("price = \"24.00\"\n{item}"));
    let (setup, _) = read(&(file + COURSES), key).unwrap();
    assert_eq!(setup.courses, ["Starters", "Mains"]);
    setup.kitchen_items[&setup.menu.items[0].id].course
}

#[test]
fn a_dish_has_the_course_of_its_category_or_its_own_or_none() {
    assert_eq!(course("", ""), 0);
    assert_eq!(course("course = \"second\"", ""), 2);
    assert_eq!(course("course = \"second\"", "course = \"first\""), 1);
    assert_eq!(course("course = \"second\"", "course = \"none\""), 0);
}

#[test]
fn a_course_that_there_is_not_is_refused_with_its_line() {
    let file = small().replace("price = \"24.00\"", "price = \"24.00\"\ncourse = \"third\"") + COURSES;
    let refused = read(&file, key).unwrap_err().to_string();
    assert!(refused.contains("no course `third`"), "{refused}");
    let many: String =
        (0..10).map(|n| format!("\n[[course]]\nid = \"c{n}\"\nname = \"Course {n}\"\n")).collect();
    let refused = read(&(small() + &many), key).unwrap_err().to_string();
    assert!(refused.contains("at most 9 courses"), "{refused}");
}

#[test]
fn a_station_that_says_nothing_of_ages_has_those_of_a_kitchen_and_a_bar_is_quicker() {
    let file = small().replace("warn_minutes = 8\nlate_minutes = 12\n", "")
        + "\n[[station]]\nid = \"bar\"\nname = \"Bar\"\n";
    let (setup, _) = read(&file, key).unwrap();
    let ages: Vec<_> =
        setup.stations.iter().map(|station| (station.warn_minutes, station.late_minutes)).collect();
    assert_eq!(ages, [(8, 12), (5, 8)]);
    let wrong = small().replace("warn_minutes = 8\nlate_minutes = 12\n", "warn_minutes = 30\n");
    assert!(read(&wrong, key).unwrap_err().to_string().contains("less than late_minutes"));
}

#[test]
fn a_plan_says_where_tables_stand_and_two_never_stand_in_one_place() {
    let table = |id: &str, more: &str| {
        format!("[[table]]\nid = \"{id}\"\nname = \"{id}\"\nroom = \"main\"\nseats = 4\n{more}\n")
    };
    let read_with = |tables: &str| read(&format!("{}\n{tables}", small()), key);
    let (setup, _) = read_with(&table("p", "x = 3\ny = 1\nshape = \"long\"")).unwrap();
    let placed = setup.tables.iter().find(|table| table.name == "p").unwrap();
    assert_eq!(placed.place, Some(TablePlace { x: 3, y: 1, shape: TableShape::Long }));
    let wrong = [
        (table("p", "x = 3"), "a place on the plan needs both x and y"),
        (table("p", "shape = \"round\""), "a table with a shape needs x and y"),
        (table("p", "x = 1\ny = 1\nshape = \"oval\""), "shape is square, round or long, not `oval`"),
        (table("p", "x = 24\ny = 1"), "a plan has the cells 0 to 23"),
        (
            table("p", "x = 3\ny = 1\nshape = \"long\"") + &table("q", "x = 4\ny = 1"),
            "another table stands there already",
        ),
        ("[floor]\ncall_minutes = 1441".to_owned(), "a limit is at most 1440 minutes"),
    ];
    for (file, reason) in wrong {
        assert_eq!(read_with(&file).unwrap_err().reason, reason);
    }
}

#[test]
fn an_owner_says_which_orders_the_house_looks_at_first() {
    let read_with = |approval: &str| read(&format!("{}\n[approval]\n{approval}\n", small()), key);
    assert_eq!(read(&small(), key).unwrap().0.approval, ApprovalTerms::default());
    let (setup, _) = read_with("first_order = true\nover_portions = 20\nover_amount = \"200.00\"").unwrap();
    let over_amount = Some(Money { minor: 20_000, currency: "EUR".parse().unwrap() });
    let terms = ApprovalTerms { first_order: true, over_portions: Some(20), over_amount, minutes: 2 };
    assert_eq!(setup.approval, terms);
    let wrong = [
        ("over_portions = 0", "over_portions is 1 to 999"),
        ("over_portions = 1000", "over_portions is 1 to 999"),
        ("over_amount = \"0.00\"", "over_amount is more than nothing, such as \"200.00\""),
        ("minutes = 1441", "a limit is at most 1440 minutes"),
    ];
    for (line, reason) in wrong {
        assert_eq!(read_with(line).unwrap_err().reason, reason);
    }
    assert!(read_with("first_orders = true").unwrap_err().reason.contains("first_orders"));
}

/// The small venue, where the grill hands its dishes to this pass, if any, and these passes are there.
fn with_pass(handed_to: &str, passes: &str) -> String {
    small().replace("late_minutes = 12\n", &format!("late_minutes = 12\n{handed_to}\n{passes}"))
}

const HOT: &str = "[[pass]]\nid = \"hot\"\nname = \"Hot pass\"\n";

#[test]
fn a_station_hands_its_dishes_to_the_pass_that_it_names() {
    let (setup, _) = read(&with_pass("pass = \"hot\"", HOT), key).unwrap();
    assert_eq!(setup.passes.iter().map(|pass| pass.name.as_str()).collect::<Vec<_>>(), ["Hot pass"]);
    assert_eq!(setup.stations[0].pass, Some("hot".parse().unwrap()));
    let (setup, _) = read(&small(), key).unwrap();
    assert_eq!((setup.passes, setup.stations[0].pass.clone()), (Vec::new(), None), "one level by itself");
}

#[test]
fn a_pass_that_is_not_there_or_that_nobody_hands_to_is_refused_in_its_line() {
    let cases = [
        (with_pass("pass = \"hot\"", ""), 10, "there is no pass `hot`"),
        (with_pass("", HOT), 12, "no [[station]] hands its dishes to the pass `hot`"),
        (with_pass("pass = \"hot\"", &HOT.repeat(2)), 15, "two passes"),
    ];
    for (file, line, reason) in cases {
        let refusal = read(&file, key).unwrap_err();
        assert!(refusal.reason.contains(reason), "{refusal}");
        assert_eq!(refusal.line, line, "{refusal}");
    }
}
