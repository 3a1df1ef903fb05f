//! How the next position is sent.

/// How the next position is sent; build it from [`SendRules::DEFAULT`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{NextFrom, SendIn, SendRules};
///
/// // Later requests have the cursor alone, without filters and page size.
/// const ALONE: Paging = Paging::NONE
///     .next(NextFrom::Body("/cursor"))
///     .send(SendIn::Body("/cursor"))
///     .send_rules(SendRules::DEFAULT.alone(true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SendRules<S = &'static str> {
    /// What links are relative to.
    pub url: LinkBase<S>,
    /// The JSON type of a position in a body.
    pub json_type: SendAs,
    /// Whether filters and the page size are left out of requests with a position.
    pub alone: bool,
    /// The text that is sent, with `{next}` in place of the position.
    pub template: Option<S>,
}

/// What links are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkBase<S = &'static str> {
    /// The URL of the request (RFC 3986).
    Request,
    /// The base URL of the client: a link that begins with `/` is appended to it.
    Base,
    /// The URL at this JSON Pointer of the reply, in the same way.
    At(S),
}

/// The JSON type of a position in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendAs {
    /// The type that it came with; a string, if it came in a header or a query.
    Same,
    /// A number.
    Number,
}

impl SendRules {
    /// The default rules: links are relative to the request, tokens are sent as they
    /// came, with the filters and the page size.
    pub const DEFAULT: Self = Self::none();

    /// Sets what links are relative to.
    #[must_use]
    pub const fn url(mut self, base: LinkBase) -> Self {
        self.url = base;
        self
    }

    /// Sets the JSON type of a position in a body.
    #[must_use]
    pub const fn json_type(mut self, json_type: SendAs) -> Self {
        self.json_type = json_type;
        self
    }

    /// Sets whether filters and the page size are left out of requests with a position.
    #[must_use]
    pub const fn alone(mut self, alone: bool) -> Self {
        self.alone = alone;
        self
    }

    /// Sets the text that is sent, with `{next}` in place of the position.
    #[must_use]
    pub const fn template(mut self, template: &'static str) -> Self {
        self.template = Some(template);
        self
    }
}

impl<S> SendRules<S> {
    pub(crate) const fn none() -> Self {
        Self { url: LinkBase::Request, json_type: SendAs::Same, alone: false, template: None }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> SendRules<T> {
        SendRules {
            url: match self.url {
                LinkBase::Request => LinkBase::Request,
                LinkBase::Base => LinkBase::Base,
                LinkBase::At(pointer) => LinkBase::At(text(pointer)),
            },
            json_type: self.json_type,
            alone: self.alone,
            template: self.template.map(text),
        }
    }
}

impl<S> Default for SendRules<S> {
    fn default() -> Self {
        Self::none()
    }
}
