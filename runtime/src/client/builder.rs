//! The builder of clients: it checks all values before the first request.

mod limits;
mod pace;
mod watch;

use crate::client::api::Api;
use crate::client::auth::{Auth, AuthProvider, Credentials, Provider};
use crate::client::base_url::{fill_server, header_pair, parse_base};
use crate::client::hooks::Hooks;
use crate::client::page_limits::PageLimits;
use crate::client::pause::Pause;
use crate::client::rate_limiter::RateLimiter;
use crate::client::retry_policy::Retry;
use crate::client::throttle::Throttle;
use crate::client::timer::Timer;
use crate::client::{Client, Inner};
use crate::error::Error;
use crate::list::rate_limit::AnyRateLimit;
use crate::paging::Text;
use crate::secret::Secret;
use crate::transport::{Choice, Transport};
use http::HeaderMap;
use std::fmt;
use std::sync::{Arc, Mutex};

#[cfg(feature = "blocking")]
use crate::transport::UreqConfig;

/// Wraps a transport in another one. It gets the query parameter that carries the credentials.
#[cfg(feature = "testing")]
pub(crate) type WrapTransport =
    Box<dyn FnOnce(Box<dyn Transport>, Option<&str>) -> Box<dyn Transport> + Send + Sync>;

/// Builds a [`Client`].
///
/// [`build`](Self::build) reports values that can't be used, so that setters chain.
///
/// ```
/// use pagesmith::{Client, ErrorKind, Retry};
///
/// # fn main() -> Result<(), pagesmith::Error> {
/// let client = Client::builder("https://api.example.com/v1")
///     .bearer("t0ken")
///     .header("X-Api-Version", "2026-01-01")
///     .retry(Retry::default().attempts(6))
///     .max_page_bytes(8 << 20)
///     .build()?;
///
/// let error = Client::builder("api.example.com").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Input);
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: Api,
    /// The base URL with `{variables}`.
    server: Option<Text>,
    base: Option<String>,
    values: Vec<(Text, String)>,
    headers: HeaderMap,
    secret_headers: Vec<Credentials>,
    auth: Option<Auth>,
    pub(crate) transport: Choice,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    rate_limiter: Option<RateLimiter>,
    slows_down: bool,
    hooks: Hooks,
    retry: Retry,
    rate_limit: Option<AnyRateLimit>,
    page_limits: PageLimits,
    #[cfg(feature = "testing")]
    pub(crate) wrap: Option<WrapTransport>,
    error: Option<Error>,
}

impl Client {
    /// A builder for a client of this base URL, which includes the path that all lists
    /// have in common.
    pub fn builder(base: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base.into())
    }
}

impl ClientBuilder {
    pub(crate) fn new(base: String) -> Self {
        Self { base: Some(base), ..Self::of(&Api::NONE) }
    }

