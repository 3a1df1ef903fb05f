//! The methods that all generated lists have in common. A generated type wraps one of the
//! runtime's and forwards to it.

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

/// `.blocking()` of a list where the feature is off: it says so.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "blocking"))]
macro_rules! __blocking_pager {
    ($page:ty) => {
        #[doc(hidden)]
        #[must_use]
        pub fn blocking(self) -> Self
        where
            for<'a> Self: $crate::__private::HasBlocking<'a>,
        {
            self
        }
    };
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
