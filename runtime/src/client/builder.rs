//! How a client is built: each value once, all of them checked before the
//! first request.

use crate::client::activity::Activity;
use crate::client::api::Api;
use crate::client::auth::{Auth, AuthProvider, Credentials, Provider};
use crate::client::base_url::{fill_server, header_pair, parse_base};
use crate::client::hooks::Hooks;
use crate::client::page_limits::PageLimits;
use crate::client::rate_limiter::RateLimiter;
use crate::client::retry_policy::{AnyRateLimit, Retry};
use crate::client::timer::Timer;
use crate::client::{Client, Inner};
use crate::error::Error;
use crate::paging::Text;
use crate::secret::Secret;
use crate::transport::{Choice, Transport};
use http::HeaderMap;
use std::fmt;
use std::sync::{Arc, Mutex};

#[cfg(feature = "blocking")]
use crate::transport::UreqConfig;

/// Puts a transport into another one; told the query parameter that carries the
/// credentials.
#[cfg(feature = "testing")]
pub(crate) type WrapTransport =
    Box<dyn FnOnce(Box<dyn Transport>, Option<&str>) -> Box<dyn Transport> + Send + Sync>;

/// Builds a [`Client`].
///
/// A value that can't be used is told by [`build`](Self::build), so that
/// setters chain.
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
    hooks: Hooks,
    retry: Retry,
    rate_limit: Option<AnyRateLimit>,
    page_limits: PageLimits,
    #[cfg(feature = "testing")]
    pub(crate) wrap: Option<WrapTransport>,
    fault: Option<Error>,
}

