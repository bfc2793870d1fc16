//! How people change a split: what they ask for on a phone or at the till, and the plan that comes of it.
//!
//! People say what they want ("equally", "the bottle is ours", "I pay for Leo") and the hub, which has the
//! plan in force, works out the next one. So two who tap at the same moment both get what they asked
//! for; had each phone sent a whole plan, the later would have undone the earlier.

use serde::{Deserialize, Serialize};

use super::split::{Claim, Hold, Part, Share, SplitPlan, SplitRefusal, SplitWay, covers};
use super::total::PricedPortion;
use crate::ids::{DinerId, ShareId, UnitId};

/// What somebody wants of a split. What is paid or being paid stays, whatever is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum SplitChange {
    /// One bill for all.
    Together,
    /// Begins anew with a share for everyone.
    Way {
        /// In which way.
        way: SplitWay,
        /// Into how many shares of nobody in particular, instead of one for each guest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payers: Option<u8>,
    },
    /// Says who pays portions, and which part of each.
    Portions {
        /// Which.
        units: Vec<UnitId>,
        /// Who; empty: as everything else.
        parts: Vec<Part>,
    },
    /// Has a share pay an amount of its own, or no longer.
    Amount {
        /// Which share.
        share: ShareId,
        /// How much, in minor units.
        amount: Option<i64>,
    },
    /// Has a share pay for other guests as well.
    Cover {
        /// Which share.
        share: ShareId,
        /// For whom.
        diners: Vec<DinerId>,
    },
    /// Takes a share away; the others divide what it would have paid.
    Drop {
        /// Which.
        share: ShareId,
    },
    /// Adds a share.
    Add {
        /// For whom; none: for nobody in particular.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        diner: Option<DinerId>,
    },
}

/// What a change has to know of the table.
pub struct Table<'t> {
    /// Guests at the table, in the order of joining.
    pub here: &'t [DinerId],
    /// What is charged.
    pub portions: &'t [PricedPortion],
    /// What is paid or being paid.
    pub holds: &'t [Hold],
    /// Ids for new shares, as many as a bill may have.
    pub fresh: &'t [ShareId],
}

impl Table<'_> {
    fn hold(&self, share: &ShareId) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.share == *share)
    }

    /// Guests at the table, then those who have left and ate something.
    fn eaters(&self) -> Vec<DinerId> {
        let mut all = self.here.to_vec();
        for portion in self.portions {
            if !portion.diner.is_everyone() && !all.contains(&portion.diner) {
                all.push(portion.diner.clone());
            }
        }
        all
    }
}

impl SplitPlan {
    /// The plan with a change. What a plan may not be, [`SplitPlan::check`] refuses afterwards.
    pub fn changed(&self, change: &SplitChange, table: &Table) -> Result<Self, SplitRefusal> {
        let mut plan = self.clone();
        match change {
            SplitChange::Together => plan.begin_anew(table, SplitWay::default()),
            SplitChange::Way { way, payers } => {
                plan.begin_anew(table, *way);
                let mut fresh = table.fresh.iter();
                match payers {
                    Some(payers) => plan.open(vec![Vec::new(); usize::from(*payers)], &mut fresh)?,
                    None => {
                        let diners = plan.without_share(table);
                        plan.open(diners.into_iter().map(|diner| vec![diner]).collect(), &mut fresh)?;
                    }
                }
            }
            SplitChange::Portions { units, parts } => {
                plan.claims.retain(|claim| !units.contains(&claim.unit));
                if !parts.is_empty() {
                    let claim = |unit: &UnitId| Claim { unit: unit.clone(), parts: parts.clone() };
                    plan.claims.extend(units.iter().map(claim));
                }
            }
            SplitChange::Amount { share, amount } => {
                plan.open_share(share, table)?.amount = *amount;
                if amount.is_some() {
                    plan.unclaim(share, None);
                }
            }
            SplitChange::Cover { share, diners } => plan.cover(share, diners, table)?,
            SplitChange::Drop { share } => {
                plan.open_share(share, table)?;
                plan.shares.retain(|other| other.share != *share);
                plan.unclaim(share, None);
            }
            SplitChange::Add { diner } => {
                if let Some(diner) = diner {
                    plan.uncover(diner, table);
                }
                plan.open(vec![diner.iter().cloned().collect()], &mut table.fresh.iter())?;
            }
        }
        Ok(plan)
    }

