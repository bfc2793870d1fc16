//! Who pays which part of a bill: equal, by person, by portion, by fractions of a portion and by custom
//! amounts, all at once, exact to the cent.
//!
//! Each share is first worked out as an exact fraction and rounded once, together with all others
//! [B7]; a bottle between three costs nobody a cent more because there were ten bottles. What has been
//! paid or is being paid is held: it keeps its amount whatever the others agree on, and takes in nothing
//! that was ordered later [B9]. What nobody has taken on is the rest, which anyone may pay.

use serde::{Deserialize, Serialize};

use super::allot::{allot, apportion};
use super::total::PricedPortion;
use crate::ids::{DinerId, OrderId, ShareId, UnitId};

/// Shares of one bill, and parts of one portion.
pub const SHARES_MAX: usize = 40;
/// The least common multiple of 1 to 40: any fraction of a portion is a whole number of these.
const FRACTIONS: i128 = 5_342_931_457_063_200;

/// How portions are divided that nobody claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SplitWay {
    /// Equally, head by head: who pays for two pays twice.
    Equal,
    /// Each portion to its diner's share; dishes for everyone, and those of diners in no share, equally.
    #[default]
    ByPerson,
}

/// One payer's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Its id.
    pub share: ShareId,
    /// Whom it pays for; somebody who has left can be covered by others. May be empty.
    pub diners: Vec<DinerId>,
    /// A custom amount in minor units, taken off the bill before the others divide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
}

/// A share's part of a portion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Whose.
    pub share: ShareId,
    /// How many parts, of all parts that are claimed.
    pub parts: u8,
}

/// Who pays a portion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The portion.
    pub unit: UnitId,
    /// Who pays which part of it.
    pub parts: Vec<Part>,
}

/// How a bill is split. Without shares it is not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SplitPlan {
    /// What nobody claims.
    pub way: SplitWay,
    /// The shares. Their order is that of odd cents.
    pub shares: Vec<Share>,
    /// Portions that are paid in another way than the rest.
    pub claims: Vec<Claim>,
}

/// A share that has been paid, in part or whole, or is being paid. For the rest of the bill only what
/// was paid of it or is being paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which.
    pub share: ShareId,
    /// Its amount.
    pub amount: i64,
    /// The last order that was on the bill then.
    pub covered: Option<OrderId>,
}

/// A share and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareAmount {
    /// Which.
    pub share: ShareId,
    /// What it comes to, paid or not.
    pub amount: i64,
    /// What it would come to if nothing were held.
    pub planned: i64,
    /// Which portions it is for: place in the bill, and a weight.
    pub portions: Vec<(usize, i128)>,
}

/// A part of a portion, in lowest terms: a bottle between three is a third for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fraction {
    /// How many parts.
    pub parts: u32,
    /// Of how many, at most [`SHARES_MAX`].
    pub of: u32,
}

impl Fraction {
    /// What the weight of a portion in a share ([`ShareAmount::portions`]) stands for; none for the whole of it.
    pub fn of_weight(weight: i128) -> Option<Self> {
        let common =
            (1..=SHARES_MAX as i128).find(|of| FRACTIONS / of * (weight * of / FRACTIONS) == weight)?;
        let parts = u32::try_from(weight * common / FRACTIONS).ok()?;
        (weight < FRACTIONS).then_some(Self { parts, of: common as u32 })
    }
}

/// The shares of a bill: the amounts less `over` are the bill's total, always [B6].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shares {
    /// In the order of the plan; the rest of the bill comes last, and is always there.
    pub shares: Vec<ShareAmount>,
    /// By how much the held shares are more than the bill has become.
    pub over: i64,
}

/// Why a split cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each sentence says what its refusal means")]
pub enum SplitRefusal {
    #[error("A bill is split into at most {shares_max} shares.")]
    TooManyShares { shares_max: usize },
    #[error("A share is listed twice, or has an id that is taken.")]
    ShareTwice,
    #[error("A custom amount is more than nothing.")]
    Amount,
    #[error("The custom amounts are more than what is left to pay.")]
    AmountsTooHigh { left: i64 },
    #[error("A portion is divided that is not on this bill.")]
    UnknownPortion,
    #[error("A portion is divided twice.")]
    PortionTwice,
    #[error("A portion has between 1 and {parts_max} parts, each for a share without a custom amount.")]
    Parts { parts_max: usize },
    #[error("A share that is paid or being paid stays as it is.")]
    Held,
    #[error("There is no such share of this bill any more.")]
    UnknownShare,
}

