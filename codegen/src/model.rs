//! A checked spec: only [`lower`](crate::lower) makes it, and every stage after it
//! is infallible.

mod one;
mod paging;
mod query;
mod relations;
mod types;

pub use one::One;
pub use pagesmith_paging::{
    Carries, Carry, CarryTo, Delta, DeltaTo, Element, FirstRow, LinkBase, LinkOrigin, NextFrom,
    NextRules, Number, Offset, OnDrift, OnMissingNext, OnPartial, OnShortfall, PageKeys, Repeat,
    SendAs, SendIn, SendRules, SendSize, Shape, Size, Statuses, Step, Then,
};
pub use paging::{ItemRules, More, Paging, PagingRef, Partial};
pub use relations::{Comparison, ForEach, FromParent, Matches};
pub use types::{Enum, Field, Scalar, Struct, Type, TypeDef, Zone};

/// A name in Rust, fit for an identifier, beside the one on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The identifier, without `r#`; keywords that can't be raw are renamed.
    pub rust: String,
    /// As the server or the spec writes it.
    pub wire: String,
}

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Its name, for docs.
    pub name: String,
    /// What it is.
    pub docs: Option<String>,
    /// Base URL and its variables; `None` if each user has a different one.
    pub server: Option<Server>,
    /// How requests authenticate.
    pub auth: Auth,
    /// Path parameters given once, when the client is built.
    pub params: Vec<Param>,
    /// Headers of every request.
    pub headers: Vec<(String, String)>,
    /// How the server says "later" in its own way.
    pub rate_limit: Option<RateLimit>,
    /// Options of the generated code.
    pub generate: Generate,
    /// Styles that lists share, each a constant.
    pub styles: Vec<Style>,
    /// The lists, in the order of the document.
    pub lists: Vec<List>,
    /// The records and enums, in the order of the document, nested ones
    /// behind what they were found in.
    pub types: Vec<TypeDef>,
}

impl Api {
    /// The list of this resource.
    #[must_use]
    pub fn list(&self, resource: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.method.wire == resource)
    }
}

/// A base URL with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// As the spec writes it, `{variables}` in place.
    pub template: String,
    /// The variables, in order, each once.
    pub variables: Vec<Name>,
}

/// How requests authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// HTTP basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// A key in this header.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key at this pointer of the request's body, and an ID at another, if it has one.
    Body {
        /// Pointer to the ID.
        id: Option<String>,
        /// Pointer to the key.
        key: String,
    },
}

impl Auth {
    /// The method of a client's builder that takes the credentials.
    #[must_use]
    pub fn setter(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Basic => Some("basic"),
            Self::Bearer => Some("bearer"),
            Self::Body { id: Some(_), .. } => Some("id_and_key"),
            Self::Header(_) | Self::Query(_) | Self::Body { .. } => Some("api_key"),
        }
    }

    /// The query parameter or the pointers into the body that carry credentials, and which.
    pub fn params(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let (id, key) = match self {
            Self::Query(name) => (None, Some(name)),
            Self::Body { id, key } => (id.as_ref(), Some(key)),
            Self::None | Self::Basic | Self::Bearer | Self::Header(_) => (None, None),
        };
        let id = id.map(|id| (id.as_str(), "the ID of the API key"));
        id.into_iter().chain(key.map(|key| (key.as_str(), "the API key")))
    }
}

/// Where a reply says that it failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Pointer to what is false when it failed.
    pub success: Option<String>,
    /// The values there that mean success; empty if it is a flag.
    pub success_is: Vec<String>,
    /// Pointer to what is there only when it failed.
    pub failed: Option<String>,
    /// Pointer to the API's own code.
    pub code: Option<String>,
    /// Pointer to a sentence for people.
    pub message: Option<String>,
}

/// How a server says "later" in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Statuses that mean "try again later".
    pub status: Vec<u16>,
    /// Reply header with the number of requests that remain.
    pub remaining: Option<String>,
    /// Reply header with the time from which requests are accepted again.
    pub reset: Option<String>,
    /// The API's own codes that mean "later".
    pub code: Vec<String>,
    /// How long to wait.
    pub wait: Option<Wait>,
}

/// How long to wait after a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The seconds at this pointer.
    At(String),
    /// This many seconds.
    Seconds(u64),
}

