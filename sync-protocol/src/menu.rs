//! The menu as guests see it, and its shared rules: which choices make a dish complete, and what it
//! costs then. Hub and phone ask the same code, so a price on a screen is the price on the bill.
//!
//! Where a dish is made and what the kitchen calls it is the hub's own knowledge (`venue::menu`).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, IdRefusal, ItemId, ModifierGroupId, ModifierId};
use crate::limits::{CONFIG_BYTES_MAX, NOTE_CHARS_MAX};
use crate::money::{Currency, Money};
use crate::text::{self, TextRefusal};

/// The fourteen allergens that must be declared in the EU
/// (Regulation (EU) No 1169/2011, Annex II, in its order).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the regulation defines each name")]
pub enum Allergen {
    Gluten,
    Crustaceans,
    Eggs,
    Fish,
    Peanuts,
    Soybeans,
    Milk,
    Nuts,
    Celery,
    Mustard,
    Sesame,
    Sulphites,
    Lupin,
    Molluscs,
}

/// A diet that a dish suits, as declared by the venue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each name says what it means")]
pub enum Diet {
    Vegetarian,
    Vegan,
    GlutenFree,
    Halal,
    Kosher,
    Spicy,
}

/// The menu in force. A new revision whenever anything on it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Menu {
    /// Rises by one with each change, 86'd dishes included.
    pub revision: u32,
    /// What the venue is called.
    pub venue: String,
    /// One line under the name; may be empty.
    pub tagline: String,
    /// Currency of every price.
    pub currency: Currency,
    /// Sections, in the order of the menu.
    pub categories: Vec<Category>,
    /// Dishes and drinks, in the order of the menu.
    pub items: Vec<MenuItem>,
    /// Questions that items ask.
    pub modifier_groups: Vec<ModifierGroup>,
}

/// A section of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
}

/// A dish or a drink.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MenuItem {
    /// Its id.
    pub id: ItemId,
    /// Its name.
    pub name: String,
    /// One line about it; may be empty.
    pub description: String,
    /// Its section.
    pub category: CategoryId,
    /// Price of one portion without modifiers.
    pub price: Money,
    /// Allergens that are in it.
    pub contains: Vec<Allergen>,
    /// Allergens of which it may have traces.
    pub may_contain: Vec<Allergen>,
    /// Diets it suits.
    pub diets: Vec<Diet>,
    /// Questions it asks, in order.
    pub modifier_groups: Vec<ModifierGroupId>,
    /// Off for now.
    pub is_eighty_sixed: bool,
    /// How many portions are left, where that is few enough to matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

/// A question about an item: "How would you like it?"
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModifierGroup {
    /// Its id.
    pub id: ModifierGroupId,
    /// The question.
    pub name: String,
    /// The fewest answers; 1 or more makes it a required choice.
    pub min: u8,
    /// The most answers.
    pub max: u8,
    /// The answers.
    pub options: Vec<Modifier>,
}

/// An answer to a modifier group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Modifier {
    /// Its id, unique in its group.
    pub id: ModifierId,
    /// Its name.
    pub name: String,
    /// What it adds to the price of a portion.
    pub price: Money,
    /// Allergens it adds.
    pub contains: Vec<Allergen>,
    /// Off for now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_eighty_sixed: bool,
}

/// Names one answer to one question: `<group>/<modifier>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModifierKey {
    /// The question.
    pub group: ModifierGroupId,
    /// The answer.
    pub modifier: ModifierId,
}

impl FromStr for ModifierKey {
    type Err = IdRefusal;

    fn from_str(text: &str) -> Result<Self, IdRefusal> {
        let (group, modifier) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self { group: group.parse()?, modifier: modifier.parse()? })
    }
}

impl TryFrom<String> for ModifierKey {
    type Error = IdRefusal;

    fn try_from(text: String) -> Result<Self, IdRefusal> {
        text.parse()
    }
}

impl From<ModifierKey> for String {
    fn from(key: ModifierKey) -> String {
        key.to_string()
    }
}

impl fmt::Display for ModifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.modifier)
    }
}

/// What a diner chose for a line: modifiers and a note to the kitchen.
///
/// Its canonical text is the one scalar that a line carries in the cart: equal choices are equal
/// texts, and two people's choices are never mixed by a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LineConfig {
    /// Chosen answers.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<ModifierKey>, max_items = 32))]
    pub modifiers: BTreeSet<ModifierKey>,
    /// Words to the kitchen, at most 140 characters; empty for none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 140))]
    pub note: String,
}

/// Why a line's configuration cannot stand in a cart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigRefusal {
    /// The note is too long or has characters that cannot be shown.
    #[error("the note cannot be taken: {0}")]
    Note(TextRefusal),
    /// Longer than [`CONFIG_BYTES_MAX`] in all.
    #[error("too many choices and words for one line")]
    TooLong,
    /// Not the canonical text of any configuration.
    #[error("the line's choices are not written in canonical form")]
    NotCanonical,
}

