//! Loads: a list, copied to Parquet files by workers, unit by unit.
//!
//! Each unit is a part of the list, and becomes a file. The coordinator commits a file when its
//! worker has told that it is durable. When a worker dies, the attempt ends, and the next one
//! hands what is missing to the workers that answer. When the coordinator dies, another run
//! resumes: only what was not committed is requested again.

mod exec;
mod table;
mod told;
mod work;

pub(super) use exec::{Target, Writing, schema as told_schema};
use table::LoadTable;
use told::Told;
use work::Work;

use super::cluster::Workers;
use crate::table::ListTable;
use datafusion::common::Result;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use futures_util::TryStreamExt as _;
use pagesmith_arrow::parquet::{FileError, UnitParts};
use std::fmt;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How many attempts one after another may commit nothing.
const FRUITLESS: u32 = 3;

/// How long the next attempt waits after one that committed nothing.
const PAUSE: Duration = Duration::from_secs(1);

/// How many pages a unit has unless that is set.
const PAGES: u64 = 50;

/// Copies a list to a folder of Parquet files, over the workers of a
/// [session](super::Cluster::session).
///
/// ```no_run
/// # use pagesmith_datafusion::distributed::{Load, LoadError};
/// # async fn load(context: pagesmith_datafusion::datafusion::prelude::SessionContext) -> Result<(), LoadError> {
/// let load = Load::of("shop.people").to("/srv/loads/people").pages_a_unit(50).resume();
/// let loaded = load.run(&context).await?;
/// println!("{} records", loaded.records);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Load {
    list: String,
    to: PathBuf,
    pages_a_unit: u64,
    resume: bool,
    pause: Duration,
}

/// What a load has copied, earlier runs included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// The records.
    pub records: u64,
    /// The files.
    pub parts: u64,
    /// The attempts of this run.
    pub attempts: u32,
}

/// Why a load has ended before its list was copied. What was committed stays.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// What was asked for does not fit what is there, or workers refuse it.
    Refused(String),
    /// The same load may succeed later: resume it.
    Failed(String),
    /// A part failed for good.
    Permanent(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Refused(why) | Self::Failed(why) | Self::Permanent(why)) = self;
        f.write_str(why)
    }
}

impl std::error::Error for LoadError {}

impl From<FileError> for LoadError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused(why) => Self::Refused(why),
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<DataFusionError> for LoadError {
    fn from(error: DataFusionError) -> Self {
        match error.find_root() {
            DataFusionError::Plan(_) => Self::Refused(error.strip_backtrace()),
            _ => Self::Failed(error.strip_backtrace()),
        }
    }
}

/// How an attempt has ended.
#[derive(Debug, Default)]
struct Attempt {
    committed: u64,
    failed: Option<LoadError>,
}

impl Load {
    /// Of a list, by the name of its table in the session, such as `shop.people`. It is split as
    /// the table is.
    pub fn of(list: impl Into<String>) -> Self {
        let (list, to) = (list.into(), PathBuf::new());
        Self { list, to, pages_a_unit: PAGES, resume: false, pause: PAUSE }
    }

    /// To this folder. Each worker has to see it too, by the same name, in the folder that
    /// [`Worker::loads`](super::Worker::loads) names.
    pub fn to(mut self, folder: impl Into<PathBuf>) -> Self {
        self.to = folder.into();
        self
    }

    /// How many pages a file has, of a list that is split by page number; 50 unless set. After a
    /// death, so much is requested again for each part that was being read.
    pub fn pages_a_unit(mut self, pages: u64) -> Self {
        self.pages_a_unit = pages;
        self
    }

    /// Continues what an earlier run has begun, if there is one.
    pub fn resume(mut self) -> Self {
        self.resume = true;
        self
    }

