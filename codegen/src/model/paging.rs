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
    /// Where a reply states the next position.
    pub next: Option<Next>,
    /// Where it is sent.
    pub send: Send,
    /// Pages by number.
    pub number: Option<Number>,
    /// Pages by offset.
    pub offset: Option<Offset>,
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

impl Paging {
    /// What it sends by parameter, with what that is: names, and pointers into
    /// the body of the request, which begin with `/`.
    pub fn params(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let token = match (&self.next, &self.send) {
            (Some(_), Send::Query(param) | Send::Body(param)) => Some(param),
            _ => None,
        };
        let number = self.number.as_ref().map(|number| &number.query);
        let offset = self.offset.as_ref().map(|offset| &offset.query);
        let size = self.size.as_ref().map(|size| &size.query);
        let params = [
            (token, "the next position"),
            (number, "the page number"),
            (offset, "the offset"),
            (size, "the page size"),
        ];
        params.into_iter().filter_map(|(param, what)| Some((param?.as_str(), what)))
    }

    /// The pointers into the body of a reply, beside its items.
    pub fn pointers(&self) -> impl Iterator<Item = &str> {
        let next = match &self.next {
            Some(Next::Body(pointer)) => Some(pointer),
            _ => None,
        };
        let step = match self.offset.as_ref().map(|offset| &offset.step) {
            Some(Step::Body(pointer)) => Some(pointer),
            _ => None,
        };
        let more = self.more.as_ref().map(|(More::While(place) | More::Until(place))| place);
        let Page { number, size, pages, total, previous, first } = &self.page;
        let page = [number, size, pages, total, previous, first].map(Option::as_ref);
        let places = [next, step].into_iter().chain(page).chain([more]).flatten();
        places.map(String::as_str).filter(|place| place.is_empty() || place.starts_with('/'))
    }
}

/// Where a reply states the next position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// At this pointer of the body.
    Body(String),
    /// In this header.
    Header(String),
    /// As the target of this relation in a `Link` header.
    Link(String),
    /// At this pointer of the last item.
    Last(String),
}

/// Where the next position is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Send {
    /// It is the URL.
    #[default]
    Url,
    /// In this query parameter.
    Query(String),
    /// At this pointer of the request's body.
    Body(String),
    /// In this header.
    Header(String),
}

/// Pages by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The parameter; one that begins with `/` is a pointer into the body.
    pub query: String,
    /// Number of the first page.
    pub start: u64,
}

/// Pages by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offset {
    /// The parameter; one that begins with `/` is a pointer into the body.
    pub query: String,
    /// Offset of the first page.
    pub start: u64,
    /// How far it is from one page to the next.
    pub step: Step,
}

/// How far it is from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// As many as the page has items.
    Items,
    /// As many as a full page has.
    Size,
    /// The number at this pointer.
    Body(String),
}

/// Page size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// The parameter; one that begins with `/` is a pointer into the body.
    pub query: String,
    /// What the server takes when none is sent.
    pub default: Option<u64>,
    /// The largest that it takes.
    pub max: Option<u64>,
}

/// What says that pages follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum More {
    /// Place of what is true while pages follow.
    While(String),
    /// Place of what is true on the last page.
    Until(String),
}

/// Places of what a reply says of the list, as the runtime writes them: a
/// pointer, `header:NAME` or `link:REL`.
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
    /// Whether hints that more follows than the first page are a warning.
    pub hints: bool,
}

impl Default for Ends {
    fn default() -> Self {
        Self { absent: Absent::Error, empty_string: true, empty_page: false, hints: true }
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
