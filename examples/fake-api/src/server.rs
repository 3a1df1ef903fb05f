//! The running server: its state, its log, and the function that sends every reply.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::builder::{Builder, Quirks};
use crate::call::Call;
use crate::data::Data;
use crate::lists::List;
use crate::log::Entry;
use crate::router;
use crate::tokens::Tokens;

/// How many requests the log keeps.
const KEPT: usize = 100_000;

/// A running server; it stops when this value is dropped.
#[derive(Debug)]
pub struct FakeApi {
    url: String,
    server: Arc<Server>,
    /// Stops the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl FakeApi {
    /// Begins to describe a server.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Where it listens, without a slash at the end: `http://127.0.0.1:41234`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests since the start or the last [`clear_log`](Self::clear_log), oldest first: the
    /// last 100,000 of them, so that a server may run for long.
    #[must_use]
    pub fn log(&self) -> Vec<Entry> {
        self.server.state().log.iter().cloned().collect()
    }

    /// Empties the log. Requests are counted from 1 again, also for
    /// [`before_request`](Self::before_request).
    pub fn clear_log(&self) {
        let mut state = self.server.state();
        state.log.clear();
        state.requests = 0;
    }

    /// Reads or changes the rows between two requests.
    pub fn edit<T>(&self, change: impl FnOnce(&mut Data) -> T) -> T {
        change(&mut self.server.state().data)
    }

    /// Changes the rows right before the `n`-th request of the log is answered, counted from 1.
    ///
    /// So rows are added and removed at a known point of a walk. Several changes for one request
    /// happen in the order of the calls; each happens once.
    pub fn before_request(&self, n: usize, change: impl FnOnce(&mut Data) + Send + 'static) {
        self.server.state().changes.push((n, Box::new(change)));
    }

    /// The server, and the future that serves until the server is dropped.
    pub(crate) fn new(
        builder: Builder,
        listener: TcpListener,
    ) -> io::Result<(Self, impl Future<Output = ()> + Send + 'static)> {
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let state = State {
            data: builder.data(),
            tokens: Tokens::new(builder.token_style),
            log: VecDeque::new(),
            requests: 0,
            changes: Vec::new(),
        };
        let server = Arc::new(Server {
            quirks: builder.quirks,
            echo: builder.echo,
            state: Mutex::new(state),
        });
        let router = router::router(Arc::clone(&server));
        // Sends small replies at once; a socket without the option still serves.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let serving = async move {
            // The sender never sends: it is dropped with the server.
            let stopped = async { drop(stopped.await) };
            // Serving ends only by that signal; axum retries failed accepts.
            drop(axum::serve(listener, router).with_graceful_shutdown(stopped).await);
        };
        Ok((Self { url, server, _stop: stop }, serving))
    }
}

/// Short forms of [`edit`](Self::edit).
#[allow(clippy::must_use_candidate, reason = "called for what they do, not for what they return")]
impl FakeApi {
    /// Inserts a made-up message in front, as the newest, and returns its sid.
    pub fn insert_message_front(&self) -> String {
        self.edit(|data| data.insert_front(List::Messages))
    }

    /// Inserts a made-up subscriber at the back, with the highest id, and returns the id.
    pub fn insert_subscriber(&self) -> String {
        self.edit(|data| data.insert_back(List::Subscribers))
    }

    /// Removes a subscriber; false if none has this id.
    pub fn remove_subscriber(&self, id: &str) -> bool {
        self.edit(|data| data.remove(List::Subscribers, id))
    }
}

/// The state that all requests share.
#[derive(Debug)]
pub(crate) struct Server {
    quirks: Quirks,
    echo: bool,
    state: Mutex<State>,
}

/// A change of the rows that waits for its request.
type Change = Box<dyn FnOnce(&mut Data) + Send>;

struct State {
    data: Data,
    tokens: Tokens,
    /// The last requests, and how many there were.
    log: VecDeque<Entry>,
    requests: usize,
    changes: Vec<(usize, Change)>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("requests", &self.requests).finish_non_exhaustive()
    }
}

/// The context of a handler.
pub(crate) struct Context<'a> {
    pub(crate) data: &'a Data,
    pub(crate) tokens: &'a mut Tokens,
    pub(crate) quirks: &'a Quirks,
}

/// A reply before it is sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// JSON.
    pub(crate) body: String,
    pub(crate) rows: usize,
}

impl Server {
    /// Answers one request: makes pending changes, calls the handler, writes the log, and replies.
    pub(crate) fn serve(
        &self,
        parts: &Parts,
        handler: impl FnOnce(&Call, &mut Context<'_>) -> Reply,
    ) -> Response {
        let call = Call::read(parts);
        let mut state = self.state();
        state.make_changes();
        let State { data, tokens, .. } = &mut *state;
        let reply = handler(&call, &mut Context { data, tokens, quirks: &self.quirks });
        let entry = Entry::new(call, reply.status, reply.rows);
        if self.echo {
            println!("{entry}");
        }
        if state.log.len() == KEPT {
            state.log.pop_front();
        }
        state.log.push_back(entry);
        state.requests += 1;
        drop(state);
        send(reply)
    }

    /// The state, also after a change that panicked.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Makes the changes that are due before the request that is about to be logged.
    fn make_changes(&mut self) {
        let next = self.requests + 1;
        let (now, later) = self.changes.drain(..).partition(|(n, _)| *n == next);
        self.changes = later;
        for (_, change) in now {
            let change: Change = change;
            change(&mut self.data);
        }
    }
}

/// Sends a reply; all replies pass through here.
fn send(reply: Reply) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
