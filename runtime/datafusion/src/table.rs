//! A list as a table.

use crate::api::Api;
use crate::error::TableError;
use crate::filters::{Filters, Narrowed};
use crate::scan::{FirstPage, ListExec, OnWarning, Scan, Unit, by_number};
use crate::source::{Range, Request, Source};
use crate::split::{Part, Split};
#[cfg(feature = "distributed")]
use crate::{error::ScanError, scan::by_pages};
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use pagesmith::paging::OnShortfall;
use pagesmith::{Evidence, Warning};
use pagesmith_arrow::Columns;
use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{List, Paging};
use pagesmith_interpret::{Call, Given, find};
use std::fmt;
#[cfg(feature = "distributed")]
use std::num::NonZeroU64;
use std::sync::Arc;

/// Builds a table of a list.
#[must_use]
pub struct TableBuilder {
    api: Api,
    call: Call,
    split: Split,
    on_warning: Option<OnWarning>,
}

impl TableBuilder {
    pub(crate) fn new(api: Api, resource: String) -> Self {
        let call = Call { resource, ..Call::default() };
        Self { api, call, split: Split::Whole, on_warning: None }
    }

    /// A parameter of the path.
    pub fn param(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.call.params.push((name.into(), value.to_string()));
        self
    }

    /// A filter that is always sent, by its key in the spec: the table has only the records that
    /// it selects.
    pub fn filter(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.call.filters.push((key.into(), value.to_string()));
        self
    }

    /// Rows a page. By default, that of the list.
    pub fn page_size(mut self, rows: u64) -> Self {
        self.call.page_size = Some(rows);
        self
    }

    /// How the list is cut into parts that are read side by side.
    pub fn split(mut self, split: Split) -> Self {
        self.split = split;
        self
    }

    /// What the end of a walk has to show for its being whole. A query that stops before the end,
    /// by its limit, fails then.
    pub fn require(mut self, evidence: Evidence) -> Self {
        self.call.require = evidence;
        self
    }

    /// Takes the warnings of walks, with the name of the table, each once. Unless set, a warning
    /// that the rows may not be the whole list is an error of the query.
    pub fn on_warning(mut self, take: impl Fn(&str, &Warning) + Send + Sync + 'static) -> Self {
        self.on_warning = Some(OnWarning(Arc::new(take)));
        self
    }

    /// The table.
    ///
    /// # Errors
    /// When a name is unknown, a value is missing or of another type, the list can't be split
    /// like this, or credentials are missing. Nothing is sent.
    pub fn build(self) -> Result<Arc<ListTable>, TableError> {
        let Self { api, mut call, split, on_warning } = self;
        let list = find(api.spec(), &call.resource)?;
        call.base_url = api.base().map(str::to_owned);
        params_of_api(&api, list, &split.names(), &mut call)?;
        if split == Split::Numbers && call.require != Evidence::Unproven {
            return Err(TableError(format!(
                "`{}` is split by page number, so no walk of it shows evidence of the whole list; leave out one of the two",
                call.resource
            )));
        }
        split.check(api.spec(), list)?;
        let parts = split.parts(list);
        for part in &parts {
            let filters = [&*call.filters, &*part.filters].concat();
            let params = [&*call.params, &*part.params].concat();
            Given::read(api.spec(), &Call { filters, params, ..call.clone() })?;
        }
        let taken = call.filters.iter().map(|(key, _)| key.as_str());
        let taken: Vec<_> = taken.chain(split.names()).collect();
        let filters = Filters::new(list, &taken);
        let columns = Columns::of_spec(api.spec(), &call.resource)
            .map_err(|error| TableError(error.to_string()))?;
        Source::new(&api, call.clone())?;
        Ok(Arc::new(ListTable { api, call, columns, filters, split, parts, on_warning }))
    }
}

impl fmt::Debug for TableBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableBuilder")
            .field("resource", &self.call.resource)
            .finish_non_exhaustive()
    }
}

/// Adds the values of the API that the call lacks.
pub(crate) fn params_of_api(
    api: &Api,
    list: &List,
    split: &[&str],
    call: &mut Call,
) -> Result<(), TableError> {
    let path = all_params(list, api.spec());
    let path = path.iter().map(|param| param.name.wire.as_str());
    for name in api.variables().chain(path) {
        if split.contains(&name) || call.params.iter().any(|(known, _)| known == name) {
            continue;
        }
        let of_api = api.params().iter().find(|(known, _)| known == name);
        call.params.push(of_api.cloned().ok_or_else(|| {
            TableError(format!("`{}` needs a value for the parameter `{name}`", call.resource))
        })?);
    }
    Ok(())
}

