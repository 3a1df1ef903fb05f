//! The server: sockets, the log, and faults below HTTP.

use super::Options;
use super::answer::{Answer, answer};
use super::fault::{Faults, Kind};
use super::plan::Plan;
use super::records::Maker;
use super::request::{Entry, Request};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use pagesmith_codegen::model::{Api, Auth};
use serde_json::Value;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mock that serves until it is dropped.
#[derive(Debug)]
pub struct Mock {
    address: SocketAddr,
    desk: Arc<Desk>,
    task: JoinHandle<()>,
}

/// What all requests share.
struct Desk {
    plan: Plan,
    options: Options,
    faults: Faults,
    log: Mutex<Vec<Entry>>,
}

/// Serves a spec on loopback, in the background of the tokio runtime that this
/// is called in.
///
/// # Errors
/// When the port can't be listened on.
pub async fn serve(api: &Api, options: &Options) -> io::Result<Mock> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let address = listener.local_addr()?;
    let desk = Arc::new(Desk {
        plan: Plan::new(api),
        options: options.clone(),
        faults: Faults { all: options.faults.clone(), seed: options.seed },
        log: Mutex::default(),
    });
    let shared = Arc::clone(&desk);
    let handle = move |request: axum::extract::Request| {
        let desk = Arc::clone(&shared);
        async move { desk.handle(request).await }
    };
    let service = Router::new().fallback(handle).into_make_service_with_connect_info::<Fuse>();
    let task = tokio::spawn(async move {
        // Serving ends with the task; accept errors are retried within.
        drop(axum::serve(Sockets(listener), service).await);
    });
    Ok(Mock { address, desk, task })
}

impl Mock {
    /// The URL that the lists are below, with variables of the spec's server
    /// standing for themselves.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.desk.plan.base)
    }

    /// The requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Entry> {
        self.desk.log().clone()
    }

    /// All records of a list, in order, where these parameters are given; none
    /// where the spec has no such list.
    #[must_use]
    pub fn records(&self, resource: &str, given: &[(String, String)]) -> Vec<Value> {
        let Desk { plan, options, .. } = &*self.desk;
        let list = plan.list(resource);
        let maker = Maker { plan, seed: options.seed };
        let records = |list| (0..options.records).map(move |at| maker.record(list, at, given));
        list.map(|list| records(list).collect()).unwrap_or_default()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Desk {
    async fn handle(&self, request: axum::extract::Request) -> Response {
        let (parts, body) = request.into_parts();
        let fuse = parts.extensions.get::<ConnectInfo<Fuse>>().map(|info| info.0.clone());
        // What is larger is no request for a page.
        let body = to_bytes(body, 1 << 20).await.unwrap_or_default();
        let request = Request::read(&parts, &body);
        if !self.options.latency.is_zero() {
            tokio::time::sleep(self.options.latency).await;
        }
        let (entry, answer) = self.answer(&request);
        if let Some(tell) = &self.options.on_request {
            tell(&entry);
        }
        match fuse.filter(|_| entry.status == 0) {
            Some(fuse) => {
                fuse.blow();
                Response::new(Body::empty())
            }
            None => reply(answer, self.faults.hit(Kind::Truncated, entry.number)),
        }
    }

    /// Answers, and writes it down.
    fn answer(&self, request: &Request) -> (Entry, Answer) {
        let mut log = self.log();
        let number = log.len() + 1;
        let answer = answer(&self.plan, &self.options, &self.faults, request, number);
        let reset = self.faults.hit(Kind::Reset, number);
        let truncated = self.faults.hit(Kind::Truncated, number);
        let note = match (reset, truncated) {
            (true, _) => Some("connection reset (a fault)".to_owned()),
            (false, true) => Some("body cut short (a fault)".to_owned()),
            (false, false) => answer.note.clone(),
        };
        let hidden = match &self.plan.auth {
            Auth::Query(name) => Some(name),
            _ => None,
        };
        let shown = request.query.iter().filter(|(name, _)| Some(name) != hidden);
        let entry = Entry {
            number,
            method: request.method.to_string(),
            path: request.path.clone(),
            query: shown.cloned().collect(),
            resource: answer.resource.clone(),
            status: if reset { 0 } else { answer.status },
            records: answer.records,
            note,
        };
        log.push(entry.clone());
        (entry, answer)
    }

    fn log(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("options", &self.options).finish_non_exhaustive()
    }
}

fn reply(answer: Answer, cut: bool) -> Response {
    let text = answer.body.to_string();
    let length = text.len();
    let body = if cut { Body::new(Cut(Some(text.into()))) } else { Body::from(text) };
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

/// A body that ends half way.
struct Cut(Option<Bytes>);

impl axum::body::HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(http_body::Frame::data(text.slice(..text.len() / 2))),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }))
    }
}

/// Cuts a connection where it is blown.
#[derive(Clone, Debug, Default)]
struct Fuse(Arc<AtomicBool>);

impl Fuse {
    fn blow(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_blown(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Connected<IncomingStream<'_, Sockets>> for Fuse {
    fn connect_info(stream: IncomingStream<'_, Sockets>) -> Self {
        stream.io().fuse.clone()
    }
}

/// Accepts connections that have a fuse.
struct Sockets(TcpListener);

impl Listener for Sockets {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small replies leave at once; a socket that refuses the option still serves.
        drop(stream.set_nodelay(true));
        (Socket { stream, fuse: Fuse::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection that is reset where its fuse is blown.
struct Socket {
    stream: TcpStream,
    fuse: Fuse,
}

impl Socket {
    /// Nothing goes out any more, and closing it sends a reset.
    fn check(&self) -> io::Result<()> {
        if self.fuse.is_blown() {
            self.stream.set_zero_linger()?;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
