//! How pages after the first are requested, if otherwise than the first.

/// How the pages at a next position are requested, if otherwise than the first page; build
/// it from [`Then::get`] and the like.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{NextFrom, SendIn, SendRules, Then};
///
/// const SCROLL: Paging = Paging::NONE
///     .next(NextFrom::Body("/_scroll_id"))
///     .send(SendIn::Body("/scroll_id"))
///     .send_rules(SendRules::DEFAULT.alone(true))
///     .then(Then::post("/_search/scroll").body(r#"{"scroll":"1m"}"#));
/// assert!(SCROLL.then.unwrap().post);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Then<S = &'static str> {
    /// Whether they are requested by POST; otherwise by GET.
    pub post: bool,
    /// Their path below the base URL, which may have parameters of the list's path; `None`
    /// if the next position is a link, which says where they are.
    pub path: Option<S>,
    /// JSON Pointer to their items; `None` if they are where those of the first page are.
    pub items: Option<S>,
    /// The constant part of their body, as JSON; only by POST.
    pub body: Option<S>,
}

impl Then {
    /// By GET at this path.
    #[must_use]
    pub const fn get(path: &'static str) -> Self {
        Self::new(false, Some(path))
    }

    /// By POST at this path.
    #[must_use]
    pub const fn post(path: &'static str) -> Self {
        Self::new(true, Some(path))
    }

    /// By GET of the link that is the next position.
    #[must_use]
    pub const fn get_link() -> Self {
        Self::new(false, None)
    }

    /// By POST to the link that is the next position.
    #[must_use]
    pub const fn post_link() -> Self {
        Self::new(true, None)
    }

    /// Sets where their items are.
    #[must_use]
    pub const fn items(mut self, pointer: &'static str) -> Self {
        self.items = Some(pointer);
        self
    }

    /// Sets the constant part of their body, as JSON.
    #[must_use]
    pub const fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }
}

impl<S> Then<S> {
    /// By POST or GET; at this path, or at the link that is the next position.
    #[must_use]
    pub const fn new(post: bool, path: Option<S>) -> Self {
        Self { post, path, items: None, body: None }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Then<T> {
        Then {
            post: self.post,
            path: self.path.map(&mut text),
            items: self.items.map(&mut text),
            body: self.body.map(text),
        }
    }
}
