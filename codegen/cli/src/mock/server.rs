//! The server: its port, its log, and the faults below HTTP.

use super::Options;
use super::fault::{self, Faults};
use super::handle_request::{Answer, Setup, answer};
use super::log::Log;
use super::plan::Plan;
use super::records::RecordFactory;
use super::request::{Entry, Request};
use super::route;
use super::schedule::Lists;
use super::socket::{ResetSwitch, Sockets};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::connect_info::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use pagesmith_codegen::model::{Api, Auth};
use serde_json::Value;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A mock that serves until it is dropped.
#[derive(Debug)]
pub struct Mock {
    address: SocketAddr,
    service: Arc<Service>,
    task: JoinHandle<()>,
}

/// Why a mock does not serve.
#[derive(Debug)]
pub enum ServeError {
    /// No list of the spec can show a fault that was asked for.
    Fault(String),
    /// The port is not available.
    Listen(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(message) => f.write_str(message),
            Self::Listen(error) => write!(f, "can't listen on the port: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// The state that all requests share.
struct Service {
    setup: Setup,
    history: Mutex<History>,
}

/// The requests so far.
#[derive(Default)]
struct History {
    log: Log,
    lists: Lists,
}

/// Serves a spec on loopback, in the background of the current tokio runtime.
///
/// # Errors
/// When no list of the spec can show one of the faults, or when the port is not
/// available.
pub async fn serve(api: &Api, options: &Options) -> Result<Mock, ServeError> {
    let plan = Plan::new(api);
    fault::check(options, &plan).map_err(ServeError::Fault)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await;
    let listener = listener.map_err(ServeError::Listen)?;
    let address = listener.local_addr().map_err(ServeError::Listen)?;
    let faults = Faults { all: options.faults.clone(), seed: options.seed };
    let service = Arc::new(Service {
        setup: Setup { plan, options: options.clone(), faults },
        history: Mutex::default(),
    });
    let shared = Arc::clone(&service);
    let handle = move |request: axum::extract::Request| {
        let service = Arc::clone(&shared);
        async move { service.handle(request).await }
    };
    let router =
        Router::new().fallback(handle).into_make_service_with_connect_info::<ResetSwitch>();
    let task = tokio::spawn(async move {
        // Serving ends with the task; axum retries failed accepts.
        drop(axum::serve(Sockets(listener), router).await);
    });
    Ok(Mock { address, service, task })
}

impl Mock {
    /// The base URL of the lists, with each variable of the spec's server replaced by its
    /// name.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.service.setup.plan.base)
    }

    /// The requests so far, oldest first: the last [`KEPT_REQUESTS`](super::KEPT_REQUESTS)
    /// of them.
    #[must_use]
    pub fn requests(&self) -> Vec<Entry> {
        self.service.history().log.entries()
    }

    /// How many requests there were so far.
    #[must_use]
    pub fn request_count(&self) -> usize {
        self.service.history().log.count()
    }

    /// All records of a list in order, before any fault moves them, for these parameters;
    /// empty if the spec has no such list.
    #[must_use]
    pub fn records(&self, resource: &str, given: &[(String, String)]) -> Vec<Value> {
        let Setup { plan, options, .. } = &self.service.setup;
        let Some(list) = plan.list(resource) else { return Vec::new() };
        let factory = RecordFactory { plan, seed: options.seed };
        (0..list.records(options)).map(|at| factory.record(list, at, given)).collect()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Service {
    async fn handle(&self, request: axum::extract::Request) -> Response {
        let (parts, body) = request.into_parts();
        let connection = parts.extensions.get::<ConnectInfo<ResetSwitch>>();
        let connection = connection.map(|info| info.0.clone());
        // A request for a page is never larger.
        let body = to_bytes(body, 1 << 20).await.unwrap_or_default();
        let request = Request::read(&parts, &body);
        let latency = self.setup.options.latency;
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let (entry, answer) = self.answer(&request);
        if let Some(on_request) = &self.setup.options.on_request {
            on_request(&entry);
        }
        match connection.filter(|_| answer.reset) {
            Some(connection) => {
                connection.throw();
                Response::new(Body::empty())
            }
            None => response(answer),
        }
    }

    /// Answers a request, and logs it.
    fn answer(&self, request: &Request) -> (Entry, Answer) {
        let mut history = self.history();
        let History { log, lists } = &mut *history;
        let number = log.count() + 1;
        let answer = answer(&self.setup, lists, request, number);
        let hidden = match &self.setup.plan.auth {
            Auth::Query(name) => Some(name),
            _ => None,
        };
        let list = answer.resource.as_ref().and_then(|resource| self.setup.plan.list(resource));
        let shown = request.query.iter().filter(|(name, _)| Some(name) != hidden);
        // A parameter that the spec does not name may be a credential under a wrong name.
        let shown = shown.map(|(name, value)| match list {
            Some(list) if list.has_param(name) => (name.clone(), value.clone()),
            _ if value.is_empty() => ("…".to_owned(), String::new()),
            _ => (name.clone(), "…".to_owned()),
        });
        let entry = Entry {
            number,
            method: request.method.to_string(),
            path: route::shown(&self.setup.plan, request),
            query: shown.collect(),
            resource: answer.resource.clone(),
            status: if answer.reset { 0 } else { answer.status },
            records: answer.records,
            note: (!answer.notes.is_empty()).then(|| answer.notes.join(", ")),
        };
        log.push(entry.clone());
        (entry, answer)
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("options", &self.setup.options).finish_non_exhaustive()
    }
}

fn response(answer: Answer) -> Response {
    // A reply with status 204 has no body (RFC 9110, section 15.3.5).
    let text = if answer.status == 204 { String::new() } else { answer.body.to_string() };
    let length = text.len();
    let body = if answer.truncated {
        Body::new(TruncatedBody::Start(text.into()))
    } else {
        Body::from(text)
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}

/// A body that ends halfway.
enum TruncatedBody {
    Start(Bytes),
    /// The first half waits to be sent: an error now would drop it.
    Flushing,
    End,
}

impl axum::body::HttpBody for TruncatedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        match std::mem::replace(&mut *self, Self::End) {
            Self::Start(text) => {
                *self = Self::Flushing;
                Poll::Ready(Some(Ok(http_body::Frame::data(text.slice(..text.len() / 2)))))
            }
            Self::Flushing => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Self::End => Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
        }
    }
}
