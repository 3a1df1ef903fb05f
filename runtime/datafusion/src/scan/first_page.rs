//! The first page of a list, which is read when a query is planned: it says how many rows there
//! are. The walk goes on from there when the plan is executed, so no request is made twice.

use super::Scan;
use super::partition::next_page;
use super::unit::Unit;
use crate::error::ScanError;
use datafusion::arrow::record_batch::RecordBatch;
use pagesmith::Pages;
use std::fmt;

/// A walk after its first page.
pub(crate) struct FirstPage {
    walk: Option<(Pages<RecordBatch>, Option<RecordBatch>)>,
    /// Its rows.
    pub(crate) rows: u64,
    /// How many rows and pages the list has, as it states.
    pub(crate) total: Option<u64>,
    pub(crate) pages: Option<u64>,
    pub(crate) has_next: bool,
}

impl FirstPage {
    /// Requests the first page of a unit.
    pub(crate) async fn read(scan: &Scan, unit: &Unit) -> Result<Self, ScanError> {
        let mut pages = scan.walk(unit)?;
        let page = next_page(scan, unit, &mut pages).await?;
        let Some(page) = page else {
            return Ok(Self { walk: Some((pages, None)), ..Self::stated(0, Some(0), None, false) });
        };
        let (total, stated, has_next) = (page.total(), page.total_pages(), page.has_next());
        let batch = page.into_items().pop();
        let rows = batch.as_ref().map_or(0, RecordBatch::num_rows) as u64;
        Ok(Self { walk: Some((pages, batch)), ..Self::stated(rows, total, stated, has_next) })
    }

    pub(super) fn stated(
        rows: u64,
        total: Option<u64>,
        pages: Option<u64>,
        has_next: bool,
    ) -> Self {
        Self { walk: None, rows, total, pages, has_next }
    }

    /// About how many rows the list has: what it states, or twice its first page where it goes
    /// on. It is never exact, since only a walk shows how many rows there are.
    pub(crate) fn estimate(&self) -> u64 {
        let least = self.rows.saturating_mul(1 + u64::from(self.has_next));
        if self.has_next { self.total.unwrap_or(least).max(least) } else { self.rows }
    }

    /// The walk with the rows of its first page.
    pub(super) fn into_walk(self) -> Option<(Pages<RecordBatch>, Option<RecordBatch>)> {
        self.walk
    }
}

impl fmt::Debug for FirstPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, total, pages, .. } = self;
        let mut out = f.debug_struct("FirstPage");
        out.field("rows", rows).field("total", total).field("pages", pages).finish_non_exhaustive()
    }
}
