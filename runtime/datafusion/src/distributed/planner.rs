//! Plans are checked before anything of them is sent.

use super::codec::check_sendable;
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::Result;
use datafusion::execution::context::QueryPlanner;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_distributed::NetworkBoundaryExt as _;
use std::sync::Arc;

/// A planner whose plans workers can read. Without it, a query whose plan can't be encoded fails
/// when workers have waited long enough for their part of it, and does not say why.
#[derive(Debug)]
pub(super) struct Checked(pub(super) Arc<dyn QueryPlanner + Send + Sync>);

#[async_trait]
impl QueryPlanner for Checked {
    async fn create_physical_plan(
        &self,
        query: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let plan = self.0.create_physical_plan(query, session).await?;
        check(&plan, false)?;
        Ok(plan)
    }
}

/// Checks the nodes that are below a network boundary: workers get those.
fn check(plan: &Arc<dyn ExecutionPlan>, is_sent: bool) -> Result<()> {
    if is_sent {
        check_sendable(plan)?;
    }
    let is_sent = is_sent || plan.is_network_boundary();
    plan.children().into_iter().try_for_each(|child| check(child, is_sent))
}
