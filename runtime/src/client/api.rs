//! What a spec says of the clients of its API.

use crate::client::retry_policy::RateLimit;

/// What a spec says of the clients of its API, as constant data; generated code
/// states it by setters, so that it outlives a new field.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
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

impl Api {
    /// A spec that says nothing of clients.
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

    /// With these path parameters, given once.
    #[must_use]
    pub const fn params(mut self, names: &'static [&'static str]) -> Self {
        self.params = names;
        self
    }

    /// With these headers of every request.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// With credentials, given by this method.
    #[must_use]
    pub const fn auth(mut self, method: &'static str) -> Self {
        self.auth = Some(method);
        self
    }

    /// With this way of a server to say "later".
    #[must_use]
    pub const fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }
}
