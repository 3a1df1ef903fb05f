//! The paging of a list as a spec describes it.

use super::{Json, Map, Or, Word};

/// A paging style, knob by knob.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Knobs {
    /// The preset or style to start from; the other knobs override it.
    pub preset: Option<String>,
    /// Where a reply states the next position.
    pub next: Option<Next>,
    /// Where requests send the position: `url` if it is a link, or a place in the request.
    pub send: Option<Or<SendTo>>,
    /// Values of each reply that the next request needs beside its position.
    pub carry: Option<Vec<Carry>>,
    /// How pages after the first are requested, if otherwise than the first.
    pub then: Option<Then>,
    /// The page number, if pages can be requested by number.
    pub number: Option<Number>,
    /// The offset, if pages are requested by offset.
    pub offset: Option<Offset>,
    /// The page size: its parameter and bounds.
    pub size: Option<Size>,
    /// Where a reply states whether more pages follow: a JSON Pointer, a header or a link relation.
    pub more: Option<Or<Flag>>,
    /// Where a reply states whether this is the last page: a JSON Pointer, a header or a link relation.
    pub done: Option<Or<Flag>>,
    /// Where a reply states page numbers, counts and links.
    pub page: Option<Page>,
    /// What happens if a walk yields fewer items than the total: `error`, `warn` or `ignore`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "warn", "ignore"])))]
    pub counts: Option<String>,
    /// What ends a walk.
    pub ends: Option<Ends>,
    /// Where a reply states that it is incomplete.
    pub partial: Option<Partial>,
    /// What the last page gives for the next synchronisation.
    pub delta: Option<Delta>,
    /// Limits on what a walk does.
    pub safety: Option<Safety>,
}

/// Where a reply states the next position: one of `body`, `header`, `link` and `last`; and how it
/// is used.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// JSON Pointer into the reply's body; with `where`, to an array.
    pub body: Option<String>,
    /// Name of a reply header.
    pub header: Option<String>,
    /// Relation in the `Link` header, such as `next`.
    pub link: Option<String>,
    /// JSON Pointer into the last item.
    pub last: Option<String>,
    /// The field that chooses an element of the array at `body`, and its value.
    pub r#where: Option<Map<Word>>,
    /// JSON Pointer into that element.
    pub at: Option<String>,
    /// Whether the position is an object, each member of which is sent in the query parameter of
    /// its name; then `send` has no place.
    pub spread: Option<bool>,
    /// The position that the first request sends, such as `*`.
    pub start: Option<Word>,
    /// A number that is added to the position before it is sent; it may be negative.
    pub add: Option<i64>,
    /// What happens to the first row of a page that the page before ended with: `keep` or `drop`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["keep", "drop"])))]
    pub overlap: Option<String>,
}

/// Where requests send the next position: one of `url`, `query`, `body`, `header` and `path`; and
/// how it is sent.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendTo {
    /// Name of a query parameter.
    pub query: Option<String>,
    /// JSON Pointer into the request's body.
    pub body: Option<String>,
    /// Name of a request header.
    pub header: Option<String>,
    /// Name of a `{parameter}` that is a segment of the path; the first request lacks the segment.
    pub path: Option<String>,
    /// The position is a link, relative to `request` (the URL of the request), to `base` (the base
    /// URL of the client), or to the URL at a JSON Pointer of the reply.
    pub url: Option<String>,
    /// The JSON type of the position in a body: `same` or `number`.
    #[cfg_attr(feature = "yaml", serde(rename = "as"))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["same", "number"])))]
    pub json_type: Option<String>,
    /// Whether filters and the page size are left out of requests with a position.
    pub alone: Option<bool>,
    /// The text that is sent, with `{next}` in place of the position.
    pub template: Option<String>,
}

/// A value of each reply that the next request needs: where it is, and one of `query`, `header` and
/// `body`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Carry {
    /// Where a reply states it: a JSON Pointer, a header or a link relation.
    pub from: Option<Or<Beside>>,
    /// Name of the query parameter that it is sent in.
    pub query: Option<String>,
    /// Name of the request header that it is sent in.
    pub header: Option<String>,
    /// JSON Pointer into the request's body, where it is sent.
    pub body: Option<String>,
}

/// How the pages at a next position are requested: by one of `get` and `post`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Then {
    /// By GET: their path, or `url` if the next position is a link.
    pub get: Option<String>,
    /// By POST: their path, or `url` if the next position is a link.
    pub post: Option<String>,
    /// JSON Pointer to their items [default: that of the list].
    pub items: Option<String>,
    /// The constant part of their body, by POST.
    pub body: Option<Json>,
}

/// A place in the headers of a reply: `header`, or `link` with or without `attribute`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Beside {
    /// Name of a reply header.
    pub header: Option<String>,
    /// Relation in the `Link` header, such as `next`.
    pub link: Option<String>,
    /// Attribute of that link, in place of its target.
    pub attribute: Option<String>,
}

