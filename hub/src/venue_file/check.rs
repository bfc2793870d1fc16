//! From the words of a venue file to a setup that holds together: ids are ids, references lead
//! somewhere, amounts are amounts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use plato_sync_protocol::ids::{CategoryId, ItemId, ModifierGroupId, ModifierId, RoomId, StationId};
use plato_sync_protocol::menu::{
    Allergen, Category, Diet, Menu, MenuItem, Modifier, ModifierGroup, ModifierKey,
};
use plato_sync_protocol::money::{Currency, Money};
use plato_sync_protocol::text;
use serde::Deserialize;
use serde::de::value::{Error as ValueError, StrDeserializer};
use toml::Spanned;

use super::format::{self, Text, VenueFile};
use super::plan::{self, Plan};
use super::{approval, bill};
use crate::venue::guessing::PinDigits;
use crate::venue::menu::{KitchenItem, Pass, Room, Station, Table, TableKey, VenueSetup};

const NAME_CHARS_MAX: usize = 60;
const KITCHEN_NAME_CHARS_MAX: usize = 40;
const DESCRIPTION_CHARS_MAX: usize = 300;
const ITEMS_MAX: usize = 2_000;
const TABLES_MAX: usize = 500;
const OPTIONS_MAX: usize = 60;
const SEATS_MAX: u16 = 60;
/// The station that is quicker than the others.
const BAR: &str = "bar";
const COURSES_MAX: usize = 9;
/// What a dish says that is made at once, whatever its category says.
const NO_COURSE: &str = "none";
/// The dearest portion, in minor units: more is a slip of the pen.
const PRICE_MINOR_MAX: i64 = 100_000_000;

/// Something wrong, and where.
pub struct Wrong {
    pub at: Range<usize>,
    pub reason: String,
}

pub(super) fn wrong<T>(at: &Spanned<T>, reason: impl Into<String>) -> Wrong {
    Wrong { at: at.span(), reason: reason.into() }
}

/// The setup that the file describes.
pub fn setup(file: &VenueFile, new_key: &mut dyn FnMut() -> TableKey) -> Result<VenueSetup, Wrong> {
    let currency: Currency = parse(&file.venue.currency)?;
    refuse_empty(file)?;
    let passes = passes(file)?;
    let stations = stations(file, &passes)?;
    let rooms = rooms(file)?;
    let tables = tables(file, &rooms, new_key)?;
    let (modifier_groups, kitchen_modifiers) = modifier_groups(file, currency)?;
    let makers = Makers::read(file, &stations)?;
    let courses = Courses::read(file)?;
    let categories = categories(file)?;
    let (items, kitchen_items) = items(file, currency, &makers, &categories, &modifier_groups, &courses)?;
    let bill = bill::terms(file, currency)?;
    let menu = Menu {
        revision: 0,
        venue: name(&file.venue.name)?,
        tagline: optional(file.venue.tagline.as_ref(), NAME_CHARS_MAX * 2)?.unwrap_or_default(),
        currency,
        categories,
        items,
        modifier_groups,
    };
    Ok(VenueSetup {
        menu,
        kitchen_items,
        kitchen_modifiers,
        stations,
        rooms,
        tables,
        courses: courses.names,
        bill: bill.map(Box::new),
        pin_digits: pin_digits(file)?,
        limits: plan::limits(file.floor.as_ref())?,
        approval: approval::terms(file.approval.as_ref(), currency)?,
        passes,
    })
}

fn pin_digits(file: &VenueFile) -> Result<PinDigits, Wrong> {
    match &file.venue.pin_digits {
        None => Ok(PinDigits::Four),
        Some(digits) => match digits.get_ref() {
            4 => Ok(PinDigits::Four),
            6 => Ok(PinDigits::Six),
            other => Err(wrong(digits, format!("pin_digits is 4 or 6, not {other}"))),
        },
    }
}

fn refuse_empty(file: &VenueFile) -> Result<(), Wrong> {
    let kinds = [
        ("station", file.stations.len(), TABLES_MAX),
        ("room", file.rooms.len(), TABLES_MAX),
        ("table", file.tables.len(), TABLES_MAX),
        ("category", file.categories.len(), TABLES_MAX),
        ("item", file.items.len(), ITEMS_MAX),
    ];
    for (kind, count, count_max) in kinds {
        if count == 0 {
            return Err(wrong(&file.venue.name, format!("the file needs at least one [[{kind}]]")));
        }
        if count > count_max {
            return Err(wrong(&file.venue.name, format!("the file has more than {count_max} [[{kind}]]")));
        }
    }
    Ok(())
}

