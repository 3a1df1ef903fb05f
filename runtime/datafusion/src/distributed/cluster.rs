//! The coordinator's side: which workers there are, and what plans may name.

use super::channels::{Channels, ClusterError, Resolver, authorization, urls};
use super::codec::{ListCodec, Loads};
use super::exec::PartsExec;
use super::planner::Checked;
use super::registry::Registry;
use crate::api::Api;
use crate::scan::ListExec;
use datafusion::catalog::MemorySchemaProvider;
use datafusion::common::Result;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_distributed::{
    ChannelResolver, DesiredTaskCountEvent, DesiredTaskCountEventResponse, DistributedExt as _,
    GetWorkerInfoRequest, ScaleUpLeafNodeEvent, ScaleUpLeafNodeEventResponse,
    SessionStateBuilderExt as _, WorkerResolver,
};
use futures_util::future::join_all;
use pagesmith::Secret;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// How long a worker may take to say that it is there.
const ANSWER: Duration = Duration::from_secs(2);

/// Workers, and the APIs that they are asked to read.
#[derive(Clone)]
#[must_use]
pub struct Cluster {
    workers: Vec<Url>,
    registry: Registry,
    channels: Resolver,
}

impl Cluster {
    /// Workers at these URLs, such as `http://10.0.0.1:8470`.
    ///
    /// # Errors
    /// When one of them is not the URL of a worker. Nothing is sent.
    pub fn new<T: AsRef<str>>(workers: impl IntoIterator<Item = T>) -> Result<Self, ClusterError> {
        let channels = Arc::new(Channels::new(None, None));
        Ok(Self { workers: urls(workers)?, registry: Registry::default(), channels })
    }

    /// Lets workers read the lists of this API, which each of them has registered by this name.
    ///
    /// If the API has a [rate](Api::rate), its requests are counted over all workers and this
    /// process: 90 % of the rate is used. Make its tables from this `Api` or a clone of it.
    pub fn api(mut self, name: impl Into<String>, api: &Api) -> Self {
        api.count_requests();
        self.registry.add(name.into(), api.clone());
        self
    }

    /// The token that workers ask for; see [`Worker::token`](super::Worker::token).
    ///
    /// # Errors
    /// When it can't be sent in a header.
    pub fn token(mut self, token: impl Into<Secret>) -> Result<Self, ClusterError> {
        let authorization = authorization(&token.into())?;
        self.channels = Arc::new(Channels::new(Some(authorization), None));
        Ok(self)
    }

    /// Connects to workers in another way, with TLS for instance. It replaces what
    /// [`token`](Self::token) has set.
    pub fn channels(mut self, channels: impl ChannelResolver + Send + Sync + 'static) -> Self {
        self.channels = Arc::new(channels);
        self
    }

    /// A session whose queries run on the workers. It has a schema for each API, by its name.
    #[must_use]
    pub fn session(&self) -> SessionContext {
        self.session_with(SessionConfig::new())
    }

    /// The same with this configuration. Its `target_partitions` are the parts of a list that
    /// each worker reads side by side.
    #[must_use]
    pub fn session_with(&self, config: SessionConfig) -> SessionContext {
        let registry = Arc::new(self.registry.clone());
        let workers = Arc::new(Workers {
            all: self.workers.clone(),
            answering: Mutex::new(self.workers.clone()),
            channels: self.channels.clone(),
            registry: registry.clone(),
        });
        let mut state = SessionStateBuilder::new()
            .with_config(config.with_extension(workers.clone()))
            .with_default_features()
            .with_distributed_planner()
            .with_distributed_worker_resolver(Answering(workers))
            .with_distributed_channel_resolver(self.channels.clone())
            .with_distributed_user_codec(ListCodec {
                registry: registry.clone(),
                loads: Loads::OfCoordinator,
            })
            .with_distributed_desired_task_count_handler(tasks_of(registry.clone()))
            .with_distributed_scale_up_leaf_node_handler(parts_of(registry))
            .with_distributed_work_unit_feed(|list: &PartsExec| Some(&list.feed));
        let planner = state.query_planner().take().map(|planner| Arc::new(Checked(planner)) as _);
        *state.query_planner() = planner;
        let context = SessionContext::new_with_state(state.build());
        let catalog = context.catalog("datafusion");
        for name in self.registry.names() {
            let schema = Arc::new(MemorySchemaProvider::new());
            if let Some(catalog) = &catalog
                && let Err(error) = catalog.register_schema(name, schema)
            {
                unreachable!("the catalog in memory takes any schema: {error}");
            }
        }
        context
    }
}

/// How many workers a list is read by: one if the query wants only a few of its rows.
fn tasks_of(
    registry: Arc<Registry>,
) -> impl for<'a> Fn(DesiredTaskCountEvent<'a>) -> Option<Result<DesiredTaskCountEventResponse>> {
    move |event| {
        if let Some(parts) = event.plan.downcast_ref::<PartsExec>() {
            let parts = parts.feed.inner()?.units().len();
            return Some(Ok(DesiredTaskCountEventResponse::desired(parts)));
        }
        let list = event.plan.downcast_ref::<ListExec>()?;
        registry.name_of(list.scan().source.of_spec()?)?;
        Some(Ok(match list.limit() {
            Some(_) => DesiredTaskCountEventResponse::maximum(1),
            None => DesiredTaskCountEventResponse::desired(list.recut(usize::MAX).len()),
        }))
    }
}

/// The parts of a list for its workers.
fn parts_of(
    registry: Arc<Registry>,
) -> impl for<'a> Fn(ScaleUpLeafNodeEvent<'a>) -> Option<Result<ScaleUpLeafNodeEventResponse>> {
    move |event| {
        if let Some(parts) = event.plan.downcast_ref::<PartsExec>() {
            let parts = parts.for_tasks(event.task_count)?;
            return Some(Ok(ScaleUpLeafNodeEventResponse::new(parts)));
        }
        let list = event.plan.downcast_ref::<ListExec>()?;
        let name = registry.name_of(list.scan().source.of_spec()?)?;
        let readers = event.session_config.target_partitions();
        let parts = PartsExec::of(list, name, event.task_count, readers)?;
        Some(Ok(ScaleUpLeafNodeEventResponse::new(parts)))
    }
}

/// The workers of a session.
pub(super) struct Workers {
    all: Vec<Url>,
    answering: Mutex<Vec<Url>>,
    channels: Resolver,
    pub(super) registry: Arc<Registry>,
}

impl Workers {
    /// Asks each worker whether it is there; those that answer get the work from now on. False
    /// if none does, of one or more.
    pub(super) async fn ask(&self) -> bool {
        let ask = |url: Url| async move {
            let answer = async {
                let mut worker = self.channels.get_worker_client_for_url(&url).await?;
                worker.get_worker_info(GetWorkerInfoRequest {}).await
            };
            matches!(timeout(ANSWER, answer).await, Ok(Ok(_))).then_some(url)
        };
        let answers = join_all(self.all.iter().cloned().map(ask)).await;
        let answering: Vec<Url> = answers.into_iter().flatten().collect();
        let is_any = self.all.is_empty() || !answering.is_empty();
        *self.answering.lock().unwrap_or_else(PoisonError::into_inner) = answering;
        is_any
    }
}

/// The workers that answered last.
struct Answering(Arc<Workers>);

impl WorkerResolver for Answering {
    fn get_urls(&self) -> Result<Vec<Url>> {
        Ok(self.0.answering.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let workers: Vec<_> = self.workers.iter().map(Url::as_str).collect();
        f.debug_struct("Cluster").field("workers", &workers).finish_non_exhaustive()
    }
}
