//! The transport of a client with a recorder.

use super::recorder::Recorder;
use super::tape::Got;
use crate::client::auth::Credentials;
use crate::secret::{Mask, WORD};
use crate::transport::{Body, BodyCredentials, BoxError, BoxFuture, PositionHeaders, Transport};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header};
use http_body::{Frame, SizeHint};
use serde_json::Value;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use url::form_urlencoded;

/// Reply headers that are not recorded: cookies, and those about the transfer of the body.
const LEFT_OUT: [HeaderName; 5] = [
    header::SET_COOKIE,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
];

/// Sends through another transport, and records the replies.
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

    /// Hides the credentials of a request: the value of the query parameter, those in the
    /// body, and the headers that are marked as sensitive. A short value of a header other than
    /// `authorization` is not hidden, since it may be a version or the like.
    fn mask(&self, request: &http::Request<Bytes>) -> Mask {
        let query = request.uri().query().unwrap_or_default();
        let keys = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| Some(&**name) == self.param.as_deref())
            .map(|(name, value)| (0, Credentials::query(&name, value.into_owned())));
        let position = request.extensions().get().map(|PositionHeaders(names)| &**names);
        let is_of_position = |name| position.unwrap_or_default().contains(name);
        let marked = request.headers().iter().filter(|(_, value)| value.is_sensitive());
        let marked = marked.filter(|(name, _)| !is_of_position(*name));
        let headers = marked.filter_map(|(name, value)| {
            let least = if *name == header::AUTHORIZATION { 0 } else { WORD };
            Some((least, Credentials::header(name.as_str(), value.to_str().ok()?).ok()?))
        });
        let all = keys.chain(headers).collect::<Vec<_>>();
        let of_all = all.iter().flat_map(|(least, credentials)| {
            let secrets = credentials.mask().secrets();
            secrets.filter(|secret| secret.expose().len() >= *least)
        });
        let in_body = request.extensions().get().map(|BodyCredentials(mask)| mask.secrets());
        Mask::of(of_all.chain(in_body.into_iter().flatten()).cloned())
    }
}

/// The values of a request outside its target that may be page tokens: the headers that
/// carry a position, and the strings of a JSON body.
fn sent(request: &http::Request<Bytes>) -> Vec<String> {
    let names = request.extensions().get().map(|PositionHeaders(names)| &**names);
    let value = |name| Some(request.headers().get(name)?.to_str().ok()?.to_owned());
    let mut all: Vec<String> = names.unwrap_or_default().iter().filter_map(value).collect();
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
        let exchange = self.recorder.begin(request.method().as_str(), target, sent(&request));
        let (recorder, reply) = (self.recorder.clone(), self.inner.send(request));
        Box::pin(async move {
            let (head, body) = reply.await?.into_parts();
            let tee = Tee {
                body,
                read: Vec::new(),
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

/// A body that is recorded while it is read.
struct Tee {
    body: Body,
    read: Vec<u8>,
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
            Some(Ok(bytes)) => self.read.extend_from_slice(bytes),
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
    /// Records the body as far as it was read, even if it broke off or was not read to
    /// its end. With a status other than 2xx the body does not count as cut, since the
    /// client may leave it unread.
    fn drop(&mut self) {
        let kept = self.headers.iter().filter(|(name, _)| !LEFT_OUT.contains(name));
        let mut got = Got::Reply {
            status: self.status,
            headers: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
            body: std::mem::take(&mut self.read).into(),
            cut: !self.ended && self.status.is_success(),
        };
        got.hide(&self.mask);
        self.recorder.end(self.exchange, got);
    }
}
