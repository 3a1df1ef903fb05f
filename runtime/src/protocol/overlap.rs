//! How the next page by offset overlaps the one before.

/// Where the next page is asked for from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::protocol) enum AskFrom {
    /// The row that was handed out last.
    #[default]
    Row,
    /// A whole page before: that row was not where it had been.
    PageBefore,
    /// Behind that row: a page had no other one.
    Behind,
}

/// How the next page overlaps the one before.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Overlap {
    /// Whether the server can't be asked so.
    pub(in crate::protocol) is_off: bool,
    /// The key of the row that was handed out last, and the rows of its page.
    pub(in crate::protocol) anchor: Option<(u64, u64)>,
    pub(in crate::protocol) from: AskFrom,
    /// Whether the page before had no row behind the one that it overlapped.
    pub(in crate::protocol) is_idle: bool,
}

/// What a page that overlaps the one before begins with.
pub(in crate::protocol) enum Begins {
    /// So many rows that were handed out before.
    With(u64),
    /// It can't be told: the page is asked for again, in another way.
    Again,
}

impl Overlap {
    /// Behind a row of this key, the last one of a page.
    pub(in crate::protocol) fn behind(key: Option<u64>, rows: u64) -> Self {
        // A page of one row would be the same row for ever.
        let anchor = key.filter(|_| rows > 1).map(|key| (key, rows));
        Self { anchor, ..Self::default() }
    }

    /// Whether the server can't be asked so.
    pub(in crate::protocol) fn is_off(&self) -> bool {
        self.is_off
    }

    /// The same for a server that can't be asked so.
    pub(in crate::protocol) fn off(self, is_off: bool) -> Self {
        Self { is_off, ..self }
    }

    /// The same behind the next page.
    pub(in crate::protocol) fn moved(&self, key: Option<u64>, rows: u64, is_idle: bool) -> Self {
        Self { is_off: self.is_off, is_idle, ..Self::behind(key, rows) }
    }

    /// The key of the row that the next page has to begin with.
    pub(in crate::protocol) fn anchor(&self) -> Option<u64> {
        let (key, _) = self.anchor.filter(|_| !self.is_off)?;
        Some(key)
    }

    /// How many rows in front of this offset are asked for once more.
    pub(in crate::protocol) fn rows(&self, offset: u64, start: u64) -> u64 {
        match self.anchor.filter(|_| !self.is_off) {
            None => 0,
            Some((_, rows)) => {
                let before = match self.from {
                    AskFrom::Row => 1,
                    AskFrom::PageBefore => rows.saturating_add(1),
                    AskFrom::Behind => 0,
                };
                offset.saturating_sub(start).min(before)
            }
        }
    }
}
