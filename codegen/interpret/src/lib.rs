//! A spec that is read at run time drives the runtime: no code is generated.
//!
//! [`Call`] says what is asked for, in the names of the spec; [`walk`] checks it
//! and hands out the pages of a list, each record as the JSON that the server
//! sent. [`RecordCheck`] says where such a record is not what the spec says, and
//! [`Columns`] reads it into the cells of a table.

mod cells;
mod children;
mod data;
mod given;
mod increment;
mod parent_fields;
pub mod plain_http;
mod record;

pub use cells::{Cell, Column, ColumnKind, Columns, one_line};
pub use children::{ChildRecords, Parents, children, parents_call};
pub use given::{Given, unlisted_values};
pub use increment::{Increment, Mark};
pub use parent_fields::{
    added_names, field_text, parent_members, with_members, with_parent_fields,
};
#[doc(hidden)]
pub use record::scalar_kind;
pub use record::{Mismatch, RecordCheck, Unusable};

use pagesmith::{AnyList, Client, ClientBuilder, Dynamic, Evidence, Pager, Pages, Position};
use pagesmith_codegen::diag::did_you_mean;
use pagesmith_codegen::model::{Api, Auth, List};
use serde_json::value::RawValue;
use std::fmt;

/// The environment variable with the user's name, for basic auth.
pub const USERNAME: &str = "PAGESMITH_USERNAME";
/// The environment variable with the password, for basic auth.
pub const PASSWORD: &str = "PAGESMITH_PASSWORD";
/// The environment variable with a bearer token.
pub const TOKEN: &str = "PAGESMITH_TOKEN";
/// The environment variable with a key that is sent in a header, in the query or in the
/// body.
pub const API_KEY: &str = "PAGESMITH_API_KEY";
/// The environment variable with an ID that is sent beside such a key.
pub const API_ID: &str = "PAGESMITH_API_ID";

/// A record, as the server sent it.
pub type Record = Box<RawValue>;

/// What is asked for, in the names of the spec.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The resource.
    pub resource: String,
    /// Server variables and path parameters.
    pub params: Vec<(String, String)>,
    /// Filters, each as often as it has values.
    pub filters: Vec<(String, String)>,
    /// The base URL in place of that of the spec.
    pub base_url: Option<String>,
    /// Items a page.
    pub page_size: Option<u64>,
    /// The most items.
    pub limit: Option<u64>,
    /// By number, though the list has another way.
    pub by_number: bool,
    /// By number, from this page on.
    pub from_page: Option<u64>,
    /// By number, to this page.
    pub to_page: Option<u64>,
    /// Pages at a time, by number.
    pub concurrency: Option<usize>,
    /// The position of an earlier walk.
    pub resume: Option<Position>,
    /// What the end of the walk has to show for its being whole.
    pub require: Evidence,
}

