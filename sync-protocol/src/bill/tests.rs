//! The rules of `docs/bill.md` by their numbers, with amounts that can be followed on paper. Random
//! bills are in `tests/random.rs`.

mod changes;
mod random;

use super::*;
use crate::ids::{DinerId, OrderId, ShareId, UnitId};

fn unit(number: usize) -> UnitId {
    let letters = [number / 25, number % 25].map(|digit| char::from(b'a' + digit as u8));
    format!("unitaaaa{}{}", letters[0], letters[1]).parse().unwrap()
}

fn diner(name: &str) -> DinerId {
    if name == "all" { DinerId::everyone() } else { format!("diner{name:a<5}").parse().unwrap() }
}

fn share(name: &str) -> ShareId {
    format!("share{name:a<5}").parse().unwrap()
}

fn rate(percent: &str, way: TaxWay) -> TaxRate {
    let id = format!("tax-{}", percent.replace('.', "-"));
    TaxRate { tax: id.parse().unwrap(), name: "VAT".into(), percent: percent.parse().unwrap(), way }
}

/// A portion of the first order.
fn portion(number: usize, diner_name: &str, price: i64) -> BillPortion {
    BillPortion {
        unit: unit(number),
        order: OrderId(1),
        diner: diner(diner_name),
        price,
        rate: None,
        fate: Fate::Charged,
    }
}

fn taxed(number: usize, price: i64, percent: &str, way: TaxWay) -> BillPortion {
    BillPortion { rate: Some(rate(percent, way)), ..portion(number, "all", price) }
}

fn discount(on: DiscountOn, amount: DiscountAmount) -> Discount {
    Discount { id: "discountaa".parse().unwrap(), on, amount }
}

fn percent(text: &str) -> DiscountAmount {
    DiscountAmount::Percent { percent: text.parse().unwrap() }
}

fn bill(portions: &[BillPortion]) -> Bill {
    total(portions, &[], None).unwrap()
}

fn plain(name: &str, diners: &[&str]) -> Share {
    Share { share: share(name), diners: diners.iter().map(|name| diner(name)).collect(), amount: None }
}

fn plan(way: SplitWay, shares: Vec<Share>) -> SplitPlan {
    SplitPlan { way, shares, claims: Vec::new() }
}

fn claim(number: usize, parts: &[(&str, u8)]) -> Claim {
    let part = |(name, parts): &(&str, u8)| Part { share: share(name), parts: *parts };
    Claim { unit: unit(number), parts: parts.iter().map(part).collect() }
}

fn hold(name: &str, amount: i64, covered: u32) -> Hold {
    let share = if name == "rest" { ShareId::rest() } else { share(name) };
    Hold { share, amount, covered: Some(OrderId(covered)) }
}

#[track_caller]
fn amounts(plan: &SplitPlan, portions: &[BillPortion], holds: &[Hold]) -> Vec<i64> {
    let bill = bill(portions);
    let shares = plan.shares(&bill.portions, holds).unwrap();
    let amounts: Vec<i64> = shares.shares.iter().map(|share| share.amount).collect();
    assert_eq!(amounts.iter().sum::<i64>() - shares.over, bill.total, "[B6]");
    amounts
}

fn three() -> Vec<Share> {
    vec![plain("anna", &["anna"]), plain("ben", &["ben"]), plain("cleo", &["cleo"])]
}

#[test]
fn b1_odd_cents_go_to_the_largest_fractions_and_then_to_whoever_stands_first() {
    assert_eq!(allot(100, &[1, 1, 1]).unwrap(), [34, 33, 33]);
    assert_eq!(allot(101, &[1, 1, 1]).unwrap(), [34, 34, 33]);
    assert_eq!(allot(100, &[1, 2, 3]).unwrap(), [17, 33, 50], "16.67, 33.33, 50");
    assert_eq!(allot(5, &[0, 3, 0]).unwrap(), [0, 5, 0]);
    assert_eq!(allot(0, &[0, 0]).unwrap(), [0, 0]);
}

