//! Lists in plans, as they go to workers.
//!
//! A plan names an API, a list, and values that are not secret. A worker takes its URL and its
//! credentials from its own registry, and refuses what names anything else.

use super::exec::PartsExec;
use super::feed::Feed;
use super::load::Target;
use super::message::{ListMessage, LoadMessage, from_pairs, to_pairs};
use super::registry::{
    Registry, check_names, fingerprint_of_columns, fingerprint_of_spec, sendable,
};
use crate::error::TableError;
use crate::scan::{ListExec, Scan};
use crate::source::Source;
use crate::table::params_of_api;
use datafusion::common::{Result, plan_datafusion_err};
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_distributed::WorkUnitFeed;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};
use pagesmith::Evidence;
use pagesmith_arrow::Columns;
use pagesmith_interpret::{Call, find};
use prost::Message as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Encodes and decodes lists.
#[derive(Clone, Debug)]
pub(crate) struct ListCodec {
    pub(crate) registry: Arc<Registry>,
    pub(crate) loads: Loads,
}

/// Where loads may write.
#[derive(Clone, Debug)]
pub(crate) enum Loads {
    /// Nowhere.
    Refused,
    /// To folders in this one.
    In(PathBuf),
    /// A coordinator decodes its plans only to send them.
    OfCoordinator,
}

impl Loads {
    /// The folder of a load, by its name in a plan.
    fn folder(&self, name: &str) -> Result<PathBuf, TableError> {
        let path = Path::new(name);
        let mut steps = path.components();
        let is_name = matches!((steps.next(), steps.next()), (Some(Component::Normal(_)), None));
        match self {
            _ if !is_name => Err(TableError(format!(
                "a load goes to a folder in the one that a worker has for loads, and not to `{}`",
                name.escape_debug()
            ))),
            Self::Refused => Err(TableError(
                "this worker writes no files; call `Worker::loads` for it".to_owned(),
            )),
            Self::In(folder) => Ok(folder.join(path)),
            Self::OfCoordinator => Ok(path.to_owned()),
        }
    }
}

impl ListCodec {
    fn encode(list: &PartsExec) -> Result<ListMessage, TableError> {
        let source = list.scan.source.of_spec().ok_or_else(|| not_here(list.scan.source.name()))?;
        if list.scan.on_warning.is_some() {
            return Err(TableError(format!(
                "`{}` hands its warnings to a function, which workers can't call; leave out `on_warning`, so that a warning fails the query",
                source.common().resource
            )));
        }
        let (spec, call) = (source.api().spec(), source.common());
        let all = columns(spec, &call.resource)?;
        let schema = list.scan.columns.schema();
        let places = schema.fields().iter().filter_map(|field| {
            let place = all.schema().index_of(field.name()).ok()?;
            u32::try_from(place).ok()
        });
        Ok(ListMessage {
            api: list.api.clone(),
            spec: fingerprint_of_spec(spec),
            list: call.resource.clone(),
            params: to_pairs(&sendable(source)?),
            filters: to_pairs(&call.filters),
            page_size: call.page_size,
            require: call.require.name().to_owned(),
            columns: places.collect(),
            schema: fingerprint_of_columns(schema),
            partitions: u32::try_from(list.readers()).unwrap_or(u32::MAX),
            feed: Some(list.feed.to_proto()),
            split: list.split.clone(),
            limit: list.limit,
            load: list.target.as_ref().map(|target| {
                let folder = target.folder.file_name().unwrap_or_default();
                let folder = folder.to_string_lossy().into_owned();
                LoadMessage { folder, attempt: target.attempt }
            }),
        })
    }

