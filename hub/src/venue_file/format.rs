//! The venue file as it is written. Ids and amounts stay texts with their place in the file, so
//! that `check` can say in which line something is wrong.

use serde::Deserialize;
use toml::Spanned;

/// A text with its place.
pub type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueFile {
    pub venue: About,
    #[serde(default, rename = "station")]
    pub stations: Vec<Station>,
    #[serde(default, rename = "pass")]
    pub passes: Vec<Pass>,
    #[serde(default, rename = "room")]
    pub rooms: Vec<Room>,
    #[serde(default, rename = "table")]
    pub tables: Vec<Table>,
    #[serde(default, rename = "modifier_group")]
    pub modifier_groups: Vec<ModifierGroup>,
    #[serde(default, rename = "course")]
    pub courses: Vec<Course>,
    #[serde(default, rename = "category")]
    pub categories: Vec<Category>,
    #[serde(default, rename = "item")]
    pub items: Vec<Item>,
    pub bill: Option<Spanned<Bill>>,
    #[serde(default, rename = "tax")]
    pub taxes: Vec<Tax>,
    pub floor: Option<FloorLimits>,
    pub approval: Option<Approval>,
}

/// Which orders the house looks at first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub first_order: Option<bool>,
    pub over_portions: Option<Spanned<u32>>,
    pub over_amount: Option<Text>,
    pub minutes: Option<Spanned<u16>>,
}

/// Minutes; 0 for no limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloorLimits {
    pub seated_minutes: Option<Spanned<u16>>,
    pub ordered_minutes: Option<Spanned<u16>>,
    pub eating_minutes: Option<Spanned<u16>>,
    pub wants_to_pay_minutes: Option<Spanned<u16>>,
    pub paid_minutes: Option<Spanned<u16>>,
    pub to_clean_minutes: Option<Spanned<u16>>,
    pub call_minutes: Option<Spanned<u16>>,
    pub ready_minutes: Option<Spanned<u16>>,
    pub close_paid_minutes: Option<Spanned<u16>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    pub tax: Option<Text>,
    pub service: Option<Text>,
    pub service_tax: Option<Text>,
    pub cash_rounding: Option<Text>,
    pub waiter_discount_max: Option<Text>,
    pub day_begins: Option<Text>,
    pub utc_offset: Option<Text>,
    pub time_zone: Option<Text>,
    pub address: Option<Vec<Text>>,
    pub tax_number: Option<Text>,
    pub receipt_footer: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    pub id: Text,
    pub name: Text,
    pub percent: Text,
    pub take_away: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub name: Text,
    pub currency: Text,
    pub tagline: Option<Text>,
    pub pin_digits: Option<Spanned<i64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    pub id: Text,
    pub name: Text,
    pub warn_minutes: Option<Spanned<u16>>,
    pub late_minutes: Option<Spanned<u16>>,
    pub pass: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    pub id: Text,
    pub name: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    pub id: Text,
    pub name: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: Text,
    pub name: Text,
    pub room: Text,
    pub seats: Spanned<u16>,
    pub x: Option<Spanned<u16>>,
    pub y: Option<Spanned<u16>>,
    pub shape: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierGroup {
    pub id: Text,
    pub name: Text,
    pub choose: Text,
    pub options: Vec<Modifier>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modifier {
    pub id: Text,
    pub name: Text,
    pub kitchen: Option<Text>,
    pub price: Option<Text>,
    #[serde(default)]
    pub contains: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    pub id: Text,
    pub name: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: Text,
    pub name: Text,
    pub tax: Option<Text>,
    pub station: Option<Text>,
    pub course: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: Text,
    pub name: Text,
    pub kitchen: Option<Text>,
    pub category: Text,
    pub station: Option<Text>,
    pub course: Option<Text>,
    pub price: Text,
    pub description: Option<Text>,
    #[serde(default)]
    pub contains: Vec<Text>,
    #[serde(default)]
    pub may_contain: Vec<Text>,
    #[serde(default)]
    pub diets: Vec<Text>,
    #[serde(default)]
    pub modifiers: Vec<Text>,
    pub tax: Option<Text>,
}