/// The first of two levels of a pass: each has at least one station that hands its dishes to it.
fn passes(file: &VenueFile) -> Result<Vec<Pass>, Wrong> {
    let mut seen = BTreeSet::new();
    let pass = |pass: &format::Pass| {
        let handed = file.stations.iter().filter_map(|station| station.pass.as_ref());
        if !{ handed }.any(|to| to.get_ref() == pass.id.get_ref()) {
            let reason = format!("no [[station]] hands its dishes to the pass `{}`", pass.id.get_ref());
            return Err(wrong(&pass.id, reason));
        }
        Ok(Pass { id: unique(&pass.id, &mut seen, "pass")?, name: name(&pass.name)? })
    };
    file.passes.iter().map(pass).collect()
}

fn stations(file: &VenueFile, passes: &[Pass]) -> Result<Vec<Station>, Wrong> {
    let mut seen = BTreeSet::new();
    let station = |station: &format::Station| {
        let (warn_minutes, late_minutes) = thresholds(station)?;
        let pass: Option<StationId> = station.pass.as_ref().map(parse).transpose()?;
        if let (Some(id), Some(at)) = (&pass, &station.pass)
            && !passes.iter().any(|known| known.id == *id)
        {
            return Err(wrong(at, format!("there is no pass `{id}`")));
        }
        Ok(Station {
            id: unique(&station.id, &mut seen, "station")?,
            name: name(&station.name)?,
            warn_minutes,
            late_minutes,
            pass,
        })
    };
    file.stations.iter().map(station).collect()
}

/// When tickets of a station are waiting and late: 8 and 12 minutes, at a bar 5 and 8, where the file
/// does not say.
fn thresholds(station: &format::Station) -> Result<(u16, u16), Wrong> {
    let (warn, late) = if station.id.get_ref() == BAR { (5, 8) } else { (8, 12) };
    let warn_minutes = station.warn_minutes.as_ref().map_or(warn, |minutes| *minutes.get_ref());
    let late_minutes = station.late_minutes.as_ref().map_or(late, |minutes| *minutes.get_ref());
    if warn_minutes < late_minutes {
        return Ok((warn_minutes, late_minutes));
    }
    let reason = "warn_minutes has to be less than late_minutes";
    let at = station.warn_minutes.as_ref().or(station.late_minutes.as_ref());
    Err(at.map_or_else(|| wrong(&station.id, reason), |at| wrong(at, reason)))
}

fn rooms(file: &VenueFile) -> Result<Vec<Room>, Wrong> {
    let mut seen = BTreeSet::new();
    let room =
        |room: &format::Room| Ok(Room { id: unique(&room.id, &mut seen, "room")?, name: name(&room.name)? });
    file.rooms.iter().map(room).collect()
}

fn tables(
    file: &VenueFile,
    rooms: &[Room],
    new_key: &mut dyn FnMut() -> TableKey,
) -> Result<Vec<Table>, Wrong> {
    let mut seen = BTreeSet::new();
    let mut plan = Plan::default();
    let table = |table: &format::Table| {
        let room: RoomId = parse(&table.room)?;
        if !rooms.iter().any(|known| known.id == room) {
            return Err(wrong(&table.room, format!("there is no room `{room}`")));
        }
        if !(1..=SEATS_MAX).contains(table.seats.get_ref()) {
            return Err(wrong(&table.seats, format!("a table seats 1 to {SEATS_MAX}")));
        }
        Ok(Table {
            id: unique(&table.id, &mut seen, "table")?,
            name: name(&table.name)?,
            room,
            seats: *table.seats.get_ref(),
            key: new_key(),
            place: plan.place(table)?,
        })
    };
    file.tables.iter().map(table).collect()
}

fn categories(file: &VenueFile) -> Result<Vec<Category>, Wrong> {
    let mut seen = BTreeSet::new();
    let category = |category: &format::Category| {
        Ok(Category { id: unique(&category.id, &mut seen, "category")?, name: name(&category.name)? })
    };
    file.categories.iter().map(category).collect()
}

/// Which station makes what: the one of each category, and the ones there are.
struct Makers<'s> {
    stations: &'s [Station],
    of_category: BTreeMap<String, StationId>,
}

impl<'s> Makers<'s> {
    fn read(file: &VenueFile, stations: &'s [Station]) -> Result<Self, Wrong> {
        let mut makers = Self { stations, of_category: BTreeMap::new() };
        for category in &file.categories {
            if let Some(station) = makers.named(category.station.as_ref())? {
                makers.of_category.insert(category.id.get_ref().clone(), station);
            }
        }
        Ok(makers)
    }

