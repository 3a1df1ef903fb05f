//! The keys of a page's items, and facts for the comparison with the next page. Both
//! are computed from the text of the items on demand, which most walks never need.

use crate::position::carried::RowsOfPage;
use crate::position::fingerprint::digest;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::key_reader::{first, keys, last};
use crate::protocol::repeats::prefilter::{KeyPrefilter, common, sum};
use crate::protocol::repeats::row_facts::RowFacts;
use crate::protocol::response::pointer_tree::{Leaf, PointerTree};
use bytes::Bytes;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Texts of up to this many bytes are kept until the next page has been compared. Of a larger
/// one its keys and its hash are kept: they take time to compute, but little memory.
pub(in crate::protocol) const MAX_KEPT: usize = 4 << 20;

/// A page, as long as its keys may be needed.
///
/// Clones share the facts. The text stays in memory until all clones have
/// [released](Self::release_text) it.
#[derive(Clone, Debug)]
pub(crate) struct RowKeys {
    // Dropped before the text hold, which checks whether other owners are left.
    facts: Arc<Facts>,
    text_hold: Option<Arc<TextHold>>,
}

/// The facts about a page, some of them computed on demand.
#[derive(Debug, Default)]
struct Facts {
    /// The array of its items as written; empty after all holds are dropped, or after the
    /// text was too large to keep.
    text: Mutex<Bytes>,
    /// How many items it has.
    count: u64,
    /// The hash of each item's key, or `None` for an item without a key.
    keys: OnceLock<Arc<[Option<u64>]>>,
    /// A superset of its keys; `None` if that can't be computed.
    prefilter: OnceLock<Option<KeyPrefilter>>,
    /// A hash of the text.
    hash: OnceLock<u128>,
}

/// Holds the text of a page. On drop it computes the facts that may still be needed.
#[derive(Debug)]
struct TextHold {
    facts: Arc<Facts>,
    plan: Arc<Plan>,
}

impl Drop for TextHold {
    fn drop(&mut self) {
        if Arc::strong_count(&self.facts) > 1 {
            self.facts.compute(&self.plan);
        }
        *self.facts.lock() = Bytes::new();
    }
}

impl RowKeys {
    /// The keys of a page whose items have this text.
    pub(in crate::protocol) fn new(plan: &Arc<Plan>, text: Bytes, count: u64) -> Self {
        let facts = Arc::new(Facts { text: Mutex::new(text), count, ..Facts::default() });
        let hold = TextHold { facts: facts.clone(), plan: plan.clone() };
        Self { facts, text_hold: Some(Arc::new(hold)) }
    }

    /// The keys of a page whose text is not kept.
    pub(in crate::protocol) fn of_facts(plan: &Plan, facts: RowFacts, count: u64) -> Self {
        let hash = OnceLock::from(facts.hash());
        let (keys, prefilter) = facts.keys(count);
        let keys: Arc<[Option<u64>]> = keys.into();
        let keys = plan.key.as_ref().map_or_else(OnceLock::new, |_| OnceLock::from(keys));
        let prefilter = OnceLock::from(prefilter);
        let facts = Facts { count, keys, prefilter, hash, ..Facts::default() };
        Self { facts: Arc::new(facts), text_hold: None }
    }

    /// Releases the text, but keeps the facts for the comparison with the next page.
    pub(in crate::protocol) fn release_text(&mut self) {
        self.text_hold = None;
    }

    /// Releases a text that is too large to keep, for all clones. The page has been compared
    /// with the page before.
    pub(in crate::protocol) fn release_large_text(&self, plan: &Plan) {
        let length = self.facts.lock().len();
        if length > MAX_KEPT {
            self.facts.compute(plan);
            *self.facts.lock() = Bytes::new();
        }
    }

    /// Drops the text and all facts except, if `keys`, the keys. If the last row has no
    /// key, or the list has a delta, the hash of the text stays too, since texts are compared
    /// then.
    pub(in crate::protocol) fn keep_only_keys(&mut self, plan: &Plan, keys: bool) {
        let facts = Facts { count: self.facts.count, ..Facts::default() };
        if keys {
            let keys = self.keys(plan);
            if (keys.last().is_none_or(Option::is_none) || plan.list.paging.delta.is_some())
                && let Some(hash) = self.facts.hash()
            {
                let _unset = facts.hash.set(hash);
            }
            if let Some(keys) = self.facts.keys.get() {
                let _unset = facts.keys.set(keys.clone());
            }
        }
        *self = Self { facts: Arc::new(facts), text_hold: None };
    }