impl SplitRefusal {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyShares { .. } => "split_too_many_shares",
            Self::ShareTwice => "split_share_twice",
            Self::Amount => "split_amount_refused",
            Self::AmountsTooHigh { .. } => "split_amounts_too_high",
            Self::UnknownPortion => "split_portion_unknown",
            Self::PortionTwice => "split_portion_twice",
            Self::Parts { .. } => "split_parts_refused",
            Self::Held => "split_share_held",
            Self::UnknownShare => "split_share_unknown",
        }
    }
}

impl SplitPlan {
    /// May this take the place of `old`, with these shares held?
    pub fn check(&self, old: &Self, portions: &[PricedPortion], holds: &[Hold]) -> Result<(), SplitRefusal> {
        if self.shares.len() > SHARES_MAX {
            return Err(SplitRefusal::TooManyShares { shares_max: SHARES_MAX });
        }
        for (index, share) in self.shares.iter().enumerate() {
            let is_twice = self.shares[..index].iter().any(|other| other.share == share.share);
            if is_twice || share.share.is_rest() {
                return Err(SplitRefusal::ShareTwice);
            }
            if share.amount.is_some_and(|amount| amount <= 0) {
                return Err(SplitRefusal::Amount);
            }
        }
        for (index, claim) in self.claims.iter().enumerate() {
            if self.claims[..index].iter().any(|other| other.unit == claim.unit) {
                return Err(SplitRefusal::PortionTwice);
            }
            self.check_claim(old, claim, portions)?;
        }
        self.check_holds(old, portions, holds)?;
        let total = portions.iter().map(|portion| portion.gross).sum::<i64>();
        let left = total - holds.iter().map(|hold| hold.amount).sum::<i64>();
        let is_held = |share: &Share| holds.iter().any(|hold| hold.share == share.share);
        let mut custom = self.shares.iter().filter(|share| !is_held(share)).filter_map(|share| share.amount);
        match custom.try_fold(0_i64, |sum, amount| sum.checked_add(amount)) {
            Some(sum) if sum <= left.max(0) => Ok(()),
            _ => Err(SplitRefusal::AmountsTooHigh { left: left.max(0) }),
        }
    }

    /// A claim on a portion that was voided since may stay as it is.
    fn check_claim(&self, old: &Self, claim: &Claim, portions: &[PricedPortion]) -> Result<(), SplitRefusal> {
        let is_known = portions.iter().any(|portion| portion.unit == claim.unit);
        if !is_known && !old.claims.contains(claim) {
            return Err(SplitRefusal::UnknownPortion);
        }
        let is_open = |part: &Part| {
            let share = self.shares.iter().find(|share| share.share == part.share);
            part.parts > 0 && share.is_some_and(|share| share.amount.is_none())
        };
        let parts: usize = claim.parts.iter().map(|part| usize::from(part.parts)).sum();
        let mut shares: Vec<_> = claim.parts.iter().map(|part| &part.share).collect();
        shares.sort_unstable();
        shares.dedup();
        let is_whole = (1..=SHARES_MAX).contains(&parts) && shares.len() == claim.parts.len();
        if is_whole && claim.parts.iter().all(is_open) {
            Ok(())
        } else {
            Err(SplitRefusal::Parts { parts_max: SHARES_MAX })
        }
    }

    /// What is held stays: its share as it is, and the claims on what it covers, so that no portion is
    /// paid by one and charged to another.
    fn check_holds(
        &self,
        old: &Self,
        portions: &[PricedPortion],
        holds: &[Hold],
    ) -> Result<(), SplitRefusal> {
        for hold in holds.iter().filter(|hold| !hold.share.is_rest()) {
            let find = |plan: &Self| plan.shares.iter().find(|share| share.share == hold.share).cloned();
            if find(self) != find(old) {
                return Err(SplitRefusal::Held);
            }
            for portion in portions.iter().filter(|portion| covers(hold, portion)) {
                let own = |plan: &Self| {
                    let claim = plan.claims.iter().find(|claim| claim.unit == portion.unit);
                    claim.filter(|claim| claim.parts.iter().any(|part| part.share == hold.share)).cloned()
                };
                if own(self) != own(old) {
                    return Err(SplitRefusal::Held);
                }
            }
        }
        Ok(())
    }