    fn decode(&self, message: ListMessage) -> Result<PartsExec, TableError> {
        let api = self.registry.get(&message.api)?;
        let (spec, resource) = (api.spec(), &message.list);
        let refused =
            |why: &str| TableError(format!("`{}` is refused: {why}", message.api.escape_debug()));
        if message.spec != fingerprint_of_spec(spec) {
            let why = "the plan is of another spec than the one registered here, or of another version of pagesmith";
            return Err(refused(why));
        }
        let list = find(spec, resource)?;
        let (params, filters) = (from_pairs(message.params), from_pairs(message.filters));
        check_names(spec, list, &params, &filters)?;
        let require = Evidence::ALL.into_iter().find(|known| known.name() == message.require);
        let mut call = Call {
            resource: resource.clone(),
            params,
            filters,
            base_url: api.base().map(str::to_owned),
            page_size: message.page_size,
            require: require.ok_or_else(|| refused("it requires an unknown evidence"))?,
            ..Call::default()
        };
        let split: Vec<&str> = message.split.iter().map(String::as_str).collect();
        params_of_api(api, list, &split, &mut call)?;
        let places: Vec<usize> = message.columns.iter().map(|place| *place as usize).collect();
        let columns = columns(spec, resource)?.project(&places);
        let columns = columns.map_err(|error| TableError(error.to_string()))?;
        if message.schema != fingerprint_of_columns(columns.schema()) {
            return Err(refused("its columns are others than those of the spec here"));
        }
        let feed = message.feed.ok_or_else(|| refused("it has no feed of its parts"))?;
        let feed = WorkUnitFeed::<Feed>::from_proto(feed)
            .map_err(|error| refused(&error.strip_backtrace()))?;
        let source = Box::new(Source::new(api, call)?);
        let scan = Arc::new(Scan { source, columns, on_warning: None });
        let readers = usize::try_from(message.partitions).unwrap_or(usize::MAX);
        let list = PartsExec::new(message.api, scan, feed, message.split, readers.max(1));
        let list = list.bounded(message.limit, None);
        let Some(load) = message.load else { return Ok(list) };
        let folder = self.loads.folder(&load.folder)?;
        Ok(list.into_files(Target { folder, attempt: load.attempt }))
    }
}

fn columns(spec: &pagesmith_codegen::model::Api, resource: &str) -> Result<Columns, TableError> {
    Columns::of_spec(spec, resource).map_err(|error| TableError(error.to_string()))
}

fn not_here(list: &str) -> TableError {
    TableError(format!(
        "`{list}` can't be read by workers: its API is not registered with the cluster, or it is a list of a generated client"
    ))
}

/// An error of the plan: its kind reaches the coordinator too, which then does not try again.
fn of_plan(error: TableError) -> DataFusionError {
    DataFusionError::Plan(error.0)
}

/// Fails if a node reads a list that no worker can read, or with a value that no plan may have.
pub(super) fn check_sendable(node: &Arc<dyn ExecutionPlan>) -> Result<()> {
    if let Some(list) = node.downcast_ref::<ListExec>() {
        return Err(of_plan(not_here(list.scan().source.name())));
    }
    node.downcast_ref::<PartsExec>()
        .map_or(Ok(()), |list| ListCodec::encode(list).map(drop).map_err(of_plan))
}

impl PhysicalExtensionCodec for ListCodec {
    fn try_decode(
        &self,
        bytes: &[u8],
        _: &[Arc<dyn ExecutionPlan>],
        _: &TaskContext,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let message = ListMessage::decode(bytes)
            .map_err(|error| plan_datafusion_err!("this is no list of a plan: {error}"))?;
        if message.encode_to_vec() != bytes {
            return Err(plan_datafusion_err!(
                "a list of a plan has fields that are unknown here, such as a URL or a credential"
            ));
        }
        Ok(Arc::new(self.decode(message).map_err(of_plan)?))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        bytes: &mut Vec<u8>,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        let list = node
            .downcast_ref::<PartsExec>()
            .ok_or_else(|| plan_datafusion_err!("`{}` can't be sent to workers", node.name()))?;
        Self::encode(list)
            .map_err(of_plan)?
            .encode(bytes)
            .map_err(|error| plan_datafusion_err!("a list can't be encoded: {error}"))
    }
}

#[cfg(test)]
mod tests;