    /// The hash of each item's key; empty if the list has no key.
    pub(in crate::protocol) fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        self.facts.keys(plan)
    }

    /// How many items of this page, after the first `skipped` ones, are on the page
    /// before too, by their keys.
    pub(in crate::protocol) fn count_repeats(
        &self,
        before: &Self,
        skipped: u64,
        plan: &Plan,
    ) -> u64 {
        let is_anchored = skipped == 1;
        let anchor = if is_anchored { self.first(plan) } else { None };
        if plan.key.is_none() || (skipped <= 1 && self.is_disjoint(before, anchor, plan)) {
            return 0;
        }
        let sorted = |keys: &[Option<u64>]| {
            let mut keys: Vec<u64> = keys.iter().flatten().copied().collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let fresh = self.keys(plan).get(skipped..).unwrap_or_default();
        common(&sorted(before.keys(plan)), &sorted(fresh)).count() as u64
    }

    /// How many items it has.
    pub(in crate::protocol) fn count(&self) -> u64 {
        self.facts.count
    }

    /// A hash of its text, if that is still known.
    pub(in crate::protocol) fn text_hash(&self) -> Option<u128> {
        self.facts.hash().filter(|_| self.facts.count > 0)
    }

    /// The hash of its last item's key, without reading the other items.
    pub(in crate::protocol) fn last(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.facts.keys.get() {
            return *keys.last()?;
        }
        last(&self.facts.text()?, plan.key.as_ref()?)
    }

    /// The hash of its first item's key, without reading the other items.
    pub(in crate::protocol) fn first(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.facts.keys.get() {
            return *keys.first()?;
        }
        first(&self.facts.text()?, plan.key.as_ref()?)
    }

    /// A summary of this page's keys for a milestone; `None` if an item is known to have no key.
    pub(in crate::protocol) fn summary(&self, plan: &Plan, page: u64) -> Option<RowsOfPage> {
        let first = self.first(plan)?;
        let sum = match self.prefilter(plan) {
            Some(known) => known.sum(),
            None => sum(self.all_keys(plan)?.into_iter()),
        };
        Some(RowsOfPage { sum, count: self.facts.count, first, page })
    }

    /// Whether its items are those of a milestone, in any order.
    pub(in crate::protocol) fn has_rows(&self, rows: &RowsOfPage, plan: &Plan) -> bool {
        let known = self.prefilter(plan);
        if self.facts.count != rows.count || known.is_some_and(|known| known.lacks(rows.first)) {
            return false;
        }
        // A value that looked like a key may belong to an object within a row.
        self.all_keys(plan).is_some_and(|keys| {
            keys.contains(&rows.first)
                && rows.sum == known.map_or_else(|| sum(keys.iter().copied()), KeyPrefilter::sum)
        })
    }

    /// The hash of each item's key; `None` if an item has no key.
    fn all_keys(&self, plan: &Plan) -> Option<Vec<u64>> {
        self.keys(plan).iter().copied().collect()
    }

    fn prefilter(&self, plan: &Plan) -> Option<&KeyPrefilter> {
        self.facts.prefilter(&plan.key.as_ref()?.leaf()?)
    }

    /// Whether the prefilters show that the two pages have no item in common, except
    /// the one of this key.
    fn is_disjoint(&self, before: &Self, except: Option<u64>, plan: &Plan) -> bool {
        let Some(leaf) = plan.key.as_ref().and_then(PointerTree::leaf) else { return false };
        match (before.facts.prefilter(&leaf), self.facts.prefilter(&leaf), self.facts.text()) {
            (Some(before), Some(now), Some(text)) => now.is_disjoint(&text, &leaf, before, except),
            _ => false,
        }
    }

    /// Whether it has the same items as the page before, by their keys.
    pub(in crate::protocol) fn has_rows_of(&self, before: &Self, plan: &Plan) -> bool {
        self.facts.count == before.facts.count
            && self.facts.count > 0
            && (self.has_same_text(before) || self.keys(plan) == before.keys(plan))
    }

    /// Whether its items have the same text as those of the page before.
    pub(in crate::protocol) fn has_same_text(&self, before: &Self) -> bool {
        let (now, before) = (&self.facts, &before.facts);
        now.count > 0
            && now.count == before.count
            && match (now.text(), before.text()) {
                (Some(now), Some(before)) => now == before,
                _ => now.hash().is_some() && now.hash() == before.hash(),
            }
    }
}

impl Facts {
    fn lock(&self) -> MutexGuard<'_, Bytes> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The text, if it is still held.
    fn text(&self) -> Option<Bytes> {
        Some(self.lock().clone()).filter(|text| !text.is_empty())
    }

    fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        if let (Some(tree), Some(text)) = (&plan.key, self.text()) {
            return self.keys.get_or_init(|| {
                let text = std::str::from_utf8(&text).unwrap_or_default();
                keys(text, tree).unwrap_or_default().into()
            });
        }
        self.keys.get().map_or(&[], |keys| keys)
    }

    /// Computes what may be asked for after the text is released.
    fn compute(&self, plan: &Plan) {
        self.keys(plan);
        self.hash();
    }

    fn prefilter(&self, leaf: &Leaf<'_>) -> Option<&KeyPrefilter> {
        match self.text() {
            Some(text) => self
                .prefilter
                .get_or_init(|| KeyPrefilter::of(&text, self.count, leaf.name))
                .as_ref(),
            None => self.prefilter.get()?.as_ref(),
        }
    }

    fn hash(&self) -> Option<u128> {
        match self.text() {
            Some(text) => Some(*self.hash.get_or_init(|| digest(&text))),
            None => self.hash.get().copied(),
        }
    }
}

#[cfg(test)]
mod tests;