    /// Copies what is missing. Returns at once if all of it was committed.
    ///
    /// # Errors
    /// When the table or the folder is not what a load needs; when the list or its spec has
    /// changed since the load began; when workers refuse it, or a part fails for good; when three
    /// attempts one after another have committed nothing.
    pub async fn run(&self, context: &SessionContext) -> Result<Loaded, LoadError> {
        let refused = |why: &str| LoadError::Refused(format!("`{}` {why}", self.list));
        let workers = context.state().config().get_extension::<Workers>();
        let workers = workers.ok_or_else(|| {
            refused("can't be loaded: the session has no workers; make it by `Cluster::session`")
        })?;
        let pages = NonZeroU64::new(self.pages_a_unit)
            .ok_or_else(|| refused("can't be loaded by units of 0 pages; a unit has 1 or more"))?;
        if self.to.file_name().is_none() {
            return Err(refused(&format!(
                "can't be loaded to `{}`: the path has to end with the name of a folder, by which workers find it",
                self.to.display()
            )));
        }
        let provider = context.table_provider(self.list.as_str()).await?;
        let table = provider.downcast_ref::<ListTable>().ok_or_else(|| {
            refused("can't be loaded: it is no list of a spec, which a worker could read")
        })?;
        let scan = Arc::new(table.whole_scan().map_err(|error| refused(&error.to_string()))?);
        let name = scan.source.of_spec().and_then(|source| workers.registry.name_of(source));
        let api = name.ok_or_else(|| {
            refused("can't be loaded: its API is not registered; call `Cluster::api`")
        })?;
        let mut parts = UnitParts::open(&self.to, scan.columns.schema(), self.resume)?;
        let mut done =
            Loaded { records: parts.records(), parts: parts.units().count() as u64, attempts: 0 };
        if parts.is_done() {
            return Ok(done);
        }
        let units = table.load_units(&scan, pages).await.map_err(DataFusionError::from)?;
        let work = Work::of(&self.list, &scan, &units);
        work.check(parts.work(), &self.to)?;
        let mut fruitless = 0;
        loop {
            let committed: Vec<u64> = parts.units().collect();
            let missing = (0..).zip(&units).filter(|(number, _)| !committed.contains(number));
            let missing: Vec<_> = missing.map(|(number, unit)| (number, unit.clone())).collect();
            (done.records, done.parts) = (parts.records(), committed.len() as u64);
            if missing.is_empty() {
                parts.finish()?;
                return Ok(done);
            }
            done.attempts += 1;
            let attempt = if workers.ask().await {
                let attempt = parts.begin(work.as_json())?;
                let target = Target { folder: self.to.clone(), attempt };
                let table = LoadTable::new(api.to_owned(), scan.clone(), missing, target);
                run_once(context, table, &mut parts).await
            } else {
                let failed = Some(LoadError::Failed("no worker answers".to_owned()));
                Attempt { failed, ..Attempt::default() }
            };
            match attempt.failed {
                Some(error @ (LoadError::Permanent(_) | LoadError::Refused(_))) => {
                    return Err(error);
                }
                Some(error) if attempt.committed == 0 => {
                    fruitless += 1;
                    if fruitless == FRUITLESS {
                        return Err(error);
                    }
                    sleep(self.pause).await;
                }
                _ => fruitless = 0,
            }
        }
    }
}

/// One attempt: hands out what is missing, and commits what comes back.
async fn run_once(context: &SessionContext, table: LoadTable, parts: &mut UnitParts) -> Attempt {
    let mut attempt = Attempt::default();
    let told = async {
        let rows = context.read_table(Arc::new(table))?.execute_stream().await?;
        Ok::<_, DataFusionError>(rows)
    };
    let mut told = match told.await {
        Ok(told) => told,
        Err(error) => return Attempt { failed: Some(error.into()), ..attempt },
    };
    loop {
        let batch = match told.try_next().await {
            Ok(Some(batch)) => batch,
            Ok(None) => return attempt,
            // A worker died, and with it its stream.
            Err(error) => {
                attempt.failed.get_or_insert_with(|| error.into());
                return attempt;
            }
        };
        for told in Told::all(&batch) {
            let failed = match told {
                Told::Written(part) => parts.commit(&part).map_err(LoadError::from),
                Told::Failed(error) => Err(error),
            };
            match failed {
                Ok(()) => attempt.committed += 1,
                Err(error @ (LoadError::Permanent(_) | LoadError::Refused(_))) => {
                    return Attempt { failed: Some(error), ..attempt };
                }
                Err(error) => attempt.failed = Some(error),
            }
        }
    }
}

#[cfg(test)]
mod tests;