    /// A builder of the clients of a spec.
    #[doc(hidden)]
    pub fn of(api: &Api) -> Self {
        let builder = Self {
            api: *api,
            server: api.server.map(Text::Borrowed),
            base: None,
            values: Vec::new(),
            headers: HeaderMap::new(),
            secret_headers: Vec::new(),
            auth: None,
            transport: Choice::default(),
            timer: None,
            rate_limiter: None,
            slows_down: true,
            hooks: Hooks::default(),
            retry: Retry::default(),
            rate_limit: api.rate_limit.map(Into::into),
            page_limits: PageLimits::default(),
            #[cfg(feature = "testing")]
            wrap: None,
            error: None,
        };
        api.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value))
    }

    /// The base URL of a spec that was read at run time, with `{variables}`.
    #[doc(hidden)]
    pub fn server(mut self, template: impl Into<Text>) -> Self {
        self.server = Some(template.into());
        self
    }

    /// Sets a server variable or a path parameter of the spec, each once.
    #[doc(hidden)]
    pub fn value(mut self, name: impl Into<Text>, value: impl fmt::Display) -> Self {
        let name = name.into();
        if self.values.iter().any(|(known, _)| *known == name) {
            let message = format!("`{name}` is set twice; call `.{name}(…)` once");
            return self.failed(Error::input(message));
        }
        self.values.push((name, value.to_string()));
        self
    }

    /// Sets the base URL, in place of the spec's server: scheme, host, and the path
    /// that all lists have in common.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Authenticates by HTTP basic (RFC 7617). [`Credentials::basic`] says what errors show.
    pub fn basic(self, user: impl fmt::Display, password: impl Into<Secret>) -> Self {
        self.credentials(Credentials::basic(user, password))
    }

    /// Authenticates by a bearer token (RFC 6750).
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::bearer(token))
    }

    /// Authenticates by a key in this header.
    pub fn api_key_header(self, name: &str, key: impl Into<Secret>) -> Self {
        self.credentials(Credentials::header(name, key))
    }

    /// Authenticates by a key in this query parameter. The parameter is removed from
    /// every link before the link is stored.
    pub fn api_key_query(self, name: &str, key: impl Into<Secret>) -> Self {
        self.credentials(Ok(Credentials::query(name, key)))
    }

    /// Authenticates by values in the JSON body of each request, each at a JSON Pointer.
    /// [`Credentials::body`] says which requests fail.
    pub fn api_key_body<P: Into<String>, K: Into<Secret>>(
        self,
        values: impl IntoIterator<Item = (P, K)>,
    ) -> Self {
        self.credentials(Credentials::body(values))
    }

    /// Authenticates by the credentials of this provider. It is called before the first
    /// request, once for all requests that wait, and again after a 401.
    pub fn auth(mut self, provider: impl AuthProvider) -> Self {
        self.auth = Some(Auth::Provider(Provider::new(provider)));
        self
    }

    /// Adds a header to every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_pair(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Adds a header to every request, in place of any other of this name. Its value is
    /// never shown: if the server repeats it, errors hide it. For a second credential
    /// beside the one of [`auth`](Self::auth).
    pub fn secret_header(mut self, name: &str, value: impl Into<Secret>) -> Self {
        match Credentials::header(name, value) {
            Ok(header) => {
                self.secret_headers.push(header);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Sends through this transport, in place of reqwest or ureq.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Choice::own(transport);
        self
    }

    /// Calls this hook with each request before it is sent, including those of retries
    /// and redirects.
    ///
    /// Headers that may be credentials are marked sensitive, so that `Debug` does not
    /// show them, and the URL has no credentials in its query. Headers that the
    /// transport adds (`Host`, `Accept-Encoding`) are missing.
    pub fn on_request(
        mut self,
        hook: impl Fn(&http::request::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.request = Some(Box::new(hook));
        self
    }

    /// Calls this hook with the head of each reply before its body is read, including
    /// those of retries and redirects. Headers that may repeat credentials or hold a
    /// page token are marked sensitive.
    pub fn on_response(
        mut self,
        hook: impl Fn(&http::response::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.reply = Some(Box::new(hook));
        self
    }

    /// Uses this clock, in place of tokio's.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sends requests through the proxy that the environment names. Without this call,
    /// the environment is ignored.
    ///
    /// `HTTPS_PROXY` names the proxy for `https:` servers, and `HTTP_PROXY` the one for
    /// `http:` servers; otherwise `ALL_PROXY` does. Names in lower case count too. Hosts
    /// in `NO_PROXY` are requested directly. In a CGI script, all of them are ignored.
    /// Blocking clients take the first of `ALL_PROXY`,
    /// `HTTPS_PROXY` and `HTTP_PROXY` for all servers.
    ///
    /// Call it before `.reqwest(…)` or `.ureq(…)`. It does not apply to a
    /// [`transport`](Self::transport) of your own. Through a proxy, an `http:` server
    /// gets its credentials in plain text from the proxy, which can read them.
    ///
    /// [`build`](Self::build) fails if a variable is not the URL of an HTTP proxy.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub fn environment_proxy(mut self) -> Self {
        match self.transport.environment_proxy() {
            Ok(()) => self,
            Err(error) => self.failed(error),
        }
    }

    /// Configures the default transport: proxy, root certificates, DNS, time-outs.
    /// [`pagesmith::reqwest`](crate::reqwest) is the version of reqwest to use.
    ///
    /// It connects within 10 s, waits at most 30 s for each part of a reply, and uses
    /// no proxy, unless changed here. Redirects stay off: a transport that follows them
    /// would send credentials before the target is checked.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Self {
        match self.transport.reqwest(configure) {
            Ok(()) => self,
            Err(error) => self.failed(error),
        }
    }

    /// Configures the default transport of [`build_blocking`](Self::build_blocking):
    /// proxy, root certificates, time-outs.
    ///
    /// It connects within 10 s, waits at most 30 s for the head of a reply and for each
    /// part of its body, and uses no proxy, unless changed here. Redirects stay off.
    /// The time that is left for a page limits each request.
    #[cfg(feature = "blocking")]
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn ureq(mut self, configure: impl FnOnce(UreqConfig) -> UreqConfig) -> Self {
        self.transport.ureq(configure);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a value is missing
    /// or can't be used; the message names it.
    ///
    /// Also where the feature `rustls` is off, another crate of the build turned
    /// on reqwest's `rustls-no-provider`, and no crypto provider of rustls is
    /// installed: reqwest then panics instead of building a client, even one for
    /// `http:`. The panic is caught after the panic hook of the process has run;
    /// with `panic = "abort"` it ends the process.
    pub fn build(mut self) -> Result<Client, Error> {
        let transport = std::mem::take(&mut self.transport).of_async();
        self.build_with(transport, false)
    }

    pub(crate) fn build_with(
        self,
        transport: Result<Box<dyn Transport>, Error>,
        blocking: bool,
    ) -> Result<Client, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let auth = match (self.auth, self.api.auth) {
            (Some(auth), _) => auth,
            (None, None) => Auth::None,
            (None, Some(setter)) => {
                return Err(Error::input(format!(
                    "the credentials are missing; call `.{setter}(…)`"
                )));
            }
        };
        let value = |name: &&str| self.values.iter().find(|(known, _)| known == *name);
        let variables = if self.base.is_none() { self.api.variables } else { &[] };
        if let Some(missing) =
            variables.iter().chain(self.api.params).find(|name| value(name).is_none())
        {
            return Err(Error::input(format!("`{missing}` is missing; call `.{missing}(…)`")));
        }
        let base = match (self.base, self.server) {
            (Some(base), _) => base,
            (None, Some(server)) => fill_server(&server, &self.values)?,
            (None, None) => {
                return Err(Error::input("the spec has no server; call `.base_url(…)`"));
            }
        };
        if self.rate_limiter.is_some() && self.timer.is_none() && !cfg!(feature = "reqwest") {
            return Err(Error::input(
                "a rate needs a clock: call `.timer(…)`, or turn on the feature `reqwest`",
            ));
        }
        let transport = transport?;
        #[cfg(feature = "testing")]
        let transport = match self.wrap {
            Some(wrap) => wrap(transport, auth.param()),
            None => transport,
        };
        Ok(Client::from_inner(Inner {
            base: parse_base(&base)?,
            params: self.values,
            headers: self.headers,
            secret_headers: self.secret_headers,
            auth,
            transport,
            blocking,
            timer: self.timer,
            rate_limiter: self.rate_limiter,
            throttle: self.slows_down.then(Throttle::default),
            hooks: self.hooks,
            retry: self.retry,
            rate_limit: self.rate_limit,
            pause: Pause::default(),
            random: Mutex::new(self.retry.random()),
            page_limits: self.page_limits,
        }))
    }

    fn credentials(mut self, given: Result<Credentials, Error>) -> Self {
        match given {
            Ok(credentials) => {
                self.auth = Some(Auth::Fixed(credentials));
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Keeps the first error for [`build`](Self::build).
    fn failed(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet, and may hold what it must not.
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
