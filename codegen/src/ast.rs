//! A spec as its author wrote it, as plain data.
//!
//! The YAML front end deserialises into these types, the derive fills them
//! from attributes. Nothing here is checked yet, and nothing here has a place
//! in the source: a [`SourceMap`](crate::source_map::SourceMap) maps paths to
//! places.

mod json;
mod one;
mod paging;
mod word;

use std::collections::BTreeMap;

use crate::work::Counted;
pub use json::Json;
pub use one::One;
pub use paging::{
    Beside, Carry, Delta, Ends, Flag, Knobs, Next, Number, Offset, Origin, Page, Partial, Safety,
    SendTo, Size, Then,
};
pub use word::Word;

/// Entries in the order of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<T>(pub Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    /// The entries, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The entries by name, for callers that look up many of them.
    pub(crate) fn by_name(&self) -> BTreeMap<Counted<&str>, &T> {
        self.iter().map(|(key, value)| (Counted(key), value)).collect()
    }

    /// The entry of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// A value that has a short form (a string) and a long form (a map).
#[derive(Clone, Debug, PartialEq)]
pub enum Or<T> {
    /// The short form.
    Text(String),
    /// The long form.
    Map(T),
}

/// A whole spec file.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spec {
    /// Version of the format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
    pub pagesmith: u32,
    /// Name of the API, for docs.
    pub name: String,
    /// What the API is, for docs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// Base URL, with `{variables}`.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub server: Option<String>,
    /// How requests authenticate: `none`, `basic`, `bearer`, or where an API key is sent.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub auth: Option<Or<Auth>>,
    /// Path parameters that are set once, when the client is built: their names and types.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub params: Map<String>,
    /// Headers of every request.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub headers: Map<String>,
    /// Query parameters of every request; links that lack them get them.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub query: Map<String>,
    /// Where a reply reports an error.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub errors: Option<Errors>,
    /// How the server limits the rate of requests.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub rate_limit: Option<RateLimit>,
    /// Options of the generated code.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub generate: Option<Generate>,
    /// The paging style of all resources without a `paging` of their own.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub paging: Option<Or<Knobs>>,
    /// Named paging styles, for resources to refer to.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub styles: Map<Knobs>,
    /// The lists of the API, by name.
    pub resources: Map<Resource>,
    /// The records and enums of the API, by name.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub records: Map<Or<Record>>,
}

/// Where an API key is sent; give exactly one key.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Auth {
    /// Name of a request header.
    pub header: Option<String>,
    /// Name of a query parameter.
    pub query: Option<String>,
    /// Pointer into the request's body, or the pointers of two values.
    pub body: Option<Or<BodyKeys>>,
}

/// Where an ID and its API key are sent: JSON Pointers into the request's body.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BodyKeys {
    /// Pointer to the ID.
    pub id: String,
    /// Pointer to the key.
    pub key: String,
}

/// JSON Pointers to the parts of a reply that report an error.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Errors {
    /// Pointer to a flag that is false if the request failed, even with status 200.
    pub success: Option<Or<Success>>,
    /// Pointer to something that is there only if the request failed.
    pub failed: Option<String>,
    /// Pointer to the API's error code.
    pub code: Option<String>,
    /// Pointer to a message for people.
    pub message: Option<String>,
}

/// Where a reply reports success, in the long form.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Success {
    /// JSON Pointer.
    pub at: Option<String>,
    /// The values there that mean success.
    pub is: Vec<Word>,
}

/// How the server limits the rate of requests.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateLimit {
    /// Statuses that mean "try again later".
    pub status: Vec<u16>,
    /// Reply header with the number of requests that remain.
    pub remaining: Option<String>,
    /// Reply header with the time from which requests are accepted again.
    pub reset: Option<String>,
    /// Values of the API's error code that mean "try again later", whatever the status.
    pub code: Vec<Word>,
    /// JSON Pointer to the seconds to wait, or a number of seconds.
    pub wait: Option<Word>,
}

/// Options of the generated code.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Generate {
    /// Traits that records implement beyond `Clone`, `Debug` and `Deserialize`; `rust(path)` is a
    /// derive of the user's own.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::derives"))]
    pub derive: Vec<String>,
    /// The types of `date` and `datetime`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["jiff", "chrono", "time", "string"])))]
    pub dates: Option<String>,
}

