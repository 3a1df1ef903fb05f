//! What a user may write, as plain data.
//!
//! The YAML front end deserialises into these types, the derive fills them
//! from attributes. Nothing here is checked yet, and nothing here knows its place
//! in the source: a [`SourceMap`](crate::source_map::SourceMap) keeps the places,
//! by path.

mod json;
mod paging;

use std::collections::BTreeMap;

use crate::work::Counted;
pub use json::Json;
pub use paging::{Beside, Ends, Knobs, Next, Number, Offset, Origin, Page, Safety, SendTo, Size};

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

    /// The entries by their names, for whoever looks many of them up.
    pub(crate) fn by_name(&self) -> BTreeMap<Counted<&str>, &T> {
        self.iter().map(|(key, value)| (Counted(key), value)).collect()
    }

    /// The entry of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// A value that has a short form, a text, and a long one, a map.
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
    /// What the API is.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// Base URL, with `{variables}`.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub server: Option<String>,
    /// `none`, `basic`, `bearer`, or where a key goes.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub auth: Option<Or<Auth>>,
    /// Path parameters given once, when the client is built: name to type.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub params: Map<String>,
    /// Headers of every request.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub headers: Map<String>,
    /// Where a reply says that it failed.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub errors: Option<Errors>,
    /// Where a server says "later" in its own way.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub rate_limit: Option<RateLimit>,
    /// What the generated code looks like.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub generate: Option<Generate>,
    /// The paging style of all resources that name none.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub paging: Option<Or<Knobs>>,
    /// Further styles, by name.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub styles: Map<Knobs>,
    /// What can be listed.
    pub resources: Map<Resource>,
    /// The structs and enums of the rows.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub records: Map<Or<Record>>,
}

/// Where a key that authenticates goes; one of the two.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Auth {
    /// Name of a request header.
    pub header: Option<String>,
    /// Name of a query parameter.
    pub query: Option<String>,
}

/// JSON Pointers to what a reply says of its failure.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Errors {
    /// False where the reply failed, also with status 200.
    pub success: Option<String>,
    /// The API's own code.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
}

/// How a server says "later".
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateLimit {
    /// Statuses that mean it.
    pub status: Vec<u16>,
    /// Header with the requests that remain.
    pub remaining: Option<String>,
    /// Header with the time of the next one.
    pub reset: Option<String>,
}

/// What the generated code looks like.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Generate {
    /// Traits that records implement beyond `Clone`, `Debug` and `Deserialize`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::schema::derives"))]
    pub derive: Vec<String>,
    /// The types of `date` and `datetime`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["jiff", "string"])))]
    pub dates: Option<String>,
}

/// Something that can be listed.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Resource {
    /// What the list holds.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// Path below the server, with `{parameters}`; empty where it is a POST.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub get: String,
    /// The same for a list that is asked for by a POST which only reads.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub post: Option<String>,
    /// What the body of each request holds from the start.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub body: Option<Json>,
    /// Types of the path parameters; string unless given.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub params: Map<String>,
    /// A preset, a style of the spec, or knobs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub paging: Option<Or<Knobs>>,
    /// Pointer to the items.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub items: Option<Or<Items>>,
    /// Name of the record, or `rust(path::Type)`.
    pub record: String,
    /// What identifies a record, where the record is not of this spec.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub key: Option<String>,
    /// Query parameters of the list.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub filters: Map<Filter>,
    /// Limits of this list alone.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub size: Option<Size>,
}

impl Resource {
    /// The key of its path, and the path.
    #[must_use]
    pub fn path(&self) -> (&'static str, &str) {
        self.post.as_deref().map_or(("get", &self.get), |path| ("post", path))
    }
}

/// Where the items stand, in full.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Items {
    /// Pointer to the items.
    pub at: String,
    /// `error` or `empty`: what a missing array means.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "empty"])))]
    pub missing: Option<String>,
}

/// A query parameter of a list.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Filter {
    /// Name on the wire; the key unless given.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub param: Option<String>,
    /// Type of the value.
    #[cfg_attr(feature = "yaml", serde(rename = "type"))]
    pub ty: Type,
    /// `repeat`, `comma` or `brackets`.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["repeat", "comma", "brackets"])))]
    pub list: Option<String>,
    /// Where times are sent without an offset: `UTC`, or the offset that they are at.
    #[cfg_attr(feature = "yaml", serde(default))]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = crate::lower::ZONE_PATTERN)))]
    pub zone: Option<String>,
    /// What it narrows the list to.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// What a row is.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
    /// What identifies it: a field's wire name, or a pointer.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub key: Option<String>,
    /// Its fields.
    pub fields: Map<Type>,
}

/// A type as it is written: a text, a list of one type, or a map.
///
/// A map with the key `type` is the long form of a field (`type`, `wire`,
/// `docs`, `rename`, `zone`); any other map is an object of its own.
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
