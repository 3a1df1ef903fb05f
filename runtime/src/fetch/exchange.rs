//! The single exchange: one attempt at one request, from the rate limiter and the
//! credentials to the whole reply.

use crate::client::Client;
use crate::client::activity::Activity;
use crate::client::auth::{AuthState, Credentials};
use crate::client::hooks;
use crate::error::{Error, ErrorKind, without_values};
use crate::fetch::attempts::Exchanged;
use crate::fetch::body_buffer::{BodyBuffer, ReadBody};
use crate::fetch::content_coding;
use crate::fetch::page_time::PageTime;
use crate::fetch::tally::Tally;
use crate::list::rows::Decode;
use crate::protocol::{Arriving, PageRequest, Plan, Response, link, refused_body, stored_link};
use crate::secret::Mask;
use crate::transport::{self, Body, BoxError, TimeLeft};
use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header};
use std::borrow::Cow;
use std::future::poll_fn;
use std::sync::OnceLock;
use std::task::Poll;
use std::time::Duration;
use url::Url;

/// How many redirects one request follows.
const MAX_REDIRECTS: usize = 10;

/// How long the body of a failure is read; less if half of the time that is left is
/// shorter.
const REFUSAL: Duration = Duration::from_secs(5);

impl Client {
    /// Sends a request once and reads the whole reply, and the rows of the page meanwhile if
    /// it is known how they are read. Redirects are followed within
    /// the client's origin; the reply then has its final URL, since its links are
    /// relative to that (RFC 3986, 5.1.3). After a 401 the credentials are renewed
    /// once.
    ///
    /// Dropping the future cancels the exchange: its connection is closed, its place in
    /// the rate limiter is given back, and a token provider that no other request waits
    /// for is dropped. The tally counts each request that is sent.
    pub(crate) async fn exchange(
        &self,
        page_request: &PageRequest,
        page: (&Plan, &OnceLock<Decode>),
        time: &PageTime,
        tally: &Tally,
    ) -> Exchanged {
        let mut auth = AuthState::Fresh;
        let exchanged = self.exchange_with(&mut auth, page_request, page, time, tally).await;
        exchanged.map_err(|error| {
            error.masked(self.mask(&auth).as_deref()).masked(Some(&page_request.path.mask()))
        })
    }

    async fn exchange_with(
        &self,
        auth: &mut AuthState,
        page_request: &PageRequest,
        (plan, decode): (&Plan, &OnceLock<Decode>),
        time: &PageTime,
        tally: &Tally,
    ) -> Exchanged {
        let mut url = page_request.url.clone();
        let mut redirects = 0;
        loop {
            let in_flight = self.wait_to_send(page_request.page, &url, time).await?;
            let credentials = self.credentials(auth).await?;
            tally.note_request();
            let ends = time.ends();
            let (head, body) =
                self.send(page_request, &url, &plan.headers, credentials.as_ref(), ends).await?;
            self.note_limits(in_flight, &head.headers);
            let (page, status) = (page_request.page, head.status);
            let received = |bytes| self.note(&Activity::Received { page, status, bytes });
            if status == StatusCode::UNAUTHORIZED && self.refresh(auth).await? {
                received(0);
                continue;
            }
            if let Some(location) = location(status, &head.headers) {
                let to = if page_request.follows_redirects() {
                    self.redirected(location, &url, &page_request.url, credentials.as_ref())
                } else {
                    let what = format!(
                        "the server redirects a {} ({status}); redirects are only followed for GET and HEAD",
                        page_request.method()
                    );
                    Err(Error::new(ErrorKind::Status, what))
                };
                let refused = |error: Error| error.status_code(status).reply(&head.headers);
                url = to.map_err(refused)?;
                redirects += 1;
                if redirects > MAX_REDIRECTS {
                    let what = format!("the server redirects more than {MAX_REDIRECTS} times");
                    return Err(refused(Error::new(ErrorKind::Status, what)));
                }
                received(0);
                tracing::debug!(page = page_request.page, status = status.as_u16(), "redirected");
                continue;
            }
            let rows = plan.arriving(&page_request.at, status, decode);
            let read = self.read_body(&head, body, rows, ends).await?;
            let (headers, credentials) = (head.headers, self.mask_of(credentials.as_ref()));
            let ReadBody { body, cut, arrived } = read;
            let response = Response { url, status, headers, body, cut, credentials };
            received(response.length());
            return Ok((response, arrived));
        }
    }