/// A list of the API.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Resource {
    /// What the list contains, for docs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// Path below the server, with `{parameters}`, of a list that is read by GET.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub get: String,
    /// Path below the server, with `{parameters}`, of a list that is read by POST.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub post: Option<String>,
    /// `QUERY`, if the list at `post` is read by that method, which has a body too.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["QUERY"])))]
    pub method: Option<String>,
    /// The constant part of each request's body.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub body: Option<Json>,
    /// Query parameters of every request, over those of the spec.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub query: Map<String>,
    /// Types of the path parameters [default: `string`].
    #[cfg_attr(feature = "yaml", serde(default))]
    pub params: Map<String>,
    /// How the list pages: a preset, a style of the spec, or knobs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub paging: Option<Or<Knobs>>,
    /// JSON Pointer to the array of items.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub items: Option<Or<Items>>,
    /// The type of an item: a record of the spec, or `rust(path::Type)`.
    pub record: String,
    /// A record for what a reply has beside its items.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub envelope: Option<String>,
    /// What identifies an item of the type `rust(…)`: a name on the wire, or a JSON Pointer.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub key: Option<String>,
    /// Parameters that narrow the list, by name.
    #[cfg_attr(feature = "yaml", serde(default, deserialize_with = "filters"))]
    #[cfg_attr(feature = "schema", schemars(with = "Map<Or<Filter>>"))]
    pub filters: Map<Filter>,
    /// Page size bounds of this list, over those of its paging style.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub size: Option<Size>,
    /// How a single record is requested: its path, or the long form.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub one: Option<Or<One>>,
    /// The list of the parents of these items: `list` names it, and each other key is a
    /// parameter of the path, with a JSON Pointer to its value in a record of the parents.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("required" = ["list"])))]
    pub for_each: Option<Map<String>>,
}

impl Resource {
    /// The key of its path, and the path.
    #[must_use]
    pub fn path(&self) -> (&'static str, &str) {
        self.post.as_deref().map_or(("get", &self.get), |path| ("post", path))
    }

    /// All its paths: of the list, and of a single record.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        [self.path().1].into_iter().chain(self.one.iter().map(|one| one.path().0))
    }
}

/// Where the items are, in the long form.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Items {
    /// JSON Pointer to the items, or several.
    pub at: Pointers,
    /// What is at each pointer: `array`, `map`, `one_or_many` or `groups`.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["array", "map", "one_or_many", "groups"])))]
    pub shape: Option<String>,
    /// The field of an item that takes what the item, or its group, is called by.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub name: Option<String>,
    /// `error` or `empty`: what a missing array means.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "empty"])))]
    pub missing: Option<String>,
}

/// One JSON Pointer, or several.
#[derive(Clone, Debug, PartialEq)]
pub enum Pointers {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Default for Pointers {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl Pointers {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(pointer) => std::slice::from_ref(pointer),
            Self::Several(pointers) => pointers,
        }
    }
}

/// A query parameter of a list.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Filter {
    /// Name on the wire [default: the filter's key].
    #[cfg_attr(feature = "yaml", serde(default))]
    pub param: Option<String>,
    /// Type of the value.
    #[cfg_attr(feature = "yaml", serde(rename = "type"))]
    pub ty: Type,
    /// How several values are sent: `repeat`, `comma` or `brackets`.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["repeat", "comma", "brackets"])))]
    pub list: Option<String>,
    /// The zone in which times are sent without an offset: `UTC`, or an offset such as `+02:00`.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = crate::lower::ZONE_PATTERN)))]
    pub zone: Option<String>,
    /// The field that the filter compares, and how.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub matches: Option<Matches>,
    /// Which items the filter selects, for docs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
}

/// Filters, of which the short form is their type.
#[cfg(feature = "yaml")]
fn filters<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Map<Filter>, D::Error> {
    let Map(written) = <Map<Or<Filter>> as serde::Deserialize>::deserialize(from)?;
    let whole = |written| match written {
        Or::Text(ty) => Filter { ty: Type::Text(ty), ..Filter::default() },
        Or::Map(filter) => filter,
    };
    Ok(Map(written.into_iter().map(|(name, filter)| (name, whole(filter))).collect()))
}

/// The field that a filter compares with its value.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matches {
    /// The field: a name on the wire, or a JSON Pointer into the record.
    pub field: String,
    /// How the field compares to the value in the items that are selected [default: `=`].
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["=", "!=", "<", "<=", ">", ">="])))]
    pub op: Option<String>,
}

/// A record: the fields of an item.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// What the record is, for docs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// What identifies the record: a field's name on the wire, or a JSON Pointer.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub key: Option<String>,
    /// Attributes for the struct in Rust, as Rust writes them: `"#[deprecated]"`.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub attributes: Option<String>,
    /// The fields, by name.
    pub fields: Map<Type>,
}

/// A type as written: a string, a list of one type, or a map.
///
/// A map with the key `type` is the long form of a field (`type`, `wire`,
/// `docs`, `rename`, `zone`, `attributes`); any other map is an object of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `string?`, `enum(a, b)`, `[T]`, `map<T>`, `rust(path)`, a record.
    Text(String),
    /// `[T]` written without quotes.
    List(Box<Type>),
    /// A long form or an inline object.
    Map(Map<Type>),
}

impl Default for Type {
    fn default() -> Self {
        Self::Text(String::new())
    }
}
