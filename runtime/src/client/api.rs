//! A spec's settings for the clients of its API.

use crate::list::rate_limit::RateLimit;

/// A spec's settings for the clients of its API, as constant data. Generated code uses
/// the setters, so that a new field does not break it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Api {
    /// Base URL with `{variables}`.
    pub server: Option<&'static str>,
    pub variables: &'static [&'static str],
    /// Path parameters that are set once for the client.
    pub params: &'static [&'static str],
    pub headers: &'static [(&'static str, &'static str)],
    /// The builder's method for credentials, if they are required.
    pub auth: Option<&'static str>,
    pub rate_limit: Option<RateLimit>,
}

impl Api {
    /// No settings.
    pub const NONE: Self = Self {
        server: None,
        variables: &[],
        params: &[],
        headers: &[],
        auth: None,
        rate_limit: None,
    };

    /// With this base URL.
    #[must_use]
    pub const fn server(mut self, template: &'static str) -> Self {
        self.server = Some(template);
        self
    }

    /// With these variables of the base URL.
    #[must_use]
    pub const fn variables(mut self, names: &'static [&'static str]) -> Self {
        self.variables = names;
        self
    }

    /// With these path parameters, set once for the client.
    #[must_use]
    pub const fn params(mut self, names: &'static [&'static str]) -> Self {
        self.params = names;
        self
    }

    /// With these headers for every request.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// With credentials, which this method of the builder sets.
    #[must_use]
    pub const fn auth(mut self, method: &'static str) -> Self {
        self.auth = Some(method);
        self
    }

    /// With the way in which the server says that a request was rate-limited.
    #[must_use]
    pub const fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }
}
