//! Allocations per record, counted by valgrind.

use crate::child::{self, Kind};
use crate::measure::{Findings, Measurement, Outcome, Row};
use crate::record::{self, STRINGS};
use crate::server::{self, Canned};
use std::net::SocketAddr;
use std::sync::Arc;

const PER_PAGE: u64 = 1000;
const PAGES: (u64, u64) = (2, 22);
/// What a page may cost besides its records: its request, its reply, its buffers.
const PER_RECORD: f64 = 0.5;

/// Allocations per record beyond those of the record's own strings.
pub struct Allocations;

impl Measurement for Allocations {
    fn name(&self) -> &'static str {
        "allocations"
    }

    fn run(&self) -> Outcome<Findings> {
        let what = "allocations per record beyond those of its own strings";
        if !child::has_valgrind() {
            return Ok(vec![Row::skipped(what, "valgrind is not installed")].into());
        }
        let canned = Arc::new(Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)));
        let at = server::serve(&canned)?;
        let rows = [
            ("", Kind::Ours, true),
            (", by page number", Kind::Numbers, true),
            (", the loop by hand", Kind::Str, false),
        ];
        let rows = rows.into_iter().map(|(suffix, kind, ours)| {
            let more = beyond(kind, at)?;
            let (what, measured) = (format!("{what}{suffix}"), format!("{more:.3}"));
            Ok(if ours {
                Row::figure(what, measured, "0 amortised", more < PER_RECORD)
                    .note("what remains is spread over a page of 1,000 records: its request, its reply, its buffers")
            } else {
                Row::info(what, measured)
            })
        });
        Ok(rows.collect::<Outcome<Vec<_>>>()?.into())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn beyond(kind: Kind, at: SocketAddr) -> Outcome<f64> {
    let records = (PAGES.1 - PAGES.0) * PER_PAGE;
    let made =
        count(kind, at, PAGES.1)?.saturating_sub(count(kind, at, PAGES.0)?) as f64 / records as f64;
    // Every tenth message lacks two of its strings.
    Ok(made - (STRINGS as f64 - 0.2))
}

/// How many times a walk allocates.
///
/// # Errors
/// When valgrind fails, or says it in other words.
pub fn count(kind: Kind, at: SocketAddr, pages: u64) -> Outcome<u64> {
    let out = child::under(&["--tool=memcheck", "--leak-check=no"], kind, at, pages)?;
    child::figure(&out, "total heap usage: ", " allocs")
}
