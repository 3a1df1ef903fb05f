//! How a client is built: each value once, all of them checked before the
//! first request.

use crate::client::{Auth, Client, Inner};
use crate::error::Error;
use crate::protocol::link;
use crate::retry::{RateLimit, Retry};
use crate::secret::Secret;
use crate::timer::Timer;
use crate::transport::Transport;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::{Arc, Mutex};
use url::Url;

/// The most bytes of a page unless set: 32 MiB.
const MAX_PAGE_BYTES: usize = 32 << 20;

/// What a spec says of the clients of its API; generated code states it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// Base URL with `{variables}`.
    pub server: Option<&'static str>,
    pub variables: &'static [&'static str],
    /// Path parameters given once.
    pub params: &'static [&'static str],
    pub headers: &'static [(&'static str, &'static str)],
    /// The method that gives credentials, where they are needed.
    pub auth: Option<&'static str>,
    pub rate_limit: Option<RateLimit>,
}

/// Builds a [`Client`].
///
/// A value that can't be used is told by [`build`](Self::build), so that
/// setters chain.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: Api,
    base: Option<String>,
    values: Vec<(&'static str, String)>,
    headers: HeaderMap,
    auth: Option<Auth>,
    transport: Option<Box<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    retry: Retry,
    rate_limit: Option<RateLimit>,
    max_page_bytes: usize,
    fault: Option<Error>,
}

impl ClientBuilder {
    pub(crate) fn new(base: String) -> Self {
        let api = Api {
            server: None,
            variables: &[],
            params: &[],
            headers: &[],
            auth: None,
            rate_limit: None,
        };
        Self { base: Some(base), ..Self::of(&api) }
    }