    /// The target of a redirect, without the client's credentials. A redirect that
    /// drops parameters would turn a filtered list into the whole one.
    fn redirected(
        &self,
        location: &str,
        from: &Url,
        asked: &Url,
        credentials: Option<&Credentials>,
    ) -> Result<Url, Error> {
        if stored_link::is_cut(location, self.mask_of(credentials).as_deref()) {
            return Err(stored_link::credentials_remain("link"));
        }
        let mut url = link::redirect(location, from, self.base())?;
        if let Some(param) = self.auth_param() {
            link::remove(&mut url, param);
        }
        let dropped = link::dropped(asked, &url);
        if dropped.is_empty() {
            return Ok(url);
        }
        let names = dropped.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let what = format!(
            "the server redirects to a URL without {names} of the request, which may be another list; it was not followed: use the new URL of the list"
        );
        Err(Error::new(ErrorKind::Status, what))
    }

    /// Sends the request to this URL, and returns the reply with an unread body.
    async fn send(
        &self,
        page_request: &PageRequest,
        url: &Url,
        headers: &HeaderMap,
        credentials: Option<&Credentials>,
        ends: Option<Duration>,
    ) -> Result<(Parts, Body), Error> {
        let inner = self.inner();
        let mut request = self.compose(page_request, url, headers, credentials)?;
        if let (Some(ends), Some(timer)) = (ends, self.timer()) {
            request.extensions_mut().insert(TimeLeft(ends.saturating_sub(timer.now())));
        }
        let reply = inner.transport.send(request).await.map_err(|cause| {
            // If the transport can't send a request at all, a retry does not help.
            cause
                .downcast::<Error>()
                .map_or_else(|cause| lost("the request failed", cause), |error| *error)
        })?;
        let (mut head, body) = reply.into_parts();
        if let Some(from) = head.extensions.remove::<Uri>()
            && !Url::parse(&from.to_string()).is_ok_and(|from| from.origin() == url.origin())
        {
            return Err(Error::new(
                ErrorKind::ForeignOrigin,
                "the transport followed a redirect to another origin; turn its redirects off",
            ));
        }
        hooks::mark(&mut head.headers, credentials.and_then(Credentials::header_name));
        if let Some(hook) = &inner.hooks.reply {
            hook(&head);
        }
        self.note(&Activity::Replied { page: page_request.page, status: head.status });
        Ok((head, body))
    }

