//! How lists page, once it was checked: every knob decided.

use crate::place::Code;

/// How a list pages.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingRef {
    /// A preset of the runtime: one of [`PRESETS`](crate::lower::PRESETS).
    Preset(&'static str),
    /// A style of the spec: its index in [`Api::styles`](super::Api::styles).
    Style(usize),
    /// Knobs of this list alone.
    Own(Box<Paging>),
    /// A constant of the user's, as a path.
    Rust(Code),
}

/// A paging style with every knob decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// Pointer to the next position in the body.
    pub next: Option<String>,
    /// Where it is sent.
    pub send: Send,
    /// Pages by number.
    pub number: Option<Number>,
    /// Page size.
    pub size: Option<Size>,
    /// Whether the reply itself says that pages follow.
    pub more: Option<More>,
    /// What a reply says of the list.
    pub page: Page,
    /// What a shortage against the total does.
    pub counts: Counts,
    /// When a walk ends.
    pub ends: Ends,
    /// What a walk never does.
    pub safety: Safety,
}

/// Where the next position is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Send {
    /// It is the URL.
    #[default]
    Url,
    /// In this query parameter.
    Query(String),
}

/// Pages by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The query parameter.
    pub query: String,
    /// Number of the first page.
    pub start: u64,
}

/// Page size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// The query parameter.
    pub query: String,
    /// What the server takes when none is sent.
    pub default: Option<u64>,
    /// The largest that it takes.
    pub max: Option<u64>,
}

/// What says that pages follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum More {
    /// Pointer to what is true while pages follow.
    While(String),
    /// Pointer to what is true on the last page.
    Until(String),
}

/// Pointers to what a reply says of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Number of this page.
    pub number: Option<String>,
    /// Its size.
    pub size: Option<String>,
    /// How many pages there are.
    pub pages: Option<String>,
    /// How many items there are.
    pub total: Option<String>,
    /// Link to the page before.
    pub previous: Option<String>,
    /// Link to the first page.
    pub first: Option<String>,
}

/// What a shortage against the total does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counts {
    /// It fails the walk.
    Error,
    /// It is told.
    #[default]
    Warn,
    /// Nothing.
    Ignore,
}

/// When a walk ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ends {
    /// What it means that the key of the next position is absent.
    pub absent: Absent,
    /// Whether `""` ends a walk like null.
    pub empty_string: bool,
    /// Whether a page without items ends a walk.
    pub empty_page: bool,
}

impl Default for Ends {
    fn default() -> Self {
        Self { absent: Absent::Error, empty_string: true, empty_page: false }
    }
}

/// What it means that the key of the next position is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The end of the list.
    End,
    /// An error.
    Error,
    /// The end on the first page, an error on any later one.
    SinglePage,
}

/// What a walk never does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// What a position seen before does.
    pub repeat: Repeat,
    /// The most pages of a walk.
    pub max_pages: Option<u64>,
    /// The most empty pages in a row.
    pub max_empty_pages: u64,
    /// Where links may lead.
    pub origin: Origin,
    /// Parameters that links are given where they lack them.
    pub keep: Vec<String>,
}

impl Default for Safety {
    fn default() -> Self {
        Self {
            repeat: Repeat::Error,
            max_pages: None,
            max_empty_pages: 1000,
            origin: Origin::Same,
            keep: Vec::new(),
        }
    }
}

/// What a position seen before does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It fails the walk.
    Error,
    /// It ends the walk.
    Stop,
    /// Nothing.
    Allow,
}

/// Where links may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// To the client's own origin.
    Same,
    /// Anywhere, but the request goes to the client's own origin.
    Rebase,
    /// To these hosts too, by https.
    Hosts(Vec<String>),
}
