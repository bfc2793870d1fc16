//! Percentages as whole thousandths of a percent: fine enough for 8.875 % (New York) and 9.975 %
//! (Québec), and never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Thousandths of a percent in the whole.
const WHOLE: u32 = 100_000;

/// A percentage between 0 and 100, written `8.875`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = r"^\d{1,3}(\.\d{1,3})?$"))]
#[serde(try_from = "String", into = "String")]
pub struct Percent(u32);

/// Why a text is no percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a percentage is written like 8.1, from 0 to 100 with up to three digits after the point, not `{0}`")]
pub struct PercentRefusal(String);

/// The quotient rounded to the nearest, a half away from zero [B2]. The divisor is positive.
pub(super) fn div_half_up(dividend: i128, divisor: i128) -> Option<i64> {
    let half = if dividend < 0 { -(divisor / 2) } else { divisor / 2 };
    i64::try_from(dividend.checked_add(half)? / divisor).ok()
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const WHOLE: Self = Self(WHOLE);

    /// This part of an amount, rounded to the nearest minor unit, a half away from zero [B2].
    pub fn of(self, amount: i64) -> Option<i64> {
        div_half_up(i128::from(amount) * i128::from(self.0), i128::from(WHOLE))
    }

    /// The tax that is in an amount to which this percentage was added before, rounded likewise.
    pub fn contained_in(self, amount: i64) -> Option<i64> {
        div_half_up(i128::from(amount) * i128::from(self.0), i128::from(WHOLE + self.0))
    }
}

impl FromStr for Percent {
    type Err = PercentRefusal;

    fn from_str(text: &str) -> Result<Self, PercentRefusal> {
        let refusal = || PercentRefusal(text.chars().take(20).collect());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) || whole.len() > 3 || fraction.len() > 3 {
            return Err(refusal());
        }
        let thousandths = format!("{whole}{fraction:0<3}").parse().map_err(|_| refusal())?;
        if thousandths > WHOLE { Err(refusal()) } else { Ok(Self(thousandths)) }
    }
}

impl TryFrom<String> for Percent {
    type Error = PercentRefusal;

    fn try_from(text: String) -> Result<Self, PercentRefusal> {
        text.parse()
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> String {
        percent.to_string()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / 1000, self.0 % 1000);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{fraction:03}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}
