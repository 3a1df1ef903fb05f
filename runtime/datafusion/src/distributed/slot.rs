//! A reader of the parts that a feed hands out, one after another.

use super::message::UnitMessage;
use super::registry::check_names;
use crate::error::TableError;
use crate::scan::{Partition, Scan};
use crate::source::Source;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::Result;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use std::collections::VecDeque;
use std::sync::Arc;

/// A reader.
pub(crate) struct Slot {
    scan: Arc<Scan>,
    /// The same scan with a client of its own, which keeps to a rate.
    paced: Option<(f64, Arc<Scan>)>,
    /// How many more rows are wanted.
    left: u64,
}

impl Slot {
    pub(crate) fn new(scan: Arc<Scan>, limit: Option<u64>) -> Self {
        Self { scan, paced: None, left: limit.unwrap_or(u64::MAX) }
    }

    /// Begins to read a part.
    pub(crate) fn open(&mut self, part: UnitMessage) -> Result<Partition, TableError> {
        let scan = self.scan_at(part.rate)?;
        let unit = part.into_unit();
        if let Some(source) = scan.source.of_spec()
            && let Some(list) = source.api().spec().list(&source.common().resource)
        {
            let request = &unit.request;
            check_names(source.api().spec(), list, &request.params, &request.filters)?;
        }
        let limit = unit.request.limit.unwrap_or(u64::MAX).min(self.left);
        Ok(Partition::new(scan, VecDeque::from([unit]), None, Some(limit)))
    }

    /// The rate that requests of the open part keep to.
    #[cfg(test)]
    pub(super) fn rate(&self) -> Option<f64> {
        let source = self.paced.as_ref().and_then(|(_, scan)| scan.source.of_spec());
        source.and_then(|source| source.api().requests_a_second())
    }

    /// The scan with a client that keeps to this rate.
    fn scan_at(&mut self, rate: Option<f64>) -> Result<Arc<Scan>, TableError> {
        let (Some(rate), Some(source)) = (rate, self.scan.source.of_spec()) else {
            return Ok(self.scan.clone());
        };
        if let Some((known, scan)) = &self.paced
            && known.to_bits() == rate.to_bits()
        {
            return Ok(scan.clone());
        }
        let source = Source::new(&source.api().at_rate(rate), source.common().clone())?;
        let columns = self.scan.columns.clone();
        let scan = Arc::new(Scan { source: Box::new(source), columns, on_warning: None });
        self.paced = Some((rate, scan.clone()));
        Ok(scan)
    }
}

/// The rows of all parts that a reader gets.
pub(crate) struct Rows {
    slot: Slot,
    parts: BoxStream<'static, Result<UnitMessage>>,
    open: Option<Partition>,
}

impl Rows {
    pub(crate) fn new(slot: Slot, parts: BoxStream<'static, Result<UnitMessage>>) -> Self {
        Self { slot, parts, open: None }
    }

    /// The next rows; `None` at the end of the last part.
    pub(crate) async fn next(&mut self) -> Result<Option<RecordBatch>> {
        while self.slot.left > 0 {
            let Some(open) = &mut self.open else {
                let Some(part) = self.parts.next().await else { return Ok(None) };
                self.open = Some(self.slot.open(part?)?);
                continue;
            };
            if let Some(batch) = open.next().await? {
                self.slot.left -= batch.num_rows() as u64;
                return Ok(Some(batch));
            }
            self.open = None;
        }
        Ok(None)
    }
}
