//! The audit: who did what, read out of the event log. The log has it all already (who, device,
//! address, browser, hub time) and chains its records by their hashes; here they are put into words
//! for a screen and an export, without any hash of a secret, note or token. `csv` writes the export.

pub mod csv;
mod words;

use std::ops::ControlFlow;
use std::sync::Arc;

use plato_sync_protocol::team::{AuditFilter, AuditPage, AuditRecord};
use plato_sync_protocol::vector::to_hex;

use crate::log::{self, LogFault, Record};
use crate::origin::Who;
use crate::store::{Store, StoreFault};
use crate::threads::Threads;
use crate::venue::Venue;
use crate::writer::Published;
use words::{Then, Words};

/// Log records that one call looks at. A page of a rare kind may so come in parts.
const LOOKED_AT_MAX: usize = 20_000;

/// Why the audit cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The log in it.
    #[error(transparent)]
    Log(#[from] LogFault),
    /// Reading ended without a result.
    #[error("reading the audit was broken off")]
    BrokenOff,
}

/// Reads the audit.
#[derive(Clone)]
pub struct Audit {
    store: Arc<Store>,
    threads: Threads,
}

impl Audit {
    /// Of the log in a database, read on `threads`.
    pub fn new(store: Arc<Store>, threads: Threads) -> Self {
        Self { store, threads }
    }

    /// Up to `most` records that a filter lets through, newest first, with names as they are now.
    pub async fn page(
        &self,
        published: Arc<Published>,
        filter: AuditFilter,
        most: usize,
    ) -> Result<AuditPage, AuditFault> {
        let store = self.store.clone();
        let looked = self.threads.compute(move || look(&store, &published, &filter, most, LOOKED_AT_MAX));
        looked.await.ok_or(AuditFault::BrokenOff)?
    }

    /// All records that a filter lets through, newest first, for an export; none when there are more than
    /// `most`, because half an export would be taken for a whole one.
    pub async fn all(
        &self,
        published: Arc<Published>,
        filter: AuditFilter,
        most: usize,
    ) -> Result<Option<Vec<AuditRecord>>, AuditFault> {
        let store = self.store.clone();
        let looked = self.threads.compute(move || whole(&store, &published, &filter, most));
        looked.await.ok_or(AuditFault::BrokenOff)?
    }
}

fn whole(
    store: &Store,
    published: &Published,
    filter: &AuditFilter,
    most: usize,
) -> Result<Option<Vec<AuditRecord>>, AuditFault> {
    let page = look(store, published, filter, most.saturating_add(1), usize::MAX)?;
    Ok((page.records.len() <= most).then_some(page.records))
}

fn look(
    store: &Store,
    published: &Published,
    filter: &AuditFilter,
    most: usize,
    looked_at_max: usize,
) -> Result<AuditPage, AuditFault> {
    let transaction = store.read()?;
    let (mut records, mut next, mut looked_at) = (Vec::new(), None, 0);
    let table = filter.table.as_ref();
    let table = table.map(|table| published.read(|venue, _| words::called(venue, table)));
    let before = filter.before.unwrap_or(u64::MAX);
    log::backwards(&transaction, before, |record| {
        if records.len() >= most || looked_at >= looked_at_max {
            next = Some(record.position + 1);
            return ControlFlow::Break(());
        }
        looked_at += 1;
        if let Some(shown) = published.read(|venue, _| shown(venue, &record, filter, table.as_deref())) {
            records.push(shown);
        }
        ControlFlow::Continue(())
    })??;
    Ok(AuditPage { records, next })
}

/// The record in words, if it belongs to the audit and the filter, whose table is called `table`, lets it
/// through.
fn shown(venue: &Venue, record: &Record, filter: &AuditFilter, table: Option<&str>) -> Option<AuditRecord> {
    let is_by_staff = matches!(record.by.who, Who::Staff { .. });
    let words = words::of(&Then { venue, at: record.at, is_by_staff }, &record.event)?;
    let is_there = table.is_none_or(|table| words.is_at(table));
    let Words { kind, act, subject, detail, about } = words;
    let at_ms = record.at.wall_ms;
    let by = match &record.by.who {
        Who::Staff { staff } => Some(staff),
        // Whoever is not signed in yet is whoever they claim to be, and the act says whether rightly.
        Who::Stranger | Who::Hub | Who::Guest | Who::Diner { .. } => None,
    };
    let is_wanted = is_there
        && filter.kind.is_none_or(|wanted| wanted == kind)
        && filter.from_ms.is_none_or(|from_ms| at_ms >= from_ms)
        && filter.until_ms.is_none_or(|until_ms| at_ms < until_ms)
        && filter.person.as_ref().is_none_or(|person| by == Some(person) || about.as_ref() == Some(person));
    if !is_wanted {
        return None;
    }
    let who = match &record.by.who {
        Who::Staff { staff } => words::name(venue, staff),
        Who::Hub => "hub".to_owned(),
        Who::Diner { .. } => "guest".to_owned(),
        Who::Stranger | Who::Guest => String::new(),
    };
    let device =
        record.by.device.as_ref().map_or_else(String::new, |device| {
            venue.device_name(device).unwrap_or_else(|| device.to_string())
        });
    Some(AuditRecord {
        position: record.position,
        at_ms,
        kind,
        act,
        who,
        subject,
        detail,
        device,
        address: record.by.address.clone().unwrap_or_default(),
        user_agent: record.by.user_agent.clone().unwrap_or_default(),
        hash: to_hex(&record.hash),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::Head;
    use crate::origin::Origin;
    use crate::venue::{Event, Timestamp};

    /// Four records of the audit, each after one that does not belong to it.
    fn kept(folder: &std::path::Path) -> Arc<Store> {
        let store = Store::open(folder).unwrap();
        let event = |record: u64| {
            let event = match record % 2 {
                0 => Event::InviteCancelled {
                    session: "sessionaaa".parse().unwrap(),
                    invite: "inviteaaaa".parse().unwrap(),
                },
                _ => Event::AuditExported { records: record },
            };
            (Timestamp::default(), Origin::hub(), event)
        };
        let events: Vec<_> = (0..8).map(event).collect();
        store.write(|transaction| log::append(transaction, &mut Head::default(), &events)).unwrap();
        store
    }

    #[test]
    fn an_export_is_whole_or_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let (store, published, filter) = (kept(folder.path()), Published::default(), AuditFilter::default());
        assert_eq!(whole(&store, &published, &filter, 4).unwrap().map(|records| records.len()), Some(4));
        assert_eq!(whole(&store, &published, &filter, 3).unwrap(), None);
    }

    #[test]
    fn a_call_looks_at_so_many_records_and_says_where_to_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let (store, published) = (kept(folder.path()), Published::default());
        let mut filter = AuditFilter::default();
        let mut found = Vec::new();
        for _ in 0..3 {
            let page = look(&store, &published, &filter, 9, 3).unwrap();
            found.extend(page.records.iter().map(|record| record.position));
            filter.before = page.next;
        }
        assert_eq!(found, [8, 6, 4, 2]);
        assert_eq!(filter.before, None, "there is nothing more");
    }
}
