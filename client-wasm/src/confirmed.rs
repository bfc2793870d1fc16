//! What the guest saw on the review screen, frozen when it opened: exactly this is ordered, however
//! often it has to be sent and whatever happens to the cart meanwhile. Kept on disk from the tap on
//! "Order" until the hub has answered.

use plato_sync_protocol::api::{PlaceOrder, ShownUnit};
use plato_sync_protocol::cart::{CartLine, CartUnit};
use plato_sync_protocol::digest::{ConfirmedUnit, OrderDigest, digest};
use plato_sync_protocol::ids::{CommandId, DinerId, ItemId, LineId, UnitId};
use plato_sync_protocol::menu::{LineConfig, Menu};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::vector::ChangeHash;
use serde::{Deserialize, Serialize};

/// One order as it was confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Names it for good.
    pub command_id: CommandId,
    /// Heads of the cart that was shown.
    pub heads: Vec<ChangeHash>,
    /// What was shown.
    pub lines: Vec<ConfirmedLine>,
    /// What it costs.
    pub total: Money,
    /// Is it to wait for those of the others at the table?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_others: bool,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfirmedLine {
    /// The line.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Menu revision under which it was made.
    pub rev: u32,
    /// Who added it.
    pub by: DinerId,
    /// Canonical modifiers and note.
    pub config: String,
    /// Its name, as it was shown.
    pub name: String,
    /// Names of the modifiers, as they were shown.
    pub modifiers: Vec<String>,
    /// Price of one portion, as it was shown.
    pub price: Money,
    /// Is it what was left of a line that was ordered before?
    pub is_proposal: bool,
    /// The portions, each with who eats and pays it.
    pub units: Vec<(UnitId, DinerId)>,
}

impl ConfirmedLine {
    /// A line as it would be confirmed now; none when it cannot be ordered as it is.
    fn of(line: &CartLine, menu: &Menu, is_wanted: impl Fn(&UnitId) -> bool) -> Option<Self> {
        let config = LineConfig::from_canonical(line.config()).ok()?;
        let price = menu.quote(&line.item, &config).ok().filter(|_| line.configs.len() == 1)?;
        let units = line.pending().filter(|unit| is_wanted(&unit.unit));
        let units = units.map(|CartUnit { unit, diner, .. }| Some((unit.clone(), diner.clone()?)));
        Some(Self {
            line: line.line.clone(),
            item: line.item.clone(),
            rev: line.rev,
            by: line.by.clone(),
            config: line.config().to_owned(),
            name: menu.item(&line.item)?.name.clone(),
            modifiers: menu.modifier_names(&line.item, &config),
            price,
            is_proposal: line.is_frozen(),
            units: units.collect::<Option<_>>()?,
        })
    }
}

impl Confirmed {
    /// Freezes what is wanted of the cart; none when it cannot be ordered as it is.
    pub fn freeze(
        command_id: CommandId,
        heads: Vec<ChangeHash>,
        lines: &[CartLine],
        menu: &Menu,
        is_wanted: impl Fn(&UnitId) -> bool,
    ) -> Option<Self> {
        let wanted = |line: &&CartLine| line.pending().any(|unit| is_wanted(&unit.unit));
        let lines = lines.iter().filter(wanted).map(|line| ConfirmedLine::of(line, menu, &is_wanted));
        let lines: Vec<_> = lines.collect::<Option<_>>()?;
        let prices = lines.iter().flat_map(|line| line.units.iter().map(|_| line.price));
        let total = Money::sum(menu.currency, prices)?;
        let with_others = false;
        (!lines.is_empty()).then_some(Self { command_id, heads, lines, total, with_others })
    }

    /// Every portion of it.
    pub fn units(&self) -> impl Iterator<Item = &UnitId> {
        self.lines.iter().flat_map(|line| line.units.iter().map(|(unit, _)| unit))
    }

    /// Its digest: equal at the hub when the hub's cart says the same.
    pub fn digest(&self) -> OrderDigest {
        let units = self.lines.iter().flat_map(|line| {
            line.units.iter().map(|(unit, diner)| ConfirmedUnit {
                unit: unit.clone(),
                line: line.line.clone(),
                item: line.item.clone(),
                config: line.config.clone(),
                diner: diner.clone(),
                rev: line.rev,
                price: line.price,
            })
        });
        digest(&units.collect::<Vec<_>>())
    }

    /// The body of `POST /api/order/place`: the same bytes with every try.
    pub fn body(&self) -> String {
        let shown = |line: &ConfirmedLine| {
            let price = line.price;
            let shown = line.units.iter().map(move |(unit, _)| ShownUnit { unit: unit.clone(), price });
            shown.collect::<Vec<_>>()
        };
        let order = PlaceOrder {
            command_id: Some(self.command_id),
            heads: self.heads.clone(),
            units: self.lines.iter().flat_map(shown).collect(),
            digest: self.digest(),
            with_others: self.with_others,
        };
        serde_json::to_string(&order).expect("an order holds nothing that JSON cannot")
    }
}
