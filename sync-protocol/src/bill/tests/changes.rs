//! What people ask of a split, and the plan that comes of it.

use super::*;
use crate::bill::{Claim, Hold, Part, SplitChange, Table};

fn fresh() -> Vec<ShareId> {
    (0..SHARES_MAX).map(|number| format!("fresh{}", &unit(number).as_str()[5..]).parse().unwrap()).collect()
}

struct Party {
    here: Vec<DinerId>,
    portions: Vec<PricedPortion>,
    holds: Vec<Hold>,
    plan: SplitPlan,
}

/// Ada had a dish of 10.00, Ben one of 20.00, and there was a bottle of 30.00 for everyone; Cem had nothing.
fn party() -> Party {
    let ordered = [portion(0, "ada", 1000), portion(1, "ben", 2000), portion(2, "all", 3000)];
    let here = ["ada", "ben", "cem"].map(diner).to_vec();
    Party { here, portions: bill(&ordered).portions, holds: Vec::new(), plan: SplitPlan::default() }
}

impl Party {
    fn tries(&self, change: &SplitChange) -> Result<SplitPlan, SplitRefusal> {
        let fresh: Vec<ShareId> = fresh()
            .into_iter()
            .filter(|id| self.plan.shares.iter().all(|share| share.share != *id))
            .collect();
        let table = Table { here: &self.here, portions: &self.portions, holds: &self.holds, fresh: &fresh };
        let plan = self.plan.changed(change, &table)?;
        plan.check(&self.plan, &self.portions, &self.holds)?;
        Ok(plan)
    }

    fn wants(mut self, change: SplitChange) -> Self {
        self.plan = self.tries(&change).unwrap();
        self
    }

    fn id(&self, name: &str) -> ShareId {
        let own = self.plan.shares.iter().find(|share| share.diners.contains(&diner(name)));
        own.unwrap_or_else(|| panic!("{name} has a share")).share.clone()
    }

    fn pays(mut self, name: &str) -> Self {
        let share = self.id(name);
        let amount = self.amount(&share);
        self.holds.push(Hold { share, amount, covered: Some(OrderId(1)) });
        self
    }

    fn amount(&self, share: &ShareId) -> i64 {
        let shares = self.plan.shares(&self.portions, &self.holds).unwrap().shares;
        shares.iter().find(|known| known.share == *share).unwrap().amount
    }

    fn of(&self, name: &str) -> i64 {
        self.amount(&self.id(name))
    }
}

fn way(way: SplitWay) -> SplitChange {
    SplitChange::Way { way, payers: None }
}

#[test]
fn everyone_at_the_table_gets_a_share_also_who_ate_nothing() {
    let party = party().wants(way(SplitWay::ByPerson));
    assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], [2000, 3000, 1000]);
    let party = party.wants(way(SplitWay::Equal));
    assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], [2000; 3]);
}

#[test]
fn somebody_who_left_and_ate_has_a_share_by_person_but_none_of_equal_ones() {
    let mut party = party();
    party.here.remove(1);
    let party = party.wants(way(SplitWay::ByPerson));
    assert_eq!(party.of("ben"), 3000);
    let party = party.wants(way(SplitWay::Equal));
    assert_eq!(party.plan.shares.len(), 2);
    assert_eq!(party.of("cem"), 3000);
}

#[test]
fn a_party_without_phones_is_split_by_number() {
    let mut party = party();
    party.here.clear();
    let party = party.wants(SplitChange::Way { way: SplitWay::Equal, payers: Some(7) });
    let amounts: Vec<i64> = party.plan.shares.iter().map(|share| party.amount(&share.share)).collect();
    assert_eq!((amounts.len(), amounts.iter().sum::<i64>()), (7, 6000));
    assert_eq!((amounts[0], amounts[6]), (858, 857));
    let many = SplitChange::Way { way: SplitWay::Equal, payers: Some(41) };
    assert_eq!(party.tries(&many), Err(SplitRefusal::TooManyShares { shares_max: SHARES_MAX }));
}

#[test]
fn b8_a_bottle_between_two_of_three_goes_by_its_parts() {
    let party = party().wants(way(SplitWay::ByPerson));
    let parts = vec![Part { share: party.id("ada"), parts: 2 }, Part { share: party.id("cem"), parts: 1 }];
    let party = party.wants(SplitChange::Portions { units: vec![unit(2)], parts });
    assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], [3000, 2000, 1000]);
    let party = party.wants(SplitChange::Portions { units: vec![unit(2)], parts: vec![] });
    assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], [2000, 3000, 1000]);
}

#[test]
fn whoever_pays_for_two_pays_two_parts_of_what_is_shared() {
    let party = party().wants(way(SplitWay::ByPerson));
    let cover = SplitChange::Cover { share: party.id("ada"), diners: vec![diner("ben")] };
    let party = party.wants(cover);
    assert_eq!(party.plan.shares.len(), 2);
    assert_eq!([party.of("ada"), party.of("cem")], [5000, 1000]);
    let party = self::party().wants(way(SplitWay::Equal));
    let cover = SplitChange::Cover { share: party.id("ada"), diners: vec![diner("ben")] };
    let party = party.wants(cover);
    assert_eq!([party.of("ada"), party.of("cem")], [4000, 2000]);
}

