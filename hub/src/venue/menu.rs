//! What can be ordered, and the venue file as it stands in force: rooms, tables, stations, menu.
//! Prices and required choices are shared rules (`sync_protocol::menu`); the stations that make a
//! dish and the names that the kitchen uses are known only here.

use std::collections::BTreeMap;
use std::sync::Arc;

use plato_sync_protocol::floor::TablePlace;
use plato_sync_protocol::ids::{ItemId, RoomId, StationId, TableId};
use plato_sync_protocol::menu::{LineConfig, Menu, Modifier, ModifierGroup, ModifierKey};
use plato_sync_protocol::serving::{KitchenModifierView, StockOf};
use serde::{Deserialize, Serialize};

use super::approval::ApprovalTerms;
use super::billing::terms::BillTerms;
use super::command::ImportVenue;
use super::floor::states::FloorLimits;
use super::guessing::PinDigits;
use super::ordering::OrderedLine;
use super::stock::{Stock, StockList};
use super::{Event, Refusal, Venue};

/// The secret of a table's QR code: 128 random bits as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableKey(pub String);

/// Everything that a venue file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VenueSetup {
    /// The menu as guests see it. Its revision is counted by the board, not stored.
    pub menu: Menu,
    /// The kitchen's side of each item.
    pub kitchen_items: BTreeMap<ItemId, KitchenItem>,
    /// The kitchen's names of modifiers, where they have one of their own.
    pub kitchen_modifiers: BTreeMap<ModifierKey, String>,
    /// Where dishes are made.
    pub stations: Vec<Station>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Tax, service charge, coins and the business day, where the file says something of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill: Option<Box<BillTerms>>,
    /// How long PINs are that are made from now on.
    #[serde(default, skip_serializing_if = "PinDigits::is_four")]
    pub pin_digits: PinDigits,
    /// Names of the courses, the first served first; none where everything is fired at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<String>,
    /// How long tables may stand as they do.
    #[serde(default, skip_serializing_if = "FloorLimits::is_default")]
    pub limits: FloorLimits,
    /// Which orders the house looks at first.
    #[serde(default, skip_serializing_if = "ApprovalTerms::is_default")]
    pub approval: ApprovalTerms,
    /// Where stations hand over what they have made before it can be run; none where the pass has one level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passes: Vec<Pass>,
}

/// The kitchen's side of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenItem {
    /// What the kitchen calls it.
    pub name: String,
    /// Where it is made.
    pub station: StationId,
    /// Its course, from 1; 0 for what is always made at once.
    #[serde(default, skip_serializing_if = "is_no_course")]
    pub course: u8,
}

/// For serde: dishes without a course are written as they were before there were courses.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(super) fn is_no_course(course: &u8) -> bool {
    *course == 0
}

/// Where dishes are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Its id.
    pub id: StationId,
    /// Its name.
    pub name: String,
    /// Age at which a ticket is waiting, in minutes.
    pub warn_minutes: u16,
    /// Age at which a ticket is late, in minutes.
    pub late_minutes: u16,
    /// The pass that looks at its dishes first, if any does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<StationId>,
}

/// The first of two levels of a pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// Its id.
    pub id: StationId,
    /// Its name.
    pub name: String,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its id, which its QR code carries.
    pub id: TableId,
    /// The name that people call.
    pub name: String,
    /// The room in which it stands.
    pub room: RoomId,
    /// How many it seats.
    pub seats: u16,
    /// The secret of its QR code.
    pub key: TableKey,
    /// Where it stands on the plan of its room, if the file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TablePlace>,
}

/// The menu in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MenuBoard {
    current: Option<Arc<Menu>>,
    kitchen_items: BTreeMap<ItemId, KitchenItem>,
    kitchen_modifiers: BTreeMap<ModifierKey, String>,
    stock: StockList,
    revision: u32,
}

impl MenuBoard {
    pub(super) fn print(&mut self, setup: &VenueSetup) {
        self.kitchen_items.clone_from(&setup.kitchen_items);
        self.kitchen_modifiers.clone_from(&setup.kitchen_modifiers);
        self.revise(setup.menu.clone());
    }

