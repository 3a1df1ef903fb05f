//! Warnings: what a walk noticed without failing.

use std::fmt;

/// Something that a walk noticed without failing.
///
/// ```
/// use pagesmith::Warning;
///
/// fn report(warnings: &[Warning]) {
///     for warning in warnings {
///         match warning {
///             Warning::Drifted { page, .. } => println!("records moved before page {page}"),
///             other => println!("{other}"),
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The server gave no token but counts more items, so the walk continued by page
    /// number, which is not a snapshot.
    ByNumber,
    /// The list changed during a walk by number or offset: records may be missing or duplicated.
    Drifted {
        /// The page on which the change was seen, counted from 1.
        page: u64,
        /// How many records of that page were on the page before too.
        repeated: u64,
        /// The total before that page and on it, if it changed.
        total: Option<(u64, u64)>,
    },
    /// In a walk by link or token, records of a page were on an earlier page too, or
    /// the page has the same text as the one before.
    Repeated {
        /// The page with the repeated records, counted from 1.
        page: u64,
        /// How many records are repeated.
        rows: u64,
    },
    /// A page was requested again to resume within it, and it had changed. Its records
    /// have no key, or the list has a delta, which would not list again what changed: records
    /// may be missing or duplicated.
    Changed {
        /// The page, counted from 1.
        page: u64,
    },
    /// The row that the next page by offset should begin with is gone, and the list
    /// says that this is a warning: records may be missing.
    AnchorLost {
        /// The page, counted from 1.
        page: u64,
    },
    /// The walk yielded more than twice as many items as the server counts.
    Excess {
        /// Items of the walk so far.
        seen: u64,
        /// The largest total that a reply stated.
        total: u64,
    },
    /// In a walk by offset in steps of the page size, each page had fewer rows than the
    /// step: if the server caps the page size, rows were skipped.
    ShortPages {
        /// How many rows each page but the last had.
        rows: u64,
        /// The step of the offset.
        step: u64,
    },
    /// The walk ended with its first page, but the reply says, at a place that the list
    /// does not name, that more follows.
    MoreFollows {
        /// The sign in the reply, as part of a sentence.
        sign: String,
    },
    /// The first page has arrays of objects beside the items, at places that the list does
    /// not name. They may hold items that are not read.
    OtherArrays {
        /// The JSON Pointer to the items, or the first of several.
        items: String,
        /// The JSON Pointers to the other arrays, at most five.
        others: Vec<String>,
    },
    /// The server refused the first request with a status that the list takes for its
    /// end: the list may be empty, or its path wrong.
    EndedByStatus {
        /// The status.
        status: u16,
    },
    /// A reply says that it is incomplete.
    Partial {
        /// The page, counted from 1.
        page: u64,
        /// Where it says so, for a sentence.
        place: String,
    },
    /// The list names a delta, but the reply that ended the walk has none, so no
    /// synchronisation can follow this walk.
    NoDelta {
        /// The pointer to the delta.
        place: String,
    },
    /// A page failed again and again, by a 5xx or a time-out, so the walk continued in
    /// smaller pages.
    SmallerPages {
        /// The page, counted from 1.
        page: u64,
        /// The page size that failed, in items.
        from: u64,
        /// The page size from here on, in items.
        to: u64,
    },
    /// The walk ended with fewer items than the server counts. Totals may be estimates.
    Shortfall {
        /// Items of the walk.
        seen: u64,
        /// The largest total that a reply stated.
        total: u64,
    },
}

impl Warning {
    /// Whether it is about a single page, so that a walk may have many.
    pub(in crate::protocol) fn is_per_page(&self) -> bool {
        matches!(self, Self::Drifted { .. } | Self::Repeated { .. } | Self::Partial { .. })
    }

    /// Whether it makes it doubtful that the walk yielded each record exactly once.
    pub(in crate::protocol) fn raises_doubt(&self) -> bool {
        !matches!(
            self,
            Self::ByNumber
                | Self::NoDelta { .. }
                | Self::SmallerPages { .. }
                | Self::OtherArrays { .. }
        )
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByNumber => f.write_str(
                "the server gave no page token but counts more items; the walk continues by page number, so records that are added or removed meanwhile may be duplicated or missing",
            ),
            Self::Drifted { page, repeated, total } => {
                f.write_str("the list changed during the walk by number or offset")?;
                if let Some((before, now)) = total {
                    write!(f, "; on page {page}, the total changed from {before} to {now}")?;
                }
                if *repeated > 0 {
                    let records = if *repeated == 1 { "record" } else { "records" };
                    write!(f, "; page {page} repeats {repeated} {records} of the page before it")?;
                }
                f.write_str("; records may be missing or duplicated")
            }
            Self::Repeated { page, rows } => {
                let records = if *rows == 1 { "record" } else { "records" };
                write!(
                    f,
                    "page {page} repeats {rows} {records} of an earlier page; records may be duplicated"
                )
            }
            Self::Changed { page } => write!(
                f,
                "page {page} changed after some of its records were yielded; records that changed may be missing, or duplicated"
            ),
            Self::AnchorLost { page } => write!(
                f,
                "page {page} does not overlap the page before; the list changed while it was paged by offset, and records may be missing"
            ),
            Self::Excess { seen, total } => write!(
                f,
                "the walk yielded {seen} items, but the server counts {total}; it may return the same records again"
            ),
            Self::ShortPages { rows, step } => write!(
                f,
                "each page had {rows} rows, but {step} were requested and the offset advanced by {step}; if the server caps the page size, rows were skipped: set the page size to {rows}, or set `page: {{size: …}}` to where replies state the size",
            ),
            Self::MoreFollows { sign } => write!(
                f,
                "the walk ended with the first page, but more may follow: {sign}, and the list's paging style does not use that; give the list a paging style that does, or turn this off with `ends: {{hints: false}}` in a spec, or `EndRules::hints(false)` in code",
            ),
            Self::OtherArrays { items, others } => {
                let arrays = if others.len() == 1 { "an array" } else { "arrays" };
                let others: Vec<String> = others.iter().map(|at| format!("`{at}`")).collect();
                write!(
                    f,
                    "the page has {arrays} of objects beside the items at `{items}` that the list does not read: {}; if they are items too, name them in `items`; if not, turn this off with `ends: {{hints: false}}` in a spec, or `EndRules::hints(false)` in code",
                    others.join(", ")
                )
            }
            Self::EndedByStatus { status } => write!(
                f,
                "the server answered the first request with {status}, which ends this list; if the list is not empty, correct its path or parameters"
            ),
            Self::Partial { page, place } => {
                write!(f, "page {page} says at {place} that it is incomplete; records may be missing")
            }
            Self::NoDelta { place } => write!(
                f,
                "the list ended without a delta at `{place}`, so no synchronisation can follow: resuming the position of this walk yields nothing, and what changes from now on takes another walk of the whole list"
            ),
            Self::SmallerPages { page, from, to } => write!(
                f,
                "the server failed again and again at page {page} with a page size of {from}; the walk continues with a page size of {to}"
            ),
            Self::Shortfall { seen, total } => {
                write!(f, "the list ended after {seen} items, but the server counts {total}")
            }
        }
    }
}
