//! The outcome of a walk that has ended.

use crate::error::ErrorKind;
use crate::fetch::tally::Counts;
use crate::paging::Evidence;
use crate::protocol::Warning;
use crate::walk::driver::Driver;
use std::fmt;
use std::time::Duration;

/// The outcome of a walk that has ended: how much it yielded, what that took, and how
/// well it can show that it yielded the whole list.
///
/// Get it from [`Items::outcome`](crate::Items::outcome) or
/// [`Pages::outcome`](crate::Pages::outcome). `Display` writes one line.
///
/// ```
/// # fn record(_: &'static str, _: u64) {}
/// use pagesmith::{Evidence, Outcome};
///
/// fn report(outcome: &Outcome) {
///     record("items", outcome.items);
///     record("retries", outcome.retries);
///     if outcome.evidence < Evidence::Continued {
///         println!("not proven: {}", outcome.evidence_gap.as_deref().unwrap_or_default());
///     }
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// Items that this run yielded. For a walk that was resumed,
    /// [`Position::items`](crate::Position::items) counts those of the earlier runs
    /// too.
    pub items: u64,
    /// Pages that this run read, empty ones included. A walk that was resumed does not
    /// count those of the earlier runs, except for a page that it requested again.
    pub pages: u64,
    /// Requests that were sent for this walk, including retries, redirects, those after
    /// a 401, and prefetches that turned out not to be needed.
    pub requests: u64,
    /// How often a page of this walk was requested again after a failed attempt.
    pub retries: u64,
    /// How long this walk waited before retries, without the waits for a client's
    /// [`rate`](crate::ClientBuilder::rate) and for the
    /// [server's limit](crate::ClientBuilder::slow_down).
    pub waited: Duration,
    /// The warnings of this walk; of those about single pages, the first hundred.
    pub warnings: Vec<Warning>,
    /// How many warnings were left out.
    pub more_warnings: u64,
    /// How well the walk can show that it yielded the whole list, over all its runs.
    pub evidence: Evidence,
    /// If that is less than a walk of this list can show, or nothing: the reason and
    /// the remedy, for people.
    pub evidence_gap: Option<String>,
}

impl Driver {
    /// The outcome of the walk; `None` before its end, and after any error other than
    /// that the evidence is too little.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        let walk = self.walk.as_ref().ok().filter(|_| self.is_done())?;
        if self.failed.as_ref().is_some_and(|(kind, _)| *kind != ErrorKind::Unproven) {
            return None;
        }
        let Counts { requests, retries, waited } = self.fetcher.counts();
        Some(Outcome {
            items: self.items,
            pages: self.pages,
            requests,
            retries,
            waited,
            warnings: walk.warnings.to_vec(),
            more_warnings: walk.warnings.more(),
            evidence: walk.evidence(),
            evidence_gap: walk.evidence_gap(),
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, pages, requests, retries, waited, evidence, .. } = self;
        write!(
            f,
            "{evidence}: {} on {} by {}",
            counted(*items, "item", "items"),
            counted(*pages, "page", "pages"),
            counted(*requests, "request", "requests"),
        )?;
        if *retries > 0 {
            write!(f, ", {} after {waited:.1?}", counted(*retries, "retry", "retries"))?;
        }
        match self.warnings.len() as u64 + self.more_warnings {
            0 => Ok(()),
            some => write!(f, ", {}", counted(some, "warning", "warnings")),
        }
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_one_plain_line() {
        let mut outcome = Outcome {
            items: 6,
            pages: 3,
            requests: 4,
            retries: 1,
            waited: Duration::from_millis(1500),
            warnings: vec![Warning::Changed { page: 2 }],
            more_warnings: 0,
            evidence: Evidence::Unproven,
            evidence_gap: None,
        };
        assert_eq!(
            outcome.to_string(),
            "unproven: 6 items on 3 pages by 4 requests, 1 retry after 1.5s, 1 warning"
        );
        outcome.more_warnings = 150;
        assert!(outcome.to_string().ends_with(", 151 warnings"));
        outcome.more_warnings = 0;
        outcome = Outcome { items: 1, pages: 1, requests: 1, retries: 0, ..outcome };
        (outcome.warnings, outcome.evidence) = (Vec::new(), Evidence::Continued);
        assert_eq!(outcome.to_string(), "continued: 1 item on 1 page by 1 request");
    }
}