#[test]
fn b1_what_cannot_be_divided_is_refused() {
    assert_eq!(allot(1, &[]), None);
    assert_eq!(allot(1, &[0, 0]), None);
    assert_eq!(allot(-1, &[1]), None);
    assert_eq!(allot(1, &[-1, 2]), None);
    assert_eq!(apportion(&[1, 1], 3), None, "two thirds are no whole number");
    assert_eq!(allot(i64::MAX, &[i64::MAX, i64::MAX]).unwrap().iter().sum::<i64>(), i64::MAX);
}

#[test]
fn b2_percentages_are_read_shown_and_rounded_exactly() {
    for (text, shown) in [("19", "19"), ("8.10", "8.1"), ("8.875", "8.875"), ("0", "0"), ("100", "100")] {
        assert_eq!(text.parse::<Percent>().unwrap().to_string(), shown);
    }
    for wrong in ["", "-1", "100.001", "1e2", "8,1", "8.", ".5", "8.0001", "1000"] {
        assert!(wrong.parse::<Percent>().is_err(), "{wrong}");
    }
    let half: Percent = "0.5".parse().unwrap();
    assert_eq!([half.of(100), half.of(99), half.of(-100)], [Some(1), Some(0), Some(-1)]);
    assert_eq!(Percent::WHOLE.of(i64::MAX), Some(i64::MAX));
}

#[test]
fn b3_discounts_are_taken_one_after_the_other_and_never_below_nothing() {
    let portions = [portion(0, "anna", 2000), portion(1, "ben", 1000)];
    let steak_off = DiscountOn::Portions { units: vec![unit(0)] };
    let discounts = [discount(steak_off, percent("50")), discount(DiscountOn::Bill, percent("10"))];
    let bill = total(&portions, &discounts, None).unwrap();
    assert_eq!((bill.discount, bill.total), (1000 + 200, 1800), "half of 20.00, a tenth of 20.00");
    let gross: Vec<i64> = bill.portions.iter().map(|portion| portion.gross).collect();
    assert_eq!(gross, [900, 900]);
    let much = [discount(DiscountOn::Bill, DiscountAmount::Fixed { minor: 9_999 })];
    assert_eq!(total(&portions, &much, None).unwrap().total, 0);
}

#[test]
fn b3_a_discount_on_a_voided_or_comped_portion_takes_nothing_off_others() {
    let mut portions = [portion(0, "anna", 2000), portion(1, "ben", 1000), portion(2, "ben", 500)];
    portions[0].fate = Fate::Voided;
    portions[2].fate = Fate::Comped;
    let on = DiscountOn::Portions { units: vec![unit(0), unit(2)] };
    let bill = total(&portions, &[discount(on, DiscountAmount::Fixed { minor: 300 })], None).unwrap();
    assert_eq!((bill.total, bill.discount, bill.voided, bill.comped), (1000, 0, 2000, 500));
}

#[test]
fn b4_included_tax_is_taken_out_of_the_sum_of_its_rate() {
    let way = TaxWay::Included;
    let portions = [taxed(0, 1000, "10", way), taxed(1, 1000, "10", way), taxed(2, 1190, "19", way)];
    let bill = bill(&portions);
    let lines: Vec<_> = bill.taxes.iter().map(|line| (line.net, line.tax, line.gross)).collect();
    assert_eq!(lines, [(1818, 182, 2000), (1000, 190, 1190)], "each line alone would say 91 twice as well");
    assert_eq!((bill.total, bill.tax_added), (3190, 0));
}

#[test]
fn b5_added_tax_is_rounded_once_a_rate_and_goes_to_the_portions_to_the_cent() {
    let way = TaxWay::Added;
    let portions = [taxed(0, 1000, "8.875", way), taxed(1, 1000, "8.875", way), taxed(2, 1000, "8.875", way)];
    let bill = bill(&portions);
    assert_eq!((bill.taxes[0].net, bill.taxes[0].tax, bill.total), (3000, 266, 3266));
    let gross: Vec<i64> = bill.portions.iter().map(|portion| portion.gross).collect();
    assert_eq!(gross, [1089, 1089, 1088]);
}

