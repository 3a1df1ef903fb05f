//! What the nodes that read lists state of themselves to the planner.

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Statistics;
use datafusion::common::stats::Precision;
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::statistics::StatisticsArgs;
use datafusion::physical_plan::{Partitioning, PlanProperties};
use std::sync::Arc;

/// The properties of a node without children, and about how many rows it has.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) properties: Arc<PlanProperties>,
    pub(crate) rows: Option<u64>,
}

impl Leaf {
    /// Of a node with these columns, whose rows come from so many partitions.
    pub(crate) fn new(schema: SchemaRef, partitions: usize, rows: Option<u64>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(partitions),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self { properties: Arc::new(properties), rows }
    }

    pub(crate) fn partitions(&self) -> usize {
        self.properties.partitioning.partition_count()
    }

    /// The statistics of the node, or of one of its partitions. The number of rows is never
    /// exact, since only a walk shows how many there are.
    pub(crate) fn statistics(&self, args: &StatisticsArgs) -> Arc<Statistics> {
        let mut statistics = Statistics::new_unknown(self.properties.eq_properties.schema());
        let parts = if args.partition().is_some() { self.partitions().max(1) } else { 1 };
        if let Some(rows) = self.rows {
            let rows = usize::try_from(rows).unwrap_or(usize::MAX) / parts;
            statistics.num_rows = Precision::Inexact(rows);
        }
        Arc::new(statistics)
    }
}
