//! What a walk that has ended came to.

use crate::error::ErrorKind;
use crate::fetch::tally::Counts;
use crate::paging::Evidence;
use crate::protocol::Warning;
use crate::walk::driver::Driver;
use std::fmt;
use std::time::Duration;

/// What a walk that has ended came to: how much it handed out, what that took,
/// and what it can show for having handed out the whole list.
///
/// [`Items::outcome`](crate::Items::outcome) and
/// [`Pages::outcome`](crate::Pages::outcome) give it. `Display` is one line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// Items that this walk handed out. One that was resumed does not count those
    /// of the walks before it; [`Position::items`](crate::Position::items) does.
    pub items: u64,
    /// Pages that this walk read, empty ones included. One that was resumed does
    /// not count those of the walks before it, but for a page that it asked for
    /// again.
    pub pages: u64,
    /// Requests that were sent for this walk: those of retries, of redirects,
    /// after a 401, and those sent ahead in vain included.
    pub requests: u64,
    /// How often a page of this walk was asked for again after a failed attempt.
    pub retries: u64,
    /// How long this walk waited before retries. Waits for a client's
    /// [`rate`](crate::ClientBuilder::rate) are not in it.
    pub waited: Duration,
    /// What this walk warned of; of the warnings that each page may give, the first
    /// hundred.
    pub warnings: Vec<Warning>,
    /// How many more it gave.
    pub more_warnings: u64,
    /// What can be shown for having handed out the whole list, the walks before
    /// this one included where it was resumed.
    pub evidence: Evidence,
    /// Why that is less than a walk of this list can show, or shows nothing, and
    /// what to do about it, for people.
    pub why_no_more: Option<String>,
}

impl Driver {
    /// What the walk came to; none before its end, and after an error other than
    /// that its end shows too little.
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
            why_no_more: walk.why_no_more(),
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
            why_no_more: None,
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
