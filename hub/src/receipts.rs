//! What makes a receipt worth something outside the hub: a short code that only the hub's own key makes,
//! keys for pages that guests open after their visit, and receipts and day books as PDF. Which receipts
//! there are is the venue's; routes are `web/receipts.rs` and `web/till.rs`.

pub mod pdf;
pub mod words;

use hmac::{Hmac, KeyInit, Mac};
use plato_sync_protocol::ids::{DinerId, PaymentId, SessionId};
use plato_sync_protocol::till::{ReceiptAnswer, ReceiptKind, ReceiptTender, ReceiptView};
use sha2::Sha256;

use crate::auth::secrets;

/// Characters of the code: 60 bits, which is more than anyone tries at a till.
const CODE_CHARS: usize = 12;

/// Makes and checks codes and keys. All follow from the pepper, so a hub that is restored with its
/// secrets knows the receipts that it issued before.
pub struct Signer {
    codes: String,
    pages: String,
}

impl Signer {
    /// With the hub's pepper.
    pub fn new(pepper: &[u8]) -> Self {
        let key = |purpose| secrets::derived(pepper, purpose, &[]);
        Self { codes: key("receipt codes"), pages: key("receipt pages") }
    }

    /// The code of a receipt, with its number in front: `42-ABCD-EFGH-JKLM`. It covers what money and tax
    /// hang on; names may be written anew.
    pub fn code(&self, receipt: &ReceiptView) -> String {
        let mut facts = vec![
            "1".to_owned(),
            receipt.number.to_string(),
            receipt.payment.to_string(),
            if receipt.kind == ReceiptKind::Payment { "payment" } else { "refund" }.to_owned(),
            receipt.of.unwrap_or(0).to_string(),
            receipt.issued_at_ms.to_string(),
            receipt.amount.to_string(),
            receipt.tip.to_string(),
            tender(&receipt.tender).to_owned(),
        ];
        for tax in &receipt.taxes {
            facts.push(tax.percent.map_or_else(String::new, |percent| percent.to_string()));
            facts.extend([tax.gross.to_string(), tax.tax.to_string()]);
        }
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        let code = secrets::code_of(&mac(&self.codes, &facts)[..CODE_CHARS]);
        format!("{}-{}", receipt.number, secrets::shown_code(&code))
    }

    /// Is this what somebody typed the code of this receipt?
    pub fn is_code(&self, receipt: &ReceiptView, typed: &str) -> bool {
        let code = self::typed(typed).map(|(number, code)| format!("{number} {code}"));
        let own = self::typed(&self.code(receipt)).map(|(number, code)| format!("{number} {code}"));
        own.zip(code).is_some_and(|(own, code)| secrets::is_same_secret(&own, &code))
    }

    /// The key of a receipt's page.
    fn page_key(&self, payment: &PaymentId) -> String {
        self.key(&["receipt", payment.as_str()])
    }

    /// Path of a receipt's page.
    pub fn page_path(&self, payment: &PaymentId) -> String {
        format!("/receipt/{payment}/{}", self.page_key(payment))
    }

    /// Is this the key of a receipt's page?
    pub fn is_page_key(&self, payment: &PaymentId, key: &str) -> bool {
        secrets::is_same_secret(&self.page_key(payment), key)
    }

    /// The key with which a guest comes back after the visit.
    pub fn goodbye_key(&self, session: &SessionId, diner: &DinerId) -> String {
        self.key(&["goodbye", session.as_str(), diner.as_str()])
    }

    /// A receipt as it is handed out.
    pub fn answer(&self, receipt: ReceiptView) -> ReceiptAnswer {
        let (code, path) = (self.code(&receipt), self.page_path(&receipt.payment));
        ReceiptAnswer { receipt, code, path }
    }

    /// 128 bits as 32 hexadecimal digits.
    fn key(&self, of: &[&str]) -> String {
        plato_sync_protocol::vector::to_hex(&mac(&self.pages, of)[..16])
    }
}

/// HMAC-SHA256 over parts; the length sets them apart.
fn mac(key: &str, parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

fn tender(of: &ReceiptTender) -> &'static str {
    match of {
        ReceiptTender::Cash { .. } => "cash",
        ReceiptTender::Card { .. } => "card",
        ReceiptTender::Voucher { .. } => "voucher",
        ReceiptTender::Account { .. } => "account",
        ReceiptTender::Online { .. } => "online",
    }
}

/// Number and code of a receipt as somebody typed them.
pub fn typed(text: &str) -> Option<(u32, String)> {
    let (number, code) = text.trim().split_once('-')?;
    Some((number.parse().ok()?, secrets::typed_code(code)))
}

#[cfg(test)]
pub(crate) mod tests {
    use plato_sync_protocol::bill::Fraction;
    use plato_sync_protocol::money::Money;
    use plato_sync_protocol::till::{
        DayClosing, DayRatings, DayRow, DaySection, DayView, RatingView, ReceiptLine, ReceiptTax, TillVisit,
    };

    use super::*;

