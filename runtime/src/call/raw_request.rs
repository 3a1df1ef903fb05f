//! Requests that are no list's: a way out, for what a spec does not name.

use crate::call::settings::ListCall;
use crate::client::Client;
use crate::client::base_url::{fill, segment};
use crate::error::{Error, ErrorKind};
use crate::list::List;
use crate::paging::LinkOrigin;
use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol;
use crate::protocol::{RawRequest, Walk, link};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;

/// A request that is no list's, not sent yet; see [`Client::request`].
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    call: ListCall,
    method: Method,
    path: String,
    values: Vec<(String, String)>,
    body: Bytes,
}

impl Client {
    /// Sends something else than a list: same credentials, origin, headers,
    /// pace, limits, time-outs and errors.
    ///
    /// The method is a [`Method`], or what converts into one, like `"POST"`; one
    /// that does not is an error before anything is sent.
    ///
    /// The path begins with `/` and lies below the client's base URL; each
    /// `{name}` in it is filled in by [`param`](Request::param), or by a path
    /// parameter that the client was built with. An absolute link that a reply
    /// gave is taken as well, within the client's origin.
    ///
    /// A `GET` or `HEAD` is retried like a page, and follows redirects within
    /// the origin. Any other method is sent once, since nobody knows whether a
    /// request that failed was carried out; its redirects are errors.
    ///
    /// ```no_run
    /// use pagesmith::http::Method;
    ///
    /// # #[derive(serde::Deserialize)] struct Message { sid: String }
    /// # async fn call(client: pagesmith::Client) -> Result<(), pagesmith::Error> {
    /// let sent = client
    ///     .request(Method::POST, "/Accounts/{account}/Messages")
    ///     .param("account", "AC1")
    ///     .json(&serde_json::json!({"To": "+15557654321", "Body": "Hello"}))
    ///     .send()
    ///     .await?;
    /// let message: Message = sent.json()?;
    /// # Ok(()) }
    /// ```
    pub fn request<M>(&self, method: M, path: impl Into<String>) -> Request
    where
        Method: TryFrom<M, Error: Into<http::Error>>,
    {
        let mut call = ListCall::new(self, List::get("", ""), Vec::new());
        let method = Method::try_from(method).unwrap_or_else(|cause| {
            let what =
                "the method of the request is not one of HTTP: it takes letters, such as `GET`";
            call.fail(Error::input(what).because(cause.into()));
            Method::GET
        });
        Request { call, method, path: path.into(), values: Vec::new(), body: Bytes::new() }
    }
}

impl Request {
    /// A parameter of the path, as one segment of it; a second value replaces
    /// the first.
    pub fn param(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.values.retain(|(known, _)| known != name);
        self.values.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds query parameters: anything that serialises to pairs, as
    /// [`Pager::query`](crate::Pager::query) takes it.
    pub fn query(mut self, pairs: impl Serialize) -> Self {
        self.call.query(&pairs);
        self
    }

    /// Adds a header. Credentials belong to the client.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Sends this as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body(json).header(header::CONTENT_TYPE.as_str(), "application/json"),
            Err(cause) => {
                self.call.fail(Error::input("the body does not serialise to JSON").because(cause));
                self
            }
        }
    }

    /// Sends these bytes; what they are is said by a header.
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self
    }

    /// Sends it, and reads the reply as a whole.
    ///
    /// # Errors
    /// When a value of the request can't be used, no reply comes, or its status
    /// is other than 2xx; a page has the same errors.
    pub async fn send(self) -> Result<Response, Error> {
        let mut fetcher = self.call.fetcher();
        let (ask, walk) = self.prepare()?;
        let got = fetcher.page(Arc::new(ask), &walk.plan, None, None).await?;
        let answered = walk.answered(&got.ask, got.response);
        let path = got.ask.path.clone();
        let answered = answered.map(|inner| Response { inner, path });
        answered.map_err(|error| got.log.explain(error))
    }

    /// The request itself, and the walk of one page that it stands for.
    fn prepare(self) -> Result<(protocol::PageRequest, Walk), Error> {
        let Self { call, method, path, values, body } = self;
        let client = call.client.clone();
        let mut walk = call.walk()?;
        let ask =
            walk.next_request().unwrap_or_else(|| Err(Error::input("there is nothing to send")))?;
        let mut url = ask.url;
        let mut written = PathValues::default();
        if path.starts_with('/') {
            let mut given = Vec::new();
            let filled = fill(&path, |name| {
                let known = values.iter().find(|(known, _)| known == name);
                let value = known.map(|(_, value)| value.as_str()).or_else(|| client.param(name));
                let Some(value) = value else {
                    return Err(Error::input(format!(
                        "`{path}` has a parameter without a value: call `.param(\"{name}\", …)`"
                    )));
                };
                let sent = segment(name, value)?;
                given.push((name.to_owned(), value.to_owned(), sent.clone()));
                Ok(sent)
            })?;
            if let Some((name, _)) =
                values.iter().find(|(name, _)| !path.contains(&format!("{{{name}}}")))
            {
                return Err(Error::input(format!("`{path}` has no parameter `{name}`")));
            }
            if path.contains(['?', '#']) {
                return Err(Error::input(format!(
                    "`{path}` is more than a path; give the query to `.query(…)`"
                )));
            }
            let base = url.path().trim_end_matches('/').to_owned();
            url.set_path(&format!("{base}{filled}"));
            written = PathValues::new(format!("{base}{path}"), url.path(), given);
        } else {
            let mut found = link::resolve(&path, &url, client.base(), &LinkOrigin::Same)?;
            if let Some(param) = client.auth_param() {
                link::remove(&mut found, param);
            }
            for pair in url.query().into_iter().flat_map(|query| query.split('&')) {
                link::append(&mut found, pair);
            }
            url = found;
        }
        let free = Some(RawRequest { method, body });
        let at = Cursor::Start;
        let path = Arc::new(written);
        let ask = protocol::PageRequest {
            at,
            url,
            path,
            page: 0,
            header: None,
            body: None,
            free,
            unnamed: None,
        };
        Ok((ask, walk))
    }

    /// The same, for a client that blocks.
    #[cfg(feature = "blocking")]
    pub(crate) fn made_blocking(mut self) -> Self {
        self.call.blocking = true;
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The reply to a [`Request`], whole.
#[derive(Clone)]
pub struct Response {
    inner: protocol::Response,
    /// The path as it was written.
    path: Arc<PathValues>,
}

impl Response {
    /// The status, one of 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.inner.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// The body, decompressed.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.inner.body
    }

    /// The body, read as JSON; a byte order mark before it is ignored.
    ///
    /// # Errors
    /// When it is no JSON, or not of this type; the error says where, and not
    /// what stands there.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.inner.json()).map_err(|error| {
            // What serde says may quote what stands there.
            let what = if error.is_data() { "not of this type" } else { "no JSON" };
            let place = format!("line {}, column {}", error.line(), error.column());
            Error::new(ErrorKind::Body, format!("the reply is {what} ({place})"))
                .status_code(self.inner.status)
                .reply(&self.inner.headers)
                .at(0, &Cursor::Start, &self.inner.url, &self.path)
                .masked(self.inner.credentials.as_deref())
        })
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("bytes", &self.bytes().len())
            .finish_non_exhaustive()
    }
}
