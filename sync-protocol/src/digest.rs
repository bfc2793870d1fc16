//! What exactly was confirmed: a digest over everything that a diner saw when tapping "Order".
//!
//! Device and hub work it out each for itself; equal digests mean that what was confirmed is what
//! is ordered.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::{DinerId, ItemId, LineId, UnitId};
use crate::money::Money;
use crate::vector::ChangeHash;

/// One portion as it was shown on the review screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmedUnit {
    /// The portion.
    pub unit: UnitId,
    /// Its line.
    pub line: LineId,
    /// What it is.
    pub item: ItemId,
    /// Canonical modifiers and note.
    pub config: String,
    /// Who eats and pays it.
    pub diner: DinerId,
    /// Menu revision under which the line was made.
    pub rev: u32,
    /// Price that was shown for this portion.
    pub price: Money,
}

/// SHA-256 over the confirmed portions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9a-f]{64}$"))]
#[serde(transparent)]
pub struct OrderDigest(pub ChangeHash);

/// The digest of these portions, whatever their order in the list.
///
/// Each field is preceded by its length in bytes (eight, big endian), so that no two different
/// lists have the same bytes.
pub fn digest(units: &[ConfirmedUnit]) -> OrderDigest {
    let mut sorted: Vec<&ConfirmedUnit> = units.iter().collect();
    sorted.sort_by(|a, b| a.unit.cmp(&b.unit));
    let mut hasher = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    for confirmed in sorted {
        field(confirmed.unit.as_str().as_bytes());
        field(confirmed.line.as_str().as_bytes());
        field(confirmed.item.as_str().as_bytes());
        field(confirmed.config.as_bytes());
        field(confirmed.diner.as_str().as_bytes());
        field(&confirmed.rev.to_be_bytes());
        field(&confirmed.price.minor.to_be_bytes());
        field(confirmed.price.currency.as_str().as_bytes());
    }
    OrderDigest(ChangeHash(hasher.finalize().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str) -> ConfirmedUnit {
        ConfirmedUnit {
            unit: id.parse().unwrap(),
            line: "lineaaaaaa".parse().unwrap(),
            item: "steak".parse().unwrap(),
            config: r#"{"m":[],"n":""}"#.into(),
            diner: "dineraaaaa".parse().unwrap(),
            rev: 1,
            price: Money { minor: 2400, currency: "EUR".parse().unwrap() },
        }
    }

    #[test]
    fn the_order_of_portions_does_not_matter() {
        let (a, b) = (unit("unitaaaaaa"), unit("unitbbbbbb"));
        assert_eq!(digest(&[a.clone(), b.clone()]), digest(&[b, a]));
    }

    #[test]
    fn every_field_matters() {
        let base = unit("unitaaaaaa");
        let others = [
            ConfirmedUnit { unit: "unitbbbbbb".parse().unwrap(), ..base.clone() },
            ConfirmedUnit { line: "linebbbbbb".parse().unwrap(), ..base.clone() },
            ConfirmedUnit { item: "soup".parse().unwrap(), ..base.clone() },
            ConfirmedUnit { config: r#"{"m":[],"n":"x"}"#.into(), ..base.clone() },
            ConfirmedUnit { diner: "dinerbbbbb".parse().unwrap(), ..base.clone() },
            ConfirmedUnit { rev: 2, ..base.clone() },
            ConfirmedUnit { price: Money { minor: 2401, ..base.price }, ..base.clone() },
            ConfirmedUnit { price: Money { currency: "CHF".parse().unwrap(), ..base.price }, ..base.clone() },
        ];
        for other in others {
            assert_ne!(digest(std::slice::from_ref(&base)), digest(&[other]));
        }
    }
}
