//! What is kept of a page: the keys of its items, and what tells whether the
//! next page holds the same ones. Both are looked up in the text of its items
//! when they are asked for, which most walks never do.

use crate::position::carried::RowsOfPage;
use crate::position::fingerprint::digest;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::key_reader::{first, keys, last};
use crate::protocol::repeats::prefilter::{KeyPrefilter, common, sum};
use crate::protocol::response::pointer_tree::{Leaf, PointerTree};
use bytes::Bytes;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A page, as long as something of it may be asked for.
///
/// Clones know the same of it; its text stays as long as one of them
/// [holds](Self::release_text) it.
#[derive(Clone, Debug)]
pub(crate) struct RowKeys {
    // Goes before what holds the text, which looks whether others are left.
    known: Arc<Facts>,
    holds: Option<Arc<TextHold>>,
}

/// What is known of a page, or can be told by its text.
#[derive(Debug, Default)]
struct Facts {
    /// The array of its items as it is written; empty once nobody holds it.
    text: Mutex<Bytes>,
    /// How many items it has.
    count: u64,
    /// A hash of what identifies each item, once it was asked for; none where
    /// an item lacks it.
    keys: OnceLock<Vec<Option<u64>>>,
    /// At least its keys, once they were asked for; none where that can't be
    /// told.
    prefilter: OnceLock<Option<KeyPrefilter>>,
    /// A hash of the text, once it was asked for.
    hash: OnceLock<u128>,
}

/// The text of a page is held: when it goes, what may still be asked for is
/// told by it.
#[derive(Debug)]
struct TextHold {
    known: Arc<Facts>,
    plan: Arc<Plan>,
}

impl Drop for TextHold {
    fn drop(&mut self) {
        if Arc::strong_count(&self.known) > 1 {
            self.known.keys(&self.plan);
            self.known.hash();
        }
        *self.known.lock() = Bytes::new();
    }
}

impl RowKeys {
    /// Those of a page of this text.
    pub(in crate::protocol) fn new(plan: &Arc<Plan>, text: Bytes, count: u64) -> Self {
        let known = Arc::new(Facts { text: Mutex::new(text), count, ..Facts::default() });
        let held = TextHold { known: known.clone(), plan: plan.clone() };
        Self { known, holds: Some(Arc::new(held)) }
    }

    /// Holds the text no longer, and still knows what it says of the next page.
    pub(in crate::protocol) fn release_text(&mut self) {
        self.holds = None;
    }

    /// Gives up the text, and what is known but for the keys, where they are asked
    /// for. Behind a row without a key, the text is compared: its hash stays.
    pub(in crate::protocol) fn keep_only_keys(&mut self, plan: &Plan, keys: bool) {
        let known = Facts { count: self.known.count, ..Facts::default() };
        if keys {
            let keys = self.keys(plan);
            if keys.last().is_none_or(Option::is_none)
                && let Some(hash) = self.known.hash()
            {
                let _known = known.hash.set(hash);
            }
            let _known = known.keys.set(keys.to_vec());
        }
        *self = Self { known: Arc::new(known), holds: None };
    }

    /// What identifies each item; empty where the list has no key.
    pub(in crate::protocol) fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        self.known.keys(plan)
    }

    /// How many items of this page, but for the first ones, the one before has too,
    /// by their keys.
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
        self.known.count
    }

    /// A hash of its text, as long as that can be told.
    pub(in crate::protocol) fn text(&self) -> Option<u128> {
        self.known.hash().filter(|_| self.known.count > 0)
    }

    /// The hash of the key of its last item, without a look at the others.
    pub(in crate::protocol) fn last(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.known.keys.get() {
            return *keys.last()?;
        }
        last(&self.known.text()?, plan.key.as_ref()?)
    }

    /// The hash of the key of its first item, without a look at the others.
    pub(in crate::protocol) fn first(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.known.keys.get() {
            return *keys.first()?;
        }
        first(&self.known.text()?, plan.key.as_ref()?)
    }

    /// The items of this page as one that is remembered; none where one of them
    /// has no key, as far as that was told.
    pub(in crate::protocol) fn remembered(&self, plan: &Plan, page: u64) -> Option<RowsOfPage> {
        let first = self.first(plan)?;
        let sum = match self.prefilter(plan) {
            Some(known) => known.sum(),
            None => sum(self.all_keys(plan)?.into_iter()),
        };
        Some(RowsOfPage { sum, count: self.known.count, first, page })
    }

    /// Whether its items are those of a page that is remembered, in any order.
    pub(in crate::protocol) fn are(&self, rows: &RowsOfPage, plan: &Plan) -> bool {
        let known = self.prefilter(plan);
        if self.known.count != rows.count || known.is_some_and(|known| known.lacks(rows.first)) {
            return false;
        }
        // What looked like a key may have been that of something within a row.
        self.all_keys(plan).is_some_and(|keys| {
            keys.contains(&rows.first)
                && rows.sum == known.map_or_else(|| sum(keys.iter().copied()), KeyPrefilter::sum)
        })
    }

    /// What identifies each item; none where one of them lacks it.
    fn all_keys(&self, plan: &Plan) -> Option<Vec<u64>> {
        self.keys(plan).iter().copied().collect()
    }

    fn prefilter(&self, plan: &Plan) -> Option<&KeyPrefilter> {
        self.known.prefilter(&plan.key.as_ref()?.leaf()?)
    }

    /// Whether it can be told without the keys that the two have no item in
    /// common, but for the one of this key.
    fn is_disjoint(&self, before: &Self, except: Option<u64>, plan: &Plan) -> bool {
        let Some(leaf) = plan.key.as_ref().and_then(PointerTree::leaf) else { return false };
        match (before.known.prefilter(&leaf), self.known.prefilter(&leaf)) {
            (Some(before), Some(now)) => now.is_disjoint(&self.known.lock(), &leaf, before, except),
            _ => false,
        }
    }

    /// Whether it holds the same items as the page before, by their keys.
    pub(in crate::protocol) fn has_rows_of(&self, before: &Self, plan: &Plan) -> bool {
        self.known.count == before.known.count
            && self.known.count > 0
            && (self.is_same(before) || self.keys(plan) == before.keys(plan))
    }

    /// Whether it holds the same items as the page before, in the same words.
    pub(in crate::protocol) fn is_same(&self, before: &Self) -> bool {
        let (now, before) = (&self.known, &before.known);
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

    /// The text, as long as it is there.
    fn text(&self) -> Option<Bytes> {
        Some(self.lock().clone()).filter(|text| !text.is_empty())
    }

    fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        if let (Some(tree), Some(text)) = (&plan.key, self.text()) {
            return self.keys.get_or_init(|| {
                let text = std::str::from_utf8(&text).unwrap_or_default();
                keys(text, tree).unwrap_or_default()
            });
        }
        self.keys.get().map_or(&[], Vec::as_slice)
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