    /// The complete request to this URL: with the headers of the client, the walk and the
    /// page, and with credentials.
    fn compose(
        &self,
        page_request: &PageRequest,
        url: &Url,
        headers: &HeaderMap,
        credentials: Option<&Credentials>,
    ) -> Result<Request<Bytes>, Error> {
        let inner = self.inner();
        let unsendable = |cause| Error::input("the URL can't be sent").because(cause);
        let uri = |url: &Url| Uri::try_from(url.as_str()).map_err(unsendable);
        let (mut head, ()) = Request::new(()).into_parts();
        head.uri = uri(url)?;
        head.method = page_request.method().clone();
        let out = &mut head.headers;
        out.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        out.insert(
            header::USER_AGENT,
            HeaderValue::from_static(concat!("pagesmith/", env!("CARGO_PKG_VERSION"))),
        );
        out.extend(inner.headers.clone());
        out.extend(headers.clone());
        #[cfg(feature = "testing")]
        head.extensions.insert(crate::transport::PositionHeaders(
            page_request.headers.iter().map(|(name, _)| name.clone()).collect(),
        ));
        for (name, value) in page_request.headers.iter().cloned() {
            out.insert(name, value);
        }
        if page_request.body.is_some() {
            out.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        inner.secret_headers.iter().for_each(|header| header.add_to_headers(out));
        if let Some(credentials) = credentials {
            credentials.add_to_headers(out);
        }
        if let Some(hook) = &inner.hooks.request {
            hook(&head);
        }
        let mask = self.mask_of(credentials);
        self.note_sent(page_request, &head, mask.as_deref());
        let filled = page_request.with_credentials(mask.as_deref())?;
        let mut url = Cow::Borrowed(url);
        if let Cow::Owned(filled) = &filled {
            // Placeholders elsewhere are the server's own text, and are sent unchanged.
            if *url == page_request.url {
                url = Cow::Owned(filled.url.clone());
            }
            for (name, value) in filled.headers.iter().cloned() {
                head.headers.insert(name, value);
            }
        }
        if let Some(credentials) = credentials.filter(|credentials| credentials.param().is_some()) {
            credentials.add_to_url(url.to_mut());
        }
        if let Cow::Owned(url) = &url {
            head.uri = uri(url)?;
        }
        let mut body = filled.content();
        if let Some(credentials) = credentials {
            body = credentials.add_to_body(&mut head, body)?;
        }
        Ok(Request::from_parts(head, body))
    }

    /// Calls the hooks for a request, without secrets that the server put into the names
    /// of query parameters.
    fn note_sent(
        &self,
        page_request: &PageRequest,
        head: &http::request::Parts,
        mask: Option<&Mask>,
    ) {
        if !self.is_watched() {
            return;
        }
        let shown = head.uri.to_string();
        let hidden = mask.map_or(Cow::Borrowed(&*shown), |mask| mask.hide(&shown));
        let mut request = head.clone();
        request.uri = Uri::try_from(&*hidden).unwrap_or_default();
        let url = Url::parse(&hidden);
        let url =
            url.map_or_else(|_| String::new(), |url| without_values(&url, &page_request.path));
        self.note(&Activity::Sent { page: page_request.page, request: &request, url: &url });
    }

    /// The whole body of a reply. With a status other than 2xx, only as much is read as
    /// an [error keeps](refused_body).
    async fn read_body(
        &self,
        head: &Parts,
        body: Body,
        rows: Option<Arriving<'_>>,
        ends: Option<Duration>,
    ) -> Result<ReadBody, Error> {
        let decoded = content_coding::decoded(&head.headers, body);
        if !head.status.is_success() {
            let body = match decoded {
                Ok(body) => self.read_refusal(body, ends).await,
                Err(_) => Bytes::new(),
            };
            return Ok(ReadBody { body, ..ReadBody::default() });
        }
        let body = match decoded {
            Ok(body) => self.read_to_end(body, rows).await,
            Err(error) => Err(error),
        };
        body.map_err(|error| error.status_code(head.status).reply(&head.headers))
    }

    /// Reads the body of a failure, up to a maximum and for a short time: the status
    /// must not be lost if the body stalls.
    async fn read_refusal(&self, mut body: Body, ends: Option<Duration>) -> Bytes {
        let mut time = self.timer().map(|timer| {
            let left = ends.map(|ends| ends.saturating_sub(timer.now()) / 2);
            timer.sleep(left.map_or(REFUSAL, |left| left.min(REFUSAL)))
        });
        let mut read = Vec::new();
        while let Some(Ok(chunk)) = poll_fn(|cx| match (body.poll_chunk(cx), &mut time) {
            (Poll::Pending, Some(time)) => time.as_mut().poll(cx).map(|()| None),
            (chunk, _) => chunk,
        })
        .await
        {
            read.extend_from_slice(&chunk[..chunk.len().min(refused_body::READ - read.len())]);
            if read.len() == refused_body::READ {
                break;
            }
        }
        if is_compressed(&read) { Bytes::new() } else { read.into() }
    }

    /// Reads a body to its end, or to the maximum size, and the rows of a page meanwhile.
    async fn read_to_end(
        &self,
        mut body: Body,
        rows: Option<Arriving<'_>>,
    ) -> Result<ReadBody, Error> {
        let max = self.inner().page_limits.bytes;
        let mut read = BodyBuffer::new(max, body.announced(), rows)?;
        while let Some(chunk) = poll_fn(|cx| body.poll_chunk(cx)).await {
            read.add(chunk.map_err(|cause| lost("the reply broke off", cause))?)?;
        }
        let read = read.finish();
        if is_compressed(&read.body) {
            return Err(Error::new(
                ErrorKind::Body,
                "the body is compressed, but its `Content-Encoding` does not say so, or it is compressed twice",
            ));
        }
        Ok(read)
    }
}

/// The error for a request without a complete reply, with the cause in a few words if
/// it is known.
fn lost(what: &str, cause: BoxError) -> Error {
    let why = transport::why(&cause);
    let words = why.map_or_else(String::new, |why| format!(": {why}"));
    let error = Error::new(ErrorKind::Transport, format!("{what}{words}")).because(cause);
    if why == Some(transport::STALLED) { error.stalled() } else { error }
}

/// The target of a redirect (RFC 9110, 15.4): one `Location`, with a status that
/// repeats a GET. Any other 3xx is an error.
fn location(status: StatusCode, headers: &HeaderMap) -> Option<&str> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut locations = headers.get_all(header::LOCATION).iter();
    let location = std::str::from_utf8(locations.next()?.as_bytes()).ok()?;
    (!location.is_empty() && locations.next().is_none()).then_some(location)
}

/// Whether a body begins like gzip or Zstandard, which JSON never does.
fn is_compressed(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b]) || body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}
