//! Requests that are not for a list: for whatever a spec does not describe.

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

/// A request that is not for a list and has not been sent yet; see [`Client::request`].
///
/// ```no_run
/// # async fn login(client: pagesmith::Client) -> Result<(), pagesmith::Error> {
/// let who = client.request("GET", "/me").query(&[("fields", "name")]).send().await?;
/// println!("{}", who.json::<pagesmith::Json>()?);
/// # Ok(()) }
/// ```
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
    /// Makes a request that is not for a list. It uses the client's credentials,
    /// origin, headers, rate, limits and time-outs, and fails with the same errors.
    ///
    /// The method is a [`Method`](https://docs.rs/http/latest/http/struct.Method.html), or a value that converts into one, such as `"POST"`.
    /// An invalid method is an error before anything is sent.
    ///
    /// The path begins with `/` and is appended to the client's base URL. Each `{name}`
    /// in it is filled in by [`param`](Request::param), or by a path parameter that the
    /// client was built with. An absolute link from a reply is accepted too, if it
    /// stays on the client's origin.
    ///
    /// A `GET` or `HEAD` is retried like the request of a page, and follows redirects
    /// within the origin. Any other method is sent once, since a request that failed
    /// may have been carried out; its redirects are errors.
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
            let what = "invalid HTTP method; write a method such as `GET` or `POST`";
            call.fail(Error::input(what).because(cause.into()));
            Method::GET
        });
        Request { call, method, path: path.into(), values: Vec::new(), body: Bytes::new() }
    }
}

impl Request {
    /// Sets a path parameter, as one segment of the path; a second value replaces the first.
    pub fn param(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.values.retain(|(known, _)| known != name);
        self.values.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds query parameters: anything that serialises to pairs, as in
    /// [`Pager::query`](crate::Pager::query).
    pub fn query(mut self, pairs: impl Serialize) -> Self {
        self.call.query(&pairs);
        self
    }

    /// Adds a header. Give credentials to the client instead.
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

    /// Sends these bytes; set their content type by [`header`](Self::header).
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self
    }

    /// Sends the request, and reads the whole reply.
    ///
    /// # Errors
    /// When a value of the request can't be used, no reply arrives, or its status is
    /// not 2xx; the errors are those of a page.
    pub async fn send(self) -> Result<Response, Error> {
        let mut fetcher = self.call.fetcher();
        let (request, walk) = self.prepare()?;
        let got = fetcher.page(Arc::new(request), &walk.plan, None, None, false).await?;
        let response = walk.check_status(&got.request, got.response);
        let path = got.request.path.clone();
        let response = response.map(|inner| Response { inner, path });
        response.map_err(|error| got.log.explain(error))
    }

    /// The request itself, and a walk of one page for it.
    fn prepare(self) -> Result<(protocol::PageRequest, Walk), Error> {
        let Self { call, method, path, values, body } = self;
        let client = call.client.clone();
        let mut walk = call.walk()?;
        let request = walk
            .next_request()
            .unwrap_or_else(|| Err(Error::input("the call has no request to send")))?;
        let mut url = request.url;
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
                    "`{path}` has a query or a fragment; write the path alone, and set the query by `.query(…)`"
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
        let raw = Some(RawRequest { method, body });
        let at = Cursor::Start;
        let path = Arc::new(written);
        let request = protocol::PageRequest {
            at,
            url,
            path,
            page: 0,
            headers: Vec::new(),
            body: None,
            is_query: false,
            raw,
            unnamed: None,
        };
        Ok((request, walk))
    }

    /// The same request, for a blocking client.
    #[cfg(feature = "blocking")]
    pub(crate) fn into_blocking(mut self) -> Self {
        self.call.blocking = true;
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The whole reply to a [`Request`].
///
/// ```
/// # async fn whoami(client: &pagesmith::Client) -> Result<(), pagesmith::Error> {
/// let response = client.request("GET", "/user").send().await?;
/// let user: pagesmith::Json = response.json()?;
/// println!("{} {}", response.status(), user["login"]);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Response {
    inner: protocol::Response,
    /// The path as the caller wrote it.
    path: Arc<PathValues>,
}

impl Response {
    /// The status; always 2xx.
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
    /// When it is not JSON, or not of this type. The error says where, but does not
    /// quote the reply.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.inner.json()).map_err(|error| {
            // Serde's message may quote a value  of the reply.
            let what = if error.is_data() { "not of this type" } else { "not JSON" };
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
