//! What went wrong at tables of other systems, as their users told it. The list with the sources is in
//! `docs/testing.md`.

use super::*;

fn amounts(given: &Given) -> Vec<i64> {
    reckoned(given).shares.iter().map(|share| share.share.amount).collect()
}

fn by_anna(plan: SplitPlan) -> Command {
    split_by(Hand::Diner(diner("anna")), plan)
}

fn of_unit(claimed: &str, parts: &[(&str, u8)]) -> Claim {
    let part = |(name, parts): &(&str, u8)| Part { share: share(name), parts: *parts };
    Claim { unit: unit(claimed), parts: parts.iter().map(part).collect() }
}

/// Odoo #105383, #17810: after a split the same goods stood on both bills.
#[test]
fn no_goods_are_on_both_halves_of_a_split_bill() {
    let mut plan = split(SplitWay::Equal, &["anna", "ben"]);
    plan.claims = vec![of_unit("unitaaaaaa", &[("anna", 1)]), of_unit("unitbbbbbb", &[("ben", 1)])];
    let given = eaten().after([by_anna(plan)]);
    assert_eq!(amounts(&given), [2775, 2775, 0], "a steak each, and half of the soup");
    let whole = reckoned(&given);
    let parts_of = |portion: usize| -> i128 {
        let parts = whole.shares.iter().flat_map(|share| &share.share.portions);
        parts.filter(|(place, _)| *place == portion).map(|(_, part)| *part).sum()
    };
    let all: Vec<i128> = (0..whole.bill.portions.len()).map(parts_of).collect();
    assert!(all[0] > 0 && all.iter().all(|parts| *parts == all[0]), "each is paid for once: {all:?}");
    // A receipt each: together they have each steak once.
    let given = given.after([
        pay_share("wim", "one", &share("anna"), 2775, card()),
        pay_share("wanda", "two", &share("ben"), 2775, card()),
    ]);
    let lines = ["one", "two"].map(|id| given.venue.receipt_view(&payment(id)).unwrap().lines);
    let steaks = lines.iter().flatten().filter(|line| line.name == "Steak");
    assert_eq!(steaks.map(|line| (line.quantity, line.amount.minor)).collect::<Vec<_>>(), [(1, 2400); 2]);
}

/// Odoo #187509: dishes changed their price when a bill was split.
#[test]
fn no_price_changes_when_a_bill_is_split_after_the_menu_has() {
    let mut setup = setup();
    setup.menu.items[0].price = eur(9900);
    let import = Command::ImportVenue(Box::new(ImportVenue { setup, keys: vec![] }));
    let plan = split(SplitWay::ByPerson, &["anna", "ben"]);
    let given = eaten().after([import, by_anna(plan)]);
    assert_eq!((amounts(&given), reckoned(&given).bill.total), (vec![5550, 0, 0], 5550));
}

/// FloCafe #174: a split between three was one cent short.
#[test]
fn three_who_split_a_hundred_pay_a_hundred() {
    let portions = (0..4).map(|number| {
        let letter = char::from(b'a' + number);
        portion(&format!("unit{}", letter.to_string().repeat(6)), "linecccccc", "steak", RARE, 2500)
    });
    let mut setup = setup();
    setup.menu.items[0].price = eur(2500);
    setup.bill = Some(Box::new(terms()));
    let import = Command::ImportVenue(Box::new(ImportVenue { setup, keys: vec![] }));
    let plan = split(SplitWay::Equal, &["anna", "ben", "cleo"]);
    let mut given = house_with(terms()).after([import, place(portions.collect()), by_anna(plan)]);
    assert_eq!(amounts(&given), [3334, 3333, 3333, 0]);
    for (name, amount) in [("anna", 3334), ("ben", 3333), ("cleo", 3333)] {
        given = given.after([pay_share("wim", name, &share(name), amount, card())]);
    }
    assert!(reckoned(&given).is_settled());
    assert_eq!(days::expected(&given), 0, "all of it was paid by card");
}

/// The last guest pays what all others have left over.
#[test]
fn whoever_pays_last_pays_a_share_like_the_others() {
    let plan = split(SplitWay::Equal, &["anna", "ben"]);
    let given = eaten().after([by_anna(plan), pay_share("wim", "one", &share("anna"), 2775, card())]);
    // Anna orders again, after she has paid: that is not Ben's to pay without a word.
    let soup = vec![portion("unitdddddd", "linecccccc", "soup", PLAIN, 750)];
    let given = given.after([place(soup)]);
    let ben = reckoned(&given).share(&share("ben")).unwrap().left();
    let rest = reckoned(&given).shares.last().unwrap().left();
    assert_eq!(ben + rest, 2775 + 750, "nothing is lost");
    refused(
        &given,
        pay_share("wim", "two", &share("ben"), ben + 1, card()),
        BillRefusal::MoreThanOwed { left: ben },
    );
}

/// Odoo PR #288974: what was paid while a till was offline was open again afterwards, and taken twice.
#[test]
fn what_was_paid_stays_paid_however_late_it_is_sent_again() {
    let given = eaten().after([pay("wim", "one", 5550, card())]);
    let mut late = given;
    late.now.uptime_ms += 24 * 60 * 60 * 1000;
    let late = voided(late, &["unitcccccc"]).after([pay("wim", "one", 5550, card())]);
    assert_eq!((reckoned(&late).paid(), reckoned(&late).due_back()), (5550, 750));
    refused(&late, pay("wim", "other", 5550, card()), BillRefusal::SharePaid);
}
