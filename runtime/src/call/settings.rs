//! The settings of a list call, and the walk made of them.

use crate::call::filled_path::FilledPath;
use crate::call::filter::{self, FilterError};
use crate::call::item_pointers;
use crate::client::Client;
use crate::client::base_url::header_pair;
use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::AnyList;
use crate::paging::{AnyPaging, Evidence, Text};
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::protocol::{Body, Plan, Walk, link};
use http::HeaderMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Where a walk begins.
#[derive(Clone)]
pub(crate) enum StartAt {
    /// The beginning of the list.
    Start,
    Cursor(Cursor),
    Position(Box<Position>),
}

/// The settings of a list call.
#[derive(Clone)]
pub(crate) struct ListCall {
    pub(crate) client: Client,
    pub(crate) list: AnyList,
    values: Vec<(Text, String)>,
    /// Typed filters, by their parameter, each with its encoded pairs.
    filters: Vec<(Text, Vec<String>)>,
    /// Other parameters, each with its encoded pair.
    query: Vec<(String, String)>,
    /// The values that are set in the request's body, by pointer.
    body: Vec<(String, Body)>,
    headers: HeaderMap,
    /// Whether the caller knows what a page has beside its items.
    knows_rest: bool,
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// The evidence that the walk must have at its end.
    pub(crate) required: Evidence,
    /// The number of the last page to read.
    pub(crate) last_number: Option<u64>,
    pub(crate) read_ahead: bool,
    pub(crate) concurrency: usize,
    /// Whether it is a blocking call.
    pub(crate) blocking: bool,
    from: StartAt,
    pub(crate) deadline: Option<Duration>,
    fault: Option<Error>,
}

/// The values of the path as texts, by name.
pub(crate) fn texts(values: &[(&'static str, &dyn fmt::Display)]) -> Vec<(Text, String)> {
    values.iter().map(|(name, value)| ((*name).into(), value.to_string())).collect()
}

impl ListCall {
    pub(crate) fn new(
        client: &Client,
        list: impl Into<AnyList>,
        values: Vec<(Text, String)>,
    ) -> Self {
        Self {
            client: client.clone(),
            list: list.into(),
            values,
            filters: Vec::new(),
            query: Vec::new(),
            body: Vec::new(),
            headers: HeaderMap::new(),
            knows_rest: false,
            page_size: None,
            limit: None,
            max_pages: None,
            required: Evidence::Unproven,
            last_number: None,
            read_ahead: true,
            concurrency: 1,
            blocking: false,
            from: StartAt::Start,
            deadline: None,
            fault: None,
        }
    }

    /// The same call, by a caller that knows what a page has beside its items.
    pub(crate) fn knowing_rest(mut self) -> Self {
        self.knows_rest = true;
        self
    }

    /// Starts here in place of the beginning of the list.
    pub(crate) fn starting_at(mut self, from: StartAt) -> Self {
        self.from = from;
        self
    }

    /// The values of the path that have one of these names.
    pub(crate) fn values_of(&self, names: &[Text]) -> Vec<(String, String)> {
        let wanted = self.values.iter().filter(|(name, _)| names.contains(name));
        wanted.map(|(name, value)| (name.to_string(), value.clone())).collect()
    }

    /// Keeps the first error, which the walk then reports.
    pub(crate) fn fail(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }

    /// Adds a header to each request.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match header_pair(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(error) => self.fail(error),
        }
    }

    /// Sets a filter; a second value replaces the first. `suffix` is appended to its
    /// name when it is sent.
    pub(crate) fn filter(
        &mut self,
        param: Text,
        suffix: &str,
        values: Result<Vec<String>, FilterError>,
    ) {
        match values {
            Ok(values) => {
                self.filters.retain(|(known, _)| *known != param);
                let name = format!("{param}{suffix}");
                let pairs = values.iter().map(|value| link::pair(&name, value)).collect();
                self.filters.push((param, pairs));
            }
            Err(problem) => self.fail(Error::input(format!("filter `{param}`: {problem}"))),
        }
    }

    pub(crate) fn query(&mut self, pairs: &impl serde_core::Serialize) {
        let json = serde_json::to_string(pairs).map_err(|error| error.to_string());
        match json.and_then(|json| filter::pairs(&json)) {
            Ok(pairs) => self.query.extend(pairs.into_iter().map(|(name, value)| {
                let pair = link::pair(&name, &value);
                (name, pair)
            })),
            Err(problem) => {
                self.fail(Error::input(format!(
                    "the query does not serialise to pairs: {problem}"
                )));
            }
        }
    }

    /// Sets the value at a pointer of the request's body; a second value replaces the first.
    pub(crate) fn body_at(&mut self, pointer: &str, json: Result<String, impl fmt::Display>) {
        let json = json.map_err(|error| error.to_string());
        let value = json.and_then(|json| Body::parse(&json).map_err(|error| error.to_string()));
        match value {
            Ok(value) => {
                self.body.retain(|(known, _)| known != pointer);
                self.body.push((pointer.to_owned(), value));
            }
            Err(problem) => self.fail(Error::input(format!("`{pointer}` of the body: {problem}"))),
        }
    }

    /// The walk of this call, or why the call is refused.
    pub(crate) fn walk(self) -> Result<Walk, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.client.check_blocking_mode(self.blocking)?;
        let paging = &self.list.paging;
        check_size(self.page_size, paging)?;
        check_first(&self.from, paging)?;
        check_last(self.last_number, &self.from)?;
        let owned = |name: &str| paging.params().any(|(param, _)| param == name);
        if let Some((name, _)) = self.query.iter().find(|(name, _)| owned(name)) {
            return Err(Error::input(format!(
                "the query parameter `{name}` belongs to the paging of this list; use `page_size`, `from_page` or `resume`"
            )));
        }
        let FilledPath { url, path, segment, later } =
            FilledPath::new(&self.client, &self.list, self.values)?;
        let constant = self.list.query.as_deref().unwrap_or_default();
        if let Some((name, _)) =
            self.query.iter().find(|(name, _)| link::names_in(constant).any(|known| known == *name))
        {
            return Err(Error::input(format!(
                "the query parameter `{name}` has a constant value in this list; remove it from the call"
            )));
        }
        let others = self.query.iter().map(|(_, pair)| pair);
        let pairs: Vec<&String> =
            self.filters.iter().flat_map(|(_, pairs)| pairs).chain(others).collect();
        let complete = |mut url: Url, is_filtered: bool| {
            if !constant.is_empty() {
                link::append(&mut url, constant);
            }
            pairs.iter().filter(|_| is_filtered).for_each(|pair| link::append(&mut url, pair));
            url
        };
        let alone = paging.send_rules.alone;
        let at_position = (alone || paging.then.is_some())
            .then(|| complete(later.unwrap_or_else(|| url.clone()), !alone));
        let url = complete(url, true);
        let max_pages = self.max_pages.or(paging.safety.max_pages);
        let mut list = self.list;
        item_pointers::fill_in(&mut list, &path, &pairs)?;
        let mut plan =
            Plan::new(list, url)?.of_client(self.client.base(), self.client.rate_limit())?;
        if let Some(url) = at_position {
            plan = plan.with_requests_at_positions(url)?;
        }
        let plan = plan.with_body(&self.body)?;
        let mut headers = self.client.inner().headers.clone();
        headers.extend(self.headers.clone());
        let plan = Arc::new(Plan {
            path: Arc::new(path),
            segment,
            fingerprint: plan.fingerprint.and_headers(&headers),
            headers: self.headers,
            knows_rest: self.knows_rest,
            page_size: self.page_size,
            limit: self.limit,
            max_pages,
            last_number: self.last_number,
            auth_param: self.client.auth_param().map(str::to_owned),
            ..plan
        });
        let walk = match self.from {
            StartAt::Start => {
                let first = Cursor::first(&plan.list);
                Walk::new(plan, first)
            }
            StartAt::Cursor(at) => Walk::new(plan, at),
            StartAt::Position(position) => Walk::resumed(plan, *position)?,
        };
        walk.requiring(self.required)
    }

    pub(crate) fn fetcher(&self) -> Fetcher {
        Fetcher::new(self.client.clone(), &self.list.path, self.deadline)
    }
}

