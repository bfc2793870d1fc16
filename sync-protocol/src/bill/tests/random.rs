//! Thousands of random bills, in currencies without, with two and with three decimals. Deterministic:
//! the seed is fixed, and a failure is made as small as it can be.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::*;

const CASES: u32 = 2_000;

/// A currency's usual price range in minor units, and its smallest coin.
const CURRENCIES: [(&str, i64, i64); 4] =
    [("JPY", 20_000, 1), ("EUR", 9_999, 1), ("CHF", 12_000, 5), ("KWD", 40_000, 5)];
const PERCENTS: [&str; 6] = ["0", "7", "8.1", "8.875", "19", "25.5"];
const NAMES: [&str; 5] = ["anna", "ben", "cleo", "dora", "all"];

#[derive(Debug, Clone)]
struct Evening {
    portions: Vec<BillPortion>,
    discounts: Vec<Discount>,
    service: Option<Service>,
    plan: SplitPlan,
    /// Shares to hold, with how many orders they saw and by how much they are off.
    holds: Vec<(usize, u32, i64)>,
    step: i64,
}

fn a_rate() -> impl Strategy<Value = Option<TaxRate>> {
    let way = prop_oneof![Just(TaxWay::Included), Just(TaxWay::Added)];
    prop_oneof![
        1 => Just(None),
        5 => (0..PERCENTS.len(), way).prop_map(|(index, way)| Some(rate(PERCENTS[index], way))),
    ]
}

fn a_portion(price_max: i64) -> impl Strategy<Value = BillPortion> {
    let fate = prop_oneof![6 => Just(Fate::Charged), 1 => Just(Fate::Voided), 1 => Just(Fate::Comped)];
    (0..price_max, 0..NAMES.len(), 1..4_u32, a_rate(), fate).prop_map(|(price, name, order, rate, fate)| {
        BillPortion { order: OrderId(order), rate, fate, ..portion(0, NAMES[name], price) }
    })
}

fn a_discount(price_max: i64) -> impl Strategy<Value = Discount> {
    let amount = prop_oneof![
        (0..PERCENTS.len()).prop_map(|index| percent(PERCENTS[index])),
        (0..price_max * 3).prop_map(|minor| DiscountAmount::Fixed { minor }),
    ];
    let on = prop_oneof![
        Just(DiscountOn::Bill),
        vec(0..30_usize, 1..4)
            .prop_map(|units| DiscountOn::Portions { units: units.into_iter().map(unit).collect() }),
    ];
    (on, amount).prop_map(|(on, amount)| discount(on, amount))
}

fn a_plan(price_max: i64) -> impl Strategy<Value = SplitPlan> {
    let way = prop_oneof![Just(SplitWay::Equal), Just(SplitWay::ByPerson)];
    let custom = prop_oneof![3 => Just(None), 1 => (1..price_max).prop_map(Some)];
    let shares = vec((0..4_usize, custom), 0..6);
    let claims = vec((0..30_usize, vec(0..9_u8, 6)), 0..6);
    (way, shares, claims).prop_map(|(way, shares, claims)| {
        let shares: Vec<Share> = shares
            .into_iter()
            .enumerate()
            .map(|(index, (name, amount))| Share { amount, ..plain(NAME_OF[index], &[NAMES[name]]) })
            .collect();
        let mut plan = plan(way, shares);
        for (number, parts) in claims {
            let open = plan.shares.iter().enumerate().filter(|(_, share)| share.amount.is_none());
            let parts: Vec<(&str, u8)> = open
                .map(|(index, _)| (NAME_OF[index], parts[index]))
                .filter(|(_, parts)| *parts > 0)
                .collect();
            let sum: u8 = parts.iter().map(|(_, parts)| parts).sum();
            if (1..=SHARES_MAX as u8).contains(&sum)
                && plan.claims.iter().all(|claim| claim.unit != unit(number))
            {
                plan.claims.push(claim(number, &parts));
            }
        }
        plan
    })
}

const NAME_OF: [&str; 6] = ["one", "two", "thr", "fou", "fiv", "six"];

fn evenings() -> impl Strategy<Value = Evening> {
    (0..CURRENCIES.len()).prop_flat_map(|currency| {
        let (_, price_max, step) = CURRENCIES[currency];
        let service = prop_oneof![
            Just(None),
            (0..PERCENTS.len(), a_rate())
                .prop_map(|(index, rate)| Some(Service { percent: PERCENTS[index].parse().unwrap(), rate })),
        ];
        let portions = vec(a_portion(price_max), 0..30);
        let discounts = vec(a_discount(price_max), 0..4);
        let holds = vec((0..6_usize, 0..4_u32, -50..50_i64), 0..4);
        (portions, discounts, service, a_plan(price_max), holds).prop_map(
            move |(mut portions, discounts, service, plan, holds)| {
                portions.sort_by_key(|portion| portion.order);
                for (index, portion) in portions.iter_mut().enumerate() {
                    portion.unit = unit(index);
                }
                Evening { portions, discounts, service, plan, holds, step }
            },
        )
    })
}

