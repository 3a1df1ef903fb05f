//! Reads lists from HTTP APIs that return them page by page.
//!
//! By link and by page token, a [walk] yields every record exactly once and in order, or
//! fails with an error that says what is missing. By page number and by offset it does so
//! as long as records are neither added nor removed; if it sees that some were, it
//! reports that. A walk is one run of requests over a list, from its first page to its
//! last.
//!
#![cfg_attr(feature = "derive", doc = "```no_run")]
#![cfg_attr(not(feature = "derive"), doc = "```text")]
//! use pagesmith::{Client, Paged};
//!
//! #[derive(serde::Deserialize, Paged)]
//! #[paged(get = "/repos/{owner}/{repo}/issues", items = "", style = link_header)]
//! struct Issue {
//!     number: u64,
//!     title: String,
//! }
//!
//! # async fn walk() -> Result<(), pagesmith::Error> {
//! let github = Client::builder("https://api.github.com").bearer("token").build()?;
//! let mut issues = Issue::list(&github, "rust-lang", "log").page_size(100).items();
//! while let Some(issue) = issues.try_next().await? {
//!     println!("#{} {}", issue.number, issue.title);
//! }
//! # Ok(()) }
//! ```
//!
//! # Where to begin
//!
//! | you want | see |
//! |---|---|
//! | a few lists, on your own structs | [`#[derive(Paged)]`](derive@Paged) |
//! | one list, once | [`Client::list`] |
//! | a client for a whole API | [the guide to specs](guides::spec), `client!` (feature `spec`), or the crate `pagesmith-codegen` |
//! | the same without async | [`blocking`] (feature `blocking`) |
//! | tests of code that lists | [`testing`] (feature `testing`) |
//! | to replace a loop that you have | [From your loop](guides::from_your_loop) |
//! | to run it in a service | [In production](guides::production) |
//! | code for a task | [Recipes](guides::recipes) |
//!
//! All [guides] are part of this documentation.
//!
//! # How it fits together
//!
//! 1. A [`Client`] has an API's address, credentials and limits. Build it once.
//! 2. A list gives a [`Pager`]: a call that has not been sent. Its setters narrow it.
//! 3. The pager becomes [`Items`] (records one by one), [`Pages`], one [`Page`], or a `Vec`
//!    ([`collect`](Pager::collect)).
//! 4. A [`Position`] says where a walk is; [`Pager::resume`] continues there, in another
//!    process too.
//! 5. After a walk has ended, [`Items::outcome`] reports its counts, its warnings and its
//!    [`Evidence`]: how well it can show that it yielded the whole list.
//!    [`Pager::require`] makes a walk fail if it can show less. Use it if your program
//!    deletes records that the list no longer has.
//! 6. An [`Error`] says which page, why, and what to do; [`ErrorKind`] is for your program
//!    to decide by.
//!
//! For anything that is not a list, call [`Client::request`]; it uses the same
//! credentials, limits and errors.
//!
//! [walk]: guides::walks
//!
//! # Logs
//!
//! A walk logs its progress through [`tracing`](https://docs.rs/tracing). The logs hold
//! neither credentials nor page tokens, and of a URL's parameters only the names.
//!
//! | level | what |
//! |---|---|
//! | `INFO` | the walk begins (`path`, as the spec writes it), ends (`outcome`: items, pages, requests, retries, evidence), or fails (`items`, `pages`, `error`) |
//! | `WARN` | a page is requested again (`page`, `attempt`, `wait_ms`, `why`); each [`Warning`] |
//! | `DEBUG` | a span for each walk and page, with attempts, status, bytes, milliseconds and items; redirects; credentials that are renewed |
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `derive` (default) | `#[derive(Paged)]` |
//! | `reqwest` (default) | the async transport, and tokio's clock |
//! | `rustls` (default) | TLS, for `reqwest` and `blocking` |
//! | `gzip` (default), `deflate`, `brotli`, `zstd` | content codings of replies; `blocking` supports gzip and brotli |
//! | `blocking` | the same calls as iterators, without async and without a runtime among the dependencies: `pagesmith::blocking` |
//! | `testing` | replies without a server; recording and replaying walks: `pagesmith::testing` |
//! | `spec` | `client!` and `#[paged(spec = "…")]` |
//! | `jiff`, `rust_decimal`, `uuid` | checked dates, decimals and UUIDs, which convert to the types of these crates |
//! | `chrono`, `time` | dates that convert to the types of these crates too; turns on `jiff`, which reads them |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(fuzzing)]
#[path = "fuzz.rs"]
#[doc(hidden)]
pub mod __fuzz;

