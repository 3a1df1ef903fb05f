//! The single exchange: one attempt at one request, from its turn and its
//! credentials to the whole reply.

use crate::client::{Auth, Client};
use crate::error::{Error, ErrorKind};
use crate::protocol::{Ask, Reply, Tries, link};
use crate::transport::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri, header};
use std::future::poll_fn;
use url::Url;

/// The most redirects that one request follows; as many as curl's, reqwest's
/// and the browsers' own limits allow at least.
const MAX_REDIRECTS: usize = 10;

impl Client {
    /// Sends a request once and reads its reply as a whole. Redirects are
    /// followed within the client's origin; the reply then says where it was
    /// found, since its links are relative to that (RFC 3986, 5.1.3).
    ///
    /// Dropping the future gives the exchange up: its connection is closed.
    pub(crate) async fn exchange(&self, ask: &Ask, headers: &HeaderMap) -> Result<Reply, Error> {
        let mut url = ask.url.clone();
        let mut redirects = 0;
        loop {
            let reply = self.send(&url, headers).await?;
            let status = reply.status();
            let Some(location) = location(&reply) else {
                let ask = Ask { url, ..ask.clone() };
                let (head, body) = reply.into_parts();
                let body = self.read_body(status, &head.headers, body).await?;
                let headers = head.headers;
                return Ok(Reply { ask, status, headers, body, tries: Tries::default() });
            };
            url = self.redirected(location, &url).map_err(|error| error.status_code(status))?;
            redirects += 1;
            if redirects > MAX_REDIRECTS {
                let what = format!("the server redirects more than {MAX_REDIRECTS} times");
                return Err(Error::new(ErrorKind::Status, what).status_code(status));
            }
        }
    }

    /// Where a redirect leads, the client's credentials taken out.
    fn redirected(&self, location: &str, from: &Url) -> Result<Url, Error> {
        let mut url = link::redirect(location, from, self.base())?;
        if let Some(param) = self.auth_param() {
            link::remove(&mut url, param);
        }
        Ok(url)
    }

    /// Sends one request to this URL, and returns the reply with its body
    /// unread.
    async fn send(&self, url: &Url, headers: &HeaderMap) -> Result<Response<Body>, Error> {
        let request = self.request(url, headers)?;
        let reply = self.inner().transport.send(request).await.map_err(|cause| {
            Error::new(ErrorKind::Transport, "the request failed").because(cause)
        })?;
        if let Some(from) = reply.extensions().get::<Uri>()
            && !Url::parse(&from.to_string()).is_ok_and(|from| from.origin() == url.origin())
        {
            return Err(Error::new(
                ErrorKind::ForeignOrigin,
                "the transport followed a redirect to another origin; turn its redirects off",
            ));
        }
        Ok(reply)
    }

    /// The request to this URL with everything that goes along: constant
    /// headers, those of the walk, and credentials.
    fn request(&self, url: &Url, headers: &HeaderMap) -> Result<Request<Bytes>, Error> {
        let inner = self.inner();
        let mut url = url.clone();
        if let Auth::Query(_, pair) = &inner.auth {
            link::append(&mut url, pair.expose());
        }
        let mut request = Request::builder()
            .uri(url.as_str())
            .body(Bytes::new())
            .map_err(|cause| Error::input("the URL can't be sent").because(cause))?;
        let out = request.headers_mut();
        out.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        out.insert(
            header::USER_AGENT,
            HeaderValue::from_static(concat!("pagesmith/", env!("CARGO_PKG_VERSION"))),
        );
        out.extend(inner.headers.clone());
        out.extend(headers.clone());
        if let Auth::Header(name, value) = &inner.auth {
            out.insert(name, value.clone());
        }
        Ok(request)
    }

    /// The whole body of a reply. With a status other than 2xx the status is
    /// the news: a body that can't be read is an empty one.
    async fn read_body(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Bytes, Error> {
        let body = match undecoded(headers) {
            Ok(()) => self.whole(body).await,
            Err(error) => Err(error),
        };
        match body {
            Err(_) if !status.is_success() => Ok(Bytes::new()),
            body => body.map_err(|error| error.status_code(status)),
        }
    }

    /// Reads a body to its end, or to the most that is allowed. What is
    /// allocated follows what came, never what was announced.
    async fn whole(&self, mut body: Body) -> Result<Bytes, Error> {
        let max = self.inner().max_page_bytes;
        let too_large = || {
            let what = format!(
                "the page is larger than {max} bytes; ask for smaller pages, or raise `max_page_bytes`"
            );
            Err(Error::new(ErrorKind::Body, what))
        };
        if body.announced() > max as u64 {
            return too_large();
        }
        let mut whole = Vec::new();
        while let Some(chunk) = poll_fn(|cx| body.poll_chunk(cx)).await {
            let chunk = chunk.map_err(|cause| {
                Error::new(ErrorKind::Transport, "the reply broke off").because(cause)
            })?;
            if chunk.len() > max - whole.len() {
                return too_large();
            }
            if chunk.len() > whole.capacity() - whole.len() {
                let doubled = (whole.len() + chunk.len()).max(whole.capacity() * 2).min(max);
                whole.reserve_exact(doubled - whole.len());
            }
            whole.extend_from_slice(&chunk);
        }
        if is_compressed(&whole) {
            return Err(Error::new(
                ErrorKind::Body,
                "the body is compressed, and its `Content-Encoding` does not say so, or not how often",
            ));
        }
        Ok(whole.into())
    }
}

/// Where a reply redirects to (RFC 9110, 15.4): one `Location`, of one status
/// that repeats a GET. Any other 3xx is an error as it stands.
fn location<B>(reply: &Response<B>) -> Option<&str> {
    if !matches!(reply.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut locations = reply.headers().get_all(header::LOCATION).iter();
    let location = std::str::from_utf8(locations.next()?.as_bytes()).ok()?;
    (!location.is_empty() && locations.next().is_none()).then_some(location)
}

/// Refuses a body that the transport left encoded (RFC 9110, 8.4): with a
/// coding that was not asked for, or with more than one.
fn undecoded(headers: &HeaderMap) -> Result<(), Error> {
    let codings = headers.get_all(header::CONTENT_ENCODING).iter();
    let codings: Vec<_> =
        codings.map(|coding| String::from_utf8_lossy(coding.as_bytes())).collect();
    let left = codings.join(", ");
    if left.split(',').all(|coding| matches!(coding.trim(), "" | "identity")) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Body,
        format!(
            "the body is encoded as `{}`, which this client does not decode; the features `gzip`, `deflate`, `brotli` and `zstd` add one coding each, and none takes two at once",
            left.escape_debug().take(60).collect::<String>()
        ),
    ))
}

/// Whether a body begins like gzip or Zstandard, as no JSON does.
fn is_compressed(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b]) || body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}
