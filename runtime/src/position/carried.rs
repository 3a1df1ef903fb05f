//! The state that a position carries besides the cursor, so that a resumed walk has the
//! same guards as one that was never stopped, and claims no more.

use crate::paging::Evidence;

/// A position of a milestone: a hash, and its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Milestone {
    pub(crate) hash: u128,
    pub(crate) page: u64,
}

/// The rows of a milestone, by their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowsOfPage {
    /// A sum over the hashes of its keys, in any order.
    pub(crate) sum: u128,
    /// The number of keys, and the hash of the first.
    pub(crate) count: u64,
    pub(crate) first: u64,
    pub(crate) page: u64,
}

/// The total that replies stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StatedTotal {
    /// No reply so far.
    #[default]
    Nothing,
    /// Every reply stated this total.
    Same(u64),
    /// Some replies stated another total, or none.
    Mixed,
}

/// The state that a position carries besides the cursor; of constant size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Carried {
    pub(crate) visited: Option<Milestone>,
    pub(crate) rows: Option<RowsOfPage>,
    /// The counts so far, in the order of `protocol::counts`.
    pub(crate) counts: [Option<u64>; 8],
    pub(crate) total: StatedTotal,
    /// Whether the walk is unproven for a reason that it noticed.
    pub(crate) is_doubtful: bool,
    /// Whether a page by offset did not overlap the one before.
    pub(crate) has_gap: bool,
    /// Whether the server refuses overlaps.
    pub(crate) is_plain: bool,
    /// The evidence of a walk that has ended.
    pub(crate) evidence: Evidence,
    /// A hash of the text of the current page, if its rows have no key.
    pub(crate) text: Option<u128>,
}

/// The encoded form, with hashes in halves.
pub(super) type Values = (
    Option<(u64, u64, u64)>,
    Option<(u64, u64, u64, u64, u64)>,
    [Option<u64>; 8],
    (u8, u64),
    (bool, bool, bool, u8),
    Option<(u64, u64)>,
);

#[expect(clippy::cast_possible_truncation, reason = "the halves of a hash")]
fn halves(hash: u128) -> (u64, u64) {
    ((hash >> 64) as u64, hash as u64)
}

fn whole((high, low): (u64, u64)) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

impl Carried {
    pub(super) fn values(&self) -> Values {
        let visited = self.visited.map(|Milestone { hash, page }| {
            let (high, low) = halves(hash);
            (high, low, page)
        });
        let rows = self.rows.map(|RowsOfPage { sum, count, first, page }| {
            let (high, low) = halves(sum);
            (high, low, count, first, page)
        });
        let total = match self.total {
            StatedTotal::Nothing => (0, 0),
            StatedTotal::Same(total) => (1, total),
            StatedTotal::Mixed => (2, 0),
        };
        let flags = (self.is_doubtful, self.has_gap, self.is_plain, self.evidence as u8);
        (visited, rows, self.counts, total, flags, self.text.map(halves))
    }

    /// Returns `None` if the values are malformed.
    pub(super) fn of(values: Values) -> Option<Self> {
        let (visited, rows, counts, total, (is_doubtful, has_gap, is_plain, evidence), text) =
            values;
        Some(Self {
            visited: visited.map(|(high, low, page)| Milestone { hash: whole((high, low)), page }),
            rows: rows.map(|(high, low, count, first, page)| RowsOfPage {
                sum: whole((high, low)),
                count,
                first,
                page,
            }),
            counts,
            total: match total {
                (0, _) => StatedTotal::Nothing,
                (1, total) => StatedTotal::Same(total),
                (2, _) => StatedTotal::Mixed,
                _ => return None,
            },
            is_doubtful,
            has_gap,
            is_plain,
            evidence: *Evidence::ALL.get(usize::from(evidence))?,
            text: text.map(whole),
        })
    }
}
