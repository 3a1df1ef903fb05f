//! The worker's side: the APIs that it reads, and what it refuses.

use super::channels::{Channels, ClusterError, Resolver, authorization, urls};
use super::codec::{ListCodec, Loads};
use super::exec::PartsExec;
use super::registry::Registry;
use crate::api::Api;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{Result, plan_err};
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::sink::DataSinkExec;
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::placeholder_row::PlaceholderRowExec;
use datafusion_distributed::{
    ChannelResolver, DistributedExt as _, NetworkBoundaryExt as _, WorkerPlanRewriteEvent,
    WorkerPlanRewriteEventResponse, WorkerQueryContext,
};
use pagesmith::Secret;
use pagesmith::http::header::HeaderValue;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Server;
use tonic::{Request, Status};
use url::Url;

/// A worker: it reads lists of the APIs that it has registered, for coordinators.
///
/// It refuses plans that name another API or another spec, that read or write files, or that
/// hold secret values.
#[derive(Clone)]
#[must_use]
pub struct Worker {
    registry: Registry,
    token: Option<Secret>,
    peers: Option<Vec<Url>>,
    loads: Option<PathBuf>,
    channels: Option<Resolver>,
}

impl Worker {
    /// A worker without APIs.
    pub fn new() -> Self {
        Self {
            registry: Registry::default(),
            token: None,
            peers: None,
            loads: None,
            channels: None,
        }
    }

    /// Reads lists of this API, with its URL and its credentials, for plans that have this name
    /// for it. The rate of the coordinator counts; that of this `Api` only if the coordinator
    /// has set none.
    pub fn api(mut self, name: impl Into<String>, api: Api) -> Self {
        self.registry.add(name.into(), api);
        self
    }

    /// Answers only those who send this token, and sends it to other workers. Everyone who can
    /// read the connection can read it: use it in a private network, or with TLS.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Connects to these workers alone, for the rows of a query that come from others. Unless
    /// it is set, to those that a plan names.
    ///
    /// # Errors
    /// When one of them is not the URL of a worker.
    pub fn peers<T: AsRef<str>>(
        mut self,
        peers: impl IntoIterator<Item = T>,
    ) -> Result<Self, ClusterError> {
        self.peers = Some(urls(peers)?);
        Ok(self)
    }

    /// Connects to other workers in another way, with TLS for instance. It replaces the token and
    /// the peers of these connections.
    pub fn channels(mut self, channels: impl ChannelResolver + Send + Sync + 'static) -> Self {
        self.channels = Some(Arc::new(channels));
        self
    }

    /// Writes the files of [loads](super::Load) to folders in this one, which has to be the same
    /// on the coordinator and all workers, such as a network file system. Unless it is set, loads
    /// are refused.
    pub fn loads(mut self, folder: impl Into<PathBuf>) -> Self {
        self.loads = Some(folder.into());
        self
    }

    /// The service of datafusion-distributed, for a server of your own, with TLS for instance.
    /// Whoever serves it checks the token.
    ///
    /// # Errors
    /// When the token can't be sent in a header.
    pub fn service(&self) -> Result<datafusion_distributed::Worker, ClusterError> {
        let value = self.token.as_ref().map(authorization).transpose()?;
        let channels = match &self.channels {
            Some(channels) => channels.clone(),
            None => Arc::new(Channels::new(value, self.peers.clone())),
        };
        let loads = self.loads.clone().map_or(Loads::Refused, Loads::In);
        let codec = ListCodec { registry: Arc::new(self.registry.clone()), loads };
        let session = move |context: WorkerQueryContext| {
            let state = context
                .builder
                .with_distributed_user_codec(codec.clone())
                .with_distributed_channel_resolver(channels.clone())
                .with_distributed_worker_plan_rewrite_handler(check_plan)
                .build();
            async move { Ok(state) }
        };
        Ok(datafusion_distributed::Worker::from_session_builder(session))
    }

    /// Serves coordinators, without TLS, until it fails.
    ///
    /// # Errors
    /// When the token can't be sent in a header, or connections can't be accepted.
    pub async fn serve(&self, listener: TcpListener) -> Result<(), ClusterError> {
        let expected = self.token.as_ref().map(authorization).transpose()?;
        let check = move |request: Request<()>| match &expected {
            Some(expected) if !has_token(&request, expected) => {
                Err(Status::unauthenticated("the worker asks for another token"))
            }
            _ => Ok(request),
        };
        let service = InterceptedService::new(self.service()?.into_worker_server(), check);
        Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpListenerStream::new(listener))
            .await
            .map_err(|error| ClusterError(format!("the worker has stopped: {error}")))
    }
}

impl Default for Worker {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a request has the token; it takes as long for any of this length.
fn has_token(request: &Request<()>, expected: &HeaderValue) -> bool {
    let Some(given) = request.metadata().get("authorization") else { return false };
    let (given, expected) = (given.as_encoded_bytes(), expected.as_bytes());
    let differences = given.iter().zip(expected).fold(0, |all, (one, other)| all | (one ^ other));
    given.len() == expected.len() && differences == 0
}

/// Refuses plans that read anything else than lists of registered APIs, or write.
fn check_plan(event: WorkerPlanRewriteEvent<'_>) -> Result<WorkerPlanRewriteEventResponse> {
    event.plan.apply(|node| {
        if node.is::<DataSinkExec>() || (node.children().is_empty() && !is_readable(node)) {
            return plan_err!(
                "a worker reads lists of its APIs, and no `{}`: read files on the coordinator, in another query",
                node.name()
            );
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(WorkerPlanRewriteEventResponse::new(event.plan))
}

/// Whether a leaf of a plan reads a list, rows of the plan itself, or what other workers send.
fn is_readable(leaf: &Arc<dyn ExecutionPlan>) -> bool {
    let in_plan = leaf
        .downcast_ref::<DataSourceExec>()
        .is_some_and(|source| source.data_source().is::<MemorySourceConfig>());
    leaf.is::<PartsExec>()
        || leaf.is::<EmptyExec>()
        || leaf.is::<PlaceholderRowExec>()
        || leaf.is_network_boundary()
        || in_plan
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.registry.names().collect();
        f.debug_struct("Worker").field("apis", &names).finish_non_exhaustive()
    }
}