#[test]
fn b5_rates_of_two_ways_and_untaxed_portions_stand_on_one_bill() {
    let portions =
        [taxed(0, 1000, "10", TaxWay::Added), taxed(1, 1100, "10", TaxWay::Included), portion(2, "all", 300)];
    let bill = bill(&portions);
    assert_eq!(bill.taxes.len(), 2);
    assert_eq!((bill.taxes[0].tax, bill.taxes[1].tax, bill.untaxed, bill.total), (100, 100, 300, 2500));
}

#[test]
fn b5_service_follows_discounts_and_is_taxed_as_the_dishes_or_by_its_own_rate() {
    let portions = [taxed(0, 1000, "10", TaxWay::Added), taxed(1, 1000, "20", TaxWay::Added)];
    let half = [discount(DiscountOn::Bill, percent("50"))];
    let ten: Percent = "10".parse().unwrap();
    let as_dishes = total(&portions, &half, Some(&Service { percent: ten, rate: None })).unwrap();
    assert_eq!((as_dishes.service, as_dishes.tax_added, as_dishes.total), (100, 55 + 110, 1265));
    let own = Service { percent: ten, rate: Some(rate("0", TaxWay::Added)) };
    let own = total(&portions, &half, Some(&own)).unwrap();
    assert_eq!((own.service, own.tax_added, own.total), (100, 50 + 100, 1250));
    assert_eq!(own.taxes.iter().map(|line| line.net).collect::<Vec<_>>(), [500, 100, 500]);
}

#[test]
fn b5_a_sum_that_does_not_fit_brings_no_bill() {
    assert_eq!(total(&[portion(0, "all", i64::MAX), portion(1, "all", 1)], &[], None), None);
    assert_eq!(total(&[taxed(0, i64::MAX, "19", TaxWay::Added)], &[], None), None);
    assert_eq!(total(&[portion(0, "all", -1)], &[], None), None);
}

/// FloCafe #174: a bill of 100.00 split between three came to 99.99.
#[test]
fn b6_a_hundred_between_three_is_a_hundred_in_every_currency() {
    for whole in [100, 10_000, 100_000] {
        let portions = [portion(0, "all", whole)];
        let third = whole / 3;
        assert_eq!(
            amounts(&plan(SplitWay::Equal, three()), &portions, &[]),
            [third + 1, third, third, 0],
            "JPY 100, EUR or CHF 100.00, KWD 100.000"
        );
    }
}

#[test]
fn b6_a_bill_that_nobody_split_is_the_rest() {
    assert_eq!(amounts(&SplitPlan::default(), &[portion(0, "anna", 900)], &[]), [900]);
}

#[test]
fn b7_many_shared_bottles_cost_nobody_more_than_a_cent() {
    let bottles: Vec<_> = (0..10).map(|number| portion(number, "all", 100)).collect();
    let mut plan = plan(SplitWay::ByPerson, three());
    plan.claims = (0..10).map(|number| claim(number, &[("anna", 1), ("ben", 1), ("cleo", 1)])).collect();
    assert_eq!(amounts(&plan, &bottles, &[]), [334, 333, 333, 0], "not 340, 330, 330");
}

#[test]
fn b8_by_person_by_item_in_fractions_and_custom_amounts_go_together() {
    let portions = [
        portion(0, "anna", 2400),
        portion(1, "ben", 1200),
        portion(2, "all", 3000),
        portion(3, "cleo", 900),
        portion(4, "zoe", 300),
    ];
    let mut plan = plan(SplitWay::ByPerson, three());
    plan.claims = vec![claim(2, &[("anna", 2), ("ben", 1)]), claim(3, &[("ben", 1)])];
    assert_eq!(amounts(&plan, &portions, &[]), [4500, 3200, 100, 0], "zoe has no share: all pay a third");
    plan.shares.push(Share { amount: Some(3900), ..plain("gran", &[]) });
    assert_eq!(amounts(&plan, &portions, &[]), [2250, 1600, 50, 3900, 0], "gran pays half of everything");
}