// In the order of use: a module uses those above it.
mod secret;
mod json;
mod value;
mod list;
mod position;
mod error;
mod protocol;
pub mod transport;
mod client;
mod fetch;
mod walk;
mod call;
mod children;
mod generated;
#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
#[cfg(test)]
mod explorer;
// Docs alone: they cost a build nothing. Their code is part of the examples, which are built there.
#[cfg(all(doc, not(doctest)))]
pub mod guides;

pub use call::dynamic::Dynamic;
pub use call::filter::{FilterError, IntoFilter};
pub use call::mode::{AsListed, ByNumber, Resumed};
pub use call::one::One;
pub use call::pager::Pager;
pub use call::raw_request::{Request, Response};
pub use children::Children;
pub use client::Client;
pub use client::auth::{AuthProvider, Credentials};
pub use client::builder::ClientBuilder;
pub use client::retry_policy::Retry;
pub use client::timeline::{TimedParent, TimedRequest, TimedWait, Timeline, WaitReason};
pub use client::timer::Timer;
pub use error::{ApiError, Error, ErrorKind};
pub use list::lenient::{Lenient, LenientList, Undecoded};
pub use list::rate_limit::{AnyRateLimit, RateLimit, Wait};
pub use list::rest::Rest;
pub use list::{AnyList, ErrorKeys, List, Method, Numbered, Paged, WholePage};
#[doc(inline)]
pub use pagesmith_paging as paging;
pub use pagesmith_paging::{AnyPaging, Evidence, OwnedPaging, Paging, Text};
pub use position::Position;
pub use position::child_position::ChildPosition;
pub use position::parent_key::ParentKey;
pub use protocol::Warning;
pub use secret::Secret;
pub use value::{Date, DateTime, Decimal, ParseError, Uuid, assume_utc};
pub use walk::collect::CollectError;
pub use walk::items::Items;
pub use walk::outcome::Outcome;
pub use walk::page::Page;
pub use walk::page_with::PageWith;
pub use walk::pages::Pages;

/// Crates that appear in the signatures here, in the versions used.
pub use {bytes, http};

/// The HTTP client of the default transport, in the version used.
#[cfg(feature = "reqwest")]
pub use reqwest;

/// Any JSON.
pub use serde_json::Value as Json;

#[cfg(feature = "derive")]
pub use pagesmith_macros::Paged;
#[cfg(feature = "spec")]
pub use pagesmith_macros::client;

/// For generated code only.
#[doc(hidden)]
pub mod __private {
    pub use crate::call::filter::{InZone, each_in_zone};
    pub use crate::call::narrow::ListStyle;
    pub use crate::call::pager::EnvelopePager;
    pub use crate::client::activity::Activity;
    pub use crate::client::api::Api;
    pub use crate::error::unusable_parent;
    #[cfg(not(feature = "blocking"))]
    pub use crate::generated::without_blocking::HasBlocking;
    pub use crate::list::record_error::mismatch;
    pub use crate::list::row_reader::{RowReader, RowSlot};
    pub use crate::list::rows::{Rows, RowsOf};
    pub use crate::secret::exposed;
    pub use crate::value::{
        Field, Key, Kind, KindOf, Object, ReadError, Required, Shape, Slot, Token, Value, ViaSerde,
        Zoned, kind_of, own_kind_of, read, show, take_memory,
    };
    pub use crate::{
        __client_builder as client_builder, __open_enum as open_enum, __pager as pager,
        __record as record,
    };
    pub use http;
    pub use serde_core::de::{Deserialize, Deserializer};
    pub use serde_core::ser::{Serialize, SerializeStruct, Serializer};
    /// The format of generated code. Code that was generated for another version of the
    /// runtime names another number.
    pub const FORMAT: u32 = 2;

    /// Whether `DateTime` and `Date` convert to jiff's types.
    pub const JIFF: bool = cfg!(feature = "jiff");

    /// Whether they convert to chrono's.
    pub const CHRONO: bool = cfg!(feature = "chrono");

    /// Whether they convert to those of the crate `time`.
    pub const TIME: bool = cfg!(feature = "time");
}
