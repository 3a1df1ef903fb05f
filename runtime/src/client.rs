//! Clients: an origin, credentials and a transport, shared by all walks.

use crate::builder::ClientBuilder;
use crate::error::{Error, ErrorKind};
use crate::list::{List, Paged};
use crate::pager::{Call, Dynamic, Pager};
use crate::protocol::{Ask, Reply, link};
use crate::transport::{Body, BoxFuture, Transport};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use url::Url;

/// A client of one origin; clones share everything.
///
/// ```
/// use pagesmith::Client;
///
/// # fn main() -> Result<(), pagesmith::Error> {
/// let client = Client::builder("https://example.signalwire.com").basic("project", "token").build()?;
/// assert_eq!(format!("{client:?}"), r#"Client { base: "https://example.signalwire.com/", .. }"#);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    /// Its origin is the one that requests go to.
    pub(crate) base: Url,
    /// Path parameters that were given once.
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) auth: Auth,
    pub(crate) transport: Box<dyn Transport>,
    /// The most bytes of a page.
    pub(crate) max_page_bytes: usize,
}

/// Credentials, ready to be sent.
#[derive(Clone)]
pub(crate) enum Auth {
    None,
    Header(HeaderName, HeaderValue),
    /// A name, and an encoded pair.
    Query(String, crate::Secret),
}

impl Client {
    /// Begins a client for this base URL, a path included where lists are
    /// below one.
    pub fn builder(base: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base.into())
    }

    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Lists what is at this path, without a derive and without a spec. Each
    /// `{}` in it takes one of the values, in order, as one path segment.
    ///
    /// ```
    /// use pagesmith::{Client, Paging};
    ///
    /// # fn main() -> Result<(), pagesmith::Error> {
    /// # #[derive(serde::Deserialize)] struct Call { sid: String }
    /// # let client = Client::builder("https://example.signalwire.com").build()?;
    /// let calls = client
    ///     .list::<Call>("/api/laml/2010-04-01/Accounts/{}/Calls", ["AC1"])
    ///     .paging(Paging::LAML)
    ///     .items_at("/calls")
    ///     .page_size(100);
    /// # Ok(()) }
    /// ```
    pub fn list<T: DeserializeOwned + Send + 'static>(
        &self,
        path: &'static str,
        values: impl IntoIterator<Item = impl fmt::Display>,
    ) -> Pager<Dynamic<T>> {
        let values: Vec<_> = values.into_iter().map(|value| ("", value.to_string())).collect();
        Pager::from_call(Call::new(self, &List { path, ..Dynamic::<T>::LIST }, values))
    }

    pub(crate) fn base(&self) -> &Url {
        &self.0.base
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.0.params.iter().find_map(|(known, value)| (*known == name).then_some(value.as_str()))
    }

    /// The query parameter that carries the credentials.
    pub(crate) fn auth_param(&self) -> Option<&str> {
        match &self.0.auth {
            Auth::Query(name, _) => Some(name),
            _ => None,
        }
    }

    /// Sends a request of a walk and reads its reply as a whole.
    pub(crate) fn fetch(&self, ask: Ask, headers: &HeaderMap) -> BoxFuture<Result<Reply, Error>> {
        let client = self.clone();
        let request = self.request(&ask.url, headers);
        Box::pin(async move {
            let place = ask.url.clone();
            let page = ask.page;
            client.exchange(ask, request).await.map_err(|error| error.at(page, &place))
        })
    }

    /// The request to this URL with everything that goes along: constant
    /// headers, those of the walk, and credentials.
    fn request(&self, url: &Url, headers: &HeaderMap) -> Result<http::Request<Bytes>, Error> {
        let inner = &self.0;
        let mut url = url.clone();
        if let Auth::Query(_, pair) = &inner.auth {
            link::append(&mut url, pair.expose());
        }
        let mut request = http::Request::builder()
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

    async fn exchange(
        self,
        ask: Ask,
        request: Result<http::Request<Bytes>, Error>,
    ) -> Result<Reply, Error> {
        let reply = self.0.transport.send(request?).await;
        let reply = reply.map_err(|cause| {
            Error::new(ErrorKind::Transport, "the request failed").because(cause)
        })?;
        let (head, body) = reply.into_parts();
        let body = self.whole(body).await.map_err(|error| error.status_code(head.status))?;
        Ok(Reply { ask, status: head.status, headers: head.headers, body })
    }

    /// Reads a body to its end, or to the most that is allowed.
    async fn whole(&self, mut body: Body) -> Result<Bytes, Error> {
        let max = self.0.max_page_bytes;
        let mut whole = Vec::new();
        while let Some(chunk) = poll_fn(|cx| body.poll_chunk(cx)).await {
            let chunk = chunk.map_err(|cause| {
                Error::new(ErrorKind::Transport, "the reply broke off").because(cause)
            })?;
            if whole.len() + chunk.len() > max {
                return Err(Error::new(
                    ErrorKind::Body,
                    format!(
                        "the page is larger than {max} bytes; ask for smaller pages, or raise `max_page_bytes`"
                    ),
                ));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.into())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base().as_str()).finish_non_exhaustive()
    }
}