#[test]
fn a_weight_is_a_fraction_in_lowest_terms() {
    let of_three = plan(SplitWay::ByPerson, three());
    let shared =
        of_three.shares(&bill(&[portion(0, "all", 1000), portion(1, "anna", 500)]).portions, &[]).unwrap();
    let fractions =
        |share: usize| shared.shares[share].portions.iter().map(|(_, weight)| Fraction::of_weight(*weight));
    assert_eq!(fractions(0).collect::<Vec<_>>(), [Some(Fraction { parts: 1, of: 3 }), None]);
    let mut unequal = of_three.clone();
    unequal.claims = vec![claim(0, &[("anna", 2), ("ben", 2), ("cleo", 6)])];
    let shares = unequal.shares(&bill(&[portion(0, "all", 1000)]).portions, &[]).unwrap().shares;
    let of = |share: usize| Fraction::of_weight(shares[share].portions[0].1).unwrap();
    assert_eq!((of(0), of(2)), (Fraction { parts: 1, of: 5 }, Fraction { parts: 3, of: 5 }));
}

#[test]
fn b8_a_diner_who_has_left_is_covered_by_others() {
    let portions = [portion(0, "anna", 2400), portion(1, "ben", 1200)];
    let covered = vec![plain("anna", &["anna", "ben"]), plain("ben", &[])];
    assert_eq!(amounts(&plan(SplitWay::ByPerson, covered), &portions, &[]), [3600, 0, 0]);
    let by_all = vec![plain("anna", &["anna"]), plain("cleo", &["cleo"])];
    assert_eq!(amounts(&plan(SplitWay::ByPerson, by_all), &portions, &[]), [3000, 600, 0]);
}

#[test]
fn b9_a_held_share_keeps_its_amount_while_the_others_split_anew() {
    let portions = [portion(0, "anna", 5000), portion(1, "ben", 3000), portion(2, "cleo", 2000)];
    let held = [hold("anna", 3334, 1)];
    assert_eq!(amounts(&plan(SplitWay::Equal, three()), &portions, &held), [3334, 3333, 3333, 0]);
    assert_eq!(amounts(&plan(SplitWay::ByPerson, three()), &portions, &held), [3334, 4000, 2666, 0]);
}

#[test]
fn b9_what_is_ordered_after_a_share_was_paid_is_not_charged_to_it() {
    let mut portions = vec![portion(0, "anna", 1000), portion(1, "ben", 1000)];
    portions.push(BillPortion { order: OrderId(2), ..portion(2, "anna", 300) });
    portions.push(BillPortion { order: OrderId(2), ..portion(3, "all", 400) });
    let mut plan = plan(SplitWay::ByPerson, vec![plain("anna", &["anna"]), plain("ben", &["ben"])]);
    let held = [hold("anna", 1000, 1)];
    assert_eq!(amounts(&plan, &portions, &held), [1000, 1400, 300], "anna's coffee waits for a payer");
    plan.shares.push(plain("again", &["anna"]));
    assert_eq!(amounts(&plan, &portions, &held), [1000, 1200, 500, 0], "and gets one");
}

#[test]
fn b9_a_bill_that_becomes_less_than_what_was_paid_is_over() {
    let portions = [portion(0, "anna", 1000)];
    let shares = SplitPlan::default().shares(&bill(&portions).portions, &[hold("rest", 1500, 1)]).unwrap();
    assert_eq!((shares.shares[0].amount, shares.over), (1500, 500));
}

#[test]
fn b9_an_order_after_everyone_has_paid_waits_as_the_rest() {
    let portions = [portion(0, "all", 1000), BillPortion { order: OrderId(2), ..portion(1, "all", 500) }];
    let paid = [hold("anna", 334, 1), hold("ben", 333, 1), hold("cleo", 333, 1)];
    assert_eq!(amounts(&plan(SplitWay::Equal, three()), &portions, &paid), [334, 333, 333, 500]);
}