#[test]
fn b8a_whoever_was_covered_and_gets_a_share_is_no_longer_covered() {
    let add = SplitChange::Add { diner: Some(diner("ben")) };
    for (kind, apart) in [(SplitWay::ByPerson, [2000, 3000, 1000]), (SplitWay::Equal, [2000, 2000, 2000])] {
        let party = party().wants(way(kind));
        let cover = SplitChange::Cover { share: party.id("ada"), diners: vec![diner("ben")] };
        let party = party.wants(cover).wants(add.clone());
        assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], apart);
    }
    let party = party().wants(way(SplitWay::ByPerson));
    let cover = SplitChange::Cover { share: party.id("ada"), diners: vec![diner("ben")] };
    let party = party.wants(cover).pays("ada").wants(add);
    assert_eq!(party.of("ada"), 5000, "what is paid stays as it is");
}

#[test]
fn parts_of_a_bottle_go_along_with_whoever_takes_a_share_over() {
    let party = party().wants(way(SplitWay::ByPerson));
    let parts = ["ada", "ben", "cem"].map(|name| Part { share: party.id(name), parts: 1 }).to_vec();
    let party = party.wants(SplitChange::Portions { units: vec![unit(2)], parts });
    let cover = SplitChange::Cover { share: party.id("ada"), diners: vec![diner("cem")] };
    let party = party.wants(cover);
    assert_eq!([party.of("ada"), party.of("ben")], [3000, 3000]);
}

#[test]
fn a_share_that_is_dropped_is_divided_among_the_others() {
    let party = party().wants(way(SplitWay::Equal));
    let drop = SplitChange::Drop { share: party.id("cem") };
    let party = party.wants(drop.clone());
    assert_eq!([party.of("ada"), party.of("ben")], [3000, 3000]);
    assert_eq!(party.tries(&drop), Err(SplitRefusal::UnknownShare));
}

#[test]
fn an_amount_of_its_own_takes_a_share_out_of_bottles() {
    let party = party().wants(way(SplitWay::ByPerson));
    let (ada, ben) = (party.id("ada"), party.id("ben"));
    let parts = vec![Part { share: ada.clone(), parts: 1 }, Part { share: ben, parts: 1 }];
    let party = party.wants(SplitChange::Portions { units: vec![unit(2)], parts });
    let party = party.wants(SplitChange::Amount { share: ada.clone(), amount: Some(500) });
    assert_eq!(party.of("ada"), 500);
    assert_eq!(party.of("ben") + party.of("cem"), 5500);
    let too_much = SplitChange::Amount { share: ada.clone(), amount: Some(6001) };
    assert_eq!(party.tries(&too_much), Err(SplitRefusal::AmountsTooHigh { left: 6000 }));
    let party = party.wants(SplitChange::Amount { share: ada, amount: None });
    assert_eq!(party.plan.shares[0].amount, None);
}

#[test]
fn b9_beginning_anew_keeps_what_is_paid_and_gives_its_payer_no_second_share() {
    let party = party().wants(way(SplitWay::ByPerson)).pays("ben");
    let ben = party.id("ben");
    let party = party.wants(way(SplitWay::Equal));
    assert_eq!((party.plan.shares.len(), party.amount(&ben)), (3, 3000));
    assert_eq!([party.of("ada"), party.of("cem")], [1500, 1500]);
    assert_eq!(party.tries(&SplitChange::Drop { share: ben.clone() }), Err(SplitRefusal::Held));
    let party = party.wants(SplitChange::Together);
    assert_eq!((party.plan.shares.len(), party.amount(&ShareId::rest())), (1, 3000));
}

#[test]
fn b9_a_bottle_that_one_has_paid_a_part_of_stays_divided_when_the_others_begin_anew() {
    let party = party().wants(way(SplitWay::ByPerson));
    let parts = ["ada", "cem"].map(|name| Part { share: party.id(name), parts: 1 }).to_vec();
    let party = party.wants(SplitChange::Portions { units: vec![unit(2)], parts }).pays("ada");
    let claim: Vec<Claim> = party.plan.claims.clone();
    let party = party.wants(SplitChange::Together).wants(way(SplitWay::ByPerson));
    assert_eq!(party.plan.claims, claim);
    assert_eq!([party.of("ada"), party.of("ben"), party.of("cem")], [2500, 2000, 1500]);
}

#[test]
fn somebody_who_has_paid_and_orders_again_gets_another_share() {
    let mut party = party().wants(way(SplitWay::ByPerson)).pays("ada");
    let mut later = portion(3, "ada", 700);
    later.order = OrderId(2);
    party.portions.extend(bill(&[later]).portions);
    let party = party.wants(way(SplitWay::ByPerson));
    let own: Vec<i64> = party
        .plan
        .shares
        .iter()
        .filter(|share| share.diners == [diner("ada")])
        .map(|share| party.amount(&share.share))
        .collect();
    assert_eq!(own, [2000, 700]);
}
