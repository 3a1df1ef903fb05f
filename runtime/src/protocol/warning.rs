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
        repeated: usize,
        /// The total before and on that page, where it changed.
        total: Option<(u64, u64)>,
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
