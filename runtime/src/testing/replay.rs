//! A transport that answers with replies given beforehand.

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
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// Answers with replies given beforehand, one after another, and notes the
/// requests. Clones share both, so that a test keeps one to look at.
///
/// A request that nothing is left for is answered with a status that is not
/// tried again (501), and so is one that a recorded walk did not make: the
/// error says which.
#[derive(Clone, Default)]
pub struct Replay(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
}

/// What a request gets.
struct Answer {
    /// The request that it belongs to, where that was recorded.
    asked: Option<Asked>,
    got: Result<Got, Unusable>,
}

struct Asked {
    method: String,
    target: String,
}

/// Why an answer can't be given: told to whoever asks for it.
struct Unusable(String);

impl Replay {
    /// Without replies yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The replies of a walk that a [`Recorder`](super::Recorder) saved. Each
    /// request has to be the one that was made then: its method and its path,
    /// and all the parameters of its query.
    ///
    /// # Errors
    /// When the file can't be read, or is no recording.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let refused = |cause: BoxError| {
            Error::input(format!("`{}` holds no recorded walk", path.display())).because(cause)
        };
        let text = std::fs::read_to_string(path).map_err(|cause| refused(cause.into()))?;
        Ok(Self::of(tape::read(&text).map_err(refused)?))
    }

    /// The replies of these exchanges.
    pub(super) fn of(exchanges: Vec<Exchange>) -> Self {
        let answers = exchanges.into_iter().map(|Exchange { method, target, got, .. }| Answer {
            asked: Some(Asked { method, target }),
            got: Ok(got),
        });
        Self(Arc::new(Mutex::new(State { answers: answers.collect(), requests: Vec::new() })))
    }

    /// A further reply: this JSON, with status 200.
    #[must_use]
    pub fn page(self, body: impl Serialize) -> Self {
        self.reply(200, body)
    }

    /// A further reply: this JSON, with this status.
    #[must_use]
    pub fn reply(self, status: u16, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(body) => self.raw(status, "application/json", body),
            Err(error) => self.then(Err(Unusable(format!("its body is no JSON: {error}")))),
        }
    }

    /// A further reply: these bytes, with this status and content type.
    #[must_use]
    pub fn raw(self, status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            return self.then(Err(Unusable(format!("{status} is no status"))));
        };
        let reply = Got::Reply { status, headers: Vec::new(), body: body.into(), cut: false };
        self.then(Ok(reply)).header(header::CONTENT_TYPE.as_str(), content_type)
    }

    /// A header of the last reply given so far.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        let pair = (HeaderName::try_from(name), HeaderValue::try_from(value));
        self.change(|got| match (got, pair) {
            (Got::Reply { headers, .. }, (Ok(name), Ok(value))) => {
                headers.push((name, value));
                Ok(())
            }
            (Got::Reply { .. }, _) => Err(format!("`{name}: {value}` is no header")),
            (Got::Fails, _) => Err(format!("`{name}` is a header of no reply")),
        })
    }

    /// Lets the body of the last reply given so far break off after this many
    /// bytes.
    #[must_use]
    pub fn cut(self, bytes: usize) -> Self {
        self.change(|got| match got {
            Got::Reply { body, cut, .. } => {
                body.truncate(bytes);
                *cut = true;
                Ok(())
            }
            Got::Fails => Err("a body is cut of no reply".to_owned()),
        })
    }

    /// A further request that gets no reply: its connection fails.
    #[must_use]
    pub fn fails(self) -> Self {
        self.then(Ok(Got::Fails))
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0).requests.clone()
    }

    /// Path and query of the requests so far, as they are sent.
    #[must_use]
    pub fn targets(&self) -> Vec<String> {
        lock(&self.0).requests.iter().map(|request| request.target().to_owned()).collect()
    }

    /// How many replies nobody has asked for yet.
    #[must_use]
    pub fn left(&self) -> usize {
        lock(&self.0).answers.len()
    }

    fn then(self, got: Result<Got, Unusable>) -> Self {
        lock(&self.0).answers.push_back(Answer { asked: None, got });
        self
    }

    /// Changes the last answer; what can't be is told by it.
    fn change(self, change: impl FnOnce(&mut Got) -> Result<(), String>) -> Self {
        let answer = lock(&self.0).answers.pop_back();
        let got = match answer {
            Some(Answer { got: Ok(mut got), .. }) => change(&mut got).map(|()| got),
            Some(Answer { got: Err(Unusable(why)), .. }) => Err(why),
            None => Err("there is no reply before it to change".to_owned()),
        };
        self.then(got.map_err(Unusable))
    }

    /// The answer to this request.
    fn answer(&self, request: Request) -> Result<http::Response<Body>, BoxError> {
        let mut state = lock(&self.0);
        let answer = state.answers.pop_front();
        let wrong = match &answer {
            None => Some("no reply is left for it".to_owned()),
            Some(Answer { asked: Some(asked), .. }) if !asked.is(&request) => {
                Some(format!("the recorded walk asked for {} {}", asked.method, asked.target))
            }
            Some(Answer { got: Err(Unusable(why)), .. }) => {
                Some(format!("its reply can't be given: {why}"))
            }
            Some(_) => None,
        };
        let told = wrong.map(|wrong| refusal(&request, &wrong));
        state.requests.push(request);
        match (told, answer.map(|answer| answer.got)) {
            (Some(told), _) => Ok(told),
            (None, Some(Ok(got))) => got.reply(),
            (None, _) => Err("there is no reply".into()),
        }
    }
}

impl Asked {
    /// Whether it is this request. It may have gained parameters: credentials
    /// were not recorded.
    fn is(&self, request: &Request) -> bool {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let pairs = request.pairs();
        self.method == request.method()
            && path == request.path()
            && url::form_urlencoded::parse(query.as_bytes())
                .all(|(name, value)| pairs.iter().any(|pair| pair.0 == name && pair.1 == value))
    }
}

/// A reply that says what is wrong with a request, where the errors of many
/// APIs do.
fn refusal(request: &Request, wrong: &str) -> http::Response<Body> {
    let message = format!("the replay was asked for {request}, and {wrong}");
    let body = serde_json::json!({"errors": [{"message": message}]}).to_string();
    let mut reply = http::Response::new(Body::from(body));
    *reply.status_mut() = StatusCode::NOT_IMPLEMENTED;
    reply
}

impl Got {
    fn reply(self) -> Result<http::Response<Body>, BoxError> {
        let Self::Reply { status, headers, body, cut } = self else {
            return Err("the replay lets this request fail".into());
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
            None => Err("the replay lets this body break off".into()),
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
