//! Where the changes in the phone's store come from: which of them the hub has had, and which build on
//! which.

use std::collections::{BTreeMap, BTreeSet};

use plato_sync_protocol::vector::ChangeHash;

use crate::records::StoredChange;

/// Changes that the hub has had, which are those that came from it and all that they build on; and the
/// others. Of two copies of a tab, only one can have made what the hub took under a number: that fits
/// first, or nothing that came from the hub since would fit.
pub fn divided(changes: Vec<StoredChange>) -> (Vec<StoredChange>, Vec<StoredChange>) {
    let by_hash: BTreeMap<ChangeHash, &StoredChange> =
        changes.iter().map(|stored| (stored.change.hash, stored)).collect();
    let heard = changes.iter().filter(|stored| !stored.is_ours).map(|stored| stored.change.hash);
    let mut next: Vec<ChangeHash> = heard.collect();
    let mut of_hub = BTreeSet::new();
    while let Some(hash) = next.pop() {
        if let Some(stored) = by_hash.get(&hash).filter(|_| of_hub.insert(hash)) {
            next.extend(&stored.change.deps);
        }
    }
    changes.into_iter().partition(|stored| of_hub.contains(&stored.change.hash))
}

/// Changes so that each comes after those that it builds on.
pub fn in_order_of_making(mut changes: Vec<StoredChange>) -> Vec<StoredChange> {
    let mut ordered = Vec::with_capacity(changes.len());
    while !changes.is_empty() {
        let waiting: BTreeSet<ChangeHash> = changes.iter().map(|stored| stored.change.hash).collect();
        let is_ready = |stored: &StoredChange| !stored.change.deps.iter().any(|dep| waiting.contains(dep));
        let (ready, rest): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_ready);
        if ready.is_empty() {
            // Records that name each other in a circle are nobody's changes.
            return ordered;
        }
        ordered.extend(ready);
        changes = rest;
    }
    ordered
}
