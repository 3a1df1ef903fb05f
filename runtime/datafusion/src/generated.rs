//! Lists of generated clients as tables.

use crate::error::TableError;
use crate::scan::{FirstPage, ListExec, Scan, Unit};
use crate::source::{Request, Walks};
use crate::table::projected;
use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use pagesmith::Pages;
use pagesmith_arrow::{Columns, Row};
use pagesmith_interpret::Error;
use std::fmt;
use std::sync::Arc;

/// Begins a walk with at most so many rows.
type Begin<T> = dyn Fn(Option<u64>) -> Pages<T> + Send + Sync;

/// A list of a generated client as a table.
///
/// Columns and limits of a query are sent to the API. Its conditions are not: set filters in the
/// closure, which begins a walk: `move |limit| list_of(&client).limit(limit.unwrap_or(u64::MAX)).pages()`.
pub struct GeneratedTable<T: Row> {
    name: String,
    columns: Columns,
    begin: Arc<Begin<T>>,
}

impl<T: Row> GeneratedTable<T> {
    /// The table of a list. `begin` begins a walk of it, with at most so many rows, and sends
    /// nothing; `name` is the table's name in messages.
    ///
    /// # Errors
    /// When the records have no columns.
    pub fn new(
        name: impl Into<String>,
        begin: impl Fn(Option<u64>) -> Pages<T> + Send + Sync + 'static,
    ) -> Result<Arc<Self>, TableError> {
        let columns = Columns::of::<T>().map_err(|error| TableError(error.to_string()))?;
        Ok(Arc::new(Self { name: name.into(), columns, begin: Arc::new(begin) }))
    }
}

#[async_trait]
impl<T: Row + 'static> TableProvider for GeneratedTable<T> {
    fn schema(&self) -> SchemaRef {
        self.columns.schema().clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        columns: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns = projected(&self.columns, columns)?;
        if limit == Some(0) {
            return Ok(Arc::new(EmptyExec::new(columns.schema().clone())));
        }
        let limit = limit.map(|limit| limit as u64);
        let source = Box::new(Begun { name: self.name.clone(), begin: self.begin.clone() });
        let scan = Scan { source, columns, on_warning: None };
        let request = Request { limit, ..Request::default() };
        let unit = Unit { name: "the whole list".to_owned(), request, pinned: None };
        let first = match limit {
            Some(_) => None,
            None => Some(FirstPage::read(&scan, &unit).await?),
        };
        Ok(Arc::new(ListExec::new(scan, vec![unit], 1, first, limit)))
    }
}

impl<T: Row> fmt::Debug for GeneratedTable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneratedTable").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The walks of such a table.
struct Begun<T> {
    name: String,
    begin: Arc<Begin<T>>,
}

impl<T: Row> Walks for Begun<T> {
    fn name(&self) -> &str {
        &self.name
    }

    fn page_size(&self) -> Option<u64> {
        None
    }

    fn describe(&self, _: &Request) -> String {
        self.name.clone()
    }

    fn walk(&self, request: &Request, columns: &Columns) -> Result<Pages<RecordBatch>, Error> {
        Ok(columns.pages((self.begin)(request.limit)))
    }
}

impl<T> fmt::Debug for Begun<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Begun").field("name", &self.name).finish_non_exhaustive()
    }
}
