//! The event log: append and replay. The log is the truth; everything else can be rebuilt from it.
//!
//! Each record carries the hash of the one before, and the newest hash is kept beside the log, so a
//! record that was changed, dropped or moved is noticed at the next start.

pub mod stored;

use std::ops::ControlFlow;

use plato_sync_protocol::ids::CommandId;
use plato_sync_protocol::vector::to_hex;
use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};
use sha2::{Digest, Sha256};

use crate::origin::Origin;
use crate::store::{StoreFault, opened};
use crate::venue::{Event, Timestamp};
use stored::StoredReceipt;

const EVENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("events");
const RECEIPTS: TableDefinition<&[u8; 16], &[u8]> = TableDefinition::new("receipts");
const FACTS: TableDefinition<&str, &[u8]> = TableDefinition::new("facts");

const FACT_FORMAT: &str = "format";
const FACT_HEAD: &str = "head";
const FACT_UPTIME: &str = "uptime_ms";
/// What the forms in this file are called together. A hub refuses a newer one.
const FORMAT: u64 = 1;

/// One thing that has happened, with its place in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Place in the log, from 1.
    pub position: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Origin,
    /// What.
    pub event: Event,
    /// SHA-256 of its stored bytes: what the next record names as its predecessor.
    pub hash: [u8; 32],
}

/// Why a log cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// A newer hub wrote it.
    #[error("it was written by a newer hub (format {found}, this one knows {FORMAT}); use that version")]
    Newer {
        /// Its format.
        found: u64,
    },
    /// A record is not where it should be.
    #[error("record {position} is missing")]
    Missing {
        /// Which.
        position: u64,
    },
    /// A record is not what was written.
    #[error("record {position} was changed or its predecessor was: the chain of hashes is broken there")]
    Chain {
        /// Which.
        position: u64,
    },
    /// A record cannot be understood.
    #[error("record {position} cannot be read: {fault}")]
    Unreadable {
        /// Which.
        position: u64,
        /// Why.
        fault: String,
    },
    /// The newest records are gone, or there are some that were never finished.
    #[error("the log ends at record {found}, but {expected} were written")]
    End {
        /// Where it ends.
        found: u64,
        /// Where it should.
        expected: u64,
    },
}

/// The end of the log: what the next record builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Position of the newest record; 0 for an empty log.
    pub position: u64,
    /// Hash of the newest record.
    pub hash: [u8; 32],
}

impl Head {
    /// Makes the next record and steps on to it. Returns its position and its stored bytes.
    fn advance(&mut self, at: Timestamp, by: &Origin, event: &Event) -> (u64, Vec<u8>) {
        let bytes = stored::encode(at, by, &self.hash, event);
        self.position += 1;
        self.hash = Sha256::digest(&bytes).into();
        (self.position, bytes)
    }
}

/// Appends events in one transaction. `head` has moved on when it returns; on an error its old
/// value still stands for what is on disk.
pub fn append(
    transaction: &WriteTransaction,
    head: &mut Head,
    events: &[(Timestamp, Origin, Event)],
) -> Result<(), StoreFault> {
    let mut table = transaction.open_table(EVENTS)?;
    let mut next = *head;
    for (at, by, event) in events {
        let (position, bytes) = next.advance(*at, by, event);
        table.insert(position, bytes.as_slice())?;
    }
    let mut facts = transaction.open_table(FACTS)?;
    facts.insert(FACT_FORMAT, FORMAT.to_be_bytes().as_slice())?;
    facts.insert(FACT_HEAD, [&next.position.to_be_bytes()[..], &next.hash].concat().as_slice())?;
    *head = next;
    Ok(())
}

/// Keeps the outcome of a command, in the same transaction as its events.
pub fn keep_receipt(
    transaction: &WriteTransaction,
    command: CommandId,
    receipt: &StoredReceipt,
) -> Result<(), StoreFault> {
    let mut table = transaction.open_table(RECEIPTS)?;
    table.insert(command.0.as_bytes(), stored::encode_receipt(receipt).as_slice())?;
    Ok(())
}

/// Keeps how long the hub has been running, in ms.
pub fn keep_uptime(transaction: &WriteTransaction, uptime_ms: u64) -> Result<(), StoreFault> {
    transaction.open_table(FACTS)?.insert(FACT_UPTIME, uptime_ms.to_be_bytes().as_slice())?;
    Ok(())
}

