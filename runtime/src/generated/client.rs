//! The methods that all generated clients have in common. A generated type wraps one of
//! the runtime's and forwards to it.

/// The methods of a generated client builder, around a field of type
/// [`ClientBuilder`](crate::ClientBuilder).
#[doc(hidden)]
#[macro_export]
macro_rules! __client_builder {
    ($client:ident, $($auth:tt)*) => {
        $crate::__client_builder!(@auth $($auth)*);
        $crate::__reqwest_setter!();
        $crate::__environment_proxy!();
        $crate::__blocking_builder!($client);
        $crate::__testing_builder!();

        /// Sets the base URL, in place of the spec's server.
        #[must_use]
        pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
            Self(self.0.base_url(url))
        }

        /// Adds a header to every request.
        #[must_use]
        pub fn header(self, name: &::core::primitive::str, value: &::core::primitive::str) -> Self {
            Self(self.0.header(name, value))
        }

        /// Sends through this transport, in place of reqwest.
        #[must_use]
        pub fn transport(self, transport: impl $crate::transport::Transport) -> Self {
            Self(self.0.transport(transport))
        }

        /// Authenticates by the credentials of this provider.
        #[must_use]
        pub fn auth(self, provider: impl $crate::AuthProvider) -> Self {
            Self(self.0.auth(provider))
        }

        /// Starts at most this many requests a second, over all clones of the client.
        #[must_use]
        pub fn rate(
            self,
            per_second: impl ::core::convert::Into<::core::primitive::f64>,
        ) -> Self {
            Self(self.0.rate(per_second))
        }

        /// Notes in this timeline what each request does, and when.
        #[must_use]
        pub fn timeline(self, timeline: &$crate::Timeline) -> Self {
            Self(self.0.timeline(timeline))
        }

        /// Uses this clock, in place of tokio's.
        #[must_use]
        pub fn timer(self, timer: impl $crate::Timer) -> Self {
            Self(self.0.timer(timer))
        }

        /// Calls this hook with each request before it is sent.
        #[must_use]
        pub fn on_request(
            self,
            hook: impl ::core::ops::Fn(&$crate::__private::http::request::Parts)
            + ::core::marker::Send
            + ::core::marker::Sync
            + 'static,
        ) -> Self {
            Self(self.0.on_request(hook))
        }

        /// Calls this hook with the head of each reply, before its body is read.
        #[must_use]
        pub fn on_response(
            self,
            hook: impl ::core::ops::Fn(&$crate::__private::http::response::Parts)
            + ::core::marker::Send
            + ::core::marker::Sync
            + 'static,
        ) -> Self {
            Self(self.0.on_response(hook))
        }

        /// Adds a header to every request, whose value is never shown: for a second credential.
        #[must_use]
        pub fn secret_header(
            self,
            name: &::core::primitive::str,
            value: impl ::core::convert::Into<$crate::Secret>,
        ) -> Self {
            Self(self.0.secret_header(name, value))
        }

        /// Sets how failed requests are retried; four attempts a page unless set.
        pub fn retry(self, retry: $crate::Retry) -> Self {
            Self(self.0.retry(retry))
        }

        /// Sets how the server says that a request was rate-limited, in place of the spec's.
        pub fn rate_limit(
            self,
            limit: impl ::core::convert::Into<$crate::AnyRateLimit>,
        ) -> Self {
            Self(self.0.rate_limit(limit))
        }

        /// Sets how many bytes a page may have; 32 MiB unless set.
        #[must_use]
        pub fn max_page_bytes(self, bytes: ::core::primitive::usize) -> Self {
            Self(self.0.max_page_bytes(bytes))
        }

        /// Sets how many items a page may have; 100,000 unless set.
        #[must_use]
        pub fn max_page_items(self, items: ::core::primitive::usize) -> Self {
            Self(self.0.max_page_items(items))
        }

        /// The most bytes that the records of a page take in memory, 64 MiB unless set.
        #[must_use]
        pub fn max_page_memory(self, bytes: ::core::primitive::usize) -> Self {
            Self(self.0.max_page_memory(bytes))
        }

        /// Builds the client.
        ///
        /// # Errors
        /// When a value is missing or can't be used; the message names it.
        pub fn build(self) -> ::core::result::Result<$client, $crate::Error> {
            self.0.build().map($client)
        }
    };
    (@auth none) => {};
    (@auth basic) => {
        /// Authenticates by HTTP basic.
        #[must_use]
        pub fn basic(
            self,
            user: impl ::core::fmt::Display,
            password: impl ::core::convert::Into<$crate::Secret>,
        ) -> Self {
            Self(self.0.basic(user, password))
        }
    };
    (@auth bearer) => {
        /// Authenticates by a bearer token.
        #[must_use]
        pub fn bearer(self, token: impl ::core::convert::Into<$crate::Secret>) -> Self {
            Self(self.0.bearer(token))
        }
    };
    (@auth header $name:literal) => {
        /// Authenticates by a key in the header that the spec names.
        #[must_use]
        pub fn api_key(self, key: impl ::core::convert::Into<$crate::Secret>) -> Self {
            Self(self.0.api_key_header($name, key))
        }
    };
    (@auth query $name:literal) => {
        /// Authenticates by a key in the query parameter that the spec names.
        #[must_use]
        pub fn api_key(self, key: impl ::core::convert::Into<$crate::Secret>) -> Self {
            Self(self.0.api_key_query($name, key))
        }
    };
    (@auth body $key:literal) => {
        /// Authenticates by a key in the request body, where the spec says.
        #[must_use]
        pub fn api_key(self, key: impl ::core::convert::Into<$crate::Secret>) -> Self {
            Self(self.0.api_key_body([($key, key)]))
        }
    };
    (@auth body $id:literal $key:literal) => {
        /// Authenticates by an ID and a key in the request body, where the spec says.
        #[must_use]
        pub fn id_and_key(
            self,
            id: impl ::core::convert::Into<$crate::Secret>,
            key: impl ::core::convert::Into<$crate::Secret>,
        ) -> Self {
            Self(self.0.api_key_body([($id, id.into()), ($key, key.into())]))
        }
    };
}

