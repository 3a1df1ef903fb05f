//! Clients: an origin, credentials and a transport, shared by all walks.

pub(crate) mod activity;
pub(crate) mod api;
pub(crate) mod auth;
pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod hooks;
pub(crate) mod page_limits;
mod pause;
pub(crate) mod quota;
mod rate_limiter;
pub(crate) mod retry_policy;
pub(crate) mod shared_future;
pub(crate) mod throttle;
pub(crate) mod timeline;
pub(crate) mod timer;

use self::activity::Activity;
use self::auth::{Auth, Credentials};
use self::hooks::Hooks;
use self::page_limits::PageLimits;
use self::pause::Pause;
use self::rate_limiter::RateLimiter;
use self::retry_policy::Retry;
use self::throttle::Throttle;
use self::timeline::TimedParent;
use self::timer::Timer;
use crate::error::Error;
use crate::list::rate_limit::AnyRateLimit;
use crate::paging::Text;
use crate::transport::Transport;
use http::HeaderMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// A client of one origin; clones share everything.
///
/// Its `Debug` shows the base URL alone.
///
/// ```no_run
/// use pagesmith::{Client, Json, Paging};
///
/// # async fn walk() -> Result<(), Box<dyn std::error::Error>> {
/// let github = Client::builder("https://api.github.com").bearer("token").build()?;
/// let issues =
///     github.list::<Json>("/repos/{}/{}/issues", ["rust-lang", "log"], Paging::LINK_HEADER);
/// for issue in issues.limit(10).collect().await? {
///     println!("{}", issue["title"]);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>, Option<Arc<TimedParent>>);

pub(crate) struct Inner {
    /// All requests go to its origin.
    pub(crate) base: Url,
    /// Path parameters that are set once for the client.
    pub(crate) params: Vec<(Text, String)>,
    pub(crate) headers: HeaderMap,
    /// Headers of every request whose values are never shown.
    pub(crate) secret_headers: Vec<Credentials>,
    pub(crate) auth: Auth,
    pub(crate) transport: Box<dyn Transport>,
    /// Whether it is for blocking calls.
    pub(crate) blocking: bool,
    /// The clock that was set.
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) rate_limiter: Option<RateLimiter>,
    /// `None` if the limits that servers state are not heeded.
    pub(crate) throttle: Option<Throttle>,
    pub(crate) hooks: Hooks,
    pub(crate) retry: Retry,
    pub(crate) rate_limit: Option<AnyRateLimit>,
    /// Until when the server asked not to send another request.
    pub(crate) pause: Pause,
    /// The source of random waits.
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) page_limits: PageLimits,
}

impl Client {
    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self(Arc::new(inner), None)
    }

    /// The same client, whose requests are noted as those for the children of a parent.
    pub(crate) fn of_parent(&self, parent: TimedParent) -> Self {
        Self(self.0.clone(), Some(Arc::new(parent)))
    }

    pub(crate) fn page_limits(&self) -> PageLimits {
        self.0.page_limits
    }

    pub(crate) fn base(&self) -> &Url {
        &self.0.base
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.0.params.iter().find_map(|(known, value)| (*known == name).then_some(value.as_str()))
    }

    /// The query parameter that carries the credentials.
    pub(crate) fn auth_param(&self) -> Option<&str> {
        self.0.auth.param()
    }

    /// The clock of this client; `None` if none was set and it runs outside of tokio.
    pub(crate) fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.0.timer.clone().or_else(timer::of_runtime)
    }

    /// Refuses a blocking call of an async client, which would have no runtime, and an
    /// async call of a blocking client, which would block the runtime.
    pub(crate) fn check_blocking_mode(&self, blocking: bool) -> Result<(), Error> {
        match (self.0.blocking, blocking) {
            (true, false) => Err(Error::input(
                "this client is blocking, but the call is async; call `.blocking()` first, or build the client with `build`",
            )),
            (false, true) => Err(Error::input(
                "this client is async, but the call is blocking; build the client with `build_blocking`",
            )),
            _ => Ok(()),
        }
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.0.retry
    }

    pub(crate) fn rate_limit(&self) -> Option<&AnyRateLimit> {
        self.0.rate_limit.as_ref()
    }

    /// A random time up to this one.
    pub(crate) fn jitter(&self, bound: Duration) -> Duration {
        let mut random = self.0.random.lock().unwrap_or_else(PoisonError::into_inner);
        bound.mul_f64(random.f64())
    }

    /// Calls the hook for events, and adds them to the timeline.
    pub(crate) fn note(&self, activity: &Activity<'_>) {
        let Hooks { activity: hook, timeline, .. } = &self.0.hooks;
        if let Some(hook) = hook {
            hook(activity);
        }
        if let Some(timeline) = timeline {
            let now = self.timer().map_or(Duration::ZERO, |timer| timer.now());
            timeline.note(activity, self.1.as_ref(), now);
        }
    }

    /// Whether anything takes events.
    pub(crate) fn is_watched(&self) -> bool {
        self.0.hooks.activity.is_some() || self.0.hooks.timeline.is_some()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base().as_str()).finish_non_exhaustive()
    }
}
