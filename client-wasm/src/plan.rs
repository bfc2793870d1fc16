//! Collects what one input leads to. All writing to the store becomes one transaction, ahead of the
//! frames and calls that tell others of it; the view is shown once, at the end.

use plato_sync_protocol::cart::{CartChange, CartEdit};

use crate::effect::{Effect, StoreRecord};
use crate::records;
use crate::tabs::TabNews;

/// Effects in the making.
#[derive(Default)]
pub struct Plan {
    forgets_records: bool,
    put: Vec<StoreRecord>,
    delete: Vec<String>,
    tell: TabNews,
    rest: Vec<Effect>,
    is_view_stale: bool,
}

impl Plan {
    /// Adds an effect; those of the store have methods of their own.
    pub fn push(&mut self, effect: Effect) {
        self.rest.push(effect);
    }

    /// Writes a record.
    pub fn put(&mut self, key: String, bytes: Vec<u8>) {
        self.delete.retain(|other| *other != key);
        self.put.retain(|other| other.key != key);
        self.put.push(StoreRecord { key, bytes });
    }

    /// Deletes a record.
    pub fn delete(&mut self, key: String) {
        self.put.retain(|other| other.key != key);
        if !self.delete.contains(&key) {
            self.delete.push(key);
        }
    }

    /// Deletes every record, and forgets what was to be written before.
    pub fn forget_records(&mut self) {
        self.forgets_records = true;
        self.put.clear();
        self.delete.clear();
    }

    /// Tells the other tabs of a change.
    pub fn tell(&mut self, change: CartChange) {
        self.tell.changes.push(change);
    }

    /// Tells the other tabs of edits that wait.
    pub fn tell_intent(&mut self, key: String, edits: Vec<CartEdit>) {
        self.tell.intents.push((key, edits));
    }

    /// Deletes the record of edits that waited, and tells the other tabs.
    pub fn settle_intent(&mut self, key: String) {
        self.delete(key.clone());
        self.tell.settled.push(key);
    }

    /// Notes that the view has changed.
    pub fn render(&mut self) {
        self.is_view_stale = true;
    }

    /// The effects, in the order in which they are to be done.
    pub fn take(&mut self) -> Vec<Effect> {
        let plan = std::mem::take(self);
        let mut effects = Vec::new();
        if plan.forgets_records {
            effects.push(Effect::ForgetRecords);
        }
        if !plan.put.is_empty() || !plan.delete.is_empty() {
            effects.push(Effect::Store { put: plan.put, delete: plan.delete });
        }
        if plan.tell != TabNews::default() {
            effects.push(Effect::Tell { message: records::encoded(&plan.tell) });
        }
        effects.extend(plan.rest);
        if plan.is_view_stale {
            effects.push(Effect::Render);
        }
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_comes_first_in_one_transaction_and_the_view_last() {
        let mut plan = Plan::default();
        plan.render();
        plan.push(Effect::FetchMenu);
        plan.put("a".into(), vec![1]);
        plan.put("a".into(), vec![2]);
        plan.put("b".into(), vec![]);
        plan.delete("b".into());
        let put = vec![StoreRecord { key: "a".into(), bytes: vec![2] }];
        let store = Effect::Store { put, delete: vec!["b".into()] };
        assert_eq!(plan.take(), [store, Effect::FetchMenu, Effect::Render]);
        assert_eq!(plan.take(), []);
    }

    #[test]
    fn what_is_written_after_forgetting_stays() {
        let mut plan = Plan::default();
        plan.put("old".into(), vec![]);
        plan.forget_records();
        plan.put("new".into(), vec![]);
        let put = vec![StoreRecord { key: "new".into(), bytes: vec![] }];
        assert_eq!(plan.take(), [Effect::ForgetRecords, Effect::Store { put, delete: vec![] }]);
    }
}
