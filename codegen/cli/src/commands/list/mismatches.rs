//! Holds each record against the spec before it is written: it is kept as it
//! came, and the run says at its end where it is something else.

use crate::terminal::listing;
use pagesmith_codegen::model::{Api, List};
use pagesmith_interpret::{Mismatch, Record, RecordCheck};
use serde_json::{Value, json};

/// The most places that are named at the end of a run.
const NAMED: usize = 5;

/// What a record that is not what the spec says does to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnMismatch {
    /// It is written as it came, and counted.
    Count,
    /// It ends the run.
    Fail,
}

/// The records of a run, held against the spec.
pub(super) struct Mismatches {
    check: RecordCheck,
    does: OnMismatch,
    /// The number of the last record: of its line, where records are lines.
    last: u64,
    /// How many records this run has seen, and how many of them differ.
    seen: u64,
    differing: u64,
    places: u64,
    named: Vec<(u64, Mismatch)>,
}

impl Mismatches {
    /// Begins behind so many records of earlier runs.
    pub(super) fn new(api: &Api, list: &List, does: OnMismatch, records: u64) -> Self {
        let check = RecordCheck::new(api, list);
        let (seen, differing, places) = (0, 0, 0);
        Self { check, does, last: records, seen, differing, places, named: Vec::new() }
    }

    /// Checks the records of a page, before one of them is written.
    ///
    /// # Errors
    /// Why the run can't go on behind one of them.
    pub(super) fn check_page(&mut self, records: &[Record]) -> Result<(), String> {
        records.iter().try_for_each(|record| self.check_record(record))
    }

    fn check_record(&mut self, record: &Record) -> Result<(), String> {
        self.last += 1;
        self.seen += 1;
        let number = self.last;
        let found = self.check.check(record).map_err(|why| {
            format!(
                "record {number}: {why}; no record of its page was written. Correct `items`, the \
                 record or its `key` in the spec, if the server means what it sends"
            )
        })?;
        let Some(first) = found.first() else { return Ok(()) };
        if self.does == OnMismatch::Fail {
            return Err(format!(
                "record {number}, {first}: that is not what the spec says{}, and `--strict` asks \
                 for it; no record of its page was written. Correct the spec, or list without \
                 `--strict`",
                self.of()
            ));
        }
        self.differing += 1;
        self.places += found.len() as u64;
        let free = NAMED.saturating_sub(self.named.len());
        self.named.extend(found.into_iter().take(free).map(|place| (number, place)));
        Ok(())
    }

    /// Says at the end of a run what was kept that is not what the spec says.
    pub(super) fn report(&self) {
        if self.differing > 0 {
            listing::mismatches(&self.text(), &self.json());
        }
    }

    fn text(&self) -> String {
        let Self { differing, seen, places, named, .. } = self;
        let more = places - named.len() as u64;
        let more = if more == 0 { String::new() } else { format!("; and {more} more") };
        let named: Vec<_> =
            named.iter().map(|(number, place)| format!("record {number}, {place}")).collect();
        format!(
            "{differing} of {seen} records are not what the spec says{}, in {places} places: {}{more}. They \
             were written as they came; correct the spec, or add `--strict` to stop in front of such \
             a record",
            self.of(),
            named.join("; ")
        )
    }

    /// The same in numbers and names, for machines.
    fn json(&self) -> Value {
        let named = self.named.iter().map(|(number, Mismatch { field, what })| {
            json!({"record": number, "field": field, "what": what})
        });
        json!({
            "records": self.seen,
            "differing": self.differing,
            "places": self.places,
            "first": named.collect::<Vec<_>>(),
        })
    }

    fn of(&self) -> String {
        self.check.name().map(|name| format!(" of `{name}`")).unwrap_or_default()
    }
}