/// Odoo #105383: after a split the same goods stood on both bills.
#[test]
fn b10_a_portion_that_is_paid_cannot_be_claimed_by_another_share() {
    let portions = bill(&[portion(0, "anna", 1000), portion(1, "ben", 1000)]).portions;
    let old = SplitPlan { claims: vec![claim(0, &[("anna", 1)])], ..plan(SplitWay::ByPerson, three()) };
    let held = [hold("anna", 1000, 1)];
    let moved = SplitPlan { claims: vec![claim(0, &[("ben", 1)])], ..old.clone() };
    assert_eq!(moved.check(&old, &portions, &held), Err(SplitRefusal::Held));
    assert_eq!(moved.check(&old, &portions, &[]), Ok(()));
    let without = plan(SplitWay::ByPerson, vec![plain("ben", &["ben"])]);
    assert_eq!(without.check(&old, &portions, &held), Err(SplitRefusal::Held));
    let more = SplitPlan { claims: vec![claim(0, &[("anna", 1)]), claim(1, &[("cleo", 1)])], ..old.clone() };
    assert_eq!(more.check(&old, &portions, &held), Ok(()));
}

#[test]
fn b10_splits_that_make_no_sense_are_refused() {
    let portions = bill(&[portion(0, "anna", 1000)]).portions;
    let old = SplitPlan::default();
    let refused = |plan: SplitPlan| plan.check(&old, &portions, &[]).unwrap_err().code();
    let with = |claims| SplitPlan { claims, ..plan(SplitWay::ByPerson, three()) };
    assert_eq!(refused(with(vec![claim(7, &[("anna", 1)])])), "split_portion_unknown");
    assert_eq!(refused(with(vec![claim(0, &[("anna", 1)]), claim(0, &[("ben", 1)])])), "split_portion_twice");
    for parts in [&[][..], &[("anna", 0)], &[("anna", 1), ("anna", 1)], &[("zoe", 1)], &[("anna", 41)]] {
        assert_eq!(refused(with(vec![claim(0, parts)])), "split_parts_refused", "{parts:?}");
    }
    assert_eq!(refused(plan(SplitWay::Equal, vec![plain("a", &[]), plain("a", &[])])), "split_share_twice");
    let rest = Share { share: ShareId::rest(), diners: vec![], amount: None };
    assert_eq!(refused(plan(SplitWay::Equal, vec![rest])), "split_share_twice");
    let many = (0..41).map(|number| Share {
        share: format!("share{number:a>5}").replace(|c: char| c.is_ascii_digit(), "b").parse().unwrap(),
        diners: vec![],
        amount: None,
    });
    assert_eq!(refused(plan(SplitWay::Equal, many.collect())), "split_too_many_shares");
    let custom = |amount| plan(SplitWay::Equal, vec![Share { amount: Some(amount), ..plain("a", &[]) }]);
    assert_eq!(refused(custom(0)), "split_amount_refused");
    assert_eq!(refused(custom(1001)), "split_amounts_too_high");
    assert_eq!(custom(1000).check(&old, &portions, &[]), Ok(()));
}

#[test]
fn b12_cash_is_rounded_to_the_smallest_coin() {
    let francs = CashStep::try_from(5).unwrap();
    let rounded = [3332, 3333, 3334, 3337, 3338, 2, 3].map(|amount| francs.round(amount).unwrap());
    assert_eq!(rounded, [3330, 3335, 3335, 3335, 3340, 0, 5]);
    assert_eq!(CashStep::try_from(100).unwrap().round(4950), Some(5000), "SEK: 49.50 is 50");
    assert!(francs.is_payable(3335) && !francs.is_payable(3334));
    assert_eq!(CashStep::ONE.round(3334), Some(3334));
    assert!(CashStep::try_from(0).is_err());
}
