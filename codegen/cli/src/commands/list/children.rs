//! `--for-each`: the children of each parent, as one list.

use super::source::Batch;
use super::state::State;
use super::{misuse, pair};
use crate::outcome::Failure;
use crate::{args, completion};
use clap::Args;
use pagesmith::{ChildPosition, Client, Error, Outcome};
use pagesmith_codegen::model::{Api, ForEach, List};
use pagesmith_interpret::{self as interpret, Call, ChildRecords, Parents, Record};
use std::future::poll_fn;
use std::num::NonZeroU16;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

/// Which parents' children are listed.
#[derive(Args, Debug)]
pub(super) struct ParentArgs {
    /// List the children of each record of RESOURCE, which the spec names in `for_each`.
    ///
    /// The records come in the order of their parents, and each begins with the values that
    /// identify its parent, unless it has fields of these names. Filters, page size and limit are
    /// those of the children.
    #[arg(
        long, help_heading = "Children", value_name = "RESOURCE",
        conflicts_with_all = ["by_number", "from_page", "to_page", "concurrency"],
        add = completion::parents()
    )]
    for_each: Option<String>,
    /// Set a filter of the parents; repeat it for several values.
    #[arg(long = "parent-filter", help_heading = "Children", value_name = "NAME=VALUE", value_parser = pair, requires = "for_each", add = completion::parent_filters())]
    parent_filters: Vec<(String, String)>,
    /// Read the children of N parents at a time [default: 4].
    #[arg(long, help_heading = "Children", value_name = "N", value_parser = args::number::<NonZeroU16>, allow_negative_numbers = true, requires = "for_each")]
    parents: Option<NonZeroU16>,
}

impl ParentArgs {
    /// The parents, if some were named.
    pub(super) fn parents(&self) -> Option<Parents> {
        let resource = self.for_each.clone()?;
        let filters = self.parent_filters.clone();
        let concurrency = self.parents.map(|parents| usize::from(parents.get()));
        Some(Parents { resource, filters, concurrency, resume: None })
    }
}

/// Most records that are committed together.
const MOST_RECORDS: usize = 1000;

/// Most bytes of them, after which none is added.
const MOST_BYTES: usize = 4 << 20;

/// The children of each parent, several of them at a time.
pub(super) struct ChildSource {
    children: ChildRecords,
    for_each: ForEach,
    /// The names of the values that the spec's record of a child does not have.
    added: Vec<String>,
    /// The last parent, and the members that its children get.
    parent: Option<(Arc<Record>, String)>,
    /// What came after the records of the last batch.
    error: Option<Error>,
}

impl ChildSource {
    /// The children of these parents, from this position on.
    pub(super) fn new(
        api: &Api,
        call: &Call,
        parents: &Parents,
        resume: Option<ChildPosition>,
        client: &Client,
    ) -> Result<Self, Failure> {
        let parents = Parents { resume, ..parents.clone() };
        let children = interpret::children(api, call, &parents, client);
        let children = children.map_err(|error| misuse(&error))?;
        let list = interpret::find(api, &call.resource).map_err(|error| misuse(&error))?;
        // It has one, since its children can be listed.
        let for_each = list.for_each.clone().ok_or_else(|| misuse(&"no parents"))?;
        let added = interpret::added_names(api, list);
        Ok(Self { children, for_each, added, parent: None, error: None })
    }

    /// The next children: those that are there without waiting, but for the first.
    pub(super) async fn next(&mut self) -> Result<Option<Batch>, Error> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let Some(first) = self.children.try_next().await? else { return Ok(None) };
        let (mut records, mut written) = (Vec::new(), Vec::new());
        let (mut bytes, mut next) = (0, Some(first));
        while let Some((parent, record)) = next.take() {
            bytes += record.get().len();
            written.push(self.with_parent(&parent, &record)?);
            records.push(record);
            if records.len() < MOST_RECORDS && bytes < MOST_BYTES {
                next = self.ready().await;
            }
        }
        Ok(Some(Batch { records, written: Some(written), total: None }))
    }

    /// The next child, if it is there already.
    async fn ready(&mut self) -> Option<(Arc<Record>, Record)> {
        let mut next = pin!(self.children.next());
        let polled = poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx))).await;
        match polled {
            Poll::Ready(Some(Ok(child))) => Some(child),
            Poll::Ready(Some(Err(error))) => {
                self.error = Some(error);
                None
            }
            Poll::Ready(None) | Poll::Pending => None,
        }
    }

    /// A record that begins with the values of its parent.
    fn with_parent(&mut self, parent: &Arc<Record>, record: &Record) -> Result<Record, Error> {
        let members = match &self.parent {
            Some((known, members)) if Arc::ptr_eq(known, parent) => members,
            _ => {
                let members = interpret::parent_members(&self.for_each, &self.added, parent)?;
                &self.parent.insert((parent.clone(), members)).1
            }
        };
        Ok(interpret::with_members(record, members, &self.added))
    }

    pub(super) fn state(&self) -> Option<State> {
        self.children.position().as_ref().map(State::at_children)
    }

    pub(super) fn warnings(&self) -> (Vec<String>, u64) {
        let shown = self.children.warnings().map(|(parent, warning)| match parent {
            None => format!("list of the parents: {warning}"),
            Some(parent) => format!("children of {parent}: {warning}"),
        });
        (shown.collect(), self.children.more_warnings())
    }

    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.children.outcome()
    }
}

/// The API and the list whose records have the values of their parents too. They have no key:
/// children of two parents may share one.
pub(super) fn with_columns(api: &Api, list: &List) -> (Api, List) {
    let (api, list) = interpret::with_parent_fields(api, list);
    (api, List { key: None, ..list })
}
