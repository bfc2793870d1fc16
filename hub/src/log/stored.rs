//! The stored form of a record: JSON, self-describing and versioned. `docs/log-format.md` describes
//! it; golden files in `tests/compatibility` hold it to its bytes. Forms only grow: a change of shape
//! gets a new version here, and the old one is still read.

use plato_sync_protocol::ids::SessionId;
use plato_sync_protocol::vector::to_hex;
use plato_sync_protocol::views::OrderView;
use serde::{Deserialize, Serialize};

use crate::origin::Origin;
use crate::venue::{Event, Timestamp};

/// Version of the form below.
const VERSION: u32 = 1;
/// The longest record that is read, in bytes. A venue file of 64 KiB makes a record of about 200 KiB.
const RECORD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A record as it is written.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredRecord {
    /// Version of this form.
    pub v: u32,
    /// Hash of the record before, as hexadecimal digits.
    pub prev: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Origin,
    /// What.
    pub event: Event,
}

/// The outcome of a command, kept for its retries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredReceipt {
    /// Hash over who sent what: the same command id with another body is refused.
    pub fingerprint: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Outcome {
    /// It was carried out; there is nothing more to say.
    Done,
    /// A party was seated.
    Seated {
        /// The visit.
        session: SessionId,
    },
    /// An order was taken.
    Ordered {
        /// As it stood then.
        order: Box<OrderView>,
    },
}

/// Writes a record.
pub fn encode(at: Timestamp, by: &Origin, prev: &[u8; 32], event: &Event) -> Vec<u8> {
    let record = StoredRecord { v: VERSION, prev: to_hex(prev), at, by: by.clone(), event: event.clone() };
    serde_json::to_vec(&record).expect("records hold nothing that JSON cannot say")
}

/// Reads a record, or says why it cannot be read.
pub fn decode(bytes: &[u8]) -> Result<StoredRecord, String> {
    if bytes.len() > RECORD_BYTES_MAX {
        return Err(format!("it is longer than {RECORD_BYTES_MAX} bytes"));
    }
    let record: StoredRecord = serde_json::from_slice(bytes).map_err(|fault| fault.to_string())?;
    if record.v > VERSION {
        return Err(format!("it has version {}, this hub knows {VERSION}", record.v));
    }
    Ok(record)
}

/// Writes a receipt.
pub fn encode_receipt(receipt: &StoredReceipt) -> Vec<u8> {
    serde_json::to_vec(receipt).expect("receipts hold nothing that JSON cannot say")
}

/// Reads a receipt.
pub fn decode_receipt(bytes: &[u8]) -> Result<StoredReceipt, serde_json::Error> {
    serde_json::from_slice(bytes)
}
