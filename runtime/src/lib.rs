//! Typed clients for paged HTTP APIs. By link and by page token, a walk hands
//! out every record exactly once and in order, or fails with an error that says
//! what is missing; by page number and by offset it does so while no record comes
//! or goes, and reports what it sees when one does.
//!
//! A list is described once, by [`#[derive(Paged)]`](Paged) on a struct, by a
//! YAML spec, or by [`Client::list`] in place. Calling it gives a [`Pager`],
//! which is turned into [`Items`], [`Pages`], one [`Page`] or a `Vec`.
//!
#![cfg_attr(feature = "derive", doc = "```no_run")]
#![cfg_attr(not(feature = "derive"), doc = "```text")]
//! use pagesmith::{Client, Paged};
//!
//! #[derive(Debug, serde::Deserialize, Paged)]
//! #[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", items = "/messages", style = laml)]
//! struct Message {
//!     sid: String,
//!     body: Option<String>,
//! }
//!
//! # async fn walk() -> Result<(), pagesmith::Error> {
//! let client = Client::builder("https://example.signalwire.com").basic("project", "token").build()?;
//! let mut messages = Message::list(&client, "AC1").page_size(100).items();
//! while let Some(message) = messages.try_next().await? {
//!     println!("{}: {:?}", message.sid, message.body);
//! }
//! # Ok(()) }
//! ```
//!
//! A walk that has ended says what it came to: [`Items::outcome`] has its counts,
//! its warnings and its [`Evidence`], what it can show for having handed out the
//! whole list. [`Pager::require`] makes a walk fail where it shows less: for whoever
//! deletes what did not come.
//!
//! Beside lists, [`Client::request`] sends anything else with the same
//! credentials, limits and errors.
//!
//! # Logs
//!
//! A walk tells [`tracing`](https://docs.rs/tracing) how it goes. None of it holds
//! credentials or page tokens; of a URL it has the names of the parameters alone.
//!
//! | level | what |
//! |---|---|
//! | `INFO` | the walk begins (`path`, as the spec writes it); it has ended (`outcome`: items, pages, requests, retries, evidence), or failed (`items`, `pages`, `error`) |
//! | `WARN` | a page is asked for again: `page`, `attempt`, `wait_ms`, and `why`; each [`Warning`] |
//! | `DEBUG` | spans of each walk and page, with attempts, status, bytes, milliseconds and items; redirects; credentials that are asked for again |
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `derive` (default) | `#[derive(Paged)]` |
//! | `reqwest` (default) | the async transport, and tokio's clock |
//! | `rustls` (default) | TLS, for `reqwest` and `blocking` |
//! | `gzip` (default), `deflate`, `brotli`, `zstd` | codings of replies; `blocking` knows gzip and brotli |
//! | `blocking` | the same calls without async, as iterators, and no runtime in the tree: `pagesmith::blocking` |
//! | `testing` | replies without a server, walks recorded and replayed: `pagesmith::testing` |
//! | `spec` | `client!` and `#[paged(spec = "…")]` |
//! | `jiff`, `rust_decimal` | dates and decimals that are checked |

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
mod generated;
#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
#[cfg(test)]
mod explorer;

pub use call::dynamic::Dynamic;
pub use call::filter::{FilterError, IntoFilter};
pub use call::pager::{AsListed, ByNumber, Pager, Resumed};
pub use call::raw_request::{Request, Response};
pub use client::Client;
pub use client::auth::{AuthProvider, Credentials};
pub use client::builder::ClientBuilder;
pub use client::retry_policy::{AnyRateLimit, RateLimit, Retry};
pub use client::timer::Timer;
pub use error::{ApiError, Error, ErrorKind};
pub use list::lenient::{Lenient, LenientList, Undecoded};
pub use list::{AnyList, ErrorKeys, List, Method, Numbered, Paged};
#[doc(inline)]
pub use pagesmith_paging as paging;
pub use pagesmith_paging::{AnyPaging, Evidence, OwnedPaging, Paging, Text};
pub use position::Position;
pub use protocol::Warning;
pub use secret::Secret;
pub use value::{Date, DateTime, Decimal, ParseError, assume_utc};
pub use walk::collect::CollectError;
pub use walk::items::Items;
pub use walk::outcome::Outcome;
pub use walk::page::Page;
pub use walk::pages::Pages;

/// Crates whose types stand in signatures here, in the versions that they are of.
pub use {bytes, http};

/// Any JSON.
pub use serde_json::Value as Json;

#[cfg(feature = "derive")]
pub use pagesmith_macros::Paged;
#[cfg(feature = "spec")]
pub use pagesmith_macros::client;

/// What generated code names, and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use crate::call::filter::{InZone, each_in_zone};
    pub use crate::call::narrow::ListStyle;
    pub use crate::client::activity::Activity;
    pub use crate::client::api::Api;
    pub use crate::list::record_error::mismatch;
    pub use crate::list::rows::RowsOf;
    pub use crate::secret::exposed;
    pub use crate::value::{
        Key, Object, ReadError, Required, Shape, Slot, Token, Value, ViaSerde, Zoned, read, show,
    };
    pub use crate::{
        __client_builder as client_builder, __open_enum as open_enum, __pager as pager,
        __record as record,
    };
    pub use http;
    #[cfg(feature = "reqwest")]
    pub use reqwest;
    pub use serde_core::de::{Deserialize, Deserializer};
    pub use serde_core::ser::{Serialize, SerializeStruct, Serializer};
    /// Holds in code that was generated for this version of the runtime only.
    pub const FORMAT: u32 = 2;

    /// Whether `DateTime` and `Date` convert to jiff's types.
    pub const JIFF: bool = cfg!(feature = "jiff");
}