impl LineConfig {
    /// Checks the note and the size, and tidies the note.
    pub fn checked(self) -> Result<Self, ConfigRefusal> {
        let note = text::clean(&self.note, NOTE_CHARS_MAX).map_err(ConfigRefusal::Note)?;
        let config = Self { note, ..self };
        if config.to_canonical().len() > CONFIG_BYTES_MAX {
            return Err(ConfigRefusal::TooLong);
        }
        Ok(config)
    }

    /// The one text that stands for this configuration: sorted modifiers, then the note.
    pub fn to_canonical(&self) -> String {
        serde_json::json!({ "m": self.modifiers, "n": self.note }).to_string()
    }

    /// Reads a canonical text and refuses any other spelling of the same.
    pub fn from_canonical(text: &str) -> Result<Self, ConfigRefusal> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Stored {
            m: BTreeSet<ModifierKey>,
            n: String,
        }
        if text.len() > CONFIG_BYTES_MAX {
            return Err(ConfigRefusal::TooLong);
        }
        let Stored { m, n } = serde_json::from_str(text).map_err(|_| ConfigRefusal::NotCanonical)?;
        let config = Self { modifiers: m, note: n }.checked()?;
        if config.to_canonical() == text { Ok(config) } else { Err(ConfigRefusal::NotCanonical) }
    }
}

/// Why a dish cannot be ordered with these choices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceRefusal {
    /// The menu has no such item.
    #[error("this dish is not on the menu")]
    UnknownItem,
    /// The item does not ask this question, or the question has no such answer.
    #[error("this dish has no choice `{key}`")]
    UnknownModifier {
        /// What was chosen.
        key: ModifierKey,
    },
    /// A question needs more answers.
    #[error("please choose: {question}")]
    MissingChoice {
        /// Whose answer is missing.
        group: ModifierGroupId,
        /// The question.
        question: String,
    },
    /// A question has too many answers.
    #[error("at most {max} for: {question}")]
    TooManyChoices {
        /// Whose answers are too many.
        group: ModifierGroupId,
        /// The question.
        question: String,
        /// The most it takes.
        max: u8,
    },
    /// The amount is out of bounds.
    #[error("the price of this dish cannot be worked out")]
    Price,
}

impl Menu {
    /// The item of that id.
    pub fn item(&self, id: &ItemId) -> Option<&MenuItem> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The question of that id.
    pub fn modifier_group(&self, id: &ModifierGroupId) -> Option<&ModifierGroup> {
        self.modifier_groups.iter().find(|group| group.id == *id)
    }

    /// The answer that a key names.
    pub fn modifier(&self, key: &ModifierKey) -> Option<&Modifier> {
        self.modifier_group(&key.group)?.options.iter().find(|option| option.id == key.modifier)
    }

    /// Price of one portion with these choices, or why it cannot be ordered so.
    ///
    /// Whether the dish is 86'd is not asked here: that is known only at the hub, when it is ordered.
    pub fn quote(&self, item: &ItemId, config: &LineConfig) -> Result<Money, ChoiceRefusal> {
        let item = self.item(item).ok_or(ChoiceRefusal::UnknownItem)?;
        let mut price = item.price;
        for key in &config.modifiers {
            let is_asked = item.modifier_groups.contains(&key.group);
            let modifier = self.modifier(key).filter(|_| is_asked);
            let modifier = modifier.ok_or_else(|| ChoiceRefusal::UnknownModifier { key: key.clone() })?;
            price = price.checked_add(modifier.price).ok_or(ChoiceRefusal::Price)?;
        }
        for group in item.modifier_groups.iter().filter_map(|id| self.modifier_group(id)) {
            let chosen = config.modifiers.iter().filter(|key| key.group == group.id).count();
            let (id, question) = (group.id.clone(), group.name.clone());
            if chosen < usize::from(group.min) {
                return Err(ChoiceRefusal::MissingChoice { group: id, question });
            }
            if chosen > usize::from(group.max) {
                return Err(ChoiceRefusal::TooManyChoices { group: id, question, max: group.max });
            }
        }
        Ok(price)
    }

    /// The first of the chosen modifiers that is off for now.
    pub fn modifier_off(&self, config: &LineConfig) -> Option<&Modifier> {
        config.modifiers.iter().filter_map(|key| self.modifier(key)).find(|modifier| modifier.is_eighty_sixed)
    }

