//! `--since last`: what is new since the run before, behind what that run wrote.

use super::misuse;
use super::sink::{Format, Sink};
use super::state::Since;
use crate::outcome::Failure;
use crate::{args, completion};
use clap::{Args, ValueEnum};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{Api, List};
use pagesmith_interpret::{Call, Increment, Mark, Record};
use std::collections::BTreeSet;
use std::time::Duration;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum From {
    /// What is new since the last run.
    Last,
}

/// Which records are asked for.
#[derive(Args, Debug)]
pub(super) struct SinceArgs {
    /// Ask only for what is new since the last run, and add it to the same file.
    ///
    /// The first run lists everything. If the paging of the list names a `delta`, each later run
    /// begins with the one that the run before ended with, and writes what the server lists then:
    /// also records that were deleted, as the server says it. Otherwise it sends the largest
    /// value that the file has of the field that a filter compares, by its `matches` in the spec,
    /// or a little less; what is in the file already, with the same key and value, is not written
    /// again. A record that has changed is: as another line or row, or in place of its row in
    /// SQLite. A run that did not end is continued first.
    #[arg(
        long, help_heading = "Increments", value_enum, value_name = "last", requires = "out",
        conflicts_with_all = ["for_each", "by_number", "from_page", "to_page", "concurrency"]
    )]
    since: Option<From>,
    /// The filter to use, if several compare a field by `>` or `>=`.
    #[arg(long, help_heading = "Increments", value_name = "NAME", requires = "since", add = completion::since_filters())]
    since_filter: Option<String>,
    /// Ask for what is N seconds older too, if records may appear late [default: 0].
    #[arg(long, help_heading = "Increments", value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true, requires = "since")]
    since_overlap: Option<u64>,
}

/// How a list is asked for what is new.
pub(super) enum NewBy {
    /// By a filter.
    Filter(Increment),
    /// By the delta that the walk before ended with.
    Delta,
}

/// The records that are in the file already, and what is asked for.
#[derive(Default)]
pub(super) struct NewOnly {
    increment: Option<Increment>,
    /// What the walk asks for.
    pub(super) since: Option<Since>,
    /// The keys and values of the records that may come again.
    seen: BTreeSet<(String, Option<Mark>)>,
    /// How many nanoseconds the times of the file are exact to.
    exact_to: i128,
}

impl SinceArgs {
    /// Whether the file of an earlier run is continued.
    pub(super) fn is_set(&self) -> bool {
        self.since.is_some()
    }

    /// Checks the spec, before a file is opened.
    pub(super) fn new_by(
        &self,
        api: &Api,
        list: &List,
        call: &Call,
        format: Format,
    ) -> Result<Option<NewBy>, Failure> {
        if !self.is_set() {
            return Ok(None);
        }
        if self.since_filter.is_none() && paging_of(list, api).delta.is_some() {
            return match self.since_overlap {
                None => Ok(Some(NewBy::Delta)),
                Some(_) => Err(Failure::Misuse(
                    "`--since-overlap` has no effect: this list is asked for what is new by its `delta`, which the server counts from; leave it out, or name a filter with `--since-filter`".to_owned(),
                )),
            };
        }
        let increment = Increment::of(api, list, self.since_filter.as_deref());
        let increment = increment.map_err(|error| misuse(&error))?;
        if format == Format::Parquet && !increment.key_is_exact() {
            let key = increment.pointers().0;
            return Err(Failure::Misuse(format!(
                "`--since` can't find the keys of a Parquet file whose key `{key}` is neither a text nor a whole number; write JSON lines or CSV"
            )));
        }
        if call.filters.iter().any(|(name, _)| name == increment.filter()) {
            let name = increment.filter();
            return Err(Failure::Misuse(format!(
                "`--since` sets the filter `{name}` itself; leave out `--filter {name}=…`"
            )));
        }
        Ok(Some(NewBy::Filter(increment)))
    }

    /// What the next walk asks for; prepares the sink for it.
    ///
    /// # Errors
    /// When the records of the sink can't be read, an earlier run used another filter, or the
    /// run before ended without the delta that this one needs.
    pub(super) fn prepare(
        &self,
        new_by: Option<NewBy>,
        sink: &mut dyn Sink,
    ) -> Result<NewOnly, Failure> {
        let increment = match new_by {
            None => return Ok(NewOnly::default()),
            Some(NewBy::Delta) => return prepare_delta(sink).map(|()| NewOnly::default()),
            Some(NewBy::Filter(increment)) => increment,
        };
        let (state, filter) = (sink.state().clone(), increment.filter().to_owned());
        if let Some(known) = state.since.as_ref().filter(|known| known.filter != filter) {
            return Err(Failure::Misuse(format!(
                "the run before used the filter `{}`; give `--since-filter {0}`, or name another file",
                known.filter
            )));
        }
        let is_done = state.is_done();
        let sent = match &state.since {
            _ if is_done => {
                let mut last = None;
                each(&increment, sink, &mut |_, mark| last = mark.max(last.take()))?;
                let overlap = Duration::from_secs(self.since_overlap.unwrap_or(0));
                last.map(|last| increment.after(&last, overlap))
            }
            Some(since) => since.sent.clone(),
            None => {
                // So that a file that can't be read is refused by the first run.
                each(&increment, sink, &mut |_, _| ())?;
                None
            }
        };
        let mut seen = BTreeSet::new();
        // The first walk of a list has nothing to leave out.
        if is_done || sent.is_some() {
            let bound = sent.as_deref().and_then(|sent| increment.bound(sent));
            each(&increment, sink, &mut |key, mark| {
                if mark.is_none() || mark >= bound {
                    seen.insert((key, mark));
                }
            })?;
        }
        if is_done {
            sink.begin_again();
        }
        let (since, exact_to) = (Some(Since { filter, sent }), sink.times_exact_to());
        Ok(NewOnly { since, seen, exact_to, increment: Some(increment) })
    }
}

/// Prepares a sink for what the server lists by the delta of the run before.
fn prepare_delta(sink: &mut dyn Sink) -> Result<(), Failure> {
    if !sink.state().is_done() {
        return Ok(());
    }
    if !sink.state().has_delta() {
        return Err(Failure::Misuse(
            "the run before ended without a delta, so the server can't be asked for what is new since: a full synchronisation is needed; list everything into another file, by `--out`".to_owned(),
        ));
    }
    sink.begin_again();
    Ok(())
}

/// The key and the value of each record of the sink.
fn each(
    increment: &Increment,
    sink: &dyn Sink,
    each: &mut dyn FnMut(String, Option<Mark>),
) -> Result<(), Failure> {
    sink.read(increment.pointers(), &mut |key, value| {
        let (key, mark) = increment.of_texts(key, value);
        each(key, mark);
    })
}

impl NewOnly {
    /// The call of the walk.
    pub(super) fn call(&self, call: &Call) -> Call {
        let mut call = call.clone();
        if let Some(Since { filter, sent: Some(sent) }) = &self.since {
            call.filters.push((filter.clone(), sent.clone()));
        }
        call
    }

    /// The records that are not in the file yet.
    pub(super) fn keep(&self, mut records: Vec<Record>) -> Vec<Record> {
        if let Some(increment) = self.increment.as_ref().filter(|_| !self.seen.is_empty()) {
            records.retain(|record| {
                let (key, mark) = increment.of_record(record);
                !self.seen.contains(&(key, mark.map(|mark| mark.held_to(self.exact_to))))
            });
        }
        records
    }
}
