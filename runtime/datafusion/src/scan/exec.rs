//! The node of a plan that reads a list.

use super::Scan;
use super::first_page::FirstPage;
use super::leaf::Leaf;
use super::partition::Partition;
use super::unit::{Unit, partitions};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics, internal_err};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, SendableRecordBatchStream,
};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

/// How many units an explained plan names.
const NAMED: usize = 6;

/// Reads a list.
#[derive(Debug)]
pub(crate) struct ListExec {
    scan: Arc<Scan>,
    partitions: Vec<VecDeque<Unit>>,
    /// The walk that was begun when the query was planned; the first execution takes it.
    first: Arc<Mutex<Option<FirstPage>>>,
    limit: Option<u64>,
    leaf: Leaf,
}

impl ListExec {
    /// Reads these units, at most so many at a time.
    pub(crate) fn new(
        scan: Scan,
        units: Vec<Unit>,
        at_a_time: usize,
        first: Option<FirstPage>,
        limit: Option<u64>,
    ) -> Self {
        // By page number, the first page counts the list; otherwise it counts its own part.
        let parts = if units.iter().any(|it| it.pinned.is_some()) { 1 } else { units.len() as u64 };
        let estimate = first.as_ref().map(|first| first.estimate().saturating_mul(parts));
        let partitions = partitions(units, at_a_time);
        let rows = match (estimate, limit) {
            (Some(rows), Some(limit)) => Some(rows.min(limit)),
            (rows, limit) => rows.or(limit),
        };
        let leaf = Leaf::new(scan.columns.schema().clone(), partitions.len(), rows);
        Self { scan: Arc::new(scan), partitions, first: Arc::new(Mutex::new(first)), limit, leaf }
    }

    #[cfg(feature = "distributed")]
    pub(crate) fn scan(&self) -> &Arc<Scan> {
        &self.scan
    }

    #[cfg(feature = "distributed")]
    pub(crate) fn limit(&self) -> Option<u64> {
        self.limit
    }

    #[cfg(feature = "distributed")]
    pub(crate) fn rows(&self) -> Option<u64> {
        self.leaf.rows
    }

    /// Its units; those of a list by page number cut anew, into about so many.
    #[cfg(feature = "distributed")]
    pub(crate) fn recut(&self, parts: usize) -> Vec<Unit> {
        let units: Vec<Unit> = self.partitions.iter().flatten().cloned().collect();
        super::unit::recut(&units, parts).unwrap_or(units)
    }

    /// The requests that it makes, as far as that is known.
    fn requests(&self) -> String {
        let units: usize = self.partitions.iter().map(VecDeque::len).sum();
        let size = self.scan.source.page_size().filter(|size| *size > 0);
        let least = units.max(1) as u64;
        match (self.limit, self.leaf.rows, size) {
            (Some(limit), _, Some(size)) if units == 1 => {
                format!("at most {}", limit.div_ceil(size).max(1))
            }
            (None, Some(rows), Some(size)) => format!("about {}", rows.div_ceil(size).max(least)),
            _ => format!("at least {least}"),
        }
    }
}

impl DisplayAs for ListExec {
    fn fmt_as(&self, how: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units: Vec<_> = self.partitions.iter().flatten().collect();
        let request = units.first().map(|unit| self.scan.source.describe(&unit.request));
        let request = request.unwrap_or_default();
        if matches!(how, DisplayFormatType::TreeRender) {
            return write!(f, "list={}\nrequests={}", self.scan.source.name(), self.requests());
        }
        write!(f, "ListExec: {request}, requests={}", self.requests())?;
        let names: Vec<_> = units.iter().take(NAMED).map(|unit| unit.name.as_str()).collect();
        write!(f, ", units=[{}", names.join("; "))?;
        if units.len() > NAMED {
            write!(f, "; {} more", units.len() - NAMED)?;
        }
        f.write_str("]")?;
        let filters = units.first().map(|unit| unit.request.filters.as_slice()).unwrap_or_default();
        let filters: Vec<_> = filters.iter().map(|(key, value)| format!("{key}={value}")).collect();
        if !filters.is_empty() {
            write!(f, ", filters=[{}]", filters.join(", "))?;
        }
        self.limit.iter().try_for_each(|limit| write!(f, ", limit={limit}"))
    }
}

impl ExecutionPlan for ListExec {
    fn name(&self) -> &'static str {
        "ListExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.leaf.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, partition: usize, _: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let Some(units) = self.partitions.get(partition) else {
            return internal_err!("there is no partition {partition}");
        };
        // A lock that a panic left holds a walk all the same.
        let first = match partition {
            0 => self.first.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take(),
            _ => None,
        };
        let partition = Partition::new(self.scan.clone(), units.clone(), first, self.limit);
        let rows = futures_util::stream::try_unfold(partition, async |mut partition| {
            let batch = partition.next().await?;
            Ok(batch.map(|batch| (batch, partition)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows)))
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        let limit = limit.map(|limit| limit as u64);
        let rows = self.leaf.rows.map(|rows| rows.min(limit.unwrap_or(u64::MAX)));
        Some(Arc::new(Self {
            scan: self.scan.clone(),
            partitions: self.partitions.clone(),
            first: self.first.clone(),
            limit,
            leaf: Leaf { rows, ..self.leaf.clone() },
        }))
    }

    fn fetch(&self) -> Option<usize> {
        self.limit.and_then(|limit| usize::try_from(limit).ok())
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        args: &StatisticsArgs,
    ) -> Result<Arc<Statistics>> {
        Ok(self.leaf.statistics(args))
    }
}
