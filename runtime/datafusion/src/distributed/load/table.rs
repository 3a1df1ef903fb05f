//! The parts of a load that are missing, as a table: its rows tell of parts that were written.

use super::Target;
use crate::distributed::exec::PartsExec;
use crate::distributed::feed::Feed;
use crate::scan::{Scan, Unit};
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_distributed::WorkUnitFeed;
use std::sync::Arc;

/// The parts.
#[derive(Debug)]
pub(super) struct LoadTable {
    api: String,
    scan: Arc<Scan>,
    units: Vec<(u64, Unit)>,
    target: Target,
}

impl LoadTable {
    pub(super) fn new(
        api: String,
        scan: Arc<Scan>,
        units: Vec<(u64, Unit)>,
        target: Target,
    ) -> Self {
        Self { api, scan, units, target }
    }
}

#[async_trait]
impl TableProvider for LoadTable {
    fn schema(&self) -> SchemaRef {
        super::exec::schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        session: &dyn Session,
        _: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        // Where there are several parts, several partitions, so that the plan is distributed.
        let most = session.config().target_partitions().max(2);
        let readers = self.units.len().clamp(1, most);
        let budget = self.scan.source.of_spec().and_then(|source| source.api().budget());
        let reservation = budget.map(|budget| budget.query(readers));
        let feed = WorkUnitFeed::new(Feed::new(self.units.clone(), readers, reservation));
        let split = PartsExec::split_of(&self.units);
        let parts = PartsExec::new(self.api.clone(), self.scan.clone(), feed, split, readers);
        Ok(Arc::new(parts.into_files(self.target.clone())))
    }
}
