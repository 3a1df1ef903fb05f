//! What a reply says about the whole list.

/// [Places](crate::Paging#places) of what a reply says about the whole list.
///
/// Build it from [`PageKeys::NONE`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::PageKeys;
///
/// const STYLE: Paging = Paging::NONE
///     .number("page", 1)
///     .page(PageKeys::NONE.pages("/meta/pages").total("header:X-Total-Count"));
/// assert_eq!(STYLE.page.pages, Some("/meta/pages"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageKeys<S = &'static str> {
    /// Number of this page.
    pub number: Option<S>,
    /// Items on a full page.
    pub size: Option<S>,
    /// How many pages there are.
    pub pages: Option<S>,
    /// How many items there are.
    pub total: Option<S>,
    /// Link to the page before.
    pub previous: Option<S>,
    /// Link to the first page.
    pub first: Option<S>,
}

impl PageKeys {
    /// The keys of a list whose replies say nothing about it.
    pub const NONE: Self = Self::none();

    /// Sets the place of the number of this page.
    #[must_use]
    pub const fn number(mut self, place: &'static str) -> Self {
        self.number = Some(place);
        self
    }

    /// Sets the place of the number of items on a full page.
    #[must_use]
    pub const fn size(mut self, place: &'static str) -> Self {
        self.size = Some(place);
        self
    }

    /// Sets the place of the count of pages.
    #[must_use]
    pub const fn pages(mut self, place: &'static str) -> Self {
        self.pages = Some(place);
        self
    }

    /// Sets the place of the count of items.
    #[must_use]
    pub const fn total(mut self, place: &'static str) -> Self {
        self.total = Some(place);
        self
    }

    /// Sets the place of the link to the page before.
    #[must_use]
    pub const fn previous(mut self, place: &'static str) -> Self {
        self.previous = Some(place);
        self
    }

    /// Sets the place of the link to the first page.
    #[must_use]
    pub const fn first(mut self, place: &'static str) -> Self {
        self.first = Some(place);
        self
    }
}

impl<S> PageKeys<S> {
    pub(crate) const fn none() -> Self {
        Self { number: None, size: None, pages: None, total: None, previous: None, first: None }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> PageKeys<T> {
        PageKeys {
            number: self.number.map(&mut text),
            size: self.size.map(&mut text),
            pages: self.pages.map(&mut text),
            total: self.total.map(&mut text),
            previous: self.previous.map(&mut text),
            first: self.first.map(text),
        }
    }
}

impl<S> Default for PageKeys<S> {
    fn default() -> Self {
        Self::none()
    }
}