/// `.environment_proxy()`, if there is a default transport.
#[doc(hidden)]
#[macro_export]
#[cfg(any(feature = "reqwest", feature = "blocking"))]
macro_rules! __environment_proxy {
    () => {
        /// Sends requests through the proxy that the environment names. Call it before the
        /// default transport is configured.
        #[must_use]
        pub fn environment_proxy(self) -> Self {
            Self(self.0.environment_proxy())
        }
    };
}

/// `.environment_proxy()`, if there is a default transport.
#[doc(hidden)]
#[macro_export]
#[cfg(not(any(feature = "reqwest", feature = "blocking")))]
macro_rules! __environment_proxy {
    () => {};
}

/// `.reqwest(…)`, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "reqwest")]
macro_rules! __reqwest_setter {
    () => {
        /// Configures the default transport: proxy, root certificates, DNS, time-outs.
        #[must_use]
        pub fn reqwest(
            self,
            configure: impl ::core::ops::FnOnce(
                $crate::reqwest::ClientBuilder,
            ) -> $crate::reqwest::ClientBuilder,
        ) -> Self {
            Self(self.0.reqwest(configure))
        }
    };
}

/// `.reqwest(…)`, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "reqwest"))]
macro_rules! __reqwest_setter {
    () => {};
}

/// A builder's methods for blocking clients, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! __blocking_builder {
    ($client:ident) => {
        /// Configures the default transport of blocking clients.
        #[must_use]
        pub fn ureq(
            self,
            configure: impl ::core::ops::FnOnce(
                $crate::blocking::UreqConfig,
            ) -> $crate::blocking::UreqConfig,
        ) -> Self {
            Self(self.0.ureq(configure))
        }

        /// Builds a blocking client: call `.blocking()` on each of its lists.
        ///
        /// # Errors
        /// When a value is missing or can't be used; the message names it.
        pub fn build_blocking(self) -> ::core::result::Result<$client, $crate::Error> {
            self.0.build_blocking().map($client)
        }
    };
}

/// A builder's method for blocking clients where the feature is off: it says so.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! __blocking_builder {
    ($client:ident) => {
        #[doc(hidden)]
        pub fn build_blocking(self) -> ::core::result::Result<$client, $crate::Error>
        where
            for<'a> Self: $crate::__private::HasBlocking<'a>,
        {
            self.build()
        }
    };
}

/// A builder's methods for tests, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "testing")]
macro_rules! __testing_builder {
    () => {
        /// Records the client's requests and replies, for tests to replay.
        #[must_use]
        pub fn record(self, recorder: &$crate::testing::Recorder) -> Self {
            Self(self.0.record(recorder))
        }
    };
}

/// A builder's methods for tests, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "testing"))]
macro_rules! __testing_builder {
    () => {};
}
