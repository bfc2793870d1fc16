//! Every receipt, as it is kept for retries.

use plato_hub::log::stored::{self, Outcome, StoredReceipt};

use crate::examples::{order_view, session};
use crate::{every_variant, golden, has_only};

fn examples() -> Vec<(&'static str, Outcome)> {
    every_variant!(Outcome,
        Done => [("done", Outcome::Done)],
        Seated => [("seated", Outcome::Seated { session: session() })],
        Ordered => [("ordered", Outcome::Ordered { order: Box::new(order_view()) })],
    )
}

#[test]
fn every_receipt_is_kept_and_read_as_it_always_was() {
    for (name, outcome) in examples() {
        let receipt = StoredReceipt { fingerprint: "f0".repeat(32), outcome };
        let kept = golden(&format!("receipts/v1/{name}.json"), &stored::encode_receipt(&receipt));
        assert_eq!(stored::decode_receipt(&kept).unwrap(), receipt);
    }
    has_only("receipts/v1", examples().iter().map(|(name, _)| format!("{name}.json")).collect());
}