    /// Names of the chosen modifiers, in the order in which the item asks.
    pub fn modifier_names(&self, item: &ItemId, config: &LineConfig) -> Vec<String> {
        let groups = self.item(item).map(|item| item.modifier_groups.as_slice()).unwrap_or_default();
        let chosen = |group: &ModifierGroup, option: &Modifier| {
            config.modifiers.iter().any(|key| key.group == group.id && key.modifier == option.id)
        };
        groups
            .iter()
            .filter_map(|id| self.modifier_group(id))
            .flat_map(|group| group.options.iter().filter(move |option| chosen(group, option)))
            .map(|option| option.name.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64) -> Money {
        Money { minor, currency: "EUR".parse().unwrap() }
    }

    fn option(id: &str, price: i64) -> Modifier {
        Modifier {
            id: id.parse().unwrap(),
            name: id.to_uppercase(),
            price: money(price),
            contains: vec![],
            is_eighty_sixed: false,
        }
    }

    fn group(id: &str, min: u8, max: u8, options: Vec<Modifier>) -> ModifierGroup {
        ModifierGroup { id: id.parse().unwrap(), name: format!("{id}?"), min, max, options }
    }

    fn menu() -> Menu {
        Menu {
            revision: 1,
            venue: "Test".into(),
            tagline: String::new(),
            currency: "EUR".parse().unwrap(),
            categories: vec![Category { id: "mains".parse().unwrap(), name: "Mains".into() }],
            items: vec![MenuItem {
                id: "steak".parse().unwrap(),
                name: "Steak".into(),
                description: String::new(),
                category: "mains".parse().unwrap(),
                price: money(2400),
                contains: vec![],
                may_contain: vec![],
                diets: vec![],
                modifier_groups: vec!["doneness".parse().unwrap(), "extras".parse().unwrap()],
                is_eighty_sixed: false,
                left: None,
            }],
            modifier_groups: vec![
                group("doneness", 1, 1, vec![option("rare", 0), option("well", 0)]),
                group("extras", 0, 2, vec![option("butter", 150), option("egg", 200), option("fries", 400)]),
                group("milk", 0, 1, vec![option("oat", 50)]),
            ],
        }
    }

    fn config(keys: &[&str]) -> LineConfig {
        LineConfig { modifiers: keys.iter().map(|key| key.parse().unwrap()).collect(), note: String::new() }
    }

    #[test]
    fn a_price_is_the_item_and_its_modifiers() {
        let steak = "steak".parse().unwrap();
        let chosen = config(&["doneness/rare", "extras/egg", "extras/butter"]);
        assert_eq!(menu().quote(&steak, &chosen), Ok(money(2750)));
        assert_eq!(menu().modifier_names(&steak, &chosen), ["RARE", "BUTTER", "EGG"]);
    }

    #[test]
    fn incomplete_or_foreign_choices_are_refused() {
        let quote = |keys: &[&str]| menu().quote(&"steak".parse().unwrap(), &config(keys)).unwrap_err();
        assert!(matches!(quote(&[]), ChoiceRefusal::MissingChoice { .. }));
        assert!(matches!(
            quote(&["doneness/rare", "doneness/well"]),
            ChoiceRefusal::TooManyChoices { max: 1, .. }
        ));
        assert!(matches!(quote(&["doneness/rare", "milk/oat"]), ChoiceRefusal::UnknownModifier { .. }));
        assert!(matches!(quote(&["doneness/blue"]), ChoiceRefusal::UnknownModifier { .. }));
        let nothing = menu().quote(&"soup".parse().unwrap(), &config(&[]));
        assert_eq!(nothing, Err(ChoiceRefusal::UnknownItem));
    }

    #[test]
    fn a_configuration_has_one_spelling() {
        let chosen = LineConfig { note: "no \"salt\"".into(), ..config(&["b/x", "a/y"]) }.checked().unwrap();
        let text = chosen.to_canonical();
        assert_eq!(text, r#"{"m":["a/y","b/x"],"n":"no \"salt\""}"#);
        assert_eq!(LineConfig::from_canonical(&text), Ok(chosen));
        for wrong in [
            r#"{"m":["b/x","a/y"],"n":""}"#,
            r#"{"n":"","m":[]}"#,
            r#"{"m":[],"n":" padded"}"#,
            r#"{"m":[],"n":"","x":1}"#,
            r#"{"m":[], "n":""}"#,
            "",
        ] {
            assert_eq!(LineConfig::from_canonical(wrong), Err(ConfigRefusal::NotCanonical), "{wrong}");
        }
    }

    #[test]
    fn a_configuration_is_bounded() {
        let long = LineConfig { note: "x".repeat(NOTE_CHARS_MAX + 1), ..LineConfig::default() };
        assert!(matches!(long.checked(), Err(ConfigRefusal::Note(TextRefusal::TooLong { .. }))));
        let keys: Vec<String> = (0..40).map(|n| format!("group-number-{n}/option")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert_eq!(config(&keys).checked(), Err(ConfigRefusal::TooLong));
        let edge = LineConfig { note: "ä".repeat(NOTE_CHARS_MAX), ..LineConfig::default() };
        assert!(edge.checked().is_ok());
    }
}