/// Checks that a walk by number does not begin before the first page.
fn check_first(from: &StartAt, paging: &AnyPaging) -> Result<(), Error> {
    match (from, paging.first_number()) {
        (StartAt::Cursor(Cursor::Number(asked)), Some(first)) if *asked < first => {
            Err(Error::input(format!(
                "the pages of this list are numbered from {first}, got {asked}; ask for page {first} or a later one"
            )))
        }
        _ => Ok(()),
    }
}

/// Checks that the walk begins before its last page.
fn check_last(last: Option<u64>, from: &StartAt) -> Result<(), Error> {
    let Some(last) = last else { return Ok(()) };
    match from {
        StartAt::Cursor(Cursor::Number(first)) if *first > last => Err(Error::input(format!(
            "the last page ({last}) comes before the first ({first}); give `to_page` the number of a later page"
        ))),
        StartAt::Position(position) if !matches!(position.at, Cursor::Number(_) | Cursor::Done) => {
            Err(Error::position_refused(
                "the position is not of a walk by page number, so this walk can't end at a page number; resume it without `to_page`",
            ))
        }
        _ => Ok(()),
    }
}

fn check_size(asked: Option<u64>, paging: &AnyPaging) -> Result<(), Error> {
    let Some(asked) = asked else { return Ok(()) };
    let Some(size) = &paging.size else {
        return Err(Error::input(
            "the page size of this list can't be set: its paging has no `size`",
        ));
    };
    match size.max {
        _ if asked == 0 => Err(Error::input("the page size must be at least 1, got 0")),
        Some(max) if asked > max => Err(Error::input(format!(
            "the page size of this list must be at most {max}, got {asked}"
        ))),
        _ => Ok(()),
    }
}