    /// A builder of the clients of a spec.
    #[doc(hidden)]
    pub fn of(api: &Api) -> Self {
        let builder = Self {
            api: *api,
            base: None,
            values: Vec::new(),
            headers: HeaderMap::new(),
            auth: None,
            transport: None,
            timer: None,
            retry: Retry::default(),
            rate_limit: api.rate_limit,
            max_page_bytes: MAX_PAGE_BYTES,
            fault: None,
        };
        api.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value))
    }

    /// A server variable or a path parameter of the spec.
    #[doc(hidden)]
    pub fn value(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value.to_string()));
        self
    }

    /// The base URL, in place of the one of the spec: scheme, host, and the
    /// path that lists are below.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Authenticates by HTTP basic (RFC 7617).
    pub fn basic(self, user: impl fmt::Display, password: impl Into<Secret>) -> Self {
        let (user, password) = (user.to_string(), password.into());
        if user.contains(':') {
            return self.failed(Error::input("the user of basic auth holds a colon"));
        }
        let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose()));
        self.authorization(&format!("Basic {pair}"))
    }

    /// Authenticates by a bearer token (RFC 6750).
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.authorization(&format!("Bearer {}", token.into().expose()))
    }

    /// Authenticates by a key in this header.
    pub fn api_key_header(mut self, name: &str, key: impl Into<Secret>) -> Self {
        match (HeaderName::try_from(name), secret_header(key.into().expose())) {
            (Ok(name), Ok(value)) => self.auth = Some(Auth::Header(name, value)),
            (Err(_), _) => {
                return self
                    .failed(Error::input(format!("`{name}` can't be the name of a header")));
            }
            (_, Err(error)) => return self.failed(error),
        }
        self
    }

    /// Authenticates by a key in this query parameter. It is taken out of
    /// every link before the link is stored.
    pub fn api_key_query(mut self, name: &str, key: impl Into<Secret>) -> Self {
        let pair = link::pair(name, key.into().expose());
        self.auth = Some(Auth::Query(name.to_owned(), pair.into()));
        self
    }

    /// A header of every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_pair(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Sends through this transport, in place of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Asks for pages again like this; four attempts a page unless set. It takes
    /// a [`Timer`], which tokio is with the feature `reqwest`: without one, each
    /// page is asked for once.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The way in which this server says "later", beside the usual statuses.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Tells time by this clock, in place of tokio's.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Configures the default transport: proxy, roots, DNS, time-outs.
    ///
    /// It connects within 10 s, waits at most 30 s for each part of a reply,
    /// and uses no proxy, unless changed here. Redirects stay off: a client
    /// that follows them would send credentials before anyone looks.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Self {
        match crate::transport::Reqwest::new(configure) {
            Ok(transport) => self.transport(transport),
            Err(error) => {
                self.fault.get_or_insert(error);
                self
            }
        }
    }

    /// The most bytes of a page, 32 MiB unless set.
    pub fn max_page_bytes(mut self, bytes: usize) -> Self {
        self.max_page_bytes = bytes;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a value is missing
    /// or can't be used; the message names it.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let auth = match (self.auth, self.api.auth) {
            (Some(auth), _) => auth,
            (None, None) => Auth::None,
            (None, Some(setter)) => {
                return Err(Error::input(format!(
                    "no credentials were given: call `.{setter}(…)`"
                )));
            }
        };
        let value = |name: &&str| self.values.iter().find(|(known, _)| known == name);
        let variables = if self.base.is_none() { self.api.variables } else { &[] };
        if let Some(missing) =
            variables.iter().chain(self.api.params).find(|name| value(name).is_none())
        {
            return Err(Error::input(format!("`{missing}` was not given: call `.{missing}(…)`")));
        }
        let base = match (self.base, self.api.server) {
            (Some(base), _) => base,
            (None, Some(server)) => fill_server(server, &self.values)?,
            (None, None) => {
                return Err(Error::input("the spec names no server: call `.base_url(…)`"));
            }
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        Ok(Client::from_inner(Inner {
            base: parse_base(&base)?,
            params: self.values,
            headers: self.headers,
            auth,
            transport,
            timer: self.timer,
            retry: self.retry,
            rate_limit: self.rate_limit,
            random: Mutex::new(self.retry.random()),
            max_page_bytes: self.max_page_bytes,
        }))
    }

    fn authorization(mut self, value: &str) -> Self {
        match secret_header(value) {
            Ok(value) => {
                self.auth = Some(Auth::Header(header::AUTHORIZATION, value));
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Keeps the first error for [`build`](Self::build).
    fn failed(mut self, error: Error) -> Self {
        self.fault.get_or_insert(error);
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base", &self.base).finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    Ok(Box::new(crate::transport::Reqwest::new(|builder| builder)?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Box<dyn Transport>, Error> {
    Err(Error::input(
        "there is no transport: call `.transport(…)`, or turn on the feature `reqwest`",
    ))
}

/// A header of the user's, checked.
pub(crate) fn header_pair(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        (Err(_), _) => Err(Error::input(format!("`{name}` can't be the name of a header"))),
        (_, Err(_)) => {
            Err(Error::input(format!("the value of header `{name}` holds a control character")))
        }
    }
}

fn secret_header(value: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| Error::input("the credentials hold a control character"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A URL that lists can be below.
fn parse_base(base: &str) -> Result<Url, Error> {
    let refused = |why: &str| Err(Error::input(format!("the base URL {why}")));
    let url = match Url::parse(base) {
        Ok(url) => url,
        Err(cause) => return Err(Error::input(format!("the base URL is none: {cause}"))),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("has to begin with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("holds credentials; give them to `basic`");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("has a query or a fragment; it takes neither");
    }
    Ok(url)
}

/// The server of a spec with its variables filled in. One in the host is one
/// DNS label, so that no value can lead elsewhere.
fn fill_server(template: &str, values: &[(&'static str, String)]) -> Result<String, Error> {
    let host_ends = template
        .find("://")
        .and_then(|at| Some(at + 3 + template[at + 3..].find('/')?))
        .unwrap_or(template.len());
    let (host, path) = template.split_at(host_ends);
    let host = fill(host, |name| {
        let value = lookup(values, name)?;
        if is_label(value) {
            Ok(value.to_owned())
        } else {
            Err(Error::input(format!(
                "`{name}` stands in the host name, so it takes one DNS label (letters, digits and dashes), and is `{value}`"
            )))
        }
    })?;
    let path = fill(path, |name| segment(name, lookup(values, name)?))?;
    Ok(host + &path)
}

fn lookup<'v>(values: &'v [(&'static str, String)], name: &str) -> Result<&'v str, Error> {
    let found = values.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, value)| value.as_str())
        .ok_or_else(|| Error::input(format!("`{name}` was not given")))
}

fn is_label(value: &str) -> bool {
    (1..=63).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
}

/// A template with what is between its braces replaced.
pub(crate) fn fill(
    template: &str,
    mut value: impl FnMut(&str) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| Error::input(format!("`{template}` has a `{{` without a `}}`")))?;
        filled.push_str(before);
        filled.push_str(&value(name)?);
        rest = after;
    }
    Ok(filled + rest)
}

/// A value as one segment of a path: never empty, `.` or `..`, and encoded.
pub(crate) fn segment(name: &str, value: &str) -> Result<String, Error> {
    if matches!(value, "" | "." | "..") {
        let name = if name.is_empty() { "a path value".to_owned() } else { format!("`{name}`") };
        return Err(Error::input(format!(
            "{name} is `{value}`, which would lead to another path; it takes one segment of a path"
        )));
    }
    Ok(link::encode(value).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://{space}.example.com/api/{version}";

    fn server(space: &str, version: &str) -> Result<String, Error> {
        fill_server(SERVER, &[("space", space.to_owned()), ("version", version.to_owned())])
    }

    #[test]
    fn a_variable_of_the_host_is_one_label() {
        assert_eq!(server("acme-1", "v 1").unwrap(), "https://acme-1.example.com/api/v%201");
        for space in ["", "a.b", "evil.com/#", "a@b", "-a", "a-", "ä", "a:1"] {
            assert!(server(space, "v1").is_err(), "{space}");
        }
    }

    #[test]
    fn a_segment_stays_within_its_path() {
        for value in ["", ".", ".."] {
            assert!(server("acme", value).is_err(), "{value}");
        }
        assert_eq!(segment("a", "../x").unwrap(), "..%2Fx");
        assert_eq!(segment("a", "%2E%2E").unwrap(), "%252E%252E");
    }

    #[test]
    fn a_base_url_is_checked() {
        for base in ["ftp://h", "h", "https://u:p@h", "https://h?q", "https://h#f", "https://"] {
            assert!(parse_base(base).is_err(), "{base}");
        }
    }
}
