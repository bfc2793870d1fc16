//! Cash rounding: where the smallest coin is larger than the minor unit (CHF 0.05, SEK 1.00, NZD 0.10),
//! what is paid in cash is rounded to it. Only the tender is rounded: bill, shares and tax stay as they
//! are, and the difference is kept beside them (EN 16931, BT-114 "rounding amount") [B12].

use serde::{Deserialize, Serialize};

use super::percent::div_half_up;

/// The smallest coin, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct CashStep(i64);

impl CashStep {
    /// Every amount can be paid.
    pub const ONE: Self = Self(1);

    /// The amount as coins can make it: the nearest, a half away from zero.
    pub fn round(self, amount: i64) -> Option<i64> {
        div_half_up(i128::from(amount), i128::from(self.0))?.checked_mul(self.0)
    }

    /// Can coins make the amount?
    pub fn is_payable(self, amount: i64) -> bool {
        amount % self.0 == 0
    }
}

impl Default for CashStep {
    fn default() -> Self {
        Self::ONE
    }
}

impl TryFrom<i64> for CashStep {
    type Error = &'static str;

    fn try_from(step: i64) -> Result<Self, Self::Error> {
        // 100,000 covers the coarsest coin in use, and keeps every rounding small beside a bill.
        if (1..=100_000).contains(&step) { Ok(Self(step)) } else { Err("a coin is 1 to 100000 minor units") }
    }
}

impl From<CashStep> for i64 {
    fn from(step: CashStep) -> i64 {
        step.0
    }
}
