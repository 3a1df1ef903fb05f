//! The rows of a partition: the walks of its units, one after another, each checked.

use super::first_page::FirstPage;
use super::unit::Unit;
use super::{OnWarning, Scan};
use crate::error::ScanError;
use datafusion::arrow::record_batch::RecordBatch;
use pagesmith::{Page, Pages, Position, Warning};
use std::collections::VecDeque;
use std::sync::Arc;

/// Why a list that is read in parts fails if it changes.
const APART: &str = "its parts are not compared with each other; run the query again, or read the list without a split";

impl Scan {
    /// A walk of a unit, of which nothing was sent yet.
    pub(super) fn walk(&self, unit: &Unit) -> Result<Pages<RecordBatch>, ScanError> {
        self.source.walk(&unit.request, &self.columns).map_err(|error| match error {
            pagesmith_interpret::Error::Runtime(error) => self.failed(unit, error),
            pagesmith_interpret::Error::Misuse(why) => self.not_whole(unit, why, None),
        })
    }

    fn failed(&self, unit: &Unit, error: pagesmith::Error) -> ScanError {
        ScanError::walk(self.source.name(), &unit.name, error)
    }

    fn not_whole(&self, unit: &Unit, why: String, position: Option<Position>) -> ScanError {
        ScanError::not_whole(self.source.name(), &unit.name, why, position)
    }
}

/// The next page of a walk; `None` at its end. Unless somebody takes warnings, one that the rows
/// may not be the list is an error, since a query has no other place for it.
pub(super) async fn next_page(
    scan: &Scan,
    unit: &Unit,
    pages: &mut Pages<RecordBatch>,
) -> Result<Option<Page<RecordBatch>>, ScanError> {
    // What this process requests is part of the budget that workers share.
    #[cfg(feature = "distributed")]
    if let Some(budget) = scan.source.of_spec().and_then(|source| source.api().budget()) {
        budget.turn(1).await;
    }
    let before = pages.warnings().len();
    let page = pages.try_next().await.map_err(|error| scan.failed(unit, error))?;
    for warning in pages.warnings().iter().skip(before) {
        match &scan.on_warning {
            Some(OnWarning(take)) => take(scan.source.name(), warning),
            None if matches!(warning, Warning::ByNumber) => {}
            None => return Err(scan.not_whole(unit, warning.to_string(), pages.position())),
        }
    }
    Ok(page)
}

/// The walk of a unit.
struct Running {
    unit: Unit,
    pages: Pages<RecordBatch>,
    /// The rows of a page that was read before.
    ready: Option<RecordBatch>,
    rows: u64,
    is_over: bool,
}

/// The rows of a partition.
pub(crate) struct Partition {
    scan: Arc<Scan>,
    units: VecDeque<Unit>,
    running: Option<Running>,
    /// How many more rows are wanted.
    left: u64,
}

impl Partition {
    pub(crate) fn new(
        scan: Arc<Scan>,
        mut units: VecDeque<Unit>,
        first: Option<FirstPage>,
        limit: Option<u64>,
    ) -> Self {
        let started = first.and_then(FirstPage::into_walk);
        let running = started.and_then(|(pages, ready)| {
            let unit = units.pop_front()?;
            // By number, the first page is a unit, and another walk reads what follows.
            let is_over = unit.pinned.is_some();
            Some(Running { unit, pages, ready, rows: 0, is_over })
        });
        Self { scan, units, running, left: limit.unwrap_or(u64::MAX) }
    }

    /// The next rows; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<RecordBatch>, ScanError> {
        while self.left > 0 {
            let Some(running) = &mut self.running else {
                let Some(unit) = self.units.pop_front() else { return Ok(None) };
                let pages = self.scan.walk(&unit)?;
                self.running = Some(Running { unit, pages, ready: None, rows: 0, is_over: false });
                continue;
            };
            let Some(batch) = running.next(&self.scan).await? else {
                running.check_end(&self.scan)?;
                self.running = None;
                continue;
            };
            let rows = self.left.min(batch.num_rows() as u64);
            self.left -= rows;
            if rows > 0 {
                return Ok(Some(batch.slice(0, usize::try_from(rows).unwrap_or(usize::MAX))));
            }
        }
        Ok(None)
    }
}

impl Running {
    async fn next(&mut self, scan: &Scan) -> Result<Option<RecordBatch>, ScanError> {
        let batch = match self.ready.take() {
            Some(batch) => batch,
            None if self.is_over => return Ok(None),
            None => loop {
                let Some(page) = next_page(scan, &self.unit, &mut self.pages).await? else {
                    return Ok(None);
                };
                self.check_total(scan, page.total())?;
                if let Some(batch) = page.into_items().pop() {
                    break batch;
                }
            },
        };
        self.rows += batch.num_rows() as u64;
        Ok(Some(batch))
    }

    fn check_total(&self, scan: &Scan, total: Option<u64>) -> Result<(), ScanError> {
        let Some(pinned) = self.unit.pinned.filter(|pinned| total != Some(pinned.total)) else {
            return Ok(());
        };
        let now = total.map_or("no longer stated".to_owned(), |total| format!("now {total}"));
        let why = format!("its total was {} and is {now}, and {APART}", pinned.total);
        Err(scan.not_whole(&self.unit, why, self.pages.position()))
    }

    fn check_end(&self, scan: &Scan) -> Result<(), ScanError> {
        let Some(pinned) = self.unit.pinned.filter(|pinned| self.rows != pinned.rows) else {
            return Ok(());
        };
        let why = format!("it has {} rows in place of {}, and {APART}", self.rows, pinned.rows);
        Err(scan.not_whole(&self.unit, why, self.pages.position()))
    }
}
