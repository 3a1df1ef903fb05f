//! The node of a distributed plan that reads a list: its parts come from a feed.

use super::feed::Feed;
use super::load::{Target, Writing, told_schema};
use super::slot::{Rows, Slot};
use crate::scan::{Leaf, ListExec, Scan, Unit};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics};
use datafusion::execution::TaskContext;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, SendableRecordBatchStream,
};
use datafusion_distributed::WorkUnitFeed;
use futures_util::stream::try_unfold;
use std::fmt;
use std::sync::Arc;

/// Reads the parts of a list.
#[derive(Debug)]
pub(crate) struct PartsExec {
    /// The name of the API.
    pub(crate) api: String,
    pub(crate) scan: Arc<Scan>,
    pub(crate) feed: WorkUnitFeed<Feed>,
    /// The parameters that parts give.
    pub(crate) split: Vec<String>,
    /// The most rows of a partition.
    pub(crate) limit: Option<u64>,
    /// Where its rows go, in a load; it then tells of the files.
    pub(crate) target: Option<Target>,
    leaf: Leaf,
}

impl PartsExec {
    /// With so many readers in each task.
    pub(crate) fn new(
        api: String,
        scan: Arc<Scan>,
        feed: WorkUnitFeed<Feed>,
        split: Vec<String>,
        readers: usize,
    ) -> Self {
        let leaf = Leaf::new(scan.columns.schema().clone(), readers, None);
        Self { api, scan, feed, split, limit: None, target: None, leaf }
    }

    /// Whose rows go into files, of which it tells.
    pub(crate) fn into_files(self, target: Target) -> Self {
        let leaf = Leaf::new(told_schema(), self.readers(), None);
        Self { target: Some(target), leaf, ..self }
    }

    /// How many readers each task has.
    pub(crate) fn readers(&self) -> usize {
        self.leaf.partitions()
    }

    /// With what is known of the rows.
    pub(crate) fn bounded(self, limit: Option<u64>, rows: Option<u64>) -> Self {
        let leaf = Leaf { rows, ..self.leaf };
        Self { limit, leaf, ..self }
    }

    /// The parts of a list for so many tasks, in place of the node that reads it in one process.
    /// `None` if it can't be sent: its API is not one of `api_of`.
    pub(crate) fn of(
        list: &ListExec,
        api: &str,
        tasks: usize,
        readers: usize,
    ) -> Option<Arc<Self>> {
        let source = list.scan().source.of_spec()?;
        let budget = source.api().budget();
        // A turn is a request, so that requests are as far apart as the rate says.
        let parts = budget.map_or(tasks * readers, |_| usize::MAX);
        let units = list.recut(parts);
        let readers = match list.limit() {
            Some(_) => list.properties().partitioning.partition_count(),
            None => units.len().div_ceil(tasks).clamp(1, readers.max(1)),
        };
        let units: Vec<_> = (0..).zip(units).collect();
        let split = Self::split_of(&units);
        let reservation = budget.map(|budget| budget.query(readers * tasks));
        let feed = WorkUnitFeed::new(Feed::new(units, readers * tasks, reservation));
        let new = Self::new(api.to_owned(), list.scan().clone(), feed, split, readers);
        Some(Arc::new(new.bounded(list.limit(), list.rows())))
    }

    /// The same parts for so many tasks.
    pub(crate) fn for_tasks(&self, tasks: usize) -> Option<Arc<Self>> {
        let feed = self.feed.inner()?.for_readers(self.readers() * tasks);
        Some(Arc::new(Self {
            api: self.api.clone(),
            scan: self.scan.clone(),
            feed: WorkUnitFeed::new(feed),
            split: self.split.clone(),
            limit: self.limit,
            target: self.target.clone(),
            leaf: self.leaf.clone(),
        }))
    }

    /// The parameters that parts give.
    pub(crate) fn split_of(units: &[(u64, Unit)]) -> Vec<String> {
        let params = units.iter().flat_map(|(_, unit)| &unit.request.params);
        let mut names: Vec<_> = params.map(|(name, _)| name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl DisplayAs for PartsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartsExec: {}.{}", self.api, self.scan.source.name())?;
        if let Some(feed) = self.feed.inner() {
            write!(f, ", parts={}", feed.units().len())?;
            let request = feed.units().first().map(|(_, unit)| &unit.request);
            request.iter().try_for_each(|it| write!(f, ", {}", self.scan.source.describe(it)))?;
        }
        self.limit.iter().try_for_each(|limit| write!(f, ", limit={limit}"))
    }
}

impl ExecutionPlan for PartsExec {
    fn name(&self) -> &'static str {
        "PartsExec"
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

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let parts = self.feed.feed(partition, context)?;
        let slot = Slot::new(self.scan.clone(), self.limit);
        let Some(target) = self.target.clone() else {
            let rows = try_unfold(Rows::new(slot, parts), async |mut rows| {
                let batch = rows.next().await?;
                Ok(batch.map(|batch| (batch, rows)))
            });
            return Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows)));
        };
        let columns = self.scan.columns.schema().clone();
        let files = try_unfold(Writing::new(slot, target, columns, parts), async |mut files| {
            let told = files.next().await?;
            Ok(told.map(|told| (told, files)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), files)))
    }

    fn statistics_from_inputs(
        &self,
        _: &[Arc<Statistics>],
        args: &StatisticsArgs,
    ) -> Result<Arc<Statistics>> {
        Ok(self.leaf.statistics(args))
    }
}

#[cfg(test)]
mod tests;
