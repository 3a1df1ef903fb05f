//! What does not stop a walk, and should be known.

use std::fmt;

/// Something that does not stop a walk, and should be known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The server gave no token and counts more items, so the walk went on by
    /// page number, which is no snapshot.
    ByNumber,
    /// The list changed while it was walked by number or offset: records may be
    /// missing, or handed out twice.
    Drifted {
        /// The page on which it was seen, counted from 1.
        page: u64,
        /// Records of that page that the one before it had too.
        repeated: u64,
        /// The total before and on that page, where it changed.
        total: Option<(u64, u64)>,
    },
    /// Records of a page by link or token were on an earlier page too, or its
    /// text is that of the page before.
    Repeated {
        /// The page on which they came again, counted from 1.
        page: u64,
        /// How many they are.
        rows: u64,
    },
    /// A page was fetched again to go on from it, and it is not as it was: its
    /// records have no key, so records may be missing, or handed out twice.
    Changed {
        /// The page, counted from 1.
        page: u64,
    },
    /// The row that the next page by offset had to begin with is gone, and the
    /// list says that this is a warning: records may be missing.
    AnchorLost {
        /// The page, counted from 1.
        page: u64,
    },
    /// The walk handed out more than twice as many items as the server counts.
    Excess {
        /// Items of the walk so far.
        seen: u64,
        /// The largest total that a reply gave.
        total: u64,
    },
    /// Each page of a walk by offset in steps of a page size that was asked for had
    /// fewer rows than it stepped over: if the server caps the size, rows were
    /// skipped.
    ShortPages {
        /// Rows that each page but the last had.
        rows: u64,
        /// Rows that it stepped over.
        step: u64,
    },
    /// The walk ended with its first page, and the reply says, where the list
    /// does not look, that more follows.
    MoreFollows {
        /// What the reply says, as a part of a sentence.
        sign: String,
    },
    /// The walk ended with fewer items than the server counts. Totals can be
    /// estimates.
    Shortfall {
        /// Items of the walk.
        seen: u64,
        /// The largest total that a reply gave.
        total: u64,
    },
}

impl Warning {
    /// Whether it is of one page, so that a walk may have as many as pages.
    pub(in crate::protocol) fn is_of_a_page(&self) -> bool {
        matches!(self, Self::Drifted { .. } | Self::Repeated { .. })
    }

    /// Whether it leaves open that the walk handed out the whole list, each record
    /// once.
    pub(in crate::protocol) fn is_doubt(&self) -> bool {
        !matches!(self, Self::ByNumber)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByNumber => f.write_str(
                "the server gives no page token for this list and counts more items: the walk goes on by page number, which is no snapshot",
            ),
            Self::Drifted { page, repeated, total } => {
                f.write_str("the list changed while it was walked by number or offset")?;
                if let Some((before, now)) = total {
                    write!(f, "; on page {page}, the total went from {before} to {now}")?;
                }
                if *repeated > 0 {
                    let records = if *repeated == 1 { "record" } else { "records" };
                    write!(f, "; page {page} repeats {repeated} {records} of the page before it")?;
                }
                f.write_str("; records may be missing, or be there twice")
            }
            Self::Repeated { page, rows } => {
                let records = if *rows == 1 { "record" } else { "records" };
                write!(
                    f,
                    "page {page} repeats {rows} {records} of an earlier page; records may be handed out twice"
                )
            }
            Self::Changed { page } => write!(
                f,
                "page {page} changed since its records were handed out, and they have no key to compare; records may be missing, or handed out twice"
            ),
            Self::AnchorLost { page } => write!(
                f,
                "page {page} does not hold the last record of the page before; the list changed while it was walked by offset, and records may be missing"
            ),
            Self::Excess { seen, total } => write!(
                f,
                "{seen} items were handed out, and the server counts {total}; it may hand out records again"
            ),
            Self::ShortPages { rows, step } => write!(
                f,
                "each page had {rows} rows where {step} were asked for and stepped over; if the server caps the page size, rows were skipped: ask for {rows} a page, or name the place where it states the size (`page: {{size: …}}`)",
            ),
            Self::MoreFollows { sign } => write!(
                f,
                "the walk ended with the first page, but more may follow: {sign}, and the list does not look there; give it a paging style that does, or turn this off by `ends: {{hints: false}}`",
            ),
            Self::Shortfall { seen, total } => {
                write!(f, "the list ended after {seen} items, and the server counts {total}")
            }
        }
    }
}