    /// A closed day with everything in it, in a currency.
    pub fn day(currency: &str) -> DayView {
        let money = |minor| Money { minor, currency: currency.parse().unwrap() };
        let row = |section, label: &str| DayRow { section, label: label.into(), amount: money(1_234_567) };
        use DaySection as In;
        let all = [
            In::Sales,
            In::Tax,
            In::Categories,
            In::Reductions,
            In::Takings,
            In::Tips,
            In::Refunds,
            In::People,
            In::Drawer,
        ];
        let mut rows: Vec<DayRow> = all.map(|section| row(section, "Sum")).into();
        rows[2].label = format!("{} ZZZ", "Grilled and smoked over charcoal ".repeat(4).trim());
        rows[7].label = "=Taken by Maximiliane-Alexandra".into();
        let visit = |table: &str, left, due_back| TillVisit {
            session: "sessionaaa".parse().unwrap(),
            table: table.into(),
            is_open: false,
            left: money(left),
            due_back: money(due_back),
        };
        let said = |comment: &str| RatingView {
            table: "7".into(),
            stars: 4,
            comment: comment.into(),
            at_ms: 1_795_377_600_000,
        };
        DayView {
            venue: "Osteria".into(),
            day: 3,
            date: "2026-11-22".into(),
            rows,
            visits: vec![visit("Terrace 12", 550, 0), visit("Bar", 0, 125)],
            expected: money(15_550),
            closing: Some(DayClosing {
                counted: money(15_500),
                difference: money(-50),
                left: money(10_000),
                by: "Nora".into(),
                at_ms: 1_795_377_600_000,
            }),
            coins: Vec::new(),
            ratings: Some(DayRatings {
                count: 3,
                average_tenths: 43,
                comments: vec![said("=Lovely, \"really\" 🍷 很好"), said(&"long ".repeat(90))],
            }),
        }
    }

    pub fn receipt() -> ReceiptView {
        let money = |minor| Money { minor, currency: "EUR".parse().unwrap() };
        ReceiptView {
            number: 42,
            kind: ReceiptKind::Payment,
            payment: "paymentaaa".parse().unwrap(),
            of: None,
            reason: String::new(),
            issued_at_ms: 1_795_377_600_000,
            issued: "2026-11-22 21:00".into(),
            venue: "Osteria Ёж".into(),
            address: vec!["Via del Molo 7".into()],
            tax_number: Some("IT 1".into()),
            footer: None,
            table: "7".into(),
            lines: vec![ReceiptLine {
                name: "Steak with everything that the kitchen has to go with it".into(),
                modifiers: vec!["Medium".into()],
                quantity: 2,
                is_part: true,
                fraction: Some(Fraction { parts: 1, of: 3 }),
                amount: money(5550),
            }],
            share: Some(money(5550)),
            amount: money(5550),
            tip: money(450),
            total: money(6000),
            tender: ReceiptTender::Cash { given: money(6000), change: money(0), rounding: money(0) },
            taxes: vec![ReceiptTax {
                name: "VAT".into(),
                percent: Some("10".parse().unwrap()),
                way: None,
                net: money(5045),
                tax: money(505),
                gross: money(5550),
            }],
            by: "Mia".into(),
        }
    }

    #[test]
    fn a_code_is_of_one_receipt_and_one_hub() {
        let signer = Signer::new(&[1; 32]);
        let code = signer.code(&receipt());
        assert!(code.starts_with("42-") && code.len() == "42-ABCD-EFGH-JKLM".len(), "{code}");
        assert_eq!(Signer::new(&[1; 32]).code(&receipt()), code, "the same after a restart");
        assert_ne!(Signer::new(&[2; 32]).code(&receipt()), code, "not of another hub");
        let mut forged = receipt();
        forged.amount.minor += 1;
        assert_ne!(signer.code(&forged), code);
        let mut forged = receipt();
        forged.taxes[0].tax.minor += 1;
        assert_ne!(signer.code(&forged), code);
        let renamed = ReceiptView { by: "Wim".into(), venue: "Other".into(), ..receipt() };
        assert_eq!(signer.code(&renamed), code);
    }

    #[test]
    fn a_receipt_of_years_ago_has_the_code_that_it_had() {
        assert_eq!(Signer::new(&[1; 32]).code(&receipt()), "42-M6CQ-BQFW-N829");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!(typed(" 42-abcd efgh-JKLM "), Some((42, "ABCDEFGHJKLM".into())));
        assert_eq!(typed("ABCD"), None);
    }

    #[test]
    fn a_code_is_checked_however_it_is_typed() {
        let signer = Signer::new(&[1; 32]);
        assert!(signer.is_code(&receipt(), " 42-m6cq bqfw-n829"));
        for forged in ["42-M6CQ-BQFW-N828", "43-M6CQ-BQFW-N829", "42-", "42", ""] {
            assert!(!signer.is_code(&receipt(), forged), "{forged}");
        }
    }

    #[test]
    fn a_page_opens_with_its_own_key_only() {
        let signer = Signer::new(&[1; 32]);
        let (one, other) = ("paymentaaa".parse().unwrap(), "paymentbbb".parse().unwrap());
        let key = signer.page_key(&one);
        assert!(signer.is_page_key(&one, &key));
        assert!(!signer.is_page_key(&other, &key));
        assert!(!signer.is_page_key(&one, ""));
    }
}
