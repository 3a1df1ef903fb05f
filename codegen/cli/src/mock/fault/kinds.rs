//! Each fault: its name, its effect, the lists that can show it, and when it comes by
//! default.

use super::needs::Needs;
use std::fmt;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "`FAULTS` describes each")]
pub enum FaultKind {
    Unavailable,
    Busy,
    Reset,
    Truncated,
    Overload,
    ErrorBody,
    Empty,
    StaleNext,
    SameNext,
    SkippingNext,
    MissingNext,
    EarlyEnd,
    OtherRows,
    EndlessRows,
    SmallTotal,
    LargeTotal,
    FallingTotal,
    RisingTotal,
    RowRemoved,
    RowAdded,
    RowReplaced,
    Reordered,
}

/// A fault, described.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Which one.
    pub kind: FaultKind,
    /// Its name on the command line.
    pub name: &'static str,
    /// Its effect, in a line.
    pub what: &'static str,
    /// What a list needs to show it.
    pub(super) needs: Needs,
    /// When it comes by default.
    pub(super) usual: Usual,
}

/// When a fault comes by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usual {
    /// At a share of the requests.
    Share,
    /// From this request for a list on.
    Request(u64),
    /// In the middle of a list, at request `first` or later, if `after` pages follow.
    Middle { first: u64, after: u64 },
}

/// What faults have in common in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultGroup {
    /// A share of the requests has the fault.
    Share,
    /// The fault happens in the middle of a list.
    Middle,
    /// The total that replies state is wrong.
    Total,
}

impl Description {
    /// The group in which the help names the fault.
    #[must_use]
    pub const fn group(&self) -> FaultGroup {
        match self.usual {
            Usual::Share => FaultGroup::Share,
            Usual::Middle { .. } => FaultGroup::Middle,
            Usual::Request(_) => FaultGroup::Total,
        }
    }
}

impl Usual {
    /// The first request at which a fault can come.
    pub(super) fn first(self) -> u64 {
        match self {
            Self::Share | Self::Request(_) => 1,
            Self::Middle { first, .. } => first,
        }
    }

    /// The request at which it comes, in a list with this many pages.
    pub(super) fn request(self, pages: u64) -> Option<u64> {
        match self {
            Self::Share => None,
            Self::Request(request) => Some(request),
            Self::Middle { first, after } => {
                let last = pages.checked_sub(after)?;
                (first <= last).then(|| pages.div_ceil(2).clamp(first, last))
            }
        }
    }
}

/// Each fault, in the order that users read them.
pub const FAULTS: &[Description] = {
    use FaultKind as Is;
    use Needs::{Anything, Next, NextOrNumber, Pages, Size, Token, Total};
    const MIDDLE: Usual = Usual::Middle { first: 1, after: 0 };
    const MOVE: Usual = Usual::Middle { first: 2, after: 0 };
    const FOLLOWED: Usual = Usual::Middle { first: 1, after: 1 };
    &[
        share(Is::Unavailable, "unavailable", "status 503", Anything),
        share(Is::Busy, "busy", "status 429 with `Retry-After: 1`", Anything),
        share(Is::Reset, "reset", "the connection is reset in place of a reply", Anything),
        share(Is::Truncated, "truncated", "the body is shorter than `Content-Length`", Anything),
        share(
            Is::Empty,
            "empty",
            "the reply is an empty page, whose next position leads to the requested page",
            Token,
        ),
        fault(
            Is::Overload,
            "overload",
            "status 504 for this page and all later ones of more than half the usual page size",
            Size,
            MIDDLE,
        ),
        fault(
            Is::ErrorBody,
            "error-body",
            "the API's error body, with status 200",
            Anything,
            MIDDLE,
        ),
        fault(
            Is::StaleNext,
            "stale-next",
            "the next position leads back to an earlier page: pages 2, 3, 2, 3, …",
            Next,
            Usual::Middle { first: 3, after: 0 },
        ),
        fault(
            Is::SameNext,
            "same-next",
            "the next position leads to the same page again",
            Next,
            MIDDLE,
        ),
        fault(
            Is::SkippingNext,
            "skipping-next",
            "the next position skips a page",
            Next,
            Usual::Middle { first: 1, after: 2 },
        ),
        fault(
            Is::MissingNext,
            "missing-next",
            "the key or header of the next position is missing, though more pages follow",
            Next,
            FOLLOWED,
        ),
        fault(
            Is::EarlyEnd,
            "early-end",
            "the list ends too early, in the way in which this API ends lists",
            Pages,
            FOLLOWED,
        ),
        fault(
            Is::OtherRows,
            "other-rows",
            "the page has the rows of the page before; the next position is correct",
            Pages,
            Usual::Middle { first: 2, after: 0 },
        ),
        fault(
            Is::EndlessRows,
            "endless-rows",
            "this page and all later ones have the same rows, with a new next position each time",
            NextOrNumber,
            MIDDLE,
        ),
        fault(
            Is::SmallTotal,
            "small-total",
            "the total is too small by a page",
            Total,
            Usual::Request(1),
        ),
        fault(
            Is::LargeTotal,
            "large-total",
            "the total is too large by a page",
            Total,
            Usual::Request(1),
        ),
        fault(
            Is::FallingTotal,
            "falling-total",
            "the total falls by one with each request",
            Total,
            Usual::Request(2),
        ),
        fault(
            Is::RisingTotal,
            "rising-total",
            "the total rises by one with each request",
            Total,
            Usual::Request(2),
        ),
        fault(
            Is::RowRemoved,
            "row-removed",
            "between two requests, the first row is removed",
            Pages,
            MOVE,
        ),
        fault(
            Is::RowAdded,
            "row-added",
            "between two requests, a new row is added before the first",
            Pages,
            MOVE,
        ),
        fault(
            Is::RowReplaced,
            "row-replaced",
            "between two requests, the first row is removed and a new one is added at the end",
            Pages,
            MOVE,
        ),
        fault(
            Is::Reordered,
            "reordered",
            "between two requests, the last row moves to the front",
            Pages,
            MOVE,
        ),
    ]
};

const fn fault(
    kind: FaultKind,
    name: &'static str,
    what: &'static str,
    needs: Needs,
    usual: Usual,
) -> Description {
    Description { kind, name, what, needs, usual }
}

const fn share(
    kind: FaultKind,
    name: &'static str,
    what: &'static str,
    needs: Needs,
) -> Description {
    fault(kind, name, what, needs, Usual::Share)
}

impl FaultKind {
    /// Those that move rows.
    pub(in crate::mock) const MOVE_ROWS: [Self; 4] =
        [Self::RowRemoved, Self::RowAdded, Self::RowReplaced, Self::Reordered];

    /// Its description.
    pub(super) fn description(self) -> Option<&'static Description> {
        FAULTS.iter().find(|fault| fault.kind == self)
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.description().map_or("", |fault| fault.name)
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_list_has_pages_around_it() {
        let next = |first, after| Usual::Middle { first, after };
        assert_eq!(next(1, 0).request(1), Some(1));
        assert_eq!(next(1, 0).request(6), Some(3));
        assert_eq!(next(3, 0).request(3), Some(3));
        assert_eq!(next(1, 2).request(3), Some(1));
        assert_eq!(next(1, 1).request(1), None);
        assert_eq!(next(2, 0).request(1), None);
    }

    #[test]
    fn each_kind_is_described_once() {
        for fault in FAULTS {
            assert_eq!(fault.kind.name(), fault.name);
            assert_eq!(FAULTS.iter().filter(|other| other.name == fault.name).count(), 1);
        }
    }
}