fn each_evening(check: impl Fn(Evening) -> Result<(), TestCaseError>) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[0xb1; 32]);
    TestRunner::new_with_rng(config, rng).run(&evenings(), check).unwrap();
}

#[test]
fn b6_tax_lines_portions_and_parts_of_random_bills_add_up() {
    each_evening(|evening| {
        let bill = total(&evening.portions, &evening.discounts, evening.service.as_ref()).unwrap();
        prop_assert_eq!(bill.goods - bill.discount + bill.service + bill.tax_added, bill.total);
        let lines: i64 = bill.taxes.iter().map(|line| line.gross).sum();
        prop_assert_eq!(lines + bill.untaxed, bill.total);
        prop_assert_eq!(bill.portions.iter().map(|portion| portion.gross).sum::<i64>(), bill.total);
        prop_assert_eq!(bill.discounts.iter().map(|(_, amount)| amount).sum::<i64>(), bill.discount);
        for line in &bill.taxes {
            prop_assert_eq!(line.net + line.tax, line.gross);
        }
        for (index, line) in bill.taxes.iter().enumerate() {
            let parts = bill.portions.iter().flat_map(|portion| &portion.by_tax);
            let parts: i64 = parts.filter(|(of, _)| *of == Some(index)).map(|(_, amount)| amount).sum();
            prop_assert_eq!(parts, line.gross);
        }
        for portion in &bill.portions {
            prop_assert!(portion.gross >= 0 && portion.discount >= 0 && portion.service >= 0);
            prop_assert_eq!(portion.by_tax.iter().map(|(_, amount)| amount).sum::<i64>(), portion.gross);
        }
        let all: i64 = evening.portions.iter().map(|portion| portion.price).sum();
        prop_assert_eq!(bill.goods + bill.voided + bill.comped, all);
        Ok(())
    });
}

#[test]
fn b6_shares_of_random_bills_add_up_whatever_is_held() {
    each_evening(|evening| {
        let bill = total(&evening.portions, &evening.discounts, evening.service.as_ref()).unwrap();
        let free = evening.plan.shares(&bill.portions, &[]).unwrap();
        let mut holds: Vec<Hold> = Vec::new();
        for (index, covered, off) in &evening.holds {
            if let Some(share) = free.shares.get(*index)
                && holds.iter().all(|hold| hold.share != share.share)
            {
                let amount = (share.amount + off).max(0);
                holds.push(Hold { share: share.share.clone(), amount, covered: Some(OrderId(*covered)) });
            }
        }
        let shares = evening.plan.shares(&bill.portions, &holds).unwrap();
        let sum: i64 = shares.shares.iter().map(|share| share.amount).sum();
        prop_assert_eq!(sum - shares.over, bill.total, "[B6]");
        prop_assert!(shares.shares.iter().all(|share| share.amount >= 0));
        for hold in &holds {
            let share = shares.shares.iter().find(|share| share.share == hold.share).unwrap();
            if hold.share.is_rest() {
                prop_assert!(share.amount >= hold.amount, "the rest may grow, not shrink");
            } else {
                prop_assert_eq!(share.amount, hold.amount, "[B9]");
            }
        }
        Ok(())
    });
}

#[test]
fn b7_no_share_of_a_random_bill_is_a_whole_unit_off_its_exact_fraction() {
    each_evening(|evening| {
        let bill = total(&evening.portions, &evening.discounts, evening.service.as_ref()).unwrap();
        let shares = evening.plan.shares(&bill.portions, &[]).unwrap();
        prop_assert_eq!(shares.shares.iter().map(|share| share.planned).sum::<i64>(), bill.total);
        let whole: i128 = 5_342_931_457_063_200;
        for share in &shares.shares {
            let due = |(place, fraction): &(usize, i128)| i128::from(bill.portions[*place].gross) * fraction;
            let exact: i128 = share.portions.iter().map(due).sum();
            prop_assert!((i128::from(share.planned) * whole - exact).abs() < whole, "[B7]");
        }
        for (place, portion) in bill.portions.iter().enumerate() {
            let own = shares.shares.iter().flat_map(|share| &share.portions);
            let fractions: i128 = own.filter(|(of, _)| *of == place).map(|(_, fraction)| fraction).sum();
            prop_assert_eq!(fractions, whole, "goods on both bills, or on none: {}", portion.unit);
        }
        Ok(())
    });
}

#[test]
fn b12_rounded_cash_is_payable_and_within_half_a_coin() {
    each_evening(|evening| {
        let bill = total(&evening.portions, &evening.discounts, evening.service.as_ref()).unwrap();
        let step = CashStep::try_from(evening.step).unwrap();
        for share in evening.plan.shares(&bill.portions, &[]).unwrap().shares {
            let cash = step.round(share.amount).unwrap();
            prop_assert!(step.is_payable(cash));
            prop_assert!((cash - share.amount).abs() * 2 <= evening.step);
        }
        Ok(())
    });
}

#[test]
fn any_fraction_of_a_portion_is_whole() {
    let whole: i128 = 5_342_931_457_063_200;
    assert!((1..=SHARES_MAX as i128).all(|parts| whole % parts == 0));
}
