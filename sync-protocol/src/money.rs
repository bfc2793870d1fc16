//! Money: whole minor units and a currency. Never a float, neither here nor on any screen's way in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A currency by its ISO 4217 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Z]{3}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Digits after the decimal mark that a currency has unless it is in [`UNUSUAL_DIGITS`].
pub const USUAL_DIGITS: u32 = 2;

/// The currencies that have another number of digits, by ISO 4217. Screens have the same table, made
/// from this one by `cargo xtask types`: what browsers know (CLDR) leaves out the cents of forints,
/// rupiahs, Colombian pesos and others, and with them would be wrong by a hundred times.
pub const UNUSUAL_DIGITS: [(&str, u32); 24] = [
    ("BHD", 3),
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

impl Currency {
    /// Digits after the decimal mark (ISO 4217, "minor unit").
    pub fn digits(self) -> u32 {
        let unusual = UNUSUAL_DIGITS.iter().find(|(letters, _)| letters.as_bytes() == self.0);
        unusual.map_or(USUAL_DIGITS, |(_, digits)| *digits)
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is made of ASCII letters only")
    }
}

/// Why a text is no currency or no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefusal {
    /// Not three capital letters.
    #[error("a currency is three capital letters such as EUR, not `{0}`")]
    Currency(String),
    /// Not a decimal number such as `12.50`.
    #[error("an amount is written like 12.50, not `{0}`")]
    Amount(String),
    /// More digits after the point than the currency has.
    #[error("`{text}` has more than the {digits} digits after the point that {currency} has")]
    Digits {
        /// What was written.
        text: String,
        /// Whose amount it is.
        currency: Currency,
        /// How many digits it may have.
        digits: u32,
    },
}

impl TryFrom<String> for Currency {
    type Error = MoneyRefusal;

    fn try_from(text: String) -> Result<Self, MoneyRefusal> {
        text.parse()
    }
}

impl FromStr for Currency {
    type Err = MoneyRefusal;

    fn from_str(text: &str) -> Result<Self, MoneyRefusal> {
        match *text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(MoneyRefusal::Currency(text.chars().take(40).collect())),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.as_str().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of money in whole minor units (cents, yen, fils) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole minor units; negative for what is given back.
    pub minor: i64,
    /// The currency of the venue.
    pub currency: Currency,
}

impl Money {
    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The sum; none when the currencies differ or the sum is too large.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor)?;
        Some(Self { minor, ..self })
    }

    /// The amount for so many portions; none when it is too large.
    pub fn checked_times(self, count: u32) -> Option<Self> {
        let minor = self.minor.checked_mul(i64::from(count))?;
        Some(Self { minor, ..self })
    }

    /// The sum of amounts of one currency, starting from nothing.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    /// Reads `12.50` exactly. Refuses more digits after the point than the currency has.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyRefusal> {
        let refusal = || MoneyRefusal::Amount(text.chars().take(40).collect());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || text.ends_with('.') {
            return Err(refusal());
        }
        let digits = currency.digits();
        if fraction.len() > digits as usize {
            return Err(MoneyRefusal::Digits { text: text.chars().take(40).collect(), currency, digits });
        }
        let padded = format!("{whole}{fraction:0<width$}", width = digits as usize);
        let minor = padded.parse().map_err(|_| refusal())?;
        Ok(Self { minor, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits();
        let scale = 10_u64.pow(digits);
        let sign = if self.minor < 0 { "-" } else { "" };
        let size = self.minor.unsigned_abs();
        if digits == 0 {
            write!(f, "{sign}{size} {}", self.currency)
        } else {
            let width = digits as usize;
            write!(f, "{sign}{}.{:0width$} {}", size / scale, size % scale, self.currency)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur() -> Currency {
        "EUR".parse().unwrap()
    }

    #[test]
    fn amounts_are_read_exactly() {
        for (text, minor) in [("12.50", 1250), ("0.07", 7), ("3", 300), ("3.5", 350), ("0", 0)] {
            assert_eq!(Money::parse_decimal(text, eur()).unwrap().minor, minor, "{text}");
        }
        let yen = "JPY".parse().unwrap();
        assert_eq!(Money::parse_decimal("980", yen).unwrap().minor, 980);
        assert!(matches!(Money::parse_decimal("980.5", yen), Err(MoneyRefusal::Digits { digits: 0, .. })));
        let dinar = "KWD".parse().unwrap();
        assert_eq!(Money::parse_decimal("1.25", dinar).unwrap().minor, 1250);
    }

    #[test]
    fn what_browsers_show_without_cents_has_them_all_the_same() {
        for usual in ["HUF", "IDR", "COP", "PKR", "ALL", "LBP", "MGA", "EUR", "CHF"] {
            assert_eq!(usual.parse::<Currency>().unwrap().digits(), 2, "{usual}");
        }
        for (letters, digits) in UNUSUAL_DIGITS {
            assert_eq!(letters.parse::<Currency>().unwrap().digits(), digits, "{letters}");
        }
    }

    #[test]
    fn odd_amounts_are_refused() {
        for wrong in ["", ".", "1.", ".5", "-1", "1,50", "1e3", "1.234", "99999999999999999999", " 1", "١"] {
            assert!(Money::parse_decimal(wrong, eur()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sums_never_mix_currencies_or_overflow() {
        let one = Money { minor: 1, currency: eur() };
        assert_eq!(one.checked_add(Money::zero("CHF".parse().unwrap())), None);
        assert_eq!(Money { minor: i64::MAX, ..one }.checked_add(one), None);
        assert_eq!(Money { minor: i64::MAX, ..one }.checked_times(2), None);
        assert_eq!(Money::sum(eur(), [one, one, one]).unwrap().minor, 3);
    }

    #[test]
    fn amounts_are_shown_with_the_digits_of_their_currency() {
        let show = |minor, currency: &str| Money { minor, currency: currency.parse().unwrap() }.to_string();
        assert_eq!(show(1250, "EUR"), "12.50 EUR");
        assert_eq!(show(-7, "EUR"), "-0.07 EUR");
        assert_eq!(show(980, "JPY"), "980 JPY");
        assert_eq!(show(1250, "KWD"), "1.250 KWD");
    }
}
