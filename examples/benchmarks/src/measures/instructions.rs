//! Instructions per record, by callgrind.

use crate::child::{self, Kind};
use crate::measure::{Findings, Measurement, Outcome, Ratio, Row, pairs};
use crate::record;
use crate::server::{self, Canned};
use std::net::SocketAddr;
use std::sync::Arc;

const PER_PAGE: u64 = 1000;
/// Pages of the two walks whose difference counts, so that start and end of
/// the process do not.
const PAGES: (u64, u64) = (2, 8);

/// Instructions per record of a walk, against the loop by hand.
pub struct Instructions;

impl Measurement for Instructions {
    fn name(&self) -> &'static str {
        "instructions"
    }

    fn run(&self) -> Outcome<Findings> {
        let what = "instructions per record, 1,000 records a page";
        if !child::has_valgrind() {
            return Ok(vec![Row::skipped(what, "valgrind is not installed")].into());
        }
        let canned = Arc::new(Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)));
        let at = server::serve(&canned)?;
        let kinds = [Kind::Ours, Kind::Generated, Kind::Slice, Kind::Str, Kind::Numbers];
        let mut figures: [Vec<f64>; 5] = Default::default();
        for _ in 0..pairs()? {
            for (kind, figures) in kinds.into_iter().zip(&mut figures) {
                figures.push(per_record(kind, at)?);
            }
        }
        let [ours, generated, slice, str, numbers] = figures;
        let against = |ours: &[f64], theirs: &[f64]| {
            Ratio::of(&ours.iter().copied().zip(theirs.iter().copied()).collect::<Vec<_>>())
        };
        let (by_slice, by_str) = (against(&ours, &slice), against(&ours, &str));
        let generated = (against(&generated, &slice), against(&generated, &str));
        let told = |ratio: &Ratio| format!("{:.0} against {:.0}", ratio.of.0, ratio.of.1);
        Ok(vec![
            Row::ratio(format!("{what}, against a loop with `from_slice`"), &by_slice, 1.02)
                .note(format!("{}, counted by callgrind: a walk of eight pages less one of two, so that the start of the process does not count", told(&by_slice))),
            Row::ratio(format!("{what}, against a loop with `from_str`"), &by_str, 0.86)
                .note(format!("{}; the list has a key, so that each page is held against the one before, and the loop looks for no repeats", told(&by_str)))
                .limit("What is left besides decoding is the same on both sides: the strings of a record are allocated, filled and freed, and a page is received"),
            Row::ratio(
                "the same by a generated client, against a loop that decodes by serde's derive with `from_slice`",
                &generated.0,
                1.02,
            )
            .note(told(&generated.0)),
            Row::ratio(
                "the same by a generated client, against a loop that decodes by serde's derive with `from_str`",
                &generated.1,
                0.88,
            )
            .note(told(&generated.1))
            .limit("A generated record accepts a number as a string and a string as a number, and all records share the code that reads them. Serde's derive compiles in one type for each field, and refuses everything else"),
            Row::info(
                "the same walk by page number, each page held against the one before",
                against(&numbers, &str).to_string(),
            )
            .note("against the loop with `from_str`, which looks for no repeats"),
        ]
        .into())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn per_record(kind: Kind, at: SocketAddr) -> Outcome<f64> {
    let count = |pages| {
        let out =
            child::under(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], kind, at, pages)?;
        let line = out.lines().find_map(|line| line.split_once("Collected : "));
        let count: u64 = line.ok_or("the output of callgrind has no count")?.1.trim().parse()?;
        Outcome::Ok(count)
    };
    let (few, many) = (count(PAGES.0)?, count(PAGES.1)?);
    Ok(many.saturating_sub(few) as f64 / ((PAGES.1 - PAGES.0) * PER_PAGE) as f64)
}