/// Options of the generated code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generate {
    /// `PartialEq` for records and enums.
    pub partial_eq: bool,
    /// `Serialize` for records and enums.
    pub serialize: bool,
    /// Derives of the user's own for records, as paths.
    pub derives: Vec<String>,
    /// The types of `date` and `datetime`.
    pub dates: Dates,
}

/// The types of `date` and `datetime`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// The runtime's own, jiff inside where the feature is on.
    #[default]
    Runtime,
    /// The runtime's own, and the feature `jiff` must be on.
    Jiff,
    /// The same for the feature `chrono`.
    Chrono,
    /// The same for the feature `time`.
    Time,
    /// `String`.
    Text,
}

impl Dates {
    /// The feature of the runtime that must be on.
    #[must_use]
    pub fn feature(self) -> Option<&'static str> {
        match self {
            Self::Runtime | Self::Text => None,
            Self::Jiff => Some("jiff"),
            Self::Chrono => Some("chrono"),
            Self::Time => Some("time"),
        }
    }
}

/// A named style of a spec.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// The constant.
    pub name: Name,
    /// What it says.
    pub paging: Paging,
}

/// The HTTP method that requests a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Get,
    Post,
    /// As a POST, by a method that only reads.
    Query,
}

impl Verb {
    /// Its name on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Query => "QUERY",
        }
    }

    /// Whether its requests have a body.
    #[must_use]
    pub fn has_body(self) -> bool {
        self != Self::Get
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The method: `list_messages`; its wire name is the resource's.
    pub method: Name,
    /// The type: `ListMessages`, or the struct of a derive.
    pub name: Name,
    /// What the list holds.
    pub docs: Option<String>,
    /// The method of its requests.
    pub verb: Verb,
    /// Path below the server, `{parameters}` in place.
    pub path: String,
    /// What the body of each request holds from the start, as JSON.
    pub body: Option<String>,
    /// Constant query parameters: names and values.
    pub query: Vec<(String, String)>,
    /// The parameters that each call gives, in the order of the path.
    pub args: Vec<Param>,
    /// Pointer to the items.
    pub items: String,
    /// Where more items are, and which shape they have.
    pub item_rules: ItemRules,
    /// Whether nothing at the pointer means no items.
    pub missing_is_empty: bool,
    /// The type of a row.
    pub record: Record,
    /// The record for what a reply has beside its items, by its Rust name.
    pub envelope: Option<String>,
    /// Pointer, within a record, to what identifies it.
    pub key: Option<String>,
    /// Where a reply says that it failed.
    pub errors: Errors,
    /// How it pages.
    pub paging: PagingRef,
    /// Limits of this list alone, over those of the style: default and max.
    pub size: (Option<u64>, Option<u64>),
    /// Whether pages can be asked for by number.
    pub by_number: bool,
    /// Query parameters.
    pub filters: Vec<Filter>,
    /// How a single record is requested.
    pub one: Option<One>,
    /// Whose records give values of its path.
    pub for_each: Option<ForEach>,
}

impl List {
    /// All pointers to its items.
    pub fn all_items(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.items).chain(&self.item_rules.also)
    }

    /// The method that takes the parents of the list, where it has some.
    #[must_use]
    pub fn method_of_parents(&self) -> String {
        format!("{}_of", self.method.rust)
    }
}

/// A path parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Param {
    /// Its names.
    pub name: Name,
    /// Its type.
    pub ty: Scalar,
}

/// The type of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// A record of the spec.
    Own(String),
    /// A struct of the user's, as a path.
    Rust(String),
}

/// A query parameter of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The key in the spec.
    pub key: String,
    /// The method and the parameter; one that begins with `/` is a pointer into
    /// the body of the request.
    pub name: Name,
    /// The type of the value, or of one of its values where `list` is given.
    pub ty: FilterType,
    /// How several values are written.
    pub list: Option<ListStyle>,
    /// The offset of its times, which are sent without one.
    pub zone: Option<Zone>,
    /// What it compares in a record.
    pub matches: Option<Matches>,
    /// What it narrows the list to.
    pub docs: Option<String>,
}

/// The type of a filter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterType {
    /// A scalar.
    Scalar(Scalar),
    /// An enum of the spec, by its Rust name.
    Enum(String),
}

/// How several values of a filter are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1&a=2`
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a[]=1&a[]=2`
    Brackets,
}