/// A list as a table; see [`Api::table`].
pub struct ListTable {
    api: Api,
    call: Call,
    columns: Columns,
    filters: Filters,
    split: Split,
    parts: Vec<Part>,
    on_warning: Option<OnWarning>,
}

impl ListTable {
    /// The scan of these columns.
    fn scan_of(&self, columns: Option<&Vec<usize>>) -> Result<(Scan, Paging), TableError> {
        let columns = projected(&self.columns, columns)?;
        let source = Source::new(&self.api, self.call.clone())?;
        let (paging, on_warning) = (source.paging(), self.on_warning.clone());
        Ok((Scan { source: Box::new(source), columns, on_warning }, paging))
    }

    /// The parts of the list, each narrowed by what a query asks for.
    fn units(&self, filters: &[(String, String)], limit: Option<u64>) -> Vec<Unit> {
        let units = self.parts.iter().map(|part| {
            let filters = [filters, &*part.filters].concat();
            let params = part.params.clone();
            let request = Request { params, filters, limit, ..Request::default() };
            Unit { name: part.name.clone(), request, pinned: None }
        });
        units.collect()
    }
}

#[cfg(feature = "distributed")]
impl ListTable {
    /// The scan of all columns.
    pub(crate) fn whole_scan(&self) -> Result<Scan, TableError> {
        self.scan_of(None).map(|(scan, _)| scan)
    }

    /// The units of a load: of so many pages, where the list is split by page number. That it
    /// is the list needs its total, so its first page is read.
    pub(crate) async fn load_units(
        &self,
        scan: &Scan,
        pages: NonZeroU64,
    ) -> Result<Vec<Unit>, ScanError> {
        let mut units = self.units(&[], None);
        let paging = scan.source.of_spec().map(Source::paging).unwrap_or_default();
        if let (Some(start), Some(unit)) = (splittable(&self.split, &paging), units.first_mut()) {
            unit.request.range = Range::Numbers(start, None);
            let first = FirstPage::read(scan, unit).await?;
            let counted = by_number(&unit.request, start, &first, 1);
            return Ok(counted.and_then(|units| by_pages(&units, pages.get())).unwrap_or(units));
        }
        Ok(units)
    }
}

/// The columns that a query reads.
pub(crate) fn projected(
    all: &Columns,
    columns: Option<&Vec<usize>>,
) -> Result<Columns, TableError> {
    let columns = columns.map_or_else(|| Ok(all.clone()), |columns| all.project(columns));
    columns.map_err(|error| TableError(error.to_string()))
}

/// The number of the first page, where the list can be split by number: it counts its rows.
fn splittable(split: &Split, paging: &Paging) -> Option<u64> {
    let is_counted = paging.page.total.is_some() && paging.counts != OnShortfall::Ignore;
    paging.first_number().filter(|_| *split == Split::Numbers && is_counted)
}

#[async_trait]
impl TableProvider for ListTable {
    fn schema(&self) -> SchemaRef {
        self.columns.schema().clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        conditions: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(conditions.iter().map(|condition| self.filters.support(condition)).collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
        columns: Option<&Vec<usize>>,
        conditions: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let ((scan, paging), limit) = (self.scan_of(columns)?, limit.map(|limit| limit as u64));
        let filters = match self.filters.narrow(conditions) {
            Narrowed::By(filters) if limit != Some(0) => filters,
            _ => return Ok(Arc::new(EmptyExec::new(scan.columns.schema().clone()))),
        };
        let mut units = self.units(&filters, limit);
        if let (Split::Numbers, Some(start)) = (&self.split, paging.first_number()) {
            for unit in &mut units {
                unit.request.range = Range::Numbers(start, None);
            }
        }
        let at_a_time = session.config().target_partitions();
        let (Some(unit), None) = (units.first(), limit) else {
            return Ok(Arc::new(ListExec::new(scan, units, at_a_time, None, limit)));
        };
        let first = FirstPage::read(&scan, unit).await?;
        if let Some(start) = splittable(&self.split, &paging) {
            units = by_number(&unit.request, start, &first, at_a_time).unwrap_or(units);
        }
        Ok(Arc::new(ListExec::new(scan, units, at_a_time, Some(first), None)))
    }
}

impl fmt::Debug for ListTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListTable").field("resource", &self.call.resource).finish_non_exhaustive()
    }
}