/// Why there is no walk.
#[derive(Clone, Debug)]
pub enum Error {
    /// What was asked for does not fit the spec.
    Misuse(String),
    /// The runtime refused it.
    Runtime(pagesmith::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(message) => f.write_str(message),
            Self::Runtime(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<pagesmith::Error> for Error {
    fn from(error: pagesmith::Error) -> Self {
        Self::Runtime(error)
    }
}

/// Where credentials come from: the value of such a variable of the
/// environment. The library reads none by itself.
pub type Secrets<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The pages of a list.
///
/// # Errors
/// When the call does not fit the spec, or credentials are missing.
pub fn walk(api: &Api, call: &Call, secrets: Secrets<'_>) -> Result<Pages<Record>, Error> {
    let client = client(api, call, secrets)?.build()?;
    pages(api, call, &client)
}

/// A client of the API, for whoever wants more of it before it is built.
///
/// # Errors
/// As [`walk`].
pub fn client(api: &Api, call: &Call, secrets: Secrets<'_>) -> Result<ClientBuilder, Error> {
    let given = Given::read(api, call)?;
    authorize(client_at(api, call.base_url.as_deref(), &given.server), api, secrets)
}

/// A client for all lists of the API, without credentials: at this base URL, or at the server
/// of the spec, with these values of its variables.
pub fn client_at(
    api: &Api,
    base_url: Option<&str>,
    variables: &[(String, String)],
) -> ClientBuilder {
    let mut builder = data::client(api);
    for (name, value) in variables {
        builder = builder.value(name.clone(), value);
    }
    if let Some(url) = base_url {
        builder = builder.base_url(url);
    }
    for (name, value) in &api.headers {
        builder = builder.header(name, value);
    }
    builder
}

/// Adds the credentials that the API asks for.
///
/// # Errors
/// When one of them is missing, or can't be sent.
pub fn authorize(
    builder: ClientBuilder,
    api: &Api,
    secrets: Secrets<'_>,
) -> Result<ClientBuilder, Error> {
    let set = |name: &str| {
        let missing =
            || format!("this API asks for credentials: set the environment variable `{name}`");
        secrets(name).ok_or_else(|| Error::Misuse(missing()))
    };
    let secret = |name: &str| match set(name)? {
        empty if empty.is_empty() => Err(Error::Misuse(format!(
            "this API asks for credentials, and the environment variable `{name}` is empty: set it"
        ))),
        secret => Ok(secret),
    };
    let in_header = |name: &str| {
        let value = secret(name)?;
        if value.chars().any(char::is_control) {
            return Err(Error::Misuse(format!(
                "the environment variable `{name}` contains a line break or another control character, which no header can have: remove it"
            )));
        }
        Ok(value)
    };
    Ok(match &api.auth {
        Auth::None => builder,
        // Where the user is the key, the password is empty.
        Auth::Basic => builder.basic(secret(USERNAME)?, set(PASSWORD)?),
        Auth::Bearer => builder.bearer(in_header(TOKEN)?),
        Auth::Header(name) => builder.api_key_header(name, in_header(API_KEY)?),
        Auth::Query(name) => builder.api_key_query(name, secret(API_KEY)?),
        Auth::Body { id: None, key } => builder.api_key_body([(key, secret(API_KEY)?)]),
        Auth::Body { id: Some(id), key } => {
            builder.api_key_body([(id, secret(API_ID)?), (key, secret(API_KEY)?)])
        }
    })
}

/// The pages of a list, by a client of its API.
///
/// # Errors
/// When the call does not fit the spec.
pub fn pages(api: &Api, call: &Call, client: &Client) -> Result<Pages<Record>, Error> {
    let list = find(api, &call.resource)?;
    let mut pager = pager(client, data::list(api, list), &Given::read(api, call)?, call.page_size);
    if list.envelope.is_some() {
        pager = pager.knows_rest();
    }
    if let Some(items) = call.limit {
        pager = pager.limit(items);
    }
    pager = pager.require(call.require);
    let by_number = call.by_number || call.from_page.is_some() || call.concurrency.is_some();
    if call.to_page.is_none() && !by_number {
        return Ok(match &call.resume {
            Some(position) => pager.resume(position).pages(),
            None => pager.pages(),
        });
    }
    let mut pager = match call.from_page {
        Some(page) => pager.from_page(page)?,
        None => pager.by_number()?,
    };
    if let Some(page) = call.to_page {
        pager = pager.to_page(page);
    }
    Ok(match &call.resume {
        Some(position) => pager.resume(position).pages(),
        None => pager.concurrency(call.concurrency.unwrap_or(1)).pages(),
    })
}

/// A call of a list with these values.
fn pager(
    client: &Client,
    list: AnyList,
    given: &Given,
    page_size: Option<u64>,
) -> Pager<Dynamic<Record>> {
    let mut pager = Pager::<Dynamic<Record>>::of_list(client, list, given.path.clone());
    if !given.query.is_empty() {
        pager = pager.query(&given.query);
    }
    for (pointer, value) in &given.body {
        pager = pager.body_at(pointer, value);
    }
    match page_size {
        Some(items) => pager.page_size(items),
        None => pager,
    }
}

/// The list of this resource.
///
/// # Errors
/// When the spec has none.
pub fn find<'a>(api: &'a Api, resource: &str) -> Result<&'a List, Error> {
    let known = || api.lists.iter().map(|list| list.method.wire.as_str());
    let found = api.lists.iter().find(|list| list.method.wire == resource);
    found.ok_or_else(|| unknown("the spec", "resource", resource, known()))
}

/// A name that is not among the known ones.
fn unknown<'a>(
    of: &str,
    what: &str,
    written: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Error {
    let hint = match did_you_mean(written, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "it has none".to_owned(),
            known => format!("it has {known}"),
        },
    };
    Error::Misuse(format!("{of} has no {what} `{written}`; {hint}"))
}