    pub(super) fn set_stock(&mut self, of: &StockOf, stock: Stock) {
        self.stock.set(of, stock);
        if let Some(current) = self.current.take() {
            self.revise(Arc::unwrap_or_clone(current));
        }
    }

    /// An order has taken its portions.
    pub(super) fn take(&mut self, lines: &[OrderedLine]) {
        if self.stock.take(lines) {
            self.remark();
        }
    }

    /// Portions that nobody began to make are there again.
    pub(super) fn give_back(&mut self, line: &OrderedLine, portions: usize) {
        if self.stock.give_back(line, portions) {
            self.remark();
        }
    }

    /// A count has changed. Guests have a new menu only when that is to be seen on it.
    fn remark(&mut self) {
        let Some(current) = &self.current else { return };
        let mut marked = Menu::clone(current);
        self.stock.mark(&mut marked);
        if marked != **current {
            self.revise(marked);
        }
    }

    fn revise(&mut self, mut menu: Menu) {
        self.revision += 1;
        menu.revision = self.revision;
        self.stock.mark(&mut menu);
        self.current = Some(Arc::new(menu));
    }

    pub(crate) fn stock(&self) -> &StockList {
        &self.stock
    }

    /// Answers that can run out, in menu order, as the kitchen calls them.
    pub(crate) fn kitchen_modifier_views(&self) -> Vec<KitchenModifierView> {
        let groups = self.current.as_ref().map_or(&[][..], |menu| &menu.modifier_groups);
        let view = |group: &ModifierGroup, option: &Modifier| {
            let modifier = ModifierKey { group: group.id.clone(), modifier: option.id.clone() };
            let own = self.kitchen_modifiers.get(&modifier).cloned();
            let name = own.unwrap_or_else(|| option.name.clone());
            KitchenModifierView { modifier, name, question: group.name.clone() }
        };
        groups.iter().flat_map(|group| group.options.iter().map(|option| view(group, option))).collect()
    }

    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    /// The menu in force; none before the first import.
    pub(crate) fn current(&self) -> Option<&Arc<Menu>> {
        self.current.as_ref()
    }

    pub(crate) fn kitchen_item(&self, item: &ItemId) -> Option<&KitchenItem> {
        self.kitchen_items.get(item)
    }

    /// The kitchen's names of the chosen modifiers, in the order in which the item asks.
    pub(crate) fn kitchen_modifiers(&self, menu: &Menu, item: &ItemId, config: &LineConfig) -> Vec<String> {
        let groups = menu.item(item).map_or(&[][..], |item| &item.modifier_groups);
        let mut names = Vec::new();
        for key in
            groups.iter().flat_map(|group| config.modifiers.iter().filter(move |key| key.group == *group))
        {
            let own = self.kitchen_modifiers.get(key).cloned();
            names.extend(own.or_else(|| menu.modifier(key).map(|modifier| modifier.name.clone())));
        }
        names
    }
}

impl Venue {
    pub(super) fn import_venue(&self, import: &ImportVenue) -> Result<Vec<Event>, Refusal> {
        let mut setup = import.setup.clone();
        for taken in self.floor.seated.keys() {
            if !setup.tables.iter().any(|table| table.id == *taken) {
                let table = self.floor.table(taken).map_or(taken.as_str(), |table| &table.name).to_owned();
                return Err(Refusal::TableInUse { table });
            }
        }
        let old = self.menu.current().map(|menu| menu.currency);
        if old.is_some_and(|old| old != setup.menu.currency) && self.has_money_under_way() {
            return Err(Refusal::CurrencyInUse);
        }
        for table in &mut setup.tables {
            let kept = self.floor.table(&table.id).map(|old| old.key.clone());
            let fresh = import.keys.iter().find(|(id, _)| *id == table.id).map(|(_, key)| key.clone());
            table.key = kept.or(fresh).ok_or(Refusal::UnknownTable)?;
        }
        Ok(vec![Event::VenueImported { setup: Box::new(setup) }])
    }
}
