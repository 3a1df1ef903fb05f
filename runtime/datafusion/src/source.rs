//! Where the rows of a table come from: walks of one list.

use crate::api::Api;
use crate::error::TableError;
use datafusion::arrow::record_batch::RecordBatch;
use pagesmith::{Client, Pages};
use pagesmith_arrow::Columns;
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::{self, List, Paging};
use pagesmith_interpret::{Call, Error, find, pages};
use std::fmt;
use std::sync::Arc;

/// What one walk asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// Parameters of the path.
    pub(crate) params: Vec<(String, String)>,
    /// Filters by their keys, with one value each.
    pub(crate) filters: Vec<(String, String)>,
    pub(crate) range: Range,
    /// The most rows.
    pub(crate) limit: Option<u64>,
}

/// Which pages a walk reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Range {
    /// All, as the list pages.
    #[default]
    Listed,
    /// By number, from this page to that one, or to the end.
    Numbers(u64, Option<u64>),
}

/// The walks of a table.
pub(crate) trait Walks: fmt::Debug + Send + Sync {
    /// The name of the table in messages.
    fn name(&self) -> &str;

    /// How many rows a page has, as far as that is known before it is read.
    fn page_size(&self) -> Option<u64>;

    /// What is requested, without values.
    fn describe(&self, request: &Request) -> String;

    /// A walk, of which nothing was sent yet.
    fn walk(&self, request: &Request, columns: &Columns) -> Result<Pages<RecordBatch>, Error>;

    /// The list of a spec, if it is one: others are read where they are.
    #[cfg(feature = "distributed")]
    fn of_spec(&self) -> Option<&Source> {
        None
    }
}

/// A list of a spec, with the values that all its walks have.
pub(crate) struct Source {
    #[cfg(feature = "distributed")]
    api: Api,
    spec: Arc<model::Api>,
    client: Client,
    call: Call,
}

impl Source {
    /// Of a list; `call` has its parameters and the filters that are always sent.
    pub(crate) fn new(api: &Api, call: Call) -> Result<Self, TableError> {
        find(api.spec(), &call.resource)?;
        Ok(Self {
            #[cfg(feature = "distributed")]
            api: api.clone(),
            spec: api.shared_spec().clone(),
            client: api.shared_client()?,
            call,
        })
    }

    #[cfg(feature = "distributed")]
    pub(crate) fn api(&self) -> &Api {
        &self.api
    }

    /// What all walks have in common.
    #[cfg(feature = "distributed")]
    pub(crate) fn common(&self) -> &Call {
        &self.call
    }

    /// The list; `new` found it.
    fn list(&self) -> Option<&List> {
        self.spec.list(&self.call.resource)
    }

    /// How the list pages.
    pub(crate) fn paging(&self) -> Paging {
        self.list().map(|list| paging_of(list, &self.spec)).unwrap_or_default()
    }

    /// The filters of a walk: those that are always sent, and its own.
    fn call(&self, request: &Request) -> Call {
        let mut call = self.call.clone();
        call.params.extend(request.params.iter().cloned());
        call.filters.extend(request.filters.iter().cloned());
        call.limit = request.limit;
        // Of a page that is the only one, no more rows than are wanted.
        let is_less = |limit: &u64| self.page_size().is_some_and(|size| *limit < size);
        call.page_size = request.limit.filter(is_less).or(call.page_size);
        if let Range::Numbers(first, last) = request.range {
            (call.from_page, call.to_page) = (Some(first), last);
        }
        call
    }
}

impl Walks for Source {
    fn name(&self) -> &str {
        &self.call.resource
    }

    fn page_size(&self) -> Option<u64> {
        let default = || self.paging().size.and_then(|size| size.default);
        self.call.page_size.or_else(default)
    }

    fn walk(&self, request: &Request, columns: &Columns) -> Result<Pages<RecordBatch>, Error> {
        let pages = pages(&self.spec, &self.call(request), &self.client)?;
        Ok(columns.pages(pages))
    }

    #[cfg(feature = "distributed")]
    fn of_spec(&self) -> Option<&Source> {
        Some(self)
    }

    /// The method, the path as the spec writes it, and the names of the filters.
    fn describe(&self, request: &Request) -> String {
        let shown = self.list().map(|list| format!("{} {}", list.verb.word(), list.path));
        let mut shown = shown.unwrap_or_default();
        let filters = self.call.filters.iter().chain(&request.filters);
        for (at, (key, _)) in filters.enumerate() {
            shown.push(if at == 0 { '?' } else { '&' });
            shown.push_str(key);
        }
        shown
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("resource", &self.call.resource).finish_non_exhaustive()
    }
}