    fn named(&self, station: Option<&Text>) -> Result<Option<StationId>, Wrong> {
        let Some(at) = station else { return Ok(None) };
        let id: StationId = parse(at)?;
        if !self.stations.iter().any(|known| known.id == id) {
            return Err(wrong(at, format!("there is no station `{id}`")));
        }
        Ok(Some(id))
    }

    /// The station of a dish: its own, or that of its category.
    fn of(&self, item: &format::Item) -> Result<StationId, Wrong> {
        let of_category = || self.of_category.get(item.category.get_ref()).cloned();
        self.named(item.station.as_ref())?
            .or_else(of_category)
            .ok_or_else(|| wrong(&item.id, "nobody makes this: it needs a station, or its category does"))
    }
}

/// Courses as the file names them, with the one of each category.
struct Courses {
    ids: Vec<String>,
    names: Vec<String>,
    of_category: BTreeMap<String, u8>,
}

impl Courses {
    fn read(file: &VenueFile) -> Result<Self, Wrong> {
        if let Some(beyond) = file.courses.get(COURSES_MAX) {
            return Err(wrong(&beyond.id, format!("a meal has at most {COURSES_MAX} courses")));
        }
        let mut seen = BTreeSet::new();
        let mut courses = Self { ids: Vec::new(), names: Vec::new(), of_category: BTreeMap::new() };
        for course in &file.courses {
            let id: CategoryId = unique(&course.id, &mut seen, "course")?;
            courses.ids.push(id.to_string());
            courses.names.push(name(&course.name)?);
        }
        for category in &file.categories {
            let course = courses.number(category.course.as_ref())?.unwrap_or_default();
            courses.of_category.insert(category.id.get_ref().clone(), course);
        }
        Ok(courses)
    }

    /// The place of a course that is named, from 1; 0 for `none`.
    fn number(&self, course: Option<&Text>) -> Result<Option<u8>, Wrong> {
        let Some(course) = course else { return Ok(None) };
        if course.get_ref() == NO_COURSE {
            return Ok(Some(0));
        }
        let place = self.ids.iter().position(|id| id == course.get_ref());
        let place =
            place.ok_or_else(|| wrong(course, format!("there is no course `{}`", course.get_ref())))?;
        Ok(Some(place as u8 + 1))
    }

    /// The course of a dish: its own, or that of its category.
    fn of(&self, item: &format::Item) -> Result<u8, Wrong> {
        let own = self.number(item.course.as_ref())?;
        Ok(own.unwrap_or_else(|| self.of_category.get(item.category.get_ref()).copied().unwrap_or_default()))
    }
}

type Groups = (Vec<ModifierGroup>, BTreeMap<ModifierKey, String>);

fn modifier_groups(file: &VenueFile, currency: Currency) -> Result<Groups, Wrong> {
    let mut seen = BTreeSet::new();
    let mut kitchen = BTreeMap::new();
    let mut groups = Vec::new();
    for group in &file.modifier_groups {
        let id: ModifierGroupId = unique(&group.id, &mut seen, "modifier_group")?;
        let (min, max) = choose(&group.choose, group.options.len())?;
        let mut seen = BTreeSet::new();
        let mut options = Vec::new();
        for option in &group.options {
            let modifier: ModifierId = unique(&option.id, &mut seen, "option of this group")?;
            if let Some(own) = optional(option.kitchen.as_ref(), KITCHEN_NAME_CHARS_MAX)? {
                kitchen.insert(ModifierKey { group: id.clone(), modifier: modifier.clone() }, own);
            }
            let price =
                option.price.as_ref().map_or(Ok(Money::zero(currency)), |price| money(price, currency));
            options.push(Modifier {
                id: modifier,
                name: name(&option.name)?,
                price: price?,
                contains: words(&option.contains, "allergen")?,
                is_eighty_sixed: false,
            });
        }
        groups.push(ModifierGroup { id, name: name(&group.name)?, min, max, options });
    }
    Ok((groups, kitchen))
}

/// Reads `1`, `0-1` or `1-2`: how many of the options are chosen.
fn choose(choose: &Text, options: usize) -> Result<(u8, u8), Wrong> {
    let text = choose.get_ref();
    let (min, max) = text.split_once('-').unwrap_or((text, text));
    let counts = min.trim().parse().ok().zip(max.trim().parse().ok());
    let Some((min, max)) = counts.filter(|(min, max): &(u8, u8)| min <= max && *max > 0) else {
        return Err(wrong(choose, format!("choose is a count such as \"1\" or \"0-2\", not `{text}`")));
    };
    if options == 0 || options > OPTIONS_MAX {
        return Err(wrong(choose, format!("a modifier group has 1 to {OPTIONS_MAX} options")));
    }
    if usize::from(max) > options {
        return Err(wrong(choose, format!("choose asks for {max} of only {options} options")));
    }
    Ok((min, max))
}

