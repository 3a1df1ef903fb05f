//! A transport with prepared replies.

use super::request::Request;
use super::tape::{self, Exchange, Got};
use crate::client::shared_future::lock;
use crate::error::Error;
use crate::transport::{Body, BoxError, BoxFuture, Transport};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use http_body::Frame;
use serde_core::Serialize;
use std::collections::VecDeque;
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// A transport that returns prepared replies, one after another, and notes the
/// requests. Clones share both, so a test keeps a clone to inspect.
///
/// If no reply is left for a request, or if the recorded walk did not make that
/// request, the reply has status 501, which is not retried, and its error message names
/// the request.
///
/// ```
/// use pagesmith::testing::Replay;
///
/// let replay = Replay::new()
///     .page(serde_json::json!({"data": [{"id": 1}], "next_page_token": "a"}))
///     .reply(429, serde_json::json!({"message": "slow down"}))
///     .header("retry-after", "2")
///     .fails();
/// assert_eq!(replay.left(), 3);
/// ```
#[derive(Clone, Default)]
pub struct Replay(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
}

/// The reply to a request.
struct Answer {
    /// The recorded request that it belongs to, if it was recorded.
    expected: Option<Expected>,
    got: Result<Got, Unusable>,
}

struct Expected {
    method: String,
    target: String,
}

/// Why a reply can't be given; the request that would get it fails with this.
struct Unusable(String);

impl Replay {
    /// A replay without replies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The replies of a walk that a [`Recorder`](super::Recorder) saved. Each request
    /// must match the recorded one: its method, its path, and the recorded parameters
    /// of its query.
    ///
    /// # Errors
    /// When the file can't be read, or is not a recording; the message says which.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let refused = |cause: BoxError| {
            Error::input(format!("`{}` is not a recorded walk", path.display())).because(cause)
        };
        let text = std::fs::read_to_string(path).map_err(|cause| {
            let what = match cause.kind() {
                ErrorKind::NotFound => format!(
                    "there is no file `{}`; a `Recorder` writes it (`ClientBuilder::record`, then `Recorder::save`)",
                    path.display()
                ),
                _ => format!("`{}` can't be read", path.display()),
            };
            Error::input(what).because(cause)
        })?;
        Ok(Self::of(tape::read(&text).map_err(refused)?))
    }

    /// The replies of these exchanges.
    pub(super) fn of(exchanges: Vec<Exchange>) -> Self {
        let answers = exchanges.into_iter().map(|Exchange { method, target, got, .. }| Answer {
            expected: Some(Expected { method, target }),
            got: Ok(got),
        });
        Self(Arc::new(Mutex::new(State { answers: answers.collect(), requests: Vec::new() })))
    }

    /// Adds a reply: this JSON, with status 200.
    #[must_use]
    pub fn page(self, body: impl Serialize) -> Self {
        self.reply(200, body)
    }

    /// Adds a reply: this JSON, with this status.
    #[must_use]
    pub fn reply(self, status: u16, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => self.raw(status, "application/json", body),
            Err(error) => {
                self.then(Err(Unusable(format!("its body does not serialise to JSON: {error}"))))
            }
        }
    }

    /// Adds a reply: these bytes, with this status and content type.
    #[must_use]
    pub fn raw(self, status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            return self.then(Err(Unusable(format!("{status} is not an HTTP status"))));
        };
        let reply = Got::Reply { status, headers: Vec::new(), body: body.into(), cut: false };
        self.then(Ok(reply)).header(header::CONTENT_TYPE.as_str(), content_type)
    }

    /// Adds a header to the last reply.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        let pair = (HeaderName::try_from(name), HeaderValue::try_from(value));
        self.change(|got| match (got, pair) {
            (Got::Reply { headers, .. }, (Ok(name), Ok(value))) => {
                headers.push((name, value));
                Ok(())
            }
            (Got::Reply { .. }, _) => Err(format!("`{name}: {value}` is not a valid header")),
            (Got::Fails, _) => {
                Err(format!("the header `{name}` is set for a request that gets no reply"))
            }
        })
    }

    /// Makes the body of the last reply break off after this many bytes.
    #[must_use]
    pub fn cut(self, bytes: usize) -> Self {
        self.change(|got| match got {
            Got::Reply { body, cut, .. } => {
                body.truncate(bytes);
                *cut = true;
                Ok(())
            }
            Got::Fails => Err("a body is cut for a request that gets no reply".to_owned()),
        })
    }

    /// Makes the next request fail: its connection breaks.
    #[must_use]
    pub fn fails(self) -> Self {
        self.then(Ok(Got::Fails))
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0).requests.clone()
    }

    /// The path and query of each request so far, as sent.
    #[must_use]
    pub fn targets(&self) -> Vec<String> {
        lock(&self.0).requests.iter().map(|request| request.target().to_owned()).collect()
    }

    /// How many replies are left.
    #[must_use]
    pub fn left(&self) -> usize {
        lock(&self.0).answers.len()
    }

    fn then(self, got: Result<Got, Unusable>) -> Self {
        lock(&self.0).answers.push_back(Answer { expected: None, got });
        self
    }

    /// Changes the last reply. If that fails, the request that would get the reply reports it.
    fn change(self, change: impl FnOnce(&mut Got) -> Result<(), String>) -> Self {
        let answer = lock(&self.0).answers.pop_back();
        let got = match answer {
            Some(Answer { got: Ok(mut got), .. }) => change(&mut got).map(|()| got),
            Some(Answer { got: Err(Unusable(why)), .. }) => Err(why),
            None => Err("it changes the last reply, and there is no reply before it".to_owned()),
        };
        self.then(got.map_err(Unusable))
    }

    /// The answer to this request.
    fn answer(&self, request: Request) -> Result<http::Response<Body>, BoxError> {
        let mut state = lock(&self.0);
        let answer = state.answers.pop_front();
        let wrong = match &answer {
            None => Some("no reply is left for it".to_owned()),
            Some(Answer { expected: Some(expected), .. }) if !expected.matches(&request) => {
                Some(format!("the recorded walk requested {} {}", expected.method, expected.target))
            }
            Some(Answer { got: Err(Unusable(why)), .. }) => {
                Some(format!("its reply can't be given: {why}"))
            }
            Some(_) => None,
        };
        let refused = wrong.map(|wrong| refusal(&request, &wrong));
        state.requests.push(request);
        match (refused, answer.map(|answer| answer.got)) {
            (Some(refused), _) => Ok(refused),
            (None, Some(Ok(got))) => got.reply(),
            (None, _) => Err("there is no reply".into()),
        }
    }
}

