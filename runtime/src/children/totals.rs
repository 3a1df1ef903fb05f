//! What the walks of children that have ended amount to.

use super::child_walk::ChildWalk;
use crate::list::Paged;
use crate::paging::Evidence;
use crate::position::Position;
use crate::position::child_position::ChildPosition;
use crate::position::parent_key::ParentKey;
use crate::protocol::Warning;
use crate::walk::outcome::Outcome;
use std::time::Duration;

/// How many warnings are kept.
const KEPT: usize = 100;

/// What the walks of children that have ended amount to.
#[derive(Default)]
pub(super) struct Totals {
    /// Children that this run yielded.
    pub(super) items: u64,
    /// Children of the runs before.
    items_before: u64,
    /// Parents that were read to their end, over all runs.
    pub(super) parents: u64,
    /// The weakest evidence of their children's lists, over all runs.
    pub(super) evidence: Option<Evidence>,
    /// Why the evidence is no stronger, of the first walk with the weakest.
    pub(super) evidence_gap: Option<String>,
    pub(super) warnings: Vec<(ParentKey, Warning)>,
    pub(super) more_warnings: u64,
    pages: u64,
    requests: u64,
    retries: u64,
    waited: Duration,
}

impl Totals {
    pub(super) fn resumed(from: &ChildPosition) -> Self {
        let (items_before, parents, evidence) = (from.items, from.parents_done, from.evidence);
        Self { items_before, parents, evidence, ..Self::default() }
    }

    pub(super) fn is_new(&self) -> bool {
        self.parents == 0 && self.items == 0
    }

    /// Adds a walk that has ended.
    pub(super) fn add<P, L: Paged>(&mut self, walk: &ChildWalk<P, L>) {
        self.parents += 1;
        let outcome = walk.items().and_then(crate::walk::items::Items::outcome);
        let evidence = outcome.as_ref().map_or(Evidence::Unproven, |outcome| outcome.evidence);
        if self.evidence.is_none_or(|weakest| evidence < weakest) {
            self.evidence = Some(evidence);
            let why = outcome.as_ref().and_then(|outcome| outcome.evidence_gap.as_ref());
            self.evidence_gap = why.map(|why| format!("children of {}: {why}", walk.key));
        }
        let Some(outcome) = outcome else { return };
        self.pages += outcome.pages;
        self.requests += outcome.requests;
        self.retries += outcome.retries;
        self.waited += outcome.waited;
        self.more_warnings += outcome.more_warnings;
        for warning in outcome.warnings {
            if self.warnings.len() < KEPT {
                self.warnings.push((walk.key.clone(), warning));
            } else {
                self.more_warnings += 1;
            }
        }
    }

    /// The position of the stream.
    pub(super) fn position(
        &self,
        parents: &Position,
        child: Option<(ParentKey, Option<Position>)>,
    ) -> ChildPosition {
        // What was yielded is a list of children, which has no next synchronisation.
        let child = child.map(|(key, at)| (key, at.map(|at| at.without_delta())));
        ChildPosition {
            parents: parents.without_delta(),
            child,
            items: self.items_before + self.items,
            parents_done: self.parents,
            evidence: self.evidence,
        }
    }

    /// The outcome of all walks, with that of the parents.
    pub(super) fn outcome(&self, parents: Option<Outcome>, evidence: Evidence) -> Outcome {
        let of_parents = parents.as_ref();
        let add = |count: fn(&Outcome) -> u64| of_parents.map_or(0, count);
        let mut warnings: Vec<Warning> =
            of_parents.map(|outcome| outcome.warnings.clone()).unwrap_or_default();
        warnings.extend(self.warnings.iter().map(|(_, warning)| warning.clone()));
        let is_of_children = self.evidence == Some(evidence);
        Outcome {
            items: self.items,
            pages: self.pages + add(|outcome| outcome.pages),
            requests: self.requests + add(|outcome| outcome.requests),
            retries: self.retries + add(|outcome| outcome.retries),
            waited: self.waited + of_parents.map_or(Duration::ZERO, |outcome| outcome.waited),
            warnings,
            more_warnings: self.more_warnings + add(|outcome| outcome.more_warnings),
            evidence,
            evidence_gap: if is_of_children {
                self.evidence_gap.clone()
            } else {
                parents.and_then(|outcome| outcome.evidence_gap)
            },
        }
    }
}