    /// The shares of a bill. None only when a sum does not fit.
    pub fn shares(&self, portions: &[PricedPortion], holds: &[Hold]) -> Option<Shares> {
        let rest = self.shares.len();
        let mut exact = vec![0_i128; rest + 1];
        let mut own: Vec<Vec<(usize, i128)>> = vec![Vec::new(); rest + 1];
        for (place, portion) in portions.iter().enumerate() {
            for (index, fraction) in self.payers(portion, holds) {
                let due = i128::from(portion.gross).checked_mul(fraction)?;
                exact[index] = exact[index].checked_add(due)?;
                own[index].push((place, fraction));
            }
        }
        let planned = apportion(&exact, FRACTIONS)?;
        let total = portions.iter().try_fold(0_i64, |sum, portion| sum.checked_add(portion.gross))?;
        let held = holds.iter().try_fold(0_i64, |sum, hold| sum.checked_add(hold.amount))?;
        let mut left = total.checked_sub(held)?;
        let over = (-left).max(0);
        left = left.max(0);
        let mut amounts = vec![0; rest + 1];
        let mut weights = vec![0; rest + 1];
        for (index, share) in self.shares.iter().enumerate() {
            match (hold_of(holds, &share.share), share.amount) {
                (Some(hold), _) => amounts[index] = hold.amount,
                (None, Some(custom)) => {
                    amounts[index] = custom.min(left);
                    left -= amounts[index];
                }
                (None, None) => weights[index] = planned[index],
            }
        }
        let paid_of_rest = hold_of(holds, &ShareId::rest()).map_or(0, |hold| hold.amount);
        amounts[rest] = paid_of_rest;
        weights[rest] = (planned[rest] - paid_of_rest).max(0);
        if weights.iter().all(|weight| *weight == 0) {
            weights[rest] = 1;
        }
        for (amount, part) in amounts.iter_mut().zip(allot(left, &weights)?) {
            *amount = amount.checked_add(part)?;
        }
        let ids = self.shares.iter().map(|share| share.share.clone()).chain([ShareId::rest()]);
        let share = |(((share, amount), planned), portions)| ShareAmount { share, amount, planned, portions };
        let shares = ids.zip(amounts).zip(planned).zip(own).map(share).collect();
        Some(Shares { shares, over })
    }

    /// Who pays a portion, and which fraction of it. Places in the plan; one behind the last is the rest.
    fn payers(&self, portion: &PricedPortion, holds: &[Hold]) -> Vec<(usize, i128)> {
        let rest = self.shares.len();
        let takes = |share: &Share| {
            share.amount.is_none() && hold_of(holds, &share.share).is_none_or(|hold| covers(hold, portion))
        };
        if let Some(claim) = self.claims.iter().find(|claim| claim.unit == portion.unit) {
            // A plan that passed `check` has at least one part.
            let whole = claim.parts.iter().map(|part| i128::from(part.parts)).sum::<i128>().max(1);
            let place = |part: &Part| {
                let own = |share: &Share| share.share == part.share && takes(share);
                let place = self.shares.iter().position(own).unwrap_or(rest);
                (place, FRACTIONS / whole * i128::from(part.parts))
            };
            return claim.parts.iter().map(place).collect();
        }
        if self.way == SplitWay::ByPerson {
            let is_meant = |share: &&Share| share.amount.is_none() && share.diners.contains(&portion.diner);
            if self.shares.iter().any(|share| is_meant(&share)) {
                let place = self.shares.iter().position(|share| is_meant(&share) && takes(share));
                return vec![(place.unwrap_or(rest), FRACTIONS)];
            }
        }
        let mut pool: Vec<usize> = (0..rest).filter(|index| takes(&self.shares[*index])).collect();
        let heads = |index: &usize| self.heads(&self.shares[*index], portion, holds);
        pool.retain(|index| heads(index) > 0);
        if pool.is_empty() {
            return vec![(rest, FRACTIONS)];
        }
        // More heads than a portion has parts are only to be had by naming people twice.
        let counts = pool.iter().map(heads).sum::<usize>() <= SHARES_MAX;
        let parts = |index: &usize| if counts { heads(index) as i128 } else { 1 };
        let whole: i128 = pool.iter().map(parts).sum();
        pool.iter().map(|index| (*index, FRACTIONS / whole * parts(index))).collect()
    }

    /// How many people a share stands for where a portion is divided equally. Whoever has paid for the
    /// portion with another share does not count again.
    fn heads(&self, share: &Share, portion: &PricedPortion, holds: &[Hold]) -> usize {
        if share.diners.is_empty() || hold_of(holds, &share.share).is_some() {
            return share.diners.len().max(1);
        }
        let has_paid = |diner: &DinerId| {
            let paid = |hold: &Hold| covers(hold, portion);
            let mut others = self.shares.iter().filter(|other| other.diners.contains(diner));
            others.any(|other| hold_of(holds, &other.share).is_some_and(paid))
        };
        share.diners.iter().filter(|diner| !has_paid(diner)).count()
    }
}

fn hold_of<'h>(holds: &'h [Hold], share: &ShareId) -> Option<&'h Hold> {
    holds.iter().find(|hold| hold.share == *share)
}

/// Was the portion on the bill when the share was held?
pub(super) fn covers(hold: &Hold, portion: &PricedPortion) -> bool {
    Some(portion.order) <= hold.covered
}