type Items = (Vec<MenuItem>, BTreeMap<ItemId, KitchenItem>);

fn items(
    file: &VenueFile,
    currency: Currency,
    makers: &Makers<'_>,
    categories: &[Category],
    groups: &[ModifierGroup],
    courses: &Courses,
) -> Result<Items, Wrong> {
    let mut seen = BTreeSet::new();
    let mut kitchen = BTreeMap::new();
    let mut items = Vec::new();
    for item in &file.items {
        let id: ItemId = unique(&item.id, &mut seen, "item")?;
        let category: CategoryId = parse(&item.category)?;
        if !categories.iter().any(|known| known.id == category) {
            return Err(wrong(&item.category, format!("there is no category `{category}`")));
        }
        let mut asked = Vec::new();
        for group in &item.modifiers {
            let id: ModifierGroupId = parse(group)?;
            if !groups.iter().any(|known| known.id == id) {
                return Err(wrong(group, format!("there is no modifier_group `{id}`")));
            }
            if asked.contains(&id) {
                return Err(wrong(group, format!("the modifier_group `{id}` is listed twice")));
            }
            asked.push(id);
        }
        let own = optional(item.kitchen.as_ref(), KITCHEN_NAME_CHARS_MAX)?;
        let name = name(&item.name)?;
        let (station, course) = (makers.of(item)?, courses.of(item)?);
        let kitchen_item = KitchenItem { name: own.unwrap_or_else(|| name.clone()), station, course };
        kitchen.insert(id.clone(), kitchen_item);
        items.push(MenuItem {
            id,
            name,
            description: optional(item.description.as_ref(), DESCRIPTION_CHARS_MAX)?.unwrap_or_default(),
            category,
            price: money(&item.price, currency)?,
            contains: words::<Allergen>(&item.contains, "allergen")?,
            may_contain: words::<Allergen>(&item.may_contain, "allergen")?,
            diets: words::<Diet>(&item.diets, "diet")?,
            modifier_groups: asked,
            is_eighty_sixed: false,
            left: None,
        });
    }
    Ok((items, kitchen))
}

pub(super) fn parse<T: FromStr<Err: std::fmt::Display>>(text: &Text) -> Result<T, Wrong> {
    text.get_ref().parse().map_err(|refusal: T::Err| wrong(text, refusal.to_string()))
}

/// An id that no other of its kind has.
pub(super) fn unique<T>(text: &Text, seen: &mut BTreeSet<T>, kind: &str) -> Result<T, Wrong>
where
    T: FromStr<Err: std::fmt::Display> + Ord + Clone,
{
    let id: T = parse(text)?;
    if !seen.insert(id.clone()) {
        let kinds = match kind.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None if kind.ends_with('s') => format!("{kind}es"),
            None => format!("{kind}s"),
        };
        return Err(wrong(text, format!("there are two {kinds} with the id `{}`", text.get_ref())));
    }
    Ok(id)
}

pub(super) fn name(name: &Text) -> Result<String, Wrong> {
    text::clean_required(name.get_ref(), NAME_CHARS_MAX)
        .map_err(|refusal| wrong(name, format!("the name cannot be used: {refusal}")))
}

fn optional(value: Option<&Text>, chars_max: usize) -> Result<Option<String>, Wrong> {
    let clean = |value: &Text| {
        let cleaned = text::clean(value.get_ref(), chars_max);
        cleaned.map_err(|refusal| wrong(value, format!("this text cannot be used: {refusal}")))
    };
    Ok(value.map(clean).transpose()?.filter(|text| !text.is_empty()))
}

pub(super) fn money(amount: &Text, currency: Currency) -> Result<Money, Wrong> {
    let money = Money::parse_decimal(amount.get_ref(), currency)
        .map_err(|refusal| wrong(amount, refusal.to_string()))?;
    if money.minor > PRICE_MINOR_MAX {
        return Err(wrong(amount, format!("{money} is too much for one portion")));
    }
    Ok(money)
}

/// Words of a closed list, each once.
fn words<T: for<'d> Deserialize<'d> + PartialEq>(list: &[Text], kind: &str) -> Result<Vec<T>, Wrong> {
    let mut words = Vec::new();
    for text in list {
        let known: Result<T, ValueError> = T::deserialize(StrDeserializer::new(text.get_ref()));
        let known = known
            .map_err(|_| wrong(text, format!("`{}` is not an {kind} that Plato knows", text.get_ref())))?;
        if !words.contains(&known) {
            words.push(known);
        }
    }
    Ok(words)
}
