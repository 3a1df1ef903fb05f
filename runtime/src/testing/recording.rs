//! The transport of a client that is recorded.

use super::recorder::Recorder;
use super::tape::Got;
use crate::client::auth::Credentials;
use crate::secret::{Mask, WORD};
use crate::transport::{Body, BoxError, BoxFuture, PositionHeader, Transport};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header};
use http_body::{Frame, SizeHint};
use serde_json::Value;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use url::form_urlencoded;

/// Headers of a reply that are not kept: cookies, and how the body came.
const LEFT_OUT: [HeaderName; 5] = [
    header::SET_COOKIE,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
];

/// Sends through another transport, and keeps what comes.
pub(crate) struct Recording {
    pub(crate) inner: Box<dyn Transport>,
    pub(crate) recorder: Recorder,
    /// The query parameter that carries credentials.
    pub(crate) param: Option<String>,
}

impl Recording {
    /// Path and query of a request, without credentials.
    fn target(&self, uri: &http::Uri) -> String {
        let (path, query) = (uri.path(), uri.query().unwrap_or_default());
        let kept: Vec<_> = query.split('&').filter(|pair| !self.is_key(pair)).collect();
        let kept = kept.join("&");
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{kept}") }
    }

    /// Whether an encoded pair carries the credentials.
    fn is_key(&self, pair: &str) -> bool {
        let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name);
        name.is_some() && name.as_deref() == self.param.as_deref()
    }

    /// Hides the credentials of a request: what stands in the query parameter, and
    /// in headers that are marked. Of those that the client was given, a short one
    /// is a version or the like.
    fn mask(&self, request: &http::Request<Bytes>) -> Mask {
        let query = request.uri().query().unwrap_or_default();
        let keys = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| Some(&**name) == self.param.as_deref())
            .map(|(name, value)| (0, Credentials::query(&name, value.into_owned())));
        let position = request.extensions().get().map(|PositionHeader(name)| name);
        let marked = request.headers().iter().filter(|(_, value)| value.is_sensitive());
        let marked = marked.filter(|(name, _)| Some(*name) != position);
        let headers = marked.filter_map(|(name, value)| {
            let least = if *name == header::AUTHORIZATION { 0 } else { WORD };
            Some((least, Credentials::header(name.as_str(), value.to_str().ok()?).ok()?))
        });
        let all = keys.chain(headers).collect::<Vec<_>>();
        Mask::of(all.iter().flat_map(|(least, credentials)| {
            let secrets = credentials.mask().secrets();
            secrets.filter(|secret| secret.expose().len() >= *least).cloned()
        }))
    }
}

/// What a request sends behind its target, page tokens among it: the header
/// that carries a position, and the texts of a JSON body.
fn sent(request: &http::Request<Bytes>) -> Vec<String> {
    let header = request.extensions().get().and_then(|PositionHeader(name)| {
        Some(request.headers().get(name)?.to_str().ok()?.to_owned())
    });
    let mut all = Vec::from_iter(header);
    if let Ok(body) = serde_json::from_slice(request.body()) {
        texts(body, &mut all);
    }
    all
}

fn texts(json: Value, all: &mut Vec<String>) {
    match json {
        Value::String(text) => all.push(text),
        Value::Array(values) => values.into_iter().for_each(|value| texts(value, all)),
        Value::Object(values) => values.into_iter().for_each(|(_, value)| texts(value, all)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Transport for Recording {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let mask = self.mask(&request);
        let target = mask.replace(&self.target(request.uri())).into_owned();
        let exchange = self.recorder.asked(request.method().as_str(), target, sent(&request));
        let (recorder, reply) = (self.recorder.clone(), self.inner.send(request));
        Box::pin(async move {
            let (head, body) = reply.await?.into_parts();
            let tee = Tee {
                body,
                came: Vec::new(),
                ended: false,
                status: head.status,
                headers: head.headers.clone(),
                mask,
                recorder,
                exchange,
            };
            Ok(http::Response::from_parts(head, Body::new(tee)))
        })
    }
}

/// A body that is kept while it is read.
struct Tee {
    body: Body,
    came: Vec<u8>,
    ended: bool,
    status: StatusCode,
    headers: HeaderMap,
    mask: Mask,
    recorder: Recorder,
    exchange: usize,
}

impl http_body::Body for Tee {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let chunk = ready!(self.body.poll_chunk(cx));
        match &chunk {
            Some(Ok(bytes)) => self.came.extend_from_slice(bytes),
            Some(Err(_)) => {}
            None => self.ended = true,
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        hint.set_lower(self.body.announced());
        hint
    }
}

impl Drop for Tee {
    /// What came is kept, also where it broke off or nobody read on. A status
    /// other than 2xx is the news, and its body may be left unread.
    fn drop(&mut self) {
        let kept = self.headers.iter().filter(|(name, _)| !LEFT_OUT.contains(name));
        let mut got = Got::Reply {
            status: self.status,
            headers: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
            body: std::mem::take(&mut self.came).into(),
            cut: !self.ended && self.status.is_success(),
        };
        got.hide(&self.mask);
        self.recorder.got(self.exchange, got);
    }
}