impl Client {
    /// Begins a client for this base URL, a path included where lists are
    /// below one.
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
            hooks: Hooks::default(),
            retry: Retry::default(),
            rate_limit: api.rate_limit.map(Into::into),
            page_limits: PageLimits::default(),
            #[cfg(feature = "testing")]
            wrap: None,
            fault: None,
        };
        api.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value))
    }

    /// The base URL of a spec that was read at run time, with `{variables}`.
    #[doc(hidden)]
    pub fn server(mut self, template: impl Into<Text>) -> Self {
        self.server = Some(template.into());
        self
    }

    /// A server variable or a path parameter of the spec, each given once.
    #[doc(hidden)]
    pub fn value(mut self, name: impl Into<Text>, value: impl fmt::Display) -> Self {
        let name = name.into();
        if self.values.iter().any(|(known, _)| *known == name) {
            let message = format!("`{name}` was given twice: call `.{name}(…)` once");
            return self.failed(Error::input(message));
        }
        self.values.push((name, value.to_string()));
        self
    }

    /// The base URL, in place of the one of the spec: scheme, host, and the
    /// path that lists are below.
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

    /// Authenticates by a key in this query parameter. It is taken out of
    /// every link before the link is stored.
    pub fn api_key_query(self, name: &str, key: impl Into<Secret>) -> Self {
        self.credentials(Ok(Credentials::query(name, key)))
    }

    /// Authenticates by what this provider gives: asked before the first
    /// request, once for all that wait, and once more after a 401.
    pub fn auth(mut self, provider: impl AuthProvider) -> Self {
        self.auth = Some(Auth::Provider(Provider::new(provider)));
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

    /// A header of every request, in place of another of this name, whose value
    /// is never shown: should the server repeat it, errors hide it.
    #[doc(hidden)]
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

    /// Asks for pages again like this; four attempts a page unless set. It takes
    /// a [`Timer`], which tokio is with the feature `reqwest`: without one, each
    /// page is asked for once.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The way in which this server says "later", beside the usual statuses.
    pub fn rate_limit(mut self, limit: impl Into<AnyRateLimit>) -> Self {
        self.rate_limit = Some(limit.into());
        self
    }

    /// Sends at most this many requests a second, all clones of the client and
    /// all their walks together: one after another, never two at once, in the
    /// order in which they were asked for. Unlimited unless set.
    ///
    /// [`build`](Self::build) refuses what is not above 0, and a rate without
    /// a clock.
    pub fn rate(mut self, per_second: impl Into<f64>) -> Self {
        match RateLimiter::new(per_second.into()) {
            Ok(pace) => {
                self.rate_limiter = Some(pace);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Shows each request before it goes, those of retries and redirects
    /// included.
    ///
    /// What may be a credential is marked sensitive, so that `Debug` does not
    /// show it, and the URL is without a key that goes in the query. What the
    /// transport adds (`Host`, `Accept-Encoding`) is not there yet.
    pub fn on_request(
        mut self,
        hook: impl Fn(&http::request::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.request = Some(Box::new(hook));
        self
    }

    /// Shows the head of each reply, before its body is read: those of retries
    /// and redirects included. Headers that may repeat a credential or hold a
    /// page token are marked sensitive.
    pub fn on_response(
        mut self,
        hook: impl Fn(&http::response::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.reply = Some(Box::new(hook));
        self
    }

    /// Shows all that the client does: what it waits for, sends and gets.
    #[doc(hidden)]
    pub fn on_activity(mut self, hook: impl Fn(&Activity<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.activity = Some(Box::new(hook));
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
            Ok(transport) => {
                self.transport.reqwest(transport);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Configures the default transport of
    /// [`build_blocking`](Self::build_blocking): proxy, roots, time-outs.
    ///
    /// It connects within 10 s, waits at most 30 s for the head of a reply and
    /// for each part of its body, and uses no proxy, unless changed here.
    /// Redirects stay off, and the time that a page has left goes along with
    /// each request.
    #[cfg(feature = "blocking")]
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn ureq(mut self, configure: impl FnOnce(UreqConfig) -> UreqConfig) -> Self {
        self.transport.ureq(crate::transport::Ureq::new(configure));
        self
    }

    /// The most bytes of a page, 32 MiB unless set.
    pub fn max_page_bytes(mut self, bytes: usize) -> Self {
        self.page_limits.bytes = bytes;
        self
    }

    /// The most items of a page, 100,000 unless set. A page that has more is an
    /// error, whatever the walk is limited to: a few kilobytes of gzip can hold
    /// millions of items, and each is a record in memory.
    pub fn max_page_items(mut self, items: usize) -> Self {
        self.page_limits.items = items;
        self
    }

    /// The most bytes that the records of a page take in memory, 64 MiB unless
    /// set. A page of more is an error: `[{},{},…]` in a field has three bytes for
    /// each record. Of structs of your own, not of generated ones, their size alone
    /// is counted: what lies on the heap is up to their `Deserialize`.
    pub fn max_page_memory(mut self, bytes: usize) -> Self {
        self.page_limits.memory = bytes;
        self
    }

    /// The client.
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
        let value = |name: &&str| self.values.iter().find(|(known, _)| known == *name);
        let variables = if self.base.is_none() { self.api.variables } else { &[] };
        if let Some(missing) =
            variables.iter().chain(self.api.params).find(|name| value(name).is_none())
        {
            return Err(Error::input(format!("`{missing}` was not given: call `.{missing}(…)`")));
        }
        let base = match (self.base, self.server) {
            (Some(base), _) => base,
            (None, Some(server)) => fill_server(&server, &self.values)?,
            (None, None) => {
                return Err(Error::input("the spec names no server: call `.base_url(…)`"));
            }
        };
        if let Some(limiter) = &self.rate_limiter {
            let has_clock = self.timer.is_some() || cfg!(feature = "reqwest");
            limiter.check(has_clock)?;
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
            hooks: self.hooks,
            retry: self.retry,
            rate_limit: self.rate_limit,
            random: Mutex::new(self.retry.random()),
            page_limits: self.page_limits,
        }))
    }

    fn credentials(mut self, given: Result<Credentials, Error>) -> Self {
        match given {
            Ok(credentials) => {
                self.auth = Some(Auth::Given(credentials));
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
        // The base URL is not checked yet, and may hold what it must not.
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
