//! How the next page by offset overlaps the one before.

/// Where the request of the next page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::protocol) enum RequestFrom {
    /// At the last row that was yielded.
    #[default]
    LastRow,
    /// A whole page earlier, since that row was not at its place.
    PageBefore,
    /// After that row, since a page had no other row.
    AfterRow,
}

/// How the next page overlaps the one before.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Overlap {
    /// Whether the server refuses overlaps.
    pub(in crate::protocol) is_off: bool,
    /// The key of the last row that was yielded, and the number of rows of its page.
    pub(in crate::protocol) anchor: Option<(u64, u64)>,
    pub(in crate::protocol) from: RequestFrom,
    /// Whether the page before had no rows besides the overlap.
    pub(in crate::protocol) is_idle: bool,
}

/// How a page that should overlap the one before begins.
pub(in crate::protocol) enum PageStart {
    /// With this many rows that were yielded before.
    Overlap(u64),
    /// Unknown: the page is requested again in another way.
    RequestAgain,
}

impl Overlap {
    /// The overlap with a page that ends with the row of this key.
    pub(in crate::protocol) fn after_page(key: Option<u64>, rows: u64) -> Self {
        // With pages of one row, the walk would get the same row forever.
        let anchor = key.filter(|_| rows > 1).map(|key| (key, rows));
        Self { anchor, ..Self::default() }
    }

    /// The overlap with a page that ends with the row of this key, whatever its size.
    pub(in crate::protocol) fn with_row(key: Option<u64>) -> Self {
        Self { anchor: key.map(|key| (key, 1)), ..Self::default() }
    }

    /// Whether the server refuses overlaps.
    pub(in crate::protocol) fn is_off(&self) -> bool {
        self.is_off
    }

    /// Sets whether the server refuses overlaps.
    pub(in crate::protocol) fn off(self, is_off: bool) -> Self {
        Self { is_off, ..self }
    }

    /// The overlap after the next page.
    pub(in crate::protocol) fn moved(&self, key: Option<u64>, rows: u64, is_idle: bool) -> Self {
        Self { is_off: self.is_off, is_idle, ..Self::after_page(key, rows) }
    }

    /// The same overlap, if the next page has this many rows at most: one that is requested
    /// a page earlier has to reach the rows before it.
    pub(in crate::protocol) fn with_rows(self, most: u64) -> Self {
        Self { anchor: self.anchor.map(|(key, rows)| (key, rows.min(most))), ..self }
    }

    /// The key of the row that the next page must begin with.
    pub(in crate::protocol) fn anchor(&self) -> Option<u64> {
        let (key, _) = self.anchor.filter(|_| !self.is_off)?;
        Some(key)
    }

    /// How many rows before this offset are requested once more.
    pub(in crate::protocol) fn rows(&self, offset: u64, start: u64) -> u64 {
        match self.anchor.filter(|_| !self.is_off) {
            None => 0,
            Some((_, rows)) => {
                let before = match self.from {
                    RequestFrom::LastRow => 1,
                    RequestFrom::PageBefore => rows.saturating_add(1),
                    RequestFrom::AfterRow => 0,
                };
                offset.saturating_sub(start).min(before)
            }
        }
    }
}