    /// Only what is held stays, and who shares a portion with it.
    fn begin_anew(&mut self, table: &Table, way: SplitWay) {
        self.way = way;
        let is_held = |part: &Part| table.hold(&part.share).is_some();
        self.claims.retain(|claim| claim.parts.iter().any(is_held));
        let claims = &self.claims;
        let named =
            |share: &ShareId| claims.iter().flat_map(|claim| &claim.parts).any(|part| part.share == *share);
        self.shares.retain(|share| table.hold(&share.share).is_some() || named(&share.share));
    }

    /// Whoever has a part of their own to pay and no share that does.
    fn without_share(&self, table: &Table) -> Vec<DinerId> {
        let all = if self.way == SplitWay::Equal { table.here.to_vec() } else { table.eaters() };
        let is_served = |diner: &DinerId| {
            let own: Vec<_> = self.shares.iter().filter(|share| share.diners.contains(diner)).collect();
            let holds: Vec<_> = own.iter().filter_map(|share| table.hold(&share.share)).collect();
            if holds.len() < own.len() {
                return true;
            }
            let is_covered = |portion: &PricedPortion| holds.iter().any(|hold| covers(hold, portion));
            let mut portions = table.portions.iter().filter(|portion| portion.diner == *diner);
            !holds.is_empty() && (self.way == SplitWay::Equal || portions.all(is_covered))
        };
        all.into_iter().filter(|diner| !is_served(diner)).collect()
    }

    fn open<'f>(
        &mut self,
        shares: Vec<Vec<DinerId>>,
        fresh: &mut impl Iterator<Item = &'f ShareId>,
    ) -> Result<(), SplitRefusal> {
        for diners in shares {
            let shares_max = super::split::SHARES_MAX;
            let share = fresh.next().cloned().ok_or(SplitRefusal::TooManyShares { shares_max })?;
            self.shares.push(Share { share, diners, amount: None });
        }
        Ok(())
    }

    /// A share that may still be changed.
    fn open_share(&mut self, id: &ShareId, table: &Table) -> Result<&mut Share, SplitRefusal> {
        if table.hold(id).is_some() {
            return Err(SplitRefusal::Held);
        }
        self.shares.iter_mut().find(|share| share.share == *id).ok_or(SplitRefusal::UnknownShare)
    }

    /// Takes a share out of who pays portions; its parts go to another, or to nobody in particular.
    fn unclaim(&mut self, share: &ShareId, to: Option<&ShareId>) {
        for claim in &mut self.claims {
            let Some(place) = claim.parts.iter().position(|part| part.share == *share) else { continue };
            let own = claim.parts.remove(place);
            let Some(to) = to else { continue };
            match claim.parts.iter_mut().find(|part| part.share == *to) {
                Some(part) => part.parts = part.parts.saturating_add(own.parts),
                None => claim.parts.push(Part { share: to.clone(), ..own }),
            }
        }
        self.claims.retain(|claim| !claim.parts.is_empty());
    }

    /// Whoever gets a share is no longer paid for by one with others, or would be counted twice. Parts of
    /// portions stay with the share that took them on.
    fn uncover(&mut self, diner: &DinerId, table: &Table) {
        let is_open = |share: &Share| share.diners.len() > 1 && table.hold(&share.share).is_none();
        for share in self.shares.iter_mut().filter(|share| is_open(share)) {
            share.diners.retain(|other| other != diner);
        }
    }

    fn cover(&mut self, share: &ShareId, diners: &[DinerId], table: &Table) -> Result<(), SplitRefusal> {
        let own = self.open_share(share, table)?;
        for diner in diners {
            if !own.diners.contains(diner) {
                own.diners.push(diner.clone());
            }
        }
        let is_open = |other: &Share| other.share != *share && table.hold(&other.share).is_none();
        let mut emptied = Vec::new();
        for other in self.shares.iter_mut().filter(|other| is_open(other)) {
            let before = other.diners.len();
            other.diners.retain(|diner| !diners.contains(diner));
            if other.diners.is_empty() && before > 0 {
                emptied.push(other.share.clone());
            }
        }
        for other in emptied {
            self.shares.retain(|known| known.share != other);
            self.unclaim(&other, Some(share));
        }
        Ok(())
    }
}
