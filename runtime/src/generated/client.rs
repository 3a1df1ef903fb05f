//! The methods that all generated clients and lists have in common. A generated type
//! wraps one of the runtime's and forwards to it.

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

/// A builder's methods for blocking clients, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! __blocking_builder {
    ($client:ident) => {};
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

/// `.blocking()` of a list, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "blocking")]
macro_rules! __blocking_pager {
    ($page:ty) => {
        /// The same call, blocking. The client must come from `build_blocking`.
        pub fn blocking(self) -> $crate::blocking::Pager<Self, $crate::AsListed, $page> {
            self.0.blocking()
        }
    };
}

/// `.blocking()` of a list, if the feature is on.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! __blocking_pager {
    ($page:ty) => {};
}

/// The methods of a generated list, around a field of type [`Pager`](crate::Pager);
/// `numbered` if its pages have numbers. Its pages are [`Page`](crate::Page)s, or hold the
/// `envelope` of the spec.
#[doc(hidden)]
#[macro_export]
macro_rules! __pager {
    ($item:ty) => {
        $crate::__pager!(@page $item, $crate::Page<$item>);
    };
    ($item:ty, numbered) => {
        $crate::__pager!($item);
        $crate::__pager!(@numbered $crate::Page<$item>);
    };
    ($item:ty, envelope = $envelope:ty) => {
        $crate::__pager!(@page $item, $crate::PageWith<$item, $envelope>);
    };
    ($item:ty, envelope = $envelope:ty, numbered) => {
        $crate::__pager!($item, envelope = $envelope);
        $crate::__pager!(@numbered $crate::PageWith<$item, $envelope>);
    };
    (@page $item:ty, $page:ty) => {
        $crate::__blocking_pager!($page);

        /// Requests pages of this many items.
        pub fn page_size(self, items: ::core::primitive::u64) -> Self {
            Self(self.0.page_size(items))
        }

        /// Yields at most this many items.
        pub fn limit(self, items: ::core::primitive::u64) -> Self {
            Self(self.0.limit(items))
        }

        /// Fails if the list has more pages than this.
        pub fn max_pages(self, pages: ::core::primitive::u64) -> Self {
            Self(self.0.max_pages(pages))
        }

        /// Fails, after all items, unless the walk can show by at least this evidence
        /// that it yielded the whole list.
        pub fn require(self, evidence: $crate::Evidence) -> Self {
            Self(self.0.require(evidence))
        }

        /// Adds query parameters to each request.
        pub fn query(self, pairs: impl $crate::__private::Serialize) -> Self {
            Self(self.0.query(pairs))
        }

        /// Sets the value at this JSON Pointer of the request's body, for lists that
        /// are requested by POST.
        pub fn body_at(
            self,
            pointer: &::core::primitive::str,
            value: impl $crate::__private::Serialize,
        ) -> Self {
            Self(self.0.body_at(pointer, value))
        }

        /// Adds a header to each request of this walk.
        pub fn header(self, name: &::core::primitive::str, value: &::core::primitive::str) -> Self {
            Self(self.0.header(name, value))
        }

        /// Fails if the whole walk takes longer than this.
        pub fn deadline(self, time: ::core::time::Duration) -> Self {
            Self(self.0.deadline(time))
        }

        /// Resumes an earlier walk of this list from its position.
        pub fn resume(
            self,
            position: &$crate::Position,
        ) -> $crate::Pager<Self, $crate::Resumed, $page> {
            self.0.resume(position)
        }

        /// Yields a record that does not decode as its JSON, and continues in place of failing.
        pub fn lenient(self) -> $crate::Pager<$crate::LenientList<Self>> {
            self.0.plain().lenient()
        }

        /// Keeps what each reply says beside its items, for `page.rest()` to decode.
        pub fn with_rest(
            self,
        ) -> $crate::Pager<Self, $crate::AsListed, $crate::PageWith<$item, $crate::Rest>> {
            self.0.plain().with_rest()
        }

        /// Whether the next page is requested while the items of this one are still
        /// being used. On unless set.
        pub fn read_ahead(self, on: ::core::primitive::bool) -> Self {
            Self(self.0.read_ahead(on))
        }

        /// All items, page by page, as a stream.
        pub fn items(self) -> $crate::Items<$item> {
            self.0.items()
        }

        /// All pages, as a stream.
        pub fn pages(self) -> $crate::Pages<$item, $page> {
            self.0.pages()
        }

        /// Only the first page.
        ///
        /// # Errors
        /// When the request, its reply or a value of this call can't be used.
        pub async fn first_page(
            self,
        ) -> ::core::result::Result<$page, $crate::Error> {
            self.0.first_page().await
        }

        /// All items.
        ///
        /// # Errors
        /// When the walk fails; the error holds the items before the failure.
        pub async fn collect(
            self,
        ) -> ::core::result::Result<::std::vec::Vec<$item>, $crate::CollectError<$item>> {
            self.0.collect().await
        }
    };
    (@numbered $page:ty) => {
        /// One page by its number, for display.
        ///
        /// # Errors
        /// When the request, its reply or a value of this call can't be used.
        pub async fn get_page(
            self,
            number: ::core::primitive::u64,
        ) -> ::core::result::Result<$page, $crate::Error> {
            self.0.get_page(number).await
        }

        /// Starts at this page, and goes on by number; `.to_page(…)` sets the last page.
        pub fn from_page(
            self,
            number: ::core::primitive::u64,
        ) -> $crate::Pager<Self, $crate::ByNumber, $page> {
            self.0.from_page(number)
        }

        /// All pages, by number. This is not a snapshot: if records are added or
        /// removed during the walk, it may miss some or yield some twice.
        pub fn by_number(self) -> $crate::Pager<Self, $crate::ByNumber, $page> {
            self.0.by_number()
        }
    };
}