impl Expected {
    /// Whether this request matches. It may have more parameters: credentials were not recorded.
    fn matches(&self, request: &Request) -> bool {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let pairs = request.pairs();
        self.method == request.method()
            && path == request.path()
            && url::form_urlencoded::parse(query.as_bytes())
                .all(|(name, value)| pairs.iter().any(|pair| pair.0 == name && pair.1 == value))
    }
}

/// A reply that says what is wrong with a request, in the form of many APIs' errors.
fn refusal(request: &Request, wrong: &str) -> http::Response<Body> {
    let message = format!("the replay got {request}, but {wrong}");
    let body = serde_json::json!({"errors": [{"message": message}]}).to_string();
    let mut reply = http::Response::new(Body::from(body));
    *reply.status_mut() = StatusCode::NOT_IMPLEMENTED;
    reply
}

impl Got {
    fn reply(self) -> Result<http::Response<Body>, BoxError> {
        let Self::Reply { status, headers, body, cut } = self else {
            return Err("the replay makes this request fail".into());
        };
        let body = if cut { Body::new(Cut(Some(body))) } else { Body::from(body) };
        let mut reply = http::Response::new(body);
        *reply.status_mut() = status;
        reply.headers_mut().extend(headers);
        Ok(reply)
    }
}

/// A body that breaks off.
struct Cut(Option<Bytes>);

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err("the replay makes this body break off".into()),
        }))
    }
}

impl Transport for Replay {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let replay = self.clone();
        Box::pin(async move { replay.answer(Request(request)) })
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.0);
        f.debug_struct("Replay")
            .field("requests", &state.requests.len())
            .field("left", &state.answers.len())
            .finish()
    }
}