/// Where a reply states whether pages follow: one of `at`, `header`, `link` and `remaining`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flag {
    /// JSON Pointer into the reply's body.
    pub at: Option<String>,
    /// Name of a reply header.
    pub header: Option<String>,
    /// Relation in the `Link` header, such as `next`.
    pub link: Option<String>,
    /// Attribute of that link, in place of its target.
    pub attribute: Option<String>,
    /// The values there that mean yes [default: `true`].
    pub is: Option<Vec<Word>>,
    /// JSON Pointer to the number of items that follow this page.
    pub remaining: Option<String>,
}

/// Where a reply states that it is incomplete.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Partial {
    /// JSON Pointer, header or link relation.
    pub at: Option<Or<Beside>>,
    /// The values there that mean so [default: anything but null, `false`, 0, `""`, `[]` and `{}`].
    pub is: Option<Vec<Word>>,
    /// What happens then: `warn` or `error`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["warn", "error"])))]
    pub does: Option<String>,
}

/// Where the last page states what the next synchronisation begins with, and, unless requests send
/// it as a next position, one of `query` and `header`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delta {
    /// JSON Pointer into the reply's body.
    pub body: Option<String>,
    /// Name of the query parameter in which each request of the next synchronisation sends it.
    pub query: Option<String>,
    /// Name of the request header in which each request of the next synchronisation sends it.
    pub header: Option<String>,
}

/// Page numbers.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Number {
    /// Name of the query parameter.
    pub query: Option<String>,
    /// JSON Pointer into the request's body, in place of `query`.
    pub body: Option<String>,
    /// Number of the first page [default: 0].
    pub start: Option<u64>,
}

/// Offsets.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offset {
    /// Name of the query parameter.
    pub query: Option<String>,
    /// JSON Pointer into the request's body, in place of `query`.
    pub body: Option<String>,
    /// The first offset [default: 0].
    pub start: Option<u64>,
    /// How far the next page is: `items` (the number of items on the page), `size` (the page
    /// size), or a JSON Pointer to the step.
    pub step: Option<String>,
    /// Whether a page begins with the last row of the page before, and what happens if that row
    /// is gone: `error`, `warn`, or `off` for pages that share no row.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "warn", "off"])))]
    pub overlap: Option<String>,
}

/// The page size: its parameter and bounds.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Size {
    /// Name of the query parameter.
    pub query: Option<String>,
    /// JSON Pointer into the request's body, in place of `query`.
    pub body: Option<String>,
    /// Page size that the server uses if the request has none.
    pub default: Option<u64>,
    /// Largest page size that the server accepts.
    pub max: Option<u64>,
    /// Which requests send it: `set` (those of a call that sets it) or `always`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["set", "always"])))]
    pub send: Option<String>,
    /// Whether a page that fails again and again, by a 5xx or a time-out, is requested in
    /// half its size.
    pub halve: Option<bool>,
    /// The smallest page size that `halve` leads to.
    pub min: Option<u64>,
}

/// Where a reply states page numbers, counts and links: JSON Pointers, headers or link relations.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// The number of this page.
    pub number: Option<Or<Beside>>,
    /// The page size.
    pub size: Option<Or<Beside>>,
    /// The number of pages.
    pub pages: Option<Or<Beside>>,
    /// The number of items in the list.
    pub total: Option<Or<Beside>>,
    /// The link to the previous page.
    pub previous: Option<Or<Beside>>,
    /// The link to the first page.
    pub first: Option<Or<Beside>>,
}

/// What ends a walk.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ends {
    /// What a missing next position means: `end`, `error` or `single_page`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["end", "error", "single_page"])))]
    pub absent: Option<String>,
    /// Whether the next position `""` ends a walk, as null does.
    pub empty_string: Option<bool>,
    /// Whether a page without items ends a walk.
    pub empty_page: Option<bool>,
    /// Statuses that end a walk, such as 404 past the last page.
    pub status: Option<Vec<u16>>,
    /// Values in place of the next position that end a walk, such as `0`.
    pub values: Option<Vec<Word>>,
    /// Whether a next position that equals the one just sent ends a walk.
    pub same: Option<bool>,
    /// Whether to warn if the first page ends the walk although its reply says that more follows.
    pub hints: Option<bool>,
}

/// Limits on what a walk does.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Safety {
    /// What happens if a position or page repeats: `error`, `stop` or `allow`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "stop", "allow"])))]
    pub repeat: Option<String>,
    /// Most pages of a walk; more are an error.
    pub max_pages: Option<u64>,
    /// Most pages without items in a row; more are an error.
    pub max_empty_pages: Option<u64>,
    /// Where links may lead: `same`, `rebase`, or a list of hosts.
    pub origin: Option<Origin>,
    /// Query parameters of the first request that are added to links without them.
    pub keep: Option<Vec<String>>,
}

/// Where links may lead.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// `same`: the client's own origin; `rebase`: any, but requested at the client's own.
    Word(String),
    /// The client's own origin and these hosts.
    Hosts(Vec<String>),
}
