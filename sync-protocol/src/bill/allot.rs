//! Dividing an amount without losing or making a cent: the largest-remainder method (Hamilton), as
//! apportionment knows it. Everyone gets what is due rounded down; the units that are over go, one
//! each, to the largest fractions, and among equal ones to whoever stands first in the list [B1].

use std::cmp::Reverse;

/// Rounds fractions of one denominator to whole numbers of the same sum. None when a numerator is
/// negative, when they do not add up to a whole number, or when something does not fit.
pub fn apportion(numerators: &[i128], denominator: i128) -> Option<Vec<i64>> {
    if denominator <= 0 || numerators.iter().any(|numerator| *numerator < 0) {
        return None;
    }
    let sum = numerators.iter().try_fold(0_i128, |sum, numerator| sum.checked_add(*numerator))?;
    if sum % denominator != 0 {
        return None;
    }
    let floor = |numerator: &i128| i64::try_from(numerator / denominator).ok();
    let mut amounts: Vec<i64> = numerators.iter().map(floor).collect::<Option<_>>()?;
    let floors: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    let over = usize::try_from(sum / denominator - floors).ok()?;
    let mut order: Vec<usize> = (0..numerators.len()).collect();
    order.sort_by_key(|index| (Reverse(numerators[*index] % denominator), *index));
    for index in order.into_iter().take(over) {
        amounts[index] = amounts[index].checked_add(1)?;
    }
    Some(amounts)
}

/// Divides an amount in proportion to weights. None when it is negative, when nobody has a weight to
/// take what there is, or when something does not fit.
pub fn allot(amount: i64, weights: &[i64]) -> Option<Vec<i64>> {
    if amount < 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    if amount == 0 {
        return Some(vec![0; weights.len()]);
    }
    let whole = weights.iter().map(|weight| i128::from(*weight)).sum();
    let due = |weight: &i64| i128::from(amount) * i128::from(*weight);
    let numerators: Vec<i128> = weights.iter().map(due).collect();
    apportion(&numerators, whole)
}
