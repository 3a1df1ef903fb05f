//! Compares each record with the spec before it is written. Records are written
//! unchanged; at its end, the run reports where they differ.

use crate::terminal::listing;
use pagesmith_codegen::model::{Api, List};
use pagesmith_interpret::{Mismatch, Record, RecordCheck, Unusable};
use serde_json::{Value, json};

/// The most differences that the report names.
const NAMED: usize = 5;

/// What happens to a record that differs from the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnMismatch {
    /// It is written unchanged, and counted.
    Count,
    /// The same, in a row, which has one value of each field.
    CountRows,
    /// It ends the run, because of `--strict`.
    Strict,
    /// It ends the run, because a column holds values of one type.
    TypedColumns,
}

/// Compares the records of a run with the spec.
pub(super) struct Mismatches {
    check: RecordCheck,
    on_mismatch: OnMismatch,
    /// What is reported, of the pages that were written.
    found: Found,
    /// The same before the page that was checked last.
    before_page: Found,
}

/// Which records differ.
#[derive(Clone, Default)]
struct Found {
    /// The number of the last record, which is its line in the output.
    last: u64,
    /// How many records this run has seen, and how many of them differ.
    seen: u64,
    differing: u64,
    places: u64,
    named: Vec<(u64, Mismatch)>,
}

impl Mismatches {
    /// Continues after a number of records of earlier runs.
    pub(super) fn new(api: &Api, list: &List, on_mismatch: OnMismatch, records: u64) -> Self {
        let check = RecordCheck::new(api, list);
        let found = Found { last: records, ..Found::default() };
        Self { check, on_mismatch, before_page: found.clone(), found }
    }

    /// Checks the records of a page before any of them is written.
    ///
    /// # Errors
    /// When a record stops the run.
    pub(super) fn check_page(&mut self, records: &[Record]) -> Result<(), String> {
        self.before_page = self.found.clone();
        let checked = records.iter().try_for_each(|record| self.check_record(record));
        checked.inspect_err(|_| self.forget_page())
    }

    /// Checks only the keys of the records of a page: their columns refuse what else is wrong.
    ///
    /// # Errors
    /// When a record has no usable key.
    pub(super) fn check_keys(&mut self, records: &[Record]) -> Result<(), String> {
        self.before_page = self.found.clone();
        for record in records {
            self.found.last += 1;
            self.found.seen += 1;
            self.check.check_key(record).map_err(|why| unusable(self.found.last, &why))?;
        }
        Ok(())
    }

    /// Leaves the last page out of the report, because it was not written.
    pub(super) fn forget_page(&mut self) {
        self.found = self.before_page.clone();
    }

    fn check_record(&mut self, record: &Record) -> Result<(), String> {
        self.found.last += 1;
        self.found.seen += 1;
        let number = self.found.last;
        let found = self.check.check(record).map_err(|why| unusable(number, &why))?;
        let Some(first) = found.first() else { return Ok(()) };
        let (why, instead) = match self.on_mismatch {
            OnMismatch::Count | OnMismatch::CountRows => ("", ""),
            OnMismatch::Strict => ("`--strict` is set", "leave out `--strict`"),
            OnMismatch::TypedColumns => (
                "a column holds only what the spec says",
                "write JSON lines or CSV; a column that changes its type needs another file",
            ),
        };
        if !why.is_empty() {
            return Err(format!(
                "record {number}, {first}: the record differs from the spec{}, and {why}; \
                 no record of its page was written. Correct the spec, or {instead}",
                self.of()
            ));
        }
        self.found.differing += 1;
        self.found.places += found.len() as u64;
        let free = NAMED.saturating_sub(self.found.named.len());
        self.found.named.extend(found.into_iter().take(free).map(|place| (number, place)));
        Ok(())
    }

    /// Reports at the end of a run which records differ from the spec.
    pub(super) fn report(&self) {
        if self.found.differing > 0 {
            listing::mismatches(&self.text(), &self.json());
        }
    }

    fn text(&self) -> String {
        let Found { differing, seen, places, named, .. } = &self.found;
        let more = places - named.len() as u64;
        let more = if more == 0 { String::new() } else { format!("; and {more} more") };
        let named = by_place(named);
        let written = match self.on_mismatch {
            OnMismatch::CountRows => {
                "Their values were written as they came, but of a field that appears twice only the \
                 last value"
            }
            _ => "They were written unchanged",
        };
        format!(
            "{differing} of {seen} records differ from the spec{}, in {places} places: {}{more}. \
             {written}; correct the spec, or add `--strict` to stop before such a record",
            self.of(),
            named.join("; ")
        )
    }

    /// The report as JSON.
    fn json(&self) -> Value {
        let Found { seen, differing, places, named, .. } = &self.found;
        let named = named.iter().map(|(number, Mismatch { field, what })| {
            json!({"record": number, "field": field, "what": what})
        });
        json!({
            "records": seen,
            "differing": differing,
            "places": places,
            "first": named.collect::<Vec<_>>(),
        })
    }

    fn of(&self) -> String {
        self.check.name().map(|name| format!(" of `{name}`")).unwrap_or_default()
    }
}

/// The differences, each with all records that have it: "records 1, 2, `id`: …".
fn by_place(named: &[(u64, Mismatch)]) -> Vec<String> {
    let mut places: Vec<(String, Vec<String>)> = Vec::new();
    for (number, place) in named {
        let (number, place) = (number.to_string(), place.to_string());
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, numbers)) => numbers.push(number),
            None => places.push((place, vec![number])),
        }
    }
    let text = |(place, numbers): (String, Vec<String>)| {
        let records = if numbers.len() == 1 { "record" } else { "records" };
        format!("{records} {}, {place}", numbers.join(", "))
    };
    places.into_iter().map(text).collect()
}

/// Why a record ends the run whatever its columns hold.
fn unusable(number: u64, why: &Unusable) -> String {
    format!(
        "record {number}: {why}; no record of its page was written. If the server is right, \
         correct `items`, the record or its `key` in the spec"
    )
}
