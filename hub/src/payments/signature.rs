//! Who has sent a notice: the provider signs time and body with a secret that only it and the hub know
//! (Stripe's `Stripe-Signature: t=..,v1=..`, HMAC-SHA256 over `t.body` in hexadecimal digits). A signature
//! holds for five minutes, so that one that was overheard is worth little.

use hmac::{Hmac, KeyInit, Mac};
use plato_sync_protocol::vector::to_hex;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::NoticeRefusal;

/// How far the moment of signing may be from the hub's clock, in s.
const TOLERANCE_S: u64 = 5 * 60;
/// Signatures that are looked at: there are several while a secret is being changed.
const SIGNATURES_MAX: usize = 8;

/// Checks the header against the body as it came, to its last byte.
pub fn check(header: &str, body: &[u8], secret: &str, now_s: u64) -> Result<(), NoticeRefusal> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let time =
        parts().find(|(name, _)| *name == "t").map(|(_, time)| time).ok_or(NoticeRefusal::Signature)?;
    let own = sign(time, body, secret);
    let signed = parts().filter(|(name, _)| *name == "v1").take(SIGNATURES_MAX);
    let is_signed = signed.fold(false, |is, (_, v1)| is | bool::from(v1.as_bytes().ct_eq(own.as_bytes())));
    if !is_signed {
        return Err(NoticeRefusal::Signature);
    }
    let time_s: u64 = time.parse().map_err(|_| NoticeRefusal::Signature)?;
    if time_s.abs_diff(now_s) > TOLERANCE_S { Err(NoticeRefusal::Late) } else { Ok(()) }
}

/// The signature of a body at a time.
pub fn sign(time: &str, body: &[u8], secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length will do");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    to_hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test_secret";
    const BODY: &[u8] = b"{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";

    #[test]
    fn a_signature_is_the_hmac_of_time_and_body() {
        // Worked out with another program: openssl dgst -sha256 -hmac.
        let known = "4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150";
        assert_eq!(sign("1700000000", BODY, SECRET), known);
        let header = format!(
            "t=1700000000,v1={known},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"
        );
        assert_eq!(check(&header, BODY, SECRET, 1_700_000_000), Ok(()));
    }

    #[test]
    fn whatever_was_changed_is_refused() {
        let good = sign("1700000000", BODY, SECRET);
        let header = |time: &str, v1: &str| format!("t={time},v1={v1}");
        let now = 1_700_000_000;
        let refused = Err(NoticeRefusal::Signature);
        assert_eq!(check(&header("1700000000", &good), b"{}", SECRET, now), refused);
        assert_eq!(check(&header("1700000001", &good), BODY, SECRET, now), refused);
        assert_eq!(check(&header("1700000000", &good), BODY, "whsec_other", now), refused);
        assert_eq!(check(&header("1700000000", &good[..62]), BODY, SECRET, now), refused);
        assert_eq!(check(&format!("t=1700000000,v0={good}"), BODY, SECRET, now), refused);
        assert_eq!(check(&format!("v1={good}"), BODY, SECRET, now), refused);
        assert_eq!(check("", BODY, SECRET, now), refused);
        let (words, signed) = ("soon", sign("soon", BODY, SECRET));
        assert_eq!(check(&header(words, &signed), BODY, SECRET, now), refused);
    }

    #[test]
    fn one_of_two_signatures_is_enough_while_a_secret_is_changed() {
        let (old, new) = (sign("1700000000", BODY, "whsec_old"), sign("1700000000", BODY, SECRET));
        assert_eq!(check(&format!("t=1700000000,v1={old},v1={new}"), BODY, SECRET, 1_700_000_000), Ok(()));
    }

    #[test]
    fn a_signature_holds_for_five_minutes_either_way() {
        let header = format!("t=1700000000,v1={}", sign("1700000000", BODY, SECRET));
        for now in [1_700_000_300, 1_699_999_700] {
            assert_eq!(check(&header, BODY, SECRET, now), Ok(()));
        }
        for now in [1_700_000_301, 1_699_999_699, 0] {
            assert_eq!(check(&header, BODY, SECRET, now), Err(NoticeRefusal::Late));
        }
    }
}