/// The outcome of a command that was carried out before.
pub fn receipt(
    transaction: &ReadTransaction,
    command: CommandId,
) -> Result<Option<StoredReceipt>, StoreFault> {
    let Some(table) = opened(transaction.open_table(RECEIPTS))? else { return Ok(None) };
    let found = table.get(command.0.as_bytes())?;
    Ok(found.and_then(|bytes| stored::decode_receipt(bytes.value()).ok()))
}

/// How long the hub has been running over all its starts, in ms, as far as it was kept.
pub fn uptime_ms(transaction: &ReadTransaction) -> Result<u64, StoreFault> {
    let Some(table) = opened(transaction.open_table(FACTS))? else { return Ok(0) };
    let found = table.get(FACT_UPTIME)?;
    Ok(found.and_then(|bytes| bytes.value().try_into().ok()).map_or(0, u64::from_be_bytes))
}

/// Hands every record to `each`, oldest first, and checks the chain on the way.
pub fn replay(
    transaction: &ReadTransaction,
    mut each: impl FnMut(Record),
) -> Result<Result<Head, LogFault>, StoreFault> {
    let Some(facts) = opened(transaction.open_table(FACTS))? else { return Ok(Ok(Head::default())) };
    let fact = |name: &str| -> Result<Option<Vec<u8>>, StoreFault> {
        Ok(facts.get(name)?.map(|bytes| bytes.value().to_vec()))
    };
    let format = fact(FACT_FORMAT)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
    if format > FORMAT {
        return Ok(Err(LogFault::Newer { found: format }));
    }
    let expected = fact(FACT_HEAD)?.and_then(|bytes| read_head(&bytes)).unwrap_or_default();
    let mut head = Head::default();
    if let Some(table) = opened(transaction.open_table(EVENTS))? {
        for entry in table.iter()? {
            let (position, bytes) = entry?;
            match check(&head, position.value(), bytes.value()) {
                Ok((next, record)) => {
                    head = next;
                    each(record);
                }
                Err(fault) => return Ok(Err(fault)),
            }
        }
    }
    if head.position != expected.position {
        return Ok(Err(LogFault::End { found: head.position, expected: expected.position }));
    }
    if head.hash != expected.hash {
        return Ok(Err(LogFault::Chain { position: head.position }));
    }
    Ok(Ok(head))
}

fn read_head(bytes: &[u8]) -> Option<Head> {
    let (position, hash) = bytes.split_at_checked(8)?;
    Some(Head { position: u64::from_be_bytes(position.try_into().ok()?), hash: hash.try_into().ok()? })
}

/// Checks that a record follows `head`, and reads it.
fn check(head: &Head, position: u64, bytes: &[u8]) -> Result<(Head, Record), LogFault> {
    if position != head.position + 1 {
        return Err(LogFault::Missing { position: head.position + 1 });
    }
    let stored = stored::decode(bytes).map_err(|fault| LogFault::Unreadable { position, fault })?;
    if stored.prev != to_hex(&head.hash) {
        return Err(LogFault::Chain { position });
    }
    let next = Head { position, hash: Sha256::digest(bytes).into() };
    Ok((next, record(position, bytes, stored)))
}

fn record(position: u64, bytes: &[u8], stored: stored::StoredRecord) -> Record {
    let hash = Sha256::digest(bytes).into();
    Record { position, at: stored.at, by: stored.by, event: stored.event, hash }
}

/// Hands records to `each`, newest first, from the one before `before` on, until it wants no more.
/// The chain is not checked here: that was done when the hub started.
pub fn backwards(
    transaction: &ReadTransaction,
    before: u64,
    mut each: impl FnMut(Record) -> ControlFlow<()>,
) -> Result<Result<(), LogFault>, StoreFault> {
    let Some(table) = opened(transaction.open_table(EVENTS))? else { return Ok(Ok(())) };
    for entry in table.range(..before)?.rev() {
        let (position, bytes) = entry?;
        let position = position.value();
        match stored::decode(bytes.value()) {
            Ok(stored) => {
                if each(record(position, bytes.value(), stored)).is_break() {
                    break;
                }
            }
            Err(fault) => return Ok(Err(LogFault::Unreadable { position, fault })),
        }
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
