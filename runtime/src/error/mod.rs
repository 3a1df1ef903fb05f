//! The one error type of the runtime.

mod api;
mod debug;
mod kind;
mod marks;
mod masked;
mod place;
mod predicates;
mod parent;
mod source;

pub use self::api::ApiError;
pub(crate) use self::debug::plain;
pub use self::kind::ErrorKind;
pub use self::parent::unusable_parent;

use self::place::Place;
pub(crate) use self::place::without_values;
use self::source::SourceOf;
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::position::parent_key::ParentKey;
use crate::position::path_values::PathValues;
use http::{HeaderMap, StatusCode};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Headers with the server's ID of a request.
const REQUEST_IDS: [&str; 8] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-correlation-id",
    "cf-ray",
];

/// What to do if the server refuses a delta.
const DELTA_REFUSED: &str = "; it refuses the delta of the synchronisation before, which may have expired, so a full synchronisation is needed: walk the list from its beginning, without this position";

/// Why a client could not be built, or a request or a walk failed.
///
/// A pointer wide, cheap to clone, and free of credentials: what a server repeats of
/// them is hidden, or the whole text is withheld, and URLs are shown with the path as the
/// list writes it, and only the names of their query parameters. `Display` is one line:
/// what happened, on which page, why, and what to do. What a transport or a provider says
/// is in [`source`](StdError::source), without repeats, so that the chain can be printed.
/// `Debug`, which `main` prints of an error that it returns, is the kind, that line, and a
/// line for each source; `{:#?}` shows fields.
/// [`ErrorKind`] says what to do about each kind.
///
/// ```
/// # use pagesmith::testing::Replay;
/// use pagesmith::{Client, ErrorKind, Json, Paging};
///
/// # async fn test() -> Result<(), pagesmith::Error> {
/// # let replay = Replay::new().page(serde_json::json!({}));
/// # let client = Client::builder("https://api.test").transport(replay).build()?;
/// let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// // The reply has no `data`.
/// let error = calls.items().try_next().await.unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Items);
/// assert!(!error.is_transient() && error.position().is_some());
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[derive(Clone)]
pub struct Error(Arc<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    place: Option<Place>,
    /// The parent of the list, as it is shown.
    parent: Option<ParentKey>,
    status: Option<StatusCode>,
    api: Option<ApiError>,
    body: Option<String>,
    position: Option<Position>,
    /// What the server refuses of its own.
    refused: Option<Refused>,
    cut_off: bool,
    /// Whether the server sent nothing for too long.
    stalled: bool,
    attempts: u32,
    retry_after: Option<Duration>,
    /// Why it was not retried.
    stop_reason: Option<String>,
    /// Whether another attempt might have helped.
    retryable: bool,
    request_id: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What a server refuses, though an earlier reply of its own gave it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    Position,
    Delta,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            place: None,
            parent: None,
            status: None,
            api: None,
            body: None,
            position: None,
            refused: None,
            cut_off: false,
            stalled: false,
            attempts: 1,
            retry_after: None,
            stop_reason: None,
            retryable: false,
            request_id: None,
            source: None,
        }))
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, message)
    }

    /// Adds where it happened: the page of the walk, counted from 1, or 0 if it was not
    /// on a page; the position of the request; and the list.
    pub(crate) fn at(self, page: u64, at: &Cursor, url: &Url, path: &PathValues) -> Self {
        self.with(|inner| inner.place = Some(Place::new(page, at, url, path)))
    }

    pub(crate) fn status_code(self, status: StatusCode) -> Self {
        self.with(|inner| inner.status = Some(status))
    }

    /// Adds the request ID from the head of the reply.
    pub(crate) fn reply(self, headers: &HeaderMap) -> Self {
        let values = REQUEST_IDS.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
        let id = values.map(str::trim).find(|id| (1..=200).contains(&id.len())).map(str::to_owned);
        self.with(|inner| inner.request_id = id)
    }

    pub(crate) fn api(self, api: ApiError) -> Self {
        self.with(|inner| inner.api = Some(api))
    }

    /// Adds the body of the response that reports the failure.
    pub(crate) fn with_body(self, body: Option<String>) -> Self {
        self.with(|inner| inner.body = body)
    }

    /// Adds the position of the walk, from which it can be resumed.
    pub(crate) fn at_position(self, mut position: Position) -> Self {
        position.circular |= self.is_cycle();
        self.with(|inner| inner.position = Some(position))
    }

    pub(crate) fn of_kind(self, kind: ErrorKind) -> Self {
        self.with(|inner| inner.kind = kind)
    }

    /// Replaces the message by what is made of it.
    pub(crate) fn with_message(self, make: impl FnOnce(&str) -> String) -> Self {
        self.with(|inner| inner.message = make(&inner.message))
    }

    /// Without a position: the request is not a part of a walk.
    pub(crate) fn without_position(self) -> Self {
        self.with(|inner| inner.position = None)
    }

    /// Adds the position of the walk, unless the error has one.
    pub(crate) fn or_at_position(self, position: impl FnOnce() -> Position) -> Self {
        if self.position().is_some() { self } else { self.at_position(position()) }
    }

    /// Adds the number of attempts, the wait that the server asks for, and why there
    /// was no other attempt; `retryable` is whether one might have helped.
    pub(crate) fn tried(
        self,
        attempts: u32,
        retry_after: Option<Duration>,
        stop_reason: Option<String>,
        retryable: bool,
    ) -> Self {
        self.with(|inner| {
            (inner.attempts, inner.retry_after) = (attempts, retry_after);
            (inner.stop_reason, inner.retryable) = (stop_reason, retryable);
        })
    }

    pub(crate) fn position_refused(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Position, message)
    }

    pub(crate) fn because(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source = source.into();
        self.with(|inner| inner.source = Some(source))
    }

    /// Takes over the source of another error, whose message this one contains.
    pub(crate) fn with_source_of(self, other: &Self) -> Self {
        if StdError::source(other).is_none() {
            return self;
        }
        self.because(SourceOf(other.clone()))
    }

    /// The message, without the place.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// Changes the error, if it is not shared.
    fn with(mut self, fill: impl FnOnce(&mut Inner)) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            fill(inner);
        }
        self
    }

    /// The kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the reply, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The server's ID of the request, for support requests: the first of
    /// `x-request-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`,
    /// `x-ms-request-id`, `x-github-request-id`, `x-correlation-id` and `cf-ray` that
    /// the reply has.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The error that the API reports: from the places that the list names, or else
    /// from the usual ones, such as `error.message`, `message` and `detail`.
    /// Credentials in it are hidden.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// The body of a reply that reports a failure, by its status or in its body: at
    /// most 64 KiB, as text, without the credentials and the page token of the request.
    /// `None` if it was empty, and for other errors.
    ///
    /// Apart from that, it is what the server sent. `Display` and `Debug` do not show it.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The page of the walk on which it happened, counted from 1.
    #[must_use]
    pub fn page(&self) -> Option<u64> {
        self.0.place.as_ref().map(|place| place.page).filter(|page| *page > 0)
    }

    /// The number of that page, in a walk by number.
    #[must_use]
    pub fn page_number(&self) -> Option<u64> {
        self.0.place.as_ref().and_then(|place| place.number)
    }

    /// The position of the walk. Pass it to `resume` to continue without missing or
    /// repeating an item. `None` for errors outside of a walk.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.0.position.as_ref()
    }

    /// How long the server asked us to wait, if the walk did not wait that long.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the page was requested.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

/// Whether another attempt may have another status.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = &self.0.parent {
            write!(f, "children of {parent}: ")?;
        }
        if let Some(place) = &self.0.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.0.message)?;
        if self.0.attempts > 1 {
            write!(f, "; tried {} times", self.0.attempts)?;
        }
        self.0.stop_reason.iter().try_for_each(|why| write!(f, "; {why}"))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source::distinct(&**source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
