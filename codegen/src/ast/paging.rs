//! How a list pages, as a spec may say it.

use super::Or;

/// A paging style, knob by knob.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Knobs {
    /// Start from this preset or style; the other knobs override it.
    pub preset: Option<String>,
    /// Where the next position comes from.
    pub next: Option<Next>,
    /// Where it is sent: `url`, or a place.
    pub send: Option<Or<SendTo>>,
    /// Pages can be asked for by number.
    pub number: Option<Number>,
    /// Pages can be asked for by offset.
    pub offset: Option<Offset>,
    /// Page size.
    pub size: Option<Size>,
    /// Where it stands, as a pointer or elsewhere, that pages follow.
    pub more: Option<Or<Beside>>,
    /// Where it stands that this is the last page.
    pub done: Option<Or<Beside>>,
    /// What a reply says of the list.
    pub page: Option<Page>,
    /// What a shortage against the total does.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "warn", "ignore"])))]
    pub counts: Option<String>,
    /// When a walk ends.
    pub ends: Option<Ends>,
    /// What a walk never does.
    pub safety: Option<Safety>,
}

/// Where the next position comes from; one of the four.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// Pointer into the body.
    pub body: Option<String>,
    /// Name of a reply header.
    pub header: Option<String>,
    /// Relation of a `Link` header.
    pub link: Option<String>,
    /// Pointer into the last item.
    pub last: Option<String>,
}

/// Where the next position is sent; one of the three.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendTo {
    /// Name of a query parameter.
    pub query: Option<String>,
    /// Pointer into the JSON body of the request.
    pub body: Option<String>,
    /// Name of a request header.
    pub header: Option<String>,
}

/// A place beside the body of a reply; one of the two.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Beside {
    /// Name of a reply header.
    pub header: Option<String>,
    /// Relation of a `Link` header.
    pub link: Option<String>,
}

/// Page numbers.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Number {
    /// The query parameter.
    pub query: Option<String>,
    /// Or a pointer into the body of the request.
    pub body: Option<String>,
    /// Number of the first page; 0 unless given.
    pub start: Option<u64>,
}

/// Offsets.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offset {
    /// The query parameter.
    pub query: Option<String>,
    /// Or a pointer into the body of the request.
    pub body: Option<String>,
    /// The first offset; 0 unless given.
    pub start: Option<u64>,
    /// `items`, `size`, or a pointer to the step.
    pub step: Option<String>,
    /// What it does that the row which a page shares with the one before is gone:
    /// `error` or `warn`; or `off`: pages share no row.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "warn", "off"])))]
    pub overlap: Option<String>,
}

/// Page size: its parameter and bounds.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Size {
    /// The query parameter.
    pub query: Option<String>,
    /// Or a pointer into the body of the request.
    pub body: Option<String>,
    /// What the server takes when none is sent.
    pub default: Option<u64>,
    /// The largest that the server takes.
    pub max: Option<u64>,
}

/// Where a reply says what of the list: at pointers, or beside the body.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// Number of this page.
    pub number: Option<Or<Beside>>,
    /// Its size.
    pub size: Option<Or<Beside>>,
    /// How many pages there are.
    pub pages: Option<Or<Beside>>,
    /// How many items there are.
    pub total: Option<Or<Beside>>,
    /// Link to the page before.
    pub previous: Option<Or<Beside>>,
    /// Link to the first page.
    pub first: Option<Or<Beside>>,
}

/// When a walk ends.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ends {
    /// `end`, `error` or `single_page`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["end", "error", "single_page"])))]
    pub absent: Option<String>,
    /// Whether `""` ends a walk like null.
    pub empty_string: Option<bool>,
    /// Whether a page without items ends a walk.
    pub empty_page: Option<bool>,
    /// Whether the position that was sent ends a walk when it comes back as the next one.
    pub same: Option<bool>,
    /// Whether a first page that ends the walk, and says that more follows, is a warning.
    pub hints: Option<bool>,
}

/// What a walk never does.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields, default))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Safety {
    /// `error`, `stop` or `allow`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["error", "stop", "allow"])))]
    pub repeat: Option<String>,
    /// The most pages of a walk.
    pub max_pages: Option<u64>,
    /// The most empty pages in a row.
    pub max_empty_pages: Option<u64>,
    /// `same`, `rebase`, or the hosts that links may lead to.
    pub origin: Option<Origin>,
    /// Parameters that links are given where they lack them.
    pub keep: Option<Vec<String>>,
}

/// Where links may lead.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// `same` or `rebase`.
    Word(String),
    /// These hosts.
    Hosts(Vec<String>),
}
