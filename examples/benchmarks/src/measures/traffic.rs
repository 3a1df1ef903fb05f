//! What a page costs beside its decoding: bytes that are copied, calls of the system, allocations.

use crate::child::{self, Kind};
use crate::measure::{Findings, Measurement, Outcome, Row};
use crate::measures::allocations;
use crate::record;
use crate::server::{self, Canned};
use std::net::SocketAddr;
use std::sync::Arc;

const PER_PAGE: u64 = 1000;
/// Pages of the two walks whose difference counts.
const PAGES: (u64, u64) = (2, 22);
/// How many bytes may be copied for one that is received.
const COPIED: f64 = 3.1;

/// What counts.
const HOW: &str =
    "counted by dhat: copies in memory, with those into the records; not those by the system";

/// Bytes copied for each that is received, and calls and allocations of a page.
pub struct Traffic;

const WALKS: [(Kind, &str); 3] = [
    (Kind::Ours, "a walk"),
    (Kind::Generated, "a walk by a generated client"),
    (Kind::Str, "the loop by hand"),
];

impl Measurement for Traffic {
    fn name(&self) -> &'static str {
        "traffic"
    }

    fn run(&self) -> Outcome<Findings> {
        // Made on request: a prepared page is one of a list of that many pages.
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE));
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
        let page = canned.body(0, PAGES.1).len() as f64;
        let at = server::serve(&Arc::new(canned))?;
        let mut rows = Vec::new();
        for (kind, walk) in WALKS {
            let what = format!("bytes copied for each that is received, by {walk}");
            rows.push(if child::has_valgrind() {
                let copied = a_page(kind, at, copied)? / page;
                let measured = format!("{copied:.2}");
                match kind {
                    Kind::Str => Row::info(what, measured),
                    _ => Row::figure(what, measured, format!("≤ {COPIED}"), copied <= COPIED),
                }
                .note(HOW)
            } else {
                Row::skipped(what, "valgrind is not installed")
            });
        }
        for (kind, walk) in WALKS {
            let what = format!("allocations a page, by {walk}");
            rows.push(if child::has_valgrind() {
                Row::info(what, format!("{:.0}", a_page(kind, at, allocations::count)?))
            } else {
                Row::skipped(what, "valgrind is not installed")
            });
            let what = format!("calls of the system a page, by {walk}");
            rows.push(if child::has("strace") {
                Row::info(what, format!("{:.1}", a_page(kind, at, calls)?))
            } else {
                Row::skipped(what, "strace is not installed")
            });
        }
        Ok(rows.into())
    }
}

/// What a page more costs.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn a_page(
    kind: Kind,
    at: SocketAddr,
    count: fn(Kind, SocketAddr, u64) -> Outcome<u64>,
) -> Outcome<f64> {
    let (few, many) = (count(kind, at, PAGES.0)?, count(kind, at, PAGES.1)?);
    Ok(many.saturating_sub(few) as f64 / (PAGES.1 - PAGES.0) as f64)
}

fn copied(kind: Kind, at: SocketAddr, pages: u64) -> Outcome<u64> {
    let tool = ["--tool=dhat", "--mode=copy", "--dhat-out-file=/dev/null"];
    child::figure(&child::under(&tool, kind, at, pages)?, "Total:", " bytes")
}

/// Of all threads, in strace's last line: time, seconds, a call's microseconds, calls, errors.
fn calls(kind: Kind, at: SocketAddr, pages: u64) -> Outcome<u64> {
    let out = child::below(&["strace", "-f", "-c"], &child::arguments(kind, at, pages))?;
    let total = out.lines().rev().find(|line| line.trim_end().ends_with("total"));
    let calls = total.and_then(|total| total.split_whitespace().nth(3));
    Ok(calls.ok_or("the output of strace has no total")?.parse()?)
}
