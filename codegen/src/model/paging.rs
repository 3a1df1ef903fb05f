//! How lists page, after the checks: every knob has a value.

/// How a list pages.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingRef {
    /// A preset of the runtime: one of [`PRESETS`](pagesmith_paging::PRESETS).
    Preset(&'static str),
    /// A style of the spec: its index in [`Api::styles`](super::Api::styles).
    Style(usize),
    /// Knobs of this list alone.
    Own(Box<Paging>),
    /// A constant of the user's, whose code only the derive has.
    Rust,
}

/// A paging style with every knob decided.
pub type Paging = pagesmith_paging::OwnedPaging;

/// What of a reply says whether pages follow.
pub type More = pagesmith_paging::More<String, Vec<String>>;

/// Where a reply says that it is incomplete.
pub type Partial = pagesmith_paging::Partial<String, Vec<String>>;

/// Where items are, besides the list's own pointer, and which shape they have.
pub type ItemRules = pagesmith_paging::ItemRules<String, Vec<String>>;
